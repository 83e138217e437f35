use super::*;
use jiff::civil::date;

fn source(text: &str) -> Source {
    Source {
        name: "a.toml".into(),
        text: text.into(),
    }
}

fn codes(reader: &Reader<'_>) -> Vec<(&'static str, usize, usize)> {
    reader
        .faults()
        .iter()
        .map(|fault| (fault.code, fault.line, fault.column))
        .collect()
}

#[test]
fn every_syntax_error_is_told_with_its_line() {
    let source = source("a = = 3\nb = 1\nc = \"x\ne = 5\n[t\nf = 1\n");
    let reader = Reader::new(&source);
    let lines: Vec<_> = reader.faults().iter().map(|fault| fault.line).collect();
    for line in [1, 3, 5] {
        assert!(lines.contains(&line), "{lines:?}");
    }
}

#[test]
fn values_of_every_type_are_read() {
    let source = source(
        "s = \"x\"\nb = true\ni = -3\nn = 1_000\nf = 2.5\nd = 2026-11-21\nl = [\"a\", \"b\"]\nt = { zh = \"甲\", en = \"A\" }\nw = \"red\"\nx.y.z = 0x10\n",
    );
    let reader = Reader::new(&source);
    let root = reader.root();
    assert_eq!(root.required_str("s"), Some("x"));
    assert_eq!(root.required_bool("b"), Some(true));
    assert_eq!(root.required_integer("i"), Some(-3));
    assert_eq!(root.required_count("n"), Some(1000));
    assert_eq!(root.required_number("f"), Some(2.5));
    assert_eq!(root.required_date("d"), Some(date(2026, 11, 21)));
    assert_eq!(root.required_strings("l"), Some(vec!["a", "b"]));
    assert_eq!(root.required_text("t"), Some(Text::new("甲", "A")));
    assert_eq!(root.required_word("w", &[("green", 1), ("red", 2)]), Some(2));
    let inner = root.required_table("x").unwrap().required_table("y").unwrap();
    assert_eq!(inner.required_count("z"), Some(16));
    assert_eq!(root.optional_str("absent"), None);
    inner.finish();
    root.finish();
    assert_eq!(codes(&reader), []);
}

#[test]
fn all_faults_of_a_file_come_together_in_its_order() {
    let source = source("nam = \"x\"\nsize = \"big\"\ncolour = \"rde\"\nwhen = \"2026-01-01\"\nmany = -1\n");
    let reader = Reader::new(&source);
    let root = reader.root();
    root.required_str("name");
    root.required_count("size");
    root.required_word("colour", &[("red", 0), ("green", 1)]);
    root.required_date("when");
    root.required_count("many");
    root.finish();
    let expected = [
        ("missing-key", 1, 1),
        ("unknown-key", 1, 1),
        ("wrong-type", 2, 8),
        ("unknown-word", 3, 10),
        ("wrong-type", 4, 8),
        ("negative-number", 5, 8),
    ];
    assert_eq!(codes(&reader), expected);
    let faults = reader.faults();
    assert_eq!(faults[1].todo.en, "did you mean \"name\"?");
    assert_eq!(faults[3].todo.en, "did you mean \"red\"? allowed: \"red\", \"green\"");
    assert_eq!(faults[3].caret, (9, 5));
}

#[test]
fn tables_in_lists_and_braces_report_at_their_own_place() {
    let source = source("[[row]]\nid = 1\n\n[[row]]\nid = \"x\"\nextra = 1\n[one]\ntwo = { three = true, four = 4 }\n");
    let reader = Reader::new(&source);
    let root = reader.root();
    let rows = root.tables("row");
    assert_eq!(rows.len(), 2);
    for row in rows {
        row.required_count("id");
        row.required_str("name");
        row.finish();
    }
    let one = root.required_table("one").unwrap();
    let two = one.required_table("two").unwrap();
    assert_eq!(two.required_bool("three"), Some(true));
    two.finish();
    one.finish();
    root.finish();
    let expected = [
        ("missing-key", 1, 1),
        ("missing-key", 4, 1),
        ("wrong-type", 5, 6),
        ("unknown-key", 6, 1),
        ("unknown-key", 8, 23),
    ];
    assert_eq!(codes(&reader), expected);
    assert_eq!(reader.faults()[0].what.en, "\"name\" is missing in \"row\"");
}

