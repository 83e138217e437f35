//! Blocks to pieces.

use super::{
    Ink, Item, Kind, Node, Numbers, Placed, Rect, indent,
    paginate::{Mark, Piece},
    setting::{Column, Setting},
};
use crate::domain::Lang;
use crate::report::{
    document::{Block, Document, Inline, ListStyle, NoticeKind, Tone},
    line::{Line, Span, break_lines},
    metrics::{MARGIN_SIDE, Role, Ruler, TEXT_WIDTH},
    words,
};

/// Turns blocks into pieces and structure elements.
pub(super) struct Flow<'r, 'f> {
    pub(super) ruler: &'r mut Ruler<'f>,
    pub(super) numbers: &'r Numbers,
    pub(super) lang: Lang,
    pub(super) nodes: Vec<Node>,
    pub(super) pieces: Vec<Piece>,
    pub(super) tables: usize,
    /// Whether headings count for the contents.
    pub(super) in_body: bool,
}

impl<'r, 'f> Flow<'r, 'f> {
    pub(super) fn new(ruler: &'r mut Ruler<'f>, numbers: &'r Numbers) -> Self {
        let lang = ruler.lang();
        let document = Node {
            kind: Kind::Document,
            parent: None,
            description: String::new(),
            lang: None,
            span: [1, 1],
        };
        Self {
            ruler,
            numbers,
            lang,
            nodes: vec![document],
            pieces: Vec::new(),
            tables: 0,
            in_body: false,
        }
    }

    pub(super) fn finish(self) -> (Vec<Node>, Vec<Piece>) {
        (self.nodes, self.pieces)
    }

    pub(super) fn document(&mut self, document: &Document) {
        if let Some(cover) = &document.cover {
            self.cover(cover);
        }
        if !document.approval.is_empty() {
            self.part(|flow| {
                let bookmark = !document
                    .approval
                    .iter()
                    .any(|block| matches!(block, Block::Heading { .. }));
                if bookmark {
                    flow.mark_part(words::approval(flow.lang));
                }
                flow.blocks(&document.approval);
            });
        }
        if document.contents {
            self.part(|flow| flow.contents(&document.body));
        }
        self.in_body = true;
        self.part(|flow| flow.blocks(&document.body));
    }

    /// A part of the document that begins a page.
    fn part(&mut self, write: impl FnOnce(&mut Self)) {
        let start = self.pieces.len();
        write(self);
        if let Some(first) = self.pieces.get_mut(start) {
            first.new_page = true;
        }
    }

