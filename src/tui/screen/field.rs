//! One field: an answer or a cell, whatever its kind, with its marks, remark and note. The question screen shows one, a table opens
//! one for a cell.

mod draw;
mod entry;
mod personal;
mod value;

pub use personal::Personal;
pub(super) use value::{Fault, read as read_value, shown as shown_value};
pub use value::{read_date, read_number};

use super::{Ctx, Desk, Go};
use crate::domain::{
    Answer, Change, ColumnId, Content, Field, QuestionId, RecordId, Required, RowKey, Scoped, Text, Value, needs_remark,
};
use crate::i18n::fill;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::editor::Editor;
use crate::tui::session::Session;
use crate::tui::widget::Notice;
use entry::Entry;
use std::cell::Cell;

/// Which answer is edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// The answer to a question.
    Answer(Scoped<QuestionId>),
    /// A cell of a table.
    Cell(RecordId, RowKey, ColumnId),
}

impl Slot {
    /// What is there now.
    pub fn read(&self, session: &Session) -> Answer {
        let answers = session.answers();
        let found = match self {
            Self::Answer(slot) => answers.answer(&slot.id, &slot.scope),
            Self::Cell(record, row, column) => answers.cell(record, row, column),
        };
        found.cloned().unwrap_or_default()
    }

    /// The change that makes it this.
    pub fn change(&self, answer: Answer) -> Change {
        match self {
            Self::Answer(slot) => Change::Answer(slot.clone(), answer),
            Self::Cell(record, row, column) => Change::Cell(record.clone(), row.clone(), column.clone(), answer),
        }
    }
}

/// What the field is about: taken from the question or the column.
#[derive(Debug, Clone)]
pub struct About {
    /// What it takes.
    pub field: Field,
    /// Whether it must be filled.
    pub required: Required,
    /// Whether the remark is always required.
    pub remark: bool,
}

/// The texts beside the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// Printed beside the answer.
    Remark,
    /// Internal.
    Note,
    /// Why it is not applicable.
    Reason,
    /// The text, the reason or else the remark in the other language.
    Translation,
}

/// Where typing goes.
#[derive(Debug, Clone)]
enum Focus {
    /// The answer itself; not typing.
    Answer,
    /// The text field of the answer.
    Typing,
    /// A text beside it.
    Beside(Beside, Box<Editor>),
}

/// The field with its focus.
#[derive(Debug, Clone)]
pub struct State {
    slot: Slot,
    about: About,
    answer: Answer,
    /// What the answer was when typing began: a text that cannot be read leaves this, never a half of what was typed.
    before: Option<Content>,
    entry: Entry,
    focus: Focus,
    /// The section whose rows are the options; empty if the options do not come from rows.
    source: Text,
    width: Cell<u16>,
}

impl State {
    /// The field of a slot. A text field takes the focus at once.
    pub fn new(slot: Slot, about: About, session: &Session) -> Self {
        let answer = slot.read(session);
        let entry = Entry::of(&about, &answer, session);
        let typing = entry.is_text() && !session.is_read_only();
        Self {
            focus: if typing { Focus::Typing } else { Focus::Answer },
            source: source(&about, session),
            slot,
            about,
            before: answer.content.clone(),
            answer,
            entry,
            width: Cell::new(40),
        }
    }

    /// The slot it edits.
    pub const fn slot(&self) -> &Slot {
        &self.slot
    }

    /// The answer as it stands on screen, what is being typed included.
    pub const fn answer(&self) -> &Answer {
        &self.answer
    }

    /// Whether a text has the focus.
    pub const fn is_typing(&self) -> bool {
        !matches!(self.focus, Focus::Answer)
    }

    /// Which keys hold.
    pub fn context(&self) -> Context {
        match (&self.focus, &self.entry) {
            (Focus::Typing, Entry::Text(editor)) if editor.is_multiline() => Context::LongText,
            (Focus::Beside(..) | Focus::Typing, _) => Context::Text,
            (Focus::Answer, Entry::Rows { .. }) => Context::Choice,
            (Focus::Answer, _) => Context::Wizard,
        }
    }

