//! Types a whole assessment: reads what another one answers and presses the keys a person would press, from the list of assessments on.

use super::journey::Journey;
use pipia::domain::{
    Answer, Answers, Column, Content, Field, Kind, Lang, Options, Question, RowKey, Scope, Scoped, Shape, Table, Value,
};
use pipia::tui::Context;
use std::collections::HashMap;

/// Longer texts are pasted, as people do.
const TYPED: usize = 10;

/// Who types, what is to be answered, and which row here stands for which row there.
pub(crate) struct Typist<'a> {
    pub(crate) journey: Journey,
    target: &'a Answers,
    rows: HashMap<(String, String), String>,
    /// Looks at every picture.
    see: &'a mut dyn FnMut(&Journey),
}

impl<'a> Typist<'a> {
    /// A new assessment with a title, made from the empty list.
    pub(crate) fn new(
        mut journey: Journey,
        title: &str,
        target: &'a Answers,
        see: &'a mut dyn FnMut(&Journey),
    ) -> Self {
        see(&journey);
        journey.keys("n");
        see(&journey);
        journey.keys(title).keys("<ctrl+s>");
        Self {
            journey,
            target,
            rows: HashMap::new(),
            see,
        }
    }

    fn keys(&mut self, script: &str) {
        self.journey.keys(script);
        (self.see)(&self.journey);
    }

    /// Answers question after question until there is no further one. The number of questions seen.
    pub(crate) fn answer_all(&mut self) -> usize {
        for count in 1..400 {
            let at = self.journey.session().at().clone();
            self.answer_one(&at);
            if self.journey.session().at() == &at {
                self.keys("<tab>");
            }
            if self.top() == Context::Route {
                self.keys("<esc>");
            }
            if self.journey.session().at() == &at {
                return count;
            }
        }
        panic!("no end: {}", self.journey.text());
    }

    fn top(&mut self) -> Context {
        self.journey.driver().app().screens().last().unwrap().context()
    }

    fn answer_one(&mut self, at: &Scoped<pipia::domain::QuestionId>) {
        (self.see)(&self.journey);
        let question: Question = self.journey.session().question().unwrap().clone();
        match &question.kind {
            Kind::Field(field) => {
                let scope = self.scope_there(&at.scope);
                if let Some(answer) = self.target.answer(&at.id, &scope).cloned() {
                    self.enter(field, &answer);
                    self.remark(&answer);
                }
            }
            Kind::Table(table) => self.fill_table(table),
            Kind::Level { .. } => {
                for _ in 0..80 {
                    if self.journey.session().at() != at {
                        return;
                    }
                    self.keys("<enter>");
                }
                panic!("{at} never ends: {}", self.journey.text());
            }
        }
    }

    /// The value of a field or a cell that is open.
    fn enter(&mut self, field: &Field, answer: &Answer) {
        match &answer.content {
            None => {}
            Some(Content::Unknown) => self.keys("<f5>"),
            Some(Content::NotApplicable(reason)) => {
                self.keys("<f6>");
                self.write(reason);
                self.keys("<enter>");
            }
            Some(Content::Value(value)) => self.enter_value(field, value),
        }
    }

    fn enter_value(&mut self, field: &Field, value: &Value) {
        let options = self.journey.session().engine().options(field);
        let at = |id: &str| options.iter().position(|(known, _)| known == id).unwrap();
        match value {
            Value::Choice(id) => self.press_option(at(id)),
            Value::Multi(ticks) => {
                let mut places: Vec<usize> = ticks.ticked.iter().map(|id| at(id)).collect();
                places.sort_unstable();
                for place in places {
                    self.press_option(place);
                }
            }
            Value::YesNo(yes) => self.keys(if *yes { "1" } else { "2" }),
            Value::Number(number) => self.keys(&number.to_string()),
            Value::Date(date) => self.keys(&date.to_string()),
            Value::Text(text) => self.write(text),
        }
    }

    fn press_option(&mut self, at: usize) {
        if at < 9 {
            self.keys(&(at + 1).to_string());
        } else {
            self.keys(&["<home>", &"<down>".repeat(at), "<space>"].concat());
        }
    }

    fn write(&mut self, text: &str) {
        if text.chars().count() > TYPED {
            self.journey.paste(text);
            (self.see)(&self.journey);
        } else {
            let script: String = text
                .chars()
                .map(|c| match c {
                    '<' => "<lt>".to_owned(),
                    '\n' => "<enter>".to_owned(),
                    other => other.to_string(),
                })
                .collect();
            self.keys(&script);
        }
    }

    fn remark(&mut self, answer: &Answer) {
        if !answer.remark.is_empty() {
            self.keys("<f4>");
            self.write(&answer.remark);
            self.keys("<enter>");
        }
    }

    fn fill_table(&mut self, table: &Table) {
        let rows: Vec<pipia::domain::Row> = self.target.rows(&table.record).to_vec();
        for row in rows {
            let there = row.key.to_string();
            let Some(at) = self.open_row(table, &there, &row) else {
                continue;
            };
            self.fill_row(table, &at, &row);
            self.settle();
            if table.shape != Shape::Form {
                self.keys("<esc>");
            }
        }
    }

