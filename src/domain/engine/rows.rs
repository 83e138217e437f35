//! Which rows there are, and which questions, rows and columns are shown.

use super::{Context, Engine, Mode};
use crate::domain::{
    Answer, Column, FORM_ROW, Field, Kind, Lang, Options, Question, RecordId, Row, RowKey, Scope, Shape, Table, Text,
    Value,
};

/// Rows computed from answers: every country of a recipient, of storage, of access, of a third party.
pub const COUNTRY: &str = "country";
/// Pairs of a recipient and a country of its: its seat, its places of storage, the access countries of its transfers.
pub const RECIPIENT_COUNTRY: &str = "recipient-country";
/// Where people abroad reach the data from: required for remote access, optional for what is sent.
const ACCESS: [&str; 2] = ["access_country", "access_elsewhere"];

impl Engine {
    /// The rows of a record: its key and where it stands. Pairs are written `recipient,country`.
    pub fn rows_of(&self, record: &str, context: &Context) -> Vec<(RowKey, usize)> {
        match record {
            COUNTRY => self.countries().into_iter().map(|key| (key, usize::MAX)).collect(),
            RECIPIENT_COUNTRY => self
                .recipient_countries(context)
                .into_iter()
                .map(|(r, c)| (format!("{r},{c}").into(), usize::MAX))
                .collect(),
            _ => self.stored_rows(record),
        }
    }

    fn stored_rows(&self, record: &str) -> Vec<(RowKey, usize)> {
        let table = self.questionnaire.table_of(record).and_then(Question::table);
        match table.map(|table| &table.shape) {
            Some(Shape::Grid { source, .. }) => self.rows_of(&source.clone(), &Context::default()),
            Some(Shape::Fixed(rows)) => rows
                .iter()
                .map(|row| (RowKey::from(row.id.as_str()), usize::MAX))
                .collect(),
            _ => self
                .answers
                .rows(record)
                .iter()
                .enumerate()
                .map(|(at, row)| (row.key.clone(), at))
                .collect(),
        }
    }

    /// Calls `visit` with each row of a record in context, until it says no.
    pub(super) fn each_row(&self, record: &RecordId, context: &Context, visit: &mut dyn FnMut(&Context) -> bool) {
        let mut inner = context.clone();
        if self.is_stored(record) {
            for (at, row) in self.answers.rows(record).iter().enumerate() {
                inner.push(record, row.key.clone(), at);
                let go_on = visit(&inner);
                inner.pop();
                if !go_on {
                    return;
                }
            }
            return;
        }
        for (key, at) in self.rows_of(record, context) {
            let depth = self.bind(&mut inner, record, key, at);
            let go_on = visit(&inner);
            (0..depth).for_each(|_| inner.pop());
            if !go_on {
                return;
            }
        }
    }

    /// Whether the rows are simply those stored, in their order.
    fn is_stored(&self, record: &str) -> bool {
        let table = self.questionnaire.table_of(record).and_then(Question::table);
        table.is_some_and(|table| matches!(table.shape, Shape::Free { .. }))
    }

    /// Binds a row; a grid's row binds the row it follows, a pair binds both. Returns how many were bound.
    pub(super) fn bind(&self, context: &mut Context, record: &RecordId, key: RowKey, at: usize) -> usize {
        if record == RECIPIENT_COUNTRY {
            let (recipient, country) = key.split_once(',').unwrap_or((&key, ""));
            context.push(&"recipient".into(), recipient.into(), usize::MAX);
            context.push(&COUNTRY.into(), country.into(), usize::MAX);
            return 2;
        }
        let table = self.questionnaire.table_of(record).and_then(Question::table);
        match table.map(|table| &table.shape) {
            Some(Shape::Grid { source, .. }) => context.push(source, key, at),
            _ => context.push(record, key, at),
        }
        1
    }

    /// The scopes of something that exists once per row of `per`.
    pub fn scopes_of(&self, per: Option<&RecordId>) -> Vec<Scope> {
        let Some(per) = per else { return vec![Scope::whole()] };
        let rows = self.rows_of(per, &Context::default());
        rows.into_iter()
            .map(|(key, at)| {
                let mut context = Context::default();
                self.bind(&mut context, per, key, at);
                context.scope()
            })
            .collect()
    }

