//! The CMS structure inside a PDF signature: `SignedData`, detached, with one signer (baseline B-B of `PAdES`).

mod build;

use cms::cert::CertificateChoices;
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911::{ID_CONTENT_TYPE, ID_DATA, ID_MESSAGE_DIGEST, ID_SIGNED_DATA};
use const_oid::db::rfc5912::{ID_MD_5, ID_SHA_1, ID_SHA_256, MD_5_WITH_RSA_ENCRYPTION, SHA_1_WITH_RSA_ENCRYPTION};
use der::asn1::Any;
use der::{Decode, Encode, Tag, Tagged};
use sha2::{Digest, Sha256};
use x509_cert::Certificate;
use x509_cert::ext::pkix::SubjectKeyIdentifier;
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::Problem;
use super::certificate;
use super::element::element;
use super::timestamp;

pub(super) use build::sign;

/// RFC 5035: binds the certificate to the signature by its digest.
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

/// Chains are short; a bag of thousands would only keep us busy.
const MAX_CERTIFICATES: usize = 16;

/// What a CMS structure says about its signer, whether or not the signature holds.
pub(super) struct Signer {
    pub(super) certificate: Certificate,
    /// The other certificates in the bag.
    pub(super) others: Vec<Certificate>,
    pub(super) algorithm: String,
    /// The time a time stamp confirms.
    pub(super) stamped: Option<String>,
}

/// What kind of signature a structure is to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `ETSI.CAdES.detached` with our mark: exactly as we write it.
    Own,
    /// `ETSI.CAdES.detached`, which must name its certificate.
    Cades,
    /// `adbe.pkcs7.detached`.
    Pkcs7,
    /// `ETSI.RFC3161`, a document time stamp.
    TimeStamp,
}

impl Form {
    fn content_type(self) -> ObjectIdentifier {
        match self {
            Self::Own | Self::Cades | Self::Pkcs7 => ID_DATA,
            Self::TimeStamp => timestamp::CONTENT_TYPE,
        }
    }
}

/// Reads the structure and checks all of it; the signer is told also when something is wrong, where it can be read.
pub(super) fn check(bytes: &[u8], content_digest: &[u8; 32], form: Form) -> (Option<Signer>, Result<(), Problem>) {
    let Some((data, info)) = read(bytes) else {
        return (None, Err(Problem::Encoding));
    };
    let Some(mut signer) = signer(&data, &info) else {
        return (None, Err(Problem::Certificate));
    };
    let content = match form {
        Form::Own | Form::Cades | Form::Pkcs7 => Ok(*content_digest),
        Form::TimeStamp => stamped(&data, &mut signer, content_digest),
    };
    let checked = shape(&data, &info, form)
        .and_then(|()| algorithms(&data, &info, &signer))
        .and_then(|()| attributes(&info, &signer, &content?, form))
        .and_then(|()| signature(&info, &signer))
        .and_then(|()| spelling(bytes, &info, &signer, content_digest, form));
    (Some(signer), checked)
}

/// A signature of ours is written in one way only.
fn spelling(bytes: &[u8], info: &SignerInfo, signer: &Signer, digest: &[u8; 32], form: Form) -> Result<(), Problem> {
    if form != Form::Own {
        return Ok(());
    }
    let named = named(info)?.ok_or(Problem::Certificate)?;
    let all = || std::iter::once(&signer.certificate).chain(&signer.others);
    let certificates: Vec<&Certificate> = named
        .iter()
        .filter_map(|wanted| all().find(|one| certificate::digest(one) == *wanted))
        .collect();
    build::is_exact(bytes, &certificates, digest, info.signature.as_bytes())
        .then_some(())
        .ok_or(Problem::Encoding)
}

/// Only DER that is written in the one right way is read.
fn read(bytes: &[u8]) -> Option<(SignedData, SignerInfo)> {
    let content = ContentInfo::from_der(bytes).ok()?;
    let data: SignedData = content.content.decode_as().ok()?;
    let again = ContentInfo {
        content_type: ID_SIGNED_DATA,
        content: Any::encode_from(&data).ok()?,
    };
    (again.to_der().ok()? == bytes).then_some(())?;
    let info = match data.signer_infos.0.as_slice() {
        [one] => one.clone(),
        _ => return None,
    };
    Some((data, info))
}

