//! The journal: changes since the last save, one line each, so that a crash loses nothing that was shown.
//!
//! A line is a checksum and JSON. The first line names the file's digest the changes apply to. Before a save the digest of
//! the file to come is noted: after a crash in the middle of it, the file on disk tells which changes it already holds.

mod line;

use super::atomic;
use super::format::sha256;
use crate::domain::Change;
use line::{RawChange, RawLine};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// How many hexadecimal digits of the SHA-256 of a line stand before it.
const CHECK: usize = 16;

/// A journal that is being written.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    synced: bool,
}

/// How the reading of a journal ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// At its end; a torn last line is left out.
    Whole,
    /// At this damaged line, counted from 1.
    Damaged(usize),
    /// It belongs to another state of the file.
    OtherFile,
}

/// What a journal holds for a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    /// The changes that the file does not hold yet, in order.
    pub changes: Vec<Change>,
    /// How the reading ended.
    pub ending: Ending,
}

impl Journal {
    /// Starts a journal for the file whose digest is `base`, with changes that are already pending.
    pub fn start(path: &Path, base: &str, pending: &[Change]) -> io::Result<Self> {
        let mut text = render(&RawLine::Start { base: base.to_owned() })?;
        for change in pending {
            text += &render(&RawLine::Change(RawChange::from(change)))?;
        }
        atomic::replace(path, |out| out.write_all(text.as_bytes()))?;
        Ok(Self {
            path: path.to_owned(),
            file: atomic::open_private(path)?,
            synced: true,
        })
    }

    /// A journal over any open file, to see what becomes of one that cannot be written.
    #[cfg(test)]
    pub(super) fn over(path: &Path, file: File) -> Self {
        Self {
            path: path.to_owned(),
            file,
            synced: true,
        }
    }

    /// Writes a change. It survives the program's end; after [`Self::sync`] also the computer's.
    pub fn append(&mut self, change: &Change) -> io::Result<()> {
        self.push(&RawLine::Change(RawChange::from(change)))
    }

    /// Notes that a file with this digest is about to be written, and waits until that is on the disk.
    pub fn saving(&mut self, digest: &str) -> io::Result<()> {
        self.push(&RawLine::Saving {
            digest: digest.to_owned(),
        })?;
        self.sync()
    }

    fn push(&mut self, line: &RawLine) -> io::Result<()> {
        let text = render(line)?;
        let before = self.file.metadata()?.len();
        self.synced = false;
        let written = self.file.write_all(text.as_bytes());
        if written.is_err() {
            // Half a line must not stand before the next one.
            self.file.set_len(before)?;
        }
        written
    }

    /// Waits until everything written is on the disk.
    pub fn sync(&mut self) -> io::Result<()> {
        if !self.synced {
            self.file.sync_data()?;
            self.synced = true;
        }
        Ok(())
    }

    /// Takes the journal away: nothing is pending.
    pub fn remove(self) -> io::Result<()> {
        drop(self.file);
        fs::remove_file(self.path)
    }
}

/// Reads the journal at `path` for a file with this digest; `None` if there is no journal.
pub fn read(path: &Path, digest: &str) -> io::Result<Option<Replay>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(replay(&bytes, digest))),
        // Where there is not even a folder, there was never a journal.
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Puts a journal that cannot be replayed out of the way, under a name of its own, and says which.
pub fn set_aside(path: &Path) -> io::Result<PathBuf> {
    let free = (1..=u32::MAX)
        .map(|n| atomic::with_suffix(path, &format!(".aside-{n}")))
        .find(|free| !free.exists());
    let free = free.ok_or(io::ErrorKind::AlreadyExists)?;
    fs::copy(path, &free)?;
    Ok(free)
}

