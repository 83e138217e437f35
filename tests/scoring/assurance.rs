//! Assurance of the recipient (blueprint 4.3).

use super::{assert_table, best, changed};

/// Blueprint 4.3: thresholds, ceilings, the lowering.
#[test]
#[expect(clippy::too_many_lines, reason = "one table, row after row")]
fn assurance_of_the_recipient() {
    let (technical, management) = (
        "recipient-assurance.technical@recipient:kigumi",
        "recipient-assurance.management@recipient:kigumi",
    );
    assert_table(
        &best(),
        &[
            (
                "recipient-assurance.technical@recipient:kigumi -= patching",
                technical,
                "strong",
                "至少五项",
            ),
            (
                "recipient-assurance.technical@recipient:kigumi -= patching, backup",
                technical,
                "fair",
                "其他情形",
            ),
            (
                "recipient-assurance.technical@recipient:kigumi -= patching, backup, access, storage",
                technical,
                "weak",
                "不足三项",
            ),
            (
                "recipient-assurance.technical@recipient:kigumi += defect-low",
                technical,
                "fair",
                "其他情形",
            ),
            (
                "recipient-assurance.technical@recipient:kigumi += defect-high",
                technical,
                "weak",
                "较高等级缺陷",
            ),
            (
                "recipient-assurance.technical@recipient:kigumi -= logs-complete",
                technical,
                "weak",
                "没有留存日志",
            ),
            (
                "recipient-assurance.technical@recipient:kigumi -= border",
                technical,
                "weak",
                "边界防护",
            ),
            (
                "recipient-assurance.technical@recipient:kigumi = none",
                technical,
                "weak",
                "没有技术保障措施",
            ),
            (
                "recipient.track-record.incidents@recipient:kigumi = industry",
                technical,
                "strong",
                "至少五项|!至多保障中",
            ),
            (
                "recipient.track-record.incidents@recipient:kigumi = own-handled",
                technical,
                "fair",
                "至多保障中",
            ),
            (
                "recipient.track-record.incidents@recipient:kigumi = similar",
                management,
                "fair",
                "至多保障中",
            ),
            (
                "recipient.track-record.incidents@recipient:kigumi = own-not-handled",
                technical,
                "weak",
                "处置不及时",
            ),
            (
                "recipient-assurance.document.verification@recipient:kigumi = statement",
                technical,
                "fair",
                "只有对方声明",
            ),
            (
                "recipient-assurance.management@recipient:kigumi -= complaints",
                management,
                "fair",
                "其他情形",
            ),
            (
                "recipient-assurance.management@recipient:kigumi -= audit",
                management,
                "weak",
                "审计机制",
            ),
            (
                "recipient-assurance.organisation@recipient:kigumi -= officer",
                management,
                "fair",
                "其他情形",
            ),
            (
                "recipient-assurance.organisation@recipient:kigumi = none",
                management,
                "weak",
                "没有个人信息保护机构",
            ),
            (
                "recipient-assurance.duties@recipient:kigumi -= copy",
                management,
                "strong",
                "至多缺一项",
            ),
            (
                "recipient-assurance.duties@recipient:kigumi -= copy, crypto",
                management,
                "fair",
                "其他情形",
            ),
            (
                "recipient-assurance.document.status@recipient:kigumi = outdated",
                management,
                "fair",
                "早于现行要求",
            ),
            (
                "recipient-assurance.document.status@recipient:kigumi = none",
                management,
                "weak",
                "没有具有法律约束力的文件",
            ),
            (
                "recipient-assurance.management@recipient:kigumi += weak",
                management,
                "fair",
                "最后计算",
            ),
            (
                "recipient-assurance.management@recipient:kigumi = none",
                management,
                "weak",
                "没有管理机制",
            ),
            (
                "recipient-assurance.document.status@recipient:kigumi = draft",
                management,
                "fair",
                "尚未签署",
            ),
            (
                "recipient-assurance.document.verification@recipient:kigumi = none",
                management,
                "fair",
                "没有核实",
            ),
            (
                "recipient.track-record.incidents@recipient:kigumi = own-not-handled",
                management,
                "weak",
                "处置不及时",
            ),
            (
                "recipient.track-record.incidents@recipient:kigumi = own-handled",
                management,
                "fair",
                "至多保障中",
            ),
            // Partial logs are enough for fair, a known defect of low grade takes strong away.
            (
                "recipient-assurance.technical@recipient:kigumi -= logs-complete; recipient-assurance.technical@recipient:kigumi += logs-partial",
                technical,
                "fair",
                "其他情形",
            ),
            (
                "recipient-assurance.technical@recipient:kigumi = unknown",
                technical,
                "weak",
                "较高等级缺陷",
            ),
            (
                "recipient-assurance.management@recipient:kigumi = unknown",
                management,
                "weak",
                "缺少管理制度",
            ),
            (
                "recipient-assurance.management@recipient:kigumi -= audit",
                "recipient-assurance.result@recipient:kigumi",
                "weak",
                "较弱者",
            ),
        ],
    );
    // The lowering comes after the ceilings.
    let handled = changed(
        &best(),
        "recipient.track-record.incidents@recipient:kigumi = own-handled",
    );
    assert_table(
        &handled,
        &[(
            "recipient-assurance.management@recipient:kigumi += weak",
            management,
            "weak",
            "最后计算",
        )],
    );
}
