//! The question screen: the sections at the left, one question in the middle, what explains it at the right.

mod draw;
mod rail;

use super::field::{About, Slot};
use super::{Ctx, Desk, Go, field, guide, level, table};
use crate::domain::{Kind, Question, QuestionId, Scoped};
use crate::i18n::fill;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::effect::Effect;
use crate::tui::session::Session;
use crate::tui::widget::Notice;

/// The part that takes the answer.
#[derive(Debug)]
pub enum Body {
    /// A single value.
    Field(Box<field::State>),
    /// Rows.
    Table(table::State),
    /// Levels to confirm.
    Level(level::Question),
    /// There is nothing to ask.
    Empty,
}

/// The question shown, and the part that takes its answer.
#[derive(Debug)]
pub struct State {
    shown: Scoped<QuestionId>,
    revision: u64,
    body: Body,
}

impl State {
    /// The question the user stands at.
    pub fn new(desk: &Desk, ctx: &Ctx<'_>) -> Self {
        let mut state = Self {
            shown: Scoped::whole(QuestionId::from("")),
            revision: 0,
            body: Body::Empty,
        };
        state.refresh(desk, ctx);
        state
    }

    /// The part that takes the answer.
    pub const fn body(&self) -> &Body {
        &self.body
    }

    /// After anything happened: shows the question the user stands at now, with its answer as it is now.
    pub fn refresh(&mut self, desk: &Desk, _: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        if self.shown != *session.at() {
            self.shown = session.at().clone();
            self.body = session
                .question()
                .map_or(Body::Empty, |question| body(question, session));
        } else if self.revision != session.revision() {
            match &mut self.body {
                Body::Field(field) => field.refresh(session),
                Body::Table(table) => table.refresh(session),
                Body::Level(level) => level.refresh(session),
                Body::Empty => {}
            }
        }
        self.revision = session.revision();
    }

    /// Which keys hold.
    pub fn context(&self) -> Context {
        match &self.body {
            Body::Field(field) => field.context(),
            Body::Table(table) => table.context(),
            Body::Level(level) => level.context(),
            Body::Empty => Context::Wizard,
        }
    }

    /// Whether an action would do something.
    pub fn availability(&self, action: Action, desk: &Desk, ctx: &Ctx<'_>) -> bool {
        let Some(session) = &desk.session else { return false };
        match action {
            Action::Undo => session.can_undo(),
            Action::Redo => session.can_redo(),
            Action::Trace | Action::Override => matches!(self.body, Body::Level(_)),
            _ => match &self.body {
                Body::Field(field) => field.availability(action, desk),
                Body::Table(table) => table.availability(action, desk, ctx),
                Body::Level(level) => level.availability(action, desk, ctx),
                Body::Empty => true,
            },
        }
    }

