//! The subcommands: one file each, a typed result, an exit code, and messages in two lines.

mod answer;
mod check;
mod demo;
pub mod export;
mod failure;
mod file;
mod generate;
pub mod identity;
mod new;
mod passphrase;
mod questionnaire;
pub mod route;
mod score;
mod session;
mod sign;
mod verify;
pub mod wizard;

pub use failure::{Exit, Failure};
pub use file::{Opened, open};
pub use session::Session;

use crate::cli::{Cli, Command, explain};
use crate::domain::{Lang, Text};
use crate::i18n::{Advice, Messages};
use crate::questionnaire::raw::nearest;
use clap::FromArgMatches;
use clap::error::{Error, ErrorKind};
use std::ffi::OsString;
use std::path::Path;

/// Runs the program with these arguments (the first is its own name).
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let session = match Session::begin(&arguments) {
        Ok(session) => session,
        Err(told) => {
            let (failure, lang) = *told;
            session::tell(&failure.render(lang));
            return failure.exit;
        }
    };
    let definition = crate::cli::command(session.messages);
    let parsed = definition
        .try_get_matches_from(&arguments)
        .and_then(|found| Cli::from_arg_matches(&found));
    let done = match parsed {
        Ok(cli) => dispatch(&session, cli),
        Err(error) => Ok(refuse(&error, &arguments, &session)),
    };
    done.and_then(|exit| session.printed().map(|()| exit))
        .unwrap_or_else(|failure| {
            session.tell(&failure.render(session.lang));
            failure.exit
        })
}

fn dispatch(session: &Session, cli: Cli) -> Result<Exit, Failure> {
    if let (Some(file), Some(_)) = (&cli.file, &cli.command) {
        return Err(file_before_command(file));
    }
    match cli.command {
        None => wizard(session, cli.file.as_deref()),
        Some(Command::Demo(order)) => demo::run(session, &order),
        Some(Command::New(order)) => new::run(session, &order),
        Some(Command::Answer(order)) => answer::put(session, &order),
        Some(Command::Answers(order)) => answer::print(session, &order.file),
        Some(Command::Route(order)) => route_of_file(session, &order),
        Some(Command::Check(order)) => check::run(session, &order),
        Some(Command::Score(order)) => score::run(session, &order),
        Some(Command::Export(order)) => export::run(session, &order),
        Some(Command::Sign(order)) => sign::run(session, &order),
        Some(Command::Verify(order)) => verify::run(session, &order),
        Some(Command::Identity(order)) => identity::run(session, &order),
        Some(Command::Questionnaire(order)) => questionnaire::run(session, &order),
        Some(Command::Generate(order)) => generate::run(session, &order),
    }
}

fn route_of_file(session: &Session, order: &crate::cli::Report) -> Result<Exit, Failure> {
    let source = file::text(&order.file)?;
    let format = match order.format {
        crate::cli::Format::Text => route::Format::Text,
        crate::cli::Format::Json => route::Format::Json,
    };
    let outcome = route::run(&source.text, &source.name, session.lang, format);
    match outcome.exit {
        0 | 1 => session.print(&outcome.text),
        _ => session.tell(&outcome.text),
    }
    Ok(match outcome.exit {
        0 => Exit::Done,
        1 => Exit::Negative,
        _ => Exit::Refused,
    })
}

/// Help and version go to stdout, slips to stderr in the user's words.
fn refuse(error: &Error, arguments: &[OsString], session: &Session) -> Exit {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        session.print(&crate::cli::polish(&error.to_string(), &session.messages.cli));
        return Exit::Done;
    }
    let Advice { what, todo } = explain(error, &typed_command(arguments, session), session.messages);
    session.tell(&format!("{what}\n{todo}\n"));
    Exit::Refused
}

/// The subcommands typed, as far as they exist: `identity new`.
fn typed_command(arguments: &[OsString], session: &Session) -> String {
    let mut at = crate::cli::command(session.messages);
    let mut path = Vec::new();
    for word in arguments.iter().skip(1).filter_map(|word| word.to_str()) {
        if let Some(inner) = at.find_subcommand(word).cloned() {
            path.push(word.to_owned());
            at = inner;
        }
    }
    path.join(" ")
}

/// The wizard, on a file or on the home screen.
fn wizard(session: &Session, path: Option<&Path>) -> Result<Exit, Failure> {
    if let Some(path) = path.filter(|path| !path.exists()) {
        return Err(no_such_file(path));
    }
    wizard::run(session, path)
}

/// `pipia FILE COMMAND`: it cannot be told what the file is for.
fn file_before_command(path: &Path) -> Failure {
    let shown = file::show(path);
    let what = text(
        format!("命令之前不能有文件“{shown}”"),
        format!("The file \"{shown}\" cannot stand before a command"),
    );
    let todo = text(
        "请把文件名写在命令之后，或者去掉命令。",
        "Write the file behind the command, or leave the command out.",
    );
    Failure::refused(what, todo)
}

/// The word after `pipia` is no file; perhaps a command was meant.
fn no_such_file(path: &Path) -> Failure {
    let shown = file::show(path);
    let definition = crate::cli::command(Messages::of(Lang::En));
    let commands: Vec<&str> = definition.get_subcommands().map(clap::Command::get_name).collect();
    let what = text(
        format!("没有命令或者文件“{shown}”"),
        format!("There is no command or file \"{shown}\""),
    );
    let todo = match nearest(&shown, commands.iter().copied()) {
        Some(near) => text(
            format!("可能是pipia {near}。"),
            format!("Perhaps pipia {near} was meant."),
        ),
        None => text(
            "请检查文件名；可用的命令见pipia --help。",
            "Check the name; see pipia --help for the commands.",
        ),
    };
    Failure::refused(what, todo)
}

/// A message in both languages.
fn text(zh: impl Into<String>, en: impl Into<String>) -> Text {
    Text::new(zh, en)
}
