//! A walk through the program: keys in, screen and answers out. The loop is the real one; terminal, files and clock are in memory.

use super::screen::{dump, lines};
use pipia::domain::{Answers, Assessment, Change, Lang, QuestionId, Scope, Scoped};
use pipia::questionnaire::Catalog;
use pipia::tui::effect::{
    Effect, Entry, Exported, IdentityEntry, IdentityOrder, NewAssessment, Opened, Outcome, Preferences, Trouble,
    TroubleKind, WorkedCase,
};
use pipia::tui::key::keys;
use pipia::tui::runtime::{Driver, Work, World};
use pipia::tui::{App, Keymap, ThemeKind};
use ratatui::Terminal;
use ratatui::backend::{Backend, TestBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};

/// The day on which all journeys take place.
pub(crate) fn today() -> jiff::civil::Date {
    jiff::civil::date(2026, 11, 21)
}

fn now() -> jiff::Timestamp {
    "2026-11-21T08:00:00Z".parse().unwrap()
}

/// Files in memory, a clock that stands, an exporter that writes nothing.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub(crate) files: Vec<(PathBuf, Assessment)>,
    pub(crate) journal: Vec<Change>,
    pub(crate) synced: usize,
    pub(crate) settings: Option<Preferences>,
    pub(crate) position: Option<Scoped<QuestionId>>,
    pub(crate) orders: Vec<Effect>,
    pub(crate) identities: Vec<IdentityEntry>,
    /// Whether the file of a report is there already.
    pub(crate) exists: bool,
    /// The file cannot be closed without losing answers.
    pub(crate) stuck: bool,
    /// What goes wrong when a report is written.
    pub(crate) trouble: Option<Trouble>,
    pub(crate) open: Option<PathBuf>,
    /// Who has every file open already.
    pub(crate) taken_by: Option<String>,
    pub(crate) done: VecDeque<(u64, Outcome)>,
}

impl Memory {
    fn made(&mut self, order: &IdentityOrder) -> IdentityEntry {
        let entry = IdentityEntry {
            id: order.id.clone(),
            name: order.name.clone(),
            organisation: order.organisation.clone(),
            locked: !order.passphrase.0.is_empty(),
            self_signed: true,
            expires: "2031-11-21".into(),
            fingerprint: "cd".repeat(32),
            certificate: PathBuf::from("/keys").join(&order.id).join("certificate.pem"),
        };
        self.identities.push(entry.clone());
        entry
    }

    fn name_of(&self, id: &str) -> Option<String> {
        let known = self.identities.iter().find(|known| known.id == id);
        known.map(|known| known.name.clone())
    }

    fn opened(&mut self, path: &Path, assessment: Assessment) -> Opened {
        self.open = Some(path.to_owned());
        self.journal.clear();
        Opened {
            path: path.to_owned(),
            assessment,
            holder: self.taken_by.clone().map(pipia::domain::Text::same),
            recovered: 0,
            unsaved: false,
            position: self.position.clone(),
            example: false,
            notices: Vec::new(),
        }
    }
}

impl World for Memory {
    fn record(&mut self, change: &Change) -> Result<(), Trouble> {
        self.journal.push(change.clone());
        Ok(())
    }

    fn sync(&mut self) -> Result<(), Trouble> {
        self.synced = self.journal.len();
        Ok(())
    }

    fn save(&mut self, assessment: &Assessment) -> Result<(), Trouble> {
        let path = self.open.clone().unwrap();
        self.files.retain(|(known, _)| *known != path);
        self.files.push((path, assessment.clone()));
        self.journal.clear();
        Ok(())
    }

    fn close(&mut self, assessment: Option<&Assessment>) -> Result<(), Trouble> {
        if self.stuck {
            return Err(Trouble {
                what: pipia::domain::Text::new("没有保存", "was not saved"),
                todo: pipia::domain::Text::new("请腾出空间", "make room"),
                kind: TroubleKind::Other,
            });
        }
        if let Some(assessment) = assessment {
            self.save(assessment)?;
        }
        self.open = None;
        Ok(())
    }

    fn is_open(&self) -> bool {
        self.open.is_some()
    }

    fn list(&mut self) -> Vec<Entry> {
        let entry = |(path, assessment): &(PathBuf, Assessment)| Entry {
            path: path.clone(),
            title: assessment.titles(),
            kind: Catalog::built_in()
                .unwrap()
                .get(&assessment.versions.id)
                .unwrap()
                .title
                .clone(),
            updated: "2026-11-21".into(),
            trouble: None,
        };
        self.files.iter().rev().map(entry).collect()
    }

