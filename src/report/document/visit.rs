//! One walk over every string of a document.

use super::{Block, Cover, Document, Inline, Matrix, Table};

/// Calls `f` on every string a reader may see, and on the anchors.
pub(super) fn strings(document: &mut Document, f: &mut impl FnMut(&mut String)) {
    let meta = &mut document.meta;
    for text in [
        &mut meta.title,
        &mut meta.author,
        &mut meta.subject,
        &mut meta.digest,
        &mut meta.producer,
    ] {
        f(text);
    }
    meta.keywords.iter_mut().for_each(&mut *f);
    if let Some(page) = &mut document.cover {
        cover(page, f);
    }
    for item in document.approval.iter_mut().chain(&mut document.body) {
        block(item, f);
    }
    if let Some(translation) = &mut document.translation {
        strings(translation, f);
    }
}

fn cover(cover: &mut Cover, f: &mut impl FnMut(&mut String)) {
    f(&mut cover.mark);
    f(&mut cover.title);
    f(&mut cover.subtitle);
    facts(&mut cover.facts, f);
    for notice in &mut cover.notices {
        block(notice, f);
    }
}

fn block(block: &mut Block, f: &mut impl FnMut(&mut String)) {
    match block {
        Block::Heading {
            number,
            text,
            clause,
            anchor,
            level: _,
        } => {
            for part in [number, text, clause, anchor] {
                f(part);
            }
        }
        Block::Paragraph { text } => inlines(text, f),
        Block::List { items, .. } => items.iter_mut().for_each(|item| inlines(item, f)),
        Block::Facts { rows } => facts(rows, f),
        Block::Table(value) => table(value, f),
        Block::Matrix(value) => matrix(value, f),
        Block::Notice { title, text, notice: _ } => {
            f(title);
            for line in text {
                inlines(line, f);
            }
        }
        Block::Approval { heads, rows } => {
            heads.iter_mut().for_each(&mut *f);
            for row in rows {
                for part in [
                    &mut row.label,
                    &mut row.name,
                    &mut row.position,
                    &mut row.opinion,
                    &mut row.date,
                ] {
                    f(part);
                }
            }
        }
        Block::PageBreak => {}
    }
}

fn inlines(text: &mut [Inline], f: &mut impl FnMut(&mut String)) {
    for inline in text {
        match inline {
            Inline::Text(text)
            | Inline::Strong(text)
            | Inline::Small(text)
            | Inline::Code(text)
            | Inline::Untranslated(text) => f(text),
            Inline::Reference { target, label } => {
                f(target);
                f(label);
            }
        }
    }
}

fn facts(rows: &mut [(String, Vec<Inline>)], f: &mut impl FnMut(&mut String)) {
    for (name, value) in rows {
        f(name);
        inlines(value, f);
    }
}

fn table(table: &mut Table, f: &mut impl FnMut(&mut String)) {
    f(&mut table.title);
    for cell in table.head.iter_mut().chain(&mut table.rows).flatten() {
        inlines(&mut cell.text, f);
    }
}

fn matrix(matrix: &mut Matrix, f: &mut impl FnMut(&mut String)) {
    for part in [
        &mut matrix.title,
        &mut matrix.horizontal,
        &mut matrix.vertical,
        &mut matrix.description,
    ] {
        f(part);
    }
    matrix.columns.iter_mut().for_each(&mut *f);
    for (head, cells) in &mut matrix.rows {
        f(head);
        for cell in cells {
            f(&mut cell.label);
            cell.marks.iter_mut().for_each(&mut *f);
        }
    }
}
