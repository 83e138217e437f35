//! Plain text in eighty columns, for terminals and mail.

use textwrap::{Options, WordSplitter, WrapAlgorithm};
use unicode_width::UnicodeWidthStr;

use super::{
    Render, RenderError, RenderOptions,
    plain::{self, Rows},
};
use crate::domain::Lang;
use crate::report::{
    document::{Block, Cover, Document, Inline},
    words,
};

const WIDTH: usize = 80;
/// Narrower columns than this make a table unreadable; it is then written row by row.
const NARROW: usize = 8;

/// The text back end.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlainText;

impl Render for PlainText {
    fn render(&self, document: &Document, _options: &RenderOptions<'_>) -> Result<Vec<u8>, RenderError> {
        let document = document.cleaned();
        let mut parts = Vec::new();
        write(&document, &mut parts);
        let text = format!("{}\n", parts.join("\n\n"));
        let lines: Vec<&str> = text.split('\n').map(str::trim_end).collect();
        Ok(lines.join("\n").into_bytes())
    }
}

/// The document, then its translation.
fn write(document: &Document, parts: &mut Vec<String>) {
    let lang = document.lang;
    match &document.cover {
        Some(page) => cover(page, lang, parts),
        None => parts.push(underlined(&document.meta.title, '=')),
    }
    let blocks = document.approval.iter().chain(&document.body);
    parts.extend(blocks.filter_map(|item| block(item, lang)));
    if !document.meta.digest.is_empty() {
        parts.push(format!(
            "{}\n{}{}",
            "-".repeat(WIDTH),
            words::digest(lang),
            document.meta.digest
        ));
    }
    if let Some(translation) = &document.translation {
        parts.push("=".repeat(WIDTH));
        write(translation, parts);
    }
}

fn cover(cover: &Cover, lang: Lang, parts: &mut Vec<String>) {
    if !cover.mark.is_empty() {
        parts.push(format!(
            "{:>1$}",
            cover.mark,
            WIDTH.saturating_sub(cover.mark.width() - cover.mark.chars().count())
        ));
    }
    parts.push(underlined(&cover.title, '='));
    if !cover.subtitle.is_empty() {
        parts.push(cover.subtitle.clone());
    }
    if !cover.facts.is_empty() {
        parts.push(facts(&cover.facts, lang));
    }
    parts.extend(cover.notices.iter().filter_map(|notice| block(notice, lang)));
}

fn block(block: &Block, lang: Lang) -> Option<String> {
    let text = match block {
        Block::Heading {
            level,
            number,
            text,
            clause,
            ..
        } => {
            let text = plain::heading(lang, number, text, clause);
            match level {
                1 => underlined(&text, '='),
                2 => underlined(&text, '-'),
                _ => wrap(&text, "", ""),
            }
        }
        Block::Paragraph { text } => wrap(&words(text, lang), if lang == Lang::Zh { "    " } else { "" }, ""),
        Block::List { style, items } => {
            let item = |(index, item): (usize, &Vec<Inline>)| {
                let mark = format!("  {} ", plain::bullet(*style, lang, index));
                wrap(&words(item, lang), &mark, &" ".repeat(mark.width()))
            };
            items.iter().enumerate().map(item).collect::<Vec<_>>().join("\n")
        }
        Block::Facts { rows } => facts(rows, lang),
        Block::Notice { title, text, .. } => {
            let title = std::iter::once(title.clone()).filter(|title| !title.is_empty());
            let lines = title.chain(text.iter().map(|line| words(line, lang)));
            lines
                .map(|line| wrap(&line, "  ! ", "  ! "))
                .collect::<Vec<_>>()
                .join("\n")
        }
        Block::PageBreak => return None,
        Block::Table(_) | Block::Matrix(_) | Block::Approval { .. } => table(&plain::rows(block, lang)?, lang),
    };
    Some(text)
}

fn words(text: &[Inline], lang: Lang) -> String {
    plain::inlines(text, lang, |_inline, words| words.to_owned())
}