    fn open(&mut self, path: &Path) -> Result<Opened, Trouble> {
        let found = self
            .files
            .iter()
            .find(|(known, _)| known == path)
            .map(|(_, assessment)| assessment.clone());
        found
            .map(|assessment| self.opened(path, assessment))
            .ok_or_else(|| Trouble {
                what: pipia::domain::Text::new("没有这个文件", "there is no such file"),
                todo: pipia::domain::Text::new("请检查路径", "check the path"),
                kind: TroubleKind::Other,
            })
    }

    fn create(&mut self, order: &NewAssessment) -> Result<Opened, Trouble> {
        let questionnaire = Catalog::built_in().unwrap().get(&order.questionnaire).unwrap();
        let path = if order.path.as_os_str().is_empty() {
            PathBuf::from("new.pipia.toml")
        } else {
            order.path.clone()
        };
        let assessment = Assessment::new(&questionnaire, order.title.clone(), now());
        self.files.push((path.clone(), assessment.clone()));
        Ok(self.opened(&path, assessment))
    }

    fn demo(&mut self, case: WorkedCase) -> Result<Opened, Trouble> {
        let name = match case {
            WorkedCase::A => "case-a",
            WorkedCase::B => "case-b",
            WorkedCase::C => "case-c",
        };
        let questionnaire = Catalog::built_in().unwrap().get("certification").unwrap();
        let assessment = Assessment {
            answers: super::world::finished(name),
            ..Assessment::new(&questionnaire, name, now())
        };
        let path = PathBuf::from(format!("{name}.pipia.toml"));
        self.files.push((path.clone(), assessment.clone()));
        Ok(self.opened(&path, assessment))
    }

    fn forget(&mut self, path: &Path) {
        self.files.retain(|(known, _)| known != path);
    }

    fn remember(&mut self, at: &Scoped<QuestionId>) {
        self.position = Some(at.clone());
    }

    fn save_settings(&mut self, preferences: &Preferences) -> Result<(), Trouble> {
        self.settings = Some(preferences.clone());
        Ok(())
    }

    fn identities(&mut self) -> Result<Vec<IdentityEntry>, Trouble> {
        Ok(self.identities.clone())
    }

    fn remove_identity(&mut self, _: &str) -> Result<(), Trouble> {
        Ok(())
    }

    fn start(&mut self, generation: u64, work: Work) {
        let outcome = match &work.order {
            Effect::Export(_) | Effect::Sign(_) if self.trouble.is_some() => self.trouble.clone().map(Outcome::Failed),
            Effect::Export(order) if self.exists && !order.overwrite => Some(Outcome::ExportExists(order.clone())),
            Effect::Sign(order) => Some(Outcome::Exported(Exported {
                path: order.path.clone(),
                file_digest: "11".repeat(32),
                signed_by: self.name_of(&order.identity),
                ..Exported::default()
            })),
            Effect::NewIdentity(order) => Some(Outcome::IdentityReady(self.made(order))),
            Effect::HashEvidence(path) => Some(Outcome::Hashed {
                path: path.clone(),
                sha256: "ab".repeat(32),
            }),
            Effect::Export(order) => Some(Outcome::Exported(Exported {
                path: order.path.clone(),
                file_digest: "00".repeat(32),
                signed_by: order.sign.as_ref().and_then(|(id, ..)| self.name_of(id)),
                ..Exported::default()
            })),
            _ => None,
        };
        self.orders.push(work.order);
        self.done.extend(outcome.map(|outcome| (generation, outcome)));
    }

    fn finished(&mut self) -> Option<(u64, Outcome)> {
        self.done.pop_front()
    }
}

/// The walk.
pub(crate) struct Journey {
    driver: Driver<TestBackend, Memory>,
}

impl Journey {
    /// The program just started, with no file anywhere.
    pub(crate) fn new(lang: Lang, width: u16, height: u16) -> Self {
        Self::with(lang, width, height, Memory::default())
    }

    /// The program just started in a world.
    pub(crate) fn with(lang: Lang, width: u16, height: u16, world: Memory) -> Self {
        let preferences = Preferences::of(lang, ThemeKind::Dark);
        let app = App::new(
            preferences,
            Keymap::builtin().clone(),
            Catalog::built_in().unwrap(),
            today(),
        );
        let terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        Self {
            driver: Driver::new(app, terminal, world).unwrap(),
        }
    }

