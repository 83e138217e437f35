//! The rules of the crate docs, held by reading the sources: direction of imports, size of files, colours, keys, sentences.

use std::fs;
use std::path::{Path, PathBuf};

const MAX_LINES: usize = 500;

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&root, &mut found);
    found
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The text without comments and without in-file tests.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap();
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn layer(name: &str) -> &str {
    name.split(['/', '.']).next().unwrap()
}

/// What each layer may import of ours; the program's own shell may import everything.
const ALLOWED: [(&str, &[&str]); 6] = [
    ("domain", &["domain"]),
    ("i18n", &["i18n", "domain"]),
    ("questionnaire", &["questionnaire", "domain"]),
    ("store", &["store", "questionnaire", "domain"]),
    ("report", &["report", "domain", "questionnaire", "i18n"]),
    ("seal", &["seal", "domain"]),
];

#[test]
fn layers_import_only_what_lies_below_them() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| *known == layer(&name)) else {
            continue;
        };
        for part in code(&text).split("crate::").skip(1) {
            let targets: Vec<String> = match part.strip_prefix('{') {
                Some(group) => top_names(group),
                None => vec![first_name(part)],
            };
            wrong.extend(
                targets
                    .iter()
                    .filter(|target| !allowed.contains(&target.as_str()))
                    .map(|target| format!("{name} imports {target}")),
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn first_name(text: &str) -> String {
    text.trim_start()
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// The names at the top of a group import, up to its closing brace.
fn top_names(group: &str) -> Vec<String> {
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, sign) in group.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' if depth == 0 => {
                found.push(first_name(&group[start..at]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(first_name(&group[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

#[test]
fn domain_is_pure() {
    let banned = [
        "std::fs",
        "std::io",
        "std::env",
        "std::net",
        "std::process",
        "SystemTime",
        "Instant",
        "Zoned::now",
        "ratatui",
        "crossterm",
        "printpdf",
        "lopdf",
    ];
    let mut wrong = Vec::new();
    for (name, text) in sources().into_iter().filter(|(name, _)| layer(name) == "domain") {
        wrong.extend(
            banned
                .iter()
                .filter(|word| code(&text).contains(**word))
                .map(|word| format!("{name}: {word}")),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_terminal_layer_touches_neither_files_nor_pdf() {
    let mut wrong = Vec::new();
    for (name, text) in sources().into_iter().filter(|(name, _)| layer(name) == "tui") {
        for word in ["printpdf", "lopdf", "std::fs", "std::net"] {
            if code(&text).contains(word) {
                wrong.push(format!("{name}: {word}"));
            }
        }
        let world = [
            "std::thread",
            "Instant::now",
            "Zoned::now",
            "event::read",
            "event::poll",
        ];
        if name != "tui/runtime.rs" && !name.starts_with("tui/runtime/") {
            wrong.extend(
                world
                    .iter()
                    .filter(|word| code(&text).contains(**word))
                    .map(|word| format!("{name}: {word}")),
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn colours_live_in_the_theme_and_keys_in_the_keymap() {
    let mut wrong = Vec::new();
    for (name, text) in sources().into_iter().filter(|(name, _)| layer(name) == "tui") {
        let code = code(&text);
        if !name.starts_with("tui/theme") && code.contains("Color::") {
            wrong.push(format!("{name}: a colour"));
        }
        let keys = ["tui/key", "tui/keymap", "tui/runtime", "tui/editor"];
        if !keys.iter().any(|known| name.starts_with(known)) && code.contains("KeyCode::") {
            wrong.push(format!("{name}: a key"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_sentence_stands_in_the_terminal_layer() {
    let mut wrong = Vec::new();
    for (name, text) in sources().into_iter().filter(|(name, _)| layer(name) == "tui") {
        for literal in literals(&code(&text)) {
            let chinese = literal.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
            let words = literal
                .split_whitespace()
                .filter(|word| word.len() > 1 && word.chars().all(char::is_alphabetic))
                .count();
            if chinese || words >= 3 {
                wrong.push(format!("{name}: {literal}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// String literals of a source; reasons of lint attributes are not text for users.
fn literals(code: &str) -> Vec<String> {
    let lines = code
        .lines()
        .filter(|line| !line.contains("reason =") && !line.contains("#[error"));
    lines
        .flat_map(|line| {
            line.split('"')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn files_stay_short() {
    let long: Vec<String> = sources()
        .into_iter()
        .map(|(name, text)| (name, text.lines().count()))
        .filter(|(_, lines)| *lines > MAX_LINES)
        .map(|(name, lines)| format!("{name}: {lines} lines"))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

/// `tokio` stands in the lock file through `wasm-bindgen-futures`, which is built for browsers only: CI asks cargo for the graph of the host.
#[test]
fn the_program_brings_no_network_client() {
    let lock = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock")).unwrap();
    for name in ["reqwest", "hyper", "ureq", "curl", "rustls", "openssl", "native-tls"] {
        assert!(!lock.contains(&format!("name = \"{name}\"")), "{name} in Cargo.lock");
    }
    let users: Vec<&str> = lock
        .split("[[package]]")
        .filter(|package| package.contains("\n \"tokio\""))
        .collect();
    assert!(
        users
            .iter()
            .all(|package| package.contains("name = \"wasm-bindgen-futures\"")),
        "{users:?}"
    );
}
