//! Every way out gives the terminal back and keeps the answers.

use super::{Room, go_to, text};
use crate::support::journey::{Memory, today};
use crate::support::pty::{Pty, program, variables};
use pipia::domain::{Assessment, Lang};
use pipia::questionnaire::Catalog;
use pipia::tui::effect::Preferences;
use pipia::tui::{App, Keymap, ThemeKind, runtime};
use portable_pty::CommandBuilder;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// How the terminal's line discipline is set.
fn line_settings(device: &Path) -> String {
    let found = Command::new("stty").arg("-F").arg(device).arg("-a").output().unwrap();
    assert!(found.status.success(), "{found:?}");
    String::from_utf8(found.stdout).unwrap()
}

fn is_raw(device: &Path) -> bool {
    let settings = line_settings(device);
    ["-icanon", "-echo", "-isig"]
        .iter()
        .all(|flag| settings.split_whitespace().any(|word| word == *flag))
}

/// The terminal is as it was before the program.
#[track_caller]
fn assert_given_back(pty: &mut Pty, before: &str) {
    pty.read_to_end();
    let screen = pty.screen();
    assert!(!screen.alternate_screen(), "the alternate screen is left");
    assert!(!screen.hide_cursor(), "the cursor is shown");
    assert!(!screen.bracketed_paste(), "pasting is as before");
    assert_eq!(line_settings(&pty.device()), before, "line discipline");
}

fn signal(pty: &Pty, name: &str) {
    let done = Command::new("kill")
        .args(["-s", name, &pty.pid().to_string()])
        .status()
        .unwrap();
    assert!(done.success());
}

/// Types, leaves in the way told, and looks at terminal and file.
#[track_caller]
fn leave_by(way: impl Fn(&mut Pty)) {
    let room = Room::new();
    room.assessment("a.pipia.toml");
    let mut fresh = CommandBuilder::new("/bin/sh");
    fresh.args(["-c", "read line"]);
    let before = line_settings(&Pty::spawn(fresh, 80, 24).device());
    let mut pty = room.wizard("a.pipia.toml", "zh");
    assert!(pty.screen().alternate_screen() && is_raw(&pty.device()));
    go_to(&mut pty, "route.ftz-entry", "适用哪一份负面清单");
    pty.send("鑫海清单第三项");
    pty.wait_for("鑫海清单第三项");
    way(&mut pty);
    assert_eq!(pty.exit_code(), 0);
    assert_given_back(&mut pty, &before);
    let file = fs::read_to_string(room.path("a.pipia.toml")).unwrap();
    assert!(
        file.contains("鑫海清单第三项"),
        "saved, not only in the journal:\n{file}"
    );
    assert_eq!(
        text(&room.answers("a.pipia.toml"), "route.ftz-entry"),
        Some("鑫海清单第三项")
    );
    let again = room.wizard("a.pipia.toml", "zh").stable();
    assert!(again.contains("鑫海清单第三项"), "at the same question:\n{again}");
    assert!(!again.contains("只读"), "the lock was given up:\n{again}");
}

#[test]
fn by_its_keys() {
    leave_by(|pty| pty.send("<ctrl+c>"));
    leave_by(|pty| pty.send("<ctrl+q>"));
    leave_by(|pty| {
        pty.send("<tab>");
        pty.wait_for("规定了哪种出境机制");
        pty.send("<shift+tab>");
        pty.wait_for("鑫海清单第三项");
        // The bottom line is drawn last: only now the whole picture is that of the field.
        pty.wait_for("F3 依据");
        // Out of the field: there q is a key, not a letter.
        pty.send("<esc>");
        pty.wait_for("l 依据");
        pty.send("q");
    });
}

#[test]
fn by_a_signal() {
    leave_by(|pty| signal(pty, "TERM"));
    leave_by(|pty| signal(pty, "HUP"));
    leave_by(|pty| signal(pty, "INT"));
}

