//! What holds for all answers: order, direction, scales, unknowns, hidden answers.

use super::fields::{FIELDS, edit, single_steps, steps, worse};
use super::{best, changed};
use crate::worked_cases::engine;
use pipia::domain::{Answers, Change, Engine, Row, Scoped};
use pipia::questionnaire::EXAMPLES;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

fn levels(engine: &Engine) -> BTreeMap<String, usize> {
    let questionnaire = engine.questionnaire();
    let judgements = engine.judgements().into_iter();
    judgements
        .map(|judgement| {
            let rule = questionnaire.judgement(&judgement.id).unwrap();
            let rank = questionnaire
                .scale(&rule.scale)
                .and_then(|scale| scale.rank(&judgement.level));
            let rank = rank.unwrap_or_else(|| panic!("{} is off its scale: {}", judgement.id, judgement.level));
            (
                Scoped::new(judgement.id.clone(), judgement.scope.clone()).to_string(),
                rank,
            )
        })
        .collect()
}

fn visits(engine: &Engine) -> Vec<String> {
    engine
        .visits()
        .into_iter()
        .map(|(question, scope)| Scoped::new(question.id.clone(), scope).to_string())
        .collect()
}

fn arbitrary_states() -> impl Strategy<Value = Vec<(usize, u32)>> {
    prop::collection::vec((0..FIELDS.len(), any::<u32>()), 0..12)
}

fn in_states(states: &[(usize, u32)]) -> Engine {
    let edits: Vec<String> = states
        .iter()
        .map(|(at, state)| edit(&FIELDS[*at], state % steps(&FIELDS[*at].2)))
        .collect();
    changed(&best(), &edits.join("; "))
}

