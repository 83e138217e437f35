//! Looks for answers that make a condition true or false, from what the condition itself reads.

use super::world::World;
use pipia::domain::{
    Comparison, Context, Expr, FindingCode, JudgementId, LevelTest, Mode, Reach, RecordId, Scope, Subject, Truth,
};
use std::sync::Arc;

/// A search with a limit on its steps.
pub(super) struct Search<'w> {
    pub(super) world: &'w mut World,
    pub(super) steps: usize,
    /// Whether a new row is tried before the rows that stand there are changed.
    new_rows: bool,
    /// Whether alternatives are tried from the last one.
    pub(super) backwards: bool,
    /// The conditions of several parts that are being worked on.
    pub(super) goals: Vec<(Expr, Context, bool)>,
}

impl<'w> Search<'w> {
    pub(super) fn new(world: &'w mut World) -> Self {
        Self {
            world,
            steps: 400,
            new_rows: false,
            backwards: false,
            goals: Vec::new(),
        }
    }

    pub(super) fn truth(&self, expr: &Expr, context: &Context) -> Truth {
        self.world.engine().eval(expr, context, Mode::Known)
    }

    pub(super) fn is(&self, expr: &Expr, context: &Context, wanted: bool) -> bool {
        let found = self.truth(expr, context);
        found == Some(wanted)
            || (found.is_none()
                && asks_for_unknown(expr)
                && self.world.engine().eval(expr, context, Mode::WorstAll) == Some(wanted))
    }

    /// Changes answers until the condition is as wanted; leaves them as they were if that is not found.
    pub(super) fn want(&mut self, expr: &Expr, context: &Context, wanted: bool, depth: usize) -> bool {
        if self.is(expr, context, wanted) {
            return true;
        }
        if depth == 0 || self.steps == 0 {
            return false;
        }
        self.steps -= 1;
        let saved = self.world.save();
        self.try_all(expr, context, wanted, depth - 1);
        let mut done = self.is(expr, context, wanted);
        if !done {
            self.world.restore(&saved);
            if matches!(expr, Expr::And(_) | Expr::Or(_)) && reads_route(expr) {
                self.route(expr, context, wanted);
                done = self.is(expr, context, wanted);
            }
        }
        if !done {
            self.world.restore(&saved);
        }
        done
    }

    fn try_all(&mut self, expr: &Expr, context: &Context, wanted: bool, depth: usize) {
        match expr {
            Expr::And(parts) if wanted => self.each(expr, parts, context, wanted, depth),
            Expr::Or(parts) if !wanted => self.each(expr, parts, context, wanted, depth),
            Expr::And(parts) | Expr::Or(parts) => self.one(expr, parts, context, wanted, depth),
            Expr::Not(inner) => {
                self.want(inner, context, !wanted, depth);
            }
            Expr::Possibly(inner) => {
                self.want(inner, context, wanted, depth);
            }
            Expr::Defined(name, _) => {
                let questionnaire = Arc::clone(&self.world.questionnaire);
                if let Some(body) = questionnaire.definitions.get(name) {
                    self.want(body, context, wanted, depth);
                }
            }
            Expr::Any(record, _, body) => self.rows(expr, record, body, context, (wanted, wanted), depth),
            Expr::All(record, _, body) => self.rows(expr, record, body, context, (!wanted, wanted), depth),
            Expr::Count(record, _, body, comparison, _) => {
                let more = matches!(
                    comparison,
                    Comparison::Greater | Comparison::AtLeast | Comparison::Equal
                ) == wanted;
                self.counted(expr, record, body, context, (more, wanted), depth);
            }
            Expr::CountBoth(left, comparison, right) => {
                let more = matches!(comparison, Comparison::Greater | Comparison::AtLeast) == wanted;
                self.counted(expr, &left.record, &left.body, context, (more, wanted), depth);
                self.counted(expr, &right.record, &right.body, context, (!more, wanted), depth);
            }
            Expr::Finding(codes, reach) => {
                let codes: Vec<_> = if self.backwards {
                    codes.iter().rev().collect()
                } else {
                    codes.iter().collect()
                };
                for (code, _) in codes {
                    self.finding(expr, code, *reach, context, wanted, depth);
                }
            }
            Expr::Level { judgement, test, .. } => self.level(expr, judgement, test, context, wanted, depth),
            Expr::Hidden(reference) => self.hide(reference, context, wanted, depth),
            Expr::Evidence(reference, kind) => self.evidence(reference, kind.as_deref(), context, wanted),
            _ => self.leaf(expr, context, wanted, depth),
        }
    }

    fn each(&mut self, whole: &Expr, parts: &[Expr], context: &Context, wanted: bool, depth: usize) {
        self.goals.push((whole.clone(), context.clone(), wanted));
        self.rounds(whole, parts, context, wanted, depth);
        self.goals.pop();
    }

    fn rounds(&mut self, whole: &Expr, parts: &[Expr], context: &Context, wanted: bool, depth: usize) {
        for round in 0..2 {
            for at in 0..parts.len() {
                // the second round starts elsewhere and takes new rows, because one part may undo another
                self.new_rows = round > 0;
                let before = self.backwards;
                self.backwards = before != (round > 0);
                self.want(&parts[(at + round) % parts.len()], context, wanted, depth);
                (self.new_rows, self.backwards) = (false, before);
            }
            if self.is(whole, context, wanted) {
                return;
            }
        }
    }

