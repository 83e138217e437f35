//! Titles in a row, one of them open.

use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;
use unicode_width::UnicodeWidthStr;

/// Tabs with an optional count each. If not all fit, those before the open one give way; ‹ and › say that there are more.
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

impl Tabs<'_> {
    /// The first and the last tab in view: the open one, and as many others as fit whole.
    fn seen(&self, labels: &[String], width: usize) -> (usize, usize) {
        let end = labels.len().saturating_sub(1);
        let open = self.open.min(end);
        let fits = |first: usize, last: usize| {
            let shown = labels.iter().take(last + 1).skip(first);
            let signs = if first > 0 { 2 } else { 0 } + usize::from(last < end);
            // The space behind the last one may be cut off.
            shown.map(|label| label.width() + 1).sum::<usize>() + signs <= width + usize::from(last == end)
        };
        let first = (0..=open).find(|first| fits(*first, open)).unwrap_or(open);
        let last = (open..=end)
            .take_while(|last| *last == open || fits(first, *last))
            .last();
        (first, last.unwrap_or(open))
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
        let (first, last) = self.seen(&labels, usize::from(area.width));
        let more = |sign| Span::styled(sign, self.theme.style(Role::Accent));
        let mut line = Line::default();
        line.spans.extend((first > 0).then(|| more("‹ ")));
        for (at, label) in labels.iter().enumerate().take(last + 1).skip(first) {
            let role = if at == self.open { Role::Focus } else { Role::Muted };
            line.spans.push(Span::styled(label.as_str(), self.theme.style(role)));
            line.spans.push(Span::raw(" "));
        }
        line.spans.extend((last + 1 < labels.len()).then(|| more("›")));
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
        expect(26, &Tabs::new(&titles, 2, theme), ["‹  待核实 3   各节进度"]);
        expect(30, &Tabs::new(&titles, 0, theme), [" 缺项 12   待核实 3  ›"]);
        expect(12, &Tabs::new(&titles, 1, theme), ["‹  待核实 3"]);
    }
}
