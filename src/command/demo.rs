//! `pipia demo`: the two worked cases as files; the wizard also offers the simple example.

use super::failure::Failure;
use super::session::Session;
use super::{Exit, file, text};
use crate::cli::Demo;
use crate::domain::{Answers, Assessment};
use crate::questionnaire::{Catalog, Source};
use crate::store::format::{merge, read_answers, write_assessment};
use crate::store::{atomic, make_private};
use jiff::Timestamp;
use std::fs;
use std::path::{Path, PathBuf};

/// File, title, answers.
type Case = (&'static str, (&'static str, &'static str), &'static str);

/// The worked cases, then the simple example.
const CASES: [Case; 3] = [
    (
        "case-a.pipia.toml",
        (
            "示例A：跨境电商海外仓与售后",
            "Example A: online shop, overseas warehouse and support desk",
        ),
        include_str!("../../questionnaires/examples/case-a.toml"),
    ),
    (
        "case-b.pipia.toml",
        ("示例B：临床试验数据", "Example B: clinical trial data"),
        include_str!("../../questionnaires/examples/case-b.toml"),
    ),
    (
        "case-c.pipia.toml",
        ("示例C：会员季刊的邮箱", "Example C: e-mail addresses for a magazine"),
        include_str!("../../questionnaires/examples/case-c.toml"),
    ),
];
/// How many of them `pipia demo` writes.
const WORKED: usize = 2;
const QUESTIONNAIRE: &str = "certification";
/// When the cases were worked out, so that the same program always writes the same files.
const MADE: &str = "2026-11-21T00:00:00Z";

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// It was made.
    New,
    /// It was there, unchanged.
    Same,
    /// It was there and had been changed: left alone.
    Kept,
}

pub(super) fn run(session: &Session, order: &Demo) -> Result<Exit, Failure> {
    let catalog = file::catalog(session)?;
    let written = write(catalog.as_ref(), &order.dir)?;
    for (path, written) in &written {
        let words = match written {
            Written::New => session.say("已写入：", "Written: "),
            Written::Same => session.say("已有：", "There already: "),
            Written::Kept => session.say("已有并改动过，没有覆盖：", "There already and changed, not replaced: "),
        };
        session.print(&(words + &file::show(path) + "\n"));
    }
    if order.no_open {
        return Ok(Exit::Done);
    }
    super::wizard(session, written.first().map(|(path, _)| path.as_path()))
}

/// Writes the worked cases that are not there yet; a changed one is left alone.
pub(super) fn write(catalog: &Catalog, folder: &Path) -> Result<Vec<(PathBuf, Written)>, Failure> {
    let worked = CASES.iter().take(WORKED);
    worked.map(|known| write_case(catalog, folder, known)).collect()
}

/// Writes one of them (from 0) if it is not there yet.
pub(super) fn write_one(catalog: &Catalog, folder: &Path, at: usize) -> Result<Option<PathBuf>, Failure> {
    let known = CASES.get(at).map(|known| write_case(catalog, folder, known));
    Ok(known.transpose()?.map(|(path, _)| path))
}

fn write_case(catalog: &Catalog, folder: &Path, known: &Case) -> Result<(PathBuf, Written), Failure> {
    if !folder.is_dir() {
        make_private(folder).map_err(|error| file::not_written(folder, &error))?;
    }
    let (name, title, answers) = *known;
    let path = folder.join(name);
    let bytes = case(catalog, name, title, answers)?;
    let state = match fs::read(&path) {
        Ok(known) if known == bytes.as_bytes() => Written::Same,
        Ok(_) => Written::Kept,
        Err(_) => {
            atomic::create(&path, bytes.as_bytes()).map_err(|error| file::not_written(&path, &error))?;
            Written::New
        }
    };
    Ok((path, state))
}

/// The case as an assessment file; title and answers are Chinese, with their translations.
fn case(catalog: &Catalog, name: &str, title: (&str, &str), answers: &str) -> Result<String, Failure> {
    let reinstall = || text("请重新安装程序。", "Install the program again.");
    let questionnaire = catalog
        .get(QUESTIONNAIRE)
        .ok_or_else(|| Failure::faulty(Vec::new(), reinstall()))?;
    let source = Source {
        name: name.to_owned(),
        text: answers.to_owned(),
    };
    let taken = read_answers(&source, &questionnaire, &Answers::default())
        .map_err(|faults| Failure::faulty(faults, reinstall()))?;
    let made: Timestamp = MADE.parse().unwrap_or_default();
    let mut assessment = Assessment::new(&questionnaire, title.0, made);
    title.1.clone_into(&mut assessment.translation);
    drop(merge(&Answers::default(), taken.answers).apply(&mut assessment.answers));
    Ok(write_assessment(&assessment))
}
