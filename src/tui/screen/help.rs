//! The keys that work here, from the same table the program uses.

use super::{Ctx, Desk, Go, Scroll, overlay};
use crate::i18n::fill;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::help::{HelpRow, all_rows, rows_in};
use crate::tui::line_break::pad;
use crate::tui::theme::Role;
use crate::tui::widget::Tabs;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::Widget;

/// Which keys, which tab, how far scrolled.
#[derive(Debug, Clone)]
pub struct State {
    of: Context,
    tab: usize,
    scroll: Scroll,
}

const TABS: usize = 3;

impl State {
    /// The keys of a context.
    pub fn of(context: Context) -> Self {
        Self {
            of: context,
            tab: 0,
            scroll: Scroll::default(),
        }
    }

    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Help
    }

    /// Everything this screen offers always works.
    pub const fn availability(&self, _: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        true
    }

    /// Scrolls, changes the tab, closes.
    pub fn update(&mut self, action: Action, _: &mut Desk, _: &Ctx<'_>) -> Go {
        if self.scroll.moved(action) {
            return Go::Stay;
        }
        match action {
            Action::NextTab => self.turn(1),
            Action::PreviousTab => self.turn(TABS - 1),
            Action::Back | Action::Help => return Go::Back,
            _ => return Go::Unused,
        }
        Go::Stay
    }

    fn turn(&mut self, by: usize) {
        self.tab = (self.tab + by) % TABS;
        self.scroll.reset();
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// A box over the screen.
    pub fn view(&self, area: Rect, buf: &mut Buffer, _: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let words = &ctx.messages.help;
        let inner = overlay(area, buf, &words.title, 96, usize::from(area.height), ctx);
        let tabs = [
            (words.here.as_str(), None),
            (words.keys_doc.as_str(), None),
            (words.about.as_str(), None),
        ];
        (&Tabs::new(&tabs, self.tab, ctx.theme)).render(
            Rect {
                height: inner.height.min(1),
                ..inner
            },
            buf,
        );
        let rest = Rect {
            y: inner.y.saturating_add(2),
            height: inner.height.saturating_sub(2),
            ..inner
        };
        self.scroll.draw(self.text(ctx), rest, buf, ctx.theme);
        None
    }

    fn text(&self, ctx: &Ctx<'_>) -> Text<'static> {
        match self.tab {
            0 => Text::from(
                rows_in(ctx.keymap, ctx.messages, self.of)
                    .iter()
                    .map(|row| line(row, ctx))
                    .collect::<Vec<_>>(),
            ),
            1 => all(ctx),
            _ => about(ctx),
        }
    }
}

fn line(row: &HelpRow, ctx: &Ctx<'_>) -> Line<'static> {
    Line::from(vec![
        Span::styled(pad(&row.keys.join(" "), 22), ctx.theme.style(Role::Key)),
        Span::raw(row.long.clone()),
    ])
}

fn all(ctx: &Ctx<'_>) -> Text<'static> {
    let mut lines = Vec::new();
    let mut last = None;
    for row in all_rows(ctx.keymap, ctx.messages) {
        if last != Some(row.context) {
            last = Some(row.context);
            let title = ctx.messages.context(row.context.name()).to_owned();
            lines.push(Line::styled(title, ctx.theme.style(Role::Heading)));
        }
        lines.push(line(&row, ctx));
    }
    Text::from(lines)
}

/// What the marks of rail and tables mean.
fn marks(ctx: &Ctx<'_>) -> String {
    let marks: [(&str, &dyn std::fmt::Display); 5] = [
        ("done", &"✓"),
        ("begun", &"…"),
        ("unknown", &"?"),
        ("open", &"·"),
        ("flagged", &"!"),
    ];
    fill(&ctx.messages.help.marks, &marks)
}

fn about(ctx: &Ctx<'_>) -> Text<'static> {
    let words = &ctx.messages.help;
    let law = ctx
        .catalog
        .questionnaires()
        .first()
        .map(|known| known.law_date.to_string())
        .unwrap_or_default();
    let law_key = ctx.key(Context::Answer, Action::Law);
    let trace_key = ctx.key(Context::Wizard, Action::Trace);
    let lines = [
        words.autosave.clone(),
        words.unknown.clone(),
        marks(ctx),
        fill(&words.law_key, &[("key", &law_key)]),
        fill(&words.levels, &[("key", &trace_key)]),
        words.ime.clone(),
        words.scope.clone(),
        fill(
            &words.version,
            &[("version", &env!("CARGO_PKG_VERSION")), ("date", &law)],
        ),
    ];
    Text::from(
        lines
            .into_iter()
            .flat_map(|line| [Line::from(line), Line::default()])
            .collect::<Vec<_>>(),
    )
}
