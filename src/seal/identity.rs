//! A signing identity: a private key and the certificate that names its owner.

use jiff::Timestamp;
use p256::ecdsa::SigningKey;
use p256::elliptic_curve::zeroize::Zeroizing;
use pkcs8::pkcs5::pbes2;
use pkcs8::{DecodePrivateKey, EncodePrivateKey, EncodePublicKey, LineEnding, PrivateKeyInfoRef};
use sha2::{Digest, Sha256};
use x509_cert::Certificate;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{Builder, CertificateBuilder};
use x509_cert::der::asn1::{Any, OctetString};
use x509_cert::der::{DateTime, Decode, DecodePem, Encode, EncodePem, Tag};
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage, KeyUsages, SubjectKeyIdentifier};
use x509_cert::ext::{Extension, ToExtension};
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{SubjectPublicKeyInfo, SubjectPublicKeyInfoRef};
use x509_cert::time::{Time, Validity};

use super::certificate;

/// Rounds of PBKDF2-HMAC-SHA-256 for a passphrase (what OWASP recommends since 2023).
const ROUNDS: u32 = 600_000;

/// Why an identity cannot be made or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// A name or organisation is empty, longer than 64 characters, or has control characters.
    #[error("a name in the certificate must have 1 to 64 printable characters")]
    Name,
    /// The end is not after the beginning, or a date is outside 1970 to 9999.
    #[error("the certificate's validity is not a period a certificate can state")]
    Validity,
    /// The certificate file holds no certificate that can be read.
    #[error("the certificate cannot be read")]
    Certificate,
    /// The key file holds no P-256 key in PKCS#8 that can be read.
    #[error("the private key cannot be read")]
    Key,
    /// The key is protected and no passphrase was given.
    #[error("the private key needs its passphrase")]
    PassphraseNeeded,
    /// The passphrase does not open the key.
    #[error("the passphrase does not open the private key")]
    WrongPassphrase,
    /// The certificate is about another key.
    #[error("certificate and private key do not belong together")]
    Mismatch,
    /// The cryptographic library refused; does not happen with sound input.
    #[error("the identity cannot be encoded")]
    Encoding,
}

/// Thirty-two bytes of randomness from outside, stretched into the numbers one operation needs. Never use one twice.
pub struct Seed(Zeroizing<[u8; 32]>);

impl Seed {
    /// Wraps bytes from the system's random number generator (or fixed ones in a test).
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    fn stretch(&self, purpose: &str, round: u8) -> Zeroizing<[u8; 32]> {
        let digest = Sha256::new()
            .chain_update(b"pipia seed\0")
            .chain_update(purpose.as_bytes())
            .chain_update([0, round])
            .chain_update(self.0.as_slice())
            .finalize();
        Zeroizing::new(digest.into())
    }

    fn sixteen(&self, purpose: &str) -> [u8; 16] {
        let mut bytes = [0; 16];
        for (byte, random) in bytes.iter_mut().zip(self.stretch(purpose, 0).iter()) {
            *byte = *random;
        }
        bytes
    }

    /// The first candidate that is a valid scalar; all but one in 2³² first ones are.
    fn key(&self) -> Result<SigningKey, IdentityError> {
        (0..=u8::MAX)
            .find_map(|round| SigningKey::from_slice(self.stretch("key", round).as_slice()).ok())
            .ok_or(IdentityError::Encoding)
    }
}

/// Whom a certificate names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The person, as common name.
    pub name: String,
    /// The organisation the person acts for.
    pub organisation: String,
}

/// What a certificate says about its owner: enough to list identities without any passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The common name. Untrusted text where the certificate came from elsewhere.
    pub name: String,
    /// The organisation, if it names one.
    pub organisation: Option<String>,
    /// The beginning of its validity.
    pub from: Timestamp,
    /// The end of its validity.
    pub to: Timestamp,
    /// Whether nobody but its owner vouches for it.
    pub self_signed: bool,
    /// SHA-256 of the certificate, to compare with [`super::Context::trusted`].
    pub digest: [u8; 32],
    /// The same in 64 lower-case hexadecimal digits.
    pub certificate_sha256: String,
}

impl Holder {
    /// Reads the first certificate of a PEM file.
    pub fn read(certificate_pem: &str) -> Result<Self, IdentityError> {
        let certificates = read_certificates(certificate_pem)?;
        certificates.first().map(Self::of).ok_or(IdentityError::Certificate)
    }