    /// A bookmark without a printed heading.
    pub(super) fn mark_part(&mut self, title: &str) {
        let mark = Mark::Heading {
            level: 1,
            title: title.to_owned(),
            anchor: String::new(),
            in_contents: false,
        };
        self.pieces.push(Piece {
            keep: true,
            marks: vec![mark],
            ..Piece::default()
        });
    }

    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        let mut new_page = false;
        for block in blocks {
            let start = self.pieces.len();
            if matches!(block, Block::PageBreak) {
                new_page = true;
                continue;
            }
            self.block(block);
            let last = self.pieces.get_mut(start..).and_then(<[Piece]>::last_mut);
            if let Some(last) = last.filter(|_| names_what_follows(block)) {
                last.keep = true;
            }
            if let Some(first) = self.pieces.get_mut(start) {
                first.new_page |= std::mem::take(&mut new_page);
            }
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading {
                level,
                number,
                text,
                clause,
                anchor,
            } => {
                self.heading(*level, number, text, clause, anchor);
            }
            Block::Paragraph { text } => self.paragraph(text),
            Block::List { style, items } => self.list(*style, items),
            Block::Facts { rows } => self.facts(rows),
            Block::Table(table) => self.table(table),
            Block::Matrix(matrix) => self.matrix(matrix),
            Block::Notice { notice, title, text } => self.notice(*notice, title, text),
            Block::Approval { heads, rows } => self.approval(heads, rows),
            Block::PageBreak => {}
        }
    }

    pub(super) fn node(&mut self, kind: Kind, parent: usize) -> usize {
        self.nodes.push(Node {
            kind,
            parent: Some(parent),
            description: String::new(),
            lang: None,
            span: [1, 1],
        });
        self.nodes.len() - 1
    }

    /// Lets a cell reach over rows and columns.
    pub(super) fn span_of(&mut self, cell: Option<usize>, span: [usize; 2]) {
        if let Some(node) = cell.and_then(|cell| self.nodes.get_mut(cell)) {
            node.span = span;
        }
    }

    fn heading(&mut self, level: u8, number: &str, text: &str, clause: &str, anchor: &str) {
        let title = format!("{number}{}{text}", gap(self.lang, number));
        self.ruler.enter(&title);
        let role = heading_role(level);
        let leading = role.style(self.lang).leading;
        let mut spans = vec![Span::new(role, title.clone())];
        if !clause.is_empty() {
            let (open, close) = brackets(self.lang);
            spans.push(Span::new(Role::Small, format!("{open}{clause}{close}")));
        }
        let node = self.node(Kind::Heading(level.clamp(1, 4)), 0);
        let column = Column {
            x: MARGIN_SIDE,
            width: TEXT_WIDTH,
            indent: 0.0,
            leading,
            spread: false,
        };
        let start = self.pieces.len();
        self.lines(&spans, column, Some(node));
        let before = self.space(match level {
            1 => 14.0,
            2 => 9.0,
            _ => 4.0,
        });
        for piece in self.pieces.iter_mut().skip(start) {
            piece.keep = true;
        }
        if let Some(first) = self.pieces.get_mut(start) {
            first.before = before;
            first.marks.push(Mark::Heading {
                level,
                title,
                anchor: anchor.to_owned(),
                in_contents: self.in_body,
            });
        }
    }

    /// Room between blocks; English lines are closer.
    pub(super) const fn space(&self, points: f32) -> f32 {
        match self.lang {
            Lang::Zh => points,
            Lang::En => points * 0.8,
        }
    }

    fn paragraph(&mut self, text: &[Inline]) {
        if is_note(text) {
            self.note(text);
            return;
        }
        let node = self.node(Kind::Paragraph, 0);
        let style = Role::Body.style(self.lang);
        let column = Column {
            x: MARGIN_SIDE,
            width: TEXT_WIDTH,
            indent: indent(self.lang, style.size),
            leading: style.leading,
            spread: self.lang == Lang::Zh,
        };
        let start = self.pieces.len();
        let spans = self.spans(text, Setting::BODY);
        self.lines(&spans, column, Some(node));
        if self.lang == Lang::En {
            self.gap_before(start, 5.0);
        }
    }

    /// A paragraph of small type only: a note to what stands above it.
    fn note(&mut self, text: &[Inline]) {
        self.keep_with_table();
        let node = self.node(Kind::Paragraph, 0);
        let style = Role::Note.style(self.lang);
        let column = Column {
            x: MARGIN_SIDE,
            width: TEXT_WIDTH,
            indent: indent(self.lang, style.size),
            leading: style.leading,
            spread: self.lang == Lang::Zh,
        };
        let start = self.pieces.len();
        let spans = self.spans(text, Setting::NOTE);
        self.lines(&spans, column, Some(node));
        self.gap_before(start, 1.0);
        let height = self.space(4.0);
        self.pieces.push(Piece {
            height,
            slack: true,
            ..Piece::default()
        });
    }

    /// Holds the end of the table above to what comes next.
    fn keep_with_table(&mut self) {
        if let [.., row, slack] = self.pieces.as_mut_slice()
            && slack.slack
            && row.table.is_some()
        {
            (row.keep, slack.keep) = (true, true);
        }
    }

    pub(super) fn gap_before(&mut self, start: usize, points: f32) {
        if let Some(first) = self.pieces.get_mut(start) {
            first.before = points;
        }
    }

    fn list(&mut self, style: ListStyle, items: &[Vec<Inline>]) {
        let list = self.node(Kind::List, 0);
        let body = Role::Body.style(self.lang);
        let hang = body.size * if style == ListStyle::Numbered { 2.2 } else { 1.3 };
        let x = MARGIN_SIDE + indent(self.lang, body.size) * 0.5 + body.size * 0.5;
        for (index, item) in items.iter().enumerate() {
            let node = self.node(Kind::Item, list);
            let mark = match style {
                ListStyle::Bullet => "•".to_owned(),
                ListStyle::Box => "□".to_owned(),
                ListStyle::Numbered => words::item(self.lang, index + 1),
            };
            let width = TEXT_WIDTH - (x - MARGIN_SIDE);
            let start = self.pieces.len();
            let spans = self.spans(item, Setting::BODY);
            let column = Column {
                x: x + hang,
                width: width - hang,
                indent: 0.0,
                leading: body.leading,
                spread: self.lang == Lang::Zh,
            };
            let label = self.node(Kind::ItemMark, node);
            let mark = self.line_item(&[Span::new(Role::Body, mark)], x, body.leading, Some(label));
            let text = self.node(Kind::ItemBody, node);
            self.lines(&spans, column, Some(text));
            if let Some(first) = self.pieces.get_mut(start) {
                first.items.splice(0..0, mark);
            }
            self.gap_before(start, self.space(2.0));
        }
    }

    fn facts(&mut self, rows: &[(String, Vec<Inline>)]) {
        self.key_values(rows);
    }

    fn notice(&mut self, kind: NoticeKind, title: &str, text: &[Vec<Inline>]) {
        let tone = match kind {
            NoticeKind::Draft => Tone::Poor,
            NoticeKind::Blocking => Tone::Severe,
            NoticeKind::Untranslated | NoticeKind::Note => Tone::Neutral,
        };
        let node = self.node(Kind::Notice, 0);
        let start = self.pieces.len();
        let (pad, leading) = (12.0, Role::Cell.style(self.lang).leading + 1.0);
        let column = Column {
            x: MARGIN_SIDE + pad,
            width: TEXT_WIDTH - 2.0 * pad,
            indent: 0.0,
            leading,
            spread: false,
        };
        if !title.is_empty() {
            let heading = self.node(Kind::Paragraph, node);
            self.lines(&[Span::new(Role::CellStrong, title)], column, Some(heading));
        }
        for line in text {
            let paragraph = self.node(Kind::Paragraph, node);
            let spans = self.spans(line, Setting::CELL);
            self.lines(&spans, column, Some(paragraph));
        }
        self.frame_notice(start, tone, title.is_empty());
    }

    /// Puts the tint and the bar of a notice behind its lines, with room above and below.
    fn frame_notice(&mut self, start: usize, tone: Tone, untitled: bool) {
        let space = self.space(8.0);
        let count = self.pieces.len() - start;
        for (index, piece) in self.pieces.iter_mut().skip(start).enumerate() {
            let (top, bottom) = (
                if index == 0 { 7.0 } else { 0.0 },
                if index + 1 == count { 7.0 } else { 0.0 },
            );
            for placed in &mut piece.items {
                if let Item::Text { y, ink, .. } = &mut placed.item {
                    *y += top;
                    if index == 0 && !untitled {
                        *ink = Ink::Shade(tone);
                    }
                }
            }
            piece.height += top + bottom;
            let tint = Rect {
                x: MARGIN_SIDE,
                y: 0.0,
                width: TEXT_WIDTH,
                height: piece.height,
            };
            let bar = Rect { width: 3.0, ..tint };
            let behind = [Item::Fill(tint, Ink::Tint(tone)), Item::Fill(bar, Ink::Shade(tone))];
            piece.items.splice(0..0, behind.map(|item| Placed { node: None, item }));
            piece.keep = index + 1 < count && (index < 2 || index + 2 >= count);
            if index == 0 {
                piece.before = space;
            }
        }
        self.pieces.push(Piece {
            height: space,
            slack: true,
            ..Piece::default()
        });
    }

    /// The runs of an inline text.
    pub(super) fn spans(&self, text: &[Inline], setting: Setting) -> Vec<Span> {
        let mut spans = Vec::new();
        for inline in text {
            match inline {
                Inline::Text(text) => spans.push(Span::new(setting.plain, text.clone())),
                Inline::Strong(text) => spans.push(Span::new(setting.strong, text.clone())),
                Inline::Small(text) => spans.push(Span::new(setting.small, text.clone())),
                Inline::Code(text) => spans.push(Span::new(setting.code, text.clone())),
                Inline::Untranslated(text) => {
                    spans.push(Span::new(setting.small, words::untranslated(self.lang)));
                    spans.push(Span::new(setting.plain, text.clone()));
                }
                Inline::Reference { target, label } => {
                    spans.push(Span::new(setting.plain, label.clone()));
                    if let Some(page) = self.numbers.anchors.get(target) {
                        spans.push(Span::new(setting.plain, words::on_page(self.lang, *page)));
                    }
                }
            }
        }
        spans
    }

    /// One piece per line; the first two and the last two stay together.
    pub(super) fn lines(&mut self, spans: &[Span], column: Column, node: Option<usize>) {
        let lines = break_lines(self.ruler, spans, column.width, column.indent);
        let count = lines.len();
        for (index, line) in lines.into_iter().enumerate() {
            let shift = if index == 0 { column.indent } else { 0.0 };
            let spread = if column.spread {
                spread(&line, column.width - shift)
            } else {
                0.0
            };
            let item = self.text_item(line, column.x + shift, column.leading, spread);
            self.pieces.push(Piece {
                height: column.leading,
                keep: index + 1 < count && (index == 0 || index + 2 == count),
                items: vec![Placed { node, item }],
                ..Piece::default()
            });
        }
    }

    /// A text that is known to fit on one line.
    pub(super) fn line_item(&mut self, spans: &[Span], x: f32, leading: f32, node: Option<usize>) -> Option<Placed> {
        let line = break_lines(self.ruler, spans, f32::MAX, 0.0).into_iter().next()?;
        Some(Placed {
            node,
            item: self.text_item(line, x, leading, 0.0),
        })
    }

    pub(super) fn text_item(&self, line: Line, x: f32, leading: f32, spread: f32) -> Item {
        let size = line
            .runs
            .iter()
            .map(|run| run.role.style(self.lang).size)
            .fold(0.0, f32::max);
        Item::Text {
            x,
            y: super::baseline(size, leading),
            runs: line.runs,
            spread,
            ink: Ink::Text,
        }
    }
}

