//! Rows and columns in cells, scrolled in both directions, with the focus on a row or on one cell.

use super::scrollbar::{Scrollbar, scroll_to_show};
use crate::tui::line_break::{pad, truncate};
use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;
use unicode_width::UnicodeWidthStr;

/// A column: its title and how wide it may grow.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    /// The title in the head of the table.
    pub title: &'a str,
    /// Widest, in cells; narrower if title and texts are.
    pub max: u16,
}

impl<'a> Column<'a> {
    /// A column of at most `max` cells.
    pub const fn new(title: &'a str, max: u16) -> Self {
        Self { title, max }
    }
}

/// The table. A cell is a text with a role.
#[derive(Debug, Clone)]
pub struct Table<'a> {
    columns: &'a [Column<'a>],
    rows: &'a [Vec<(String, Role)>],
    row: Option<usize>,
    column: Option<usize>,
    pinned: usize,
    window: Option<(usize, usize)>,
    theme: &'a Theme,
}

/// A column as laid out: index, left edge, width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Slot {
    column: usize,
    x: u16,
    width: u16,
}

impl<'a> Table<'a> {
    /// A table without focus.
    pub fn new(columns: &'a [Column<'a>], rows: &'a [Vec<(String, Role)>], theme: &'a Theme) -> Self {
        Self {
            columns,
            rows,
            row: None,
            column: None,
            pinned: 1,
            window: None,
            theme,
        }
    }

    /// The first columns that stay while the others scroll; one unless told.
    #[must_use]
    pub const fn pinned(mut self, columns: usize) -> Self {
        self.pinned = columns;
        self
    }

    /// The rows given are only those in view, from row `first` on of `total`: what is out of view need not be worked out.
    #[must_use]
    pub const fn window(mut self, first: usize, total: usize) -> Self {
        self.window = Some((first, total));
        self
    }

    /// The focus on a whole row.
    #[must_use]
    pub fn row(mut self, row: usize) -> Self {
        self.row = Some(row);
        self
    }

    /// The focus on one cell.
    #[must_use]
    pub fn cell(mut self, row: usize, column: usize) -> Self {
        (self.row, self.column) = (Some(row), Some(column));
        self
    }

    /// Where a cell is drawn in `area`, for an editor over it; `None` if it is out of view.
    pub fn cell_area(&self, area: Rect, row: usize, column: usize) -> Option<Rect> {
        let slot = self.slots(area.width).into_iter().find(|slot| slot.column == column)?;
        let line = row
            .checked_sub(self.first(area))
            .filter(|line| line + 1 < usize::from(area.height))?;
        let y = area.y + 1 + u16::try_from(line).ok()?;
        Some(Rect {
            x: area.x + slot.x,
            y,
            width: slot.width,
            height: 1,
        })
    }

    /// Whether columns are out of view at a width.
    pub fn is_wider(&self, width: u16) -> bool {
        self.slots(width).len() < self.columns.len()
    }

    fn total(&self) -> usize {
        self.window.map_or(self.rows.len(), |(_, total)| total)
    }

    /// The first row in view.
    fn first(&self, area: Rect) -> usize {
        if let Some((first, _)) = self.window {
            return first;
        }
        let height = usize::from(area.height).saturating_sub(1);
        self.row.map_or(0, |row| {
            scroll_to_show(row, row.saturating_sub(height / 2), height, self.rows.len())
        })
    }

    fn width_of(&self, column: usize) -> u16 {
        let Some(head) = self.columns.get(column) else { return 0 };
        let texts = self
            .rows
            .iter()
            .filter(|row| !is_heading(row))
            .filter_map(|row| row.get(column))
            .map(|(text, _)| text.width());
        let widest = texts.max().unwrap_or(0).max(head.title.width()).max(4);
        u16::try_from(widest).unwrap_or(u16::MAX).min(head.max.max(4))
    }

    /// The columns in view: the pinned ones stay, and of the others as many as fit around the one in focus.
    fn slots(&self, width: u16) -> Vec<Slot> {
        let room = width.saturating_sub(2);
        let widths: Vec<u16> = (0..self.columns.len()).map(|column| self.width_of(column)).collect();
        let pinned = self.pinned.min(widths.len());
        let mut slots = Vec::new();
        let mut x = 0;
        for (column, wide) in widths.iter().enumerate().take(pinned) {
            let width = (*wide).min(room.saturating_sub(x));
            slots.push(Slot { column, x, width });
            x = x.saturating_add(width + 2);
        }
        let focus = self.column.unwrap_or(0);
        let needed = |from: usize| -> u16 {
            let others = widths.iter().take(focus + 1).skip(from);
            others
                .fold(x, |sum, width| sum.saturating_add(width + 2))
                .saturating_sub(2)
        };
        let from = (pinned..=focus.max(pinned))
            .find(|from| needed(*from) <= room)
            .unwrap_or_else(|| focus.max(pinned));
        for (column, wide) in widths.iter().enumerate().skip(from) {
            if x + wide > room {
                // A column cut short is better than none, where enough of it is left.
                if x < room && (column == focus || room - x >= 8) {
                    let width = room - x;
                    slots.push(Slot { column, x, width });
                }
                break;
            }
            slots.push(Slot {
                column,
                x,
                width: *wide,
            });
            x += wide + 2;
        }
        slots
    }

    fn style(&self, row: usize, column: usize, role: Role) -> Style {
        let here = self.row == Some(row) && self.column.is_none_or(|focus| focus == column);
        match (here, self.row == Some(row)) {
            (true, _) => self.theme.style(Role::Focus),
            (false, true) => self.theme.style(role).patch(self.theme.style(Role::Selected)),
            _ => self.theme.style(role),
        }
    }
}

