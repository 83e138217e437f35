//! `pipia verify`: signatures, what each covers, changes after it, embedded data.

use super::export::{DIGEST_KEYWORD, EMBEDDED_FORMAT, sha256};
use super::failure::Failure;
use super::session::Session;
use super::sign::role_words;
use super::{Exit, file, text};
use crate::cli::{Format, Report};
use crate::domain::Text;
use crate::questionnaire::printable;
use crate::seal::{self, Context, Integrity, LaterChanges, Problem, Signature, Trust, Verdict, Verification};
use serde_json::{Value, json};

pub(super) fn run(session: &Session, order: &Report) -> Result<Exit, Failure> {
    let bytes = file::bytes(&order.file)?;
    let context = Context {
        now: session.now.timestamp(),
        trusted: &[],
    };
    let shown = file::show(&order.file);
    let found = seal::verify(&bytes, &context).map_err(|_not_pdf| {
        let what = text(
            format!("“{shown}”不是PDF文件"),
            format!("\"{shown}\" is not a PDF file"),
        );
        Failure::refused(what, text("请选择PDF报告。", "Choose a report in PDF."))
    })?;
    let embedded = Embedded::of(&bytes, found.embedded_assessment.as_deref());
    session.print(&match order.format {
        Format::Text => words(session, &found, embedded),
        Format::Json => format!("{:#}\n", to_json(&found, embedded)),
    });
    Ok(match found.verdict {
        Verdict::Valid | Verdict::ValidExtended => Exit::Done,
        Verdict::Invalid | Verdict::Unsigned => Exit::Negative,
    })
}

/// How the embedded answers stand to the assessment digest recorded in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Embedded {
    Matches,
    Differs,
    OtherVersion,
    Absent,
}

impl Embedded {
    fn of(pdf: &[u8], data: Option<&[u8]>) -> Self {
        let Some(data) = data else { return Self::Absent };
        let Ok(data) = serde_json::from_slice::<Value>(data) else {
            return Self::Differs;
        };
        if data.get("format").and_then(Value::as_u64) != Some(EMBEDDED_FORMAT) {
            return Self::OtherVersion;
        }
        let answers = data.get("answers_toml").and_then(Value::as_str);
        let digest = answers.map(|answers| sha256(answers.as_bytes()));
        let told = data.get("assessment_digest").and_then(Value::as_str);
        let recorded = recorded_digest(pdf);
        if digest.is_some() && digest.as_deref() == told && digest == recorded {
            Self::Matches
        } else {
            Self::Differs
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Matches => "matches",
            Self::Differs => "differs",
            Self::OtherVersion => "other-version",
            Self::Absent => "absent",
        }
    }

    fn words(self) -> Text {
        match self {
            Self::Matches => text(
                "与报告记载的评估摘要一致",
                "match the assessment digest recorded in the report",
            ),
            Self::Differs => text(
                "与报告记载的评估摘要不一致",
                "do not match the assessment digest recorded in the report",
            ),
            Self::OtherVersion => text(
                "由其他版本的程序写成，无法比对",
                "were written by another version of the program and cannot be compared",
            ),
            Self::Absent => text("没有", "none"),
        }
    }
}

/// The assessment digest among the keywords; the properties of our reports are not compressed.
fn recorded_digest(pdf: &[u8]) -> Option<String> {
    let mark = DIGEST_KEYWORD.as_bytes();
    let at = pdf.windows(mark.len()).position(|window| window == mark)? + mark.len();
    let digits = pdf.get(at..at + 64)?;
    digits
        .iter()
        .all(u8::is_ascii_hexdigit)
        .then(|| String::from_utf8_lossy(digits).into_owned())
}

fn to_json(found: &Verification, embedded: Embedded) -> Value {
    json!({
        "verdict": found.verdict,
        "signatures": found.signatures.iter().map(signature_json).collect::<Vec<_>>(),
        "problem": found.problem,
        "embedded_assessment": embedded.word(),
        "file_sha256": found.file_sha256,
    })
}

fn signature_json(signature: &Signature) -> Value {
    let mut value = json!(signature);
    for key in ["field", "name", "algorithm"] {
        if let Some(Value::String(words)) = value.get_mut(key) {
            *words = printable(words);
        }
    }
    value
}

fn words(session: &Session, found: &Verification, embedded: Embedded) -> String {
    let (lang, colon) = (session.lang, &session.messages.common.colon);
    let say = |zh: &str, en: &str| session.say(zh, en);
    let verdict = match found.verdict {
        Verdict::Valid => say("有效", "valid"),
        Verdict::ValidExtended => say("有效，后有追加签名", "valid, signatures added later"),
        Verdict::Invalid => say("无效", "invalid"),
        Verdict::Unsigned => say("未签名", "unsigned"),
    };
    let mut lines = vec![[say("验证结果", "Result"), verdict].join(colon)];
    lines.extend(
        found
            .problem
            .map(|problem| [say("原因", "Reason"), problem_words(problem).get(lang).to_owned()].join(colon)),
    );
    for (at, signature) in found.signatures.iter().enumerate() {
        lines.push(String::new());
        lines.push([say("数字签名", "Digital signature "), (at + 1).to_string()].concat());
        lines.extend(signature_words(session, signature));
    }
    lines.push(String::new());
    lines.push(
        [
            say("内嵌评估数据", "Embedded assessment data"),
            embedded.words().get(lang).to_owned(),
        ]
        .join(colon),
    );
    lines.push([session.messages.export.file_digest.as_str(), &found.file_sha256].join(colon));
    lines.join("\n") + "\n"
}

