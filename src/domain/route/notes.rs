//! Reasons and what would change the route, in plain words.

use super::{Count, Exporter, ForecastRoute, FreeTradeZone, Kind, Known, Necessity, Route, RouteDecision, RouteFacts};
use crate::domain::Text;

/// A number with thousands separated.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let lead = digits.len() % 3;
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at % 3 == lead {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// All notes of a decision: the reason first, then the numbers, the exemptions, the forecast, the duties that remain.
pub(super) fn notes(
    facts: &RouteFacts,
    decision: &RouteDecision,
    numbers_decide: bool,
    counting_exempt: Route,
) -> Vec<Text> {
    let mut notes = vec![reason(facts, decision)];
    if numbers_decide {
        notes.extend(Kind::BOTH.into_iter().filter_map(|kind| numbers(facts, decision, kind)));
        notes.extend(at_the_border(decision));
    }
    notes.extend(exemptions(facts, decision));
    notes.extend(unsettled(decision, counting_exempt));
    notes.extend(forecast(decision));
    notes.extend(formalities(facts, decision));
    notes.extend(remaining(decision));
    notes
}

fn reason(facts: &RouteFacts, decision: &RouteDecision) -> Text {
    let worst = decision.worst_route.label();
    match decision.route {
        None => Text::new(
            format!("现有事实不足以确定路径；最严格的可能是：{}。查清前宜按此准备", worst.zh),
            format!(
                "The facts leave more than one route; the most demanding possible one: {}. Prepare for it until they are known",
                worst.en
            ),
        ),
        Some(Route::NotOutbound) => Text::new(
            "没有数据离开境内，境外也无人可以访问",
            "Nothing leaves China and nobody abroad can open it",
        ),
        Some(Route::Exempt) => Text::new(
            "全部出境场景都免予办理三种机制，或者计入的人数不满10万人且不含敏感个人信息",
            "Every transfer is exempt, or fewer than 100,000 people are counted and nobody's sensitive information",
        ),
        Some(Route::SecurityAssessment) => assessment_reason(facts),
        Some(Route::ContractOrCertification) if on_list(facts) => Text::new(
            "数据在自由贸易试验区负面清单内，清单规定办理标准合同或者认证",
            "The data is on the free trade zone's negative list, which prescribes standard contract or certification",
        ),
        Some(Route::ContractOrCertification) => Text::new(
            "计入的人数达到10万人或者含有敏感个人信息，但未达到安全评估的门槛；标准合同与认证二者择一",
            "100,000 people or more, or somebody's sensitive information, but below the thresholds of the security assessment: one of the two is needed, at the processor's choice",
        ),
    }
}

fn on_list(facts: &RouteFacts) -> bool {
    facts.free_trade_zone == Known::Value(FreeTradeZone::OnNegativeList)
}

fn assessment_reason(facts: &RouteFacts) -> Text {
    let important = facts
        .transfers
        .iter()
        .find(|t| t.is_outbound().surely() && t.important_data.surely());
    if let Some(transfer) = important {
        let name = &transfer.name;
        Text::new(
            format!("“{name}”含重要数据：无论人数多少、有无豁免，都应当申报安全评估"),
            format!(
                "\"{name}\" holds important data: the security assessment is due whatever the numbers and exemptions"
            ),
        )
    } else if facts.critical_infrastructure_operator.surely() {
        Text::new(
            "关键信息基础设施运营者向境外提供不属于豁免的个人信息：无论人数多少，都应当申报安全评估",
            "A critical information infrastructure operator sends personal information that is not exempt: the security assessment is due whatever the number",
        )
    } else if on_list(facts) {
        Text::new(
            "数据在自由贸易试验区负面清单内，清单规定申报安全评估",
            "The data is on the free trade zone's negative list, which prescribes the security assessment",
        )
    } else {
        Text::new(
            "计入的人数达到安全评估的门槛（一般个人信息100万人，敏感个人信息1万人，均含本数）；本年已出境的部分一并申报",
            "The counted people reach a threshold of the security assessment (1,000,000 or more, or 10,000 or more with sensitive information); what has already left this year is declared too",
        )
    }
}

/// How many more may be sent, and who triggers the next route.
fn numbers(facts: &RouteFacts, decision: &RouteDecision, kind: Kind) -> Option<Text> {
    let count = decision.counts.get(kind);
    let upper = count.upper()?;
    let (zh_kind, en_kind) = kind_words(kind);
    let year = facts
        .as_of
        .value()
        .map_or_else(String::new, |day| day.year().to_string());
    let (zh_since, en_since) = if year.is_empty() {
        ("自1月1日起".to_owned(), "since 1 January".to_owned())
    } else {
        (format!("自{year}年1月1日起"), format!("since 1 January {year}"))
    };
    let (zh_count, en_count) = count_words(count);
    let (zh, en) = match decision.next_threshold.get(kind) {
        Some(threshold) if upper < threshold && (upper > 0 || decision.route == Some(Route::Exempt)) => {
            change(decision.route, upper, threshold)
        }
        None if upper >= kind.upper_threshold() => {
            let threshold = grouped(kind.upper_threshold());
            (
                format!("已达到安全评估的门槛（{threshold}人）"),
                format!("at or over the threshold of {threshold}"),
            )
        }
        _ => return None,
    };
    Some(Text::new(
        format!("{zh_since}，{zh_kind}{zh_count}：{zh}"),
        format!("{en_count} {en_kind} {en_since}: {en}"),
    ))
}

fn change(route: Option<Route>, upper: u64, threshold: u64) -> (String, String) {
    let (more, next) = (grouped(threshold - upper - 1), grouped(threshold - upper));
    let (zh_then, en_then) = if route == Some(Route::Exempt) {
        (
            "须办理标准合同或者认证",
            "brings the duty of a standard contract or certification",
        )
    } else {
        ("触发安全评估", "triggers the security assessment")
    };
    match threshold - upper {
        1 => (format!("再增加1人即{zh_then}"), format!("the next person {en_then}")),
        _ => (
            format!("还可增加{more}人，第{next}人{zh_then}"),
            format!("{more} more may be sent, the {} {en_then}", ordinal(&next)),
        ),
    }
}

fn ordinal(number: &str) -> String {
    let teen = number.ends_with("11") || number.ends_with("12") || number.ends_with("13");
    let suffix = match number.chars().last() {
        Some('1') if !teen => "st",
        Some('2') if !teen => "nd",
        Some('3') if !teen => "rd",
        _ => "th",
    };
    format!("{number}{suffix}")
}

fn kind_words(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Ordinary => ("一般个人信息", "with ordinary personal information"),
        Kind::Sensitive => ("敏感个人信息", "with sensitive personal information"),
    }
}

