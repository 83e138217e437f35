//! Reading answers and assessments: every fault of the file at once, each with its place.

use super::header::{self, Header};
use super::known::{EVIDENCE, Known};
use super::{FORMAT, code};
use crate::domain::{
    Answers, Assessment, COUNTRY, Column, FORM_ROW, Kind, Question, QuestionId, Questionnaire, RecordId, Row, Shape,
    Text, VersionDifference, Versions,
};
use crate::questionnaire::raw::{Entry, Reader, Span, Table, Value};
use crate::questionnaire::{Fault, Source, printable};
use std::collections::BTreeSet;

/// Why a file could not be read: all faults, in the order of the file.
pub type Faults = Vec<Fault>;

/// Answers read from a file for an assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedAnswers {
    /// The answers of the file.
    pub answers: Answers,
    /// What was changed while reading (characters removed), to be shown.
    pub notices: Vec<Fault>,
}

/// An assessment read from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The assessment, still with the versions the file names.
    pub assessment: Assessment,
    /// What was changed while reading, and names of rows that are gone.
    pub notices: Vec<Fault>,
    /// How the questionnaire differs from the one the file was answered with; empty if it does not.
    pub differences: Vec<VersionDifference>,
    /// Answers that today's questionnaire cannot take; only ever filled when it differs. They are not in `assessment`.
    pub dropped: Vec<Fault>,
}

/// Reads an answer file that is to go into an assessment with the answers `base`. Nothing derived is read.
pub fn read_answers(source: &Source, questionnaire: &Questionnaire, base: &Answers) -> Result<LoadedAnswers, Faults> {
    let reader = Reader::new(source);
    let root = reader.root();
    check_format(&root);
    let mut known = Known::new(&reader, source, questionnaire, Some(base));
    let answers = known.answers(&root);
    root.finish();
    let notices = known.into_notices();
    let faults = reader.faults();
    if faults.is_empty() {
        Ok(LoadedAnswers { answers, notices })
    } else {
        Err(faults)
    }
}

/// Reads an assessment file of the current format.
pub fn read_assessment(source: &Source, questionnaire: &Questionnaire) -> Result<Loaded, Faults> {
    let (loaded, faults) = read_as_far_as_possible(source, questionnaire);
    let Some(mut loaded) = loaded else { return Err(faults) };
    let differs = !loaded.differences.is_empty();
    let (dropped, fatal): (Faults, Faults) = faults
        .into_iter()
        .partition(|fault| differs && code::is_about_content(fault.code));
    if !fatal.is_empty() {
        return Err(fatal);
    }
    loaded.dropped = dropped;
    Ok(loaded)
}

/// Reads what can be read; what cannot is left out and returned as faults. `None` without a readable head.
pub(in crate::store) fn read_as_far_as_possible(
    source: &Source,
    questionnaire: &Questionnaire,
) -> (Option<Loaded>, Faults) {
    let reader = Reader::new(source);
    let root = reader.root();
    check_format(&root);
    let mut known = Known::new(&reader, source, questionnaire, None);
    let header = header::read(&root, &known);
    let answers = known.answers(&root);
    root.finish();
    let notices = known.into_notices();
    let loaded = header.map(
        |Header {
             title,
             translation,
             client,
             versions,
             created,
             modified,
         }| Loaded {
            differences: versions.differences(&Versions::of(questionnaire)),
            assessment: Assessment {
                title,
                translation,
                client,
                versions,
                created,
                modified,
                answers,
            },
            notices,
            dropped: Vec::new(),
        },
    );
    (loaded, reader.faults())
}

/// The format version, if the file states one that can be read.
pub(in crate::store) fn format_of(root: &Table<'_>) -> Option<u64> {
    root.get("format")
        .filter(Value::is_integer)
        .and_then(|value| value.count())
}

