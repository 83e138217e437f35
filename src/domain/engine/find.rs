//! Findings: which are raised, how serious, whom they reach, whether they are still open.

use super::{Context, Engine, Mode, Reading};
use crate::domain::{
    Acceptance, Assignment, Citation, Field, Fill, FillKind, FindingCode, FindingRule, JudgementId, Lang, Options,
    Question, Reach, Reference, Scope, Scoped, Severity, Subject, Text, Value,
};
use std::rc::Rc;

/// Why a finding is raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Because {
    /// Its condition holds on known answers.
    Known,
    /// It holds only because an answer is unknown (待核实).
    Unknown,
    /// It holds only because a question is not yet answered.
    Unanswered,
}

/// A gap found.
#[expect(clippy::struct_excessive_bools, reason = "four independent facts about a finding")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub code: FindingCode,
    /// The rows it is about.
    pub scope: Scope,
    /// How serious; never blocking through unknown alone (G8).
    pub severity: Severity,
    /// Why.
    pub because: Because,
    /// Blocking if the worst is true: to be cleared before applying (须在申请前查清).
    pub to_be_cleared: bool,
    /// What was found.
    pub text: Text,
    /// The proposed measure.
    pub measure: Text,
    /// What the measure changes once done, for these rows.
    pub after: Vec<Assignment>,
    /// The ground.
    pub basis: Vec<Citation>,
    /// Asks for no change.
    pub note: bool,
    /// Open for readiness: not accepted, and a past one not verified.
    pub open: bool,
    /// Open for levels: acceptance does not count there.
    pub open_for_levels: bool,
}

impl Finding {
    /// Its name in files: `LE-02@transfer:orders`.
    pub fn id(&self) -> Scoped<FindingCode> {
        Scoped::new(self.code.clone(), self.scope.clone())
    }
}

impl Engine {
    /// All findings raised, blocking first, then in the order of the rules.
    pub fn findings(&self) -> Vec<Finding> {
        let mut codes: Vec<&FindingCode> = Vec::new();
        for rule in &self.questionnaire.findings {
            if !codes.contains(&&rule.code) {
                codes.push(&rule.code);
            }
        }
        let mut all: Vec<Finding> = codes.into_iter().flat_map(|code| self.raised(code).to_vec()).collect();
        all.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        all
    }

    /// The findings of one code.
    pub fn raised(&self, code: &FindingCode) -> Rc<[Finding]> {
        if let Some(known) = self.found.borrow().get(code) {
            return known.clone().unwrap_or_else(|| Rc::from([]));
        }
        self.found.borrow_mut().insert(code.clone(), None);
        let rules = self.questionnaire.findings.iter().filter(|rule| rule.code == *code);
        let found: Rc<[Finding]> = rules.flat_map(|rule| self.apply(rule)).collect();
        self.found.borrow_mut().insert(code.clone(), Some(Rc::clone(&found)));
        found
    }

    fn apply(&self, rule: &FindingRule) -> Vec<Finding> {
        let scopes = self.scopes_of(rule.per.as_ref());
        scopes
            .into_iter()
            .filter_map(|scope| self.apply_to(rule, scope))
            .collect()
    }

    fn apply_to(&self, rule: &FindingRule, scope: Scope) -> Option<Finding> {
        let context = Context::of(&scope);
        let (mode, because) = self.why(rule, &context)?;
        if rule.unless.as_ref().is_some_and(|unless| self.holds(unless, &context)) {
            return None;
        }
        let replaced = rule
            .severity_if
            .iter()
            .find(|(_, when)| self.eval(when, &context, mode) == Some(true));
        let found = replaced.map_or(rule.severity, |(severity, _)| *severity);
        let to_be_cleared = found == Severity::Blocking && because != Because::Known;
        let id = Scoped::new(rule.code.clone(), scope);
        let verified = rule.past && self.measure_verified(&id);
        let severity = if to_be_cleared { Severity::Major } else { found };
        let accepted =
            severity != Severity::Blocking && self.answers.acceptances.get(&id).is_some_and(Acceptance::is_reasoned);
        Some(Finding {
            severity,
            because,
            to_be_cleared,
            text: self.fill(&rule.text, rule, &context, mode),
            measure: self.fill(&rule.measure, rule, &context, mode),
            after: rule
                .after
                .iter()
                .map(|assignment| Assignment {
                    scope: id.scope.clone(),
                    ..assignment.clone()
                })
                .collect(),
            basis: rule.basis.clone(),
            note: rule.note,
            open: !accepted && !verified,
            open_for_levels: !verified,
            code: id.id,
            scope: id.scope,
        })
    }

