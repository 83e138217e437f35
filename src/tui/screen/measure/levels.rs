//! Inherent, attained and expected levels of what a measure is about, beside each other.

use super::row::STAGES;
use super::{MEASURES, findings_of};
use crate::domain::{Answer, Assignment, Context, Engine, JudgementId, LevelId, RowKey, Scope};
use crate::i18n::fill;
use crate::tui::line_break::pad;
use crate::tui::screen::Ctx;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::Badge;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

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
                let concerned = rule.id == OVERALL || scopes.iter().any(|about| meets(about, &scope, engine));
                let levels = STAGES.map(|stage| {
                    engine
                        .judge_at(&rule.id, &scope, stage)
                        .map(|found| found.level.clone())
                });
                let [Some(inherent), Some(attained), Some(expected)] = levels else {
                    continue;
                };
                let moves = inherent != attained || inherent != expected;
                if rule.id == OVERALL || (concerned && moves) {
                    rows.push(Row {
                        id: rule.id.clone(),
                        scope,
                        levels: [inherent, attained, expected],
                    });
                }
            }
        }
        // The overall level stands first, then what is confirmed by a question.
        rows.sort_by_key(|row| (row.id != OVERALL, !is_confirmed(&row.id, session)));
        Self(rows)
    }

    /// Lines it would fill.
    pub(super) fn height(&self) -> usize {
        1 + self.0.len().max(2)
    }

    /// Head and rows as far as there is room; how many are left out.
    pub(super) fn lines(&self, area: Rect, session: &Session, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
        let (words, own) = (&ctx.messages.level, &ctx.messages.finding);
        let shown = usize::from(area.height).saturating_sub(1);
        let shown = if self.0.len() > shown {
            shown.saturating_sub(1)
        } else {
            shown
        };
        let texts: Vec<[(String, Role); 3]> = self.0.iter().take(shown).map(|row| row.cells(session, ctx)).collect();
        let heads = [&words.inherent, &words.attained, &words.expected];
        let widest = texts
            .iter()
            .flatten()
            .map(|(text, _)| text.width())
            .chain(heads.iter().map(|head| head.width()))
            .max();
        let column = (widest.unwrap_or(0) + 2).min(usize::from(area.width) / 4);
        let lead = usize::from(area.width).saturating_sub(column * 3 + 1);
        let head = heads.map(|head| pad(head, column)).concat();
        let mut lines = vec![Line::styled(
            [pad(&own.levels, lead.saturating_sub(2)), "  ".to_owned(), head].concat(),
            ctx.theme.style(Role::Heading),
        )];
        for (row, cells) in self.0.iter().zip(texts) {
            let mut spans = vec![Span::raw(
                [&pad(&row.name(session, ctx), lead.saturating_sub(2)), "  "].concat(),
            )];
            spans.extend(cells.into_iter().flat_map(|(text, role)| {
                let text = pad(&text, column.saturating_sub(2));
                [Span::styled(text, ctx.theme.style(role)), Span::raw("  ")]
            }));
            lines.push(Line::from(spans));
        }
        if self.0.len() <= 1 {
            lines.push(Line::styled(own.levels_same.clone(), ctx.theme.style(Role::Muted)));
        } else if self.0.len() > shown {
            let more = fill(&own.levels_more, &[("count", &(self.0.len() - shown))]);
            lines.push(Line::styled(more, ctx.theme.style(Role::Muted)));
        }
        lines
    }
}

impl Row {
    fn name(&self, session: &Session, ctx: &Ctx<'_>) -> String {
        let title = session
            .questionnaire()
            .judgement(&self.id)
            .map_or("", |rule| rule.title.get(ctx.lang));
        let name = session.scope_name(&self.scope);
        let parts: Vec<&str> = [title, name.get(ctx.lang)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        parts.join(" · ")
    }

    fn cells(&self, session: &Session, ctx: &Ctx<'_>) -> [(String, Role); 3] {
        let questionnaire = session.questionnaire();
        let scale = questionnaire
            .judgement(&self.id)
            .and_then(|rule| questionnaire.scale(&rule.scale));
        self.levels.each_ref().map(|level| {
            let badge = scale.and_then(|scale| Badge::brief(scale, level, ctx.lang, ctx.theme));
            badge.map_or_else(
                || (level.to_string(), Role::Muted),
                |badge| (badge.text(), badge.role()),
            )
        })
    }
}

fn is_confirmed(id: &JudgementId, session: &Session) -> bool {
    session
        .questionnaire()
        .judgement(id)
        .is_some_and(|rule| rule.question.is_some())
}

/// The rows a measure is about: those of its findings, and those of the answers it changes.
fn scopes(key: &RowKey, session: &Session) -> Vec<Scope> {
    let Some(row) = session.answers().row(MEASURES, key) else {
        return Vec::new();
    };
    let of_findings = findings_of(row)
        .into_iter()
        .filter_map(|id| Scope::parse(id.split_once('@').map_or("", |(_, scope)| scope)));
    let lines = row.cell("answers_after").map_or("", Answer::text).lines();
    let of_answers = lines.filter_map(Assignment::parse).map(|after| after.scope);
    of_findings.chain(of_answers).collect()
}

/// Whether the rows of a measure belong to those of a judgement; the whole assessment meets all.
fn meets(about: &Scope, scope: &Scope, engine: &Engine) -> bool {
    let context = Context::of(scope);
    about.is_whole()
        || scope.is_whole()
        || about
            .rows()
            .iter()
            .all(|(record, key)| engine.belongs(record, key, &context))
}
