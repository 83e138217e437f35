//! One transfer on its own: every combination of its unknown facts, reduced to how much it demands.

use super::complete::{Axis, Combinations};
use super::{Fact, Kind, TransferFacts};

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
        let number = |people: super::People| people.get(kind).value().map(|number| number.min(UNLIMITED - 1));
        let (people, beyond) = (number(transfer.people), number(transfer.people_beyond_necessity));
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
    pub(super) fn is_outbound(self) -> bool {
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
    moves: Vec<(Fact, Pairs)>,
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
        let Combinations { all, axes } = Combinations::of(transfer);
        let cells: Vec<_> = all
            .into_iter()
            .map(|facts| {
                let cell = facts.cell(setting, surplus != Bounds::default());
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
            moves: Vec::new(),
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
        self.moves = self
            .axes
            .iter()
            .map(|axis| (axis.fact, self.changes_by(*axis)))
            .collect();
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
    pub(super) fn moves(&self) -> &[(Fact, Pairs)] {
        &self.moves
    }

    fn changes_by(&self, axis: Axis) -> Pairs {
        let mut pairs = Pairs::default();
        for (at, before) in self.cells.iter().enumerate() {
            let Some(before) = before else { continue };
            let base = at - at / axis.stride % axis.size * axis.stride;
            for value in 0..axis.size {
                if let Some(Some(after)) = self.cells.get(base + value * axis.stride) {
                    pairs.insert(before.rank, after.rank);
                }
            }
        }
        pairs
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
