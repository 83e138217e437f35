use std::collections::{BTreeSet, HashSet};

use super::{additions, evidence, properties};
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
}

/// Compares two revisions object by object; `None` if the second changes anything a signature or its validation data would not, or
/// holds anything that serves neither. `own` is the number of its cross-reference stream.
pub(super) fn judge(
    before: &Document<'_>,
    after: &Document<'_>,
    changed: &BTreeSet<u32>,
    own: Option<u32>,
) -> Option<Change> {
    let judge = Judge {
        before,
        after,
        catalogs: (before.catalog()?, after.catalog()?),
        fields: fields::signature_fields(before)?,
        shown: reached(before, Start::Document)?,
        content: reached(before, Start::Content)?,
        validation: reached(before, Start::Validation)?,
        needed: needed(after, own)?,
    };
    judge.properties_hold().then_some(())?;
    let mut change = Change::default();
    for number in changed {
        judge.object(*number, &mut change)?;
    }
    // Properties are refreshed in passing, never for their own sake.
    (change.signs || change.validates).then_some(change)
}

/// Everything a revision refers to or is made of; what else stands in it serves nothing.
fn needed(after: &Document<'_>, own: Option<u32>) -> Option<HashSet<u32>> {
    let mut needed = reached(after, Start::Document)?;
    needed.extend(reached(after, Start::Validation)?);
    needed.extend(own);
    Some(needed)
}

struct Judge<'a, 'd> {
    before: &'a Document<'d>,
    after: &'a Document<'d>,
    catalogs: (Dict, Dict),
    fields: Vec<Field>,
    /// What the earlier revision refers to or is made of, but for its validation data.
    shown: HashSet<u32>,
    /// The same without what only its properties refer to.
    content: HashSet<u32>,
    /// What its validation data refers to.
    validation: HashSet<u32>,
    /// What the later revision refers to or is made of.
    needed: HashSet<u32>,
}

impl Judge<'_, '_> {
    /// Whether the trailer and the properties it leads to became nothing they may not.
    fn properties_hold(&self) -> bool {
        let (before, after) = (self.before, self.after);
        let (old, new) = &self.catalogs;
        // Metadata we cannot read must stay the same, which is checked when its object comes up.
        let metadata =
            properties::metadata_may_become(before, old, after, new) || old.get(b"Metadata") == new.get(b"Metadata");
        same_trailer(before, after) && properties::info_may_become(before, after) && metadata
    }

    fn object(&self, number: u32, change: &mut Change) -> Option<()> {
        let Some(id) = known(self.before, number) else {
            // A number that was referred to but missing would come alive in the signed part.
            return (!self.shown.contains(&number) && self.needed.contains(&number)).then_some(());
        };
        (known(self.after, number)? == id).then_some(())?;
        let (old, new) = (self.before.object(id)?, self.after.object(id)?);
        if same_object(self.before, &old, self.after, &new) {
            return Some(());
        }
        let (Some(old_dict), Some(new_dict)) = (old.dict(), new.dict()) else {
            return self.array(id, &old, &new, change);
        };
        match (&old.data, &new.data) {
            (None, None) => self.dict(id, old_dict, new_dict, change),
            (Some(_), Some(_)) if self.is_metadata(id) => Some(()),
            (Some(_), Some(_)) => self.is_validation(number, change),
            _ => None,
        }
    }

