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
        for signal in [
            signal_hook::consts::SIGTERM,
            signal_hook::consts::SIGHUP,
            signal_hook::consts::SIGINT,
        ] {
            signal_hook::flag::register(signal, Arc::clone(&interrupt.0))?;
        }
        Ok(interrupt)
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
    let mut driver = Driver::begin(app, terminal, world, open)?;
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

/// The terminal is given back before the panic is reported, and the user is told that the answers are saved. On another thread (a report
/// being written) the screen goes on and tells the failure itself: the terminal is left alone.
fn restore_on_panic(words: String) {
    let before = std::panic::take_hook();
    let ours = std::thread::current().id();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() != ours {
            return;
        }
        // Nothing more can be done if the terminal is gone as well.
        let _ = leave();
        let _ = writeln!(io::stderr(), "{words}");
        before(info);
    }));
}
