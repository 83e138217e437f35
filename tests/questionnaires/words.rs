//! Words that are never right here (the project's term base), in either language.

use super::texts::{Bilingual, all};

/// A word, what to say instead, and where it is right all the same.
type Avoided = (&'static str, &'static str, &'static [&'static str]);

/// Chinese. The last column: wordings in which the characters are right.
const ZH: [Avoided; 35] = [
    ("你", "您, or no pronoun", &[]),
    ("我们", "本单位", &[]),
    ("我司", "本单位", &[]),
    ("贵司", "本单位", &[]),
    ("亲爱", "nothing", &[]),
    ("！", "no exclamation marks", &[]),
    ("吗", "no particle", &[]),
    ("呢", "no particle", &[]),
    ("数据主体", "个人 or 个人信息主体", &[]),
    ("数据控制者", "个人信息处理者", &[]),
    ("个人信息控制者", "个人信息处理者", &[]),
    ("个人敏感信息", "敏感个人信息", &[]),
    ("数据保护官", "个人信息保护负责人", &[]),
    ("个保部", "个人信息保护机构", &[]),
    ("合规性", "合法性", &[]),
    ("达标", "未发现问题项", &["未达标", "达标准", "达标情况"]),
    ("残余风险", "剩余风险", &[]),
    ("残留风险", "剩余风险", &[]),
    ("泄漏", "泄露", &[]),
    (
        "储存",
        "存储 or 保存; the wording of GB/T 35273 Annex A",
        &["通过日志储存"],
    ),
    (
        "密码",
        "口令",
        &[
            "密码技术",
            "密码学",
            "账号及密码",
            "密码法",
            "密码算法",
            "密码管理",
            "商用密码",
            "密码应用",
            "账号和密码",
        ],
    ),
    (
        "脱敏",
        "去标识化; right for what a screen hides",
        &["页面脱敏", "展示脱敏", "录屏、脱敏", "脱敏、水印"],
    ),
    ("豁免审批", "免予", &[]),
    ("中央网信办", "国家网信办", &[]),
    ("认证机关", "认证机构", &[]),
    ("必填", "必答", &[]),
    ("获证主体", "获证个人信息处理者", &[]),
    ("小微处理者", "小型个人信息处理者", &[]),
    ("关基", "关键信息基础设施", &[]),
    ("黑名单", "限制或者禁止个人信息提供清单", &[]),
    ("极高", "a level of the scale", &[]),
    ("一揽子授权", "一揽子同意", &[]),
    (
        "个人信息安全影响评估",
        "个人信息保护影响评估",
        &["《信息安全技术 个人信息安全影响评估指南》"],
    ),
    ("等保", "网络安全等级保护", &["同等保护"]),
    ("代码示例", "示例", &[]),
];

/// English, as whole words.
const EN: [Avoided; 36] = [
    ("compliant", "say what was found", &[]),
    ("non-compliant", "say what was found", &[]),
    ("ensure", "say what is done", &[]),
    ("ensures", "say what is done", &[]),
    ("guarantee", "say what is done", &[]),
    ("guarantees", "say what is done", &[]),
    ("handler", "processor or agent", &[]),
    (
        "controller",
        "processor",
        &[
            "the GDPR's controller",
            "controller of the GDPR",
            "actual controller",
            "Actual controller",
            "provider's controller",
            "controllership",
            "recipient, controller or third party",
        ],
    ),
    ("controllers", "processors", &["actual controllers"]),
    ("data subject", "individual", &[]),
    ("data subjects", "individuals", &[]),
    (
        "personal data",
        "personal information",
        &[
            "Personal Data Protection",
            "Personal Data Privacy",
            "Personal Data (Privacy)",
            "Personal Data",
            "Law 8/2005 on personal data protection",
            "Law 91/2025/QH15 on personal data protection",
        ],
    ),
    ("pii", "personal information", &[]),
    ("dpo", "PI protection officer", &[]),
    ("dpia", "PIPIA", &[]),
    ("sccs", "standard contract", &[]),
    ("bcr", "common rules", &[]),
    (
        "export",
        "outbound transfer",
        &[
            "download, export",
            "download or export",
            "export itself",
            "export (a file)",
            "export a file",
            "no export",
            "downloading or export",
            "copying, export",
            "download and export",
            "screen capture, export",
        ],
    ),
    ("exports", "outbound transfers", &[]),
    ("exported", "sent abroad; right for a file", &["Exported as a draft"]),
    ("exporting", "sending abroad", &[]),
    ("exceeds", "more than", &[]),
    ("please", "nothing", &[]),
    ("macau", "Macao", &[]),
    ("can't", "cannot", &[]),
    ("don't", "do not", &[]),
    ("doesn't", "does not", &[]),
    ("isn't", "is not", &[]),
    ("won't", "will not", &[]),
    ("it's", "it is", &[]),
    ("we", "the organisation", &[]),
    ("business days", "working days", &[]),
    (
        "password",
        "passphrase",
        &["account", "accounts", "password, certificate"],
    ),
    ("anonymized", "anonymised", &[]),
    (
        "organization",
        "organisation",
        &["World Trade Organization", "International Organization"],
    ),
    ("authorization", "authorisation", &[]),
];

