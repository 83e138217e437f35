//! `pipia export`, and the export that the wizard shares: an assessment and an order become the bytes of a file.

use super::failure::Failure;
use super::file::{self, Opened, open};
use super::session::Session;
use super::sign::Signer;
use super::{Exit, identity, text};
use crate::cli::{self, ReportLanguage};
use crate::domain::{Answers, Assessment, Engine, Lang, Questionnaire, Text};
use crate::i18n::Messages;
use crate::report::compose::{ComposeOptions, compose};
use crate::report::document::Document;
use crate::report::face::Faces;
use crate::report::render::{Json, Markdown, Pdf, PlainText, Render, RenderError, RenderOptions};
use crate::seal::{Identity, Role};
use crate::store::format::{assessment_digest, write_answers};
use crate::store::{Mode, atomic};
use jiff::Zoned;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

/// The shape of the embedded `assessment.json`.
pub const EMBEDDED_FORMAT: u64 = 1;

/// What stands before the assessment digest among the keywords of a PDF, for `verify`.
pub const DIGEST_KEYWORD: &str = "assessment-sha256:";

/// The kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// PDF, can be signed.
    Pdf,
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
    /// The report's blocks for programs.
    Json,
}

/// What is to be exported.
#[derive(Debug, Clone)]
pub struct Order<'a> {
    /// The kind of file.
    pub kind: Kind,
    /// The language; both = English behind Chinese in one file.
    pub lang: ReportLanguage,
    /// Marked as a draft.
    pub draft: bool,
    /// Who signs in which role; only a PDF can be signed.
    pub signer: Option<(&'a Identity, Role)>,
    /// Name and bytes of a font for letters that the built-in ones lack.
    pub fallback: Option<(String, Vec<u8>)>,
    /// The time written into the file.
    pub now: Zoned,
}

/// A file ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The file digest.
    pub sha256: String,
    /// The assessment digest.
    pub assessment_digest: String,
}

impl Kind {
    /// From the ending of a file's name.
    pub fn of(path: &Path) -> Result<Self, Failure> {
        let ending = path
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .to_ascii_lowercase();
        let kinds = text("可用的后缀：.pdf、.md、.txt、.json。", "Endings: .pdf .md .txt .json");
        match ending.as_str() {
            "pdf" => Ok(Self::Pdf),
            "md" => Ok(Self::Markdown),
            "txt" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            "docx" => Err(Failure::refused(
                text("本版本尚不能导出Word文件", "This version cannot export Word files yet"),
                kinds,
            )),
            _ => {
                let shown = file::show(path);
                let what = text(
                    format!("“{shown}”的后缀不能确定报告种类"),
                    format!("The ending of \"{shown}\" is no kind of report"),
                );
                Err(Failure::refused(what, kinds))
            }
        }
    }
}

/// Makes the file. Nothing is read, written or printed.
///
/// # Errors
/// Exit 1 while items are missing and no draft is asked for, or for letters that no font has.
pub fn make(assessment: &Assessment, questionnaire: &Arc<Questionnaire>, order: &Order<'_>) -> Result<Made, Failure> {
    let answers = Arc::new(assessment.answers.clone());
    let engine = Engine::new(Arc::clone(questionnaire), answers, order.now.date());
    let missing = engine.missing().len();
    if missing > 0 && !order.draft {
        return Err(incomplete(missing));
    }
    let digest = assessment_digest(&assessment.answers);
    let document = document(assessment, &engine, order, &digest);
    let attachment = embedded(assessment, questionnaire, &digest);
    let options = RenderOptions {
        now: order.now.timestamp(),
        attachment: Some(attachment.as_bytes()),
    };
    let bytes = match order.kind {
        Kind::Pdf => pdf(&document, &options, order)?,
        Kind::Markdown => Markdown
            .render(&document, &options)
            .map_err(|error| not_rendered(&error))?,
        Kind::Text => PlainText
            .render(&document, &options)
            .map_err(|error| not_rendered(&error))?,
        Kind::Json => Json.render(&document, &options).map_err(|error| not_rendered(&error))?,
    };
    Ok(Made {
        sha256: sha256(&bytes),
        bytes,
        assessment_digest: digest,
    })
}

