//! Threats by the method of GB/T 39335 (blueprint 4.4): four groups, the correction, floors, the matrix.

use super::{assert_table, best, changed};

const GROUPS: [&str; 4] = [
    "threats.group-1@transfer:magazine",
    "threats.group-2@transfer:magazine",
    "threats.group-3@transfer:magazine",
    "threats.group-4@transfer:magazine",
];

#[test]
fn group_one_counts_measures() {
    let level = GROUPS[0];
    assert_table(
        &best(),
        &[
            ("", level, "low", "7项，共7项"),
            ("capability.technical -= egress", level, "low", "6项，共7项"),
            ("capability.technical -= egress, backup", level, "medium", "5项，共7项"),
            (
                "capability.technical -= egress, backup, vulnerability",
                level,
                "medium",
                "4项，共7项",
            ),
            (
                "capability.technical -= egress, backup, vulnerability, access-control",
                level,
                "high",
                "3项，共7项",
            ),
            (
                "capability.technical = transport-encryption",
                level,
                "very-high",
                "1项，共7项",
            ),
            ("systems.records = shorter", level, "low", "6项，共7项"),
            // A weak channel both fails its measure and raises by one.
            (
                "systems.links.channel@link:magazine = weak",
                level,
                "medium",
                "过时协议",
            ),
            (
                "recipient-assurance.technical@recipient:kigumi += defect-high",
                level,
                "medium",
                "接收方技术保障能力弱",
            ),
            // A sensitive transfer counts encrypted content too.
            (
                "transfer.list.people_sensitive@transfer:magazine = 5",
                level,
                "low",
                "8项，共8项",
            ),
        ],
    );
    let sensitive = changed(&best(), "transfer.list.people_sensitive@transfer:magazine = 5");
    assert_table(
        &sensitive,
        &[
            ("systems.links.content@link:magazine = some", level, "low", "7项，共8项"),
            (
                "systems.links.content@link:magazine = some; systems.records = partial",
                level,
                "medium",
                "6项，共8项",
            ),
        ],
    );
}

/// Each of the measures counts by itself, and the trace names it.
#[test]
fn group_one_names_each_measure_that_is_missing() {
    let level = GROUPS[0];
    assert_table(
        &best(),
        &[
            (
                "capability.technical -= transport-encryption",
                level,
                "low",
                "传输加密：各链路|6项，共7项",
            ),
            (
                "capability.technical -= storage-encryption",
                level,
                "low",
                "存储加密|6项，共7项",
            ),
            (
                "capability.technical -= access-control",
                level,
                "low",
                "访问控制：最小权限|6项，共7项",
            ),
            (
                "capability.technical -= egress",
                level,
                "low",
                "网络出口管控|6项，共7项|至多缺一项",
            ),
            (
                "capability.technical -= logging",
                level,
                "low",
                "操作日志与审计|6项，共7项",
            ),
            ("capability.technical -= backup", level, "low", "备份恢复|6项，共7项"),
            (
                "capability.technical -= vulnerability",
                level,
                "low",
                "漏洞扫描与渗透测试|6项，共7项",
            ),
            (
                "capability.technical = backup, vulnerability, access-control, storage-encryption",
                level,
                "medium",
                "4项，共7项|至少有一半",
            ),
            (
                "capability.technical = backup, vulnerability",
                level,
                "high",
                "2项，共7项|不到一半",
            ),
            (
                "capability.technical = unknown",
                level,
                "very-high",
                "0项，共7项|不足两项",
            ),
            (
                "transfer.list.people_sensitive@transfer:magazine = 5; systems.links.content@link:magazine = none",
                level,
                "low",
                "内容加密：敏感和高风险项|7项，共8项",
            ),
        ],
    );
}

/// Remote access counts a ninth measure: its own safeguards (no SY-04).
#[test]
fn group_one_counts_the_safeguards_of_remote_access() {
    let level = GROUPS[0];
    let remote = changed(
        &best(),
        "transfer.list.outbound@transfer:magazine = remote-access; transfer.details.access_country@transfer:magazine = JP; \
         systems.links.method@link:magazine = internet-remote; systems.remote-controls.log_days@transfer:magazine = 1095; \
         systems.remote-controls.controls@transfer:magazine = jump-host, mfa, least, masking, watermark, no-copy, recording",
    );
    assert_table(
        &remote,
        &[
            ("", level, "low", "境外远程访问的保护措施齐备|8项，共8项"),
            (
                "systems.remote-controls.controls@transfer:magazine -= masking, watermark",
                level,
                "low",
                "7项，共8项",
            ),
            (
                "systems.remote-controls.controls@transfer:magazine -= masking, watermark; capability.technical -= egress",
                level,
                "medium",
                "6项，共8项",
            ),
        ],
    );
}

