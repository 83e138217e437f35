//! Answers with a declared order: what is better, what is worse.

/// An answer with its declared order.
pub(super) enum Order {
    /// Values from best to worst.
    Values(&'static [&'static str]),
    /// Options that are good when ticked, and those that are bad.
    Ticks(&'static [&'static str], &'static [&'static str]),
}
use Order::{Ticks, Values};

const T: &str = "@transfer:magazine";
const R: &str = "@recipient:kigumi";
const C: &str = "@country:JP";

#[rustfmt::skip]
pub(super) const FIELDS: &[(&str, &str, Order)] = &[
    (
        "transfer.details.frequency",
        T,
        Values(&["occasional", "regular", "continuous"]),
    ),
    (
        "transfer.details.end_handling",
        T,
        Values(&["delete-proof", "not-agreed"]),
    ),
    (
        "inventory.people-12-months",
        "",
        Values(&["1000", "500001", "1000001", "10000001"]),
    ),
    (
        "inventory.items.necessity",
        "@item:line",
        Values(&["required", "helpful", "not-needed"]),
    ),
    (
        "systems.links.channel",
        "@link:magazine",
        Values(&["strong", "weak", "none"]),
    ),
    (
        "systems.links.content",
        "@link:magazine",
        Values(&["all-high-risk", "some", "none"]),
    ),
    (
        "systems.records",
        "",
        Values(&["three-years", "shorter", "partial", "none"]),
    ),
    (
        "recipient.track-record.experience",
        R,
        Values(&["rich", "some", "none"]),
    ),
    (
        "recipient-assurance.document.status",
        R,
        Values(&["in-force", "outdated", "draft"]),
    ),
    (
        "recipient-assurance.document.verification",
        R,
        Values(&["site-audit", "statement", "none"]),
    ),
    (
        "capability.incident-plan",
        "",
        Values(&["drilled", "drilled-alone", "drilled-old", "not-drilled", "none"]),
    ),
    (
        "legality.foreign-judicial",
        "",
        Values(&["approval-first", "not-laid-down", "not-agreed"]),
    ),
    (
        "legality.bases.separate_consent",
        T,
        Values(&["all", "part", "bundled", "none"]),
    ),
    ("legality.necessity.ground", T, Values(&["contract", "useful"])),
    ("rights-impact.corrections.scale", T, Values(&["no", "yes"])),
    ("rights-impact.corrections.scope", T, Values(&["no", "yes"])),
    ("rights-impact.corrections.other", T, Values(&["no", "yes"])),
    (
        "rights-channels.withdrawal",
        "",
        Values(&["easy-stops", "easy-continues", "hard", "impossible"]),
    ),
    (
        "rights-channels.practice",
        "",
        Values(&["tested", "recorded", "not-recorded"]),
    ),
    ("country.profile.law", C, Values(&["mature", "basic", "lacking"])),
    (
        "country.profile.difference",
        C,
        Values(&["hardly", "no-major", "major"]),
    ),
    ("country.profile.commitments", C, Values(&["binding", "member", "none"])),
    ("country.profile.authority", C, Values(&["effective", "exists", "none"])),
    (
        "country.profile.remedies",
        C,
        Values(&["multi-level", "partial", "courts-only", "none"]),
    ),
    ("country.profile.rights", C, Values(&["all", "part", "few"])),
    (
        "country.profile.access",
        C,
        Values(&["checked", "broad-checked", "broad-unchecked"]),
    ),
    (
        "national-interest.recipient-ties",
        "",
        Values(&["none", "ordinary", "controlled"]),
    ),
    (
        "recipient.track-record.incidents",
        R,
        Ticks(&[], &["industry", "similar", "own-handled", "own-not-handled"]),
    ),
    (
        "capability.management",
        "",
        Ticks(&["access-training", "confidentiality", "supplier", "risk"], &[]),
    ),
    (
        "capability.technical",
        "",
        Ticks(
            &[
                "storage-encryption",
                "access-control",
                "transport-encryption",
                "egress",
                "logging",
                "backup",
                "vulnerability",
            ],
            &[],
        ),
    ),
    (
        "legality.notice.told",
        T,
        Ticks(&["recipient-name", "purpose", "kinds", "rights", "retention"], &[]),
    ),
    (
        "legality.legitimacy.holds",
        T,
        Ticks(
            &[
                "clear-purpose",
                "proper-form",
                "no-concealment",
                "same-purpose",
                "expected",
                "morals",
            ],
            &[],
        ),
    ),
    (
        "legality.necessity.holds",
        T,
        Ticks(
            &["export-itself", "items", "people", "frequency", "quantity", "retention"],
            &[],
        ),
    ),
    (
        "rights-impact.self-determination.situations",
        T,
        Ticks(&[], &["sd-time", "sd-costly", "sd-deceived", "sd-doxxing"]),
    ),
    (
        "rights-impact.differential.situations",
        T,
        Ticks(&[], &["df-time", "df-extra-cost", "df-service", "df-dismissed"]),
    ),
    (
        "rights-impact.reputation.situations",
        T,
        Ticks(&[], &["rp-disturbed", "rp-fingerprint", "rp-face", "rp-exclusion"]),
    ),
    (
        "rights-impact.person-property.situations",
        T,
        Ticks(&[], &["pp-low", "pp-medium", "pp-high", "pp-severe"]),
    ),
    (
        "recipient-assurance.technical",
        R,
        Ticks(
            &[
                "transfer",
                "border",
                "storage",
                "access",
                "monitoring",
                "backup",
                "integrity",
                "patching",
                "logs-complete",
            ],
            &["defect-low", "defect-high"],
        ),
    ),
    (
        "recipient-assurance.management",
        R,
        Ticks(&["system", "incident", "audit", "complaints", "reporting"], &["weak"]),
    ),
    (
        "recipient-assurance.organisation",
        R,
        Ticks(&["body", "officer", "requests"], &[]),
    ),
    (
        "recipient-assurance.duties",
        R,
        Ticks(&["scope", "onward", "records", "request-notice", "copy"], &[]),
    ),
    (
        "threats.warnings",
        "",
        Ticks(&[], &["predicted", "peers", "body", "partner", "authority", "own"]),
    ),
    (
        "threats.exposures.tampering",
        T,
        Ticks(&[], &["t-no-integrity", "t-write-access", "t-no-change-log"]),
    ),
    (
        "threats.exposures.leak",
        T,
        Ticks(&[], &["l-screen", "l-clear", "l-many", "l-shared-cloud", "l-examples"]),
    ),
    (
        "threats.exposures.unlawful-use",
        T,
        Ticks(
            &[],
            &["u-other-purpose", "u-onward", "u-reidentify", "u-over-retention"],
        ),
    ),
    (
        "rights-channels.channels",
        "",
        Ticks(&["in-product", "phone-mail", "recipient-direct", "domestic-party"], &[]),
    ),
    (
        "rights-channels.conditions",
        "",
        Ticks(
            &["identity", "in-time", "dispute", "free", "alternative", "refusal"],
            &[],
        ),
    ),
    (
        "rights-channels.rights",
        "",
        Ticks(
            &[
                "know-decide",
                "restrict",
                "access-copy",
                "correct",
                "delete",
                "withdraw",
                "explain",
            ],
            &[],
        ),
    ),
    (
        "rights-channels.document-rights",
        "",
        Ticks(
            &["beneficiary", "copy", "either", "direct", "explain", "complain", "sue"],
            &[],
        ),
    ),
    (
        "national-interest.features",
        "",
        Ticks(&[], &["economy", "linkage", "key-sites", "public-posts"]),
    ),
    (
        "national-interest.public-interest",
        "",
        Ticks(&[], &["market", "fraud-wave", "minors"]),
    ),
];

