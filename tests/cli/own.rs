//! Questionnaires of the user: what they add works like the rest, and what is built in stays as it is.

use super::{Desk, names};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Lays the user's files into the program's folder.
pub(crate) fn lay(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/own");
    for name in names(&cases) {
        fs::copy(cases.join(&name), folder.join(&name)).unwrap();
    }
}

fn answered(desk: &Desk, name: &str, watermark: &str) {
    desk.write(
        "own.toml",
        &format!("format = 1\n[answers]\n\"own.watermark\" = \"{watermark}\"\n"),
    );
    desk.good(&["new", name, "--questionnaire", "own-check", "--answers", "own.toml"]);
}

fn of<'v>(list: &'v Value, key: &str, value: &str) -> Option<&'v Value> {
    list.as_array().unwrap().iter().find(|entry| entry[key] == value)
}

#[test]
fn a_module_of_ones_own_is_asked_judged_and_printed() {
    let desk = Desk::new();
    let folder = desk.path("home/config/questionnaires");
    lay(&folder);
    assert_eq!(
        desk.good(&["questionnaire", "lint", folder.to_str().unwrap()]),
        "No faults found (files: 4)\n"
    );
    let list = desk.json(0, &["questionnaire", "list"]);
    assert!(of(&list["questionnaires"], "id", "own-check").is_some());
    let show = desk.json(0, &["questionnaire", "show", "own-check"]);
    assert_eq!(of(&show["questions"], "id", "own.watermark").unwrap()["module"], "own");

    answered(&desk, "bare.pipia.toml", "none");
    let check = desk.json(1, &["check", "bare.pipia.toml"]);
    let finding = of(&check["findings"], "code", "OW-01").unwrap();
    assert_eq!(
        (&finding["severity"], &finding["text"]),
        (&"major".into(), &"The screens carry no watermark.".into())
    );
    assert_eq!(of(&check["missing"], "question", "own.level").unwrap()["scope"], "");
    let score = desk.json(0, &["score", "bare.pipia.toml"]);
    let judgements = score["judgements"].as_array().unwrap();
    assert_eq!(
        judgements.len(),
        1,
        "no level of questions that are not asked: {judgements:?}"
    );
    assert_eq!(
        (&judgements[0]["id"], &judgements[0]["level"]),
        (&"own.leak".into(), &"high".into())
    );
    let step = &judgements[0]["trace"][0];
    assert_eq!(step["input"], "Do the screens carry a watermark: no watermark");
    for code in ["CN-03", "CN-04", "TM-01"] {
        assert!(
            of(&check["findings"], "code", code).is_none(),
            "{code} is about questions that are not asked"
        );
    }

    answered(&desk, "marked.pipia.toml", "all");
    let check = desk.json(1, &["check", "marked.pipia.toml"]);
    assert!(of(&check["findings"], "code", "OW-01").is_none());
    assert_eq!(
        desk.json(0, &["score", "marked.pipia.toml"])["judgements"][0]["level"],
        "low"
    );

    let order = [
        "export",
        "bare.pipia.toml",
        "--output",
        "r.txt",
        "--unsigned",
        "--draft",
        "--lang",
        "en",
    ];
    desk.good(&order);
    let report = String::from_utf8(desk.read("r.txt")).unwrap();
    let report = report.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in ["Do the screens carry a watermark?", "Add a watermark", "photographed"] {
        assert!(report.contains(part), "{part}");
    }
}

#[test]
fn what_is_built_in_stays_as_it_is_beside_it() {
    let (plain, own) = (Desk::new(), Desk::new());
    lay(&own.path("home/config/questionnaires"));
    for desk in [&plain, &own] {
        desk.good(&["demo", ".", "--no-open"]);
        desk.good(&["export", "case-b.pipia.toml", "--output", "r.json", "--unsigned"]);
    }
    for command in ["check", "score", "answers"] {
        let (before, after) = (
            plain.run(&[command, "case-b.pipia.toml"]),
            own.run(&[command, "case-b.pipia.toml"]),
        );
        assert_eq!((before.code, before.out), (after.code, after.out), "{command}");
    }
    assert_eq!(
        plain.read("r.json"),
        own.read("r.json"),
        "the digest of the questionnaire included"
    );
}

