//! A document set in cells: headings, paragraphs, lists, facts, tables as grids or, where a grid would be too narrow, row by row.

use crate::domain::Lang;
use crate::report::document::{Block, Cell, Cover, Document, Inline, ListStyle, Matrix, NoticeKind, Table, Tone};
use crate::tui::line_break::{pad, wrap, wrap_lines};
use crate::tui::theme::{Role, Theme};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

/// Narrower columns make a table unreadable: it is then written row by row.
const NARROW: usize = 9;

/// A heading: its line, its level, its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) line: usize,
    pub(super) level: u8,
    pub(super) text: String,
}

/// The lines for one width, and where the headings stand.
#[derive(Debug, Default)]
pub(super) struct Laid {
    pub(super) width: u16,
    pub(super) lines: Vec<Line<'static>>,
    pub(super) heads: Vec<Head>,
}

/// Where lines are added.
struct Setter<'t> {
    laid: Laid,
    room: usize,
    lang: Lang,
    theme: &'t Theme,
}

impl Laid {
    /// Sets a document.
    pub(super) fn of(document: &Document, width: u16, theme: &Theme) -> Self {
        let mut setter = Setter {
            laid: Self {
                width,
                ..Self::default()
            },
            room: usize::from(width).max(20),
            lang: document.lang,
            theme,
        };
        if let Some(cover) = &document.cover {
            setter.cover(cover);
        }
        for block in document.approval.iter().chain(&document.body) {
            setter.block(block);
        }
        setter.laid
    }
}

impl Setter<'_> {
    fn add(&mut self, text: &str, role: Role, indent: usize) {
        let style = self.theme.style(role);
        let lines: Vec<Line<'_>> = text
            .split('\n')
            .map(|line| Line::styled(line.to_owned(), style))
            .collect();
        self.laid.lines.extend(wrap_lines(&lines, self.room, indent));
    }

    fn gap(&mut self) {
        self.laid.lines.push(Line::default());
    }

    fn inlines(&mut self, lead: &str, text: &[Inline], indent: usize) {
        let mut lines = vec![vec![Span::raw(lead.to_owned())]];
        for inline in text {
            let role = match inline {
                Inline::Text(_) | Inline::Reference { .. } => Role::Text,
                Inline::Strong(_) => Role::Accent,
                Inline::Small(_) | Inline::Code(_) => Role::Muted,
                Inline::Untranslated(_) => Role::Unknown,
            };
            for (at, part) in inline.words().split('\n').enumerate() {
                if at > 0 {
                    lines.push(vec![Span::raw(" ".repeat(indent))]);
                }
                if let Some(line) = lines.last_mut() {
                    line.push(Span::styled(part.to_owned(), self.theme.style(role)));
                }
            }
        }
        let lines: Vec<Line<'_>> = lines.into_iter().map(Line::from).collect();
        self.laid.lines.extend(wrap_lines(&lines, self.room, indent));
    }

    fn cover(&mut self, cover: &Cover) {
        if !cover.mark.is_empty() {
            self.add(&format!("[{}]", cover.mark), Role::Warning, 0);
        }
        self.heading(1, &cover.title, "");
        self.add(&cover.subtitle, Role::Muted, 0);
        self.facts(&cover.facts);
        self.gap();
        for notice in &cover.notices {
            self.block(notice);
        }
    }

    fn heading(&mut self, level: u8, text: &str, clause: &str) {
        if level <= 2 && !self.laid.lines.is_empty() {
            self.gap();
        }
        self.laid.heads.push(Head {
            line: self.laid.lines.len(),
            level,
            text: text.to_owned(),
        });
        let from = self.laid.lines.len();
        self.add(text, Role::Heading, 0);
        if !clause.is_empty() {
            self.add(clause, Role::Law, 0);
        }
        if level == 1 {
            let width = self.laid.lines.iter().skip(from).map(Line::width).max().unwrap_or(0);
            self.add(&"═".repeat(width), Role::Border, 0);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading {
                level,
                number,
                text,
                clause,
                ..
            } => {
                let gap = if self.lang == Lang::En && !number.is_empty() {
                    " "
                } else {
                    ""
                };
                self.heading(*level, &[number, gap, text].concat(), clause);
                return;
            }
            Block::Paragraph { text } => self.inlines("", text, 0),
            Block::List { style, items } => self.list(*style, items),
            Block::Facts { rows } => self.facts(rows),
            Block::Table(table) => self.table(table),
            Block::Matrix(matrix) => self.matrix(matrix),
            Block::Notice { notice, title, text } => self.notice(*notice, title, text),
            Block::Approval { heads, rows } => {
                let cells = |row: &crate::report::document::SignatureRow| {
                    [
                        &row.label,
                        &row.name,
                        &row.position,
                        &row.opinion,
                        &String::new(),
                        &row.date,
                    ]
                    .map(|text| vec![Inline::Text(text.clone())])
                    .to_vec()
                };
                let head = heads.iter().map(|text| vec![Inline::Text(text.clone())]).collect();
                let rows: Vec<Vec<Vec<Inline>>> = std::iter::once(head).chain(rows.iter().map(cells)).collect();
                self.grid(&rows, &[1.0; 6], 1);
            }
            Block::PageBreak => {
                let rule = "─".repeat(self.room.min(40));
                self.add(&rule, Role::Border, 0);
            }
        }
        self.gap();
    }

    fn notice(&mut self, notice: NoticeKind, title: &str, text: &[Vec<Inline>]) {
        let role = match notice {
            NoticeKind::Draft | NoticeKind::Untranslated => Role::Warning,
            NoticeKind::Blocking => Role::Error,
            NoticeKind::Note => Role::Accent,
        };
        if !title.is_empty() {
            self.add(&format!("! {title}"), role, 2);
        }
        for line in text {
            self.inlines("  ", line, 2);
        }
    }

    fn list(&mut self, style: ListStyle, items: &[Vec<Inline>]) {
        for (at, item) in items.iter().enumerate() {
            let mark = match (style, self.lang) {
                (ListStyle::Bullet, _) => "· ".to_owned(),
                (ListStyle::Box, _) => "□ ".to_owned(),
                (ListStyle::Numbered, Lang::Zh) => format!("（{}）", at + 1),
                (ListStyle::Numbered, Lang::En) => format!("({}) ", at + 1),
            };
            let lead = format!("  {mark}");
            self.inlines(&lead, item, lead.width());
        }
    }

    fn facts(&mut self, rows: &[(String, Vec<Inline>)]) {
        let width = rows
            .iter()
            .map(|(name, _)| name.width())
            .max()
            .unwrap_or(0)
            .min(self.room / 3);
        for (name, value) in rows {
            if name.width() > width {
                self.add(name, Role::Muted, 0);
                self.inlines("  ", value, 2);
            } else {
                self.inlines(&format!("{}  ", pad(name, width)), value, width + 2);
            }
        }
    }

    fn table(&mut self, table: &Table) {
        if !table.title.is_empty() {
            self.add(&table.title, Role::Accent, 0);
        }
        let cells = |row: &Vec<Cell>| row.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>();
        let rows: Vec<Vec<Vec<Inline>>> = table.head.iter().chain(&table.rows).map(cells).collect();
        let shares: Vec<f32> = table.columns.iter().map(|column| column.width).collect();
        self.grid(&rows, &shares, table.head.len());
    }

    fn matrix(&mut self, matrix: &Matrix) {
        if !matrix.title.is_empty() {
            self.add(&matrix.title, Role::Accent, 0);
        }
        let text = |text: String| vec![Inline::Text(text)];
        let corner = format!("{} ↓ / {} →", matrix.vertical, matrix.horizontal);
        let head = std::iter::once(corner)
            .chain(matrix.columns.iter().cloned())
            .map(text)
            .collect();
        let row = |(head, cells): &(String, Vec<crate::report::document::MatrixCell>)| {
            let cells = cells.iter().map(|cell| {
                let marks = cell.marks.join("\n");
                let words = if marks.is_empty() {
                    cell.label.clone()
                } else {
                    format!("{}\n{marks}", cell.label)
                };
                if cell.tone == Tone::Severe {
                    vec![Inline::Strong(words)]
                } else {
                    text(words)
                }
            });
            std::iter::once(text(head.clone())).chain(cells).collect()
        };
        let rows: Vec<Vec<Vec<Inline>>> = std::iter::once(head).chain(matrix.rows.iter().map(row)).collect();
        self.grid(&rows, &vec![1.0; matrix.columns.len() + 1], 1);
        self.add(&matrix.description, Role::Muted, 0);
    }

    fn grid(&mut self, rows: &[Vec<Vec<Inline>>], shares: &[f32], heads: usize) {
        let words = |cell: &Vec<Inline>| cell.iter().map(Inline::words).collect::<String>();
        let texts: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(words).collect()).collect();
        let columns = texts.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let widths = widths(self.room, shares, columns);
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

