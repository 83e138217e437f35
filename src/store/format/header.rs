//! The head of an assessment file: title, client, times, versions.

use super::code;
use super::known::Known;
use crate::domain::{Matrix, Questionnaire, ReferenceData, Text, Versions};
use crate::questionnaire::raw::{Table, Value};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};

/// Everything but the answers.
pub(super) struct Header {
    pub(super) title: String,
    pub(super) translation: String,
    pub(super) client: String,
    pub(super) versions: Versions,
    pub(super) created: Timestamp,
    pub(super) modified: Timestamp,
}

/// Reads the head; `None` if something in it is missing or wrong, which is reported.
pub(super) fn read(root: &Table<'_>, known: &Known<'_>) -> Option<Header> {
    let head = root.required_table("assessment");
    let versions = root.required_table("questionnaire").and_then(|table| versions(&table));
    let head = head?;
    let line = |value: Option<Value<'_>>| value.and_then(|value| known.clean(&value, false));
    let title = line(head.required("title"));
    let translation = line(head.get("title_translation")).unwrap_or_default();
    let client = line(head.get("client")).unwrap_or_default();
    let created = head.required("created").and_then(|value| time(&value));
    let modified = head.required("modified").and_then(|value| time(&value));
    head.finish();
    Some(Header {
        title: title?,
        translation,
        client,
        versions: versions?,
        created: created?,
        modified: modified?,
    })
}

fn versions(table: &Table<'_>) -> Option<Versions> {
    let id = table.required_str("id");
    let version = table.required_str("version");
    let mut modules = BTreeMap::new();
    for entry in table
        .required_table("modules")
        .map(|table| table.entries())
        .unwrap_or_default()
    {
        if let Some(version) = entry.value.str() {
            modules.insert(entry.key.into(), version.to_owned());
        }
    }
    Some(Versions {
        id: id?.into(),
        version: version?.to_owned(),
        modules,
    })
}

fn time(value: &Value<'_>) -> Option<Timestamp> {
    let time = value.str()?.parse().ok();
    if time.is_none() {
        value.fault(
            code::BAD_TIME,
            Text::new("时间无法读取", "the time cannot be read"),
            Text::new("写成 \"2026-11-21T08:00:00Z\"", "write \"2026-11-21T08:00:00Z\""),
        );
    }
    time
}

/// A questionnaire that knows nothing, for reading the head alone.
pub(in crate::store) fn no_questionnaire() -> Questionnaire {
    Questionnaire {
        id: "".into(),
        version: String::new(),
        digest: String::new(),
        law_date: jiff::civil::Date::constant(2026, 1, 1),
        title: Text::default(),
        modules: Vec::new(),
        questions: Vec::new(),
        definitions: BTreeMap::new(),
        findings: Vec::new(),
        scales: Vec::new(),
        judgements: Vec::new(),
        matrix: Matrix::default(),
        treatments: Vec::new(),
        reference: ReferenceData::default(),
        index: HashMap::new(),
        tables: HashMap::new(),
    }
}
