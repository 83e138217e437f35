//! Conditions of questions and named conditions must not depend on each other in a circle.

use super::Report;
use crate::domain::{Expr, Subject, Text};
use crate::questionnaire::code;
use crate::questionnaire::load::{Check, Draft, Owner};
use crate::questionnaire::raw::Reader;
use std::collections::{HashMap, HashSet};

/// A question or a named condition.
type Node = String;

pub(super) fn check(draft: &Draft, readers: &[Reader<'_>]) {
    let graph = graph(draft);
    let mut reported = HashSet::new();
    for place in &draft.places {
        let Check::Condition { expr, owner } = &place.what else {
            continue;
        };
        let Some(node) = node(owner, draft) else { continue };
        let Some(circle) = circle(&node, expr, &graph) else {
            continue;
        };
        // One circle is one fault, told where it is first met.
        let mut members = circle.clone();
        members.sort();
        if !reported.insert(members) {
            continue;
        }
        if let Some(reader) = readers.get(place.at.file) {
            report(
                &circle,
                &Report {
                    reader,
                    span: place.at.span.clone(),
                },
            );
        }
    }
}

fn report(circle: &[Node], report: &Report<'_>) {
    let path = circle
        .iter()
        .chain(circle.first())
        .cloned()
        .collect::<Vec<_>>()
        .join(" → ");
    let what = Text::new(
        format!("条件互相依赖：{path}"),
        format!("the conditions depend on each other: {path}"),
    );
    report.fault(
        code::CYCLE,
        what,
        Text::new("去掉其中一个条件", "take one of these conditions away"),
    );
}

fn node(owner: &Owner, draft: &Draft) -> Option<Node> {
    match owner {
        Owner::Question(at) => draft.questions.get(*at).map(|question| question.id.to_string()),
        Owner::Definition(name) => Some(name.to_string()),
        Owner::Rule => None,
    }
}

fn graph(draft: &Draft) -> HashMap<Node, Vec<Node>> {
    let mut graph: HashMap<Node, Vec<Node>> = HashMap::new();
    for place in &draft.places {
        let Check::Condition { expr, owner } = &place.what else {
            continue;
        };
        if let Some(node) = node(owner, draft) {
            graph.entry(node).or_default().extend(reads(expr));
        }
    }
    graph
}

fn reads(expr: &Expr) -> Vec<Node> {
    let mut found = Vec::new();
    expr.walk(&mut |part| {
        for reference in part.references() {
            if let Subject::Question { question, .. } = &reference.subject {
                found.push(question.to_string());
            }
        }
        if let Expr::Defined(name, _) = part {
            found.push(name.to_string());
        }
    });
    found
}

/// The shortest way from what `expr` reads back to `node`. A table may read its own columns.
fn circle(node: &Node, expr: &Expr, graph: &HashMap<Node, Vec<Node>>) -> Option<Vec<Node>> {
    let mut from: HashMap<Node, Node> = HashMap::new();
    let mut queue: Vec<Node> = reads(expr).into_iter().filter(|read| read != node).collect();
    for read in &queue {
        from.insert(read.clone(), node.clone());
    }
    let mut at = 0;
    while let Some(next) = queue.get(at).cloned() {
        at += 1;
        for read in graph.get(&next).into_iter().flatten() {
            if read == node {
                return Some(way(node, next, &from));
            }
            if !from.contains_key(read) {
                from.insert(read.clone(), next.clone());
                queue.push(read.clone());
            }
        }
    }
    None
}

fn way(node: &Node, last: Node, from: &HashMap<Node, Node>) -> Vec<Node> {
    let mut path = vec![last];
    while let Some(before) = path.last().and_then(|step| from.get(step)) {
        if before == node {
            break;
        }
        path.push(before.clone());
    }
    path.push(node.clone());
    path.reverse();
    path
}
