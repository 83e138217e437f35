//! Every text stands in both languages, in the right script and punctuation, and fits its place on the screen.

use pipia::questionnaire::EMBEDDED;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use toml::{Table, Value};
use unicode_width::UnicodeWidthStr;

/// A text with where it stands.
pub(super) struct Bilingual {
    /// File, then the names of what holds it: `modules/route.toml route.ciio help`.
    pub(super) at: String,
    /// The last name: `help`, `label`, `gist`.
    pub(super) key: String,
    pub(super) zh: String,
    pub(super) en: String,
}

/// All bilingual texts of the built-in files and of the report's outline.
pub(super) fn all() -> Vec<Bilingual> {
    let report = ("report", include_str!("../../assets/report/certification.toml"));
    let mut found = Vec::new();
    for (name, text) in EMBEDDED.iter().copied().chain([report]) {
        let table: Table = toml::from_str(text).unwrap();
        collect(&Value::Table(table), name, "", &mut found);
    }
    found
}

fn collect(value: &Value, at: &str, key: &str, found: &mut Vec<Bilingual>) {
    match value {
        Value::Table(table) => {
            let name = ["id", "code", "key", "ref", "level"]
                .iter()
                .find_map(|key| table.get(*key)?.as_str());
            let at = name.map_or_else(|| at.to_owned(), |name| format!("{at} {name}"));
            let text = |lang: &str| table.get(lang).and_then(Value::as_str).map(str::to_owned);
            match (text("zh"), text("en")) {
                (Some(zh), Some(en)) => found.push(Bilingual {
                    at: format!("{at} {key}"),
                    key: key.to_owned(),
                    zh,
                    en,
                }),
                (None, None) => {}
                _ => panic!("{at} {key}: one language only"),
            }
            table.iter().for_each(|(key, value)| collect(value, &at, key, found));
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, at, key, found)),
        _ => {}
    }
}

pub(super) const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}')
}

const fn is_wide_mark(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}')
}

/// The text without what stands between these marks.
fn without(text: &str, open: char, close: char) -> String {
    let mut depth = 0;
    let keep = |c: char| {
        depth += i32::from(c == open);
        let kept = depth == 0;
        depth -= i32::from(c == close && depth > 0);
        kept
    };
    let mut keep = keep;
    text.chars().filter(|c| keep(*c)).collect()
}

fn chinese_faults(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let chars: Vec<char> = without(text, '《', '》').chars().collect();
    let near = |at: usize| {
        [at.checked_sub(1), Some(at + 1)]
            .into_iter()
            .flatten()
            .filter_map(|at| chars.get(at))
            .any(|c| is_han(*c) || is_wide_mark(*c))
    };
    for (at, c) in chars.iter().enumerate() {
        match c {
            '"' | '\'' => faults.push("straight quotation mark".to_owned()),
            ',' | ';' | ':' | '?' | '!' | '(' | ')' | '.' if near(at) && !in_code(&chars, at) => {
                faults.push(format!("half-width {c}"));
            }
            ' ' => {
                let sides = (at.checked_sub(1).and_then(|at| chars.get(at)), chars.get(at + 1));
                let word = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
                let han = |c: Option<&char>| c.is_some_and(|c| is_han(*c) || is_wide_mark(*c));
                if (han(sides.0) && (word(sides.1) || han(sides.1))) || (word(sides.0) && han(sides.1)) {
                    faults.push("space beside Chinese".to_owned());
                }
            }
            _ => {}
        }
    }
    if text.contains("》、《") {
        faults.push("mark between neighbouring titles".to_owned());
    }
    // a name or an address may stand alone; a sentence may not
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if letters > 12 && !text.chars().any(is_han) {
        faults.push("no Chinese".to_owned());
    }
    faults
}

/// Marks that belong to a citation or a file name: `5.4 b)`, `Co., Ltd.`
fn in_code(chars: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| chars.get(at));
    if chars[at] == '(' && chars.get(at + 1) == Some(&')') || chars[at] == ')' && before == Some(&'(') {
        return true;
    }
    let ascii = before.is_some_and(char::is_ascii_alphanumeric);
    match chars[at] {
        ')' | '.' => ascii,
        _ => false,
    }
}

