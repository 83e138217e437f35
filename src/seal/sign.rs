//! Filling a prepared signature field by an incremental update.

use jiff::{Timestamp, Zoned};
use sha2::{Digest, Sha256};

use super::appearance::{Appearance, Lines, form};
use super::fields::{self, Field};
use super::identity::Identity;
use super::pdf::{Dict, Document, Id, Update, Value, text_string, write_value};
use super::verify::{Context, Verdict, verify};
use super::{Role, certificate, cms, mark};

/// The signature's own length can vary by a few bytes; the rest of the room is zeros.
const ROOM_TO_SPARE: usize = 16;
/// Room for the three numbers of a byte range, ten digits each.
const BYTE_RANGE_WIDTH: usize = 36;

/// Why a file was not signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// The bytes are no PDF file.
    #[error("this is not a PDF file")]
    NotPdf,
    /// The PDF's structure cannot be read.
    #[error("the PDF file is damaged")]
    Damaged,
    /// A signature in it is broken, or something followed it that must not.
    #[error("the PDF file already has a signature that is not valid")]
    Invalid,
    /// An earlier signature forbids any further one.
    #[error("an earlier signature allows no further signatures")]
    NotPermitted,
    /// The report was written without a field for this role.
    #[error("the PDF file has no signature field for the role {}", .0.word())]
    NoSuchField(Role),
    /// Somebody already signed in this role.
    #[error("the role {} is already signed", .0.word())]
    AlreadySigned(Role),
    /// The certificate is not valid at the time of signing.
    #[error("the certificate is not valid at the time of signing")]
    NotValidNow,
    /// The caller's appearance resources are not a PDF dictionary.
    #[error("the appearance of the signature cannot be read")]
    Appearance,
    /// The result did not verify; does not happen with sound input.
    #[error("the signature cannot be encoded")]
    Encoding,
}

/// What to sign as, and how.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// Decides which field is filled.
    pub role: Role,
    /// Written into the signature dictionary with its offset from UTC.
    pub signed_at: Zoned,
    /// Why the person signs, as a reader shows it: usually the role in the report's language.
    pub reason: &'a str,
    /// The visible part.
    pub appearance: Appearance<'a>,
}

/// Signs a file: all its bytes stay, an update is added behind them. The first signature certifies the document (only further
/// signatures may follow, `DocMDP` level 2).
pub fn sign(file: &[u8], request: &Request<'_>, identity: &Identity) -> Result<Vec<u8>, SignError> {
    let now = request.signed_at.timestamp();
    if now < certificate::not_before(identity.certificate()) || now > identity.not_after() {
        return Err(SignError::NotValidNow);
    }
    let level = refuse_invalid(file, now)?.then_some(2);
    let signed = signed_file(file, request, identity, level)?;
    let checked = verify(&signed, &Context { now, trusted: &[] }).or(Err(SignError::Encoding))?;
    match checked.verdict {
        Verdict::Valid | Verdict::ValidExtended => Ok(signed),
        Verdict::Invalid | Verdict::Unsigned => Err(SignError::Encoding),
    }
}

/// Adds the update; with a level, as a certifying signature (`DocMDP` table 254 of ISO 32000-1).
fn signed_file(
    file: &[u8],
    request: &Request<'_>,
    identity: &Identity,
    level: Option<i64>,
) -> Result<Vec<u8>, SignError> {
    let document = Document::open(file).ok_or(SignError::Damaged)?;
    let field = prepared_field(&document, request.role)?;
    let mut update = Update::new(&document).ok_or(SignError::Damaged)?;
    let signature = update.reserve();
    let appearance = update.reserve();
    let (form, content) = draw(&document, &field, request, identity)?;
    update.put_stream(appearance, form, &content);
    update.put(field.id, &Value::Dict(filled(&field, signature, appearance)));
    if level.is_some() {
        certify(&document, &mut update, signature).ok_or(SignError::Damaged)?;
    }
    let room = cms::sign(identity, &[0; 32]).or(Err(SignError::Encoding))?.len() + ROOM_TO_SPARE;
    let slot = put_signature(&mut update, signature, &dictionary(request, identity, level), room);
    slot.fill(update.finish(), identity).ok_or(SignError::Encoding)
}

/// The width and height in points of a role's field that is not yet signed, for a drawing made to measure
/// ([`Appearance::Drawn`]).
pub fn field_size(file: &[u8], role: Role) -> Result<(f64, f64), SignError> {
    if !file.starts_with(b"%PDF-") {
        return Err(SignError::NotPdf);
    }
    let document = Document::open(file).ok_or(SignError::Damaged)?;
    size(&document, &prepared_field(&document, role)?)
}

fn size(document: &Document<'_>, field: &Field) -> Result<(f64, f64), SignError> {
    let rectangle = document.entry(&field.dict, b"Rect").ok_or(SignError::Damaged)?;
    let sides = rectangle.as_array().unwrap_or_default();
    let numbers: Vec<f64> = sides.iter().filter_map(Value::as_number).collect();
    match *numbers.as_slice() {
        [left, bottom, right, top] => Ok(((right - left).abs(), (top - bottom).abs())),
        _ => Err(SignError::Damaged),
    }
}

