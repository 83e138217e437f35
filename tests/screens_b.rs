//! Pictures of review, findings, measures, evidence, export, identities, preview, settings and guide on a finished case, in both
//! languages, in the smallest window and in a wide one.

use crate::support::journey::Journey;
use crate::support::world::finished;
use pipia::domain::Lang;

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

fn pictures(name: &str, keys: &str) {
    for lang in Lang::ALL {
        for (width, height) in SIZES {
            let mut journey = Journey::open(lang, width, height, finished("case-a"));
            journey.keys("<esc>").keys(keys);
            insta::assert_snapshot!(format!("{name}-{}-{width}", lang.code()), journey.screen());
        }
    }
}

#[test]
fn review() {
    pictures("review", "r");
}

#[test]
fn review_of_what_is_unknown() {
    pictures("review-unknown", "r<tab>");
}

#[test]
fn findings_by_severity() {
    pictures("findings", "i");
}

#[test]
fn findings_by_what_they_are_about() {
    pictures("findings-about", "i<tab>");
}

#[test]
fn measures() {
    pictures("measures", "i<tab><tab>");
}

#[test]
fn a_finding() {
    pictures("finding", "i<enter>");
}

#[test]
fn a_measure() {
    pictures("measure", "im");
}

#[test]
fn evidence() {
    pictures("evidence", "d");
}

#[test]
fn a_piece_of_evidence() {
    pictures("evidence-form", "da");
}

#[test]
fn export() {
    pictures("export", "e");
}

#[test]
fn export_done() {
    pictures("export-done", "e<ctrl+s>");
}

#[test]
fn a_new_identity() {
    pictures("identity-new", "e<down><down><down><left><enter>");
}

#[test]
fn preview() {
    pictures("preview", "v");
}

#[test]
fn settings() {
    for lang in Lang::ALL {
        for (width, height) in SIZES {
            let mut journey = Journey::new(lang, width, height);
            journey.keys("s<down><down><down>");
            insta::assert_snapshot!(format!("settings-{}-{width}", lang.code()), journey.screen());
        }
    }
}

#[test]
fn terms() {
    pictures("terms", "y");
}

#[test]
fn an_article() {
    pictures("article", "l<enter>");
}