    /// First the part that takes the answer; then moving on.
    pub fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let go = match &mut self.body {
            Body::Field(field) => field.update(action, desk, ctx),
            Body::Table(table) => table.update(action, desk, ctx),
            Body::Level(level) => level.update(action, desk, ctx),
            Body::Empty => Go::Unused,
        };
        if !matches!(go, Go::Unused) {
            return go;
        }
        self.move_on(action, desk, ctx)
    }

    /// Types or pastes.
    pub fn insert(&mut self, text: &str, desk: &mut Desk, ctx: &Ctx<'_>) {
        match &mut self.body {
            Body::Field(field) => field.insert(text, desk, ctx),
            Body::Table(table) => table.insert(text, desk, ctx),
            Body::Level(level) => level.insert(text, desk, ctx),
            Body::Empty => {}
        }
    }

    /// Takes what was picked in an overlay opened by the body.
    pub fn picked(&mut self, value: &str, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        match &mut self.body {
            Body::Table(table) => table.picked(value, desk, ctx),
            Body::Level(level) => level.picked(value, desk, ctx),
            _ => Go::Stay,
        }
    }

    /// Shows a row of the table.
    pub fn show_row(&mut self, row: &crate::domain::RowKey) {
        if let Body::Table(table) = &mut self.body {
            table.show_row(row);
        }
    }

    /// Whether the answer holds the user back: what was typed cannot be taken, and going on would lose it. Going back is always free.
    fn holds_back(&self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> bool {
        let onward = matches!(
            action,
            Action::Accept | Action::NextQuestion | Action::NextSection | Action::NextOpen | Action::Park
        );
        matches!(&self.body, Body::Field(field) if onward && field.complains(desk, ctx))
    }

    fn move_on(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        if self.holds_back(action, desk, ctx) {
            return Go::Stay;
        }
        let before = module(desk);
        match action {
            Action::Accept => {
                let lacks = self.leave(desk, ctx);
                if let (true, Body::Field(field)) = (lacks, &mut self.body) {
                    field.write_beside(field::Beside::Remark, desk, ctx);
                    return Go::Stay;
                }
                self.step(1, desk, ctx);
            }
            Action::NextQuestion => self.step(1, desk, ctx),
            Action::PreviousQuestion => self.step(-1, desk, ctx),
            Action::NextSection => self.section(1, desk, ctx),
            Action::PreviousSection => self.section(-1, desk, ctx),
            Action::NextOpen => self.next_open(desk, ctx),
            Action::Park => self.park(desk, ctx),
            Action::Law | Action::Example | Action::Glossary => {
                return desk
                    .session
                    .as_ref()
                    .map_or(Go::Stay, |session| Go::open(guide::State::of(session, action)));
            }
            Action::Evidence => return Go::open(super::evidence::State::of(&self.shown)),
            _ => return Go::Unused,
        }
        // The route is shown as soon as its last question is done.
        let forward = matches!(action, Action::Accept | Action::NextQuestion | Action::NextSection);
        if forward && before.as_deref() == Some(ROUTE) && module(desk).as_deref() != Some(ROUTE) {
            return Go::open(super::route::State::arrived());
        }
        Go::Stay
    }

    fn leave(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) -> bool {
        match &mut self.body {
            Body::Field(field) => field.leave(desk, ctx),
            Body::Table(table) => {
                table.leave(desk, ctx);
                false
            }
            Body::Level(level) => {
                level.leave(desk, ctx);
                false
            }
            Body::Empty => false,
        }
    }

    fn go(&mut self, to: Option<usize>, desk: &mut Desk, ctx: &Ctx<'_>) {
        self.leave(desk, ctx);
        let Some(session) = &mut desk.session else { return };
        let visit = to.and_then(|at| session.overview().visits.get(at));
        if let Some(slot) = visit.and_then(|visit| visit.slot(session.questionnaire())) {
            session.go(slot, &mut desk.effects);
        }
    }

    fn step(&mut self, by: isize, desk: &mut Desk, ctx: &Ctx<'_>) {
        self.leave(desk, ctx);
        let Some(session) = &mut desk.session else { return };
        // What was typed may change what is asked: settle before looking for the next question.
        session.settle();
        if let Some(to) = session.neighbour(by > 0) {
            session.go(to, &mut desk.effects);
            return;
        }
        let said = end_words(by < 0, session, ctx);
        desk.ask(Effect::Sync);
        desk.notice.get_or_insert_with(|| Notice::done(said));
    }

    fn section(&mut self, by: isize, desk: &mut Desk, ctx: &Ctx<'_>) {
        self.leave(desk, ctx);
        let Some(session) = &mut desk.session else { return };
        session.settle();
        let overview = session.overview();
        let at = overview.position(session.at()).unwrap_or(0);
        let section = overview.section_at(at).unwrap_or(0);
        let start = overview.sections.get(section).map_or(0, |section| section.visits.start);
        // Going back first leads to the start of this section.
        let to = if by < 0 && at > start {
            Some(section)
        } else {
            section.checked_add_signed(by)
        };
        let to = to
            .and_then(|to| overview.sections.get(to))
            .map(|section| section.visits.start);
        self.go(to, desk, ctx);
    }

    fn next_open(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        self.leave(desk, ctx);
        let Some(session) = &mut desk.session else { return };
        session.settle();
        let overview = session.overview();
        let at = overview.position(session.at()).unwrap_or(0);
        match overview.next_open(at) {
            Some(to) => self.go(Some(to), desk, ctx),
            None => desk.notice = Some(Notice::done(ctx.messages.notice.none_open.as_str())),
        }
    }

    /// Leaves the question for later: it keeps a flag, and the next one is shown.
    fn park(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        self.leave(desk, ctx);
        if let Body::Field(field) = &mut self.body
            && !field.answer().flagged
        {
            field.update(Action::Flag, desk, ctx);
            desk.notice = Some(Notice::done(ctx.messages.notice.marked_park.as_str()));
        }
        self.step(1, desk, ctx);
    }
}

/// At the first or the last question: what there is to do instead.
fn end_words(first: bool, session: &Session, ctx: &Ctx<'_>) -> String {
    let words = &ctx.messages.notice;
    let overview = session.overview();
    let left = overview.total.saturating_sub(overview.done);
    match (first, left) {
        (true, _) => words.first_question.clone(),
        (false, 0) => {
            let key = ctx.key(Context::Opened, Action::Review);
            fill(&ctx.messages.question.all_done, &[("key", &key)])
        }
        (false, left) => {
            let key = ctx.key(Context::Answer, Action::NextOpen);
            fill(&words.last_question, &[("count", &left), ("key", &key)])
        }
    }
}

/// The module whose questions decide the route.
const ROUTE: &str = "route";

/// The module of the question the user stands at.
fn module(desk: &Desk) -> Option<crate::domain::ModuleId> {
    let question = desk.session.as_ref()?.question()?;
    Some(question.module.clone())
}

fn body(question: &Question, session: &Session) -> Body {
    match &question.kind {
        Kind::Field(kind) => {
            let about = About {
                field: kind.clone(),
                required: question.required,
                remark: question.remark,
            };
            Body::Field(Box::new(field::State::new(
                Slot::Answer(session.at().clone()),
                about,
                session,
            )))
        }
        Kind::Table(_) => Body::Table(table::State::new(&question.id, session)),
        Kind::Level { .. } => Body::Level(level::Question::new(&question.id, session)),
    }
}
