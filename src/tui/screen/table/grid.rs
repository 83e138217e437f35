//! The overview: a line per row with its name and how it stands, columns beside each other. Only the rows in view are measured and drawn.

use super::super::Ctx;
use super::{State, cell, proposal, rows};
use crate::domain::{Column, Field, Row, RowKey, Shape, Table};
use crate::i18n::fill;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::{self, Paragraph, window};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::Widget;

/// Widest column of the overview at a width: a third of it, so that beside the name at least one more column is seen.
fn widest(width: u16) -> u16 {
    (width / 3).clamp(14, 26)
}

impl State {
    pub(super) fn draw_grid(&self, table: &Table, session: &Session, area: Rect, buf: &mut Buffer, ctx: &Ctx<'_>) {
        if self.rows.is_empty() {
            let paragraph = Paragraph::new(empty(table, session, ctx));
            (&paragraph).render(area, buf);
            return;
        }
        let below = Paragraph::new(self.below(table, session, ctx));
        let height = u16::try_from(below.height(area.width))
            .unwrap_or(0)
            .min(6)
            .min(area.height / 2);
        // What is said of the cell in focus follows the rows closely.
        let rows = u16::try_from(self.rows.len() + 1).unwrap_or(u16::MAX);
        let list = Rect {
            height: area.height.saturating_sub(height + 1).min(rows),
            ..area
        };
        self.draw_list(table, session, list, buf, ctx);
        let place = Rect {
            y: list.bottom() + 1,
            height,
            ..area
        };
        (&below).render(place.intersection(area), buf);
    }

    fn draw_list(&self, table: &Table, session: &Session, area: Rect, buf: &mut Buffer, ctx: &Ctx<'_>) {
        let seen = window(self.row, usize::from(area.height).saturating_sub(1), self.rows.len());
        let columns = self.columns(table, session);
        let words = &ctx.messages.table;
        let named = cell::name_column(table).and_then(|id| table.column(id));
        let title = named.map_or(words.row_head.as_str(), |column| column.label.get(ctx.lang));
        let widest = widest(area.width);
        let mut heads = vec![
            widget::Column::new(title, widest),
            widget::Column::new(&words.status, 12),
        ];
        let labels = columns.iter().filter_map(|at| table.columns.get(*at));
        heads.extend(labels.map(|column| widget::Column::new(column.label.get(ctx.lang), widest)));
        let visible: Vec<Vec<(String, Role)>> = self
            .rows
            .get(seen.clone())
            .unwrap_or_default()
            .iter()
            .zip(seen.clone())
            .map(|(key, at)| line(table, &columns, at, key, self.is_optional(session), session, ctx))
            .collect();
        let focus = columns.iter().position(|at| *at == self.column).map_or(0, |at| at + 2);
        let drawn = widget::Table::new(&heads, &visible, ctx.theme)
            .pinned(2)
            .window(seen.start, self.rows.len())
            .cell(self.row, focus);
        (&drawn).render(area, buf);
    }

    /// Where one stands, and what the cell in focus is about.
    fn below(&self, table: &Table, session: &Session, ctx: &Ctx<'_>) -> Text<'static> {
        let muted = ctx.theme.style(Role::Muted);
        let words = &ctx.messages.table;
        let columns = self.columns(table, session);
        let at = columns.iter().position(|at| *at == self.column).unwrap_or(0);
        let row = fill(
            &ctx.messages.common.row_of,
            &[("number", &(self.row + 1)), ("total", &self.rows.len())],
        );
        let column = fill(&words.columns, &[("number", &(at + 1)), ("total", &columns.len())]);
        let mut lines = vec![Line::styled([row.as_str(), " · ", &column].concat(), muted)];
        if let Some(column) = table.columns.get(self.column) {
            lines.push(Line::styled(
                column.label.get(ctx.lang).to_owned(),
                ctx.theme.style(Role::Heading),
            ));
            lines.extend(self.guidance(table, column, session, ctx));
        }
        if !matches!(table.shape, Shape::Free { .. }) {
            lines.push(Line::styled(rows::rows_from(table, session, ctx), muted));
        }
        Text::from(lines)
    }

    /// How the column in focus is filled, and what is proposed for it.
    pub(super) fn guidance(
        &self,
        table: &Table,
        column: &Column,
        session: &Session,
        ctx: &Ctx<'_>,
    ) -> Vec<Line<'static>> {
        let muted = ctx.theme.style(Role::Muted);
        let mut lines = Vec::new();
        let hint = column.hint.get(ctx.lang);
        if !hint.is_empty() {
            lines.push(Line::styled(hint.to_owned(), muted));
        }
        let Some(key) = self.key() else { return lines };
        if let Some(line) = proposed(table, key, column, session, ctx) {
            lines.push(line);
        }
        if let Some(fact) = proposal::fact(table, key, column, session) {
            lines.push(Line::from(fact.get(ctx.lang).to_owned()));
        }
        lines
    }
}

