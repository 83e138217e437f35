//! Finding rules.

use super::{Check, File, Owner};
use crate::domain::{Assignment, Fill, FillKind, FindingCode, FindingRule, Reference, Severity, Subject, Text};
use crate::questionnaire::code;
use crate::questionnaire::raw::Table;

const SEVERITIES: [(&str, Severity); 3] = [
    ("blocking", Severity::Blocking),
    ("major", Severity::Major),
    ("minor", Severity::Minor),
];

pub(super) fn findings(root: &Table<'_>, file: &mut File<'_>) {
    for key in ["id", "version"] {
        root.optional_str(key);
    }
    root.optional_date("law_date");
    for table in root.tables("finding") {
        if let Some(rule) = finding(&table, file) {
            file.draft.findings.push(rule);
        }
        table.finish();
    }
}

fn finding(table: &Table<'_>, file: &mut File<'_>) -> Option<FindingRule> {
    let code = table.required_str("code");
    if let Some(code) = code {
        file.unique(table, "code", "finding", code);
    }
    let per = table.optional_str("per");
    if let Some(per) = per {
        file.later(table.value_span("per"), Check::Rows(per.to_owned()));
    }
    let when = table
        .required("when")
        .and_then(|value| file.condition(&value, &Owner::Rule));
    let severity = table.required_word("severity", &SEVERITIES);
    let severity_if = severity_if(table, file);
    let unless = file.optional_condition(table, "unless", &Owner::Rule);
    let reach = file.optional_condition(table, "reach", &Owner::Rule);
    let (past, note) = (
        table.optional_bool("past").unwrap_or(false),
        table.optional_bool("note").unwrap_or(false),
    );
    let (text, measure) = (table.required_text("text"), table.required_text("measure"));
    let shown = fills(table, file);
    let after = after(table, file);
    let basis = file.citations(table, "basis");
    Some(FindingRule {
        code: FindingCode::from(code?),
        per: per.map(Into::into),
        when: when?,
        unless,
        severity: severity?,
        severity_if,
        reach,
        past,
        note,
        fill: shown,
        text: text?,
        measure: measure?,
        after,
        basis,
    })
}

fn severity_if(table: &Table<'_>, file: &mut File<'_>) -> Vec<(Severity, crate::domain::Expr)> {
    let mut found = Vec::new();
    for entry in table.tables("severity_if") {
        let severity = entry.required_word("severity", &SEVERITIES);
        let when = entry
            .required("when")
            .and_then(|value| file.condition(&value, &Owner::Rule));
        found.extend(severity.zip(when));
        entry.finish();
    }
    found
}

const FILL_KINDS: [(&str, FillKind); 6] = [
    ("missing", FillKind::Missing),
    ("ticked", FillKind::Ticked),
    ("value", FillKind::Value),
    ("level", FillKind::Level),
    ("weakest", FillKind::Weakest),
    ("unknown", FillKind::UnknownColumns),
];

fn fills(table: &Table<'_>, file: &mut File<'_>) -> Vec<Fill> {
    let Some(fills) = table.get("fill").and_then(|value| value.table()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for entry in fills.entries() {
        let Some(inner) = entry.value.table() else { continue };
        let of = inner
            .get("of")
            .and_then(|value| value.strings())
            .unwrap_or_default()
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>();
        for (word, kind) in FILL_KINDS {
            if let Some(path) = inner.optional_str(word) {
                found.push(fill(entry.key, kind, path, of.clone(), inner.value_span(word), file));
            }
        }
        inner.finish();
    }
    found
}

fn fill(
    name: &str,
    kind: FillKind,
    path: &str,
    of: Vec<String>,
    span: crate::questionnaire::raw::Span,
    file: &mut File<'_>,
) -> Fill {
    let bare = Fill {
        name: name.to_owned(),
        kind,
        reference: None,
        judgement: None,
        of,
    };
    if matches!(kind, FillKind::Level | FillKind::Weakest) {
        file.later(span, Check::Judgement(path.to_owned()));
        return Fill {
            judgement: Some(path.into()),
            ..bare
        };
    }
    Fill {
        reference: Some(reference(path, span, file)),
        ..bare
    }
}

/// A path outside a condition: `module.question`, `module.question.column`, `module.question.row.column`, `computed.name`.
pub(super) fn reference(path: &str, span: crate::questionnaire::raw::Span, file: &mut File<'_>) -> Reference {
    if let Some(name) = path.strip_prefix("computed.") {
        return Reference::to(Subject::Computed(name.to_owned()));
    }
    let parts: Vec<&str> = path.split('.').collect();
    let question = parts.iter().take(2).copied().collect::<Vec<_>>().join(".");
    let (row, column) = match parts.as_slice() {
        [_, _, column] => (None, Some(*column)),
        [_, _, row, column] => (Some(*row), Some(*column)),
        _ => (None, None),
    };
    file.later(
        span,
        Check::Subject {
            question: question.clone(),
            column: column.map(str::to_owned),
        },
    );
    let subject = Subject::Question {
        question: question.into(),
        row: row.map(Into::into),
        column: column.map(Into::into),
    };
    Reference::to(subject)
}

fn after(table: &Table<'_>, file: &mut File<'_>) -> Vec<Assignment> {
    let items = table.get("after").and_then(|value| value.list()).unwrap_or_default();
    let mut found = Vec::new();
    for item in items {
        let Some(text) = item.str() else { continue };
        if let Some(assignment) = Assignment::parse(text) {
            let column = assignment.column.as_ref().map(ToString::to_string);
            file.later(
                item.span(),
                Check::Subject {
                    question: assignment.question.to_string(),
                    column,
                },
            );
            found.push(assignment);
        } else {
            let what = Text::new("“整改后的答案”无法识别", "the answer after the measure cannot be read");
            let todo = Text::new(
                "写成“模块.题目.列 = 值”“+= 选项”或者“-= 选项”",
                "write \"module.question.column = value\", \"+= options\" or \"-= options\"",
            );
            item.fault(code::BAD_ASSIGNMENT, what, todo);
        }
    }
    found
}
