//! Rows of a table: how tall they are, where their text, tints and rules stand.

use super::super::{
    Ink, Item, Kind, Placed, Rect,
    flow::Flow,
    paginate::{Piece, lower},
};
use super::{Dress, Grid};
use crate::report::{
    document::Align,
    line::{Line, Span, break_lines},
    metrics::{MARGIN_SIDE, TEXT_HEIGHT},
};

/// A taller row may break between its lines.
const WHOLE_ROW: f32 = TEXT_HEIGHT / 5.0;
/// Rows joined by a cell that reaches over them stay on one page up to this height; taller ones are set one by one.
const WHOLE_GROUP: f32 = TEXT_HEIGHT * 0.2;

/// How far down a cell reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Its own row.
    Own,
    /// So many rows, its own counted.
    Down(usize),
    /// A cell above reaches over it.
    Covered,
}

pub(super) struct RowCell {
    pub(super) lines: Vec<Line>,
    pub(super) align: Align,
    pub(super) tint: Option<Ink>,
    /// Its structure element; a covered cell has none.
    pub(super) node: Option<usize>,
    pub(super) reach: Reach,
}

impl RowCell {
    /// The place of a cell that another one reaches over.
    pub(super) const fn covered() -> Self {
        Self {
            lines: Vec::new(),
            align: Align::Start,
            tint: None,
            node: None,
            reach: Reach::Covered,
        }
    }
}

/// A row: its cells, its least height, and whether strong rules stand above and below it.
pub(super) struct Row<'g> {
    pub(super) cells: Vec<RowCell>,
    pub(super) grid: &'g Grid,
    pub(super) least: f32,
    pub(super) top: bool,
    pub(super) bottom: bool,
    /// Names the rows below it, and stays with the first of them.
    pub(super) band: bool,
}

impl<'g> Row<'g> {
    pub(super) const fn new(cells: Vec<RowCell>, grid: &'g Grid) -> Self {
        Self {
            cells,
            grid,
            least: 0.0,
            top: false,
            bottom: false,
            band: false,
        }
    }

    pub(super) fn ruled(mut self, top: bool, bottom: bool) -> Self {
        (self.top, self.bottom) = (top, bottom);
        self
    }

    pub(super) const fn band(mut self) -> Self {
        self.band = true;
        self
    }

    /// The lines of its tallest cell, cells that reach further down left out.
    fn lines(&self) -> usize {
        let own = self.cells.iter().filter(|cell| !matches!(cell.reach, Reach::Down(_)));
        own.map(|cell| cell.lines.len()).max().unwrap_or(0).max(1)
    }

    fn is_covered(&self, column: usize) -> bool {
        self.cells.get(column).is_some_and(|cell| cell.reach == Reach::Covered)
    }
}

/// Which part of a row a piece shows.
struct Part {
    lines: std::ops::Range<usize>,
    height: f32,
    /// Whether the row ends with it.
    last: bool,
}

