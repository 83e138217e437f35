//! Cover and table of contents.

use super::{
    Ink, Item, Kind, Placed, Rect,
    flow::{Flow, gap},
    paginate::{Mark, Piece},
    setting::{Column, Setting},
};
use crate::report::{
    document::{Block, Cover},
    line::{Span, break_lines},
    metrics::{MARGIN_SIDE, Role, TEXT_HEIGHT, TEXT_WIDTH},
    words,
};

/// Deepest level printed in the contents; the bookmarks have all.
const CONTENTS_DEPTH: u8 = 2;

impl Flow<'_, '_> {
    pub(super) fn cover(&mut self, cover: &Cover) {
        self.ruler.enter(&cover.title);
        self.mark_part(&cover.title);
        self.mark(&cover.mark);
        self.blank(TEXT_HEIGHT * 0.14);
        let whole = Column {
            x: MARGIN_SIDE,
            width: TEXT_WIDTH,
            indent: 0.0,
            leading: 0.0,
            spread: false,
        };
        self.rule(whole, Ink::StrongRule, 1.6, 24.0);
        self.centered(&cover.title, Role::CoverTitle, Kind::Heading(1));
        self.centered(&cover.subtitle, Role::CoverSubtitle, Kind::Paragraph);
        self.rule(whole, Ink::StrongRule, 1.6, 24.0);
        self.blank(TEXT_HEIGHT * 0.06);
        for (name, value) in &cover.facts {
            let value = self.spans(value, Setting::COVER);
            self.cover_fact(name, &value);
        }
        self.blank(16.0);
        self.blocks(&cover.notices);
    }

    fn mark(&mut self, mark: &str) {
        if mark.is_empty() {
            return;
        }
        let width = self.ruler.width(Role::CoverText, mark);
        let node = self.node(Kind::Paragraph, 0);
        let leading = Role::CoverText.style(self.lang).leading;
        let x = MARGIN_SIDE + TEXT_WIDTH - width - 8.0;
        let text = self.line_item(&[Span::new(Role::CoverText, mark)], x, leading, Some(node));
        let frame = Rect {
            x: x - 8.0,
            y: 0.0,
            width: width + 16.0,
            height: leading,
        };
        let frame = Placed {
            node: None,
            item: Item::Frame(frame, Ink::StrongRule),
        };
        self.pieces.push(Piece {
            height: leading,
            items: text.into_iter().chain([frame]).collect(),
            ..Piece::default()
        });
    }

    fn blank(&mut self, height: f32) {
        self.pieces.push(Piece {
            height,
            ..Piece::default()
        });
    }

    fn centered(&mut self, text: &str, role: Role, kind: Kind) {
        if text.is_empty() {
            return;
        }
        let node = self.node(kind, 0);
        let leading = role.style(self.lang).leading;
        for line in break_lines(self.ruler, &[Span::new(role, text)], TEXT_WIDTH, 0.0) {
            let x = MARGIN_SIDE + (TEXT_WIDTH - line.width) / 2.0;
            let item = self.text_item(line, x, leading, 0.0);
            self.pieces.push(Piece {
                height: leading,
                keep: true,
                items: vec![Placed { node: Some(node), item }],
                ..Piece::default()
            });
        }
    }

    /// A name at the right edge of its column, the value above a rule.
    fn cover_fact(&mut self, name: &str, value: &[Span]) {
        let leading = Role::CoverText.style(self.lang).leading;
        let (names, inset) = (TEXT_WIDTH * 0.42, 12.0);
        let node = self.node(Kind::Paragraph, 0);
        let start = self.pieces.len();
        let names_width = names - inset;
        let mut labels = Vec::new();
        for line in break_lines(self.ruler, &[Span::new(Role::CoverText, name)], names_width, 0.0) {
            let x = MARGIN_SIDE + names_width - line.width;
            labels.push(self.text_item(line, x, leading, 0.0));
        }
        let x = MARGIN_SIDE + names;
        let width = TEXT_WIDTH * 0.94 - names;
        self.lines(
            value,
            Column {
                x,
                width,
                indent: 0.0,
                leading,
                spread: false,
            },
            Some(node),
        );
        while self.pieces.len() < start + labels.len() {
            self.blank(leading);
        }
        for (piece, label) in self.pieces.iter_mut().skip(start).zip(labels) {
            piece.items.insert(
                0,
                Placed {
                    node: Some(node),
                    item: label,
                },
            );
        }
        if let Some(last) = self.pieces.last_mut() {
            let y = leading - 2.0;
            last.items.push(Placed {
                node: None,
                item: Item::Rule([x, y, x + width, y], 0.5, Ink::Rule),
            });
            last.height += 6.0;
        }
    }

