//! The terminal layer: keys to actions, words and colours to cells. Nothing here reads a file or the clock.

pub mod action;
pub mod app;
pub mod context;
pub mod editor;
pub mod effect;
pub mod help;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod line_break;
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
