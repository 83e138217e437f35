//! Walks through levels, findings, measures and evidence of a finished case, held to named facts in the answers.

use crate::support::journey::{Journey, today};
use crate::support::world::finished;
use pipia::domain::{Answer, Answers, Change, Engine, Finding, Lang, LevelId, Scope, Scoped, Severity, Stage, Value};
use pipia::questionnaire::Catalog;
use std::sync::Arc;

/// Case A before its first measure was done: it stands at the head of the list again.
fn case_a(lang: Lang) -> Journey {
    let mut answers = finished("case-a");
    for (column, answer) in [
        ("status", Answer::value(Value::Choice("open".into()))),
        ("done_on", Answer::default()),
        ("evidence", Answer::default()),
    ] {
        let _ = Change::Cell("measure".into(), "suspend".into(), column.into(), answer).apply(&mut answers);
    }
    Journey::open(lang, 100, 30, answers)
}

fn engine(answers: &Answers) -> Engine {
    let questionnaire = Catalog::built_in().unwrap().get("certification").unwrap();
    Engine::new(questionnaire, Arc::new(answers.clone()), today())
}

fn level(answers: &Answers, id: &str, scope: &str, stage: Stage) -> LevelId {
    let scope = Scope::parse(scope).unwrap();
    engine(answers)
        .judge_at(&id.into(), &scope, stage)
        .unwrap()
        .level
        .clone()
}

#[track_caller]
fn see(journey: &Journey, words: &str) {
    assert!(journey.text().contains(words), "{words}:\n{}", journey.text());
}

fn measure<'a>(journey: &'a Journey, key: &str) -> &'a pipia::domain::Row {
    journey.answers().row("measure", key).unwrap()
}

