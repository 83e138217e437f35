//! Type-checks one condition: every name exists, every test fits what it reads, no question looks ahead.

use super::Report;
use super::names::{Names, Read, fixed};
use super::reads::Reads;
use crate::domain::{Expr, Field, LevelTest, Operand, Options, RecordId, Reference, Span, Subject, Text};
use crate::questionnaire::code;
use crate::questionnaire::load::Owner;
use std::collections::BTreeSet;

pub(super) fn check<'d>(expr: &'d Expr, owner: &Owner, names: &Names<'_>, reads: &Reads<'d>, report: &Report<'_>) {
    expr.walk(&mut |part| {
        check_names(part, names, report);
        for reference in part.references() {
            check_reference(reference, names, report);
        }
        check_fit(part, names, report);
    });
    let position = match owner {
        Owner::Question(at) => names.position_of(*at),
        _ => None,
    };
    if let Some(position) = position {
        check_order(expr, position, names, reads, report);
    }
}

fn check_names(part: &Expr, names: &Names<'_>, report: &Report<'_>) {
    let rows = |record: &RecordId, span: &Span| {
        if !names.has_rows(record) {
            report
                .within(*span)
                .unknown(code::UNKNOWN_RECORD, record, names.records());
        }
    };
    match part {
        Expr::Any(record, span, _) | Expr::All(record, span, _) | Expr::Count(record, span, _, _, _) => {
            rows(record, span);
        }
        Expr::CountBoth(left, _, right) => {
            rows(&left.record, &left.span);
            rows(&right.record, &right.span);
        }
        Expr::Finding(codes, _) => {
            for (code, span) in codes.iter().filter(|(code, _)| !names.has_finding(code)) {
                report.within(*span).unknown(code::UNKNOWN_NAME, code, names.findings());
            }
        }
        Expr::Defined(name, span) if !names.has_definition(name) => {
            report
                .within(*span)
                .unknown(code::UNKNOWN_NAME, name, names.definitions());
        }
        Expr::Level {
            judgement, span, test, ..
        } => check_level(judgement, *span, test, names, report),
        _ => {}
    }
}

fn check_level(judgement: &str, span: Span, test: &LevelTest, names: &Names<'_>, report: &Report<'_>) {
    let report = report.within(span);
    let Some(rule) = names.judgement(judgement) else {
        report.unknown(code::UNKNOWN_NAME, judgement, names.judgements());
        return;
    };
    let levels = match test {
        LevelTest::In(levels) | LevelTest::NotIn(levels) => levels.as_slice(),
        LevelTest::Worse(level) | LevelTest::Better(level) => std::slice::from_ref(level),
    };
    for level in levels {
        if names
            .scale(&rule.scale)
            .is_some_and(|scale| scale.rank(level).is_none())
        {
            report.unknown(code::UNKNOWN_NAME, level, names.levels(&rule.scale));
        }
    }
}

fn check_reference(reference: &Reference, names: &Names<'_>, report: &Report<'_>) {
    let report = report.within(reference.span);
    match &reference.subject {
        Subject::Computed(name) if !Names::has_computed(name) => {
            report.unknown(code::UNKNOWN_QUESTION, name, crate::domain::COMPUTED.iter().copied());
        }
        Subject::Computed(_) => {}
        Subject::Question { question, column, .. } => names.check_subject(question, column.as_deref(), &report),
    }
}

fn read<'d>(reference: &Reference, names: &Names<'d>) -> Option<Read<'d>> {
    match &reference.subject {
        Subject::Computed(_) => Some(Read::Computed),
        Subject::Question { question, column, .. } => names.read(question, column.as_deref()),
    }
}

