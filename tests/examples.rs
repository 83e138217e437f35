//! The finished examples: complete, blocked (or ready) by exactly what their facts say, with the questions that must come out.

mod case_a;
mod case_b;

use crate::worked_cases::{engine, finding, level, names, open};
use pipia::domain::{Answer, Because, Content, Engine, Finding, Readiness, Row, Scope, Severity, Stage, Value};
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

fn assert_levels(engine: &Engine, table: &[(&str, &str)]) {
    for (name, expected) in table {
        assert_eq!(level(engine, name), *expected, "{name} ({:?})", engine.stage());
    }
}

/// Each line: a level as it stands, after what is done and evidenced, after all planned measures.
fn assert_stages(engine: &Engine, table: &[(&str, [&str; 3])]) {
    for (name, levels) in table {
        let found = [Stage::Inherent, Stage::Attained, Stage::Expected].map(|stage| level(engine.at(stage), name));
        assert_eq!(found, *levels, "{name}");
    }
}

/// The findings raised of one severity, accepted ones included.
fn raised(findings: &[Finding], severity: Severity) -> std::collections::BTreeSet<String> {
    let found = findings.iter().filter(|finding| finding.severity == severity);
    found.map(|finding| finding.id().to_string()).collect()
}

fn word(row: &Row, column: &str) -> String {
    row.cell(column)
        .and_then(Answer::choice)
        .map_or_else(String::new, ToString::to_string)
}

