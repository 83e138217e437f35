//! Levels: each table by changing one answer and looking at level and trace, and properties that hold for all answers.

mod assurance;
mod country;
mod fields;
mod overall;
mod properties;
mod rights;
mod threats;

use crate::worked_cases::engine;
use pipia::domain::{
    Answer, Answers, AssignKind, Assignment, Base, Content, Engine, FORM_ROW, Field, Kind, Questionnaire, Row, RowKey,
    Shape, Ticks, Value,
};
use pipia::questionnaire::EXAMPLES;
use std::sync::Arc;

/// A whole assessment in which every level is at its best, from the third example.
pub(crate) fn best() -> Engine {
    let engine = engine(EXAMPLES[2].0, EXAMPLES[2].1);
    changed(
        &engine,
        "country.profile.difference@country:JP = hardly; country.profile.reaches_pipl@country:JP = yes; \
         country.profile.commitments@country:JP = binding; country.profile.rights@country:JP = all; \
         recipient-assurance.technical@recipient:kigumi += integrity; capability.incident-plan = drilled",
    )
}

/// The same with other answers: `question.column@record:row = value`, `+=` and `-=` for ticks, `= unknown`, `= blank`; several with `;`.
pub(crate) fn changed(engine: &Engine, edits: &str) -> Engine {
    let mut answers = engine.answers().clone();
    edits
        .split(';')
        .map(str::trim)
        .filter(|edit| !edit.is_empty())
        .for_each(|edit| apply(engine.questionnaire(), &mut answers, edit));
    Engine::new(engine.shared_questionnaire(), Arc::new(answers), engine.today())
}

/// One edit of [`changed`].
pub(super) fn apply(questionnaire: &Questionnaire, answers: &mut Answers, edit: &str) {
    let assignment = Assignment::parse(edit).unwrap_or_else(|| panic!("{edit}"));
    let question = questionnaire
        .question(&assignment.question)
        .unwrap_or_else(|| panic!("{edit}"));
    let (cell, field) = match &question.kind {
        Kind::Field(field) => {
            let scopes = answers.values.entry(question.id.clone()).or_default();
            (scopes.entry(assignment.scope.clone()).or_default(), field.clone())
        }
        Kind::Table(table) => {
            let column = assignment
                .column
                .as_ref()
                .and_then(|column| table.column(column))
                .unwrap_or_else(|| panic!("{edit}"));
            let key = match table.shape {
                Shape::Form => RowKey::from(FORM_ROW),
                _ => assignment
                    .scope
                    .rows()
                    .last()
                    .unwrap_or_else(|| panic!("{edit}"))
                    .1
                    .clone(),
            };
            let rows = answers.records.entry(table.record.clone()).or_default();
            if !rows.iter().any(|row| row.key == key) {
                rows.push(Row::new(key.clone()));
            }
            let row = rows.iter_mut().find(|row| row.key == key).unwrap();
            (row.cells.entry(column.id.clone()).or_default(), column.field.clone())
        }
        Kind::Level { columns, .. } => {
            let column = columns
                .iter()
                .find(|column| Some(&column.id) == assignment.column.as_ref())
                .unwrap();
            let key = assignment.scope.rows()[0].1.clone();
            let rows = answers.records.entry(question.id.as_str().into()).or_default();
            if !rows.iter().any(|row| row.key == key) {
                rows.push(Row::new(key.clone()));
            }
            let row = rows.iter_mut().find(|row| row.key == key).unwrap();
            (row.cells.entry(column.id.clone()).or_default(), column.field.clone())
        }
    };
    set(cell, &field, &assignment);
}

fn set(cell: &mut Answer, field: &Field, assignment: &Assignment) {
    let first = assignment.words.first().map_or("", String::as_str);
    cell.content = match (first, assignment.kind) {
        ("blank", _) => None,
        ("unknown", _) => Some(Content::Unknown),
        (_, AssignKind::Set) => Some(Content::Value(value(field, &assignment.words))),
        (_, kind) => {
            let mut ticks = match cell.known() {
                Some(Value::Multi(ticks)) => ticks.clone(),
                _ => Ticks::default(),
            };
            for word in &assignment.words {
                if kind == AssignKind::Add {
                    ticks.ticked.remove("none");
                    ticks.ticked.insert(word.as_str().into());
                } else {
                    ticks.ticked.remove(word.as_str());
                }
            }
            Some(Content::Value(Value::Multi(ticks)))
        }
    };
}

