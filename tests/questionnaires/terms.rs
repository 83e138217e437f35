//! Every official term that a question uses can be opened from it, whatever text it stands in: the question in both wordings, its help,
//! options, columns and hints.

use super::certification;
use pipia::domain::{Field, Kind, Options, Question, Questionnaire, Shape, Text};

/// Terms that are everyday words too; a question that uses them need not offer them.
const EVERYDAY: [&str; 66] = [
    "评估",
    "说明",
    "行",
    "比较",
    "期限",
    "确认",
    "理由",
    "依据",
    "无",
    "答案",
    "评定",
    "导出",
    "问题",
    "检查",
    "验证",
    "修订",
    "示例",
    "不适用",
    "题目",
    "有效",
    "个人",
    "处理",
    "提供",
    "使用",
    "收集",
    "存储",
    "公开",
    "删除",
    "规模",
    "范围",
    "种类",
    "通知",
    "备案",
    "申请",
    "预计",
    "累计",
    "转移",
    "丢失",
    "破坏",
    "篡改",
    "滥用",
    "传输",
    "加工",
    "证明材料",
    "法律文件",
    "救济",
    "其他信息",
    "恢复",
    "进度",
    "错误",
    "未开始",
    "进行中",
    "已完成",
    "已验证",
    "多选",
    "单选",
    "签字",
    "警告",
    "备份",
    "合并",
    "备注",
    "整体情况",
    "口令",
    "问卷",
    "无效",
    "未答",
];

/// Short forms in which a term stands in running text.
const SHORT: [(&str, &str); 20] = [
    ("接收方", "overseas-recipient"),
    ("处理者", "personal-information-processor"),
    ("安全评估", "security-assessment-of-outbound-data-transfers"),
    (
        "标准合同",
        "standard-contract-for-outbound-transfer-of-personal-information",
    ),
    ("大湾区标准合同", "gba-standard-contract"),
    ("影响评估", "personal-information-protection-impact-assessment"),
    ("等级保护", "mlps-test"),
    ("保护机构", "personal-information-protection-body"),
    ("安全事件", "personal-information-security-incident"),
    ("认证机构", "certification-body"),
    ("共同规则", "common-cross-border-processing-rules"),
    ("跨境处理规则", "common-cross-border-processing-rules"),
    ("处理规则", "personal-information-processing-rules"),
    ("精准定位", "precise-location"),
    ("去重", "counted-by-natural-person"),
    ("再提供", "onward-provision"),
    ("中转", "transit-country-or-region"),
    ("远程查看", "remote-access"),
    ("关键信息基础设施", "critical-information-infrastructure-operator"),
    ("画像", "profiling"),
];

/// Where the words of a term stand in another sense.
const OTHER_SENSE: [(&str, &str, &str); 12] = [
    (
        "inventory.important-data-basis",
        "notice",
        "an authority tells the processor",
    ),
    ("transfer.list", "notice", "an authority tells the processor"),
    (
        "processor.people-sensitive-total",
        "dedicated-body",
        "a unit of the processor, not the body of PIPL 53",
    ),
    (
        "processor.sensitive-duties",
        "dedicated-body",
        "a unit of the processor, not the body of PIPL 53",
    ),
    ("transfer.details", "likelihood", "the judgement, not the level"),
    (
        "inventory.deidentification",
        "likelihood",
        "whether something can be done at all",
    ),
    (
        "transfer.collection-abroad",
        "third-party",
        "code of another company on a page",
    ),
    ("capability.technical", "leak", "part of the name of a tool"),
    (
        "national-interest.important-data-review",
        "notice",
        "an authority tells the processor",
    ),
    (
        "rights-channels.conditions",
        "notice",
        "an answer to a request, not the notice before processing",
    ),
    (
        "recipient-assurance.duties",
        "undertaking",
        "a letter of the recipient, not the paper of a filing",
    ),
    ("treatment.acceptance", "consent", "an approver agrees"),
];

/// All texts of a question that a user reads before answering.
fn texts(question: &Question) -> Vec<&Text> {
    let mut found = vec![&question.plain, &question.official, &question.help];
    match &question.kind {
        Kind::Field(field) => found.extend(options(field)),
        Kind::Table(table) => {
            for column in &table.columns {
                found.extend([&column.label, &column.hint]);
                found.extend(options(&column.field));
            }
            if let Shape::Fixed(rows) = &table.shape {
                found.extend(rows.iter().map(|row| &row.label));
            }
        }
        Kind::Level { columns, .. } => found.extend(columns.iter().map(|column| &column.label)),
    }
    found
}

fn options(field: &Field) -> impl Iterator<Item = &Text> {
    let fixed = match field.options() {
        Some(Options::Fixed(choices)) => choices.as_slice(),
        _ => &[],
    };
    fixed.iter().map(|choice| &choice.label)
}

