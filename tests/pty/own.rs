//! A questionnaire of the user in the wizard.

use super::{Room, go_to};
use crate::cli::own::lay;
use std::fs;

#[test]
fn a_module_of_ones_own_is_walked_like_the_others() {
    let room = Room::new();
    lay(&room.questionnaires());
    let made = room.run(&["new", "a.pipia.toml", "--questionnaire", "own-check"], "zh");
    assert!(made.status.success(), "{made:?}");
    let mut pty = room.wizard("a.pipia.toml", "zh");
    assert!(
        pty.stable().contains("屏幕"),
        "its module stands in the rail: {}",
        pty.text()
    );
    go_to(&mut pty, "own.watermark", "屏幕有没有水印");
    pty.send("3");
    pty.wait_for("(•) 没有水印");
    pty.send("i");
    pty.wait_for("屏幕没有水印");
    pty.send("<esc>");
    pty.wait_for("(•) 没有水印");
    pty.send("s");
    pty.wait_for("翻拍风险");
    pty.wait_for("风险高");
    pty.send("<ctrl+q>");
    assert_eq!(pty.exit_code(), 0);
    let saved = fs::read_to_string(room.path("a.pipia.toml")).unwrap();
    assert!(saved.contains("\"own.watermark\" = \"none\""), "{saved}");
}
