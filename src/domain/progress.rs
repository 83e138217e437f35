//! What is done, what is missing, and whether the assessment can be handed in.

use super::{
    Answer, Because, Choice, Column, ColumnId, Content, Context, Engine, Field, Finding, Kind, Lang, Mode, Options,
    Question, QuestionId, Required, Row, RowKey, Scope, Scoped, Severity, Shape, Stage, Table, Text, Value,
};

/// How far a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Nothing entered, and nothing demanded.
    Optional,
    /// Must be answered.
    Missing,
    /// Begun; a cell, a remark or a confirmation is still missing.
    Partial,
    /// Answered as unknown, wholly or in part.
    Unknown,
    /// Answered.
    Done,
}

/// Something still missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The question.
    pub question: QuestionId,
    /// Its repetition, and the row inside it.
    pub scope: Scope,
    /// Which cell, remark or level, in words; empty for the whole question.
    pub text: Text,
}

/// Whether it can be handed in (blueprint 4.8): apart from the level, and never "compliant".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readiness {
    /// A blocking finding is open (存在阻断项).
    Blocked,
    /// Major findings are open (整改后可申请).
    AfterMeasures,
    /// Neither (可提出申请).
    Ready,
}

impl Readiness {
    /// The words of the readiness line.
    pub fn words(self) -> Text {
        match self {
            Self::Blocked => Text::new("存在阻断项", "blocking findings are open"),
            Self::AfterMeasures => Text::new("整改后可申请", "may apply after rectification"),
            Self::Ready => Text::new("可提出申请", "ready to apply"),
        }
    }
}

/// The remark every answer of this question needs, for instance because a ticked option asks for it.
pub fn needs_remark(field: &Field, always: bool, answer: &Answer) -> bool {
    let Some(options) = field.options() else { return always };
    let chosen = |choice: &Choice| match answer.known() {
        Some(Value::Choice(option)) => *option == choice.id,
        Some(Value::Multi(ticks)) => ticks.ticked.contains(&choice.id),
        _ => false,
    };
    let has_value = answer.known().is_some();
    has_value
        && (always
            || options.fixed().iter().any(|choice| {
                if choice.unticked_remark {
                    !chosen(choice)
                } else {
                    choice.remark && chosen(choice)
                }
            }))
}

fn remark_label() -> Text {
    Text::new("说明", "remark")
}

impl Engine {
    /// How far one question is answered.
    pub fn status(&self, question: &Question, scope: &Scope) -> Status {
        let missing = self.missing_in(question, scope);
        let begun = self.is_begun(question, scope);
        if !missing.is_empty() {
            return if begun { Status::Partial } else { Status::Missing };
        }
        match (begun, self.has_unknown(question, scope)) {
            (_, true) => Status::Unknown,
            (true, false) => Status::Done,
            (false, false) => {
                if question.required == Required::No {
                    Status::Optional
                } else {
                    Status::Done
                }
            }
        }
    }

    /// Everything missing, in order of asking.
    pub fn missing(&self) -> Vec<Missing> {
        self.visits()
            .into_iter()
            .flat_map(|(question, scope)| self.missing_in(question, &scope))
            .collect()
    }

    /// What is missing in one question.
    pub fn missing_in(&self, question: &Question, scope: &Scope) -> Vec<Missing> {
        let at = |scope: Scope, text: Text| Missing {
            question: question.id.clone(),
            scope,
            text,
        };
        match &question.kind {
            Kind::Field(field) => {
                let blank = Answer::default();
                let answer = self.answers().answer(&question.id, scope).unwrap_or(&blank);
                let whole = lacks(answer, question.required).then(Text::default);
                let remark = (needs_remark(field, question.remark, answer) && answer.remark.trim().is_empty())
                    .then(remark_label);
                whole
                    .or(remark)
                    .map(|text| at(scope.clone(), text))
                    .into_iter()
                    .collect()
            }
            Kind::Table(table) => self
                .missing_cells(question, table)
                .into_iter()
                .map(|(scope, text)| at(scope, text))
                .collect(),
            Kind::Level { judgements, stage, .. } => {
                let open = judgements.iter().flat_map(|id| self.unconfirmed(id, *stage));
                open.map(|(scope, text)| at(scope, text)).collect()
            }
        }
    }

    fn missing_cells(&self, question: &Question, table: &Table) -> Vec<(Scope, Text)> {
        let keys = self.shown_rows(table);
        if keys.is_empty() && matches!(table.shape, Shape::Free { .. }) {
            let whole = (Scope::whole(), Text::default());
            return if question.required == Required::No {
                Vec::new()
            } else {
                vec![whole]
            };
        }
        let mut found = Vec::new();
        for key in keys {
            let blank = self.row_at(&table.record, &key, usize::MAX).is_none_or(Row::is_blank);
            if question.required == Required::No && blank {
                continue;
            }
            let cells = self.missing_in_row(table, &key).into_iter();
            found.extend(cells.map(|text| (Scope::row(table.record.clone(), key.clone()), text)));
        }
        found
    }

