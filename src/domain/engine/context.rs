//! Which rows a condition is about.

use super::Engine;
use crate::domain::{Answer, Field, Options, RecordId, RowKey, Scope, Value};

/// The rows in context, the innermost last. The number is where the row stood when it was bound, to find it fast.
#[derive(Debug, Clone, Default)]
pub struct Context {
    rows: Vec<(RecordId, RowKey, usize)>,
}

impl Context {
    /// The rows of a scope.
    pub fn of(scope: &Scope) -> Self {
        Self {
            rows: scope
                .rows()
                .iter()
                .map(|(record, row)| (record.clone(), row.clone(), usize::MAX))
                .collect(),
        }
    }

    /// One more row.
    #[must_use]
    pub fn with(&self, record: &RecordId, key: &RowKey, at: usize) -> Self {
        let mut rows = self.rows.clone();
        rows.push((record.clone(), key.clone(), at));
        Self { rows }
    }

    pub(super) fn push(&mut self, record: &RecordId, key: RowKey, at: usize) {
        self.rows.push((record.clone(), key, at));
    }

    pub(super) fn pop(&mut self) {
        self.rows.pop();
    }

    pub(super) fn bound(&self, record: &str) -> Option<(&RowKey, usize)> {
        self.rows
            .iter()
            .rev()
            .find(|(name, _, _)| name == record)
            .map(|(_, key, at)| (key, *at))
    }

    pub(super) fn innermost_first(&self) -> impl Iterator<Item = &(RecordId, RowKey, usize)> {
        self.rows.iter().rev()
    }

    /// The rows as a scope.
    pub fn scope(&self) -> Scope {
        self.rows.iter().fold(Scope::whole(), |scope, (record, key, _)| {
            scope.and(record.clone(), key.clone())
        })
    }
}

impl Engine {
    /// The row of `record` in context: bound, or named by a bound row (a transfer names its recipient).
    pub fn key_of(&self, context: &Context, record: &str) -> Option<RowKey> {
        if let Some((key, _)) = context.bound(record) {
            return Some(key.clone());
        }
        context
            .innermost_first()
            .find_map(|(bound, key, at)| self.named_by(bound, key, *at, record))
    }

    fn named_by(&self, bound: &str, key: &RowKey, at: usize, record: &str) -> Option<RowKey> {
        let table = self.questionnaire.table_of(bound)?.table()?;
        if record == super::rows::COUNTRY {
            // A third party stands in its own country; a recipient may have several, so it names none.
            let cell = (bound == "third-party")
                .then(|| self.row_at(bound, key, at)?.cell("country"))
                .flatten()?;
            return cell.choice().map(|option| RowKey::from(option.as_str()));
        }
        let names = |field: &Field| matches!(field, Field::Choice(Options::Rows(source)) if *source == *record);
        let column = table.columns.iter().find(|column| names(&column.field))?;
        let cell = self.row_at(bound, key, at)?.cell(&column.id)?;
        cell.choice().map(|option| RowKey::from(option.as_str()))
    }

    /// The row of this key; `at` is where it probably stands.
    pub(in crate::domain) fn row_at(&self, record: &str, key: &str, at: usize) -> Option<&crate::domain::Row> {
        let rows = self.answers.rows(record);
        rows.get(at)
            .filter(|row| row.key == key)
            .or_else(|| self.row_named(record, rows, key))
    }

    /// Few rows are searched; many are indexed once, so that conditions over every row of a long table stay linear.
    fn row_named<'a>(&self, record: &str, rows: &'a [crate::domain::Row], key: &str) -> Option<&'a crate::domain::Row> {
        const FEW: usize = 12;
        if rows.len() <= FEW {
            return rows.iter().find(|row| row.key == key);
        }
        let mut indexed = self.indexed.borrow_mut();
        if !indexed.contains_key(record) {
            let index = rows.iter().enumerate().map(|(at, row)| (row.key.clone(), at)).collect();
            indexed.insert(record.into(), index);
        }
        let at = indexed.get(record)?.get(key)?;
        rows.get(*at)
    }

    /// Whether the row `record:key` belongs to the rows in context: the same row, or linked to it by a column.
    pub fn belongs(&self, record: &str, key: &RowKey, context: &Context) -> bool {
        context.innermost_first().all(|(bound, bound_key, _)| {
            if bound == record {
                return bound_key == key;
            }
            let forward = self.link(record, key, bound, bound_key);
            forward
                .or_else(|| self.link(bound, bound_key, record, key))
                .unwrap_or(true)
        })
    }

    /// Whether row `record:key` names row `other:other_key` in a column; `None` if it has no such column.
    fn link(&self, record: &str, key: &RowKey, other: &str, other_key: &RowKey) -> Option<bool> {
        let table = self.questionnaire.table_of(record)?.table()?;
        let column = table
            .columns
            .iter()
            .find(|column| matches!(column.field.options(), Some(Options::Rows(source)) if *source == *other))?;
        let cell = self
            .row_at(record, key, usize::MAX)
            .and_then(|row| row.cell(&column.id));
        Some(cell.is_some_and(|cell| names_row(cell, other_key)))
    }
}

fn names_row(cell: &Answer, key: &RowKey) -> bool {
    match cell.known() {
        Some(Value::Choice(option)) => option.as_str() == key.as_str(),
        Some(Value::Multi(ticks)) => ticks.ticked.contains(key.as_str()),
        _ => false,
    }
}