/// The changes in `bytes` that a file with this digest does not hold yet.
pub fn replay(bytes: &[u8], digest: &str) -> Replay {
    let mut changes = Vec::new();
    // Whether the state of the file on disk was met; only changes after it are missing from the file.
    let mut met = false;
    let mut ending = Ending::Whole;
    let lines = bytes
        .split_inclusive(|byte| *byte == b'\n')
        .filter(|line| line.ends_with(b"\n"));
    for (at, line) in lines.enumerate() {
        match parse(line) {
            Some(RawLine::Start { base }) if at == 0 => met = base == digest,
            Some(RawLine::Saving { digest: saved }) if at > 0 => {
                if saved == digest {
                    changes.clear();
                    met = true;
                }
            }
            Some(RawLine::Change(change)) if at > 0 => match Change::try_from(change) {
                Ok(change) => changes.push(change),
                Err(_unreadable) => ending = Ending::Damaged(at + 1),
            },
            _ => ending = Ending::Damaged(at + 1),
        }
        if ending != Ending::Whole {
            break;
        }
    }
    if met || changes.is_empty() && ending == Ending::Whole {
        return Replay { changes, ending };
    }
    let ending = if ending == Ending::Damaged(1) {
        ending
    } else {
        Ending::OtherFile
    };
    Replay {
        changes: Vec::new(),
        ending,
    }
}

fn render(line: &RawLine) -> io::Result<String> {
    let json = serde_json::to_string(line)?;
    Ok(format!("{} {json}\n", check(json.as_bytes())))
}

fn parse(line: &[u8]) -> Option<RawLine> {
    let text = std::str::from_utf8(line).ok()?.strip_suffix('\n')?;
    let (found, json) = text.split_once(' ')?;
    (found == check(json.as_bytes())).then(|| serde_json::from_str(json).ok())?
}

fn check(bytes: &[u8]) -> String {
    sha256(bytes).chars().take(CHECK).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Answer, Scoped, Value};

    fn change(text: &str) -> Change {
        Change::Answer(Scoped::whole("a.b".into()), Answer::value(Value::Text(text.into())))
    }

    fn written(changes: &[Change]) -> Vec<u8> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("j");
        let mut journal = Journal::start(&path, "d0", &[]).unwrap();
        for change in changes {
            journal.append(change).unwrap();
        }
        journal.sync().unwrap();
        fs::read(path).unwrap()
    }

    #[test]
    fn a_journal_cut_at_any_byte_replays_a_prefix() {
        let changes = [
            change("一"),
            change("two\nlines"),
            Change::Many(vec![change("three"), change("四")]),
        ];
        let bytes = written(&changes);
        let mut seen = 0;
        for cut in 0..=bytes.len() {
            let replay = replay(&bytes[..cut], "d0");
            assert_eq!(replay.ending, Ending::Whole, "cut at {cut}");
            assert_eq!(replay.changes, changes[..replay.changes.len()]);
            assert!(replay.changes.len() >= seen);
            seen = replay.changes.len();
        }
        assert_eq!(seen, 3);
    }

    #[test]
    fn a_damaged_line_stops_the_replay_and_says_where() {
        let changes = [change("one"), change("two"), change("three")];
        let bytes = written(&changes);
        let text = String::from_utf8(bytes).unwrap().replace("two", "twx");
        let replay = replay(text.as_bytes(), "d0");
        assert_eq!(replay.ending, Ending::Damaged(3));
        assert_eq!(replay.changes, changes[..1]);
    }

    #[test]
    fn a_flipped_bit_anywhere_never_yields_another_change() {
        let changes = [change("one"), change("two")];
        let bytes = written(&changes);
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut broken = bytes.clone();
                broken[at] ^= 1 << bit;
                let replay = replay(&broken, "d0");
                assert!(changes.starts_with(&replay.changes), "byte {at} bit {bit}");
            }
        }
    }

    #[test]
    fn after_a_crash_in_a_save_the_file_tells_what_it_holds() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("j");
        let mut journal = Journal::start(&path, "d0", &[]).unwrap();
        journal.append(&change("one")).unwrap();
        journal.saving("d1").unwrap();
        journal.append(&change("two")).unwrap();
        let bytes = fs::read(&path).unwrap();
        assert_eq!(replay(&bytes, "d0").changes, [change("one"), change("two")]);
        assert_eq!(replay(&bytes, "d1").changes, [change("two")]);
        let other = replay(&bytes, "d9");
        assert_eq!((other.ending, other.changes.len()), (Ending::OtherFile, 0));
    }

    #[test]
    fn a_restart_keeps_what_is_pending() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("j");
        let mut journal = Journal::start(&path, "d1", &[change("kept")]).unwrap();
        journal.append(&change("new")).unwrap();
        let found = read(&path, "d1").unwrap().unwrap();
        assert_eq!(found.changes, [change("kept"), change("new")]);
        journal.remove().unwrap();
        assert_eq!(read(&path, "d1").unwrap(), None);
    }
}
