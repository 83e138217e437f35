//! No item of law or standard without a question that is asked, printed and judged.

use super::certification;
use pipia::domain::{Base, Contribution, Expr, Field, FillKind, Kind, Question, Questionnaire, Subject};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
struct Table {
    #[serde(rename = "item")]
    items: Vec<Item>,
    defined: BTreeMap<String, usize>,
}

#[derive(Deserialize)]
struct Item {
    #[serde(rename = "item")]
    name: String,
    questions: Vec<String>,
    #[serde(default)]
    parts: Vec<String>,
}

fn table() -> Table {
    toml::from_str(include_str!("../cases/coverage.toml")).unwrap()
}

/// Facts that the route and the list of countries read without a condition.
const READ_BY_THE_ENGINE: [&str; 13] = [
    "route.as-of",
    "route.exporter",
    "route.ciio",
    "route.ftz",
    "route.negative-list-route",
    "route.small-processor",
    "route.within-gba",
    "route.people",
    "transfer.list",
    "transfer.exemption",
    "transfer.hr-documents",
    "recipient.list",
    "third-party.list",
];

/// The list of laws and standards used is a statement of the report; nothing follows from it.
const STATED_ONLY: &str = "B.2 d) laws and standards";

fn read(expr: &Expr, found: &mut BTreeSet<String>) {
    expr.walk(&mut |part| {
        for reference in part.references() {
            if let Subject::Question { question, .. } = &reference.subject {
                found.insert(question.to_string());
            }
        }
    });
}

/// The questions that a finding or a level reads.
fn judged(questionnaire: &Questionnaire) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = READ_BY_THE_ENGINE.iter().map(|id| (*id).to_owned()).collect();
    questionnaire
        .definitions
        .values()
        .for_each(|expr| read(expr, &mut found));
    for rule in &questionnaire.findings {
        read(&rule.when, &mut found);
        rule.unless
            .iter()
            .chain(&rule.reach)
            .for_each(|expr| read(expr, &mut found));
        rule.severity_if.iter().for_each(|(_, expr)| read(expr, &mut found));
        let filled = rule
            .fill
            .iter()
            .filter(|fill| fill.kind != FillKind::Level)
            .filter_map(|fill| fill.reference.as_ref());
        found.extend(filled.filter_map(|reference| match &reference.subject {
            Subject::Question { question, .. } => Some(question.to_string()),
            Subject::Computed(_) => None,
        }));
    }
    for rule in &questionnaire.judgements {
        found.extend(rule.question.iter().map(ToString::to_string));
        rule.steps.iter().for_each(|step| read(&step.when, &mut found));
        match &rule.base {
            Base::Lines(lines) => lines
                .iter()
                .filter_map(|line| line.when.as_ref())
                .for_each(|expr| read(expr, &mut found)),
            Base::Count { counted, .. } => counted.iter().for_each(|entry| read(&entry.when, &mut found)),
            Base::Columns { rows, .. } => {
                for (contribution, _) in rows {
                    if let Contribution::When { when, .. } = contribution {
                        read(when, &mut found);
                    }
                }
            }
            Base::Situations(reference) => {
                if let Subject::Question { question, .. } = &reference.subject {
                    found.insert(question.to_string());
                }
            }
            Base::Worst(_) | Base::Matrix { .. } => {}
        }
    }
    found
}

/// Whether the assessor writes a judgement of his own: a level, or long text.
fn assessed(question: &Question) -> bool {
    let long = |field: &Field| matches!(field, Field::LongText);
    match &question.kind {
        Kind::Field(field) => long(field),
        Kind::Table(table) => table.columns.iter().any(|column| long(&column.field)),
        Kind::Level { .. } => true,
    }
}

#[test]
fn every_item_is_asked_printed_and_judged() {
    let questionnaire = certification();
    let (judged, printed) = (judged(&questionnaire), pipia::report::compose::placed_questions());
    let mut missing = Vec::new();
    for item in table().items {
        let questions: Vec<&Question> = item
            .questions
            .iter()
            .filter_map(|id| questionnaire.question(id))
            .collect();
        if questions.len() != item.questions.len() || questions.is_empty() {
            missing.push(format!("{}: not asked: {:?}", item.name, item.questions));
        }
        if !questions.iter().any(|question| printed.contains(question.id.as_str())) {
            missing.push(format!("{}: not printed", item.name));
        }
        if item.name != STATED_ONLY
            && !questions
                .iter()
                .any(|question| judged.contains(question.id.as_str()) || assessed(question))
        {
            missing.push(format!("{}: not judged", item.name));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_question_serves_an_item_and_every_named_part_exists() {
    let questionnaire = certification();
    let table = table();
    let mut wrong = Vec::new();
    for part in table.items.iter().flat_map(|item| &item.parts) {
        let (question, part) = part.rsplit_once('.').unwrap();
        let Some(question) = questionnaire.question(question) else {
            wrong.push(format!("no question {question}"));
            continue;
        };
        let columns = question
            .table()
            .map(|table| table.columns.as_slice())
            .unwrap_or_default();
        let fields = columns.iter().map(|column| &column.field).chain(question.field());
        let option = fields
            .filter_map(Field::options)
            .flat_map(pipia::domain::Options::fixed)
            .any(|choice| choice.id == *part);
        if !option && columns.iter().all(|column| column.id != *part) {
            wrong.push(format!("{} has no {part}", question.id));
        }
    }
    let named: BTreeSet<&str> = table
        .items
        .iter()
        .flat_map(|item| &item.questions)
        .map(String::as_str)
        .collect();
    let unnamed = questionnaire
        .questions
        .iter()
        .filter(|question| !named.contains(question.id.as_str()));
    wrong.extend(unnamed.map(|question| format!("{} serves no item", question.id)));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_module_defines_as_many_questions_as_planned() {
    let questionnaire = certification();
    let mut defined: BTreeMap<String, usize> = BTreeMap::from([("all".to_owned(), questionnaire.questions.len())]);
    for question in &questionnaire.questions {
        // the record of transfers is asked in the route module and counted where its name says
        let module = question.id.split('.').next().unwrap_or_default();
        *defined.entry(module.to_owned()).or_default() += 1;
    }
    assert_eq!(defined, table().defined);
}
