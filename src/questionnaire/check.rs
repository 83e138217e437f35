//! Checks everything that needs more than one file: names, options, kinds, order, cycles.

mod condition;
mod cycle;
mod names;
mod outline;
mod reads;

use super::load::{At, Check, Draft};
use super::raw::{Reader, Span, nearest};
use super::{code, fault::printable};
use crate::domain::Text;
pub(super) use reads::{Node, read_by, read_by_finding, read_by_judgement};

use names::Names;
use reads::Reads;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Reports every fault that shows only when all files are known. Files from `own` on are the user's.
pub(super) fn check(draft: &Draft, readers: &[Reader<'_>], own: usize) {
    let (names, reads) = (Names::of(draft), Reads::of(draft));
    let mut taken = HashMap::new();
    for place in &draft.places {
        let Some(report) = Report::at(&place.at, readers) else {
            continue;
        };
        match &place.what {
            Check::Condition { expr, owner } => condition::check(expr, owner, &names, &reads, &report),
            Check::Unique { kind, name } => match taken.entry((*kind, name.as_str())) {
                Entry::Vacant(free) => {
                    free.insert(place.at.file);
                }
                Entry::Occupied(first) if *first.get() < own && place.at.file >= own => report.built_in(name),
                // Several rules may raise one finding.
                Entry::Occupied(_) if *kind == "finding" => {}
                Entry::Occupied(_) => report.duplicate(name),
            },
            other => check_name(other, &names, &report),
        }
    }
    cycle::check(draft, &reads, readers);
    for outline in &draft.outlines {
        if let Some(report) = Report::at(&outline.at, readers) {
            outline::check(outline, draft, &reads, &report);
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

impl<'r> Report<'r> {
    fn at(place: &At, readers: &'r [Reader<'r>]) -> Option<Self> {
        Some(Self {
            reader: readers.get(place.file)?,
            span: place.span.clone(),
        })
    }

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

    /// A user's file may add, not change: a built-in question, rule, table or text cannot be given again.
    fn built_in(&self, name: &str) {
        let name = printable(name);
        let what = Text::new(
            format!("“{name}”是内置内容，不得另行定义"),
            format!("\"{name}\" is built in and cannot be defined again"),
        );
        self.fault(
            code::WEAKENS_BUILT_IN,
            what,
            Text::new("改用另一个名称，另外增加", "add to it under another name"),
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
