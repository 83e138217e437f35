//! The file format: what is written is read back, and every fault is told at once.

use super::random;
use super::sample::questionnaire;
use pipia::domain::{Answers, Assessment, Content, Lang, Scope, Ticks, Value};
use pipia::questionnaire::Source;
use pipia::store::format::{assessment_digest, read_answers, read_assessment, write_answers, write_assessment};
use proptest::prelude::*;

fn source(text: &str) -> Source {
    Source {
        name: "a.toml".into(),
        text: text.into(),
    }
}

fn faults(text: &str) -> Vec<(&'static str, usize, usize)> {
    let faults = read_answers(&source(text), &questionnaire(), &Answers::default()).unwrap_err();
    faults
        .iter()
        .map(|fault| (fault.code, fault.line, fault.column))
        .collect()
}

fn read(text: &str) -> Answers {
    let loaded = read_answers(&source(text), &questionnaire(), &Answers::default());
    loaded
        .unwrap_or_else(|faults| {
            panic!(
                "{}",
                faults.iter().map(|fault| fault.render(Lang::En)).collect::<String>()
            )
        })
        .answers
}

const EXAMPLE: &str = r#"format = 1

[answers]
"sample.choice" = "sent"
"sample.country@country:SG" = """
第一行"引"
second"""
"sample.date" = 2026-11-21
"sample.each@recipient:lusee" = { unknown = true, note = "ask IT" }
"sample.long" = { not_applicable = "无此业务", flagged = true }
"sample.multi" = { ticked = ["consent"], gaps = ["notice"], rest_unknown = true, remark = "部分核实" }
"sample.number" = 0
"sample.text" = { value = "甲公司", translation = "Company A" }
"sample.yes" = false

[[record.recipient]]
id = "lusee"
country = "SG"
for = ["SA-01", "sample.risk@recipient:lusee"]
name = "露西"
storage = ["DE", "SG"]
_remark = "总部"

[[record."sample.fixed"]]
id = "second"
ok = true

[[record."sample.form"]]
id = "form"
title = "T"

[[record."sample.grid"]]
id = "lusee"
basis = { value = "consent", remark = "单独同意" }

[override."sample.risk@recipient:lusee"]
level = "medium"
reason = "已加密"

[confirm."expected/sample.risk@recipient:lusee"]
level = "low"

[accept."SA-01"]
reason = "律师意见"

[[evidence]]
key = "E-01"
title = "合同"
date = 2026-01-02
kind = "document"
confidential = true
proves = ["sample.text", "recipient.list@recipient:lusee"]
"#;

#[test]
fn an_answer_file_reads_as_it_is_written() {
    let answers = read(EXAMPLE);
    assert_eq!(write_answers(&answers), EXAMPLE);
    let multi = answers.answer("sample.multi", &Scope::whole()).unwrap();
    let expected = Ticks {
        ticked: ["consent".into()].into(),
        gaps: ["notice".into()].into(),
        rest_unknown: true,
    };
    assert_eq!(multi.known(), Some(&Value::Multi(expected)));
    assert_eq!(multi.remark, "部分核实");
    let long = answers.answer("sample.long", &Scope::whole()).unwrap();
    assert_eq!(long.content, Some(Content::NotApplicable("无此业务".into())));
    assert_eq!(
        answers
            .answer("sample.country", &Scope::row("country", "SG"))
            .unwrap()
            .text(),
        "第一行\"引\"\nsecond"
    );
    assert_eq!(answers.cell("sample.form", "form", "title").unwrap().text(), "T");
    assert_eq!(
        answers.evidence[0].proves[1].to_string(),
        "recipient.list@recipient:lusee"
    );
}

#[test]
fn the_digest_is_stable() {
    // Pinned: it is printed in reports, and anybody can compute it with `pipia answers FILE | sha256sum`.
    let empty = "182a0908517b7ad1ab64afcfb458a3799725a0739afb15f3778b356fbc04b493";
    assert_eq!(assessment_digest(&Answers::default()), empty);
    let answers = read(EXAMPLE);
    let mut other = answers.clone();
    other.evidence[0].confidential = false;
    assert_ne!(assessment_digest(&answers), assessment_digest(&other));
}

