//! The release binary in a terminal, from the shell to a complete picture.

use super::support::pty::{Pty, program, variables};
use super::{ROUNDS, fixture, show};
use pipia::domain::Assessment;
use pipia::questionnaire::Catalog;
use pipia::store::format::write_assessment;
use portable_pty::CommandBuilder;
use std::path::Path;
use std::time::{Duration, Instant};

const SIZE: (u16, u16) = (200, 60);
const LISTED: usize = 10_000;

/// An assessment with 1,000 data items and every visible question answered.
pub(super) fn start() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("large.pipia.toml");
    std::fs::write(&file, large("大型评估", 1000)).unwrap();
    let file = file.to_str().unwrap().to_owned();
    let mut times = pictures(home.path(), &[&file]);
    show(
        "shell to first complete picture of an assessment, every visible question answered, 1,000 data items",
        &mut times,
    );
}

/// The home screen where 10,000 assessments lie.
pub(super) fn home() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data/pipia/assessments");
    std::fs::create_dir_all(&folder).unwrap();
    for at in 0..LISTED {
        let text = large(&format!("客户{at}的年度评估"), 0);
        std::fs::write(folder.join(format!("{at:05}.pipia.toml")), text).unwrap();
    }
    let mut times = pictures(home.path(), &[]);
    show(&format!("shell to home screen over {LISTED} assessments"), &mut times);
}

fn large(title: &str, items: usize) -> String {
    let questionnaire = Catalog::built_in().unwrap().get("certification").unwrap();
    let mut assessment = Assessment::new(&questionnaire, title, "2026-11-21T00:00:00Z".parse().unwrap());
    if items > 0 {
        assessment.answers = fixture::answers(&questionnaire, items);
    }
    write_assessment(&assessment)
}

fn pictures(home: &Path, arguments: &[&str]) -> Vec<Duration> {
    (0..ROUNDS).map(|_| picture(home, arguments)).collect()
}

/// From the start of the process until the last line of the window is drawn, which comes last.
fn picture(home: &Path, arguments: &[&str]) -> Duration {
    let mut command = CommandBuilder::new(program());
    command.env_clear();
    for (name, value) in variables(home, "zh") {
        command.env(name, value);
    }
    command.cwd(home);
    command.args(arguments);
    let begin = Instant::now();
    let mut terminal = Pty::spawn(command, SIZE.0, SIZE.1);
    terminal.wait_until(|picture| {
        picture
            .lines()
            .nth(usize::from(SIZE.1) - 1)
            .is_some_and(|line| !line.is_empty())
    });
    begin.elapsed()
}
