//! Measures: numbered once and for all, printed in full in chapter five, elsewhere by number with a short phrase.

use super::page::{Page, cell};
use super::writer::{Writer, tone};
use crate::domain::{
    Answer, AssignKind, Assignment, Context, Kind, Lang, Required, Row, RowKey, Scope, Scoped, Ticks, Value,
};
use crate::report::document::{Cell, Inline};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How wide a short phrase may be, a Chinese character counted twice.
const PHRASE: usize = 60;
/// A colon ends a phrase only if more than a date stands before it.
const BEFORE_COLON: usize = 24;

impl Writer<'_> {
    /// The number of a measure: M1, M2 … in the order entered.
    pub(super) fn measure_number(&self, measure: &RowKey) -> String {
        let rows = self.engine.answers().rows("measure");
        let at = rows.iter().position(|row| row.key == *measure).map_or(0, |at| at + 1);
        format!("M{at}")
    }

    /// A text that quotes measures in full, with their numbers in place of the quotations.
    pub(super) fn with_measure_numbers(&self, text: String) -> String {
        let mut shown = text;
        for measure in self.engine.answers().rows("measure") {
            let cell = measure.cell("text");
            let quoted = cell.map_or(["", ""], |cell| [cell.text().trim(), cell.translation.trim()]);
            for quoted in quoted.into_iter().filter(|quoted| !quoted.is_empty()) {
                shown = shown.replace(quoted, &self.measure_number(&measure.key));
            }
        }
        shown
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

    /// A measure by its number, with its beginning, owner, date and state.
    pub(super) fn measure_reference(&self, measure: &Row) -> Vec<Inline> {
        let gap = if self.lang() == Lang::Zh { "　" } else { " " };
        let text = measure.cell("text").map_or_else(
            || Inline::Text(self.w(&self.words().unanswered).to_owned()),
            |cell| match self.entered(cell.text(), &cell.translation, true) {
                Inline::Text(text) => Inline::Text(phrase(&text, self.lang())),
                Inline::Untranslated(text) => Inline::Untranslated(phrase(&text, Lang::Zh)),
                other => other,
            },
        );
        let facts = ["owner", "due", "status"].map(|column| self.measure_cell(measure, column));
        let facts: Vec<String> = facts
            .iter()
            .map(|cell| cell.iter().map(Inline::words).collect::<String>())
            .collect();
        let number = format!("{}{gap}", self.measure_number(&measure.key));
        vec![
            Inline::Strong(number),
            text,
            Inline::Small(self.brackets(&facts.join(self.stop()))),
        ]
    }

    /// One column of a measure in words.
    fn measure_cell(&self, measure: &Row, column: &str) -> Vec<Inline> {
        let table = self
            .engine
            .questionnaire()
            .table_of("measure")
            .and_then(crate::domain::Question::table);
        let Some((table, column)) = table.and_then(|table| Some((table, table.column(column)?))) else {
            return vec![Inline::Text(self.w(&self.words().unanswered).to_owned())];
        };
        let context = self.engine.row_context(table, &measure.key);
        self.column(column, Some(measure), &context, Required::Strict)
    }

    /// The way of treatment proposed for each level of risk, and the measures in full.
    pub(super) fn measures(&self, page: &mut Page) {
        let words = self.words();
        self.treatments(page);
        let measures = self.engine.answers().rows("measure");
        if measures.is_empty() {
            page.fact(
                self.w(&words.measures_title),
                vec![Inline::Text(self.w(&words.measures_none).to_owned())],
            );
            return;
        }
        let heads = [
            (self.w(&words.finding_code), 0.6),
            (self.w(&words.measure_head), 4.4),
            (self.w(&words.measure_kind), 0.85),
            (self.w(&words.measure_owner), 1.2),
            (self.w(&words.measure_status), 1.1),
        ];
        let rows = measures.iter().map(|measure| self.measure_row(measure)).collect();
        page.table(self.w(&words.measures_title), &heads, rows);
    }

    fn treatments(&self, page: &mut Page) {
        let words = self.words();
        let treatments = &self.engine.questionnaire().treatments;
        if treatments.is_empty() {
            return;
        }
        let levels = treatments
            .iter()
            .map(|treatment| Cell::text(self.cap(self.level("threats.result", &treatment.level))));
        let head: Vec<Cell> = std::iter::once(Cell::text(self.w(&words.treatment_level)))
            .chain(levels)
            .collect();
        let ways = treatments.iter().map(|treatment| Cell {
            tone: Some(tone(&treatment.level)),
            ..Cell::text(self.cap(self.say(&treatment.title)))
        });
        let row = std::iter::once(Cell::text(self.w(&words.treatment_rule))).chain(ways);
        let widths = vec![1.0; head.len()];
        page.compared("", &widths, Some(head), vec![row.collect()]);
    }

    fn measure_row(&self, measure: &Row) -> Vec<Cell> {
        let words = self.words();
        let mut text = self.measure_cell(measure, "text");
        if !measure.remark.trim().is_empty() {
            text.push(Inline::Small(format!("\n{}", self.w(&words.remark))));
            text.push(self.entered(&measure.remark, "", true));
        }
        let stands: String = self.measure_cell(measure, "for").iter().map(Inline::words).collect();
        let parts = [
            (&words.measure_for, stands),
            (&words.measure_level, self.measure_levels(measure)),
        ];
        for (label, shown) in parts {
            text.push(Inline::Small(format!("\n{}{}{shown}", self.w(label), self.colon())));
        }
        let mut owner = self.measure_cell(measure, "owner");
        owner.push(Inline::Text("\n".to_owned()));
        owner.extend(self.measure_cell(measure, "due"));
        vec![
            Cell::text(self.measure_number(&measure.key)),
            cell(text),
            cell(self.measure_cell(measure, "kind")),
            cell(owner),
            cell(self.measure_state(measure)),
        ]
    }

    fn measure_state(&self, measure: &Row) -> Vec<Inline> {
        let words = self.words();
        let mut text = self.measure_cell(measure, "status");
        let given = |column: &str| measure.cell(column).is_some_and(|cell| cell.content.is_some());
        let parts = [
            (&words.measure_done, "done_on"),
            (&words.evidence_of, "evidence"),
            (&words.measure_verified, "verified_by"),
        ];
        for (label, column) in parts {
            if given(column) {
                text.push(Inline::Small(format!("\n{}", self.w(label))));
                text.extend(self.measure_cell(measure, column));
            }
        }
        text
    }

    /// The risk of the rows a measure is about, in the three runs; the overall level where it is about no single row.
    fn measure_levels(&self, measure: &Row) -> String {
        let mut scopes = match measure.cell("for").and_then(Answer::known) {
            Some(Value::Multi(ticks)) => targets(ticks),
            Some(Value::Choice(option)) => targets(&Ticks::known([option.as_str()])),
            _ => Vec::new(),
        };
        let mut judged: Vec<(&str, Scope)> = Vec::new();
        for scope in scopes.drain(..) {
            let about = self.risk_of(&scope);
            if !judged.contains(&about) {
                judged.push(about);
            }
        }
        if judged.iter().any(|(_, scope)| !scope.is_whole()) {
            judged.retain(|(_, scope)| !scope.is_whole());
        }
        let mut lines: Vec<(String, Vec<String>)> = Vec::new();
        for (id, row) in judged {
            let levels = self.runs().map(|engine| {
                engine.judge(&id.into(), &row).map_or_else(
                    || self.w(&self.words().not_judged).to_owned(),
                    |judgement| self.short_level(id, &judgement.level),
                )
            });
            let arrow = if self.lang() == Lang::Zh { "→" } else { " → " };
            let (levels, name) = (levels.join(arrow), self.scope(&row));
            match lines.iter_mut().find(|(known, _)| *known == levels) {
                Some((_, names)) => names.push(name),
                None => lines.push((levels, vec![name])),
            }
        }
        let lines = lines
            .into_iter()
            .map(|(levels, names)| format!("{}{}{levels}", self.list(&names), self.colon()));
        let lines = lines.collect::<Vec<_>>().join(self.stop());
        if lines.is_empty() {
            self.w(&self.words().not_judged).to_owned()
        } else {
            lines
        }
    }

    /// The judgement that shows what a measure about these rows achieves.
    fn risk_of(&self, scope: &Scope) -> (&'static str, Scope) {
        let context = Context::of(scope);
        if let Some(transfer) = self.engine.key_of(&context, "transfer") {
            return ("threats.result", Scope::row("transfer", transfer));
        }
        match self.engine.key_of(&context, "recipient") {
            Some(recipient) => ("recipient-assurance.result", Scope::row("recipient", recipient)),
            None => ("conclusion.overall", Scope::whole()),
        }
    }

    /// The answers after each measure, from which the expected levels follow.
    pub(super) fn answers_after(&self, page: &mut Page) {
        let words = self.words();
        let rows = self.engine.answers().rows("measure").iter().filter_map(|measure| {
            let after = measure.cell("answers_after").map_or("", Answer::text).trim();
            let number = Cell::text(self.measure_number(&measure.key));
            (!after.is_empty()).then(|| vec![number, Cell::text(self.after_in_words(after))])
        });
        let rows: Vec<Vec<Cell>> = rows.collect();
        if !rows.is_empty() {
            let heads = [(self.w(&words.finding_code), 0.5), (self.w(&words.measure_after), 7.5)];
            page.table(self.w(&words.measure_after_title), &heads, rows);
        }
    }

    /// The answers after the measure as a reader understands them, row by row; a line that is no assignment stays as entered.
    fn after_in_words(&self, after: &str) -> String {
        let mut rows: Vec<(String, Vec<String>)> = Vec::new();
        for line in after.lines() {
            let known = Assignment::parse(line).and_then(|known| Some((self.assigned(&known)?, known.scope)));
            let (row, said) = match known {
                Some((said, scope)) if scope.is_whole() => (String::new(), said),
                Some((said, scope)) => (format!("{}{}", self.scope(&scope), self.colon()), said),
                None => (String::new(), line.to_owned()),
            };
            match rows.iter_mut().find(|(known, _)| *known == row) {
                Some((_, all)) => all.push(said),
                None => rows.push((row, vec![said])),
            }
        }
        let lines = rows
            .into_iter()
            .map(|(row, all)| format!("{row}{}", all.join(self.stop())));
        lines.collect::<Vec<_>>().join("\n")
    }

    fn assigned(&self, known: &Assignment) -> Option<String> {
        let question = self.engine.questionnaire().question(&known.question)?;
        let (name, field) = match (&question.kind, &known.column) {
            (Kind::Field(field), None) => (self.label_of(&question.id), field),
            (Kind::Table(table), Some(column)) => table
                .column(column)
                .map(|column| (self.column_label(column), &column.field))?,
            _ => return None,
        };
        let value = |word: &String| match word.as_str() {
            "yes" => self.w(&self.words().yes).to_owned(),
            "no" => self.w(&self.words().no).to_owned(),
            "given" => self.w(&self.words().after_given).to_owned(),
            "known" => self.w(&self.words().after_known).to_owned(),
            word if word.starts_with('@') => self.w(&self.words().after_all).to_owned(),
            word => match self.other_cell(word) {
                Some(label) => format!("{}{label}", self.w(&self.words().after_as)),
                None => self.say(&self.engine.option_label(field.options(), word)),
            },
        };
        let values = known.words.iter().map(value).collect::<Vec<_>>().join(self.comma());
        let sign = match known.kind {
            AssignKind::Set => "→",
            AssignKind::Add => "＋",
            AssignKind::Remove => "－",
        };
        Some(format!("{name} {sign} {values}"))
    }

    /// The label of another cell of the same row, where the value after the measure is taken from one.
    fn other_cell(&self, path: &str) -> Option<String> {
        let (question, column) = path.rsplit_once('.')?;
        let table = self.engine.questionnaire().question(question)?.table()?;
        Some(self.column_label(table.column(column)?))
    }
}

