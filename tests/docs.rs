//! What the READMEs say is true: their key tables are the program's, their commands run, their links lead somewhere.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const READMES: [(&str, &str); 2] = [("README.md", "en"), ("assets/README.zh.md", "zh")];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

fn pipia(home: &Path, arguments: &[String]) -> std::process::Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pipia"));
    command
        .args(arguments)
        .current_dir(home)
        .env("PIPIA_HOME", home.join("home"))
        .env("SOURCE_DATE_EPOCH", "1795219200");
    command.output().unwrap()
}

fn keys(lang: &str) -> String {
    let home = tempfile::tempdir().unwrap();
    let arguments = ["generate", "keys", "--format", "markdown", "--ui", lang].map(str::to_owned);
    String::from_utf8(pipia(home.path(), &arguments).stdout).unwrap()
}

/// The text between `<!-- name -->` and `<!-- /name -->`, and what stands around it.
fn between<'a>(text: &'a str, name: &str) -> (&'a str, &'a str, &'a str) {
    let (before, rest) = text.split_once(&format!("<!-- {name} -->\n")).unwrap();
    let (inside, after) = rest.split_once(&format!("<!-- /{name} -->")).unwrap();
    (before, inside, after)
}

#[test]
fn the_key_tables_are_those_of_the_program() {
    for (name, lang) in READMES {
        let text = read(name);
        let (before, written, after) = between(&text, "keys");
        let generated = format!("{}\n", keys(lang).trim_end());
        if std::env::var_os("UPDATE").is_some() {
            let renewed = format!("{before}<!-- keys -->\n{generated}<!-- /keys -->{after}");
            fs::write(root().join(name), renewed).unwrap();
        } else {
            assert_eq!(written, generated, "{name}: run UPDATE=1 cargo test docs");
        }
    }
}

#[test]
fn both_readmes_have_the_same_parts() {
    let parts = |name: &str| {
        let text = read(name);
        let (before, _, after) = between(&text, "keys");
        [before, after]
            .concat()
            .lines()
            .filter(|line| line.starts_with("## "))
            .count()
    };
    assert_eq!(parts(READMES[0].0), parts(READMES[1].0));
    assert!(parts(READMES[0].0) >= 8);
}

#[test]
fn links_lead_to_files() {
    for (name, _) in READMES {
        let folder = root().join(name).parent().unwrap().to_owned();
        for target in read(name)
            .split("](")
            .skip(1)
            .map(|rest| rest.split(')').next().unwrap().to_owned())
        {
            assert!(folder.join(&target).exists(), "{name}: {target}");
        }
    }
}

#[test]
fn the_tour_does_what_it_says() {
    for (name, _) in READMES {
        let home = tempfile::tempdir().unwrap();
        let text = read(name);
        let tour = text.split("```sh tour\n").nth(1).unwrap().split("```").next().unwrap();
        let lines: Vec<&str> = tour.lines().filter(|line| !line.trim().is_empty()).collect();
        assert_eq!(lines.len(), 8, "{name}");
        for line in lines {
            let command = line.split(" #").next().unwrap();
            let words: Vec<String> = split(command).into_iter().skip(1).collect();
            let output = pipia(home.path(), &words);
            // "check" says that case A is blocked; everything else succeeds.
            let wanted = i32::from(words.first().is_some_and(|word| word == "check"));
            assert_eq!(
                output.status.code(),
                Some(wanted),
                "{line}\n{}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        assert!(home.path().join("report-2.pdf").exists());
    }
}

/// Splits a command line at spaces outside quotation marks.
fn split(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    parts
        .flat_map(|(at, part)| {
            if at % 2 == 1 {
                vec![part.to_owned()]
            } else {
                part.split_whitespace().map(str::to_owned).collect()
            }
        })
        .collect()
}

#[test]
fn every_subcommand_is_told_in_the_help_of_both_languages() {
    let home = tempfile::tempdir().unwrap();
    for lang in ["zh", "en"] {
        let arguments = ["--help", "--ui", lang].map(str::to_owned);
        let help = String::from_utf8(pipia(home.path(), &arguments).stdout).unwrap();
        for command in [
            "demo",
            "new",
            "answer",
            "answers",
            "route",
            "check",
            "score",
            "export",
            "sign",
            "verify",
            "identity",
            "questionnaire",
            "generate",
        ] {
            assert!(help.contains(&format!("  {command} ")), "{lang}: {command}");
        }
    }
}
