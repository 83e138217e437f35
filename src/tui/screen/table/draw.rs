//! How a table question is drawn: the overview or the row's form, and over it what is being edited.

use super::super::{Ctx, Desk};
use super::{Editing, State, cell};
use crate::domain::Table;
use crate::i18n::fill;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::Paragraph;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::Widget;

/// What names a new row, and how it is filled in.
fn new_row_head(table: &Table, ctx: &Ctx<'_>) -> Paragraph<'static> {
    let column = cell::name_column(table).and_then(|id| table.column(id));
    let label = column.map_or("", |column| column.label.get(ctx.lang));
    let head = fill(&ctx.messages.table.new_row, &[("column", &label)]);
    let mut lines = vec![Line::styled(head, ctx.theme.style(Role::Heading))];
    let hint = column.map_or("", |column| column.hint.get(ctx.lang));
    if !hint.is_empty() {
        lines.push(Line::styled(hint.to_owned(), ctx.theme.style(Role::Muted)));
    }
    Paragraph::new(Text::from(lines))
}

/// From this height on the rows stay in view over what is edited.
const TALL: u16 = 28;

impl State {
    /// Draws the rows, the open row, or what is edited; where the terminal's cursor belongs.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        let table = self.table(session)?;
        if matches!(self.editing, Editing::Nothing) {
            self.draw_rows(table, session, area, buf, ctx);
            return None;
        }
        let above = if area.height >= TALL { area.height / 2 } else { 0 };
        let upper = Rect { height: above, ..area };
        self.draw_rows(table, session, upper, buf, ctx);
        let lower = Rect {
            y: area.y + above,
            height: area.height - above,
            ..area
        };
        self.draw_panel(table, session, lower, buf, ctx)
    }

    fn draw_rows(&self, table: &Table, session: &Session, area: Rect, buf: &mut Buffer, ctx: &Ctx<'_>) {
        if area.is_empty() {
        } else if self.open {
            self.draw_form(table, session, area, buf, ctx);
        } else {
            self.draw_grid(table, session, area, buf, ctx);
        }
    }

    /// What is edited, under a line that names it.
    fn draw_panel(
        &self,
        table: &Table,
        session: &Session,
        area: Rect,
        buf: &mut Buffer,
        ctx: &Ctx<'_>,
    ) -> Option<Position> {
        let head = self.panel_head(table, session, ctx);
        let height = u16::try_from(head.height(area.width)).unwrap_or(0).min(area.height / 2);
        (&head).render(Rect { height, ..area }, buf);
        let y = (area.y + height + 1).min(area.bottom());
        let room = Rect {
            y,
            height: area.bottom() - y,
            ..area
        };
        match &self.editing {
            Editing::Cell(field) => field.view(room, buf, ctx),
            Editing::Search(search) => search.view(room, buf, session, ctx),
            Editing::Words(words) => words.view(room, buf, ctx),
            Editing::NewRow(editor, _) => {
                let field = Rect {
                    height: editor.height(room.width).min(room.height),
                    ..room
                };
                editor.draw(field, buf, ctx.theme, &ctx.messages.table.new_row_hint)
            }
            Editing::Nothing => None,
        }
    }

    /// `row · column *`, then how to fill it and what is proposed.
    fn panel_head(&self, table: &Table, session: &Session, ctx: &Ctx<'_>) -> Paragraph<'static> {
        let style = |role| ctx.theme.style(role);
        if matches!(self.editing, Editing::NewRow(..)) {
            return new_row_head(table, ctx);
        }
        let mut lines = Vec::new();
        let mut spans = Vec::new();
        if let Some(name) = self.row_title(table, session, ctx) {
            spans.push(Span::styled(name, style(Role::Accent)));
        }
        let column = table
            .columns
            .get(self.column)
            .filter(|_| !matches!(self.editing, Editing::Words(_)));
        if let Some(column) = column {
            if !spans.is_empty() {
                spans.push(Span::styled(" · ", style(Role::Muted)));
            }
            spans.push(Span::styled(
                column.label.get(ctx.lang).to_owned(),
                style(Role::Heading),
            ));
            let required = column.required != crate::domain::Required::No;
            let word = if required {
                &ctx.messages.common.required
            } else {
                &ctx.messages.common.optional
            };
            spans.push(Span::styled([" · ", word].concat(), style(Role::Muted)));
        }
        lines.push(Line::from(spans));
        if let Some(column) = column {
            lines.extend(self.guidance(table, column, session, ctx));
        }
        Paragraph::new(Text::from(lines))
    }

    /// The name of the row in focus; none for a form.
    pub(super) fn row_title(&self, table: &Table, session: &Session, ctx: &Ctx<'_>) -> Option<String> {
        if table.shape == crate::domain::Shape::Form {
            return None;
        }
        let name = session.engine().row_name(&table.record, self.key()?);
        Some(name.get(ctx.lang).to_owned())
    }
}
