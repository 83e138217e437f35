//! Modules, sections, questions, columns, options, named conditions.

use super::{Check, File, Owner};
use crate::domain::{
    Choice, Column, ColumnId, DefinitionId, Field, Kind, Module, OptionId, Options, Question, Required, Section, Shape,
    Stage, Table as Rows, Text, Value as Answer, Worst,
};
use crate::questionnaire::code;
use crate::questionnaire::raw::{Table, Value};

const REQUIRED: [(&str, Required); 3] = [
    ("no", Required::No),
    ("yes", Required::Yes),
    ("strict", Required::Strict),
];
const STAGES: [(&str, Stage); 3] = [
    ("inherent", Stage::Inherent),
    ("attained", Stage::Attained),
    ("expected", Stage::Expected),
];
const FIELD_KINDS: [&str; 8] = [
    "choice",
    "multi",
    "yes-no",
    "number",
    "date",
    "text",
    "long-text",
    "computed",
];
const QUESTION_KINDS: [&str; 12] = [
    "choice",
    "multi",
    "yes-no",
    "number",
    "date",
    "text",
    "long-text",
    "record",
    "form",
    "fixed",
    "grid",
    "level",
];

/// `[[define]]`
pub(super) fn definitions(root: &Table<'_>, file: &mut File<'_>) {
    for table in root.tables("define") {
        let per = table.optional_str("per");
        let Some(id) = table.required_str("id").map(DefinitionId::from) else {
            continue;
        };
        file.unique(&table, "id", "define", id.to_string());
        if let Some(per) = per {
            file.later(table.value_span("per"), Check::Rows(per.to_owned()));
        }
        let expr = table
            .required("expr")
            .and_then(|value| file.condition(&value, &Owner::Definition(id.clone())));
        table.finish();
        if let Some(expr) = expr {
            file.draft.definitions.push((id, per.map(str::to_owned), expr));
        }
    }
}

/// A module file.
pub(super) fn module(root: &Table<'_>, file: &mut File<'_>) {
    let read = (
        root.required_str("id"),
        root.required_str("version"),
        root.required_date("law_date"),
    );
    let (title, purpose) = (root.required_text("title"), root.required_text("purpose"));
    let sections = root
        .tables("section")
        .into_iter()
        .filter_map(|table| section(table, file))
        .collect();
    let name = read.0.unwrap_or_default().to_owned();
    // A fault in the head is told there; sections and questions are checked all the same.
    if let Some(id) = read.0 {
        file.unique(root, "id", "module", id.to_owned());
        let purpose = purpose.unwrap_or_default();
        file.draft.modules.push(Module {
            id: id.into(),
            version: read.1.unwrap_or_default().into(),
            law_date: read.2.unwrap_or_default(),
            title: title.unwrap_or_default(),
            purpose,
            sections,
        });
    }
    for table in root.tables("question") {
        if let Some(question) = question(&table, &name, file) {
            file.draft.questions.push(question);
        }
        table.finish();
    }
}

fn section(table: Table<'_>, file: &mut File<'_>) -> Option<Section> {
    if let Some(id) = table.optional_str("id") {
        file.unique(&table, "id", "section", id);
    }
    let found = table
        .required_str("id")
        .zip(table.required_text("title"))
        .map(|(id, title)| Section { id: id.into(), title });
    table.finish();
    found
}

fn question(table: &Table<'_>, module: &str, file: &mut File<'_>) -> Option<Question> {
    let owner = Owner::Question(file.draft.questions.len());
    let id = table.required_str("id");
    let section = table.required_str("section").unwrap_or_default();
    if let Some(id) = id {
        file.unique(table, "id", "question", id.to_owned());
        file.later(
            table.value_span("section"),
            Check::Section {
                module: module.to_owned(),
                section: section.to_owned(),
            },
        );
    }
    let required = table.required_word("required", &REQUIRED).unwrap_or(Required::Yes);
    let kind = kind(table, id.unwrap_or_default(), file, &owner);
    let worst = worst(table, kind.as_ref().and_then(field_of));
    let texts = Texts::read(table);
    let each = each(table, file, &owner);
    let when = file.optional_condition(table, "when", &owner);
    let basis = file.citations(table, "basis");
    let terms = terms(table, file);
    Some(Question {
        id: id?.into(),
        module: module.into(),
        section: section.into(),
        kind: kind?,
        required,
        when,
        each,
        plain: texts.plain.unwrap_or_default(),
        official: texts.official.unwrap_or_default(),
        help: texts.help.unwrap_or_default(),
        good: texts.good.unwrap_or_default(),
        bad: texts.bad.unwrap_or_default(),
        evidence: texts.evidence.unwrap_or_default(),
        basis,
        terms,
        worst,
        remark: table.optional_bool("remark").unwrap_or(false),
    })
}

