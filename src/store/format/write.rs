//! Answers and assessments as TOML: always the same bytes for the same answers, one fact per line so that lines diff and merge.

use super::FORMAT;
use crate::domain::{
    Answer, Answers, Assessment, Content, DecidedLevel, Evidence, JudgementId, Row, Scoped, Ticks, Value,
    is_unprintable,
};
use std::collections::BTreeSet;
use std::fmt::{self, Write};

/// The answers alone: what `pipia answers` prints, and the canonical bytes of the assessment digest.
pub fn write_answers(answers: &Answers) -> String {
    let mut out = format!("format = {FORMAT}\n");
    push_answers(&mut out, answers).unwrap_or_default();
    out
}

/// A whole assessment file.
pub fn write_assessment(assessment: &Assessment) -> String {
    let mut out = format!("format = {FORMAT}\n");
    push_header(&mut out, assessment).unwrap_or_default();
    push_answers(&mut out, &assessment.answers).unwrap_or_default();
    out
}

fn push_header(out: &mut String, assessment: &Assessment) -> fmt::Result {
    let versions = &assessment.versions;
    writeln!(out, "\n[assessment]\ntitle = {}", single_line(&assessment.title))?;
    if !assessment.translation.is_empty() {
        writeln!(out, "title_translation = {}", single_line(&assessment.translation))?;
    }
    if !assessment.client.is_empty() {
        writeln!(out, "client = {}", single_line(&assessment.client))?;
    }
    writeln!(
        out,
        "created = \"{}\"\nmodified = \"{}\"",
        assessment.created, assessment.modified
    )?;
    writeln!(
        out,
        "\n[questionnaire]\nid = {}\nversion = {}",
        string(&versions.id),
        string(&versions.version)
    )?;
    writeln!(out, "\n[questionnaire.modules]")?;
    for (module, version) in &versions.modules {
        writeln!(out, "{} = {}", key(module), string(version))?;
    }
    Ok(())
}

fn push_answers(out: &mut String, answers: &Answers) -> fmt::Result {
    writeln!(out, "\n[answers]")?;
    for (id, scopes) in &answers.values {
        for (scope, answer) in scopes.iter().filter(|(_, answer)| !answer.is_blank()) {
            let slot = Scoped::new(id.clone(), scope.clone());
            writeln!(out, "{} = {}", string(&slot.to_string()), inline(answer))?;
        }
    }
    for (record, rows) in &answers.records {
        for row in rows {
            writeln!(out, "\n[[record.{}]]", key(record))?;
            push_row(out, row)?;
        }
    }
    for (table, levels) in [("override", &answers.overrides), ("confirm", &answers.confirmations)] {
        for (id, decided) in levels {
            push_level(out, table, id, decided)?;
        }
    }
    for (id, accepted) in &answers.acceptances {
        let (id, reason) = (string(&id.to_string()), string(&accepted.reason));
        writeln!(out, "\n[accept.{id}]\nreason = {reason}")?;
        push_text(out, "translation", &accepted.translation)?;
    }
    answers
        .evidence
        .iter()
        .try_for_each(|evidence| push_evidence(out, evidence))
}

fn push_row(out: &mut String, row: &Row) -> fmt::Result {
    writeln!(out, "id = {}", string(&row.key))?;
    for (column, cell) in row.cells.iter().filter(|(_, cell)| !cell.is_blank()) {
        writeln!(out, "{} = {}", key(column), inline(cell))?;
    }
    for (name, text) in [("_remark", &row.remark), ("_note", &row.note)] {
        if !text.is_empty() {
            writeln!(out, "{name} = {}", string(text))?;
        }
    }
    Ok(())
}

fn push_level(out: &mut String, table: &str, id: &Scoped<JudgementId>, decided: &DecidedLevel) -> fmt::Result {
    let (id, level) = (string(&id.to_string()), string(&decided.level));
    writeln!(out, "\n[{table}.{id}]\nlevel = {level}")?;
    push_text(out, "reason", &decided.reason)?;
    push_text(out, "translation", &decided.translation)
}

fn push_text(out: &mut String, name: &str, text: &str) -> fmt::Result {
    if text.is_empty() {
        Ok(())
    } else {
        writeln!(out, "{name} = {}", string(text))
    }
}

fn push_evidence(out: &mut String, evidence: &Evidence) -> fmt::Result {
    writeln!(
        out,
        "\n[[evidence]]\nkey = {}\ntitle = {}",
        string(&evidence.key),
        string(&evidence.title)
    )?;
    push_text(out, "translation", &evidence.translation)?;
    for (name, date) in [("date", evidence.date), ("expiry", evidence.expiry)] {
        if let Some(date) = date {
            writeln!(out, "{name} = {date}")?;
        }
    }
    for (name, text) in [("sha256", &evidence.sha256), ("kind", &evidence.kind)] {
        if !text.is_empty() {
            writeln!(out, "{name} = {}", string(text))?;
        }
    }
    if evidence.confidential {
        writeln!(out, "confidential = true")?;
    }
    if evidence.proves.is_empty() {
        return Ok(());
    }
    let proves: Vec<String> = evidence.proves.iter().map(|slot| string(&slot.to_string())).collect();
    writeln!(out, "proves = [{}]", proves.join(", "))
}

