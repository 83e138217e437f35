//! A questionnaire: its modules and methods exist, and each of its questions reads only what it asks before.

use super::Report;
use super::reads::Reads;
use crate::domain::{Kind, Question, Text};
use crate::questionnaire::code;
use crate::questionnaire::load::{Check, Draft, Outline, Owner};
use std::collections::BTreeSet;

pub(super) fn check<'d>(outline: &'d Outline, draft: &'d Draft, reads: &Reads<'d>, report: &Report<'_>) {
    let modules = || draft.modules.iter().map(|module| module.id.as_str());
    for name in outline
        .modules
        .iter()
        .filter(|name| !modules().any(|known| known == *name))
    {
        report.unknown(code::UNKNOWN_NAME, name, modules());
    }
    let methods = || draft.methods.iter().map(|(known, _)| known.as_str());
    for name in outline
        .methods
        .iter()
        .filter(|name| !methods().any(|known| known == *name))
    {
        report.unknown(code::UNKNOWN_NAME, name, methods());
    }
    for (question, method) in unused_methods(outline, draft) {
        needs_method(question, method, report);
    }
    for (module, needed) in needs(outline, draft, reads) {
        let place = |name: &str| outline.modules.iter().position(|known| known == name);
        if place(needed).is_none_or(|before| Some(before) > place(module)) {
            needs_before(module, needed, report);
        }
    }
}

/// Questions that confirm a level whose method the questionnaire does not use, each with that method.
fn unused_methods<'d>(outline: &Outline, draft: &'d Draft) -> BTreeSet<(&'d str, &'d str)> {
    let asked = |question: &&Question| outline.modules.iter().any(|module| *module == *question.module);
    let mut found = BTreeSet::new();
    for question in draft.questions.iter().filter(asked) {
        let Kind::Level { judgements, .. } = &question.kind else {
            continue;
        };
        let methods = judgements.iter().filter_map(|judgement| draft.method_of.get(judgement));
        let unused = methods.filter(|method| !outline.methods.contains(method));
        found.extend(unused.map(|method| (question.id.as_str(), method.as_str())));
    }
    found
}

fn needs_method(question: &str, method: &str, report: &Report<'_>) {
    let what = Text::new(
        format!("题目“{question}”确认的等级出自方法“{method}”，methods中没有它"),
        format!(
            "the question \"{question}\" confirms a level of the method \"{method}\", which is not among the methods"
        ),
    );
    let todo = Text::new(
        format!("在methods中加上“{method}”"),
        format!("add \"{method}\" to the methods"),
    );
    report.fault(code::UNKNOWN_NAME, what, todo);
}

/// Which modules of the questionnaire read which other modules.
fn needs<'d>(outline: &Outline, draft: &'d Draft, reads: &Reads<'d>) -> BTreeSet<(&'d str, &'d str)> {
    let module_of = |id: &str| {
        let question = draft.questions.iter().find(|question| question.id == *id);
        question.map(|question| question.module.as_str())
    };
    let mut found = BTreeSet::new();
    for place in &draft.places {
        let Check::Condition {
            expr,
            owner: Owner::Question(at),
        } = &place.what
        else {
            continue;
        };
        let Some(question) = draft.questions.get(*at) else {
            continue;
        };
        let module = question.module.as_str();
        if !outline.modules.iter().any(|known| known == module) {
            continue;
        }
        expr.walk(&mut |part| {
            let others = reads.questions(part).into_iter().filter_map(module_of);
            found.extend(others.filter(|other| *other != module).map(|other| (module, other)));
        });
    }
    found
}

fn needs_before(module: &str, needed: &str, report: &Report<'_>) {
    let what = Text::new(
        format!("模块“{module}”的题目取决于模块“{needed}”的答案，后者应当在前"),
        format!("questions of the module \"{module}\" depend on answers to \"{needed}\", which must come before it"),
    );
    let todo = Text::new(
        format!("把“{needed}”写在“{module}”之前"),
        format!("put \"{needed}\" before \"{module}\""),
    );
    report.fault(code::FORWARD_REFERENCE, what, todo);
}
