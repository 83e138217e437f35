//! Typing, pasting, sizes, languages, a second opener.

use super::{Room, go_to, text};

const ENTRY: &str = "适用哪一份负面清单";

#[test]
fn the_cursor_stands_behind_what_was_typed() {
    let room = Room::new();
    room.assessment("a.pipia.toml");
    let mut pty = room.wizard("a.pipia.toml", "zh");
    go_to(&mut pty, "route.ftz-entry", ENTRY);
    for (typed, shown) in [
        ("鑫海", "鑫海"),
        ("清单，3", "鑫海清单，3"),
        ("<left><left>", "鑫海清单，3"),
    ] {
        pty.send(typed);
        pty.wait_for(shown);
        pty.stable();
        let behind = if typed.starts_with('<') { "鑫海清单" } else { shown };
        let lines: Vec<String> = pty.text().lines().map(Into::into).collect();
        let row = lines.iter().position(|line| line.contains(shown)).unwrap();
        let before = lines[row].split(shown).next().unwrap();
        let column = unicode_width::UnicodeWidthStr::width([before, behind].concat().as_str());
        assert_eq!(
            pty.cursor(),
            (u16::try_from(column).unwrap(), u16::try_from(row).unwrap()),
            "{}",
            pty.text()
        );
        assert!(
            !pty.screen().hide_cursor(),
            "input methods draw at the caret: it must be shown"
        );
    }
}

#[test]
fn a_window_too_small_says_so_and_keeps_everything() {
    let room = Room::new();
    room.assessment("a.pipia.toml");
    let mut pty = room.wizard("a.pipia.toml", "zh");
    go_to(&mut pty, "route.ftz-entry", ENTRY);
    pty.send("鑫海清单");
    pty.wait_for("鑫海清单");
    for (columns, rows) in [(79, 24), (80, 23), (20, 5), (1, 1)] {
        pty.resize(columns, rows);
        if columns > 1 {
            pty.wait_for("窗口太小");
        }
        let small = pty.stable();
        assert!(!small.contains("鑫海"), "{small}");
    }
    pty.resize(120, 40);
    pty.wait_for("鑫海清单");
    pty.resize(80, 24);
    pty.wait_for("鑫海清单");
    // The old picture holds these words too: the new one must have come before more is typed.
    pty.stable();
    pty.send("第三项");
    pty.wait_for("鑫海清单第三项");
    assert_eq!(
        text(&room.answers("a.pipia.toml"), "route.ftz-entry"),
        Some("鑫海清单第三项")
    );
}

#[test]
fn lines_pasted_into_a_field_are_one_step() {
    let room = Room::new();
    room.assessment("a.pipia.toml");
    let mut pty = room.wizard("a.pipia.toml", "zh");
    assert!(pty.screen().bracketed_paste());
    go_to(&mut pty, "route.ftz-entry", ENTRY);
    pty.send("依据：");
    pty.wait_for("依据：");
    pty.paste("鑫海自贸区清单\r\n第三项\n第五项q<ctrl>");
    pty.wait_for("第五项q<ctrl>");
    let whole = "依据：鑫海自贸区清单\n第三项\n第五项q<ctrl>";
    assert_eq!(text(&room.answers("a.pipia.toml"), "route.ftz-entry"), Some(whole));
    pty.send("<ctrl+z>");
    pty.wait_until(|screen| !screen.contains("第五项"));
    let screen = pty.stable();
    assert!(
        !screen.contains("鑫海") && !screen.contains("第三项"),
        "one step of undo:\n{screen}"
    );
}

#[test]
fn the_language_is_switched_in_the_middle_of_a_word() {
    let room = Room::new();
    room.assessment("a.pipia.toml");
    let mut pty = room.wizard("a.pipia.toml", "zh");
    go_to(&mut pty, "route.ftz-entry", ENTRY);
    pty.send("鑫海<f2>清单<f2>第三项");
    pty.wait_for("鑫海清单第三项");
    pty.wait_for(ENTRY);
    pty.send("<f2>");
    pty.wait_for("item-by-item");
    let screen = pty.stable();
    assert!(
        screen.contains("鑫海清单第三项") && !screen.contains("必答"),
        "{screen}"
    );
    assert_eq!(
        text(&room.answers("a.pipia.toml"), "route.ftz-entry"),
        Some("鑫海清单第三项")
    );
    pty.send("<ctrl+q>");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(
        text(&room.answers("a.pipia.toml"), "route.ftz-entry"),
        Some("鑫海清单第三项")
    );
}

#[test]
fn a_second_opener_is_told_who_has_the_file_and_changes_nothing() {
    let room = Room::new();
    room.assessment("a.pipia.toml");
    let mut first = room.wizard("a.pipia.toml", "zh");
    go_to(&mut first, "route.ftz-entry", ENTRY);
    first.send("鑫海清单");
    first.wait_for("鑫海清单");
    for (ui, said) in [("zh", "只读"), ("en", "read-only")] {
        let mut second = room.wizard("a.pipia.toml", ui);
        second.wait_for(said);
        second.wait_for(&first.pid().to_string());
        second.send("<ctrl+g>route.ftz-entry<enter>");
        second.wait_for("鑫海清单");
        second.send("多余");
        second.stable();
        assert_eq!(text(&room.answers("a.pipia.toml"), "route.ftz-entry"), Some("鑫海清单"));
        second.send("<ctrl+q>");
        assert_eq!(second.exit_code(), 0);
    }
    first.send("第三项");
    first.wait_for("鑫海清单第三项");
    first.send("<ctrl+q>");
    assert_eq!(first.exit_code(), 0);
    let mut third = room.wizard("a.pipia.toml", "zh");
    let screen = third.stable();
    assert!(!screen.contains("只读"), "the lock is free again:\n{screen}");
    assert_eq!(
        text(&room.answers("a.pipia.toml"), "route.ftz-entry"),
        Some("鑫海清单第三项")
    );
}
