//! What a condition finds when it reads a question, a cell or a computed value.

use super::eval::Mode;
use super::{Context, Engine};
use crate::domain::{
    Answer, Choice, Column, Content, FORM_ROW, Field, Kind, Question, Reference, Required, Shape, Subject, Table, Text,
    Ticks, Value, Worst,
};
use jiff::civil::Date;
use std::borrow::Cow;

/// The state of what is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading<'a> {
    /// Not asked.
    Hidden,
    /// Not applicable.
    NotApplicable,
    /// Not known; `asked` if it was answered so, otherwise it is still unanswered.
    Unknown {
        /// Whether "unknown" was the answer.
        asked: bool,
    },
    /// Optional and left empty.
    Blank,
    /// A value.
    Value(Cow<'a, Value>),
}

/// What is read, with what counts while unknown.
pub(super) struct Found<'a> {
    pub(super) reading: Reading<'a>,
    worst: Option<&'a Worst>,
    choices: &'a [Choice],
    answer: Option<&'a Answer>,
}

impl<'a> Found<'a> {
    fn bare(reading: Reading<'a>) -> Self {
        Self {
            reading,
            worst: None,
            choices: &[],
            answer: None,
        }
    }

    /// A text as entered and translated; empty for everything else.
    pub(super) fn texts(&self) -> Text {
        self.answer.map(Answer::texts).unwrap_or_default()
    }

    /// The reading with unknowns replaced by their worst values, as far as `mode` says.
    pub(super) fn in_mode(self, mode: Mode) -> Reading<'a> {
        let Some(worst) = self.worst else { return self.reading };
        match self.reading {
            Reading::Unknown { asked } if mode.replaces(asked) => Reading::Value(worst_value(worst, self.choices)),
            Reading::Value(value) if mode.replaces(true) => Reading::Value(fill_ticks(value, worst, self.choices)),
            other => other,
        }
    }
}

const LONG_AGO: Date = Date::constant(1900, 1, 1);

fn worst_value<'a>(worst: &'a Worst, choices: &[Choice]) -> Cow<'a, Value> {
    match worst {
        Worst::Value(value) => Cow::Borrowed(value),
        Worst::LongAgo => Cow::Owned(Value::Date(LONG_AGO)),
        Worst::Ticked(_) | Worst::AllTicked => Cow::Owned(Value::Multi(worst_ticks(&Ticks::default(), worst, choices))),
    }
}

fn fill_ticks<'a>(value: Cow<'a, Value>, worst: &Worst, choices: &[Choice]) -> Cow<'a, Value> {
    match value.as_ref() {
        Value::Multi(ticks) if ticks.rest_unknown => Cow::Owned(Value::Multi(worst_ticks(ticks, worst, choices))),
        _ => value,
    }
}

/// Known ticks and known gaps stand; only the rest is at its worst (G2).
fn worst_ticks(known: &Ticks, worst: &Worst, choices: &[Choice]) -> Ticks {
    let exclusive = |id: &str| choices.iter().any(|choice| choice.exclusive && choice.id == id);
    let mut ticks = Ticks {
        ticked: known.ticked.clone(),
        gaps: known.gaps.clone(),
        rest_unknown: false,
    };
    let added: Vec<_> = match worst {
        Worst::Ticked(options) => options.clone(),
        Worst::AllTicked => choices
            .iter()
            .filter(|choice| !choice.exclusive)
            .map(|choice| choice.id.clone())
            .collect(),
        _ => Vec::new(),
    };
    for option in added {
        let fits = !known.gaps.contains(&option) && (known.ticked.is_empty() || !exclusive(&option));
        if fits {
            ticks.ticked.insert(option);
        }
    }
    ticks
}

