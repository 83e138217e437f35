//! What certificates say, and which of them stands above which.

use const_oid::ObjectIdentifier;
use const_oid::db::rfc5912::{ECDSA_WITH_SHA_256, RSA_ENCRYPTION, SHA_256_WITH_RSA_ENCRYPTION};
use der::Encode;
use der::asn1::Any;
use jiff::Timestamp;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{DerSignature, VerifyingKey};
use pkcs8::DecodePublicKey;
use sha2::{Digest, Sha256};
use x509_cert::Certificate;
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::rsa::Key;

/// The common name, or the whole distinguished name where there is none.
pub(super) fn name(certificate: &Certificate) -> String {
    let subject = certificate.tbs_certificate().subject();
    match subject.common_name() {
        Ok(Some(name)) => name.value().into_owned(),
        _ => subject.to_string(),
    }
}

pub(super) fn organisation(certificate: &Certificate) -> Option<String> {
    let organisation = certificate.tbs_certificate().subject().organization().ok()??;
    Some(organisation.value().into_owned())
}

pub(super) fn not_before(certificate: &Certificate) -> Timestamp {
    timestamp(certificate.tbs_certificate().validity().not_before)
}

pub(super) fn not_after(certificate: &Certificate) -> Timestamp {
    timestamp(certificate.tbs_certificate().validity().not_after)
}

fn timestamp(time: x509_cert::time::Time) -> Timestamp {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
    Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX)
}

/// SHA-256 of the whole certificate.
pub(super) fn digest(certificate: &Certificate) -> [u8; 32] {
    // A certificate that was read can be written; were it not so, no digest could match.
    certificate
        .to_der()
        .map_or([0; 32], |bytes| Sha256::digest(bytes).into())
}

pub(super) fn fingerprint(certificate: &Certificate) -> String {
    hex(&digest(certificate))
}

pub(super) fn is_self_issued(certificate: &Certificate) -> bool {
    certificate.tbs_certificate().issuer() == certificate.tbs_certificate().subject()
}

/// Whether `issuer` signed `certificate`, by name and by signature; `false` also for algorithms we cannot check.
pub(super) fn issued(issuer: &Certificate, certificate: &Certificate) -> bool {
    let signed = certificate.tbs_certificate();
    issuer.tbs_certificate().subject() == signed.issuer()
        && signed.signature() == certificate.signature_algorithm()
        && signed.to_der().is_ok_and(|message| {
            verify(
                issuer,
                certificate.signature_algorithm(),
                &message,
                certificate.signature().raw_bytes(),
            )
        })
}

/// How a signature was made, as far as we can check it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Ecdsa,
    Rsa,
}

/// The kind of an algorithm over SHA-256, if its parameters are as they must be.
fn kind(algorithm: &AlgorithmIdentifierOwned) -> Option<Kind> {
    match algorithm.oid {
        ECDSA_WITH_SHA_256 if algorithm.parameters.is_none() => Some(Kind::Ecdsa),
        SHA_256_WITH_RSA_ENCRYPTION | RSA_ENCRYPTION if algorithm.parameters == Some(Any::null()) => Some(Kind::Rsa),
        _ => None,
    }
}

/// Checks a signature over SHA-256 by ECDSA on P-256 or by RSA.
pub(super) fn verify(
    signer: &Certificate,
    algorithm: &AlgorithmIdentifierOwned,
    message: &[u8],
    signature: &[u8],
) -> bool {
    match kind(algorithm) {
        Some(Kind::Ecdsa) => {
            let signature = DerSignature::try_from(signature);
            key(signer)
                .zip(signature.ok())
                .is_some_and(|(key, signature)| key.verify(message, &signature).is_ok())
        }
        Some(Kind::Rsa) => rsa_key(signer).is_some_and(|key| key.verifies(message, signature)),
        None => false,
    }
}

/// Whether we can check signatures made by this certificate's key in this way.
pub(super) fn is_supported(signer: &Certificate, algorithm: &AlgorithmIdentifierOwned) -> bool {
    match kind(algorithm) {
        Some(Kind::Ecdsa) => key(signer).is_some(),
        Some(Kind::Rsa) => rsa_key(signer).is_some(),
        None => false,
    }
}

fn key(certificate: &Certificate) -> Option<VerifyingKey> {
    let info = certificate.tbs_certificate().subject_public_key_info().to_der().ok()?;
    VerifyingKey::from_public_key_der(&info).ok()
}

fn rsa_key(certificate: &Certificate) -> Option<Key<'_>> {
    let info = certificate.tbs_certificate().subject_public_key_info();
    (info.algorithm.oid == RSA_ENCRYPTION).then_some(())?;
    Key::read(info.subject_public_key.raw_bytes())
}

/// The registered name of an algorithm, or its dotted number.
pub(super) fn algorithm_name(oid: &ObjectIdentifier) -> String {
    const_oid::db::DB
        .by_oid(oid)
        .map_or_else(|| oid.to_string(), str::to_owned)
}

pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
