//! Changes to answers, each with its inverse: for undo, for the journal, for merging.

use super::{
    Acceptance, Answer, Answers, ColumnId, DecidedLevel, Evidence, FindingCode, JudgementId, QuestionId, RecordId, Row,
    RowKey, Scoped,
};

/// One change to the answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The answer to a question becomes this; a blank one is removed.
    Answer(Scoped<QuestionId>, Answer),
    /// A cell becomes this; the row is made if it is missing.
    Cell(RecordId, RowKey, ColumnId, Answer),
    /// Remark and note of a row.
    RowText(RecordId, RowKey, String, String),
    /// A row is put in at this place.
    AddRow(RecordId, usize, Row),
    /// A row is taken out.
    RemoveRow(RecordId, RowKey),
    /// An override is set or taken back.
    Override(Scoped<JudgementId>, Option<DecidedLevel>),
    /// A level is confirmed, or its confirmation taken back.
    Confirm(Scoped<JudgementId>, Option<DecidedLevel>),
    /// A finding is accepted with this reason, or no longer.
    Accept(Scoped<FindingCode>, Option<Acceptance>),
    /// The evidence list becomes this.
    Evidence(Vec<Evidence>),
    /// Several changes as one.
    Many(Vec<Self>),
}

impl Change {
    /// Applies the change and returns the one that takes it back.
    #[must_use = "the inverse is what undo needs"]
    pub fn apply(self, answers: &mut Answers) -> Self {
        match self {
            Self::Answer(slot, answer) => set_answer(answers, slot, answer),
            Self::Cell(record, row, column, cell) => set_cell(answers, record, row, column, cell),
            Self::RowText(record, key, remark, note) => set_row_text(answers, record, key, remark, note),
            Self::AddRow(record, at, row) => add_row(answers, record, at, row),
            Self::RemoveRow(record, key) => remove_row(answers, record, &key),
            Self::Override(id, value) => {
                let before = swap(&mut answers.overrides, &id, value);
                Self::Override(id, before)
            }
            Self::Confirm(id, value) => {
                let before = swap(&mut answers.confirmations, &id, value);
                Self::Confirm(id, before)
            }
            Self::Accept(id, value) => {
                let before = swap(&mut answers.acceptances, &id, value);
                Self::Accept(id, before)
            }
            Self::Evidence(list) => Self::Evidence(std::mem::replace(&mut answers.evidence, list)),
            Self::Many(changes) => {
                let mut inverse: Vec<Self> = changes.into_iter().map(|change| change.apply(answers)).collect();
                inverse.reverse();
                Self::Many(inverse)
            }
        }
    }

    /// Whether it changes nothing.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Many(changes) if changes.iter().all(Self::is_nothing))
    }
}

fn swap<K: Ord + Clone, V>(map: &mut std::collections::BTreeMap<K, V>, key: &K, value: Option<V>) -> Option<V> {
    match value {
        Some(value) => map.insert(key.clone(), value),
        None => map.remove(key),
    }
}

fn set_answer(answers: &mut Answers, slot: Scoped<QuestionId>, answer: Answer) -> Change {
    let scopes = answers.values.entry(slot.id.clone()).or_default();
    let before = if answer.is_blank() {
        scopes.remove(&slot.scope)
    } else {
        scopes.insert(slot.scope.clone(), answer)
    };
    if scopes.is_empty() {
        answers.values.remove(&slot.id);
    }
    Change::Answer(slot, before.unwrap_or_default())
}

fn rows_mut<'a>(answers: &'a mut Answers, record: &RecordId) -> &'a mut Vec<Row> {
    answers.records.entry(record.clone()).or_default()
}

fn drop_empty(answers: &mut Answers, record: &RecordId) {
    if answers.records.get(record).is_some_and(Vec::is_empty) {
        answers.records.remove(record);
    }
}

fn set_cell(answers: &mut Answers, record: RecordId, key: RowKey, column: ColumnId, cell: Answer) -> Change {
    let rows = rows_mut(answers, &record);
    let Some(row) = rows.iter_mut().find(|row| row.key == key) else {
        if cell.is_blank() {
            drop_empty(answers, &record);
            return Change::Many(Vec::new());
        }
        let mut row = Row::new(key.clone());
        row.cells.insert(column, cell);
        rows.push(row);
        return Change::RemoveRow(record, key);
    };
    let before = if cell.is_blank() {
        row.cells.remove(&column)
    } else {
        row.cells.insert(column.clone(), cell)
    };
    Change::Cell(record, key, column, before.unwrap_or_default())
}

fn set_row_text(answers: &mut Answers, record: RecordId, key: RowKey, remark: String, note: String) -> Change {
    let rows = rows_mut(answers, &record);
    let Some(row) = rows.iter_mut().find(|row| row.key == key) else {
        let row = Row {
            remark,
            note,
            ..Row::new(key.clone())
        };
        rows.push(row);
        return Change::RemoveRow(record, key);
    };
    let before = (
        std::mem::replace(&mut row.remark, remark),
        std::mem::replace(&mut row.note, note),
    );
    Change::RowText(record, key, before.0, before.1)
}

fn add_row(answers: &mut Answers, record: RecordId, at: usize, row: Row) -> Change {
    let key = row.key.clone();
    let rows = rows_mut(answers, &record);
    rows.insert(at.min(rows.len()), row);
    Change::RemoveRow(record, key)
}

fn remove_row(answers: &mut Answers, record: RecordId, key: &RowKey) -> Change {
    let rows = rows_mut(answers, &record);
    let Some(at) = rows.iter().position(|row| row.key == *key) else {
        drop_empty(answers, &record);
        return Change::Many(Vec::new());
    };
    let row = rows.remove(at);
    drop_empty(answers, &record);
    Change::AddRow(record, at, row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Scope, Value};

    fn text(text: &str) -> Answer {
        Answer::value(Value::Text(text.into()))
    }

    #[test]
    fn every_change_is_taken_back() {
        let mut answers = Answers::default();
        let slot = Scoped::new(QuestionId::from("a.b"), Scope::row("transfer", "orders"));
        let changes = [
            Change::Answer(slot, text("甲")),
            Change::Cell("r".into(), "1".into(), "name".into(), text("x")),
            Change::Cell("r".into(), "1".into(), "name".into(), text("y")),
            Change::AddRow("r".into(), 0, Row::new("0")),
            Change::RowText("r".into(), "0".into(), "remark".into(), "note".into()),
            Change::RemoveRow("r".into(), "1".into()),
            Change::Accept(Scoped::whole("LE-05".into()), Some(Acceptance::of("counsel agrees"))),
        ];
        let mut states = vec![answers.clone()];
        let mut inverses = Vec::new();
        for change in changes {
            inverses.push(change.apply(&mut answers));
            states.push(answers.clone());
        }
        while let Some(inverse) = inverses.pop() {
            assert_eq!(Some(&answers), states.last());
            let _ = inverse.apply(&mut answers);
            states.pop();
        }
        assert_eq!(answers, Answers::default());
    }

    #[test]
    fn several_changes_are_taken_back_in_reverse() {
        let mut answers = Answers::default();
        let cell = |value: &str| Change::Cell("r".into(), "1".into(), "c".into(), text(value));
        let inverse =
            Change::Many(vec![cell("a"), cell("b"), Change::RemoveRow("r".into(), "1".into())]).apply(&mut answers);
        assert_eq!(answers, Answers::default());
        let _ = inverse.apply(&mut answers);
        assert_eq!(answers, Answers::default());
    }
}