fn value(field: &Field, words: &[String]) -> Value {
    let word = words[0].as_str();
    match field {
        Field::Choice(_) => Value::Choice(word.into()),
        Field::Multi(_) => Value::Multi(Ticks::known(words.iter().map(String::as_str))),
        Field::YesNo => Value::YesNo(word == "yes"),
        Field::Number { .. } => Value::Number(word.parse().unwrap()),
        Field::Date => Value::Date(word.parse().unwrap()),
        Field::Text | Field::LongText | Field::Computed(_) => Value::Text(words.join(", ")),
    }
}

/// The level of a judgement, named as in answer files, and its trace as one text: label, input, result of each step.
pub(super) fn judged(engine: &Engine, name: &str) -> (String, String) {
    let (id, scope) = name.split_once('@').unwrap_or((name, ""));
    let scope = pipia::domain::Scope::parse(scope).unwrap();
    let found = engine
        .judge(&id.into(), &scope)
        .unwrap_or_else(|| panic!("no level {name}"));
    let steps = found
        .trace
        .iter()
        .map(|step| format!("{} [{}] {}", step.ground.label.zh, step.input.zh, step.result.zh));
    (found.level.to_string(), steps.collect::<Vec<_>>().join("\n"))
}

/// Each line: one change of the base, a judgement, its level, and what its trace says: words, several with `|`, `!` before words that
/// must not stand there.
pub(super) fn assert_table(base: &Engine, table: &[(&str, &str, &str, &str)]) {
    for (edits, name, expected, words) in table {
        let engine = changed(base, edits);
        let (level, trace) = judged(&engine, name);
        assert_eq!(level, *expected, "{edits}: {name}\n{trace}");
        assert!(!words.is_empty(), "{edits}: {name}: the trace is looked at too");
        for word in words.split('|') {
            let (absent, word) = word.strip_prefix('!').map_or((false, word), |word| (true, word));
            assert_eq!(trace.contains(word), !absent, "{edits}: {name}: {word}\n{trace}");
        }
    }
}

#[test]
fn everything_is_at_its_best_to_begin_with() {
    let engine = best();
    let at = |name: &str| judged(&engine, name).0;
    for judgement in engine.judgements() {
        let scale = engine
            .questionnaire()
            .judgement(&judgement.id)
            .and_then(|rule| engine.questionnaire().scale(&rule.scale))
            .unwrap();
        let best = &scale.levels[0].id;
        let impact = judgement.id.starts_with("rights-impact.");
        assert!(
            impact || judgement.level == *best,
            "{}@{} = {}",
            judgement.id,
            judgement.scope,
            judgement.level
        );
    }
    assert_eq!(at("rights-impact.result@transfer:magazine"), "low");
    assert_eq!(at("rights-impact.differential@transfer:magazine"), "none");
}

/// The matrix of GB/T 39335 Annex D, read off the standard: severity of effect by likelihood.
#[test]
fn all_sixteen_cells_of_the_matrix() {
    let engine = best();
    let matrix = &engine.questionnaire().matrix;
    let cells = [
        ("severe", "low", "medium"),
        ("severe", "medium", "high"),
        ("severe", "high", "severe"),
        ("severe", "very-high", "severe"),
        ("high", "low", "medium"),
        ("high", "medium", "medium"),
        ("high", "high", "high"),
        ("high", "very-high", "severe"),
        ("medium", "low", "low"),
        ("medium", "medium", "medium"),
        ("medium", "high", "medium"),
        ("medium", "very-high", "high"),
        ("low", "low", "low"),
        ("low", "medium", "low"),
        ("low", "high", "medium"),
        ("low", "very-high", "medium"),
    ];
    for (impact, likelihood, risk) in cells {
        assert_eq!(
            matrix.risk(impact, likelihood).unwrap().as_str(),
            risk,
            "{impact} × {likelihood}"
        );
    }
    for likelihood in ["low", "medium", "high", "very-high"] {
        assert_eq!(matrix.risk("none", likelihood).unwrap().as_str(), "low", "no impact");
    }
}

