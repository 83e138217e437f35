//! Measures the budgets of the design on this machine: `cargo bench`. Medians and 99th percentiles; never a test that fails on time.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::string_slice,
    dead_code,
    missing_docs
)]

mod fixture;
mod terminal;
#[path = "../support"]
mod support {
    pub(crate) mod journey;
    pub(crate) mod pty;
    pub(crate) mod screen;
    pub(crate) mod world;
}

use pipia::cli::ReportLanguage;
use pipia::command::export::{Kind, Order, make};
use pipia::domain::{Assessment, Engine, Lang};
use pipia::questionnaire::{Catalog, EXAMPLES, Source};
use pipia::seal::{Identity, Role, Seed, Subject};
use pipia::store::format::{read_answers, read_assessment, write_assessment};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};
use support::journey::Journey;

const ROUNDS: usize = 11;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    // Whoever lists or compiles the benches must not run the measurements.
    if arguments
        .iter()
        .any(|argument| argument == "--list" || argument == "--test")
    {
        return;
    }
    match arguments.iter().find_map(|argument| argument.strip_prefix("part=")) {
        Some("start") => start(),
        Some("steps") => steps(),
        Some("wizard") => wizard(),
        Some("screens") => screens(),
        Some("export") => export(),
        Some("engine") => engine(),
        Some("shell") => terminal::start(),
        Some("home") => terminal::home(),
        _ => all(),
    }
}

/// Every part runs in a process of its own: the catalogue and the fonts are read once per process.
fn all() {
    let program = std::env::current_exe().unwrap();
    let run = |part: &str| {
        let output = Command::new(&program).arg(format!("part={part}")).output().unwrap();
        assert!(
            output.status.success(),
            "{part}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    };
    let mut starts: Vec<Duration> = (0..ROUNDS)
        .map(|_| Duration::from_secs_f64(run("start").trim().parse().unwrap()))
        .collect();
    show(
        "start to first complete frame, all questions of an assessment answered, 1,000 data items",
        &mut starts,
    );
    for part in ["steps", "shell", "home", "wizard", "screens", "engine", "export"] {
        print!("{}", run(part));
    }
}

/// Catalogue, answers, first frame of the question screen at 200×60.
fn start() {
    let begin = Instant::now();
    let questionnaire = Catalog::built_in().unwrap().get("certification").unwrap();
    let catalogue = begin.elapsed();
    let answers = fixture::answers(&questionnaire, 1000);
    let begin = Instant::now();
    let journey = Journey::open(Lang::Zh, 200, 60, answers);
    assert!(!journey.text().is_empty());
    println!("{}", (catalogue + begin.elapsed()).as_secs_f64());
}

/// Where the time of a start goes: the catalogue, the file of case A, what is asked and how far it is answered, the frame.
fn steps() {
    let begin = Instant::now();
    let questionnaire = Catalog::built_in().unwrap().get("certification").unwrap();
    println!("start, catalogue read: {:.1?}", begin.elapsed());
    let mut assessment = Assessment::new(&questionnaire, "case-a", "2026-11-21T00:00:00Z".parse().unwrap());
    assessment.answers = support::world::finished("case-a");
    let source = Source {
        name: "case-a".to_owned(),
        text: write_assessment(&assessment),
    };
    let begin = Instant::now();
    let read = read_assessment(&source, &questionnaire).unwrap();
    println!("start, file of case A read: {:.1?}", begin.elapsed());
    let begin = Instant::now();
    let journey = Journey::open(Lang::Zh, 200, 60, read.assessment.answers);
    assert!(!journey.text().is_empty());
    println!("start, overview and first frame: {:.1?}", begin.elapsed());
}

/// A walk of a person who types: moves, choices, text, table cells; each key until its frame is drawn.
fn wizard() {
    let questionnaire = Catalog::built_in().unwrap().get("certification").unwrap();
    let mut journey = Journey::open(Lang::Zh, 200, 60, fixture::answers(&questionnaire, 1000));
    let mut times = Vec::new();
    let script = "<tab><tab><down><up><tab><tab>1<tab>2<tab><tab><down><down><up><tab><tab><tab>";
    let typed = "按月传输订单数据用于海外仓发货";
    for question in [
        "route.trigger",
        "inventory.items",
        "transfer.list",
        "processor.business",
        "legality.bases",
        "other.matters",
    ] {
        journey.goto(question);
        for _ in 0..3 {
            for key in pipia::tui::key::keys(script).unwrap() {
                times.push(timed(|| journey.keys(&key.to_string())));
            }
        }
    }
    journey.goto("processor.business");
    for letter in typed.chars().cycle().take(200) {
        times.push(timed(|| journey.keys(&letter.to_string())));
    }
    journey.keys("<esc>");
    show("key to drawn frame, 200×60, 1,000 data items", &mut times);
}

/// The widest screens on the largest worked case, each key until its frame is drawn.
fn screens() {
    let mut journey = Journey::open(Lang::Zh, 200, 60, support::world::finished("case-a"));
    for (name, way) in [
        ("findings", "i"),
        ("levels", "s"),
        ("matrix", "sm"),
        ("review", "r"),
        ("preview", "v"),
    ] {
        journey.keys(way);
        let mut times = Vec::new();
        for key in pipia::tui::key::keys(&"<down><pgdn><up>".repeat(40)).unwrap() {
            times.push(timed(|| journey.keys(&key.to_string())));
        }
        show(&format!("key to drawn frame, {name} of case A, 200×60"), &mut times);
        journey.keys(&"<esc>".repeat(way.len()));
    }
}

fn timed<T>(run: impl FnOnce() -> T) -> Duration {
    let begin = Instant::now();
    let _ = run();
    begin.elapsed()
}

/// One change among 1,000 data items, then every level and finding.
fn engine() {
    let questionnaire = Catalog::built_in().unwrap().get("certification").unwrap();
    let answers = Arc::new(fixture::answers(&questionnaire, 1000));
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            timed(|| {
                let engine = Engine::new(Arc::clone(&questionnaire), Arc::clone(&answers), fixture::TODAY);
                (engine.findings().len(), engine.judgements().len())
            })
        })
        .collect();
    show(
        "all findings and levels with their traces, 1,000 data items",
        &mut times,
    );
}

