//! What a command is given may be anything, and what it prints may not arrive.

use super::{Desk, SOME, done, is_chinese};
use std::fs::{self, File};
use std::process::{Command, Stdio};

/// Facts that decide.
const FACTS: &str = "as_of = 2026-11-21\nexporter = \"domestic\"\ncritical_infrastructure_operator = false\nfree_trade_zone = \"none\"\n\
    [[transfer]]\nname = \"a\"\noutbound = \"sent\"\npersonal_information = true\norigin = \"domestic\"\nnecessity = \"none\"\n\
    people_ordinary = 5\npeople_sensitive = 0\n";

#[test]
fn a_file_and_a_command_are_not_both_taken() {
    let desk = Desk::new();
    desk.assessment("a.pipia.toml");
    let (zh, en) = desk.refused(2, &["a.pipia.toml", "check", "a.pipia.toml"]);
    assert!(zh.contains("命令之后") && en.contains("behind the command"), "{zh}{en}");
    let (zh, en) = desk.refused(2, &["check", "a.pipia.toml", "b.pipia.toml"]);
    assert!(
        zh.contains("“b.pipia.toml”是多余的") && en.contains("b.pipia.toml is one word too many"),
        "{zh}{en}"
    );
}

#[test]
fn every_missing_item_is_named_by_its_question() {
    let desk = Desk::new();
    desk.assessment("a.pipia.toml");
    for lang in ["zh", "en"] {
        let told = desk.run(&["--ui", lang, "check", "a.pipia.toml"]).out;
        assert!(
            told.lines()
                .any(|line| line.ends_with("(processor.identity)") || line.ends_with("（processor.identity）")),
            "{told}"
        );
        assert!(
            !told.contains("form —"),
            "the one row of a form has no name of its own: {told}"
        );
    }
}