/// A row of one text stands over the columns.
fn is_heading(row: &[(String, Role)]) -> bool {
    row.len() > 1 && row.iter().skip(1).all(|(text, _)| text.is_empty())
}

impl Widget for &Table<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        let slots = self.slots(area.width);
        for slot in &slots {
            let title = self.columns.get(slot.column).map_or("", |column| column.title);
            let text = pad(title, usize::from(slot.width));
            buf.set_string(area.x + slot.x, area.y, text, self.theme.style(Role::Heading));
        }
        let offset = self.first(area);
        let hidden = if self.window.is_some() { 0 } else { offset };
        let seen = self.rows.iter().skip(hidden).zip(offset..);
        for ((row, at), y) in seen.zip(area.top() + 1..area.bottom()) {
            if let Some((text, role)) = row.first().filter(|_| is_heading(row)) {
                let text = truncate(text, usize::from(area.width.saturating_sub(2)));
                buf.set_string(area.x, y, text, self.style(at, 0, *role));
                continue;
            }
            for slot in &slots {
                let Some((text, role)) = row.get(slot.column) else {
                    continue;
                };
                let text = pad(text, usize::from(slot.width));
                buf.set_string(area.x + slot.x, y, text, self.style(at, slot.column, *role));
            }
        }
        let body = Rect {
            x: area.right() - 1,
            y: area.y + 1,
            width: 1,
            height: area.height - 1,
        };
        Scrollbar::new(self.total(), offset, self.theme).render(body, buf);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::ThemeKind;
    use crate::tui::widget::picture::{draw, expect};

    const COLUMNS: [Column<'_>; 3] = [
        Column::new("数据项", 10),
        Column::new("敏感", 6),
        Column::new("保存期限", 12),
    ];

    fn rows() -> Vec<Vec<(String, Role)>> {
        let row = |cells: [&str; 3]| cells.map(|text| (text.to_owned(), Role::Text)).to_vec();
        vec![
            row(["收货人姓名", "否", "履约后3年"]),
            row(["身份证件号码", "是", "通关后5年"]),
            row(["联系电话", "否", "履约后3年"]),
        ]
    }

    #[test]
    fn columns_are_aligned_by_cells() {
        let rows = rows();
        let theme = Theme::builtin(ThemeKind::Dark);
        expect(
            40,
            &Table::new(&COLUMNS, &rows, theme),
            [
                "数据项      敏感  保存期限",
                "收货人姓名  否    履约后3年",
                "身份证件…   是    通关后5年",
                "联系电话    否    履约后3年",
            ],
        );
    }

    #[test]
    fn a_row_of_one_text_stands_over_the_columns() {
        let mut rows = rows();
        let heading = ["出境场景：订单传至海外仓系统", "", ""].map(|text| (text.to_owned(), Role::Heading));
        rows.insert(1, heading.to_vec());
        expect(
            40,
            &Table::new(&COLUMNS, &rows, Theme::builtin(ThemeKind::Dark)),
            [
                "数据项      敏感  保存期限",
                "收货人姓名  否    履约后3年",
                "出境场景：订单传至海外仓系统",
                "身份证件…   是    通关后5年",
                "联系电话    否    履约后3年",
            ],
        );
    }

    #[test]
    fn the_first_column_stays_and_the_one_in_focus_is_seen() {
        let rows = rows();
        let table = Table::new(&COLUMNS, &rows, Theme::builtin(ThemeKind::Dark)).cell(1, 2);
        expect(
            25,
            &table,
            [
                "数据项      保存期限",
                "收货人姓名  履约后3年",
                "身份证件…   通关后5年",
                "联系电话    履约后3年",
            ],
        );
        assert!(table.is_wider(25));
        assert_eq!(
            table.cell_area(Rect::new(0, 0, 25, 4), 1, 2),
            Some(Rect::new(12, 2, 9, 1))
        );
        assert_eq!(table.cell_area(Rect::new(0, 0, 25, 4), 1, 1), None);
        let buf = draw(25, 4, &table);
        assert_eq!(
            buf[(12, 2)].style().bg,
            Theme::builtin(ThemeKind::Dark).style(Role::Focus).bg
        );
    }
}
