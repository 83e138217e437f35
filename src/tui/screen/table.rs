//! A table question. Its rows stand in an overview of rows and columns; one of them opens as a form; a cell is edited over either, with
//! what suits its kind: a field, or a list that is narrowed down by typing.

mod cell;
mod draw;
mod form;
mod grid;
mod onward;
mod paste;
mod proposal;
mod rows;
mod search;
mod words;

use super::field::{About, Slot};
use super::{Ctx, Desk, Go, field, moved};
use crate::domain::{Answer, Column, Content, Field, Options, QuestionId, RowKey, Shape, Table, needs_remark};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::editor::Editor;
use crate::tui::session::Session;
use crate::tui::widget::Notice;

/// What is being typed or chosen over the rows.
#[derive(Debug)]
enum Editing {
    Nothing,
    Cell(Box<field::State>),
    Search(Box<search::State>),
    /// The name of a row that is to be added, and the key it has by its name so far.
    NewRow(Editor, Option<RowKey>),
    /// Remark or note of the row.
    Words(words::State),
}

/// The table, the cell in focus, what is edited.
#[derive(Debug)]
pub struct State {
    question: QuestionId,
    rows: Vec<RowKey>,
    row: usize,
    column: usize,
    open: bool,
    editing: Editing,
}

impl State {
    /// The table of a question.
    pub fn new(question: &QuestionId, session: &Session) -> Self {
        let mut state = Self {
            question: question.clone(),
            rows: Vec::new(),
            row: 0,
            column: 0,
            open: false,
            editing: Editing::Nothing,
        };
        state.refresh(session);
        if let Some(table) = state.table(session) {
            state.open = table.shape == Shape::Form;
            state.column = state.columns(table, session).first().copied().unwrap_or(0);
        }
        state
    }

    /// After a change made elsewhere: the focus stays on its row while there is one.
    pub fn refresh(&mut self, session: &Session) {
        let before = self.rows.get(self.row).cloned();
        if let Some(table) = self.table(session) {
            self.rows = session.engine().shown_rows(table);
            self.open &= !self.rows.is_empty();
        }
        let kept = before.and_then(|key| self.rows.iter().position(|known| *known == key));
        self.row = kept.unwrap_or(self.row).min(self.rows.len().saturating_sub(1));
        if kept.is_none() && !matches!(self.editing, Editing::NewRow(..)) {
            self.editing = Editing::Nothing;
        }
        self.keep_column(session);
        match &mut self.editing {
            Editing::Cell(field) => field.refresh(session),
            Editing::Search(search) => search.refresh(session),
            _ => {}
        }
    }

    /// A column that is not shown is no place to stand: the nearest before it is.
    fn keep_column(&mut self, session: &Session) {
        let Some(table) = self.table(session) else { return };
        let columns = self.columns(table, session);
        if !columns.contains(&self.column) {
            let before = columns.iter().rev().find(|at| **at < self.column);
            self.column = before.or_else(|| columns.first()).copied().unwrap_or(0);
        }
    }

    /// Puts the focus on a row.
    pub fn show_row(&mut self, row: &RowKey) {
        self.row = self.rows.iter().position(|key| key == row).unwrap_or(self.row);
    }

