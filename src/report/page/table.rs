//! Ruled tables: data tables, key–value rows, the approval table.

use std::rc::Rc;

use super::{
    Ink, Item, Kind, Placed, Rect,
    flow::{Column as TextColumn, Flow, Setting},
    paginate::{Mark, Piece, Repeat},
};
use crate::report::{
    document::{Align, Cell, Column, Inline, SignatureRow, Table},
    line::{Line, Span, break_lines},
    metrics::{MARGIN_SIDE, Role, TEXT_HEIGHT, TEXT_WIDTH},
    words,
};

const PAD_X: f32 = 4.5;
const PAD_Y: f32 = 3.0;
/// A taller row may break between its lines.
const WHOLE_ROW: f32 = TEXT_HEIGHT / 3.0;

/// Shares of the columns of the approval table: role, name, position, opinion, signature, date.
const APPROVAL: [f32; 6] = [0.185, 0.12, 0.12, 0.115, 0.30, 0.16];
/// Least height of its rows, and the room between a signature field and its cell.
const SIGNATURE_ROW: f32 = 60.0;
const SIGNATURE_GAP: f32 = 2.0;

/// Width and height of a signature field in points; a field is taller if another cell of its row is.
pub const SIGNATURE_FIELD: [f32; 2] = [
    TEXT_WIDTH * APPROVAL[4] - 2.0 * SIGNATURE_GAP,
    SIGNATURE_ROW - 2.0 * SIGNATURE_GAP,
];

/// Left edge and width of each column.
type Grid = Vec<(f32, f32)>;

struct RowCell {
    lines: Vec<Line>,
    align: Align,
    tint: Option<Ink>,
    node: usize,
}

/// A row: its cells, its least height, and whether strong rules stand above and below it.
struct Row {
    cells: Vec<RowCell>,
    least: f32,
    top: bool,
    bottom: bool,
}

impl Flow<'_, '_> {
    pub(super) fn table(&mut self, table: &Table) {
        let node = self.node(Kind::Table, 0);
        self.before_table(&table.title, node);
        let grid = grid(table);
        let aligns: Vec<Align> = table.columns.iter().map(|column| column.align).collect();
        let head_start = self.pieces.len();
        for (index, cells) in table.head.iter().enumerate() {
            let row = self.node(Kind::Row, node);
            let cells = self.head_cells(cells, &grid, row);
            self.row(
                &Row {
                    cells,
                    least: 0.0,
                    top: index == 0,
                    bottom: false,
                },
                &grid,
            );
        }
        let repeat = self.repeat(head_start, &grid);
        let count = table.rows.len();
        for (index, cells) in table.rows.iter().enumerate() {
            let row = self.node(Kind::Row, node);
            let cells = self.body_cells(cells, &aligns, &grid, row);
            let top = index == 0 && table.head.is_empty();
            self.row(
                &Row {
                    cells,
                    least: 0.0,
                    top,
                    bottom: index + 1 == count,
                },
                &grid,
            );
        }
        self.after_table(head_start, &repeat);
    }

    /// Name and value in two columns.
    pub(super) fn key_values(&mut self, rows: &[(String, Vec<Inline>)]) {
        let node = self.node(Kind::Table, 0);
        self.before_table("", node);
        let grid = columns(&[0.28, 0.72]);
        let start = self.pieces.len();
        let repeat = self.repeat(start, &grid);
        for (index, (name, value)) in rows.iter().enumerate() {
            let row = self.node(Kind::Row, node);
            let name = [Span::new(Role::CellStrong, name.clone())];
            let name = self.cell(&name, &grid, 0, Kind::RowHead, row);
            let value = self.spans(value, Setting::CELL);
            let value = self.cell(&value, &grid, 1, Kind::Cell, row);
            let cells = vec![
                RowCell {
                    tint: Some(Ink::HeadTint),
                    ..name
                },
                value,
            ];
            self.row(
                &Row {
                    cells,
                    least: 0.0,
                    top: index == 0,
                    bottom: index + 1 == rows.len(),
                },
                &grid,
            );
        }
        self.after_table(start, &repeat);
    }

    /// The approval table: each row has a signature field in its fifth column.
    pub(super) fn approval(&mut self, heads: &[String; 6], rows: &[SignatureRow]) {
        let node = self.node(Kind::Table, 0);
        self.before_table("", node);
        let grid = columns(&APPROVAL);
        let start = self.pieces.len();
        let row = self.node(Kind::Row, node);
        let heads: Vec<Cell> = heads.iter().map(Cell::text).collect();
        let cells = self.head_cells(&heads, &grid, row);
        self.row(
            &Row {
                cells,
                least: 0.0,
                top: true,
                bottom: false,
            },
            &grid,
        );
        let repeat = self.repeat(start, &grid);
        for (index, signature) in rows.iter().enumerate() {
            self.approval_row(signature, &grid, node, index + 1 == rows.len());
        }
        self.after_table(start, &repeat);
    }

