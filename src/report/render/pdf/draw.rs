//! Placed items to page operators, with marked content for the structure.

use std::collections::BTreeMap;

use printpdf::{
    Color, DictItem, Line, LinePoint, Op, PaintMode, PdfFontHandle, Point, Pt, Rect as PdfRect, Rgb, TextItem,
};

use super::fonts::font_id;
use crate::domain::Lang;
use crate::report::{
    document::Tone,
    line::Run,
    metrics::{FaceNumber, PAGE_HEIGHT},
    page::{Ink, Item, Kind, Page, Pages, Rect},
};

mod rules;

/// The structure element of each marked-content number of a page.
pub(super) type Marked = Vec<usize>;

/// The operators of a page: tints, then text in reading order, then rules. Nothing lies over a rule or under a tint, and decoration
/// in two places instead of between all cells makes the file smaller.
pub(super) fn page(page: &Page, pages: &Pages) -> (Vec<Op>, Marked) {
    let mut pen = Pen {
        ops: Vec::new(),
        marked: Vec::new(),
        open: Open::Nothing,
        fill: None,
        stroke: None,
        font: None,
        lang: page.lang,
    };
    let layers: [fn(&Item) -> bool; 3] = [
        |item| matches!(item, Item::Fill(..)),
        |item| matches!(item, Item::Text { .. }),
        |item| matches!(item, Item::Frame(..)),
    ];
    for layer in layers {
        for placed in page.items.iter().filter(|placed| layer(&placed.item)) {
            pen.mark(placed.node, pages);
            pen.draw(&placed.item);
        }
    }
    for rule in &rules::joined(page) {
        pen.mark(None, pages);
        pen.draw(rule);
    }
    pen.close();
    (pen.ops, pen.marked)
}

/// Which marked content is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Decoration,
    Element(usize),
}

struct Pen {
    ops: Vec<Op>,
    marked: Marked,
    open: Open,
    fill: Option<Ink>,
    stroke: Option<(Ink, f32)>,
    font: Option<(FaceNumber, f32)>,
    lang: Lang,
}

impl Pen {
    /// Opens marked content, if the item is for another element than the one before.
    fn mark(&mut self, node: Option<usize>, pages: &Pages) {
        let wanted = node.map_or(Open::Decoration, Open::Element);
        if self.open == wanted {
            return;
        }
        self.close();
        self.open = wanted;
        match node {
            None => self.ops.push(Op::BeginMarkedContent {
                tag: "Artifact".to_owned(),
            }),
            Some(node) => {
                let kind = pages.nodes.get(node).map_or(Kind::Paragraph, |node| node.kind);
                let number = i64::try_from(self.marked.len()).unwrap_or(i64::MAX);
                self.marked.push(node);
                let map = BTreeMap::from([("MCID".to_owned(), DictItem::Int(number))]);
                let properties = DictItem::Dict { map };
                self.ops.push(Op::BeginMarkedContentWithProperties {
                    tag: super::tags::name(kind).to_owned(),
                    properties,
                });
            }
        }
    }

    fn close(&mut self) {
        if self.open != Open::Nothing {
            self.open = Open::Nothing;
            self.ops.push(Op::EndMarkedContent);
        }
    }

    fn draw(&mut self, item: &Item) {
        match item {
            Item::Text {
                x,
                y,
                runs,
                spread,
                ink,
            } => self.text([*x, *y], runs, *spread, *ink),
            Item::Fill(rect, ink) => {
                self.fill(*ink);
                self.ops.push(Op::DrawRectangle {
                    rectangle: rectangle(*rect, PaintMode::Fill),
                });
            }
            Item::Frame(rect, ink) => {
                self.stroke(*ink, 0.8);
                self.ops.push(Op::DrawRectangle {
                    rectangle: rectangle(*rect, PaintMode::Stroke),
                });
            }
            Item::Rule([x1, y1, x2, y2], thickness, ink) => {
                self.stroke(*ink, *thickness);
                let point = |x, y| LinePoint {
                    p: point(x, y),
                    bezier: false,
                };
                let line = Line {
                    points: vec![point(*x1, *y1), point(*x2, *y2)],
                    is_closed: false,
                };
                self.ops.push(Op::DrawLine { line });
            }
        }
    }