fn signature_words(session: &Session, signature: &Signature) -> Vec<String> {
    let (lang, colon, words) = (session.lang, &session.messages.common.colon, &session.messages.common);
    let unknown = || words.unknown.clone();
    let covers = if signature.covers_whole_file_at_signing {
        &words.yes
    } else {
        &words.no
    };
    let role = signature
        .role
        .map_or_else(|| printable(&signature.field), |role| role_words(role, lang).to_owned());
    let name = signature.name.as_deref().map_or_else(unknown, printable);
    let certificate = signature.certificate_sha256.clone().unwrap_or_else(unknown);
    let mut rows = vec![
        (text("角色", "Role"), role),
        (text("姓名", "Name"), name),
        (
            text("时间", "Time"),
            signed_at(session, signature).unwrap_or_else(unknown),
        ),
        (
            text("签名时的内容", "Content as signed"),
            integrity(signature.integrity).get(lang).to_owned(),
        ),
        (
            text("覆盖签名时的整个文件", "Covers the whole file at signing"),
            covers.clone(),
        ),
        (
            text("其后的改动", "Later changes"),
            later(signature.later_changes).get(lang).to_owned(),
        ),
        (text("数字证书", "Digital certificate"), trust(session, signature)),
        (text("证书摘要", "Certificate digest"), certificate),
    ];
    if let Some(problem) = signature.problem {
        rows.push((text("原因", "Reason"), problem_words(problem).get(lang).to_owned()));
    }
    rows.into_iter()
        .map(|(name, value)| ["  ", name.get(lang), colon, &value].concat())
        .collect()
}

fn signed_at(session: &Session, signature: &Signature) -> Option<String> {
    let time = signature.signed_at?.to_zoned(session.now.time_zone().clone());
    Some(time.strftime("%Y-%m-%d %H:%M:%S %:z").to_string())
}

fn integrity(found: Integrity) -> Text {
    match found {
        Integrity::Intact => text("完好", "intact"),
        Integrity::Broken => text("已破坏", "broken"),
    }
}

fn later(found: LaterChanges) -> Text {
    match found {
        LaterChanges::None => text("无", "none"),
        LaterChanges::SignaturesOnly => text("只有数字签名", "signatures only"),
        LaterChanges::Other => text("有其他改动", "other changes"),
    }
}

fn trust(session: &Session, signature: &Signature) -> String {
    let words = match signature.trust {
        Trust::SelfSigned => text("自签名", "self-signed"),
        Trust::Chained => text(
            "由认证机构签发，未列入信任",
            "issued by a certificate authority not on the list of trusted ones",
        ),
        Trust::Trusted => text("信任", "trusted"),
    };
    let expired = if signature.expired {
        session.say("，已过期", ", expired")
    } else {
        String::new()
    };
    words.get(session.lang).to_owned() + &expired
}

fn problem_words(problem: Problem) -> Text {
    match problem {
        Problem::GarbageBeforeHeader => text("PDF文件头之前有多余内容", "there are bytes before the PDF header"),
        Problem::Damaged => text("PDF结构无法读取", "the PDF structure cannot be read"),
        Problem::TooManySignatures => text("数字签名过多", "there are too many signatures"),
        Problem::ByteRange => text(
            "签名范围与其所在位置不符",
            "the signature does not cover the file up to its own place",
        ),
        Problem::Padding => text(
            "签名位置含有签名以外的内容",
            "the place of the signature holds more than the signature",
        ),
        Problem::Coverage => text(
            "签名没有覆盖当时的整个文件",
            "the signature does not cover its whole revision",
        ),
        Problem::Encoding => text("签名编码不规范", "the signature is not in its exact form"),
        Problem::Digest => text("签名后文件内容被改动", "the document was changed after signing"),
        Problem::Signature => text("签名与数字证书不符", "the signature does not match the certificate"),
        Problem::Certificate => text(
            "数字证书缺失或者被替换",
            "the certificate is missing or is not the one that signed",
        ),
        Problem::WeakDigest => text("签名使用SHA-1或者MD5", "the signature uses SHA-1 or MD5"),
        Problem::UnsupportedAlgorithm => text("不支持的签名种类", "the kind of signature is not supported"),
        Problem::ForbiddenChange => text(
            "签名后增加了签名以外的内容",
            "something other than a signature was added later",
        ),
        Problem::TrailingBytes => text("文件末尾之后有多余内容", "there are bytes after the end of the file"),
    }
}