    pub(super) fn contents(&mut self, body: &[Block]) {
        let title = words::contents(self.lang);
        self.mark_part(title);
        self.centered(title, Role::Heading1, Kind::Paragraph);
        self.blank(8.0);
        let contents = self.node(Kind::Contents, 0);
        let headings = body.iter().filter_map(|block| match block {
            Block::Heading {
                level, number, text, ..
            } => Some((*level, number, text)),
            _ => None,
        });
        for (index, (level, number, text)) in headings.enumerate() {
            if level <= CONTENTS_DEPTH {
                let title = format!("{number}{}{text}", gap(self.lang, number)).replace('\n', " ");
                let page = self.numbers.headings.get(index).copied();
                self.contents_line(level, &title, page, index, contents);
            }
        }
    }

    /// Title, dots, page number; a long title breaks before the dots.
    fn contents_line(&mut self, level: u8, title: &str, page: Option<usize>, heading: usize, contents: usize) {
        let role = if level == 1 {
            Role::ContentsStrong
        } else {
            Role::Contents
        };
        let leading = role.style(self.lang).leading;
        let indent = f32::from(level.saturating_sub(1)) * role.style(self.lang).size * 1.4;
        let item = self.node(Kind::ContentsItem, contents);
        let node = self.node(Kind::Link, item);
        let x = MARGIN_SIDE + indent;
        let start = self.pieces.len();
        let column = Column {
            x,
            width: TEXT_WIDTH - indent - 36.0,
            indent: 0.0,
            leading,
            spread: false,
        };
        self.lines(&[Span::new(role, title)], column, Some(node));
        for piece in self.pieces.iter_mut().skip(start) {
            piece.keep = true;
        }
        let number = page.map_or_else(|| "00".to_owned(), |page| page.to_string());
        let right = MARGIN_SIDE + TEXT_WIDTH;
        let number_width = self.ruler.width(Role::Contents, &number);
        let number = self.line_item(
            &[Span::new(Role::Contents, number)],
            right - number_width,
            leading,
            Some(node),
        );
        let end = self.pieces.last().and_then(line_end).unwrap_or(x);
        let dots = self.dots(end + 6.0, right - number_width - 6.0, leading);
        if let Some(last) = self.pieces.last_mut() {
            last.keep = false;
            last.items.extend(dots.into_iter().chain(number));
        }
        if let Some(first) = self.pieces.get_mut(start) {
            let rect = Rect {
                x,
                y: 0.0,
                width: right - x,
                height: leading,
            };
            first.marks.push(Mark::Link { rect, heading, node });
            first.before = if level == 1 { 3.0 } else { 0.0 };
        }
    }

    /// A leader of dots, placed on a grid so that those of all lines stand below one another.
    fn dots(&mut self, from: f32, to: f32, leading: f32) -> Option<Placed> {
        const STEP: f32 = 5.0;
        let dot = self.ruler.width(Role::Contents, ".");
        let first = (from / STEP).ceil();
        let last = (to / STEP).floor();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a line is short and positive"
        )]
        let count = (last - first).max(0.0) as usize;
        let placed = self.line_item(
            &[Span::new(Role::Contents, ".".repeat(count))],
            first * STEP,
            leading,
            None,
        )?;
        let Item::Text { x, y, runs, ink, .. } = placed.item else {
            return None;
        };
        Some(Placed {
            node: None,
            item: Item::Text {
                x,
                y,
                runs,
                spread: STEP - dot,
                ink,
            },
        })
    }
}

/// Where the text of a piece ends.
fn line_end(piece: &Piece) -> Option<f32> {
    piece
        .items
        .iter()
        .filter_map(|placed| match &placed.item {
            Item::Text { x, runs, .. } => Some(x + runs.iter().map(|run| run.width).sum::<f32>()),
            _ => None,
        })
        .next_back()
}
