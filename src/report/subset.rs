//! A TrueType face with only the letters of one document, each letter with a glyph of its own.
//!
//! Faces share glyphs between letters (Noto Sans SC has 482 such glyphs: 人 and ⼈, space and no-break space). A PDF maps glyphs
//! back to letters, so a shared glyph would make extracted text wrong: here every letter gets its own number, which the map can
//! turn back. Outlines are drawn anew from whatever the source has (TrueType, CFF, variable), hence without hinting.

use std::collections::{BTreeMap, BTreeSet};

use ttf_parser::{Face, GlyphId, OutlineBuilder};

use super::metrics::narrowed;

/// A finished subset.
#[derive(Debug, Clone)]
pub(super) struct Subset {
    /// The font file.
    pub(super) bytes: Vec<u8>,
    /// Glyph of each letter.
    pub(super) glyphs: BTreeMap<char, u16>,
    /// Advance of each glyph in font units.
    pub(super) advances: BTreeMap<u16, u16>,
    /// Font units in an em.
    pub(super) units: u16,
    /// Left, lower, right, upper edge of the widest glyphs.
    pub(super) bounds: [i16; 4],
    /// Room above and below the base line in font units.
    pub(super) ascent: i16,
    /// Negative.
    pub(super) descent: i16,
}

/// Makes the subset; letters the face lacks get an empty glyph.
pub(super) fn subset(face: &Face<'_>, letters: &BTreeSet<char>, narrow: bool) -> Subset {
    let mut font = Font::default();
    font.add(face, GlyphId(0), false);
    let mut glyphs = BTreeMap::new();
    // Glyph numbers have 16 bits; no report has that many different letters.
    for (letter, number) in letters.iter().zip(1..u16::MAX) {
        glyphs.insert(*letter, number);
        font.add(face, face.glyph_index(*letter).unwrap_or(GlyphId(0)), narrow);
    }
    let (ascent, descent) = (face.ascender(), face.descender());
    let bounds = font.bounds;
    let advances = (0..).zip(font.metrics.iter().map(|(advance, _)| *advance)).collect();
    let bytes = font.write(face.units_per_em(), ascent, descent);
    Subset {
        bytes,
        glyphs,
        advances,
        units: face.units_per_em(),
        bounds,
        ascent,
        descent,
    }
}

/// A point of an outline: x, y, on the curve or not.
type Point = (f32, f32, bool);

#[derive(Default)]
struct Outline {
    contours: Vec<Vec<Point>>,
    at: (f32, f32),
}

impl Outline {
    fn push(&mut self, x: f32, y: f32, on: bool) {
        if let Some(contour) = self.contours.last_mut() {
            contour.push((x, y, on));
        }
        if on {
            self.at = (x, y);
        }
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.contours.push(Vec::new());
        self.push(x, y, true);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.push(x, y, true);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.push(x1, y1, false);
        self.push(x, y, true);
    }

    /// Four parabolas in place of a cubic curve: at text sizes the difference is far below a pixel.
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let start = self.at;
        let (horizontal, vertical) = (Cubic([start.0, x1, x2, x]), Cubic([start.1, y1, y2, y]));
        let mut from = 0.0;
        for to in [0.25, 0.5, 0.75, 1.0] {
            self.push(
                horizontal.control(from, to).round(),
                vertical.control(from, to).round(),
                false,
            );
            self.push(horizontal.at(to).round(), vertical.at(to).round(), true);
            from = to;
        }
    }

    fn close(&mut self) {
        let Some(contour) = self.contours.last_mut() else {
            return;
        };
        if contour.len() > 1 && contour.first() == contour.last() {
            contour.pop();
        }
    }
}

/// One coordinate of a cubic curve.
struct Cubic([f32; 4]);

impl Cubic {
    fn at(&self, time: f32) -> f32 {
        let (Self([a, b, c, d]), rest) = (self, 1.0 - time);
        a * rest.powi(3) + 3.0 * b * rest.powi(2) * time + 3.0 * c * rest * time.powi(2) + d * time.powi(3)
    }