/// How many steps below its best an answer can stand, and where `state` puts it: a number, or a set of bits that are bad.
pub(super) fn steps(order: &Order) -> u32 {
    match order {
        Values(values) => u32::try_from(values.len()).unwrap(),
        Ticks(good, bad) => 1 << (good.len() + bad.len()),
    }
}

pub(super) fn edit(field: &(&str, &str, Order), state: u32) -> String {
    let (path, scope, order) = field;
    let value = match order {
        Values(values) => values[(state as usize) % values.len()].to_owned(),
        Ticks(good, bad) => {
            let set = |at: usize| state & (1 << at) != 0;
            let kept = good
                .iter()
                .enumerate()
                .filter(|(at, _)| !set(*at))
                .map(|(_, option)| *option);
            let found = bad
                .iter()
                .enumerate()
                .filter(|(at, _)| set(good.len() + at))
                .map(|(_, option)| *option);
            let ticked: Vec<&str> = kept.chain(found).collect();
            if ticked.is_empty() {
                "none".to_owned()
            } else {
                ticked.join(", ")
            }
        }
    };
    format!("{path}{scope} = {value}")
}

/// A worse state of the answer, chosen by `pick`; none if it is at its worst.
pub(super) fn worse(order: &Order, state: u32, pick: u32) -> Option<u32> {
    match order {
        Values(values) => {
            let at = state % steps(order);
            let left = u32::try_from(values.len()).unwrap() - at - 1;
            (left > 0).then(|| at + 1 + pick % left)
        }
        Ticks(..) => {
            let free: Vec<u32> = (0..steps(order).trailing_zeros())
                .filter(|bit| state & (1 << bit) == 0)
                .collect();
            let bit = free.get(pick as usize % free.len().max(1))?;
            Some(state | (1 << bit))
        }
    }
}

/// Every step of one answer that makes it worse by one: to the next value, or one good option less, or one bad option more.
pub(super) fn single_steps(order: &Order) -> Vec<(u32, u32)> {
    match order {
        Values(_) => (1..steps(order)).map(|state| (state - 1, state)).collect(),
        Ticks(..) => (0..steps(order).trailing_zeros()).map(|bit| (0, 1 << bit)).collect(),
    }
}
