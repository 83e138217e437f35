//! Opening: lock, read, migrate, replay the journal.

use super::{Access, Catalog, Mode, Upgrade, Workspace, ask};
use crate::domain::{Assessment, Change, QuestionId, Questionnaire, Scoped, Text};
use crate::questionnaire::raw::Reader;
use crate::questionnaire::{Fault, Source};
use crate::store::atomic;
use crate::store::error::{Message, OpenError, SaveError};
use crate::store::format::{
    FORMAT, Loaded, format_of, no_questionnaire, read_as_far_as_possible, read_assessment, sha256, write_assessment,
};
use crate::store::journal::{self, Ending, Journal, Replay};
use crate::store::migrate::{STEPS, Step, migrate};
use crate::store::place::{Beside, Place};
use jiff::Timestamp;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

/// No assessment comes near this; a file that does is something else.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// Something to be told once after opening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A place in the file: characters removed, a row that is gone.
    Place(Fault),
    /// What was done with the file or the journal.
    Told(Message),
}

/// An assessment, its questionnaire and its file.
#[derive(Debug)]
pub struct Opened {
    /// The assessment with the journal's changes.
    pub assessment: Assessment,
    /// The questionnaire of today.
    pub questionnaire: Arc<Questionnaire>,
    /// The file.
    pub workspace: Workspace,
    /// What to tell.
    pub notices: Vec<Notice>,
    /// Where the user left off.
    pub position: Option<Scoped<QuestionId>>,
}

/// How often a file is read again that was saved by its writer while it was read here.
const MOST_READS: usize = 10;

/// Opens an assessment. If somebody else has it open for writing, it is opened for reading ([`Workspace::access`] says who).
pub fn open(
    path: &Path,
    catalog: &dyn Catalog,
    place: &Place,
    mode: Mode,
    now: Timestamp,
) -> Result<Opened, OpenError> {
    Opening {
        path,
        catalog,
        place,
        mode,
        now,
        steps: STEPS,
    }
    .run()
}

struct Opening<'a> {
    path: &'a Path,
    catalog: &'a dyn Catalog,
    place: &'a Place,
    mode: Mode,
    now: Timestamp,
    steps: &'a [Step],
}

/// The file as it stands on the disk, in the current format.
struct Current {
    source: Source,
    digest: String,
    /// The format it had, if that is an older one.
    older: Option<u64>,
}

