//! What Markdown and text have in common.

use crate::{
    domain::Lang,
    report::{
        document::{Block, Cell, Inline, ListStyle, Matrix, SignatureRow},
        words,
    },
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
    text.iter()
        .map(|inline| {
            let mark = if matches!(inline, Inline::Untranslated(_)) {
                words::untranslated(lang)
            } else {
                ""
            };
            format!("{mark}{}", wrap(inline, inline.words()))
        })
        .collect()
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
    pub(super) rows: Vec<Vec<Vec<Inline>>>,
    /// Relative widths; empty = equal.
    pub(super) widths: Vec<f32>,
}

/// Any block that is rows and columns, as such.
pub(super) fn rows(block: &Block) -> Option<Rows> {
    match block {
        Block::Table(table) => Some(Rows {
            title: table.title.clone(),
            heads: table.head.len(),
            rows: table
                .head
                .iter()
                .chain(&table.rows)
                .map(|row| row.iter().map(cell).collect())
                .collect(),
            widths: table.columns.iter().map(|column| column.width).collect(),
        }),
        Block::Matrix(value) => Some(matrix(value)),
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

fn matrix(matrix: &Matrix) -> Rows {
    let corner = format!("{} ↓ {} →", matrix.vertical, matrix.horizontal);
    let head = std::iter::once(plain(&corner)).chain(matrix.columns.iter().map(|column| plain(column)));
    let body = matrix.rows.iter().map(|(head, cells)| {
        let cells = cells.iter().map(|cell| match cell.marks.is_empty() {
            true => plain(&cell.label),
            false => vec![
                Inline::Strong(cell.label.clone()),
                Inline::Text(format!("\n● {}", cell.marks.join("、"))),
            ],
        });
        std::iter::once(plain(head)).chain(cells).collect()
    });
    Rows {
        title: matrix.title.clone(),
        heads: 1,
        rows: std::iter::once(head.collect()).chain(body).collect(),
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
        rows: std::iter::once(head).chain(body).collect(),
        widths: vec![15.0, 12.0, 13.0, 14.0, 28.0, 18.0],
    }
}
