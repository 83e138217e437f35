//! One line to be typed: a path, a reason. What was typed goes to the screen below.

use super::{Ctx, Deed, Desk, Go, overlay};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::editor::Editor;
use crate::tui::theme::Role;
use crate::tui::widget::Paragraph;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;

/// Title, hint, field.
#[derive(Debug, Clone)]
pub struct State {
    title: String,
    hint: String,
    editor: Editor,
}

impl State {
    /// A field with a start value.
    pub fn new(title: impl Into<String>, hint: impl Into<String>, value: &str) -> Self {
        Self {
            title: title.into(),
            hint: hint.into(),
            editor: Editor::single(value),
        }
    }

    /// Shows dots instead of the text.
    #[must_use]
    pub fn masked(mut self) -> Self {
        self.editor = self.editor.masked();
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
    pub fn update(&mut self, action: Action, _: &mut Desk, _: &Ctx<'_>) -> Go {
        if self.editor.apply(action, 54) {
            return Go::Stay;
        }
        match action {
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
        let hint = Line::styled(self.hint.as_str(), ctx.theme.style(Role::Placeholder));
        let paragraph = Paragraph::new(hint);
        let lines = usize::from(self.editor.height(66));
        let inner = overlay(area, buf, &self.title, 70, lines + 1 + paragraph.height(66), ctx);
        let field = Rect {
            height: inner.height.saturating_sub(2).max(1).min(inner.height),
            ..inner
        };
        let below = Rect {
            y: field.bottom() + 1,
            height: inner.bottom().saturating_sub(field.bottom() + 1),
            ..inner
        };
        (&paragraph).render(below, buf);
        self.editor.draw(field, buf, ctx.theme, "")
    }
}
