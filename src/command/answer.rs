//! `pipia answer` and `pipia answers`: answers in and out.

use super::failure::Failure;
use super::file::{self, open};
use super::session::Session;
use super::{Exit, new};
use crate::cli::Answer;
use crate::domain::Change;
use crate::store::Mode;
use crate::store::format::{merge, write_answers};
use std::path::Path;

pub(super) fn put(session: &Session, order: &Answer) -> Result<Exit, Failure> {
    let mut opened = open(session, &order.file, Mode::Write)?;
    opened.warn(session);
    let answers = &opened.assessment.answers;
    let taken = new::take(session, &order.from, &opened.questionnaire, answers)?;
    let change = merge(answers, taken);
    let count = count(&change);
    drop(change.apply(&mut opened.assessment.answers));
    opened.assessment.touch(session.now.timestamp());
    opened.workspace.save(&opened.assessment)?;
    let shown = file::show(&order.file);
    let words = session.say("已导入{n}处答案：{file}\n", "Answers taken: {n}; saved: {file}\n");
    session.print(&crate::i18n::fill(&words, &[("n", &count), ("file", &shown)]));
    Ok(Exit::Done)
}

/// Single answers and cells in a change; a new row counts its cells.
fn count(change: &Change) -> usize {
    match change {
        Change::Many(changes) => changes.iter().map(count).sum(),
        Change::AddRow(_, _, row) => row.cells.len(),
        _ => 1,
    }
}

pub(super) fn print(session: &Session, path: &Path) -> Result<Exit, Failure> {
    let opened = open(session, path, Mode::Read)?;
    opened.warn(session);
    session.print(&write_answers(&opened.assessment.answers));
    Ok(Exit::Done)
}
