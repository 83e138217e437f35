//! Which routes can be reached, and where one fact makes the difference.
//!
//! The route rises with every count, and with every transfer that climbs from not outbound over exempt and surplus to counted whole and
//! important data. So the least and the most demanding case decide, and no combination of all transfers need ever be listed: the work grows
//! with the number of transfers, not with its power.

use super::local::{Limits, Local, Pairs, Rank, SMALL_LIMIT, Setting, UNLIMITED};
use super::{FreeTradeZone, Kind, Known, ListRoute, Route, RouteFacts};

/// The file-wide facts with every unknown replaced by a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct World {
    pub(super) setting: Setting,
    pub(super) infrastructure: bool,
    pub(super) zone: FreeTradeZone,
    pub(super) list: ListRoute,
}

/// From this day a small processor's legal duty exempts (SMALL 10(1)4).
const SMALL_RULES_FROM: jiff::civil::Date = jiff::civil::date(2026, 9, 1);

/// Every combination of the unknown file-wide facts.
pub(super) fn worlds(facts: &RouteFacts) -> Vec<World> {
    let both = [false, true];
    let small_rules = match facts.as_of {
        Known::Value(day) => Known::Value(day >= SMALL_RULES_FROM),
        Known::Unknown => Known::Unknown,
    };
    let mut all = Vec::new();
    for small_rules_apply in small_rules.possible(&both) {
        for infrastructure in facts.critical_infrastructure_operator.possible(&both) {
            for zone in facts.free_trade_zone.possible(FreeTradeZone::ALL) {
                for list in facts.negative_list_route.possible(ListRoute::ALL) {
                    for small in facts.small_processor.possible(&both) {
                        let outside_list = zone == FreeTradeZone::OutsideNegativeList;
                        let setting = Setting {
                            small,
                            small_rules_apply,
                            outside_list,
                        };
                        all.push(World {
                            setting,
                            infrastructure,
                            zone,
                            list,
                        });
                    }
                }
            }
        }
    }
    all
}

/// What it takes to need at least a certain route: important data always does; otherwise any transfer that is not exempt, or so many people.
#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    /// Any transfer that is not wholly exempt suffices.
    whole_suffices: bool,
    /// People that suffice, by kind; `UNLIMITED` if no number does.
    people: [u64; 2],
}

impl World {
    /// The level for a contract or certification, or for the security assessment (FLOW 6, 7, 8).
    pub(super) fn level(self, route: Route) -> Level {
        let assessment = route == Route::SecurityAssessment;
        let listed = self.zone == FreeTradeZone::OnNegativeList;
        if self.infrastructure || listed && (!assessment || self.list == ListRoute::SecurityAssessment) {
            Level {
                whole_suffices: true,
                people: [1, 1],
            }
        } else if listed {
            Level {
                whole_suffices: false,
                people: [UNLIMITED, UNLIMITED],
            }
        } else {
            let people = Kind::BOTH.map(|kind| {
                if assessment {
                    kind.upper_threshold()
                } else {
                    kind.lower_threshold()
                }
            });
            Level {
                whole_suffices: false,
                people,
            }
        }
    }
}

impl Level {
    /// Whether a transfer at this rank leaves the level unreached, its people being as few as possible.
    fn allows(&self, local: &Local, rank: Rank) -> bool {
        let low = local.bounds(rank).low;
        let reached = rank.is_important() || self.whole_suffices && rank == Rank::Whole;
        !reached && low[0] < self.people[0] && low[1] < self.people[1]
    }
}

/// All transfers in one world.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) world: World,
    pub(super) locals: &'a [Local],
    pub(super) limits: Limits,
    /// People who are counted in any case: the forecast.
    pub(super) forecast: [u64; 2],
}

