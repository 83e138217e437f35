//! The route with its reasons and margin, what would change it, and the unknown facts it hangs on: one part at a time in focus, from some of
//! which one goes to the question.

mod conflicts;
mod parts;

use super::{Ctx, Desk, Go, frame, moved};
use crate::i18n::fill;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::line_break::wrap_lines;
use crate::tui::theme::Role;
use crate::tui::widget::{Paragraph, Scrollbar, scroll_to_show};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

/// The part in focus.
#[derive(Debug, Default)]
pub struct State {
    focus: usize,
    /// Shown because the questions that decide the route are done, not because it was asked for.
    arrived: bool,
}

impl State {
    /// Shown between the questions about the route and those that follow.
    pub fn arrived() -> Self {
        Self {
            arrived: true,
            ..Self::default()
        }
    }

    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Route
    }

    /// Whether an action would do something.
    pub fn availability(&self, action: Action, desk: &Desk, ctx: &Ctx<'_>) -> bool {
        match action {
            Action::GoTo => desk.session.as_ref().is_some_and(|session| {
                let parts = parts::of(session, ctx);
                parts.get(self.focus).is_some_and(|part| part.target.is_some())
            }),
            Action::Law => false,
            _ => true,
        }
    }

    /// Moves from part to part, goes to the question of one.
    pub fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let Some(session) = &mut desk.session else {
            return Go::Back;
        };
        let parts = parts::of(session, ctx);
        if moved(&mut self.focus, parts.len(), action) {
            return Go::Stay;
        }
        if action != Action::GoTo {
            return Go::Unused;
        }
        let target = parts.into_iter().nth(self.focus).and_then(|part| part.target);
        match target {
            Some(target) => {
                session.go(target, &mut desk.effects);
                Go::Question
            }
            None if self.arrived => Go::Back,
            None => Go::Stay,
        }
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// Draws the decision, part by part.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        let room = frame(area, buf, &ctx.messages.route.title, session.title().get(ctx.lang), ctx);
        let room = Rect {
            x: room.x + 1,
            width: room.width.saturating_sub(1).min(100),
            ..room
        };
        let room = self.draw_onward(room, buf, ctx);
        let width = usize::from(room.width).saturating_sub(4).max(8);
        let mut lines: Vec<Line<'static>> = Vec::new();
        let mut focus = 0..0;
        for (at, part) in parts::of(session, ctx).iter().enumerate() {
            if let Some(title) = &part.title {
                if !lines.is_empty() {
                    lines.push(Line::default());
                }
                lines.push(Line::styled(title.clone(), ctx.theme.style(Role::Heading)));
            }
            let start = lines.len();
            let focused = at == self.focus;
            let broken = wrap_lines(&part.lines, width, part.indent);
            for (n, line) in broken.into_iter().enumerate() {
                let lead = match (focused, n) {
                    (true, 0) => "> ",
                    _ => "  ",
                };
                let mut spans = vec![Span::styled(lead, ctx.theme.style(Role::Accent))];
                spans.extend(line.spans);
                lines.push(Line::from(spans).style(line.style));
            }
            if focused {
                focus = start..lines.len();
            }
        }
        let height = usize::from(room.height);
        let wished = focus.start.saturating_sub(height / 2);
        let offset = scroll_to_show(focus.end.saturating_sub(1), wished, height, lines.len());
        let offset = scroll_to_show(focus.start, offset, height, lines.len());
        for (line, y) in lines.iter().skip(offset).zip(room.top()..room.bottom()) {
            buf.set_line(room.x, y, line, room.width);
        }
        let bar = Rect {
            x: area.right().saturating_sub(1),
            width: 1,
            ..room
        };
        Scrollbar::new(lines.len(), offset, ctx.theme).render(bar, buf);
        None
    }

    /// Where nobody asked for the route: how one goes on. Gives back the room below.
    fn draw_onward(&self, room: Rect, buf: &mut Buffer, ctx: &Ctx<'_>) -> Rect {
        if !self.arrived {
            return room;
        }
        let key = ctx.key(Context::Route, Action::Back);
        let text = fill(&ctx.messages.route.onward, &[("key", &key)]);
        let paragraph = Paragraph::new(Line::styled(text, ctx.theme.style(Role::Notice)));
        let height = u16::try_from(paragraph.height(room.width))
            .unwrap_or(1)
            .min(room.height);
        (&paragraph).render(Rect { height, ..room }, buf);
        let used = (height + 1).min(room.height);
        Rect {
            y: room.y + used,
            height: room.height - used,
            ..room
        }
    }
}
