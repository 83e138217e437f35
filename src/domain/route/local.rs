//! One transfer on its own: every combination of its unknown facts, reduced to how much it demands.

use super::{Fact, Kind, Known, Necessity, Origin, TransferFacts};

/// Without upper limit.
pub(super) const UNLIMITED: u64 = u64::MAX;

/// The most people a small processor can hold (SMALL 2: fewer than 100,000).
pub(super) const SMALL_LIMIT: u64 = 99_999;

/// How much a transfer demands, rising: the route never becomes less demanding when one transfer climbs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Rank {
    /// Not outbound.
    Inside,
    /// Outbound and wholly exempt.
    Exempt,
    /// Exempt but for a surplus beyond the necessity.
    Surplus,
    /// Not exempt: all its people count.
    Whole,
    /// With important data, without personal information.
    Important,
    /// With important data and personal information.
    ImportantPersonal,
}

impl Rank {
    pub(super) const ALL: [Self; 6] = [
        Self::Inside,
        Self::Exempt,
        Self::Surplus,
        Self::Whole,
        Self::Important,
        Self::ImportantPersonal,
    ];

    pub(super) const fn is_important(self) -> bool {
        matches!(self, Self::Important | Self::ImportantPersonal)
    }

    pub(super) const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Pairs of ranks as a bit set: the same transfer before and after one fact changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Pairs(u64);

impl Pairs {
    pub(super) fn insert(&mut self, before: Rank, after: Rank) {
        self.0 |= 1 << (before as u8 * 6 + after as u8);
    }

    /// Each rank with itself.
    pub(super) fn unchanged(ranks: u8) -> Self {
        let mut pairs = Self::default();
        for rank in Rank::ALL.into_iter().filter(|rank| ranks & rank.bit() != 0) {
            pairs.insert(rank, rank);
        }
        pairs
    }

    /// Whether some pair changes the rank.
    pub(super) fn moves(self) -> bool {
        self.iter().any(|(before, after)| before != after)
    }

    pub(super) fn iter(self) -> impl Iterator<Item = (Rank, Rank)> {
        Rank::ALL
            .into_iter()
            .flat_map(|before| Rank::ALL.into_iter().map(move |after| (before, after)))
            .filter(move |(before, after)| self.0 & (1 << (*before as u8 * 6 + *after as u8)) != 0)
    }
}

/// Rules that exempt a transfer, as a bit set.
pub(super) mod ground {
    /// No personal information, no important data.
    pub(in crate::domain::route) const FLOW_3: u8 = 1;
    /// Collected abroad, nothing domestic introduced.
    pub(in crate::domain::route) const FLOW_4: u8 = 2;
    /// Contract with the individual.
    pub(in crate::domain::route) const FLOW_5_1_1: u8 = 4;
    /// HR management.
    pub(in crate::domain::route) const FLOW_5_1_2: u8 = 8;
    /// Emergency.
    pub(in crate::domain::route) const FLOW_5_1_3: u8 = 16;
    /// Free trade zone, outside the negative list.
    pub(in crate::domain::route) const FLOW_6: u8 = 32;
    /// Legal duty of a small processor.
    pub(in crate::domain::route) const SMALL_10_1_4: u8 = 64;
    /// The grounds that exempt only what is necessary.
    pub(in crate::domain::route) const NECESSITY: u8 = FLOW_5_1_1 | FLOW_5_1_2 | FLOW_5_1_3 | SMALL_10_1_4;

    /// The citations of a set, in the order of the articles.
    pub(in crate::domain::route) fn citations(set: u8) -> Vec<&'static str> {
        [
            (FLOW_3, "FLOW 3"),
            (FLOW_4, "FLOW 4"),
            (FLOW_5_1_1, "FLOW 5(1)1"),
            (FLOW_5_1_2, "FLOW 5(1)2"),
            (FLOW_5_1_3, "FLOW 5(1)3"),
            (FLOW_6, "FLOW 6"),
            (SMALL_10_1_4, "SMALL 10(1)4"),
        ]
        .into_iter()
        .filter_map(|(bit, name)| (set & bit != 0).then_some(name))
        .collect()
    }
}

