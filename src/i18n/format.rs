//! Placeholders, numbers, dates and lists.

use crate::domain::Lang;
use std::fmt::Display;

/// Puts values in the place of `{name}`. One pass: braces inside a value stay as they are; an unknown name stays visible.
pub fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => filled.push_str(&value.to_string()),
            None => filled.extend(["{", name, "}"]),
        }
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

/// A count with commas at the thousands, the same in both languages: 186,000.
pub fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A threshold: in Chinese round numbers from 10,000 on are written with 万 (10万, 100万); everything else as `number` does.
pub fn number_or_words(value: u64, lang: Lang) -> String {
    match lang {
        Lang::Zh if value >= 10_000 && value.is_multiple_of(10_000) => format!("{}万", number(value / 10_000)),
        _ => number(value),
    }
}

/// A place in an instrument as each language writes it: 表B.1, 附录D, 附件3, 3.6注1, 6（2）; Table B.1, Annex D, annex 3, 3.6 note 1, 6(2).
pub fn place(text: &str, lang: Lang) -> String {
    const WORDS: [(&str, &str); 13] = [
        ("(i)", "(1)"),
        ("Annex ", "附录"),
        ("annexes ", "附件"),
        ("annex ", "附件"),
        ("Tables ", "表"),
        ("Table ", "表"),
        (" notes ", "注"),
        (" note ", "注"),
        (" note", "注"),
        (" last sentence", "末句"),
        ("undertaking", "承诺书"),
        ("q. ", "问"),
        (", ", "、"),
    ];
    match lang {
        Lang::En => text.to_owned(),
        Lang::Zh => WORDS
            .iter()
            .fold(text.to_owned(), |text, (en, zh)| text.replace(en, zh))
            .replace('(', "（")
            .replace(')', "）"),
    }
}

/// 甲、乙、丙 or A, B, C.
pub fn join<T: AsRef<str>>(items: &[T], lang: Lang) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    items.join(match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    })
}

/// A date in running text: 2026年11月21日, 21 November 2026. Screens, tables and file names use ISO (`date.to_string()`).
pub fn date_in_text(date: jiff::civil::Date, lang: Lang) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = usize::try_from(date.month()).unwrap_or(1);
    match lang {
        Lang::Zh => format!("{}年{}月{}日", date.year(), month, date.day()),
        Lang::En => format!(
            "{} {} {}",
            date.day(),
            MONTHS.get(month - 1).unwrap_or(&""),
            date.year()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_put_in_once() {
        assert_eq!(
            fill("第{number}题，共{total}题", &[("number", &3), ("total", &"{number}")]),
            "第3题，共{number}题"
        );
        assert_eq!(fill("a {b} {", &[]), "a {b} {");
    }

    #[test]
    fn thousands_have_commas_and_round_thresholds_are_in_wan() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(186_000), "186,000");
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(number_or_words(1_000_000, Lang::Zh), "100万");
        assert_eq!(number_or_words(10_000, Lang::Zh), "1万");
        assert_eq!(number_or_words(9_200, Lang::Zh), "9,200");
        assert_eq!(number_or_words(1_000_000, Lang::En), "1,000,000");
    }

    #[test]
    fn places_in_instruments_follow_the_language() {
        for (text, zh) in [
            ("Annex D", "附录D"),
            ("Table B.1", "表B.1"),
            ("annex 3", "附件3"),
            ("3.6 note 1", "3.6注1"),
            ("4.4 note", "4.4注"),
            ("5 last sentence", "5末句"),
            ("6(2)", "6（2）"),
        ] {
            assert_eq!(place(text, Lang::Zh), zh);
            assert_eq!(place(text, Lang::En), text);
        }
    }

    #[test]
    fn dates_and_lists_follow_the_language() {
        let date = jiff::civil::date(2026, 11, 21);
        assert_eq!(date_in_text(date, Lang::Zh), "2026年11月21日");
        assert_eq!(date_in_text(date, Lang::En), "21 November 2026");
        assert_eq!(join(&["姓名", "地址"], Lang::Zh), "姓名、地址");
        assert_eq!(join(&["name", "address"], Lang::En), "name, address");
    }
}
