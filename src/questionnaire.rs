//! Questionnaire files: raw spanned TOML, validated into domain types.

mod belong;
mod catalog;
mod check;
pub mod code;
mod example;
mod fault;
mod halves;
mod load;
pub mod raw;
mod route_facts;

pub use catalog::{Catalog, EMBEDDED};
pub use example::EXAMPLES;
pub use fault::{Fault, Source, printable};
pub use halves::in_halves;
pub use route_facts::route_facts;
