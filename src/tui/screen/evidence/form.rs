//! The form of one piece of evidence.

use crate::domain::{Change, Evidence, Kind, Scope, Scoped, Shape, Text};
use crate::i18n::EvidenceWords;
use crate::i18n::{both, fill};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::editor::Editor;
use crate::tui::effect::Effect;
use crate::tui::screen::field::read_date;
use crate::tui::screen::measure::many;
use crate::tui::screen::sheet::{Sheet, Turn, turned};
use crate::tui::screen::{Ctx, Desk, Go, frame, pick};
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::{FormKind, FormRow, Notice, Paragraph};
use jiff::civil::Date;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;
use std::path::{Path, PathBuf};

/// The kinds, as they stand in files.
pub(super) const KINDS: [&str; 5] = ["document", "screenshot", "certificate", "record", "test"];

const TITLE: usize = 0;
const KIND: usize = 1;
const DATE: usize = 2;
const EXPIRY: usize = 3;
const CONFIDENTIAL: usize = 4;
const FILE: usize = 5;
const PROVES: usize = 6;
const ROWS: usize = 7;

/// The piece of evidence, the form, the path whose digest is wanted.
#[derive(Debug)]
pub(super) struct Form {
    key: String,
    sheet: Sheet,
    path: String,
    working: bool,
}

/// A kind in words.
pub(super) fn kind_word<'a>(kind: &str, words: &'a EvidenceWords) -> &'a str {
    match kind {
        "screenshot" => &words.kind_screenshot,
        "certificate" => &words.kind_certificate,
        "record" => &words.kind_record,
        "test" => &words.kind_test,
        _ => &words.kind_document,
    }
}

/// The change that puts a piece of evidence into its place in the list.
pub(super) fn replaced(session: &Session, new: &Evidence) -> Change {
    let mut list = session.answers().evidence.clone();
    match list.iter_mut().find(|known| known.key == new.key) {
        Some(known) => known.clone_from(new),
        None => list.push(new.clone()),
    }
    Change::Evidence(list)
}

fn known(key: &str, session: &Session) -> Option<Evidence> {
    session
        .answers()
        .evidence
        .iter()
        .find(|known| known.key == key)
        .cloned()
}

/// A date, none for an empty text, an error for anything else.
fn date(text: &str) -> Result<Option<Date>, ()> {
    let text = text.trim();
    if text.is_empty() {
        Ok(None)
    } else {
        read_date(text).map(Some).ok_or(())
    }
}

impl Form {
    pub(super) fn of(key: &str, session: &Session) -> Option<Self> {
        known(key, session)?;
        let mut form = Self {
            key: key.to_owned(),
            sheet: Sheet::default(),
            path: String::new(),
            working: false,
        };
        form.enter(TITLE, session);
        Some(form)
    }

    pub(super) fn key(&self) -> &str {
        &self.key
    }

    pub(super) fn context(&self) -> Context {
        self.sheet.context(Context::Measure)
    }

    pub(super) fn availability(&self, action: Action) -> bool {
        match action {
            Action::Left | Action::Right => self.sheet.focus() == KIND || self.sheet.focus() == CONFIDENTIAL,
            Action::Remove => false,
            _ => true,
        }
    }

    fn enter(&mut self, at: usize, session: &Session) {
        let Some(known) = known(&self.key, session) else { return };
        let shown = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let editor = match at {
            TITLE => Some(Editor::single(&known.title).limit(200)),
            DATE => Some(Editor::single(&shown(known.date))),
            EXPIRY => Some(Editor::single(&shown(known.expiry))),
            FILE => Some(Editor::single(&self.path)),
            _ => None,
        };
        self.sheet.enter(at, editor.filter(|_| !session.is_read_only()));
    }

    /// What is typed is recorded with every key, as far as it is a value.
    fn typed(&mut self, desk: &mut Desk) {
        let Some(text) = self.sheet.value() else { return };
        if self.sheet.focus() == FILE {
            self.path = text;
            return;
        }
        let Some(session) = &mut desk.session else { return };
        let Some(mut known) = known(&self.key, session) else {
            return;
        };
        match (self.sheet.focus(), date(&text)) {
            (TITLE, _) => text.trim().clone_into(&mut known.title),
            (DATE, Ok(date)) => known.date = date,
            (EXPIRY, Ok(date)) => known.expiry = date,
            _ => return,
        }
        let change = replaced(session, &known);
        session.draft(change, &mut desk.effects);
    }

