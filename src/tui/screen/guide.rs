//! Law and guidance, examples, terms: what stands beside a question in a wide window, and over it in a narrow one. From the question
//! one goes to an article or a term, from a term to the terms its definition uses, and back step by step.

mod page;
mod source;

use super::links::{Link, Links};
use super::{Ctx, Desk, Go, overlay, overlay_width};
use crate::domain::{Citation, Lang, Question, QuestionId, Questionnaire, TermId};
use crate::i18n::{join, place};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::Tabs;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Text};
use ratatui::widgets::Widget;

/// A place inside: what is read there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// Guidance and law of a question.
    Law(QuestionId),
    /// Its examples.
    Examples(QuestionId),
    /// The terms it uses.
    Terms(QuestionId),
    /// One article.
    Article(Citation),
    /// One term.
    Term(TermId),
}

/// The pages one came through, the last of them shown.
#[derive(Debug, Clone)]
pub struct State {
    pages: Vec<Page>,
    links: Links<Page>,
    of: Option<(Page, Lang)>,
}

impl State {
    /// The guide to the question the user stands at, opened at what was asked for.
    pub fn of(session: &Session, action: Action) -> Self {
        let question = session.at().id.clone();
        Self::at(match action {
            Action::Example => Page::Examples(question),
            Action::Glossary => Page::Terms(question),
            _ => Page::Law(question),
        })
    }

    /// One article.
    pub fn law(citation: &Citation) -> Self {
        Self::at(Page::Article(citation.clone()))
    }

    fn at(page: Page) -> Self {
        Self {
            pages: vec![page],
            links: Links::default(),
            of: None,
        }
    }

    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Guide
    }

    /// Tabs belong to a question; going somewhere needs a line that leads there.
    pub fn availability(&self, action: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        match action {
            Action::Open => self.links.count() > 0,
            Action::NextTab | Action::PreviousTab => self.tab().is_some(),
            _ => true,
        }
    }

    /// The question of the page and the number of its tab.
    fn tab(&self) -> Option<(&QuestionId, usize)> {
        match self.pages.last()? {
            Page::Law(question) => Some((question, 0)),
            Page::Examples(question) => Some((question, 1)),
            Page::Terms(question) => Some((question, 2)),
            Page::Article(_) | Page::Term(_) => None,
        }
    }

    /// Sets the lines of the page again if page or language changed.
    pub fn refresh(&mut self, desk: &Desk, ctx: &Ctx<'_>) {
        let (Some(session), Some(page)) = (&desk.session, self.pages.last()) else {
            return;
        };
        let now = Some((page.clone(), ctx.lang));
        if self.of != now {
            self.links = Links::default();
            self.links.set(page::lines(page, session.questionnaire(), ctx));
            self.of = now;
        }
    }

    /// Scrolls, changes the tab, goes to an article or a term, back, closes.
    pub fn update(&mut self, action: Action, _: &mut Desk, _: &Ctx<'_>) -> Go {
        if self.links.update(action) {
            return Go::Stay;
        }
        match action {
            Action::NextTab | Action::PreviousTab => {
                if let Some((question, at)) = self.tab().map(|(question, at)| (question.clone(), at)) {
                    self.pages = vec![match super::sheet::turned(at, 3, action == Action::NextTab) {
                        0 => Page::Law(question),
                        1 => Page::Examples(question),
                        _ => Page::Terms(question),
                    }];
                }
            }
            Action::Open => self.pages.extend(self.links.target().cloned()),
            Action::Back if self.pages.len() > 1 => drop(self.pages.pop()),
            Action::Back => return Go::Back,
            _ => return Go::Unused,
        }
        Go::Stay
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// A box over the screen.
    pub fn view(&self, area: Rect, buf: &mut Buffer, _: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let words = &ctx.messages.question;
        let width = overlay_width(area, 100);
        let height = self.links.height(width.saturating_sub(2)) + 3;
        let title = match self.pages.last() {
            Some(Page::Examples(_)) => &words.example_title,
            Some(Page::Terms(_) | Page::Term(_)) => &words.glossary_title,
            _ => &words.law_title,
        };
        let inner = overlay(area, buf, title, width, height.min(usize::from(area.height)), ctx);
        let mut rest = inner;
        if let Some((_, at)) = self.tab() {
            let tabs = [
                (words.guidance.as_str(), None),
                (words.example_title.as_str(), None),
                (words.glossary_title.as_str(), None),
            ];
            (&Tabs::new(&tabs, at, ctx.theme)).render(
                Rect {
                    height: inner.height.min(1),
                    ..inner
                },
                buf,
            );
            rest = Rect {
                y: inner.y.saturating_add(2),
                height: inner.height.saturating_sub(2),
                ..inner
            };
        }
        self.links.draw(rest, buf, ctx.theme);
        None
    }
}

