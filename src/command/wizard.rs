//! `pipia [FILE]`: the wizard in the terminal; files, keys, exporter and clock stand behind it in [`shell`].

mod job;
mod shell;

use super::failure::Failure;
use super::session::Session;
use super::{Exit, file};
use crate::i18n::{Messages, fill};
use crate::questionnaire::Catalog;
use crate::store::{Place, Settings};
use crate::tui::effect::{Preferences, ReportLang};
use crate::tui::runtime::World;
use crate::tui::{App, Keymap, ThemeKind, help, runtime};
use jiff::Zoned;
use shell::Shell;
use std::borrow::Cow;
use std::io::IsTerminal;
use std::path::Path;

/// Runs the wizard, on a file or on its home screen.
pub(super) fn run(session: &Session, path: Option<&Path>) -> Result<Exit, Failure> {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(Failure::worded(Exit::Refused, |lang| {
            Messages::of(lang).error.not_terminal.clone()
        }));
    }
    let catalog: &'static Catalog = match file::catalog(session)? {
        Cow::Borrowed(catalog) => catalog,
        // Lives as long as the program: there is one wizard in a run.
        Cow::Owned(catalog) => Box::leak(Box::new(catalog)),
    };
    let preferences = preferences(session);
    let app = App::new(preferences, keymap(session), catalog, session.today());
    let shell = Shell::new(
        session.place.clone(),
        session.settings.clone(),
        session.now.clone(),
        catalog,
    );
    let place = file::show(&session.place.data);
    let advice = &session.messages.error.panic;
    let words = [fill(&advice.what, &[("path", &place)]), advice.todo.clone()].join("\n");
    runtime::run(app, shell, path.map(Path::to_owned), words).map_err(|error| {
        let what = crate::domain::Text::same(crate::questionnaire::printable(&error.to_string()));
        Failure::refused(what, crate::domain::Text::default())
    })?;
    Ok(Exit::Done)
}

/// Files, keys, exporter and clock as the wizard uses them, in these folders; `started` is the time should the clock fail.
pub fn world(place: Place, settings: Settings, started: Zoned, catalog: &'static Catalog) -> impl World {
    Shell::new(place, settings, started, catalog)
}

fn preferences(session: &Session) -> Preferences {
    let kept = &session.settings;
    Preferences {
        report: kept.report.as_deref().map(ReportLang::from_word).unwrap_or_default(),
        folder: kept.folder.clone(),
        fallback_font: kept.fallback_font.clone(),
        organisation: kept.organisation.clone(),
        assessor: kept.assessor.clone(),
        ..Preferences::of(session.lang, theme(session))
    }
}

fn theme(session: &Session) -> ThemeKind {
    let variable = |name: &str| std::env::var(name).ok();
    let setting = session.settings.theme.as_deref().and_then(shell::theme_of);
    ThemeKind::choose(
        variable("NO_COLOR").as_deref(),
        setting,
        variable("COLORFGBG").as_deref(),
    )
}

/// The built-in keys, with the user's file laid over them. A file with faults is told and left out.
fn keymap(session: &Session) -> Keymap {
    let path = session.place.config.join("keymap.toml");
    let Ok(text) = std::fs::read_to_string(path) else {
        return Keymap::builtin().clone();
    };
    Keymap::read(crate::tui::keymap::DEFAULT, Some(&text)).unwrap_or_else(|faults| {
        for fault in &faults {
            let advice = help::fault_words(fault, session.messages);
            session.tell(&[advice.what.as_str(), " ", &advice.todo, "\n"].concat());
        }
        Keymap::builtin().clone()
    })
}
