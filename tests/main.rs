//! All integration tests, linked once.
#![allow(clippy::unwrap_used, clippy::string_slice, missing_docs)]

mod architecture;
mod examples;
mod pdf;
mod removal;
mod route;
mod scoring;
mod seal;
mod support;
mod worked_cases;
