//! A fault in a TOML file written by a person: what is wrong, where, and what to do.

use crate::domain::{Lang, Text};
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// How many characters of a line are shown before the place of a fault, and from it on.
const MOST_BEFORE: usize = 100;
const MOST_BEHIND: usize = 100;

/// How many characters of a message are shown: it may quote a text of the file.
const MOST_WORDS: usize = 400;

/// A source file kept for line, column and caret.
#[derive(Debug, Clone)]
pub struct Source {
    /// The name shown to the user (a path or the name of an embedded file).
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// Where a fault stands: the number of its line from 1, the line before and from the place on, and what of it is marked.
pub(super) struct Place<'t> {
    pub(super) line: usize,
    pub(super) lead: &'t str,
    pub(super) rest: &'t str,
    pub(super) marked: &'t str,
}

/// One fault, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Stable kebab-case code, such as `unknown-key`. Renaming one is a visible change.
    pub code: &'static str,
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The line of the file, control characters removed.
    pub excerpt: String,
    /// Columns (terminal cells) before the caret, and its width.
    pub caret: (usize, usize),
    /// What happened.
    pub what: Text,
    /// What to do.
    pub todo: Text,
}

impl Fault {
    /// A fault at a byte range of `source`.
    pub fn new(code: &'static str, source: &Source, span: Range<usize>, what: Text, todo: Text) -> Self {
        let start = floor(&source.text, span.start);
        let end = floor(&source.text, span.end.max(span.start));
        let before = source.text.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line_end = source
            .text
            .get(start..)
            .and_then(|rest| rest.find('\n'))
            .map_or(source.text.len(), |at| start + at);
        let piece = |from: usize, to: usize| source.text.get(from..to).unwrap_or_default();
        let place = Place {
            line: before.matches('\n').count() + 1,
            lead: piece(line_start, start),
            rest: piece(start, line_end),
            marked: piece(start, end.min(line_end).max(start)),
        };
        Self::at(code, &source.name, &place, what, todo)
    }

    /// A fault whose line was found already.
    pub(super) fn at(code: &'static str, file: &str, place: &Place<'_>, what: Text, todo: Text) -> Self {
        let (excerpt, lead_width) = excerpt(&printable(place.lead), &printable(place.rest));
        let room = excerpt.width().saturating_sub(lead_width);
        Self {
            code,
            file: printable(file),
            line: place.line,
            // As an editor counts: what is not shown counts too, but for the mark at the start of a file.
            column: place.lead.trim_start_matches('\u{feff}').chars().count() + 1,
            caret: (lead_width, printable(place.marked).width().min(room).max(1)),
            excerpt,
            what: brief(what),
            todo: brief(todo),
        }
    }

    /// Place, what happened, excerpt with caret, what to do: several lines without a final newline.
    pub fn render(&self, lang: Lang) -> String {
        let number = self.line.to_string();
        let gutter = " ".repeat(number.len());
        format!(
            "{file}:{line}:{column} [{code}] {what}\n {gutter} |\n {number} | {excerpt}\n {gutter} | {pad}{caret}\n {gutter} = {todo}",
            file = self.file,
            line = self.line,
            column = self.column,
            code = self.code,
            what = self.what.get(lang),
            excerpt = self.excerpt,
            pad = " ".repeat(self.caret.0),
            caret = "^".repeat(self.caret.1),
            todo = self.todo.get(lang),
        )
    }
}

/// The line around a place, and how wide it is before the place: of a line that no screen holds, only the part around it.
fn excerpt(lead: &str, rest: &str) -> (String, usize) {
    let skipped = lead.chars().count().saturating_sub(MOST_BEFORE);
    let mut shown: String = lead.chars().skip(skipped).collect();
    if skipped > 0 {
        shown.insert(0, '…');
    }
    let width = shown.width();
    shown.extend(rest.chars().take(MOST_BEHIND));
    if rest.chars().nth(MOST_BEHIND).is_some() {
        shown.push('…');
    }
    (shown, width)
}

/// A message that quotes a text as long as a book is cut: no screen holds it, and the excerpt shows the place.
fn brief(words: Text) -> Text {
    let cut = |words: String| match words.char_indices().nth(MOST_WORDS) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default()),
        None => words,
    };
    Text::new(cut(words.zh), cut(words.en))
}

/// Tabs become one space; other control, format and zero-width characters vanish, so that text from files never drives the terminal.
pub fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c == '\t' { ' ' } else { c })
        .filter(|c| !crate::domain::is_unprintable(*c))
        .collect()
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn caret_counts_cells_not_bytes() {
        let source = Source {
            name: "a.toml".into(),
            text: "x = 1\n名称 = 坏\n".into(),
        };
        let at = source.text.find('坏').unwrap();
        let fault = Fault::new("bad", &source, at..at + 3, Text::same("w"), Text::same("t"));
        assert_eq!((fault.line, fault.column, fault.caret), (2, 6, (7, 2)));
        assert!(fault.render(Lang::Zh).contains("2 | 名称 = 坏"));
    }

    #[test]
    fn a_line_of_a_books_length_is_shown_around_the_place() {
        let source = Source {
            name: "a.toml".into(),
            text: format!("x = \"{}坏{}\"", "长".repeat(9000), "e".repeat(9000)),
        };
        let at = source.text.find('坏').unwrap();
        let fault = Fault::new("bad", &source, at..source.text.len(), Text::same("w"), Text::same("t"));
        assert_eq!(fault.column, 9006);
        assert_eq!(fault.caret, (1 + 2 * MOST_BEFORE, MOST_BEHIND + 2));
        let shown = ["…", &"长".repeat(MOST_BEFORE), "坏", &"e".repeat(MOST_BEHIND - 1), "…"].concat();
        assert_eq!(fault.excerpt, shown);
    }

    #[test]
    fn columns_count_what_is_not_shown() {
        let source = Source {
            name: "a.toml".into(),
            text: "\u{feff}x\u{200b}\u{1b} = bad".into(),
        };
        let at = source.text.find("bad").unwrap();
        let fault = Fault::new("bad", &source, at..at + 3, Text::same("w"), Text::same("t"));
        assert_eq!(
            (fault.column, fault.excerpt.as_str(), fault.caret),
            (7, "x = bad", (4, 3))
        );
    }
}
