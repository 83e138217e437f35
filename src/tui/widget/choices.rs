//! The options of a choice or level question, with the rows for unknown and not applicable.

use super::scrollbar::{Scrollbar, scroll_to_show};
use crate::tui::line_break::{pad, wrap};
use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

/// How a row is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// One of several excludes the others: `( )`, `(•)`.
    Radio(bool),
    /// Several may be chosen: `[ ]`, `[x]`.
    Check(bool),
    /// The answer is not known: `(?)`.
    Unknown(bool),
    /// The question does not concern this assessment: `(-)`.
    NotApplicable(bool),
    /// A plain row.
    Plain,
}

/// One row of the list.
#[derive(Debug, Clone)]
pub struct Choice<'a> {
    /// The mark before the words.
    pub mark: Mark,
    /// The words.
    pub text: &'a str,
    /// A second line, in small print; may be empty.
    pub hint: &'a str,
    /// Whether choosing it needs a remark: shown as `*` behind the words.
    pub remark: bool,
}

impl<'a> Choice<'a> {
    /// A row without hint.
    pub fn new(mark: Mark, text: &'a str) -> Self {
        Self {
            mark,
            text,
            hint: "",
            remark: false,
        }
    }

    /// With a hint in small print.
    #[must_use]
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// Marked as needing a remark.
    #[must_use]
    pub fn needs_remark(mut self, needed: bool) -> Self {
        self.remark = needed;
        self
    }
}

/// A list of rows of which one has the focus; the first nine have a number.
#[derive(Debug, Clone)]
pub struct Choices<'a> {
    rows: &'a [Choice<'a>],
    focus: Option<usize>,
    theme: &'a Theme,
}

impl<'a> Choices<'a> {
    /// The rows; `focus` is the row the caret is on, `None` while the list has no focus.
    pub fn new(rows: &'a [Choice<'a>], focus: Option<usize>, theme: &'a Theme) -> Self {
        Self { rows, focus, theme }
    }

    /// Lines needed at a width.
    pub fn height(&self, width: u16) -> usize {
        self.rows
            .iter()
            .enumerate()
            .map(|(at, row)| self.lines(at, row, width).len())
            .sum()
    }

    fn lines(&self, at: usize, row: &Choice<'_>, width: u16) -> Vec<Line<'static>> {
        let number = if at < 9 && row.mark != Mark::Plain {
            format!("{} ", at + 1)
        } else {
            "  ".to_owned()
        };
        let (box_text, role) = mark(row.mark);
        let lead = if row.mark == Mark::Plain { 2 } else { 6 };
        let room = usize::from(width).saturating_sub(lead + 2).max(4);
        let focused = self.focus == Some(at);
        let style = if focused {
            self.theme.style(Role::Focus)
        } else {
            self.theme.style(role)
        };
        let mut text = row.text.to_owned();
        if row.remark {
            text.push_str(" *");
        }
        let mut lines = Vec::new();
        for (n, part) in wrap(&text, room).into_iter().enumerate() {
            let head = if n == 0 {
                format!("{number}{box_text}")
            } else {
                " ".repeat(lead)
            };
            let numbered = if focused { style } else { self.theme.style(Role::Muted) };
            let body = if focused { pad(&part, room + 1) } else { part };
            lines.push(Line::from(vec![
                Span::styled(pad(&head, lead), numbered),
                Span::styled(body, style),
            ]));
        }
        if !row.hint.is_empty() {
            for part in wrap(row.hint, room) {
                let hint = Span::styled(part, self.theme.style(Role::Muted));
                lines.push(Line::from(vec![Span::raw(" ".repeat(lead)), hint]));
            }
        }
        lines
    }
}

/// The box of a mark, and the role of its words.
const fn mark(mark: Mark) -> (&'static str, Role) {
    match mark {
        Mark::Radio(true) => ("(•) ", Role::Selected),
        Mark::Radio(false) => ("( ) ", Role::Text),
        Mark::Check(true) => ("[x] ", Role::Selected),
        Mark::Check(false) => ("[ ] ", Role::Text),
        Mark::Unknown(true) => ("(?) ", Role::Unknown),
        Mark::NotApplicable(true) => ("(-) ", Role::NotApplicable),
        Mark::Unknown(false) | Mark::NotApplicable(false) => ("( ) ", Role::Muted),
        Mark::Plain => ("", Role::Text),
    }
}

impl Widget for &Choices<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        let mut lines = Vec::new();
        let (mut first, mut last) = (0, 0);
        for (at, row) in self.rows.iter().enumerate() {
            if self.focus == Some(at) {
                first = lines.len();
            }
            lines.append(&mut self.lines(at, row, area.width));
            if self.focus == Some(at) {
                last = lines.len().saturating_sub(1);
            }
        }
        let height = usize::from(area.height);
        let offset = scroll_to_show(first, scroll_to_show(last, 0, height, lines.len()), height, lines.len());
        for (line, y) in lines.iter().skip(offset).zip(area.top()..area.bottom()) {
            buf.set_style(Rect { y, height: 1, ..area }, Style::new());
            buf.set_line(area.x, y, line, area.width);
        }
        let column = Rect {
            x: area.right() - 1,
            width: 1,
            ..area
        };
        Scrollbar::new(lines.len(), offset, self.theme).render(column, buf);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::ThemeKind;
    use crate::tui::widget::picture::{draw, expect};

    fn rows() -> Vec<Choice<'static>> {
        vec![
            Choice::new(Mark::Radio(true), "向境外接收方发送个人信息、或者由其收集").hint("含批量传输"),
            Choice::new(Mark::Radio(false), "境外远程访问").needs_remark(true),
            Choice::new(Mark::Unknown(false), "待核实"),
        ]
    }

    #[test]
    fn long_options_break_and_hang() {
        expect(
            30,
            &Choices::new(&rows(), None, Theme::builtin(ThemeKind::Dark)),
            [
                "1 (•) 向境外接收方发送个人信",
                "      息、或者由其收集",
                "      含批量传输",
                "2 ( ) 境外远程访问 *",
                "3 ( ) 待核实",
            ],
        );
    }

    #[test]
    fn the_focused_row_is_seen_and_styled() {
        let theme = Theme::builtin(ThemeKind::Dark);
        let rows = rows();
        let choices = Choices::new(&rows, Some(2), theme);
        let buf = draw(30, 2, &choices);
        assert_eq!(buf[(0, 1)].symbol(), "3");
        assert_eq!(buf[(6, 1)].style().bg, theme.style(Role::Focus).bg);
        assert_eq!(choices.height(30), 5);
    }
}
