//! Evidence: the list, marked where it proves the question one came from; the form of one piece.

mod form;

use super::{Ctx, Deed, Desk, Go, confirm, frame, measure, moved};
use crate::domain::{Answer, Change, Content, Evidence, QuestionId, Scoped, Value};
use crate::i18n::{both, fill};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::effect::Outcome;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::{Column, Paragraph, Table};
use form::Form;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

/// The column of kinds in the list.
const KIND: usize = 2;
/// The column of a measure that names its evidence.
const EVIDENCE: &str = "evidence";

/// The question one came from, the focus in the list, the form over it.
#[derive(Debug, Default)]
pub struct State {
    question: Option<Scoped<QuestionId>>,
    focus: usize,
    form: Option<Form>,
    alone: bool,
}

impl State {
    /// The evidence, seen from a question.
    pub fn of(question: &Scoped<QuestionId>) -> Self {
        Self {
            question: Some(question.clone()),
            ..Self::default()
        }
    }

    /// The form of one piece of evidence; leaving it leaves this screen.
    pub fn one(key: &str, desk: &Desk) -> Self {
        let form = desk.session.as_ref().and_then(|session| Form::of(key, session));
        Self {
            alone: form.is_some(),
            form,
            ..Self::default()
        }
    }

    /// Which keys hold.
    pub fn context(&self) -> Context {
        self.form.as_ref().map_or(Context::Evidence, Form::context)
    }

    /// What does nothing now is left out.
    pub fn availability(&self, action: Action, desk: &Desk, _: &Ctx<'_>) -> bool {
        let any = desk
            .session
            .as_ref()
            .is_some_and(|session| !session.answers().evidence.is_empty());
        match (&self.form, action) {
            (Some(form), _) => form.availability(action),
            (None, Action::Open | Action::Remove) => any,
            (None, Action::Toggle) => any && self.question.is_some(),
            _ => true,
        }
    }

    /// Moves, ticks, adds, opens, removes.
    pub fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        if let Some(form) = &mut self.form {
            let go = form.update(action, desk, ctx);
            if matches!(go, Go::Back) {
                let key = form.key().to_owned();
                self.form = None;
                drop_blank(&key, desk, ctx);
                return if self.alone { Go::Back } else { Go::Stay };
            }
            return go;
        }
        let Some(session) = &desk.session else { return Go::Back };
        if moved(&mut self.focus, session.answers().evidence.len(), action) {
            return Go::Stay;
        }
        let known = session.answers().evidence.get(self.focus).cloned();
        match (action, known) {
            (Action::AddRow, _) => self.add(desk, ctx),
            (Action::Open, Some(known)) => self.form = Form::of(&known.key, session),
            (Action::Toggle, Some(known)) => self.toggle(&known, desk, ctx),
            (Action::Remove, Some(known)) => {
                let change = removal_of(&known.key, session);
                let question = both(|words| fill(&words.evidence.remove, &[("title", &known.title)]));
                let note = both(|words| words.confirm.clear_answer_note.clone());
                return Go::open(confirm::State::new(question, note, Deed::Change(change)));
            }
            _ => return Go::Unused,
        }
        Go::Stay
    }

    fn toggle(&self, known: &Evidence, desk: &mut Desk, ctx: &Ctx<'_>) {
        let (Some(session), Some(question)) = (&desk.session, &self.question) else {
            return;
        };
        let mut known = known.clone();
        let before = known.proves.len();
        known.proves.retain(|proved| proved != question);
        if known.proves.len() == before {
            known.proves.push(question.clone());
        }
        let change = form::replaced(session, &known);
        desk.change(change, ctx);
    }

    fn add(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let new = Evidence {
            proves: self.question.iter().cloned().collect(),
            ..blank(session)
        };
        let (key, focus) = (new.key.clone(), session.answers().evidence.len());
        let change = form::replaced(session, &new);
        if desk.change(change, ctx) {
            self.focus = focus;
            self.form = desk.session.as_ref().and_then(|session| Form::of(&key, session));
        }
    }

    /// Types into the form.
    pub fn insert(&mut self, text: &str, desk: &mut Desk, _: &Ctx<'_>) {
        if let Some(form) = &mut self.form {
            form.insert(text, desk);
        }
    }

    /// A question was picked that the evidence proves, or no longer; the list stays for the next one.
    pub fn picked(&mut self, value: &str, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        match &mut self.form {
            Some(form) => form.picked(value, desk, ctx),
            None => Go::Stay,
        }
    }

    /// The digest of a file was worked out.
    pub fn outcome(&mut self, outcome: &Outcome, desk: &mut Desk, ctx: &Ctx<'_>) -> bool {
        match (outcome, &mut self.form) {
            (Outcome::Hashed { path, sha256 }, Some(form)) => {
                form.hashed(path, sha256, desk, ctx);
                true
            }
            (Outcome::Failed(_), Some(form)) => {
                form.failed();
                true
            }
            _ => false,
        }
    }

    /// Draws the form or the list.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        if let Some(form) = &self.form {
            return form.view(area, buf, session, ctx);
        }
        let words = &ctx.messages.evidence;
        let room = frame(area, buf, &words.title, session.title().get(ctx.lang), ctx);
        let mut y = room.y;
        if let Some(question) = &self.question {
            let title = session.questionnaire().question(&question.id);
            let title = title
                .map(|known| session.engine().visit_title(known, &question.scope, ctx.lang))
                .unwrap_or_default();
            let line = [words.for_question.as_str(), &title].join(&ctx.messages.common.colon);
            let paragraph = Paragraph::new(line);
            let height = u16::try_from(paragraph.height(room.width.saturating_sub(2)))
                .unwrap_or(1)
                .min(3);
            (&paragraph).render(
                Rect {
                    x: room.x + 1,
                    y,
                    width: room.width.saturating_sub(2),
                    height,
                },
                buf,
            );
            y += height + 1;
        }
        let list = Rect {
            x: room.x + 1,
            y,
            width: room.width.saturating_sub(1),
            height: room.bottom().saturating_sub(y),
        };
        self.draw_list(list, buf, session, ctx);
        None
    }

    fn draw_list(&self, list: Rect, buf: &mut Buffer, session: &Session, ctx: &Ctx<'_>) {
        let words = &ctx.messages.evidence;
        let known = &session.answers().evidence;
        if known.is_empty() {
            let add = ctx.key(Context::Evidence, Action::AddRow);
            let text = [
                ctx.messages.question.evidence_none.clone(),
                fill(&words.empty_todo, &[("key", &add)]),
            ]
            .join("\n");
            (&Paragraph::new(text)).render(list, buf);
            return;
        }
        // What kind it is stands in its form; where there is little room, its name comes first.
        let wide = list.width >= 100;
        let rows: Vec<_> = known.iter().map(|known| self.cells(known, wide, ctx)).collect();
        let mark = if self.question.is_some() {
            words.proves_this.as_str()
        } else {
            words.key.as_str()
        };
        let mut columns = vec![
            Column::new(mark, 10),
            Column::new(
                &words.name,
                list.width.saturating_sub(if wide { 66 } else { 48 }).max(16),
            ),
            Column::new(&words.kind, 12),
            Column::new(&words.date, 12),
            Column::new(&words.expiry, 12),
            Column::new(&words.proves_short, 10),
        ];
        if !wide {
            columns.remove(KIND);
        }
        (&Table::new(&columns, &rows, ctx.theme).row(self.focus)).render(list, buf);
    }

    fn cells(&self, known: &Evidence, wide: bool, ctx: &Ctx<'_>) -> Vec<(String, Role)> {
        let words = &ctx.messages.evidence;
        let here = self
            .question
            .as_ref()
            .is_some_and(|question| known.proves.contains(question));
        let mark = if self.question.is_some() {
            format!("{} {}", if here { "[x]" } else { "[ ]" }, known.key)
        } else {
            known.key.clone()
        };
        let expired = known.expiry.is_some_and(|expiry| expiry < ctx.today);
        let expiry = known.expiry.map(|date| date.to_string()).unwrap_or_default();
        let expiry = if expired { format!("! {expiry}") } else { expiry };
        let title = if known.title.is_empty() {
            words.untitled.clone()
        } else {
            known.titles().get(ctx.lang).to_owned()
        };
        let title = if known.confidential {
            ["[", &words.confidential_short, "] ", &title].concat()
        } else {
            title
        };
        let mut cells = vec![
            (mark, if here { Role::Answered } else { Role::Muted }),
            (title, Role::Text),
            (form::kind_word(&known.kind, words).to_owned(), Role::Muted),
            (known.date.map(|date| date.to_string()).unwrap_or_default(), Role::Text),
            (expiry, if expired { Role::Error } else { Role::Text }),
            (
                known.proves.len().to_string(),
                if known.proves.is_empty() {
                    Role::Warning
                } else {
                    Role::Text
                },
            ),
        ];
        if !wide {
            cells.remove(KIND);
        }
        cells
    }
}

