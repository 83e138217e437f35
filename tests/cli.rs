//! The real program: every command with good and bad orders, its exit code, its words in both languages, its JSON.

mod broken;
pub(crate) mod own;
mod reports;
mod robust;
mod slips;

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// 2026-11-21 00:00:00 UTC.
const NOW: &str = "1795219200";

/// A user's machine: a home for the program, and a folder to work in.
struct Desk {
    folder: TempDir,
}

/// What a run did.
#[derive(Debug)]
struct Done {
    code: i32,
    out: String,
    err: String,
}

impl Desk {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pipia"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            command.env_remove(name);
        }
        command
            .env("PIPIA_HOME", self.path("home"))
            .env("SOURCE_DATE_EPOCH", NOW);
        command
    }

    fn run(&self, arguments: &[&str]) -> Done {
        done(&mut self.command(arguments))
    }

    /// Runs in both languages and returns both messages, checking that the exit code is the same and the languages are not mixed.
    fn refused(&self, code: i32, arguments: &[&str]) -> (String, String) {
        let (zh, en) = self.refused_mixed(code, arguments);
        assert!(zh.chars().any(is_chinese) && !en.chars().any(is_chinese), "{zh}{en}");
        (zh, en)
    }

    /// The same where the messages quote a text in another language.
    fn refused_mixed(&self, code: i32, arguments: &[&str]) -> (String, String) {
        let both = ["zh", "en"].map(|lang| {
            let found = self.run(&[&["--ui", lang], arguments].concat());
            assert_eq!(found.code, code, "{arguments:?}\n{found:?}");
            assert_eq!(found.out, "", "{arguments:?}");
            assert!(
                found.err.lines().count() >= 2,
                "what happened and what to do: {found:?}"
            );
            found.err
        });
        both.into()
    }

    fn good(&self, arguments: &[&str]) -> String {
        let found = self.run(arguments);
        assert_eq!(found.code, 0, "{arguments:?}\n{found:?}");
        found.out
    }

    fn json(&self, code: i32, arguments: &[&str]) -> Value {
        let found = self.run(&[arguments, &["--format", "json"]].concat());
        assert_eq!(found.code, code, "{arguments:?}\n{found:?}");
        serde_json::from_str(&found.out).unwrap()
    }

    /// A new assessment with a few answers.
    fn assessment(&self, name: &str) {
        self.write("some.toml", SOME);
        self.good(&[
            "new",
            name,
            "--questionnaire",
            "certification",
            "--title",
            "海外仓订单2026",
            "--answers",
            "some.toml",
        ]);
    }
}

const SOME: &str = r#"format = 1
[answers]
"route.as-of" = 2026-11-21
"route.exporter" = "domestic"
"route.ciio" = { unknown = true, note = "ask the regulator" }
"processor.business" = { value = "通过自有App销售家居用品。", translation = "Sells household goods through its own app." }

[[record.recipient]]
id = "lusee"
name = "Lusee Pte. Ltd."
country = "SG"

[[record.transfer]]
id = "orders"
name = "订单传至海外仓系统"
recipient = "lusee"
"#;

