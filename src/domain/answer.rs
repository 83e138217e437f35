//! Answers: what was said, what is unknown, what does not apply, and why.

use super::{ColumnId, FindingCode, JudgementId, LevelId, OptionId, QuestionId, RecordId, RowKey, Scope, Scoped, Text};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The ticks of a question with several choices. What is neither ticked nor a known gap is known to be
/// unticked, unless the rest is unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ticks {
    /// What is ticked.
    pub ticked: BTreeSet<OptionId>,
    /// With `rest_unknown`: what is known to be missing.
    pub gaps: BTreeSet<OptionId>,
    /// Whether everything neither ticked nor a known gap is unknown.
    pub rest_unknown: bool,
}

impl Ticks {
    /// Exactly these are ticked, all others are known gaps.
    pub fn known<I: Into<OptionId>>(ticked: impl IntoIterator<Item = I>) -> Self {
        Self {
            ticked: ticked.into_iter().map(Into::into).collect(),
            ..Self::default()
        }
    }

    /// Whether `option` stands anywhere: ticked, or as a known gap.
    pub fn names(&self, option: &str) -> bool {
        self.ticked.contains(option) || self.gaps.contains(option)
    }

    /// Whether `option` is ticked; `None` if that is not known.
    pub fn has(&self, option: &str) -> Option<bool> {
        if self.ticked.contains(option) {
            Some(true)
        } else if self.rest_unknown && !self.gaps.contains(option) {
            None
        } else {
            Some(false)
        }
    }
}

/// A value of an answer or a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// One option.
    Choice(OptionId),
    /// Several options.
    Multi(Ticks),
    /// Yes or no.
    YesNo(bool),
    /// A whole number, zero or more unless the question says otherwise.
    Number(i64),
    /// A calendar day.
    Date(Date),
    /// Free text, without control characters.
    Text(String),
}

/// What was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A value.
    Value(Value),
    /// Not known (待核实): counted at its worst.
    Unknown,
    /// Not applicable (不适用), with the reason.
    NotApplicable(String),
}

/// The answer to a question or the content of a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// What was said; `None` while unanswered.
    pub content: Option<Content>,
    /// The remark (说明), printed beside the answer.
    pub remark: String,
    /// The note (备注), internal, not printed.
    pub note: String,
    /// Flagged for follow-up (待跟进).
    pub flagged: bool,
    /// The English or Chinese version of a free text, for the report in the other language.
    pub translation: String,
}

impl Answer {
    /// An answer with a value and nothing else.
    pub fn value(value: Value) -> Self {
        Self {
            content: Some(Content::Value(value)),
            ..Self::default()
        }
    }

    /// An answer that is not known.
    pub fn unknown() -> Self {
        Self {
            content: Some(Content::Unknown),
            ..Self::default()
        }
    }

    /// Whether nothing was entered at all.
    pub fn is_blank(&self) -> bool {
        *self == Self::default()
    }

    /// The value, if there is one.
    pub const fn known(&self) -> Option<&Value> {
        match &self.content {
            Some(Content::Value(value)) => Some(value),
            _ => None,
        }
    }

