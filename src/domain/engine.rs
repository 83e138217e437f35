//! Everything that follows from answers: what is visible, which findings are open, which levels are proposed.
//!
//! An [`Engine`] belongs to one state of the answers and computes lazily; nothing derived is ever stored.

mod assign;
mod computed;
mod context;
mod describe;
mod draft;
mod eval;
mod find;
mod judge;
mod read;
mod rows;

pub(in crate::domain) use describe::thousands;

use super::{
    Answers, DefinitionId, FindingCode, JudgementId, LevelId, Questionnaire, RecordId, RowKey, Scope, Scoped, Stage,
};
use crate::domain::route::RouteDecision;
use jiff::civil::Date;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

pub use computed::COMPUTED;
pub use context::Context;
pub use eval::{Mode, Truth};
pub use find::{Because, Finding};
pub use judge::{Judgement, TraceStep};
pub use read::Reading;
pub use rows::{COUNTRY, RECIPIENT_COUNTRY};

type Memo<K, V> = RefCell<HashMap<K, V>>;

/// What the rules propose, and what counts.
type Levels = (LevelId, LevelId);

/// All that can be computed from one state of the answers on one day.
#[derive(Debug)]
pub struct Engine {
    questionnaire: Arc<Questionnaire>,
    original: Arc<Answers>,
    answers: Arc<Answers>,
    today: Date,
    stage: Stage,
    indexed: Memo<RecordId, HashMap<RowKey, usize>>,
    visible: Memo<(usize, Scope), bool>,
    defined: Memo<(DefinitionId, Scope, Mode), Option<Truth>>,
    found: Memo<FindingCode, Option<Rc<[Finding]>>>,
    levels: Memo<(Scoped<JudgementId>, Mode), Option<Levels>>,
    judged: Memo<Scoped<JudgementId>, Option<Rc<Judgement>>>,
    route: RefCell<Option<Rc<RouteDecision>>>,
    inherent: OnceCell<Box<Self>>,
    attained: OnceCell<Box<Self>>,
    expected: OnceCell<Box<Self>>,
}

impl Engine {
    /// The engine for these answers as they stand (inherent).
    pub fn new(questionnaire: Arc<Questionnaire>, answers: Arc<Answers>, today: Date) -> Self {
        let original = Arc::clone(&answers);
        Self::staged(questionnaire, original, answers, today, Stage::Inherent)
    }

    fn staged(
        questionnaire: Arc<Questionnaire>,
        original: Arc<Answers>,
        answers: Arc<Answers>,
        today: Date,
        stage: Stage,
    ) -> Self {
        Self {
            questionnaire,
            original,
            answers,
            today,
            stage,
            indexed: RefCell::default(),
            visible: RefCell::default(),
            defined: RefCell::default(),
            found: RefCell::default(),
            levels: RefCell::default(),
            judged: RefCell::default(),
            route: RefCell::default(),
            inherent: OnceCell::new(),
            attained: OnceCell::new(),
            expected: OnceCell::new(),
        }
    }

    /// The questionnaire.
    pub fn questionnaire(&self) -> &Questionnaire {
        &self.questionnaire
    }

    /// The questionnaire, shared.
    pub fn shared_questionnaire(&self) -> Arc<Questionnaire> {
        Arc::clone(&self.questionnaire)
    }

    /// The answers this run reads (after the measures, in later stages).
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// The day that counts as today.
    pub const fn today(&self) -> Date {
        self.today
    }

    /// Which run this is.
    pub const fn stage(&self) -> Stage {
        self.stage
    }

    /// The run of the same rules at another stage (blueprint 4.9).
    pub fn at(&self, stage: Stage) -> &Self {
        if stage == self.stage {
            return self;
        }
        let cell = match stage {
            Stage::Inherent => &self.inherent,
            Stage::Attained => &self.attained,
            Stage::Expected => &self.expected,
        };
        cell.get_or_init(|| {
            let answers = match stage {
                Stage::Inherent => Arc::clone(&self.original),
                _ => Arc::new(assign::after_measures(self, stage)),
            };
            let (questionnaire, original) = (Arc::clone(&self.questionnaire), Arc::clone(&self.original));
            Box::new(Self::staged(questionnaire, original, answers, self.today, stage))
        })
    }
}