fn check_format(root: &Table<'_>) {
    match root.required_count("format") {
        Some(FORMAT) | None => {}
        Some(other) if other > FORMAT => root.fault_at(
            "format",
            code::BAD_FORMAT,
            Text::new(
                format!("格式版本{other}比本程序的{FORMAT}新"),
                format!("format version {other} is newer than this program's {FORMAT}"),
            ),
            Text::new("更新程序后再打开", "update the program and open it again"),
        ),
        Some(other) => root.fault_at(
            "format",
            code::BAD_FORMAT,
            Text::new(
                format!("没有格式版本{other}"),
                format!("there is no format version {other}"),
            ),
            Text::new(format!("写成“format = {FORMAT}”"), format!("write format = {FORMAT}")),
        ),
    }
}

impl Known<'_> {
    /// The answer part of a file. Rows come first, since answers name them.
    fn answers(&mut self, root: &Table<'_>) -> Answers {
        let records = root
            .optional_table("record")
            .map(|table| table.entries())
            .unwrap_or_default();
        for entry in &records {
            self.collect_rows(entry);
        }
        for table in root.tables(EVIDENCE) {
            if let Some(key) = table.get("key").and_then(|key| key.as_str()) {
                self.add_row(EVIDENCE, key);
            }
        }
        let mut answers = Answers::default();
        for entry in &records {
            if let Some((record, rows)) = self.record(entry).filter(|(_, rows)| !rows.is_empty()) {
                answers.records.insert(record, rows);
            }
        }
        let entries = root
            .optional_table("answers")
            .map(|table| table.entries())
            .unwrap_or_default();
        for entry in &entries {
            self.put_answer(entry, &mut answers);
        }
        self.levels(root, &mut answers);
        answers
    }

    fn collect_rows(&mut self, entry: &Entry<'_>) {
        if !entry.value.is_list() {
            return;
        }
        for row in entry.value.list().unwrap_or_default() {
            let id = row.is_table().then(|| row.table()?.get("id")?.as_str()).flatten();
            if let Some(id) = id {
                self.add_row(entry.key, id);
            }
        }
    }

    fn put_answer(&self, entry: &Entry<'_>, answers: &mut Answers) {
        let Some(slot) = self.slot::<QuestionId>(entry.key, &entry.key_span) else {
            return;
        };
        let Some(question) = self.question(&slot.id, &entry.key_span) else {
            return;
        };
        let fits = self.fits(
            &slot.id,
            &slot.scope,
            question.each.as_ref().map(|(record, _)| record),
            &entry.key_span,
        );
        let answer = self.answer(&entry.value, question.field());
        if let Some(answer) = answer.filter(|answer| fits && !answer.is_blank()) {
            answers.values.entry(slot.id).or_default().insert(slot.scope, answer);
        }
    }

    /// The question of this name; reports one that does not exist.
    pub(super) fn question(&self, id: &str, span: &Span) -> Option<&Question> {
        let question = self.questionnaire.question(id);
        if question.is_none() {
            let what = Text::new("没有此题目：", "there is no question");
            let words = self.questionnaire.questions.iter().map(|question| question.id.as_str());
            self.unknown(code::UNKNOWN_QUESTION, span.clone(), id, &what, words);
        }
        question
    }

    fn record(&self, entry: &Entry<'_>) -> Option<(RecordId, Vec<Row>)> {
        let Some(question) = self.questionnaire.table_of(entry.key) else {
            let what = Text::new("没有此记录表：", "there is no record");
            let words = self
                .questionnaire
                .tables
                .keys()
                .map(RecordId::as_str)
                .collect::<BTreeSet<_>>();
            self.unknown(
                code::UNKNOWN_RECORD,
                entry.key_span.clone(),
                entry.key,
                &what,
                words.iter().copied(),
            );
            return None;
        };
        let mut seen = BTreeSet::new();
        let mut rows = Vec::new();
        for value in entry.value.list()? {
            let Some(table) = value.table() else { continue };
            let row = self.row(entry.key, question, &table);
            table.finish();
            let Some(row) = row else { continue };
            if seen.insert(row.key.clone()) {
                rows.push(row);
            } else {
                self.duplicate_row(&row, &value.span());
            }
        }
        Some((entry.key.into(), rows))
    }

    fn duplicate_row(&self, row: &Row, span: &Span) {
        let id = printable(&row.key);
        self.reader.fault(
            code::DUPLICATE_ROW,
            span.clone(),
            Text::new(format!("行标识“{id}”重复"), format!("the row id \"{id}\" stands twice")),
            Text::new("每一行用不同的id", "give each row an id of its own"),
        );
    }

    fn row(&self, record: &str, question: &Question, table: &Table<'_>) -> Option<Row> {
        let key = self.row_id(record, question, table);
        let mut row = Row::new(key.clone().unwrap_or_default());
        let text = |name: &'static str| {
            table
                .get(name)
                .and_then(|text| self.clean(&text, true))
                .unwrap_or_default()
        };
        row.remark = text("_remark");
        row.note = text("_note");
        let columns = match &question.kind {
            Kind::Table(table) => &table.columns,
            Kind::Level { columns, .. } => columns,
            Kind::Field(_) => return None,
        };
        for entry in table
            .entries()
            .iter()
            .filter(|entry| !["id", "_remark", "_note"].contains(&entry.key))
        {
            let Some(column) = self.column(columns, entry) else {
                continue;
            };
            let cell = self.answer(&entry.value, Some(&column.field));
            if let Some(cell) = cell.filter(|cell| !cell.is_blank()) {
                row.cells.insert(column.id.clone(), cell);
            }
        }
        key.map(|_| row)
    }

    fn column<'c>(&self, columns: &'c [Column], entry: &Entry<'_>) -> Option<&'c Column> {
        let column = columns.iter().find(|column| column.id == entry.key);
        if column.is_none() {
            let what = Text::new("没有此列：", "there is no column");
            let words = columns.iter().map(|column| column.id.as_str());
            self.unknown(code::UNKNOWN_COLUMN, entry.key_span.clone(), entry.key, &what, words);
        }
        column
    }

    /// The id of a row; a form has one row, whose id may be left out.
    fn row_id(&self, record: &str, question: &Question, table: &Table<'_>) -> Option<String> {
        let shape = question.table().map(|table| &table.shape);
        if matches!(shape, Some(Shape::Form)) && !table.has("id") {
            return Some(FORM_ROW.to_owned());
        }
        let value = table.required("id")?;
        let id = value.str()?.to_owned();
        let plain = !id.trim().is_empty() && !id.chars().any(crate::domain::is_unprintable);
        // Scopes are written record:row,record:row, so these signs would not read back.
        let free = !matches!(shape, Some(Shape::Free { .. })) || !id.contains([',', ':', '@']);
        if !plain || !free {
            Self::bad_row_id(&value);
            return None;
        }
        self.check_row(record, question, &id, &value)
    }

    fn bad_row_id(value: &Value<'_>) {
        value.fault(
            code::BAD_ROW_ID,
            Text::new(
                "行标识为空，或者含有不能使用的字符",
                "the row id is empty or holds characters that cannot be used",
            ),
            Text::new(
                "用字母、数字或者汉字，不含逗号、冒号和@",
                "use letters and digits, no comma, colon or @",
            ),
        );
    }

    fn check_row(&self, record: &str, question: &Question, id: &str, value: &Value<'_>) -> Option<String> {
        let what = Text::new("没有此行：", "there is no row");
        match question.table().map(|table| &table.shape) {
            Some(Shape::Fixed(choices)) if !self.has_row(record, id) => {
                let words = choices.iter().map(|choice| choice.id.as_str());
                self.unknown(code::UNKNOWN_ROW, value.span(), id, &what, words);
                return None;
            }
            Some(Shape::Form) if id != FORM_ROW => {
                self.unknown(code::UNKNOWN_ROW, value.span(), id, &what, [FORM_ROW].into_iter());
                return None;
            }
            Some(Shape::Grid { source, .. }) if !self.has_row(record, id) => {
                let source = if source.as_str() == COUNTRY {
                    "jurisdictions"
                } else {
                    source.as_str()
                };
                self.missing_row(value.span(), source, id);
            }
            None if !["transfer", "recipient"].iter().any(|source| self.has_row(source, id)) => {
                self.missing_row(value.span(), record, id);
            }
            _ => {}
        }
        Some(id.to_owned())
    }
}
