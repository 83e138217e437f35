//! How levels are drawn: a list under the names of their rows, and what there is to know about the one in focus.

use super::super::Ctx;
use super::{Line, STAGES, Standing, judgement, rule, scale, stored};
use crate::domain::{Column, Judgement, Scope, Stage, Value};
use crate::i18n::fill;
use crate::tui::editor::Editor;
use crate::tui::line_break::{pad, truncate};
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::{Badge, Paragraph, Scrollbar, scroll_to_show};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line as Drawn, Span, Text};
use ratatui::widgets::Widget;
use std::cell::Cell;
use unicode_width::UnicodeWidthStr;

/// Below this width a level's state is only its mark; its words take this many cells.
const NARROW: usize = 64;
const STATE: usize = 17;

/// What the body of a level question shows.
pub(super) struct Room<'a> {
    pub(super) lines: &'a [Line],
    pub(super) focus: usize,
    pub(super) writing: Option<&'a Editor>,
    pub(super) extra: Option<(&'a Column, Option<Value>)>,
}

/// A level with mark and its scale, without the official word; and its style.
pub(super) fn brief(session: &Session, line: &Line, level: &str, ctx: &Ctx<'_>) -> (String, Role) {
    let found = scale(session, line).and_then(|scale| Badge::brief(scale, level, ctx.lang, ctx.theme));
    found.map_or_else(|| (level.to_owned(), Role::Muted), |badge| (badge.text(), badge.role()))
}

/// A level with mark and full words at a stage, and its style.
pub(super) fn badge(session: &Session, line: &Line, level: &str, ctx: &Ctx<'_>) -> (String, Role) {
    let found = scale(session, line).and_then(|scale| Badge::level(scale, level, ctx.lang, ctx.theme));
    found.map_or_else(|| (level.to_owned(), Role::Muted), |badge| (badge.text(), badge.role()))
}

/// How a level stands, in one or two words.
pub(super) fn standing(standing: Standing, ctx: &Ctx<'_>) -> (String, Role) {
    let words = &ctx.messages.level;
    match standing {
        Standing::NotAsked => (String::new(), Role::Muted),
        Standing::Open => (["· ", &words.to_confirm].concat(), Role::Unanswered),
        Standing::Reopened => (["! ", &words.reopened].concat(), Role::Warning),
        Standing::Confirmed => (["✓ ", &words.confirmed].concat(), Role::Answered),
        Standing::Overridden => (["≠ ", &words.overridden].concat(), Role::Accent),
    }
}

pub(super) fn question(
    room: &Room<'_>,
    session: &Session,
    width: &Cell<u16>,
    area: Rect,
    buf: &mut Buffer,
    ctx: &Ctx<'_>,
) -> Option<Position> {
    let Some(line) = room.lines.get(room.focus) else {
        let style = ctx.theme.style(Role::Muted);
        let words = &ctx.messages.level.trace_none;
        (&Paragraph::new(Drawn::styled(words.clone(), style))).render(area, buf);
        return None;
    };
    let about = Paragraph::new(about(room, line, session, ctx)).cut();
    let typed = room
        .writing
        .map_or(0, |editor| editor.height(area.width).clamp(3, 8) + 1);
    let needed = u16::try_from(about.height(area.width)).unwrap_or(0);
    let below = needed.saturating_add(typed).min(area.height.saturating_sub(3));
    let list = Rect {
        height: (area.height - below).min(list_height(room.lines)),
        ..area
    };
    draw_list(room, session, list, buf, ctx);
    let text = Rect {
        y: list.bottom(),
        height: below.saturating_sub(typed),
        ..area
    };
    (&about).render(text, buf);
    let editor = room.writing?;
    let field = Rect {
        y: text.bottom() + 1,
        height: area.bottom().saturating_sub(text.bottom() + 1),
        ..area
    };
    buf.set_stringn(
        area.x,
        text.bottom(),
        &ctx.messages.level.explanation,
        usize::from(area.width),
        ctx.theme.style(Role::Heading),
    );
    width.set(field.width);
    editor.draw(field, buf, ctx.theme, &ctx.messages.level.explanation_hint)
}

