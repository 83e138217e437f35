//! Evaluates conditions.

use super::{Because, Context, Engine, Reading};
use crate::domain::{
    Comparison, CountOf, DefinitionId, Expr, JudgementId, LevelId, LevelTest, Operand, RecordId, Reference, Scale,
    Scope, Stage, TickTest, Ticks, Value, says_none,
};
use jiff::civil::Date;
use std::cmp::Ordering;

/// True, false, or `None`: not known.
pub type Truth = Option<bool>;

/// What unknown answers count as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Unknown.
    Known,
    /// Unknown, and levels and findings too are those that stand whatever the unknown answers turn out to be (G8).
    Strict,
    /// Answers given as unknown count at their worst; levels and findings are those that stand whatever the questions not
    /// yet answered turn out to be.
    WorstUnknown,
    /// Unanswered questions count at their worst too.
    WorstAll,
}

impl Mode {
    /// Whether an unknown (`asked`) or unanswered answer is replaced.
    pub(super) const fn replaces(self, asked: bool) -> bool {
        match self {
            Self::Known | Self::Strict => false,
            Self::WorstUnknown => asked,
            Self::WorstAll => true,
        }
    }

    /// In which mode the levels are taken that a condition reads.
    pub(super) const fn of_levels(self) -> Self {
        match self {
            Self::Known => Self::WorstAll,
            other => other,
        }
    }

    /// Whether a level in this mode is the best that the open answers allow.
    pub(super) const fn hopes(self) -> bool {
        matches!(self, Self::Strict | Self::WorstUnknown)
    }

    /// Which findings count as raised.
    pub(super) const fn findings(self) -> Because {
        match self {
            Self::Strict => Because::Known,
            Self::WorstUnknown => Because::Unknown,
            Self::Known | Self::WorstAll => Because::Unanswered,
        }
    }
}

impl Engine {
    /// Whether the condition is true on known answers.
    pub fn holds(&self, expr: &Expr, context: &Context) -> bool {
        self.eval(expr, context, Mode::Known) == Some(true)
    }

    /// The truth of a condition.
    pub fn eval(&self, expr: &Expr, context: &Context, mode: Mode) -> Truth {
        match expr {
            Expr::And(parts) => all(parts.iter().map(|part| self.eval(part, context, mode))),
            Expr::Or(parts) => any(parts.iter().map(|part| self.eval(part, context, mode))),
            Expr::Not(inner) => self.eval(inner, context, mode).map(|truth| !truth),
            Expr::Possibly(inner) => Some(self.eval(inner, context, mode) != Some(false)),
            Expr::Is { left, values, negated } => self.is(left, values, *negated, context, mode),
            Expr::Compare {
                left,
                comparison,
                right,
            } => self.compare(left, *comparison, right, context, mode),
            Expr::Ticks { left, test, options } => self.ticks(left, *test, options, context, mode),
            Expr::TickCount {
                left,
                options,
                comparison,
                number,
            } => self.tick_count(left, options, (*comparison, *number), context, mode),
            Expr::Empty(reference) => self.empty(reference, context, mode),
            Expr::Given(reference) => Some(matches!(
                self.read(reference, context),
                Reading::Value(_) | Reading::NotApplicable
            )),
            Expr::Named(reference) => self.test(reference, context, mode, |value| {
                Some(matches!(value, Value::Text(text) if !says_none(text)))
            }),
            Expr::Unknown(reference) => self.is_unknown(reference, context, mode),
            Expr::Hidden(reference) => Some(self.read(reference, context) == Reading::Hidden),
            Expr::Any(record, _, body) => self.over(record, body, context, mode, true),
            Expr::All(record, _, body) => self.over(record, body, context, mode, false).map(|found| !found),
            Expr::Count(record, _, body, comparison, number) => {
                between(&self.states(record, body, context, mode), (*comparison, *number))
            }
            Expr::CountBoth(left, comparison, right) => self.compare_counts(left, *comparison, right, context, mode),
            Expr::Evidence(reference, kind) => Some(self.has_evidence(reference, kind.as_deref(), context)),
            Expr::Finding(codes, reach) => {
                Some(codes.iter().any(|(code, _)| self.is_open(code, *reach, context, mode)))
            }
            Expr::Level {
                judgement, stage, test, ..
            } => self.level_is(judgement, *stage, test, context, mode),
            Expr::Months(from, to, comparison, number) => self.months(from, to, (*comparison, *number), context, mode),
            Expr::Defined(name, _) => self.defined(name, context, mode),
        }
    }

