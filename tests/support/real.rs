//! A walk with real files: the loop of the program on a screen in memory, over the folders, keys and exporter that the wizard uses.

use super::screen::lines;
use jiff::Zoned;
use pipia::command::wizard::world;
use pipia::domain::Lang;
use pipia::questionnaire::Catalog;
use pipia::store::{Place, Settings};
use pipia::tui::effect::Preferences;
use pipia::tui::key::keys;
use pipia::tui::runtime::{Driver, World};
use pipia::tui::{App, Context, Keymap, ThemeKind};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a report may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(300);

/// The walk, and the folder in which all its files lie.
pub(crate) struct Real<W: World> {
    driver: Driver<TestBackend, W>,
    home: TempDir,
}

/// The program just started, in folders of its own.
pub(crate) fn start(lang: Lang, width: u16, height: u16) -> Real<impl World> {
    start_in(tempfile::tempdir().unwrap(), lang, width, height)
}

/// The program started again in folders that are there already.
pub(crate) fn start_in(home: TempDir, lang: Lang, width: u16, height: u16) -> Real<impl World> {
    let started: Zoned = "2026-11-21T10:00:00+08:00[Asia/Shanghai]".parse().unwrap();
    let catalog = Catalog::built_in().unwrap();
    let app = App::new(
        Preferences::of(lang, ThemeKind::Dark),
        Keymap::builtin().clone(),
        catalog,
        started.date(),
    );
    let terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let world = world(Place::under(home.path()), Settings::default(), started, catalog);
    let driver = Driver::new(app, terminal, world).unwrap();
    Real { driver, home }
}

impl<W: World> Real<W> {
    /// Presses keys: `jj中文<enter><ctrl+s>`.
    pub(crate) fn keys(&mut self, script: &str) -> &mut Self {
        for key in keys(script).unwrap() {
            self.driver.press(key).unwrap();
            self.driver.catch_up().unwrap();
            self.driver.collect().unwrap();
        }
        self
    }

    /// Waits for long work to show these words.
    #[track_caller]
    pub(crate) fn wait(&mut self, words: &str) -> &mut Self {
        let end = Instant::now() + PATIENCE;
        while !self.text().contains(words) {
            assert!(Instant::now() < end, "{words}:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(20));
            self.driver.collect().unwrap();
        }
        self
    }

    /// What is seen holds these words.
    #[track_caller]
    pub(crate) fn see(&self, words: &str) -> &Self {
        assert!(self.text().contains(words), "{words}:\n{}", self.text());
        self
    }

    /// Goes to a question, as the search does.
    pub(crate) fn goto(&mut self, question: &str) -> &mut Self {
        while self.context().is_text() {
            self.keys("<esc>");
        }
        self.keys("g").keys(question).keys("<enter>")
    }

    /// The screen as one text.
    pub(crate) fn text(&self) -> String {
        let mut buf = Buffer::empty(*self.driver.terminal().backend().buffer().area());
        self.driver.app().view(buf.area, &mut buf);
        lines(&buf).join("\n")
    }

    /// Which keys hold.
    pub(crate) fn context(&self) -> Context {
        self.driver.app().screens().last().unwrap().context()
    }

    /// The open assessment.
    pub(crate) fn session(&self) -> &pipia::tui::Session {
        self.driver.app().session().unwrap()
    }

    /// A path below the folder of the walk.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// The folder of the walk.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// The program is left, everything kept: its folders.
    pub(crate) fn leave(mut self) -> TempDir {
        self.driver.leave();
        self.home
    }
}
