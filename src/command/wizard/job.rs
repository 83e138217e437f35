//! Long work on a thread of its own: reports, signatures, keys, digests.

use super::shell::identity_entry;
use crate::cli::ReportLanguage;
use crate::command::failure::Failure;
use crate::command::{Exit, export, file, identity, sign};
use crate::i18n::{Messages, both};
use crate::seal::{Identity, Role, Subject};
use crate::store::Place;
use crate::tui::effect::{
    Effect, ExportOrder, Exported, Format, IdentityOrder, Outcome, Passphrase, ReportLang, SignOrder, SignRole,
    Trouble, TroubleKind,
};
use crate::tui::runtime::Work;
use jiff::Zoned;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// The work with what it needs of the outside.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) place: Place,
    pub(super) now: Zoned,
    pub(super) work: Work,
}

/// Does the work; a fault of the program in it is told like any other failure, and the wizard goes on.
pub(super) fn run(job: &Job) -> Outcome {
    told(|| work(job))
}

fn told(work: impl FnOnce() -> Result<Outcome, Trouble>) -> Outcome {
    let done = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_told_below| {
        let words = |pick: fn(&Messages) -> &String| both(|words| pick(words).clone());
        Err(Trouble {
            what: words(|words| &words.error.broke_off.what),
            todo: words(|words| &words.error.broke_off.todo),
            kind: TroubleKind::Other,
        })
    });
    done.unwrap_or_else(Outcome::Failed)
}

fn work(job: &Job) -> Result<Outcome, Trouble> {
    match &job.work.order {
        Effect::Export(order) => report(job, order),
        Effect::Sign(order) => further_signature(job, order),
        Effect::NewIdentity(order) => new_identity(job, order).map_err(of_kind(TroubleKind::Other)),
        Effect::HashEvidence(path) => hash(path).map_err(of_kind(TroubleKind::Place)),
        _ => Err(Trouble::default()),
    }
}

/// A failure of a command, with what a screen can do about it.
pub(super) fn of_kind(kind: TroubleKind) -> impl Fn(Failure) -> Trouble {
    move |found| Trouble {
        what: found.what,
        todo: found.todo,
        kind,
    }
}

fn report(job: &Job, order: &ExportOrder) -> Result<Outcome, Trouble> {
    let path = file::typed(&order.path);
    if path.exists() && !path.is_dir() && !order.overwrite {
        return Ok(Outcome::ExportExists(ExportOrder { path, ..order.clone() }));
    }
    let placed = folder_of(&path).and_then(|()| export::writable(&path, order.overwrite));
    placed.map_err(of_kind(TroubleKind::Place))?;
    let signer = match &order.sign {
        Some((id, role, passphrase)) => Some((unlocked(job, id, passphrase)?, role_of(*role))),
        None => None,
    };
    let made = make(job, order, signer.as_ref())?;
    export::put(&path, &made.bytes, order.overwrite).map_err(of_kind(TroubleKind::Place))?;
    Ok(Outcome::Exported(Exported {
        pages: None,
        size: size(&made.bytes),
        file_digest: made.sha256,
        assessment_digest: made.assessment_digest,
        signed_by: signer.map(|(identity, _)| identity.name()),
        path,
    }))
}

/// The folder must be there before long work is done for it.
fn folder_of(path: &Path) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.is_dir());
    folder.map_or(Ok(()), |folder| {
        let shown = file::show(folder);
        Err(Failure::worded(Exit::NotWritten, |lang| {
            Messages::of(lang).error.folder_missing.fill(&[("path", &shown)])
        }))
    })
}

fn make(job: &Job, order: &ExportOrder, signer: Option<&(Identity, Role)>) -> Result<export::Made, Trouble> {
    let (Some(assessment), Some(questionnaire)) = (&job.work.assessment, &job.work.questionnaire) else {
        return Err(Trouble::default());
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
    let order = export::Order {
        kind,
        lang,
        draft: order.draft,
        signer: signer.map(|(identity, role)| (identity, *role)),
        fallback: fallback(&order.fallback_font)?,
        now: job.now.clone(),
    };
    export::make(assessment, questionnaire, &order).map_err(|found| {
        // All that a report of these answers can lack by itself: letters.
        let letters = found.exit == Exit::Negative;
        let kind = if letters {
            TroubleKind::Letters
        } else {
            TroubleKind::Other
        };
        let todo = if letters {
            both(|words| words.export.letters_todo.clone())
        } else {
            found.todo.clone()
        };
        Trouble {
            what: found.what,
            todo,
            kind,
        }
    })
}

fn fallback(font: &Path) -> Result<Option<(String, Vec<u8>)>, Trouble> {
    if font.as_os_str().is_empty() {
        return Ok(None);
    }
    let font = file::typed(font);
    let bytes = file::bytes(&font).map_err(of_kind(TroubleKind::Letters))?;
    Ok(Some((file::show(&font), bytes)))
}

/// One more signature in a report: the bytes that were signed before stay as they are.
fn further_signature(job: &Job, order: &SignOrder) -> Result<Outcome, Trouble> {
    let pdf = file::bytes(&order.path).map_err(of_kind(TroubleKind::Other))?;
    let identity = unlocked(job, &order.identity, &order.passphrase)?;
    let signed = sign::further(&pdf, &identity, role_of(order.role), &job.now).map_err(of_kind(TroubleKind::Other))?;
    export::put(&order.path, &signed, true).map_err(of_kind(TroubleKind::Other))?;
    Ok(Outcome::Exported(Exported {
        path: order.path.clone(),
        size: size(&signed),
        file_digest: export::sha256(&signed),
        signed_by: Some(identity.name()),
        ..Exported::default()
    }))
}

fn unlocked(job: &Job, id: &str, passphrase: &Passphrase) -> Result<Identity, Trouble> {
    let word = Some(passphrase.0.as_str()).filter(|word| !word.is_empty());
    let kind = if word.is_some() {
        TroubleKind::Passphrase
    } else {
        TroubleKind::Other
    };
    identity::load(&job.place, id, word).map_err(of_kind(kind))
}

fn role_of(role: SignRole) -> Role {
    Role::from_word(role.word()).unwrap_or(Role::Assessor)
}

fn size(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
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

/// The digest is told with the path as it was typed: the screen knows it by that.
fn hash(path: &Path) -> Result<Outcome, Failure> {
    let bytes = file::bytes(&file::typed(path))?;
    Ok(Outcome::Hashed {
        path: path.to_owned(),
        sha256: export::sha256(&bytes),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_the_program_in_long_work_is_told_and_ends_nothing() {
        let outcome = told(|| panic!("in the work"));
        let Outcome::Failed(trouble) = outcome else {
            panic!("{outcome:?}")
        };
        assert!(trouble.what.zh.contains("程序") && !trouble.todo.en.is_empty());
    }
}
