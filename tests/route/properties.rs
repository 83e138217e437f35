//! What holds for all facts, known or not.

use super::oracle::{brute_force, known, set_people};
use jiff::civil::date;
use pipia::domain::route::{
    Count, Exporter, Fact, FactAt, FreeTradeZone, Kind, Known, ListRoute, Necessity, Origin, Outbound, People, Route,
    RouteFacts, TransferFacts, conflicts, decide, route_counting_exempt,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn pick<T: Copy + std::fmt::Debug + 'static>(values: &[T]) -> impl Strategy<Value = Known<T>> + use<T> {
    proptest::sample::select(values.to_vec()).prop_map(Known::Value)
}

fn number() -> impl Strategy<Value = u64> {
    let near = proptest::sample::select(vec![
        0, 0, 1, 40, 9_000, 10_000, 60_000, 99_999, 100_000, 600_000, 1_000_000,
    ]);
    prop_oneof![4 => near, 1 => 0..2_000_000u64]
}

fn some_people() -> impl Strategy<Value = People> {
    (number(), prop_oneof![2 => Just(0), 1 => number()]).prop_map(|(o, s)| People::of(o, s))
}

fn some_transfer() -> impl Strategy<Value = TransferFacts> {
    let words = (
        pick(&[Outbound::Sent, Outbound::RemoteAccess, Outbound::Sent, Outbound::None]),
        pick(Origin::ALL),
        pick(Necessity::ALL),
    );
    let truths = (
        pick(&[true, true, true, false]),
        pick(&[false, false, false, true]),
        pick(&[true, false]),
        pick(&[true, true, false]),
    );
    (words, truths, some_people(), some_people()).prop_map(|((outbound, origin, necessity), truths, people, beyond)| {
        TransferFacts {
            name: "t".into(),
            outbound,
            personal_information: truths.0,
            important_data: truths.1,
            origin,
            necessity,
            labour_rules: truths.2,
            collective_contract: truths.3,
            people,
            people_beyond_necessity: People::of(
                known(beyond.ordinary).min(known(people.ordinary)),
                known(beyond.sensitive).min(known(people.sensitive)),
            ),
        }
    })
}

fn some_facts(most: usize) -> impl Strategy<Value = RouteFacts> {
    let file = (
        pick(&[date(2026, 8, 31), date(2026, 11, 21), date(2026, 11, 21)]),
        pick(&[false, false, true]),
        pick(&[
            FreeTradeZone::None,
            FreeTradeZone::None,
            FreeTradeZone::OutsideNegativeList,
            FreeTradeZone::OnNegativeList,
        ]),
        pick(ListRoute::ALL),
        pick(&[false, false, true]),
    );
    let totals = (
        proptest::option::weighted(0.3, number()),
        proptest::option::weighted(0.3, number()),
    );
    (file, totals, proptest::collection::vec(some_transfer(), 1..=most)).prop_map(|(file, totals, transfers)| {
        let known = |total: Option<u64>| total.map_or(Known::Unknown, Known::Value);
        RouteFacts {
            as_of: file.0,
            exporter: Known::Value(Exporter::Domestic),
            critical_infrastructure_operator: file.1,
            free_trade_zone: file.2,
            negative_list_route: file.3,
            small_processor: file.4,
            within_gba: Known::Value(false),
            deduplicated_people: People {
                ordinary: known(totals.0),
                sensitive: known(totals.1),
            },
            forecast_people: People::default(),
            transfers,
        }
    })
}

/// Forgets facts: `holes` picks them by number; at most two counts, for brute force has to try them all.
fn forget(facts: &mut RouteFacts, holes: &[usize]) {
    let mut numbers = 0;
    for hole in holes {
        let at = hole / 11 % (facts.transfers.len() + 1);
        let hole = hole % 11;
        if at == facts.transfers.len() {
            match hole % 5 {
                0 => facts.as_of = Known::Unknown,
                1 => facts.critical_infrastructure_operator = Known::Unknown,
                2 => facts.free_trade_zone = Known::Unknown,
                3 => facts.negative_list_route = Known::Unknown,
                _ => facts.small_processor = Known::Unknown,
            }
            continue;
        }
        let t = &mut facts.transfers[at];
        if hole >= 7 {
            numbers += 1;
            if numbers > 2 {
                continue;
            }
        }
        match hole {
            0 => t.outbound = Known::Unknown,
            1 => t.personal_information = Known::Unknown,
            2 => t.important_data = Known::Unknown,
            3 => t.origin = Known::Unknown,
            4 => t.necessity = Known::Unknown,
            5 => t.labour_rules = Known::Unknown,
            6 => t.collective_contract = Known::Unknown,
            7 => t.people.ordinary = Known::Unknown,
            8 => t.people.sensitive = Known::Unknown,
            9 => t.people_beyond_necessity.ordinary = Known::Unknown,
            _ => t.people_beyond_necessity.sensitive = Known::Unknown,
        }
    }
}

