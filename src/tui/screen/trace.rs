//! How a level was found: each step with its source, the answers it rests on and what came out. From a step one goes to its question, or
//! to the trace of the level it rests on.

mod rests;

pub use rests::{expressions, scopes_with};

use super::{Ctx, Desk, Go, guide, moved, overlay, pick};
use crate::domain::{Judgement, JudgementId, JudgementRule, Lang, Mark, Scale, Scope, Scoped, Stage, TraceStep};
use crate::i18n::{both, fill};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::{Badge, Scrollbar, scroll_to_show};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;
use rests::Target;
use std::ops::Range;
use std::rc::Rc;

/// Which level, the step in focus.
#[derive(Debug, Clone)]
pub struct State {
    of: (JudgementId, Scope, Stage),
    focus: usize,
}

impl State {
    /// The trace of a level.
    pub const fn of(of: (JudgementId, Scope, Stage)) -> Self {
        Self { of, focus: 0 }
    }

    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Popup
    }

    /// Whether an action would do something.
    pub fn availability(&self, action: Action, desk: &Desk, _: &Ctx<'_>) -> bool {
        match action {
            Action::NextTab | Action::PreviousTab => false,
            Action::GoTo => desk
                .session
                .as_ref()
                .is_some_and(|session| !self.targets(session).is_empty()),
            _ => true,
        }
    }

    fn known<'a>(&self, session: &'a Session) -> Option<(Rc<Judgement>, &'a JudgementRule, &'a Scale)> {
        let known = session.engine().judge_at(&self.of.0, &self.of.1, self.of.2)?;
        let rule = session.questionnaire().judgement(&self.of.0)?;
        let scale = session.questionnaire().scale(&rule.scale)?;
        Some((known, rule, scale))
    }

    fn targets(&self, session: &Session) -> Vec<Target> {
        let Some((known, rule, _)) = self.known(session) else {
            return Vec::new();
        };
        let step = known.trace.get(self.focus);
        step.map(|step| rests::targets(rule, &self.of.1, step, session))
            .unwrap_or_default()
    }

    /// Moves by steps, goes to what a step rests on, closes.
    pub fn update(&mut self, action: Action, desk: &mut Desk, _: &Ctx<'_>) -> Go {
        let Some(session) = &desk.session else { return Go::Back };
        let count = self.known(session).map_or(0, |(known, ..)| known.trace.len());
        if moved(&mut self.focus, count, action) {
            return Go::Stay;
        }
        match action {
            Action::Back => Go::Back,
            Action::GoTo => {
                let targets = self.targets(session);
                match targets.as_slice() {
                    [] => Go::Stay,
                    [only] => {
                        let only = only.clone();
                        self.go(&only, desk)
                    }
                    several => {
                        let item = |(at, target): (usize, &Target)| {
                            pick::Item::new(at.to_string(), both(|words| target.words(session, words.lang)))
                        };
                        let items = several.iter().enumerate().map(item).collect();
                        let title = both(|words| words.level.trace_go_title.clone());
                        Go::open(pick::State::new(title, items, "0"))
                    }
                }
            }
            _ => Go::Unused,
        }
    }

    /// One of several targets was picked.
    pub fn picked(&mut self, value: &str, desk: &mut Desk, _: &Ctx<'_>) -> Go {
        let Some(session) = &desk.session else { return Go::Back };
        let targets = self.targets(session);
        let target = value.parse::<usize>().ok().and_then(|at| targets.get(at).cloned());
        target.map_or(Go::Stay, |target| self.go(&target, desk))
    }

    fn go(&mut self, target: &Target, desk: &mut Desk) -> Go {
        match target {
            Target::Level(id, scope) => Go::open(Self::of((id.clone(), scope.clone(), self.of.2))),
            Target::Question(id) => {
                let Some(session) = &mut desk.session else {
                    return Go::Back;
                };
                let Some(question) = session.questionnaire().question(id) else {
                    return Go::Stay;
                };
                let context = crate::domain::Context::of(&self.of.1);
                let scope = session.engine().scope_of(question, &context);
                session.go(Scoped::new(id.clone(), scope), &mut desk.effects);
                Go::Question
            }
        }
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// A box over the screen.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        let words = &ctx.messages.level;
        let inner = overlay(area, buf, &words.trace_title, 100, usize::from(area.height), ctx);
        let Some((known, rule, scale)) = self.known(session) else {
            let style = ctx.theme.style(Role::Muted);
            buf.set_stringn(inner.x, inner.y, &words.trace_none, usize::from(inner.width), style);
            return None;
        };
        let width = usize::from(inner.width).saturating_sub(2);
        let head = self.head(&known, rule, scale, width, session, ctx);
        for (line, y) in head.iter().zip(inner.top()..inner.bottom()) {
            buf.set_line(inner.x, y, line, inner.width);
        }
        let top = inner.y + u16::try_from(head.len()).unwrap_or(0);
        let list = Rect {
            y: top.min(inner.bottom()),
            height: inner.bottom().saturating_sub(top),
            ..inner
        };
        let mut lines = Vec::new();
        let mut focus = 0..0;
        for (at, step) in known.trace.iter().enumerate() {
            let start = lines.len();
            let of = Shown {
                rule,
                scope: &self.of.1,
                scale,
                width,
                session,
                ctx,
            };
            lines.extend(of.step(at, step, at == self.focus));
            if at == self.focus {
                focus = start..lines.len();
            }
        }
        draw(&lines, &focus, list, buf, ctx);
        None
    }

    /// Which level of which rows, at which stage.
    fn head(
        &self,
        known: &Judgement,
        rule: &JudgementRule,
        scale: &Scale,
        width: usize,
        session: &Session,
        ctx: &Ctx<'_>,
    ) -> Vec<Line<'static>> {
        let words = &ctx.messages.level;
        let stage = match self.of.2 {
            Stage::Inherent => &words.inherent,
            Stage::Attained => &words.attained,
            Stage::Expected => &words.expected,
        };
        let mut title = rule.title.get(ctx.lang).to_owned();
        if !self.of.1.is_whole() {
            title = [session.scope_name(&self.of.1).get(ctx.lang), " · ", &title].concat();
        }
        let mut spans = vec![Span::styled(
            [stage.as_str(), &ctx.messages.common.colon].concat(),
            ctx.theme.style(Role::Muted),
        )];
        spans.extend(Badge::level(scale, &known.level, ctx.lang, ctx.theme).map(|badge| badge.span()));
        let lines = vec![
            Line::styled(title, ctx.theme.style(Role::Accent)),
            Line::from(spans),
            Line::default(),
        ];
        crate::tui::line_break::wrap_lines(&lines, width.max(8), 2)
    }
}

