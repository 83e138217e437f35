//! Answers after the measures (blueprint 4.9): what "answers after" changes.

use super::{Context, Engine, Reading};
use crate::domain::{
    Answer, Answers, AssignKind, Assignment, Content, FORM_ROW, Field, Kind, Question, Reference, Row, RowKey, Scope,
    Shape, Stage, Subject, Table, Ticks, Value,
};

/// The findings and risks that a measure stands for.
pub(super) fn names(measure: &Row) -> Vec<String> {
    match measure.cell("for").and_then(Answer::known) {
        Some(Value::Multi(ticks)) => ticks.ticked.iter().map(ToString::to_string).collect(),
        Some(Value::Choice(option)) => vec![option.to_string()],
        _ => Vec::new(),
    }
}

/// Whether a measure stands for the finding or risk of this name.
pub(super) fn treats(measure: &Row, name: &str) -> bool {
    names(measure).iter().any(|known| known == name)
}

/// The answers once the measures of this stage are done. History, law and people change only as the measure says (G11).
pub(super) fn after_measures(engine: &Engine, stage: Stage) -> Answers {
    let mut answers = (*engine.original).clone();
    for measure in engine.original.rows("measure") {
        if counts(measure, stage) {
            for line in measure.cell("answers_after").map_or("", Answer::text).lines() {
                if let Some(assignment) = Assignment::parse(line) {
                    assign(engine, &mut answers, &assignment);
                }
            }
        }
    }
    answers
}

fn counts(measure: &Row, stage: Stage) -> bool {
    let word = |column: &str| {
        measure
            .cell(column)
            .and_then(Answer::choice)
            .map_or("", |option| option.as_str())
    };
    let evidenced = matches!(measure.cell("evidence").and_then(Answer::known), Some(Value::Multi(ticks)) if !ticks.ticked.is_empty())
        || !measure.cell("evidence").map_or("", Answer::text).is_empty();
    match stage {
        Stage::Inherent => false,
        Stage::Attained => matches!(word("status"), "done" | "verified") && evidenced,
        Stage::Expected => word("kind") != "accept",
    }
}

fn assign(engine: &Engine, answers: &mut Answers, assignment: &Assignment) {
    let Some(question) = engine.questionnaire.question(&assignment.question) else {
        return;
    };
    match (&question.kind, &assignment.column) {
        (Kind::Field(field), None) => {
            let scopes = answer_scopes(engine, question, &assignment.scope);
            for scope in scopes {
                let answer = answers
                    .values
                    .entry(question.id.clone())
                    .or_default()
                    .entry(scope)
                    .or_default();
                change(engine, answer, field, assignment);
            }
        }
        (Kind::Table(table), Some(column)) => {
            let Some(field) = table.column(column).map(|column| column.field.clone()) else {
                return;
            };
            for key in row_keys(engine, table, assignment) {
                let cell = cell_of(answers, table, &key).entry(column.clone()).or_default();
                change(engine, cell, &field, assignment);
            }
        }
        _ => {}
    }
}

fn answer_scopes(engine: &Engine, question: &Question, scope: &Scope) -> Vec<Scope> {
    let Some((record, _)) = &question.each else {
        return vec![Scope::whole()];
    };
    let context = Context::of(scope);
    match engine.key_of(&context, record) {
        Some(key) => vec![Scope::row(record.clone(), key)],
        None => engine.scopes_of(Some(record)),
    }
}

fn row_keys(engine: &Engine, table: &Table, assignment: &Assignment) -> Vec<RowKey> {
    if let Some(row) = &assignment.row {
        return vec![row.clone()];
    }
    let context = Context::of(&assignment.scope);
    match &table.shape {
        Shape::Form => vec![FORM_ROW.into()],
        Shape::Grid { source, .. } => match engine.key_of(&context, source) {
            Some(key) => vec![key],
            None => engine.shown_rows(table),
        },
        _ => {
            let rows = engine.rows_of(&table.record, &context).into_iter();
            rows.map(|(key, _)| key)
                .filter(|key| engine.belongs(&table.record, key, &context))
                .collect()
        }
    }
}

