//! One measure: a form over its row, and beside it what the levels become.

mod levels;
mod propose;
mod row;

use super::field::{Fault, read_value, shown_value};
use super::sheet::{Sheet, Turn, turned};
use super::{Ctx, Deed, Desk, Go, confirm, frame, pick, review};
use crate::domain::{Answer, Change, Column, Content, Field, Lang, Row, RowKey, Scoped, Ticks, Value};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::editor::Editor;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::{FormKind, FormRow, Notice, Paragraph};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

pub use propose::proposed;
pub use row::{MEASURES, after_words, due, findings_of, is_done, is_overdue, next_status, one_line, remove, status};

/// The question that records why a high residual risk is accepted, and by whom.
const ACCEPTANCE: &str = "treatment.acceptance";

/// From this width on, the levels stand beside the form.
const WIDE: u16 = 160;

/// The row, the form, what was worked out for it.
#[derive(Debug)]
pub struct State {
    key: RowKey,
    sheet: Sheet,
    columns: Vec<Column>,
    levels: levels::Shown,
    accepts_high: bool,
    of: Option<(u64, Lang)>,
}

impl State {
    /// The measure in this row.
    pub fn of(key: RowKey) -> Self {
        Self {
            key,
            sheet: Sheet::default(),
            columns: Vec::new(),
            levels: levels::Shown::default(),
            accepts_high: false,
            of: None,
        }
    }

    /// Which keys hold.
    pub fn context(&self) -> Context {
        self.sheet.context(Context::Measure)
    }

    /// What does nothing on this row is left out.
    pub fn availability(&self, action: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        match action {
            Action::Left | Action::Right => matches!(self.field(), Some(Field::Choice(_) | Field::YesNo)),
            Action::Edit => !matches!(self.field(), Some(Field::Choice(_) | Field::YesNo)),
            _ => true,
        }
    }

    fn column(&self) -> Option<&Column> {
        self.columns.get(self.sheet.focus())
    }

    fn field(&self) -> Option<&Field> {
        self.column().map(|column| &column.field)
    }

    /// Works out columns and levels again after a change.
    pub fn refresh(&mut self, desk: &Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let now = Some((session.revision(), ctx.lang));
        if self.of == now {
            return;
        }
        let first = self.of.is_none();
        self.of = now;
        self.columns = row::columns(session, &self.key);
        self.levels = levels::Shown::of(&self.key, session);
        self.accepts_high = row::accepts_high(session, &self.key);
        if first {
            self.enter(self.first_to_fill(session), session);
        }
    }

    /// A new measure starts where something is still to be filled in.
    fn first_to_fill(&self, session: &Session) -> usize {
        let row = session.answers().row(MEASURES, &self.key);
        let empty = |column: &Column| {
            row.and_then(|row| row.cell(&column.id))
                .is_none_or(|cell| cell.content.is_none())
        };
        self.columns
            .iter()
            .position(|column| column.required != crate::domain::Required::No && empty(column))
            .unwrap_or(0)
    }

    fn rows(&self) -> usize {
        self.columns.len() + usize::from(self.accepts_high)
    }

    fn enter(&mut self, at: usize, session: &Session) {
        let editor = self.columns.get(at).and_then(|column| {
            let cell = cell(session, &self.key, column);
            match column.field {
                Field::LongText => Some(Editor::multi(&shown_value(&cell)).limit(4000)),
                Field::Text | Field::Date | Field::Number { .. } => {
                    Some(Editor::single(&shown_value(&cell)).limit(400))
                }
                _ => None,
            }
        });
        let editor = editor.filter(|_| !session.is_read_only());
        self.sheet.enter(at, editor);
    }

