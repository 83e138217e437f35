//! The outline as data: headings in official order and what is printed under each.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use super::words::{Said, Words};
use crate::domain::{FindingCode, Lang};

static CERTIFICATION: LazyLock<Result<Outline, String>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../assets/report/certification.toml")).map_err(|fault| fault.to_string())
});
static EMPTY: LazyLock<Outline> = LazyLock::new(Outline::default);

/// The outline of the certification report. The file is part of the program and a test reads it, so a fault in it never
/// reaches a user; without it the report would be empty.
pub(super) fn certification() -> &'static Outline {
    CERTIFICATION.as_ref().unwrap_or(&EMPTY)
}

/// What is wrong with the outline file; `None` when it is sound.
pub fn outline_fault() -> Option<&'static str> {
    CERTIFICATION.as_ref().err().map(String::as_str)
}

/// The questions that have a place in the body of the certification report.
pub fn placed_questions() -> BTreeSet<&'static str> {
    certification().heading.iter().flat_map(Heading::questions).collect()
}

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Outline {
    /// Instruments in the order of a list of laws: by rank, then by date.
    pub(super) laws: Vec<String>,
    pub(super) words: Words,
    pub(super) heading: Vec<Heading>,
    pub(super) cross: Vec<Cross>,
    pub(super) summary: Vec<SummaryRow>,
    pub(super) criterion: Vec<Criterion>,
}

/// A heading and what stands under it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Heading {
    pub(super) id: String,
    pub(super) level: u8,
    pub(super) number: String,
    /// The number in English, where it holds words (annexes); elsewhere both reports have the same numbers.
    #[serde(default)]
    number_en: String,
    pub(super) title: Said,
    #[serde(default)]
    pub(super) clause: Said,
    /// Not a heading of the standard.
    #[serde(default, rename = "ours")]
    _ours: bool,
    #[serde(default)]
    pub(super) findings: Vec<String>,
    #[serde(default)]
    pub(super) content: Vec<Content>,
}

/// One thing printed under a heading: a question, a part with its own layout, or a sentence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Content {
    pub(super) ask: Option<String>,
    #[serde(default)]
    pub(super) label: Said,
    #[serde(rename = "as")]
    pub(super) layout: Option<Layout>,
    #[serde(default)]
    pub(super) columns: Vec<String>,
    #[serde(default)]
    pub(super) judgements: Vec<String>,
    pub(super) block: Option<Part>,
    #[serde(default)]
    pub(super) covers: Vec<String>,
    pub(super) say: Option<Said>,
    /// A sentence in small type.
    pub(super) note: Option<Said>,
}

/// How a question is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Layout {
    /// Name and value.
    Facts,
    /// One block of names and values per row.
    Cards,
    /// A table, one line per row.
    Table,
    /// A table of all options, with whether each holds.
    Checklist,
    /// Running text.
    Paragraph,
    /// A numbered list of what is ticked.
    List,
    /// Only the remark, as running text.
    Remark,
    /// Name and value without the remark.
    Bare,
}

/// A part with its own layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Part {
    LawDate,
    Scales,
    Items,
    ThirdPartyCountry,
    Route,
    RightsTables,
    AssuranceTable,
    ThreatTables,
    Matrix,
    CountryTable,
    Summary,
    Fit,
    Blocking,
    Readiness,
    Measures,
    Residual,
    Evidence,
    OtherAnswers,
    Traces,
    Unknowns,
    Missing,
    Cross,
    Versions,
}

/// A row of the cross-reference page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cross {
    pub(super) asked: Said,
    pub(super) item: Said,
    pub(super) at: Vec<String>,
}

/// A row of the overall table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SummaryRow {
    pub(super) item: Said,
    pub(super) basis: Said,
    pub(super) judgements: Vec<String>,
    pub(super) findings: Vec<String>,
}

/// What Tables B.3 and B.4 say of a level, summed up.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Criterion {
    pub(super) class: String,
    pub(super) level: String,
    pub(super) text: Said,
}

impl Heading {
    /// The number as printed.
    pub(super) fn number_in(&self, lang: Lang) -> &str {
        if lang == Lang::En && !self.number_en.is_empty() {
            &self.number_en
        } else {
            &self.number
        }
    }

    /// The questions printed here.
    pub(super) fn questions(&self) -> impl Iterator<Item = &str> {
        self.content
            .iter()
            .flat_map(|content| content.ask.iter().chain(&content.covers))
            .map(String::as_str)
    }
}

impl Outline {
    /// The heading beside which findings of this code are printed: the one that names the code, else its letters.
    pub(super) fn home_of(&self, code: &FindingCode) -> Option<&str> {
        let named = |name: &str| {
            self.heading
                .iter()
                .find(|heading| heading.findings.iter().any(|known| known == name))
        };
        let letters = code.split('-').next().unwrap_or_default();
        named(code)
            .or_else(|| named(letters))
            .map(|heading| heading.id.as_str())
    }

    /// The number of a heading with those above it: 二（三）1.
    pub(super) fn path(&self, id: &str) -> String {
        let mut path: Vec<(u8, &str)> = Vec::new();
        for heading in &self.heading {
            path.retain(|(level, _)| *level < heading.level);
            path.push((heading.level, &heading.number));
            if heading.id == id {
                break;
            }
        }
        path.iter()
            .map(|(_, number)| number.trim_end_matches(['、', '.', '　']))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_sound() {
        assert_eq!(outline_fault(), None);
        let outline = certification();
        for heading in &outline.heading {
            assert!(
                !heading.title.zh.is_empty() && !heading.title.en.is_empty(),
                "{}",
                heading.id
            );
            for content in &heading.content {
                let kinds = usize::from(content.ask.is_some())
                    + usize::from(content.block.is_some())
                    + usize::from(content.say.is_some())
                    + usize::from(content.note.is_some());
                assert_eq!(kinds, 1, "{}", heading.id);
            }
        }
        for row in &outline.cross {
            for at in &row.at {
                assert!(outline.heading.iter().any(|heading| heading.id == *at), "{at}");
            }
        }
    }

    #[test]
    fn a_path_names_every_level_above() {
        assert_eq!(certification().path("2-3-1"), "二（三）1");
        assert_eq!(certification().path("3-5"), "三（五）");
        assert_eq!(certification().path("5"), "五");
    }

    #[test]
    fn a_finding_is_printed_where_its_code_is_named_first() {
        let outline = certification();
        assert_eq!(outline.home_of(&"LE-17".into()), Some("3-1-2"));
        assert_eq!(outline.home_of(&"LE-02".into()), Some("3-1-1"));
        assert_eq!(outline.home_of(&"CA-10".into()), Some("2-4-6"));
        assert_eq!(outline.home_of(&"ZZ-01".into()), None);
    }
}
