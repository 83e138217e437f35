//! What the reference data proposes for the cells of a country's row. A proposal is no answer: until it is taken over the cell is unanswered
//! and counts as unknown.

use super::super::Ctx;
use crate::domain::{
    Answer, COUNTRY, Change, Column, Content, Field, Jurisdiction, Lang, Row, RowKey, Shape, Table, Text, Value,
};
use crate::tui::session::Session;

/// Facts are kept under the name of a column, except where one fact speaks for another.
const FACTS: [(&str, &str); 1] = [("remedies", "redress")];

fn country<'a>(table: &Table, key: &str, session: &'a Session) -> Option<&'a Jurisdiction> {
    let follows = matches!(&table.shape, Shape::Grid { source, .. } if *source == COUNTRY);
    let known = follows
        .then(|| session.questionnaire().reference.jurisdiction(key))
        .flatten()?;
    let ours = table
        .columns
        .iter()
        .any(|column| known.profile.iter().any(|(name, _)| *name == *column.id));
    ours.then_some(known)
}

/// The proposal for a cell.
pub(super) fn of(table: &Table, key: &RowKey, column: &Column, session: &Session, lang: Lang) -> Option<Answer> {
    let known = country(table, key, session)?;
    if column.id == "source_date" {
        return known.source_date.map(|date| Answer::value(Value::Date(date)));
    }
    if column.id == "source" {
        return (!known.source.is_empty()).then(|| Answer {
            translation: other(&known.source, lang),
            ..Answer::value(Value::Text(known.source.get(lang).to_owned()))
        });
    }
    let (_, word) = known.profile.iter().find(|(name, _)| *name == *column.id)?;
    let value = match &column.field {
        Field::Choice(options) if options.fixed().iter().any(|choice| choice.id == word.as_str()) => {
            Value::Choice(word.as_str().into())
        }
        Field::YesNo => Value::YesNo(word == "yes"),
        _ => return None,
    };
    Some(Answer::value(value))
}

/// The text in the other language, where it differs.
fn other(text: &Text, lang: Lang) -> String {
    let other = text.get(lang.other());
    if other == text.get(lang) {
        String::new()
    } else {
        other.to_owned()
    }
}

/// What the proposal for a cell rests on.
pub(super) fn fact<'a>(table: &Table, key: &str, column: &Column, session: &'a Session) -> Option<&'a Text> {
    let known = country(table, key, session)?;
    let name = FACTS
        .iter()
        .find(|(id, _)| column.id == *id)
        .map_or(column.id.as_str(), |(_, fact)| fact);
    known.facts.iter().find(|(fact, _)| fact == name).map(|(_, text)| text)
}

/// Where the proposals of a row come from, and how sure they are.
pub(super) fn source<'a>(table: &Table, key: &str, session: &'a Session) -> Option<&'a Jurisdiction> {
    country(table, key, session)
}

/// Whether a row has a proposal for an empty cell.
pub(super) fn any(table: &Table, key: &RowKey, session: &Session, ctx: &Ctx<'_>) -> bool {
    let columns: Vec<&Column> = table.columns.iter().collect();
    !changes(table, key, &columns, false, session, ctx).is_empty()
}

/// The changes that take the proposals for these cells over. A cell that says something is left alone unless it was asked for itself.
pub(super) fn changes(
    table: &Table,
    key: &RowKey,
    columns: &[&Column],
    asked: bool,
    session: &Session,
    ctx: &Ctx<'_>,
) -> Vec<Change> {
    let engine = session.engine();
    let context = engine.row_context(table, key);
    let row = session.answers().row(&table.record, key);
    let change = |column: &&Column| {
        let before = row
            .and_then(|row: &Row| row.cell(&column.id))
            .cloned()
            .unwrap_or_default();
        let open = asked || matches!(before.content, None | Some(Content::Unknown));
        if !open || !engine.column_shown(column, &context) {
            return None;
        }
        let proposed = of(table, key, column, session, ctx.lang)?;
        let answer = Answer {
            content: proposed.content,
            translation: proposed.translation,
            ..before.clone()
        };
        (answer != before).then(|| Change::Cell(table.record.clone(), key.clone(), column.id.clone(), answer))
    };
    columns.iter().filter_map(change).collect()
}
