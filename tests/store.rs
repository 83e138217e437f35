//! Files: format, locks, journals, crashes.

mod format;
mod random;
mod sample;
mod workspace;
