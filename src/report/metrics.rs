//! Type sizes by role, and the width of letters.
//!
//! The Chinese sizes are those of the official templates (TPL-SC2, GUIDE-SA3): body 四号 (14 pt) on fixed 26 pt lines, margins
//! 2.54 cm and 3.18 cm. Sizes of headings and tables are not prescribed; ours follow common practice: cells 五号, and 小五 where a
//! table has many columns or stands in an annex.

use std::collections::HashMap;

use ttf_parser::{Face, GlyphId};

use super::face::{FaceError, Faces};
use crate::domain::Lang;

/// Width of the paper (A4) in points.
pub const PAGE_WIDTH: f32 = 595.276;
/// Height of the paper (A4) in points.
pub const PAGE_HEIGHT: f32 = 841.89;
/// Left and right margin: 3.18 cm.
pub const MARGIN_SIDE: f32 = 90.142;
/// Top and bottom margin: 2.54 cm.
pub const MARGIN_TOP: f32 = 72.0;
/// Width of the text block.
pub const TEXT_WIDTH: f32 = PAGE_WIDTH - 2.0 * MARGIN_SIDE;
/// Height of the text block.
pub const TEXT_HEIGHT: f32 = PAGE_HEIGHT - 2.0 * MARGIN_TOP;

/// What a piece of text is for. Users may map each role to a face of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Paragraphs and lists (仿宋 in the official templates).
    Body,
    /// Emphasis in paragraphs.
    Strong,
    /// Small type in paragraphs and headings.
    Small,
    /// Identifiers in paragraphs.
    Code,
    /// First-level headings (黑体).
    Heading1,
    /// Second-level headings (楷体, bold).
    Heading2,
    /// Third-level headings (仿宋, bold).
    Heading3,
    /// Fourth-level headings.
    Heading4,
    /// Title of the cover (二号 黑体).
    CoverTitle,
    /// Second line of the cover.
    CoverSubtitle,
    /// Other text of the cover.
    CoverText,
    /// Table cells.
    Cell,
    /// Table heads and emphasis in cells.
    CellStrong,
    /// Small type in cells.
    CellSmall,
    /// Identifiers in cells.
    CellCode,
    /// Cells of tables with many columns, and of the annexes (小五).
    Fine,
    /// Heads and emphasis in such cells.
    FineStrong,
    /// Small type in such cells.
    FineSmall,
    /// Identifiers in such cells.
    FineCode,
    /// A note to a table.
    Note,
    /// Titles of tables and figures.
    Caption,
    /// Lines of the table of contents, first level.
    ContentsStrong,
    /// Lines of the table of contents, other levels.
    Contents,
    /// Page header and footer.
    Margin,
}

/// Regular or bold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Regular.
    Regular,
    /// Bold.
    Bold,
}

/// Size and line distance of a role, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Size of the letters.
    pub size: f32,
    /// Distance from line to line.
    pub leading: f32,
}

impl Role {
    /// Which of the two built-in faces the role is set in.
    pub const fn weight(self) -> Weight {
        match self {
            Self::Strong
            | Self::Heading1
            | Self::Heading2
            | Self::Heading3
            | Self::CoverTitle
            | Self::CellStrong
            | Self::FineStrong
            | Self::Caption
            | Self::ContentsStrong => Weight::Bold,
            _ => Weight::Regular,
        }
    }

    /// Size and line distance in a report of this language.
    pub const fn style(self, lang: Lang) -> Style {
        let (size, leading) = match lang {
            Lang::Zh => self.chinese(),
            Lang::En => self.english(),
        };
        Style { size, leading }
    }

    const fn chinese(self) -> (f32, f32) {
        match self {
            Self::Body | Self::Strong | Self::CoverText => (14.0, 26.0),
            Self::Small => (10.5, 26.0),
            Self::Code => (12.0, 26.0),
            Self::Heading1 => (16.0, 26.0),
            Self::Heading2 => (15.0, 24.0),
            Self::Heading3 | Self::Heading4 => (14.0, 22.0),
            Self::CoverTitle => (22.0, 36.0),
            Self::CoverSubtitle => (16.0, 28.0),
            Self::Cell | Self::CellStrong => (10.5, 14.6),
            Self::CellSmall => (9.0, 14.6),
            Self::CellCode => (9.5, 14.6),
            Self::Fine | Self::FineStrong => (9.0, 12.6),
            Self::FineSmall | Self::FineCode => (8.0, 12.6),
            Self::Note => (9.0, 14.0),
            Self::Caption => (10.5, 17.0),
            Self::ContentsStrong | Self::Contents => (10.5, 15.6),
            Self::Margin => (9.0, 12.0),
        }
    }

    const fn english(self) -> (f32, f32) {
        match self {
            Self::Body | Self::Strong | Self::Heading4 => (10.5, 16.0),
            Self::Small => (8.5, 16.0),
            Self::Code => (9.5, 16.0),
            Self::Heading1 => (15.0, 21.0),
            Self::Heading2 => (12.5, 18.0),
            Self::Heading3 => (11.0, 15.5),
            Self::CoverTitle => (22.0, 30.0),
            Self::CoverSubtitle => (14.0, 20.0),
            Self::CoverText => (11.0, 18.0),
            Self::Cell | Self::CellStrong => (9.0, 12.5),
            Self::CellSmall => (8.0, 12.5),
            Self::CellCode => (8.5, 12.5),
            Self::Fine | Self::FineStrong | Self::Margin => (8.0, 11.0),
            Self::FineSmall | Self::FineCode => (7.5, 11.0),
            Self::Note => (8.0, 12.0),
            Self::Caption => (9.5, 15.0),
            Self::ContentsStrong | Self::Contents => (9.5, 14.5),
        }
    }
}

