//! The paged back end: an A4 PDF 1.7 with embedded subset faces, tags, bookmarks, an attachment and empty signature fields.
//!
//! `printpdf` writes pages and faces; everything it has no word for, or would take from the clock or a counter of the process, is
//! set on the `lopdf` document afterwards. It is built without `text_layout`: faces reach it already subset (see `subset`).

use std::collections::BTreeMap;

use lopdf::{Object, ObjectId, SaveOptions};
use printpdf::{PdfDocument, PdfSaveOptions};

use super::{Render, RenderError, RenderOptions};
use crate::report::{
    document::Document,
    face::Faces,
    page::{self, Pages},
};

mod appearance;
mod catalog;
mod draw;
mod fonts;
mod form;
mod tags;
mod xref;

pub use appearance::{SignatureAppearance, signature_appearance};

/// The PDF back end with the faces it sets in.
#[derive(Debug, Clone, Copy)]
pub struct Pdf<'a> {
    /// Built-in faces, with those of the user.
    pub faces: &'a Faces,
}

impl Render for Pdf<'_> {
    fn render(&self, document: &Document, options: &RenderOptions<'_>) -> Result<Vec<u8>, RenderError> {
        let document = document.cleaned();
        let pages = page::lay_out(&document, self.faces)?;
        let (mut file, marked) = print(&document, &pages, self.faces)?;
        let ids = page_ids(&file)?;
        let mut structure = tags::Structure::new(&mut file, &pages, &ids, marked);
        let fields = form::annotate(&mut file, &pages, &ids, &mut structure)?;
        let root = structure.write(&mut file)?;
        form::outline(&mut file, &pages, &ids)?;
        catalog::complete(
            &mut file,
            &document,
            options,
            &catalog::Parts {
                structure: root,
                fields,
            },
        )?;
        save(file)
    }
}

/// Pages and faces, and which marked content each page holds.
fn print(
    document: &Document,
    pages: &Pages,
    faces: &Faces,
) -> Result<(lopdf::Document, Vec<draw::Marked>), RenderError> {
    let fonts = fonts::embed(pages, faces)?;
    let mut printed = PdfDocument::new(&document.meta.title);
    let mut marked = Vec::new();
    for page in &pages.pages {
        let (ops, content) = draw::page(page, pages);
        printed.pages.push(fonts::blank_page(ops));
        marked.push(content);
    }
    printed.resources.fonts.map = fonts;
    let options = PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        ..PdfSaveOptions::default()
    };
    let mut warnings = Vec::new();
    let file = printpdf::serialize::to_lopdf_doc(&printed, &options, &mut warnings);
    Ok((file, marked))
}

fn page_ids(file: &lopdf::Document) -> Result<Vec<ObjectId>, RenderError> {
    let pages: BTreeMap<u32, ObjectId> = file.get_pages();
    if pages.is_empty() {
        Err(RenderError::Assembly("no pages".to_owned()))
    } else {
        Ok(pages.into_values().collect())
    }
}

/// Structure elements are many and small: they go into compressed object streams.
fn save(mut file: lopdf::Document) -> Result<Vec<u8>, RenderError> {
    file.compress();
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(2000)
        .compression_level(9)
        .build();
    let mut bytes = Vec::new();
    file.save_with_options(&mut bytes, options).map_err(assembly)?;
    Ok(xref::packed(&bytes).unwrap_or(bytes))
}

#[expect(clippy::needless_pass_by_value, reason = "the shape `map_err` asks for")]
fn assembly(error: impl ToString) -> RenderError {
    RenderError::Assembly(error.to_string())
}

/// A text string: UTF-16 with a byte order mark, which every reader knows.
fn text_string(text: &str) -> Object {
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, lopdf::StringFormat::Hexadecimal)
}