/// What the reference data proposes, and the key that takes it over.
fn proposed(table: &Table, key: &RowKey, column: &Column, session: &Session, ctx: &Ctx<'_>) -> Option<Line<'static>> {
    let answer = proposal::of(table, key, column, session, ctx.lang)?;
    let now = session.answers().cell(&table.record, key, &column.id);
    if now.is_some_and(|now| now.content == answer.content) {
        return None;
    }
    let value = answer
        .known()
        .map(|value| session.engine().show(&column.field, value).get(ctx.lang).to_owned())?;
    let press = ctx.key(Context::Table, Action::TakeProposal);
    let words = if now.is_some_and(|now| now.content.is_some()) {
        &ctx.messages.table.proposal_differs
    } else {
        &ctx.messages.table.proposal
    };
    let text = fill(words, &[("value", &value), ("key", &press)]);
    Some(Line::from(Span::styled(text, ctx.theme.style(Role::Accent))))
}

fn line(
    table: &Table,
    columns: &[usize],
    at: usize,
    key: &RowKey,
    optional: bool,
    session: &Session,
    ctx: &Ctx<'_>,
) -> Vec<(String, Role)> {
    let engine = session.engine();
    let row = cell::stored(session, table, at, key);
    let name = engine.row_name(&table.record, key);
    let standing = cell::Standing::of(table, key, row, optional, engine);
    let mut line = vec![(name.get(ctx.lang).to_owned(), Role::Text), standing.shown(ctx)];
    let context = engine.row_context(table, key);
    for column in columns.iter().filter_map(|at| table.columns.get(*at)) {
        line.push(if engine.column_shown(column, &context) {
            one(table, column, key, row, session, ctx)
        } else {
            (String::new(), Role::Muted)
        });
    }
    line
}

/// A cell on one line, with a mark where it is flagged.
fn one(
    table: &Table,
    column: &Column,
    key: &RowKey,
    row: Option<&Row>,
    session: &Session,
    ctx: &Ctx<'_>,
) -> (String, Role) {
    if matches!(column.field, Field::Computed(_)) {
        return cell::computed(column, table, key, session.engine(), ctx);
    }
    let answer = row.and_then(|row| row.cell(&column.id));
    let (mut text, role) = cell::shown(column, answer, session, ctx);
    if let Some((first, _)) = text.split_once('\n') {
        text = [first, "…"].concat();
    }
    if answer.is_some_and(|answer| answer.flagged) {
        text.insert_str(0, "! ");
    }
    if role == Role::Unanswered
        && let Some(value) = proposal::of(table, key, column, session, ctx.lang)
            .as_ref()
            .and_then(|a| a.known())
    {
        let value = session.engine().show(&column.field, value);
        return (["(", value.get(ctx.lang), ")"].concat(), Role::Placeholder);
    }
    (text, role)
}

/// What to do where there is no row yet.
fn empty(table: &Table, session: &Session, ctx: &Ctx<'_>) -> Text<'static> {
    let words = &ctx.messages.table;
    let muted = ctx.theme.style(Role::Muted);
    let todo = if matches!(table.shape, Shape::Free { .. }) {
        let key = ctx.key(Context::Table, Action::AddRow);
        fill(&words.empty_todo, &[("add", &key)])
    } else {
        rows::rows_from(table, session, ctx)
    };
    Text::from(vec![Line::from(words.empty.clone()), Line::styled(todo, muted)])
}
