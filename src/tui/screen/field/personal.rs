//! Personal information typed into an answer by mistake: told, never refused, since the report prints answers as typed.

use crate::i18n::Messages;

/// What a text seems to contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Personal {
    /// A mobile number of mainland China.
    Phone,
    /// An identity number: 18 places.
    Identity,
    /// An e-mail address.
    Mail,
    /// A bank account number: 16 to 19 digits.
    Bank,
}

impl Personal {
    /// In words.
    pub fn words(self, messages: &Messages) -> &str {
        let words = &messages.question;
        match self {
            Self::Phone => &words.personal_phone,
            Self::Identity => &words.personal_id,
            Self::Mail => &words.personal_mail,
            Self::Bank => &words.personal_bank,
        }
    }

    /// The first that a text seems to contain.
    pub fn find(text: &str) -> Option<Self> {
        let is_word = |c: char| c.is_ascii_alphanumeric() || ".@_-+".contains(c);
        text.split(|c| !is_word(c))
            .filter(|word| !word.is_empty())
            .find_map(Self::of)
    }

    fn of(word: &str) -> Option<Self> {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let all = digits == word.len();
        if is_mail(word) {
            Some(Self::Mail)
        } else if (all && word.len() == 18 || digits == 17 && word.len() == 18 && word.ends_with(['X', 'x']))
            && has_birthday(word)
        {
            Some(Self::Identity)
        } else if all && word.len() == 11 && word.starts_with('1') && !word.starts_with(['0', '2']) && second(word) >= 3
        {
            Some(Self::Phone)
        } else if all && (16..=19).contains(&word.len()) {
            Some(Self::Bank)
        } else {
            None
        }
    }
}

fn second(word: &str) -> u32 {
    word.chars().nth(1).and_then(|c| c.to_digit(10)).unwrap_or(0)
}

fn is_mail(word: &str) -> bool {
    word.split_once('@').is_some_and(|(name, host)| {
        let dotted = host.split_once('.').is_some_and(|(a, b)| !a.is_empty() && b.len() > 1);
        !name.is_empty() && dotted
    })
}

/// Places 7 to 14 of an identity number are a day of birth.
fn has_birthday(word: &str) -> bool {
    let part = |from: usize, to: usize| word.get(from..to).and_then(|text| text.parse::<i16>().ok());
    let (Some(year), Some(month), Some(day)) = (part(6, 10), part(10, 12), part(12, 14)) else {
        return false;
    };
    let small = |value: i16| i8::try_from(value).unwrap_or(0);
    (1900..=2100).contains(&year) && jiff::civil::Date::new(year, small(month), small(day)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_personal_information_is_found() {
        assert_eq!(Personal::find("联系人李雯，13812345678"), Some(Personal::Phone));
        assert_eq!(Personal::find("身份证11010519491231002X"), Some(Personal::Identity));
        assert_eq!(Personal::find("见li.wen@example.com。"), Some(Personal::Mail));
        assert_eq!(Personal::find("账号6222021234567890123"), Some(Personal::Bank));
    }

    #[test]
    fn numbers_of_other_things_are_left_alone() {
        for text in [
            "186000",
            "2026-11-21",
            "E-01",
            "91440300MA5EXAMPLE",
            "10812345678",
            "ISO/IEC 27001:2022",
            "@",
            "a@b",
            "",
        ] {
            assert_eq!(Personal::find(text), None, "{text}");
        }
    }
}
