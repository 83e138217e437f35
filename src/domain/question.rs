//! Questions, tables, options: what is asked.

use super::{
    ColumnId, DefinitionId, Expr, JudgementId, LevelId, ModuleId, OptionId, QuestionId, RecordId, SectionId, TermId,
    Text, Value,
};

/// A citation: the key of an instrument and the place in it, such as `CERT` and `6(1)`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Citation {
    /// Key in `reference/law.toml`.
    pub instrument: String,
    /// Article or clause; may be empty.
    pub place: String,
}

impl Citation {
    /// Reads `CERT 6(1)`.
    pub fn parse(text: &str) -> Self {
        let (instrument, place) = text.trim().split_once(' ').unwrap_or_else(|| (text.trim(), ""));
        Self {
            instrument: instrument.to_owned(),
            place: place.trim().to_owned(),
        }
    }
}

impl std::fmt::Display for Citation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.place.is_empty() {
            f.write_str(&self.instrument)
        } else {
            write!(f, "{} {}", self.instrument, self.place)
        }
    }
}

/// How much a visible question demands an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Required {
    /// May be left empty.
    No,
    /// Must be answered; "not applicable" with a reason is an answer (M).
    Yes,
    /// Must be answered and may not be "not applicable" (M!).
    Strict,
}

/// One option of a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its name in files.
    pub id: OptionId,
    /// What is shown.
    pub label: Text,
    /// Choosing it requires the remark (✎).
    pub remark: bool,
    /// Not choosing it requires the remark (✎✗).
    pub unticked_remark: bool,
    /// Choosing it clears the others (⊘).
    pub exclusive: bool,
    /// Level of the situation (GB46068 Table B.1).
    pub level: Option<LevelId>,
}

/// Where options come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Options {
    /// Written in the file.
    Fixed(Vec<Choice>),
    /// The rows of a record.
    Rows(RecordId),
    /// A reference list: `jurisdictions` or `law`.
    Reference(String),
    /// The findings and risks of this assessment (for measures).
    Findings,
    /// The evidence list of this assessment.
    Evidence,
}

impl Options {
    /// The options written in the file; none for those that depend on the assessment.
    pub fn fixed(&self) -> &[Choice] {
        match self {
            Self::Fixed(choices) => choices,
            _ => &[],
        }
    }
}

/// What kind of value a field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// One option.
    Choice(Options),
    /// Several options.
    Multi(Options),
    /// Yes or no.
    YesNo,
    /// A whole number between bounds.
    Number {
        /// Smallest accepted value.
        min: i64,
        /// Largest accepted value.
        max: i64,
    },
    /// A day.
    Date,
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// Not entered: computed from the row by the named condition.
    Computed(DefinitionId),
}

impl Field {
    /// The options, for fields that have them.
    pub const fn options(&self) -> Option<&Options> {
        match self {
            Self::Choice(options) | Self::Multi(options) => Some(options),
            _ => None,
        }
    }

    /// Whether the number is a calendar year, which its bounds tell: years have no comma.
    pub const fn is_year(&self) -> bool {
        matches!(self, Self::Number { min, max } if *min >= 1900 && *max <= 2200)
    }

    /// A number of this field as people read it: 186,000, but 2024.
    pub fn number_words(&self, number: i64) -> String {
        if self.is_year() {
            number.to_string()
        } else {
            super::engine::thousands(number)
        }
    }
}

/// The value that counts for unknown (blueprint 4.0 "Worst values").
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Worst {
    /// This value.
    Value(Value),
    /// Several choices: these count as ticked beside the known ticks, known gaps excepted.
    Ticked(Vec<OptionId>),
    /// Several choices: all but the exclusive ones count as ticked, known gaps excepted.
    AllTicked,
    /// Dates: longer ago than any limit.
    LongAgo,
}

/// A column of a table: a small question per row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub id: ColumnId,
    /// What the head of the column says.
    pub label: Text,
    /// How to fill it.
    pub hint: Text,
    /// What it takes.
    pub field: Field,
    /// Whether it must be filled.
    pub required: Required,
    /// Shown only if this holds for the row.
    pub when: Option<Expr>,
    /// What counts while unknown.
    pub worst: Option<Worst>,
    /// Whether the remark of the cell is always required.
    pub remark: bool,
}

