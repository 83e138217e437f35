//! The terminal layer: keys to actions, words and colours to cells. Nothing here reads a file or the clock.
//!
//! ```text
//! Key -> Keymap(context of the top screen) -> Action | text -> Screen::update -> Go + changes and effects on the Desk
//! effects -> runtime::Driver -> World (files, keys, exporter, clock) -> Outcome -> App::outcome
//! App::view(&self) -> cells + place of the cursor
//! ```
//!
//! * [`app::App`] is the stack of screens over one [`screen::Desk`]: the open [`Session`], what the user set, lists the world brought,
//!   what the world is asked for, the notice above the keys.
//! * [`Session`] holds answers, undo and position, and works out on demand what follows from the answers (`engine()`,
//!   `overview()`): once per change, never per key. Text being typed is a *draft*: recorded with every key, applied when its field is left.
//! * [`runtime::Driver`] runs effects, then draws: a change is in the journal before the frame that shows it.
//!
//! # To add a screen
//!
//! 1. A file `screen/name.rs` with `pub struct State` and the functions `context`, `availability`, `update`, `insert`, `view`
//!    (copy a small one such as `screen/confirm.rs`). View state only: focus, scroll, text being typed.
//! 2. One line in `screens!` in `screen.rs` (`Name name false;`, `true` for an overlay) and `pub mod name;`.
//! 3. Where it is opened: a screen answers [`screen::Go::open`]; for a key that holds everywhere in an assessment, an arm of
//!    `App::open_screen`.
//! 4. Keys in `assets/keymap.toml`, a context in `context.rs` if it has its own, words in both language files (`i18n/area.rs`).
//! 5. What it must know from outside: an [`effect::Effect`] and an [`effect::Outcome`], an arm in `Driver::perform` (quick) or nothing
//!    more (long work goes to `World::start`), and an arm in `Screen::outcome`. What an overlay gives back: `Deed::Picked` and an
//!    arm in `Screen::picked`.
//! 6. A journey in `tests/journeys.rs`.
//!
//! The question screen (`screen/wizard.rs`) hands the answer to a *body*: `field`, `table` or `level::Question`, with the same functions.
//! A body gets every action first; what it leaves as `Go::Unused` moves on to other questions or holds everywhere.

pub mod action;
pub mod app;
mod changed;
pub mod context;
pub mod editor;
pub mod effect;
pub mod help;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod line_break;
pub mod runtime;
pub mod screen;
pub mod session;
pub mod theme;
pub mod widget;

pub use action::Action;
pub use app::App;
pub use context::Context;
pub use editor::Editor;
pub use key::Key;
pub use keymap::{Input, Keymap};
pub use session::Session;
pub use theme::{Role, Theme, ThemeKind};
