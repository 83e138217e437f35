//! Line breaking in points: break opportunities after UAX #14, filled first-fit, the same breaker as for screen columns.

use textwrap::{WordSeparator, core::Fragment, wrap_algorithms::wrap_first_fit};

use super::metrics::{FaceNumber, Role, Ruler};
use crate::domain::Lang;

/// A piece of text in one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The text; a line feed ends the line.
    pub text: String,
    /// Its role.
    pub role: Role,
}

impl Span {
    /// A span of this role.
    pub fn new(role: Role, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            role,
        }
    }
}

/// Letters in one role and one face.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Role of the letters.
    pub role: Role,
    /// The face.
    pub face: FaceNumber,
    /// The letters.
    pub text: String,
    /// Their advance in points.
    pub width: f32,
}

/// A broken line.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// Its runs, left to right.
    pub runs: Vec<Run>,
    /// Its width in points, without the white space at its end.
    pub width: f32,
    /// Whether a paragraph or a hard line ends here; such lines are not spread out.
    pub last: bool,
}

impl Line {
    /// Number of letters.
    pub fn len(&self) -> usize {
        self.runs.iter().map(|run| run.text.chars().count()).sum()
    }

    /// Whether the line holds no letter.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }
}

#[derive(Debug, Clone, Copy)]
struct Letter {
    character: char,
    role: Role,
    face: FaceNumber,
    advance: f32,
}

/// A stretch of letters between two break opportunities.
#[derive(Debug)]
struct Stretch<'a> {
    letters: &'a [Letter],
    space: &'a [Letter],
}

impl Fragment for Stretch<'_> {
    fn width(&self) -> f64 {
        advance(self.letters)
    }
    fn whitespace_width(&self) -> f64 {
        advance(self.space)
    }
    fn penalty_width(&self) -> f64 {
        0.0
    }
}

fn advance(letters: &[Letter]) -> f64 {
    letters.iter().map(|letter| f64::from(letter.advance)).sum()
}

/// Breaks text into lines of `width` points, the first one shorter by `indent`.
pub fn break_lines(ruler: &mut Ruler<'_>, spans: &[Span], width: f32, indent: f32) -> Vec<Line> {
    let letters = measure(ruler, spans);
    let mut lines = Vec::new();
    for (index, hard) in letters.split(|letter| letter.character == '\n').enumerate() {
        let first = if index == 0 { width - indent } else { width };
        break_hard_line(hard, [f64::from(first), f64::from(width)], &mut lines);
    }
    lines
}

/// The width of the widest stretch that does not break.
pub fn widest(ruler: &mut Ruler<'_>, spans: &[Span]) -> f32 {
    let letters = measure(ruler, spans);
    let mut widest = 0.0_f32;
    for hard in letters.split(|letter| letter.character == '\n') {
        let text = shadow(hard);
        let mut rest = hard;
        for word in WordSeparator::UnicodeBreakProperties.find_words(&text) {
            let (letters, after) = split(rest, word.word.chars().count());
            rest = split(after, word.whitespace.chars().count()).1;
            widest = widest.max(letters.iter().map(|letter| letter.advance).sum());
        }
    }
    widest
}

fn measure(ruler: &mut Ruler<'_>, spans: &[Span]) -> Vec<Letter> {
    let mut letters = Vec::new();
    for span in spans {
        let mut before = None;
        let mut rest = span.text.chars();
        while let Some(letter) = rest.next() {
            let narrow = is_narrow(ruler.lang(), letter, before, rest.clone().next());
            let (face, advance) = match letter {
                '\n' => (FaceNumber::default(), 0.0),
                _ => ruler.letter(span.role, letter, narrow, &span.text),
            };
            letters.push(Letter {
                character: letter,
                role: span.role,
                face,
                advance,
            });
            before = Some(letter);
        }
    }
    letters
}

fn is_chinese(letter: Option<char>) -> bool {
    letter.is_some_and(|c| ('\u{2E80}'..='\u{FFEF}').contains(&c))
}

/// Chinese faces draw quotation marks as wide as a character. In English they, and in Chinese the apostrophe within a foreign word,
/// are set narrow.
fn is_narrow(lang: Lang, letter: char, before: Option<char>, after: Option<char>) -> bool {
    match (lang, letter) {
        (Lang::En, '“' | '‘') => !is_chinese(after),
        (Lang::En, '”' | '’') => !is_chinese(before),
        (Lang::Zh, '’') => [before, after]
            .iter()
            .all(|c| c.is_some_and(|c| c.is_ascii_alphabetic())),
        _ => false,
    }
}

fn break_hard_line(letters: &[Letter], widths: [f64; 2], lines: &mut Vec<Line>) {
    let text = shadow(letters);
    let mut stretches = Vec::new();
    let mut rest = letters;
    for word in WordSeparator::UnicodeBreakProperties.find_words(&text) {
        let (letters, after) = split(rest, word.word.chars().count());
        let (space, after) = split(after, word.whitespace.chars().count());
        rest = after;
        push_stretch(letters, space, widths[1], &mut stretches);
    }
    let broken = wrap_first_fit(&stretches, &widths);
    let count = broken.len();
    for (index, stretches) in broken.into_iter().enumerate() {
        lines.push(join(stretches, index + 1 == count));
    }
    if count == 0 {
        lines.push(Line {
            last: true,
            ..Line::default()
        });
    }
}

