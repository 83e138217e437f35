//! The decision itself.

use super::complete::ground;
use super::local::{Limits, Local, Setting};
use super::reach::{Scene, World, worlds};
use super::{
    Both, Count, Exporter, Fact, FactAt, ForecastRoute, FreeTradeZone, Kind, Known, ListRoute, Route, RouteDecision,
    RouteFacts, TransferDecision,
};
use super::{notes, tally, unknown};

/// Decides the route on whatever facts are known (FLOW 3–8, CERT 5 and 7, SMALL 10).
///
/// Never fails: facts that contradict each other (see [`super::conflicts`]) are met half typed in the wizard, and then the total gives way to
/// the transfers. Without any transfer nothing is determined.
pub fn decide(facts: &RouteFacts) -> RouteDecision {
    let stage = Stage::new(facts);
    let (least, most) = stage.span([0, 0]);
    let route = (least == most && !facts.transfers.is_empty()).then_some(most);
    let unknowns = match route {
        Some(_) => Vec::new(),
        None => undetermined_by(facts, &stage),
    };
    let transfers = transfers(facts, &stage);
    let counts = tally::counted(facts, &stage);
    let numbers_decide = route.is_some() && numbers_decide(facts, &stage, route);
    let anybody = counts.ordinary != Count::Exactly(0) || counts.sensitive != Count::Exactly(0);
    let mut decision = RouteDecision {
        route,
        worst_route: if facts.transfers.is_empty() {
            Route::SecurityAssessment
        } else {
            most
        },
        basis: Vec::new(),
        counts,
        counts_with_exempt: tally::with_exempt(facts, &stage),
        margins: Both::of(|kind| {
            if numbers_decide && anybody {
                margin(counts.get(kind), kind)
            } else {
                None
            }
        }),
        next_threshold: Both::of(|kind| {
            if numbers_decide {
                next_threshold(route, kind)
            } else {
                None
            }
        }),
        forecast_route: forecast(facts, &stage),
        unknowns,
        pipia_required: facts
            .transfers
            .iter()
            .any(|t| t.is_outbound().possibly() && t.personal_information.possibly()),
        gba_contract: facts.within_gba.surely() && route == Some(Route::ContractOrCertification),
        transfers,
        notes: Vec::new(),
    };
    decision.basis = basis(facts, &stage, &decision);
    let counting = counting_exempt(
        &stage,
        decision.worst_route,
        &decision.counts,
        &decision.counts_with_exempt,
    );
    decision.notes = notes::notes(facts, &decision, numbers_decide, counting);
    decision
}

/// The route if the people of exempt transfers counted too, decided over the range of the count like every other (finding RT-14); the most
/// demanding possible one where the facts leave several.
///
/// Whether they count is unsettled: GUIDE-SA3 I sends the cases of FLOW 3–6 back to FLOW. On either reading an exempt transfer needs no
/// mechanism of its own, so their people matter only where something else is counted.
pub fn route_counting_exempt(facts: &RouteFacts) -> Route {
    let stage = Stage::new(facts);
    let worst = if facts.transfers.is_empty() {
        Route::SecurityAssessment
    } else {
        stage.span([0, 0]).1
    };
    counting_exempt(
        &stage,
        worst,
        &tally::counted(facts, &stage),
        &tally::with_exempt(facts, &stage),
    )
}

fn counting_exempt(stage: &Stage, worst: Route, counts: &Both<Count>, with_exempt: &Both<Count>) -> Route {
    if Kind::BOTH.into_iter().all(|kind| counts.get(kind) == Count::Exactly(0)) {
        return worst;
    }
    stage
        .span(Kind::BOTH.map(|kind| with_exempt.get(kind).upper().unwrap_or(u64::MAX)))
        .1
        .max(worst)
}

/// Everything the decision looks at, prepared once: the possible worlds and every transfer in every setting.
pub(super) struct Stage {
    worlds: Vec<World>,
    locals: [Option<Vec<Local>>; Setting::COUNT],
    limits: Limits,
}

impl Stage {
    pub(super) fn new(facts: &RouteFacts) -> Self {
        let totals = Kind::BOTH.map(|kind| facts.deduplicated_people.get(kind).value());
        let trials = [(totals, true), ([None, None], true), ([None, None], false)];
        let mut stage = Self::with(
            facts,
            Limits {
                totals,
                small_is_small: true,
            },
        );
        for (totals, small_is_small) in trials {
            if stage.scenes([0, 0]).any(|scene| scene.possible()) {
                break;
            }
            stage = Self::with(facts, Limits { totals, small_is_small });
        }
        stage
    }

