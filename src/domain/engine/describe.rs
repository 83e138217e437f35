//! Answers in words, for traces, findings and reports.

use super::{Context, Engine, Reading};
use crate::domain::{
    Expr, Field, FindingCode, Kind, Lang, Operand, OptionId, Options, Reach, RecordId, Reference, RowKey, Scoped,
    Subject, Text, Value,
};
use std::collections::BTreeSet;

/// How many rows are named.
const MOST_ROWS: usize = 3;

impl Engine {
    /// The field that a reference reads.
    pub fn field_of(&self, reference: &Reference) -> Option<&Field> {
        let Subject::Question { question, column, .. } = &reference.subject else {
            return None;
        };
        let question = self.questionnaire.question(question)?;
        match (&question.kind, column) {
            (Kind::Field(field), None) => Some(field),
            (_, Some(column)) => Self::column_of(question, column).map(|(_, column)| &column.field),
            _ => None,
        }
    }

    /// A value in words.
    pub fn show_value(&self, reference: &Reference, value: &Value) -> Text {
        match self.field_of(reference) {
            Some(field) => self.show(field, value),
            None => self.show(&Field::Text, value),
        }
    }

    /// A value of a field in words.
    pub fn show(&self, field: &Field, value: &Value) -> Text {
        match value {
            Value::Choice(option) => self.option_label(field.options(), option),
            Value::Multi(ticks) => {
                let ticked = self.in_order(field.options(), &ticks.ticked).into_iter();
                let labels: Vec<Text> = ticked
                    .map(|option| self.option_label(field.options(), option))
                    .collect();
                let rest = ticks.rest_unknown.then(|| Text::new("其余待核实", "the rest unknown"));
                listed(labels.into_iter().chain(rest))
            }
            Value::YesNo(true) => Text::new("是", "yes"),
            Value::YesNo(false) => Text::new("否", "no"),
            Value::Number(number) => Text::same(field.number_words(*number)),
            Value::Date(date) => Text::same(date.to_string()),
            Value::Text(text) => Text::same(text.as_str()),
        }
    }