fn underlined(text: &str, line: char) -> String {
    let text = wrap(text, "", "");
    let width = text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
    format!("{text}\n{}", line.to_string().repeat(width))
}

fn facts(rows: &[(String, Vec<Inline>)], lang: Lang) -> String {
    let width = rows.iter().map(|(name, _)| name.width()).max().unwrap_or(0).min(28);
    let row = |(name, value): &(String, Vec<Inline>)| {
        let mark = format!("  {}  ", pad(name, width));
        wrap(&words(value, lang), &mark, &" ".repeat(width + 4))
    };
    rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

fn fill(text: &str, width: usize, first: &str, rest: &str) -> Vec<String> {
    let options = Options::new(width)
        .initial_indent(first)
        .subsequent_indent(rest)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    let mut lines = Vec::new();
    for (index, line) in text.split('\n').enumerate() {
        let options = if index == 0 {
            options.clone()
        } else {
            options.clone().initial_indent(rest)
        };
        lines.extend(
            textwrap::wrap(line, options)
                .into_iter()
                .map(|line| line.trim_end().to_owned()),
        );
    }
    lines
}

fn wrap(text: &str, first: &str, rest: &str) -> String {
    fill(text, WIDTH, first, rest).join("\n")
}

fn table(rows: &Rows, lang: Lang) -> String {
    let texts: Vec<Vec<String>> = rows
        .cells
        .iter()
        .map(|row| row.iter().map(|cell| words(cell, lang)).collect())
        .collect();
    let widths = widths(rows, texts.iter().map(Vec::len).max().unwrap_or(1));
    let table = if widths.iter().any(|width| *width < NARROW) {
        records(&texts, rows.heads)
    } else {
        grid(&texts, &widths, rows.heads)
    };
    if rows.title.is_empty() {
        table
    } else {
        format!("{}\n{table}", wrap(&rows.title, "", ""))
    }
}

/// Columns by their shares of what the separators leave.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "eighty columns at most"
)]
fn widths(rows: &Rows, columns: usize) -> Vec<usize> {
    let room = WIDTH.saturating_sub(3 * columns.saturating_sub(1)) as f32;
    let share = |index: usize| rows.widths.get(index).copied().unwrap_or(1.0).max(0.01);
    let sum: f32 = (0..columns).map(share).sum();
    (0..columns).map(|index| (room * share(index) / sum) as usize).collect()
}

fn grid(texts: &[Vec<String>], widths: &[usize], heads: usize) -> String {
    let rule = |line: &str| {
        widths
            .iter()
            .map(|width| line.repeat(*width))
            .collect::<Vec<_>>()
            .join(&format!("{line}+{line}"))
    };
    let mut lines = vec![rule("-")];
    for (index, row) in texts.iter().enumerate() {
        let cells: Vec<Vec<String>> = widths
            .iter()
            .enumerate()
            .map(|(column, width)| fill(row.get(column).map_or("", String::as_str), *width, "", ""))
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..height {
            let parts = cells
                .iter()
                .zip(widths)
                .map(|(cell, width)| pad(cell.get(line).map_or("", String::as_str), *width));
            lines.push(parts.collect::<Vec<_>>().join(" | "));
        }
        lines.push(rule(if index + 1 == heads { "=" } else { "-" }));
    }
    lines.join("\n")
}

/// Each row as a block of "head: cell" lines.
fn records(texts: &[Vec<String>], heads: usize) -> String {
    let (head, body) = texts.split_at(heads.min(texts.len()));
    let names = head.last();
    let row = |row: &Vec<String>| {
        let cells = row
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(index, cell)| {
                let name = names
                    .and_then(|names| names.get(index))
                    .map_or(String::new(), |name| format!("{name}: "));
                wrap(&format!("{name}{cell}"), "  ", "    ")
            });
        cells.collect::<Vec<_>>().join("\n")
    };
    let line = format!("  {}", "-".repeat(20));
    body.iter().map(row).collect::<Vec<_>>().join(&format!("\n{line}\n"))
}
