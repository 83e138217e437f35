//! Reference data: law, glossary, countries, categories.

use super::File;
use crate::domain::{Citation, Instrument, Jurisdiction, Provision, Term, Text};
use crate::questionnaire::raw::{Table, Value};

pub(super) fn reference(root: &Table<'_>, file: &mut File<'_>) {
    root.optional_date("law_date");
    for table in root.tables("instrument") {
        if let Some(read) = instrument(&table) {
            file.unique(&table, "key", "instrument", read.key.clone());
            file.draft.reference.instruments.insert(read.key.clone(), read);
        }
        table.finish();
    }
    for table in root.tables("provision") {
        if let Some(read) = provision(&table) {
            file.unique(&table, "ref", "provision", read.citation.to_string());
            file.draft.reference.provisions.push(read);
        }
        table.finish();
    }
    for table in root.tables("term") {
        if let Some(read) = term(&table) {
            file.unique(&table, "id", "term", read.id.to_string());
            file.draft.reference.terms.insert(read.id.clone(), read);
        }
        table.finish();
    }
    for table in root.tables("jurisdiction") {
        if let Some(read) = jurisdiction(&table) {
            file.unique(&table, "code", "jurisdiction", read.code.clone());
            file.draft.reference.jurisdictions.push(read);
        }
        table.finish();
    }
    for (key, known) in [("category", false), ("sensitive_category", true)] {
        for table in root.tables(key) {
            if let Some(read) = category(&table, known) {
                file.unique(&table, "id", key, read.id.clone());
                file.draft.reference.categories.push(read);
            }
            table.finish();
        }
    }
}

fn instrument(table: &Table<'_>) -> Option<Instrument> {
    table.optional_str("kind");
    let (key, short, title) = (
        table.required_str("key"),
        table.required_text("short"),
        table.required_text("title"),
    );
    let in_force = table.optional_date("in_force");
    let (status, certainty) = (
        table.optional_text("status").unwrap_or_default(),
        table.optional_text("certainty").unwrap_or_default(),
    );
    let selectable = table.optional_bool("selectable").unwrap_or(true);
    Some(Instrument {
        key: key?.to_owned(),
        short: short?,
        title: title?,
        in_force,
        status,
        certainty,
        selectable,
    })
}

fn provision(table: &Table<'_>) -> Option<Provision> {
    let (place, gist) = (table.required_str("ref"), table.required_text("gist"));
    let certainty = table.optional_text("certainty").unwrap_or_default();
    Some(Provision {
        citation: Citation::parse(place?),
        gist: gist?,
        certainty,
    })
}

fn term(table: &Table<'_>) -> Option<Term> {
    let (id, term, definition) = (
        table.required_str("id"),
        super::both_languages(table),
        table.required_text("definition"),
    );
    let (short, source) = (
        table.optional_str("short").unwrap_or_default(),
        table.optional_str("source").unwrap_or_default(),
    );
    table.optional_str("group");
    let avoid = table.get("avoid").and_then(|value| value.table()).map(|avoid| {
        let words = |key: &'static str| {
            avoid
                .get(key)
                .and_then(|value| value.strings())
                .unwrap_or_default()
                .into_iter()
                .map(str::to_owned)
                .collect()
        };
        let both = (words("zh"), words("en"));
        avoid.finish();
        both
    });
    let avoid = avoid.unwrap_or_default();
    Some(Term {
        id: id?.into(),
        term: term?,
        short: short.to_owned(),
        definition: definition?,
        avoid,
        source: source.to_owned(),
    })
}

fn jurisdiction(table: &Table<'_>) -> Option<Jurisdiction> {
    let (code, name) = (table.required_str("code"), super::both_languages(table));
    let gba = table.optional_bool("gba").unwrap_or(false);
    let mut found = Jurisdiction {
        code: code?.to_owned(),
        name: name?,
        gba,
        profile: Vec::new(),
        facts: Vec::new(),
        source: Text::default(),
        source_date: None,
        certainty: Text::default(),
    };
    if let Some(profile) = table.get("profile").and_then(|value| value.table()) {
        found.source = profile.optional_text("source").unwrap_or_default();
        found.source_date = profile.optional_date("source_date");
        found.certainty = profile.optional_text("certainty").unwrap_or_default();
        let cells = profile
            .entries()
            .into_iter()
            .filter_map(|entry| Some((entry.key.to_owned(), entry.value.as_str()?.to_owned())));
        found.profile = cells.collect();
        profile.finish();
    }
    if let Some(facts) = table.get("facts").and_then(|value| value.table()) {
        found.facts = facts
            .entries()
            .into_iter()
            .filter_map(|entry| Some((entry.key.to_owned(), Value::text(&entry.value)?)))
            .collect();
        facts.finish();
    }
    Some(found)
}

fn category(table: &Table<'_>, sensitive: bool) -> Option<crate::domain::Category> {
    let (id, label) = (table.required_str("id"), super::both_languages(table));
    let text = |key: &'static str| table.optional_text(key).unwrap_or_default();
    let (examples, covers, limits) = (text("examples"), text("covers"), text("limits"));
    table.optional_str("source");
    let examples = if examples.is_empty() { covers } else { examples };
    Some(crate::domain::Category {
        id: id?.to_owned(),
        label: label?,
        examples,
        limits,
        sensitive,
    })
}
