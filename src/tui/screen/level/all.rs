//! All judgements, by item of the report, the three stages beside each other.

mod rows;

use super::super::{Ctx, Desk, Go, frame, matrix, moved, trace};
use super::deed::{self, Overriding};
use super::{Line, STAGES, Standing, judgement, rule, scale};
use crate::domain::{Citation, Direction, JudgementRule, Questionnaire, Scoped, Stage};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::Paragraph;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line as Drawn, Span, Text};
use ratatui::widgets::Widget;

/// The judgement in focus and the stage in focus.
#[derive(Debug, Default)]
pub struct State {
    focus: usize,
    stage: usize,
    overriding: Overriding,
}

impl State {
    fn stage(&self) -> Stage {
        STAGES.get(self.stage).copied().unwrap_or(Stage::Inherent)
    }

    /// The judgements, in the order of their items.
    fn lines(&self, session: &Session) -> Vec<Line> {
        let stage = self.stage();
        let all = session.engine().judgements();
        let mut lines: Vec<(usize, Line)> = all
            .iter()
            .map(|known| {
                let line = (known.id.clone(), known.scope.clone(), stage);
                let order = rule(session, &line).map_or(0, |rule| order(rule, session.questionnaire()));
                (order, line)
            })
            .collect();
        lines.sort_by_key(|(order, _)| *order);
        lines.into_iter().map(|(_, line)| line).collect()
    }

    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Levels
    }

    /// Whether an action would do something.
    pub fn availability(&self, action: Action, desk: &Desk, _: &Ctx<'_>) -> bool {
        let writable = desk.session.as_ref().is_some_and(|session| !session.is_read_only());
        match action {
            Action::Accept | Action::Override => writable,
            _ => true,
        }
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
            (Action::Accept, Some(line)) => {
                if super::is_asked(session, &line) {
                    deed::confirm(&line, desk, ctx);
                } else {
                    let words = ctx.messages.level.not_asked.as_str();
                    desk.notice = Some(crate::tui::widget::Notice::warning(words));
                }
            }
            (Action::Override, Some(line)) => return self.overriding.start(&line, desk, ctx),
            (Action::GoTo, Some(line)) => return go_to(&line, desk),
            _ => return Go::Unused,
        }
        Go::Stay
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// The level or the reason of an override was given.
    pub fn picked(&mut self, value: &str, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let line = desk
            .session
            .as_ref()
            .and_then(|session| self.lines(session).get(self.focus).cloned());
        match line {
            Some(line) => self.overriding.picked(&line, value, desk, ctx),
            None => Go::Stay,
        }
    }

    /// Draws the judgements, below them what there is to know about the one in focus.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        let words = &ctx.messages.level;
        let room = frame(area, buf, &words.title, session.title().get(ctx.lang), ctx);
        let lines = self.lines(session);
        let Some(line) = lines.get(self.focus.min(lines.len().saturating_sub(1))) else {
            let style = ctx.theme.style(Role::Muted);
            (&Paragraph::new(Drawn::styled(words.trace_none.clone(), style))).render(room, buf);
            return None;
        };
        let about = Paragraph::new(self.about(line, session, ctx)).cut();
        let height = u16::try_from(about.height(room.width))
            .unwrap_or(0)
            .min(room.height * 2 / 5);
        let list = Rect {
            height: room.height.saturating_sub(height + 1),
            ..room
        };
        rows::draw(&lines, line, self.stage + 1, session, list, buf, ctx);
        let place = Rect {
            x: room.x + 1,
            y: list.bottom() + 1,
            width: room.width.saturating_sub(2),
            height,
        };
        (&about).render(place.intersection(room), buf);
        None
    }

    fn about(&self, line: &Line, session: &Session, ctx: &Ctx<'_>) -> Text<'static> {
        let mut lines = vec![Drawn::styled(name(line, session, ctx), ctx.theme.style(Role::Heading))];
        lines.push(super::draw::stages(line, session, ctx));
        lines.push(self.stage_note(line, session, ctx));
        if let Some(known) = judgement(session, line) {
            let (state, role) = super::draw::standing(Standing::of(session, line, &known), ctx);
            if !state.is_empty() {
                lines.push(Drawn::from(Span::styled(state, ctx.theme.style(role))));
            }
            lines.extend(super::draw::decided(line, &known, session, ctx));
        }
        Text::from(lines)
    }

    /// What the stage in focus counts, and which way its scale runs.
    fn stage_note(&self, line: &Line, session: &Session, ctx: &Ctx<'_>) -> Drawn<'static> {
        let words = &ctx.messages.level;
        let (stage, note) = match self.stage() {
            Stage::Inherent => (&words.inherent, &words.inherent_note),
            Stage::Attained => (&words.attained, &words.attained_note),
            Stage::Expected => (&words.expected, &words.expected_note),
        };
        let runs = scale(session, line).map(|scale| match scale.direction {
            Direction::Risk => words.more_is_worse.as_str(),
            Direction::Assurance => words.more_is_better.as_str(),
        });
        let text = [stage, &ctx.messages.common.colon, note, " · ", runs.unwrap_or_default()].concat();
        Drawn::styled(text, ctx.theme.style(Role::Muted))
    }
}

/// A judgement with the name of its rows.
fn name(line: &Line, session: &Session, ctx: &Ctx<'_>) -> String {
    let title = rule(session, line).map_or("", |rule| rule.title.get(ctx.lang));
    if line.1.is_whole() {
        return title.to_owned();
    }
    [title, " · ", session.scope_name(&line.1).get(ctx.lang)].concat()
}

/// The module that a judgement belongs to, by its name: `threats.leak` → `threats`.
fn module_of(rule: &JudgementRule) -> &str {
    rule.id.split('.').next().unwrap_or_default()
}

/// Where the item of a judgement stands: the overall level last, the others as the report has them.
fn order(rule: &JudgementRule, questionnaire: &Questionnaire) -> usize {
    let item = item(rule, questionnaire);
    let digits: String = item.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    // B.4.1 to B.4.6 come before B.5: the first digit counts most.
    match digits.len() {
        0 => 59,
        1 => digits.parse::<usize>().unwrap_or(9) * 10 + 9,
        _ => digits.chars().take(2).collect::<String>().parse().unwrap_or(99),
    }
}

/// `B.4.2 对个人权益的影响`
fn heading(rule: &JudgementRule, questionnaire: &Questionnaire, ctx: &Ctx<'_>) -> String {
    let title = questionnaire
        .module(module_of(rule))
        .map_or("", |module| module.title.get(ctx.lang));
    item(rule, questionnaire).map_or_else(|| title.to_owned(), |item| [item.as_str(), " ", title].concat())
}

/// The item of the report (GB/T 46068 Annex B) that a judgement serves: cited by its question, its rule, or a question of its module.
fn item(rule: &JudgementRule, questionnaire: &Questionnaire) -> Option<String> {
    let own = rule.question.as_ref().and_then(|id| questionnaire.question(id));
    let own = own.into_iter().flat_map(|question| &question.basis);
    let module = questionnaire
        .questions
        .iter()
        .filter(|question| *question.module == *module_of(rule))
        .flat_map(|question| &question.basis);
    own.chain(&rule.ground.source).chain(module).find_map(place)
}

/// `B.4.3 a)` → `B.4.3`.
fn place(citation: &Citation) -> Option<String> {
    let numbered = citation.place.starts_with("B.4.") || citation.place.starts_with("B.5");
    (citation.instrument == "GB46068" && numbered).then(|| {
        let signs = citation.place.chars();
        signs.take_while(|c| c.is_ascii_alphanumeric() || *c == '.').collect()
    })
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
    session.go(Scoped::whole(question), &mut desk.effects);
    Go::Question
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_item_of_the_report_is_read_from_a_citation() {
        let item = |text: &str| place(&Citation::parse(text));
        assert_eq!(item("GB46068 B.4.3 a)1"), Some("B.4.3".to_owned()));
        assert_eq!(item("GB46068 B.5"), Some("B.5".to_owned()));
        assert_eq!(item("GB46068 Table B.3"), None);
        assert_eq!(item("CERT B.4.1"), None);
    }
}