    fn approval_row(&mut self, signature: &SignatureRow, grid: &Grid, table: usize, bottom: bool) {
        let row = self.node(Kind::Row, table);
        let texts = [
            &signature.label,
            &signature.name,
            &signature.position,
            &signature.opinion,
            "",
            &signature.date,
        ];
        let mut cells = Vec::new();
        for (index, text) in texts.into_iter().enumerate() {
            let (role, kind) = if index == 0 {
                (Role::CellStrong, Kind::RowHead)
            } else {
                (Role::Cell, Kind::Cell)
            };
            cells.push(self.cell(&[Span::new(role, text)], grid, index, kind, row));
        }
        let parent = cells.get(4).map_or(row, |cell| cell.node);
        let form = self.node(Kind::Form, parent);
        let description = words::signature_of(self.lang, &signature.label);
        if let Some(node) = self.nodes.get_mut(form) {
            node.description.clone_from(&description);
        }
        let start = self.pieces.len();
        self.row(
            &Row {
                cells,
                least: SIGNATURE_ROW,
                top: false,
                bottom,
            },
            grid,
        );
        let (Some(piece), Some((x, width))) = (self.pieces.get_mut(start), grid.get(4)) else {
            return;
        };
        let rect = Rect {
            x: x + SIGNATURE_GAP,
            y: SIGNATURE_GAP,
            width: width - 2.0 * SIGNATURE_GAP,
            height: piece.height - 2.0 * SIGNATURE_GAP,
        };
        piece.marks.push(Mark::Field {
            role: signature.role,
            rect,
            node: form,
            description,
        });
    }

    /// Room and title above a table.
    pub(super) fn before_table(&mut self, title: &str, table: usize) {
        if title.is_empty() {
            let height = self.space(6.0);
            self.pieces.push(Piece {
                height,
                keep: true,
                ..Piece::default()
            });
            return;
        }
        let node = self.node(Kind::Caption, table);
        let leading = Role::Caption.style(self.lang).leading;
        let start = self.pieces.len();
        let column = TextColumn {
            x: MARGIN_SIDE,
            width: TEXT_WIDTH,
            indent: 0.0,
            leading,
            spread: false,
        };
        self.lines(&[Span::new(Role::Caption, title)], column, Some(node));
        for piece in self.pieces.iter_mut().skip(start) {
            piece.keep = true;
        }
        let before = self.space(8.0);
        self.gap_before(start, before);
    }

    fn after_table(&mut self, start: usize, repeat: &Rc<Repeat>) {
        for piece in self.pieces.iter_mut().skip(start) {
            piece.table = Some(Rc::clone(repeat));
        }
        let height = self.space(10.0);
        self.pieces.push(Piece {
            height,
            ..Piece::default()
        });
    }

    /// What is drawn again after a page break: the pieces since `start`, which are made to stay with the first row.
    fn repeat(&mut self, start: usize, grid: &Grid) -> Rc<Repeat> {
        self.tables += 1;
        let mut repeat = Repeat {
            id: self.tables,
            edges: edges(grid),
            ..Repeat::default()
        };
        for piece in self.pieces.iter_mut().skip(start) {
            piece.keep = true;
            for placed in &piece.items {
                let mut item = placed.item.clone();
                super::paginate::lower(&mut item, repeat.height);
                repeat.head.push(Placed { node: None, item });
            }
            repeat.height += piece.height;
        }
        Rc::new(repeat)
    }

    fn head_cells(&mut self, cells: &[Cell], grid: &Grid, row: usize) -> Vec<RowCell> {
        let mut built = Vec::new();
        for (index, cell) in cells.iter().enumerate() {
            let spans = self.spans(&cell.text, Setting::HEAD);
            let cell = self.cell(&spans, grid, index, Kind::ColumnHead, row);
            built.push(RowCell {
                align: Align::Center,
                tint: Some(Ink::HeadTint),
                ..cell
            });
        }
        built
    }

    fn body_cells(&mut self, cells: &[Cell], aligns: &[Align], grid: &Grid, row: usize) -> Vec<RowCell> {
        let mut built = Vec::new();
        for (index, cell) in cells.iter().enumerate() {
            let spans = self.spans(&cell.text, Setting::CELL);
            let align = aligns.get(index).copied().unwrap_or_default();
            let tint = cell.tone.map(Ink::Tint);
            let cell = self.cell(&spans, grid, index, Kind::Cell, row);
            built.push(RowCell { align, tint, ..cell });
        }
        built
    }

    fn cell(&mut self, spans: &[Span], grid: &Grid, index: usize, kind: Kind, row: usize) -> RowCell {
        let node = self.node(kind, row);
        let width = grid.get(index).map_or(0.0, |(_, width)| *width) - 2.0 * PAD_X;
        let empty = spans.iter().all(|span| span.text.is_empty());
        let lines = if empty {
            Vec::new()
        } else {
            break_lines(self.ruler, spans, width.max(1.0), 0.0)
        };
        RowCell {
            lines,
            align: Align::Start,
            tint: None,
            node,
        }
    }

