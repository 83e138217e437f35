//! Texts to values and back.

use crate::domain::{Answer, Content, Field, Value};
use crate::i18n::{Advice, Messages};
use jiff::civil::Date;

/// Why a text is not a value of the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tui::screen) enum Fault {
    Number,
    Range(i64, i64),
    Date,
}

impl Fault {
    pub(in crate::tui::screen) fn advice(self, text: &str, messages: &Messages) -> Advice {
        let error = &messages.error;
        match self {
            Self::Number => error.bad_number.fill(&[("value", &text)]),
            Self::Range(from, to) => {
                let shown = |value| Field::Number { min: from, max: to }.number_words(value);
                error
                    .out_of_range
                    .fill(&[("value", &text), ("from", &shown(from)), ("to", &shown(to))])
            }
            Self::Date => error.bad_date.fill(&[("value", &text)]),
        }
    }
}

/// The content a text stands for; no content for an empty one.
pub(in crate::tui::screen) fn read(field: &Field, text: &str) -> Result<Option<Content>, Fault> {
    let plain = text.trim();
    if plain.is_empty() {
        return Ok(None);
    }
    let value = match field {
        Field::Number { min, max } => {
            let number = read_number(plain).ok_or(Fault::Number)?;
            if !(*min..=*max).contains(&number) {
                return Err(Fault::Range(*min, *max));
            }
            Value::Number(number)
        }
        Field::Date => Value::Date(read_date(plain).ok_or(Fault::Date)?),
        _ => Value::Text(text.to_owned()),
    };
    Ok(Some(Content::Value(value)))
}

/// What stands in the text field for an answer: numbers without commas, so that they can be edited.
pub(in crate::tui::screen) fn shown(answer: &Answer) -> String {
    match answer.known() {
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Date(date)) => date.to_string(),
        Some(Value::Text(text)) => text.clone(),
        _ => String::new(),
    }
}

/// A full-width character as its half-width counterpart.
const fn half(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => match char::from_u32(c as u32 - 0xFEE0) {
            Some(half) => half,
            None => c,
        },
        other => other,
    }
}

/// A whole number as people type it: with commas or spaces between thousands, full-width digits, or a 万 or 亿 at the end, before which
/// a fraction may stand (18.6万).
pub fn read_number(text: &str) -> Option<i64> {
    let plain: String = text
        .chars()
        .map(half)
        .filter(|c| !c.is_whitespace() && *c != ',')
        .collect();
    let (digits, zeros) = match plain.strip_suffix('\u{4E07}') {
        Some(digits) => (digits, 4),
        None => plain
            .strip_suffix('\u{4EBF}')
            .map_or((plain.as_str(), 0), |digits| (digits, 8)),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) if zeros > 0 && !fraction.is_empty() && fraction.len() <= zeros => (whole, fraction),
        Some(_) => return None,
        None => (digits, ""),
    };
    // The part before the point must be a number by itself, the part after it nothing but digits.
    whole.parse::<i64>().ok()?;
    let all = fraction.chars().all(|c| c.is_ascii_digit());
    let zeros = "0".repeat(zeros - fraction.len());
    all.then(|| [whole, fraction, &zeros].concat())?.parse().ok()
}

/// A day as people type it: 2026-11-21, 2026/11/21, 2026.11.21, 20261121, 2026年11月21日.
pub fn read_date(text: &str) -> Option<Date> {
    let plain: String = text.chars().map(half).collect();
    let parts: Vec<&str> = plain
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let number = |text: &str| text.parse::<i16>().ok();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] => (number(year)?, number(month)?, number(day)?),
        [all] if all.len() == 8 => (number(all.get(..4)?)?, number(all.get(4..6)?)?, number(all.get(6..)?)?),
        _ => return None,
    };
    if !(1900..=2200).contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for text in ["186000", "186,000", "１８６，０００", " 186 000 "] {
            assert_eq!(read_number(text), Some(186_000), "{text}");
        }
        assert_eq!(read_number("18万"), Some(180_000));
        assert_eq!(read_number("18.6万"), Some(186_000));
        assert_eq!(read_number("1.23456亿"), Some(123_456_000));
        assert_eq!(read_number("2亿"), Some(200_000_000));
        for text in [
            "",
            "abc",
            "1.5",
            "12人",
            "万",
            "1.万",
            "1.23456万",
            "1.+5万",
            "99999999999999999999",
        ] {
            assert_eq!(read_number(text), None, "{text}");
        }
    }

    #[test]
    fn days_are_read_as_people_type_them() {
        let day = Date::new(2026, 11, 21).ok();
        for text in [
            "2026-11-21",
            "2026/11/21",
            "2026.11.21",
            "20261121",
            "2026年11月21日",
            "２０２６－１１－２１",
        ] {
            assert_eq!(read_date(text), day, "{text}");
        }
        for text in ["2026-13-01", "2026-02-30", "26-11-21", "2026-11", "tomorrow"] {
            assert_eq!(read_date(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_out_of_bounds_is_no_value() {
        let field = Field::Number { min: 1, max: 5 };
        assert_eq!(read(&field, "7"), Err(Fault::Range(1, 5)));
        assert_eq!(read(&field, "  "), Ok(None));
        assert_eq!(read(&field, "5"), Ok(Some(Content::Value(Value::Number(5)))));
    }
}
