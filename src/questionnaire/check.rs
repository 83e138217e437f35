//! Checks everything that needs more than one file: names, options, kinds, order, cycles.

mod condition;
mod cycle;
mod names;

use super::load::{Check, Draft};
use super::raw::{Reader, Span, nearest};
use super::{code, fault::printable};
use crate::domain::Text;
use names::Names;
use std::collections::HashSet;

/// Reports every fault that shows only when all files are known.
pub(super) fn check(draft: &Draft, readers: &[Reader<'_>]) {
    let names = Names::of(draft);
    let mut seen = HashSet::new();
    for place in &draft.places {
        let Some(reader) = readers.get(place.at.file) else {
            continue;
        };
        let report = Report {
            reader,
            span: place.at.span.clone(),
        };
        match &place.what {
            Check::Condition { expr, owner } => condition::check(expr, owner, &names, &report),
            Check::Unique { kind, name } => {
                if !seen.insert((*kind, name.clone())) {
                    report.duplicate(name);
                }
            }
            other => check_name(other, &names, &report),
        }
    }
    cycle::check(draft, readers);
    for outline in &draft.outlines {
        if let Some(reader) = readers.get(outline.at.file) {
            let report = Report {
                reader,
                span: outline.at.span.clone(),
            };
            let missing = outline
                .modules
                .iter()
                .filter(|name| !draft.modules.iter().any(|module| module.id == ***name));
            missing.for_each(|name| {
                report.unknown(
                    code::UNKNOWN_NAME,
                    name,
                    draft.modules.iter().map(|module| module.id.as_str()),
                );
            });
            let missing = outline
                .methods
                .iter()
                .filter(|name| !draft.methods.iter().any(|(known, _)| known == *name));
            missing.for_each(|name| {
                report.unknown(
                    code::UNKNOWN_NAME,
                    name,
                    draft.methods.iter().map(|(known, _)| known.as_str()),
                );
            });
        }
    }
}

fn check_name(check: &Check, names: &Names<'_>, report: &Report<'_>) {
    match check {
        Check::Citation(citation) if !names.has_instrument(&citation.instrument) => {
            report.unknown(code::UNKNOWN_BASIS, &citation.instrument, names.instruments());
        }
        Check::Term(term) if !names.has_term(term) => report.unknown(code::UNKNOWN_TERM, term, names.terms()),
        Check::Rows(record) if !names.has_rows(record) => report.unknown(code::UNKNOWN_RECORD, record, names.records()),
        Check::Options(source) if !names.feeds_options(source) => {
            report.unknown(code::UNKNOWN_RECORD, source, names.records());
        }
        Check::Section { module, section } if !names.has_section(module, section) => {
            report.unknown(code::UNKNOWN_NAME, section, names.sections(module));
        }
        Check::Judgement(name) if names.judgement(name).is_none() => {
            report.unknown(code::UNKNOWN_NAME, name, names.judgements());
        }
        Check::Scale(name) if names.scale(name).is_none() => report.unknown(code::UNKNOWN_NAME, name, names.scales()),
        Check::Level { scale, level } if names.scale(scale).is_some_and(|scale| scale.rank(level).is_none()) => {
            report.unknown(code::UNKNOWN_NAME, level, names.levels(scale));
        }
        Check::Subject { question, column } => names.check_subject(question, column.as_deref(), report),
        _ => {}
    }
}

/// Where a fault is reported.
struct Report<'r> {
    reader: &'r Reader<'r>,
    span: Span,
}

impl Report<'_> {
    /// The same file, a part of the place.
    fn within(&self, part: (usize, usize)) -> Self
    where
        Self: Sized,
    {
        Self {
            reader: self.reader,
            span: self.span.start + part.0..self.span.start + part.1,
        }
    }

    fn fault(&self, code: &'static str, what: Text, todo: Text) {
        self.reader.fault(code, self.span.clone(), what, todo);
    }

    fn duplicate(&self, name: &str) {
        let name = printable(name);
        let what = Text::new(format!("“{name}”已经用过"), format!("\"{name}\" is already taken"));
        self.fault(
            code::DUPLICATE_ID,
            what,
            Text::new("改用另一个名称", "give it another name"),
        );
    }

    fn unknown<'n>(&self, code: &'static str, name: &str, known: impl Iterator<Item = &'n str>) {
        let near = nearest(name, known).map(str::to_owned);
        let name = printable(name);
        let what = Text::new(format!("“{name}”不存在"), format!("\"{name}\" does not exist"));
        let todo = match near {
            Some(near) => Text::new(format!("是否应为“{near}”？"), format!("did you mean \"{near}\"?")),
            None => Text::new("核对名称，或者先定义它", "check the name, or define it first"),
        };
        self.fault(code, what, todo);
    }
}
