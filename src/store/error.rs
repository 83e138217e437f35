//! What can go wrong with files, in the user's words: what happened, and what to do.

use super::lock::Holder;
use crate::domain::{Lang, Text};
use crate::questionnaire::{Fault, printable};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Two lines for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What happened.
    pub what: Text,
    /// What to do.
    pub todo: Text,
}

impl Message {
    fn new(what: (String, String), todo: (&str, &str)) -> Self {
        Self {
            what: Text::new(what.0, what.1),
            todo: Text::new(todo.0, todo.1),
        }
    }
}

/// Why an assessment could not be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// There is no such file.
    #[error("{} does not exist", .0.display())]
    NotFound(PathBuf),
    /// The file could not be read.
    #[error("{} could not be read: {source}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is something else.
    #[error("{} is not an assessment", .0.display())]
    NotAnAssessment(PathBuf),
    /// The file has faults.
    #[error("{} has {} faults", .path.display(), .faults.len())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// All its faults.
        faults: Vec<Fault>,
    },
    /// The file was written by a newer program.
    #[error("{} has the newer format {format}", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format version.
        format: u64,
    },
    /// The file's questionnaire is not in the catalogue.
    #[error("{} needs the questionnaire {id}", .path.display())]
    NoQuestionnaire {
        /// The file.
        path: PathBuf,
        /// The questionnaire it names.
        id: String,
    },
    /// Something beside it (lock, journal, backup) could not be written.
    #[error(transparent)]
    Beside(#[from] SaveError),
}

impl OpenError {
    /// What happened and what to do. The faults of a damaged file are listed apart.
    pub fn message(&self) -> Message {
        match self {
            Self::NotFound(path) => Message::new(
                both(path, "文件不存在", "does not exist"),
                (
                    "检查文件名和所在文件夹；新建评估用pipia new",
                    "check the name and the folder; pipia new makes a new assessment",
                ),
            ),
            Self::Read { path, source } => Message {
                what: io_message(path, source, ("无法读取", "cannot be read")).what,
                todo: Text::new("检查文件名和权限", "check the name and the permissions"),
            },
            Self::NotAnAssessment(path) => Message::new(
                both(path, "不是本程序的评估文件", "is not an assessment of this program"),
                (
                    "选择以.pipia.toml结尾的文件；文件已损坏的，改用同一文件夹中以.bak结尾的备份",
                    "choose a file whose name ends in .pipia.toml; if it is damaged, use the backup ending in .bak in the same folder",
                ),
            ),
            Self::Damaged { path, faults } => damaged(path, faults.len()),
            Self::Newer { path, format } => {
                let (zh, en) = (
                    format!("由更新版本的程序写成（格式{format}）"),
                    format!("was written by a newer program (format {format})"),
                );
                Message::new(
                    both(path, &zh, &en),
                    (
                        "更新程序后再打开；文件没有改动",
                        "update the program and open it again; the file was not changed",
                    ),
                )
            }
            Self::NoQuestionnaire { path, id } => {
                let id = printable(id);
                let (zh, en) = (
                    format!("所用的问卷“{id}”不在目录中"),
                    format!("uses the questionnaire \"{id}\", which is not in the catalogue"),
                );
                Message::new(
                    both(path, &zh, &en),
                    (
                        "用pipia questionnaire list查看可用的问卷，或者装入该问卷",
                        "see pipia questionnaire list, or add that questionnaire",
                    ),
                )
            }
            Self::Beside(error) => error.message(),
        }
    }

    /// The faults of a damaged file, rendered one after the other; empty for other errors.
    pub fn faults(&self) -> &[Fault] {
        match self {
            Self::Damaged { faults, .. } => faults,
            _ => &[],
        }
    }
}

fn damaged(path: &Path, count: usize) -> Message {
    let (zh, en) = (
        format!("有{count}处错误，未打开"),
        format!(
            "has {count} {} and was not opened",
            if count == 1 { "fault" } else { "faults" }
        ),
    );
    Message::new(
        both(path, &zh, &en),
        (
            "按列出的位置改正，或者改用同一文件夹中以.bak结尾的备份",
            "correct the places listed, or use the backup ending in .bak in the same folder",
        ),
    )
}

