//! The mechanics of a form: the row in focus, the editor over a row of text, moving on. What the rows mean is the screen's.

use super::Ctx;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::editor::Editor;
use crate::tui::widget::{Form, FormRow};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

/// The width a field is edited at when nothing was drawn yet.
const WIDTH: u16 = 50;

/// The row in focus, and its editor if text is typed there.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    focus: usize,
    editor: Option<Editor>,
}

/// What became of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Another row is asked for: store what was typed, then [`Sheet::enter`] it.
    Move(usize),
    /// The text changed, or only the caret moved.
    Typed,
    /// The form has no use for it.
    Unused,
}

impl Sheet {
    /// The row in focus.
    pub const fn focus(&self) -> usize {
        self.focus
    }

    /// The text being typed.
    pub fn value(&self) -> Option<String> {
        self.editor.as_ref().map(Editor::value)
    }

    /// Which keys hold: those of the form, or those of its text field.
    pub fn context(&self, form: Context) -> Context {
        match &self.editor {
            None => form,
            Some(editor) if editor.is_multiline() => Context::Paragraph,
            Some(_) => Context::Field,
        }
    }

    /// Puts the focus on a row, with an editor if text is typed there.
    pub fn enter(&mut self, row: usize, editor: Option<Editor>) {
        self.focus = row;
        self.editor = editor;
    }

    /// Types into the editor; whether there is one.
    pub fn insert(&mut self, text: &str) -> bool {
        self.editor.as_mut().is_some_and(|editor| editor.insert(text).kept > 0)
    }

    /// Edits, or moves among `rows` rows (round and round).
    pub fn update(&mut self, action: Action, rows: usize) -> Turn {
        if self.editor.as_mut().is_some_and(|editor| editor.apply(action, WIDTH)) {
            return Turn::Typed;
        }
        let rows = rows.max(1);
        let typing = self.editor.is_some();
        match action {
            Action::Down | Action::CaretDown | Action::NextField => Turn::Move((self.focus + 1) % rows),
            Action::Accept if typing => Turn::Move((self.focus + 1) % rows),
            Action::Up | Action::CaretUp | Action::PreviousField => Turn::Move((self.focus + rows - 1) % rows),
            Action::First => Turn::Move(0),
            Action::Last => Turn::Move(rows - 1),
            _ => Turn::Unused,
        }
    }

    /// Draws the rows and the editor; where the caret stands.
    pub fn draw(&self, rows: &[FormRow<'_>], area: Rect, buf: &mut Buffer, ctx: &Ctx<'_>) -> Option<Position> {
        let form = Form::new(rows, self.focus, ctx.theme);
        (&form).render(area, buf);
        let field = form.value_area(area, self.focus)?;
        let editor = self.editor.as_ref()?;
        for y in field.top()..field.bottom() {
            buf.set_stringn(
                field.x,
                y,
                " ".repeat(usize::from(field.width)),
                usize::from(field.width),
                ctx.theme.style(crate::tui::Role::Text),
            );
        }
        editor.draw(field, buf, ctx.theme, "")
    }
}

/// The value after or before `at` among `count`, round and round.
pub const fn turned(at: usize, count: usize, forward: bool) -> usize {
    let count = if count == 0 { 1 } else { count };
    (at + if forward { 1 } else { count - 1 }) % count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_goes_round_and_keeps_enter_for_what_is_no_text() {
        let mut sheet = Sheet::default();
        assert_eq!(sheet.update(Action::Up, 3), Turn::Move(2));
        assert_eq!(sheet.update(Action::Accept, 3), Turn::Unused);
        sheet.enter(1, Some(Editor::single("甲")));
        assert_eq!(sheet.context(Context::Export), Context::Field);
        assert!(sheet.insert("乙"));
        assert_eq!(sheet.value().as_deref(), Some("甲乙"));
        assert_eq!(sheet.update(Action::CaretLeft, 3), Turn::Typed);
        assert_eq!(sheet.update(Action::Accept, 3), Turn::Move(2));
        assert_eq!((turned(0, 3, false), turned(2, 3, true), turned(0, 0, true)), (2, 0, 0));
    }
}
