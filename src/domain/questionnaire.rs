//! A whole questionnaire: modules, questions, rules, reference data.

use super::Subject;
use super::{
    Citation, DefinitionId, Expr, FindingRule, JudgementRule, Kind, Matrix, ModuleId, Question, QuestionId,
    QuestionnaireId, RecordId, Scale, SectionId, TermId, Text, Treatment,
};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};

/// A section of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its name.
    pub id: SectionId,
    /// Its title.
    pub title: Text,
}

/// A module: questions shared by instruments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// Its name.
    pub id: ModuleId,
    /// Version of its file.
    pub version: String,
    /// Law considered up to this day.
    pub law_date: Date,
    /// Its title.
    pub title: Text,
    /// What it is for, in one line.
    pub purpose: Text,
    /// Its sections, in order.
    pub sections: Vec<Section>,
}

/// An instrument of the registry: a statute, standard, guide or Q&A.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrument {
    /// `CERT`.
    pub key: String,
    /// Short name.
    pub short: Text,
    /// Full title with number and dates.
    pub title: Text,
    /// In force since.
    pub in_force: Option<Date>,
    /// Draft, informative annex and the like.
    pub status: Text,
    /// How sure we are of its text.
    pub certainty: Text,
    /// Whether it is offered in the list of laws used.
    pub selectable: bool,
}

/// What an article or clause says, in our own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provision {
    /// Where.
    pub citation: Citation,
    /// What it says.
    pub gist: Text,
    /// How sure we are, where it differs from the instrument.
    pub certainty: Text,
}

/// A term of the glossary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its name.
    pub id: TermId,
    /// The term.
    pub term: Text,
    /// The form used after the first mention, in English; may be empty.
    pub short: String,
    /// Its definition.
    pub definition: Text,
    /// Words that are not used for this meaning: Chinese, English.
    pub avoid: (Vec<String>, Vec<String>),
    /// Where the definition comes from.
    pub source: String,
}

/// A country or region, with what the reference data proposes for its profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jurisdiction {
    /// ISO 3166-1 alpha-2.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Inside the Greater Bay Area arrangement (Hong Kong, Macao).
    pub gba: bool,
    /// Proposed cells of `country.profile`: column and option.
    pub profile: Vec<(String, String)>,
    /// What the proposals rest on, for reading beside the cells.
    pub facts: Vec<(String, Text)>,
    /// Where the proposal comes from.
    pub source: Text,
    /// Day of that source.
    pub source_date: Option<Date>,
    /// How sure the proposal is.
    pub certainty: Text,
}

/// A category of personal information.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its name in files.
    pub id: String,
    /// Its label.
    pub label: Text,
    /// Examples, or what belongs in it.
    pub examples: Text,
    /// What does not belong in it.
    pub limits: Text,
    /// Whether it is one of GB/T 45574-2025 Annex A (judges sensitivity) or of GB/T 35273-2020 Annex A (lists kinds).
    pub sensitive: bool,
}

/// Reference data shared by all questionnaires.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reference {
    /// Instruments by key.
    pub instruments: BTreeMap<String, Instrument>,
    /// Provisions.
    pub provisions: Vec<Provision>,
    /// Terms by name.
    pub terms: BTreeMap<TermId, Term>,
    /// Countries and regions in order.
    pub jurisdictions: Vec<Jurisdiction>,
    /// Categories of personal information.
    pub categories: Vec<Category>,
}

impl Reference {
    /// Adds what other files give. A name that is known already gets the later meaning, as within one file.
    pub fn join(&mut self, behind: Self) {
        self.instruments.extend(behind.instruments);
        self.provisions.extend(behind.provisions);
        self.terms.extend(behind.terms);
        self.jurisdictions.extend(behind.jurisdictions);
        self.categories.extend(behind.categories);
    }

    /// The terms whose Chinese word stands in a text, longest words first; a word inside a longer term is not told apart. Words of one
    /// or two characters are everyday words as often as terms, and are not looked for.
    pub fn terms_in(&self, text: &str) -> Vec<&Term> {
        const LEAST: usize = 3;
        let length = |term: &Term| term.term.zh.chars().count();
        let mut terms: Vec<&Term> = self.terms.values().filter(|term| length(term) >= LEAST).collect();
        terms.sort_by_key(|term| (std::cmp::Reverse(length(term)), &term.id));
        let mut text = text.to_owned();
        terms.retain(|term| {
            let found = text.contains(&term.term.zh);
            if found {
                text = text.replace(&term.term.zh, "\u{0}");
            }
            found
        });
        terms
    }

