//! The answers a finding rests on: read from its condition, each leading to its question.

use super::Target;
use crate::domain::{Context as At, Expr, Finding, Lang, QuestionId, Reference, Scoped, Subject};
use crate::tui::screen::Ctx;
use crate::tui::screen::links::Link;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use ratatui::text::Line;

/// Adds the answers a finding rests on.
pub(super) fn answers(finding: &Finding, session: &Session, ctx: &Ctx<'_>, lines: &mut Vec<Link<Target>>) {
    let found = found(finding, session);
    if found.is_empty() {
        return;
    }
    lines.push(Link::text(Line::styled(
        ctx.messages.finding.rests_on.clone(),
        ctx.theme.style(Role::Heading),
    )));
    for (slot, texts) in found {
        let texts: Vec<&str> = texts
            .iter()
            .map(|text| text.get(ctx.lang))
            .filter(|text| !text.is_empty())
            .collect();
        let shown = if texts.is_empty() {
            title(&slot, session, ctx)
        } else {
            texts.join(if ctx.lang == Lang::Zh { "；" } else { "; " })
        };
        lines.push(Link::to(Target::Question(slot), format!("  {shown}")));
    }
    lines.push(Link::text(""));
}

fn title(slot: &Scoped<QuestionId>, session: &Session, ctx: &Ctx<'_>) -> String {
    let question = session.questionnaire().question(&slot.id);
    question
        .map(|question| session.engine().visit_title(question, &slot.scope, ctx.lang))
        .unwrap_or_default()
}

type Found = Vec<(Scoped<QuestionId>, Vec<crate::domain::Text>)>;

/// The questions its conditions read, in order, each with what was answered.
fn found(finding: &Finding, session: &Session) -> Found {
    let context = At::of(&finding.scope);
    let mut found = Found::new();
    let rules = session
        .questionnaire()
        .findings
        .iter()
        .filter(|rule| rule.code == finding.code);
    for rule in rules.filter(|rule| rule.per.is_some() != finding.scope.is_whole()) {
        collect(&rule.when, &context, session, &mut found);
    }
    found
}

fn collect(expr: &Expr, context: &At, session: &Session, found: &mut Found) {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => parts.iter().for_each(|part| collect(part, context, session, found)),
        Expr::Not(inner) | Expr::Possibly(inner) => collect(inner, context, session, found),
        Expr::Defined(name, _) => {
            if let Some(inner) = session.questionnaire().definitions.get(name) {
                collect(inner, context, session, found);
            }
        }
        Expr::Level { judgement, .. } => {
            let rule = session.questionnaire().judgement(judgement);
            if let Some(question) = rule.and_then(|rule| rule.question.clone()) {
                add(&question, expr, context, session, found);
            }
        }
        _ => {
            let mut inside: Vec<QuestionId> = Vec::new();
            expr.walk(&mut |part| inside.extend(part.references().into_iter().filter_map(question_of)));
            inside.dedup();
            for question in inside {
                add(&question, expr, context, session, found);
            }
        }
    }
}

fn question_of(reference: &Reference) -> Option<QuestionId> {
    match &reference.subject {
        Subject::Question { question, .. } => Some(question.clone()),
        Subject::Computed(_) => None,
    }
}

fn add(id: &QuestionId, expr: &Expr, context: &At, session: &Session, found: &mut Found) {
    let engine = session.engine();
    let Some(question) = session.questionnaire().question(id) else {
        return;
    };
    let slot = Scoped::new(id.clone(), engine.scope_of(question, context));
    if session.overview().position(&slot).is_none() {
        return;
    }
    let text = engine.describe(expr, context);
    match found.iter_mut().find(|(known, _)| *known == slot) {
        Some((_, texts)) if !texts.contains(&text) => texts.push(text),
        Some(_) => {}
        None => found.push((slot, vec![text])),
    }
}