    fn why(&self, rule: &FindingRule, context: &Context) -> Option<(Mode, Because)> {
        let modes = [
            (Mode::WorstUnknown, Because::Unknown),
            (Mode::WorstAll, Because::Unanswered),
        ];
        let first = self.eval(&rule.when, context, Mode::Strict);
        if first == Some(true) {
            return Some((Mode::Strict, Because::Known));
        }
        // What is false whatever is unknown stays false, unless it reads levels or findings, which are others in the other runs.
        if first == Some(false) && rule.when.reads_answers_only() {
            return None;
        }
        modes
            .into_iter()
            .find(|(mode, _)| self.eval(&rule.when, context, *mode) == Some(true))
    }

    fn measure_verified(&self, id: &Scoped<FindingCode>) -> bool {
        let name = id.to_string();
        self.answers.rows("measure").iter().any(|row| {
            let verified = row
                .cell("status")
                .and_then(|cell| cell.choice())
                .is_some_and(|status| status == "verified");
            verified && super::assign::treats(row, &name)
        })
    }

    pub(super) fn is_open(&self, code: &FindingCode, reach: Reach, context: &Context, mode: Mode) -> bool {
        self.raised(code).iter().any(|finding| {
            let serious = reach != Reach::Blocking || finding.severity == Severity::Blocking;
            finding.because <= mode.findings()
                && finding.open_for_levels
                && serious
                && (reach == Reach::Anywhere || self.reaches(finding, context))
        })
    }

    /// Whether a finding reaches the rows in context: its own rows, those linked to them, or all.
    pub fn reaches(&self, finding: &Finding, context: &Context) -> bool {
        if !finding.scope.is_whole() {
            return finding
                .scope
                .rows()
                .iter()
                .all(|(record, key)| record == super::rows::COUNTRY || self.belongs(record, key, context));
        }
        let rule = self
            .questionnaire
            .findings
            .iter()
            .find(|rule| rule.code == finding.code);
        let reach = rule.and_then(|rule| rule.reach.as_ref());
        reach.is_none_or(|reach| {
            context.bound("transfer").is_none() || self.eval(reach, context, Mode::WorstAll) != Some(false)
        })
    }

    fn fill(&self, text: &Text, rule: &FindingRule, context: &Context, mode: Mode) -> Text {
        let fill = |lang: Lang| {
            let mut shown = text.get(lang).to_owned();
            for (letter, record) in [
                ("{t}", "transfer"),
                ("{r}", "recipient"),
                ("{p}", "third-party"),
                ("{i}", "item"),
                ("{c}", "country"),
            ] {
                if shown.contains(letter) {
                    let name = self
                        .key_of(context, record)
                        .map_or_else(|| self.all_names(record), |key| self.row_name(record, &key));
                    shown = shown.replace(letter, name.get(lang));
                }
            }
            for fill in &rule.fill {
                shown = shown.replace(
                    &format!("{{{}}}", fill.name),
                    self.filled(fill, context, mode).get(lang),
                );
            }
            shown
        };
        Text::new(fill(Lang::Zh), fill(Lang::En))
    }

    fn all_names(&self, record: &str) -> Text {
        let rows = self.rows_of(record, &Context::default());
        let names: Vec<Text> = rows.iter().map(|(key, _)| self.row_name(record, key)).collect();
        let each = |lang, comma| names.iter().map(|name| name.get(lang)).collect::<Vec<_>>().join(comma);
        Text::new(each(Lang::Zh, "、"), each(Lang::En, ", "))
    }

