//! Files: assessments and answers in one TOML format, written atomically, locked while open, with a journal between saves.
//!
//! Portable `std`, but for four small parts with `cfg(unix)`: flushing a folder and modes of files (`atomic`), modes of
//! folders (`place`), the name of the host (`lock`). Elsewhere files inherit the access of the user's folder.

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
pub use lock::Holder;
pub use place::{HOME_VARIABLE, Place, make_private};
pub use settings::Settings;
pub use workspace::{Access, Catalog, Held, Mode, Notice, Opened, Upgrade, Workspace, create, open};
