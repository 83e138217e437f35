//! Adding, copying, removing and moving rows, and the keys new rows get.

use super::super::{Ctx, Deed, Desk, Go, confirm};
use super::{Editing, State, cell, proposal};
use crate::domain::{
    Answer, Change, Column, Content, Field, RecordId, Row, RowKey, Shape, Table, Value, has_content, removal,
};
use crate::i18n::{both, fill};
use crate::tui::action::Action;
use crate::tui::editor::Editor;
use crate::tui::session::Session;
use crate::tui::widget::Notice;

/// Longest key made from a name.
const LONGEST: usize = 24;

/// A key for a new row: a short form of an ASCII name, else `r1`, `r2` … It never holds a sign that scopes are written with.
pub(super) fn fresh_key(name: &str, taken: &[Row]) -> RowKey {
    let free = |key: &str| taken.iter().all(|row| row.key != *key);
    let short = slug(name);
    let numbered = |stem: &str, from: usize| {
        (from..=from + taken.len())
            .map(|n| format!("{stem}{n}"))
            .find(|key| free(key))
    };
    let key = if short.is_empty() {
        numbered("r", 1)
    } else if free(&short) {
        Some(short)
    } else {
        numbered(&[&short, "-"].concat(), 2)
    };
    key.unwrap_or_else(|| "r0".to_owned()).into()
}

/// `Lusee Pte. Ltd.` → `lusee-pte-ltd`. Empty unless at least half of the name is ASCII letters and digits.
fn slug(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric).count();
    let others = name.chars().filter(|c| !c.is_ascii()).count();
    if letters < 2 || others > letters {
        return String::new();
    }
    let parts = name.split(|c: char| !c.is_ascii_alphanumeric());
    let mut short = String::new();
    for part in parts.filter(|part| !part.is_empty()) {
        let room = LONGEST.saturating_sub(short.len());
        if !short.is_empty() {
            if room < 3 {
                break;
            }
            short.push('-');
        }
        short.extend(part.chars().take(room).map(|c| c.to_ascii_lowercase()));
    }
    short.trim_matches('-').to_owned()
}

impl State {
    /// Whether the question may be left empty: then an empty row lacks nothing.
    pub(super) fn is_optional(&self, session: &Session) -> bool {
        let question = session.questionnaire().question(&self.question);
        question.is_some_and(|question| question.required == crate::domain::Required::No)
    }

    /// What is done to whole rows.
    pub(super) fn on_rows(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let Some(session) = &desk.session else {
            return Go::Unused;
        };
        let Some(table) = self.table(session) else {
            return Go::Unused;
        };
        let free = matches!(table.shape, Shape::Free { .. });
        match action {
            Action::AddRow | Action::RemoveRow if !free => {
                let words = rows_from(table, session, ctx);
                desk.notice = Some(Notice::warning(words));
            }
            Action::AddRow => self.start_row(desk, ctx),
            Action::DuplicateRow if free => self.duplicate(desk, ctx),
            Action::RemoveRow => return self.remove(desk, ctx),
            Action::MoveRowUp if free => self.shift(-1, desk, ctx),
            Action::MoveRowDown if free => self.shift(1, desk, ctx),
            _ => return Go::Unused,
        }
        Go::Stay
    }

    /// Shows the row in focus as a form; without rows, begins one.
    pub(super) fn open_row(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        if self.rows.is_empty() {
            self.start_row(desk, ctx);
            return;
        }
        self.open = true;
        if let Some(session) = &desk.session {
            self.keep_column(session);
        }
    }

    /// Begins a new row: its name is asked first where a text names the rows, because the key is made from it.
    pub(super) fn start_row(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let Some(table) = self.table(session) else { return };
        if !matches!(table.shape, Shape::Free { .. }) {
            return;
        }
        if session.is_read_only() {
            desk.notice = Some(Notice::error(ctx.messages.error.read_only.clone()));
            return;
        }
        if name_text(table).is_some() {
            self.editing = Editing::NewRow(Editor::single(""), None);
        } else {
            self.add(desk, ctx);
        }
    }

    /// While the name of a new row is typed.
    pub(super) fn in_name(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let Editing::NewRow(editor, _) = &mut self.editing else {
            return Go::Unused;
        };
        match action {
            Action::Accept | Action::NextCell => self.name_typed(desk, ctx),
            Action::Back | Action::PreviousCell => {
                *editor = Editor::single("");
                self.name_changed(desk, ctx);
                self.editing = Editing::Nothing;
            }
            _ if editor.apply(action, 40) => self.name_changed(desk, ctx),
            _ => return Go::Unused,
        }
        Go::Stay
    }

