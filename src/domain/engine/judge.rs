//! Levels: proposed by rule, confirmed or overridden by the assessor, each with its trace.

use super::{Context, Engine, Mode};
use crate::domain::{
    Base, DecidedLevel, Direction, Ground, JudgementId, JudgementRule, LevelId, Mark, Move, RowKey, Scope, Scoped,
    Stage, Text,
};
use std::rc::Rc;

/// One line of the arithmetic behind a level (G4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceStep {
    /// What was tested or done, with its source.
    pub ground: Ground,
    /// The answers it rests on.
    pub input: Text,
    /// The level after this line, in words.
    pub result: Text,
}

/// A level with its trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// Which.
    pub id: JudgementId,
    /// Of which rows.
    pub scope: Scope,
    /// What the rules propose.
    pub proposed: LevelId,
    /// What counts: the override, if there is one.
    pub level: LevelId,
    /// The override.
    pub overridden: Option<DecidedLevel>,
    /// The confirmation, if it still agrees with the proposal.
    pub confirmed: Option<DecidedLevel>,
    /// The arithmetic.
    pub trace: Vec<TraceStep>,
}

impl Engine {
    /// All levels, in the order of the rules.
    pub fn judgements(&self) -> Vec<Rc<Judgement>> {
        let rules = self.questionnaire.judgements.iter();
        rules
            .flat_map(|rule| {
                self.judgement_scopes(rule)
                    .into_iter()
                    .filter_map(|scope| self.judge(&rule.id, &scope))
            })
            .collect()
    }

    /// The rows for which a judgement exists.
    pub fn judgement_scopes(&self, rule: &JudgementRule) -> Vec<Scope> {
        let mut scopes = self.scopes_of(rule.per.as_ref());
        scopes.retain(|scope| {
            rule.rows_when
                .as_ref()
                .is_none_or(|when| self.holds(when, &Context::of(scope)))
        });
        scopes
    }

    /// The level of one judgement for these rows, with its trace.
    pub fn judge(&self, id: &JudgementId, scope: &Scope) -> Option<Rc<Judgement>> {
        let key = Scoped::new(id.clone(), scope.clone());
        if let Some(known) = self.judged.borrow().get(&key) {
            return known.clone();
        }
        let found = self
            .questionnaire
            .judgement(id)
            .and_then(|rule| self.work_out(rule, scope))
            .map(Rc::new);
        self.judged.borrow_mut().insert(key, found.clone());
        found
    }

    /// What the rules propose for these rows, without the arithmetic.
    pub fn proposal(&self, id: &JudgementId, scope: &Scope) -> Option<LevelId> {
        self.levels_of(id, scope, Mode::WorstAll).map(|(proposed, _)| proposed)
    }

    /// What the rules propose, and what counts.
    fn levels_of(&self, id: &JudgementId, scope: &Scope, mode: Mode) -> Option<(LevelId, LevelId)> {
        let key = (Scoped::new(id.clone(), scope.clone()), mode);
        if let Some(known) = self.levels.borrow().get(&key) {
            return known.clone();
        }
        self.levels.borrow_mut().insert(key.clone(), None);
        let found = self
            .questionnaire
            .judgement(id)
            .and_then(|rule| self.propose(rule, scope, mode));
        self.levels.borrow_mut().insert(key, found.clone());
        found
    }

    fn propose(&self, rule: &JudgementRule, scope: &Scope, mode: Mode) -> Option<(LevelId, LevelId)> {
        let proposed = if self.waits_for_attained(rule) && mode == Mode::WorstAll {
            self.at(Stage::Attained).levels_of(&rule.id, scope, mode)?.0
        } else {
            let scale = self.questionnaire.scale(&rule.scale)?;
            let draft = self.draft(rule, scale, &Context::of(scope), mode, false)?;
            scale.at(draft.rank)?.id.clone()
        };
        let overridden = self
            .override_of(rule, scope, &proposed)
            .map(|known| known.level.clone());
        Some((proposed.clone(), overridden.unwrap_or(proposed)))
    }

    fn waits_for_attained(&self, rule: &JudgementRule) -> bool {
        rule.stage == Some(Stage::Attained) && self.stage == Stage::Inherent
    }

    /// The level that counts in this context; over all rows where the context names none.
    pub(super) fn level_in(&self, id: &JudgementId, context: &Context, mode: Mode) -> Option<LevelId> {
        let rule = self.questionnaire.judgement(id)?;
        let scale = self.questionnaire.scale(&rule.scale)?;
        let scopes = self.scopes_in(rule, context);
        let levels = scopes
            .iter()
            .filter_map(|scope| self.levels_of(id, scope, mode))
            .map(|(_, level)| level);
        levels.max_by_key(|level| scale.rank(level))
    }

