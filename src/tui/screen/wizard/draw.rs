//! How the question screen is drawn.

use super::{Body, State};
use crate::domain::{Question, Required, Status};
use crate::i18n::fill;
use crate::tui::action::Action;
use crate::tui::layout::columns;
use crate::tui::line_break::{truncate, wrap};
use crate::tui::screen::{Ctx, Desk, frame, guide};
use crate::tui::session::{Session, minutes};
use crate::tui::theme::Role;
use crate::tui::widget::Paragraph;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::Widget;

impl State {
    /// Draws the screen; where the terminal's cursor belongs.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        let room = frame(
            area,
            buf,
            session.title().get(ctx.lang),
            &state_words(session, ctx),
            ctx,
        );
        let places = columns(room);
        super::rail::draw(session, places.rail, buf, ctx);
        let question = session.question()?;
        let wide = matches!(self.body, Body::Table(_));
        let main = match places.side {
            Some(side) if wide => Rect {
                width: side.right() - places.main.x,
                ..places.main
            },
            _ => places.main,
        };
        if let Some(side) = places.side.filter(|_| !wide) {
            self.draw_beside(question, session, side, buf, ctx);
        }
        let used = draw_question(question, session, main, buf, ctx);
        let body = Rect {
            y: main.y + used,
            height: main.height - used,
            ..main
        };
        match &self.body {
            Body::Field(field) => {
                let cursor = field.view(body, buf, ctx);
                if places.side.is_none() {
                    self.draw_guidance(question, body, buf, ctx);
                }
                cursor
            }
            Body::Table(table) => {
                let cursor = table.view(body, buf, desk, ctx);
                self.draw_guidance(question, body, buf, ctx);
                cursor
            }
            Body::Level(level) => level.view(body, buf, desk, ctx),
            Body::Empty => None,
        }
    }

    /// What explains the question, beside it; the last line tells where the rest is if it is longer than the window.
    fn draw_beside(&self, question: &Question, session: &Session, side: Rect, buf: &mut Buffer, ctx: &Ctx<'_>) {
        let paragraph = Paragraph::new(guide::beside(question, session.questionnaire(), ctx));
        let all = paragraph.height(side.width) <= usize::from(side.height);
        let shown = Rect {
            height: if all {
                side.height
            } else {
                side.height.saturating_sub(1)
            },
            ..side
        };
        (&paragraph).render(shown, buf);
        if !all {
            let key = ctx.key(self.context(), Action::Law);
            let more = fill(&ctx.messages.question.beside_more, &[("key", &key)]);
            let style = ctx.theme.style(Role::Muted);
            buf.set_stringn(side.x, shown.bottom(), more, usize::from(side.width), style);
        }
    }

    /// Where nothing stands beside the question: how it is answered, in the lines the answer leaves free, and the key that shows the rest.
    fn draw_guidance(&self, question: &Question, body: Rect, buf: &mut Buffer, ctx: &Ctx<'_>) {
        let free = free_lines(body, buf);
        let free = Rect {
            width: free.width.min(WIDEST_GUIDANCE),
            ..free
        };
        let help = question.help.get(ctx.lang);
        if free.height == 0 || help.is_empty() {
            return;
        }
        let text = ctx.theme.style(Role::Text);
        let key = ctx.key(self.context(), Action::Law);
        let head = fill(&ctx.messages.question.guidance_head, &[("key", &key)]);
        let mut lines = vec![Line::styled(head, ctx.theme.style(Role::Law))];
        // Where there is no room for a heading and two lines, the heading alone says where the text is.
        let room = if free.height < LEAST_GUIDANCE {
            0
        } else {
            usize::from(free.height) - 1
        };
        let wrapped = wrap(help, usize::from(free.width));
        let cut = wrapped.len() > room;
        lines.extend(wrapped.into_iter().take(room).map(|line| Line::styled(line, text)));
        if let (true, Some(last)) = (cut && room > 0, lines.last_mut()) {
            let words = truncate(&[&last.to_string(), "…"].concat(), usize::from(free.width));
            *last = Line::styled(words, text);
        }
        for (line, y) in lines.iter().zip(free.top()..free.bottom()) {
            buf.set_line(free.x, y, line, free.width);
        }
    }
}

