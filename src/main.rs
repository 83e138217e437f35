//! The `pipia` program: parse, dispatch, exit code.

fn main() {}
