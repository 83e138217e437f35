//! The facts of the route decision, each of which may be unknown.

use super::Kind;
use jiff::civil::Date;

/// A fact, or the statement that it is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Known<T> {
    /// The fact is known.
    Value(T),
    /// Nobody has established it.
    #[default]
    Unknown,
}

impl<T: Copy> Known<T> {
    /// The value, if known.
    pub const fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Unknown => None,
        }
    }

    /// Whether the fact is unknown.
    pub const fn is_unknown(self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// The values the fact may have, given all values of its type.
    pub(super) fn possible(self, all: &[T]) -> Vec<T> {
        self.value().map_or_else(|| all.to_vec(), |value| vec![value])
    }
}

impl Known<bool> {
    /// Whether the fact is true for all anybody knows.
    pub const fn possibly(self) -> bool {
        !matches!(self, Self::Value(false))
    }

    /// Whether the fact is known to be true.
    pub const fn surely(self) -> bool {
        matches!(self, Self::Value(true))
    }
}

/// Declares an enum whose values have words in files, with the list of all of them.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$value_doc])* $value),+ }

        impl $name {
            /// Every value with its word in files.
            pub const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$value)),+];

            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// The word of this value in files.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$value => $word),+ }
            }
        }
    };
}

words! {
    /// Who sends.
    Exporter {
        /// A processor in China.
        Domestic = "domestic",
        /// A processor abroad under PIPL 3(2), which applies through its body or representative in China (CERT 7).
        Overseas32 = "overseas-3-2",
    }
}

words! {
    /// Where the processor stands towards a free trade zone's negative list (FLOW 6).
    FreeTradeZone {
        /// No zone is relied on.
        None = "none",
        /// In the zone, the data outside its list: exempt.
        OutsideNegativeList = "outside-negative-list",
        /// In the zone, the data on its list: the list says what is due.
        OnNegativeList = "on-negative-list",
    }
}

words! {
    /// What the negative list prescribes for the data on it.
    ListRoute {
        /// The security assessment.
        SecurityAssessment = "security-assessment",
        /// Standard contract or certification.
        ContractOrCertification = "contract-or-certification",
    }
}

words! {
    /// The outbound act (GB/T 46068 3.7, GUIDE-SA3 I(2)).
    Outbound {
        /// Sent or stored abroad.
        Sent = "sent",
        /// Queried, retrieved, downloaded or exported from abroad.
        RemoteAccess = "remote-access",
        /// Collected in China by a processor abroad under PIPL 3(2).
        CollectedFromAbroad = "collected-from-abroad",
        /// Nothing leaves and nobody abroad opens it.
        None = "none",
    }
}

words! {
    /// Where the personal information was collected (FLOW 4).
    Origin {
        /// In China.
        Domestic = "domestic",
        /// Abroad, brought in for processing, nothing domestic introduced.
        AbroadUnchanged = "abroad-unchanged",
        /// Abroad, with domestic personal information or important data introduced.
        AbroadWithDomesticData = "abroad-with-domestic-data",
    }
}

words! {
    /// What the transfer is claimed to be necessary for.
    Necessity {
        /// Nothing the law exempts.
        None = "none",
        /// A contract with the individual (FLOW 5(1)1).
        Contract = "contract",
        /// HR management under labour rules and a collective contract (FLOW 5(1)2).
        Hr = "hr",
        /// An emergency (FLOW 5(1)3).
        Emergency = "emergency",
        /// A legal duty or obligation: exempts a small processor only (SMALL 10(1)4).
        LegalDuty = "legal-duty",
    }
}

/// People by kind of information; natural persons, each counted once. A person with both kinds counts in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct People {
    /// With ordinary personal information.
    pub ordinary: Known<u64>,
    /// With sensitive personal information.
    pub sensitive: Known<u64>,
}

impl People {
    /// Known numbers of both kinds.
    pub const fn of(ordinary: u64, sensitive: u64) -> Self {
        Self {
            ordinary: Known::Value(ordinary),
            sensitive: Known::Value(sensitive),
        }
    }

    /// The number of one kind.
    pub const fn get(self, kind: Kind) -> Known<u64> {
        match kind {
            Kind::Ordinary => self.ordinary,
            Kind::Sensitive => self.sensitive,
        }
    }
}

/// All facts of the decision. The default knows nothing and has no transfer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RouteFacts {
    /// The day up to which people were counted, from 1 January of its year.
    pub as_of: Known<Date>,
    /// Who sends.
    pub exporter: Known<Exporter>,
    /// Notified as an operator of critical information infrastructure (FLOW 7).
    pub critical_infrastructure_operator: Known<bool>,
    /// Free trade zone and its negative list (FLOW 6).
    pub free_trade_zone: Known<FreeTradeZone>,
    /// What the list prescribes; read only for data on the list.
    pub negative_list_route: Known<ListRoute>,
    /// Holds the information of fewer than 100,000 people in all (SMALL 2).
    pub small_processor: Known<bool>,
    /// Processor and recipient both in the Greater Bay Area (GBA-MO).
    pub within_gba: Known<bool>,
    /// All counted people together, each once; unknown without such a total.
    pub deduplicated_people: People,
    /// Whole-year forecast of counted people; unknown without a forecast.
    pub forecast_people: People,
    /// The transfers.
    pub transfers: Vec<TransferFacts>,
}

/// The facts of one transfer: one purpose, one recipient, one set of data items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferFacts {
    /// The name the user gave it.
    pub name: String,
    /// The outbound act.
    pub outbound: Known<Outbound>,
    /// Whether it holds personal information at all.
    pub personal_information: Known<bool>,
    /// Whether it holds data notified or published as important (FLOW 2).
    pub important_data: Known<bool>,
    /// Where the information was collected.
    pub origin: Known<Origin>,
    /// What it is claimed to be necessary for.
    pub necessity: Known<Necessity>,
    /// With HR: labour rules lawfully made.
    pub labour_rules: Known<bool>,
    /// With HR: a collective contract lawfully signed.
    pub collective_contract: Known<bool>,
    /// People whose information leaves.
    pub people: People,
    /// Of them, people whom the necessity does not cover.
    pub people_beyond_necessity: People,
}

impl TransferFacts {
    /// A transfer of which only the name is told: the optional facts have their defaults, the others are unknown.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            outbound: Known::Unknown,
            personal_information: Known::Unknown,
            important_data: Known::Value(false),
            origin: Known::Unknown,
            necessity: Known::Unknown,
            labour_rules: Known::Value(false),
            collective_contract: Known::Value(false),
            people: People::default(),
            people_beyond_necessity: People::of(0, 0),
        }
    }

    /// Whether it is outbound: sent, opened from abroad or collected from abroad.
    pub fn is_outbound(&self) -> Known<bool> {
        match self.outbound {
            Known::Value(act) => Known::Value(act != Outbound::None),
            Known::Unknown => Known::Unknown,
        }
    }
}
