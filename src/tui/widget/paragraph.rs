//! Text broken by our own rules, scrolled, with a scroll bar where it is longer than its area.

use super::scrollbar::Scrollbar;
use crate::tui::line_break::wrap_lines;
use crate::tui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::Widget;
use unicode_width::UnicodeWidthStr;

/// Styled text in a rectangle. The offset is taken by value and kept within the text.
#[derive(Debug, Clone)]
pub struct Paragraph<'a> {
    text: Text<'a>,
    indent: usize,
    offset: usize,
    bar: Option<&'a Theme>,
    broken: bool,
    cut: bool,
}

impl<'a> Paragraph<'a> {
    /// A text; line feeds begin a new line.
    pub fn new(text: impl Into<Text<'a>>) -> Self {
        Self {
            text: text.into(),
            indent: 0,
            offset: 0,
            bar: None,
            broken: false,
            cut: false,
        }
    }

    /// Lines that are broken already (long texts are broken once, not in every frame).
    pub fn broken(lines: &'a [Line<'a>]) -> Self {
        let text = Text::from(lines.iter().map(borrowed).collect::<Vec<_>>());
        Self {
            broken: true,
            ..Self::new(text)
        }
    }

    /// Continuation lines stand in by this many cells.
    #[must_use]
    pub fn hanging(mut self, indent: usize) -> Self {
        self.indent = indent;
        self
    }

    /// Skips this many broken lines. The last column is then kept for a scroll bar.
    #[must_use]
    pub fn scroll(mut self, offset: usize, theme: &'a Theme) -> Self {
        self.offset = offset;
        self.bar = Some(theme);
        self
    }

    /// Ends with … where the area is too low for all of it.
    #[must_use]
    pub const fn cut(mut self) -> Self {
        self.cut = true;
        self
    }

    /// Number of lines at a width.
    pub fn height(&self, width: u16) -> usize {
        self.lines(width).len()
    }

    /// The largest useful offset in an area.
    pub fn max_offset(&self, area: Rect) -> usize {
        self.height(area.width).saturating_sub(usize::from(area.height))
    }

    fn lines(&self, width: u16) -> Vec<Line<'_>> {
        if self.broken {
            return self.text.lines.iter().map(borrowed).collect();
        }
        let bar = usize::from(self.bar.is_some()) * 2;
        let mut lines = wrap_lines(&self.text.lines, usize::from(width).saturating_sub(bar), self.indent);
        for line in &mut lines {
            line.style = self.text.style.patch(line.style);
        }
        lines
    }
}

fn borrowed<'b>(line: &'b Line<'_>) -> Line<'b> {
    let spans = line
        .spans
        .iter()
        .map(|span| Span::styled(span.content.as_ref(), span.style));
    Line::from(spans.collect::<Vec<_>>()).style(line.style)
}

/// Puts … in this cell, or in the one before where a wide character reaches into it.
fn mark_cut((x, y): (u16, u16), buf: &mut Buffer) {
    let wide = |cell: &mut ratatui::buffer::Cell| cell.symbol().width() > 1;
    let before = x.saturating_sub(1);
    if x > 0 && buf.cell_mut((before, y)).is_some_and(wide) {
        buf[(before, y)].set_symbol("…");
        buf[(x, y)].set_symbol(" ");
    } else {
        buf[(x, y)].set_symbol("…");
    }
}

impl Widget for &Paragraph<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        let lines = self.lines(area.width);
        let height = usize::from(area.height);
        let offset = self.offset.min(lines.len().saturating_sub(height));
        for (line, y) in lines.iter().skip(offset).zip(area.top()..area.bottom()) {
            buf.set_line(area.x, y, line, area.width);
        }
        if self.cut && lines.len() > offset + height {
            let last = lines.get(offset + height - 1).map_or(0, Line::width);
            let x = u16::try_from(last).unwrap_or(area.width).min(area.width - 1);
            mark_cut((area.x + x, area.bottom() - 1), buf);
        }
        if let Some(theme) = self.bar {
            let column = Rect {
                x: area.right() - 1,
                width: 1,
                ..area
            };
            Scrollbar::new(lines.len(), offset, theme).render(column, buf);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::ThemeKind;
    use crate::tui::widget::picture::expect;

    #[test]
    fn chinese_breaks_where_it_may() {
        expect(
            10,
            &Paragraph::new("姓名、地址、电话，以及（其他）"),
            ["姓名、地", "址、电话，", "以及（其", "他）"],
        );
    }

    #[test]
    fn a_long_text_scrolls_and_never_past_its_end() {
        let theme = Theme::builtin(ThemeKind::Dark);
        let text = "一\n二\n三\n四";
        expect(6, &Paragraph::new(text).scroll(1, theme), ["二   │", "三   ┃"]);
        expect(6, &Paragraph::new(text).scroll(9, theme), ["三   │", "四   ┃"]);
        let lines = ["一 ，", "二"].map(Line::from);
        expect(6, &Paragraph::broken(&lines), ["一 ，", "二"]);
        expect(6, &Paragraph::new("一二三四五").cut(), ["一二…"]);
        expect(6, &Paragraph::new("一二 三四五").cut(), ["一二…"]);
        expect(6, &Paragraph::new("abcdefgh").cut(), ["abcde…"]);
        assert_eq!(Paragraph::new(text).max_offset(Rect::new(0, 0, 6, 3)), 1);
    }
}
