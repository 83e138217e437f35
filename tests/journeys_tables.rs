//! Walks through tables, levels and the route, held to named facts in the answers.

use crate::support::journey::Journey;
use crate::worked_cases::engine;
use pipia::domain::{Answer, Answers, Lang};

/// The answers of worked case A, known facts only.
pub(crate) fn case_a() -> Answers {
    engine("bare-a.toml", include_str!("cases/bare-a.toml")).answers().clone()
}

fn cell(journey: &Journey, record: &str, row: &str, column: &str) -> Answer {
    journey.answers().cell(record, row, column).cloned().unwrap_or_default()
}

#[test]
fn a_transfer_is_entered_by_keys_and_its_recipient_made_on_the_way() {
    let mut journey = Journey::open(Lang::Zh, 80, 24, Answers::default());
    journey.goto("transfer.list");
    assert_eq!(journey.at(), "transfer.list");
    println!("{}", journey.text());
    journey.keys("a");
    println!("{}", journey.text());
    journey.keys("海外仓订单<enter>");
    println!("{}", journey.text());
    assert_eq!(cell(&journey, "transfer", "r1", "name").text(), "海外仓订单");
    journey.keys("Lusee Pte. Ltd.");
    println!("{}", journey.text());
    journey.keys("<enter>");
    println!("{}", journey.text());
    assert_eq!(
        cell(&journey, "transfer", "r1", "recipient").choice().map(ToString::to_string),
        Some("lusee-pte-ltd".to_owned())
    );
    assert_eq!(cell(&journey, "recipient", "lusee-pte-ltd", "name").text(), "Lusee Pte. Ltd.");
    journey.keys("1<enter>");
    println!("{}", journey.text());
    journey.keys("<esc>");
    println!("{}", journey.text());
    journey.keys("<esc>");
    println!("{}", journey.text());
}
