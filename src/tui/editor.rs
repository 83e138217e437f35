//! A text field. `ratatui-textarea` keeps text, caret and undo; what is drawn is broken by our own rules, because its wrapping lets a
//! Chinese line begin with 、 (and an input method draws at the caret, which must therefore be computed from the same lines).

mod rows;

use super::action::Action;
use crate::domain::is_unprintable;
use ratatui_textarea::{CursorMove, TextArea};
use unicode_segmentation::UnicodeSegmentation;

/// A one-line or several-line text field with its caret and its own undo.
#[derive(Clone)]
pub struct Editor {
    area: TextArea<'static>,
    multiline: bool,
    masked: bool,
    limit: Option<usize>,
    goal: Option<usize>,
}

/// What became of inserted text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Inserted {
    /// Characters that went in.
    pub kept: usize,
    /// Invisible characters left out: control, format, zero-width.
    pub removed: usize,
    /// Characters beyond the limit of the field.
    pub over: usize,
}

/// The text without the sequences that colour or drive a terminal (they come along when a terminal's output is pasted), and how many
/// characters were left out.
fn without_sequences(text: &str) -> (String, usize) {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1B}') {
        clean.push_str(before);
        rest = after_sequence(after).unwrap_or(after);
    }
    clean.push_str(rest);
    let left_out = text.chars().count() - clean.chars().count();
    (clean, left_out)
}

/// What follows a control sequence (`[31m`: parameters, then one final character), if the text begins with one.
fn after_sequence(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?;
    let rest = inner.trim_start_matches(|c| (' '..='?').contains(&c));
    rest.strip_prefix(|c| ('@'..='~').contains(&c))
}

/// Steps of undo a field keeps.
const STEPS: usize = 500;

/// The text is left out: it may be a passphrase, and answers do not belong in logs.
impl std::fmt::Debug for Editor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Editor")
            .field("caret", &self.caret())
            .field("multiline", &self.multiline)
            .finish_non_exhaustive()
    }
}

impl Editor {
    /// A field of one line, the caret at the end. Line feeds in `text` become spaces.
    pub fn single(text: &str) -> Self {
        Self::with(text, false)
    }

    /// A field of several lines, the caret at the end.
    pub fn multi(text: &str) -> Self {
        Self::with(text, true)
    }

    /// Shows dots instead of the text (passphrases).
    #[must_use]
    pub fn masked(mut self) -> Self {
        self.masked = true;
        self
    }

    /// At most this many characters.
    #[must_use]
    pub fn limit(mut self, characters: usize) -> Self {
        self.limit = Some(characters);
        self
    }

    /// The text, lines joined by line feeds.
    pub fn value(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.area.is_empty()
    }

    /// Whether Enter starts a new line.
    pub fn is_multiline(&self) -> bool {
        self.multiline
    }

    /// Types a character or pastes a text at the caret.
    pub fn insert(&mut self, text: &str) -> Inserted {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let (text, sequences) = without_sequences(&text);
        let mut room = self
            .limit
            .map_or(usize::MAX, |limit| limit.saturating_sub(self.value().chars().count()));
        let mut clean = String::new();
        let mut inserted = Inserted {
            removed: sequences,
            ..Inserted::default()
        };
        for c in text.chars() {
            let c = if c == '\t' || (c == '\n' && !self.multiline) {
                ' '
            } else {
                c
            };
            if c != '\n' && is_unprintable(c) {
                inserted.removed += 1;
            } else if room == 0 {
                inserted.over += 1;
            } else {
                clean.push(c);
                room -= 1;
                inserted.kept += 1;
            }
        }
        if !clean.is_empty() {
            self.goal = None;
            self.area.insert_str(clean);
        }
        inserted
    }

