//! A list to take one row from, narrowed down by typing. What was picked goes to the screen below.

use super::{Ctx, Deed, Desk, Go, moved, overlay};
use crate::domain::Text;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::editor::Editor;
use crate::tui::theme::Role;
use crate::tui::widget::{Choice, Choices, Mark};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

/// How wide the box is, where there is room.
const WIDTH: u16 = 70;
/// How wide it is in a wide window.
const WIDE: u16 = 110;

/// A row: what is given back, and what is shown.
#[derive(Debug, Clone)]
pub struct Item {
    value: String,
    label: Text,
    /// Searched, in small letters: the labels of both languages.
    words: String,
    /// And what else it may be known by.
    also: String,
}

impl Item {
    /// A row found by its label in either language.
    pub fn new(value: impl Into<String>, label: Text) -> Self {
        let words = [label.zh.as_str(), label.en.as_str()].join(" ").to_lowercase();
        Self {
            value: value.into(),
            label,
            words,
            also: String::new(),
        }
    }

    /// Also found by this: a code, a name in files.
    #[must_use]
    pub fn also(mut self, words: &str) -> Self {
        self.also.push(' ');
        self.also.push_str(&words.to_lowercase());
        self
    }

    /// 0 if its label has all the words, 1 if it is known by them otherwise.
    fn fits(&self, wanted: &[String]) -> Option<u8> {
        let in_label = |word: &String| self.words.contains(word.as_str());
        if wanted.iter().all(in_label) {
            return Some(0);
        }
        let known = |word: &String| in_label(word) || self.also.contains(word.as_str());
        wanted.iter().all(known).then_some(1)
    }
}

/// Title, rows, focus, search.
#[derive(Debug, Clone)]
pub struct State {
    title: Text,
    items: Vec<Item>,
    deeper: Vec<Item>,
    focus: usize,
    search: Editor,
}

impl State {
    /// A list; `value` is the row in focus.
    pub fn new(title: Text, items: Vec<Item>, value: &str) -> Self {
        Self {
            title,
            focus: items.iter().position(|item| item.value == value).unwrap_or(0),
            items,
            deeper: Vec::new(),
            search: Editor::single(""),
        }
    }

    /// Rows that are only listed when they are searched for, below the others.
    #[must_use]
    pub fn deeper(mut self, items: Vec<Item>) -> Self {
        self.deeper = items;
        self
    }

    fn found(&self) -> Vec<&Item> {
        let wanted: Vec<String> = self
            .search
            .value()
            .to_lowercase()
            .split_whitespace()
            .map(ToOwned::to_owned)
            .collect();
        let deeper: &[Item] = if wanted.is_empty() { &[] } else { &self.deeper };
        let all = self.items.iter().chain(deeper);
        let mut found: Vec<(u8, &Item)> = all.filter_map(|item| Some((item.fits(&wanted)?, item))).collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, item)| item).collect()
    }

    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Jump
    }

    /// There is one list, and no law in it.
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
            _ if self.search.apply(action, WIDTH) => {
                self.focus = 0;
                Go::Stay
            }
            // With nothing typed, these keys have nothing to do in the search.
            Action::CaretStart => self.move_to(0),
            Action::CaretEnd => self.move_to(count.saturating_sub(1)),
            _ => Go::Unused,
        }
    }

    fn move_to(&mut self, at: usize) -> Go {
        self.focus = at;
        Go::Stay
    }

    /// Types into the search.
    pub fn insert(&mut self, text: &str, _: &mut Desk, _: &Ctx<'_>) {
        self.search.insert(text);
        self.focus = 0;
    }

    /// A box in the middle: the search, then the rows.
    pub fn view(&self, area: Rect, buf: &mut Buffer, _: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let found = self.found();
        let width = if area.width > WIDE + 20 { WIDE } else { WIDTH };
        let rows: Vec<Choice<'_>> = found
            .iter()
            .map(|item| Choice::new(Mark::Plain, item.label.get(ctx.lang)))
            .collect();
        let choices = Choices::new(&rows, Some(self.focus), ctx.theme);
        let lines = choices.height(width - 4).max(self.items.len());
        let inner = overlay(area, buf, self.title.get(ctx.lang), width, lines + 2, ctx);
        let field = Rect {
            height: inner.height.min(1),
            ..inner
        };
        let list = Rect {
            y: field.bottom() + 1,
            height: inner.height.saturating_sub(2),
            ..inner
        };
        (&choices).render(list, buf);
        let words = &ctx.messages.common;
        if rows.is_empty() {
            let style = ctx.theme.style(Role::Muted);
            buf.set_stringn(list.x, list.y, &words.pick_none, usize::from(list.width), style);
        }
        self.search.draw(field, buf, ctx.theme, &words.pick_hint)
    }
}
