//! Case B finished: every question that must come out comes out, as finding, level or note.

use super::{assert_levels, assert_stages, example, raised, verdict, word};
use crate::worked_cases::{assert_lines, assert_silent, finding, names, open};
use pipia::domain::{Because, Engine, Readiness, Scope, Scoped, Severity};
use std::sync::Arc;

#[test]
fn is_blocked_by_exactly_its_facts() {
    let engine = example("case-b");
    let findings = engine.findings();
    let expected = "LE-04@transfer:subjects LE-08@transfer:subjects LE-12@approval:genetic";
    assert_eq!(open(&findings, Severity::Blocking), names(expected));
    assert_eq!(raised(&findings, Severity::Blocking), names(expected));
    assert_eq!(engine.readiness(&findings), Readiness::Blocked);
    assert_eq!(verdict(&engine), "suspended");
}

#[test]
fn has_exactly_these_lesser_findings() {
    let findings = example("case-b").findings();
    let major = "RT-16 TR-03@transfer:subjects PR-02 TP-01@third-party:statistics TP-03@third-party:statistics CA-11 \
                 LE-06@transfer:subjects LE-07@transfer:subjects LE-15@transfer:subjects LE-15@transfer:staff RI-01@transfer:subjects \
                 RA-02@recipient:weidenbach RA-07@recipient:weidenbach TH-01@transfer:subjects TH-03@transfer:subjects \
                 TH-06@transfer:subjects CH-07 CN-06";
    assert_eq!(raised(&findings, Severity::Major), names(major));
}

#[test]
fn brings_out_what_must_come_out() {
    let engine = example("case-b");
    let findings = engine.findings();
    assert_lines(
        &findings,
        &[
            ("coded is not anonymised", "IN-10@transfer:subjects"),
            ("the sector procedure is not completed", "LE-12@approval:genetic"),
            (
                "the 210 without export consent",
                "LE-04@transfer:subjects LE-08@transfer:subjects",
            ),
            (
                "parental consent for the 46",
                "LE-06@transfer:subjects LE-07@transfer:subjects CA-11",
            ),
            (
                "onward provision to India, and its law",
                "TP-01@third-party:statistics TP-03@third-party:statistics TP-06@third-party:statistics",
            ),
            ("retention", "TR-03@transfer:subjects TR-09@transfer:subjects"),
            ("who may apply", "RT-16"),
        ],
    );
    let cleared = finding(&findings, "LE-06@transfer:subjects");
    assert_eq!(
        (cleared.severity, cleared.because, cleared.to_be_cleared),
        (Severity::Major, Because::Unknown, true),
        "five guardian forms are not yet seen"
    );
    assert_eq!(finding(&findings, "IN-10@transfer:subjects").severity, Severity::Minor);
    for name in ["LE-04@transfer:subjects", "LE-08@transfer:subjects"] {
        assert!(finding(&findings, name).text.en.contains("210"), "{name}");
    }
    assert_silent(&findings, "IN-03 RI-02 RI-04 TM-01 TM-03 TM-05");
    let india = findings
        .iter()
        .filter(|finding| finding.id().to_string().ends_with("country:IN"));
    assert_eq!(
        india.count(),
        0,
        "the law of a third party's country counts through TP-03 only, and its cells are known"
    );
}

#[test]
fn is_sensitive_throughout_with_its_margin() {
    let engine = example("case-b");
    let route = engine.route();
    let word_of_route = route.route.map(pipia::domain::route::Route::word);
    assert_eq!(word_of_route, Some("contract-or-certification"));
    assert_eq!(
        (route.margins.ordinary, route.margins.sensitive),
        (Some(996_742), Some(6_800))
    );
    assert_eq!(route.counts.sensitive.upper(), Some(3_200));
    let items = engine.answers().rows("item").iter();
    let kinds: Vec<String> = items
        .filter(|row| word(row, "sensitive") == "yes")
        .map(|row| word(row, "gb45574_category"))
        .collect();
    assert_eq!(kinds.len(), 8);
    for kind in ["health", "biometric", "under-14"] {
        assert!(kinds.iter().any(|known| known == kind), "{kind}");
    }
}