const HEAD: &str = "id = \"own\"\nversion = \"1\"\nlaw_date = 2026-11-21\n";
const MODULE: &str = "title = { zh = \"甲\", en = \"A\" }\npurpose = { zh = \"甲\", en = \"A\" }\n";

fn question(id: &str, more: &str) -> String {
    let texts = ["plain", "official", "help", "good", "bad", "evidence"]
        .map(|text| format!("{text} = {{ zh = \"甲\", en = \"A\" }}\n"))
        .concat();
    format!(
        "[[question]]\nid = \"{id}\"\nsection = \"own.1\"\nrequired = \"no\"\n{more}\n{texts}basis = []\nterms = []\n"
    )
}

fn module(questions: &[String]) -> String {
    let section = "[[section]]\nid = \"own.1\"\ntitle = { zh = \"甲\", en = \"A\" }\n";
    [HEAD, MODULE, section, &questions.concat()].concat()
}

fn finding(code: &str, when: &str) -> String {
    let texts = "text = { zh = \"甲\", en = \"A\" }\nmeasure = { zh = \"甲\", en = \"A\" }\n";
    format!("[[finding]]\ncode = \"{code}\"\nwhen = '{when}'\nseverity = \"minor\"\n{texts}")
}

/// The codes of all faults that `questionnaire lint` finds in files with these contents, each with its line.
fn faults(files: &[String]) -> Vec<String> {
    let desk = Desk::new();
    fs::create_dir(desk.path("f")).unwrap();
    for (at, text) in files.iter().enumerate() {
        desk.write(&format!("f/{at}.toml"), text);
    }
    let (zh, en) = desk.refused_mixed(2, &["questionnaire", "lint", "f"]);
    assert_eq!(
        zh.matches(" [").count(),
        en.matches(" [").count() - usize::from(en.contains(" [[")),
        "{zh}{en}"
    );
    let found = desk.json(2, &["questionnaire", "lint", "f"]);
    let one = |fault: &Value| format!("{}:{}", fault["code"].as_str().unwrap(), fault["line"]);
    found["faults"].as_array().unwrap().iter().map(one).collect()
}

#[test]
fn what_is_built_in_cannot_be_defined_again() {
    let choice = "kind = \"yes-no\"";
    let mandatory = module(&[question("legality.bases", choice)]);
    assert_eq!(faults(&[mandatory]), ["weakens-built-in:10"]);
    let table = "kind = \"record\"\nrecord = \"recipient\"\ncolumn = []";
    assert_eq!(
        faults(&[module(&[question("own.table", table)])]),
        ["weakens-built-in:14"]
    );
    let cases = [
        ("[[define]]\nid = \"in-scope\"\nexpr = 'route.ciio = yes'\n".to_owned(), "weakens-built-in:2"),
        (finding("LE-03", "route.ciio = yes and not route.ciio = yes"), "weakens-built-in:2"),
        ("[[instrument]]\nkey = \"PIPL\"\nshort = { zh = \"甲\", en = \"A\" }\ntitle = { zh = \"甲\", en = \"A\" }\n".to_owned(), "weakens-built-in:2"),
        ("[[provision]]\nref = \"CERT 5\"\ngist = { zh = \"甲\", en = \"A\" }\n".to_owned(), "weakens-built-in:2"),
        ("id = \"certification\"\nversion = \"9\"\nlaw_date = 2026-11-21\ntitle = { zh = \"甲\", en = \"A\" }\nmodules = [\"route\"]\nmethods = []\n".to_owned(), "weakens-built-in:1"),
        ([HEAD, "[[judgement]]\nid = \"legality.legality\"\nscale = \"risk\"\ntitle = { zh = \"甲\", en = \"A\" }\nlines = [{ level = \"low\" }]\n"].concat(), "weakens-built-in:5"),
        ([HEAD, "[[scale]]\nid = \"risk\"\ndirection = \"risk\"\ntitle = { zh = \"甲\", en = \"A\" }\nlevels = []\n"].concat(), "weakens-built-in:5"),
        ([HEAD, "[[judgement]]\nid = \"own.x\"\nscale = \"risk\"\ntitle = { zh = \"甲\", en = \"A\" }\nlines = [{ level = \"low\" }]\n[[treatment]]\nscale = \"risk\"\nlevel = \"severe\"\nkind = \"none\"\ntitle = { zh = \"甲\", en = \"A\" }\n"].concat(), "weakens-built-in:11"),
    ];
    for (text, wanted) in cases {
        assert_eq!(faults(std::slice::from_ref(&text)), [wanted], "{text}");
    }
}

