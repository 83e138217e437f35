//! Case A finished: every question that must come out comes out, as finding, level or note.

use super::{assert_levels, assert_stages, example, raised, verdict, word};
use crate::worked_cases::{assert_lines, assert_silent, finding, names, open};
use pipia::domain::{Answer, Readiness, Severity};

#[test]
fn is_blocked_by_exactly_its_facts() {
    let engine = example("case-a");
    let findings = engine.findings();
    let expected = "LE-02@transfer:orders LE-15@transfer:orders LE-03@transfer:crm LE-15@transfer:crm LE-15@transfer:support \
                    LE-02@transfer:hr LE-15@transfer:hr";
    assert_eq!(open(&findings, Severity::Blocking), names(expected));
    assert_eq!(raised(&findings, Severity::Blocking), names(expected));
    assert_eq!(engine.readiness(&findings), Readiness::Blocked);
    assert_eq!(verdict(&engine), "suspended");
}

#[test]
fn has_exactly_these_lesser_findings() {
    let findings = example("case-a").findings();
    let major = "TR-01@transfer:orders TR-01@transfer:hr TR-02@transfer:hr TR-03@transfer:orders TR-04@transfer:hr TR-06@transfer:support \
                 IN-04@item:goods IN-04@item:amount IN-04@item:phone-hash IN-04@item:location IN-04@item:id-photo IN-04@item:contact \
                 IN-05@transfer:support IN-09@item:contact PR-02 PR-04 SY-01@transfer:support SY-03 SY-03@transfer:support \
                 SY-04@transfer:support SY-06@system:crm RC-03@recipient:palawan TP-01@third-party:cloud TP-03@third-party:cloud CA-04 \
                 CA-08 LE-10@transfer:crm LE-10@transfer:support LE-14 LE-17@transfer:crm LE-19@transfer:orders LE-19@transfer:crm \
                 LE-21@transfer:orders LE-21@transfer:crm RI-01@transfer:orders RI-01@transfer:support RI-01@transfer:hr \
                 RA-02@recipient:lusee RA-02@recipient:palawan RA-03@recipient:palawan RA-04@recipient:lusee RA-04@recipient:palawan \
                 RA-05@recipient:lusee RA-05@recipient:palawan RA-06@recipient:palawan RA-07@recipient:lusee RA-07@recipient:palawan \
                 RA-09@recipient:palawan RA-11@recipient:palawan RA-13@recipient:palawan TH-01@transfer:orders TH-01@transfer:support \
                 TH-01@transfer:hr TH-03@transfer:orders TH-03@transfer:crm TH-03@transfer:support TH-06@transfer:orders TH-06@transfer:crm \
                 TH-06@transfer:support CH-03 CH-04 CH-07 CO-01@recipient:palawan,country:PH CO-02@recipient:palawan,country:PH \
                 CO-03@recipient:lusee,country:SG CO-03@recipient:palawan,country:PH";
    assert_eq!(raised(&findings, Severity::Major), names(major));
}

#[test]
fn brings_out_what_must_come_out() {
    let engine = example("case-a");
    let findings = engine.findings();
    assert_lines(
        &findings,
        &[
            (
                "the contract exemption does not cover the 74,400",
                "TR-01@transfer:orders LE-21@transfer:orders LE-02@transfer:orders RT-11",
            ),
            (
                "ID-card photos are sensitive and need not leave",
                "IN-04@item:id-photo IN-05@transfer:support LE-24@transfer:support",
            ),
            (
                "HR lacks the collective contract",
                "TR-02@transfer:hr LE-02@transfer:hr",
            ),
            ("separate consent is missing", "LE-03@transfer:crm"),
            (
                "retention 5 years against 2",
                "TR-03@transfer:orders TR-09@transfer:orders LE-22@transfer:orders",
            ),
            (
                "the vendor contract of 2023",
                "RA-03@recipient:palawan RA-02@recipient:palawan RA-05@recipient:palawan TR-06@transfer:support LE-14",
            ),
            (
                "remote access is outbound",
                "TR-05@transfer:support SY-04@transfer:support SY-03@transfer:support TH-03@transfer:support",
            ),
            (
                "the Philippines and Singapore apart",
                "CO-01@recipient:palawan,country:PH CO-05@recipient:lusee,country:SG",
            ),
            (
                "the cloud provider as third party",
                "TP-01@third-party:cloud TP-03@third-party:cloud SY-06@system:crm",
            ),
            ("emergency contacts", "IN-09@item:contact IN-04@item:contact"),
            ("requests in the Philippines not known", "RC-06@recipient:palawan"),
        ],
    );
    let text = |name: &str| finding(&findings, name).text;
    assert!(text("TR-01@transfer:orders").en.contains("74,400 people"));
    assert!(text("RA-03@recipient:palawan").zh.contains("2023-03-15"));
    assert!(
        text("CO-05@recipient:lusee,country:SG")
            .zh
            .contains("立法及与我国的差异")
    );
    assert!(finding(&findings, "TR-05@transfer:support").note);
    assert_silent(&findings, "IN-01 TM-01 TM-05 RT-03 RT-04 RT-06 RT-17");
}

