use std::collections::BTreeMap;
use std::io::Write;

use super::document::Document;
use super::value::{Dict, Id, Value};
use super::xref::Layout;

/// Writes an object in the plainest spelling.
pub(crate) fn write_value(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Integer(number) => out.extend_from_slice(number.to_string().as_bytes()),
        Value::Real(digits) => out.extend_from_slice(digits),
        Value::Name(name) => write_name(out, name),
        Value::Text(text) => write_text(out, &text.bytes, text.hexadecimal),
        Value::Array(items) => {
            out.push(b'[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(b' ');
                }
                write_value(out, item);
            }
            out.push(b']');
        }
        Value::Dict(dict) => write_dict(out, dict),
        Value::Reference(id) => out.extend_from_slice(format!("{} {} R", id.number, id.generation).as_bytes()),
    }
}

fn write_dict(out: &mut Vec<u8>, dict: &Dict) {
    out.extend_from_slice(b"<<");
    for (key, value) in dict.iter() {
        write_name(out, key);
        // A value that begins with its own delimiter needs no space.
        if !matches!(
            value,
            Value::Name(_) | Value::Text(_) | Value::Array(_) | Value::Dict(_)
        ) {
            out.push(b' ');
        }
        write_value(out, value);
    }
    out.extend_from_slice(b">>");
}

fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'+') {
            out.push(*byte);
        } else {
            out.extend_from_slice(format!("#{byte:02X}").as_bytes());
        }
    }
}

fn write_text(out: &mut Vec<u8>, bytes: &[u8], hexadecimal: bool) {
    let plain = bytes.iter().all(|byte| (b' '..=b'~').contains(byte));
    if plain && !hexadecimal {
        out.push(b'(');
        for byte in bytes {
            if matches!(byte, b'(' | b')' | b'\\') {
                out.push(b'\\');
            }
            out.push(*byte);
        }
        out.push(b')');
    } else {
        out.push(b'<');
        for byte in bytes {
            out.extend_from_slice(format!("{byte:02x}").as_bytes());
        }
        out.push(b'>');
    }
}

/// A text string: ASCII as it is, anything else as UTF-16 with its mark.
pub(crate) fn text_string(text: &str) -> Value {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        let Value::Text(mut plain) = Value::text(text.as_bytes()) else {
            return Value::Null;
        };
        plain.hexadecimal = false;
        return Value::Text(plain);
    }
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    Value::text(&units.flat_map(u16::to_be_bytes).collect::<Vec<u8>>())
}

/// An incremental update being written behind a file, whose own bytes stay as they are.
pub(crate) struct Update<'a, 'd> {
    document: &'a Document<'d>,
    pub(crate) out: Vec<u8>,
    offsets: BTreeMap<u32, (u16, usize)>,
    next: u32,
}

impl<'a, 'd> Update<'a, 'd> {
    pub(crate) fn new(document: &'a Document<'d>) -> Option<Self> {
        let mut out = document.data.to_vec();
        if !matches!(out.last(), Some(b'\n' | b'\r')) {
            out.push(b'\n');
        }
        Some(Self {
            next: document.next_number()?,
            document,
            out,
            offsets: BTreeMap::new(),
        })
    }

    /// A new object's id.
    pub(crate) fn reserve(&mut self) -> Id {
        let id = Id {
            number: self.next,
            generation: 0,
        };
        self.next += 1;
        id
    }

    /// Begins an object; the caller writes its body to `out` and then calls [`Self::end`].
    pub(crate) fn begin(&mut self, id: Id) {
        self.offsets.insert(id.number, (id.generation, self.out.len()));
        self.out
            .extend_from_slice(format!("{} {} obj\n", id.number, id.generation).as_bytes());
    }

    pub(crate) fn end(&mut self) {
        self.out.extend_from_slice(b"\nendobj\n");
    }

    pub(crate) fn put(&mut self, id: Id, value: &Value) {
        self.begin(id);
        write_value(&mut self.out, value);
        self.end();
    }

