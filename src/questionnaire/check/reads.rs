//! What conditions, levels and findings read: directly, and through named conditions, levels and findings.

use crate::domain::{Base, Contribution, Expr, FindingRule, JudgementRule, Subject};
use crate::questionnaire::load::{Check, Draft, Owner};
use std::collections::{BTreeMap, BTreeSet};

/// Something that depends on other things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::questionnaire) enum Node<'d> {
    /// A question: whether it is asked.
    Question(&'d str),
    /// A named condition.
    Definition(&'d str),
    /// A level.
    Judgement(&'d str),
    /// A finding.
    Finding(&'d str),
}

impl<'d> Node<'d> {
    pub(super) const fn name(&self) -> &'d str {
        match self {
            Self::Question(name) | Self::Definition(name) | Self::Judgement(name) | Self::Finding(name) => name,
        }
    }
}

/// Who reads what.
pub(super) struct Reads<'d> {
    graph: BTreeMap<Node<'d>, BTreeSet<Node<'d>>>,
}

impl<'d> Reads<'d> {
    pub(super) fn of(draft: &'d Draft) -> Self {
        let mut found = Self { graph: BTreeMap::new() };
        for place in &draft.places {
            if let Check::Condition {
                expr,
                owner: Owner::Question(at),
            } = &place.what
                && let Some(question) = draft.questions.get(*at)
            {
                found.add(Node::Question(&question.id), read_by(expr));
            }
        }
        for (name, _, expr) in &draft.definitions {
            found.add(Node::Definition(name), read_by(expr));
        }
        for rule in &draft.findings {
            found.add(Node::Finding(&rule.code), read_by_conditions(rule));
        }
        for rule in &draft.judgements {
            found.add(Node::Judgement(&rule.id), read_by_judgement(rule));
        }
        found
    }

    fn add(&mut self, node: Node<'d>, read: impl IntoIterator<Item = Node<'d>>) {
        self.graph.entry(node).or_default().extend(read);
    }

    pub(super) const fn graph(&self) -> &BTreeMap<Node<'d>, BTreeSet<Node<'d>>> {
        &self.graph
    }

    /// The questions that a part of a condition reads, through named conditions, levels and findings too; not through whether another
    /// question is asked, which is that question's own matter.
    pub(super) fn questions(&self, part: &'d Expr) -> BTreeSet<&'d str> {
        let mut open: Vec<Node<'d>> = read_by_part(part);
        let (mut seen, mut found) = (BTreeSet::new(), BTreeSet::new());
        while let Some(node) = open.pop() {
            match node {
                Node::Question(question) => {
                    found.insert(question);
                }
                _ if seen.insert(node) => open.extend(self.graph.get(&node).into_iter().flatten()),
                _ => {}
            }
        }
        found
    }
}

/// What a condition reads itself.
pub(in crate::questionnaire) fn read_by(expr: &Expr) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    expr.walk(&mut |part| found.extend(read_by_part(part)));
    found
}

/// The same without the parts inside it.
fn read_by_part(part: &Expr) -> Vec<Node<'_>> {
    match part {
        Expr::Defined(name, _) => vec![Node::Definition(name)],
        Expr::Level { judgement, .. } => vec![Node::Judgement(judgement)],
        Expr::Finding(codes, _) => codes.iter().map(|(code, _)| Node::Finding(code)).collect(),
        _ => part
            .references()
            .into_iter()
            .filter_map(|reference| read_at(&reference.subject))
            .collect(),
    }
}

fn read_at(subject: &Subject) -> Option<Node<'_>> {
    match subject {
        Subject::Question { question, .. } => Some(Node::Question(question)),
        // Computed values come from the answers of a module.
        Subject::Computed(name) => match name.as_str() {
            "untreated" | "untreated-findings" | "any-measure" => Some(Node::Question("treatment.measures")),
            "overall-better-than-proposal" => Some(Node::Judgement("conclusion.overall")),
            "today" | "unknown-answers" | "open-blocking" => None,
            _ => Some(Node::Question("transfer.list")),
        },
    }
}

fn read_by_conditions(rule: &FindingRule) -> Vec<Node<'_>> {
    let severities = rule.severity_if.iter().map(|(_, when)| when);
    let conditions = rule
        .unless
        .iter()
        .chain(&rule.reach)
        .chain(severities)
        .chain([&rule.when]);
    conditions.flat_map(read_by).collect()
}

/// What the conditions and the text of a finding read.
pub(in crate::questionnaire) fn read_by_finding(rule: &FindingRule) -> Vec<Node<'_>> {
    let mut found = read_by_conditions(rule);
    for fill in &rule.fill {
        found.extend(
            fill.reference
                .iter()
                .filter_map(|reference| read_at(&reference.subject)),
        );
        found.extend(fill.judgement.iter().map(|judgement| Node::Judgement(judgement)));
    }
    found
}

/// What a level is proposed from.
pub(in crate::questionnaire) fn read_by_judgement(rule: &JudgementRule) -> Vec<Node<'_>> {
    let steps = rule.steps.iter().map(|step| &step.when);
    let mut found: Vec<Node<'_>> = rule.rows_when.iter().chain(steps).flat_map(read_by).collect();
    let level = |judgement| Node::Judgement(judgement);
    match &rule.base {
        Base::Lines(lines) => found.extend(lines.iter().filter_map(|line| line.when.as_ref()).flat_map(read_by)),
        Base::Situations(reference) => found.extend(read_at(&reference.subject)),
        Base::Worst(levels) => found.extend(levels.iter().map(|judgement| level(judgement.as_str()))),
        Base::Count { counted, .. } => {
            let conditions = counted
                .iter()
                .flat_map(|entry| entry.applies.iter().chain([&entry.when]));
            found.extend(conditions.flat_map(read_by));
        }
        Base::Columns { rows, .. } => {
            for (contribution, _) in rows {
                match contribution {
                    Contribution::Level { judgement, .. } => found.push(level(judgement.as_str())),
                    Contribution::When { when, .. } => found.extend(read_by(when)),
                }
            }
        }
        Base::Matrix { impact, likelihood } => found.extend([level(impact.as_str()), level(likelihood.as_str())]),
    }
    found
}