    /// Whether what was typed is a value; asks for the digest of a file that was named.
    fn store(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) -> bool {
        let text = self.sheet.value().unwrap_or_default();
        match self.sheet.focus() {
            DATE | EXPIRY if self.sheet.value().is_some() && date(&text).is_err() => {
                desk.notice = Some(Notice::error(ctx.messages.error.bad_date.fill(&[("value", &text)])));
                return false;
            }
            FILE if !text.trim().is_empty() && !self.working => {
                self.working = true;
                desk.ask(Effect::HashEvidence(PathBuf::from(text.trim())));
            }
            _ => {}
        }
        if let Some(session) = &mut desk.session {
            session.settle();
        }
        true
    }

    pub(super) fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        match self.sheet.update(action, ROWS) {
            Turn::Typed => self.typed(desk),
            Turn::Move(to) => {
                if self.store(desk, ctx)
                    && let Some(session) = &desk.session
                {
                    self.enter(to, session);
                }
            }
            Turn::Unused => return self.other(action, desk, ctx),
        }
        Go::Stay
    }

    fn other(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        match (action, self.sheet.focus()) {
            (Action::Left | Action::Right | Action::Toggle, at) => self.turn(at, action != Action::Left, desk, ctx),
            (Action::Edit, CONFIDENTIAL | KIND) => self.turn(self.sheet.focus(), true, desk, ctx),
            (Action::Edit, PROVES) => return self.pick("", desk, ctx),
            (Action::Submit | Action::Back, _) => {
                let fine = self.store(desk, ctx);
                if fine || action == Action::Back {
                    return Go::Back;
                }
            }
            _ => return Go::Unused,
        }
        Go::Stay
    }

    fn turn(&self, at: usize, forward: bool, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let Some(mut known) = known(&self.key, session) else {
            return;
        };
        match at {
            KIND => {
                let at = KINDS.iter().position(|kind| *kind == known.kind).unwrap_or(0);
                known.kind = KINDS
                    .get(turned(at, KINDS.len(), forward))
                    .map(|kind| (*kind).to_owned())
                    .unwrap_or_default();
            }
            CONFIDENTIAL => known.confidential = !known.confidential,
            _ => return,
        }
        let change = replaced(session, &known);
        desk.change(change, ctx);
    }

    /// The questions asked now, and the rows of their tables; what it proves already is marked.
    fn pick(&self, value: &str, desk: &Desk, ctx: &Ctx<'_>) -> Go {
        let Some(session) = &desk.session else { return Go::Back };
        let Some(known) = known(&self.key, session) else {
            return Go::Stay;
        };
        let engine = session.engine();
        let mut items = Vec::new();
        let mut add = |slot: Scoped<crate::domain::QuestionId>, zh: String, en: String| {
            let mark = if known.proves.contains(&slot) { "[x] " } else { "[ ] " };
            let label = Text::new([mark, &zh].concat(), [mark, &en].concat());
            items.push(pick::Item::new(slot.to_string(), label).also(&slot.id));
        };
        for (at, visit) in session.overview().visits.iter().enumerate() {
            let Some(question) = session.questionnaire().questions.get(visit.question) else {
                continue;
            };
            let number = at + 1;
            let title = |lang| format!("{number} {}", engine.visit_title(question, &visit.scope, lang));
            let (zh, en) = (title(crate::domain::Lang::Zh), title(crate::domain::Lang::En));
            add(
                Scoped::new(question.id.clone(), visit.scope.clone()),
                zh.clone(),
                en.clone(),
            );
            let Kind::Table(table) = &question.kind else { continue };
            if matches!(table.shape, Shape::Form) {
                continue;
            }
            for key in engine.shown_rows(table) {
                let scope = Scope::row(table.record.clone(), key);
                let name = session.scope_name(&scope);
                add(
                    Scoped::new(question.id.clone(), scope),
                    format!("{zh} · {}", name.zh),
                    format!("{en} · {}", name.en),
                );
            }
        }
        let title = both(|words| words.evidence.proves.clone());
        Go::open(pick::State::new(many(&title, ctx), items, value))
    }

    pub(super) fn picked(&self, value: &str, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let Some(session) = &desk.session else { return Go::Back };
        let (Some(mut known), Some(slot)) = (known(&self.key, session), Scoped::parse(value)) else {
            return Go::Stay;
        };
        let before = known.proves.len();
        known.proves.retain(|proved| *proved != slot);
        if known.proves.len() == before {
            known.proves.push(slot);
        }
        let change = replaced(session, &known);
        desk.change(change, ctx);
        self.pick(value, desk, ctx)
    }

    pub(super) fn insert(&mut self, text: &str, desk: &mut Desk) {
        if self.sheet.insert(text) {
            self.typed(desk);
        }
    }

    /// The digest came: it goes into the assessment, and the file's name becomes the title if there is none.
    pub(super) fn hashed(&mut self, path: &Path, sha256: &str, desk: &mut Desk, ctx: &Ctx<'_>) {
        self.working = false;
        let Some(session) = &desk.session else { return };
        let Some(mut known) = known(&self.key, session) else {
            return;
        };
        sha256.clone_into(&mut known.sha256);
        if known.title.is_empty() {
            known.title = path
                .file_stem()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
        }
        let change = replaced(session, &known);
        if desk.change(change, ctx) {
            desk.notice = Some(Notice::done(ctx.messages.evidence.hashed.as_str()));
        }
    }

    pub(super) const fn failed(&mut self) {
        self.working = false;
    }

    pub(super) fn view(&self, area: Rect, buf: &mut Buffer, session: &Session, ctx: &Ctx<'_>) -> Option<Position> {
        let words = &ctx.messages.evidence;
        let known = known(&self.key, session)?;
        let room = frame(
            area,
            buf,
            &[words.one.as_str(), &self.key].join(" "),
            session.title().get(ctx.lang),
            ctx,
        );
        let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let place = &ctx.messages.question.placeholder_date;
        let secret = if known.confidential {
            &ctx.messages.common.yes
        } else {
            &ctx.messages.common.no
        };
        let count = fill(&words.proves_count, &[("count", &known.proves.len())]);
        let rows = [
            FormRow::new(&words.name, known.title.clone(), FormKind::Text).hint(&words.name_hint),
            FormRow::new(&words.kind, kind_word(&known.kind, words), FormKind::Choice),
            FormRow::new(&words.date, date(known.date), FormKind::Text).hint(place),
            FormRow::new(&words.expiry, date(known.expiry), FormKind::Text).hint(&words.expiry_hint),
            FormRow::new(&words.confidential, secret.as_str(), FormKind::Choice).hint(&words.confidential_hint),
            FormRow::new(&words.file, self.path.clone(), FormKind::Text).hint(&words.file_hint),
            FormRow::new(&words.proves, count, FormKind::Button).hint(&words.proves_hint),
        ];
        let split = (room.y + 10).min(room.bottom());
        let below = Rect {
            x: room.x + 1,
            y: split,
            width: room.width.saturating_sub(2),
            height: room.bottom() - split,
        };
        (&Paragraph::new(self.below(&known, session, ctx))).render(below, buf);
        self.sheet.draw(
            &rows,
            Rect {
                height: room.height.min(9),
                ..room
            },
            buf,
            ctx,
        )
    }

    fn below(&self, known: &Evidence, session: &Session, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
        let words = &ctx.messages.evidence;
        let colon = ctx.messages.common.colon.as_str();
        let digest = if self.working {
            words.hashing.clone()
        } else if known.sha256.is_empty() {
            words.no_digest.clone()
        } else {
            known.sha256.clone()
        };
        let mut lines = vec![
            Line::from([words.digest.as_str(), colon, &digest].concat()),
            Line::default(),
        ];
        lines.push(Line::styled(words.proves.clone(), ctx.theme.style(Role::Heading)));
        for slot in &known.proves {
            let question = session.questionnaire().question(&slot.id);
            let title = question.map_or_else(
                || slot.to_string(),
                |question| session.engine().visit_title(question, &slot.scope, ctx.lang),
            );
            lines.push(Line::from(format!("- {title}")));
        }
        if known.proves.is_empty() {
            lines.push(Line::styled(
                words.proves_nothing.clone(),
                ctx.theme.style(Role::Warning),
            ));
        }
        lines
    }
}