fn done(command: &mut Command) -> Done {
    let output = command.output().unwrap();
    Done {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn is_chinese(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn the_language_comes_from_the_order_then_the_locale() {
    let desk = Desk::new();
    let heading = |command: &mut Command| done(command).out.lines().nth(2).unwrap().to_owned();
    assert_eq!(heading(&mut desk.command(&["--help"])), "Usage");
    assert_eq!(heading(desk.command(&["--help"]).env("LC_ALL", "zh_CN.UTF-8")), "用法");
    assert_eq!(
        heading(desk.command(&["--help", "--ui", "en"]).env("LC_ALL", "zh_CN.UTF-8")),
        "Usage"
    );
    assert_eq!(
        heading(desk.command(&["--ui=zh", "--help"]).env("LC_ALL", "de_DE.UTF-8")),
        "用法"
    );
    fs::create_dir_all(desk.path("home/config")).unwrap();
    desk.write("home/config/settings.toml", "language = \"zh\"\n");
    assert_eq!(heading(desk.command(&["--help"]).env("LC_ALL", "en_US.UTF-8")), "用法");
    assert_eq!(
        desk.good(&["--version"]),
        concat!("pipia ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn from_nothing_to_a_draft_report() {
    let desk = Desk::new();
    desk.assessment("a.pipia.toml");
    desk.write(
        "more.toml",
        "format = 1\n[answers]\n\"route.ciio\" = false\n\"processor.people-total\" = 410000\n",
    );
    let told = desk.good(&["--ui", "zh", "answer", "a.pipia.toml", "--from", "more.toml"]);
    assert_eq!(told, "已导入2处答案：a.pipia.toml\n");
    let printed = desk.good(&["answers", "a.pipia.toml"]);
    assert!(printed.contains("\"route.ciio\" = false\n") && printed.contains("\"processor.people-total\" = 410000\n"));

    let check = desk.json(1, &["check", "a.pipia.toml"]);
    assert_eq!(
        (&check["complete"], &check["ready"]),
        (&Value::Bool(false), &Value::Bool(false))
    );
    assert_eq!(check["as_of"], "2026-11-21");
    let missing = check["missing"].as_array().unwrap();
    assert!(
        missing
            .iter()
            .any(|entry| entry["question"] == "route.trigger" && entry["scope"] == ""),
        "{missing:#?}"
    );
    assert!(missing.iter().all(|entry| !entry["text"].as_str().unwrap().is_empty()));
    assert!(
        missing
            .iter()
            .all(|entry| entry["question"] != "processor.people-total")
    );

    let export = ["export", "a.pipia.toml", "--output", "r.md", "--unsigned"];
    let (zh, en) = desk.refused(1, &export);
    assert!(zh.contains("缺项") && en.contains("Missing items"));
    assert!(!desk.path("r.md").exists());
    let told = desk.good(&[&export[..], &["--draft"]].concat());
    let report = String::from_utf8(desk.read("r.md")).unwrap();
    assert!(report.contains("通过自有App销售家居用品。") && report.contains("Lusee Pte. Ltd."));
    assert!(told.starts_with("File: r.md\nFile digest (SHA-256): ") && told.contains("Assessment digest (SHA-256): "));
}

#[test]
fn answers_come_back_byte_for_byte() {
    let desk = Desk::new();
    desk.assessment("a.pipia.toml");
    let first = desk.good(&["answers", "a.pipia.toml"]);
    desk.write("printed.toml", &first);
    desk.good(&[
        "new",
        "b.pipia.toml",
        "--questionnaire",
        "certification",
        "--answers",
        "printed.toml",
    ]);
    assert_eq!(desk.good(&["answers", "b.pipia.toml"]), first);
    assert!(
        first.contains("\"route.ciio\" = { unknown = true, note = \"ask the regulator\" }"),
        "{first}"
    );
}

#[test]
fn bad_answers_are_all_told_and_change_nothing() {
    let desk = Desk::new();
    desk.assessment("a.pipia.toml");
    let before = desk.read("a.pipia.toml");
    desk.write(
        "bad.toml",
        "format = 1\n[answers]\n\"route.exporter\" = \"domestik\"\n\"route.nothing\" = 1\n\"route.as-of\" = \"soon\"\n",
    );
    let (zh, en) = desk.refused(2, &["answer", "a.pipia.toml", "--from", "bad.toml"]);
    for text in [&zh, &en] {
        for place in [
            "bad.toml:3:20 [unknown-option]",
            "bad.toml:4:1 [unknown-question]",
            "bad.toml:5:17 [",
        ] {
            assert!(text.contains(place), "{place}\n{text}");
        }
    }
    assert_eq!(desk.read("a.pipia.toml"), before);
    let new = [
        "new",
        "b.pipia.toml",
        "--questionnaire",
        "certification",
        "--answers",
        "bad.toml",
    ];
    desk.refused(2, &new);
    assert!(!desk.path("b.pipia.toml").exists());
}

#[test]
fn files_are_made_once_and_named_rightly() {
    let desk = Desk::new();
    desk.assessment("a.pipia.toml");
    let before = desk.read("a.pipia.toml");
    let (zh, en) = desk.refused(3, &["new", "a.pipia.toml", "--questionnaire", "certification"]);
    assert!(zh.contains("已经存在") && en.contains("exists already"));
    assert_eq!(desk.read("a.pipia.toml"), before);
    let (zh, en) = desk.refused(2, &["new", "b.pipia.toml", "--questionnaire", "certificate"]);
    assert!(zh.contains("certification") && en.contains("There are: certification"));
    desk.refused(2, &["new", "b.toml", "--questionnaire", "certification"]);
    desk.refused(3, &["new", "no/b.pipia.toml", "--questionnaire", "certification"]);
    assert_eq!(names(desk.folder.path()), ["a.pipia.toml", "home", "some.toml"]);
}

#[test]
fn unreadable_assessments_are_refused_by_every_reader() {
    let desk = Desk::new();
    desk.write("bad.pipia.toml", "format = 1\n[assessment]\ntitle = 3\n");
    desk.write("new.pipia.toml", "format = 999\n");
    for command in ["check", "score", "answers"] {
        let (zh, en) = desk.refused(2, &[command, "bad.pipia.toml"]);
        assert!(
            zh.contains("bad.pipia.toml:3:9 [wrong-type]") && en.contains("bad.pipia.toml:3:9 [wrong-type]"),
            "{zh}{en}"
        );
        desk.refused(2, &[command, "none.pipia.toml"]);
        desk.refused(2, &[command, "new.pipia.toml"]);
    }
    desk.refused(2, &["export", "bad.pipia.toml", "--output", "r.md", "--unsigned"]);
}

#[test]
fn what_is_unknown_is_a_finding_and_what_is_unanswered_is_only_missing() {
    let desk = Desk::new();
    desk.assessment("a.pipia.toml");
    let codes = |check: &Value| {
        let findings = check["findings"].as_array().unwrap();
        findings
            .iter()
            .map(|finding| finding["code"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let unanswered = codes(&desk.json(1, &["check", "a.pipia.toml"]));
    assert!(
        !unanswered.contains(&"OT-03".to_owned()),
        "an unanswered question is no finding: {unanswered:?}"
    );
    desk.write(
        "u.toml",
        "format = 1\n[answers]\n\"processor.officer\" = { rest_unknown = true, ticked = [] }\n",
    );
    desk.good(&["answer", "a.pipia.toml", "--from", "u.toml"]);
    let check = desk.json(1, &["check", "a.pipia.toml"]);
    assert!(codes(&check).len() > unanswered.len(), "{check:#}");
    for finding in check["findings"].as_array().unwrap() {
        assert!(["blocking", "major", "minor"].contains(&finding["severity"].as_str().unwrap()));
        assert!(finding["open"].is_boolean() && finding["basis"].is_array() && finding["scope"].is_string());
        assert_ne!(
            finding["severity"], "blocking",
            "never through unknown alone: {finding}"
        );
    }
}

#[test]
fn score_has_the_shape_it_promises() {
    let desk = Desk::new();
    desk.good(&["demo", ".", "--no-open"]);
    let score = desk.json(0, &["score", "case-a.pipia.toml"]);
    assert_eq!(score["overall"], "severe");
    let judgements = score["judgements"].as_array().unwrap();
    let keys: Vec<&str> = judgements[0].as_object().unwrap().keys().map(String::as_str).collect();
    let promised = [
        "id",
        "scope",
        "scale",
        "direction",
        "proposed",
        "level",
        "inherent",
        "attained",
        "expected",
        "override",
        "trace",
    ];
    assert_eq!(keys, promised);
    let steps: Vec<&str> = judgements[0]["trace"][0]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(steps, ["step", "source", "input", "result"]);
    for judgement in judgements.iter().filter(|judgement| judgement["scale"] == "assurance") {
        assert_eq!(judgement["direction"], "assurance");
        for run in ["level", "inherent", "attained", "expected"] {
            assert!(
                ["strong", "fair", "weak"].contains(&judgement[run].as_str().unwrap()),
                "{judgement:#}"
            );
        }
    }
    let words = desk.good(&["--ui", "zh", "score", "case-a.pipia.toml"]);
    assert!(words.contains("固有") && words.contains(" → "), "{words}");
    desk.refused(2, &["score", "no.pipia.toml"]);
}

#[test]
fn the_route_is_decided_from_a_file() {
    let desk = Desk::new();
    let facts = |ciio: &str| {
        format!(
            "as_of = 2026-11-21\nexporter = \"domestic\"\ncritical_infrastructure_operator = {ciio}\nfree_trade_zone = \"none\"\n\n\
             [[transfer]]\nname = \"订单\"\noutbound = \"sent\"\npersonal_information = true\norigin = \"domestic\"\nnecessity = \"none\"\n\
             people_ordinary = 186000\npeople_sensitive = 0\n"
        )
    };
    desk.write("good.toml", &facts("false"));
    let route = desk.json(0, &["route", "good.toml"]);
    assert_eq!(
        (&route["route"], &route["margins"]["ordinary"]),
        (&"contract-or-certification".into(), &814_000.into())
    );
    desk.write("open.toml", &facts("\"unknown\""));
    let route = desk.json(1, &["route", "open.toml"]);
    assert_eq!(route["unknowns"][0], "critical_infrastructure_operator");
    desk.write("bad.toml", &facts("3"));
    let (zh, en) = desk.refused(2, &["route", "bad.toml"]);
    assert!(zh.contains("bad.toml:3:36") && en.contains("bad.toml:3:36"), "{zh}{en}");
    desk.refused(2, &["route", "absent.toml"]);
}

#[test]
fn the_worked_cases_are_written_and_never_over_changes() {
    let desk = Desk::new();
    let first = desk.good(&["demo", "d", "--no-open"]);
    assert_eq!(names(&desk.path("d")), ["case-a.pipia.toml", "case-b.pipia.toml"]);
    assert!(first.contains("Written: "), "{first}");
    let again = desk.good(&["--ui", "zh", "demo", "d", "--no-open"]);
    assert_eq!(again.matches("已有：").count(), 2, "{again}");
    let changed = String::from_utf8(desk.read("d/case-a.pipia.toml")).unwrap() + "# mine\n";
    desk.write("d/case-a.pipia.toml", &changed);
    assert!(desk.good(&["demo", "d", "--no-open"]).contains("changed, not replaced"));
    assert_eq!(desk.read("d/case-a.pipia.toml"), changed.as_bytes());
    desk.write("file", "");
    desk.refused(3, &["demo", "file/x", "--no-open"]);
}

/// The third example ends ready to sign.
#[test]
fn check_leaves_with_zero_for_a_finished_assessment_without_blocking_findings() {
    let desk = Desk::new();
    let (name, text) = pipia::questionnaire::EXAMPLES[2];
    assert_eq!(name, "case-c");
    desk.write("answers.toml", text);
    desk.good(&[
        "new",
        "c.pipia.toml",
        "--questionnaire",
        "certification",
        "--answers",
        "answers.toml",
    ]);
    let found = desk.json(0, &["check", "c.pipia.toml"]);
    assert_eq!(
        (&found["complete"], &found["ready"]),
        (&Value::Bool(true), &Value::Bool(true))
    );
    let severities: Vec<&str> = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|known| known["severity"].as_str())
        .collect();
    assert!(severities.iter().all(|severity| *severity == "minor"), "{severities:?}");
}
