//! A document set in cells: headings, paragraphs, lists, facts, tables as grids or, where a grid would be too narrow, row by row.

mod grid;

use crate::domain::Lang;
use crate::report::document::{Block, Cell, Cover, Document, Inline, ListStyle, Matrix, NoticeKind, Table, Tone};
use crate::tui::line_break::{pad, wrap, wrap_lines};
use crate::tui::theme::{Role, Theme};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

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

/// A place in a report that is found again in other words or at another width: so many lines behind this heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    head: usize,
    behind: usize,
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

impl Laid {
    /// The place of a line; `None` before anything was laid out.
    pub(super) fn place(&self, line: usize) -> Option<Place> {
        let head = self.heads.iter().rposition(|head| head.line <= line)?;
        let behind = line - self.heads.get(head)?.line;
        Some(Place { head, behind })
    }

    /// The line of a place, not beyond its section.
    pub(super) fn line_of(&self, place: Place) -> usize {
        let start = self.heads.get(place.head).map_or(0, |head| head.line);
        let end = self
            .heads
            .get(place.head + 1)
            .map_or(self.lines.len(), |head| head.line);
        (start + place.behind).min(end.saturating_sub(1)).max(start)
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
            .min(self.room * 2 / 5);
        for (name, value) in rows {
            self.fact(name, value, width);
        }
    }

    /// A name, broken within its column, and its value beside it.
    fn fact(&mut self, name: &str, value: &[Inline], width: usize) {
        let from = self.laid.lines.len();
        let lead = " ".repeat(width + 2);
        self.inlines(&lead, value, width + 2);
        let names = wrap(name, width.max(2));
        for (at, name) in names.iter().enumerate() {
            let style = self.theme.style(Role::Text);
            let label = Span::styled(format!("{}  ", pad(name, width)), style);
            match self.laid.lines.get_mut(from + at) {
                Some(line) => {
                    let rest = std::mem::take(&mut line.spans);
                    line.spans = std::iter::once(label).chain(without(rest, width + 2)).collect();
                }
                None => self.laid.lines.push(Line::from(label)),
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
}

/// A line without its first cells, which are blank.
fn without(spans: Vec<Span<'static>>, cells: usize) -> Vec<Span<'static>> {
    let mut left = cells;
    let cut = |span: Span<'static>| {
        let blank = span.content.chars().take_while(|c| *c == ' ').count().min(left);
        left -= blank;
        let rest = span.content.get(blank..).unwrap_or_default().to_owned();
        (!rest.is_empty()).then(|| Span::styled(rest, span.style))
    };
    spans.into_iter().filter_map(cut).collect()
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
    fn a_long_name_of_a_fact_is_broken_in_its_column() {
        let mut document = Document::new(Lang::En, "Report");
        let value = vec![Inline::Text("30 November 2026, by the officer of the company".into())];
        document.body = vec![Block::Facts {
            rows: vec![("End of the assessment (expected)".into(), value)],
        }];
        let shown = lines(&Laid::of(&document, 40, Theme::builtin(ThemeKind::Dark)));
        assert_eq!(
            shown,
            [
                "End of the        30 November 2026, by",
                "assessment        the officer of the",
                "(expected)        company",
                "",
            ]
        );
    }

    #[test]
    fn a_place_is_found_again_at_another_width() {
        let (wide, narrow) = (laid(40), laid(24));
        let place = wide.place(2).unwrap();
        assert_eq!(narrow.line_of(place), 2);
        assert_eq!(
            wide.place(999).map(|place| narrow.line_of(place)),
            Some(narrow.lines.len() - 1)
        );
        assert_eq!(Laid::default().place(0), None);
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
