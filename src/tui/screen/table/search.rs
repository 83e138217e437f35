//! A cell whose options come from a list that may be long (countries, rows of another table, findings, evidence): narrowed down by typing
//! words of either language or a code.

use super::super::field::Slot;
use super::super::{Ctx, moved};
use super::cell;
use crate::domain::{
    Answer, Column, Content, Field, Lang, OptionId, Options, RecordId, Required, Shape, Text, Ticks, Value,
};
use crate::i18n::{fill, join};
use crate::tui::action::Action;
use crate::tui::editor::Editor;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::{Choice, Choices, Mark, Paragraph};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;

/// What a row of the list stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Pick {
    Option(OptionId),
    Create,
    Unknown,
    NotApplicable,
}

/// What came of an action.
pub(super) enum Said {
    Nothing,
    Unused,
    Closed,
    Next,
    /// The cell becomes this; true if that ends the choosing.
    Set(Answer, bool),
    NotApplicable,
    /// A row of the table the options come from is to be made.
    Create(String),
}

/// The cell, its options, what is searched.
#[derive(Debug)]
pub(super) struct State {
    slot: Slot,
    field: Field,
    strict: bool,
    answer: Answer,
    items: Vec<(OptionId, Text)>,
    creates: Option<RecordId>,
    search: Editor,
    focus: usize,
}

impl State {
    pub(super) fn new(slot: Slot, column: &Column, session: &Session) -> Self {
        let mut state = Self {
            answer: slot.read(session),
            items: session.engine().options(&column.field),
            creates: creates(&column.field, session),
            slot,
            strict: column.required == Required::Strict,
            field: column.field.clone(),
            search: Editor::single(""),
            focus: 0,
        };
        let chosen = state.answer.choice().cloned();
        state.focus = chosen
            .and_then(|chosen| state.items.iter().position(|(id, _)| *id == chosen))
            .unwrap_or(0);
        state
    }

    pub(super) const fn slot(&self) -> &Slot {
        &self.slot
    }

    /// The record a row of which may be made here.
    pub(super) const fn creates(&self) -> Option<&RecordId> {
        self.creates.as_ref()
    }

    pub(super) fn set(&mut self, answer: Answer) {
        self.answer = answer;
        self.search = Editor::single("");
    }

    pub(super) fn refresh(&mut self, session: &Session) {
        self.answer = self.slot.read(session);
        self.items = session.engine().options(&self.field);
    }

    pub(super) const fn is_multi(&self) -> bool {
        matches!(self.field, Field::Multi(_))
    }

    pub(super) const fn availability(&self, action: Action) -> bool {
        !matches!(action, Action::NextTab) || self.is_multi()
    }

    pub(super) fn insert(&mut self, text: &str) {
        self.search.insert(text);
        self.focus = 0;
    }

    pub(super) fn update(&mut self, action: Action) -> Said {
        let found = self.found();
        if moved(&mut self.focus, found.len(), action) {
            return Said::Nothing;
        }
        match action {
            Action::Accept => found.get(self.focus).map_or(Said::Nothing, |pick| self.take(pick)),
            Action::NextTab => Said::Next,
            Action::Back => Said::Closed,
            _ if self.search.apply(action, 40) => {
                self.focus = 0;
                Said::Nothing
            }
            _ => Said::Unused,
        }
    }

    fn take(&self, pick: &Pick) -> Said {
        let content = match pick {
            Pick::Create => return Said::Create(self.search.value().trim().to_owned()),
            Pick::NotApplicable => return Said::NotApplicable,
            Pick::Unknown => return self.unknown(),
            Pick::Option(id) if self.is_multi() => Value::Multi(self.ticked(id)),
            Pick::Option(id) => Value::Choice(id.clone()),
        };
        let answer = Answer {
            content: Some(Content::Value(content)),
            ..self.answer.clone()
        };
        Said::Set(answer, !self.is_multi())
    }

    fn ticks(&self) -> Ticks {
        match self.answer.known() {
            Some(Value::Multi(ticks)) => ticks.clone(),
            _ => Ticks::default(),
        }
    }