/// Texts that quote what is wrong: the poor examples, and the glossary's own lists.
fn quotes(text: &Bilingual) -> bool {
    text.key == "bad"
}

/// The text without the wordings in which the word is right.
fn stripped(text: &str, allowed: &[&str]) -> String {
    allowed
        .iter()
        .fold(text.to_owned(), |text, wording| text.replace(wording, " "))
}

/// The text without what somebody says in it: help quotes careless answers.
fn spoken(text: &str) -> String {
    let mut kept = String::new();
    let mut quote = None;
    let mut before = ' ';
    for c in text.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if (c == '"' || c == '\'') && !before.is_alphanumeric() => quote = Some(c),
            None => kept.push(c),
            Some(_) => {}
        }
        before = c;
    }
    kept
}

fn has_word(text: &str, word: &str) -> bool {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '-');
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (
            text.get(..at).unwrap_or_default(),
            text.get(at + word.len()..).unwrap_or_default(),
        );
        edge(before.chars().next_back()) && edge(after.chars().next())
    })
}

#[test]
fn no_forbidden_word_is_used() {
    let mut wrong = Vec::new();
    for text in all().iter().filter(|text| !quotes(text)) {
        for (word, instead, allowed) in ZH {
            if stripped(&text.zh, allowed).contains(word) {
                wrong.push(format!("{}: {word} ({instead}): {}", text.at, text.zh));
            }
        }
        let english = spoken(&text.en);
        // the glossary defines the word itself: to export a file
        for (word, instead, allowed) in EN
            .into_iter()
            .filter(|(word, _, _)| !text.at.ends_with(&format!("glossary.toml {word} term")))
        {
            if has_word(&stripped(&english, allowed).to_lowercase(), word) {
                wrong.push(format!("{}: {word} ({instead}): {}", text.at, text.en));
            }
        }
        if text.en.contains('!') {
            wrong.push(format!("{}: exclamation mark: {}", text.at, text.en));
        }
    }
    assert!(wrong.is_empty(), "{} words\n{}", wrong.len(), wrong.join("\n"));
}

/// Where a word is wrong only in some places: 问题 is a finding, never a question; a verdict is never 合规, 通过 or passed.
#[test]
fn findings_are_no_questions_and_levels_no_verdicts() {
    let mut wrong = Vec::new();
    for text in all().iter().filter(|text| !quotes(text)) {
        for word in [
            "回答问题",
            "下列问题",
            "本问题",
            "这个问题",
            "以下问题",
            "该问题",
            "此问题",
            "不合规",
            "是否合规",
            "评估通过",
            "审核通过",
        ] {
            if text.zh.contains(word) {
                wrong.push(format!("{}: {word}: {}", text.at, text.zh));
            }
        }
        if text.key == "text" || text.key == "measure" {
            for word in ["盖章的电子", "电子盖章", "保证", "务必"] {
                if text.zh.contains(word) {
                    wrong.push(format!("{}: {word}: {}", text.at, text.zh));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
