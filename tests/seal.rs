//! Signing, verifying, tampering.

mod attack;
mod authority;
mod paper;
mod shadow;
mod spelling;
mod tools;

use jiff::{Timestamp, Zoned};
use paper::{DATA, Layout, report};
use pipia::seal::{
    Appearance, Context, Holder, Identity, IdentityError, Integrity, LaterChanges, Problem, Request, Role, Seed,
    SignError, Subject, Trust, Verdict, Verification, field_size, sign, verify,
};

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn identity(name: &str, seed: u8) -> Identity {
    let subject = Subject {
        name: name.to_owned(),
        organisation: "示例科技有限公司".to_owned(),
    };
    let (from, to) = (time("2026-01-01T00:00:00Z"), time("2036-01-01T00:00:00Z"));
    Identity::generate(&subject, from, to, &Seed::new([seed; 32])).unwrap()
}

pub(crate) fn signed_as(file: &[u8], role: Role, who: &Identity) -> Result<Vec<u8>, SignError> {
    let signed_at: Zoned = "2026-11-21T20:15:00+08:00[+08:00]".parse().unwrap();
    let request = Request {
        role,
        signed_at,
        reason: role.word(),
        appearance: Appearance::Plain,
    };
    sign(file, &request, who)
}

/// A report with the first so many of its fields signed.
pub(crate) fn with_signatures(layout: Layout, ballast: usize, count: usize) -> Vec<u8> {
    let people = [
        ("Li Lei", Role::Assessor),
        ("韩梅梅", Role::Reviewer),
        ("Wang Wei", Role::Officer),
    ];
    people
        .iter()
        .zip(1..)
        .take(count)
        .fold(report(layout, ballast), |file, ((name, role), seed)| {
            signed_as(&file, *role, &identity(name, seed)).unwrap()
        })
}

pub(crate) fn verified(file: &[u8]) -> Verification {
    let now = time("2026-12-01T00:00:00Z");
    verify(file, &Context { now, trusted: &[] }).unwrap()
}

/// Whether a reader would be told that all is well.
pub(crate) fn passes(file: &[u8]) -> bool {
    let now = time("2026-12-01T00:00:00Z");
    verify(file, &Context { now, trusted: &[] })
        .is_ok_and(|result| matches!(result.verdict, Verdict::Valid | Verdict::ValidExtended))
}

#[test]
fn an_unsigned_report_is_unsigned() {
    for layout in [Layout::Table, Layout::Stream] {
        let result = verified(&report(layout, 10));
        assert_eq!(
            (result.verdict, result.problem),
            (Verdict::Unsigned, None),
            "{layout:?}"
        );
        assert_eq!(result.embedded_assessment.as_deref(), Some(DATA));
    }
}

#[test]
fn one_signature_is_valid() {
    for layout in [Layout::Table, Layout::Stream] {
        let file = with_signatures(layout, 10, 1);
        let result = verified(&file);
        assert_eq!(result.verdict, Verdict::Valid, "{layout:?} {result:?}");
        let [signature] = result.signatures.as_slice() else {
            panic!("one signature, not {:?}", result.signatures);
        };
        assert_eq!(signature.field, "sig-assessor");
        assert_eq!(signature.name.as_deref(), Some("Li Lei"));
        assert_eq!(signature.role, Some(Role::Assessor));
        assert_eq!(signature.signed_at, Some(time("2026-11-21T12:15:00Z")));
        assert_eq!(signature.integrity, Integrity::Intact);
        assert!(signature.covers_whole_file_at_signing);
        assert_eq!(signature.later_changes, LaterChanges::None);
        assert_eq!(signature.trust, Trust::SelfSigned);
        assert!(!signature.expired);
        assert_eq!(signature.algorithm.as_deref(), Some("ecdsa-with-SHA256"));
        assert_eq!(
            signature.certificate_sha256,
            Some(identity("Li Lei", 1).certificate_sha256())
        );
        assert_eq!(result.embedded_assessment.as_deref(), Some(DATA));
    }
}