#[test]
fn a_text_needs_both_languages() {
    let source =
        source("a = { zh = \"甲\" }\nb = { zh = \"\", en = \"B\", fr = \"b\" }\nc = \"plain\"\n[d]\nen = \"D\"\n");
    let reader = Reader::new(&source);
    let root = reader.root();
    for key in ["a", "b", "c", "d"] {
        assert_eq!(root.required_text(key), None);
    }
    root.finish();
    let expected = [
        ("missing-language", 1, 5),
        ("empty-text", 2, 12),
        ("unknown-key", 2, 26),
        ("wrong-type", 3, 5),
        ("missing-language", 4, 1),
    ];
    assert_eq!(codes(&reader), expected);
}

#[test]
fn a_syntax_error_hides_what_follows_from_it_and_nothing_else() {
    let source = source("a = = 3\nb = \"x\"\nz = 1\n");
    let reader = Reader::new(&source);
    let root = reader.root();
    root.required_count("a");
    root.required_count("b");
    root.required_count("c");
    root.finish();
    let mut codes: Vec<_> = codes(&reader).iter().map(|(code, line, _)| (*code, *line)).collect();
    codes.dedup(); // the parser tells one slip in the first line in two ways
    assert_eq!(codes, [("syntax", 1), ("wrong-type", 2), ("unknown-key", 3)]);
}

#[test]
fn duplicate_keys_dates_with_time_and_huge_numbers_are_faults() {
    let source = source("a = 1\na = 2\nd = 2026-01-01T10:00:00Z\nn = 99999999999999999999\n");
    let reader = Reader::new(&source);
    let root = reader.root();
    root.required_count("a");
    root.required_date("d");
    root.required_count("n");
    root.finish();
    assert_eq!(
        codes(&reader),
        [
            ("duplicate-key", 2, 1),
            ("wrong-type", 3, 5),
            ("number-too-large", 4, 5)
        ]
    );
}

#[test]
fn entries_keep_the_order_of_the_file() {
    let source = source("[answers]\n\"b.c\" = 1\n\"a.b@x:1\" = 2\n");
    let reader = Reader::new(&source);
    let answers = reader.root().required_table("answers").unwrap();
    let keys: Vec<_> = answers.entries().iter().map(|entry| entry.key.to_owned()).collect();
    assert_eq!(keys, ["b.c", "a.b@x:1"]);
    answers.finish();
    assert_eq!(codes(&reader), []);
}

#[test]
fn many_faults_in_a_large_file_take_linear_time() {
    let lines: Vec<_> = (0..60_000).map(|n| format!("unknown_key_number_{n} = 1\n")).collect();
    let text = lines.concat();
    assert!(text.len() > 1_500_000);
    let source = source(&text);
    let reader = Reader::new(&source);
    reader.root().finish();
    let faults = reader.faults();
    assert_eq!(faults.len(), 60_000);
    assert_eq!((faults[59_999].line, faults[59_999].column), (60_000, 1));
}

#[test]
fn a_long_line_is_cut_around_the_place_and_control_characters_vanish() {
    let source = source(&format!("a = \"{}\u{1b}\"\n", "长".repeat(500_000)));
    let reader = Reader::new(&source);
    let root = reader.root();
    root.required_bool("a");
    root.finish();
    for fault in reader.faults() {
        assert!(fault.excerpt.chars().count() <= 200);
        assert!(!fault.excerpt.contains('\u{1b}'));
        assert!(fault.caret.1 <= 200);
    }
}
