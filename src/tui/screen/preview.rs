//! The report in the terminal: the same document as in the file, set in cells, in either language.

mod lay;

use super::{Ctx, Desk, Go, frame, pick};
use crate::domain::{Lang, Text};
use crate::i18n::{both, fill};
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
use std::cell::{Cell, RefCell};

/// Wider lines are hard to read.
const WIDEST: u16 = 110;

/// The document, its lines for the width it was last drawn at, how far scrolled.
#[derive(Debug, Default)]
pub struct State {
    lang: Option<Lang>,
    document: Option<Document>,
    of: Option<(u64, Lang)>,
    laid: RefCell<Laid>,
    offset: Cell<usize>,
    /// Lines that the last frame could show.
    height: Cell<usize>,
    /// Where to be once the lines are laid out anew.
    place: Cell<Option<lay::Place>>,
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
            title: session.title().clone(),
            number: String::new(),
            version: String::new(),
            date: ctx.today,
            draft: true,
            signed: false,
            mark: String::new(),
            assessment_digest: ctx.messages.export.preview_digest.clone(),
            program_version: String::new(),
            keep_until: None,
        };
        self.document = Some(compose(session.engine(), &options).cleaned());
        let before = self.laid.replace(Laid::default());
        if self.place.get().is_none() {
            self.place.set(before.place(self.offset.get()));
        }
    }

    /// Scrolls, goes to a heading, changes the language of the report.
    pub fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        if self.scroll(action) {
            return Go::Stay;
        }
        match action {
            Action::NextHeading => self.next_heading(true),
            Action::PreviousHeading => self.next_heading(false),
            Action::ReportLanguage => {
                self.lang = Some(self.lang.unwrap_or(ctx.lang).other());
                self.refresh(desk, ctx);
            }
            Action::Filter => return Go::open(self.find()),
            Action::Language => {
                self.lang = None;
                return Go::Unused;
            }
            _ => return Go::Unused,
        }
        Go::Stay
    }

    /// Lines and pages; never past the last page.
    fn scroll(&self, action: Action) -> bool {
        let height = self.height.get().max(1);
        let most = self.laid.borrow().lines.len().saturating_sub(height);
        let page = height.saturating_sub(1).max(1);
        let now = self.offset.get().min(most);
        let to = match action {
            Action::Up => now.saturating_sub(1),
            Action::Down => now + 1,
            Action::PageUp => now.saturating_sub(page),
            Action::PageDown => now + page,
            Action::First => 0,
            Action::Last => most,
            _ => return false,
        };
        self.offset.set(to.min(most));
        true
    }

    /// The headings to choose from; when words are typed, also the lines of the text.
    fn find(&self) -> pick::State {
        let laid = self.laid.borrow();
        let headings = laid.heads.iter().map(|head| {
            let indent = "  ".repeat(usize::from(head.level.saturating_sub(1)));
            pick::Item::new(
                head.line.to_string(),
                Text::same([indent.as_str(), &head.text].concat()),
            )
        });
        let lines = laid.lines.iter().enumerate().filter_map(|(at, line)| {
            let text = line.to_string();
            let text = text.trim();
            let is_head = laid.heads.iter().any(|head| head.line == at);
            (!is_head && text.chars().any(char::is_alphanumeric))
                .then(|| pick::Item::new(at.to_string(), Text::same(text)))
        });
        let here = laid.heads.iter().rev().find(|head| head.line <= self.offset.get());
        let here = here.map(|head| head.line.to_string()).unwrap_or_default();
        let title = both(|words| words.export.headings.clone());
        pick::State::new(title, headings.collect(), &here).deeper(lines.collect())
    }

    fn next_heading(&self, forward: bool) {
        let laid = self.laid.borrow();
        let now = self.offset.get();
        let mut heads = laid.heads.iter().filter(|head| head.level <= 2).map(|head| head.line);
        let to = if forward {
            heads.find(|line| *line > now)
        } else {
            heads.take_while(|line| *line < now).last().or(Some(0))
        };
        if let Some(to) = to {
            self.offset.set(to);
        }
    }

    /// A heading or a line was picked.
    pub fn picked(&mut self, value: &str, _: &mut Desk, _: &Ctx<'_>) -> Go {
        self.offset
            .set(value.parse().unwrap_or_else(|_no_line| self.offset.get()));
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
            let before = self.laid.replace(Laid::of(document, width, ctx.theme));
            let place = self.place.take().or_else(|| before.place(self.offset.get()));
            if let Some(place) = place {
                self.offset.set(self.laid.borrow().line_of(place));
            }
        }
        let laid = self.laid.borrow();
        let height = usize::from(area.height.saturating_sub(2));
        self.height.set(height);
        let offset = self.offset.get().min(laid.lines.len().saturating_sub(height));
        let common = &ctx.messages.common;
        let lang = if document.lang == Lang::Zh {
            &common.lang_zh
        } else {
            &common.lang_en
        };
        let place = fill(
            &words.preview_page,
            &[("number", &(offset + 1)), ("total", &laid.lines.len())],
        );
        let right = [lang.as_str(), &place].join("  ");
        let room = frame(area, buf, &words.preview_title, &right, ctx);
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
