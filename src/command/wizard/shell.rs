//! The world of the wizard: real files, real keys, the real clock.

use super::job::{Job, of_kind, run};
use crate::command::failure::Failure;
use crate::command::session::now;
use crate::command::{demo, file, identity};
use crate::domain::{Assessment, Change, QuestionId, Scoped, Text};
use crate::questionnaire::{Catalog, in_halves, printable};
use crate::store::format::summary;
use crate::store::{
    self, Access, Held, Message, Mode, Notice, OpenError, Place, SaveError, Settings, Workspace, make_private,
};
use crate::tui::ThemeKind;
use crate::tui::effect::{
    Entry, EntryTrouble, IdentityEntry, NewAssessment, Opened, Outcome, Preferences, Trouble, TroubleKind, WorkedCase,
};
use crate::tui::runtime::{Work, World};
use jiff::Zoned;
use jiff::tz::TimeZone;
use std::cmp::Reverse;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};

const ENDING: &str = ".pipia.toml";

/// An outcome with the generation of its order.
type Done = (u64, Outcome);

/// Files, keys, exporter, clock.
#[derive(Debug)]
pub(super) struct Shell {
    place: Place,
    settings: Settings,
    catalog: &'static Catalog,
    started: Zoned,
    workspace: Option<Workspace>,
    /// The user has been told that leaving gives up answers.
    warned: bool,
    done: (Sender<Done>, Receiver<Done>),
}

impl Shell {
    pub(super) fn new(place: Place, settings: Settings, started: Zoned, catalog: &'static Catalog) -> Self {
        Self {
            place,
            settings,
            catalog,
            started,
            workspace: None,
            warned: false,
            done: channel(),
        }
    }

    fn now(&self) -> Zoned {
        now().unwrap_or_else(|_told_at_the_start| self.started.clone())
    }

    fn remember_file(&mut self, path: &Path) {
        self.settings.remember(path);
        // The list of recent files is a convenience: if it cannot be written, the assessment still opens.
        drop(self.settings.save(&self.place));
    }

    /// Where a new file goes: as told, or named after the title where the program keeps assessments.
    fn new_path(&self, order: &NewAssessment) -> Result<PathBuf, Trouble> {
        if !order.path.as_os_str().is_empty() {
            let text = order.path.to_string_lossy();
            let path = if text.ends_with(ENDING) {
                order.path.clone()
            } else {
                PathBuf::from(format!("{text}{ENDING}"))
            };
            return Ok(file::typed(&path));
        }
        let folder = self.place.assessments();
        make_private(&folder).map_err(|source| {
            save_trouble(&SaveError::Write {
                path: folder.clone(),
                source,
            })
        })?;
        let stem: String = order.title.chars().filter(|c| c.is_alphanumeric()).take(40).collect();
        let stem = if stem.is_empty() {
            order.questionnaire.to_string()
        } else {
            stem
        };
        let names = std::iter::once(format!("{stem}{ENDING}")).chain((2..).map(|n| format!("{stem}-{n}{ENDING}")));
        let free = names.map(|name| folder.join(name)).find(|path| !path.exists());
        Ok(free.unwrap_or_else(|| folder.join(stem)))
    }

    fn opened(&mut self, opened: store::Opened, example: bool) -> Result<Opened, Trouble> {
        let store::Opened {
            mut assessment,
            questionnaire,
            mut workspace,
            notices,
            position,
        } = opened;
        let mut told: Vec<Text> = notices.iter().map(notice).collect();
        let holder = match workspace.access() {
            Access::Write => None,
            Access::Read => Some(Text::default()),
            Access::Taken(holder) => Some(holder.as_ref().map(store::lock::Holder::words).unwrap_or_default()),
        };
        if let (Some(upgrade), None) = (workspace.upgrade(), &holder) {
            let names: Vec<&str> = upgrade.differences.iter().map(|part| part.name.as_str()).collect();
            told.insert(0, upgraded(&names));
            workspace
                .accept_upgrade(&mut assessment, &questionnaire)
                .map_err(|error| save_trouble(&error))?;
        }
        let path = workspace.path().to_owned();
        let unsaved = workspace.has_pending();
        self.workspace = Some(workspace);
        self.warned = false;
        self.remember_file(&path);
        Ok(Opened {
            path,
            assessment,
            holder,
            recovered: 0,
            unsaved,
            position,
            example,
            notices: told,
        })
    }

    fn open_as(&mut self, path: &Path, example: bool) -> Result<Opened, Trouble> {
        self.workspace = None;
        let opened = store::open(path, self.catalog, &self.place, Mode::Write, self.now().timestamp());
        let opened = opened.map_err(|error| open_trouble(&error))?;
        self.opened(opened, example)
    }
}

