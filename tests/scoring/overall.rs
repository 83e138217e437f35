//! Overall level (blueprint 4.8), the three runs (4.9), findings that are not yet known.

use super::country::with_a_third_party;
use super::{assert_table, best, changed, judged};
use crate::worked_cases::finding;
use pipia::domain::{Because, Severity, Stage};

#[test]
fn overall_takes_the_worst_column() {
    let level = "conclusion.overall";
    assert_table(
        &best(),
        &[
            ("", level, "low", "法律环境：取最弱的一行|!没有说明其他事项"),
            ("country.profile.law@country:JP = basic", level, "medium", "法律环境"),
            ("country.profile.law@country:JP = lacking", level, "high", "法律环境"),
            ("legality.foreign-judicial = not-agreed", level, "medium", "合法性"),
            (
                "legality.bases.separate_consent@transfer:magazine = bundled",
                level,
                "severe",
                "合法性",
            ),
            (
                "legality.legitimacy.holds@transfer:magazine -= same-purpose",
                level,
                "severe",
                "正当性",
            ),
            (
                "transfer.details.end_handling@transfer:magazine = keep",
                level,
                "medium",
                "必要性",
            ),
            (
                "recipient-assurance.management@recipient:kigumi -= audit",
                level,
                "high",
                "保障能力",
            ),
            ("rights-channels.practice = recorded", level, "medium", "维权渠道"),
            ("rights-channels.withdrawal = hard", level, "high", "维权渠道"),
            ("national-interest.features = economy", level, "medium", "国家安全"),
            (
                "national-interest.public-interest = fraud-wave, market",
                level,
                "high",
                "公共利益",
            ),
            ("other.matters = blank", level, "medium", "其他事项"),
            (
                "rights-impact.differential.situations@transfer:magazine = df-dismissed",
                level,
                "medium",
                "出境后的风险",
            ),
            (
                "rights-impact.differential.situations@transfer:magazine = df-dismissed; threats.warnings = peers",
                level,
                "high",
                "出境后的风险",
            ),
            (
                "rights-impact.differential.situations@transfer:magazine = df-dismissed; threats.warnings = own",
                level,
                "severe",
                "出境后的风险",
            ),
            (
                "national-interest.recipient-ties = controlled",
                level,
                "high",
                "对国家安全的风险",
            ),
            (
                "national-interest.features = key-sites; national-interest.recipient-ties = controlled",
                level,
                "severe",
                "对国家安全的风险",
            ),
            (
                "national-interest.public-interest = fraud-wave",
                level,
                "medium",
                "对公共利益的风险",
            ),
            (
                "national-interest.public-interest = fraud-wave, market; threats.warnings = own; \
                 rights-impact.self-determination.situations@transfer:magazine = sd-doxxing",
                level,
                "severe",
                "对公共利益的风险",
            ),
            (
                "recipient-assurance.technical@recipient:kigumi += defect-low",
                level,
                "medium",
                "保障能力",
            ),
        ],
    );
}

#[test]
fn overall_counts_the_law_of_a_third_partys_country_through_its_finding() {
    assert_table(
        &with_a_third_party(),
        &[
            (
                "",
                "conclusion.overall",
                "low",
                "法律环境：取最弱的一行|!第三方所在国家",
            ),
            (
                "third-party.country-effect@third-party:print = adverse",
                "conclusion.overall",
                "high",
                "第三方",
            ),
            (
                "third-party.country-effect@third-party:print = not-assessed",
                "conclusion.overall",
                "high",
                "第三方",
            ),
        ],
    );
}

#[test]
fn three_runs_read_measures_done_and_planned() {
    let gap = "capability.management -= supplier; treatment.measures.answers_after@measure:exercise = capability.management = access-training, confidentiality, supplier";
    let group = "threats.group-3@transfer:magazine";
    let levels = |edits: &str| {
        let engine = changed(&best(), &format!("{gap}; {edits}"));
        [&engine, engine.at(Stage::Attained), engine.at(Stage::Expected)].map(|engine| judged(engine, group).0)
    };
    assert_eq!(levels(""), ["medium", "medium", "low"], "planned");
    assert_eq!(
        levels("treatment.measures.status@measure:exercise = done"),
        ["medium", "medium", "low"],
        "done, not evidenced"
    );
    let done = "treatment.measures.status@measure:exercise = done; treatment.measures.evidence@measure:exercise = E-01";
    assert_eq!(levels(done), ["medium", "low", "low"], "done and evidenced");
    assert_eq!(
        levels("treatment.measures.kind@measure:exercise = accept"),
        ["medium", "medium", "medium"],
        "accepted"
    );
}

#[test]
fn the_overall_proposal_reads_what_is_attained() {
    let gap = "legality.foreign-judicial = not-agreed; \
               treatment.measures.answers_after@measure:exercise = legality.foreign-judicial = approval-first";
    let open = changed(&best(), gap);
    assert_eq!(judged(&open, "conclusion.overall").0, "medium");
    let done =
        "treatment.measures.status@measure:exercise = verified; treatment.measures.evidence@measure:exercise = E-01";
    assert_eq!(judged(&changed(&open, done), "conclusion.overall").0, "low");
}

/// A finding on a level is "because not known" if better answers could still take it away.
#[test]
fn findings_on_levels_tell_known_from_unknown() {
    let because = |edits: &str, name: &str| finding(&changed(&best(), edits).findings(), name).because;
    let weak = "RA-08@recipient:kigumi";
    assert_eq!(
        because("recipient-assurance.technical@recipient:kigumi = none", weak),
        Because::Known
    );
    assert_eq!(
        because("recipient-assurance.technical@recipient:kigumi = unknown", weak),
        Because::Unknown
    );
    assert_eq!(
        because("recipient-assurance.technical@recipient:kigumi = blank", weak),
        Because::Unanswered
    );
    assert_eq!(
        because(
            "country.profile.law@country:JP = unknown",
            "CO-01@recipient:kigumi,country:JP"
        ),
        Because::Unknown
    );
    // Strong is still possible, so "fair" is not found beside "weak".
    let unclear = changed(&best(), "country.profile.law@country:JP = unknown").findings();
    assert!(!unclear.iter().any(|finding| finding.code == "CO-05"));
}

#[test]
fn a_blocking_condition_reached_through_unknown_is_major() {
    let engine = changed(
        &best(),
        "recipient-assurance.document.status@recipient:kigumi = unknown",
    );
    let found = finding(&engine.findings(), "RA-01@recipient:kigumi");
    assert_eq!(
        (found.severity, found.because, found.to_be_cleared),
        (Severity::Major, Because::Unknown, true)
    );
}

#[test]
fn numbers_that_are_not_known_are_not_printed_as_worst_values() {
    let engine = changed(
        &best(),
        "transfer.details.retention_agreed_months@transfer:magazine = unknown",
    );
    let text = finding(&engine.findings(), "TR-03@transfer:magazine").text;
    assert!(text.zh.contains("若干（待核实）个月"), "{}", text.zh);
    assert!(!text.en.contains("1200") && !text.en.contains("1,200"), "{}", text.en);
}
