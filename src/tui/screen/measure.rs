//! One finding: what the gap is, its ground, what is proposed; from here to the measures.

use super::{Ctx, Desk, Go, guide, overlay};
use crate::domain::{Finding, Scoped};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::theme::Role;
use crate::tui::widget::Paragraph;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Text};
use ratatui::widgets::Widget;

/// The table that holds the measures.
pub const MEASURES: &str = "measure";

/// The finding.
#[derive(Debug)]
pub struct State {
    finding: Finding,
}

impl State {
    /// A finding.
    pub const fn of(finding: Finding) -> Self {
        Self { finding }
    }

    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Measure
    }

    /// Going to the measures, and back.
    pub const fn availability(&self, action: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        super::is_common(action) || matches!(action, Action::Edit)
    }

    /// Goes to the table of measures.
    pub fn update(&mut self, action: Action, desk: &mut Desk, _: &Ctx<'_>) -> Go {
        let Some(session) = &mut desk.session else {
            return Go::Back;
        };
        match action {
            Action::Edit => {
                let table = session
                    .questionnaire()
                    .table_of(MEASURES)
                    .map(|question| question.id.clone());
                if let Some(question) = table {
                    session.go(Scoped::whole(question), &mut desk.effects);
                    return Go::Question;
                }
                Go::Stay
            }
            Action::Back => Go::Back,
            _ => Go::Unused,
        }
    }

    /// Nothing is picked here.
    pub const fn picked(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) -> Go {
        Go::Stay
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// A box over the list.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        let words = &ctx.messages.finding;
        let heading = ctx.theme.style(Role::Heading);
        let mut lines = vec![
            Line::from(self.finding.text.get(ctx.lang).to_owned()),
            Line::default(),
            Line::styled(words.measure_title.clone(), heading),
            Line::from(self.finding.measure.get(ctx.lang).to_owned()),
            Line::default(),
            Line::styled(words.basis.clone(), heading),
        ];
        for citation in &self.finding.basis {
            guide::cite(citation, session.questionnaire(), ctx, &mut lines);
        }
        let paragraph = Paragraph::new(Text::from(lines));
        let inner = overlay(area, buf, &self.finding.code, 84, paragraph.height(80), ctx);
        (&paragraph).render(inner, buf);
        None
    }
}
