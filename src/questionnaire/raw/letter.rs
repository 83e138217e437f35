//! Characters that no text of a questionnaire has: what would drive a terminal, or turn a sentence round, is told at its place.

use super::{Reader, Span, code};
use crate::domain::{Text, is_unprintable};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

impl Reader<'_> {
    /// Reports every key and every text that holds a control, format or invisible character; line breaks and tabs may stand in texts.
    pub fn check_letters(&self) {
        self.letters_of_table(self.tree.get_ref());
    }

    fn letters_of_table(&self, table: &DeTable<'_>) {
        for (key, value) in table {
            self.letters(key.get_ref(), key.span());
            self.letters_of_value(value);
        }
    }

    fn letters_of_value(&self, value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::String(text) => self.letters(text, value.span()),
            DeValue::Array(items) => items.iter().for_each(|item| self.letters_of_value(item)),
            DeValue::Table(table) => self.letters_of_table(table),
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
        }
    }

    fn letters(&self, text: &str, span: Span) {
        let is_layout = |letter: char| matches!(letter, '\n' | '\r' | '\t');
        let Some(found) = text
            .chars()
            .find(|letter| is_unprintable(*letter) && !is_layout(*letter))
        else {
            return;
        };
        let number = u32::from(found);
        self.fault(
            code::UNPRINTABLE,
            span,
            Text::new(
                format!("文字中有看不见的字符或者控制字符（U+{number:04X}）"),
                format!("the text holds a control or invisible character (U+{number:04X})"),
            ),
            Text::new("删去该字符", "remove that character"),
        );
    }
}
