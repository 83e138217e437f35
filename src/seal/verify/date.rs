use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// Reads a PDF date (`D:YYYYMMDDHHmmSS` and an offset); a date without an offset is taken as UTC.
pub(super) fn timestamp(text: &str) -> Option<Timestamp> {
    let text = text.strip_prefix("D:").unwrap_or(text);
    let (digits, rest) = text.split_at_checked(14)?;
    let part = |from: usize, to: usize| -> Option<i8> { digits.get(from..to)?.parse().ok() };
    digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(())?;
    let year: i16 = digits.get(..4)?.parse().ok()?;
    let (month, day, hour, minute, second) = (part(4, 6)?, part(6, 8)?, part(8, 10)?, part(10, 12)?, part(12, 14)?);
    let valid = (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second < 60;
    valid.then_some(())?;
    let civil = DateTime::new(year, month, day, hour, minute, second, 0).ok()?;
    // A time stamp may tell fractions of a second, which nothing here needs.
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|digit: char| digit.is_ascii_digit()),
        None => rest,
    };
    offset(rest)?.to_timestamp(civil).ok()
}

fn offset(text: &str) -> Option<Offset> {
    let mut signs = text.chars();
    let sign = match signs.next() {
        None | Some('Z') => return Some(Offset::UTC),
        Some('+') => 1,
        Some('-') => -1,
        Some(_) => return None,
    };
    let numbers: Vec<i32> = signs
        .as_str()
        .split_terminator('\'')
        .map(|part| part.parse().unwrap_or(99))
        .collect();
    let (hours, minutes) = match *numbers.as_slice() {
        [hours] => (hours, 0),
        [hours, minutes] => (hours, minutes),
        _ => return None,
    };
    ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some(())?;
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn offsets_are_applied() {
        let noon = date(2026, 11, 21).at(12, 0, 0, 0).in_tz("UTC").unwrap().timestamp();
        assert_eq!(timestamp("D:20261121200000+08'00'"), Some(noon));
        assert_eq!(timestamp("D:20261121200000+08'00"), Some(noon));
        assert_eq!(timestamp("D:20261121083000-03'30'"), Some(noon));
        assert_eq!(timestamp("D:20261121120000Z"), Some(noon));
        assert_eq!(timestamp("D:20261121120000"), Some(noon));
        assert_eq!(timestamp("20261121120000.125Z"), Some(noon));
    }

    #[test]
    fn nonsense_is_no_date() {
        for text in [
            "",
            "D:",
            "D:20261321120000Z",
            "D:20260230120000Z",
            "D:2026112112000\u{e9}",
            "D:20261121120000+99'99'",
        ] {
            assert_eq!(timestamp(text), None, "{text}");
        }
    }
}
