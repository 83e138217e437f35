//! Works out a level: its base, then its corrections, ceilings and floors in order.

use super::{Context, Engine, Mode, Reading, TraceStep};
use crate::domain::{
    Base, Contribution, CountLine, Counted, Expr, Ground, JudgementId, JudgementRule, Line, Move, Scale, Step, Text,
    Value,
};

/// A level under construction. Its arithmetic is written down only when somebody reads it: conditions ask for levels far more often.
pub(super) struct Draft<'a> {
    pub(super) scale: &'a Scale,
    pub(super) rank: usize,
    pub(super) trace: Vec<TraceStep>,
    tracing: bool,
}

impl Draft<'_> {
    fn note(&mut self, ground: &Ground, input: impl FnOnce() -> Text) {
        self.note_at(self.rank, ground, input);
    }

    fn note_at(&mut self, rank: usize, ground: &Ground, input: impl FnOnce() -> Text) {
        if self.tracing {
            let result = self.scale.at(rank).map(|level| level.label.clone()).unwrap_or_default();
            self.trace.push(TraceStep {
                ground: ground.clone(),
                input: input(),
                result,
            });
        }
    }
}

impl Engine {
    /// Works a level out, with or without its trace.
    pub(super) fn draft<'a>(
        &self,
        rule: &JudgementRule,
        scale: &'a Scale,
        context: &Context,
        mode: Mode,
        tracing: bool,
    ) -> Option<Draft<'a>> {
        let mut draft = Draft {
            scale,
            rank: 0,
            trace: Vec::new(),
            tracing,
        };
        self.base(rule, &mut draft, context, mode)?;
        self.steps(rule, &mut draft, context, mode);
        Some(draft)
    }

    fn base(&self, rule: &JudgementRule, draft: &mut Draft<'_>, context: &Context, mode: Mode) -> Option<()> {
        let scale = draft.scale;
        match &rule.base {
            Base::Lines(lines) => self.first_line(lines, draft, context, mode)?,
            Base::Situations(reference) => {
                let (rank, input) = self.worst_situation(reference, scale, context, mode)?;
                draft.rank = rank;
                draft.note(&rule.ground, || input);
            }
            Base::Worst(of) => {
                draft.rank = of
                    .iter()
                    .filter_map(|id| scale.rank(&self.level_in(id, context, mode)?))
                    .max()?;
                draft.note(&rule.ground, || self.levels_words(of, context));
            }
            Base::Count { counted, table } => self.counted(counted, table, draft, context, mode)?,
            Base::Matrix { impact, likelihood } => {
                let (row, column) = (
                    self.level_in(impact, context, mode)?,
                    self.level_in(likelihood, context, mode)?,
                );
                draft.rank = scale.rank(self.questionnaire.matrix.risk(&row, &column)?)?;
                draft.note(&rule.ground, || {
                    self.levels_words(&[impact.clone(), likelihood.clone()], context)
                });
            }
            Base::Columns { rows, otherwise } => self.columns(rows, scale.rank(otherwise)?, draft, context, mode),
        }
        Some(())
    }

    fn levels_words(&self, of: &[JudgementId], context: &Context) -> Text {
        super::describe::listed(of.iter().filter_map(|id| self.level_words(id, context)))
    }

    fn first_line(&self, lines: &[Line], draft: &mut Draft<'_>, context: &Context, mode: Mode) -> Option<()> {
        let truth = |line: &Line| {
            let mode = if line.known { Mode::Strict } else { mode };
            line.when
                .as_ref()
                .map_or(Some(true), |when| self.eval(when, context, mode))
        };
        let first = lines.iter().position(|line| truth(line) == Some(true))?;
        let possible = lines.iter().take(first + 1).filter(|line| truth(line) != Some(false));
        let line = if mode.hopes() {
            possible.min_by_key(|line| draft.scale.rank(&line.level))?
        } else {
            lines.get(first)?
        };
        draft.rank = draft.scale.rank(&line.level)?;
        draft.note(&line.ground, || {
            line.when
                .as_ref()
                .map(|when| self.describe(when, context))
                .unwrap_or_default()
        });
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
            .map(|entry| self.eval(&entry.when, context, mode).unwrap_or_else(|| mode.hopes()))
            .collect();
        let number = held.iter().filter(|held| **held).count();
        let line = table
            .iter()
            .find(|line| line.threshold.reached(number, entries.len()))?;
        draft.rank = draft.scale.rank(&line.level)?;
        let shown = if draft.tracing { entries.as_slice() } else { &[] };
        for (entry, held) in shown.iter().zip(&held) {
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
        let of = entries.len();
        draft.note(&line.ground, || {
            Text::new(format!("{number}项，共{of}项"), format!("{number} of {of}"))
        });
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
            let reached = match contribution {
                Contribution::Level { judgement, map } => {
                    let level = self.level_in(judgement, context, mode);
                    level.and_then(|level| map.iter().find(|(from, _)| *from == level).map(|(_, to)| to.clone()))
                }
                Contribution::When { when, level } => {
                    (self.eval(when, context, mode) == Some(true)).then(|| level.clone())
                }
            };
            let Some(rank) = reached.and_then(|level| draft.scale.rank(&level)) else {
                continue;
            };
            draft.rank = draft.rank.max(rank);
            draft.note_at(rank, ground, || match contribution {
                Contribution::Level { judgement, .. } => self.level_words(judgement, context).unwrap_or_default(),
                Contribution::When { when, .. } => self.describe(when, context),
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
            draft.note(&step.ground, || self.describe(&step.when, context));
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
