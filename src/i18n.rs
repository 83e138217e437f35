//! Words of the program in both languages: typed messages read from `assets/lang`, and numbers, dates and lists as each language writes them.

mod area;
mod by_name;
mod choice;
mod format;

pub use area::{
    CommandLine, Common, Complaint, Confirm, Errors, EvidenceWords, Export, Finding, Help, Home, Identity, Level,
    Notice, Question, Review, Route, Settings, Table,
};
pub(crate) use by_name::{Named, by_name};
pub use choice::{Locale, choose};
pub use format::{date_in_text, fill, join, number, number_or_words, place};

use crate::domain::{Lang, Text};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Every message in one language. A missing or stray key fails a unit test; a misspelt use does not compile.
#[derive(Debug)]
pub struct Messages {
    /// The language these words are in.
    pub lang: Lang,
    /// Words used on several screens.
    pub common: Common,
    /// The list of assessments and the form of a new one.
    pub home: Home,
    /// The settings screen.
    pub settings: Settings,
    /// The question screen and its pop-ups.
    pub question: Question,
    /// Record tables and grids.
    pub table: Table,
    /// What is missing, and readiness.
    pub review: Review,
    /// Findings and measures.
    pub finding: Finding,
    /// Judgements, traces and the risk matrix.
    pub level: Level,
    /// The route and its margins.
    pub route: Route,
    /// The export dialog and the preview.
    pub export: Export,
    /// Evidence.
    pub evidence: EvidenceWords,
    /// Signing identities.
    pub identity: Identity,
    /// The help screen.
    pub help: Help,
    /// Questions with two answers.
    pub confirm: Confirm,
    /// One line after something was done.
    pub notice: Notice,
    /// What went wrong, and what to do.
    pub error: Errors,
    /// The command line.
    pub cli: CommandLine,
    actions: BTreeMap<String, ActionWords>,
    contexts: BTreeMap<String, String>,
}

/// What happened and what to do: the two lines of every refusal and failure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advice {
    /// What happened.
    pub what: String,
    /// What to do.
    pub todo: String,
}

/// The words of an action.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionWords {
    /// For the bottom line.
    pub short: String,
    /// For the help screen and the README.
    pub long: String,
}

/// Words in both languages: for what stays on the screen while the language changes.
pub fn both(words: impl Fn(&'static Messages) -> String) -> Text {
    Text::new(words(Messages::of(Lang::Zh)), words(Messages::of(Lang::En)))
}

impl Messages {
    /// The messages of a language, read once. A unit test reads both files, so the empty messages behind a failure are never seen.
    pub fn of(lang: Lang) -> &'static Self {
        static ZH: OnceLock<Messages> = OnceLock::new();
        static EN: OnceLock<Messages> = OnceLock::new();
        match lang {
            Lang::Zh => ZH.get_or_init(|| embedded(Lang::Zh)),
            Lang::En => EN.get_or_init(|| embedded(Lang::En)),
        }
    }

    /// The words of an action by its name; empty for a name that is none (a test holds the list complete).
    pub fn action(&self, name: &str) -> &ActionWords {
        static NONE: ActionWords = ActionWords {
            short: String::new(),
            long: String::new(),
        };
        self.actions.get(name).unwrap_or(&NONE)
    }

    /// The name of a key context by its name in the keymap.
    pub fn context(&self, name: &str) -> &str {
        self.contexts.get(name).map_or("", String::as_str)
    }

    /// The names of all worded actions and contexts, for the test that compares them with the program's own.
    pub fn worded(&self) -> (Vec<&str>, Vec<&str>) {
        (
            self.actions.keys().map(String::as_str).collect(),
            self.contexts.keys().map(String::as_str).collect(),
        )
    }
}

impl Advice {
    /// Both lines with their placeholders filled.
    #[must_use]
    pub fn fill(&self, values: &[(&str, &dyn std::fmt::Display)]) -> Self {
        Self {
            what: fill(&self.what, values),
            todo: fill(&self.todo, values),
        }
    }
}

macro_rules! areas {
    ($($field:ident $file:literal),* $(,)?) => {
        const SOURCES: &[(&str, &str, &str)] = &[$((
            $file,
            include_str!(concat!("../assets/lang/zh/", $file, ".toml")),
            include_str!(concat!("../assets/lang/en/", $file, ".toml")),
        )),*];

        fn read(lang: Lang) -> Result<Messages, toml::de::Error> {
            Ok(Messages { lang, $($field: toml::from_str(source($file, lang))?),* })
        }

        fn empty(lang: Lang) -> Messages {
            Messages { lang, $($field: Default::default()),* }
        }
    };
}

