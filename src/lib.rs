//! `pipia`: personal information protection impact assessments for outbound transfers from China.

pub mod cli;
pub mod command;
pub mod domain;
pub mod i18n;
pub mod questionnaire;
pub mod report;
pub mod seal;
pub mod store;
pub mod tui;
