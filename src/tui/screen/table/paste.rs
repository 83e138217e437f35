//! Rows pasted from a spreadsheet: a line per row, cells between tabs, in the order of the columns.

use super::super::field::{read_date, read_number};
use super::super::{Ctx, Desk};
use super::{Editing, State, rows};
use crate::domain::{
    Answer, Change, Column, Field, Lang, OptionId, Row, Shape, Table, Text, Ticks, Value, is_unprintable,
};
use crate::i18n::{Messages, fill};
use crate::tui::session::Session;
use crate::tui::widget::Notice;

/// Most rows that one paste adds.
const MOST: usize = 5000;

/// A cell that could not be read: row and column from 1, and what stood there.
type Bad = (usize, usize, String);

impl State {
    /// Adds the rows of a pasted text, as one change.
    pub(super) fn paste(&mut self, text: &str, desk: &mut Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let Some(table) = self.table(session) else { return };
        if !matches!(table.shape, Shape::Free { .. }) || !matches!(self.editing, Editing::Nothing) || self.open {
            return;
        }
        if session.is_read_only() {
            desk.notice = Some(Notice::error(ctx.messages.error.read_only.clone()));
            return;
        }
        let (rows, bad) = read(text, table, session);
        let at = session.answers().rows(&table.record).len();
        let record = table.record.clone();
        let count = rows.len();
        let changes = rows
            .into_iter()
            .zip(at..)
            .map(|(row, at)| Change::AddRow(record.clone(), at, row));
        let change = Change::Many(changes.collect());
        if count > 0 && desk.change(change, ctx) {
            if let Some(session) = &desk.session {
                self.refresh(session);
            }
            self.row = self.rows.len().saturating_sub(count);
            desk.notice = Some(said(count, bad.first(), ctx));
        }
    }
}

/// How many rows came in; if a cell could not be read, the first of them.
fn said(count: usize, bad: Option<&Bad>, ctx: &Ctx<'_>) -> Notice {
    let words = &ctx.messages.table;
    let done = fill(&words.pasted, &[("count", &count)]);
    let Some((row, column, value)) = bad else {
        return Notice::done(done);
    };
    let text = fill(&words.paste_bad, &[("row", row), ("column", column), ("value", value)]);
    Notice {
        todo: text,
        ..Notice::warning(done)
    }
}

fn read(text: &str, table: &Table, session: &Session) -> (Vec<Row>, Vec<Bad>) {
    let mut found: Vec<Row> = Vec::new();
    let mut bad = Vec::new();
    let taken = session.answers().rows(&table.record);
    let mut all: Vec<Row> = taken.iter().map(|row| Row::new(row.key.clone())).collect();
    for line in text.lines().filter(|line| !line.trim().is_empty()).take(MOST) {
        let cells: Vec<String> = line.split('\t').map(clean).collect();
        if found.is_empty() && is_head(&cells, table) {
            continue;
        }
        let name = rows::name_text(table).and_then(|name| {
            let at = table.columns.iter().position(|column| column.id == name.id)?;
            cells.get(at)
        });
        let mut row = Row::new(rows::fresh_key(name.map_or("", String::as_str), &all));
        for ((at, column), cell) in table
            .columns
            .iter()
            .enumerate()
            .zip(&cells)
            .filter(|(_, cell)| !cell.is_empty())
        {
            match value(column, cell, session) {
                Some(value) => {
                    row.cells.insert(column.id.clone(), Answer::value(value));
                }
                None => bad.push((found.len() + 1, at + 1, cell.clone())),
            }
        }
        all.push(Row::new(row.key.clone()));
        found.push(row);
    }
    (found, bad)
}

fn clean(cell: &str) -> String {
    let kept: String = cell.chars().filter(|c| !is_unprintable(*c)).collect();
    kept.trim().to_owned()
}

/// Whether a line only names the columns.
fn is_head(cells: &[String], table: &Table) -> bool {
    let names = |cell: &&String| {
        let named = |column: &Column| is_called(&column.label, cell) || *column.id == ***cell;
        table.columns.iter().any(named)
    };
    cells.iter().filter(names).count() * 2 > cells.len()
}

fn is_called(label: &Text, word: &str) -> bool {
    let wanted = word.to_lowercase();
    Lang::ALL.iter().any(|lang| label.get(*lang).to_lowercase() == wanted)
}

/// The value a cell stands for: words of either language, or the names used in files.
fn value(column: &Column, cell: &str, session: &Session) -> Option<Value> {
    match &column.field {
        Field::Text | Field::LongText => Some(Value::Text(cell.to_owned())),
        Field::Number { min, max } => read_number(cell)
            .filter(|number| (*min..=*max).contains(number))
            .map(Value::Number),
        Field::Date => read_date(cell).map(Value::Date),
        Field::YesNo => yes_no(cell).map(Value::YesNo),
        Field::Choice(_) => option(&column.field, cell, session).map(Value::Choice),
        Field::Multi(_) => {
            let words = cell.split(SEPARATORS).map(str::trim).filter(|word| !word.is_empty());
            let options: Option<Vec<OptionId>> = words.map(|word| option(&column.field, word, session)).collect();
            options.map(|options| Value::Multi(Ticks::known(options)))
        }
        Field::Computed(_) => None,
    }
}

/// Between the options of one cell: comma and semicolon, half and full width, and the Chinese enumeration comma.
const SEPARATORS: [char; 5] = [',', ';', '\u{3001}', '\u{FF0C}', '\u{FF1B}'];

fn yes_no(cell: &str) -> Option<bool> {
    let is = |word: &str| cell.eq_ignore_ascii_case(word);
    let words = |of: fn(&Messages) -> &String| Lang::ALL.iter().any(|lang| is(of(Messages::of(*lang))));
    if words(|messages| &messages.common.yes) || is("y") || is("true") {
        Some(true)
    } else if words(|messages| &messages.common.no) || is("n") || is("false") {
        Some(false)
    } else {
        None
    }
}

fn option(field: &Field, word: &str, session: &Session) -> Option<OptionId> {
    let options = session.engine().options(field);
    let fits = |(id, label): &&(OptionId, Text)| id.eq_ignore_ascii_case(word) || is_called(label, word);
    options.iter().find(fits).map(|(id, _)| id.clone())
}
