//! Walks through tables, levels and the route, held to named facts in the answers.

use crate::support::journey::Journey;
use crate::worked_cases::engine;
use pipia::domain::{Answer, Answers, Lang};

/// The answers of worked case A, known facts only.
pub(crate) fn case_a() -> Answers {
    engine("bare-a.toml", include_str!("cases/bare-a.toml"))
        .answers()
        .clone()
}

fn cell(journey: &Journey, record: &str, row: &str, column: &str) -> Answer {
    journey.answers().cell(record, row, column).cloned().unwrap_or_default()
}

#[test]
fn a_transfer_is_entered_by_keys_and_its_recipient_made_on_the_way() {
    let mut journey = Journey::open(Lang::Zh, 80, 24, Answers::default());
    journey.goto("transfer.list");
    assert_eq!(journey.at(), "transfer.list");
    println!("{}", journey.text());
    journey.keys("a");
    println!("{}", journey.text());
    journey.keys("海外仓订单<enter>");
    println!("{}", journey.text());
    assert_eq!(cell(&journey, "transfer", "r1", "name").text(), "海外仓订单");
    journey.keys("Lusee Pte. Ltd.");
    println!("{}", journey.text());
    journey.keys("<enter>");
    println!("{}", journey.text());
    assert_eq!(
        cell(&journey, "transfer", "r1", "recipient")
            .choice()
            .map(ToString::to_string),
        Some("lusee-pte-ltd".to_owned())
    );
    assert_eq!(
        cell(&journey, "recipient", "lusee-pte-ltd", "name").text(),
        "Lusee Pte. Ltd."
    );
    journey.keys("1<enter>");
    println!("{}", journey.text());
    journey.keys("<esc>");
    println!("{}", journey.text());
    journey.keys("<esc>");
    println!("{}", journey.text());
}

/// A walk through case A.
fn open_a() -> Journey {
    Journey::open(Lang::Zh, 80, 24, case_a())
}

#[test]
fn a_row_is_copied_moved_and_removed_with_what_hangs_on_it_and_undo_brings_it_back() {
    let mut journey = open_a();
    let keys = |journey: &Journey| -> Vec<String> {
        journey
            .answers()
            .rows("transfer")
            .iter()
            .map(|row| row.key.to_string())
            .collect()
    };
    journey.goto("transfer.list").keys("c");
    assert_eq!(keys(&journey), ["orders", "r1", "crm", "support", "hr"]);
    assert_eq!(cell(&journey, "transfer", "r1", "name").text(), "订单（副本）");
    assert_eq!(
        cell(&journey, "transfer", "r1", "people_ordinary").number(),
        Some(186_000)
    );
    journey.keys("J");
    assert_eq!(keys(&journey), ["orders", "crm", "r1", "support", "hr"]);
    journey.keys("K<ctrl+z><ctrl+z><ctrl+z>");
    assert_eq!(keys(&journey), ["orders", "crm", "support", "hr"]);
    let before = journey.answers().clone();
    journey.keys("<home><delete>");
    assert!(journey.text().contains("删除“订单”"), "{}", journey.text());
    journey.keys("n");
    assert_eq!(journey.answers(), &before);
    journey.keys("<delete>y");
    assert_eq!(keys(&journey), ["crm", "support", "hr"]);
    assert!(journey.text().contains("已删除，按^Z撤销"), "{}", journey.text());
    assert!(journey.answers().row("transfer.details", "orders").is_none());
    journey.keys("<ctrl+z>");
    assert_eq!(journey.answers(), &before);
}

#[test]
fn an_empty_row_goes_without_a_question() {
    let mut journey = Journey::open(Lang::En, 80, 24, Answers::default());
    journey.goto("treatment.measures").keys("a<esc><esc>");
    assert_eq!(journey.answers().rows("measure").len(), 1);
    journey.keys("<delete>");
    assert_eq!(journey.answers().rows("measure").len(), 0);
}

#[test]
fn a_row_has_a_printed_remark_and_an_internal_note() {
    let mut journey = open_a();
    journey.goto("transfer.list").keys("m按合同附件<enter>b问法务<enter>");
    let row = journey.answers().row("transfer", "orders").cloned().unwrap();
    assert_eq!((row.remark.as_str(), row.note.as_str()), ("按合同附件", "问法务"));
    journey.keys("<enter>");
    assert!(journey.text().contains("订单"), "{}", journey.text());
}

