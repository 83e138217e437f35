//! The signature fields of a document.

use std::collections::HashSet;

use super::pdf::{Dict, Document, Id, Value};

const MAX_FIELDS: usize = 10_000;
const MAX_DEPTH: usize = 16;

/// A signature field that is one object with its widget.
pub(super) struct Field {
    pub(super) id: Id,
    /// The full name: the parts from the root on, joined by full stops.
    pub(super) name: String,
    pub(super) dict: Dict,
}

impl Field {
    /// The signature in the field, if it is signed.
    pub(super) fn signature(&self) -> Option<&Value> {
        self.dict.get(b"V").filter(|value| **value != Value::Null)
    }
}

/// The interactive form, empty if there is none.
pub(super) fn form(document: &Document<'_>) -> Option<Dict> {
    let catalog = document.catalog()?;
    match catalog.get(b"AcroForm") {
        None => Some(Dict::default()),
        Some(_) => document.dict(&catalog, b"AcroForm"),
    }
}

/// All signature fields; `None` if the form cannot be read in full, or if two fields have one name or one signature: readers differ in
/// which of them they show.
pub(super) fn signature_fields(document: &Document<'_>) -> Option<Vec<Field>> {
    let form = form(document)?;
    let mut walk = Walk {
        document,
        seen: HashSet::new(),
        found: Vec::new(),
    };
    if form.get(b"Fields").is_some() {
        let fields = document.entry(&form, b"Fields")?;
        for field in fields.as_array()? {
            walk.visit(field, "", false, MAX_DEPTH)?;
        }
    }
    let names: HashSet<&str> = walk.found.iter().map(|field| field.name.as_str()).collect();
    let signed = || walk.found.iter().filter_map(|field| field.signature()?.as_reference());
    let signatures: HashSet<Id> = signed().collect();
    (names.len() == walk.found.len() && signatures.len() == signed().count()).then_some(walk.found)
}

struct Walk<'a, 'd> {
    document: &'a Document<'d>,
    seen: HashSet<Id>,
    found: Vec<Field>,
}

impl Walk<'_, '_> {
    fn visit(&mut self, field: &Value, above: &str, signature_above: bool, depth: usize) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        let id = field.as_reference()?;
        if self.seen.len() >= MAX_FIELDS || !self.seen.insert(id) {
            return None;
        }
        let dict = self.document.object(id)?.dict()?.clone();
        let own = match self.document.entry(&dict, b"T") {
            Some(part) => decode(&part.as_text()?.bytes),
            None => String::new(),
        };
        let name = match (above, own.as_str()) {
            ("", own) => own.to_owned(),
            (above, "") => above.to_owned(),
            (above, own) => format!("{above}.{own}"),
        };
        let signature = match dict.get(b"FT") {
            Some(kind) => kind.is_name(b"Sig"),
            None => signature_above,
        };
        if let Some(kids) = self.document.entry(&dict, b"Kids") {
            for kid in kids.as_array()? {
                self.visit(kid, &name, signature, depth)?;
            }
        }
        if signature && (dict.get(b"T").is_some() || dict.get(b"V").is_some()) {
            self.found.push(Field { id, name, dict });
        }
        Some(())
    }
}

/// The same dictionary with every text in one encoding: programs that rewrite an object choose their own.
pub(super) fn in_one_encoding(dict: &Dict) -> Dict {
    let mut plain = Dict::default();
    for (key, value) in dict.iter() {
        plain.set(key, plain_value(value));
    }
    plain
}

fn plain_value(value: &Value) -> Value {
    match value {
        Value::Text(text) => Value::text(decode(&text.bytes).as_bytes()),
        Value::Array(items) => Value::Array(items.iter().map(plain_value).collect()),
        Value::Dict(dict) => Value::Dict(in_one_encoding(dict)),
        other => other.clone(),
    }
}

/// A text string: UTF-16 or UTF-8 with their marks, else `PDFDocEncoding`, read as Latin-1.
pub(super) fn decode(bytes: &[u8]) -> String {
    if let Some(units) = bytes.strip_prefix(&[0xfe, 0xff]) {
        let units: Vec<u16> = units
            .chunks_exact(2)
            .map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte)))
            .collect();
        return String::from_utf16_lossy(&units);
    }
    match bytes.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        Some(text) => String::from_utf8_lossy(text).into_owned(),
        None => bytes.iter().copied().map(char::from).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_is_the_same_in_any_encoding() {
        let dict = |bytes: &[u8]| {
            let mut inner = Dict::default();
            inner.set(b"A", Value::Array(vec![Value::text(bytes), Value::Integer(1)]));
            let mut outer = Dict::default();
            outer.set(b"B", Value::Dict(inner));
            in_one_encoding(&outer)
        };
        assert_eq!(dict(b"ab"), dict(&[0xfe, 0xff, 0, b'a', 0, b'b']));
        assert_eq!(dict(b"ab"), dict(&[0xef, 0xbb, 0xbf, b'a', b'b']));
        assert_ne!(dict(b"ab"), dict(b"ac"));
    }

    #[test]
    fn text_strings_in_three_encodings() {
        assert_eq!(decode(b"sig-client"), "sig-client");
        assert_eq!(decode(&[0xfe, 0xff, 0x4e, 0xba]), "\u{4eba}");
        assert_eq!(decode(&[0xef, 0xbb, 0xbf, 0xe4, 0xba, 0xba]), "\u{4eba}");
    }
}
