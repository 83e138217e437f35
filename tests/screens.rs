//! Pictures of screens in both languages, in the smallest window and in a wide one.

use crate::support::journey::Journey;
use pipia::domain::{Answers, Lang};

pub(crate) const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

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

/// Pictures from an empty list of assessments on.
fn from_home(name: &str, keys: &str) {
    for lang in Lang::ALL {
        for (width, height) in SIZES {
            let mut journey = Journey::new(lang, width, height);
            journey.keys(keys);
            insta::assert_snapshot!(format!("{name}-{}-{width}", lang.code()), journey.screen());
        }
    }
}

#[test]
fn an_empty_home() {
    from_home("home-empty", "");
}

#[test]
fn a_new_assessment() {
    from_home("new-assessment", "n<up>");
}

#[test]
fn which_example() {
    from_home("examples", "d<down><down>");
}

#[test]
fn a_path_to_open() {
    from_home("path", "o");
}

#[test]
fn what_the_marks_and_keys_mean() {
    from_home("help-about", "?<tab><tab>");
}

#[test]
fn a_filter_that_finds_nothing() {
    pictures("home-filter", |journey| {
        journey.keys("<esc><esc>/xyz");
    });
}

#[test]
fn the_keys_that_work_here() {
    pictures("help", |journey| {
        journey.goto("route.ciio").keys("?");
    });
}

#[test]
fn a_date_that_is_none() {
    pictures("question-wrong", |journey| {
        journey.keys("2026-13-01<enter>");
    });
}

#[test]
fn a_question_for_a_number() {
    pictures("question-number", |journey| {
        journey.goto("inventory.people-12-months").keys("18.6").paste("万");
    });
}

#[test]
fn a_question_with_several_choices_and_a_remark() {
    pictures("question-several", |journey| {
        journey.goto("route.other-mechanism").keys("1<enter>");
    });
}

#[test]
fn a_question_for_a_long_text() {
    pictures("question-text", |journey| {
        journey
            .goto("processor.business")
            .paste("在境内销售文具，会员约31万人。\n另处理46名员工的人事资料，不出境。");
    });
}

#[test]
fn an_empty_table() {
    pictures("table-empty", |journey| {
        journey.goto("transfer.list");
    });
}

#[test]
fn the_name_of_a_new_row() {
    pictures("table-new-row", |journey| {
        journey.goto("transfer.list").keys("a").paste("订单");
    });
}

/// Where the pictures lie.
const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots");

/// The screen, language and width of every picture that is kept.
fn kept() -> Vec<(String, String)> {
    let files = std::fs::read_dir(KEPT).unwrap().flatten();
    let read = |file: std::fs::DirEntry| {
        let name = file.file_name().into_string().unwrap();
        let text = std::fs::read_to_string(file.path()).unwrap();
        let screen = text.lines().find_map(|line| line.strip_prefix("screen: "))?.to_owned();
        Some((screen, name))
    };
    files.filter_map(read).collect()
}

#[test]
fn every_screen_has_a_picture_in_both_languages_and_both_sizes() {
    let kept = kept();
    let mut missing = Vec::new();
    for screen in pipia::tui::screen::Screen::NAMES {
        for lang in Lang::ALL {
            for (width, _) in SIZES {
                let ending = format!("-{}-{width}", lang.code());
                let has = |(name, file): &(String, String)| name == screen && file.contains(&ending);
                if !kept.iter().any(has) {
                    missing.push(format!("{screen}{ending}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}