    /// A stage with chosen limits, possible or not.
    pub(super) fn with(facts: &RouteFacts, limits: Limits) -> Self {
        let worlds = worlds(facts);
        let mut locals = [const { None }; Setting::COUNT];
        for world in &worlds {
            let place = &mut locals[world.setting.index()];
            if place.is_none() {
                let locals = facts
                    .transfers
                    .iter()
                    .map(|t| Local::new(t, world.setting, limits))
                    .collect();
                *place = Some(tightened(locals, limits));
            }
        }
        Self { worlds, locals, limits }
    }

    /// Every world with its transfers; with people who are counted in any case.
    pub(super) fn scenes(&self, forecast: [u64; 2]) -> impl Iterator<Item = Scene<'_>> {
        self.worlds.iter().map(move |world| Scene {
            world: *world,
            locals: self.locals[world.setting.index()].as_deref().unwrap_or_default(),
            limits: self.limits,
            forecast,
        })
    }

    /// One possible world per setting: enough for what only depends on what each transfer is.
    pub(super) fn settings(&self) -> Vec<Scene<'_>> {
        let mut seen = [false; Setting::COUNT];
        let first = |scene: &Scene<'_>| !std::mem::replace(&mut seen[scene.world.setting.index()], true);
        self.scenes([0, 0]).filter(first).filter(Scene::possible).collect()
    }

    /// The totals in force.
    pub(super) const fn limits(&self) -> Limits {
        self.limits
    }

    /// The least and the most demanding possible route.
    pub(super) fn span(&self, forecast: [u64; 2]) -> (Route, Route) {
        let least = self.scenes(forecast).filter_map(|scene| scene.least()).min();
        let most = self.scenes(forecast).filter_map(|scene| scene.most()).max();
        (
            least.unwrap_or(Route::NotOutbound),
            most.unwrap_or(Route::SecurityAssessment),
        )
    }
}

/// Values that a given total rules out are dropped before anything else is asked.
fn tightened(mut locals: Vec<Local>, limits: Limits) -> Vec<Local> {
    let most: Vec<_> = locals.iter().map(Local::most).collect();
    for (at, local) in locals.iter_mut().enumerate() {
        let others = most
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at)
            .map(|(_, most)| most);
        let sum = others.fold([0u64; 2], |sum, most| {
            [sum[0].saturating_add(most[0]), sum[1].saturating_add(most[1])]
        });
        local.require([0, 1].map(|k| limits.totals[k].map_or(0, |total| total.saturating_sub(sum[k]))));
    }
    locals
}

fn undetermined_by(facts: &RouteFacts, stage: &Stage) -> Vec<FactAt> {
    if facts.transfers.is_empty() {
        return vec![FactAt {
            transfer: None,
            fact: Fact::Transfer,
        }];
    }
    let found = unknown::unknowns(facts, stage);
    if found.is_empty() {
        unknown::open_facts(facts, stage)
    } else {
        found
    }
}

/// Exemption and grounds of each transfer over everything possible.
fn transfers(facts: &RouteFacts, stage: &Stage) -> Vec<TransferDecision> {
    let scenes = stage.settings();
    let one = |at: usize, name: &str| {
        let cells = || scenes.iter().filter_map(|scene| scene.locals.get(at));
        let (mut exempt, mut not) = (false, false);
        let (mut every, mut any) = (u8::MAX, 0);
        for (cell, local) in cells().flat_map(|local| local.cells.iter().flatten().map(move |cell| (cell, local))) {
            let (may, may_not) = tally::exemption(*cell, local);
            exempt |= may;
            not |= may_not;
            let grounds = if cell.rank.is_important() || !cell.is_outbound() {
                0
            } else {
                cell.grounds
            };
            every &= grounds;
            any |= grounds;
        }
        let exempt = if exempt == not { None } else { Some(exempt) };
        let set = if every == 0 && exempt == Some(true) { any } else { every };
        TransferDecision {
            name: name.to_owned(),
            exempt,
            basis: ground::citations(set),
        }
    };
    facts
        .transfers
        .iter()
        .enumerate()
        .map(|(at, transfer)| one(at, &transfer.name))
        .collect()
}