    fn slope(&self, time: f32) -> f32 {
        let (Self([a, b, c, d]), rest) = (self, 1.0 - time);
        3.0 * ((b - a) * rest.powi(2) + 2.0 * (c - b) * rest * time + (d - c) * time.powi(2))
    }

    /// Control point of the parabola that follows the curve between two times.
    fn control(&self, from: f32, to: f32) -> f32 {
        let bend = (to - from) * (self.slope(from) - self.slope(to)) / 2.0;
        f32::midpoint(self.at(from), self.at(to)) + bend / 2.0
    }
}

#[derive(Default)]
struct Font {
    glyf: Vec<u8>,
    loca: Vec<u32>,
    /// Advance and left bearing.
    metrics: Vec<(u16, i16)>,
    bounds: [i16; 4],
    most_points: u16,
    most_contours: u16,
}

impl Font {
    fn add(&mut self, face: &Face<'_>, glyph: GlyphId, narrow: bool) {
        let mut outline = Outline::default();
        let bounds = face.outline_glyph(glyph, &mut outline);
        self.loca.push(length(&self.glyf));
        let wide = face.glyph_hor_advance(glyph).unwrap_or(0);
        let narrowed = if narrow { narrowed(face, glyph) } else { None };
        let (shift, advance) = narrowed.map_or((0.0, wide), |(shift, advance)| (shift, whole(advance)));
        outline.contours.iter_mut().flatten().for_each(|point| point.0 -= shift);
        let contours: Vec<Vec<Point>> = outline
            .contours
            .iter()
            .map(|contour| without_implied(contour))
            .filter(|c| c.len() > 1)
            .collect();
        let left = match bounds {
            Some(_) if !contours.is_empty() => self.draw(&contours),
            _ => 0,
        };
        self.metrics.push((advance, left));
    }

    /// Writes a simple glyph; gives its left edge.
    fn draw(&mut self, contours: &[Vec<Point>]) -> i16 {
        let points: Vec<(i16, i16, bool)> = contours
            .iter()
            .flatten()
            .map(|(x, y, on)| (unit(*x), unit(*y), *on))
            .collect();
        let (xs, ys) = (points.iter().map(|p| p.0), points.iter().map(|p| p.1));
        let bounds = [
            xs.clone().min().unwrap_or(0),
            ys.clone().min().unwrap_or(0),
            xs.max().unwrap_or(0),
            ys.max().unwrap_or(0),
        ];
        self.widen(bounds, points.len(), contours.len());
        push16(&mut self.glyf, [i16::try_from(contours.len()).unwrap_or(i16::MAX)]);
        push16(&mut self.glyf, bounds);
        let mut end = 0_u16;
        for contour in contours {
            end = end.saturating_add(u16::try_from(contour.len()).unwrap_or(u16::MAX));
            self.glyf.extend(end.saturating_sub(1).to_be_bytes());
        }
        self.glyf.extend([0, 0]);
        encode_points(&points, &mut self.glyf);
        self.glyf.resize(self.glyf.len().next_multiple_of(4), 0);
        bounds[0]
    }

    fn widen(&mut self, [left, low, right, high]: [i16; 4], points: usize, contours: usize) {
        let [l, b, r, t] = self.bounds;
        self.bounds = [l.min(left), b.min(low), r.max(right), t.max(high)];
        self.most_points = self.most_points.max(u16::try_from(points).unwrap_or(u16::MAX));
        self.most_contours = self.most_contours.max(u16::try_from(contours).unwrap_or(u16::MAX));
    }

    fn write(mut self, units: u16, ascent: i16, descent: i16) -> Vec<u8> {
        self.loca.push(length(&self.glyf));
        let count = u16::try_from(self.metrics.len()).unwrap_or(u16::MAX);
        let loca: Vec<u8> = self.loca.iter().flat_map(|offset| offset.to_be_bytes()).collect();
        let hmtx: Vec<u8> = self
            .metrics
            .iter()
            .flat_map(|(advance, left)| advance.to_be_bytes().into_iter().chain(left.to_be_bytes()))
            .collect();
        let tables = [
            (*b"glyf", self.glyf.clone()),
            (*b"head", head(units, self.bounds)),
            (*b"hhea", self.hhea(ascent, descent, count)),
            (*b"hmtx", hmtx),
            (*b"loca", loca),
            (*b"maxp", self.maxp(count)),
        ];
        assemble(&tables)
    }

