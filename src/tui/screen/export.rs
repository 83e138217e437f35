//! The export dialog: what, in which language, draft or final, who signs, where; what the cover will show; and what came of it. After a
//! signed report another role can sign it in turn.

mod cover;
mod form;
mod outcome;

use super::sheet::{Sheet, Turn, turned};
use super::{Ctx, Desk, Go, confirm, frame, identity};
use crate::domain::Lang;
use crate::i18n::{both, fill};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::editor::Editor;
use crate::tui::effect::{
    Effect, ExportOrder, Exported, Format, Outcome, Passphrase, ReportLang, SignOrder, SignRole, Trouble, TroubleKind,
};
use crate::tui::theme::Role;
use crate::tui::widget::{Form, Notice, Paragraph};
use form::{Item, Signer};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

/// What is picked when an existing file may be replaced.
const OVERWRITE: &str = "overwrite";

/// What the cover was worked out for.
type CoverOf = (u64, Lang, bool, bool);

/// A signature the report bears: name and role.
type Signed = (String, SignRole);

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
    /// The signatures of the report that was written last.
    signed: Vec<Signed>,
    /// Another role is about to sign that report.
    adding: bool,
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
            signed: Vec::new(),
            adding: false,
            failed: None,
            cover: Vec::new(),
            of: None,
        }
    }

    /// Which keys hold.
    pub fn context(&self) -> Context {
        self.sheet.context(Context::Export)
    }

    /// Left and right change a choice; another role signs only what was signed.
    pub fn availability(&self, action: Action, desk: &Desk, _: &Ctx<'_>) -> bool {
        let row = self.row(desk);
        match action {
            Action::Left | Action::Right => row.is_choice(),
            Action::Sign => self.can_add(),
            _ => true,
        }
    }

    /// Whether the report just written has room for another signature.
    fn can_add(&self) -> bool {
        !self.adding && self.done.is_some() && !self.signed.is_empty() && self.free_roles().next().is_some()
    }

    /// The roles that have not signed yet.
    fn free_roles(&self) -> impl Iterator<Item = SignRole> + '_ {
        let taken = |role: &SignRole| self.adding_to().iter().any(|(_, known)| known == role);
        SignRole::ALL.into_iter().filter(move |role| !taken(role))
    }

    fn adding_to(&self) -> &[Signed] {
        if self.adding || self.done.is_some() {
            &self.signed
        } else {
            &[]
        }
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

    fn enter_item(&mut self, item: Item, desk: &Desk) {
        let at = self.rows(desk).iter().position(|known| *known == item);
        self.enter(at.unwrap_or(0), desk);
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
            Action::Sign if self.can_add() => self.add(desk),
            Action::Accept if row == Item::Again => self.add(desk),
            Action::Submit => return self.submit(desk, ctx),
            Action::Accept if row == Item::Go => return self.submit(desk, ctx),
            Action::Accept if row == Item::Sign && self.signer(desk) == Signer::New => {
                return Go::open(identity::State::create(desk));
            }
            Action::Accept => {
                let count = self.rows(desk).len();
                self.enter((self.sheet.focus() + 1) % count, desk);
            }
            Action::Back if self.adding => {
                self.adding = false;
                self.failed = None;
                self.enter_item(Item::Again, desk);
            }
            _ => return Go::Unused,
        }
        Go::Stay
    }

    /// Another role is to sign the report that was written: the form asks who.
    fn add(&mut self, desk: &Desk) {
        let role = self.free_roles().next().unwrap_or_default();
        self.adding = true;
        self.role = role;
        self.failed = None;
        self.enter_item(Item::Sign, desk);
    }

    fn turn(&mut self, row: Item, forward: bool, desk: &mut Desk, ctx: &Ctx<'_>) {
        if !self.adding {
            self.done = None;
        }
        match row {
            Item::Format => self.format = next(&Format::ALL, self.format, forward),
            Item::Lang => self.lang = next(&[ReportLang::Zh, ReportLang::En, ReportLang::Both], self.lang, forward),
            Item::Draft if self.draft && self.missing > 0 => {
                let advice = ctx.messages.error.incomplete.fill(&[("count", &self.missing)]);
                desk.notice = Some(Notice::error(advice));
            }
            Item::Draft => self.draft = !self.draft,
            Item::Sign => {
                self.signer = Some(self.next_signer(forward, desk));
                self.passphrase.clear();
            }
            Item::Role => {
                let free: Vec<SignRole> = self.free_roles().collect();
                self.role = next(&free, self.role, forward);
            }
            _ => {}
        }
        if row == Item::Format {
            let path = PathBuf::from(&self.path).with_extension(self.format.extension());
            self.path = path.to_string_lossy().into_owned();
        }
        self.refresh(desk, ctx);
    }

    fn submit(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        self.store(desk);
        self.leave_font(desk);
        if self.working {
            return Go::Stay;
        }
        if self.signer(desk) == Signer::New {
            return Go::open(identity::State::create(desk));
        }
        let words = &ctx.messages.export;
        let lacks = if self.path.trim().is_empty() {
            Some((Item::Path, &words.no_path))
        } else if self.locked(desk) && self.passphrase.is_empty() {
            Some((Item::Passphrase, &words.passphrase_needed))
        } else {
            None
        };
        if let Some((item, text)) = lacks {
            self.enter_item(item, desk);
            desk.notice = Some(Notice::warning(text.as_str()));
        } else if self.adding {
            self.order_signature(desk);
        } else {
            self.path = complete(&self.path, self.format, desk);
            self.order(false, desk);
        }
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

    fn order_signature(&mut self, desk: &mut Desk) {
        let (Signer::Known(identity), Some(done)) = (self.signer(desk), &self.done) else {
            return;
        };
        self.working = true;
        self.failed = None;
        let path = done.path.clone();
        desk.ask(Effect::Sign(SignOrder {
            path,
            identity,
            role: self.role,
            passphrase: Passphrase(self.passphrase.clone()),
        }));
    }

    /// An identity was made, or an existing file may be replaced.
    pub fn picked(&mut self, value: &str, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        if value == OVERWRITE {
            self.order(true, desk);
            return Go::Stay;
        }
        self.signer = Some(Signer::Known(value.to_owned()));
        self.passphrase.clear();
        self.refresh(desk, ctx);
        let next = if self.locked(desk) { Item::Passphrase } else { Item::Go };
        self.enter_item(next, desk);
        Go::Stay
    }

    /// Types into the field in focus.
    pub fn insert(&mut self, text: &str, desk: &mut Desk, _: &Ctx<'_>) {
        if self.sheet.insert(text) {
            self.store(desk);
        }
    }

    /// The report was written, or not.
    pub fn outcome(&mut self, outcome: &Outcome, desk: &mut Desk, _: &Ctx<'_>) -> bool {
        match outcome {
            Outcome::Exported(done) => self.written(done, desk),
            Outcome::ExportExists(order) => {
                let path = order.path.display();
                let question = both(|words| fill(&words.confirm.overwrite, &[("path", &path)]));
                let note = both(|words| words.confirm.overwrite_note.clone());
                let deed = super::Deed::Picked(OVERWRITE.to_owned());
                desk.follow = Some(Go::open(confirm::State::new(question, note, deed)));
            }
            Outcome::Failed(trouble) if self.working => self.not_written(trouble, desk),
            Outcome::Identities(_) => return true,
            _ => return false,
        }
        self.working = false;
        true
    }

    fn written(&mut self, done: &Exported, desk: &Desk) {
        if !self.adding {
            self.signed.clear();
        }
        self.signed
            .extend(done.signed_by.iter().map(|name| (name.clone(), self.role)));
        self.adding = false;
        self.path = done.path.to_string_lossy().into_owned();
        self.done = Some(done.clone());
        self.passphrase.clear();
        self.enter_item(Item::Go, desk);
    }

    /// Leads to the field that can mend it.
    fn not_written(&mut self, trouble: &Trouble, desk: &mut Desk) {
        self.failed = Some(trouble.clone());
        desk.notice = None;
        match trouble.kind {
            TroubleKind::Passphrase => {
                self.passphrase.clear();
                self.enter_item(Item::Passphrase, desk);
            }
            TroubleKind::Letters => self.enter_item(Item::Font, desk),
            TroubleKind::Place => self.enter_item(Item::Path, desk),
            TroubleKind::Other => {}
        }
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
        let words = &ctx.messages.export;
        let title = if self.adding { &words.add_title } else { &words.title };
        let name = desk
            .session
            .as_ref()
            .map_or("", |session| session.title().get(ctx.lang));
        let room = frame(area, buf, title, name, ctx);
        let rows: Vec<_> = self
            .rows(desk)
            .into_iter()
            .map(|row| self.form_row(row, desk, ctx))
            .collect();
        let height = Form::new(&rows, self.sheet.focus(), ctx.theme).height(room.width);
        let height = u16::try_from(height).unwrap_or(room.height).min(room.height);
        let below = Rect {
            x: room.x + 1,
            y: (room.y + height + 1).min(room.bottom()),
            width: room.width.saturating_sub(2),
            height: room.height.saturating_sub(height + 1),
        };
        (&Paragraph::new(self.below(ctx)).hanging(4).cut()).render(below, buf);
        self.sheet.draw(&rows, Rect { height, ..room }, buf, ctx)
    }

    fn below(&self, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
        if self.working {
            let words = &ctx.messages.export.working;
            return vec![Line::styled(words.clone(), ctx.theme.style(Role::Accent))];
        }
        if let Some(trouble) = &self.failed {
            return outcome::failed(trouble, ctx);
        }
        if let Some(done) = &self.done {
            return outcome::done(done, &self.signed, self.lang, self.can_add(), ctx);
        }
        self.cover
            .iter()
            .map(|(text, role)| Line::styled(text.clone(), ctx.theme.style(*role)))
            .collect()
    }
}

