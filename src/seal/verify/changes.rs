use std::collections::{BTreeSet, HashSet};

use super::{additions, properties};
use crate::seal::fields::{self, Field};
use crate::seal::pdf::{Dict, Document, Entry, Id, Object, Value};

/// Objects looked at when following references.
const MAX_REACHED: usize = 200_000;

/// What a permitted revision holds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Change {
    /// It fills a signature field.
    pub(super) signs: bool,
    /// It adds validation data.
    validates: bool,
    /// It refreshes the date and producer among the document's properties.
    refreshes: bool,
}

/// Compares two revisions object by object; `None` if the second changes anything a signature or its validation data would not.
pub(super) fn judge(before: &Document<'_>, after: &Document<'_>, changed: &BTreeSet<u32>) -> Option<Change> {
    let judge = Judge {
        before,
        after,
        catalogs: (before.catalog()?, after.catalog()?),
        fields: fields::signature_fields(before)?,
        shown: reached(before, Start::Document)?,
        validation: reached(before, Start::Validation)?,
    };
    let mut change = judge.properties()?;
    for number in changed {
        judge.object(*number, &mut change)?;
    }
    // Properties are refreshed in passing, never for their own sake.
    (!change.refreshes || change.signs || change.validates).then_some(change)
}

struct Judge<'a, 'd> {
    before: &'a Document<'d>,
    after: &'a Document<'d>,
    catalogs: (Dict, Dict),
    fields: Vec<Field>,
    /// What the earlier revision refers to, but for its validation data.
    shown: HashSet<u32>,
    /// What its validation data refers to.
    validation: HashSet<u32>,
}

impl Judge<'_, '_> {
    /// What the trailer and the properties it leads to may become.
    fn properties(&self) -> Option<Change> {
        let (before, after) = (self.before, self.after);
        let same = same_trailer(before, after) && properties::info_may_become(before, after);
        let (old, new) = &self.catalogs;
        let metadata = properties::metadata_may_become(before, old, after, new);
        let refreshes =
            before.trailer.get(b"Info") != after.trailer.get(b"Info") || old.get(b"Metadata") != new.get(b"Metadata");
        let unread = !metadata && old.get(b"Metadata") == new.get(b"Metadata");
        // Metadata we cannot read must stay the same, which is checked when its object comes up.
        (same && (metadata || unread)).then_some(Change {
            refreshes,
            ..Change::default()
        })
    }

    fn object(&self, number: u32, change: &mut Change) -> Option<()> {
        let Some(id) = known(self.before, number) else {
            // A number that was referred to but missing would come alive in the signed part.
            return (!self.shown.contains(&number)).then_some(());
        };
        (known(self.after, number)? == id).then_some(())?;
        let (old, new) = (self.before.object(id)?, self.after.object(id)?);
        if same_object(self.before, &old, self.after, &new) {
            return Some(());
        }
        let (Some(old_dict), Some(new_dict)) = (old.dict(), new.dict()) else {
            return self.array(id, &old, &new, change);
        };
        (old.data.is_some() == new.data.is_some()).then_some(())?;
        let form = self.catalogs.0.get(b"AcroForm").and_then(Value::as_reference);
        if self.before.root() == Some(id) {
            change.validates |= old_dict.get(b"DSS") != new_dict.get(b"DSS");
            self.catalog_may_become(old_dict, new_dict).then_some(())
        } else if form == Some(id) {
            self.form_may_become(old_dict, new_dict).then_some(())
        } else if additions::page_may_become(self.before, old_dict, self.after, new_dict) {
            change.validates = true;
            Some(())
        } else if self.is_properties(id) {
            change.refreshes = true;
            Some(())
        } else if let Some(field) = self.fields.iter().find(|field| field.id == id) {
            change.signs = true;
            is_filled(self.before, self.after, field, new_dict).then_some(())
        } else {
            self.is_validation(number, change)
        }
    }

    /// The list of fields or of a page's annotations may be an object of its own.
    fn array(&self, id: Id, old: &Object, new: &Object, change: &mut Change) -> Option<()> {
        let is = |dict: &Dict, key: &[u8]| dict.get(key).and_then(Value::as_reference) == Some(id);
        let of_form = fields::form(self.before).is_some_and(|form| is(&form, b"Fields"));
        let listed = of_form || self.pages().any(|page| is(&page, b"Annots"));
        if listed && additions::only_adds_stamps(self.before, self.after, Some(&old.value), Some(&new.value)) {
            change.validates = true;
            return Some(());
        }
        self.is_validation(id.number, change)
    }

    fn pages(&self) -> impl Iterator<Item = Dict> {
        let ids = self.shown.iter().filter_map(|number| known(self.before, *number));
        let objects = ids.filter_map(|id| self.before.object(id));
        objects.filter_map(|object| object.dict().filter(|dict| dict.is_name(b"Type", b"Page")).cloned())
    }

    fn catalog_may_become(&self, old: &Dict, new: &Dict) -> bool {
        let free: [&[u8]; 5] = [b"DSS", b"Extensions", b"AcroForm", b"Version", b"Metadata"];
        let form = match (old.get(b"AcroForm"), new.get(b"AcroForm")) {
            (Some(Value::Dict(old)), Some(Value::Dict(new))) => self.form_may_become(old, new),
            (old, new) => old == new,
        };
        let version = matches!(new.get(b"Version"), None | Some(Value::Name(_)));
        let data = old.get(b"DSS").is_none() || new.get(b"DSS").is_some();
        form && version && data && old.without(&free) == new.without(&free)
    }

    fn form_may_become(&self, old: &Dict, new: &Dict) -> bool {
        let free: [&[u8]; 2] = [b"SigFlags", b"Fields"];
        let flags = new.get(b"SigFlags");
        let marked = old.get(b"SigFlags") == flags || flags == Some(&Value::Integer(3));
        let fields = additions::only_adds_stamps(self.before, self.after, old.get(b"Fields"), new.get(b"Fields"));
        marked && fields && old.without(&free) == new.without(&free)
    }

    fn is_validation(&self, number: u32, change: &mut Change) -> Option<()> {
        change.validates = true;
        (self.validation.contains(&number) && !self.shown.contains(&number)).then_some(())
    }

    /// Whether the object holds properties, whose contents were compared before.
    fn is_properties(&self, id: Id) -> bool {
        let (old, new) = &self.catalogs;
        let is = |dict: &Dict, key: &[u8]| dict.get(key).and_then(Value::as_reference) == Some(id);
        let metadata = is(old, b"Metadata") && is(new, b"Metadata");
        is(&self.before.trailer, b"Info")
            || metadata && properties::metadata_may_become(self.before, old, self.after, new)
    }
}

/// The id of an object that is in use.
pub(super) fn known(document: &Document<'_>, number: u32) -> Option<Id> {
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
    before.root().is_some() && same(b"Root") && first_id(before) == first_id(after)
}

fn same_object(before: &Document<'_>, old: &Object, after: &Document<'_>, new: &Object) -> bool {
    old.value == new.value && before.raw(old) == after.raw(new)
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

/// The numbers of all objects referred to, missing ones included; `None` if there are too many or one cannot be read.
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
        // What we cannot read could refer to anything.
        if known(document, id.number) == Some(id) {
            references(&document.object(id)?.value, &mut open);
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