fn signer(data: &SignedData, info: &SignerInfo) -> Option<Signer> {
    let mut certificates = Vec::new();
    (data.certificates.as_ref()?.0.len() <= MAX_CERTIFICATES).then_some(())?;
    for choice in data.certificates.as_ref()?.0.iter() {
        let CertificateChoices::Certificate(certificate) = choice else {
            return None;
        };
        certificates.push(certificate.clone());
    }
    let place = certificates
        .iter()
        .position(|certificate| is_named(certificate, &info.sid))?;
    Some(Signer {
        certificate: certificates.remove(place),
        others: certificates,
        algorithm: certificate::algorithm_name(&info.signature_algorithm.oid),
        stamped: None,
    })
}

fn is_named(certificate: &Certificate, signer: &SignerIdentifier) -> bool {
    let certificate = certificate.tbs_certificate();
    match signer {
        SignerIdentifier::IssuerAndSerialNumber(named) => {
            certificate.issuer() == &named.issuer && certificate.serial_number() == &named.serial_number
        }
        SignerIdentifier::SubjectKeyIdentifier(named) => certificate
            .get_extension::<SubjectKeyIdentifier>()
            .is_ok_and(|found| found.is_some_and(|(_, identifier)| &identifier == named)),
    }
}

/// Checks that a token is about the covered bytes; gives the digest of the token's own content, which is what was signed.
fn stamped(data: &SignedData, signer: &mut Signer, digest: &[u8; 32]) -> Result<[u8; 32], Problem> {
    let content = data
        .encap_content_info
        .econtent
        .as_ref()
        .filter(|any| any.tag() == Tag::OctetString);
    let content = content.ok_or(Problem::Encoding)?.value();
    let stamp = timestamp::read(content).ok_or(Problem::UnsupportedAlgorithm)?;
    signer.stamped = Some(stamp.time);
    (stamp.digest == *digest).then_some(()).ok_or(Problem::Digest)?;
    Ok(Sha256::digest(content).into())
}

/// The parts no signature protects may have only one form.
fn shape(data: &SignedData, info: &SignerInfo, form: Form) -> Result<(), Problem> {
    let version = match info.sid {
        SignerIdentifier::IssuerAndSerialNumber(_) => CmsVersion::V1,
        SignerIdentifier::SubjectKeyIdentifier(_) => CmsVersion::V3,
    };
    let (whole, detached) = match form {
        Form::Own | Form::Cades | Form::Pkcs7 => (version, true),
        // RFC 5652 section 5.1: content other than plain data needs version 3.
        Form::TimeStamp => (CmsVersion::V3, false),
    };
    let sound = data.version == whole
        && info.version == version
        && data.encap_content_info.econtent_type == form.content_type()
        && data.encap_content_info.econtent.is_none() == detached
        && data.crls.is_none()
        && info.unsigned_attrs.is_none()
        && data.digest_algorithms.as_slice() == [info.digest_alg.clone()];
    sound.then_some(()).ok_or(Problem::Encoding)
}

fn algorithms(data: &SignedData, info: &SignerInfo, signer: &Signer) -> Result<(), Problem> {
    let used = [info.digest_alg.oid, info.signature_algorithm.oid];
    let weak = [ID_SHA_1, ID_MD_5, SHA_1_WITH_RSA_ENCRYPTION, MD_5_WITH_RSA_ENCRYPTION];
    if used.iter().any(|oid| weak.contains(oid)) {
        return Err(Problem::WeakDigest);
    }
    let no_parameters =
        |algorithm: &AlgorithmIdentifierOwned| algorithm.parameters.as_ref().is_none_or(|any| *any == Any::null());
    let known = info.digest_alg.oid == ID_SHA_256
        && data.digest_algorithms.iter().all(no_parameters)
        && certificate::is_supported(&signer.certificate, &info.signature_algorithm);
    known.then_some(()).ok_or(Problem::UnsupportedAlgorithm)
}

fn attributes(info: &SignerInfo, signer: &Signer, digest: &[u8; 32], form: Form) -> Result<(), Problem> {
    let content_type = single(info, ID_CONTENT_TYPE)?.and_then(|any| any.decode_as::<ObjectIdentifier>().ok());
    if content_type != Some(form.content_type()) {
        return Err(Problem::Encoding);
    }
    let stated = single(info, ID_MESSAGE_DIGEST)?.ok_or(Problem::Encoding)?;
    if stated.tag() != Tag::OctetString || stated.value() != digest {
        return Err(Problem::Digest);
    }
    let named = match named(info)? {
        Some(digests) => digests,
        None if matches!(form, Form::Own | Form::Cades) => return Err(Problem::Certificate),
        None => Vec::new(),
    };
    bag(signer, &named)
}

/// The digests of the certificates that the signature names, if it names any.
fn named(info: &SignerInfo) -> Result<Option<Vec<[u8; 32]>>, Problem> {
    let Some(list) = single(info, SIGNING_CERTIFICATE_V2)? else {
        return Ok(None);
    };
    let encoded = list.to_der().or(Err(Problem::Encoding))?;
    certificate_digests(&encoded).ok_or(Problem::Certificate).map(Some)
}

