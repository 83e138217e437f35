//! Findings, measures, evidence, review, export and identities by keys, each held to named facts in answers and effects.

use crate::support::journey::{Journey, Memory, today};
use crate::support::world::finished;
use pipia::domain::{Answer, Answers, Engine, Lang, Scope, Stage, Text, Value};
use pipia::questionnaire::Catalog;
use pipia::tui::effect::{Effect, ExportOrder, Format, IdentityEntry, ReportLang, SignRole, Trouble, TroubleKind};
use std::sync::Arc;

/// Worked case A, open.
fn case_a(lang: Lang) -> Journey {
    Journey::open(lang, 80, 24, finished("case-a"))
}

fn exports(journey: &mut Journey) -> Vec<ExportOrder> {
    let orders = journey.driver().world().orders.iter();
    orders
        .filter_map(|order| {
            if let Effect::Export(order) = order {
                Some(order.clone())
            } else {
                None
            }
        })
        .collect()
}

fn engine(answers: &Answers) -> Engine {
    let questionnaire = Catalog::built_in().unwrap().get("certification").unwrap();
    Engine::new(questionnaire, Arc::new(answers.clone()), today())
}

#[test]
fn from_the_review_one_goes_to_a_missing_answer_and_back() {
    let mut journey = Journey::open(Lang::Zh, 80, 24, Answers::default());
    journey.keys("<esc>r");
    assert!(journey.text().contains("就绪情况"), "{}", journey.text());
    assert!(!journey.text().contains("合规"), "{}", journey.text());
    let before = journey.at();
    journey.keys("<down><down><enter>");
    let there = journey.at();
    assert_ne!(there, before);
    assert!(journey.text().contains("回到清单"), "{}", journey.text());
    journey.keys("<esc>");
    if !journey.text().contains("就绪情况") {
        journey.keys("<esc>");
    }
    assert!(journey.text().contains("就绪情况"), "{}", journey.text());
    journey.keys("<enter>");
    assert_eq!(journey.at(), there, "the focus is where it was");
}

#[test]
fn a_proposed_measure_is_taken_filled_in_and_changes_the_expected_level() {
    let mut answers = finished("case-a");
    answers.records.remove("measure");
    assert_eq!(changed(&engine(&answers)), 0, "no measure, no change");
    let mut journey = Journey::open(Lang::Zh, 100, 30, answers);
    journey.keys("<esc>i");
    let first = engine(journey.answers())
        .answered_findings()
        .into_iter()
        .find(|finding| finding.open)
        .unwrap();
    journey.keys("m");
    let row = journey.answers().rows("measure")[0].clone();
    let Some(Value::Multi(ticks)) = row.cell("for").and_then(Answer::known) else {
        panic!("for")
    };
    assert!(ticks.ticked.contains(first.id().to_string().as_str()));
    assert_eq!(row.cell("text").unwrap().text(), first.measure.zh);
    assert_eq!(row.cell("text").unwrap().translation, first.measure.en);
    assert_eq!(row.cell("status").unwrap().choice().unwrap().as_str(), "open");
    assert_eq!(
        row.cell("kind").unwrap().choice().unwrap().as_str(),
        "immediate",
        "a blocking finding is treated at once"
    );
    let after: Vec<String> = first.after.iter().map(ToString::to_string).collect();
    assert_eq!(row.cell("answers_after").map_or("", Answer::text), after.join("\n"));
    // The form stands at the owner, the first thing nobody could know.
    journey.keys("法务经理<tab>2026-12-31<tab>");
    let row = &journey.answers().rows("measure")[0];
    assert_eq!(row.cell("owner").unwrap().text(), "法务经理");
    assert_eq!(row.cell("due").unwrap().date(), Some(jiff::civil::date(2026, 12, 31)));
    assert!(journey.text().contains("预期"), "{}", journey.text());
    // With the other blocking findings taken up as well, levels fall.
    journey.keys("<esc>").keys(&"<down>m<esc>".repeat(6));
    assert_eq!(journey.answers().rows("measure").len(), 7, "{}", journey.text());
    assert!(changed(&engine(journey.answers())) > 0);
    journey.keys("<tab><tab>");
    assert!(
        journey.text().contains("待填"),
        "owners and days to fill in: {}",
        journey.text()
    );
}

/// How many levels the planned measures change.
fn changed(engine: &Engine) -> usize {
    let rules = engine.questionnaire().judgements.iter();
    let all = rules.flat_map(|rule| {
        engine
            .judgement_scopes(rule)
            .into_iter()
            .map(|scope| (rule.id.clone(), scope))
    });
    let level = |id: &pipia::domain::JudgementId, scope: &Scope, stage| {
        engine.judge_at(id, scope, stage).map(|found| found.level.clone())
    };
    all.filter(|(id, scope)| level(id, scope, Stage::Inherent) != level(id, scope, Stage::Expected))
        .count()
}

