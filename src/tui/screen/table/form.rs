//! One row as a form: a label and a value per column that is shown for it, how it is filled under the one in focus.

use super::super::Ctx;
use super::{State, cell, proposal};
use crate::domain::{Answer, Column, Content, Field, Required, Row, RowKey, Shape, Table, needs_remark};
use crate::i18n::fill;
use crate::tui::line_break::{pad, wrap};
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::{Scrollbar, scroll_to_show};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;
use unicode_width::UnicodeWidthStr;

/// Lines a value takes at most while it has no focus, and while it has.
const LINES: (usize, usize) = (3, 12);
/// Cells left of a label: the mark of the field.
const MARK: usize = 2;

/// The row on screen.
struct Shown<'a> {
    table: &'a Table,
    key: &'a RowKey,
    row: Option<&'a Row>,
    session: &'a Session,
    width: usize,
    label: usize,
}

impl State {
    pub(super) fn draw_form(&self, table: &Table, session: &Session, area: Rect, buf: &mut Buffer, ctx: &Ctx<'_>) {
        let Some(key) = self.key() else { return };
        let mut head = self.form_head(table, usize::from(area.width), session, ctx);
        let columns = self.columns(table, session);
        let width = usize::from(area.width).saturating_sub(2);
        let labels = columns.iter().filter_map(|at| table.columns.get(*at));
        let widest = labels
            .map(|column| column.label.get(ctx.lang).width())
            .max()
            .unwrap_or(8);
        let shown = Shown {
            table,
            key,
            row: cell::stored(session, table, self.row, key),
            session,
            width,
            label: widest.min(width * 2 / 5).max(8),
        };
        let mut focus = 0..0;
        let mut lines: Vec<Line<'static>> = Vec::new();
        for at in columns {
            let Some(column) = table.columns.get(at) else { continue };
            let start = lines.len();
            let focused = at == self.column;
            lines.extend(field(&shown, column, focused, ctx));
            if focused {
                let guidance = self.guidance(table, column, session, ctx);
                lines.extend(indented(&guidance, width));
                focus = start..lines.len();
            }
        }
        lines.extend(row_words(&shown, ctx));
        head.truncate(usize::from(area.height) / 3);
        for (line, y) in head.iter().zip(area.y..) {
            buf.set_line(area.x, y, line, area.width);
        }
        let top = area.y + u16::try_from(head.len()).unwrap_or(0);
        let list = Rect {
            y: top,
            height: area.bottom().saturating_sub(top),
            ..area
        };
        draw_lines(&lines, &focus, list, buf, ctx);
    }

    /// `name   row 3 of 12 · 2 missing`; for a form only what is missing.
    fn form_head(&self, table: &Table, width: usize, session: &Session, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
        let muted = ctx.theme.style(Role::Muted);
        let Some(key) = self.key() else { return Vec::new() };
        let row = cell::stored(session, table, self.row, key);
        let standing = cell::Standing::of(table, key, row, self.is_optional(session), session.engine());
        let (words, role) = standing.shown(ctx);
        let mut spans = Vec::new();
        if let Some(name) = self.row_title(table, session, ctx) {
            spans.push(Span::styled(name, ctx.theme.style(Role::Accent)));
            let number = fill(
                &ctx.messages.common.row_of,
                &[("number", &(self.row + 1)), ("total", &self.rows.len())],
            );
            spans.push(Span::styled(["  ", &number, "  "].concat(), muted));
        }
        // Of a form only what is missing or unknown is said: its fields have their own marks.
        if !spans.is_empty() || standing.is_open() {
            spans.push(Span::styled(words, ctx.theme.style(role)));
        }
        let mut lines: Vec<Line<'static>> = (!spans.is_empty()).then(|| Line::from(spans)).into_iter().collect();
        if let Some(known) = proposal::source(table, key, session) {
            let words = &ctx.messages.table.proposal_source;
            let text = fill(
                words,
                &[
                    ("source", &known.source.get(ctx.lang)),
                    ("certainty", &known.certainty.get(ctx.lang)),
                ],
            );
            let parts = wrap(&text, width.max(8));
            lines.extend(parts.into_iter().map(|part| Line::styled(part, muted)));
        }
        if table.shape != Shape::Form || lines.len() > 1 {
            lines.push(Line::default());
        }
        lines
    }
}

/// Mark, label and value of one field.
fn field(shown: &Shown<'_>, column: &Column, focused: bool, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
    let answer = shown.row.and_then(|row| row.cell(&column.id));
    let (value, role) = value(shown, column, answer, ctx);
    let most = if focused { LINES.1 } else { LINES.0 };
    let room = shown.width.saturating_sub(shown.label + MARK + 2).max(8);
    let mut values = wrap(&value, room);
    if values.len() > most {
        values.truncate(most);
        if let Some(last) = values.last_mut() {
            last.push('…');
        }
    }
    let labels = wrap(column.label.get(ctx.lang), shown.label);
    let (mark, mark_role) = mark(column, answer);
    let style = |role| ctx.theme.style(role);
    let label_style = if focused { style(Role::Focus) } else { style(Role::Text) };
    let count = labels.len().max(values.len());
    let text = |parts: &[String], at: usize| parts.get(at).cloned().unwrap_or_default();
    let mut lines: Vec<Line<'static>> = (0..count)
        .map(|at| {
            Line::from(vec![
                Span::styled(pad(if at == 0 { mark } else { "" }, MARK), style(mark_role)),
                Span::styled(pad(&text(&labels, at), shown.label), label_style),
                Span::raw("  "),
                Span::styled(text(&values, at), style(role)),
            ])
        })
        .collect();
    lines.extend(beside(shown, column, answer, ctx));
    lines
}

