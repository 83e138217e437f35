//! The export dialog: what, in which language, draft or final, who signs, where; what the cover will show; and what came of it.

mod cover;
mod outcome;

use super::sheet::{Sheet, Turn, turned};
use super::{Ctx, Desk, Go, confirm, frame, identity};
use crate::domain::Lang;
use crate::i18n::fill;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::editor::Editor;
use crate::tui::effect::{Effect, ExportOrder, Exported, Format, Outcome, Passphrase, ReportLang, SignRole, Trouble};
use crate::tui::theme::Role;
use crate::tui::widget::{FormKind, FormRow, Notice, Paragraph};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;
use std::path::PathBuf;

/// What is picked when an existing file may be replaced.
const OVERWRITE: &str = "overwrite";

/// A row of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item {
    Format,
    Lang,
    Draft,
    Sign,
    Role,
    Passphrase,
    Path,
    Font,
    Go,
}

/// Who signs.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Signer {
    Nobody,
    Known(String),
    New,
}

/// What the cover was worked out for.
type CoverOf = (u64, Lang, bool, bool);

/// The order as it is filled in, and what came of it.
#[derive(Debug)]
pub struct State {
    sheet: Sheet,
    format: Format,
    lang: ReportLang,
    draft: bool,
    signer: Option<Signer>,
    role: SignRole,
    passphrase: String,
    path: String,
    missing: usize,
    working: bool,
    done: Option<Exported>,
    failed: Option<Trouble>,
    cover: Vec<(String, Role)>,
    of: Option<CoverOf>,
}

impl State {
    /// A PDF beside the assessment, or in the folder of the settings; a draft while something is missing.
    pub fn new(desk: &Desk) -> Self {
        let session = desk.session.as_ref();
        let missing = session.map_or(0, |session| session.engine().missing().len());
        Self {
            sheet: Sheet::default(),
            format: Format::Pdf,
            lang: desk.preferences.report,
            draft: missing > 0,
            signer: None,
            role: SignRole::default(),
            passphrase: String::new(),
            path: session
                .map(|session| place(session.path(), &desk.preferences.folder))
                .unwrap_or_default(),
            missing,
            working: false,
            done: None,
            failed: None,
            cover: Vec::new(),
            of: None,
        }
    }

    /// Which keys hold.
    pub fn context(&self) -> Context {
        self.sheet.context(Context::Export)
    }

    /// Left and right change a choice; the rest always works.
    pub fn availability(&self, action: Action, desk: &Desk, _: &Ctx<'_>) -> bool {
        let row = self.row(desk);
        let choice = matches!(row, Item::Format | Item::Lang | Item::Draft | Item::Sign | Item::Role);
        match action {
            Action::Left | Action::Right => choice,
            Action::Edit => row == Item::Go || (row == Item::Sign && self.signer(desk) == Signer::New),
            Action::Sign => self.format == Format::Pdf,
            _ => true,
        }
    }

    /// The first identity signs unless something else was chosen.
    fn signer(&self, desk: &Desk) -> Signer {
        if self.format != Format::Pdf {
            return Signer::Nobody;
        }
        match &self.signer {
            Some(Signer::Known(id)) if desk.identities.iter().all(|known| known.id != *id) => Signer::Nobody,
            Some(signer) => signer.clone(),
            None => desk
                .identities
                .first()
                .map_or(Signer::Nobody, |known| Signer::Known(known.id.clone())),
        }
    }

    fn locked(&self, desk: &Desk) -> bool {
        let Signer::Known(id) = self.signer(desk) else {
            return false;
        };
        desk.identities.iter().any(|known| known.id == id && known.locked)
    }

