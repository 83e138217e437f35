//! Files that commands read: texts, questionnaires, assessments.

use super::failure::{Exit, Failure};
use super::session::Session;
use super::text;
use crate::domain::{Assessment, Engine, Questionnaire, Text};
use crate::questionnaire::{Catalog, Source, printable};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A text file, for faults with places.
pub(super) fn text_or(path: &Path, exit: Exit) -> Result<Source, Failure> {
    let shown = show(path);
    let bytes = fs::read(path).map_err(|error| unreadable(path, &error, exit))?;
    let text = String::from_utf8(bytes).map_err(|_not_text| {
        let what = text(format!("“{shown}”不是UTF-8文字"), format!("\"{shown}\" is not UTF-8 text"));
        Failure::new(exit, what, text("请另选文件，或者以UTF-8保存。", "Choose another file, or save it as UTF-8."))
    })?;
    Ok(Source { name: shown, text })
}

/// A text file a command was given; exit 2 if it cannot be read.
pub(super) fn text(path: &Path) -> Result<Source, Failure> {
    text_or(path, Exit::Refused)
}
