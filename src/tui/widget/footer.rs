//! The bottom line: keys and words of what works here, as many as fit.

use crate::i18n::Messages;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::help::footer_rows;
use crate::tui::keymap::Keymap;
use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

/// Keys and words of a context, in the order of the keymap's `footer`.
#[derive(Debug, Clone)]
pub struct Footer<'a> {
    items: Vec<(String, String)>,
    theme: &'a Theme,
}

impl<'a> Footer<'a> {
    /// The footer of a context. `available` says which actions would do something now: the others are left out.
    pub fn new(
        context: Context,
        keymap: &Keymap,
        messages: &Messages,
        theme: &'a Theme,
        available: impl Fn(Action) -> bool,
    ) -> Self {
        let rows = footer_rows(keymap, messages, context)
            .into_iter()
            .filter(|row| available(row.action));
        let mut items: Vec<(String, String)> = Vec::new();
        for row in rows {
            let Some(key) = row.keys.into_iter().next() else {
                continue;
            };
            match items.last_mut() {
                // Neighbours with the same word are one thing to the reader: ↑↓ move.
                Some((keys, word)) if *word == row.short => keys.push_str(&key),
                _ => items.push((key, row.short)),
            }
        }
        Self { items, theme }
    }

    /// Cells needed to show everything.
    pub fn width(&self) -> usize {
        self.line(usize::MAX).width()
    }

    fn line(&self, room: usize) -> Line<'_> {
        let mut line = Line::default();
        for (key, word) in &self.items {
            let gap = if line.spans.is_empty() { " " } else { "  " };
            let item = [
                Span::raw(gap),
                Span::styled(key.as_str(), self.theme.style(Role::Key)),
                Span::raw(" "),
                Span::styled(word.as_str(), self.theme.style(Role::Muted)),
            ];
            if line.width() + item.iter().map(Span::width).sum::<usize>() > room {
                break;
            }
            line.spans.extend(item);
        }
        line
    }
}

impl Widget for &Footer<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if !area.is_empty() {
            buf.set_line(area.x, area.y, &self.line(usize::from(area.width)), area.width);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Lang;
    use crate::tui::theme::ThemeKind;
    use crate::tui::widget::picture::expect;

    fn footer(context: Context, lang: Lang, available: impl Fn(Action) -> bool) -> Footer<'static> {
        let theme = Theme::builtin(ThemeKind::Dark);
        Footer::new(context, Keymap::builtin(), Messages::of(lang), theme, available)
    }

    #[test]
    fn every_footer_fits_eighty_columns_in_both_languages() {
        let widths = |lang| {
            Context::ALL
                .iter()
                .map(move |at| (at.name(), lang, footer(*at, lang, |_| true).width()))
        };
        let wide: Vec<_> = Lang::ALL
            .into_iter()
            .flat_map(widths)
            .filter(|(.., width)| *width > 80)
            .collect();
        assert!(wide.is_empty(), "{wide:?}");
    }

    #[test]
    fn a_pair_of_keys_with_one_word_stands_together() {
        expect(
            80,
            &footer(Context::Settings, Lang::En, |_| true),
            [" ↑↓ move  ←→ change  Enter accept  Esc back  ? help"],
        );
    }

    #[test]
    fn only_what_works_is_shown_and_nothing_is_cut_in_half() {
        let some = |action| matches!(action, Action::Accept | Action::Back | Action::Help);
        expect(
            80,
            &footer(Context::Text, Lang::Zh, some),
            [" Enter 确认  Esc 返回  F1 帮助"],
        );
        expect(24, &footer(Context::Text, Lang::Zh, some), [" Enter 确认  Esc 返回"]);
    }
}
