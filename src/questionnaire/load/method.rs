//! Scales, judgement rules, the matrix, ways of treatment.

use super::{Check, File, Owner};
use crate::domain::{
    Base, Contribution, CountLine, Counted, Direction, Expr, Ground, JudgementId, JudgementRule, LevelId, Line, Mark,
    Matrix, Move, Scale, ScaleLevel, Stage, Step, Text, Threshold, Treatment,
};
use crate::questionnaire::code;
use crate::questionnaire::raw::{Table, Value};

const MARKS: [(&str, Mark); 4] = [
    ("L", Mark::Law),
    ("S", Mark::Standard),
    ("N", Mark::Annex),
    ("T", Mark::Tool),
];
const DIRECTIONS: [(&str, Direction); 2] = [("risk", Direction::Risk), ("assurance", Direction::Assurance)];

pub(super) fn method(root: &Table<'_>, file: &mut File<'_>) {
    let id = root.required_str("id");
    let version = root.required_str("version");
    root.required_date("law_date");
    if let (Some(id), Some(version)) = (id, version) {
        file.unique(root, "id", "method", id.to_owned());
        file.draft.methods.push((id.to_owned(), version.to_owned()));
    }
    for table in root.tables("scale") {
        let read = scale(&table, file);
        table.finish();
        file.draft.scales.extend(read);
    }
    for table in root.tables("judgement") {
        let read = judgement(&table, file);
        table.finish();
        if let Some(read) = read {
            let method = id.unwrap_or_default().to_owned();
            file.draft.method_of.entry(read.id.clone()).or_insert(method);
            file.draft.judgements.push(read);
        }
    }
    for table in root.tables("matrix") {
        let read = matrix(&table, file);
        table.finish();
        if let Some(read) = read {
            file.draft.matrix = read;
        }
    }
    for table in root.tables("treatment") {
        let read = treatment(&table, file);
        table.finish();
        file.draft.treatments.extend(read);
    }
}

fn scale(table: &Table<'_>, file: &mut File<'_>) -> Option<Scale> {
    let direction = table.required_word("direction", &DIRECTIONS);
    let (id, title) = (table.required_str("id"), table.required_text("title"));
    if let Some(id) = id {
        file.unique(table, "id", "scale", id);
    }
    file.citations(table, "source");
    table.optional_word("mark", &MARKS);
    let levels = table.tables("levels").into_iter().filter_map(scale_level).collect();
    Some(Scale {
        id: id?.into(),
        direction: direction?,
        title: title?,
        levels,
    })
}

fn scale_level(table: Table<'_>) -> Option<ScaleLevel> {
    let (id, label) = (table.required_str("id"), super::both_languages(&table));
    let (full, official) = (table.optional_text("full"), table.optional_text("official"));
    table.finish();
    let label = label?;
    Some(ScaleLevel {
        id: id?.into(),
        full: full.unwrap_or_else(|| label.clone()),
        official: official.unwrap_or_default(),
        label,
    })
}

fn ground(table: &Table<'_>, file: &mut File<'_>) -> Ground {
    let label = table.optional_text("label").unwrap_or_default();
    Ground {
        label,
        source: file.citations(table, "source"),
        mark: table.optional_word("mark", &MARKS).unwrap_or(Mark::Tool),
    }
}

fn judgement(table: &Table<'_>, file: &mut File<'_>) -> Option<JudgementRule> {
    let (id, title) = (table.required_str("id"), table.required_text("title"));
    let scale = table.required_str("scale").unwrap_or_default().to_owned();
    file.later(table.value_span("scale"), Check::Scale(scale.clone()));
    if let Some(id) = id {
        file.unique(table, "id", "judgement", id.to_owned());
    }
    let question = table.optional_str("question");
    if let Some(question) = question {
        file.later(
            table.value_span("question"),
            Check::Subject {
                question: question.to_owned(),
                column: None,
            },
        );
    }
    let per = table.optional_str("per");
    if let Some(per) = per {
        file.later(table.value_span("per"), Check::Rows(per.to_owned()));
    }
    let rows_when = file.optional_condition(table, "rows_when", &Owner::Rule);
    let ground = ground(table, file);
    let stage = table.optional_word(
        "proposes_from",
        &[("attained", Stage::Attained), ("expected", Stage::Expected)],
    );
    let base = base(table, &scale, file);
    let direction = file
        .draft
        .scales
        .iter()
        .find(|known| known.id == *scale)
        .map_or(Direction::Risk, |known| known.direction);
    let steps = table
        .tables("step")
        .into_iter()
        .filter_map(|step| read_step(step, &scale, direction, file))
        .collect();
    Some(JudgementRule {
        id: id?.into(),
        question: question.map(Into::into),
        per: per.map(Into::into),
        rows_when,
        scale: scale.into(),
        title: title?,
        ground,
        stage,
        base: base?,
        steps,
    })
}