    fn ticked(&self, id: &OptionId) -> Ticks {
        let mut ticks = self.ticks();
        if !ticks.ticked.remove(id) {
            ticks.gaps.remove(id);
            ticks.ticked.insert(id.clone());
        }
        ticks
    }

    /// Unknown: the whole cell or, where something is ticked already, the rest.
    fn unknown(&self) -> Said {
        let mut ticks = self.ticks();
        let content = if self.answer.content == Some(Content::Unknown) {
            None
        } else if ticks.ticked.is_empty() && !ticks.rest_unknown {
            Some(Content::Unknown)
        } else {
            ticks.rest_unknown = !ticks.rest_unknown;
            Some(Content::Value(Value::Multi(ticks)))
        };
        let done = content == Some(Content::Unknown);
        Said::Set(
            Answer {
                content,
                ..self.answer.clone()
            },
            done,
        )
    }

    /// What fits the words typed, the best first; without words everything, and the rows for unknown and not applicable.
    fn found(&self) -> Vec<Pick> {
        let wanted = self.search.value().trim().to_lowercase();
        let mut found: Vec<(usize, Pick)> = self
            .items
            .iter()
            .filter_map(|(id, label)| Some((fits(id, label, &wanted)?, Pick::Option(id.clone()))))
            .collect();
        found.sort_by_key(|(rank, _)| *rank);
        let mut found: Vec<Pick> = found.into_iter().map(|(_, pick)| pick).collect();
        let exact = |label: &Text| Lang::ALL.iter().any(|lang| label.get(*lang).to_lowercase() == wanted);
        if wanted.is_empty() {
            found.push(Pick::Unknown);
            if !self.strict {
                found.push(Pick::NotApplicable);
            }
        } else if self.creates.is_some() && !self.items.iter().any(|(_, label)| exact(label)) {
            found.push(Pick::Create);
        }
        found
    }

    fn is_chosen(&self, pick: &Pick) -> bool {
        match (pick, &self.answer.content) {
            (Pick::Unknown, Some(Content::Unknown)) | (Pick::NotApplicable, Some(Content::NotApplicable(_))) => true,
            (Pick::Unknown, Some(Content::Value(Value::Multi(ticks)))) => ticks.rest_unknown,
            (Pick::Option(id), Some(Content::Value(Value::Choice(known)))) => id == known,
            (Pick::Option(id), Some(Content::Value(Value::Multi(ticks)))) => ticks.ticked.contains(id),
            _ => false,
        }
    }

    fn words(&self, pick: &Pick, session: &Session, ctx: &Ctx<'_>) -> String {
        let words = &ctx.messages.question;
        match pick {
            Pick::Unknown => words.unknown_row.clone(),
            Pick::NotApplicable => words.na_row.clone(),
            Pick::Create => {
                let table = self
                    .creates
                    .as_ref()
                    .map_or_else(String::new, |record| cell::table_name(record, session, ctx.lang));
                let name = self.search.value();
                fill(
                    &ctx.messages.table.create_row,
                    &[("name", &name.trim()), ("table", &table)],
                )
            }
            Pick::Option(id) => {
                let label = self.items.iter().find(|(known, _)| known == id).map(|(_, label)| label);
                let own = label.map_or(id.as_str(), |label| label.get(ctx.lang));
                let coded = matches!(self.field.options(), Some(Options::Reference(list)) if list == "jurisdictions");
                if coded {
                    [own, "  ", id].concat()
                } else {
                    own.to_owned()
                }
            }
        }
    }

