//! Titles in a row, one of them open.

use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;
use unicode_width::UnicodeWidthStr;

/// Tabs with an optional count each. If not all fit, those before the open one give way.
#[derive(Debug, Clone, Copy)]
pub struct Tabs<'a> {
    titles: &'a [(&'a str, Option<usize>)],
    open: usize,
    theme: &'a Theme,
}

impl<'a> Tabs<'a> {
    /// Titles with counts, and the open one.
    pub fn new(titles: &'a [(&'a str, Option<usize>)], open: usize, theme: &'a Theme) -> Self {
        Self { titles, open, theme }
    }
}

impl Widget for &Tabs<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        let labels: Vec<String> = self
            .titles
            .iter()
            .map(|(title, count)| count.map_or_else(|| format!(" {title} "), |count| format!(" {title} {count} ")))
            .collect();
        let width_to_open = |from: usize| -> usize {
            labels
                .iter()
                .take(self.open + 1)
                .skip(from)
                .map(|label| label.width() + 1)
                .sum()
        };
        let first = (0..=self.open)
            .find(|from| width_to_open(*from) <= usize::from(area.width))
            .unwrap_or(self.open);
        let mut line = Line::default();
        for (at, label) in labels.iter().enumerate().skip(first) {
            let role = if at == self.open { Role::Focus } else { Role::Muted };
            line.spans.push(Span::styled(label.as_str(), self.theme.style(role)));
            line.spans.push(Span::raw(" "));
        }
        buf.set_line(area.x, area.y, &line, area.width);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::ThemeKind;
    use crate::tui::widget::picture::expect;

    #[test]
    fn the_open_tab_is_always_seen() {
        let titles = [("缺项", Some(12)), ("待核实", Some(3)), ("各节进度", None)];
        let theme = Theme::builtin(ThemeKind::Dark);
        expect(40, &Tabs::new(&titles, 0, theme), [" 缺项 12   待核实 3   各节进度"]);
        expect(24, &Tabs::new(&titles, 2, theme), [" 待核实 3   各节进度"]);
    }
}