    fn text(&mut self, [x, y]: [f32; 2], runs: &[Run], spread: f32, ink: Ink) {
        self.fill(ink);
        self.ops.push(Op::StartTextSection);
        self.ops.push(Op::SetTextCursor { pos: point(x, y) });
        if spread != 0.0 {
            self.ops.push(Op::SetCharacterSpacing {
                multiplier: hundredth(spread),
            });
        }
        for run in runs {
            self.set_font(run.face, run.role.style(self.lang).size);
            self.ops.push(Op::ShowText {
                items: vec![TextItem::Text(run.text.clone())],
            });
        }
        if spread != 0.0 {
            self.ops.push(Op::SetCharacterSpacing { multiplier: 0.0 });
        }
        self.ops.push(Op::EndTextSection);
    }

    /// A font stays set from one line of text to the next.
    fn set_font(&mut self, face: FaceNumber, size: f32) {
        if self.font != Some((face, size)) {
            self.font = Some((face, size));
            self.ops.push(Op::SetFont {
                font: PdfFontHandle::External(font_id(face)),
                size: Pt(size),
            });
        }
    }

    fn fill(&mut self, ink: Ink) {
        if self.fill != Some(ink) {
            self.fill = Some(ink);
            self.ops.push(Op::SetFillColor { col: colour(ink) });
        }
    }

    fn stroke(&mut self, ink: Ink, thickness: f32) {
        if self.stroke == Some((ink, thickness)) {
            return;
        }
        self.stroke = Some((ink, thickness));
        self.ops.push(Op::SetOutlineColor { col: colour(ink) });
        self.ops.push(Op::SetOutlineThickness { pt: Pt(thickness) });
    }
}

/// A place counted from the lower left corner.
fn point(x: f32, y: f32) -> Point {
    Point {
        x: Pt(tenth(x)),
        y: Pt(tenth(PAGE_HEIGHT - y)),
    }
}

fn rectangle(rect: Rect, mode: PaintMode) -> PdfRect {
    PdfRect {
        x: Pt(tenth(rect.x)),
        y: Pt(tenth(PAGE_HEIGHT - rect.y - rect.height)),
        width: Pt(tenth(rect.x + rect.width) - tenth(rect.x)),
        height: Pt(tenth(PAGE_HEIGHT - rect.y) - tenth(PAGE_HEIGHT - rect.y - rect.height)),
        mode: Some(mode),
        winding_order: None,
    }
}

/// A tenth of a point is far below what can be seen, and shorter to write.
fn tenth(points: f32) -> f32 {
    (points * 10.0).round() / 10.0
}

/// Room between letters adds up over a line and is written more finely.
fn hundredth(points: f32) -> f32 {
    (points * 100.0).round() / 100.0
}

/// The colours of print: muted, with enough contrast for black-and-white copies, where the words carry the meaning.
const fn rgb(ink: Ink) -> u32 {
    match ink {
        Ink::Text => 0x1B_1D_21,
        Ink::Muted => 0x5F_65_6E,
        Ink::Rule => 0xA9_B0_BA,
        Ink::StrongRule => 0x2F_3B_52,
        Ink::HeadTint => 0xE9_ED_F3,
        Ink::Tint(Tone::Good) => 0xE1_EF_E3,
        Ink::Tint(Tone::Fair) => 0xFB_F3_D3,
        Ink::Tint(Tone::Poor) => 0xFA_E0_C8,
        Ink::Tint(Tone::Severe) => 0xF3_CF_CB,
        Ink::Tint(Tone::Neutral) => 0xEE_F0_F3,
        Ink::Shade(Tone::Good) => 0x2F_6B_3D,
        Ink::Shade(Tone::Fair) => 0x7F_60_00,
        Ink::Shade(Tone::Poor) => 0x9C_4A_0A,
        Ink::Shade(Tone::Severe) => 0x94_1F_1B,
        Ink::Shade(Tone::Neutral) => 0x4A_53_61,
    }
}

/// Red, green and blue, each from 0 to 1.
pub(super) fn shares(ink: Ink) -> [f32; 3] {
    let [_, red, green, blue] = rgb(ink).to_be_bytes();
    [red, green, blue].map(|value| (f32::from(value) / 255.0 * 1000.0).round() / 1000.0)
}

fn colour(ink: Ink) -> Color {
    let [r, g, b] = shares(ink);
    Color::Rgb(Rgb {
        r,
        g,
        b,
        icc_profile: None,
    })
}