    /// The cells and remarks that one row of a table still lacks, in words.
    pub fn missing_in_row(&self, table: &Table, key: &RowKey) -> Vec<Text> {
        self.lacking(table, key).into_iter().map(|(_, text)| text).collect()
    }

    /// The first column in which one row of a table still lacks something.
    pub fn first_missing<'t>(&self, table: &'t Table, key: &RowKey) -> Option<&'t ColumnId> {
        self.lacking(table, key).first().map(|(column, _)| &column.id)
    }

    fn lacking<'t>(&self, table: &'t Table, key: &RowKey) -> Vec<(&'t Column, Text)> {
        let blank = Row::new(key.clone());
        let row = self.row_at(&table.record, key, usize::MAX).unwrap_or(&blank);
        // Whether a column is shown is asked last: it evaluates a condition.
        let lacking: Vec<(&Column, Text)> = table
            .columns
            .iter()
            .filter_map(|column| Some((column, missing_cell(column, row)?)))
            .collect();
        if lacking.is_empty() {
            return Vec::new();
        }
        let context = self.row_context(table, key);
        lacking
            .into_iter()
            .filter(|(column, _)| self.column_shown(column, &context))
            .collect()
    }

    fn unconfirmed(&self, id: &super::JudgementId, stage: Stage) -> Vec<(Scope, Text)> {
        let Some(rule) = self.questionnaire().judgement(id) else {
            return Vec::new();
        };
        let scopes = self.judgement_scopes(rule).into_iter();
        scopes
            .filter(|scope| {
                let proposed = self.at(stage).proposal(id, scope);
                proposed.is_some_and(|proposed| !self.is_decided(id, scope, stage, &proposed))
            })
            .map(|scope| (scope, rule.title.clone()))
            .collect()
    }

    /// A level of this run.
    pub fn judge_at(
        &self,
        id: &super::JudgementId,
        scope: &Scope,
        stage: Stage,
    ) -> Option<std::rc::Rc<super::Judgement>> {
        self.at(stage).judge(id, scope)
    }

    /// Whether the assessor has confirmed or overridden the level of this run. Levels after measures are confirmed under `stage/id`.
    pub fn is_settled(&self, judgement: &super::Judgement, stage: Stage) -> bool {
        self.is_decided(&judgement.id, &judgement.scope, stage, &judgement.proposed)
    }

    fn is_decided(&self, id: &super::JudgementId, scope: &Scope, stage: Stage, proposed: &super::LevelId) -> bool {
        let overridden = || self.answers().overrides.get(&Scoped::new(id.clone(), scope.clone()));
        let reasoned = stage == Stage::Inherent && overridden().is_some_and(|known| !known.reason.trim().is_empty());
        let slot = Scoped::new(staged_id(id, stage), scope.clone());
        reasoned
            || self
                .answers()
                .confirmations
                .get(&slot)
                .is_some_and(|known| known.level == *proposed)
    }

    fn is_begun(&self, question: &Question, scope: &Scope) -> bool {
        match &question.kind {
            Kind::Field(_) => self
                .answers()
                .answer(&question.id, scope)
                .is_some_and(|answer| answer.content.is_some()),
            Kind::Table(table) => self.answers().rows(&table.record).iter().any(|row| !row.is_blank()),
            Kind::Level { judgements, .. } => {
                let answers = self.answers();
                judgements.iter().any(|id| {
                    answers.confirmations.keys().any(|key| key.id.ends_with(id.as_str()))
                        || answers.overrides.keys().any(|key| key.id == *id)
                })
            }
        }
    }

    fn has_unknown(&self, question: &Question, scope: &Scope) -> bool {
        match &question.kind {
            Kind::Field(_) => self.answers().answer(&question.id, scope).is_some_and(is_unknown),
            Kind::Table(table) => {
                let mut found = Vec::new();
                self.shown_rows(table)
                    .iter()
                    .for_each(|key| self.unknowns_of_row(question, table, key, &mut found));
                !found.is_empty()
            }
            Kind::Level { .. } => false,
        }
    }

    /// The answers given as unknown: question, row and cell in words, in order of asking.
    pub fn unknowns(&self) -> Vec<Missing> {
        let mut found = Vec::new();
        for (question, scope) in self.visits() {
            match &question.kind {
                Kind::Field(_) => {
                    if self.answers().answer(&question.id, &scope).is_some_and(is_unknown) {
                        found.push(Missing {
                            question: question.id.clone(),
                            scope,
                            text: Text::default(),
                        });
                    }
                }
                Kind::Table(table) => {
                    for key in self.shown_rows(table) {
                        self.unknowns_of_row(question, table, &key, &mut found);
                    }
                }
                Kind::Level { .. } => {}
            }
        }
        found
    }

    fn unknowns_of_row(&self, question: &Question, table: &Table, key: &RowKey, found: &mut Vec<Missing>) {
        let row = self
            .row_at(&table.record, key, usize::MAX)
            .filter(|row| row.cells.values().any(is_unknown));
        let Some(row) = row else { return };
        let context = self.row_context(table, key);
        for column in &table.columns {
            if row.cell(&column.id).is_some_and(is_unknown) && self.column_shown(column, &context) {
                let scope = Scope::row(table.record.clone(), key.clone());
                found.push(Missing {
                    question: question.id.clone(),
                    scope,
                    text: column.label.clone(),
                });
            }
        }
    }

    /// The readiness line, from open findings.
    pub fn readiness(&self, findings: &[Finding]) -> Readiness {
        let open = |severity| {
            findings
                .iter()
                .any(|finding| finding.open && finding.severity == severity)
        };
        if open(Severity::Blocking) {
            Readiness::Blocked
        } else if open(Severity::Major) {
            Readiness::AfterMeasures
        } else {
            Readiness::Ready
        }
    }

    /// Findings that rest on answers, given or unknown; those of questions not yet answered are left out.
    pub fn answered_findings(&self) -> Vec<Finding> {
        let mut found = self.findings();
        found.retain(|finding| finding.because != Because::Unanswered);
        found
    }

    /// The title of a question in its repetition.
    pub fn visit_title(&self, question: &Question, scope: &Scope, lang: Lang) -> String {
        let plain = question.plain.get(lang);
        let place = self.scope_name(scope);
        if place.get(lang).is_empty() {
            plain.to_owned()
        } else {
            format!("{} — {plain}", place.get(lang))
        }
    }

    /// The options of a field as they stand now: those of the file, or the rows of the record.
    pub fn options(&self, field: &Field) -> Vec<(super::OptionId, Text)> {
        match field.options() {
            Some(Options::Fixed(choices)) => choices
                .iter()
                .map(|choice| (choice.id.clone(), choice.label.clone()))
                .collect(),
            Some(Options::Rows(record)) => {
                let rows = self.rows_of(record, &Context::default()).into_iter();
                rows.map(|(key, _)| (super::OptionId::from(key.as_str()), self.row_name(record, &key)))
                    .collect()
            }
            Some(Options::Reference(list)) => self.reference_options(list),
            Some(Options::Findings) => self.treatable(),
            Some(Options::Evidence) => self.evidence_options(),
            None => Vec::new(),
        }
    }

    fn reference_options(&self, list: &str) -> Vec<(super::OptionId, Text)> {
        let reference = &self.questionnaire().reference;
        match list {
            "law" => reference
                .instruments
                .values()
                .filter(|known| known.selectable)
                .map(|known| (known.key.as_str().into(), known.title.clone()))
                .collect(),
            _ => reference
                .jurisdictions
                .iter()
                .map(|known| (known.code.as_str().into(), known.name.clone()))
                .collect(),
        }
    }

    fn evidence_options(&self) -> Vec<(super::OptionId, Text)> {
        let evidence = self.answers().evidence.iter();
        evidence
            .map(|known| {
                (
                    known.key.as_str().into(),
                    Text::same(format!("{} {}", known.key, known.title)),
                )
            })
            .collect()
    }

    /// What a measure can be for: open findings and risks that are high or severe.
    fn treatable(&self) -> Vec<(super::OptionId, Text)> {
        let findings = self.answered_findings().into_iter().filter(|finding| finding.open);
        findings
            .map(|finding| {
                (
                    finding.id().to_string().into(),
                    Text::new(
                        format!("{} {}", finding.code, finding.text.zh),
                        format!("{} {}", finding.code, finding.text.en),
                    ),
                )
            })
            .collect()
    }

    /// Whether a condition holds in the mode used for levels.
    pub fn holds_at_worst(&self, expr: &super::Expr, context: &Context) -> bool {
        self.eval(expr, context, Mode::WorstAll) == Some(true)
    }
}

