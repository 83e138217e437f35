//! The risk matrix.

use super::{
    Ink, Item, Kind, Placed, Rect,
    flow::Flow,
    paginate::{Piece, lower},
    setting::Column,
};
use crate::report::{
    document::{Matrix, MatrixCell},
    line::{Span, break_lines},
    metrics::{MARGIN_SIDE, Role, TEXT_WIDTH},
};

/// Share of the width for the heads of the rows.
const HEAD: f32 = 0.23;
/// White room between cells.
const GAP: f32 = 1.5;

/// A box of the figure.
#[derive(Debug, Clone, Copy)]
struct Field {
    rect: Rect,
    tint: Option<Ink>,
}

impl Flow<'_, '_> {
    pub(super) fn matrix(&mut self, matrix: &Matrix) {
        let figure = self.node(Kind::Figure, 0);
        if let Some(node) = self.nodes.get_mut(figure) {
            node.description = describe(matrix);
        }
        self.before_table(&matrix.title, figure);
        let mut piece = Piece::default();
        self.matrix_head(matrix, figure, &mut piece);
        for (head, cells) in &matrix.rows {
            self.matrix_row(head, cells, matrix.columns.len(), figure, &mut piece);
        }
        self.pieces.push(piece);
        let height = self.space(8.0);
        self.pieces.push(Piece {
            height,
            slack: true,
            ..Piece::default()
        });
    }

    fn matrix_head(&mut self, matrix: &Matrix, node: usize, piece: &mut Piece) {
        let leading = Role::Fine.style(self.lang).leading;
        let (corner, body) = (TEXT_WIDTH * HEAD, TEXT_WIDTH * (1.0 - HEAD));
        let height = leading + 4.0;
        let axis = Rect {
            x: MARGIN_SIDE + corner + GAP,
            y: 0.0,
            width: body - GAP,
            height,
        };
        let axis = Field { rect: axis, tint: None };
        let row = self.heads_height(matrix);
        self.matrix_text(
            &[(Role::FineStrong, format!("{} →", matrix.horizontal))],
            axis,
            node,
            piece,
        );
        let below = Rect {
            x: MARGIN_SIDE,
            y: height,
            width: corner,
            height: row + GAP,
        };
        let below = Field {
            rect: below,
            tint: None,
        };
        self.matrix_text(
            &[(Role::FineStrong, format!("{} ↓", matrix.vertical))],
            below,
            node,
            piece,
        );
        for (index, head) in matrix.columns.iter().enumerate() {
            let (x, width) = column(index, matrix.columns.len());
            let rect = Rect {
                x,
                y: height,
                width,
                height: row,
            };
            self.matrix_text(
                &[(Role::FineStrong, head.clone())],
                Field {
                    rect,
                    tint: Some(Ink::HeadTint),
                },
                node,
                piece,
            );
        }
        piece.height = height + row + GAP;
    }

    /// Height of the row of column heads: that of its highest head.
    fn heads_height(&mut self, matrix: &Matrix) -> f32 {
        let corner = [(Role::FineStrong, format!("{} ↓", matrix.vertical))];
        let mut height = self.text_height(&corner, TEXT_WIDTH * HEAD);
        for (index, head) in matrix.columns.iter().enumerate() {
            let (_, width) = column(index, matrix.columns.len());
            height = height.max(self.text_height(&[(Role::FineStrong, head.clone())], width));
        }
        height + 4.0
    }

