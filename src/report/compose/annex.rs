//! Annexes: evidence, remaining answers, unknowns, cross references, versions.

use super::outline::Content;
use super::page::{Page, cell};
use super::words::Said;
use super::writer::Writer;
use crate::domain::{Column, Evidence, Kind, Missing, Question, QuestionId, Scoped, Value, Worst};
use crate::report::document::{Cell, Inline};

impl Writer<'_> {
    /// The evidence list.
    pub(super) fn evidence(&self, page: &mut Page) {
        let words = self.words();
        let evidence = &self.engine.answers().evidence;
        if evidence.is_empty() {
            page.small(self.w(&words.evidence_none));
            return;
        }
        let heads = [
            (self.w(&words.evidence_number), 0.7),
            (self.w(&words.evidence_name), 2.0),
            (self.w(&words.evidence_date), 1.15),
            (self.w(&words.evidence_expiry), 1.15),
            (self.w(&words.evidence_proves), 2.6),
            (self.w(&words.evidence_digest), 1.2),
        ];
        page.table(
            self.w(&words.evidence_of).trim_end_matches(['：', ':', ' ']),
            &heads,
            evidence.iter().map(|row| self.evidence_row(row)).collect(),
        );
    }

    fn evidence_row(&self, evidence: &Evidence) -> Vec<Cell> {
        let words = self.words();
        let dated = |date: Option<jiff::civil::Date>, absent: &'static Said| {
            date.map_or_else(|| self.w(absent).to_owned(), |date| date.to_string())
        };
        let mut title = vec![self.entered(&evidence.title, &evidence.translation, false)];
        if evidence.confidential {
            title.push(Inline::Small(self.w(&words.confidential).to_owned()));
        }
        let proves: Vec<String> = evidence.proves.iter().map(|at| self.proved(at)).collect();
        let proves = if proves.is_empty() {
            self.w(&words.none).to_owned()
        } else {
            proves.join(self.stop())
        };
        let digest = if evidence.sha256.is_empty() {
            Cell::text(self.w(&words.not_read))
        } else {
            cell(vec![Inline::Code(evidence.sha256.clone())])
        };
        vec![
            Cell::text(evidence.key.as_str()),
            cell(title),
            Cell::text(dated(evidence.date, &words.undated)),
            Cell::text(dated(evidence.expiry, &words.no_expiry)),
            Cell::text(proves),
            digest,
        ]
    }

    fn proved(&self, at: &Scoped<QuestionId>) -> String {
        let label = self.label_of(&at.id);
        if at.scope.is_whole() {
            label
        } else {
            format!("{label}{}", self.brackets(&self.scope(&at.scope)))
        }
    }

    /// What the report calls a question: the label of the outline, of a part with its own layout its section, else the question itself.
    pub(super) fn label_of(&self, id: &str) -> String {
        let mut placed = self.outline.heading.iter().flat_map(|heading| &heading.content);
        if let Some(asked) = placed.clone().find(|content| content.ask.as_deref() == Some(id)) {
            return asked.label.get(self.lang()).to_owned();
        }
        let questionnaire = self.engine.questionnaire();
        let Some(question) = questionnaire.question(id) else {
            return id.to_owned();
        };
        let section = questionnaire.section(&question.section);
        match section.filter(|_| placed.any(|content| content.covers.iter().any(|covered| covered == id))) {
            Some((_, section)) => self.say(&section.title),
            None => self.say(&question.plain),
        }
    }

    /// Questions the outline does not place: those of a user's own modules.
    pub(super) fn other_answers(&self, page: &mut Page) {
        let placed = super::placed_questions();
        let before = page.len();
        for question in &self.engine.questionnaire().questions {
            if !placed.contains(question.id.as_str()) {
                self.ask(&question.id, &Content::of(question), page);
            }
        }
        if page.len() == before {
            page.small(self.w(&self.words().others_none));
        }
    }

    /// What was answered as unknown, with the value it counts as.
    pub(super) fn unknowns(&self, page: &mut Page) {
        let words = self.words();
        let unknowns = self.engine.unknowns();
        if unknowns.is_empty() {
            page.small(self.w(&words.unknowns_none));
            return;
        }
        page.small(self.w(&words.unknowns_lead));
        let heads = [
            (self.w(&words.unknown_question), 2.4),
            (self.w(&words.unknown_place), 1.6),
            (self.w(&words.unknown_value), 1.8),
        ];
        let rows = unknowns.iter().map(|missing| {
            vec![
                Cell::text(self.missing_title(missing)),
                Cell::text(self.cap(self.scope(&missing.scope))),
                Cell::text(self.counted_as(missing)),
            ]
        });
        page.table(self.w(&words.unknown), &heads, rows.collect());
    }

    fn missing_title(&self, missing: &Missing) -> String {
        let label = self.label_of(&missing.question);
        if missing.text.is_empty() {
            label
        } else {
            format!("{label}{}{}", self.colon(), self.uninstructed(&missing.text))
        }
    }

    fn counted_as(&self, missing: &Missing) -> String {
        let question = self.engine.questionnaire().question(&missing.question);
        let worst = question.and_then(|question| match &question.kind {
            Kind::Field(field) => Some((field, question.worst.as_ref()?)),
            Kind::Table(table) => {
                let column: Option<&Column> = table.columns.iter().find(|column| column.label == missing.text);
                column.and_then(|column| Some((&column.field, column.worst.as_ref()?)))
            }
            Kind::Level { .. } => None,
        });
        let words = self.words();
        let Some((field, worst)) = worst else {
            return self.w(&words.worst_not_stated).to_owned();
        };
        match worst {
            Worst::Value(value) => self.cap(self.say(&self.engine.show(field, value))),
            Worst::AllTicked => self.w(&words.worst_all).to_owned(),
            Worst::LongAgo => self.w(&words.worst_long_ago).to_owned(),
            Worst::Ticked(options) if options.is_empty() => self.w(&words.worst_none).to_owned(),
            Worst::Ticked(options) => {
                let ticks = crate::domain::Ticks::known(options.iter().map(crate::domain::OptionId::as_str));
                self.cap(self.say(&self.engine.show(field, &Value::Multi(ticks))))
            }
        }
    }

    /// What must still be answered; in a finished report nothing.
    pub(super) fn missing(&self, page: &mut Page) {
        let words = self.words();
        let missing = self.engine.missing();
        if missing.is_empty() {
            page.small(self.w(&words.missing_none));
            return;
        }
        page.small(self.w(&words.missing_lead));
        let heads = [
            (self.w(&words.unknown_question), 2.4),
            (self.w(&words.unknown_place), 1.6),
            (self.w(&words.missing_what), 1.8),
        ];
        let rows = missing.iter().map(|missing| {
            let what = if missing.text.is_empty() {
                self.w(&words.missing_whole).to_owned()
            } else {
                self.say(&missing.text)
            };
            vec![
                Cell::text(self.label_of(&missing.question)),
                Cell::text(self.cap(self.scope(&missing.scope))),
                Cell::text(what),
            ]
        });
        page.table(self.w(&words.unanswered), &heads, rows.collect());
    }

    /// Where each requirement of law and standard is met.
    pub(super) fn cross(&self, page: &mut Page) {
        let words = self.words();
        let rows = self.outline.cross.iter().map(|row| {
            let mut places: Vec<Inline> = Vec::new();
            for id in &row.at {
                if !places.is_empty() {
                    places.push(Inline::Text(self.comma().to_owned()));
                }
                places.push(Inline::Reference {
                    target: id.clone(),
                    label: self.outline.path(id),
                });
            }
            vec![
                Cell::text(row.asked.get(self.lang())),
                Cell::text(row.item.get(self.lang())),
                cell(places),
            ]
        });
        let heads = [
            (self.w(&words.cross_asked), 2.4),
            (self.w(&words.cross_item), 2.2),
            (self.w(&words.cross_at), 1.8),
        ];
        page.table("", &heads, rows.collect());
    }

    /// Versions of the program, the questionnaire and its modules; digests.
    pub(super) fn versions(&self, page: &mut Page) {
        let words = self.words();
        let questionnaire = self.engine.questionnaire();
        let row =
            |part: String, version: &str, law: String| vec![Cell::text(part), Cell::text(version), Cell::text(law)];
        let mut rows = vec![
            row(
                self.w(&words.program).to_owned(),
                &self.options.program_version,
                self.w(&words.not_involved).to_owned(),
            ),
            row(
                format!(
                    "{}{}{}",
                    self.w(&words.questionnaire),
                    self.colon(),
                    self.say(&questionnaire.title)
                ),
                &questionnaire.version,
                questionnaire.law_date.to_string(),
            ),
        ];
        let mut modules: Vec<(String, String, Vec<String>)> = Vec::new();
        for module in &questionnaire.modules {
            let (version, law, title) = (
                module.version.clone(),
                module.law_date.to_string(),
                self.say(&module.title),
            );
            match modules.iter_mut().find(|(v, l, _)| *v == version && *l == law) {
                Some((_, _, titles)) => titles.push(title),
                None => modules.push((version, law, vec![title])),
            }
        }
        rows.extend(modules.into_iter().map(|(version, law, titles)| {
            let name = format!("{}{}{}", self.w(&words.module), self.colon(), self.list(&titles));
            row(name, &version, law)
        }));
        let heads = [
            (self.w(&words.version_part), 4.4),
            (self.w(&words.version_value), 1.0),
            (self.w(&words.version_law), 1.2),
        ];
        page.table("", &heads, rows);
        let code = |text: &str| {
            vec![if text.is_empty() {
                Inline::Text(self.w(&words.none).to_owned())
            } else {
                Inline::Code(text.to_owned())
            }]
        };
        page.fact(self.w(&words.files_digest), code(&questionnaire.digest));
        page.fact(self.w(&words.digest), code(&self.options.assessment_digest));
        page.small(self.w(&words.not_printed));
    }
}

impl Content {
    /// A question outside the outline, in its usual layout.
    fn of(question: &Question) -> Self {
        Self {
            ask: None,
            label: Said {
                zh: question.plain.zh.clone(),
                en: question.plain.en.clone(),
            },
            layout: None,
            columns: Vec::new(),
            judgements: Vec::new(),
            block: None,
            covers: Vec::new(),
            say: None,
            note: None,
        }
    }
}
