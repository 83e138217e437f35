//! The program between keys and cells: a stack of screens over the open assessment.

use super::action::Action;
use super::changed;
use super::effect::{Effect, Effects, Opened, Outcome, Preferences};
use super::keymap::{Input, Keymap};
use super::layout::{draw_too_small, is_too_small, parts};
use super::screen::{
    Ctx, Deed, Desk, Go, Screen, export, findings, guide, help, home, identity, jump, level, preview, review, route,
    settings, wizard,
};
use super::session::Session;
use super::theme::Theme;
use super::widget::{Footer, Notice, NoticeView};
use crate::domain::Lang;
use crate::i18n::{Messages, fill};
use crate::questionnaire::Catalog;
use crate::tui::key::Key;
use jiff::civil::Date;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

/// The whole state.
#[derive(Debug)]
pub struct App {
    screens: Vec<Screen>,
    /// Screens left for a moment to look at a question; going back from it leads to them.
    left: Vec<Screen>,
    desk: Desk,
    keymap: Keymap,
    catalog: &'static Catalog,
    today: Date,
    leaving: bool,
}

impl App {
    /// The program on its home screen; the list of assessments is asked for.
    pub fn new(preferences: Preferences, keymap: Keymap, catalog: &'static Catalog, today: Date) -> Self {
        Self {
            screens: vec![home::State::default().into()],
            left: Vec::new(),
            desk: Desk {
                session: None,
                preferences,
                entries: Vec::new(),
                identities: Vec::new(),
                effects: vec![Effect::List],
                notice: None,
                aim: None,
                follow: None,
            },
            keymap,
            catalog,
            today,
            leaving: false,
        }
    }

    /// The open assessment.
    pub const fn session(&self) -> Option<&Session> {
        self.desk.session.as_ref()
    }

    /// What the user set.
    pub const fn preferences(&self) -> &Preferences {
        &self.desk.preferences
    }

    /// The screens from bottom to top.
    pub fn screens(&self) -> &[Screen] {
        &self.screens
    }

    /// Whether the program is to end.
    pub const fn is_leaving(&self) -> bool {
        self.leaving
    }

    /// What the line above the keys says.
    pub const fn notice(&self) -> Option<&Notice> {
        self.desk.notice.as_ref()
    }

    /// Hands over what the world is asked for.
    pub fn take_effects(&mut self) -> Effects {
        std::mem::take(&mut self.desk.effects)
    }

    /// A key was pressed.
    pub fn press(&mut self, key: Key) {
        let Some(top) = self.screens.last() else { return };
        match self.keymap.resolve(top.context(), key) {
            Some(Input::Action(action)) => self.act(action),
            Some(Input::Insert(c)) => self.insert(c.encode_utf8(&mut [0; 4])),
            None => {}
        }
    }

    /// Text was typed or pasted.
    pub fn insert(&mut self, text: &str) {
        self.desk.notice = None;
        self.on_top(|screen, desk, ctx| {
            screen.insert(text, desk, ctx);
            Go::Stay
        });
    }

    /// Runs an action.
    pub fn act(&mut self, action: Action) {
        self.desk.notice = None;
        let go = self.on_top(|screen, desk, ctx| screen.update(action, desk, ctx));
        if matches!(go, Go::Unused) {
            self.everywhere(action);
        } else {
            self.go(go);
        }
        self.refresh();
    }

    /// Leave at once, everything kept (a signal, or the terminal is gone).
    pub fn leave(&mut self) {
        if let Some(session) = &mut self.desk.session {
            session.settle();
            self.desk.effects.push(Effect::Close);
        }
        self.desk.effects.push(Effect::Quit);
        self.leaving = true;
    }

