//! Every finding rule is raised by some set of answers and silent in another.

use super::certification;
use super::search::{Search, asks_for_unknown};
use super::world::{Place, World};
use pipia::domain::{Answers, Because, Content, Context, FindingRule, OptionId, Question, Scope, Shape, Ticks, Value};
use std::sync::{Arc, OnceLock};

const DEPTH: usize = 12;

/// An answer set without a finding wherever the search can bring that about. Made by the machine, no example of an assessment.
pub(super) fn baseline() -> World {
    static BASELINE: OnceLock<Arc<Answers>> = OnceLock::new();
    let answers = BASELINE.get_or_init(|| {
        let mut world = World::empty(certification());
        let free = world.questionnaire.questions.iter().filter_map(Question::table);
        let free: Vec<String> = free
            .filter(|table| matches!(table.shape, Shape::Free { .. }))
            .map(|table| table.record.to_string())
            .collect();
        for record in free.iter().filter(|record| *record != "measure") {
            world.add_row(record);
        }
        // the transfer leaves China: otherwise there would be nothing to assess and every finding would be silent
        for (column, value) in [
            ("outbound", Value::Choice("sent".into())),
            ("personal_information", Value::YesNo(true)),
        ] {
            let place = Place::Cell("transfer".into(), "transfer-1".into(), column.into());
            world.put(&place, Some(Content::Value(value)));
            world.kept.push(place);
        }
        world.fill();
        for round in 0..4 {
            silence(&mut world, round % 2 == 1);
            improve(&mut world);
            world.fill();
        }
        world.save()
    });
    let mut world = World::empty(certification());
    world.restore(answers);
    world
}

fn silence(world: &mut World, backwards: bool) {
    let questionnaire = Arc::clone(&world.questionnaire);
    for finding in world.engine().findings() {
        for rule in questionnaire.findings.iter().filter(|rule| rule.code == finding.code) {
            let mut search = Search::new(world);
            search.backwards = backwards;
            search.want(&rule.when, &Context::of(&finding.scope), false, DEPTH);
        }
    }
}

fn improve(world: &mut World) {
    let questionnaire = Arc::clone(&world.questionnaire);
    for rule in &questionnaire.judgements {
        let Some(best) = questionnaire.scale(&rule.scale).and_then(|scale| scale.levels.first()) else {
            continue;
        };
        for scope in world.engine().judgement_scopes(rule) {
            Search::new(world).reach(rule, &scope, &best.id, DEPTH);
        }
    }
}

/// Ticks this option alone.
pub(super) fn tick(world: &mut World, place: &Place, option: &OptionId) {
    world.put(
        place,
        Some(Content::Value(Value::Multi(Ticks::known([option.clone()])))),
    );
}

/// The rows for which a rule may be raised; one is added where there is none.
fn scopes(world: &mut World, rule: &FindingRule) -> Vec<Scope> {
    if let Some(per) = rule
        .per
        .as_ref()
        .filter(|per| world.engine().scopes_of(Some(per)).is_empty())
    {
        world.add_row(per);
        world.fill();
    }
    world.engine().scopes_of(rule.per.as_ref())
}

fn raised(world: &World, rule: &FindingRule, scope: &Scope) -> Option<Because> {
    world
        .engine()
        .raised(&rule.code)
        .iter()
        .find(|finding| finding.scope == *scope)
        .map(|finding| finding.because)
}

/// How many entries the rules of this code have: another one may be raised for the same rows.
fn entries(rule: &FindingRule) -> usize {
    let questionnaire = certification();
    questionnaire
        .findings
        .iter()
        .filter(|other| other.code == rule.code)
        .count()
}

#[test]
fn every_finding_is_raised_by_some_answers() {
    let questionnaire = certification();
    let (mut missed, mut hollow, mut twice) = (Vec::new(), Vec::new(), Vec::new());
    for (at, rule) in questionnaire.findings.iter().enumerate() {
        let mut world = baseline();
        let scopes = scopes(&mut world, rule);
        let saved = world.save();
        let hit = scopes.iter().take(2).any(|scope| {
            world.restore(&saved);
            let mut search = Search::new(&mut world);
            let found = search.want(&rule.when, &Context::of(scope), true, DEPTH)
                && raised(&world, rule, scope)
                    .is_some_and(|because| because == Because::Known || asks_for_unknown(&rule.when));
            hollow.extend(hollow_texts(&world));
            twice.extend(said_twice(&world));
            found
        });
        if !hit {
            missed.push(format!("{at} {}: {}", rule.code, rule.text.en));
        }
    }
    assert!(missed.is_empty(), "never raised: {missed:#?}");
    hollow.sort();
    hollow.dedup();
    assert!(
        hollow.is_empty(),
        "nothing where something should be named: {hollow:#?}"
    );
    twice.sort();
    twice.dedup();
    assert!(
        twice.is_empty(),
        "two entries of one code speak for one row: {twice:#?}"
    );
}

