//! A screen as text for snapshots: what is seen, then one line that changes when any style does.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// The lines of a buffer without the spaces at their ends; a wide character stands once.
pub(crate) fn lines(buf: &Buffer) -> Vec<String> {
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

/// Lines, place of the cursor, and a hash over the styles of all cells.
pub(crate) fn dump(buf: &Buffer, cursor: Option<Position>) -> String {
    let mut text = lines(buf).join("\n");
    let place = cursor.map_or_else(|| "none".to_owned(), |at| format!("{},{}", at.x, at.y));
    write!(text, "\ncursor: {place}\nstyles_hash: {}\n", styles_hash(buf)).unwrap();
    text
}

/// Eight hexadecimal digits that depend on every cell's colours and modifiers.
pub(crate) fn styles_hash(buf: &Buffer) -> String {
    let mut hash = Sha256::new();
    for cell in &buf.content {
        hash.update(format!("{:?}{:?}{:?};", cell.fg, cell.bg, cell.modifier));
    }
    hash.finalize()
        .iter()
        .take(4)
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// What no picture may show: half of a wide character, a line that begins with a closing mark or ends with an opening one, a place in
/// a text that was never filled in. Told with the line.
pub(crate) fn blemishes(buf: &Buffer) -> Vec<String> {
    let mut found = Vec::new();
    for y in buf.area.top()..buf.area.bottom() {
        for x in buf.area.left()..buf.area.right() {
            let wide = buf[(x, y)].symbol().width() == 2;
            if wide && (x + 1 == buf.area.right() || buf[(x + 1, y)].symbol() != " ") {
                found.push(format!("half a character at {x},{y}"));
            }
        }
    }
    for line in lines(buf) {
        if is_badly_broken(&line) || line.contains('{') {
            found.push(line);
        }
    }
    found
}

fn is_badly_broken(line: &str) -> bool {
    let chars: Vec<char> = line.chars().collect();
    let blank = |at: Option<&char>| at.is_none_or(|c| matches!(c, ' ' | '│' | '┃'));
    (0..chars.len()).any(|at| {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let begins = "，。、；：？！）》”".contains(chars[at]) && blank(before);
        let ends = "（《“".contains(chars[at]) && blank(chars.get(at + 1));
        begins || ends
    })
}

#[test]
fn blemishes_are_seen() {
    assert!(blemishes(&Buffer::with_lines(["境外、第三方", " （一）"])).is_empty());
    for bad in ["境外  、第三方", "姓名（ ", "按{key}"] {
        assert_eq!(blemishes(&Buffer::with_lines([bad])).len(), 1, "{bad}");
    }
    let mut half = Buffer::with_lines(["境外"]);
    half[(1, 0)].set_symbol("x");
    assert_eq!(blemishes(&half).len(), 1);
}

#[test]
fn a_dump_shows_wide_characters_once_and_its_hash_sees_colours() {
    use ratatui::style::{Color, Style};
    let mut buf = Buffer::with_lines(["境外 a", "b"]);
    let before = dump(&buf, Some(Position::new(4, 0)));
    assert!(before.starts_with("境外 a\nb\ncursor: 4,0\nstyles_hash: "));
    buf.set_style(buf.area, Style::new().fg(Color::Red));
    assert_ne!(dump(&buf, Some(Position::new(4, 0))), before);
}
