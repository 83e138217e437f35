//! Reads questionnaire files into a draft: each file alone. What needs other files is checked in `check`.

mod finding;
mod method;
mod question;
mod reference;

use super::raw::{Reader, Span, Table, Value};
use super::{Source, code};
use crate::domain::{
    Citation, DefinitionId, Expr, FindingRule, JudgementId, JudgementRule, Matrix, Module, Question, ReferenceData,
    Scale, Text, Treatment, parse_expr,
};
use jiff::civil::Date;
use std::collections::HashMap;

/// Everything read so far, with the places that are checked once all files are read.
#[derive(Clone, Default)]
pub(super) struct Draft {
    pub(super) outlines: Vec<Outline>,
    pub(super) modules: Vec<Module>,
    pub(super) methods: Vec<(String, String)>,
    pub(super) questions: Vec<Question>,
    pub(super) definitions: Vec<(DefinitionId, Option<String>, Expr)>,
    pub(super) findings: Vec<FindingRule>,
    pub(super) scales: Vec<Scale>,
    pub(super) judgements: Vec<JudgementRule>,
    /// The method file of each judgement.
    pub(super) method_of: HashMap<JudgementId, String>,
    pub(super) matrix: Matrix,
    pub(super) treatments: Vec<Treatment>,
    pub(super) reference: ReferenceData,
    pub(super) places: Vec<Place>,
    unchecked: bool,
}

impl Draft {
    /// A draft for files that are not checked against each other: no places are kept.
    pub(super) fn unchecked() -> Self {
        Self {
            unchecked: true,
            ..Self::default()
        }
    }

    /// Adds what was read of the files behind.
    pub(super) fn join(&mut self, behind: Self) {
        self.outlines.extend(behind.outlines);
        self.modules.extend(behind.modules);
        self.methods.extend(behind.methods);
        self.questions.extend(behind.questions);
        self.definitions.extend(behind.definitions);
        self.findings.extend(behind.findings);
        self.scales.extend(behind.scales);
        self.judgements.extend(behind.judgements);
        for (judgement, method) in behind.method_of {
            self.method_of.entry(judgement).or_insert(method);
        }
        if behind.matrix != Matrix::default() {
            self.matrix = behind.matrix;
        }
        self.treatments.extend(behind.treatments);
        self.reference.join(behind.reference);
        self.places.extend(behind.places);
    }
}

/// A questionnaire file.
#[derive(Clone)]
pub(super) struct Outline {
    pub(super) id: String,
    pub(super) version: String,
    pub(super) law_date: Date,
    pub(super) title: Text,
    pub(super) modules: Vec<String>,
    pub(super) methods: Vec<String>,
    pub(super) at: At,
}

/// A place in a file.
#[derive(Debug, Clone)]
pub(super) struct At {
    pub(super) file: usize,
    pub(super) span: Span,
}

/// Something to be checked against all files.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) at: At,
    pub(super) what: Check,
}

/// What is to be checked.
#[derive(Clone)]
pub(super) enum Check {
    /// A condition; `span` of its parts count from the start of its text.
    Condition { expr: Expr, owner: Owner },
    /// A citation.
    Citation(Citation),
    /// A glossary term.
    Term(String),
    /// A record or computed rows.
    Rows(String),
    /// A reference list or a record that feeds options.
    Options(String),
    /// A section of the module.
    Section { module: String, section: String },
    /// A judgement.
    Judgement(String),
    /// A question or a column of it.
    Subject { question: String, column: Option<String> },
    /// A scale.
    Scale(String),
    /// A level of the scale.
    Level { scale: String, level: String },
    /// A name that may be given only once, by kind.
    Unique { kind: &'static str, name: String },
}

/// Whose condition it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Owner {
    /// The question (its index in the draft): may look only backwards.
    Question(usize),
    /// A named condition.
    Definition(DefinitionId),
    /// A finding or a level.
    Rule,
}

/// One file being read.
pub(super) struct File<'r> {
    pub(super) reader: &'r Reader<'r>,
    pub(super) index: usize,
    pub(super) source: &'r Source,
    pub(super) draft: &'r mut Draft,
}

