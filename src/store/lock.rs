//! One writer at a time: an advisory lock on a file of ours, named after the assessment, and a note of who holds it.

use super::atomic;
use crate::domain::Text;
use crate::questionnaire::printable;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Who has an assessment open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The number of the process.
    pub pid: u32,
    /// The user's name, if the system tells it.
    pub user: String,
    /// The computer's name, if the system tells it.
    pub host: String,
    /// Since when, in RFC 3339.
    pub since: String,
}

impl Holder {
    /// This process, from `now` on.
    pub fn myself(now: Timestamp) -> Self {
        let variable = |names: &[&str]| {
            names
                .iter()
                .find_map(|name| std::env::var(name).ok())
                .unwrap_or_default()
        };
        let host = variable(&["HOSTNAME", "COMPUTERNAME"]);
        Self {
            pid: std::process::id(),
            user: variable(&["USER", "LOGNAME", "USERNAME"]),
            host: if host.is_empty() { host_name() } else { host },
            since: Timestamp::from_second(now.as_second()).unwrap_or(now).to_string(),
        }
    }

    /// Who, where, since when by the clock of this machine.
    pub fn words(&self) -> Text {
        self.words_in(&TimeZone::system())
    }

    fn words_in(&self, zone: &TimeZone) -> Text {
        let at = [&self.user, &self.host]
            .into_iter()
            .filter(|part| !part.is_empty())
            .map(|part| printable(part));
        let (who, pid) = (at.collect::<Vec<_>>().join("@"), self.pid);
        let since = match self.since.parse::<Timestamp>() {
            Ok(since) => since.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string(),
            Err(_) => printable(&self.since),
        };
        let or = |who: &str, nobody: &str| {
            if who.is_empty() {
                nobody.to_owned()
            } else {
                who.to_owned()
            }
        };
        Text::new(
            format!("{}（进程{pid}，自{since}起）", or(&who, "另一个程序")),
            format!("{} (process {pid}, since {since})", or(&who, "Another program")),
        )
    }
}

#[cfg(unix)]
fn host_name() -> String {
    fs::read_to_string("/etc/hostname")
        .map(|name| name.trim().to_owned())
        .unwrap_or_default()
}

/// Windows and macOS: the variable is all there is without calling the system.
#[cfg(not(unix))]
fn host_name() -> String {
    String::new()
}

/// The lock, held until dropped or until the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    /// Keeps the lock.
    _file: File,
    note: PathBuf,
}

/// What became of asking for the lock.
#[derive(Debug)]
pub enum Asked {
    /// It is ours.
    Held(Lock),
    /// Somebody else has it; who, if the note can be read.
    Busy(Option<Holder>),
}

impl Lock {
    /// Asks for the lock at `path`; the note of who holds it stands beside it, since a locked file cannot be read everywhere.
    pub fn ask(path: &Path, holder: &Holder) -> io::Result<Asked> {
        let note = atomic::with_suffix(path, ".holder");
        let file = atomic::open_private(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(Asked::Busy(read_note(&note))),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let text = serde_json::to_string(holder)?;
        atomic::replace(&note, |out| out.write_all(text.as_bytes()))?;
        Ok(Asked::Held(Self { _file: file, note }))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        fs::remove_file(&self.note).unwrap_or_default();
    }
}

/// Whether somebody has the lock at `path` now. A note left by a program that was killed counts for nothing.
pub fn is_held(path: &Path) -> bool {
    let noted = atomic::with_suffix(path, ".holder").exists();
    noted && File::open(path).is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

fn read_note(path: &Path) -> Option<Holder> {
    serde_json::from_str(&fs::read_to_string(path).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_was_first() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.lock");
        let first = Holder {
            pid: 7,
            user: "li".into(),
            host: "desk".into(),
            since: "2026-11-21T08:00:00Z".into(),
        };
        let Asked::Held(held) = Lock::ask(&path, &first).unwrap() else {
            panic!("not held")
        };
        let Asked::Busy(Some(holder)) = Lock::ask(&path, &Holder::myself(Timestamp::UNIX_EPOCH)).unwrap() else {
            panic!("not busy")
        };
        assert_eq!(holder, first);
        let words = holder.words_in(&TimeZone::UTC);
        assert_eq!(words.en, "li@desk (process 7, since 2026-11-21 08:00)");
        assert_eq!(words.zh, "li@desk（进程7，自2026-11-21 08:00起）");
        let nameless = Holder {
            user: String::new(),
            host: String::new(),
            ..first.clone()
        };
        assert!(nameless.words_in(&TimeZone::UTC).zh.starts_with("另一个程序（进程7"));
        assert!(is_held(&path));
        drop(held);
        assert!(!is_held(&path));
        assert!(matches!(Lock::ask(&path, &first).unwrap(), Asked::Held(_)));
    }
}