#[test]
fn a_date_that_is_none_keeps_one_in_the_field_and_says_why() {
    let mut answers = finished("case-a");
    answers.records.remove("measure");
    let mut journey = Journey::open(Lang::En, 80, 24, answers);
    journey.keys("<esc>im").keys("owner<tab>soon<tab>");
    assert!(journey.text().contains("soon"), "{}", journey.text());
    assert!(journey.answers().rows("measure")[0].cell("due").is_none());
    journey.keys("<ctrl+u>2026-12-01<ctrl+s>");
    assert_eq!(
        journey.answers().rows("measure")[0].cell("due").unwrap().date(),
        Some(jiff::civil::date(2026, 12, 1))
    );
}

#[test]
fn a_lesser_finding_is_accepted_with_a_reason_and_a_blocking_one_never() {
    let mut journey = case_a(Lang::Zh);
    let all = engine(journey.answers()).answered_findings();
    assert_eq!(all[0].severity, pipia::domain::Severity::Blocking);
    journey.keys("<esc>ic");
    assert!(journey.text().contains("阻断项不能接受"), "{}", journey.text());
    let graver = all
        .iter()
        .filter(|finding| finding.severity != pipia::domain::Severity::Minor)
        .count();
    journey.keys(&"<down>".repeat(graver)).keys("c");
    let before = journey.answers().acceptances.len();
    journey.keys("律师确认可以接受<enter>");
    assert_eq!(journey.answers().acceptances.len(), before + 1, "{}", journey.text());
    assert!(
        journey
            .answers()
            .acceptances
            .values()
            .any(|accepted| accepted.reason == "律师确认可以接受")
    );
}

#[test]
fn a_measure_done_without_evidence_is_said_so_and_does_not_count() {
    let mut answers = finished("case-a");
    answers.records.remove("measure");
    let mut journey = Journey::open(Lang::Zh, 80, 24, answers);
    journey.keys("<esc>im<esc><tab><tab>");
    journey.keys("<space><space>");
    let row = &journey.answers().rows("measure")[0];
    assert_eq!(row.cell("status").unwrap().choice().unwrap().as_str(), "done");
    assert!(journey.text().contains("没有证明材料"), "{}", journey.text());
    let engine = engine(journey.answers());
    let overall = |stage| {
        engine
            .judge_at(&"conclusion.overall".into(), &Scope::whole(), stage)
            .unwrap()
            .level
            .clone()
    };
    assert_eq!(overall(Stage::Inherent), overall(Stage::Attained));
}

#[test]
fn evidence_is_added_to_the_question_one_stands_at() {
    let mut journey = Journey::open(Lang::Zh, 80, 24, Answers::default());
    let at = journey.at();
    journey
        .keys("<esc>da")
        .keys("审计报告<tab><tab>2026-10-01<tab>2027-10-01<tab><space><tab>/tmp/audit.pdf<tab>");
    let known = journey.answers().evidence[0].clone();
    assert_eq!((known.key.as_str(), known.title.as_str()), ("E-01", "审计报告"));
    assert_eq!(known.date, Some(jiff::civil::date(2026, 10, 1)));
    assert_eq!(known.expiry, Some(jiff::civil::date(2027, 10, 1)));
    assert!(known.confidential);
    assert_eq!(known.proves.iter().map(ToString::to_string).collect::<Vec<_>>(), [at]);
    assert!(
        journey
            .driver()
            .world()
            .orders
            .contains(&Effect::HashEvidence("/tmp/audit.pdf".into()))
    );
}

#[test]
fn the_first_signature_makes_an_identity_and_tells_what_it_is_worth() {
    let mut journey = case_a(Lang::Zh);
    journey.keys("<esc>e<down><down><down><left><enter>");
    assert!(journey.text().contains("新建签名身份"), "{}", journey.text());
    assert!(journey.text().contains("持牌电子认证服务机构"), "{}", journey.text());
    journey.keys("<ctrl+u>林文<tab><ctrl+u>海拓<tab>secret<tab>secrets<tab><tab><enter>");
    assert!(journey.text().contains("两次输入的口令不同"), "{}", journey.text());
    journey.keys("<backspace><tab><tab><enter>");
    let order = journey.driver().world().orders.iter().find_map(|order| match order {
        Effect::NewIdentity(order) => Some(order.clone()),
        _ => None,
    });
    let order = order.expect("an identity was asked for");
    assert_eq!(
        (
            order.name.as_str(),
            order.organisation.as_str(),
            order.passphrase.0.as_str()
        ),
        ("林文", "海拓", "secret")
    );
    assert!(journey.text().contains("不能恢复"), "{}", journey.text());
    assert!(journey.text().contains("certificate.pem"), "{}", journey.text());
    journey.keys("<esc>");
    assert!(
        journey.text().contains("林文"),
        "the new identity signs: {}",
        journey.text()
    );
}

