//! One measure: a form over its row, and beside it what the levels become.

mod after;
mod choose;
mod levels;
mod propose;
mod row;

use super::field::{Fault, read_value, shown_value};
use super::sheet::{Sheet, Turn, turned};
use super::{Ctx, Deed, Desk, Go, confirm, frame, review};
use crate::domain::{Answer, Change, Column, Content, Field, Lang, Required, Row, RowKey, Scoped, Value};
use crate::i18n::both;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::editor::Editor;
use crate::tui::line_break::wrap;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::{Form, FormKind, FormRow, Notice, Paragraph};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;
use unicode_width::UnicodeWidthStr;

pub use choose::many;
pub use propose::proposed;
pub use row::{
    MEASURES, after_words, due, findings_of, is_done, is_overdue, next_status, one_line, remove, said, status,
};

/// The question that records why a high residual risk is accepted, and by whom.
const ACCEPTANCE: &str = "treatment.acceptance";

/// The column that holds the answers after the measure.
const AFTER: &str = "answers_after";

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
    choosing: after::Choosing,
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
            choosing: after::Choosing::default(),
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
            .position(|column| column.required != Required::No && empty(column))
            .unwrap_or(0)
    }

    fn rows(&self) -> usize {
        self.columns.len() + usize::from(self.accepts_high)
    }

    fn enter(&mut self, at: usize, session: &Session) {
        let editor = self.columns.get(at).and_then(|column| {
            let cell = cell(session, &self.key, column);
            match column.field {
                // Chosen from lists: nobody need know how it is written.
                _ if column.id == AFTER => None,
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
            Action::Edit | Action::Accept => return self.choose(desk, ctx),
            Action::Remove => {
                return remove(&self.key, desk, ctx).map_or(Go::Stay, |change| Go::replace(ask_removal(change)));
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
        // Who opens an empty form and leaves it wanted no measure.
        let session = desk.session.as_ref().filter(|session| !session.is_read_only());
        if session.is_some_and(|session| row::is_blank(session, &self.key)) {
            desk.change(Change::RemoveRow(MEASURES.into(), self.key.clone()), ctx);
            return Go::Back;
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

    /// Types into the field in focus.
    pub fn insert(&mut self, text: &str, desk: &mut Desk, _: &Ctx<'_>) {
        if self.sheet.insert(text) {
            self.typed(desk);
        }
    }

    /// The form, and below or beside it the levels.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        let room = frame(
            area,
            buf,
            &ctx.messages.finding.measure_title,
            session.title().get(ctx.lang),
            ctx,
        );
        let wide = area.width >= WIDE;
        let form = Rect {
            width: if wide { room.width / 2 } else { room.width },
            ..room
        };
        let rows = self.form_rows(form, session, ctx);
        let (form, levels) = if wide {
            let x = form.right() + 1;
            let width = room.right().saturating_sub(x + 1);
            (form, Rect { x, width, ..room })
        } else {
            self.above_each_other(form, &rows, ctx)
        };
        let lines = self.levels.lines(levels, session, ctx);
        (&Paragraph::broken(&lines)).render(levels, buf);
        self.sheet.draw(&rows, form, buf, ctx)
    }

    /// The form takes what it needs, the levels what is left: at least a third, if they need so much.
    fn above_each_other(&self, room: Rect, rows: &[FormRow<'_>], ctx: &Ctx<'_>) -> (Rect, Rect) {
        let lines = |count: usize| u16::try_from(count).unwrap_or(room.height);
        let needed = lines(Form::new(rows, self.sheet.focus(), ctx.theme).height(room.width)) + 1;
        let left = room.height.saturating_sub(needed).max(room.height * 2 / 5);
        let height = lines(self.levels.height()).min(left);
        let form = Rect {
            height: room.height.saturating_sub(height + 1),
            ..room
        };
        let levels = Rect {
            x: room.x + 1,
            y: room.bottom().saturating_sub(height),
            width: room.width.saturating_sub(2),
            height,
        };
        (form, levels)
    }

    fn form_rows<'a>(&'a self, room: Rect, session: &Session, ctx: &'a Ctx<'_>) -> Vec<FormRow<'a>> {
        let mut rows: Vec<FormRow<'a>> = self
            .columns
            .iter()
            .map(|column| self.form_row(column, room, session, ctx))
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

    fn form_row<'a>(&'a self, column: &'a Column, room: Rect, session: &Session, ctx: &'a Ctx<'_>) -> FormRow<'a> {
        let cell = cell(session, &self.key, column);
        let kind = match column.field {
            Field::Choice(_) | Field::YesNo => FormKind::Choice,
            _ => FormKind::Text,
        };
        let value = shown(column, &cell, session, ctx);
        let hint = match column.id.as_str() {
            AFTER => ctx.messages.finding.after_hint.as_str(),
            _ => column.hint.get(ctx.lang),
        };
        let role = if cell.known().is_some() {
            Role::Text
        } else {
            Role::Placeholder
        };
        let height = usize::from(room.height);
        let most = match column.id.as_str() {
            "text" => (height / 4).max(3),
            AFTER => (height / 5).max(2),
            "for" => (height / 10).max(1),
            _ => 1,
        };
        let width = usize::from(room.width.saturating_sub(self.lead(ctx) + 2)).max(8);
        let needed = wrap(&value, width).len();
        let least = if column.id == "text" { most.min(3) } else { 1 };
        let lines = u16::try_from(needed.clamp(least, most)).unwrap_or(1);
        FormRow::new(column.label.get(ctx.lang), value, kind)
            .hint(hint)
            .role(role)
            .lines(lines)
    }

    /// Cells before the values, as the form draws them.
    fn lead(&self, ctx: &Ctx<'_>) -> u16 {
        let labels = self.columns.iter().map(|column| column.label.get(ctx.lang).width());
        u16::try_from(labels.max().unwrap_or(0) + 4).unwrap_or(40)
    }
}

/// What a cell says; where it is empty, whether it must be filled in.
fn shown(column: &Column, cell: &Answer, session: &Session, ctx: &Ctx<'_>) -> String {
    let words = &ctx.messages.finding;
    match cell.known() {
        Some(Value::Multi(ticks)) if column.id == "for" => row::finding_names(ticks, session, ctx),
        Some(Value::Text(text)) if column.id == AFTER => row::answers_in_words(text, session, ctx),
        Some(Value::Text(_)) => cell.texts().get(ctx.lang).to_owned(),
        Some(value) => session.engine().show(&column.field, value).get(ctx.lang).to_owned(),
        None if column.id == AFTER => words.after_none.clone(),
        None if column.required == Required::No => ctx.messages.common.optional.clone(),
        None => words.to_fill.clone(),
    }
}

/// Asks before a measure is removed.
pub fn ask_removal(change: Change) -> confirm::State {
    confirm::State::new(
        both(|words| words.confirm.remove_measure.clone()),
        both(|words| words.confirm.clear_answer_note.clone()),
        Deed::Change(change),
    )
}

fn cell(session: &Session, key: &RowKey, column: &Column) -> Answer {
    session
        .answers()
        .row(MEASURES, key)
        .and_then(|row: &Row| row.cell(&column.id))
        .cloned()
        .unwrap_or_default()
}