fn targets(ticks: &Ticks) -> Vec<Scope> {
    ticks
        .ticked
        .iter()
        .filter_map(|option| Some(Scoped::<String>::parse(option)?.scope))
        .collect()
}

/// The beginning of a text, up to where a sentence or clause ends, and no longer than fits.
fn phrase(text: &str, lang: Lang) -> String {
    let (stops, comma, colons, dots): (&[&str], char, &[&str], &str) = match lang {
        Lang::Zh => (&["；", "。", "\n"], '，', &["："], "……"),
        Lang::En => (&["; ", ". ", "\n"], ',', &[": "], "..."),
    };
    let text = text.trim().trim_end_matches(['。', '.']);
    let ends = stops.iter().filter_map(|stop| text.find(stop));
    let colons = colons.iter().filter_map(|colon| text.find(colon));
    let colons = colons.filter(|at| text.get(..*at).is_some_and(|before| before.width() >= BEFORE_COLON));
    let end = ends.chain(colons).min().unwrap_or(text.len());
    let clause = text.get(..end).unwrap_or(text);
    if clause.width() <= PHRASE {
        return clause.to_owned();
    }
    let mut width = 0;
    let fits = clause.char_indices().take_while(|(_, letter)| {
        width += letter.width().unwrap_or(0);
        width <= PHRASE
    });
    let end = fits.last().map_or(0, |(at, letter)| at + letter.len_utf8());
    let fits = clause.get(..end).unwrap_or(clause);
    let at_comma = fits.rfind(comma).filter(|at| *at * 3 > end);
    let at_space = if lang == Lang::En { fits.rfind(' ') } else { None };
    let end = at_comma.or(at_space).unwrap_or(end);
    format!("{}{dots}", fits.get(..end).unwrap_or(fits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_ends_with_its_clause_or_at_a_comma() {
        let zh = |text| phrase(text, Lang::Zh);
        assert_eq!(zh("会话加水印。"), "会话加水印");
        assert_eq!(zh("停传金额；面单改用虚拟号码。"), "停传金额");
        assert_eq!(
            zh("与甲公司重新签订合同和共同跨境处理规则：不得转委托"),
            "与甲公司重新签订合同和共同跨境处理规则"
        );
        assert_eq!(
            zh("2027年1月15日前：照片在境内核验；加水印"),
            "2027年1月15日前：照片在境内核验"
        );
        let long = "2026年12月10日上线单独弹窗，逐项告知接收方、第三方和行使权利的方式，取得出境单独同意";
        assert_eq!(zh(long), "2026年12月10日上线单独弹窗……");
        let english = "On 10 December 2026 a screen of its own tells recipient and third party how to exercise rights";
        assert_eq!(
            phrase(english, Lang::En),
            "On 10 December 2026 a screen of its own tells recipient and..."
        );
    }
}