    /// The terms that can be opened from a question.
    pub fn terms_of(&self, question: &Question) -> Vec<&Term> {
        question.terms.iter().filter_map(|id| self.terms.get(id)).collect()
    }

    /// The gist of the longest provision that the citation starts with.
    pub fn provision(&self, citation: &Citation) -> Option<&Provision> {
        let fits = |provision: &&Provision| {
            provision.citation.instrument == citation.instrument
                && begins_with(&citation.place, &provision.citation.place)
        };
        self.provisions
            .iter()
            .filter(fits)
            .max_by_key(|provision| provision.citation.place.len())
    }

    /// The country or region with this code.
    pub fn jurisdiction(&self, code: &str) -> Option<&Jurisdiction> {
        self.jurisdictions.iter().find(|jurisdiction| jurisdiction.code == code)
    }
}

/// Whether a place begins with another, number by number: `55` does not begin with `5`.
fn begins_with(place: &str, start: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    place
        .strip_prefix(start)
        .is_some_and(|rest| !(start.ends_with(digit) && rest.starts_with(digit)))
}

/// Everything needed to run one instrument's assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Questionnaire {
    /// `certification`.
    pub id: QuestionnaireId,
    /// Its version.
    pub version: String,
    /// SHA-256 of all its files, lower-case hex.
    pub digest: String,
    /// Law considered up to this day.
    pub law_date: Date,
    /// Its title.
    pub title: Text,
    /// Modules in order of asking.
    pub modules: Vec<Module>,
    /// Questions in order of asking.
    pub questions: Vec<Question>,
    /// Named conditions.
    pub definitions: BTreeMap<DefinitionId, Expr>,
    /// Finding rules.
    pub findings: Vec<FindingRule>,
    /// Scales.
    pub scales: Vec<Scale>,
    /// Judgement rules, in order.
    pub judgements: Vec<JudgementRule>,
    /// The risk matrix.
    pub matrix: Matrix,
    /// The way of treatment proposed for each level of risk.
    pub treatments: Vec<Treatment>,
    /// Registry of law, glossary, countries.
    pub reference: Reference,
    /// Where a question stands in `questions`.
    pub index: HashMap<QuestionId, usize>,
    /// Which question holds the rows of a record.
    pub tables: HashMap<RecordId, usize>,
}

impl Questionnaire {
    /// The question of this name.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.get(*self.index.get(id)?)
    }

    /// The question whose table holds `record`.
    pub fn table_of(&self, record: &str) -> Option<&Question> {
        self.questions.get(*self.tables.get(record)?)
    }

    /// The judgement rule of this name.
    pub fn judgement(&self, id: &str) -> Option<&JudgementRule> {
        self.judgements.iter().find(|rule| rule.id == id)
    }

    /// The scale of this name.
    pub fn scale(&self, id: &str) -> Option<&Scale> {
        self.scales.iter().find(|scale| scale.id == id)
    }

    /// The module of this name.
    pub fn module(&self, id: &str) -> Option<&Module> {
        self.modules.iter().find(|module| module.id == id)
    }

    /// The section of this name, with its module.
    pub fn section(&self, id: &str) -> Option<(&Module, &Section)> {
        self.modules
            .iter()
            .find_map(|module| Some((module, module.sections.iter().find(|section| section.id == id)?)))
    }

    /// Where the subject of a reference stands.
    pub fn place(&self, subject: &Subject) -> Option<(usize, Option<usize>)> {
        let Subject::Question { question, column, .. } = subject else {
            return None;
        };
        let at = *self.index.get(question)?;
        let columns = self.questions.get(at)?.columns();
        let Some(column) = column else { return Some((at, None)) };
        Some((at, Some(columns.iter().position(|known| known.id == *column)?)))
    }

    /// Fills `index` and `tables` from `questions`.
    pub fn reindex(&mut self) {
        self.index = self
            .questions
            .iter()
            .enumerate()
            .map(|(at, question)| (question.id.clone(), at))
            .collect();
        let tables = self
            .questions
            .iter()
            .enumerate()
            .filter_map(|(at, question)| match &question.kind {
                Kind::Table(table) => Some((table.record.clone(), at)),
                Kind::Level { columns, .. } if !columns.is_empty() => Some((question.id.as_str().into(), at)),
                _ => None,
            });
        self.tables = tables.collect();
    }
}
