//! Where the parts of every screen stand.

use super::theme::{Role, Theme};
use super::widget::{Paragraph, centered};
use crate::i18n::{Messages, fill};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Text};
use ratatui::widgets::Widget;

/// The smallest window the screens are made for.
pub const SMALLEST: (u16, u16) = (80, 24);

/// From this width on law and guidance stand beside the question.
const WIDE: u16 = 120;
/// From this width on the titles of the sections are written out.
const ROOMY: u16 = 160;

/// The parts of a screen, from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// One line: title and state.
    pub header: Rect,
    /// What the screen is about.
    pub body: Rect,
    /// The notice, if there is one; without height if there is none.
    pub notice: Rect,
    /// One line: the keys.
    pub footer: Rect,
}

/// The columns of the question screen's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    /// The sections.
    pub rail: Rect,
    /// The question.
    pub main: Rect,
    /// Law and guidance beside the question, in windows of 120 columns and more.
    pub side: Option<Rect>,
}

/// The parts of a window, with `notice` lines kept for the notice (at most a third of the window).
pub fn parts(area: Rect, notice: u16) -> Parts {
    let line = |y: u16, height: u16| Rect { y, height, ..area }.intersection(area);
    let notice = notice.min(area.height / 3);
    let bottom = area.bottom().saturating_sub(1);
    let body_top = area.y.saturating_add(2);
    let body_height = bottom.saturating_sub(notice).saturating_sub(body_top);
    Parts {
        header: line(area.y, 1),
        body: line(body_top, body_height),
        notice: line(bottom.saturating_sub(notice), notice),
        footer: line(bottom, 1),
    }
}

/// The columns of a body. Lines of text stay at 76 cells or fewer, so that they can be read in a wide window; from 120 columns on
/// the question leaves room for what explains it.
pub fn columns(body: Rect) -> Columns {
    let wide = body.width >= WIDE;
    let rail_width = match body.width {
        ROOMY.. => 40,
        WIDE.. => 32,
        narrow => narrow.min(26),
    };
    let rail = Rect {
        width: rail_width.saturating_sub(1),
        ..body
    };
    let left = body.width - rail_width;
    let main_width = if wide {
        (left * 4 / 7).min(76)
    } else {
        left.saturating_sub(1)
    };
    let main = Rect {
        x: body.x + rail_width,
        width: main_width,
        ..body
    };
    let free = if wide { left.saturating_sub(main_width + 3) } else { 0 };
    let side = Rect {
        x: main.right() + 2,
        width: free.min(76),
        ..body
    };
    Columns {
        rail,
        main,
        side: wide.then_some(side),
    }
}

/// Whether a window is too small for the screens.
pub const fn is_too_small(area: Rect) -> bool {
    area.width < SMALLEST.0 || area.height < SMALLEST.1
}

/// The one screen of a window that is too small: says so, and how large it is.
pub fn draw_too_small(area: Rect, buf: &mut Buffer, messages: &Messages, theme: &Theme) {
    let todo = fill(
        &messages.common.too_small_todo,
        &[("columns", &area.width), ("rows", &area.height)],
    );
    let title = Line::styled(messages.common.too_small.as_str(), theme.style(Role::Warning));
    let paragraph = Paragraph::new(Text::from(vec![title, Line::from(todo)]));
    let width = area.width.min(40);
    let height = u16::try_from(paragraph.height(width)).unwrap_or(area.height);
    (&paragraph).render(centered(area, width, height), buf);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Lang;
    use crate::tui::theme::ThemeKind;
    use crate::tui::widget::picture::lines_of;

    #[test]
    fn the_parts_fill_the_window_without_touching() {
        let parts = parts(Rect::new(0, 0, 80, 24), 2);
        assert_eq!(parts.header, Rect::new(0, 0, 80, 1));
        assert_eq!(parts.body, Rect::new(0, 2, 80, 19));
        assert_eq!(parts.notice, Rect::new(0, 21, 80, 2));
        assert_eq!(parts.footer, Rect::new(0, 23, 80, 1));
    }

    #[test]
    fn wide_windows_have_a_side_column_and_readable_lines() {
        let narrow = columns(Rect::new(0, 2, 80, 20));
        assert_eq!(
            (narrow.rail.width, narrow.main.x, narrow.main.width, narrow.side),
            (25, 26, 53, None)
        );
        let least = columns(Rect::new(0, 2, 120, 36));
        assert_eq!(
            (least.main.width, least.side.map(|side| (side.x, side.width))),
            (50, Some((84, 35)))
        );
        let wide = columns(Rect::new(0, 2, 240, 50));
        assert_eq!(
            (wide.main.width, wide.side.map(|side| (side.x, side.width))),
            (76, Some((118, 76)))
        );
    }

    #[test]
    fn no_size_panics_and_a_small_window_says_so() {
        for (width, height) in (0..90).step_by(7).flat_map(|w| (0..26).step_by(3).map(move |h| (w, h))) {
            let area = Rect::new(0, 0, width, height);
            let parts = parts(area, 3);
            columns(parts.body);
            let mut buf = Buffer::empty(area);
            draw_too_small(area, &mut buf, Messages::of(Lang::Zh), Theme::builtin(ThemeKind::Plain));
        }
        let area = Rect::new(0, 0, 40, 5);
        let mut buf = Buffer::empty(area);
        draw_too_small(area, &mut buf, Messages::of(Lang::Zh), Theme::builtin(ThemeKind::Plain));
        assert_eq!(lines_of(&buf)[1], "窗口太小");
        assert!(lines_of(&buf)[2].contains("80列24行"));
    }
}
