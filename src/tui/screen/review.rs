//! What is missing, and whether the assessment can be handed in.

use super::{Ctx, Desk, Go, frame, moved};
use crate::domain::Scoped;
use crate::i18n::fill;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::theme::Role;
use crate::tui::widget::{Choice, Choices, Mark};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

/// The line in focus.
#[derive(Debug, Default)]
pub struct State {
    focus: usize,
}

impl State {
    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Review
    }

    /// There are no tabs yet to change.
    pub const fn availability(&self, action: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        !matches!(action, Action::NextTab | Action::PreviousTab)
    }

    /// Moves, goes to the question.
    pub fn update(&mut self, action: Action, desk: &mut Desk, _: &Ctx<'_>) -> Go {
        let Some(session) = &mut desk.session else {
            return Go::Back;
        };
        let missing = session.engine().missing();
        if moved(&mut self.focus, missing.len(), action) {
            return Go::Stay;
        }
        let Some(item) = missing.get(self.focus).filter(|_| action == Action::GoTo) else {
            return Go::Unused;
        };
        let questionnaire = session.questionnaire();
        let each = questionnaire
            .question(&item.question)
            .and_then(|question| question.each.clone());
        // The scope of a missing cell names its row; the question itself may stand for the whole.
        let scope = if each.is_some() {
            item.scope.clone()
        } else {
            crate::domain::Scope::whole()
        };
        let slot = Scoped::new(item.question.clone(), scope);
        session.go(slot, &mut desk.effects);
        Go::Question
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// Draws readiness, then what is missing.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        let words = &ctx.messages.review;
        let room = frame(area, buf, &words.title, session.title(), ctx);
        let engine = session.engine();
        let missing = engine.missing();
        let findings = engine.answered_findings();
        let readiness = engine.readiness(&findings).words();
        let line = if missing.is_empty() {
            readiness.get(ctx.lang).to_owned()
        } else {
            fill(&words.not_ready_missing, &[("count", &missing.len())])
        };
        buf.set_stringn(
            room.x + 1,
            room.y,
            line,
            usize::from(room.width),
            ctx.theme.style(Role::Heading),
        );
        let title = |item: &crate::domain::Missing| {
            let question = session.questionnaire().question(&item.question);
            let words = question.map(|question| engine.visit_title(question, &item.scope, ctx.lang));
            [words.unwrap_or_default().as_str(), item.text.get(ctx.lang)].join(" · ")
        };
        let titles: Vec<String> = missing.iter().map(title).collect();
        let rows: Vec<Choice<'_>> = titles.iter().map(|text| Choice::new(Mark::Plain, text)).collect();
        let list = Rect {
            y: room.y + 2,
            height: room.height.saturating_sub(2),
            ..room
        };
        (&Choices::new(&rows, Some(self.focus), ctx.theme)).render(list, buf);
        None
    }
}
