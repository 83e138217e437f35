//! Chapter four: results of the six items, fitness of the safeguards, conclusion.

use super::outline::SummaryRow;
use super::page::{Page, cell};
use super::writer::{Writer, tone};
use crate::domain::{Engine, Judgement, Scope, Stage};
use crate::report::document::{Cell, Inline};

impl Writer<'_> {
    /// The table of 四（一）.
    pub(super) fn summary(&self, page: &mut Page) {
        let words = self.words();
        let heads = [
            (self.w(&words.summary_item), 1.0),
            (self.w(&words.summary_basis), 0.95),
            (self.w(&words.summary_level), 1.15),
            (self.w(&words.summary_reason), 3.0),
            (self.w(&words.summary_findings), 1.5),
            (self.w(&words.summary_after), 1.15),
        ];
        let rows = self
            .outline
            .summary
            .iter()
            .flat_map(|row| self.summary_rows(row))
            .collect();
        page.table(self.w(&words.summary_title), &heads, rows);
        page.small(self.w(&words.summary_note));
    }

    /// One line for an item, or one for each of its judgements.
    fn summary_rows(&self, row: &SummaryRow) -> Vec<Vec<Cell>> {
        let words = self.words();
        if row.judgements.is_empty() {
            let none = || Cell::text(self.w(&words.no_level));
            return vec![self.summary_line(row, true, none(), Cell::text(self.w(&words.none)), none())];
        }
        let several = row.judgements.len() > 1;
        let lines = row.judgements.iter().enumerate().map(|(at, id)| {
            let reason = match self.worst(self.engine, id) {
                Some(judgement) => cell(self.main_reason(&judgement)),
                None => Cell::text(self.w(&words.none)),
            };
            let level = self.worst_cell(id, several, self.engine);
            let after = self.worst_cell(id, several, self.engine.at(Stage::Expected));
            self.summary_line(row, at == 0, level, reason, after)
        });
        lines.collect()
    }

    /// Item, basis and findings are written into the first line of an item and hold for the others.
    fn summary_line(&self, row: &SummaryRow, first: bool, level: Cell, reason: Cell, after: Cell) -> Vec<Cell> {
        let words = self.words();
        let once = |text: String| {
            if first {
                Cell::text(text)
            } else {
                Cell::as_above(self.w(&words.as_above))
            }
        };
        let codes = self.open_codes(&row.findings);
        let codes = if codes.is_empty() {
            self.w(&words.none).to_owned()
        } else {
            self.codes(&codes)
        };
        vec![
            once(row.item.get(self.lang()).to_owned()),
            once(row.basis.get(self.lang()).to_owned()),
            level,
            reason,
            once(codes),
            after,
        ]
    }

    /// The worst level of a judgement, with its title where an item has several.
    fn worst_cell(&self, id: &str, titled: bool, engine: &Engine) -> Cell {
        let titled = |level: String| {
            let title = if titled {
                format!("{}{}", self.judgement_title(id), self.colon())
            } else {
                String::new()
            };
            self.cap(format!("{title}{level}"))
        };
        match self.worst(engine, id) {
            Some(judgement) => Cell::level(titled(self.level(id, &judgement.level)), tone(&judgement.level)),
            None => Cell::text(titled(self.w(&self.words().not_judged).to_owned())),
        }
    }

    /// Why a level is what it is: the row it is about, the assessor's reason or else the rule that decided, and the other rows at the
    /// same level.
    fn main_reason(&self, judgement: &Judgement) -> Vec<Inline> {
        let confirmed = judgement.confirmed.as_ref();
        let entered = judgement
            .overridden
            .as_ref()
            .map(|known| (known.reason.as_str(), known.translation.as_str()));
        let entered = entered.or_else(|| confirmed.map(|known| (known.reason.as_str(), known.translation.as_str())));
        let mut text = Vec::new();
        if !judgement.scope.is_whole() {
            let row = format!("{}{}", self.cap(self.scope(&judgement.scope)), self.colon());
            text.push(Inline::Text(row));
        }
        if let Some((reason, translation)) = entered.filter(|(reason, _)| !reason.trim().is_empty()) {
            text.push(self.entered(reason, translation, true));
        } else {
            let step = judgement.trace.iter().rev().find(|step| !step.ground.label.is_empty());
            let rule = step.map_or_else(
                || self.w(&self.words().none).to_owned(),
                |step| self.say(&step.ground.label),
            );
            text.push(Inline::Text(if text.is_empty() { self.cap(rule) } else { rule }));
        }
        let others = self.others_at_level(judgement);
        if !others.is_empty() {
            let lead = self.w(&self.words().same_level);
            text.push(Inline::Small(format!("\n{lead}{}", self.list(&others))));
        }
        text
    }

    /// The other rows of a judgement that have the same level.
    fn others_at_level(&self, judgement: &Judgement) -> Vec<String> {
        let rule = self.engine.questionnaire().judgement(&judgement.id);
        let scopes = rule.map(|rule| self.engine.judgement_scopes(rule)).unwrap_or_default();
        let same = |scope: &Scope| {
            let other = self.engine.judge(&judgement.id, scope);
            *scope != judgement.scope && other.is_some_and(|other| other.level == judgement.level)
        };
        scopes
            .iter()
            .filter(|scope| same(scope))
            .map(|scope| self.scope(scope))
            .collect()
    }

    /// PIPL art. 56(3): whether the safeguards are lawful, effective and proportionate.
    pub(super) fn fit(&self, page: &mut Page) {
        let words = self.words();
        let lawful = format!(
            "{}\n{}",
            self.worst_words("legality.legality", self.engine),
            self.w(&words.fit_blocking)
                .replace("{n}", &self.blocking().len().to_string()),
        );
        let proofs = self
            .engine
            .questionnaire()
            .question("capability.proofs")
            .and_then(|question| {
                let answer = self.engine.answers().answer(&question.id, &Scope::whole());
                Some(self.bare_answer(question.field()?, question.required, question.worst.is_some(), answer))
            });
        let proofs: String = proofs.unwrap_or_default().iter().map(Inline::words).collect();
        let codes = self.open_codes(&["CA".to_owned()]);
        let codes = if codes.is_empty() {
            self.w(&words.none).to_owned()
        } else {
            self.codes(&codes)
        };
        let effective = format!(
            "{}{proofs}\n{}{codes}",
            self.w(&words.proofs),
            self.w(&words.open_findings)
        );
        let runs = [&words.inherent, &words.attained, &words.expected];
        let levels = runs.iter().zip(self.runs()).map(|(run, engine)| {
            format!(
                "{}{}{}",
                self.w(run),
                self.colon(),
                self.worst_words("threats.result", engine)
            )
        });
        let proportionate = levels.collect::<Vec<_>>().join("\n");
        let line = |aspect, ground, result: String| {
            vec![
                Cell::text(self.w(aspect)),
                Cell::text(self.w(ground)),
                Cell::text(self.cap(result)),
            ]
        };
        let rows = vec![
            line(&words.fit_lawful, &words.fit_lawful_ground, lawful),
            line(&words.fit_effective, &words.fit_effective_ground, effective),
            line(&words.fit_proportionate, &words.fit_proportionate_ground, proportionate),
        ];
        let heads = [
            (self.w(&words.fit_aspect), 1.3),
            (self.w(&words.fit_ground), 1.7),
            (self.w(&words.fit_result), 3.0),
        ];
        page.table(self.w(&words.fit_title), &heads, rows);
    }

    fn worst_words(&self, id: &str, engine: &Engine) -> String {
        self.worst(engine, id).map_or_else(
            || self.w(&self.words().not_judged).to_owned(),
            |judgement| self.level(id, &judgement.level),
        )
    }

    /// The blocking findings, before the conclusion.
    pub(super) fn blocking_list(&self, page: &mut Page) {
        match self.blocking_notice() {
            Some(notice) => page.block(notice),
            None => page.text(self.w(&self.words().blocking_none)),
        }
    }

    /// The readiness line, apart from the level.
    pub(super) fn readiness(&self, page: &mut Page) {
        let words = self.words();
        let readiness = self.engine.readiness(&self.findings);
        page.fact(
            self.w(&words.readiness),
            vec![
                Inline::Strong(self.cap(self.say(&readiness.words()))),
                Inline::Small(format!("\n{}", self.w(&words.readiness_note))),
            ],
        );
    }
}