fn english_faults(text: &str) -> Vec<String> {
    let mut bare = text.to_owned();
    for (open, close) in [('《', '》'), ('(', ')')] {
        bare = without(&bare, open, close);
    }
    let mut outside = true;
    let bare: String = bare
        .chars()
        .filter(|c| {
            outside ^= *c == '"';
            outside
        })
        .collect();
    // numbers of headings are Chinese in both reports
    let bare = ["一", "二", "三", "四", "五", "六", "七", "（", "）"]
        .iter()
        .fold(bare, |bare, mark| bare.replace(mark, ""));
    let mut faults = Vec::new();
    if let Some(c) = bare.chars().find(|c| is_han(*c) || is_wide_mark(*c)) {
        faults.push(format!("Chinese in English: {c}"));
    }
    let open = text.char_indices().any(|(at, c)| {
        let (before, after) = (
            text.get(..at).unwrap_or_default().chars().next_back(),
            text.get(at + 1..).unwrap_or_default().chars().next(),
        );
        c == '\''
            && !before.is_some_and(|c| c.is_alphanumeric() || c == '}')
            && after.is_some_and(char::is_alphanumeric)
    });
    if open {
        faults.push("single quotation mark".to_owned());
    }
    if text.chars().any(|c| matches!(c, '“' | '”' | '‘' | '’')) {
        faults.push("curly quotation mark".to_owned());
    }
    faults
}

#[test]
fn every_text_stands_in_both_languages_and_in_its_own_script() {
    let mut wrong = Vec::new();
    for text in all() {
        let optional = text.zh.is_empty() && text.en.is_empty();
        // the standard's own value, and addresses of pages, are the same in both languages
        let same = text.zh == text.en && (text.key == "official" || text.zh.starts_with("http"));
        if same {
            continue;
        }
        let mut faults = english_faults(&text.en.replace("高 (high)", "high"));
        faults.extend(chinese_faults(&text.zh));
        if !optional && (text.zh.trim().is_empty() != text.en.trim().is_empty()) {
            faults.push("one language only".to_owned());
        }
        let stray = |text: &str| text.contains("  ") || text != text.trim();
        if (stray(&text.zh) || stray(&text.en)) && !text.at.starts_with("report") {
            faults.push("stray space".to_owned());
        }
        wrong.extend(
            faults
                .into_iter()
                .map(|fault| format!("{}: {fault}: {} | {}", text.at, text.zh, text.en)),
        );
    }
    assert!(wrong.is_empty(), "{} faults\n{}", wrong.len(), wrong.join("\n"));
}

/// Widest Chinese and English text in columns of the terminal, by what the text is.
const WIDTHS: [(&str, usize, usize); 10] = [
    ("plain", 120, 160),
    ("official", 260, 400),
    ("help", 440, 800),
    ("options", 80, 110),
    ("label", 80, 100),
    ("hint", 120, 170),
    ("title", 160, 330),
    ("text", 260, 400),
    ("measure", 260, 400),
    ("gist", 600, 1100),
];

#[test]
fn texts_fit_their_place() {
    let mut wide = Vec::new();
    for text in all() {
        let limits = WIDTHS.iter().find(|(key, _, _)| *key == text.key);
        // the lines behind a level stand in a list that wraps
        let lines = text.key == "label" && text.at.starts_with("methods");
        if let Some((_, zh, en)) = limits.filter(|_| !lines)
            && (text.zh.width() > *zh || text.en.width() > *en)
        {
            wide.push(format!(
                "{}: {} and {}: {}",
                text.at,
                text.zh.width(),
                text.en.width(),
                text.en
            ));
        }
    }
    assert!(wide.is_empty(), "{} too wide\n{}", wide.len(), wide.join("\n"));
}

fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[test]
fn no_two_questions_share_help_or_examples() {
    let mut seen: HashMap<String, String> = HashMap::new();
    let mut shared = Vec::new();
    for text in all()
        .into_iter()
        .filter(|text| text.at.starts_with("modules/") && ["help", "good", "bad", "plain"].contains(&text.key.as_str()))
    {
        for version in [&text.zh, &text.en] {
            if let Some(other) = seen.insert(bare(version), text.at.clone()) {
                shared.push(format!("{} and {other}: {version}", text.at));
            }
        }
    }
    assert!(shared.is_empty(), "{}", shared.join("\n"));
}

/// Words by which help says what makes an answer poor.
const POOR_ZH: [&str; 30] = [
    "出错",
    "退回",
    "矛盾",
    "不是",
    "分不清",
    "无从",
    "常见",
    "不够",
    "不足",
    "欠缺",
    "容易",
    "不能",
    "不要",
    "不算",
    "误",
    "漏",
    "只写",
    "只填",
    "笼统",
    "空泛",
    "没有",
    "不等于",
    "不宜",
    "不可",
    "看不出",
    "无法",
    "仅",
    "并不",
    "只",
    "却",
];
const POOR_EN: [&str; 31] = [
    "error",
    "neither",
    "contradict",
    "come back",
    "yields",
    "poor",
    "not ",
    "only",
    "without",
    "weak",
    "vague",
    "mistake",
    "wrong",
    "forget",
    "mere",
    "no ",
    "too ",
    "never",
    "miss",
    "instead",
    "fails",
    "cannot",
    "hides",
    "empty",
    "worthless",
    "leaves",
    "useless",
    "little",
    "but ",
    "nothing",
    "unless",
];

