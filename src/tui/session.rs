//! The open assessment: answers, what follows from them, undo, position. No view state.

mod overview;

pub use overview::{Overview, SectionProgress, Visit};

use super::effect::{Effect, Effects, Opened};
use crate::domain::{Answers, Assessment, Change, Engine, Question, QuestionId, Questionnaire, Scope, Scoped};
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

/// An open assessment.
#[derive(Debug)]
pub struct Session {
    path: PathBuf,
    title: String,
    assessment: Assessment,
    answers: Arc<Answers>,
    questionnaire: Arc<Questionnaire>,
    today: Date,
    engine: OnceCell<Engine>,
    overview: OnceCell<Overview>,
    draft: Option<Change>,
    undo: Vec<Step>,
    redo: Vec<Step>,
    read_only: bool,
    example: bool,
    at: Scoped<QuestionId>,
    revision: u64,
    dirty: bool,
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
            title: assessment.title.clone(),
            assessment,
            answers,
            questionnaire,
            today,
            engine: OnceCell::new(),
            overview: OnceCell::new(),
            draft: None,
            undo: Vec::new(),
            redo: Vec::new(),
            read_only: opened.holder.is_some(),
            example: opened.example,
            at: opened.position.unwrap_or(start),
            revision: 0,
            dirty: opened.unsaved,
        };
        session.keep_position_valid();
        session
    }

    /// Where the file lies.
    pub const fn path(&self) -> &PathBuf {
        &self.path
    }

    /// The title of the assessment.
    pub fn title(&self) -> &str {
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

    /// The whole assessment, for writing the file.
    pub fn assessment(&self) -> Assessment {
        Assessment {
            title: self.title.clone(),
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
        effects.push(Effect::Record(change.clone()));
        self.commit(change);
        true
    }

    /// Text that is being typed: recorded with every key, but applied (and the levels worked out again) only when the field is left.
    pub fn draft(&mut self, change: Change, effects: &mut Effects) -> bool {
        if self.read_only {
            return false;
        }
        self.dirty = true;
        effects.push(Effect::Record(change.clone()));
        self.draft = Some(change);
        true
    }

    /// Applies what was typed, as one step of undo.
    pub fn settle(&mut self) {
        if let Some(change) = self.draft.take() {
            self.commit(change);
        }
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

    fn commit(&mut self, change: Change) {
        let at = self.at.clone();
        let inverse = self.apply(change.clone());
        if inverse == change {
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
        self.overview.take();
        self.revision += 1;
        self.dirty = true;
        change.apply(Arc::make_mut(&mut self.answers))
    }

    /// A question that is no longer asked is no place to stand: go to the nearest one before it.
    fn keep_position_valid(&mut self) {
        let overview = self.overview();
        if overview.position(&self.at).is_some() || overview.visits.is_empty() {
            return;
        }
        let order = self.questionnaire.index.get(&self.at.id).copied().unwrap_or(0);
        let before = overview.visits.iter().rev().find(|visit| visit.question <= order);
        let Some(visit) = before.or_else(|| overview.visits.first()) else {
            return;
        };
        if let Some(question) = self.questionnaire.questions.get(visit.question) {
            self.at = Scoped::new(question.id.clone(), visit.scope.clone());
        }
    }

    /// The name of the rows a scope stands for, in both languages.
    pub fn scope_name(&self, scope: &Scope) -> crate::domain::Text {
        self.engine().scope_name(scope)
    }
}
