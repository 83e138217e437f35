//! Problems found and rectification, beside the item they belong to. What one rule found of several rows is one entry.

use super::outline::Heading;
use super::page::{Page, cell};
use super::writer::Writer;
use crate::domain::{Because, Finding, Severity};
use crate::report::document::{Block, Cell, Inline, NoticeKind, Tone};

/// Findings whose code no heading names are printed with the conclusion.
const REMAINING: &str = "4-3";
/// As many entries as the cover shows in full.
const COVER_ENTRIES: usize = 4;
/// Stands for the names of rows while texts are compared.
const NAME: &str = "\u{1}";

/// What one rule found, with equal severity, of one or more rows.
struct Entry<'f> {
    findings: Vec<&'f Finding>,
}

impl<'f> Entry<'f> {
    fn first(&self) -> Option<&'f Finding> {
        self.findings.first().copied()
    }

    /// Whether a finding belongs here: same rule, and the same to be said of its severity.
    fn takes(&self, finding: &Finding) -> bool {
        let kind = |finding: &Finding| {
            let unknown = finding.because == Because::Unknown;
            (
                finding.code.clone(),
                finding.severity,
                finding.note,
                unknown,
                finding.to_be_cleared,
            )
        };
        self.first().is_some_and(|first| kind(first) == kind(finding))
    }
}

/// What was found, in the same words but for the names of the rows.
struct Said {
    bare: String,
    text: String,
    /// Whether the text names its row.
    named: bool,
    objects: Vec<String>,
}

