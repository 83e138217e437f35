//! The answers after a measure, chosen from lists: those the findings propose, and any other answer that will change.

use super::choose::many;
use super::row::after_words;
use super::{AFTER, Fault, MEASURES, State, cell, findings_of, read_value};
use crate::domain::{
    Answer, AssignKind, Assignment, Change, Column, ColumnId, Content, Field, Kind, Lang, Question, RowKey, Scope,
    Shape, Table, Text, Value,
};
use crate::i18n::{both, fill};
use crate::tui::screen::{Ctx, Desk, Go, ask, pick};
use crate::tui::session::Session;
use crate::tui::widget::Notice;

/// What is picked to change another answer.
const OTHER: &str = "+";
/// Modules whose answers no measure changes: measures and conclusion themselves.
const OUTSIDE: [&str; 2] = ["treatment", "conclusion"];

/// Which list is open.
#[derive(Debug, Clone, Default)]
pub(super) enum Choosing {
    /// The answers that change; what is proposed beside them.
    #[default]
    Lines,
    /// All answers that could change.
    Slot,
    /// The new value of this one.
    Value(Assignment),
}

impl State {
    /// The answers that change, ticked, and those the findings propose beside them.
    pub(super) fn choose_after(&mut self, value: &str, desk: &Desk, ctx: &Ctx<'_>) -> Go {
        let Some(session) = &desk.session else { return Go::Back };
        if session.is_read_only() {
            return Go::Stay;
        }
        self.choosing = Choosing::Lines;
        let lines = self.lines(session);
        let mut items: Vec<pick::Item> = lines
            .iter()
            .map(|line| pick::Item::new(line.as_str(), in_words("[x] ", line, session)))
            .collect();
        let proposed = self.proposed_lines(session);
        let others = proposed.iter().filter(|line| !lines.contains(line));
        items.extend(others.map(|line| pick::Item::new(line.as_str(), in_words("[ ] ", line, session))));
        items.push(pick::Item::new(
            OTHER,
            both(|words| ["+ ", &words.finding.after_other].concat()),
        ));
        let title = both(|words| words.finding.after.clone());
        Go::open(pick::State::new(many(&title, ctx), items, value))
    }

    fn lines(&self, session: &Session) -> Vec<String> {
        let row = session.answers().row(MEASURES, &self.key);
        let text = row.and_then(|row| row.cell(AFTER)).map_or("", Answer::text);
        text.lines().map(ToOwned::to_owned).collect()
    }

