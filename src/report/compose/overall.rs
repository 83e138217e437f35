//! Chapters four and five: results of the six items, fitness of the safeguards, conclusion, treatment.

use super::outline::SummaryRow;
use super::page::{Page, cell};
use super::writer::{Writer, tone};
use crate::domain::{
    Answer, AssignKind, Assignment, Citation, Context, Engine, Judgement, Kind, Row, Scope, Scoped, Ticks, Value,
};
use crate::report::document::{Cell, Inline};

/// The levels shown before and after measures in chapter five.
const RESIDUAL: [&str; 13] = [
    "legality.legality",
    "legality.legitimacy",
    "legality.necessity",
    "rights-impact.result",
    "recipient-assurance.technical",
    "recipient-assurance.management",
    "recipient-assurance.result",
    "threats.result",
    "rights-channels.level",
    "country.level",
    "national-interest.security",
    "national-interest.public",
    "conclusion.overall",
];

impl Writer<'_> {
    /// The table of 四（一）.
    pub(super) fn summary(&self, page: &mut Page) {
        let words = self.words();
        let heads = [
            (self.w(&words.summary_item), 1.1),
            (self.w(&words.summary_basis), 1.2),
            (self.w(&words.summary_level), 1.15),
            (self.w(&words.summary_reason), 2.0),
            (self.w(&words.summary_findings), 2.0),
            (self.w(&words.summary_after), 1.15),
        ];
        let rows = self.outline.summary.iter().map(|row| self.summary_row(row)).collect();
        page.table(self.w(&words.summary_title), &heads, rows);
        page.small(self.w(&words.summary_note));
    }

    fn summary_row(&self, row: &SummaryRow) -> Vec<Cell> {
        let words = self.words();
        let none = self.w(&words.none);
        let codes = self.open_codes(&row.findings);
        let worst: Vec<_> = row
            .judgements
            .iter()
            .filter_map(|id| self.worst(self.engine, id))
            .collect();
        let level = if row.judgements.is_empty() {
            Cell::text(self.w(&words.no_level))
        } else {
            self.worst_cell(&row.judgements, self.engine)
        };
        let after = if row.judgements.is_empty() {
            Cell::text(self.w(&words.no_level))
        } else {
            self.worst_cell(&row.judgements, self.engine.at(crate::domain::Stage::Expected))
        };
        let mut reasons: Vec<Inline> = Vec::new();
        for judgement in &worst {
            if !reasons.is_empty() {
                reasons.push(Inline::Text("\n".to_owned()));
            }
            reasons.extend(self.main_reason(judgement));
        }
        if reasons.is_empty() {
            reasons.push(Inline::Text(none.to_owned()));
        }
        vec![
            Cell::text(row.item.get(self.lang())),
            Cell::text(self.cite(&Citation::parse(&row.basis))),
            level,
            cell(reasons),
            Cell::text(if codes.is_empty() {
                none.to_owned()
            } else {
                self.list(&codes)
            }),
            after,
        ]
    }

    /// The worst level of each judgement; the tint is that of the worst of all.
    fn worst_cell(&self, ids: &[String], engine: &Engine) -> Cell {
        let found: Vec<_> = ids
            .iter()
            .filter_map(|id| Some((id, self.worst(engine, id)?)))
            .collect();
        let shown: Vec<String> = found
            .iter()
            .map(|(id, judgement)| {
                let level = self.level(id, &judgement.level);
                if ids.len() > 1 {
                    format!("{}{}{level}", self.judgement_title(id), self.colon())
                } else {
                    level
                }
            })
            .collect();
        match found.iter().map(|(_, judgement)| tone(&judgement.level)).max() {
            Some(tone) => Cell::level(self.cap(shown.join("\n")), tone),
            None => Cell::text(self.w(&self.words().not_judged)),
        }
    }

    /// Why a level is what it is: the row it is about, the assessor's reason if one was given, and the rule that decided.
    fn main_reason(&self, judgement: &Judgement) -> Vec<Inline> {
        let row = format!("{}{}", self.cap(self.scope(&judgement.scope)), self.colon());
        let confirmed = judgement.confirmed.as_ref();
        let entered = judgement.overridden.as_ref().map(|known| (known.reason.as_str(), ""));
        let entered = entered.or_else(|| confirmed.map(|known| (known.reason.as_str(), known.translation.as_str())));
        let step = judgement.trace.iter().rev().find(|step| !step.ground.label.is_empty());
        let rule = step.map_or_else(
            || self.w(&self.words().none).to_owned(),
            |step| self.say(&step.ground.label),
        );
        match entered.filter(|(reason, _)| !reason.trim().is_empty()) {
            Some((reason, translation)) => vec![
                Inline::Text(row),
                self.entered(reason, translation, true),
                Inline::Small(self.brackets(&rule)),
            ],
            None => vec![Inline::Text(format!("{row}{rule}"))],
        }
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
            self.list(&codes)
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

    /// The measures, and the way of treatment proposed for each level of risk.
    pub(super) fn measures(&self, page: &mut Page) {
        let words = self.words();
        let treatments = &self.engine.questionnaire().treatments;
        if !treatments.is_empty() {
            let heads = [
                (self.w(&words.treatment_level), 1.0),
                (self.w(&words.treatment_rule), 2.0),
            ];
            let rows = treatments.iter().map(|treatment| {
                vec![
                    self.level_cell("threats.result", &treatment.level),
                    Cell::text(self.cap(self.say(&treatment.title))),
                ]
            });
            page.table(self.w(&words.treatment_rule), &heads, rows.collect());
        }
        let measures = self.engine.answers().rows("measure");
        if measures.is_empty() {
            page.fact(
                self.w(&words.measures_title),
                vec![Inline::Text(self.w(&words.measures_none).to_owned())],
            );
            return;
        }
        for (at, measure) in measures.iter().enumerate() {
            page.lead(format!("{} {}", self.w(&words.measure_text), at + 1).replace("施 ", "施"));
            self.measure_facts(measure, page);
        }
    }

    /// One measure as facts over the full width: its text would break into a column of syllables in a table of seven.
    fn measure_facts(&self, measure: &Row, page: &mut Page) {
        let words = self.words();
        let mut text = self.measure_cell(measure, "text");
        if !measure.remark.trim().is_empty() {
            text.push(Inline::Small(format!("\n{}", self.w(&words.remark))));
            text.push(self.entered(&measure.remark, "", true));
        }
        let after = measure.cell("answers_after").map_or("", Answer::text).trim();
        let mut owner = self.measure_cell(measure, "owner");
        owner.push(Inline::Text(self.comma().to_owned()));
        owner.extend(self.measure_cell(measure, "due"));
        page.fact(self.w(&words.measure_text), text);
        page.fact(self.w(&words.measure_for), self.measure_cell(measure, "for"));
        page.fact(self.w(&words.measure_kind), self.measure_cell(measure, "kind"));
        page.fact(self.w(&words.measure_owner), owner);
        page.fact(self.w(&words.measure_status), self.measure_state(measure));
        if !after.is_empty() {
            page.fact(
                self.w(&words.measure_after).trim_end_matches(['：', ':', ' ']),
                vec![Inline::Small(self.after_in_words(after))],
            );
        }
        page.fact(
            self.w(&words.measure_level),
            vec![Inline::Text(self.measure_levels(measure))],
        );
    }

    /// The answers after the measure as a reader understands them; a line that is no assignment stays as entered.
    fn after_in_words(&self, after: &str) -> String {
        let line = |line: &str| {
            Assignment::parse(line)
                .and_then(|known| self.assigned(&known))
                .unwrap_or_else(|| line.to_owned())
        };
        after.lines().map(line).collect::<Vec<_>>().join("\n")
    }

    fn assigned(&self, known: &Assignment) -> Option<String> {
        let question = self.engine.questionnaire().question(&known.question)?;
        let (name, field) = match (&question.kind, &known.column) {
            (Kind::Field(field), None) => (question.plain.get(self.lang()), field),
            (Kind::Table(table), Some(column)) => table
                .column(column)
                .map(|column| (column.label.get(self.lang()), &column.field))?,
            _ => return None,
        };
        let value = |word: &String| match word.as_str() {
            "yes" => self.w(&self.words().yes).to_owned(),
            "no" => self.w(&self.words().no).to_owned(),
            "given" => self.w(&self.words().after_given).to_owned(),
            "known" => self.w(&self.words().after_known).to_owned(),
            word if word.starts_with('@') => self.w(&self.words().after_all).to_owned(),
            word => self
                .engine
                .option_label(field.options(), word)
                .get(self.lang())
                .to_owned(),
        };
        let values = known.words.iter().map(value).collect::<Vec<_>>().join(self.comma());
        let sign = match known.kind {
            AssignKind::Set => "→",
            AssignKind::Add => "＋",
            AssignKind::Remove => "－",
        };
        let row = if known.scope.is_whole() {
            String::new()
        } else {
            format!("{}{}", self.scope(&known.scope), self.colon())
        };
        Some(format!("{row}{name} {sign} {values}"))
    }

    fn measure_state(&self, measure: &Row) -> Vec<Inline> {
        let words = self.words();
        let mut text = self.measure_cell(measure, "status");
        let given = |column: &str| measure.cell(column).is_some_and(|cell| cell.content.is_some());
        let parts = [
            (&words.measure_done, "done_on"),
            (&words.evidence_of, "evidence"),
            (&words.measure_verified, "verified_by"),
        ];
        for (label, column) in parts {
            if given(column) {
                text.push(Inline::Small(format!("\n{}", self.w(label))));
                text.extend(self.measure_cell(measure, column));
            }
        }
        text
    }

    /// The risk of the rows a measure is about, in the three runs; the overall level where it is about no single row.
    fn measure_levels(&self, measure: &Row) -> String {
        let scopes = match measure.cell("for").and_then(Answer::known) {
            Some(Value::Multi(ticks)) => targets(ticks),
            Some(Value::Choice(option)) => targets(&Ticks::known([option.as_str()])),
            _ => Vec::new(),
        };
        let mut lines: Vec<String> = Vec::new();
        for scope in scopes {
            let (id, row) = self.risk_of(&scope);
            let levels = self.runs().map(|engine| {
                engine.judge(&id.into(), &row).map_or_else(
                    || self.w(&self.words().not_judged).to_owned(),
                    |judgement| self.level(id, &judgement.level),
                )
            });
            let line = format!("{}{}{}", self.scope(&row), self.colon(), levels.join("→"));
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        if lines.is_empty() {
            self.w(&self.words().not_judged).to_owned()
        } else {
            lines.join("\n")
        }
    }

    /// The judgement that shows what a measure about these rows achieves.
    fn risk_of(&self, scope: &Scope) -> (&'static str, Scope) {
        let context = Context::of(scope);
        if let Some(transfer) = self.engine.key_of(&context, "transfer") {
            return ("threats.result", Scope::row("transfer", transfer));
        }
        match self.engine.key_of(&context, "recipient") {
            Some(recipient) => ("recipient-assurance.result", Scope::row("recipient", recipient)),
            None => ("conclusion.overall", Scope::whole()),
        }
    }

    /// Inherent, attained and expected levels of every judgement that counts for the whole.
    pub(super) fn residual(&self, page: &mut Page) {
        let words = self.words();
        let mut rows = Vec::new();
        for id in RESIDUAL {
            let Some(rule) = self.engine.questionnaire().judgement(id) else {
                continue;
            };
            for scope in self.engine.judgement_scopes(rule) {
                let mut row = vec![Cell::text(self.cap(self.scope(&scope)))];
                row.extend(self.three(id, &scope));
                rows.push(row);
            }
        }
        if rows.is_empty() {
            page.fact(
                self.w(&words.residual_title),
                vec![Inline::Text(self.w(&words.not_judged).to_owned())],
            );
            return;
        }
        let heads = [
            (self.w(&words.level_scope), 1.5),
            (self.w(&words.level_item), 1.6),
            (self.w(&words.inherent_head), 1.2),
            (self.w(&words.attained_head), 1.4),
            (self.w(&words.expected_head), 1.4),
        ];
        page.table(self.w(&words.residual_title), &heads, rows);
    }
}

fn targets(ticks: &Ticks) -> Vec<Scope> {
    ticks
        .ticked
        .iter()
        .filter_map(|option| Some(Scoped::<String>::parse(option)?.scope))
        .collect()
}
