//! Faces cut down to the letters of the document.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use printpdf::{FontId, FontMetrics, Mm, Op, ParsedFont, PdfFont, PdfPage};
use sha2::{Digest, Sha256};
use ttf_parser::Face;

use super::RenderError;
use crate::report::{
    face::{Faces, postscript_name},
    metrics::FaceNumber,
    page::{Item, Pages},
    subset::{Subset, subset},
};

/// The resource name of a face. Set by us, because printpdf takes its own from a counter of the process.
pub(super) fn font_id(face: FaceNumber) -> FontId {
    FontId(format!("Face{}{}", face.index, if face.narrow { "n" } else { "" }))
}

/// One font per face that is used.
pub(super) fn embed(pages: &Pages, faces: &Faces) -> Result<BTreeMap<FontId, PdfFont>, RenderError> {
    let parsed = faces.parsed()?;
    let fonts = letters(pages)
        .iter()
        .filter_map(|(number, letters)| {
            let face = parsed.get(number.index)?;
            Some((font_id(*number), PdfFont::new(font(face, letters, number.narrow))))
        })
        .collect();
    Ok(fonts)
}

fn letters(pages: &Pages) -> BTreeMap<FaceNumber, BTreeSet<char>> {
    let mut letters: BTreeMap<FaceNumber, BTreeSet<char>> = BTreeMap::new();
    for placed in pages.pages.iter().flat_map(|page| &page.items) {
        if let Item::Text { runs, .. } = &placed.item {
            for run in runs {
                letters.entry(run.face).or_default().extend(run.text.chars());
            }
        }
    }
    letters
}

fn font(face: &Face<'_>, letters: &BTreeSet<char>, narrow: bool) -> ParsedFont {
    let Subset {
        bytes,
        glyphs,
        advances,
        units,
        bounds,
        ascent,
        descent,
    } = subset(face, letters, narrow);
    let name = format!("{}+{}", tag(letters), postscript_name(face));
    let glyphs = glyphs
        .into_iter()
        .map(|(letter, glyph)| (u32::from(letter), glyph))
        .collect();
    let metrics = FontMetrics { ascent, descent };
    let mut font = ParsedFont::with_glyph_data(bytes, 0, Some(name), glyphs, advances, units, metrics);
    let [left, low, right, high] = bounds;
    font.pdf_font_metrics.x_min = left;
    font.pdf_font_metrics.y_min = low;
    font.pdf_font_metrics.x_max = right;
    font.pdf_font_metrics.y_max = high;
    font.pdf_font_metrics.us_weight_class = face.weight().to_number();
    font
}

/// Six capital letters that stand for the set of letters.
fn tag(letters: &BTreeSet<char>) -> String {
    let text: String = letters.iter().collect();
    let digest = Sha256::digest(text.as_bytes());
    let mut tag = String::new();
    for byte in digest.iter().take(6) {
        // Writing to a string cannot fail.
        let _ = write!(tag, "{}", char::from(b'A' + byte % 26));
    }
    tag
}

/// A page of any size: `catalog` sets the exact one, which is not a whole number of millimetres in binary.
pub(super) fn blank_page(ops: Vec<Op>) -> PdfPage {
    PdfPage::new(Mm(210.0), Mm(297.0), ops)
}