#[test]
fn the_matrix_of_the_standard_is_not_replaced() {
    let rows = ["low", "medium", "high", "severe"]
        .map(|level| format!("  {{ level = \"{level}\", cells = [\"low\", \"low\", \"low\", \"low\"] }},\n"))
        .concat();
    let matrix = format!(
        "{HEAD}[[judgement]]\nid = \"own.x\"\nscale = \"risk\"\ntitle = {{ zh = \"甲\", en = \"A\" }}\nlines = [{{ level = \"low\" }}]\n\
         [[matrix]]\ntitle = {{ zh = \"甲\", en = \"A\" }}\nrow_scale = \"impact\"\ncolumn_scale = \"likelihood\"\nresult_scale = \"risk\"\n\
         columns = [\"low\", \"medium\", \"high\", \"very-high\"]\nrows = [\n{rows}]\n"
    );
    assert_eq!(faults(&[matrix]), ["weakens-built-in:14"]);
}

#[test]
fn circles_are_found_through_levels_and_findings_too() {
    let level = |id: &str, of: &str| {
        format!(
            "[[judgement]]\nid = \"{id}\"\nscale = \"risk\"\ntitle = {{ zh = \"甲\", en = \"A\" }}\nhighest = [\"{of}\"]\n"
        )
    };
    let levels = [HEAD, &level("own.a", "own.b"), &level("own.b", "own.a")].concat();
    assert_eq!(faults(&[levels]), ["cycle:5"]);
    let findings = [finding("OW-01", "open(OW-02)"), finding("OW-02", "any-open(OW-01)")].concat();
    assert_eq!(faults(&[findings]), ["cycle:2"]);
    let both = [
        finding("OW-01", "level(own.a) = high"),
        [HEAD, "[[judgement]]\nid = \"own.a\"\nscale = \"risk\"\ntitle = { zh = \"甲\", en = \"A\" }\nlines = [{ level = \"high\", when = 'open(OW-01)' }, { level = \"low\" }]\n"].concat(),
    ];
    assert_eq!(faults(&both), ["cycle:2"]);
    let own = "[[define]]\nid = \"me\"\nexpr = 'route.ciio = yes or me'\n".to_owned();
    assert_eq!(faults(&[own]), ["cycle:3"]);
}

#[test]
fn a_chain_of_conditions_ends_somewhere() {
    let link = |at: usize| format!("[[define]]\nid = \"c{at}\"\nexpr = 'c{}'\n", at + 1);
    let end = |at: usize| format!("[[define]]\nid = \"c{at}\"\nexpr = 'route.ciio = yes'\n");
    let chain = |length: usize| (0..length).map(link).collect::<String>() + &end(length);
    assert_eq!(faults(&[chain(300)]).len(), 1);
    let desk = Desk::new();
    desk.write("f.toml", &chain(150));
    desk.good(&["questionnaire", "lint", "f.toml"]);
}