/// What is missing in a cell, if its column is shown.
fn missing_cell(column: &Column, row: &Row) -> Option<Text> {
    if matches!(column.field, Field::Computed(_)) {
        return None;
    }
    let Some(cell) = row.cell(&column.id) else {
        return (column.required != Required::No).then(|| column.label.clone());
    };
    if lacks(cell, column.required) {
        return Some(column.label.clone());
    }
    let unremarked = cell.remark.trim().is_empty() && row.remark.trim().is_empty();
    (unremarked && needs_remark(&column.field, column.remark, cell)).then(|| {
        Text::new(
            format!("{}：说明", column.label.zh),
            format!("{}: remark", column.label.en),
        )
    })
}

/// The name under which a level of a later run is confirmed: `expected/threats.leak`.
pub fn staged_id(id: &super::JudgementId, stage: Stage) -> super::JudgementId {
    match stage {
        Stage::Inherent => id.clone(),
        Stage::Attained => format!("attained/{id}").into(),
        Stage::Expected => format!("expected/{id}").into(),
    }
}

fn lacks(answer: &Answer, required: Required) -> bool {
    match &answer.content {
        None => required != Required::No,
        Some(Content::Value(Value::Text(text))) => required != Required::No && text.trim().is_empty(),
        Some(Content::NotApplicable(reason)) => required == Required::Strict || reason.trim().is_empty(),
        Some(_) => false,
    }
}

fn is_unknown(answer: &Answer) -> bool {
    match &answer.content {
        Some(Content::Unknown) => true,
        Some(Content::Value(Value::Multi(ticks))) => ticks.rest_unknown,
        _ => false,
    }
}