/// The value in words; an empty cell shows what the reference data proposes.
fn value(shown: &Shown<'_>, column: &Column, answer: Option<&Answer>, ctx: &Ctx<'_>) -> (String, Role) {
    if matches!(column.field, Field::Computed(_)) {
        return cell::computed(column, shown.table, shown.key, shown.session.engine(), ctx);
    }
    let (text, role) = cell::shown(column, answer, shown.session, ctx);
    if role == Role::Unanswered
        && let Some(proposed) = proposal::of(shown.table, shown.key, column, shown.session, ctx.lang)
        && let Some(value) = proposed.known()
    {
        let value = shown.session.engine().show(&column.field, value);
        let words = fill(&ctx.messages.table.proposed, &[("value", &value.get(ctx.lang))]);
        return (words, Role::Placeholder);
    }
    if let Some(Content::NotApplicable(reason)) = answer.and_then(|answer| answer.content.as_ref()) {
        let colon = &ctx.messages.common.colon;
        return ([text.as_str(), colon, reason].concat(), role);
    }
    (text, role)
}

const fn mark_of(required: Required) -> (&'static str, Role) {
    match required {
        Required::No => (" ", Role::Muted),
        Required::Yes | Required::Strict => ("*", Role::Required),
    }
}

/// `*` must be filled, `✓` is, `?` unknown, `!` flagged.
fn mark(column: &Column, answer: Option<&Answer>) -> (&'static str, Role) {
    let Some(answer) = answer.filter(|answer| answer.content.is_some() || answer.flagged) else {
        return if matches!(column.field, Field::Computed(_)) {
            ("=", Role::Muted)
        } else {
            mark_of(column.required)
        };
    };
    if answer.flagged {
        ("!", Role::Flagged)
    } else if cell::is_unknown(answer) {
        ("?", Role::Unknown)
    } else {
        ("✓", Role::Answered)
    }
}

/// Remark and note of the cell, and whether a remark is still needed.
fn beside(shown: &Shown<'_>, column: &Column, answer: Option<&Answer>, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
    let Some(answer) = answer else { return Vec::new() };
    let words = &ctx.messages.question;
    let mut lines = Vec::new();
    let remarks = answer.remarks();
    for (label, text) in [(&words.remark, remarks.get(ctx.lang)), (&words.note, &answer.note)] {
        if !text.is_empty() {
            let text = [label.as_str(), &ctx.messages.common.colon, text].concat();
            lines.push(Line::styled(text, ctx.theme.style(Role::Muted)));
        }
    }
    let row_remark = shown.row.is_some_and(|row| !row.remark.trim().is_empty());
    if needs_remark(&column.field, column.remark, answer) && answer.remark.trim().is_empty() && !row_remark {
        let text = ctx.messages.table.remark_missing.clone();
        lines.push(Line::styled(text, ctx.theme.style(Role::Warning)));
    }
    indented(&lines, shown.width)
}

/// Remark and note of the whole row.
fn row_words(shown: &Shown<'_>, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
    let Some(row) = shown.row else { return Vec::new() };
    let words = &ctx.messages.table;
    let mut lines = Vec::new();
    for (label, text) in [(&words.row_remark, &row.remark), (&words.row_note, &row.note)] {
        if !text.is_empty() {
            let text = [label.as_str(), &ctx.messages.common.colon, text].concat();
            lines.push(Line::styled(text, ctx.theme.style(Role::Muted)));
        }
    }
    if !lines.is_empty() {
        lines.insert(0, Line::default());
    }
    indented(&lines, shown.width)
}

fn indented(lines: &[Line<'static>], width: usize) -> Vec<Line<'static>> {
    let room = width.saturating_sub(MARK + 2).max(8);
    let mut found = Vec::new();
    for line in crate::tui::line_break::wrap_lines(lines, room, 0) {
        let mut spans = vec![Span::raw(" ".repeat(MARK + 2))];
        let style = line.style;
        spans.extend(line.spans);
        found.push(Line::from(spans).style(style));
    }
    found
}

fn draw_lines(lines: &[Line<'static>], focus: &std::ops::Range<usize>, area: Rect, buf: &mut Buffer, ctx: &Ctx<'_>) {
    if area.is_empty() {
        return;
    }
    let height = usize::from(area.height);
    let wished = focus.start.saturating_sub(height / 3);
    let offset = scroll_to_show(focus.end.saturating_sub(1), wished, height, lines.len());
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
