//! Questionnaire files: raw spanned TOML, validated into domain types.

pub mod code;
mod fault;
mod load;
pub mod raw;

pub use fault::{Fault, Source, printable};
