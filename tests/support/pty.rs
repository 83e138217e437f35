//! The real program in a pseudo-terminal. Nothing sleeps blindly: every wait has something to wait for and a deadline.

use crossterm::event::{KeyCode, KeyModifiers};
use pipia::tui::key::{Key, keys};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

const DEADLINE: Duration = Duration::from_secs(30);
/// A screen is stable when the program wrote nothing for so long.
const QUIET: Duration = Duration::from_millis(60);

/// A program in a terminal of its own.
pub(crate) struct Pty {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
}

/// The program under test: `PIPIA_BIN` if it is set (the release binary), else the one built for the tests.
pub(crate) fn program() -> PathBuf {
    std::env::var_os("PIPIA_BIN").map_or_else(
        || env!("CARGO_BIN_EXE_pipia").into(),
        |set| std::path::absolute(set).unwrap(),
    )
}

/// The variables of a world without the user's settings, whose home is `home`.
pub(crate) fn variables(home: &Path, ui: &str) -> Vec<(&'static str, OsString)> {
    let locale = if ui == "zh" { "zh_CN.UTF-8" } else { "C.UTF-8" };
    vec![
        ("HOME", home.into()),
        ("XDG_CONFIG_HOME", home.join("config").into()),
        ("XDG_DATA_HOME", home.join("data").into()),
        ("TERM", "xterm-256color".into()),
        ("LC_ALL", locale.into()),
        ("SOURCE_DATE_EPOCH", "1795219200".into()),
    ]
}

impl Pty {
    /// `pipia` with these arguments in 80×24, in a world without the user's settings: `home` is its home folder.
    pub(crate) fn pipia(args: &[&str], home: &Path, ui: &str) -> Self {
        let mut command = CommandBuilder::new(program());
        command.env_clear();
        for (name, value) in variables(home, ui) {
            command.env(name, value);
        }
        command.cwd(home);
        command.args(args);
        Self::spawn(command, 80, 24)
    }

    /// Any command, in a terminal of `columns` × `rows`.
    pub(crate) fn spawn(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(read @ 1..) = reader.read(&mut chunk) {
                if sender.send(chunk[..read].to_vec()).is_err() {
                    break;
                }
            }
        });
        let writer = pair.master.take_writer().unwrap();
        Self {
            child,
            master: pair.master,
            writer,
            output,
            screen: vt100::Parser::new(rows, columns, 0),
        }
    }

    /// Types a script such as `jj中文<enter><ctrl+s>`.
    pub(crate) fn send(&mut self, script: &str) {
        for key in keys(script).unwrap() {
            self.writer.write_all(&bytes(key)).unwrap();
        }
        self.writer.flush().unwrap();
    }

    /// Sends bytes as they are, be they half a character.
    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) {
        self.writer.write_all(bytes).unwrap();
        self.writer.flush().unwrap();
    }

    /// Pastes a text as terminals with bracketed paste do.
    pub(crate) fn paste(&mut self, text: &str) {
        write!(self.writer, "\x1b[200~{text}\x1b[201~").unwrap();
        self.writer.flush().unwrap();
    }

    /// Another size of the window.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.master
            .resize(PtySize {
                rows,
                cols: columns,
                pixel_width: 0,
                pixel_height: 0,
            })
            .unwrap();
        self.screen.screen_mut().set_size(rows, columns);
    }

    /// Waits until `text` is on the screen; fails with the screen as it is then.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) {
        let end = Instant::now() + DEADLINE;
        while !self.text().contains(text) {
            let open = self.read_until(end);
            assert!(
                open || self.text().contains(text),
                "no {text:?} on the screen:\n{}",
                self.text()
            );
        }
    }

    /// Waits until the screen is as told; fails with the screen as it is then.
    #[track_caller]
    pub(crate) fn wait_until(&mut self, mut is_so: impl FnMut(&str) -> bool) {
        let end = Instant::now() + DEADLINE;
        while !is_so(&self.text()) {
            let open = self.read_until(end);
            assert!(open || is_so(&self.text()), "waited in vain:\n{}", self.text());
        }
    }

    /// Takes the next thing the program writes, if it comes soon.
    pub(crate) fn read_next(&mut self) {
        self.read_until(Instant::now() + QUIET);
    }

    /// Takes all that a program wrote before it ended.
    pub(crate) fn read_to_end(&mut self) {
        let end = Instant::now() + DEADLINE;
        while let Ok(chunk) = self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
            self.screen.process(&chunk);
        }
    }

    /// The terminal as the program left it: alternate screen, cursor, bracketed paste.
    pub(crate) fn screen(&self) -> &vt100::Screen {
        self.screen.screen()
    }

    /// The name of the terminal's device.
    #[cfg(unix)]
    pub(crate) fn device(&self) -> PathBuf {
        self.master.tty_name().unwrap()
    }

    /// The number of the process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Waits until nothing more is drawn, and returns the screen.
    pub(crate) fn stable(&mut self) -> String {
        let end = Instant::now() + DEADLINE;
        while self.read_until(end.min(Instant::now() + QUIET)) {}
        self.text()
    }

    /// The screen as it is now, lines without the spaces at their ends.
    pub(crate) fn text(&self) -> String {
        let width = self.screen.screen().size().1;
        let lines: Vec<_> = self
            .screen
            .screen()
            .rows(0, width)
            .map(|line| line.trim_end().to_owned())
            .collect();
        lines.join("\n")
    }

    /// Column and row of the cursor.
    pub(crate) fn cursor(&self) -> (u16, u16) {
        let (row, column) = self.screen.screen().cursor_position();
        (column, row)
    }

    /// Waits for the program to end and returns its exit code.
    #[track_caller]
    pub(crate) fn exit_code(&mut self) -> u32 {
        let end = Instant::now() + DEADLINE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(Instant::now() < end, "still running:\n{}", self.text());
            self.read_until(end.min(Instant::now() + QUIET));
            std::thread::yield_now();
        }
    }

    /// Ends the program as a crash would, with SIGKILL. (The library's own `kill` asks with SIGHUP first, and the program would save.)
    pub(crate) fn kill(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            let kill = std::process::Command::new("kill")
                .args(["-KILL", &self.pid().to_string()])
                .status();
            assert!(kill.is_ok_and(|status| status.success()));
            self.child.wait().unwrap();
        }
    }

    /// Takes what the program wrote; false if nothing came until `end` or nothing ever will.
    fn read_until(&mut self, end: Instant) -> bool {
        match self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(chunk) => {
                self.screen.process(&chunk);
                true
            }
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => {
                // Nothing more to read: do not spin in the loops above.
                std::thread::sleep(Duration::from_millis(1));
                false
            }
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        self.kill();
    }
}

