//! How far a text is scrolled: moved by keys, kept within the text by what the last frame could show.

use crate::tui::action::Action;
use crate::tui::theme::Theme;
use crate::tui::widget::Paragraph;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Text;
use ratatui::widgets::Widget;
use std::cell::Cell;

/// An offset in lines, and the largest one that was useful in the last frame.
#[derive(Debug, Clone, Default)]
pub struct Scroll {
    offset: usize,
    most: Cell<usize>,
}

impl Scroll {
    /// Moves; false if the action is no movement.
    pub fn moved(&mut self, action: Action) -> bool {
        let count = self.most.get() + 1;
        self.offset = self.offset.min(self.most.get());
        super::moved(&mut self.offset, count, action)
    }

    /// To the top, for another text.
    pub fn reset(&mut self) {
        self.offset = 0;
    }

    /// Draws a text scrolled so far.
    pub fn draw(&self, text: Text<'_>, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let paragraph = Paragraph::new(text).scroll(self.offset, theme);
        self.most.set(paragraph.max_offset(area));
        (&paragraph).render(area, buf);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::ThemeKind;
    use crate::tui::widget::picture::lines_of;

    #[test]
    fn one_step_up_from_the_end_is_seen_at_once() {
        let area = Rect::new(0, 0, 6, 2);
        let mut scroll = Scroll::default();
        let draw = |scroll: &Scroll| {
            let mut buf = Buffer::empty(area);
            scroll.draw(
                Text::from("一\n二\n三\n四"),
                area,
                &mut buf,
                Theme::builtin(ThemeKind::Dark),
            );
            lines_of(&buf).first().cloned().unwrap_or_default()
        };
        assert!(draw(&scroll).starts_with('一'));
        assert!(scroll.moved(Action::Last));
        assert!(draw(&scroll).starts_with('三'));
        assert!(scroll.moved(Action::Up));
        assert!(draw(&scroll).starts_with('二'));
        assert!(!scroll.moved(Action::Accept));
    }
}
