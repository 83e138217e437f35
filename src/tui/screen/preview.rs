//! The report in the terminal.

use super::{Ctx, Desk, Go, frame, moved};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::effect::Outcome;
use crate::tui::widget::Paragraph;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;

/// The lines, once they came, and how far scrolled.
#[derive(Debug, Default)]
pub struct State {
    lines: Vec<String>,
    offset: usize,
}

impl State {
    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Preview
    }

    /// Scrolling and leaving.
    pub const fn availability(&self, action: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        super::is_common(action)
    }

    /// Scrolls.
    pub fn update(&mut self, action: Action, _: &mut Desk, _: &Ctx<'_>) -> Go {
        if moved(&mut self.offset, self.lines.len(), action) {
            Go::Stay
        } else {
            Go::Unused
        }
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// The report was composed.
    pub fn outcome(&mut self, outcome: &Outcome, _: &mut Desk, _: &Ctx<'_>) -> bool {
        let Outcome::Previewed(lines) = outcome else {
            return false;
        };
        self.lines.clone_from(lines);
        true
    }

    /// Draws the lines.
    pub fn view(&self, area: Rect, buf: &mut Buffer, _: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let room = frame(area, buf, &ctx.messages.export.preview_title, "", ctx);
        let shown = self.lines.iter().skip(self.offset).take(usize::from(room.height));
        let lines: Vec<Line<'_>> = shown.map(|line| Line::from(line.as_str())).collect();
        (&Paragraph::broken(&lines)).render(room, buf);
        None
    }
}