/// Whether the test fits what is read.
fn check_fit(part: &Expr, names: &Names<'_>, report: &Report<'_>) {
    match part {
        Expr::Is { left, values, .. } => {
            let fits = |field: &Field| !matches!(field, Field::Text | Field::LongText);
            check_left(left, names, report, &fits, values);
        }
        Expr::Compare { left, .. } => {
            let fits = |field: &Field| matches!(field, Field::Number { .. } | Field::Date);
            check_left(left, names, report, &fits, &[]);
        }
        Expr::Ticks { left, options, .. } | Expr::TickCount { left, options, .. } => {
            let fits = |field: &Field| matches!(field, Field::Multi(_));
            check_left(left, names, report, &fits, options);
        }
        Expr::Months(from, to, _, _) => {
            let fits = |field: &Field| matches!(field, Field::Date);
            check_left(from, names, report, &fits, &[]);
            check_left(to, names, report, &fits, &[]);
        }
        _ => {}
    }
}

fn check_left(
    left: &Reference,
    names: &Names<'_>,
    report: &Report<'_>,
    fits: &dyn Fn(&Field) -> bool,
    values: &[Operand],
) {
    match read(left, names) {
        Some(Read::Field(field)) if fits(field) => check_values(field, values, names, report),
        Some(Read::Computed) | None => {}
        Some(_) => {
            let what = Text::new(
                "这种比较不适合该题目的类型",
                "this test does not fit the kind of the question",
            );
            let todo = Text::new(
                "单选、是否用“=”“in”；多选用“has”“lacks”；数和日期用“<”“>”；文字和表用empty()、given()",
                "use \"=\" or \"in\" for one choice and yes-no, \"has\" or \"lacks\" for several choices, \"<\" or \">\" for numbers and dates, empty() or given() for texts and tables",
            );
            report.within(left.span).fault(code::WRONG_TEST, what, todo);
        }
    }
}

fn check_values(field: &Field, values: &[Operand], names: &Names<'_>, report: &Report<'_>) {
    for value in values {
        let Operand::Word(word, span) = value else { continue };
        let report = report.within(*span);
        match field {
            Field::YesNo | Field::Computed(_) if word != "yes" && word != "no" => {
                report.unknown(code::UNKNOWN_OPTION, word, ["yes", "no"].into_iter());
            }
            Field::Choice(Options::Fixed(_)) | Field::Multi(Options::Fixed(_))
                if !fixed(field).iter().any(|choice| choice.id == *word) =>
            {
                report.unknown(
                    code::UNKNOWN_OPTION,
                    word,
                    fixed(field).iter().map(|choice| choice.id.as_str()),
                );
            }
            Field::Choice(Options::Reference(list)) | Field::Multi(Options::Reference(list))
                if list == "jurisdictions" && !names.has_jurisdiction(word) =>
            {
                report.unknown(code::UNKNOWN_OPTION, word, std::iter::empty());
            }
            _ => {}
        }
    }
}

/// A question may look only at questions asked before it, so that no answer hides an earlier question; through named conditions, levels
/// and findings too.
fn check_order<'d>(expr: &'d Expr, at: usize, names: &Names<'_>, reads: &Reads<'d>, report: &Report<'_>) {
    let mut told = BTreeSet::new();
    expr.walk(&mut |part| {
        let later = reads
            .questions(part)
            .into_iter()
            .find(|question| names.position(question).is_some_and(|position| position > at));
        if let Some(question) = later.filter(|question| told.insert(*question)) {
            forward(question, &report.within(place(part)));
        }
    });
}

/// Where the name stands through which a part of a condition reads something.
fn place(part: &Expr) -> Span {
    match part {
        Expr::Defined(_, span) | Expr::Level { span, .. } => *span,
        Expr::Finding(codes, _) => codes.first().map_or((0, 1), |(_, span)| *span),
        _ => part.references().first().map_or((0, 1), |reference| reference.span),
    }
}

fn forward(question: &str, report: &Report<'_>) {
    let what = Text::new(
        format!("显示条件引用了后面的题目“{question}”"),
        format!("the condition reads a later question, \"{question}\""),
    );
    report.fault(
        code::FORWARD_REFERENCE,
        what,
        Text::new(
            "只引用前面的题目或者计算值",
            "read only earlier questions or computed values",
        ),
    );
}
