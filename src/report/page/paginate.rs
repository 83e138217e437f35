//! Stacking pieces onto pages.

use std::rc::Rc;

use super::{Bookmark, Field, Ink, Item, Link, Numbers, Page, Pages, Placed, Rect};
use crate::domain::Lang;
use crate::report::{
    document::{Document, SignatureRole},
    line::{Span, break_lines},
    metrics::{MARGIN_SIDE, MARGIN_TOP, PAGE_HEIGHT, PAGE_WIDTH, Role, Ruler, TEXT_HEIGHT},
    words,
};

/// Something that is placed whole: a line, a table row, a figure. Items are placed across the page, and down from its upper edge.
#[derive(Debug, Clone, Default)]
pub(super) struct Piece {
    /// Room above it, dropped at the top of a page.
    pub(super) before: f32,
    /// Its height.
    pub(super) height: f32,
    /// Must stand on the same page as the next piece.
    pub(super) keep: bool,
    /// Begins a new page.
    pub(super) new_page: bool,
    /// Mere room, dropped where a page ends or begins.
    pub(super) slack: bool,
    /// What it shows.
    pub(super) items: Vec<Placed>,
    /// What it shows besides where the table goes on at the top of a page: what its row or group is about.
    pub(super) again: Vec<Placed>,
    /// What has to be known about its place.
    pub(super) marks: Vec<Mark>,
    /// The table it is a row of.
    pub(super) table: Option<Rc<Repeat>>,
}

/// What a table draws at page breaks.
#[derive(Debug, Clone, Default)]
pub(super) struct Repeat {
    /// Tells tables apart.
    pub(super) id: usize,
    /// The head rows, drawn again at the top of a page.
    pub(super) head: Vec<Placed>,
    /// Their height.
    pub(super) height: f32,
    /// Left and right edge, for the rule that closes the table at the foot of a page.
    pub(super) edges: (f32, f32),
}

/// Something whose place is wanted.
#[derive(Debug, Clone)]
pub(super) enum Mark {
    /// A heading; with a number in the contents if it stands in the body.
    Heading {
        level: u8,
        title: String,
        anchor: String,
        in_contents: bool,
    },
    /// A signature field.
    Field {
        role: SignatureRole,
        rect: Rect,
        node: usize,
        description: String,
    },
    /// A line of the contents for the heading of this number.
    Link { rect: Rect, heading: usize, node: usize },
}

/// Stacks pieces; gives the pages and the page numbers of headings.
pub(super) fn stack(pieces: Vec<Piece>, lang: Lang) -> (Pages, Numbers) {
    let mut stack = Stack::new(lang);
    let mut rest = pieces.into_iter().peekable();
    let mut chain = Vec::new();
    while let Some(piece) = rest.next() {
        let keep = piece.keep && rest.peek().is_some_and(|next| !next.new_page);
        chain.push(piece);
        if !keep {
            stack.chain(std::mem::take(&mut chain));
        }
    }
    stack.finish()
}

struct Stack {
    lang: Lang,
    pages: Pages,
    numbers: Numbers,
    /// Bookmark of each heading in the contents.
    headings: Vec<usize>,
    links: Vec<(Link, usize)>,
    y: f32,
    table: Option<Rc<Repeat>>,
    /// A table has just been taken up again at the top of a page.
    goes_on: bool,
}

impl Stack {
    fn new(lang: Lang) -> Self {
        let (pages, numbers) = (Pages::default(), Numbers::default());
        Self {
            lang,
            pages,
            numbers,
            headings: Vec::new(),
            links: Vec::new(),
            y: 0.0,
            table: None,
            goes_on: false,
        }
    }

    /// Places pieces that belong together; on a new page if they do not fit here but would there.
    fn chain(&mut self, chain: Vec<Piece>) {
        if self.pages.pages.is_empty() || chain.first().is_some_and(|piece| piece.new_page) {
            self.turn();
        }
        let solid = chain.iter().rev().skip_while(|piece| piece.slack);
        let height: f32 = solid.map(|piece| piece.before + piece.height).sum();
        if self.y > 0.0 && self.y + height > TEXT_HEIGHT + 0.01 && height <= TEXT_HEIGHT {
            self.break_page(chain.first());
        }
        for piece in chain {
            let fits = self.y + piece.before + piece.height <= TEXT_HEIGHT + 0.01;
            if piece.slack && (self.y == 0.0 || !fits) {
                self.table = None;
                continue;
            }
            if self.y > 0.0 && !fits {
                self.break_page(Some(&piece));
            }
            self.place(piece);
        }
    }

    fn turn(&mut self) {
        self.pages.pages.push(Page {
            lang: self.lang,
            items: Vec::new(),
        });
        self.y = 0.0;
        self.table = None;
    }

    /// Ends the page; a table that goes on is closed here and gets its head again there.
    fn break_page(&mut self, next: Option<&Piece>) {
        let open = self.table.take();
        let going_on = open.filter(|open| {
            next.and_then(|piece| piece.table.as_ref())
                .is_some_and(|table| table.id == open.id)
        });
        if let Some(table) = &going_on {
            self.rule(table);
        }
        self.turn();
        if let Some(table) = going_on {
            if table.head.is_empty() {
                self.rule(&table);
            }
            for placed in &table.head {
                self.show(Placed {
                    node: None,
                    item: placed.item.clone(),
                });
            }
            self.y += table.height;
            self.table = Some(table);
            self.goes_on = true;
        }
    }