fn document(assessment: &Assessment, engine: &Engine, order: &Order<'_>, digest: &str) -> Document {
    let in_language = |lang| {
        let options = ComposeOptions {
            lang,
            title: assessment.titles(),
            number: String::new(),
            version: String::new(),
            date: order.now.date(),
            draft: order.draft,
            signed: order.signer.is_some(),
            mark: String::new(),
            assessment_digest: digest.to_owned(),
            program_version: format!("pipia {}", env!("CARGO_PKG_VERSION")),
            keep_until: None,
        };
        let mut document = compose(engine, &options);
        document.meta.keywords.push([DIGEST_KEYWORD, digest].concat());
        document
    };
    match order.lang {
        ReportLanguage::Zh => in_language(Lang::Zh),
        ReportLanguage::En => in_language(Lang::En),
        ReportLanguage::Both => {
            let mut document = in_language(Lang::Zh);
            document.translation = Some(Box::new(in_language(Lang::En)));
            document
        }
    }
}

fn pdf(document: &Document, options: &RenderOptions<'_>, order: &Order<'_>) -> Result<Vec<u8>, Failure> {
    let mut faces = Faces::built_in().map_err(|error| not_rendered(&error.into()))?;
    if let Some((name, bytes)) = &order.fallback {
        faces = faces
            .with_fallback(name, bytes.clone())
            .map_err(|error| not_rendered(&error.into()))?;
    }
    let bytes = Pdf { faces: &faces }
        .render(document, options)
        .map_err(|error| not_rendered(&error))?;
    match order.signer {
        None => Ok(bytes),
        Some((identity, role)) => {
            let lang = if order.lang == ReportLanguage::En {
                Lang::En
            } else {
                Lang::Zh
            };
            Signer {
                identity,
                role,
                lang,
                faces: &faces,
            }
            .sign(&bytes, &order.now)
        }
    }
}

/// The data that go into the PDF: canonical answers, their digest, and what they were given to.
fn embedded(assessment: &Assessment, questionnaire: &Questionnaire, digest: &str) -> String {
    let answers: &Answers = &assessment.answers;
    let data = json!({
        "format": EMBEDDED_FORMAT,
        "program": format!("pipia {}", env!("CARGO_PKG_VERSION")),
        "title": assessment.title,
        "client": assessment.client,
        "questionnaire": {
            "id": questionnaire.id.as_str(),
            "version": questionnaire.version,
            "digest": questionnaire.digest,
            "law_date": questionnaire.law_date.to_string(),
        },
        "assessment_digest": digest,
        "answers_toml": write_answers(answers),
    });
    format!("{data:#}\n")
}

fn incomplete(missing: usize) -> Failure {
    let what = Failure::worded(Exit::Negative, |lang| {
        Messages::of(lang).error.incomplete.fill(&[("count", &missing)])
    })
    .what;
    let todo = text(
        "请用pipia check查看缺项，补齐后再导出；草稿用--draft导出。",
        "See pipia check for them; export a draft with --draft.",
    );
    Failure::new(Exit::Negative, what, todo)
}

/// A report that could not be set: letters without a face are exit 1, all else is a bad order.
pub(super) fn not_rendered(error: &RenderError) -> Failure {
    let exit = if matches!(error, RenderError::MissingLetters(_)) {
        Exit::Negative
    } else {
        Exit::Refused
    };
    let words = error.text();
    let (zh, en) = (split(&words.zh, "。"), split(&words.en, ". "));
    Failure::new(exit, Text::new(zh.0, en.0), Text::new(zh.1, en.1))
}

/// A message of the report in its two parts; of several lines the last says what to do.
fn split<'t>(words: &'t str, stop: &str) -> (&'t str, &'t str) {
    words
        .rsplit_once('\n')
        .or_else(|| words.split_once(stop))
        .unwrap_or((words, ""))
}

