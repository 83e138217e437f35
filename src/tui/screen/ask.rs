//! One line to be typed: a path, a reason. What was typed goes to the screen below.

use super::{Ctx, Deed, Desk, Go, overlay};
use crate::domain::Text;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::editor::Editor;
use crate::tui::theme::Role;
use crate::tui::widget::{Notice, Paragraph};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;

/// Width of the box, and of the text in it.
const WIDTH: u16 = 70;
const INSIDE: u16 = WIDTH - 4;

/// Title, hint, field.
#[derive(Debug, Clone)]
pub struct State {
    title: Text,
    hint: Text,
    editor: Editor,
    reason: bool,
}

impl State {
    /// A field with a start value.
    pub fn new(title: Text, hint: Text, value: &str) -> Self {
        Self {
            title,
            hint,
            editor: Editor::single(value),
            reason: false,
        }
    }

    /// A reason is asked for: without one the box stays open and says so.
    #[must_use]
    pub const fn reason(mut self) -> Self {
        self.reason = true;
        self
    }

    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Field
    }

    /// There is only this field.
    pub const fn availability(&self, action: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        !matches!(action, Action::NextField | Action::PreviousField | Action::Submit)
    }

    /// Edits, accepts or closes.
    pub fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        if self.editor.apply(action, INSIDE) {
            return Go::Stay;
        }
        match action {
            Action::Accept | Action::Submit if self.reason && self.editor.value().trim().is_empty() => {
                desk.notice = Some(Notice::error(ctx.messages.error.reason_needed.clone()));
                Go::Stay
            }
            Action::Accept | Action::Submit => Go::BackWith(Deed::Picked(self.editor.value())),
            Action::Back => Go::Back,
            _ => Go::Unused,
        }
    }

    /// Types.
    pub fn insert(&mut self, text: &str, _: &mut Desk, _: &Ctx<'_>) {
        self.editor.insert(text);
    }

    /// A box in the middle.
    pub fn view(&self, area: Rect, buf: &mut Buffer, _: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let hint = Line::styled(self.hint.get(ctx.lang), ctx.theme.style(Role::Placeholder));
        let paragraph = Paragraph::new(hint);
        let below = paragraph.height(INSIDE);
        let lines = usize::from(self.editor.height(INSIDE).max(2));
        let inner = overlay(area, buf, self.title.get(ctx.lang), WIDTH, lines + 1 + below, ctx);
        let below = u16::try_from(below).unwrap_or(inner.height).min(inner.height);
        let field = Rect {
            height: inner.height.saturating_sub(below + 1).max(1).min(inner.height),
            ..inner
        };
        let foot = Rect {
            y: (field.bottom() + 1).min(inner.bottom()),
            height: inner.bottom().saturating_sub(field.bottom() + 1),
            ..inner
        };
        (&paragraph).render(foot, buf);
        self.editor.draw(field, buf, ctx.theme, "")
    }
}
