//! Answers and cells: a bare value, or a table with a value, "unknown" or "not applicable" beside remark, note and flag.

use super::code;
use super::known::Known;
use crate::domain::{Answer, Content, Field, OptionId, Options, Text, Ticks, Value as Said};
use crate::questionnaire::raw::{Table, Value};
use std::collections::BTreeSet;

impl Known<'_> {
    /// An answer; `field` is `None` for questions answered by rows or levels, which take everything but a value.
    pub(super) fn answer(&self, value: &Value<'_>, field: Option<&Field>) -> Option<Answer> {
        if !value.is_table() {
            return self.said(value, field).map(Answer::value);
        }
        let table = value.table()?;
        let text = |key: &'static str| {
            table
                .get(key)
                .and_then(|text| self.clean(&text, true))
                .unwrap_or_default()
        };
        let answer = Answer {
            content: self.content(&table, field),
            remark: text("remark"),
            note: text("note"),
            translation: text("translation"),
            flagged: table.optional_bool("flagged").unwrap_or(false),
        };
        table.finish();
        Some(answer)
    }

    fn content(&self, table: &Table<'_>, field: Option<&Field>) -> Option<Content> {
        let unknown = table
            .optional_bool("unknown")
            .unwrap_or(false)
            .then_some(Content::Unknown);
        let reason = table.get("not_applicable").and_then(|reason| self.clean(&reason, true));
        let value = table.get("value").and_then(|value| self.said(&value, field));
        let ticks = self.ticks(table, field);
        let found = [
            unknown,
            reason.map(Content::NotApplicable),
            value.map(Content::Value),
            ticks.map(|ticks| Content::Value(Said::Multi(ticks))),
        ];
        let mut found = found.into_iter().flatten();
        let first = found.next();
        if found.next().is_some() {
            table.fault(
                code::TWO_CONTENTS,
                Text::new(
                    "同一答案只能是一个值、待核实、不适用三者之一",
                    "an answer is either a value, or unknown, or not applicable",
                ),
                Text::new(
                    "只保留 value、ticked、unknown、not_applicable 中的一项",
                    "keep one of value, ticked, unknown, not_applicable",
                ),
            );
        }
        first
    }

    /// `ticked`, `gaps` and `rest_unknown` of a question with several choices.
    fn ticks(&self, table: &Table<'_>, field: Option<&Field>) -> Option<Ticks> {
        let Some(Field::Multi(options)) = field else {
            return None;
        };
        let lists = [table.get("ticked"), table.get("gaps")];
        let rest_unknown = table.optional_bool("rest_unknown");
        if lists.iter().all(Option::is_none) && !rest_unknown.unwrap_or(false) {
            return None;
        }
        let [ticked, gaps] = lists.map(|list| list.and_then(|list| self.options(&list, options)).unwrap_or_default());
        Some(Ticks {
            ticked,
            gaps,
            rest_unknown: rest_unknown.unwrap_or(false),
        })
    }

    fn options(&self, value: &Value<'_>, options: &Options) -> Option<BTreeSet<OptionId>> {
        let list = value.list()?;
        Some(
            list.iter()
                .filter_map(|item| self.option(item, options))
                .map(OptionId::from)
                .collect(),
        )
    }

    fn said(&self, value: &Value<'_>, field: Option<&Field>) -> Option<Said> {
        match field {
            None => self.by_rows(value),
            Some(Field::Choice(options)) => self.option(value, options).map(|option| Said::Choice(option.into())),
            Some(Field::Multi(options)) => self.options(value, options).map(|ticked| {
                Said::Multi(Ticks {
                    ticked,
                    ..Ticks::default()
                })
            }),
            Some(Field::YesNo) => value.bool().map(Said::YesNo),
            Some(Field::Number { min, max }) => self.number(value, *min, *max),
            Some(Field::Date) => value.date().map(Said::Date),
            Some(Field::Text) => self.clean(value, false).map(Said::Text),
            Some(Field::LongText) => self.clean(value, true).map(Said::Text),
            Some(Field::Computed(_)) => {
                value.fault(
                    code::COMPUTED_COLUMN,
                    Text::new(
                        "此列由程序得出，不从文件读取",
                        "this column is computed and never read from a file",
                    ),
                    Text::new("删除此项", "remove it"),
                );
                None
            }
        }
    }

    fn by_rows(&self, value: &Value<'_>) -> Option<Said> {
        self.reader.fault(
            code::ANSWERED_BY_ROWS,
            value.span(),
            Text::new(
                "此题目按行填写，或者按评定确认等级",
                "this question is answered by rows, or by confirming levels",
            ),
            Text::new(
                "行写在 [[record.名称]]，等级写在 [confirm.…] 或者 [override.…]",
                "write rows under [[record.NAME]], levels under [confirm.…] or [override.…]",
            ),
        );
        None
    }

    fn number(&self, value: &Value<'_>, min: i64, max: i64) -> Option<Said> {
        let number = value.integer()?;
        if (min..=max).contains(&number) {
            return Some(Said::Number(number));
        }
        let bounds = match (min, max) {
            (_, i64::MAX) => Text::new(format!("不小于{min}的整数"), format!("a whole number from {min} on")),
            _ => Text::new(
                format!("{min}至{max}的整数"),
                format!("a whole number from {min} to {max}"),
            ),
        };
        let what = Text::new(format!("{number}超出范围"), format!("{number} is out of range"));
        let todo = Text::new(format!("填写{}", bounds.zh), format!("give {}", bounds.en));
        if self.strict {
            self.reader.fault(code::OUT_OF_RANGE, value.span(), what, todo);
            return None;
        }
        // The bounds may have been narrowed since the number was entered: nothing is thrown away.
        self.notice(code::OUT_OF_RANGE, value.span(), what, todo);
        Some(Said::Number(number))
    }
}
