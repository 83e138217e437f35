//! From the document to pages: placed text, rules and tints on A4, in points from the upper left corner.
//!
//! Blocks become *pieces* (a line, a table row, a figure), which never break; `paginate` stacks pieces onto pages. Page numbers
//! in the contents and in references need the result, so the layout runs again until they no longer change.

use std::collections::BTreeMap;

use super::{
    document::{Document, SignatureRole, Tone},
    face::{FaceError, Faces},
    line::Run,
    metrics::{MissingLetter, Ruler},
};
use crate::domain::Lang;

mod figure;
mod flow;
mod front;
mod paginate;
mod setting;
mod table;

pub(super) use flow::gap as number_gap;
pub use table::SIGNATURE_FIELD;

/// A rectangle; `y` is the distance of its upper edge from the upper edge of the page.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// What something is coloured for; the back end knows the colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Text.
    Text,
    /// Text of lesser weight: header, footer, small type.
    Muted,
    /// Rules of tables.
    Rule,
    /// Strong rules: head and foot of tables, cover.
    StrongRule,
    /// Tint of table heads.
    HeadTint,
    /// Tint of a meaning.
    Tint(Tone),
    /// Frame or text of a meaning.
    Shade(Tone),
}

/// Something placed on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The structure element it belongs to; none = decoration, header or footer.
    pub node: Option<usize>,
    /// What it is.
    pub item: Item,
}

/// The kinds of placed things.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A line of text.
    Text {
        /// Left edge.
        x: f32,
        /// Baseline.
        y: f32,
        /// Its runs.
        runs: Vec<Run>,
        /// Extra room after each letter in points (lines spread out to the full width).
        spread: f32,
        /// Colour.
        ink: Ink,
    },
    /// A filled rectangle.
    Fill(Rect, Ink),
    /// A straight rule from the first to the second point, with its thickness.
    Rule([f32; 4], f32, Ink),
    /// A rectangle drawn with a thin line.
    Frame(Rect, Ink),
}

/// A page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Language of the text, which decides the sizes of the roles.
    pub lang: Lang,
    /// What stands on it, in reading order.
    pub items: Vec<Placed>,
}

/// Kind of a structure element of the tagged PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The whole.
    Document,
    /// A heading with its level.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A list.
    List,
    /// An item of a list.
    Item,
    /// Its bullet or number.
    ItemMark,
    /// Its text.
    ItemBody,
    /// A table.
    Table,
    /// A row.
    Row,
    /// A head cell of a column.
    ColumnHead,
    /// A head cell of a row.
    RowHead,
    /// A cell.
    Cell,
    /// A caption.
    Caption,
    /// A figure.
    Figure,
    /// A table of contents.
    Contents,
    /// A line of it.
    ContentsItem,
    /// The link in such a line.
    Link,
    /// A framed notice.
    Notice,
    /// A form field.
    Form,
}

/// A structure element.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Its kind.
    pub kind: Kind,
    /// The element around it; none only for the first.
    pub parent: Option<usize>,
    /// The element in words, for figures and fields; else empty.
    pub description: String,
    /// Its language, if it is not that of the element around it.
    pub lang: Option<Lang>,
    /// Rows and columns a cell reaches over.
    pub span: [usize; 2],
}

/// A heading in the outline of the PDF.
#[derive(Debug, Clone, PartialEq)]
pub struct Bookmark {
    /// 1 to 4.
    pub level: u8,
    /// Number and words.
    pub title: String,
    /// Page, from 0.
    pub page: usize,
    /// Upper edge on the page.
    pub y: f32,
}

/// A prepared signature field.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Whose it is.
    pub role: SignatureRole,
    /// Page, from 0.
    pub page: usize,
    /// Place on the page.
    pub rect: Rect,
    /// Its structure element.
    pub node: usize,
    /// The field in words.
    pub description: String,
}

/// A line of the contents that leads to a heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Page, from 0.
    pub page: usize,
    /// Place on the page.
    pub rect: Rect,
    /// Number of the bookmark it leads to.
    pub target: usize,
    /// Its structure element.
    pub node: usize,
}

