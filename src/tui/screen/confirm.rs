//! A question with two answers; it carries what to do if the answer is yes.

use super::{Ctx, Deed, Desk, Go, overlay};
use crate::domain::Text;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::widget::{Buttons, Paragraph};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

/// The question, the focus, the deed.
#[derive(Debug, Clone)]
pub struct State {
    question: Text,
    note: Text,
    yes: bool,
    deed: Deed,
}

impl State {
    /// Asks `question`; on yes the deed is done. "No" has the focus.
    pub const fn new(question: Text, note: Text, deed: Deed) -> Self {
        Self {
            question,
            note,
            yes: false,
            deed,
        }
    }

    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Confirm
    }

    /// Everything this box offers always works.
    pub const fn availability(&self, _: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        true
    }

    /// Moves between the answers, or gives one.
    pub fn update(&mut self, action: Action, _: &mut Desk, _: &Ctx<'_>) -> Go {
        match action {
            Action::Left | Action::Right | Action::NextTab => self.yes = !self.yes,
            Action::Yes => return Go::BackWith(self.deed.clone()),
            Action::Accept if self.yes => return Go::BackWith(self.deed.clone()),
            Action::No | Action::Accept | Action::Back => return Go::Back,
            _ => return Go::Unused,
        }
        Go::Stay
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// A box in the middle.
    pub fn view(&self, area: Rect, buf: &mut Buffer, _: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let text = [self.question.get(ctx.lang), self.note.get(ctx.lang)].join("\n");
        let paragraph = Paragraph::new(text);
        let height = paragraph.height(56);
        let inner = overlay(area, buf, &ctx.messages.confirm.title, 60, height + 2, ctx);
        (&paragraph).render(inner, buf);
        let words = &ctx.messages.confirm;
        let line = Rect {
            y: inner.bottom().saturating_sub(1),
            height: 1,
            ..inner
        };
        let labels = [words.yes.as_str(), words.no.as_str()];
        (&Buttons::new(&labels, usize::from(!self.yes), ctx.theme)).render(line, buf);
        None
    }
}