fn ticked(answer: Option<&Answer>) -> Vec<String> {
    match answer.and_then(Answer::known) {
        Some(Value::Multi(ticks)) => ticks.ticked.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}

/// The accepted findings, as the list has them: at the end.
fn accepted(journey: &Journey) -> Vec<Finding> {
    let all = engine(journey.answers()).answered_findings();
    let known = |finding: &Finding| journey.answers().acceptances.contains_key(&finding.id());
    all.into_iter().filter(known).collect()
}

#[test]
fn undo_names_what_it_takes_back() {
    let mut journey = case_a(Lang::Zh);
    let last = accepted(&journey).pop().unwrap();
    journey.keys("<esc>i<end>c");
    see(&journey, "已收回接受");
    journey.keys("<ctrl+z>");
    see(&journey, &format!("已撤销：问题项 {}", last.code));
    journey
        .goto("recipient-assurance.level")
        .keys("o<down><enter>客户书面说明<enter><ctrl+z>");
    see(&journey, "已撤销：技术保障能力 · Lusee Pte. Ltd.");
    journey.keys("<ctrl+y>");
    see(&journey, "已重做：技术保障能力 · Lusee Pte. Ltd.");
}

#[test]
fn the_focus_follows_a_finding_that_is_open_again_and_stays_at_the_next_when_one_is_closed() {
    let mut journey = case_a(Lang::Zh);
    let last = accepted(&journey).pop().unwrap();
    journey.keys("<esc>i<end>c<enter>");
    see(&journey, &format!("问题项 {}", last.code));
    let count = journey.answers().acceptances.len();
    journey.keys("<esc>c再次接受<enter>");
    assert_eq!(journey.answers().acceptances[&last.id()].reason, "再次接受");
    assert_eq!(journey.answers().acceptances.len(), count + 1);
    // The next open finding has the focus now: accepting it needs no way back.
    journey.keys("c同样接受<enter>");
    assert_eq!(journey.answers().acceptances.len(), count + 2, "{}", journey.text());
}

#[test]
fn a_reason_is_asked_for_until_there_is_one() {
    let mut journey = case_a(Lang::En);
    let before = journey.answers().acceptances.len();
    let all = engine(journey.answers()).answered_findings();
    let blocking = all
        .iter()
        .filter(|finding| finding.severity == Severity::Blocking)
        .count();
    journey.keys("<esc>i").keys(&"<down>".repeat(blocking)).keys("c<enter>");
    see(&journey, "The reason is empty");
    see(&journey, "Why the risk is accepted");
    journey.keys("counsel agrees<enter>");
    assert_eq!(journey.answers().acceptances.len(), before + 1);
}

#[test]
fn boxes_over_a_screen_speak_the_language_of_the_moment() {
    let mut journey = case_a(Lang::Zh);
    journey.goto("recipient-assurance.level").keys("o");
    see(&journey, "调整为");
    journey.keys("<f2>");
    see(&journey, "New level");
    see(&journey, "strong assurance");
    journey.keys("<down><enter><f2>");
    see(&journey, "写明理由");
    journey.keys("半途换语言<f2>客户说明<enter>");
    let reasons: Vec<_> = journey
        .answers()
        .overrides
        .values()
        .map(|known| &known.reason)
        .collect();
    assert!(
        reasons.iter().any(|reason| *reason == "半途换语言客户说明"),
        "{reasons:?}"
    );
}

#[test]
fn the_arithmetic_says_what_the_codes_stand_for_and_which_conditions_did_not_hold() {
    let mut journey = case_a(Lang::Zh);
    journey.goto("legality.level").keys("t");
    see(&journey, "LE-02 “订单传至海外仓系统”部分或者全部数据没有合法性基础");
    let mut journey = case_a(Lang::En);
    journey.goto("recipient-assurance.level").keys("t");
    see(&journey, "None of these holds: ");
    see(&journey, "Input: Security incidents: its own, handled in time and well");
}

#[test]
fn a_measure_says_which_answers_change_and_levels_follow_at_once() {
    let mut journey = case_a(Lang::Zh);
    let expected = |journey: &Journey| level(journey.answers(), "legality.legality", "transfer:crm", Stage::Expected);
    assert_eq!(expected(&journey).as_str(), "no-gap");
    // The first measure of the list suspends all transfers; its answers are the last row of the form.
    journey.keys("<esc>i<tab><tab><enter><shift+tab>");
    see(&journey, "出境状态（会员管理与营销分析） → 还没有");
    journey.keys("<enter><down><enter>");
    let after = measure(&journey, "suspend")
        .cell("answers_after")
        .unwrap()
        .text()
        .to_owned();
    assert_eq!(after.lines().count(), 3, "{after}");
    assert!(!after.contains("transfer:crm"), "{after}");
    assert_eq!(expected(&journey).as_str(), "bar");
    see(&journey, "[ ] 出境状态（会员管理与营销分析） → 还没有");
    // The focus is on it still: it comes back with the same key.
    journey.keys("<enter>");
    assert_eq!(expected(&journey).as_str(), "no-gap");
}

#[test]
fn any_other_answer_may_change_by_a_measure() {
    let mut journey = case_a(Lang::En);
    journey.keys("<esc>i<tab><tab><enter><shift+tab><enter><end><enter>");
    see(&journey, "Which answer changes");
    journey.keys("agreed months orders<enter>");
    see(&journey, "The value after the measure");
    journey.keys("<ctrl+u>soon<enter>");
    see(&journey, "is not a");
    journey.keys("<enter><end><enter>agreed months orders<enter><ctrl+u>24<enter>");
    let line = "transfer.details.retention_agreed_months@transfer:orders = 24";
    let after = measure(&journey, "suspend").cell("answers_after").unwrap().text();
    assert_eq!(after.lines().last(), Some(line), "{}", journey.text());
    see(&journey, "→ 24");
    // Of several ticks one is added.
    journey
        .keys("<end><enter>")
        .keys("capability.technical<enter><down><enter>");
    let after = measure(&journey, "suspend").cell("answers_after").unwrap().text();
    let last = after.lines().last().unwrap();
    assert!(
        last.starts_with("capability.technical ") && last.contains("= "),
        "{last}"
    );
}

#[test]
fn several_findings_are_ticked_one_after_the_other() {
    let mut answers = finished("case-a");
    answers.records.remove("measure");
    let mut journey = Journey::open(Lang::Zh, 100, 30, answers);
    journey.keys("<esc>im<esc>");
    assert_eq!(ticked(measure(&journey, "m1").cell("for")).len(), 1);
    journey.keys("m<shift+tab><shift+tab><shift+tab><enter><down><enter><down><enter>");
    assert_eq!(
        ticked(measure(&journey, "m1").cell("for")).len(),
        3,
        "{}",
        journey.text()
    );
    see(&journey, "[x] ");
}

#[test]
fn what_is_opened_and_left_empty_leaves_nothing_behind() {
    let mut journey = case_a(Lang::Zh);
    let (measures, evidence) = (
        journey.answers().rows("measure").len(),
        journey.answers().evidence.len(),
    );
    journey.keys("<esc>i<tab><tab>a<esc><esc>");
    assert_eq!(journey.answers().rows("measure").len(), measures);
    journey.keys("da<esc>");
    assert_eq!(journey.answers().evidence.len(), evidence);
    journey.keys("a银行回单<esc>");
    assert_eq!(journey.answers().evidence.len(), evidence + 1);
}

#[test]
fn evidence_is_recorded_from_the_measure_it_proves_and_its_removal_is_felt() {
    let mut answers = finished("case-a");
    answers.records.remove("measure");
    let mut journey = Journey::open(Lang::Zh, 100, 30, answers);
    journey.keys("<esc>im<esc><tab><tab><space><space><enter>");
    let overall = |journey: &Journey| level(journey.answers(), "legality.legality", "transfer:hr", Stage::Attained);
    let before = overall(&journey);
    // The row for the evidence is the last but one.
    let row = measure(&journey, "m1").clone();
    assert_eq!(row.cell("status").unwrap().choice().unwrap().as_str(), "done");
    journey.keys("<home>");
    while !journey.text().contains("> 证据") {
        journey.keys("<tab>");
    }
    journey.keys("<enter><end><enter>");
    see(&journey, "证明材料 E-18");
    journey.keys("同意记录<ctrl+s>");
    assert_eq!(ticked(measure(&journey, "m1").cell("evidence")), ["E-18"]);
    let new = journey.answers().evidence.last().unwrap().clone();
    assert_eq!(new.title, "同意记录");
    assert_eq!(
        new.proves,
        [Scoped::new("treatment.measures".into(), Scope::row("measure", "m1"))]
    );
    let with = overall(&journey);
    journey.keys("<esc><esc>").keys("d<end><delete>y");
    assert_eq!(ticked(measure(&journey, "m1").cell("evidence")), Vec::<String>::new());
    assert_eq!(overall(&journey), before, "with the evidence it was {with}");
}

#[test]
fn words_that_change_lose_the_translation_of_the_old_ones() {
    let mut journey = case_a(Lang::En);
    assert!(
        !measure(&journey, "suspend")
            .cell("text")
            .unwrap()
            .translation
            .is_empty()
    );
    journey.keys("<esc>i<tab><tab>");
    see(&journey, "From 18:00 on 21 November 2026");
    journey.keys("<enter><tab>，另行通知<tab>");
    let text = measure(&journey, "suspend").cell("text").unwrap();
    assert!(text.text().ends_with("，另行通知"), "{}", text.text());
    assert_eq!(text.translation, "");
    see(&journey, "2026年11月21日18:00起");
}

#[test]
fn a_translation_is_written_beside_the_text_it_is_of() {
    let mut journey = Journey::open(Lang::Zh, 80, 24, Answers::default());
    journey.goto("processor.business");
    journey.keys("<f10>");
    assert!(journey.text().contains("没有可以翻译的文字"), "{}", journey.text());
    journey.keys("通过自有应用销售家居用品<f10>");
    journey.keys("sells household goods through its own app<enter>");
    let answer = |journey: &Journey| {
        let answers = journey.answers();
        answers.answer("processor.business", &Scope::whole()).unwrap().clone()
    };
    assert_eq!(answer(&journey).text(), "通过自有应用销售家居用品");
    assert_eq!(
        answer(&journey).translation,
        "sells household goods through its own app"
    );
    assert!(
        journey.text().contains("译文：sells household goods"),
        "{}",
        journey.text()
    );
    // Other words need another translation: the old one goes, and the user is told.
    journey.keys("，含售后<esc>");
    assert_eq!(answer(&journey).translation, "");
    assert!(journey.text().contains("译文"), "{}", journey.text());
}
