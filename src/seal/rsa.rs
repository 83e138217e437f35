//! Checking RSA signatures of others (PKCS #1 v1.5 with SHA-256, keys of 2048 to 4096 bits). Own identities never use RSA, so
//! nothing here handles a secret.

use p256::elliptic_curve::bigint::modular::{FixedMontyForm, FixedMontyParams};
use p256::elliptic_curve::bigint::{Odd, U64, U4096};
use sha2::{Digest, Sha256};

use super::element::element;

const BYTES: usize = 512;
/// DER of the digest's algorithm before the digest itself (RFC 8017 section 9.2, note 1).
const SHA_256_INFO: [u8; 19] = [
    0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20,
];

/// A public key as it stands in a certificate.
pub(super) struct Key<'a> {
    modulus: &'a [u8],
    exponent: u64,
}

impl<'a> Key<'a> {
    /// Reads `RSAPublicKey`; `None` also for sizes we do not take.
    pub(super) fn read(encoded: &'a [u8]) -> Option<Self> {
        let (0x30, body, []) = element(encoded)? else {
            return None;
        };
        let (0x02, modulus, rest) = element(body)? else {
            return None;
        };
        let (0x02, exponent, []) = element(rest)? else {
            return None;
        };
        let modulus = modulus.strip_prefix(&[0]).unwrap_or(modulus);
        let fits = (256..=BYTES).contains(&modulus.len()) && modulus.first()? >= &0x80 && modulus.last()? % 2 == 1;
        let exponent = exponent.strip_prefix(&[0]).unwrap_or(exponent);
        let number = exponent.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        (fits && exponent.len() <= 4 && number > 2 && number % 2 == 1).then_some(Self {
            modulus,
            exponent: number,
        })
    }

    /// Whether the signature is one of this key over the message.
    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let length = self.modulus.len();
        if signature.len() != length {
            return false;
        }
        let Some(expected) = encoded(message, length) else {
            return false;
        };
        let (modulus, signature, expected) = (number(self.modulus), number(signature), number(&expected));
        let Some(odd) = Option::<Odd<U4096>>::from(Odd::new(modulus)) else {
            return false;
        };
        let parameters = FixedMontyParams::new_vartime(odd);
        let power = FixedMontyForm::new(&signature, &parameters).pow_vartime(&U64::from_u64(self.exponent));
        signature < modulus && power.retrieve() == expected
    }
}

/// EMSA-PKCS1-v1_5: the only message a right signature turns into.
fn encoded(message: &[u8], length: usize) -> Option<Vec<u8>> {
    let digest = Sha256::digest(message);
    let padding = length.checked_sub(3 + SHA_256_INFO.len() + digest.len())?;
    let mut out = vec![0, 1];
    out.resize(2 + padding, 0xff);
    out.push(0);
    out.extend_from_slice(&SHA_256_INFO);
    out.extend_from_slice(&digest);
    Some(out)
}

/// At most [`BYTES`] bytes as a number.
fn number(bytes: &[u8]) -> U4096 {
    let mut padded = vec![0; BYTES.saturating_sub(bytes.len())];
    padded.extend_from_slice(bytes);
    U4096::from_be_slice(&padded)
}

#[cfg(test)]
mod tests {
    use super::*;

    // Made by another program (OpenSSL 3): a key and its signature over the word below.
    const KEY: &str = "\
        3082010a02820101009488f898921c5db577938587a6f2a03aa574b736b978b19b617e0d122112e00d03da9b1a503ca98a40b9025a04cc\
        562a1983c43e291e08c9848b0e0ef36a141a36c2664bfc1a50d322d9acfce9d822fbdded9bd5a79885dd87b3ffc5db7fecdcba765a5fc3\
        3dcc51c60928ed92ec7c8e61c35290d4dd534b3be8a5a3fb44aedc0ee2a291bac27b6061e61d1e2069ffa27453742b42ccca55df6e6ac4\
        04ed6cd6805cff616c7c4f5ce95aa80d81218a1e3ea2957a539e363133840eeb8d516209cf1572913262a66465df12c8e4ab1d62cd8011\
        33af62af3e53792ecfb9d1de808213854fdf62f3ff53779ff0a1144c57c78e431a580daaf5c125a01e9c6db1d90203010001";
    const SIGNATURE: &str = "\
        7f72e25f7546133f25dbefa5c3f9fe11799e7f9f2fa90c3d50d9bcb4fc20cb3859da9e981fdff11b1d02b05e93a3eaf5d943a302f55f91\
        49f52d100facc9165fdc73054407f33625fb670dde4de798beb7ed7610246c04e07f90dd75f28dbbfa33a8a4261b9a768b5876a584d578\
        34dd91470127c18abcaaf9f366dea35c493bd95200471bd08201cfbeaae3273853b3740f3fea7279db24c0ed34565098a5c10ef29b8db9\
        e8c1f3f3eda9b8d814967f66434205116337ac9e458d0bb160e0f868f80c8e278827c5b302ae7dbf2c8c37d078360d1f1b3853aa5e9dab\
        132b031d846cbc713801cc69a42926fe63019dd0e54968476c182a85f5126a3fb5bd2996";
    const MESSAGE: &[u8] = b"pipia";

    fn bytes(text: &str) -> Vec<u8> {
        (0..text.len() / 2)
            .map(|at| u8::from_str_radix(text.get(at * 2..at * 2 + 2).unwrap(), 16).unwrap())
            .collect()
    }

    #[test]
    fn a_signature_of_another_program_holds() {
        let (encoded, mut signature) = (bytes(KEY), bytes(SIGNATURE));
        let key = Key::read(&encoded).unwrap();
        assert!(key.verifies(MESSAGE, &signature));
        assert!(!key.verifies(b"Pipia", &signature));
        signature[200] ^= 4;
        assert!(!key.verifies(MESSAGE, &signature));
        assert!(!key.verifies(MESSAGE, &[]));
        assert!(!key.verifies(MESSAGE, &[0xff; 256]));
    }

    #[test]
    fn weak_or_strange_keys_are_not_read() {
        let good = bytes(KEY);
        assert!(Key::read(&good).is_some());
        let mut even = good.clone();
        let last = even.len() - 6;
        even[last] &= 0xfe;
        assert!(Key::read(&even).is_none());
        let mut exponent_one = good.clone();
        let end = exponent_one.len();
        exponent_one[end - 3..].copy_from_slice(&[0, 0, 1]);
        assert!(Key::read(&exponent_one).is_none());
        assert!(Key::read(&good[..good.len() - 1]).is_none());
        let short = [&[0x30, 0x0a, 0x02, 0x05, 0x00][..], &[0xff; 4], &[0x02, 0x01, 0x03]].concat();
        assert!(Key::read(&short).is_none());
    }
}
