//! A fault in a TOML file written by a person: what is wrong, where, and what to do.

use crate::domain::{Lang, Text};
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// A source file kept for line, column and caret.
#[derive(Debug, Clone)]
pub struct Source {
    /// The name shown to the user (a path or the name of an embedded file).
    pub name: String,
    /// The whole text.
    pub text: String,
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
        let lead = printable(source.text.get(line_start..start).unwrap_or_default());
        let marked = printable(source.text.get(start..end.min(line_end).max(start)).unwrap_or_default());
        Self {
            code,
            file: printable(&source.name),
            line: before.matches('\n').count() + 1,
            column: lead.chars().count() + 1,
            excerpt: printable(source.text.get(line_start..line_end).unwrap_or_default()),
            caret: (lead.width(), marked.width().max(1)),
            what,
            todo,
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
}
