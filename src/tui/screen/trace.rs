//! How a level was found: each step with its source, what went in and what came out.

use super::{Ctx, Desk, Go, guide, moved, overlay};
use crate::domain::{JudgementId, Scope, Stage};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::theme::Role;
use crate::tui::widget::Paragraph;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::Widget;

/// Which level, how far scrolled.
#[derive(Debug, Clone)]
pub struct State {
    of: (JudgementId, Scope, Stage),
    offset: usize,
}

impl State {
    /// The trace of a level.
    pub const fn of(of: (JudgementId, Scope, Stage)) -> Self {
        Self { of, offset: 0 }
    }

    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Popup
    }

    /// Scrolling and closing.
    pub const fn availability(&self, action: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        !matches!(action, Action::NextTab | Action::PreviousTab | Action::GoTo)
    }

    /// Scrolls, closes.
    pub fn update(&mut self, action: Action, _: &mut Desk, _: &Ctx<'_>) -> Go {
        if moved(&mut self.offset, usize::MAX, action) {
            return Go::Stay;
        }
        match action {
            Action::Back => Go::Back,
            _ => Go::Unused,
        }
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// A box over the screen.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        let words = &ctx.messages.level;
        let inner = overlay(area, buf, &words.trace_title, 96, usize::from(area.height), ctx);
        let known = session.engine().judge_at(&self.of.0, &self.of.1, self.of.2);
        let mut lines = Vec::new();
        let muted = ctx.theme.style(Role::Muted);
        for step in known.iter().flat_map(|known| &known.trace) {
            lines.push(Line::styled(
                step.ground.label.get(ctx.lang).to_owned(),
                ctx.theme.style(Role::Heading),
            ));
            for citation in &step.ground.source {
                guide::cite(citation, session.questionnaire(), ctx, &mut lines);
            }
            for (label, text) in [(&words.trace_input, &step.input), (&words.trace_result, &step.result)] {
                let head = Span::styled([label, ctx.messages.common.colon.as_str()].concat(), muted);
                lines.push(Line::from(vec![head, Span::raw(text.get(ctx.lang).to_owned())]));
            }
            lines.push(Line::default());
        }
        if lines.is_empty() {
            lines.push(Line::styled(words.trace_none.clone(), muted));
        }
        (&Paragraph::new(Text::from(lines)).scroll(self.offset, ctx.theme)).render(inner, buf);
        None
    }
}
