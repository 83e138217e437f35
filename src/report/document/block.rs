//! Blocks and inlines: about fifteen variants, all of them semantic.

use serde::Serialize;

/// One block of a document, from a heading to a page break.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Block {
    /// A heading; printed as number, text and, in small type, the clause: 二、……（附录B.3）.
    Heading {
        /// 1 to 4.
        level: u8,
        /// The number as printed, with its own punctuation (一、 （一） 1. （1）); empty = none. No space follows it.
        number: String,
        /// The words of the heading.
        text: String,
        /// The clause of the standard, printed in small type in brackets; empty = none.
        clause: String,
        /// The name by which [`Inline::Reference`] finds the heading; empty = not referred to.
        anchor: String,
    },
    /// A paragraph; in Chinese the first line is indented by two characters.
    Paragraph {
        /// What it says.
        text: Vec<Inline>,
    },
    /// A list.
    List {
        /// How items are marked.
        style: ListStyle,
        /// One entry per item.
        items: Vec<Vec<Inline>>,
    },
    /// Key–value rows: name and value, printed as a ruled table of two columns.
    Facts {
        /// Name and value.
        rows: Vec<(String, Vec<Inline>)>,
    },
    /// A ruled table.
    Table(Table),
    /// A risk matrix.
    Matrix(Matrix),
    /// A framed notice.
    Notice {
        /// What kind of notice, which decides its look.
        notice: NoticeKind,
        /// Its heading.
        title: String,
        /// Its lines.
        text: Vec<Vec<Inline>>,
    },
    /// The rows of the approval table; each has an empty signature field.
    Approval {
        /// Column heads: role, name, position, opinion, signature, date.
        heads: [String; 6],
        /// One row per role.
        rows: Vec<SignatureRow>,
    },
    /// The following block begins a new page.
    PageBreak,
}

/// How the items of a list are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListStyle {
    /// With a bullet.
    Bullet,
    /// （1）, （2） … in Chinese, (1), (2) … in English.
    Numbered,
    /// With an empty box, to be ticked by hand.
    Box,
}

/// The look of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// The report is a draft or incomplete.
    Draft,
    /// Blocking findings are open.
    Blocking,
    /// Parts are shown in the other language because no translation exists.
    Untranslated,
    /// Anything else worth a frame.
    Note,
}

/// A piece of text within a paragraph, list item or cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "text", rename_all = "kebab-case")]
pub enum Inline {
    /// Plain text. A line feed begins a new line.
    Text(String),
    /// Emphasised text.
    Strong(String),
    /// Small type: sources, clauses, remarks.
    Small(String),
    /// Identifiers, digests, file names.
    Code(String),
    /// A reference to a heading; the paged back end adds the page number.
    Reference {
        /// Anchor of the heading.
        target: String,
        /// The words shown.
        label: String,
    },
    /// Text for which no translation exists, shown as it was entered and marked.
    Untranslated(String),
}

/// A table with relative column widths. A body row of a single cell is a band: it names the rows below it, over the full width.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Table {
    /// Title above the table; empty = none.
    pub title: String,
    /// One entry per column.
    pub columns: Vec<Column>,
    /// Header rows, repeated at the top of each page the table reaches.
    pub head: Vec<Vec<Cell>>,
    /// Body rows.
    pub rows: Vec<Vec<Cell>>,
    /// The first column names the rows.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub row_heads: bool,
    /// Set in smaller type: many columns, or an annex.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub fine: bool,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// Share of the width, relative to the sum over all columns.
    pub width: f32,
    /// Where the text of the cells stands.
    pub align: Align,
}

/// Horizontal position of text in a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// At the left edge.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the right edge, for numbers.
    End,
}

/// A cell of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// What it says.
    pub text: Vec<Inline>,
    /// A meaning that may be shown by a tint as well; the words must say it too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tone: Option<Tone>,
    /// Says the same as the cell above it: the paged back end draws both as one, the others print its words ("as above").
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub as_above: bool,
}

/// The meaning of a level, good to bad. Never the only sign of it: a label always stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// Nothing to worry about: low risk, strong assurance.
    Good,
    /// Medium risk, fair assurance.
    Fair,
    /// High risk, weak assurance.
    Poor,
    /// Severe risk, blocking.
    Severe,
    /// Not judged, not applicable, unknown.
    Neutral,
}