    /// One piece for the row, or one per line if it is tall.
    fn row(&mut self, row: &Row, grid: &Grid) {
        let leading = Role::Cell.style(self.lang).leading;
        let count = row.cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(0).max(1);
        #[expect(clippy::cast_precision_loss, reason = "far fewer lines than that")]
        let height = (count as f32).mul_add(leading, 2.0 * PAD_Y).max(row.least);
        if height <= WHOLE_ROW {
            let piece = self.row_part(row, grid, 0..count, height, true);
            self.pieces.push(piece);
            return;
        }
        for line in 0..count {
            let last = line + 1 == count;
            let padding = if line == 0 { PAD_Y } else { 0.0 } + if last { PAD_Y } else { 0.0 };
            let mut piece = self.row_part(row, grid, line..line + 1, leading + padding, last);
            piece.keep = !last && (line == 0 || line + 2 == count);
            self.pieces.push(piece);
        }
    }

    /// The lines `range` of a row, with its tints and rules.
    fn row_part(&self, row: &Row, grid: &Grid, range: std::ops::Range<usize>, height: f32, last: bool) -> Piece {
        let mut piece = Piece {
            height,
            ..Piece::default()
        };
        let leading = Role::Cell.style(self.lang).leading;
        for (cell, (x, width)) in row.cells.iter().zip(grid) {
            if let Some(tint) = cell.tint {
                let rect = Rect {
                    x: *x,
                    y: 0.0,
                    width: *width,
                    height,
                };
                piece.items.push(Placed {
                    node: None,
                    item: Item::Fill(rect, tint),
                });
            }
        }
        for (cell, (x, width)) in row.cells.iter().zip(grid) {
            let mut y = if range.start == 0 { PAD_Y } else { 0.0 };
            if row.least > 0.0 {
                #[expect(clippy::cast_precision_loss, reason = "far fewer lines than that")]
                let lines = cell.lines.len() as f32;
                y = ((height - lines * leading) / 2.0).max(y);
            }
            for line in cell.lines.iter().skip(range.start).take(range.len()) {
                let free = width - 2.0 * PAD_X - line.width;
                let shift = match cell.align {
                    Align::Start => 0.0,
                    Align::Center => free / 2.0,
                    Align::End => free,
                };
                let mut item = self.text_item(line.clone(), x + PAD_X + shift, leading, 0.0);
                super::paginate::lower(&mut item, y);
                piece.items.push(Placed {
                    node: Some(cell.node),
                    item,
                });
                y += leading;
            }
        }
        let first = range.start == 0;
        rules(
            &mut piece,
            grid,
            height,
            first.then_some(row.top),
            last.then_some(row.bottom),
        );
        piece
    }
}

/// Vertical rules, and the rules above and below: none within a row, strong where the table begins and ends. The rule above is drawn
/// again by the row below it, whose tints would cover it.
fn rules(piece: &mut Piece, grid: &Grid, height: f32, top: Option<bool>, bottom: Option<bool>) {
    let (left, right) = edges(grid);
    let mut draw = |line, thickness, ink| {
        piece.items.push(Placed {
            node: None,
            item: Item::Rule(line, thickness, ink),
        });
    };
    for x in grid.iter().map(|(x, _)| *x).chain([right]) {
        draw([x, 0.0, x, height], 0.4, Ink::Rule);
    }
    for (y, strong) in [(0.0, top), (height, bottom)] {
        match strong {
            Some(true) => draw([left, y, right, y], 1.0, Ink::StrongRule),
            Some(false) => draw([left, y, right, y], 0.4, Ink::Rule),
            None => {}
        }
    }
}

fn edges(grid: &Grid) -> (f32, f32) {
    let left = grid.first().map_or(MARGIN_SIDE, |(x, _)| *x);
    let right = grid.last().map_or(left, |(x, width)| x + width);
    (left, right)
}

/// Columns as given; rows with more cells than columns get further columns of mean width, so that nothing is lost.
#[expect(clippy::cast_precision_loss, reason = "a table has few columns")]
fn grid(table: &Table) -> Grid {
    let cells = table.head.iter().chain(&table.rows).map(Vec::len).max().unwrap_or(0);
    let mut shares: Vec<f32> = table
        .columns
        .iter()
        .map(|Column { width, .. }| width.max(0.01))
        .collect();
    let mean = if shares.is_empty() {
        1.0
    } else {
        shares.iter().sum::<f32>() / shares.len() as f32
    };
    while shares.len() < cells {
        shares.push(mean);
    }
    columns(&shares)
}

fn columns(shares: &[f32]) -> Grid {
    let sum: f32 = shares.iter().sum();
    let mut x = MARGIN_SIDE;
    shares
        .iter()
        .map(|share| {
            let width = TEXT_WIDTH * share / sum;
            let left = x;
            x += width;
            (left, width)
        })
        .collect()
}
