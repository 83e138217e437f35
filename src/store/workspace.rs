//! An open assessment: the file, its lock, its journal, the place where the user left off.

mod open;

pub use open::{Notice, Opened, open};

use super::atomic;
use super::error::SaveError;
use super::format::{sha256, write_assessment};
use super::journal::Journal;
use super::lock::{Asked, Holder, Lock};
use super::place::{Beside, Place, make_private};
use crate::domain::{Assessment, Change, QuestionId, Questionnaire, Scoped, VersionDifference, Versions};
use crate::questionnaire::Fault;
use jiff::Timestamp;
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where questionnaires come from.
pub trait Catalog {
    /// The questionnaire of this name.
    fn questionnaire(&self, id: &str) -> Option<Arc<Questionnaire>>;
}

impl Catalog for crate::questionnaire::Catalog {
    fn questionnaire(&self, id: &str) -> Option<Arc<Questionnaire>> {
        self.get(id)
    }
}

impl<F: Fn(&str) -> Option<Arc<Questionnaire>>> Catalog for F {
    fn questionnaire(&self, id: &str) -> Option<Arc<Questionnaire>> {
        self(id)
    }
}

/// What opening is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// To look: no lock, the journal is included and left as it is.
    Read,
    /// To change: locked, journalled.
    Write,
}

/// What may be done with an open assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// Everything.
    Write,
    /// It was opened to look.
    Read,
    /// Somebody else has it open; who, as far as known.
    Taken(Option<Holder>),
}

/// The questionnaire differs from the one the file was answered with: to be shown and confirmed before anything is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upgrade {
    /// The parts whose version differs.
    pub differences: Vec<VersionDifference>,
    /// Answers of the file that the questionnaire of today cannot take, with their places; they stay in the backup.
    pub dropped: Vec<Fault>,
}

/// The file of an open assessment. The answers themselves belong to the caller.
#[derive(Debug)]
pub struct Workspace {
    path: PathBuf,
    beside: Beside,
    /// Digest of the file as it was read or written last.
    base: String,
    access: Access,
    /// Held while writing.
    _lock: Option<Lock>,
    journal: Option<Journal>,
    /// Changes that the journal could not take, in order; the next write tries again.
    unwritten: Vec<Change>,
    /// Whether the journal holds changes that the file does not.
    pending: bool,
    upgrade: Option<Upgrade>,
}

/// Writes a new assessment and opens it for writing. The folder must exist; an existing file is never overwritten.
pub fn create(path: &Path, assessment: &Assessment, place: &Place, now: Timestamp) -> Result<Workspace, SaveError> {
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::AlreadyExists => SaveError::Exists(path.to_owned()),
        _ => SaveError::Write {
            path: path.to_owned(),
            source,
        },
    };
    let canonical = canonical(path).map_err(failed)?;
    let beside = place.beside(&canonical);
    // First what could stand in the way, so that no file is left of an order that failed.
    let (access, lock) = ask(&beside, now)?;
    let text = write_assessment(assessment);
    atomic::create(path, text.as_bytes()).map_err(failed)?;
    // A journal of a file that once had this name belongs to nobody any more.
    let base = sha256(text.as_bytes());
    let journal = match lock {
        Some(_) => Some(Journal::start(&beside.journal, &base, &[]).map_err(failed)?),
        None => None,
    };
    Ok(Workspace {
        path: canonical,
        beside,
        base,
        access,
        _lock: lock,
        journal,
        unwritten: Vec::new(),
        pending: false,
        upgrade: None,
    })
}

/// The assessments somebody has open for writing now.
#[derive(Debug)]
pub struct Held<'a> {
    place: &'a Place,
    locks: HashSet<PathBuf>,
}

impl<'a> Held<'a> {
    /// Looks at the locks there are: mostly none, so that a long list of files costs nothing.
    pub fn now(place: &'a Place) -> Self {
        let files = fs::read_dir(place.open_folder()).into_iter().flatten().flatten();
        let locks = files
            .map(|file| file.path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "lock") && super::lock::is_held(path))
            .collect();
        Self { place, locks }
    }

    /// Whether this one is.
    pub fn holds(&self, path: &Path) -> bool {
        let lock = |canonical: PathBuf| self.place.beside(&canonical).lock;
        !self.locks.is_empty() && path.canonicalize().is_ok_and(|path| self.locks.contains(&lock(path)))
    }
}

