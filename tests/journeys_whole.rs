//! From home to the written report, by keys alone: a worked case finished and signed, in both languages; and a new assessment of which
//! a handful is answered and a draft written.

use crate::support::journey::Journey;
use pipia::domain::{Lang, Value};
use pipia::tui::effect::{Effect, ExportOrder, ReportLang, SignRole};

fn last_order(journey: &mut Journey) -> ExportOrder {
    let orders = journey.driver().world().orders.iter().rev();
    orders
        .clone()
        .find_map(|order| {
            if let Effect::Export(order) = order {
                Some(order.clone())
            } else {
                None
            }
        })
        .expect("an order")
}

fn see(journey: &Journey, words: &str) {
    assert!(journey.text().contains(words), "{words}:\n{}", journey.text());
}

/// Opens a worked case from home, looks at review and findings, makes an identity, exports and signs.
fn worked_case(lang: Lang, words: [&str; 6], name: &str) -> ExportOrder {
    let mut journey = Journey::new(lang, 100, 30);
    journey.keys("d<enter>");
    assert!(journey.driver().app().session().is_some(), "{}", journey.text());
    journey.keys("<esc>r");
    see(&journey, words[0]);
    see(&journey, words[1]);
    journey.keys("<esc>i");
    see(&journey, words[2]);
    journey.keys("<enter>");
    see(&journey, words[3]);
    journey.keys("<esc><esc>e");
    see(&journey, words[4]);
    // The choice of who signs, one step back round to "new".
    journey
        .keys("<down><down><down><left><enter><ctrl+u>")
        .keys(name)
        .keys("<ctrl+s>");
    see(&journey, "certificate.pem");
    journey.keys("<esc><ctrl+s>");
    see(&journey, &"00".repeat(32));
    see(&journey, words[5]);
    last_order(&mut journey)
}

#[test]
fn a_worked_case_from_home_to_a_signed_report_in_chinese() {
    let words = [
        "存在阻断项",
        "本工具列明等级、差距和依据",
        "阻断项",
        "依据的答案",
        "封面将显示",
        "文件：",
    ];
    let order = worked_case(Lang::Zh, words, "林文");
    assert_eq!(
        order.sign.map(|(id, role, _)| (id, role)),
        Some(("signer-1".into(), SignRole::Assessor))
    );
    assert_eq!(order.lang, ReportLang::Zh);
    assert!(order.path.ends_with("case-a.pdf"), "{}", order.path.display());
}

#[test]
fn a_worked_case_from_home_to_a_signed_report_in_english() {
    let words = [
        "blocking findings are open",
        "officer and counsel",
        "Blocking",
        "Answers it rests on",
        "The cover will show",
        "case-a.pdf",
    ];
    let order = worked_case(Lang::En, words, "Lin Wen");
    assert!(order.sign.is_some());
}

/// A new assessment: a title, a handful of answers, a look at what is missing, a draft.
fn new_assessment(lang: Lang, title: &str, missing: &str, draft: &str) {
    let mut journey = Journey::new(lang, 80, 24);
    journey.keys("n").keys(title).keys("<ctrl+s>");
    assert_eq!(journey.at(), "route.as-of");
    journey.keys("<ctrl+u>2026-11-20<enter>");
    journey.goto("route.ciio").keys("2<enter>");
    assert_eq!(
        journey.answer("route.as-of").date(),
        Some(jiff::civil::date(2026, 11, 20))
    );
    assert!(
        matches!(
            journey.answer("route.ciio").known(),
            Some(Value::Choice(_) | Value::YesNo(_))
        ),
        "{:?}",
        journey.answer("route.ciio")
    );
    journey.keys("r");
    see(&journey, missing);
    journey.keys("e");
    see(&journey, draft);
    // A final report is refused while something is missing; the draft is written.
    journey.keys("<down><down><right>");
    journey.keys("<ctrl+s>");
    let order = last_order(&mut journey);
    assert!(order.draft && order.sign.is_none() && !order.overwrite);
    see(&journey, &"00".repeat(32));
    journey.keys("<esc><esc><esc>");
    see(&journey, title);
}

#[test]
fn a_new_assessment_from_home_to_a_draft_in_chinese() {
    new_assessment(Lang::Zh, "海外仓订单", "只能导出草稿", "草稿");
}

#[test]
fn a_new_assessment_from_home_to_a_draft_in_english() {
    new_assessment(Lang::En, "Warehouse orders", "draft", "draft, marked on every page");
}