    fn one(&mut self, whole: &Expr, parts: &[Expr], context: &Context, wanted: bool, depth: usize) {
        let parts: Vec<&Expr> = if self.backwards {
            parts.iter().rev().collect()
        } else {
            parts.iter().collect()
        };
        for part in parts {
            let saved = self.world.save();
            self.want(part, context, wanted, depth);
            if self.is(whole, context, wanted) {
                return;
            }
            self.world.restore(&saved);
        }
    }

    /// The contexts of the rows of a record inside this context.
    pub(super) fn inner(&self, record: &RecordId, context: &Context) -> Vec<Context> {
        let scopes = self.world.engine().scopes_of(Some(record));
        let with = |scope: &Scope| {
            scope.rows().iter().fold(context.clone(), |inner, (record, key)| {
                inner.with(record, key, usize::MAX)
            })
        };
        scopes.iter().map(with).collect()
    }

    /// With `some`: one row is enough, and rows may be added; otherwise every row must change.
    fn rows(
        &mut self,
        whole: &Expr,
        record: &RecordId,
        body: &Expr,
        context: &Context,
        (some, wanted): (bool, bool),
        depth: usize,
    ) {
        let truth = if matches!(whole, Expr::All(..)) { !some } else { some };
        let inner_wanted = if matches!(whole, Expr::All(..)) { wanted } else { truth };
        if some && std::mem::take(&mut self.new_rows) {
            self.world.add_row(record);
        }
        for _ in 0..2 {
            for inner in self.inner(record, context).into_iter().rev() {
                self.want(body, &inner, inner_wanted, depth);
                if some && self.is(whole, context, wanted) {
                    return;
                }
            }
            if !some || self.is(whole, context, wanted) || !self.world.add_row(record) {
                return;
            }
        }
    }

    fn counted(
        &mut self,
        whole: &Expr,
        record: &RecordId,
        body: &Expr,
        context: &Context,
        (more, wanted): (bool, bool),
        depth: usize,
    ) {
        for _ in 0..3 {
            for inner in self.inner(record, context) {
                if self.is(whole, context, wanted) {
                    return;
                }
                self.want(body, &inner, more, depth);
            }
            if self.is(whole, context, wanted) || !more || !self.world.add_row(record) {
                return;
            }
        }
    }

    pub(super) fn finding(
        &mut self,
        whole: &Expr,
        code: &FindingCode,
        reach: Reach,
        context: &Context,
        wanted: bool,
        depth: usize,
    ) {
        let questionnaire = Arc::clone(&self.world.questionnaire);
        for rule in questionnaire.findings.iter().filter(|rule| rule.code == *code) {
            for scope in self.world.engine().scopes_of(rule.per.as_ref()) {
                if self.is(whole, context, wanted) {
                    return;
                }
                let scope = Context::of(&scope);
                self.want(&rule.when, &scope, wanted, depth);
                if wanted && reach == Reach::Blocking && !self.is(whole, context, wanted) {
                    for (_, when) in &rule.severity_if {
                        self.want(when, &scope, false, depth);
                    }
                }
            }
        }
    }

    fn level(
        &mut self,
        whole: &Expr,
        id: &JudgementId,
        test: &LevelTest,
        context: &Context,
        wanted: bool,
        depth: usize,
    ) {
        let questionnaire = Arc::clone(&self.world.questionnaire);
        let Some(rule) = questionnaire.judgement(id) else {
            return;
        };
        let Some(scale) = questionnaire.scale(&rule.scale) else {
            return;
        };
        let passes = |level: &str| {
            let rank = scale.rank(level);
            match test {
                LevelTest::In(levels) => levels.iter().any(|known| known == level),
                LevelTest::NotIn(levels) => !levels.iter().any(|known| known == level),
                LevelTest::Worse(than) => rank > scale.rank(than),
                LevelTest::Better(than) => rank < scale.rank(than),
            }
        };
        for level in scale.levels.iter().filter(|level| passes(&level.id) == wanted) {
            for scope in self.world.engine().judgement_scopes(rule) {
                let fits = scope.rows().iter().all(|(record, key)| {
                    self.world
                        .engine()
                        .key_of(context, record)
                        .is_none_or(|bound| bound == *key)
                });
                if fits {
                    self.reach(rule, &scope, &level.id, depth);
                }
                if self.is(whole, context, wanted) {
                    return;
                }
            }
        }
    }
}

/// Whether a condition reads what is computed from the facts of the route.
pub(super) fn reads_route(expr: &Expr) -> bool {
    let mut found = false;
    expr.walk(&mut |part| {
        found |= part
            .references()
            .iter()
            .any(|reference| matches!(&reference.subject, Subject::Computed(name) if name != "today"));
    });
    found
}

/// Whether a condition is itself about something unanswered or unknown, so that no known answer can make it true.
pub(super) fn asks_for_unknown(expr: &Expr) -> bool {
    let mut found = false;
    expr.walk(&mut |part| found |= matches!(part, Expr::Empty(_) | Expr::Unknown(_) | Expr::Given(_)));
    found
}
