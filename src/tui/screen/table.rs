//! The rows of a table question: a list of rows and columns, cells edited one at a time.

use super::field::{About, Slot};
use super::{Ctx, Deed, Desk, Go, confirm, field, moved};
use crate::domain::{Answer, Change, Column, Content, Field, QuestionId, Row, RowKey, Shape, Table};
use crate::i18n::fill;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::{self, Notice};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

/// The table, the cell in focus, the field over it while it is edited.
#[derive(Debug)]
pub struct State {
    question: QuestionId,
    rows: Vec<RowKey>,
    row: usize,
    column: usize,
    editing: Option<Box<field::State>>,
}

impl State {
    /// The table of a question.
    pub fn new(question: &QuestionId, session: &Session) -> Self {
        let mut state = Self {
            question: question.clone(),
            rows: Vec::new(),
            row: 0,
            column: 0,
            editing: None,
        };
        state.refresh(session);
        state
    }

    /// After a change made elsewhere.
    pub fn refresh(&mut self, session: &Session) {
        if let Some(table) = self.table(session) {
            self.rows = session.engine().shown_rows(table);
            self.column = self.column.min(table.columns.len().saturating_sub(1));
        }
        self.row = self.row.min(self.rows.len().saturating_sub(1));
        if let Some(editing) = &mut self.editing {
            editing.refresh(session);
        }
    }

    /// Puts the focus on a row.
    pub fn show_row(&mut self, row: &RowKey) {
        self.row = self.rows.iter().position(|key| key == row).unwrap_or(self.row);
    }

