//! Assessments answered by rule, to see the report whole: every question that shows itself gets an answer.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::{Date, date};
use pipia::domain::{
    Answer, Answers, Column, Content, Context, DecidedLevel, Engine, Field, JudgementId, Kind, OptionId, Options,
    Questionnaire, Row, RowKey, Scope, Scoped, Shape, Stage, Table, Ticks, Value, staged_id,
};
use pipia::questionnaire::Catalog;

pub(crate) const TODAY: Date = date(2026, 11, 21);

pub(crate) fn certification() -> Arc<Questionnaire> {
    Catalog::built_in().unwrap().get("certification").unwrap()
}

/// Which answers are given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// A value everywhere; choices take the option at this place, held within the list.
    Value(usize),
    /// Unknown wherever a question is not a name or a link between rows.
    Unknown,
}

/// An assessment with everything answered, and the texts that must be found in its report.
pub(crate) struct Filled {
    pub(crate) answers: Answers,
    pub(crate) marks: Vec<String>,
}

pub(crate) fn fill(questionnaire: &Arc<Questionnaire>, manner: Manner) -> Filled {
    let mut filled = Filled {
        answers: Answers::default(),
        marks: Vec::new(),
    };
    for _ in 0..12 {
        if !round(questionnaire, manner, &mut filled) {
            break;
        }
    }
    confirm(questionnaire, &mut filled);
    // what came to be asked after the levels were confirmed
    for _ in 0..4 {
        if !round(questionnaire, manner, &mut filled) {
            break;
        }
    }
    confirm(questionnaire, &mut filled);
    let engine = Engine::new(Arc::clone(questionnaire), Arc::new(filled.answers.clone()), TODAY);
    let shown = shown(&engine);
    filled
        .marks
        .retain(|mark| mark.starts_with("评定") || shown.contains(mark));
    filled
}

/// The texts and remarks of everything still asked: an answer may hide a question that was answered before.
fn shown(engine: &Engine) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut note = |answer: &Answer| found.extend([answer.text().to_owned(), answer.remark.clone()]);
    for (question, scope) in engine.visits() {
        match &question.kind {
            Kind::Field(_) => engine
                .answers()
                .answer(&question.id, &scope)
                .into_iter()
                .for_each(&mut note),
            Kind::Table(table) => {
                for key in engine.shown_rows(table) {
                    let context = engine.row_context(table, &key);
                    let columns = table
                        .columns
                        .iter()
                        .filter(|column| engine.column_shown(column, &context));
                    columns
                        .filter_map(|column| engine.answers().cell(&table.record, &key, &column.id))
                        .for_each(&mut note);
                }
            }
            Kind::Level { .. } => {}
        }
    }
    found
}

fn round(questionnaire: &Arc<Questionnaire>, manner: Manner, filled: &mut Filled) -> bool {
    let engine = Engine::new(Arc::clone(questionnaire), Arc::new(filled.answers.clone()), TODAY);
    let before = filled.answers.clone();
    for (question, scope) in engine.visits() {
        match &question.kind {
            Kind::Field(field) => {
                if filled.answers.answer(&question.id, &scope).is_some() {
                    continue;
                }
                if let Some(answer) = answer(&engine, field, manner, &question.id, filled) {
                    filled
                        .answers
                        .values
                        .entry(question.id.clone())
                        .or_default()
                        .insert(scope, answer);
                }
            }
            Kind::Table(table) => rows(&engine, table, manner, filled),
            Kind::Level { .. } => {}
        }
    }
    filled.answers != before
}

fn rows(engine: &Engine, table: &Table, manner: Manner, filled: &mut Filled) {
    if matches!(table.shape, Shape::Free { .. }) && filled.answers.rows(&table.record).is_empty() {
        let keys = ["r1", "r2"].map(Row::new);
        filled.answers.records.insert(table.record.clone(), keys.to_vec());
        return;
    }
    for key in engine.shown_rows(table) {
        let context = engine.row_context(table, &key);
        for column in &table.columns {
            if filled.answers.cell(&table.record, &key, &column.id).is_none() && engine.column_shown(column, &context) {
                cell(engine, table, column, &key, manner, filled);
            }
        }
    }
}