#[test]
fn a_question_reads_nothing_later_by_any_way() {
    let instrument = "id = \"own\"\nversion = \"1\"\nlaw_date = 2026-11-21\ntitle = { zh = \"甲\", en = \"A\" }\nmodules = [\"own\"]\nmethods = [\"own\"]\n".to_owned();
    let later = question("own.later", "kind = \"yes-no\"");
    let first = |when: &str| {
        module(&[
            question("own.first", &format!("kind = \"yes-no\"\nwhen = '{when}'")),
            later.clone(),
        ])
    };
    let named =
        "[[define]]\nid = \"own-a\"\nexpr = 'own-b'\n[[define]]\nid = \"own-b\"\nexpr = 'own.later = yes'\n".to_owned();
    let found = finding("OW-01", "own-a");
    let level = [HEAD, "[[judgement]]\nid = \"own.x\"\nscale = \"risk\"\ntitle = { zh = \"甲\", en = \"A\" }\nlines = [{ level = \"high\", when = 'open(OW-01)' }, { level = \"low\" }]\n"].concat();
    let rest = [named, found, level];
    for when in ["own.later = yes", "own-a", "open(OW-01)", "level(own.x) = high"] {
        let files = [&[instrument.clone(), first(when)][..], &rest].concat();
        assert_eq!(faults(&files), ["forward-reference:14"], "{when}");
    }
}

#[test]
fn modules_stand_in_an_order_in_which_they_can_be_asked() {
    let own = module(&[question("own.first", "kind = \"yes-no\"\nwhen = 'route.ciio = yes'")]);
    let instrument = |modules: &str| {
        format!(
            "id = \"mine\"\nversion = \"1\"\nlaw_date = 2026-11-21\ntitle = {{ zh = \"甲\", en = \"A\" }}\nmodules = [{modules}]\nmethods = []\n"
        )
    };
    for modules in ["\"own\", \"route\"", "\"own\""] {
        assert_eq!(
            faults(&[instrument(modules), own.clone()]),
            ["forward-reference:5"],
            "{modules}"
        );
    }
    let desk = Desk::new();
    fs::create_dir(desk.path("f")).unwrap();
    desk.write("f/0.toml", &instrument("\"route\", \"own\""));
    desk.write("f/1.toml", &own);
    desk.good(&["questionnaire", "lint", "f"]);
    // A level can only be confirmed where its method is used.
    assert_eq!(
        faults(&[instrument("\"threats\"")]).first().map(|fault| &fault[..12]),
        Some("unknown-name")
    );
}

#[test]
fn texts_of_ones_own_never_drive_the_terminal() {
    let desk = Desk::new();
    let folder = desk.path("home/config/questionnaires");
    fs::create_dir_all(&folder).unwrap();
    let instrument = "id = \"own-check\"\nversion = \"1\"\nlaw_date = 2026-11-21\n\
         title = { zh = \"甲\\u001b[31m红\", en = \"A\\u202Eb\" }\nmodules = [\"own\"]\nmethods = []\n";
    fs::write(folder.join("0.toml"), instrument).unwrap();
    fs::write(
        folder.join("1.toml"),
        module(&[question("own.first", "kind = \"yes-no\"")]),
    )
    .unwrap();
    let lint = desk.json(2, &["questionnaire", "lint", folder.to_str().unwrap()]);
    let found: Vec<_> = lint["faults"].as_array().unwrap().iter().collect();
    assert_eq!(found.len(), 2, "{lint}");
    for (fault, letter) in found.iter().zip(["U+001B", "U+202E"]) {
        assert_eq!((&fault["code"], &fault["line"]), (&"unprintable".into(), &4.into()));
        assert!(fault.to_string().contains(letter), "{fault}");
    }
    for order in [
        &["questionnaire", "show", "own-check"][..],
        &["questionnaire", "list"],
        &["questionnaire", "lint", folder.to_str().unwrap()],
    ] {
        let run = desk.run(order);
        let shown = format!("{}{}", run.out, run.err);
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{order:?}: {shown:?}");
        assert_eq!(run.code, 2, "{order:?}: {shown}");
    }
}

#[test]
fn a_fault_about_a_text_of_a_books_length_stays_short() {
    let desk = Desk::new();
    desk.write(
        "f.toml",
        &format!("id = \"{}\"\n\"{}\" = 1\n", "长".repeat(9000), "k".repeat(9000)),
    );
    let run = desk.run(&["questionnaire", "lint", "f.toml"]);
    assert_eq!(run.code, 2);
    assert!(run.err.lines().all(|line| line.chars().count() < 600), "{}", run.err);
}
