//! Every level of every judgement can be reached, by every line that gives it, and every step applies in some set of answers.

use super::certification;
use super::rules::baseline;
use super::search::Search;
use super::world::World;
use pipia::domain::{
    Answers, Base, Content, Context, Contribution, CountLine, Counted, Expr, Ground, Judgement, JudgementId,
    JudgementRule, LevelId, Line, Questionnaire, Reference, Scope, Text, Threshold,
};
use std::sync::Arc;

const DEPTH: usize = 12;

impl Search<'_> {
    fn level_of(&self, rule: &JudgementRule, scope: &Scope) -> Option<LevelId> {
        self.world
            .engine()
            .judge(&rule.id, scope)
            .map(|judgement| judgement.proposed.clone())
    }

    /// Changes answers until the rules propose this level for these rows.
    pub(super) fn reach(&mut self, rule: &JudgementRule, scope: &Scope, level: &LevelId, depth: usize) -> bool {
        if self.level_of(rule, scope).as_ref() == Some(level) {
            return true;
        }
        if depth == 0 || self.steps == 0 {
            return false;
        }
        self.steps -= 1;
        let saved = self.world.save();
        for way in 0..ways(rule, level) {
            self.base(rule, scope, level, way, depth - 1);
            for _ in 0..2 {
                self.without_steps(rule, scope, depth - 1);
                if self.level_of(rule, scope).as_ref() == Some(level) {
                    return true;
                }
            }
            self.world.restore(&saved);
        }
        let reached = self.reach_by_steps(rule, scope, level, depth - 1);
        if !reached {
            self.world.restore(&saved);
        }
        reached
    }

    fn without_steps(&mut self, rule: &JudgementRule, scope: &Scope, depth: usize) {
        for step in &rule.steps {
            self.want(&step.when, &Context::of(scope), false, depth);
        }
    }

    /// From what the base gives now, by the steps.
    fn reach_by_steps(&mut self, rule: &JudgementRule, scope: &Scope, level: &LevelId, depth: usize) -> bool {
        let start = self.world.save();
        for step in &rule.steps {
            self.want(&step.when, &Context::of(scope), true, depth);
            if self.level_of(rule, scope).as_ref() == Some(level) {
                return true;
            }
        }
        self.world.restore(&start);
        false
    }

    /// One way of bringing the base to a level.
    fn base(&mut self, rule: &JudgementRule, scope: &Scope, level: &LevelId, way: usize, depth: usize) {
        let questionnaire = Arc::clone(&self.world.questionnaire);
        let context = Context::of(scope);
        match &rule.base {
            Base::Lines(lines) => {
                let Some((at, line)) = lines
                    .iter()
                    .enumerate()
                    .filter(|(_, line)| line.level == *level)
                    .nth(way)
                else {
                    return;
                };
                self.line(&lines[..at], line.when.as_ref(), &context, depth);
            }
            Base::Situations(reference) => self.situation(reference, &context, level, depth),
            Base::Worst(of) => {
                for (at, id) in of.iter().enumerate() {
                    let target = if at == way {
                        Some(level.clone())
                    } else {
                        best(&questionnaire, id)
                    };
                    if let Some(target) = target {
                        self.reach_other(id, scope, &target, depth);
                    }
                }
            }
            Base::Count { counted, table } => {
                let wanted = number(table, level, counted.len(), way);
                for (at, entry) in counted.iter().enumerate() {
                    self.want(&entry.when, &context, at < wanted, depth);
                }
            }
            Base::Matrix { impact, likelihood } => {
                let matrix = &questionnaire.matrix;
                let outside = matrix
                    .outside
                    .iter()
                    .map(|(row, risk, _)| (row.clone(), LevelId::from("low"), risk.clone()));
                let mut cells = matrix
                    .cells
                    .iter()
                    .cloned()
                    .chain(outside)
                    .filter(|(_, _, risk)| risk == level);
                if let Some((row, column, _)) = cells.nth(way) {
                    self.reach_other(impact, scope, &row, depth);
                    self.reach_other(likelihood, scope, &column, depth);
                }
            }
            Base::Columns { rows, .. } => self.columns(rows, level, way, depth),
        }
    }

    /// Ticks a situation of this level.
    fn situation(&mut self, reference: &Reference, context: &Context, level: &LevelId, depth: usize) {
        let Some((place, field)) = self.world.place(reference, context) else {
            return;
        };
        self.reveal(reference, context, depth);
        let choices = field.options().map_or(&[][..], pipia::domain::Options::fixed);
        let fitting = choices.iter().find(|choice| choice.level.as_ref() == Some(level));
        let fitting = fitting.or_else(|| choices.iter().find(|choice| choice.level.is_none()));
        if let Some(choice) = fitting {
            super::rules::tick(self.world, &place, &choice.id);
        }
    }

    fn line(&mut self, before: &[Line], when: Option<&Expr>, context: &Context, depth: usize) {
        for round in 0..4 {
            self.backwards = round % 2 == 1;
            if let Some(when) = when {
                self.want(when, context, true, depth);
            }
            for earlier in before {
                if let Some(when) = &earlier.when {
                    self.want(when, context, false, depth);
                }
            }
        }
    }

    /// Makes unknown what a condition reads: some lines hold only then.
    fn forget(&mut self, when: &Expr, context: &Context) {
        let mut read = Vec::new();
        let questionnaire = Arc::clone(&self.world.questionnaire);
        let mut conditions = vec![when];
        when.walk(&mut |part| {
            if let Expr::Finding(codes, _) = part {
                let rules = questionnaire
                    .findings
                    .iter()
                    .filter(|rule| codes.iter().any(|(code, _)| *code == rule.code));
                conditions.extend(
                    rules
                        .map(|rule| &rule.when)
                        .filter(|when| !super::search::reads_route(when))
                        .take(1),
                );
            }
        });
        for condition in conditions {
            condition.walk(&mut |part| read.extend(part.references().into_iter().cloned()));
        }
        for reference in read {
            if let Some((place, _)) = self.world.place(&reference, context) {
                self.world.put(&place, Some(Content::Unknown));
            }
        }
    }

    fn reach_other(&mut self, id: &JudgementId, scope: &Scope, level: &LevelId, depth: usize) {
        let questionnaire = Arc::clone(&self.world.questionnaire);
        let Some(rule) = questionnaire.judgement(id) else {
            return;
        };
        for other in self.world.engine().judgement_scopes(rule) {
            let agrees = other.rows().iter().all(|(record, key)| {
                self.world
                    .engine()
                    .key_of(&Context::of(scope), record)
                    .is_none_or(|bound| bound == *key)
            });
            if agrees {
                self.reach(rule, &other, level, depth);
            }
        }
    }

    pub(super) fn columns(&mut self, rows: &[(Contribution, Ground)], level: &LevelId, way: usize, depth: usize) {
        let whole = Scope::whole();
        for (contribution, _) in rows {
            match contribution {
                Contribution::Level { judgement, .. } => {
                    let questionnaire = Arc::clone(&self.world.questionnaire);
                    if let Some(best) = best(&questionnaire, judgement) {
                        self.reach_other(judgement, &whole, &best, depth);
                    }
                }
                Contribution::When { when, .. } => {
                    self.want(when, &Context::default(), false, depth);
                }
            }
        }
        match rows.get(way) {
            Some((Contribution::Level { judgement, map }, _)) => {
                for (from, _) in map.iter().filter(|(_, to)| to == level) {
                    self.reach_other(judgement, &whole, from, depth);
                }
            }
            Some((Contribution::When { when, .. }, _)) => {
                self.want(when, &Context::default(), true, depth);
            }
            None => {}
        }
    }
}