/// Whether a file could be written here, asked before long work.
pub(super) fn writable(path: &Path, force: bool) -> Result<(), Failure> {
    if path.exists() && !force {
        let known = file::exists(path);
        let todo = text(
            "请换一个文件名，或者用--force替换。",
            "Choose another name, or replace it with --force.",
        );
        return Err(Failure { todo, ..known });
    }
    if path.is_dir() {
        return Err(file::not_written(path, &std::io::ErrorKind::IsADirectory.into()));
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or_else(|| Path::new("."));
    tempfile::Builder::new()
        .prefix(".pipia-")
        .tempfile_in(folder)
        .map(drop)
        .map_err(|error| file::not_written(path, &error))
}

/// Writes the file whole or not at all.
pub fn put(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    let written = if force {
        atomic::replace(path, |out| out.write_all(bytes))
    } else {
        atomic::create(path, bytes)
    };
    written.map_err(|error| file::not_written(path, &error))
}

/// Where the file is and what its digest is.
pub(super) fn tell_written(session: &Session, path: &Path, bytes: &[u8], assessment: Option<&str>) {
    let (words, colon) = (&session.messages.export, &session.messages.common.colon);
    let mut lines = vec![
        crate::i18n::fill(&words.done_path, &[("path", &file::show(path))]),
        [words.file_digest.as_str(), &sha256(bytes)].join(colon),
    ];
    lines.extend(assessment.map(|digest| [words.assessment_digest.as_str(), digest].join(colon)));
    session.print(&(lines.join("\n") + "\n"));
}

pub(super) fn run(session: &Session, order: &cli::Export) -> Result<Exit, Failure> {
    let kind = Kind::of(&order.output)?;
    check_signing(order, kind)?;
    writable(&order.output, order.force)?;
    let opened = open(session, &order.file, Mode::Read)?;
    opened.warn(session);
    check_instrument(order, &opened)?;
    let fallback = match &order.fallback_font {
        Some(path) => Some((file::show(path), file::bytes(path)?)),
        None => None,
    };
    let missing = opened.engine(session).missing().len();
    if missing > 0 && !order.draft {
        return Err(incomplete(missing)); // before a passphrase is asked for
    }
    let identity = match &order.sign {
        Some(id) => Some(identity::unlock(session, id, order.passphrase_file.as_deref())?),
        None => None,
    };
    let signer = identity.as_ref().map(|identity| (identity, order.role.into()));
    let made = make(
        &opened.assessment,
        &opened.questionnaire,
        &Order {
            kind,
            lang: order.lang,
            draft: order.draft,
            signer,
            fallback,
            now: session.now.clone(),
        },
    )?;
    put(&order.output, &made.bytes, order.force)?;
    tell_written(session, &order.output, &made.bytes, Some(&made.assessment_digest));
    Ok(Exit::Done)
}

fn check_signing(order: &cli::Export, kind: Kind) -> Result<(), Failure> {
    if order.sign.is_none() && !order.unsigned {
        let what = text("没有说明是否签名", "Neither --sign nor --unsigned was given");
        let todo = text(
            "请用--sign指定签名身份，或者用--unsigned表示不签名。",
            "Name an identity with --sign, or say --unsigned.",
        );
        return Err(Failure::refused(what, todo));
    }
    if order.sign.is_some() && kind != Kind::Pdf {
        let what = text("只有PDF报告可以数字签名", "Only a PDF report can be digitally signed");
        let todo = text(
            "请导出为.pdf，或者改用--unsigned。",
            "Export to .pdf, or say --unsigned.",
        );
        return Err(Failure::refused(what, todo));
    }
    Ok(())
}

fn check_instrument(order: &cli::Export, opened: &Opened) -> Result<(), Failure> {
    let own = &opened.questionnaire.id;
    match &order.instrument {
        Some(wished) if *own != *wished.as_str() => {
            let wished = crate::questionnaire::printable(wished);
            let what = text(
                format!("没有评估类型“{wished}”的报告"),
                format!("There is no report as \"{wished}\" of this assessment"),
            );
            let todo = text(format!("可用的是：{own}。"), format!("There is: {own}."));
            Err(Failure::refused(what, todo))
        }
        _ => Ok(()),
    }
}

/// SHA-256 in lower-case hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
