//! The body of a level question: the levels of each transfer, recipient or country with what is proposed, confirmed, overridden.

use super::super::{Ctx, Desk, Go, moved, trace};
use super::deed::{self, Overriding};
use super::{Line, Standing, judgement, rule, slot, stored};
use crate::domain::{
    Answer, Change, Column, Context as Rows, DecidedLevel, JudgementId, JudgementRule, Kind, QuestionId, RowKey, Scope,
    Subject, Value,
};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::editor::Editor;
use crate::tui::session::Session;
use crate::tui::widget::Notice;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::cell::Cell;

/// The levels that one question asks to confirm.
#[derive(Debug)]
pub struct Question {
    id: QuestionId,
    lines: Vec<Line>,
    focus: usize,
    overriding: Overriding,
    writing: Option<Editor>,
    /// What is written is the translation of the explanation.
    translating: bool,
    width: Cell<u16>,
}

impl Question {
    /// The levels of a question.
    pub fn new(question: &QuestionId, session: &Session) -> Self {
        let mut state = Self {
            id: question.clone(),
            lines: Vec::new(),
            focus: 0,
            overriding: Overriding::default(),
            writing: None,
            translating: false,
            width: Cell::new(40),
        };
        state.refresh(session);
        state
    }

    /// After a change made elsewhere: the focus stays on its level.
    pub fn refresh(&mut self, session: &Session) {
        let questionnaire = session.questionnaire();
        let Some(Kind::Level { judgements, stage, .. }) = questionnaire.question(&self.id).map(|known| &known.kind)
        else {
            return;
        };
        let before = self.lines.get(self.focus).cloned();
        let engine = session.engine();
        let scopes = |id: &JudgementId| {
            let rule = questionnaire.judgement(id);
            let scopes = rule.map(|rule| engine.judgement_scopes(rule)).unwrap_or_default();
            scopes
                .into_iter()
                .map(|scope| (id.clone(), scope, *stage))
                .collect::<Vec<_>>()
        };
        self.lines = judgements.iter().flat_map(scopes).collect();
        by_scope(&mut self.lines);
        let kept = before.and_then(|line| self.lines.iter().position(|known| *known == line));
        self.focus = kept.unwrap_or(self.focus).min(self.lines.len().saturating_sub(1));
    }

    /// Which keys hold.
    pub const fn context(&self) -> Context {
        if self.writing.is_some() {
            Context::LongText
        } else {
            Context::Level
        }
    }

    /// Whether an action would do something.
    pub fn availability(&self, action: Action, desk: &Desk, _: &Ctx<'_>) -> bool {
        let Some(session) = &desk.session else { return false };
        match action {
            Action::Unknown | Action::NotApplicable | Action::Flag | Action::Park => false,
            Action::Choose(_) => self.correction(session).is_some(),
            Action::Toggle | Action::Override | Action::Trace | Action::Remark => !self.lines.is_empty(),
            Action::Translate => self.explained(session).is_some(),
            _ => true,
        }
    }