    /// Ticked options in the order in which they are offered: of the questionnaire, or of the rows.
    fn in_order<'a>(&self, options: Option<&Options>, ticked: &'a BTreeSet<OptionId>) -> Vec<&'a str> {
        let order = |id: &str| match options {
            Some(Options::Rows(record)) => {
                let rows = self.answers.rows(record);
                rows.iter().position(|row| row.key.as_str() == id).unwrap_or(usize::MAX)
            }
            Some(options) => {
                let choices = options.fixed();
                choices.iter().position(|choice| choice.id == id).unwrap_or(usize::MAX)
            }
            None => 0,
        };
        let mut found: Vec<&str> = ticked.iter().map(OptionId::as_str).collect();
        found.sort_by_cached_key(|id| order(id));
        found
    }

    /// What an option is called.
    pub fn option_label(&self, options: Option<&Options>, option: &str) -> Text {
        match options {
            Some(Options::Fixed(choices)) => choices
                .iter()
                .find(|choice| choice.id == option)
                .map_or_else(|| Text::same(option), |choice| choice.label.clone()),
            Some(Options::Rows(record)) => self.row_name(record, &RowKey::from(option)),
            Some(Options::Reference(list)) if list == "law" => {
                let known = self.questionnaire.reference.instruments.get(option);
                known.map_or_else(|| Text::same(option), |known| known.title.clone())
            }
            Some(Options::Reference(_)) => {
                let known = self.questionnaire.reference.jurisdiction(option);
                known.map_or_else(|| Text::same(option), |known| known.name.clone())
            }
            Some(Options::Findings) => self.finding_name(option),
            _ => Text::same(option),
        }
    }

    /// A finding as a reader calls it: its code and the rows it is about.
    pub(super) fn finding_name(&self, id: &str) -> Text {
        let Some(known) = Scoped::<FindingCode>::parse(id) else {
            return Text::same(id);
        };
        if known.scope.is_whole() {
            return Text::same(known.id.as_str());
        }
        let rows = known.scope.rows().iter();
        let names = listed(rows.map(|(record, key)| self.row_name(record, key)));
        Text::new(
            format!("{}（{}）", known.id, names.zh),
            format!("{} ({})", known.id, names.en),
        )
    }

    /// The answers and findings that a condition rests on, in words.
    pub fn describe(&self, expr: &Expr, context: &Context) -> Text {
        let mut parts: Vec<Text> = Vec::new();
        self.describe_into(expr, context, &mut parts);
        let parts = without_repeats(&parts);
        let each = |lang, comma| parts.iter().map(|part| part.get(lang)).collect::<Vec<_>>().join(comma);
        Text::new(each(Lang::Zh, "；"), each(Lang::En, "; "))
    }

    fn describe_into(&self, expr: &Expr, context: &Context, parts: &mut Vec<Text>) {
        match expr {
            Expr::And(inner) | Expr::Or(inner) => {
                for part in inner {
                    self.describe_into(part, context, parts);
                }
            }
            Expr::Not(inner) | Expr::Possibly(inner) => self.describe_into(inner, context, parts),
            Expr::Any(record, _, body) | Expr::Count(record, _, body, _, _) => {
                self.describe_rows(record, body, true, context, parts);
            }
            // Where not every row is so, the others are what it rests on.
            Expr::All(record, _, body) => {
                let holds = self.eval(expr, context, super::Mode::WorstAll) == Some(true);
                self.describe_rows(record, body, holds, context, parts);
            }
            Expr::Finding(codes, reach) => self.describe_findings(codes, *reach, context, parts),
            Expr::Level { judgement, stage, .. } => {
                let engine = stage.map_or(self, |stage| self.at(stage));
                if let Some(shown) = engine.level_words(judgement, context) {
                    parts.push(shown);
                }
            }
            Expr::Defined(name, _) => {
                if let Some(inner) = self.questionnaire.definitions.get(name) {
                    self.describe_into(inner, context, parts);
                }
            }
            _ => parts.extend(
                expr.references()
                    .into_iter()
                    .filter_map(|reference| self.describe_reading(reference, context)),
            ),
        }
    }

    /// The rows for which the condition holds, or does not hold: the first three by name, with what was read of them.
    fn describe_rows(&self, record: &RecordId, body: &Expr, holds: bool, context: &Context, parts: &mut Vec<Text>) {
        let mut inner = context.clone();
        let mut all = 0;
        for (key, at) in self.rows_of(record, context) {
            let row = key.clone();
            let depth = self.bind(&mut inner, record, key, at);
            let so = self.eval(body, &inner, super::Mode::WorstAll) == Some(true);
            if so == holds && !self.is_about_another(body, &inner) {
                all += 1;
                if all <= MOST_ROWS {
                    parts.push(self.row_words(self.row_name(record, &row), body, &inner));
                }
            }
            (0..depth).for_each(|_| inner.pop());
        }
        if all > MOST_ROWS {
            parts.push(Text::new(format!("等{all}项"), format!("{all} in all")));
        }
    }

    /// Whether the condition holds only because the row belongs to another object: `link.transfer != @transfer or …`.
    fn is_about_another(&self, body: &Expr, context: &Context) -> bool {
        let Expr::Or(parts) = body else { return false };
        let beside = |part: &&Expr| is_about_key(part);
        parts
            .iter()
            .filter(beside)
            .any(|part| self.eval(part, context, super::Mode::WorstAll) == Some(true))
    }

    fn row_words(&self, name: Text, body: &Expr, context: &Context) -> Text {
        let mut read = Vec::new();
        readings(body, &mut read);
        let mut words: Vec<Text> = Vec::new();
        for text in read
            .into_iter()
            .filter_map(|reference| self.describe_reading(reference, context))
        {
            if !words.contains(&text) {
                words.push(text);
            }
        }
        if words.is_empty() {
            return name;
        }
        let words = listed(words.into_iter());
        Text::new(
            format!("{}（{}）", name.zh, words.zh),
            format!("{} ({})", name.en, words.en),
        )
    }

    fn describe_findings(
        &self,
        codes: &[(crate::domain::FindingCode, crate::domain::Span)],
        reach: Reach,
        context: &Context,
        parts: &mut Vec<Text>,
    ) {
        for (code, _) in codes {
            if self.is_open(code, reach, context, super::Mode::WorstAll) {
                parts.push(Text::same(code.as_str()));
            }
        }
    }

    fn describe_reading(&self, reference: &Reference, context: &Context) -> Option<Text> {
        let found = self.find(reference, context);
        let entered = found.texts();
        let value = match found.reading {
            Reading::Hidden => return None,
            Reading::NotApplicable => Text::new("不适用", "not applicable"),
            Reading::Unknown { asked: true } => Text::new("待核实", "unknown"),
            Reading::Unknown { asked: false } | Reading::Blank => Text::new("未答", "unanswered"),
            Reading::Value(value) if matches!(*value, Value::Text(_)) => entered,
            Reading::Value(value) => self.show_value(reference, &value),
        };
        let name = self.short_name(reference)?;
        Some(Text::new(
            format!("{}：{}", name.zh, value.zh),
            format!("{}: {}", name.en, value.en),
        ))
    }

    /// What is read, in a few words: the column, or the name of the question in files.
    fn short_name(&self, reference: &Reference) -> Option<Text> {
        let Subject::Question { question, column, .. } = &reference.subject else {
            return computed_name(reference);
        };
        let known = self.questionnaire.question(question)?;
        match column {
            Some(column) => Self::column_of(known, column).map(|(_, column)| column.label.clone()),
            None => Some(known.short()),
        }
    }
}