    /// Runs an editing action. `width` is the width the field is drawn at, for up and down. False if the action is none of the
    /// field's, or could do nothing (undo with nothing to undo, up on the first line): the screen may then use it itself.
    pub fn apply(&mut self, action: Action, width: u16) -> bool {
        if !matches!(action, Action::CaretUp | Action::CaretDown) {
            self.goal = None;
        }
        match action {
            Action::CaretLeft => self.step_left(),
            Action::CaretRight => self.step_right(),
            Action::CaretUp => self.move_rows(-1, width),
            Action::CaretDown => self.move_rows(1, width),
            Action::CaretStart => self.moved(CursorMove::Head),
            Action::CaretEnd => self.moved(CursorMove::End),
            Action::WordLeft => self.moved(CursorMove::WordBack),
            Action::WordRight => self.moved(CursorMove::WordForward),
            Action::DeleteBack => self.delete_back(),
            Action::DeleteForward => self.delete_forward(),
            Action::DeleteWord => self.area.delete_word(),
            Action::DeleteToStart => self.area.delete_line_by_head(),
            Action::DeleteToEnd => self.area.delete_line_by_end(),
            Action::Newline if self.multiline => self.insert("\n").kept > 0,
            Action::Undo => self.area.undo(),
            Action::Redo => self.area.redo(),
            _ => false,
        }
    }

    fn with(text: &str, multiline: bool) -> Self {
        let area = TextArea::new(vec![String::new()]);
        let mut editor = Self {
            area,
            multiline,
            masked: false,
            limit: None,
            goal: None,
        };
        editor.insert(text);
        // What was there before is no step of this field's undo.
        let lines = editor.area.lines().to_vec();
        editor.area = TextArea::new(lines);
        editor.area.set_max_histories(STEPS);
        editor.area.move_cursor(CursorMove::Bottom);
        editor.area.move_cursor(CursorMove::End);
        editor
    }

    fn caret(&self) -> (usize, usize) {
        let cursor = self.area.cursor();
        (cursor.0, cursor.1)
    }

    fn line(&self, row: usize) -> &str {
        self.area.lines().get(row).map_or("", String::as_str)
    }

    fn moved(&mut self, to: CursorMove) -> bool {
        let before = self.caret();
        self.area.move_cursor(to);
        before != self.caret()
    }

    fn jump(&mut self, row: usize, column: usize) {
        let short = |value: usize| u16::try_from(value).unwrap_or(u16::MAX);
        self.area.move_cursor(CursorMove::Jump(short(row), short(column)));
    }

    /// Characters of the grapheme cluster before the caret; 0 at the start of the line.
    fn cluster_before(&self) -> usize {
        let (row, column) = self.caret();
        let before: String = self.line(row).chars().take(column).collect();
        before
            .graphemes(true)
            .next_back()
            .map_or(0, |cluster| cluster.chars().count())
    }

    fn cluster_after(&self) -> usize {
        let (row, column) = self.caret();
        let after: String = self.line(row).chars().skip(column).collect();
        after
            .graphemes(true)
            .next()
            .map_or(0, |cluster| cluster.chars().count())
    }

    fn step_left(&mut self) -> bool {
        let (row, column) = self.caret();
        match self.cluster_before() {
            0 => self.moved(CursorMove::Back),
            step => {
                self.jump(row, column - step);
                true
            }
        }
    }

    fn step_right(&mut self) -> bool {
        let (row, column) = self.caret();
        match self.cluster_after() {
            0 => self.moved(CursorMove::Forward),
            step => {
                self.jump(row, column + step);
                true
            }
        }
    }

    fn delete_back(&mut self) -> bool {
        let step = self.cluster_before();
        if step <= 1 {
            return self.area.delete_char();
        }
        let (row, column) = self.caret();
        self.jump(row, column - step);
        self.area.delete_str(step)
    }

    fn delete_forward(&mut self) -> bool {
        match self.cluster_after() {
            0 | 1 => self.area.delete_next_char(),
            step => self.area.delete_str(step),
        }
    }
}
