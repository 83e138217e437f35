//! `pipia check`: what is missing, what was found, whether it can be handed in.

use super::Exit;
use super::failure::Failure;
use super::file::{Opened, open};
use super::session::Session;
use crate::cli::{Format, Report};
use crate::domain::{Engine, Finding, Lang, Missing, Severity, Text};
use crate::i18n::{Messages, fill};
use crate::questionnaire::printable;
use crate::store::Mode;
use serde_json::{Value, json};

pub(super) fn run(session: &Session, order: &Report) -> Result<Exit, Failure> {
    let opened = open(session, &order.file, Mode::Read)?;
    let engine = opened.engine(session);
    let check = Check::of(&engine, &opened);
    session.print(&match order.format {
        Format::Text => check.words(session),
        Format::Json => format!("{:#}\n", check.json(session.lang)),
    });
    Ok(if check.is_ready() { Exit::Done } else { Exit::Negative })
}

/// The state of an assessment.
struct Check<'e> {
    engine: &'e Engine,
    missing: Vec<Missing>,
    findings: Vec<Finding>,
    warnings: Vec<Text>,
}

impl<'e> Check<'e> {
    fn of(engine: &'e Engine, opened: &Opened) -> Self {
        let mut warnings = opened.warnings.clone();
        warnings.extend(expired(engine));
        Self {
            engine,
            missing: engine.missing(),
            findings: engine.answered_findings(),
            warnings,
        }
    }

    fn is_ready(&self) -> bool {
        let blocked = |finding: &Finding| finding.open && finding.severity == Severity::Blocking;
        self.missing.is_empty() && !self.findings.iter().any(blocked)
    }

    fn json(&self, lang: Lang) -> Value {
        let missing = |missing: &Missing| {
            json!({
                "question": missing.question.as_str(),
                "scope": missing.scope.to_string(),
                "text": printable(&self.missing_words(missing, lang)),
            })
        };
        let finding = |finding: &Finding| {
            json!({
                "code": finding.code.as_str(),
                "severity": finding.severity.word(),
                "scope": finding.scope.to_string(),
                "basis": finding.basis.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "text": printable(finding.text.get(lang)),
                "open": finding.open,
            })
        };
        json!({
            "complete": self.missing.is_empty(),
            "ready": self.is_ready(),
            "missing": self.missing.iter().map(missing).collect::<Vec<_>>(),
            "findings": self.findings.iter().map(finding).collect::<Vec<_>>(),
            "warnings": self.warnings.iter().map(|warning| printable(warning.get(lang))).collect::<Vec<_>>(),
            "as_of": self.engine.today().to_string(),
        })
    }

    /// The question, and which cell, remark or level of it.
    fn missing_words(&self, missing: &Missing, lang: Lang) -> String {
        let question = self.engine.questionnaire().question(&missing.question);
        let title = question.map_or_else(
            || missing.question.to_string(),
            |question| self.engine.visit_title(question, &missing.scope, lang),
        );
        let part = missing.text.get(lang);
        if part.is_empty() {
            return title;
        }
        let title = title.trim_end_matches(['。', '.', '？', '?', '：', ':']);
        [title, part].join(Messages::of(lang).common.colon.as_str())
    }

    fn words(&self, session: &Session) -> String {
        let (lang, messages) = (session.lang, session.messages);
        let mut lines = vec![self.readiness(messages)];
        if !self.missing.is_empty() {
            lines.extend([
                String::new(),
                heading(&messages.review.tab_missing, self.missing.len(), lang),
            ]);
            lines.extend(self.missing.iter().map(|missing| {
                let words = printable(&self.missing_words(missing, lang));
                bracketed(&words, missing.question.as_str(), lang)
            }));
        }
        if !self.findings.is_empty() {
            lines.extend([String::new(), self.counted(messages)]);
            lines.extend(
                self.findings
                    .iter()
                    .map(|finding| self.finding_words(finding, messages)),
            );
        }
        let unknown = self.engine.unknowns().len();
        if unknown > 0 {
            lines.extend([
                String::new(),
                fill(&messages.review.unknown_count, &[("count", &unknown)]),
            ]);
        }
        lines.extend(self.warnings.iter().map(|warning| printable(warning.get(lang))));
        lines.join("\n") + "\n"
    }

    fn readiness(&self, messages: &Messages) -> String {
        let words = &messages.review;
        let blocking = self.count(Severity::Blocking);
        if !self.missing.is_empty() {
            fill(&words.not_ready_missing, &[("count", &self.missing.len())])
        } else if blocking > 0 {
            fill(&words.not_ready_blocking, &[("count", &blocking)])
        } else {
            words.ready.clone()
        }
    }

    fn count(&self, severity: Severity) -> usize {
        let counts = |finding: &&Finding| finding.open && finding.severity == severity;
        self.findings.iter().filter(counts).count()
    }

    fn counted(&self, messages: &Messages) -> String {
        let [blocking, major, minor] =
            [Severity::Blocking, Severity::Major, Severity::Minor].map(|severity| self.count(severity));
        let words = &messages.finding;
        let counts = fill(
            &words.count,
            &[("blocking", &blocking), ("major", &major), ("minor", &minor)],
        );
        [words.title.as_str(), counts.as_str()].join(&messages.common.colon)
    }

    fn finding_words(&self, finding: &Finding, messages: &Messages) -> String {
        let lang = messages.lang;
        let severity = match finding.severity {
            Severity::Blocking => &messages.finding.blocking,
            Severity::Major => &messages.finding.major,
            Severity::Minor => &messages.finding.minor,
        };
        let state = if finding.open {
            &messages.finding.open
        } else {
            &messages.finding.treated
        };
        let place = printable(self.engine.scope_name(&finding.scope).get(lang));
        let place = if place.is_empty() {
            place
        } else {
            [place.as_str(), messages.common.colon.as_str()].concat()
        };
        let basis: Vec<String> = finding.basis.iter().map(ToString::to_string).collect();
        let text = printable(finding.text.get(lang));
        let line = match lang {
            Lang::Zh => format!("{}［{severity}，{state}］{place}{text}", finding.code),
            Lang::En => format!("{} [{severity}, {state}] {place}{text}", finding.code),
        };
        bracketed(&line, &crate::i18n::join(&basis, lang), lang)
    }
}

/// Evidence that is no longer valid.
fn expired(engine: &Engine) -> Vec<Text> {
    let today = engine.today();
    let evidence = engine.answers().evidence.iter();
    let old = evidence.filter(|known| known.expiry.is_some_and(|expiry| expiry < today));
    old.map(|known| {
        let (key, title) = (printable(&known.key), printable(&known.title));
        let expiry = known.expiry.map(|date| date.to_string()).unwrap_or_default();
        Text::new(
            format!("证明材料{key}《{title}》已于{expiry}到期"),
            format!("Evidence {key} \"{title}\" expired on {expiry}"),
        )
    })
    .collect()
}

fn heading(words: &str, count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{words}（{count}）"),
        Lang::En => format!("{words} ({count})"),
    }
}

fn bracketed(words: &str, inside: &str, lang: Lang) -> String {
    match (inside.is_empty(), lang) {
        (true, _) => format!("- {words}"),
        (false, Lang::Zh) => format!("- {words}（{inside}）"),
        (false, Lang::En) => format!("- {words} ({inside})"),
    }
}
