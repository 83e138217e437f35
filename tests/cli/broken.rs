//! The catalogue, and questionnaire files of the user with faults.

use super::Desk;
use std::path::Path;

/// Code, file, line, column, the line itself, where the caret begins, how wide it is.
const TEN: [(&str, &str, usize, usize, &str, usize); 10] = [
    (
        "missing-language",
        "one.toml",
        5,
        9,
        "title = { zh = \"自有模块\" }",
        19,
    ),
    ("wrong-type", "one.toml", 16, 12, "required = true", 4),
    ("unknown-key", "one.toml", 17, 1, "helps = \"see above\"", 5),
    (
        "unknown-option",
        "one.toml",
        18,
        24,
        "when = 'route.choice = certificat'",
        10,
    ),
    (
        "unknown-basis",
        "one.toml",
        25,
        20,
        "basis = [\"CERT 5\", \"PIPPL 38\"]",
        10,
    ),
    ("cycle", "two.toml", 4, 9, "expr = 'own-second and in-scope'", 23),
    ("unknown-key", "two.toml", 11, 1, "note = \"goes round in a circle\"", 4),
    ("syntax", "two.toml", 14, 6, "id = own-third", 9),
    ("wrong-type", "two.toml", 16, 7, "per = 3", 1),
    ("syntax", "two.toml", 20, 6, "expr 'in-scope'", 1),
];

fn folder() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases/broken")
        .to_str()
        .unwrap()
        .to_owned()
}

#[test]
fn ten_faults_in_two_files_are_ten_faults_with_their_places() {
    let desk = Desk::new();
    let (zh, en) = desk.refused_mixed(2, &["questionnaire", "lint", &folder()]);
    for text in [&zh, &en] {
        for (code, file, line, column, excerpt, width) in TEN {
            let place = format!("{file}:{line}:{column} [{code}] ");
            let (_, rest) = text.split_once(&place).unwrap_or_else(|| panic!("{place}\n{text}"));
            let lines: Vec<&str> = rest.lines().collect();
            assert!(lines[2].ends_with(&format!("| {excerpt}")), "{place} {lines:?}");
            let caret = format!("| {}{}", " ".repeat(column - 1), "^".repeat(width));
            assert!(lines[3].ends_with(&caret), "{place}\n{}\n{caret}", lines[3]);
            assert!(lines[4].trim_start().starts_with("= "), "what to do: {}", lines[4]);
        }
    }
    assert!(zh.contains("共10处错误") && en.contains("10 faults"));
    assert_eq!(en.matches(" [").count() - 1, TEN.len(), "no eleventh: {en}");
}

#[test]
fn faults_can_be_read_by_programs() {
    let desk = Desk::new();
    let found = desk.json(2, &["questionnaire", "lint", &folder()]);
    let faults = found["faults"].as_array().unwrap();
    let codes: Vec<_> = faults.iter().map(|fault| fault["code"].as_str().unwrap()).collect();
    assert_eq!(codes, TEN.map(|(code, ..)| code));
    assert_eq!(
        (faults[0]["line"].as_u64(), faults[0]["column"].as_u64()),
        (Some(5), Some(9))
    );
}

#[test]
fn a_sound_file_is_sound_and_a_missing_one_is_refused() {
    let desk = Desk::new();
    desk.write(
        "own.toml",
        "[[define]]\nid = \"own\"\nper = \"transfer\"\nexpr = 'in-scope'\n",
    );
    assert_eq!(
        desk.good(&["questionnaire", "lint", "own.toml"]),
        "No faults found (files: 1)\n"
    );
    desk.refused(2, &["questionnaire", "lint", "absent.toml"]);
    std::fs::create_dir(desk.path("empty")).unwrap();
    desk.refused(2, &["questionnaire", "lint", "empty"]);
}

#[test]
fn faulty_files_of_the_users_folder_stop_commands_that_need_the_catalogue() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.path("home/config/questionnaires")).unwrap();
    desk.write(
        "home/config/questionnaires/x.toml",
        "[[define]]\nid = 3\nexpr = 'in-scope'\n",
    );
    let (zh, en) = desk.refused(2, &["questionnaire", "list"]);
    assert!(zh.contains("x.toml:2:6") && en.contains("x.toml:2:6"), "{zh}{en}");
}

#[test]
fn the_catalogue_lists_and_shows() {
    let desk = Desk::new();
    let list = desk.json(0, &["questionnaire", "list"]);
    let first = &list["questionnaires"][0];
    assert_eq!(
        (&first["id"], &first["law_date"]),
        (&"certification".into(), &"2026-11-21".into())
    );
    let show = desk.json(0, &["questionnaire", "show", "certification"]);
    assert_eq!(
        show["questions"].as_array().unwrap().len() as u64,
        first["questions"].as_u64().unwrap()
    );
    assert_eq!(show["questions"][0]["module"], "route");
    let words = desk.good(&["--ui", "zh", "questionnaire", "show", "certification"]);
    assert!(words.contains("route.exporter") && words.contains("其他事项"));
    let (zh, en) = desk.refused(2, &["questionnaire", "show", "x"]);
    assert!(zh.contains("certification") && en.contains("certification"));
}
