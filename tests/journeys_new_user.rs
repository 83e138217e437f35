//! What a person meets who does this for the first time: wrong input, help, what comes next, contradictions, the way back.

use crate::journeys_tables::case_a;
use crate::support::journey::{Journey, Memory};
use pipia::domain::{Answer, Answers, Change, Content, Lang, Scoped, Value};
use pipia::i18n::Messages;

fn open(lang: Lang, known: &[(&str, Value)]) -> Journey {
    let mut answers = Answers::default();
    for (question, value) in known {
        let slot = Scoped::whole((*question).into());
        drop(Change::Answer(slot, Answer::value(value.clone())).apply(&mut answers));
    }
    Journey::open(lang, 80, 24, answers)
}

fn choice(option: &str) -> Value {
    Value::Choice(option.into())
}

fn see(journey: &Journey, words: &str) {
    assert!(journey.text().contains(words), "{words}:\n{}", journey.text());
}

fn not_see(journey: &Journey, words: &str) {
    assert!(!journey.text().contains(words), "{words}:\n{}", journey.text());
}

fn footer(journey: &Journey) -> String {
    journey.lines().last().unwrap().clone()
}

#[test]
fn what_is_no_date_is_told_stays_to_be_mended_and_never_keeps_one_from_going_back() {
    let mut journey = open(Lang::Zh, &[]);
    journey.goto("route.trigger").goto("route.as-of");
    for forward in ["<enter>", "<tab>", "<ctrl+down>", "<ctrl+n>", "<f8>"] {
        journey.keys("<ctrl+u>2026/13/45").keys(forward);
        assert_eq!(journey.at(), "route.as-of", "{forward}");
        see(&journey, "“2026/13/45”不是日期");
        see(&journey, "请按年-月-日输入");
        let (x, _) = journey.cursor();
        assert_eq!(x, 26 + 10, "the text is still there to be mended");
    }
    assert_eq!(journey.answer("route.as-of"), Answer::default());
    journey.keys("<ctrl+u>2026年11月21日<enter>");
    assert_eq!(
        journey.answer("route.as-of").date(),
        Some(jiff::civil::date(2026, 11, 21))
    );
    assert_eq!(journey.at(), "route.period");

    journey.goto("inventory.people-12-months").keys("three<shift+tab>");
    assert_ne!(journey.at(), "inventory.people-12-months", "back is free");
    see(&journey, "“three”不是整数");
}

#[test]
fn half_of_what_was_typed_is_never_taken_for_an_answer() {
    let mut journey = open(Lang::En, &[]);
    journey.goto("inventory.people-12-months").keys("2026-12-01<enter>");
    see(&journey, "2026-12-01 is not a whole number");
    see(&journey, "without a unit");
    not_see(&journey, "= 2,026");
    journey.keys("<esc><tab>");
    assert_eq!(journey.answer("inventory.people-12-months").content, None);
    // What was there before stays if the new text cannot be read.
    journey
        .goto("inventory.people-12-months")
        .keys("18.6")
        .paste("万")
        .keys("<tab>");
    let number = |journey: &Journey| journey.answer("inventory.people-12-months").number();
    assert_eq!(number(&journey), Some(186_000));
    journey.keys("<shift+tab>x<shift+tab>");
    assert_eq!(number(&journey), Some(186_000));
}

#[test]
fn a_year_is_shown_without_a_comma() {
    let mut journey = Journey::open(Lang::Zh, 80, 24, crate::support::world::finished("case-a"));
    journey.goto("recipient.track-record").keys("<enter>");
    see(&journey, "2024");
    not_see(&journey, "2,024");
}

#[test]
fn help_stands_under_a_question_in_a_narrow_window_and_beside_it_in_a_wide_one() {
    let mut narrow = open(Lang::Zh, &[]);
    narrow.goto("route.ciio");
    see(&narrow, "填写提示（l：依据、示例、术语）");
    see(&narrow, "绝大多数中小单");
    let mut wide = Journey::open(Lang::Zh, 120, 40, Answers::default());
    wide.goto("route.ciio");
    for words in ["填写提示", "较好的示例", "欠缺的示例", "官方表述", "认证办法5"] {
        see(&wide, words);
    }
    // An empty table says how to begin, and under it what is asked.
    narrow.goto("transfer.list");
    see(&narrow, "按a添加一行");
    see(&narrow, "填写提示");
}

