//! Composing: an assessment becomes a document in the official outline of the certification report (GB/T 46068-2025 Annex B).
//!
//! The headings, the questions under each and all fixed words are data (`assets/report/certification.toml`); one walk prints
//! both languages, so the English report has the numbering, tables and rows of the Chinese one. What has a layout of its own
//! stands in one file per part. Nothing is computed here that the engine does not compute.

mod annex;
mod answers;
mod assurance;
mod checklist;
mod compare;
mod findings;
mod front;
mod levels;
mod measures;
mod outline;
mod overall;
mod page;
mod residual;
mod rights;
mod situation;
mod threats;
mod traces;
mod words;
mod writer;

use jiff::civil::Date;

use self::outline::{Heading, Part};
use self::page::Page;
use self::writer::Writer;
use super::document::{Block, Cover, Document, Inline, Meta};
use crate::domain::{Context, Engine, Lang, Mode, Text};

pub use outline::{outline_fault, placed_questions};

/// The annexes begin on a page of their own.
const FIRST_ANNEX: &str = "a-1";

/// What the assessment itself does not say about its report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComposeOptions {
    /// Language of the report.
    pub lang: Lang,
    /// Title of the assessment in both languages: what is assessed. Empty: the names of its transfers.
    pub title: Text,
    /// Report number; may be empty.
    pub number: String,
    /// Version of the report; may be empty.
    pub version: String,
    /// The day printed on the cover.
    pub date: Date,
    /// Marked as a draft even if complete.
    pub draft: bool,
    /// Whether the file will carry a digital signature; if not, the cover says so.
    pub signed: bool,
    /// A mark for the cover such as 内部资料; empty = none. A draft shows the draft mark instead.
    pub mark: String,
    /// Digest of the canonical answers, SHA-256 in lower-case hexadecimal.
    pub assessment_digest: String,
    /// Name and version of the program.
    pub program_version: String,
    /// Until when the report must be kept; else the day entered in the assessment (at least three years, PIPL art. 56).
    pub keep_until: Option<Date>,
}

/// The report of an assessment, in the outline of the certification route.
pub fn compose(engine: &Engine, options: &ComposeOptions) -> Document {
    let writer = Writer::new(engine, options);
    let mut document = Document::new(options.lang, writer.full_title());
    let author: String = writer.processor().iter().map(Inline::words).collect();
    document.meta = Meta {
        author,
        subject: options.title.get(options.lang).to_owned(),
        digest: options.assessment_digest.clone(),
        producer: options.program_version.clone(),
        keywords: vec!["PIPIA".to_owned(), engine.questionnaire().id.to_string()],
        ..document.meta
    };
    document.cover = Some(writer.cover());
    document.approval = writer.approval();
    document.contents = true;
    document.body = writer.body();
    document
}

/// The cover alone, to say beforehand what it will show.
pub fn cover(engine: &Engine, options: &ComposeOptions) -> Cover {
    Writer::new(engine, options).cover()
}

impl Writer<'_> {
    fn body(&self) -> Vec<Block> {
        let mut page = Page::default();
        for heading in &self.outline.heading {
            if heading.id == FIRST_ANNEX {
                page.annex();
            }
            self.heading(heading, &mut page);
        }
        page.finish()
    }

    fn heading(&self, heading: &Heading, page: &mut Page) {
        let block = Block::heading(
            heading.level,
            heading.number_in(self.lang()),
            heading.title.get(self.lang()),
        )
        .with_clause(heading.clause.get(self.lang()))
        .with_anchor(&heading.id);
        page.block(block);
        let before = page.len();
        for content in &heading.content {
            if let Some(question) = &content.ask {
                self.ask(question, content, page);
            }
            if let Some(part) = content.block {
                self.part(part, page);
            }
            if let Some(said) = &content.say {
                page.text(said.get(self.lang()));
            }
            if let Some(note) = &content.note {
                page.small(note.get(self.lang()));
            }
        }
        if page.len() == before && !heading.content.is_empty() {
            page.text(self.nothing_asked(heading));
        }
        self.problems(heading, page);
    }

    /// Why nothing is asked under a heading: it does not apply, or an answer it depends on is open.
    fn nothing_asked(&self, heading: &Heading) -> &'static str {
        let open = |id: &str| {
            let when = self
                .engine
                .questionnaire()
                .question(id)
                .and_then(|question| question.when.as_ref());
            when.is_some_and(|when| self.engine.eval(when, &Context::default(), Mode::Known).is_none())
        };
        let words = self.words();
        self.w(if heading.questions().any(open) {
            &words.not_settled
        } else {
            &words.not_involved_full
        })
    }

    fn part(&self, part: Part, page: &mut Page) {
        match part {
            Part::LawDate => self.law_date(page),
            Part::Scales => self.scales(page),
            Part::Items => self.items(page),
            Part::ThirdPartyCountry => self.third_party_country(page),
            Part::Route => self.route(page),
            Part::RightsTables => self.rights_tables(page),
            Part::AssuranceTable => self.assurance_table(page),
            Part::ThreatTables => self.threat_tables(page),
            Part::Matrix => self.matrices(page),
            Part::CountryTable => self.country_table(page),
            Part::Summary => self.summary(page),
            Part::Fit => self.fit(page),
            Part::Blocking => self.blocking_list(page),
            Part::Readiness => self.readiness(page),
            Part::Measures => self.measures(page),
            Part::Residual => self.residual(page),
            Part::Evidence => self.evidence(page),
            Part::OtherAnswers => self.other_answers(page),
            Part::Traces => self.traces(page),
            Part::Unknowns => self.unknowns(page),
            Part::Missing => self.missing(page),
            Part::Cross => self.cross(page),
            Part::Versions => self.versions(page),
        }
    }
}
