//! The semantic document: what a report says, in the order it says it. No points, no colours, no fonts.
//!
//! Typography follows the official templates (see `metrics`); composing an assessment into a document is done elsewhere.

use serde::{Serialize, Serializer};

use crate::domain::{Lang, is_unprintable};

mod block;
mod visit;

pub use block::{
    Align, Block, Cell, Column, Inline, ListStyle, Matrix, MatrixCell, NoticeKind, SignatureRole, SignatureRow, Table,
    Tone,
};

/// A whole report in one language.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    /// The language of the report, which also chooses the fixed words (contents, page x of y) and the type sizes.
    #[serde(serialize_with = "lang_code")]
    pub lang: Lang,
    /// Title, author, digest.
    pub meta: Meta,
    /// The cover, on a page of its own.
    pub cover: Option<Cover>,
    /// The approval page (审批页面), on a page of its own; empty = none.
    pub approval: Vec<Block>,
    /// Whether a printed table of contents follows the approval page. PDF bookmarks are written in any case.
    pub contents: bool,
    /// The body, annexes included.
    pub body: Vec<Block>,
    /// The same report in the other language, behind this one, with its own cover and page numbers. Its approval rows get no second
    /// signature field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translation: Option<Box<Self>>,
}

/// What is said about the document as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Meta {
    /// Report title, also printed in the page header.
    pub title: String,
    /// The organisation that issues the report.
    pub author: String,
    /// One line: what was assessed.
    pub subject: String,
    /// The assessment digest: SHA-256 of the canonical answers in lower-case hexadecimal (not the digest of the PDF).
    pub digest: String,
    /// Name and version of the program.
    pub producer: String,
    /// Keywords for the document properties.
    pub keywords: Vec<String>,
}

/// The cover page.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Cover {
    /// A mark in the upper right corner, e.g. 内部资料; empty = none.
    pub mark: String,
    /// Title, e.g. 个人信息保护影响评估报告.
    pub title: String,
    /// Second line, e.g. （个人信息出境认证）; empty = none.
    pub subtitle: String,
    /// Label and value pairs: processor, report number, version, date.
    pub facts: Vec<(String, Vec<Inline>)>,
    /// Notices on the cover: draft mark, open blocking findings, untranslated parts.
    pub notices: Vec<Block>,
}

impl Document {
    /// An empty document with a title.
    pub fn new(lang: Lang, title: impl Into<String>) -> Self {
        Self {
            lang,
            meta: Meta {
                title: title.into(),
                ..Meta::default()
            },
            cover: None,
            approval: Vec::new(),
            contents: false,
            body: Vec::new(),
            translation: None,
        }
    }

    /// A copy in which no string holds a control, format, zero-width or private-use character. Line feeds stay and mean a new
    /// line; tabs become spaces. Every back end starts from this copy.
    #[must_use]
    pub fn cleaned(&self) -> Self {
        let mut copy = self.clone();
        visit::strings(&mut copy, &mut clean);
        copy
    }
}

fn clean(text: &mut String) {
    if text.chars().any(|c| c != '\n' && is_unprintable(c)) {
        *text = text
            .replace("\r\n", "\n")
            .replace(['\r', '\u{2028}', '\u{2029}'], "\n")
            .replace('\t', " ");
        text.retain(|c| c == '\n' || !is_unprintable(c));
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn lang_code<S: Serializer>(lang: &Lang, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(lang.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleaning_reaches_every_string_and_keeps_line_feeds() {
        let mut document = Document::new(Lang::Zh, "报\u{202E}告");
        document.cover = Some(Cover {
            title: "\u{200B}封面".into(),
            ..Cover::default()
        });
        document.body = vec![
            Block::heading(1, "一、", "评\u{0007}估"),
            Block::text("a\tb\u{FEFF}\nc"),
            Block::Table(Table {
                columns: vec![Column::new(1.0)],
                rows: vec![vec![Cell::text("x\u{E000}")]],
                ..Table::default()
            }),
        ];
        let clean = document.cleaned();
        assert_eq!(clean.meta.title, "报告");
        assert_eq!(clean.cover.unwrap().title, "封面");
        assert_eq!(clean.body.first(), Some(&Block::heading(1, "一、", "评估")));
        assert_eq!(clean.body.get(1), Some(&Block::text("a b\nc")));
        let Some(Block::Table(table)) = clean.body.get(2) else {
            panic!("a table")
        };
        assert_eq!(table.rows, vec![vec![Cell::text("x")]]);
    }

    #[test]
    fn json_names_the_kind_of_each_block() {
        let json = serde_json::to_value(Block::heading(2, "（一）", "审批页面").with_clause("附录B.2")).unwrap();
        assert_eq!(json["kind"], "heading");
        assert_eq!(json["clause"], "附录B.2");
    }
}