fn count_words(count: Count) -> (String, String) {
    match count {
        Count::Exactly(1) => ("1人".into(), "1 person".into()),
        Count::Exactly(n) => (format!("{}人", grouped(n)), format!("{} people", grouped(n))),
        Count::Between(low, high) => (
            format!("{}～{}人（按上限计）", grouped(low), grouped(high)),
            format!(
                "{} to {} people (taken at the upper bound)",
                grouped(low),
                grouped(high)
            ),
        ),
        Count::Unknown => ("待核实".into(), "an unknown number of people".into()),
    }
}

/// The rules say "or more", the CAC's questions and answers "over" (QA2601): worth a word when the count sits on the number.
fn at_the_border(decision: &RouteDecision) -> Option<Text> {
    let on = |kind: Kind| {
        let limits = [kind.lower_threshold(), kind.upper_threshold()];
        matches!(decision.counts.get(kind), Count::Exactly(n) if n > 1 && limits.contains(&n))
    };
    Kind::BOTH.into_iter().any(on).then(|| {
        Text::new(
            "人数正好等于法定门槛：规章用“以上”（含本数），官方问答用“超过”；这里按规章判断，请核对统计误差",
            "The count is exactly a statutory threshold: the rules say \"or more\", the official Q&A \"over\"; the rules are followed here, check the counting error",
        )
    })
}

