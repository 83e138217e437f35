//! The part of PDF that signing and verifying need: objects, cross-reference sections, incremental updates.
//!
//! Our own small reader rather than a general one, because verification must know the exact byte range of every token, must refuse
//! what two readers could understand differently (duplicate keys, wrong stream lengths) and must stay bounded on hostile files.

mod document;
mod filter;
mod parse;
mod value;
mod write;
mod xref;

pub(crate) use document::Document;
pub(crate) use parse::{Object, Parser};
pub(crate) use value::{Dict, Id, Value};
pub(crate) use write::{Update, text_string, write_value};
pub(crate) use xref::{Entry, Section, section};