/// Sentences of a text; what is quoted counts with the sentence it stands in, a dot in a name or number ends none.
fn sentences(text: &str) -> usize {
    let chars: Vec<char> = text.chars().collect();
    let ends = chars.iter().enumerate().filter(|(at, c)| {
        let next = chars.get(at + 1);
        match c {
            '。' | '？' => next != Some(&'”'),
            '.' | '?' => next.is_none_or(|next| next.is_whitespace()),
            _ => false,
        }
    });
    ends.count()
}

/// What is asked, why an assessor cares, how a small company usually answers: two to five sentences.
#[test]
fn help_has_two_to_five_sentences() {
    let mut wrong = Vec::new();
    for text in all().into_iter().filter(|text| text.key == "help") {
        let (zh, en) = (sentences(&text.zh), sentences(&text.en));
        if !(2..=5).contains(&zh) || !(2..=5).contains(&en) {
            wrong.push(format!("{}: {zh} and {en}: {} | {}", text.at, text.zh, text.en));
        }
    }
    assert!(wrong.is_empty(), "{} helps\n{}", wrong.len(), wrong.join("\n"));
}

/// Runs of letters that a text consists of: pairs in Chinese, fours in English.
fn pieces(text: &str, length: usize) -> HashSet<String> {
    let letters: Vec<char> = bare(text).chars().collect();
    letters.windows(length).map(|run| run.iter().collect()).collect()
}

/// How much of two sets is common, in hundredths.
fn likeness(one: &HashSet<String>, other: &HashSet<String>) -> usize {
    let common = one.intersection(other).count();
    common * 100 / (one.len() + other.len() - common).max(1)
}

/// A text with light changes is still the text of another question.
#[test]
fn help_and_examples_are_no_variants_of_each_other() {
    let texts: Vec<Bilingual> = all()
        .into_iter()
        .filter(|text| text.at.starts_with("modules/") && ["help", "good", "bad"].contains(&text.key.as_str()))
        .collect();
    let mut close = Vec::new();
    for (length, text) in [
        (2, (|text| &text.zh) as fn(&Bilingual) -> &String),
        (4, |text| &text.en),
    ] {
        let pieces: Vec<HashSet<String>> = texts.iter().map(|entry| pieces(text(entry), length)).collect();
        for (at, one) in pieces.iter().enumerate() {
            for (other_at, other) in pieces.iter().enumerate().skip(at + 1) {
                let likeness = likeness(one, other);
                if likeness > 40 {
                    close.push(format!("{} and {}: {likeness} %", texts[at].at, texts[other_at].at));
                }
            }
        }
    }
    assert!(close.is_empty(), "{close:#?}");
}

#[test]
fn help_says_what_makes_an_answer_poor() {
    let mut silent = Vec::new();
    for text in all().into_iter().filter(|text| text.key == "help") {
        if !POOR_ZH.iter().any(|word| text.zh.contains(word))
            || !POOR_EN.iter().any(|word| text.en.to_lowercase().contains(word))
        {
            silent.push(format!("{}: {} | {}", text.at, text.zh, text.en));
        }
    }
    assert!(silent.is_empty(), "{} helps\n{}", silent.len(), silent.join("\n"));
}

/// Chinese words of the program itself: string literals of the sources, a letter for each placeholder.
fn literals() -> Vec<(String, String)> {
    let mut files = Vec::new();
    folders(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut found = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        let whole = |line: &&str| !line.contains("//") && !line.contains("\\\"");
        for line in code.lines().filter(whole) {
            let chinese = line
                .split('"')
                .skip(1)
                .step_by(2)
                .filter(|literal| literal.chars().any(is_han));
            found.extend(chinese.map(|literal| {
                let shown = literal.replace("\\n", "").replace('{', "\u{1}{");
                (
                    path.display().to_string(),
                    without(&shown, '{', '}').replace('\u{1}', "x"),
                )
            }));
        }
    }
    found
}

fn folders(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            folders(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

#[test]
fn chinese_of_the_program_keeps_the_same_punctuation() {
    let mut wrong = Vec::new();
    for (path, text) in literals() {
        let english =
            text.chars().filter(char::is_ascii_alphabetic).count() > text.chars().filter(|c| is_han(*c)).count() * 3;
        if !english {
            // names of files and of questions have dots and colons of their own; page numbers have room around them
            let text = text.replace("第 x 页", "").replace("共 x 页", "");
            let faults = chinese_faults(&text)
                .into_iter()
                .filter(|fault| !fault.ends_with(['.', ':']));
            wrong.extend(faults.map(|fault| format!("{path}: {fault}: {text}")));
        }
    }
    assert!(wrong.is_empty(), "{} faults\n{}", wrong.len(), wrong.join("\n"));
}
