//! Open files: locks, journals, backups, crashes.

use super::random;
use super::sample::questionnaire;
use jiff::Timestamp;
use pipia::domain::{Answer, Answers, Assessment, Change, Lang, QuestionId, Questionnaire, Scope, Scoped, Value};
use pipia::store::{Access, Held, Mode, Notice, OpenError, Opened, Place, SaveError, Workspace, create, open};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

struct Desk {
    _home: TempDir,
    place: Place,
    path: PathBuf,
}

fn now() -> Timestamp {
    "2026-11-21T08:00:00Z".parse().unwrap()
}

fn new_assessment() -> Assessment {
    Assessment::new(&questionnaire(), "T", now())
}

impl Desk {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let place = Place::under(&home.path().join("home"));
        let path = home.path().join("a.pipia.toml");
        Self {
            _home: home,
            place,
            path,
        }
    }

    fn create(&self) -> Workspace {
        create(&self.path, &new_assessment(), &self.place, now()).unwrap()
    }

    fn try_open(&self, mode: Mode, questionnaire: &Questionnaire) -> Result<Opened, OpenError> {
        let questionnaire = Arc::new(questionnaire.clone());
        let catalog = move |id: &str| (id == "sample").then(|| Arc::clone(&questionnaire));
        open(&self.path, &catalog, &self.place, mode, now())
    }

    fn open(&self, mode: Mode) -> Opened {
        self.try_open(mode, &questionnaire()).unwrap()
    }

    fn journal(&self) -> PathBuf {
        let files = fs::read_dir(self.place.data.join("open"))
            .unwrap()
            .map(|entry| entry.unwrap().path());
        files
            .into_iter()
            .find(|path| path.extension().is_some_and(|end| end == "journal"))
            .unwrap()
    }
}

/// The program ends without a word: nothing is dropped in order.
fn crash(workspace: Workspace) {
    // The lock must go, as it does when a process dies; a leaked one would be held by this process.
    drop(workspace);
}

fn change(text: &str) -> Change {
    Change::Answer(slot(), Answer::value(Value::Text(text.into())))
}

fn slot() -> Scoped<QuestionId> {
    Scoped::whole("sample.text".into())
}

fn text_of(answers: &Answers) -> &str {
    answers.answer("sample.text", &Scope::whole()).map_or("", Answer::text)
}

fn told(opened: &Opened) -> Vec<String> {
    let notices = opened.notices.iter().filter_map(|notice| match notice {
        Notice::Told(message) => Some(format!("{} {}", message.what.en, message.todo.en)),
        Notice::Place(_) => None,
    });
    notices.collect()
}

#[test]
fn recorded_changes_survive_a_crash_and_saving_clears_them() {
    let desk = Desk::new();
    let mut workspace = desk.create();
    workspace.record(&change("一")).unwrap();
    workspace.record(&change("two")).unwrap();
    crash(workspace);

    let looked = desk.open(Mode::Read);
    assert_eq!(text_of(&looked.assessment.answers), "two");
    assert!(matches!(looked.workspace.access(), Access::Read));
    drop(looked);

    let mut opened = desk.open(Mode::Write);
    assert_eq!(text_of(&opened.assessment.answers), "two");
    assert_eq!(
        told(&opened),
        ["2 unsaved changes were restored from the journal check them and save"]
    );
    assert!(opened.workspace.has_pending());
    opened.workspace.save(&opened.assessment).unwrap();
    drop(opened);

    let opened = desk.open(Mode::Write);
    assert_eq!((text_of(&opened.assessment.answers), told(&opened).len()), ("two", 0));
}

#[test]
fn a_second_program_is_told_who_and_may_look() {
    let desk = Desk::new();
    let mut first = desk.create();
    first.record(&change("in work")).unwrap();
    assert!(Held::now(&desk.place).holds(&desk.path));
    assert!(!Held::now(&desk.place).holds(Path::new("/elsewhere.pipia.toml")));
    let mut second = desk.open(Mode::Write);
    let Access::Taken(Some(holder)) = second.workspace.access().clone() else {
        panic!("{:?}", second.workspace.access())
    };
    assert_eq!(
        (holder.pid, holder.since.as_str()),
        (std::process::id(), "2026-11-21T08:00:00Z")
    );
    assert_eq!(text_of(&second.assessment.answers), "in work");
    let refused = second.workspace.record(&change("mine")).unwrap_err();
    assert!(refused.render(Lang::En).contains("is in use"));
    assert!(matches!(
        second.workspace.save(&second.assessment),
        Err(SaveError::Locked { .. })
    ));
    first.record(&change("still mine")).unwrap();
    drop(second);
    crash(first);
    let third = desk.open(Mode::Write);
    assert_eq!(*third.workspace.access(), Access::Write);
    assert_eq!(text_of(&third.assessment.answers), "still mine");
}