/// A new piece of evidence with the next free key.
pub fn blank(session: &Session) -> Evidence {
    let list = &session.answers().evidence;
    let free = |key: &String| list.iter().all(|known| known.key != *key);
    let key = (1..=list.len() + 1).map(|n| format!("E-{n:02}")).find(free);
    Evidence {
        key: key.unwrap_or_default(),
        kind: form::KINDS.first().map(|kind| (*kind).to_owned()).unwrap_or_default(),
        ..Evidence::default()
    }
}

/// Takes a piece of evidence out of the list and out of the measures that name it: what is gone proves nothing.
fn removal_of(key: &str, session: &Session) -> Change {
    let mut list = session.answers().evidence.clone();
    list.retain(|known| known.key != key);
    let mut changes = vec![Change::Evidence(list)];
    for row in session.answers().rows(measure::MEASURES) {
        let Some((cell, Value::Multi(ticks))) = row.cell(EVIDENCE).and_then(|cell| Some((cell, cell.known()?))) else {
            continue;
        };
        let mut ticks = ticks.clone();
        if ticks.ticked.remove(key) {
            let content = (!ticks.ticked.is_empty()).then_some(Content::Value(Value::Multi(ticks)));
            let after = Answer {
                content,
                ..cell.clone()
            };
            changes.push(Change::Cell(
                measure::MEASURES.into(),
                row.key.clone(),
                EVIDENCE.into(),
                after,
            ));
        }
    }
    Change::Many(changes)
}

/// Who opens an empty form and leaves it wanted no evidence.
fn drop_blank(key: &str, desk: &mut Desk, ctx: &Ctx<'_>) {
    let Some(session) = desk.session.as_ref().filter(|session| !session.is_read_only()) else {
        return;
    };
    let known = session.answers().evidence.iter().find(|known| known.key == key);
    let blank = known.is_some_and(|known| {
        known.title.is_empty() && known.sha256.is_empty() && known.date.is_none() && known.expiry.is_none()
    });
    if blank {
        let change = removal_of(key, session);
        desk.change(change, ctx);
    }
}
