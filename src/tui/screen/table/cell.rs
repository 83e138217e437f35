//! What stands in a cell and how a row stands, in words.

use super::super::Ctx;
use crate::domain::{
    Answer, Column, ColumnId, Content, Engine, Field, Lang, Mode, RecordId, Required, Row, RowKey, Shape, Table, Value,
    needs_remark,
};
use crate::i18n::fill;
use crate::tui::session::Session;
use crate::tui::theme::Role;

/// The column that names the rows of a free table.
pub(super) const fn name_column(table: &Table) -> Option<&ColumnId> {
    match &table.shape {
        Shape::Free { name_column } => name_column.as_ref(),
        _ => None,
    }
}

/// What the table of a record is called: the module it is named after, else the section that asks for it.
pub(super) fn table_name(record: &RecordId, session: &Session, lang: Lang) -> String {
    let questionnaire = session.questionnaire();
    let module = record.split('.').next().and_then(|id| questionnaire.module(id));
    if let Some(module) = module {
        return module.title.get(lang).to_owned();
    }
    let question = questionnaire.table_of(record);
    question
        .and_then(|question| questionnaire.section(&question.section))
        .map_or_else(|| record.to_string(), |(_, section)| section.title.get(lang).to_owned())
}

/// The stored row, found fast where the table stores its rows in the order shown.
pub(super) fn stored<'a>(session: &'a Session, table: &Table, at: usize, key: &RowKey) -> Option<&'a Row> {
    let rows = session.answers().rows(&table.record);
    rows.get(at)
        .filter(|row| row.key == *key)
        .or_else(|| rows.iter().find(|row| row.key == *key))
}

/// A cell in words, with its style.
pub(super) fn shown(column: &Column, answer: Option<&Answer>, session: &Session, ctx: &Ctx<'_>) -> (String, Role) {
    let common = &ctx.messages.common;
    match answer.and_then(|answer| answer.content.as_ref()) {
        Some(Content::Value(Value::Text(text))) if text.trim().is_empty() => empty(column, ctx),
        Some(Content::Value(Value::Text(_))) => {
            let texts = answer.map(Answer::texts).unwrap_or_default();
            (texts.get(ctx.lang).to_owned(), role(column, answer))
        }
        Some(Content::Value(value)) => {
            let text = session.engine().show(&column.field, value);
            let text = match (value, text.get(ctx.lang).is_empty()) {
                (Value::Multi(_), true) => common.none.clone(),
                (Value::YesNo(yes), _) => if *yes { &common.yes } else { &common.no }.clone(),
                _ => text.get(ctx.lang).to_owned(),
            };
            (text, role(column, answer))
        }
        Some(Content::Unknown) => (["? ", &common.unknown].concat(), Role::Unknown),
        Some(Content::NotApplicable(_)) => (common.not_applicable.clone(), Role::NotApplicable),
        None => empty(column, ctx),
    }
}

/// A cell that still needs a remark stands out.
fn role(column: &Column, answer: Option<&Answer>) -> Role {
    let lacks = answer
        .is_some_and(|answer| needs_remark(&column.field, column.remark, answer) && answer.remark.trim().is_empty());
    if lacks { Role::Warning } else { Role::Text }
}

fn empty(column: &Column, ctx: &Ctx<'_>) -> (String, Role) {
    if column.required == Required::No {
        (String::new(), Role::Muted)
    } else {
        (ctx.messages.common.question_mark.clone(), Role::Unanswered)
    }
}

/// A computed cell in words.
pub(super) fn computed(column: &Column, table: &Table, key: &RowKey, engine: &Engine, ctx: &Ctx<'_>) -> (String, Role) {
    let Field::Computed(name) = &column.field else {
        return (String::new(), Role::Muted);
    };
    let common = &ctx.messages.common;
    let text = match engine.defined(name, &engine.row_context(table, key), Mode::Known) {
        Some(true) => &common.yes,
        Some(false) => &common.no,
        None => &common.unknown,
    };
    (text.clone(), Role::Muted)
}

/// How a row stands: what is missing, what is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Standing {
    pub(super) missing: usize,
    pub(super) unknown: usize,
    pub(super) begun: bool,
}

impl Standing {
    pub(super) fn of(table: &Table, key: &RowKey, row: Option<&Row>, optional: bool, engine: &Engine) -> Self {
        let begun = row.is_some_and(|row| !row.is_blank());
        let unknown = |row: &Row| {
            let cells = row.cells.values();
            cells.filter(|cell| is_unknown(cell)).count()
        };
        Self {
            missing: if optional && !begun {
                0
            } else {
                engine.missing_in_row(table, key).len()
            },
            unknown: row.map_or(0, unknown),
            begun,
        }
    }

    /// Whether anything is missing or unknown.
    pub(super) const fn is_open(self) -> bool {
        self.missing > 0 || self.unknown > 0
    }

    /// Mark, words and style for the overview.
    pub(super) fn shown(self, ctx: &Ctx<'_>) -> (String, Role) {
        let words = &ctx.messages.table;
        match (self.missing, self.unknown) {
            (0, 0) if !self.begun => ("·".to_owned(), Role::Muted),
            (0, 0) => ("✓".to_owned(), Role::Answered),
            (0, count) => (
                ["? ", &fill(&words.unknown_short, &[("count", &count)])].concat(),
                Role::Unknown,
            ),
            (count, _) if self.begun => (
                ["… ", &fill(&words.missing_short, &[("count", &count)])].concat(),
                Role::Accent,
            ),
            (count, _) => (
                ["· ", &fill(&words.missing_short, &[("count", &count)])].concat(),
                Role::Unanswered,
            ),
        }
    }
}

pub(super) fn is_unknown(answer: &Answer) -> bool {
    match &answer.content {
        Some(Content::Unknown) => true,
        Some(Content::Value(Value::Multi(ticks))) => ticks.rest_unknown,
        _ => false,
    }
}
