//! Which mechanism an outbound transfer needs: the facts, the decision, and nothing else.
//!
//! The rules are those of the Provisions on Promoting and Regulating Cross-Border Data Flows (FLOW), articles 3 to 8, the Certification
//! Measures (CERT), articles 5 and 7, and the provisions for small processors (SMALL), articles 2 and 10. Every fact may be unknown; the
//! decision then says which unknown facts the route hangs on. `pipia route` and the wizard call the same [`decide`].

mod complete;
mod conflict;
mod decide;
mod facts;
mod label;
mod local;
mod notes;
mod reach;
mod tally;
mod unknown;

pub use conflict::{Conflict, ConflictKind, conflicts};
pub use decide::{decide, route_counting_exempt};
pub use facts::{
    Exporter, FreeTradeZone, Known, ListRoute, Necessity, Origin, Outbound, People, RouteFacts, TransferFacts,
};

use crate::domain::Text;

/// A route, from the least demanding to the most demanding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Route {
    /// Nothing leaves and nobody abroad opens it.
    NotOutbound,
    /// Outbound, but exempt from the three mechanisms (FLOW 3–6, SMALL 10(1)4).
    Exempt,
    /// Standard contract or certification (FLOW 8, CERT 5).
    ContractOrCertification,
    /// Security assessment (FLOW 7).
    SecurityAssessment,
}

impl Route {
    /// The word used in files and in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotOutbound => "not-outbound",
            Self::Exempt => "exempt",
            Self::ContractOrCertification => "contract-or-certification",
            Self::SecurityAssessment => "security-assessment",
        }
    }
}

/// Ordinary or sensitive personal information: the two are counted apart (FLOW 7, 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Personal information that is not sensitive.
    Ordinary,
    /// Sensitive personal information (PIPL 28).
    Sensitive,
}

impl Kind {
    /// Both kinds, ordinary first.
    pub const BOTH: [Self; 2] = [Self::Ordinary, Self::Sensitive];

    /// People from whom on a contract or certification is needed: 100,000, or the first person with sensitive information (FLOW 5(1)4, 8).
    pub const fn lower_threshold(self) -> u64 {
        match self {
            Self::Ordinary => 100_000,
            Self::Sensitive => 1,
        }
    }

    /// People from whom on the security assessment is needed: 1,000,000, or 10,000 with sensitive information (FLOW 7).
    pub const fn upper_threshold(self) -> u64 {
        match self {
            Self::Ordinary => 1_000_000,
            Self::Sensitive => 10_000,
        }
    }

    const fn index(self) -> usize {
        match self {
            Self::Ordinary => 0,
            Self::Sensitive => 1,
        }
    }
}

/// A fact of the route decision, named as in the facts file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// `as_of`
    AsOf,
    /// `exporter`
    Exporter,
    /// `critical_infrastructure_operator`
    CriticalInfrastructureOperator,
    /// `free_trade_zone`
    FreeTradeZone,
    /// `negative_list_route`
    NegativeListRoute,
    /// `small_processor`
    SmallProcessor,
    /// `deduplicated_people_*`
    DeduplicatedPeople(Kind),
    /// `transfer`: the list itself
    Transfer,
    /// `outbound` of a transfer
    Outbound,
    /// `personal_information` of a transfer
    PersonalInformation,
    /// `important_data` of a transfer
    ImportantData,
    /// `origin` of a transfer
    Origin,
    /// `necessity` of a transfer
    Necessity,
    /// `labour_rules` of a transfer
    LabourRules,
    /// `collective_contract` of a transfer
    CollectiveContract,
    /// `people_*` of a transfer
    People(Kind),
    /// `people_*_beyond_necessity` of a transfer
    PeopleBeyondNecessity(Kind),
}

/// A fact and the transfer it belongs to; `None` for facts of the whole file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactAt {
    /// The transfer's index in [`RouteFacts::transfers`].
    pub transfer: Option<usize>,
    /// The fact.
    pub fact: Fact,
}

/// A number of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Exactly so many.
    Exactly(u64),
    /// Between two numbers, both included: without a de-duplicated total, from the largest transfer to the sum.
    Between(u64, u64),
    /// No upper limit can be told.
    Unknown,
}

impl Count {
    /// The upper bound, if there is one.
    pub const fn upper(self) -> Option<u64> {
        match self {
            Self::Exactly(n) | Self::Between(_, n) => Some(n),
            Self::Unknown => None,
        }
    }
}

/// One value for ordinary and one for sensitive personal information.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Both<T> {
    /// For ordinary personal information.
    pub ordinary: T,
    /// For sensitive personal information.
    pub sensitive: T,
}

impl<T: Copy> Both<T> {
    /// Computes both values.
    pub fn of(mut make: impl FnMut(Kind) -> T) -> Self {
        Self {
            ordinary: make(Kind::Ordinary),
            sensitive: make(Kind::Sensitive),
        }
    }

    /// The value of one kind.
    pub const fn get(&self, kind: Kind) -> T {
        match kind {
            Kind::Ordinary => self.ordinary,
            Kind::Sensitive => self.sensitive,
        }
    }
}

/// The route by the end-of-year forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForecastRoute {
    /// The forecast decides.
    Determined(Route),
    /// The facts leave more than one route.
    Undetermined,
}

/// What was decided about one transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferDecision {
    /// The transfer's name.
    pub name: String,
    /// Whether it is wholly exempt under FLOW 3–6 or SMALL 10(1)4, the small number of FLOW 5(1)4 apart; `None`: the facts do not tell.
    pub exempt: Option<bool>,
    /// The exempting rules, also those that cover only part of the people.
    pub basis: Vec<&'static str>,
}

/// The decision, with its grounds and with what would change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteDecision {
    /// The route, `None` if the facts leave more than one.
    pub route: Option<Route>,
    /// The most demanding possible route; the route itself when determined.
    pub worst_route: Route,
    /// The rules the route rests on, such as `FLOW 7`; empty when undetermined.
    pub basis: Vec<&'static str>,
    /// One entry per transfer, in the order of the facts.
    pub transfers: Vec<TransferDecision>,
    /// People counted since 1 January, without those of exempt transfers.
    pub counts: Both<Count>,
    /// The same with the people of exempt transfers. Whether these count is unsettled (GUIDE-SA3 I), so both totals are shown.
    pub counts_with_exempt: Both<Count>,
    /// Threshold of the security assessment less the upper bound of the count, 0 at or over it. `None` where nobody is counted, where another
    /// rule than the numbers decides, and when undetermined.
    pub margins: Both<Option<u64>>,
    /// The next number of people that changes the route, if a number does.
    pub next_threshold: Both<Option<u64>>,
    /// The route by 31 December; `None` without a forecast.
    pub forecast_route: Option<ForecastRoute>,
    /// The unknown facts the route hangs on, in the order of the file.
    pub unknowns: Vec<FactAt>,
    /// Whether the impact assessment is due (PIPL 55(4), FLOW 10): for exempt transfers too.
    pub pipia_required: bool,
    /// Whether the GBA contract is open beside standard contract and certification.
    pub gba_contract: bool,
    /// Reasons, and what would change the route, in plain words.
    pub notes: Vec<Text>,
}
