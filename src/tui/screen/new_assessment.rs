//! The form of a new assessment: which kind, its title, where the file goes.

use super::{Ctx, Desk, Go, overlay};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::editor::Editor;
use crate::tui::effect::{Effect, NewAssessment};
use crate::tui::theme::Role;
use crate::tui::widget::{Form, FormKind, FormRow};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;
use unicode_width::UnicodeWidthStr;

const KIND: usize = 0;
const TITLE: usize = 1;
const PATH: usize = 2;
const START: usize = 3;
const ROWS: usize = 4;
const WIDTH: u16 = 50;
/// A kind with a longer name than this takes two lines.
const SHORT: usize = 44;

/// The fields and the one in focus.
#[derive(Debug)]
pub struct State {
    focus: usize,
    kind: usize,
    title: Editor,
    path: Editor,
}

impl State {
    /// An empty form.
    pub fn new(_: &Ctx<'_>) -> Self {
        Self {
            focus: TITLE,
            kind: 0,
            title: Editor::single("").limit(120),
            path: Editor::single(""),
        }
    }

    /// Which keys hold.
    pub const fn context(&self) -> Context {
        if self.focus == TITLE || self.focus == PATH {
            Context::Field
        } else {
            Context::NewAssessment
        }
    }

    /// There is something to choose only among several kinds.
    pub fn availability(&self, action: Action, _: &Desk, ctx: &Ctx<'_>) -> bool {
        match action {
            Action::Left | Action::Right => self.focus == KIND && ctx.catalog.questionnaires().len() > 1,
            _ => true,
        }
    }

    /// Moves among the fields, edits, begins.
    pub fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        if self.editor().is_some_and(|editor| editor.apply(action, WIDTH)) {
            return Go::Stay;
        }
        let kinds = ctx.catalog.questionnaires().len().max(1);
        match action {
            Action::NextField | Action::Down | Action::CaretDown => self.focus = (self.focus + 1) % ROWS,
            Action::PreviousField | Action::Up | Action::CaretUp => self.focus = (self.focus + ROWS - 1) % ROWS,
            Action::Left if self.focus == KIND => self.kind = (self.kind + kinds - 1) % kinds,
            Action::Right if self.focus == KIND => self.kind = (self.kind + 1) % kinds,
            Action::Submit => return self.start(desk, ctx),
            Action::Accept | Action::Edit if self.focus == START => return self.start(desk, ctx),
            Action::Accept | Action::Edit => self.focus += 1,
            Action::Back => return Go::Back,
            _ => return Go::Unused,
        }
        Go::Stay
    }

    fn editor(&mut self) -> Option<&mut Editor> {
        match self.focus {
            TITLE => Some(&mut self.title),
            PATH => Some(&mut self.path),
            _ => None,
        }
    }

    fn start(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let Some(questionnaire) = ctx.catalog.questionnaires().get(self.kind) else {
            return Go::Stay;
        };
        let typed = self.title.value().trim().to_owned();
        let title = if typed.is_empty() {
            questionnaire.title.get(ctx.lang).to_owned()
        } else {
            typed
        };
        desk.ask(Effect::Create(NewAssessment {
            questionnaire: questionnaire.id.clone(),
            title,
            path: self.path.value().trim().into(),
        }));
        Go::Stay
    }

    /// Types into the field in focus.
    pub fn insert(&mut self, text: &str, _: &mut Desk, _: &Ctx<'_>) {
        if let Some(editor) = self.editor() {
            editor.insert(text);
        }
    }

    /// A box over the list.
    pub fn view(&self, area: Rect, buf: &mut Buffer, _: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let words = &ctx.messages.home;
        let kind = ctx
            .catalog
            .questionnaires()
            .get(self.kind)
            .map_or("", |known| known.title.get(ctx.lang));
        let path = match self.path.value() {
            empty if empty.is_empty() => {
                FormRow::new(&words.new_file, words.new_file_auto.as_str(), FormKind::Text).role(Role::Placeholder)
            }
            path => FormRow::new(&words.new_file, path, FormKind::Text),
        };
        let rows = [
            FormRow::new(&words.new_kind, kind, FormKind::Choice)
                .lines(if kind.width() > SHORT { 2 } else { 1 })
                .hint(&words.new_kind_hint),
            FormRow::new(&words.new_name, self.title.value(), FormKind::Text).hint(&words.new_name_hint),
            path.hint(&words.new_file_hint),
            FormRow::new("", words.new_create.as_str(), FormKind::Button),
        ];
        let form = Form::new(&rows, self.focus, ctx.theme);
        let inner = overlay(area, buf, &words.new_title, 76, form.height(72) + 1, ctx);
        (&form).render(inner, buf);
        let field = form.value_area(inner, self.focus)?;
        match self.focus {
            TITLE => self.title.draw(field, buf, ctx.theme, ""),
            PATH => self.path.draw(field, buf, ctx.theme, &words.new_file_auto),
            _ => None,
        }
    }
}
