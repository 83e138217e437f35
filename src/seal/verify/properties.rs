//! Document properties: signing programs refresh the date and the producer, and nothing else may change.

use super::changes::same_but;
use crate::seal::pdf::{Dict, Document, Value};

/// What a signing program writes about itself, in the information dictionary.
const REFRESHED: [&[u8]; 2] = [b"ModDate", b"Producer"];
/// The same in XMP, and what has no meaning of its own there.
const REFRESHED_XMP: [&str; 5] = ["ModifyDate", "MetadataDate", "Producer", "xmptk", "about"];
/// Elements that only hold lists together.
const LISTS: [&str; 6] = ["li", "Alt", "Bag", "Seq", "RDF", "Description"];

/// Whether the information dictionaries say the same but for date and producer.
pub(super) fn info_may_become(before: &Document<'_>, after: &Document<'_>) -> bool {
    let same_place = match before.trailer.get(b"Info") {
        Some(old) => after.trailer.get(b"Info") == Some(old),
        None => true,
    };
    let read = |document: &Document<'_>| match document.trailer.get(b"Info") {
        None => Some(Dict::default()),
        Some(_) => document.dict(&document.trailer, b"Info"),
    };
    let (Some(old), Some(new)) = (read(before), read(after)) else {
        return before.trailer.get(b"Info") == after.trailer.get(b"Info") && read(before) == read(after);
    };
    same_place && same_but(&old, &new, &REFRESHED)
}

/// Whether the XMP metadata of two catalogues says the same but for date and producer.
pub(super) fn metadata_may_become(before: &Document<'_>, old: &Dict, after: &Document<'_>, new: &Dict) -> bool {
    let read = |document: &Document<'_>, catalog: &Dict| match catalog.get(b"Metadata") {
        None => Some(Vec::new()),
        Some(value) => {
            let object = document.object(value.as_reference()?)?;
            object.dict()?.is_name(b"Type", b"Metadata").then_some(())?;
            facts(std::str::from_utf8(&document.decoded(&object)?).ok()?)
        }
    };
    match (read(before, old), read(after, new)) {
        (Some(old_facts), Some(new_facts)) => {
            let kept =
                old.get(b"Metadata").is_none() || new.get(b"Metadata").is_some_and(|value| *value != Value::Null);
            kept && old_facts == new_facts
        }
        _ => false,
    }
}

/// All values in a piece of XMP with the names of their properties, sorted: the same whether written as attributes or as elements.
/// `None` if it is not simple well-formed XML.
fn facts(xmp: &str) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = xmp;
    while let Some((text, tag)) = rest.split_once('<') {
        add_text(&mut found, &open, text)?;
        rest = if let Some(instruction) = tag.strip_prefix('?') {
            instruction.split_once("?>")?.1
        } else if let Some(end) = tag.strip_prefix('/') {
            let (name, rest) = end.split_once('>')?;
            (open.pop()? == name.trim()).then_some(())?;
            rest
        } else {
            element(tag, &mut open, &mut found)?
        };
    }
    (open.is_empty() && rest.chars().all(|end| end.is_whitespace() || end == '\u{feff}')).then_some(())?;
    found.retain(|(name, _)| !REFRESHED_XMP.contains(&name.as_str()));
    found.sort();
    Some(found)
}

fn add_text(found: &mut Vec<(String, String)>, open: &[&str], text: &str) -> Option<()> {
    let text = text.trim_matches(|mark: char| mark.is_whitespace() || mark == '\u{feff}');
    if text.is_empty() {
        return Some(());
    }
    let names = open.iter().rev().map(|name| local(name));
    let name = names
        .clone()
        .find(|name| !LISTS.contains(name))
        .or_else(|| names.clone().next())?;
    found.push((name.to_owned(), text.to_owned()));
    Some(())
}

/// Reads a start tag behind its bracket; gives what follows it.
fn element<'a>(tag: &'a str, open: &mut Vec<&'a str>, found: &mut Vec<(String, String)>) -> Option<&'a str> {
    let end = tag.find(|mark: char| mark.is_whitespace() || matches!(mark, '>' | '/' | '!'))?;
    let (name, mut rest) = tag.split_at_checked(end)?;
    (!name.is_empty()).then_some(())?;
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>") {
            return Some(after);
        }
        if let Some(after) = rest.strip_prefix('>') {
            open.push(name);
            return Some(after);
        }
        let (key, value) = rest.split_once('=')?;
        let quote = value
            .trim_start()
            .chars()
            .next()
            .filter(|mark| matches!(mark, '"' | '\''))?;
        let (value, after) = value.trim_start().strip_prefix(quote)?.split_once(quote)?;
        if !key.starts_with("xmlns") {
            found.push((local(key.trim()).to_owned(), value.to_owned()));
        }
        rest = after;
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_and_elements_are_the_same_facts() {
        let first = "<?xpacket begin='\u{feff}'?><x:xmpmeta x:xmptk='a'><rdf:Description rdf:about='' pdf:Producer='b'>\
            <dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Report</rdf:li></rdf:Alt></dc:title>\
            <xmp:ModifyDate>2026</xmp:ModifyDate><pdfaid:part>3</pdfaid:part></rdf:Description></x:xmpmeta><?xpacket end='r'?>";
        let second = "<xmpmeta><Description part='3'><title>\n<Alt><li lang=\"x-default\">Report</li></Alt></title></Description></xmpmeta>";
        assert!(facts(first).is_some());
        assert_eq!(facts(first), facts(second));
        assert_ne!(facts(first), facts(&second.replace("Report", "Other")));
        assert_ne!(facts(first), facts(&second.replace("title", "description")));
    }

    #[test]
    fn what_is_not_simple_is_not_read() {
        for text in [
            "<a>",
            "</a>",
            "<a></b>",
            "<!DOCTYPE a><a/>",
            "<a><![CDATA[x]]></a>",
            "<a b=c/>",
            "<a b='c>",
            "text",
        ] {
            assert_eq!(facts(text), None, "{text}");
        }
    }
}