#[test]
fn later_signatures_extend_the_first() {
    for layout in [Layout::Table, Layout::Stream] {
        for count in [2, 3] {
            let result = verified(&with_signatures(layout, 10, count));
            assert_eq!(result.verdict, Verdict::ValidExtended, "{layout:?} {result:?}");
            let later: Vec<LaterChanges> = result.signatures.iter().map(|one| one.later_changes).collect();
            let mut expected = vec![LaterChanges::SignaturesOnly; count];
            expected[count - 1] = LaterChanges::None;
            assert_eq!(later, expected);
            assert!(result.signatures.iter().all(|one| one.covers_whole_file_at_signing));
            assert_eq!(result.signatures[1].name.as_deref(), Some("韩梅梅"));
        }
    }
}

#[test]
fn signing_keeps_every_earlier_byte_and_is_repeatable() {
    let before = report(Layout::Table, 10);
    let who = identity("Li Lei", 1);
    let once = signed_as(&before, Role::Assessor, &who).unwrap();
    assert!(once.starts_with(&before));
    assert_eq!(once, signed_as(&before, Role::Assessor, &who).unwrap());
    let twice = signed_as(&once, Role::Officer, &who).unwrap();
    assert!(twice.starts_with(&once));
}

#[test]
fn signing_refuses_what_it_must() {
    let who = identity("Li Lei", 1);
    let once = with_signatures(Layout::Table, 10, 1);
    assert_eq!(
        signed_as(&once, Role::Assessor, &who),
        Err(SignError::AlreadySigned(Role::Assessor))
    );
    assert_eq!(
        signed_as(&once, Role::Client, &who),
        Err(SignError::NoSuchField(Role::Client))
    );
    assert_eq!(signed_as(b"no", Role::Client, &who), Err(SignError::NotPdf));
    assert_eq!(signed_as(b"%PDF-1.7\n", Role::Client, &who), Err(SignError::Damaged));
    let mut broken = once.clone();
    broken[20] ^= 1;
    assert_eq!(signed_as(&broken, Role::Reviewer, &who), Err(SignError::Invalid));
    let subject = Subject {
        name: "Li Lei".to_owned(),
        organisation: "A".to_owned(),
    };
    let past = (time("2020-01-01T00:00:00Z"), time("2021-01-01T00:00:00Z"));
    let past = Identity::generate(&subject, past.0, past.1, &Seed::new([1; 32])).unwrap();
    assert_eq!(signed_as(&once, Role::Reviewer, &past), Err(SignError::NotValidNow));
}

#[test]
fn a_drawn_appearance_is_taken_as_it_is() {
    let signed_at: Zoned = "2026-11-21T20:15:00+08:00[+08:00]".parse().unwrap();
    let mut request = Request {
        role: Role::Assessor,
        signed_at,
        reason: "评估人",
        appearance: Appearance::Drawn {
            content: b"0 0 m 10 10 l S",
            resources: b"<< /ProcSet [/PDF] >>",
        },
    };
    let who = identity("李雷", 1);
    let file = sign(&report(Layout::Table, 10), &request, &who).unwrap();
    assert_eq!(verified(&file).verdict, Verdict::Valid);
    assert!(file.windows(15).any(|window| window == b"0 0 m 10 10 l S"));
    for resources in [&b"<< /A 1"[..], b"[1]", b"<< >> endobj"] {
        request.appearance = Appearance::Drawn {
            content: b"",
            resources,
        };
        assert_eq!(
            sign(&report(Layout::Table, 10), &request, &who),
            Err(SignError::Appearance)
        );
    }
}

#[test]
fn the_size_of_a_field_is_told_while_it_is_free() {
    let once = with_signatures(Layout::Stream, 10, 1);
    assert_eq!(field_size(&once, Role::Reviewer), Ok((180.0, 60.0)));
    assert_eq!(
        field_size(&once, Role::Assessor),
        Err(SignError::AlreadySigned(Role::Assessor))
    );
    assert_eq!(
        field_size(&once, Role::Client),
        Err(SignError::NoSuchField(Role::Client))
    );
    assert_eq!(field_size(b"no", Role::Client), Err(SignError::NotPdf));
}

