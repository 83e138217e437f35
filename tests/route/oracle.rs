//! The decision by brute force on small cases, written from the rules alone: every unknown is tried with every value that could matter.

use jiff::civil::date;
use pipia::domain::route::{
    Fact, FactAt, FreeTradeZone, Kind, Known, ListRoute, Necessity, Origin, Outbound, People, Route, RouteFacts,
    TransferFacts,
};
use std::collections::BTreeSet;

const MARKS: [u64; 5] = [1, 10_000, 100_000, 1_000_000, 3_000_000];

pub(super) fn known<T: Copy>(fact: Known<T>) -> T {
    fact.value().expect("complete facts")
}

/// The unknown facts, and how many values each may take.
fn open(facts: &RouteFacts) -> Vec<(FactAt, usize)> {
    let values = counts(facts).len();
    let mut open = Vec::new();
    let mut add = |transfer, fact, unknown: bool, size| {
        if unknown {
            open.push((FactAt { transfer, fact }, size));
        }
    };
    add(None, Fact::AsOf, facts.as_of.is_unknown(), 2);
    add(
        None,
        Fact::CriticalInfrastructureOperator,
        facts.critical_infrastructure_operator.is_unknown(),
        2,
    );
    add(None, Fact::FreeTradeZone, facts.free_trade_zone.is_unknown(), 3);
    add(None, Fact::NegativeListRoute, facts.negative_list_route.is_unknown(), 2);
    add(None, Fact::SmallProcessor, facts.small_processor.is_unknown(), 2);
    for (at, t) in facts.transfers.iter().enumerate() {
        add(Some(at), Fact::Outbound, t.outbound.is_unknown(), 2);
        add(
            Some(at),
            Fact::PersonalInformation,
            t.personal_information.is_unknown(),
            2,
        );
        add(Some(at), Fact::ImportantData, t.important_data.is_unknown(), 2);
        add(Some(at), Fact::Origin, t.origin.is_unknown(), 3);
        add(Some(at), Fact::Necessity, t.necessity.is_unknown(), 5);
        add(Some(at), Fact::LabourRules, t.labour_rules.is_unknown(), 2);
        add(
            Some(at),
            Fact::CollectiveContract,
            t.collective_contract.is_unknown(),
            2,
        );
        for kind in Kind::BOTH {
            add(Some(at), Fact::People(kind), t.people.get(kind).is_unknown(), values);
            add(
                Some(at),
                Fact::PeopleBeyondNecessity(kind),
                t.people_beyond_necessity.get(kind).is_unknown(),
                values,
            );
        }
    }
    open
}

/// Numbers worth trying: around the thresholds, and what known numbers leave up to a threshold or a total.
fn counts(facts: &RouteFacts) -> Vec<u64> {
    let totals = Kind::BOTH
        .into_iter()
        .filter_map(|kind| facts.deduplicated_people.get(kind).value());
    let marks: Vec<u64> = MARKS.into_iter().chain(totals).collect();
    let given = facts.transfers.iter().flat_map(|t| {
        Kind::BOTH
            .into_iter()
            .flat_map(|kind| [t.people.get(kind).value(), t.people_beyond_necessity.get(kind).value()])
    });
    let parts: Vec<u64> = given.flatten().chain([0]).collect();
    let mut all: BTreeSet<u64> = parts.iter().copied().collect();
    for mark in &marks {
        all.extend(
            parts
                .iter()
                .flat_map(|part| [mark.saturating_sub(*part), mark.saturating_sub(part + 1)]),
        );
    }
    all.into_iter().collect()
}

pub(super) fn set_people(people: &mut People, kind: Kind, number: u64) {
    match kind {
        Kind::Ordinary => people.ordinary = Known::Value(number),
        Kind::Sensitive => people.sensitive = Known::Value(number),
    }
}

fn assign(facts: &mut RouteFacts, at: FactAt, value: usize, numbers: &[u64]) {
    let truth = Known::Value(value == 1);
    if let Some(t) = at.transfer.and_then(|index| facts.transfers.get_mut(index)) {
        match at.fact {
            Fact::Outbound => t.outbound = Known::Value([Outbound::None, Outbound::Sent][value]),
            Fact::PersonalInformation => t.personal_information = truth,
            Fact::ImportantData => t.important_data = truth,
            Fact::Origin => t.origin = Known::Value(Origin::ALL[value]),
            Fact::Necessity => t.necessity = Known::Value(Necessity::ALL[value]),
            Fact::LabourRules => t.labour_rules = truth,
            Fact::CollectiveContract => t.collective_contract = truth,
            Fact::People(kind) => set_people(&mut t.people, kind, numbers[value]),
            Fact::PeopleBeyondNecessity(kind) => set_people(&mut t.people_beyond_necessity, kind, numbers[value]),
            other => panic!("{other:?}"),
        }
        return;
    }
    match at.fact {
        Fact::AsOf => facts.as_of = Known::Value([date(2026, 8, 31), date(2026, 9, 1)][value]),
        Fact::CriticalInfrastructureOperator => facts.critical_infrastructure_operator = truth,
        Fact::FreeTradeZone => facts.free_trade_zone = Known::Value(FreeTradeZone::ALL[value]),
        Fact::NegativeListRoute => facts.negative_list_route = Known::Value(ListRoute::ALL[value]),
        Fact::SmallProcessor => facts.small_processor = truth,
        other => panic!("{other:?}"),
    }
}

