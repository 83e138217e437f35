//! The pure domain: no io, clock, locale, terminal or PDF.

pub mod route;
mod text;

pub use text::{Lang, Text, is_unprintable};
