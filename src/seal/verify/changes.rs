use std::collections::{BTreeSet, HashSet};

use crate::seal::fields::{self, Field};
use crate::seal::pdf::{Dict, Document, Entry, Id, Object, Value};

/// Objects looked at when following references.
const MAX_REACHED: usize = 200_000;

/// A permitted revision.
pub(super) struct Change {
    /// It fills a signature field.
    pub(super) signs: bool,
}

/// Compares two revisions object by object; `None` if the second changes anything a signature or its validation data would not.
pub(super) fn judge(before: &Document<'_>, after: &Document<'_>, changed: &BTreeSet<u32>) -> Option<Change> {
    same_trailer(before, after).then_some(())?;
    let shown = reached(before, Start::Document)?;
    let validation = reached(before, Start::Validation)?;
    let form = before.catalog()?.get(b"AcroForm").and_then(Value::as_reference);
    let fields = fields::signature_fields(before)?;
    let mut signs = false;
    for number in changed {
        let Some(old_id) = known(before, *number) else {
            // A number that was referred to but missing would come alive in the signed part.
            (!shown.contains(number)).then_some(())?;
            continue;
        };
        let new_id = known(after, *number)?;
        (old_id == new_id).then_some(())?;
        let (old, new) = (before.object(old_id)?, after.object(new_id)?);
        if same_object(before, &old, after, &new) {
            continue;
        }
        let field = fields.iter().find(|field| field.id == old_id);
        let permitted = match (old.dict(), new.dict()) {
            (Some(old), Some(new)) if before.root() == Some(old_id) => catalog_may_become(old, new),
            (Some(old), Some(new)) if form == Some(old_id) => form_may_become(old, new),
            (Some(_), Some(new)) if field.is_some_and(|field| is_filled(before, after, field, new)) => {
                signs = true;
                true
            }
            _ => validation.contains(number) && !shown.contains(number),
        };
        permitted.then_some(())?;
    }
    Some(Change { signs })
}

fn known(document: &Document<'_>, number: u32) -> Option<Id> {
    let generation = match document.entries.get(&number)? {
        Entry::Free => return None,
        Entry::InFile { generation, .. } => *generation,
        Entry::InStream { .. } => 0,
    };
    Some(Id { number, generation })
}

fn same_trailer(before: &Document<'_>, after: &Document<'_>) -> bool {
    let first_id = |document: &Document<'_>| {
        let id = document.trailer.get(b"ID").and_then(Value::as_array);
        id.and_then(<[Value]>::first).cloned()
    };
    let same = |key: &[u8]| before.trailer.get(key) == after.trailer.get(key);
    before.root().is_some() && same(b"Root") && same(b"Info") && first_id(before) == first_id(after)
}

fn same_object(before: &Document<'_>, old: &Object, after: &Document<'_>, new: &Object) -> bool {
    old.value == new.value && before.raw(old) == after.raw(new)
}

fn catalog_may_become(old: &Dict, new: &Dict) -> bool {
    let free: [&[u8]; 3] = [b"DSS", b"Extensions", b"AcroForm"];
    let form = match (old.get(b"AcroForm"), new.get(b"AcroForm")) {
        (Some(Value::Dict(old)), Some(Value::Dict(new))) => form_may_become(old, new),
        (old, new) => old == new,
    };
    form && old.without(&free) == new.without(&free) && (old.get(b"DSS").is_none() || new.get(b"DSS").is_some())
}

fn form_may_become(old: &Dict, new: &Dict) -> bool {
    let flags = new.get(b"SigFlags");
    let marked = old.get(b"SigFlags") == flags || flags == Some(&Value::Integer(3));
    marked && old.without(&[b"SigFlags"]) == new.without(&[b"SigFlags"])
}

/// Whether a prepared field only got a new signature and its appearance.
fn is_filled(before: &Document<'_>, after: &Document<'_>, field: &Field, new: &Dict) -> bool {
    let free: [&[u8]; 2] = [b"V", b"AP"];
    let Some(signature) = new.get(b"V").and_then(Value::as_reference) else {
        return false;
    };
    let Some(object) = after.object(signature) else {
        return false;
    };
    field.dict.is_name(b"FT", b"Sig")
        && field.signature().is_none()
        && field.dict.without(&free) == new.without(&free)
        && known(before, signature.number).is_none()
        && object
            .dict()
            .is_some_and(|dict| dict.is_name(b"Type", b"Sig") && certification_level(after, dict).is_none())
}

/// The level of a certifying signature: 1 allows nothing, 2 signatures, 3 also notes (of which we allow none).
pub(super) fn certification_level(document: &Document<'_>, signature: &Dict) -> Option<i64> {
    let references = document.entry(signature, b"Reference")?;
    references.as_array()?.iter().find_map(|reference| {
        let Value::Dict(reference) = document.resolve(reference)? else {
            return None;
        };
        reference.is_name(b"TransformMethod", b"DocMDP").then_some(())?;
        let level = document
            .dict(&reference, b"TransformParams")
            .and_then(|parameters| parameters.get(b"P")?.as_integer());
        // ISO 32000-1 table 254: 2 where it is not said.
        Some(level.unwrap_or(2))
    })
}

/// Where to begin following references.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    /// At the trailer, leaving out the validation data.
    Document,
    /// At the validation data (`/DSS` of the catalogue).
    Validation,
}

/// The numbers of all objects referred to, missing ones included; `None` if there are too many.
fn reached(document: &Document<'_>, start: Start) -> Option<HashSet<u32>> {
    let catalog = document.catalog()?;
    let mut seen = HashSet::new();
    let mut open: Vec<Id> = Vec::new();
    match start {
        Start::Document => {
            references(&Value::Dict(catalog.without(&[b"DSS"])), &mut open);
            references(&Value::Dict(document.trailer.without(&[b"Root"])), &mut open);
            seen.insert(document.root()?.number);
        }
        Start::Validation => {
            if let Some(data) = catalog.get(b"DSS") {
                references(data, &mut open);
            }
        }
    }
    while let Some(id) = open.pop() {
        if !seen.insert(id.number) {
            continue;
        }
        if seen.len() > MAX_REACHED {
            return None;
        }
        if let Some(object) = document.object(id) {
            references(&object.value, &mut open);
        }
    }
    Some(seen)
}

fn references(value: &Value, into: &mut Vec<Id>) {
    match value {
        Value::Reference(id) => into.push(*id),
        Value::Array(items) => items.iter().for_each(|item| references(item, into)),
        Value::Dict(dict) => dict.iter().for_each(|(_, item)| references(item, into)),
        _ => {}
    }
}
