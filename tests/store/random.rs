//! Random answers and changes that fit the sample questionnaire.

use jiff::civil::{Date, date};
use pipia::domain::{
    Acceptance, Answer, Answers, Change, Content, DecidedLevel, Evidence, OptionId, QuestionId, Row, Scope, Scoped,
    Ticks, Value,
};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Whatever people write, quotes, backslashes and line breaks included.
fn text() -> impl Strategy<Value = String> {
    vec(
        select(vec![
            "a", "\"", "\\", "个人", "，", " ", "'", "\"\"\"", "#", "=", "🙂", "u0041", "]",
        ]),
        0..8,
    )
    .prop_map(|parts| parts.concat())
}

fn lines() -> impl Strategy<Value = String> {
    vec(text(), 1..4).prop_map(|lines| lines.join("\n"))
}

fn day() -> impl Strategy<Value = Date> {
    (0_i16..9999, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| date(year, month, day))
}

fn options(words: &'static [&'static str]) -> impl Strategy<Value = std::collections::BTreeSet<OptionId>> {
    btree_set(select(words).prop_map(OptionId::from), 0..=words.len())
}

fn choice(words: &'static [&'static str]) -> BoxedStrategy<Value> {
    select(words).prop_map(|word| Value::Choice(word.into())).boxed()
}

fn ticks(words: &'static [&'static str]) -> BoxedStrategy<Value> {
    let ticks = (options(words), options(words), any::<bool>());
    ticks
        .prop_map(|(ticked, gaps, rest_unknown)| {
            Value::Multi(Ticks {
                ticked,
                gaps,
                rest_unknown,
            })
        })
        .boxed()
}

fn answer(value: BoxedStrategy<Value>) -> impl Strategy<Value = Answer> {
    let content = prop_oneof![
        4 => value.prop_map(|value| Some(Content::Value(value))),
        1 => Just(Some(Content::Unknown)),
        1 => lines().prop_map(|reason| Some(Content::NotApplicable(reason))),
        1 => Just(None),
    ];
    let plain = prop_oneof![3 => Just(String::new()), 1 => lines()];
    let other = prop_oneof![3 => Just(String::new()), 1 => text()];
    (content, plain.clone(), plain, other, any::<bool>()).prop_map(|(content, remark, note, translation, flagged)| {
        Answer {
            content,
            remark,
            note,
            translation,
            flagged,
        }
    })
}

const ROWS: [&str; 4] = ["lusee", "甲方", "row 3", "x-1"];

fn slot() -> impl Strategy<Value = (Scoped<QuestionId>, Answer)> {
    let kinds = [
        ("sample.choice", choice(&["sent", "remote-access", "none"])),
        ("sample.multi", ticks(&["consent", "notice", "contract"])),
        ("sample.yes", any::<bool>().prop_map(Value::YesNo).boxed()),
        ("sample.number", (0_i64..=1000).prop_map(Value::Number).boxed()),
        ("sample.date", day().prop_map(Value::Date).boxed()),
        ("sample.text", text().prop_map(Value::Text).boxed()),
        ("sample.long", lines().prop_map(Value::Text).boxed()),
    ];
    let plain = (0..kinds.len()).prop_flat_map(move |at| {
        let (id, value) = kinds[at].clone();
        answer(value).prop_map(move |answer| (Scoped::whole(QuestionId::from(id)), answer))
    });
    let scoped = |id: &'static str, record: &'static str, keys: &'static [&'static str]| {
        (
            select(keys),
            answer(lines().prop_map(|text| Value::Text(text.replace('\n', " "))).boxed()),
        )
            .prop_map(move |(key, answer)| (Scoped::new(QuestionId::from(id), Scope::row(record, key)), answer))
    };
    prop_oneof![
        4 => plain,
        1 => scoped("sample.each", "recipient", &ROWS),
        1 => scoped("sample.country", "country", &["SG", "US"]),
    ]
}

