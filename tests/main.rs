//! All integration tests, linked once.
#![allow(clippy::unwrap_used, clippy::string_slice, clippy::too_many_lines, missing_docs)]

mod architecture;
mod cli;
mod docs;
mod examples;
mod journeys;
mod journeys_b;
mod journeys_export;
mod journeys_language;
mod journeys_measures;
mod journeys_new_user;
mod journeys_real;
mod journeys_tables;
mod journeys_typed;
mod journeys_whole;
mod pdf;
mod pty;
mod questionnaires;
mod removal;
mod report;
mod route;
mod scoring;
mod screens;
mod screens_a;
mod screens_b;
mod seal;
mod store;
mod support;
mod worked_cases;