struct Texts {
    plain: Option<Text>,
    official: Option<Text>,
    help: Option<Text>,
    good: Option<Text>,
    bad: Option<Text>,
    evidence: Option<Text>,
}

impl Texts {
    fn read(table: &Table<'_>) -> Self {
        Self {
            plain: table.required_text("plain"),
            official: table.required_text("official"),
            help: table.required_text("help"),
            good: table.required_text("good"),
            bad: table.required_text("bad"),
            evidence: table.required_text("evidence"),
        }
    }
}

fn each(
    table: &Table<'_>,
    file: &mut File<'_>,
    owner: &Owner,
) -> Option<(crate::domain::RecordId, Option<crate::domain::Expr>)> {
    let filter = file.optional_condition(table, "each_when", owner);
    let record = table.optional_str("each")?;
    file.later(table.value_span("each"), Check::Rows(record.to_owned()));
    Some((record.into(), filter))
}

fn terms(table: &Table<'_>, file: &mut File<'_>) -> Vec<crate::domain::TermId> {
    let items = table.get("terms").and_then(|value| value.list()).unwrap_or_default();
    let mut found = Vec::new();
    for item in items {
        if let Some(term) = item.str() {
            file.later(item.span(), Check::Term(term.to_owned()));
            found.push(term.into());
        }
    }
    found
}

fn field_of(kind: &Kind) -> Option<&Field> {
    match kind {
        Kind::Field(field) => Some(field),
        _ => None,
    }
}

fn kind(table: &Table<'_>, id: &str, file: &mut File<'_>, owner: &Owner) -> Option<Kind> {
    let words: Vec<(&str, &str)> = QUESTION_KINDS.iter().map(|word| (*word, *word)).collect();
    match table.required_word("kind", &words)? {
        "level" => Some(level(table, file, owner)),
        shape @ ("record" | "form" | "fixed" | "grid") => {
            let key = if table.has("record") { "record" } else { "id" };
            let record = table.optional_str("record").unwrap_or(id);
            file.unique(table, key, "record", record);
            let shape = shape_of(table, shape, file, owner)?;
            let columns = columns(table, id, file, owner);
            Some(Kind::Table(Rows {
                record: record.into(),
                shape,
                columns,
            }))
        }
        word => field(table, word, id, file).map(Kind::Field),
    }
}

fn level(table: &Table<'_>, file: &mut File<'_>, owner: &Owner) -> Kind {
    let items = table
        .required("judgements")
        .and_then(|value| value.list())
        .unwrap_or_default();
    let mut judgements = Vec::new();
    for item in items {
        if let Some(name) = item.str() {
            file.later(item.span(), Check::Judgement(name.to_owned()));
            judgements.push(name.into());
        }
    }
    let stage = table.optional_word("stage", &STAGES).unwrap_or(Stage::Inherent);
    let id = table.optional_str("id").unwrap_or_default();
    Kind::Level {
        judgements,
        stage,
        columns: columns(table, id, file, owner),
    }
}

fn shape_of(table: &Table<'_>, word: &str, file: &mut File<'_>, owner: &Owner) -> Option<Shape> {
    Some(match word {
        "form" => Shape::Form,
        "fixed" => Shape::Fixed(choices(&table.required("fixed_rows")?)),
        "grid" => {
            let source = table.required_str("rows")?;
            file.later(table.value_span("rows"), Check::Rows(source.to_owned()));
            Shape::Grid {
                source: source.into(),
                when: file.optional_condition(table, "rows_when", owner),
            }
        }
        _ => Shape::Free {
            name_column: table.optional_str("name_column").map(ColumnId::from),
        },
    })
}

fn columns(table: &Table<'_>, question: &str, file: &mut File<'_>, owner: &Owner) -> Vec<Column> {
    let mut found: Vec<Column> = Vec::new();
    for column in table.tables("column") {
        let read = read_column(&column, question, file, owner);
        if read
            .as_ref()
            .is_some_and(|read| found.iter().any(|known| known.id == read.id))
        {
            let what = Text::new("同一个表有两列同名", "two columns of the table have this name");
            let todo = Text::new("改用另一个id", "give it another id");
            column.fault_at("id", code::DUPLICATE_ID, what, todo);
        }
        found.extend(read);
        column.finish();
    }
    found
}

fn read_column(table: &Table<'_>, question: &str, file: &mut File<'_>, owner: &Owner) -> Option<Column> {
    let id = table.required_str("id");
    let label = table.required_text("label");
    let hint = table.optional_text("hint").unwrap_or_default();
    let words: Vec<(&str, &str)> = FIELD_KINDS.iter().map(|word| (*word, *word)).collect();
    let name = format!("{question}.{}", id.unwrap_or_default());
    let field = table
        .required_word("kind", &words)
        .and_then(|word| field(table, word, &name, file));
    let computed = matches!(field, Some(Field::Computed(_)));
    let required = if computed {
        table.optional_word("required", &REQUIRED)
    } else {
        table.required_word("required", &REQUIRED)
    };
    let when = file.optional_condition(table, "when", owner);
    let worst = worst(table, field.as_ref());
    let remark = table.optional_bool("remark").unwrap_or(false);
    Some(Column {
        id: id?.into(),
        label: label?,
        hint,
        field: field?,
        required: required.unwrap_or(Required::No),
        when,
        worst,
        remark,
    })
}

