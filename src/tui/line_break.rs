//! Lines broken for cells: no line begins with ，。、；：？！）》” or ends with （《“, and a number stays with its unit.
//! Ratatui's own wrapping breaks Chinese before closing punctuation; `textwrap` knows UAX #14, so the breaks come from it.

use ratatui::text::{Line, Span};
use std::ops::Range;
use textwrap::WordSeparator;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The byte ranges of the lines of one paragraph (no line feed inside) at a width in cells; never empty, and together they cover `text`.
/// Spaces at the end of a line hang over the width.
pub fn break_line(text: &str, width: usize) -> Vec<Range<usize>> {
    let width = width.max(2);
    let mut lines = Vec::new();
    let (mut start, mut end, mut used) = (0, 0, 0);
    for (word, solid) in words(text) {
        let (full, inked) = (width_of(text, &word), width_of(text, &solid));
        if used > 0 && used + inked > width {
            lines.push(start..end);
            (start, used) = (end, 0);
        }
        if inked > width {
            for piece in pieces(text, &word, width) {
                if start < end {
                    lines.push(start..end);
                    start = end;
                }
                used = width_of(text, &piece);
                end = piece.end;
            }
            continue;
        }
        used += full;
        end = word.end;
    }
    if start < text.len() || lines.is_empty() {
        lines.push(start..text.len());
    }
    lines
}

/// The lines of a text with line feeds, trailing spaces removed.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let of_paragraph = |paragraph: &str| -> Vec<String> {
        let line = |range: Range<usize>| paragraph.get(range).unwrap_or_default().trim_end().to_owned();
        break_line(paragraph, width).into_iter().map(line).collect()
    };
    text.split('\n').flat_map(of_paragraph).collect()
}

