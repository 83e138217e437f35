//! Search among the questions that are asked now: by the words of a question in either language, its number, its answer.

use super::{Ctx, Desk, Go, moved, overlay};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::editor::Editor;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::{Choice, Choices, Mark};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

/// What is searched for, and the focus among what was found.
#[derive(Debug, Clone)]
pub struct State {
    search: Editor,
    focus: usize,
}

impl Default for State {
    fn default() -> Self {
        Self {
            search: Editor::single(""),
            focus: 0,
        }
    }
}

impl State {
    fn found(&self, session: &Session) -> Vec<usize> {
        let wanted = self.search.value().to_lowercase();
        let words: Vec<&str> = wanted.split_whitespace().collect();
        let visits = &session.overview().visits;
        let mut found: Vec<usize> = (0..visits.len()).filter(|at| fits(session, *at, &words)).collect();
        // A number is first of all that of a question.
        let number = wanted
            .trim()
            .parse::<usize>()
            .ok()
            .and_then(|number| number.checked_sub(1));
        if let Some(at) = number.and_then(|at| found.iter().position(|known| *known == at)) {
            found.get_mut(..=at).unwrap_or_default().rotate_right(1);
        }
        found
    }

    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Jump
    }

    /// There are no tabs here, and no question whose law could be shown.
    pub const fn availability(&self, action: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        !matches!(action, Action::NextTab | Action::Law)
    }

    /// Moves, searches, goes there.
    pub fn update(&mut self, action: Action, desk: &mut Desk, _: &Ctx<'_>) -> Go {
        let Some(session) = &mut desk.session else {
            return Go::Back;
        };
        let found = self.found(session);
        if moved(&mut self.focus, found.len(), action) {
            return Go::Stay;
        }
        match action {
            Action::Accept => {
                let Some(visit) = found.get(self.focus).and_then(|at| session.overview().visits.get(*at)) else {
                    return Go::Stay;
                };
                if let Some(slot) = visit.slot(session.questionnaire()) {
                    session.go(slot, &mut desk.effects);
                }
                Go::Question
            }
            Action::Back => Go::Back,
            _ if self.search.apply(action, 60) => {
                self.focus = 0;
                Go::Stay
            }
            _ => Go::Unused,
        }
    }

    /// Types into the search.
    pub fn insert(&mut self, text: &str, _: &mut Desk, _: &Ctx<'_>) {
        self.search.insert(text);
        self.focus = 0;
    }

    /// A box over the screen.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        let words = &ctx.messages.question;
        let inner = overlay(area, buf, &words.jump_title, 84, usize::from(area.height), ctx);
        let field = Rect {
            height: inner.height.min(1),
            ..inner
        };
        let list = Rect {
            y: field.bottom() + 1,
            height: inner.height.saturating_sub(2),
            ..inner
        };
        let titles: Vec<String> = self
            .found(session)
            .into_iter()
            .map(|at| title(session, at, ctx))
            .collect();
        let rows: Vec<Choice<'_>> = titles.iter().map(|title| Choice::new(Mark::Plain, title)).collect();
        (&Choices::new(&rows, Some(self.focus), ctx.theme)).render(list, buf);
        if rows.is_empty() {
            buf.set_stringn(
                list.x,
                list.y,
                &words.jump_none,
                usize::from(list.width),
                ctx.theme.style(Role::Muted),
            );
        }
        self.search.draw(field, buf, ctx.theme, &words.jump_hint)
    }
}

fn title(session: &Session, at: usize, ctx: &Ctx<'_>) -> String {
    let visits = &session.overview().visits;
    let Some(visit) = visits.get(at) else {
        return String::new();
    };
    let question = session.questionnaire().questions.get(visit.question);
    let words = question.map(|question| session.engine().visit_title(question, &visit.scope, ctx.lang));
    format!("{} {}", at + 1, words.unwrap_or_default())
}

fn fits(session: &Session, at: usize, words: &[&str]) -> bool {
    if words.is_empty() {
        return true;
    }
    let Some(visit) = session.overview().visits.get(at) else {
        return false;
    };
    let Some(question) = session.questionnaire().questions.get(visit.question) else {
        return false;
    };
    let answer = session.answers().answer(&question.id, &visit.scope);
    let name = session.scope_name(&visit.scope);
    let text = [
        (at + 1).to_string().as_str(),
        question.id.as_str(),
        &question.plain.zh,
        &question.plain.en,
        &question.official.zh,
        &question.official.en,
        &name.zh,
        &name.en,
        answer.map_or("", |answer| answer.text()),
    ]
    .join(" ")
    .to_lowercase();
    words.iter().all(|word| text.contains(word))
}