impl World for Shell {
    fn record(&mut self, change: &Change) -> Result<(), Trouble> {
        let done = self
            .workspace
            .as_mut()
            .map_or(Ok(()), |workspace| workspace.record(change));
        done.map_err(|error| save_trouble(&error))
    }

    fn sync(&mut self) -> Result<(), Trouble> {
        let done = self.workspace.as_mut().map_or(Ok(()), Workspace::sync);
        done.map_err(|error| save_trouble(&error))
    }

    fn save(&mut self, assessment: &Assessment) -> Result<(), Trouble> {
        let mut assessment = assessment.clone();
        assessment.touch(self.now().timestamp());
        let done = self
            .workspace
            .as_mut()
            .map_or(Ok(()), |workspace| workspace.save(&assessment));
        done.map_err(|error| save_trouble(&error))
    }

    fn close(&mut self, assessment: Option<&Assessment>) -> Result<(), Trouble> {
        let done = assessment.map_or(Ok(()), |assessment| self.save(assessment));
        let exposed = self.workspace.as_ref().is_some_and(Workspace::is_exposed);
        if let Err(trouble) = &done
            && exposed
            && !std::mem::replace(&mut self.warned, true)
        {
            return Err(Trouble {
                what: trouble.what.clone(),
                todo: Text::new(
                    "腾出空间后再保存；再次离开将失去尚未写入磁盘的答案",
                    "make room and save again; leaving once more loses the answers that are not on the disk",
                ),
                kind: TroubleKind::Other,
            });
        }
        // Unlocked also if it could not be written: the journal holds what the file does not.
        self.workspace = None;
        done
    }

    fn is_open(&self) -> bool {
        self.workspace.is_some()
    }

    /// What was open lately, then the others in the program's own folder, the latest first.
    fn list(&mut self) -> Vec<Entry> {
        let mut paths = self.settings.recent.clone();
        let known: HashSet<PathBuf> = paths.iter().chain(&self.settings.taken_off).cloned().collect();
        let others = latest_first(&self.place.assessments());
        paths.extend(others.into_iter().filter(|path| !known.contains(path)));
        let (catalog, zone) = (self.catalog, self.started.time_zone());
        let held = Held::now(&self.place);
        in_halves(&paths, paths.len() / 2, |path| entry(path, catalog, zone, &held))
    }

    fn open(&mut self, path: &Path) -> Result<Opened, Trouble> {
        self.open_as(&file::typed(path), false)
    }

    fn create(&mut self, order: &NewAssessment) -> Result<Opened, Trouble> {
        let path = self.new_path(order)?;
        let Some(questionnaire) = self.catalog.get(&order.questionnaire) else {
            return Err(Trouble::default());
        };
        let now = self.now().timestamp();
        let assessment = Assessment::new(&questionnaire, printable(&order.title), now);
        let made = store::create(&path, &assessment, &self.place, now);
        drop(made.map_err(|error| save_trouble(&error))?);
        self.open_as(&path, false)
    }

    fn demo(&mut self, case: WorkedCase) -> Result<Opened, Trouble> {
        let at = match case {
            WorkedCase::A => 0,
            WorkedCase::B => 1,
            WorkedCase::C => 2,
        };
        match demo::write_one(self.catalog, &self.place.assessments(), at).map_err(failure)? {
            Some(path) => self.open_as(&path, true),
            None => Err(Trouble::default()),
        }
    }

    fn forget(&mut self, path: &Path) {
        self.settings.take_off(path);
        drop(self.settings.save(&self.place));
    }

    fn remember(&mut self, at: &Scoped<QuestionId>) {
        if let Some(workspace) = &self.workspace {
            // Only a convenience: nothing is lost if the place is not known next time.
            drop(workspace.set_position(at));
        }
    }

    fn save_settings(&mut self, preferences: &Preferences) -> Result<(), Trouble> {
        self.settings.language = Some(preferences.lang);
        self.settings.theme = Some(theme_word(preferences.theme).to_owned());
        self.settings.report = Some(preferences.report.word().to_owned());
        self.settings.folder.clone_from(&preferences.folder);
        self.settings.fallback_font.clone_from(&preferences.fallback_font);
        self.settings.organisation.clone_from(&preferences.organisation);
        self.settings.assessor.clone_from(&preferences.assessor);
        self.settings.save(&self.place).map_err(|error| save_trouble(&error))
    }

    fn identities(&mut self) -> Result<Vec<IdentityEntry>, Trouble> {
        Ok(identity::list(&self.place)
            .into_iter()
            .map(|known| identity_entry(&self.place, known))
            .collect())
    }

    fn remove_identity(&mut self, id: &str) -> Result<(), Trouble> {
        identity::remove(&self.place, id).map(drop).map_err(failure)
    }

    fn start(&mut self, generation: u64, work: Work) {
        let job = Job {
            place: self.place.clone(),
            now: self.now(),
            work,
        };
        let sender = self.done.0.clone();
        std::thread::spawn(move || {
            let outcome = run(&job);
            // Nobody waits any more if the program was left meanwhile.
            drop(sender.send((generation, outcome)));
        });
    }

