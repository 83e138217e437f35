//! Passphrases: from a file or typed without being shown; never from the command line or the environment.

use super::failure::Failure;
use super::session::Session;
use super::{Exit, file, text};
use crate::questionnaire::printable;
use std::io::IsTerminal;
use std::path::Path;

/// Where a passphrase comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prompt<'a> {
    /// `--passphrase-file`.
    pub(super) file: Option<&'a Path>,
    /// Whose passphrase.
    pub(super) id: &'a str,
}

impl Prompt<'_> {
    /// The passphrase of a key that exists.
    pub(super) fn ask(self, session: &Session) -> Result<String, Failure> {
        match self.file {
            Some(path) => from_file(path),
            None => self.typed(session),
        }
    }

    /// A new passphrase: typed twice, or once in a file.
    pub(super) fn ask_new(self, session: &Session) -> Result<String, Failure> {
        let first = self.ask(session)?;
        if self.file.is_none() && first != read(&session.say("再次输入口令：", "Passphrase again: "))? {
            return Err(Failure::worded(Exit::Refused, |lang| {
                crate::i18n::Messages::of(lang).error.passphrases_differ.clone()
            }));
        }
        Ok(first)
    }

    fn typed(self, session: &Session) -> Result<String, Failure> {
        if !std::io::stdin().is_terminal() {
            let what = text(
                format!("签名身份“{}”需要口令，而这里没有终端可以输入", self.id),
                format!(
                    "The identity \"{}\" needs its passphrase, and there is no terminal to type it",
                    self.id
                ),
            );
            let todo = text(
                "请在终端中运行，或者用--passphrase-file指定存有口令的文件。",
                "Run it in a terminal, or name a file that holds it with --passphrase-file.",
            );
            return Err(Failure::refused(what, todo));
        }
        let words = session.say("签名身份“{id}”的口令：", "Passphrase of the identity \"{id}\": ");
        filled(read(&crate::i18n::fill(&words, &[("id", &self.id)]))?)
    }
}

/// The first line of a file.
fn from_file(path: &Path) -> Result<String, Failure> {
    let source = file::text(path)?;
    filled(source.text.lines().next().unwrap_or_default().to_owned())
}

fn filled(passphrase: String) -> Result<String, Failure> {
    if passphrase.is_empty() {
        return Err(Failure::worded(Exit::Refused, |lang| {
            crate::i18n::Messages::of(lang).error.passphrase_empty.clone()
        }));
    }
    Ok(passphrase)
}

fn read(words: &str) -> Result<String, Failure> {
    rpassword::prompt_password(words).map_err(|error| {
        let why = printable(&error.to_string());
        Failure::refused(
            text(format!("没有读到口令：{why}"), format!("No passphrase was read: {why}")),
            text(
                "请重试，或者用--passphrase-file指定文件。",
                "Try again, or name a file with --passphrase-file.",
            ),
        )
    })
}
