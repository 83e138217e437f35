//! The `pipia` program: parse, dispatch, exit code.

use pipia::command::{Exit, run};

fn main() -> Exit {
    run(std::env::args_os())
}
