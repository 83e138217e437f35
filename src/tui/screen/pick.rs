//! A list to take one row from, narrowed down by typing. What was picked goes to the screen below.

use super::{Ctx, Deed, Desk, Go, moved, overlay};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::editor::Editor;
use crate::tui::theme::Role;
use crate::tui::widget::{Choice, Choices, Mark};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

/// A row: what is given back, and what is shown.
#[derive(Debug, Clone)]
pub struct Item {
    /// Given to the screen below.
    pub value: String,
    /// Shown, in the language of the moment.
    pub label: String,
    /// Also searched: the label in the other language, a code.
    pub also: String,
}

/// Title, rows, focus, search.
#[derive(Debug, Clone)]
pub struct State {
    title: String,
    items: Vec<Item>,
    focus: usize,
    search: Editor,
}

impl State {
    /// A list; `value` is the row in focus.
    pub fn new(title: impl Into<String>, items: Vec<Item>, value: &str) -> Self {
        Self {
            title: title.into(),
            focus: items.iter().position(|item| item.value == value).unwrap_or(0),
            items,
            search: Editor::single(""),
        }
    }

    fn found(&self) -> Vec<&Item> {
        let wanted = self.search.value().to_lowercase();
        let fits = |item: &&Item| {
            let words = [item.label.as_str(), item.also.as_str()].join(" ").to_lowercase();
            wanted.split_whitespace().all(|word| words.contains(word))
        };
        self.items.iter().filter(fits).collect()
    }

    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Jump
    }

    /// Everything this list offers always works.
    pub const fn availability(&self, action: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        !matches!(action, Action::NextTab | Action::Law)
    }

    /// Moves, searches, takes.
    pub fn update(&mut self, action: Action, _: &mut Desk, _: &Ctx<'_>) -> Go {
        let count = self.found().len();
        if moved(&mut self.focus, count, action) {
            return Go::Stay;
        }
        match action {
            Action::Accept => match self.found().get(self.focus) {
                Some(item) => Go::BackWith(Deed::Picked(item.value.clone())),
                None => Go::Stay,
            },
            Action::Back => Go::Back,
            _ if self.search.apply(action, 60) => {
                self.focus = 0;
                Go::Stay
            }
            _ => Go::Unused,
        }
    }

    /// Types into the search.
    pub fn insert(&mut self, text: &str, _: &mut Desk, _: &Ctx<'_>) {
        self.search.insert(text);
        self.focus = 0;
    }

    /// A box in the middle: the search, then the rows.
    pub fn view(&self, area: Rect, buf: &mut Buffer, _: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let found = self.found();
        let inner = overlay(area, buf, &self.title, 70, self.items.len() + 2, ctx);
        let field = Rect {
            height: inner.height.min(1),
            ..inner
        };
        let list = Rect {
            y: field.bottom() + 1,
            height: inner.height.saturating_sub(2),
            ..inner
        };
        let rows: Vec<Choice<'_>> = found.iter().map(|item| Choice::new(Mark::Plain, &item.label)).collect();
        (&Choices::new(&rows, Some(self.focus), ctx.theme)).render(list, buf);
        if rows.is_empty() {
            let style = ctx.theme.style(Role::Muted);
            buf.set_stringn(
                list.x,
                list.y,
                &ctx.messages.question.jump_none,
                usize::from(list.width),
                style,
            );
        }
        self.search.draw(field, buf, ctx.theme, &ctx.messages.home.filter)
    }
}
