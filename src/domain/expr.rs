//! Conditions: a small language over answers, levels and findings.
//!
//! Three-valued: an atom about something unknown is unknown, `not unknown` is unknown, and only what is true counts.
//! A hidden question and "not applicable" make their atom false.

mod lex;
mod parse;

use super::{ColumnId, DefinitionId, FindingCode, JudgementId, LevelId, OptionId, QuestionId, RecordId, RowKey, Stage};
use jiff::civil::Date;

pub use parse::{ExprFault, parse};

/// Byte range in the text of the expression.
pub type Span = (usize, usize);

/// What a condition reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A question, or a column of its table.
    Question {
        /// The question.
        question: QuestionId,
        /// The row, where it is named: `route.people.so-far.method`.
        row: Option<RowKey>,
        /// The column, for tables.
        column: Option<ColumnId>,
    },
    /// A computed value: `computed.route`.
    Computed(String),
}

/// A subject with its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// What is read.
    pub subject: Subject,
    /// Where it stands.
    pub span: Span,
    /// Where the question, and its column, stand in the questionnaire; found when it is assembled.
    pub place: Option<(usize, Option<usize>)>,
}

impl Reference {
    /// A reference outside a file.
    pub const fn to(subject: Subject) -> Self {
        Self {
            subject,
            span: (0, 0),
            place: None,
        }
    }
}

/// What it is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// An option, a yes or no, or a computed word.
    Word(OptionId, Span),
    /// A number.
    Number(i64),
    /// A day.
    Date(Date),
    /// `@transfer`: the key of that row in context.
    Key(RecordId, Span),
    /// Another answer.
    Reference(Reference),
}

/// `<`, `<=`, `>`, `>=`, `=`, `!=`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Smaller.
    Less,
    /// Smaller or equal.
    AtMost,
    /// Greater.
    Greater,
    /// Greater or equal.
    AtLeast,
    /// Equal.
    Equal,
    /// Different.
    Differs,
}

impl Comparison {
    /// Whether `left` stands so to `right`.
    pub fn holds<T: PartialOrd>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::Greater => left > right,
            Self::AtLeast => left >= right,
            Self::Equal => left == right,
            Self::Differs => left != right,
        }
    }
}

/// Tests on several choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TickTest {
    /// At least one is ticked.
    HasAny,
    /// All are ticked.
    HasAll,
    /// At least one is not ticked.
    LacksAny,
    /// None is ticked.
    LacksAll,
    /// Something is ticked, and nothing but these.
    Only,
}

/// Tests on a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LevelTest {
    /// One of these.
    In(Vec<LevelId>),
    /// None of these.
    NotIn(Vec<LevelId>),
    /// Worse than this.
    Worse(LevelId),
    /// Better than this.
    Better(LevelId),
}

/// Which findings count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Open findings that reach the row in context.
    Open,
    /// Of these, those of blocking severity.
    Blocking,
    /// Open findings anywhere.
    Anywhere,
}

/// The rows of a record for which a condition holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountOf {
    /// The record.
    pub record: RecordId,
    /// Where its name stands.
    pub span: Span,
    /// The condition.
    pub body: Box<Expr>,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// All hold.
    And(Vec<Self>),
    /// One holds.
    Or(Vec<Self>),
    /// It does not hold.
    Not(Box<Self>),
    /// The answer is (not) one of these.
    Is {
        /// What is read.
        left: Reference,
        /// The values.
        values: Vec<Operand>,
        /// `!=`, `not in`.
        negated: bool,
    },
    /// Numbers and dates.
    Compare {
        /// What is read.
        left: Reference,
        /// How.
        comparison: Comparison,
        /// With what.
        right: Operand,
    },
    /// Several choices.
    Ticks {
        /// What is read.
        left: Reference,
        /// Which test.
        test: TickTest,
        /// On which options.
        options: Vec<Operand>,
    },
    /// How many of these are ticked.
    TickCount {
        /// What is read.
        left: Reference,
        /// Which options count.
        options: Vec<Operand>,
        /// How.
        comparison: Comparison,
        /// With what.
        number: i64,
    },
    /// Unanswered or unknown.
    Empty(Reference),
    /// Answered and known.
    Given(Reference),
    /// A text that names something: neither empty nor a plain "none".
    Named(Reference),
    /// Answered as unknown.
    Unknown(Reference),
    /// Not asked.
    Hidden(Reference),
    /// Some row.
    Any(RecordId, Span, Box<Self>),
    /// Every row.
    All(RecordId, Span, Box<Self>),
    /// How many rows.
    Count(RecordId, Span, Box<Self>, Comparison, i64),
    /// How many rows against how many others.
    CountBoth(CountOf, Comparison, CountOf),
    /// An evidence row (of this kind) proves the question.
    Evidence(Reference, Option<String>),
    /// Findings.
    Finding(Vec<(FindingCode, Span)>, Reach),
    /// A level.
    Level {
        /// Which judgement.
        judgement: JudgementId,
        /// Where its name stands.
        span: Span,
        /// Of which run; `None` is the run in progress.
        stage: Option<Stage>,
        /// The test.
        test: LevelTest,
    },
    /// Whole months from the first day to the second.
    Months(Reference, Reference, Comparison, i64),
    /// True also while unknown.
    Possibly(Box<Self>),
    /// A named condition.
    Defined(DefinitionId, Span),
}

