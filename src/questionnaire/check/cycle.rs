//! Conditions, levels and findings must not depend on each other in a circle, nor through too many others.

use super::Report;
use super::reads::{Node, Reads};
use crate::domain::Text;
use crate::questionnaire::code;
use crate::questionnaire::load::{At, Check, Draft, Owner};
use crate::questionnaire::raw::Reader;
use std::collections::{BTreeMap, BTreeSet};

/// No answer is read through more conditions than this: evaluating them goes as deep.
const MAX_DEPTH: usize = 200;

type Graph<'d> = BTreeMap<Node<'d>, BTreeSet<Node<'d>>>;

pub(super) fn check<'d>(draft: &'d Draft, reads: &Reads<'d>, readers: &[Reader<'_>]) {
    let places = places(draft);
    let mut graph: Graph<'d> = reads.graph().clone();
    // A table may read its own columns.
    for (node, read) in &mut graph {
        if matches!(node, Node::Question(_)) {
            read.remove(node);
        }
    }
    let mut order = Order::of(&graph);
    order.peel();
    while let Some(circle) = circle(&graph, &order.waits) {
        report_circle(&circle, &places, readers);
        order.give_up(&circle);
        order.peel();
    }
    let deep = order.depths.iter().filter(|(_, depth)| **depth > MAX_DEPTH);
    if let Some((node, _)) = deep.min_by_key(|(_, depth)| **depth) {
        report_depth(*node, &places, readers);
    }
}

/// The order in which everything can be worked out.
struct Order<'d> {
    /// Upon how many others each still waits.
    waits: BTreeMap<Node<'d>, usize>,
    /// Who waits upon each.
    awaited_by: BTreeMap<Node<'d>, Vec<Node<'d>>>,
    /// Through how many others each is worked out.
    depths: BTreeMap<Node<'d>, usize>,
    ready: Vec<Node<'d>>,
}

impl<'d> Order<'d> {
    fn of(graph: &Graph<'d>) -> Self {
        let mut order = Self {
            waits: BTreeMap::new(),
            awaited_by: BTreeMap::new(),
            depths: BTreeMap::new(),
            ready: Vec::new(),
        };
        for (node, read) in graph {
            // What is not in the graph reads nothing.
            let known: Vec<_> = read.iter().filter(|other| graph.contains_key(other)).collect();
            order.waits.insert(*node, known.len());
            for other in &known {
                order.awaited_by.entry(**other).or_default().push(*node);
            }
            if known.is_empty() {
                order.ready.push(*node);
            }
        }
        order
    }

    /// Works out what waits upon nothing, again and again.
    fn peel(&mut self) {
        while let Some(node) = self.ready.pop() {
            self.waits.remove(&node);
            let depth = self.depths.get(&node).map_or(0, |depth| depth + 1);
            for waiting in self.awaited_by.remove(&node).unwrap_or_default() {
                let deepest = self.depths.entry(waiting).or_default();
                *deepest = depth.max(*deepest);
                if let Some(left) = self.waits.get_mut(&waiting) {
                    *left -= 1;
                    if *left == 0 {
                        self.ready.push(waiting);
                    }
                }
            }
        }
    }

    /// Takes a circle as worked out, to find the others.
    fn give_up(&mut self, circle: &[Node<'d>]) {
        for node in circle {
            self.waits.remove(node);
        }
        self.ready.extend(circle);
    }
}

/// One circle among what waits upon each other.
fn circle<'d>(graph: &Graph<'d>, waits: &BTreeMap<Node<'d>, usize>) -> Option<Vec<Node<'d>>> {
    let mut path: Vec<Node<'d>> = vec![*waits.keys().next()?];
    let mut seen = BTreeMap::from([(*path.first()?, 0)]);
    loop {
        let next = *graph.get(path.last()?)?.iter().find(|node| waits.contains_key(node))?;
        if let Some(at) = seen.insert(next, path.len()) {
            return Some(path.split_off(at));
        }
        path.push(next);
    }
}

/// Where each is defined, in the order of the files.
fn places(draft: &Draft) -> BTreeMap<Node<'_>, (usize, &At)> {
    let mut found = BTreeMap::new();
    for (order, place) in draft.places.iter().enumerate() {
        let node = match &place.what {
            Check::Condition { owner, .. } => node_of(owner, draft),
            Check::Unique {
                kind: "judgement",
                name,
            } => Some(Node::Judgement(name)),
            Check::Unique { kind: "finding", name } => Some(Node::Finding(name)),
            _ => None,
        };
        if let Some(node) = node {
            found.entry(node).or_insert((order, &place.at));
        }
    }
    found
}

fn node_of<'d>(owner: &'d Owner, draft: &'d Draft) -> Option<Node<'d>> {
    match owner {
        Owner::Question(at) => draft.questions.get(*at).map(|question| Node::Question(&question.id)),
        Owner::Definition(name) => Some(Node::Definition(name)),
        Owner::Rule => None,
    }
}

/// Told where the first of the circle is defined, and from there around.
fn report_circle(circle: &[Node<'_>], places: &BTreeMap<Node<'_>, (usize, &At)>, readers: &[Reader<'_>]) {
    let first = (0..circle.len()).min_by_key(|at| places.get(&circle[*at]).map_or(usize::MAX, |(order, _)| *order));
    let mut circle = circle.to_vec();
    circle.rotate_left(first.unwrap_or(0));
    let names: Vec<&str> = circle.iter().chain(circle.first()).map(Node::name).collect();
    let path = names.join(" → ");
    let what = Text::new(
        format!("条件互相依赖：{path}"),
        format!("the conditions depend on each other: {path}"),
    );
    let todo = Text::new("去掉其中一个条件", "take one of these conditions away");
    if let Some(report) = circle.first().and_then(|node| at(*node, places, readers)) {
        report.fault(code::CYCLE, what, todo);
    }
}

fn report_depth(node: Node<'_>, places: &BTreeMap<Node<'_>, (usize, &At)>, readers: &[Reader<'_>]) {
    let name = node.name();
    let what = Text::new(
        format!("“{name}”经过{MAX_DEPTH}层以上的条件才能得出"),
        format!("\"{name}\" depends on others through more than {MAX_DEPTH} conditions"),
    );
    let todo = Text::new("减少层数", "use fewer steps");
    if let Some(report) = at(node, places, readers) {
        report.fault(code::BAD_CONDITION, what, todo);
    }
}

fn at<'r>(node: Node<'_>, places: &BTreeMap<Node<'_>, (usize, &At)>, readers: &'r [Reader<'r>]) -> Option<Report<'r>> {
    let (_, place) = places.get(&node)?;
    Some(Report {
        reader: readers.get(place.file)?,
        span: place.span.clone(),
    })
}
