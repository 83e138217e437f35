//! Document time stamps come in fields of their own, which nobody prepared.

use super::changes::{known, same_but};
use crate::seal::fields::signature_fields;
use crate::seal::pdf::{Dict, Document, Id, Value};

/// All a time stamp's field may say; none of it shows anything or acts.
const KEYS: [&[u8]; 9] = [b"Type", b"Subtype", b"FT", b"T", b"TU", b"F", b"P", b"Rect", b"V"];

/// Whether an array only got fields of new document time stamps at its end.
pub(super) fn only_adds_stamps(
    before: &Document<'_>,
    after: &Document<'_>,
    old: Option<&Value>,
    new: Option<&Value>,
) -> bool {
    if old == new {
        return true;
    }
    let old = match old {
        None => &[],
        Some(Value::Array(items)) => items.as_slice(),
        Some(_) => return false,
    };
    let new = new.and_then(Value::as_array);
    new.and_then(|new| new.strip_prefix(old))
        .is_some_and(|added| added.iter().all(|field| is_stamp(before, after, field).is_some()))
}

fn is_stamp(before: &Document<'_>, after: &Document<'_>, field: &Value) -> Option<()> {
    let fresh = |id: &Id| known(before, id.number).is_none();
    let id = field.as_reference().filter(fresh)?;
    // What stands on a page alone is no field, and nobody would check its signature.
    let in_form = signature_fields(after)?.iter().any(|field| field.id == id);
    in_form.then_some(())?;
    let object = after.object(id)?;
    let dict = object.dict().filter(|_| object.data.is_none())?;
    let nothing_else = dict.iter().all(|(key, _)| KEYS.contains(&key));
    let unseen = dict.get(b"Rect")? == &Value::integers(&[0; 4]);
    let signature = after.object(dict.get(b"V")?.as_reference().filter(fresh)?)?;
    let signature = signature.dict()?;
    let stamps = signature.is_name(b"Type", b"DocTimeStamp") && signature.is_name(b"SubFilter", b"ETSI.RFC3161");
    (nothing_else && unseen && stamps && dict.is_name(b"FT", b"Sig")).then_some(())
}

/// Whether a page only got such fields among its annotations.
pub(super) fn page_may_become(before: &Document<'_>, old: &Dict, after: &Document<'_>, new: &Dict) -> bool {
    let free: [&[u8]; 1] = [b"Annots"];
    old.is_name(b"Type", b"Page")
        && same_but(old, new, &free)
        && only_adds_stamps(before, after, old.get(b"Annots"), new.get(b"Annots"))
}
