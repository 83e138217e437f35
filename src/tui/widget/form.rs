//! Labelled values below each other: the export dialog, a new assessment, a measure, an identity, the settings.

use super::scrollbar::{Scrollbar, scroll_to_show};
use crate::tui::line_break::{pad, truncate, wrap};
use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;
use unicode_width::UnicodeWidthStr;

/// How a row is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormKind {
    /// Text is typed.
    Text,
    /// One of several values, changed with left and right: `< PDF >`.
    Choice,
    /// Ticked or not: `[x]`.
    Tick(bool),
    /// Something to run: `[ 导出 ]`.
    Button,
}

/// One row: a label, a value, a hint in small print under it.
#[derive(Debug, Clone)]
pub struct FormRow<'a> {
    label: &'a str,
    value: String,
    hint: &'a str,
    kind: FormKind,
    role: Role,
    lines: u16,
}

impl<'a> FormRow<'a> {
    /// A row of a kind.
    pub fn new(label: &'a str, value: impl Into<String>, kind: FormKind) -> Self {
        Self {
            label,
            value: value.into(),
            hint: "",
            kind,
            role: Role::Text,
            lines: 1,
        }
    }

    /// With a hint, shown under the value while the row has the focus.
    #[must_use]
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// With another style of the value (a placeholder, an error).
    #[must_use]
    pub fn role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    /// With room for several lines, for an editor over it.
    #[must_use]
    pub fn lines(mut self, lines: u16) -> Self {
        self.lines = lines.max(1);
        self
    }

    fn shown(&self) -> String {
        match self.kind {
            FormKind::Text => self.value.clone(),
            FormKind::Choice => format!("< {} >", self.value),
            FormKind::Tick(on) => format!("[{}] {}", if on { 'x' } else { ' ' }, self.value),
            FormKind::Button => format!("[ {} ]", self.value),
        }
    }
}

/// The rows, one of them in focus and always in view.
#[derive(Debug, Clone)]
pub struct Form<'a> {
    rows: &'a [FormRow<'a>],
    focus: usize,
    theme: &'a Theme,
}

/// A row as laid out: first line and number of lines, hint included.
struct Place {
    top: usize,
    height: usize,
    hint: Vec<String>,
}

impl<'a> Form<'a> {
    /// Rows and the one in focus.
    pub fn new(rows: &'a [FormRow<'a>], focus: usize, theme: &'a Theme) -> Self {
        Self { rows, focus, theme }
    }

    /// Lines needed at a width.
    pub fn height(&self, width: u16) -> usize {
        self.places(width).last().map_or(0, |place| place.top + place.height)
    }

    /// Where the value of a row is drawn in `area`, for an editor over it; `None` if it is out of view.
    pub fn value_area(&self, area: Rect, row: usize) -> Option<Rect> {
        let places = self.places(area.width);
        let place = places.get(row)?;
        let line = u16::try_from(place.top.checked_sub(self.offset(area, &places))?).ok()?;
        let lead = self.lead(area.width);
        let height = self
            .rows
            .get(row)?
            .lines
            .min(area.height.checked_sub(line).filter(|left| *left > 0)?);
        let width = area.width.checked_sub(lead + 2).filter(|width| *width > 0)?;
        Some(Rect {
            x: area.x + lead,
            y: area.y + line,
            width,
            height,
        })
    }

    /// Cells before the values: the widest label, at most half of the width.
    fn lead(&self, width: u16) -> u16 {
        let widest = self.rows.iter().map(|row| row.label.width()).max().unwrap_or(0) + 4;
        u16::try_from(widest).unwrap_or(width).min(width / 2)
    }

    fn places(&self, width: u16) -> Vec<Place> {
        let room = usize::from(width.saturating_sub(self.lead(width) + 2)).max(4);
        let mut top = 0;
        let place = |(at, row): (usize, &FormRow<'_>)| {
            let hint = if at == self.focus && !row.hint.is_empty() {
                wrap(row.hint, room)
            } else {
                Vec::new()
            };
            let height = usize::from(row.lines) + hint.len();
            top += height;
            Place {
                top: top - height,
                height,
                hint,
            }
        };
        self.rows.iter().enumerate().map(place).collect()
    }

    fn offset(&self, area: Rect, places: &[Place]) -> usize {
        let height = usize::from(area.height);
        let total = places.last().map_or(0, |place| place.top + place.height);
        let Some(focus) = places.get(self.focus) else { return 0 };
        let last = focus.top + focus.height.max(1) - 1;
        scroll_to_show(focus.top, scroll_to_show(last, 0, height, total), height, total)
    }

    fn draw_row(&self, at: usize, row: &FormRow<'_>, area: Rect, bottom: u16, buf: &mut Buffer) {
        let focused = at == self.focus;
        let lead = self.lead(area.width);
        let label_role = if focused { Role::Selected } else { Role::Muted };
        let label = truncate(row.label, usize::from(lead.saturating_sub(4)));
        let marker = if focused { ">" } else { " " };
        buf.set_string(
            area.x,
            area.y,
            format!("{marker} {label}"),
            self.theme.style(label_role),
        );
        let room = usize::from(area.width.saturating_sub(lead + 2));
        let shown = row.shown();
        let style = self.theme.style(if focused { Role::Focus } else { row.role });
        if row.lines > 1 {
            let lines: Vec<String> = shown.lines().flat_map(|line| wrap(line, room.max(4))).collect();
            let height = usize::from(row.lines);
            for (at, (line, y)) in lines.iter().take(height).zip(area.y..bottom).enumerate() {
                let more = at + 1 == height && lines.len() > height;
                let text = if more {
                    truncate(&[line, "…"].concat(), room)
                } else {
                    line.clone()
                };
                buf.set_stringn(area.x + lead, y, text, room, style);
            }
            return;
        }
        let text = if focused {
            pad(&shown, room.min(shown.width().max(12)))
        } else {
            truncate(&shown, room)
        };
        buf.set_string(area.x + lead, area.y, text, style);
    }
}