    /// All countries that the profile must cover, in the order they are first named.
    pub fn countries(&self) -> Vec<RowKey> {
        let mut found = Vec::new();
        for row in self.answers.rows("recipient") {
            add_codes(&mut found, row.cell("country"));
            add_codes(&mut found, row.cell("storage_countries"));
        }
        for row in self.answers.rows("transfer.details") {
            for column in ACCESS {
                add_codes(&mut found, row.cell(column));
            }
        }
        for row in self.answers.rows("third-party") {
            add_codes(&mut found, row.cell("country"));
        }
        found
    }

    fn recipient_countries(&self, context: &Context) -> Vec<(RowKey, RowKey)> {
        let only = self.key_of(context, "recipient");
        let recipients = self
            .answers
            .rows("recipient")
            .iter()
            .filter(|row| only.as_ref().is_none_or(|only| *only == row.key));
        recipients
            .flat_map(|row| {
                self.countries_of(row)
                    .into_iter()
                    .map(|country| (row.key.clone(), country))
            })
            .collect()
    }

    fn countries_of(&self, recipient: &Row) -> Vec<RowKey> {
        let mut found = Vec::new();
        add_codes(&mut found, recipient.cell("country"));
        add_codes(&mut found, recipient.cell("storage_countries"));
        for transfer in self.answers.rows("transfer") {
            let to = transfer.cell("recipient").and_then(|cell| cell.choice());
            if to.is_some_and(|to| to.as_str() == recipient.key.as_str()) {
                for column in ACCESS {
                    add_codes(&mut found, self.answers.cell("transfer.details", &transfer.key, column));
                }
            }
        }
        found
    }

    /// Whether a question is asked, in the row it repeats for.
    pub fn is_visible(&self, question: &Question, context: &Context) -> bool {
        if question.when.is_none() && question.each.is_none() {
            return true;
        }
        let Some(at) = self.questionnaire.index.get(&question.id) else {
            return false;
        };
        let scope = self.scope_of(question, context);
        let key = (*at, scope);
        if let Some(known) = self.visible.borrow().get(&key) {
            return *known;
        }
        self.visible.borrow_mut().insert(key.clone(), false);
        let shown = self.shown_in(question, &Context::of(&key.1));
        self.visible.borrow_mut().insert(key, shown);
        shown
    }

    fn shown_in(&self, question: &Question, row: &Context) -> bool {
        let each = match &question.each {
            Some((record, filter)) => {
                let exists = row.bound(record).is_some_and(|(key, _)| {
                    self.rows_of(record, &Context::default())
                        .iter()
                        .any(|(known, _)| known == key)
                });
                exists && filter.as_ref().is_none_or(|filter| self.holds(filter, row))
            }
            None => true,
        };
        each && question.when.as_ref().is_none_or(|when| self.holds(when, row))
    }

    /// The scope in which `question` is answered from within this context.
    pub fn scope_of(&self, question: &Question, context: &Context) -> Scope {
        let Some((record, _)) = &question.each else {
            return Scope::whole();
        };
        self.key_of(context, record)
            .map_or_else(Scope::whole, |key| Scope::row(record.clone(), key))
    }

    /// Whether the row in context is one of the table's.
    pub fn row_shown(&self, table: &Table, context: &Context) -> bool {
        let Shape::Grid { source, when } = &table.shape else {
            return true;
        };
        let Some(key) = self.key_of(context, source) else {
            return false;
        };
        let row = Context::of(&Scope::row(source.clone(), key));
        when.as_ref().is_none_or(|when| self.holds(when, &row))
    }

    /// Whether a column is shown in the row in context.
    pub fn column_shown(&self, column: &Column, context: &Context) -> bool {
        column
            .when
            .as_ref()
            .is_none_or(|when| self.eval(when, context, Mode::Known) == Some(true))
    }

