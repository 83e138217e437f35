//! Cover and approval page.

use super::writer::Writer;
use crate::domain::{Answer, Row, Scope, Value};
use crate::report::document::{Block, Cover, Inline, NoticeKind, SignatureRole, SignatureRow};

impl Writer<'_> {
    /// The processor's name as entered.
    pub(super) fn processor(&self) -> Vec<Inline> {
        let name = self
            .engine
            .answers()
            .cell("processor.identity", crate::domain::FORM_ROW, "name");
        match name.filter(|cell| !cell.text().trim().is_empty()) {
            Some(cell) => vec![self.entered(cell.text(), &cell.translation, false)],
            None => vec![Inline::Text(self.w(&self.words().unanswered).to_owned())],
        }
    }

    /// Whether the report is marked as a draft, and why: one line per reason.
    pub(super) fn draft_reasons(&self) -> Vec<String> {
        let words = self.words();
        let mut found = Vec::new();
        let missing = self.engine.missing().len();
        if missing > 0 {
            found.push(self.w(&words.draft_incomplete).replace("{n}", &missing.to_string()));
        }
        if !self.options.signed {
            found.push(self.w(&words.draft_unsigned).to_owned());
        }
        if found.is_empty() && self.options.draft {
            found.push(self.w(&words.draft_chosen).to_owned());
        }
        found
    }

    /// The cover page.
    pub(super) fn cover(&self) -> Cover {
        let words = self.words();
        let reasons = self.draft_reasons();
        let plain = |text: &str| vec![Inline::Text(text.to_owned())];
        let mut facts = vec![(self.w(&words.processor).to_owned(), self.processor())];
        if let Some(representative) = self.representative() {
            facts.push((self.w(&words.representative).to_owned(), representative));
        }
        facts.push((self.w(&words.object).to_owned(), self.object()));
        facts.push((self.w(&words.date).to_owned(), plain(&self.date(self.options.date))));
        facts.extend(self.number_and_version());
        facts.push((self.w(&words.keep_until).to_owned(), plain(&self.keep_until())));
        let mut notices = Vec::new();
        if self.lang() == crate::domain::Lang::En {
            let text = vec![plain(self.w(&words.once_processor))];
            let title = self.w(&words.translation).to_owned();
            notices.push(Block::Notice {
                notice: NoticeKind::Untranslated,
                title,
                text,
            });
        }
        if !reasons.is_empty() {
            let text = reasons.iter().map(|reason| plain(reason)).collect();
            let title = self.w(&words.draft_title).to_owned();
            notices.push(Block::Notice {
                notice: NoticeKind::Draft,
                title,
                text,
            });
        }
        notices.extend(self.blocking_on_cover());
        Cover {
            mark: if reasons.is_empty() {
                self.options.mark.clone()
            } else {
                self.w(&words.draft_mark).to_owned()
            },
            title: self.w(&words.title).to_owned(),
            subtitle: self.w(&words.subtitle).to_owned(),
            facts,
            notices,
        }
    }

    /// Number and version of the report, where they are given.
    fn number_and_version(&self) -> impl Iterator<Item = (String, Vec<Inline>)> {
        let words = self.words();
        let both = [
            (&words.number, &self.options.number),
            (&words.version, &self.options.version),
        ];
        let given = both.into_iter().filter(|(_, text)| !text.trim().is_empty());
        given.map(|(label, text)| (self.w(label).to_owned(), vec![Inline::Text(text.clone())]))
    }

    /// For an overseas processor under PIPL art. 3(2): how it is represented in China.
    fn representative(&self) -> Option<Vec<Inline>> {
        let question = self.engine.questionnaire().question("route.domestic-representative")?;
        let visible = self.engine.is_visible(question, &crate::domain::Context::default());
        let answer = self.engine.answers().answer(&question.id, &Scope::whole());
        visible.then(|| {
            question
                .field()
                .map(|field| self.answer(field, question.required, false, answer))
        })?
    }

    /// What was assessed: the title of the assessment, else the names of the transfers.
    fn object(&self) -> Vec<Inline> {
        let title = self.options.title.get(self.lang());
        if !title.trim().is_empty() {
            return vec![self.entered(title, "", false)];
        }
        let transfers = self.engine.answers().rows("transfer");
        if transfers.is_empty() {
            return vec![Inline::Text(self.w(&self.words().unanswered).to_owned())];
        }
        let names = transfers
            .iter()
            .map(|row| self.say(&self.engine.row_name("transfer", &row.key)));
        vec![Inline::Text(self.list(&names.collect::<Vec<_>>()))]
    }

    /// A day in the running style of the language: 2026年11月21日, 21 November 2026.
    pub(super) fn date(&self, date: jiff::civil::Date) -> String {
        match self.lang() {
            crate::domain::Lang::Zh => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
            crate::domain::Lang::En => date.strftime("%-d %B %Y").to_string(),
        }
    }

    fn keep_until(&self) -> String {
        let form = self
            .engine
            .answers()
            .cell("treatment.follow-up", crate::domain::FORM_ROW, "keep_until");
        let stated = self.options.keep_until.or_else(|| form.and_then(Answer::date));
        stated.map_or_else(|| self.w(&self.words().keep_default).to_owned(), |date| self.date(date))
    }

    /// The approval page.
    pub(super) fn approval(&self) -> Vec<Block> {
        let words = self.words();
        let plain = |text: &str| vec![Inline::Text(text.to_owned())];
        let period = ["start", "end"].map(|column| {
            let cell = self
                .engine
                .answers()
                .cell("route.period", crate::domain::FORM_ROW, column);
            cell.and_then(Answer::date)
                .map_or_else(|| self.w(&words.unanswered).to_owned(), |date| self.date(date))
        });
        let title = self.full_title();
        let mut facts = vec![
            (self.w(&words.report_name).to_owned(), plain(&title)),
            (self.w(&words.processor).to_owned(), self.processor()),
            (self.w(&words.object).to_owned(), self.object()),
            (
                self.w(&words.period).to_owned(),
                plain(&period.join(self.w(&words.range))),
            ),
        ];
        facts.extend(self.number_and_version());
        facts.extend([
            (
                self.w(&words.digest).to_owned(),
                vec![Inline::Code(self.options.assessment_digest.clone())],
            ),
            (self.w(&words.seal_place).to_owned(), plain(self.w(&words.seal_here))),
        ]);
        vec![
            Block::heading(1, "", self.w(&words.approval_title)),
            Block::text(self.w(&words.statement)),
            Block::Facts { rows: facts },
            self.signatures(),
        ]
    }

    fn signatures(&self) -> Block {
        let words = self.words();
        let heads = [
            &words.role,
            &words.name,
            &words.position,
            &words.opinion,
            &words.signature,
            &words.sign_date,
        ];
        let roles = [
            (
                SignatureRole::Assessor,
                &words.role_assessor,
                ["author", "lead", "assessor"],
            ),
            (
                SignatureRole::Reviewer,
                &words.role_reviewer,
                ["reviewer", "reviewer", "reviewer"],
            ),
            (
                SignatureRole::Officer,
                &words.role_officer,
                ["officer", "officer", "officer"],
            ),
            (
                SignatureRole::LegalRepresentative,
                &words.role_head,
                ["approver", "approver", "approver"],
            ),
        ];
        let rows = roles.into_iter().map(|(role, label, wanted)| {
            let person = wanted.iter().find_map(|role| self.team_member(role));
            let text = |column: &str| {
                let cell = person.and_then(|row| row.cell(column));
                cell.map_or_else(String::new, |cell| {
                    self.entered(cell.text(), &cell.translation, false).words().to_owned()
                })
            };
            SignatureRow {
                role,
                label: self.w(label).to_owned(),
                name: text("name"),
                position: text("unit"),
                opinion: String::new(),
                date: String::new(),
            }
        });
        Block::Approval {
            heads: heads.map(|head| self.w(head).to_owned()),
            rows: rows.collect(),
        }
    }

    fn team_member(&self, role: &str) -> Option<&Row> {
        let holds = |row: &&Row| match row.cell("role").and_then(Answer::known) {
            Some(Value::Choice(known)) => *known == *role,
            Some(Value::Multi(ticks)) => ticks.ticked.contains(role),
            _ => false,
        };
        self.engine.answers().rows("team").iter().find(holds)
    }
}