#[test]
fn a_star_at_an_option_is_explained() {
    let mut journey = open(Lang::Zh, &[]);
    journey.goto("route.other-mechanism");
    see(&journey, "标准合同已备案 *");
    see(&journey, "* 选择此项须写说明");
    journey.goto("route.ciio");
    not_see(&journey, "* 选择此项须写说明");
}

#[test]
fn enter_after_a_mark_goes_on_and_chooses_nothing_else() {
    let mut journey = open(Lang::Zh, &[]);
    journey.goto("route.exporter").keys("u<enter>");
    assert_eq!(journey.answer("route.exporter").content, Some(Content::Unknown));
    assert_eq!(journey.at(), "route.capacity");
    journey.goto("transfer.list").keys("a订单<enter>Lusee<enter>u<enter>");
    assert!(journey.text().contains("境外是否可以") || journey.text().contains("是否含个人信息"));
    let row = journey.answers().rows("transfer")[0].clone();
    assert_eq!(row.cell("outbound").unwrap().content, Some(Content::Unknown));
}

#[test]
fn what_does_not_apply_needs_its_reason_before_one_goes_on() {
    let mut journey = open(Lang::Zh, &[]);
    journey.goto("route.trigger").keys("n<enter><enter>");
    assert_eq!(journey.at(), "route.trigger");
    see(&journey, "理由为空");
    journey.keys("首次<enter><enter>");
    assert_eq!(
        journey.answer("route.trigger").content,
        Some(Content::NotApplicable("首次".into()))
    );
    assert_eq!(journey.at(), "route.exporter");
}

#[test]
fn a_section_says_how_long_it_takes_and_the_rail_what_nobody_need_answer() {
    let mut journey = open(Lang::Zh, &[]);
    see(&journey, "共3题，约4分钟");
    let rail = |journey: &Journey| {
        let line = journey
            .lines()
            .into_iter()
            .find(|line| line.contains("目前无须回答"))
            .unwrap();
        let count = line
            .split('：')
            .nth(1)
            .unwrap()
            .split('题')
            .next()
            .unwrap()
            .parse::<usize>();
        count.unwrap()
    };
    let before = rail(&journey);
    assert_eq!(before, journey.session().overview().not_needed);
    journey.goto("route.ftz").keys("3");
    assert!(rail(&journey) < before, "a list entry is asked for now");
    journey.goto("transfer.details");
    see(&journey, "共1题，约17分钟");
}

#[test]
fn the_last_cell_leads_to_what_is_missing_or_says_what_comes_next() {
    let mut journey = open(Lang::Zh, &[]);
    journey.goto("route.period").keys("<end><enter>2026-12-20<enter>");
    see(&journey, "本行还有必填的一格没有填");
    journey.keys("<enter>");
    see(&journey, "评估开始日期 · 必答");
    journey.keys("2026-11-01<enter>2026-11-30<enter><esc>");
    journey.keys("<end><enter><enter>");
    see(&journey, "已填完；按Tab转到下一题");
    journey.keys("<tab>");
    assert_eq!(journey.at(), "route.trigger");
}

#[test]
fn a_new_row_says_what_its_name_is_for_and_the_bottom_line_speaks_of_cells() {
    let mut journey = open(Lang::Zh, &[]);
    journey.goto("transfer.list").keys("a");
    see(&journey, "新增一行：场景名称");
    see(&journey, "输入后按Enter");
    journey.keys("订单<enter>Lusee<enter>");
    see(&journey, "出境方式");
    assert!(footer(&journey).contains("Tab 下一格"), "{}", footer(&journey));
    assert!(footer(&journey).contains("l 依据"), "{}", footer(&journey));
    journey.goto("transfer.details").keys("<enter><down><enter>");
    assert!(footer(&journey).contains("Tab 下一格"), "{}", footer(&journey));
    assert!(footer(&journey).contains("Enter 换行"), "{}", footer(&journey));
    assert!(footer(&journey).contains("F3 依据"), "{}", footer(&journey));
    journey.keys("<f3>");
    see(&journey, "法律依据与填写提示");
    journey.keys("<esc>接收方<tab>");
    assert!(
        journey.text().contains("接收方用途和方式"),
        "the cell was still open:\n{}",
        journey.text()
    );
}

