//! Nothing that was changed may pass.

use std::fmt::Write;

use proptest::prelude::*;

use super::paper::Layout;
use super::{passes, verified, with_signatures};
use pipia::seal::{LaterChanges, Problem, Verdict};

/// Changes one byte and puts it back.
fn passes_with(file: &mut [u8], at: usize, byte: u8) -> bool {
    let kept = std::mem::replace(&mut file[at], byte);
    let passed = passes(file);
    file[at] = kept;
    passed
}

#[test]
fn every_byte_of_a_signed_report_counts() {
    for layout in [Layout::Table, Layout::Stream] {
        let mut file = with_signatures(layout, 10, 1);
        // Bit 5 turns a digit's letter into the other case, the spelling a careless reader lets pass.
        let patterns: &[u8] = if layout == Layout::Table {
            &[0x01, 0x20]
        } else {
            &[0x01]
        };
        for at in 0..file.len() {
            for bits in patterns {
                let byte = file[at] ^ bits;
                assert!(
                    !passes_with(&mut file, at, byte),
                    "{layout:?} byte {at} of {} xor {bits}",
                    file.len()
                );
            }
        }
        assert!(passes(&file));
    }
}

#[test]
fn changes_in_a_large_twice_signed_report_count() {
    let mut file = with_signatures(Layout::Table, 300_000, 2);
    let length = file.len();
    assert!(length > 300_000 && passes(&file));
    for step in 0..200 {
        let at = step * 7919 * 31 % length;
        let byte = file[at].wrapping_add(1 + u8::try_from(step % 200).unwrap());
        assert!(!passes_with(&mut file, at, byte), "byte {at}");
    }
}

#[test]
fn a_cut_report_does_not_pass() {
    let whole = with_signatures(Layout::Table, 10, 2);
    let once = with_signatures(Layout::Table, 10, 1).len();
    let cuts = (1..whole.len()).filter(|cut| cut % 13 == 0 || whole.len() - cut < 40 || cut.abs_diff(once) < 40);
    for cut in cuts.filter(|cut| *cut != once) {
        assert!(!passes(&whole[..cut]), "cut to {cut} of {}", whole.len());
    }
    // Cut exactly behind the first signature it is the file that was signed once.
    assert_eq!(verified(&whole[..once]).verdict, Verdict::Valid);
}

#[test]
fn bytes_behind_or_before_do_not_pass() {
    let whole = with_signatures(Layout::Table, 10, 2);
    let tails = [
        &b"\n"[..],
        b" ",
        b"\0",
        b"%%EOF\n",
        b"% a comment\n",
        b"startxref\n9\n%%EOF\n",
    ];
    for tail in tails {
        let longer = [&whole, tail].concat();
        let result = verified(&longer);
        assert_eq!(result.verdict, Verdict::Invalid, "{tail:?}");
    }
    let shifted = [b"\n", whole.as_slice()].concat();
    assert_eq!(verified(&shifted).problem, Some(Problem::GarbageBeforeHeader));
    assert_eq!(verified(&shifted).verdict, Verdict::Invalid);
}

/// Adds a revision in the way any editor would: objects, a table that lists them, a trailer.
pub(super) fn revised(file: &[u8], objects: &[(u32, &str)], trailer: &str) -> Vec<u8> {
    let mut out = file.to_vec();
    let mut table = String::from("xref\n");
    for (number, body) in objects {
        writeln!(table, "{number} 1\n{:010} 00000 n ", out.len()).unwrap();
        out.extend(format!("{number} 0 obj\n{body}\nendobj\n").into_bytes());
    }
    let at = out.len();
    let text = String::from_utf8_lossy(file);
    let tail = text.rsplit("startxref\n").next().unwrap();
    let previous = tail.lines().next().unwrap();
    let root = text.rsplit("/Root ").next().unwrap().split(" R").next().unwrap();
    let info = match trailer {
        "" => format!(
            "/Info {} R",
            text.rsplit("/Info ").next().unwrap().split(" R").next().unwrap()
        ),
        other => other.to_owned(),
    };
    let id = "/ID [(0123456789abcdef) (0123456789abcdef)]";
    out.extend(format!("{table}trailer\n<</Size 90/Root {root} R{id}/Prev {previous}{info}>>\n").into_bytes());
    out.extend(format!("startxref\n{at}\n%%EOF\n").into_bytes());
    out
}