    fn hhea(&self, ascent: i16, descent: i16, count: u16) -> Vec<u8> {
        let widest = self.metrics.iter().map(|(advance, _)| *advance).max().unwrap_or(0);
        let mut table = vec![0, 1, 0, 0];
        push16(&mut table, [ascent, descent, 0]);
        table.extend(widest.to_be_bytes());
        // Least bearings, largest extent, then an upright caret.
        push16(&mut table, [self.bounds[0], 0, self.bounds[2], 1, 0, 0, 0, 0, 0, 0, 0]);
        table.extend(count.to_be_bytes());
        table
    }

    fn maxp(&self, count: u16) -> Vec<u8> {
        let mut table = vec![0, 1, 0, 0];
        for value in [
            count,
            self.most_points,
            self.most_contours,
            0,
            0,
            2,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
        ] {
            table.extend(value.to_be_bytes());
        }
        table
    }
}

/// Leaves out points on the curve that lie midway between two control points: TrueType implies them.
fn without_implied(contour: &[Point]) -> Vec<Point> {
    let count = contour.len();
    let at = |index: usize| contour.get(index % count.max(1)).copied().unwrap_or_default();
    (0..count)
        .filter(|index| {
            let (before, this, after) = (at(index + count - 1), at(*index), at(index + 1));
            let midway = |a: f32, b: f32, c: f32| (2.0 * b - a - c).abs() < 0.01;
            let implied = *index > 0
                && this.2
                && !before.2
                && !after.2
                && midway(before.0, this.0, after.0)
                && midway(before.1, this.1, after.1);
            !implied
        })
        .map(at)
        .collect()
}