#[test]
fn trust_and_expiry_are_told_but_decide_nothing() {
    let file = with_signatures(Layout::Table, 10, 1);
    let digest = identity("Li Lei", 1).certificate_sha256();
    let bytes: Vec<u8> = (0..32)
        .map(|at| u8::from_str_radix(digest.get(at * 2..at * 2 + 2).unwrap(), 16).unwrap())
        .collect();
    let trusted = [<[u8; 32]>::try_from(bytes).unwrap()];
    let now = time("2036-01-01T00:00:01Z");
    let result = verify(&file, &Context { now, trusted: &trusted }).unwrap();
    assert_eq!(result.verdict, Verdict::Valid);
    assert_eq!(result.signatures[0].trust, Trust::Trusted);
    assert!(result.signatures[0].expired);
}

#[test]
fn json_has_the_agreed_words() {
    let result = verified(&with_signatures(Layout::Table, 10, 2));
    let json = serde_json::to_value(&result.signatures[0]).unwrap();
    assert_eq!(json["role"], "assessor");
    assert_eq!(json["integrity"], "intact");
    assert_eq!(json["later_changes"], "signatures-only");
    assert_eq!(json["trust"], "self-signed");
    assert_eq!(json["signed_at"], "2026-11-21T12:15:00Z");
    assert_eq!(serde_json::to_value(result.verdict).unwrap(), "valid-extended");
}

#[test]
fn an_identity_survives_its_files() {
    let who = identity("李雷", 7);
    let certificate = who.certificate_pem().unwrap();
    let key = who.key_pem(None).unwrap();
    let again = Identity::load(&certificate, &key, None).unwrap();
    assert_eq!(again.name(), "李雷");
    assert_eq!(again.certificate_sha256(), who.certificate_sha256());
    let holder = Holder::read(&certificate).unwrap();
    assert_eq!(holder, who.holder());
    assert_eq!(
        (holder.name.as_str(), holder.organisation.as_deref()),
        ("李雷", Some("示例科技有限公司"))
    );
    assert_eq!((holder.to, holder.self_signed), (time("2036-01-01T00:00:00Z"), true));
    let other = identity("李雷", 8).key_pem(None).unwrap();
    assert_eq!(
        Identity::load(&certificate, &other, None).unwrap_err(),
        IdentityError::Mismatch
    );
    assert_eq!(Identity::load("", &key, None).unwrap_err(), IdentityError::Certificate);
    assert_eq!(Identity::load(&certificate, "", None).unwrap_err(), IdentityError::Key);
}

#[test]
fn a_protected_key_opens_with_its_passphrase_only() {
    let who = identity("Li Lei", 7);
    let certificate = who.certificate_pem().unwrap();
    let key = who.key_pem(Some(("correct horse", &Seed::new([9; 32])))).unwrap();
    assert!(key.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    let load = |passphrase| Identity::load(&certificate, &key, passphrase).map(|who| who.name());
    assert_eq!(load(Some("correct horse")), Ok("Li Lei".to_owned()));
    assert_eq!(load(Some("wrong")), Err(IdentityError::WrongPassphrase));
    assert_eq!(load(None), Err(IdentityError::PassphraseNeeded));
}

#[test]
fn a_certificate_needs_names_and_a_period() {
    let make = |name: &str, to: &str| {
        let subject = Subject {
            name: name.to_owned(),
            organisation: "A".to_owned(),
        };
        Identity::generate(&subject, time("2026-01-01T00:00:00Z"), time(to), &Seed::new([1; 32])).err()
    };
    assert_eq!(make(" ", "2036-01-01T00:00:00Z"), Some(IdentityError::Name));
    assert_eq!(make("a\nb", "2036-01-01T00:00:00Z"), Some(IdentityError::Name));
    assert_eq!(make("Li", "2026-01-01T00:00:00Z"), Some(IdentityError::Validity));
    assert_eq!(make("Li", "2036-01-01T00:00:00Z"), None);
}

#[test]
fn what_is_no_pdf_is_an_error() {
    let now = time("2026-12-01T00:00:00Z");
    for bytes in [&b""[..], b"PK\x03\x04", b"%PDF"] {
        assert!(verify(bytes, &Context { now, trusted: &[] }).is_err());
    }
    assert_eq!(verified(b"%PDF-1.7\nnothing").problem, Some(Problem::Damaged));
}