/// Lines of the whole list: one for each level and one for the name of each row.
fn list_height(lines: &[Line]) -> u16 {
    let mut scopes: Vec<&Scope> = lines
        .iter()
        .map(|(_, scope, _)| scope)
        .filter(|scope| !scope.is_whole())
        .collect();
    scopes.dedup();
    u16::try_from(lines.len() + scopes.len()).unwrap_or(u16::MAX)
}

/// The list: the name of a row, under it its levels.
fn draw_list(room: &Room<'_>, session: &Session, area: Rect, buf: &mut Buffer, ctx: &Ctx<'_>) {
    let width = usize::from(area.width).saturating_sub(2);
    let widths = room.lines.iter().filter_map(|line| {
        let known = judgement(session, line)?;
        Some(brief(session, line, &known.level, ctx).0.width())
    });
    let level_width = widths.max().unwrap_or(8).min(width / 2);
    let mut lines: Vec<Drawn<'static>> = Vec::new();
    let mut scope: Option<&Scope> = None;
    let mut focus = 0;
    let mut head = 0;
    for (at, line) in room.lines.iter().enumerate() {
        if scope != Some(&line.1) {
            scope = Some(&line.1);
            if at == room.focus || room.focus > at {
                head = lines.len();
            }
            if !line.1.is_whole() {
                let name = session.scope_name(&line.1);
                lines.push(Drawn::styled(
                    name.get(ctx.lang).to_owned(),
                    ctx.theme.style(Role::Accent),
                ));
            }
        }
        if at == room.focus {
            focus = lines.len();
        }
        lines.push(row(line, at == room.focus, width, level_width, session, ctx));
    }
    let height = usize::from(area.height);
    let offset = scroll_to_show(focus, head, height, lines.len());
    for (line, y) in lines.iter().skip(offset).zip(area.top()..area.bottom()) {
        buf.set_line(area.x, y, line, area.width);
    }
    let bar = Rect {
        x: area.right().saturating_sub(1),
        width: 1,
        ..area
    };
    Scrollbar::new(lines.len(), offset, ctx.theme).render(bar, buf);
}

/// `title          ▅ 影响高   · 待确认`
fn row(
    line: &Line,
    focused: bool,
    width: usize,
    level_width: usize,
    session: &Session,
    ctx: &Ctx<'_>,
) -> Drawn<'static> {
    let title = rule(session, line).map_or("", |rule| rule.title.get(ctx.lang));
    let style = |role| ctx.theme.style(role);
    let Some(known) = judgement(session, line) else {
        let words = ctx.messages.level.not_judged.clone();
        return Drawn::from(vec![
            Span::raw(format!("  {title}  ")),
            Span::styled(words, style(Role::Muted)),
        ]);
    };
    let (level, role) = brief(session, line, &known.level, ctx);
    let (state, state_role) = standing(Standing::of(session, line, &known), ctx);
    // In a narrow column only the mark stands here; the words are below, at the level in focus.
    let state_width = if width < NARROW { 0 } else { STATE + 2 };
    let room = width.saturating_sub(level_width + state_width + 6).max(8);
    let lead = if focused { ">" } else { " " };
    let name = pad(title, room);
    let name_style = if focused { style(Role::Focus) } else { style(Role::Text) };
    let (mark, words) = state.split_once(' ').unwrap_or((" ", ""));
    let mut spans = vec![
        Span::raw(lead),
        Span::styled(pad(mark, 2), style(state_role)),
        Span::styled(name, name_style),
        Span::raw("  "),
        Span::styled(pad(&level, level_width), style(role)),
    ];
    if state_width > 0 {
        spans.push(Span::raw("  "));
        spans.push(Span::styled(truncate(words, STATE), style(state_role)));
    }
    Drawn::from(spans)
}

