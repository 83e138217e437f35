//! The same facts answered in the wizard's module: one function decides for both.

use super::{CASES, cases, check, set};
use pipia::command::route::to_json;
use pipia::domain::route::decide;
use pipia::domain::{Answers, Engine, Lang};
use pipia::questionnaire::{Catalog, Source, route_facts};
use pipia::store::format::read_answers;
use std::fmt::Write;
use std::sync::Arc;
use toml::{Table, Value};

/// A fact as an answer: "unknown" is an answer of its own.
fn said(value: &Value) -> String {
    match value {
        Value::String(word) if word == "unknown" => "{ unknown = true }".to_owned(),
        other => other.to_string(),
    }
}

fn put(out: &mut String, key: &str, value: Option<&Value>) {
    if let Some(value) = value {
        writeln!(out, "{key} = {}", said(value)).unwrap();
    }
}

/// The answers that say what the facts say.
fn answers(facts: &Table) -> String {
    let mut out = String::from("format = 1\n[answers]\n");
    let no = Value::Boolean(false);
    for (question, fact, absent) in [
        ("route.as-of", "as_of", None),
        ("route.exporter", "exporter", None),
        ("route.ciio", "critical_infrastructure_operator", None),
        ("route.ftz", "free_trade_zone", None),
        ("route.negative-list-route", "negative_list_route", None),
        ("route.small-processor", "small_processor", Some(&no)),
        ("route.within-gba", "within_gba", Some(&no)),
    ] {
        put(&mut out, &format!("\"{question}\""), facts.get(fact).or(absent));
    }
    let transfers = facts["transfer"].as_array().unwrap();
    let documents: Vec<&str> = [("labour_rules", "rules"), ("collective_contract", "collective")]
        .iter()
        .filter(|(fact, _)| {
            transfers
                .iter()
                .any(|transfer| transfer.get(fact).and_then(Value::as_bool) == Some(true))
        })
        .map(|(_, option)| *option)
        .collect();
    writeln!(out, "\"transfer.hr-documents\" = {documents:?}").unwrap();
    for (row, fact) in [("so-far", "deduplicated_people"), ("forecast", "forecast_people")] {
        writeln!(out, "[[record.\"route.people\"]]\nid = \"{row}\"").unwrap();
        for kind in ["ordinary", "sensitive"] {
            put(&mut out, kind, facts.get(&format!("{fact}_{kind}")));
        }
    }
    for (at, transfer) in transfers.iter().enumerate() {
        writeln!(out, "[[record.transfer]]\nid = \"t{at}\"").unwrap();
        for column in [
            "name",
            "outbound",
            "personal_information",
            "important_data",
            "origin",
            "necessity",
            "people_ordinary",
            "people_sensitive",
        ] {
            put(&mut out, column, transfer.get(column));
        }
        writeln!(out, "[[record.\"transfer.exemption\"]]\nid = \"t{at}\"").unwrap();
        let none = Value::Integer(0);
        for (column, fact) in [("surplus_people", "ordinary"), ("surplus_sensitive", "sensitive")] {
            let beyond = transfer.get(format!("people_{fact}_beyond_necessity"));
            put(&mut out, column, beyond.or(Some(&none)));
        }
    }
    out
}

fn walked(facts: &Table) -> Engine {
    let questionnaire = Catalog::built_in().unwrap().get("certification").unwrap();
    let source = Source {
        name: "answers.toml".into(),
        text: answers(facts),
    };
    let taken = read_answers(&source, &questionnaire, &Answers::default()).unwrap_or_else(|faults| {
        panic!(
            "{}{}",
            source.text,
            faults.iter().map(|fault| fault.render(Lang::En)).collect::<String>()
        )
    });
    Engine::new(questionnaire, Arc::new(taken.answers), jiff::civil::date(2026, 11, 21))
}

#[test]
fn every_fact_pattern_gets_its_route_in_the_wizard() {
    for case in cases(CASES) {
        let id = case["id"].as_str().unwrap();
        let facts = case["facts"].as_table().unwrap();
        let engine = walked(facts);
        let found = to_json(&engine.route_facts(), &engine.route(), Lang::En);
        for (name, expected) in case["expect"].as_table().unwrap() {
            check(id, name, &serde_json::to_value(expected).unwrap(), &found);
        }
        let source = Source {
            name: "facts.toml".into(),
            text: toml::to_string(facts).unwrap(),
        };
        let read = route_facts(&source).unwrap();
        assert_eq!(
            *engine.route(),
            decide(&read),
            "{id}: the same decision to the last note"
        );
        assert_eq!(
            set(&found["unknowns"]).is_empty(),
            engine.route().route.is_some(),
            "{id}"
        );
    }
}

#[test]
fn what_the_wizard_has_not_asked_yet_is_unknown() {
    let mut facts = cases(CASES).remove(0)["facts"].as_table().unwrap().clone();
    assert!(walked(&facts).route().route.is_some());
    facts.remove("critical_infrastructure_operator");
    let engine = walked(&facts);
    let found = to_json(&engine.route_facts(), &engine.route(), Lang::En);
    assert_eq!(found["route"], "undetermined");
    assert!(set(&found["unknowns"]).contains("critical_infrastructure_operator"));
}
