//! Answers from a file into an assessment, as one change that can be taken back.

use crate::domain::{Answers, Change, RecordId, Row, Scoped};

/// The change that puts `incoming` into `base`: answers and cells replace those of the same name, rows with a new id are added
/// at the end, evidence with a new key too. Nothing is removed.
pub fn merge(base: &Answers, incoming: Answers) -> Change {
    let mut changes = Vec::new();
    for (record, rows) in incoming.records {
        for row in rows {
            merge_row(base, &record, row, &mut changes);
        }
    }
    for (id, scopes) in incoming.values {
        let answers = scopes
            .into_iter()
            .map(|(scope, answer)| Change::Answer(Scoped::new(id.clone(), scope), answer));
        changes.extend(answers);
    }
    let levels = incoming
        .overrides
        .into_iter()
        .map(|(id, level)| Change::Override(id, Some(level)));
    changes.extend(levels);
    let levels = incoming.confirmations.into_iter();
    changes.extend(levels.map(|(id, level)| Change::Confirm(id, Some(level))));
    changes.extend(
        incoming
            .acceptances
            .into_iter()
            .map(|(id, accepted)| Change::Accept(id, Some(accepted))),
    );
    if !incoming.evidence.is_empty() {
        changes.push(merge_evidence(base, incoming.evidence));
    }
    Change::Many(changes)
}

fn merge_row(base: &Answers, record: &RecordId, row: Row, changes: &mut Vec<Change>) {
    let Some(known) = base.row(record, &row.key) else {
        changes.push(Change::AddRow(record.clone(), usize::MAX, row));
        return;
    };
    let cells = row.cells.into_iter();
    changes.extend(cells.map(|(column, cell)| Change::Cell(record.clone(), row.key.clone(), column, cell)));
    if !row.remark.is_empty() || !row.note.is_empty() {
        let kept = |new: String, old: &String| if new.is_empty() { old.clone() } else { new };
        let (remark, note) = (kept(row.remark, &known.remark), kept(row.note, &known.note));
        changes.push(Change::RowText(record.clone(), row.key, remark, note));
    }
}

fn merge_evidence(base: &Answers, incoming: Vec<crate::domain::Evidence>) -> Change {
    let mut list = base.evidence.clone();
    for evidence in incoming {
        match list.iter_mut().find(|known| known.key == evidence.key) {
            Some(known) => *known = evidence,
            None => list.push(evidence),
        }
    }
    Change::Evidence(list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Answer, Scope, Value};

    fn text(text: &str) -> Answer {
        Answer::value(Value::Text(text.into()))
    }

    #[test]
    fn merging_replaces_what_is_named_and_keeps_the_rest() {
        let mut base = Answers::default();
        let mut row = Row::new("a");
        row.cells.insert("name".into(), text("old"));
        row.cells.insert("country".into(), text("SG"));
        row.remark = "kept".into();
        base.records.insert("recipient".into(), vec![row]);
        base.values
            .entry("q.one".into())
            .or_default()
            .insert(Scope::whole(), text("one"));

        let mut incoming = Answers::default();
        let mut row = Row::new("a");
        row.cells.insert("name".into(), text("new"));
        incoming.records.insert("recipient".into(), vec![row, Row::new("b")]);
        incoming
            .values
            .entry("q.two".into())
            .or_default()
            .insert(Scope::whole(), text("two"));

        let before = base.clone();
        let inverse = merge(&base, incoming).apply(&mut base);
        let row = base.row("recipient", "a").unwrap();
        assert_eq!(row.cell("name").unwrap().text(), "new");
        assert_eq!(row.cell("country").unwrap().text(), "SG");
        assert_eq!(row.remark, "kept");
        assert_eq!(base.rows("recipient").len(), 2);
        assert_eq!(base.answer("q.one", &Scope::whole()).unwrap().text(), "one");
        assert_eq!(base.answer("q.two", &Scope::whole()).unwrap().text(), "two");
        let _ = inverse.apply(&mut base);
        assert_eq!(base, before);
    }
}
