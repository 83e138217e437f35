//! Ruled tables: data tables, key–value rows, the approval table.

use std::rc::Rc;

use super::{
    Ink, Kind, Placed, Rect,
    flow::Flow,
    paginate::{Mark, Piece, Repeat},
    setting::{Column as TextColumn, Setting},
};
use crate::domain::Lang;
use crate::report::{
    document::{Align, Cell, Inline, SignatureRow, Table},
    line::Span,
    metrics::{MARGIN_SIDE, Role, TEXT_WIDTH},
    words,
};

mod pairs;
mod row;
mod width;

use pairs::Pair;
use row::{Reach, Row, RowCell};

/// Up to this height a table stays on one page.
const WHOLE_TABLE: f32 = 160.0;

/// Shares of the columns of the approval table: role, name, position, opinion, signature, date.
const APPROVAL: [f32; 6] = [0.17, 0.105, 0.155, 0.11, 0.30, 0.16];
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

/// The type a table is set in, and the room around the text of a cell.
#[derive(Debug, Clone, Copy)]
struct Dress {
    cell: Setting,
    head: Setting,
    leading: f32,
    pad_x: f32,
    pad_y: f32,
}

impl Dress {
    fn plain(lang: Lang) -> Self {
        Self {
            cell: Setting::CELL,
            head: Setting::HEAD,
            leading: Role::Cell.style(lang).leading,
            pad_x: 4.5,
            pad_y: 2.4,
        }
    }

    fn fine(lang: Lang) -> Self {
        Self {
            cell: Setting::FINE,
            head: Setting::FINE_HEAD,
            leading: Role::Fine.style(lang).leading,
            pad_x: 3.6,
            pad_y: 1.8,
        }
    }
}

impl Flow<'_, '_> {
    pub(super) fn table(&mut self, table: &Table) {
        if let Some(pairs) = self.as_pairs(table) {
            self.named_values(&table.title, &pairs, Dress::plain(self.lang));
            return;
        }
        let node = self.node(Kind::Table, 0);
        self.before_table(&table.title, node);
        let dress = if table.fine {
            Dress::fine(self.lang)
        } else {
            Dress::plain(self.lang)
        };
        let (grid, whole) = (self.fitted(table, dress), columns(&[1.0]));
        let head_start = self.pieces.len();
        for (index, cells) in table.head.iter().enumerate() {
            let row = self.node(Kind::Row, node);
            let cells = self.head_cells(cells, &grid, row, dress);
            let top = index == 0;
            self.row(&Row::new(cells, &grid).ruled(top, false), None, dress);
        }
        let repeat = self.repeat(head_start, &grid);
        let body_start = self.pieces.len();
        let rows = self.body_rows(table, [&grid, &whole], node, dress);
        self.rows(&rows, dress);
        self.keep_together(head_start, body_start);
        self.after_table(head_start, &repeat);
    }

    /// The rows of a table that has nothing but a name and a value in each.
    fn as_pairs(&self, table: &Table) -> Option<Vec<Pair>> {
        let plain = table.row_heads && table.head.is_empty() && !table.fine;
        let pair = |row: &Vec<Cell>| match row.as_slice() {
            [name, value] if value.tone.is_none() && !value.as_above => Some((
                self.spans(&name.text, Setting::CELL),
                self.spans(&value.text, Setting::CELL),
            )),
            _ => None,
        };
        table
            .rows
            .iter()
            .filter(|_| plain)
            .map(pair)
            .collect::<Option<Vec<Pair>>>()
            .filter(|pairs| !pairs.is_empty())
    }

