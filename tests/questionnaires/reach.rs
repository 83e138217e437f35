//! Every question, column and option can be met by somebody who fills in the questionnaire.

use super::certification;
use super::rules::baseline;
use super::search::Search;
use super::world::{Place, World};
use pipia::domain::{Content, Context, Field, Kind, Options, Question, RowKey, Ticks, Value};
use std::sync::Arc;

const DEPTH: usize = 12;

/// The contexts in which a question might be asked; a row is added where there is none.
fn contexts(world: &mut World, question: &Question) -> Vec<Context> {
    let Some((record, _)) = &question.each else {
        return vec![Context::default()];
    };
    if world.engine().scopes_of(Some(record)).is_empty() {
        world.add_row(record);
    }
    world.engine().scopes_of(Some(record)).iter().map(Context::of).collect()
}

/// Answers with which the question is asked.
fn shown(question: &Question) -> Option<(World, Context)> {
    let mut world = baseline();
    let saved = world.save();
    for context in contexts(&mut world, question) {
        Search::new(&mut world).show(question, &context, DEPTH);
        if world.engine().is_visible(question, &context) {
            return Some((world, context));
        }
        world.restore(&saved);
    }
    None
}

#[test]
fn every_question_is_asked_for_some_answers() {
    let questionnaire = certification();
    let hidden: Vec<_> = questionnaire
        .questions
        .iter()
        .filter(|question| shown(question).is_none())
        .map(|question| &question.id)
        .collect();
    assert!(hidden.is_empty(), "never asked: {hidden:?}");
}

#[test]
fn every_question_that_is_not_always_asked_can_be_left_out() {
    let questionnaire = certification();
    let mut always = Vec::new();
    for question in &questionnaire.questions {
        let Some(when) = &question.when else { continue };
        let Some((mut world, context)) = shown(question) else {
            continue;
        };
        let scope = world.engine().scope_of(question, &context);
        if !Search::new(&mut world).want(when, &Context::of(&scope), false, DEPTH) {
            always.push(question.id.to_string());
        }
    }
    assert!(always.is_empty(), "asked whatever is answered: {always:?}");
}

/// The rows of a table question that is shown, at least one.
fn rows(world: &mut World, question: &Question) -> Vec<RowKey> {
    let Kind::Table(table) = &question.kind else {
        return Vec::new();
    };
    if world.engine().shown_rows(table).is_empty() {
        world.add_row(&table.record);
    }
    let keys = world.engine().shown_rows(table);
    if keys.is_empty() {
        // a grid whose rows are filtered: make the filter true for the rows there are
        if let pipia::domain::Shape::Grid {
            source,
            when: Some(when),
        } = &table.shape
        {
            for scope in world.engine().scopes_of(Some(source)) {
                Search::new(world).want(when, &Context::of(&scope), true, DEPTH);
            }
        }
    }
    world.engine().shown_rows(table)
}

#[test]
fn every_row_and_every_column_is_shown_for_some_answers() {
    let questionnaire = certification();
    let mut hidden = Vec::new();
    for question in &questionnaire.questions {
        let (Some(table), Some((mut world, _))) = (question.table(), shown(question)) else {
            continue;
        };
        let keys = rows(&mut world, question);
        if keys.is_empty() {
            hidden.push(format!("{}: no row", question.id));
        }
        for column in &table.columns {
            let met = keys.iter().any(|key| {
                let context = world.engine().row_context(table, key);
                column
                    .when
                    .as_ref()
                    .is_none_or(|when| Search::new(&mut world).want(when, &context, true, DEPTH))
                    && world.engine().is_visible(question, &context)
            });
            if !met {
                hidden.push(format!("{}.{}", question.id, column.id));
            }
        }
    }
    assert!(hidden.is_empty(), "never shown: {hidden:#?}");
}

/// Whether choosing this option leaves the question on the screen.
fn stays(
    world: &mut World,
    question: &Question,
    context: &Context,
    place: &Place,
    field: &Field,
    option: &str,
) -> bool {
    let value = match field {
        Field::Multi(_) => Value::Multi(Ticks::known([option])),
        _ => Value::Choice(option.into()),
    };
    let before = world.save();
    world.put(place, Some(Content::Value(value)));
    let stays = world.engine().is_visible(question, context);
    world.restore(&before);
    stays
}

#[test]
fn every_option_can_be_chosen_and_the_question_stays() {
    let questionnaire = certification();
    let mut lost = Vec::new();
    for question in &questionnaire.questions {
        let Some((mut world, context)) = shown(question) else {
            continue;
        };
        let scope = world.engine().scope_of(question, &context);
        let fields: Vec<(Place, Field)> = match &question.kind {
            Kind::Field(field) => vec![(Place::Answer(question.id.clone(), scope), field.clone())],
            Kind::Table(table) => {
                let key = rows(&mut world, question).into_iter().next();
                let place = |column: &pipia::domain::Column| {
                    Some((
                        Place::Cell(table.record.to_string(), key.clone()?, column.id.to_string()),
                        column.field.clone(),
                    ))
                };
                table.columns.iter().filter_map(place).collect()
            }
            Kind::Level { .. } => Vec::new(),
        };
        for (place, field) in fields {
            let Some(Options::Fixed(choices)) = field.options() else {
                continue;
            };
            for choice in choices {
                if !stays(&mut world, question, &context, &place, &field, &choice.id) {
                    lost.push(format!("{} {}", question.id, choice.id));
                }
            }
        }
    }
    assert!(lost.is_empty(), "choosing hides the question: {lost:?}");
}

#[test]
fn options_fed_from_rows_and_lists_are_there() {
    let world = baseline();
    let questionnaire = Arc::clone(&world.questionnaire);
    let mut empty = Vec::new();
    for question in &questionnaire.questions {
        let columns = question
            .table()
            .map(|table| table.columns.as_slice())
            .unwrap_or_default();
        let fields = columns.iter().map(|column| &column.field).chain(question.field());
        for field in fields {
            let fed = matches!(field.options(), Some(Options::Rows(_) | Options::Reference(_)));
            if fed && world.engine().options(field).is_empty() {
                empty.push(question.id.to_string());
            }
        }
    }
    assert!(empty.is_empty(), "nothing to choose from: {empty:?}");
}
