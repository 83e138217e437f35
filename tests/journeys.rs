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

#[test]
fn tmp_debug() {
    let mut journey = Journey::new(Lang::Zh, 80, 24);
    journey.keys("n").keys("海外仓订单").keys("<ctrl+s>");
    let area = ratatui::layout::Rect::new(0, 0, 80, 24);
    let mut buf = ratatui::buffer::Buffer::empty(area);
    journey.driver().app().view(area, &mut buf);
    let back = journey.driver().terminal().backend().buffer().clone();
    for y in 0..24 { for x in 0..80 {
        if buf[(x,y)].symbol() != back[(x,y)].symbol() { println!("{x},{y}: {:?} {:?}", buf[(x,y)], back[(x,y)]); }
    }}
}
