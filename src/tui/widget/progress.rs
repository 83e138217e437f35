//! How much is done, as a bar with its numbers.

use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;
use unicode_width::UnicodeWidthStr;

/// `█████░░░░░ 12/24`, in one line. Full only when everything is done.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    done: usize,
    total: usize,
    theme: &'a Theme,
}

impl<'a> Progress<'a> {
    /// `done` of `total`.
    pub fn new(done: usize, total: usize, theme: &'a Theme) -> Self {
        Self { done, total, theme }
    }
}

impl Widget for &Progress<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        let count = format!(" {}/{}", self.done, self.total);
        let room = usize::from(area.width).saturating_sub(count.width());
        let filled = (room * self.done.min(self.total))
            .checked_div(self.total)
            .unwrap_or(room);
        let line = Line::from(vec![
            Span::styled("█".repeat(filled), self.theme.style(Role::Answered)),
            Span::styled("░".repeat(room - filled), self.theme.style(Role::Border)),
            Span::styled(count, self.theme.style(Role::Muted)),
        ]);
        buf.set_line(area.x, area.y, &line, area.width);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::ThemeKind;
    use crate::tui::widget::picture::expect;

    #[test]
    fn the_bar_is_full_only_when_all_is_done() {
        let theme = Theme::builtin(ThemeKind::Dark);
        expect(16, &Progress::new(12, 24, theme), ["█████░░░░░ 12/24"]);
        expect(16, &Progress::new(23, 24, theme), ["█████████░ 23/24"]);
        expect(16, &Progress::new(24, 24, theme), ["██████████ 24/24"]);
        expect(16, &Progress::new(0, 0, theme), ["████████████ 0/0"]);
    }
}
