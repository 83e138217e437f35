//! The route, its grounds and margins.

use super::{Ctx, Desk, Go, frame, moved};
use crate::domain::route::Route;
use crate::i18n::{fill, join, number};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::theme::Role;
use crate::tui::widget::Paragraph;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Text};
use ratatui::widgets::Widget;

/// How far scrolled.
#[derive(Debug, Default)]
pub struct State {
    offset: usize,
}

impl State {
    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Route
    }

    /// Reading and going on.
    pub const fn availability(&self, action: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        !matches!(action, Action::GoTo | Action::Law)
    }

    /// Scrolls.
    pub fn update(&mut self, action: Action, _: &mut Desk, _: &Ctx<'_>) -> Go {
        if moved(&mut self.offset, usize::MAX, action) {
            Go::Stay
        } else {
            Go::Unused
        }
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// Draws the decision.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        let words = &ctx.messages.route;
        let room = frame(area, buf, &words.title, session.title(), ctx);
        let decision = session.engine().route();
        let heading = ctx.theme.style(Role::Heading);
        let mut lines = vec![Line::styled(route_words(decision.route, ctx).to_owned(), heading)];
        if decision.route.is_none() {
            let route = route_words(Some(decision.worst_route), ctx);
            lines.push(Line::from(fill(&words.worst, &[("route", &route)])));
        }
        lines.push(Line::from(
            [words.because.as_str(), &join(&decision.basis, ctx.lang)].join(" "),
        ));
        for (margin, trigger) in [
            (decision.margins.ordinary, 1_000_000),
            (decision.margins.sensitive, 10_000),
        ] {
            if let Some(left) = margin.and_then(|margin| margin.checked_sub(1)) {
                let text = fill(
                    &words.margin,
                    &[("left", &number(left)), ("trigger", &number(left + 1))],
                );
                let of = fill(&words.threshold, &[("count", &""), ("threshold", &number(trigger))]);
                lines.push(Line::from([text, of].concat()));
            }
        }
        lines.extend(
            decision
                .notes
                .iter()
                .map(|note| Line::from(note.get(ctx.lang).to_owned())),
        );
        (&Paragraph::new(Text::from(lines)).scroll(self.offset, ctx.theme)).render(room, buf);
        None
    }
}

fn route_words<'a>(route: Option<Route>, ctx: &Ctx<'a>) -> &'a str {
    let words = &ctx.messages.route;
    match route {
        Some(Route::NotOutbound) => &words.not_outbound,
        Some(Route::Exempt) => &words.exempt,
        Some(Route::ContractOrCertification) => &words.contract_or_certification,
        Some(Route::SecurityAssessment) => &words.security_assessment,
        None => &words.undetermined,
    }
}
