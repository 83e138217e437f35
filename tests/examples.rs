//! The finished examples: complete, blocked (or ready) by exactly what their facts say, with the questions that must come out.

use crate::worked_cases::{engine, finding, level, names, open};
use pipia::domain::{Because, Content, Engine, Readiness, Scope, Severity, Stage, Value};
use pipia::questionnaire::EXAMPLES;
use pipia::store::format::{read_answers, write_answers};

fn example(name: &str) -> Engine {
    let (_, text) = EXAMPLES.iter().find(|(known, _)| *known == name).unwrap();
    engine(name, text)
}

fn assert_complete(engine: &Engine) {
    let missing: Vec<String> = engine
        .missing()
        .iter()
        .map(|missing| format!("{} {} {}", missing.question, missing.scope, missing.text.en))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}

fn assert_raised(engine: &Engine, list: &str) {
    let findings = engine.findings();
    list.split_whitespace().for_each(|name| drop(finding(&findings, name)));
}

fn assert_levels(engine: &Engine, table: &[(&str, &str)]) {
    for (name, expected) in table {
        assert_eq!(level(engine, name), *expected, "{name} ({:?})", engine.stage());
    }
}

fn verdict(engine: &Engine) -> String {
    let answer = engine.answers().answer("conclusion.verdict", &Scope::whole());
    answer.and_then(|answer| answer.choice()).unwrap().to_string()
}

#[test]
fn examples_are_complete_and_every_finding_has_its_measure() {
    for (name, text) in EXAMPLES {
        let engine = engine(name, text);
        assert_complete(&engine);
        let findings = engine.findings();
        for code in [
            "TM-01", "TM-03", "TM-04", "TM-05", "TM-06", "CN-01", "CN-03", "CN-04", "CN-05", "CN-07", "CN-08",
        ] {
            assert!(!findings.iter().any(|finding| finding.code == code), "{name}: {code}");
        }
        assert!(
            !findings.iter().any(|finding| finding.because == Because::Unanswered),
            "{name}"
        );
    }
}

#[test]
fn examples_read_back_as_they_are_written() {
    for (name, text) in EXAMPLES {
        let engine = engine(name, text);
        let source = pipia::questionnaire::Source {
            name: (*name).to_owned(),
            text: write_answers(engine.answers()),
        };
        let again = read_answers(&source, engine.questionnaire(), &pipia::domain::Answers::default()).unwrap();
        assert_eq!(again.answers, *engine.answers(), "{name}");
    }
}

#[test]
fn every_text_of_the_examples_stands_in_both_languages() {
    let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for (name, text) in EXAMPLES {
        let engine = engine(name, text);
        let cells = engine
            .answers()
            .records
            .values()
            .flatten()
            .flat_map(|row| row.cells.values());
        let answers = engine.answers().values.values().flat_map(|scopes| scopes.values());
        for answer in cells.chain(answers) {
            let entered = match &answer.content {
                Some(Content::Value(Value::Text(text))) => text.as_str(),
                _ => answer.remark.as_str(),
            };
            assert!(!chinese(entered) || !answer.translation.is_empty(), "{name}: {entered}");
            assert!(!chinese(&answer.translation), "{name}: {}", answer.translation);
        }
        let reasons = engine
            .answers()
            .confirmations
            .values()
            .map(|known| (&known.reason, &known.translation));
        let titles = engine
            .answers()
            .evidence
            .iter()
            .map(|known| (&known.title, &known.translation));
        for (text, translation) in reasons.chain(titles) {
            assert!(!translation.is_empty() && !chinese(translation), "{name}: {text}");
        }
    }
}

#[test]
fn case_a_is_blocked_by_exactly_its_facts() {
    let engine = example("case-a");
    let findings = engine.findings();
    let expected = "LE-02@transfer:orders LE-15@transfer:orders LE-03@transfer:crm LE-15@transfer:crm LE-15@transfer:support \
                    LE-02@transfer:hr LE-15@transfer:hr";
    assert_eq!(open(&findings, Severity::Blocking), names(expected));
    assert_eq!(engine.readiness(&findings), Readiness::Blocked);
    assert_eq!(verdict(&engine), "suspended");
    let route = engine.route();
    assert_eq!(
        (route.margins.ordinary, route.margins.sensitive),
        (Some(768_936), Some(7_786))
    );
}

#[test]
fn case_a_brings_out_what_must_come_out() {
    let engine = example("case-a");
    assert_raised(
        &engine,
        "TR-01@transfer:orders LE-21@transfer:orders RT-11 TR-02@transfer:hr TR-03@transfer:orders TR-09@transfer:orders \
         RA-03@recipient:palawan RA-02@recipient:palawan RA-05@recipient:palawan TR-06@transfer:support LE-14 TR-05@transfer:support \
         SY-04@transfer:support SY-03@transfer:support TH-03@transfer:support TP-01@third-party:cloud TP-03@third-party:cloud \
         SY-06@system:crm IN-09@item:contact RC-06@recipient:palawan",
    );
    assert_levels(
        &engine,
        &[
            ("legality.necessity@transfer:orders", "gaps"),
            ("country.level@recipient:lusee,country:SG", "fair"),
            ("country.level@recipient:palawan,country:PH", "weak"),
            ("recipient-assurance.result@recipient:lusee", "fair"),
            ("recipient-assurance.result@recipient:palawan", "weak"),
            ("rights-impact.result@transfer:orders", "high"),
            ("rights-impact.result@transfer:crm", "medium"),
            ("threats.leak@transfer:support", "high"),
            ("threats.leak@transfer:crm", "medium"),
            ("rights-channels.level", "mostly"),
            ("national-interest.security", "none"),
            ("national-interest.public", "watched"),
            ("conclusion.overall", "severe"),
        ],
    );
}

