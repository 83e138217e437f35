//! The language changes on every screen and in the middle of every text: the same screen, the same text, the other words.

use crate::support::journey::Journey;
use crate::support::world::finished;
use pipia::domain::Lang;
use pipia::tui::Context;

fn chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

fn place(journey: &mut Journey) -> (Vec<&'static str>, Context) {
    let screens = journey.driver().app().screens();
    let names = screens.iter().map(pipia::tui::screen::Screen::name).collect();
    (names, screens.last().unwrap().context())
}

fn footer(journey: &Journey) -> String {
    journey.lines().last().unwrap().clone()
}

/// Switches twice; `typed` must be seen all the time.
fn switch(mut journey: Journey, way: &str, typed: &str) {
    let (before, words) = (place(&mut journey), footer(&journey));
    assert!(
        chinese(&words) && journey.text().contains(typed),
        "{way}:\n{}",
        journey.text()
    );
    journey.keys("<f2>");
    assert_eq!(place(&mut journey), before, "{way}");
    // The name of the other language stands in itself.
    let english = footer(&journey).replace("中文", "");
    assert!(!chinese(&english), "{way}: {english}");
    assert!(journey.text().contains(typed), "{way}:\n{}", journey.text());
    assert!(journey.blemishes().is_empty(), "{way}: {:?}", journey.blemishes());
    journey.keys("<f2>");
    assert_eq!((place(&mut journey), footer(&journey)), (before, words), "{way}");
    assert!(journey.text().contains(typed), "{way}:\n{}", journey.text());
}

#[test]
fn in_an_open_assessment() {
    let typed = "海外x";
    let ways = [
        ("processor.business", "<enter>", true),
        ("route.exporter", "<f4>", true),
        ("route.trigger", "n", true),
        ("transfer.list", "a", true),
        ("transfer.list", "m", true),
        ("transfer.list", "<delete>", false),
        ("transfer.details", "<enter><down><enter><ctrl+u>", true),
        ("transfer.list", "<enter><down><down><enter>", false),
        ("recipient.list", "<enter><enter>", true),
        ("route.ciio", "g", true),
        ("route.ciio", "?", false),
        ("route.ciio", "l", false),
        ("route.ciio", "l<enter>", false),
        ("route.ciio", "x", false),
        ("route.ciio", "y<enter>", false),
        ("route.ciio", "w", false),
        ("rights-impact.level", "", false),
    ];
    for (at, keys, text) in ways {
        let mut journey = Journey::open(Lang::Zh, 80, 24, finished("case-c"));
        journey.goto(at).keys(keys);
        let typed = if text { typed } else { "" };
        journey.keys(typed);
        switch(journey, &[at, " ", keys].concat(), typed);
    }
}

#[test]
fn before_one_is_open() {
    for (keys, typed) in [
        ("", ""),
        ("n", "海外x"),
        ("n<tab>", "/x"),
        ("n<up>", ""),
        ("d", "示例"),
        ("o", "/海外"),
        ("s<down><down><down>", "/海外"),
        ("?", ""),
    ] {
        let mut journey = Journey::new(Lang::Zh, 80, 24);
        journey.keys(keys).keys(typed);
        switch(journey, keys, typed);
    }
}

#[test]
fn what_was_typed_around_a_switch_is_one_answer() {
    let mut journey = Journey::open(Lang::Zh, 80, 24, finished("case-c"));
    journey
        .goto("transfer.details")
        .keys("<enter><down><enter><ctrl+u>寄<f2>季刊<f2>。<tab>");
    let purpose = journey
        .answers()
        .cell("transfer.details", "magazine", "purpose")
        .unwrap();
    assert_eq!(purpose.text(), "寄季刊。");
    journey.keys("<ctrl+z>");
    let purpose = journey
        .answers()
        .cell("transfer.details", "magazine", "purpose")
        .unwrap();
    assert_ne!(purpose.text(), "寄季刊。");
}
