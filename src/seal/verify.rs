//! Verifying the signatures of a PDF and what happened after each.
//!
//! A signature covers the file from its first byte to the end of its revision, but for the gap that holds the signature itself;
//! so (1) the gap must be exactly the `/Contents` string and have only one possible spelling, and (2) every revision after a
//! signature is taken apart and compared, object by object, with the one before: it may fill a prepared signature field or add
//! validation data, nothing else, and each object it adds must serve that.

mod additions;
mod changes;
mod contents;
mod date;
mod evidence;
mod properties;
mod revision;

use jiff::Timestamp;
use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::fields::{Field, signature_fields};
use super::pdf::{Dict, Document, Id, Value};
use super::{Role, attachment, certificate, cms, fields, mark};
use contents::Covered;
use revision::Step;

/// A report has five fields; a file with far more is made to keep us busy.
const MAX_SIGNATURES: usize = 32;
/// Where a header may stand for the file to count as a PDF at all.
const HEADER_WITHIN: usize = 1024;

/// The bytes hold no PDF header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a PDF file")]
pub struct NotPdf;

/// What verification needs from outside.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The time at which certificates are judged to be expired or not.
    pub now: Timestamp,
    /// SHA-256 digests of certificates the user trusts.
    pub trusted: &'a [[u8; 32]],
}

/// The judgement on the whole file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// All signatures hold and nothing follows the only signature.
    Valid,
    /// All signatures hold; revisions after the first hold only signatures and their validation data.
    ValidExtended,
    /// A signature is broken, something that must not be was added, or the file is damaged.
    Invalid,
    /// A readable PDF without any signature.
    Unsigned,
}

/// Whether the bytes a signature covers are the ones that were signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Integrity {
    /// They are.
    Intact,
    /// They are not, or the signature cannot be checked.
    Broken,
}

/// What the revisions after a signature hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LaterChanges {
    /// There are none.
    None,
    /// Further signatures and their validation data.
    SignaturesOnly,
    /// Something else.
    Other,
}

/// Who vouches for the certificate. Never changes the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trust {
    /// Only its owner.
    SelfSigned,
    /// A certificate authority, which is not among the trusted ones.
    Chained,
    /// It or one above it is in [`Context::trusted`].
    Trusted,
}

/// Why a signature or a file is not valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Problem {
    /// Bytes before the header.
    #[error("there are bytes before the PDF header")]
    GarbageBeforeHeader,
    /// The structure cannot be read to its end, or the file is encrypted.
    #[error("the PDF structure cannot be read")]
    Damaged,
    /// Far more signatures than a report can have.
    #[error("there are too many signatures")]
    TooManySignatures,
    /// The byte range leaves more or less out than the signature's own place.
    #[error("the signature does not cover the file up to its own place")]
    ByteRange,
    /// The place of the signature holds something besides it.
    #[error("the place of the signature holds more than the signature")]
    Padding,
    /// The covered bytes do not end with the revision of the signature.
    #[error("the signature does not cover its whole revision")]
    Coverage,
    /// The signature is not in the one exact form.
    #[error("the signature is not in its exact form")]
    Encoding,
    /// The covered bytes were changed.
    #[error("the document was changed after signing")]
    Digest,
    /// The signature does not fit the certificate's key.
    #[error("the signature does not match the certificate")]
    Signature,
    /// The certificate was exchanged or is missing, or there are certificates nobody vouches for.
    #[error("the certificate is not the one that signed")]
    Certificate,
    /// SHA-1 or MD5.
    #[error("the signature uses SHA-1 or MD5")]
    WeakDigest,
    /// Another algorithm than ECDSA on P-256 or RSA (PKCS #1 v1.5) with SHA-256, or another kind of signature.
    #[error("the kind of signature is not supported")]
    UnsupportedAlgorithm,
    /// A later revision changed something that signatures do not change.
    #[error("something other than a signature was added later")]
    ForbiddenChange,
    /// Bytes after the end of the last revision.
    #[error("there are bytes after the end of the file")]
    TrailingBytes,
}

/// One signature; the JSON of `pipia verify` is this.
#[derive(Clone, Debug, Serialize)]
pub struct Signature {
    /// The full name of the field.
    pub field: String,
    /// The common name in the certificate, if that can be read. Untrusted text.
    pub name: Option<String>,
    /// The role the field belongs to, if it is one of ours.
    pub role: Option<Role>,
    /// The time the signer claims, or a time stamp confirms.
    #[serde(serialize_with = "time")]
    pub signed_at: Option<Timestamp>,
    /// Whether the covered bytes are the signed ones.
    pub integrity: Integrity,
    /// Whether the file ended, when signed, where the covered bytes end.
    pub covers_whole_file_at_signing: bool,
    /// What came after.
    pub later_changes: LaterChanges,
    /// Who vouches for the certificate; self-signed where none can be read.
    pub trust: Trust,
    /// Whether the certificate is not valid at [`Context::now`].
    pub expired: bool,
    /// The registered name of the signature algorithm.
    pub algorithm: Option<String>,
    /// SHA-256 of the certificate, in lower-case hexadecimal digits.
    pub certificate_sha256: Option<String>,
    /// What is wrong, if anything is.
    pub problem: Option<Problem>,
}

