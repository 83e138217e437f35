//! Which values are worth trying for an answer that a condition reads.

use super::world::{Place, World};
use jiff::ToSpan;
use jiff::civil::Date;
use pipia::domain::{Content, Context, Expr, Field, Operand, OptionId, Reading, Ticks, Value};

/// The words, numbers and days that stand beside the answer in the condition.
#[derive(Default)]
struct Beside {
    words: Vec<OptionId>,
    numbers: Vec<i64>,
    dates: Vec<Date>,
    /// How many ticks a count is compared with.
    count: Option<i64>,
}

impl Beside {
    fn of(world: &World, leaf: &Expr, context: &Context, place: &Place) -> Self {
        let mut beside = Self::default();
        let operands = match leaf {
            Expr::Is { values, .. } => values.as_slice(),
            Expr::Compare { right, .. } => std::slice::from_ref(right),
            Expr::Ticks { options, .. } | Expr::TickCount { options, .. } => options.as_slice(),
            _ => &[],
        };
        for operand in operands {
            match operand {
                Operand::Word(option, _) => beside.words.push(option.clone()),
                Operand::Number(number) => beside.numbers.push(*number),
                Operand::Date(day) => beside.dates.push(*day),
                Operand::Key(record, _) => {
                    beside.words.extend(
                        world
                            .engine()
                            .key_of(context, record)
                            .map(|key| OptionId::from(key.as_str())),
                    );
                }
                Operand::Reference(_) => {}
            }
        }
        for other in leaf.references() {
            if world.place(other, context).is_some_and(|(known, _)| known == *place) {
                continue;
            }
            if let Reading::Value(value) = world.engine().read(other, context) {
                match value.as_ref() {
                    Value::Number(number) => beside.numbers.push(*number),
                    Value::Date(day) => beside.dates.push(*day),
                    Value::Choice(option) => beside.words.push(option.clone()),
                    _ => {}
                }
            }
        }
        if let Expr::TickCount { number, .. } = leaf {
            beside.count = Some(*number);
        }
        if let Expr::Months(_, _, _, months) = leaf {
            let days = std::mem::take(&mut beside.dates);
            beside.dates = days
                .iter()
                .flat_map(|day| {
                    [
                        day.saturating_add((months + 2).months()),
                        day.saturating_sub((months + 2).months()),
                        *day,
                    ]
                })
                .collect();
        }
        beside
    }
}

/// Contents to try at a place, the likeliest first.
pub(super) fn candidates(
    world: &World,
    leaf: &Expr,
    context: &Context,
    place: &Place,
    field: &Field,
) -> Vec<Option<Content>> {
    let beside = Beside::of(world, leaf, context, place);
    let mut found: Vec<Option<Content>> = values(world, &beside, place, field)
        .into_iter()
        .map(|value| Some(Content::Value(value)))
        .collect();
    found.push(Some(Content::Unknown));
    found.push(None);
    found
}

fn values(world: &World, beside: &Beside, place: &Place, field: &Field) -> Vec<Value> {
    match field {
        Field::Choice(_) => {
            let options = world.options(field).into_iter().take(40);
            beside.words.iter().cloned().chain(options).map(Value::Choice).collect()
        }
        Field::Multi(_) => ticks(world, beside, place, field)
            .into_iter()
            .map(|ticks| Value::Multi(Ticks::known(ticks)))
            .collect(),
        Field::YesNo => vec![Value::YesNo(true), Value::YesNo(false)],
        Field::Number { min, max } => {
            let near = beside
                .numbers
                .iter()
                .flat_map(|number| [*number, number + 1, number - 1]);
            let counts = [
                0, 5, 50, 9_950, 99_000, 150_000, 600_000, 995_000, 1_000_000, 2_000_000, 20_000_000,
            ];
            near.chain(counts)
                .filter(|number| min <= number && number <= max)
                .map(Value::Number)
                .collect()
        }
        Field::Date => {
            let near = beside
                .dates
                .iter()
                .flat_map(|day| [*day, day.saturating_add(1.day()), day.saturating_sub(1.day())]);
            let days = [
                world.today,
                world.today.saturating_sub(400.days()),
                world.today.saturating_add(400.days()),
                world.today.saturating_add(1200.days()),
            ];
            near.chain(days).map(Value::Date).collect()
        }
        Field::Text | Field::LongText => vec![Value::Text("words".to_owned())],
        Field::Computed(_) => Vec::new(),
    }
}

