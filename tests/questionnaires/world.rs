//! A generated set of answers, and where in it an answer stands.

use jiff::civil::{Date, date};
use pipia::domain::{
    Answer, Answers, Content, Context, Engine, FORM_ROW, Field, Kind, OptionId, Options, Question, QuestionId,
    Questionnaire, Reference, Row, RowKey, Scope, Shape, Subject, Table, Ticks, Value,
};
use std::cell::OnceCell;
use std::sync::Arc;

/// Where an answer stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// The answer of a plain question.
    Answer(QuestionId, Scope),
    /// A cell: record, row, column.
    Cell(String, RowKey, String),
}

/// Answers that are changed step by step, with the engine of their present state.
pub(super) struct World {
    pub(super) questionnaire: Arc<Questionnaire>,
    answers: Arc<Answers>,
    engine: OnceCell<Engine>,
    pub(super) today: Date,
    /// Answers that the search leaves as they are.
    pub(super) kept: Vec<Place>,
}

impl Clone for World {
    fn clone(&self) -> Self {
        let mut copy = Self::empty(Arc::clone(&self.questionnaire));
        copy.restore(&self.answers);
        copy
    }
}

impl World {
    pub(super) fn empty(questionnaire: Arc<Questionnaire>) -> Self {
        Self {
            questionnaire,
            answers: Arc::default(),
            engine: OnceCell::new(),
            today: date(2026, 11, 21),
            kept: Vec::new(),
        }
    }

    pub(super) fn engine(&self) -> &Engine {
        self.engine
            .get_or_init(|| Engine::new(Arc::clone(&self.questionnaire), Arc::clone(&self.answers), self.today))
    }

    pub(super) fn save(&self) -> Arc<Answers> {
        Arc::clone(&self.answers)
    }

    pub(super) fn restore(&mut self, saved: &Arc<Answers>) {
        self.engine.take();
        self.answers = Arc::clone(saved);
    }

    pub(super) fn edit(&mut self) -> &mut Answers {
        self.engine.take();
        Arc::make_mut(&mut self.answers)
    }

    /// Where the engine reads this reference in this context.
    pub(super) fn place(&self, reference: &Reference, context: &Context) -> Option<(Place, Field)> {
        let Subject::Question { question, row, column } = &reference.subject else {
            return None;
        };
        let question = self.questionnaire.question(question)?;
        let Some(column) = column else {
            let scope = self.engine().scope_of(question, context);
            return Some((Place::Answer(question.id.clone(), scope), question.field()?.clone()));
        };
        let (record, columns) = match &question.kind {
            Kind::Table(table) => (table.record.to_string(), &table.columns),
            Kind::Level { columns, .. } => (question.id.to_string(), columns),
            Kind::Field(_) => return None,
        };
        let field = columns.iter().find(|known| known.id == *column)?.field.clone();
        let key = row.clone().or_else(|| self.row_key(question, context))?;
        Some((Place::Cell(record, key, column.to_string()), field))
    }

    fn row_key(&self, question: &Question, context: &Context) -> Option<RowKey> {
        let engine = self.engine();
        match question.table().map(|table| &table.shape) {
            Some(Shape::Form) => Some(FORM_ROW.into()),
            Some(Shape::Grid { source, .. }) => engine.key_of(context, source),
            Some(_) => engine.key_of(context, &question.table()?.record),
            None => ["transfer", "recipient"]
                .iter()
                .find_map(|record| engine.key_of(context, record)),
        }
    }

    /// What stands at a place.
    pub(super) fn at(&self, place: &Place) -> Option<&Answer> {
        match place {
            Place::Answer(question, scope) => self.answers.answer(question, scope),
            Place::Cell(record, key, column) => self.answers.cell(record, key, column),
        }
    }

    /// Puts something at a place; `None` leaves it unanswered.
    pub(super) fn put(&mut self, place: &Place, content: Option<Content>) {
        let answers = self.edit();
        let answer = match place {
            Place::Answer(question, scope) => answers
                .values
                .entry(question.clone())
                .or_default()
                .entry(scope.clone())
                .or_default(),
            Place::Cell(record, key, column) => {
                let rows = answers.records.entry(record.as_str().into()).or_default();
                let at = rows.iter().position(|row| row.key == *key).unwrap_or_else(|| {
                    rows.push(Row::new(key.clone()));
                    rows.len() - 1
                });
                rows[at].cells.entry(column.as_str().into()).or_default()
            }
        };
        answer.content = content;
    }

