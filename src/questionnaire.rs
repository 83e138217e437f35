//! Questionnaire files: raw spanned TOML, validated into domain types.

mod fault;

pub use fault::{Fault, Source, printable};
