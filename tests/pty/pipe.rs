//! Without a terminal.

use super::Room;

#[test]
fn help_comes_in_both_languages_through_a_pipe() {
    let room = Room::new();
    for (ui, said, not) in [("zh", "用法", "Usage"), ("en", "Usage", "用法")] {
        let done = room.run(&["--help"], ui);
        let out = String::from_utf8(done.stdout).unwrap();
        assert!(done.status.success() && done.stderr.is_empty(), "{out}");
        assert!(out.contains(said) && !out.contains(not), "{ui}:\n{out}");
        assert!(!out.contains('\x1b'), "no escape sequences in a pipe:\n{out}");
        for command in ["new", "check", "score", "export", "sign", "verify", "identity", "questionnaire"] {
            assert!(out.contains(command), "{ui}: {command}");
        }
    }
}

#[test]
fn the_wizard_says_that_it_needs_a_terminal() {
    let room = Room::new();
    room.assessment("a.pipia.toml");
    let before = std::fs::read(room.path("a.pipia.toml")).unwrap();
    for (ui, said) in [("zh", "终端"), ("en", "terminal")] {
        for arguments in [&[][..], &["a.pipia.toml"]] {
            let done = room.run(arguments, ui);
            let told = String::from_utf8(done.stderr).unwrap();
            assert_eq!(done.status.code(), Some(2), "{told}");
            assert!(told.contains(said) && told.lines().count() >= 2, "{told}");
            assert!(done.stdout.is_empty(), "nothing is drawn into a pipe");
        }
    }
    assert_eq!(std::fs::read(room.path("a.pipia.toml")).unwrap(), before);
}
