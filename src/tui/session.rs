//! The open assessment: answers, what follows from them, undo, position. No view state.

mod overview;
mod translation;

pub use overview::{Overview, SectionProgress, Visit, minutes};

use super::effect::{Effect, Effects, Opened};
use crate::domain::{
    Answers, Assessment, Change, Context, Engine, Question, QuestionId, Questionnaire, RecordId, Row, Scope, Scoped,
    SectionId, Text,
};
use jiff::civil::Date;
use std::cell::OnceCell;
use std::path::PathBuf;
use std::sync::Arc;

/// Steps of undo that are kept.
const STEPS: usize = 1000;

/// Where one can go back to: a change and the question it was made at.
#[derive(Debug, Clone)]
struct Step {
    change: Change,
    at: Scoped<QuestionId>,
}

/// What a change has come to, once there was time to work it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaughtUp {
    /// Answered questions that are no longer asked.
    pub hidden: usize,
    /// Whether the section that was just left has nothing open any more.
    pub section_done: bool,
    /// Whether the whole assessment has nothing open any more.
    pub all_done: bool,
}

/// An open assessment.
#[derive(Debug)]
pub struct Session {
    path: PathBuf,
    title: Text,
    assessment: Assessment,
    answers: Arc<Answers>,
    questionnaire: Arc<Questionnaire>,
    today: Date,
    engine: OnceCell<Engine>,
    overview: OnceCell<Overview>,
    /// The overview of the revision before, shown until there is time for a new one.
    last: Overview,
    draft: Option<Change>,
    undo: Vec<Step>,
    redo: Vec<Step>,
    read_only: bool,
    example: bool,
    at: Scoped<QuestionId>,
    revision: u64,
    dirty: bool,
    left: Option<SectionId>,
    /// The revision when the section the user stands in was entered.
    entered: u64,
}

impl Session {
    /// The session of a file that was opened.
    pub fn new(opened: Opened, questionnaire: Arc<Questionnaire>, today: Date) -> Self {
        let mut assessment = opened.assessment;
        let answers = Arc::new(std::mem::take(&mut assessment.answers));
        let first = questionnaire.questions.first().map(|question| question.id.clone());
        let start = Scoped::whole(first.unwrap_or_else(|| QuestionId::from("")));
        let mut session = Self {
            path: opened.path,
            title: assessment.titles(),
            assessment,
            answers,
            questionnaire,
            today,
            engine: OnceCell::new(),
            overview: OnceCell::new(),
            last: Overview::default(),
            draft: None,
            undo: Vec::new(),
            redo: Vec::new(),
            read_only: opened.holder.is_some(),
            example: opened.example,
            at: opened.position.unwrap_or(start),
            revision: 0,
            dirty: opened.unsaved,
            left: None,
            entered: 0,
        };
        session.keep_position_valid();
        session.overview();
        session
    }

    /// Where the file lies.
    pub const fn path(&self) -> &PathBuf {
        &self.path
    }

    /// The title of the assessment, in both languages as far as it was translated.
    pub const fn title(&self) -> &Text {
        &self.title
    }

    /// Whether nothing can be changed.
    pub const fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Whether it is one of the worked cases.
    pub const fn is_example(&self) -> bool {
        self.example
    }

    /// Whether something was changed since the file was written.
    pub const fn is_dirty(&self) -> bool {
        self.dirty
    }

    /// Grows with every change: what was computed from an older revision is stale.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// The answers, without the text that is being typed.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// The answers, shared with the worker thread.
    pub fn shared_answers(&self) -> Arc<Answers> {
        Arc::clone(&self.answers)
    }

    /// The questionnaire.
    pub fn questionnaire(&self) -> &Arc<Questionnaire> {
        &self.questionnaire
    }

    /// The day that counts as today.
    pub const fn today(&self) -> Date {
        self.today
    }

    /// All that follows from the answers. Computed at first use after a change.
    pub fn engine(&self) -> &Engine {
        self.engine
            .get_or_init(|| Engine::new(Arc::clone(&self.questionnaire), Arc::clone(&self.answers), self.today))
    }

    /// What is asked now and how far it is answered. Computed at first use after a change.
    pub fn overview(&self) -> &Overview {
        self.overview.get_or_init(|| Overview::of(self.engine()))
    }

