//! The loop between terminal, program and world. Only here (and below `runtime/`) are threads, the clock and crossterm touched.
//!
//! A change is in the journal before the frame that shows it: effects run first, then the frame is drawn.

mod terminal;
mod world;

pub use terminal::{Interrupt, run};
pub use world::{Work, World};

use super::app::App;
use super::effect::{Effect, Outcome, Trouble};
use super::key::Key;
use ratatui::backend::Backend;
use ratatui::layout::{Position, Rect};
use ratatui::{Frame, Terminal};

/// Program, terminal and world together. Tests drive the same with keys, a terminal in memory and a world in memory.
#[derive(Debug)]
pub struct Driver<B: Backend, W: World> {
    app: App,
    terminal: Terminal<B>,
    world: W,
    generation: u64,
    recorded: bool,
    due: bool,
}

impl<B: Backend, W: World> Driver<B, W> {
    /// Runs what the program asks for at its start, and draws the first frame.
    pub fn new(app: App, terminal: Terminal<B>, world: W) -> Result<Self, B::Error> {
        Self::begin(app, terminal, world, None)
    }

    /// The same with a file to open: its first question is the first frame, and the home screen does not flash up before it.
    pub fn begin(
        app: App,
        terminal: Terminal<B>,
        world: W,
        open: Option<std::path::PathBuf>,
    ) -> Result<Self, B::Error> {
        let mut driver = Self {
            app,
            terminal,
            world,
            generation: 0,
            recorded: false,
            due: false,
        };
        if let Some(path) = open {
            driver.perform(Effect::Open(path));
        }
        driver.settle()?;
        Ok(driver)
    }

    /// The program.
    pub const fn app(&self) -> &App {
        &self.app
    }

    /// The terminal.
    pub const fn terminal(&self) -> &Terminal<B> {
        &self.terminal
    }

    /// The terminal, to change its size.
    pub const fn terminal_mut(&mut self) -> &mut Terminal<B> {
        &mut self.terminal
    }

    /// The world.
    pub const fn world(&self) -> &W {
        &self.world
    }

    /// The world, to change what it will answer.
    pub const fn world_mut(&mut self) -> &mut W {
        &mut self.world
    }

    /// A key was pressed.
    pub fn press(&mut self, key: Key) -> Result<(), B::Error> {
        self.app.press(key);
        self.settle()
    }

    /// Text was pasted.
    pub fn paste(&mut self, text: &str) -> Result<(), B::Error> {
        self.app.insert(text);
        self.settle()
    }

    /// Opens a file at once, as `pipia FILE` does.
    pub fn open(&mut self, path: std::path::PathBuf) -> Result<(), B::Error> {
        self.perform(Effect::Open(path));
        self.settle()
    }

    /// Nothing happened for a while: what is in the journal is made durable.
    pub fn idle(&mut self) -> Result<(), B::Error> {
        if std::mem::take(&mut self.recorded)
            && let Err(trouble) = self.world.sync()
        {
            self.app.outcome(Outcome::Failed(trouble));
            return self.draw();
        }
        Ok(())
    }

    /// Works out and shows what follows from a change: progress, and what it hides. To be called when no key is waiting.
    pub fn catch_up(&mut self) -> Result<(), B::Error> {
        if self.app.catch_up() { self.draw() } else { Ok(()) }
    }

    /// Takes what the worker thread has finished; true if anything was.
    pub fn collect(&mut self) -> Result<bool, B::Error> {
        let mut any = false;
        while let Some((generation, outcome)) = self.world.finished() {
            any = true;
            // An answer to an order that was given up, or to a file that was closed, is dropped.
            if generation == self.generation {
                self.app.outcome(outcome);
            }
        }
        if any {
            self.settle()?;
        }
        Ok(any)
    }

    /// Whether something was recorded that is not durable yet.
    pub const fn is_unsynced(&self) -> bool {
        self.recorded
    }

    /// Saves and ends, without a key (a signal, or the terminal is gone).
    pub fn leave(&mut self) {
        self.app.leave();
        self.run_effects();
    }