impl Scene<'_> {
    fn cap(&self) -> u64 {
        if self.world.setting.small && self.limits.small_is_small {
            SMALL_LIMIT
        } else {
            UNLIMITED
        }
    }

    /// Whether the given totals can be made up from so many people at most.
    fn enough(&self, most: [u64; 2]) -> bool {
        [0, 1]
            .into_iter()
            .all(|k| self.limits.totals[k].is_none_or(|total| total <= most[k] && total <= self.cap()))
    }

    fn sum(&self, ranks: &[Rank]) -> [u64; 2] {
        let highs = || {
            self.locals
                .iter()
                .zip(ranks)
                .map(|(local, rank)| local.bounds(*rank).high)
        };
        [0, 1].map(|k| highs().fold(0, |sum: u64, high| sum.saturating_add(high[k])))
    }

    /// The highest rank of every transfer; `None` if a transfer has none or the totals cannot be made up.
    fn highest(&self) -> Option<Vec<Rank>> {
        let pick = |local: &Local| Rank::ALL.into_iter().rev().find(|rank| local.ranks & rank.bit() != 0);
        let ranks: Vec<_> = self.locals.iter().map(pick).collect::<Option<_>>()?;
        self.enough(self.sum(&ranks)).then_some(ranks)
    }

    /// Whether the world agrees with the totals at all.
    pub(super) fn possible(&self) -> bool {
        self.highest().is_some()
    }

    fn all_inside_possible(&self) -> bool {
        self.locals.iter().all(|local| local.ranks & Rank::Inside.bit() != 0) && self.enough([0, 0])
    }

    /// People counted beyond today's: none where FLOW 6 frees all.
    fn ahead(&self) -> [u64; 2] {
        if self.world.setting.outside_list {
            [0, 0]
        } else {
            self.forecast
        }
    }

    /// The most demanding route of this world.
    pub(super) fn most(&self) -> Option<Route> {
        let ranks = self.highest()?;
        if ranks.iter().all(|rank| *rank == Rank::Inside) {
            return Some(Route::NotOutbound);
        }
        let sum = self.sum(&ranks);
        let reaches = |route: &Route| {
            let level = self.world.level(*route);
            let any = |wanted: Rank| self.locals.iter().any(|local| local.ranks & wanted.bit() != 0);
            let important = any(Rank::Important) || any(Rank::ImportantPersonal);
            let whole = level.whole_suffices && any(Rank::Whole);
            let counted = |k: usize| {
                let most = self.limits.totals[k].unwrap_or_else(|| sum[k].min(self.cap()));
                most.max(self.ahead()[k]) >= level.people[k] && level.people[k] != UNLIMITED
            };
            important || whole || counted(0) || counted(1)
        };
        let found = [Route::SecurityAssessment, Route::ContractOrCertification]
            .into_iter()
            .find(reaches);
        Some(found.unwrap_or(Route::Exempt))
    }

    /// The least demanding route of this world.
    pub(super) fn least(&self) -> Option<Route> {
        self.highest()?;
        if self.all_inside_possible() {
            return Some(Route::NotOutbound);
        }
        let avoids = |route: Route| {
            let level = self.world.level(route);
            let ahead = self.ahead();
            ahead[0] < level.people[0] && ahead[1] < level.people[1] && self.below(level).is_some()
        };
        Some(if avoids(Route::ContractOrCertification) {
            Route::Exempt
        } else if avoids(Route::SecurityAssessment) {
            Route::ContractOrCertification
        } else {
            Route::SecurityAssessment
        })
    }

    /// The highest ranks that leave a level unreached.
    pub(super) fn below(&self, level: Level) -> Option<Vec<Rank>> {
        let fits = |local: &Local, rank: Rank| local.ranks & rank.bit() != 0 && level.allows(local, rank);
        let pick = |local: &Local| Rank::ALL.into_iter().rev().find(|rank| fits(local, *rank));
        let ranks: Vec<_> = self.locals.iter().map(pick).collect::<Option<_>>()?;
        (self.enough(self.sum(&ranks)) && self.totals_below(level)).then_some(ranks)
    }

    fn totals_below(&self, level: Level) -> bool {
        [0, 1]
            .into_iter()
            .all(|k| self.limits.totals[k].is_none_or(|total| total < level.people[k]))
    }

    /// Whether the count of a kind, no total being given, can cross a level while one transfer stands at a rank that does not reach it.
    pub(super) fn count_decides(&self, level: Level, kind: Kind, fixed: Option<(usize, Rank)>) -> bool {
        let Some(mut ranks) = self.below(level) else {
            return false;
        };
        if let Some((at, rank)) = fixed {
            let Some(local) = self.locals.get(at) else { return false };
            let bounds = local.bounds(rank);
            let open = bounds.low[kind.index()] < bounds.high[kind.index()];
            if !open || local.ranks & rank.bit() == 0 || !level.allows(local, rank) {
                return false;
            }
            ranks[at] = rank;
        }
        let (k, sum) = (kind.index(), self.sum(&ranks));
        let needed = level.people[k];
        self.limits.totals[k].is_none()
            && self.enough(sum)
            && needed != UNLIMITED
            && needed <= sum[k]
            && needed <= self.cap()
    }
}