fn best(questionnaire: &Questionnaire, id: &JudgementId) -> Option<LevelId> {
    let rule = questionnaire.judgement(id)?;
    Some(questionnaire.scale(&rule.scale)?.levels.first()?.id.clone())
}

/// How many of the things counted give this level: as many as it allows, or as few as it needs.
fn number(table: &[CountLine], level: &LevelId, of: usize, way: usize) -> usize {
    let Some(line) = table.iter().find(|line| line.level == *level) else {
        return 0;
    };
    let least = needed(line.threshold, of);
    let above = table.iter().take_while(|line| line.level != *level).last();
    let most = above.map_or(of, |above| needed(above.threshold, of).saturating_sub(1));
    if way == 0 { most.max(least) } else { least }
}

fn needed(threshold: Threshold, of: usize) -> usize {
    (0..=of).find(|held| threshold.reached(*held, of)).unwrap_or(of)
}

/// In how many ways the base may give a level.
fn ways(rule: &JudgementRule, level: &LevelId) -> usize {
    match &rule.base {
        Base::Lines(lines) => lines.iter().filter(|line| line.level == *level).count(),
        Base::Worst(of) => of.len(),
        Base::Count { .. } => 2,
        Base::Matrix { .. } => 8,
        Base::Columns { rows, .. } => rows.len(),
        Base::Situations(_) => 1,
    }
}

