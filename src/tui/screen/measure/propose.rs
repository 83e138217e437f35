//! A new measure: what the finding proposes, filled in; owner and due date are left to people.

use super::MEASURES;
use crate::domain::{
    Answer, Change, Content, Finding, Lang, OptionId, Questionnaire, Row, RowKey, Severity, Ticks, Value,
};
use crate::tui::session::Session;

/// The row of a new measure and the change that adds it: for a finding, or empty.
pub fn proposed(session: &Session, finding: Option<&Finding>, lang: Lang) -> (RowKey, Change) {
    let taken = session.answers().rows(MEASURES);
    let free = |key: &String| taken.iter().all(|row| row.key != *key.as_str());
    let key = (1..=taken.len() + 1)
        .map(|n| format!("m{n}"))
        .find(free)
        .unwrap_or_default();
    let mut row = Row::new(key);
    let mut set = |column: &str, answer: Answer| {
        row.cells.insert(column.into(), answer);
    };
    if let Some(finding) = finding {
        let id = OptionId::from(finding.id().to_string().as_str());
        set("for", Answer::value(Value::Multi(Ticks::known([id]))));
        set("text", words(finding, lang));
        if let Some(kind) = way(session.questionnaire(), finding.severity) {
            set("kind", Answer::value(Value::Choice(kind)));
        }
        let after: Vec<String> = finding.after.iter().map(ToString::to_string).collect();
        if !after.is_empty() {
            set("answers_after", Answer::value(Value::Text(after.join("\n"))));
        }
    }
    set("status", Answer::value(Value::Choice("open".into())));
    (row.key.clone(), Change::AddRow(MEASURES.into(), taken.len(), row))
}

/// The proposed words in the language of the screen, with the other language as their translation for the report.
fn words(finding: &Finding, lang: Lang) -> Answer {
    Answer {
        content: Some(Content::Value(Value::Text(finding.measure.get(lang).to_owned()))),
        translation: finding.measure.get(lang.other()).to_owned(),
        ..Answer::default()
    }
}

/// The way of treatment for a finding: that of a severe, high or medium risk. The ways are the standard's (GB46068 B.6), the
/// assignment to findings is the tool's convention.
fn way(questionnaire: &Questionnaire, severity: Severity) -> Option<OptionId> {
    let level = match severity {
        Severity::Blocking => "severe",
        Severity::Major => "high",
        Severity::Minor => "medium",
    };
    let known = questionnaire
        .treatments
        .iter()
        .find(|treatment| treatment.level == level)?;
    Some(known.kind.as_str().into())
}
