//! The route decision: the worked fact patterns, files that must be refused, and properties checked against brute force.

use pipia::command::route::{Format, run};
use pipia::domain::Lang;
use pipia::questionnaire::{Source, route_facts};
use serde_json::{Value, json};
use std::collections::BTreeSet;

mod oracle;
mod properties;
mod wizard;

const CASES: &str = include_str!("cases/route-cases.toml");
const BAD: &str = include_str!("cases/route-bad-facts.toml");

fn cases(text: &str) -> Vec<toml::Table> {
    let file: toml::Table = toml::from_str(text).unwrap();
    file["case"]
        .as_array()
        .unwrap()
        .iter()
        .map(|case| case.as_table().unwrap().clone())
        .collect()
}

fn decided(facts: &str) -> (Value, u8) {
    let outcome = run(facts, "facts.toml", Lang::En, Format::Json);
    assert!(outcome.exit < 2, "{}", outcome.text);
    (serde_json::from_str(&outcome.text).unwrap(), outcome.exit)
}

fn set(value: &Value) -> BTreeSet<String> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item.as_str().unwrap().to_owned())
        .collect()
}

fn check(id: &str, name: &str, expected: &Value, found: &Value) {
    match name {
        "margin_ordinary" => assert_eq!(expected, &found["margins"]["ordinary"], "{id}"),
        "margin_sensitive" => assert_eq!(expected, &found["margins"]["sensitive"], "{id}"),
        "basis" => assert!(
            set(expected).is_subset(&set(&found["basis"])),
            "{id}: {}",
            found["basis"]
        ),
        "unknowns" => assert_eq!(set(expected), set(&found["unknowns"]), "{id}"),
        _ => assert_eq!(expected, &found[name], "{id}: {name}"),
    }
}

#[test]
fn every_fact_pattern_gets_its_route() {
    for case in cases(CASES) {
        let id = case["id"].as_str().unwrap();
        let (found, exit) = decided(&toml::to_string(&case["facts"]).unwrap());
        for (name, expected) in case["expect"].as_table().unwrap() {
            check(id, name, &serde_json::to_value(expected).unwrap(), &found);
        }
        assert_eq!(exit, u8::from(found["route"] == "undetermined"), "{id}");
        if exit == 0 {
            assert_eq!(found["route"], found["worst_route"], "{id}");
        }
    }
}

#[test]
fn bad_facts_are_refused_with_every_fault_at_its_place() {
    for case in cases(BAD) {
        let id = case["id"].as_str().unwrap();
        let text = case["text"].as_str().unwrap();
        let faults = route_facts(&Source {
            name: "f.toml".into(),
            text: text.into(),
        })
        .unwrap_err();
        let wanted = usize::try_from(case["faults"].as_integer().unwrap()).unwrap();
        assert!(faults.len() >= wanted, "{id}: {faults:?}");
        for lang in Lang::ALL {
            let outcome = run(text, "f.toml", lang, Format::Json);
            assert_eq!(outcome.exit, 2, "{id}");
            assert!(outcome.text.matches("f.toml:").count() >= wanted, "{id}");
            for name in case["names"].as_array().unwrap() {
                assert!(outcome.text.contains(name.as_str().unwrap()), "{id}: {}", outcome.text);
            }
        }
    }
}

/// A file with one plain transfer; lines of the file and of the transfer replace the plain ones with the same key.
fn facts(file: &str, transfers: &[&str]) -> String {
    let plain_file = "as_of = 2026-11-21\nexporter = \"domestic\"\ncritical_infrastructure_operator = false\nfree_trade_zone = \"none\"\n";
    let plain = "outbound = \"sent\"\npersonal_information = true\nimportant_data = false\norigin = \"domestic\"\nnecessity = \"none\"\npeople_ordinary = 0\npeople_sensitive = 0\n";
    let merge = |base: &str, change: &str| {
        let mut table: toml::Table = toml::from_str(base).unwrap();
        table.extend(toml::from_str::<toml::Table>(change).unwrap());
        table
    };
    let mut all = merge(plain_file, file);
    let list = transfers.iter().enumerate().map(|(at, change)| {
        let mut table = merge(plain, change);
        table.insert("name".into(), format!("t{}", at + 1).into());
        toml::Value::Table(table)
    });
    all.insert("transfer".into(), list.collect::<Vec<_>>().into());
    toml::to_string(&all).unwrap()
}

fn refused(text: &str) -> Vec<&'static str> {
    let faults = route_facts(&Source {
        name: "f.toml".into(),
        text: text.into(),
    })
    .unwrap_err();
    faults.iter().map(|fault| fault.code).collect()
}