    /// What holds a combined level down: the parts as bad as itself, or else the steps that lowered it.
    pub(super) fn weakest(&self, id: &JudgementId, context: &Context) -> Text {
        let rule = self.questionnaire.judgement(id);
        let scale = rule.and_then(|rule| self.questionnaire.scale(&rule.scale));
        let (Some(rule), Some(scale), Some(level)) = (rule, scale, self.level_in(id, context, Mode::WorstAll)) else {
            return Text::default();
        };
        let Base::Worst(parts) = &rule.base else {
            return Text::default();
        };
        let as_bad = parts.iter().filter(|part| {
            let own = self.level_in(part, context, Mode::WorstAll);
            own.is_some_and(|own| scale.rank(&own) == scale.rank(&level))
        });
        let titles: Vec<Text> = as_bad
            .filter_map(|part| Some(self.questionnaire.judgement(part)?.title.clone()))
            .collect();
        if !titles.is_empty() {
            return super::describe::listed(titles.into_iter());
        }
        let lowered = rule
            .steps
            .iter()
            .filter(|step| self.eval(&step.when, context, Mode::WorstAll) == Some(true));
        super::describe::listed(lowered.map(|step| step.ground.label.clone()))
    }

    /// The level in this context, with the title of its judgement.
    pub(super) fn level_words(&self, id: &JudgementId, context: &Context) -> Option<Text> {
        let rule = self.questionnaire.judgement(id)?;
        let level = self.level_in(id, context, Mode::WorstAll)?;
        let word = &self.questionnaire.scale(&rule.scale)?.level(&level)?.label;
        Some(Text::new(
            format!("{}：{}", rule.title.zh, word.zh),
            format!("{}: {}", rule.title.en, word.en),
        ))
    }

    /// The scopes of a judgement that agree with the rows in context.
    fn scopes_in(&self, rule: &JudgementRule, context: &Context) -> Vec<Scope> {
        let mut scopes = self.judgement_scopes(rule);
        scopes.retain(|scope| {
            scope
                .rows()
                .iter()
                .all(|(record, key)| self.key_of(context, record).is_none_or(|bound: RowKey| bound == *key))
        });
        scopes
    }

    fn work_out(&self, rule: &JudgementRule, scope: &Scope) -> Option<Judgement> {
        let (proposed, _) = self.levels_of(&rule.id, scope, Mode::WorstAll)?;
        if self.waits_for_attained(rule) {
            let judgement = self.at(Stage::Attained).judge(&rule.id, scope)?;
            return Some(self.decided(rule, scope, proposed, judgement.trace.clone()));
        }
        let scale = self.questionnaire.scale(&rule.scale)?;
        let draft = self.draft(rule, scale, &Context::of(scope), Mode::WorstAll, true)?;
        Some(self.decided(rule, scope, proposed, draft.trace))
    }

    fn decided(&self, rule: &JudgementRule, scope: &Scope, proposed: LevelId, mut trace: Vec<TraceStep>) -> Judgement {
        let id = Scoped::new(rule.id.clone(), scope.clone());
        let overridden = self.override_of(rule, &id.scope, &proposed).cloned();
        let confirmed = self
            .original
            .confirmations
            .get(&id)
            .filter(|confirmation| confirmation.level == proposed)
            .cloned();
        if let Some(overridden) = &overridden {
            let result = self
                .questionnaire
                .scale(&rule.scale)
                .and_then(|scale| scale.level(&overridden.level))
                .map(|level| level.label.clone());
            let ground = Ground {
                label: Text::new("人工调整", "override"),
                source: Vec::new(),
                mark: Mark::Tool,
            };
            trace.push(TraceStep {
                ground,
                input: overridden.reasons(),
                result: result.unwrap_or_default(),
            });
        }
        let level = overridden
            .as_ref()
            .map_or_else(|| proposed.clone(), |overridden| overridden.level.clone());
        Judgement {
            id: id.id,
            scope: id.scope,
            proposed,
            level,
            overridden,
            confirmed,
            trace,
        }
    }

    /// An override is a decision about one proposal: after measures it counts only where they changed nothing (TOOL). A level that is
    /// proposed from a later run is overridden in the answers as they stand only.
    fn override_of(&self, rule: &JudgementRule, scope: &Scope, proposed: &LevelId) -> Option<&DecidedLevel> {
        let id = Scoped::new(rule.id.clone(), scope.clone());
        let reasoned = |known: &&DecidedLevel| !known.reason.trim().is_empty();
        let found = self.original.overrides.get(&id).filter(reasoned)?;
        let before = || self.at(Stage::Inherent).levels_of(&id.id, &id.scope, Mode::WorstAll);
        let counts = self.stage == Stage::Inherent
            || rule.stage.is_none() && before().is_some_and(|(before, _)| before == *proposed);
        counts.then_some(found)
    }
}

impl Move {
    /// Reads `up` and `down` of a file: towards worse and better on a risk scale, the other way round on an assurance scale.
    pub const fn up(direction: Direction, by: usize) -> Self {
        match direction {
            Direction::Risk => Self::Worse(by),
            Direction::Assurance => Self::Better(by),
        }
    }

    /// The opposite of [`Move::up`].
    pub const fn down(direction: Direction, by: usize) -> Self {
        match direction {
            Direction::Risk => Self::Better(by),
            Direction::Assurance => Self::Worse(by),
        }
    }
}
