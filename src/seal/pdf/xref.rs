use super::filter::decode;
use super::parse::Parser;
use super::value::{Dict, Value};

/// More objects than this no PDF may have (ISO 32000-1 Annex C).
const MAX_NUMBER: u32 = 8_388_607;

/// A million objects of eight bytes; a section that unpacks to more is made to keep us busy.
const MAX_DECODED: usize = 8 << 20;
/// Entries of one section; the report of ten thousand data items has a tenth of this.
pub(crate) const MAX_ENTRIES: usize = 1_000_000;

/// Where an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    Free,
    InFile { offset: usize, generation: u16 },
    InStream { stream: u32, index: usize },
}

/// How a cross-reference section is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    Table,
    Stream,
}

/// One cross-reference section with its trailer.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    pub(crate) entries: Vec<(u32, Entry)>,
    pub(crate) trailer: Dict,
    pub(crate) layout: Layout,
    /// The number of the cross-reference stream.
    pub(crate) own: Option<u32>,
    /// Where the trailer or the cross-reference stream ends.
    pub(crate) end: usize,
}

/// Reads the section that begins exactly at `offset`.
pub(crate) fn section(data: &[u8], offset: usize) -> Option<Section> {
    let mut parser = Parser::new(data, offset);
    if parser.keyword(b"xref").is_some() {
        table(parser)
    } else {
        stream(data, parser)
    }
}

fn table(mut parser: Parser<'_>) -> Option<Section> {
    let mut entries = Vec::new();
    loop {
        parser.skip();
        if parser.keyword(b"trailer").is_some() {
            break;
        }
        let first = u32::try_from(parser.unsigned()?).ok()?;
        parser.skip();
        let count = u32::try_from(parser.unsigned()?).ok()?;
        let last = first.checked_add(count).filter(|last| *last <= MAX_NUMBER)?;
        for number in first..last {
            (entries.len() < MAX_ENTRIES).then_some(())?;
            entries.push((number, table_entry(&mut parser)?));
        }
    }
    let trailer = parser.value()?.as_dict()?.clone();
    // A hybrid file shows different objects to old and new readers.
    if trailer.get(b"XRefStm").is_some() {
        return None;
    }
    Some(Section {
        entries,
        trailer,
        layout: Layout::Table,
        own: None,
        end: parser.at,
    })
}

fn table_entry(parser: &mut Parser<'_>) -> Option<Entry> {
    parser.skip();
    let offset = usize::try_from(parser.unsigned()?).ok()?;
    parser.skip();
    let generation = parser.unsigned()?;
    parser.skip();
    if parser.keyword(b"n").is_some() {
        let generation = u16::try_from(generation).ok()?;
        Some(Entry::InFile { offset, generation })
    } else {
        parser.keyword(b"f")?;
        Some(Entry::Free)
    }
}

fn stream(data: &[u8], mut parser: Parser<'_>) -> Option<Section> {
    let (id, object) = parser.object(|_| None)?;
    let dict = object.dict()?;
    if !dict.is_name(b"Type", b"XRef") {
        return None;
    }
    let rows = decode(dict, data.get(object.data.clone()?)?, MAX_DECODED)?;
    let entries = stream_entries(dict, &rows)?;
    Some(Section {
        entries,
        trailer: dict.clone(),
        layout: Layout::Stream,
        own: Some(id.number),
        end: parser.at,
    })
}

fn stream_entries(dict: &Dict, rows: &[u8]) -> Option<Vec<(u32, Entry)>> {
    let widths: Vec<usize> = sizes(dict.get(b"W")?)?;
    let [kind, middle, last] = *widths.as_slice() else {
        return None;
    };
    if widths.iter().any(|width| *width > 8) || middle == 0 {
        return None;
    }
    let index = match dict.get(b"Index") {
        Some(index) => sizes(index)?,
        None => vec![0, dict.get(b"Size")?.as_size()?],
    };
    let mut rows = rows.chunks_exact(kind + middle + last);
    let mut entries = Vec::new();
    for run in index.chunks(2) {
        let [first, count] = *run else { return None };
        let end = first.checked_add(count)?;
        for number in first..end {
            (entries.len() < MAX_ENTRIES).then_some(())?;
            let number = u32::try_from(number).ok().filter(|number| *number < MAX_NUMBER)?;
            entries.push((number, stream_entry(rows.next()?, kind, middle)?));
        }
    }
    Some(entries)
}

fn sizes(value: &Value) -> Option<Vec<usize>> {
    value.as_array()?.iter().map(Value::as_size).collect()
}

fn stream_entry(row: &[u8], kind: usize, middle: usize) -> Option<Entry> {
    let (kind, rest) = row.split_at_checked(kind)?;
    let (middle, last) = rest.split_at_checked(middle)?;
    let number = |bytes: &[u8]| bytes.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    let kind = if kind.is_empty() { 1 } else { number(kind) };
    match kind {
        0 => Some(Entry::Free),
        1 => Some(Entry::InFile {
            offset: usize::try_from(number(middle)).ok()?,
            generation: u16::try_from(number(last)).ok()?,
        }),
        2 => Some(Entry::InStream {
            stream: u32::try_from(number(middle)).ok()?,
            index: usize::try_from(number(last)).ok()?,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_with_two_runs() {
        // Some programs write a generation for the free object that no object may have.
        let data =
            b"xref\n0 1\n0000000000 65536 f \n4 2\n0000000017 00000 n \n0000000099 00001 n \ntrailer << /Size 6 >>";
        let section = section(data, 0).unwrap();
        assert_eq!(section.entries.first(), Some(&(0, Entry::Free)));
        assert_eq!(
            section.entries.get(2),
            Some(&(
                5,
                Entry::InFile {
                    offset: 99,
                    generation: 1
                }
            ))
        );
        assert_eq!(section.trailer.get(b"Size"), Some(&Value::Integer(6)));
    }

    #[test]
    fn huge_counts_end_at_once() {
        assert!(section(b"xref\n0 99999999999\ntrailer << >>", 0).is_none());
        assert!(section(b"xref\n0 8000000\ntrailer << >>", 0).is_none());
        let stream = b"1 0 obj << /Type /XRef /W [0 1 0] /Index [0 8000000] /Length 1 >> stream\nx\nendstream endobj";
        assert!(section(stream, 0).is_none());
        let rows = vec![0; MAX_ENTRIES + 1];
        let head = format!(
            "1 0 obj << /Type /XRef /W [0 1 0] /Size {0} /Length {0} >> stream\n",
            rows.len()
        );
        let many = [head.as_bytes(), &rows, b"\nendstream endobj"].concat();
        assert!(section(&many, 0).is_none());
    }
}
