//! One finding: what the gap is, its ground, the answers it rests on, the proposed measure, the measures that stand.

mod ground;

use super::links::{Link, Links};
use super::{Ctx, Desk, Go, ask, evidence, frame, guide, measure, review};
use crate::domain::{
    Acceptance, Because, Change, Citation, Finding, FindingCode, Lang, QuestionId, RowKey, Scoped, Severity,
};
use crate::i18n::{both, fill};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::{Badge, Notice};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

/// Where a line leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// To an answer it rests on.
    Question(Scoped<QuestionId>),
    /// To a measure that stands.
    Measure(RowKey),
    /// To an article.
    Law(Citation),
    /// To a piece of evidence.
    Evidence(String),
}

/// The finding and its lines.
#[derive(Debug)]
pub struct State {
    id: Scoped<FindingCode>,
    finding: Option<Finding>,
    links: Links<Target>,
    of: Option<(u64, Lang)>,
}

impl State {
    /// A finding.
    pub fn of(finding: Finding) -> Self {
        Self {
            id: finding.id(),
            finding: Some(finding),
            links: Links::default(),
            of: None,
        }
    }

    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Finding
    }

    /// A blocking finding cannot be accepted; one that is closed needs no measure.
    pub fn availability(&self, action: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        let blocking = self
            .finding
            .as_ref()
            .is_none_or(|finding| finding.severity == Severity::Blocking);
        match action {
            Action::AcceptFinding => !blocking,
            Action::Measure => self.finding.is_some(),
            Action::Open => self.links.count() > 0,
            _ => true,
        }
    }

    /// Looks the finding up again after a change; it may be gone.
    pub fn refresh(&mut self, desk: &Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let now = Some((session.revision(), ctx.lang));
        if self.of == now {
            return;
        }
        self.of = now;
        self.finding = session
            .engine()
            .answered_findings()
            .into_iter()
            .find(|finding| finding.id() == self.id);
        let lines = match &self.finding {
            Some(finding) => body(finding, session, ctx),
            None => vec![Link::text(Line::styled(
                ctx.messages.finding.gone.clone(),
                ctx.theme.style(Role::Notice),
            ))],
        };
        self.links.set(lines);
    }

    /// Moves, goes to what a line leads to, takes the measure, accepts.
    pub fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        if self.links.update(action) {
            return Go::Stay;
        }
        match (action, &self.finding) {
            (Action::Open, _) => self.follow(desk, ctx),
            (Action::Measure, Some(finding)) => take(finding, desk, ctx),
            (Action::AcceptFinding, Some(finding)) => accept(finding, desk, ctx),
            _ => Go::Unused,
        }
    }

    fn follow(&self, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        match self.links.target() {
            Some(Target::Question(slot)) => review::visit(slot, None, desk, ctx),
            Some(Target::Measure(key)) => Go::open(measure::State::of(key.clone())),
            Some(Target::Law(citation)) => Go::open(guide::State::law(citation)),
            Some(Target::Evidence(key)) => Go::open(evidence::State::one(key, desk)),
            None => Go::Stay,
        }
    }

    /// The reason for accepting was typed.
    pub fn picked(&mut self, value: &str, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        accepted(&self.id, value, desk, ctx);
        Go::Stay
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// The whole of it on one page.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        let title = [ctx.messages.finding.one.as_str(), self.id.id.as_str()].join(" ");
        let room = frame(area, buf, &title, session.title().get(ctx.lang), ctx);
        let room = Rect {
            x: room.x + 1,
            width: room.width.saturating_sub(1),
            ..room
        };
        self.links.draw(room, buf, ctx.theme);
        None
    }
}

/// The measures that stand for a finding.
pub fn measures_for(session: &Session, id: &Scoped<FindingCode>) -> Vec<RowKey> {
    let name = id.to_string();
    let rows = session.answers().rows(measure::MEASURES).iter();
    rows.filter(|row| measure::findings_of(row).contains(&name))
        .map(|row| row.key.clone())
        .collect()
}

/// Opens the measure that stands; else takes the proposed one.
pub fn take(finding: &Finding, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
    let Some(session) = &desk.session else { return Go::Back };
    if let Some(key) = measures_for(session, &finding.id()).into_iter().next() {
        return Go::open(measure::State::of(key));
    }
    let (key, change) = measure::proposed(session, Some(finding), ctx.lang);
    if desk.change(change, ctx) {
        desk.notice = Some(Notice::done(ctx.messages.finding.taken.as_str()));
        return Go::open(measure::State::of(key));
    }
    Go::Stay
}

/// Asks for the reason of accepting, or takes the acceptance back.
pub fn accept(finding: &Finding, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
    let words = &ctx.messages.finding;
    if finding.severity == Severity::Blocking {
        desk.notice = Some(Notice::warning(words.cannot_accept.as_str()));
        return Go::Stay;
    }
    let before = desk
        .session
        .as_ref()
        .and_then(|session| session.answers().acceptances.get(&finding.id()).cloned());
    if before.is_some() {
        if desk.change(Change::Accept(finding.id(), None), ctx) {
            desk.notice = Some(Notice::done(words.withdrawn.as_str()));
        }
        return Go::Stay;
    }
    let title = both(|words| words.finding.accept_reason.clone());
    let hint = both(|words| words.finding.accept_hint.clone());
    Go::open(ask::State::new(title, hint, "").reason())
}