/// The one value of an attribute that may occur once.
fn single(info: &SignerInfo, oid: ObjectIdentifier) -> Result<Option<&Any>, Problem> {
    let attributes = info.signed_attrs.as_ref().ok_or(Problem::Encoding)?;
    let mut found = attributes.iter().filter(|attribute| attribute.oid == oid);
    match (found.next(), found.next()) {
        (None, _) => Ok(None),
        (Some(attribute), None) => match attribute.values.as_slice() {
            [value] => Ok(Some(value)),
            _ => Err(Problem::Encoding),
        },
        _ => Err(Problem::Encoding),
    }
}

/// The signer's certificate must be the first one named; every other must be named too or stand above the signer's.
fn bag(signer: &Signer, named: &[[u8; 32]]) -> Result<(), Problem> {
    let own = certificate::digest(&signer.certificate);
    let bound = match named.first() {
        Some(first) => *first == own,
        // Without the attribute only a certificate that vouches for itself or is vouched for cannot be exchanged.
        None => std::iter::once(&signer.certificate)
            .chain(&signer.others)
            .any(|above| certificate::issued(above, &signer.certificate)),
    };
    let above = chain(signer);
    let all = signer.others.iter().all(|other| {
        let digest = certificate::digest(other);
        named.contains(&digest) || above.iter().any(|link| certificate::digest(link) == digest)
    });
    (bound && all).then_some(()).ok_or(Problem::Certificate)
}

/// The certificates above the signer's, each proved to have issued the one before. Nothing stands above one that issued itself: a
/// copy with the same name and key is only that, whoever signed it.
pub(super) fn chain(signer: &Signer) -> Vec<&Certificate> {
    let mut links = vec![&signer.certificate];
    let issued = |last: &&Certificate| !certificate::is_self_issued(last);
    while let Some(next) = links.last().copied().filter(issued).and_then(|last| {
        let fresh = |other: &&Certificate| !links.iter().any(|link| std::ptr::eq(*link, *other));
        signer
            .others
            .iter()
            .filter(fresh)
            .find(|other| certificate::issued(other, last))
    }) {
        links.push(next);
    }
    links.remove(0);
    links
}

fn signature(info: &SignerInfo, signer: &Signer) -> Result<(), Problem> {
    let message = info
        .signed_attrs
        .as_ref()
        .and_then(|attributes| attributes.to_der().ok())
        .ok_or(Problem::Encoding)?;
    certificate::verify(
        &signer.certificate,
        &info.signature_algorithm,
        &message,
        info.signature.as_bytes(),
    )
    .then_some(())
    .ok_or(Problem::Signature)
}

/// The digests in a `SigningCertificateV2`; `None` if it is malformed or uses another algorithm than SHA-256.
fn certificate_digests(encoded: &[u8]) -> Option<Vec<[u8; 32]>> {
    let (0x30, body, []) = element(encoded)? else {
        return None;
    };
    let (0x30, mut list, _policies) = element(body)? else {
        return None;
    };
    let mut digests = Vec::new();
    while !list.is_empty() {
        let (0x30, mut one, rest) = element(list)? else {
            return None;
        };
        if let (0x30, identifier, after) = element(one)? {
            let (0x06, oid, _) = element(identifier)? else {
                return None;
            };
            (oid == ID_SHA_256.as_bytes()).then_some(())?;
            one = after;
        }
        let (0x04, digest, _issuer) = element(one)? else {
            return None;
        };
        digests.push(digest.try_into().ok()?);
        list = rest;
    }
    Some(digests)
}

#[cfg(test)]
mod tests {
    use super::super::identity::{Identity, Seed, Subject};
    use super::build::{algorithm, attribute};
    use super::*;
    use cms::signed_data::SignerInfos;
    use der::asn1::SetOfVec;

    const DIGEST: [u8; 32] = [9; 32];

    fn identity(seed: u8) -> Identity {
        let subject = Subject {
            name: "Li Lei".to_owned(),
            organisation: "Example".to_owned(),
        };
        let (from, to) = (
            "2026-01-01T00:00:00Z".parse().unwrap(),
            "2036-01-01T00:00:00Z".parse().unwrap(),
        );
        Identity::generate(&subject, from, to, &Seed::new([seed; 32])).unwrap()
    }

