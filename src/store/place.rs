//! Where things are kept: the user's data and settings folders, and the files that go with an assessment.

use super::format::sha256;
use directories::{BaseDirs, ProjectDirs};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The variable that puts everything under one folder: for tests, and for a program carried on a stick.
pub const HOME_VARIABLE: &str = "PIPIA_HOME";

/// The folders of this user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Assessments, keys, journals, locks.
    pub data: PathBuf,
    /// Settings.
    pub config: PathBuf,
}

impl Place {
    /// From `PIPIA_HOME`, else where the system wants it; `None` if the user has no home.
    pub fn find() -> Option<Self> {
        match std::env::var_os(HOME_VARIABLE).filter(|home| !home.is_empty()) {
            Some(home) => Some(Self::under(Path::new(&home))),
            None => ProjectDirs::from("", "", "pipia").map(|found| Self {
                data: found.data_local_dir().to_owned(),
                config: found.config_dir().to_owned(),
            }),
        }
    }

    /// Everything under one folder.
    pub fn under(home: &Path) -> Self {
        Self {
            data: home.join("data"),
            config: home.join("config"),
        }
    }

    /// Where assessments are made unless a path is given.
    pub fn assessments(&self) -> PathBuf {
        self.data.join("assessments")
    }

    /// Where signing identities are kept.
    pub fn identities(&self) -> PathBuf {
        self.data.join("identities")
    }

    /// Where the user's own questionnaires are looked for.
    pub fn questionnaires(&self) -> PathBuf {
        self.config.join("questionnaires")
    }

    /// The settings file.
    pub fn settings(&self) -> PathBuf {
        self.config.join("settings.toml")
    }

    /// Where locks, journals and positions lie.
    pub(super) fn open_folder(&self) -> PathBuf {
        self.data.join("open")
    }

    /// The files that go with the assessment at this canonical path.
    pub(super) fn beside(&self, canonical: &Path) -> Beside {
        let name = sha256(canonical.as_os_str().as_encoded_bytes());
        let folder = self.open_folder();
        Beside {
            lock: folder.join(format!("{name}.lock")),
            journal: folder.join(format!("{name}.journal")),
            position: folder.join(format!("{name}.position")),
            folder,
        }
    }
}

/// A path as people type or paste it: quotation marks around it go, and `~/` is the user's own folder, as in a shell. What exists under
/// the name as it stands is taken as it stands; what is relative counts from the current folder.
pub fn typed(path: &Path) -> PathBuf {
    let found = if path.exists() {
        path.to_owned()
    } else {
        typed_in(path, BaseDirs::new().as_ref().map(BaseDirs::home_dir))
    };
    std::path::absolute(&found).unwrap_or(found)
}

fn typed_in(path: &Path, home: Option<&Path>) -> PathBuf {
    let Some(text) = path.to_str() else {
        return path.to_owned();
    };
    let text = text.trim();
    let bare = ['\'', '"']
        .iter()
        .find_map(|mark| text.strip_prefix(*mark)?.strip_suffix(*mark));
    let text = bare.unwrap_or(text);
    match (text.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(text),
    }
}

/// Lock, journal and last position of one assessment.
#[derive(Debug, Clone)]
pub(super) struct Beside {
    pub(super) folder: PathBuf,
    pub(super) lock: PathBuf,
    pub(super) journal: PathBuf,
    pub(super) position: PathBuf,
}

/// Makes a folder, open to the owner only.
#[cfg(unix)]
pub fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Makes a folder; it inherits the access of the user's own folder.
#[cfg(not(unix))]
pub fn make_private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_as_people_type_them() {
        let home = Some(Path::new("/home/li"));
        for (text, path) in [
            ("~/评估/2026.pipia.toml", "/home/li/评估/2026.pipia.toml"),
            (" '/a b/c.pipia.toml' ", "/a b/c.pipia.toml"),
            ("\"~/c\"", "/home/li/c"),
            ("~li/c", "~li/c"),
            ("'", "'"),
            ("c'd", "c'd"),
        ] {
            assert_eq!(typed_in(Path::new(text), home), Path::new(path), "{text}");
        }
        assert_eq!(typed_in(Path::new("~/c"), None), Path::new("~/c"));
    }

    #[test]
    fn files_of_different_assessments_never_meet() {
        let place = Place::under(Path::new("/home/li"));
        let (a, b) = (
            place.beside(Path::new("/x/a.pipia.toml")),
            place.beside(Path::new("/x/b.pipia.toml")),
        );
        assert_ne!(a.journal, b.journal);
        assert_eq!(a.lock.parent(), Some(Path::new("/home/li/data/open")));
        assert_eq!(a.lock.file_stem().unwrap().len(), 64);
    }
}
