//! Which rules belong to a questionnaire. Files of the user are read beside the built-in ones, and a rule about questions that a
//! questionnaire does not ask would find them all unasked: it belongs only where everything it reads is asked, and a level only where
//! its method is used.

use super::check::{Node, read_by, read_by_finding, read_by_judgement};
use crate::domain::{COUNTRY, JudgementId, JudgementRule, Kind, Questionnaire, RECIPIENT_COUNTRY, ScaleId};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Leaves out the rules that do not belong.
pub(super) fn narrow(found: &mut Questionnaire, methods: &[String], method_of: &HashMap<JudgementId, String>) {
    let before = scales(found);
    let used = |rule: &JudgementRule| method_of.get(&rule.id).is_some_and(|method| methods.contains(method));
    found.judgements.retain(used);
    loop {
        let known = Known::of(found);
        let count = rules(found);
        found.definitions.retain(|_, expr| known.all(read_by(expr)));
        found
            .findings
            .retain(|rule| known.rows(rule.per.as_deref()) && known.all(read_by_finding(rule)));
        found
            .judgements
            .retain(|rule| known.rows(rule.per.as_deref()) && known.all(read_by_judgement(rule)));
        // What was left out may have been read by others.
        if rules(found) == count {
            break;
        }
    }
    let after = scales(found);
    found
        .scales
        .retain(|scale| after.contains(&scale.id) || !before.contains(&scale.id));
}

fn rules(found: &Questionnaire) -> usize {
    found.definitions.len() + found.findings.len() + found.judgements.len()
}

fn scales(found: &Questionnaire) -> BTreeSet<ScaleId> {
    found.judgements.iter().map(|rule| rule.scale.clone()).collect()
}

/// The names that rules of a questionnaire may read.
struct Known {
    questions: HashSet<String>,
    records: HashSet<String>,
    definitions: HashSet<String>,
    judgements: HashSet<String>,
    findings: HashSet<String>,
}

impl Known {
    fn of(found: &Questionnaire) -> Self {
        let tables = found.questions.iter().filter_map(|question| match &question.kind {
            Kind::Table(table) => Some(table.record.to_string()),
            _ => None,
        });
        Self {
            questions: found.questions.iter().map(|question| question.id.to_string()).collect(),
            records: tables.chain([COUNTRY, RECIPIENT_COUNTRY].map(str::to_owned)).collect(),
            definitions: found.definitions.keys().map(ToString::to_string).collect(),
            judgements: found.judgements.iter().map(|rule| rule.id.to_string()).collect(),
            findings: found.findings.iter().map(|rule| rule.code.to_string()).collect(),
        }
    }

    fn all(&self, read: Vec<Node<'_>>) -> bool {
        read.into_iter().all(|node| match node {
            Node::Question(name) => self.questions.contains(name),
            Node::Definition(name) => self.definitions.contains(name),
            Node::Judgement(name) => self.judgements.contains(name),
            Node::Finding(name) => self.findings.contains(name),
        })
    }

    /// Whether there can be rows of this record, of a table named by its question, or of a judgement.
    fn rows(&self, per: Option<&str>) -> bool {
        let known = |name: &str| {
            [&self.records, &self.questions, &self.judgements]
                .iter()
                .any(|names| names.contains(name))
        };
        per.is_none_or(known)
    }
}