    fn of(certificate: &Certificate) -> Self {
        Self {
            name: certificate::name(certificate),
            organisation: certificate::organisation(certificate),
            from: certificate::not_before(certificate),
            to: certificate::not_after(certificate),
            self_signed: certificate::is_self_issued(certificate),
            digest: certificate::digest(certificate),
            certificate_sha256: certificate::fingerprint(certificate),
        }
    }
}

/// A private P-256 key, its certificate and the certificates above it.
pub struct Identity {
    key: SigningKey,
    certificate: Certificate,
    chain: Vec<Certificate>,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Identity")
            .field("name", &self.name())
            .finish_non_exhaustive()
    }
}

impl Identity {
    /// Makes a new key and a self-signed certificate for it, valid from `from` to `to`.
    pub fn generate(subject: &Subject, from: Timestamp, to: Timestamp, seed: &Seed) -> Result<Self, IdentityError> {
        let key = seed.key()?;
        let profile = OwnProfile(distinguished_name(subject)?);
        let validity = Validity::new(time(from)?, time(to)?);
        if from >= to {
            return Err(IdentityError::Validity);
        }
        let certificate = self_signed(profile, validity, &key, seed).ok_or(IdentityError::Encoding)?;
        Ok(Self {
            key,
            certificate,
            chain: Vec::new(),
        })
    }

    /// Reads an identity from its two PEM files. The first certificate is the signer's; any further ones are kept as its chain.
    pub fn load(certificate_pem: &str, key_pem: &str, passphrase: Option<&str>) -> Result<Self, IdentityError> {
        let mut certificates = read_certificates(certificate_pem)?.into_iter();
        let certificate = certificates.next().ok_or(IdentityError::Certificate)?;
        let key = read_key(key_pem, passphrase)?;
        let own = key.verifying_key().to_public_key_der().or(Err(IdentityError::Key))?;
        let named = certificate.tbs_certificate().subject_public_key_info().to_der();
        if named.or(Err(IdentityError::Certificate))? != own.as_bytes() {
            return Err(IdentityError::Mismatch);
        }
        Ok(Self {
            key,
            certificate,
            chain: certificates.collect(),
        })
    }

    /// The certificate and the ones above it, in PEM.
    pub fn certificate_pem(&self) -> Result<String, IdentityError> {
        self.certificates()
            .map(|certificate| certificate.to_pem(LineEnding::LF).or(Err(IdentityError::Encoding)))
            .collect()
    }

    /// The private key in PKCS#8 PEM; with a passphrase encrypted by PBES2 (PBKDF2-HMAC-SHA-256, AES-256-CBC), whose salt and
    /// initialisation vector come from the seed.
    pub fn key_pem(&self, protection: Option<(&str, &Seed)>) -> Result<Zeroizing<String>, IdentityError> {
        let plain = self.key.to_pkcs8_der().or(Err(IdentityError::Encoding))?;
        let Some((passphrase, seed)) = protection else {
            return plain
                .to_pem("PRIVATE KEY", LineEnding::LF)
                .or(Err(IdentityError::Encoding));
        };
        encrypt(plain.as_bytes(), passphrase, seed).ok_or(IdentityError::Encoding)
    }

    /// What the certificate says.
    pub fn holder(&self) -> Holder {
        Holder::of(&self.certificate)
    }

    /// Whether [`Self::load`] will ask for a passphrase.
    pub fn needs_passphrase(key_pem: &str) -> bool {
        key_pem.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")
    }

    /// The name in the certificate.
    pub fn name(&self) -> String {
        certificate::name(&self.certificate)
    }

    /// When the certificate ends.
    pub fn not_after(&self) -> Timestamp {
        certificate::not_after(&self.certificate)
    }

    /// SHA-256 of the certificate, as `verify` shows it: 64 lower-case hexadecimal digits.
    pub fn certificate_sha256(&self) -> String {
        certificate::fingerprint(&self.certificate)
    }

    pub(super) fn key(&self) -> &SigningKey {
        &self.key
    }

    pub(super) fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The signer's certificate first.
    pub(super) fn certificates(&self) -> impl Iterator<Item = &Certificate> {
        std::iter::once(&self.certificate).chain(&self.chain)
    }
}

/// What an own certificate says besides name and key.
struct OwnProfile(Name);

impl BuilderProfile for OwnProfile {
    fn get_issuer(&self, subject: &Name) -> Name {
        subject.clone()
    }

    fn get_subject(&self) -> Name {
        self.0.clone()
    }

