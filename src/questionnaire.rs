//! Questionnaire files: raw spanned TOML, validated into domain types.

pub mod code;
mod fault;
pub mod raw;
mod route_facts;

pub use fault::{Fault, Source, printable};
pub use route_facts::route_facts;
