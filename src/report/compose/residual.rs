//! Chapter five: inherent, attained and expected levels, object by object.

use super::page::{Page, band, small};
use super::writer::Writer;
use crate::domain::{JudgementId, Kind, Scope, Stage};
use crate::report::document::{Cell, Inline};

/// The levels shown before and after measures. Factor groups and threats stand in 三（四）1, with their reasons.
const RESIDUAL: [&str; 13] = [
    "legality.legality",
    "legality.legitimacy",
    "legality.necessity",
    "rights-impact.result",
    "threats.result",
    "recipient-assurance.technical",
    "recipient-assurance.management",
    "recipient-assurance.result",
    "rights-channels.level",
    "country.level",
    "national-interest.security",
    "national-interest.public",
    "conclusion.overall",
];
/// The question that confirms levels after measures.
const CONFIRMED_BY: &str = "treatment.residual";

impl Writer<'_> {
    /// Every judgement that counts for the whole in the three runs, with the reason for the expected level.
    pub(super) fn residual(&self, page: &mut Page) {
        let words = self.words();
        let mut objects: Vec<(Scope, Vec<Vec<Cell>>)> = Vec::new();
        for id in RESIDUAL {
            let Some(rule) = self.engine.questionnaire().judgement(id) else {
                continue;
            };
            for scope in self.engine.judgement_scopes(rule) {
                let mut row = self.three(id, &scope);
                if let Some(expected) = row.last_mut() {
                    expected.text.extend(self.residual_reason(id, &scope));
                }
                match objects.iter_mut().find(|(known, _)| *known == scope) {
                    Some((_, rows)) => rows.push(row),
                    None => objects.push((scope, vec![row])),
                }
            }
        }
        if objects.is_empty() {
            page.fact(
                self.w(&words.residual_title),
                vec![Inline::Text(self.w(&words.not_judged).to_owned())],
            );
            return;
        }
        objects.sort_by_key(|(scope, _)| scope.is_whole());
        let rows = objects.into_iter().flat_map(|(scope, rows)| {
            let name = band(self.cap(self.scope(&scope)));
            std::iter::once(name).chain(rows)
        });
        let heads = [
            (self.w(&words.level_item), 1.7),
            (self.w(&words.inherent_head), 1.25),
            (self.w(&words.attained_head), 1.25),
            (self.w(&words.expected_reason), 3.2),
        ];
        page.table(self.w(&words.residual_title), &heads, rows.collect());
        page.small(self.w(&words.residual_note));
    }

    /// Why the expected level was taken, where it is confirmed on its own; the others follow from the rules.
    fn residual_reason(&self, id: &str, scope: &Scope) -> Vec<Inline> {
        let question = self.engine.questionnaire().question(CONFIRMED_BY);
        let confirmed = question.is_some_and(|question| match &question.kind {
            Kind::Level { judgements, .. } => judgements.iter().any(|known| **known == *id),
            _ => false,
        });
        let id = JudgementId::from(id);
        let Some(judgement) = self.engine.judge_at(&id, scope, Stage::Expected).filter(|_| confirmed) else {
            return Vec::new();
        };
        let reason = self.staged_reason(&id, scope, Stage::Expected, &judgement.level);
        let gap = Inline::Small(self.gap().to_owned());
        std::iter::once(gap).chain(reason.into_iter().map(small)).collect()
    }
}
