//! Tables B.1 and B.2: effect on personal information rights.

use super::page::{Page, cell, small};
use super::writer::{Writer, tone};
use crate::domain::{Choice, Judgement, JudgementRule, Lang, Move, Scope, Step, Subject, Ticks, TraceStep, Value};
use crate::report::document::{Block, Cell, Column, Inline, Table};

/// The four kinds of effect, in official order; the names of their questions and judgements.
const DIMENSIONS: [&str; 4] = [
    "rights-impact.self-determination",
    "rights-impact.differential",
    "rights-impact.reputation",
    "rights-impact.person-property",
];
/// The levels of Table B.1 in official order.
const LEVELS: [&str; 4] = ["severe", "high", "medium", "low"];

impl Writer<'_> {
    /// Tables B.1 and B.2 of every transfer.
    pub(super) fn rights_tables(&self, page: &mut Page) {
        let Some(rule) = self.engine.questionnaire().judgement("rights-impact.result") else {
            return;
        };
        for scope in self.engine.judgement_scopes(rule) {
            self.table_b1(&scope, page);
            self.table_b2(&scope, page);
            self.corrected(&scope, page);
        }
        page.small(self.w(&self.words().b2_note));
    }

    fn table_b1(&self, scope: &Scope, page: &mut Page) {
        let words = self.words();
        let mut rows = Vec::new();
        for id in DIMENSIONS {
            let Some(judgement) = self.engine.judge(&id.into(), scope) else {
                continue;
            };
            for level in LEVELS {
                rows.push(self.b1_row(id, level, scope, &judgement));
            }
        }
        let heads = [
            (self.w(&words.b1_category), 1.1),
            (self.w(&words.b1_situation), 3.4),
            (self.w(&words.b1_reference), 0.85),
            (self.w(&words.b1_exists), 0.85),
            (self.w(&words.b1_level), 1.9),
        ];
        page.table(&self.titled(&words.b1_title, scope), &heads, rows);
    }

    /// A table's title with the transfer or recipient it is about.
    pub(super) fn titled(&self, title: &'static super::words::Said, scope: &Scope) -> String {
        format!("{}{}", self.w(title), self.brackets(&self.scope(scope)))
    }

    pub(super) fn judgement_title(&self, id: &str) -> String {
        self.engine
            .questionnaire()
            .judgement(id)
            .map_or_else(|| id.to_owned(), |rule| self.say(&rule.title))
    }

    /// A row of Table B.1. Kind of effect and level hold for the four rows of a kind and are written into the first.
    fn b1_row(&self, id: &str, level: &str, scope: &Scope, judgement: &Judgement) -> Vec<Cell> {
        let words = self.words();
        let (text, any) = self.situations_of(id, level, scope);
        let exists = match any {
            Some(true) => self.w(&words.yes_box).to_owned(),
            Some(false) => self.w(&words.no_box).to_owned(),
            None => self.situations_state(id, scope),
        };
        let (title, first_level) = if LEVELS.first() == Some(&level) {
            let mut first_level = self.first_level(id, judgement);
            first_level.text.push(Inline::Small("\n".to_owned()));
            first_level.text.extend(self.situation_reason(id, scope));
            (Cell::text(self.cap(self.judgement_title(id))), first_level)
        } else {
            let above = || Cell::as_above(self.w(&words.as_above));
            (above(), above())
        };
        vec![
            title,
            cell(text),
            Cell::text(self.cap(self.level(id, level))),
            Cell::text(exists),
            first_level,
        ]
    }

    /// The situations of a level, each with its box, and whether any of them exists.
    fn situations_of(&self, id: &str, level: &str, scope: &Scope) -> (Vec<Inline>, Option<bool>) {
        let words = self.words();
        let ticks = self.situations(id, scope);
        let mut any = Some(false);
        let mut text: Vec<Inline> = Vec::new();
        let choices = self.situation_choices(id).iter();
        for choice in choices.filter(|choice| choice.level.as_ref().is_some_and(|known| *known == *level)) {
            let has = ticks.and_then(|ticks| ticks.has(&choice.id));
            any = match (any, has) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (None, _) | (_, None) => None,
                _ => Some(false),
            };
            let mark = self.w(if has == Some(true) {
                &words.box_on
            } else {
                &words.box_off
            });
            let gap = if text.is_empty() { "" } else { self.box_gap() };
            text.push(Inline::Text(format!("{gap}{mark}{}", self.say(&choice.label))));
        }
        if text.is_empty() {
            text.push(Inline::Text(self.w(&words.none).to_owned()));
        }
        (text, any)
    }

    /// Between two situations with their boxes.
    const fn box_gap(&self) -> &'static str {
        match self.lang() {
            Lang::Zh => self.gap(),
            Lang::En => self.stop(),
        }
    }

    fn situations(&self, id: &str, scope: &Scope) -> Option<&Ticks> {
        match self
            .engine
            .answers()
            .cell(id, scope.of("transfer")?, "situations")?
            .known()
        {
            Some(Value::Multi(ticks)) => Some(ticks),
            _ => None,
        }
    }

    /// Why nothing can be said about the situations: unknown or unanswered.
    fn situations_state(&self, id: &str, scope: &Scope) -> String {
        let words = scope.of("transfer").map(|key| self.cell_of(id, key, "situations"));
        match (self.situations(id, scope), words) {
            (None, Some(words)) => words.iter().map(Inline::words).collect(),
            _ => self.w(&self.words().unknown_worst).to_owned(),
        }
    }

    fn situation_choices(&self, id: &str) -> &[Choice] {
        let question = self.engine.questionnaire().question(id);
        let column = question
            .and_then(|question| question.table())
            .and_then(|table| table.column("situations"));
        column
            .and_then(|column| column.field.options())
            .map_or(&[], |options| options.fixed())
    }

    /// The level of Table B.1, before any correction: the first line of the trace.
    fn first_level(&self, id: &str, judgement: &Judgement) -> Cell {
        let scale = self.scale_of(id);
        let first = judgement.trace.first().map(|step| &step.result);
        let level = scale.and_then(|scale| scale.levels.iter().find(|level| Some(&level.label) == first));
        level.map_or_else(
            || Cell::text(self.w(&self.words().unanswered)),
            |level| Cell::level(self.cap(self.say(&level.full)), tone(&level.id)),
        )
    }

    /// The reason entered for the situations of a kind of effect, with all remarks.
    fn situation_reason(&self, id: &str, scope: &Scope) -> Vec<Inline> {
        let Some(key) = scope.of("transfer") else {
            return Vec::new();
        };
        let answers = self.engine.answers();
        let mut text: Vec<Inline> = self.cell_of(id, key, "why").into_iter().map(small).collect();
        let remarked = answers
            .cell(id, key, "situations")
            .filter(|cell| !cell.remark.trim().is_empty());
        let row = answers.row(id, key).filter(|row| !row.remark.trim().is_empty());
        let remarks = remarked.map(|cell| self.remark_of(cell));
        let remarks = remarks
            .into_iter()
            .chain(row.map(|row| small(self.entered(&row.remark, "", true))));
        for remark in remarks {
            text.push(Inline::Small(format!("\n{}", self.w(&self.words().remark))));
            text.push(remark);
        }
        let evidence = self.evidence_for(id, scope);
        if !evidence.is_empty() {
            text.push(Inline::Small(format!(
                "\n{}{evidence}",
                self.w(&self.words().evidence_of)
            )));
        }
        text
    }

    fn table_b2(&self, scope: &Scope, page: &mut Page) {
        let words = self.words();
        let factors = ["sensitivity", "scale", "scope", "technique"];
        let mut rows = Vec::new();
        for id in DIMENSIONS {
            let rule = self.engine.questionnaire().judgement(id);
            let (Some(rule), Some(judgement)) = (rule, self.engine.judge(&id.into(), scope)) else {
                continue;
            };
            let mut row = vec![
                Cell::text(self.cap(self.judgement_title(id))),
                self.first_level(id, &judgement),
            ];
            row.extend(factors.map(|factor| Cell::text(self.factor(rule, &judgement, factor))));
            row.push(self.level_with_reason(&judgement));
            rows.push(row);
        }
        let mut head = vec![self.w(&words.b2_corner), self.w(&words.b1_level)];
        head.extend(
            [
                &words.b2_sensitivity,
                &words.b2_scale,
                &words.b2_scope,
                &words.b2_technique,
            ]
            .map(|said| self.w(said)),
        );
        head.push(self.w(&words.b2_result));
        let group = self.w(&words.b2_factors);
        let head = head.iter().enumerate().map(|(at, name)| {
            if (2..6).contains(&at) {
                Cell::text(format!("{group}{}{name}", self.colon()))
            } else {
                Cell::text(*name)
            }
        });
        page.block(Block::Table(Table {
            title: self.titled(&words.b2_title, scope),
            columns: [1.3, 0.95, 1.0, 1.0, 1.0, 1.0, 2.3].map(Column::new).to_vec(),
            head: vec![head.collect()],
            rows,
            fine: true,
            ..Table::default()
        }));
    }

    /// What stands below Table B.2: further factors, the decisions on corrections, the level of the transfer.
    fn corrected(&self, scope: &Scope, page: &mut Page) {
        let words = self.words();
        let mut others = Vec::new();
        for id in DIMENSIONS {
            let rule = self.engine.questionnaire().judgement(id);
            if let (Some(rule), Some(judgement)) = (rule, self.engine.judge(&id.into(), scope)) {
                let change = self.factor(rule, &judgement, "other");
                others.push(format!("{}{}{change}", self.judgement_title(id), self.colon()));
            }
        }
        let unchanged = format!("{}{}", self.colon(), self.w(&words.unchanged));
        let others = if others.iter().all(|other| other.ends_with(&unchanged)) {
            self.w(&words.b2_all_unchanged).to_owned()
        } else {
            others.join(self.stop())
        };
        page.fact(self.w(&words.b2_other), vec![Inline::Text(self.cap(others))]);
        let question = self.engine.questionnaire().question("rights-impact.corrections");
        let decided = question.and_then(|question| Some((question, question.table()?, scope.of("transfer")?)));
        if let Some((question, table, key)) =
            decided.filter(|(_, table, key)| self.engine.shown_rows(table).contains(key))
        {
            let mut run = self.in_one_run(question, table, key);
            let evidence = self.evidence_for(&question.id, scope);
            if !evidence.is_empty() {
                run.push(Inline::Small(format!("\n{}{evidence}", self.w(&words.evidence_of))));
            }
            page.fact(self.w(&words.b2_decided), run);
        }
        if let Some(judgement) = self.engine.judge(&"rights-impact.result".into(), scope) {
            let name = self.cap(self.judgement_title("rights-impact.result"));
            page.fact(name, self.level_with_reason(&judgement).text);
        }
    }

    /// What a correction factor did: the step that reads its column, if the trace holds it.
    fn factor(&self, rule: &JudgementRule, judgement: &Judgement, factor: &str) -> String {
        let words = self.words();
        let step = rule.steps.iter().find(|step| reads(step, factor));
        let applied = step.filter(|step| {
            judgement
                .trace
                .iter()
                .any(|line: &TraceStep| line.ground == step.ground)
        });
        self.w(match applied.map(|step| &step.change) {
            Some(Move::Worse(_)) => &words.up_one,
            Some(Move::Better(_)) => &words.down_one,
            _ => &words.unchanged,
        })
        .to_owned()
    }
}

fn reads(step: &Step, factor: &str) -> bool {
    let mut found = false;
    step.when.walk(&mut |part| {
        found |= part.references().iter().any(|reference| match &reference.subject {
            Subject::Question {
                question,
                column: Some(column),
                ..
            } => *question == *"rights-impact.corrections" && *column == *factor,
            _ => false,
        });
    });
    found
}
