//! Remark (printed) and note (internal) of a whole row.

use super::super::{Ctx, Desk};
use crate::domain::{Change, RecordId, RowKey};
use crate::i18n::fill;
use crate::tui::action::Action;
use crate::tui::editor::Editor;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::Notice;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::cell::Cell;

/// Which row, which of the two texts, the text.
#[derive(Debug)]
pub(super) struct State {
    record: RecordId,
    key: RowKey,
    note: bool,
    other: String,
    editor: Editor,
    width: Cell<u16>,
}

impl State {
    pub(super) fn new(record: &RecordId, key: &RowKey, note: bool, session: &Session) -> Self {
        let row = session.answers().row(record, key);
        let (remark, internal) = row.map_or(("", ""), |row| (row.remark.as_str(), row.note.as_str()));
        let (text, other) = if note { (internal, remark) } else { (remark, internal) };
        Self {
            record: record.clone(),
            key: key.clone(),
            note,
            other: other.to_owned(),
            editor: Editor::single(text),
            width: Cell::new(40),
        }
    }

    pub(super) fn insert(&mut self, text: &str, desk: &mut Desk, ctx: &Ctx<'_>) {
        let inserted = self.editor.insert(text);
        if inserted.removed > 0 {
            let words = &ctx.messages.question.removed_characters;
            desk.notice = Some(Notice::warning(fill(words, &[("count", &inserted.removed)])));
        }
        self.record(desk);
    }

    pub(super) fn apply(&mut self, action: Action, desk: &mut Desk) -> bool {
        let done = self.editor.apply(action, self.width.get());
        if done {
            self.record(desk);
        }
        done
    }

    fn record(&self, desk: &mut Desk) {
        let text = self.editor.value();
        let (remark, note) = if self.note {
            (self.other.clone(), text)
        } else {
            (text, self.other.clone())
        };
        if let Some(session) = &mut desk.session {
            let change = Change::RowText(self.record.clone(), self.key.clone(), remark, note);
            session.draft(change, &mut desk.effects);
        }
    }

    pub(super) fn view(&self, area: Rect, buf: &mut Buffer, ctx: &Ctx<'_>) -> Option<Position> {
        let words = &ctx.messages.question;
        let (label, hint) = if self.note {
            (&words.note, &words.note_hint)
        } else {
            (&words.remark, &words.remark_hint)
        };
        let style = ctx.theme.style(Role::Heading);
        buf.set_stringn(area.x, area.y, label, usize::from(area.width), style);
        let field = Rect {
            y: area.y + 1,
            height: self.editor.height(area.width).min(area.height.saturating_sub(1)),
            ..area
        };
        self.width.set(field.width);
        self.editor.draw(field, buf, ctx.theme, hint)
    }
}
