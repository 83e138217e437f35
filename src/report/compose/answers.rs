//! Questions as the outline lays them out.

use super::outline::{Content, Layout};
use super::page::{Page, cell};
use super::writer::Writer;
use crate::domain::{
    Answer, Column, Context, FORM_ROW, Field, JudgementId, Kind, Lang, Mode, OptionId, Question, Required, Row, RowKey,
    Scope, Shape, Table, Text, Value,
};
use crate::report::document::{Block, Cell, Inline};

impl Writer<'_> {
    /// Prints one question in its place; nothing if it is not asked.
    pub(super) fn ask(&self, id: &str, content: &Content, page: &mut Page) {
        let Some(question) = self.engine.questionnaire().question(id) else {
            return;
        };
        let label = content.label.get(self.lang());
        match &question.kind {
            Kind::Field(field) => self.ask_field(question, field, content.layout, label, page),
            Kind::Table(table) => {
                if self.engine.is_visible(question, &Context::default()) {
                    self.ask_table(question, table, content, label, page);
                }
            }
            Kind::Level {
                judgements,
                stage,
                columns,
            } => {
                if self.engine.is_visible(question, &Context::default()) {
                    let wanted = |id: &&JudgementId| {
                        content.judgements.is_empty() || content.judgements.iter().any(|known| **id == **known)
                    };
                    let ids: Vec<&JudgementId> = judgements.iter().filter(wanted).collect();
                    self.levels(label, &ids, *stage, page);
                    self.extra_columns(question, columns, page);
                }
            }
        }
    }

    fn ask_field(&self, question: &Question, field: &Field, layout: Option<Layout>, label: &str, page: &mut Page) {
        let record = question.each.as_ref().map(|(record, _)| record);
        let mut scopes = self.engine.scopes_of(record);
        scopes.retain(|scope| self.engine.is_visible(question, &Context::of(scope)));
        if layout == Some(Layout::Checklist) {
            self.checklist(question, field, &scopes, label, page);
            return;
        }
        for scope in &scopes {
            let name = self.named(scope, label);
            let answer = self.engine.answers().answer(&question.id, scope);
            match layout {
                Some(Layout::Paragraph) => {
                    page.lead(name);
                    page.block(Block::Paragraph {
                        text: self.full_answer(question, field, scope),
                    });
                }
                Some(Layout::Remark) => page.block(Block::Paragraph {
                    text: self.remark_only(question, field, answer),
                }),
                Some(Layout::List) => self.ticked_list(question, field, answer, label, page),
                Some(Layout::Bare) => {
                    page.fact(
                        name,
                        self.bare_answer(field, question.required, question.worst.is_some(), answer),
                    );
                }
                _ => page.fact(name, self.full_answer(question, field, scope)),
            }
        }
    }

    fn full_answer(&self, question: &Question, field: &Field, scope: &Scope) -> Vec<Inline> {
        let answer = self.engine.answers().answer(&question.id, scope);
        let mut text = self.answer(field, question.required, question.worst.is_some(), answer);
        let evidence = self.evidence_for(&question.id, scope);
        if !evidence.is_empty() {
            text.push(Inline::Small(format!(
                "\n{}{evidence}",
                self.w(&self.words().evidence_of)
            )));
        }
        text
    }

    pub(super) fn named(&self, scope: &Scope, label: &str) -> String {
        if scope.is_whole() {
            label.to_owned()
        } else {
            format!("{}{}{label}", self.scope(scope), self.colon())
        }
    }

    fn remark_only(&self, question: &Question, field: &Field, answer: Option<&Answer>) -> Vec<Inline> {
        match answer.filter(|answer| !answer.remark.trim().is_empty()) {
            Some(answer) => match self.remark_of(answer) {
                Inline::Small(text) => vec![Inline::Text(text)],
                other => vec![other],
            },
            None if answer.is_some_and(|answer| answer.known().is_some()) => {
                vec![Inline::Text(self.w(&self.words().unanswered).to_owned())]
            }
            None => self.bare_answer(field, question.required, false, answer),
        }
    }

    fn ticked_list(&self, question: &Question, field: &Field, answer: Option<&Answer>, label: &str, page: &mut Page) {
        let ticked = match answer.and_then(Answer::known) {
            Some(Value::Multi(ticks)) if !ticks.ticked.is_empty() => &ticks.ticked,
            _ => {
                page.fact(
                    label,
                    self.answer(field, question.required, question.worst.is_some(), answer),
                );
                return;
            }
        };
        let mut ticked: Vec<&OptionId> = ticked.iter().collect();
        ticked.sort_by_key(|option| {
            self.outline
                .laws
                .iter()
                .position(|law| **option == **law)
                .unwrap_or(usize::MAX)
        });
        let items = ticked
            .into_iter()
            .map(|option| self.say(&self.engine.option_label(field.options(), option)));
        self.numbered(label, items, page);
        if let Some(answer) = answer.filter(|answer| !answer.remark.trim().is_empty()) {
            page.block(Block::Paragraph {
                text: vec![self.remark_of(answer)],
            });
        }
    }

    /// Numbered sentences as a table: closer than a list, and each keeps its number.
    pub(super) fn numbered(&self, title: &str, items: impl Iterator<Item = String>, page: &mut Page) {
        let heads = [(self.w(&self.words().serial), 0.5), (title, 7.5)];
        let rows = (1..)
            .zip(items)
            .map(|(at, item): (usize, String)| vec![Cell::text(at.to_string()), Cell::text(item)]);
        page.fine_table("", &heads, rows.collect());
    }

    /// Room between two parts of a line.
    pub(super) const fn gap(&self) -> &'static str {
        match self.lang() {
            Lang::Zh => "　",
            Lang::En => "  ",
        }
    }

    fn ask_table(&self, question: &Question, table: &Table, content: &Content, label: &str, page: &mut Page) {
        let keys = self.engine.shown_rows(table);
        if keys.is_empty() {
            if matches!(table.shape, Shape::Free { .. }) {
                let words = self.words();
                let said = if question.required == Required::No {
                    &words.none
                } else {
                    &words.unanswered
                };
                page.fact(label, vec![Inline::Text(self.w(said).to_owned())]);
            }
            return;
        }
        let wanted =
            |column: &&Column| content.columns.is_empty() || content.columns.iter().any(|id| column.id == **id);
        let columns: Vec<&Column> = table.columns.iter().filter(wanted).collect();
        match (content.layout, &table.shape) {
            (Some(Layout::Table), _) | (None, Shape::Fixed(_)) => {
                self.rows(question, table, &keys, &columns, label, page);
            }
            (_, Shape::Form) => self.form(question, table, &columns, label, page),
            _ => self.compare(question, table, &keys, &columns, label, page),
        }
    }

    /// What a row is called: the name entered, else its place among the rows.
    pub(super) fn row_title(&self, table: &Table, key: &RowKey, label: &str, at: usize) -> Inline {
        let named = match &table.shape {
            Shape::Grid { source, .. } => self.engine.questionnaire().table_of(source).and_then(Question::table),
            _ => Some(table),
        };
        let entered = named.and_then(|table| {
            let column = table.column(name_column(table)?)?;
            let cell = self.engine.answers().cell(&table.record, key, &column.id)?;
            let text = matches!(column.field, Field::Text | Field::LongText) && !cell.text().trim().is_empty();
            text.then(|| self.entered(cell.text(), &cell.translation, false))
        });
        let known = || {
            let name = self.say(&self.engine.row_name(&table.record, key));
            let unnamed = name == **key && matches!(table.shape, Shape::Free { .. });
            Inline::Strong(if unnamed { format!("{label}{}", at + 1) } else { name })
        };
        entered.map_or_else(known, strong)
    }

    /// The head of a column without the instruction to the person who fills it.
    pub(super) fn column_label(&self, column: &Column) -> String {
        self.cap(self.uninstructed(&column.label))
    }

    /// The same for any label.
    pub(super) fn uninstructed(&self, label: &Text) -> String {
        let label = self.say(label);
        let instruction = ["（没有的，写", " (write \"none\"", " (write 'none'"];
        let cut = instruction
            .iter()
            .find_map(|mark| label.split_once(mark).map(|(before, _)| before.to_owned()));
        cut.unwrap_or(label)
    }

    pub(super) fn row_scope(table: &Table, key: &RowKey) -> Scope {
        match &table.shape {
            Shape::Grid { source, .. } => Scope::row(source.clone(), key.clone()),
            _ => Scope::row(table.record.clone(), key.clone()),
        }
    }

    /// One row of names and values: under its own name if all of it stands here, else among the facts around it.
    fn form(&self, question: &Question, table: &Table, columns: &[&Column], label: &str, page: &mut Page) {
        let facts = self.form_facts(question, table, columns);
        if columns.len() < table.columns.len() || facts.len() < 2 {
            for (name, value) in facts {
                page.fact(name, value);
            }
            return;
        }
        let rows = facts
            .into_iter()
            .map(|(name, value)| vec![Cell::text(name), cell(value)]);
        page.compared(label, &[0.28, 0.72], None, rows.collect());
    }

    fn form_facts(&self, question: &Question, table: &Table, columns: &[&Column]) -> Vec<(String, Vec<Inline>)> {
        let mut facts = Vec::new();
        let key = RowKey::from(FORM_ROW);
        let context = self.engine.row_context(table, &key);
        let row = self.engine.answers().row(&table.record, &key);
        for column in columns {
            if self.engine.column_shown(column, &context) {
                let value = self.column(column, row, &context, question.required);
                facts.push((self.column_label(column), value));
            }
        }
        let words = self.words();
        if let Some(row) = row.filter(|row| !row.remark.trim().is_empty()) {
            let remark = vec![self.entered(&row.remark, "", true)];
            facts.push((self.w(&words.row_remark).to_owned(), remark));
        }
        let evidence = self.evidence_for(&question.id, &Self::row_scope(table, &key));
        if !evidence.is_empty() {
            let name = self.w(&words.evidence_of).trim_end_matches(['：', ':', ' ']);
            facts.push((name.to_owned(), vec![Inline::Text(evidence)]));
        }
        facts
    }

    /// Whether the name above a row already says all that this cell says.
    pub(super) fn names_row(&self, table: &Table, key: &RowKey, column: &Column) -> bool {
        let row = self.engine.answers().row(&table.record, key);
        name_column(table) == Some(column.id.as_str()) && row.is_some_and(|row| titles_row(column, row))
    }

    /// The content of one cell in words, never empty.
    pub(super) fn column(&self, column: &Column, row: Option<&Row>, context: &Context, asked: Required) -> Vec<Inline> {
        let words = self.words();
        if !self.engine.column_shown(column, context) {
            let open = column
                .when
                .as_ref()
                .is_some_and(|when| self.engine.eval(when, context, Mode::Known).is_none());
            let said = if open { &words.unknown } else { &words.not_involved };
            return vec![Inline::Text(self.w(said).to_owned())];
        }
        if let Field::Computed(name) = &column.field {
            let said = match self.engine.defined(name, context, Mode::Known) {
                Some(true) => &words.yes,
                Some(false) => &words.no,
                None => &words.unknown,
            };
            return vec![Inline::Text(self.w(said).to_owned())];
        }
        let given = row.and_then(|row| row.cell(&column.id));
        if let (true, Some(Value::Number(year))) = (column.id.ends_with("_year"), given.and_then(Answer::known)) {
            return vec![Inline::Text(year.to_string())];
        }
        let blank = row.is_none_or(Row::is_blank);
        let required = if asked == Required::No && blank {
            Required::No
        } else {
            column.required
        };
        self.answer(
            &column.field,
            required,
            column.worst.is_some(),
            row.and_then(|row| row.cell(&column.id)),
        )
    }

    fn rows(
        &self,
        question: &Question,
        table: &Table,
        keys: &[RowKey],
        columns: &[&Column],
        label: &str,
        page: &mut Page,
    ) {
        let words = self.words();
        let names_itself = name_column(table).is_some_and(|name| columns.iter().any(|column| column.id == *name));
        let columns: Vec<&&Column> = columns
            .iter()
            .filter(|column| self.has_content(table, keys, column))
            .collect();
        let heads: Vec<String> = columns.iter().map(|column| self.column_label(column)).collect();
        let widths = columns.iter().map(|column| self.width(table, keys, column));
        let mut shown: Vec<(&str, f32)> = heads.iter().map(String::as_str).zip(widths).collect();
        if !names_itself {
            shown.insert(0, (self.w(self.head_of(table)), 1.3));
        }
        let rows = keys.iter().enumerate().map(|(at, key)| {
            let context = self.engine.row_context(table, key);
            let row = self.engine.answers().row(&table.record, key);
            let cells = columns
                .iter()
                .map(|column| cell(self.column(column, row, &context, question.required)));
            let title = (!names_itself).then(|| cell(vec![self.row_title(table, key, label, at)]));
            let mut line: Vec<Cell> = title.into_iter().chain(cells).collect();
            if let (Some(row), Some(last)) = (row.filter(|row| !row.remark.trim().is_empty()), line.last_mut()) {
                last.text.push(Inline::Small(format!("\n{}", self.w(&words.remark))));
                last.text.push(self.entered(&row.remark, "", true));
            }
            line
        });
        page.table(label, &shown, rows.collect());
        let mut evidence: Vec<String> = keys
            .iter()
            .flat_map(|key| self.evidence_keys(&question.id, &Self::row_scope(table, key)))
            .collect();
        evidence.sort();
        evidence.dedup();
        if !evidence.is_empty() {
            page.small(format!("{}{}", self.w(&words.evidence_of), self.list(&evidence)));
        }
    }

    /// Whether a column was filled in any row, or had to be.
    fn has_content(&self, table: &Table, keys: &[RowKey], column: &Column) -> bool {
        let filled = |key: &RowKey| {
            let cell = self.engine.answers().cell(&table.record, key, &column.id);
            cell.is_some_and(|cell| cell.content.is_some() || !cell.remark.trim().is_empty())
        };
        column.required != Required::No || keys.iter().any(filled)
    }

    /// The share of a column: more where answers are long. The Chinese answers decide for both languages.
    fn width(&self, table: &Table, keys: &[RowKey], column: &Column) -> f32 {
        let longest = keys
            .iter()
            .map(|key| self.length(table, key, column))
            .max()
            .unwrap_or(0);
        match longest {
            0..=10 => 1.1,
            11..=24 => 1.6,
            25..=48 => 2.4,
            _ => 3.4,
        }
    }

    fn head_of(&self, table: &Table) -> &'static super::words::Said {
        let words = self.words();
        match &table.shape {
            Shape::Grid { source, .. } if *source == "transfer" => &words.transfer,
            Shape::Grid { source, .. } if *source == "recipient" => &words.items_recipient,
            _ => &words.item,
        }
    }
}

/// The column that names the rows of a table.
fn name_column(table: &Table) -> Option<&str> {
    match &table.shape {
        Shape::Free {
            name_column: Some(name),
        } => Some(name.as_str()),
        _ => None,
    }
}

/// Whether the title of the row already says all that the cell says.
fn titles_row(column: &Column, row: &Row) -> bool {
    let plain = |cell: &Answer| !cell.text().trim().is_empty() && cell.remark.trim().is_empty();
    matches!(column.field, Field::Text | Field::LongText) && row.cell(&column.id).is_some_and(plain)
}

fn strong(inline: Inline) -> Inline {
    match inline {
        Inline::Text(text) => Inline::Strong(text),
        other => other,
    }
}