    /// Every key of the name is recorded, as it is in any other field.
    pub(super) fn name_changed(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Editing::NewRow(editor, named) = &self.editing else {
            return;
        };
        let (name, before) = (editor.value().trim().to_owned(), named.clone());
        let Some(record) = self.record(desk) else { return };
        if let Some(session) = &desk.session
            && let Some(key) = before
            && session.answers().row(&record, &key).is_some()
        {
            // Applied meanwhile, because help was opened: the row comes anew under its new name.
            desk.change(Change::RemoveRow(record.clone(), key), ctx);
        }
        let Some(session) = &desk.session else { return };
        let Some(table) = self.table(session) else { return };
        let row = (!name.is_empty()).then(|| named_row(table, &name, session.answers().rows(&record)));
        let key = row.as_ref().map(|row| row.key.clone());
        if let Some(session) = &mut desk.session {
            session.draft_row(&record, row, &mut desk.effects);
        }
        if let Editing::NewRow(_, named) = &mut self.editing {
            *named = key;
        }
    }

    fn record(&self, desk: &Desk) -> Option<RecordId> {
        let session = desk.session.as_ref()?;
        Some(self.table(session)?.record.clone())
    }

    /// The name of the new row was typed.
    fn name_typed(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Editing::NewRow(_, key) = std::mem::replace(&mut self.editing, Editing::Nothing) else {
            return;
        };
        if let Some(session) = &mut desk.session {
            session.settle();
        }
        if let Some(key) = key {
            self.open_new(&key, desk);
            self.step(1, true, desk, ctx);
        }
    }

    fn open_new(&mut self, key: &RowKey, desk: &Desk) {
        self.stand_on(key, desk);
        self.open = true;
        self.column = 0;
        if let Some(session) = &desk.session {
            self.keep_column(session);
        }
    }

    fn add(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let Some(table) = self.table(session) else { return };
        let rows = session.answers().rows(&table.record);
        let row = named_row(table, "", rows);
        let (record, key, at) = (table.record.clone(), row.key.clone(), rows.len());
        if desk.change(Change::AddRow(record, at, row), ctx) {
            self.open_new(&key, desk);
            self.edit(desk, ctx);
        }
    }

    fn stand_on(&mut self, key: &RowKey, desk: &Desk) {
        if let Some(session) = &desk.session {
            self.refresh(session);
        }
        if let Some(at) = self.rows.iter().position(|known| known == key) {
            self.row = at;
        }
    }

    fn duplicate(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let (Some(table), Some(key)) = (self.table(session), self.key()) else {
            return;
        };
        let rows = session.answers().rows(&table.record);
        let Some((at, row)) = rows.iter().enumerate().find(|(_, row)| row.key == *key) else {
            return;
        };
        let mut copy = row.clone();
        let mut name = String::new();
        if let Some(column) = name_text(table) {
            let old = row.cell(&column.id).map_or("", Answer::text);
            name = fill(&ctx.messages.table.copy_of, &[("name", &old)]);
            copy.cells
                .insert(column.id.clone(), Answer::value(Value::Text(name.clone())));
        }
        copy.key = fresh_key(&name, rows);
        let (record, key) = (table.record.clone(), copy.key.clone());
        if desk.change(Change::AddRow(record, at + 1, copy), ctx) {
            self.stand_on(&key, desk);
            let number = self.row + 1;
            let said = fill(&ctx.messages.table.row_added, &[("number", &number)]);
            desk.notice = Some(Notice::done(said));
        }
    }

    fn shift(&mut self, by: isize, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let (Some(table), Some(key)) = (self.table(session), self.key().cloned()) else {
            return;
        };
        let rows = session.answers().rows(&table.record);
        let Some(at) = rows.iter().position(|row| row.key == key) else {
            return;
        };
        let to = at.checked_add_signed(by).filter(|to| *to < rows.len());
        let (Some(to), Some(row)) = (to, rows.get(at).cloned()) else {
            return;
        };
        let record = table.record.clone();
        let change = Change::Many(vec![
            Change::RemoveRow(record.clone(), key.clone()),
            Change::AddRow(record, to, row),
        ]);
        if desk.change(change, ctx) {
            self.stand_on(&key, desk);
        }
    }

    /// Takes a row out with everything that hangs on it; asks first if there is anything.
    fn remove(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let Some(session) = &desk.session else { return Go::Stay };
        let (Some(table), Some(key)) = (self.table(session), self.key()) else {
            return Go::Stay;
        };
        if session.is_read_only() {
            desk.notice = Some(Notice::error(ctx.messages.error.read_only.clone()));
            return Go::Stay;
        }
        let (questionnaire, answers) = (session.questionnaire(), session.answers());
        let change = removal(questionnaire, answers, &table.record, key);
        if !has_content(questionnaire, answers, &table.record, key) {
            desk.change(change, ctx);
            return Go::Stay;
        }
        let used = match &change {
            Change::Many(all) => all.len().saturating_sub(1),
            _ => 0,
        };
        let name = session.engine().row_name(&table.record, key);
        let question = both(|words| fill(&words.table.remove_named, &[("name", &name.get(words.lang))]));
        let note = both(|words| {
            if used > 0 {
                fill(&words.table.confirm_remove_used, &[("count", &used)])
            } else {
                words.confirm.clear_answer_note.clone()
            }
        });
        Go::open(confirm::State::new(question, note, Deed::Change(change)))
    }

