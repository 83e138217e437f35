//! `pipia generate`: documents from the tables the program itself uses.

use super::failure::Failure;
use super::session::Session;
use super::{Exit, file};
use crate::cli::{self, Generate, KeysFormat};
use crate::store::atomic;
use crate::tui::{Keymap, help};
use clap_mangen::Man;
use std::io;
use std::path::Path;
use unicode_width::UnicodeWidthStr;

pub(super) fn run(session: &Session, order: &Generate) -> Result<Exit, Failure> {
    match order {
        Generate::Man(order) => man(session, order.output.as_deref())?,
        Generate::Completions(order) => {
            let mut bytes = Vec::new();
            let mut command = cli::command(session.messages);
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

/// The main page to stdout, or one page per command into a folder.
fn man(session: &Session, folder: Option<&Path>) -> Result<(), Failure> {
    let command = cli::command(session.messages);
    let Some(folder) = folder else {
        let page = page(command, "pipia").map_err(|error| file::not_written(Path::new("pipia.1"), &error))?;
        session.print(&String::from_utf8_lossy(&page));
        return Ok(());
    };
    std::fs::create_dir_all(folder).map_err(|error| file::not_written(folder, &error))?;
    pages(&command, "pipia", folder).map_err(|error| file::not_written(folder, &error))
}

fn pages(command: &clap::Command, name: &str, folder: &Path) -> io::Result<()> {
    let bytes = page(command.clone(), name)?;
    atomic::replace(&folder.join(format!("{name}.1")), |out| out.write_all(&bytes))?;
    let mut inner = command.get_subcommands();
    inner.try_for_each(|inner| pages(inner, &[name, inner.get_name()].join("-"), folder))
}

fn page(command: clap::Command, name: &str) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    Man::new(command.display_name(name.to_owned()))
        .title(name)
        .render(&mut bytes)?;
    Ok(bytes)
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