/// A risk matrix: rows of impact against columns of likelihood, each cell with its level, some with marks.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Matrix {
    /// Title; empty = none.
    pub title: String,
    /// Name of the horizontal axis, e.g. 安全事件可能性.
    pub horizontal: String,
    /// Name of the vertical axis, e.g. 对个人权益的影响.
    pub vertical: String,
    /// Heads of the columns, left to right.
    pub columns: Vec<String>,
    /// Rows from top to bottom: head and one cell per column.
    pub rows: Vec<(String, Vec<MatrixCell>)>,
    /// The figure in words, for readers who do not see it.
    pub description: String,
}

/// A cell of a risk matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatrixCell {
    /// The level in words.
    pub label: String,
    /// Its meaning.
    pub tone: Tone,
    /// What falls into the cell: names of risks or a count; empty = nothing.
    pub marks: Vec<String>,
}

/// Who signs; each role has one prepared signature field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignatureRole {
    /// 编制 / assessor.
    Assessor,
    /// 审核 / reviewer.
    Reviewer,
    /// 个人信息保护负责人 / personal information protection officer.
    Officer,
    /// 法定代表人（主要负责人） / legal representative.
    LegalRepresentative,
    /// 委托方 / client.
    Client,
}

impl SignatureRole {
    /// All roles, in the order of the approval page.
    pub const ALL: [Self; 5] = [
        Self::Assessor,
        Self::Reviewer,
        Self::Officer,
        Self::LegalRepresentative,
        Self::Client,
    ];

    /// The name of the form field in the PDF.
    pub const fn field_name(self) -> &'static str {
        match self {
            Self::Assessor => "sig-assessor",
            Self::Reviewer => "sig-reviewer",
            Self::Officer => "sig-officer",
            Self::LegalRepresentative => "sig-legal-representative",
            Self::Client => "sig-client",
        }
    }
}

/// A row of the approval table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignatureRow {
    /// Which field belongs to the row.
    pub role: SignatureRole,
    /// The role in words.
    pub label: String,
    /// Name, position, opinion and date as far as known; empty cells are filled in by hand.
    pub name: String,
    /// Position of the signer.
    pub position: String,
    /// Opinion of the signer.
    pub opinion: String,
    /// Date of the signature.
    pub date: String,
}

impl Block {
    /// A heading without clause and anchor.
    pub fn heading(level: u8, number: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Heading {
            level,
            number: number.into(),
            text: text.into(),
            clause: String::new(),
            anchor: String::new(),
        }
    }

    /// The same heading with a clause; other blocks stay as they are.
    #[must_use]
    pub fn with_clause(mut self, value: impl Into<String>) -> Self {
        if let Self::Heading { clause, .. } = &mut self {
            *clause = value.into();
        }
        self
    }

    /// The same heading with an anchor; other blocks stay as they are.
    #[must_use]
    pub fn with_anchor(mut self, value: impl Into<String>) -> Self {
        if let Self::Heading { anchor, .. } = &mut self {
            *anchor = value.into();
        }
        self
    }

    /// A paragraph of plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Paragraph {
            text: vec![Inline::Text(text.into())],
        }
    }
}

impl Cell {
    /// A cell of plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: vec![Inline::Text(text.into())],
            ..Self::default()
        }
    }

    /// A cell with a level in words and its meaning.
    pub fn level(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            text: vec![Inline::Strong(text.into())],
            tone: Some(tone),
            ..Self::default()
        }
    }

    /// A cell that says the same as the one above it, with the words for it.
    pub fn as_above(words: impl Into<String>) -> Self {
        Self {
            as_above: true,
            ..Self::text(words)
        }
    }
}

impl Table {
    /// Whether a body row is a band, which names the rows below it.
    pub const fn is_band(&self, row: &[Cell]) -> bool {
        row.len() == 1 && self.columns.len() > 1
    }
}

impl Column {
    /// A column of this relative width, text at the left edge.
    pub const fn new(width: f32) -> Self {
        Self {
            width,
            align: Align::Start,
        }
    }

    /// The same column with another alignment.
    #[must_use]
    pub const fn aligned(mut self, align: Align) -> Self {
        self.align = align;
        self
    }
}

impl Inline {
    /// The words, without any mark.
    pub fn words(&self) -> &str {
        match self {
            Self::Text(text) | Self::Strong(text) | Self::Small(text) | Self::Code(text) | Self::Untranslated(text) => {
                text
            }
            Self::Reference { label, .. } => label,
        }
    }
}