/// Logs are kept already (done and evidenced); all other measures are planned.
#[test]
fn case_a_improves_step_by_step() {
    let engine = example("case-a");
    let leak = "threats.leak@transfer:support";
    let destruction = "threats.destruction@transfer:support";
    assert_levels(&engine, &[(leak, "high"), (destruction, "high")]);
    assert_levels(
        engine.at(Stage::Attained),
        &[
            (leak, "high"),
            (destruction, "medium"),
            ("conclusion.overall", "severe"),
        ],
    );
    assert_levels(
        engine.at(Stage::Expected),
        &[
            (leak, "medium"),
            (destruction, "low"),
            ("threats.group-4@transfer:support", "high"),
            ("country.level@recipient:palawan,country:PH", "weak"),
            ("conclusion.overall", "high"),
        ],
    );
}

/// Names and texts of the client stand in the language of the reader, where a translation was entered.
#[test]
fn findings_speak_of_rows_in_both_languages() {
    let findings = example("case-b").findings();
    let text = |name: &str| finding(&findings, name).text;
    assert!(
        text("LE-04@transfer:subjects")
            .zh
            .contains("“受试者编码数据传至申办方”")
    );
    assert!(
        text("LE-04@transfer:subjects")
            .en
            .contains("\"Coded subject data to the sponsor\"")
    );
    assert!(
        text("LE-12@approval:genetic")
            .zh
            .contains("人类遗传资源国际合作科学研究审批")
    );
    assert!(text("LE-12@approval:genetic").en.contains("human genetic resources"));
}

#[test]
fn case_b_is_blocked_by_exactly_its_facts() {
    let engine = example("case-b");
    let findings = engine.findings();
    let expected = "LE-04@transfer:subjects LE-08@transfer:subjects LE-12@approval:genetic";
    assert_eq!(open(&findings, Severity::Blocking), names(expected));
    assert_eq!(engine.readiness(&findings), Readiness::Blocked);
    assert_eq!(verdict(&engine), "suspended");
    let route = engine.route();
    assert_eq!(
        (route.margins.ordinary, route.margins.sensitive),
        (Some(996_742), Some(6_800))
    );
}

#[test]
fn case_b_brings_out_what_must_come_out() {
    let engine = example("case-b");
    assert_raised(
        &engine,
        "IN-10@transfer:subjects LE-06@transfer:subjects LE-07@transfer:subjects CA-11 RT-16 TP-01@third-party:statistics \
         TP-03@third-party:statistics TP-06@third-party:statistics TR-03@transfer:subjects TR-09@transfer:subjects",
    );
    let cleared = finding(&engine.findings(), "LE-06@transfer:subjects");
    assert_eq!(
        (cleared.severity, cleared.to_be_cleared),
        (Severity::Major, true),
        "five guardian forms are not yet seen"
    );
    let india = engine
        .findings()
        .into_iter()
        .filter(|finding| finding.id().to_string().ends_with("country:IN"))
        .count();
    assert_eq!(india, 0, "the law of a third party's country counts through TP-03 only");
    assert_levels(
        &engine,
        &[
            // Sensitive and special groups up, de-identification down, each where it was taken.
            ("rights-impact.self-determination@transfer:subjects", "medium"),
            ("rights-impact.differential@transfer:subjects", "high"),
            ("rights-impact.reputation@transfer:subjects", "high"),
            ("rights-impact.person-property@transfer:subjects", "medium"),
            ("rights-impact.result@transfer:staff", "low"),
            ("recipient-assurance.result@recipient:weidenbach", "strong"),
            ("country.level@recipient:weidenbach,country:DE", "fair"),
            ("threats.result@transfer:subjects", "high"),
            ("threats.result@transfer:staff", "low"),
            ("conclusion.overall", "severe"),
        ],
    );
    // What the law of India leaves open is accepted for a time; a contract changes nothing about it.
    assert_levels(
        engine.at(Stage::Expected),
        &[
            ("threats.result@transfer:subjects", "medium"),
            ("conclusion.overall", "high"),
        ],
    );
}

#[test]
fn case_c_is_ready_after_at_most_a_hundred_questions() {
    let engine = example("case-c");
    let findings = engine.findings();
    assert_eq!(open(&findings, Severity::Blocking), names(""));
    assert_eq!(open(&findings, Severity::Major), names(""));
    assert_eq!(open(&findings, Severity::Minor), names("CA-07"));
    assert_eq!(engine.readiness(&findings), Readiness::Ready);
    assert_eq!(engine.readiness(&findings).words().zh, "可提出申请");
    assert_eq!(verdict(&engine), "proceed");
    assert!(engine.visits().len() <= 100, "{}", engine.visits().len());
    assert!(engine.unknowns().is_empty());
    assert_levels(
        &engine,
        &[
            ("legality.legality@transfer:magazine", "no-gap"),
            ("rights-impact.result@transfer:magazine", "low"),
            ("threats.result@transfer:magazine", "low"),
            ("recipient-assurance.result@recipient:kigumi", "strong"),
            ("rights-channels.level", "open"),
            ("country.level@recipient:kigumi,country:JP", "fair"),
            ("conclusion.overall", "medium"),
        ],
    );
}
