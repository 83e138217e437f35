//! Inherent, attained and expected levels of what a measure is about, beside each other.

use super::row::STAGES;
use super::{MEASURES, findings_of};
use crate::domain::{Answer, Assignment, JudgementId, LevelId, RowKey, Scope};
use crate::tui::line_break::pad;
use crate::tui::screen::Ctx;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::Badge;
use ratatui::text::{Line, Span};

/// The judgement that sums up all others.
const OVERALL: &str = "conclusion.overall";

/// One judgement at the three runs.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    id: JudgementId,
    scope: Scope,
    levels: [LevelId; 3],
}

/// The judgements a measure may move; those that move stand first, the overall level always is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shown(Vec<Row>);

impl Shown {
    pub(super) fn of(key: &RowKey, session: &Session) -> Self {
        let scopes = scopes(key, session);
        let engine = session.engine();
        let mut rows = Vec::new();
        for rule in &session.questionnaire().judgements {
            for scope in engine.judgement_scopes(rule) {
                let concerned = rule.id == OVERALL || scopes.iter().any(|about| meets(about, &scope));
                let levels = STAGES.map(|stage| engine.judge_at(&rule.id, &scope, stage).map(|found| found.level.clone()));
                let [Some(inherent), Some(attained), Some(expected)] = levels else { continue };
                let moves = inherent != attained || inherent != expected;
                if rule.id == OVERALL || (concerned && moves) {
                    rows.push(Row { id: rule.id.clone(), scope, levels: [inherent, attained, expected] });
                }
            }
        }
        // The overall level stands last.
        rows.sort_by_key(|row| row.id == OVERALL);
        Self(rows)
    }

    pub(super) fn lines(&self, session: &Session, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
        let words = &ctx.messages.level;
        let questionnaire = session.questionnaire();
        let heading = ctx.theme.style(Role::Heading);
        let head = [&words.inherent, &words.attained, &words.expected].map(|word| pad(word, 14)).concat();
        let mut lines = vec![Line::styled([pad(&ctx.messages.finding.levels, 26), head].concat(), heading)];
        for row in &self.0 {
            let Some(rule) = questionnaire.judgement(&row.id) else { continue };
            let Some(scale) = questionnaire.scale(&rule.scale) else { continue };
            let name = session.scope_name(&row.scope);
            let parts = [rule.title.get(ctx.lang), name.get(ctx.lang)];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            let mut spans = vec![Span::raw(pad(&parts.join(" · "), 25)), Span::raw(" ")];
            for level in &row.levels {
                let badge = Badge::level(scale, level, ctx.lang, ctx.theme);
                let text = badge.map_or_else(|| level.to_string(), |badge| badge.text());
                let role = badge.map_or(Role::Muted, |badge| badge.role());
                let shown = text.trim_end().to_owned();
                let gap = pad("", 14_usize.saturating_sub(unicode_width::UnicodeWidthStr::width(shown.as_str())));
                spans.push(Span::styled(shown, ctx.theme.style(role)));
                spans.push(Span::raw(gap));
            }
            lines.push(Line::from(spans));
        }
        if self.0.len() <= 1 {
            lines.push(Line::styled(ctx.messages.finding.levels_same.clone(), ctx.theme.style(Role::Muted)));
        }
        lines
    }
}

/// The rows a measure is about: those of its findings, and those of the answers it changes.
fn scopes(key: &RowKey, session: &Session) -> Vec<Scope> {
    let Some(row) = session.answers().row(MEASURES, key) else { return Vec::new() };
    let of_findings = findings_of(row).into_iter().filter_map(|id| Scope::parse(id.split_once('@').map_or("", |(_, scope)| scope)));
    let lines = row.cell("answers_after").map_or("", Answer::text).lines();
    let of_answers = lines.filter_map(Assignment::parse).map(|after| after.scope);
    of_findings.chain(of_answers).collect()
}

/// Whether two scopes have a row in common; the whole assessment meets all.
fn meets(about: &Scope, scope: &Scope) -> bool {
    about.is_whole() || scope.is_whole() || about.rows().iter().any(|(record, key)| scope.of(record).is_none_or(|row| row == key))
}