/// One finding for each level of a row: five risks of a transfer, two kinds of assurance of a recipient.
const EACH_LEVEL: [&str; 2] = ["TH-01", "RA-10"];

/// Findings of one code for the same rows: entries that share a code have to exclude each other.
fn said_twice(world: &World) -> Vec<String> {
    let findings = world.engine().findings();
    let names: Vec<String> = findings
        .iter()
        .filter(|finding| !EACH_LEVEL.contains(&finding.code.as_str()))
        .map(|finding| finding.id().to_string())
        .collect();
    let again = |at: &usize| names[..*at].contains(&names[*at]);
    (0..names.len()).filter(again).map(|at| names[at].clone()).collect()
}

/// Findings whose text has a list or a name with nothing in it.
fn hollow_texts(world: &World) -> Vec<String> {
    let empty = |text: &str| {
        let gaps = ["：。", "：，", "“”", "（）", ": .", ": ;", "\"\"", "()", "{", "  "];
        gaps.iter().any(|gap| text.contains(gap))
    };
    let findings = world.engine().findings();
    let hollow = findings
        .iter()
        .filter(|finding| empty(&finding.text.zh) || empty(&finding.text.en));
    hollow
        .map(|finding| format!("{}: {} | {}", finding.code, finding.text.zh, finding.text.en))
        .collect()
}

#[test]
fn every_finding_is_silent_for_some_answers() {
    let questionnaire = certification();
    let mut missed = Vec::new();
    for (at, rule) in questionnaire.findings.iter().enumerate() {
        let mut world = baseline();
        let scopes = scopes(&mut world, rule);
        let saved = world.save();
        let hit = scopes.iter().any(|scope| {
            world.restore(&saved);
            let mut search = Search::new(&mut world);
            search.want(&rule.when, &Context::of(scope), false, DEPTH);
            let truth = search.truth(&rule.when, &Context::of(scope));
            truth == Some(false) && (entries(rule) > 1 || raised(&world, rule, scope).is_none())
        });
        if !hit {
            missed.push(format!("{at} {}: {}", rule.code, rule.text.en));
        }
    }
    assert!(missed.is_empty(), "never silent: {missed:#?}");
}

#[test]
fn every_other_severity_is_reached() {
    let questionnaire = certification();
    let mut missed = Vec::new();
    for rule in &questionnaire.findings {
        for (severity, when) in &rule.severity_if {
            let mut world = baseline();
            let scopes = scopes(&mut world, rule);
            let hit = scopes.iter().any(|scope| {
                let context = Context::of(scope);
                let both = pipia::domain::Expr::And(vec![when.clone(), rule.when.clone()]);
                Search::new(&mut world).want(&both, &context, true, DEPTH);
                world
                    .engine()
                    .raised(&rule.code)
                    .iter()
                    .any(|finding| finding.scope == *scope && finding.severity == *severity)
            });
            if !hit {
                missed.push(format!("{} {}", rule.code, severity.word()));
            }
        }
    }
    assert!(missed.is_empty(), "severities never reached: {missed:#?}");
}

#[test]
fn the_baseline_is_good() {
    let world = baseline();
    let left: Vec<String> = world
        .engine()
        .findings()
        .iter()
        .filter(|finding| !finding.note)
        .map(|finding| format!("{} {} {:?}", finding.id(), finding.text.en, finding.because))
        .collect();
    let bad: Vec<String> = world
        .engine()
        .judgements()
        .iter()
        .filter(|judgement| {
            let rule = world.questionnaire.judgement(&judgement.id).unwrap();
            world
                .questionnaire
                .scale(&rule.scale)
                .unwrap()
                .levels
                .first()
                .is_none_or(|best| best.id != judgement.level)
        })
        .map(|judgement| {
            format!(
                "{} {} {} {:?}",
                judgement.id,
                judgement.scope,
                judgement.level,
                judgement
                    .trace
                    .iter()
                    .map(|step| format!("{}: {} = {}", step.ground.label.en, step.input.en, step.result.en))
                    .collect::<Vec<_>>()
            )
        })
        .collect();
    assert!(left.is_empty() && bad.is_empty(), "{left:#?} {bad:#?}");
}
