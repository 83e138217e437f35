//! What is missing, unknown, parked, flagged, noted; and whether the assessment can be handed in. From every line one goes to the
//! question, and back leads here again.

mod list;

use super::links::Links;
use super::{Ctx, Desk, Go, evidence, frame};
use crate::domain::{Lang, QuestionId, Readiness, Scoped, Severity};
use crate::i18n::fill;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::line_break::wrap;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::{Notice, Tabs};
use list::Tab;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

/// Where a line leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// To a question, and to a row of its table.
    Question(Scoped<QuestionId>, crate::domain::Scope),
    /// To a piece of evidence.
    Evidence(String),
}

/// The open tab, its lines, the counts of all tabs; worked out once per change.
#[derive(Debug, Default)]
pub struct State {
    tab: usize,
    links: Links<Target>,
    counts: [usize; Tab::ALL.len()],
    readiness: Vec<(String, Role)>,
    of: Option<(u64, Lang)>,
}

impl State {
    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Review
    }

    /// Going somewhere needs a line that leads there.
    pub fn availability(&self, action: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        action != Action::GoTo || self.links.count() > 0
    }

    /// Works out the lines again if answers or language changed.
    pub fn refresh(&mut self, desk: &Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let now = Some((session.revision(), ctx.lang));
        if self.of != now {
            self.of = now;
            self.fill(session, ctx);
        }
    }

    fn fill(&mut self, session: &Session, ctx: &Ctx<'_>) {
        for (count, tab) in self.counts.iter_mut().zip(Tab::ALL) {
            *count = list::count(tab, session);
        }
        self.readiness = readiness(session, ctx);
        self.links.set(list::lines(self.tab(), session, ctx));
    }

    fn tab(&self) -> Tab {
        Tab::ALL.get(self.tab).copied().unwrap_or(Tab::Missing)
    }

    /// Moves, changes the tab, goes to the question.
    pub fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        if self.links.update(action) {
            return Go::Stay;
        }
        match action {
            Action::NextTab | Action::PreviousTab => {
                self.tab = super::sheet::turned(self.tab, Tab::ALL.len(), action == Action::NextTab);
                self.of = None;
                self.links = Links::default();
                self.refresh(desk, ctx);
                Go::Stay
            }
            Action::NextOpen => {
                self.tab = 0;
                self.of = None;
                self.refresh(desk, ctx);
                Go::Stay
            }
            Action::GoTo => self.visit(desk, ctx),
            _ => Go::Unused,
        }
    }

    fn visit(&self, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        match self.links.target() {
            Some(Target::Question(question, row)) => visit(question, Some(row), desk, ctx),
            Some(Target::Evidence(key)) => Go::open(evidence::State::one(key, desk)),
            None => Go::Stay,
        }
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// Draws readiness, the tabs, the lines of the open one.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        let words = &ctx.messages.review;
        let room = frame(area, buf, &words.title, session.title().get(ctx.lang), ctx);
        let width = usize::from(room.width.saturating_sub(2)).max(8);
        let mut y = room.y;
        for (text, role) in &self.readiness {
            for line in wrap(text, width) {
                if y < room.bottom() {
                    buf.set_stringn(room.x + 1, y, line, width, ctx.theme.style(*role));
                    y += 1;
                }
            }
        }
        let titles: Vec<(&str, Option<usize>)> = Tab::ALL
            .iter()
            .zip(self.counts)
            .map(|(tab, count)| (tab.title(words), Some(count)))
            .collect();
        let at = Rect {
            x: room.x + 1,
            y: (y + 1).min(room.bottom()),
            width: room.width.saturating_sub(1),
            height: 1,
        };
        (&Tabs::new(&titles, self.tab, ctx.theme)).render(at.intersection(room), buf);
        let list = Rect {
            x: room.x + 1,
            y: (y + 3).min(room.bottom()),
            width: room.width.saturating_sub(1),
            height: room.bottom().saturating_sub(y + 3),
        };
        self.links.draw(list, buf, ctx.theme);
        None
    }
}

/// Goes to a question (and a row of its table); going back leads here again.
pub fn visit(question: &Scoped<QuestionId>, row: Option<&crate::domain::Scope>, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
    let Some(session) = &mut desk.session else {
        return Go::Back;
    };
    session.go(question.clone(), &mut desk.effects);
    desk.aim = row.and_then(|row| row.rows().last().map(|(record, key)| (record.clone(), key.clone())));
    let back = ctx.key(Context::Wizard, Action::Back);
    desk.notice = Some(Notice::done(fill(&ctx.messages.review.back_here, &[("key", &back)])));
    Go::Detour
}

/// The readiness line and what stands behind it.
fn readiness(session: &Session, ctx: &Ctx<'_>) -> Vec<(String, Role)> {
    let words = &ctx.messages.review;
    let engine = session.engine();
    let findings = engine.answered_findings();
    let open = |severity| {
        findings
            .iter()
            .filter(|finding| finding.open && finding.severity == severity)
            .count()
    };
    let (blocking, major, minor) = (open(Severity::Blocking), open(Severity::Major), open(Severity::Minor));
    let missing = engine.missing().len();
    let overview = session.overview();
    let state = engine.readiness(&findings);
    let known = state.words();
    // How ready it is shows only once all is answered; that the law forbids going on is told at once.
    let (known, role) = match state {
        Readiness::Blocked => (known.get(ctx.lang), Role::FindingBlocking),
        _ if missing > 0 => (words.incomplete.as_str(), Role::Warning),
        Readiness::AfterMeasures => (known.get(ctx.lang), Role::FindingMajor),
        Readiness::Ready => (known.get(ctx.lang), Role::Notice),
    };
    let line = [words.readiness.as_str(), known].join(&ctx.messages.common.colon);
    let done = fill(
        &words.required_done,
        &[("done", &overview.done), ("total", &overview.total)],
    );
    let count = fill(
        &ctx.messages.finding.count,
        &[("blocking", &blocking), ("major", &major), ("minor", &minor)],
    );
    let mut lines = vec![(line, role), ([done, count].join("   "), Role::Text)];
    if missing > 0 {
        lines.push((fill(&words.not_ready_missing, &[("count", &missing)]), Role::Warning));
    }
    if blocking > 0 {
        lines.push((fill(&words.not_ready_blocking, &[("count", &blocking)]), Role::Warning));
    }
    if missing == 0 && blocking == 0 {
        lines.push((words.ready.clone(), Role::Notice));
    }
    lines.push((words.decision.clone(), Role::Muted));
    lines
}