#[test]
fn a_cell_is_unknown_or_not_applicable_with_a_reason() {
    let mut journey = open_a();
    journey.goto("transfer.list").keys("<enter><down><down><down>");
    journey.keys("u");
    assert_eq!(
        cell(&journey, "transfer", "orders", "important_data").content,
        Some(pipia::domain::Content::Unknown)
    );
    journey.keys("<ctrl+z>");
    assert!(cell(&journey, "transfer", "orders", "important_data").known().is_some());
    journey.goto("recipient.list").keys("<enter>n");
    assert!(
        cell(&journey, "recipient", "lusee", "country").known().is_some(),
        "a country there always is"
    );
    journey
        .goto("processor.identity")
        .keys("<down><down><down>n没有投资<enter>");
    assert_eq!(
        cell(&journey, "processor.identity", "form", "address").content,
        Some(pipia::domain::Content::NotApplicable("没有投资".into()))
    );
}

#[test]
fn a_country_is_found_by_either_language_or_its_code() {
    for words in ["新加", "singap", "SG", "sg"] {
        let mut journey = open_a();
        journey
            .goto("recipient.list")
            .keys("<enter><enter>")
            .keys(words)
            .keys("<enter>");
        assert_eq!(
            cell(&journey, "recipient", "lusee", "country")
                .choice()
                .map(ToString::to_string),
            Some("SG".to_owned()),
            "{words}"
        );
    }
}

#[test]
fn proposals_for_a_country_count_only_when_taken_over() {
    let mut journey = open_a();
    journey.goto("country.profile");
    assert!(journey.text().contains("新加坡"), "{}", journey.text());
    assert_eq!(journey.answers().row("country.profile", "SG"), None);
    journey.keys("<enter>y");
    assert_eq!(
        cell(&journey, "country.profile", "SG", "law")
            .choice()
            .map(ToString::to_string),
        Some("basic".to_owned())
    );
    assert!(cell(&journey, "country.profile", "SG", "authority").is_blank());
    journey.keys("Y");
    assert_eq!(
        cell(&journey, "country.profile", "SG", "authority")
            .choice()
            .map(ToString::to_string),
        Some("exists".to_owned())
    );
    assert_eq!(
        cell(&journey, "country.profile", "SG", "source").text(),
        "https://cbprs.org"
    );
    assert_eq!(
        cell(&journey, "country.profile", "SG", "source_date").date(),
        Some(jiff::civil::date(2026, 11, 21))
    );
    assert!(
        cell(&journey, "country.profile", "SG", "difference").is_blank(),
        "never proposed"
    );
    journey.keys("<ctrl+z><ctrl+z>");
    assert_eq!(journey.answers().row("country.profile", "SG"), None);
}

#[test]
fn a_value_that_is_none_keeps_the_cell_open() {
    let mut journey = open_a();
    journey.goto("transfer.list").keys("<enter><end><up><enter>");
    journey.keys("<ctrl+u>abc<enter>");
    assert!(journey.text().contains("abc"), "{}", journey.text());
    assert!(cell(&journey, "transfer", "orders", "people_ordinary").is_blank());
    journey.keys("<ctrl+u>18万<enter>");
    assert_eq!(
        cell(&journey, "transfer", "orders", "people_ordinary").number(),
        Some(180_000)
    );
}

#[test]
fn a_level_is_confirmed_explained_and_asked_again_when_its_proposal_moves() {
    use pipia::domain::Scoped;
    let slot = || Scoped::parse("rights-impact.differential@transfer:orders").unwrap();
    let mut journey = open_a();
    journey.goto("rights-impact.level").keys("<down> ");
    assert_eq!(journey.answers().confirmations[&slot()].level, "none");
    journey.keys("m没有按人定价。<esc>");
    assert_eq!(journey.answers().confirmations[&slot()].reason, "没有按人定价。");
    assert!(journey.text().contains("已确认"), "{}", journey.text());
    // The situations of the dimension change: the proposal moves, and the level is to be confirmed again.
    journey
        .goto("rights-impact.differential")
        .keys("<enter><enter>1<enter>");
    journey.goto("rights-impact.level").keys("<down>");
    let text = journey.text();
    assert!(text.contains("先前确认的是"), "{text}");
    journey.keys(" ");
    let confirmed = &journey.answers().confirmations[&slot()];
    assert_ne!(confirmed.level, "none");
    assert_eq!(confirmed.reason, "没有按人定价。", "what was explained is kept");
    journey.keys("<delete>");
    assert!(!journey.answers().confirmations.contains_key(&slot()));
}

#[test]
fn an_explanation_keeps_its_translation_until_its_words_change() {
    use pipia::domain::Scoped;
    let slot = Scoped::parse("rights-impact.differential@transfer:orders").unwrap();
    let mut journey = open_a();
    let translation = |journey: &Journey| journey.answers().confirmations[&slot].translation.clone();
    journey.goto("rights-impact.level").keys("<down> m没有按人定价。<esc>");
    journey.keys("TNo pricing by person.<esc>");
    assert_eq!(translation(&journey), "No pricing by person.");
    // Looking at the explanation, taking its last sign away and writing it again change nothing.
    journey.keys("m<esc>m<backspace>。<esc>");
    assert_eq!(translation(&journey), "No pricing by person.");
    journey.keys("m也没有促销。<esc>");
    assert_eq!(
        journey.answers().confirmations[&slot].reason,
        "没有按人定价。也没有促销。"
    );
    assert_eq!(translation(&journey), "");
    assert!(journey.text().contains("旧译文已去掉"), "{}", journey.text());
}

