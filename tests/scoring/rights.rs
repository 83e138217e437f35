//! Effect on rights (blueprint 4.2), rights channels (4.5), national security and public interest (4.7).

use super::{assert_table, best, changed, judged};
use pipia::domain::Engine;

const SELF: &str = "rights-impact.self-determination@transfer:magazine";
const DIFFERENTIAL: &str = "rights-impact.differential@transfer:magazine";
const REPUTATION: &str = "rights-impact.reputation@transfer:magazine";

/// Nothing decided about corrections.
fn undecided() -> Engine {
    let columns = ["sensitivity", "scale", "scope", "other", "reason"];
    let edits: Vec<String> = columns
        .iter()
        .map(|column| format!("rights-impact.corrections.{column}@transfer:magazine = blank"))
        .collect();
    changed(&best(), &edits.join("; "))
}

#[test]
fn the_highest_situation_gives_the_first_level() {
    assert_table(
        &best(),
        &[
            ("", SELF, "low", "额外花费时间|初步判定等级"),
            (
                "rights-impact.self-determination.situations@transfer:magazine += sd-costly",
                SELF,
                "medium",
                "维权成本高",
            ),
            (
                "rights-impact.self-determination.situations@transfer:magazine += sd-deceived",
                SELF,
                "high",
                "被欺诈",
            ),
            (
                "rights-impact.self-determination.situations@transfer:magazine += sd-doxxing",
                SELF,
                "severe",
                "人肉搜索",
            ),
            (
                "rights-impact.self-determination.situations@transfer:magazine = none",
                SELF,
                "none",
                "没有",
            ),
            (
                "rights-impact.self-determination.situations@transfer:magazine = unknown",
                SELF,
                "severe",
                "被迫实施违法违规",
            ),
            (
                "rights-impact.differential.situations@transfer:magazine = df-dismissed",
                "rights-impact.result@transfer:magazine",
                "severe",
                "最高者",
            ),
        ],
    );
}

/// Table B.1, read off the blueprint (2.10): the level of each typical situation in its dimension.
#[test]
fn each_situation_has_the_level_of_table_b1() {
    let table = [
        ("self-determination", "severe", "sd-freedom sd-doxxing sd-unlawful"),
        ("self-determination", "high", "sd-against-will sd-values sd-deceived"),
        ("self-determination", "medium", "sd-no-channel sd-costly sd-extra-cost"),
        ("self-determination", "low", "sd-time"),
        ("differential", "severe", "df-dismissed df-labelled"),
        ("differential", "high", "df-discriminated df-service"),
        ("differential", "medium", "df-extra-cost df-fear"),
        ("differential", "low", "df-time"),
        ("reputation", "severe", "rp-incapacity rp-exclusion"),
        ("reputation", "high", "rp-irreversible rp-face"),
        ("reputation", "medium", "rp-misunderstood rp-fingerprint"),
        ("reputation", "low", "rp-disturbed"),
        ("person-property", "severe", "pp-severe"),
        ("person-property", "high", "pp-high"),
        ("person-property", "medium", "pp-medium"),
        ("person-property", "low", "pp-low"),
    ];
    let base = best();
    for (dimension, level, situations) in table {
        for situation in situations.split(' ') {
            let edit = format!("rights-impact.{dimension}.situations@transfer:magazine = {situation}");
            let found = judged(
                &changed(&base, &edit),
                &format!("rights-impact.{dimension}@transfer:magazine"),
            );
            assert_eq!(found.0, level, "{situation}");
        }
    }
    let questionnaire = base.questionnaire();
    let offered = ["self-determination", "differential", "reputation", "person-property"].map(|dimension| {
        let question = questionnaire.question(&format!("rights-impact.{dimension}")).unwrap();
        let column = question.table().unwrap().column("situations").unwrap();
        column.field.options().unwrap().fixed().len() - 1
    });
    let pinned: usize = table
        .iter()
        .map(|(_, _, situations)| situations.split(' ').count())
        .sum();
    assert_eq!(offered.iter().sum::<usize>(), pinned, "no situation besides");
}

