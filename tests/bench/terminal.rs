//! The release binary in a terminal, from the shell to a complete picture.

use super::support::pty::{Pty, program, variables};
use super::support::world::finished;
use super::{ROUNDS, fixture, resident_of, show};
use pipia::domain::{Answers, Assessment};
use pipia::questionnaire::Catalog;
use pipia::store::format::write_assessment;
use portable_pty::CommandBuilder;
use std::path::Path;
use std::time::{Duration, Instant};

const SIZE: (u16, u16) = (200, 60);
const LISTED: usize = 10_000;

/// Case A, and an assessment with 1,000 data items, every visible question of both answered.
pub(super) fn start() {
    let home = tempfile::tempdir().unwrap();
    for (what, answers) in [("case A", Some(finished("case-a"))), ("1,000 data items", None)] {
        let file = home.path().join("large.pipia.toml");
        let text = answers.map_or_else(|| large("大型评估", 1000), |answers| written("示例", answers));
        std::fs::write(&file, text).unwrap();
        let file = file.to_str().unwrap().to_owned();
        let (mut times, memory) = pictures(home.path(), &[&file]);
        show(
            &format!("shell to first complete picture of an assessment, {what}, every visible question answered"),
            &mut times,
        );
        println!("resident memory of the wizard with it: {memory}");
    }
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
    let (mut times, _) = pictures(home.path(), &[]);
    show(&format!("shell to home screen over {LISTED} assessments"), &mut times);
}

fn large(title: &str, items: usize) -> String {
    let questionnaire = Catalog::built_in().unwrap().get("certification").unwrap();
    let answers = (items > 0).then(|| fixture::answers(&questionnaire, items));
    written(title, answers.unwrap_or_default())
}

fn written(title: &str, answers: Answers) -> String {
    let questionnaire = Catalog::built_in().unwrap().get("certification").unwrap();
    let now = "2026-11-21T00:00:00Z".parse().unwrap();
    write_assessment(&Assessment {
        answers,
        ..Assessment::new(&questionnaire, title, now)
    })
}

/// The times of all rounds, and the resident memory in the last.
fn pictures(home: &Path, arguments: &[&str]) -> (Vec<Duration>, String) {
    let rounds: Vec<_> = (0..ROUNDS).map(|_| picture(home, arguments)).collect();
    let memory = rounds.last().map(|(_, memory)| memory.clone()).unwrap_or_default();
    (rounds.into_iter().map(|(time, _)| time).collect(), memory)
}

/// From the start of the process until the last line of the window is drawn, which comes last.
fn picture(home: &Path, arguments: &[&str]) -> (Duration, String) {
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
    let time = begin.elapsed();
    (time, resident_of(&terminal.pid().to_string(), "VmRSS"))
}
