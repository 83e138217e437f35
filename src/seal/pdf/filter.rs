use std::io::Read;

use super::value::{Dict, Value};

/// Decodes stream data with no filter or with Flate (the only one our reader needs), predictors included; `None` also if the result
/// would be longer than `most` bytes.
pub(super) fn decode(dict: &Dict, data: &[u8], most: usize) -> Option<Vec<u8>> {
    match list(dict.get(b"Filter")) {
        [] => Some(data.to_vec()),
        [Value::Name(name)] if name == b"FlateDecode" => {
            let decoded = inflate(data, most)?;
            match list(dict.get(b"DecodeParms")) {
                [] => Some(decoded),
                [Value::Dict(parameters)] => unpredict(parameters, decoded),
                _ => None,
            }
        }
        _ => None,
    }
}

fn inflate(data: &[u8], most: usize) -> Option<Vec<u8>> {
    let limit = u64::try_from(most).ok()?.checked_add(1)?;
    let mut decoded = Vec::new();
    let mut reader = flate2::read::ZlibDecoder::new(data).take(limit);
    reader.read_to_end(&mut decoded).ok()?;
    (decoded.len() <= most).then_some(decoded)
}

/// A filter chain may be written as one name or as an array, and its parameters likewise.
fn list(value: Option<&Value>) -> &[Value] {
    match value {
        None | Some(Value::Null) => &[],
        Some(Value::Array(items)) => match items.as_slice() {
            [Value::Null] => &[],
            items => items,
        },
        Some(one) => std::slice::from_ref(one),
    }
}

fn unpredict(parameters: &Dict, data: Vec<u8>) -> Option<Vec<u8>> {
    let number = |key: &[u8], default: usize| parameters.get(key).map_or(Some(default), Value::as_size);
    match number(b"Predictor", 1)? {
        1 => Some(data),
        10..=15 if number(b"Colors", 1)? == 1 && number(b"BitsPerComponent", 8)? == 8 => {
            unpredict_png(&data, number(b"Columns", 1)?)
        }
        _ => None,
    }
}

/// PNG predictors for one byte per sample, which is what cross-reference and object streams use.
fn unpredict_png(data: &[u8], columns: usize) -> Option<Vec<u8>> {
    let width = columns.checked_add(1).filter(|width| *width > 1)?;
    let mut above = vec![0_u8; columns.min(data.len())];
    let mut decoded = Vec::with_capacity(data.len());
    for row in data.chunks(width) {
        let (kind, samples) = row.split_first()?;
        if samples.len() != columns {
            return None;
        }
        let (mut left, mut corner) = (0_u8, 0_u8);
        for (sample, up) in samples.iter().zip(above.iter_mut()) {
            let predicted = match kind {
                0 => 0,
                1 => left,
                2 => *up,
                3 => left.midpoint(*up),
                4 => paeth(left, *up, corner),
                _ => return None,
            };
            left = sample.wrapping_add(predicted);
            corner = *up;
            *up = left;
            decoded.push(left);
        }
    }
    Some(decoded)
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(up) - i16::from(corner);
    let distance = |byte: u8| (guess - i16::from(byte)).abs();
    if distance(left) <= distance(up) && distance(left) <= distance(corner) {
        left
    } else if distance(up) <= distance(corner) {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn png_rows_add_up() {
        // up, then sub: 1 2 / 1+1 2+1 / 5 5+1
        assert_eq!(
            unpredict_png(&[2, 1, 2, 2, 1, 1, 1, 5, 1], 2),
            Some(vec![1, 2, 2, 3, 5, 6])
        );
        assert_eq!(unpredict_png(&[9, 1, 2], 2), None);
        assert_eq!(unpredict_png(&[2, 1], 2), None);
    }
}