/// Whether this will be the first signature; an error if the file may not be signed.
fn refuse_invalid(file: &[u8], now: Timestamp) -> Result<bool, SignError> {
    let before = verify(file, &Context { now, trusted: &[] }).or(Err(SignError::NotPdf))?;
    match before.verdict {
        Verdict::Unsigned => Ok(true),
        Verdict::Invalid if before.signatures.is_empty() => Err(SignError::Damaged),
        Verdict::Invalid => Err(SignError::Invalid),
        Verdict::Valid | Verdict::ValidExtended if before.is_final => Err(SignError::NotPermitted),
        Verdict::Valid | Verdict::ValidExtended => Ok(false),
    }
}

fn prepared_field(document: &Document<'_>, role: Role) -> Result<Field, SignError> {
    let fields = fields::signature_fields(document).ok_or(SignError::Damaged)?;
    let field = fields
        .into_iter()
        .find(|field| field.name == role.field())
        .ok_or(SignError::NoSuchField(role))?;
    match field.signature() {
        Some(_) => Err(SignError::AlreadySigned(role)),
        None => Ok(field),
    }
}

fn draw(
    document: &Document<'_>,
    field: &Field,
    request: &Request<'_>,
    identity: &Identity,
) -> Result<(Dict, Vec<u8>), SignError> {
    let (width, height) = size(document, field)?;
    let lines = Lines {
        role: request.reason.to_owned(),
        name: identity.name(),
        time: request.signed_at.strftime("%Y-%m-%d %H:%M:%S %:z").to_string(),
        certificate: format!(
            "SHA-256 {}",
            identity.certificate_sha256().get(..16).unwrap_or_default()
        ),
    };
    form(request.appearance, &lines, width, height).ok_or(SignError::Appearance)
}

fn filled(field: &Field, signature: Id, appearance: Id) -> Dict {
    let mut dict = field.dict.clone();
    let mut appearances = Dict::default();
    appearances.set(b"N", Value::Reference(appearance));
    dict.set(b"AP", Value::Dict(appearances));
    dict.set(b"V", Value::Reference(signature));
    dict
}

/// Names the certifying signature in the catalogue, and marks the form as signed where the report writer did not.
fn certify(document: &Document<'_>, update: &mut Update<'_, '_>, signature: Id) -> Option<()> {
    let mut catalog = document.catalog()?;
    let mut permissions = document.dict(&catalog, b"Perms").unwrap_or_default();
    permissions.set(b"DocMDP", Value::Reference(signature));
    catalog.set(b"Perms", Value::Dict(permissions));
    let mut form = fields::form(document)?;
    if form.get(b"SigFlags") != Some(&Value::Integer(3)) {
        form.set(b"SigFlags", Value::Integer(3));
        match catalog.get(b"AcroForm").and_then(Value::as_reference) {
            Some(id) => update.put(id, &Value::Dict(form)),
            None => catalog.set(b"AcroForm", Value::Dict(form)),
        }
    }
    update.put(document.root()?, &Value::Dict(catalog));
    Some(())
}

/// The signature dictionary without byte range and contents.
fn dictionary(request: &Request<'_>, identity: &Identity, level: Option<i64>) -> Dict {
    let mut dict = Dict::default();
    dict.set(b"Type", Value::name("Sig"));
    dict.set(b"Filter", Value::name("Adobe.PPKLite"));
    dict.set(b"SubFilter", Value::name("ETSI.CAdES.detached"));
    dict.set(b"Name", text_string(&identity.name()));
    dict.set(b"M", text_string(&pdf_date(&request.signed_at)));
    dict.set(b"Reason", text_string(request.reason));
    if let Some(level) = level {
        let mut parameters = Dict::default();
        parameters.set(b"Type", Value::name("TransformParams"));
        parameters.set(b"P", Value::Integer(level));
        parameters.set(b"V", Value::name("1.2"));
        let mut reference = Dict::default();
        reference.set(b"Type", Value::name("SigRef"));
        reference.set(b"TransformMethod", Value::name("DocMDP"));
        reference.set(b"TransformParams", Value::Dict(parameters));
        dict.set(b"Reference", Value::Array(vec![Value::Dict(reference)]));
    }
    mark::set(&mut dict);
    dict
}

fn pdf_date(time: &Zoned) -> String {
    let minutes = time.offset().seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
    format!("D:{}{sign}{hours:02}'{minutes:02}'", time.strftime("%Y%m%d%H%M%S"))
}

/// Where byte range and contents of a signature stand in the finished file.
struct Slot {
    byte_range: usize,
    contents: usize,
    room: usize,
}

