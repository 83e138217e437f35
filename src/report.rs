//! Reports: a semantic document, its pages, and one back end per output kind.
//!
//! `document` says what a report contains, without points or colours. `page` (with `line` and `metrics`) turns it into placed
//! text on A4 pages; the back ends in `render` write bytes. Markdown, text and JSON consume the document, PDF consumes the pages.

pub mod compose;
pub mod document;
pub mod face;
pub mod line;
pub mod metrics;
pub mod page;
pub mod render;
mod subset;
mod words;