    fn table<'a>(&self, session: &'a Session) -> Option<&'a Table> {
        session.questionnaire().question(&self.question)?.table()
    }

    fn key(&self) -> Option<&RowKey> {
        self.rows.get(self.row)
    }

    /// The columns one moves through: in the form those shown for the row, in the overview all but the one that names the row.
    fn columns(&self, table: &Table, session: &Session) -> Vec<usize> {
        let name = cell::name_column(table);
        let context = self.key().map(|key| session.engine().row_context(table, key));
        let fits = |at: &usize| match (&context, table.columns.get(*at)) {
            (Some(context), Some(column)) if self.open => session.engine().column_shown(column, context),
            (_, Some(column)) => name != Some(&column.id) || table.columns.len() == 1,
            _ => false,
        };
        (0..table.columns.len()).filter(fits).collect()
    }

    /// Which keys hold.
    pub fn context(&self) -> Context {
        match &self.editing {
            Editing::Nothing => Context::Table,
            Editing::Cell(field) => match field.context() {
                Context::Text => Context::Cell,
                Context::LongText => Context::CellParagraph,
                Context::Wizard | Context::Choice => Context::CellChoice,
                other => other,
            },
            Editing::Search(_) => Context::Jump,
            Editing::NewRow(..) | Editing::Words(_) => Context::Cell,
        }
    }

    /// Whether an action would do something.
    pub fn availability(&self, action: Action, desk: &Desk, ctx: &Ctx<'_>) -> bool {
        let Some(session) = &desk.session else { return false };
        match &self.editing {
            Editing::Cell(field) => return field.availability(action, desk),
            Editing::Search(search) => return search.availability(action),
            Editing::NewRow(..) | Editing::Words(_) => {
                return !matches!(action, Action::Unknown | Action::NotApplicable | Action::Remark);
            }
            Editing::Nothing => {}
        }
        let Some(table) = self.table(session) else { return false };
        let free = matches!(table.shape, Shape::Free { .. }) && !session.is_read_only();
        match action {
            Action::AddRow => free,
            Action::RemoveRow | Action::DuplicateRow => free && !self.rows.is_empty(),
            Action::MoveRowUp => free && self.row > 0,
            Action::MoveRowDown => free && self.row + 1 < self.rows.len(),
            Action::TakeProposal | Action::TakeRow => {
                !session.is_read_only() && self.key().is_some_and(|key| proposal::any(table, key, session, ctx))
            }
            Action::Edit | Action::Toggle | Action::Unknown | Action::NotApplicable | Action::Remark | Action::Note => {
                !self.rows.is_empty()
            }
            Action::Trace | Action::Override => false,
            _ => true,
        }
    }

    /// Leaves what is being edited.
    pub fn leave(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        if let Editing::Cell(field) = &mut self.editing {
            field.leave(desk, ctx);
        }
        self.editing = Editing::Nothing;
        if let Some(session) = &mut desk.session {
            session.settle();
        }
    }

    /// Types into what is being edited; over the rows a pasted text adds rows.
    pub fn insert(&mut self, text: &str, desk: &mut Desk, ctx: &Ctx<'_>) {
        match &mut self.editing {
            Editing::Cell(field) => field.insert(text, desk, ctx),
            Editing::Search(search) => search.insert(text),
            Editing::NewRow(editor, _) => {
                editor.insert(text);
                self.name_changed(desk, ctx);
            }
            Editing::Words(words) => words.insert(text, desk, ctx),
            Editing::Nothing => self.paste(text, desk, ctx),
        }
    }

    /// Nothing is picked in an overlay for this table.
    pub const fn picked(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) -> Go {
        Go::Stay
    }

    /// Moves among rows and cells, or edits.
    pub fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        // Undo may have taken away what had the focus.
        match &mut self.editing {
            Editing::Nothing => self.browse(action, desk, ctx),
            Editing::Cell(_) => self.in_cell(action, desk, ctx),
            Editing::Search(_) => self.in_search(action, desk, ctx),
            Editing::NewRow(..) => self.in_name(action, desk, ctx),
            Editing::Words(words) => match action {
                Action::Accept | Action::Back | Action::NextQuestion | Action::NextCell => {
                    self.leave(desk, ctx);
                    Go::Stay
                }
                _ if words.apply(action, desk) => Go::Stay,
                _ => Go::Unused,
            },
        }
    }

    fn stop(&mut self) -> Go {
        self.editing = Editing::Nothing;
        Go::Stay
    }

    fn browse(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let Some(session) = &desk.session else {
            return Go::Unused;
        };
        let Some(table) = self.table(session) else {
            return Go::Unused;
        };
        let columns = self.columns(table, session);
        let form_only = table.shape == Shape::Form;
        if self.walk(action, &columns, form_only) {
            self.keep_column(session);
            return Go::Stay;
        }
        match action {
            Action::Edit if !self.open => self.open_row(desk, ctx),
            Action::Edit | Action::Toggle => self.edit(desk, ctx),
            Action::Back if self.open && !form_only => {
                self.open = false;
                self.keep_column(session);
            }
            Action::Unknown => self.unknown(desk, ctx),
            Action::NotApplicable | Action::Flag | Action::Clear => {
                self.on_field(action, desk, ctx);
            }
            Action::Remark => self.write(false, desk, ctx),
            Action::Note => self.write(true, desk, ctx),
            Action::TakeProposal => self.take(false, desk, ctx),
            Action::TakeRow => self.take(true, desk, ctx),
            _ => return self.on_rows(action, desk, ctx),
        }
        Go::Stay
    }

    /// Up and down go by rows in the overview and by fields in the form; left and right the other way round.
    fn walk(&mut self, action: Action, columns: &[usize], form_only: bool) -> bool {
        let mut at = columns.iter().position(|at| *at == self.column).unwrap_or(0);
        let turned = match action {
            Action::Left => Action::Up,
            Action::Right => Action::Down,
            other => other,
        };
        let sideways = turned != action;
        if sideways && form_only {
            return false;
        }
        if self.open == sideways {
            return moved(&mut self.row, self.rows.len(), turned);
        }
        let walked = moved(&mut at, columns.len(), turned);
        self.column = columns.get(at).copied().unwrap_or(self.column);
        walked
    }

    fn slot(&self, session: &Session) -> Option<(Slot, Column)> {
        let table = self.table(session)?;
        let column = table.columns.get(self.column)?;
        let key = self.key()?;
        let shown = session
            .engine()
            .column_shown(column, &session.engine().row_context(table, key));
        shown.then(|| {
            (
                Slot::Cell(table.record.clone(), key.clone(), column.id.clone()),
                column.clone(),
            )
        })
    }

    /// Opens the cell in focus with what suits its kind; says why where it cannot be edited.
    fn edit(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let Some((slot, column)) = self.slot(session) else {
            if self.key().is_some() {
                desk.notice = Some(Notice::warning(ctx.messages.table.not_asked.as_str()));
            }
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
        let listed = column
            .field
            .options()
            .is_some_and(|options| !matches!(options, Options::Fixed(_)));
        self.editing = if listed {
            Editing::Search(Box::new(search::State::new(slot, &column, session)))
        } else {
            Editing::Cell(Box::new(field::State::new(slot, about(&column), session)))
        };
    }

    /// Runs an action of a single field on the cell in focus, and stays in it if it wants a text.
    fn on_field(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let Some((slot, column)) = self.slot(session) else {
            return;
        };
        if session.is_read_only() {
            desk.notice = Some(Notice::error(ctx.messages.error.read_only.clone()));
            return;
        }
        let mut field = Box::new(field::State::new(slot, about(&column), session));
        field.update(action, desk, ctx);
        if field.is_typing() && matches!(field.answer().content, Some(Content::NotApplicable(_))) {
            self.editing = Editing::Cell(field);
        }
    }

    fn unknown(&self, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let Some((slot, column)) = self.slot(session) else {
            return;
        };
        if matches!(column.field, Field::Computed(_)) {
            return;
        }
        let before = slot.read(session);
        let content = (before.content != Some(Content::Unknown)).then_some(Content::Unknown);
        desk.change(slot.change(Answer { content, ..before }), ctx);
    }

    fn in_cell(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let Editing::Cell(field) = &mut self.editing else {
            return Go::Unused;
        };
        let wide = matches!(field.context(), Context::LongText);
        match action {
            Action::Accept if !wide => {
                let beside = field.is_typing();
                let taken = field.update(action, desk, ctx);
                if matches!(taken, Go::Stay) && (field.is_typing() || !beside) {
                    return Go::Stay;
                }
                self.accepted(desk, ctx);
            }
            Action::NextQuestion | Action::NextCell => self.accepted(desk, ctx),
            Action::PreviousQuestion | Action::PreviousCell => {
                self.leave(desk, ctx);
                self.step(-1, true, desk, ctx);
            }
            Action::Back => self.leave(desk, ctx),
            other => return field.update(other, desk, ctx),
        }
        Go::Stay
    }

    fn in_search(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let Editing::Search(search) = &mut self.editing else {
            return Go::Unused;
        };
        match search.update(action) {
            search::Said::Nothing => Go::Stay,
            search::Said::Unused => Go::Unused,
            search::Said::Closed => self.stop(),
            search::Said::Next => {
                self.stop();
                self.step(1, true, desk, ctx);
                Go::Stay
            }
            search::Said::Set(answer, done) => {
                let change = search.slot().change(answer.clone());
                if desk.change(change, ctx) {
                    search.set(answer);
                }
                if done {
                    self.picked_one(desk, ctx);
                }
                Go::Stay
            }
            search::Said::NotApplicable => {
                self.editing = Editing::Nothing;
                self.on_field(Action::NotApplicable, desk, ctx);
                Go::Stay
            }
            search::Said::Create(name) => {
                self.create_elsewhere(&name, desk, ctx);
                Go::Stay
            }
        }
    }

    /// One option was taken from the list: its remark, where it needs one, else the next cell.
    fn picked_one(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        self.editing = Editing::Nothing;
        let Some(session) = &desk.session else { return };
        if let Some((slot, column)) = self.slot(session) {
            let answer = slot.read(session);
            if needs_remark(&column.field, column.remark, &answer) && answer.remark.trim().is_empty() {
                let mut field = Box::new(field::State::new(slot, about(&column), session));
                field.write_beside(field::Beside::Remark, desk, ctx);
                self.editing = Editing::Cell(field);
                return;
            }
        }
        self.step(1, true, desk, ctx);
    }

    fn write(&mut self, note: bool, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        if session.is_read_only() {
            desk.notice = Some(Notice::error(ctx.messages.error.read_only.clone()));
            return;
        }
        let (Some(table), Some(key)) = (self.table(session), self.key()) else {
            return;
        };
        self.editing = Editing::Words(words::State::new(&table.record, key, note, session));
    }
}

fn about(column: &Column) -> About {
    About {
        field: column.field.clone(),
        required: column.required,
        remark: column.remark,
    }
}