/// What a condition reads of a row, without what only says to which object the row belongs, and without what other rows are asked.
fn readings<'e>(expr: &'e Expr, found: &mut Vec<&'e Reference>) {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => parts.iter().for_each(|part| readings(part, found)),
        Expr::Not(inner) | Expr::Possibly(inner) => readings(inner, found),
        Expr::Any(..) | Expr::All(..) | Expr::Count(..) | Expr::CountBoth(..) => {}
        atom if is_about_key(atom) => {}
        atom => found.extend(atom.references()),
    }
}

/// Whether a condition compares with the row of another table: `@transfer`.
fn is_about_key(expr: &Expr) -> bool {
    let is_key = |operand: &Operand| matches!(operand, Operand::Key(..));
    match expr {
        Expr::Is { values, .. } => values.iter().any(is_key),
        Expr::Ticks { options, .. } => options.iter().any(is_key),
        _ => false,
    }
}

/// A part stands once, where it stands first. A name alone adds nothing to the same name with what was read.
fn without_repeats(parts: &[Text]) -> Vec<Text> {
    let mut kept: Vec<Text> = Vec::new();
    for part in parts {
        let told = parts
            .iter()
            .any(|other| other.zh.starts_with(&format!("{}（", part.zh)));
        if !told && !kept.contains(part) {
            kept.push(part.clone());
        }
    }
    kept
}

fn computed_name(reference: &Reference) -> Option<Text> {
    let Subject::Computed(name) = &reference.subject else {
        return None;
    };
    Some(Text::same(name.as_str()))
}

/// Texts as one list.
pub(super) fn listed(texts: impl Iterator<Item = Text>) -> Text {
    let texts: Vec<Text> = texts.collect();
    let each = |lang, comma| texts.iter().map(|text| text.get(lang)).collect::<Vec<_>>().join(comma);
    Text::new(each(Lang::Zh, "、"), each(Lang::En, ", "))
}

/// A number with commas between thousands.
pub(in crate::domain) fn thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    if number < 0 { format!("-{shown}") } else { shown }
}