    fn table<'a>(&self, session: &'a Session) -> Option<&'a Table> {
        session.questionnaire().question(&self.question)?.table()
    }

    /// Which keys hold.
    pub fn context(&self) -> Context {
        match &self.editing {
            Some(field) => match field.context() {
                Context::Text | Context::LongText => Context::Cell,
                other => other,
            },
            None => Context::Table,
        }
    }

    /// Whether an action would do something.
    pub fn availability(&self, action: Action, desk: &Desk, _: &Ctx<'_>) -> bool {
        if let Some(editing) = &self.editing {
            return editing.availability(action, desk);
        }
        let Some(session) = &desk.session else { return false };
        let free = self
            .table(session)
            .is_some_and(|table| matches!(table.shape, Shape::Free { .. }));
        match action {
            Action::AddRow => free && !session.is_read_only(),
            Action::RemoveRow | Action::DuplicateRow | Action::MoveRowUp | Action::MoveRowDown => {
                free && !self.rows.is_empty() && !session.is_read_only()
            }
            Action::Edit | Action::Unknown | Action::NotApplicable => !self.rows.is_empty(),
            _ => true,
        }
    }

    /// Leaves the cell being edited.
    pub fn leave(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        if let Some(mut field) = self.editing.take() {
            field.leave(desk, ctx);
        }
    }

    /// Types into the cell being edited.
    pub fn insert(&mut self, text: &str, desk: &mut Desk, ctx: &Ctx<'_>) {
        if let Some(field) = &mut self.editing {
            field.insert(text, desk, ctx);
        }
    }

    /// Nothing is picked for this table.
    pub const fn picked(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) -> Go {
        Go::Stay
    }

    /// Edits the cell, or moves among the cells.
    pub fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        if let Some(field) = &mut self.editing {
            if !matches!(
                action,
                Action::Accept | Action::Back | Action::NextCell | Action::PreviousCell
            ) {
                return field.update(action, desk, ctx);
            }
            if action == Action::Accept && !field.is_typing() {
                field.update(action, desk, ctx);
            }
            self.leave(desk, ctx);
            self.after_edit(action, desk, ctx);
            return Go::Stay;
        }
        if moved(&mut self.row, self.rows.len(), action) {
            return Go::Stay;
        }
        let columns = desk
            .session
            .as_ref()
            .and_then(|session| self.table(session))
            .map_or(0, |table| table.columns.len());
        match action {
            Action::Left => self.column = self.column.saturating_sub(1),
            Action::Right => self.column = (self.column + 1).min(columns.saturating_sub(1)),
            Action::Edit | Action::Toggle => self.edit(desk, ctx),
            Action::AddRow => self.add(desk, ctx),
            Action::RemoveRow => return self.remove(desk, ctx),
            Action::Unknown => self.unknown(desk, ctx),
            _ => return Go::Unused,
        }
        Go::Stay
    }

    fn after_edit(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Some(session) = &mut desk.session else { return };
        session.settle();
        let columns = self.table(session).map_or(0, |table| table.columns.len());
        match action {
            Action::Accept | Action::NextCell if self.column + 1 < columns => {
                self.column += 1;
                if action == Action::NextCell {
                    self.edit(desk, ctx);
                }
            }
            Action::PreviousCell if self.column > 0 => {
                self.column -= 1;
                self.edit(desk, ctx);
            }
            _ => {}
        }
    }

    fn slot(&self, session: &Session) -> Option<(Slot, Column)> {
        let table = self.table(session)?;
        let column = table.columns.get(self.column)?;
        let key = self.rows.get(self.row)?;
        Some((
            Slot::Cell(table.record.clone(), key.clone(), column.id.clone()),
            column.clone(),
        ))
    }

    fn edit(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let Some((slot, column)) = self.slot(session) else {
            return;
        };
        if session.is_read_only() {
            desk.notice = Some(Notice::error(ctx.messages.error.read_only.clone()));
            return;
        }
        if matches!(column.field, Field::Computed(_)) {
            desk.notice = Some(Notice::warning(ctx.messages.question.computed.as_str()));
            return;
        }
        let about = About {
            field: column.field,
            required: column.required,
            remark: column.remark,
        };
        self.editing = Some(Box::new(field::State::new(slot, about, session)));
    }

    fn unknown(&self, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Some((slot, _)) = desk.session.as_ref().and_then(|session| self.slot(session)) else {
            return;
        };
        let before = desk
            .session
            .as_ref()
            .map(|session| slot.read(session))
            .unwrap_or_default();
        let content = (before.content != Some(Content::Unknown)).then_some(Content::Unknown);
        desk.change(slot.change(Answer { content, ..before }), ctx);
    }

    fn add(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let Some(table) = self.table(session) else { return };
        if !matches!(table.shape, Shape::Free { .. }) {
            return;
        }
        let record = table.record.clone();
        let taken = session.answers().rows(&record);
        let key = (1..)
            .map(|n| format!("r{n}"))
            .find(|key| taken.iter().all(|row| row.key != *key.as_str()));
        let Some(key) = key else { return };
        let at = taken.len();
        if desk.change(Change::AddRow(record, at, Row::new(key)), ctx) {
            if let Some(session) = &desk.session {
                self.refresh(session);
            }
            self.row = self.rows.len().saturating_sub(1);
            self.column = 0;
            self.edit(desk, ctx);
        }
    }

    fn remove(&self, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let Some(session) = &desk.session else { return Go::Stay };
        let (Some(table), Some(key)) = (self.table(session), self.rows.get(self.row)) else {
            return Go::Stay;
        };
        let change = Change::RemoveRow(table.record.clone(), key.clone());
        let blank = session.answers().row(&table.record, key).is_none_or(Row::is_blank);
        if blank {
            desk.change(change, ctx);
            return Go::Stay;
        }
        let question = fill(&ctx.messages.table.confirm_remove, &[("number", &(self.row + 1))]);
        Go::open(confirm::State::new(
            question,
            ctx.messages.confirm.clear_answer_note.as_str(),
            Deed::Change(change),
        ))
    }

    /// Draws the rows; the cell being edited below them.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        let table = self.table(session)?;
        let below = if self.editing.is_some() { area.height / 2 } else { 0 };
        let list = Rect {
            height: area.height - below,
            ..area
        };
        self.draw_rows(table, session, list, buf, ctx);
        let field = self.editing.as_ref()?;
        let label = table
            .columns
            .get(self.column)
            .map_or("", |column| column.label.get(ctx.lang));
        buf.set_stringn(
            list.x,
            list.bottom(),
            label,
            usize::from(list.width),
            ctx.theme.style(Role::Heading),
        );
        let room = Rect {
            y: list.bottom() + 1,
            height: below.saturating_sub(1),
            ..area
        };
        field.view(room, buf, ctx)
    }

    fn draw_rows(&self, table: &Table, session: &Session, area: Rect, buf: &mut Buffer, ctx: &Ctx<'_>) {
        let heads: Vec<widget::Column<'_>> = table
            .columns
            .iter()
            .map(|column| widget::Column::new(column.label.get(ctx.lang), 24))
            .collect();
        let rows: Vec<Vec<(String, Role)>> = self.rows.iter().map(|key| cells(table, key, session, ctx)).collect();
        if rows.is_empty() {
            let key = ctx.key(Context::Table, Action::AddRow);
            let text = fill(&ctx.messages.table.empty_todo, &[("add", &key)]);
            buf.set_stringn(
                area.x,
                area.y,
                text,
                usize::from(area.width),
                ctx.theme.style(Role::Muted),
            );
            return;
        }
        (&widget::Table::new(&heads, &rows, ctx.theme).cell(self.row, self.column)).render(area, buf);
    }
}

fn cells(table: &Table, key: &RowKey, session: &Session, ctx: &Ctx<'_>) -> Vec<(String, Role)> {
    let answers = session.answers();
    let cell = |column: &Column| match answers
        .cell(&table.record, key, &column.id)
        .and_then(|cell| cell.content.as_ref())
    {
        Some(Content::Value(value)) => (
            session.engine().show(&column.field, value).get(ctx.lang).to_owned(),
            Role::Text,
        ),
        Some(Content::Unknown) => (ctx.messages.common.unknown.clone(), Role::Unknown),
        Some(Content::NotApplicable(_)) => (ctx.messages.common.not_applicable.clone(), Role::NotApplicable),
        None => (String::new(), Role::Muted),
    };
    table.columns.iter().map(cell).collect()
}
