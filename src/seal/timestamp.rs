//! The content of a time stamp token (RFC 3161 `TSTInfo`).

use const_oid::ObjectIdentifier;
use const_oid::db::rfc5912::ID_SHA_256;

use super::element::element;

/// The content type of a token.
pub(super) const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");

/// What a time stamp authority confirmed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    /// SHA-256 of what was stamped.
    pub(super) digest: [u8; 32],
    /// The time, as in the token (`YYYYMMDDHHMMSSZ`, perhaps with a fraction).
    pub(super) time: String,
}

/// Reads the token's content; `None` if it is malformed or is about another digest than SHA-256.
pub(super) fn read(content: &[u8]) -> Option<Stamp> {
    let (0x30, body, []) = element(content)? else {
        return None;
    };
    let (0x02, [1], rest) = element(body)? else {
        return None;
    };
    let (0x06, _policy, rest) = element(rest)? else {
        return None;
    };
    let (0x30, imprint, rest) = element(rest)? else {
        return None;
    };
    let (0x02, _serial, rest) = element(rest)? else {
        return None;
    };
    let (0x18, time, _) = element(rest)? else {
        return None;
    };
    Some(Stamp {
        digest: sha256(imprint)?,
        time: std::str::from_utf8(time).ok()?.to_owned(),
    })
}

fn sha256(imprint: &[u8]) -> Option<[u8; 32]> {
    let (0x30, algorithm, rest) = element(imprint)? else {
        return None;
    };
    let (0x06, oid, _) = element(algorithm)? else {
        return None;
    };
    let (0x04, digest, []) = element(rest)? else {
        return None;
    };
    (oid == ID_SHA_256.as_bytes()).then_some(())?;
    digest.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrap(tag: u8, body: &[u8]) -> Vec<u8> {
        [&[tag, u8::try_from(body.len()).unwrap()], body].concat()
    }

    #[test]
    fn digest_and_time_are_found() {
        let token = |oid: &ObjectIdentifier| {
            let algorithm = wrap(0x30, &wrap(0x06, oid.as_bytes()));
            let imprint = wrap(0x30, &[algorithm, wrap(0x04, &[7; 32])].concat());
            let time = wrap(0x18, b"20261121120000Z");
            wrap(
                0x30,
                &[wrap(2, &[1]), wrap(6, &[42, 3]), imprint, wrap(2, &[9]), time].concat(),
            )
        };
        let stamp = read(&token(&ID_SHA_256)).unwrap();
        assert_eq!((stamp.digest, stamp.time.as_str()), ([7; 32], "20261121120000Z"));
        assert_eq!(read(&token(&const_oid::db::rfc5912::ID_SHA_512)), None);
        assert_eq!(read(&token(&ID_SHA_256)[1..]), None);
    }
}
