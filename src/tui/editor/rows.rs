//! How a field is broken into lines, drawn, and moved through by drawn lines.

use super::Editor;
use crate::tui::line_break::break_line;
use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// One drawn line: which line of the text, and which of its bytes.
struct Row {
    line: usize,
    start: usize,
    end: usize,
    last: bool,
}

impl Editor {
    /// How many lines the field needs at a width.
    pub fn height(&self, width: u16) -> u16 {
        u16::try_from(self.rows(width).len()).unwrap_or(u16::MAX)
    }

    /// Draws the field, scrolled so that the caret is seen, and returns where the terminal's cursor belongs. `placeholder` shows while empty.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, theme: &Theme, placeholder: &str) -> Option<Position> {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return None;
        }
        buf.set_style(area, theme.style(Role::Field));
        let rows = self.rows(area.width);
        let (caret_row, caret_column) = self.caret_cell(&rows);
        let height = usize::from(area.height);
        let skipped = (caret_row + 1).saturating_sub(height);
        for (y, row) in (area.y..).zip(rows.iter().skip(skipped).take(height)) {
            buf.set_stringn(area.x, y, self.shown(row), usize::from(area.width), Style::new());
        }
        if self.is_empty() {
            let style = theme.style(Role::Placeholder);
            buf.set_stringn(area.x, area.y, placeholder, usize::from(area.width), style);
        }
        let x = area.x + u16::try_from(caret_column).unwrap_or(u16::MAX).min(area.width - 1);
        let y = area.y + u16::try_from(caret_row - skipped).unwrap_or(u16::MAX);
        Some(Position::new(x, y))
    }

    /// Up and down by drawn lines, keeping to the column one started from.
    pub(super) fn move_rows(&mut self, by: isize, width: u16) -> bool {
        let rows = self.rows(width);
        let (at, column) = self.caret_cell(&rows);
        let goal = self.goal.unwrap_or(column);
        let Some(row) = at.checked_add_signed(by).and_then(|to| rows.get(to)) else {
            return false;
        };
        let line = self.line(row.line);
        let lead = line.get(..row.start).unwrap_or_default().chars().count();
        let (mut used, mut characters) = (0, 0);
        for cluster in line.get(row.start..row.end).unwrap_or_default().graphemes(true) {
            let wide = self.width_of(cluster);
            if used + wide > goal {
                break;
            }
            used += wide;
            characters += cluster.chars().count();
        }
        // The end of a broken line is the start of the next: stay on this one.
        let full = line.get(row.start..row.end).unwrap_or_default().chars().count();
        if !row.last && characters == full {
            characters = characters.saturating_sub(1);
        }
        self.jump(row.line, lead + characters);
        self.goal = Some(goal);
        true
    }

    fn rows(&self, width: u16) -> Vec<Row> {
        // One cell is kept for the caret after a full line.
        let width = usize::from(width).saturating_sub(1).max(2);
        let mut rows = Vec::new();
        for (line, text) in self.area.lines().iter().enumerate() {
            let ranges = break_line(text, width);
            let count = ranges.len();
            let row = |(at, range): (usize, std::ops::Range<usize>)| Row {
                line,
                start: range.start,
                end: range.end,
                last: at + 1 == count,
            };
            rows.extend(ranges.into_iter().enumerate().map(row));
        }
        rows
    }

    fn caret_cell(&self, rows: &[Row]) -> (usize, usize) {
        let (line, column) = self.caret();
        let text = self.line(line);
        let offset = text.char_indices().nth(column).map_or(text.len(), |(at, _)| at);
        let holds = |row: &Row| row.line == line && row.start <= offset && (offset < row.end || row.last);
        let at = rows.iter().position(holds).unwrap_or(0);
        let start = rows.get(at).map_or(0, |row| row.start);
        (at, text.get(start..offset).map_or(0, |before| self.width_of(before)))
    }

    fn width_of(&self, text: &str) -> usize {
        if self.masked {
            text.graphemes(true).count()
        } else {
            text.width()
        }
    }

    fn shown(&self, row: &Row) -> String {
        let text = self.line(row.line).get(row.start..row.end).unwrap_or_default();
        if self.masked {
            "*".repeat(text.graphemes(true).count())
        } else {
            text.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::action::Action;
    use crate::tui::editor::Inserted;
    use crate::tui::theme::ThemeKind;

    fn drawn(editor: &Editor, width: u16, height: u16) -> (Vec<String>, Option<Position>) {
        let area = Rect::new(0, 0, width, height);
        let mut buf = Buffer::empty(area);
        let caret = editor.draw(area, &mut buf, Theme::builtin(ThemeKind::Dark), "在此输入");
        let line = |y| {
            let mut text = String::new();
            let mut skip = 0;
            for x in 0..width {
                let symbol = buf[(x, y)].symbol();
                if skip == 0 {
                    text.push_str(symbol);
                    skip = symbol.width();
                }
                skip -= 1;
            }
            text.trim_end().to_owned()
        };
        ((0..height).map(line).collect(), caret)
    }

    #[test]
    fn the_caret_stands_behind_wide_characters() {
        let mut editor = Editor::single("");
        assert_eq!(
            drawn(&editor, 20, 1),
            (vec!["在此输入".into()], Some(Position::new(0, 0)))
        );
        editor.insert("境外a");
        assert_eq!(drawn(&editor, 20, 1), (vec!["境外a".into()], Some(Position::new(5, 0))));
        assert!(editor.apply(Action::CaretLeft, 20));
        assert!(editor.apply(Action::CaretLeft, 20));
        assert_eq!(drawn(&editor, 20, 1).1, Some(Position::new(2, 0)));
    }

    #[test]
    fn broken_lines_never_begin_with_a_closing_mark_and_the_caret_follows() {
        let editor = Editor::multi("姓名、地址、电话");
        let (lines, caret) = drawn(&editor, 5, 5);
        assert_eq!(lines, ["姓", "名、", "地", "址、", "电话"]);
        assert_eq!(caret, Some(Position::new(4, 4)));
        assert_eq!(editor.height(5), 5);
    }

    #[test]
    fn up_and_down_go_by_drawn_lines_and_keep_the_column() {
        let mut editor = Editor::multi("姓名、地址、电话号码\n甲\n境外接收方");
        assert!(editor.apply(Action::CaretUp, 40));
        assert!(editor.apply(Action::CaretUp, 40));
        assert_eq!(drawn(&editor, 40, 3).1, Some(Position::new(10, 0)));
        assert!(!editor.apply(Action::CaretUp, 40));
        assert!(editor.apply(Action::CaretDown, 40));
        assert!(editor.apply(Action::CaretDown, 40));
        assert_eq!(drawn(&editor, 40, 3).1, Some(Position::new(10, 2)));
        assert!(!editor.apply(Action::CaretDown, 40));
    }

    #[test]
    fn a_grapheme_cluster_is_one_step_and_one_deletion() {
        let mut editor = Editor::single("ae\u{301}");
        assert!(editor.apply(Action::CaretLeft, 20));
        assert_eq!(drawn(&editor, 20, 1).1, Some(Position::new(1, 0)));
        assert!(editor.apply(Action::CaretRight, 20));
        assert!(editor.apply(Action::DeleteBack, 20));
        assert_eq!(editor.value(), "a");
        assert!(editor.apply(Action::Undo, 20));
        assert_eq!(editor.value(), "ae\u{301}");
    }

    #[test]
    fn pasted_text_loses_what_cannot_be_seen_and_says_so() {
        let mut editor = Editor::single("");
        let inserted = editor.insert("境\u{200B}外\u{1b}[31m\r\n接收\u{202E}方");
        assert_eq!(
            inserted,
            Inserted {
                kept: 6,
                removed: 7,
                over: 0
            }
        );
        assert_eq!(editor.value(), "境外 接收方");
        let mut stray = Editor::single("");
        stray.insert("甲\u{1b}[乙\u{1b}丙\u{1b}[1;4");
        assert_eq!(stray.value(), "甲[乙丙[1;4");
        let mut long = Editor::multi("").limit(3);
        assert_eq!(
            long.insert("a\r\nbcd"),
            Inserted {
                kept: 3,
                removed: 0,
                over: 2
            }
        );
        assert_eq!(long.value(), "a\nb");
    }

    #[test]
    fn undo_stops_at_the_text_the_field_began_with() {
        let mut editor = Editor::single("原文");
        assert!(!editor.apply(Action::Undo, 20));
        editor.insert("改");
        assert!(editor.apply(Action::Undo, 20));
        assert_eq!(editor.value(), "原文");
        assert!(editor.apply(Action::Redo, 20));
        assert_eq!(editor.value(), "原文改");
    }

    #[test]
    fn no_size_and_no_text_panics() {
        let area = Rect::new(0, 0, 12, 4);
        for text in [
            "",
            "境外接收方的名称、联系方式",
            "a\n\n𠮷野家\u{301}",
            "👨\u{200D}👩\u{200D}👧家",
        ] {
            let mut editor = Editor::multi(text);
            for (width, height) in [(0, 0), (1, 1), (2, 3), (3, 1), (12, 4), (40, 9)] {
                let mut buf = Buffer::empty(area);
                let inside = Rect::new(0, 0, width, height);
                let caret = editor.draw(inside, &mut buf, Theme::builtin(ThemeKind::Dark), "在此输入");
                assert!(
                    caret.is_none_or(|at| area.intersection(inside).contains(at)),
                    "{text} {width}×{height}"
                );
                for action in [
                    Action::CaretUp,
                    Action::CaretLeft,
                    Action::DeleteBack,
                    Action::CaretDown,
                    Action::Undo,
                ] {
                    editor.apply(action, width);
                }
            }
        }
    }

    #[test]
    fn a_passphrase_is_not_shown() {
        assert!(!format!("{:?}", Editor::single("secret").masked()).contains("secret"));
        let (lines, caret) = drawn(&Editor::single("口令abc").masked(), 20, 1);
        assert_eq!((lines[0].as_str(), caret), ("*****", Some(Position::new(5, 0))));
    }

    #[test]
    fn the_line_with_the_caret_is_always_seen() {
        let editor = Editor::multi("一\n二\n三\n四");
        assert_eq!(
            drawn(&editor, 10, 2),
            (vec!["三".into(), "四".into()], Some(Position::new(2, 1)))
        );
    }
}