#[test]
fn a_journal_cut_anywhere_opens_with_a_prefix() {
    let desk = Desk::new();
    let mut workspace = desk.create();
    for text in ["一", "two", "three"] {
        workspace.record(&change(text)).unwrap();
    }
    crash(workspace);
    let journal = desk.journal();
    let bytes = fs::read(&journal).unwrap();
    for cut in 0..=bytes.len() {
        fs::write(&journal, &bytes[..cut]).unwrap();
        let opened = desk.open(Mode::Read);
        assert!(
            ["", "一", "two", "three"].contains(&text_of(&opened.assessment.answers)),
            "cut at {cut}"
        );
    }
}

#[test]
fn a_damaged_journal_is_set_aside_and_nothing_is_lost() {
    let desk = Desk::new();
    let mut workspace = desk.create();
    for text in ["one", "two", "three"] {
        workspace.record(&change(text)).unwrap();
    }
    crash(workspace);
    let journal = desk.journal();
    let damaged = fs::read_to_string(&journal).unwrap().replace("two", "tow");
    fs::write(&journal, &damaged).unwrap();

    let opened = desk.open(Mode::Write);
    assert_eq!(text_of(&opened.assessment.answers), "one");
    assert!(told(&opened)[0].starts_with("line 3 of the journal is damaged"));
    let aside = fs::read_dir(journal.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let aside = aside
        .into_iter()
        .find(|path| path.to_string_lossy().ends_with(".aside-1"))
        .unwrap();
    assert_eq!(fs::read_to_string(aside).unwrap(), damaged);
    drop(opened);
    assert_eq!(text_of(&desk.open(Mode::Write).assessment.answers), "one");
}

#[test]
fn a_file_replaced_from_outside_is_neither_overwritten_nor_mixed() {
    let desk = Desk::new();
    let mut workspace = desk.create();
    workspace.record(&change("mine")).unwrap();
    let other = fs::read_to_string(&desk.path).unwrap().replace("\"T\"", "\"Other\"");
    fs::write(&desk.path, &other).unwrap();
    let mut mine = new_assessment();
    let _ = change("mine").apply(&mut mine.answers);
    assert!(matches!(workspace.save(&mine), Err(SaveError::ChangedOutside(_))));
    assert_eq!(fs::read_to_string(&desk.path).unwrap(), other);
    crash(workspace);
    let opened = desk.open(Mode::Write);
    assert_eq!(
        (opened.assessment.title.as_str(), text_of(&opened.assessment.answers)),
        ("Other", "")
    );
    assert!(told(&opened)[0].contains("belongs to another state"));
}

#[test]
fn one_backup_is_kept_and_modes_are_private() {
    let desk = Desk::new();
    let mut workspace = desk.create();
    let before = fs::read(&desk.path).unwrap();
    let mut assessment = new_assessment();
    let _ = change("x").apply(&mut assessment.answers);
    workspace.save(&assessment).unwrap();
    assert_eq!(fs::read(desk.path.with_extension("toml.bak")).unwrap(), before);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(
            (mode(&desk.path), mode(&desk.journal()), mode(&desk.place.data)),
            (0o600, 0o600, 0o700)
        );
    }
    assert!(matches!(
        create(&desk.path, &assessment, &desk.place, now()),
        Err(SaveError::Exists(_))
    ));
}

#[test]
fn a_save_that_fails_leaves_file_and_journal() {
    let desk = Desk::new();
    let mut workspace = desk.create();
    workspace.record(&change("kept")).unwrap();
    let mut assessment = new_assessment();
    let _ = change("kept").apply(&mut assessment.answers);
    // A folder stands where the backup should go.
    fs::create_dir(desk.path.with_extension("toml.bak")).unwrap();
    let error = workspace.save(&assessment).unwrap_err();
    assert!(matches!(error, SaveError::Write { .. }), "{error}");
    crash(workspace);
    assert_eq!(text_of(&desk.open(Mode::Write).assessment.answers), "kept");
}