    /// What `check` says about a signature that somebody changed without breaking its encoding.
    fn changed(change: impl FnOnce(&mut SignedData)) -> Result<(), Problem> {
        let bytes = sign(&identity(1), &DIGEST).unwrap();
        let (mut data, _) = read(&bytes).unwrap();
        change(&mut data);
        let content = Any::encode_from(&data).unwrap();
        let content_type = ID_SIGNED_DATA;
        let bytes = ContentInfo { content_type, content }.to_der().unwrap();
        check(&bytes, &DIGEST, Form::Cades).1
    }

    fn signer_changed(change: impl FnOnce(&mut SignerInfo)) -> Result<(), Problem> {
        changed(|data| {
            let mut info = data.signer_infos.0.as_slice()[0].clone();
            change(&mut info);
            data.signer_infos = SignerInfos::try_from(vec![info]).unwrap();
        })
    }

    #[test]
    fn what_no_signature_protects_cannot_be_exchanged() {
        assert_eq!(changed(|_| ()), Ok(()));
        let other = CertificateChoices::Certificate(identity(2).certificate().clone());
        let added = changed(|data| data.certificates.as_mut().unwrap().0.insert(other).unwrap());
        assert_eq!(added, Err(Problem::Certificate));
        assert_eq!(changed(|data| data.version = CmsVersion::V3), Err(Problem::Encoding));
        assert_eq!(changed(|data| data.certificates = None), Err(Problem::Certificate));
        let empty = changed(|data| data.digest_algorithms = SetOfVec::new());
        assert_eq!(empty, Err(Problem::Encoding));
        assert_eq!(
            signer_changed(|info| info.version = CmsVersion::V3),
            Err(Problem::Encoding)
        );
        let attribute = attribute(ID_CONTENT_TYPE, Any::null()).unwrap();
        let unsigned = SetOfVec::try_from(vec![attribute]).unwrap();
        assert_eq!(
            signer_changed(|info| info.unsigned_attrs = Some(unsigned)),
            Err(Problem::Encoding)
        );
    }

    #[test]
    fn weak_and_unknown_algorithms_are_refused() {
        let weak = |oid| {
            changed(|data| {
                data.digest_algorithms = SetOfVec::try_from(vec![algorithm(oid)]).unwrap();
                let mut info = data.signer_infos.0.as_slice()[0].clone();
                info.digest_alg = algorithm(oid);
                data.signer_infos = SignerInfos::try_from(vec![info]).unwrap();
            })
        };
        assert_eq!(weak(ID_SHA_1), Err(Problem::WeakDigest));
        assert_eq!(weak(ID_MD_5), Err(Problem::WeakDigest));
        assert_eq!(
            weak(const_oid::db::rfc5912::ID_SHA_512),
            Err(Problem::UnsupportedAlgorithm)
        );
        let rsa = signer_changed(|info| info.signature_algorithm = algorithm(SHA_1_WITH_RSA_ENCRYPTION));
        assert_eq!(rsa, Err(Problem::WeakDigest));
    }

    #[test]
    fn attributes_are_signed_and_needed() {
        let drop = |oid| {
            signer_changed(|info| {
                let kept = info.signed_attrs.as_ref().unwrap().iter().filter(|one| one.oid != oid);
                info.signed_attrs = Some(SetOfVec::try_from(kept.cloned().collect::<Vec<_>>()).unwrap());
            })
        };
        assert_eq!(drop(ID_CONTENT_TYPE), Err(Problem::Encoding));
        assert_eq!(drop(ID_MESSAGE_DIGEST), Err(Problem::Encoding));
        assert_eq!(drop(SIGNING_CERTIFICATE_V2), Err(Problem::Certificate));
        let other = sign(&identity(2), &DIGEST).unwrap();
        let (_, other) = read(&other).unwrap();
        assert_eq!(
            signer_changed(|info| info.signature = other.signature),
            Err(Problem::Signature)
        );
        let bytes = sign(&identity(1), &DIGEST).unwrap();
        assert_eq!(check(&bytes, &[8; 32], Form::Cades).1, Err(Problem::Digest));
    }

    #[test]
    fn another_digest_algorithm_is_not_taken_for_sha_256() {
        let sha512 = [
            0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03,
        ];
        let mut one = sha512.to_vec();
        one.extend([0x04, 0x20]);
        one.extend([7; 32]);
        let wrap = |body: &[u8]| [&[0x30, u8::try_from(body.len()).unwrap()], body].concat();
        assert_eq!(certificate_digests(&wrap(&wrap(&wrap(&one)))), None);
        let plain = [&[0x04, 0x20][..], &[7; 32]].concat();
        assert_eq!(certificate_digests(&wrap(&wrap(&wrap(&plain)))), Some(vec![[7; 32]]));
    }
}
