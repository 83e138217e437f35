//! The document itself, for programs.

use super::{Render, RenderError, RenderOptions};
use crate::report::document::Document;

/// Indented JSON; each block and inline names its kind.
#[derive(Debug, Clone, Copy, Default)]
pub struct Json;

impl Render for Json {
    fn render(&self, document: &Document, _options: &RenderOptions<'_>) -> Result<Vec<u8>, RenderError> {
        let mut bytes =
            serde_json::to_vec_pretty(&document.cleaned()).map_err(|error| RenderError::Assembly(error.to_string()))?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}
