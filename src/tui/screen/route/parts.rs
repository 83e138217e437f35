//! The parts of the route screen: result, reasons, counts, what would change it, transfers, unknown facts.

use super::super::{Ctx, guide};
use crate::domain::route::{Count, Fact, FactAt, ForecastRoute, Kind, Route, RouteDecision};
use crate::domain::{Citation, QuestionId, Scoped, Text};
use crate::i18n::{fill, join, number, number_or_words};
use crate::tui::session::Session;
use crate::tui::theme::Role;
use ratatui::text::{Line, Span};

/// A part: the heading above it where a group begins, its lines, where it leads.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) title: Option<String>,
    pub(super) lines: Vec<Line<'static>>,
    pub(super) indent: usize,
    pub(super) target: Option<Scoped<QuestionId>>,
}

impl Part {
    pub(super) fn new(line: Line<'static>) -> Self {
        Self {
            title: None,
            lines: vec![line],
            indent: 2,
            target: None,
        }
    }

    pub(super) fn titled(mut self, first: &mut Option<&str>) -> Self {
        self.title = first.take().map(ToOwned::to_owned);
        self
    }
}

pub(super) fn of(session: &Session, ctx: &Ctx<'_>) -> Vec<Part> {
    let decision = session.engine().route();
    let mut parts = vec![result(&decision, session, ctx)];
    parts.extend(super::conflicts::of(session, ctx));
    let mut title = Some(ctx.messages.route.because.as_str());
    for note in &decision.notes {
        let line = Line::from(["· ", note.get(ctx.lang)].concat());
        parts.push(Part::new(line).titled(&mut title));
    }
    parts.extend(unknowns(&decision, session, ctx));
    parts.extend(counts(&decision, ctx));
    parts.extend(transfers(&decision, session, ctx));
    parts.push(handling(&decision, session, ctx));
    parts
}

/// The route in words, what it rests on, whether the impact assessment is due.
fn result(decision: &RouteDecision, session: &Session, ctx: &Ctx<'_>) -> Part {
    let words = &ctx.messages.route;
    let style = |role| ctx.theme.style(role);
    let role = if decision.route.is_some() {
        Role::Accent
    } else {
        Role::Unknown
    };
    let mut lines = vec![Line::styled(route_words(decision.route, ctx).to_owned(), style(role))];
    if decision.route.is_none() {
        let route = route_words(Some(decision.worst_route), ctx);
        lines.push(Line::from(fill(&words.worst, &[("route", &route)])));
    }
    if !decision.basis.is_empty() {
        lines.push(Line::styled(citations(&decision.basis, session, ctx), style(Role::Law)));
    }
    let due = if decision.pipia_required {
        &words.pipia_required
    } else {
        &words.pipia_not_required
    };
    lines.push(Line::from(due.clone()));
    Part {
        lines,
        ..Part::new(Line::default())
    }
}

fn citations(basis: &[&str], session: &Session, ctx: &Ctx<'_>) -> String {
    let names: Vec<String> = basis
        .iter()
        .map(|text| guide::short_name(&Citation::parse(text), session.questionnaire(), ctx.lang))
        .collect();
    join(&names, ctx.lang)
}

/// The unknown facts the route hangs on, each with its question.
fn unknowns(decision: &RouteDecision, session: &Session, ctx: &Ctx<'_>) -> Vec<Part> {
    let words = &ctx.messages.route;
    let mut title = Some(words.unknowns.as_str());
    if decision.unknowns.is_empty() {
        let line = Line::styled(words.unknowns_none.clone(), ctx.theme.style(Role::Answered));
        return vec![Part::new(line).titled(&mut title)];
    }
    let part = |at: &FactAt| {
        let fact = at.fact.label();
        let transfer = at.transfer.and_then(|at| decision.transfers.get(at));
        let text = transfer.map_or_else(
            || ["? ", fact.get(ctx.lang)].concat(),
            |transfer| {
                [
                    "? ",
                    &transfer.name,
                    ctx.messages.common.colon.as_str(),
                    fact.get(ctx.lang),
                ]
                .concat()
            },
        );
        Part {
            target: question_of(at.fact, session),
            ..Part::new(Line::styled(text, ctx.theme.style(Role::Unknown)))
        }
        .titled(&mut title)
    };
    decision.unknowns.iter().map(part).collect()
}

/// Where a fact is asked; nowhere, if the answers hide the question.
pub(super) fn question_of(fact: Fact, session: &Session) -> Option<Scoped<QuestionId>> {
    let id = match fact {
        Fact::AsOf => "route.as-of",
        Fact::Exporter => "route.exporter",
        Fact::CriticalInfrastructureOperator => "route.ciio",
        Fact::FreeTradeZone => "route.ftz",
        Fact::NegativeListRoute => "route.negative-list-route",
        Fact::SmallProcessor => "route.small-processor",
        Fact::DeduplicatedPeople(_) => "route.people",
        Fact::LabourRules | Fact::CollectiveContract => "transfer.hr-documents",
        Fact::PeopleBeyondNecessity(_) => "transfer.exemption",
        _ => "transfer.list",
    };
    let slot = Scoped::whole(QuestionId::from(id));
    session.overview().position(&slot).map(|_| slot)
}

