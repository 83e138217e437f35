use std::ops::Range;

use crate::seal::Problem;
use crate::seal::element::element;
use crate::seal::pdf::{Dict, Value};

/// What a signature dictionary covers, and the CMS structure in its gap.
#[derive(Debug)]
pub(super) struct Covered {
    /// The `/Contents` string with its brackets.
    pub(super) gap: Range<usize>,
    /// Where the covered bytes end.
    pub(super) end: usize,
    pub(super) signature: Vec<u8>,
    /// No digit of the gap is a capital letter.
    pub(super) lower_case: bool,
}

/// Checks `/ByteRange` against the place of `/Contents`, and the spelling of the gap.
pub(super) fn covered(file: &[u8], dict: &Dict) -> Result<Covered, Problem> {
    let range = dict.get(b"ByteRange").and_then(Value::as_array).unwrap_or_default();
    let numbers: Vec<usize> = range.iter().filter_map(Value::as_size).collect();
    let (4, [0, before, after, length]) = (range.len(), numbers.as_slice()) else {
        return Err(Problem::ByteRange);
    };
    let contents = dict
        .get(b"Contents")
        .and_then(Value::as_text)
        .ok_or(Problem::ByteRange)?;
    let end = after.checked_add(*length).filter(|end| *end <= file.len());
    let (Some(end), true, Some(place)) = (end, contents.hexadecimal, contents.place.clone()) else {
        return Err(Problem::ByteRange);
    };
    if place != (*before..*after) {
        return Err(Problem::ByteRange);
    }
    let spelling = file.get(place.clone()).unwrap_or_default();
    let signature = exact(spelling, &contents.bytes).ok_or(Problem::Padding)?;
    Ok(Covered {
        lower_case: !spelling.iter().any(u8::is_ascii_uppercase),
        gap: place,
        end,
        signature,
    })
}

/// The gap is not covered by the signature, so each of its bytes must be the only one possible: brackets, digits of one case, one
/// DER element, then zeros.
fn exact(spelling: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    let digits = spelling.strip_prefix(b"<")?.strip_suffix(b">")?;
    let lower = digits.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let upper = digits.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'));
    ((lower || upper) && digits.len().is_multiple_of(2)).then_some(())?;
    let (_, _, padding) = element(bytes)?;
    padding.iter().all(|byte| *byte == 0).then_some(())?;
    let length = bytes.len().checked_sub(padding.len())?;
    bytes.get(..length).map(<[u8]>::to_vec)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::pdf::Parser;

    fn of(text: &str) -> Result<Covered, Problem> {
        let value = Parser::new(text.as_bytes(), 0).value().unwrap();
        covered(text.as_bytes(), value.as_dict().unwrap())
    }

    #[test]
    fn the_gap_is_exactly_the_contents() {
        assert_eq!(
            of("<</Contents <04017f00>/ByteRange[0 12 22 5]>>").unwrap().signature,
            [4, 1, 0x7f]
        );
        for wrong in [
            "<</Contents <04017f00>/ByteRange[0 11 22 5]>>",
            "<</Contents <04017f00>/ByteRange[0 12 23 5]>>",
            "<</Contents <04017f00>/ByteRange[1 12 22 5]>>",
            "<</Contents <04017f00>/ByteRange[0 12 22 99999]>>",
            "<</Contents <04017f00>/ByteRange[0 12 22 9223372036854775807]>>",
            "<</Contents <04017f00>/ByteRange[0 12 22 5 6]>>",
            "<</Contents (04017f00)/ByteRange[0 12 22 5]>>",
        ] {
            assert_eq!(of(wrong).unwrap_err(), Problem::ByteRange, "{wrong}");
        }
    }

    #[test]
    fn the_gap_has_one_spelling() {
        for wrong in ["04017F0a", "04017f01", "04 17f00", "04017f0\u{7f}", "040f7f00"] {
            let text = format!("<</Contents <{wrong}>/ByteRange[0 12 22 5]>>");
            let value = Parser::new(text.as_bytes(), 0).value();
            let refused = value.is_none_or(|value| covered(text.as_bytes(), value.as_dict().unwrap()).is_err());
            assert!(refused, "{wrong}");
        }
    }
}