impl Engine {
    /// What `reference` says in this context, unknowns not replaced.
    pub fn read<'a>(&'a self, reference: &Reference, context: &Context) -> Reading<'a> {
        self.find(reference, context).reading
    }

    pub(super) fn find<'a>(&'a self, reference: &Reference, context: &Context) -> Found<'a> {
        match &reference.subject {
            Subject::Computed(name) => Found::bare(self.computed(name, context)),
            Subject::Question { row, .. } => {
                let place = reference.place.or_else(|| self.questionnaire.place(&reference.subject));
                let found = place.and_then(|(at, column)| Some((self.questionnaire.questions.get(at)?, column)));
                let Some((question, at)) = found else {
                    return Found::bare(Reading::Hidden);
                };
                if !self.is_visible(question, context) {
                    return Found::bare(Reading::Hidden);
                }
                match at {
                    None => self.find_answer(question, context),
                    Some(at) => self.find_cell(question, row.as_deref(), at, context),
                }
            }
        }
    }

    fn find_answer<'a>(&'a self, question: &'a Question, context: &Context) -> Found<'a> {
        match &question.kind {
            Kind::Field(field) => {
                let scope = self.scope_of(question, context);
                let answer = self.answers.answer(&question.id, &scope);
                Found {
                    reading: state(answer, question.required),
                    worst: question.worst.as_ref(),
                    choices: choices(field),
                    answer,
                }
            }
            Kind::Table(table) => Found::bare(self.table_reading(question, table, context)),
            Kind::Level { .. } => Found::bare(Reading::Hidden),
        }
    }

    /// A table reads as a value once a row has content; before that it is unanswered.
    fn table_reading<'a>(&'a self, question: &Question, table: &Table, context: &Context) -> Reading<'a> {
        let rows = self.answers.rows(&table.record);
        let filled = match &table.shape {
            Shape::Grid { source, .. } => match self.key_of(context, source) {
                Some(key) => {
                    if !self.row_shown(table, context) {
                        return Reading::Hidden;
                    }
                    rows.iter().any(|row| row.key == key && has_content(row.cells.values()))
                }
                None => rows.iter().any(|row| has_content(row.cells.values())),
            },
            _ => rows.iter().any(|row| has_content(row.cells.values())),
        };
        if filled {
            Reading::Value(Cow::Owned(Value::YesNo(true)))
        } else {
            state(None, question.required)
        }
    }

    fn find_cell<'a>(
        &'a self,
        question: &'a Question,
        row: Option<&str>,
        column: usize,
        context: &Context,
    ) -> Found<'a> {
        let Some((record, column)) = column_at(question, column) else {
            return Found::bare(Reading::Hidden);
        };
        let Some((key, at)) = self.row_key(question, row, context) else {
            return Found::bare(Reading::Hidden);
        };
        // a row that is named is in context for the condition of its columns
        let named = row.map(|_| context.with(&record.into(), &key, at));
        let context = named.as_ref().unwrap_or(context);
        if question.table().is_some_and(|table| !self.row_shown(table, context)) || !self.column_shown(column, context)
        {
            return Found::bare(Reading::Hidden);
        }
        if let Field::Computed(name) = &column.field {
            let truth = self.defined(name, context, Mode::Known);
            return Found::bare(truth.map_or(Reading::Unknown { asked: false }, |yes| {
                Reading::Value(Cow::Owned(Value::YesNo(yes)))
            }));
        }
        let cell = self.row_at(record, &key, at).and_then(|row| row.cell(&column.id));
        Found {
            reading: state(cell, column.required),
            worst: column.worst.as_ref(),
            choices: choices(&column.field),
            answer: cell,
        }
    }

    pub(super) fn column_of<'a>(question: &'a Question, column: &str) -> Option<(&'a str, &'a Column)> {
        match &question.kind {
            Kind::Table(table) => Some((&table.record, table.column(column)?)),
            Kind::Level { columns, .. } => Some((&question.id, columns.iter().find(|known| known.id == column)?)),
            Kind::Field(_) => None,
        }
    }

    fn row_key(
        &self,
        question: &Question,
        row: Option<&str>,
        context: &Context,
    ) -> Option<(super::super::RowKey, usize)> {
        if let Some(row) = row {
            return Some((row.into(), usize::MAX));
        }
        let Kind::Table(table) = &question.kind else {
            // The extra cells of a level question are kept per transfer or recipient.
            let key = ["transfer", "recipient"]
                .iter()
                .find_map(|record| self.key_of(context, record));
            return key.map(|key| (key, usize::MAX));
        };
        match &table.shape {
            Shape::Form => Some((FORM_ROW.into(), 0)),
            Shape::Grid { source, .. } => self.key_of(context, source).map(|key| (key, usize::MAX)),
            Shape::Free { .. } | Shape::Fixed(_) => {
                let bound = context.bound(&table.record).map(|(key, at)| (key.clone(), at));
                bound.or_else(|| self.key_of(context, &table.record).map(|key| (key, usize::MAX)))
            }
        }
    }
}

fn column_at(question: &Question, at: usize) -> Option<(&str, &Column)> {
    match &question.kind {
        Kind::Table(table) => Some((&table.record, table.columns.get(at)?)),
        Kind::Level { columns, .. } => Some((&question.id, columns.get(at)?)),
        Kind::Field(_) => None,
    }
}

fn has_content<'a>(mut cells: impl Iterator<Item = &'a Answer>) -> bool {
    cells.any(|cell| matches!(cell.content, Some(Content::Value(_) | Content::NotApplicable(_))))
}

fn choices(field: &Field) -> &[Choice] {
    field.options().map_or(&[], |options| options.fixed())
}

fn state(answer: Option<&Answer>, required: Required) -> Reading<'_> {
    match answer.and_then(|answer| answer.content.as_ref()) {
        Some(Content::Value(Value::Text(text))) if text.trim().is_empty() => empty(required),
        Some(Content::Value(value)) => Reading::Value(Cow::Borrowed(value)),
        Some(Content::Unknown) => Reading::Unknown { asked: true },
        Some(Content::NotApplicable(_)) => Reading::NotApplicable,
        None => empty(required),
    }
}

fn empty(required: Required) -> Reading<'static> {
    if required == Required::No {
        Reading::Blank
    } else {
        Reading::Unknown { asked: false }
    }
}