/// Written by hand, because the byte range must name the exact place of the contents.
fn put_signature(update: &mut Update<'_, '_>, id: Id, dict: &Dict, room: usize) -> Slot {
    update.begin(id);
    let mut written = Vec::new();
    write_value(&mut written, &Value::Dict(dict.clone()));
    // Without the closing brackets, which follow the contents.
    written.truncate(written.len().saturating_sub(2));
    update.out.extend_from_slice(&written);
    update.out.extend_from_slice(b"/ByteRange [0 ");
    let byte_range = update.out.len();
    update.out.extend_from_slice(&[b' '; BYTE_RANGE_WIDTH]);
    update.out.extend_from_slice(b"/Contents");
    let contents = update.out.len();
    update.out.push(b'<');
    update.out.resize(contents + 1 + room * 2, b'0');
    update.out.extend_from_slice(b">>>");
    update.end();
    Slot {
        byte_range,
        contents,
        room,
    }
}

impl Slot {
    fn fill(&self, mut file: Vec<u8>, identity: &Identity) -> Option<Vec<u8>> {
        let after = self.contents + self.room * 2 + 2;
        let range = format!("{} {} {}]", self.contents, after, file.len().checked_sub(after)?);
        let place = file.get_mut(self.byte_range..)?.get_mut(..BYTE_RANGE_WIDTH)?;
        place.get_mut(..range.len())?.copy_from_slice(range.as_bytes());
        let digest = Sha256::new()
            .chain_update(file.get(..self.contents)?)
            .chain_update(file.get(after..)?)
            .finalize();
        let signature = certificate::hex(&cms::sign(identity, &digest.into()).ok()?);
        let place = file.get_mut(self.contents + 1..after - 1)?;
        place.get_mut(..signature.len())?.copy_from_slice(signature.as_bytes());
        Some(file)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::super::{Problem, Seed, Subject};
    use super::*;

    /// One page and two prepared fields.
    fn report() -> Vec<u8> {
        let field =
            |role: &str| format!("<</Type/Annot/Subtype/Widget/FT/Sig/T(sig-{role})/Rect[0 0 90 40]/P 3 0 R/F 132>>");
        let bodies = [
            "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 5 0 R]>>>>".to_owned(),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 90 90]/Annots[4 0 R 5 0 R]>>".to_owned(),
            field("assessor"),
            field("client"),
        ];
        let mut out = String::from("%PDF-1.7\n");
        let mut table = String::from("xref\n0 6\n0000000000 65535 f \n");
        for (body, number) in bodies.iter().zip(1..) {
            writeln!(table, "{:010} 00000 n ", out.len()).unwrap();
            writeln!(out, "{number} 0 obj\n{body}\nendobj").unwrap();
        }
        let at = out.len();
        write!(out, "{table}trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{at}\n%%EOF").unwrap();
        out.into_bytes()
    }

    fn identity() -> Identity {
        let subject = Subject {
            name: "Li Lei".to_owned(),
            organisation: "Example".to_owned(),
        };
        let (from, to) = (
            "2026-01-01T00:00:00Z".parse().unwrap(),
            "2036-01-01T00:00:00Z".parse().unwrap(),
        );
        Identity::generate(&subject, from, to, &Seed::new([5; 32])).unwrap()
    }

    fn request(role: Role) -> Request<'static> {
        Request {
            role,
            signed_at: "2026-11-21T20:15:00+08:00[+08:00]".parse().unwrap(),
            reason: "test",
            appearance: Appearance::Plain,
        }
    }

    #[test]
    fn level_1_allows_no_further_signature() {
        let who = identity();
        let once = signed_file(&report(), &request(Role::Assessor), &who, Some(1)).unwrap();
        assert_eq!(sign(&once, &request(Role::Client), &who), Err(SignError::NotPermitted));
        let twice = signed_file(&once, &request(Role::Client), &who, None).unwrap();
        let now = Timestamp::from_second(1_795_000_000).unwrap();
        let result = verify(&twice, &Context { now, trusted: &[] }).unwrap();
        assert_eq!(result.verdict, Verdict::Invalid);
        assert_eq!(
            result.signatures.first().and_then(|first| first.problem),
            Some(Problem::ForbiddenChange)
        );
    }

    #[test]
    fn only_the_first_signature_certifies() {
        let who = identity();
        let once = sign(&report(), &request(Role::Assessor), &who).unwrap();
        let twice = signed_file(&once, &request(Role::Client), &who, Some(2)).unwrap();
        let now = Timestamp::from_second(1_795_000_000).unwrap();
        let result = verify(&twice, &Context { now, trusted: &[] }).unwrap();
        assert_eq!(result.verdict, Verdict::Invalid);
    }

    #[test]
    fn dates_carry_their_offset() {
        let time: Zoned = "2026-11-21T20:15:00+08:00[+08:00]".parse().unwrap();
        assert_eq!(pdf_date(&time), "D:20261121201500+08'00'");
        let time: Zoned = "2026-01-02T03:04:05-03:30[-03:30]".parse().unwrap();
        assert_eq!(pdf_date(&time), "D:20260102030405-03'30'");
    }
}
