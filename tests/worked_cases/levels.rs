//! The expected levels of the blueprint's section 3.1: every line, and no level besides.

use super::{bare_a, bare_b};
use pipia::domain::{Engine, Scope};
use std::collections::BTreeMap;

/// All levels by their names as in answer files.
pub(super) fn all(engine: &Engine) -> BTreeMap<String, String> {
    let judgements = engine.judgements().into_iter();
    judgements
        .map(|judgement| (name(&judgement.id, &judgement.scope), judgement.level.to_string()))
        .collect()
}

fn name(id: &str, scope: &Scope) -> String {
    if scope.is_whole() {
        id.to_owned()
    } else {
        format!("{id}@{scope}")
    }
}

/// Steps on the way, which the blueprint's table does not list: likelihoods of the threats, the groups of Table B.4.
const ON_THE_WAY: [&str; 6] = [
    "threats.likelihood-",
    "country.record@",
    "country.law@",
    "country.commitments@",
    "country.remedies@",
    "country.third-party@",
];

/// Each line of the table: a judgement, then its levels in the order of the rows.
fn lines(rows: &[&str], table: &[(&str, &str)]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (id, levels) in table {
        let levels: Vec<&str> = levels.split_whitespace().collect();
        assert_eq!(levels.len(), rows.len(), "{id}");
        for (row, level) in rows.iter().zip(levels) {
            let name = if row.is_empty() {
                (*id).to_owned()
            } else {
                format!("{id}@{row}")
            };
            found.insert(name, level.to_owned());
        }
    }
    found
}

fn assert_exactly(engine: &Engine, tables: Vec<BTreeMap<String, String>>) {
    let expected: BTreeMap<String, String> = tables.into_iter().flatten().collect();
    let mut found = all(engine);
    found.retain(|name, _| !ON_THE_WAY.iter().any(|step| name.starts_with(step)));
    assert_eq!(found, expected);
}

#[test]
fn bare_case_a_has_the_levels_of_the_blueprint() {
    let transfers = lines(
        &["transfer:orders", "transfer:crm", "transfer:support", "transfer:hr"],
        &[
            ("legality.legality", "bar bar bar bar"),
            ("legality.legitimacy", "gaps gaps gaps gaps"),
            ("legality.necessity", "gaps gaps gaps gaps"),
            ("rights-impact.self-determination", "severe severe severe severe"),
            ("rights-impact.differential", "none high none none"),
            ("rights-impact.reputation", "medium medium high severe"),
            ("rights-impact.person-property", "severe none severe severe"),
            ("rights-impact.result", "severe severe severe severe"),
            ("threats.group-1", "very-high very-high very-high very-high"),
            ("threats.group-2", "high high high high"),
            ("threats.group-3", "very-high very-high very-high very-high"),
            ("threats.group-4", "very-high very-high very-high very-high"),
            ("threats.tampering", "severe severe severe severe"),
            ("threats.destruction", "severe severe severe severe"),
            ("threats.leak", "severe severe severe severe"),
            ("threats.loss", "severe severe severe severe"),
            ("threats.unlawful-use", "severe severe severe severe"),
            ("threats.result", "severe severe severe severe"),
        ],
    );
    let recipients = lines(
        &["recipient:lusee", "recipient:palawan"],
        &[
            ("recipient-assurance.technical", "weak weak"),
            ("recipient-assurance.management", "weak weak"),
            ("recipient-assurance.result", "weak weak"),
        ],
    );
    let countries = lines(
        &["recipient:lusee,country:SG", "recipient:palawan,country:PH"],
        &[("country.level", "weak weak")],
    );
    let whole = lines(
        &[""],
        &[
            ("rights-channels.level", "not-open"),
            ("national-interest.security", "considerable"),
            ("national-interest.public", "considerable"),
            ("conclusion.overall", "severe"),
        ],
    );
    assert_exactly(&bare_a(), vec![transfers, recipients, countries, whole]);
}

#[test]
fn bare_case_b_has_the_levels_of_the_blueprint() {
    let transfers = lines(
        &["transfer:subjects", "transfer:staff"],
        &[
            ("legality.legality", "bar gaps"),
            ("legality.legitimacy", "gaps gaps"),
            ("legality.necessity", "gaps gaps"),
            ("rights-impact.self-determination", "severe medium"),
            ("rights-impact.differential", "severe none"),
            ("rights-impact.reputation", "high medium"),
            ("rights-impact.person-property", "high medium"),
            ("rights-impact.result", "severe medium"),
            ("threats.group-1", "very-high very-high"),
            ("threats.group-2", "high high"),
            ("threats.group-3", "very-high very-high"),
            ("threats.group-4", "very-high very-high"),
            ("threats.tampering", "severe high"),
            ("threats.destruction", "severe high"),
            ("threats.leak", "severe high"),
            ("threats.loss", "severe high"),
            ("threats.unlawful-use", "severe high"),
            ("threats.result", "severe high"),
        ],
    );
    let recipient = lines(
        &["recipient:weidenbach"],
        &[
            ("recipient-assurance.technical", "weak"),
            ("recipient-assurance.management", "weak"),
            ("recipient-assurance.result", "weak"),
        ],
    );
    // Germany alone: the third party's country has no row.
    let country = lines(&["recipient:weidenbach,country:DE"], &[("country.level", "weak")]);
    let whole = lines(
        &[""],
        &[
            ("rights-channels.level", "not-open"),
            ("national-interest.security", "considerable"),
            ("national-interest.public", "considerable"),
            ("conclusion.overall", "severe"),
        ],
    );
    assert_exactly(&bare_b(), vec![transfers, recipient, country, whole]);
}

/// Sensitive throughout, special groups, coded: each correction stands in the trace, in one sum.
#[test]
fn the_subjects_of_case_b_go_up_twice_and_down_once() {
    let engine = bare_b();
    let scope = Scope::row("transfer", "subjects");
    let judged = engine
        .judge(&"rights-impact.self-determination".into(), &scope)
        .unwrap();
    let labels: Vec<&str> = judged.trace.iter().map(|step| step.ground.label.zh.as_str()).collect();
    for correction in ["敏感程度", "特定人群", "技术处理措施"] {
        assert!(
            labels.iter().any(|label| label.starts_with(correction)),
            "{correction}: {labels:#?}"
        );
    }
    for correction in ["规模", "范围"] {
        assert!(
            !labels.iter().any(|label| label.starts_with(correction)),
            "{correction}: {labels:#?}"
        );
    }
}