    fn rows(&self, desk: &Desk) -> Vec<Item> {
        let mut rows = vec![Item::Format, Item::Lang, Item::Draft];
        if self.format == Format::Pdf {
            rows.push(Item::Sign);
        }
        if matches!(self.signer(desk), Signer::Known(_)) {
            rows.push(Item::Role);
        }
        if self.locked(desk) {
            rows.push(Item::Passphrase);
        }
        rows.push(Item::Path);
        if self.failed.is_some() || !desk.preferences.fallback_font.is_empty() {
            rows.push(Item::Font);
        }
        rows.push(Item::Go);
        rows
    }

    fn row(&self, desk: &Desk) -> Item {
        self.rows(desk).get(self.sheet.focus()).copied().unwrap_or(Item::Go)
    }

    fn enter(&mut self, at: usize, desk: &Desk) {
        let editor = match self.rows(desk).get(at) {
            Some(Item::Path) => Some(Editor::single(&self.path)),
            Some(Item::Font) => Some(Editor::single(&desk.preferences.fallback_font)),
            Some(Item::Passphrase) => Some(Editor::single(&self.passphrase).masked()),
            _ => None,
        };
        self.sheet.enter(at, editor);
    }

    /// Keeps what is typed.
    fn store(&mut self, desk: &mut Desk) {
        let Some(text) = self.sheet.value() else { return };
        match self.row(desk) {
            Item::Path => self.path = text,
            Item::Passphrase => self.passphrase = text,
            Item::Font => text.trim().clone_into(&mut desk.preferences.fallback_font),
            _ => {}
        }
    }