    /// An assessment with these answers, open.
    pub(crate) fn open(lang: Lang, width: u16, height: u16, answers: Answers) -> Self {
        let questionnaire = Catalog::built_in().unwrap().get("certification").unwrap();
        let assessment = Assessment {
            answers,
            ..Assessment::new(&questionnaire, "海外仓订单履行", now())
        };
        let world = Memory {
            files: vec![("case.pipia.toml".into(), assessment)],
            ..Memory::default()
        };
        let mut journey = Self::with(lang, width, height, world);
        journey.driver.open("case.pipia.toml".into()).unwrap();
        journey.driver.catch_up().unwrap();
        journey
    }

    /// The same in a world of its own.
    pub(crate) fn open_in(lang: Lang, width: u16, height: u16, answers: Answers, world: Memory) -> Self {
        let mut journey = Self::open(lang, width, height, answers);
        let own = journey.driver.world_mut();
        own.identities = world.identities;
        own.exists = world.exists;
        journey
    }

    /// Presses keys: `jj中文<enter><ctrl+s>`.
    pub(crate) fn keys(&mut self, script: &str) -> &mut Self {
        for key in keys(script).unwrap() {
            self.driver.press(key).unwrap();
            self.driver.catch_up().unwrap();
            self.driver.collect().unwrap();
        }
        self
    }

    /// Pastes a text.
    pub(crate) fn paste(&mut self, text: &str) -> &mut Self {
        self.driver.paste(text).unwrap();
        self
    }

    /// The window gets another size.
    pub(crate) fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.driver.terminal_mut().backend_mut().resize(width, height);
        self.driver.draw().unwrap();
        self
    }

    /// Goes to a question, as the search does.
    pub(crate) fn goto(&mut self, question: &str) -> &mut Self {
        if self.context_is_typing() {
            self.keys("<esc>");
        }
        self.keys("g").keys(question).keys("<enter>")
    }

    fn context_is_typing(&self) -> bool {
        self.driver.app().screens().last().unwrap().context().is_text()
    }

    /// The screen, line by line.
    pub(crate) fn lines(&self) -> Vec<String> {
        lines(&self.frame().0)
    }

    /// The frame as drawn. The terminal in memory is not asked: unlike real ones it keeps half of a wide character that is overwritten.
    fn frame(&self) -> (Buffer, Option<Position>) {
        let mut buf = Buffer::empty(*self.driver.terminal().backend().buffer().area());
        let cursor = self.driver.app().view(buf.area, &mut buf);
        (buf, cursor)
    }

    /// The screen as one text.
    pub(crate) fn text(&self) -> String {
        self.lines().join("\n")
    }

    /// The screen for a snapshot.
    pub(crate) fn screen(&self) -> String {
        let (buf, cursor) = self.frame();
        let top = self.driver.app().screens().last().unwrap().name();
        format!("{}screen: {top}\n", dump(&buf, cursor))
    }

    /// Where the user stands, in any screen.
    pub(crate) fn driver_at(&self) -> String {
        let session = self.driver.app().session();
        session.map_or_else(|| "home".to_owned(), |session| session.at().to_string())
    }

    /// What the picture should not show.
    pub(crate) fn blemishes(&self) -> Vec<String> {
        super::screen::blemishes(&self.frame().0)
    }

    /// Where the terminal's cursor stands.
    pub(crate) fn cursor(&mut self) -> (u16, u16) {
        let at = self.driver.terminal_mut().backend_mut().get_cursor_position().unwrap();
        (at.x, at.y)
    }

    /// The answers of the open assessment.
    pub(crate) fn answers(&self) -> &Answers {
        self.driver.app().session().unwrap().answers()
    }

    /// What an answer to a question says, in files' words.
    pub(crate) fn answer(&self, question: &str) -> pipia::domain::Answer {
        self.answers()
            .answer(question, &Scope::whole())
            .cloned()
            .unwrap_or_default()
    }

    /// The question the user stands at.
    pub(crate) fn at(&self) -> String {
        self.driver.app().session().unwrap().at().to_string()
    }

    /// The open assessment.
    pub(crate) fn session(&self) -> &pipia::tui::Session {
        self.driver.app().session().unwrap()
    }

    /// The loop itself.
    pub(crate) const fn driver(&mut self) -> &mut Driver<TestBackend, Memory> {
        &mut self.driver
    }
}
