//! Reports: a semantic document, its pages, and one back end per output kind.

pub mod document;
