//! Questions as the outline lays them out.

use super::outline::{Content, Layout};
use super::page::{Page, cell};
use super::writer::Writer;
use crate::domain::{
    Answer, Column, Context, FORM_ROW, Field, JudgementId, Kind, Mode, OptionId, Question, Required, Row, RowKey,
    Scope, Scoped, Shape, Stage, Table, Value, staged_id,
};
use crate::report::document::{Block, Cell, Inline, ListStyle};

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

    fn named(&self, scope: &Scope, label: &str) -> String {
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
        let items = ticked.into_iter().map(|option| {
            vec![Inline::Text(
                self.say(&self.engine.option_label(field.options(), option)),
            )]
        });
        page.block(Block::List {
            style: ListStyle::Numbered,
            items: items.collect(),
        });
        if let Some(answer) = answer.filter(|answer| !answer.remark.trim().is_empty()) {
            page.block(Block::Paragraph {
                text: vec![self.remark_of(answer)],
            });
        }
    }

    /// All options of a question, with whether each holds in each scope.
    fn checklist(&self, question: &Question, field: &Field, scopes: &[Scope], label: &str, page: &mut Page) {
        if scopes.is_empty() {
            return;
        }
        let words = self.words();
        let names: Vec<String> = scopes
            .iter()
            .map(|scope| {
                if scope.is_whole() {
                    self.w(&words.content).to_owned()
                } else {
                    self.scope(scope)
                }
            })
            .collect();
        let mut heads = vec![(self.w(&words.item), 3.0)];
        heads.extend(names.iter().map(|name| (name.as_str(), 1.2)));
        let options = field.options().map_or(&[][..], |options| options.fixed());
        let rows = options.iter().filter(|option| !option.exclusive).map(|option| {
            let held = scopes.iter().map(|scope| {
                let answer = self.engine.answers().answer(&question.id, scope);
                match answer.and_then(Answer::known) {
                    Some(Value::Multi(ticks)) => Cell::text(match ticks.has(&option.id) {
                        Some(true) => self.w(&words.held),
                        Some(false) => self.w(&words.not_held),
                        None => self.w(&words.unknown),
                    }),
                    _ => cell(self.bare_answer(field, question.required, question.worst.is_some(), answer)),
                }
            });
            std::iter::once(Cell::text(self.cap(self.say(&option.label))))
                .chain(held)
                .collect()
        });
        page.table(label, &heads, rows.collect());
        self.checklist_remarks(question, scopes, page);
    }

    fn checklist_remarks(&self, question: &Question, scopes: &[Scope], page: &mut Page) {
        let words = self.words();
        for scope in scopes {
            let answer = self.engine.answers().answer(&question.id, scope);
            if let Some(answer) = answer.filter(|answer| !answer.remark.trim().is_empty()) {
                let remark = match self.remark_of(answer) {
                    Inline::Small(text) => Inline::Text(text),
                    other => other,
                };
                page.fact(self.named(scope, self.w(&words.row_remark)), vec![remark]);
            }
            let evidence = self.evidence_for(&question.id, scope);
            if !evidence.is_empty() {
                let name = self.w(&words.evidence_of).trim_end_matches(['：', ':', ' ']);
                page.fact(self.named(scope, name), vec![Inline::Text(evidence)]);
            }
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
            (_, Shape::Form) => self.card(question, table, &FORM_ROW.into(), &columns, page),
            _ => {
                for (at, key) in keys.iter().enumerate() {
                    let lead = Inline::Strong(format!("{label}{}", self.colon()));
                    page.block(Block::Paragraph {
                        text: vec![lead, self.row_title(table, key, label, at)],
                    });
                    self.card(question, table, key, &columns, page);
                }
            }
        }
    }

    /// What a row is called: the name entered, else its place among the rows.
    fn row_title(&self, table: &Table, key: &RowKey, label: &str, at: usize) -> Inline {
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
    fn column_label(&self, column: &Column) -> String {
        let label = self.say(&column.label);
        let instruction = ["（没有的，写", " (write \"none\"", " (write 'none'"];
        let cut = instruction
            .iter()
            .find_map(|mark| label.split_once(mark).map(|(before, _)| before.to_owned()));
        self.cap(cut.unwrap_or(label))
    }

    fn row_scope(table: &Table, key: &RowKey) -> Scope {
        match &table.shape {
            Shape::Grid { source, .. } => Scope::row(source.clone(), key.clone()),
            _ => Scope::row(table.record.clone(), key.clone()),
        }
    }

    fn card(&self, question: &Question, table: &Table, key: &RowKey, columns: &[&Column], page: &mut Page) {
        let context = self.engine.row_context(table, key);
        let row = self.engine.answers().row(&table.record, key);
        for column in columns {
            let titles =
                name_column(table) == Some(column.id.as_str()) && row.is_some_and(|row| titles_row(column, row));
            if self.engine.column_shown(column, &context) && !titles {
                page.fact(
                    self.column_label(column),
                    self.column(column, row, &context, question.required),
                );
            }
        }
        let words = self.words();
        if let Some(row) = row.filter(|row| !row.remark.trim().is_empty()) {
            page.fact(self.w(&words.row_remark), vec![self.entered(&row.remark, "", true)]);
        }
        let evidence = self.evidence_for(&question.id, &Self::row_scope(table, key));
        if !evidence.is_empty() {
            page.fact(
                self.w(&words.evidence_of).trim_end_matches(['：', ':', ' ']),
                vec![Inline::Text(evidence)],
            );
        }
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
        let heads: Vec<String> = columns.iter().map(|column| self.column_label(column)).collect();
        let mut shown: Vec<(&str, f32)> = heads.iter().map(|head| (head.as_str(), 1.5)).collect();
        if !names_itself {
            shown.insert(0, (self.w(self.head_of(table)), 1.2));
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
        let evidence: Vec<String> = keys
            .iter()
            .map(|key| self.evidence_for(&question.id, &Self::row_scope(table, key)))
            .filter(|keys| !keys.is_empty())
            .collect();
        if !evidence.is_empty() {
            page.small(format!("{}{}", self.w(&words.evidence_of), self.list(&evidence)));
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

    /// A table of levels: what, by the rules, adopted, why.
    fn levels(&self, title: &str, ids: &[&JudgementId], stage: Stage, page: &mut Page) {
        let words = self.words();
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for id in ids {
            let Some(rule) = self.engine.questionnaire().judgement(id) else {
                continue;
            };
            for scope in self.engine.judgement_scopes(rule) {
                let Some(judgement) = self.engine.judge_at(id, &scope, stage) else {
                    continue;
                };
                let reason = if stage == Stage::Inherent {
                    self.reason(&judgement)
                } else {
                    self.staged_reason(id, &scope, stage, &judgement.level)
                };
                rows.push(vec![
                    Cell::text(self.cap(self.scope(&scope))),
                    Cell::text(self.cap(self.say(&rule.title))),
                    self.level_cell(id, &judgement.proposed),
                    self.level_cell(id, &judgement.level),
                    cell(reason),
                ]);
            }
        }
        if rows.is_empty() {
            page.fact(title, vec![Inline::Text(self.w(&words.not_judged).to_owned())]);
            return;
        }
        let order: Vec<Cell> = rows.iter().filter_map(|row| row.first().cloned()).collect();
        rows.sort_by_key(|row| order.iter().position(|first| Some(first) == row.first()));
        let heads = [
            (self.w(&words.level_scope), 1.25),
            (self.w(&words.level_item), 1.55),
            (self.w(&words.level_proposed), 1.25),
            (self.w(&words.level_final), 1.25),
            (self.w(&words.level_reason), 1.9),
        ];
        page.table(title, &heads, rows);
    }

    fn staged_reason(&self, id: &JudgementId, scope: &Scope, stage: Stage, level: &str) -> Vec<Inline> {
        let words = self.words();
        let slot = Scoped::new(staged_id(id, stage), scope.clone());
        match self
            .engine
            .answers()
            .confirmations
            .get(&slot)
            .filter(|known| known.level == *level)
        {
            Some(known) if !known.reason.trim().is_empty() => {
                vec![self.entered(&known.reason, &known.translation, true)]
            }
            Some(_) => vec![Inline::Text(self.w(&words.confirmed).to_owned())],
            None => vec![Inline::Text(self.w(&words.unconfirmed).to_owned())],
        }
    }

    /// The columns a level question keeps beside its levels, such as a correction taken.
    fn extra_columns(&self, question: &Question, columns: &[Column], page: &mut Page) {
        for row in self.engine.answers().rows(&question.id) {
            let name = self.scope(&Scope::row("transfer", row.key.clone()));
            for column in columns.iter().filter(|column| row.cell(&column.id).is_some()) {
                let answer = row.cell(&column.id);
                page.fact(
                    format!("{name}{}{}", self.colon(), self.column_label(column)),
                    self.answer(&column.field, column.required, column.worst.is_some(), answer),
                );
            }
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