/// A letter that no face has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MissingLetter {
    /// The letter.
    pub letter: char,
    /// Heading under which it stands; empty before the first heading.
    pub heading: String,
    /// The beginning of the text in which it stands.
    pub excerpt: String,
}

/// A face of a set, and whether its letters are set without the white room around them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FaceNumber {
    /// Number of the face.
    pub index: usize,
    /// Set narrow: quotation marks in English text.
    pub narrow: bool,
}

/// Room left and right of a narrow letter, in thousandths of an em.
const NARROW_SIDE: f32 = 55.0;

/// How far a narrow letter is moved to the left, and its advance, both in font units.
pub(super) fn narrowed(face: &Face<'_>, glyph: GlyphId) -> Option<(f32, f32)> {
    let bounds = face.glyph_bounding_box(glyph)?;
    let side = NARROW_SIDE * f32::from(face.units_per_em()) / 1000.0;
    Some((
        f32::from(bounds.x_min) - side,
        f32::from(bounds.x_max) - f32::from(bounds.x_min) + 2.0 * side,
    ))
}

/// Looks up letters in faces and measures them; remembers the letters no face has.
pub struct Ruler<'a> {
    faces: &'a Faces,
    parsed: Vec<Face<'a>>,
    known: HashMap<(Role, char, bool), Option<(FaceNumber, f32)>>,
    lang: Lang,
    heading: String,
    missing: Vec<MissingLetter>,
}

impl<'a> Ruler<'a> {
    /// A ruler over these faces for a report in `lang`.
    pub fn new(faces: &'a Faces, lang: Lang) -> Result<Self, FaceError> {
        Ok(Self {
            faces,
            parsed: faces.parsed()?,
            known: HashMap::new(),
            lang,
            heading: String::new(),
            missing: Vec::new(),
        })
    }

    /// The language whose sizes are used.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// Under which heading the next letters stand.
    pub fn enter(&mut self, heading: &str) {
        heading.clone_into(&mut self.heading);
    }

    /// Face number and advance in points of a letter; a letter without a face is noted and takes the room of one character.
    pub(super) fn letter(&mut self, role: Role, letter: char, narrow: bool, text: &str) -> (FaceNumber, f32) {
        let size = role.style(self.lang).size;
        let found = *self
            .known
            .entry((role, letter, narrow))
            .or_insert_with(|| look_up(self.faces, &self.parsed, role, letter, narrow));
        found.map_or_else(
            || {
                self.note_missing(letter, text);
                (FaceNumber::default(), size)
            },
            |(face, advance)| (face, advance * size),
        )
    }

    /// Width of a text in points.
    pub fn width(&mut self, role: Role, text: &str) -> f32 {
        text.chars()
            .map(|letter| self.letter(role, letter, false, text).1)
            .sum()
    }

    /// The letters no face has, in the order met, each place once.
    pub fn into_missing(self) -> Vec<MissingLetter> {
        self.missing
    }

    fn note_missing(&mut self, letter: char, text: &str) {
        let missing = MissingLetter {
            letter,
            heading: self.heading.clone(),
            excerpt: text.chars().take(24).collect(),
        };
        if !self.missing.contains(&missing) {
            self.missing.push(missing);
        }
    }
}

/// Face and advance in em.
fn look_up(faces: &Faces, parsed: &[Face<'_>], role: Role, letter: char, narrow: bool) -> Option<(FaceNumber, f32)> {
    faces.order(role).find_map(|index| {
        let face = parsed.get(index)?;
        let glyph = face.glyph_index(letter)?;
        let wide = f32::from(face.glyph_hor_advance(glyph)?);
        let narrowed = if narrow { narrowed(face, glyph) } else { None };
        let (narrow, advance) = narrowed.map_or((false, wide), |(_, advance)| (true, advance));
        Some((FaceNumber { index, narrow }, advance / f32::from(face.units_per_em())))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_block_is_that_of_the_official_template() {
        assert!((TEXT_WIDTH - 415.0).abs() < 0.5, "{TEXT_WIDTH}");
        assert!((TEXT_HEIGHT - 698.0).abs() < 0.5, "{TEXT_HEIGHT}");
        let body = Role::Body.style(Lang::Zh);
        assert_eq!(format!("{}", (TEXT_WIDTH / body.size).floor()), "29");
        assert_eq!(format!("{}", (TEXT_HEIGHT / body.leading).floor()), "26");
    }

    #[test]
    fn chinese_letters_are_one_em_wide_and_missing_ones_are_told_with_their_place() {
        let faces = Faces::built_in().unwrap();
        let mut ruler = Ruler::new(&faces, Lang::Zh).unwrap();
        assert!((ruler.width(Role::Body, "个人信息") - 56.0).abs() < 0.01);
        ruler.enter("一、评估说明");
        ruler.width(Role::Cell, "𠮷野家");
        ruler.width(Role::Cell, "𠮷野家");
        let missing = ruler.into_missing();
        assert_eq!(missing.len(), 1);
        assert_eq!((missing[0].letter, missing[0].heading.as_str()), ('𠮷', "一、评估说明"));
    }
}