    /// Whether an action would do something.
    pub fn availability(&self, action: Action, desk: &Desk) -> bool {
        let writable = desk.session.as_ref().is_some_and(|session| !session.is_read_only());
        match action {
            Action::Unknown | Action::Flag | Action::Park | Action::Remark | Action::Note => writable,
            Action::Translate => writable && self.has_words(),
            Action::NotApplicable => writable && self.about.required != Required::Strict,
            Action::Clear => writable && self.answer.content.is_some(),
            Action::Toggle | Action::Choose(_) => writable && self.entry.rows() > 0,
            _ => true,
        }
    }

    /// After a change made elsewhere: reads the answer again, keeping the focus.
    pub fn refresh(&mut self, session: &Session) {
        let now = self.slot.read(session);
        self.before.clone_from(&now.content);
        if now != self.answer {
            self.answer = now;
            let focus = self.entry.focus();
            self.entry = Entry::of(&self.about, &self.answer, session);
            self.entry.set_focus(focus);
        }
    }

    /// Types or pastes.
    pub fn insert(&mut self, text: &str, desk: &mut Desk, ctx: &Ctx<'_>) {
        if desk.session.as_ref().is_some_and(Session::is_read_only) {
            desk.notice = Some(Notice::error(ctx.messages.error.read_only.clone()));
            return;
        }
        let ((Focus::Beside(_, editor), _) | (Focus::Typing, Entry::Text(editor))) = (&mut self.focus, &mut self.entry)
        else {
            return;
        };
        let inserted = editor.insert(text);
        if inserted.removed > 0 {
            let words = &ctx.messages.question.removed_characters;
            desk.notice = Some(Notice::warning(fill(words, &[("count", &inserted.removed)])));
        }
        self.typed(desk);
    }

