//! Pictures of review, findings, measures, evidence, export, identities, preview, settings and guide on a finished case, in both
//! languages, in the smallest window and in a wide one.

use crate::support::journey::{Journey, Memory};
use crate::support::world::finished;
use pipia::domain::{Answers, Lang, Text};
use pipia::tui::effect::{IdentityEntry, Trouble, TroubleKind};

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
fn the_reason_for_accepting_a_finding() {
    pictures("finding-accept", "i<end>cc");
}

#[test]
fn findings_that_are_looked_for() {
    pictures("findings-found", "ifLE-15<enter>");
}

#[test]
fn the_answers_after_a_measure() {
    pictures("measure-after", "i<tab><tab><enter><shift+tab><enter>");
}

#[test]
fn another_answer_after_a_measure() {
    pictures(
        "measure-which",
        "i<tab><tab><enter><shift+tab><enter><end><enter>separate consent",
    );
}

#[test]
fn a_measure_that_is_done() {
    pictures("measure-done", "i<tab><tab><space><enter>");
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

fn identities() -> Vec<IdentityEntry> {
    let one = |id: &str, name: &str, locked| IdentityEntry {
        id: id.into(),
        name: name.into(),
        organisation: "深圳市鹭屿跨境电子商务有限公司".into(),
        self_signed: true,
        locked,
        expires: "2031-11-21".into(),
        fingerprint: "cd".repeat(32),
        certificate: "/home/lin/.local/share/pipia/identities/li-wen/certificate.pem".into(),
    };
    vec![one("li-wen", "李文", true), one("chen-bo", "陈博", false)]
}

/// The same where there are signing identities, and where the report's file may be there already.
fn signing(name: &str, keys: &str, exists: bool, trouble: Option<TroubleKind>) {
    for lang in Lang::ALL {
        for (width, height) in SIZES {
            let world = Memory {
                identities: identities(),
                exists,
                ..Memory::default()
            };
            let mut journey = Journey::open_in(lang, width, height, finished("case-a"), world);
            journey.driver().world_mut().trouble = trouble.map(|kind| Trouble {
                what: Text::new(
                    "以下文字在字体中没有字形：\n  𠮷 U+20BB7 在“（一）个人信息处理者基本情况”中：𠮷田",
                    "These characters are in no font:\n  𠮷 U+20BB7 under \"（一） The personal information processor\": 𠮷田",
                ),
                todo: Text::new("请改用其他写法，或者填写备用字体文件。", "Write them differently, or name a font file."),
                kind,
            });
            journey.keys("<esc>").keys(keys);
            insta::assert_snapshot!(format!("{name}-{}-{width}", lang.code()), journey.screen());
        }
    }
}

#[test]
fn export_by_an_identity_with_a_passphrase() {
    signing("export-locked", "e<ctrl+s>", false, None);
}

#[test]
fn export_signed() {
    signing("export-signed", "e<down><down><down><right><ctrl+s>", false, None);
}

#[test]
fn a_further_signature() {
    signing("export-add", "e<down><down><down><right><ctrl+s>s", false, None);
}

#[test]
fn export_over_an_existing_file() {
    signing("export-exists", "e<down><down><down><right><ctrl+s>", true, None);
}

#[test]
fn letters_that_no_face_has() {
    let letters = Some(TroubleKind::Letters);
    signing("export-letters", "e<down><down><down><right><ctrl+s>", false, letters);
}

#[test]
fn the_list_of_identities() {
    signing("identities", "ei", false, None);
}

#[test]
fn what_the_owner_of_an_identity_must_know() {
    signing(
        "identity-made",
        "e<down><down><down><right><right><enter><ctrl+u>林文<ctrl+s>",
        false,
        None,
    );
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
fn preview_of_a_table() {
    pictures("preview-table", "v<tab><tab><tab><tab>");
}

#[test]
fn headings_of_the_preview() {
    pictures("preview-headings", "v/");
}

#[test]
fn review_of_a_new_assessment() {
    for lang in Lang::ALL {
        for (width, height) in SIZES {
            let mut journey = Journey::open(lang, width, height, Answers::default());
            journey.keys("<esc>r<down><down>");
            insta::assert_snapshot!(format!("review-missing-{}-{width}", lang.code()), journey.screen());
        }
    }
}

#[test]
fn review_of_the_evidence() {
    pictures("review-evidence", "r<shift+tab>");
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
