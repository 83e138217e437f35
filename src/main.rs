//! The `pipia` program: parse, dispatch, exit code.

use pipia::command::{Exit, run};
#[cfg(unix)]
use std::sync::Arc;

/// "File size limit exceeded" on Linux, macOS and the BSDs.
#[cfg(unix)]
const SIGXFSZ: i32 = 25;

fn main() -> Exit {
    heed_file_limits();
    run(std::env::args_os())
}

/// A file that grows beyond the limit of its user is an error like a full disk, not the end of the program.
#[cfg(unix)]
fn heed_file_limits() {
    // If the signal cannot be caught, the limit still holds, only less kindly.
    drop(signal_hook::flag::register(SIGXFSZ, Arc::default()));
}

/// No such limits elsewhere.
#[cfg(not(unix))]
fn heed_file_limits() {}