/// The last definition of the object whose text holds `mark`: number and body.
pub(super) fn object_with(file: &[u8], mark: &str) -> (u32, String) {
    let text = String::from_utf8_lossy(file);
    let body = text
        .split("endobj")
        .filter(|part| part.contains(mark))
        .last()
        .unwrap_or_else(|| panic!("no object with {mark}"));
    let (head, body) = body.split_once(" 0 obj").unwrap();
    let number = head.rsplit(|mark: char| !mark.is_ascii_digit()).next().unwrap();
    (number.parse().unwrap(), body.trim().to_owned())
}

/// A stream that could be a certificate: one DER element, in letters.
pub(super) fn piece(mark: char) -> String {
    format!("<</Length 34>>\nstream\n0 {}\nendstream", mark.to_string().repeat(32))
}

/// The objects of a revision that adds validation data, and nothing else.
pub(super) fn validation(file: &[u8]) -> Vec<(u32, String)> {
    let (catalog, body) = object_with(file, "/Type/Catalog");
    vec![
        (catalog, body.replacen("<<", "<</DSS 80 0 R", 1)),
        (80, "<</Type/DSS/Certs[81 0 R]>>".to_owned()),
        (81, piece('a')),
    ]
}

pub(super) fn added(file: &[u8], objects: &[(u32, String)], trailer: &str) -> Vec<u8> {
    let objects: Vec<(u32, &str)> = objects.iter().map(|(number, body)| (*number, body.as_str())).collect();
    revised(file, &objects, trailer)
}

#[test]
fn a_revision_that_serves_nothing_is_refused() {
    let file = with_signatures(Layout::Table, 10, 1);
    let (number, body) = object_with(&file, "/Type/Page/");
    for objects in [vec![(number, body.as_str())], vec![(80, "<</Hidden(x)>>")], Vec::new()] {
        let result = verified(&revised(&file, &objects, ""));
        assert_eq!(result.verdict, Verdict::Invalid, "{objects:?}");
    }
    let more = [validation(&file), vec![(82, "<</Hidden(x)>>".to_owned())]].concat();
    assert_eq!(verified(&added(&file, &more, "")).verdict, Verdict::Invalid);
}

#[test]
fn validation_data_may_follow() {
    let file = with_signatures(Layout::Table, 10, 1);
    let with_data = added(&file, &validation(&file), "");
    assert_eq!(verified(&with_data).verdict, Verdict::ValidExtended);
    let more = revised(&with_data, &[(81, &piece('b'))], "");
    assert_eq!(verified(&more).verdict, Verdict::ValidExtended);
    let needs = format!(
        "<</Certs[81 0 R]/VRI<</{}<</Cert[81 0 R]/TU(D:2026)>>>>>>",
        "0A".repeat(20)
    );
    let more = revised(&with_data, &[(80, &needs)], "");
    assert_eq!(verified(&more).verdict, Verdict::ValidExtended);
}

#[test]
fn only_validation_data_passes_as_such() {
    let file = with_signatures(Layout::Table, 10, 1);
    let good = validation(&file);
    for (at, body) in [
        (1, "<<>>".to_owned()),
        (1, "<</Certs[]>>".to_owned()),
        (1, "<</Certs[81 0 R]/Note(x)>>".to_owned()),
        (1, "<</Certs[81 0 R]/VRI<</x<<>>>>>>".to_owned()),
        (1, "<</Certs[(x)]>>".to_owned()),
        (2, "<</Length 2>>\nstream\nab\nendstream".to_owned()),
        (2, "<<>>".to_owned()),
    ] {
        let mut objects = good.clone();
        objects[at].1.clone_from(&body);
        assert_eq!(
            verified(&added(&file, &objects, "")).verdict,
            Verdict::Invalid,
            "{body}"
        );
    }
}

/// A body with one part replaced.
pub(super) fn with(body: &str, from: &str, to: &str) -> String {
    assert!(body.contains(from), "{from} in {body}");
    body.replacen(from, to, 1)
}