#[test]
fn findings_about_unknown_facts_are_in_one_language() {
    let desk = Desk::new();
    let facts = SOME
        .replace("订单传至海外仓系统", "Orders")
        .replace("通过自有App销售家居用品。", "Sells goods.");
    desk.write("some.toml", &facts);
    let new = ["new", "a.pipia.toml", "--questionnaire", "certification"];
    desk.good(&[&new[..], &["--answers", "some.toml"]].concat());
    let english = desk.run(&["--ui", "en", "check", "a.pipia.toml"]).out;
    for code in ["RT-05", "TM-01"] {
        assert!(english.contains(code), "{english}");
    }
    assert!(
        !english
            .chars()
            .any(|c| is_chinese(c) || matches!(c, '、' | '，' | '；')),
        "{english}"
    );
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_not_waited_for() {
    let desk = Desk::new();
    desk.assessment("a.pipia.toml");
    let made = Command::new("mkfifo").arg(desk.path("pipe")).status().unwrap();
    assert!(made.success());
    for file in ["pipe", "/dev/zero"] {
        let orders: [&[&str]; 10] = [
            &["check", file],
            &["answers", file],
            &["answer", "a.pipia.toml", "--from", file],
            &[
                "new",
                "b.pipia.toml",
                "--questionnaire",
                "certification",
                "--answers",
                file,
            ],
            &["export", file, "--output", "r.md", "--unsigned"],
            &[
                "export",
                "a.pipia.toml",
                "--output",
                "r.pdf",
                "--unsigned",
                "--draft",
                "--fallback-font",
                file,
            ],
            &["route", file],
            &["verify", file],
            &["questionnaire", "lint", file],
            &[
                "identity",
                "new",
                "x",
                "--name",
                "X",
                "--organisation",
                "Y",
                "--passphrase-file",
                file,
            ],
        ];
        for order in orders {
            desk.refused(2, order);
        }
    }
    assert!(!desk.path("b.pipia.toml").exists() && !desk.path("r.md").exists() && !desk.path("r.pdf").exists());
}

#[cfg(unix)]
#[test]
fn a_pipe_that_the_shell_hands_over_is_read() {
    let desk = Desk::new();
    desk.write("facts.toml", FACTS);
    let mut cat = Command::new("cat")
        .arg(desk.path("facts.toml"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let found = done(desk.command(&["route", "/dev/stdin"]).stdin(cat.stdout.take().unwrap()));
    cat.wait().unwrap();
    assert_eq!(found.code, 0, "{found:?}");
    assert!(found.out.starts_with("Route: exempt"), "{}", found.out);
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_does_not_arrive_is_told() {
    let desk = Desk::new();
    desk.assessment("a.pipia.toml");
    for order in [
        &["answers", "a.pipia.toml"][..],
        &["check", "a.pipia.toml"],
        &["--help"],
        &["generate", "keys"],
    ] {
        for (lang, words) in [
            ("zh", "输出没有写完：磁盘已满"),
            ("en", "not written to its end: the disk is full"),
        ] {
            let mut command = desk.command(&[&["--ui", lang], order].concat());
            let output = command.stdout(File::create("/dev/full").unwrap()).output().unwrap();
            assert_eq!(output.status.code(), Some(3), "{order:?}");
            assert!(String::from_utf8(output.stderr).unwrap().contains(words));
        }
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_gone_away_is_no_error() {
    let desk = Desk::new();
    let mut head = Command::new("true").stdin(Stdio::piped()).spawn().unwrap();
    let stdin = head.stdin.take().unwrap();
    head.wait().unwrap();
    let output = desk.command(&["generate", "keys"]).stdout(stdin).output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_limit_on_file_sizes_is_an_error_like_another() {
    let desk = Desk::new();
    desk.assessment("a.pipia.toml");
    let before = desk.read("a.pipia.toml");
    let mut shell = Command::new("sh");
    let order = "ulimit -f 1; exec \"$0\" --ui en export a.pipia.toml --output r.txt --unsigned --draft";
    let program = desk.command(&[]);
    shell
        .args(["-c", order])
        .arg(program.get_program())
        .current_dir(desk.folder.path());
    shell.env("PIPIA_HOME", desk.path("home"));
    let found = done(&mut shell);
    assert_eq!(found.code, 3, "{found:?}");
    assert!(found.err.contains("larger than allowed"), "{}", found.err);
    assert_eq!(desk.read("a.pipia.toml"), before);
    assert!(!desk.path("r.txt").exists());
}

#[test]
fn where_the_program_cannot_keep_its_own_files_nothing_is_left_behind() {
    let desk = Desk::new();
    desk.assessment("a.pipia.toml");
    fs::remove_dir_all(desk.path("home")).unwrap();
    desk.write("home", "a file where the folder should be");
    let (zh, en) = desk.refused(3, &["new", "b.pipia.toml", "--questionnaire", "certification"]);
    assert!(
        zh.contains("本程序存放日志和锁的文件夹") && en.contains("program's own folder for journals and locks"),
        "{zh}{en}"
    );
    assert!(!desk.path("b.pipia.toml").exists());
    let before = desk.read("a.pipia.toml");
    desk.refused(3, &["answer", "a.pipia.toml", "--from", "some.toml"]);
    assert_eq!(desk.read("a.pipia.toml"), before);
    // Reading needs nothing of it: there was never a journal.
    assert_eq!(desk.run(&["check", "a.pipia.toml"]).code, 1);
}

#[test]
fn what_to_do_is_a_sentence() {
    let desk = Desk::new();
    desk.assessment("a.pipia.toml");
    for (code, order) in [
        (2, &["check", "none.pipia.toml"][..]),
        (3, &["new", "a.pipia.toml", "--questionnaire", "certification"]),
        (2, &["route", "none.toml"]),
        (3, &["export", "a.pipia.toml", "--output", "no/r.md", "--unsigned"]),
    ] {
        let (zh, en) = desk.refused(code, order);
        let (zh, en) = (zh.lines().last().unwrap(), en.lines().last().unwrap());
        assert!(zh.ends_with('。'), "{zh}");
        assert!(en.ends_with('.') && en.starts_with(char::is_uppercase), "{en}");
    }
}