#[test]
fn undecided_corrections_upward_count_and_no_impact_is_not_corrected() {
    let base = undecided();
    assert_table(
        &base,
        &[
            ("", SELF, "low", "额外花费时间|!升一级"),
            // Two of three items; one of three is not more than half.
            (
                "inventory.items.sensitive@item:email = yes; inventory.items.sensitive@item:line = yes",
                SELF,
                "medium",
                "敏感程度",
            ),
            ("inventory.items.sensitive@item:email = yes", SELF, "low", "!敏感程度"),
            ("inventory.people-12-months = 500001", SELF, "medium", "规模：一年内"),
            ("inventory.people-12-months = 500000", SELF, "low", "!规模：一年内"),
            (
                "inventory.items.necessity@item:line = helpful",
                SELF,
                "medium",
                "范围：有数据项",
            ),
            (
                "transfer.details.subjects@transfer:magazine += elderly",
                SELF,
                "medium",
                "特定人群",
            ),
            (
                "inventory.items.necessity@item:line = helpful",
                DIFFERENTIAL,
                "none",
                "没有|!升一级",
            ),
            (
                "inventory.people-12-months = 500001; inventory.items.necessity@item:line = unknown",
                SELF,
                "high",
                "范围：有数据项",
            ),
        ],
    );
}

#[test]
fn exactly_half_is_not_most_of_the_items() {
    let base = changed(
        &undecided(),
        "inventory.items.name@item:fourth = 生日; inventory.items.transfers@item:fourth = magazine; \
         inventory.items.sensitive@item:fourth = no; inventory.items.necessity@item:fourth = required; \
         inventory.items.sensitive@item:email = yes",
    );
    assert_table(
        &base,
        &[
            ("inventory.items.sensitive@item:line = yes", SELF, "low", "!敏感程度"),
            (
                "inventory.items.sensitive@item:line = yes; inventory.items.sensitive@item:nickname = yes",
                SELF,
                "medium",
                "敏感程度",
            ),
        ],
    );
}

#[test]
fn taken_corrections_add_up_are_held_and_may_be_narrowed() {
    let deceived = changed(
        &best(),
        "rights-impact.self-determination.situations@transfer:magazine = sd-deceived",
    );
    assert_table(
        &deceived,
        &[
            (
                "rights-impact.corrections.scale@transfer:magazine = yes",
                SELF,
                "severe",
                "规模：一年内",
            ),
            (
                "rights-impact.corrections.scale@transfer:magazine = yes; rights-impact.corrections.scope@transfer:magazine = yes",
                SELF,
                "severe",
                "范围：有数据项",
            ),
        ],
    );
    let narrowed = "rights-impact.corrections.scope@transfer:magazine = yes; rights-impact.corrections.dimensions_scope@transfer:magazine = reputation";
    assert_table(
        &best(),
        &[
            (narrowed, SELF, "low", "!范围：有数据项"),
            (narrowed, REPUTATION, "medium", "范围：有数据项"),
        ],
    );
}

#[test]
fn de_identification_lowers_only_where_it_works_and_was_taken() {
    let coded = changed(
        &best(),
        "rights-impact.self-determination.situations@transfer:magazine = sd-deceived; \
         transfer.details.identifiability@transfer:magazine = key-in-china; \
         inventory.deidentification.linkable@transfer:magazine = no-tested; inventory.deidentification.ban@transfer:magazine = yes",
    );
    let taken = "rights-impact.corrections.technique@transfer:magazine = yes";
    assert_table(
        &coded,
        &[
            ("", SELF, "high", "被欺诈|!技术处理措施"),
            (taken, SELF, "medium", "技术处理措施"),
            (taken, REPUTATION, "low", "技术处理措施"),
        ],
    );
    let taken = changed(&coded, taken);
    assert_table(
        &taken,
        &[
            (
                "inventory.deidentification.linkable@transfer:magazine = no-untested",
                SELF,
                "high",
                "!技术处理措施",
            ),
            (
                "inventory.deidentification.ban@transfer:magazine = no",
                SELF,
                "high",
                "!技术处理措施",
            ),
            (
                "transfer.details.identifiability@transfer:magazine = key-abroad",
                SELF,
                "high",
                "!技术处理措施",
            ),
            // One sum, then held: two up and one down from high is severe.
            (
                "rights-impact.corrections.scale@transfer:magazine = yes; rights-impact.corrections.other@transfer:magazine = yes",
                SELF,
                "severe",
                "特定人群",
            ),
        ],
    );
}

