//! Translations of free text: one that belongs to other words than those that stand now is worse than none.

use crate::domain::{Answer, Answers, Change, Content, DecidedLevel, Evidence, Value};

/// A change without the translations that the text it changes leaves behind.
pub(super) fn without_stale(change: Change, answers: &Answers) -> Change {
    match change {
        Change::Answer(slot, answer) => {
            let before = answers.answer(&slot.id, &slot.scope);
            let answer = fresh(before, answer);
            Change::Answer(slot, answer)
        }
        Change::Cell(record, row, column, cell) => {
            let before = answers.cell(&record, &row, &column);
            let cell = fresh(before, cell);
            Change::Cell(record, row, column, cell)
        }
        Change::Override(slot, Some(mut level)) => {
            fresh_reason(answers.overrides.get(&slot), &mut level);
            Change::Override(slot, Some(level))
        }
        Change::Confirm(slot, Some(mut level)) => {
            fresh_reason(answers.confirmations.get(&slot), &mut level);
            Change::Confirm(slot, Some(level))
        }
        Change::Evidence(mut list) => {
            for known in &mut list {
                let before = answers.evidence.iter().find(|before| before.key == known.key);
                fresh_title(before, known);
            }
            Change::Evidence(list)
        }
        Change::Many(changes) => Change::Many(
            changes
                .into_iter()
                .map(|change| without_stale(change, answers))
                .collect(),
        ),
        other => other,
    }
}

fn fresh(before: Option<&Answer>, mut after: Answer) -> Answer {
    let Some(before) = before.filter(|before| !before.translation.is_empty()) else {
        return after;
    };
    // What the translation is of: the text, or the reason, or else the remark.
    let same = match (&before.content, &after.content) {
        (Some(Content::Value(Value::Text(_)) | Content::NotApplicable(_)), _)
        | (_, Some(Content::Value(Value::Text(_)) | Content::NotApplicable(_))) => before.content == after.content,
        _ => before.remark == after.remark,
    };
    if !same && after.translation == before.translation {
        after.translation.clear();
    }
    after
}

fn fresh_reason(before: Option<&DecidedLevel>, after: &mut DecidedLevel) {
    if before.is_some_and(|before| before.reason != after.reason && before.translation == after.translation) {
        after.translation.clear();
    }
}

fn fresh_title(before: Option<&Evidence>, after: &mut Evidence) {
    if before.is_some_and(|before| before.title != after.title && before.translation == after.translation) {
        after.translation.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Scoped;

    fn text(text: &str, translation: &str) -> Answer {
        Answer {
            translation: translation.to_owned(),
            ..Answer::value(Value::Text(text.to_owned()))
        }
    }

    fn after(before: Answer, after: Answer) -> String {
        let mut answers = Answers::default();
        let slot = Scoped::whole("processor.business".into());
        drop(Change::Answer(slot.clone(), before).apply(&mut answers));
        let change = without_stale(Change::Answer(slot, after), &answers);
        let Change::Answer(_, answer) = change else {
            panic!("{change:?}")
        };
        answer.translation
    }

    #[test]
    fn a_changed_text_loses_the_translation_of_the_old_one_and_an_unchanged_one_keeps_it() {
        assert_eq!(after(text("旧", "old"), text("新", "old")), "");
        assert_eq!(after(text("旧", "old"), text("新", "new")), "new");
        assert_eq!(after(text("旧", "old"), text("旧", "old")), "old");
    }

    #[test]
    fn the_translation_of_a_remark_goes_with_the_remark() {
        let choice = |remark: &str, flagged| Answer {
            remark: remark.to_owned(),
            translation: "old".to_owned(),
            flagged,
            ..Answer::value(Value::YesNo(true))
        };
        assert_eq!(after(choice("旧", false), choice("旧", true)), "old");
        assert_eq!(after(choice("旧", false), choice("新", false)), "");
    }

    #[test]
    fn the_translation_of_a_reason_goes_with_the_reason() {
        let decided = |level: &str, reason: &str| DecidedLevel {
            level: level.into(),
            reason: reason.to_owned(),
            translation: "old".to_owned(),
        };
        let slot = || Scoped::whole("legality.legality".into());
        let left = |after: DecidedLevel| {
            let mut answers = Answers::default();
            drop(Change::Override(slot(), Some(decided("++", "旧"))).apply(&mut answers));
            let change = without_stale(Change::Override(slot(), Some(after)), &answers);
            let Change::Override(_, Some(level)) = change else {
                panic!("{change:?}")
            };
            level.translation
        };
        assert_eq!(left(decided("+", "旧")), "old");
        assert_eq!(left(decided("+", "新")), "");
    }
}
