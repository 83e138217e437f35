//! What a change is about, in words: what undo says it took back.

use super::screen::measure;
use super::session::Session;
use crate::domain::{Change, FindingCode, JudgementId, Lang, RecordId, RowKey, Scope, Scoped, Stage, Text, staged_id};
use crate::i18n::Messages;

/// The question, level, finding, row or list that a change is about.
pub(super) fn words(change: &Change, session: &Session, lang: Lang) -> String {
    let messages = Messages::of(lang);
    match change {
        Change::Answer(slot, _) => {
            let question = session.questionnaire().question(&slot.id);
            question
                .map(|question| session.engine().visit_title(question, &slot.scope, lang))
                .unwrap_or_default()
        }
        Change::Cell(record, row, ..) | Change::RowText(record, row, ..) | Change::RemoveRow(record, row) => {
            of_row(record, row, session, lang)
        }
        Change::AddRow(record, _, row) => of_row(record, &row.key, session, lang),
        Change::Override(id, _) | Change::Confirm(id, _) => of_level(id, session, lang),
        Change::Accept(id, _) => of_finding(id, session, lang),
        Change::Evidence(_) => messages.evidence.title.clone(),
        Change::Many(changes) => changes
            .first()
            .map(|first| words(first, session, lang))
            .unwrap_or_default(),
    }
}

/// The table's question and the name of the row, as far as it has one.
fn of_row(record: &RecordId, row: &RowKey, session: &Session, lang: Lang) -> String {
    if *record == measure::MEASURES {
        return Messages::of(lang).finding.measure_title.clone();
    }
    let question = session.questionnaire().table_of(record);
    let title = question.map_or("", |question| question.plain.get(lang));
    let known = session.answers().row(record, row).is_some();
    let name = if known {
        session.engine().row_name(record, row)
    } else {
        Text::default()
    };
    named(title, name.get(lang))
}

fn of_level(id: &Scoped<JudgementId>, session: &Session, lang: Lang) -> String {
    let stages = [Stage::Inherent, Stage::Attained, Stage::Expected];
    let rules = session.questionnaire().judgements.iter();
    let rule = rules
        .into_iter()
        .find(|rule| stages.iter().any(|stage| staged_id(&rule.id, *stage) == id.id));
    named(
        rule.map_or("", |rule| rule.title.get(lang)),
        of_scope(&id.scope, session, lang).as_str(),
    )
}

fn of_finding(id: &Scoped<FindingCode>, session: &Session, lang: Lang) -> String {
    let one = &Messages::of(lang).finding.one;
    named(
        &[one, " ", id.id.as_str()].concat(),
        &of_scope(&id.scope, session, lang),
    )
}

fn of_scope(scope: &Scope, session: &Session, lang: Lang) -> String {
    if scope.is_whole() {
        return String::new();
    }
    session.scope_name(scope).get(lang).to_owned()
}

fn named(title: &str, name: &str) -> String {
    let parts: Vec<&str> = [title, name].into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}
