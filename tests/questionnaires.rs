//! The built-in questionnaires as data: every rule can be raised and silenced, every level reached, every text fit to be printed.

mod answers;
mod citations;
mod coverage;
mod edits;
mod gaps;
mod levels;
mod reach;
mod rules;
mod search;
mod terms;
mod texts;
mod words;
mod world;

use pipia::domain::Questionnaire;
use pipia::questionnaire::Catalog;
use std::sync::Arc;

/// The questionnaire of the certification route.
fn certification() -> Arc<Questionnaire> {
    let catalog = Catalog::built_in().unwrap_or_else(|faults| panic!("{} faults in the built-in files", faults.len()));
    catalog.get("certification").unwrap()
}
