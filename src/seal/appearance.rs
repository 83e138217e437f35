//! What a signature looks like on the page.

use std::io::Write;

use super::pdf::{Dict, Parser, Value, text_string, write_value};

/// Larger drawings (letters as outlines) are compressed.
const PLAIN_SIZE: usize = 1024;

/// How the visible part of a signature is drawn.
#[derive(Clone, Copy, Debug)]
pub enum Appearance<'a> {
    /// A thin box with role, name, time and certificate digest in Helvetica. Lines with other characters than ASCII are left out,
    /// so a Chinese name needs [`Self::Drawn`].
    Plain,
    /// Ready-made drawing operators, with the origin at the lower left corner of the field and the field's own size in points.
    Drawn {
        /// A content stream, not compressed.
        content: &'a [u8],
        /// The resources it uses, as a PDF dictionary (`<< … >>`); may refer to objects of the file that is signed.
        resources: &'a [u8],
    },
}

/// What the plain appearance tells.
pub(super) struct Lines {
    pub(super) role: String,
    pub(super) name: String,
    pub(super) time: String,
    pub(super) certificate: String,
}

/// A form `XObject` without its length: dictionary and content. `None` if the caller's resources are not a dictionary.
pub(super) fn form(appearance: Appearance<'_>, lines: &Lines, width: f64, height: f64) -> Option<(Dict, Vec<u8>)> {
    let (resources, content) = match appearance {
        Appearance::Plain => (helvetica()?, plain(lines, width, height)),
        Appearance::Drawn { content, resources } => (dictionary(resources)?, content.to_vec()),
    };
    let mut dict = Dict::default();
    let content = if content.len() > PLAIN_SIZE {
        dict.set(b"Filter", Value::name("FlateDecode"));
        deflated(&content)?
    } else {
        content
    };
    dict.set(b"Type", Value::name("XObject"));
    dict.set(b"Subtype", Value::name("Form"));
    let corner = [Value::Integer(0), Value::Integer(0), real(width), real(height)];
    dict.set(b"BBox", Value::Array(corner.into()));
    dict.set(b"Resources", Value::Dict(resources));
    Some((dict, content))
}

fn deflated(content: &[u8]) -> Option<Vec<u8>> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(content).ok()?;
    packed.finish().ok()
}

fn dictionary(bytes: &[u8]) -> Option<Dict> {
    let mut parser = Parser::over_stream(bytes, 0);
    let value = parser.value()?;
    parser.skip();
    match value {
        Value::Dict(dict) if parser.at_end() => Some(dict),
        _ => None,
    }
}

fn helvetica() -> Option<Dict> {
    dictionary(
        b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >> >>",
    )
}

fn real(number: f64) -> Value {
    Value::Real(format!("{number:.2}").into_bytes())
}

fn plain(lines: &Lines, width: f64, height: f64) -> Vec<u8> {
    let texts: Vec<&str> = [&lines.role, &lines.name, &lines.time, &lines.certificate]
        .into_iter()
        .map(String::as_str)
        .filter(|text| !text.is_empty() && text.bytes().all(|byte| (b' '..=b'~').contains(&byte)))
        .collect();
    let count = f64::from(u8::try_from(texts.len()).unwrap_or(u8::MAX).max(1));
    let longest = texts.iter().map(|text| text.len()).max().unwrap_or(1);
    let longest = f64::from(u16::try_from(longest).unwrap_or(u16::MAX).max(1));
    // Helvetica is a little over half as wide as high on average.
    let size = ((height - 6.0) / count / 1.25)
        .min((width - 8.0) / longest / 0.56)
        .clamp(2.0, 9.0);
    let mut out = Vec::new();
    // Writing to a vector cannot fail.
    let _ = writeln!(
        out,
        "q 0.5 w 0.25 0.25 {:.2} {:.2} re S Q",
        (width - 0.5).max(0.0),
        (height - 0.5).max(0.0)
    );
    let _ = writeln!(
        out,
        "BT /F1 {size:.2} Tf {:.2} TL 4 {:.2} Td",
        size * 1.25,
        height - 3.0 - size
    );
    for text in texts {
        write_value(&mut out, &text_string(text));
        out.extend_from_slice(b" Tj T*\n");
    }
    out.extend_from_slice(b"ET");
    out
}