fn split<T>(letters: &[T], at: usize) -> (&[T], &[T]) {
    letters.split_at_checked(at).unwrap_or((letters, &[]))
}

/// A stretch too long for a line (a digest, an address) may break anywhere.
fn push_stretch<'a>(letters: &'a [Letter], space: &'a [Letter], width: f64, stretches: &mut Vec<Stretch<'a>>) {
    if advance(letters) <= width {
        stretches.push(Stretch { letters, space });
        return;
    }
    let count = letters.len();
    for (index, letter) in letters.chunks(1).enumerate() {
        stretches.push(Stretch {
            letters: letter,
            space: if index + 1 == count { space } else { &[] },
        });
    }
}

/// The text as shown to UAX #14. Chinese quotation marks become brackets: it treats “ and ” alike and would allow no break around
/// a quotation, or one on the wrong side. The dot within a name becomes one that cannot begin a line. Dates, codes and the numbers of
/// standards (2026-11-21, LE-02, GB/T 46068—2025) hold together.
fn shadow(letters: &[Letter]) -> String {
    let at = |index: Option<usize>| {
        index
            .and_then(|index| letters.get(index))
            .map(|letter| letter.character)
    };
    letters
        .iter()
        .enumerate()
        .map(|(index, letter)| {
            let (before, after) = (at(index.checked_sub(1)), at(Some(index + 1)));
            let beside = is_chinese(before) || is_chinese(after);
            let within = |fits: fn(char) -> bool| before.is_some_and(fits) && after.is_some_and(fits);
            let numbered =
                before.is_some_and(|c| c.is_ascii_alphanumeric()) && after.is_some_and(|c| c.is_ascii_digit());
            match letter.character {
                '-' if numbered => '\u{2011}',
                '—' if within(|c| c.is_ascii_digit()) => '\u{2011}',
                '/' if within(|c| c.is_ascii_uppercase()) => 'A',
                '“' | '‘' if beside => '（',
                '”' | '’' if beside => '）',
                '·' if beside => '・',
                other => other,
            }
        })
        .collect()
}

fn join(stretches: &[Stretch<'_>], last: bool) -> Line {
    let mut line = Line {
        last,
        ..Line::default()
    };
    let end = stretches.len().saturating_sub(1);
    for (index, stretch) in stretches.iter().enumerate() {
        let space = if index == end { &[] } else { stretch.space };
        for letter in stretch.letters.iter().chain(space) {
            push(&mut line, *letter);
        }
    }
    line
}

fn push(line: &mut Line, letter: Letter) {
    line.width += letter.advance;
    match line.runs.last_mut() {
        Some(run) if run.role == letter.role && run.face == letter.face => {
            run.text.push(letter.character);
            run.width += letter.advance;
        }
        _ => line.runs.push(Run {
            role: letter.role,
            face: letter.face,
            text: letter.character.to_string(),
            width: letter.advance,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::Lang, report::face::Faces};

    fn broken(text: &str, width: f32) -> Vec<String> {
        let faces = Faces::built_in().unwrap();
        let mut ruler = Ruler::new(&faces, Lang::Zh).unwrap();
        break_lines(&mut ruler, &[Span::new(Role::Body, text)], width, 0.0)
            .iter()
            .map(|line| line.runs.iter().map(|run| run.text.as_str()).collect())
            .collect()
    }

    #[test]
    fn no_line_begins_or_ends_with_forbidden_punctuation() {
        let text = "个人信息处理者向境外提供个人信息的，应当告知个人境外接收方的名称、联系方式、处理目的（包括“自动化决策”）、\
                    处理方式；并取得“单独同意”。《个人信息保护法》第三十九条：（略）！是否已告知？";
        for width in 4..40_u8 {
            let lines = broken(text, f32::from(width) * 7.0 + 56.0);
            assert_eq!(lines.concat(), text);
            for line in &lines {
                assert!(
                    !line.starts_with(['，', '。', '、', '；', '：', '？', '！', '）', '》', '”']),
                    "{line}"
                );
                assert!(!line.ends_with(['（', '《', '“']), "{line}");
            }
        }
    }

    #[test]
    fn a_long_digest_breaks_and_loses_nothing() {
        let digest = "3f".repeat(32);
        let lines = broken(&format!("摘要 {digest}"), 120.0);
        assert!(lines.len() > 3);
        assert_eq!(lines.concat().replace(' ', ""), format!("摘要{digest}"));
    }

    #[test]
    fn dates_codes_and_standards_hold_together() {
        let lines = broken("计划2026-11-21完成，见LE-02和GB/T 46068—2025。", 105.0);
        for whole in ["2026-11-21", "LE-02", "GB/T", "46068—2025"] {
            assert!(lines.iter().any(|line| line.contains(whole)), "{whole}: {lines:?}");
        }
        let faces = Faces::built_in().unwrap();
        let mut ruler = Ruler::new(&faces, Lang::Zh).unwrap();
        let whole = ruler.width(Role::Fine, "2026-11-21");
        let widest = widest(&mut ruler, &[Span::new(Role::Fine, "于2026-11-21\n完成")]);
        assert!((widest - whole).abs() < 0.01, "{widest} {whole}");
    }

    #[test]
    fn line_feeds_end_lines_and_empty_lines_stay() {
        assert_eq!(broken("甲\n\n乙", 200.0), ["甲", "", "乙"]);
    }
}