/// Every answer of an assessment as a change of its own.
fn single_changes(answers: &Answers) -> Vec<Change> {
    let values = answers.values.iter().flat_map(|(id, scopes)| {
        scopes
            .iter()
            .map(move |(scope, answer)| Change::Answer(Scoped::new(id.clone(), scope.clone()), answer.clone()))
    });
    let cells = answers.records.iter().flat_map(|(record, rows)| {
        rows.iter().flat_map(move |row: &Row| {
            row.cells
                .iter()
                .map(move |(column, cell)| Change::Cell(record.clone(), row.key.clone(), column.clone(), cell.clone()))
        })
    });
    values
        .chain(cells)
        .chain([Change::Evidence(answers.evidence.clone())])
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_answering_does_not_matter(example in 0..EXAMPLES.len(), seed in any::<prop::sample::Index>(), keys in prop::collection::vec(any::<u64>(), 64)) {
        let original = engine(EXAMPLES[example].0, EXAMPLES[example].1);
        let mut changes = single_changes(original.answers());
        let turn = seed.index(changes.len());
        changes.rotate_left(turn);
        let mut numbered: Vec<(u64, Change)> = changes.into_iter().enumerate().map(|(at, change)| (keys[at % keys.len()], change)).collect();
        numbered.sort_by_key(|(key, _)| *key);
        let mut answers = Answers::default();
        for (_, change) in numbered {
            drop(change.apply(&mut answers));
        }
        let shuffled = Engine::new(original.shared_questionnaire(), Arc::new(answers), original.today());
        prop_assert_eq!(levels(&shuffled), levels(&original));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// With visibility fixed. A share is taken only in Table B.2 ("mostly sensitive"), whose answers are not among the fields.
    #[test]
    fn a_worse_answer_never_improves_a_level(states in arbitrary_states(), at in 0..FIELDS.len(), state in any::<u32>(), pick in any::<u32>()) {
        let field = &FIELDS[at];
        let state = state % steps(&field.2);
        let Some(worse) = worse(&field.2, state, pick) else { return Ok(()) };
        let base = in_states(&states);
        let (better, worse) = (edit(field, state), edit(field, worse));
        let (before, after) = (changed(&base, &better), changed(&base, &worse));
        if visits(&before) != visits(&after) {
            return Ok(());
        }
        let after = levels(&after);
        for (name, rank) in levels(&before) {
            prop_assert!(after[&name] >= rank, "{}: {} better than {}", name, worse, better);
        }
    }

    /// Except where unknown alone may not give the worst level (G8): legality and its kin, national interest, and so overall.
    #[test]
    fn unknown_counts_as_the_worst_value(states in arbitrary_states(), at in 0..FIELDS.len(), state in any::<u32>()) {
        let field = &FIELDS[at];
        // No worst value is stated for the number of people; corrections are undecided rather than unknown.
        if field.0.contains("people-12-months") || field.0.contains("corrections") {
            return Ok(());
        }
        let base = in_states(&states);
        let known = changed(&base, &edit(field, state % steps(&field.2)));
        let unknown = changed(&base, &format!("{}{} = unknown", field.0, field.1));
        let hidden = visits(&unknown).iter().any(|visit| !visits(&known).contains(visit)) || visits(&known).iter().any(|visit| !visits(&unknown).contains(visit));
        if hidden {
            return Ok(());
        }
        let unknown = levels(&unknown);
        let capped = ["legality.", "national-interest.", "conclusion."];
        for (name, rank) in levels(&known).into_iter().filter(|(name, _)| !capped.iter().any(|known| name.starts_with(known))) {
            prop_assert!(unknown[&name] >= rank, "{}: {}", name, field.0);
        }
    }
}

/// The same for every single step from the best state, so that no rule of a single answer escapes by chance.
#[test]
fn no_single_worse_answer_improves_a_level() {
    let base = best();
    let (mut compared, mut moved) = (0, 0);
    for field in FIELDS {
        let mut last: Option<(u32, Engine)> = None;
        for (better, worse) in single_steps(&field.2) {
            let before = match last.take() {
                Some((state, engine)) if state == better => engine,
                _ => changed(&base, &edit(field, better)),
            };
            let after = changed(&base, &edit(field, worse));
            if visits(&before) == visits(&after) {
                let (ranks, worse_ranks) = (levels(&before), levels(&after));
                for (name, rank) in &ranks {
                    assert!(worse_ranks[name] >= *rank, "{name}: {} improves it", edit(field, worse));
                }
                compared += 1;
                moved += usize::from(ranks != worse_ranks);
            }
            last = Some(if better == 0 && worse > 1 {
                (better, before)
            } else {
                (worse, after)
            });
        }
    }
    assert!(
        compared > 150 && moved > 100,
        "{compared} compared, {moved} moved a level"
    );
}

#[test]
fn hidden_answers_are_ignored() {
    let base = best();
    let hidden = "capability.rectification = not-started; route.domestic-representative = none; transfer.hr-documents = neither; \
                  inventory.face = neither; legality.hr-documents = neither; rights-channels.minors = no; capability.minors-audit = none; \
                  processor.large-duties = none; route.gba-onward = yes; transfer.joint = none; \
                  systems.remote-controls.log_days@transfer:magazine = 0; legality.guardian.consent@transfer:magazine = none; \
                  transfer.exemption.surplus_people@transfer:magazine = 900000; legality.automated.safeguards@transfer:magazine = none; \
                  legality.written-consent.status@transfer:magazine = none; rights-impact.corrections.technique@transfer:magazine = yes; \
                  transfer.entrustment.supervision@transfer:magazine = none; threats.level.correction@transfer:magazine = yes; \
                  route.negative-list-route = security-assessment; route.representative-reported = no";
    let engine = changed(&base, hidden);
    assert_eq!(visits(&engine), visits(&base), "they are hidden");
    assert_eq!(levels(&engine), levels(&base));
    let names = |engine: &Engine| {
        engine
            .findings()
            .iter()
            .map(|finding| finding.id().to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&engine), names(&base));
    assert_eq!(engine.route().route, base.route().route);
}

#[test]
fn an_override_counts_only_with_its_reason() {
    let base = best();
    let level = Scoped::new("rights-channels.level".into(), pipia::domain::Scope::whole());
    let with = |reason: &str| {
        let mut answers = base.answers().clone();
        let decided = pipia::domain::DecidedLevel {
            level: "not-open".into(),
            reason: reason.into(),
            translation: String::new(),
        };
        drop(Change::Override(level.clone(), Some(decided)).apply(&mut answers));
        Engine::new(base.shared_questionnaire(), Arc::new(answers), base.today())
    };
    let judged = |engine: &Engine| engine.judge(&level.id, &level.scope).unwrap().level.to_string();
    assert_eq!(judged(&base), "open");
    assert_eq!(judged(&with("法务认为渠道不通畅")), "not-open");
    for blank in ["", " \n"] {
        assert_eq!(judged(&with(blank)), "open");
        assert_eq!(levels(&with(blank)), levels(&base));
    }
}