/// Every word that stands for a term, with the term; longest first.
fn words(questionnaire: &Questionnaire) -> Vec<(String, String)> {
    let mut words: Vec<(String, String)> = SHORT
        .iter()
        .map(|(word, id)| ((*word).to_owned(), (*id).to_owned()))
        .collect();
    for term in questionnaire.reference.terms.values() {
        let names = term.term.zh.split('（').next().unwrap_or_default().split(" / ");
        let new: Vec<&str> = names
            .filter(|name| words.iter().all(|(known, _)| known != name))
            .collect();
        words.extend(new.into_iter().map(|name| (name.to_owned(), term.id.to_string())));
    }
    words.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
    words
}

/// The terms that the Chinese texts use; a longer word hides the shorter ones inside it.
fn used(question: &Question, words: &[(String, String)]) -> Vec<(String, String)> {
    let zh: Vec<&str> = texts(question).iter().map(|text| text.zh.as_str()).collect();
    let mut text = zh.join("\n");
    let mut found = Vec::new();
    for (word, id) in words {
        if text.contains(word.as_str()) {
            text = text.replace(word.as_str(), "\u{0}");
            let other = |(at, term, _): &(&str, &str, &str)| *at == question.id.as_str() && term == id;
            if !EVERYDAY.contains(&word.as_str()) && !OTHER_SENSE.iter().any(other) {
                found.push((word.clone(), id.clone()));
            }
        }
    }
    found
}

#[test]
fn every_official_term_can_be_opened_from_its_question() {
    let questionnaire = certification();
    let words = words(&questionnaire);
    let mut missing = Vec::new();
    for question in &questionnaire.questions {
        for (word, id) in used(question, &words) {
            if !question.terms.iter().any(|term| *term == *id) {
                missing.push(format!("{} {word} {id}", question.id));
            }
        }
    }
    assert!(missing.is_empty(), "{} terms not offered: {missing:#?}", missing.len());
}

/// What a reader opens has to stand in the question, in one language at least.
#[test]
fn no_question_offers_a_term_that_it_does_not_use() {
    let questionnaire = certification();
    let words = words(&questionnaire);
    let mut idle = Vec::new();
    for question in &questionnaire.questions {
        let texts = texts(question);
        let zh: String = texts.iter().map(|text| text.zh.as_str()).collect();
        let en: String = texts.iter().map(|text| text.en.to_lowercase() + "\n").collect();
        for id in &question.terms {
            let term = &questionnaire.reference.terms[id];
            let chinese = words
                .iter()
                .any(|(word, known)| *id == **known && zh.contains(word.as_str()));
            let name = term.term.en.split(" (").next().unwrap_or_default();
            let english = name.split([',', '/']).any(|name| en.contains(name.trim()));
            if !chinese && !english && !RELATED.contains(&(question.id.as_str(), id.as_str())) {
                idle.push(format!("{} {id}", question.id));
            }
        }
    }
    assert!(idle.is_empty(), "{} terms not used: {idle:#?}", idle.len());
}

/// Terms that a question asks about without their words.
const RELATED: [(&str, &str); 5] = [
    (
        "recipient.domestic-party",
        "organisation-in-china-that-bears-legal-liability",
    ),
    ("legality.legitimacy", "legality"),
    (
        "national-interest.features",
        "national-security-and-the-public-interest",
    ),
    (
        "national-interest.public-interest",
        "national-security-and-the-public-interest",
    ),
    ("rights-channels.practice", "interview"),
];

/// What is neither law nor standard is said to be so where it stands, and among the grounds of the question.
#[test]
fn a_convention_of_the_tool_is_cited_as_one() {
    let questionnaire = certification();
    let mut silent = Vec::new();
    for question in &questionnaire.questions {
        let stated = texts(question)
            .iter()
            .any(|text| text.zh.contains("本工具约定") || text.en.contains("the tool's convention"));
        let cited = question.basis.iter().any(|citation| citation.instrument == "TOOL");
        if stated && !cited {
            silent.push(&question.id);
        }
    }
    assert!(silent.is_empty(), "{silent:?}");
}

/// A text says it in both languages or in neither.
#[test]
fn a_convention_of_the_tool_is_named_in_both_languages() {
    let questionnaire = certification();
    let mut uneven = Vec::new();
    for question in &questionnaire.questions {
        for text in texts(question) {
            if text.zh.contains("本工具约定") != text.en.contains("the tool's convention") {
                uneven.push(format!("{}: {} | {}", question.id, text.zh, text.en));
            }
        }
    }
    assert!(uneven.is_empty(), "{uneven:#?}");
}