#[test]
fn the_worst_of_several_links_counts() {
    let second = changed(
        &best(),
        "systems.links.transfer@link:backup = magazine; systems.links.method@link:backup = internet; \
         systems.links.channel@link:backup = strong; systems.links.content@link:backup = all-high-risk",
    );
    assert_table(
        &second,
        &[
            ("", GROUPS[0], "low", "7项，共7项"),
            // The trace names what was read of the links of this transfer, and, where the measure fails, of the one that fails it.
            ("", GROUPS[0], "low", "（通道加密：现行安全协议）|!（通道加密：没有）"),
            (
                "systems.links.channel@link:backup = none",
                GROUPS[0],
                "medium",
                "6项，共7项|（通道加密：没有）",
            ),
            (
                "systems.links.channel@link:backup = none; systems.links.transfer@link:backup = other",
                GROUPS[0],
                "low",
                "7项，共7项|!（通道加密：没有）",
            ),
        ],
    );
}

#[test]
fn group_two_reads_processing_and_history() {
    let level = GROUPS[1];
    let base = best();
    assert_table(
        &base,
        &[
            ("", level, "low", "未发现不规范"),
            (
                "transfer.details.frequency@transfer:magazine = continuous",
                level,
                "medium",
                "持续不间断",
            ),
            (
                "legality.notice.told@transfer:magazine -= rights",
                level,
                "medium",
                "处理不规范",
            ),
            ("capability.complaints = complaint", level, "low", "未发现不规范"),
        ],
    );
    let irregular = changed(&base, "legality.notice.told@transfer:magazine -= rights");
    assert_table(
        &irregular,
        &[
            (
                "transfer.details.frequency@transfer:magazine = continuous",
                level,
                "high",
                "持续不间断",
            ),
            ("capability.complaints = complaint", level, "high", "收到过投诉"),
        ],
    );
    let lawsuit = changed(&base, "capability.complaints = lawsuit");
    assert_table(
        &lawsuit,
        &[
            (
                "capability.rectification = not-started",
                level,
                "very-high",
                "没有整改完成",
            ),
            ("capability.rectification = running", level, "very-high", "没有整改完成"),
            ("capability.rectification = unknown", level, "very-high", "没有整改完成"),
            ("capability.rectification = done", level, "low", "未发现不规范"),
            // A lawsuit that was won leaves nothing to rectify: as CA-09 has it.
            ("capability.rectification = nothing", level, "low", "未发现不规范"),
        ],
    );
}

#[test]
fn group_three_reads_people_and_third_parties() {
    let level = GROUPS[2];
    assert_table(
        &best(),
        &[
            ("", level, "low", "有效约束和监督"),
            ("capability.management -= supplier", level, "medium", "缺一项"),
            (
                "capability.management -= supplier, confidentiality",
                level,
                "high",
                "缺两项",
            ),
            (
                "capability.management -= supplier, confidentiality, access-training",
                level,
                "very-high",
                "三项全无",
            ),
            ("capability.management = unknown", level, "very-high", "三项全无"),
            (
                "recipient.track-record.incidents@recipient:kigumi = own-not-handled",
                level,
                "very-high",
                "处置不及时",
            ),
            (
                "recipient-assurance.management@recipient:kigumi -= audit",
                level,
                "high",
                "管理保障能力弱",
            ),
            (
                "recipient-assurance.management@recipient:kigumi -= complaints",
                level,
                "medium",
                "管理保障能力为中",
            ),
            ("third-party.exists = no-not-agreed", level, "high", "缺少约束"),
            (
                "recipient-assurance.document.status@recipient:kigumi = draft",
                level,
                "high",
                "缺少约束",
            ),
            (
                "transfer.details.relation@transfer:magazine = entrust; transfer.entrustment.supervision@transfer:magazine = none; \
                 transfer.entrustment.terms@transfer:magazine = purpose",
                level,
                "high",
                "缺少约束",
            ),
        ],
    );
    assert_table(
        &super::country::with_a_third_party(),
        &[
            ("", level, "low", "有效约束和监督"),
            (
                "third-party.conditions@third-party:print -= notice",
                level,
                "high",
                "缺少约束",
            ),
            (
                "third-party.conditions@third-party:print -= separate-consent",
                level,
                "high",
                "缺少约束",
            ),
        ],
    );
}

