//! How an answer is entered: rows to choose from, or a text.

use super::{About, value};
use crate::domain::{Answer, Content, Field, OptionId, Options, Required, Text, Ticks, Value};
use crate::tui::action::Action;
use crate::tui::editor::Editor;
use crate::tui::screen::moved;
use crate::tui::session::Session;
use std::collections::BTreeSet;

/// What a row stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pick {
    Option(OptionId),
    YesNo(bool),
    Unknown,
    NotApplicable,
}

/// A row with its words.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) pick: Pick,
    pub(super) label: Text,
    pub(super) remark: bool,
    pub(super) exclusive: bool,
}

/// The ways of entering.
#[derive(Debug, Clone)]
pub(super) enum Entry {
    Rows { rows: Vec<Row>, focus: usize, multi: bool },
    Text(Box<Editor>),
    Computed,
}

/// What choosing a row means.
pub(super) enum Chosen {
    Nothing,
    Unknown,
    NotApplicable,
    Content(Option<Content>),
}

impl Entry {
    pub(super) fn of(about: &About, answer: &Answer, session: &Session) -> Self {
        match &about.field {
            Field::Choice(options) => Self::list(option_rows(&about.field, options, session), about, answer, false),
            Field::Multi(options) => Self::list(option_rows(&about.field, options, session), about, answer, true),
            Field::YesNo => Self::list(vec![yes_no(true), yes_no(false)], about, answer, false),
            Field::Computed(_) => Self::Computed,
            Field::LongText => Self::Text(Box::new(Editor::multi(&value::shown(answer)))),
            Field::Number { .. } | Field::Date | Field::Text => {
                Self::Text(Box::new(Editor::single(&value::shown(answer))))
            }
        }
    }

    fn list(mut rows: Vec<Row>, about: &About, answer: &Answer, multi: bool) -> Self {
        rows.push(plain(Pick::Unknown));
        if about.required != Required::Strict {
            rows.push(plain(Pick::NotApplicable));
        }
        let focus = rows
            .iter()
            .position(|row| is_chosen(&row.pick, answer) == Some(true))
            .unwrap_or(0);
        Self::Rows { rows, focus, multi }
    }

    pub(super) const fn is_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }

    pub(super) const fn rows(&self) -> usize {
        match self {
            Self::Rows { rows, .. } => rows.len(),
            _ => 0,
        }
    }

    pub(super) const fn focus(&self) -> Option<usize> {
        match self {
            Self::Rows { focus, .. } => Some(*focus),
            _ => None,
        }
    }

    pub(super) fn set_focus(&mut self, to: Option<usize>) {
        if let (Self::Rows { rows, focus, .. }, Some(to)) = (self, to) {
            *focus = to.min(rows.len().saturating_sub(1));
        }
    }

    /// Whether one of several rows is the answer: never where several may be ticked.
    pub(super) fn has_choice(&self, answer: &Answer) -> bool {
        match self {
            Self::Rows { rows, multi, .. } => {
                !multi && rows.iter().any(|row| is_chosen(&row.pick, answer) == Some(true))
            }
            _ => false,
        }
    }

    pub(super) fn moved(&mut self, action: Action) -> bool {
        match self {
            Self::Rows { rows, focus, .. } => moved(focus, rows.len(), action),
            _ => false,
        }
    }

    /// Whether Enter takes the row in focus: for a single choice, unless that is what the answer says already.
    pub(super) fn takes_on_accept(&self, answer: &Answer) -> bool {
        let Self::Rows { rows, focus, multi } = self else {
            return false;
        };
        let Some(row) = rows.get(*focus) else { return false };
        let mark = matches!(row.pick, Pick::Unknown | Pick::NotApplicable);
        (!multi || mark) && is_chosen(&row.pick, answer) != Some(true)
    }

    /// Chooses a row (the one in focus unless told), for an answer.
    pub(super) fn choose(&mut self, at: Option<usize>, answer: &Answer) -> Chosen {
        let Self::Rows { rows, focus, multi } = self else {
            return Chosen::Nothing;
        };
        let at = at.unwrap_or(*focus);
        let Some(row) = rows.get(at) else {
            return Chosen::Nothing;
        };
        *focus = at;
        match &row.pick {
            Pick::Unknown => Chosen::Unknown,
            Pick::NotApplicable => Chosen::NotApplicable,
            Pick::YesNo(yes) => Chosen::Content(Some(Content::Value(Value::YesNo(*yes)))),
            Pick::Option(id) if *multi => {
                let exclusive: Vec<&OptionId> = rows.iter().filter(|row| row.exclusive).filter_map(option_of).collect();
                Chosen::Content(Some(Content::Value(Value::Multi(ticked(
                    id,
                    row.exclusive,
                    &exclusive,
                    answer,
                )))))
            }
            Pick::Option(id) => Chosen::Content(Some(Content::Value(Value::Choice(id.clone())))),
        }
    }
}

