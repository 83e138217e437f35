//! From cell to cell: what a finished one leads to, and what is said after the last of a row.

use super::super::field::Beside;
use super::super::{Ctx, Desk};
use super::{Editing, State};
use crate::domain::{Field, Shape};
use crate::i18n::fill;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::session::Session;
use crate::tui::widget::{Notice, NoticeKind};

impl State {
    /// The cell is done: a value that cannot be taken and a remark that is needed keep it open, else the next one follows.
    pub(super) fn accepted(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        if let Editing::Cell(field) = &mut self.editing {
            let lacks = field.leave(desk, ctx);
            if desk
                .notice
                .as_ref()
                .is_some_and(|notice| notice.kind == NoticeKind::Error)
            {
                field.update(Action::Edit, desk, ctx);
                return;
            }
            let row_remark = desk
                .session
                .as_ref()
                .is_some_and(|session| self.row_has_remark(session));
            if let (true, false, Editing::Cell(field)) = (lacks, row_remark, &mut self.editing) {
                field.write_beside(Beside::Remark, desk, ctx);
                return;
            }
        }
        self.leave(desk, ctx);
        self.step(1, true, desk, ctx);
    }

    fn row_has_remark(&self, session: &Session) -> bool {
        let row = self.table(session).zip(self.key());
        row.and_then(|(table, key)| session.answers().row(&table.record, key))
            .is_some_and(|row| !row.remark.trim().is_empty())
    }

    /// To the next or previous cell; it is opened if nothing stands in it.
    pub(super) fn step(&mut self, by: isize, edit: bool, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let Some(table) = self.table(session) else { return };
        let columns = self.columns(table, session);
        let at = columns.iter().position(|at| *at == self.column).unwrap_or(0);
        let Some(to) = at.checked_add_signed(by).and_then(|to| columns.get(to)) else {
            if by > 0 && self.open {
                self.row_done(desk, ctx);
            }
            return;
        };
        self.column = *to;
        let Some((slot, column)) = self.slot(session) else {
            return;
        };
        let blank = slot.read(session).content.is_none() && !matches!(column.field, Field::Computed(_));
        if edit && blank && self.open {
            self.edit(desk, ctx);
        }
    }

    /// After the last cell of a row: to the first one that still lacks something; if none does, what comes next is said.
    fn row_done(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let (Some(table), Some(key)) = (self.table(session), self.key()) else {
            return;
        };
        let words = &ctx.messages.table;
        let lacking = session
            .engine()
            .first_missing(table, key)
            .and_then(|id| table.columns.iter().position(|column| column.id == *id));
        let next = ctx.key(Context::Table, Action::NextQuestion);
        let said = match (lacking, &table.shape) {
            (Some(at), _) => {
                self.column = at;
                Notice::warning(fill(
                    &words.row_lacks,
                    &[("key", &ctx.key(Context::Table, Action::Edit))],
                ))
            }
            (None, Shape::Form) => Notice::done(fill(&words.form_done, &[("next", &next)])),
            (None, Shape::Free { .. }) => {
                let add = ctx.key(Context::Table, Action::AddRow);
                Notice::done(fill(&words.row_done_add, &[("add", &add), ("next", &next)]))
            }
            (None, _) if self.row + 1 < self.rows.len() => {
                let row = ctx.key(Context::Table, Action::Right);
                Notice::done(fill(&words.row_done_more, &[("row", &row), ("next", &next)]))
            }
            (None, _) => Notice::done(fill(&words.form_done, &[("next", &next)])),
        };
        desk.notice.get_or_insert(said);
    }
}