#[expect(clippy::cast_possible_truncation, reason = "font units fit, and the cast saturates")]
fn unit(value: f32) -> i16 {
    value.round() as i16
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an advance fits, and the cast saturates"
)]
fn whole(value: f32) -> u16 {
    value.round() as u16
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

fn push16<const N: usize>(bytes: &mut Vec<u8>, values: [i16; N]) {
    for value in values {
        bytes.extend(value.to_be_bytes());
    }
}

/// Flags, then the x distances, then the y distances, each in its shortest form.
fn encode_points(points: &[(i16, i16, bool)], glyf: &mut Vec<u8>) {
    let (mut flags, mut xs, mut ys) = (Vec::new(), Vec::new(), Vec::new());
    let mut last = (0_i16, 0_i16);
    for (x, y, on) in points {
        let flag = u8::from(*on)
            | distance(x.saturating_sub(last.0), 0x02, 0x10, &mut xs)
            | distance(y.saturating_sub(last.1), 0x04, 0x20, &mut ys);
        last = (*x, *y);
        flags.push(flag);
    }
    let mut rest = flags.as_slice();
    while let Some((flag, after)) = rest.split_first() {
        let repeats = after.iter().take(255).take_while(|next| *next == flag).count();
        if repeats > 1 {
            glyf.extend([flag | 0x08, u8::try_from(repeats).unwrap_or(u8::MAX)]);
        } else {
            glyf.extend(std::iter::repeat_n(*flag, repeats + 1));
        }
        rest = after.get(repeats..).unwrap_or(&[]);
    }
    glyf.extend(xs);
    glyf.extend(ys);
}

/// One distance and the flag bits that tell its form: `short` for one byte, `same` for none or for a positive byte.
fn distance(value: i16, short: u8, same: u8, bytes: &mut Vec<u8>) -> u8 {
    match (value, u8::try_from(value.unsigned_abs())) {
        (0, _) => same,
        (_, Ok(byte)) => {
            bytes.push(byte);
            short | if value > 0 { same } else { 0 }
        }
        _ => {
            bytes.extend(value.to_be_bytes());
            0
        }
    }
}

fn head(units: u16, bounds: [i16; 4]) -> Vec<u8> {
    let mut table = vec![0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x5F, 0x0F, 0x3C, 0xF5, 0, 3];
    table.extend(units.to_be_bytes());
    // No dates: the same letters make the same bytes.
    table.extend([0; 16]);
    push16(&mut table, bounds);
    // Style, least readable size, direction, long offsets, glyph format.
    push16(&mut table, [0, 6, 2, 1, 0]);
    table
}

fn assemble(tables: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    // Six tables: search range 4 × 16, selector 2, shift 32.
    let mut font = vec![0, 1, 0, 0, 0, 6, 0, 64, 0, 2, 0, 32];
    let mut offset = 12 + 16 * length_of(tables);
    let mut head_at = 0;
    for (tag, table) in tables {
        if tag == b"head" {
            head_at = offset as usize;
        }
        font.extend(tag);
        font.extend(checksum(table).to_be_bytes());
        font.extend(offset.to_be_bytes());
        font.extend(length(table).to_be_bytes());
        offset += length(table).next_multiple_of(4);
    }
    for (_, table) in tables {
        font.extend(table);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    let adjustment = 0xB1B0_AFBA_u32.wrapping_sub(checksum(&font));
    if let Some(place) = font.get_mut(head_at + 8..head_at + 12) {
        place.copy_from_slice(&adjustment.to_be_bytes());
    }
    font
}

fn length_of<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}

fn checksum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0, |sum, chunk| {
        let mut word = [0; 4];
        word.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::face::Faces;

    #[derive(Default, PartialEq, Debug)]
    struct Path(Vec<String>);

    impl OutlineBuilder for Path {
        fn move_to(&mut self, x: f32, y: f32) {
            self.0.push(format!("M{x} {y}"));
        }
        fn line_to(&mut self, x: f32, y: f32) {
            self.0.push(format!("L{x} {y}"));
        }
        fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
            self.0.push(format!("Q{x1} {y1} {x} {y}"));
        }
        fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
            self.0.push(format!("C{x1} {y1} {x2} {y2} {x} {y}"));
        }
        fn close(&mut self) {
            self.0.push("Z".to_owned());
        }
    }

    #[test]
    fn the_subset_draws_the_same_outlines_and_numbers_each_letter() {
        let faces = Faces::built_in().unwrap();
        let parsed = faces.parsed().unwrap();
        let face = &parsed[0];
        let letters: BTreeSet<char> = "个人⼈信息Ag·•- \u{2011}\u{A0}，。（§".chars().collect();
        let subset = subset(face, &letters, false);
        let small = Face::parse(&subset.bytes, 0).unwrap();
        assert_eq!(usize::from(small.number_of_glyphs()), letters.len() + 1);
        for letter in &letters {
            let (original, copy) = (face.glyph_index(*letter).unwrap(), GlyphId(subset.glyphs[letter]));
            assert_eq!(
                face.glyph_hor_advance(original),
                small.glyph_hor_advance(copy),
                "{letter}"
            );
            let (mut one, mut other) = (Path::default(), Path::default());
            face.outline_glyph(original, &mut one);
            small.outline_glyph(copy, &mut other);
            assert_eq!(one, other, "{letter}");
        }
        assert_ne!(subset.glyphs[&'人'], subset.glyphs[&'⼈']);
    }

    #[test]
    fn a_cubic_curve_is_met_closely_by_four_parabolas() {
        let mut outline = Outline::default();
        outline.move_to(0.0, 0.0);
        outline.curve_to(0.0, 550.0, 450.0, 1000.0, 1000.0, 1000.0);
        let ends: Vec<Point> = outline.contours[0].iter().copied().filter(|point| point.2).collect();
        assert_eq!(ends.len(), 5);
        assert_eq!(ends[2], (294.0, 706.0, true));
        assert_eq!(ends[4], (1000.0, 1000.0, true));
    }
}
