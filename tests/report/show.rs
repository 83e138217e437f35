//! The reports as files, to be looked at.

use pipia::report::face::Faces;
use pipia::report::render::Pdf;

use super::*;

#[test]
#[ignore = "writes reports to be looked at into the folder named by PIPIA_SHOW"]
fn reports_to_look_at() {
    let Some(folder) = std::env::var_os("PIPIA_SHOW").map(std::path::PathBuf::from) else {
        return;
    };
    let questionnaire = certification();
    let faces = Faces::built_in().unwrap();
    let options = RenderOptions {
        now: "2026-11-21T08:30:00Z".parse().unwrap(),
        attachment: None,
    };
    for (name, manner) in [("value", Manner::Value(1)), ("unknown", Manner::Unknown)] {
        let filled = fill(&questionnaire, manner);
        for lang in Lang::ALL {
            let document = report(&questionnaire, &filled.answers, lang);
            let file = |ending: &str| folder.join(format!("{name}-{}.{ending}", lang.code()));
            std::fs::write(file("md"), markdown(&document)).unwrap();
            let bytes = Pdf { faces: &faces }.render(&document, &options).unwrap();
            std::fs::write(file("pdf"), bytes).unwrap();
        }
    }
}
