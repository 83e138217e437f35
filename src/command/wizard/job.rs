//! Long work on a thread of its own: reports, keys, digests.

use super::shell::identity_entry;
use crate::cli::ReportLanguage;
use crate::command::failure::Failure;
use crate::command::{Exit, export, file, identity};
use crate::i18n::Messages;
use crate::seal::{Role, Subject};
use crate::store::{self, Place};
use crate::tui::effect::{Effect, ExportOrder, Exported, Format, IdentityOrder, Outcome, ReportLang};
use crate::tui::runtime::Work;
use jiff::Zoned;
use std::path::Path;

/// The work with what it needs of the outside.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) place: Place,
    pub(super) now: Zoned,
    pub(super) work: Work,
}

/// Does the work.
pub(super) fn run(job: &Job) -> Result<Outcome, Failure> {
    match &job.work.order {
        Effect::Export(order) => report(job, order),
        Effect::NewIdentity(order) => new_identity(job, order),
        Effect::HashEvidence(path) => hash(path),
        _ => Err(Failure::worded(Exit::Refused, |lang| {
            Messages::of(lang).error.no_identity.clone()
        })),
    }
}

fn make(job: &Job, order: &export::Order<'_>) -> Result<export::Made, Failure> {
    match (&job.work.assessment, &job.work.questionnaire) {
        (Some(assessment), Some(questionnaire)) => export::make(assessment, questionnaire, order),
        _ => Err(Failure::refused(
            crate::domain::Text::default(),
            crate::domain::Text::default(),
        )),
    }
}

fn report(job: &Job, order: &ExportOrder) -> Result<Outcome, Failure> {
    if order.path.exists() && !order.overwrite {
        return Ok(Outcome::ExportExists(order.clone()));
    }
    let signer = match &order.sign {
        Some((id, role, passphrase)) => {
            let word = Some(passphrase.0.as_str()).filter(|word| !word.is_empty());
            Some((
                identity::load(&job.place, id, word)?,
                Role::from_word(role.word()).unwrap_or(Role::Assessor),
            ))
        }
        None => None,
    };
    let kind = match order.format {
        Format::Pdf => export::Kind::Pdf,
        Format::Markdown => export::Kind::Markdown,
        Format::Text => export::Kind::Text,
        Format::Json => export::Kind::Json,
    };
    let lang = match order.lang {
        ReportLang::Zh => ReportLanguage::Zh,
        ReportLang::En => ReportLanguage::En,
        ReportLang::Both => ReportLanguage::Both,
    };
    let fallback = if order.fallback_font.as_os_str().is_empty() {
        None
    } else {
        Some((file::show(&order.fallback_font), file::bytes(&order.fallback_font)?))
    };
    let made = make(
        job,
        &export::Order {
            kind,
            lang,
            draft: order.draft,
            signer: signer.as_ref().map(|(identity, role)| (identity, *role)),
            fallback,
            now: job.now.clone(),
        },
    )?;
    export::put(&order.path, &made.bytes, order.overwrite)?;
    Ok(Outcome::Exported(Exported {
        path: order.path.clone(),
        pages: None,
        size: u64::try_from(made.bytes.len()).unwrap_or(u64::MAX),
        file_digest: made.sha256,
        assessment_digest: made.assessment_digest,
        signed_by: signer.map(|(identity, _)| identity.name()),
    }))
}

fn new_identity(job: &Job, order: &IdentityOrder) -> Result<Outcome, Failure> {
    let subject = Subject {
        name: order.name.clone(),
        organisation: order.organisation.clone(),
    };
    let word = Some(order.passphrase.0.as_str()).filter(|word| !word.is_empty());
    let made = identity::create(&job.place, &order.id, &subject, word, &job.now)?;
    Ok(Outcome::IdentityReady(identity_entry(&job.place, made)))
}

fn hash(path: &Path) -> Result<Outcome, Failure> {
    let bytes = file::bytes(&store::typed(path))?;
    Ok(Outcome::Hashed {
        path: path.to_owned(),
        sha256: export::sha256(&bytes),
    })
}
