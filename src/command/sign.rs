//! `pipia sign`: a further signature, and the drawing of every signature.

use super::failure::Failure;
use super::session::Session;
use super::{Exit, export, file, identity, text};
use crate::cli::{Sign, SignRole};
use crate::domain::{Lang, Text};
use crate::i18n::Messages;
use crate::questionnaire::printable;
use crate::report::face::Faces;
use crate::report::page::SIGNATURE_FIELD;
use crate::report::render::pdf::signature_appearance;
use crate::seal::{self, Appearance, Identity, Request, Role, SignError};
use jiff::Zoned;

pub(super) fn run(session: &Session, order: &Sign) -> Result<Exit, Failure> {
    export::writable(&order.output, false)?;
    let pdf = file::bytes(&order.file)?;
    let identity = identity::unlock(session, &order.identity, order.passphrase_file.as_deref())?;
    let signed = further(&pdf, &identity, order.role.into(), &session.now)?;
    export::put(&order.output, &signed, false)?;
    export::tell_written(session, &order.output, &signed, None);
    Ok(Exit::Done)
}

/// A report with one more signature, drawn in its language.
pub(super) fn further(pdf: &[u8], identity: &Identity, role: Role, now: &Zoned) -> Result<Vec<u8>, Failure> {
    let faces = Faces::built_in().map_err(|error| export::not_rendered(&error.into()))?;
    let who = Signer {
        identity,
        role,
        lang: language(pdf),
        faces: &faces,
    };
    who.sign(pdf, now)
}

/// The language of a report of ours; its properties are not compressed.
fn language(pdf: &[u8]) -> Lang {
    const ENGLISH: &[u8] = b"<dc:language><rdf:Bag><rdf:li>en</rdf:li>";
    if pdf.windows(ENGLISH.len()).any(|window| window == ENGLISH) {
        Lang::En
    } else {
        Lang::Zh
    }
}

/// Who signs, as what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signer<'a> {
    /// The key.
    pub(super) identity: &'a Identity,
    /// The role, which chooses the field.
    pub(super) role: Role,
    /// The language of the drawing.
    pub(super) lang: Lang,
    /// The letters of the drawing.
    pub(super) faces: &'a Faces,
}

impl Signer<'_> {
    /// The file with one more signature.
    pub(super) fn sign(&self, pdf: &[u8], now: &Zoned) -> Result<Vec<u8>, Failure> {
        let role = role_words(self.role, self.lang);
        let lines = self.lines(role, now);
        let [width, height] = SIGNATURE_FIELD;
        let drawing =
            signature_appearance(self.faces, &lines, width, height).map_err(|error| export::not_rendered(&error))?;
        let appearance = Appearance::Drawn {
            content: &drawing.content,
            resources: &drawing.resources,
        };
        let request = Request {
            role: self.role,
            signed_at: now.clone(),
            reason: role,
            appearance,
        };
        seal::sign(pdf, &request, self.identity).map_err(|error| refused(error, self.role, pdf))
    }

    fn lines(&self, role: &str, now: &Zoned) -> Vec<String> {
        let digest = self.identity.certificate_sha256();
        vec![
            format!(
                "{} {role}",
                if self.lang == Lang::Zh {
                    "数字签名"
                } else {
                    "Digital signature:"
                }
            ),
            printable(&self.identity.name()),
            now.strftime("%Y-%m-%d %H:%M:%S %:z").to_string(),
            format!("SHA-256 {}…", digest.get(..16).unwrap_or(&digest)),
        ]
    }
}

impl From<SignRole> for Role {
    fn from(role: SignRole) -> Self {
        match role {
            SignRole::Assessor => Self::Assessor,
            SignRole::Reviewer => Self::Reviewer,
            SignRole::Officer => Self::Officer,
            SignRole::LegalRepresentative => Self::LegalRepresentative,
            SignRole::Client => Self::Client,
        }
    }
}

/// What a role is called.
pub(super) fn role_words(role: Role, lang: Lang) -> &'static str {
    let words = &Messages::of(lang).export;
    match role {
        Role::Assessor => &words.role_assessor,
        Role::Reviewer => &words.role_reviewer,
        Role::Officer => &words.role_officer,
        Role::LegalRepresentative => &words.role_legal_representative,
        Role::Client => &words.role_client,
    }
}

/// The roles for which the file has a field that is not signed yet.
fn free(pdf: &[u8]) -> Vec<Role> {
    let mut roles = Role::ALL.to_vec();
    roles.retain(|role| seal::field_size(pdf, *role).is_ok());
    roles
}

/// Which roles can still sign, or that none can.
fn choose_another(pdf: &[u8]) -> Text {
    let free = free(pdf);
    if free.is_empty() {
        return text(
            "请使用本程序导出的、尚有空白签名域的报告。",
            "Use a report exported by this program that has a signature field left.",
        );
    }
    let words: Vec<&str> = free.iter().map(|role| role.word()).collect();
    text(
        format!("可用的角色：{}。", words.join("、")),
        format!("Roles that can sign: {}.", words.join(", ")),
    )
}

fn refused(error: SignError, role: Role, pdf: &[u8]) -> Failure {
    let (zh, en) = (role_words(role, Lang::Zh), role_words(role, Lang::En));
    let other = text("请改用本程序导出的报告。", "Use a report exported by this program.");
    let (what, todo) = match error {
        SignError::NotPdf => (text("这不是PDF文件", "This is not a PDF file"), other),
        SignError::Damaged => (
            text("PDF文件已损坏", "The PDF file is damaged"),
            text("请重新导出报告。", "Export the report again."),
        ),
        SignError::Invalid => (
            text(
                "文件中已有无效的数字签名，没有签名",
                "The file already has a digital signature that is not valid; nothing was signed",
            ),
            text(
                "请用pipia verify查看原因，并取得未改动的文件。",
                "See pipia verify for the reason, and get the unchanged file.",
            ),
        ),
        SignError::NotPermitted => (
            text(
                "已有的数字签名不允许再签名",
                "An earlier digital signature allows no further ones",
            ),
            other,
        ),
        SignError::NoSuchField(_) => (
            text(
                format!("文件中没有“{zh}”的签名域"),
                format!("The file has no signature field for the role {en}"),
            ),
            choose_another(pdf),
        ),
        SignError::AlreadySigned(_) => (
            text(format!("“{zh}”已经签名"), format!("The role {en} is already signed")),
            choose_another(pdf),
        ),
        SignError::NotValidNow => (
            text(
                "数字证书此时不在有效期内",
                "The digital certificate is not valid at this time",
            ),
            text(
                "请检查系统时间，或者新建签名身份。",
                "Check the clock, or make a new identity.",
            ),
        ),
        SignError::Appearance | SignError::Encoding => (
            text("数字签名无法生成", "The digital signature could not be made"),
            text("请重新导出报告后再签名。", "Export the report again and sign it then."),
        ),
    };
    Failure::refused(what, todo)
}
