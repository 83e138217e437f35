//! The risk matrix of GB/T 39335 Annex D with the places of the three stages: columns 低 中 高 很高, rows 严重 高 中 低, as printed.

use super::badge::{Badge, Level};
use crate::i18n::Messages;
use crate::tui::line_break::pad;
use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

/// Which run of the rules a mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// No measure counted.
    Inherent,
    /// Only measures done, with evidence.
    Attained,
    /// All planned measures.
    Expected,
}

impl Stage {
    /// In the order of time.
    pub const ALL: [Self; 3] = [Self::Inherent, Self::Attained, Self::Expected];

    const fn mark(self) -> &'static str {
        match self {
            Self::Inherent => "●",
            Self::Attained => "◐",
            Self::Expected => "○",
        }
    }
}

const IMPACTS: [Level; 4] = [Level::Severe, Level::High, Level::Medium, Level::Low];
const CELL: u16 = 14;
const HEAD: u16 = 16;

/// The matrix. `risk(impact, likelihood)` is looked up by the caller, so that the screen shows the table the scoring uses.
#[derive(Debug, Clone)]
pub struct Matrix<'a, F> {
    risk: F,
    marks: &'a [(Stage, Level, Level)],
    focus: Option<(Level, Level)>,
    messages: &'a Messages,
    theme: &'a Theme,
}

impl<'a, F: Fn(Level, Level) -> Level> Matrix<'a, F> {
    /// Rows needed: the head, two per level, and the legend.
    pub const HEIGHT: u16 = 11;
    /// Columns needed.
    pub const WIDTH: u16 = HEAD + 4 * CELL;

    /// A matrix with the places (impact, likelihood) of the stages.
    pub fn new(risk: F, marks: &'a [(Stage, Level, Level)], messages: &'a Messages, theme: &'a Theme) -> Self {
        Self {
            risk,
            marks,
            focus: None,
            messages,
            theme,
        }
    }

    /// The cell (impact, likelihood) in focus.
    #[must_use]
    pub fn focus(mut self, impact: Level, likelihood: Level) -> Self {
        self.focus = Some((impact, likelihood));
        self
    }

    fn marks_at(&self, impact: Level, likelihood: Level) -> String {
        let here = self.marks.iter().filter(|(_, i, l)| (*i, *l) == (impact, likelihood));
        here.map(|(stage, ..)| stage.mark()).collect::<Vec<_>>().join(" ")
    }

    fn draw_row(&self, impact: Level, area: Rect, y: u16, buf: &mut Buffer) {
        let head = Badge::impact(impact, self.messages, self.theme).span();
        buf.set_stringn(area.x, y, head.content, usize::from(HEAD), head.style);
        for (likelihood, x) in Level::ALL.into_iter().zip((area.x + HEAD..).step_by(usize::from(CELL))) {
            if x + CELL > area.right() {
                break;
            }
            let risk = Badge::risk((self.risk)(impact, likelihood), self.messages, self.theme).span();
            let focused = self.focus == Some((impact, likelihood));
            let style = if focused {
                self.theme.style(Role::Focus)
            } else {
                risk.style
            };
            buf.set_string(x, y, pad(&risk.content, usize::from(CELL - 1)), style);
            let marks = self.marks_at(impact, likelihood);
            buf.set_stringn(x, y + 1, marks, usize::from(CELL - 1), self.theme.style(Role::Accent));
        }
    }

    fn legend(&self) -> String {
        let words = &self.messages.level;
        let named = |stage: Stage| {
            let name = match stage {
                Stage::Inherent => &words.matrix_inherent,
                Stage::Attained => &words.matrix_attained,
                Stage::Expected => &words.matrix_expected,
            };
            format!("{} {name}", stage.mark())
        };
        Stage::ALL.map(named).join("   ")
    }
}

impl<F: Fn(Level, Level) -> Level> Widget for &Matrix<'_, F> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.height < Matrix::<F>::HEIGHT || area.width < HEAD + CELL {
            return;
        }
        let words = &self.messages.level;
        // The corner names the scale of the columns, so that their bare words do not stand alone.
        buf.set_stringn(
            area.x,
            area.y,
            &words.matrix_likelihood,
            usize::from(HEAD - 1),
            self.theme.style(Role::Heading),
        );
        let columns = [&words.low, &words.medium, &words.high, &words.very_high];
        for (title, x) in columns
            .into_iter()
            .zip((area.x + HEAD..area.right()).step_by(usize::from(CELL)))
        {
            buf.set_stringn(
                x,
                area.y,
                pad(title, usize::from(CELL - 1)),
                usize::from(CELL),
                self.theme.style(Role::Heading),
            );
        }
        for (impact, y) in IMPACTS.into_iter().zip((area.y + 1..).step_by(2)) {
            self.draw_row(impact, area, y, buf);
        }
        buf.set_stringn(
            area.x,
            area.y + 10,
            self.legend(),
            usize::from(area.width),
            self.theme.style(Role::Muted),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Lang;
    use crate::tui::theme::ThemeKind;
    use crate::tui::widget::picture::expect;

    #[test]
    fn marks_stand_in_their_cells() {
        let marks = [
            (Stage::Inherent, Level::High, Level::High),
            (Stage::Expected, Level::High, Level::Low),
        ];
        // A made-up rule: the matrix itself is data of the scoring.
        let matrix = Matrix::new(
            |impact, _| impact,
            &marks,
            Messages::of(Lang::Zh),
            Theme::builtin(ThemeKind::Dark),
        );
        expect(
            72,
            &matrix,
            [
                "可能性          低            中            高            很高",
                "▇ 影响严重      ▇ 风险严重    ▇ 风险严重    ▇ 风险严重    ▇ 风险严重",
                "",
                "▅ 影响高        ▅ 风险高      ▅ 风险高      ▅ 风险高      ▅ 风险高",
                "                ○                           ●",
                "▃ 影响中        ▃ 风险中      ▃ 风险中      ▃ 风险中      ▃ 风险中",
                "",
                "▁ 影响低        ▁ 风险低      ▁ 风险低      ▁ 风险低      ▁ 风险低",
                "",
                "",
                "● 固有   ◐ 目前   ○ 预期",
            ],
        );
    }
}