/// The worked cases as signed Chinese reports.
fn export() {
    let questionnaire = Catalog::built_in().unwrap().get("certification").unwrap();
    let subject = Subject {
        name: "林月".into(),
        organisation: "鹭屿".into(),
    };
    let (from, to) = (
        "2026-01-01T00:00:00Z".parse().unwrap(),
        "2036-01-01T00:00:00Z".parse().unwrap(),
    );
    let identity = Identity::generate(&subject, from, to, &Seed::new([7; 32])).unwrap();
    for (name, text) in EXAMPLES {
        let source = Source {
            name: (*name).to_owned(),
            text: (*text).to_owned(),
        };
        let answers = read_answers(&source, &questionnaire, &pipia::domain::Answers::default())
            .unwrap()
            .answers;
        let mut assessment = Assessment::new(&questionnaire, *name, "2026-11-21T00:00:00Z".parse().unwrap());
        assessment.answers = answers;
        let mut times = Vec::new();
        let mut made = None;
        for _ in 0..5 {
            let order = Order {
                kind: Kind::Pdf,
                lang: ReportLanguage::Zh,
                draft: false,
                signer: Some((&identity, Role::Assessor)),
                fallback: None,
                now: "2026-11-21T08:00:00[UTC]".parse().unwrap(),
            };
            times.push(timed(|| {
                made = Some(make(&assessment, &questionnaire, &order).unwrap());
            }));
        }
        let bytes = made.unwrap().bytes;
        let pages = lopdf::Document::load_mem(&bytes).unwrap().get_pages().len();
        show(
            &format!(
                "signed Chinese report of {name}: {pages} pages, {} KB",
                bytes.len() / 1024
            ),
            &mut times,
        );
    }
    println!("resident memory during export: {}", resident_of("self", "VmHWM"));
}

fn resident_of(process: &str, which: &str) -> String {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status
        .lines()
        .find(|line| line.starts_with(which))
        .unwrap_or("not measured on this system");
    line.split_whitespace().skip(1).collect::<Vec<_>>().join(" ")
}

fn show(what: &str, times: &mut [Duration]) {
    times.sort();
    let median = times[times.len() / 2];
    let high = times[(times.len() * 99 / 100).min(times.len() - 1)];
    println!("{what}: median {median:.1?}, p99 {high:.1?}, n = {}", times.len());
}
