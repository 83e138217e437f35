//! Law and guidance, examples, terms: what stands beside a question in a wide window, and over it in a narrow one.

use super::{Ctx, Desk, Go, Scroll, overlay};
use crate::domain::{Citation, Lang, Question, Questionnaire};
use crate::i18n::{join, place};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::Tabs;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::Widget;

/// The question it explains, the tab, how far scrolled.
#[derive(Debug, Clone)]
pub struct State {
    question: crate::domain::QuestionId,
    tab: usize,
    scroll: Scroll,
}

const TABS: usize = 3;

impl State {
    /// The guide to the question the user stands at, opened at what was asked for.
    pub fn of(session: &Session, action: Action) -> Self {
        Self {
            question: session.at().id.clone(),
            tab: match action {
                Action::Example => 1,
                Action::Glossary => 2,
                _ => 0,
            },
            scroll: Scroll::default(),
        }
    }

    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Popup
    }

    /// Everything but going somewhere.
    pub const fn availability(&self, action: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        !matches!(action, Action::GoTo)
    }

    /// Scrolls, changes the tab, closes.
    pub fn update(&mut self, action: Action, _: &mut Desk, _: &Ctx<'_>) -> Go {
        if self.scroll.moved(action) {
            return Go::Stay;
        }
        match action {
            Action::NextTab => self.turn(1),
            Action::PreviousTab => self.turn(TABS - 1),
            Action::Back => return Go::Back,
            _ => return Go::Unused,
        }
        Go::Stay
    }

    fn turn(&mut self, by: usize) {
        self.tab = (self.tab + by) % TABS;
        self.scroll.reset();
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// A box over the screen.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        let questionnaire = session.questionnaire();
        let question = questionnaire.question(&self.question)?;
        let words = &ctx.messages.question;
        let inner = overlay(area, buf, &words.law_title, 84, usize::from(area.height), ctx);
        let tabs = [
            (words.guidance.as_str(), None),
            (words.example_title.as_str(), None),
            (words.glossary_title.as_str(), None),
        ];
        (&Tabs::new(&tabs, self.tab, ctx.theme)).render(
            Rect {
                height: inner.height.min(1),
                ..inner
            },
            buf,
        );
        let rest = Rect {
            y: inner.y.saturating_add(2),
            height: inner.height.saturating_sub(2),
            ..inner
        };
        let mut lines = Vec::new();
        match self.tab {
            0 => law(question, questionnaire, ctx, &mut lines),
            1 => examples(question, ctx, &mut lines),
            _ => terms(question, questionnaire, ctx, &mut lines),
        }
        self.scroll.draw(Text::from(lines), rest, buf, ctx.theme);
        None
    }
}

/// Everything about a question in one column, for the side of a wide window.
pub fn beside(question: &Question, questionnaire: &Questionnaire, ctx: &Ctx<'_>) -> Text<'static> {
    let mut lines = Vec::new();
    law(question, questionnaire, ctx, &mut lines);
    examples(question, ctx, &mut lines);
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
    part(&words.guidance, question.help.get(ctx.lang), ctx, lines);
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

fn terms(question: &Question, questionnaire: &Questionnaire, ctx: &Ctx<'_>, lines: &mut Vec<Line<'static>>) {
    for term in question
        .terms
        .iter()
        .filter_map(|id| questionnaire.reference.terms.get(id))
    {
        let other = Span::styled(
            ["  ", term.term.get(ctx.lang.other())].concat(),
            ctx.theme.style(Role::Muted),
        );
        let own = Span::styled(term.term.get(ctx.lang).to_owned(), ctx.theme.style(Role::Heading));
        lines.push(Line::from(vec![own, other]));
        lines.push(Line::from(term.definition.get(ctx.lang).to_owned()));
        let avoid = match ctx.lang {
            Lang::Zh => &term.avoid.0,
            Lang::En => &term.avoid.1,
        };
        if !avoid.is_empty() {
            lines.push(Line::styled(
                ["≠ ", &join(avoid, ctx.lang)].concat(),
                ctx.theme.style(Role::Muted),
            ));
        }
        lines.push(Line::default());
    }
}
