//! All integration tests, linked once.
#![allow(clippy::unwrap_used, clippy::string_slice, missing_docs)]

mod architecture;
mod journeys;
mod journeys_tables;
mod pdf;
mod report;
mod removal;
mod questionnaires;
mod route;
mod seal;
mod store;
mod support;
mod worked_cases;
