//! What the row of a measure says: status, due date, findings, what it changes.

use crate::domain::{
    Answer, AssignKind, Assignment, Change, Column, Content, Field, FindingCode, Kind, Lang, Row, RowKey, Scoped,
    Stage, Table, Value, removal,
};
use crate::i18n::{Messages, join};
use crate::tui::screen::{Ctx, Desk};
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::Notice;
use jiff::civil::Date;
use ratatui::text::{Line, Span};

/// The table that holds the measures.
pub const MEASURES: &str = "measure";

const STATUSES: [&str; 4] = ["open", "running", "done", "verified"];

fn table(session: &Session) -> Option<&Table> {
    session.questionnaire().table_of(MEASURES)?.table()
}

/// The columns shown for a measure.
pub(super) fn columns(session: &Session, key: &RowKey) -> Vec<Column> {
    let Some(table) = table(session) else { return Vec::new() };
    let context = session.engine().row_context(table, key);
    let shown = table
        .columns
        .iter()
        .filter(|column| session.engine().column_shown(column, &context));
    shown
        .filter(|column| !matches!(column.field, Field::Computed(_)))
        .cloned()
        .collect()
}

/// The findings (`CODE@record:row`) a measure stands for.
pub fn findings_of(row: &Row) -> Vec<String> {
    match row.cell("for").and_then(Answer::known) {
        Some(Value::Multi(ticks)) => ticks.ticked.iter().map(ToString::to_string).collect(),
        Some(Value::Choice(option)) => vec![option.to_string()],
        _ => Vec::new(),
    }
}

/// The findings ticked, each with the row it is about.
pub(super) fn finding_names(ticks: &crate::domain::Ticks, session: &Session, ctx: &Ctx<'_>) -> String {
    let name = |id: &crate::domain::OptionId| match Scoped::<FindingCode>::parse(id.as_str()) {
        Some(id) if !id.scope.is_whole() => format!("{} {}", id.id, session.scope_name(&id.scope).get(ctx.lang)),
        Some(id) => id.id.to_string(),
        None => id.to_string(),
    };
    join(&ticks.ticked.iter().map(name).collect::<Vec<_>>(), ctx.lang)
}

/// The day a measure is due.
pub fn due(row: &Row) -> Option<Date> {
    row.cell("due").and_then(Answer::date)
}

fn word<'a>(row: &'a Row, column: &str) -> &'a str {
    row.cell(column)
        .and_then(Answer::choice)
        .map_or("", |option| option.as_str())
}

/// Whether a measure is done or verified.
pub fn is_done(row: &Row) -> bool {
    matches!(word(row, "status"), "done" | "verified")
}

/// Whether a measure should be done by now and is not.
pub fn is_overdue(row: &Row, today: Date) -> bool {
    !is_done(row) && due(row).is_some_and(|due| due < today)
}

fn has_evidence(row: &Row) -> bool {
    matches!(row.cell("evidence").and_then(Answer::known), Some(Value::Multi(ticks)) if !ticks.ticked.is_empty())
}

/// The status in words; true if it is done without evidence.
pub fn status(row: &Row, session: &Session, ctx: &Ctx<'_>) -> (String, bool) {
    let column = table(session).and_then(|table| table.column("status"));
    let shown = column
        .zip(row.cell("status").and_then(Answer::known))
        .map(|(column, value)| session.engine().show(&column.field, value));
    let shown = shown.map_or_else(
        || ctx.messages.finding.not_started.clone(),
        |text| text.get(ctx.lang).to_owned(),
    );
    let unproven = is_done(row) && !has_evidence(row);
    (if unproven { format!("! {shown}") } else { shown }, unproven)
}

/// The next status; says so if evidence is missing for it.
pub fn next_status(key: &RowKey, desk: &mut Desk, ctx: &Ctx<'_>) {
    let Some(session) = &desk.session else { return };
    let Some(row) = session.answers().row(MEASURES, key) else {
        return;
    };
    let at = STATUSES
        .iter()
        .position(|known| *known == word(row, "status"))
        .unwrap_or(0);
    let Some(next) = STATUSES.get((at + 1) % STATUSES.len()) else {
        return;
    };
    let before = row.cell("status").cloned().unwrap_or_default();
    let after = Answer {
        content: Some(Content::Value(Value::Choice((*next).into()))),
        ..before
    };
    desk.change(Change::Cell(MEASURES.into(), key.clone(), "status".into(), after), ctx);
    warn(key, desk, ctx);
}

/// Says so if a measure is done without evidence.
pub(super) fn warn(key: &RowKey, desk: &mut Desk, ctx: &Ctx<'_>) {
    let row = desk
        .session
        .as_ref()
        .and_then(|session| session.answers().row(MEASURES, key));
    if row.is_some_and(|row| is_done(row) && !has_evidence(row)) {
        desk.notice = Some(Notice::warning(ctx.messages.finding.done_without_evidence.as_str()));
    }
}