fn next<T: Copy + PartialEq>(all: &[T], now: T, forward: bool) -> T {
    let at = all.iter().position(|known| *known == now).unwrap_or(0);
    all.get(turned(at, all.len(), forward)).copied().unwrap_or(now)
}

/// Where the report goes unless told otherwise: beside the assessment, or in the folder of the settings.
fn place(assessment: &Path, folder: &str) -> String {
    let name = assessment.with_extension("").with_extension("pdf");
    let path = match name.file_name() {
        Some(file) if !folder.trim().is_empty() => PathBuf::from(folder.trim()).join(file),
        _ => name,
    };
    path.to_string_lossy().into_owned()
}

/// A path as typed, with what goes without saying: the name of the file behind a folder, and the ending of its kind.
fn complete(typed: &str, format: Format, desk: &Desk) -> String {
    let typed = typed.trim();
    let ending = format.extension();
    let path = Path::new(typed);
    let has_ending = path.extension().is_some_and(|known| known.eq_ignore_ascii_case(ending));
    if typed.ends_with(MAIN_SEPARATOR) || typed == "~" {
        let assessment = desk.session.as_ref().map(|session| session.path().clone());
        let name = place(&assessment.unwrap_or_default(), "");
        let name = Path::new(&name).with_extension(ending);
        let file = name.file_name().map(PathBuf::from).unwrap_or_default();
        return path.join(file).to_string_lossy().into_owned();
    }
    if has_ending {
        typed.to_owned()
    } else {
        [typed, ".", ending].concat()
    }
}
