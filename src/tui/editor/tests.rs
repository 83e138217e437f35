use super::*;
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
            kept: 10,
            removed: 3,
            over: 0
        }
    );
    assert_eq!(editor.value(), "境外[31m 接收方");
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