/// Runs the search for each row of a judgement from a fresh copy of the baseline.
fn somewhere(start: &World, rule: &JudgementRule, found: &dyn Fn(&mut Search<'_>, &Scope) -> bool) -> bool {
    let mut world = start.clone();
    let scopes = world.engine().judgement_scopes(rule);
    let saved: Arc<Answers> = world.save();
    scopes.iter().take(2).any(|scope| {
        world.restore(&saved);
        let mut search = Search::new(&mut world);
        found(&mut search, scope)
    })
}

/// Whether a line gives the level, or holds while another line of the same level has given it.
fn decides(search: &Search<'_>, rule: &JudgementRule, line: &Line, scope: &Scope) -> bool {
    let holds = line
        .when
        .as_ref()
        .is_none_or(|when| search.world.engine().holds_at_worst(when, &Context::of(scope)));
    let judged = search.world.engine().judge(&rule.id, scope);
    let same = judged.is_some_and(|judgement| judgement.proposed == line.level);
    traced(search, rule, scope, &line.ground.label) || (rule.steps.is_empty() && holds && same)
}

fn traced(search: &Search<'_>, rule: &JudgementRule, scope: &Scope, label: &Text) -> bool {
    let judged = search.world.engine().judge(&rule.id, scope);
    judged
        .is_some_and(|judgement: std::rc::Rc<Judgement>| judgement.trace.iter().any(|step| step.ground.label == *label))
}

#[test]
fn every_level_of_every_judgement_is_reached() {
    let questionnaire = certification();
    let start = &baseline();
    let mut missed = Vec::new();
    for rule in &questionnaire.judgements {
        for level in levels_named(&questionnaire, rule) {
            if !somewhere(start, rule, &|search, scope| search.reach(rule, scope, &level, DEPTH)) {
                missed.push(format!("{} {level}", rule.id));
            }
        }
    }
    assert!(missed.is_empty(), "never reached: {missed:#?}");
}

/// The levels that a rule can give by what it says: all of its scale, but for bases that name only some.
fn levels_named(questionnaire: &Questionnaire, rule: &JudgementRule) -> Vec<LevelId> {
    match &rule.base {
        Base::Lines(lines) if rule.steps.is_empty() => lines.iter().map(|line| line.level.clone()).collect(),
        _ => questionnaire
            .scale(&rule.scale)
            .unwrap()
            .levels
            .iter()
            .map(|level| level.id.clone())
            .collect(),
    }
}

/// The lines that never give their level.
fn idle_lines(start: &World, rule: &JudgementRule, lines: &[Line]) -> Vec<String> {
    let hit = |at: usize, line: &Line, unknown: bool, alone: bool| {
        somewhere(start, rule, &|search, scope| {
            let before = if alone { &[] } else { &lines[..at] };
            search.line(before, line.when.as_ref(), &Context::of(scope), DEPTH);
            if let (true, Some(when)) = (unknown, &line.when) {
                search.forget(when, &Context::of(scope));
            }
            decides(search, rule, line, scope)
        })
    };
    let ways = [(false, false), (true, false), (false, true)];
    let idle = lines
        .iter()
        .enumerate()
        .filter(|(at, line)| !ways.iter().any(|(unknown, alone)| hit(*at, line, *unknown, *alone)));
    idle.map(|(at, line)| format!("{} line {at}: {}", rule.id, line.ground.label.en))
        .collect()
}

/// The things counted that always or never count.
fn idle_counts(start: &World, rule: &JudgementRule, counted: &[Counted]) -> Vec<String> {
    let mut idle = Vec::new();
    for entry in counted {
        for wanted in [true, false] {
            if !somewhere(start, rule, &|search, scope| {
                search.want(&entry.when, &Context::of(scope), wanted, DEPTH)
            }) {
                idle.push(format!("{} never {wanted}: {}", rule.id, entry.ground.label.en));
            }
        }
    }
    idle
}

/// The cells of the overall table that are never reached.
fn idle_columns(start: &World, rule: &JudgementRule, rows: &[(Contribution, Ground)]) -> Vec<String> {
    let questionnaire = certification();
    let scale = questionnaire.scale(&rule.scale).unwrap();
    let mut idle = Vec::new();
    for (at, (contribution, ground)) in rows.iter().enumerate() {
        let levels: Vec<LevelId> = match contribution {
            Contribution::Level { map, .. } => map.iter().map(|(_, to)| to.clone()).collect(),
            Contribution::When { level, .. } => vec![level.clone()],
        };
        for level in levels {
            let word = &scale.level(&level).unwrap().label;
            let hit = somewhere(start, rule, &|search, scope| {
                search.columns(rows, &level, at, DEPTH);
                let judged = search.world.engine().judge(&rule.id, scope).unwrap();
                judged
                    .trace
                    .iter()
                    .any(|step| step.ground.label == ground.label && step.result == *word)
            });
            if !hit {
                idle.push(format!("{} {level}: {}", rule.id, ground.label.en));
            }
        }
    }
    idle
}

#[test]
fn every_line_and_every_count_decides_somewhere() {
    let questionnaire = certification();
    let start = &baseline();
    let idle: Vec<String> = questionnaire
        .judgements
        .iter()
        .flat_map(|rule| match &rule.base {
            Base::Lines(lines) => idle_lines(start, rule, lines),
            Base::Count { counted, .. } => idle_counts(start, rule, counted),
            Base::Columns { rows, .. } => idle_columns(start, rule, rows),
            Base::Situations(_) | Base::Worst(_) | Base::Matrix { .. } => Vec::new(),
        })
        .collect();
    assert!(idle.is_empty(), "never decided: {idle:#?}");
}

#[test]
fn every_correction_applies_somewhere_and_is_left_out_elsewhere() {
    let questionnaire = certification();
    let start = &baseline();
    let mut missed = Vec::new();
    for rule in &questionnaire.judgements {
        for step in &rule.steps {
            for wanted in [true, false] {
                let hit = somewhere(start, rule, &|search, scope| {
                    // a correction that may only move a level that is not the best needs such a level first
                    if let Some(skipped) = &step.skip_if {
                        let scale = Arc::clone(&search.world.questionnaire);
                        let other = scale
                            .scale(&rule.scale)
                            .unwrap()
                            .levels
                            .iter()
                            .find(|level| level.id != *skipped)
                            .unwrap()
                            .id
                            .clone();
                        search.reach(rule, scope, &other, DEPTH);
                    }
                    search.want(&step.when, &Context::of(scope), wanted, DEPTH);
                    traced(search, rule, scope, &step.ground.label) == wanted
                });
                if !hit {
                    missed.push(format!("{} {wanted}: {}", rule.id, step.ground.label.en));
                }
            }
        }
    }
    assert!(missed.is_empty(), "steps that never apply or always do: {missed:#?}");
}

/// For each threat and each cell an answer set in which that cell is looked up, the row for "no impact" included.
#[test]
fn every_cell_of_the_matrix_is_looked_up() {
    let questionnaire = certification();
    let start = &baseline();
    let (impacts, likelihoods) = (
        &questionnaire.scale("impact").unwrap().levels,
        &questionnaire.scale("likelihood").unwrap().levels,
    );
    let mut missed = Vec::new();
    for rule in &questionnaire.judgements {
        let Base::Matrix { impact, likelihood } = &rule.base else {
            continue;
        };
        for (row, column) in impacts
            .iter()
            .flat_map(|row| likelihoods.iter().map(move |column| (row, column)))
        {
            let risk = questionnaire.matrix.risk(&row.id, &column.id).unwrap();
            let hit = somewhere(start, rule, &|search, scope| {
                search.reach_other(likelihood, scope, &column.id, DEPTH);
                search.reach_other(impact, scope, &row.id, DEPTH);
                let at = |id: &JudgementId| search.world.engine().judge(id, scope).map(|found| found.level.clone());
                at(impact).as_ref() == Some(&row.id)
                    && at(likelihood).as_ref() == Some(&column.id)
                    && at(&rule.id).as_ref() == Some(risk)
            });
            if !hit {
                missed.push(format!("{} {} × {}", rule.id, row.id, column.id));
            }
        }
    }
    assert!(missed.is_empty(), "cells never looked up: {missed:#?}");
}