    /// One more row of a record that takes rows, its cells filled; for rows that follow others, one more of those.
    pub(super) fn add_row(&mut self, record: &str) -> bool {
        let questionnaire = Arc::clone(&self.questionnaire);
        let Some(table) = questionnaire.table_of(record).and_then(Question::table) else {
            return false;
        };
        match &table.shape {
            Shape::Grid { source, .. } => self.add_row(source),
            Shape::Form | Shape::Fixed(_) => false,
            Shape::Free { .. } => {
                let rows = self.edit().records.entry(record.into()).or_default();
                if rows.len() > 3 {
                    return false;
                }
                let key = format!("{record}-{}", rows.len() + 1);
                rows.push(Row::new(key.as_str()));
                self.fill_row(table, &key.as_str().into());
                true
            }
        }
    }

    /// Answers everything that is asked and required and has no answer yet, until nothing more appears.
    pub(super) fn fill(&mut self) {
        for _ in 0..6 {
            let before = self.save();
            let questionnaire = Arc::clone(&self.questionnaire);
            let visits: Vec<(usize, Scope)> = self
                .engine()
                .visits()
                .into_iter()
                .filter_map(|(question, scope)| Some((*questionnaire.index.get(&question.id)?, scope)))
                .collect();
            for (at, scope) in visits {
                let question = &questionnaire.questions[at];
                match &question.kind {
                    Kind::Field(field) => self.fill_place(&Place::Answer(question.id.clone(), scope), field),
                    Kind::Table(table) => {
                        for key in self.engine().shown_rows(table) {
                            self.fill_row(table, &key);
                        }
                    }
                    Kind::Level { .. } => {}
                }
            }
            if self.answers == before {
                return;
            }
        }
    }

    fn fill_row(&mut self, table: &Table, key: &RowKey) {
        for column in &table.columns {
            let place = Place::Cell(table.record.to_string(), key.clone(), column.id.to_string());
            if self.at(&place).is_some_and(|answer| answer.content.is_some()) {
                continue;
            }
            let context = self.engine().row_context(table, key);
            if self.engine().column_shown(column, &context) {
                self.fill_place(&place, &column.field);
            }
        }
    }

    pub(super) fn fill_place(&mut self, place: &Place, field: &Field) {
        if self.at(place).is_some_and(|answer| answer.content.is_some()) {
            return;
        }
        if let Some(value) = self.first_value(field) {
            self.put(place, Some(Content::Value(value)));
        }
    }

    /// Any value of a field, without a thought for what it means.
    fn first_value(&self, field: &Field) -> Option<Value> {
        Some(match field {
            Field::Choice(_) => Value::Choice(self.options(field).into_iter().next()?),
            Field::Multi(options) => {
                let all = self.options(field);
                let open = match options {
                    Options::Fixed(choices) => choices
                        .iter()
                        .filter(|choice| !choice.exclusive)
                        .map(|choice| choice.id.clone())
                        .collect(),
                    Options::Rows(_) | Options::Findings => all,
                    _ => all.into_iter().take(1).collect::<Vec<_>>(),
                };
                Value::Multi(Ticks::known(open))
            }
            Field::YesNo => Value::YesNo(false),
            Field::Number { min, .. } => Value::Number((*min).max(20)),
            Field::Date => Value::Date(self.today),
            Field::Text | Field::LongText => Value::Text("words".to_owned()),
            Field::Computed(_) => return None,
        })
    }

    /// The options of a field as they stand now.
    pub(super) fn options(&self, field: &Field) -> Vec<OptionId> {
        self.engine().options(field).into_iter().map(|(id, _)| id).collect()
    }
}

impl World {
    /// The answers that the route is decided on, as far as they are asked now.
    pub(super) fn route_places(&self) -> Vec<(Place, Field)> {
        let mut found = Vec::new();
        for (question, scope) in self.engine().visits() {
            let first = matches!(question.module.as_str(), "route")
                || ["transfer.exemption", "transfer.hr-documents"].contains(&question.id.as_str());
            if !first {
                continue;
            }
            match &question.kind {
                Kind::Field(field) => found.push((Place::Answer(question.id.clone(), scope), field.clone())),
                Kind::Table(table) => {
                    for key in self.engine().shown_rows(table) {
                        for column in table.columns.iter().filter(|column| {
                            !matches!(column.field, Field::Text | Field::LongText | Field::Computed(_))
                        }) {
                            found.push((
                                Place::Cell(table.record.to_string(), key.clone(), column.id.to_string()),
                                column.field.clone(),
                            ));
                        }
                    }
                }
                Kind::Level { .. } => {}
            }
        }
        found
    }
}
