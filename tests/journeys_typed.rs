//! A whole assessment typed by keys, from the empty list of assessments to the last question: what comes out says what was meant, and no
//! picture on the way has a blemish.

use crate::support::journey::Journey;
use crate::support::typist::Typist;
use crate::support::world::finished;
use pipia::domain::{Answer, Lang, Severity};
use std::io::Write as _;

/// Pictures for the eye: `PIPIA_PICTURES=file cargo test`.
fn keep(journey: &Journey, name: &str) {
    if let Ok(path) = std::env::var("PIPIA_PICTURES") {
        let file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(format!("{path}-{name}"));
        writeln!(file.unwrap(), "{}\n{}", journey.text(), "=".repeat(40)).unwrap();
    }
}

fn same(here: &Answer, there: &Answer) -> bool {
    here.content == there.content && here.remark == there.remark
}

/// Types the simple example and compares the answers that stand in one piece (options that name rows have other keys here).
fn type_the_simple_example(lang: Lang, width: u16, height: u16) {
    let target = finished("case-c");
    let name = format!("{}-{width}", lang.code());
    let mut blemished: Vec<String> = Vec::new();
    let mut see = |journey: &Journey| {
        keep(journey, &name);
        for blemish in journey.blemishes() {
            blemished.push(format!("{}: {blemish}", journey.driver_at()));
        }
    };
    let journey = Journey::new(lang, width, height);
    let mut typist = Typist::new(journey, "会员季刊", &target, &mut see);
    let count = typist.answer_all();
    assert!(count <= 100, "{count}");
    let answered = target
        .values
        .iter()
        .flat_map(|(id, all)| all.iter().map(move |(scope, answer)| (id, scope, answer)));
    for (id, scope, answer) in answered {
        let scope = typist.scope_here(scope);
        let here = typist.journey.answers().answer(id, &scope).cloned().unwrap_or_default();
        assert!(same(&here, answer), "{id}: {here:?} {answer:?}");
    }
    for (record, rows) in &target.records {
        for row in rows {
            let key = typist.row_here(record, &row.key);
            let written = typist.journey.answers().row(record, &key).is_some();
            assert!(written || record.as_str() == "measure", "{record} {key}");
        }
    }
    let engine = typist.journey.session().engine();
    let findings = engine.findings();
    let open: Vec<String> = findings
        .iter()
        .filter(|finding| finding.open && finding.severity == Severity::Blocking)
        .map(|finding| finding.id().to_string())
        .collect();
    assert!(open.is_empty(), "{open:?}");
    drop(typist);
    assert!(
        blemished.is_empty(),
        "{}: {:#?}",
        blemished.len(),
        &blemished[..blemished.len().min(12)]
    );
}

#[test]
fn the_simple_example_is_typed_in_chinese_in_the_smallest_window() {
    type_the_simple_example(Lang::Zh, 80, 24);
}

#[test]
fn the_simple_example_is_typed_in_english_in_a_wide_window() {
    type_the_simple_example(Lang::En, 120, 40);
}
