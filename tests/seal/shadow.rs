//! Files prepared before they were signed, so that something in them changes its meaning afterwards.

use super::attack::{added, object_with, piece, revised, validation, with};
use super::paper::{Layout, report};
use super::{SignError, identity, signed_as, verified, with_signatures};
use pipia::seal::{Problem, Role, Verdict};

/// Validation data that refers to one more object, which makes that object look like validation data.
fn validation_with(file: &[u8], number: u32) -> Vec<(u32, String)> {
    let mut objects = validation(file);
    objects[2].1 = objects[2].1.replacen("<<", &format!("<</Also {number} 0 R"), 1);
    objects
}

#[test]
fn an_object_stream_of_the_signed_part_stays_as_it_is() {
    let file = with_signatures(Layout::Stream, 10, 1);
    let (container, body) = object_with(&file, "/ObjStm");
    let first = added(&file, &validation_with(&file, container), "");
    assert_eq!(
        verified(&first).verdict,
        Verdict::ValidExtended,
        "{:?}",
        verified(&first)
    );
    // Nothing refers to an object stream, yet all objects in it would be read from the new one.
    let other = body.replacen("/N ", "/N 0 /Was ", 1);
    assert_ne!(other, body);
    let second = revised(&first, &[(container, &other)], "");
    assert_eq!(verified(&second).verdict, Verdict::Invalid);
}

#[test]
fn validation_data_is_no_way_to_the_content() {
    let file = with_signatures(Layout::Table, 10, 1);
    let (content, _) = object_with(&file, "200 300 re f");
    let first = added(&file, &validation_with(&file, content), "");
    assert_eq!(verified(&first).verdict, Verdict::ValidExtended);
    let second = revised(&first, &[(content, &piece('c'))], "");
    assert_eq!(verified(&second).verdict, Verdict::Invalid);
}

#[test]
fn properties_that_are_content_too_are_content() {
    let plain = report(Layout::Table, 10);
    let (content, body) = object_with(&plain, "200 300 re f");
    let info = format!("/Info {content} 0 R");
    let who = identity("Li Lei", 1);
    let file = signed_as(&revised(&plain, &[], &info), Role::Assessor, &who).unwrap();
    assert_eq!(verified(&file).verdict, Verdict::Valid);
    let other = with(&body, "200 300 re f", "200 999 re f");
    let objects = [validation(&file), vec![(content, other)]].concat();
    assert_eq!(verified(&added(&file, &objects, &info)).verdict, Verdict::Invalid);
}

#[test]
fn a_smaller_size_would_make_objects_vanish() {
    let file = with_signatures(Layout::Table, 10, 1);
    let good = added(&file, &validation(&file), "");
    assert_eq!(verified(&good).verdict, Verdict::ValidExtended);
    for size in ["/Size 9", "/Size 81", "/Sizes 90"] {
        let added = String::from_utf8(good[file.len()..].to_vec()).unwrap();
        let shorter = [&file, with(&added, "/Size 90", size).as_bytes()].concat();
        assert_eq!(verified(&shorter).verdict, Verdict::Invalid, "{size}");
    }
}

#[test]
fn the_version_never_falls() {
    let file = with_signatures(Layout::Table, 10, 1);
    for (version, verdict) in [
        ("/Version/2.0", Verdict::ValidExtended),
        ("/Version/1.4", Verdict::Invalid),
        ("/Version(2.0)", Verdict::Invalid),
    ] {
        let mut objects = validation(&file);
        objects[0].1 = objects[0].1.replacen("<<", &format!("<<{version}"), 1);
        assert_eq!(verified(&added(&file, &objects, "")).verdict, verdict, "{version}");
    }
}

#[test]
fn two_fields_never_share_a_name_or_a_signature() {
    let plain = report(Layout::Table, 10);
    let (assessor, of_assessor) = object_with(&plain, "/T(sig-assessor)");
    let (reviewer, of_reviewer) = object_with(&plain, "/T(sig-reviewer)");
    let named = with(&of_reviewer, "sig-reviewer", "sig-assessor");
    let signed = |body: &str| body.replacen("<<", "<</V 80 0 R", 1);
    let (first, second) = (signed(&of_assessor), signed(&of_reviewer));
    for file in [
        revised(&plain, &[(reviewer, &named)], ""),
        revised(
            &plain,
            &[(assessor, &first), (reviewer, &second), (80, "<</Type/Sig>>")],
            "",
        ),
    ] {
        assert_eq!(verified(&file).problem, Some(Problem::Damaged));
        assert_eq!(verified(&file).verdict, Verdict::Invalid);
        let who = identity("Li Lei", 1);
        assert_eq!(signed_as(&file, Role::Officer, &who), Err(SignError::Damaged));
    }
}
