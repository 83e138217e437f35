//! What a filled signature field shows, drawn as outlines.
//!
//! The signer of a later signature is not known when the report is exported, so no face in the file has the letters of the name.
//! Outlines need no face, and the drawing is complete in itself; the words go along as `/ActualText`.

use std::fmt::Write as _;

use ttf_parser::{Face, GlyphId, OutlineBuilder};

use super::RenderError;
use crate::report::{
    document::Tone,
    face::Faces,
    metrics::{MissingLetter, Role},
    page::Ink,
};

/// A drawing for a signature field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureAppearance {
    /// Operators with the origin at the lower left corner of the field, in points.
    pub content: Vec<u8>,
    /// The resource dictionary; empty, since nothing is referred to.
    pub resources: Vec<u8>,
}

/// Lines of text (role, name, time, digest …) in a thin frame of this size in points, the first line in bold. Lines shrink until
/// they fit; letters no face has are an error, as in the report.
pub fn signature_appearance(
    faces: &Faces,
    lines: &[String],
    width: f32,
    height: f32,
) -> Result<SignatureAppearance, RenderError> {
    let parsed = faces.parsed()?;
    let mut drawing = Drawing {
        parsed: &parsed,
        faces,
        out: String::new(),
        missing: Vec::new(),
    };
    drawing.frame(width, height);
    let count = lines.iter().map(|_line| 1.0_f32).sum::<f32>().max(1.0);
    let leading = ((height - 6.0) / count).min(13.0);
    for (line, index) in lines.iter().zip(0_u16..) {
        let role = if index == 0 { Role::CellStrong } else { Role::Cell };
        let natural = drawing.measure(role, line);
        let size = (leading / 1.25).min((width - 10.0) / natural.max(0.01)).min(10.0);
        let base = height - 3.0 - leading * (f32::from(index) + 0.5) - size * 0.36;
        drawing.line(role, line, size, [5.0, base]);
    }
    if drawing.missing.is_empty() {
        Ok(SignatureAppearance {
            content: drawing.out.into_bytes(),
            resources: b"<< >>".to_vec(),
        })
    } else {
        Err(RenderError::MissingLetters(drawing.missing))
    }
}

struct Drawing<'a> {
    parsed: &'a [Face<'a>],
    faces: &'a Faces,
    out: String,
    missing: Vec<MissingLetter>,
}

impl Drawing<'_> {
    fn frame(&mut self, width: f32, height: f32) {
        let [red, green, blue] = super::draw::shares(Ink::Shade(Tone::Neutral));
        let (width, height) = ((width - 1.0).max(0.0), (height - 1.0).max(0.0));
        // Writing to a string cannot fail, here and below.
        let _ = write!(
            self.out,
            "q 0.6 w {red} {green} {blue} RG 0.5 0.5 {width:.2} {height:.2} re S Q "
        );
    }

    fn find(&self, role: Role, letter: char) -> Option<(usize, GlyphId)> {
        self.faces
            .order(role)
            .find_map(|index| Some((index, self.parsed.get(index)?.glyph_index(letter)?)))
    }

    /// Width at a size of one point.
    fn measure(&self, role: Role, text: &str) -> f32 {
        text.chars()
            .filter_map(|letter| {
                let (index, glyph) = self.find(role, letter)?;
                let face = self.parsed.get(index)?;
                Some(f32::from(face.glyph_hor_advance(glyph)?) / f32::from(face.units_per_em()))
            })
            .sum()
    }

    fn line(&mut self, role: Role, text: &str, size: f32, [mut x, y]: [f32; 2]) {
        let words: String = text.encode_utf16().fold("FEFF".to_owned(), |mut hex, unit| {
            let _ = write!(hex, "{unit:04X}");
            hex
        });
        let _ = write!(self.out, "/Span << /ActualText <{words}> >> BDC 0.1 g ");
        for letter in text.chars() {
            let Some((index, glyph)) = self.find(role, letter) else {
                self.miss(letter, text);
                continue;
            };
            let Some(face) = self.parsed.get(index) else { continue };
            let scale = size / f32::from(face.units_per_em());
            let _ = write!(self.out, "q {scale:.5} 0 0 {scale:.5} {x:.2} {y:.2} cm ");
            let mut path = Path {
                out: &mut self.out,
                at: (0.0, 0.0),
                drawn: false,
            };
            face.outline_glyph(glyph, &mut path);
            let drawn = path.drawn;
            self.out.push_str(if drawn { "f Q " } else { "n Q " });
            x += f32::from(face.glyph_hor_advance(glyph).unwrap_or(0)) * scale;
        }
        self.out.push_str("EMC ");
    }

    fn miss(&mut self, letter: char, text: &str) {
        self.missing.push(MissingLetter {
            letter,
            heading: String::new(),
            excerpt: text.chars().take(24).collect(),
        });
    }
}

/// Outlines as path operators in whole font units; parabolas become cubic curves, the only ones PDF has.
struct Path<'a> {
    out: &'a mut String,
    at: (f32, f32),
    drawn: bool,
}

impl Path<'_> {
    fn points(&mut self, points: &[(f32, f32)], operator: char) {
        for (x, y) in points {
            let _ = write!(self.out, "{x:.0} {y:.0} ");
        }
        self.out.push(operator);
        self.out.push(' ');
        self.at = points.last().copied().unwrap_or(self.at);
        self.drawn = true;
    }
}

impl OutlineBuilder for Path<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.points(&[(x, y)], 'm');
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.points(&[(x, y)], 'l');
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let toward = |end: f32, control: f32| end + (control - end) * 2.0 / 3.0;
        let from = self.at;
        let first = (toward(from.0, x1), toward(from.1, y1));
        self.points(&[first, (toward(x, x1), toward(y, y1)), (x, y)], 'c');
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.points(&[(x1, y1), (x2, y2), (x, y)], 'c');
    }

    /// Filling closes a path by itself.
    fn close(&mut self) {}
}
