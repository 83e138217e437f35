//! Walks through the export dialog and the preview: what may go wrong leads to the field that mends it, and another role signs in turn.

use crate::support::journey::{Journey, Memory};
use crate::support::world::finished;
use pipia::domain::{Lang, Text};
use pipia::tui::Context;
use pipia::tui::effect::{Effect, ExportOrder, IdentityEntry, SignOrder, SignRole, Trouble, TroubleKind};
use pipia::tui::key::keys;

fn identity(id: &str, name: &str, locked: bool) -> IdentityEntry {
    IdentityEntry {
        id: id.into(),
        name: name.into(),
        organisation: "鹭屿".into(),
        self_signed: true,
        locked,
        expires: "2031-11-21".into(),
        ..IdentityEntry::default()
    }
}

fn with(identities: Vec<IdentityEntry>) -> Journey {
    let world = Memory {
        identities,
        ..Memory::default()
    };
    Journey::open_in(Lang::Zh, 100, 30, finished("case-a"), world)
}

fn trouble(kind: TroubleKind) -> Trouble {
    Trouble {
        what: Text::new("没有写成", "not written"),
        todo: Text::new("请改正", "put it right"),
        kind,
    }
}

fn exports(journey: &mut Journey) -> Vec<ExportOrder> {
    let orders = journey.driver().world().orders.iter();
    let exports = orders.filter_map(|order| match order {
        Effect::Export(order) => Some(order.clone()),
        _ => None,
    });
    exports.collect()
}

fn signatures(journey: &mut Journey) -> Vec<SignOrder> {
    let orders = journey.driver().world().orders.iter();
    let signatures = orders.filter_map(|order| match order {
        Effect::Sign(order) => Some(order.clone()),
        _ => None,
    });
    signatures.collect()
}

#[track_caller]
fn see(journey: &Journey, words: &str) {
    assert!(journey.text().contains(words), "{words}:\n{}", journey.text());
}

fn context(journey: &mut Journey) -> Context {
    journey.driver().app().screens().last().unwrap().context()
}

#[test]
fn a_passphrase_is_asked_for_before_anything_is_ordered_and_again_when_it_is_wrong() {
    let mut journey = with(vec![identity("li-wen", "李文", true)]);
    journey.keys("<esc>e<ctrl+s>");
    see(&journey, "请输入口令");
    assert!(exports(&mut journey).is_empty());
    journey.driver().world_mut().trouble = Some(trouble(TroubleKind::Passphrase));
    journey.keys("secret<ctrl+s>");
    see(&journey, "没有写成");
    assert!(!journey.text().contains("备用字体文件"), "{}", journey.text());
    assert!(!journey.text().contains("secret"), "{}", journey.text());
    // The caret stands in the emptied field.
    journey.driver().world_mut().trouble = None;
    journey.keys("geheim<ctrl+s>");
    let words: Vec<String> = exports(&mut journey)
        .into_iter()
        .map(|order| order.sign.unwrap().2.0)
        .collect();
    assert_eq!(words, ["secret", "geheim"]);
    see(&journey, &"00".repeat(32));
}

#[test]
fn a_place_that_cannot_be_written_to_leads_back_to_the_path() {
    let mut journey = with(Vec::new());
    journey.driver().world_mut().trouble = Some(trouble(TroubleKind::Place));
    journey.keys("<esc>e<ctrl+s>");
    see(&journey, "> 保存为");
    assert_eq!(context(&mut journey), Context::Field);
    journey.driver().world_mut().trouble = None;
    journey.keys("<ctrl+u>~/报告 甲/结果<ctrl+s>");
    let order = exports(&mut journey).pop().unwrap();
    assert_eq!(order.path.to_str(), Some("~/报告 甲/结果.pdf"));
    journey.keys("<up><ctrl+u>~/报告 甲/<ctrl+s>");
    let order = exports(&mut journey).pop().unwrap();
    assert_eq!(order.path.to_str(), Some("~/报告 甲/case.pdf"));
    journey.keys("<up><ctrl+u><ctrl+s>");
    see(&journey, "请填写保存位置");
}

