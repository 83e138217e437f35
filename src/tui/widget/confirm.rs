//! Two buttons side by side.

use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

/// Buttons of which one has the focus.
#[derive(Debug, Clone, Copy)]
pub struct Buttons<'a> {
    labels: &'a [&'a str],
    focus: usize,
    theme: &'a Theme,
}

impl<'a> Buttons<'a> {
    /// The labels from left to right and the one in focus.
    pub fn new(labels: &'a [&'a str], focus: usize, theme: &'a Theme) -> Self {
        Self { labels, focus, theme }
    }
}

impl Widget for &Buttons<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        let mut line = Line::default();
        for (at, label) in self.labels.iter().enumerate() {
            let role = if at == self.focus { Role::Focus } else { Role::Text };
            line.spans
                .push(Span::styled(format!("[ {label} ]"), self.theme.style(role)));
            line.spans.push(Span::raw("  "));
        }
        buf.set_line(area.x, area.y, &line, area.width);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::ThemeKind;
    use crate::tui::widget::picture::draw;

    #[test]
    fn the_button_in_focus_is_styled() {
        let theme = Theme::builtin(ThemeKind::Dark);
        let buf = draw(24, 1, &Buttons::new(&["确认", "返回"], 1, theme));
        assert_eq!(buf[(2, 0)].symbol(), "确");
        assert_ne!(buf[(2, 0)].style().bg, theme.style(Role::Focus).bg);
        assert_eq!(buf[(12, 0)].style().bg, theme.style(Role::Focus).bg);
    }
}