/// The pages of a report.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pages {
    /// The pages in order.
    pub pages: Vec<Page>,
    /// Structure elements; the first is the document.
    pub nodes: Vec<Node>,
    /// Headings.
    pub bookmarks: Vec<Bookmark>,
    /// Signature fields.
    pub fields: Vec<Field>,
    /// Links of the contents.
    pub links: Vec<Link>,
}

/// Why a document has no pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LayoutError {
    /// A face cannot be read.
    Face(FaceError),
    /// Letters that no face has, each with its place.
    Missing(Vec<MissingLetter>),
}

/// Page numbers, as far as an earlier run of the layout has found them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Numbers {
    /// Page (from 1) of each heading of the body, in order.
    headings: Vec<usize>,
    /// Page (from 1) of each anchor.
    anchors: BTreeMap<String, usize>,
}

/// Lays a cleaned document out. Stops if a letter is in no face.
pub fn lay_out(document: &Document, faces: &Faces) -> Result<Pages, LayoutError> {
    let pages = lay_out_one(document, faces);
    let Some(translation) = &document.translation else {
        return pages;
    };
    match (pages, lay_out(translation, faces)) {
        (Ok(mut pages), Ok(translated)) => {
            pages.append(translated, translation.lang);
            Ok(pages)
        }
        (Err(LayoutError::Missing(mut letters)), Err(LayoutError::Missing(more))) => {
            letters.extend(more);
            Err(LayoutError::Missing(letters))
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

impl Pages {
    /// Adds the pages of a translation behind these.
    fn append(&mut self, other: Self, lang: Lang) {
        let (pages, nodes, bookmarks) = (self.pages.len(), self.nodes.len(), self.bookmarks.len());
        self.pages.extend(other.pages.into_iter().map(|mut page| {
            page.items
                .iter_mut()
                .for_each(|placed| placed.node = placed.node.map(|node| node + nodes));
            page
        }));
        self.nodes.extend(other.nodes.into_iter().map(|node| match node.parent {
            Some(parent) => Node {
                parent: Some(parent + nodes),
                ..node
            },
            None => Node {
                parent: Some(0),
                lang: Some(lang),
                ..node
            },
        }));
        self.bookmarks.extend(other.bookmarks.into_iter().map(|mark| Bookmark {
            page: mark.page + pages,
            ..mark
        }));
        self.links.extend(other.links.into_iter().map(|link| Link {
            page: link.page + pages,
            target: link.target + bookmarks,
            node: link.node + nodes,
            ..link
        }));
        for field in other.fields {
            if self.fields.iter().all(|own| own.role != field.role) {
                self.fields.push(Field {
                    page: field.page + pages,
                    node: field.node + nodes,
                    ..field
                });
            }
        }
    }
}

fn lay_out_one(document: &Document, faces: &Faces) -> Result<Pages, LayoutError> {
    let mut numbers = Numbers::default();
    // A page number can grow by a digit and push a line over; three runs settle all but contrived cases, and the last one is
    // kept even if a reference then is one page off.
    for _run in 0..4 {
        let (pages, found) = run(document, faces, &numbers)?;
        if found == numbers {
            return Ok(pages);
        }
        numbers = found;
    }
    run(document, faces, &numbers).map(|(pages, _found)| pages)
}

fn run(document: &Document, faces: &Faces, numbers: &Numbers) -> Result<(Pages, Numbers), LayoutError> {
    let mut ruler = Ruler::new(faces, document.lang).map_err(LayoutError::Face)?;
    let mut flow = flow::Flow::new(&mut ruler, numbers);
    flow.document(document);
    let (nodes, pieces) = flow.finish();
    let (mut pages, found) = paginate::stack(pieces, document.lang);
    pages.nodes = nodes;
    paginate::margins(&mut pages, document, &mut ruler);
    let missing = ruler.into_missing();
    if missing.is_empty() {
        Ok((pages, found))
    } else {
        Err(LayoutError::Missing(missing))
    }
}

/// Where the baseline of a line stands below its upper edge: the letters of Chinese faces are centred in the line.
fn baseline(size: f32, leading: f32) -> f32 {
    (leading - size) / 2.0 + size * 0.86
}

/// Width of a first-line indent, two characters in Chinese and none in English.
const fn indent(lang: Lang, size: f32) -> f32 {
    match lang {
        Lang::Zh => 2.0 * size,
        Lang::En => 0.0,
    }
}