#[test]
fn another_role_signs_the_report_that_was_written() {
    let mut journey = with(vec![
        identity("li-wen", "李文", false),
        identity("chen-bo", "陈博", false),
    ]);
    journey.keys("<esc>e");
    assert!(!journey.text().contains("追加签名"), "{}", journey.text());
    journey.keys("<ctrl+s>");
    see(&journey, "数字签名：李文（评估人）");
    journey.keys("s");
    see(&journey, "追加数字签名");
    // The role of the first signature is not offered again.
    journey.keys("<right><down><right><right><right><right>");
    assert!(!journey.text().contains("< 评估人 >"), "{}", journey.text());
    while !journey.text().contains("< 个人信息保护负责人 >") {
        journey.keys("<right>");
    }
    journey.keys("<ctrl+s>");
    let order = signatures(&mut journey).pop().unwrap();
    assert_eq!((order.identity.as_str(), order.role), ("chen-bo", SignRole::Officer));
    assert_eq!(order.path, exports(&mut journey).pop().unwrap().path);
    see(&journey, &"11".repeat(32));
    see(&journey, "李文（评估人）、陈博（个人信息保护负责人）");
    // One step back from a further signature leads to the dialog, not out of it.
    journey.keys("s<esc>");
    see(&journey, "导出报告");
    see(&journey, "已导出");
}

#[test]
fn the_question_about_an_existing_file_follows_the_language() {
    let mut journey = with(Vec::new());
    journey.driver().world_mut().exists = true;
    journey.keys("<esc>e<ctrl+s>");
    see(&journey, "文件已存在");
    journey.keys("<f2>");
    see(&journey, "The file exists already: case.pdf");
}

#[test]
fn a_report_that_is_ready_after_the_dialog_was_left_is_told() {
    let mut journey = with(Vec::new());
    journey.keys("<esc>e");
    for key in keys("<ctrl+s><esc>").unwrap() {
        journey.driver().press(key).unwrap();
    }
    journey.driver().collect().unwrap();
    see(&journey, "文件：case.pdf");
}

#[test]
fn the_preview_keeps_its_place_in_another_language_and_at_another_width() {
    let mut journey = Journey::open(Lang::Zh, 100, 30, finished("case-a"));
    journey.keys("<esc>v<tab><tab><tab>");
    see(&journey, "（二）评估起止时间");
    journey.keys("<right>");
    see(&journey, "（二） Start and end");
    journey.resize(80, 24);
    see(&journey, "（二） Start and end");
    journey.keys("<right>").resize(120, 40);
    see(&journey, "（二）评估起止时间");
}

#[test]
fn the_preview_turns_by_whole_pages_and_one_line_back_from_its_end_is_seen() {
    let mut journey = Journey::open(Lang::Zh, 80, 24, finished("case-a"));
    journey.keys("<esc>v");
    let line = |journey: &Journey, at: usize| journey.lines()[at].trim_end_matches(['│', '┃', ' ']).to_owned();
    let last = line(&journey, 22);
    journey.keys("<pgdn>");
    // The last line of a page is the first of the next.
    assert_eq!(line(&journey, 2), last, "{}", journey.text());
    journey.keys("<end>");
    let end = journey.text();
    journey.keys("<down>");
    assert_eq!(journey.text(), end);
    journey.keys("<up>");
    assert_ne!(journey.text(), end);
}

#[test]
fn the_preview_finds_words_of_the_text() {
    let mut journey = Journey::open(Lang::En, 100, 30, finished("case-a"));
    journey.keys("<esc>v/no such words anywhere");
    see(&journey, "Nothing matches");
    journey.keys("<ctrl+u>Haijing Law Firm");
    journey.keys("<enter>");
    see(&journey, "Haijing Law");
    assert!(!journey.text().contains("Line 1 of"), "{}", journey.text());
    journey.keys("<esc>");
}