impl Widget for &Form<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        let places = self.places(area.width);
        let offset = self.offset(area, &places);
        let line = |at: usize| {
            at.checked_sub(offset)
                .and_then(|at| u16::try_from(at).ok())
                .filter(|at| *at < area.height)
        };
        for ((at, row), place) in self.rows.iter().enumerate().zip(&places) {
            if let Some(y) = line(place.top) {
                self.draw_row(
                    at,
                    row,
                    Rect {
                        y: area.y + y,
                        height: 1,
                        ..area
                    },
                    area.bottom(),
                    buf,
                );
            }
            for (n, hint) in place.hint.iter().enumerate() {
                if let Some(y) = line(place.top + usize::from(row.lines) + n) {
                    let x = area.x + self.lead(area.width);
                    buf.set_string(x, area.y + y, hint, self.theme.style(Role::Placeholder));
                }
            }
        }
        let total = places.last().map_or(0, |place| place.top + place.height);
        Scrollbar::new(total, offset, self.theme).render(
            Rect {
                x: area.right() - 1,
                width: 1,
                ..area
            },
            buf,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::ThemeKind;
    use crate::tui::widget::picture::expect;

    fn rows() -> Vec<FormRow<'static>> {
        vec![
            FormRow::new("文件格式", "PDF", FormKind::Choice),
            FormRow::new("保存为", "海外仓.pdf", FormKind::Text).hint("已有的文件须确认后才会替换"),
            FormRow::new("草稿", "每页注明", FormKind::Tick(false)),
            FormRow::new("", "导出", FormKind::Button),
        ]
    }

    #[test]
    fn values_stand_below_each_other_and_the_hint_under_the_row_in_focus() {
        let rows = rows();
        let form = Form::new(&rows, 1, Theme::builtin(ThemeKind::Dark));
        expect(
            36,
            &form,
            [
                "  文件格式  < PDF >",
                "> 保存为    海外仓.pdf",
                "            已有的文件须确认后才会",
                "            替换",
                "  草稿      [ ] 每页注明",
                "            [ 导出 ]",
            ],
        );
        assert_eq!(form.height(36), 6);
        assert_eq!(
            form.value_area(Rect::new(0, 0, 36, 6), 1),
            Some(Rect::new(12, 1, 22, 1))
        );
    }

    #[test]
    fn a_value_longer_than_its_lines_ends_with_an_ellipsis() {
        let rows = [FormRow::new("措施", "停传身份证照片，改由境内人员核验并留存记录", FormKind::Text).lines(2)];
        expect(
            24,
            &Form::new(&rows, 9, Theme::builtin(ThemeKind::Dark)),
            ["  措施  停传身份证照", "        片，改由境内…"],
        );
    }

    #[test]
    fn the_row_in_focus_is_seen_in_a_low_window() {
        let rows = rows();
        let form = Form::new(&rows, 3, Theme::builtin(ThemeKind::Dark));
        expect(
            36,
            &form,
            [
                "  草稿      [ ] 每页注明           │",
                ">           [ 导出 ]               ┃",
            ],
        );
        assert_eq!(form.value_area(Rect::new(0, 0, 36, 2), 0), None);
    }
}
