//! A small questionnaire with every kind of question, built by hand.

use jiff::civil::date;
use pipia::domain::{
    Base, Choice, Column, Direction, Field, FindingRule, Ground, JudgementRule, Jurisdiction, Kind, Mark, Matrix,
    Module, Options, Question, Questionnaire, ReferenceData, Required, Scale, ScaleLevel, Severity, Shape, Table, Text,
    parse_expr,
};
use std::collections::{BTreeMap, HashMap};

pub(crate) fn questionnaire() -> Questionnaire {
    let mut questionnaire = Questionnaire {
        id: "sample".into(),
        version: "1.0.0".into(),
        digest: String::new(),
        law_date: date(2026, 11, 1),
        title: Text::same("Sample"),
        modules: vec![module("sample", "1.0.0")],
        questions: questions(),
        definitions: BTreeMap::new(),
        findings: vec![finding("SA-01")],
        scales: vec![scale()],
        judgements: vec![judgement()],
        matrix: Matrix::default(),
        treatments: Vec::new(),
        reference: reference(),
        index: HashMap::new(),
        tables: HashMap::new(),
    };
    questionnaire.reindex();
    questionnaire
}

fn module(id: &str, version: &str) -> Module {
    Module {
        id: id.into(),
        version: version.into(),
        law_date: date(2026, 11, 1),
        title: Text::same(id),
        purpose: Text::default(),
        sections: Vec::new(),
    }
}

fn questions() -> Vec<Question> {
    let transfers = Field::Multi(Options::Rows("recipient".into()));
    let mut each = question("sample.each", Kind::Field(Field::Text));
    each.each = Some(("recipient".into(), None));
    let mut country = question("sample.country", Kind::Field(Field::LongText));
    country.each = Some(("country".into(), None));
    vec![
        question(
            "sample.choice",
            Kind::Field(Field::Choice(fixed(&["sent", "remote-access", "none"]))),
        ),
        question(
            "sample.multi",
            Kind::Field(Field::Multi(fixed(&["consent", "notice", "contract"]))),
        ),
        question("sample.yes", Kind::Field(Field::YesNo)),
        question("sample.number", Kind::Field(Field::Number { min: 0, max: 1000 })),
        question("sample.date", Kind::Field(Field::Date)),
        question("sample.text", Kind::Field(Field::Text)),
        question("sample.long", Kind::Field(Field::LongText)),
        table(
            "recipient.list",
            "recipient",
            Shape::Free {
                name_column: Some("name".into()),
            },
            recipient_columns(),
        ),
        table(
            "sample.form",
            "sample.form",
            Shape::Form,
            vec![column("title", Field::Text), column("day", Field::Date)],
        ),
        table(
            "sample.grid",
            "sample.grid",
            Shape::Grid {
                source: "recipient".into(),
                when: None,
            },
            vec![
                column("basis", Field::Choice(fixed(&["consent", "contract"]))),
                column("others", transfers),
            ],
        ),
        table(
            "sample.fixed",
            "sample.fixed",
            Shape::Fixed(choices(&["first", "second"])),
            vec![column("ok", Field::YesNo)],
        ),
        each,
        country,
    ]
}

fn recipient_columns() -> Vec<Column> {
    vec![
        column("name", Field::Text),
        column("country", Field::Choice(Options::Reference("jurisdictions".into()))),
        column("storage", Field::Multi(Options::Reference("jurisdictions".into()))),
        column("people", Field::Number { min: 0, max: i64::MAX }),
        column("about", Field::LongText),
        column("sensitive", Field::Computed("some-condition".into())),
        column("for", Field::Multi(Options::Findings)),
    ]
}

fn choices(ids: &[&str]) -> Vec<Choice> {
    let choice = |id: &&str| Choice {
        id: (*id).into(),
        label: Text::same(*id),
        remark: false,
        unticked_remark: false,
        exclusive: false,
        level: None,
    };
    ids.iter().map(choice).collect()
}

pub(crate) fn fixed(ids: &[&str]) -> Options {
    Options::Fixed(choices(ids))
}

fn column(id: &str, field: Field) -> Column {
    Column {
        id: id.into(),
        label: Text::same(id),
        hint: Text::default(),
        field,
        required: Required::No,
        when: None,
        worst: None,
        remark: false,
    }
}

fn table(id: &str, record: &str, shape: Shape, columns: Vec<Column>) -> Question {
    question(
        id,
        Kind::Table(Table {
            record: record.into(),
            shape,
            columns,
        }),
    )
}

pub(crate) fn question(id: &str, kind: Kind) -> Question {
    Question {
        id: id.into(),
        module: "sample".into(),
        section: "sample.1".into(),
        kind,
        required: Required::No,
        when: None,
        each: None,
        plain: Text::same(id),
        official: Text::default(),
        help: Text::default(),
        good: Text::default(),
        bad: Text::default(),
        evidence: Text::default(),
        basis: Vec::new(),
        terms: Vec::new(),
        worst: None,
        remark: false,
    }
}

fn finding(code: &str) -> FindingRule {
    FindingRule {
        code: code.into(),
        per: None,
        when: parse_expr("sample.yes = no").unwrap(),
        unless: None,
        severity: Severity::Minor,
        severity_if: Vec::new(),
        reach: None,
        past: false,
        note: false,
        fill: Vec::new(),
        text: Text::same(code),
        measure: Text::default(),
        after: Vec::new(),
        basis: Vec::new(),
    }
}

fn scale() -> Scale {
    let level = |id: &str| ScaleLevel {
        id: id.into(),
        label: Text::same(id),
        full: Text::default(),
        official: Text::default(),
    };
    Scale {
        id: "risk".into(),
        direction: Direction::Risk,
        title: Text::same("risk"),
        levels: ["low", "medium", "high"].map(level).into(),
    }
}

fn judgement() -> JudgementRule {
    JudgementRule {
        id: "sample.risk".into(),
        question: None,
        per: Some("recipient".into()),
        rows_when: None,
        scale: "risk".into(),
        title: Text::same("risk"),
        ground: Ground {
            label: Text::default(),
            source: Vec::new(),
            mark: Mark::Tool,
        },
        stage: None,
        base: Base::Lines(Vec::new()),
        steps: Vec::new(),
    }
}

fn reference() -> ReferenceData {
    let country = |code: &str| Jurisdiction {
        code: code.into(),
        name: Text::same(code),
        gba: false,
        profile: Vec::new(),
        source: Text::default(),
        certainty: Text::default(),
        facts: Vec::new(),
        source_date: None,
    };
    ReferenceData {
        jurisdictions: ["SG", "DE", "US"].map(country).into(),
        ..ReferenceData::default()
    }
}