/// Exemptions that hold only in part, or not at all though claimed.
fn exemptions(facts: &RouteFacts, decision: &RouteDecision) -> Vec<Text> {
    let mut notes = Vec::new();
    for (transfer, decided) in facts.transfers.iter().zip(&decision.transfers) {
        let name = &transfer.name;
        let unclaimed =
            decided.basis.is_empty() && transfer.is_outbound().possibly() && transfer.personal_information.possibly();
        let note = match transfer.necessity {
            _ if decided.exempt != Some(true) && !decided.basis.is_empty() => (
                format!("“{name}”只有必需的部分免予办理，超出部分计入人数"),
                format!("\"{name}\": only what is necessary is exempt; the people beyond it count"),
            ),
            Known::Value(Necessity::Hr)
                if unclaimed && !(transfer.labour_rules.surely() && transfer.collective_contract.surely()) =>
            {
                (
                    format!("“{name}”：人力资源管理须同时有依法制定的劳动规章制度和依法签订的集体合同，才免予办理"),
                    format!("\"{name}\": HR management exempts only with both labour rules and a collective contract"),
                )
            }
            Known::Value(Necessity::LegalDuty) if unclaimed => (
                format!("“{name}”：履行法定职责或者法定义务只使小型个人信息处理者免予办理（2026年9月1日起）"),
                format!("\"{name}\": a legal duty exempts small processors only (from 1 September 2026)"),
            ),
            _ => continue,
        };
        notes.push(Text::new(note.0, note.1));
    }
    notes
}

/// Whether the people of exempt transfers count is not settled: both totals are shown.
fn unsettled(decision: &RouteDecision, counting_exempt: Route) -> Option<Text> {
    if decision.counts == decision.counts_with_exempt {
        return None;
    }
    let (ordinary, sensitive) = (
        count_words(decision.counts_with_exempt.ordinary),
        count_words(decision.counts_with_exempt.sensitive),
    );
    let changed = decision.route.is_some_and(|route| route != counting_exempt);
    let label = counting_exempt.label();
    let (zh_end, en_end) = if changed {
        (
            format!("；计入后路径将变为：{}，请向省级网信部门或者律师确认", label.zh),
            format!(
                "; the route would then be: {}. Ask the provincial cyberspace authority or counsel",
                label.en
            ),
        )
    } else {
        ("；计入后路径不变".to_owned(), "; the route would not change".to_owned())
    };
    Some(Text::new(
        format!(
            "豁免场景的人数是否计入尚无明文规定；连同豁免场景，一般个人信息{}，敏感个人信息{}{zh_end}",
            ordinary.0, sensitive.0
        ),
        format!(
            "Whether the people of exempt transfers count is not settled; with them: {} with ordinary, {} with sensitive personal information{en_end}",
            ordinary.1, sensitive.1
        ),
    ))
}

fn forecast(decision: &RouteDecision) -> Option<Text> {
    match decision.forecast_route? {
        ForecastRoute::Determined(route) if decision.route == Some(route) => None,
        ForecastRoute::Determined(route) => {
            let label = route.label();
            Some(Text::new(
                format!("按预计人数，年内路径将变为：{}", label.zh),
                format!(
                    "By the forecast the route before the end of the year will be: {}",
                    label.en
                ),
            ))
        }
        ForecastRoute::Undetermined => Some(Text::new(
            "按预计人数，年末的路径尚不能确定",
            "By the forecast the route at the end of the year cannot be told yet",
        )),
    }
}

fn formalities(facts: &RouteFacts, decision: &RouteDecision) -> Vec<Text> {
    let mut notes = Vec::new();
    let open = decision.route == Some(Route::ContractOrCertification);
    if open && facts.exporter == Known::Value(Exporter::Overseas32) {
        notes.push(Text::new(
            "境外处理者申请认证，由其在境内设立的专门机构或者指定代表协助办理",
            "An overseas processor applies for certification with the help of its dedicated body or designated representative in China",
        ));
    }
    if decision.gba_contract {
        notes.push(Text::new(
            "双方都在粤港澳大湾区：也可以订立粤港澳大湾区标准合同，但个人信息不得再提供到大湾区以外",
            "Both sides are in the Greater Bay Area: the GBA standard contract is open too, if nothing is provided on beyond the area",
        ));
    }
    notes
}

/// Whatever the route, these duties stay (FLOW 10, PIPL 39, 55, 56).
fn remaining(decision: &RouteDecision) -> Option<Text> {
    decision.pipia_required.then(|| {
        Text::new(
            "无论何种路径，告知、取得单独同意（以同意为依据的）、个人信息保护影响评估、保存报告和处理情况记录至少三年的义务不变",
            "On every route these duties remain: notice, separate consent where consent is the basis, the impact assessment, and keeping report and record for at least three years",
        )
    })
}