impl Opening<'_> {
    /// Without a lock, file and journal may come from before and after a save; then both are read again.
    fn run(&self) -> Result<Opened, OpenError> {
        let mut opened = self.once()?;
        for _ in 1..MOST_READS {
            if self.mode == Mode::Write || is_still(&opened.workspace) {
                break;
            }
            opened = self.once()?;
        }
        Ok(opened)
    }

    fn once(&self) -> Result<Opened, OpenError> {
        let canonical = self.path.canonicalize().map_err(|source| self.unreadable(source))?;
        let beside = self.place.beside(&canonical);
        let (access, lock) = match self.mode {
            Mode::Read => (Access::Read, None),
            Mode::Write => ask(&beside, self.now)?,
        };
        let current = self.current(&canonical)?;
        let (questionnaire, loaded) = self.load(&current.source)?;
        let mut workspace = Workspace {
            path: canonical,
            beside,
            base: current.digest.clone(),
            access,
            _lock: lock,
            journal: None,
            unwritten: Vec::new(),
            pending: false,
            upgrade: None,
        };
        let mut notices: Vec<Notice> = loaded.notices.iter().cloned().map(Notice::Place).collect();
        self.keep_older(&workspace, &current, &mut notices)?;
        let loaded = replay(&mut workspace, loaded, &questionnaire, &mut notices)?;
        if loaded.differences.is_empty() {
            notices.extend(loaded.dropped.into_iter().map(Notice::Place));
        } else {
            workspace.upgrade = Some(Upgrade {
                differences: loaded.differences,
                dropped: loaded.dropped,
            });
        }
        Ok(Opened {
            assessment: loaded.assessment,
            questionnaire,
            position: workspace.position(),
            workspace,
            notices,
        })
    }

    fn unreadable(&self, source: io::Error) -> OpenError {
        let path = self.path.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound => OpenError::NotFound(path),
            _ => OpenError::Read { path, source },
        }
    }

    fn beside(&self, source: io::Error) -> OpenError {
        let path = self.path.to_owned();
        SaveError::Write { path, source }.into()
    }

    fn current(&self, canonical: &Path) -> Result<Current, OpenError> {
        let something_else = || OpenError::NotAnAssessment(self.path.to_owned());
        let known = fs::metadata(canonical).map_err(|source| self.unreadable(source))?;
        // A pipe or a device could keep the program waiting or reading for ever.
        if known.len() > MOST_BYTES || !(known.is_file() || known.is_dir()) {
            return Err(something_else());
        }
        let mut bytes = Vec::new();
        File::open(canonical)
            .and_then(|file| file.take(MOST_BYTES).read_to_end(&mut bytes))
            .map_err(|source| self.unreadable(source))?;
        let digest = sha256(&bytes);
        let text = String::from_utf8(bytes).map_err(|_not_text| something_else())?;
        let source = Source {
            name: self.path.to_string_lossy().into_owned(),
            text,
        };
        let reader = Reader::new(&source);
        let root = reader.root();
        let ours = ["format", "assessment", "questionnaire"]
            .iter()
            .any(|key| root.has(key));
        let format = format_of(&root).unwrap_or(FORMAT);
        drop(root);
        drop(reader);
        if !ours {
            return Err(something_else());
        }
        if format > FORMAT {
            return Err(OpenError::Newer {
                path: self.path.to_owned(),
                format,
            });
        }
        if format == FORMAT {
            return Ok(Current {
                source,
                digest,
                older: None,
            });
        }
        // Without a chain of steps the reader says that there is no such format.
        let (source, older) = match migrate(&source, format, self.steps) {
            Some(migrated) => (migrated, Some(format)),
            None => (source, None),
        };
        Ok(Current { source, digest, older })
    }

    fn load(&self, source: &Source) -> Result<(Arc<Questionnaire>, Loaded), OpenError> {
        let path = self.path.to_owned();
        let reader = Reader::new(source);
        let id = reader
            .root()
            .get("questionnaire")
            .filter(crate::questionnaire::raw::Value::is_table);
        let id = id
            .and_then(|table| table.table()?.get("id")?.as_str())
            .map(str::to_owned);
        // A file without a readable id is read against nothing, so that its faults are told.
        let Some(id) = id else {
            let faults = read_assessment(source, &no_questionnaire()).err().unwrap_or_default();
            return Err(OpenError::Damaged { path, faults });
        };
        let Some(questionnaire) = self.catalog.questionnaire(&id) else {
            return Err(OpenError::NoQuestionnaire { path, id });
        };
        match read_assessment(source, &questionnaire) {
            Ok(loaded) => Ok((questionnaire, loaded)),
            Err(faults) => Err(OpenError::Damaged { path, faults }),
        }
    }

    /// A file of an older format is kept before anything of the new one is written.
    fn keep_older(&self, workspace: &Workspace, current: &Current, notices: &mut Vec<Notice>) -> Result<(), OpenError> {
        let Some(format) = current.older else { return Ok(()) };
        if workspace.access != Access::Write {
            return Ok(());
        }
        let backup = atomic::with_suffix(&workspace.path, &format!(".format-{format}.bak"));
        atomic::keep(&workspace.path, &backup).map_err(|source| self.beside(source))?;
        notices.push(told(
            &format!("文件由旧格式{format}转换而来"),
            &format!("the file was converted from the older format {format}"),
            ("原文件保存为", "the old file is kept as"),
            &backup,
        ));
        Ok(())
    }
}

/// Applies the journal; in write mode it is started anew with what is still pending.
fn replay(
    workspace: &mut Workspace,
    loaded: Loaded,
    questionnaire: &Questionnaire,
    notices: &mut Vec<Notice>,
) -> Result<Loaded, OpenError> {
    let journal = workspace.beside.journal.clone();
    let failed = |source| own(&workspace.beside.folder, source);
    let found = journal::read(&journal, &workspace.base).map_err(|source| OpenError::Read {
        path: journal.clone(),
        source,
    })?;
    let writes = workspace.access == Access::Write;
    if let Some(replay) = &found {
        let aside = match replay.ending {
            Ending::Whole => None,
            _ if writes => Some(journal::set_aside(&journal).map_err(failed)?),
            _ => Some(journal.clone()),
        };
        notices.extend(aside.map(|aside| ending_notice(replay.ending, &aside)));
    }
    let changes = found.map(|Replay { changes, .. }| changes).unwrap_or_default();
    if writes {
        atomic::sweep(&workspace.path);
        workspace.journal = Some(Journal::start(&journal, &workspace.base, &changes).map_err(failed)?);
        workspace.pending = !changes.is_empty();
    }
    if changes.is_empty() {
        return Ok(loaded);
    }
    notices.push(Notice::Told(replayed(changes.len(), workspace)));
    let known = loaded.dropped.len();
    let loaded = apply(loaded, changes, questionnaire, &workspace.beside);
    if writes && loaded.dropped.len() > known {
        journal::set_aside(&journal).map_err(failed)?;
    }
    Ok(loaded)
}