    fn filled(&self, fill: &Fill, context: &Context, mode: Mode) -> Text {
        if let Some(judgement) = &fill.judgement {
            return match fill.kind {
                FillKind::Weakest => self.weakest(judgement, context),
                _ => self.level_word(judgement, context),
            };
        }
        let Some(reference) = &fill.reference else {
            return Text::default();
        };
        if let Subject::Computed(name) = &reference.subject
            && let Some(text) = self.computed_text(name)
        {
            return text;
        }
        if fill.kind == FillKind::UnknownColumns {
            return join(&self.unknown_columns(reference, context));
        }
        // A worst value is no fact: a number that is not known is not printed as one.
        let mode = if fill.kind == FillKind::Value {
            Mode::Known
        } else {
            mode
        };
        let found = self.find(reference, context);
        let texts = found.texts();
        let reading = found.in_mode(mode);
        match (fill.kind, &reading) {
            (FillKind::Value, Reading::Value(value))
                if matches!(value.as_ref(), Value::Text(_)) && !texts.zh.is_empty() =>
            {
                texts
            }
            (FillKind::Missing, Reading::Value(value)) => self.ticked_labels(reference, fill, value, false),
            (FillKind::Ticked, Reading::Value(value)) => self.ticked_labels(reference, fill, value, true),
            (_, Reading::Value(value)) => or_not_stated(self.show_value(reference, value)),
            (FillKind::Missing, _) => join(&self.labels(reference, &fill.of, |_| true)),
            _ if matches!(self.field_of(reference), Some(Field::Number { .. })) => {
                Text::new("若干（待核实）", "an unknown number of")
            }
            _ => Text::new("待核实", "not known"),
        }
    }

    fn ticked_labels(&self, reference: &Reference, fill: &Fill, value: &Value, wanted: bool) -> Text {
        let Value::Multi(ticks) = value else {
            return self.show_value(reference, value);
        };
        join(&self.labels(reference, &fill.of, |option| ticks.has(option) == Some(wanted)))
    }

    fn level_word(&self, judgement: &JudgementId, context: &Context) -> Text {
        let rule = self.questionnaire.judgement(judgement);
        let scale = rule.and_then(|rule| self.questionnaire.scale(&rule.scale));
        let level = self.level_in(judgement, context, Mode::WorstAll);
        let found = scale.zip(level).and_then(|(scale, level)| scale.level(&level));
        found.map(|level| level.full.clone()).unwrap_or_default()
    }

    /// The labels of the columns whose cells are unknown or empty in the row in context.
    fn unknown_columns(&self, reference: &Reference, context: &Context) -> Vec<Text> {
        let Subject::Question { question, .. } = &reference.subject else {
            return Vec::new();
        };
        let columns = self
            .questionnaire
            .question(question)
            .and_then(Question::table)
            .map(|table| table.columns.as_slice());
        let unknown = columns.unwrap_or_default().iter().filter(|column| {
            let subject = Subject::Question {
                question: question.clone(),
                row: None,
                column: Some(column.id.clone()),
            };
            matches!(self.read(&Reference::to(subject), context), Reading::Unknown { .. })
        });
        unknown.map(|column| column.label.clone()).collect()
    }

    fn labels(&self, reference: &Reference, of: &[String], wanted: impl Fn(&str) -> bool) -> Vec<Text> {
        let Some(Options::Fixed(choices)) = self.field_of(reference).and_then(|field| field.options()) else {
            return Vec::new();
        };
        let counted = |id: &str, exclusive: bool| {
            if of.is_empty() {
                !exclusive
            } else {
                of.iter().any(|known| known == id)
            }
        };
        let chosen = choices
            .iter()
            .filter(|choice| counted(&choice.id, choice.exclusive) && wanted(&choice.id));
        chosen.map(|choice| choice.label.clone()).collect()
    }
}

/// A text that names nothing would leave a hole in the sentence around it.
fn or_not_stated(text: Text) -> Text {
    if text.is_empty() {
        Text::new("（未写明）", "(not stated)")
    } else {
        text
    }
}

fn join(texts: &[Text]) -> Text {
    let each = |lang, comma| texts.iter().map(|text| text.get(lang)).collect::<Vec<_>>().join(comma);
    Text::new(each(Lang::Zh, "、"), each(Lang::En, ", "))
}
