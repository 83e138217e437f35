//! What Markdown and text have in common.

use crate::domain::Lang;
use crate::report::{
    document::{Block, Cell, Inline, ListStyle, Matrix, SignatureRow},
    words,
};

/// The mark of a list item.
pub(super) fn bullet(style: ListStyle, lang: Lang, index: usize) -> String {
    match style {
        ListStyle::Bullet => "•".to_owned(),
        ListStyle::Box => "□".to_owned(),
        ListStyle::Numbered => words::item(lang, index + 1),
    }
}

/// The words of an inline text; `wrap` may mark emphasis.
pub(super) fn inlines(text: &[Inline], lang: Lang, wrap: impl Fn(&Inline, &str) -> String) -> String {
    let mut words = String::new();
    for inline in text {
        if matches!(inline, Inline::Untranslated(_)) {
            words.push_str(words::untranslated(lang));
        }
        words.push_str(&wrap(inline, inline.words()));
    }
    words
}

/// A heading in one line.
pub(super) fn heading(lang: Lang, number: &str, text: &str, clause: &str) -> String {
    let gap = crate::report::page::number_gap(lang, number);
    let clause = match (clause.is_empty(), lang) {
        (true, _) => String::new(),
        (false, Lang::Zh) => format!("（{clause}）"),
        (false, Lang::En) => format!(" ({clause})"),
    };
    format!("{number}{gap}{text}{clause}")
}

/// Rows of text: the first `heads` are head rows.
pub(super) struct Rows {
    pub(super) title: String,
    pub(super) heads: usize,
    pub(super) cells: Vec<Vec<Vec<Inline>>>,
    /// Relative widths; empty = equal.
    pub(super) widths: Vec<f32>,
}

/// Any block that is rows and columns, as such.
pub(super) fn rows(block: &Block, lang: Lang) -> Option<Rows> {
    match block {
        Block::Table(table) => Some(Rows {
            title: table.title.clone(),
            heads: table.head.len(),
            cells: table
                .head
                .iter()
                .chain(&table.rows)
                .map(|row| row.iter().map(cell).collect())
                .collect(),
            widths: table.columns.iter().map(|column| column.width).collect(),
        }),
        Block::Matrix(value) => Some(matrix(value, lang)),
        Block::Approval { heads, rows } => Some(approval(heads, rows)),
        _ => None,
    }
}

fn cell(cell: &Cell) -> Vec<Inline> {
    cell.text.clone()
}

fn plain(text: &str) -> Vec<Inline> {
    vec![Inline::Text(text.to_owned())]
}

fn matrix(matrix: &Matrix, lang: Lang) -> Rows {
    let corner = format!("{} ↓ {} →", matrix.vertical, matrix.horizontal);
    let head = std::iter::once(plain(&corner)).chain(matrix.columns.iter().map(|column| plain(column)));
    let body = matrix.rows.iter().map(|(head, cells)| {
        let cells = cells.iter().map(|cell| {
            if cell.marks.is_empty() {
                return plain(&cell.label);
            }
            let marks = format!("\n● {}", cell.marks.join(words::comma(lang)));
            vec![Inline::Strong(cell.label.clone()), Inline::Text(marks)]
        });
        std::iter::once(plain(head)).chain(cells).collect()
    });
    Rows {
        title: matrix.title.clone(),
        heads: 1,
        cells: std::iter::once(head.collect()).chain(body).collect(),
        widths: Vec::new(),
    }
}

fn approval(heads: &[String; 6], rows: &[SignatureRow]) -> Rows {
    let head = heads.iter().map(|head| plain(head)).collect();
    let body = rows.iter().map(|row| {
        [&row.label, &row.name, &row.position, &row.opinion, "", &row.date]
            .into_iter()
            .map(plain)
            .collect()
    });
    Rows {
        title: String::new(),
        heads: 1,
        cells: std::iter::once(head).chain(body).collect(),
        widths: vec![15.0, 12.0, 13.0, 14.0, 28.0, 18.0],
    }
}
