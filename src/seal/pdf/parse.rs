use std::ops::Range;

use super::value::{Dict, Id, Text, Value};

/// Nesting beyond this is refused: no report needs it, and recursion must stay bounded.
const MAX_DEPTH: usize = 48;
/// Looking for duplicate keys costs the square of this.
const MAX_KEYS: usize = 2048;

/// An indirect object, with the place of its stream data in the file if it has any.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Object {
    pub(crate) value: Value,
    pub(crate) data: Option<Range<usize>>,
}

impl Object {
    pub(crate) fn dict(&self) -> Option<&Dict> {
        self.value.as_dict()
    }
}

/// Reads tokens from a place on; every method returns `None` at a syntax error.
pub(crate) struct Parser<'a> {
    data: &'a [u8],
    pub(crate) at: usize,
    in_file: bool,
}

impl<'a> Parser<'a> {
    /// Over a file: the places of strings are remembered.
    pub(crate) fn new(data: &'a [u8], at: usize) -> Self {
        Self {
            data,
            at,
            in_file: true,
        }
    }

    /// Over the contents of an object stream, whose offsets mean nothing in the file.
    pub(crate) fn over_stream(data: &'a [u8], at: usize) -> Self {
        Self {
            data,
            at,
            in_file: false,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.data.get(self.at..).unwrap_or_default()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    pub(crate) fn at_end(&self) -> bool {
        self.at >= self.data.len()
    }

    /// Skips white space only.
    pub(crate) fn skip_space(&mut self) {
        while self.peek().is_some_and(is_space) {
            self.at += 1;
        }
    }

    /// Skips white space and comments.
    pub(crate) fn skip(&mut self) {
        self.skip_space();
        while self.peek() == Some(b'%') {
            while self.peek().is_some_and(|byte| byte != b'\n' && byte != b'\r') {
                self.at += 1;
            }
            self.skip_space();
        }
    }

    /// Takes the bytes if they stand exactly here.
    pub(crate) fn take(&mut self, word: &[u8]) -> bool {
        let found = self.rest().starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    /// Takes a keyword that is followed by a delimiter.
    pub(crate) fn keyword(&mut self, word: &[u8]) -> Option<()> {
        let after = self.data.get(self.at + word.len()).copied();
        (after.is_none_or(|byte| !is_regular(byte)) && self.take(word)).then_some(())
    }

    /// Takes one end of line, if there is one.
    pub(crate) fn end_of_line(&mut self) -> bool {
        self.take(b"\r\n") || self.take(b"\n") || self.take(b"\r")
    }

    pub(crate) fn unsigned(&mut self) -> Option<u64> {
        let start = self.at;
        let mut number: u64 = 0;
        while let Some(digit) = self.peek().filter(u8::is_ascii_digit) {
            number = number.checked_mul(10)?.checked_add(u64::from(digit - b'0'))?;
            self.at += 1;
        }
        (self.at > start).then_some(number)
    }

    pub(crate) fn value(&mut self) -> Option<Value> {
        self.value_within(MAX_DEPTH)
    }

    fn value_within(&mut self, depth: usize) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        self.skip();
        match self.peek()? {
            b'/' => self.name().map(Value::Name),
            b'(' => self.literal().map(Value::Text),
            b'<' if self.rest().starts_with(b"<<") => self.dict(depth).map(Value::Dict),
            b'<' => self.hexadecimal().map(Value::Text),
            b'[' => self.array(depth).map(Value::Array),
            b'0'..=b'9' | b'+' | b'-' | b'.' => self.number(),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Option<Value> {
        let words: [(&[u8], Value); 3] = [
            (b"true", Value::Bool(true)),
            (b"false", Value::Bool(false)),
            (b"null", Value::Null),
        ];
        words
            .into_iter()
            .find_map(|(word, value)| self.keyword(word).map(|()| value))
    }

    fn name(&mut self) -> Option<Vec<u8>> {
        self.at += 1;
        let mut name = Vec::new();
        while let Some(byte) = self.peek().filter(|byte| is_regular(*byte)) {
            self.at += 1;
            if byte == b'#' {
                let (high, low) = (digit(self.next()?)?, digit(self.next()?)?);
                name.push(high << 4 | low);
            } else {
                name.push(byte);
            }
        }
        Some(name)
    }

    fn place_from(&self, start: usize) -> Option<Range<usize>> {
        self.in_file.then_some(start..self.at)
    }

    fn hexadecimal(&mut self) -> Option<Text> {
        let start = self.at;
        self.at += 1;
        let mut digits = Vec::new();
        loop {
            match self.next()? {
                b'>' => break,
                byte if is_space(byte) => {}
                byte => digits.push(digit(byte)?),
            }
        }
        let bytes = digits
            .chunks(2)
            .map(|pair| pair.first().copied().unwrap_or(0) << 4 | pair.get(1).copied().unwrap_or(0))
            .collect();
        Some(Text {
            bytes,
            place: self.place_from(start),
            hexadecimal: true,
        })
    }

    fn literal(&mut self) -> Option<Text> {
        let start = self.at;
        self.at += 1;
        let mut bytes = Vec::new();
        let mut open = 1_usize;
        loop {
            match self.next()? {
                b'\\' => self.escape(&mut bytes)?,
                b'\r' => {
                    self.take(b"\n");
                    bytes.push(b'\n');
                }
                byte => {
                    open = match byte {
                        b'(' => open + 1,
                        b')' => open - 1,
                        _ => open,
                    };
                    if open == 0 {
                        break;
                    }
                    bytes.push(byte);
                }
            }
        }
        Some(Text {
            bytes,
            place: self.place_from(start),
            hexadecimal: false,
        })
    }

    fn escape(&mut self, bytes: &mut Vec<u8>) -> Option<()> {
        match self.next()? {
            b'n' => bytes.push(b'\n'),
            b'r' => bytes.push(b'\r'),
            b't' => bytes.push(b'\t'),
            b'b' => bytes.push(8),
            b'f' => bytes.push(12),
            b'\n' => {}
            b'\r' => {
                self.take(b"\n");
            }
            first @ b'0'..=b'7' => {
                let mut code = u32::from(first - b'0');
                for _ in 0..2 {
                    let Some(next) = self.peek().filter(|byte| (b'0'..=b'7').contains(byte)) else {
                        break;
                    };
                    self.at += 1;
                    code = code * 8 + u32::from(next - b'0');
                }
                bytes.push(code.to_le_bytes().first().copied()?);
            }
            other => bytes.push(other),
        }
        Some(())
    }

    fn array(&mut self, depth: usize) -> Option<Vec<Value>> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip();
            if self.take(b"]") {
                return Some(items);
            }
            items.push(self.value_within(depth)?);
        }
    }

    fn dict(&mut self, depth: usize) -> Option<Dict> {
        self.at += 2;
        let mut dict = Dict::default();
        loop {
            self.skip();
            if self.take(b">>") {
                return Some(dict);
            }
            if self.peek()? != b'/' || dict.len() >= MAX_KEYS {
                return None;
            }
            let key = self.name()?;
            // Readers differ in which of two equal keys they believe, so neither is.
            if dict.get(&key).is_some() {
                return None;
            }
            let value = self.value_within(depth)?;
            dict.set(&key, value);
        }
    }

    fn number(&mut self) -> Option<Value> {
        let start = self.at;
        while self
            .peek()
            .is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.'))
        {
            self.at += 1;
        }
        if self.peek().is_some_and(is_regular) {
            return None;
        }
        let token = self.data.get(start..self.at)?;
        let written = std::str::from_utf8(token).ok()?;
        match written.parse::<i64>() {
            Ok(number) => Some(self.reference(written, number).unwrap_or(Value::Integer(number))),
            Err(_) => written.parse::<f64>().ok().map(|_| Value::Real(token.to_vec())),
        }
    }

    /// `number` is an object number if a generation and `R` follow.
    fn reference(&mut self, written: &str, number: i64) -> Option<Value> {
        let back = self.at;
        let found = self.reference_tail(written, number);
        if found.is_none() {
            self.at = back;
        }
        found
    }

    fn reference_tail(&mut self, written: &str, number: i64) -> Option<Value> {
        if !written.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        self.skip();
        let generation = u16::try_from(self.unsigned()?).ok()?;
        self.skip();
        self.keyword(b"R")?;
        Some(Value::Reference(Id {
            number: u32::try_from(number).ok()?,
            generation,
        }))
    }

    /// `N G obj`
    pub(crate) fn object_header(&mut self) -> Option<Id> {
        let number = u32::try_from(self.unsigned()?).ok()?;
        self.skip();
        let generation = u16::try_from(self.unsigned()?).ok()?;
        self.skip();
        self.keyword(b"obj")?;
        Some(Id { number, generation })
    }

    /// A whole indirect object up to and with `endobj`; `length` finds a stream length that is itself an object.
    pub(crate) fn object(&mut self, length: impl Fn(Id) -> Option<usize>) -> Option<(Id, Object)> {
        let id = self.object_header()?;
        let value = self.value()?;
        self.skip();
        let data = match value.as_dict() {
            Some(dict) if self.rest().starts_with(b"stream") => {
                let length = match dict.get(b"Length")? {
                    Value::Reference(id) => length(*id)?,
                    direct => direct.as_size()?,
                };
                Some(self.stream(length)?)
            }
            _ => None,
        };
        self.skip();
        self.keyword(b"endobj")?;
        Some((id, Object { value, data }))
    }

    fn stream(&mut self, length: usize) -> Option<Range<usize>> {
        self.take(b"stream");
        if !(self.take(b"\r\n") || self.take(b"\n")) {
            return None;
        }
        let start = self.at;
        let end = start.checked_add(length).filter(|end| *end <= self.data.len())?;
        self.at = end;
        self.end_of_line();
        self.keyword(b"endstream")?;
        Some(start..end)
    }
}

pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte)
        && !matches!(
            byte,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
        )
}

