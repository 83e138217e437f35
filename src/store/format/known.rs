//! What a file may speak of: the questionnaire's names, and the rows of the file and of the assessment it is for.

use super::code;
use crate::domain::{
    Answers, COUNTRY, FORM_ROW, FindingCode, Options, Question, Questionnaire, RECIPIENT_COUNTRY, RecordId, Scope,
    Scoped, Shape, Text, is_unprintable,
};
use crate::questionnaire::raw::{Reader, Span, Value, nearest};
use crate::questionnaire::{Fault, Source, printable};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

/// More notices than this help nobody.
const MOST_NOTICES: usize = 200;
/// A file with more unknown names than this is another kind of file: looking for the nearest name would only take time.
const MOST_HINTS: usize = 500;

/// Pieces of evidence are named like rows.
pub(super) const EVIDENCE: &str = "evidence";

/// Everything the reading of one file needs.
pub(super) struct Known<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) source: &'a Source,
    pub(super) questionnaire: &'a Questionnaire,
    /// Whether a name of a missing row is a fault (imports) or a notice (assessments, where rows were removed later).
    pub(super) strict: bool,
    rows: BTreeMap<String, BTreeSet<String>>,
    notices: RefCell<Vec<Fault>>,
    hints: Cell<usize>,
}

impl<'a> Known<'a> {
    pub(super) fn new(
        reader: &'a Reader<'a>,
        source: &'a Source,
        questionnaire: &'a Questionnaire,
        base: Option<&Answers>,
    ) -> Self {
        let mut rows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (record, known) in base.into_iter().flat_map(|base| &base.records) {
            rows.entry(record.to_string())
                .or_default()
                .extend(known.iter().map(|row| row.key.to_string()));
        }
        let evidence = base
            .into_iter()
            .flat_map(|base| &base.evidence)
            .map(|evidence| evidence.key.clone());
        rows.entry(EVIDENCE.to_owned()).or_default().extend(evidence);
        Self {
            reader,
            source,
            questionnaire,
            strict: base.is_some(),
            rows,
            notices: RefCell::default(),
            hints: Cell::new(0),
        }
    }

    /// Notes that the file has this row.
    pub(super) fn add_row(&mut self, record: &str, row: &str) {
        self.rows.entry(record.to_owned()).or_default().insert(row.to_owned());
    }

    pub(super) fn into_notices(self) -> Vec<Fault> {
        self.notices.into_inner()
    }

    pub(super) fn notice(&self, code: &'static str, span: Span, what: Text, todo: Text) {
        let mut notices = self.notices.borrow_mut();
        if notices.len() < MOST_NOTICES {
            notices.push(Fault::new(code, self.source, span, what, todo));
        }
    }

