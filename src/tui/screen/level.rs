//! Levels: the body of a level question, and the screen of all judgements.

use super::{Ctx, Desk, Go, ask, frame, matrix, moved, trace};
use crate::domain::{
    Change, Confirmation, Engine, Judgement, JudgementId, Kind, Override, QuestionId, Scope, Scoped, Stage, staged_id,
};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::{Badge, Column, Notice, Table};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;
use std::rc::Rc;

/// One judgement of a list, at a stage.
type Line = (JudgementId, Scope, Stage);

/// The levels that one question asks to confirm.
#[derive(Debug)]
pub struct Question {
    question: QuestionId,
    lines: Vec<Line>,
    focus: usize,
}

impl Question {
    /// The levels of a question.
    pub fn new(question: &QuestionId, session: &Session) -> Self {
        let mut state = Self {
            question: question.clone(),
            lines: Vec::new(),
            focus: 0,
        };
        state.refresh(session);
        state
    }

    /// After a change made elsewhere.
    pub fn refresh(&mut self, session: &Session) {
        let questionnaire = session.questionnaire();
        let Some(Kind::Level { judgements, stage, .. }) =
            questionnaire.question(&self.question).map(|known| &known.kind)
        else {
            return;
        };
        let engine = session.engine();
        let scopes = |id: &JudgementId| {
            let rule = questionnaire.judgement(id);
            let scopes = rule.map(|rule| engine.judgement_scopes(rule)).unwrap_or_default();
            scopes
                .into_iter()
                .map(|scope| (id.clone(), scope, *stage))
                .collect::<Vec<_>>()
        };
        self.lines = judgements.iter().flat_map(scopes).collect();
        self.focus = self.focus.min(self.lines.len().saturating_sub(1));
    }

    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Choice
    }

    /// Whether an action would do something.
    pub const fn availability(&self, action: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        !matches!(
            action,
            Action::Unknown | Action::NotApplicable | Action::Remark | Action::Choose(_)
        )
    }

    /// Confirms, overrides, explains.
    pub fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        if moved(&mut self.focus, self.lines.len(), action) {
            return Go::Stay;
        }
        let Some(line) = self.lines.get(self.focus).cloned() else {
            return Go::Unused;
        };
        match action {
            Action::Toggle => confirm(&line, desk, ctx),
            Action::Trace => return Go::open(trace::State::of(line)),
            Action::Override => return ask_reason(ctx),
            Action::Unknown | Action::NotApplicable | Action::Remark | Action::Note | Action::Clear => {}
            _ => return Go::Unused,
        }
        Go::Stay
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// The reason of an override was typed.
    pub fn picked(&mut self, value: &str, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        if let Some(line) = self.lines.get(self.focus).cloned() {
            override_next(&line, value, desk, ctx);
        }
        Go::Stay
    }

    /// Draws the levels as a table.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        draw(&self.lines, self.focus, session, area, buf, ctx);
        None
    }
}

/// All judgements.
#[derive(Debug, Default)]
pub struct State {
    focus: usize,
    stage: usize,
}

const STAGES: [Stage; 3] = [Stage::Inherent, Stage::Attained, Stage::Expected];

impl State {
    fn lines(&self, session: &Session) -> Vec<Line> {
        let stage = STAGES.get(self.stage).copied().unwrap_or(Stage::Inherent);
        let all = session.engine().at(stage).judgements();
        all.iter()
            .map(|known| (known.id.clone(), known.scope.clone(), stage))
            .collect()
    }

    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Levels
    }

    /// Everything but going somewhere.
    pub const fn availability(&self, action: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        !matches!(action, Action::Law)
    }

    /// Moves, confirms, explains, changes the stage.
    pub fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let Some(session) = &desk.session else { return Go::Back };
        let lines = self.lines(session);
        if moved(&mut self.focus, lines.len(), action) {
            return Go::Stay;
        }
        let line = lines.get(self.focus).cloned();
        match (action, line) {
            (Action::Stage, _) => self.stage = (self.stage + 1) % STAGES.len(),
            (Action::Matrix, _) => return Go::open(matrix::State::default()),
            (Action::Trace, Some(line)) => return Go::open(trace::State::of(line)),
            (Action::Accept, Some(line)) => confirm(&line, desk, ctx),
            (Action::Override, Some(_)) => return ask_reason(ctx),
            (Action::GoTo, Some(line)) => return go_to(&line, desk),
            _ => return Go::Unused,
        }
        Go::Stay
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// The reason of an override was typed.
    pub fn picked(&mut self, value: &str, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let line = desk
            .session
            .as_ref()
            .and_then(|session| self.lines(session).get(self.focus).cloned());
        if let Some(line) = line {
            override_next(&line, value, desk, ctx);
        }
        Go::Stay
    }

    /// Draws the judgements of the stage.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        let words = &ctx.messages.level;
        let stage = [&words.inherent, &words.attained, &words.expected]
            .get(self.stage)
            .map_or("", |word| word.as_str());
        let room = frame(area, buf, &words.title, stage, ctx);
        draw(&self.lines(session), self.focus, session, room, buf, ctx);
        None
    }
}

