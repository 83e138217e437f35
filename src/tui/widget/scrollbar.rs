//! A one-column scroll bar, and the offset that keeps a row in view.

use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;
use std::ops::Range;

/// How much of something long is seen. Nothing is drawn if all of it is.
#[derive(Debug, Clone, Copy)]
pub struct Scrollbar<'a> {
    total: usize,
    offset: usize,
    theme: &'a Theme,
}

impl<'a> Scrollbar<'a> {
    /// For `total` rows of which the first seen is `offset`.
    pub fn new(total: usize, offset: usize, theme: &'a Theme) -> Self {
        Self { total, offset, theme }
    }
}

impl Widget for &Scrollbar<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        let height = usize::from(area.height);
        if area.is_empty() || self.total <= height {
            return;
        }
        let thumb = (height * height / self.total).max(1);
        let travel = self.total - height;
        let top = (self.offset.min(travel) * (height - thumb)).div_ceil(travel.max(1));
        for (at, y) in (area.top()..area.bottom()).enumerate() {
            let (mark, role) = if (top..top + thumb).contains(&at) {
                ("┃", Role::Accent)
            } else {
                ("│", Role::Border)
            };
            buf.set_string(area.x, y, mark, self.theme.style(role));
        }
    }
}

/// The offset nearest to `offset` at which `row` is seen, in a window of `height` rows over `total`.
pub fn scroll_to_show(row: usize, offset: usize, height: usize, total: usize) -> usize {
    let lowest = (row + 1).saturating_sub(height);
    offset.clamp(lowest, row.max(lowest)).min(total.saturating_sub(height))
}

/// The rows in view, the one in focus in the middle where there is room.
pub fn window(row: usize, height: usize, total: usize) -> Range<usize> {
    let offset = scroll_to_show(row, row.saturating_sub(height / 2), height, total);
    offset..(offset + height).min(total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::ThemeKind;
    use crate::tui::widget::picture::expect;

    #[test]
    fn only_the_rows_in_view_are_looked_at() {
        assert_eq!(window(0, 10, 1000), 0..10);
        assert_eq!(window(500, 10, 1000), 495..505);
        assert_eq!(window(999, 10, 1000), 990..1000);
        assert_eq!(window(2, 10, 4), 0..4);
    }

    #[test]
    fn the_thumb_goes_from_top_to_bottom() {
        let theme = Theme::builtin(ThemeKind::Dark);
        expect(1, &Scrollbar::new(8, 0, theme), ["┃", "┃", "│", "│"]);
        expect(1, &Scrollbar::new(8, 4, theme), ["│", "│", "┃", "┃"]);
        expect(1, &Scrollbar::new(8, 99, theme), ["│", "│", "┃", "┃"]);
        expect(1, &Scrollbar::new(4, 0, theme), ["", "", "", ""]);
    }

    #[test]
    fn the_row_is_always_seen() {
        assert_eq!(scroll_to_show(0, 5, 4, 20), 0);
        assert_eq!(scroll_to_show(9, 0, 4, 20), 6);
        assert_eq!(scroll_to_show(7, 6, 4, 20), 6);
        assert_eq!(scroll_to_show(19, 30, 4, 20), 16);
        assert_eq!(scroll_to_show(2, 9, 10, 3), 0);
    }
}