/// The options of a question with several choices, as a condition sees them.
struct Choices {
    /// All that are not exclusive.
    all: Vec<OptionId>,
    exclusive: Vec<OptionId>,
    /// What is ticked now.
    now: Vec<OptionId>,
    /// The options that the condition names.
    words: Vec<OptionId>,
}

impl Choices {
    fn of(world: &World, beside: &Beside, place: &Place, field: &Field) -> Self {
        let choices = field.options().map_or(&[][..], pipia::domain::Options::fixed);
        let exclusive: Vec<OptionId> = choices
            .iter()
            .filter(|choice| choice.exclusive)
            .map(|choice| choice.id.clone())
            .collect();
        let now = match world.at(place).and_then(|answer| answer.known()) {
            Some(Value::Multi(ticks)) => ticks.ticked.iter().cloned().collect(),
            _ => Vec::new(),
        };
        let all = world
            .options(field)
            .into_iter()
            .filter(|id| !exclusive.contains(id))
            .collect();
        Self {
            all,
            exclusive,
            now,
            words: beside.words.clone(),
        }
    }

    /// These without the options named, and with the first few of them.
    fn with_first(&self, from: &[OptionId], number: usize) -> Vec<OptionId> {
        let others = from.iter().filter(|id| !self.words.contains(id));
        others
            .chain(self.words.iter().take(number))
            .filter(|id| number == 0 || !self.exclusive.contains(id))
            .cloned()
            .collect()
    }

    fn but(from: &[OptionId], dropped: &OptionId) -> Vec<OptionId> {
        from.iter().filter(|id| *id != dropped).cloned().collect()
    }
}

/// Sets of ticks, the smallest change first: with and without the options named, all but them, each alone, all, none.
fn ticks(world: &World, beside: &Beside, place: &Place, field: &Field) -> Vec<Vec<OptionId>> {
    let choices = Choices::of(world, beside, place, field);
    let (words, now, all) = (&choices.words, &choices.now, &choices.all);
    let near = beside
        .count
        .map_or_else(Vec::new, |count| vec![count, count - 1, count + 1]);
    let near = near.into_iter().filter_map(|number| usize::try_from(number).ok());
    let mut sets: Vec<Vec<OptionId>> = near.map(|number| choices.with_first(now, number)).collect();
    sets.push(choices.with_first(now, words.len()));
    sets.extend(
        words
            .iter()
            .filter(|word| now.contains(word))
            .map(|dropped| Choices::but(now, dropped)),
    );
    sets.extend([
        choices.with_first(now, 0),
        choices.with_first(all, 0),
        words.clone(),
        all.clone(),
    ]);
    sets.extend(words.iter().map(|dropped| Choices::but(all, dropped)));
    for number in 1..words.len() {
        sets.push(words.iter().take(number).cloned().collect());
        sets.push(choices.with_first(all, number));
    }
    sets.extend(words.iter().chain(all).map(|option| vec![option.clone()]));
    sets.retain(|set| set.len() < 2 || !set.iter().any(|id| choices.exclusive.contains(id)));
    sets.dedup();
    // nothing ticked is said with an exclusive option where there is one
    let none: Vec<Vec<OptionId>> = choices.exclusive.iter().rev().map(|id| vec![id.clone()]).collect();
    match sets.iter().position(Vec::is_empty) {
        Some(at) if !none.is_empty() => {
            sets.splice(at..=at, none);
            sets.push(Vec::new());
        }
        _ => sets.extend(none),
    }
    sets
}