#[test]
fn one_unknown_count_is_listed_beside_the_total_that_would_settle_it() {
    let (found, _) = decided(&facts("", &["people_ordinary = \"unknown\""]));
    assert_eq!(found["route"], "undetermined");
    assert_eq!(
        set(&found["unknowns"]),
        BTreeSet::from(["deduplicated_people_ordinary".into(), "people_ordinary".into()])
    );
    assert_eq!(found["counts"]["ordinary"], Value::Null);
    let (found, _) = decided(&facts(
        "deduplicated_people_ordinary = 40000",
        &["people_ordinary = \"unknown\""],
    ));
    assert_eq!((&found["route"], &found["unknowns"]), (&json!("exempt"), &json!([])));
}

#[test]
fn a_total_rules_values_out_before_unknowns_are_listed() {
    // with 300 people in all, the first transfer (500) cannot be counted, so its exemption is certain
    let text = facts(
        "deduplicated_people_sensitive = 300",
        &[
            "people_sensitive = 500\nnecessity = \"hr\"\nlabour_rules = \"unknown\"\ncollective_contract = true",
            "people_sensitive = 300",
        ],
    );
    let (found, _) = decided(&text);
    assert_eq!(found["route"], "contract-or-certification");
    assert_eq!(found["transfers"][0]["exempt"], true);
    assert_eq!(found["counts"]["sensitive"], 300);
    assert_eq!(
        found["counts"]["sensitive_with_exempt"],
        json!({"from": 500, "to": 800})
    );
}

#[test]
fn a_surplus_of_unknown_size_decides_for_critical_infrastructure() {
    let text = facts(
        "critical_infrastructure_operator = true",
        &["necessity = \"contract\"\npeople_ordinary = 50\npeople_ordinary_beyond_necessity = \"unknown\""],
    );
    let (found, _) = decided(&text);
    assert_eq!(found["worst_route"], "security-assessment");
    assert!(set(&found["unknowns"]).contains("people_ordinary_beyond_necessity"));
    assert_eq!(found["transfers"][0]["exempt"], Value::Null);
}

#[test]
fn the_negative_list_decides_what_is_not_exempt() {
    let listed = "free_trade_zone = \"on-negative-list\"\n";
    let (found, _) = decided(&facts(listed, &["people_ordinary = 5"]));
    assert_eq!(found["worst_route"], "security-assessment");
    assert_eq!(found["unknowns"], json!(["negative_list_route"]));
    let contract = format!("{listed}negative_list_route = \"contract-or-certification\"");
    let (found, _) = decided(&facts(&contract, &["people_ordinary = 5000000"]));
    assert_eq!(found["route"], "contract-or-certification");
    assert_eq!(found["margins"], json!({"ordinary": null, "sensitive": null}));
    let (found, _) = decided(&facts(listed, &["people_ordinary = 5\nnecessity = \"emergency\""]));
    assert_eq!(found["route"], "exempt");
    let (found, _) = decided(&facts("free_trade_zone = \"unknown\"", &["people_ordinary = 5"]));
    assert_eq!(
        set(&found["unknowns"]),
        BTreeSet::from(["free_trade_zone".into(), "negative_list_route".into()])
    );
}

#[test]
fn a_legal_duty_exempts_small_processors_from_september_2026() {
    let transfer = "necessity = \"legal-duty\"\npeople_sensitive = 300\npeople_ordinary = 0";
    for (day, small, route) in [
        ("2026-08-31", "true", "contract-or-certification"),
        ("2026-09-01", "true", "exempt"),
        ("2026-09-01", "false", "contract-or-certification"),
        ("2026-09-01", "\"unknown\"", "undetermined"),
    ] {
        let (found, _) = decided(&facts(
            &format!("as_of = {day}\nsmall_processor = {small}"),
            &[transfer],
        ));
        assert_eq!(found["route"], route, "{day} {small}");
    }
    let important = facts(
        "small_processor = true",
        &[&format!("{transfer}\nimportant_data = true")],
    );
    assert_eq!(
        set(&decided(&important).0["basis"]),
        BTreeSet::from(["FLOW 7".into(), "SMALL 10(2)".into()])
    );
}

#[test]
fn the_forecast_counts_as_a_further_transfer_that_is_not_exempt() {
    let exempt = "necessity = \"contract\"\npeople_ordinary = 500";
    let ahead = |file: &str, transfer: &str| decided(&facts(file, &[transfer])).0["forecast_route"].clone();
    assert_eq!(
        ahead("forecast_people_sensitive = 3", exempt),
        "contract-or-certification"
    );
    assert_eq!(
        ahead("forecast_people_ordinary = 9", "people_ordinary = 200000"),
        "contract-or-certification"
    );
    assert_eq!(
        ahead("forecast_people_ordinary = 2000000", "outbound = \"none\""),
        "not-outbound"
    );
    assert_eq!(
        ahead(
            "forecast_people_ordinary = 2000000\nfree_trade_zone = \"outside-negative-list\"",
            exempt
        ),
        "exempt"
    );
    assert_eq!(
        ahead(
            "forecast_people_ordinary = 1\ncritical_infrastructure_operator = true",
            exempt
        ),
        "security-assessment"
    );
    assert_eq!(ahead("", exempt), Value::Null);
}