#[test]
fn an_override_needs_a_level_and_a_reason_and_a_better_one_evidence() {
    use pipia::domain::Scoped;
    let slot = || Scoped::parse("rights-impact.self-determination@transfer:orders").unwrap();
    let mut journey = open_a();
    journey.goto("rights-impact.level").keys("o");
    assert!(journey.text().contains("优于建议"), "{}", journey.text());
    journey.keys("<up><enter>");
    assert!(
        journey.answers().overrides.is_empty(),
        "the reason is still to be written"
    );
    journey.keys("<enter>");
    assert!(journey.answers().overrides.is_empty(), "an empty reason is none");
    assert!(journey.text().contains("理由为空"), "{}", journey.text());
    // The box is still open: the level need not be chosen again.
    journey.keys("已有退出机制<enter>");
    let found = &journey.answers().overrides[&slot()];
    assert_eq!((found.level.as_str(), found.reason.as_str()), ("high", "已有退出机制"));
    assert!(journey.text().contains("须附证明材料"), "{}", journey.text());
    journey.keys("o<esc>o<down><enter>");
    assert!(
        journey.answers().overrides.is_empty(),
        "choosing the proposal takes the override back"
    );
}

#[test]
fn the_arithmetic_leads_to_the_question_and_to_the_levels_it_takes() {
    let mut journey = open_a();
    journey.goto("rights-impact.level").keys("to");
    assert_eq!(journey.at(), "rights-impact.self-determination");
    journey.goto("threats.level").keys("<down><down><down><down>t");
    assert!(journey.text().contains("篡改的风险"), "{}", journey.text());
    journey.keys("o<enter>");
    assert!(journey.text().contains("场景的个人权益影响程度"), "{}", journey.text());
    journey.keys("<esc><esc>");
    assert_eq!(journey.at(), "threats.level");
}

#[test]
fn the_matrix_says_who_stands_in_a_cell() {
    let mut journey = open_a();
    journey.keys("<esc>").goto("transfer.list").keys("sm");
    let text = journey.text();
    assert!(text.contains("影响严重 × 可能性很高 → 风险严重"), "{text}");
    assert!(text.contains("订单 · 篡改的风险"), "{text}");
    journey.keys("<left>");
    let text = journey.text();
    assert!(text.contains("影响严重 × 可能性高 → 风险严重"), "{text}");
    assert!(text.contains("没有落在这一格"), "{text}");
    journey.keys("<right><enter><enter>");
    assert!(journey.text().contains("计算过程"), "{}", journey.text());
}

#[test]
fn the_route_names_its_unknown_facts_and_leads_to_them() {
    let mut answers = case_a();
    let slot = pipia::domain::Scoped::whole("route.ciio".into());
    let _ = pipia::domain::Change::Answer(slot, Answer::unknown()).apply(&mut answers);
    let mut journey = Journey::open(Lang::Zh, 80, 24, answers);
    journey.goto("transfer.list").keys("w");
    assert!(journey.text().contains("尚不能确定"), "{}", journey.text());
    for _ in 0..12 {
        if journey.text().contains("> ? 是否被认定为关键信息基础设施运营者") {
            break;
        }
        journey.keys("<down>");
    }
    journey.keys("<enter>");
    assert_eq!(journey.at(), "route.ciio");
}

#[test]
fn the_route_is_shown_when_its_last_question_is_done() {
    let mut journey = open_a();
    journey.goto("route.choice").keys("<tab>");
    let text = journey.text();
    assert!(
        text.contains("订立标准合同或者通过认证") && text.contains("768,935"),
        "{text}"
    );
    journey.keys("<esc>");
    assert_eq!(journey.at(), "transfer.details");
}

/// A thousand data items: what is drawn is what is in view, and the last is reached.
#[test]
fn a_thousand_data_items_are_walked_through() {
    use pipia::domain::{Row, Value};
    let mut answers = case_a();
    let item = |n: usize| {
        let mut row = Row::new(format!("item-{n}"));
        row.cells
            .insert("name".into(), Answer::value(Value::Text(format!("数据项{n}"))));
        row
    };
    answers.records.insert("item".into(), (1..=1000).map(item).collect());
    let mut journey = Journey::open(Lang::Zh, 200, 60, answers);
    journey.goto("inventory.items").keys("<end>");
    let text = journey.text();
    assert!(
        text.contains("数据项1000") && text.contains("第1000行，共1000行"),
        "{text}"
    );
    assert!(!text.contains("数据项500"), "{text}");
}