pub(crate) fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Option<Value> {
        Parser::new(text.as_bytes(), 0).value()
    }

    #[test]
    fn strings_names_and_references() {
        let value = parse("<< /A#42 (a\\(b\\)\\101 (c)) /C <4a4> /D [1 0 R 2 -3 .5] >>").unwrap();
        let dict = value.as_dict().unwrap();
        assert_eq!(dict.get(b"AB").unwrap().as_text().unwrap().bytes, b"a(b)A (c)");
        assert_eq!(dict.get(b"C").unwrap().as_text().unwrap().bytes, [0x4a, 0x40]);
        let items = dict.get(b"D").unwrap().as_array().unwrap();
        assert_eq!(
            items[0].as_reference(),
            Some(Id {
                number: 1,
                generation: 0
            })
        );
        assert_eq!(items[2], Value::Integer(-3));
        assert_eq!(items.len(), 4);
    }

    #[test]
    fn places_hold_the_delimiters() {
        let value = parse("  <AB>").unwrap();
        assert_eq!(value.as_text().unwrap().place, Some(2..6));
    }

    #[test]
    fn what_two_readers_could_read_differently_is_refused() {
        assert_eq!(parse("<< /A 1 /#41 2 >>"), None);
        assert_eq!(parse("<< /A 1 2 >>"), None);
        assert_eq!(parse("[1 2"), None);
        assert_eq!(parse("<4g>"), None);
        assert_eq!(parse("1x"), None);
    }

    #[test]
    fn nesting_is_bounded() {
        assert!(parse(&format!("{}{}", "[".repeat(40), "]".repeat(40))).is_some());
        assert_eq!(parse(&"[".repeat(100_000)), None);
    }

    #[test]
    fn a_stream_ends_where_its_length_says() {
        let good = b"7 0 obj << /Length 3 >> stream\nabc\nendstream endobj";
        let (id, object) = Parser::new(good, 0).object(|_| None).unwrap();
        assert_eq!(id.number, 7);
        assert_eq!(good.get(object.data.unwrap()), Some(&b"abc"[..]));
        let bad = b"7 0 obj << /Length 9 >> stream\nabc\nendstream endobj";
        assert!(Parser::new(bad, 0).object(|_| None).is_none());
    }
}