/// Accepts a finding with the reason that was typed.
pub fn accepted(id: &Scoped<FindingCode>, reason: &str, desk: &mut Desk, ctx: &Ctx<'_>) {
    let reason = reason.trim();
    if reason.is_empty() {
        desk.notice = Some(Notice::error(ctx.messages.error.reason_needed.clone()));
    } else if desk.change(Change::Accept(id.clone(), Some(Acceptance::of(reason))), ctx) {
        desk.notice = Some(Notice::done(ctx.messages.finding.accepted_done.as_str()));
    }
}

/// In which state a finding is, in a word, with its role.
pub fn standing(finding: &Finding, session: &Session, ctx: &Ctx<'_>) -> (String, Role) {
    let words = &ctx.messages.finding;
    let measures = measures_for(session, &finding.id()).len();
    if session.answers().acceptances.contains_key(&finding.id()) && !finding.open {
        (words.accepted_short.clone(), Role::Muted)
    } else if !finding.open {
        (words.treated.clone(), Role::Answered)
    } else if measures > 0 {
        (words.has_measure.clone(), Role::Text)
    } else {
        (words.open.clone(), Role::Unanswered)
    }
}

/// Everything about a finding, for this screen and for the side of the list.
pub fn body(finding: &Finding, session: &Session, ctx: &Ctx<'_>) -> Vec<Link<Target>> {
    let mut lines = head(finding, session, ctx);
    ground::answers(finding, session, ctx, &mut lines);
    proposal(finding, ctx, &mut lines);
    if !finding.after.is_empty() {
        lines.push(heading(&ctx.messages.finding.after, ctx));
        lines.extend(
            finding
                .after
                .iter()
                .map(|after| Link::text(format!("  {}", measure::after_words(after, session, ctx.lang)))),
        );
        lines.push(Link::text(""));
    }
    standing_measures(finding, session, ctx, &mut lines);
    law(finding, session, ctx, &mut lines);
    lines
}

fn heading(text: &str, ctx: &Ctx<'_>) -> Link<Target> {
    Link::text(Line::styled(text.to_owned(), ctx.theme.style(Role::Heading)))
}

fn head(finding: &Finding, session: &Session, ctx: &Ctx<'_>) -> Vec<Link<Target>> {
    let words = &ctx.messages.finding;
    let badge = Badge::finding(finding.severity, ctx.messages, ctx.theme);
    let note = match finding.severity {
        Severity::Blocking => &words.blocking_note,
        Severity::Major => &words.major_note,
        Severity::Minor => &words.minor_note,
    };
    let (state, role) = standing(finding, session, ctx);
    let muted = ctx.theme.style(Role::Muted);
    let mut lines = vec![
        Link::text(Line::from(vec![
            badge.span(),
            Span::styled(format!("  {note}  "), muted),
            Span::styled(state, ctx.theme.style(role)),
        ])),
        Link::text(finding.text.get(ctx.lang).to_owned()),
    ];
    if !finding.scope.is_whole() {
        let name = session.scope_name(&finding.scope);
        let about = [words.concerns.as_str(), name.get(ctx.lang)].join(&ctx.messages.common.colon);
        lines.push(Link::text(Line::styled(about, muted)));
    }
    if finding.because == Because::Unknown {
        lines.push(Link::text(Line::styled(
            words.from_unknown.clone(),
            ctx.theme.style(Role::Unknown),
        )));
    }
    if finding.to_be_cleared {
        lines.push(Link::text(Line::styled(
            words.to_be_cleared.clone(),
            ctx.theme.style(Role::Warning),
        )));
    }
    if let Some(accepted) = session.answers().acceptances.get(&finding.id()) {
        let reasons = accepted.reasons();
        let text = fill(&words.accepted, &[("reason", &reasons.get(ctx.lang))]);
        lines.push(Link::text(Line::styled(text, ctx.theme.style(Role::Answered))));
    }
    lines.push(Link::text(""));
    lines
}

fn proposal(finding: &Finding, ctx: &Ctx<'_>, lines: &mut Vec<Link<Target>>) {
    lines.push(heading(&ctx.messages.finding.proposed, ctx));
    lines.push(Link::text(format!("  {}", finding.measure.get(ctx.lang))));
    if finding.note {
        lines.push(Link::text(Line::styled(
            format!("  {}", ctx.messages.finding.only_note),
            ctx.theme.style(Role::Muted),
        )));
    }
    lines.push(Link::text(""));
}

fn standing_measures(finding: &Finding, session: &Session, ctx: &Ctx<'_>, lines: &mut Vec<Link<Target>>) {
    let words = &ctx.messages.finding;
    let keys = measures_for(session, &finding.id());
    lines.push(heading(&fill(&words.measures, &[("count", &keys.len())]), ctx));
    if keys.is_empty() {
        let take = ctx.key(Context::Finding, Action::Measure);
        lines.push(Link::text(Line::styled(
            format!("  {}", fill(&words.no_measure_take, &[("key", &take)])),
            ctx.theme.style(Role::Muted),
        )));
    }
    for key in keys {
        if let Some(row) = session.answers().row(measure::MEASURES, &key) {
            lines.push(Link::to(
                Target::Measure(key.clone()),
                measure::one_line(row, session, ctx),
            ));
        }
    }
    lines.push(Link::text(""));
}

fn law(finding: &Finding, session: &Session, ctx: &Ctx<'_>, lines: &mut Vec<Link<Target>>) {
    lines.push(heading(&ctx.messages.finding.basis, ctx));
    for citation in &finding.basis {
        let mut cited = Vec::new();
        guide::cite(citation, session.questionnaire(), ctx, &mut cited);
        let mut cited = cited.into_iter();
        if let Some(first) = cited.next() {
            lines.push(Link::to(Target::Law(citation.clone()), first));
        }
        lines.extend(cited.take(1).map(Link::text));
    }
}