    /// Confirms, overrides, explains.
    pub fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        if self.writing.is_some() {
            return self.write(action, desk, ctx);
        }
        if moved(&mut self.focus, self.lines.len(), action) {
            return Go::Stay;
        }
        let Some(line) = self.lines.get(self.focus).cloned() else {
            return Go::Unused;
        };
        match action {
            Action::Toggle => deed::confirm(&line, desk, ctx),
            Action::Accept => return self.accept(&line, desk, ctx),
            Action::Trace => return Go::open(trace::State::of(line)),
            Action::Override => return self.overriding.start(&line, desk, ctx),
            Action::Remark | Action::Note => self.begin_writing(&line, false, desk, ctx),
            Action::Translate => self.begin_writing(&line, true, desk, ctx),
            Action::Clear => deed::take_back(&line, desk, ctx),
            Action::Choose(number) => self.choose(number, desk, ctx),
            Action::Unknown | Action::NotApplicable | Action::Flag => {}
            _ => return Go::Unused,
        }
        Go::Stay
    }

    /// Enter confirms what is not confirmed yet and goes to the next level that is not; when none is left, to the next question.
    fn accept(&mut self, line: &Line, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let Some(session) = &desk.session else {
            return Go::Unused;
        };
        if session.is_read_only() {
            return Go::Unused;
        }
        if is_open(session, line) {
            deed::confirm(line, desk, ctx);
        }
        let Some(session) = &desk.session else {
            return Go::Unused;
        };
        let open = |at: &usize| self.lines.get(*at).is_some_and(|line| is_open(session, line));
        let next = (self.focus..self.lines.len())
            .find(open)
            .or_else(|| (0..self.focus).find(open));
        match next {
            Some(next) => {
                self.focus = next;
                Go::Stay
            }
            None => Go::Unused,
        }
    }

    /// Types into the explanation.
    pub fn insert(&mut self, text: &str, desk: &mut Desk, _: &Ctx<'_>) {
        if let Some(editor) = &mut self.writing {
            editor.insert(text);
            self.record(desk);
        }
    }

    /// The level or the reason of an override was given.
    pub fn picked(&mut self, value: &str, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        match self.lines.get(self.focus).cloned() {
            Some(line) => self.overriding.picked(&line, value, desk, ctx),
            None => Go::Stay,
        }
    }

    /// Leaves the explanation that is being written.
    pub fn leave(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        let written = self.writing.take().is_some() && !self.translating;
        let translated = |session: &Session| {
            let stored = self.lines.get(self.focus).and_then(|line| stored(session, line));
            stored.is_some_and(|stored| !stored.translation.is_empty())
        };
        let Some(session) = &mut desk.session else { return };
        let before = translated(session);
        session.settle();
        if written && before && !translated(session) {
            desk.notice = Some(Notice::warning(ctx.messages.notice.translation_dropped.as_str()));
        }
    }

    /// Opens the explanation, or its translation once there is one to translate.
    fn begin_writing(&mut self, line: &Line, translation: bool, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        if session.is_read_only() {
            desk.notice = Some(Notice::error(ctx.messages.error.read_only.clone()));
            return;
        }
        if translation && self.explained(session).is_none() {
            desk.notice = Some(Notice::warning(ctx.messages.question.nothing_to_translate.as_str()));
            return;
        }
        if judgement(session, line).is_some() {
            let text = stored(session, line).map_or("", |stored| {
                if translation {
                    stored.translation.as_str()
                } else {
                    stored.reason.as_str()
                }
            });
            self.writing = Some(Editor::multi(text));
            self.translating = translation;
        }
    }

    /// The confirmation of the level in focus, if it was explained.
    fn explained<'a>(&self, session: &'a Session) -> Option<&'a DecidedLevel> {
        let line = self.lines.get(self.focus)?;
        stored(session, line).filter(|stored| !stored.reason.trim().is_empty())
    }

    fn write(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let Some(editor) = &mut self.writing else {
            return Go::Unused;
        };
        if editor.apply(action, self.width.get()) {
            self.record(desk);
            return Go::Stay;
        }
        match action {
            Action::Back | Action::NextQuestion | Action::PreviousQuestion | Action::Accept => {
                self.leave(desk, ctx);
                Go::Stay
            }
            Action::Remark => Go::Stay,
            _ => Go::Unused,
        }
    }

    /// The explanation belongs to the confirmation: writing it confirms the level.
    fn record(&self, desk: &mut Desk) {
        let (Some(editor), Some(line), Some(session)) = (&self.writing, self.lines.get(self.focus), &mut desk.session)
        else {
            return;
        };
        let Some(known) = judgement(session, line) else { return };
        let mut decided = stored(session, line).cloned().unwrap_or_else(|| DecidedLevel {
            level: known.proposed.clone(),
            reason: String::new(),
            translation: String::new(),
        });
        if self.translating {
            decided.translation = editor.value();
        } else {
            decided.level = known.proposed.clone();
            decided.reason = editor.value();
        }
        session.draft(Change::Confirm(slot(line), Some(decided)), &mut desk.effects);
    }

    /// The further column of this level that is asked now, with its row.
    pub(super) fn correction<'a>(&self, session: &'a Session) -> Option<(&'a Column, RowKey)> {
        let line = self.lines.get(self.focus)?;
        let Kind::Level { columns, .. } = &session.questionnaire().question(&self.id)?.kind else {
            return None;
        };
        let rule = rule(session, line)?;
        let (_, key) = line.1.rows().first()?;
        let column = columns.iter().find(|column| reads(rule, &self.id, column))?;
        session
            .engine()
            .column_shown(column, &Rows::of(&line.1))
            .then(|| (column, key.clone()))
    }

    fn choose(&self, number: u8, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let Some((column, key)) = self.correction(session) else {
            return;
        };
        let value = match number {
            1 => true,
            2 => false,
            _ => return,
        };
        let change = Change::Cell(
            self.id.as_str().into(),
            key,
            column.id.clone(),
            Answer::value(Value::YesNo(value)),
        );
        desk.change(change, ctx);
    }

    /// Draws the levels, below them what there is to know about the one in focus.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        let extra = self.correction(session).map(|(column, key)| {
            let cell = session.answers().cell(&self.id, &key, &column.id);
            (column, cell.and_then(Answer::known).cloned())
        });
        let room = super::draw::Room {
            lines: &self.lines,
            focus: self.focus,
            writing: self.writing.as_ref(),
            extra,
        };
        super::draw::question(&room, session, &self.width, area, buf, ctx)
    }
}

/// Whether a level is still to be confirmed or overridden.
fn is_open(session: &Session, line: &Line) -> bool {
    judgement(session, line)
        .is_some_and(|known| matches!(Standing::of(session, line, &known), Standing::Open | Standing::Reopened))
}

/// The levels of one row stand together, rows in the order they come.
fn by_scope(lines: &mut [Line]) {
    let mut order: Vec<Scope> = Vec::new();
    for (_, scope, _) in lines.iter() {
        if !order.contains(scope) {
            order.push(scope.clone());
        }
    }
    lines.sort_by_key(|(_, scope, _)| order.iter().position(|known| known == scope));
}

/// Whether the rule of a level reads a column of the question that confirms it.
fn reads(rule: &JudgementRule, question: &QuestionId, column: &Column) -> bool {
    super::super::trace::expressions(rule).iter().any(|expr| {
        let mut found = false;
        expr.walk(&mut |part| {
            found |= part.references().iter().any(|reference| {
                matches!(&reference.subject, Subject::Question { question: read, column: Some(of), .. } if read == question && *of == column.id)
            });
        });
        found
    })
}
