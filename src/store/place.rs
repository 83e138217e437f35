//! Where things are kept: the user's data and settings folders, and the files that go with an assessment.

use super::format::sha256;
use directories::ProjectDirs;
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