/// In fewer free lines than this stands the heading alone: a heading and two lines of text.
const LEAST_GUIDANCE: u16 = 3;
/// Longer lines are hard to read.
const WIDEST_GUIDANCE: u16 = 100;

/// The lines at the bottom of an area in which nothing stands, but for one that keeps the distance.
fn free_lines(area: Rect, buf: &Buffer) -> Rect {
    let empty = |y: &u16| (area.left()..area.right()).all(|x| buf[(x, *y)].symbol() == " ");
    let count = (area.top()..area.bottom()).rev().take_while(empty).count();
    let height = u16::try_from(count).unwrap_or(0).saturating_sub(1);
    Rect {
        y: area.bottom() - height,
        height,
        ..area
    }
}

/// The right end of the top line: section, number, saved or read-only.
fn state_words(session: &Session, ctx: &Ctx<'_>) -> String {
    let overview = session.glimpse();
    let at = overview.position(session.at()).unwrap_or(0);
    let number = fill(
        &ctx.messages.question.number,
        &[("number", &(at + 1)), ("total", &overview.visits.len())],
    );
    if session.is_read_only() {
        return [number.as_str(), ctx.messages.common.read_only.as_str()].join(" · ");
    }
    number
}

/// Section, repetition, the question in plain words. Returns the lines used.
fn draw_question(question: &Question, session: &Session, area: Rect, buf: &mut Buffer, ctx: &Ctx<'_>) -> u16 {
    let mut lines = vec![section_line(question, session, ctx)];
    if !session.at().scope.is_whole() {
        let name = session.scope_name(&session.at().scope);
        let text = ["> ", name.get(ctx.lang)].concat();
        lines.push(Line::styled(text, ctx.theme.style(Role::Accent)));
    }
    lines.push(Line::styled(
        question.plain.get(ctx.lang).to_owned(),
        ctx.theme.style(Role::Heading),
    ));
    let paragraph = Paragraph::new(Text::from(lines));
    let height = u16::try_from(paragraph.height(area.width)).unwrap_or(u16::MAX);
    let height = height.min(area.height / 2);
    (&paragraph).render(Rect { height, ..area }, buf);
    (height + 1).min(area.height)
}

/// `Section · required · missing`; on the first question of a section also how many there are and about how long they take.
fn section_line(question: &Question, session: &Session, ctx: &Ctx<'_>) -> Line<'static> {
    let overview = session.glimpse();
    let at = overview.position(session.at()).unwrap_or(0);
    let section = session.questionnaire().section(&question.section);
    let title = section.map_or("", |(_, section)| section.title.get(ctx.lang));
    let muted = ctx.theme.style(Role::Muted);
    let mut spans = vec![Span::styled(title.to_owned(), muted)];
    let progress = overview.section_at(at).and_then(|at| overview.sections.get(at));
    if let Some(progress) = progress.filter(|progress| progress.visits.start == at) {
        let visits = overview.visits.get(progress.visits.clone()).unwrap_or_default();
        let minutes = minutes(visits, session.engine());
        let text = fill(
            &ctx.messages.question.section_length,
            &[("count", &progress.visits.len()), ("minutes", &minutes)],
        );
        spans.push(Span::styled([" · ", &text].concat(), muted));
    }
    let common = &ctx.messages.common;
    let required = question.required != Required::No;
    let (word, role) = match overview.visits.get(at).map(|visit| visit.status) {
        Some(Status::Unknown) => (&common.unknown, Role::Unknown),
        Some(Status::Done) => (&common.answered, Role::Answered),
        _ if required => (&common.required, Role::Required),
        _ => (&common.optional, Role::Muted),
    };
    spans.push(Span::styled([" · ", word].concat(), ctx.theme.style(role)));
    Line::from(spans)
}