/// Complete facts: the counted people of each transfer, `None` where nobody's are counted because of what the transfer is.
struct Case {
    facts: RouteFacts,
    counted: Vec<[u64; 2]>,
    /// A transfer that is not exempt, whatever its count.
    not_exempt: bool,
    range: [(u64, u64); 2],
}

fn exempting(facts: &RouteFacts, t: &TransferFacts) -> (bool, bool) {
    let small = known(facts.small_processor) && known(facts.as_of) >= date(2026, 9, 1);
    let wholly = !known(t.personal_information)
        || known(t.origin) == Origin::AbroadUnchanged
        || known(facts.free_trade_zone) == FreeTradeZone::OutsideNegativeList;
    let partly = match known(t.necessity) {
        Necessity::None => false,
        Necessity::Contract | Necessity::Emergency => true,
        Necessity::Hr => known(t.labour_rules) && known(t.collective_contract),
        Necessity::LegalDuty => small,
    };
    (wholly, partly)
}

fn both<T: std::fmt::Debug>(make: impl Fn(Kind) -> T) -> [T; 2] {
    [make(Kind::Ordinary), make(Kind::Sensitive)]
}

impl Case {
    /// `None` if the facts contradict each other.
    fn new(facts: RouteFacts) -> Option<Self> {
        let mut counted = Vec::new();
        let mut spared = Vec::new();
        let mut not_exempt = false;
        for t in &facts.transfers {
            let people = both(|kind| known(t.people.get(kind)));
            let beyond = both(|kind| known(t.people_beyond_necessity.get(kind)));
            if beyond[0] > people[0] || beyond[1] > people[1] {
                return None;
            }
            let personal = known(t.personal_information);
            if known(facts.small_processor) && personal && people.iter().any(|people| *people >= 100_000) {
                return None;
            }
            let (wholly, partly) = exempting(&facts, t);
            let important = known(t.important_data);
            let mut mine = [0, 0];
            if known(t.outbound) != Outbound::None {
                if personal && (important || !wholly && !partly) {
                    mine = people;
                    not_exempt = true;
                } else if !important && !wholly {
                    mine = beyond;
                    not_exempt |= beyond != [0, 0];
                }
            }
            spared.push(if important { [0, 0] } else { mine });
            counted.push(mine);
        }
        let mut range = [(0, 0); 2];
        for (k, kind) in Kind::BOTH.into_iter().enumerate() {
            let (low, high) = (
                spared.iter().map(|c| c[k]).max().unwrap_or(0),
                counted.iter().map(|c| c[k]).sum::<u64>(),
            );
            let cap = if known(facts.small_processor) { 99_999 } else { u64::MAX };
            range[k] = match facts.deduplicated_people.get(kind).value() {
                Some(total) if total < low || total > high || total > cap => return None,
                Some(total) => (total, total),
                None if low > cap => return None,
                None => (low, high.min(cap)),
            };
        }
        Some(Self {
            facts,
            counted,
            not_exempt,
            range,
        })
    }

    fn route(&self, total: [u64; 2]) -> Route {
        let f = &self.facts;
        let outbound: Vec<_> = f
            .transfers
            .iter()
            .filter(|t| known(t.outbound) != Outbound::None)
            .collect();
        if outbound.is_empty() {
            Route::NotOutbound
        } else if outbound.iter().any(|t| known(t.important_data))
            || self.not_exempt && known(f.critical_infrastructure_operator)
        {
            Route::SecurityAssessment
        } else if !self.not_exempt {
            Route::Exempt
        } else if known(f.free_trade_zone) == FreeTradeZone::OnNegativeList {
            match known(f.negative_list_route) {
                ListRoute::SecurityAssessment => Route::SecurityAssessment,
                ListRoute::ContractOrCertification => Route::ContractOrCertification,
            }
        } else if total[0] >= 1_000_000 || total[1] >= 10_000 {
            Route::SecurityAssessment
        } else if total[0] >= 100_000 || total[1] >= 1 {
            Route::ContractOrCertification
        } else {
            Route::Exempt
        }
    }

    /// Totals worth trying.
    fn totals(&self, k: usize) -> Vec<u64> {
        let (low, high) = self.range[k];
        let mut all = BTreeSet::from([low, high]);
        all.extend(
            MARKS
                .into_iter()
                .flat_map(|mark| [mark - 1, mark])
                .filter(|n| *n >= low && *n <= high),
        );
        all.into_iter().collect()
    }

