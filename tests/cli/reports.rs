//! Export, sign, verify, identities.

use super::{Desk, done, names};
use serde_json::Value;

/// A desk with case A and two identities: `li` without and `chen` with a passphrase.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.good(&["demo", ".", "--no-open"]);
    desk.good(&[
        "identity",
        "new",
        "li",
        "--name",
        "李文",
        "--organisation",
        "鹭屿跨境电商",
        "--no-passphrase",
    ]);
    desk.write("pass.txt", "correct horse\n");
    desk.good(&[
        "identity",
        "new",
        "chen",
        "--name",
        "Chen Bo",
        "--organisation",
        "Lusee",
        "--passphrase-file",
        "pass.txt",
    ]);
    desk
}

const EXPORT: [&str; 4] = ["export", "case-a.pipia.toml", "--draft", "--output"];

fn export(desk: &Desk, more: &[&str]) -> String {
    desk.good(&[&EXPORT[..], more].concat())
}

#[test]
fn exported_signed_signed_again_verified() {
    let desk = desk();
    let told = export(&desk, &["r.pdf", "--sign", "li"]);
    let verified = desk.json(0, &["verify", "r.pdf"]);
    assert_eq!(verified["verdict"], "valid");
    assert_eq!(verified["embedded_assessment"], "matches");
    assert!(told.contains(verified["file_sha256"].as_str().unwrap()), "{told}");
    let signature = &verified["signatures"][0];
    for (key, value) in [
        ("field", "sig-assessor"),
        ("role", "assessor"),
        ("name", "李文"),
        ("integrity", "intact"),
        ("trust", "self-signed"),
    ] {
        assert_eq!(signature[key], value);
    }
    assert_eq!(
        (&signature["signed_at"], &signature["later_changes"]),
        (&"2026-11-21T00:00:00Z".into(), &"none".into())
    );

    let sign = [
        "sign",
        "r.pdf",
        "--output",
        "r2.pdf",
        "--identity",
        "chen",
        "--role",
        "officer",
    ];
    let (zh, en) = desk.refused(2, &sign);
    assert!(zh.contains("口令") && en.contains("passphrase"));
    desk.write("wrong.txt", "wrong horse\n");
    let (zh, _) = desk.refused(2, &[&sign[..], &["--passphrase-file", "wrong.txt"]].concat());
    assert!(zh.contains("口令不正确"));
    let signing = [&sign[..], &["--passphrase-file", "pass.txt"]].concat();
    desk.good(&signing);
    desk.refused(3, &signing);
    let verified = desk.json(0, &["verify", "r2.pdf"]);
    assert_eq!(verified["verdict"], "valid-extended");
    let roles: Vec<_> = verified["signatures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|signature| signature["role"].clone())
        .collect();
    assert_eq!(roles, ["assessor", "officer"].map(Value::from));
    assert_eq!(verified["signatures"][0]["later_changes"], "signatures-only");
    let words = desk.good(&["--ui", "zh", "verify", "r2.pdf"]);
    assert!(
        words.starts_with("验证结果：有效，后有追加签名\n") && words.contains("李文"),
        "{words}"
    );
    let again = [
        "sign",
        "r2.pdf",
        "--output",
        "r3.pdf",
        "--identity",
        "li",
        "--role",
        "officer",
    ];
    let (zh, en) = desk.refused(2, &again);
    assert!(zh.contains("已经签名") && en.contains("already signed"));
    assert!(!desk.path("r3.pdf").exists());
}

#[test]
fn what_was_changed_is_invalid_and_what_was_never_signed_unsigned() {
    let desk = desk();
    export(&desk, &["r.pdf", "--sign", "li", "--role", "reviewer"]);
    let whole = desk.read("r.pdf");
    std::fs::write(desk.path("cut.pdf"), &whole[..20_000]).unwrap();
    std::fs::write(desk.path("more.pdf"), [&whole[..], b"more"].concat()).unwrap();
    for name in ["cut.pdf", "more.pdf"] {
        assert_eq!(desk.json(1, &["verify", name])["verdict"], "invalid", "{name}");
    }
    let words = desk.run(&["--ui", "zh", "verify", "more.pdf"]);
    assert!(
        words.code == 1 && words.out.starts_with("验证结果：无效\n"),
        "{words:?}"
    );
    export(&desk, &["u.pdf", "--unsigned"]);
    let verified = desk.json(1, &["verify", "u.pdf"]);
    assert_eq!(
        (&verified["verdict"], &verified["embedded_assessment"]),
        (&"unsigned".into(), &"matches".into())
    );
    let (zh, en) = desk.refused(2, &["verify", "case-a.pipia.toml"]);
    assert!(zh.contains("不是PDF文件") && en.contains("is not a PDF file"));
    desk.refused(2, &["verify", "absent.pdf"]);
    desk.refused(
        2,
        &[
            "sign",
            "pass.txt",
            "--output",
            "x.pdf",
            "--identity",
            "li",
            "--role",
            "client",
        ],
    );
}

#[test]
fn the_same_input_and_time_give_the_same_bytes() {
    let desk = desk();
    for name in ["1.pdf", "2.pdf"] {
        export(&desk, &[name, "--sign", "li"]);
    }
    assert_eq!(desk.read("1.pdf"), desk.read("2.pdf"));
    for (first, second) in [("1.md", "2.md"), ("1.json", "2.json"), ("1.txt", "2.txt")] {
        export(&desk, &[first, "--unsigned", "--lang", "en"]);
        export(&desk, &[second, "--unsigned", "--lang", "en"]);
        assert_eq!(desk.read(first), desk.read(second));
    }
}

#[test]
fn languages_and_kinds() {
    let desk = desk();
    for lang in ["zh", "en", "both"] {
        export(&desk, &[&format!("{lang}.md"), "--unsigned", "--lang", lang]);
    }
    let read = |name: &str| String::from_utf8(desk.read(name)).unwrap();
    assert!(read("zh.md").contains("评估报告") && !read("zh.md").contains("Translation for information"));
    assert!(read("en.md").contains("The Chinese report prevails"));
    assert!(read("both.md").contains("评估报告") && read("both.md").contains("The Chinese report prevails"));
    export(&desk, &["r.json", "--unsigned"]);
    let data: Value = serde_json::from_slice(&desk.read("r.json")).unwrap();
    assert_eq!(data["lang"], "zh");
    let digest = data["meta"]["digest"].as_str().unwrap();
    let answers = desk.good(&["answers", "case-a.pipia.toml"]);
    assert_eq!(digest, sha256(&answers));
}

fn sha256(text: &str) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(text.as_bytes())
        .iter()
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

#[test]
fn the_finished_examples_have_everything_in_both_languages_and_nothing_left_to_arrange() {
    let desk = desk();
    for (lang, left, quoted, label) in [
        ("zh", "尚未安排", "采取了哪些技术措施：", "技术措施：见"),
        (
            "en",
            "Not yet arranged",
            "From collection to deletion:",
            "Technical safeguards: see",
        ),
    ] {
        for case in ["case-a", "case-b"] {
            let file = format!("{case}.pipia.toml");
            desk.good(&[
                "export",
                &file,
                "--output",
                "r.md",
                "--unsigned",
                "--force",
                "--lang",
                lang,
            ]);
            let report = String::from_utf8(desk.read("r.md")).unwrap();
            for words in ["[untranslated]", "［未译］", left, quoted] {
                assert!(!report.contains(words), "{case} {lang}: {words}");
            }
            // Traces call a question what the report calls it, and point to a long answer.
            assert!(report.contains(label), "{case} {lang}: {label}");
        }
    }
}

#[test]
fn orders_that_cannot_be_carried_out_write_nothing() {
    let desk = desk();
    let before = names(desk.folder.path());
    let bad: [(i32, &[&str], &str, &str); 9] = [
        (2, &["r.docx", "--unsigned"], "Word", "Word"),
        (2, &["r.html", "--unsigned"], "后缀", "ending"),
        (2, &["r.md", "--sign", "li"], "只有PDF", "Only a PDF"),
        (
            2,
            &["r.pdf", "--sign", "nobody"],
            "没有签名身份“nobody”",
            "no signing identity \"nobody\"",
        ),
        (2, &["r.pdf", "--sign", "../li"], "标识", "identifier"),
        (2, &["r.pdf", "--sign", "chen"], "口令", "passphrase"),
        (
            2,
            &["r.pdf", "--unsigned", "--as", "gba-contract"],
            "certification",
            "certification",
        ),
        (
            2,
            &["r.pdf", "--unsigned", "--fallback-font", "pass.txt"],
            "pass.txt",
            "pass.txt",
        ),
        (3, &["no/r.pdf", "--unsigned"], "没有写入", "was not written"),
    ];
    for (code, more, zh, en) in bad {
        let told = desk.refused(code, &[&EXPORT[..], more].concat());
        assert!(told.0.contains(zh) && told.1.contains(en), "{told:?}");
    }
    assert_eq!(names(desk.folder.path()), before);
    export(&desk, &["r.md", "--unsigned"]);
    let known = desk.read("r.md");
    let (zh, en) = desk.refused(3, &[&EXPORT[..], &["r.md", "--unsigned", "--lang", "en"]].concat());
    assert!(zh.contains("--force") && en.contains("--force"));
    assert_eq!(desk.read("r.md"), known);
    export(&desk, &["r.md", "--unsigned", "--lang", "en", "--force"]);
    assert_ne!(desk.read("r.md"), known);
}

#[test]
fn a_letter_no_font_has_is_told_with_its_place() {
    let desk = desk();
    desk.write(
        "rare.toml",
        "format = 1\n[answers]\n\"processor.business\" = \"𠮷野的店\"\n",
    );
    desk.good(&["answer", "case-a.pipia.toml", "--from", "rare.toml"]);
    let (zh, en) = desk.refused_mixed(1, &[&EXPORT[..], &["r.pdf", "--unsigned"]].concat());
    for told in [&zh, &en] {
        assert!(told.contains("U+20BB7") && told.contains("--fallback-font"), "{told}");
    }
    assert!(!desk.path("r.pdf").exists());
    export(&desk, &["r.md", "--unsigned"]);
}

#[test]
fn identities_are_made_listed_handed_out_and_removed() {
    let desk = desk();
    let listed = desk.json(0, &["identity", "list"]);
    let all = listed["identities"].as_array().unwrap();
    let facts: Vec<_> = all
        .iter()
        .map(|one| (one["id"].as_str().unwrap(), one["passphrase"].as_bool().unwrap()))
        .collect();
    assert_eq!(facts, [("chen", true), ("li", false)]);
    assert_eq!(all[1]["valid_from"], "2026-11-21T00:00:00Z");
    let key = String::from_utf8(desk.read("home/data/identities/chen/key.pem")).unwrap();
    assert!(key.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    let certificate = desk.good(&["identity", "export", "li"]);
    assert!(certificate.starts_with("-----BEGIN CERTIFICATE-----") && !certificate.contains("PRIVATE"));
    desk.good(&["identity", "export", "li", "--output", "li.pem"]);
    assert_eq!(desk.read("li.pem"), certificate.as_bytes());
    desk.refused(3, &["identity", "export", "li", "--output", "li.pem"]);

    let new = |id: &str, name: &str| {
        [
            "identity",
            "new",
            id,
            "--name",
            name,
            "--organisation",
            "O",
            "--no-passphrase",
        ]
        .map(str::to_owned)
    };
    for (id, name, zh) in [
        ("li", "X", "已有签名身份li"),
        ("Li Wen", "X", "标识"),
        ("empty", "", "姓名"),
    ] {
        let order = new(id, name);
        let order: Vec<&str> = order.iter().map(String::as_str).collect();
        assert!(desk.refused(2, &order).0.contains(zh));
    }
    desk.refused(2, &["identity", "new", "x", "--name", "X", "--organisation", "O"]);
    desk.write("none.txt", "\n");
    desk.refused(
        2,
        &[
            "identity",
            "new",
            "x",
            "--name",
            "X",
            "--organisation",
            "O",
            "--passphrase-file",
            "none.txt",
        ],
    );
    assert!(
        desk.good(&["--ui", "zh", "identity", "remove", "li"])
            .contains("已删除")
    );
    desk.refused(2, &["identity", "remove", "li"]);
    desk.refused(2, &["identity", "export", "li"]);
    assert_eq!(names(&desk.path("home/data/identities")), ["chen"]);
}

#[test]
#[cfg(unix)]
fn keys_are_for_the_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let desk = desk();
    let mode = |name: &str| std::fs::metadata(desk.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("home/data/identities"), 0o700);
    assert_eq!(mode("home/data/identities/li"), 0o700);
    assert_eq!(mode("home/data/identities/li/key.pem"), 0o600);
}

#[test]
fn a_certificate_of_another_time_does_not_sign() {
    let desk = desk();
    let order = [&EXPORT[..], &["r.pdf", "--sign", "li"]].concat();
    let found = done(desk.command(&order).env("SOURCE_DATE_EPOCH", "1600000000"));
    assert_eq!(found.code, 2, "{found:?}");
    assert!(found.err.contains("not valid at this time"), "{found:?}");
    assert!(!desk.path("r.pdf").exists());
}
