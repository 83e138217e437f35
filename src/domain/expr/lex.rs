//! Words, numbers and signs of a condition.

use super::Span;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A dotted name, a keyword, an option, a date.
    Word(String),
    /// A finding code such as `LE-02` is a word too; a number stands alone.
    Number(i64),
    /// `@transfer`
    Key(String),
    /// `( ) [ ] , = != < <= > >=`
    Sign(&'static str),
    /// Something else.
    Bad(char),
}

const SIGNS: [&str; 11] = ["!=", "<=", ">=", "(", ")", "[", "]", ",", "=", "<", ">"];

/// Splits `text` into tokens with their byte ranges.
pub(super) fn tokens(text: &str) -> Vec<(Token, Span)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let at = text.len() - rest.len();
        if first.is_whitespace() {
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
            continue;
        }
        let (token, length) = next(rest, first);
        found.push((token, (at, at + length)));
        rest = rest.get(length..).unwrap_or_default();
    }
    found
}

fn next(rest: &str, first: char) -> (Token, usize) {
    if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        return (Token::Sign(sign), sign.len());
    }
    if first == '@' {
        let length = word_length(rest.get(1..).unwrap_or_default());
        return (
            Token::Key(rest.get(1..=length).unwrap_or_default().to_owned()),
            length + 1,
        );
    }
    let length = word_length(rest);
    if length == 0 {
        return (Token::Bad(first), first.len_utf8());
    }
    let word = rest.get(..length).unwrap_or_default();
    let number = word.replace('_', "").parse().ok();
    (
        number.map_or_else(|| Token::Word(word.to_owned()), Token::Number),
        length,
    )
}

fn word_length(text: &str) -> usize {
    text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))
        .unwrap_or(text.len())
}