/// The canonical path of a file that may not be there yet.
fn canonical(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or(io::ErrorKind::IsADirectory)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    Ok(folder.unwrap_or_else(|| Path::new(".")).canonicalize()?.join(name))
}

fn ask(beside: &Beside, now: Timestamp) -> Result<(Access, Option<Lock>), SaveError> {
    let asked = make_private(&beside.folder).and_then(|()| Lock::ask(&beside.lock, &Holder::myself(now)));
    let asked = asked.map_err(|source| SaveError::Own {
        path: beside.folder.clone(),
        source,
    })?;
    Ok(match asked {
        Asked::Held(lock) => (Access::Write, Some(lock)),
        Asked::Busy(holder) => (Access::Taken(holder), None),
    })
}

impl Workspace {
    /// The canonical path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What may be done.
    pub const fn access(&self) -> &Access {
        &self.access
    }

    /// What must be confirmed before anything is written.
    pub const fn upgrade(&self) -> Option<&Upgrade> {
        self.upgrade.as_ref()
    }

    /// Whether there are changes in the journal that the file does not hold.
    pub const fn has_pending(&self) -> bool {
        self.pending
    }

    /// Whether changes can be recorded; else why not.
    fn writable(&self) -> Result<(), SaveError> {
        match &self.access {
            Access::Write => {}
            Access::Read => return Err(SaveError::ReadOnly(self.path.clone())),
            Access::Taken(holder) => {
                return Err(SaveError::Locked {
                    path: self.path.clone(),
                    holder: holder.clone(),
                });
            }
        }
        match self.upgrade {
            Some(_) => Err(SaveError::Unconfirmed(self.path.clone())),
            None => Ok(()),
        }
    }

    fn failed(&self, source: io::Error) -> SaveError {
        SaveError::Write {
            path: self.path.clone(),
            source,
        }
    }

    /// Writes a change to the journal: to be called before the frame that shows it.
    pub fn record(&mut self, change: &Change) -> Result<(), SaveError> {
        self.writable()?;
        self.unwritten.push(change.clone());
        self.pending = true;
        self.catch_up()
    }

    /// Writes what the journal could not take before, and in order: a change may rest on the one before it.
    fn catch_up(&mut self) -> Result<(), SaveError> {
        let Some(journal) = &mut self.journal else {
            return Err(SaveError::ReadOnly(self.path.clone()));
        };
        let mut taken = 0;
        let written = self.unwritten.iter().try_for_each(|change| {
            journal.append(change)?;
            taken += 1;
            Ok(())
        });
        self.unwritten.drain(..taken);
        written.map_err(|source| self.failed(source))
    }

    /// Whether there are changes that stand neither in the file nor in the journal.
    pub fn is_exposed(&self) -> bool {
        !self.unwritten.is_empty()
    }

    /// Waits until all recorded changes are on the disk: on leaving a question, or after a second.
    pub fn sync(&mut self) -> Result<(), SaveError> {
        if self.is_exposed() {
            self.catch_up()?;
        }
        let synced = self.journal.as_mut().map_or(Ok(()), Journal::sync);
        synced.map_err(|source| self.failed(source))
    }

    /// Writes the file, keeps the one before as `.bak`, and starts the journal anew. On an error the old file and the
    /// journal stand as they were.
    pub fn save(&mut self, assessment: &Assessment) -> Result<(), SaveError> {
        self.writable()?;
        match fs::read(&self.path) {
            Ok(bytes) if sha256(&bytes) != self.base => return Err(SaveError::ChangedOutside(self.path.clone())),
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(self.failed(error)),
            _ => {}
        }
        let text = write_assessment(assessment);
        let digest = sha256(text.as_bytes());
        self.write(&text, &digest).map_err(|source| self.failed(source))
    }