/// One fault of each kind, and where each stands.
const BROKEN: &str = include_str!("broken.toml");
const BROKEN_FAULTS: [(&str, usize, usize); 33] = [
    ("unknown-key", 2, 1),
    ("unknown-question", 4, 1),
    ("unknown-option", 5, 19),
    ("unknown-option", 6, 30),
    ("wrong-type", 7, 16),
    ("out-of-range", 8, 19),
    ("wrong-type", 9, 17),
    ("two-contents", 10, 17),
    ("unknown-key", 11, 19),
    ("bad-scope", 12, 1),
    ("unknown-row", 13, 1),
    ("bad-scope", 14, 1),
    ("bad-scope", 15, 1),
    ("answered-by-rows", 16, 20),
    ("unknown-column", 19, 1),
    ("unknown-option", 20, 11),
    ("computed-column", 21, 13),
    ("duplicate-row", 22, 1),
    ("missing-key", 24, 1),
    ("bad-row-id", 27, 6),
    ("unknown-record", 28, 10),
    ("unknown-row", 31, 6),
    ("unknown-row", 33, 6),
    ("unknown-row", 34, 11),
    ("no-reason", 35, 1),
    ("unknown-level", 36, 9),
    ("bad-scope", 37, 10),
    ("unknown-judgement", 39, 10),
    ("unknown-finding", 41, 9),
    ("bad-digest", 46, 10),
    ("unknown-word", 47, 8),
    ("unknown-question", 48, 11),
    ("duplicate-evidence", 50, 7),
];

#[test]
fn every_fault_of_a_file_is_told_at_once() {
    assert_eq!(faults(BROKEN), BROKEN_FAULTS);
    let told = read_answers(&source(BROKEN), &questionnaire(), &Answers::default()).unwrap_err();
    assert_eq!(told[1].todo.en, "did you mean \"sample.choice\"?");
    assert_eq!(told[2].todo.zh, "是否应为“sent”？");
    assert_eq!(told[9].todo.en, "write \"sample.each@recipient:…\"");
    for fault in told {
        assert!(!fault.what.zh.is_empty() && !fault.what.en.is_empty() && !fault.todo.is_empty());
    }
}

#[test]
fn a_syntax_error_and_a_bad_answer_are_told_together() {
    assert_eq!(
        faults("format = 1\n[answers]\n\"sample.yes\" = = 1\n\"sample.no\" = 1\n"),
        [("syntax", 3, 16), ("syntax", 3, 18), ("unknown-question", 4, 1)]
    );
    assert_eq!(faults("[answers]\n"), [("missing-key", 1, 1)]);
    assert_eq!(faults("format = 9\n"), [("bad-format", 1, 10)]);
}

#[test]
fn rows_of_the_assessment_may_be_named_by_an_import() {
    let base = read("format = 1\n[[record.recipient]]\nid = \"a\"\n");
    let text = "format = 1\n[answers]\n\"sample.each@recipient:a\" = \"x\"\n";
    assert!(read_answers(&source(text), &questionnaire(), &base).is_ok());
    assert_eq!(faults(text), [("unknown-row", 3, 1)]);
}

#[test]
fn invisible_characters_are_removed_with_a_notice() {
    let text = "format = 1\n[answers]\n\"sample.text\" = \"a\\u001B[31m\\nb\\u202Ec\"\n\"sample.long\" = \"x\\ny\"\n";
    let loaded = read_answers(&source(text), &questionnaire(), &Answers::default()).unwrap();
    assert_eq!(
        loaded.answers.answer("sample.text", &Scope::whole()).unwrap().text(),
        "a[31m bc"
    );
    assert_eq!(
        loaded.answers.answer("sample.long", &Scope::whole()).unwrap().text(),
        "x\ny"
    );
    let notices: Vec<_> = loaded.notices.iter().map(|notice| (notice.code, notice.line)).collect();
    assert_eq!(notices, [("characters-removed", 3)]);
}

#[test]
fn nothing_derived_is_read() {
    for key in ["score = 1", "[judgement]\nx = 1", "[status]\nx = 1"] {
        let codes: Vec<_> = faults(&format!("format = 1\n{key}\n"))
            .into_iter()
            .map(|fault| fault.0)
            .collect();
        assert_eq!(codes, ["unknown-key"]);
    }
}

fn assessment(answers: Answers) -> Assessment {
    let mut assessment = Assessment::new(&questionnaire(), "题\"目\"", "2026-11-21T08:00:00.5Z".parse().unwrap());
    assessment.client = "甲".into();
    assessment.answers = answers;
    assessment
}

#[test]
fn an_assessment_keeps_answers_whose_row_is_gone() {
    let mut whole = assessment(read(EXAMPLE));
    whole.answers.records.remove("recipient");
    let loaded = read_assessment(&source(&write_assessment(&whole)), &questionnaire()).unwrap();
    assert_eq!(loaded.assessment, whole);
    assert!(loaded.notices.iter().any(|notice| notice.code == "unknown-row"));
}

#[test]
fn another_questionnaire_version_drops_openly() {
    let whole = assessment(read(EXAMPLE));
    let text = write_assessment(&whole);
    let mut later = questionnaire();
    later.version = "1.1.0".into();
    later.questions.retain(|question| question.id != "sample.yes");
    later.reindex();
    let loaded = read_assessment(&source(&text), &later).unwrap();
    assert_eq!(loaded.differences[0].after.as_deref(), Some("1.1.0"));
    let dropped: Vec<_> = loaded.dropped.iter().map(|fault| fault.code).collect();
    assert_eq!(dropped, ["unknown-question"]);
    assert!(
        loaded
            .assessment
            .answers
            .answer("sample.yes", &Scope::whole())
            .is_none()
    );
    later.version = "1.0.0".into();
    assert_eq!(
        read_assessment(&source(&text), &later).unwrap_err()[0].code,
        "unknown-question"
    );
}

