//! All integration tests, linked once.
#![allow(clippy::unwrap_used, clippy::string_slice, missing_docs)]

mod architecture;
mod pdf;
mod removal;
mod questionnaires;
mod route;
mod support;