#[test]
fn what_cannot_be_opened_says_why() {
    let desk = Desk::new();
    let error = |text: &str| {
        fs::write(&desk.path, text).unwrap();
        desk.try_open(Mode::Write, &questionnaire()).unwrap_err()
    };
    assert!(matches!(
        error("format = 2\n[assessment]\n"),
        OpenError::Newer { format: 2, .. }
    ));
    assert!(matches!(error("name = \"x\"\n"), OpenError::NotAnAssessment(_)));
    assert!(matches!(error("%PDF-1.7"), OpenError::NotAnAssessment(_)));
    let unknown = "format = 1\n[questionnaire]\nid = \"other\"\n";
    assert!(matches!(error(unknown), OpenError::NoQuestionnaire { id, .. } if id == "other"));
    let damaged = error("format = 1\n[assessment]\n[questionnaire]\nid = \"sample\"\n");
    assert!(damaged.faults().len() >= 4, "{:?}", damaged.faults());
    assert!(damaged.message().what.zh.contains("处错误"));
    assert!(
        error("format = 0\n")
            .faults()
            .iter()
            .any(|fault| fault.code == "bad-format")
    );
    fs::remove_file(&desk.path).unwrap();
    assert!(matches!(
        desk.try_open(Mode::Read, &questionnaire()),
        Err(OpenError::NotFound(_))
    ));
    fs::write(&desk.path, b"format = 1\n\xff").unwrap();
    assert!(matches!(
        desk.try_open(Mode::Read, &questionnaire()),
        Err(OpenError::NotAnAssessment(_))
    ));
}

#[cfg(unix)]
#[test]
fn what_is_no_ordinary_file_is_not_read() {
    let desk = Desk::new();
    std::os::unix::fs::symlink("/dev/zero", &desk.path).unwrap();
    let error = desk.try_open(Mode::Read, &questionnaire()).unwrap_err();
    assert!(matches!(error, OpenError::NotAnAssessment(_)), "{error}");
}

#[test]
fn a_file_damaged_anywhere_is_opened_whole_or_refused_with_its_place() {
    let desk = Desk::new();
    let mut workspace = desk.create();
    let mut assessment = new_assessment();
    let _ = change("一 two").apply(&mut assessment.answers);
    workspace.save(&assessment).unwrap();
    drop(workspace);
    let whole = fs::read(&desk.path).unwrap();
    let try_with = |bytes: &[u8]| {
        fs::write(&desk.path, bytes).unwrap();
        match desk.try_open(Mode::Read, &questionnaire()) {
            Ok(_)
            | Err(OpenError::NotAnAssessment(_) | OpenError::Newer { .. } | OpenError::NoQuestionnaire { .. }) => {}
            Err(OpenError::Damaged { faults, .. }) => {
                assert!(faults.iter().all(|fault| fault.line > 0 && fault.column > 0));
            }
            Err(error) => panic!("{error}"),
        }
    };
    for cut in 0..whole.len() {
        try_with(&whole[..cut]);
    }
    for at in 0..whole.len() {
        let mut broken = whole.clone();
        broken[at] ^= 1 << (at % 8);
        try_with(&broken);
    }
}

#[test]
fn a_reader_beside_a_writer_never_sees_an_older_state() {
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
    let desk = Desk::new();
    let mut workspace = desk.create();
    let written = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut assessment = new_assessment();
            for number in 1..=60 {
                let change = change(&number.to_string());
                workspace.record(&change).unwrap();
                let _ = change.apply(&mut assessment.answers);
                written.store(number, SeqCst);
                workspace.save(&assessment).unwrap();
            }
        });
        loop {
            let before = written.load(SeqCst);
            let opened = desk.open(Mode::Read);
            let seen: usize = text_of(&opened.assessment.answers).parse().unwrap_or(0);
            assert!(seen >= before, "{seen} seen, {before} written");
            if before == 60 {
                break;
            }
        }
    });
}