/// The part of the file-wide facts that a single transfer's rank depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Setting {
    /// A small processor.
    pub(super) small: bool,
    /// On or after 1 September 2026, when SMALL took effect.
    pub(super) small_rules_apply: bool,
    /// In a zone and outside its negative list (FLOW 6).
    pub(super) outside_list: bool,
}

impl Setting {
    pub(super) const COUNT: usize = 8;

    pub(super) fn index(self) -> usize {
        usize::from(self.small) | usize::from(self.small_rules_apply) << 1 | usize::from(self.outside_list) << 2
    }
}

/// Limits that hold for every count: the given totals, if they are to be believed, and a small processor's size.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// De-duplicated totals by kind.
    pub(super) totals: [Option<u64>; 2],
    /// Whether a small processor is held to fewer than 100,000 people.
    pub(super) small_is_small: bool,
}

/// Least and most people, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Bounds {
    pub(super) low: [u64; 2],
    pub(super) high: [u64; 2],
}

impl Bounds {
    fn map(self, change: impl Fn(usize, u64, u64) -> (u64, u64)) -> Self {
        let mut result = self;
        for k in [0, 1] {
            (result.low[k], result.high[k]) = change(k, self.low[k], self.high[k]);
        }
        result
    }

    fn possible(self) -> bool {
        self.low[0] <= self.high[0] && self.low[1] <= self.high[1]
    }
}

/// The people of a transfer as stated: of all, and of the surplus beyond the necessity.
pub(super) fn stated(transfer: &TransferFacts) -> (Bounds, Bounds) {
    let (mut whole, mut surplus) = (Bounds::default(), Bounds::default());
    for kind in Kind::BOTH {
        let k = kind.index();
        let people = transfer.people.get(kind).value();
        let beyond = transfer.people_beyond_necessity.get(kind).value();
        whole.high[k] = people.unwrap_or(UNLIMITED);
        whole.low[k] = people.or(beyond).unwrap_or(0);
        // a surplus above the people is a conflict; the wizard meets it half typed and goes on with what can be true
        surplus.high[k] = beyond.unwrap_or(UNLIMITED).min(whole.high[k]);
        surplus.low[k] = beyond.unwrap_or(0).min(whole.high[k]);
    }
    (whole, surplus)
}

/// One combination of the transfer's facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) rank: Rank,
    /// Rules that exempt it, wholly or in part; with important data: that would have.
    pub(super) grounds: u8,
    /// Whether it is outbound with personal information.
    pub(super) personal: bool,
}

impl Cell {
    pub(super) fn is_outbound(&self) -> bool {
        self.rank != Rank::Inside
    }
}

/// A transfer in one setting, over all combinations of its unknown facts.
#[derive(Debug, Clone)]
pub(super) struct Local {
    /// By combination; `None` where the limits rule it out.
    pub(super) cells: Vec<Option<Cell>>,
    /// The ranks that occur, as bits.
    pub(super) ranks: u8,
    whole: Bounds,
    surplus: Bounds,
    axes: Vec<Axis>,
}

/// An unknown fact's place in the numbering of combinations.
#[derive(Debug, Clone, Copy)]
struct Axis {
    fact: Fact,
    size: usize,
    stride: usize,
}

impl Local {
    pub(super) fn new(transfer: &TransferFacts, setting: Setting, limits: Limits) -> Self {
        let cap = if setting.small && limits.small_is_small {
            SMALL_LIMIT
        } else {
            UNLIMITED
        };
        let (whole_stated, surplus_stated) = stated(transfer);
        let too_many = whole_stated.low.iter().any(|low| *low > cap);
        let limit = |k: usize, low, high: u64| (low, high.min(cap).min(limits.totals[k].unwrap_or(UNLIMITED)));
        let (whole, surplus) = (whole_stated.map(limit), surplus_stated.map(limit));
        let mut axes = Vec::new();
        let cells: Vec<_> = combinations(transfer, &mut axes)
            .into_iter()
            .map(|facts| {
                let cell = facts.cell(setting, surplus.high != [0, 0]);
                let possible = match cell.rank {
                    Rank::Whole => whole.possible(),
                    Rank::Surplus => surplus.possible(),
                    _ => true,
                };
                (possible && !(facts.personal_information && too_many)).then_some(cell)
            })
            .collect();
        let ranks = cells.iter().flatten().fold(0, |ranks, cell| ranks | cell.rank.bit());
        Self {
            cells,
            ranks,
            whole,
            surplus,
            axes,
        }
    }

