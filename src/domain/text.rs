//! Text in both languages.

/// A language of the program: Chinese or English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lang {
    /// Simplified Chinese (简体中文).
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Both languages, Chinese first.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The two-letter code: `zh` or `en`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// The other language.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }
}

/// A text that exists in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Text {
    /// The Chinese text.
    pub zh: String,
    /// The English text.
    pub en: String,
}

impl Text {
    /// A text from its two versions.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
        }
    }

    /// The same string in both languages (names, codes).
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            zh: text.clone(),
            en: text,
        }
    }

    /// An entered text and its translation: a text with a Chinese character is Chinese, and the translation stands for the other
    /// language. Without a translation both are the text as it was entered.
    pub fn entered(text: &str, translation: &str) -> Self {
        let translation = translation.trim();
        if translation.is_empty() {
            return Self::same(text);
        }
        let chinese = text.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
        if chinese {
            Self::new(text, translation)
        } else {
            Self::new(translation, text)
        }
    }

    /// The version in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// Whether both versions are empty.
    pub fn is_empty(&self) -> bool {
        self.zh.is_empty() && self.en.is_empty()
    }
}

/// Control, format, zero-width, bidirectional and private-use characters: removed at entry and never printed to a terminal.
pub fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E000}'..='\u{F8FF}' | '\u{FE00}'..='\u{FE0F}'
            | '\u{E0000}'..='\u{E0FFF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// Whether a text only says that there is none (无): the fact does not exist, which is an answer of its own. An explanation may follow.
pub fn says_none(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    ["无", "没有", "none"].iter().any(|word| {
        let rest = text.strip_prefix(word);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

#[cfg(test)]
mod tests {
    use super::says_none;

    #[test]
    fn none_may_be_explained_but_a_place_is_no_none() {
        for text in [
            "无",
            " 没有。",
            "None",
            "none (ten route traces)",
            "无（2026年10月路由跟踪10次）",
        ] {
            assert!(says_none(text), "{text}");
        }
        for text in ["", "无锡", "新加坡", "Nonesuch Island", "日本；其余没有"] {
            assert!(!says_none(text), "{text}");
        }
    }
}
