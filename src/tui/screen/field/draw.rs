//! How a field is drawn: the entry, then remark, note and what is still needed.

use super::entry::{Entry, Pick, Row, is_chosen};
use super::{Beside, Focus, State};
use crate::domain::{Content, Field, Required};
use crate::i18n::fill;
use crate::tui::screen::Ctx;
use crate::tui::theme::Role;
use crate::tui::widget::{Choice, Choices, Mark, Paragraph};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::Widget;

impl State {
    /// Draws the field; where the terminal's cursor belongs.
    pub fn view(&self, area: Rect, buf: &mut Buffer, ctx: &Ctx<'_>) -> Option<Position> {
        let below = self.below(ctx);
        let editing = match &self.focus {
            Focus::Beside(_, editor) => editor.height(area.width).min(4) + 1,
            _ => 0,
        };
        let height = u16::try_from(below.height(area.width)).unwrap_or(0) + editing;
        let entry = Rect {
            height: area.height.saturating_sub(height + 1),
            ..area
        };
        let (used, cursor) = self.draw_entry(entry, buf, ctx);
        let y = (entry.y + used + 1).min(area.bottom());
        let rest = Rect {
            y,
            height: area.bottom() - y,
            ..area
        };
        if let Focus::Beside(which, editor) = &self.focus {
            return self.draw_beside(*which, editor, &below, rest, buf, ctx);
        }
        (&below).render(rest, buf);
        cursor
    }

    fn draw_beside(
        &self,
        which: Beside,
        editor: &crate::tui::editor::Editor,
        below: &Paragraph<'_>,
        rest: Rect,
        buf: &mut Buffer,
        ctx: &Ctx<'_>,
    ) -> Option<Position> {
        let words = &ctx.messages.question;
        let (label, hint) = match which {
            Beside::Remark => (&words.remark, words.remark_hint.as_str()),
            Beside::Note => (&words.note, words.note_hint.as_str()),
            Beside::Translation => (&words.translation, words.translation_hint.as_str()),
            Beside::Reason => (&words.na_reason, ""),
        };
        buf.set_stringn(
            rest.x,
            rest.y,
            label,
            usize::from(rest.width),
            ctx.theme.style(Role::Heading),
        );
        let height = editor.height(rest.width).min(4);
        let field = Rect {
            y: rest.y + 1,
            height: height.min(rest.height.saturating_sub(1)),
            ..rest
        };
        self.width.set(field.width);
        let cursor = editor.draw(field, buf, ctx.theme, hint);
        let last = Rect {
            y: field.bottom(),
            height: rest.bottom().saturating_sub(field.bottom()),
            ..rest
        };
        below.render(last, buf);
        cursor
    }

    fn draw_entry(&self, area: Rect, buf: &mut Buffer, ctx: &Ctx<'_>) -> (u16, Option<Position>) {
        match &self.entry {
            Entry::Rows { rows, focus, multi } => (self.draw_rows(rows, *focus, *multi, area, buf, ctx), None),
            Entry::Computed => {
                let words = &ctx.messages.question.computed;
                buf.set_stringn(
                    area.x,
                    area.y,
                    words,
                    usize::from(area.width),
                    ctx.theme.style(Role::Muted),
                );
                (1, None)
            }
            Entry::Text(editor) => {
                let least = if editor.is_multiline() { 4 } else { 1 };
                let field = Rect {
                    height: editor.height(area.width).max(least).min(area.height),
                    ..area
                };
                let words = &ctx.messages.question;
                let placeholder = match self.about.field {
                    Field::Number { .. } => &words.placeholder_number,
                    Field::Date => &words.placeholder_date,
                    _ => &words.placeholder_text,
                };
                self.width.set(field.width);
                let cursor = editor.draw(field, buf, ctx.theme, placeholder);
                (field.height, cursor.filter(|_| matches!(self.focus, Focus::Typing)))
            }
        }
    }

    fn draw_rows(&self, rows: &[Row], focus: usize, multi: bool, area: Rect, buf: &mut Buffer, ctx: &Ctx<'_>) -> u16 {
        let choices: Vec<Choice<'_>> = rows.iter().map(|row| self.choice(row, multi, ctx)).collect();
        let list = Choices::new(
            &choices,
            matches!(self.focus, Focus::Answer).then_some(focus),
            ctx.theme,
        );
        let height = u16::try_from(list.height(area.width))
            .unwrap_or(u16::MAX)
            .min(area.height);
        (&list).render(Rect { height, ..area }, buf);
        if !self.source.is_empty()
            && !rows.iter().any(|row| matches!(row.pick, Pick::Option(_)))
            && height < area.height
        {
            let text = fill(
                &ctx.messages.question.options_none,
                &[("table", &self.source.get(ctx.lang))],
            );
            buf.set_stringn(
                area.x,
                area.y + height,
                text,
                usize::from(area.width),
                ctx.theme.style(Role::Warning),
            );
            return height + 1;
        }
        height
    }