    /// The world answered.
    pub fn outcome(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Listed(entries) => self.desk.entries = entries,
            Outcome::Opened(opened) => self.open(*opened),
            Outcome::Saved(path) => self.saved(&path),
            Outcome::Failed(trouble) => {
                self.desk.notice = Some(Notice::error(trouble.advice(self.desk.preferences.lang)));
                self.tell(&Outcome::Failed(trouble));
            }
            Outcome::Identities(list) => {
                self.desk.identities.clone_from(&list);
                self.tell(&Outcome::Identities(list));
            }
            other => {
                let told = self.tell(&other);
                if let (false, Outcome::Exported(done)) = (told, &other) {
                    let words = &Messages::of(self.desk.preferences.lang).export;
                    let text = fill(&words.done_path, &[("path", &done.path.display())]);
                    self.desk.notice = Some(Notice::done(text));
                }
            }
        }
        if let Some(go) = self.desk.follow.take() {
            self.go(go);
        }
        self.refresh();
    }

    /// Works out what a change has come to, when there is time: after the frame that shows the change. True if there is more to show.
    pub fn catch_up(&mut self) -> bool {
        let Some(session) = &mut self.desk.session else {
            return false;
        };
        let Some(found) = session.catch_up() else { return false };
        let messages = Messages::of(self.desk.preferences.lang);
        let notice = if found.hidden > 0 {
            let words = &messages.confirm;
            Some(Notice {
                todo: words.hide_answers_note.clone(),
                ..Notice::warning(fill(&words.hide_answers, &[("count", &found.hidden)]))
            })
        } else if found.section_done && found.all_done {
            let key = self.ctx().key(super::Context::Opened, Action::Review);
            Some(Notice::done(fill(&messages.question.all_done, &[("key", &key)])))
        } else {
            found
                .section_done
                .then(|| Notice::done(messages.question.section_done.as_str()))
        };
        if self.desk.notice.is_none() {
            self.desk.notice = notice;
        }
        true
    }

    /// Draws everything; where the terminal's cursor belongs.
    pub fn view(&self, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let ctx = self.ctx();
        if is_too_small(area) {
            draw_too_small(area, buf, ctx.messages, ctx.theme);
            return None;
        }
        let notice = self.desk.notice.as_ref().map(|notice| notice.view(ctx.theme));
        let height = notice.as_ref().map_or(0, |notice| notice.height(area.width));
        let places = parts(area, height);
        let body = Rect {
            height: places.notice.y.saturating_sub(area.y),
            ..area
        };
        let base = self
            .screens
            .iter()
            .rposition(|screen| !screen.is_overlay())
            .unwrap_or(0);
        let mut cursor = None;
        for screen in self.screens.iter().skip(base) {
            cursor = screen.view(body, buf, &self.desk, &ctx);
        }
        self.draw_bottom(places.notice, places.footer, notice, buf, &ctx);
        cursor
    }

    fn draw_bottom(&self, at: Rect, foot: Rect, notice: Option<NoticeView<'_>>, buf: &mut Buffer, ctx: &Ctx<'_>) {
        if let Some(notice) = notice {
            (&notice).render(at, buf);
        }
        let Some(top) = self.screens.last() else { return };
        let available = |action| top.availability(action, &self.desk, ctx);
        let footer = Footer::new(top.context(), &self.keymap, ctx.messages, ctx.theme, available);
        (&footer).render(foot, buf);
    }

    fn ctx(&self) -> Ctx<'_> {
        Self::ctx_of(&self.desk.preferences, &self.keymap, self.catalog, self.today)
    }

    fn ctx_of<'a>(preferences: &Preferences, keymap: &'a Keymap, catalog: &'a Catalog, today: Date) -> Ctx<'a> {
        Ctx {
            messages: Messages::of(preferences.lang),
            lang: preferences.lang,
            theme: Theme::builtin(preferences.theme),
            keymap,
            catalog,
            today,
        }
    }

    fn on_top(&mut self, run: impl FnOnce(&mut Screen, &mut Desk, &Ctx<'_>) -> Go) -> Go {
        let ctx = Self::ctx_of(&self.desk.preferences, &self.keymap, self.catalog, self.today);
        match self.screens.last_mut() {
            Some(top) => run(top, &mut self.desk, &ctx),
            None => Go::Stay,
        }
    }

    /// Tells the screens; whether one of them took it.
    fn tell(&mut self, outcome: &Outcome) -> bool {
        let ctx = Self::ctx_of(&self.desk.preferences, &self.keymap, self.catalog, self.today);
        for screen in self.screens.iter_mut().rev() {
            if screen.outcome(outcome, &mut self.desk, &ctx) {
                return true;
            }
        }
        false
    }

    fn refresh(&mut self) {
        let ctx = Self::ctx_of(&self.desk.preferences, &self.keymap, self.catalog, self.today);
        for screen in &mut self.screens {
            screen.refresh(&self.desk, &ctx);
        }
    }

    fn go(&mut self, go: Go) {
        match go {
            Go::Stay | Go::Unused => {}
            Go::Back => self.back(),
            Go::BackWith(deed) => {
                self.back();
                self.run(deed);
            }
            Go::Open(screen) => self.screens.push(*screen),
            Go::Replace(screen) => {
                self.screens.pop();
                self.screens.push(*screen);
            }
            Go::Question => drop(self.leave_for_question()),
            Go::Detour => {
                self.left = self.leave_for_question();
                self.refresh();
                if let (Some(Screen::Wizard(wizard)), Some((_, row))) = (self.screens.last_mut(), self.desk.aim.take())
                {
                    wizard.show_row(&row);
                }
            }
        }
    }

    /// Does what was confirmed or picked; a change that is confirmed takes something away.
    fn run(&mut self, deed: Deed) {
        match deed {
            Deed::Action(action) => self.act(action),
            Deed::Effect(effect) => self.desk.effects.push(effect),
            Deed::Change(change) => drop(self.on_top(|screen, desk, ctx| {
                if desk.change(change, ctx) {
                    let words = &ctx.messages.notice;
                    let key = ctx.key(screen.context(), Action::Undo);
                    let way_back = || fill(&words.removed_undo, &[("key", &key)]);
                    let said = if key.is_empty() {
                        words.removed.clone()
                    } else {
                        way_back()
                    };
                    desk.notice.get_or_insert_with(|| Notice::done(said));
                }
                Go::Stay
            })),
            Deed::Picked(value) => {
                let go = self.on_top(|screen, desk, ctx| screen.picked(&value, desk, ctx));
                self.go(go);
            }
        }
    }

    /// Goes down to the question screen; the screens that stood above it.
    fn leave_for_question(&mut self) -> Vec<Screen> {
        let wizard = |screen: &Screen| matches!(screen, Screen::Wizard(_));
        match self.screens.iter().rposition(wizard) {
            Some(at) => self.screens.split_off(at + 1),
            None => Vec::new(),
        }
    }

    /// Closes the top screen. The last one is home; from the question screen one goes home too, saved.
    fn back(&mut self) {
        match self.screens.last() {
            Some(Screen::Wizard(_)) if !self.left.is_empty() => self.screens.append(&mut self.left),
            Some(Screen::Wizard(_)) => self.close(),
            Some(_) if self.screens.len() > 1 => drop(self.screens.pop()),
            _ => {}
        }
    }

    fn close(&mut self) {
        if let Some(session) = &mut self.desk.session {
            session.settle();
            self.desk.effects.extend([Effect::Close, Effect::List]);
        }
        self.screens.truncate(1);
        self.left.clear();
    }

    /// The open assessment could not be closed without losing answers: back to it.
    pub fn stay(&mut self) {
        self.leaving = false;
        let ctx = Self::ctx_of(&self.desk.preferences, &self.keymap, self.catalog, self.today);
        let asks = |screen: &Screen| matches!(screen, Screen::Wizard(_));
        if !self.screens.iter().any(asks) {
            let wizard = wizard::State::new(&self.desk, &ctx);
            self.screens.push(wizard.into());
        }
    }

    /// The world has written and unlocked the file of the session that was closed.
    pub fn closed(&mut self) {
        self.desk.session = None;
    }

    fn everywhere(&mut self, action: Action) {
        match action {
            Action::Quit => self.leave(),
            Action::Language => self.switch_language(),
            Action::Back => self.back(),
            Action::Close => self.close(),
            Action::Undo | Action::Redo => self.undo_or_redo(action),
            Action::Save if self.desk.session.is_some() => {
                if let Some(session) = &mut self.desk.session {
                    session.settle();
                }
                self.desk.ask(Effect::Save);
            }
            _ => self.open_screen(action),
        }
    }

    fn open_screen(&mut self, action: Action) {
        if let Some(session) = &mut self.desk.session {
            session.settle();
        }
        let context = self.screens.last().map_or(super::Context::Global, Screen::context);
        let has_session = self.desk.session.is_some();
        if matches!(action, Action::Review | Action::Findings) {
            self.left.clear();
        }
        let screen: Option<Screen> = match action {
            Action::Help => Some(help::State::of(context).into()),
            Action::Settings => Some(settings::State::default().into()),
            Action::Identities => {
                self.desk.ask(Effect::ListIdentities);
                Some(identity::State::default().into())
            }
            Action::Jump if has_session => Some(jump::State::default().into()),
            Action::Review if has_session => Some(review::State::default().into()),
            Action::Findings if has_session => Some(findings::State::default().into()),
            Action::Levels if has_session => Some(level::State::default().into()),
            Action::Route if has_session => Some(route::State::default().into()),
            Action::Preview if has_session => Some(preview::State::default().into()),
            Action::Export if has_session => {
                self.desk.ask(Effect::ListIdentities);
                Some(export::State::new(&self.desk).into())
            }
            Action::Law | Action::Example | Action::Glossary if has_session => self
                .desk
                .session
                .as_ref()
                .map(|session| guide::State::of(session, action).into()),
            _ => None,
        };
        self.screens.extend(screen);
    }

    fn switch_language(&mut self) {
        let preferences = &mut self.desk.preferences;
        preferences.lang = preferences.lang.other();
        self.desk.effects.push(Effect::SaveSettings(preferences.clone()));
        let words = &Messages::of(self.desk.preferences.lang).notice.language;
        self.desk.notice = Some(Notice::done(words.as_str()));
    }

    fn undo_or_redo(&mut self, action: Action) {
        let Some(session) = &mut self.desk.session else { return };
        let words = &Messages::of(self.desk.preferences.lang).notice;
        let undo = action == Action::Undo;
        let done = if undo {
            session.undo(&mut self.desk.effects)
        } else {
            session.redo(&mut self.desk.effects)
        };
        let change = if undo { session.undone() } else { session.done() };
        let what = change.map(|change| changed::words(change, session, self.desk.preferences.lang));
        let (yes, no) = if undo {
            (&words.undone, &words.nothing_to_undo)
        } else {
            (&words.redone, &words.nothing_to_redo)
        };
        self.desk.notice = Some(if done {
            Notice::done(fill(yes, &[("what", &what.unwrap_or_default())]))
        } else {
            Notice::warning(no.as_str())
        });
    }

    fn saved(&mut self, path: &std::path::Path) {
        if let Some(session) = &mut self.desk.session {
            session.saved();
        }
        let words = &Messages::of(self.desk.preferences.lang).notice.saved;
        self.desk.notice = Some(Notice::done(fill(words, &[("path", &path.display())])));
    }

    fn open(&mut self, opened: Opened) {
        let Some(questionnaire) = self.catalog.get(&opened.assessment.versions.id) else {
            return;
        };
        let lang = self.desk.preferences.lang;
        self.desk.notice = opening_notice(&opened, lang);
        self.desk.session = Some(Session::new(opened, questionnaire, self.today));
        let ctx = Self::ctx_of(&self.desk.preferences, &self.keymap, self.catalog, self.today);
        let wizard = wizard::State::new(&self.desk, &ctx);
        self.screens.truncate(1);
        self.screens.push(wizard.into());
    }
}

/// What to tell when a file was opened: the gravest first.
fn opening_notice(opened: &Opened, lang: Lang) -> Option<Notice> {
    let words = &Messages::of(lang).notice;
    if let Some(holder) = &opened.holder {
        let who = holder.get(lang);
        return Some(Notice::warning(fill(&words.opened_read_only, &[("who", &who)])));
    }
    if opened.recovered > 0 {
        return Some(Notice::done(fill(&words.recovered, &[("count", &opened.recovered)])));
    }
    if let Some(notice) = opened.notices.first() {
        return Some(Notice::warning(notice.get(lang)));
    }
    opened.example.then(|| Notice::done(words.demo_opened.as_str()))
}