    /// The overview for a frame: that of the revision before, while the new one is not worked out yet.
    pub fn glimpse(&self) -> &Overview {
        self.overview.get().unwrap_or(&self.last)
    }

    /// Works out the overview if a change made it stale. Returns what the change has come to; `None` if nothing was stale.
    pub fn catch_up(&mut self) -> Option<CaughtUp> {
        let stale = self.overview.get().is_none();
        let left = self.left.take();
        if !stale && left.is_none() {
            return None;
        }
        let overview = self.overview();
        let section = left.and_then(|id| overview.sections.iter().find(|known| known.id == id));
        Some(CaughtUp {
            hidden: if stale {
                self.last.hidden_by(overview, &self.answers, &self.questionnaire)
            } else {
                0
            },
            section_done: section.is_some_and(|section| section.done == section.total),
            all_done: overview.done == overview.total,
        })
    }

    /// The question asked before or after the one the user stands at. Looks no further than needed.
    pub fn neighbour(&self, forward: bool) -> Option<Scoped<QuestionId>> {
        let engine = self.engine();
        let questions = &self.questionnaire.questions;
        let at = self.questionnaire.index.get(&self.at.id).copied().unwrap_or(0);
        let asked = |index: usize| {
            let question = questions.get(index)?;
            let scopes = engine.scopes_of(question.each.as_ref().map(|(record, _)| record));
            let shown = scopes
                .into_iter()
                .filter(|scope| engine.is_visible(question, &Context::of(scope)));
            Some(
                shown
                    .map(|scope| Scoped::new(question.id.clone(), scope))
                    .collect::<Vec<_>>(),
            )
        };
        let here = asked(at)?;
        let place = here.iter().position(|slot| *slot == self.at).unwrap_or(0);
        if forward {
            let inside = here.get(place + 1).cloned();
            inside.or_else(|| (at + 1..questions.len()).find_map(|index| asked(index)?.into_iter().next()))
        } else {
            let inside = place.checked_sub(1).and_then(|before| here.get(before).cloned());
            inside.or_else(|| (0..at).rev().find_map(|index| asked(index)?.into_iter().next_back()))
        }
    }

    /// The whole assessment, for writing the file.
    pub fn assessment(&self) -> Assessment {
        Assessment {
            answers: Answers::clone(&self.answers),
            ..self.assessment.clone()
        }
    }

    /// The file was written.
    pub fn saved(&mut self) {
        self.dirty = false;
    }

    /// Where the user stands.
    pub const fn at(&self) -> &Scoped<QuestionId> {
        &self.at
    }

    /// The question the user stands at.
    pub fn question(&self) -> Option<&Question> {
        self.questionnaire.question(&self.at.id)
    }

    /// Goes to a question. Leaving one makes the journal durable.
    pub fn go(&mut self, to: Scoped<QuestionId>, effects: &mut Effects) {
        self.settle();
        if to == self.at {
            return;
        }
        let section = |id: &QuestionId| self.questionnaire.question(id).map(|question| question.section.clone());
        let order = |id: &QuestionId| self.questionnaire.index.get(id).copied();
        let (from, into) = (section(&self.at.id), section(&to.id));
        self.left = None;
        if from != into {
            // Who only looks in passing need not be told what has long been done.
            let changed = self.revision != self.entered;
            self.left = from.filter(|_| changed && order(&to.id) > order(&self.at.id));
            self.entered = self.revision;
        }
        self.at = to;
        self.keep_position_valid();
        effects.push(Effect::Sync);
        effects.push(Effect::RememberPosition(self.at.clone()));
    }

    /// Makes a change: recorded, undoable. False if the file is read-only.
    pub fn change(&mut self, change: Change, effects: &mut Effects) -> bool {
        self.settle();
        if self.read_only || change.is_nothing() {
            return !self.read_only;
        }
        let change = translation::without_stale(change, &self.answers);
        effects.push(Effect::Record(change.clone()));
        self.commit(&change);
        true
    }

    /// Text that is being typed: recorded with every key, but applied (and the levels worked out again) only when the field is left.
    pub fn draft(&mut self, change: Change, effects: &mut Effects) -> bool {
        if self.read_only {
            return false;
        }
        self.dirty = true;
        let change = translation::without_stale(change, &self.answers);
        effects.push(Effect::Record(change.clone()));
        self.draft = Some(change);
        true
    }

