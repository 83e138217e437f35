//! The top line of every screen, and the box of a pop-up.

use crate::tui::line_break::truncate;
use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Widget};
use unicode_width::UnicodeWidthStr;

/// The top line: a title on the left, a state on the right.
#[derive(Debug, Clone, Copy)]
pub struct Header<'a> {
    title: &'a str,
    right: &'a str,
    theme: &'a Theme,
}

impl<'a> Header<'a> {
    /// Both texts; the right one is kept whole, the left one gives way.
    pub fn new(title: &'a str, right: &'a str, theme: &'a Theme) -> Self {
        Self { title, right, theme }
    }
}

impl Widget for &Header<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        let width = usize::from(area.width);
        let right = truncate(self.right, width.saturating_sub(2));
        let room = width.saturating_sub(right.width() + 3);
        buf.set_string(
            area.x + 1,
            area.y,
            truncate(self.title, room),
            self.theme.style(Role::Heading),
        );
        let start = area.right() - u16::try_from(right.width() + 1).unwrap_or(area.width).min(area.width);
        buf.set_string(start, area.y, right, self.theme.style(Role::Muted));
    }
}

/// A box over the screen: what is under it is wiped.
#[derive(Debug, Clone, Copy)]
pub struct Popup<'a> {
    title: &'a str,
    theme: &'a Theme,
}

impl<'a> Popup<'a> {
    /// A box with a title in its upper edge.
    pub fn new(title: &'a str, theme: &'a Theme) -> Self {
        Self { title, theme }
    }

    /// The room inside, one column free at each side.
    pub fn inner(area: Rect) -> Rect {
        Rect {
            x: area.x.saturating_add(2),
            y: area.y.saturating_add(1),
            width: area.width.saturating_sub(4),
            height: area.height.saturating_sub(2),
        }
    }
}

impl Widget for &Popup<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        wipe_halves(area, buf);
        Clear.render(area, buf);
        let title = truncate(self.title, usize::from(area.width).saturating_sub(6));
        let title = Line::from(Span::styled(format!(" {title} "), self.theme.style(Role::Heading)));
        Block::bordered()
            .border_style(self.theme.style(Role::Border))
            .title(title)
            .render(area, buf);
    }
}

/// A wide character cut by the left edge would otherwise draw over the border.
fn wipe_halves(area: Rect, buf: &mut Buffer) {
    if area.left() == 0 {
        return;
    }
    for y in area.top()..area.bottom() {
        if let Some(cell) = buf
            .cell_mut((area.left() - 1, y))
            .filter(|cell| cell.symbol().width() > 1)
        {
            cell.set_symbol(" ").set_style(Style::reset());
        }
    }
}

/// A rectangle of at most this size in the middle of `area`.
pub fn centered(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::ThemeKind;
    use crate::tui::widget::picture::{expect, lines_of};

    #[test]
    fn the_title_gives_way_to_the_state() {
        let theme = Theme::builtin(ThemeKind::Dark);
        expect(
            24,
            &Header::new("海外仓订单履行", "已保存", theme),
            [" 海外仓订单履行  已保存"],
        );
        expect(12, &Header::new("海外仓订单履行", "已保存", theme), [" 海… 已保存"]);
    }

    #[test]
    fn a_box_leaves_no_half_character_at_its_edge() {
        let theme = Theme::builtin(ThemeKind::Dark);
        let mut buf = Buffer::with_lines(["境外接收方名称"; 3]);
        (&Popup::new("依据", theme)).render(Rect::new(3, 0, 10, 3), &mut buf);
        assert_eq!(lines_of(&buf), ["境 ┌ 依据 ──┐", "境 │        │", "境 └────────┘"]);
        assert_eq!(Popup::inner(Rect::new(3, 0, 10, 3)), Rect::new(5, 1, 6, 1));
        assert_eq!(centered(Rect::new(0, 0, 80, 24), 60, 30), Rect::new(10, 0, 60, 24));
    }
}
