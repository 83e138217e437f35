//! Every citation leads to a provision with its gist.

use super::certification;
use pipia::domain::{Base, Citation, JudgementRule, Questionnaire};
use std::collections::BTreeMap;

/// All citations of the questionnaire, each with where it stands.
fn citations(questionnaire: &Questionnaire) -> Vec<(String, Citation)> {
    let mut found = Vec::new();
    for question in &questionnaire.questions {
        found.extend(
            question
                .basis
                .iter()
                .map(|citation| (question.id.to_string(), citation.clone())),
        );
    }
    for rule in &questionnaire.findings {
        found.extend(
            rule.basis
                .iter()
                .map(|citation| (rule.code.to_string(), citation.clone())),
        );
    }
    for rule in &questionnaire.judgements {
        found.extend(
            grounds(rule)
                .into_iter()
                .map(|citation| (rule.id.to_string(), citation)),
        );
    }
    found.extend(
        questionnaire
            .matrix
            .source
            .iter()
            .map(|citation| ("matrix".to_owned(), citation.clone())),
    );
    found
}

fn grounds(rule: &JudgementRule) -> Vec<Citation> {
    let mut found = rule.ground.source.clone();
    found.extend(rule.steps.iter().flat_map(|step| step.ground.source.clone()));
    match &rule.base {
        Base::Lines(lines) => found.extend(lines.iter().flat_map(|line| line.ground.source.clone())),
        Base::Count { counted, table } => {
            found.extend(counted.iter().flat_map(|entry| entry.ground.source.clone()));
            found.extend(table.iter().flat_map(|line| line.ground.source.clone()));
        }
        Base::Columns { rows, .. } => found.extend(rows.iter().flat_map(|(_, ground)| ground.source.clone())),
        Base::Situations(_) | Base::Worst(_) | Base::Matrix { .. } => {}
    }
    found
}

/// Cited as a whole: a convention of the tool needs no provision.
const WHOLE: [&str; 1] = ["TOOL"];

#[test]
fn every_citation_leads_to_a_gist() {
    let questionnaire = certification();
    let mut without: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (at, citation) in citations(&questionnaire) {
        assert!(
            questionnaire.reference.instruments.contains_key(&citation.instrument),
            "{at}: no instrument {citation}"
        );
        let fits = |place: &str| {
            let rest = citation.place.strip_prefix(place);
            rest.is_some_and(|rest| {
                !place.ends_with(|c: char| c.is_ascii_digit()) || !rest.starts_with(|c: char| c.is_ascii_digit())
            })
        };
        let found = questionnaire.reference.provision(&citation);
        let whole = citation.place.is_empty();
        let good = found.is_some_and(|provision| {
            fits(&provision.citation.place) && (whole || !provision.citation.place.is_empty())
        });
        if !good && !WHOLE.contains(&citation.instrument.as_str()) {
            without.entry(citation.to_string()).or_default().push(at);
        }
    }
    assert!(without.is_empty(), "no gist: {without:#?}");
}

#[test]
fn every_gist_is_cited_or_its_instrument_is_offered() {
    let questionnaire = certification();
    let cited = citations(&questionnaire);
    let idle: Vec<String> = questionnaire
        .reference
        .instruments
        .values()
        .filter(|instrument| {
            !instrument.selectable && cited.iter().all(|(_, citation)| citation.instrument != instrument.key)
        })
        .map(|instrument| instrument.key.clone())
        .collect();
    assert!(idle.is_empty(), "neither cited nor offered: {idle:?}");
}

/// A number in a place is read to its end: what has no gist of its own does not borrow that of a shorter number.
#[test]
fn a_citation_takes_no_gist_of_a_shorter_number() {
    let reference = &certification().reference;
    let place = |citation: &str| {
        reference
            .provision(&Citation::parse(citation))
            .map(|found| found.citation.to_string())
    };
    assert_eq!(place("PIPL 56(3)").as_deref(), Some("PIPL 56(3)"));
    assert_eq!(place("PIPL 73(1)").as_deref(), Some("PIPL 73"));
    assert_eq!(place("PIPL 61"), None, "not PIPL 6");
    assert_eq!(place("CERT 19"), None);
}

/// The provisions in the note of a term; what is left are the marks of how sure it is.
fn of_term(note: &str, questionnaire: &Questionnaire) -> Vec<Citation> {
    let named = note.split("; ").map(Citation::parse);
    named
        .filter(|citation| questionnaire.reference.instruments.contains_key(&citation.instrument))
        .collect()
}

#[test]
fn the_source_of_every_term_leads_to_a_gist_or_a_whole_instrument() {
    let questionnaire = certification();
    let mut without = Vec::new();
    for term in questionnaire.reference.terms.values() {
        for citation in &of_term(&term.source, &questionnaire) {
            let known = questionnaire.reference.provision(citation).is_some();
            if !known && !citation.place.is_empty() {
                without.push(format!("{}: {citation}", term.id));
            }
        }
    }
    assert!(without.is_empty(), "{without:#?}");
}

/// Table numbers of GB/T 39335 differ between its editions: only clauses and Annex D are cited.
#[test]
fn no_table_number_of_gbt_39335_is_cited() {
    let questionnaire = certification();
    let terms = questionnaire
        .reference
        .terms
        .values()
        .flat_map(|term| of_term(&term.source, &questionnaire));
    let cited = citations(&questionnaire)
        .into_iter()
        .map(|(_, citation)| citation)
        .chain(terms);
    let tables: Vec<String> = cited
        .filter(|citation| {
            citation.instrument == "GB39335" && (citation.place.contains("Table") || citation.place.contains("D."))
        })
        .map(|citation| citation.to_string())
        .collect();
    assert!(tables.is_empty(), "{tables:?}");
}