    fn choice<'a>(&self, row: &'a Row, multi: bool, ctx: &Ctx<'a>) -> Choice<'a> {
        let (common, words) = (&ctx.messages.common, &ctx.messages.question);
        let chosen = is_chosen(&row.pick, &self.answer);
        let on = chosen == Some(true);
        match &row.pick {
            Pick::Unknown => Choice::new(Mark::Unknown(on), &words.unknown_row).hint(&words.unknown_row_hint),
            Pick::NotApplicable => Choice::new(Mark::NotApplicable(on), &words.na_row).hint(&words.na_row_hint),
            Pick::YesNo(yes) => Choice::new(Mark::Radio(on), if *yes { &common.yes } else { &common.no }),
            Pick::Option(_) => {
                let mark = match (multi, chosen) {
                    (true, None) => Mark::Unknown(true),
                    (true, _) => Mark::Check(on),
                    (false, _) => Mark::Radio(on),
                };
                let hint = if row.exclusive && multi {
                    words.exclusive.as_str()
                } else {
                    ""
                };
                Choice::new(mark, row.label.get(ctx.lang))
                    .needs_remark(row.remark)
                    .hint(hint)
            }
        }
    }

    /// What stands under the entry.
    fn below(&self, ctx: &Ctx<'_>) -> Paragraph<'static> {
        let (common, words) = (&ctx.messages.common, &ctx.messages.question);
        let mut lines: Vec<Line<'static>> = Vec::new();
        let style = |role| ctx.theme.style(role);
        let pair = |label: &str, text: &str| {
            let head = Span::styled([label, &common.colon].concat(), style(Role::Muted));
            Line::from(vec![head, Span::raw(text.to_owned())])
        };
        let beside = |which| matches!(&self.focus, Focus::Beside(at, _) if *at == which);
        if matches!(&self.entry, Entry::Rows { rows, .. } if rows.iter().any(|row| row.remark)) {
            lines.push(Line::styled(["* ", &words.note_required].concat(), style(Role::Muted)));
        }
        lines.extend(self.number_line(ctx));
        match &self.answer.content {
            Some(Content::Unknown) => lines.push(Line::styled(common.unknown_counted.clone(), style(Role::Unknown))),
            Some(Content::NotApplicable(reason)) if !beside(Beside::Reason) => {
                lines.push(pair(&common.not_applicable, reason));
            }
            _ => {}
        }
        if !self.answer.remark.is_empty() && !beside(Beside::Remark) {
            lines.push(pair(&words.remark, &self.answer.remark));
        }
        if !self.answer.translation.is_empty() && !beside(Beside::Translation) {
            let line = pair(&words.translation, &self.answer.translation);
            lines.push(line.style(style(Role::Muted)));
        }
        if !self.answer.note.is_empty() && !beside(Beside::Note) {
            lines.push(pair(&words.note, &self.answer.note));
        }
        if self.answer.flagged {
            let parked = self.answer.content.is_none();
            let word = if parked { &common.parked } else { &common.flagged };
            lines.push(Line::styled(["! ", word].concat(), style(Role::Flagged)));
        }
        if self.lacks_remark() && !beside(Beside::Remark) {
            let key = ctx.key(self.context(), crate::tui::Action::Remark);
            let advice = ctx.messages.error.remark_needed.fill(&[("key", &key)]);
            let text = [advice.what.as_str(), advice.todo.as_str()].join(&common.colon);
            lines.push(Line::styled(text, style(Role::Warning)));
        }
        Paragraph::new(Text::from(lines)).hanging(2)
    }

    /// A number with commas, and its bounds while nothing is typed.
    fn number_line(&self, ctx: &Ctx<'_>) -> Option<Line<'static>> {
        let Field::Number { min, max } = self.about.field else {
            return None;
        };
        let style = ctx.theme.style(Role::Muted);
        let shown = |value: i64| self.about.field.number_words(value);
        if let Some(value) = self.answer.number() {
            // Where the commas add nothing, neither does the line.
            let words = shown(value);
            return (words != value.to_string()).then(|| Line::styled(["= ", &words].concat(), style));
        }
        let bounded = max < i64::from(u32::MAX) && self.about.required != Required::No;
        let (from, to) = (shown(min), shown(max));
        bounded.then(|| {
            Line::styled(
                fill(&ctx.messages.question.limits, &[("from", &from), ("to", &to)]),
                style,
            )
        })
    }
}
