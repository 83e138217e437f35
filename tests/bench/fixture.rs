//! A large assessment: 4 transfers, 2 recipients, a third party, many data items, every visible question answered.

use jiff::civil::{Date, date};
use pipia::domain::{
    Answer, Answers, Change, Context, Engine, Field, Kind, Options, Questionnaire, Scope, Scoped, Shape, Ticks, Value,
};
use std::sync::Arc;

/// The day on which the measurements play.
pub(crate) const TODAY: Date = date(2026, 11, 21);

/// A text answer.
pub(crate) fn text(text: &str) -> Answer {
    Answer::value(Value::Text(text.into()))
}

fn choice(option: &str) -> Answer {
    Answer::value(Value::Choice(option.into()))
}

fn multi(options: &[&str]) -> Answer {
    Answer::value(Value::Multi(Ticks::known(options.iter().copied())))
}

/// Answers with so many data items; every visible question gets its first option, a number, a day or a sentence.
pub(crate) fn answers(questionnaire: &Arc<Questionnaire>, items: usize) -> Answers {
    let mut answers = Answers::default();
    parties(&mut answers);
    for at in 0..items {
        item(&mut answers, at);
    }
    for _ in 0..3 {
        fill(questionnaire, &mut answers);
    }
    answers
}

fn set(answers: &mut Answers, record: &str, row: &str, column: &str, answer: Answer) {
    let _ = Change::Cell(record.into(), row.into(), column.into(), answer).apply(answers);
}

fn parties(answers: &mut Answers) {
    for (key, country) in [("r1", "SG"), ("r2", "PH")] {
        set(answers, "recipient", key, "name", text(&format!("接收方{key}")));
        set(answers, "recipient", key, "country", choice(country));
        set(answers, "recipient", key, "storage_countries", multi(&[country]));
    }
    for (key, recipient, outbound) in [
        ("t1", "r1", "sent"),
        ("t2", "r1", "sent"),
        ("t3", "r2", "remote-access"),
        ("t4", "r1", "sent"),
    ] {
        set(answers, "transfer", key, "name", text(&format!("场景{key}")));
        set(answers, "transfer", key, "recipient", choice(recipient));
        set(answers, "transfer", key, "outbound", choice(outbound));
        set(
            answers,
            "transfer",
            key,
            "personal_information",
            Answer::value(Value::YesNo(true)),
        );
        set(answers, "transfer", key, "necessity", choice("none"));
        set(
            answers,
            "transfer",
            key,
            "people_ordinary",
            Answer::value(Value::Number(120_000)),
        );
        set(
            answers,
            "transfer",
            key,
            "people_sensitive",
            Answer::value(Value::Number(500)),
        );
        set(answers, "link", &format!("l{key}"), "transfer", choice(key));
        set(answers, "system", &format!("s{key}"), "transfers", multi(&[key]));
    }
    let _ = Change::Answer(Scoped::whole("third-party.exists".into()), choice("yes")).apply(answers);
    set(answers, "third-party", "p1", "country", choice("US"));
    set(answers, "third-party", "p1", "recipient", choice("r1"));
    set(answers, "third-party", "p1", "transfers", multi(&["t1", "t2"]));
}

fn item(answers: &mut Answers, at: usize) {
    let key = format!("i{at}");
    let transfer = ["t1", "t2", "t3", "t4"][at % 4];
    set(answers, "item", &key, "name", text(&format!("数据项{at}")));
    set(answers, "item", &key, "transfers", multi(&[transfer]));
    set(
        answers,
        "item",
        &key,
        "sensitive",
        choice(if at.is_multiple_of(3) { "yes" } else { "no" }),
    );
    set(
        answers,
        "item",
        &key,
        "necessity",
        choice(if at.is_multiple_of(5) { "helpful" } else { "required" }),
    );
}

/// Answers what is visible and still blank.
fn fill(questionnaire: &Arc<Questionnaire>, answers: &mut Answers) {
    let engine = Engine::new(Arc::clone(questionnaire), Arc::new(answers.clone()), TODAY);
    let mut changes = Vec::new();
    for (question, scope) in engine.visits() {
        match &question.kind {
            Kind::Field(field) if answers.answer(&question.id, &scope).is_none() => {
                changes.extend(
                    some(field, &engine)
                        .map(|answer| Change::Answer(Scoped::new(question.id.clone(), scope.clone()), answer)),
                );
            }
            Kind::Table(table) => {
                let free = matches!(table.shape, Shape::Free { .. });
                let mut keys = engine.shown_rows(table);
                if free && keys.is_empty() {
                    keys.push("x1".into());
                }
                for key in keys {
                    let context: Context = engine.row_context(table, &key);
                    for column in &table.columns {
                        if answers.cell(&table.record, &key, &column.id).is_none()
                            && engine.column_shown(column, &context)
                        {
                            let answer = some(&column.field, &engine);
                            changes.extend(answer.map(|answer| {
                                Change::Cell(table.record.clone(), key.clone(), column.id.clone(), answer)
                            }));
                        }
                    }
                }
            }
            _ => {}
        }
    }
    for change in changes {
        let _ = change.apply(answers);
    }
    let _ = Scope::whole();
}

fn some(field: &Field, engine: &Engine) -> Option<Answer> {
    let first = || match field.options() {
        Some(Options::Reference(_)) => Some("SG".to_owned()),
        _ => engine.options(field).first().map(|(id, _)| id.to_string()),
    };
    Some(match field {
        Field::Choice(_) => choice(&first()?),
        Field::Multi(_) => multi(&[&first()?]),
        Field::YesNo => Answer::value(Value::YesNo(true)),
        Field::Number { .. } => Answer::value(Value::Number(100)),
        Field::Date => Answer::value(Value::Date(TODAY)),
        Field::Text => text("示例文字"),
        Field::LongText => text("本场景按月传输，接收方只用于约定的目的，到期删除并出具证明。"),
        Field::Computed(_) => return None,
    })
}