/// An answer or a cell on the right of `=`.
fn inline(answer: &Answer) -> String {
    let mut parts = Vec::new();
    match &answer.content {
        None => {}
        Some(Content::Unknown) => parts.push("unknown = true".to_owned()),
        Some(Content::NotApplicable(reason)) => parts.push(format!("not_applicable = {}", string(reason))),
        Some(Content::Value(Value::Multi(ticks))) if !is_plain(ticks) => push_ticks(&mut parts, ticks),
        Some(Content::Value(found)) => {
            if *answer == Answer::value(found.clone()) {
                return value(found);
            }
            parts.push(format!("value = {}", value(found)));
        }
    }
    let texts = [
        ("remark", &answer.remark),
        ("note", &answer.note),
        ("translation", &answer.translation),
    ];
    let filled = texts.iter().filter(|(_, text)| !text.is_empty());
    parts.extend(filled.map(|(name, text)| format!("{name} = {}", string(text))));
    if answer.flagged {
        parts.push("flagged = true".to_owned());
    }
    if parts.is_empty() {
        "{}".to_owned()
    } else {
        format!("{{ {} }}", parts.join(", "))
    }
}

fn is_plain(ticks: &Ticks) -> bool {
    ticks.gaps.is_empty() && !ticks.rest_unknown
}

fn push_ticks(parts: &mut Vec<String>, ticks: &Ticks) {
    parts.push(format!("ticked = {}", options(&ticks.ticked)));
    if !ticks.gaps.is_empty() {
        parts.push(format!("gaps = {}", options(&ticks.gaps)));
    }
    if ticks.rest_unknown {
        parts.push("rest_unknown = true".to_owned());
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::Choice(option) => string(option),
        Value::Multi(ticks) => options(&ticks.ticked),
        Value::YesNo(yes) => yes.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Text(text) => string(text),
    }
}

fn options(options: &BTreeSet<crate::domain::OptionId>) -> String {
    let quoted: Vec<String> = options.iter().map(|option| string(option)).collect();
    format!("[{}]", quoted.join(", "))
}

/// A key: bare where TOML allows it.
fn key(name: &str) -> String {
    let bare = !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if bare { name.to_owned() } else { single_line(name) }
}

/// A string; texts of several lines keep their lines, for people who read or merge the file.
fn string(text: &str) -> String {
    if text.contains('\n') {
        several_lines(text)
    } else {
        single_line(text)
    }
}

fn single_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            _ => push_char(&mut out, c),
        }
    }
    out.push('"');
    out
}

/// Quotes are escaped only where three of them could meet.
fn several_lines(text: &str) -> String {
    let mut out = String::from("\"\"\"\n");
    let mut chars = text.chars().peekable();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted || chars.peek().is_none() => {
                out.push_str("\\\"");
                quoted = false;
                continue;
            }
            '"' | '\n' => out.push(c),
            _ => push_char(&mut out, c),
        }
        quoted = c == '"';
    }
    out.push_str("\"\"\"");
    out
}

fn push_char(out: &mut String, c: char) {
    match c {
        '\\' => out.push_str("\\\\"),
        '\t' => out.push_str("\\t"),
        '\r' => out.push_str("\\r"),
        _ if is_unprintable(c) => out.push_str(&escape(c)),
        _ => out.push(c),
    }
}

fn escape(c: char) -> String {
    let code = u32::from(c);
    if code > 0xFFFF {
        format!("\\U{code:08X}")
    } else {
        format!("\\u{code:04X}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_back(written: &str) -> String {
        let table: toml::Table = toml::from_str(&format!("a = {written}\n")).unwrap();
        table.get("a").and_then(toml::Value::as_str).unwrap().to_owned()
    }

    #[test]
    fn strings_read_back_whatever_they_hold() {
        let texts = [
            "",
            "甲\"乙\\",
            "a\nb",
            "\n",
            "\"\"\"\n\"\"\"",
            "x\n\"\"",
            "x\n\\",
            "tab\t\r\n\u{1b}[31m \u{202e}\u{10FFFF}",
            "trailing  \n  leading",
        ];
        for text in texts {
            assert_eq!(read_back(&string(text)), text, "{}", string(text));
        }
    }

    #[test]
    fn nothing_unprintable_stands_in_the_file() {
        let written = string("\u{1b}]0;x\u{7}\u{202e}\n\u{feff}");
        assert!(written.chars().all(|c| c == '\n' || !is_unprintable(c)), "{written}");
    }

    #[test]
    fn several_lines_stay_readable() {
        assert_eq!(string("他说\"可以\"\n第二行"), "\"\"\"\n他说\"可以\"\n第二行\"\"\"");
    }
}
