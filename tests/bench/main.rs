//! Measures the budgets of the design on this machine: `cargo bench`. Medians and the 99th percentile; never a test that fails on time.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

mod fixture;

use pipia::domain::{Change, Engine, Scope};
use pipia::questionnaire::Catalog;
use std::sync::Arc;
use std::time::{Duration, Instant};

fn main() {
    // `cargo test --benches` and `cargo bench -- --list` must not run the measurements.
    if std::env::args().any(|argument| argument == "--list" || argument == "--test") {
        return;
    }
    catalogue();
    engine();
}

fn catalogue() {
    let start = Instant::now();
    let found = Catalog::built_in().unwrap().questionnaires().len();
    show(
        "catalogue: read and check all built-in files",
        &mut [start.elapsed()],
        found,
    );
}

/// One change among 1,000 data items, then everything a frame of the wizard shows: visible questions, their status, levels, findings.
fn engine() {
    let questionnaire = Catalog::built_in().unwrap().get("certification").unwrap();
    let mut answers = fixture::answers(&questionnaire, 1000);
    let mut times = Vec::new();
    let mut shown = 0;
    for round in 0..40 {
        let name = format!("item {round}");
        let start = Instant::now();
        let change = Change::Cell("item".into(), "i7".into(), "name".into(), fixture::text(&name));
        let _ = change.apply(&mut answers);
        let engine = Engine::new(Arc::clone(&questionnaire), Arc::new(answers.clone()), fixture::TODAY);
        shown = engine.visits().len() + engine.judgements().len() + engine.findings().len();
        times.push(start.elapsed());
    }
    show(
        "engine: change a cell, recompute levels and findings, 1,000 data items",
        &mut times,
        shown,
    );
    let engine = Engine::new(Arc::clone(&questionnaire), Arc::new(answers.clone()), fixture::TODAY);
    let mut times: Vec<Duration> = (0..20)
        .map(|_| {
            let engine = Engine::new(engine.shared_questionnaire(), Arc::new(answers.clone()), fixture::TODAY);
            let start = Instant::now();
            for (question, scope) in engine.visits() {
                let _ = engine.status(question, &scope);
            }
            start.elapsed()
        })
        .collect();
    show(
        "engine: status of every visible question",
        &mut times,
        engine.visits().len(),
    );
    let _ = Scope::whole();
}

fn show(what: &str, times: &mut [Duration], extra: usize) {
    times.sort();
    let median = times[times.len() / 2];
    let high = times[(times.len() * 99 / 100).min(times.len() - 1)];
    println!("{what}: median {median:?}, p99 {high:?} ({extra})");
}
