//! Blocks under construction: neighbouring facts become one table.

use crate::report::document::{Block, Cell, Column, Inline, Table};

/// The blocks of a chapter.
#[derive(Default)]
pub(super) struct Page {
    blocks: Vec<Block>,
    facts: Vec<(String, Vec<Inline>)>,
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
        self.block(Block::Table(Table {
            title: title.to_owned(),
            columns: heads.iter().map(|(_, width)| Column::new(*width)).collect(),
            head: vec![heads.iter().map(|(head, _)| Cell::text(*head)).collect()],
            rows,
        }));
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
    Cell { text, tone: None }
}
