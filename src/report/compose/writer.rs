//! Words, answers and levels as the report prints them, in one language.

use super::ComposeOptions;
use super::outline::{Outline, certification};
use super::words::{Said, Words};
use crate::domain::{
    Answer, Citation, Content, Engine, Evidence, Field, Finding, Judgement, Lang, Mark, Options, Required, RowKey,
    Scale, Scope, Scoped, Severity, Text, Ticks, Value,
};
use crate::i18n::place;
use crate::report::document::{Cell, Inline, Tone};

/// A short text without any Chinese is taken for a name, an address or a code, and not marked as untranslated.
const NAME_WORDS: usize = 8;

/// Everything the chapters share: the engine, the language, the findings, the outline.
pub(super) struct Writer<'a> {
    pub(super) engine: &'a Engine,
    pub(super) options: &'a ComposeOptions,
    pub(super) outline: &'static Outline,
    pub(super) findings: Vec<Finding>,
    /// Entered names and their translations, for texts made by rules.
    names: Vec<(String, String)>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(engine: &'a Engine, options: &'a ComposeOptions) -> Self {
        Self {
            engine,
            options,
            outline: certification(),
            findings: engine.answered_findings(),
            names: translated_names(engine),
        }
    }

    pub(super) const fn lang(&self) -> Lang {
        self.options.lang
    }

    pub(super) fn words(&self) -> &'static Words {
        &self.outline.words
    }

    /// With a capital in English: for what begins a cell.
    pub(super) fn cap(&self, text: String) -> String {
        match (self.lang(), text.chars().next()) {
            (Lang::En, Some(first)) if first.is_ascii_lowercase() => {
                first.to_ascii_uppercase().to_string() + text.get(1..).unwrap_or_default()
            }
            _ => text,
        }
    }

    /// Title and second line of the report as one.
    pub(super) fn full_title(&self) -> String {
        let words = self.words();
        let gap = if self.lang() == Lang::En { " " } else { "" };
        format!("{}{gap}{}", self.w(&words.title), self.w(&words.subtitle))
    }

    /// A fixed word.
    pub(super) fn w(&self, said: &'static Said) -> &'static str {
        said.get(self.lang())
    }

    /// A text of the questionnaire or of a rule; in English with the translated names of rows.
    pub(super) fn say(&self, text: &Text) -> String {
        let mut shown = text.get(self.lang()).to_owned();
        if self.lang() == Lang::En {
            for (entered, translation) in &self.names {
                shown = shown.replace(entered.as_str(), translation);
            }
        }
        shown
    }

    /// A level, severity or other word of both languages.
    pub(super) fn list(&self, parts: &[String]) -> String {
        parts.join(self.comma())
    }

    pub(super) const fn comma(&self) -> &'static str {
        match self.lang() {
            Lang::Zh => "、",
            Lang::En => ", ",
        }
    }

    pub(super) const fn stop(&self) -> &'static str {
        match self.lang() {
            Lang::Zh => "；",
            Lang::En => "; ",
        }
    }

    pub(super) const fn colon(&self) -> &'static str {
        match self.lang() {
            Lang::Zh => "：",
            Lang::En => ": ",
        }
    }

    pub(super) fn brackets(&self, text: &str) -> String {
        match self.lang() {
            Lang::Zh => format!("（{text}）"),
            Lang::En => format!(" ({text})"),
        }
    }

    /// The rows of a scope by name; the whole assessment in words.
    pub(super) fn scope(&self, scope: &Scope) -> String {
        if scope.is_whole() || scope.rows().iter().all(|(_, key)| key == crate::domain::FORM_ROW) {
            self.w(&self.words().whole).to_owned()
        } else {
            let rows = scope.rows().iter().map(|(record, key)| self.row_words(record, key));
            rows.collect::<Vec<_>>().join(" · ")
        }
    }

    /// What a row is called: a measure by its number, any other row by its name.
    pub(super) fn row_words(&self, record: &str, key: &RowKey) -> String {
        if record == "measure" {
            self.measure_number(key)
        } else {
            self.say(&self.engine.row_name(record, key))
        }
    }

    /// Free text as entered, or its translation where the report is in the other language.
    pub(super) fn entered(&self, text: &str, translation: &str, long: bool) -> Inline {
        let foreign = match self.lang() {
            Lang::En => has_chinese(text),
            Lang::Zh => !has_chinese(text) && is_prose(text, long),
        };
        match (foreign, translation.trim().is_empty()) {
            (false, _) => Inline::Text(text.to_owned()),
            (true, false) => Inline::Text(translation.to_owned()),
            (true, true) => Inline::Untranslated(text.to_owned()),
        }
    }

    /// An answer or a cell in words, never empty, with its remark.
    pub(super) fn answer(
        &self,
        field: &Field,
        required: Required,
        worst: bool,
        answer: Option<&Answer>,
    ) -> Vec<Inline> {
        let mut found = self.bare_answer(field, required, worst, answer);
        if let Some(answer) = answer.filter(|answer| !answer.remark.trim().is_empty()) {
            let words = self.words();
            found.push(Inline::Small(format!("\n{}", self.w(&words.remark))));
            found.push(self.remark_of(answer));
        }
        found
    }

    /// The remark of an answer; its translation serves the remark where the answer itself is no free text.
    pub(super) fn remark_of(&self, answer: &Answer) -> Inline {
        let translation = if matches!(answer.known(), Some(Value::Text(_))) {
            ""
        } else {
            answer.translation.as_str()
        };
        match self.entered(&answer.remark, translation, true) {
            Inline::Text(text) => Inline::Small(text),
            other => other,
        }
    }

    /// An answer in words, without its remark.
    pub(super) fn bare_answer(
        &self,
        field: &Field,
        required: Required,
        worst: bool,
        answer: Option<&Answer>,
    ) -> Vec<Inline> {
        let words = self.words();
        let plain = |said: &'static Said| vec![Inline::Text(self.w(said).to_owned())];
        let Some(answer) = answer else {
            return plain(if required == Required::No {
                &words.not_filled
            } else {
                &words.unanswered
            });
        };
        match &answer.content {
            None if required == Required::No => plain(&words.not_filled),
            None => plain(&words.unanswered),
            Some(Content::Unknown) => plain(if worst { &words.unknown_worst } else { &words.unknown }),
            Some(Content::NotApplicable(reason)) => vec![
                Inline::Text(self.w(&words.not_applicable).to_owned()),
                self.entered(reason, &answer.translation, true),
                Inline::Text(self.w(&words.close).to_owned()),
            ],
            Some(Content::Value(value)) => vec![self.value(field, value, answer)],
        }
    }

    fn value(&self, field: &Field, value: &Value, answer: &Answer) -> Inline {
        let words = self.words();
        match value {
            Value::Text(text) if text.trim().is_empty() => Inline::Text(self.w(&words.unanswered).to_owned()),
            Value::Text(text) => self.entered(text, &answer.translation, matches!(field, Field::LongText)),
            Value::Multi(ticks) if ticks.ticked.is_empty() && !ticks.rest_unknown => {
                Inline::Text(self.w(&words.nothing_ticked).to_owned())
            }
            Value::Multi(ticks) if matches!(field.options(), Some(Options::Findings)) => {
                Inline::Text(self.treated(ticks))
            }
            _ => Inline::Text(self.cap(self.say(&self.engine.show(field, value)))),
        }
    }

    /// The findings a measure stands for, by rows and code.
    pub(super) fn treated(&self, ticks: &Ticks) -> String {
        let mut codes: Vec<(String, Vec<String>)> = Vec::new();
        for option in &ticks.ticked {
            let (code, object) = match Scoped::<String>::parse(option) {
                Some(id) if !id.scope.is_whole() => (id.id, Some(self.scope(&id.scope))),
                _ => (option.to_string(), None),
            };
            match codes.iter_mut().find(|(known, _)| *known == code) {
                Some((_, objects)) => objects.extend(object),
                None => codes.push((code, object.into_iter().collect())),
            }
        }
        // Codes about the same rows stand together behind the names of the rows.
        let mut groups: Vec<(Vec<String>, Vec<String>)> = Vec::new();
        for (code, objects) in codes {
            match groups.iter_mut().find(|(known, _)| *known == objects) {
                Some((_, codes)) => codes.push(code),
                None => groups.push((objects, vec![code])),
            }
        }
        let parts = groups.into_iter().map(|(objects, codes)| match objects.as_slice() {
            [] => self.codes(&codes),
            _ => format!("{}{}{}", self.list(&objects), self.colon(), self.codes(&codes)),
        });
        parts.collect::<Vec<_>>().join(self.stop())
    }

    /// The evidence that proves a question in a scope, by number.
    pub(super) fn evidence_for(&self, question: &str, scope: &Scope) -> String {
        self.list(&self.evidence_keys(question, scope))
    }

    /// The same numbers, one by one.
    pub(super) fn evidence_keys(&self, question: &str, scope: &Scope) -> Vec<String> {
        let proves = |evidence: &&Evidence| {
            evidence
                .proves
                .iter()
                .any(|at| at.id == *question && (at.scope == *scope || at.scope.is_whole() || scope.is_whole()))
        };
        let evidence = self.engine.answers().evidence.iter();
        evidence.filter(proves).map(|evidence| evidence.key.clone()).collect()
    }

    /// A citation by the short name of its instrument.
    pub(super) fn cite(&self, citation: &Citation) -> String {
        if citation.instrument == "TOOL" {
            return self.w(&self.words().mark_tool).to_owned();
        }
        let known = self
            .engine
            .questionnaire()
            .reference
            .instruments
            .get(&citation.instrument);
        let short = known.map_or(citation.instrument.as_str(), |known| known.short.get(self.lang()));
        match self.lang() {
            Lang::Zh if short.chars().all(|c| c.is_ascii_digit()) => {
                let full = known
                    .and_then(|known| known.title.zh.split('《').next())
                    .unwrap_or(short);
                let place = place(&citation.place, Lang::Zh);
                let gap = if place.is_empty() { "" } else { "，" };
                format!("{full}{gap}{place}")
            }
            Lang::Zh => format!("{short}{}", place(&citation.place, Lang::Zh)),
            Lang::En => format!("{short} {}", citation.place).trim_end().to_owned(),
        }
    }

    /// Citations as one list, without repetition.
    pub(super) fn cites(&self, citations: &[Citation]) -> String {
        let mut shown: Vec<String> = citations.iter().map(|citation| self.cite(citation)).collect();
        shown.dedup();
        shown.join(self.stop())
    }

    /// Where a rule comes from.
    pub(super) fn mark(&self, mark: Mark) -> &'static str {
        let words = self.words();
        self.w(match mark {
            Mark::Law => &words.mark_law,
            Mark::Standard => &words.mark_standard,
            Mark::Annex => &words.mark_annex,
            Mark::Tool => &words.mark_tool,
        })
    }

    /// The severity of a finding.
    pub(super) fn severity(&self, severity: Severity) -> &'static str {
        let words = self.words();
        self.w(match severity {
            Severity::Blocking => &words.blocking,
            Severity::Major => &words.major,
            Severity::Minor => &words.minor,
        })
    }

    /// The scale of a judgement.
    pub(super) fn scale_of(&self, judgement: &str) -> Option<&Scale> {
        let questionnaire = self.engine.questionnaire();
        questionnaire.scale(&questionnaire.judgement(judgement)?.scale)
    }

    /// A level with its scale, as it may stand alone.
    pub(super) fn level(&self, judgement: &str, level: &str) -> String {
        let known = self.scale_of(judgement).and_then(|scale| scale.level(level));
        known.map_or_else(|| level.to_owned(), |known| self.say(&known.full))
    }

    /// A level without the official word in brackets, for a row of levels.
    pub(super) fn short_level(&self, judgement: &str, level: &str) -> String {
        let full = self.level(judgement, level);
        full.split(['（', '(']).next().unwrap_or(&full).trim_end().to_owned()
    }

    /// A level under an official column: 高 / 中 / 低 in Chinese, strong (official: 高) in English.
    pub(super) fn official(&self, judgement: &str, level: &str) -> String {
        let known = self.scale_of(judgement).and_then(|scale| scale.level(level));
        match known {
            Some(known) if self.lang() == Lang::Zh && !known.official.is_empty() => known.official.zh.clone(),
            _ => self.level(judgement, level),
        }
    }

    /// A cell with a level and its meaning.
    pub(super) fn level_cell(&self, judgement: &str, level: &str) -> Cell {
        Cell::level(self.cap(self.level(judgement, level)), tone(level))
    }

    /// Why the assessor took the level: the reason entered, or that it is not confirmed yet.
    pub(super) fn reason(&self, judgement: &Judgement) -> Vec<Inline> {
        let words = self.words();
        if let Some(known) = &judgement.overridden {
            return vec![
                Inline::Text(self.w(&words.override_word).to_owned()),
                self.entered(&known.reason, &known.translation, true),
            ];
        }
        match &judgement.confirmed {
            Some(known) if !known.reason.trim().is_empty() => {
                vec![self.entered(&known.reason, &known.translation, true)]
            }
            Some(_) => vec![Inline::Text(self.w(&words.confirmed).to_owned())],
            None => vec![Inline::Text(self.w(&words.unconfirmed).to_owned())],
        }
    }
}

/// The meaning of a level of any scale.
pub(super) fn tone(level: &str) -> Tone {
    match level {
        "no-gap" | "none" | "low" | "strong" | "open" => Tone::Good,
        "gaps" | "medium" | "fair" | "mostly" | "watched" => Tone::Fair,
        "high" | "weak" | "not-open" | "considerable" => Tone::Poor,
        "bar" | "severe" | "very-high" | "unacceptable" => Tone::Severe,
        _ => Tone::Neutral,
    }
}

fn has_chinese(text: &str) -> bool {
    text.chars()
        .any(|c| matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}'))
}

fn is_prose(text: &str, long: bool) -> bool {
    let words = text
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphabetic))
        .count();
    words > if long { 2 } else { NAME_WORDS }
}

fn translated_names(engine: &Engine) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for record in [
        "transfer",
        "recipient",
        "third-party",
        "item",
        "system",
        "processor.identity",
    ] {
        for row in engine.answers().rows(record) {
            let named = row
                .cell("name")
                .filter(|cell| !cell.translation.trim().is_empty() && has_chinese(cell.text()));
            found.extend(named.map(|cell| (cell.text().to_owned(), cell.translation.clone())));
        }
    }
    found.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    found
}