/// Why something could not be written.
#[derive(Debug, Error)]
pub enum SaveError {
    /// The file could not be written; the one before it is untouched.
    #[error("{} could not be written: {source}", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The program's own folder, for journals and locks, could not be written.
    #[error("{} could not be written: {source}", .path.display())]
    Own {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// There is a file of this name already.
    #[error("{} exists", .0.display())]
    Exists(PathBuf),
    /// The assessment was opened for reading only.
    #[error("{} is open for reading only", .0.display())]
    ReadOnly(PathBuf),
    /// The differences of the questionnaire were not confirmed yet.
    #[error("the new questionnaire version of {} is not confirmed", .0.display())]
    Unconfirmed(PathBuf),
    /// Another program changed the file since it was opened.
    #[error("{} was changed by another program", .0.display())]
    ChangedOutside(PathBuf),
    /// Somebody else has it open.
    #[error("{} is open in another program", .path.display())]
    Locked {
        /// The file.
        path: PathBuf,
        /// Who, as far as known.
        holder: Option<Holder>,
    },
}

impl SaveError {
    /// What happened and what to do.
    pub fn message(&self) -> Message {
        match self {
            Self::Write { path, source } => io_message(path, source, ("没有保存", "was not saved")),
            Self::Own { path, source } => Message {
                what: io_message(path, source, ("不能写入", "cannot be written")).what,
                todo: Text::new(
                    "这是本程序存放日志和锁的文件夹；检查其权限和磁盘空间，或者用PIPIA_HOME指定另一文件夹",
                    "it is the program's own folder for journals and locks: check its permissions and the disk space, or name another with PIPIA_HOME",
                ),
            },
            Self::Exists(path) => Message::new(
                both(path, "已经存在，没有覆盖", "exists already and was not overwritten"),
                ("换一个文件名", "choose another name"),
            ),
            Self::ReadOnly(path) => Message::new(
                both(path, "以只读方式打开，不能修改", "is open for reading only"),
                (
                    "关闭另一窗口后重新打开，或者另存为新文件",
                    "close the other window and open it again, or save under another name",
                ),
            ),
            Self::Unconfirmed(path) => Message::new(
                both(
                    path,
                    "所用的问卷已有新版本，尚未确认",
                    "was answered with another version of the questionnaire, which is not confirmed yet",
                ),
                ("先查看差异并确认", "look at the differences and confirm first"),
            ),
            Self::ChangedOutside(path) => Message::new(
                both(
                    path,
                    "打开以后被其他程序修改过，没有覆盖",
                    "was changed by another program since it was opened, and was not overwritten",
                ),
                (
                    "另存为新文件，再比较两个文件",
                    "save under another name and compare the two",
                ),
            ),
            Self::Locked { path, holder } => {
                let by = holder
                    .as_ref()
                    .map_or_else(|| Text::new("其他程序", "another program"), Holder::words);
                let (zh, en) = (format!("正在使用中：{}", by.zh), format!("is in use: {}", by.en));
                Message::new(
                    both(path, &zh, &en),
                    (
                        "可以只读打开，或者等对方关闭",
                        "open it for reading only, or wait until it is closed",
                    ),
                )
            }
        }
    }

    /// The message in one language, two lines.
    pub fn render(&self, lang: Lang) -> String {
        let message = self.message();
        format!("{}\n{}", message.what.get(lang), message.todo.get(lang))
    }
}

/// `“path”zh` and `"path" en`.
fn both(path: &Path, zh: &str, en: &str) -> (String, String) {
    let shown = printable(&path.to_string_lossy());
    (format!("“{shown}”{zh}"), format!("\"{shown}\" {en}"))
}

fn io_message(path: &Path, error: &io::Error, outcome: (&str, &str)) -> Message {
    let (zh, en, todo) = match error.kind() {
        ErrorKind::PermissionDenied => (
            "没有权限",
            "no permission",
            (
                "换一个有写权限的文件夹，或者请管理员授权",
                "use a folder you may write to, or ask for access",
            ),
        ),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => (
            "磁盘已满",
            "the disk is full",
            (
                "腾出空间后再试；磁盘上的文件没有改动",
                "make room and try again; the file on the disk was not changed",
            ),
        ),
        ErrorKind::ReadOnlyFilesystem => (
            "磁盘只读",
            "the disk is read-only",
            ("另存到其他磁盘", "save to another disk"),
        ),
        ErrorKind::NotFound | ErrorKind::NotADirectory => (
            "文件夹不存在",
            "there is no such folder",
            (
                "先建立文件夹，或者换一个位置",
                "make the folder first, or choose another place",
            ),
        ),
        ErrorKind::IsADirectory => ("这是文件夹", "it is a folder", ("选择文件", "choose a file")),
        _ => {
            let shown = printable(&error.to_string());
            return Message::new(
                both(
                    path,
                    &format!("{}：{shown}", outcome.0),
                    &format!("{}: {shown}", outcome.1),
                ),
                (
                    "检查磁盘和文件夹后再试",
                    "check the disk and the folder, then try again",
                ),
            );
        }
    };
    Message::new(
        both(path, &format!("{}：{zh}", outcome.0), &format!("{}: {en}", outcome.1)),
        todo,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_in_both_languages() {
        let error = SaveError::Write {
            path: "a\u{1b}.pipia.toml".into(),
            source: ErrorKind::StorageFull.into(),
        };
        assert!(error.render(Lang::Zh).contains("“a.pipia.toml”没有保存：磁盘已满"));
        assert!(
            error
                .render(Lang::En)
                .starts_with("\"a.pipia.toml\" was not saved: the disk is full\n")
        );
    }
}