type Attempt = (&'static str, Vec<(u32, String)>);

/// The same with the document's properties.
fn attempts_on_properties(file: &[u8]) -> Vec<Attempt> {
    let (catalog, catalog_body) = object_with(file, "/Type/Catalog");
    let (info, info_body) = object_with(file, "/Title");
    vec![
        ("title", vec![(info, with(&info_body, "(Report)", "(Other)"))]),
        (
            "title with validation data",
            vec![
                (info, with(&info_body, "(Report)", "(Other)")),
                (catalog, with(&catalog_body, "<<", "<</DSS<</Certs[80 0 R]>>")),
                (80, piece('a')),
            ],
        ),
        ("date alone", vec![(info, with(&info_body, "<<", "<</ModDate(D:2026)"))]),
    ]
}

/// What somebody might try after the first signature: a name and the objects of the revision.
fn attempts(file: &[u8]) -> Vec<Attempt> {
    let (page, page_body) = object_with(file, "/Type/Page/");
    let (catalog, catalog_body) = object_with(file, "/Type/Catalog");
    let (content, _) = object_with(file, "200 300 re f");
    let (signed, signed_body) = object_with(file, "/T(sig-assessor)");
    let (empty, empty_body) = object_with(file, "/T(sig-reviewer)");
    let (form, form_body) = object_with(file, "/SigFlags");
    let blank = "<</Length 1>>\nstream\n \nendstream".to_owned();
    let data = format!("<</DSS<</Certs[{content} 0 R]>>");
    vec![
        ("page content", vec![(content, blank.clone())]),
        ("page size", vec![(page, with(&page_body, "300 400", "300 399"))]),
        (
            "page note",
            vec![
                (page, with(&page_body, "/Annots[", "/Annots[80 0 R ")),
                (80, "<<>>".to_owned()),
            ],
        ),
        (
            "action",
            vec![(catalog, with(&catalog_body, "<<", "<</OpenAction 80 0 R"))],
        ),
        ("permissions", vec![(catalog, with(&catalog_body, "/Perms", "/Perm"))]),
        ("signature taken out", vec![(signed, with(&signed_body, "/V ", "/W "))]),
        (
            "appearance of a signature",
            vec![(signed, with(&signed_body, "/AP", "/AQ"))],
        ),
        (
            "empty field moved",
            vec![(empty, with(&empty_body, "50 120", "40 120"))],
        ),
        ("text in a field", vec![(empty, with(&empty_body, "<<", "<</V(me)"))]),
        (
            "false signature",
            vec![
                (empty, with(&empty_body, "<<", "<</V 80 0 R")),
                (80, "<</Type/Sig>>".to_owned()),
            ],
        ),
        ("form", vec![(form, with(&form_body, "<<", "<</NeedAppearances true"))]),
        (
            "form without fields",
            vec![(form, "<</SigFlags 3/Fields[]>>".to_owned())],
        ),
        (
            "content as validation data",
            vec![(catalog, with(&catalog_body, "<<", &data)), (content, blank)],
        ),
    ]
}

#[test]
fn any_other_revision_breaks_the_certification() {
    let file = with_signatures(Layout::Table, 10, 1);
    for (what, objects) in attempts(&file).into_iter().chain(attempts_on_properties(&file)) {
        let objects: Vec<(u32, &str)> = objects.iter().map(|(number, body)| (*number, body.as_str())).collect();
        let result = verified(&revised(&file, &objects, ""));
        assert!(
            matches!(result.verdict, Verdict::Invalid | Verdict::Unsigned),
            "{what}: {result:?}"
        );
    }
}

#[test]
fn only_the_field_of_a_time_stamp_may_be_new() {
    let file = with_signatures(Layout::Table, 10, 1);
    let (form, body) = object_with(&file, "/SigFlags");
    let (page, page_body) = object_with(&file, "/Type/Page/");
    let body = with(&body, "]", " 80 0 R]");
    let page_body = with(&page_body, "7 0 R]", "7 0 R 80 0 R]");
    let later = |field: &str, signature: &str| {
        let objects = [(page, page_body.as_str()), (form, &body), (80, field), (81, signature)];
        let result = verified(&revised(&file, &objects, ""));
        // There is no token in it, so the file does not pass whatever the field looks like.
        assert_eq!(result.verdict, Verdict::Invalid);
        let role = result.signatures.iter().skip(1).find_map(|stamp| stamp.role);
        (result.signatures[0].later_changes, role)
    };
    let changes = |field: &str, signature: &str| later(field, signature).0;
    let stamp = "<</Type/DocTimeStamp/SubFilter/ETSI.RFC3161>>";
    let field = "<</FT/Sig/T(sig-client)/Subtype/Widget/Rect[0 0 0 0]/V 81 0 R>>";
    // Its field is called after a role, but a time stamp speaks for nobody.
    assert_eq!(later(field, stamp), (LaterChanges::SignaturesOnly, None));
    assert_eq!(
        changes(field, "<</Type/Sig/SubFilter/ETSI.RFC3161>>"),
        LaterChanges::Other
    );
    assert_eq!(
        changes(field, "<</Type/DocTimeStamp/SubFilter/ETSI.CAdES.detached>>"),
        LaterChanges::Other
    );
    for (from, to) in [
        ("0 0 0 0", "0 0 9 9"),
        ("/V 81 0 R", ""),
        ("/Sig", "/Tx"),
        ("/T(", "/AP<<>>/T("),
        ("81", "7"),
    ] {
        assert_eq!(changes(&with(field, from, to), stamp), LaterChanges::Other, "{to}");
    }
}

#[test]
fn a_time_stamp_is_a_field_of_the_form() {
    let file = with_signatures(Layout::Table, 10, 1);
    let (page, page_body) = object_with(&file, "/Type/Page/");
    let objects = [
        (page, with(&page_body, "7 0 R]", "7 0 R 80 0 R]")),
        (80, "<</FT/Sig/T(a)/Subtype/Widget/Rect[0 0 0 0]/V 81 0 R>>".to_owned()),
        (81, "<</Type/DocTimeStamp/SubFilter/ETSI.RFC3161/Note(x)>>".to_owned()),
    ];
    assert_eq!(verified(&added(&file, &objects, "")).verdict, Verdict::Invalid);
}

#[test]
fn programs_may_put_their_date_beside_validation_data() {
    let file = with_signatures(Layout::Table, 10, 1);
    let (info, info_body) = object_with(&file, "/Title");
    let info_body = info_body
        .replacen("<<", "<</ModDate(D:2026)", 1)
        .replace("(us)", "(them)");
    let objects = [validation(&file), vec![(info, info_body)]].concat();
    assert_eq!(verified(&added(&file, &objects, "")).verdict, Verdict::ValidExtended);
}

#[test]
fn the_trailer_may_not_name_other_properties() {
    let file = with_signatures(Layout::Table, 10, 1);
    let objects = [validation(&file), vec![(82, "<<>>".to_owned())]].concat();
    assert_eq!(
        verified(&added(&file, &objects, "/Info 82 0 R")).verdict,
        Verdict::Invalid
    );
}

#[test]
fn a_revision_must_list_exactly_its_objects() {
    let file = with_signatures(Layout::Table, 10, 1);
    let good = added(&file, &validation(&file), "");
    assert_eq!(verified(&good).verdict, Verdict::ValidExtended);
    let replace = |from: &str, to: &str| {
        let text: Vec<u8> = good[file.len()..].to_vec();
        let text = String::from_utf8(text).unwrap().replacen(from, to, 1);
        [&file, text.as_bytes()].concat()
    };
    // A comment, an object that is not listed under its own number, a freed object, another previous section.
    for (from, to) in [
        ("81 0 R]>>\n", "81 0 R]>>%\n"),
        ("80 0 obj", "82 0 obj"),
        ("00000 n", "00000 f"),
        ("/Prev ", "/Prev 1"),
    ] {
        let changed = replace(from, to);
        // The comment moves the table by one byte, so the offset no longer fits either.
        assert_eq!(verified(&changed).verdict, Verdict::Invalid, "{from}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        passes(&bytes);
        bytes.splice(0..0, *b"%PDF-1.7\n");
        bytes.extend(*b"\nstartxref\n9\n%%EOF\n");
        prop_assert!(!passes(&bytes));
    }

    #[test]
    fn shuffled_pieces_never_panic_nor_pass(to in 0_usize..10_000, from in 0_usize..10_000, length in 1_usize..400) {
        let file = with_signatures(Layout::Stream, 10, 1);
        let (to, from) = (to % file.len(), from % file.len());
        let piece = file[from..(from + length).min(file.len())].to_vec();
        let mut changed = file.clone();
        let end = (to + piece.len()).min(changed.len());
        changed.splice(to..end, piece);
        prop_assert!(changed == file || !passes(&changed));
    }
}
