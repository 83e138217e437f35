//! Validation data (`/DSS`): certificates, revocation lists and answers of their issuers, added so that a signature can be checked later.

use crate::seal::element::element;
use crate::seal::pdf::{Dict, Document, Value};

/// The lists of the whole store, and those of one signature.
const LISTS: [&[u8]; 3] = [b"Certs", b"OCSPs", b"CRLs"];
const LISTS_OF_ONE: [&[u8]; 3] = [b"Cert", b"OCSP", b"CRL"];

/// Whether a value of the catalogue's `/DSS` is validation data and nothing else, and not empty.
pub(super) fn is_sound(document: &Document<'_>, store: &Value) -> bool {
    let Some(Value::Dict(store)) = document.resolve(store) else {
        return false;
    };
    let known = |key: &[u8]| LISTS.contains(&key) || matches!(key, b"Type" | b"VRI");
    let counts: Option<Vec<usize>> = LISTS.iter().map(|list| length(document, &store, list)).collect();
    let filled = counts.is_some_and(|counts| counts.iter().any(|count| *count > 0));
    let typed = store.get(b"Type").is_none_or(|kind| kind.is_name(b"DSS"));
    filled && typed && store.iter().all(|(key, _)| known(key)) && signatures(document, &store)
}

/// How many pieces of data a list holds; `None` if it holds anything else.
fn length(document: &Document<'_>, dict: &Dict, list: &[u8]) -> Option<usize> {
    if dict.get(list).is_none() {
        return Some(0);
    }
    let found = document.entry(dict, list)?;
    let items = found.as_array()?;
    items.iter().all(|item| is_piece(document, item)).then_some(items.len())
}

/// A stream that is one DER element from end to end.
fn is_piece(document: &Document<'_>, item: &Value) -> bool {
    let data = item
        .as_reference()
        .and_then(|id| document.object(id))
        .and_then(|object| document.decoded(&object));
    data.is_some_and(|data| matches!(element(&data), Some((0x30, _, []))))
}

/// What each signature needs, by the digest of the signature.
fn signatures(document: &Document<'_>, store: &Dict) -> bool {
    if store.get(b"VRI").is_none() {
        return true;
    }
    let Some(of_signatures) = document.dict(store, b"VRI") else {
        return false;
    };
    of_signatures.iter().all(|(name, value)| {
        let digest = name.len() == 40 && name.iter().all(u8::is_ascii_hexdigit);
        let kind = name == b"Type" && value.is_name(b"VRI");
        let needs = document.resolve(value);
        kind || digest
            && needs
                .as_ref()
                .and_then(Value::as_dict)
                .is_some_and(|one| is_one(document, one))
    })
}

fn is_one(document: &Document<'_>, one: &Dict) -> bool {
    one.iter().all(|(key, value)| match key {
        b"Type" => value.is_name(b"VRI"),
        b"TU" => value.as_text().is_some(),
        b"TS" => is_piece(document, value),
        list => LISTS_OF_ONE.contains(&list) && length(document, one, list).is_some(),
    })
}