impl Expr {
    /// Calls `visit` on this condition and everything inside it.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        visit(self);
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.walk(visit)),
            Self::Not(inner) | Self::Possibly(inner) => inner.walk(visit),
            Self::Any(_, _, body) | Self::All(_, _, body) | Self::Count(_, _, body, _, _) => body.walk(visit),
            Self::CountBoth(left, _, right) => {
                left.body.walk(visit);
                right.body.walk(visit);
            }
            _ => {}
        }
    }

    /// Replaces the names of records by what `canonical` says: a table's question stands for its record.
    pub fn rename_records(&mut self, canonical: &dyn Fn(&str) -> Option<RecordId>) {
        let rename = |record: &mut RecordId| {
            if let Some(name) = canonical(record) {
                *record = name;
            }
        };
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter_mut().for_each(|part| part.rename_records(canonical)),
            Self::Not(inner) | Self::Possibly(inner) => inner.rename_records(canonical),
            Self::Any(record, _, body) | Self::All(record, _, body) | Self::Count(record, _, body, _, _) => {
                rename(record);
                body.rename_records(canonical);
            }
            Self::CountBoth(left, _, right) => {
                for count in [left, right] {
                    rename(&mut count.record);
                    count.body.rename_records(canonical);
                }
            }
            _ => {}
        }
    }

    /// Calls `change` on every reference in the condition.
    pub fn each_reference(&mut self, change: &mut dyn FnMut(&mut Reference)) {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter_mut().for_each(|part| part.each_reference(change)),
            Self::Not(inner) | Self::Possibly(inner) => inner.each_reference(change),
            Self::Any(_, _, body) | Self::All(_, _, body) | Self::Count(_, _, body, _, _) => {
                body.each_reference(change);
            }
            Self::CountBoth(left, _, right) => {
                left.body.each_reference(change);
                right.body.each_reference(change);
            }
            Self::Is { left, values, .. } => change_all(left, values, change),
            Self::Compare { left, right, .. } => change_all(left, std::slice::from_mut(right), change),
            Self::Ticks { left, options, .. } | Self::TickCount { left, options, .. } => {
                change_all(left, options, change);
            }
            Self::Empty(left)
            | Self::Given(left)
            | Self::Named(left)
            | Self::Unknown(left)
            | Self::Hidden(left)
            | Self::Evidence(left, _) => change(left),
            Self::Months(from, to, _, _) => {
                change(from);
                change(to);
            }
            Self::Finding(..) | Self::Level { .. } | Self::Defined(..) => {}
        }
    }

    /// Whether it reads nothing but answers: no level, finding, computed value or named condition, and nothing "possibly" so.
    pub fn reads_answers_only(&self) -> bool {
        let mut only = true;
        self.walk(&mut |part| {
            let computed = |reference: &&Reference| matches!(reference.subject, Subject::Computed(_));
            let other = matches!(
                part,
                Self::Finding(..) | Self::Level { .. } | Self::Defined(..) | Self::Possibly(_)
            );
            only &= !other && !part.references().iter().any(computed);
        });
        only
    }

    /// The references this condition itself reads (not those of its parts).
    pub fn references(&self) -> Vec<&Reference> {
        match self {
            Self::Is { left, values, .. } => with_operands(left, values),
            Self::Compare { left, right, .. } => with_operands(left, std::slice::from_ref(right)),
            Self::Ticks { left, options, .. } | Self::TickCount { left, options, .. } => with_operands(left, options),
            Self::Empty(left)
            | Self::Given(left)
            | Self::Named(left)
            | Self::Unknown(left)
            | Self::Hidden(left)
            | Self::Evidence(left, _) => {
                vec![left]
            }
            Self::Months(from, to, _, _) => vec![from, to],
            _ => Vec::new(),
        }
    }
}

fn change_all(left: &mut Reference, operands: &mut [Operand], change: &mut dyn FnMut(&mut Reference)) {
    change(left);
    for operand in operands {
        if let Operand::Reference(reference) = operand {
            change(reference);
        }
    }
}

fn with_operands<'a>(left: &'a Reference, operands: &'a [Operand]) -> Vec<&'a Reference> {
    let others = operands.iter().filter_map(|operand| match operand {
        Operand::Reference(reference) => Some(reference),
        _ => None,
    });
    std::iter::once(left).chain(others).collect()
}
