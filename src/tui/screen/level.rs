//! Levels: the body of a level question, and the screen of all judgements. Both confirm, override and explain in the same way.

mod all;
mod deed;
mod draw;
mod question;

pub use all::State;
pub use question::Question;

use crate::domain::{
    DecidedLevel, Judgement, JudgementId, JudgementRule, Kind, Scale, Scope, Scoped, Stage, staged_id,
};
use crate::tui::session::Session;
use std::rc::Rc;

/// One judgement of a list, at a stage.
pub(super) type Line = (JudgementId, Scope, Stage);

/// The stages in the order they are shown.
pub(super) const STAGES: [Stage; 3] = [Stage::Inherent, Stage::Attained, Stage::Expected];

fn judgement(session: &Session, line: &Line) -> Option<Rc<Judgement>> {
    session.engine().judge_at(&line.0, &line.1, line.2)
}

fn rule<'a>(session: &'a Session, line: &Line) -> Option<&'a JudgementRule> {
    session.questionnaire().judgement(&line.0)
}

fn scale<'a>(session: &'a Session, line: &Line) -> Option<&'a Scale> {
    session.questionnaire().scale(&rule(session, line)?.scale)
}

fn slot(line: &Line) -> Scoped<JudgementId> {
    Scoped::new(staged_id(&line.0, line.2), line.1.clone())
}

/// The confirmation as it is stored, also where the proposal has moved away from it.
fn stored<'a>(session: &'a Session, line: &Line) -> Option<&'a DecidedLevel> {
    session.answers().confirmations.get(&slot(line))
}

/// Whether a question asks to confirm this level.
fn is_asked(session: &Session, line: &Line) -> bool {
    session.questionnaire().questions.iter().any(|question| {
        matches!(&question.kind, Kind::Level { judgements, stage, .. } if *stage == line.2 && judgements.contains(&line.0))
    })
}

/// How a level stands with the assessor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// No question asks to confirm it.
    NotAsked,
    /// Neither confirmed nor overridden.
    Open,
    /// It was confirmed, but the proposal has changed since.
    Reopened,
    Confirmed,
    Overridden,
}

impl Standing {
    fn of(session: &Session, line: &Line, known: &Judgement) -> Self {
        if known.overridden.is_some() && line.2 == Stage::Inherent {
            Self::Overridden
        } else if session.engine().is_settled(known, line.2) {
            Self::Confirmed
        } else if stored(session, line).is_some() {
            Self::Reopened
        } else if is_asked(session, line) {
            Self::Open
        } else {
            Self::NotAsked
        }
    }
}