#[test]
fn rows_come_from_a_spreadsheet() {
    let mut journey = open_a();
    journey.goto("transfer.list");
    journey.paste("场景名称\t境外接收方\n退货\tLusee Pte. Ltd.\t传出或者存到境外\t\t是\t否\n测试\t谁\t\t\t也许");
    let keys: Vec<String> = journey
        .answers()
        .rows("transfer")
        .iter()
        .map(|row| row.key.to_string())
        .collect();
    assert_eq!(keys, ["orders", "crm", "support", "hr", "r1", "r2"]);
    assert_eq!(
        cell(&journey, "transfer", "r1", "recipient")
            .choice()
            .map(ToString::to_string),
        Some("lusee".to_owned())
    );
    assert_eq!(
        cell(&journey, "transfer", "r1", "personal_information").known(),
        Some(&pipia::domain::Value::YesNo(true))
    );
    assert!(cell(&journey, "transfer", "r2", "recipient").is_blank());
    assert!(journey.text().contains("第2行第2列无法粘贴：谁"), "{}", journey.text());
    journey.keys("<ctrl+z>");
    assert_eq!(journey.answers().rows("transfer").len(), 4);
}

#[test]
fn several_countries_are_ticked_one_after_the_other() {
    let mut journey = open_a();
    journey.goto("recipient.list").keys("<enter><end><up><enter>");
    assert!(journey.text().contains("已选：新加坡"), "{}", journey.text());
    journey.keys("HK<enter>JP<enter>sg<enter><tab>");
    let Some(pipia::domain::Value::Multi(ticks)) = cell(&journey, "recipient", "lusee", "storage_countries")
        .known()
        .cloned()
    else {
        panic!("{}", journey.text());
    };
    let ticked: Vec<&str> = ticks.ticked.iter().map(pipia::domain::OptionId::as_str).collect();
    assert_eq!(ticked, ["HK", "JP"]);
}

#[test]
fn a_long_text_takes_new_lines_and_tab_goes_on() {
    let mut journey = open_a();
    journey.goto("transfer.details").keys("<enter><down><enter>");
    journey.keys("<ctrl+u>履行订单：<enter>仓储和配送<tab>");
    assert_eq!(
        cell(&journey, "transfer.details", "orders", "purpose").text(),
        "履行订单：\n仓储和配送"
    );
    assert!(
        journey.text().contains("境外接收方如何使用") || !journey.text().contains("履行订单："),
        "{}",
        journey.text()
    );
}

#[test]
fn looking_into_a_cell_changes_nothing() {
    let mut journey = open_a();
    let before = journey.answers().clone();
    journey.goto("inventory.aggregation").keys("<enter>");
    journey.keys("<esc>");
    assert_eq!(journey.answers(), &before, "looking changes nothing");
}

#[test]
fn the_screen_of_all_levels_confirms_changes_the_stage_and_leads_to_the_question() {
    use pipia::domain::Scoped;
    let mut journey = open_a();
    journey.goto("transfer.list").keys("s");
    assert!(journey.text().contains("B.4.1"), "{}", journey.text());
    journey.keys(" ");
    let slot = Scoped::parse("legality.legality@transfer:orders").unwrap();
    assert_eq!(journey.answers().confirmations[&slot].level, "bar");
    journey.keys("<tab><tab>o");
    assert!(journey.text().contains("剩余等级由整改措施得出"), "{}", journey.text());
    assert!(journey.answers().overrides.is_empty());
    journey.keys("<end>");
    assert!(journey.text().contains("B.5"), "{}", journey.text());
    journey.keys("<home>d");
    assert_eq!(journey.at(), "legality.level");
}

#[test]
fn enter_confirms_one_level_after_the_other_and_then_goes_on() {
    let mut journey = open_a();
    journey.goto("legality.level");
    for count in 1..=12 {
        assert_eq!(journey.at(), "legality.level");
        journey.keys("<enter>");
        assert_eq!(journey.answers().confirmations.len(), count);
    }
    assert_ne!(journey.at(), "legality.level");
}

#[test]
fn a_cell_is_flagged_and_cleared_where_it_stands() {
    let mut journey = open_a();
    journey.goto("recipient.list").keys("<enter><up>f");
    let name = cell(&journey, "recipient", "lusee", "name");
    assert!(name.flagged && name.text() == "Lusee Pte. Ltd.");
    journey.keys("<backspace>");
    assert!(cell(&journey, "recipient", "lusee", "name").content.is_none());
    assert!(journey.text().contains("待填"), "{}", journey.text());
    journey.keys("<ctrl+z><ctrl+z>");
    assert_eq!(cell(&journey, "recipient", "lusee", "name").text(), "Lusee Pte. Ltd.");
}