#[test]
fn in_the_middle_of_typing_a_cell_and_of_a_question() {
    let room = Room::new();
    room.assessment("a.pipia.toml");
    let mut pty = room.wizard("a.pipia.toml", "zh");
    go_to(&mut pty, "inventory.items", "逐项列出");
    pty.send("a淼收件人<enter>");
    pty.wait_for("淼收件人 · 内容描述");
    pty.send("写在面单上");
    pty.wait_for("写在面单上");
    signal(&pty, "HUP");
    assert_eq!(pty.exit_code(), 0);
    let answers = room.answers("a.pipia.toml");
    let row = answers["record"]["item"][0].clone();
    assert_eq!(row["name"].as_str(), Some("淼收件人"));
    assert_eq!(row["description"].as_str(), Some("写在面单上"));
}

#[test]
fn when_the_terminal_is_gone() {
    let room = Room::new();
    room.assessment("a.pipia.toml");
    // The shell leads the session: when it is gone, the system takes the terminal away from the program.
    let mut command = CommandBuilder::new("/bin/sh");
    command.args(["-c", "\"$0\" a.pipia.toml; true"]);
    command.arg(program());
    command.cwd(room.home());
    command.env_clear();
    for (name, value) in variables(room.home(), "zh") {
        command.env(name, value);
    }
    let mut pty = Pty::spawn(command, 80, 24);
    pty.wait_for("题，共");
    go_to(&mut pty, "route.ftz-entry", "适用哪一份负面清单");
    pty.send("鑫海清单");
    pty.wait_for("鑫海清单");
    pty.kill();
    let end = Instant::now() + Duration::from_secs(10);
    let is_saved = || {
        fs::read_to_string(room.path("a.pipia.toml"))
            .unwrap()
            .contains("鑫海清单")
    };
    while !is_saved() {
        assert!(Instant::now() < end, "not saved");
        std::thread::sleep(Duration::from_millis(5));
    }
    // The lock is given up: the next one may write.
    let mut again = room.wizard("a.pipia.toml", "zh");
    while again.stable().contains("只读") {
        assert!(Instant::now() < end, "still locked");
        again = room.wizard("a.pipia.toml", "zh");
    }
}

/// Run by the test below in a terminal of its own.
#[test]
fn a_program_that_panics() {
    if std::env::var_os("PIPIA_TEST_PANIC").is_none() {
        return;
    }
    let catalog = Catalog::built_in().unwrap();
    let questionnaire = catalog.get("certification").unwrap();
    let mut unknown = Assessment::new(&questionnaire, "海外仓", jiff::Timestamp::UNIX_EPOCH);
    // The world in memory panics at the first list of files: the program is in its screen by then.
    unknown.versions.id = "no-such".into();
    let mut world = Memory::default();
    world.files.push(("a.pipia.toml".into(), unknown));
    let preferences = Preferences::of(Lang::Zh, ThemeKind::Dark);
    let app = App::new(preferences, Keymap::builtin().clone(), catalog, today());
    drop(runtime::run(app, world, None, "程序意外停止，答案已保存".into()));
}

#[test]
fn by_a_panic() {
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--exact", "--nocapture", "pty::leaving::a_program_that_panics"]);
    command.env("PIPIA_TEST_PANIC", "1");
    // A long trace of calls would push what is told off the screen.
    command.env("RUST_BACKTRACE", "0");
    let mut fresh = CommandBuilder::new("/bin/sh");
    fresh.args(["-c", "read line"]);
    let before = line_settings(&Pty::spawn(fresh, 80, 24).device());
    let mut pty = Pty::spawn(command, 80, 24);
    assert_ne!(pty.exit_code(), 0);
    assert_given_back(&mut pty, &before);
    assert!(
        pty.text().contains("程序意外停止，答案已保存"),
        "told on the normal screen:\n{}",
        pty.text()
    );
    assert!(pty.text().contains("panicked at"), "{}", pty.text());
}
