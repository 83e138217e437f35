//! Facts that cannot all be true.

use super::decide::Stage;
use super::local::{Limits, SMALL_LIMIT};
use super::notes::grouped;
use super::{Count, Exporter, Fact, FactAt, FreeTradeZone, Kind, Known, Outbound, RouteFacts, TransferFacts, tally};
use crate::domain::Text;

/// What kind of contradiction it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConflictKind {
    /// No transfer at all.
    NoTransfer,
    /// A day before the Certification Measures took effect.
    AsOfTooEarly,
    /// A total below the largest counted transfer.
    TotalBelowLargest,
    /// A total above the sum of the counted transfers.
    TotalAboveSum,
    /// A total that no reading of the unknown facts allows.
    TotalFitsNothing,
    /// More people beyond the necessity than people.
    SurplusAbovePeople,
    /// A small processor with 100,000 people or more.
    SmallWithMany,
    /// Collected from abroad, by a processor in China.
    CollectedByDomestic,
    /// A route of the negative list for data that is not on it.
    ListRouteOffList,
}

/// One contradiction, at the fact to be corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Where.
    pub at: FactAt,
    /// What kind.
    pub kind: ConflictKind,
    /// What is wrong.
    pub what: Text,
    /// What to do.
    pub todo: Text,
}

/// All contradictions in the facts: `pipia route` refuses such facts, the wizard shows them beside the answers.
pub fn conflicts(facts: &RouteFacts) -> Vec<Conflict> {
    let mut found: Vec<_> = [no_transfer(facts), too_early(facts), list_route(facts), small(facts)]
        .into_iter()
        .flatten()
        .collect();
    for (at, transfer) in facts.transfers.iter().enumerate() {
        found.extend(collected(facts, at, transfer));
        found.extend(Kind::BOTH.into_iter().filter_map(|kind| surplus(at, transfer, kind)));
    }
    found.extend(totals(facts));
    if found.is_empty() {
        found.extend(small_on_no_reading(facts));
    }
    found
}

/// A small processor whose numbers fit only if it is not small, whatever the unknown facts are.
fn small_on_no_reading(facts: &RouteFacts) -> Option<Conflict> {
    let totals = Kind::BOTH.map(|kind| facts.deduplicated_people.get(kind).value());
    let stage = Stage::with(
        facts,
        Limits {
            totals,
            small_is_small: true,
        },
    );
    let fits = stage.scenes([0, 0]).any(|scene| scene.possible());
    (!fits).then(|| {
        in_file(
            Fact::SmallProcessor,
            ConflictKind::SmallWithMany,
            Text::new(
                "小型个人信息处理者（small_processor）与各出境场景的人数不符，无论待核实的事实如何",
                "small_processor fits the people of the transfers on no reading of the unknown facts",
            ),
            Text::new("核对人数，或者填false", "check the numbers, or set it to false"),
        )
    })
}

fn in_file(fact: Fact, kind: ConflictKind, what: Text, todo: Text) -> Conflict {
    Conflict {
        at: FactAt { transfer: None, fact },
        kind,
        what,
        todo,
    }
}

fn no_transfer(facts: &RouteFacts) -> Option<Conflict> {
    facts.transfers.is_empty().then(|| {
        in_file(
            Fact::Transfer,
            ConflictKind::NoTransfer,
            Text::new("没有任何出境场景（transfer）", "there is no transfer"),
            Text::new(
                "每个出境场景写一个[[transfer]]：一个目的、一个接收方、一组数据项",
                "write one [[transfer]] per purpose, recipient and set of data items",
            ),
        )
    })
}

fn too_early(facts: &RouteFacts) -> Option<Conflict> {
    let day = facts.as_of.value().filter(|day| *day < jiff::civil::date(2026, 1, 1))?;
    Some(in_file(
        Fact::AsOf,
        ConflictKind::AsOfTooEarly,
        Text::new(
            format!("统计日（as_of）{day}早于2026-01-01，《个人信息出境认证办法》尚未施行"),
            format!("as_of is {day}, before 2026-01-01, when the Certification Measures took effect"),
        ),
        Text::new("填写2026-01-01或者以后的日期", "give a day from 2026-01-01 on"),
    ))
}

fn list_route(facts: &RouteFacts) -> Option<Conflict> {
    let off = matches!(facts.free_trade_zone, Known::Value(zone) if zone != FreeTradeZone::OnNegativeList);
    (off && !facts.negative_list_route.is_unknown()).then(|| {
        in_file(
            Fact::NegativeListRoute,
            ConflictKind::ListRouteOffList,
            Text::new(
                "填写了负面清单规定的机制（negative_list_route），但数据不在清单内",
                "negative_list_route is given, but the data is not on a negative list",
            ),
            Text::new(
                "删除此项，或者把free_trade_zone改为\"on-negative-list\"",
                "remove it, or set free_trade_zone to \"on-negative-list\"",
            ),
        )
    })
}

/// Fewer than 100,000 people in all (SMALL 2), whatever they are held for.
fn small(facts: &RouteFacts) -> Option<Conflict> {
    let held = facts
        .transfers
        .iter()
        .filter(|transfer| transfer.personal_information.surely())
        .flat_map(|transfer| [transfer.people, transfer.people_beyond_necessity]);
    let people = held.chain([facts.deduplicated_people]);
    let most = people
        .flat_map(|people| Kind::BOTH.map(|kind| people.get(kind).value().unwrap_or(0)))
        .max()?;
    (facts.small_processor.surely() && most > SMALL_LIMIT).then(|| {
        let most = grouped(most);
        in_file(
            Fact::SmallProcessor,
            ConflictKind::SmallWithMany,
            Text::new(
                format!("小型个人信息处理者（small_processor）处理的个人信息应不满10万人，这里有{most}人"),
                format!("small_processor means fewer than 100,000 people in all, but {most} are given"),
            ),
            Text::new("核对人数，或者填false", "check the number, or set it to false"),
        )
    })
}

