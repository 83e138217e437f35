//! The worked cases. Bare facts: the tables of the blueprint's section 3.1, line by line, everything else open.

use pipia::domain::{Answers, Because, Engine, Finding, Lang, Readiness, Scope, Severity, Stage};
use pipia::questionnaire::{Catalog, Source};
use pipia::store::format::read_answers;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

mod levels;

/// The engine for an answer file, on the day of the cases.
pub(crate) fn engine(name: &str, text: &str) -> Engine {
    let questionnaire = Catalog::built_in().unwrap().get("certification").unwrap();
    let source = Source {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    let loaded = read_answers(&source, &questionnaire, &Answers::default()).unwrap_or_else(|faults| {
        let shown: Vec<String> = faults.iter().map(|fault| fault.render(Lang::En)).collect();
        panic!("{}", shown.join("\n"))
    });
    assert!(loaded.notices.is_empty(), "{:?}", loaded.notices);
    Engine::new(questionnaire, Arc::new(loaded.answers), "2026-11-21".parse().unwrap())
}

fn bare_a() -> Engine {
    engine("bare-a.toml", include_str!("cases/bare-a.toml"))
}

fn bare_b() -> Engine {
    engine("bare-b.toml", include_str!("cases/bare-b.toml"))
}

/// The names of the open findings of this severity.
pub(crate) fn open(findings: &[Finding], severity: Severity) -> BTreeSet<String> {
    let found = findings
        .iter()
        .filter(|finding| finding.open && finding.severity == severity);
    found.map(|finding| finding.id().to_string()).collect()
}

pub(crate) fn names(list: &str) -> BTreeSet<String> {
    list.split_whitespace().map(str::to_owned).collect()
}

/// The finding of this name; the first, where a rule has several entries.
pub(crate) fn finding(findings: &[Finding], name: &str) -> Finding {
    let found = findings.iter().find(|finding| finding.id().to_string() == name);
    found.unwrap_or_else(|| panic!("{name} is not raised")).clone()
}

/// The level of a judgement named as in answer files.
pub(crate) fn level(engine: &Engine, name: &str) -> String {
    levels::all(engine)
        .remove(name)
        .unwrap_or_else(|| panic!("no level {name}"))
}

/// Each line of "other codes that must come out": what, and the findings that say so.
pub(crate) fn assert_lines(findings: &[Finding], lines: &[(&str, &str)]) {
    for (line, codes) in lines {
        for name in codes.split_whitespace() {
            let raised = findings.iter().any(|finding| finding.id().to_string() == name);
            assert!(raised, "{line}: {name}");
        }
    }
}

pub(crate) fn assert_silent(findings: &[Finding], codes: &str) {
    for code in codes.split_whitespace() {
        let raised = findings.iter().find(|finding| finding.code == code);
        assert!(raised.is_none(), "{}", raised.unwrap().id());
    }
}

/// The blocking codes by the transfer they reach, as the blueprint's table has them; transfers with none are there too.
fn blocking_by_transfer(engine: &Engine) -> BTreeMap<String, BTreeSet<String>> {
    let findings = engine.findings();
    let blocking = findings.iter().filter(|finding| finding.severity == Severity::Blocking);
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in engine.answers().rows("transfer") {
        let context = pipia::domain::Context::of(&Scope::row("transfer", row.key.clone()));
        let codes = blocking.clone().filter(|finding| engine.reaches(finding, &context));
        found.insert(
            row.key.to_string(),
            codes.map(|finding| finding.code.to_string()).collect(),
        );
    }
    let whole = blocking.filter(|finding| finding.scope.is_whole());
    found.insert("whole".into(), whole.map(|finding| finding.code.to_string()).collect());
    found
}

fn assert_blocking(engine: &Engine, table: &[(&str, &str)]) {
    let expected: BTreeMap<String, BTreeSet<String>> = table
        .iter()
        .map(|(transfer, codes)| ((*transfer).to_owned(), names(codes)))
        .collect();
    assert_eq!(blocking_by_transfer(engine), expected);
    assert_eq!(engine.readiness(&engine.findings()).words().zh, "存在阻断项");
    assert_eq!(engine.readiness(&engine.findings()), Readiness::Blocked);
}

/// Blocking in the table only once it is known: major, to be cleared before applying (G8).
fn assert_to_be_cleared(findings: &[Finding], list: &str) {
    for name in list.split_whitespace() {
        let found = finding(findings, name);
        assert_eq!(
            (found.severity, found.because, found.to_be_cleared),
            (Severity::Major, Because::Unknown, true),
            "{name}"
        );
    }
}

fn route_of(engine: &Engine) -> (Option<&'static str>, String, [Option<u64>; 2]) {
    let route = engine.route();
    (
        route.route.map(pipia::domain::route::Route::word),
        format!("{:?}", route.forecast_route),
        [route.margins.ordinary, route.margins.sensitive],
    )
}

fn forecast_the_same() -> String {
    "Some(Determined(ContractOrCertification))".to_owned()
}

#[test]
fn bare_case_a_has_exactly_the_blocking_findings_of_the_blueprint() {
    let engine = bare_a();
    assert_blocking(
        &engine,
        &[
            ("orders", "LE-02 LE-15"),
            ("crm", "LE-03 LE-15"),
            ("support", "LE-15"),
            ("hr", "LE-02 LE-15"),
            ("whole", ""),
        ],
    );
    let findings = engine.findings();
    assert_to_be_cleared(&findings, "LE-02@transfer:support");
    // Suspended on the day of the figures; no measure is told, so that is said too.
    assert_silent(&findings, "TM-05");
    finding(&findings, "TM-01");
}

/// "If the basis is consent, LE-03 too."
#[test]
fn support_on_consent_would_lack_separate_consent() {
    let text = include_str!("cases/bare-a.toml");
    let changed = text.replace(
        "id = \"support\"\nbasis = { unknown = true }",
        "id = \"support\"\nbasis = \"consent\"\nseparate_consent = \"none\"",
    );
    assert_ne!(text, changed);
    let found = finding(&engine("changed", &changed).findings(), "LE-03@transfer:support");
    assert_eq!(found.severity, Severity::Blocking);
}

#[test]
fn bare_case_a_shows_route_and_margins() {
    let engine = bare_a();
    let expected = (
        Some("contract-or-certification"),
        forecast_the_same(),
        [Some(768_936), Some(7_786)],
    );
    assert_eq!(route_of(&engine), expected);
    assert_silent(&engine.findings(), "RT-01 RT-03 RT-04 RT-05 RT-06 RT-17");
    let route = engine.route();
    // Orders: the surplus counts. HR: no collective contract, hence not exempt and counted. ID photos and payroll: 2,150 + 64.
    let exempt: Vec<Option<bool>> = route.transfers.iter().map(|transfer| transfer.exempt).collect();
    assert_eq!(exempt, [Some(false); 4]);
    assert_eq!(route.counts.ordinary.upper(), Some(231_064));
    assert_eq!(route.counts.sensitive.upper(), Some(2_214));
}

#[test]
fn bare_case_a_brings_out_what_must_come_out() {
    let engine = bare_a();
    let findings = engine.findings();
    assert_lines(
        &findings,
        &[
            (
                "orders: the contract exemption covers 60 % only",
                "TR-01@transfer:orders LE-21@transfer:orders RT-11",
            ),
            ("hr: without collective contract not exempt", "TR-02@transfer:hr"),
            (
                "orders: 5 years against 2",
                "TR-03@transfer:orders TR-09@transfer:orders",
            ),
            (
                "support: vendor contract of 2023",
                "RA-03@recipient:palawan RA-02@recipient:palawan RA-05@recipient:palawan TR-06@transfer:support LE-14",
            ),
            (
                "support: remote access is outbound",
                "TR-05@transfer:support SY-04@transfer:support SY-03@transfer:support TH-03@transfer:support",
            ),
            (
                "crm: cloud provider as third party",
                "TP-01@third-party:cloud TP-03@third-party:cloud SY-06@system:crm",
            ),
            ("hr: emergency contacts", "IN-09@item:contact"),
        ],
    );
    let text = |name: &str| finding(&findings, name).text;
    assert!(text("TR-01@transfer:orders").zh.contains("74,400"));
    assert!(text("LE-21@transfer:orders").en.contains("74,400 people"));
    assert!(text("TR-03@transfer:orders").zh.contains("60个月"));
    assert!(text("TR-02@transfer:hr").zh.contains("集体合同"));
    assert!(text("SY-04@transfer:support").zh.contains("水印"));
    assert!(text("SY-03@transfer:support").zh.contains("30天"));
    assert!(text("TR-06@transfer:support").zh.contains("不得转委托"));
    assert_eq!(finding(&findings, "TP-03@third-party:cloud").because, Because::Unknown);
    // Photos of identity cards are sensitive: named as such, IN-01 is silent.
    assert_silent(&findings, "IN-01");
    let countries: BTreeSet<String> = engine.countries().iter().map(ToString::to_string).collect();
    assert_eq!(countries, names("SG PH"), "the Philippines and Singapore apart");
}

#[test]
fn an_identity_card_photo_called_not_sensitive_is_found() {
    let text = include_str!("cases/bare-a.toml");
    let changed = text.replace(
        "is_face = false\nsensitive = \"yes\"",
        "is_face = false\nsensitive = \"no\"",
    );
    assert_ne!(text, changed);
    finding(&engine("changed", &changed).findings(), "IN-01@item:id-photo");
}

#[test]
fn bare_case_b_has_exactly_the_blocking_findings_of_the_blueprint() {
    let engine = bare_b();
    assert_blocking(
        &engine,
        &[("subjects", "LE-04 LE-08 LE-12"), ("staff", ""), ("whole", "")],
    );
    let findings = engine.findings();
    // The parents' consent, the basis for the staff and who decides are not told.
    assert_to_be_cleared(&findings, "LE-06@transfer:subjects LE-02@transfer:staff RT-16");
    let text = |name: &str| finding(&findings, name).text.zh;
    assert!(text("LE-04@transfer:subjects").contains("210"));
    assert!(text("LE-08@transfer:subjects").contains("210"));
}

/// "Blocking if it is missing", "if entrusted for certain, blocking".
#[test]
fn what_case_b_does_not_tell_blocks_once_it_is_known() {
    let text = include_str!("cases/bare-b.toml");
    for (unknown, known, name) in [
        (
            "\nconsent = { unknown = true }",
            "\nconsent = \"none\"",
            "LE-06@transfer:subjects",
        ),
        (
            "\"route.capacity\" = { unknown = true }",
            "\"route.capacity\" = { value = \"entrusted\", remark = \"按申办方方案处理。\" }",
            "RT-16",
        ),
    ] {
        let changed = text.replace(unknown, known);
        assert_ne!(text, changed);
        let found = finding(&engine("changed", &changed).findings(), name);
        assert_eq!(
            (found.severity, found.to_be_cleared),
            (Severity::Blocking, false),
            "{name}"
        );
    }
}

#[test]
fn bare_case_b_shows_route_and_margins() {
    let engine = bare_b();
    let expected = (
        Some("contract-or-certification"),
        forecast_the_same(),
        [Some(996_742), Some(6_800)],
    );
    assert_eq!(route_of(&engine), expected);
    assert_eq!(
        engine.route().counts.sensitive.upper(),
        Some(3_200),
        "sensitive throughout"
    );
}

/// The blueprint's 5,900 on the forecast: with 4,100 subjects as the count of today.
#[test]
fn the_forecast_of_case_b_leaves_5900() {
    let text = include_str!("cases/bare-b.toml").replace("people_sensitive = 3200", "people_sensitive = 4100");
    assert_eq!(engine("forecast", &text).route().margins.sensitive, Some(5_900));
}

#[test]
fn bare_case_b_brings_out_what_must_come_out() {
    let engine = bare_b();
    let findings = engine.findings();
    assert_lines(
        &findings,
        &[
            ("subjects: coded is not anonymised", "IN-10@transfer:subjects"),
            (
                "subjects: guardians of the 46",
                "LE-06@transfer:subjects LE-07@transfer:subjects CA-11",
            ),
            ("who may apply", "RT-16"),
            (
                "subjects: India",
                "TP-01@third-party:statistics TP-03@third-party:statistics TP-06@third-party:statistics",
            ),
            (
                "subjects: 25 years against 5",
                "TR-03@transfer:subjects TR-09@transfer:subjects",
            ),
        ],
    );
    let coded = finding(&findings, "IN-10@transfer:subjects");
    assert_eq!((coded.severity, coded.because), (Severity::Minor, Because::Known));
    for name in ["LE-07@transfer:subjects", "CA-11"] {
        assert_ne!(finding(&findings, name).because, Because::Known, "{name}");
    }
    // Not claimed to be anonymous; de-identification was taken with a reason; the special groups are not yet decided.
    assert_silent(&findings, "IN-03 RI-02 RI-04");
}

/// The blueprint's line on India says "no CO code (4.6)". Section 4.6 keeps a third party's country out of every level, and CO-01, CO-02,
/// CO-03, CO-05 and CO-07 name the countries of a recipient, of storage or of access only: none of them is raised. CO-04 and CO-06 are
/// about the cells of `country.profile`, "any row but information rows"; by 2.14 the row of a third party's country is no such row. In the
/// bare facts its cells are not known, so these two must come out: here the line of 3.1 is too short, not the rules wrong.
#[test]
fn the_law_of_a_third_partys_country_gives_no_level_but_is_still_to_be_found_out() {
    let findings = bare_b().findings();
    let india = findings.iter().map(|finding| finding.id().to_string());
    let india: BTreeSet<String> = india.filter(|name| name.ends_with("country:IN")).collect();
    assert_eq!(india, names("CO-04@country:IN CO-06@country:IN"));
    let germany = findings.iter().map(|finding| finding.id().to_string());
    let germany: BTreeSet<String> = germany.filter(|name| name.ends_with("country:DE")).collect();
    let expected = "CO-01@recipient:weidenbach,country:DE CO-02@recipient:weidenbach,country:DE CO-03@recipient:weidenbach,country:DE \
                    CO-04@country:DE CO-06@country:DE CO-07@recipient:weidenbach,country:DE";
    assert_eq!(germany, names(expected));
}

#[test]
fn corrections_without_reason_are_found() {
    let text = include_str!("cases/bare-b.toml");
    let changed = text.replace(
        "technique = true\nreason = \"编号随机生成，对照表由四家医院保管，不出境。\"",
        "technique = true\nother = false",
    );
    assert_ne!(text, changed);
    let findings = engine("changed", &changed).findings();
    finding(&findings, "RI-02@transfer:subjects");
    finding(&findings, "RI-04@transfer:subjects");
}

/// No measure is done in the bare facts: what is attained is what there was.
#[test]
fn bare_cases_attain_nothing() {
    for engine in [bare_a(), bare_b()] {
        let attained = levels::all(engine.at(Stage::Attained));
        assert_eq!(levels::all(&engine), attained);
    }
}
