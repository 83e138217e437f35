//! Tables B.3 and B.4: assurance of the recipient and of its country or region. 高 is good here.

use super::page::{Page, cell};
use super::writer::{Writer, tone};
use crate::domain::{Context, Judgement, JudgementRule, Scope};
use crate::report::document::{Cell, Inline};

/// The levels of both tables in official order: 高, 中, 低.
const LEVELS: [&str; 3] = ["strong", "fair", "weak"];
/// The four groups of Table B.4.
const GROUPS: [&str; 4] = [
    "country.record",
    "country.law",
    "country.commitments",
    "country.remedies",
];

impl Writer<'_> {
    /// Table B.3 of every recipient.
    pub(super) fn assurance_table(&self, page: &mut Page) {
        let words = self.words();
        let Some(rule) = self.engine.questionnaire().judgement("recipient-assurance.technical") else {
            return;
        };
        for scope in self.engine.judgement_scopes(rule) {
            let mut rows = Vec::new();
            let classes = [("technical", &words.b3_technical), ("management", &words.b3_management)];
            for (class, title) in classes {
                let id = format!("recipient-assurance.{class}");
                let Some(judgement) = self.engine.judge(&id.as_str().into(), &scope) else {
                    continue;
                };
                for level in LEVELS {
                    let first = LEVELS.first() == Some(&level);
                    let mut row = vec![if first {
                        Cell::text(self.w(title))
                    } else {
                        Cell::as_above(self.w(&words.as_above))
                    }];
                    row.extend(self.assurance_row(&id, class, level, &judgement));
                    rows.push(row);
                }
            }
            let heads = [
                (self.w(&words.b3_class), 0.8),
                (self.w(&words.b_criteria), 2.6),
                (self.w(&words.b_reference), 0.9),
                (self.w(&words.b_gap), 3.4),
                (self.w(&words.b_conclusion), 0.8),
            ];
            page.table(&self.titled(&words.b3_title, &scope), &heads, rows);
        }
        page.small(self.w(&words.b3_note));
    }

    /// Table B.4 of every recipient and country or region.
    pub(super) fn country_table(&self, page: &mut Page) {
        let words = self.words();
        let Some(rule) = self.engine.questionnaire().judgement("country.level") else {
            return;
        };
        for scope in self.engine.judgement_scopes(rule) {
            let Some(judgement) = self.engine.judge(&rule.id, &scope) else {
                continue;
            };
            let rows = LEVELS.map(|level| self.assurance_row("country.level", "country", level, &judgement));
            let heads = [
                (self.w(&words.b_criteria), 3.2),
                (self.w(&words.b_reference), 0.9),
                (self.w(&words.b_gap), 3.6),
                (self.w(&words.b_conclusion), 0.8),
            ];
            page.table(&self.titled(&words.b4_title, &scope), &heads, rows.to_vec());
        }
        page.small(self.w(&words.b3_note));
    }

    /// Description, reference level, explanation, conclusion.
    fn assurance_row(&self, id: &str, class: &str, level: &str, judgement: &Judgement) -> Vec<Cell> {
        let words = self.words();
        let criterion = self
            .outline
            .criterion
            .iter()
            .find(|known| known.class == class && known.level == level);
        let description = criterion.map_or("", |known| known.text.get(self.lang()));
        let here = judgement.level == *level;
        let (gap, conclusion) = if here {
            let shown = format!("{}{}", self.w(&words.chosen), self.official(id, level));
            (
                cell(self.gap_analysis(class, judgement)),
                Cell::level(shown, tone(level)),
            )
        } else {
            (
                Cell::text(self.w(&words.other_level)),
                Cell::text(self.w(&words.no_box)),
            )
        };
        vec![
            Cell::text(description),
            Cell::text(self.official(id, level)),
            gap,
            conclusion,
        ]
    }

    /// The assessor's explanation, what the level rests on, and the gaps found.
    fn gap_analysis(&self, class: &str, judgement: &Judgement) -> Vec<Inline> {
        let words = self.words();
        let mut text = vec![Inline::Text(self.by_the_rules(judgement))];
        text.extend(self.reason(judgement));
        if class == "country" {
            text.push(Inline::Small(format!(
                "\n{}{}",
                self.w(&words.by_groups),
                self.groups(&judgement.scope)
            )));
        }
        let codes = self.gap_codes(class, &judgement.scope);
        let gaps = if codes.is_empty() {
            self.w(&words.gap_none).to_owned()
        } else {
            self.codes(&codes)
        };
        text.push(Inline::Small(format!("\n{}{gaps}", self.w(&words.gap_findings))));
        text
    }

    fn gap_codes(&self, class: &str, scope: &Scope) -> Vec<String> {
        let letters: &[&str] = match class {
            "country" => &["CO-"],
            "technical" => &["RA-08", "RA-10", "RA-11", "RA-12", "RC-04"],
            _ => &["RA-01", "RA-05", "RA-06", "RA-09", "RA-10", "RA-11", "RA-12", "RC-04"],
        };
        let context = Context::of(scope);
        let touches = |finding: &&crate::domain::Finding| {
            letters.iter().any(|letters| finding.code.starts_with(letters)) && self.engine.reaches(finding, &context)
        };
        let mut codes: Vec<String> = self
            .findings
            .iter()
            .filter(touches)
            .map(|finding| finding.code.to_string())
            .collect();
        codes.sort();
        codes.dedup();
        codes
    }

    fn groups(&self, scope: &Scope) -> String {
        let parts = GROUPS.iter().filter_map(|id| {
            let rule: &JudgementRule = self.engine.questionnaire().judgement(id)?;
            let record = rule.per.as_ref()?;
            let own = Scope::row(record.clone(), scope.of(record)?.clone());
            let judgement = self.engine.judge(&rule.id, &own)?;
            Some(format!(
                "{}{}{}",
                self.say(&rule.title),
                self.colon(),
                self.level(id, &judgement.level)
            ))
        });
        parts.collect::<Vec<_>>().join(self.stop())
    }
}