    /// A row whose name is being typed: like a draft, but its key follows its name. `None` gives it up.
    pub fn draft_row(&mut self, record: &RecordId, row: Option<Row>, effects: &mut Effects) {
        let before = match self.draft.take() {
            Some(Change::AddRow(record, _, old)) => Some(Change::RemoveRow(record, old.key)),
            other => {
                self.draft = other;
                self.settle();
                None
            }
        };
        let at = self.answers.rows(record).len();
        let added = row.map(|row| Change::AddRow(record.clone(), at, row));
        let changes: Vec<Change> = before.into_iter().chain(added.clone()).collect();
        if !changes.is_empty() && !self.read_only {
            self.dirty = true;
            // One line of the journal: no crash may come between the two.
            effects.push(Effect::Record(Change::Many(changes)));
            self.draft = added;
        }
    }

    /// Applies what was typed, as one step of undo.
    pub fn settle(&mut self) {
        if let Some(change) = self.draft.take() {
            self.commit(&change);
        }
    }

    /// What undo took back last: a redo would make this change.
    pub fn undone(&self) -> Option<&Change> {
        self.redo.last().map(|step| &step.change)
    }

    /// What was done last: an undo would make this change.
    pub fn done(&self) -> Option<&Change> {
        self.undo.last().map(|step| &step.change)
    }

    /// Whether there is something to take back.
    pub fn can_undo(&self) -> bool {
        self.draft.is_some() || !self.undo.is_empty()
    }

    /// Whether there is something to do again.
    pub fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    /// Takes back the latest change and goes to where it was made.
    pub fn undo(&mut self, effects: &mut Effects) -> bool {
        self.settle();
        let Some(step) = self.undo.pop() else { return false };
        let back = self.replay(step, effects);
        self.redo.push(back);
        true
    }

    /// Does again what was undone.
    pub fn redo(&mut self, effects: &mut Effects) -> bool {
        let Some(step) = self.redo.pop() else { return false };
        let back = self.replay(step, effects);
        self.undo.push(back);
        true
    }

    fn replay(&mut self, step: Step, effects: &mut Effects) -> Step {
        effects.push(Effect::Record(step.change.clone()));
        let inverse = self.apply(step.change);
        self.at = step.at.clone();
        self.keep_position_valid();
        Step {
            change: inverse,
            at: step.at,
        }
    }

    fn commit(&mut self, change: &Change) {
        let at = self.at.clone();
        let inverse = self.apply(change.clone());
        if inverse == *change {
            return;
        }
        if self.undo.len() == STEPS {
            self.undo.remove(0);
        }
        self.undo.push(Step { change: inverse, at });
        self.redo.clear();
    }

    fn apply(&mut self, change: Change) -> Change {
        // The engine holds the answers too: without it they are changed in place instead of copied.
        self.engine.take();
        if let Some(overview) = self.overview.take() {
            self.last = overview;
        }
        self.revision += 1;
        self.dirty = true;
        change.apply(Arc::make_mut(&mut self.answers))
    }

    /// A question that is no longer asked is no place to stand: go to the nearest one before it.
    fn keep_position_valid(&mut self) {
        if self.is_asked(&self.at) {
            return;
        }
        let overview = self.overview();
        let order = self.questionnaire.index.get(&self.at.id).copied().unwrap_or(0);
        let before = overview.visits.iter().rev().find(|visit| visit.question <= order);
        let Some(visit) = before.or_else(|| overview.visits.first()) else {
            return;
        };
        if let Some(question) = self.questionnaire.questions.get(visit.question) {
            self.at = Scoped::new(question.id.clone(), visit.scope.clone());
        }
    }

    fn is_asked(&self, slot: &Scoped<QuestionId>) -> bool {
        let engine = self.engine();
        self.questionnaire.question(&slot.id).is_some_and(|question| {
            let scopes = engine.scopes_of(question.each.as_ref().map(|(record, _)| record));
            scopes.contains(&slot.scope) && engine.is_visible(question, &Context::of(&slot.scope))
        })
    }

    /// The name of the rows a scope stands for, in both languages.
    pub fn scope_name(&self, scope: &Scope) -> crate::domain::Text {
        self.engine().scope_name(scope)
    }
}
