//! Threats after the transfer: factor groups, five risks, the matrix.

use super::page::{Page, band, cell, small};
use super::writer::{Writer, tone};
use crate::domain::{Column, Engine, JudgementId, Kind, Question, Scope, Stage};
use crate::report::document::{Block, Cell, Inline, Matrix, MatrixCell};

/// The five threats: name of the risk judgement and of its likelihood.
const THREATS: [(&str, &str); 5] = [
    ("threats.tampering", "threats.likelihood-tampering"),
    ("threats.destruction", "threats.likelihood-destruction"),
    ("threats.leak", "threats.likelihood-leak"),
    ("threats.loss", "threats.likelihood-loss"),
    ("threats.unlawful-use", "threats.likelihood-unlawful-use"),
];
const GROUPS: [&str; 4] = [
    "threats.group-1",
    "threats.group-2",
    "threats.group-3",
    "threats.group-4",
];
const IMPACT: &str = "rights-impact.result";

impl Writer<'_> {
    fn threat_scopes(&self) -> Vec<Scope> {
        let rule = self.engine.questionnaire().judgement("threats.result");
        rule.map(|rule| self.engine.judgement_scopes(rule)).unwrap_or_default()
    }

    /// Factor groups and risks of every transfer, in all three runs, with the reasons of the assessor.
    pub(super) fn threat_tables(&self, page: &mut Page) {
        let words = self.words();
        let scopes = self.threat_scopes();
        if !scopes.is_empty() {
            let heads = [
                (self.w(&words.group), 1.5),
                (self.w(&words.inherent), 0.9),
                (self.w(&words.attained), 0.9),
                (self.w(&words.expected), 0.9),
                (self.w(&words.level_reason), 3.4),
            ];
            let rows = scopes.iter().flat_map(|scope| self.group_rows(scope));
            page.table(self.w(&words.groups_title), &heads, rows.collect());
            let heads = [
                (self.w(&words.threat), 1.3),
                (self.w(&words.likelihood), 0.9),
                (self.w(&words.impact), 0.8),
                (self.w(&words.inherent), 0.8),
                (self.w(&words.attained), 0.8),
                (self.w(&words.expected), 0.8),
                (self.w(&words.level_reason), 2.9),
            ];
            let rows = scopes.iter().flat_map(|scope| self.threat_rows(scope));
            page.table(self.w(&words.threat_title), &heads, rows.collect());
            page.small(self.w(&words.threat_note));
        }
        if let Some((question, columns)) = self.level_question("threats.level") {
            self.extra_columns(question, columns, page);
        }
    }

    fn level_question(&self, id: &str) -> Option<(&Question, &[Column])> {
        let question = self.engine.questionnaire().question(id)?;
        match &question.kind {
            Kind::Level { columns, .. } => Some((question, columns)),
            _ => None,
        }
    }

    fn group_rows(&self, scope: &Scope) -> Vec<Vec<Cell>> {
        let mut rows = vec![band(self.cap(self.scope(scope)))];
        rows.extend(GROUPS.iter().map(|id| {
            let mut row = self.three(id, scope);
            row.push(self.both_reasons(id, scope));
            row
        }));
        rows
    }

    /// The reason for the level as it is, then the one for the level expected after all measures.
    fn both_reasons(&self, id: &str, scope: &Scope) -> Cell {
        let words = self.words();
        let id = JudgementId::from(id);
        let mut text = self.engine.judge(&id, scope).map_or_else(Vec::new, |judgement| {
            let mut text = vec![Inline::Text(self.by_the_rules(&judgement))];
            text.extend(self.reason(&judgement));
            text
        });
        if let Some(judgement) = self.engine.judge_at(&id, scope, Stage::Expected) {
            let name = format!("\n{}{}", self.w(&words.expected), self.colon());
            text.push(Inline::Small(name));
            let reason = self.staged_reason(&id, scope, Stage::Expected, &judgement.level);
            text.extend(reason.into_iter().map(small));
        }
        if text.is_empty() {
            text.push(Inline::Text(self.w(&words.not_judged).to_owned()));
        }
        cell(text)
    }

    /// A judgement's title and its level in the three runs.
    pub(super) fn three(&self, id: &str, scope: &Scope) -> Vec<Cell> {
        let mut row = vec![Cell::text(self.cap(self.judgement_title(id)))];
        row.extend(self.runs().map(|engine| self.cell_in(engine, id, scope)));
        row
    }

    pub(super) fn runs(&self) -> [&Engine; 3] {
        [
            self.engine,
            self.engine.at(Stage::Attained),
            self.engine.at(Stage::Expected),
        ]
    }

    fn cell_in(&self, engine: &Engine, id: &str, scope: &Scope) -> Cell {
        engine.judge(&id.into(), scope).map_or_else(
            || Cell::text(self.w(&self.words().not_judged)),
            |judgement| self.level_cell(id, &judgement.level),
        )
    }

    fn threat_rows(&self, scope: &Scope) -> Vec<Vec<Cell>> {
        let mut rows = vec![band(self.cap(self.scope(scope)))];
        rows.extend(THREATS.iter().map(|(risk, likelihood)| {
            let mut row = vec![
                Cell::text(self.cap(self.threat_name(risk))),
                self.cell_in(self.engine, likelihood, scope),
                self.cell_in(self.engine, IMPACT, scope),
            ];
            row.extend(self.runs().map(|engine| self.cell_in(engine, risk, scope)));
            row.push(self.both_reasons(risk, scope));
            row
        }));
        rows
    }

    /// The risk matrix of every transfer, with the threats marked before and after the measures.
    pub(super) fn matrices(&self, page: &mut Page) {
        for scope in self.threat_scopes() {
            page.block(Block::Matrix(self.matrix(&scope)));
        }
    }

    fn matrix(&self, scope: &Scope) -> Matrix {
        let words = self.words();
        let (impacts, likelihoods) = (
            ["severe", "high", "medium", "low"],
            ["low", "medium", "high", "very-high"],
        );
        let rows = impacts.map(|impact| {
            let cells = likelihoods.map(|likelihood| {
                let risk = self.engine.questionnaire().matrix.risk(impact, likelihood);
                let level = risk.map_or("", |risk| risk.as_str());
                MatrixCell {
                    label: self.cap(self.level("threats.result", level)),
                    tone: tone(level),
                    marks: self.marks(scope, impact, likelihood),
                }
            });
            (self.cap(self.level(IMPACT, impact)), cells.to_vec())
        });
        Matrix {
            title: self.titled(&words.matrix_title, scope),
            horizontal: self.w(&words.matrix_horizontal).to_owned(),
            vertical: self.w(&words.matrix_vertical).to_owned(),
            columns: likelihoods
                .map(|level| self.cap(self.level("threats.group-1", level)))
                .to_vec(),
            rows: rows.to_vec(),
            description: self.matrix_words(scope),
        }
    }

    /// What falls into a cell: the threats before the measures, then after all of them.
    fn marks(&self, scope: &Scope, impact: &str, likelihood: &str) -> Vec<String> {
        let words = self.words();
        let runs = [
            (self.engine, &words.inherent),
            (self.engine.at(Stage::Expected), &words.expected),
        ];
        let marks = runs.into_iter().filter_map(|(engine, run)| {
            let here: Vec<String> = THREATS
                .iter()
                .filter(|(_, id)| is_at(engine, id, scope, likelihood) && is_at(engine, IMPACT, scope, impact))
                .map(|(risk, _)| self.threat_name(risk))
                .collect();
            (!here.is_empty()).then(|| format!("{}{}{}", self.w(run), self.colon(), self.list(&here)))
        });
        marks.collect()
    }

    /// The threat without the words "risk of".
    fn threat_name(&self, id: &str) -> String {
        let title = self.judgement_title(id);
        title
            .trim_end_matches("的风险")
            .trim_start_matches("risk of ")
            .to_owned()
    }

    fn matrix_words(&self, scope: &Scope) -> String {
        let words = self.words();
        let outside = self
            .engine
            .judge(&IMPACT.into(), scope)
            .is_some_and(|judgement| judgement.level == *"none");
        if outside {
            return self.w(&words.matrix_outside).to_owned();
        }
        let places = THREATS.iter().map(|(risk, likelihood)| {
            let runs = [
                (self.engine, &words.inherent),
                (self.engine.at(Stage::Expected), &words.expected),
            ];
            let shown = runs.map(|(engine, run)| {
                let parts = [likelihood, IMPACT, risk].map(|id| {
                    engine
                        .judge(&id.into(), scope)
                        .map_or_else(String::new, |judgement| self.level(id, &judgement.level))
                });
                format!("{}{}", self.list(&parts), self.brackets(self.w(run)))
            });
            format!("{}{}{}", self.threat_name(risk), self.colon(), self.list(&shown))
        });
        let places: Vec<String> = places.collect();
        format!(
            "{}{}{}",
            self.w(&words.matrix_words),
            places.join(self.stop()),
            self.full_stop()
        )
    }
}

fn is_at(engine: &Engine, id: &str, scope: &Scope, level: &str) -> bool {
    engine
        .judge(&id.into(), scope)
        .is_some_and(|judgement| judgement.level == *level)
}