    /// Fills in, orders.
    pub fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        match self.sheet.update(action, self.rows(desk).len()) {
            Turn::Typed => self.store(desk),
            Turn::Move(to) => {
                self.store(desk);
                self.leave_font(desk);
                self.enter(to, desk);
            }
            Turn::Unused => return self.other(action, desk, ctx),
        }
        Go::Stay
    }

    fn leave_font(&self, desk: &mut Desk) {
        if self.row(desk) == Item::Font {
            desk.ask(Effect::SaveSettings(desk.preferences.clone()));
        }
    }

    fn other(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let row = self.row(desk);
        match action {
            Action::Left | Action::Right | Action::Toggle => self.turn(row, action != Action::Left, desk, ctx),
            Action::Sign => {
                let at = self.rows(desk).iter().position(|row| *row == Item::Sign).unwrap_or(0);
                self.enter(at, desk);
            }
            Action::Submit => return self.submit(desk, ctx),
            Action::Edit | Action::Accept if row == Item::Go => return self.submit(desk, ctx),
            Action::Edit if row == Item::Sign && self.signer(desk) == Signer::New => {
                return Go::open(identity::State::create(desk));
            }
            Action::Edit => {
                let count = self.rows(desk).len();
                self.enter((self.sheet.focus() + 1) % count, desk);
            }
            _ => return Go::Unused,
        }
        Go::Stay
    }

    fn turn(&mut self, row: Item, forward: bool, desk: &mut Desk, ctx: &Ctx<'_>) {
        self.done = None;
        match row {
            Item::Format => self.format = next(&Format::ALL, self.format, forward),
            Item::Lang => self.lang = next(&[ReportLang::Zh, ReportLang::En, ReportLang::Both], self.lang, forward),
            Item::Draft if self.draft && self.missing > 0 => {
                let advice = ctx.messages.error.incomplete.fill(&[("count", &self.missing)]);
                desk.notice = Some(Notice::error(advice));
            }
            Item::Draft => self.draft = !self.draft,
            Item::Sign => self.signer = Some(self.next_signer(forward, desk)),
            Item::Role => self.role = next(&SignRole::ALL, self.role, forward),
            _ => {}
        }
        if row == Item::Format {
            let path = PathBuf::from(&self.path).with_extension(self.format.extension());
            self.path = path.to_string_lossy().into_owned();
        }
        self.refresh(desk, ctx);
    }

    fn next_signer(&self, forward: bool, desk: &Desk) -> Signer {
        let mut all = vec![Signer::Nobody];
        all.extend(desk.identities.iter().map(|known| Signer::Known(known.id.clone())));
        all.push(Signer::New);
        let at = all.iter().position(|signer| *signer == self.signer(desk)).unwrap_or(0);
        all.get(turned(at, all.len(), forward))
            .cloned()
            .unwrap_or(Signer::Nobody)
    }

    fn submit(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        self.store(desk);
        if self.signer(desk) == Signer::New {
            return Go::open(identity::State::create(desk));
        }
        if self.path.trim().is_empty() {
            let at = self.rows(desk).iter().position(|row| *row == Item::Path).unwrap_or(0);
            self.enter(at, desk);
            desk.notice = Some(Notice::warning(ctx.messages.export.no_path.as_str()));
            return Go::Stay;
        }
        self.order(false, desk);
        Go::Stay
    }

    fn order(&mut self, overwrite: bool, desk: &mut Desk) {
        let sign = match self.signer(desk) {
            Signer::Known(id) => Some((id, self.role, Passphrase(self.passphrase.clone()))),
            _ => None,
        };
        self.working = true;
        self.done = None;
        self.failed = None;
        desk.ask(Effect::Export(ExportOrder {
            format: self.format,
            lang: self.lang,
            path: PathBuf::from(self.path.trim()),
            draft: self.draft,
            overwrite,
            fallback_font: PathBuf::from(&desk.preferences.fallback_font),
            sign,
        }));
    }

    /// An identity was made, or an existing file may be replaced.
    pub fn picked(&mut self, value: &str, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        if value == OVERWRITE {
            self.order(true, desk);
        } else {
            self.signer = Some(Signer::Known(value.to_owned()));
            self.refresh(desk, ctx);
        }
        Go::Stay
    }

    /// Types into the field in focus.
    pub fn insert(&mut self, text: &str, desk: &mut Desk, _: &Ctx<'_>) {
        if self.sheet.insert(text) {
            self.store(desk);
        }
    }

    /// The report was written, or not.
    pub fn outcome(&mut self, outcome: &Outcome, desk: &mut Desk, ctx: &Ctx<'_>) -> bool {
        match outcome {
            Outcome::Exported(done) => {
                self.done = Some(done.clone());
                self.passphrase.clear();
                let go = self.rows(desk).len().saturating_sub(1);
                self.enter(go, desk);
            }
            Outcome::ExportExists(order) => {
                let words = &ctx.messages.confirm;
                let question = fill(&words.overwrite, &[("path", &order.path.display())]);
                let deed = super::Deed::Picked(OVERWRITE.to_owned());
                desk.follow = Some(Go::open(confirm::State::new(
                    question,
                    words.overwrite_note.as_str(),
                    deed,
                )));
            }
            Outcome::Failed(trouble) if self.working => {
                self.failed = Some(trouble.clone());
                desk.notice = None;
            }
            Outcome::Identities(_) => return true,
            _ => return false,
        }
        self.working = false;
        true
    }

    /// Works out again what the cover will show.
    pub fn refresh(&mut self, desk: &Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let signed = matches!(self.signer(desk), Signer::Known(_));
        let now = Some((session.revision(), ctx.lang, self.draft, signed));
        if self.of != now {
            self.of = now;
            self.cover = cover::lines(session, ctx, self.draft, signed);
        }
    }

    /// Draws the form, what the cover will show, and the result.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref();
        let words = &ctx.messages.export;
        let room = frame(
            area,
            buf,
            &words.title,
            session.map_or("", |session| session.title()),
            ctx,
        );
        let rows: Vec<FormRow<'_>> = self
            .rows(desk)
            .into_iter()
            .map(|row| self.form_row(row, desk, ctx))
            .collect();
        let height = crate::tui::widget::Form::new(&rows, self.sheet.focus(), ctx.theme).height(room.width);
        let height = u16::try_from(height).unwrap_or(room.height).min(room.height);
        let below = Rect {
            x: room.x + 1,
            y: (room.y + height + 1).min(room.bottom()),
            width: room.width.saturating_sub(2),
            height: room.height.saturating_sub(height + 1),
        };
        (&Paragraph::new(self.below(ctx))).render(below, buf);
        self.sheet.draw(&rows, Rect { height, ..room }, buf, ctx)
    }

    fn below(&self, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
        if self.working {
            return vec![Line::styled(
                ctx.messages.export.working.clone(),
                ctx.theme.style(Role::Accent),
            )];
        }
        if let Some(done) = &self.done {
            return outcome::done(done, self.lang, ctx);
        }
        if let Some(trouble) = &self.failed {
            return outcome::failed(trouble, ctx);
        }
        self.cover
            .iter()
            .map(|(text, role)| Line::styled(text.clone(), ctx.theme.style(*role)))
            .collect()
    }

    fn form_row<'a>(&self, row: Item, desk: &Desk, ctx: &'a Ctx<'_>) -> FormRow<'a> {
        let (words, common) = (&ctx.messages.export, &ctx.messages.common);
        match row {
            Item::Format => FormRow::new(&words.format, outcome::format(self.format, words), FormKind::Choice),
            Item::Lang => {
                let lang = match self.lang {
                    ReportLang::Zh => &common.lang_zh,
                    ReportLang::En => &common.lang_en,
                    ReportLang::Both => &words.language_both,
                };
                FormRow::new(&words.language, lang.as_str(), FormKind::Choice)
            }
            Item::Draft => {
                let text = if self.draft { &words.draft_yes } else { &words.draft_no };
                let hint = if self.missing > 0 {
                    words.draft_only.as_str()
                } else {
                    ""
                };
                FormRow::new(&words.draft, text.as_str(), FormKind::Choice).hint(hint)
            }
            Item::Sign => self.sign_row(desk, ctx),
            Item::Role => FormRow::new(&words.role, outcome::role(self.role, words), FormKind::Choice),
            Item::Passphrase => {
                let dots = "•".repeat(self.passphrase.chars().count());
                FormRow::new(&words.passphrase, dots, FormKind::Text)
            }
            Item::Path => FormRow::new(&words.file, self.path.clone(), FormKind::Text),
            Item::Font => {
                let words = &ctx.messages.settings;
                FormRow::new(
                    &words.fallback_font,
                    desk.preferences.fallback_font.clone(),
                    FormKind::Text,
                )
                .hint(&words.fallback_font_hint)
            }
            Item::Go => FormRow::new("", words.go.as_str(), FormKind::Button),
        }
    }

    fn sign_row<'a>(&self, desk: &Desk, ctx: &'a Ctx<'_>) -> FormRow<'a> {
        let words = &ctx.messages.export;
        let (value, hint) = match self.signer(desk) {
            Signer::Nobody => (words.unsigned.clone(), words.unsigned_hint.as_str()),
            Signer::New => (words.new_identity.clone(), words.new_identity_hint.as_str()),
            Signer::Known(id) => {
                let known = desk.identities.iter().find(|known| known.id == id);
                let parts = known.map(|known| [known.name.as_str(), known.organisation.as_str()]);
                (
                    parts.map_or_else(|| id.clone(), |parts| crate::i18n::join(&parts, ctx.lang)),
                    "",
                )
            }
        };
        FormRow::new(&words.sign_as, value, FormKind::Choice).hint(hint)
    }
}

fn next<T: Copy + PartialEq>(all: &[T], now: T, forward: bool) -> T {
    let at = all.iter().position(|known| *known == now).unwrap_or(0);
    all.get(turned(at, all.len(), forward)).copied().unwrap_or(now)
}

/// Where the report goes unless told otherwise: beside the assessment, or in the folder of the settings.
fn place(assessment: &std::path::Path, folder: &str) -> String {
    let name = assessment.with_extension("").with_extension("pdf");
    let path = match name.file_name() {
        Some(file) if !folder.trim().is_empty() => PathBuf::from(folder.trim()).join(file),
        _ => name,
    };
    path.to_string_lossy().into_owned()
}