/// Everything about a question in one column, for the side of a wide window: what helps with the answer first, since the end may be cut.
pub fn beside(question: &Question, questionnaire: &Questionnaire, ctx: &Ctx<'_>) -> Text<'static> {
    let words = &ctx.messages.question;
    let mut lines = Vec::new();
    part(&words.guidance, question.help.get(ctx.lang), ctx, &mut lines);
    examples(question, ctx, &mut lines);
    law(question, questionnaire, ctx, &mut lines);
    let terms = questionnaire.reference.terms_of(question);
    let names: Vec<&str> = terms.iter().map(|term| term.term.get(ctx.lang)).collect();
    part(&words.terms_used, &join(&names, ctx.lang), ctx, &mut lines);
    Text::from(lines)
}

fn heading(text: &str, ctx: &Ctx<'_>) -> Line<'static> {
    Line::styled(text.to_owned(), ctx.theme.style(Role::Heading))
}

fn part(title: &str, text: &str, ctx: &Ctx<'_>, lines: &mut Vec<Line<'static>>) {
    if text.is_empty() {
        return;
    }
    lines.push(heading(title, ctx));
    lines.extend(text.lines().map(|line| Line::from(line.to_owned())));
    lines.push(Line::default());
}

fn law(question: &Question, questionnaire: &Questionnaire, ctx: &Ctx<'_>, lines: &mut Vec<Line<'static>>) {
    let words = &ctx.messages.question;
    part(&words.official, question.official.get(ctx.lang), ctx, lines);
    lines.push(heading(&words.basis, ctx));
    if question.basis.is_empty() {
        lines.push(Line::from(words.law_none.clone()));
    }
    for citation in &question.basis {
        cite(citation, questionnaire, ctx, lines);
    }
    lines.push(Line::default());
    part(&words.evidence_hint, question.evidence.get(ctx.lang), ctx, lines);
}

/// The short name of an instrument, and the place in it. A standard whose short name is only its number is named with its letters.
pub fn short_name(citation: &Citation, questionnaire: &Questionnaire, lang: Lang) -> String {
    let instrument = questionnaire.reference.instruments.get(&citation.instrument);
    let short = instrument.map_or(citation.instrument.as_str(), |known| known.short.get(lang));
    let place = place(&citation.place, lang);
    if lang == Lang::En {
        return [short, &place].join(" ").trim_end().to_owned();
    }
    let number = short.chars().all(|c| c.is_ascii_digit());
    let Some(full) = instrument
        .filter(|_| number)
        .and_then(|known| known.title.zh.split(OPEN_TITLE).next())
    else {
        return [short, &place].concat();
    };
    let gap = if place.is_empty() { "" } else { COMMA };
    [full, gap, &place].concat()
}

/// The sign before the title of an instrument, and the comma between a standard and a place in it.
const OPEN_TITLE: char = '\u{300A}';
const COMMA: &str = "\u{FF0C}";

/// An article: short name and place, what it says, how sure its text is.
pub fn cite(citation: &Citation, questionnaire: &Questionnaire, ctx: &Ctx<'_>, lines: &mut Vec<Line<'static>>) {
    let reference = &questionnaire.reference;
    let instrument = reference.instruments.get(&citation.instrument);
    lines.push(Line::styled(
        short_name(citation, questionnaire, ctx.lang),
        ctx.theme.style(Role::Law),
    ));
    let provision = reference.provision(citation);
    if let Some(gist) = provision.map(|known| known.gist.get(ctx.lang)) {
        lines.push(Line::from([" ", gist].join(" ")));
    }
    let own = provision.map(|known| &known.certainty).filter(|text| !text.is_empty());
    let certainty = own.or_else(|| instrument.map(|known| &known.certainty));
    if let Some(text) = certainty.filter(|text| !text.is_empty()) {
        let style = ctx.theme.style(Role::Muted);
        lines.push(Line::styled([" ", text.get(ctx.lang)].join(" "), style));
    }
}

fn examples(question: &Question, ctx: &Ctx<'_>, lines: &mut Vec<Line<'static>>) {
    let words = &ctx.messages.question;
    part(&words.good_example, question.good.get(ctx.lang), ctx, lines);
    part(&words.poor_example, question.bad.get(ctx.lang), ctx, lines);
}
