//! The lines of a journal: changes as plain data for JSON.

use crate::domain::{Acceptance, Answer, Change, Content, DecidedLevel, Evidence, Row, Scope, Scoped, Ticks, Value};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawLine {
    /// The first line: the digest of the file the changes apply to.
    Start { base: String },
    /// A change.
    Change(RawChange),
    /// A file with this digest is about to be written.
    Saving { digest: String },
}

/// A name and its rows, kept apart so that no sign in a row's key is mistaken.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct RawSlot(String, Vec<(String, String)>);

/// A level, its reason, the translation of the reason.
type RawLevel = (String, String, String);

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawChange {
    Answer(RawSlot, RawAnswer),
    Cell(String, String, String, RawAnswer),
    RowText(String, String, String, String),
    AddRow(String, usize, RawRow),
    RemoveRow(String, String),
    Override(RawSlot, Option<RawLevel>),
    Confirm(RawSlot, Option<RawLevel>),
    Accept(RawSlot, Option<(String, String)>),
    Evidence(Vec<RawEvidence>),
    Many(Vec<Self>),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawContent {
    Choice(String),
    Multi {
        ticked: Vec<String>,
        gaps: Vec<String>,
        rest_unknown: bool,
    },
    YesNo(bool),
    Number(i64),
    Date(String),
    Text(String),
    Unknown,
    NotApplicable(String),
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct RawAnswer {
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<RawContent>,
    #[serde(skip_serializing_if = "String::is_empty")]
    remark: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    note: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    flagged: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    translation: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct RawRow {
    key: String,
    cells: BTreeMap<String, RawAnswer>,
    remark: String,
    note: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct RawEvidence {
    key: String,
    title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    translation: String,
    date: Option<String>,
    expiry: Option<String>,
    sha256: String,
    kind: String,
    confidential: bool,
    proves: Vec<RawSlot>,
}

/// A date that is none; nothing else in a line can be unreadable once the JSON is.
#[derive(Debug)]
pub(super) struct Unreadable;

impl<I: std::fmt::Display> From<&Scoped<I>> for RawSlot {
    fn from(slot: &Scoped<I>) -> Self {
        let rows = slot.scope.rows().iter();
        Self(
            slot.id.to_string(),
            rows.map(|(record, row)| (record.to_string(), row.to_string()))
                .collect(),
        )
    }
}

impl<I: From<String>> From<RawSlot> for Scoped<I> {
    fn from(RawSlot(id, rows): RawSlot) -> Self {
        let scope = rows.into_iter().fold(Scope::whole(), |scope, (record, row)| {
            scope.and(record.into(), row.into())
        });
        Self::new(I::from(id), scope)
    }
}

impl From<&Change> for RawChange {
    fn from(change: &Change) -> Self {
        match change {
            Change::Answer(slot, answer) => Self::Answer(slot.into(), answer.into()),
            Change::Cell(record, row, column, cell) => {
                Self::Cell(record.to_string(), row.to_string(), column.to_string(), cell.into())
            }
            Change::RowText(record, row, remark, note) => {
                Self::RowText(record.to_string(), row.to_string(), remark.clone(), note.clone())
            }
            Change::AddRow(record, at, row) => Self::AddRow(record.to_string(), *at, row.into()),
            Change::RemoveRow(record, row) => Self::RemoveRow(record.to_string(), row.to_string()),
            Change::Override(slot, decided) => Self::Override(slot.into(), decided.as_ref().map(raw_level)),
            Change::Confirm(slot, decided) => Self::Confirm(slot.into(), decided.as_ref().map(raw_level)),
            Change::Accept(slot, accepted) => {
                let accepted = accepted
                    .as_ref()
                    .map(|accepted| (accepted.reason.clone(), accepted.translation.clone()));
                Self::Accept(slot.into(), accepted)
            }
            Change::Evidence(list) => Self::Evidence(list.iter().map(RawEvidence::from).collect()),
            Change::Many(changes) => Self::Many(changes.iter().map(Self::from).collect()),
        }
    }
}

impl TryFrom<RawChange> for Change {
    type Error = Unreadable;

    fn try_from(raw: RawChange) -> Result<Self, Unreadable> {
        Ok(match raw {
            RawChange::Answer(slot, answer) => Self::Answer(slot.into(), answer.try_into()?),
            RawChange::Cell(record, row, column, cell) => {
                Self::Cell(record.into(), row.into(), column.into(), cell.try_into()?)
            }
            RawChange::RowText(record, row, remark, note) => Self::RowText(record.into(), row.into(), remark, note),
            RawChange::AddRow(record, at, row) => Self::AddRow(record.into(), at, row.try_into()?),
            RawChange::RemoveRow(record, row) => Self::RemoveRow(record.into(), row.into()),
            RawChange::Override(slot, raw) => Self::Override(slot.into(), raw.map(decided_level)),
            RawChange::Confirm(slot, raw) => Self::Confirm(slot.into(), raw.map(decided_level)),
            RawChange::Accept(slot, accepted) => Self::Accept(
                slot.into(),
                accepted.map(|(reason, translation)| Acceptance { reason, translation }),
            ),
            RawChange::Evidence(list) => {
                Self::Evidence(list.into_iter().map(Evidence::try_from).collect::<Result<_, _>>()?)
            }
            RawChange::Many(changes) => Self::Many(changes.into_iter().map(Self::try_from).collect::<Result<_, _>>()?),
        })
    }
}

fn raw_level(decided: &DecidedLevel) -> RawLevel {
    (
        decided.level.to_string(),
        decided.reason.clone(),
        decided.translation.clone(),
    )
}

fn decided_level((level, reason, translation): RawLevel) -> DecidedLevel {
    DecidedLevel {
        level: level.into(),
        reason,
        translation,
    }
}

fn names<'a, I: std::fmt::Display + 'a>(names: impl IntoIterator<Item = &'a I>) -> Vec<String> {
    names.into_iter().map(ToString::to_string).collect()
}

impl From<&Content> for RawContent {
    fn from(content: &Content) -> Self {
        match content {
            Content::Unknown => Self::Unknown,
            Content::NotApplicable(reason) => Self::NotApplicable(reason.clone()),
            Content::Value(Value::Choice(option)) => Self::Choice(option.to_string()),
            Content::Value(Value::Multi(ticks)) => Self::Multi {
                ticked: names(&ticks.ticked),
                gaps: names(&ticks.gaps),
                rest_unknown: ticks.rest_unknown,
            },
            Content::Value(Value::YesNo(yes)) => Self::YesNo(*yes),
            Content::Value(Value::Number(number)) => Self::Number(*number),
            Content::Value(Value::Date(date)) => Self::Date(date.to_string()),
            Content::Value(Value::Text(text)) => Self::Text(text.clone()),
        }
    }
}

impl TryFrom<RawContent> for Content {
    type Error = Unreadable;

    fn try_from(raw: RawContent) -> Result<Self, Unreadable> {
        Ok(Self::Value(match raw {
            RawContent::Unknown => return Ok(Self::Unknown),
            RawContent::NotApplicable(reason) => return Ok(Self::NotApplicable(reason)),
            RawContent::Choice(option) => Value::Choice(option.into()),
            RawContent::Multi {
                ticked,
                gaps,
                rest_unknown,
            } => Value::Multi(Ticks {
                ticked: ticked.into_iter().map(Into::into).collect(),
                gaps: gaps.into_iter().map(Into::into).collect(),
                rest_unknown,
            }),
            RawContent::YesNo(yes) => Value::YesNo(yes),
            RawContent::Number(number) => Value::Number(number),
            RawContent::Date(date) => Value::Date(day(&date)?),
            RawContent::Text(text) => Value::Text(text),
        }))
    }
}

fn day(text: &str) -> Result<Date, Unreadable> {
    text.parse().or(Err(Unreadable))
}

impl From<&Answer> for RawAnswer {
    fn from(answer: &Answer) -> Self {
        Self {
            content: answer.content.as_ref().map(RawContent::from),
            remark: answer.remark.clone(),
            note: answer.note.clone(),
            flagged: answer.flagged,
            translation: answer.translation.clone(),
        }
    }
}

impl TryFrom<RawAnswer> for Answer {
    type Error = Unreadable;

    fn try_from(raw: RawAnswer) -> Result<Self, Unreadable> {
        Ok(Self {
            content: raw.content.map(Content::try_from).transpose()?,
            remark: raw.remark,
            note: raw.note,
            flagged: raw.flagged,
            translation: raw.translation,
        })
    }
}

impl From<&Row> for RawRow {
    fn from(row: &Row) -> Self {
        Self {
            key: row.key.to_string(),
            cells: row
                .cells
                .iter()
                .map(|(column, cell)| (column.to_string(), cell.into()))
                .collect(),
            remark: row.remark.clone(),
            note: row.note.clone(),
        }
    }
}

impl TryFrom<RawRow> for Row {
    type Error = Unreadable;

    fn try_from(raw: RawRow) -> Result<Self, Unreadable> {
        let cells = raw
            .cells
            .into_iter()
            .map(|(column, cell)| Ok((column.into(), cell.try_into()?)));
        Ok(Self {
            key: raw.key.into(),
            cells: cells.collect::<Result<_, _>>()?,
            remark: raw.remark,
            note: raw.note,
        })
    }
}

impl From<&Evidence> for RawEvidence {
    fn from(evidence: &Evidence) -> Self {
        Self {
            key: evidence.key.clone(),
            title: evidence.title.clone(),
            translation: evidence.translation.clone(),
            date: evidence.date.map(|date| date.to_string()),
            expiry: evidence.expiry.map(|date| date.to_string()),
            sha256: evidence.sha256.clone(),
            kind: evidence.kind.clone(),
            confidential: evidence.confidential,
            proves: evidence.proves.iter().map(RawSlot::from).collect(),
        }
    }
}

impl TryFrom<RawEvidence> for Evidence {
    type Error = Unreadable;

    fn try_from(raw: RawEvidence) -> Result<Self, Unreadable> {
        Ok(Self {
            key: raw.key,
            title: raw.title,
            translation: raw.translation,
            date: raw.date.as_deref().map(day).transpose()?,
            expiry: raw.expiry.as_deref().map(day).transpose()?,
            sha256: raw.sha256,
            kind: raw.kind,
            confidential: raw.confidential,
            proves: raw.proves.into_iter().map(Into::into).collect(),
        })
    }
}