    /// The keys of the rows a table shows, in order; for a country grid also rows added as information.
    pub fn shown_rows(&self, table: &Table) -> Vec<RowKey> {
        let rows = self.rows_of(&table.record, &Context::default());
        match &table.shape {
            Shape::Form => vec![FORM_ROW.into()],
            Shape::Grid { source, .. } => {
                let mut keys: Vec<RowKey> = rows
                    .into_iter()
                    .filter(|(key, _)| self.row_shown(table, &Context::of(&Scope::row(source.clone(), key.clone()))))
                    .map(|(key, _)| key)
                    .collect();
                if source == COUNTRY {
                    let added = self
                        .answers
                        .rows(&table.record)
                        .iter()
                        .filter(|row| !keys.contains(&row.key) && !row.is_blank());
                    let added: Vec<RowKey> = added.map(|row| row.key.clone()).collect();
                    keys.extend(added);
                }
                keys
            }
            _ => rows.into_iter().map(|(key, _)| key).collect(),
        }
    }

    /// The context of one row of a table.
    pub fn row_context(&self, table: &Table, key: &RowKey) -> Context {
        match &table.shape {
            Shape::Grid { source, .. } => Context::of(&Scope::row(source.clone(), key.clone())),
            _ => Context::of(&Scope::row(table.record.clone(), key.clone())),
        }
    }

    /// The questions asked now, in order, once per repetition.
    pub fn visits(&self) -> Vec<(&Question, Scope)> {
        let mut found = Vec::new();
        for question in &self.questionnaire.questions {
            for scope in self.scopes_of(question.each.as_ref().map(|(record, _)| record)) {
                if self.is_visible(question, &Context::of(&scope)) {
                    found.push((question, scope));
                }
            }
        }
        found
    }

    /// The name of a row on screen and on paper.
    pub fn row_name(&self, record: &str, key: &RowKey) -> Text {
        if record == COUNTRY {
            let known = self.questionnaire.reference.jurisdiction(key);
            return known.map_or_else(|| Text::same(key.as_str()), |known| known.name.clone());
        }
        let table = self.questionnaire.table_of(record).and_then(Question::table);
        match table.map(|table| &table.shape) {
            Some(Shape::Grid { source, .. }) => self.row_name(source, key),
            Some(Shape::Fixed(rows)) => rows
                .iter()
                .find(|row| row.id.as_str() == key.as_str())
                .map_or_else(|| Text::same(key.as_str()), |row| row.label.clone()),
            Some(Shape::Free {
                name_column: Some(column),
            }) => self.named_row(record, key, column),
            _ => Text::same(key.as_str()),
        }
    }

    fn named_row(&self, record: &str, key: &RowKey, column: &str) -> Text {
        let field = self
            .questionnaire
            .table_of(record)
            .and_then(Question::table)
            .and_then(|table| table.column(column))
            .map(|column| &column.field);
        let cell = self.row_at(record, key, usize::MAX).and_then(|row| row.cell(column));
        if let (Some(Field::Choice(Options::Rows(source))), Some(option)) = (field, cell.and_then(|cell| cell.choice()))
        {
            return self.row_name(source, &option.as_str().into());
        }
        match cell {
            Some(cell) if !cell.text().is_empty() => cell.texts(),
            _ => Text::same(key.as_str()),
        }
    }

    /// The names of all rows of a scope, joined by ` · `.
    pub fn scope_name(&self, scope: &Scope) -> Text {
        // The one row of a form has no name of its own.
        let is_form = |record: &str| {
            let table = self.questionnaire.table_of(record).and_then(Question::table);
            table.is_some_and(|table| table.shape == Shape::Form)
        };
        let rows = scope.rows().iter().filter(|(record, _)| !is_form(record));
        let names: Vec<Text> = rows.map(|(record, key)| self.row_name(record, key)).collect();
        let join = |lang| names.iter().map(|name| name.get(lang)).collect::<Vec<_>>().join(" · ");
        Text::new(join(Lang::Zh), join(Lang::En))
    }

    /// Whether the question is a table that may have rows added.
    pub fn is_free(question: &Question) -> bool {
        matches!(&question.kind, Kind::Table(table) if matches!(table.shape, Shape::Free { .. }))
    }
}

fn add_codes(found: &mut Vec<RowKey>, cell: Option<&Answer>) {
    let mut add = |code: &str| {
        if !found.iter().any(|known| known == code) {
            found.push(code.into());
        }
    };
    match cell.and_then(|cell| cell.known()) {
        Some(Value::Choice(code)) => add(code),
        Some(Value::Multi(ticks)) => ticks.ticked.iter().for_each(|code| add(code)),
        _ => {}
    }
}