    /// A name that is not known, with the nearest known one.
    pub(super) fn unknown<'w>(
        &self,
        code: &'static str,
        span: Span,
        name: &str,
        what: &Text,
        words: impl Iterator<Item = &'w str> + Clone,
    ) {
        let shown = printable(name);
        let todo = match self.hint(name, words.clone()) {
            Some(word) => Text::new(format!("是否应为“{word}”？"), format!("did you mean \"{word}\"?")),
            None => allowed(words),
        };
        let what = Text::new(format!("{}“{shown}”", what.zh), format!("{} \"{shown}\"", what.en));
        self.reader.fault(code, span, what, todo);
    }

    fn hint<'w>(&self, name: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
        let asked = self.hints.replace(self.hints.get() + 1);
        if asked < MOST_HINTS { nearest(name, words) } else { None }
    }

    /// A row that does not exist: a fault in an import, a notice in an assessment.
    pub(super) fn missing_row(&self, span: Span, record: &str, row: &str) {
        let (record, shown) = (printable(record), printable(row));
        let what = Text::new(
            format!("“{record}”中没有行“{shown}”"),
            format!("\"{record}\" has no row \"{shown}\""),
        );
        let known = self.rows.get(&record).into_iter().flatten().map(String::as_str);
        let todo = match self.hint(row, known) {
            Some(word) => Text::new(format!("是否应为“{word}”？"), format!("did you mean \"{word}\"?")),
            None => Text::new("核对行标识，或者先添加此行", "check the id, or add the row"),
        };
        if self.strict {
            self.reader.fault(code::UNKNOWN_ROW, span, what, todo);
        } else {
            self.notice(code::UNKNOWN_ROW, span, what, todo);
        }
    }

    /// Whether a record has this row, as far as that can be known without computing anything.
    pub(super) fn has_row(&self, record: &str, row: &str) -> bool {
        if record == COUNTRY {
            return self.is_jurisdiction(row);
        }
        if record == RECIPIENT_COUNTRY {
            return row.split_once(',').is_some_and(|(recipient, country)| {
                self.has_row("recipient", recipient) && self.is_jurisdiction(country)
            });
        }
        let shape = self
            .questionnaire
            .table_of(record)
            .and_then(Question::table)
            .map(|table| &table.shape);
        match shape {
            Some(Shape::Grid { source, .. }) => self.has_row(source, row),
            Some(Shape::Fixed(choices)) => choices.iter().any(|choice| choice.id == row),
            Some(Shape::Form) => row == FORM_ROW,
            _ => self.rows.get(record).is_some_and(|rows| rows.contains(row)),
        }
    }

    /// Reference data may be absent in small questionnaires; then every code passes.
    fn is_jurisdiction(&self, code: &str) -> bool {
        let reference = &self.questionnaire.reference;
        reference.jurisdictions.is_empty() || reference.jurisdiction(code).is_some()
    }

    /// Reads `id` or `id@scope`; a scope that cannot be read is reported.
    pub(super) fn slot<I: From<String>>(&self, text: &str, span: &Span) -> Option<Scoped<I>> {
        let slot = Scoped::parse(text);
        if slot.is_none() {
            let shown = printable(text);
            self.reader.fault(
                code::BAD_SCOPE,
                span.clone(),
                Text::new(
                    format!("“{shown}”中@之后写法不对"),
                    format!("what follows @ in \"{shown}\" cannot be read"),
                ),
                Text::new(
                    "写成“名称@记录:行”，多行用逗号分隔",
                    "write name@record:row, several rows with commas",
                ),
            );
        }
        slot
    }

    /// Whether the scope fits something that exists once per row of `per`; reports what does not fit.
    pub(super) fn fits(&self, id: &str, scope: &Scope, per: Option<&RecordId>, span: &Span) -> bool {
        let records: Vec<&str> = scope.rows().iter().map(|(record, _)| record.as_str()).collect();
        let wanted = per.map_or_else(Vec::new, |per| self.bound(per));
        let itself = per.is_some_and(|per| records == [per.as_str()]);
        if records != wanted && !itself {
            self.bad_scope(id, &wanted, span);
            return false;
        }
        for (record, row) in scope.rows() {
            if !self.has_row(record, row) {
                self.missing_row(span.clone(), record, row);
            }
        }
        true
    }

    /// The records that a row of `per` binds.
    fn bound(&self, per: &str) -> Vec<&str> {
        if per == RECIPIENT_COUNTRY {
            return vec!["recipient", COUNTRY];
        }
        let question = self.questionnaire.table_of(per);
        match question
            .and_then(Question::table)
            .map(|table| (&table.shape, &table.record))
        {
            Some((Shape::Grid { source, .. }, _)) => self.bound(source),
            Some((_, record)) => vec![record],
            None if per == COUNTRY => vec![COUNTRY],
            None => Vec::new(),
        }
    }

    fn bad_scope(&self, id: &str, wanted: &[&str], span: &Span) {
        let (id, rows) = (
            printable(id),
            wanted
                .iter()
                .map(|record| format!("{record}:…"))
                .collect::<Vec<_>>()
                .join(","),
        );
        let (what, todo) = if wanted.is_empty() {
            (
                Text::new(format!("“{id}”不按行重复"), format!("\"{id}\" is not repeated per row")),
                Text::new(format!("写成“{id}”"), format!("write \"{id}\"")),
            )
        } else {
            (
                Text::new(
                    format!("“{id}”须指明所属的行"),
                    format!("\"{id}\" must name the row it belongs to"),
                ),
                Text::new(format!("写成“{id}@{rows}”"), format!("write \"{id}@{rows}\"")),
            )
        };
        self.reader.fault(code::BAD_SCOPE, span.clone(), what, todo);
    }

    /// An option of a choice; reports one that does not exist.
    pub(super) fn option<'v>(&self, value: &Value<'v>, options: &Options) -> Option<&'v str> {
        let name = value.str()?;
        let what = Text::new("没有此选项：", "there is no option");
        let reference = &self.questionnaire.reference;
        match options {
            Options::Fixed(choices) => {
                if choices.iter().any(|choice| choice.id == name) {
                    return Some(name);
                }
                let words = choices.iter().map(|choice| choice.id.as_str());
                self.unknown(code::UNKNOWN_OPTION, value.span(), name, &what, words);
                return None;
            }
            Options::Rows(record) if !self.has_row(record, name) => {
                self.missing_row(value.span(), record, name);
                return (!self.strict).then_some(name);
            }
            Options::Reference(list) if list == "law" => {
                if !reference.instruments.is_empty() && !reference.instruments.contains_key(name) {
                    let words = reference.instruments.keys().map(String::as_str);
                    self.unknown(code::UNKNOWN_OPTION, value.span(), name, &what, words);
                    return None;
                }
            }
            Options::Reference(_) if !self.is_jurisdiction(name) => {
                let words = reference.jurisdictions.iter().map(|known| known.code.as_str());
                self.unknown(code::UNKNOWN_OPTION, value.span(), name, &what, words);
                return None;
            }
            Options::Findings => return self.treatable(value, name),
            Options::Evidence if !self.has_row(EVIDENCE, name) => {
                self.missing_row(value.span(), EVIDENCE, name);
                return (!self.strict).then_some(name);
            }
            Options::Rows(_) | Options::Reference(_) | Options::Evidence => {}
        }
        Some(name)
    }

    /// A finding or a risk that a measure is for.
    fn treatable<'v>(&self, value: &Value<'v>, name: &'v str) -> Option<&'v str> {
        let slot: Scoped<FindingCode> = self.slot(name, &value.span())?;
        let known = self.questionnaire.findings.iter().any(|rule| rule.code == slot.id)
            || self.questionnaire.judgement(&slot.id).is_some();
        if !known {
            let what = Text::new("没有此问题项或者评定：", "there is no finding or judgement");
            let words = self.questionnaire.findings.iter().map(|rule| rule.code.as_str());
            self.unknown(code::UNKNOWN_OPTION, value.span(), &slot.id, &what, words);
            return None;
        }
        for (record, row) in slot.scope.rows() {
            if !self.has_row(record, row) {
                self.missing_row(value.span(), record, row);
            }
        }
        Some(name)
    }

    /// A text without control and invisible characters; says so if there were any.
    pub(super) fn clean(&self, value: &Value<'_>, lines: bool) -> Option<String> {
        let text = value.str()?.replace("\r\n", "\n");
        let kept: String = text.chars().filter_map(|c| keep(c, lines)).collect();
        if kept != text {
            let name = printable(value.name());
            self.notice(
                code::CHARACTERS_REMOVED,
                value.span(),
                Text::new(
                    format!("“{name}”中的控制字符或不可见字符已删除"),
                    format!("control or invisible characters were removed from \"{name}\""),
                ),
                Text::new("核对文字是否完整", "check that the text is complete"),
            );
        }
        Some(kept)
    }
}

/// What a character becomes: line breaks stay in texts of several lines.
fn keep(c: char, lines: bool) -> Option<char> {
    match c {
        '\n' if lines => Some(c),
        '\n' | '\t' => Some(' '),
        _ if is_unprintable(c) => None,
        _ => Some(c),
    }
}

fn allowed<'w>(words: impl Iterator<Item = &'w str> + Clone) -> Text {
    const SHOWN: usize = 12;
    let list: Vec<&str> = words.clone().take(SHOWN).collect();
    let more = words.count() > SHOWN;
    let (zh, en) = if more { ("等", " and others") } else { ("", "") };
    if list.is_empty() {
        return Text::new("删除此项", "remove it");
    }
    Text::new(
        format!("可用：{}{zh}", list.join("、")),
        format!("allowed: {}{en}", list.join(", ")),
    )
}
