//! From home to reports on disk, by keys alone, over real files, keys and signatures: what the wizard writes is what `verify` reads.

use crate::support::real::{Real, start, start_in};
use pipia::domain::{Lang, Scope, Value};
use pipia::seal::{Context, Role, Verdict, verify};
use pipia::tui::runtime::World;
use std::path::{Path, PathBuf};

fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// In the export dialog: makes an identity of this name, and comes back.
fn make_identity<W: World>(real: &mut Real<W>, name: &str) {
    real.keys("<ctrl+u>").keys(name).keys("<ctrl+s>");
    real.wait("certificate.pem").keys("<esc>");
}

/// Opens the worked case, exports it signed, and has another role sign the same file.
fn two_signatures(lang: Lang, exported: &str, signed: &str, names: [&str; 2]) {
    let mut real = start(lang, 100, 30);
    real.keys("d<enter>");
    assert!(real.session().title().get(lang).len() > 10);
    while real.context().is_text() {
        real.keys("<esc>");
    }
    real.keys("e<down><down><down><left><enter>");
    make_identity(&mut real, names[0]);
    real.keys("<ctrl+s>").wait(exported);
    let [report] = &files_below(real.home(), ".pdf")[..] else {
        panic!("{:?}", files_below(real.home(), ".pdf"));
    };
    let once = std::fs::read(report).unwrap();
    real.keys("s<left><enter>");
    make_identity(&mut real, names[1]);
    real.keys("<ctrl+s>").wait(signed);
    let twice = std::fs::read(report).unwrap();
    assert!(twice.starts_with(&once), "a further signature only adds");
    for (bytes, roles) in [
        (&once, &[Role::Assessor][..]),
        (&twice, &[Role::Assessor, Role::Reviewer][..]),
    ] {
        let now = "2026-11-22T00:00:00Z".parse().unwrap();
        let found = verify(bytes, &Context { now, trusted: &[] }).unwrap();
        assert!(
            matches!(found.verdict, Verdict::Valid | Verdict::ValidExtended),
            "{found:?}"
        );
        let signers: Vec<_> = found
            .signatures
            .iter()
            .map(|signature| (signature.role, signature.name.as_deref()))
            .collect();
        let wanted: Vec<_> = roles.iter().map(|role| Some(*role)).zip(names.map(Some)).collect();
        assert_eq!(signers, wanted);
    }
}

#[test]
fn a_worked_example_is_signed_by_two_roles_in_chinese() {
    two_signatures(Lang::Zh, "文件摘要", "审核人）", ["何嘉", "方晴"]);
}

#[test]
fn a_worked_example_is_signed_by_two_roles_in_english() {
    two_signatures(Lang::En, "SHA-256", "reviewer)", ["He Jia", "Fang Qing"]);
}

#[test]
fn a_new_assessment_is_left_found_again_and_written_as_a_draft() {
    let mut real = start(Lang::Zh, 80, 24);
    real.keys("n<ctrl+u>会员系统年度评估<ctrl+s>");
    assert_eq!(real.session().at().id.as_str(), "route.as-of");
    real.keys("2026-11-21<enter>");
    real.goto("processor.business").keys("通过自有应用销售家居用品。");
    let home = real.leave();

    let mut real = start_in(home, Lang::Zh, 80, 24);
    real.see("会员系统年度评估");
    real.keys("<enter>");
    let session = real.session();
    assert_eq!(session.at().id.as_str(), "processor.business");
    let answer = |id: &str| session.answers().answer(id, &Scope::whole()).unwrap().clone();
    assert_eq!(answer("processor.business").text(), "通过自有应用销售家居用品。");
    assert_eq!(
        answer("route.as-of").known(),
        Some(&Value::Date(jiff::civil::date(2026, 11, 21)))
    );

    while real.context().is_text() {
        real.keys("<esc>");
    }
    // A text report: the kind of file is the first choice of the dialog.
    real.keys("e<right><right><ctrl+s>").wait("文件摘要");
    let reports = [".txt", ".md", ".json"]
        .map(|ending| files_below(real.home(), ending))
        .concat();
    let [report] = &reports[..] else { panic!("{reports:?}") };
    let text = std::fs::read_to_string(report).unwrap();
    for words in ["草稿", "会员系统年度评估", "通过自有应用销售家居用品。"] {
        assert!(text.contains(words), "{words}");
    }
}
