//! Files: assessments and answers in one TOML format, written atomically, locked while open, with a journal between saves.

pub mod atomic;
mod error;
pub mod format;
pub mod journal;
pub mod lock;
pub mod migrate;
mod place;
mod settings;
mod workspace;

pub use error::{Message, OpenError, SaveError};
pub use place::{HOME_VARIABLE, Place, make_private};
pub use settings::Settings;
pub use workspace::{Access, Catalog, Mode, Notice, Opened, Upgrade, Workspace, create, open};