/// De-identification lowers by one, with its reason, beside two corrections upward, each where it was taken.
#[test]
fn takes_de_identification_as_a_downward_correction_with_its_reason() {
    let engine = example("case-b");
    let scope = Scope::row("transfer", "subjects");
    let judged = engine.judge(&"rights-impact.reputation".into(), &scope).unwrap();
    let labels: Vec<&str> = judged.trace.iter().map(|step| step.ground.label.zh.as_str()).collect();
    for correction in ["敏感程度", "特定人群", "技术处理措施"] {
        assert!(labels.iter().any(|label| label.starts_with(correction)), "{labels:#?}");
    }
    let reason = engine
        .answers()
        .cell("rights-impact.corrections", "subjects", "reason")
        .unwrap();
    assert!(reason.text().contains("对照表由四家医院伦理办公室保管"));
    assert_levels(
        &engine,
        &[
            ("rights-impact.self-determination@transfer:subjects", "medium"),
            ("rights-impact.differential@transfer:subjects", "high"),
            ("rights-impact.reputation@transfer:subjects", "high"),
            ("rights-impact.person-property@transfer:subjects", "medium"),
            ("rights-impact.result@transfer:staff", "low"),
            ("recipient-assurance.result@recipient:weidenbach", "strong"),
            ("country.level@recipient:weidenbach,country:DE", "fair"),
            ("country.third-party@third-party:statistics", "weak"),
            ("threats.result@transfer:staff", "low"),
        ],
    );
}

/// The rules on suppliers are issued; all else is planned. What the law of India leaves open is accepted for a time.
#[test]
fn improves_step_by_step() {
    assert_stages(
        &example("case-b"),
        &[
            ("threats.group-3@transfer:staff", ["medium", "low", "low"]),
            ("threats.group-3@transfer:subjects", ["high", "high", "low"]),
            ("threats.result@transfer:subjects", ["high", "high", "medium"]),
            ("legality.legality@transfer:subjects", ["bar", "bar", "no-gap"]),
            ("rights-channels.level", ["mostly", "mostly", "open"]),
            ("country.third-party@third-party:statistics", ["weak", "weak", "weak"]),
            ("conclusion.overall", ["severe", "severe", "high"]),
        ],
    );
}

/// The measure that accepts what Indian law leaves open stands for the overall level, which stays high: reason and approver are asked for.
#[test]
fn accepting_a_high_risk_asks_for_reason_and_approver() {
    let without = |text: &str| crate::scoring::changed(&example("case-b"), text).findings();
    assert!(
        without("treatment.acceptance = blank")
            .iter()
            .any(|finding| finding.code == "TM-03")
    );
    // With nothing accepted there is nothing to approve.
    let planned = "treatment.acceptance = blank; treatment.measures.kind@measure:indian-law = by-date";
    assert_silent(&without(planned), "TM-03");
    // An accepted risk that is expected to be low needs no approval.
    let low = "treatment.acceptance = blank; treatment.measures.kind@measure:indian-law = by-date; \
               treatment.measures.kind@measure:suppliers = accept; treatment.measures.for@measure:suppliers = LE-15@transfer:staff";
    assert_silent(&without(low), "TM-03");
    // A major finding may be accepted outside the measures; its risk asks for the same.
    let engine = crate::scoring::changed(&example("case-b"), planned);
    let mut answers = engine.answers().clone();
    let accepted = Scoped::new("TP-03".into(), Scope::row("third-party", "statistics"));
    answers
        .acceptances
        .insert(accepted, pipia::domain::Acceptance::of("限期接受"));
    let engine = Engine::new(engine.shared_questionnaire(), Arc::new(answers), engine.today());
    assert!(engine.findings().iter().any(|finding| finding.code == "TM-03"));
}