    /// Makes a row, with only its name, in the table the options of this cell come from, and chooses it.
    pub(super) fn create_elsewhere(&mut self, name: &str, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Editing::Search(search) = &self.editing else { return };
        let Some(session) = &desk.session else { return };
        let Some(record) = search.creates().cloned() else {
            return;
        };
        let table = session
            .questionnaire()
            .table_of(&record)
            .and_then(crate::domain::Question::table);
        let Some(table) = table else { return };
        let rows = session.answers().rows(&record);
        let row = named_row(table, name, rows);
        let mut answer = search.slot().read(session);
        let option = row.key.as_str().into();
        answer.content = Some(Content::Value(if search.is_multi() {
            let mut ticks = match answer.known() {
                Some(Value::Multi(ticks)) => ticks.clone(),
                _ => crate::domain::Ticks::default(),
            };
            ticks.ticked.insert(option);
            Value::Multi(ticks)
        } else {
            Value::Choice(option)
        }));
        let change = Change::Many(vec![
            Change::AddRow(record.clone(), rows.len(), row),
            search.slot().change(answer),
        ]);
        let table = cell::table_name(&record, session, ctx.lang);
        let said = fill(&ctx.messages.table.created, &[("name", &name), ("table", &table)]);
        if desk.change(change, ctx) {
            self.editing = Editing::Nothing;
            desk.notice = Some(Notice::done(said));
            self.step(1, true, desk, ctx);
        }
    }

    /// Takes the reference proposal over: for the cell in focus, or for every empty cell of the row.
    pub(super) fn take(&mut self, whole: bool, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let (Some(table), Some(key)) = (self.table(session), self.key()) else {
            return;
        };
        let columns: Vec<&Column> = match table.columns.get(self.column) {
            Some(column) if !whole => vec![column],
            _ => table.columns.iter().collect(),
        };
        let changes = proposal::changes(table, key, &columns, !whole, session, ctx);
        let count = changes.len();
        let words = &ctx.messages.table;
        if changes.is_empty() {
            desk.notice = Some(Notice::warning(words.proposal_none.as_str()));
        } else if desk.change(Change::Many(changes), ctx) {
            desk.notice = Some(Notice::done(fill(&words.proposal_taken, &[("count", &count)])));
        }
    }
}

/// Where the rows of a table that is not free come from.
pub(super) fn rows_from(table: &Table, session: &Session, ctx: &Ctx<'_>) -> String {
    let words = &ctx.messages.table;
    match &table.shape {
        Shape::Grid { source, .. } if *source == crate::domain::COUNTRY => words.rows_from_countries.clone(),
        Shape::Grid { source, .. } => {
            let name = cell::table_name(source, session, ctx.lang);
            fill(&words.rows_from, &[("table", &name)])
        }
        _ => words.rows_fixed.clone(),
    }
}

/// The column that names the rows, if its names are typed.
pub(super) fn name_text(table: &Table) -> Option<&Column> {
    let column = table.column(cell::name_column(table)?)?;
    (column.field == Field::Text).then_some(column)
}

fn named_row(table: &Table, name: &str, taken: &[Row]) -> Row {
    let mut row = Row::new(fresh_key(name, taken));
    if let Some(column) = name_text(table).filter(|_| !name.is_empty()) {
        row.cells
            .insert(column.id.clone(), Answer::value(Value::Text(name.to_owned())));
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(keys: &[&str]) -> Vec<Row> {
        keys.iter().map(|key| Row::new(*key)).collect()
    }

    #[test]
    fn keys_come_from_ascii_names_and_are_safe_and_unique() {
        let none = rows(&[]);
        assert_eq!(fresh_key("Lusee Pte. Ltd.", &none).as_str(), "lusee-pte-ltd");
        assert_eq!(fresh_key("a,b:c@d", &none).as_str(), "a-b-c-d");
        assert_eq!(fresh_key("Lusee", &rows(&["lusee", "lusee-2"])).as_str(), "lusee-3");
        assert_eq!(fresh_key("鹭屿新加坡", &none).as_str(), "r1");
        assert_eq!(fresh_key("鹭屿新加坡", &rows(&["r1", "r2"])).as_str(), "r3");
        assert_eq!(fresh_key("订单A", &none).as_str(), "r1");
        assert_eq!(fresh_key("  ", &none).as_str(), "r1");
        assert_eq!(fresh_key("@@@", &none).as_str(), "r1");
        let long = fresh_key("International Business Machines Corporation of Asia", &none);
        assert_eq!(long.as_str(), "international-business");
    }
}