#[test]
fn the_route_says_how_one_goes_on_and_which_answers_contradict_each_other() {
    let mut answers = case_a();
    let cell = |column: &str, number: i64| {
        Change::Cell(
            "route.people".into(),
            "so-far".into(),
            column.into(),
            Answer::value(Value::Number(number)),
        )
    };
    drop(cell("ordinary", 9_200_150_000).apply(&mut answers));
    let mut journey = Journey::open(Lang::Zh, 80, 24, answers);
    journey.goto("route.choice").keys("1<enter>");
    see(&journey, "按Esc继续答题");
    see(&journey, "不能同时成立的答案");
    see(&journey, "各场景合并后的人数多于各场景人数之和");
    journey.keys("<down><enter>");
    assert_eq!(journey.at(), "route.people");
    journey.keys("<enter><home><enter><ctrl+u>231064<enter>");
    journey.goto("route.choice").keys("<tab>");
    not_see(&journey, "不能同时成立的答案");
    // Enter where there is nowhere to go leads on as well.
    journey.keys("<enter>");
    assert_eq!(journey.at(), "transfer.details");
}

#[test]
fn who_looks_in_passing_is_not_told_what_has_long_been_done() {
    let done = &Messages::of(Lang::Zh).question;
    let mut journey = Journey::open(Lang::Zh, 80, 24, crate::support::world::finished("case-c"));
    journey.goto("route.exporter").keys("]");
    not_see(&journey, &done.section_done);
    not_see(&journey, "所有必答题已答完");
    journey.keys("[").goto("route.within-gba").keys("1<tab>");
    see(&journey, "所有必答题已答完，按r检查");
}

#[test]
fn the_end_says_what_is_left() {
    let mut journey = open(Lang::En, &[]);
    let last = journey.session().overview().visits.len();
    journey.goto(&last.to_string()).keys("<tab>");
    see(&journey, "This is the last question");
    let at = journey.at();
    journey.keys("<tab>");
    assert_eq!(journey.at(), at);
    journey.keys("<ctrl+n>");
    assert_eq!(journey.at(), "route.as-of", "round to the first that is open");
}

#[test]
fn a_term_says_where_its_definition_comes_from_in_words() {
    let mut journey = open(Lang::Zh, &[]);
    journey.goto("route.capacity").keys("y");
    for _ in 0..20 {
        if journey.text().contains("> 个人信息处理者  personal") {
            break;
        }
        journey.keys("<down>");
    }
    journey.keys("<enter>");
    see(&journey, "定义");
    see(&journey, "出处");
    see(&journey, "个保法73（1）");
    see(&journey, "见于该文件");
    not_see(&journey, "PIPL");
    // The provision opens, with gist and source, and back leads to the term.
    journey.keys("<enter>");
    see(&journey, "《中华人民共和国个人信息保护法》");
    see(&journey, "2021年11月1日起施行");
    see(&journey, "依据的把握程度");
    journey.keys("<esc>");
    see(&journey, "定义");
    journey.keys("<esc>");
    see(&journey, "个人信息处理者");
}

#[test]
fn the_number_of_a_question_finds_it_first() {
    let mut journey = open(Lang::Zh, &[]);
    for number in [3, 12, 40] {
        let wanted = journey.session().overview().visits[number - 1].clone();
        journey.goto(&number.to_string());
        let at = journey.session().overview().position(journey.session().at());
        assert_eq!(at, Some(number - 1), "{wanted:?}");
    }
}

