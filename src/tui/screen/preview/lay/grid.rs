//! Tables set in cells: as grids, or row by row where a grid would be too narrow.

use super::Setter;
use crate::domain::Lang;
use crate::report::document::Inline;
use crate::tui::line_break::{longest_word, pad, wrap};
use crate::tui::theme::Role;
use ratatui::text::{Line, Span};

/// Narrower columns make a table unreadable: it is then written row by row.
const NARROW: usize = 9;
/// The widest word that a column is made wider for.
const WORD: usize = 22;

impl Setter<'_> {
    pub(super) fn grid(&mut self, rows: &[Vec<Vec<Inline>>], shares: &[f32], heads: usize) {
        let words = |cell: &Vec<Inline>| cell.iter().map(Inline::words).collect::<String>();
        let texts: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(words).collect()).collect();
        let columns = texts.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let widths = widths(self.room, shares, &least(&texts, columns));
        if widths.iter().any(|width| *width < NARROW) {
            self.records(&texts, heads);
            return;
        }
        self.rule(&widths, "─┬─", "─");
        for (at, row) in texts.iter().enumerate() {
            let cells: Vec<Vec<String>> = widths
                .iter()
                .enumerate()
                .map(|(column, width)| {
                    let text = row.get(column).map_or("", String::as_str);
                    text.split('\n').flat_map(|line| wrap(line, *width)).collect()
                })
                .collect();
            let height = cells.iter().map(Vec::len).max().unwrap_or(0);
            let role = if at < heads { Role::Heading } else { Role::Text };
            for line in 0..height {
                let mut spans = Vec::new();
                for (column, (cell, width)) in cells.iter().zip(&widths).enumerate() {
                    if column > 0 {
                        spans.push(Span::styled(" │ ", self.theme.style(Role::Border)));
                    }
                    let text = pad(cell.get(line).map_or("", String::as_str), *width);
                    spans.push(Span::styled(text, self.theme.style(role)));
                }
                self.laid.lines.push(Line::from(spans));
            }
            let (cross, line) = if at + 1 == texts.len() {
                ("─┴─", "─")
            } else if at + 1 == heads {
                ("═╪═", "═")
            } else {
                ("─┼─", "─")
            };
            self.rule(&widths, cross, line);
        }
    }

    fn rule(&mut self, widths: &[usize], cross: &str, line: &str) {
        let text = widths
            .iter()
            .map(|width| line.repeat(*width))
            .collect::<Vec<_>>()
            .join(cross);
        self.laid.lines.push(Line::styled(text, self.theme.style(Role::Border)));
    }

    /// Each row as a block of "head: cell" lines.
    fn records(&mut self, texts: &[Vec<String>], heads: usize) {
        let (head, body) = texts.split_at(heads.min(texts.len()));
        let names = head.last();
        for row in body {
            for (at, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let name = names.and_then(|names| names.get(at)).map_or("", String::as_str);
                let colon = if self.lang == Lang::Zh { "：" } else { ": " };
                let name = if name.is_empty() {
                    String::new()
                } else {
                    [name, colon].concat()
                };
                let text = [if at == 0 { "▪ " } else { "  " }, &name, &cell.replace('\n', " ")].concat();
                self.add(&text, if at == 0 { Role::Accent } else { Role::Text }, 4);
            }
        }
    }
}

/// The widest word of each column, as far as it deserves room.
fn least(texts: &[Vec<String>], columns: usize) -> Vec<usize> {
    let of = |column: usize| {
        let cells = texts.iter().filter_map(|row| row.get(column));
        cells.map(|text| longest_word(text)).max().unwrap_or(0).min(WORD)
    };
    (0..columns).map(of).collect()
}

/// Columns by their shares of what the separators leave; one too narrow for its words takes from those that have more than they need.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few hundred columns at most"
)]
fn widths(room: usize, shares: &[f32], least: &[usize]) -> Vec<usize> {
    let columns = least.len();
    let room = room.saturating_sub(3 * columns.saturating_sub(1)) as f32;
    let share = |at: usize| shares.get(at).copied().unwrap_or(1.0).max(0.01);
    let sum: f32 = (0..columns).map(share).sum();
    let mut widths: Vec<usize> = (0..columns).map(|at| (room * share(at) / sum) as usize).collect();
    for (at, needed) in least.iter().enumerate() {
        while widths.get(at).is_some_and(|width| width < needed) {
            let left_over = |other: &usize| widths[*other].saturating_sub(least[*other].max(NARROW));
            let Some(rich) = (0..columns).max_by_key(left_over).filter(|other| left_over(other) > 0) else {
                break;
            };
            widths[rich] -= 1;
            widths[at] += 1;
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_wide_enough_for_its_words_where_another_has_room() {
        assert_eq!(widths(40, &[1.0, 2.0], &[4, 4]), [12, 24]);
        assert_eq!(widths(40, &[1.0, 2.0], &[15, 4]), [15, 21]);
        assert_eq!(widths(40, &[1.0, 2.0], &[30, 4]), [27, 9]);
    }
}
