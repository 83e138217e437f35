//! Levels: proposed by rule, confirmed or overridden by the assessor, each with its trace.

use super::{Context, Engine, Mode, Reading};
use crate::domain::{
    Base, Confirmation, Contribution, CountLine, Counted, Direction, Expr, Ground, JudgementId, JudgementRule, LevelId,
    Line, Mark, Move, Override, RowKey, Scale, Scope, Scoped, Stage, Step, Text, Value,
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
    pub overridden: Option<Override>,
    /// The confirmation, if it still agrees with the proposal.
    pub confirmed: Option<Confirmation>,
    /// The arithmetic.
    pub trace: Vec<TraceStep>,
}

/// A level under construction.
struct Draft<'a> {
    scale: &'a Scale,
    rank: usize,
    trace: Vec<TraceStep>,
}

impl Draft<'_> {
    fn note(&mut self, ground: &Ground, input: Text) {
        let result = self
            .scale
            .at(self.rank)
            .map(|level| level.label.clone())
            .unwrap_or_default();
        self.trace.push(TraceStep {
            ground: ground.clone(),
            input,
            result,
        });
    }
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

    /// The level of one judgement for these rows.
    pub fn judge(&self, id: &JudgementId, scope: &Scope) -> Option<Rc<Judgement>> {
        self.judge_in(id, scope, Mode::WorstAll)
    }

    fn judge_in(&self, id: &JudgementId, scope: &Scope, mode: Mode) -> Option<Rc<Judgement>> {
        let key = (Scoped::new(id.clone(), scope.clone()), mode);
        if let Some(known) = self.judged.borrow().get(&key) {
            return known.clone();
        }
        self.judged.borrow_mut().insert(key.clone(), None);
        let found = self
            .questionnaire
            .judgement(id)
            .and_then(|rule| self.work_out(rule, scope, mode))
            .map(Rc::new);
        self.judged.borrow_mut().insert(key, found.clone());
        found
    }

    /// The level that counts in this context; over all rows where the context names none.
    pub(super) fn level_in(&self, id: &JudgementId, context: &Context, mode: Mode) -> Option<LevelId> {
        let rule = self.questionnaire.judgement(id)?;
        let scale = self.questionnaire.scale(&rule.scale)?;
        let scopes = self.scopes_in(rule, context);
        let levels = scopes
            .iter()
            .filter_map(|scope| self.judge_in(id, scope, mode))
            .map(|judgement| judgement.level.clone());
        levels.max_by_key(|level| scale.rank(level))
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

    fn work_out(&self, rule: &JudgementRule, scope: &Scope, mode: Mode) -> Option<Judgement> {
        let attained = rule.stage == Some(Stage::Attained) && self.stage == Stage::Inherent;
        if attained && mode == Mode::WorstAll {
            let judgement = self.at(Stage::Attained).judge(&rule.id, scope)?;
            return Some(self.decided(rule, scope, judgement.proposed.clone(), judgement.trace.clone()));
        }
        let context = Context::of(scope);
        let scale = self.questionnaire.scale(&rule.scale)?;
        let mut draft = self.base(rule, scale, &context, mode)?;
        self.steps(rule, &mut draft, &context, mode);
        let proposed = scale.at(draft.rank)?.id.clone();
        Some(self.decided(rule, scope, proposed, draft.trace))
    }

    fn decided(&self, rule: &JudgementRule, scope: &Scope, proposed: LevelId, mut trace: Vec<TraceStep>) -> Judgement {
        let id = Scoped::new(rule.id.clone(), scope.clone());
        let overridden = self
            .original
            .overrides
            .get(&id)
            .filter(|_| self.override_counts(rule, &id, &proposed))
            .cloned();
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
                input: Text::same(overridden.reason.as_str()),
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
    fn override_counts(&self, rule: &JudgementRule, id: &Scoped<JudgementId>, proposed: &LevelId) -> bool {
        if self.stage == Stage::Inherent || !self.original.overrides.contains_key(id) {
            return true;
        }
        let before = || self.at(Stage::Inherent).judge(&id.id, &id.scope);
        rule.stage.is_none() && before().is_some_and(|judgement| judgement.proposed == *proposed)
    }

    fn base<'a>(&self, rule: &JudgementRule, scale: &'a Scale, context: &Context, mode: Mode) -> Option<Draft<'a>> {
        let mut draft = Draft {
            scale,
            rank: 0,
            trace: Vec::new(),
        };
        match &rule.base {
            Base::Lines(lines) => self.first_line(lines, &mut draft, context, mode)?,
            Base::Situations(reference) => {
                let (rank, input) = self.worst_situation(reference, scale, context, mode)?;
                draft.rank = rank;
                draft.note(&rule.ground, input);
            }
            Base::Worst(of) => {
                draft.rank = of
                    .iter()
                    .filter_map(|id| scale.rank(&self.level_in(id, context, mode)?))
                    .max()?;
                draft.note(&rule.ground, self.levels_words(of, context));
            }
            Base::Count { counted, table } => self.counted(counted, table, &mut draft, context, mode)?,
            Base::Matrix { impact, likelihood } => {
                let (row, column) = (
                    self.level_in(impact, context, mode)?,
                    self.level_in(likelihood, context, mode)?,
                );
                draft.rank = scale.rank(self.questionnaire.matrix.risk(&row, &column)?)?;
                draft.note(
                    &rule.ground,
                    self.levels_words(&[impact.clone(), likelihood.clone()], context),
                );
            }
            Base::Columns { rows, otherwise } => self.columns(rows, scale.rank(otherwise)?, &mut draft, context, mode),
        }
        Some(draft)
    }

    fn levels_words(&self, of: &[JudgementId], context: &Context) -> Text {
        super::describe::listed(of.iter().filter_map(|id| self.level_words(id, context)))
    }

    fn first_line(&self, lines: &[Line], draft: &mut Draft<'_>, context: &Context, mode: Mode) -> Option<()> {
        let truth = |line: &Line| {
            let mode = if line.known { Mode::Strict } else { mode };
            line.when.as_ref().map_or(Some(true), |when| self.eval(when, context, mode))
        };
        let first = lines.iter().position(|line| truth(line) == Some(true))?;
        let possible = lines.iter().take(first + 1).filter(|line| truth(line) != Some(false));
        let line = if mode.hopes() {
            possible.min_by_key(|line| draft.scale.rank(&line.level))?
        } else {
            lines.get(first)?
        };
        draft.rank = draft.scale.rank(&line.level)?;
        let input = line
            .when
            .as_ref()
            .map(|when| self.describe(when, context))
            .unwrap_or_default();
        draft.note(&line.ground, input);
        Some(())
    }

    fn worst_situation(
        &self,
        reference: &crate::domain::Reference,
        scale: &Scale,
        context: &Context,
        mode: Mode,
    ) -> Option<(usize, Text)> {
        let reading = self.find(reference, context).in_mode(mode);
        let Reading::Value(value) = reading else {
            return matches!(reading, Reading::Unknown { .. } | Reading::NotApplicable).then(|| (0, Text::default()));
        };
        let Value::Multi(ticks) = value.as_ref() else {
            return None;
        };
        let choices = self.field_of(reference)?.options()?.fixed();
        let ticked = choices.iter().filter(|choice| ticks.ticked.contains(&choice.id));
        let worst = ticked
            .filter_map(|choice| Some((scale.rank(choice.level.as_ref()?)?, choice)))
            .max_by_key(|(rank, _)| *rank);
        Some(worst.map_or_else(
            || (0, self.show_value(reference, &value)),
            |(rank, choice)| (rank, choice.label.clone()),
        ))
    }

    fn counted(
        &self,
        counted: &[Counted],
        table: &[CountLine],
        draft: &mut Draft<'_>,
        context: &Context,
        mode: Mode,
    ) -> Option<()> {
        let applies = |entry: &&Counted| {
            entry
                .applies
                .as_ref()
                .is_none_or(|when| self.eval(when, context, mode) == Some(true))
        };
        let entries: Vec<&Counted> = counted
            .iter()
            .filter(applies)
            .filter(|entry| !self.left_out(&entry.when, context))
            .collect();
        let held: Vec<bool> = entries
            .iter()
            .map(|entry| self.eval(&entry.when, context, mode).unwrap_or(mode.hopes()))
            .collect();
        let number = held.iter().filter(|held| **held).count();
        let line = table
            .iter()
            .find(|line| line.threshold.reached(number, entries.len()))?;
        draft.rank = draft.scale.rank(&line.level)?;
        for (entry, held) in entries.iter().zip(&held) {
            let result = if *held {
                Text::new("计入", "counts")
            } else {
                Text::new("不计", "does not count")
            };
            draft.trace.push(TraceStep {
                ground: entry.ground.clone(),
                input: self.describe(&entry.when, context),
                result,
            });
        }
        let input = Text::new(
            format!("{number}项，共{}项", entries.len()),
            format!("{number} of {}", entries.len()),
        );
        draft.note(&line.ground, input);
        Some(())
    }

    /// A factor answered "not applicable" is left out and lowers the number it is compared with (G2).
    fn left_out(&self, when: &Expr, context: &Context) -> bool {
        let mut found = false;
        when.walk(&mut |part| {
            let direct = !matches!(part, Expr::Any(..) | Expr::All(..) | Expr::Count(..));
            found |= direct
                && part
                    .references()
                    .into_iter()
                    .any(|reference| self.read(reference, context) == Reading::NotApplicable);
        });
        found
    }

    fn columns(
        &self,
        rows: &[(Contribution, Ground)],
        otherwise: usize,
        draft: &mut Draft<'_>,
        context: &Context,
        mode: Mode,
    ) {
        draft.rank = otherwise;
        for (contribution, ground) in rows {
            let (reached, input) = match contribution {
                Contribution::Level { judgement, map } => {
                    let level = self.level_in(judgement, context, mode);
                    let mapped =
                        level.and_then(|level| map.iter().find(|(from, _)| *from == level).map(|(_, to)| to.clone()));
                    (mapped, self.level_words(judgement, context).unwrap_or_default())
                }
                Contribution::When { when, level } => {
                    let holds = self.eval(when, context, mode) == Some(true);
                    (holds.then(|| level.clone()), self.describe(when, context))
                }
            };
            let Some(rank) = reached.and_then(|level| draft.scale.rank(&level)) else {
                continue;
            };
            draft.rank = draft.rank.max(rank);
            let result = draft
                .scale
                .at(rank)
                .map(|level| level.label.clone())
                .unwrap_or_default();
            draft.trace.push(TraceStep {
                ground: ground.clone(),
                input,
                result,
            });
        }
    }

    fn steps(&self, rule: &JudgementRule, draft: &mut Draft<'_>, context: &Context, mode: Mode) {
        let base = draft.rank;
        let mut sum: isize = 0;
        for step in &rule.steps {
            let skipped = step.skip_if.as_ref().and_then(|level| draft.scale.rank(level))
                == Some(if step.sum { base } else { draft.rank });
            if skipped || self.eval(&step.when, context, mode) != Some(true) {
                continue;
            }
            if step.sum {
                sum += shift(&step.change);
                draft.rank = held(
                    draft.scale,
                    base.saturating_add_signed(sum),
                    base.checked_add_signed(sum).is_none(),
                    step,
                );
            } else {
                draft.rank = moved(draft.scale, draft.rank, step);
            }
            let input = self.describe(&step.when, context);
            draft.note(&step.ground, input);
        }
    }
}

const fn shift(change: &Move) -> isize {
    match change {
        Move::Worse(by) => by.cast_signed(),
        Move::Better(by) => -by.cast_signed(),
        Move::NotBetter(_) => 0,
    }
}

fn moved(scale: &Scale, rank: usize, step: &Step) -> usize {
    match &step.change {
        Move::NotBetter(level) => rank.max(scale.rank(level).unwrap_or(0)),
        change => held(scale, rank.saturating_add_signed(shift(change)), false, step),
    }
}

fn held(scale: &Scale, rank: usize, below: bool, step: &Step) -> usize {
    let (best, worst) = match &step.hold {
        Some((best, worst)) => (
            scale.rank(best).unwrap_or(0),
            scale.rank(worst).unwrap_or(scale.levels.len() - 1),
        ),
        None => (0, scale.levels.len().saturating_sub(1)),
    };
    if below { best } else { rank.clamp(best, worst) }
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
