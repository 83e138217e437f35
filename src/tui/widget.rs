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

pub use badge::{Badge, level_role, severity_role};
pub use choices::{Choice, Choices, Mark};
pub use confirm::Buttons;
pub use footer::Footer;
pub use form::{Form, FormKind, FormRow};
pub use frame::{Header, Popup, centered};
pub use matrix::{Matrix, MatrixMark, MatrixScales, mark as stage_mark};
pub use notice::{Notice, NoticeKind, NoticeView};
pub use paragraph::Paragraph;
pub use progress::Progress;
pub use rail::{Rail, RailItem, RailState};
pub use scrollbar::{Scrollbar, scroll_to_show, window};
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

#[cfg(test)]
mod tests {
    use super::picture::draw;
    use super::*;
    use crate::domain::{Direction, Lang, Severity, Stage};
    use crate::i18n::{Advice, Messages};
    use crate::tui::context::Context;
    use crate::tui::keymap::Keymap;
    use crate::tui::theme::{Role, Theme, ThemeKind};

    /// Every widget in every small area: too small a window must never end the program.
    #[test]
    fn no_area_is_too_small_to_draw_in() {
        let (theme, messages) = (Theme::builtin(ThemeKind::Plain), Messages::of(Lang::Zh));
        let footer = Footer::new(Context::Choice, Keymap::builtin(), messages, theme, |_| true);
        let options = [Choice::new(Mark::Check(true), "境外接收方")
            .hint("说明")
            .needs_remark(true)];
        let items = [RailItem {
            title: "境外接收方",
            state: RailState::Started,
            done: 1,
            total: 9,
            flagged: true,
        }];
        let columns = [Column::new("数据项", 8), Column::new("敏感", 6)];
        let cells = vec![vec![("姓名".to_owned(), Role::Text), ("否".to_owned(), Role::Muted)]; 9];
        let rows = [FormRow::new("文件格式", "PDF", FormKind::Choice)
            .hint("可以签名")
            .lines(2)];
        let marks = [(Stage::Inherent, "high".into(), "low".into())];
        let scale = badge::tests::scale(Direction::Risk, "影响", "impact", &badge::tests::FOUR);
        let scales = MatrixScales {
            impact: &scale,
            likelihood: &scale,
            risk: &scale,
        };
        let table = matrix::tests::table();
        let notice = Notice::error(Advice {
            what: "未能保存".into(),
            todo: "请重试。".into(),
        });
        for (width, height) in (0..20_u16).flat_map(|w| (0..6_u16).map(move |h| (w, h))) {
            draw(width, height, &footer);
            draw(width, height, &Choices::new(&options, Some(0), theme));
            draw(width, height, &Rail::new(&items, 0, theme));
            draw(width, height, &Table::new(&columns, &cells, theme).cell(8, 1));
            draw(width, height, &Form::new(&rows, 0, theme));
            draw(
                width * 2,
                height * 2,
                &Matrix::new(&table, scales, &marks, messages, theme),
            );
            draw(width, height, &notice.view(theme));
            draw(width, height, &Popup::new("法律依据", theme));
            draw(width, height, &Header::new("海外仓订单", "已保存", theme));
            draw(
                width,
                height,
                &Tabs::new(&[("缺项", Some(3)), ("待核实", None)], 1, theme),
            );
            draw(
                width,
                height,
                &Paragraph::new("境外接收方、第三方").scroll(3, theme).hanging(2),
            );
            draw(width, height, &Progress::new(3, 9, theme));
            draw(width, height, &Buttons::new(&["确认", "返回"], 1, theme));
            draw(width, height, &Badge::finding(Severity::Major, messages, theme));
        }
    }
}
