//! Rows of a record side by side: a column for each row, as many beside one another as stay readable.

use super::page::{Page, cell};
use super::writer::Writer;
use crate::domain::{Answer, Column, Field, Question, Required, RowKey, Table};
use crate::report::document::{Cell, Inline};

/// The columns of rows that may stand beside one another while the longest answer has no more than so many Chinese characters.
const BESIDE: [(usize, usize); 2] = [(4, 68), (3, 100)];
/// Even long answers stand two by two.
const LEAST: usize = 2;
/// Width of the first column by the number of the others.
const NAMES: [f32; 4] = [0.26, 0.18, 0.16, 0.14];

impl Writer<'_> {
    /// The rows of a question side by side.
    pub(super) fn compare(
        &self,
        question: &Question,
        table: &Table,
        keys: &[RowKey],
        columns: &[&Column],
        label: &str,
        page: &mut Page,
    ) {
        let shown: Vec<&&Column> = columns
            .iter()
            .filter(|column| self.is_compared(question, table, keys, column))
            .collect();
        let longest = shown
            .iter()
            .flat_map(|column| keys.iter().map(|key| self.length(table, key, column)));
        let beside = beside(keys.len(), longest.max().unwrap_or(0));
        let mut title = label.to_owned();
        for (part, keys) in balanced(keys, beside).into_iter().enumerate() {
            if part == 1 {
                title.push_str(self.w(&self.words().continued));
            }
            let names: Vec<Inline> = (part * beside..)
                .zip(keys)
                .map(|(at, key)| self.row_title(table, key, label, at))
                .collect();
            let mut rows: Vec<Vec<Cell>> = shown
                .iter()
                .map(|column| self.compared_row(question, table, keys, column))
                .collect();
            rows.extend(self.compared_remarks(table, keys));
            rows.extend(self.compared_evidence(question, table, keys));
            let first = NAMES.get(keys.len().saturating_sub(1)).copied().unwrap_or(0.14);
            #[expect(clippy::cast_precision_loss, reason = "four columns at most")]
            let each = (1.0 - first) / keys.len().max(1) as f32;
            if let [Inline::Strong(name)] = names.as_slice() {
                let title = format!("{title}{}{name}", self.colon());
                page.compared(&title, &[first, each], None, rows);
                continue;
            }
            let mut head = vec![Cell::text(self.w(&self.words().item))];
            head.extend(names.into_iter().map(|name| cell(vec![name])));
            let widths: Vec<f32> = std::iter::once(first).chain(keys.iter().map(|_key| each)).collect();
            page.compared(&title, &widths, Some(head), rows);
        }
    }

    /// Whether a column has a line: it is asked of a row, it is more than the name above, and somebody filled it or had to.
    fn is_compared(&self, question: &Question, table: &Table, keys: &[RowKey], column: &Column) -> bool {
        let asked = |key: &&RowKey| self.engine.column_shown(column, &self.engine.row_context(table, key));
        let asked: Vec<&RowKey> = keys.iter().filter(asked).collect();
        let named = keys.iter().all(|key| self.names_row(table, key, column));
        let optional = column.required == Required::No || question.required == Required::No;
        let computed = matches!(column.field, Field::Computed(_));
        let filled = |key: &&RowKey| {
            let cell = self.engine.answers().cell(&table.record, key, &column.id);
            cell.is_some_and(|cell| cell.content.is_some() || !cell.remark.trim().is_empty())
        };
        !asked.is_empty() && !named && (!optional || computed || asked.iter().any(filled))
    }

    /// How long an answer is in Chinese, whatever the language of the report: both have the same tables.
    pub(super) fn length(&self, table: &Table, key: &RowKey, column: &Column) -> usize {
        let cell = self.engine.answers().cell(&table.record, key, &column.id);
        let value = cell
            .and_then(Answer::known)
            .map(|value| self.engine.show(&column.field, value).zh);
        let remark = cell.map_or(0, |cell| cell.remark.chars().count());
        value.map_or(0, |value| value.chars().count()) + remark
    }

    fn compared_row(&self, question: &Question, table: &Table, keys: &[RowKey], column: &Column) -> Vec<Cell> {
        let cells = keys.iter().map(|key| {
            let context = self.engine.row_context(table, key);
            let row = self.engine.answers().row(&table.record, key);
            cell(self.column(column, row, &context, question.required))
        });
        std::iter::once(Cell::text(self.column_label(column)))
            .chain(cells)
            .collect()
    }

    /// What was remarked on whole rows.
    fn compared_remarks(&self, table: &Table, keys: &[RowKey]) -> Option<Vec<Cell>> {
        let words = self.words();
        let remarks: Vec<&str> = keys
            .iter()
            .map(|key| {
                self.engine
                    .answers()
                    .row(&table.record, key)
                    .map_or("", |row| row.remark.trim())
            })
            .collect();
        if remarks.iter().all(|remark| remark.is_empty()) {
            return None;
        }
        let cells = remarks.into_iter().map(|remark| {
            if remark.is_empty() {
                Cell::text(self.w(&words.none))
            } else {
                cell(vec![self.entered(remark, "", true)])
            }
        });
        Some(
            std::iter::once(Cell::text(self.w(&words.row_remark)))
                .chain(cells)
                .collect(),
        )
    }

    fn compared_evidence(&self, question: &Question, table: &Table, keys: &[RowKey]) -> Option<Vec<Cell>> {
        let words = self.words();
        let found: Vec<String> = keys
            .iter()
            .map(|key| self.evidence_for(&question.id, &Self::row_scope(table, key)))
            .collect();
        if found.iter().all(String::is_empty) {
            return None;
        }
        let name = self.w(&words.evidence_of).trim_end_matches(['：', ':', ' ']);
        let cells = found.into_iter().map(|keys| {
            Cell::text(if keys.is_empty() {
                self.w(&words.none).to_owned()
            } else {
                keys
            })
        });
        Some(std::iter::once(Cell::text(name)).chain(cells).collect())
    }

    /// All columns of a row in one run: name and value, name and value.
    pub(super) fn in_one_run(&self, question: &Question, table: &Table, key: &RowKey) -> Vec<Inline> {
        let context = self.engine.row_context(table, key);
        let row = self.engine.answers().row(&table.record, key);
        let mut text: Vec<Inline> = Vec::new();
        for column in table
            .columns
            .iter()
            .filter(|column| self.engine.column_shown(column, &context))
        {
            let gap = if text.is_empty() { "" } else { self.stop() };
            let name = format!("{gap}{}{}", self.column_label(column), self.colon());
            text.push(Inline::Text(name));
            text.extend(self.column(column, row, &context, question.required));
        }
        if let Some(row) = row.filter(|row| !row.remark.trim().is_empty()) {
            text.push(Inline::Small(format!("\n{}", self.w(&self.words().remark))));
            text.push(self.entered(&row.remark, "", true));
        }
        text
    }
}

/// How many of these rows stand beside one another.
fn beside(rows: usize, longest: usize) -> usize {
    let fits = BESIDE.iter().find(|(_, most)| longest <= *most);
    let most = fits.map_or(LEAST, |(columns, _)| *columns);
    // Five rows are three and two, not four and one.
    rows.div_ceil(rows.div_ceil(most).max(1)).max(1)
}

fn balanced(keys: &[RowKey], beside: usize) -> Vec<&[RowKey]> {
    keys.chunks(beside.max(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_rows_stand_beside_one_another_as_stay_readable() {
        let parts = |rows: usize, longest: usize| {
            let keys: Vec<RowKey> = (0..rows).map(|at| at.to_string().as_str().into()).collect();
            let parts = balanced(&keys, beside(rows, longest));
            parts.iter().map(|part| part.len()).collect::<Vec<_>>()
        };
        assert_eq!(parts(1, 900), [1]);
        assert_eq!(parts(4, 60), [4]);
        assert_eq!(parts(4, 90), [2, 2]);
        assert_eq!(parts(3, 90), [3]);
        assert_eq!(parts(5, 20), [3, 2]);
        assert_eq!(parts(3, 500), [2, 1]);
    }
}