#[test]
fn changing_a_text_drops_its_translation_and_says_so() {
    let mut journey = Journey::open(Lang::Zh, 80, 24, crate::support::world::finished("case-c"));
    journey.goto("processor.business");
    assert!(!journey.answer("processor.business").translation.is_empty());
    journey.keys("改<tab>");
    see(&journey, "旧译文已去掉");
    assert!(journey.answer("processor.business").translation.is_empty());
    journey.keys("<ctrl+z>");
    assert!(!journey.answer("processor.business").translation.is_empty());
}

#[test]
fn the_simple_example_is_offered_and_a_file_taken_off_the_list_is_told() {
    let mut journey = Journey::new(Lang::Zh, 80, 24);
    journey.keys("d");
    see(&journey, "示例C");
    journey.keys("<down><down><enter>");
    assert!(
        journey
            .driver()
            .app()
            .session()
            .unwrap()
            .path()
            .ends_with("case-c.pipia.toml")
    );
    journey.keys("<esc><esc><esc>/没有这样的");
    see(&journey, "没有匹配的评估");
    journey.keys("<esc>x");
    see(&journey, "已从列表移除，文件保留在原处");
    see(&journey, "尚无评估");
}

#[test]
fn a_new_assessment_needs_no_path_and_its_button_is_no_field() {
    let mut journey = Journey::new(Lang::Zh, 80, 24);
    journey.keys("n");
    see(&journey, "自动命名，保存在本程序的文件夹");
    journey.keys("<up>");
    assert!(
        footer(&journey).starts_with(" Enter 确认  Tab 下一项"),
        "{}",
        footer(&journey)
    );
    journey.keys("<enter>").keys("海外仓").keys("<enter><enter>");
    assert!(footer(&journey).starts_with(" Enter 确认"), "{}", footer(&journey));
    not_see(&journey, "编辑");
    journey.keys("<enter>");
    assert_eq!(journey.at(), "route.as-of");
}

#[test]
fn colours_and_controls_in_a_paste_are_left_out_whole() {
    let mut journey = open(Lang::Zh, &[("route.ftz", choice("partly"))]);
    journey
        .goto("route.ftz-entry")
        .paste("清单\u{1b}[1;31m第3项\u{1b}[0m\u{7}\u{200b}");
    see(&journey, "已去除13个不可见字符");
    journey.keys("<tab>");
    assert_eq!(journey.answer("route.ftz-entry").text(), "清单第3项");
    assert!(matches!(
        journey.answer("route.ftz-entry").content,
        Some(Content::Value(_))
    ));
}

#[test]
fn a_very_long_text_stays_whole_and_the_caret_in_view_after_every_change_of_size() {
    let mut journey = open(Lang::Zh, &[]);
    let long = "很长的文字，、。（）".repeat(400);
    journey.goto("processor.business").paste(&long);
    for (width, height) in [(80, 24), (79, 24), (200, 60), (120, 40), (80, 23), (80, 24)] {
        journey.driver().terminal_mut().backend_mut().resize(width, height);
        journey.driver().draw().unwrap();
        if width >= 80 && height >= 24 {
            assert!(journey.blemishes().is_empty(), "{width}: {:?}", journey.blemishes());
            let (x, y) = journey.cursor();
            assert!(x > 25 && x < width && y > 3 && y < height, "{width}x{height}: {x},{y}");
        } else {
            see(&journey, "窗口太小");
        }
    }
    journey.keys("完<tab>");
    assert_eq!(
        journey.answer("processor.business").text(),
        [long.as_str(), "完"].concat()
    );
}

#[test]
fn an_assessment_open_elsewhere_is_read_only_and_says_by_whom() {
    let world = Memory {
        taken_by: Some("li@desk（进程7，自2026-11-21 08:00起）".into()),
        ..Memory::default()
    };
    let mut journey = Journey::with(Lang::Zh, 80, 24, world);
    journey.keys("d<enter>");
    see(
        &journey,
        "li@desk（进程7，自2026-11-21 08:00起）正在编辑此文件，现以只读方式打开",
    );
    see(&journey, "只读");
    let before = journey.answers().clone();
    journey.goto("route.exporter").keys("2");
    see(&journey, "不能改动");
    journey.goto("processor.business").keys("x");
    journey.goto("transfer.list").keys("<delete>y<enter><enter>");
    assert_eq!(journey.answers(), &before);
}