#[test]
fn rights_channels() {
    let level = "rights-channels.level";
    assert_table(
        &best(),
        &[
            ("", level, "open", "已测试走通"),
            ("rights-channels.practice = recorded", level, "mostly", "其他情形"),
            ("rights-channels.conditions -= free", level, "mostly", "其他情形"),
            ("rights-channels.conditions -= in-time", level, "not-open", "及时答复"),
            ("rights-channels.rights -= correct", level, "mostly", "其他情形"),
            ("rights-channels.rights -= correct, delete", level, "mostly", "其他情形"),
            (
                "rights-channels.rights -= correct, delete, withdraw",
                level,
                "not-open",
                "七项核心权利",
            ),
            (
                "rights-channels.withdrawal = hard",
                level,
                "not-open",
                "撤回出境同意不方便",
            ),
            (
                "rights-channels.withdrawal = easy-continues",
                level,
                "mostly",
                "其他情形",
            ),
            ("rights-channels.document-rights -= sue", level, "mostly", "其他情形"),
            (
                "rights-channels.document-rights = none",
                level,
                "not-open",
                "没有赋予个人任何权利",
            ),
            (
                "rights-channels.channels = none",
                level,
                "not-open",
                "没有任何行使权利的渠道",
            ),
            (
                "rights-channels.channels = in-product, phone-mail",
                level,
                "mostly",
                "其他情形",
            ),
            ("rights-channels.practice = unknown", level, "mostly", "其他情形"),
            (
                "rights-channels.channels = unknown",
                level,
                "not-open",
                "没有任何行使权利的渠道",
            ),
            ("rights-channels.conditions = unknown", level, "not-open", "及时答复"),
            (
                "transfer.details.subjects@transfer:magazine += under-14; rights-channels.minors = general",
                level,
                "open",
                "已测试走通",
            ),
            (
                "transfer.details.subjects@transfer:magazine += under-14; rights-channels.minors = no",
                level,
                "mostly",
                "其他情形",
            ),
        ],
    );
}

#[test]
fn without_consent_withdrawal_is_no_core_right() {
    let contract = changed(&best(), "legality.bases.basis@transfer:magazine = contract");
    let level = "rights-channels.level";
    assert_table(
        &contract,
        &[
            ("rights-channels.rights -= withdraw", level, "open", "已测试走通"),
            (
                "rights-channels.rights -= withdraw, correct, delete",
                level,
                "mostly",
                "其他情形",
            ),
            (
                "rights-channels.rights -= correct, delete, explain",
                level,
                "not-open",
                "六项核心权利",
            ),
        ],
    );
}

#[test]
fn national_security() {
    let level = "national-interest.security";
    assert_table(
        &best(),
        &[
            ("", level, "none", "未发现"),
            ("national-interest.features = economy", level, "watched", "一项其他特征"),
            (
                "national-interest.features = economy, linkage",
                level,
                "considerable",
                "两项以上",
            ),
            (
                "national-interest.features = key-sites",
                level,
                "considerable",
                "重要场所",
            ),
            (
                "national-interest.features = key-sites; national-interest.recipient-ties = controlled",
                level,
                "unacceptable",
                "受外国政府",
            ),
            (
                "national-interest.recipient-ties = controlled",
                level,
                "considerable",
                "控制",
            ),
            (
                "national-interest.recipient-ties = ordinary",
                level,
                "none",
                "未发现上述情形",
            ),
            (
                "national-interest.recipient-ties = ordinary; country.profile.law@country:JP = lacking",
                level,
                "watched",
                "保障弱",
            ),
            ("legality.prohibitions = authority", level, "unacceptable", "不得出境"),
            (
                "transfer.list.important_data@transfer:magazine = unknown",
                level,
                "considerable",
                "重要数据",
            ),
            ("inventory.important-data-basis = blank", level, "watched", "没有核对"),
            ("inventory.people-12-months = 999999", level, "none", "未发现上述情形"),
            (
                "inventory.people-12-months = 1000000",
                level,
                "watched",
                "12个月内达到100万人",
            ),
            // Unknown alone is never unacceptable (G8).
            (
                "national-interest.features = unknown; national-interest.recipient-ties = unknown",
                level,
                "considerable",
                "或者尚未查清",
            ),
            ("legality.prohibitions = unknown", level, "considerable", "尚未查清"),
        ],
    );
}

#[test]
fn public_interest() {
    let level = "national-interest.public";
    assert_table(
        &best(),
        &[
            ("", level, "none", "经分析未发现影响"),
            (
                "national-interest.public-interest = fraud-wave",
                level,
                "watched",
                "一项公共利益",
            ),
            (
                "national-interest.public-interest = fraud-wave; inventory.people-12-months = 500001",
                level,
                "considerable",
                "50万人",
            ),
            (
                "national-interest.public-interest = fraud-wave, market",
                level,
                "considerable",
                "两项以上公共利益",
            ),
            (
                "national-interest.public-interest = unknown",
                level,
                "considerable",
                "两项以上公共利益",
            ),
        ],
    );
    let severe = changed(
        &best(),
        "national-interest.public-interest = fraud-wave, market; threats.warnings = own; \
         rights-impact.self-determination.situations@transfer:magazine = sd-doxxing",
    );
    assert_eq!(judged(&severe, "threats.leak@transfer:magazine").0, "severe");
    assert_eq!(judged(&severe, level).0, "unacceptable");
}