/// What there is to know about a level: the stages beside each other, a changed proposal, override, explanation, correction.
fn about(room: &Room<'_>, line: &Line, session: &Session, ctx: &Ctx<'_>) -> Text<'static> {
    let style = |role| ctx.theme.style(role);
    let words = &ctx.messages.level;
    let title = rule(session, line).map_or("", |rule| rule.title.get(ctx.lang));
    let mut lines = vec![Drawn::default(), Drawn::styled(title.to_owned(), style(Role::Heading))];
    let Some(known) = judgement(session, line) else {
        return Text::from(lines);
    };
    let (proposed, role) = badge(session, line, &known.proposed, ctx);
    let (state, state_role) = standing(Standing::of(session, line, &known), ctx);
    lines.push(Drawn::from(vec![
        Span::styled(
            [words.proposed.as_str(), &ctx.messages.common.colon].concat(),
            style(Role::Muted),
        ),
        Span::styled(whole(&proposed), style(role)),
        Span::raw("  "),
        Span::styled(whole(&state), style(state_role)),
    ]));
    lines.push(stages(line, session, ctx));
    lines.extend(decided(line, &known, session, ctx));
    if let Some((column, value)) = &room.extra {
        let colon = &ctx.messages.common.colon;
        let shown = match value {
            Some(Value::YesNo(true)) => &ctx.messages.common.yes,
            Some(Value::YesNo(false)) => &ctx.messages.common.no,
            _ => &words.undecided,
        };
        let text = [column.label.get(ctx.lang), colon, shown].concat();
        lines.push(Drawn::styled(text, style(Role::Accent)));
        lines.push(Drawn::styled(words.correction_keys.clone(), style(Role::Muted)));
    }
    Text::from(lines)
}

/// `固有：▅ 影响高 · 目前：… · 预期：…`
pub(super) fn stages(line: &Line, session: &Session, ctx: &Ctx<'_>) -> Drawn<'static> {
    let words = &ctx.messages.level;
    let mut spans = Vec::new();
    for (stage, name) in
        STAGES
            .into_iter()
            .zip([&words.matrix_inherent, &words.matrix_attained, &words.matrix_expected])
    {
        let at = (line.0.clone(), line.1.clone(), stage);
        let Some(known) = judgement(session, &at) else { continue };
        let (level, role) = brief(session, line, &known.level, ctx);
        let lead = if spans.is_empty() { "" } else { " · " };
        let head = whole(&[name, ctx.messages.common.colon.as_str()].concat());
        spans.push(Span::styled([lead, &head].concat(), ctx.theme.style(Role::Muted)));
        spans.push(Span::styled(whole(&level), ctx.theme.style(role)));
    }
    Drawn::from(spans)
}

/// Words that stay on one line: mark and level, stage and level.
fn whole(words: &str) -> String {
    words.replace(' ', "\u{a0}")
}

/// What the assessor decided, and what has changed since.
pub(super) fn decided(line: &Line, known: &Judgement, session: &Session, ctx: &Ctx<'_>) -> Vec<Drawn<'static>> {
    let style = |role| ctx.theme.style(role);
    let words = &ctx.messages.level;
    let colon = &ctx.messages.common.colon;
    let mut lines = Vec::new();
    if Standing::of(session, line, known) == Standing::Reopened
        && let Some(before) = stored(session, line)
    {
        let (from, _) = badge(session, line, &before.level, ctx);
        let (to, _) = badge(session, line, &known.proposed, ctx);
        let text = fill(&words.changed, &[("from", &from), ("to", &to)]);
        lines.push(Drawn::styled(text, style(Role::Warning)));
    }
    if let Some(overridden) = known.overridden.as_ref().filter(|_| line.2 == Stage::Inherent) {
        let (level, role) = badge(session, line, &overridden.level, ctx);
        lines.push(Drawn::from(vec![
            Span::styled([words.overridden.as_str(), colon].concat(), style(Role::Accent)),
            Span::styled(level, style(role)),
            Span::raw(
                [
                    "  ",
                    &ctx.messages.common.reason,
                    colon,
                    overridden.reasons().get(ctx.lang),
                ]
                .concat(),
            ),
        ]));
        let rank = |level: &str| scale(session, line).and_then(|scale| scale.rank(level));
        if rank(&overridden.level) < rank(&known.proposed) && !super::deed::has_evidence(line, session) {
            let key = ctx.key(crate::tui::Context::Wizard, crate::tui::Action::Evidence);
            let text = fill(&words.needs_evidence, &[("key", &key)]);
            lines.push(Drawn::styled(text, style(Role::Warning)));
        }
    }
    let reasons = stored(session, line).map(crate::domain::DecidedLevel::reasons);
    if let Some(reasons) = reasons.filter(|reasons| !reasons.is_empty()) {
        let text = [words.explanation.as_str(), colon, reasons.get(ctx.lang)].concat();
        lines.push(Drawn::from(text));
    }
    lines
}
