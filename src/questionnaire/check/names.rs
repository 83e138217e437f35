//! All names that conditions and references may use.

use super::Report;
use crate::domain::{COMPUTED, COUNTRY, Choice, Field, Kind, Question, RECIPIENT_COUNTRY, Scale};
use crate::questionnaire::code;
use crate::questionnaire::load::Draft;
use std::collections::HashMap;

/// The names of a draft, indexed.
pub(super) struct Names<'d> {
    draft: &'d Draft,
    questions: HashMap<&'d str, usize>,
    records: HashMap<&'d str, usize>,
    order: HashMap<&'d str, usize>,
}

/// What a reference reads.
pub(super) enum Read<'d> {
    /// A field.
    Field(&'d Field),
    /// A table as a whole: it can only be empty, given, hidden.
    Table,
    /// A computed value.
    Computed,
}

impl<'d> Names<'d> {
    pub(super) fn of(draft: &'d Draft) -> Self {
        let numbered = || draft.questions.iter().enumerate();
        let questions = first_of(numbered().map(|(at, question)| (question.id.as_str(), at)));
        let records = first_of(numbered().filter_map(|(at, question)| Some((question.record()?, at))));
        let order = order(draft);
        Self {
            draft,
            questions,
            records,
            order,
        }
    }

    pub(super) fn has_instrument(&self, key: &str) -> bool {
        self.draft.reference.instruments.contains_key(key)
    }

    pub(super) fn instruments(&self) -> impl Iterator<Item = &str> {
        self.draft.reference.instruments.keys().map(String::as_str)
    }

    pub(super) fn has_term(&self, id: &str) -> bool {
        self.draft.reference.terms.contains_key(id)
    }

    pub(super) fn terms(&self) -> impl Iterator<Item = &str> {
        self.draft.reference.terms.keys().map(crate::domain::TermId::as_str)
    }

    /// Records, tables by the name of their question, judgements by their rows, computed rows.
    pub(super) fn has_rows(&self, name: &str) -> bool {
        let table = self.question(name).is_some_and(|question| question.table().is_some());
        let computed = name == COUNTRY || name == RECIPIENT_COUNTRY;
        computed
            || table
            || self.records.contains_key(name)
            || self.judgement(name).is_some_and(|rule| rule.per.is_some())
    }

    pub(super) fn feeds_options(&self, name: &str) -> bool {
        matches!(name, "jurisdictions" | "law" | "findings" | "evidence") || self.has_rows(name)
    }

    pub(super) fn records(&self) -> impl Iterator<Item = &str> {
        self.records.keys().copied().chain([COUNTRY, RECIPIENT_COUNTRY])
    }

    pub(super) fn has_section(&self, module: &str, section: &str) -> bool {
        self.sections(module).any(|known| known == section)
    }

    pub(super) fn sections<'a>(&'a self, module: &'a str) -> impl Iterator<Item = &'a str> {
        let modules = self.draft.modules.iter().filter(move |known| known.id == *module);
        modules.flat_map(|module| module.sections.iter().map(|section| section.id.as_str()))
    }

    pub(super) fn judgement(&self, name: &str) -> Option<&'d crate::domain::JudgementRule> {
        self.draft.judgements.iter().find(|rule| rule.id == *name)
    }

    pub(super) fn judgements(&self) -> impl Iterator<Item = &str> {
        self.draft.judgements.iter().map(|rule| rule.id.as_str())
    }

    pub(super) fn scale(&self, name: &str) -> Option<&'d Scale> {
        self.draft.scales.iter().find(|scale| scale.id == *name)
    }

    pub(super) fn scales(&self) -> impl Iterator<Item = &str> {
        self.draft.scales.iter().map(|scale| scale.id.as_str())
    }

    pub(super) fn levels(&self, scale: &str) -> impl Iterator<Item = &str> {
        self.scale(scale)
            .into_iter()
            .flat_map(|scale| scale.levels.iter().map(|level| level.id.as_str()))
    }

    pub(super) fn has_definition(&self, name: &str) -> bool {
        self.draft.definitions.iter().any(|(known, _, _)| known == name)
    }

    pub(super) fn definitions(&self) -> impl Iterator<Item = &str> {
        self.draft.definitions.iter().map(|(known, _, _)| known.as_str())
    }

    pub(super) fn has_finding(&self, code: &str) -> bool {
        self.draft.findings.iter().any(|rule| rule.code == *code)
    }

    pub(super) fn findings(&self) -> impl Iterator<Item = &str> {
        self.draft.findings.iter().map(|rule| rule.code.as_str())
    }

    pub(super) fn has_computed(name: &str) -> bool {
        COMPUTED.contains(&name)
    }

    /// Where a question stands in the order of asking.
    pub(super) fn position(&self, question: &str) -> Option<usize> {
        self.order.get(question).copied()
    }

    pub(super) fn position_of(&self, at: usize) -> Option<usize> {
        self.draft
            .questions
            .get(at)
            .and_then(|question| self.position(&question.id))
    }

    pub(super) fn question(&self, id: &str) -> Option<&'d Question> {
        self.questions.get(id).and_then(|at| self.draft.questions.get(*at))
    }

    pub(super) fn question_names(&self) -> impl Iterator<Item = &str> {
        self.questions.keys().copied()
    }

    pub(super) fn has_jurisdiction(&self, code: &str) -> bool {
        self.draft
            .reference
            .jurisdictions
            .iter()
            .any(|known| known.code == code)
    }

    /// What a question or a column of it is.
    pub(super) fn read(&self, question: &str, column: Option<&str>) -> Option<Read<'d>> {
        let question = self.question(question)?;
        match (column, &question.kind) {
            (None, Kind::Field(field)) => Some(Read::Field(field)),
            (None, _) => Some(Read::Table),
            (Some(column), _) => question
                .columns()
                .iter()
                .find(|known| known.id == column)
                .map(|known| Read::Field(&known.field)),
        }
    }

    pub(super) fn check_subject(&self, question: &str, column: Option<&str>, report: &Report<'_>) {
        let Some(known) = self.question(question) else {
            report.unknown(code::UNKNOWN_QUESTION, question, self.question_names());
            return;
        };
        if let (Some(column), None) = (column, self.read(question, column)) {
            report.unknown(
                code::UNKNOWN_QUESTION,
                column,
                known.columns().iter().map(|column| column.id.as_str()),
            );
        }
    }
}

/// Of two with one name the first counts: the second is told as a fault of its own, and nothing more.
fn first_of<'d>(named: impl Iterator<Item = (&'d str, usize)>) -> HashMap<&'d str, usize> {
    let mut found = HashMap::new();
    for (name, at) in named {
        found.entry(name).or_insert(at);
    }
    found
}

/// The order of asking: the modules of the questionnaires, then their sections. Modules in no questionnaire have none.
fn order(draft: &Draft) -> HashMap<&str, usize> {
    let mut found = HashMap::new();
    let modules = draft.outlines.iter().flat_map(|outline| &outline.modules);
    let modules = modules.filter_map(|name| draft.modules.iter().find(|module| module.id == **name));
    for section in modules.flat_map(|module| &module.sections) {
        for question in draft.questions.iter().filter(|question| question.section == section.id) {
            let next = found.len();
            found.entry(question.id.as_str()).or_insert(next);
        }
    }
    found
}

/// The options written in a file.
pub(super) fn fixed(field: &Field) -> &[Choice] {
    field.options().map_or(&[], |options| options.fixed())
}
