//! Taking a row out of a table takes with it everything that hangs on the row, as one change that undo brings back.

use super::{
    Answer, Answers, Change, Content, Field, Kind, Options, Question, Questionnaire, RecordId, RowKey, Scope, Scoped,
    Shape, Table, Value,
};

/// The change that removes a row: its grid rows, the answers asked for it, ticks and choices that name it, levels and acceptances about it.
pub fn removal(questionnaire: &Questionnaire, answers: &Answers, record: &RecordId, key: &RowKey) -> Change {
    let mut changes = vec![Change::RemoveRow(record.clone(), key.clone())];
    for question in &questionnaire.questions {
        match &question.kind {
            Kind::Table(table) => changes.extend(in_table(answers, table, record, key)),
            Kind::Level { columns, .. } if !columns.is_empty() => changes.extend(level_row(answers, question, key)),
            Kind::Level { .. } => {}
            Kind::Field(field) => changes.extend(in_answers(answers, question, field, record, key)),
        }
    }
    changes.extend(about_levels(answers, record, key));
    Change::Many(changes)
}

/// Whether anything was entered in the row or hangs on it: then removing it asks for confirmation.
pub fn has_content(questionnaire: &Questionnaire, answers: &Answers, record: &RecordId, key: &RowKey) -> bool {
    let filled = answers.row(record, key).is_some_and(|row| !row.is_blank());
    filled || matches!(removal(questionnaire, answers, record, key), Change::Many(changes) if changes.len() > 1)
}

fn names(scope: &Scope, record: &RecordId, key: &RowKey) -> bool {
    scope.of(record).is_some_and(|row| row == key)
}

fn in_table(answers: &Answers, table: &Table, record: &RecordId, key: &RowKey) -> Vec<Change> {
    let follows = matches!(&table.shape, Shape::Grid { source, .. } if source == record);
    let mut changes = Vec::new();
    if follows && answers.row(&table.record, key).is_some() {
        changes.push(Change::RemoveRow(table.record.clone(), key.clone()));
    }
    for column in table.columns.iter().filter(|column| points_at(&column.field, record)) {
        let rows = answers
            .rows(&table.record)
            .iter()
            .filter(|row| !(follows && row.key == *key));
        for row in rows {
            if let Some(cell) = row.cell(&column.id).and_then(|cell| without(cell, key)) {
                changes.push(Change::Cell(
                    table.record.clone(),
                    row.key.clone(),
                    column.id.clone(),
                    cell,
                ));
            }
        }
    }
    changes
}

fn points_at(field: &Field, record: &RecordId) -> bool {
    matches!(field.options(), Some(Options::Rows(source)) if source == record)
}

/// The answer without the row; `None` if it does not name it.
fn without(answer: &Answer, key: &RowKey) -> Option<Answer> {
    let mut answer = answer.clone();
    match &mut answer.content {
        Some(Content::Value(Value::Choice(option))) if option.as_str() == key.as_str() => answer.content = None,
        Some(Content::Value(Value::Multi(ticks))) if ticks.names(key.as_str()) => {
            ticks.ticked.remove(key.as_str());
            ticks.gaps.remove(key.as_str());
        }
        _ => return None,
    }
    Some(answer)
}

fn level_row(answers: &Answers, question: &Question, key: &RowKey) -> Option<Change> {
    answers
        .row(&question.id, key)
        .map(|_| Change::RemoveRow(question.id.as_str().into(), key.clone()))
}

fn in_answers(answers: &Answers, question: &Question, field: &Field, record: &RecordId, key: &RowKey) -> Vec<Change> {
    let Some(scopes) = answers.values.get(&question.id) else {
        return Vec::new();
    };
    let change =
        |scope: &Scope, answer: Answer| Change::Answer(Scoped::new(question.id.clone(), scope.clone()), answer);
    let cut = |(scope, answer): (&Scope, &Answer)| {
        if names(scope, record, key) {
            return Some(change(scope, Answer::default()));
        }
        let found = points_at(field, record).then(|| without(answer, key)).flatten()?;
        Some(change(scope, found))
    };
    scopes.iter().filter_map(cut).collect()
}

fn about_levels(answers: &Answers, record: &RecordId, key: &RowKey) -> Vec<Change> {
    let overrides = answers
        .overrides
        .keys()
        .filter(|id| names(&id.scope, record, key))
        .map(|id| Change::Override(id.clone(), None));
    let confirmed = answers
        .confirmations
        .keys()
        .filter(|id| names(&id.scope, record, key))
        .map(|id| Change::Confirm(id.clone(), None));
    let accepted = answers
        .acceptances
        .keys()
        .filter(|id| names(&id.scope, record, key))
        .map(|id| Change::Accept(id.clone(), None));
    overrides.chain(confirmed).chain(accepted).collect()
}