    fn rule(&mut self, table: &Repeat) {
        let (left, right) = table.edges;
        self.show(Placed {
            node: None,
            item: Item::Rule([left, 0.0, right, 0.0], 1.0, Ink::StrongRule),
        });
    }

    fn place(&mut self, piece: Piece) {
        if self.y > 0.0 {
            self.y += piece.before;
        }
        let again = if self.goes_on { piece.again } else { Vec::new() };
        self.goes_on = false;
        for placed in piece.items.into_iter().chain(again) {
            self.show(placed);
        }
        for mark in piece.marks {
            self.mark(mark);
        }
        self.y += piece.height;
        self.table = piece.table;
    }

    fn show(&mut self, mut placed: Placed) {
        lower(&mut placed.item, MARGIN_TOP + self.y);
        if let Some(page) = self.pages.pages.last_mut() {
            page.items.push(placed);
        }
    }

    fn mark(&mut self, mark: Mark) {
        let page = self.pages.pages.len().saturating_sub(1);
        let y = MARGIN_TOP + self.y;
        match mark {
            Mark::Heading {
                level,
                title,
                anchor,
                in_contents,
            } => {
                if in_contents {
                    self.numbers.headings.push(page + 1);
                    self.headings.push(self.pages.bookmarks.len());
                }
                if !anchor.is_empty() {
                    self.numbers.anchors.insert(anchor, page + 1);
                }
                self.pages.bookmarks.push(Bookmark { level, title, page, y });
            }
            Mark::Field {
                role,
                mut rect,
                node,
                description,
            } => {
                rect.y += y;
                self.pages.fields.push(Field {
                    role,
                    page,
                    rect,
                    node,
                    description,
                });
            }
            Mark::Link {
                mut rect,
                heading,
                node,
            } => {
                rect.y += y;
                self.links.push((
                    Link {
                        page,
                        rect,
                        target: 0,
                        node,
                    },
                    heading,
                ));
            }
        }
    }

    /// Contents stand before the headings they lead to, so links are resolved last.
    fn finish(mut self) -> (Pages, Numbers) {
        if self.pages.pages.is_empty() {
            self.turn();
        }
        for (link, heading) in self.links {
            if let Some(target) = self.headings.get(heading) {
                self.pages.links.push(Link {
                    target: *target,
                    ..link
                });
            }
        }
        (self.pages, self.numbers)
    }
}

/// Moves an item down.
pub(super) fn lower(item: &mut Item, by: f32) {
    match item {
        Item::Text { y, .. } => *y += by,
        Item::Fill(rect, _) | Item::Frame(rect, _) => rect.y += by,
        Item::Rule(line, ..) => {
            line[1] += by;
            line[3] += by;
        }
    }
}

/// Writes header and footer on every page but the cover.
pub(super) fn margins(pages: &mut Pages, document: &Document, ruler: &mut Ruler<'_>) {
    let lang = document.lang;
    let count = pages.pages.len();
    let digest: String = document.meta.digest.chars().take(16).collect();
    let right = if digest.is_empty() {
        String::new()
    } else {
        format!("{}{digest}{}", words::digest(lang), words::ellipsis(lang))
    };
    let right_width = ruler.width(Role::Margin, &right);
    let room = PAGE_WIDTH - 2.0 * MARGIN_SIDE - right_width - 24.0;
    let title = fit(ruler, &document.meta.title, room, words::ellipsis(lang));
    let covers = usize::from(document.cover.is_some());
    for (index, page) in pages.pages.iter_mut().enumerate().skip(covers) {
        let foot = words::page_of(lang, index + 1, count);
        let foot_width = ruler.width(Role::Margin, &foot);
        let head = MARGIN_TOP - 28.0;
        text(ruler, page, MARGIN_SIDE, head, &title);
        text(ruler, page, PAGE_WIDTH - MARGIN_SIDE - right_width, head, &right);
        let y = head + 7.0;
        let rule = Item::Rule([MARGIN_SIDE, y, PAGE_WIDTH - MARGIN_SIDE, y], 0.5, Ink::Rule);
        page.items.push(Placed { node: None, item: rule });
        text(
            ruler,
            page,
            (PAGE_WIDTH - foot_width) / 2.0,
            PAGE_HEIGHT - MARGIN_TOP + 32.0,
            &foot,
        );
    }
}

/// The title, without what stands in brackets or with an ellipsis if it does not fit.
fn fit(ruler: &mut Ruler<'_>, title: &str, room: f32, ellipsis: &str) -> String {
    let mut text: String = title.replace('\n', " ");
    if ruler.width(Role::Margin, &text) > room {
        let plain = text.split(['（', '(']).next().unwrap_or(&text).trim_end().to_owned();
        text = if plain.is_empty() { text } else { plain };
    }
    if ruler.width(Role::Margin, &text) <= room {
        return text;
    }
    let room = room - ruler.width(Role::Margin, ellipsis);
    while ruler.width(Role::Margin, &text) > room && text.pop().is_some() {}
    text + ellipsis
}

fn text(ruler: &mut Ruler<'_>, page: &mut Page, x: f32, y: f32, text: &str) {
    let width = PAGE_WIDTH;
    for line in break_lines(ruler, &[Span::new(Role::Margin, text)], width, 0.0) {
        let item = Item::Text {
            x,
            y,
            runs: line.runs,
            spread: 0.0,
            ink: Ink::Muted,
        };
        page.items.push(Placed { node: None, item });
    }
}