/// The key under which sources name this tool's own conventions; the mark says so already.
const TOOL: &str = "TOOL";

/// What the lines of a step are made from.
struct Shown<'a> {
    rule: &'a JudgementRule,
    scope: &'a Scope,
    scale: &'a Scale,
    width: usize,
    session: &'a Session,
    ctx: &'a Ctx<'a>,
}

impl Shown<'_> {
    /// Number and what was tested, mark and sources, answers, result.
    fn step(&self, at: usize, step: &TraceStep, focused: bool) -> Vec<Line<'static>> {
        let (ctx, words) = (self.ctx, &self.ctx.messages.level);
        let style = |role| ctx.theme.style(role);
        let number = format!("{} ", at + 1);
        let label_style = if focused {
            style(Role::Focus)
        } else {
            style(Role::Heading)
        };
        let mut lines = vec![Line::from(vec![
            Span::styled(number, style(Role::Muted)),
            Span::styled(step.ground.label.get(ctx.lang).to_owned(), label_style),
        ])];
        let mark = match step.ground.mark {
            Mark::Law => &words.mark_law,
            Mark::Standard => &words.mark_standard,
            Mark::Annex => &words.mark_annex,
            Mark::Tool => &words.mark_tool,
        };
        let mut source = vec![Span::styled(["  [", mark, "] "].concat(), style(Role::Law))];
        let names: Vec<String> = step
            .ground
            .source
            .iter()
            .filter(|citation| citation.instrument != TOOL)
            .map(|citation| guide::short_name(citation, self.session.questionnaire(), ctx.lang))
            .collect();
        source.push(Span::styled(crate::i18n::join(&names, ctx.lang), style(Role::Law)));
        lines.push(Line::from(source));
        let input = step.input.get(ctx.lang);
        if !input.is_empty() {
            lines.push(self.pair(&words.trace_input, Span::raw(input.to_owned())));
        }
        lines.extend(self.behind(step));
        lines.push(self.pair(&words.trace_result, self.result(step)));
        if focused && !rests::targets(self.rule, self.scope, step, self.session).is_empty() {
            let key = ctx.key(Context::Popup, Action::GoTo);
            let text = ["  ", &fill(&words.trace_go, &[("key", &key)])].concat();
            lines.push(Line::styled(text, style(Role::Muted)));
        }
        lines.push(Line::default());
        crate::tui::line_break::wrap_lines(&lines, self.width.max(8), 4)
    }

    /// What the codes of the input stand for; or what was tested before and does not hold.
    fn behind(&self, step: &TraceStep) -> Vec<Line<'static>> {
        let lang = self.ctx.lang;
        let found = rests::findings(self.rule, self.scope, step, self.session);
        let mut lines: Vec<Line<'static>> = found
            .iter()
            .map(|finding| Line::from(["    ", finding.code.as_str(), " ", finding.text.get(lang)].concat()))
            .collect();
        let before: Vec<&str> = rests::not_met(self.rule, step)
            .into_iter()
            .map(|label| label.get(lang))
            .collect();
        if !before.is_empty() {
            let comma = if lang == Lang::Zh { "；" } else { "; " };
            let text = fill(&self.ctx.messages.level.trace_not_met, &[("list", &before.join(comma))]);
            lines.push(Line::from(["  ", &text].concat()));
        }
        lines
    }

    fn pair(&self, label: &str, value: Span<'static>) -> Line<'static> {
        let head = ["  ", label, &self.ctx.messages.common.colon].concat();
        Line::from(vec![Span::styled(head, self.ctx.theme.style(Role::Muted)), value])
    }

    /// A level with its scale; what is no level of this scale (counts, does not count) as it is.
    fn result(&self, step: &TraceStep) -> Span<'static> {
        let level = self.scale.levels.iter().find(|level| level.label == step.result);
        let badge = level.and_then(|level| Badge::level(self.scale, &level.id, self.ctx.lang, self.ctx.theme));
        badge.map_or_else(
            || Span::raw(step.result.get(self.ctx.lang).to_owned()),
            |badge| badge.span(),
        )
    }
}

fn draw(lines: &[Line<'static>], focus: &Range<usize>, area: Rect, buf: &mut Buffer, ctx: &Ctx<'_>) {
    if area.is_empty() {
        return;
    }
    let height = usize::from(area.height);
    let offset = scroll_to_show(
        focus.end.saturating_sub(1),
        focus.start.saturating_sub(height / 3),
        height,
        lines.len(),
    );
    let offset = scroll_to_show(focus.start, offset, height, lines.len());
    for (line, y) in lines.iter().skip(offset).zip(area.top()..area.bottom()) {
        buf.set_line(area.x, y, line, area.width);
    }
    let bar = Rect {
        x: area.right() - 1,
        width: 1,
        ..area
    };
    Scrollbar::new(lines.len(), offset, ctx.theme).render(bar, buf);
}
