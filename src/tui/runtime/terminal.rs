//! The real terminal: raw mode, alternate screen, bracketed paste, and all of it taken back on every way out.

use super::{Driver, World};
use crate::tui::app::App;
use crate::tui::key::Key;
use crossterm::event::{self, DisableBracketedPaste, EnableBracketedPaste, Event};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use std::io::{self, Stdout, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How long a key may wait for the worker thread or a signal to be noticed.
const POLL: Duration = Duration::from_millis(50);
/// After this time without a key the journal is made durable.
const SYNC: Duration = Duration::from_secs(1);

/// How long the program may take to save and leave after a signal.
#[cfg(unix)]
const GRACE: Duration = Duration::from_secs(2);

/// Set by a signal that asks the program to end.
#[derive(Debug, Clone, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Set by SIGTERM and SIGHUP (and SIGINT, if the terminal sends one) where the system has them.
    ///
    /// # Errors
    /// If a signal cannot be caught.
    pub fn on_signals() -> io::Result<Self> {
        let interrupt = Self::default();
        #[cfg(unix)]
        interrupt.watch()?;
        Ok(interrupt)
    }

    /// Waits for a signal on a thread of its own. When the terminal itself is gone, reading keys never returns (crossterm reads the end
    /// of file for ever), so after a grace the program ends from here: every change is in the journal already.
    #[cfg(unix)]
    fn watch(&self) -> io::Result<()> {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT])?;
        let flag = Arc::clone(&self.0);
        let wait = move || {
            if let Some(signal) = signals.forever().next() {
                flag.store(true, Ordering::Relaxed);
                std::thread::sleep(GRACE);
                let _ = leave();
                std::process::exit(128 + signal);
            }
        };
        std::thread::Builder::new().name("signals".to_owned()).spawn(wait).map(drop)
    }

    fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Runs the program in the terminal until it is left. `panicked` is what the user reads if the program stops unexpectedly.
///
/// # Errors
/// If the terminal cannot be written to; the answers are in the journal then.
pub fn run<W: World>(app: App, world: W, open: Option<PathBuf>, panicked: String) -> io::Result<()> {
    let interrupt = Interrupt::on_signals()?;
    restore_on_panic(panicked);
    enter()?;
    let result = enter_loop(app, world, open, &interrupt);
    let left = leave();
    result.and(left)
}

fn enter_loop<W: World>(app: App, world: W, open: Option<PathBuf>, interrupt: &Interrupt) -> io::Result<()> {
    let terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
    let mut driver = Driver::new(app, terminal, world)?;
    if let Some(path) = open {
        driver.open(path)?;
    }
    let result = pump(&mut driver, interrupt);
    if result.is_err() || interrupt.is_set() {
        driver.leave();
    }
    result
}

fn pump<W: World>(driver: &mut Driver<CrosstermBackend<Stdout>, W>, interrupt: &Interrupt) -> io::Result<()> {
    let events = read_events();
    let mut last = Instant::now();
    let mut waiting = None;
    while !driver.app().is_leaving() && !interrupt.is_set() {
        let event = waiting.take().map_or_else(|| events.recv_timeout(POLL), Ok);
        match event {
            Ok(event) => {
                last = Instant::now();
                handle(driver, event)?;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(io::ErrorKind::UnexpectedEof.into()),
        }
        driver.collect()?;
        waiting = events.try_recv().ok();
        if waiting.is_none() {
            driver.catch_up()?;
        }
        if driver.is_unsynced() && last.elapsed() >= SYNC {
            driver.idle()?;
        }
    }
    Ok(())
}

/// Events are read on a thread of their own: when the terminal has gone away the reading never returns, and the signal that says so
/// must still be heeded.
fn read_events() -> Receiver<Event> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        while let Ok(event) = event::read() {
            if sender.send(event).is_err() {
                return;
            }
        }
    });
    receiver
}

fn handle<W: World>(driver: &mut Driver<CrosstermBackend<Stdout>, W>, event: Event) -> io::Result<()> {
    match event {
        Event::Key(key) => match Key::from_event(key) {
            Some(key) => driver.press(key),
            None => Ok(()),
        },
        Event::Paste(text) => driver.paste(&text),
        Event::Resize(..) => driver.draw(),
        _ => Ok(()),
    }
}

fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste)
}

fn leave() -> io::Result<()> {
    let screen = execute!(io::stdout(), DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
    disable_raw_mode().and(screen)
}

/// The terminal is given back before the panic is reported, and the user is told that the answers are saved.
fn restore_on_panic(words: String) {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        // Nothing more can be done if the terminal is gone as well.
        let _ = leave();
        let _ = writeln!(io::stderr(), "{words}");
        before(info);
    }));
}
