//! Counting people: with and without those of exempt transfers.

use super::decide::Stage;
use super::local::{Cell, Local, Rank, SMALL_LIMIT, UNLIMITED, stated};
use super::reach::Scene;
use super::{Both, Count, Kind, RouteFacts};

/// Whether a case lets the transfer be wholly exempt, and whether it lets it not be: a surplus of unknown size allows both.
pub(super) fn exemption(cell: Cell, local: &Local) -> (bool, bool) {
    match cell.rank {
        Rank::Exempt => (true, false),
        Rank::Surplus => (local.bounds(Rank::Surplus).low == [0, 0], true),
        _ => (false, true),
    }
}

/// The counted people (FLOW 5(1)4, 7, 8): a given total, else from the largest transfer to the sum.
pub(super) fn counted(facts: &RouteFacts, stage: &Stage) -> Both<Count> {
    let scenes = stage.settings();
    Both::of(|kind| {
        let k = kind.index();
        if let Some(total) = stage.limits().totals[k] {
            return Count::Exactly(total);
        }
        let bounds = |scene: &Scene<'_>| {
            let (mut low, mut high) = (0, 0u64);
            for local in scene.locals {
                let ranks = || Rank::ALL.into_iter().filter(|rank| local.ranks & rank.bit() != 0);
                low = low.max(ranks().map(|rank| local.counted(rank).low[k]).min().unwrap_or(0));
                high = high.saturating_add(ranks().map(|rank| local.counted(rank).high[k]).max().unwrap_or(0));
            }
            let cap = if scene.world.setting.small && scene.limits.small_is_small {
                SMALL_LIMIT
            } else {
                UNLIMITED
            };
            (low, high.min(cap))
        };
        let low = scenes.iter().map(|scene| bounds(scene).0).min().unwrap_or(0);
        let high = scenes.iter().map(|scene| bounds(scene).1).max().unwrap_or(0);
        count(low, if facts.transfers.is_empty() { UNLIMITED } else { high })
    })
}

/// All people whose information leaves, those of exempt transfers included.
pub(super) fn with_exempt(facts: &RouteFacts, stage: &Stage) -> Both<Count> {
    Both::of(|kind| {
        let k = kind.index();
        let (mut largest, mut sum, mut beside) = (0, 0u64, 0u64);
        for (at, transfer) in facts.transfers.iter().enumerate() {
            if !transfer.is_outbound().possibly() || !transfer.personal_information.possibly() {
                continue;
            }
            let (whole, _) = stated(transfer);
            if transfer.is_outbound().surely() && transfer.personal_information.surely() {
                largest = largest.max(whole.low[k]);
            }
            sum = sum.saturating_add(whole.high[k]);
            beside = beside.saturating_add(left_out(stage, at, whole.high[k], kind));
        }
        match stage.limits().totals[k] {
            Some(total) => count(largest.max(total), sum.min(total.saturating_add(beside)).max(total)),
            None => count(largest, if facts.transfers.is_empty() { UNLIMITED } else { sum }),
        }
    })
}

/// The most people of a transfer that a total of counted people leaves out.
fn left_out(stage: &Stage, at: usize, people: u64, kind: Kind) -> u64 {
    let k = kind.index();
    let of_cell = |cell: &Cell, local: &Local| match cell.rank {
        Rank::Exempt if cell.personal => people,
        Rank::Surplus if people == UNLIMITED => UNLIMITED,
        Rank::Surplus => people.saturating_sub(local.bounds(Rank::Surplus).low[k]),
        _ => 0,
    };
    let scenes = stage.settings().into_iter();
    let locals = scenes.filter_map(|scene| scene.locals.get(at));
    locals
        .flat_map(|local| local.cells.iter().flatten().map(move |cell| of_cell(cell, local)))
        .max()
        .unwrap_or(0)
}

const fn count(low: u64, high: u64) -> Count {
    if high == UNLIMITED {
        Count::Unknown
    } else if low >= high {
        Count::Exactly(high)
    } else {
        Count::Between(low, high)
    }
}