#[test]
fn shows_route_margins_and_who_counts() {
    let route = example("case-a").route();
    let word = route.route.map(pipia::domain::route::Route::word);
    assert_eq!(word, Some("contract-or-certification"));
    assert_eq!(
        (route.margins.ordinary, route.margins.sensitive),
        (Some(768_936), Some(7_786))
    );
    assert_eq!(
        route.counts.sensitive.upper(),
        Some(2_214),
        "2,150 photos and 64 payroll accounts"
    );
    assert!(route.transfers.iter().all(|transfer| transfer.exempt == Some(false)));
}

#[test]
fn holds_photos_of_identity_cards_as_sensitive() {
    let engine = example("case-a");
    let photo = engine
        .answers()
        .rows("item")
        .iter()
        .find(|row| row.key == "id-photo")
        .unwrap();
    assert_eq!(
        (
            word(photo, "gb45574_category").as_str(),
            word(photo, "sensitive").as_str()
        ),
        ("id-photo", "yes")
    );
    let people = engine
        .answers()
        .cell("transfer", "support", "people_sensitive")
        .and_then(Answer::number);
    assert_eq!(people, Some(2_150));
}

/// Not everything at the worst end.
#[test]
fn has_varied_levels() {
    assert_levels(
        &example("case-a"),
        &[
            ("legality.legality@transfer:support", "bar"),
            ("legality.legitimacy@transfer:orders", "no-gap"),
            ("legality.legitimacy@transfer:crm", "gaps"),
            ("legality.necessity@transfer:orders", "gaps"),
            ("rights-impact.result@transfer:orders", "high"),
            ("rights-impact.result@transfer:crm", "medium"),
            ("recipient-assurance.result@recipient:lusee", "fair"),
            ("recipient-assurance.result@recipient:palawan", "weak"),
            ("country.level@recipient:lusee,country:SG", "fair"),
            ("country.level@recipient:palawan,country:PH", "weak"),
            ("rights-channels.level", "mostly"),
            ("national-interest.security", "none"),
            ("national-interest.public", "watched"),
        ],
    );
}

/// Suspension and logs are done and evidenced; all other measures are planned.
#[test]
fn improves_step_by_step() {
    assert_stages(
        &example("case-a"),
        &[
            // The suspension is carried out: support has no bar left, the others still lack a basis or consent.
            ("legality.legality@transfer:support", ["bar", "gaps", "gaps"]),
            ("legality.legality@transfer:orders", ["bar", "bar", "gaps"]),
            ("legality.legality@transfer:crm", ["bar", "bar", "no-gap"]),
            // Three years of logs.
            ("threats.group-1@transfer:support", ["high", "medium", "low"]),
            ("threats.destruction@transfer:support", ["high", "medium", "low"]),
            // Watermark, masking, photos verified in China: planned.
            ("threats.leak@transfer:support", ["high", "high", "medium"]),
            ("rights-impact.result@transfer:support", ["high", "high", "medium"]),
            (
                "recipient-assurance.management@recipient:palawan",
                ["weak", "weak", "strong"],
            ),
            // History and foreign law stay.
            ("threats.group-4@transfer:support", ["high", "high", "high"]),
            ("recipient-assurance.result@recipient:lusee", ["fair", "fair", "fair"]),
            ("country.level@recipient:palawan,country:PH", ["weak", "weak", "weak"]),
            ("conclusion.overall", ["severe", "severe", "high"]),
        ],
    );
}