#[test]
fn contradictions_are_refused_and_unknown_facts_are_read_kindly() {
    let total = "deduplicated_people_ordinary = 50";
    assert_eq!(
        refused(&facts(total, &["people_ordinary = 60"])),
        ["total-below-largest"]
    );
    assert_eq!(refused(&facts(total, &["people_ordinary = 40"])), ["total-above-sum"]);
    assert_eq!(
        refused(&facts(total, &["people_ordinary = 50\noutbound = \"none\""])),
        ["total-above-sum"]
    );
    assert_eq!(
        refused(&facts(total, &["people_ordinary = 60\nnecessity = \"unknown\""])),
        ["total-fits-nothing"]
    );
    assert!(
        route_facts(&Source {
            name: "f".into(),
            text: facts(total, &["people_ordinary = \"unknown\""])
        })
        .is_ok()
    );
    assert!(
        route_facts(&Source {
            name: "f".into(),
            text: facts(
                "deduplicated_people_ordinary = 0",
                &["people_ordinary = 60\nnecessity = \"unknown\""]
            )
        })
        .is_ok()
    );
    assert_eq!(
        refused(&facts("small_processor = true", &["people_ordinary = 100000"])),
        ["small-with-many"]
    );
    assert_eq!(
        refused(&facts("negative_list_route = \"security-assessment\"", &[""])),
        ["list-route-off-list"]
    );
    assert_eq!(refused(&facts("as_of = 2025-12-31", &[""])), ["date-too-early"]);
}

#[test]
fn words_come_in_both_languages_with_margin_and_duties() {
    let text = facts("", &["people_sensitive = 9200"]);
    let english = run(&text, "f.toml", Lang::En, Format::Text);
    let wanted = "9,200 people with sensitive personal information since 1 January 2026: 799 more may be sent, the 800th triggers the security assessment";
    assert!(english.text.contains(wanted), "{}", english.text);
    assert!(english.text.contains("notice, separate consent"));
    let chinese = run(&text, "f.toml", Lang::Zh, Format::Text);
    assert!(
        chinese
            .text
            .contains("自2026年1月1日起，敏感个人信息9,200人：还可增加799人，第800人触发安全评估"),
        "{}",
        chinese.text
    );
    assert_eq!((english.exit, chinese.exit), (0, 0));
    let unknown = run(
        &facts(
            "critical_infrastructure_operator = \"unknown\"",
            &["people_ordinary = 5"],
        ),
        "f.toml",
        Lang::Zh,
        Format::Text,
    );
    assert!(
        unknown
            .text
            .contains("是否被认定为关键信息基础设施运营者（critical_infrastructure_operator）")
    );
    assert_eq!(unknown.exit, 1);
}

#[test]
fn the_json_object_has_its_keys_and_no_other() {
    let (found, _) = decided(&facts(
        "within_gba = true",
        &["people_ordinary = 150000", "people_ordinary = 1000"],
    ));
    let keys: Vec<_> = found.as_object().unwrap().keys().map(String::as_str).collect();
    let wanted = [
        "route",
        "worst_route",
        "basis",
        "transfers",
        "counts",
        "margins",
        "next_threshold",
        "forecast_route",
        "unknowns",
        "unknowns_at",
        "pipia_required",
        "gba_contract",
        "notes",
    ];
    assert_eq!(keys, wanted);
    assert_eq!(found["counts"]["ordinary"], json!({"from": 150_000, "to": 151_000}));
    assert_eq!(found["margins"]["ordinary"], 849_000);
    assert_eq!(
        found["next_threshold"],
        json!({"ordinary": 1_000_000, "sensitive": 10_000})
    );
    assert_eq!(found["gba_contract"], true);
    assert_eq!(
        found["transfers"][1],
        json!({"name": "t2", "exempt": false, "basis": []})
    );
    let (found, _) = decided(&facts("", &["important_data = \"unknown\"", "people_ordinary = 7"]));
    assert_eq!(
        found["unknowns_at"],
        json!([{"fact": "important_data", "transfer": "t1"}])
    );
    assert_eq!(found["next_threshold"], json!({"ordinary": null, "sensitive": null}));
}

#[test]
fn transfers_that_are_no_tables_are_told_once() {
    let file = "as_of = 2026-11-21\nexporter = \"domestic\"\ncritical_infrastructure_operator = false\nfree_trade_zone = \"none\"\n";
    assert_eq!(refused(&format!("{file}transfer = []\n")), ["no-transfer"]);
    assert_eq!(refused(&format!("{file}transfer = 3\n")), ["wrong-type"]);
    assert_eq!(refused(&format!("{file}transfer = [3]\n")), ["wrong-type"]);
    assert_eq!(refused(&format!("{file}transfer = [{{ name = 1 }}]\n")).len(), 7);
}
