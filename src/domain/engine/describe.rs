//! Answers in words, for traces, findings and reports.

use super::{Context, Engine, Reading};
use crate::domain::{
    Expr, Field, FindingCode, Kind, Lang, Options, Question, Reach, Reference, RowKey, Scoped, Subject, Text, Value,
};

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
                let labels: Vec<Text> = in_order(field.options(), &ticks.ticked)
                    .iter()
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
        parts.dedup();
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
            Expr::Any(record, _, body) | Expr::All(record, _, body) | Expr::Count(record, _, body, _, _) => {
                self.describe_rows(record, body, context, parts);
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

    fn describe_rows(&self, record: &crate::domain::RecordId, body: &Expr, context: &Context, parts: &mut Vec<Text>) {
        let mut inner = context.clone();
        let mut shown = 0;
        for (key, at) in self.rows_of(record, context) {
            let name = self.row_name(record, &key);
            let depth = self.bind(&mut inner, record, key, at);
            if self.eval(body, &inner, super::Mode::WorstAll) == Some(true) {
                shown += 1;
                if shown <= 3 {
                    parts.push(name);
                }
            }
            (0..depth).for_each(|_| inner.pop());
        }
        if shown > 3 {
            parts.push(Text::new(format!("等{shown}项"), format!("{shown} in all")));
        }
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
        let value = match self.read(reference, context) {
            Reading::Hidden => return None,
            Reading::NotApplicable => Text::new("不适用", "not applicable"),
            Reading::Unknown { asked: true } => Text::new("待核实", "unknown"),
            Reading::Unknown { asked: false } | Reading::Blank => Text::new("未答", "unanswered"),
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
            None => Some(short(known)),
        }
    }
}

fn computed_name(reference: &Reference) -> Option<Text> {
    let Subject::Computed(name) = &reference.subject else {
        return None;
    };
    Some(Text::same(name.as_str()))
}

/// A question in a few words: up to the first stop.
fn short(question: &Question) -> Text {
    let cut = |text: &str, stops: &[char]| text.split(stops).next().unwrap_or_default().to_owned();
    Text::new(
        cut(&question.plain.zh, &['？', '（', '。', '：']),
        cut(&question.plain.en, &['?', '(', ':']),
    )
}

fn in_order<'a>(
    options: Option<&Options>,
    ticked: &'a std::collections::BTreeSet<crate::domain::OptionId>,
) -> Vec<&'a str> {
    let order = |id: &str| {
        options.map_or(0, |options| {
            options
                .fixed()
                .iter()
                .position(|choice| choice.id == id)
                .unwrap_or(usize::MAX)
        })
    };
    let mut found: Vec<&str> = ticked.iter().map(crate::domain::OptionId::as_str).collect();
    found.sort_by_key(|id| order(id));
    found
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
