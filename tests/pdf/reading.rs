//! Reading a PDF the way a program that extracts text does.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document as PdfFile, Object, ObjectId, content::Content};

/// Resolves a reference or takes the object itself.
pub(super) fn deref<'a>(file: &'a PdfFile, object: &'a Object) -> &'a Object {
    file.dereference(object).unwrap().1
}

pub(super) fn get<'a>(file: &'a PdfFile, dict: &'a Dictionary, key: &str) -> &'a Dictionary {
    deref(file, dict.get(key.as_bytes()).unwrap()).as_dict().unwrap()
}

/// Glyph to text, from the `/ToUnicode` map of a font.
fn to_unicode(file: &PdfFile, font: &Dictionary) -> BTreeMap<u16, String> {
    let stream = deref(file, font.get(b"ToUnicode").unwrap()).as_stream().unwrap();
    let map = String::from_utf8(stream.get_plain_content().unwrap()).unwrap();
    let pairs = map.lines().filter_map(|line| {
        let mut parts = line.strip_prefix('<')?.strip_suffix('>')?.split("> <");
        let glyph = u16::from_str_radix(parts.next()?, 16).ok()?;
        let units: Vec<u16> = parts.next()?.as_bytes().chunks(4).map(hex).collect();
        Some((glyph, String::from_utf16(&units).ok()?))
    });
    pairs.collect()
}

fn hex(digits: &[u8]) -> u16 {
    u16::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap()
}

/// The text of a page as a reader extracts it: each shown string through the map of its font, one line per text object.
pub(super) fn extracted(file: &PdfFile, page: ObjectId) -> Vec<String> {
    let fonts: BTreeMap<Vec<u8>, BTreeMap<u16, String>> = file
        .get_page_fonts(page)
        .unwrap()
        .into_iter()
        .map(|(name, font)| (name, to_unicode(file, font)))
        .collect();
    let content = Content::decode(&file.get_page_content(page)).unwrap();
    let (mut lines, mut line, mut font) = (Vec::new(), String::new(), Vec::new());
    for operation in &content.operations {
        match operation.operator.as_str() {
            "Tf" => font = operation.operands[0].as_name().unwrap().to_vec(),
            "Tj" => {
                for code in operation.operands[0].as_str().unwrap().chunks(2) {
                    line.push_str(&fonts[&font][&u16::from_be_bytes([code[0], code[1]])]);
                }
            }
            "ET" => lines.push(std::mem::take(&mut line)),
            _ => {}
        }
    }
    lines
}
