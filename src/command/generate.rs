//! `pipia generate`: documents from the tables the program itself uses.

use super::failure::Failure;
use super::session::Session;
use super::{Exit, file};
use crate::cli::{self, Generate, KeysFormat};
use crate::i18n::CommandLine;
use crate::store::atomic;
use crate::tui::{Keymap, help};
use clap::builder::{PossibleValue, PossibleValuesParser, Resettable};
use clap_mangen::Man;
use std::io;
use std::path::Path;
use unicode_width::UnicodeWidthStr;

pub(super) fn run(session: &Session, order: &Generate) -> Result<Exit, Failure> {
    match order {
        Generate::Man(order) => man(session, order.output.as_deref())?,
        Generate::Completions(order) => {
            let mut bytes = Vec::new();
            let mut command = without_notes(cli::command(session.messages));
            clap_complete::generate(order.shell, &mut command, "pipia", &mut bytes);
            session.print(&String::from_utf8_lossy(&bytes));
        }
        Generate::Keys(order) => session.print(&match order.format {
            KeysFormat::Text => keys(session),
            KeysFormat::Markdown => help::markdown(Keymap::builtin(), session.messages),
        }),
    }
    Ok(Exit::Done)
}

/// The same without the notes on single values, which are for programmers and in one language.
fn without_notes(command: clap::Command) -> clap::Command {
    let command = command.mut_args(|arg| {
        let bare = |value: PossibleValue| value.help(Resettable::Reset);
        let words: Vec<PossibleValue> = arg.get_possible_values().into_iter().map(bare).collect();
        if words.is_empty() || !arg.get_action().takes_values() {
            arg
        } else {
            arg.value_parser(PossibleValuesParser::new(words))
        }
    });
    command.mut_subcommands(without_notes)
}

/// The main page to stdout, or one page per command into a folder.
fn man(session: &Session, folder: Option<&Path>) -> Result<(), Failure> {
    let mut command = cli::command(session.messages);
    // Gives every command the options that all have, in our words.
    command.build();
    let words = &session.messages.cli;
    let Some(folder) = folder else {
        let page = page(&command, "pipia", words).map_err(|error| file::not_written(Path::new("pipia.1"), &error))?;
        session.print(&page);
        return Ok(());
    };
    std::fs::create_dir_all(folder).map_err(|error| file::not_written(folder, &error))?;
    pages(&command, "pipia", words, folder).map_err(|error| file::not_written(folder, &error))
}

fn pages(command: &clap::Command, name: &str, words: &CommandLine, folder: &Path) -> io::Result<()> {
    let page = page(command, name, words)?;
    atomic::replace(&folder.join(format!("{name}.1")), |out| out.write_all(page.as_bytes()))?;
    let mut inner = command.get_subcommands();
    inner.try_for_each(|inner| pages(inner, &[name, inner.get_name()].join("-"), words, folder))
}

fn page(command: &clap::Command, name: &str, words: &CommandLine) -> io::Result<String> {
    let mut bytes = Vec::new();
    let program = concat!("pipia ", env!("CARGO_PKG_VERSION"));
    Man::new(command.clone().display_name(name.to_owned()))
        .title(name)
        .source(program)
        .render(&mut bytes)?;
    let page = String::from_utf8_lossy(&bytes);
    let heading = |line: &str| {
        let known = line.strip_prefix(".SH ").and_then(|heading| words.manual.get(heading));
        known.map_or_else(|| line.to_owned(), |ours| format!(".SH {ours}"))
    };
    Ok(page.lines().map(heading).collect::<Vec<_>>().join("\n") + "\n")
}

/// All keys in columns, context by context.
fn keys(session: &Session) -> String {
    let (keymap, messages) = (Keymap::builtin(), session.messages);
    let mut text = String::new();
    for context in crate::tui::Context::ALL {
        let rows = help::rows_of(keymap, messages, *context);
        if rows.is_empty() {
            continue;
        }
        text.extend([messages.context(context.name()), "\n"]);
        let shown: Vec<String> = rows.iter().map(|row| row.keys.join(" ")).collect();
        let width = shown.iter().map(|keys| keys.width()).max().unwrap_or_default();
        for (keys, row) in shown.iter().zip(&rows) {
            let pad = " ".repeat(width - keys.width() + 2);
            text.extend(["  ", keys, &pad, &row.long, "\n"]);
        }
        text.push('\n');
    }
    text
}