    /// Runs an action; `Go::Unused` if it is none of the field's (moving on, for instance).
    pub fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        if self.edit(action) {
            self.typed(desk);
            return Go::Stay;
        }
        match action {
            Action::Back if matches!(self.focus, Focus::Beside(..)) => self.close_beside(desk, ctx),
            Action::Back if self.is_typing() => self.stop_typing(desk, ctx),
            Action::Accept if self.lacks_reason() => {
                desk.notice = Some(Notice::error(ctx.messages.error.reason_needed.clone()));
            }
            Action::Accept if matches!(self.focus, Focus::Beside(..)) => self.close_beside(desk, ctx),
            Action::Accept => return self.accept(desk, ctx),
            Action::Unknown => self.toggle_unknown(desk, ctx),
            Action::NotApplicable => self.not_applicable(desk, ctx),
            Action::Flag => self.flag(desk, ctx),
            Action::Remark => self.write_beside(Beside::Remark, desk, ctx),
            Action::Note => self.write_beside(Beside::Note, desk, ctx),
            Action::Translate if self.has_words() => self.write_beside(Beside::Translation, desk, ctx),
            Action::Translate => {
                desk.notice = Some(Notice::warning(ctx.messages.question.nothing_to_translate.as_str()));
            }
            Action::Clear => self.clear(desk, ctx),
            Action::Toggle => self.choose(None, desk, ctx),
            Action::Choose(number) => self.choose(Some(usize::from(number).saturating_sub(1)), desk, ctx),
            Action::Edit if self.entry.is_text() => self.focus = Focus::Typing,
            _ if matches!(self.focus, Focus::Answer) && self.entry.moved(action) => {}
            _ => return Go::Unused,
        }
        Go::Stay
    }

    /// Leaves the texts; tells what could not be taken. True if a remark is still needed.
    pub fn leave(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) -> bool {
        if self.is_typing() {
            self.stop_typing(desk, ctx);
        }
        self.lacks_remark()
    }

    /// Says what is wrong with a text that cannot be read; false if there is nothing to say.
    pub fn complains(&self, desk: &mut Desk, ctx: &Ctx<'_>) -> bool {
        let (Focus::Typing, Entry::Text(editor)) = (&self.focus, &self.entry) else {
            return false;
        };
        let text = editor.value();
        let fault = value::read(&self.about.field, &text).err();
        if let Some(fault) = fault {
            desk.notice = Some(Notice::error(fault.advice(text.trim(), ctx.messages)));
        }
        fault.is_some()
    }

    /// Whether the answer needs a remark that is not there.
    pub fn lacks_remark(&self) -> bool {
        needs_remark(&self.about.field, self.about.remark, &self.answer) && self.answer.remark.trim().is_empty()
    }

    /// Whether there are words that can be translated.
    fn has_words(&self) -> bool {
        let said = match &self.answer.content {
            Some(Content::Value(Value::Text(text)) | Content::NotApplicable(text)) => text.as_str(),
            _ => self.answer.remark.as_str(),
        };
        !said.trim().is_empty()
    }

    /// Whether the reason why it is not applicable is being written, and nothing is there yet.
    fn lacks_reason(&self) -> bool {
        matches!(self.focus, Focus::Beside(Beside::Reason, _))
            && matches!(&self.answer.content, Some(Content::NotApplicable(reason)) if reason.trim().is_empty())
    }

    fn edit(&mut self, action: Action) -> bool {
        let width = self.width.get();
        match (&mut self.focus, &mut self.entry) {
            (Focus::Beside(_, editor), _) | (Focus::Typing, Entry::Text(editor)) => editor.apply(action, width),
            _ => false,
        }
    }

    /// After a key in a text: the draft becomes what the text says, or what was there before if the field cannot take it.
    fn typed(&mut self, desk: &mut Desk) {
        let mut next = self.answer.clone();
        match (&self.focus, &self.entry) {
            (Focus::Beside(Beside::Remark, editor), _) => next.remark = editor.value(),
            (Focus::Beside(Beside::Note, editor), _) => next.note = editor.value(),
            (Focus::Beside(Beside::Translation, editor), _) => next.translation = editor.value(),
            (Focus::Beside(Beside::Reason, editor), _) => next.content = Some(Content::NotApplicable(editor.value())),
            (Focus::Typing, Entry::Text(editor)) => {
                let read = value::read(&self.about.field, &editor.value());
                if read == Ok(None) {
                    self.before = None;
                }
                next.content = read.unwrap_or_else(|_| self.before.clone());
            }
            _ => return,
        }
        if next == self.answer {
            return;
        }
        let change = self.slot.change(next.clone());
        if let Some(session) = &mut desk.session
            && session.draft(change, &mut desk.effects)
        {
            self.answer = next;
        }
    }

    fn stop_typing(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        self.complains(desk, ctx);
        if self.lacks_reason() {
            desk.notice = Some(Notice::error(ctx.messages.error.reason_needed.clone()));
        }
        self.warn_of_personal(desk, ctx);
        self.focus = Focus::Answer;
        if let Some(session) = &mut desk.session {
            session.settle();
            let kept = self.slot.read(session).translation;
            if kept.is_empty() && !std::mem::take(&mut self.answer.translation).is_empty() {
                let said = ctx.messages.notice.translation_dropped.as_str();
                desk.notice.get_or_insert_with(|| Notice::warning(said));
            }
            self.answer.translation = kept;
        }
    }

    /// Leaves a text beside the answer; where the answer is a text itself, typing goes on there.
    fn close_beside(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        self.stop_typing(desk, ctx);
        if self.entry.is_text() {
            self.focus = Focus::Typing;
        }
    }

    /// The report prints texts as typed; the note is internal.
    fn warn_of_personal(&self, desk: &mut Desk, ctx: &Ctx<'_>) {
        let text = match &self.focus {
            Focus::Typing => self.answer.text(),
            Focus::Beside(Beside::Remark, _) => &self.answer.remark,
            Focus::Beside(Beside::Translation, _) => &self.answer.translation,
            _ => return,
        };
        if let Some(found) = Personal::find(text) {
            let words = &ctx.messages.question.personal_data;
            let said = fill(words, &[("kind", &found.words(ctx.messages))]);
            desk.notice.get_or_insert_with(|| Notice::warning(said));
        }
    }

    /// Enter: takes the option in focus and goes on; a text that was left is typed on, else it ends.
    fn accept(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let writable = desk.session.as_ref().is_some_and(|session| !session.is_read_only());
        if writable && self.entry.is_text() && matches!(self.focus, Focus::Answer) {
            self.focus = Focus::Typing;
            return Go::Stay;
        }
        if self.entry.takes_on_accept(&self.answer) {
            self.choose(None, desk, ctx);
            if self.is_typing() {
                return Go::Stay;
            }
        }
        Go::Unused
    }

    fn set(&mut self, next: Answer, desk: &mut Desk, ctx: &Ctx<'_>) {
        if desk.change(self.slot.change(next.clone()), ctx) {
            self.answer = next;
        }
    }

    fn choose(&mut self, row: Option<usize>, desk: &mut Desk, ctx: &Ctx<'_>) {
        match self.entry.choose(row, &self.answer) {
            entry::Chosen::Nothing => {}
            entry::Chosen::Unknown => self.toggle_unknown(desk, ctx),
            entry::Chosen::NotApplicable => self.not_applicable(desk, ctx),
            entry::Chosen::Content(content) => {
                let next = Answer {
                    content,
                    ..self.answer.clone()
                };
                self.set(next, desk, ctx);
            }
        }
    }

    /// Unknown: the whole answer, or, where something is ticked already, the rest.
    fn toggle_unknown(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        self.focus = Focus::Answer;
        let content = entry::with_unknown_toggled(&self.answer);
        let unknown = !entry::is_unknown(&self.answer);
        let next = Answer {
            content,
            ..self.answer.clone()
        };
        self.set(next, desk, ctx);
        let words = &ctx.messages.notice;
        let said = if unknown {
            &words.marked_unknown
        } else {
            &words.unmarked_unknown
        };
        self.renew(desk);
        desk.notice.get_or_insert_with(|| Notice::done(said.as_str()));
    }

    fn not_applicable(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        if self.about.required == Required::Strict {
            desk.notice = Some(Notice::error(ctx.messages.error.cannot_not_applicable.clone()));
            return;
        }
        let reason = if let Some(Content::NotApplicable(reason)) = &self.answer.content {
            reason.clone()
        } else {
            let content = Some(Content::NotApplicable(String::new()));
            let next = Answer {
                content,
                ..self.answer.clone()
            };
            self.set(next, desk, ctx);
            self.renew(desk);
            String::new()
        };
        if matches!(self.answer.content, Some(Content::NotApplicable(_))) {
            self.focus = Focus::Beside(Beside::Reason, Box::new(Editor::single(&reason)));
        }
    }

    fn flag(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        let flagged = !self.answer.flagged;
        let next = Answer {
            flagged,
            ..self.answer.clone()
        };
        self.set(next, desk, ctx);
        let words = &ctx.messages.notice;
        let said = if flagged {
            &words.marked_flag
        } else {
            &words.unmarked_flag
        };
        desk.notice.get_or_insert_with(|| Notice::done(said.as_str()));
    }

    /// Opens the text beside the answer.
    pub fn write_beside(&mut self, which: Beside, desk: &mut Desk, ctx: &Ctx<'_>) {
        if desk.session.as_ref().is_some_and(Session::is_read_only) {
            desk.notice = Some(Notice::error(ctx.messages.error.read_only.clone()));
            return;
        }
        if let Some(session) = &mut desk.session {
            session.settle();
        }
        let text = match which {
            Beside::Remark => &self.answer.remark,
            Beside::Note => &self.answer.note,
            Beside::Translation => &self.answer.translation,
            Beside::Reason => return,
        };
        let editor = if text.contains('\n') {
            Editor::multi(text)
        } else {
            Editor::single(text)
        };
        self.focus = Focus::Beside(which, Box::new(editor));
    }

    fn clear(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        let next = Answer {
            content: None,
            ..self.answer.clone()
        };
        self.set(next, desk, ctx);
        self.renew(desk);
        let key = ctx.key(Context::Opened, Action::Undo);
        let said = fill(&ctx.messages.notice.cleared, &[("key", &key)]);
        desk.notice.get_or_insert_with(|| Notice::done(said));
    }

    /// Makes the rows anew. The focus goes to what a key has just chosen (else Enter would choose another row), or stays.
    fn renew(&mut self, desk: &Desk) {
        if let Some(session) = &desk.session {
            let focus = self.entry.focus();
            self.entry = Entry::of(&self.about, &self.answer, session);
            if !self.entry.has_choice(&self.answer) {
                self.entry.set_focus(focus);
            }
        }
    }
}

/// Whose rows the options are.
fn source(about: &About, session: &Session) -> Text {
    let questionnaire = session.questionnaire();
    match about.field.options() {
        Some(crate::domain::Options::Rows(record)) => questionnaire
            .table_of(record)
            .and_then(|question| questionnaire.section(&question.section))
            .map(|(_, section)| section.title.clone())
            .unwrap_or_default(),
        _ => Text::default(),
    }
}
