//! Slips in the order, and what never reaches the terminal.

use super::{Desk, done, is_chinese};

#[test]
fn slips_are_told_in_both_languages() {
    let desk = Desk::new();
    let cases: [(&[&str], &str, &str); 11] = [
        (&["chekc"], "可能是pipia check", "Perhaps pipia check was meant"),
        (&["check"], "缺少<FILE>", "This is missing: <FILE>"),
        (
            &["check", "a", "--formt", "json"],
            "可能是--format",
            "Perhaps --format was meant",
        ),
        (
            &["check", "a", "--format", "xml"],
            "可以是：text、json",
            "Possible: text, json",
        ),
        (&["export", "a", "--output"], "没有值", "has no value"),
        (
            &["export", "a", "--output", "r.pdf", "--sign", "x", "--unsigned"],
            "不能同时使用",
            "exclude each other",
        ),
        (
            &["export", "a", "--output", "r.pdf"],
            "没有说明是否签名",
            "Neither --sign nor --unsigned",
        ),
        (&["identity"], "缺少命令", "A command is missing"),
        (
            &["identity", "import", "x", "y.p12"],
            "没有命令import",
            "There is no command import",
        ),
        (&["generate", "completions", "cmd"], "可以是：bash", "Possible: bash"),
        (
            &[
                "sign",
                "a.pdf",
                "--output",
                "b.pdf",
                "--identity",
                "x",
                "--role",
                "boss",
            ],
            "assessor",
            "assessor",
        ),
    ];
    for (arguments, zh, en) in cases {
        let told = desk.refused(2, arguments);
        assert!(told.0.contains(zh), "{}", told.0);
        assert!(told.1.contains(en), "{}", told.1);
        for word in ["error:", "Usage", "For more information", "tip:", "required"] {
            assert!(
                !told.0.contains(word) && !told.1.contains(word),
                "clap's own words: {told:?}"
            );
        }
    }
}

#[test]
fn every_command_has_help_in_both_languages() {
    let desk = Desk::new();
    let commands: [&[&str]; 21] = [
        &[],
        &["demo"],
        &["new"],
        &["answer"],
        &["answers"],
        &["route"],
        &["check"],
        &["score"],
        &["export"],
        &["sign"],
        &["verify"],
        &["identity"],
        &["identity", "new"],
        &["identity", "list"],
        &["identity", "export"],
        &["identity", "remove"],
        &["questionnaire", "list"],
        &["questionnaire", "show"],
        &["questionnaire", "lint"],
        &["generate", "man"],
        &["generate", "keys"],
    ];
    for command in commands {
        let en = desk.good(&[command, &["--help", "--ui", "en"]].concat());
        let zh = desk.good(&[command, &["--help", "--ui", "zh"]].concat());
        assert!(en.contains("Usage\n  pipia") && !en.chars().any(is_chinese), "{en}");
        assert!(zh.contains("用法\n  pipia") && zh.contains("选项："), "{zh}");
    }
}

#[test]
fn a_time_that_is_none_is_refused() {
    let desk = Desk::new();
    let found = done(
        desk.command(&["questionnaire", "list"])
            .env("SOURCE_DATE_EPOCH", "today"),
    );
    assert_eq!((found.code, found.out.as_str()), (2, ""));
    assert!(found.err.contains("SOURCE_DATE_EPOCH"));
}

#[test]
fn names_of_files_and_their_text_never_drive_the_terminal() {
    let desk = Desk::new();
    for arguments in [
        &["check", "a\u{1b}[31m.pipia.toml"][..],
        &["route", "\u{1b}]0;x\u{7}"],
        &["verify", "\u{202e}fdp"],
        &["chekc\u{1b}[2J"],
    ] {
        let (zh, en) = desk.refused(2, arguments);
        assert!(
            !zh.contains(['\u{1b}', '\u{7}', '\u{202e}']) && !en.contains(['\u{1b}', '\u{7}', '\u{202e}']),
            "{arguments:?}"
        );
    }
    desk.write(
        "esc.toml",
        "format = 1\n[[record.recipient]]\nid = \"x\"\nname = \"Ev\\u001b[31mil\"\n",
    );
    desk.good(&[
        "new",
        "a.pipia.toml",
        "--questionnaire",
        "certification",
        "--answers",
        "esc.toml",
        "--title",
        "t\u{1b}[31m",
    ]);
    for command in ["check", "score", "answers"] {
        let found = desk.run(&[command, "a.pipia.toml"]);
        assert!(!found.out.contains('\u{1b}') && !found.err.contains('\u{1b}'));
    }
}

#[test]
fn without_a_terminal_there_is_no_wizard() {
    let desk = Desk::new();
    let (zh, en) = desk.refused(2, &[]);
    assert!(zh.contains("终端") && en.contains("terminal"));
    desk.refused(2, &["none.pipia.toml"]);
}

#[test]
fn documents_come_from_the_programs_own_tables() {
    let desk = Desk::new();
    assert!(desk.good(&["generate", "man"]).starts_with(".ie"));
    desk.good(&["generate", "man", "--output", "man"]);
    let pages = super::names(&desk.path("man"));
    assert!(
        pages.contains(&"pipia.1".to_owned()) && pages.contains(&"pipia-identity-new.1".to_owned()),
        "{pages:?}"
    );
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        for lang in ["zh", "en"] {
            let script = desk.good(&["--ui", lang, "generate", "completions", shell]);
            assert!(script.contains("questionnaire"), "{shell}");
            assert!(
                !script.contains("One JSON object"),
                "no notes for programmers: {script}"
            );
        }
    }
    let keys = desk.good(&["generate", "keys", "--format", "markdown"]);
    assert!(keys.starts_with("### ") && keys.contains("| `"), "{keys}");
    assert!(desk.good(&["generate", "keys", "--ui", "zh"]).chars().any(is_chinese));
}

#[test]
fn manual_pages_are_in_one_language() {
    let desk = Desk::new();
    for (lang, words, foreign) in [
        (
            "zh",
            [".SH 名称\n", ".SH 选项\n", "显示帮助"],
            ["Print help", ".SH NAME", ".SH OPTIONS"],
        ),
        (
            "en",
            [".SH NAME\n", ".SH OPTIONS\n", "Print help"],
            ["显示帮助", ".SH 名称", ".SH 选项"],
        ),
    ] {
        desk.good(&["--ui", lang, "generate", "man", "--output", lang]);
        for name in super::names(&desk.path(lang)) {
            let page = String::from_utf8(desk.read(&format!("{lang}/{name}"))).unwrap();
            assert!(words.iter().all(|word| page.contains(word)), "{name}\n{page}");
            assert!(!foreign.iter().any(|word| page.contains(word)), "{name}\n{page}");
            assert_eq!(page.matches(words[1]).count(), 1, "{name}\n{page}");
            assert!(
                page.contains("\\fB\\-\\-ui\\fR")
                    && page.contains(concat!("\"pipia ", env!("CARGO_PKG_VERSION"), "\"")),
                "{page}"
            );
        }
    }
}
