//! Pictures of screens in both languages, in the smallest window and in a wide one.

use crate::support::journey::Journey;
use pipia::domain::{Answers, Lang};

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

fn pictures(name: &str, walk: impl Fn(&mut Journey)) {
    for lang in Lang::ALL {
        for (width, height) in SIZES {
            let mut journey = Journey::open(lang, width, height, Answers::default());
            walk(&mut journey);
            insta::assert_snapshot!(format!("{name}-{}-{width}", lang.code()), journey.screen());
        }
    }
}

#[test]
fn home() {
    pictures("home", |journey| {
        journey.keys("<esc><esc>");
    });
}

#[test]
fn question() {
    pictures("question", |journey| {
        journey.goto("route.exporter").keys("1");
    });
}

#[test]
fn guide() {
    pictures("guide", |journey| {
        journey.goto("route.ciio").keys("l");
    });
}
