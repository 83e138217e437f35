//! Route facts from a TOML file (the input of `pipia route`).

use super::raw::{Reader, Table, Value};
use super::{Fault, Source, code};
use crate::domain::Text;
use crate::domain::route::{
    ConflictKind, Exporter, Fact, FreeTradeZone, Kind, Known, ListRoute, Necessity, Origin, Outbound, People,
    RouteFacts, TransferFacts, conflicts,
};

/// Reads the facts of a route decision. Returns all faults of the file, in its order, if there is one: syntax, keys, types and words, and facts
/// that cannot all be true.
pub fn route_facts(source: &Source) -> Result<RouteFacts, Vec<Fault>> {
    let reader = Reader::new(source);
    let root = reader.root();
    let transfers = root.tables("transfer");
    // `transfer` is there, but holds something else than tables: that is told at its place, and "no transfer" would tell it twice
    let unreadable = root
        .get("transfer")
        .is_some_and(|value| !value.is_list() || value.list().is_some_and(|items| !items.is_empty()));
    let facts = RouteFacts {
        as_of: from(root.required_date("as_of")),
        exporter: from(root.required_word("exporter", Exporter::WORDS)),
        critical_infrastructure_operator: truth(root.required("critical_infrastructure_operator"), Known::Unknown),
        free_trade_zone: word(root.required("free_trade_zone"), FreeTradeZone::WORDS),
        negative_list_route: word(root.get("negative_list_route"), ListRoute::WORDS),
        small_processor: truth(root.get("small_processor"), Known::Value(false)),
        within_gba: truth(root.get("within_gba"), Known::Value(false)),
        deduplicated_people: people(|kind| number(root.get(Fact::DeduplicatedPeople(kind).key()), Known::Unknown)),
        forecast_people: people(|kind| number(root.get(forecast_key(kind)), Known::Unknown)),
        transfers: transfers.iter().map(transfer).collect(),
    };
    report_conflicts(&root, &transfers, &facts, unreadable);
    transfers.into_iter().for_each(Table::finish);
    root.finish();
    let faults = reader.faults();
    if faults.is_empty() { Ok(facts) } else { Err(faults) }
}

const fn forecast_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Ordinary => "forecast_people_ordinary",
        Kind::Sensitive => "forecast_people_sensitive",
    }
}

fn transfer(table: &Table<'_>) -> TransferFacts {
    TransferFacts {
        name: table.required_str("name").unwrap_or_default().to_owned(),
        outbound: word(table.required("outbound"), Outbound::WORDS),
        personal_information: truth(table.required("personal_information"), Known::Unknown),
        important_data: truth(table.get("important_data"), Known::Value(false)),
        origin: word(table.required("origin"), Origin::WORDS),
        necessity: word(table.required("necessity"), Necessity::WORDS),
        labour_rules: truth(table.get("labour_rules"), Known::Value(false)),
        collective_contract: truth(table.get("collective_contract"), Known::Value(false)),
        people: people(|kind| number(table.required(Fact::People(kind).key()), Known::Unknown)),
        people_beyond_necessity: people(|kind| {
            number(table.get(Fact::PeopleBeyondNecessity(kind).key()), Known::Value(0))
        }),
    }
}

fn from<T>(value: Option<T>) -> Known<T> {
    value.map_or(Known::Unknown, Known::Value)
}

fn people(number: impl Fn(Kind) -> Known<u64>) -> People {
    People {
        ordinary: number(Kind::Ordinary),
        sensitive: number(Kind::Sensitive),
    }
}

fn is_unknown(value: &Value<'_>) -> bool {
    value.as_str() == Some("unknown")
}

fn truth(value: Option<Value<'_>>, absent: Known<bool>) -> Known<bool> {
    match value {
        None => absent,
        Some(value) if is_unknown(&value) => Known::Unknown,
        Some(value) if value.is_bool() => from(value.bool()),
        Some(value) => {
            value.wrong_type(&Text::new("true、false或者\"unknown\"", "true, false or \"unknown\""));
            Known::Unknown
        }
    }
}

fn number(value: Option<Value<'_>>, absent: Known<u64>) -> Known<u64> {
    match value {
        None => absent,
        Some(value) if is_unknown(&value) => Known::Unknown,
        Some(value) if value.is_integer() => from(value.count()),
        Some(value) => {
            value.wrong_type(&Text::new("整数或者\"unknown\"", "a whole number or \"unknown\""));
            Known::Unknown
        }
    }
}

fn word<T: Copy>(value: Option<Value<'_>>, words: &[(&'static str, T)]) -> Known<T> {
    let mut known: Vec<_> = words
        .iter()
        .map(|(word, value)| (*word, Known::Value(*value)))
        .collect();
    known.push(("unknown", Known::Unknown));
    value.and_then(|value| value.word(&known)).unwrap_or(Known::Unknown)
}

/// Puts each contradiction at the value to be corrected. Values that could not be read count as unknown, so that one slip is not told twice.
fn report_conflicts(root: &Table<'_>, transfers: &[Table<'_>], facts: &RouteFacts, unreadable: bool) {
    for conflict in conflicts(facts) {
        if conflict.kind == ConflictKind::NoTransfer && unreadable {
            continue;
        }
        let table = conflict.at.transfer.and_then(|at| transfers.get(at)).unwrap_or(root);
        table.fault_at(
            conflict.at.fact.key(),
            code_of(conflict.kind),
            conflict.what,
            conflict.todo,
        );
    }
}

const fn code_of(kind: ConflictKind) -> &'static str {
    match kind {
        ConflictKind::NoTransfer => code::NO_TRANSFER,
        ConflictKind::AsOfTooEarly => code::DATE_TOO_EARLY,
        ConflictKind::TotalBelowLargest => code::TOTAL_BELOW_LARGEST,
        ConflictKind::TotalAboveSum => code::TOTAL_ABOVE_SUM,
        ConflictKind::TotalFitsNothing => code::TOTAL_FITS_NOTHING,
        ConflictKind::SurplusAbovePeople => code::SURPLUS_ABOVE_PEOPLE,
        ConflictKind::SmallWithMany => code::SMALL_WITH_MANY,
        ConflictKind::CollectedByDomestic => code::COLLECTED_BY_DOMESTIC,
        ConflictKind::ListRouteOffList => code::LIST_ROUTE_OFF_LIST,
    }
}