impl File<'_> {
    fn at(&self, span: Span) -> At {
        At { file: self.index, span }
    }

    /// A name under `key` that may be given only once.
    pub(super) fn unique(&mut self, table: &Table<'_>, key: &'static str, kind: &'static str, name: impl Into<String>) {
        let name = name.into();
        self.later(table.value_span(key), Check::Unique { kind, name });
    }

    pub(super) fn later(&mut self, span: Span, what: Check) {
        if self.draft.unchecked {
            return;
        }
        let at = self.at(span);
        self.draft.places.push(Place { at, what });
    }

    /// A condition: read now, its names checked later.
    pub(super) fn condition(&mut self, value: &Value<'_>, owner: &Owner) -> Option<Expr> {
        let text = value.str()?;
        let start = self.text_start(value.span());
        match parse_expr(text) {
            Ok(expr) => {
                if !self.draft.unchecked {
                    let (expr, owner) = (expr.clone(), owner.clone());
                    self.later(start..start + text.len(), Check::Condition { expr, owner });
                }
                Some(expr)
            }
            Err(fault) => {
                let what = Text::new("条件无法识别", "the condition cannot be read");
                let todo = Text::new(
                    format!("此处应为{}", fault.expected.zh),
                    format!("expected here: {}", fault.expected.en),
                );
                let place = start + fault.span.0..start + fault.span.1.max(fault.span.0 + 1);
                self.reader.fault(code::BAD_CONDITION, place, what, todo);
                None
            }
        }
    }

    /// Where the text of a string value begins, behind its quotation marks.
    fn text_start(&self, span: Span) -> usize {
        let marks = self.source.text.get(span.clone()).unwrap_or_default();
        let triple = marks.starts_with("'''") || marks.starts_with("\"\"\"");
        span.start + if triple { 3 } else { 1 }
    }

    /// An optional condition under a key.
    pub(super) fn optional_condition(&mut self, table: &Table<'_>, key: &'static str, owner: &Owner) -> Option<Expr> {
        let value = table.get(key)?;
        self.condition(&value, owner)
    }

    /// A list of citations.
    pub(super) fn citations(&mut self, table: &Table<'_>, key: &'static str) -> Vec<Citation> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let items = if value.is_list() {
            value.list().unwrap_or_default()
        } else {
            vec![value]
        };
        let mut found = Vec::new();
        for item in items {
            let Some(text) = item.str() else { continue };
            let citation = Citation::parse(text);
            self.later(item.span(), Check::Citation(citation.clone()));
            found.push(citation);
        }
        found
    }
}

/// Reads one file, by what it holds.
pub(super) fn read<'r>(reader: &'r Reader<'r>, source: &'r Source, index: usize, draft: &'r mut Draft) {
    let root = reader.root();
    let mut file = File {
        reader,
        index,
        source,
        draft,
    };
    if root.has("modules") {
        outline(&root, &mut file);
    } else if root.has("section") || root.has("question") {
        question::module(&root, &mut file);
    } else if root.has("define") {
        question::definitions(&root, &mut file);
    } else if root.has("finding") {
        finding::findings(&root, &mut file);
    } else if root.has("scale") || root.has("judgement") {
        method::method(&root, &mut file);
    } else {
        reference::reference(&root, &mut file);
    }
    root.finish();
}

fn outline(root: &Table<'_>, file: &mut File<'_>) {
    let names = |key: &'static str| root.required(key).and_then(|value| value.strings()).unwrap_or_default();
    let (modules, methods) = (names("modules"), names("methods"));
    root.optional_str("outline");
    let read = (
        root.required_str("id"),
        root.required_str("version"),
        root.required_date("law_date"),
        root.required_text("title"),
    );
    if let (Some(id), Some(version), Some(law_date), Some(title)) = read {
        let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
        let at = file.at(root.value_span("modules"));
        file.unique(root, "id", "questionnaire", id);
        let outline = Outline {
            id: id.into(),
            version: version.into(),
            law_date,
            title,
            modules: owned(modules),
            methods: owned(methods),
            at,
        };
        file.draft.outlines.push(outline);
    }
}

/// `zh` and `en` standing in the table itself.
fn both_languages(table: &Table<'_>) -> Option<Text> {
    let language = |key: &'static str, zh: &str, en: &str| {
        if let Some(value) = table.get(key) {
            return value.str().map(str::to_owned);
        }
        let what = Text::new(
            format!("缺少{zh}（{key}）"),
            format!("the {en} text ({key}) is missing"),
        );
        table.fault(
            code::MISSING_LANGUAGE,
            what,
            Text::new(format!("补上 {key} = \"…\""), format!("add {key} = \"…\"")),
        );
        None
    };
    let (zh, en) = (language("zh", "中文", "Chinese"), language("en", "英文", "English"));
    Some(Text { zh: zh?, en: en? })
}
