//! One transfer with every unknown replaced by a value: is it exempt, and why?

use super::local::{Cell, Rank, Setting};
use super::{Fact, Known, Necessity, Origin, TransferFacts};

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

/// The facts of a transfer with every unknown replaced by a value.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools)] // six independent facts of law, each true or false
pub(super) struct Complete {
    outbound: bool,
    pub(super) personal_information: bool,
    important_data: bool,
    unchanged_from_abroad: bool,
    necessity: Necessity,
    labour_rules: bool,
    collective_contract: bool,
}

impl Complete {
    /// Rank and grounds: FLOW 3–6, 5(2), SMALL 10(1)4. Important data defeats every exemption (FLOW 5(2), 7; SMALL 10(2)).
    pub(super) fn cell(self, setting: Setting, surplus: bool) -> Cell {
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

/// An unknown fact's place in the numbering of combinations.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    pub(super) fact: Fact,
    pub(super) size: usize,
    pub(super) stride: usize,
}

/// Every combination of a transfer's unknown facts, numbered by the axes.
pub(super) struct Combinations {
    pub(super) all: Vec<Complete>,
    pub(super) axes: Vec<Axis>,
}

impl Combinations {
    pub(super) fn of(transfer: &TransferFacts) -> Self {
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
        let mut these = Self {
            all: vec![seed],
            axes: Vec::new(),
        };
        these.truth(Fact::Outbound, transfer.is_outbound(), |facts| &mut facts.outbound);
        these.truth(Fact::PersonalInformation, transfer.personal_information, |facts| {
            &mut facts.personal_information
        });
        these.truth(Fact::ImportantData, transfer.important_data, |facts| {
            &mut facts.important_data
        });
        these.truth(Fact::Origin, unchanged, |facts| &mut facts.unchanged_from_abroad);
        these.spread(Fact::Necessity, &transfer.necessity.possible(Necessity::ALL), |facts| {
            &mut facts.necessity
        });
        these.truth(Fact::LabourRules, transfer.labour_rules, |facts| {
            &mut facts.labour_rules
        });
        these.truth(Fact::CollectiveContract, transfer.collective_contract, |facts| {
            &mut facts.collective_contract
        });
        these
    }

    fn truth(&mut self, fact: Fact, known: Known<bool>, place: impl Fn(&mut Complete) -> &mut bool) {
        self.spread(fact, &known.possible(&[false, true]), place);
    }

    /// Multiplies the combinations by the values of one more fact; only an unknown one becomes an axis.
    fn spread<T: Copy>(&mut self, fact: Fact, values: &[T], place: impl Fn(&mut Complete) -> &mut T) {
        if values.len() > 1 {
            self.axes.push(Axis {
                fact,
                size: values.len(),
                stride: self.all.len(),
            });
        }
        let before = std::mem::take(&mut self.all);
        for value in values {
            self.all.extend(before.iter().map(|facts| {
                let mut facts = *facts;
                *place(&mut facts) = *value;
                facts
            }));
        }
    }
}