    /// The truth of a named condition.
    pub fn defined(&self, name: &DefinitionId, context: &Context, mode: Mode) -> Truth {
        let key = (name.clone(), context.scope(), mode);
        if let Some(known) = self.defined.borrow().get(&key) {
            return known.flatten();
        }
        let expr = self.questionnaire.definitions.get(name)?;
        self.defined.borrow_mut().insert(key.clone(), None);
        let truth = self.eval(expr, context, mode);
        self.defined.borrow_mut().insert(key, Some(truth));
        truth
    }

    fn value<'a>(&'a self, reference: &Reference, context: &Context, mode: Mode) -> Reading<'a> {
        self.find(reference, context).in_mode(mode)
    }

    fn test(&self, reference: &Reference, context: &Context, mode: Mode, test: impl FnOnce(&Value) -> Truth) -> Truth {
        match self.value(reference, context, mode) {
            Reading::Hidden | Reading::NotApplicable | Reading::Blank => Some(false),
            Reading::Unknown { .. } => None,
            Reading::Value(value) => test(&value),
        }
    }

    fn is(&self, left: &Reference, values: &[Operand], negated: bool, context: &Context, mode: Mode) -> Truth {
        self.test(left, context, mode, |value| {
            let found = any(values.iter().map(|operand| self.equals(value, operand, context, mode)));
            found.map(|found| found != negated)
        })
    }

    fn equals(&self, value: &Value, operand: &Operand, context: &Context, mode: Mode) -> Truth {
        match (value, operand) {
            (Value::Choice(option), Operand::Word(word, _)) => Some(option == word),
            (Value::Choice(option), Operand::Key(record, _)) => Some(
                self.key_of(context, record)
                    .is_some_and(|key| key.as_str() == option.as_str()),
            ),
            (Value::YesNo(yes), Operand::Word(word, _)) => Some(if *yes { word == "yes" } else { word == "no" }),
            (Value::Multi(ticks), Operand::Word(word, _)) => ticks.has(word),
            (Value::Number(left), Operand::Number(right)) => Some(left == right),
            (Value::Date(left), Operand::Date(right)) => Some(left == right),
            (left, Operand::Reference(reference)) => match self.value(reference, context, mode) {
                Reading::Value(right) => Some(*left == *right),
                Reading::Unknown { .. } => None,
                _ => Some(false),
            },
            _ => Some(false),
        }
    }

    fn compare(
        &self,
        left: &Reference,
        comparison: Comparison,
        right: &Operand,
        context: &Context,
        mode: Mode,
    ) -> Truth {
        self.test(left, context, mode, |value| match right {
            Operand::Number(number) => Some(ordered(value, &Value::Number(*number), comparison)),
            Operand::Date(date) => Some(ordered(value, &Value::Date(*date), comparison)),
            Operand::Reference(reference) => match self.value(reference, context, mode) {
                Reading::Value(right) => Some(ordered(value, &right, comparison)),
                Reading::Unknown { .. } => None,
                _ => Some(false),
            },
            Operand::Word(..) | Operand::Key(..) => Some(false),
        })
    }

    fn option(&self, operand: &Operand, context: &Context) -> Option<String> {
        match operand {
            Operand::Word(word, _) => Some(word.to_string()),
            Operand::Key(record, _) => self.key_of(context, record).map(|key| key.to_string()),
            _ => None,
        }
    }

    fn ticks(&self, left: &Reference, test: TickTest, options: &[Operand], context: &Context, mode: Mode) -> Truth {
        let options: Vec<String> = options
            .iter()
            .filter_map(|operand| self.option(operand, context))
            .collect();
        self.test(left, context, mode, |value| {
            let Value::Multi(ticks) = value else { return Some(false) };
            match test {
                TickTest::HasAny => any(options.iter().map(|option| ticks.has(option))),
                TickTest::HasAll => all(options.iter().map(|option| ticks.has(option))),
                TickTest::LacksAny => all(options.iter().map(|option| ticks.has(option))).map(|has| !has),
                TickTest::LacksAll => any(options.iter().map(|option| ticks.has(option))).map(|has| !has),
                TickTest::Only => only(ticks, &options),
            }
        })
    }

    fn tick_count(
        &self,
        left: &Reference,
        options: &[Operand],
        limit: (Comparison, i64),
        context: &Context,
        mode: Mode,
    ) -> Truth {
        let options: Vec<String> = options
            .iter()
            .filter_map(|operand| self.option(operand, context))
            .collect();
        self.test(left, context, mode, |value| {
            let Value::Multi(ticks) = value else { return Some(false) };
            let states: Vec<Truth> = options.iter().map(|option| ticks.has(option)).collect();
            between(&states, limit)
        })
    }

    fn empty(&self, reference: &Reference, context: &Context, mode: Mode) -> Truth {
        match self.find(reference, context).reading {
            Reading::Hidden | Reading::NotApplicable | Reading::Value(_) => Some(false),
            Reading::Blank => Some(true),
            Reading::Unknown { asked } => mode.replaces(asked).then_some(true),
        }
    }

    /// Like a worst value: an answer given as unknown counts from `WorstUnknown` on, an unanswered question in `WorstAll`.
    fn is_unknown(&self, reference: &Reference, context: &Context, mode: Mode) -> Truth {
        let asked = match self.read(reference, context) {
            Reading::Unknown { asked } => Some(asked),
            Reading::Value(value) => {
                matches!(value.as_ref(), Value::Multi(ticks) if ticks.rest_unknown).then_some(true)
            }
            _ => None,
        };
        match asked {
            Some(asked) => mode.replaces(asked).then_some(true),
            None => Some(false),
        }
    }

    /// With `some`: whether the body holds for some row. Otherwise: whether it fails for some row.
    fn over(&self, record: &RecordId, body: &Expr, context: &Context, mode: Mode, some: bool) -> Truth {
        let mut result = Some(false);
        self.each_row(record, context, &mut |inner| {
            let truth = self.eval(body, inner, mode);
            match if some { truth } else { truth.map(|truth| !truth) } {
                Some(true) => result = Some(true),
                None => result = None,
                Some(false) => {}
            }
            result != Some(true)
        });
        result
    }

    fn states(&self, record: &RecordId, body: &Expr, context: &Context, mode: Mode) -> Vec<Truth> {
        let mut states = Vec::new();
        self.each_row(record, context, &mut |inner| {
            states.push(self.eval(body, inner, mode));
            true
        });
        states
    }

    fn compare_counts(
        &self,
        left: &CountOf,
        comparison: Comparison,
        right: &CountOf,
        context: &Context,
        mode: Mode,
    ) -> Truth {
        let left = bounds(&self.states(&left.record, &left.body, context, mode));
        let right = bounds(&self.states(&right.record, &right.body, context, mode));
        let ends = [
            (left.0, right.0),
            (left.0, right.1),
            (left.1, right.0),
            (left.1, right.1),
        ];
        let truths = ends.map(|(left, right)| comparison.holds(&left, &right));
        truths.iter().all(|truth| *truth == truths[0]).then_some(truths[0])
    }

    fn has_evidence(&self, reference: &Reference, kind: Option<&str>, context: &Context) -> bool {
        let crate::domain::Subject::Question { question, .. } = &reference.subject else {
            return false;
        };
        self.answers.evidence.iter().any(|evidence| {
            let fits = |scope: &Scope| {
                scope.is_whole()
                    || scope
                        .rows()
                        .iter()
                        .all(|(record, row)| self.belongs(record, row, context))
            };
            kind.is_none_or(|kind| evidence.kind == kind)
                && evidence
                    .proves
                    .iter()
                    .any(|proved| proved.id == *question && fits(&proved.scope))
        })
    }

    fn level_is(
        &self,
        judgement: &JudgementId,
        stage: Option<Stage>,
        test: &LevelTest,
        context: &Context,
        mode: Mode,
    ) -> Truth {
        let engine = stage.map_or(self, |stage| self.at(stage));
        let scale = self
            .questionnaire
            .scale(&self.questionnaire.judgement(judgement)?.scale)?;
        let passes = |mode: Mode| {
            let Some(level) = engine.level_in(judgement, context, mode) else {
                return Some(false);
            };
            level_passes(&level, test, scale)
        };
        // What may still be better but counts as worse now is neither: a test for one exact level must hold for both.
        let sure = !mode.hopes() || passes(Mode::WorstAll)?;
        Some(sure && passes(mode.of_levels())?)
    }

    fn months(
        &self,
        from: &Reference,
        to: &Reference,
        limit: (Comparison, i64),
        context: &Context,
        mode: Mode,
    ) -> Truth {
        self.test(from, context, mode, |from| match self.value(to, context, mode) {
            Reading::Value(to) => match (from, to.as_ref()) {
                (Value::Date(from), Value::Date(to)) => {
                    Some(limit.0.holds(&months_between(*from, *to), &to_f64(limit.1)))
                }
                _ => Some(false),
            },
            Reading::Unknown { .. } => None,
            _ => Some(false),
        })
    }
}

