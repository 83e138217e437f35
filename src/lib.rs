//! `pipia` walks a processor through the personal information protection impact assessment (个人信息保护影响评估, PIPIA) for sending
//! personal information out of China, scores the risks and writes a signed PDF report in the official outline. It opens no socket.
//!
//! # What is where
//!
//! | module | holds | may import of ours |
//! |---|---|---|
//! | [`domain`] | questions, answers, conditions, rules, the engine; the route decision. Pure: no io, clock, locale, terminal, PDF | nothing |
//! | [`questionnaire`] | TOML files → spanned raw tables → checked domain types; the catalogue; faults with file, line, column, caret | `domain` |
//! | [`store`] | assessment files, journal, lock, places on disk, settings | `domain`, `questionnaire` |
//! | [`report`] | assessment → semantic document → pages → PDF; Markdown, text and JSON from the same document | `domain`, `questionnaire`, `i18n` |
//! | [`seal`] | signing identities, `PAdES` signatures, verification. Sees bytes, not assessments | `domain` (texts only) |
//! | [`i18n`] | every word of the interface in both languages, typed | `domain` |
//! | [`tui`] | the wizard: `update` → effects; only `tui/runtime` touches terminal, threads and clock | all but `command` |
//! | [`command`] | one file per subcommand | all |
//!
//! `tests/architecture.rs` holds these arrows, the length of files, and that no colour stands outside the theme, no key outside the
//! keymap and no sentence in the terminal layer.
//!
//! # How data flows
//!
//! ```text
//! questionnaires/*.toml -> raw -> check -> Questionnaire ┐
//! assessment file -> read, migrate, journal -> Answers ──┴-> Engine -> visible questions, route, levels, findings   (pure, recomputed)
//! key -> Keymap(context) -> Action -> App::update -> Change -> Answers;  App::update also returns Effects (record, save, export, …)
//! runtime executes effects, brings Outcomes back to App::update;         view(&self) -> cells + cursor position
//! Engine -> compose -> Document -> page -> PDF bytes -> seal -> file;    Document -> Markdown, text, JSON
//! ```
//!
//! Nothing derived is stored: neither in the assessment file nor in the state of the wizard. An [`domain::Engine`] belongs to one
//! state of the answers and computes what it is asked for, once. Time, randomness and the file system come in from outside.
//!
//! # Law as data
//!
//! Questions, finding rules, level tables, the registry of law, the glossary and the places of the world are TOML below
//! `questionnaires/`. Conditions are a small three-valued language ([`domain::Expr`]): an unknown answer makes a condition unknown, and
//! only what is true counts. Findings and levels are evaluated a second time with every unknown answer at the worst value its question
//! states; what only holds then is marked "because not known" and never blocks.
//!
//! # Where this departs from the agreed design
//!
//! - Words of the interface are one file per area and language (`assets/lang/zh/home.toml`), not one file per language: areas are written
//!   and read together, and a file stays short.
//! - Finding rules stand in `questionnaires/findings/`, one file per module, apart from the questions: a rule reads many questions.
//! - printpdf is built without `text_layout`; `report/subset` cuts the faces before printpdf sees them and gives every letter a glyph of
//!   its own, which also closes the trap of shared glyphs in text extraction.
//! - Words of the interface and the report are read by name from a map (`i18n/by_name`), as strictly as derived serde would: its readers
//!   for these structures were a fifth of all code to compile.
//! - `verify --format json` has one field more, `problem`: why a signature is not valid, in words. The route names FLOW 6 where a negative
//!   list decides.
//! - Threads outside `tui/runtime`: `command/wizard` does the long work the runtime is given, `questionnaire/halves` reads the catalogue
//!   in two, `report/face` unpacks one face beside the other.

pub mod cli;
pub mod command;
pub mod domain;
pub mod i18n;
pub mod questionnaire;
pub mod report;
pub mod seal;
pub mod store;
pub mod tui;