fn cell_of<'a>(
    answers: &'a mut Answers,
    table: &Table,
    key: &RowKey,
) -> &'a mut std::collections::BTreeMap<crate::domain::ColumnId, Answer> {
    let rows = answers.records.entry(table.record.clone()).or_default();
    let at = rows.iter().position(|row| row.key == *key).unwrap_or_else(|| {
        rows.push(Row::new(key.clone()));
        rows.len() - 1
    });
    &mut rows[at].cells
}

fn change(engine: &Engine, answer: &mut Answer, field: &Field, assignment: &Assignment) {
    // "known" says that a fact will be established, not what it will be: nothing can be computed from that.
    if assignment.words.iter().any(|word| word == "known") {
        return;
    }
    let before = match answer.known() {
        Some(Value::Multi(ticks)) => ticks.clone(),
        _ => Ticks::default(),
    };
    let value = match assignment.kind {
        AssignKind::Set => set(engine, field, assignment),
        AssignKind::Add => Some(Value::Multi(added(before, field, &assignment.words))),
        AssignKind::Remove => Some(Value::Multi(removed(before, field, &assignment.words))),
    };
    if let Some(value) = value {
        answer.content = Some(Content::Value(value));
    }
}

/// A value, or the value of another cell of the same rows: `retention_agreed_months = transfer.details.retention_needed_months`.
fn set(engine: &Engine, field: &Field, assignment: &Assignment) -> Option<Value> {
    let word = assignment.words.first()?;
    let parts: Vec<&str> = word.split('.').collect();
    if let [module, name, column] = parts.as_slice() {
        let subject = Subject::Question {
            question: format!("{module}.{name}").into(),
            row: None,
            column: Some((*column).into()),
        };
        return match engine.read(&Reference::to(subject), &Context::of(&assignment.scope)) {
            Reading::Value(value) => Some(value.into_owned()),
            _ => None,
        };
    }
    value_of(field, word, &assignment.words)
}

fn added(mut ticks: Ticks, field: &Field, words: &[String]) -> Ticks {
    let exclusive: Vec<&str> = exclusives(field);
    ticks.ticked.retain(|option| !exclusive.contains(&option.as_str()));
    ticks.ticked.extend(words.iter().map(|word| word.as_str().into()));
    ticks.gaps.retain(|gap| !words.iter().any(|word| *gap == **word));
    ticks
}

/// What is removed becomes a known gap; when nothing is left, the exclusive option "none" is ticked.
fn removed(mut ticks: Ticks, field: &Field, words: &[String]) -> Ticks {
    // A row named by its place (`@transfer`) without that row in context means all rows: the item leaves altogether.
    if words.iter().any(|word| word.starts_with('@')) {
        return Ticks::default();
    }
    ticks
        .ticked
        .retain(|option| !words.iter().any(|word| *option == **word));
    ticks.gaps.extend(words.iter().map(|word| word.as_str().into()));
    let none = exclusives(field).into_iter().find(|id| *id == "none");
    if let (true, false, Some(none)) = (ticks.ticked.is_empty(), ticks.rest_unknown, none) {
        ticks.ticked.insert(none.into());
    }
    ticks
}

fn exclusives(field: &Field) -> Vec<&str> {
    let choices = field.options().map_or(&[][..], |options| options.fixed());
    choices
        .iter()
        .filter(|choice| choice.exclusive)
        .map(|choice| choice.id.as_str())
        .collect()
}

fn value_of(field: &Field, word: &str, words: &[String]) -> Option<Value> {
    Some(match field {
        Field::Choice(_) => Value::Choice(word.into()),
        Field::Multi(_) => Value::Multi(Ticks::known(words.iter().map(String::as_str))),
        Field::YesNo => Value::YesNo(word == "yes"),
        Field::Number { .. } => Value::Number(word.replace('_', "").parse().ok()?),
        Field::Date => Value::Date(word.parse().ok()?),
        Field::Text | Field::LongText => Value::Text(words.join(", ")),
        Field::Computed(_) => return None,
    })
}