#[test]
fn an_order_says_what_was_chosen_and_the_result_shows_place_and_digest() {
    let known = IdentityEntry {
        id: "li-wen".into(),
        name: "李文".into(),
        organisation: "海拓".into(),
        self_signed: true,
        expires: "2031-11-21".into(),
        ..IdentityEntry::default()
    };
    let mut journey = Journey::open_in(
        Lang::En,
        100,
        30,
        finished("case-a"),
        Memory {
            identities: vec![known],
            ..Memory::default()
        },
    );
    journey.keys("<esc>e");
    assert!(journey.text().contains("cover will show"), "{}", journey.text());
    journey.keys("<down><right><down><down><down><right><ctrl+s>");
    let orders = exports(&mut journey);
    let order = orders.last().expect("an order");
    assert_eq!((order.format, order.lang), (Format::Pdf, ReportLang::En));
    assert_eq!(
        order.sign.as_ref().map(|(id, role, _)| (id.as_str(), *role)),
        Some(("li-wen", SignRole::Reviewer))
    );
    assert!(!order.overwrite);
    assert!(journey.text().contains(&"00".repeat(32)), "{}", journey.text());
}

#[test]
fn an_existing_file_is_replaced_only_after_yes() {
    let mut journey = case_a(Lang::Zh);
    journey.driver().world_mut().exists = true;
    journey.keys("<esc>e<ctrl+s>");
    assert!(journey.text().contains("文件已存在"), "{}", journey.text());
    journey.keys("n");
    assert_eq!(exports(&mut journey).iter().filter(|order| order.overwrite).count(), 0);
    journey.keys("<ctrl+s>y");
    assert_eq!(exports(&mut journey).iter().filter(|order| order.overwrite).count(), 1);
}

#[test]
fn the_preview_shows_the_report_and_goes_to_its_headings() {
    let mut journey = case_a(Lang::Zh);
    journey.keys("<esc>v");
    assert!(
        journey.text().contains("个人信息保护影响评估报告"),
        "{}",
        journey.text()
    );
    let first = journey.text();
    journey.keys("<tab><tab>");
    assert_ne!(journey.text(), first);
    journey.keys("<home><right>");
    assert!(
        journey.text().to_lowercase().contains("impact assessment"),
        "{}",
        journey.text()
    );
}

#[test]
fn settings_are_kept_as_they_are_made() {
    let mut journey = Journey::new(Lang::Zh, 80, 24);
    journey.keys("s<down><right><down><right><down>/报告<tab>海拓<esc>");
    let kept = journey.driver().world().settings.clone().expect("saved");
    assert_eq!(
        (kept.report, kept.folder.as_str(), kept.organisation.as_str()),
        (ReportLang::En, "/报告", "海拓")
    );
}

#[test]
fn a_term_leads_to_the_terms_its_definition_uses_and_back() {
    let mut journey = Journey::open(Lang::En, 100, 30, Answers::default());
    journey.keys("<esc>y");
    let list = journey.text();
    journey.keys("<enter>");
    assert!(journey.text().contains("Definition"), "{}", journey.text());
    journey.keys("<esc>");
    assert_eq!(journey.text(), list);
}

#[test]
fn a_letter_without_a_face_is_named_with_its_place_and_another_face_can_be_given() {
    let trouble = Trouble {
        what: Text::new(
            "以下文字在字体中没有字形：\n  𠮷 U+20BB7 在“基本情况”中：𠮷田",
            "these characters are in no font:\n  𠮷 U+20BB7",
        ),
        todo: Text::new(
            "请改用其他写法，或者指定字体文件。",
            "Write them differently, or name a font file.",
        ),
        kind: TroubleKind::Letters,
    };
    let mut journey = case_a(Lang::Zh);
    journey.driver().world_mut().trouble = Some(trouble);
    journey.keys("<esc>e<ctrl+s>");
    assert!(journey.text().contains("U+20BB7"), "{}", journey.text());
    assert!(journey.text().contains("备用字体文件"), "{}", journey.text());
    journey.driver().world_mut().trouble = None;
    // The caret stands in the row for the face.
    journey.keys("/fonts/plane2.ttf<ctrl+s>");
    let orders = exports(&mut journey);
    assert_eq!(orders.last().unwrap().fallback_font.to_str(), Some("/fonts/plane2.ttf"));
    assert!(journey.text().contains(&"00".repeat(32)), "{}", journey.text());
}

#[test]
fn a_missing_cell_is_shown_in_its_row() {
    let mut answers = finished("case-a");
    let rows = answers.records.get_mut("recipient").unwrap();
    assert!(rows.len() > 1, "the case has several recipients");
    let key = rows[1].key.clone();
    rows[1].cells.remove("name");
    let mut journey = Journey::open(Lang::En, 100, 30, answers);
    journey.keys("<esc>r");
    assert!(!journey.text().contains("Nothing is missing"), "{}", journey.text());
    journey.keys("<enter>");
    assert!(journey.at().starts_with("recipient."), "{}", journey.at());
    // The row in focus is that one: what is marked as unknown now is one of its cells.
    let before = journey.answers().row("recipient", &key).unwrap().clone();
    journey.keys("u");
    assert_ne!(
        journey.answers().row("recipient", &key),
        Some(&before),
        "{}",
        journey.text()
    );
}
