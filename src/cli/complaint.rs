//! What is said about a slip in the command, in the user's language instead of clap's English.

use crate::i18n::{Advice, Messages};
use crate::questionnaire::printable;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

/// What happened and what to do. `command` is the subcommand typed so far, such as `identity new`.
pub fn explain(error: &Error, command: &str, messages: &Messages) -> Advice {
    let words = &messages.cli.complaint;
    let slip = Slip { error, messages };
    let (argument, other) = (slip.get(ContextKind::InvalidArg), slip.get(ContextKind::PriorArg));
    let value = slip.get(ContextKind::InvalidValue);
    let possible = slip.get(ContextKind::ValidValue);
    let (near, advice) = match error.kind() {
        ErrorKind::UnknownArgument if !argument.starts_with('-') => (String::new(), &words.surplus),
        ErrorKind::UnknownArgument => slip.near(
            ContextKind::SuggestedArg,
            &words.unknown_argument,
            &words.unknown_argument_near,
        ),
        ErrorKind::InvalidSubcommand => slip.near(
            ContextKind::SuggestedSubcommand,
            &words.unknown_command,
            &words.unknown_command_near,
        ),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            (String::new(), &words.missing_value)
        }
        ErrorKind::InvalidValue if !possible.is_empty() => (String::new(), &words.bad_value),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => (String::new(), &words.bad_value_free),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            (String::new(), &words.missing_value)
        }
        ErrorKind::ArgumentConflict if other.is_empty() || other == argument => (String::new(), &words.repeated),
        ErrorKind::ArgumentConflict => (String::new(), &words.conflict),
        ErrorKind::MissingRequiredArgument => (String::new(), &words.missing_argument),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            (String::new(), &words.missing_command)
        }
        ErrorKind::InvalidUtf8 => (String::new(), &words.not_unicode),
        _ => (String::new(), &words.other),
    };
    let argument = if error.kind() == ErrorKind::InvalidSubcommand {
        slip.get(ContextKind::InvalidSubcommand)
    } else {
        argument
    };
    let filled = advice.fill(&[
        ("argument", &argument),
        ("other", &other),
        ("value", &value),
        ("possible", &possible),
        ("near", &near),
        ("command", &command),
    ]);
    Advice {
        what: filled.what,
        todo: filled.todo.replace("pipia  --help", "pipia --help"),
    }
}

struct Slip<'e> {
    error: &'e Error,
    messages: &'e Messages,
}

impl<'e> Slip<'e> {
    fn get(&self, kind: ContextKind) -> String {
        let words: Vec<String> = match self.error.get(kind) {
            Some(ContextValue::String(text)) => vec![text.clone()],
            Some(ContextValue::Strings(texts)) => texts.clone(),
            _ => Vec::new(),
        };
        let words: Vec<String> = words.iter().map(|word| printable(word)).collect();
        crate::i18n::join(&words, self.messages.lang)
    }

    fn near(&self, kind: ContextKind, plain: &'e Advice, near: &'e Advice) -> (String, &'e Advice) {
        let found = self.get(kind);
        if found.is_empty() {
            (found, plain)
        } else {
            (found, near)
        }
    }
}
