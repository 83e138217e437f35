//! Files that commands read: texts, questionnaires, assessments.

use super::failure::{Exit, Failure};
use super::session::Session;
use super::text as both;
use crate::domain::{Assessment, Engine, Questionnaire, Text};
use crate::questionnaire::{Catalog, Fault, Source, printable};
use crate::store::{self, Access, Mode, Notice, SaveError, Upgrade, Workspace};
use std::borrow::Cow;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// No text, report or font that a command reads comes near this.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// An assessment that a command works on.
#[derive(Debug)]
pub struct Opened {
    /// The assessment, changes of the journal included.
    pub assessment: Assessment,
    /// Its questionnaire, as it is today.
    pub questionnaire: Arc<Questionnaire>,
    /// Its file.
    pub workspace: Workspace,
    /// What the user should know about the file.
    pub warnings: Vec<Text>,
}

impl Opened {
    /// What follows from the answers.
    pub fn engine(&self, session: &Session) -> Engine {
        let answers = Arc::new(self.assessment.answers.clone());
        Engine::new(Arc::clone(&self.questionnaire), answers, session.today())
    }

    /// Says on stderr what the user should know about the file.
    pub fn warn(&self, session: &Session) {
        for warning in &self.warnings {
            session.tell(&[warning.get(session.lang), "\n"].concat());
        }
    }
}

/// Opens an assessment. For reading it takes no lock; for writing, somebody else's lock is an error.
pub fn open(session: &Session, path: &Path, mode: Mode) -> Result<Opened, Failure> {
    let catalog = catalog(session)?;
    let found = |id: &str| catalog.get(id);
    let opened = store::open(path, &found, &session.place, mode, session.now.timestamp())?;
    if let Access::Taken(holder) = opened.workspace.access() {
        let locked = SaveError::Locked {
            path: path.to_owned(),
            holder: holder.clone(),
        };
        return Err(locked.into());
    }
    let mut warnings: Vec<Text> = opened.notices.iter().map(notice).collect();
    if let Some(found) = opened.workspace.upgrade() {
        warnings.push(upgrade(found));
        warnings.extend(found.dropped.iter().map(place));
    }
    Ok(Opened {
        assessment: opened.assessment,
        questionnaire: opened.questionnaire,
        workspace: opened.workspace,
        warnings,
    })
}

fn notice(notice: &Notice) -> Text {
    match notice {
        Notice::Place(fault) => place(fault),
        Notice::Told(message) => Text::new(
            format!("{}。{}", message.what.zh, message.todo.zh),
            format!("{}; {}", message.what.en, message.todo.en),
        ),
    }
}

fn place(fault: &Fault) -> Text {
    let at = format!("{}:{}:{}", fault.file, fault.line, fault.column);
    Text::new(format!("{at} {}", fault.what.zh), format!("{at} {}", fault.what.en))
}

fn upgrade(found: &Upgrade) -> Text {
    let names: Vec<&str> = found.differences.iter().map(|part| part.name.as_str()).collect();
    Text::new(
        format!("答题后问卷已有更新：{}；结果按现行问卷计算", names.join("、")),
        format!(
            "The questionnaire has changed since it was answered: {}; results follow the questionnaire of today",
            names.join(", ")
        ),
    )
}

/// The built-in questionnaires, with those of the user's folder.
pub(super) fn catalog(session: &Session) -> Result<Cow<'static, Catalog>, Failure> {
    let files = toml_files(&session.place.questionnaires());
    if files.is_empty() {
        return Catalog::built_in()
            .map(Cow::Borrowed)
            .map_err(|faults| Failure::faulty(faults.to_vec(), Text::default()));
    }
    let sources = files.iter().map(|path| text(path)).collect::<Result<Vec<_>, _>>()?;
    Catalog::with(sources).map(Cow::Owned).map_err(|faults| {
        let todo = both(
            "自有问卷有错误；请改正，或者移出文件夹。",
            "Questionnaires of your own have faults: correct them or move them out of the folder.",
        );
        Failure::faulty(faults, todo)
    })
}

/// All TOML files in a folder and the folders in it, by name; none if there is no folder.
pub(super) fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(toml_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            found.push(path);
        }
    }
    found
}