#[test]
fn group_four_reads_scale_and_situation() {
    let level = GROUPS[3];
    assert_table(
        &best(),
        &[
            ("", level, "low", "仅有预测或者未发现"),
            ("threats.warnings = predicted", level, "low", "仅有预测或者未发现"),
            ("threats.warnings = peers", level, "medium", "同行发生过"),
            ("threats.warnings = body", level, "high", "权威机构"),
            ("threats.warnings = partner", level, "high", "合作方发生过相关事件"),
            ("threats.warnings = own", level, "very-high", "本单位已发现"),
            ("threats.warnings = unknown", level, "very-high", "本单位已发现"),
            (
                "recipient.track-record.incidents@recipient:kigumi = similar",
                level,
                "high",
                "类似场景发生过安全事件",
            ),
            ("threats.warnings = authority", level, "very-high", "监管部门预警"),
            (
                "recipient.track-record.incidents@recipient:kigumi = industry",
                level,
                "medium",
                "同行业",
            ),
            (
                "recipient.track-record.incidents@recipient:kigumi = own-handled",
                level,
                "high",
                "发生过安全事件",
            ),
            (
                "inventory.people-12-months = 1000000",
                level,
                "low",
                "仅有预测或者未发现",
            ),
            ("inventory.people-12-months = 1000001", level, "medium", "超过100万人"),
            ("inventory.people-12-months = 10000001", level, "high", "超过1000万人"),
        ],
    );
    let many = changed(&best(), "inventory.people-12-months = 10000001");
    let taken = "threats.level.correction@transfer:magazine = yes";
    assert_table(
        &many,
        &[
            (taken, level, "medium", "仅因人数超过1000万"),
            (
                "threats.level.correction@transfer:magazine = yes; capability.incident-plan = not-drilled",
                level,
                "high",
                "超过1000万人|!仅因人数",
            ),
            (
                "threats.level.correction@transfer:magazine = yes; threats.warnings = partner",
                level,
                "high",
                "合作方发生过相关事件",
            ),
        ],
    );
}

#[test]
fn a_threat_takes_the_highest_of_its_groups_and_the_floor_of_its_weak_points() {
    let exposure = |column: &str, options: &str| format!("threats.exposures.{column}@transfer:magazine = {options}");
    let likelihood = |threat: &str| format!("threats.likelihood-{threat}@transfer:magazine");
    for (threat, column, points) in [
        (
            "tampering",
            "tampering",
            ["t-no-integrity", "t-write-access", "t-no-change-log"].as_slice(),
        ),
        ("destruction", "destruction", &["d-no-backup", "d-not-restored"]),
        ("leak", "leak", &["l-screen", "l-clear", "l-many"]),
        ("loss", "loss", &["o-media", "o-no-inventory"]),
        (
            "unlawful-use",
            "unlawful-use",
            &["u-other-purpose", "u-onward", "u-reidentify"],
        ),
    ] {
        for (at, expected) in (1..=points.len()).zip(["medium", "high", "very-high"]) {
            let edit = exposure(column, &points[..at].join(", "));
            assert_table(&best(), &[(&edit, &likelihood(threat), expected, "薄弱环节")]);
        }
    }
    // Group 4 stands behind leak and unlawful use only, group 2 behind unlawful use only.
    for (edit, threat, expected) in [
        ("threats.warnings = peers", "leak", "medium"),
        ("threats.warnings = peers", "unlawful-use", "medium"),
        ("threats.warnings = peers", "tampering", "low"),
        (
            "transfer.details.frequency@transfer:magazine = continuous",
            "unlawful-use",
            "medium",
        ),
        (
            "transfer.details.frequency@transfer:magazine = continuous",
            "leak",
            "low",
        ),
        ("capability.management -= supplier", "loss", "medium"),
        ("capability.management -= supplier", "destruction", "low"),
        ("capability.technical -= egress, backup", "destruction", "medium"),
    ] {
        assert_table(&best(), &[(edit, &likelihood(threat), expected, "最高者")]);
    }
}

#[test]
fn risk_is_impact_by_likelihood() {
    let severe = changed(
        &best(),
        "rights-impact.differential.situations@transfer:magazine = df-dismissed",
    );
    assert_table(
        &severe,
        &[
            (
                "",
                "threats.leak@transfer:magazine",
                "medium",
                "个人权益影响程度：严重|风险等级判定表",
            ),
            (
                "threats.warnings = peers",
                "threats.leak@transfer:magazine",
                "high",
                "泄露的可能性：中",
            ),
            (
                "threats.warnings = peers",
                "threats.result@transfer:magazine",
                "high",
                "五类威胁",
            ),
            (
                "threats.warnings = own",
                "threats.leak@transfer:magazine",
                "severe",
                "泄露的可能性：很高",
            ),
            (
                "threats.warnings = own",
                "threats.destruction@transfer:magazine",
                "medium",
                "破坏（损毁）的可能性：低",
            ),
        ],
    );
}