fn base(table: &Table<'_>, scale: &str, file: &mut File<'_>) -> Option<Base> {
    if table.has("lines") {
        return Some(Base::Lines(
            table
                .tables("lines")
                .into_iter()
                .filter_map(|line| read_line(line, scale, file))
                .collect(),
        ));
    }
    if let Some(path) = table.optional_str("situations") {
        return Some(Base::Situations(super::finding::reference(
            path,
            table.value_span("situations"),
            file,
        )));
    }
    for key in ["highest", "lowest"] {
        if let Some(value) = table.get(key) {
            return Some(Base::Worst(judgements(&value, file)));
        }
    }
    if table.has("count") {
        let counted = table
            .tables("count")
            .into_iter()
            .filter_map(|entry| read_counted(entry, file))
            .collect();
        let lines = table
            .tables("table")
            .into_iter()
            .filter_map(|line| count_line(line, scale, file))
            .collect();
        return Some(Base::Count { counted, table: lines });
    }
    if let Some(inner) = table.get("matrix").and_then(|value| value.table()) {
        inner.optional_str("table");
        let (impact, likelihood) = (
            judgement_name(&inner, "impact", file),
            judgement_name(&inner, "likelihood", file),
        );
        inner.finish();
        return Some(Base::Matrix {
            impact: impact?,
            likelihood: likelihood?,
        });
    }
    if table.has("columns") {
        let rows = table
            .tables("columns")
            .into_iter()
            .filter_map(|row| contribution(row, scale, file))
            .collect();
        return Some(Base::Columns {
            rows,
            otherwise: level(table, "otherwise", scale, file)?,
        });
    }
    table.missing("lines");
    None
}

fn judgements(value: &Value<'_>, file: &mut File<'_>) -> Vec<JudgementId> {
    let mut found = Vec::new();
    for item in value.list().unwrap_or_default() {
        if let Some(name) = item.str() {
            file.later(item.span(), Check::Judgement(name.to_owned()));
            found.push(name.into());
        }
    }
    found
}

fn judgement_name(table: &Table<'_>, key: &'static str, file: &mut File<'_>) -> Option<JudgementId> {
    let name = table.required_str(key)?;
    file.later(table.value_span(key), Check::Judgement(name.to_owned()));
    Some(name.into())
}

fn level(table: &Table<'_>, key: &'static str, scale: &str, file: &mut File<'_>) -> Option<LevelId> {
    let name = table.required_str(key)?;
    file.later(
        table.value_span(key),
        Check::Level {
            scale: scale.to_owned(),
            level: name.to_owned(),
        },
    );
    Some(name.into())
}

fn condition(table: &Table<'_>, key: &'static str, file: &mut File<'_>) -> Option<Expr> {
    file.optional_condition(table, key, &Owner::Rule)
}

fn read_line(table: Table<'_>, scale: &str, file: &mut File<'_>) -> Option<Line> {
    let found = level(&table, "level", scale, file);
    let wanted = table.has("when");
    let when = condition(&table, "when", file);
    let known = table.optional_bool("known").unwrap_or(false);
    let ground = ground(&table, file);
    table.finish();
    let readable = !wanted || when.is_some();
    found.filter(|_| readable).map(|level| Line {
        level,
        when,
        known,
        ground,
    })
}

fn read_counted(table: Table<'_>, file: &mut File<'_>) -> Option<Counted> {
    let when = table
        .required("when")
        .and_then(|value| file.condition(&value, &Owner::Rule));
    let applies = condition(&table, "applies", file);
    let ground = ground(&table, file);
    table.finish();
    Some(Counted {
        when: when?,
        applies,
        ground,
    })
}

fn count_line(table: Table<'_>, scale: &str, file: &mut File<'_>) -> Option<CountLine> {
    let found = level(&table, "level", scale, file);
    let threshold = table
        .get("at_least")
        .map_or(Some(Threshold::AtLeast(0)), |value| threshold(&value));
    let ground = ground(&table, file);
    table.finish();
    Some(CountLine {
        level: found?,
        threshold: threshold?,
        ground,
    })
}

fn threshold(value: &Value<'_>) -> Option<Threshold> {
    let text = value.str()?;
    let found = match text {
        "n/2" => Some(Threshold::Half),
        "n" => Some(Threshold::AllBut(0)),
        _ => match text.strip_prefix("n-") {
            Some(missing) => missing.parse().ok().map(Threshold::AllBut),
            None => text.parse().ok().map(Threshold::AtLeast),
        },
    };
    if found.is_none() {
        let what = Text::new("门槛无法识别", "the threshold cannot be read");
        value.fault(
            code::UNKNOWN_WORD,
            what,
            Text::new("写成“n-1”“n/2”或者一个数", "write \"n-1\", \"n/2\" or a number"),
        );
    }
    found
}

fn contribution(table: Table<'_>, scale: &str, file: &mut File<'_>) -> Option<(Contribution, Ground)> {
    let found = if table.has("judgement") {
        table.optional_str("over");
        let map = map(&table, scale, file);
        judgement_name(&table, "judgement", file).map(|judgement| Contribution::Level { judgement, map })
    } else {
        let reached = level(&table, "level", scale, file);
        let when = table
            .required("when")
            .and_then(|value| file.condition(&value, &Owner::Rule));
        when.zip(reached)
            .map(|(when, level)| Contribution::When { when, level })
    };
    let ground = ground(&table, file);
    table.finish();
    found.map(|found| (found, ground))
}

