//! One value of a file.

use super::{Reader, Span, Table, code, nearest};
use crate::domain::Text;
use crate::questionnaire::fault::printable;
use jiff::civil::Date;
use toml::de::DeValue;

/// A value with its place. Each reading method returns `None` after reporting what is wrong.
#[derive(Clone)]
pub struct Value<'r> {
    pub(super) reader: &'r Reader<'r>,
    pub(super) content: &'r DeValue<'r>,
    pub(super) span: Span,
    /// The key it stands under, for messages.
    pub(super) name: &'r str,
}

impl<'r> Value<'r> {
    /// Where it stands.
    pub fn span(&self) -> Span {
        self.span.clone()
    }

    /// The key it stands under.
    pub fn name(&self) -> &'r str {
        self.name
    }

    /// Reports a fault at this value.
    pub fn fault(&self, code: &'static str, what: Text, todo: Text) {
        self.reader.fault(code, self.span(), what, todo);
    }

    /// Reports the wrong type; `wanted` says what is allowed.
    pub fn wrong_type(&self, wanted: &Text) {
        let (name, (zh, en)) = (printable(self.name), self.type_words());
        self.fault(
            code::WRONG_TYPE,
            Text::new(
                format!("“{name}”的值是{zh}，应为{}", wanted.zh),
                format!("\"{name}\" is {en}, not {}", wanted.en),
            ),
            Text::new(format!("改为{}", wanted.zh), format!("write {}", wanted.en)),
        );
    }

    fn type_words(&self) -> (&'static str, &'static str) {
        match self.content {
            DeValue::String(_) => ("文字", "a text"),
            DeValue::Integer(_) => ("整数", "a whole number"),
            DeValue::Float(_) => ("小数", "a decimal number"),
            DeValue::Boolean(_) => ("true或者false", "true or false"),
            DeValue::Datetime(_) => ("日期或者时间", "a date or time"),
            DeValue::Array(_) => ("列表", "a list"),
            DeValue::Table(_) => ("表", "a table"),
        }
    }

    fn or_wrong<T>(&self, value: Option<T>, zh: &str, en: &str) -> Option<T> {
        if value.is_none() {
            self.wrong_type(&Text::new(zh, en));
        }
        value
    }

    /// The text, if it is one; reports nothing.
    pub fn as_str(&self) -> Option<&'r str> {
        self.content.as_str()
    }

    /// Whether it is a table; reports nothing.
    pub fn is_table(&self) -> bool {
        self.content.is_table()
    }

    /// Whether it is a list; reports nothing.
    pub fn is_list(&self) -> bool {
        self.content.is_array()
    }

    /// Whether it is true or false; reports nothing.
    pub fn is_bool(&self) -> bool {
        self.content.is_bool()
    }

    /// Whether it is a whole number; reports nothing.
    pub fn is_integer(&self) -> bool {
        self.content.is_integer()
    }

    /// A text.
    pub fn str(&self) -> Option<&'r str> {
        self.or_wrong(self.content.as_str(), "带引号的文字", "a text in quotes")
    }

    /// True or false.
    pub fn bool(&self) -> Option<bool> {
        self.or_wrong(self.content.as_bool(), "true或者false", "true or false")
    }

    /// A whole number.
    pub fn integer(&self) -> Option<i64> {
        let number = self.or_wrong(self.content.as_integer(), "整数", "a whole number")?;
        let parsed = i64::from_str_radix(number.as_str(), number.radix()).ok();
        if parsed.is_none() {
            self.fault(
                code::NUMBER_TOO_LARGE,
                Text::new(
                    format!("“{}”的数值过大", printable(self.name)),
                    format!("\"{}\" is too large a number", printable(self.name)),
                ),
                Text::new("核对数值", "check the number"),
            );
        }
        parsed
    }

    /// A whole number from 0 on.
    pub fn count(&self) -> Option<u64> {
        let number = self.integer()?;
        let count = u64::try_from(number).ok();
        if count.is_none() {
            let name = printable(self.name);
            self.fault(
                code::NEGATIVE_NUMBER,
                Text::new(
                    format!("“{name}”为{number}，不能为负数"),
                    format!("\"{name}\" is {number}, below zero"),
                ),
                Text::new("填写0或者正整数", "give 0 or a positive whole number"),
            );
        }
        count
    }

    /// A number, whole or decimal.
    pub fn number(&self) -> Option<f64> {
        let number = match self.content {
            DeValue::Float(number) => number.as_str().parse().ok(),
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
            _ => None,
        };
        self.or_wrong(number.filter(|number: &f64| number.is_finite()), "数字", "a number")
    }

    /// A date without time, unquoted.
    pub fn date(&self) -> Option<Date> {
        let (zh, en) = (
            "不加引号的日期，如2026-11-21",
            "a date without quotes, such as 2026-11-21",
        );
        let plain = self
            .content
            .as_datetime()
            .filter(|moment| moment.time.is_none() && moment.offset.is_none());
        let date = self.or_wrong(plain.and_then(|moment| moment.date), zh, en)?;
        let parts = (
            i16::try_from(date.year).ok(),
            i8::try_from(date.month).ok(),
            i8::try_from(date.day).ok(),
        );
        let day = match parts {
            (Some(year), Some(month), Some(day)) => Date::new(year, month, day).ok(),
            _ => None,
        };
        if day.is_none() {
            let name = printable(self.name);
            self.fault(
                code::BAD_DATE,
                Text::new(
                    format!("“{name}”的日期不存在"),
                    format!("\"{name}\" is a date that does not exist"),
                ),
                Text::new("核对日期", "check the date"),
            );
        }
        day
    }

    /// One of a list of words.
    pub fn word<T: Copy>(&self, words: &[(&str, T)]) -> Option<T> {
        let list = || words.iter().map(|(word, _)| format!("\"{word}\"")).collect::<Vec<_>>();
        let Some(written) = self.content.as_str() else {
            self.wrong_type(&Text::new(list().join("、"), list().join(", ")));
            return None;
        };
        let found = words.iter().find(|(word, _)| *word == written).map(|(_, value)| *value);
        if found.is_none() {
            self.unknown_word(written, words.iter().map(|(word, _)| *word), &list());
        }
        found
    }

    fn unknown_word<'w>(&self, written: &str, words: impl Iterator<Item = &'w str>, list: &[String]) {
        let (name, shown) = (printable(self.name), printable(written));
        let hint = nearest(written, words);
        let zh_hint = hint.map_or_else(String::new, |word| format!("是否应为\"{word}\"？"));
        let en_hint = hint.map_or_else(String::new, |word| format!("did you mean \"{word}\"? "));
        self.fault(
            code::UNKNOWN_WORD,
            Text::new(
                format!("“{name}”不能是\"{shown}\""),
                format!("\"{name}\" cannot be \"{shown}\""),
            ),
            Text::new(
                format!("{zh_hint}可用：{}", list.join("、")),
                format!("{en_hint}allowed: {}", list.join(", ")),
            ),
        );
    }

    /// A table.
    pub fn table(&self) -> Option<Table<'r>> {
        let table = self.or_wrong(self.content.as_table(), "表", "a table")?;
        Some(Table::new(self.reader, table, self.span(), Some(self.name)))
    }

    /// A list.
    pub fn list(&self) -> Option<Vec<Self>> {
        let list = self.or_wrong(self.content.as_array(), "列表", "a list")?;
        let item = |item: &'r toml::Spanned<DeValue<'r>>| Self {
            content: item.get_ref(),
            span: item.span(),
            ..self.clone()
        };
        Some(list.iter().map(item).collect())
    }

    /// A list of texts; items of another type are reported and left out.
    pub fn strings(&self) -> Option<Vec<&'r str>> {
        Some(self.list()?.iter().filter_map(Self::str).collect())
    }

    /// A text in both languages: `{ zh = "…", en = "…" }`.
    pub fn text(&self) -> Option<Text> {
        let both = Text::new("{ zh = \"…\", en = \"…\" }", "{ zh = \"…\", en = \"…\" }");
        if !self.content.is_table() {
            self.wrong_type(&both);
            return None;
        }
        let table = self.table()?;
        let language = |key: &'static str, zh: &str, en: &str| {
            let Some(value) = table.get(key) else {
                self.missing_language(key, zh, en);
                return None;
            };
            let text = value.str()?;
            if text.trim().is_empty() {
                let name = printable(self.name);
                value.fault(
                    code::EMPTY_TEXT,
                    Text::new(
                        format!("“{name}”的{zh}文字为空"),
                        format!("the {en} text of \"{name}\" is empty"),
                    ),
                    Text::new("填写文字", "write the text"),
                );
                return None;
            }
            Some(text.to_owned())
        };
        let (zh, en) = (language("zh", "中文", "Chinese"), language("en", "英文", "English"));
        table.finish();
        Some(Text { zh: zh?, en: en? })
    }

    fn missing_language(&self, key: &str, zh: &str, en: &str) {
        let name = printable(self.name);
        self.fault(
            code::MISSING_LANGUAGE,
            Text::new(
                format!("“{name}”缺少{zh}（{key}）"),
                format!("\"{name}\" has no {en} text ({key})"),
            ),
            Text::new(format!("补上 {key} = \"…\""), format!("add {key} = \"…\"")),
        );
    }
}