    pub(crate) fn put_stream(&mut self, id: Id, mut dict: Dict, data: &[u8]) {
        dict.set(b"Length", Value::Integer(i64::try_from(data.len()).unwrap_or(i64::MAX)));
        self.begin(id);
        write_dict(&mut self.out, &dict);
        self.out.extend_from_slice(b"\nstream\n");
        self.out.extend_from_slice(data);
        self.out.extend_from_slice(b"\nendstream");
        self.end();
    }

    /// Adds the cross-reference section, in the kind the file already uses, and the end of the file.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        let id = (self.document.layout == Layout::Stream).then(|| self.reserve());
        let at = self.out.len();
        let mut trailer = self.trailer();
        if let Some(id) = id {
            self.offsets.insert(id.number, (0, at));
            trailer.set(b"Type", Value::name("XRef"));
            trailer.set(b"W", Value::integers(&[1, 5, 2]));
            trailer.set(b"Index", Value::integers(&self.index()));
            let rows = self.rows();
            self.put_stream(id, trailer, &rows);
        } else {
            self.table();
            self.out.extend_from_slice(b"trailer\n");
            write_dict(&mut self.out, &trailer);
            self.out.push(b'\n');
        }
        self.out
            .extend_from_slice(format!("startxref\n{at}\n%%EOF\n").as_bytes());
        self.out
    }

    fn trailer(&self) -> Dict {
        let mut trailer = Dict::default();
        trailer.set(b"Size", Value::Integer(i64::from(self.next)));
        for key in [&b"Root"[..], b"Info", b"ID"] {
            if let Some(kept) = self.document.trailer.get(key) {
                trailer.set(key, kept.clone());
            }
        }
        let previous = i64::try_from(self.document.startxref).unwrap_or(i64::MAX);
        trailer.set(b"Prev", Value::Integer(previous));
        trailer
    }

    /// Runs of consecutive numbers as first and length.
    fn runs(&self) -> Vec<(u32, u32)> {
        let mut runs: Vec<(u32, u32)> = Vec::new();
        for number in self.offsets.keys() {
            match runs.last_mut() {
                Some((first, length)) if *first + *length == *number => *length += 1,
                _ => runs.push((*number, 1)),
            }
        }
        runs
    }

    fn index(&self) -> Vec<i64> {
        self.runs()
            .into_iter()
            .flat_map(|(first, length)| [i64::from(first), i64::from(length)])
            .collect()
    }

    fn rows(&self) -> Vec<u8> {
        let mut rows = Vec::new();
        for (generation, offset) in self.offsets.values() {
            let offset = u64::try_from(*offset).unwrap_or(u64::MAX).to_be_bytes();
            rows.push(1);
            rows.extend_from_slice(offset.get(3..).unwrap_or_default());
            rows.extend_from_slice(&generation.to_be_bytes());
        }
        rows
    }

    fn table(&mut self) {
        self.out.extend_from_slice(b"xref\n");
        for (first, length) in self.runs() {
            // Writing to a vector cannot fail.
            let _ = writeln!(self.out, "{first} {length}");
            for (generation, offset) in self.offsets.range(first..first + length).map(|(_, entry)| entry) {
                let _ = writeln!(self.out, "{offset:010} {generation:05} n ");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::Parser;
    use super::*;

    #[test]
    fn values_read_back_the_same() {
        let source = b"<< /A#20B [1 -2.50 (x\\)y) <00ff> true null 3 0 R] /C << /D /E >> >>";
        let value = Parser::new(source, 0).value().unwrap();
        let mut out = Vec::new();
        write_value(&mut out, &value);
        assert_eq!(out, b"<</A#20B[1 -2.50 (x\\)y) <00ff> true null 3 0 R]/C<</D/E>>>>");
        assert_eq!(Parser::new(&out, 0).value().unwrap(), value);
    }

    #[test]
    fn chinese_text_is_utf_16() {
        let mut out = Vec::new();
        write_value(&mut out, &text_string("\u{4eba}"));
        assert_eq!(out, b"<feff4eba>");
    }
}