fn cell(engine: &Engine, table: &Table, column: &Column, key: &RowKey, manner: Manner, filled: &mut Filled) {
    let linked = !matches!(column.field.options(), None | Some(Options::Fixed(_)));
    let named = matches!(column.field, Field::Text) && ["name", "text"].contains(&column.id.as_str());
    let manner = if linked || named { Manner::Value(0) } else { manner };
    let place = format!("{}.{}", table.record, column.id);
    let answer = if column.id == "necessity" && table.record == "transfer" {
        Some(Answer::value(Value::Choice("none".into())))
    } else if column.id == "personal_information" {
        Some(Answer::value(Value::YesNo(true)))
    } else if column.id == "outbound" && manner == Manner::Unknown {
        Some(Answer::value(Value::Choice("sent".into())))
    } else {
        answer(engine, &column.field, manner, &place, filled)
    };
    if let Some(answer) = answer {
        let rows = filled.answers.records.entry(table.record.clone()).or_default();
        let at = rows.iter().position(|row| row.key == *key).unwrap_or_else(|| {
            rows.push(Row::new(key.clone()));
            rows.len() - 1
        });
        rows[at].cells.insert(column.id.clone(), answer);
    }
}

fn answer(engine: &Engine, field: &Field, manner: Manner, place: &str, filled: &mut Filled) -> Option<Answer> {
    let Manner::Value(at) = manner else {
        return (!matches!(field, Field::Computed(_))).then(Answer::unknown);
    };
    let options = engine.options(field);
    let value = match field {
        Field::Choice(_) | Field::Multi(_) if options.is_empty() => return None,
        Field::Choice(_) => Value::Choice(options[at.min(options.len() - 1)].0.clone()),
        Field::Multi(kind) => {
            let exclusive = |id: &str| kind.fixed().iter().any(|choice| choice.exclusive && choice.id == *id);
            let mut all: Vec<_> = options
                .into_iter()
                .map(|(id, _)| id)
                .filter(|id| !exclusive(id))
                .collect();
            all.truncate(if matches!(kind, Options::Fixed(_)) { 99 } else { 4 });
            Value::Multi(Ticks::known(all.iter().map(OptionId::as_str)))
        }
        Field::YesNo => Value::YesNo(at == 0),
        Field::Number { min, max } => Value::Number(24.clamp(*min, *max)),
        Field::Date => Value::Date(TODAY),
        Field::Text | Field::LongText => {
            let mark = format!("文字{:03}号（{place}）", filled.marks.len());
            filled.marks.push(mark.clone());
            Value::Text(mark)
        }
        Field::Computed(_) => return None,
    };
    let mut answer = Answer::value(value);
    let fixed = field.options().is_some_and(|options| !options.fixed().is_empty());
    if fixed {
        let mark = format!("说明{:03}号（{place}）", filled.marks.len());
        filled.marks.push(mark.clone());
        answer.remark = mark;
    }
    answer.note = "内部备注不得打印".into();
    Some(answer)
}

/// Confirms every level that is asked for, with a reason that must be printed.
fn confirm(questionnaire: &Arc<Questionnaire>, filled: &mut Filled) {
    let engine = Engine::new(Arc::clone(questionnaire), Arc::new(filled.answers.clone()), TODAY);
    filled.marks.retain(|mark| !mark.starts_with("评定"));
    let mut found: BTreeMap<Scoped<JudgementId>, DecidedLevel> = BTreeMap::new();
    for question in &questionnaire.questions {
        let Kind::Level { judgements, stage, .. } = &question.kind else {
            continue;
        };
        if !engine.is_visible(question, &Context::default()) {
            continue;
        }
        for id in judgements {
            let rule = questionnaire.judgement(id).unwrap();
            for scope in engine.judgement_scopes(rule) {
                let Some(judgement) = engine.judge_at(id, &scope, *stage) else {
                    continue;
                };
                let reason = if *stage == Stage::Inherent {
                    "评定"
                } else {
                    "评定（措施后）"
                };
                let reason = format!("{reason}理由{:03}号", found.len());
                filled.marks.push(reason.clone());
                let level = judgement.proposed.clone();
                found.insert(
                    Scoped::new(staged_id(id, *stage), scope),
                    DecidedLevel {
                        level,
                        reason,
                        translation: String::new(),
                    },
                );
            }
        }
    }
    filled.answers.confirmations = found;
}

/// The answers with one of them replaced.
pub(crate) fn with(mut answers: Answers, question: &str, content: Content) -> Answers {
    let answer = Answer {
        content: Some(content),
        ..Answer::default()
    };
    answers
        .values
        .entry(question.into())
        .or_default()
        .insert(Scope::whole(), answer);
    answers
}
