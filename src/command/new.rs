//! `pipia new`: a new assessment, optionally with answers.

use super::failure::Failure;
use super::session::Session;
use super::{Exit, file, text};
use crate::cli::New;
use crate::domain::{Answers, Assessment, Questionnaire};
use crate::questionnaire::printable;
use crate::store::format::{merge, read_answers};
use crate::store::{self};
use std::path::Path;
use std::sync::Arc;

const ENDING: &str = ".pipia.toml";

pub(super) fn run(session: &Session, order: &New) -> Result<Exit, Failure> {
    check_name(&order.file)?;
    if order.file.exists() {
        return Err(file::exists(&order.file));
    }
    let questionnaire = questionnaire(session, &order.questionnaire)?;
    let title = order.title.as_deref().map_or_else(|| name(&order.file), printable);
    let mut assessment = Assessment::new(&questionnaire, title, session.now.timestamp());
    if let Some(path) = &order.answers {
        let taken = take(session, path, &questionnaire, &Answers::default())?;
        drop(merge(&Answers::default(), taken).apply(&mut assessment.answers));
    }
    let workspace = store::create(&order.file, &assessment, &session.place, session.now.timestamp())?;
    drop(workspace);
    let shown = file::show(&order.file);
    session.print(&(session.say("已新建：", "Made: ") + &shown + "\n"));
    Ok(Exit::Done)
}

fn check_name(path: &Path) -> Result<(), Failure> {
    let known = path.file_name().is_some_and(|name| {
        let name = name.to_string_lossy();
        name.ends_with(ENDING) && name != ENDING
    });
    if known {
        return Ok(());
    }
    let shown = file::show(path);
    let what = text(
        format!("“{shown}”不以.pipia.toml结尾"),
        format!("\"{shown}\" does not end in .pipia.toml"),
    );
    let todo = text("评估文件请命名为“名称.pipia.toml”。", "Name the file NAME.pipia.toml.");
    Err(Failure::refused(what, todo))
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    printable(name.strip_suffix(ENDING).unwrap_or(&name))
}

/// The questionnaire of this name.
pub(super) fn questionnaire(session: &Session, id: &str) -> Result<Arc<Questionnaire>, Failure> {
    let catalog = file::catalog(session)?;
    catalog.get(id).ok_or_else(|| {
        let known: Vec<&str> = catalog.questionnaires().iter().map(|known| known.id.as_str()).collect();
        let id = printable(id);
        let what = text(format!("没有问卷“{id}”"), format!("There is no questionnaire \"{id}\""));
        let todo = text(
            format!("可用的有：{}。", known.join("、")),
            format!("There are: {}.", known.join(", ")),
        );
        Failure::refused(what, todo)
    })
}

/// The answers of a file, for an assessment with the answers `base`; all faults at once, and nothing is changed then.
pub(super) fn take(
    session: &Session,
    path: &Path,
    questionnaire: &Questionnaire,
    base: &Answers,
) -> Result<Answers, Failure> {
    let source = file::text(path)?;
    let taken = read_answers(&source, questionnaire, base).map_err(|faults| {
        let todo = text(
            "没有导入任何答案；请改正后重试。",
            "No answer was taken; correct the file and try again.",
        );
        Failure::faulty(faults, todo)
    })?;
    for notice in &taken.notices {
        session.tell(&(notice.render(session.lang) + "\n"));
    }
    Ok(taken.answers)
}