fn judgement(engine: &Engine, line: &Line) -> Option<Rc<Judgement>> {
    engine.judge_at(&line.0, &line.1, line.2)
}

fn draw(lines: &[Line], focus: usize, session: &Session, area: Rect, buf: &mut Buffer, ctx: &Ctx<'_>) {
    let words = &ctx.messages.level;
    let engine = session.engine();
    let row = |line: &Line| {
        let rule = session.questionnaire().judgement(&line.0);
        let title = rule.map_or("", |rule| rule.title.get(ctx.lang));
        let name = session.scope_name(&line.1);
        let title = if line.1.is_whole() {
            title.to_owned()
        } else {
            [title, " · ", name.get(ctx.lang)].concat()
        };
        let Some(known) = judgement(engine, line) else {
            return vec![
                (title, Role::Text),
                (words.not_judged.clone(), Role::Muted),
                (String::new(), Role::Muted),
            ];
        };
        let scale = rule.and_then(|rule| session.questionnaire().scale(&rule.scale));
        let badge = scale.and_then(|scale| Badge::level(scale, &known.level, ctx.lang, ctx.theme));
        let (level, role) = badge.map_or((known.level.to_string(), Role::Text), |badge| {
            (badge.text(), badge.role())
        });
        let state = if known.overridden.is_some() {
            (words.overridden.clone(), Role::Accent)
        } else if engine.is_settled(&known, line.2) {
            (words.confirmed.clone(), Role::Answered)
        } else {
            (words.to_confirm.clone(), Role::Unanswered)
        };
        vec![(title, Role::Text), (level, role), state]
    };
    let rows: Vec<_> = lines.iter().map(row).collect();
    let columns = [
        Column::new(&words.title, 60),
        Column::new(&words.proposed, 24),
        Column::new("", 12),
    ];
    (&Table::new(&columns, &rows, ctx.theme).row(focus)).render(area, buf);
}

/// Confirms the proposed level, or takes the confirmation back.
fn confirm(line: &Line, desk: &mut Desk, ctx: &Ctx<'_>) {
    let Some(session) = &desk.session else { return };
    let Some(known) = judgement(session.engine(), line) else {
        return;
    };
    let settled = session.engine().is_settled(&known, line.2);
    let slot = Scoped::new(staged_id(&line.0, line.2), line.1.clone());
    let confirmation = (!settled).then(|| Confirmation {
        level: known.proposed.clone(),
        reason: String::new(),
        translation: String::new(),
    });
    if desk.change(Change::Confirm(slot, confirmation), ctx) && !settled {
        desk.notice = Some(Notice::done(ctx.messages.notice.level_confirmed.as_str()));
    }
}

fn ask_reason(ctx: &Ctx<'_>) -> Go {
    let words = &ctx.messages.level;
    Go::open(ask::State::new(
        words.override_reason.as_str(),
        words.override_reason_hint.as_str(),
        "",
    ))
}

/// Overrides with the next worse level, for the reason given.
fn override_next(line: &Line, reason: &str, desk: &mut Desk, ctx: &Ctx<'_>) {
    if reason.trim().is_empty() {
        desk.notice = Some(Notice::error(ctx.messages.error.reason_needed.clone()));
        return;
    }
    let Some(session) = &desk.session else { return };
    let Some(known) = judgement(session.engine(), line) else {
        return;
    };
    let questionnaire = session.questionnaire();
    let scale = questionnaire
        .judgement(&line.0)
        .and_then(|rule| questionnaire.scale(&rule.scale));
    let Some(scale) = scale else { return };
    let rank = scale.rank(&known.level).unwrap_or(0);
    let next = (rank + 1) % scale.levels.len().max(1);
    let Some(level) = scale.at(next).map(|level| level.id.clone()) else {
        return;
    };
    let value = Override {
        level,
        reason: reason.to_owned(),
    };
    if desk.change(
        Change::Override(Scoped::new(line.0.clone(), line.1.clone()), Some(value)),
        ctx,
    ) {
        desk.notice = Some(Notice::done(ctx.messages.notice.level_overridden.as_str()));
    }
}

fn go_to(line: &Line, desk: &mut Desk) -> Go {
    let Some(session) = &mut desk.session else {
        return Go::Back;
    };
    let question = session
        .questionnaire()
        .judgement(&line.0)
        .and_then(|rule| rule.question.clone());
    let Some(question) = question else { return Go::Stay };
    let whole = Scoped::whole(question);
    session.go(whole, &mut desk.effects);
    Go::Question
}
