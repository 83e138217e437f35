//! Text with places to go: lines, some of which lead somewhere. The focus moves from one such line to the next and stays in view.

use crate::tui::action::Action;
use crate::tui::line_break::wrap_lines;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::{Scrollbar, scroll_to_show};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

const PAGE: usize = 10;

/// A line, and where it leads.
#[derive(Debug, Clone)]
pub struct Link<T> {
    line: Line<'static>,
    target: Option<T>,
}

impl<T> Link<T> {
    /// A line to read.
    pub fn text(line: impl Into<Line<'static>>) -> Self {
        Self {
            line: line.into(),
            target: None,
        }
    }

    /// A line that leads somewhere.
    pub fn to(target: T, line: impl Into<Line<'static>>) -> Self {
        Self {
            line: line.into(),
            target: Some(target),
        }
    }
}

/// The lines, the one in focus, and how far one has scrolled beside it.
#[derive(Debug, Clone)]
pub struct Links<T> {
    lines: Vec<Link<T>>,
    focus: usize,
    scrolled: isize,
    /// Nobody has moved yet: the text is shown from its beginning, wherever the first place to go stands.
    fresh: bool,
}

impl<T> Default for Links<T> {
    fn default() -> Self {
        Self {
            lines: Vec::new(),
            focus: 0,
            scrolled: 0,
            fresh: true,
        }
    }
}

impl<T> Links<T> {
    /// Lines to be read only: none has the focus.
    pub fn read(lines: Vec<Link<T>>) -> Self {
        Self {
            lines,
            focus: usize::MAX,
            scrolled: 0,
            fresh: true,
        }
    }

    /// New lines; the focus stays where it was, as far as it can.
    pub fn set(&mut self, lines: Vec<Link<T>>) {
        self.lines = lines;
        self.focus = self.focus.min(self.count().saturating_sub(1));
    }

    /// The focus on one of the lines that lead somewhere.
    pub fn focus_on(&mut self, at: usize) {
        self.focus = at.min(self.count().saturating_sub(1));
        self.scrolled = 0;
        self.fresh = false;
    }

    /// How many lines lead somewhere.
    pub fn count(&self) -> usize {
        self.lines.iter().filter(|link| link.target.is_some()).count()
    }

    /// Which of them has the focus.
    pub const fn focus(&self) -> usize {
        self.focus
    }

    /// Where the line in focus leads.
    pub fn target(&self) -> Option<&T> {
        self.lines
            .iter()
            .filter_map(|link| link.target.as_ref())
            .nth(self.focus)
    }

    /// Moves; false if the action is no movement.
    pub fn update(&mut self, action: Action) -> bool {
        let count = self.count();
        let page = isize::try_from(PAGE).unwrap_or(0);
        match action {
            Action::Down if self.fresh && self.before_first() > PAGE => self.focus_on(0),
            Action::Down if self.focus + 1 < count => self.focus_on(self.focus + 1),
            Action::Up if self.focus > 0 => self.focus_on(self.focus - 1),
            Action::Down => self.scrolled += 1,
            Action::Up => self.scrolled -= 1,
            Action::PageDown => self.scrolled += page,
            Action::PageUp => self.scrolled -= page,
            Action::First => {
                self.focus_on(0);
                self.fresh = true;
            }
            Action::Last => self.focus_on(count.saturating_sub(1)),
            _ => return false,
        }
        true
    }

    /// Lines above the first place to go.
    fn before_first(&self) -> usize {
        self.lines.iter().position(|link| link.target.is_some()).unwrap_or(0)
    }

    /// Lines at a width.
    pub fn height(&self, width: u16) -> usize {
        self.broken(width).len()
    }

    /// Broken lines, each with the number of the link it belongs to.
    fn broken(&self, width: u16) -> Vec<(Option<usize>, Line<'static>)> {
        let room = usize::from(width).saturating_sub(4).max(4);
        let mut found = Vec::new();
        let mut at = 0;
        for link in &self.lines {
            let number = link.target.as_ref().map(|_| at);
            at += usize::from(number.is_some());
            let indent = link
                .line
                .spans
                .first()
                .map_or(0, |span| span.content.chars().take_while(|c| *c == ' ').count());
            let broken = wrap_lines(std::slice::from_ref(&link.line), room, indent);
            found.extend(broken.into_iter().map(|line| (number, line)));
        }
        found
    }

    fn offset(&self, lines: &[(Option<usize>, Line<'static>)], height: usize) -> usize {
        let of_focus = |(number, _): &&(Option<usize>, Line<'static>)| *number == Some(self.focus);
        let first = lines.iter().position(|line| of_focus(&line)).unwrap_or(0);
        let count = lines.iter().filter(of_focus).count().max(1);
        // The first link is seen with what stands above it, as far as there is room.
        let from = if first + count <= height {
            0
        } else {
            first.saturating_sub(height / 2)
        };
        let offset = if self.fresh {
            0
        } else {
            scroll_to_show(first + count - 1, from, height, lines.len())
        };
        offset
            .saturating_add_signed(self.scrolled)
            .min(lines.len().saturating_sub(height))
    }

    /// Draws the lines, those in focus marked.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        let lines = self.broken(area.width);
        let height = usize::from(area.height);
        let offset = self.offset(&lines, height);
        for ((number, line), y) in lines.iter().skip(offset).zip(area.top()..area.bottom()) {
            let here = number.is_some() && *number == Some(self.focus);
            let mark = Span::styled(if here { "> " } else { "  " }, theme.style(Role::Accent));
            buf.set_span(area.x, y, &mark, 2);
            buf.set_line(area.x + 2, y, line, area.width.saturating_sub(4));
            if here {
                let width = u16::try_from(line.width())
                    .unwrap_or(u16::MAX)
                    .min(area.width.saturating_sub(4));
                buf.set_style(
                    Rect {
                        x: area.x + 2,
                        y,
                        width,
                        height: 1,
                    },
                    theme.style(Role::Focus),
                );
            }
        }
        let bar = Rect {
            x: area.right() - 1,
            width: 1,
            ..area
        };
        Scrollbar::new(lines.len(), offset, theme).render(bar, buf);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::ThemeKind;
    use crate::tui::widget::picture::lines_of;

    fn links() -> Links<u8> {
        let mut links = Links::default();
        links.set(vec![
            Link::text("问题项"),
            Link::to(1, "  境外接收方、第三方、数据项"),
            Link::text(""),
            Link::to(2, "二"),
        ]);
        links
    }

    fn seen(links: &Links<u8>, width: u16, height: u16) -> Vec<String> {
        let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
        links.draw(buf.area, &mut buf, Theme::builtin(ThemeKind::Dark));
        lines_of(&buf)
    }

    #[test]
    fn the_focus_goes_from_place_to_place_and_stays_in_view() {
        let mut links = links();
        assert_eq!(links.target(), Some(&1));
        assert_eq!(
            seen(&links, 20, 5),
            ["  问题项", ">   境外接收方、", ">   第三方、数据项", "", "  二"]
        );
        assert!(links.update(Action::Down));
        assert_eq!((links.target(), links.count()), (Some(&2), 2));
        assert_eq!(
            seen(&links, 20, 2)
                .last()
                .map(|line| line.trim_end_matches([' ', '┃', '│'])),
            Some("> 二")
        );
        assert!(!links.update(Action::Accept));
    }

    #[test]
    fn small_areas_draw_nothing_wrong() {
        for width in 0..8 {
            for height in 0..4 {
                seen(&links(), width, height);
            }
        }
    }
}
