//! Problems found and rectification, beside the item they belong to.

use super::outline::Heading;
use super::page::{Page, cell};
use super::writer::Writer;
use crate::domain::{Answer, Because, Finding, Row, Severity, Value};
use crate::report::document::{Block, Cell, Inline, NoticeKind, Tone};

/// Findings whose code no heading names are printed with the conclusion.
const REMAINING: &str = "4-3";
/// As many blocking findings as the cover shows in full.
const COVER_FINDINGS: usize = 4;

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
            page.text(self.w(&words.findings_none));
            return;
        }
        let heads = [
            (self.w(&words.finding_code), 0.9),
            (self.w(&words.finding_severity), 1.0),
            (self.w(&words.finding_text), 2.6),
            (self.w(&words.finding_measure), 2.6),
        ];
        let rows = found.into_iter().map(|finding| self.problem(finding)).collect();
        page.table(self.w(&words.findings_title), &heads, rows);
    }

    fn problem(&self, finding: &Finding) -> Vec<Cell> {
        let mut text = vec![Inline::Text(self.finding_text(finding))];
        let basis = self.cites(&finding.basis);
        text.push(Inline::Small(format!(
            "\n{}{}{basis}",
            self.w(&self.words().basis),
            self.colon()
        )));
        let tone = match finding.severity {
            Severity::Blocking => Tone::Severe,
            Severity::Major => Tone::Poor,
            Severity::Minor => Tone::Fair,
        };
        vec![
            Cell::text(finding.code.as_str()),
            Cell::level(self.cap(self.severity_words(finding)), tone),
            cell(text),
            cell(self.rectification(finding)),
        ]
    }

    /// The text of a finding; other findings it names are shown with the names of their rows, not with keys.
    fn finding_text(&self, finding: &Finding) -> String {
        let mut text = self.say(&finding.text);
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

    /// What is done about a finding: its measures, its acceptance, else the measure proposed.
    fn rectification(&self, finding: &Finding) -> Vec<Inline> {
        let words = self.words();
        let id = finding.id();
        let mut found: Vec<Inline> = Vec::new();
        for measure in self.measures_for(&id.to_string()) {
            if !found.is_empty() {
                found.push(Inline::Text("\n".to_owned()));
            }
            found.extend(self.measure_words(measure));
        }
        if let Some(reason) = self
            .engine
            .answers()
            .acceptances
            .get(&id)
            .filter(|reason| !reason.trim().is_empty())
        {
            found.push(Inline::Text(self.w(&words.accepted).to_owned()));
            found.push(self.entered(reason, "", true));
        }
        if found.is_empty() {
            let proposed = self.say(&finding.measure);
            found.push(Inline::Text(format!("{}{proposed}", self.w(&words.proposed_measure))));
        } else if !finding.open_for_levels {
            found.push(Inline::Text(format!("\n{}", self.w(&words.closed_verified))));
        }
        found
    }

    /// The measures that stand for a finding or risk.
    pub(super) fn measures_for(&self, id: &str) -> Vec<&Row> {
        let stands = |row: &&Row| match row.cell("for").and_then(Answer::known) {
            Some(Value::Multi(ticks)) => ticks.ticked.contains(id),
            Some(Value::Choice(option)) => *option == *id,
            _ => false,
        };
        self.engine.answers().rows("measure").iter().filter(stands).collect()
    }

    fn measure_words(&self, measure: &Row) -> Vec<Inline> {
        let text = measure.cell("text").map_or_else(
            || Inline::Text(self.w(&self.words().unanswered).to_owned()),
            |cell| self.entered(cell.text(), &cell.translation, true),
        );
        let facts = ["owner", "due", "status"].map(|column| self.measure_cell(measure, column));
        let facts: Vec<String> = facts
            .iter()
            .map(|cell| cell.iter().map(Inline::words).collect::<String>())
            .collect();
        vec![text, Inline::Small(self.brackets(&facts.join(self.stop())))]
    }

    /// One column of a measure in words.
    pub(super) fn measure_cell(&self, measure: &Row, column: &str) -> Vec<Inline> {
        let table = self
            .engine
            .questionnaire()
            .table_of("measure")
            .and_then(crate::domain::Question::table);
        let Some((table, column)) = table.and_then(|table| Some((table, table.column(column)?))) else {
            return vec![Inline::Text(self.w(&self.words().unanswered).to_owned())];
        };
        let context = self.engine.row_context(table, &measure.key);
        self.column(column, Some(measure), &context, crate::domain::Required::Strict)
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
        let words = self.words();
        let found = self.blocking();
        if found.is_empty() {
            return None;
        }
        let mut text = vec![vec![Inline::Text(self.w(&words.blocking_lead).to_owned())]];
        text.extend(found.iter().map(|finding| {
            vec![
                Inline::Strong(format!("{}　", finding.code)),
                Inline::Text(self.finding_text(finding)),
            ]
        }));
        let title = self.w(&words.blocking_title).to_owned();
        Some(Block::Notice {
            notice: NoticeKind::Blocking,
            title,
            text,
        })
    }

    /// The blocking findings on the cover: whole while they are few, else by code with their number.
    pub(super) fn blocking_on_cover(&self) -> Option<Block> {
        let found = self.blocking();
        if found.len() <= COVER_FINDINGS {
            return self.blocking_notice();
        }
        let words = self.words();
        let mut codes: Vec<(&str, usize)> = Vec::new();
        for finding in &found {
            match codes.iter_mut().find(|(code, _)| *code == &*finding.code) {
                Some((_, count)) => *count += 1,
                None => codes.push((&finding.code, 1)),
            }
        }
        let codes: Vec<String> = codes
            .iter()
            .map(|(code, count)| format!("{code}{}", self.brackets(&count.to_string())))
            .collect();
        let lead = self.w(&words.blocking_cover).replace("{n}", &found.len().to_string());
        let text = vec![vec![Inline::Text(lead)], vec![Inline::Strong(self.list(&codes))]];
        let title = self.w(&words.blocking_title).to_owned();
        Some(Block::Notice {
            notice: NoticeKind::Blocking,
            title,
            text,
        })
    }

    /// The codes of open findings with these letters or codes, each once.
    pub(super) fn open_codes(&self, wanted: &[String]) -> Vec<String> {
        let fits = |finding: &&Finding| {
            let letters = finding.code.split('-').next().unwrap_or_default();
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
}
