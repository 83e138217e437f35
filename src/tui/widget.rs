//! Pieces of the screen. All of them: made from values (builder-lite), drawn by `impl Widget for &T`, nothing for an empty area,
//! columns counted in cells, words brought by the caller, styles by role.

mod badge;
mod choices;
mod confirm;
mod footer;
mod form;
mod frame;
mod matrix;
mod notice;
mod paragraph;
mod progress;
mod rail;
mod scrollbar;
mod table;
mod tabs;

pub use badge::{Assurance, Badge, Level, Severity};
pub use choices::{Choice, Choices, Mark};
pub use confirm::Buttons;
pub use footer::Footer;
pub use form::{Form, FormKind, FormRow};
pub use frame::{Header, Popup, centered};
pub use matrix::{Matrix, Stage};
pub use notice::{Notice, NoticeKind};
pub use paragraph::Paragraph;
pub use progress::Progress;
pub use rail::{Rail, RailItem, RailState};
pub use scrollbar::{Scrollbar, scroll_to_show};
pub use table::{Column, Table};
pub use tabs::Tabs;

#[cfg(test)]
pub(crate) mod picture {
    //! Pictures of widgets for tests: what is seen, line by line, without the spaces at the end.
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::widgets::Widget;
    use unicode_width::UnicodeWidthStr;

    pub(crate) fn lines_of(buf: &Buffer) -> Vec<String> {
        let line = |y| {
            let (mut text, mut covered) = (String::new(), 0);
            for x in buf.area.left()..buf.area.right() {
                if covered == 0 {
                    let symbol = buf[(x, y)].symbol();
                    text.push_str(symbol);
                    covered = symbol.width();
                }
                covered = covered.saturating_sub(1);
            }
            text.trim_end().to_owned()
        };
        (buf.area.top()..buf.area.bottom()).map(line).collect()
    }

    pub(crate) fn draw(width: u16, height: u16, widget: impl Widget) -> Buffer {
        let area = Rect::new(0, 0, width, height);
        let mut buf = Buffer::empty(area);
        widget.render(area, &mut buf);
        buf
    }

    #[track_caller]
    pub(crate) fn expect<const N: usize>(width: u16, widget: impl Widget, expected: [&str; N]) {
        let buf = draw(width, u16::try_from(N).unwrap(), widget);
        assert_eq!(lines_of(&buf), expected);
    }
}
