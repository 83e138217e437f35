//! The risk matrix.

use super::{Ctx, Desk, Go, frame};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::theme::Role;
use crate::tui::widget::{Matrix, MatrixScales};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

/// Nothing is chosen yet.
#[derive(Debug, Default)]
pub struct State {}

impl State {
    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Matrix
    }

    /// Only leaving.
    pub const fn availability(&self, action: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        super::is_common(action)
    }

    /// Only leaving.
    pub const fn update(&mut self, _: Action, _: &mut Desk, _: &Ctx<'_>) -> Go {
        Go::Unused
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// Draws the matrix and where it comes from.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        let words = &ctx.messages.level;
        let room = frame(area, buf, &words.matrix_title, session.title(), ctx);
        let questionnaire = session.questionnaire();
        let scales = MatrixScales {
            impact: questionnaire.scale("impact")?,
            likelihood: questionnaire.scale("likelihood")?,
            risk: questionnaire.scale("risk")?,
        };
        let matrix = Matrix::new(&questionnaire.matrix, scales, &[], ctx.messages, ctx.theme);
        let height = matrix.height().min(room.height);
        (&matrix).render(Rect { height, ..room }, buf);
        let style = ctx.theme.style(Role::Muted);
        if height < room.height {
            buf.set_stringn(
                room.x,
                room.y + height,
                &words.matrix_source,
                usize::from(room.width),
                style,
            );
        }
        None
    }
}