fn field(table: &Table<'_>, word: &str, name: &str, file: &mut File<'_>) -> Option<Field> {
    Some(match word {
        "choice" => Field::Choice(options(table, file)?),
        "multi" => Field::Multi(options(table, file)?),
        "yes-no" => Field::YesNo,
        "number" => Field::Number {
            min: table.optional_integer("min").unwrap_or(0),
            max: table.optional_integer("max").unwrap_or(9_999_999_999),
        },
        "date" => Field::Date,
        "long-text" => Field::LongText,
        "computed" => computed(table, name, file)?,
        _ => Field::Text,
    })
}

/// A computed column is a named condition of its own.
fn computed(table: &Table<'_>, name: &str, file: &mut File<'_>) -> Option<Field> {
    let id = DefinitionId::from(format!("computed {name}"));
    let value = table.required("define")?;
    let expr = file.condition(&value, &Owner::Definition(id.clone()))?;
    file.draft.definitions.push((id.clone(), None, expr));
    Some(Field::Computed(id))
}

fn options(table: &Table<'_>, file: &mut File<'_>) -> Option<Options> {
    let Some(source) = table.optional_str("options_from") else {
        return Some(Options::Fixed(choices(&table.required("options")?)));
    };
    file.later(table.value_span("options_from"), Check::Options(source.to_owned()));
    Some(match source {
        "jurisdictions" | "law" => Options::Reference(source.to_owned()),
        "findings" => Options::Findings,
        "evidence" => Options::Evidence,
        record => Options::Rows(record.into()),
    })
}

fn choices(value: &Value<'_>) -> Vec<Choice> {
    let mut found: Vec<Choice> = Vec::new();
    for table in value.list().unwrap_or_default().iter().filter_map(Value::table) {
        let read = choice(&table);
        if let Some(choice) = read {
            if found.iter().any(|known| known.id == choice.id) {
                let what = Text::new(
                    format!("选项“{}”重复", choice.id),
                    format!("option \"{}\" stands twice", choice.id),
                );
                table.fault_at(
                    "id",
                    code::DUPLICATE_ID,
                    what,
                    Text::new("改用另一个id", "give it another id"),
                );
            }
            found.push(choice);
        }
        table.finish();
    }
    found
}

fn choice(table: &Table<'_>) -> Option<Choice> {
    let id = table.required_str("id");
    let label = super::both_languages(table);
    let flag = |key| table.optional_bool(key).unwrap_or(false);
    let choice = Choice {
        id: OptionId::from(id.unwrap_or_default()),
        label: label.clone().unwrap_or_default(),
        remark: flag("remark"),
        unticked_remark: flag("unticked_remark"),
        exclusive: flag("exclusive"),
        level: table.optional_str("level").map(Into::into),
    };
    (id.is_some() && label.is_some()).then_some(choice)
}

fn worst(table: &Table<'_>, field: Option<&Field>) -> Option<Worst> {
    let value = table.get("worst")?;
    let field = field?;
    match field {
        Field::Multi(_) if value.is_list() => Some(Worst::Ticked(
            value.strings()?.into_iter().map(OptionId::from).collect(),
        ))
        .filter(|_| known_options(field, &value)),
        Field::Multi(_) => value.word(&[("all", ())]).map(|()| Worst::AllTicked),
        Field::Choice(_) => value
            .str()
            .filter(|_| known_options(field, &value))
            .map(|word| Worst::Value(Answer::Choice(word.into()))),
        Field::YesNo => value.bool().map(|yes| Worst::Value(Answer::YesNo(yes))),
        Field::Number { .. } => value.integer().map(|number| Worst::Value(Answer::Number(number))),
        Field::Date => value.word(&[("long-ago", ())]).map(|()| Worst::LongAgo),
        Field::Text | Field::LongText | Field::Computed(_) => None,
    }
}

fn known_options(field: &Field, value: &Value<'_>) -> bool {
    let Some(Options::Fixed(choices)) = field.options() else {
        return true;
    };
    let items = if value.is_list() {
        value.list().unwrap_or_default()
    } else {
        vec![value.clone()]
    };
    let words: Vec<(&str, ())> = choices.iter().map(|choice| (choice.id.as_str(), ())).collect();
    items.iter().all(|item| item.word(&words).is_some())
}