fn map(table: &Table<'_>, scale: &str, file: &mut File<'_>) -> Vec<(LevelId, LevelId)> {
    let Some(map) = table.required("map").and_then(|value| value.table()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for entry in map.entries() {
        if let Some(to) = entry.value.str() {
            file.later(
                entry.value.span(),
                Check::Level {
                    scale: scale.to_owned(),
                    level: to.to_owned(),
                },
            );
            found.push((entry.key.into(), to.into()));
        }
    }
    found
}

fn read_step(table: Table<'_>, scale: &str, direction: Direction, file: &mut File<'_>) -> Option<Step> {
    let when = table
        .required("when")
        .and_then(|value| file.condition(&value, &Owner::Rule));
    let by = |key: &'static str| table.optional_integer(key).and_then(|by| usize::try_from(by).ok());
    let (up, down) = (by("up"), by("down"));
    let ends = ["at_least", "at_most"]
        .iter()
        .find_map(|key| table.has(key).then(|| level(&table, key, scale, file)).flatten());
    let change = match (up, down, ends) {
        (Some(by), _, _) => Some(Move::up(direction, by)),
        (_, Some(by), _) => Some(Move::down(direction, by)),
        (_, _, Some(level)) => Some(Move::NotBetter(level)),
        _ => {
            table.missing("up");
            None
        }
    };
    let hold = table.get("hold").and_then(|value| value.table()).and_then(|hold| {
        let ends = (level(&hold, "from", scale, file), level(&hold, "to", scale, file));
        hold.finish();
        ends.0.zip(ends.1)
    });
    let skip_if = table
        .has("skip_if_level")
        .then(|| level(&table, "skip_if_level", scale, file))
        .flatten();
    let sum = table.optional_bool("sum").unwrap_or(false);
    let ground = ground(&table, file);
    table.finish();
    // On an assurance scale the best level is written second.
    let hold = hold.map(|(from, to)| {
        if direction == Direction::Assurance {
            (to, from)
        } else {
            (from, to)
        }
    });
    Some(Step {
        when: when?,
        change: change?,
        sum,
        hold,
        skip_if,
        ground,
    })
}

fn matrix(table: &Table<'_>, file: &mut File<'_>) -> Option<Matrix> {
    table.optional_str("id");
    // There is one matrix, and it belongs to the standard.
    file.unique(table, "columns", "matrix", "matrix");
    table.optional_word("mark", &MARKS);
    let title = table.required_text("title")?;
    let scales =
        ["row_scale", "column_scale", "result_scale"].map(|key| table.required_str(key).unwrap_or_default().to_owned());
    let source = file.citations(table, "source");
    let columns: Vec<LevelId> = table
        .required("columns")?
        .strings()?
        .into_iter()
        .map(LevelId::from)
        .collect();
    let mut cells = Vec::new();
    for row in table.tables("rows") {
        let name = level(&row, "level", &scales[0], file);
        let results = row
            .required("cells")
            .and_then(|value| value.strings())
            .unwrap_or_default();
        if results.len() != columns.len() {
            let what = Text::new("单元格数与列数不一致", "as many cells as columns are needed");
            row.fault_at(
                "cells",
                code::WRONG_TYPE,
                what,
                Text::new("补齐或者删去单元格", "add or remove cells"),
            );
        }
        let name = name.unwrap_or_else(|| LevelId::from(""));
        cells.extend(
            columns
                .iter()
                .zip(results)
                .map(|(column, result)| (name.clone(), column.clone(), LevelId::from(result))),
        );
        row.finish();
    }
    let outside = table
        .tables("outside")
        .into_iter()
        .filter_map(|row| outside(row, &scales, file))
        .collect();
    Some(Matrix {
        title,
        cells,
        outside,
        source,
    })
}

fn outside(table: Table<'_>, scales: &[String; 3], file: &mut File<'_>) -> Option<(LevelId, LevelId, Text)> {
    let found = (
        level(&table, "level", &scales[0], file),
        level(&table, "result", &scales[2], file),
    );
    let ground = ground(&table, file);
    table.finish();
    found.0.zip(found.1).map(|(from, to)| (from, to, ground.label))
}

fn treatment(table: &Table<'_>, file: &mut File<'_>) -> Option<Treatment> {
    let scale = table.required_str("scale").unwrap_or_default().to_owned();
    let found = level(table, "level", &scale, file);
    if let Some(found) = &found {
        file.unique(table, "level", "treatment", format!("{scale} {found}"));
    }
    let (kind, title) = (table.required_str("kind"), table.required_text("title"));
    file.citations(table, "source");
    table.optional_word("mark", &MARKS);
    Some(Treatment {
        level: found?,
        kind: kind?.to_owned(),
        title: title?,
    })
}
