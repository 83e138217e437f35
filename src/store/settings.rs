//! The user's settings: language, theme, recent files.

use super::atomic;
use super::error::SaveError;
use super::place::{Place, make_private};
use crate::domain::Lang;
use crate::questionnaire::raw::Reader;
use crate::questionnaire::{Fault, Source};
use std::fs;
use std::path::{Path, PathBuf};

/// How many recent files are remembered.
const MOST_RECENT: usize = 20;

/// Settings; what is absent follows the system.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The language of the interface.
    pub language: Option<Lang>,
    /// The name of the theme.
    pub theme: Option<String>,
    /// The language of reports: `zh`, `en` or `both`.
    pub report: Option<String>,
    /// The folder reports are written to; empty: beside the assessment.
    pub folder: String,
    /// A font file for letters that the built-in faces lack; empty: none.
    pub fallback_font: String,
    /// The organisation that a new signing identity starts with.
    pub organisation: String,
    /// The name that a new signing identity starts with.
    pub assessor: String,
    /// Files opened last, newest first.
    pub recent: Vec<PathBuf>,
    /// Files in the program's own folder that the user took off the list.
    pub taken_off: Vec<PathBuf>,
}

impl Settings {
    /// Reads the settings. Faults are told and the rest is used; a missing file is no fault.
    pub fn load(place: &Place) -> (Self, Vec<Fault>) {
        let path = place.settings();
        let Ok(bytes) = fs::read(&path) else {
            return (Self::default(), Vec::new());
        };
        let source = Source {
            name: path.to_string_lossy().into_owned(),
            text: String::from_utf8_lossy(&bytes).into_owned(),
        };
        Self::read(&source)
    }

    fn read(source: &Source) -> (Self, Vec<Fault>) {
        let reader = Reader::new(source);
        let root = reader.root();
        let paths = |key| {
            let listed = root.optional_strings(key).unwrap_or_default();
            listed.into_iter().map(PathBuf::from).collect()
        };
        let settings = Self {
            language: root.optional_word("language", &[("zh", Lang::Zh), ("en", Lang::En)]),
            theme: root.optional_str("theme").map(str::to_owned),
            report: root.optional_str("report").map(str::to_owned),
            folder: root.optional_str("folder").unwrap_or_default().to_owned(),
            fallback_font: root.optional_str("fallback_font").unwrap_or_default().to_owned(),
            organisation: root.optional_str("organisation").unwrap_or_default().to_owned(),
            assessor: root.optional_str("assessor").unwrap_or_default().to_owned(),
            recent: paths("recent"),
            taken_off: paths("taken_off"),
        };
        root.finish();
        (settings, reader.faults())
    }

    /// Writes the settings.
    pub fn save(&self, place: &Place) -> Result<(), SaveError> {
        let path = place.settings();
        let written = make_private(&place.config)
            .and_then(|()| atomic::replace(&path, |out| out.write_all(self.write().as_bytes())));
        written.map_err(|source| SaveError::Write { path, source })
    }

    fn write(&self) -> String {
        let mut table = toml::Table::new();
        if let Some(language) = self.language {
            table.insert("language".into(), language.code().into());
        }
        if let Some(theme) = &self.theme {
            table.insert("theme".into(), theme.as_str().into());
        }
        let texts = [
            ("report", self.report.as_deref().unwrap_or_default()),
            ("folder", &self.folder),
            ("fallback_font", &self.fallback_font),
            ("organisation", &self.organisation),
            ("assessor", &self.assessor),
        ];
        for (key, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
            table.insert(key.into(), text.into());
        }
        table.insert("recent".into(), listed(&self.recent).into());
        if !self.taken_off.is_empty() {
            table.insert("taken_off".into(), listed(&self.taken_off).into());
        }
        table.to_string()
    }

    /// Takes a file off the list; it comes back when it is opened again.
    pub fn take_off(&mut self, path: &Path) {
        self.recent.retain(|known| known != path);
        if !self.taken_off.iter().any(|known| known == path) {
            self.taken_off.push(path.to_owned());
        }
    }

    /// Puts a file first among the recent ones.
    pub fn remember(&mut self, path: &Path) {
        self.taken_off.retain(|known| known != path);
        self.recent.retain(|known| known != path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(MOST_RECENT);
    }
}

/// A path that is no Unicode cannot stand in TOML; it is only a convenience.
fn listed(paths: &[PathBuf]) -> Vec<toml::Value> {
    paths
        .iter()
        .filter_map(|path| path.to_str())
        .map(toml::Value::from)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_read_back_and_faults_do_not_hide_the_rest() {
        let home = tempfile::tempdir().unwrap();
        let place = Place::under(home.path());
        assert_eq!(Settings::load(&place), (Settings::default(), Vec::new()));
        let mut settings = Settings {
            language: Some(Lang::En),
            theme: Some("light".into()),
            report: Some("both".into()),
            folder: "/报告".into(),
            organisation: "海拓".into(),
            recent: vec!["/a/甲.pipia.toml".into(), "/b.pipia.toml".into()],
            ..Settings::default()
        };
        settings.remember(Path::new("/b.pipia.toml"));
        settings.take_off(Path::new("/a/甲.pipia.toml"));
        settings.take_off(Path::new("/a/甲.pipia.toml"));
        assert_eq!(settings.taken_off, [Path::new("/a/甲.pipia.toml")]);
        settings.save(&place).unwrap();
        assert_eq!(Settings::load(&place), (settings.clone(), Vec::new()));
        settings.remember(Path::new("/a/甲.pipia.toml"));
        assert_eq!(
            (settings.recent.len(), settings.taken_off.len()),
            (2, 0),
            "opened again"
        );

        fs::write(
            place.settings(),
            b"language = \"fr\"\ntheme = \"dark\"\nrecent = 3\n\xff = 1",
        )
        .unwrap();
        let (settings, faults) = Settings::load(&place);
        assert_eq!((settings.language, settings.theme.as_deref()), (None, Some("dark")));
        assert_eq!(
            faults.first().map(|fault| (fault.code, fault.line)),
            Some(("unknown-word", 1))
        );
    }
}