    fn matrix_row(&mut self, head: &str, cells: &[MatrixCell], columns: usize, node: usize, piece: &mut Piece) {
        let leading = Role::Fine.style(self.lang).leading;
        let texts: Vec<Vec<(Role, String)>> = cells.iter().map(cell_text).collect();
        let mut height = leading + 10.0;
        for (index, text) in texts.iter().enumerate() {
            let (_, width) = column(index, columns);
            height = height.max(self.text_height(text, width) + 6.0);
        }
        let y = piece.height;
        let rect = Rect {
            x: MARGIN_SIDE,
            y,
            width: TEXT_WIDTH * HEAD,
            height,
        };
        let field = Field {
            rect,
            tint: Some(Ink::HeadTint),
        };
        self.matrix_text(&[(Role::FineStrong, head.to_owned())], field, node, piece);
        for (index, (cell, text)) in cells.iter().zip(&texts).enumerate() {
            let (x, width) = column(index, columns);
            let rect = Rect { x, y, width, height };
            let field = Field {
                rect,
                tint: Some(Ink::Tint(cell.tone)),
            };
            self.matrix_text(text, field, node, piece);
            if !cell.marks.is_empty() {
                let item = Item::Frame(rect, Ink::Shade(cell.tone));
                piece.items.push(Placed { node: None, item });
            }
        }
        piece.height += height + GAP;
    }

    #[expect(clippy::cast_precision_loss, reason = "far fewer lines than that")]
    fn text_height(&mut self, text: &[(Role, String)], width: f32) -> f32 {
        let leading = Role::Fine.style(self.lang).leading;
        let mut count = 0;
        for (role, text) in text {
            count += break_lines(self.ruler, &[Span::new(*role, text.clone())], width - 8.0, 0.0).len();
        }
        count as f32 * leading
    }

    /// Lines in the middle of a box.
    fn matrix_text(&mut self, text: &[(Role, String)], field: Field, node: usize, piece: &mut Piece) {
        let rect = field.rect;
        if let Some(tint) = field.tint {
            piece.items.push(Placed {
                node: None,
                item: Item::Fill(rect, tint),
            });
        }
        let leading = Role::Fine.style(self.lang).leading;
        let mut y = rect.y + (rect.height - self.text_height(text, rect.width)) / 2.0;
        for (role, text) in text {
            for line in break_lines(self.ruler, &[Span::new(*role, text.clone())], rect.width - 8.0, 0.0) {
                let x = rect.x + (rect.width - line.width) / 2.0;
                let mut item = self.text_item(line, x, leading, 0.0);
                lower(&mut item, y);
                piece.items.push(Placed { node: Some(node), item });
                y += leading;
            }
        }
    }

    /// A rule across the text, as a piece of its own.
    pub(super) fn rule(&mut self, column: Column, ink: Ink, thickness: f32, height: f32) {
        let middle = height / 2.0;
        let item = Item::Rule([column.x, middle, column.x + column.width, middle], thickness, ink);
        self.pieces.push(Piece {
            height,
            items: vec![Placed { node: None, item }],
            ..Piece::default()
        });
    }
}

fn cell_text(cell: &MatrixCell) -> Vec<(Role, String)> {
    let mut text = vec![(Role::FineStrong, cell.label.clone())];
    text.extend(cell.marks.iter().map(|mark| (Role::FineSmall, format!("● {mark}"))));
    text
}

/// Left edge and width of a column.
#[expect(clippy::cast_precision_loss, reason = "a matrix has few columns")]
fn column(index: usize, count: usize) -> (f32, f32) {
    let all = TEXT_WIDTH * (1.0 - HEAD);
    let each = all / count.max(1) as f32;
    (MARGIN_SIDE + TEXT_WIDTH * HEAD + each * index as f32 + GAP, each - GAP)
}

/// The given description, or the marked cells in words.
fn describe(matrix: &Matrix) -> String {
    if !matrix.description.is_empty() {
        return matrix.description.clone();
    }
    let mut words = vec![format!("{} × {}", matrix.vertical, matrix.horizontal)];
    for (row, cells) in &matrix.rows {
        for (column, cell) in matrix.columns.iter().zip(cells) {
            if !cell.marks.is_empty() {
                words.push(format!("{row} × {column}: {} ({})", cell.label, cell.marks.join(", ")));
            }
        }
    }
    words.join("; ")
}