#[test]
fn decisions_need_a_reason() {
    let without = EXAMPLE
        .replace("reason = \"已加密\"\n", "")
        .replace("reason = \"律师意见\"", "reason = \"  \"");
    let found: Vec<&str> = faults(&without).into_iter().map(|(code, ..)| code).collect();
    assert_eq!(found, ["no-reason", "no-reason"]);
    // In an assessment nothing is thrown away, but it is told that they do not count.
    let mut whole = assessment(read(EXAMPLE));
    whole
        .answers
        .overrides
        .values_mut()
        .for_each(|known| known.reason.clear());
    let loaded = read_assessment(&source(&write_assessment(&whole)), &questionnaire()).unwrap();
    assert_eq!(loaded.assessment, whole);
    assert!(loaded.notices.iter().any(|notice| notice.code == "no-reason"));
}

#[test]
fn the_head_of_an_assessment_is_checked() {
    let text =
        "format = 1\n[assessment]\ntitle = 1\ncreated = \"yesterday\"\nscore = 3\n[questionnaire]\nid = \"sample\"\n";
    let faults = read_assessment(&source(text), &questionnaire()).unwrap_err();
    let found: Vec<_> = faults.iter().map(|fault| (fault.code, fault.line)).collect();
    let expected = [
        ("missing-key", 2),
        ("wrong-type", 3),
        ("bad-time", 4),
        ("unknown-key", 5),
        ("missing-key", 6),
        ("missing-key", 6),
    ];
    assert_eq!(found, expected);
}

#[test]
fn the_worked_cases_come_back_byte_for_byte() {
    let catalog = pipia::questionnaire::Catalog::built_in().unwrap();
    let questionnaire = catalog.get("certification").unwrap();
    let bare = [
        include_str!("../cases/bare-a.toml"),
        include_str!("../cases/bare-b.toml"),
    ];
    let examples = pipia::questionnaire::EXAMPLES.iter().map(|(_, text)| *text);
    for text in examples.chain(bare) {
        let first = read_answers(&source(text), &questionnaire, &Answers::default())
            .unwrap()
            .answers;
        let written = write_answers(&first);
        let second = read_answers(&source(&written), &questionnaire, &Answers::default())
            .unwrap()
            .answers;
        assert_eq!(second, first);
        assert_eq!(write_answers(&second), written);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back_byte_for_byte(answers in random::answers()) {
        let text = write_answers(&answers);
        let loaded = read_answers(&source(&text), &questionnaire(), &Answers::default())
            .map_err(|faults| TestCaseError::fail(format!("{text}\n{}", faults[0].render(Lang::En))))?;
        prop_assert_eq!(&loaded.answers, &answers);
        prop_assert_eq!(loaded.notices, Vec::new());
        prop_assert_eq!(write_answers(&loaded.answers), text);
        let whole = assessment(answers);
        let loaded = read_assessment(&source(&write_assessment(&whole)), &questionnaire()).unwrap();
        prop_assert_eq!(loaded.assessment, whole);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let _ = read_assessment(&source(&text), &questionnaire());
        let _ = read_answers(&source(&text), &questionnaire(), &Answers::default());
    }

    #[test]
    fn no_damage_makes_it_panic(at in any::<proptest::sample::Index>(), byte in any::<char>(), cut in any::<bool>()) {
        let mut chars: Vec<char> = EXAMPLE.chars().collect();
        let at = at.index(chars.len());
        if cut { chars.truncate(at) } else { chars[at] = byte }
        let text: String = chars.into_iter().collect();
        if let Err(faults) = read_answers(&source(&text), &questionnaire(), &Answers::default()) {
            prop_assert!(!faults.is_empty());
            for fault in faults {
                prop_assert!(fault.render(Lang::Zh).lines().count() >= 5);
            }
        }
    }
}

#[test]
fn a_file_of_unknown_names_is_refused_in_reasonable_time() {
    let names: Vec<String> = (0..20_000).map(|n| format!("\"sample.unknown-{n}\" = 1")).collect();
    let text = format!("format = 1\n[answers]\n{}\n", names.join("\n"));
    assert_eq!(faults(&text).len(), 20_000);
    let long = format!(
        "format = 1\n[answers]\n\"sample.text\" = \"{}\u{200b}\"\n",
        "长".repeat(100_000)
    );
    let loaded = read_answers(&source(&long), &questionnaire(), &Answers::default()).unwrap();
    assert!(loaded.notices[0].render(Lang::Zh).chars().count() < 1000);
}