    /// Drops what leaves fewer people than a total needs of this transfer, the others giving all they can.
    pub(super) fn require(&mut self, needed: [u64; 2]) {
        for at in 0..self.cells.len() {
            let short = |cell: Cell| (0..2).any(|k| self.bounds(cell.rank).high[k] < needed[k]);
            if self.cells[at].is_some_and(short) {
                self.cells[at] = None;
            }
        }
        self.ranks = self
            .cells
            .iter()
            .flatten()
            .fold(0, |ranks, cell| ranks | cell.rank.bit());
        for k in [0, 1] {
            self.whole.low[k] = self.whole.low[k].max(needed[k]);
            self.surplus.low[k] = self.surplus.low[k].max(needed[k]);
        }
    }

    /// The most people this transfer can count.
    pub(super) fn most(&self) -> [u64; 2] {
        let highs = || {
            Rank::ALL
                .into_iter()
                .filter(|rank| self.ranks & rank.bit() != 0)
                .map(|rank| self.bounds(rank).high)
        };
        [0, 1].map(|k| highs().map(|high| high[k]).max().unwrap_or(0))
    }

    /// The people counted at a rank, as far as a total can be checked against them. Important data decides without any count, so a total
    /// that leaves its people out is believed as well as one that counts them.
    pub(super) fn bounds(&self, rank: Rank) -> Bounds {
        match rank {
            Rank::Inside | Rank::Exempt | Rank::Important => Bounds::default(),
            Rank::Surplus => self.surplus,
            Rank::Whole => self.whole,
            Rank::ImportantPersonal => Bounds {
                low: [0, 0],
                high: self.whole.high,
            },
        }
    }

    /// The people counted at a rank, as shown.
    pub(super) fn counted(&self, rank: Rank) -> Bounds {
        if rank == Rank::ImportantPersonal {
            self.whole
        } else {
            self.bounds(rank)
        }
    }

    /// The unknown facts of this transfer, each with the changes of rank it can bring about.
    pub(super) fn moves(&self) -> impl Iterator<Item = (Fact, Pairs)> + '_ {
        self.axes.iter().map(|axis| {
            let mut pairs = Pairs::default();
            for (at, before) in self.cells.iter().enumerate() {
                let Some(before) = before else { continue };
                let base = at - at / axis.stride % axis.size * axis.stride;
                for after in (0..axis.size)
                    .filter_map(|value| self.cells.get(base + value * axis.stride))
                    .flatten()
                {
                    pairs.insert(before.rank, after.rank);
                }
            }
            (axis.fact, pairs)
        })
    }

    /// The same facts in another setting.
    pub(super) fn pairs_with(&self, other: &Self) -> Pairs {
        let mut pairs = Pairs::default();
        for (before, after) in self.cells.iter().zip(&other.cells) {
            if let (Some(before), Some(after)) = (before, after) {
                pairs.insert(before.rank, after.rank);
            }
        }
        pairs
    }

    /// Unknown facts that can take more than one value.
    pub(super) fn open_facts(&self) -> impl Iterator<Item = Fact> + '_ {
        self.axes.iter().map(|axis| axis.fact)
    }
}

/// The facts of a transfer with every unknown replaced by a value.
#[derive(Debug, Clone, Copy)]
struct Complete {
    outbound: bool,
    personal_information: bool,
    important_data: bool,
    unchanged_from_abroad: bool,
    necessity: Necessity,
    labour_rules: bool,
    collective_contract: bool,
}