    fn build_extensions(
        &self,
        key: SubjectPublicKeyInfoRef<'_>,
        _issuer_key: SubjectPublicKeyInfoRef<'_>,
        _certificate: &x509_cert::certificate::TbsCertificate,
    ) -> x509_cert::builder::Result<Vec<Extension>> {
        // RFC 7093 method 1; RFC 5280's own method would need SHA-1.
        let digest = Sha256::digest(key.subject_public_key.raw_bytes());
        let identifier = SubjectKeyIdentifier(OctetString::new(digest.get(..20).unwrap_or_default())?);
        let constraints = BasicConstraints {
            ca: false,
            path_len_constraint: None,
        };
        let usage = KeyUsage(KeyUsages::DigitalSignature | KeyUsages::NonRepudiation);
        let extensions = [
            constraints.to_extension(&self.0, &[])?,
            usage.to_extension(&self.0, &[])?,
            identifier.to_extension(&self.0, &[])?,
        ];
        Ok(extensions.into())
    }
}

fn self_signed(profile: OwnProfile, validity: Validity, key: &SigningKey, seed: &Seed) -> Option<Certificate> {
    let mut serial = seed.sixteen("serial");
    // Positive and of full length.
    if let Some(first) = serial.first_mut() {
        *first = *first & 0x3f | 0x40;
    }
    let public = SubjectPublicKeyInfo::from_key(key.verifying_key()).ok()?;
    let builder = CertificateBuilder::new(profile, SerialNumber::new(&serial).ok()?, validity, public).ok()?;
    let made: Certificate = builder.build::<_, p256::ecdsa::DerSignature>(key).ok()?;
    // Read back, so that what is held is what the bytes say.
    Certificate::from_der(&made.to_der().ok()?).ok()
}

fn distinguished_name(subject: &Subject) -> Result<Name, IdentityError> {
    let parts = [
        (const_oid::db::rfc4519::ORGANIZATION_NAME, subject.organisation.trim()),
        (const_oid::db::rfc4519::COMMON_NAME, subject.name.trim()),
    ];
    let mut sequence = RdnSequence::default();
    for (oid, value) in parts {
        let length = value.chars().count();
        if length == 0 || length > 64 || value.chars().any(char::is_control) {
            return Err(IdentityError::Name);
        }
        let value = Any::new(Tag::Utf8String, value.as_bytes()).or(Err(IdentityError::Name))?;
        let mut part = RelativeDistinguishedName::default();
        part.insert(AttributeTypeAndValue { oid, value })
            .or(Err(IdentityError::Name))?;
        sequence.push(part);
    }
    let encoded = sequence.to_der().or(Err(IdentityError::Name))?;
    Name::from_der(&encoded).or(Err(IdentityError::Name))
}

fn time(timestamp: Timestamp) -> Result<Time, IdentityError> {
    let seconds = u64::try_from(timestamp.as_second()).or(Err(IdentityError::Validity))?;
    DateTime::from_unix_duration(std::time::Duration::from_secs(seconds))
        .map(Time::from)
        .or(Err(IdentityError::Validity))
}

fn read_certificates(pem: &str) -> Result<Vec<Certificate>, IdentityError> {
    const END: &str = "-----END CERTIFICATE-----";
    pem.split_inclusive(END)
        .filter(|part| part.contains(END))
        .map(|part| {
            let from = part.find("-----BEGIN").ok_or(IdentityError::Certificate)?;
            let block = part.get(from..).ok_or(IdentityError::Certificate)?;
            Certificate::from_pem(block.as_bytes()).or(Err(IdentityError::Certificate))
        })
        .collect()
}

fn read_key(pem: &str, passphrase: Option<&str>) -> Result<SigningKey, IdentityError> {
    if !Identity::needs_passphrase(pem) {
        return SigningKey::from_pkcs8_pem(pem.trim()).or(Err(IdentityError::Key));
    }
    let passphrase = passphrase.ok_or(IdentityError::PassphraseNeeded)?;
    SigningKey::from_pkcs8_encrypted_pem(pem.trim(), passphrase).map_err(|error| match error {
        // ASN.1: a wrong passphrase now and then leaves something that ends like good padding.
        pkcs8::Error::EncryptedPrivateKey(_) | pkcs8::Error::Asn1(_) => IdentityError::WrongPassphrase,
        _ => IdentityError::Key,
    })
}

fn encrypt(plain: &[u8], passphrase: &str, seed: &Seed) -> Option<Zeroizing<String>> {
    let parameters =
        pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(ROUNDS, &seed.sixteen("salt"), seed.sixteen("iv")).ok()?;
    let sealed = PrivateKeyInfoRef::try_from(plain)
        .ok()?
        .encrypt_with_params(parameters, passphrase)
        .ok()?;
    sealed.to_pem("ENCRYPTED PRIVATE KEY", LineEnding::LF).ok()
}
