//! Which values are worth trying for an answer that a condition reads.

use super::world::{Place, World};
use pipia::domain::{Content, Context, Expr, Field, OptionId, Operand, Reading, Ticks, Value};
use jiff::ToSpan;
use jiff::civil::Date;

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
                Operand::Word(word, _) => beside.words.push(word.clone()),
                Operand::Number(number) => beside.numbers.push(*number),
                Operand::Date(day) => beside.dates.push(*day),
                Operand::Key(record, _) => {
                    beside.words.extend(world.engine().key_of(context, record).map(|key| OptionId::from(key.as_str())));
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
                    Value::Choice(word) => beside.words.push(word.clone()),
                    _ => {}
                }
            }
        }
        if let Expr::TickCount { number, .. } = leaf {
            beside.count = Some(*number);
        }
        if let Expr::Months(_, _, _, months) = leaf {
            let days = std::mem::take(&mut beside.dates);
            beside.dates = days.iter().flat_map(|day| [day.saturating_add((months + 2).months()), day.saturating_sub((months + 2).months()), *day]).collect();
        }
        beside
    }
}

/// Contents to try at a place, the likeliest first.
pub(super) fn candidates(world: &World, leaf: &Expr, context: &Context, place: &Place, field: &Field) -> Vec<Option<Content>> {
    let beside = Beside::of(world, leaf, context, place);
    let mut found: Vec<Option<Content>> = values(world, &beside, place, field).into_iter().map(|value| Some(Content::Value(value))).collect();
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
        Field::Multi(_) => ticks(world, beside, place, field).into_iter().map(|ticks| Value::Multi(Ticks::known(ticks))).collect(),
        Field::YesNo => vec![Value::YesNo(true), Value::YesNo(false)],
        Field::Number { min, max } => {
            let near = beside.numbers.iter().flat_map(|number| [*number, number + 1, number - 1]);
            let counts = [0, 5, 50, 9_950, 99_000, 150_000, 600_000, 995_000, 1_000_000, 2_000_000, 20_000_000];
            near.chain(counts).filter(|number| min <= number && number <= max).map(Value::Number).collect()
        }
        Field::Date => {
            let near = beside.dates.iter().flat_map(|day| [*day, day.saturating_add(1.day()), day.saturating_sub(1.day())]);
            let days = [world.today, world.today.saturating_sub(400.days()), world.today.saturating_add(400.days()), world.today.saturating_add(1200.days())];
            near.chain(days).map(Value::Date).collect()
        }
        Field::Text | Field::LongText => vec![Value::Text("words".to_owned())],
        Field::Computed(_) => Vec::new(),
    }
}

/// Sets of ticks: what stands there with and without the words of the condition, all but them, each alone, all, none.
fn ticks(world: &World, beside: &Beside, place: &Place, field: &Field) -> Vec<Vec<OptionId>> {
    let choices = field.options().map_or(&[][..], |options| options.fixed());
    let exclusive = |id: &OptionId| choices.iter().any(|choice| choice.exclusive && choice.id == *id);
    let all: Vec<OptionId> = world.options(field).into_iter().filter(|id| !exclusive(id)).collect();
    let now: Vec<OptionId> = match world.at(place).and_then(|answer| answer.known()) {
        Some(Value::Multi(ticks)) => ticks.ticked.iter().cloned().collect(),
        _ => Vec::new(),
    };
    let words = &beside.words;
    let without = |from: &[OptionId]| from.iter().filter(|id| !words.contains(id)).cloned().collect::<Vec<_>>();
    let with: Vec<OptionId> = words.iter().chain(&now).filter(|id| !exclusive(id)).cloned().collect();
    // the smallest change first
    let mut sets = Vec::new();
    for number in beside.count.map_or([None; 3], |count| [Some(count), Some(count - 1), Some(count + 1)]).into_iter().flatten() {
        let some = words.iter().take(usize::try_from(number).unwrap_or(0)).cloned();
        sets.push(without(&now).into_iter().chain(some).filter(|id| !exclusive(id)).collect());
    }
    sets.push(with);
    sets.extend(words.iter().filter(|word| now.contains(word)).map(|dropped| now.iter().filter(|id| *id != dropped).cloned().collect()));
    sets.extend([without(&now), without(&all), words.clone(), all.clone()]);
    sets.extend(words.iter().map(|dropped| all.iter().filter(|id| *id != dropped).cloned().collect()));
    for number in 1..words.len() {
        sets.push(words.iter().take(number).cloned().collect());
        sets.push(without(&all).into_iter().chain(words.iter().take(number).cloned()).collect());
    }
    sets.extend(words.iter().map(|word| vec![word.clone()]));
    sets.extend(choices.iter().map(|choice| vec![choice.id.clone()]));
    sets.retain(|set| set.len() < 2 || !set.iter().any(exclusive));
    sets.dedup();
    // nothing ticked is said with an exclusive option where there is one
    let none: Vec<Vec<OptionId>> = choices.iter().filter(|choice| choice.exclusive).map(|choice| vec![choice.id.clone()]).collect();
    if let (Some(at), false) = (sets.iter().position(Vec::is_empty), none.is_empty()) {
        sets.splice(at..=at, none.into_iter().rev());
        sets.push(Vec::new());
    }
    sets
}