/// Whether nothing was said about a measure but its status.
pub(super) fn is_blank(session: &Session, key: &RowKey) -> bool {
    let row = session.answers().row(MEASURES, key);
    row.is_some_and(|row| {
        let said = |(column, cell): (&crate::domain::ColumnId, &Answer)| *column != "status" && !cell.is_blank();
        !row.cells.iter().any(said) && row.note.is_empty() && row.remark.is_empty()
    })
}

/// The change that removes a measure; nothing if the file is read-only.
pub fn remove(key: &RowKey, desk: &mut Desk, ctx: &Ctx<'_>) -> Option<Change> {
    let session = desk.session.as_ref()?;
    if session.is_read_only() {
        desk.notice = Some(Notice::error(ctx.messages.error.read_only.clone()));
        return None;
    }
    Some(removal(
        session.questionnaire(),
        session.answers(),
        &MEASURES.into(),
        key,
    ))
}

/// Whether a measure accepts while an expected risk it is about, or the overall one, stays high or severe: then the reason and who
/// approved it are recorded in a question of their own.
pub(super) fn accepts_high(session: &Session, key: &RowKey) -> bool {
    let Some(row) = session.answers().row(MEASURES, key) else {
        return false;
    };
    if word(row, "kind") != "accept" {
        return false;
    }
    let question = session.questionnaire().question(super::ACCEPTANCE);
    question.is_some_and(|question| {
        session
            .engine()
            .is_visible(question, &crate::domain::Context::default())
    })
}

/// What was entered in a column, on one line, in the language of the screen where there is a translation.
pub fn said(row: &Row, column: &str, lang: Lang) -> String {
    let texts = row.cell(column).map(Answer::texts).unwrap_or_default();
    texts.get(lang).replace('\n', " ")
}

/// A measure on one line: due date, status, owner, text.
pub fn one_line(row: &Row, session: &Session, ctx: &Ctx<'_>) -> Line<'static> {
    let words = &ctx.messages.finding;
    let due = due(row).map_or_else(|| words.to_fill.clone(), |date| date.to_string());
    let (status, unproven) = status(row, session, ctx);
    let owner = said(row, "owner", ctx.lang);
    let owner = if owner.is_empty() { words.to_fill.clone() } else { owner };
    let text = said(row, "text", ctx.lang);
    let head = join(&[owner.as_str(), &due], ctx.lang);
    let late = if is_overdue(row, ctx.today) {
        Role::Error
    } else {
        Role::Muted
    };
    let role = if unproven { Role::Warning } else { Role::Text };
    Line::from(vec![
        Span::styled(format!("  {status}  "), ctx.theme.style(role)),
        Span::styled(format!("{head}  "), ctx.theme.style(late)),
        Span::raw(text),
    ])
}

/// An answer after the measure, in words: question or column, row, new value.
pub fn after_words(after: &Assignment, session: &Session, lang: Lang) -> String {
    let messages = Messages::of(lang);
    let Some(question) = session.questionnaire().question(&after.question) else {
        return after.to_string();
    };
    let field = match (&question.kind, &after.column) {
        (Kind::Field(field), _) => Some(field),
        (Kind::Table(table), Some(column)) => table.column(column).map(|column| &column.field),
        _ => None,
    };
    let value = |word: &String| match (word.as_str(), field) {
        ("known", _) => messages.finding.becomes_known.clone(),
        ("yes", Some(Field::YesNo)) => messages.common.yes.clone(),
        ("no", Some(Field::YesNo)) => messages.common.no.clone(),
        (_, Some(field)) if field.options().is_some() => {
            let label = session.engine().option_label(field.options(), word);
            label.get(lang).to_owned()
        }
        _ => word.clone(),
    };
    let values: Vec<String> = after.words.iter().map(value).collect();
    let sign = match after.kind {
        AssignKind::Set => "→",
        AssignKind::Add => "+",
        AssignKind::Remove => "−",
    };
    format!("{} {sign} {}", slot_words(after, session, lang), join(&values, lang))
}

/// Which answer: question or column, and its row in brackets.
pub(super) fn slot_words(after: &Assignment, session: &Session, lang: Lang) -> String {
    let common = &Messages::of(lang).common;
    let Some(question) = session.questionnaire().question(&after.question) else {
        return after.question.to_string();
    };
    let column = after.column.as_ref().and_then(|id| question.table()?.column(id));
    let name = column.map_or(&question.plain, |column| &column.label).get(lang);
    let row = match (&after.row, question.table()) {
        (Some(key), Some(table)) => session.engine().row_name(&table.record, key),
        _ if after.scope.is_whole() => return name.to_owned(),
        _ => session.scope_name(&after.scope),
    };
    [name, &common.open_bracket, row.get(lang), &common.close_bracket].concat()
}

/// The lines of "answers after" in words; a line that is none stays as it is.
pub(super) fn answers_in_words(text: &str, session: &Session, ctx: &Ctx<'_>) -> String {
    let line = |line: &str| {
        Assignment::parse(line).map_or_else(|| line.to_owned(), |after| after_words(&after, session, ctx.lang))
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The runs shown beside each other.
pub(super) const STAGES: [Stage; 3] = [Stage::Inherent, Stage::Attained, Stage::Expected];
