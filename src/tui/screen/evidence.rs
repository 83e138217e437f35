//! The evidence for a question.

use super::{Ctx, Desk, Go, overlay};
use crate::domain::{QuestionId, Scoped};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::effect::Outcome;
use crate::tui::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The question.
#[derive(Debug)]
pub struct State {
    question: Scoped<QuestionId>,
}

impl State {
    /// The evidence of a question.
    pub fn of(question: &Scoped<QuestionId>) -> Self {
        Self {
            question: question.clone(),
        }
    }

    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Popup
    }

    /// Only leaving.
    pub const fn availability(&self, action: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        super::is_common(action)
    }

    /// Only leaving.
    pub const fn update(&mut self, action: Action, _: &mut Desk, _: &Ctx<'_>) -> Go {
        if matches!(action, Action::Back) {
            Go::Back
        } else {
            Go::Unused
        }
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// Nothing is asked of the world here.
    pub const fn outcome(&mut self, _: &Outcome, _: &mut Desk, _: &Ctx<'_>) -> bool {
        false
    }

    /// A box over the question.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        let words = &ctx.messages.question;
        let list = &session.answers().evidence;
        let fits = |known: &&crate::domain::Evidence| known.proves.contains(&self.question);
        let lines: Vec<String> = list
            .iter()
            .filter(fits)
            .map(|known| [known.key.as_str(), &known.title].join(" "))
            .collect();
        let inner = overlay(area, buf, &words.evidence, 70, lines.len().max(1), ctx);
        let room = usize::from(inner.width);
        if lines.is_empty() {
            buf.set_stringn(
                inner.x,
                inner.y,
                &words.evidence_none,
                room,
                ctx.theme.style(Role::Muted),
            );
        }
        for (line, y) in lines.iter().zip(inner.y..inner.bottom()) {
            buf.set_stringn(inner.x, y, line, room, ctx.theme.style(Role::Text));
        }
        None
    }
}
