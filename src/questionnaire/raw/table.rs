//! One table of a file: it remembers which keys were asked for, so that the others can be reported.

use super::{Reader, Span, Value, code, nearest};
use crate::domain::Text;
use crate::questionnaire::fault::printable;
use jiff::civil::Date;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use toml::de::DeTable;

/// A table with its place. Read it with `required_…` and `optional_…`, then call [`Table::finish`].
pub struct Table<'r> {
    reader: &'r Reader<'r>,
    entries: &'r DeTable<'r>,
    span: Span,
    name: Option<&'r str>,
    /// The keys asked for, in order and with repeats: written at every reading, read only where a key is left over.
    asked: RefCell<Vec<&'static str>>,
    all: Cell<bool>,
}

/// One key of a table with its value.
pub struct Entry<'r> {
    /// The key.
    pub key: &'r str,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Value<'r>,
}

/// Declares the required and the optional reading of one type.
macro_rules! read {
    ($($(#[$doc:meta])* $required:ident, $optional:ident = $method:ident -> $type:ty;)+) => {
        $(
            $(#[$doc])*
            #[doc = "Required: a missing key is reported."]
            pub fn $required(&self, key: &'static str) -> Option<$type> {
                self.required(key)?.$method()
            }

            $(#[$doc])*
            #[doc = "Optional: `None` if absent or wrong; what is wrong is reported."]
            pub fn $optional(&self, key: &'static str) -> Option<$type> {
                self.get(key)?.$method()
            }
        )+
    };
}

impl<'r> Table<'r> {
    pub(super) fn new(reader: &'r Reader<'r>, table: &'r DeTable<'r>, span: Span, name: Option<&'r str>) -> Self {
        Self {
            reader,
            entries: table,
            span,
            name,
            asked: RefCell::default(),
            all: Cell::new(false),
        }
    }

    /// Where the table stands: its header, its braces, or the start of the file.
    pub fn span(&self) -> Span {
        self.span.clone()
    }

    /// The key the table stands under; `None` for the whole file.
    pub fn name(&self) -> Option<&'r str> {
        self.name
    }

    /// The value under a key, if present.
    pub fn get(&self, key: &'static str) -> Option<Value<'r>> {
        self.asked.borrow_mut().push(key);
        let (name, value) = self.entries.get_key_value(key)?;
        Some(Value {
            reader: self.reader,
            content: value.get_ref(),
            span: value.span(),
            name: name.get_ref(),
        })
    }

    /// Whether the key is present; counts as asking for it.
    pub fn has(&self, key: &'static str) -> bool {
        self.get(key).is_some()
    }

    /// The value under a key; a missing key is reported.
    pub fn required(&self, key: &'static str) -> Option<Value<'r>> {
        let value = self.get(key);
        if value.is_none() {
            self.missing(key);
        }
        value
    }

    /// Reports a key as missing.
    pub fn missing(&self, key: &str) {
        let (zh, en) = self.place_words();
        self.fault(
            code::MISSING_KEY,
            Text::new(format!("{zh}缺少“{key}”"), format!("\"{key}\" is missing{en}")),
            Text::new(format!("补上“{key} = …”"), format!("add {key} = …")),
        );
    }

    fn place_words(&self) -> (String, String) {
        self.name.map(printable).map_or_else(Default::default, |name| {
            (format!("“{name}”"), format!(" in \"{name}\""))
        })
    }

    /// Reports a fault at the table itself.
    pub fn fault(&self, code: &'static str, what: Text, todo: Text) {
        self.reader.fault(code, self.span(), what, todo);
    }

    /// Reports a fault at a value, or at the table where the key is absent.
    pub fn fault_at(&self, key: &str, code: &'static str, what: Text, todo: Text) {
        self.reader.fault(code, self.value_span(key), what, todo);
    }

    /// Where the value of a key stands; the table where the key is absent.
    pub fn value_span(&self, key: &str) -> Span {
        self.entries.get(key).map_or_else(|| self.span(), toml::Spanned::span)
    }

    /// Where a key stands; the table where it is absent.
    pub fn key_span(&self, key: &str) -> Span {
        self.entries
            .get_key_value(key)
            .map_or_else(|| self.span(), |(key, _)| key.span())
    }

    read! {
        /// A text.
        required_str, optional_str = str -> &'r str;
        /// True or false.
        required_bool, optional_bool = bool -> bool;
        /// A whole number.
        required_integer, optional_integer = integer -> i64;
        /// A whole number from 0 on.
        required_count, optional_count = count -> u64;
        /// A number, whole or decimal.
        required_number, optional_number = number -> f64;
        /// A date without time.
        required_date, optional_date = date -> Date;
        /// A table.
        required_table, optional_table = table -> Table<'r>;
        /// A list.
        required_list, optional_list = list -> Vec<Value<'r>>;
        /// A list of texts.
        required_strings, optional_strings = strings -> Vec<&'r str>;
        /// A text in both languages.
        required_text, optional_text = text -> Text;
    }

    /// One of a list of words; a missing key is reported.
    pub fn required_word<T: Copy>(&self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        self.required(key)?.word(words)
    }

    /// One of a list of words, or nothing.
    pub fn optional_word<T: Copy>(&self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        self.get(key)?.word(words)
    }

    /// The tables of `[[key]]`, or of a list of inline tables; none where the key is absent.
    pub fn tables(&self, key: &'static str) -> Vec<Self> {
        let items = self.get(key).and_then(|value| value.list()).unwrap_or_default();
        items.iter().filter_map(Value::table).collect()
    }

    /// All entries in the order of the file; counts as asking for all of them. For tables whose keys are the user's own.
    pub fn entries(&self) -> Vec<Entry<'r>> {
        let mut entries: Vec<_> = self
            .entries
            .iter()
            .map(|(key, value)| Entry {
                key: key.get_ref(),
                key_span: key.span(),
                value: Value {
                    reader: self.reader,
                    content: value.get_ref(),
                    span: value.span(),
                    name: key.get_ref(),
                },
            })
            .collect();
        self.all.set(true);
        entries.sort_by_key(|entry| entry.key_span.start);
        entries
    }

    /// Reports every key that was never asked for.
    pub fn finish(self) {
        if self.all.get() {
            return;
        }
        let asked = self.asked.borrow();
        let left = |key: &str| !asked.contains(&key);
        for key in self.entries.keys().filter(|key| left(key.get_ref())) {
            self.unknown(key.get_ref(), key.span(), &asked.iter().copied().collect());
        }
    }

    fn unknown(&self, key: &str, span: Span, asked: &BTreeSet<&str>) {
        let (shown, (zh, en)) = (printable(key), self.place_words());
        let todo = if let Some(word) = nearest(key, asked.iter().copied()) {
            Text::new(format!("是否应为“{word}”？"), format!("did you mean \"{word}\"?"))
        } else {
            let list: Vec<_> = asked.iter().copied().collect();
            Text::new(
                format!("删除，或者改为：{}", list.join("、")),
                format!("remove it, or use one of: {}", list.join(", ")),
            )
        };
        let what = Text::new(
            format!("{zh}不认识的键“{shown}”"),
            format!("unknown key \"{shown}\"{en}"),
        );
        self.reader.fault(code::UNKNOWN_KEY, span, what, todo);
    }
}
