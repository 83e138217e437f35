//! What the subcommands do, apart from arguments and files: text in, text and exit code out.

pub mod route;
