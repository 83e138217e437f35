//! The assessment data embedded in a report.

use super::fields::decode;
use super::pdf::{Dict, Document, Value};

/// What the report writer calls the embedded data.
const FILE_NAME: &str = "assessment.json";
const MAX_NODES: usize = 1000;

/// The bytes of the embedded file `assessment.json`, looked for among the associated files and in the name tree.
pub(super) fn embedded(document: &Document<'_>) -> Option<Vec<u8>> {
    let catalog = document.catalog()?;
    let associated = document.entry(&catalog, b"AF");
    let associated = associated.as_ref().and_then(Value::as_array).unwrap_or_default();
    let found = associated.iter().find_map(|file| named(document, file));
    found.or_else(|| {
        let names = document.dict(&catalog, b"Names")?;
        in_tree(document, names.get(b"EmbeddedFiles")?)
    })
}

fn in_tree(document: &Document<'_>, root: &Value) -> Option<Vec<u8>> {
    let mut open = vec![root.clone()];
    for _ in 0..MAX_NODES {
        let Some(Value::Dict(node)) = document.resolve(&open.pop()?) else {
            continue;
        };
        if let Some(Value::Array(pairs)) = document.entry(&node, b"Names") {
            let found = pairs.iter().skip(1).step_by(2).find_map(|file| named(document, file));
            if found.is_some() {
                return found;
            }
        }
        if let Some(Value::Array(kids)) = document.entry(&node, b"Kids") {
            open.extend(kids.into_iter().take(MAX_NODES));
        }
    }
    None
}

fn named(document: &Document<'_>, specification: &Value) -> Option<Vec<u8>> {
    let Value::Dict(specification) = document.resolve(specification)? else {
        return None;
    };
    let name = text(document, &specification, b"UF").or_else(|| text(document, &specification, b"F"))?;
    (name == FILE_NAME).then_some(())?;
    let streams = document.dict(&specification, b"EF")?;
    let stream = streams.get(b"UF").or_else(|| streams.get(b"F"))?.as_reference()?;
    document.decoded(&document.object(stream)?)
}

fn text(document: &Document<'_>, dict: &Dict, key: &[u8]) -> Option<String> {
    Some(decode(&document.entry(dict, key)?.as_text()?.bytes))
}
