//! Writing a file so that it is always either the old one or the new one, whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// Replaces `path` by what `write` writes: temporary file in the same folder, flushed, renamed, folder flushed.
/// If anything fails, the old file stands untouched and the temporary one is removed. Readable by the owner only.
pub fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let file = prepare(path, write)?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(path)
}

/// Like [`replace`], and the file that was there stays as `path` with `.bak` added.
pub fn replace_keeping(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let file = prepare(path, |out| out.write_all(bytes))?;
    if path.exists() {
        keep(path, &with_suffix(path, ".bak"))?;
    }
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(path)
}

/// Writes a new file; an existing one is left alone and reported as `AlreadyExists`.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let file = prepare(path, |out| out.write_all(bytes))?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    sync_folder(path)
}

/// Makes `copy` the same file as `path`. Neither is ever away: an earlier copy stands until the new one takes its place.
pub fn keep(path: &Path, copy: &Path) -> io::Result<()> {
    let prefix = temporary_prefix(path).ok_or(io::ErrorKind::IsADirectory)?;
    let mut beside = Builder::new();
    beside.prefix(&prefix).suffix(TEMPORARY);
    // A second name costs nothing; where the file system has none, a copy does.
    match beside.make_in(folder(copy), |new| fs::hard_link(path, new)) {
        Ok(linked) => linked.persist(copy).map(drop).map_err(|error| error.error),
        Err(_no_links) => {
            let bytes = fs::read(path)?;
            let copied = prepare(copy, |out| out.write_all(&bytes))?;
            copied.persist(copy).map(drop).map_err(|error| error.error)
        }
    }
}

/// Removes what a killed program left behind beside `path`.
pub fn sweep(path: &Path) {
    let Some(start) = temporary_prefix(path) else { return };
    let Ok(entries) = fs::read_dir(folder(path)) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(&start) && name.ends_with(TEMPORARY) {
            fs::remove_file(entry.path()).unwrap_or_default();
        }
    }
}

/// `path` with something added to its name.
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

const TEMPORARY: &str = ".tmp";

fn temporary_prefix(path: &Path) -> Option<String> {
    Some(format!(".{}.", path.file_name()?.to_string_lossy()))
}

fn folder(path: &Path) -> &Path {
    path.parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or_else(|| Path::new("."))
}

fn prepare(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<NamedTempFile> {
    let prefix = temporary_prefix(path).ok_or(io::ErrorKind::IsADirectory)?;
    // tempfile makes it readable by the owner only, where the system has modes.
    let mut file = Builder::new()
        .prefix(&prefix)
        .suffix(TEMPORARY)
        .tempfile_in(folder(path))?;
    write(&mut file)?;
    file.flush()?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// The rename itself must reach the disk; Windows and macOS flush it with the file.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(folder(path))?.sync_all()
}

/// The rename itself must reach the disk; here that needs no call of ours.
#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Opens for appending, readable by the owner only.
pub(super) fn open_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    owner_only(&mut options);
    options.open(path)
}

#[cfg(unix)]
fn owner_only(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

/// Files inherit the access of the user's own folder.
#[cfg(not(unix))]
fn owner_only(_options: &mut OpenOptions) {}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_write_cut_at_any_byte_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pipia.toml");
        fs::write(&path, "old").unwrap();
        let new = "new content\n".as_bytes();
        for cut in 0..new.len() {
            let result = replace(&path, |out| {
                out.write_all(&new[..cut])?;
                Err(io::ErrorKind::StorageFull.into())
            });
            assert_eq!(result.unwrap_err().kind(), io::ErrorKind::StorageFull);
            assert_eq!(fs::read(&path).unwrap(), b"old");
            assert_eq!(names(folder.path()), ["a.pipia.toml"]);
        }
        replace(&path, |out| out.write_all(new)).unwrap();
        assert_eq!(fs::read(&path).unwrap(), new);
    }

    #[test]
    fn what_a_killed_program_left_is_swept_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        for name in ["a.toml", ".a.toml.x1.tmp", ".b.toml.x1.tmp", ".a.toml.swp"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        sweep(&path);
        assert_eq!(names(folder.path()), [".a.toml.swp", ".b.toml.x1.tmp", "a.toml"]);
    }

    #[test]
    fn one_backup_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        for content in ["1", "2", "3"] {
            replace_keeping(&path, content.as_bytes()).unwrap();
        }
        assert_eq!(fs::read(&path).unwrap(), b"3");
        assert_eq!(fs::read(with_suffix(&path, ".bak")).unwrap(), b"2");
        assert_eq!(names(folder.path()), ["a.toml", "a.toml.bak"]);
    }

    #[test]
    fn a_backup_that_cannot_be_made_leaves_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let (path, copy) = (folder.path().join("a.toml"), folder.path().join("a.toml.bak"));
        fs::write(&copy, "earlier").unwrap();
        assert!(keep(&path, &copy).is_err());
        assert_eq!(fs::read(&copy).unwrap(), b"earlier");
        fs::write(&path, "now").unwrap();
        keep(&path, &copy).unwrap();
        assert_eq!(fs::read(&copy).unwrap(), b"now");
        assert_eq!(names(folder.path()), ["a.toml", "a.toml.bak"]);
    }

    #[test]
    fn a_new_file_never_replaces_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        create(&path, b"1").unwrap();
        assert_eq!(create(&path, b"2").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"1");
    }

    #[cfg(unix)]
    #[test]
    fn files_are_for_the_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a"), folder.path().join("b"));
        replace_keeping(&a, b"x").unwrap();
        open_private(&b).unwrap();
        for path in [a, b] {
            assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
