//! The real program in a pseudo-terminal: crashes, ways out, sizes, pasting, a second opener, pipes.
#![cfg(unix)]

mod crash;
mod leaving;
mod own;
mod pipe;
mod typing;

use crate::support::pty::{Pty, program, variables};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// Answers before anything is typed.
const BEFORE: &str = r#"format = 1

[answers]
"route.as-of" = 2026-11-20
"route.ftz" = "partly"
"#;

/// A user's machine, with a folder of assessments.
struct Room {
    folder: TempDir,
}

impl Room {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn home(&self) -> &Path {
        self.folder.path()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home().join(name)
    }

    /// Runs a command without a terminal.
    fn run(&self, arguments: &[&str], ui: &str) -> Output {
        let mut command = Command::new(program());
        command.env_clear().envs(variables(self.home(), ui));
        command
            .args(arguments)
            .current_dir(self.home())
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    /// A new assessment with the answers of [`BEFORE`].
    fn assessment(&self, name: &str) {
        fs::write(self.path("before.toml"), BEFORE).unwrap();
        let order = ["new", name, "--questionnaire", "certification", "--title", "海外仓"];
        let made = self.run(&[&order[..], &["--answers", "before.toml"]].concat(), "zh");
        assert!(made.status.success(), "{made:?}");
    }

    /// Where the user's own questionnaires are looked for.
    fn questionnaires(&self) -> PathBuf {
        self.path("config/pipia/questionnaires")
    }

    /// The answers of a file, with those that are only in its journal.
    fn answers(&self, name: &str) -> toml::Table {
        let printed = self.run(&["answers", name], "zh");
        assert!(printed.status.success(), "{printed:?}");
        String::from_utf8(printed.stdout).unwrap().parse().unwrap()
    }

    /// The wizard on a file, with its first complete frame.
    fn wizard(&self, name: &str, ui: &str) -> Pty {
        let mut pty = Pty::pipia(&[name], self.home(), ui);
        pty.wait_for(if ui == "zh" { "题，共" } else { "Question " });
        pty
    }
}

/// The answer to a question, as the printed answers have it.
fn text<'a>(answers: &'a toml::Table, question: &str) -> Option<&'a str> {
    answers["answers"].get(question)?.as_str()
}

/// Goes to a question by its id, from any question.
fn go_to(pty: &mut Pty, id: &str, shown: &str) {
    pty.send("<ctrl+g>");
    pty.send(id);
    pty.send("<enter>");
    pty.wait_for(shown);
}
