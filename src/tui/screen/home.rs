//! The first screen: what to begin with, and the list of assessments, the latest first.

use super::{Ctx, Desk, Go, ask, frame, moved, new_assessment, pick};
use crate::domain::Lang;
use crate::i18n::{both, fill};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::editor::Editor;
use crate::tui::effect::{Effect, Entry, EntryTrouble, WorkedCase};
use crate::tui::theme::Role;
use crate::tui::widget::{Column, Notice, Table, window};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

/// What an overlay was opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Asked {
    #[default]
    Nothing,
    Path,
    Case,
}

/// The focus, and the filter while one is typed.
#[derive(Debug, Default)]
pub struct State {
    focus: usize,
    filter: Option<Editor>,
    asked: Asked,
}

impl State {
    fn shown<'a>(&self, desk: &'a Desk) -> Vec<&'a Entry> {
        let wanted = self
            .filter
            .as_ref()
            .map(Editor::value)
            .unwrap_or_default()
            .to_lowercase();
        let fits = |entry: &&Entry| {
            if wanted.is_empty() {
                return true;
            }
            let text = [entry.title.zh.as_str(), &entry.title.en, &entry.path.to_string_lossy()]
                .join(" ")
                .to_lowercase();
            wanted.split_whitespace().all(|word| text.contains(word))
        };
        desk.entries.iter().filter(fits).collect()
    }

    /// Which keys hold.
    pub const fn context(&self) -> Context {
        if self.filter.is_some() {
            Context::Jump
        } else {
            Context::Home
        }
    }

    /// Whether an action would do something.
    pub fn availability(&self, action: Action, desk: &Desk, _: &Ctx<'_>) -> bool {
        match action {
            Action::Open | Action::Forget | Action::Filter => !desk.entries.is_empty(),
            Action::Back => self.filter.is_some(),
            Action::Law => false,
            _ => true,
        }
    }

    /// Moves, opens, begins.
    pub fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let count = self.shown(desk).len();
        if moved(&mut self.focus, count, action) {
            return Go::Stay;
        }
        if let Some(filter) = &mut self.filter
            && filter.apply(action, 60)
        {
            self.focus = 0;
            return Go::Stay;
        }
        match action {
            Action::Open | Action::Accept => {
                let path = self.shown(desk).get(self.focus).map(|entry| entry.path.clone());
                self.filter = None;
                desk.effects.extend(path.map(Effect::Open));
            }
            Action::Back => self.filter = None,
            Action::Filter => self.filter = Some(Editor::single("")),
            Action::New => return Go::open(new_assessment::State::new(ctx)),
            Action::Demo => return self.ask_case(),
            Action::OpenPath => {
                self.asked = Asked::Path;
                let title = both(|words| words.home.path.clone());
                let hint = both(|words| words.home.path_hint.clone());
                return Go::open(ask::State::new(title, hint, ""));
            }
            Action::Forget => {
                let path = self.shown(desk).get(self.focus).map(|entry| entry.path.clone());
                if path.is_some() {
                    desk.notice = Some(Notice::done(ctx.messages.home.forgotten.as_str()));
                }
                desk.effects.extend(path.map(Effect::Forget));
            }
            _ => return Go::Unused,
        }
        Go::Stay
    }

    fn ask_case(&mut self) -> Go {
        self.asked = Asked::Case;
        let items = vec![
            pick::Item::new("a", both(|words| words.home.example_a.clone())),
            pick::Item::new("b", both(|words| words.home.example_b.clone())),
            pick::Item::new("c", both(|words| words.home.example_c.clone())),
        ];
        let title = both(|words| words.action("demo").long.clone());
        Go::open(pick::State::new(title, items, "a"))
    }

    /// A path was typed, or a worked case chosen.
    pub fn picked(&mut self, value: &str, desk: &mut Desk, _: &Ctx<'_>) -> Go {
        match std::mem::take(&mut self.asked) {
            Asked::Path if !value.trim().is_empty() => desk.ask(Effect::Open(value.trim().into())),
            Asked::Case => desk.ask(Effect::Demo(match value {
                "b" => WorkedCase::B,
                "c" => WorkedCase::C,
                _ => WorkedCase::A,
            })),
            _ => {}
        }
        Go::Stay
    }

    /// Types into the filter.
    pub fn insert(&mut self, text: &str, _: &mut Desk, _: &Ctx<'_>) {
        if let Some(filter) = &mut self.filter {
            filter.insert(text);
            self.focus = 0;
        }
    }

    /// Draws the ways to begin, then the list.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let words = &ctx.messages.home;
        let room = frame(area, buf, &ctx.messages.common.name, "pipia", ctx);
        let room = Rect {
            x: room.x + 1,
            width: room.width.saturating_sub(2),
            ..room
        };
        let used = draw_ways(room, buf, ctx);
        let list = Rect {
            y: room.y + used,
            height: room.height.saturating_sub(used),
            ..room
        };
        if desk.entries.is_empty() {
            draw_empty(list, buf, ctx);
            return None;
        }
        let style = ctx.theme.style(Role::Heading);
        buf.set_stringn(list.x, list.y, &words.title, usize::from(list.width), style);
        let table = Rect {
            y: list.y + 2,
            height: list.height.saturating_sub(2),
            ..list
        };
        let shown = self.shown(desk);
        let seen = window(self.focus, usize::from(table.height).saturating_sub(1), shown.len());
        let rows: Vec<_> = shown
            .get(seen.clone())
            .unwrap_or_default()
            .iter()
            .map(|entry| row(entry, ctx))
            .collect();
        let columns = [
            Column::new(&words.column_name, 40),
            Column::new(&words.column_kind, 40),
            Column::new(&words.column_updated, 16),
        ];
        if shown.is_empty() {
            let style = ctx.theme.style(Role::Muted);
            buf.set_stringn(table.x, table.y, &words.filter_none, usize::from(table.width), style);
        } else {
            let drawn = Table::new(&columns, &rows, ctx.theme)
                .window(seen.start, shown.len())
                .row(self.focus);
            (&drawn).render(table, buf);
        }
        let filter = self.filter.as_ref()?;
        let field = Rect {
            y: list.y + 1,
            height: 1,
            width: list.width.min(40),
            ..list
        };
        filter.draw(field, buf, ctx.theme, &words.filter)
    }
}