/// Which rows a table has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// Rows are added and removed freely; the column names a row.
    Free {
        /// The column that names a row on screen.
        name_column: Option<ColumnId>,
    },
    /// Exactly one row, with the key `form`.
    Form,
    /// Named rows.
    Fixed(Vec<Choice>),
    /// One row for each row of another record (or of the computed record `country`) for which the condition holds.
    Grid {
        /// The record whose rows it follows.
        source: RecordId,
        /// Which rows.
        when: Option<Expr>,
    },
}

/// The key of a form's only row.
pub const FORM_ROW: &str = "form";

/// A question answered by rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The record that holds the rows.
    pub record: RecordId,
    /// Which rows.
    pub shape: Shape,
    /// The columns.
    pub columns: Vec<Column>,
}

impl Table {
    /// The column of this name.
    pub fn column(&self, id: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.id == id)
    }
}

/// Which run of the rules a level question confirms (design 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The answers as they stand.
    Inherent,
    /// With the measures that are done and evidenced.
    Attained,
    /// With all planned measures but those that accept the risk.
    Expected,
}

/// What kind of answer a question takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A single value.
    Field(Field),
    /// Rows.
    Table(Table),
    /// Levels to confirm or to override.
    Level {
        /// The judgements, in order.
        judgements: Vec<JudgementId>,
        /// Which run.
        stage: Stage,
        /// Extra columns per judgement row (the correction of threat group 4); kept in the record named like the question.
        columns: Vec<Column>,
    },
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its stable name.
    pub id: QuestionId,
    /// The module that asks it (a record may be asked in another module than its name says).
    pub module: ModuleId,
    /// The section it stands in.
    pub section: SectionId,
    /// What it takes.
    pub kind: Kind,
    /// Whether it must be answered once visible.
    pub required: Required,
    /// Shown only if this holds.
    pub when: Option<Expr>,
    /// Asked once per row of this record for which the condition holds.
    pub each: Option<(RecordId, Option<Expr>)>,
    /// The plain question.
    pub plain: Text,
    /// The question in official terms.
    pub official: Text,
    /// What is asked, why, and how it is usually answered.
    pub help: Text,
    /// A good example answer.
    pub good: Text,
    /// A poor example answer.
    pub bad: Text,
    /// What an assessor wants to see.
    pub evidence: Text,
    /// The legal ground.
    pub basis: Vec<Citation>,
    /// Terms that can be opened.
    pub terms: Vec<TermId>,
    /// What counts while unknown.
    pub worst: Option<Worst>,
    /// Whether the remark is always required.
    pub remark: bool,
}

impl Question {
    /// The question in a few words, as traces quote it: up to the first stop.
    pub fn short(&self) -> Text {
        let cut = |text: &str, stops: &[char]| text.split(stops).next().unwrap_or_default().trim_end().to_owned();
        Text::new(
            cut(&self.plain.zh, &['？', '（', '。', '：']),
            cut(&self.plain.en, &['?', '(', ':']),
        )
    }

    /// The table, if the question is answered by rows.
    pub const fn table(&self) -> Option<&Table> {
        match &self.kind {
            Kind::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The field, if the question takes a single value.
    pub const fn field(&self) -> Option<&Field> {
        match &self.kind {
            Kind::Field(field) => Some(field),
            _ => None,
        }
    }

    /// The columns of its rows; none for a question answered by a single value.
    pub fn columns(&self) -> &[Column] {
        match &self.kind {
            Kind::Table(table) => &table.columns,
            Kind::Level { columns, .. } => columns,
            Kind::Field(_) => &[],
        }
    }

    /// The record that holds its rows (tables, and level questions with extra columns).
    pub fn record(&self) -> Option<&str> {
        match &self.kind {
            Kind::Table(table) => Some(&table.record),
            Kind::Level { columns, .. } if !columns.is_empty() => Some(&self.id),
            _ => None,
        }
    }
}
