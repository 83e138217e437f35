//! Back ends: one document, bytes of one kind. Time comes in from outside, so the same input gives the same bytes.

use jiff::Timestamp;

use super::{document::Document, face::FaceError, metrics::MissingLetter, page::LayoutError};
use crate::domain::Text;

mod json;
mod markdown;
pub mod pdf;
mod plain;
mod text;

pub use json::Json;
pub use markdown::Markdown;
pub use pdf::Pdf;
pub use text::PlainText;

/// What a back end needs beside the document.
#[derive(Debug, Clone, Copy)]
pub struct RenderOptions<'a> {
    /// The time written into the file.
    pub now: Timestamp,
    /// Bytes embedded into the PDF as the associated file `assessment.json`; other kinds ignore them.
    pub attachment: Option<&'a [u8]>,
}

/// A back end.
pub trait Render {
    /// The document as bytes of this kind.
    fn render(&self, document: &Document, options: &RenderOptions<'_>) -> Result<Vec<u8>, RenderError>;
}

/// Why nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// Letters that no face has; the list holds each place once.
    #[error("letters without a face: {}", letters(.0))]
    MissingLetters(Vec<MissingLetter>),
    /// A face cannot be used.
    #[error(transparent)]
    Face(#[from] FaceError),
    /// The file could not be put together.
    #[error("the file could not be put together: {0}")]
    Assembly(String),
}

impl From<LayoutError> for RenderError {
    fn from(error: LayoutError) -> Self {
        match error {
            LayoutError::Face(error) => Self::Face(error),
            LayoutError::Missing(letters) => Self::MissingLetters(letters),
        }
    }
}

impl RenderError {
    /// What happened and what to do, in both languages; several lines if letters are missing.
    pub fn text(&self) -> Text {
        match self {
            Self::Face(error) => error.text(),
            Self::Assembly(reason) => Text::new(
                format!("报告文件无法生成：{reason}。"),
                format!("The report could not be put together: {reason}."),
            ),
            Self::MissingLetters(letters) => Text::new(
                format!(
                    "以下文字在字体中没有字形，未生成报告：\n{}\n请改用其他写法，或者用--fallback-font指定含有这些字的字体文件。",
                    places(letters, "在“", "”中：")
                ),
                format!(
                    "No report was written, because these characters are in no font:\n{}\nWrite them differently, or name a font file \
                     that has them with --fallback-font.",
                    places(letters, "under \"", "\": ")
                ),
            ),
        }
    }
}

fn letters(missing: &[MissingLetter]) -> String {
    missing.iter().map(|missing| missing.letter).collect()
}

fn places(missing: &[MissingLetter], under: &str, then: &str) -> String {
    let line = |missing: &MissingLetter| {
        let code = u32::from(missing.letter);
        let place = if missing.heading.is_empty() {
            String::new()
        } else {
            format!("{under}{}{then}", missing.heading)
        };
        format!(
            "  {} U+{code:04X} {place}{}",
            missing.letter,
            missing.excerpt.replace('\n', " ")
        )
    };
    missing.iter().map(line).collect::<Vec<_>>().join("\n")
}