fn option_of(row: &Row) -> Option<&OptionId> {
    match &row.pick {
        Pick::Option(id) => Some(id),
        _ => None,
    }
}

/// Ticks or unticks. While the rest is unknown a row goes from unknown to ticked, to known gap, and back.
fn ticked(id: &OptionId, exclusive: bool, exclusives: &[&OptionId], answer: &Answer) -> Ticks {
    let mut ticks = match answer.known() {
        Some(Value::Multi(ticks)) => ticks.clone(),
        _ => Ticks::default(),
    };
    if ticks.ticked.remove(id) {
        if ticks.rest_unknown {
            ticks.gaps.insert(id.clone());
        }
        return ticks;
    }
    if ticks.gaps.remove(id) {
        return ticks;
    }
    if exclusive {
        return Ticks::known([id.clone()]);
    }
    ticks.ticked.retain(|other| !exclusives.contains(&other));
    ticks.ticked.insert(id.clone());
    ticks
}

/// Whether a row is chosen; `None` where that is unknown.
pub(super) fn is_chosen(pick: &Pick, answer: &Answer) -> Option<bool> {
    Some(match (pick, &answer.content) {
        (Pick::Unknown, _) => is_unknown(answer),
        (Pick::NotApplicable, Some(Content::NotApplicable(_))) => true,
        (Pick::YesNo(yes), Some(Content::Value(Value::YesNo(known)))) => yes == known,
        (Pick::Option(id), Some(Content::Value(Value::Choice(known)))) => id == known,
        (Pick::Option(id), Some(Content::Value(Value::Multi(ticks)))) => return ticks.has(id),
        _ => false,
    })
}

/// Whether it is unknown, wholly or in the rest.
pub(super) fn is_unknown(answer: &Answer) -> bool {
    match &answer.content {
        Some(Content::Unknown) => true,
        Some(Content::Value(Value::Multi(ticks))) => ticks.rest_unknown,
        _ => false,
    }
}

/// The content with "unknown" put on or taken off.
pub(super) fn with_unknown_toggled(answer: &Answer) -> Option<Content> {
    match &answer.content {
        Some(Content::Unknown) => None,
        Some(Content::Value(Value::Multi(ticks))) if !ticks.ticked.is_empty() || ticks.rest_unknown => {
            let ticks = Ticks {
                rest_unknown: !ticks.rest_unknown,
                gaps: BTreeSet::new(),
                ticked: ticks.ticked.clone(),
            };
            Some(Content::Value(Value::Multi(ticks)))
        }
        _ => Some(Content::Unknown),
    }
}

fn plain(pick: Pick) -> Row {
    Row {
        pick,
        label: Text::default(),
        remark: false,
        exclusive: false,
    }
}

fn yes_no(yes: bool) -> Row {
    plain(Pick::YesNo(yes))
}

fn option_rows(field: &Field, options: &Options, session: &Session) -> Vec<Row> {
    let known = options.fixed();
    let listed = session.engine().options(field).into_iter();
    let row = |(id, label): (OptionId, Text)| {
        let choice = known.iter().find(|choice| choice.id == id);
        Row {
            remark: choice.is_some_and(|choice| choice.remark || choice.unticked_remark),
            exclusive: choice.is_some_and(|choice| choice.exclusive),
            pick: Pick::Option(id),
            label,
        }
    };
    listed.map(row).collect()
}
