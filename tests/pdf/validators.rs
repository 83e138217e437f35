//! The files as other programs see them.

use std::{path::PathBuf, process::Command};

use pipia::{domain::Lang, report::document::Document};

use super::{pdf, sample};

/// Where the samples for other programs are written.
fn written(name: &str, document: &Document) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, pdf(document)).unwrap();
    path
}

fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{program} {arguments:?}: {text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    text
}

#[test]
#[ignore = "needs qpdf, poppler-utils and mupdf-tools"]
fn other_programs_find_no_fault() {
    let mut both = sample::chinese(0);
    both.translation = Some(Box::new(sample::english()));
    for (name, document) in [
        ("report-zh.pdf", sample::chinese(4)),
        ("report-en.pdf", sample::english()),
        ("report-both.pdf", both),
    ] {
        let path = written(name, &document);
        let path = path.to_str().unwrap();
        run("qpdf", &["--check", path]);
        run("mutool", &["info", path]);
        let fonts = run("pdffonts", &[path]);
        for font in fonts.lines().skip(2) {
            let columns: Vec<&str> = font.split_whitespace().rev().take(5).collect();
            assert_eq!(
                columns[2..],
                ["yes", "yes", "yes"],
                "embedded, subset, with a map: {font}"
            );
        }
        assert!(run("pdfinfo", &[path]).contains("Tagged:          yes"));
        assert!(run("pdfdetach", &["-list", path]).contains("assessment.json"));
        let text = run("pdftotext", &["-layout", path, "-"]);
        assert!(
            document.lang == Lang::En || text.contains("阿卜杜拉·买买提 人员 ⼈部"),
            "{text}"
        );
    }
}
