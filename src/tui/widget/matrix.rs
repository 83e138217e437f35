//! The risk matrix with the places of the three stages: columns from low to very high, rows from severe to low, as the standard prints it.

use super::badge::Badge;
use crate::domain::{self, Lang, LevelId, Scale, Stage};
use crate::i18n::Messages;
use crate::tui::line_break::pad;
use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

const CELL: u16 = 14;
const HEAD: u16 = 16;
const STAGES: [Stage; 3] = [Stage::Inherent, Stage::Attained, Stage::Expected];

/// The scales of the matrix: what its rows, columns and cells are.
#[derive(Debug, Clone, Copy)]
pub struct MatrixScales<'a> {
    /// Of the rows.
    pub impact: &'a Scale,
    /// Of the columns.
    pub likelihood: &'a Scale,
    /// Of the cells.
    pub risk: &'a Scale,
}

/// Where a stage stands: its impact and its likelihood.
pub type MatrixMark = (Stage, LevelId, LevelId);

/// The matrix the scoring looks up, drawn.
#[derive(Debug, Clone, Copy)]
pub struct Matrix<'a> {
    table: &'a domain::Matrix,
    scales: MatrixScales<'a>,
    marks: &'a [MatrixMark],
    focus: Option<(&'a str, &'a str)>,
    messages: &'a Messages,
    theme: &'a Theme,
}

impl<'a> Matrix<'a> {
    /// Columns needed for four levels.
    pub const WIDTH: u16 = HEAD + 4 * CELL;

    /// A matrix with the places of the stages.
    pub fn new(
        table: &'a domain::Matrix,
        scales: MatrixScales<'a>,
        marks: &'a [MatrixMark],
        messages: &'a Messages,
        theme: &'a Theme,
    ) -> Self {
        Self {
            table,
            scales,
            marks,
            focus: None,
            messages,
            theme,
        }
    }

    /// The cell (impact, likelihood) in focus.
    #[must_use]
    pub fn focus(mut self, impact: &'a str, likelihood: &'a str) -> Self {
        self.focus = Some((impact, likelihood));
        self
    }

