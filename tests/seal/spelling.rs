//! A signature of ours has one spelling: every other one that means the same is refused.

use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo, SignerInfos};
use der::asn1::{Any, OctetString, SetOfVec};
use der::{Decode, Encode};
use p256::ecdsa::{DerSignature, Signature};
use pipia::seal::{Problem, Verdict};
use x509_cert::Certificate;
use x509_cert::ext::pkix::SubjectKeyIdentifier;

use super::paper::Layout;
use super::{verified, with_signatures};

/// Where the digits of the gap stand.
fn gap(file: &[u8]) -> std::ops::Range<usize> {
    let mark = b"/Contents<";
    let start = file.windows(mark.len()).position(|window| window == mark).unwrap() + mark.len();
    let length = file[start..].iter().position(|byte| *byte == b'>').unwrap();
    start..start + length
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

/// The file with its signature read, changed, and written again into the same room.
fn respelled(file: &[u8], change: impl FnOnce(&mut SignedData)) -> Vec<u8> {
    let gap = gap(file);
    let digits = std::str::from_utf8(&file[gap.clone()]).unwrap();
    let bytes: Vec<u8> = (0..digits.len() / 2)
        .map(|at| u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).unwrap())
        .collect();
    let (content, _) = ContentInfo::from_der_partial(&bytes).unwrap();
    let mut data: SignedData = content.content.decode_as().unwrap();
    change(&mut data);
    let again = ContentInfo {
        content_type: content.content_type,
        content: Any::encode_from(&data).unwrap(),
    };
    let mut again = hex(&again.to_der().unwrap());
    assert!(again.len() <= gap.len(), "no room");
    again.extend(std::iter::repeat_n('0', gap.len() - again.len()));
    let mut out = file.to_vec();
    out[gap].copy_from_slice(again.as_bytes());
    out
}

fn with_signer(data: &mut SignedData, change: impl FnOnce(&mut SignerInfo)) {
    let mut info = data.signer_infos.0.as_slice()[0].clone();
    change(&mut info);
    data.signer_infos = SignerInfos::try_from(vec![info]).unwrap();
}

fn problem(file: &[u8]) -> Option<Problem> {
    let result = verified(file);
    assert_eq!(result.verdict, Verdict::Invalid);
    result.signatures[0].problem
}

#[test]
fn the_other_half_of_a_signature_is_refused() {
    let file = with_signatures(Layout::Stream, 10, 1);
    assert_eq!(respelled(&file, |_| ()), file);
    let high = respelled(&file, |data| {
        with_signer(data, |info| {
            let signature = DerSignature::try_from(info.signature.as_bytes()).unwrap();
            let signature = Signature::try_from(signature).unwrap();
            let (r, s) = signature.split_scalars();
            let other = Signature::from_scalars(r, -s).unwrap();
            info.signature = OctetString::new(other.to_der().as_bytes()).unwrap();
        });
    });
    assert_ne!(high, file);
    assert_eq!(problem(&high), Some(Problem::Encoding));
}

#[test]
fn written_parameters_are_refused() {
    let file = with_signatures(Layout::Table, 10, 1);
    let spelled = respelled(&file, |data| {
        let mut algorithm = data.digest_algorithms.as_slice()[0].clone();
        algorithm.parameters = Some(Any::null());
        data.digest_algorithms = SetOfVec::try_from(vec![algorithm.clone()]).unwrap();
        with_signer(data, |info| info.digest_alg = algorithm);
    });
    assert_eq!(problem(&spelled), Some(Problem::Encoding));
}

#[test]
fn another_name_for_the_signer_is_refused() {
    let file = with_signatures(Layout::Table, 10, 1);
    let spelled = respelled(&file, |data| {
        let bag = data.certificates.as_ref().unwrap();
        let certificate = Certificate::from_der(&bag.0.as_slice()[0].to_der().unwrap()).unwrap();
        let extension = certificate.tbs_certificate().get_extension::<SubjectKeyIdentifier>();
        let (_, identifier) = extension.unwrap().unwrap();
        data.version = CmsVersion::V3;
        with_signer(data, |info| {
            info.version = CmsVersion::V3;
            info.sid = SignerIdentifier::SubjectKeyIdentifier(identifier);
        });
    });
    assert_eq!(problem(&spelled), Some(Problem::Encoding));
}

#[test]
fn capital_digits_are_refused() {
    for layout in [Layout::Table, Layout::Stream] {
        let mut file = with_signatures(layout, 10, 1);
        let gap = gap(&file);
        file[gap].make_ascii_uppercase();
        assert_eq!(problem(&file), Some(Problem::Padding));
    }
}