#[test]
fn another_questionnaire_version_is_confirmed_before_writing() {
    let desk = Desk::new();
    drop(desk.create());
    let old = fs::read(&desk.path).unwrap();
    let mut later = questionnaire();
    later.version = "2.0.0".into();
    let mut opened = desk.try_open(Mode::Write, &later).unwrap();
    assert_eq!(
        opened.workspace.upgrade().unwrap().differences[0].before.as_deref(),
        Some("1.0.0")
    );
    assert!(matches!(
        opened.workspace.record(&change("x")),
        Err(SaveError::Unconfirmed(_))
    ));
    assert!(matches!(
        opened.workspace.save(&opened.assessment),
        Err(SaveError::Unconfirmed(_))
    ));
    opened.workspace.accept_upgrade(&mut opened.assessment, &later).unwrap();
    opened.workspace.save(&opened.assessment).unwrap();
    assert_eq!(fs::read(desk.path.with_extension("toml.1.0.0.bak")).unwrap(), old);
    drop(opened);
    assert!(
        desk.try_open(Mode::Write, &later)
            .unwrap()
            .workspace
            .upgrade()
            .is_none()
    );
}

#[test]
fn one_comes_back_to_the_same_question() {
    let desk = Desk::new();
    let workspace = desk.create();
    let place = Scoped::new(QuestionId::from("sample.each"), Scope::row("recipient", "lusee"));
    workspace.set_position(&place).unwrap();
    drop(workspace);
    assert_eq!(desk.open(Mode::Write).position, Some(place));
}

#[test]
fn discarding_forgets_what_was_not_saved() {
    let desk = Desk::new();
    let mut workspace = desk.create();
    workspace.record(&change("x")).unwrap();
    workspace.discard().unwrap();
    drop(workspace);
    assert_eq!(text_of(&desk.open(Mode::Write).assessment.answers), "");
}

/// Tells the child of the test below where to work.
const CHILD: &str = "PIPIA_TEST_CHILD";

/// Not a test of its own: the program that is killed in the test below.
#[test]
fn child_that_is_killed() {
    let Some(home) = std::env::var_os(CHILD).map(PathBuf::from) else {
        return;
    };
    let questionnaire = Arc::new(questionnaire());
    let catalog = move |_: &str| Some(Arc::clone(&questionnaire));
    let place = Place::under(&home.join("home"));
    let mut opened = open(&home.join("a.pipia.toml"), &catalog, &place, Mode::Write, now()).unwrap();
    opened.workspace.record(&change("from the child")).unwrap();
    fs::write(home.join("ready"), "").unwrap();
    std::thread::sleep(std::time::Duration::from_secs(60));
}

#[test]
fn a_killed_program_leaves_its_changes_and_no_lock() {
    let desk = Desk::new();
    drop(desk.create());
    let home = desk.path.parent().unwrap();
    let mut child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::workspace::child_that_is_killed"])
        .env(CHILD, home)
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    for _ in 0..600 {
        if home.join("ready").exists() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let looked = desk.open(Mode::Write);
    let pid = child.id();
    assert!(matches!(looked.workspace.access(), Access::Taken(Some(holder)) if holder.pid == pid));
    assert_eq!(text_of(&looked.assessment.answers), "from the child");
    drop(looked);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!Held::now(&desk.place).holds(&desk.path), "its note counts for nothing");
    let opened = desk.open(Mode::Write);
    assert_eq!(*opened.workspace.access(), Access::Write);
    assert_eq!(text_of(&opened.assessment.answers), "from the child");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changes_come_back_from_the_journal_as_they_were(
        changes in proptest::collection::vec(random::change(), 1..20),
        saved_after in any::<proptest::sample::Index>(),
    ) {
        let desk = Desk::new();
        let mut workspace = desk.create();
        let mut assessment = new_assessment();
        let saved_after = saved_after.index(changes.len());
        for (at, change) in changes.into_iter().enumerate() {
            workspace.record(&change).unwrap();
            let _ = change.apply(&mut assessment.answers);
            if at == saved_after {
                workspace.save(&assessment).unwrap();
            }
        }
        crash(workspace);
        let opened = desk.open(Mode::Write);
        prop_assert_eq!(opened.assessment.answers, assessment.answers);
    }
}