impl Complete {
    /// Rank and grounds: FLOW 3–6, 5(2), SMALL 10(1)4. Important data defeats every exemption (FLOW 5(2), 7; SMALL 10(2)).
    fn cell(self, setting: Setting, surplus: bool) -> Cell {
        if !self.outbound {
            return Cell {
                rank: Rank::Inside,
                grounds: 0,
                personal: false,
            };
        }
        let grounds = self.grounds(setting);
        let rank = match (self.important_data, self.personal_information) {
            (true, false) => Rank::Important,
            (true, true) => Rank::ImportantPersonal,
            (false, _) if grounds == 0 => Rank::Whole,
            (false, _) if grounds & !ground::NECESSITY == 0 && surplus => Rank::Surplus,
            (false, _) => Rank::Exempt,
        };
        Cell {
            rank,
            grounds,
            personal: self.personal_information,
        }
    }

    fn grounds(self, setting: Setting) -> u8 {
        if !self.personal_information {
            return ground::FLOW_3;
        }
        let mut grounds = match self.necessity {
            Necessity::Contract => ground::FLOW_5_1_1,
            Necessity::Hr if self.labour_rules && self.collective_contract => ground::FLOW_5_1_2,
            Necessity::Emergency => ground::FLOW_5_1_3,
            Necessity::LegalDuty if setting.small && setting.small_rules_apply => ground::SMALL_10_1_4,
            _ => 0,
        };
        if self.unchanged_from_abroad {
            grounds |= ground::FLOW_4;
        }
        if setting.outside_list {
            grounds |= ground::FLOW_6;
        }
        grounds
    }
}

/// Every combination of the unknown facts, numbered by `axes`.
fn combinations(transfer: &TransferFacts, axes: &mut Vec<Axis>) -> Vec<Complete> {
    let seed = Complete {
        outbound: false,
        personal_information: false,
        important_data: false,
        unchanged_from_abroad: false,
        necessity: Necessity::None,
        labour_rules: false,
        collective_contract: false,
    };
    let unchanged = match transfer.origin {
        Known::Value(origin) => Known::Value(origin == Origin::AbroadUnchanged),
        Known::Unknown => Known::Unknown,
    };
    let mut all = vec![seed];
    spread(
        &mut all,
        axes,
        Fact::Outbound,
        transfer.is_outbound(),
        &[false, true],
        |c, v| c.outbound = v,
    );
    let personal = transfer.personal_information;
    spread(
        &mut all,
        axes,
        Fact::PersonalInformation,
        personal,
        &[false, true],
        |c, v| c.personal_information = v,
    );
    spread(
        &mut all,
        axes,
        Fact::ImportantData,
        transfer.important_data,
        &[false, true],
        |c, v| c.important_data = v,
    );
    spread(&mut all, axes, Fact::Origin, unchanged, &[false, true], |c, v| {
        c.unchanged_from_abroad = v
    });
    spread(
        &mut all,
        axes,
        Fact::Necessity,
        transfer.necessity,
        Necessity::ALL,
        |c, v| c.necessity = v,
    );
    spread(
        &mut all,
        axes,
        Fact::LabourRules,
        transfer.labour_rules,
        &[false, true],
        |c, v| c.labour_rules = v,
    );
    let collective = transfer.collective_contract;
    spread(
        &mut all,
        axes,
        Fact::CollectiveContract,
        collective,
        &[false, true],
        |c, v| c.collective_contract = v,
    );
    all
}

/// Multiplies the combinations by the values of one more fact; only an unknown one becomes an axis.
fn spread<T: Copy>(
    all: &mut Vec<Complete>,
    axes: &mut Vec<Axis>,
    fact: Fact,
    known: Known<T>,
    values: &[T],
    set: impl Fn(&mut Complete, T),
) {
    let values = known.possible(values);
    if values.len() > 1 {
        axes.push(Axis {
            fact,
            size: values.len(),
            stride: all.len(),
        });
    }
    let before = std::mem::take(all);
    for value in values {
        all.extend(before.iter().map(|facts| {
            let mut facts = *facts;
            set(&mut facts, value);
            facts
        }));
    }
}
