//! All options of a question, with whether each holds.

use super::page::{Page, cell};
use super::writer::Writer;
use crate::domain::{Answer, Field, Question, Scope, Value};
use crate::report::document::{Cell, Inline};

/// Widths of item and answer where a checklist stands in two columns side by side, for one and for two rows of a record.
const ABREAST: [[f32; 2]; 2] = [[4.0, 0.9], [2.6, 1.05]];

impl Writer<'_> {
    /// All options of a question, with whether each holds in each scope.
    pub(super) fn checklist(&self, question: &Question, field: &Field, scopes: &[Scope], label: &str, page: &mut Page) {
        if scopes.is_empty() {
            return;
        }
        let words = self.words();
        // The name of a single row stands in the title and leaves its column narrow.
        let (title, names): (String, Vec<String>) = if let [scope] = scopes {
            let name = if scope.is_whole() {
                String::new()
            } else {
                format!("{}{}", self.colon(), self.scope(scope))
            };
            (format!("{label}{name}"), vec![self.w(&words.content).to_owned()])
        } else {
            let names = scopes.iter().map(|scope| self.scope(scope));
            (label.to_owned(), names.collect())
        };
        let options = field.options().map_or(&[][..], |options| options.fixed());
        let rows = options.iter().filter(|option| !option.exclusive).map(|option| {
            let held = scopes.iter().map(|scope| {
                let answer = self.engine.answers().answer(&question.id, scope);
                match answer.and_then(Answer::known) {
                    Some(Value::Multi(ticks)) => Cell::text(match ticks.has(&option.id) {
                        Some(true) => self.w(&words.held),
                        Some(false) => self.w(&words.not_held),
                        None => self.w(&words.unknown),
                    }),
                    _ => cell(self.bare_answer(field, question.required, question.worst.is_some(), answer)),
                }
            });
            std::iter::once(Cell::text(self.cap(self.say(&option.label))))
                .chain(held)
                .collect()
        });
        let rows: Vec<Vec<Cell>> = rows.collect();
        let abreast = if names.len() <= ABREAST.len() && rows.len() > 3 {
            2
        } else {
            1
        };
        let widths = ABREAST
            .get(names.len().saturating_sub(1))
            .filter(|_| abreast > 1)
            .unwrap_or(&[4.0, 1.1]);
        let one = std::iter::once((self.w(&words.item), widths[0]));
        let one = one.chain(names.iter().map(|name| (name.as_str(), widths[1])));
        let heads: Vec<(&str, f32)> = one.clone().chain(one.filter(|_| abreast > 1)).collect();
        page.fine_table(&title, &heads, side_by_side(rows, abreast));
        for scope in scopes {
            self.checklist_note(question, scope, page);
        }
    }

    /// What was remarked on a checklist, and the evidence.
    fn checklist_note(&self, question: &Question, scope: &Scope, page: &mut Page) {
        let words = self.words();
        let mut text: Vec<Inline> = Vec::new();
        let answer = self.engine.answers().answer(&question.id, scope);
        if let Some(answer) = answer.filter(|answer| !answer.remark.trim().is_empty()) {
            text.push(Inline::Text(self.w(&words.remark).to_owned()));
            text.push(self.remark_of(answer));
        }
        let evidence = self.evidence_for(&question.id, scope);
        if !evidence.is_empty() {
            let gap = if text.is_empty() { "" } else { self.gap() };
            text.push(Inline::Text(format!("{gap}{}{evidence}", self.w(&words.evidence_of))));
        }
        if !text.is_empty() {
            let name = self.named(scope, "");
            text.insert(0, Inline::Text(name));
            page.note(text);
        }
    }
}

/// A long list in columns side by side: the first half, then the second.
fn side_by_side(rows: Vec<Vec<Cell>>, abreast: usize) -> Vec<Vec<Cell>> {
    let height = rows.len().div_ceil(abreast.max(1));
    let mut lines: Vec<Vec<Cell>> = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        match lines.get_mut(at % height.max(1)).filter(|_| at >= height) {
            Some(line) => line.extend(row),
            None => lines.push(row),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_goes_on_in_the_second_column() {
        let rows = |names: &[&str]| names.iter().map(|name| vec![Cell::text(*name)]).collect::<Vec<_>>();
        let lines = side_by_side(rows(&["a", "b", "c", "d", "e"]), 2);
        let shown: Vec<String> = lines
            .iter()
            .map(|line| {
                line.iter()
                    .flat_map(|cell| cell.text.iter().map(Inline::words))
                    .collect()
            })
            .collect();
        assert_eq!(shown, ["ad", "be", "c"]);
        assert_eq!(side_by_side(rows(&["a", "b"]), 1).len(), 2);
    }
}