/// Extra room per letter that fills the line; none for the last line and where it would tear the line apart.
#[expect(clippy::cast_precision_loss, reason = "a line holds fewer than a hundred letters")]
fn spread(line: &Line, width: f32) -> f32 {
    let missing = width - line.width;
    let gaps = line.len().saturating_sub(1) as f32;
    if line.last || gaps < 1.0 || !(0.0..42.0).contains(&missing) {
        0.0
    } else {
        missing / gaps
    }
}

const fn heading_role(level: u8) -> Role {
    match level {
        0 | 1 => Role::Heading1,
        2 => Role::Heading2,
        3 => Role::Heading3,
        _ => Role::Heading4,
    }
}

/// Chinese numbers carry their own punctuation and no space follows it; English ones are set off by a space.
pub(in crate::report) fn gap(lang: Lang, number: &str) -> &'static str {
    let wide = number.ends_with(['、', '）']);
    let punctuated = number.chars().next_back().is_none_or(|last| !last.is_alphanumeric());
    if number.is_empty() || wide || (lang == Lang::Zh && punctuated) {
        ""
    } else {
        " "
    }
}

const fn brackets(lang: Lang) -> (&'static str, &'static str) {
    match lang {
        Lang::Zh => ("（", "）"),
        Lang::En => (" (", ")"),
    }
}

/// A paragraph that begins in small type, and has nothing but small type and untranslated text.
fn is_note(text: &[Inline]) -> bool {
    let small = |inline: &Inline| matches!(inline, Inline::Small(_) | Inline::Untranslated(_));
    matches!(text.first(), Some(Inline::Small(_))) && text.iter().all(small)
}

/// A paragraph that begins in strong type is the title of what follows and stays with it.
fn names_what_follows(block: &Block) -> bool {
    matches!(block, Block::Paragraph { text } if matches!(text.first(), Some(Inline::Strong(_))))
}