impl Writer<'_> {
    /// The findings printed under a heading.
    fn findings_at(&self, heading: &str) -> Vec<&Finding> {
        let home = |finding: &&Finding| self.outline.home_of(&finding.code).unwrap_or(REMAINING) == heading;
        self.findings.iter().filter(home).collect()
    }

    /// The table of problems and rectification of a heading.
    pub(super) fn problems(&self, heading: &Heading, page: &mut Page) {
        if heading.findings.is_empty() {
            return;
        }
        let words = self.words();
        let found = self.findings_at(&heading.id);
        if found.is_empty() {
            page.small(self.w(&words.findings_none));
            return;
        }
        let heads = [
            (self.w(&words.finding_code), 0.75),
            (self.w(&words.finding_severity), 1.05),
            (self.w(&words.finding_text), 3.5),
            (self.w(&words.finding_measure), 3.1),
        ];
        let rows = entries(found).into_iter().map(|entry| self.problem(&entry)).collect();
        page.table(self.w(&words.findings_title), &heads, rows);
    }

    fn problem(&self, entry: &Entry<'_>) -> Vec<Cell> {
        let Some(first) = entry.first() else {
            return Vec::new();
        };
        let mut text = self.entry_text(entry);
        let basis = self.cites(&first.basis);
        text.push(Inline::Small(format!(
            "\n{}{}{basis}",
            self.w(&self.words().basis),
            self.colon()
        )));
        let tone = match first.severity {
            Severity::Blocking => Tone::Severe,
            Severity::Major => Tone::Poor,
            Severity::Minor => Tone::Fair,
        };
        vec![
            Cell::text(first.code.as_str()),
            Cell::level(self.cap(self.severity_words(first)), tone),
            cell(text),
            cell(self.rectifications(entry)),
        ]
    }

    /// What was found; other rows of which the same words hold are listed behind it.
    fn entry_text(&self, entry: &Entry<'_>) -> Vec<Inline> {
        let words = self.words();
        let mut text: Vec<Inline> = Vec::new();
        for said in self.said(entry) {
            let gap = if text.is_empty() { "" } else { "\n" };
            text.push(Inline::Text(format!("{gap}{}", said.text)));
            let (lead, objects) = if said.named {
                (&words.same_for, said.objects.get(1..).unwrap_or_default())
            } else {
                (&words.concerns, said.objects.as_slice())
            };
            if !objects.is_empty() {
                text.push(Inline::Small(format!("\n{}{}", self.w(lead), self.list(objects))));
            }
        }
        text
    }

    fn said(&self, entry: &Entry<'_>) -> Vec<Said> {
        let mut found: Vec<Said> = Vec::new();
        for finding in &entry.findings {
            let text = self.finding_text(finding);
            let rows = finding.scope.rows().iter();
            let rows: Vec<String> = rows.map(|(record, key)| self.row_words(record, key)).collect();
            let named = finding.scope.is_whole() || rows.iter().any(|name| text.contains(name.as_str()));
            let bare = rows
                .iter()
                .fold(text.clone(), |text, name| text.replace(name.as_str(), NAME));
            let object = (!finding.scope.is_whole()).then(|| self.scope(&finding.scope));
            match found.iter_mut().find(|said| said.bare == bare && said.named == named) {
                Some(said) => said.objects.extend(object),
                None => found.push(Said {
                    bare,
                    text,
                    named,
                    objects: object.into_iter().collect(),
                }),
            }
        }
        found
    }

    /// The text of a finding; other findings it names are shown with the names of their rows, not with keys.
    fn finding_text(&self, finding: &Finding) -> String {
        let mut text = self.with_measure_numbers(self.say(&finding.text));
        if !text.contains('@') {
            return text;
        }
        let mut others: Vec<&Finding> = self.findings.iter().filter(|other| !other.scope.is_whole()).collect();
        others.sort_by_key(|other| std::cmp::Reverse(other.id().to_string().len()));
        for other in others {
            let shown = format!(
                "{}{}",
                other.code,
                self.brackets(&self.scope(&other.scope)).trim_start()
            );
            text = text.replace(&other.id().to_string(), &shown);
        }
        text
    }

    /// The severity with what qualifies it: because not known, to be cleared, a mere note.
    fn severity_words(&self, finding: &Finding) -> String {
        let words = self.words();
        let mut shown = self.severity(finding.severity).to_owned();
        let mut qualified = |said: &'static super::words::Said, applies: bool| {
            if applies {
                shown.push_str(&self.brackets(self.w(said)));
            }
        };
        qualified(&words.note, finding.note);
        qualified(&words.because_unknown, finding.because == Because::Unknown);
        qualified(&words.to_be_cleared, finding.to_be_cleared);
        shown
    }

    /// What is done about an entry: once if it is the same for all its rows, else row by row.
    fn rectifications(&self, entry: &Entry<'_>) -> Vec<Inline> {
        let mut done: Vec<(Vec<Inline>, Vec<String>)> = Vec::new();
        for finding in &entry.findings {
            let text = self.rectification(finding);
            let object = self.scope(&finding.scope);
            match done.iter_mut().find(|(known, _)| *known == text) {
                Some((_, objects)) if objects.contains(&object) => {}
                Some((_, objects)) => objects.push(object),
                None => done.push((text, vec![object])),
            }
        }
        let several = done.len() > 1;
        let mut found = Vec::new();
        for (text, objects) in done {
            let gap = if found.is_empty() { "" } else { "\n" };
            let object = if several {
                format!("{}{}", self.list(&objects), self.colon())
            } else {
                String::new()
            };
            found.push(Inline::Text(format!("{gap}{object}")));
            found.extend(text);
        }
        found
    }

    /// What is done about a finding: its measures, its acceptance, else the measure proposed.
    fn rectification(&self, finding: &Finding) -> Vec<Inline> {
        let words = self.words();
        let id = finding.id();
        let mut found: Vec<Inline> = Vec::new();
        for measure in self.measures_for(&id.to_string()) {
            if !found.is_empty() {
                found.push(Inline::Text("\n".to_owned()));
            }
            found.extend(self.measure_reference(measure));
        }
        let accepted = self.engine.answers().acceptances.get(&id);
        if let Some(accepted) = accepted.filter(|accepted| accepted.is_reasoned()) {
            let gap = if found.is_empty() { "" } else { "\n" };
            found.push(Inline::Text(format!("{gap}{}", self.w(&words.accepted))));
            found.push(self.entered(&accepted.reason, &accepted.translation, true));
        }
        if found.is_empty() {
            let proposed = self.say(&finding.measure);
            found.push(Inline::Text(format!("{}{proposed}", self.w(&words.proposed_measure))));
        } else if !finding.open_for_levels {
            found.push(Inline::Text(format!("\n{}", self.w(&words.closed_verified))));
        }
        found
    }

    /// Open findings of blocking severity.
    pub(super) fn blocking(&self) -> Vec<&Finding> {
        self.findings
            .iter()
            .filter(|finding| finding.open && finding.severity == Severity::Blocking)
            .collect()
    }

    /// The framed list of blocking findings; `None` if there is none.
    pub(super) fn blocking_notice(&self) -> Option<Block> {
        let found = entries(self.blocking());
        if found.is_empty() {
            return None;
        }
        let mut text = vec![vec![Inline::Text(self.w(&self.words().blocking_lead).to_owned())]];
        text.extend(found.iter().filter_map(|entry| {
            let mut line = vec![Inline::Strong(format!("{}{}", entry.first()?.code, self.gap()))];
            line.extend(self.entry_text(entry));
            Some(line)
        }));
        Some(self.blocking_frame(text))
    }

    fn blocking_frame(&self, text: Vec<Vec<Inline>>) -> Block {
        Block::Notice {
            notice: NoticeKind::Blocking,
            title: self.w(&self.words().blocking_title).to_owned(),
            text,
        }
    }

    /// The blocking findings on the cover, code by code with their number: in words while they are few.
    pub(super) fn blocking_on_cover(&self) -> Option<Block> {
        let found = entries(self.blocking());
        if found.is_empty() {
            return None;
        }
        let counted = |entry: &Entry<'_>| {
            let count = self.brackets(&entry.findings.len().to_string());
            entry
                .first()
                .map_or_else(String::new, |first| format!("{}{count}", first.code))
        };
        let count = self.blocking().len().to_string();
        let lead = self.w(&self.words().blocking_cover).replace("{n}", &count);
        let mut text = vec![vec![Inline::Text(lead)]];
        if found.len() <= COVER_ENTRIES {
            text.extend(found.iter().filter_map(|entry| {
                let said = self.finding_text(entry.first()?);
                Some(vec![
                    Inline::Strong(format!("{}{}", counted(entry), self.gap())),
                    Inline::Text(said),
                ])
            }));
        } else {
            let codes: Vec<String> = found.iter().map(counted).collect();
            text.push(vec![Inline::Strong(self.list(&codes))]);
        }
        Some(self.blocking_frame(text))
    }

    /// The codes of open findings with these letters or codes, each once.
    pub(super) fn open_codes(&self, wanted: &[String]) -> Vec<String> {
        let fits = |finding: &&Finding| {
            let letters = letters(&finding.code);
            finding.open && wanted.iter().any(|name| *name == *finding.code || name == letters)
        };
        let mut codes: Vec<String> = self
            .findings
            .iter()
            .filter(fits)
            .map(|finding| finding.code.to_string())
            .collect();
        codes.sort();
        codes.dedup();
        codes
    }

    /// Sorted codes in short: those with the same letters share them, LE-02、03.
    pub(super) fn codes(&self, codes: &[String]) -> String {
        let parts = codes.chunk_by(|a, b| letters(a) == letters(b)).map(|same| {
            let rest = same
                .iter()
                .skip(1)
                .map(|code| code.rsplit('-').next().unwrap_or(code).to_owned());
            let first = same.iter().take(1).cloned();
            self.list(&first.chain(rest).collect::<Vec<_>>())
        });
        parts.collect::<Vec<_>>().join(self.stop())
    }
}

fn letters(code: &str) -> &str {
    code.split('-').next().unwrap_or_default()
}

/// Findings of one rule and one severity together, in the order met.
fn entries(found: Vec<&Finding>) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for finding in found {
        match entries.iter_mut().find(|entry| entry.takes(finding)) {
            Some(entry) => entry.findings.push(finding),
            None => entries.push(Entry {
                findings: vec![finding],
            }),
        }
    }
    entries
}
