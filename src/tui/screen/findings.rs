//! The findings, the gravest first.

use super::{Ctx, Desk, Go, frame, measure, moved};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::theme::Role;
use crate::tui::widget::{Badge, Column, Table};
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
        Context::Findings
    }

    /// Whether an action would do something.
    pub const fn availability(&self, action: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        super::is_common(action) || matches!(action, Action::Measure)
    }

    /// Moves, opens the finding.
    pub fn update(&mut self, action: Action, desk: &mut Desk, _: &Ctx<'_>) -> Go {
        let Some(session) = &desk.session else { return Go::Back };
        let findings = session.engine().answered_findings();
        if moved(&mut self.focus, findings.len(), action) {
            return Go::Stay;
        }
        match (action, findings.into_iter().nth(self.focus)) {
            (Action::Measure, Some(finding)) => Go::open(measure::State::of(finding)),
            _ => Go::Unused,
        }
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// Draws the list.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        let words = &ctx.messages.finding;
        let room = frame(area, buf, &words.title, session.title(), ctx);
        let findings = session.engine().answered_findings();
        if findings.is_empty() {
            buf.set_stringn(
                room.x + 1,
                room.y,
                &words.none,
                usize::from(room.width),
                ctx.theme.style(Role::Muted),
            );
            return None;
        }
        let row = |finding: &crate::domain::Finding| {
            let badge = Badge::finding(finding.severity, ctx.messages, ctx.theme);
            let name = session.scope_name(&finding.scope);
            let text = [finding.text.get(ctx.lang), name.get(ctx.lang)].join(" · ");
            vec![
                (badge.text(), badge.role()),
                (finding.code.to_string(), Role::Muted),
                (text, Role::Text),
            ]
        };
        let rows: Vec<_> = findings.iter().map(row).collect();
        let columns = [
            Column::new(&words.severity, 12),
            Column::new("", 8),
            Column::new(&words.text, 200),
        ];
        (&Table::new(&columns, &rows, ctx.theme).row(self.focus)).render(room, buf);
        None
    }
}