areas! {
    common "common", home "home", settings "settings", question "question", table "table", review "review",
    finding "finding", level "level", route "route", export "export", evidence "evidence", identity "identity", help "help",
    confirm "confirm", notice "notice", error "error", cli "cli", actions "action", contexts "context",
}

fn source(file: &str, lang: Lang) -> &'static str {
    SOURCES
        .iter()
        .find(|(name, ..)| *name == file)
        .map_or("", |(_, zh, en)| match lang {
            Lang::Zh => zh,
            Lang::En => en,
        })
}

fn embedded(lang: Lang) -> Messages {
    read(lang).unwrap_or_else(|_| empty(lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn flat(prefix: &str, table: &toml::Table, found: &mut BTreeMap<String, String>) {
        for (key, value) in table {
            let name = format!("{prefix}.{key}");
            match value {
                toml::Value::Table(inner) => flat(&name, inner, found),
                toml::Value::String(text) => drop(found.insert(name, text.clone())),
                other => panic!("{name} is {other}"),
            }
        }
    }

    fn all(lang: Lang) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        for (file, ..) in SOURCES {
            flat(file, &source(file, lang).parse().unwrap(), &mut found);
        }
        found
    }

    fn placeholders(text: &str) -> BTreeSet<String> {
        text.split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| name.to_owned())
            .collect()
    }

    fn is_chinese(c: char) -> bool {
        matches!(c, '\u{3000}'..='\u{303F}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}')
    }

    #[test]
    fn both_languages_are_complete() {
        for lang in Lang::ALL {
            read(lang).unwrap();
        }
        let (zh, en) = (all(Lang::Zh), all(Lang::En));
        assert_eq!(zh.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
        assert!(zh.values().chain(en.values()).all(|text| !text.is_empty()));
    }

    #[test]
    fn placeholders_are_the_same_in_both_languages() {
        let en = all(Lang::En);
        for (name, text) in all(Lang::Zh) {
            assert_eq!(placeholders(&text), placeholders(&en[&name]), "{name}");
        }
    }

    #[test]
    fn chinese_uses_full_width_marks_and_no_spaces_beside_latin() {
        for (name, text) in all(Lang::Zh) {
            let chars: Vec<char> = text.chars().collect();
            assert!(!text.contains(['"', '\'', '!', '！']), "{name}: {text}");
            for pair in chars.windows(2) {
                let (a, b) = (pair[0], pair[1]);
                let half = |c: char| ",;:?()".contains(c);
                assert!(
                    !(is_chinese(a) && half(b) || half(a) && is_chinese(b)),
                    "{name}: {text}"
                );
                assert!(
                    !(is_chinese(a) && b == ' ' || a == ' ' && is_chinese(b)),
                    "{name}: {text}"
                );
            }
            assert!(
                ["吗", "呢", "哦", "你", "亲", "达标", "密码", "问题：", "保证"]
                    .iter()
                    .all(|w| !text.contains(w)),
                "{name}"
            );
        }
    }

    #[test]
    fn english_has_no_chinese_and_no_contraction() {
        for (name, text) in all(Lang::En) {
            let names_the_other = name.ends_with("lang_zh") || name == "action.language.short";
            assert!(names_the_other || !text.chars().any(is_chinese), "{name}: {text}");
            assert!(!text.contains(['!', '"']), "{name}: {text}");
            let lower = text.to_lowercase();
            assert!(
                ["n't", "'re", "'ll", "it's"].iter().all(|w| !lower.contains(w)),
                "{name}: {text}"
            );
            assert!(
                ["compliant", "ensure", "guarantee", "please", "handler"]
                    .iter()
                    .all(|w| !lower.contains(w)),
                "{name}"
            );
        }
    }

    #[test]
    fn advice_fills_both_lines() {
        let advice = Messages::of(Lang::Zh)
            .error
            .out_of_range
            .fill(&[("value", &7), ("from", &1), ("to", &5)]);
        assert_eq!(advice.what, "7超出范围");
        assert_eq!(advice.todo, "请输入1至5之间的数。");
    }
}