fn some_partly_known(most: usize) -> impl Strategy<Value = RouteFacts> {
    (some_facts(most), proptest::collection::vec(0..1000usize, 0..=3)).prop_map(|(mut facts, holes)| {
        forget(&mut facts, &holes);
        facts
    })
}

fn settings(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(settings(250))]

    #[test]
    fn the_decision_is_what_trying_everything_finds(facts in some_partly_known(3)) {
        let expected = brute_force(&facts);
        let found = decide(&facts);
        if expected.routes.is_empty() {
            prop_assert!(!conflicts(&facts).is_empty(), "no reading fits, and nobody says so");
            return Ok(());
        }
        let determined = expected.routes.iter().next().copied().filter(|_| expected.routes.len() == 1);
        prop_assert_eq!(found.route, determined, "{:?}", &expected.routes);
        prop_assert_eq!(Some(&found.worst_route), expected.routes.last());
        if !expected.unknowns.is_empty() || determined.is_some() {
            prop_assert_eq!(found.unknowns.into_iter().collect::<BTreeSet<_>>(), expected.unknowns);
        }
    }
}

proptest! {
    #![proptest_config(settings(200))]

    #[test]
    fn the_order_of_transfers_does_not_matter(facts in some_partly_known(4)) {
        let mut turned = facts.clone();
        turned.transfers.reverse();
        let (one, other) = (decide(&facts), decide(&turned));
        prop_assert_eq!((one.route, one.worst_route, one.counts, one.margins), (other.route, other.worst_route, other.counts, other.margins));
        let last = facts.transfers.len() - 1;
        let back: BTreeSet<_> = other.unknowns.into_iter().map(|at| FactAt { transfer: at.transfer.map(|t| last - t), ..at }).collect();
        prop_assert_eq!(one.unknowns.into_iter().collect::<BTreeSet<_>>(), back);
    }

    #[test]
    fn more_people_never_make_the_route_easier(mut facts in some_partly_known(3), more in 1..2_000_000u64, at in 0..3usize) {
        facts.deduplicated_people = People::default();
        facts.small_processor = Known::Value(false);
        let before = decide(&facts);
        let at = at % facts.transfers.len();
        for kind in Kind::BOTH {
            let people = facts.transfers[at].people.get(kind).value();
            if let Some(people) = people {
                set_people(&mut facts.transfers[at].people, kind, people + more);
            }
        }
        let after = decide(&facts);
        prop_assert!(after.worst_route >= before.worst_route);
        if let (Some(before), Some(after)) = (before.route, after.route) {
            prop_assert!(after >= before);
        }
        prop_assert!(route_counting_exempt(&facts) >= after.worst_route);
    }

    #[test]
    fn a_given_total_settles_unknown_counts(mut facts in some_partly_known(3), total in number()) {
        for t in &mut facts.transfers {
            t.people = People::default();
        }
        facts.deduplicated_people = People::of(total, 0);
        let counts_listed = decide(&facts).unknowns.into_iter().any(|at| matches!(at.fact, Fact::People(_) | Fact::DeduplicatedPeople(_)));
        prop_assert!(!counts_listed || !conflicts(&facts).is_empty());
    }

    #[test]
    fn half_typed_facts_never_fail(mut facts in some_partly_known(4), forecast in number()) {
        facts.forecast_people.ordinary = Known::Value(forecast);
        facts.transfers[0].people_beyond_necessity = People::of(u64::MAX, u64::MAX - 1);
        let decision = decide(&facts);
        prop_assert_eq!(decision.route.is_none(), !decision.unknowns.is_empty());
        prop_assert!(decision.forecast_route.is_some());
        prop_assert!(decision.notes.iter().all(|note| !note.zh.is_empty() && !note.en.is_empty()));
    }
}

#[test]
fn nothing_known_about_ten_transfers_is_still_decided_at_once() {
    let mut facts = RouteFacts {
        transfers: (0..10).map(|n| TransferFacts::named(n.to_string())).collect(),
        ..RouteFacts::default()
    };
    for t in &mut facts.transfers {
        (t.important_data, t.labour_rules, t.collective_contract) = (Known::Unknown, Known::Unknown, Known::Unknown);
        t.people_beyond_necessity = People::default();
    }
    let decision = decide(&facts);
    assert_eq!(
        (decision.route, decision.worst_route),
        (None, Route::SecurityAssessment)
    );
    assert_eq!(decision.counts.ordinary, Count::Unknown);
    assert_eq!(decision.unknowns.len(), 5 + 2 + 10 * 11);
    assert_eq!(
        decide(&RouteFacts::default()).unknowns,
        [FactAt {
            transfer: None,
            fact: Fact::Transfer
        }]
    );
}