/// Whether the file is still the one that was read.
fn is_still(workspace: &Workspace) -> bool {
    fs::read(&workspace.path).is_ok_and(|bytes| sha256(&bytes) == workspace.base)
}

fn own(folder: &Path, source: io::Error) -> OpenError {
    let path = folder.to_owned();
    SaveError::Own { path, source }.into()
}

/// Applies changes and reads the result once more, so that a journal is held to the same rules as a file.
fn apply(mut loaded: Loaded, changes: Vec<Change>, questionnaire: &Questionnaire, beside: &Beside) -> Loaded {
    for change in changes {
        let _inverse = change.apply(&mut loaded.assessment.answers);
    }
    let source = Source {
        name: beside.journal.to_string_lossy().into_owned(),
        text: write_assessment(&loaded.assessment),
    };
    let (again, faults) = read_as_far_as_possible(&source, questionnaire);
    if let Some(again) = again {
        loaded.assessment = again.assessment;
        loaded.dropped.extend(faults);
    }
    loaded
}

fn replayed(count: usize, workspace: &Workspace) -> Message {
    let taken = matches!(workspace.access, Access::Taken(_));
    let todo = if taken {
        Text::new(
            "另一窗口的修改也已包括",
            "changes made in the other window are included",
        )
    } else {
        Text::new("核对后保存", "check them and save")
    };
    Message {
        what: Text::new(
            format!("有{count}项尚未保存的修改，已从日志中恢复"),
            format!("{count} unsaved changes were restored from the journal"),
        ),
        todo,
    }
}

fn ending_notice(ending: Ending, aside: &Path) -> Notice {
    let keeps = ("日志保留在", "the journal is kept as");
    match ending {
        Ending::Damaged(line) => told(
            &format!("修改日志第{line}行损坏，只恢复了此前的修改"),
            &format!("line {line} of the journal is damaged; only the changes before it were restored"),
            keeps,
            aside,
        ),
        _ => told(
            "修改日志与文件现在的内容不符，没有应用",
            "the journal belongs to another state of the file and was not applied",
            keeps,
            aside,
        ),
    }
}

fn told(zh: &str, en: &str, kept: (&str, &str), path: &Path) -> Notice {
    let path = crate::questionnaire::printable(&path.to_string_lossy());
    Notice::Told(Message {
        what: Text::new(zh, en),
        todo: Text::new(format!("{}“{path}”", kept.0), format!("{} \"{path}\"", kept.1)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = r#"format = 0
name = "甲"

[questionnaire]
id = "sample"
version = ""

[questionnaire.modules]
"#;

    fn rename(table: &mut toml::Table) {
        let Some(name) = table.remove("name") else { return };
        let mut head = toml::Table::new();
        head.insert("title".into(), name);
        for time in ["created", "modified"] {
            head.insert(time.into(), "2026-11-21T08:00:00Z".into());
        }
        table.insert("assessment".into(), head.into());
    }

    #[test]
    fn an_older_format_is_converted_and_the_old_file_kept() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.pipia.toml");
        fs::write(&path, OLD).unwrap();
        let questionnaire = Arc::new(Questionnaire {
            id: "sample".into(),
            ..no_questionnaire()
        });
        let catalog = move |_: &str| Some(Arc::clone(&questionnaire));
        let place = Place::under(home.path());
        let steps = [Step {
            from: 0,
            change: rename,
        }];
        let opening = |steps| Opening {
            path: &path,
            catalog: &catalog,
            place: &place,
            mode: Mode::Write,
            now: Timestamp::UNIX_EPOCH,
            steps,
        };
        let mut opened = opening(&steps).run().unwrap();
        assert_eq!(opened.assessment.title, "甲");
        assert!(matches!(&opened.notices[..], [Notice::Told(told)] if told.what.en.contains("older format 0")));
        assert_eq!(fs::read_to_string(&path).unwrap(), OLD);
        opened.workspace.save(&opened.assessment).unwrap();
        assert_eq!(
            fs::read_to_string(atomic::with_suffix(&path, ".format-0.bak")).unwrap(),
            OLD
        );
        drop(opened);
        let again = opening(&[]).run().unwrap();
        assert_eq!((again.assessment.title.as_str(), again.notices.len()), ("甲", 0));
    }
}
