//! Signing identities.

use super::{Ctx, Desk, Go, frame, moved};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::effect::Outcome;
use crate::tui::theme::Role;
use crate::tui::widget::{Column, Table};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

/// The line in focus.
#[derive(Debug, Default)]
pub struct State {
    focus: usize,
}

impl State {
    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Identity
    }

    /// Reading and leaving.
    pub const fn availability(&self, action: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        super::is_common(action)
    }

    /// Moves.
    pub fn update(&mut self, action: Action, desk: &mut Desk, _: &Ctx<'_>) -> Go {
        if moved(&mut self.focus, desk.identities.len(), action) {
            Go::Stay
        } else {
            Go::Unused
        }
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// The list was read.
    pub const fn outcome(&mut self, outcome: &Outcome, _: &mut Desk, _: &Ctx<'_>) -> bool {
        matches!(outcome, Outcome::Identities(_) | Outcome::IdentityReady(_))
    }

    /// Draws the list.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let words = &ctx.messages.identity;
        let room = frame(area, buf, &words.title, "", ctx);
        if desk.identities.is_empty() {
            buf.set_stringn(
                room.x + 1,
                room.y,
                &words.empty,
                usize::from(room.width),
                ctx.theme.style(Role::Muted),
            );
            return None;
        }
        let row = |known: &crate::tui::effect::IdentityEntry| {
            [&known.id, &known.name, &known.organisation]
                .map(|text| (text.clone(), Role::Text))
                .to_vec()
        };
        let rows: Vec<_> = desk.identities.iter().map(row).collect();
        let columns = [
            Column::new(&words.id, 20),
            Column::new(&words.person, 24),
            Column::new(&words.organisation, 40),
        ];
        (&Table::new(&columns, &rows, ctx.theme).row(self.focus)).render(room, buf);
        None
    }
}