    /// Fills in the form.
    pub fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        match self.sheet.update(action, self.rows()) {
            Turn::Typed => self.typed(desk),
            Turn::Move(to) => self.move_to(to, desk, ctx),
            Turn::Unused => return self.other(action, desk, ctx),
        }
        Go::Stay
    }

    fn other(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let on_acceptance = self.sheet.focus() == self.columns.len();
        match action {
            Action::Left | Action::Right | Action::Toggle => self.turn(action != Action::Left, desk, ctx),
            Action::Edit | Action::Accept if on_acceptance => {
                return review::visit(&Scoped::whole(ACCEPTANCE.into()), None, desk, ctx);
            }
            Action::Edit | Action::Accept => return self.pick(desk, ctx),
            Action::Remove => {
                return remove(&self.key, desk, ctx).map_or(Go::Stay, |change| {
                    let words = &ctx.messages.confirm;
                    let confirm = confirm::State::new(
                        words.remove_measure.as_str(),
                        words.clear_answer_note.as_str(),
                        Deed::Change(change),
                    );
                    Go::replace(confirm)
                });
            }
            Action::Submit | Action::Back => return self.leave(action, desk, ctx),
            _ => return Go::Unused,
        }
        Go::Stay
    }

    fn leave(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let fine = self.store(desk, ctx);
        if let Some(session) = &mut desk.session {
            session.settle();
        }
        if !fine && action == Action::Submit {
            return Go::Stay;
        }
        if action == Action::Submit {
            desk.notice = Some(Notice::done(ctx.messages.notice.measure_saved.as_str()));
        }
        Go::Back
    }

    fn move_to(&mut self, to: usize, desk: &mut Desk, ctx: &Ctx<'_>) {
        if !self.store(desk, ctx) {
            return;
        }
        if let Some(session) = &mut desk.session {
            session.settle();
        }
        if let Some(session) = &desk.session {
            self.enter(to, session);
        }
    }

    /// What was typed is recorded with every key, as far as it is a value.
    fn typed(&self, desk: &mut Desk) {
        let Some((column, Ok(content))) = self.entered() else {
            return;
        };
        let Some(session) = &mut desk.session else { return };
        let before = cell(session, &self.key, column);
        let after = Answer { content, ..before };
        session.draft(
            Change::Cell(MEASURES.into(), self.key.clone(), column.id.clone(), after),
            &mut desk.effects,
        );
    }

    fn entered(&self) -> Option<(&Column, Result<Option<Content>, Fault>)> {
        let column = self.column()?;
        Some((column, read_value(&column.field, &self.sheet.value()?)))
    }

    /// Whether what was typed is a value; says why not.
    fn store(&self, desk: &mut Desk, ctx: &Ctx<'_>) -> bool {
        let Some((_, Err(fault))) = self.entered() else {
            return true;
        };
        let text = self.sheet.value().unwrap_or_default();
        desk.notice = Some(Notice::error(fault.advice(&text, ctx.messages)));
        false
    }

    fn turn(&self, forward: bool, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let Some(column) = self.column().filter(|column| matches!(column.field, Field::Choice(_))) else {
            return;
        };
        let options = session.engine().options(&column.field);
        let before = cell(session, &self.key, column);
        let at = before
            .choice()
            .and_then(|chosen| options.iter().position(|(id, _)| id == chosen));
        let to = at.map_or(0, |at| turned(at, options.len(), forward));
        let Some((id, _)) = options.get(to) else { return };
        let after = Answer {
            content: Some(Content::Value(Value::Choice(id.clone()))),
            ..before
        };
        desk.change(
            Change::Cell(MEASURES.into(), self.key.clone(), column.id.clone(), after),
            ctx,
        );
        row::warn(&self.key, desk, ctx);
    }

    /// Opens the list of findings or of evidence: what is picked is ticked, or no longer.
    fn pick(&self, desk: &Desk, ctx: &Ctx<'_>) -> Go {
        let Some(session) = &desk.session else { return Go::Back };
        let Some(column) = self.column().filter(|column| matches!(column.field, Field::Multi(_))) else {
            return Go::Stay;
        };
        let ticked = ticks(&cell(session, &self.key, column)).ticked;
        let mark = |on: bool| if on { "[x] " } else { "[ ] " };
        let item = |(id, label): (crate::domain::OptionId, crate::domain::Text)| pick::Item {
            label: [mark(ticked.contains(&id)), label.get(ctx.lang)].concat(),
            also: label.get(ctx.lang.other()).to_owned(),
            value: id.to_string(),
        };
        let items: Vec<pick::Item> = session.engine().options(&column.field).into_iter().map(item).collect();
        Go::open(pick::State::new(column.label.get(ctx.lang), items, ""))
    }

    /// Ticks or unticks what was picked.
    pub fn picked(&mut self, value: &str, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let Some(session) = &desk.session else { return Go::Back };
        let Some(column) = self.column() else { return Go::Stay };
        let before = cell(session, &self.key, column);
        let mut ticks = ticks(&before);
        if !ticks.ticked.remove(value) {
            ticks.ticked.insert(value.into());
        }
        let content = (!ticks.ticked.is_empty()).then_some(Content::Value(Value::Multi(ticks)));
        let after = Answer { content, ..before };
        desk.change(
            Change::Cell(MEASURES.into(), self.key.clone(), column.id.clone(), after),
            ctx,
        );
        Go::Stay
    }

    /// Types into the field in focus.
    pub fn insert(&mut self, text: &str, desk: &mut Desk, _: &Ctx<'_>) {
        if self.sheet.insert(text) {
            self.typed(desk);
        }
    }

    /// The form, and below or beside it the levels.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        let room = frame(area, buf, &ctx.messages.finding.measure_title, session.title(), ctx);
        let rows = self.form_rows(session, ctx);
        let wide = area.width >= WIDE;
        let (form, below) = if wide {
            let width = room.width / 2;
            (
                Rect { width, ..room },
                Rect {
                    x: room.x + width + 1,
                    width: room.width.saturating_sub(width + 2),
                    ..room
                },
            )
        } else {
            let height = u16::try_from(self.levels.height())
                .unwrap_or(0)
                .min(room.height * 2 / 5);
            let split = room.bottom().saturating_sub(height);
            (
                Rect {
                    height: room.height.saturating_sub(height + 1),
                    ..room
                },
                Rect {
                    x: room.x + 1,
                    y: split,
                    width: room.width.saturating_sub(2),
                    height,
                },
            )
        };
        let levels = self.levels.lines(below, session, ctx);
        (&Paragraph::broken(&levels)).render(below, buf);
        self.sheet.draw(&rows, form, buf, ctx)
    }

    fn form_rows<'a>(&'a self, session: &Session, ctx: &'a Ctx<'_>) -> Vec<FormRow<'a>> {
        let mut rows: Vec<FormRow<'a>> = self
            .columns
            .iter()
            .map(|column| self.form_row(column, session, ctx))
            .collect();
        if self.accepts_high {
            let words = &ctx.messages.finding;
            rows.push(
                FormRow::new(&words.acceptance, words.acceptance_go.as_str(), FormKind::Button)
                    .hint(&words.acceptance_hint),
            );
        }
        rows
    }

    fn form_row<'a>(&'a self, column: &'a Column, session: &Session, ctx: &'a Ctx<'_>) -> FormRow<'a> {
        let cell = cell(session, &self.key, column);
        let engine = session.engine();
        let value = match cell.known() {
            Some(Value::Multi(ticks)) if column.id == "for" => row::finding_names(ticks, session, ctx),
            Some(Value::Text(text)) if column.id == "answers_after" => row::answers_in_words(text, session, ctx),
            Some(value) => engine.show(&column.field, value).get(ctx.lang).to_owned(),
            None => ctx.messages.finding.to_fill.clone(),
        };
        let kind = match column.field {
            Field::Choice(_) | Field::YesNo => FormKind::Choice,
            _ => FormKind::Text,
        };
        let role = if cell.known().is_some() {
            Role::Text
        } else {
            Role::Placeholder
        };
        let lines = match (&column.field, column.id.as_str()) {
            (Field::LongText, "text") => 3,
            (Field::LongText, _) => 2,
            _ => 1,
        };
        FormRow::new(column.label.get(ctx.lang), value, kind)
            .hint(column.hint.get(ctx.lang))
            .role(role)
            .lines(lines)
    }
}

fn cell(session: &Session, key: &RowKey, column: &Column) -> Answer {
    session
        .answers()
        .row(MEASURES, key)
        .and_then(|row: &Row| row.cell(&column.id))
        .cloned()
        .unwrap_or_default()
}

fn ticks(answer: &Answer) -> Ticks {
    match answer.known() {
        Some(Value::Multi(ticks)) => ticks.clone(),
        _ => Ticks::default(),
    }
}
