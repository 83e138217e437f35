//! Whole walks by keys, each held to named facts.

use crate::support::journey::{Journey, Memory};
use pipia::domain::{Answer, Answers, Change, Content, Lang, Scope, Ticks, Value};

/// Answers to plain questions.
fn answers(known: &[(&str, Value)]) -> Answers {
    let mut answers = Answers::default();
    for (question, value) in known {
        let slot = pipia::domain::Scoped::whole((*question).into());
        drop(Change::Answer(slot, Answer::value(value.clone())).apply(&mut answers));
    }
    answers
}

fn choice(option: &str) -> Value {
    Value::Choice(option.into())
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

#[test]
fn a_new_assessment_starts_at_its_first_question_and_remembers_where_one_was() {
    let mut journey = Journey::new(Lang::Zh, 80, 24);
    assert!(journey.text().contains("尚无评估"), "{}", journey.text());
    journey.keys("n").keys("海外仓订单").keys("<ctrl+s>");
    assert_eq!(journey.at(), "route.as-of");
    journey.keys("2026-11-20<enter>");
    assert_eq!(
        journey.answer("route.as-of").date(),
        Some(jiff::civil::date(2026, 11, 20))
    );
    journey.keys("<tab><tab>");
    assert_eq!(journey.at(), "route.exporter");
    journey.keys("<esc>");
    assert!(journey.text().contains("海外仓订单"), "{}", journey.text());
    journey.keys("<enter>");
    assert_eq!(journey.at(), "route.exporter");
    assert_eq!(
        journey.answer("route.as-of").date(),
        Some(jiff::civil::date(2026, 11, 20))
    );
}

#[test]
fn every_typed_character_is_in_the_journal_before_the_field_is_left() {
    let mut journey = Journey::open(Lang::Zh, 80, 24, answers(&[("route.ftz", choice("partly"))]));
    journey.goto("route.ftz-entry").keys("依据清单<enter>第");
    let mut replayed = answers(&[("route.ftz", choice("partly"))]);
    for change in journey.driver().world().journal.clone() {
        drop(change.apply(&mut replayed));
    }
    assert_eq!(
        replayed.answer("route.ftz-entry", &Scope::whole()).unwrap().text(),
        "依据清单\n第"
    );
    assert_eq!(
        journey.answer("route.ftz-entry"),
        Answer::default(),
        "applied only when the field is left"
    );
    journey.keys("<tab>");
    assert_eq!(journey.answer("route.ftz-entry").text(), "依据清单\n第");
    let synced = journey.driver().world().synced;
    assert_eq!(
        synced,
        journey.driver().world().journal.len(),
        "leaving a question makes the journal durable"
    );
    journey.keys("<ctrl+z>");
    assert_eq!(
        journey.answer("route.ftz-entry"),
        Answer::default(),
        "what was typed is one step of undo"
    );
    assert_eq!(journey.at(), "route.ftz-entry", "undo shows what it took back");
}

#[test]
fn options_are_taken_by_number_or_with_enter_and_undo_leads_back() {
    let mut journey = Journey::open(Lang::Zh, 80, 24, Answers::default());
    journey.goto("route.exporter").keys("2");
    assert_eq!(
        journey.answer("route.exporter").choice().unwrap().as_str(),
        "overseas-3-2"
    );
    assert_eq!(journey.at(), "route.exporter", "a number chooses and stays");
    journey.keys("<up><enter>");
    assert_eq!(journey.answer("route.exporter").choice().unwrap().as_str(), "domestic");
    assert_eq!(journey.at(), "route.capacity", "enter chooses and goes on");
    journey.keys("<shift+tab>");
    assert_eq!(journey.at(), "route.exporter");
    journey.keys("<enter>");
    assert_eq!(
        journey.answer("route.exporter").choice().unwrap().as_str(),
        "domestic",
        "enter on the choice keeps it"
    );
    journey.keys("<ctrl+z>");
    assert_eq!(
        journey.answer("route.exporter").choice().unwrap().as_str(),
        "overseas-3-2"
    );
    assert_eq!(journey.at(), "route.exporter");
    journey.keys("<ctrl+y>");
    assert_eq!(journey.answer("route.exporter").choice().unwrap().as_str(), "domestic");
    journey.keys("<ctrl+z><ctrl+z><ctrl+z>");
    assert_eq!(journey.answer("route.exporter"), Answer::default());
    assert!(
        journey
            .text()
            .contains(&pipia::i18n::Messages::of(Lang::Zh).notice.nothing_to_undo),
        "{}",
        journey.text()
    );
}

#[test]
fn unknown_and_not_applicable_are_answers_with_their_reasons() {
    let mut journey = Journey::open(Lang::Zh, 80, 24, Answers::default());
    journey.goto("route.trigger").keys("u");
    assert_eq!(journey.answer("route.trigger").content, Some(Content::Unknown));
    journey.keys("u");
    assert_eq!(journey.answer("route.trigger").content, None);
    journey.keys("n");
    assert!(journey.text().contains("不适用的理由"), "{}", journey.text());
    journey.keys("首次<esc>");
    assert_eq!(
        journey.answer("route.trigger").content,
        Some(Content::NotApplicable("首次".into()))
    );
    journey.goto("route.ciio").keys("n");
    assert_eq!(
        journey.answer("route.ciio").content,
        None,
        "a strict question cannot be not applicable"
    );
    let said = &pipia::i18n::Messages::of(Lang::Zh).error.cannot_not_applicable.what;
    assert!(journey.text().contains(said), "{}", journey.text());
}

#[test]
fn of_several_choices_the_rest_may_be_unknown() {
    let mut journey = Journey::open(Lang::Zh, 120, 40, Answers::default());
    journey.goto("capability.proofs").keys("1u");
    let proofs = |journey: &Journey| match journey.answer("capability.proofs").content {
        Some(Content::Value(Value::Multi(ticks))) => ticks,
        other => panic!("{other:?}"),
    };
    let ticks = proofs(&journey);
    assert!(ticks.rest_unknown && ticks.ticked.len() == 1, "{ticks:?}");
    journey.keys("22");
    let ticks: Ticks = proofs(&journey);
    assert_eq!(ticks.gaps.len(), 1, "ticked, then a known gap");
    journey.keys("2");
    assert!(proofs(&journey).gaps.is_empty(), "then unknown again");
}

#[test]
fn numbers_are_typed_as_people_write_them() {
    let mut journey = Journey::open(Lang::En, 80, 24, Answers::default());
    journey.goto("inventory.people-12-months").keys("186,000");
    assert!(journey.text().contains("= 186,000"), "{}", journey.text());
    journey.keys("<tab>");
    assert_eq!(journey.answer("inventory.people-12-months").number(), Some(186_000));
    journey.keys("<shift+tab><ctrl+u>many<tab>");
    assert!(
        journey.text().contains("many is not a whole number"),
        "{}",
        journey.text()
    );
    journey.keys("<esc>");
    assert_eq!(journey.answer("inventory.people-12-months").number(), None);
}

#[test]
fn hiding_answered_questions_is_told_and_they_come_back() {
    let known = [("route.ftz", choice("partly")), ("route.ftz-entry", text("清单第3项"))];
    let mut journey = Journey::open(Lang::Zh, 80, 24, answers(&known));
    journey.goto("route.ftz").keys("1");
    assert_eq!(journey.answer("route.ftz").choice().unwrap().as_str(), "none");
    assert!(
        journey.text().contains("这个答案会使1个已答题目不再适用"),
        "{}",
        journey.text()
    );
    journey.keys("3<tab>");
    assert_eq!(journey.at(), "route.ftz-entry");
    assert!(journey.text().contains("清单第3项"));
}

#[test]
fn the_language_changes_at_any_moment_and_nothing_is_lost() {
    let mut journey = Journey::open(Lang::Zh, 80, 24, answers(&[("route.ftz", choice("partly"))]));
    journey.goto("route.ftz-entry").keys("依据<f2>清单");
    assert!(journey.text().contains("Question"), "{}", journey.text());
    assert!(journey.text().contains("依据清单"), "{}", journey.text());
    let (x, _) = journey.cursor();
    assert_eq!(x, 26 + 8, "the cursor stands behind four wide characters");
    assert_eq!(journey.driver().world().settings.as_ref().unwrap().lang, Lang::En);
    journey.keys("<tab>");
    assert_eq!(journey.answer("route.ftz-entry").text(), "依据清单");
}

#[test]
fn a_question_is_found_by_words_of_either_language() {
    let mut journey = Journey::open(Lang::Zh, 80, 24, Answers::default());
    journey.goto("greater bay");
    assert_eq!(journey.at(), "route.within-gba");
    journey.goto("关键信息基础设施");
    assert_eq!(journey.at(), "route.ciio");
}

#[test]
fn sections_are_passed_with_one_key_and_open_questions_found() {
    let mut journey = Journey::open(Lang::Zh, 80, 24, answers(&[("route.exporter", choice("domestic"))]));
    journey.keys("<esc>").keys("]");
    assert_eq!(journey.at(), "route.exporter");
    journey.keys(".");
    assert_eq!(journey.at(), "route.capacity", "the answered question is passed over");
    journey.keys("[");
    assert_eq!(journey.at(), "route.exporter", "first back to the start of the section");
    journey.keys("[");
    assert_eq!(journey.at(), "route.as-of");
}

#[test]
fn pasted_text_is_cleaned_and_told() {
    let mut journey = Journey::open(Lang::Zh, 80, 24, answers(&[("route.ftz", choice("partly"))]));
    journey.goto("route.ftz-entry").paste("清单\u{200B}第3项\r\n第二行");
    let said = &pipia::i18n::Messages::of(Lang::Zh).question.removed_characters;
    assert!(
        journey.text().contains(&said.replace("{count}", "1")),
        "{}",
        journey.text()
    );
    journey.keys("<tab>");
    assert_eq!(journey.answer("route.ftz-entry").text(), "清单第3项\n第二行");
}

#[test]
fn personal_information_in_an_answer_is_told() {
    let mut journey = Journey::open(Lang::En, 80, 24, answers(&[("route.ftz", choice("partly"))]));
    journey.goto("route.ftz-entry").keys("call 13812345678<esc>");
    assert!(journey.text().contains("telephone number"), "{}", journey.text());
    assert_eq!(
        journey.answer("route.ftz-entry").text(),
        "call 13812345678",
        "told, never refused"
    );
}

#[test]
fn what_was_answered_is_in_the_file_after_closing_and_after_quitting() {
    for leave in ["<esc>", "q", "<ctrl+c>"] {
        let mut journey = Journey::open(Lang::Zh, 80, 24, Answers::default());
        journey.goto("route.exporter").keys("1").keys(leave);
        let world: &Memory = journey.driver().world();
        let written = &world.files.last().unwrap().1.answers;
        assert_eq!(
            written
                .answer("route.exporter", &Scope::whole())
                .unwrap()
                .choice()
                .unwrap()
                .as_str(),
            "domestic",
            "{leave}"
        );
    }
}

#[test]
fn a_small_window_says_so_and_nothing_is_lost() {
    let mut journey = Journey::open(Lang::Zh, 79, 24, Answers::default());
    assert!(journey.text().contains("窗口太小"), "{}", journey.text());
    journey.driver().terminal_mut().backend_mut().resize(80, 24);
    journey.driver().draw().unwrap();
    assert!(journey.text().contains("海外仓订单履行"), "{}", journey.text());
}

#[test]
fn an_outcome_that_comes_after_the_file_was_closed_is_dropped() {
    let mut journey = Journey::open(Lang::Zh, 80, 24, Answers::default());
    journey.keys("<esc>");
    for key in pipia::tui::key::keys("e<ctrl+s>").unwrap() {
        journey.driver().press(key).unwrap();
    }
    let ordered = journey.driver().world().orders.len();
    assert_eq!(ordered, 1, "the export is under way");
    for key in pipia::tui::key::keys("<esc><esc>").unwrap() {
        journey.driver().press(key).unwrap();
    }
    assert!(journey.driver().app().session().is_none());
    journey.driver().collect().unwrap();
    assert!(!journey.text().contains("0000"), "{}", journey.text());
}

#[test]
fn progress_counts_only_what_there_is_to_answer() {
    let journey = Journey::open(Lang::Zh, 80, 24, Answers::default());
    let overview = journey.session().overview();
    assert_eq!(overview.done, 0, "grids that wait for rows are not done");
    assert!(overview.total > 20, "{}", overview.total);
    assert!(overview.sections.iter().all(|section| !section.begun));
}

#[test]
fn the_name_of_a_new_row_is_in_the_journal_while_it_is_typed() {
    let mut journey = Journey::open(Lang::Zh, 80, 24, Answers::default());
    let recovered = |journey: &mut Journey| -> Vec<String> {
        let mut replayed = Answers::default();
        for change in journey.driver().world().journal.clone() {
            drop(change.apply(&mut replayed));
        }
        let name = |row: &pipia::domain::Row| row.cell("name").map(|cell| cell.text().to_owned());
        replayed.rows("item").iter().filter_map(name).collect()
    };
    journey.goto("inventory.items").keys("aPhone 电");
    assert_eq!(recovered(&mut journey), ["Phone 电"]);
    assert_eq!(
        journey.answers().rows("item").len(),
        0,
        "applied when the name is complete"
    );
    journey.keys("<f1><esc>").keys("话<enter>");
    assert_eq!(
        recovered(&mut journey),
        ["Phone 电话"],
        "help in between makes no second row"
    );
    assert_eq!(journey.answers().rows("item").len(), 1);
    assert_eq!(journey.answers().rows("item")[0].key.as_str(), "phone");
    journey.keys("<esc><esc>").keys("a甲<esc>");
    assert_eq!(recovered(&mut journey), ["Phone 电话"], "given up");
    journey.keys("a乙<backspace><enter>");
    assert_eq!(recovered(&mut journey), ["Phone 电话"], "no name, no row");
    assert_eq!(journey.answers().rows("item").len(), 1);
}

#[test]
fn nobody_leaves_without_knowing_that_answers_would_be_lost() {
    for leave in ["<ctrl+q>", "<ctrl+w>"] {
        let mut journey = Journey::open(Lang::En, 80, 24, answers(&[]));
        journey.goto("route.trigger").keys("1");
        journey.driver().world_mut().stuck = true;
        journey.keys(leave);
        assert!(!journey.driver().app().is_leaving());
        assert!(journey.text().contains("was not saved"), "{}", journey.text());
        assert_eq!(journey.at(), "route.trigger");
        assert_eq!(journey.answer("route.trigger"), Answer::value(choice("first")));
        journey.driver().world_mut().stuck = false;
        journey.keys(leave);
        assert_eq!(journey.driver().app().is_leaving(), leave == "<ctrl+q>");
        let (_, saved) = journey.driver().world().files.last().unwrap();
        assert_eq!(
            saved.answers.answer("route.trigger", &Scope::whole()),
            Some(&Answer::value(choice("first")))
        );
    }
}