    fn finished(&mut self) -> Option<(u64, Outcome)> {
        self.done.1.try_recv().ok()
    }
}

/// The identity for the list.
/// The assessments in a folder, those last written first.
fn latest_first(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<_> = files
        .filter(|file| file.file_name().to_string_lossy().ends_with(ENDING))
        .map(|file| {
            let written = file.metadata().and_then(|known| known.modified()).ok();
            (Reverse(written), file.path())
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, path)| path).collect()
}

fn entry(path: &Path, catalog: &Catalog, zone: &TimeZone, held: &Held) -> Entry {
    let found = summary(path);
    let trouble = match &found {
        Ok(Some(_)) if held.holds(path) => Some(EntryTrouble::Open),
        Ok(Some(_)) => None,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Some(EntryTrouble::Missing),
        _ => Some(EntryTrouble::Unreadable),
    };
    let known = found.ok().flatten();
    let kind = known.as_ref().and_then(|known| catalog.get(&known.versions.id));
    Entry {
        title: known.as_ref().map(|known| shown(&known.title)).unwrap_or_default(),
        kind: kind.map(|kind| kind.title.clone()).unwrap_or_default(),
        updated: known
            .map(|known| known.modified.to_zoned(zone.clone()).strftime("%Y-%m-%d").to_string())
            .unwrap_or_default(),
        trouble,
        path: path.to_owned(),
    }
}

fn shown(text: &Text) -> Text {
    Text::new(printable(&text.zh), printable(&text.en))
}

pub(super) fn identity_entry(place: &Place, known: identity::Listed) -> IdentityEntry {
    IdentityEntry {
        certificate: place.identities().join(&known.id).join("certificate.pem"),
        id: known.id,
        name: printable(&known.holder.name),
        organisation: printable(&known.holder.organisation.unwrap_or_default()),
        locked: known.protected,
        self_signed: known.holder.self_signed,
        expires: known.holder.to.strftime("%Y-%m-%d").to_string(),
        fingerprint: known.holder.certificate_sha256,
    }
}

/// The theme of a word in the settings.
pub(super) fn theme_of(word: &str) -> Option<ThemeKind> {
    [ThemeKind::Dark, ThemeKind::Light, ThemeKind::Plain]
        .into_iter()
        .find(|kind| theme_word(*kind) == word)
}

const fn theme_word(kind: ThemeKind) -> &'static str {
    match kind {
        ThemeKind::Dark => "dark",
        ThemeKind::Light => "light",
        ThemeKind::Plain => "plain",
    }
}

fn notice(notice: &Notice) -> Text {
    match notice {
        Notice::Place(fault) => fault.what.clone(),
        Notice::Told(Message { what, todo }) => {
            Text::new(format!("{}。{}", what.zh, todo.zh), format!("{}; {}", what.en, todo.en))
        }
    }
}

fn upgraded(names: &[&str]) -> Text {
    Text::new(
        format!("答题后问卷已有更新：{}；原文件已另存备份", names.join("、")),
        format!(
            "The questionnaire has changed since it was answered: {}; the old file is kept",
            names.join(", ")
        ),
    )
}

fn message(message: Message) -> Trouble {
    Trouble {
        what: message.what,
        todo: message.todo,
        kind: TroubleKind::Other,
    }
}

/// Why a file was not opened; of the faults of a damaged one the first, with its place.
fn open_trouble(error: &OpenError) -> Trouble {
    let mut trouble = message(error.message());
    if let Some(first) = error.faults().first() {
        let (line, what) = (first.line, trouble.what);
        trouble.what = Text::new(
            format!("{}；第{line}行：{}", what.zh, first.what.zh),
            format!("{}; line {line}: {}", what.en, first.what.en),
        );
    }
    trouble
}

fn save_trouble(error: &SaveError) -> Trouble {
    message(error.message())
}

fn failure(found: Failure) -> Trouble {
    of_kind(TroubleKind::Other)(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, SystemTime};

    #[test]
    fn the_list_begins_with_what_was_written_last_and_leaves_out_other_files() {
        let folder = tempfile::tempdir().unwrap();
        for (name, age) in [
            ("a.pipia.toml", 30),
            ("b.pipia.toml", 10),
            ("c.pipia.toml", 20),
            ("d.toml", 0),
        ] {
            let file = fs::File::create(folder.path().join(name)).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
        }
        let found = latest_first(folder.path());
        let names: Vec<_> = found.iter().filter_map(|path| path.file_name()?.to_str()).collect();
        assert_eq!(names, ["b.pipia.toml", "c.pipia.toml", "a.pipia.toml"]);
        assert!(latest_first(&folder.path().join("none")).is_empty());
    }
}
