//! Blocks under construction: neighbouring facts become one table.

use crate::report::document::{Block, Cell, Column, Inline, Table};

/// From so many columns on a table is set in smaller type.
const MANY_COLUMNS: usize = 4;

/// The blocks of a chapter.
#[derive(Default)]
pub(super) struct Page {
    blocks: Vec<Block>,
    facts: Vec<(String, Vec<Inline>)>,
    annex: bool,
}

impl Page {
    /// A name and its value, joined to the facts before it.
    pub(super) fn fact(&mut self, name: impl Into<String>, value: Vec<Inline>) {
        self.facts.push((name.into(), value));
    }

    /// Any other block.
    pub(super) fn block(&mut self, block: Block) {
        self.flush();
        self.blocks.push(block);
    }

    /// A paragraph of plain text.
    pub(super) fn text(&mut self, text: impl Into<String>) {
        self.block(Block::text(text));
    }

    /// A paragraph in small type, for notes to a table.
    pub(super) fn small(&mut self, text: impl Into<String>) {
        self.block(Block::Paragraph {
            text: vec![Inline::Small(text.into())],
        });
    }

    /// A line that names what follows.
    pub(super) fn lead(&mut self, text: impl Into<String>) {
        self.block(Block::Paragraph {
            text: vec![Inline::Strong(text.into())],
        });
    }

    /// A table with these heads and column widths.
    pub(super) fn table(&mut self, title: &str, heads: &[(&str, f32)], rows: Vec<Vec<Cell>>) {
        let table = self.ruled(title, heads, rows);
        self.block(Block::Table(table));
    }

    /// A table in smaller type, however few its columns.
    pub(super) fn fine_table(&mut self, title: &str, heads: &[(&str, f32)], rows: Vec<Vec<Cell>>) {
        let fine = true;
        let table = self.ruled(title, heads, rows);
        self.block(Block::Table(Table { fine, ..table }));
    }

    /// A table whose first column names the rows.
    pub(super) fn compared(&mut self, title: &str, widths: &[f32], head: Option<Vec<Cell>>, rows: Vec<Vec<Cell>>) {
        self.block(Block::Table(Table {
            title: title.to_owned(),
            fine: self.annex || widths.len() > 2,
            columns: widths.iter().copied().map(Column::new).collect(),
            head: head.into_iter().collect(),
            rows,
            row_heads: true,
        }));
    }

    /// A note that begins in small type and may hold text as entered.
    pub(super) fn note(&mut self, text: Vec<Inline>) {
        self.block(Block::Paragraph {
            text: text.into_iter().map(small).collect(),
        });
    }

    fn ruled(&self, title: &str, heads: &[(&str, f32)], rows: Vec<Vec<Cell>>) -> Table {
        Table {
            title: title.to_owned(),
            columns: heads.iter().map(|(_, width)| Column::new(*width)).collect(),
            head: vec![heads.iter().map(|(head, _)| Cell::text(*head)).collect()],
            rows,
            fine: self.annex || heads.len() >= MANY_COLUMNS,
            row_heads: false,
        }
    }

    /// From here on the annexes: on a page of their own, in smaller type.
    pub(super) fn annex(&mut self) {
        self.block(Block::PageBreak);
        self.annex = true;
    }

    /// How many blocks there are, open facts included.
    pub(super) fn len(&self) -> usize {
        self.blocks.len() + usize::from(!self.facts.is_empty())
    }

    fn flush(&mut self) {
        if !self.facts.is_empty() {
            self.blocks.push(Block::Facts {
                rows: std::mem::take(&mut self.facts),
            });
        }
    }

    /// All blocks.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.flush();
        self.blocks
    }
}

/// A cell of several pieces.
pub(super) fn cell(text: Vec<Inline>) -> Cell {
    Cell {
        text,
        ..Cell::default()
    }
}

/// A row that names the rows below it, over the full width of the table.
pub(super) fn band(text: impl Into<String>) -> Vec<Cell> {
    vec![cell(vec![Inline::Strong(text.into())])]
}

/// The same words in small type.
pub(super) fn small(inline: Inline) -> Inline {
    match inline {
        Inline::Text(text) => Inline::Small(text),
        other => other,
    }
}
