//! The report in the terminal: the same document as in the file, set in cells, in either language.

mod lay;

use super::{Ctx, Desk, Go, frame, moved, pick};
use crate::domain::Lang;
use crate::i18n::fill;
use crate::report::compose::{ComposeOptions, compose};
use crate::report::document::Document;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::theme::Role;
use crate::tui::widget::Scrollbar;
use lay::Laid;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;
use std::cell::RefCell;

/// Wider lines are hard to read.
const WIDEST: u16 = 110;

/// The document, its lines for the width it was last drawn at, how far scrolled.
#[derive(Debug, Default)]
pub struct State {
    lang: Option<Lang>,
    document: Option<Document>,
    of: Option<(u64, Lang)>,
    laid: RefCell<Laid>,
    offset: usize,
}

impl State {
    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Preview
    }

    /// Everything here always works.
    pub const fn availability(&self, _: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        true
    }

    /// Composes the report again if answers or language changed.
    pub fn refresh(&mut self, desk: &Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let lang = self.lang.unwrap_or(ctx.lang);
        let now = Some((session.revision(), lang));
        if self.of == now {
            return;
        }
        self.of = now;
        let options = ComposeOptions {
            lang,
            title: session.title().to_owned(),
            number: String::new(),
            version: String::new(),
            date: ctx.today,
            draft: true,
            signed: false,
            mark: String::new(),
            assessment_digest: String::new(),
            program_version: String::new(),
            keep_until: None,
        };
        self.document = Some(compose(session.engine(), &options).cleaned());
        self.laid.replace(Laid::default());
    }

    /// Scrolls, goes to a heading, changes the language of the report.
    pub fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let count = self.laid.borrow().lines.len();
        if moved(&mut self.offset, count, action) {
            return Go::Stay;
        }
        match action {
            Action::NextTab => self.next_heading(true),
            Action::PreviousTab => self.next_heading(false),
            Action::Left | Action::Right => {
                self.lang = Some(self.lang.unwrap_or(ctx.lang).other());
                self.refresh(desk, ctx);
            }
            Action::Filter => {
                let laid = self.laid.borrow();
                let item = |head: &lay::Head| pick::Item {
                    value: head.line.to_string(),
                    label: [
                        &"  ".repeat(usize::from(head.level.saturating_sub(1))),
                        head.text.as_str(),
                    ]
                    .concat(),
                    also: String::new(),
                };
                let here = laid.heads.iter().rev().find(|head| head.line <= self.offset);
                let here = here.map(|head| head.line.to_string()).unwrap_or_default();
                let items = laid.heads.iter().map(item).collect();
                return Go::open(pick::State::new(ctx.messages.export.headings.as_str(), items, &here));
            }
            Action::Language => {
                self.lang = None;
                return Go::Unused;
            }
            _ => return Go::Unused,
        }
        Go::Stay
    }

    fn next_heading(&mut self, forward: bool) {
        let laid = self.laid.borrow();
        let mut heads = laid.heads.iter().filter(|head| head.level <= 2).map(|head| head.line);
        let to = if forward {
            heads.find(|line| *line > self.offset)
        } else {
            heads.take_while(|line| *line < self.offset).last().or(Some(0))
        };
        if let Some(to) = to {
            self.offset = to;
        }
    }

    /// A heading was picked.
    pub fn picked(&mut self, value: &str, _: &mut Desk, _: &Ctx<'_>) -> Go {
        self.offset = value.parse().unwrap_or(self.offset);
        Go::Stay
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// Draws the lines, laid out once for each width.
    pub fn view(&self, area: Rect, buf: &mut Buffer, _: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let document = self.document.as_ref()?;
        let words = &ctx.messages.export;
        let width = area.width.saturating_sub(4).min(WIDEST);
        if self.laid.borrow().width != width {
            self.laid.replace(Laid::of(document, width, ctx.theme));
        }
        let laid = self.laid.borrow();
        let common = &ctx.messages.common;
        let lang = if document.lang == Lang::Zh {
            &common.lang_zh
        } else {
            &common.lang_en
        };
        let place = fill(
            &words.preview_page,
            &[("number", &(self.offset + 1)), ("total", &laid.lines.len())],
        );
        let right = [lang.as_str(), &place].join("  ");
        let room = frame(area, buf, &words.preview_title, &right, ctx);
        let height = usize::from(room.height);
        let offset = self.offset.min(laid.lines.len().saturating_sub(height));
        let x = room.x + 2 + room.width.saturating_sub(4).saturating_sub(width) / 2;
        for (line, y) in laid.lines.iter().skip(offset).zip(room.top()..room.bottom()) {
            buf.set_line(x, y, line, width);
        }
        if laid.lines.is_empty() {
            buf.set_stringn(
                x,
                room.y,
                &words.working,
                usize::from(width),
                ctx.theme.style(Role::Muted),
            );
        }
        let bar = Rect {
            x: room.right().saturating_sub(1),
            width: 1,
            ..room
        };
        (&Scrollbar::new(laid.lines.len(), offset, ctx.theme)).render(bar, buf);
        None
    }
}