fn row(entry: &Entry, ctx: &Ctx<'_>) -> Vec<(String, Role)> {
    let words = &ctx.messages.home;
    let title = if entry.title.is_empty() {
        entry.path.display().to_string()
    } else {
        entry.title.get(ctx.lang).to_owned()
    };
    let state = match entry.trouble {
        Some(EntryTrouble::Missing) => (words.file_missing.clone(), Role::Warning),
        Some(EntryTrouble::Unreadable) => (words.file_unreadable.clone(), Role::Warning),
        Some(EntryTrouble::Open) => (words.file_open.clone(), Role::Accent),
        None => (entry.updated.clone(), Role::Muted),
    };
    vec![
        (title, Role::Text),
        (entry.kind.get(ctx.lang).to_owned(), Role::Muted),
        state,
    ]
}

/// What can be begun, each with its key. Returns the lines used.
fn draw_ways(area: Rect, buf: &mut Buffer, ctx: &Ctx<'_>) -> u16 {
    let words = &ctx.messages.home;
    buf.set_stringn(
        area.x,
        area.y,
        &words.subtitle,
        usize::from(area.width),
        ctx.theme.style(Role::Text),
    );
    buf.set_stringn(
        area.x,
        area.y + 1,
        &words.offline,
        usize::from(area.width),
        ctx.theme.style(Role::Muted),
    );
    let ways = [
        Action::New,
        Action::Demo,
        Action::OpenPath,
        Action::Identities,
        Action::Settings,
        Action::Help,
        Action::Language,
    ];
    let mut y = area.y + 3;
    for action in ways {
        let key = ctx.key(Context::Home, action);
        let long = match action {
            Action::Language if ctx.lang == Lang::Zh => ctx.messages.common.lang_en.as_str(),
            Action::Language => ctx.messages.common.lang_zh.as_str(),
            other => ctx.messages.action(other.name()).long.as_str(),
        };
        if y < area.bottom() {
            buf.set_stringn(area.x + 2, y, &key, 4, ctx.theme.style(Role::Key));
            buf.set_stringn(
                area.x + 7,
                y,
                long,
                usize::from(area.width.saturating_sub(7)),
                ctx.theme.style(Role::Text),
            );
        }
        y += 1;
    }
    y + 1 - area.y
}

fn draw_empty(area: Rect, buf: &mut Buffer, ctx: &Ctx<'_>) {
    let words = &ctx.messages.home;
    let keys = (
        ctx.key(Context::Home, Action::New),
        ctx.key(Context::Home, Action::Demo),
    );
    let todo = fill(&words.empty_todo, &[("new", &keys.0), ("demo", &keys.1)]);
    buf.set_stringn(
        area.x,
        area.y,
        &words.empty,
        usize::from(area.width),
        ctx.theme.style(Role::Heading),
    );
    if area.height > 1 {
        buf.set_stringn(
            area.x,
            area.y + 1,
            todo,
            usize::from(area.width),
            ctx.theme.style(Role::Muted),
        );
    }
}
