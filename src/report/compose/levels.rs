//! Tables of levels: what was judged, what the rules give, what was adopted, and why.

use std::rc::Rc;

use super::page::{Page, cell, small};
use super::writer::Writer;
use crate::domain::{Column, Judgement, JudgementId, Question, Scope, Scoped, Stage, staged_id};
use crate::report::document::{Cell, Inline};

/// A level of one judgement for one row of records.
struct Entry {
    scope: Scope,
    title: String,
    judgement: Rc<Judgement>,
    reason: Vec<Inline>,
}

impl Writer<'_> {
    /// A table of levels. A column that would say the same in each row is left out: the title says it.
    pub(super) fn levels(&self, title: &str, ids: &[&JudgementId], stage: Stage, page: &mut Page) {
        let words = self.words();
        let mut entries: Vec<Entry> = ids.iter().flat_map(|id| self.entries(id, stage)).collect();
        if entries.is_empty() {
            page.fact(title, vec![Inline::Text(self.w(&words.not_judged).to_owned())]);
            return;
        }
        let order: Vec<Scope> = entries.iter().map(|entry| entry.scope.clone()).collect();
        entries.sort_by_key(|entry| order.iter().position(|scope| *scope == entry.scope));
        let differs =
            |same: fn(&Entry, &Entry) -> bool| !entries.windows(2).all(|pair| matches!(pair, [a, b] if same(a, b)));
        let objects = differs(|a, b| a.scope == b.scope);
        let items = differs(|a, b| a.judgement.id == b.judgement.id);
        let mut heads = Vec::new();
        if objects {
            heads.push((self.w(&words.level_scope), 1.35));
        }
        if items {
            heads.push((self.w(&words.level_item), 1.35));
        }
        heads.extend([
            (self.w(&words.level_proposed), 1.2),
            (self.w(&words.level_final), 1.2),
            (self.w(&words.level_reason), 4.0),
        ]);
        let rows = entries.into_iter().map(|entry| self.level_row(entry, objects, items));
        page.fine_table(title, &heads, rows.collect());
    }

    fn entries(&self, id: &JudgementId, stage: Stage) -> Vec<Entry> {
        let Some(rule) = self.engine.questionnaire().judgement(id) else {
            return Vec::new();
        };
        let judged = self.engine.judgement_scopes(rule).into_iter().filter_map(|scope| {
            let judgement = self.engine.judge_at(id, &scope, stage)?;
            let reason = if stage == Stage::Inherent {
                self.reason(&judgement)
            } else {
                self.staged_reason(id, &scope, stage, &judgement.level)
            };
            Some(Entry {
                scope,
                title: self.cap(self.say(&rule.title)),
                judgement,
                reason,
            })
        });
        judged.collect()
    }

    fn level_row(&self, entry: Entry, objects: bool, items: bool) -> Vec<Cell> {
        let judgement = &entry.judgement;
        let object = objects.then(|| Cell::text(self.cap(self.scope(&entry.scope))));
        let item = items.then(|| Cell::text(entry.title));
        let levels = [&judgement.proposed, &judgement.level].map(|level| self.level_cell(&judgement.id, level));
        object
            .into_iter()
            .chain(item)
            .chain(levels)
            .chain([cell(entry.reason)])
            .collect()
    }

    /// Why a level after measures was taken: the reason entered, or that it is not confirmed yet.
    pub(super) fn staged_reason(&self, id: &JudgementId, scope: &Scope, stage: Stage, level: &str) -> Vec<Inline> {
        let words = self.words();
        let slot = Scoped::new(staged_id(id, stage), scope.clone());
        match self
            .engine
            .answers()
            .confirmations
            .get(&slot)
            .filter(|known| known.level == *level)
        {
            Some(known) if !known.reason.trim().is_empty() => {
                vec![self.entered(&known.reason, &known.translation, true)]
            }
            Some(_) => vec![Inline::Text(self.w(&words.confirmed).to_owned())],
            None => vec![Inline::Text(self.w(&words.unconfirmed).to_owned())],
        }
    }

    /// The level that counts, the one by the rules where it is another, and the reason, for a cell of an official table.
    pub(super) fn level_with_reason(&self, judgement: &Judgement) -> Cell {
        let mut found = self.level_cell(&judgement.id, &judgement.level);
        found
            .text
            .push(Inline::Small(format!("\n{}", self.by_the_rules(judgement))));
        found.text.extend(self.reason(judgement).into_iter().map(small));
        found
    }

    /// The level by the rules in words, where another one was adopted; else nothing.
    pub(super) fn by_the_rules(&self, judgement: &Judgement) -> String {
        if judgement.proposed == judgement.level {
            return String::new();
        }
        let level = self.level(&judgement.id, &judgement.proposed);
        format!(
            "{}{}{level}{}",
            self.w(&self.words().level_proposed),
            self.colon(),
            self.stop()
        )
    }

    /// The columns a level question keeps beside its levels, such as a correction taken.
    pub(super) fn extra_columns(&self, question: &Question, columns: &[Column], page: &mut Page) {
        for row in self.engine.answers().rows(&question.id) {
            let name = self.scope(&Scope::row("transfer", row.key.clone()));
            for column in columns.iter().filter(|column| row.cell(&column.id).is_some()) {
                let answer = row.cell(&column.id);
                page.fact(
                    format!("{name}{}{}", self.colon(), self.column_label(column)),
                    self.answer(&column.field, column.required, column.worst.is_some(), answer),
                );
            }
        }
    }
}
