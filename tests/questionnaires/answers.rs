//! Answers behind a condition: shown, filled, tried with one value after the other.

use super::edits::candidates;
use super::search::Search;
use super::world::Place;
use pipia::domain::{
    Content, Context, DecidedLevel, DefinitionId, Evidence, Expr, Field, Question, Reach, Reference, Scope, Scoped,
    Shape, Subject, Ticks, Value,
};
use std::sync::Arc;

impl Search<'_> {
    pub(super) fn hide(&mut self, reference: &Reference, context: &Context, wanted: bool, depth: usize) {
        let questionnaire = Arc::clone(&self.world.questionnaire);
        let Subject::Question { question, .. } = &reference.subject else {
            return;
        };
        let Some(question) = questionnaire.question(question) else {
            return;
        };
        if !wanted {
            self.reveal(reference, context, depth);
        } else if let Some(when) = &question.when {
            let scope = self.world.engine().scope_of(question, context);
            self.want(when, &Context::of(&scope), false, depth);
        }
    }

    pub(super) fn evidence(&mut self, reference: &Reference, kind: Option<&str>, context: &Context, wanted: bool) {
        let Subject::Question { question, .. } = &reference.subject else {
            return;
        };
        let scope = context.scope();
        let evidence = &mut self.world.edit().evidence;
        evidence.retain(|row| !row.proves.iter().any(|proved| proved.id == *question));
        if wanted {
            let kind = kind.unwrap_or("document").to_owned();
            let proves = vec![Scoped::new(question.clone(), scope)];
            evidence.push(Evidence {
                key: format!("E-{}", evidence.len() + 1),
                title: "words".into(),
                kind,
                proves,
                ..Evidence::default()
            });
        }
    }

    /// Makes the question, its row and its column appear.
    pub(super) fn reveal(&mut self, reference: &Reference, context: &Context, depth: usize) {
        let questionnaire = Arc::clone(&self.world.questionnaire);
        let Subject::Question { question, column, .. } = &reference.subject else {
            return;
        };
        let Some(question) = questionnaire.question(question) else {
            return;
        };
        self.show(question, context, depth);
        let Some(table) = question.table() else { return };
        if let Shape::Grid {
            source,
            when: Some(when),
        } = &table.shape
            && let Some(key) = self.world.engine().key_of(context, source)
        {
            self.want(when, &Context::of(&Scope::row(source.clone(), key)), true, depth);
        }
        let column = column.as_ref().and_then(|column| table.column(column));
        if let Some(when) = column.and_then(|column| column.when.as_ref()) {
            self.want(when, context, true, depth);
        }
    }

    /// Makes a question appear in the rows of this context.
    pub(super) fn show(&mut self, question: &Question, context: &Context, depth: usize) {
        let scope = self.world.engine().scope_of(question, context);
        if let Some((_, Some(filter))) = &question.each {
            self.want(filter, &Context::of(&scope), true, depth);
        }
        if let Some(when) = &question.when {
            self.want(when, &Context::of(&scope), true, depth);
        }
    }

    /// An answer, a number, a day: shown first, then tried with one value after the other.
    pub(super) fn leaf(&mut self, expr: &Expr, context: &Context, wanted: bool, depth: usize) {
        let references: Vec<Reference> = expr.references().into_iter().cloned().collect();
        for reference in &references {
            self.reveal(reference, context, depth);
        }
        for reference in &references {
            if let Some((place, field)) = self.world.place(reference, context) {
                self.world.fill_place(&place, &field);
            }
        }
        for reference in &references {
            if self.answered(expr, reference, context, wanted, depth) {
                return;
            }
        }
        for reference in &references {
            match &reference.subject {
                Subject::Computed(name) => self.computed(expr, name, context, wanted, depth),
                Subject::Question { column: None, .. } => self.table(expr, reference, context, wanted),
                Subject::Question { .. } => {}
            }
            if self.is(expr, context, wanted) {
                return;
            }
        }
        if !wanted {
            for reference in &references {
                self.hide(reference, context, true, depth);
            }
        }
    }

    /// Tries values for one answer; takes the one with which most of the other conditions in hand hold.
    fn answered(&mut self, expr: &Expr, reference: &Reference, context: &Context, wanted: bool, depth: usize) -> bool {
        let Some((place, field)) = self.world.place(reference, context) else {
            return false;
        };
        if self.world.kept.contains(&place) {
            return false;
        }
        if let Field::Computed(name) = &field {
            return self.worked_out(expr, name, context, wanted, depth);
        }
        let before = self.world.at(&place).and_then(|answer| answer.content.clone());
        let mut fitting: Option<(usize, Option<Content>)> = None;
        for content in candidates(self.world, expr, context, &place, &field) {
            self.world.put(&place, content.clone());
            if !self.is(expr, context, wanted) {
                continue;
            }
            let met = self
                .goals
                .iter()
                .filter(|(goal, inside, truth)| self.is(goal, inside, *truth))
                .count();
            if fitting.as_ref().is_none_or(|(best, _)| met > *best) {
                fitting = Some((met, content));
            }
            if met == self.goals.len() {
                break;
            }
        }
        let found = fitting.is_some();
        self.world.put(&place, fitting.map_or(before, |(_, content)| content));
        found
    }

    /// A cell that is computed from its row by a named condition.
    fn worked_out(&mut self, expr: &Expr, name: &DefinitionId, context: &Context, wanted: bool, depth: usize) -> bool {
        let questionnaire = Arc::clone(&self.world.questionnaire);
        let body = questionnaire.definitions.get(name);
        body.is_some_and(|body| {
            [true, false]
                .into_iter()
                .any(|truth| self.want(body, context, truth, depth) && self.is(expr, context, wanted))
        })
    }

    /// A table as a whole is given once a row has content.
    fn table(&mut self, expr: &Expr, reference: &Reference, context: &Context, wanted: bool) {
        let questionnaire = Arc::clone(&self.world.questionnaire);
        let Subject::Question { question, .. } = &reference.subject else {
            return;
        };
        let Some(table) = questionnaire.question(question).and_then(Question::table) else {
            return;
        };
        self.world.edit().records.remove(&table.record);
        if !self.is(expr, context, wanted) {
            self.world.add_row(&table.record);
            self.world.fill();
        }
    }

    /// Computed values: the facts of the route one by one, then two by two; for the others what they are computed from.
    fn computed(&mut self, expr: &Expr, name: &str, context: &Context, wanted: bool, depth: usize) {
        match name {
            "any-measure" | "untreated" if wanted == (name == "any-measure") => {
                self.world.add_row("measure");
            }
            "any-measure" if !wanted || matches!(expr, Expr::Is { negated: true, .. }) => {
                self.world.edit().records.remove("measure");
            }
            "overall-better-than-proposal" if !wanted => {
                self.world.edit().overrides.clear();
            }
            "overall-better-than-proposal" => {
                let questionnaire = Arc::clone(&self.world.questionnaire);
                if let Some(rule) = questionnaire.judgement("conclusion.overall") {
                    self.reach(rule, &Scope::whole(), &"high".into(), depth);
                }
                let id = Scoped::whole("conclusion.overall".into());
                self.world.edit().overrides.insert(
                    id,
                    DecidedLevel {
                        level: "low".into(),
                        reason: "words".into(),
                        translation: String::new(),
                    },
                );
            }
            "accepts-high-risk" if wanted => self.accept_a_high_risk(depth),
            "accepts-high-risk" => {
                self.world.edit().records.remove("measure");
                self.world.edit().acceptances.clear();
            }
            "open-blocking" | "untreated" => {
                self.finding(expr, &"LE-01".into(), Reach::Anywhere, context, wanted, depth);
            }
            "today" | "transfers" | "any-measure" => {}
            _ => self.route(expr, context, wanted),
        }
    }

    /// A high overall level, and a measure that accepts what it stands for.
    fn accept_a_high_risk(&mut self, depth: usize) {
        let questionnaire = Arc::clone(&self.world.questionnaire);
        if let Some(rule) = questionnaire.judgement("conclusion.overall") {
            self.reach(rule, &Scope::whole(), &"high".into(), depth);
        }
        self.world.add_row("measure");
        let Some(key) = self
            .world
            .engine()
            .answers()
            .rows("measure")
            .last()
            .map(|row| row.key.clone())
        else {
            return;
        };
        for (column, value) in [
            ("kind", Value::Choice("accept".into())),
            ("for", Value::Multi(Ticks::known(["OT-03"]))),
        ] {
            let place = Place::Cell("measure".into(), key.clone(), column.into());
            self.world.put(&place, Some(Content::Value(value)));
        }
    }

    pub(super) fn route(&mut self, expr: &Expr, context: &Context, wanted: bool) {
        let firsts = self.world.route_places();
        if self.flip(expr, context, wanted, &firsts) {
            return;
        }
        for (place, field) in &firsts {
            for content in candidates(self.world, expr, context, place, field).into_iter().take(12) {
                if self.steps == 0 {
                    return;
                }
                self.steps = self.steps.saturating_sub(4);
                let before = self.world.at(place).and_then(|answer| answer.content.clone());
                self.world.put(place, content);
                let seconds = self.world.route_places();
                if self.flip(expr, context, wanted, &seconds) {
                    return;
                }
                self.world.put(place, before);
            }
        }
    }

    fn flip(&mut self, expr: &Expr, context: &Context, wanted: bool, places: &[(Place, Field)]) -> bool {
        for (place, field) in places {
            if self.world.kept.contains(place) {
                continue;
            }
            let before = self.world.at(place).and_then(|answer| answer.content.clone());
            for content in candidates(self.world, expr, context, place, field) {
                if content == Some(Content::Unknown)
                    && wanted
                    && !matches!(expr, Expr::Is { .. } | Expr::Compare { .. })
                {
                    continue;
                }
                self.world.put(place, content);
                if self.is(expr, context, wanted) {
                    return true;
                }
            }
            self.world.put(place, before);
        }
        false
    }
}