    pub(super) fn view(&self, area: Rect, buf: &mut Buffer, session: &Session, ctx: &Ctx<'_>) -> Option<Position> {
        let line = |y: u16| Rect { y, height: 1, ..area }.intersection(area);
        let words = &ctx.messages.table;
        let hint = if self.creates.is_some() {
            &words.search_or_create
        } else {
            &words.search_hint
        };
        let cursor = self.search.draw(line(area.y), buf, ctx.theme, hint);
        let mut y = area.y + 1;
        if self.is_multi() {
            let paragraph = Paragraph::new(Line::styled(
                self.chosen_line(session, ctx),
                ctx.theme.style(Role::Muted),
            ));
            let height = u16::try_from(paragraph.height(area.width)).unwrap_or(1).min(3);
            (&paragraph).render(Rect { y, height, ..area }.intersection(area), buf);
            y += height;
        }
        let found = self.found();
        let labels: Vec<String> = found.iter().map(|pick| self.words(pick, session, ctx)).collect();
        let rows: Vec<Choice<'_>> = found
            .iter()
            .zip(&labels)
            .map(|(pick, label)| Choice::new(self.mark(pick), label))
            .collect();
        let list = Rect {
            y: y + 1,
            height: area.bottom().saturating_sub(y + 1),
            ..area
        };
        if rows.is_empty() {
            let style = ctx.theme.style(Role::Muted);
            let words = self.none_words(session, ctx);
            buf.set_stringn(list.x, list.y, words, usize::from(list.width), style);
        } else if !list.is_empty() {
            (&Choices::new(&rows, Some(self.focus), ctx.theme)).render(list, buf);
        }
        cursor
    }

    fn none_words(&self, session: &Session, ctx: &Ctx<'_>) -> String {
        match (&self.creates, self.items.is_empty()) {
            (Some(record), true) => {
                let table = cell::table_name(record, session, ctx.lang);
                fill(&ctx.messages.question.options_none, &[("table", &table)])
            }
            _ => ctx.messages.table.search_none.clone(),
        }
    }

    fn mark(&self, pick: &Pick) -> Mark {
        let on = self.is_chosen(pick);
        match pick {
            Pick::Unknown => Mark::Unknown(on),
            Pick::NotApplicable => Mark::NotApplicable(on),
            Pick::Option(_) if self.is_multi() => Mark::Check(on),
            _ => Mark::Radio(on),
        }
    }

    /// Chosen so far, and how one ends choosing.
    fn chosen_line(&self, session: &Session, ctx: &Ctx<'_>) -> String {
        let engine = session.engine();
        let names: Vec<String> = self
            .ticks()
            .ticked
            .iter()
            .map(|id| engine.option_label(self.field.options(), id).get(ctx.lang).to_owned())
            .collect();
        let key = ctx.key(crate::tui::Context::Jump, Action::NextTab);
        let chosen = if names.is_empty() {
            ctx.messages.common.none.clone()
        } else {
            join(&names, ctx.lang)
        };
        fill(&ctx.messages.table.chosen, &[("names", &chosen), ("key", &key)])
    }
}

/// The record of the options, if a row of it can be made from a name alone.
fn creates(field: &Field, session: &Session) -> Option<RecordId> {
    let Some(Options::Rows(record)) = field.options() else {
        return None;
    };
    let table = session.questionnaire().table_of(record)?.table()?;
    let Shape::Free {
        name_column: Some(name),
    } = &table.shape
    else {
        return None;
    };
    let typed = table.column(name).is_some_and(|column| column.field == Field::Text);
    typed.then(|| record.clone())
}

/// How well an option fits: its code, the beginning of a name, words anywhere. `None` if it does not.
fn fits(id: &str, label: &Text, wanted: &str) -> Option<usize> {
    let names = [label.zh.to_lowercase(), label.en.to_lowercase()];
    if id.to_lowercase() == wanted {
        return Some(0);
    }
    if names.iter().any(|name| name.starts_with(wanted)) {
        return Some(1);
    }
    let all = [names.join(" "), id.to_lowercase()].join(" ");
    wanted.split_whitespace().all(|word| all.contains(word)).then_some(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_comes_before_a_name_and_a_beginning_before_the_middle() {
        let country = |zh: &str, en: &str| Text::new(zh, en);
        assert_eq!(fits("US", &country("美国", "United States"), "us"), Some(0));
        assert_eq!(fits("AU", &country("澳大利亚", "Australia"), "us"), Some(2));
        assert_eq!(fits("SG", &country("新加坡", "Singapore"), "sing"), Some(1));
        assert_eq!(fits("SG", &country("新加坡", "Singapore"), "加坡"), Some(2));
        assert_eq!(fits("SG", &country("新加坡", "Singapore"), "us"), None);
    }
}
