//! What is asked now, how far it is answered, and where each section stands.

use crate::domain::{
    Answers, Engine, Field, Kind, Question, QuestionId, Questionnaire, Required, Scope, Scoped, SectionId, Status,
};
use std::collections::{HashMap, HashSet};

/// A question in one of its repetitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// Where it stands in the questionnaire's list.
    pub question: usize,
    /// Its repetition.
    pub scope: Scope,
    /// How far it is answered.
    pub status: Status,
    /// Whether there is anything to answer: a grid without rows has nothing yet, and is neither done nor open.
    pub counts: bool,
    /// Flagged for follow-up, or parked if nothing is answered.
    pub flagged: bool,
}

/// A section and how far it is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionProgress {
    /// Where its module stands in the questionnaire.
    pub module: usize,
    /// The section.
    pub id: SectionId,
    /// Where its questions stand in `visits`.
    pub visits: std::ops::Range<usize>,
    /// Required questions answered.
    pub done: usize,
    /// Required questions asked.
    pub total: usize,
    /// Whether one is answered as unknown.
    pub unknown: bool,
    /// Whether one is flagged or parked.
    pub flagged: bool,
    /// Whether anything was begun.
    pub begun: bool,
}

/// All of it, for one revision of the answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// What is asked, in order.
    pub visits: Vec<Visit>,
    /// The sections that have a question to ask.
    pub sections: Vec<SectionProgress>,
    /// Questions that nobody need answer, for the answers given so far.
    pub not_needed: usize,
    /// Required questions answered.
    pub done: usize,
    /// Required questions asked.
    pub total: usize,
    names: HashMap<QuestionId, usize>,
}

impl Overview {
    /// Works it out.
    pub fn of(engine: &Engine) -> Self {
        let questionnaire = engine.questionnaire();
        let visits: Vec<Visit> = engine
            .visits()
            .into_iter()
            .filter_map(|(question, scope)| visit(engine, question, scope))
            .collect();
        let sections = sections(questionnaire, &visits);
        let asked: HashSet<usize> = visits.iter().map(|visit| visit.question).collect();
        Self {
            not_needed: questionnaire.questions.len() - asked.len(),
            done: sections.iter().map(|section| section.done).sum(),
            total: sections.iter().map(|section| section.total).sum(),
            visits,
            sections,
            names: questionnaire.index.clone(),
        }
    }

    /// Where a question stands among what is asked.
    pub fn position(&self, at: &Scoped<QuestionId>) -> Option<usize> {
        let index = *self.names.get(&at.id)?;
        self.visits
            .iter()
            .position(|visit| visit.question == index && visit.scope == at.scope)
    }

    /// How many questions of this overview that have an answer are not asked any more in a later one.
    pub fn hidden_by(&self, later: &Self, answers: &Answers, questionnaire: &Questionnaire) -> usize {
        let still: HashSet<(usize, &Scope)> = later
            .visits
            .iter()
            .map(|visit| (visit.question, &visit.scope))
            .collect();
        let gone = self
            .visits
            .iter()
            .filter(|visit| !still.contains(&(visit.question, &visit.scope)));
        let answered = |visit: &&Visit| {
            let question = questionnaire.questions.get(visit.question);
            let answer = question.and_then(|question| answers.answer(&question.id, &visit.scope));
            answer.is_some_and(|answer| answer.content.is_some())
        };
        gone.filter(answered).count()
    }

    /// The section a visit belongs to.
    pub fn section_at(&self, visit: usize) -> Option<usize> {
        self.sections.iter().position(|section| section.visits.contains(&visit))
    }

    /// The next visit after `from` (going round) that still lacks something.
    pub fn next_open(&self, from: usize) -> Option<usize> {
        let open = |at: &usize| self.visits.get(*at).is_some_and(Visit::is_open);
        (from + 1..self.visits.len())
            .find(open)
            .or_else(|| (0..=from).find(open))
    }
}

impl Visit {
    /// Whether it must still be answered or finished.
    pub const fn is_open(&self) -> bool {
        matches!(self.status, Status::Missing | Status::Partial)
    }