/// The same transfers before and after one fact changes.
pub(super) struct Change<'a> {
    pub(super) before: Scene<'a>,
    pub(super) after: Scene<'a>,
    /// For every transfer the ranks it can have before and after.
    pub(super) pairs: &'a [Pairs],
}

impl Change<'_> {
    /// Whether some case lies below a route before the change and reaches it after; `mover` is the transfer whose facts change, if it is one.
    pub(super) fn crosses(&self, route: Route, mover: Option<usize>) -> bool {
        let (before, after) = (self.before.world.level(route), self.after.world.level(route));
        if !self.before.totals_below(before) {
            return false;
        }
        let movers = mover.map_or(0..self.pairs.len(), |at| at..at + 1);
        movers.into_iter().any(|mover| {
            self.candidates(before, mover).is_some_and(|(mut case, choices)| {
                choices.into_iter().any(|choice| {
                    case[mover] = choice;
                    self.reached(before, after, &case)
                })
            })
        })
    }

    /// For every transfer but the mover the highest pair below the level, and all pairs of the mover.
    #[allow(clippy::type_complexity)] // a case and the choices for one place in it: a named type would say no more
    fn candidates(&self, level: Level, mover: usize) -> Option<(Vec<(Rank, Rank)>, Vec<(Rank, Rank)>)> {
        let allowed = |at: usize| {
            let local = self.before.locals.get(at);
            self.pairs
                .get(at)
                .into_iter()
                .flat_map(|pairs| pairs.iter())
                .filter(move |pair| local.is_some_and(|local| level.allows(local, pair.0)))
        };
        let highest = |at| {
            if at == mover {
                allowed(at).next()
            } else {
                allowed(at).max_by_key(|pair| (pair.1, pair.0))
            }
        };
        let case = (0..self.pairs.len()).map(highest).collect::<Option<Vec<_>>>()?;
        Some((case, allowed(mover).collect()))
    }

    /// Whether people can be found so that the case is below the level before and reaches it after.
    fn reached(&self, before: Level, after: Level, case: &[(Rank, Rank)]) -> bool {
        let ranks_before: Vec<_> = case.iter().map(|pair| pair.0).collect();
        let ranks_after: Vec<_> = case.iter().map(|pair| pair.1).collect();
        let (sum_before, sum_after) = (self.before.sum(&ranks_before), self.after.sum(&ranks_after));
        if !self.before.enough(sum_before) || !self.after.enough(sum_after) {
            return false;
        }
        let by_rank = |rank: &Rank| rank.is_important() || after.whole_suffices && *rank == Rank::Whole;
        ranks_after.iter().any(by_rank)
            || [0, 1]
                .into_iter()
                .any(|k| self.count_reaches(k, before, after, case, [sum_before[k], sum_after[k]]))
    }

    /// One kind's part of [`Self::reached`]. The same people stand on both sides, so the count rises only by transfers that climb, or the
    /// level itself falls.
    fn count_reaches(&self, k: usize, before: Level, after: Level, case: &[(Rank, Rank)], sum: [u64; 2]) -> bool {
        let needed = after.people[k];
        if needed == UNLIMITED {
            return false;
        }
        if let Some(total) = self.before.limits.totals[k] {
            return total >= needed;
        }
        if sum[1] < needed || needed > self.before.cap().min(self.after.cap()) {
            return false;
        }
        let locals = self.before.locals.iter().zip(self.after.locals);
        let mut sides = locals
            .zip(case)
            .map(|((a, b), pair)| (pair, a.bounds(pair.0).low[k], b.bounds(pair.1).high[k]));
        let least = sides.clone().map(|(_, low, _)| low).max().unwrap_or(0);
        let climbs = sides.any(|(pair, low, high)| pair.1 > pair.0 && high > low);
        climbs || least.max(needed) <= sum[0].min(before.people[k].saturating_sub(1))
    }
}