    /// Runs the effects, then draws. Making the journal durable comes after the frame: nobody need wait for the disk.
    pub fn settle(&mut self) -> Result<(), B::Error> {
        self.run_effects();
        self.draw()?;
        if std::mem::take(&mut self.due) {
            self.idle()?;
        }
        Ok(())
    }

    /// Draws the frame; the terminal's cursor stands at the caret while a field has focus.
    pub fn draw(&mut self) -> Result<(), B::Error> {
        let app = &self.app;
        self.terminal.draw(|frame| show(app, frame)).map(drop)
    }

    fn run_effects(&mut self) {
        // An outcome may ask for more; bounded, so that two screens never answer each other for ever.
        for _ in 0..16 {
            let effects = self.app.take_effects();
            if effects.is_empty() {
                return;
            }
            for effect in effects {
                self.perform(effect);
            }
        }
    }

    fn perform(&mut self, effect: Effect) {
        let done = match effect {
            Effect::Record(change) => {
                self.recorded = true;
                self.world.record(&change).map(|()| None)
            }
            Effect::Sync => {
                self.due = true;
                Ok(None)
            }
            Effect::Save => self.save().map(Some),
            Effect::Close => self.close().map(|()| None),
            Effect::Quit => Ok(None),
            Effect::List => Ok(Some(Outcome::Listed(self.world.list()))),
            Effect::Open(path) => self
                .world
                .open(&path)
                .map(|opened| Some(Outcome::Opened(Box::new(opened)))),
            Effect::Create(order) => self
                .world
                .create(&order)
                .map(|opened| Some(Outcome::Opened(Box::new(opened)))),
            Effect::Demo(case) => self
                .world
                .demo(case)
                .map(|opened| Some(Outcome::Opened(Box::new(opened)))),
            Effect::Forget(path) => {
                self.world.forget(&path);
                Ok(Some(Outcome::Listed(self.world.list())))
            }
            Effect::RememberPosition(at) => {
                self.world.remember(&at);
                Ok(None)
            }
            Effect::SaveSettings(preferences) => self.world.save_settings(&preferences).map(|()| None),
            Effect::ListIdentities => self.world.identities().map(|list| Some(Outcome::Identities(list))),
            Effect::RemoveIdentity(id) => {
                let removed = self.world.remove_identity(&id);
                removed
                    .and_then(|()| self.world.identities())
                    .map(|list| Some(Outcome::Identities(list)))
            }
            long => {
                self.start(long);
                Ok(None)
            }
        };
        match done {
            Ok(Some(outcome)) => self.app.outcome(outcome),
            Ok(None) => {}
            Err(trouble) => self.app.outcome(Outcome::Failed(trouble)),
        }
    }

    fn save(&mut self) -> Result<Outcome, Trouble> {
        let Some(session) = self.app.session().filter(|session| !session.is_read_only()) else {
            return Err(Trouble::default());
        };
        self.world.save(&session.assessment())?;
        self.recorded = false;
        Ok(Outcome::Saved(session.path().clone()))
    }

    fn close(&mut self) -> Result<(), Trouble> {
        self.generation += 1;
        let Some(session) = self.app.session() else {
            return Ok(());
        };
        let unsaved = session.is_dirty() && !session.is_read_only();
        let assessment = unsaved.then(|| session.assessment());
        self.recorded = false;
        let done = self.world.close(assessment.as_ref());
        if self.world.is_open() {
            self.app.stay();
        } else {
            self.app.closed();
        }
        done
    }

    fn start(&mut self, order: Effect) {
        self.generation += 1;
        let work = Work {
            order,
            questionnaire: self
                .app
                .session()
                .map(|session| std::sync::Arc::clone(session.questionnaire())),
            assessment: self.app.session().map(super::Session::assessment),
        };
        self.world.start(self.generation, work);
    }
}

fn show(app: &App, frame: &mut Frame<'_>) {
    let area: Rect = frame.area();
    let cursor: Option<Position> = app.view(area, frame.buffer_mut());
    if let Some(at) = cursor {
        frame.set_cursor_position(at);
    }
}
