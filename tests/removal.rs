//! Removing a row takes along what hangs on it, and undo brings everything back.

use pipia::domain::{
    Answer, Answers, Change, DecidedLevel, QuestionId, Scope, Scoped, Ticks, Value, has_content, removal,
};
use pipia::questionnaire::Catalog;

fn choice(option: &str) -> Answer {
    Answer::value(Value::Choice(option.into()))
}

fn cell(answers: &mut Answers, record: &str, row: &str, column: &str, answer: Answer) {
    let _ = Change::Cell(record.into(), row.into(), column.into(), answer).apply(answers);
}

fn example() -> Answers {
    let mut answers = Answers::default();
    for key in ["orders", "crm"] {
        cell(&mut answers, "transfer", key, "outbound", choice("sent"));
        cell(&mut answers, "legality.bases", key, "basis", choice("consent"));
    }
    cell(
        &mut answers,
        "item",
        "phone",
        "transfers",
        Answer::value(Value::Multi(Ticks::known(["orders", "crm"]))),
    );
    cell(&mut answers, "link", "api", "transfer", choice("orders"));
    let confirmed = DecidedLevel {
        level: "gaps".into(),
        reason: "见问题项".into(),
        translation: String::new(),
    };
    let level = Scoped::new("legality.necessity".into(), Scope::row("transfer", "orders"));
    let _ = Change::Confirm(level, Some(confirmed)).apply(&mut answers);
    answers
}

#[test]
fn a_transfer_takes_its_grids_links_ticks_and_levels_along() {
    let catalog = Catalog::built_in().unwrap();
    let questionnaire = catalog.get("certification").unwrap();
    let before = example();
    let mut answers = before.clone();
    assert!(has_content(
        &questionnaire,
        &answers,
        &"transfer".into(),
        &"orders".into()
    ));
    let undo = removal(&questionnaire, &answers, &"transfer".into(), &"orders".into()).apply(&mut answers);
    assert!(answers.row("transfer", "orders").is_none());
    assert!(answers.row("legality.bases", "orders").is_none());
    assert!(answers.row("legality.bases", "crm").is_some());
    assert_eq!(
        answers.cell("item", "phone", "transfers").unwrap().known(),
        Some(&Value::Multi(Ticks::known(["crm"])))
    );
    assert!(answers.cell("link", "api", "transfer").is_none());
    assert!(answers.confirmations.is_empty());
    let _ = undo.apply(&mut answers);
    assert_eq!(answers, before);
}

#[test]
fn answers_asked_for_a_recipient_go_with_it() {
    let questionnaire = Catalog::built_in().unwrap().get("certification").unwrap();
    let mut answers = Answers::default();
    cell(
        &mut answers,
        "recipient",
        "lusee",
        "name",
        Answer::value(Value::Text("Lusee".into())),
    );
    let slot = Scoped::new(
        QuestionId::from("recipient.lifecycle"),
        Scope::row("recipient", "lusee"),
    );
    let _ = Change::Answer(slot.clone(), Answer::value(Value::Text("按工单查看".into()))).apply(&mut answers);
    let _ = removal(&questionnaire, &answers, &"recipient".into(), &"lusee".into()).apply(&mut answers);
    assert_eq!(answers, Answers::default());
}

#[test]
fn a_known_gap_that_names_the_row_goes_with_it() {
    let questionnaire = Catalog::built_in().unwrap().get("certification").unwrap();
    let mut answers = Answers::default();
    for key in ["orders", "crm"] {
        cell(&mut answers, "transfer", key, "outbound", choice("sent"));
    }
    let ticks = Ticks {
        ticked: ["crm".into()].into(),
        gaps: ["orders".into()].into(),
        rest_unknown: true,
    };
    cell(
        &mut answers,
        "item",
        "phone",
        "transfers",
        Answer::value(Value::Multi(ticks)),
    );
    let _ = removal(&questionnaire, &answers, &"transfer".into(), &"orders".into()).apply(&mut answers);
    let left = Ticks {
        rest_unknown: true,
        ..Ticks::known(["crm"])
    };
    assert_eq!(
        answers.cell("item", "phone", "transfers").unwrap().known(),
        Some(&Value::Multi(left))
    );
}
