//! The cross-reference stream, compressed: `lopdf` writes it plain, seven bytes for each of some thousand objects.

use std::io::Write as _;

/// Before the data of the stream.
const STREAM: &[u8] = b">>stream\n";

/// The file with its cross-reference stream packed; `None` if it does not end with one as `lopdf` writes it.
pub(super) fn packed(file: &[u8]) -> Option<Vec<u8>> {
    let mark = find(file, b"startxref", file.len().checked_sub(40)?)?;
    let offset: usize = std::str::from_utf8(file.get(mark + 9..)?)
        .ok()?
        .split_whitespace()
        .next()?
        .parse()
        .ok()?;
    let start = find(file, STREAM, offset)?;
    let dictionary = std::str::from_utf8(file.get(offset..start)?).ok()?;
    let length: usize = entry(dictionary, "/Length ")?.parse().ok()?;
    let widths = dictionary.split_once("/W[")?.1.split_once(']')?.0;
    let width: usize = widths
        .split(' ')
        .map(|width| width.parse::<usize>().ok())
        .sum::<Option<usize>>()?;
    let begin = start + STREAM.len();
    let data = deflated(&predicted(file.get(begin..begin + length)?, width)?)?;
    let plain = format!("/Length {length}");
    let filter = format!(
        "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns {width}>>/Length {}",
        data.len()
    );
    let mut found = file.get(..offset)?.to_vec();
    found.extend(dictionary.replacen(&plain, &filter, 1).into_bytes());
    found.extend(STREAM);
    found.extend(data);
    found.extend(file.get(begin + length..)?);
    Some(found)
}

fn find(file: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    let rest = file.get(from..)?;
    rest.windows(wanted.len())
        .position(|window| window == wanted)
        .map(|at| from + at)
}

fn entry<'d>(dictionary: &'d str, key: &str) -> Option<&'d str> {
    let value = dictionary.split_once(key)?.1;
    value.split(|c: char| !c.is_ascii_digit()).next()
}

/// Each row as its difference from the row above (PNG predictor "up"): neighbouring objects have neighbouring places.
fn predicted(data: &[u8], width: usize) -> Option<Vec<u8>> {
    let mut rows = Vec::with_capacity(data.len() + data.len() / width.max(1));
    let mut above: &[u8] = &[];
    for row in data.chunks(width.max(1)) {
        (row.len() == width).then_some(())?;
        rows.push(2);
        rows.extend(
            row.iter()
                .zip(above.iter().chain(std::iter::repeat(&0)))
                .map(|(this, up)| this.wrapping_sub(*up)),
        );
        above = row;
    }
    Some(rows)
}

fn deflated(data: &[u8]) -> Option<Vec<u8>> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(data).ok()?;
    packed.finish().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_written_as_its_difference_from_the_one_above() {
        assert_eq!(
            predicted(&[1, 2, 4, 6, 3, 6], 2).unwrap(),
            [2, 1, 2, 2, 3, 4, 2, 255, 0]
        );
        assert_eq!(predicted(&[1, 2, 3], 2), None);
    }

    #[test]
    fn only_a_cross_reference_stream_is_packed() {
        let body = b"%PDF-1.7\n".to_vec();
        let stream = b"7 0 obj\n<</Type/XRef/W[1 4 2]/Length 14>>stream\n\x01\0\0\0\x09\0\0\x01\0\0\0\x0a\0\0\nendstream\nendobj\n";
        let end = b"startxref\n9\n%%EOF";
        let file = [&body[..], stream, end].concat();
        let packed = packed(&file).unwrap();
        let text = String::from_utf8_lossy(&packed);
        assert!(text.contains("/Predictor 12/Columns 7>>"), "{text}");
        assert!(text.ends_with("endobj\nstartxref\n9\n%%EOF"));
        assert_eq!(super::packed(&[&body[..], b"xref\n0 1\ntrailer\n", end].concat()), None);
    }
}
