//! The sections at the left of the question screen, with what is answered in each.

use super::scrollbar::scroll_to_show;
use crate::tui::line_break::{pad, truncate};
use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;
use unicode_width::UnicodeWidthStr;

/// How a section stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RailState {
    /// A module's title above its sections.
    Module,
    /// Nothing answered yet.
    Untouched,
    /// Some required questions are open.
    Started,
    /// All required questions are answered, some as unknown.
    Unknown,
    /// All required questions are answered.
    Done,
}

/// One line of the rail.
#[derive(Debug, Clone, Copy)]
pub struct RailItem<'a> {
    /// Title of the module or section.
    pub title: &'a str,
    /// How it stands.
    pub state: RailState,
    /// Required questions answered, as unknown ones are too.
    pub done: usize,
    /// Required questions that are visible now.
    pub total: usize,
    /// Whether something in it is flagged or parked.
    pub flagged: bool,
}

/// All sections, the current one highlighted and always in view.
#[derive(Debug, Clone, Copy)]
pub struct Rail<'a> {
    items: &'a [RailItem<'a>],
    current: usize,
    theme: &'a Theme,
}

impl<'a> Rail<'a> {
    /// The items and the index of the current one.
    pub fn new(items: &'a [RailItem<'a>], current: usize, theme: &'a Theme) -> Self {
        Self { items, current, theme }
    }

    fn line(&self, at: usize, item: &RailItem<'_>, width: usize) -> Line<'static> {
        if item.state == RailState::Module {
            return Line::from(Span::styled(
                truncate(item.title, width),
                self.theme.style(Role::Heading),
            ));
        }
        let (mark, role) = match item.state {
            RailState::Done => ("✓", Role::Answered),
            RailState::Unknown => ("?", Role::Unknown),
            RailState::Started => ("…", Role::Accent),
            RailState::Untouched | RailState::Module => ("·", Role::Unanswered),
        };
        let count = if item.total == 0 {
            String::new()
        } else {
            format!("{}/{}", item.done, item.total)
        };
        let flag = if item.flagged { "!" } else { " " };
        let room = width.saturating_sub(count.width() + 5);
        let current = at == self.current;
        let title_role = if current { Role::Focus } else { Role::Text };
        Line::from(vec![
            Span::raw(if current { ">" } else { " " }),
            Span::styled(mark, self.theme.style(role)),
            Span::raw(" "),
            Span::styled(pad(item.title, room), self.theme.style(title_role)),
            Span::styled(flag, self.theme.style(Role::Flagged)),
            Span::raw(" "),
            Span::styled(count, self.theme.style(Role::Muted)),
        ])
    }
}

impl Widget for &Rail<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        let height = usize::from(area.height);
        // The current section in the middle: what comes before and after it is seen as well.
        let wished = self.current.saturating_sub(height / 2);
        let offset = scroll_to_show(self.current, wished, height, self.items.len());
        let visible = self.items.iter().enumerate().skip(offset);
        for ((at, item), y) in visible.zip(area.top()..area.bottom()) {
            buf.set_line(area.x, y, &self.line(at, item, usize::from(area.width)), area.width);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::ThemeKind;
    use crate::tui::widget::picture::expect;

    const fn item(title: &str, state: RailState, done: usize, total: usize) -> RailItem<'_> {
        RailItem {
            title,
            state,
            done,
            total,
            flagged: false,
        }
    }

    #[test]
    fn sections_show_marks_and_counts_and_the_current_one_stays_in_view() {
        let items = [
            item("出境路径", RailState::Module, 0, 0),
            item("出境场景", RailState::Done, 6, 6),
            RailItem {
                flagged: true,
                ..item("个人信息处理者基本情况", RailState::Started, 3, 12)
            },
            item("境外接收方", RailState::Untouched, 0, 9),
        ];
        let theme = Theme::builtin(ThemeKind::Dark);
        expect(
            24,
            &Rail::new(&items, 2, theme),
            [
                "出境路径",
                " ✓ 出境场景          6/6",
                ">… 个人信息处理者…! 3/12",
                " · 境外接收方        0/9",
            ],
        );
        expect(
            24,
            &Rail::new(&items, 3, theme),
            [" … 个人信息处理者…! 3/12", ">· 境外接收方        0/9"],
        );
    }
}