    /// A dictionary that is no stream.
    fn dict(&self, id: Id, old: &Dict, new: &Dict, change: &mut Change) -> Option<()> {
        let form = self.catalogs.0.get(b"AcroForm").and_then(Value::as_reference);
        if self.before.root() == Some(id) {
            change.validates |= old.get(b"DSS") != new.get(b"DSS");
            self.catalog_may_become(old, new).then_some(())
        } else if form == Some(id) {
            self.form_may_become(old, new).then_some(())
        } else if additions::page_may_become(self.before, old, self.after, new) {
            change.validates = true;
            Some(())
        } else if self.is_info(id) {
            Some(())
        } else if let Some(field) = self.fields.iter().find(|field| field.id == id) {
            change.signs = true;
            is_filled(self.before, self.after, field, new).then_some(())
        } else {
            self.is_validation(id.number, change)
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
        let store = new.get(b"DSS");
        let data = old.get(b"DSS") == store || store.is_some_and(|store| evidence::is_sound(self.after, store));
        form && self.version_rises(old, new) && data && same_but(old, new, &free)
    }

    /// A program may state the version it writes; an older one would switch off what later versions brought.
    fn version_rises(&self, old: &Dict, new: &Dict) -> bool {
        let header = self.before.data.get(5..8).unwrap_or_default();
        let stated = |dict: &Dict| {
            dict.get(b"Version")
                .map(|version| version.as_name().map(<[u8]>::to_vec))
        };
        match (stated(old), stated(new)) {
            (old, new) if old == new => true,
            (old, Some(Some(new))) => new.as_slice() >= old.flatten().as_deref().unwrap_or(header),
            _ => false,
        }
    }

    fn form_may_become(&self, old: &Dict, new: &Dict) -> bool {
        let free: [&[u8]; 2] = [b"SigFlags", b"Fields"];
        let flags = new.get(b"SigFlags");
        let marked = old.get(b"SigFlags") == flags || flags == Some(&Value::Integer(3));
        let fields = additions::only_adds_stamps(self.before, self.after, old.get(b"Fields"), new.get(b"Fields"));
        marked && fields && same_but(old, new, &free)
    }

    fn is_validation(&self, number: u32, change: &mut Change) -> Option<()> {
        change.validates = true;
        let store = self.catalogs.1.get(b"DSS")?;
        let only_there = self.validation.contains(&number) && !self.shown.contains(&number);
        (only_there && evidence::is_sound(self.after, store)).then_some(())
    }

    /// Whether the object is the information dictionary, whose entries were compared before, and nothing else.
    fn is_info(&self, id: Id) -> bool {
        refers(&self.before.trailer, b"Info", id) && !self.content.contains(&id.number)
    }

    /// The same for the metadata stream.
    fn is_metadata(&self, id: Id) -> bool {
        let (old, new) = &self.catalogs;
        refers(old, b"Metadata", id)
            && refers(new, b"Metadata", id)
            && !self.content.contains(&id.number)
            && properties::metadata_may_become(self.before, old, self.after, new)
    }
}

fn refers(dict: &Dict, key: &[u8], id: Id) -> bool {
    dict.get(key).and_then(Value::as_reference) == Some(id)
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
    let size = |document: &Document<'_>| document.trailer.get(b"Size").and_then(Value::as_size);
    // An object whose number is not below the size counts as missing (ISO 32000-1 table 15).
    let last = after
        .entries
        .last_key_value()
        .and_then(|(last, _)| usize::try_from(*last).ok());
    let whole = size(after) >= size(before) && size(after) > last;
    before.root().is_some() && same(b"Root") && first_id(before) == first_id(after) && whole
}

fn same_object(before: &Document<'_>, old: &Object, after: &Document<'_>, new: &Object) -> bool {
    old.value == new.value && before.raw(old) == after.raw(new)
}

/// Whether two dictionaries say the same but for some keys.
pub(super) fn same_but(old: &Dict, new: &Dict, free: &[&[u8]]) -> bool {
    fields::in_one_encoding(&old.without(free)) == fields::in_one_encoding(&new.without(free))
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
        && same_but(&field.dict, new, &free)
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
    /// At the trailer and at the object streams, leaving out the validation data.
    Document,
    /// The same, leaving out the properties too.
    Content,
    /// At the validation data (`/DSS` of the catalogue).
    Validation,
}

/// The numbers of all objects referred to, missing ones included; `None` if there are too many or one cannot be read.
fn reached(document: &Document<'_>, start: Start) -> Option<HashSet<u32>> {
    let catalog = document.catalog()?;
    let mut seen = HashSet::new();
    let mut open: Vec<Id> = Vec::new();
    let (of_catalog, of_trailer): (&[&[u8]], &[&[u8]]) = match start {
        Start::Document => (&[b"DSS"], &[b"Root"]),
        Start::Content => (&[b"DSS", b"Metadata"], &[b"Root", b"Info"]),
        Start::Validation => (&[], &[]),
    };
    if start == Start::Validation {
        if let Some(data) = catalog.get(b"DSS") {
            references(data, &mut open);
        }
    } else {
        references(&Value::Dict(catalog.without(of_catalog)), &mut open);
        references(&Value::Dict(document.trailer.without(of_trailer)), &mut open);
        open.extend(
            document
                .containers()
                .into_iter()
                .map(|number| Id { number, generation: 0 }),
        );
        seen.insert(document.root()?.number);
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
