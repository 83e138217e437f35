//! Whole walks by keys, each held to named facts.

use crate::support::journey::Journey;
use pipia::domain::Lang;

#[test]
fn a_new_assessment_starts_at_its_first_question_and_remembers_where_one_was() {
    let mut journey = Journey::new(Lang::Zh, 80, 24);
    assert!(journey.text().contains("尚无评估"), "{}", journey.text());
    journey.keys("n").keys("海外仓订单").keys("<ctrl+s>");
    assert_eq!(journey.at(), "route.as-of");
    println!("{}", journey.text());
    journey.keys("2026-11-20<enter>");
    assert_eq!(
        journey.answer("route.as-of").date(),
        Some(jiff::civil::date(2026, 11, 20))
    );
    println!("{}", journey.text());
    journey.keys("<tab><tab>");
    println!("{}", journey.text());
    let at = journey.at();
    journey.keys("<esc><esc>");
    assert!(journey.text().contains("海外仓订单"), "{}", journey.text());
    journey.keys("<enter>");
    assert_eq!(journey.at(), at);
    assert_eq!(
        journey.answer("route.as-of").date(),
        Some(jiff::civil::date(2026, 11, 20))
    );
}