/// A text file a command was given; exit 2 if it cannot be read.
pub(super) fn text(path: &Path) -> Result<Source, Failure> {
    let shown = show(path);
    let text = String::from_utf8(bytes(path)?).map_err(|_no_text| {
        let what = both(
            format!("“{shown}”不是UTF-8文字"),
            format!("\"{shown}\" is not UTF-8 text"),
        );
        Failure::refused(
            what,
            both(
                "请另选文件，或者以UTF-8保存。",
                "Choose another file, or save it as UTF-8.",
            ),
        )
    })?;
    Ok(Source { name: shown, text })
}

/// The bytes of a file a command was given; exit 2 if it cannot be read.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let unread = |why: Text, todo: Text| Failure::refused(about(path, ("无法读取", "cannot be read"), &why), todo);
    let failed = |error: io::Error| {
        let todo = both("请检查文件名和权限。", "Check the name and the permissions.");
        unread(reason(&error), todo)
    };
    let other = || both("请另选文件。", "Choose another file.");
    let known = fs::metadata(path).map_err(failed)?;
    // Reading from a device or from a pipe that nobody writes to could go on for ever.
    if !(known.is_file() || known.is_dir() || is_handed_over(path, &known)) {
        return Err(unread(both("不是普通文件", "it is no ordinary file"), other()));
    }
    let mut bytes = Vec::new();
    let mut limited = File::open(path).map_err(failed)?.take(MOST_BYTES + 1);
    let size = limited.read_to_end(&mut bytes).map_err(failed)?;
    if u64::try_from(size).is_ok_and(|size| size <= MOST_BYTES) {
        Ok(bytes)
    } else {
        Err(unread(both("文件过大", "it is too large"), other()))
    }
}

/// A pipe that the shell opened for this program (`/dev/stdin`, `<(…)`): somebody stands at its other end.
#[cfg(unix)]
fn is_handed_over(path: &Path, known: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    known.file_type().is_fifo() && ["/dev", "/proc"].iter().any(|root| path.starts_with(root))
}

/// There are no such names elsewhere.
#[cfg(not(unix))]
fn is_handed_over(_path: &Path, _known: &Metadata) -> bool {
    false
}

/// Something could not be written; exit 3.
pub(super) fn not_written(path: &Path, error: &io::Error) -> Failure {
    if error.kind() == ErrorKind::AlreadyExists {
        return exists(path);
    }
    let what = about(path, ("没有写入", "was not written"), &reason(error));
    let todo = both(
        "请另选位置，或者检查权限和磁盘空间。",
        "Choose another place, or check permissions and disk space.",
    );
    Failure::new(Exit::NotWritten, what, todo)
}

/// There is a file of this name, and it is not replaced.
pub(super) fn exists(path: &Path) -> Failure {
    let shown = show(path);
    let what = both(
        format!("“{shown}”已经存在，没有覆盖"),
        format!("\"{shown}\" exists already and was not replaced"),
    );
    Failure::new(Exit::NotWritten, what, both("请换一个文件名。", "Choose another name."))
}

fn about(path: &Path, outcome: (&str, &str), why: &Text) -> Text {
    let shown = show(path);
    Text::new(
        format!("“{shown}”{}：{}", outcome.0, why.zh),
        format!("\"{shown}\" {}: {}", outcome.1, why.en),
    )
}

/// A path as a person types it: `~` is the home folder, and what is relative counts from the current one.
pub(super) fn typed(path: &Path) -> PathBuf {
    let at_home = path
        .strip_prefix("~")
        .ok()
        .and_then(|rest| Some(directories::BaseDirs::new()?.home_dir().join(rest)));
    let path = at_home.unwrap_or_else(|| path.to_owned());
    std::path::absolute(&path).unwrap_or(path)
}

/// Why the system refused, in words.
pub(super) fn reason(error: &io::Error) -> Text {
    match error.kind() {
        ErrorKind::NotFound => both("文件或者文件夹不存在", "there is no such file or folder"),
        ErrorKind::PermissionDenied => both("没有权限", "no permission"),
        ErrorKind::IsADirectory => both("这是文件夹", "it is a folder"),
        ErrorKind::NotADirectory => both("路径中有一段不是文件夹", "a part of the path is no folder"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => both("磁盘已满", "the disk is full"),
        ErrorKind::FileTooLarge => both("文件超过允许的大小", "the file is larger than allowed"),
        ErrorKind::ReadOnlyFilesystem => both("磁盘只读", "the disk is read-only"),
        _ => Text::same(printable(&error.to_string())),
    }
}

/// A path as it may be printed.
pub(super) fn show(path: &Path) -> String {
    printable(&path.to_string_lossy())
}
