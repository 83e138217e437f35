//! Which unknown facts the route hangs on.

use super::decide::Stage;
use super::local::{Pairs, Rank};
use super::reach::{Change, Scene, World};
use super::{Fact, FactAt, Kind, Route, RouteFacts};
use std::collections::BTreeSet;

const LEVELS: [Route; 2] = [Route::ContractOrCertification, Route::SecurityAssessment];

/// The unknown facts for which some assignment of the others makes the route depend on them. A total that is not given is such a fact wherever
/// the route differs over the range of the count, beside the counts that are themselves unknown (design: either settles it).
pub(super) fn unknowns(facts: &RouteFacts, stage: &Stage) -> Vec<FactAt> {
    let mut found = BTreeSet::new();
    let scenes: Vec<_> = stage.scenes([0, 0]).filter(Scene::possible).collect();
    for scene in &scenes {
        of_transfers(scene, &mut found);
        of_counts(facts, scene, &mut found);
        of_outbound(scene, &mut found);
    }
    of_file(&scenes, &mut found);
    found.into_iter().collect()
}

/// Every unknown fact that has more than one value: the answer where the totals tie facts together so that no single one decides.
pub(super) fn open_facts(facts: &RouteFacts, stage: &Stage) -> Vec<FactAt> {
    let file = [
        (
            Fact::CriticalInfrastructureOperator,
            facts.critical_infrastructure_operator.is_unknown(),
        ),
        (Fact::FreeTradeZone, facts.free_trade_zone.is_unknown()),
        (Fact::SmallProcessor, facts.small_processor.is_unknown()),
    ];
    let mut found: BTreeSet<_> = file
        .into_iter()
        .filter(|(_, open)| *open)
        .map(|(fact, _)| FactAt { transfer: None, fact })
        .collect();
    for scene in stage.scenes([0, 0]) {
        for (at, local) in scene.locals.iter().enumerate() {
            found.extend(local.open_facts().map(|fact| FactAt {
                transfer: Some(at),
                fact,
            }));
        }
    }
    found.into_iter().collect()
}

fn of_transfers(scene: &Scene<'_>, found: &mut BTreeSet<FactAt>) {
    let mut pairs: Vec<_> = scene.locals.iter().map(|local| Pairs::unchanged(local.ranks)).collect();
    for (at, local) in scene.locals.iter().enumerate() {
        for (fact, moves) in local.moves().iter().copied().filter(|(_, moves)| moves.moves()) {
            let place = FactAt {
                transfer: Some(at),
                fact,
            };
            if found.contains(&place) {
                continue;
            }
            let still = std::mem::replace(&mut pairs[at], moves);
            let change = Change {
                before: *scene,
                after: *scene,
                pairs: &pairs,
            };
            if LEVELS.into_iter().any(|route| change.crosses(route, Some(at))) {
                found.insert(place);
            }
            pairs[at] = still;
        }
    }
}

/// A transfer's outbound act decides between "not outbound" and the rest if nothing else is outbound.
fn of_outbound(scene: &Scene<'_>, found: &mut BTreeSet<FactAt>) {
    if scene.least() != Some(Route::NotOutbound) || scene.most() == Some(Route::NotOutbound) {
        return;
    }
    for (at, local) in scene.locals.iter().enumerate() {
        let totals_zero = scene.limits.totals.iter().flatten().all(|total| *total == 0);
        let leaves = local.ranks & !Rank::Inside.bit() != 0;
        if totals_zero && leaves {
            found.insert(FactAt {
                transfer: Some(at),
                fact: Fact::Outbound,
            });
        }
    }
}

fn of_counts(facts: &RouteFacts, scene: &Scene<'_>, found: &mut BTreeSet<FactAt>) {
    for (route, kind) in LEVELS
        .into_iter()
        .flat_map(|route| Kind::BOTH.map(|kind| (route, kind)))
    {
        let level = scene.world.level(route);
        if !scene.count_decides(level, kind, None) {
            continue;
        }
        found.insert(FactAt {
            transfer: None,
            fact: Fact::DeduplicatedPeople(kind),
        });
        for (at, transfer) in facts.transfers.iter().enumerate() {
            let whole = || scene.count_decides(level, kind, Some((at, Rank::Whole)));
            if transfer.people.get(kind).is_unknown() && whole() {
                found.insert(FactAt {
                    transfer: Some(at),
                    fact: Fact::People(kind),
                });
            }
            let surplus = || scene.count_decides(level, kind, Some((at, Rank::Surplus)));
            if transfer.people_beyond_necessity.get(kind).is_unknown() && surplus() {
                found.insert(FactAt {
                    transfer: Some(at),
                    fact: Fact::PeopleBeyondNecessity(kind),
                });
            }
        }
    }
}

fn of_file(scenes: &[Scene<'_>], found: &mut BTreeSet<FactAt>) {
    for before in scenes {
        for after in scenes {
            let Some(fact) = only_difference(before.world, after.world) else {
                continue;
            };
            let place = FactAt { transfer: None, fact };
            if found.contains(&place) {
                continue;
            }
            let pairs: Vec<_> = before
                .locals
                .iter()
                .zip(after.locals)
                .map(|(before, after)| before.pairs_with(after))
                .collect();
            let change = Change {
                before: *before,
                after: *after,
                pairs: &pairs,
            };
            if LEVELS.into_iter().any(|route| change.crosses(route, None)) {
                found.insert(place);
            }
        }
    }
}

/// The one fact in which two worlds differ.
fn only_difference(a: World, b: World) -> Option<Fact> {
    let differences = [
        (Fact::AsOf, a.setting.small_rules_apply != b.setting.small_rules_apply),
        (
            Fact::CriticalInfrastructureOperator,
            a.infrastructure != b.infrastructure,
        ),
        (Fact::FreeTradeZone, a.zone != b.zone),
        (Fact::NegativeListRoute, a.list != b.list),
        (Fact::SmallProcessor, a.setting.small != b.setting.small),
    ];
    let mut different = differences
        .into_iter()
        .filter_map(|(fact, differs)| differs.then_some(fact));
    different.next().filter(|_| different.next().is_none())
}
