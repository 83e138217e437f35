//! The worked cases as answers.

use pipia::domain::{Answers, Lang};
use pipia::questionnaire::{Catalog, Source};
use pipia::store::format::read_answers;

/// The answers of a worked case (`case-a`, `case-b`), as `pipia demo` writes them.
pub(crate) fn finished(case: &str) -> Answers {
    let questionnaire = Catalog::built_in().unwrap().get("certification").unwrap();
    let path = format!("{}/questionnaires/examples/{case}.toml", env!("CARGO_MANIFEST_DIR"));
    let source = Source {
        text: std::fs::read_to_string(&path).unwrap(),
        name: path,
    };
    let loaded = read_answers(&source, &questionnaire, &Answers::default()).unwrap_or_else(|faults| {
        let shown: Vec<String> = faults.iter().map(|fault| fault.render(Lang::En)).collect();
        panic!("{}", shown.join("\n"))
    });
    loaded.answers
}