/// What a terminal sends for a key.
fn bytes(key: Key) -> Vec<u8> {
    let (ctrl, alt) = (
        key.modifiers.contains(KeyModifiers::CONTROL),
        key.modifiers.contains(KeyModifiers::ALT),
    );
    let shift = key.modifiers.contains(KeyModifiers::SHIFT);
    let modifier = 1 + u8::from(shift) + 2 * u8::from(alt) + 4 * u8::from(ctrl);
    let letter = |c: char| {
        if modifier == 1 {
            format!("\x1b[{c}")
        } else {
            format!("\x1b[1;{modifier}{c}")
        }
    };
    let number = |n: u8| {
        if modifier == 1 {
            format!("\x1b[{n}~")
        } else {
            format!("\x1b[{n};{modifier}~")
        }
    };
    let text = match key.code {
        KeyCode::Char(c) if ctrl => return vec![u8::try_from(c).unwrap() & 0x1f],
        KeyCode::Char(c) if alt => format!("\x1b{c}"),
        KeyCode::Char(c) => c.to_string(),
        KeyCode::Enter => "\r".into(),
        KeyCode::Esc => "\x1b".into(),
        KeyCode::Tab if shift => "\x1b[Z".into(),
        KeyCode::Tab => "\t".into(),
        KeyCode::Backspace => "\x7f".into(),
        KeyCode::Up => letter('A'),
        KeyCode::Down => letter('B'),
        KeyCode::Right => letter('C'),
        KeyCode::Left => letter('D'),
        KeyCode::Home => letter('H'),
        KeyCode::End => letter('F'),
        KeyCode::Insert => number(2),
        KeyCode::Delete => number(3),
        KeyCode::PageUp => number(5),
        KeyCode::PageDown => number(6),
        KeyCode::F(n @ 1..=4) => format!("\x1bO{}", char::from(b'O' + n)),
        KeyCode::F(n @ 5..=12) => number([15, 17, 18, 19, 20, 21, 23, 24][usize::from(n - 5)]),
        other => panic!("no bytes for {other:?}"),
    };
    text.into_bytes()
}

#[cfg(unix)]
#[test]
fn a_program_is_typed_to_and_seen() {
    let mut command = CommandBuilder::new("/bin/sh");
    command.args(["-c", "printf '名称：'; read name; printf '好的，%s' \"$name\"; exit 3"]);
    let mut pty = Pty::spawn(command, 40, 5);
    pty.wait_for("名称：");
    pty.send("境外<enter>");
    pty.wait_for("好的，境外");
    assert_eq!(pty.exit_code(), 3);
    assert!(pty.stable().contains("好的，境外"));
}

#[test]
fn keys_are_sent_as_terminals_send_them() {
    let sent = |script: &str| -> Vec<u8> { keys(script).unwrap().into_iter().flat_map(bytes).collect() };
    assert_eq!(sent("<ctrl+s><f1><f5>"), b"\x13\x1bOP\x1b[15~");
    assert_eq!(
        sent("<shift+tab><up><ctrl+down><pgdn>"),
        b"\x1b[Z\x1b[A\x1b[1;5B\x1b[6~"
    );
}
