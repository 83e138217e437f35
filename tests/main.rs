//! All integration tests, linked once.
#![allow(clippy::unwrap_used, missing_docs)]

mod architecture;
mod pdf;
mod report;
mod route;
mod support;
