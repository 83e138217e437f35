//! The pure domain: no io, clock, locale, terminal or PDF.

mod text;

pub use text::{Lang, Text, is_unprintable};