/// How many people are counted, with and without the exempt transfers, and how far the next threshold is.
fn counts(decision: &RouteDecision, ctx: &Ctx<'_>) -> Vec<Part> {
    let words = &ctx.messages.route;
    let mut title = Some(words.changes.as_str());
    let part = |kind: Kind| {
        let template = match kind {
            Kind::Ordinary => &words.counted_ordinary,
            Kind::Sensitive => &words.counted_sensitive,
        };
        let own = count_words(decision.counts.get(kind), ctx);
        let mut lines = vec![Line::from(fill(template, &[("count", &own)]))];
        let all = count_words(decision.counts_with_exempt.get(kind), ctx);
        if all != own {
            lines.push(Line::from(fill(&words.with_exempt, &[("count", &all)])));
        }
        lines.extend(next(decision, kind, ctx));
        Part {
            lines,
            ..Part::new(Line::default())
        }
        .titled(&mut title)
    };
    Kind::BOTH.into_iter().map(part).collect()
}

fn count_words(count: Count, ctx: &Ctx<'_>) -> String {
    match count {
        Count::Exactly(people) => fill(&ctx.messages.common.people, &[("count", &number(people))]),
        Count::Between(from, to) => fill(
            &ctx.messages.route.range,
            &[("from", &number(from)), ("to", &number(to))],
        ),
        Count::Unknown => ctx.messages.common.unknown.clone(),
    }
}

/// The next number that changes the route, and how many people are left to it.
fn next(decision: &RouteDecision, kind: Kind, ctx: &Ctx<'_>) -> Option<Line<'static>> {
    let words = &ctx.messages.route;
    let upper = decision.counts.get(kind).upper()?;
    let Some(threshold) = decision.next_threshold.get(kind) else {
        let limit = number_or_words(kind.upper_threshold(), ctx.lang);
        let over = (upper >= kind.upper_threshold()).then(|| fill(&words.over, &[("threshold", &limit)]))?;
        return Some(Line::styled(over, ctx.theme.style(Role::Warning)));
    };
    let left = threshold.saturating_sub(upper);
    let limit = number_or_words(threshold, ctx.lang);
    let text = if left == 0 {
        fill(&words.over, &[("threshold", &limit)])
    } else {
        fill(
            &words.next_at,
            &[
                ("threshold", &limit),
                ("left", &number(left - 1)),
                ("trigger", &number(left)),
            ],
        )
    };
    Some(Line::styled(text, ctx.theme.style(Role::Accent)))
}

/// Each transfer: exempt by which rule, counted, or not told.
fn transfers(decision: &RouteDecision, session: &Session, ctx: &Ctx<'_>) -> Vec<Part> {
    let words = &ctx.messages.route;
    let mut title = Some(words.transfers.as_str());
    let part = |transfer: &crate::domain::route::TransferDecision| {
        let (state, role) = match transfer.exempt {
            Some(true) => (&words.transfer_exempt, Role::Answered),
            Some(false) if !transfer.basis.is_empty() => (&words.transfer_partly, Role::Accent),
            Some(false) => (&words.transfer_counted, Role::Accent),
            None => (&ctx.messages.common.unknown, Role::Unknown),
        };
        let mut spans = vec![
            Span::raw([transfer.name.as_str(), ctx.messages.common.colon.as_str()].concat()),
            Span::styled(state.clone(), ctx.theme.style(role)),
        ];
        if !transfer.basis.is_empty() {
            let law = ["  ", &citations(&transfer.basis, session, ctx)].concat();
            spans.push(Span::styled(law, ctx.theme.style(Role::Law)));
        }
        Part {
            target: question_of(Fact::Transfer, session),
            ..Part::new(Line::from(spans))
        }
        .titled(&mut title)
    };
    decision.transfers.iter().map(part).collect()
}

/// The forecast, the day, how people are counted.
fn handling(decision: &RouteDecision, session: &Session, ctx: &Ctx<'_>) -> Part {
    let words = &ctx.messages.route;
    let muted = ctx.theme.style(Role::Muted);
    let mut lines = Vec::new();
    if let Some(forecast) = decision.forecast_route {
        let route = match forecast {
            ForecastRoute::Determined(route) => Some(route),
            ForecastRoute::Undetermined => None,
        };
        let text = fill(&words.forecast, &[("route", &route_words(route, ctx))]);
        lines.push(Line::from(text));
        if route != decision.route {
            lines.push(Line::styled(
                words.forecast_differs.clone(),
                ctx.theme.style(Role::Warning),
            ));
        }
    }
    if let Some(day) = session.engine().route_facts().as_of.value() {
        let day = Text::new(
            crate::i18n::date_in_text(day, crate::domain::Lang::Zh),
            crate::i18n::date_in_text(day, crate::domain::Lang::En),
        );
        lines.push(Line::styled(fill(&words.as_of, &[("date", &day.get(ctx.lang))]), muted));
    }
    lines.push(Line::styled(words.persons_rule.clone(), muted));
    Part {
        title: Some(words.how_counted.clone()),
        lines,
        ..Part::new(Line::default())
    }
}

fn route_words<'a>(route: Option<Route>, ctx: &Ctx<'a>) -> &'a str {
    let words = &ctx.messages.route;
    match route {
        Some(Route::NotOutbound) => &words.not_outbound,
        Some(Route::Exempt) => &words.exempt,
        Some(Route::ContractOrCertification) => &words.contract_or_certification,
        Some(Route::SecurityAssessment) => &words.security_assessment,
        None => &words.undetermined,
    }
}
