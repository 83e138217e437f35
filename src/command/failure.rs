//! Exit codes, and what is said when a command does not do what was asked.

use crate::domain::{Lang, Text};
use crate::i18n::Advice;
use crate::questionnaire::Fault;
use crate::store::{Message, OpenError, SaveError};
use std::process::{ExitCode, Termination};

/// How a command ended. The same four numbers for all commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done; determined; complete without an open blocking finding; written; valid.
    Done = 0,
    /// The answer is no: undetermined, not complete or blocked, no final report possible, invalid or unsigned.
    Negative = 1,
    /// The question was bad: facts, files, arguments, identities or passphrases.
    Refused = 2,
    /// Nothing was written, though the order was good: the file exists or cannot be written.
    NotWritten = 3,
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}

/// Why a command ended without doing its work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// What happened.
    pub what: Text,
    /// What to do.
    pub todo: Text,
    /// Faults of a file, shown before the two lines.
    pub faults: Box<[Fault]>,
}

impl Failure {
    /// A failure without faults of a file.
    pub fn new(exit: Exit, what: Text, todo: Text) -> Self {
        Self {
            exit,
            what,
            todo,
            faults: Box::default(),
        }
    }

    /// A bad order or a bad file.
    pub fn refused(what: Text, todo: Text) -> Self {
        Self::new(Exit::Refused, what, todo)
    }

    /// A failure in words of the catalogue of messages.
    pub fn worded(exit: Exit, advice: impl Fn(Lang) -> Advice) -> Self {
        let (zh, en) = (advice(Lang::Zh), advice(Lang::En));
        Self::new(exit, Text::new(zh.what, en.what), Text::new(zh.todo, en.todo))
    }

    /// Faults of a file that was not taken.
    pub fn faulty(faults: Vec<Fault>, todo: Text) -> Self {
        let count = faults.len();
        let what = Text::new(
            format!("共{count}处错误"),
            format!("{count} {}", if count == 1 { "fault" } else { "faults" }),
        );
        Self {
            faults: faults.into(),
            ..Self::refused(what, todo)
        }
    }

    /// The lines for stderr, with a final newline.
    pub fn render(&self, lang: Lang) -> String {
        let mut lines: Vec<String> = self.faults.iter().map(|fault| fault.render(lang) + "\n").collect();
        lines.push(self.what.get(lang).to_owned());
        lines.push(self.todo.get(lang).to_owned());
        lines.retain(|line| !line.is_empty());
        lines.join("\n") + "\n"
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        let Message { what, todo } = error.message();
        let faults = error.faults().into();
        // The order was good where only something beside the file stands in the way.
        let exit = match error {
            OpenError::Beside(_) => Exit::NotWritten,
            _ => Exit::Refused,
        };
        Self {
            faults,
            ..Self::new(exit, what, sentence(&todo))
        }
    }
}

/// What to do, as a sentence: notices on the screen go without capital and full stop.
fn sentence(todo: &Text) -> Text {
    let mut letters = todo.en.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    Text::new(
        format!("{}。", todo.zh),
        format!("{}{}.", first.unwrap_or_default(), letters.as_str()),
    )
}

impl From<SaveError> for Failure {
    fn from(error: SaveError) -> Self {
        let Message { what, todo } = error.message();
        Self::new(Exit::NotWritten, what, sentence(&todo))
    }
}