    fn routes(&self) -> BTreeSet<Route> {
        self.totals(0)
            .into_iter()
            .flat_map(|o| self.totals(1).into_iter().map(move |s| [o, s]))
            .map(|t| self.route(t))
            .collect()
    }

    /// Totals of one kind for two cases that differ in one fact: the same people, so the union grows by at most what the counts grow.
    fn coupled(&self, other: &Self, k: usize) -> Vec<(u64, u64)> {
        let rises = self.counted.iter().zip(&other.counted).all(|(a, b)| a[k] <= b[k]);
        let grows: u64 = self
            .counted
            .iter()
            .zip(&other.counted)
            .map(|(a, b)| a[k].abs_diff(b[k]))
            .sum();
        let fits = |a: u64, b: u64| {
            if rises {
                a <= b && b <= a.saturating_add(grows)
            } else {
                b <= a && a <= b.saturating_add(grows)
            }
        };
        let pairs = self
            .totals(k)
            .into_iter()
            .flat_map(|a| other.totals(k).into_iter().map(move |b| (a, b)));
        // the people are the same: if they are few enough for a small processor in one case, they are in the other
        let small = known(self.facts.small_processor) || known(other.facts.small_processor);
        let cap = if small { 99_999 } else { u64::MAX };
        pairs.filter(|(a, b)| fits(*a, *b) && *a.max(b) <= cap).collect()
    }

    fn can_differ(&self, other: &Self) -> bool {
        let ordinary = self.coupled(other, 0);
        let sensitive = self.coupled(other, 1);
        ordinary.iter().any(|o| {
            sensitive
                .iter()
                .any(|s| self.route([o.0, s.0]) != other.route([o.1, s.1]))
        })
    }
}

pub(super) struct Answer {
    pub(super) routes: BTreeSet<Route>,
    pub(super) unknowns: BTreeSet<FactAt>,
}

pub(super) fn brute_force(facts: &RouteFacts) -> Answer {
    let (slots, numbers) = (open(facts), counts(facts));
    let total: usize = slots.iter().map(|slot| slot.1).product();
    let cases: Vec<_> = (0..total)
        .map(|mut index| {
            let mut complete = facts.clone();
            for (at, size) in &slots {
                assign(&mut complete, *at, index % size, &numbers);
                index /= size;
            }
            Case::new(complete)
        })
        .collect();
    let mut answer = Answer {
        routes: BTreeSet::new(),
        unknowns: BTreeSet::new(),
    };
    let mut stride = 1;
    for case in cases.iter().flatten() {
        answer.routes.extend(case.routes());
    }
    for (at, size) in slots {
        let alternatives =
            |index: usize| (index / stride % size + 1..size).map(move |v| index + (v - index / stride % size) * stride);
        let differs = |index: usize, case: &Case| {
            alternatives(index).any(|i| cases[i].as_ref().is_some_and(|o| case.can_differ(o)))
        };
        if cases
            .iter()
            .enumerate()
            .any(|(index, case)| case.as_ref().is_some_and(|case| differs(index, case)))
        {
            answer.unknowns.insert(at);
        }
        stride *= size;
    }
    for kind in Kind::BOTH {
        if facts.deduplicated_people.get(kind).is_unknown() && range_matters(&cases, facts, kind) {
            answer.unknowns.insert(FactAt {
                transfer: None,
                fact: Fact::DeduplicatedPeople(kind),
            });
        }
    }
    answer
}

/// Whether the route differs over the range of one count, everything but the people of that kind being the same.
fn range_matters(cases: &[Option<Case>], facts: &RouteFacts, kind: Kind) -> bool {
    let mut seen: Vec<(RouteFacts, Vec<(u64, Route)>)> = Vec::new();
    let k = usize::from(kind == Kind::Sensitive);
    for case in cases.iter().flatten() {
        let mut key = case.facts.clone();
        for (t, original) in key.transfers.iter_mut().zip(&facts.transfers) {
            for (now, before) in [
                (&mut t.people, original.people),
                (&mut t.people_beyond_necessity, original.people_beyond_necessity),
            ] {
                match kind {
                    Kind::Ordinary => now.ordinary = before.ordinary,
                    Kind::Sensitive => now.sensitive = before.sensitive,
                }
            }
        }
        let place = seen.iter().position(|(other, _)| *other == key).unwrap_or_else(|| {
            seen.push((key, Vec::new()));
            seen.len() - 1
        });
        for other in case.totals(1 - k) {
            for total in case.totals(k) {
                let both = if k == 0 { [total, other] } else { [other, total] };
                seen[place].1.push((other, case.route(both)));
            }
        }
    }
    seen.iter().any(|(_, routes)| {
        routes
            .iter()
            .any(|(other, route)| routes.iter().any(|(o, r)| o == other && r != route))
    })
}