    /// The text of a text answer, or the empty text.
    pub fn text(&self) -> &str {
        match self.known() {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// The remark in both languages. The translation of an answer is that of its remark where the answer itself is no free text.
    pub fn remarks(&self) -> Text {
        let translation = match &self.content {
            Some(Content::Value(Value::Text(_)) | Content::NotApplicable(_)) => "",
            _ => &self.translation,
        };
        Text::entered(&self.remark, translation)
    }

    /// The text of a text answer in both languages. The translation stands for the language the text is not in; a text with a
    /// Chinese character is Chinese. Without a translation both are the text as it was entered.
    pub fn texts(&self) -> Text {
        Text::entered(self.text(), &self.translation)
    }

    /// The option of a choice.
    pub fn choice(&self) -> Option<&OptionId> {
        match self.known() {
            Some(Value::Choice(option)) => Some(option),
            _ => None,
        }
    }

    /// The number of a number answer.
    pub const fn number(&self) -> Option<i64> {
        match self.known() {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// The day of a date answer.
    pub const fn date(&self) -> Option<Date> {
        match self.known() {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        }
    }
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Unique within the record.
    pub key: RowKey,
    /// The filled cells.
    pub cells: BTreeMap<ColumnId, Answer>,
    /// The remark of the row, printed.
    pub remark: String,
    /// The note of the row, not printed.
    pub note: String,
}

impl Row {
    /// An empty row.
    pub fn new(key: impl Into<RowKey>) -> Self {
        Self {
            key: key.into(),
            cells: BTreeMap::new(),
            remark: String::new(),
            note: String::new(),
        }
    }

    /// The cell of `column`, if anything was entered.
    pub fn cell(&self, column: &str) -> Option<&Answer> {
        self.cells.get(column)
    }

    /// Whether nothing was entered in the row.
    pub fn is_blank(&self) -> bool {
        self.cells.values().all(Answer::is_blank) && self.remark.is_empty() && self.note.is_empty()
    }
}

impl DecidedLevel {
    /// The reason in both languages, as far as it was translated.
    pub fn reasons(&self) -> Text {
        Text::entered(self.reason.trim(), &self.translation)
    }
}

impl Acceptance {
    /// An acceptance for this reason.
    pub fn of(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            translation: String::new(),
        }
    }

    /// Whether it counts: only with a reason.
    pub fn is_reasoned(&self) -> bool {
        !self.reason.trim().is_empty()
    }

    /// The reason in both languages, as far as it was translated.
    pub fn reasons(&self) -> Text {
        Text::entered(self.reason.trim(), &self.translation)
    }
}

impl Evidence {
    /// The title in both languages, as far as it was translated.
    pub fn titles(&self) -> Text {
        Text::entered(&self.title, &self.translation)
    }
}

/// A level the assessor decided on, instead of the proposed one or by confirming it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedLevel {
    /// The level. A confirmation holds only as long as the proposal is still this one.
    pub level: LevelId,
    /// Why; of a confirmation the explanation and gap analysis (保障能力说明及差距分析), which may be empty. An override without a
    /// reason does not count.
    pub reason: String,
    /// The reason in the other language, for the report in that language.
    pub translation: String,
}

/// An accepted finding: the assessor leaves it as it is, with a reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Acceptance {
    /// Why; without one it does not count.
    pub reason: String,
    /// The reason in the other language, for the report in that language.
    pub translation: String,
}

/// A document that supports answers (证明材料).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// A short key, printed as the number of the evidence: `E-03`.
    pub key: String,
    /// The title.
    pub title: String,
    /// The title in the other language.
    pub translation: String,
    /// The day of the document.
    pub date: Option<Date>,
    /// Until when it is valid.
    pub expiry: Option<Date>,
    /// SHA-256 of the file in lower-case hex, if the file was read.
    pub sha256: String,
    /// `document`, `screenshot`, `certificate`, `record` or `test`.
    pub kind: String,
    /// Whether it is not to be handed out.
    pub confidential: bool,
    /// The questions (and rows) that it proves.
    pub proves: Vec<Scoped<QuestionId>>,
}

/// All answers of an assessment. Nothing here is derived.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// Answers to plain questions, per question and scope.
    pub values: BTreeMap<QuestionId, BTreeMap<Scope, Answer>>,
    /// Rows of tables.
    pub records: BTreeMap<RecordId, Vec<Row>>,
    /// Levels chosen against the proposal.
    pub overrides: BTreeMap<Scoped<JudgementId>, DecidedLevel>,
    /// Confirmed levels.
    pub confirmations: BTreeMap<Scoped<JudgementId>, DecidedLevel>,
    /// Accepted findings (minor and major only), with the reason.
    pub acceptances: BTreeMap<Scoped<FindingCode>, Acceptance>,
    /// The evidence list.
    pub evidence: Vec<Evidence>,
}

impl Answers {
    /// The answer to `question` in `scope`.
    pub fn answer(&self, question: &str, scope: &Scope) -> Option<&Answer> {
        self.values.get(question)?.get(scope)
    }

    /// The rows of `record`.
    pub fn rows(&self, record: &str) -> &[Row] {
        self.records.get(record).map_or(&[], Vec::as_slice)
    }

    /// The row of `record` with this key.
    pub fn row(&self, record: &str, key: &str) -> Option<&Row> {
        self.rows(record).iter().find(|row| row.key == key)
    }

    /// The cell at record, row and column.
    pub fn cell(&self, record: &str, row: &str, column: &str) -> Option<&Answer> {
        self.row(record, row)?.cell(column)
    }
}