fn cell() -> impl Strategy<Value = (&'static str, &'static str, Answer)> {
    prop_oneof![
        answer(text().prop_map(Value::Text).boxed()).prop_map(|cell| ("recipient", "name", cell)),
        answer(choice(&["SG", "DE"])).prop_map(|cell| ("recipient", "country", cell)),
        answer(ticks(&["SG", "DE", "US"])).prop_map(|cell| ("recipient", "storage", cell)),
        answer((0..i64::MAX).prop_map(Value::Number).boxed()).prop_map(|cell| ("recipient", "people", cell)),
        answer(lines().prop_map(Value::Text).boxed()).prop_map(|cell| ("recipient", "about", cell)),
        answer(ticks(&["lusee", "甲方"])).prop_map(|cell| ("sample.grid", "others", cell)),
        answer(choice(&["consent", "contract"])).prop_map(|cell| ("sample.grid", "basis", cell)),
    ]
}

fn evidence() -> impl Strategy<Value = Evidence> {
    let kind = select(vec!["", "document", "screenshot", "certificate", "record", "test"]);
    let digest = select(vec![String::new(), "ab".repeat(32)]);
    let proves = prop_oneof![Just(Vec::new()), slot().prop_map(|(slot, _)| vec![slot])];
    let days = (proptest::option::of(day()), proptest::option::of(day()));
    (text(), days, digest, kind, any::<bool>(), proves).prop_map(
        |(title, (date, expiry), sha256, kind, confidential, proves)| Evidence {
            key: String::new(),
            title,
            translation: String::new(),
            date,
            expiry,
            sha256,
            kind: kind.into(),
            confidential,
            proves,
        },
    )
}

fn risk(row: &str) -> Scoped<pipia::domain::JudgementId> {
    Scoped::new("sample.risk".into(), Scope::row("recipient", row))
}

/// A change as the screens make them.
pub(crate) fn change() -> impl Strategy<Value = Change> {
    let row = || select(ROWS.to_vec());
    // Deciding needs a reason.
    let reason = || lines().prop_map(|lines| format!("因{lines}"));
    let level = move || proptest::option::of((select(vec!["low", "medium", "high"]), reason()));
    let simple = prop_oneof![
        4 => slot().prop_map(|(slot, answer)| Change::Answer(slot, answer)),
        4 => (row(), cell()).prop_map(|(row, (record, column, cell))| {
            Change::Cell(record.into(), row.into(), column.into(), cell)
        }),
        1 => (row(), lines(), lines()).prop_map(|(row, remark, note)| Change::RowText("recipient".into(), row.into(), remark, note)),
        1 => row().prop_map(|row| Change::RemoveRow("recipient".into(), row.into())),
        1 => (row(), level()).prop_map(|(row, level)| {
            Change::Override(risk(row), level.map(|(level, reason)| DecidedLevel { level: level.into(), translation: reason.clone(), reason }))
        }),
        1 => (row(), level()).prop_map(|(row, level)| {
            Change::Confirm(risk(row), level.map(|(level, reason)| DecidedLevel { level: level.into(), translation: reason.clone(), reason }))
        }),
        1 => proptest::option::of(reason()).prop_map(|reason| {
            let accepted = reason.map(|reason| Acceptance { translation: reason.clone(), reason });
            Change::Accept(Scoped::whole("SA-01".into()), accepted)
        }),
        1 => vec(evidence(), 0..3).prop_map(|list| {
            let keyed = list.into_iter().enumerate().map(|(at, evidence)| Evidence { key: format!("E-{at:02}"), ..evidence });
            Change::Evidence(keyed.collect())
        }),
    ];
    let simple = simple.boxed();
    prop_oneof![6 => simple.clone(), 1 => vec(simple, 0..4).prop_map(Change::Many)]
}

/// Answers that fit the sample, all rows that they name present.
pub(crate) fn answers() -> impl Strategy<Value = Answers> {
    (vec(change(), 0..25), any::<Index>()).prop_map(|(changes, at)| {
        let mut answers = Answers::default();
        for change in changes {
            let _ = change.apply(&mut answers);
        }
        for row in ROWS {
            if answers.row("recipient", row).is_none() {
                let place = at.index(answers.rows("recipient").len() + 1);
                let _ = Change::AddRow("recipient".into(), place, Row::new(row)).apply(&mut answers);
            }
        }
        answers
    })
}
