//! A certificate authority, to see what becomes of an identity whose certificate it issued.

use jiff::Timestamp;
use p256::ecdsa::{DerSignature, SigningKey};
use pipia::seal::{Context, Identity, Trust, Verdict, verify};
use pkcs8::{EncodePrivateKey, LineEnding};
use sha2::{Digest, Sha256};
use x509_cert::Certificate;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{Builder, CertificateBuilder, Result};
use x509_cert::certificate::TbsCertificate;
use x509_cert::der::{Encode, EncodePem};
use x509_cert::ext::Extension;
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{SubjectPublicKeyInfo, SubjectPublicKeyInfoRef};
use x509_cert::time::{Time, Validity};

use super::paper::{Layout, report};
use super::{Role, signed_as};

struct Names(&'static str, &'static str);

impl BuilderProfile for Names {
    fn get_issuer(&self, _: &Name) -> Name {
        self.0.parse().unwrap()
    }

    fn get_subject(&self) -> Name {
        self.1.parse().unwrap()
    }

    fn build_extensions(
        &self,
        _: SubjectPublicKeyInfoRef<'_>,
        _: SubjectPublicKeyInfoRef<'_>,
        _: &TbsCertificate,
    ) -> Result<Vec<Extension>> {
        Ok(Vec::new())
    }
}

fn issue(names: Names, key: &SigningKey, issuer: &SigningKey) -> Certificate {
    let date = |text: &str| text.parse::<Time>().unwrap();
    let validity = Validity::new(date("2026-01-01T00:00:00Z"), date("2036-01-01T00:00:00Z"));
    let public = SubjectPublicKeyInfo::from_key(key.verifying_key()).unwrap();
    let builder = CertificateBuilder::new(names, SerialNumber::from(7_u32), validity, public).unwrap();
    builder.build::<_, DerSignature>(issuer).unwrap()
}

#[test]
fn a_chain_is_embedded_and_told() {
    let (root_key, leaf_key) = (
        SigningKey::from_slice(&[1; 32]).unwrap(),
        SigningKey::from_slice(&[2; 32]).unwrap(),
    );
    let root = issue(Names("CN=Authority", "CN=Authority"), &root_key, &root_key);
    let leaf = issue(Names("CN=Authority", "CN=Li Lei"), &leaf_key, &root_key);
    let pem = [&leaf, &root].map(|one| one.to_pem(LineEnding::LF).unwrap()).concat();
    let key = leaf_key.to_pkcs8_pem(LineEnding::LF).unwrap();
    let who = Identity::load(&pem, &key, None).unwrap();
    assert_eq!(who.certificate_pem().unwrap(), pem);
    let file = signed_as(&report(Layout::Table, 10), Role::Assessor, &who).unwrap();
    let now: Timestamp = "2026-12-01T00:00:00Z".parse().unwrap();
    let judged = |trusted: &[[u8; 32]]| {
        let result = verify(&file, &Context { now, trusted }).unwrap();
        (result.verdict, result.signatures[0].trust)
    };
    assert_eq!(judged(&[]), (Verdict::Valid, Trust::Chained));
    let digest = Sha256::digest(root.to_der().unwrap());
    assert_eq!(judged(&[digest.into()]), (Verdict::Valid, Trust::Trusted));
}
