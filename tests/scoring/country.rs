//! Legal environment (blueprint 4.6): of a recipient's countries, of a third party's.

use super::{assert_table, best, changed};
use pipia::domain::Engine;

#[test]
#[expect(clippy::too_many_lines, reason = "one table, row after row")]
fn legal_environment() {
    let level = "country.level@recipient:kigumi,country:JP";
    assert_table(
        &best(),
        &[
            ("", level, "strong", "最弱者"),
            (
                "recipient.track-record.experience@recipient:kigumi = some",
                level,
                "fair",
                "最弱者",
            ),
            (
                "recipient.track-record.experience@recipient:kigumi = none",
                level,
                "weak",
                "最弱者",
            ),
            (
                "recipient.track-record.requests@recipient:kigumi = other-data",
                level,
                "strong",
                "接收方以往经验和处置情况：保障强",
            ),
            (
                "recipient.track-record.requests@recipient:kigumi = disclosed",
                level,
                "fair",
                "接收方以往经验和处置情况：保障中",
            ),
            (
                "recipient.track-record.requests@recipient:kigumi = disclosed-unnotified",
                level,
                "weak",
                "接收方以往经验和处置情况：保障弱",
            ),
            (
                "recipient.track-record.requests@recipient:kigumi = unknown",
                level,
                "weak",
                "接收方以往经验和处置情况：保障弱",
            ),
            (
                "country.profile.law@country:JP = basic",
                level,
                "fair",
                "立法及与我国的差异：保障中",
            ),
            (
                "country.profile.law@country:JP = lacking",
                level,
                "weak",
                "立法及与我国的差异：保障弱",
            ),
            (
                "country.profile.difference@country:JP = major",
                level,
                "weak",
                "立法及与我国的差异：保障弱",
            ),
            (
                "country.profile.reaches_pipl@country:JP = mostly",
                level,
                "fair",
                "立法及与我国的差异：保障中",
            ),
            (
                "country.profile.commitments@country:JP = none",
                level,
                "fair",
                "区域、全球组织和国际承诺：保障中",
            ),
            (
                "country.profile.rights@country:JP = few",
                level,
                "weak",
                "个人权利和救济：保障弱",
            ),
            (
                "country.profile.authority@country:JP = exists",
                level,
                "fair",
                "个人权利和救济：保障中",
            ),
            (
                "country.profile.remedies@country:JP = courts-only",
                level,
                "weak",
                "个人权利和救济：保障弱",
            ),
            (
                "country.profile.non-residents@country:JP = no",
                level,
                "weak",
                "个人权利和救济：保障弱",
            ),
            (
                "country.profile.access@country:JP = broad-checked",
                level,
                "strong",
                "最弱者|!降一级",
            ),
            (
                "country.profile.access@country:JP = broad-unchecked",
                level,
                "fair",
                "降一级",
            ),
            (
                "recipient.track-record.incidents@recipient:kigumi = own-not-handled",
                level,
                "weak",
                "接收方以往经验和处置情况：保障弱",
            ),
            (
                "recipient.track-record.requests@recipient:kigumi = refused",
                level,
                "strong",
                "接收方以往经验和处置情况：保障强",
            ),
            (
                "country.profile.difference@country:JP = no-major",
                level,
                "fair",
                "立法及与我国的差异：保障中",
            ),
            (
                "country.profile.reaches_pipl@country:JP = no",
                level,
                "weak",
                "立法及与我国的差异：保障弱",
            ),
            (
                "country.profile.commitments@country:JP = member",
                level,
                "fair",
                "区域、全球组织和国际承诺：保障中",
            ),
            (
                "country.profile.rights@country:JP = part",
                level,
                "fair",
                "个人权利和救济：保障中",
            ),
            (
                "country.profile.authority@country:JP = none",
                level,
                "weak",
                "个人权利和救济：保障弱",
            ),
            (
                "country.profile.remedies@country:JP = partial",
                level,
                "fair",
                "个人权利和救济：保障中",
            ),
            (
                "country.profile.remedies@country:JP = none",
                level,
                "weak",
                "个人权利和救济：保障弱",
            ),
            (
                "country.profile.non-residents@country:JP = partly",
                level,
                "fair",
                "个人权利和救济：保障中",
            ),
            (
                "country.profile.rights@country:JP = unknown",
                level,
                "weak",
                "个人权利和救济：保障弱",
            ),
        ],
    );
    let weak = changed(&best(), "country.profile.law@country:JP = lacking");
    assert_table(
        &weak,
        &[(
            "country.profile.access@country:JP = broad-unchecked",
            level,
            "weak",
            "降一级",
        )],
    );
}

