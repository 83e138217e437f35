//! What is chosen from lists: the findings a measure answers, its evidence.

use super::{AFTER, MEASURES, State, cell};
use crate::domain::{
    Answer, Change, Column, Content, Evidence, Field, OptionId, Options, Scope, Scoped, Text, Ticks, Value,
};
use crate::i18n::{both, fill};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::screen::{Ctx, Desk, Go, evidence, pick};

/// What is picked to record a document that is not in the evidence list yet.
const NEW: &str = "+";

impl State {
    /// Opens the list of the row in focus.
    pub(super) fn choose(&mut self, desk: &Desk, ctx: &Ctx<'_>) -> Go {
        match self.column() {
            Some(column) if column.id == AFTER => self.choose_after("", desk, ctx),
            Some(column) if matches!(column.field, Field::Multi(_)) => self.list(column, "", desk, ctx),
            _ => Go::Stay,
        }
    }

    /// Findings or evidence: what is picked is ticked, or no longer. `value` has the focus.
    fn list(&self, column: &Column, value: &str, desk: &Desk, ctx: &Ctx<'_>) -> Go {
        let Some(session) = &desk.session else { return Go::Back };
        let ticked = ticks(&cell(session, &self.key, column)).ticked;
        let mark = |on: bool| if on { "[x] " } else { "[ ] " };
        let item = |(id, label): (OptionId, Text)| {
            let mark = mark(ticked.contains(&id));
            pick::Item::new(id.as_str(), both(|words| [mark, label.get(words.lang)].concat()))
        };
        let mut items: Vec<pick::Item> = session.engine().options(&column.field).into_iter().map(item).collect();
        if matches!(column.field.options(), Some(Options::Evidence)) && !session.is_read_only() {
            items.push(pick::Item::new(
                NEW,
                both(|words| ["+ ", &words.finding.evidence_new].concat()),
            ));
        }
        Go::open(pick::State::new(many(&column.label, ctx), items, value))
    }

    /// Ticks or unticks what was picked, and shows the list again: several are ticked one after the other.
    pub fn picked(&mut self, value: &str, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let Some(column) = self.column().cloned() else {
            return Go::Stay;
        };
        if column.id == AFTER {
            return self.picked_after(value, desk, ctx);
        }
        let Some(session) = &desk.session else { return Go::Back };
        let before = cell(session, &self.key, &column);
        let mut ticks = ticks(&before);
        if value == NEW {
            return self.new_evidence(&column, before, ticks, desk, ctx);
        }
        if !ticks.ticked.remove(value) {
            ticks.ticked.insert(value.into());
        }
        let change = self.ticked(&column, before, ticks);
        if desk.change(change, ctx) {
            self.list(&column, value, desk, ctx)
        } else {
            Go::Stay
        }
    }

    fn ticked(&self, column: &Column, before: Answer, ticks: Ticks) -> Change {
        let content = (!ticks.ticked.is_empty()).then_some(Content::Value(Value::Multi(ticks)));
        let after = Answer { content, ..before };
        Change::Cell(MEASURES.into(), self.key.clone(), column.id.clone(), after)
    }

    /// A new piece of evidence, ticked at once; its form opens.
    fn new_evidence(&self, column: &Column, before: Answer, mut ticks: Ticks, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let Some(session) = &desk.session else { return Go::Back };
        let mut new: Evidence = evidence::blank(session);
        let table = session.questionnaire().table_of(MEASURES);
        let row = Scope::row(MEASURES, self.key.clone());
        new.proves
            .extend(table.map(|question| Scoped::new(question.id.clone(), row)));
        let mut list = session.answers().evidence.clone();
        ticks.ticked.insert(new.key.as_str().into());
        let key = new.key.clone();
        list.push(new);
        let changes = vec![Change::Evidence(list), self.ticked(column, before, ticks)];
        if desk.change(Change::Many(changes), ctx) {
            Go::open(evidence::State::one(&key, desk))
        } else {
            Go::Stay
        }
    }
}

/// The title of a list in which several rows are ticked.
pub fn many(title: &Text, ctx: &Ctx<'_>) -> Text {
    let accept = ctx.key(Context::Jump, Action::Accept);
    let back = ctx.key(Context::Jump, Action::Back);
    both(|words| {
        let title = title.get(words.lang);
        fill(
            &words.common.pick_many,
            &[("title", &title), ("accept", &accept), ("back", &back)],
        )
    })
}

fn ticks(answer: &Answer) -> Ticks {
    match answer.known() {
        Some(Value::Multi(ticks)) => ticks.clone(),
        _ => Ticks::default(),
    }
}