/// Blueprint 4.1.
#[test]
#[expect(clippy::too_many_lines, reason = "one table, row after row")]
fn legality_legitimacy_necessity() {
    let base = best();
    let (legality, legitimacy, necessity) = (
        "legality.legality@transfer:magazine",
        "legality.legitimacy@transfer:magazine",
        "legality.necessity@transfer:magazine",
    );
    assert_table(
        &base,
        &[
            ("", legality, "no-gap", "未发现上述问题"),
            (
                "legality.bases.separate_consent@transfer:magazine = bundled",
                legality,
                "bar",
                "阻断项未消除",
            ),
            (
                "legality.bases.separate_consent@transfer:magazine = unknown",
                legality,
                "gaps",
                "因待核实",
            ),
            (
                "legality.notice.told@transfer:magazine -= rights",
                legality,
                "gaps",
                "其他问题项",
            ),
            (
                "recipient-assurance.document.status@recipient:kigumi = draft",
                legality,
                "bar",
                "阻断项未消除",
            ),
            ("legality.foreign-judicial = not-agreed", legality, "gaps", "其他问题项"),
            (
                "legality.legitimacy.holds@transfer:magazine -= expected",
                legitimacy,
                "gaps",
                "正当性或者自动化",
            ),
            (
                "legality.legitimacy.holds@transfer:magazine -= same-purpose",
                legitimacy,
                "bar",
                "与真实目的不一致",
            ),
            (
                "legality.legitimacy.holds@transfer:magazine = none",
                legitimacy,
                "bar",
                "与真实目的不一致",
            ),
            (
                "legality.legitimacy.holds@transfer:magazine = unknown",
                legitimacy,
                "gaps",
                "正当性或者自动化决策保障存在问题",
            ),
            (
                "legality.necessity.ground@transfer:magazine = useful",
                necessity,
                "gaps",
                "必要性存在问题",
            ),
            (
                "legality.necessity.holds@transfer:magazine -= export-itself",
                necessity,
                "gaps",
                "必要性存在问题",
            ),
            (
                "transfer.details.retention_agreed_months@transfer:magazine = 6",
                necessity,
                "gaps",
                "必要性存在问题",
            ),
            (
                "transfer.details.end_handling@transfer:magazine = keep",
                necessity,
                "gaps",
                "必要性存在问题",
            ),
        ],
    );
    let useful = changed(&base, "legality.necessity.ground@transfer:magazine = useful");
    assert_table(
        &useful,
        &[
            (
                "legality.necessity.holds@transfer:magazine -= export-itself",
                necessity,
                "bar",
                "只是有用",
            ),
            (
                "legality.necessity.holds@transfer:magazine = unknown",
                necessity,
                "gaps",
                "必要性存在问题",
            ),
        ],
    );
}

/// The words that the tables of these tests look for in traces.
fn words_looked_for() -> Vec<String> {
    let chinese = |text: &str| text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count() >= 3;
    let sources = [
        include_str!("scoring.rs"),
        include_str!("scoring/assurance.rs"),
        include_str!("scoring/country.rs"),
        include_str!("scoring/overall.rs"),
        include_str!("scoring/rights.rs"),
        include_str!("scoring/threats.rs"),
    ];
    let literals = sources
        .iter()
        .flat_map(|source| source.lines())
        .flat_map(|line| line.split('"').skip(1).step_by(2));
    let words = literals.flat_map(|literal| literal.split('|').filter(|word| !word.starts_with('!')));
    words.filter(|word| chinese(word)).map(str::to_owned).collect()
}

/// No line, step, measure or column of the level tables without a row that looks for it in a trace.
#[test]
fn every_part_of_every_table_is_looked_at() {
    let engine = best();
    let words = words_looked_for();
    let mut missed = Vec::new();
    for rule in &engine.questionnaire().judgements {
        let mut grounds: Vec<&pipia::domain::Ground> = rule.steps.iter().map(|step| &step.ground).collect();
        match &rule.base {
            Base::Lines(lines) => grounds.extend(lines.iter().map(|line| &line.ground)),
            Base::Count { counted, table } => {
                grounds.extend(counted.iter().map(|entry| &entry.ground));
                grounds.extend(table.iter().map(|line| &line.ground));
            }
            Base::Columns { rows, .. } => grounds.extend(rows.iter().map(|(_, ground)| ground)),
            Base::Situations(_) | Base::Worst(_) | Base::Matrix { .. } => grounds.push(&rule.ground),
        }
        for ground in grounds {
            if !words.iter().any(|word| ground.label.zh.contains(word.as_str())) {
                missed.push(format!("{}: {}", rule.id, ground.label.zh));
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}
