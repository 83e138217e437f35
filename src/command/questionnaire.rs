//! `pipia questionnaire`: the catalogue, and a check of the user's own files.

use super::failure::Failure;
use super::session::Session;
use super::{Exit, file, new, text};
use crate::cli::{self, Format, Lint};
use crate::domain::{Questionnaire, Required, Text};
use crate::questionnaire::{Catalog, Fault, Source};
use serde_json::{Value, json};
use std::path::PathBuf;

pub(super) fn run(session: &Session, order: &cli::Questionnaire) -> Result<Exit, Failure> {
    match order {
        cli::Questionnaire::List(order) => list(session, order.format),
        cli::Questionnaire::Show(order) => {
            let found = new::questionnaire(session, &order.id)?;
            session.print(&match order.format {
                Format::Text => words(session, &found),
                Format::Json => format!("{:#}\n", to_json(session, &found)),
            });
            Ok(Exit::Done)
        }
        cli::Questionnaire::Lint(order) => lint(session, order),
    }
}

fn list(session: &Session, format: Format) -> Result<Exit, Failure> {
    let catalog = file::catalog(session)?;
    let known = catalog.questionnaires();
    session.print(&match format {
        Format::Json => {
            let entry = |known: &Questionnaire| {
                json!({
                    "id": known.id.as_str(),
                    "version": known.version,
                    "law_date": known.law_date.to_string(),
                    "title": known.title.get(session.lang),
                    "questions": known.questions.len(),
                })
            };
            format!(
                "{:#}\n",
                json!({ "questionnaires": known.iter().map(|known| entry(known)).collect::<Vec<_>>() })
            )
        }
        Format::Text => known.iter().map(|known| head(session, known)).collect(),
    });
    Ok(Exit::Done)
}

fn head(session: &Session, known: &Questionnaire) -> String {
    let (colon, date) = (&session.messages.common.colon, known.law_date);
    let title = known.title.get(session.lang);
    let facts = session.say(
        "版本{version}，法律日期{date}，{count}题",
        "version {version}, law considered up to {date}, {count} questions",
    );
    let facts = crate::i18n::fill(
        &facts,
        &[
            ("version", &known.version),
            ("date", &date),
            ("count", &known.questions.len()),
        ],
    );
    format!("{}{colon}{title}\n  {facts}\n", known.id)
}

fn words(session: &Session, known: &Questionnaire) -> String {
    let lang = session.lang;
    let mut lines = vec![head(session, known)];
    for module in &known.modules {
        let (open, close) = (
            &session.messages.common.open_bracket,
            &session.messages.common.close_bracket,
        );
        lines.push([module.title.get(lang), open, module.id.as_str(), close].concat());
        for section in &module.sections {
            let asked: Vec<_> = known
                .questions
                .iter()
                .filter(|question| question.section == section.id)
                .collect();
            if asked.is_empty() {
                continue;
            }
            lines.push(format!("  {}", section.title.get(lang)));
            lines.extend(
                asked
                    .iter()
                    .map(|question| format!("    {}  {}", question.id, question.plain.get(lang))),
            );
        }
        lines.push(String::new());
    }
    lines.join("\n")
}

fn to_json(session: &Session, known: &Questionnaire) -> Value {
    let lang = session.lang;
    let question = |question: &crate::domain::Question| {
        json!({
            "id": question.id.as_str(),
            "module": question.module.as_str(),
            "section": question.section.as_str(),
            "required": question.required != Required::No,
            "plain": question.plain.get(lang),
            "official": question.official.get(lang),
            "basis": question.basis.iter().map(ToString::to_string).collect::<Vec<_>>(),
        })
    };
    json!({
        "id": known.id.as_str(),
        "version": known.version,
        "law_date": known.law_date.to_string(),
        "title": known.title.get(lang),
        "questions": known.questions.iter().map(question).collect::<Vec<_>>(),
    })
}

fn lint(session: &Session, order: &Lint) -> Result<Exit, Failure> {
    let paths = paths(&order.path)?;
    let sources: Vec<Source> = paths.iter().map(|path| file::text(path)).collect::<Result<_, _>>()?;
    let faults = Catalog::with(sources).err().unwrap_or_default();
    if order.format == Format::Json {
        let all: Vec<Value> = faults.iter().map(|fault| fault_json(session, fault)).collect();
        session.print(&format!("{:#}\n", json!({ "faults": all })));
        return Ok(if faults.is_empty() { Exit::Done } else { Exit::Refused });
    }
    if faults.is_empty() {
        let words = session.say("未发现错误（{n}个文件）\n", "No faults found (files: {n})\n");
        session.print(&crate::i18n::fill(&words, &[("n", &paths.len())]));
        return Ok(Exit::Done);
    }
    Err(Failure::faulty(
        faults,
        text("请按列出的位置改正。", "Correct the places listed."),
    ))
}

fn fault_json(session: &Session, fault: &Fault) -> Value {
    json!({
        "code": fault.code,
        "file": fault.file,
        "line": fault.line,
        "column": fault.column,
        "what": fault.what.get(session.lang),
        "todo": fault.todo.get(session.lang),
    })
}

fn paths(path: &std::path::Path) -> Result<Vec<PathBuf>, Failure> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let found = file::toml_files(path);
    if found.is_empty() {
        let shown = file::show(path);
        let what: Text = text(
            format!("“{shown}”中没有.toml文件"),
            format!("There is no .toml file in \"{shown}\""),
        );
        return Err(Failure::refused(what, text("请检查文件夹。", "Check the folder.")));
    }
    Ok(found)
}