/// Whether the number of people is what decides: not where critical infrastructure, important data or a negative list does, nor where FLOW 6
/// frees everything or nothing is outbound.
fn numbers_decide(facts: &RouteFacts, stage: &Stage, route: Option<Route>) -> bool {
    let outbound = route.is_some_and(|route| route != Route::NotOutbound);
    let important = facts
        .transfers
        .iter()
        .any(|t| t.is_outbound().surely() && t.important_data.surely());
    let zone = facts.free_trade_zone;
    let other_rule = important
        || facts.critical_infrastructure_operator.surely()
        || zone == Known::Value(FreeTradeZone::OnNegativeList)
        || zone == Known::Value(FreeTradeZone::OutsideNegativeList);
    outbound && !other_rule && !stage.worlds.is_empty()
}

fn margin(count: Count, kind: Kind) -> Option<u64> {
    count.upper().map(|upper| kind.upper_threshold().saturating_sub(upper))
}

fn next_threshold(route: Option<Route>, kind: Kind) -> Option<u64> {
    match route {
        Some(Route::Exempt) => Some(kind.lower_threshold()),
        Some(Route::ContractOrCertification) => Some(kind.upper_threshold()),
        _ => None,
    }
}

fn forecast(facts: &RouteFacts, stage: &Stage) -> Option<ForecastRoute> {
    let people = Kind::BOTH.map(|kind| facts.forecast_people.get(kind).value());
    if people == [None, None] || facts.transfers.is_empty() {
        return None;
    }
    let (least, most) = stage.span(people.map(|number| number.unwrap_or(0)));
    Some(if least == most {
        ForecastRoute::Determined(most)
    } else {
        ForecastRoute::Undetermined
    })
}

/// The rules the route rests on.
fn basis(facts: &RouteFacts, stage: &Stage, decision: &RouteDecision) -> Vec<&'static str> {
    let listed = facts.free_trade_zone == Known::Value(FreeTradeZone::OnNegativeList);
    let mut basis = Vec::new();
    match decision.route {
        Some(Route::ContractOrCertification) => {
            basis.extend(["CERT 5", "FLOW 8"]);
            if listed {
                basis.push("FLOW 6");
            }
            if facts.exporter == Known::Value(Exporter::Overseas32) {
                basis.push("CERT 7");
            }
        }
        Some(Route::SecurityAssessment) => {
            basis.push("FLOW 7");
            if listed && facts.negative_list_route == Known::Value(ListRoute::SecurityAssessment) {
                basis.push("FLOW 6");
            }
            let defeated = defeated_grounds(stage);
            if defeated & ground::NECESSITY & !ground::SMALL_10_1_4 != 0 {
                basis.push("FLOW 5(2)");
            }
            if defeated & ground::SMALL_10_1_4 != 0 {
                basis.push("SMALL 10(2)");
            }
        }
        Some(Route::Exempt) => {
            let mut exempting: Vec<_> = decision
                .transfers
                .iter()
                .flat_map(|transfer| transfer.basis.iter().copied())
                .collect();
            if decision.transfers.iter().any(|transfer| transfer.exempt != Some(true))
                && few_people(decision, &exempting)
            {
                exempting.push("FLOW 5(1)4");
            }
            for rule in exempting {
                if !basis.contains(&rule) {
                    basis.push(rule);
                }
            }
            basis.sort_unstable();
        }
        Some(Route::NotOutbound) | None => {}
    }
    basis
}

/// Whether the small number of FLOW 5(1)4 is needed: somebody is counted, or nothing else exempts.
fn few_people(decision: &RouteDecision, exempting: &[&str]) -> bool {
    Kind::BOTH
        .into_iter()
        .any(|kind| decision.counts.get(kind) != Count::Exactly(0))
        || exempting.is_empty()
}

/// Exemptions that important data defeats in every possible case.
fn defeated_grounds(stage: &Stage) -> u8 {
    let mut defeated = 0;
    let scenes = stage.settings();
    for at in 0..scenes.first().map_or(0, |scene| scene.locals.len()) {
        let mut every = u8::MAX;
        for cell in scenes
            .iter()
            .filter_map(|scene| scene.locals.get(at))
            .flat_map(|local| local.cells.iter().flatten())
        {
            every &= if cell.rank.is_important() { cell.grounds } else { 0 };
        }
        if every != u8::MAX {
            defeated |= every;
        }
    }
    defeated
}
