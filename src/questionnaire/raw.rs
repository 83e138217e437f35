//! Reading a TOML file written by a person: every fault of the file is collected, each with its place.
//!
//! ```
//! use pipia::questionnaire::{Source, raw::Reader};
//! let source = Source { name: "a.toml".into(), text: "name = \"x\"\ncolour = 3\n".into() };
//! let reader = Reader::new(&source);
//! let root = reader.root();
//! assert_eq!(root.required_str("name"), Some("x"));
//! root.finish();
//! assert_eq!(reader.faults()[0].code, "unknown-key");
//! ```

mod letter;
mod nearest;
mod syntax;
mod table;
mod value;

pub use nearest::nearest;
pub use table::{Entry, Table};
pub use value::Value;

use super::code;
use super::fault::{Fault, Place, Source};
use crate::domain::Text;
use std::cell::{OnceCell, RefCell};
use toml::Spanned;
use toml::de::DeTable;

/// A byte range of the file.
pub type Span = std::ops::Range<usize>;

/// A parsed file and the faults found in it so far.
pub struct Reader<'s> {
    source: &'s Source,
    tree: Spanned<DeTable<'s>>,
    lines: OnceCell<Vec<usize>>,
    found: RefCell<Vec<Found>>,
}

struct Found {
    code: &'static str,
    span: Span,
    what: Text,
    todo: Text,
}

impl<'s> Reader<'s> {
    /// Parses the file as far as it can be parsed. Every syntax error is collected, and the rest of the file is still read.
    pub fn new(source: &'s Source) -> Self {
        let (tree, errors) = DeTable::parse_recoverable(&source.text);
        let found = errors
            .iter()
            .map(|error| syntax::found(error, source.text.len()))
            .collect();
        Self {
            source,
            tree,
            lines: OnceCell::new(),
            found: RefCell::new(found),
        }
    }

    /// The file's top table.
    pub fn root(&self) -> Table<'_> {
        Table::new(self, self.tree.get_ref(), 0..0, None)
    }

    /// Adds a fault at a byte range.
    pub fn fault(&self, code: &'static str, span: Span, what: Text, todo: Text) {
        self.found.borrow_mut().push(Found { code, span, what, todo });
    }

    /// Whether a fault has been found so far.
    pub fn is_faulty(&self) -> bool {
        !self.found.borrow().is_empty()
    }

    /// All faults in the order of the file. Beside a syntax error nothing is said about its own line nor about missing keys: these follow from it.
    pub fn faults(&self) -> Vec<Fault> {
        let found = self.found.borrow();
        let broken: Vec<_> = found
            .iter()
            .filter(|fault| is_syntax(fault))
            .map(|fault| self.line(fault.span.start))
            .collect();
        let mut kept: Vec<_> = found
            .iter()
            .filter(|fault| {
                let follows = matches!(
                    fault.code,
                    code::MISSING_KEY | code::MISSING_LANGUAGE | code::NO_TRANSFER
                );
                // A value that could not be parsed stands nowhere: an empty range.
                let placed = !fault.span.is_empty() && !broken.contains(&self.line(fault.span.start));
                is_syntax(fault) || broken.is_empty() || !follows && placed
            })
            .collect();
        kept.sort_by_key(|fault| (fault.span.start, fault.span.end));
        kept.dedup_by(|a, b| a.code == b.code && a.span == b.span && a.what == b.what);
        kept.into_iter().map(|fault| self.place(fault)).collect()
    }

    /// Where each line starts: looked for once there is a fault to be placed.
    fn lines(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            let ends = self.source.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect()
        })
    }

    /// Index of the line a byte stands in, found without reading the text before it.
    fn line(&self, at: usize) -> usize {
        self.lines().partition_point(|start| *start <= at).saturating_sub(1)
    }

    fn place(&self, found: &Found) -> Fault {
        let text = &self.source.text;
        let (start, end) = (
            floor(text, found.span.start),
            floor(text, found.span.end.max(found.span.start)),
        );
        let line = self.line(start);
        let line_start = self.lines().get(line).copied().unwrap_or(0);
        let line_end = self.lines().get(line + 1).map_or(text.len(), |next| next - 1);
        let cut = |from: usize, to: usize| text.get(from..to.max(from)).unwrap_or_default();
        let place = Place {
            line: line + 1,
            lead: cut(line_start, start),
            rest: cut(start, line_end),
            marked: cut(start, end.min(line_end)),
        };
        let (what, todo) = (found.what.clone(), found.todo.clone());
        Fault::at(found.code, &self.source.name, &place, what, todo)
    }
}

fn is_syntax(found: &Found) -> bool {
    matches!(found.code, code::SYNTAX | code::DUPLICATE_KEY)
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests;