impl Flow<'_, '_> {
    pub(super) fn cell(
        &mut self,
        spans: &[Span],
        place: Option<&(f32, f32)>,
        kind: Kind,
        row: usize,
        dress: Dress,
    ) -> RowCell {
        let node = self.node(kind, row);
        let width = place.map_or(0.0, |(_, width)| *width) - 2.0 * dress.pad_x;
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
            node: Some(node),
            reach: Reach::Own,
        }
    }

    /// All rows; those joined by a cell that reaches down are placed together.
    pub(super) fn rows(&mut self, rows: &[Row<'_>], dress: Dress) {
        let joined = |row: &Row<'_>| row.cells.iter().any(|cell| cell.reach == Reach::Covered);
        for group in rows.chunk_by(|_above, below| joined(below)) {
            match group {
                [row] => self.row(row, None, dress),
                _ => self.group(group, dress),
            }
        }
    }

    /// One piece for the row, or one per line if it is tall. No rule is drawn towards cells of the row below that this one covers.
    pub(super) fn row(&mut self, row: &Row<'_>, below: Option<&Row<'_>>, dress: Dress) {
        let count = row.cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(0).max(1);
        let height = lines_height(count, dress).max(row.least);
        if height <= WHOLE_ROW {
            let part = Part {
                lines: 0..count,
                height,
                last: true,
            };
            let mut piece = self.row_part(row, below, &part, dress);
            piece.keep = row.band;
            self.pieces.push(piece);
            return;
        }
        for line in 0..count {
            let last = line + 1 == count;
            let padding = if line == 0 { dress.pad_y } else { 0.0 } + if last { dress.pad_y } else { 0.0 };
            let part = Part {
                lines: line..line + 1,
                height: dress.leading + padding,
                last,
            };
            let mut piece = self.row_part(row, below, &part, dress);
            piece.keep = !last && (line == 0 || line + 2 == count);
            if line > 0 {
                self.name_again(row, &mut piece, dress);
            }
            self.pieces.push(piece);
        }
    }

    /// Where a row goes on at the top of a page, its first cell says again what the row is about, if it is short.
    fn name_again(&self, row: &Row<'_>, piece: &mut Piece, dress: Dress) {
        if let (Some(cell), Some(place)) = (row.cells.first(), row.grid.first())
            && cell.lines.len() == 1
        {
            piece.again = self.repeated(cell, *place, 1, 0.0, dress);
        }
    }

    /// The first lines of a cell as decoration: they are read where they stand first.
    fn repeated(&self, cell: &RowCell, place: (f32, f32), lines: usize, top: f32, dress: Dress) -> Vec<Placed> {
        let (mut shown, part) = (
            Piece::default(),
            Part {
                lines: 0..lines,
                height: 0.0,
                last: false,
            },
        );
        self.cell_lines(cell, place, &part, top, dress, &mut shown);
        shown.items.iter_mut().for_each(|placed| placed.node = None);
        shown.items
    }

    /// Rows of a group too tall for one page. Where a page begins among them, the cell that reaches over them is shown again.
    fn one_by_one(&mut self, rows: &[Row<'_>], heights: &[f32], dress: Dress) {
        let columns = rows.first().map_or(0, |row| row.cells.len());
        for (index, row) in rows.iter().enumerate() {
            let start = self.pieces.len();
            self.row(row, rows.get(index + 1), dress);
            let mut again = Vec::new();
            for column in (0..columns).filter(|column| row.is_covered(*column)) {
                let above = rows.get(..index).unwrap_or_default().iter().rev();
                let reaching = above
                    .filter_map(|row| row.cells.get(column))
                    .find(|cell| cell.reach != Reach::Covered);
                let below = rows.iter().skip(index).take_while(|row| row.is_covered(column)).count();
                let room: f32 = heights.iter().skip(index).take(below).sum();
                if let (Some(cell), Some(place)) = (reaching, row.grid.get(column)) {
                    let lines = lines_in(room, dress);
                    again.extend(self.repeated(cell, *place, lines, dress.pad_y, dress));
                }
            }
            if let Some(piece) = self.pieces.get_mut(start) {
                piece.again.extend(again);
            }
        }
    }

    /// Rows with cells that reach down. The last row grows if such a cell needs more room than its rows have.
    fn group(&mut self, rows: &[Row<'_>], dress: Dress) {
        let mut heights: Vec<f32> = rows.iter().map(|row| lines_height(row.lines(), dress)).collect();
        for (index, row) in rows.iter().enumerate() {
            for cell in &row.cells {
                if let Reach::Down(count) = cell.reach {
                    let end = (index + count).min(rows.len());
                    let has: f32 = heights.iter().take(end).skip(index).sum();
                    let missing = lines_height(cell.lines.len(), dress) - has;
                    if let Some(last) = heights.get_mut(end - 1).filter(|_| missing > 0.0) {
                        *last += missing;
                    }
                }
            }
        }
        if heights.iter().sum::<f32>() > WHOLE_GROUP {
            self.one_by_one(rows, &heights, dress);
            return;
        }
        for (index, (row, height)) in rows.iter().zip(&heights).enumerate() {
            let part = Part {
                lines: 0..usize::MAX,
                height: *height,
                last: true,
            };
            let below = rows.get(index + 1);
            let mut piece = self.row_part(row, below, &part, dress);
            for (cell, place) in row.cells.iter().zip(row.grid) {
                if let (Reach::Down(count), Some(tint)) = (cell.reach, cell.tint) {
                    let height = heights.iter().skip(index).take(count).sum();
                    piece.items.insert(0, fill(*place, height, tint));
                }
            }
            piece.keep = below.is_some();
            self.pieces.push(piece);
        }
    }

    /// A part of a row, with its tints and rules.
    fn row_part(&self, row: &Row<'_>, below: Option<&Row<'_>>, part: &Part, dress: Dress) -> Piece {
        let mut piece = Piece {
            height: part.height,
            ..Piece::default()
        };
        let grouped = part.lines.end == usize::MAX;
        for (cell, place) in row.cells.iter().zip(row.grid) {
            let whole = grouped && matches!(cell.reach, Reach::Down(_));
            if let Some(tint) = cell.tint.filter(|_| !whole) {
                piece.items.push(fill(*place, part.height, tint));
            }
        }
        for (cell, place) in row.cells.iter().zip(row.grid) {
            let top = if part.lines.start == 0 { dress.pad_y } else { 0.0 };
            let y = if row.least > 0.0 {
                ((part.height - text_height(cell.lines.len(), dress)) / 2.0).max(top)
            } else {
                top
            };
            self.cell_lines(cell, *place, part, y, dress, &mut piece);
        }
        rules(&mut piece, row, below, part);
        piece
    }

    fn cell_lines(
        &self,
        cell: &RowCell,
        (x, width): (f32, f32),
        part: &Part,
        top: f32,
        dress: Dress,
        piece: &mut Piece,
    ) {
        let mut y = top;
        for line in cell.lines.iter().skip(part.lines.start).take(part.lines.len()) {
            let free = width - 2.0 * dress.pad_x - line.width;
            let shift = match cell.align {
                Align::Start => 0.0,
                Align::Center => free / 2.0,
                Align::End => free,
            };
            let mut item = self.text_item(line.clone(), x + dress.pad_x + shift, dress.leading, 0.0);
            lower(&mut item, y);
            piece.items.push(Placed { node: cell.node, item });
            y += dress.leading;
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "far fewer lines than that")]
fn text_height(lines: usize, dress: Dress) -> f32 {
    lines as f32 * dress.leading
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "few and positive"
)]
fn lines_in(height: f32, dress: Dress) -> usize {
    ((height - 2.0 * dress.pad_y) / dress.leading).max(0.0) as usize
}

fn lines_height(lines: usize, dress: Dress) -> f32 {
    text_height(lines, dress) + 2.0 * dress.pad_y
}

const fn fill((x, width): (f32, f32), height: f32, tint: Ink) -> Placed {
    let rect = Rect {
        x,
        y: 0.0,
        width,
        height,
    };
    Placed {
        node: None,
        item: Item::Fill(rect, tint),
    }
}

/// Vertical rules, and the rules above and below: none within a row or a cell that reaches down, strong where the table begins and
/// ends. The rule above is drawn again by the row below it, whose tints would cover it.
fn rules(piece: &mut Piece, row: &Row<'_>, below: Option<&Row<'_>>, part: &Part) {
    let (left, right) = edges(row.grid);
    let mut draw = |line, thickness, ink| {
        piece.items.push(Placed {
            node: None,
            item: Item::Rule(line, thickness, ink),
        });
    };
    for x in row.grid.iter().map(|(x, _)| *x).chain([right]) {
        draw([x, 0.0, x, part.height], 0.4, Ink::Rule);
    }
    let covered_below = |column: usize| below.is_some_and(|below| below.is_covered(column));
    if part.lines.start == 0 {
        for (left, right) in open_stretches(row.grid, |column| row.is_covered(column)) {
            horizontal([left, right], 0.0, row.top, &mut draw);
        }
    }
    if part.last && row.bottom {
        horizontal([left, right], part.height, true, &mut draw);
    } else if part.last {
        for (left, right) in open_stretches(row.grid, covered_below) {
            horizontal([left, right], part.height, false, &mut draw);
        }
    }
}

fn horizontal([left, right]: [f32; 2], y: f32, strong: bool, draw: &mut impl FnMut([f32; 4], f32, Ink)) {
    if strong {
        draw([left, y, right, y], 1.0, Ink::StrongRule);
    } else {
        draw([left, y, right, y], 0.4, Ink::Rule);
    }
}

/// The stretches of neighbouring columns that are not closed.
fn open_stretches(grid: &Grid, closed: impl Fn(usize) -> bool) -> Vec<(f32, f32)> {
    let mut found: Vec<(f32, f32)> = Vec::new();
    let mut open = false;
    for (column, (x, width)) in grid.iter().enumerate() {
        match found.last_mut().filter(|_| open && !closed(column)) {
            Some(last) => last.1 = x + width,
            None if closed(column) => {}
            None => found.push((*x, x + width)),
        }
        open = !closed(column);
    }
    found
}

/// Left and right edge of a table.
pub(super) fn edges(grid: &Grid) -> (f32, f32) {
    let left = grid.first().map_or(MARGIN_SIDE, |(x, _)| *x);
    let right = grid.last().map_or(left, |(x, width)| x + width);
    (left, right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_leaves_out_the_columns_a_cell_reaches_over() {
        let grid = vec![(0.0, 10.0), (10.0, 20.0), (30.0, 5.0), (35.0, 5.0)];
        assert_eq!(open_stretches(&grid, |_| false), [(0.0, 40.0)]);
        assert_eq!(open_stretches(&grid, |column| column == 1), [(0.0, 10.0), (30.0, 40.0)]);
        assert_eq!(open_stretches(&grid, |_| true), []);
    }
}