    /// The impacts that have a row, worst first.
    pub fn rows(&self) -> Vec<&'a LevelId> {
        let has_row = |level: &&LevelId| self.table.cells.iter().any(|(impact, ..)| impact == *level);
        self.scales
            .impact
            .levels
            .iter()
            .rev()
            .map(|level| &level.id)
            .filter(has_row)
            .collect()
    }

    /// The likelihoods that have a column, best first.
    pub fn columns(&self) -> Vec<&'a LevelId> {
        let has_column = |level: &&LevelId| self.table.cells.iter().any(|(_, likelihood, _)| likelihood == *level);
        self.scales
            .likelihood
            .levels
            .iter()
            .map(|level| &level.id)
            .filter(has_column)
            .collect()
    }

    /// Lines needed: the head, two for each row, the legend.
    pub fn height(&self) -> u16 {
        u16::try_from(self.rows().len() * 2 + 2).unwrap_or(u16::MAX)
    }

    fn lang(&self) -> Lang {
        self.messages.lang
    }

    fn marks_at(&self, impact: &LevelId, likelihood: &LevelId) -> String {
        let count = |wanted: Stage| {
            let here = |(stage, i, l): &&MatrixMark| *stage == wanted && (i, l) == (impact, likelihood);
            self.marks.iter().filter(here).count()
        };
        let shown = STAGES.into_iter().filter_map(|stage| match count(stage) {
            0 => None,
            1 => Some(mark(stage).to_owned()),
            several => Some(format!("{}{several}", mark(stage))),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    fn draw_head(&self, area: Rect, buf: &mut Buffer) {
        // The corner names the scale of the columns, so that their bare words do not stand alone.
        let style = self.theme.style(Role::Heading);
        buf.set_stringn(
            area.x,
            area.y,
            &self.messages.level.matrix_likelihood,
            usize::from(HEAD - 1),
            style,
        );
        for (level, x) in self
            .columns()
            .into_iter()
            .zip((area.x + HEAD..area.right()).step_by(usize::from(CELL)))
        {
            let title = self
                .scales
                .likelihood
                .level(level)
                .map_or("", |level| level.label.get(self.lang()));
            buf.set_stringn(
                x,
                area.y,
                pad(title, usize::from(CELL - 1)),
                usize::from(area.right() - x),
                style,
            );
        }
    }

    fn draw_row(&self, impact: &LevelId, area: Rect, buf: &mut Buffer) {
        if let Some(head) = Badge::level(self.scales.impact, impact, self.lang(), self.theme) {
            let span = head.span();
            buf.set_stringn(area.x, area.y, span.content, usize::from(HEAD - 1), span.style);
        }
        for (likelihood, x) in self
            .columns()
            .into_iter()
            .zip((area.x + HEAD..).step_by(usize::from(CELL)))
        {
            let risk = self.table.risk(impact, likelihood);
            let badge = risk.and_then(|risk| Badge::level(self.scales.risk, risk, self.lang(), self.theme));
            let Some(badge) = badge.filter(|_| x + CELL <= area.right()) else {
                continue;
            };
            let focused = self.focus.is_some_and(|(i, l)| *impact == i && *likelihood == l);
            let style = if focused {
                self.theme.style(Role::Focus)
            } else {
                self.theme.style(badge.role())
            };
            buf.set_string(x, area.y, pad(&badge.text(), usize::from(CELL - 1)), style);
            if focused {
                // The colour alone would not tell it from a severe cell where there is no colour.
                buf.set_string(x - 1, area.y, ">", self.theme.style(Role::Accent));
            }
            let marks = self.marks_at(impact, likelihood);
            buf.set_stringn(
                x,
                area.y + 1,
                marks,
                usize::from(CELL - 1),
                self.theme.style(Role::Accent),
            );
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
            format!("{} {name}", mark(stage))
        };
        STAGES.map(named).join("   ")
    }
}

/// The sign of a stage in the matrix and its legend.
pub const fn mark(stage: Stage) -> &'static str {
    match stage {
        Stage::Inherent => "●",
        Stage::Attained => "◐",
        Stage::Expected => "○",
    }
}

impl Widget for &Matrix<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.height < self.height() || area.width < HEAD + CELL {
            return;
        }
        self.draw_head(area, buf);
        for (impact, y) in self.rows().into_iter().zip((area.y + 1..).step_by(2)) {
            self.draw_row(impact, Rect { y, height: 2, ..area }, buf);
        }
        let last = area.y + self.height() - 1;
        buf.set_stringn(
            area.x,
            last,
            self.legend(),
            usize::from(area.width),
            self.theme.style(Role::Muted),
        );
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::domain::Direction;
    use crate::tui::theme::ThemeKind;
    use crate::tui::widget::badge::tests::{FOUR, scale};
    use crate::tui::widget::picture::{draw, expect, lines_of};

    /// A small made-up table: the real one is data of the scoring.
    pub(crate) fn table() -> domain::Matrix {
        let cells = [
            ("high", "low", "low"),
            ("high", "high", "high"),
            ("low", "low", "low"),
            ("low", "high", "medium"),
        ];
        let cells = cells.map(|(i, l, r)| (i.into(), l.into(), r.into())).to_vec();
        domain::Matrix {
            cells,
            ..domain::Matrix::default()
        }
    }

    #[test]
    fn marks_stand_in_their_cells() {
        let [impact, likelihood, risk] = [("影响", "impact"), ("可能性", "likelihood"), ("风险", "risk")]
            .map(|(zh, en)| scale(Direction::Risk, zh, en, &FOUR));
        let marks = [
            (Stage::Inherent, "high".into(), "high".into()),
            (Stage::Expected, "high".into(), "low".into()),
        ];
        let scales = MatrixScales {
            impact: &impact,
            likelihood: &likelihood,
            risk: &risk,
        };
        let (table, theme) = (table(), Theme::builtin(ThemeKind::Dark));
        let matrix = Matrix::new(&table, scales, &marks, Messages::of(Lang::Zh), theme).focus("low", "high");
        expect(
            72,
            &matrix,
            [
                "可能性          低            高",
                "▅ 影响高        ▁ 风险低      ▅ 风险高",
                "                ○             ●",
                "▁ 影响低        ▁ 风险低     >▃ 风险中",
                "",
                "● 固有   ◐ 目前   ○ 预期",
            ],
        );
        let buf = draw(72, 6, &matrix);
        assert_eq!(buf[(30, 3)].style().bg, theme.style(Role::Focus).bg);
        let english = Matrix {
            messages: Messages::of(Lang::En),
            ..matrix
        };
        assert_eq!(
            lines_of(&draw(72, 6, &english))[1],
            "▅ high impact   ▁ low risk    ▅ high risk"
        );
    }
}