    fn write(&mut self, text: &str, digest: &str) -> io::Result<()> {
        if let Some(journal) = &mut self.journal {
            journal.saving(digest)?;
        }
        atomic::replace_keeping(&self.path, text.as_bytes())?;
        digest.clone_into(&mut self.base);
        // From here on the file holds everything, even if the journal cannot be started anew.
        self.unwritten.clear();
        self.journal = Some(Journal::start(&self.beside.journal, digest, &[])?);
        self.pending = false;
        Ok(())
    }

    /// Forgets the changes that were not saved.
    pub fn discard(&mut self) -> Result<(), SaveError> {
        self.writable()?;
        let journal = Journal::start(&self.beside.journal, &self.base, &[]).map_err(|source| self.failed(source))?;
        self.journal = Some(journal);
        self.unwritten.clear();
        self.pending = false;
        Ok(())
    }

    /// Confirms the questionnaire of today: the old file stays beside it under its version, the assessment gets the new versions.
    /// Nothing is saved yet.
    pub fn accept_upgrade(
        &mut self,
        assessment: &mut Assessment,
        questionnaire: &Questionnaire,
    ) -> Result<(), SaveError> {
        if self.access != Access::Write || self.upgrade.is_none() {
            return self.writable();
        }
        let safe: String = assessment
            .versions
            .version
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '.')
            .collect();
        let backup = atomic::with_suffix(&self.path, &format!(".{safe}.bak"));
        atomic::keep(&self.path, &backup).map_err(|source| self.failed(source))?;
        assessment.versions = Versions::of(questionnaire);
        self.upgrade = None;
        self.pending = true;
        Ok(())
    }

    /// Where the user left off, if that is known.
    pub fn position(&self) -> Option<Scoped<QuestionId>> {
        let text = fs::read_to_string(&self.beside.position).ok()?;
        Scoped::parse(text.trim_end())
    }

    /// Remembers where the user is. Only a convenience: not flushed, and never in the way.
    pub fn set_position(&self, position: &Scoped<QuestionId>) -> Result<(), SaveError> {
        if self.access != Access::Write {
            return Ok(());
        }
        let written = atomic::replace(&self.beside.position, |out| writeln!(out, "{position}"));
        written.map_err(|source| self.failed(source))
    }
}

impl Drop for Workspace {
    /// Without pending changes the journal has nothing to say.
    fn drop(&mut self) {
        if let Some(journal) = self.journal.take().filter(|_| !self.pending) {
            journal.remove().unwrap_or_default();
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use crate::domain::{Answer, Value};
    use crate::store::format::no_questionnaire;
    use crate::store::journal;

    fn change(text: &str) -> Change {
        Change::Answer(Scoped::whole("a.b".into()), Answer::value(Value::Text(text.into())))
    }

    #[test]
    fn what_the_journal_could_not_take_is_written_in_order_later() {
        let home = tempfile::tempdir().unwrap();
        let place = Place::under(home.path());
        let questionnaire = Questionnaire {
            id: "sample".into(),
            ..no_questionnaire()
        };
        let assessment = Assessment::new(&questionnaire, "T", Timestamp::UNIX_EPOCH);
        let path = home.path().join("a.pipia.toml");
        let mut workspace = create(&path, &assessment, &place, Timestamp::UNIX_EPOCH).unwrap();
        let good = workspace.journal.take();
        let full = fs::OpenOptions::new().append(true).open("/dev/full").unwrap();
        workspace.journal = Some(Journal::over(&home.path().join("gone"), full));
        assert!(!workspace.is_exposed());
        for text in ["one", "two"] {
            assert!(matches!(workspace.record(&change(text)), Err(SaveError::Write { .. })));
            assert!(workspace.is_exposed());
        }
        assert!(workspace.sync().is_err());
        workspace.journal = good;
        workspace.record(&change("three")).unwrap();
        assert!(!workspace.is_exposed());
        let found = journal::read(&workspace.beside.journal, &workspace.base)
            .unwrap()
            .unwrap();
        assert_eq!(found.changes, [change("one"), change("two"), change("three")]);
    }
}