    /// The question with its repetition, as positions are named.
    pub fn slot(&self, questionnaire: &Questionnaire) -> Option<Scoped<QuestionId>> {
        let question = questionnaire.questions.get(self.question)?;
        Some(Scoped::new(question.id.clone(), self.scope.clone()))
    }
}

fn visit(engine: &Engine, question: &Question, scope: Scope) -> Option<Visit> {
    let at = *engine.questionnaire().index.get(&question.id)?;
    let status = engine.status(question, &scope);
    Some(Visit {
        question: at,
        status,
        counts: status != Status::Done || has_content(engine, question),
        flagged: engine
            .answers()
            .answer(&question.id, &scope)
            .is_some_and(|answer| answer.flagged),
        scope,
    })
}

/// Whether a question that lacks nothing was answered, or has nothing to answer yet.
fn has_content(engine: &Engine, question: &Question) -> bool {
    match &question.kind {
        Kind::Field(_) => true,
        Kind::Table(table) => engine.answers().rows(&table.record).iter().any(|row| !row.is_blank()),
        Kind::Level { judgements, .. } => {
            let mut rules = judgements.iter().filter_map(|id| engine.questionnaire().judgement(id));
            rules.any(|rule| !engine.judgement_scopes(rule).is_empty())
        }
    }
}

fn sections(questionnaire: &Questionnaire, visits: &[Visit]) -> Vec<SectionProgress> {
    let mut found: Vec<SectionProgress> = Vec::new();
    for (at, visit) in visits.iter().enumerate() {
        let Some(question) = questionnaire.questions.get(visit.question) else {
            continue;
        };
        if found.last().is_none_or(|section| section.id != question.section) {
            let module = questionnaire
                .modules
                .iter()
                .position(|module| module.id == question.module);
            found.push(SectionProgress {
                module: module.unwrap_or(0),
                id: question.section.clone(),
                visits: at..at,
                done: 0,
                total: 0,
                unknown: false,
                flagged: false,
                begun: false,
            });
        }
        if let Some(section) = found.last_mut() {
            section.add(question, visit);
        }
    }
    found
}

impl SectionProgress {
    /// Counts a question.
    fn add(&mut self, question: &Question, visit: &Visit) {
        self.visits.end += 1;
        let required = visit.counts && (question.required != Required::No || visit.is_open());
        self.total += usize::from(required);
        self.done += usize::from(required && !visit.is_open());
        self.unknown |= visit.status == Status::Unknown;
        self.flagged |= visit.flagged;
        self.begun |= visit.counts && matches!(visit.status, Status::Done | Status::Partial | Status::Unknown);
    }
}

/// About how many minutes questions take somebody who knows the facts: a rough measure, told as such.
pub fn minutes(visits: &[Visit], engine: &Engine) -> usize {
    let questions = &engine.questionnaire().questions;
    let asked = visits.iter().filter_map(|visit| questions.get(visit.question));
    asked
        .map(|question| half_minutes(&question.kind, engine))
        .sum::<usize>()
        .div_ceil(2)
}

/// Rows after the first take about half as long, and beyond so many they are pasted.
const TYPED_ROWS: usize = 10;

fn half_minutes(kind: &Kind, engine: &Engine) -> usize {
    match kind {
        Kind::Field(field) => cell_half_minutes(field),
        Kind::Level { .. } => 4,
        Kind::Table(table) => {
            let row: usize = table
                .columns
                .iter()
                .map(|column| cell_half_minutes(&column.field))
                .sum();
            let rows = engine.shown_rows(table).len().clamp(1, TYPED_ROWS);
            row * (rows + 1) / 2
        }
    }
}

const fn cell_half_minutes(field: &Field) -> usize {
    match field {
        Field::LongText => 6,
        Field::Text | Field::Number { .. } => 2,
        Field::Choice(_) | Field::Multi(_) | Field::YesNo | Field::Date => 1,
        Field::Computed(_) => 0,
    }
}
