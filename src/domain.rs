//! The pure domain: no io, clock, locale, terminal or PDF.

mod answer;
mod assessment;
mod change;
mod engine;
mod expr;
mod id;
mod progress;
mod question;
mod questionnaire;
mod removal;
pub mod route;
mod rule;
mod text;

pub use answer::{Acceptance, Answer, Answers, Content, DecidedLevel, Evidence, Row, Ticks, Value};
pub use assessment::{Assessment, VersionDifference, Versions};
pub use change::Change;
pub use engine::{
    Because, COMPUTED, COUNTRY, Context, Engine, Finding, Judgement, Mode, RECIPIENT_COUNTRY, Reading, TraceStep, Truth,
};
pub use expr::{
    Comparison, CountOf, Expr, ExprFault, LevelTest, Operand, Reach, Reference, Span, Subject, TickTest,
    parse as parse_expr,
};
pub use id::{
    ColumnId, DefinitionId, FindingCode, JudgementId, LevelId, ModuleId, OptionId, QuestionId, QuestionnaireId,
    RecordId, RowKey, ScaleId, Scope, Scoped, SectionId, TermId,
};
pub use progress::{Missing, Readiness, Status, needs_remark, staged_id};
pub use question::{
    Choice, Citation, Column, FORM_ROW, Field, Kind, Options, Question, Required, Shape, Stage, Table, Worst,
};
pub use questionnaire::{
    Category, Instrument, Jurisdiction, Module, Provision, Questionnaire, Reference as ReferenceData, Section, Term,
};
pub use removal::{has_content, removal};
pub use rule::{
    AssignKind, Assignment, Base, Contribution, CountLine, Counted, Direction, Fill, FillKind, FindingRule, Ground,
    JudgementRule, Line, Mark, Matrix, Move, Scale, ScaleLevel, Severity, Step, Threshold, Treatment,
};
pub use text::{Lang, Text, is_unprintable, says_none};