fn collected(facts: &RouteFacts, at: usize, transfer: &TransferFacts) -> Option<Conflict> {
    let clash = facts.exporter == Known::Value(Exporter::Domestic)
        && transfer.outbound == Known::Value(Outbound::CollectedFromAbroad);
    clash.then(|| Conflict {
        at: FactAt {
            transfer: Some(at),
            fact: Fact::Outbound,
        },
        kind: ConflictKind::CollectedByDomestic,
        what: Text::new(
            "“collected-from-abroad”（境外直接收集）只适用于《个人信息保护法》第三条第二款的境外处理者",
            "\"collected-from-abroad\" is for an overseas processor under PIPL art. 3(2) only",
        ),
        todo: Text::new(
            "改为\"sent\"或者\"remote-access\"，或者把exporter改为\"overseas-3-2\"",
            "use \"sent\" or \"remote-access\", or set exporter to \"overseas-3-2\"",
        ),
    })
}

fn surplus(at: usize, transfer: &TransferFacts, kind: Kind) -> Option<Conflict> {
    let (people, beyond) = (
        transfer.people.get(kind).value()?,
        transfer.people_beyond_necessity.get(kind).value()?,
    );
    let fact = Fact::PeopleBeyondNecessity(kind);
    (beyond > people && transfer.personal_information.possibly()).then(|| Conflict {
        at: FactAt {
            transfer: Some(at),
            fact,
        },
        kind: ConflictKind::SurplusAbovePeople,
        what: Text::new(
            format!(
                "{}为{}人，多于{}的{}人",
                fact.key(),
                grouped(beyond),
                Fact::People(kind).key(),
                grouped(people)
            ),
            format!(
                "{} is {}, more than the {} of {}",
                fact.key(),
                grouped(beyond),
                grouped(people),
                Fact::People(kind).key()
            ),
        ),
        todo: Text::new(
            "必要范围以外的人数是总人数的一部分，请核对",
            "the people beyond the necessity are part of the people of the transfer: check both numbers",
        ),
    })
}

/// Totals below the largest transfer or above the sum. An unknown count has no upper limit, and an unknown exemption is read either way.
fn totals(facts: &RouteFacts) -> Vec<Conflict> {
    let given = Kind::BOTH.map(|kind| facts.deduplicated_people.get(kind).value());
    let possible = |totals| {
        let stage = Stage::with(
            facts,
            Limits {
                totals,
                small_is_small: false,
            },
        );
        stage.scenes([0, 0]).any(|scene| scene.possible())
    };
    if facts.transfers.is_empty() || given == [None, None] || possible(given) {
        return Vec::new();
    }
    let alone = |kind: Kind| {
        let mut totals = [None; 2];
        totals[kind.index()] = given[kind.index()];
        possible(totals)
    };
    let mut bad: Vec<_> = Kind::BOTH.into_iter().filter(|kind| !alone(*kind)).collect();
    if bad.is_empty() {
        bad.push(Kind::Ordinary);
    }
    bad.into_iter().filter_map(|kind| total(facts, kind)).collect()
}

fn total(facts: &RouteFacts, kind: Kind) -> Option<Conflict> {
    let given = facts.deduplicated_people.get(kind).value()?;
    let free = Stage::with(
        facts,
        Limits {
            totals: [None; 2],
            small_is_small: false,
        },
    );
    let fact = Fact::DeduplicatedPeople(kind);
    let (low, high) = match tally::counted(facts, &free).get(kind) {
        Count::Exactly(n) => (n, Some(n)),
        Count::Between(low, high) => (low, Some(high)),
        Count::Unknown => (0, None),
    };
    let (zh_name, number) = (fact.key(), grouped(given));
    let (reason, what) = match high {
        Some(high) if given > high => (
            ConflictKind::TotalAboveSum,
            Text::new(
                format!("{zh_name}为{number}人，多于计入的各出境场景之和（{}人）", grouped(high)),
                format!(
                    "{zh_name} is {number}, more than the sum of the counted transfers ({})",
                    grouped(high)
                ),
            ),
        ),
        _ if given < low => (
            ConflictKind::TotalBelowLargest,
            Text::new(
                format!(
                    "{zh_name}为{number}人，少于计入人数最多的出境场景（{}人）",
                    grouped(low)
                ),
                format!(
                    "{zh_name} is {number}, fewer than the largest counted transfer ({})",
                    grouped(low)
                ),
            ),
        ),
        _ => (
            ConflictKind::TotalFitsNothing,
            Text::new(
                format!("{zh_name}为{number}人，与各出境场景的人数不符，无论待核实的事实如何"),
                format!("{zh_name} is {number}, which fits the transfers on no reading of the unknown facts"),
            ),
        ),
    };
    let todo = Text::new(
        "总数应不少于最大的出境场景，不多于各场景之和；免予的人不计入。请核对",
        "the total lies between the largest transfer and the sum, without exempt people: check it",
    );
    Some(in_file(fact, reason, what, todo))
}