    fn body_rows<'g>(
        &mut self,
        table: &Table,
        [grid, whole]: [&'g Grid; 2],
        node: usize,
        dress: Dress,
    ) -> Vec<Row<'g>> {
        let count = table.rows.len();
        let mut rows = Vec::new();
        for (index, cells) in table.rows.iter().enumerate() {
            let parent = self.node(Kind::Row, node);
            let top = index == 0 && table.head.is_empty();
            let mut row = if table.is_band(cells) {
                Row::new(self.band(cells, whole, table.columns.len(), parent, dress), whole).band()
            } else {
                Row::new(self.body_cells(table, index, grid, parent, dress), grid)
            };
            row = row.ruled(top, index + 1 == count);
            rows.push(row);
        }
        rows
    }

    /// A small table stays whole; a larger one ends with two rows, not with one alone on a page.
    fn keep_together(&mut self, start: usize, body: usize) {
        let pieces = self.pieces.get(start..).unwrap_or_default();
        let height: f32 = pieces.iter().map(|piece| piece.height).sum();
        let from = if height <= WHOLE_TABLE { start } else { body };
        match self.pieces.get_mut(from..).unwrap_or_default() {
            [pieces @ .., _last] if height <= WHOLE_TABLE => pieces.iter_mut().for_each(|piece| piece.keep = true),
            [.., before, _last] => before.keep = true,
            _ => {}
        }
    }

    /// Names and values.
    pub(super) fn key_values(&mut self, rows: &[(String, Vec<Inline>)]) {
        let dress = Dress::plain(self.lang);
        let pairs: Vec<Pair> = rows
            .iter()
            .map(|(name, value)| {
                let name = vec![Span::new(Role::Cell, name.clone())];
                (name, self.spans(value, dress.cell))
            })
            .collect();
        self.named_values("", &pairs, dress);
    }

    fn named_values(&mut self, title: &str, pairs: &[Pair], dress: Dress) {
        let node = self.node(Kind::Table, 0);
        self.before_table(title, node);
        let start = self.pieces.len();
        let repeat = self.repeat(start, &columns(&[1.0]));
        self.pairs(pairs, node, dress);
        self.keep_together(start, start);
        self.after_table(start, &repeat);
    }

    /// The approval table: each row has a signature field in its fifth column.
    pub(super) fn approval(&mut self, heads: &[String; 6], rows: &[SignatureRow]) {
        let node = self.node(Kind::Table, 0);
        self.before_table("", node);
        let (grid, dress) = (columns(&APPROVAL), Dress::plain(self.lang));
        let start = self.pieces.len();
        let row = self.node(Kind::Row, node);
        let heads: Vec<Cell> = heads.iter().map(Cell::text).collect();
        let cells = self.head_cells(&heads, &grid, row, dress);
        self.row(&Row::new(cells, &grid).ruled(true, false), None, dress);
        let repeat = self.repeat(start, &grid);
        for (index, signature) in rows.iter().enumerate() {
            self.approval_row(signature, &grid, node, index + 1 == rows.len());
        }
        self.after_table(start, &repeat);
    }

    fn approval_row(&mut self, signature: &SignatureRow, grid: &Grid, table: usize, bottom: bool) {
        let (row, dress) = (self.node(Kind::Row, table), Dress::plain(self.lang));
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
            cells.push(self.cell(&[Span::new(role, text)], grid.get(index), kind, row, dress));
        }
        let parent = cells.get(4).and_then(|cell| cell.node).unwrap_or(row);
        let form = self.node(Kind::Form, parent);
        let description = words::signature_of(self.lang, &signature.label);
        if let Some(node) = self.nodes.get_mut(form) {
            node.description.clone_from(&description);
        }
        let start = self.pieces.len();
        let row = Row {
            least: SIGNATURE_ROW,
            ..Row::new(cells, grid).ruled(false, bottom)
        };
        self.row(&row, None, dress);
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
            let height = self.space(5.0);
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
        let before = self.space(5.0);
        self.gap_before(start, before);
    }

    fn after_table(&mut self, start: usize, repeat: &Rc<Repeat>) {
        for piece in self.pieces.iter_mut().skip(start) {
            piece.table = Some(Rc::clone(repeat));
        }
        let height = self.space(8.0);
        self.pieces.push(Piece {
            height,
            slack: true,
            ..Piece::default()
        });
    }

    /// What is drawn again after a page break: the pieces since `start`, which are made to stay with the first row.
    fn repeat(&mut self, start: usize, grid: &Grid) -> Rc<Repeat> {
        self.tables += 1;
        let mut repeat = Repeat {
            id: self.tables,
            edges: row::edges(grid),
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

    fn head_cells(&mut self, cells: &[Cell], grid: &Grid, row: usize, dress: Dress) -> Vec<RowCell> {
        let mut built = Vec::new();
        for (index, cell) in cells.iter().enumerate() {
            let spans = self.spans(&cell.text, dress.head);
            let cell = self.cell(&spans, grid.get(index), Kind::ColumnHead, row, dress);
            built.push(RowCell {
                align: Align::Center,
                tint: Some(Ink::HeadTint),
                ..cell
            });
        }
        built
    }

    /// The one cell of a band.
    fn band(&mut self, cells: &[Cell], whole: &Grid, columns: usize, row: usize, dress: Dress) -> Vec<RowCell> {
        let spans = cells
            .first()
            .map_or_else(Vec::new, |cell| self.spans(&cell.text, dress.cell));
        let cell = self.cell(&spans, whole.first(), Kind::RowHead, row, dress);
        self.span_of(cell.node, [1, columns]);
        vec![RowCell {
            tint: Some(Ink::HeadTint),
            ..cell
        }]
    }

    fn body_cells(&mut self, table: &Table, index: usize, grid: &Grid, row: usize, dress: Dress) -> Vec<RowCell> {
        let mut built = Vec::new();
        for (column, cell) in table.rows.get(index).into_iter().flatten().enumerate() {
            let reach = reach(table, index, column);
            if reach == Reach::Covered {
                built.push(RowCell::covered());
                continue;
            }
            let spans = self.spans(&cell.text, dress.cell);
            let kind = if table.row_heads && column == 0 {
                Kind::RowHead
            } else {
                Kind::Cell
            };
            let placed = self.cell(&spans, grid.get(column), kind, row, dress);
            if let Reach::Down(rows) = reach {
                self.span_of(placed.node, [rows, 1]);
            }
            let head = (kind == Kind::RowHead).then_some(Ink::HeadTint);
            built.push(RowCell {
                align: table.columns.get(column).map(|column| column.align).unwrap_or_default(),
                tint: cell.tone.map(Ink::Tint).or(head),
                reach,
                ..placed
            });
        }
        // A shorter row leaves its last columns blank.
        for place in grid.iter().skip(built.len()) {
            let blank = self.cell(&[], Some(place), Kind::Cell, row, dress);
            built.push(blank);
        }
        built
    }
}

/// How far down a cell reaches: over all cells below it that say they are as above.
fn reach(table: &Table, index: usize, column: usize) -> Reach {
    let as_above = |index: usize| {
        let cell = table.rows.get(index).and_then(|row| row.get(column));
        let above = index.checked_sub(1).and_then(|above| table.rows.get(above));
        let below_a_row = above.is_some_and(|row| row.len() > column && !table.is_band(row));
        below_a_row && cell.is_some_and(|cell| cell.as_above)
    };
    if as_above(index) {
        return Reach::Covered;
    }
    match (index + 1..table.rows.len())
        .take_while(|below| as_above(*below))
        .count()
    {
        0 => Reach::Own,
        below => Reach::Down(below + 1),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::Column;

    #[test]
    fn a_cell_reaches_over_those_that_are_as_above_but_not_over_a_band() {
        let pair = |second: Cell| vec![Cell::text("a"), second];
        let table = Table {
            columns: vec![Column::new(1.0), Column::new(1.0)],
            rows: vec![
                pair(Cell::as_above("as above")),
                pair(Cell::text("b")),
                pair(Cell::as_above("as above")),
                pair(Cell::as_above("as above")),
                vec![Cell::text("band")],
                pair(Cell::as_above("as above")),
            ],
            ..Table::default()
        };
        let second: Vec<Reach> = [0, 1, 2, 3, 5].map(|row| reach(&table, row, 1)).to_vec();
        assert_eq!(
            second,
            [Reach::Own, Reach::Down(3), Reach::Covered, Reach::Covered, Reach::Own]
        );
        assert_eq!(reach(&table, 1, 0), Reach::Own);
    }
}