/// The result for a file.
#[derive(Clone, Debug)]
pub struct Verification {
    /// The judgement.
    pub verdict: Verdict,
    /// By revision, oldest first.
    pub signatures: Vec<Signature>,
    /// What is wrong with the file beside single signatures.
    pub problem: Option<Problem>,
    /// SHA-256 of the file, in lower-case hexadecimal digits.
    pub file_sha256: String,
    /// The embedded `assessment.json`, for the caller to compare.
    pub embedded_assessment: Option<Vec<u8>>,
    /// A certifying signature of level 1 stands in the file: no further signature may follow.
    pub is_final: bool,
}

// serde hands over a reference to the field, whatever its type.
#[allow(clippy::ref_option)]
fn time<S: Serializer>(time: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    time.as_ref().map(Timestamp::to_string).serialize(serializer)
}

/// Verifies all signatures of a file. Never panics, whatever the bytes are.
pub fn verify(file: &[u8], context: &Context<'_>) -> Result<Verification, NotPdf> {
    let header = file
        .windows(5)
        .take(HEADER_WITHIN)
        .position(|window| window == b"%PDF-")
        .ok_or(NotPdf)?;
    let mut result = Verification {
        verdict: Verdict::Invalid,
        signatures: Vec::new(),
        problem: None,
        file_sha256: certificate::hex(&Sha256::digest(file)),
        embedded_assessment: None,
        is_final: false,
    };
    if header > 0 {
        result.problem = Some(Problem::GarbageBeforeHeader);
    } else if let Err(problem) = examine(file, context, &mut result) {
        result.problem = Some(problem);
    }
    result.verdict = verdict(&result);
    Ok(result)
}

fn verdict(result: &Verification) -> Verdict {
    let holds = |signature: &Signature| {
        signature.integrity == Integrity::Intact
            && signature.covers_whole_file_at_signing
            && signature.later_changes != LaterChanges::Other
            && signature.problem.is_none()
    };
    if result.problem.is_some() || !result.signatures.iter().all(holds) {
        return Verdict::Invalid;
    }
    match result.signatures.first().map(|first| first.later_changes) {
        None => Verdict::Unsigned,
        Some(LaterChanges::None) => Verdict::Valid,
        Some(_) => Verdict::ValidExtended,
    }
}

fn examine(file: &[u8], context: &Context<'_>, result: &mut Verification) -> Result<(), Problem> {
    let document = Document::open(file).ok_or(Problem::Damaged)?;
    document.catalog().ok_or(Problem::Damaged)?;
    result.embedded_assessment = attachment::embedded(&document);
    let fields = signature_fields(&document).ok_or(Problem::Damaged)?;
    let signed: Vec<&Field> = fields.iter().filter(|field| field.signature().is_some()).collect();
    if signed.len() > MAX_SIGNATURES {
        return Err(Problem::TooManySignatures);
    }
    let mut found: Vec<Found> = signed
        .into_iter()
        .map(|field| look(&document, field, context))
        .collect();
    found.sort_by_key(|one| one.end.unwrap_or(usize::MAX));
    let Some(first_end) = found.first().and_then(|one| one.end) else {
        result.signatures = found.into_iter().map(|one| one.signature).collect();
        return Ok(());
    };
    let history = revision::after(file, first_end);
    result.is_final = found.iter().any(|one| one.level == Some(1));
    for one in &mut found {
        place_in_history(one, &history, &document);
    }
    result.signatures = found.into_iter().map(|one| one.signature).collect();
    if history.trailing {
        return Err(Problem::TrailingBytes);
    }
    Ok(())
}

/// A signature with what only matters here.
struct Found {
    signature: Signature,
    /// The object that holds it.
    id: Option<Id>,
    /// Where the contents begin.
    start: usize,
    /// Where the covered bytes end, if the byte range is well formed.
    end: Option<usize>,
    /// The level of a certifying signature.
    level: Option<i64>,
}