/// A styled line broken at a width; styles follow their text.
pub fn wrap_line(line: &Line<'_>, width: usize) -> Vec<Line<'static>> {
    let text: String = line.spans.iter().map(|span| span.content.as_ref()).collect();
    let mut wrapped: Vec<_> = break_line(&text, width)
        .into_iter()
        .map(|range| cut(line, &trim_end(&text, range)))
        .collect();
    for part in &mut wrapped {
        part.style = line.style;
        part.alignment = line.alignment;
    }
    wrapped
}

/// Styled lines broken at a width, with a hanging indent of `indent` cells for the continuation of each.
pub fn wrap_lines(lines: &[Line<'_>], width: usize, indent: usize) -> Vec<Line<'static>> {
    let mut wrapped = Vec::new();
    for line in lines {
        let mut parts = if indent == 0 {
            wrap_line(line, width)
        } else {
            wrap_hanging(line, width, indent)
        };
        wrapped.append(&mut parts);
    }
    wrapped
}

/// The width of the widest piece that cannot be broken.
pub fn longest_word(text: &str) -> usize {
    let widest = |line: &str| words(line).iter().map(|(_, solid)| width_of(line, solid)).max();
    text.split('\n').filter_map(widest).max().unwrap_or(0)
}

/// The longest beginning of `text` that fits `width` cells, with `…` if something was cut off.
pub fn truncate(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    for grapheme in text.graphemes(true) {
        if kept.width() + grapheme.width() + 1 > width {
            break;
        }
        kept.push_str(grapheme);
    }
    if width > 0 {
        kept.push('…');
    }
    kept
}

/// `text` cut to `width` cells and filled up with spaces to exactly that many.
pub fn pad(text: &str, width: usize) -> String {
    let mut padded = truncate(text, width);
    padded.push_str(&" ".repeat(width.saturating_sub(padded.width())));
    padded
}

fn wrap_hanging(line: &Line<'_>, width: usize, indent: usize) -> Vec<Line<'static>> {
    let text: String = line.spans.iter().map(|span| span.content.as_ref()).collect();
    let Some(first) = break_line(&text, width).into_iter().next() else {
        return Vec::new();
    };
    let rest_start = first.end;
    let rest = text.get(rest_start..).unwrap_or_default();
    let mut lines = vec![cut(line, &trim_end(&text, first))];
    if !rest.is_empty() {
        for range in break_line(rest, width.saturating_sub(indent)) {
            let moved = rest_start + range.start..rest_start + range.end;
            let mut part = cut(line, &trim_end(&text, moved));
            part.spans.insert(0, Span::raw(" ".repeat(indent)));
            lines.push(part);
        }
    }
    for part in &mut lines {
        part.style = line.style;
    }
    lines
}

/// Unbreakable pieces with the spaces after them, and without.
fn words(text: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let mut found: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let mut at = 0;
    for word in WordSeparator::UnicodeBreakProperties.find_words(text) {
        let solid = at..at + word.word.len();
        let whole = at..solid.end + word.whitespace.len();
        at = whole.end;
        match found.last_mut() {
            Some(last) if sticks(text, &last.0, &solid) => *last = (last.0.start..whole.end, last.1.start..solid.end),
            _ => found.push((whole, solid)),
        }
    }
    found
}

/// 3 + 年, 第 + 38, GB/ + T, GB/T + 46068, the two signs of a level's mark (++): breaks the standard allows and a careful typist does not make.
fn sticks(text: &str, before: &Range<usize>, after: &Range<usize>) -> bool {
    let before = text.get(before.clone()).unwrap_or_default();
    let mut ends = before.chars().rev();
    let (last, first) = (
        ends.next(),
        text.get(after.clone()).and_then(|word| word.chars().next()),
    );
    match (last, first) {
        (Some('/'), Some(first)) => {
            first.is_ascii_uppercase() && ends.next().is_some_and(|letter| letter.is_ascii_uppercase())
        }
        (Some(' '), Some(first)) => first.is_ascii_digit() && before.trim_end().ends_with("GB/T"),
        (Some(last), Some(first)) => {
            let mark = last == '+' && first == '+';
            (last.is_ascii_digit() && is_unit(first)) || (last == '第' && first.is_alphanumeric()) || mark
        }
        _ => false,
    }
}

/// What is counted, in Chinese: no break between the number and it.
const fn is_unit(c: char) -> bool {
    matches!(
        c,
        '人' | '项'
            | '个'
            | '年'
            | '月'
            | '日'
            | '元'
            | '万'
            | '亿'
            | '条'
            | '款'
            | '章'
            | '页'
            | '行'
            | '次'
            | '份'
            | '家'
            | '小'
            | '题'
            | '天'
            | '周'
            | '%'
            | '％'
            | '〇'
            | '号'
    )
}

/// A word wider than the line, cut between grapheme clusters.
fn pieces(text: &str, word: &Range<usize>, width: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut end, mut used) = (word.start, word.start, 0);
    for grapheme in text.get(word.clone()).unwrap_or_default().graphemes(true) {
        if used + grapheme.width() > width && used > 0 {
            found.push(start..end);
            (start, used) = (end, 0);
        }
        used += grapheme.width();
        end += grapheme.len();
    }
    found.push(start..word.end);
    found
}

fn width_of(text: &str, range: &Range<usize>) -> usize {
    text.get(range.clone()).map_or(0, UnicodeWidthStr::width)
}

fn trim_end(text: &str, range: Range<usize>) -> Range<usize> {
    let kept = text.get(range.clone()).map_or(0, |line| line.trim_end().len());
    range.start..range.start + kept
}

/// The part of a styled line in a byte range of its text.
fn cut(line: &Line<'_>, range: &Range<usize>) -> Line<'static> {
    let mut spans = Vec::new();
    let mut at = 0;
    for span in &line.spans {
        let (from, to) = (range.start.max(at), range.end.min(at + span.content.len()));
        if from < to {
            let part = span.content.get(from - at..to - at).unwrap_or_default();
            spans.push(Span::styled(part.to_owned(), span.style));
        }
        at += span.content.len();
    }
    Line::from(spans)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Modifier;
    use ratatui::style::Stylize;

    const PROSE: &str = "个人信息处理者向境外提供个人信息的，应当告知个人境外接收方的名称或者姓名、联系方式、处理目的、处理方式、个人信息的种类以及个人向境外接收方行使本法规定权利的方式和程序（“告知事项”）等，并取得个人的单独同意。《个人信息出境认证办法》自2026年1月1日起施行；门槛为100,000人（含）以上！";

    #[test]
    fn no_width_breaks_before_closing_or_after_opening_marks() {
        for width in 4..=80 {
            for line in wrap(PROSE, width) {
                assert!(line.width() <= width.max(9), "{width}: {line}");
                let (first, last) = (line.chars().next().unwrap(), line.chars().next_back().unwrap());
                assert!(width < 12 || !"，。、；：？！）》”".contains(first), "{width}: {line}");
                assert!(width < 12 || !"（《“".contains(last), "{width}: {line}");
            }
        }
    }

    #[test]
    fn a_number_stays_with_its_unit_and_its_article() {
        assert_eq!(wrap("施行日期为2026年1月", 14), ["施行日期为", "2026年1月"]);
        assert_eq!(wrap("依照第38条办理", 6), ["依照", "第38条", "办理"]);
    }

    #[test]
    fn the_mark_of_a_level_stays_whole() {
        for width in 12..30 {
            let lines = wrap("attained: ++\u{a0}fair\u{a0}assurance", width);
            assert!(lines.iter().all(|line| !line.ends_with('+')), "{width}: {lines:?}");
        }
    }

    #[test]
    fn the_name_of_a_standard_stays_whole() {
        assert_eq!(
            wrap("影响程度取自GB/T 46068表B.1", 18),
            ["影响程度取自", "GB/T 46068表B.1"]
        );
        assert_eq!(wrap("依照ISO/IEC 27001认证", 10), ["依照", "ISO/IEC", "27001认证"]);
        assert_eq!(wrap("see example.com/a/b", 14), ["see", "example.com/a/", "b"]);
    }

    #[test]
    fn the_longest_word_is_what_cannot_be_broken() {
        assert_eq!(longest_word("Qualification and role"), 13);
        assert_eq!(longest_word("姓名、地址"), 4);
        assert_eq!(longest_word(""), 0);
    }

    #[test]
    fn ranges_cover_the_text_and_long_words_are_cut_between_graphemes() {
        let text = "see https://example.com/very/long/path 和e\u{301}e\u{301}e\u{301}";
        for width in 2..40 {
            let ranges = break_line(text, width);
            assert_eq!(ranges.first().unwrap().start, 0);
            assert_eq!(ranges.last().unwrap().end, text.len());
            assert!(ranges.windows(2).all(|pair| pair[0].end == pair[1].start));
            assert!(
                ranges
                    .iter()
                    .all(|range| text.get(range.clone()).unwrap().trim_end().width() <= width)
            );
        }
        assert_eq!(wrap("", 10), [""]);
    }

    #[test]
    fn styles_follow_their_text_over_the_break() {
        let line = Line::from(vec!["甲乙".bold(), "丙丁戊".into()]);
        let wrapped = wrap_line(&line, 6);
        assert_eq!(wrapped.len(), 2);
        assert_eq!(wrapped[0].spans[0].content, "甲乙");
        assert!(wrapped[0].spans[0].style.add_modifier.contains(Modifier::BOLD));
        assert_eq!(wrapped[0].spans[1].content, "丙");
        assert_eq!(wrapped[1].spans[0].content, "丁戊");
    }

    #[test]
    fn continuation_lines_hang() {
        let texts: Vec<_> = wrap_lines(&[Line::from("1. 甲乙丙丁")], 7, 3)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(texts, ["1. 甲乙", "   丙丁"]);
    }

    #[test]
    fn cutting_and_padding_count_cells() {
        assert_eq!(truncate("境外接收方", 7), "境外接…");
        assert_eq!(truncate("境外接收方", 6), "境外…");
        assert_eq!(pad("境外", 7), "境外   ");
        assert_eq!(pad("境外接收方", 6), "境外… ");
        assert_eq!(truncate("境外", 0), "");
    }
}