/// The groups of Table B.4 one by one, each with its own trace.
#[test]
fn groups_of_the_legal_environment() {
    let (record, law, commitments, remedies) = (
        "country.record@recipient:kigumi",
        "country.law@country:JP",
        "country.commitments@country:JP",
        "country.remedies@country:JP",
    );
    assert_table(
        &best(),
        &[
            ("", record, "strong", "经验丰富，能有效处置事件"),
            (
                "recipient.track-record.experience@recipient:kigumi = some",
                record,
                "fair",
                "有一定经验",
            ),
            (
                "recipient.track-record.requests@recipient:kigumi = disclosed",
                record,
                "fair",
                "有一定经验",
            ),
            (
                "recipient.track-record.experience@recipient:kigumi = unknown",
                record,
                "weak",
                "没有经验",
            ),
            ("", law, "strong", "立法成熟且体系化"),
            ("country.profile.law@country:JP = basic", law, "fair", "立法基本齐备"),
            (
                "country.profile.reaches_pipl@country:JP = mostly",
                law,
                "fair",
                "立法基本齐备",
            ),
            ("country.profile.difference@country:JP = major", law, "weak", "立法欠缺"),
            ("country.profile.law@country:JP = unknown", law, "weak", "立法欠缺"),
            ("", commitments, "strong", "具有约束力的国际承诺"),
            (
                "country.profile.commitments@country:JP = none",
                commitments,
                "fair",
                "或者没有加入",
            ),
            (
                "country.profile.commitments@country:JP = unknown",
                commitments,
                "fair",
                "或者没有加入",
            ),
            ("", remedies, "strong", "权利完备"),
            (
                "country.profile.non-residents@country:JP = partly",
                remedies,
                "fair",
                "有部分权利",
            ),
            (
                "country.profile.authority@country:JP = none",
                remedies,
                "weak",
                "权利很少",
            ),
            (
                "country.profile.access@country:JP = broad-unchecked",
                remedies,
                "strong",
                "权利完备",
            ),
        ],
    );
}

/// The best assessment with a printer as third party, all conditions met.
pub(super) fn with_a_third_party() -> Engine {
    changed(
        &best(),
        "third-party.exists = yes; third-party.list.name@third-party:print = Kami Print; third-party.list.country@third-party:print = JP; \
         third-party.list.recipient@third-party:print = kigumi; third-party.list.transfers@third-party:print = magazine; \
         third-party.list.role@third-party:print = sub-processor; third-party.list.restricted_list@third-party:print = clear; \
         third-party.conditions@third-party:print = need, processor-consent, notice, sensitive-notice, separate-consent, agreement, copy; \
         third-party.country-effect@third-party:print = no-effect; legality.notice.told@transfer:magazine += third-parties",
    )
}

/// A third party's country is judged without the group on the recipient's own record.
#[test]
fn legal_environment_of_a_third_party() {
    let level = "country.third-party@third-party:print";
    assert_table(
        &with_a_third_party(),
        &[
            ("", level, "strong", "最弱者|!接收方以往经验"),
            (
                "country.profile.law@country:JP = basic",
                level,
                "fair",
                "立法及与我国的差异：保障中",
            ),
            (
                "country.profile.rights@country:JP = few",
                level,
                "weak",
                "个人权利和救济：保障弱",
            ),
            (
                "country.profile.access@country:JP = broad-unchecked",
                level,
                "fair",
                "降一级",
            ),
            (
                "recipient.track-record.experience@recipient:kigumi = none",
                level,
                "strong",
                "!接收方以往经验",
            ),
        ],
    );
    // The same law as that of a recipient judged weak stands in the way of the third party too (TP-03).
    let same = "third-party.country-effect@third-party:print = same";
    let open = |edits: &str| {
        let findings = changed(&with_a_third_party(), edits).findings();
        findings.iter().any(|finding| finding.code == "TP-03")
    };
    assert!(!open(same));
    assert!(open(&format!("{same}; country.profile.rights@country:JP = few")));
}