    /// Opens the row that stands for a row of the other assessment, adding it if it is not there. Its key here.
    fn open_row(&mut self, table: &Table, there: &str, row: &pipia::domain::Row) -> Option<RowKey> {
        let source = match &table.shape {
            Shape::Grid { source, .. } => source.to_string(),
            _ => table.record.to_string(),
        };
        let known = self.rows.get(&(source, there.to_owned())).cloned();
        let key: RowKey = match (&table.shape, known) {
            (Shape::Form, _) => return Some(there.into()),
            (Shape::Free { name_column }, None) => {
                return Some(self.add_row(table, name_column.as_deref(), there, row));
            }
            (_, known) => known.unwrap_or_else(|| there.to_owned()).into(),
        };
        let shown = self.journey.session().engine().shown_rows(table);
        let at = shown.iter().position(|known| *known == key)?;
        self.keys(&["<home>", &"<down>".repeat(at), "<enter>"].concat());
        Some(key)
    }

    fn add_row(&mut self, table: &Table, name: Option<&str>, there: &str, row: &pipia::domain::Row) -> RowKey {
        self.keys("a");
        let named = name.filter(|name| table.column(name).is_some_and(|column| column.field == Field::Text));
        if let Some(name) = named {
            let text = row.cell(name).unwrap().text().to_owned();
            self.write(&text);
            self.keys("<enter>");
        }
        self.settle();
        let key = self.journey.answers().rows(&table.record).last().unwrap().key.clone();
        self.rows
            .insert((table.record.to_string(), there.to_owned()), key.to_string());
        key
    }

    /// Leaves what is being edited, not the row.
    fn settle(&mut self) {
        for _ in 0..4 {
            if self.top() == Context::Table {
                return;
            }
            self.keys("<esc>");
        }
        panic!("{}", self.journey.text());
    }

    fn fill_row(&mut self, table: &Table, key: &RowKey, row: &pipia::domain::Row) {
        for column in &table.columns {
            let Some(answer) = row.cell(&column.id).cloned() else {
                continue;
            };
            let now = self.journey.answers().cell(&table.record, key, &column.id).cloned();
            if now.is_some_and(|now| now.content == answer.content && now.remark == answer.remark) {
                continue;
            }
            if let Some(at) = self.place_of(table, key, column) {
                self.keys(&["<home>", &"<down>".repeat(at), "<enter>"].concat());
                self.fill_cell(column, &answer);
                self.settle();
            }
        }
    }

    /// Where a column stands among those shown for the row.
    fn place_of(&self, table: &Table, key: &RowKey, column: &Column) -> Option<usize> {
        let engine = self.journey.session().engine();
        let context = engine.row_context(table, key);
        let shown = table
            .columns
            .iter()
            .filter(|column| engine.column_shown(column, &context));
        shown.into_iter().position(|known| known.id == column.id)
    }

    fn fill_cell(&mut self, column: &Column, answer: &Answer) {
        match column.field.options() {
            Some(Options::Fixed(_)) | None => {
                self.enter(&column.field, answer);
                self.remark(answer);
                if !matches!(column.field, Field::Computed(_)) && answer.remark.is_empty() {
                    self.keys("<tab>");
                }
            }
            Some(Options::Evidence | Options::Findings) => {}
            Some(listed) => {
                let record = match listed {
                    Options::Rows(record) => record.to_string(),
                    _ => String::new(),
                };
                self.search(&column.field, &record, answer);
            }
        }
    }

    /// An option of a long list: found by its words; a row of another table that is not there yet is made by its name.
    fn search(&mut self, field: &Field, record: &str, answer: &Answer) {
        let chosen: Vec<String> = match answer.known() {
            Some(Value::Choice(id)) => vec![id.to_string()],
            Some(Value::Multi(ticks)) => ticks.ticked.iter().map(ToString::to_string).collect(),
            _ => return,
        };
        for there in chosen {
            let known = self.rows.get(&(record.to_owned(), there.clone())).cloned();
            if record.is_empty() || known.is_some() {
                let here = known.unwrap_or_else(|| there.clone());
                let label = self.journey.session().engine().option_label(field.options(), &here);
                self.keys(&label.get(Lang::Zh).replace('<', "<lt>"));
                self.keys("<enter>");
                continue;
            }
            let name = self.target.rows(record).iter().find(|row| row.key == *there).unwrap();
            let name = name.cell("name").unwrap().text().to_owned();
            self.write(&name);
            self.keys("<enter>");
            let key = self.journey.answers().rows(record).last().unwrap().key.to_string();
            self.rows.insert((record.to_owned(), there), key);
        }
        if matches!(field, Field::Multi(_)) {
            self.keys("<tab>");
        }
    }

    /// The scope of the other assessment that a scope here stands for.
    fn scope_there(&self, scope: &Scope) -> Scope {
        scope.rows().iter().fold(Scope::whole(), |there, (record, key)| {
            let found = self
                .rows
                .iter()
                .find(|((known, _), here)| *known == record.as_str() && *here == key.as_str());
            let key = found.map_or_else(|| key.to_string(), |((_, there), _)| there.clone());
            there.and(record.clone(), key.into())
        })
    }

    /// The scope here that a scope of the other assessment stands for.
    pub(crate) fn scope_here(&self, scope: &Scope) -> Scope {
        scope.rows().iter().fold(Scope::whole(), |here, (record, key)| {
            here.and(record.clone(), self.row_here(record, key).into())
        })
    }

    /// The row here that a row of the other assessment stands for; the rows of a grid have the keys of the rows they follow.
    pub(crate) fn row_here(&self, record: &str, there: &str) -> String {
        let table = self
            .journey
            .session()
            .questionnaire()
            .table_of(record)
            .and_then(Question::table);
        let owner = match table.map(|table| &table.shape) {
            Some(Shape::Grid { source, .. }) => source.to_string(),
            _ => record.to_owned(),
        };
        let found = self.rows.get(&(owner, there.to_owned()));
        found.cloned().unwrap_or_else(|| there.to_owned())
    }
}