fn look(document: &Document<'_>, field: &Field, context: &Context<'_>) -> Found {
    let id = field.signature().and_then(Value::as_reference);
    let dict = field.signature().and_then(|value| document.resolve(value));
    let dict = dict.as_ref().and_then(Value::as_dict).cloned().unwrap_or_default();
    let covered = contents::covered(document.data, &dict);
    let form = form(&dict);
    let (signer, checked) = match &covered {
        Ok(covered) => check(document.data, form, covered),
        Err(problem) => (None, Err(*problem)),
    };
    let text = |key: &[u8]| Some(fields::decode(&document.entry(&dict, key)?.as_text()?.bytes));
    let leaf = signer.as_ref().map(|signer| &signer.certificate);
    let signature = Signature {
        field: field.name.clone(),
        name: leaf.map(certificate::name),
        // A time stamp speaks for nobody, whatever its field is called.
        role: Role::from_field(&field.name).filter(|_| form != Some(cms::Form::TimeStamp)),
        signed_at: signer
            .as_ref()
            .and_then(|signer| signer.stamped.clone())
            .or_else(|| text(b"M"))
            .and_then(|date| date::timestamp(&date)),
        integrity: if checked.is_ok() {
            Integrity::Intact
        } else {
            Integrity::Broken
        },
        covers_whole_file_at_signing: false,
        later_changes: LaterChanges::Other,
        trust: signer
            .as_ref()
            .map_or(Trust::SelfSigned, |signer| trust(signer, context)),
        expired: leaf.is_some_and(|leaf| {
            context.now < certificate::not_before(leaf) || context.now > certificate::not_after(leaf)
        }),
        algorithm: signer.as_ref().map(|signer| signer.algorithm.clone()),
        certificate_sha256: leaf.map(certificate::fingerprint),
        problem: checked.err(),
    };
    Found {
        signature,
        id,
        start: covered.as_ref().map_or(0, |covered| covered.gap.start),
        end: covered.ok().map(|covered| covered.end),
        level: changes::certification_level(document, &dict),
    }
}

/// What kind of signature the dictionary announces; `None` for kinds we do not take.
fn form(dict: &Dict) -> Option<cms::Form> {
    match dict.get(b"SubFilter").and_then(Value::as_name)? {
        b"ETSI.CAdES.detached" if mark::is_set(dict) => Some(cms::Form::Own),
        b"ETSI.CAdES.detached" => Some(cms::Form::Cades),
        b"adbe.pkcs7.detached" => Some(cms::Form::Pkcs7),
        b"ETSI.RFC3161" => Some(cms::Form::TimeStamp),
        _ => None,
    }
}

fn check(file: &[u8], form: Option<cms::Form>, covered: &Covered) -> (Option<cms::Signer>, Result<(), Problem>) {
    let Some(form) = form else {
        return (None, Err(Problem::UnsupportedAlgorithm));
    };
    if form == cms::Form::Own && !covered.lower_case {
        return (None, Err(Problem::Padding));
    }
    let (before, after) = (file.get(..covered.gap.start), file.get(covered.gap.end..covered.end));
    let digest = Sha256::new()
        .chain_update(before.unwrap_or_default())
        .chain_update(after.unwrap_or_default())
        .finalize();
    cms::check(&covered.signature, &digest.into(), form)
}

fn trust(signer: &cms::Signer, context: &Context<'_>) -> Trust {
    let leaf = &signer.certificate;
    let mut vouching = std::iter::once(leaf).chain(cms::chain(signer));
    if vouching.any(|one| context.trusted.contains(&certificate::digest(one))) {
        Trust::Trusted
    } else if certificate::is_self_issued(leaf) {
        Trust::SelfSigned
    } else {
        Trust::Chained
    }
}

/// Says whether a signature covers its revision and what followed it.
fn place_in_history(one: &mut Found, history: &revision::History, document: &Document<'_>) {
    let signature = &mut one.signature;
    let Some(end) = one.end else { return };
    signature.covers_whole_file_at_signing = history.begins(end, one.start) && was_there(one.id, document, end);
    if !signature.covers_whole_file_at_signing {
        signature.problem = signature.problem.or(Some(Problem::Coverage));
    }
    let later: Vec<&Step> = history.steps.iter().filter(|step| step.start >= end).collect();
    let breach = one.level == Some(1) && later.iter().any(|step| step.signs);
    signature.later_changes = if history.trailing || breach || later.iter().any(|step| !step.permitted) {
        LaterChanges::Other
    } else if later.is_empty() {
        LaterChanges::None
    } else {
        LaterChanges::SignaturesOnly
    };
    if signature.later_changes == LaterChanges::Other {
        signature.problem = signature.problem.or(Some(Problem::ForbiddenChange));
    }
}

/// Whether the file up to `end`, read by itself, shows the same signature object at the same place.
fn was_there(id: Option<Id>, document: &Document<'_>, end: usize) -> bool {
    let place = |document: &Document<'_>| {
        let object = document.object(id?)?;
        object.dict()?.get(b"Contents")?.as_text()?.place.clone()
    };
    let then = document.data.get(..end).and_then(Document::open);
    then.and_then(|then| place(&then))
        .is_some_and(|then| Some(then) == place(document))
}