fn given(row: &Row, column: &str) -> bool {
    row.cell(column).is_some_and(|cell| cell.content.is_some())
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

/// Owner, day, state and evidence of each measure; the findings it names are raised, blocking and major ones all have one.
#[test]
fn measures_of_the_examples_can_be_followed() {
    for (name, text) in EXAMPLES {
        let engine = engine(name, text);
        let findings = engine.findings();
        let known: Vec<String> = findings.iter().map(|finding| finding.id().to_string()).collect();
        let evidence: Vec<String> = engine
            .answers()
            .evidence
            .iter()
            .map(|known| known.key.clone())
            .collect();
        let mut named = Vec::new();
        for measure in engine.answers().rows("measure") {
            for column in ["for", "text", "kind", "owner", "due", "status"] {
                assert!(given(measure, column), "{name}: {} lacks {column}", measure.key);
            }
            if ["done", "verified"].contains(&word(measure, "status").as_str()) {
                assert!(
                    given(measure, "done_on") && given(measure, "evidence"),
                    "{name}: {}",
                    measure.key
                );
            }
            let ticks = |column: &str| match measure.cell(column).and_then(Answer::known) {
                Some(Value::Multi(ticks)) => ticks.ticked.iter().map(ToString::to_string).collect::<Vec<_>>(),
                _ => Vec::new(),
            };
            for key in ticks("evidence") {
                assert!(evidence.contains(&key), "{name}: {} names {key}", measure.key);
            }
            for finding in ticks("for") {
                assert!(
                    known.contains(&finding),
                    "{name}: {} stands for {finding}, which is not raised",
                    measure.key
                );
                named.push(finding);
            }
        }
        let untreated: Vec<String> = findings
            .iter()
            .filter(|finding| finding.severity != Severity::Minor && !finding.code.starts_with("CN-"))
            .map(|finding| finding.id().to_string())
            .filter(|finding| !named.contains(finding))
            .collect();
        assert!(untreated.is_empty(), "{name}: {untreated:?}");
    }
}

/// What a measure changes is written as a value a reader understands, not as a path in a file.
#[test]
fn answers_after_the_measures_of_the_examples_change_something() {
    for (name, text) in EXAMPLES {
        let engine = engine(name, text);
        for measure in engine.answers().rows("measure") {
            for line in measure.cell("answers_after").map_or("", Answer::text).lines() {
                let assignment = pipia::domain::Assignment::parse(line).unwrap_or_else(|| panic!("{name}: {line}"));
                assert!(
                    engine.questionnaire().question(&assignment.question).is_some(),
                    "{name}: {line}"
                );
                assert!(
                    !assignment.words.iter().any(|word| word.contains('.')),
                    "{name}: {line}"
                );
            }
        }
    }
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

/// What the program says about the examples is in one language at a time, lists and names of rows included.
#[test]
fn findings_of_the_examples_keep_the_languages_apart() {
    let chinese = |text: &str| text.chars().any(|c| ('\u{3000}'..='\u{9fff}').contains(&c));
    for (name, text) in EXAMPLES {
        for finding in engine(name, text).findings() {
            for text in [&finding.text, &finding.measure] {
                assert!(chinese(&text.zh), "{name} {}: {}", finding.id(), text.zh);
                assert!(!chinese(&text.en), "{name} {}: {}", finding.id(), text.en);
            }
        }
    }
}

#[test]
fn a_finding_without_measure_is_named_in_words() {
    let gap = "treatment.measures.for@measure:logs = SY-03";
    let findings = crate::scoring::changed(&example("case-a"), gap).findings();
    let text = finding(&findings, "TM-01").text;
    assert!(text.zh.contains("SY-03（马尼拉售后客服远程访问）"), "{}", text.zh);
    assert!(
        text.en.contains("SY-03 (After-sales support desk in Manila)"),
        "{}",
        text.en
    );
    let two = format!("{gap}; treatment.measures.for@measure:lusee-supplement = RA-02@recipient:lusee");
    let text = finding(&crate::scoring::changed(&example("case-a"), &two).findings(), "TM-01").text;
    assert!(text.en.contains(", ") && !text.en.contains('、'), "{}", text.en);
}

#[test]
fn facts_that_decide_the_route_are_named_in_both_languages() {
    let findings = crate::scoring::changed(&example("case-c"), "route.ciio = unknown").findings();
    let text = finding(&findings, "RT-05").text;
    assert!(
        !text.en.chars().any(|c| ('\u{3000}'..='\u{9fff}').contains(&c)),
        "{}",
        text.en
    );
    assert!(text.zh.contains("关键信息基础设施"), "{}", text.zh);
}

/// Which group of Table B.4 holds a country down; the lowering for access by public bodies where no group does.
#[test]
fn a_fair_country_is_named_with_what_holds_it_down() {
    let fair = |edits: &str| {
        let found = crate::scoring::changed(&crate::scoring::best(), edits).findings();
        finding(&found, "CO-05@recipient:kigumi,country:JP").text
    };
    let text = fair("country.profile.law@country:JP = basic; country.profile.rights@country:JP = part");
    assert!(text.zh.contains("立法及与我国的差异、个人权利和救济"), "{}", text.zh);
    assert!(
        text.en
            .contains("law, and differences from Chinese law, rights and remedies"),
        "{}",
        text.en
    );
    assert!(!text.zh.contains("承诺"), "{}", text.zh);
    let text = fair("country.profile.access@country:JP = broad-unchecked");
    assert!(text.zh.contains("降一级"), "{}", text.zh);
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
    // One transfer to one recipient, few ordinary items; each repetition counts, a table counts once.
    assert!(engine.visits().len() <= 100, "{}", engine.visits().len());
    for (record, rows) in [("transfer", 1), ("recipient", 1), ("third-party", 0), ("item", 3)] {
        assert_eq!(engine.answers().rows(record).len(), rows, "{record}");
    }
    let ordinary = |row: &Row| word(row, "sensitive") == "no" && word(row, "gb45574_category") == "none";
    assert!(engine.answers().rows("item").iter().all(ordinary));
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

#[test]
fn case_c_stays_as_it_is_when_its_exercise_is_done() {
    assert_stages(
        &example("case-c"),
        &[
            ("country.level@recipient:kigumi,country:JP", ["fair", "fair", "fair"]),
            ("threats.result@transfer:magazine", ["low", "low", "low"]),
            ("conclusion.overall", ["medium", "medium", "medium"]),
        ],
    );
}
