//! Markdown (`CommonMark` with tables), for editors and version control.

use super::{
    Render, RenderError, RenderOptions,
    plain::{self, Rows},
};
use crate::domain::Lang;
use crate::report::document::{Block, Cover, Document, Inline, ListStyle};

/// The Markdown back end.
#[derive(Debug, Clone, Copy, Default)]
pub struct Markdown;

impl Render for Markdown {
    fn render(&self, document: &Document, _options: &RenderOptions<'_>) -> Result<Vec<u8>, RenderError> {
        let document = document.cleaned();
        let mut parts = Vec::new();
        write(&document, &mut parts);
        Ok(format!("{}\n", parts.join("\n\n")).into_bytes())
    }
}

/// The document, then its translation.
fn write(document: &Document, parts: &mut Vec<String>) {
    let lang = document.lang;
    match &document.cover {
        Some(page) => cover(page, lang, parts),
        None => parts.push(format!("# {}", escape(&document.meta.title))),
    }
    let blocks = document.approval.iter().chain(&document.body);
    parts.extend(blocks.filter_map(|item| block(item, lang)));
    if !document.meta.digest.is_empty() {
        parts.push(format!(
            "---\n\n{}`{}`",
            crate::report::words::digest(lang),
            document.meta.digest
        ));
    }
    if let Some(translation) = &document.translation {
        parts.push("---".to_owned());
        write(translation, parts);
    }
}

fn cover(cover: &Cover, lang: Lang, parts: &mut Vec<String>) {
    if !cover.mark.is_empty() {
        parts.push(escape(&cover.mark));
    }
    parts.push(format!("# {}", escape(&cover.title).replace('\n', " ")));
    if !cover.subtitle.is_empty() {
        parts.push(escape(&cover.subtitle));
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
            anchor,
        } => {
            let marks = "#".repeat(usize::from(*level).clamp(1, 5) + 1);
            let anchor = if anchor.is_empty() {
                String::new()
            } else {
                format!("<a id=\"{}\"></a>\n\n", name(anchor))
            };
            format!(
                "{anchor}{marks} {}",
                escape(&plain::heading(lang, number, text, clause)).replace('\n', " ")
            )
        }
        Block::Paragraph { text } => start(&lines(text, lang, "  \n")),
        Block::List { style, items } => list(*style, items, lang),
        Block::Facts { rows } => facts(rows, lang),
        Block::Notice { title, text, .. } => notice(title, text, lang),
        Block::PageBreak => return None,
        Block::Table(_) | Block::Matrix(_) | Block::Approval { .. } => table(&plain::rows(block, lang)?, lang),
    };
    Some(text)
}

fn list(style: ListStyle, items: &[Vec<Inline>], lang: Lang) -> String {
    let item = |(index, item): (usize, &Vec<Inline>)| {
        let mark = match style {
            ListStyle::Bullet => "-".to_owned(),
            ListStyle::Box => "- [ ]".to_owned(),
            ListStyle::Numbered => format!("{}.", index + 1),
        };
        format!("{mark} {}", lines(item, lang, "  \n  "))
    };
    items.iter().enumerate().map(item).collect::<Vec<_>>().join("\n")
}

fn facts(rows: &[(String, Vec<Inline>)], lang: Lang) -> String {
    let colon = match lang {
        Lang::Zh => "：",
        Lang::En => ": ",
    };
    let row =
        |(key, value): &(String, Vec<Inline>)| format!("- **{}**{colon}{}", escape(key), lines(value, lang, "  \n  "));
    rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

fn notice(title: &str, text: &[Vec<Inline>], lang: Lang) -> String {
    let mut paragraphs = Vec::new();
    if !title.is_empty() {
        paragraphs.push(format!("> **{}**", escape(title)));
    }
    paragraphs.extend(text.iter().map(|line| format!("> {}", lines(line, lang, "  \n> "))));
    paragraphs.join("\n>\n")
}

fn table(rows: &Rows, lang: Lang) -> String {
    let columns = rows.cells.iter().map(Vec::len).max().unwrap_or(1);
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let text = |row: &[Vec<Inline>]| {
        let filled = row.iter().map(|cell| lines(cell, lang, "<br>"));
        line(filled.chain(std::iter::repeat(String::new())).take(columns).collect())
    };
    let mut parts = Vec::new();
    if !rows.title.is_empty() {
        parts.push(format!("**{}**\n", escape(&rows.title)));
    }
    // A table needs one head row; without one it is empty, and further head rows are set in the body.
    let (head, body) = rows.cells.split_at(rows.heads.min(1));
    parts.push(head.first().map_or_else(|| text(&[]), |row| text(row)));
    parts.push(line(vec!["---".to_owned(); columns]));
    parts.extend(body.iter().map(|row| text(row)));
    parts.join("\n")
}

fn lines(text: &[Inline], lang: Lang, line_break: &str) -> String {
    let marked = |inline: &Inline, words: &str| match inline {
        Inline::Strong(_) if !words.trim().is_empty() => format!("**{}**", escape(words)),
        Inline::Code(_) if !words.contains(['`', '|', '\n']) && !words.is_empty() => format!("`{words}`"),
        Inline::Reference { target, .. } => format!("[{}](#{})", escape(words), name(target)),
        _ => escape(words),
    };
    plain::inlines(text, lang, marked).replace('\n', line_break)
}

/// Backslashes before whatever Markdown would take for a mark.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(
            letter,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#'
        ) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// Keeps the first characters of a paragraph from being read as a list, e.g. "1. " or "- ".
fn start(text: &str) -> String {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let rest: String = text.chars().skip(digits).collect();
    if rest.starts_with(['.', ')', '-', '+', '=']) {
        format!("{}\\{rest}", text.chars().take(digits).collect::<String>())
    } else {
        text.to_owned()
    }
}

/// An anchor without characters that would end the attribute.
fn name(anchor: &str) -> String {
    anchor
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') {
                c
            } else {
                '-'
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        let block = block(&Block::text("1. <b>*x*</b> | [a](b)\n# y"), Lang::En).unwrap();
        assert_eq!(block, "1\\. \\<b\\>\\*x\\*\\</b\\> \\| \\[a\\](b)  \n\\# y");
    }
}
