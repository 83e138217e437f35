//! Writing the structure, in the one way this program writes it.

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911::{ID_CONTENT_TYPE, ID_DATA, ID_MESSAGE_DIGEST, ID_SIGNED_DATA};
use const_oid::db::rfc5912::{ECDSA_WITH_SHA_256, ID_SHA_256};
use der::asn1::{Any, OctetString, SetOfVec};
use der::{Encode, Tag};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{DerSignature, Signature};
use x509_cert::Certificate;
use x509_cert::attr::Attribute;
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::SIGNING_CERTIFICATE_V2;
use crate::seal::certificate;
use crate::seal::identity::Identity;

/// Signs a digest of the covered bytes. Deterministic: RFC 6979, and no time inside (`PAdES` puts it in the dictionary).
pub(in crate::seal) fn sign(identity: &Identity, content_digest: &[u8; 32]) -> der::Result<Vec<u8>> {
    let certificates: Vec<&Certificate> = identity.certificates().collect();
    let attributes = attributes(&certificates, content_digest)?;
    let signature: Signature = identity.key().sign(&attributes.to_der()?);
    assemble(&certificates, attributes, &signature)
}

/// Whether [`sign`] would have written these bytes: the signer's certificate first, those above it behind.
pub(super) fn is_exact(
    bytes: &[u8],
    certificates: &[&Certificate],
    content_digest: &[u8; 32],
    signature: &[u8],
) -> bool {
    let Ok(signature) = DerSignature::try_from(signature).and_then(Signature::try_from) else {
        return false;
    };
    let again =
        attributes(certificates, content_digest).and_then(|attributes| assemble(certificates, attributes, &signature));
    again.is_ok_and(|again| again == bytes)
}

fn attributes(certificates: &[&Certificate], content_digest: &[u8; 32]) -> der::Result<SetOfVec<Attribute>> {
    SetOfVec::try_from(vec![
        attribute(ID_CONTENT_TYPE, Any::encode_from(&ID_DATA)?)?,
        attribute(
            ID_MESSAGE_DIGEST,
            Any::new(Tag::OctetString, content_digest.as_slice())?,
        )?,
        attribute(SIGNING_CERTIFICATE_V2, signing_certificates(certificates)?)?,
    ])
}

fn assemble(
    certificates: &[&Certificate],
    attributes: SetOfVec<Attribute>,
    signature: &Signature,
) -> der::Result<Vec<u8>> {
    let sha256 = algorithm(ID_SHA_256);
    let leaf = certificates.first().ok_or(der::ErrorKind::Failed)?.tbs_certificate();
    // Of the two values that fit a key and a message, always the smaller one.
    let signature: DerSignature = signature.normalize_s().to_der();
    let signer = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: leaf.issuer().clone(),
            serial_number: leaf.serial_number().clone(),
        }),
        digest_alg: sha256.clone(),
        signed_attrs: Some(attributes),
        signature_algorithm: algorithm(ECDSA_WITH_SHA_256),
        signature: OctetString::new(signature.as_bytes())?,
        unsigned_attrs: None,
    };
    let bag = certificates
        .iter()
        .map(|one| CertificateChoices::Certificate((*one).clone()));
    let data = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from(vec![sha256])?,
        encap_content_info: EncapsulatedContentInfo {
            econtent_type: ID_DATA,
            econtent: None,
        },
        certificates: Some(CertificateSet::try_from(bag.collect::<Vec<_>>())?),
        crls: None,
        signer_infos: SignerInfos::try_from(vec![signer])?,
    };
    let content = Any::encode_from(&data)?;
    ContentInfo {
        content_type: ID_SIGNED_DATA,
        content,
    }
    .to_der()
}

pub(super) fn algorithm(oid: ObjectIdentifier) -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned { oid, parameters: None }
}

pub(super) fn attribute(oid: ObjectIdentifier, value: Any) -> der::Result<Attribute> {
    Ok(Attribute {
        oid,
        values: SetOfVec::try_from(vec![value])?,
    })
}

/// `SigningCertificateV2`: the digest of the signer's certificate, then of each one above it, so that nothing in the unsigned
/// bag of certificates can be exchanged. SHA-256 is the default algorithm and therefore not written.
fn signing_certificates(certificates: &[&Certificate]) -> der::Result<Any> {
    let mut list = Vec::new();
    for certificate in certificates {
        let digest = OctetString::new(certificate::digest(certificate).as_slice())?.to_der()?;
        list.extend(Any::new(Tag::Sequence, digest)?.to_der()?);
    }
    let certificates = Any::new(Tag::Sequence, list)?.to_der()?;
    Any::new(Tag::Sequence, certificates)
}
