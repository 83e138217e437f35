//! What other programs say about our signatures. Run with `cargo test -- --ignored` where they are installed.

use std::path::Path;
use std::process::Command;

use super::paper::Layout;
use super::{identity, verified, with_signatures};
use pipia::seal::Verdict;

fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(output.status.success(), "{program}: {text}");
    text
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
#[ignore = "needs pdfsig and pyHanko"]
fn other_validators_agree() {
    let folder = tempfile::tempdir().unwrap();
    let certificates: String = [("Li Lei", 1), ("韩梅梅", 2), ("Wang Wei", 3)]
        .map(|(name, seed)| {
            let path = folder.path().join(format!("{seed}.pem"));
            std::fs::write(&path, identity(name, seed).certificate_pem().unwrap()).unwrap();
            format!("{}\n", path.display())
        })
        .concat();
    for layout in [Layout::Table, Layout::Stream] {
        for count in 1..=3 {
            let path = folder.path().join("signed.pdf");
            std::fs::write(&path, with_signatures(layout, 10, count)).unwrap();
            let said = run("pdfsig", &["-nocert", text(&path)]);
            assert_eq!(said.matches("Signature is Valid.").count(), count, "{said}");
            assert_eq!(said.matches("Total document signed").count(), 1, "{said}");
            let mut arguments = vec!["sign", "validate", "--pretty-print", "--no-revocation-check"];
            certificates
                .lines()
                .for_each(|path| arguments.extend(["--trust", path]));
            arguments.push(text(&path));
            let said = run("pyhanko", &arguments);
            assert_eq!(said.matches("The signature is judged VALID.").count(), count, "{said}");
        }
    }
}

#[test]
#[ignore = "needs pyHanko"]
fn a_signature_by_another_program_extends_ours() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    let who = identity("Wang Wei", 3);
    std::fs::write(place("key"), who.key_pem(None).unwrap().as_bytes()).unwrap();
    std::fs::write(place("certificate"), who.certificate_pem().unwrap()).unwrap();
    for layout in [Layout::Table, Layout::Stream] {
        std::fs::write(place("ours"), with_signatures(layout, 10, 1)).unwrap();
        let (key, certificate, ours, both) = (place("key"), place("certificate"), place("ours"), place("both"));
        let signer = ["pemder", "--no-pass", "--key", text(&key), "--cert", text(&certificate)];
        let field = ["sign", "addsig", "--use-pades", "--field", "sig-reviewer"];
        run("pyhanko", &[&field[..], &signer, &[text(&ours), text(&both)]].concat());
        let result = verified(&std::fs::read(&both).unwrap());
        assert_eq!(result.verdict, Verdict::ValidExtended, "{result:?}");
    }
}

#[test]
#[ignore = "needs qpdf"]
fn the_structure_is_clean() {
    let folder = tempfile::tempdir().unwrap();
    for layout in [Layout::Table, Layout::Stream] {
        let path = folder.path().join("signed.pdf");
        std::fs::write(&path, with_signatures(layout, 10, 3)).unwrap();
        let said = run("qpdf", &["--check", text(&path)]);
        assert!(said.contains("No syntax or stream encoding errors"), "{said}");
    }
}