    /// What the findings of this measure propose.
    fn proposed_lines(&self, session: &Session) -> Vec<String> {
        let Some(row) = session.answers().row(MEASURES, &self.key) else {
            return Vec::new();
        };
        let wanted = findings_of(row);
        let found = session.engine().answered_findings();
        let mut lines = Vec::new();
        for finding in found
            .iter()
            .filter(|finding| wanted.contains(&finding.id().to_string()))
        {
            for line in finding.after.iter().map(ToString::to_string) {
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
        }
        lines
    }

    /// Something was picked in one of the lists, or a value was typed.
    pub(super) fn picked_after(&mut self, value: &str, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        match std::mem::take(&mut self.choosing) {
            Choosing::Lines if value == OTHER => {
                self.choosing = Choosing::Slot;
                let Some(session) = &desk.session else { return Go::Back };
                let title = both(|words| words.finding.after_which.clone());
                Go::open(pick::State::new(title, slots(session), ""))
            }
            Choosing::Lines => self.toggle_line(value, desk, ctx),
            Choosing::Slot => match Assignment::parse(&[value, " = ?"].concat()) {
                Some(slot) => self.choose_value(slot, desk),
                None => Go::Stay,
            },
            Choosing::Value(slot) => self.add_line(&slot, value, desk, ctx),
        }
    }

    fn toggle_line(&mut self, line: &str, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let Some(session) = &desk.session else { return Go::Back };
        let mut lines = self.lines(session);
        match lines.iter().position(|known| known == line) {
            Some(at) => drop(lines.remove(at)),
            None => lines.push(line.to_owned()),
        }
        self.write_lines(&lines, desk, ctx);
        self.choose_after(line, desk, ctx)
    }

    fn write_lines(&self, lines: &[String], desk: &mut Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let Some(column) = self.columns.iter().find(|column| column.id == AFTER) else {
            return;
        };
        let before = cell(session, &self.key, column);
        let content = (!lines.is_empty()).then(|| Content::Value(Value::Text(lines.join("\n"))));
        let after = Answer { content, ..before };
        desk.change(
            Change::Cell(MEASURES.into(), self.key.clone(), column.id.clone(), after),
            ctx,
        );
    }

    /// Options to choose from; a text field where there are none.
    fn choose_value(&mut self, slot: Assignment, desk: &Desk) -> Go {
        let Some(session) = &desk.session else { return Go::Back };
        let Some(field) = field_of(&slot, session).cloned() else {
            return Go::Stay;
        };
        let title = name_of(&slot, session);
        let now = answer_at(&slot, session);
        let go = match &field {
            Field::Choice(_) | Field::YesNo | Field::Multi(_) => {
                Go::open(pick::State::new(title, values(&field, now.as_ref(), session), ""))
            }
            _ => {
                let hint = both(|words| words.finding.after_value.clone());
                let shown = now.as_ref().map(super::shown_value).unwrap_or_default();
                Go::open(ask::State::new(title, hint, &shown))
            }
        };
        self.choosing = Choosing::Value(slot);
        go
    }

    fn add_line(&mut self, slot: &Assignment, value: &str, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let Some(session) = &desk.session else { return Go::Back };
        let Some(field) = field_of(slot, session) else {
            return Go::Stay;
        };
        let (kind, word) = match (field, value.strip_prefix('+'), value.strip_prefix('-')) {
            (Field::Multi(_), Some(option), _) => (AssignKind::Add, option.to_owned()),
            (Field::Multi(_), _, Some(option)) => (AssignKind::Remove, option.to_owned()),
            _ => match typed(field, value) {
                Ok(Some(word)) => (AssignKind::Set, word),
                Ok(None) => return self.choose_after("", desk, ctx),
                Err(fault) => {
                    desk.notice = Some(Notice::error(fault.advice(value, ctx.messages)));
                    return Go::Stay;
                }
            },
        };
        let line = Assignment {
            kind,
            words: vec![word],
            ..slot.clone()
        };
        let line = line.to_string();
        let mut lines = self.lines(session);
        if !lines.contains(&line) {
            lines.push(line.clone());
            self.write_lines(&lines, desk, ctx);
        }
        self.choose_after(&line, desk, ctx)
    }
}

/// A value as files write it.
fn typed(field: &Field, value: &str) -> Result<Option<String>, Fault> {
    let plain = || Some(value.trim().replace('\n', " ")).filter(|text| !text.is_empty());
    Ok(match read_value(field, value)? {
        Some(Content::Value(Value::Number(number))) => Some(number.to_string()),
        Some(Content::Value(Value::Date(date))) => Some(date.to_string()),
        _ => plain(),
    })
}

fn in_words(mark: &str, line: &str, session: &Session) -> Text {
    let one =
        |lang| Assignment::parse(line).map_or_else(|| line.to_owned(), |after| after_words(&after, session, lang));
    both(|words| [mark, &one(words.lang)].concat())
}

/// What can be chosen for a field; of several ticks, each can come or go.
fn values(field: &Field, now: Option<&Answer>, session: &Session) -> Vec<pick::Item> {
    if matches!(field, Field::YesNo) {
        return vec![
            pick::Item::new("yes", both(|words| words.common.yes.clone())),
            pick::Item::new("no", both(|words| words.common.no.clone())),
        ];
    }
    let ticked = match now.and_then(Answer::known) {
        Some(Value::Multi(ticks)) => ticks.ticked.clone(),
        _ => std::collections::BTreeSet::default(),
    };
    let several = matches!(field, Field::Multi(_));
    let options = session.engine().options(field).into_iter();
    let item = |(id, label): (crate::domain::OptionId, Text)| {
        if !several {
            return pick::Item::new(id.as_str(), label);
        }
        let comes = !ticked.contains(&id);
        let sign = if comes { "+" } else { "-" };
        let label = both(|words| {
            let how = if comes {
                &words.finding.after_comes
            } else {
                &words.finding.after_goes
            };
            fill(how, &[("option", &label.get(words.lang))])
        });
        pick::Item::new([sign, id.as_str()].concat(), label)
    };
    options.map(item).collect()
}

/// Every answer that is asked for now and could change.
fn slots(session: &Session) -> Vec<pick::Item> {
    let mut items = Vec::new();
    for visit in &session.overview().visits {
        let Some(question) = session.questionnaire().questions.get(visit.question) else {
            continue;
        };
        if OUTSIDE.contains(&&*question.module) {
            continue;
        }
        match &question.kind {
            Kind::Field(_) => items.extend(slot(question, None, None, &visit.scope, session)),
            Kind::Table(table) => items.extend(of_table(question, table, session)),
            Kind::Level { .. } => {}
        }
    }
    items
}

fn of_table(question: &Question, table: &Table, session: &Session) -> Vec<pick::Item> {
    let engine = session.engine();
    let rows = match table.shape {
        Shape::Form => vec![RowKey::from(crate::domain::FORM_ROW)],
        _ => engine.shown_rows(table),
    };
    let mut items = Vec::new();
    for key in rows {
        let context = engine.row_context(table, &key);
        let shown = table
            .columns
            .iter()
            .filter(|column| engine.column_shown(column, &context));
        for column in shown.filter(|column| !matches!(column.field, Field::Computed(_))) {
            let (row, scope) = match &table.shape {
                Shape::Form => (None, Scope::whole()),
                Shape::Fixed(_) => (Some(key.clone()), Scope::whole()),
                Shape::Grid { source, .. } => (None, Scope::row(source.clone(), key.clone())),
                Shape::Free { .. } => (None, Scope::row(table.record.clone(), key.clone())),
            };
            items.extend(slot(question, row, Some(&column.id), &scope, session));
        }
    }
    items
}

fn slot(
    question: &Question,
    row: Option<RowKey>,
    column: Option<&ColumnId>,
    scope: &Scope,
    session: &Session,
) -> Option<pick::Item> {
    let slot = Assignment {
        question: question.id.clone(),
        row,
        column: column.cloned(),
        scope: scope.clone(),
        kind: AssignKind::Set,
        words: vec!["?".to_owned()],
    };
    let text = slot.to_string();
    let path = text.strip_suffix(" = ?")?;
    let field = field_of(&slot, session)?;
    let now = answer_at(&slot, session);
    let value = now.as_ref().and_then(Answer::known);
    let value = value.map(|value| session.engine().show(field, value));
    let name = name_of(&slot, session);
    let label = both(|words| {
        let now = value
            .as_ref()
            .map_or(words.common.unanswered.as_str(), |value| value.get(words.lang));
        fill(
            &words.finding.after_slot,
            &[
                ("name", &name.get(words.lang)),
                ("value", &crate::tui::line_break::truncate(now, 40)),
            ],
        )
    });
    let item = pick::Item::new(path, label);
    Some(item.also(&question.plain.zh).also(&question.plain.en).also(path))
}

fn column_of<'a>(slot: &Assignment, session: &'a Session) -> Option<&'a Column> {
    let question = session.questionnaire().question(&slot.question)?;
    question.table()?.column(slot.column.as_ref()?)
}

fn field_of<'a>(slot: &Assignment, session: &'a Session) -> Option<&'a Field> {
    match &session.questionnaire().question(&slot.question)?.kind {
        Kind::Field(field) => Some(field),
        Kind::Table(_) => column_of(slot, session).map(|column| &column.field),
        Kind::Level { .. } => None,
    }
}

/// The answer as it stands.
fn answer_at(slot: &Assignment, session: &Session) -> Option<Answer> {
    let question = session.questionnaire().question(&slot.question)?;
    let answers = session.answers();
    match &question.kind {
        Kind::Table(table) => {
            let form = || (table.shape == Shape::Form).then(|| RowKey::from(crate::domain::FORM_ROW));
            let scoped = || slot.scope.rows().last().map(|(_, key)| key.clone());
            let key = slot.row.clone().or_else(scoped).or_else(form)?;
            answers.row(&table.record, &key)?.cell(slot.column.as_ref()?).cloned()
        }
        _ => answers.answer(&question.id, &slot.scope).cloned(),
    }
}

/// Which answer it is: column or question, and its row.
fn name_of(slot: &Assignment, session: &Session) -> Text {
    let words = |lang: Lang| super::row::slot_words(slot, session, lang);
    both(|messages| words(messages.lang))
}