/// Columns by their shares of what the separators leave.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few hundred columns at most"
)]
fn widths(room: usize, shares: &[f32], columns: usize) -> Vec<usize> {
    let room = room.saturating_sub(3 * columns.saturating_sub(1)) as f32;
    let share = |at: usize| shares.get(at).copied().unwrap_or(1.0).max(0.01);
    let sum: f32 = (0..columns).map(share).sum();
    (0..columns).map(|at| (room * share(at) / sum) as usize).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::Column;
    use crate::tui::theme::ThemeKind;

    fn laid(width: u16) -> Laid {
        let mut document = Document::new(Lang::Zh, "报告");
        document.body = vec![
            Block::heading(1, "一、", "评估说明"),
            Block::text("本单位开展评估。"),
            Block::Table(Table {
                columns: vec![Column::new(1.0), Column::new(2.0)],
                head: vec![vec![Cell::text("数据项"), Cell::text("说明")]],
                rows: vec![vec![Cell::text("姓名"), Cell::text("收货所需")]],
                ..Table::default()
            }),
        ];
        Laid::of(&document, width, Theme::builtin(ThemeKind::Dark))
    }

    fn lines(laid: &Laid) -> Vec<String> {
        laid.lines
            .iter()
            .map(|line| line.to_string().trim_end().to_owned())
            .collect()
    }

    #[test]
    fn headings_are_found_again_and_tables_keep_to_the_width() {
        let wide = laid(40);
        assert_eq!(
            wide.heads,
            [Head {
                line: 0,
                level: 1,
                text: "一、评估说明".into()
            }]
        );
        assert_eq!(
            lines(&wide),
            [
                "一、评估说明",
                "════════════",
                "本单位开展评估。",
                "",
                "─────────────┬─────────────────────────",
                "数据项       │ 说明",
                "═════════════╪═════════════════════════",
                "姓名         │ 收货所需",
                "─────────────┴─────────────────────────",
                "",
            ]
        );
    }

    #[test]
    fn a_table_that_would_be_too_narrow_is_written_row_by_row() {
        let narrow = laid(24);
        assert!(
            lines(&narrow).contains(&"▪ 数据项：姓名".to_owned()),
            "{:?}",
            lines(&narrow)
        );
        assert!(lines(&narrow).contains(&"  说明：收货所需".to_owned()));
    }
}