/// Limits are small numbers of months.
fn to_f64(months: i64) -> f64 {
    i32::try_from(months).map_or(f64::INFINITY, f64::from)
}

fn level_passes(level: &LevelId, test: &LevelTest, scale: &Scale) -> Truth {
    let rank = scale.rank(level)?;
    Some(match test {
        LevelTest::In(levels) => levels.contains(level),
        LevelTest::NotIn(levels) => !levels.contains(level),
        LevelTest::Worse(than) => rank > scale.rank(than)?,
        LevelTest::Better(than) => rank < scale.rank(than)?,
    })
}

/// Months from one day to another, a started month counted as half, so that "more than 12 months" begins the day after.
fn months_between(from: Date, to: Date) -> f64 {
    let whole = (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month()) - i32::from(from.month());
    let part = match to.day().cmp(&from.day()) {
        Ordering::Less => -0.5,
        Ordering::Equal => 0.0,
        Ordering::Greater => 0.5,
    };
    f64::from(whole) + part
}

fn ordered(left: &Value, right: &Value, comparison: Comparison) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => comparison.holds(left, right),
        (Value::Date(left), Value::Date(right)) => comparison.holds(left, right),
        (left, right) => comparison == Comparison::Equal && left == right,
    }
}

fn only(ticks: &Ticks, options: &[String]) -> Truth {
    if ticks
        .ticked
        .iter()
        .any(|ticked| !options.iter().any(|option| *ticked == **option))
    {
        return Some(false);
    }
    if ticks.rest_unknown {
        None
    } else {
        Some(!ticks.ticked.is_empty())
    }
}

/// Whether the number of true states stands so to the limit; `None` if the unknown ones decide.
fn between(states: &[Truth], (comparison, limit): (Comparison, i64)) -> Truth {
    let (least, most) = bounds(states);
    let (low, high) = (comparison.holds(&least, &limit), comparison.holds(&most, &limit));
    (low == high).then_some(low)
}

/// How many are true at least and at most.
fn bounds(states: &[Truth]) -> (i64, i64) {
    let count = |wanted: &dyn Fn(&Truth) -> bool| {
        i64::try_from(states.iter().filter(|state| wanted(state)).count()).unwrap_or(i64::MAX)
    };
    (
        count(&|state| *state == Some(true)),
        count(&|state| *state != Some(false)),
    )
}

fn all(parts: impl Iterator<Item = Truth>) -> Truth {
    any(parts.map(|part| part.map(|truth| !truth))).map(|truth| !truth)
}

fn any(parts: impl Iterator<Item = Truth>) -> Truth {
    let mut result = Some(false);
    for part in parts {
        match part {
            Some(true) => return Some(true),
            None => result = None,
            Some(false) => {}
        }
    }
    result
}
