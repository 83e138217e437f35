//! What a step of a trace rests on: the questions its condition reads, or the levels it takes.

use crate::domain::{
    Base, Context, Contribution, Expr, Finding, FindingCode, JudgementId, JudgementRule, Lang, QuestionId, Reference,
    Scope, Subject, Text, TraceStep,
};
use crate::tui::session::Session;

/// Where one can go from a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    Question(QuestionId),
    Level(JudgementId, Scope),
}

impl Target {
    pub(super) fn words(&self, session: &Session, lang: Lang) -> String {
        let questionnaire = session.questionnaire();
        match self {
            Self::Question(id) => questionnaire
                .question(id)
                .map_or_else(|| id.to_string(), |question| question.plain.get(lang).to_owned()),
            Self::Level(id, scope) => {
                let title = questionnaire.judgement(id).map_or("", |rule| rule.title.get(lang));
                if scope.is_whole() {
                    title.to_owned()
                } else {
                    [title, " · ", session.scope_name(scope).get(lang)].concat()
                }
            }
        }
    }
}

/// All conditions of a rule.
pub fn expressions(rule: &JudgementRule) -> Vec<&Expr> {
    let mut found: Vec<&Expr> = match &rule.base {
        Base::Lines(lines) => lines.iter().filter_map(|line| line.when.as_ref()).collect(),
        Base::Count { counted, .. } => counted.iter().map(|entry| &entry.when).collect(),
        Base::Columns { rows, .. } => rows
            .iter()
            .filter_map(|(contribution, _)| match contribution {
                Contribution::When { when, .. } => Some(when),
                Contribution::Level { .. } => None,
            })
            .collect(),
        Base::Situations(_) | Base::Worst(_) | Base::Matrix { .. } => Vec::new(),
    };
    found.extend(rule.steps.iter().map(|step| &step.when));
    found
}

/// What one step rests on. A step is known by its ground: the rule's entries carry it into the trace.
pub(super) fn targets(rule: &JudgementRule, scope: &Scope, step: &TraceStep, session: &Session) -> Vec<Target> {
    let mut found = Found {
        targets: Vec::new(),
        scope,
        session,
    };
    match &rule.base {
        Base::Lines(lines) => {
            let lines = lines.iter().filter(|line| line.ground == step.ground);
            lines
                .filter_map(|line| line.when.as_ref())
                .for_each(|when| found.expr(when));
        }
        Base::Count { counted, .. } => {
            let counted = counted.iter().filter(|entry| entry.ground == step.ground);
            counted.for_each(|entry| found.expr(&entry.when));
        }
        Base::Columns { rows, .. } => {
            for (contribution, _) in rows.iter().filter(|(_, ground)| *ground == step.ground) {
                match contribution {
                    Contribution::When { when, .. } => found.expr(when),
                    Contribution::Level { judgement, .. } => found.level(judgement),
                }
            }
        }
        Base::Situations(reference) if rule.ground == step.ground => found.reference(reference),
        Base::Worst(of) if rule.ground == step.ground => of.iter().for_each(|id| found.level(id)),
        Base::Matrix { impact, likelihood } if rule.ground == step.ground => {
            found.level(impact);
            found.level(likelihood);
        }
        _ => {}
    }
    for known in rule.steps.iter().filter(|known| known.ground == step.ground) {
        found.expr(&known.when);
    }
    found.targets
}

/// The conditions that came before the one left over, when that one is what a step rests on: none of them holds.
pub(super) fn not_met<'a>(rule: &'a JudgementRule, step: &TraceStep) -> Vec<&'a Text> {
    let Base::Lines(lines) = &rule.base else {
        return Vec::new();
    };
    let left_over = lines
        .iter()
        .position(|line| line.when.is_none() && line.ground == step.ground);
    let before = lines.iter().take(left_over.unwrap_or(0));
    before.map(|line| &line.ground.label).collect()
}

/// The open findings that the input of a step names by their codes, in words.
pub(super) fn findings(rule: &JudgementRule, scope: &Scope, step: &TraceStep, session: &Session) -> Vec<Finding> {
    let engine = session.engine();
    let context = Context::of(scope);
    let named: Vec<&str> = step.input.en.split("; ").collect();
    let codes = expressions(rule).into_iter().flat_map(codes_of);
    let mut seen = Vec::new();
    for code in codes.filter(|code| named.contains(&code.as_str())) {
        if !seen.contains(&code) {
            seen.push(code);
        }
    }
    let raised = seen.iter().flat_map(|code| engine.raised(code).to_vec());
    raised
        .filter(|finding| finding.open && engine.reaches(finding, &context))
        .collect()
}

fn codes_of(expr: &Expr) -> Vec<FindingCode> {
    let mut found = Vec::new();
    expr.walk(&mut |part| {
        if let Expr::Finding(codes, _) = part {
            found.extend(codes.iter().map(|(code, _)| code.clone()));
        }
    });
    found
}

/// The rows of another judgement that go with these: the same transfer, its recipient.
pub fn scopes_with(id: &JudgementId, scope: &Scope, session: &Session) -> Vec<Scope> {
    let engine = session.engine();
    let context = Context::of(scope);
    let rule = session.questionnaire().judgement(id);
    let mut scopes = rule.map(|rule| engine.judgement_scopes(rule)).unwrap_or_default();
    scopes.retain(|other| {
        let mut rows = other.rows().iter();
        rows.all(|(record, key)| engine.key_of(&context, record).is_none_or(|known| known == *key))
    });
    scopes
}

struct Found<'a> {
    targets: Vec<Target>,
    scope: &'a Scope,
    session: &'a Session,
}

impl Found<'_> {
    fn push(&mut self, target: Target) {
        if !self.targets.contains(&target) {
            self.targets.push(target);
        }
    }

    fn level(&mut self, id: &JudgementId) {
        for scope in scopes_with(id, self.scope, self.session) {
            self.push(Target::Level(id.clone(), scope));
        }
    }

    fn reference(&mut self, reference: &Reference) {
        if let Subject::Question { question, .. } = &reference.subject
            && self.session.questionnaire().question(question).is_some()
        {
            self.push(Target::Question(question.clone()));
        }
    }

    /// The questions an open finding rests on; not those of the findings it names in turn.
    fn finding(&mut self, code: &FindingCode) {
        let session = self.session;
        let open = session.engine().raised(code).iter().any(|finding| finding.open);
        let rules = session.questionnaire().findings.iter();
        for rule in rules.filter(|rule| open && rule.code == *code) {
            let mut parts: Vec<&Expr> = Vec::new();
            rule.when.walk(&mut |part| parts.push(part));
            for reference in parts.iter().flat_map(|part| part.references()) {
                self.reference(reference);
            }
        }
    }

    fn expr(&mut self, expr: &Expr) {
        let mut parts: Vec<&Expr> = Vec::new();
        expr.walk(&mut |part| parts.push(part));
        for part in parts {
            for reference in part.references() {
                self.reference(reference);
            }
            match part {
                Expr::Level { judgement, .. } => self.level(judgement),
                Expr::Finding(codes, _) => codes.iter().for_each(|(code, _)| self.finding(code)),
                Expr::Defined(name, _) => {
                    let session = self.session;
                    if let Some(inner) = session.questionnaire().definitions.get(name) {
                        self.expr(inner);
                    }
                }
                _ => {}
            }
        }
    }
}
