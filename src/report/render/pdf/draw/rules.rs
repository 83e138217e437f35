//! The rules of a page: each row of a table draws its own, here they become as few lines as they look.

use crate::report::page::{Ink, Item, Page};

/// A hundredth of a point: closer ends touch.
const TOUCH: f32 = 0.02;

/// A rule along one axis: where it stands across, from where to where, thickness, colour.
#[derive(Debug, Clone, Copy)]
struct Rule {
    upright: bool,
    at: f32,
    from: f32,
    to: f32,
    thickness: f32,
    ink: Ink,
}

/// All rules of a page, those that continue one another joined; thin ones first, so that strong ones lie above them.
pub(super) fn joined(page: &Page) -> Vec<Item> {
    let mut rules: Vec<Rule> = page.items.iter().filter_map(|placed| rule(&placed.item)).collect();
    rules.sort_by(|a, b| {
        let keys = |rule: &Rule| [rule.thickness, f32::from(u8::from(rule.upright)), rule.at, rule.from];
        let (a_keys, b_keys) = (keys(a), keys(b));
        let order = a_keys.iter().zip(&b_keys).map(|(a, b)| a.total_cmp(b));
        order.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
    });
    let mut found: Vec<Rule> = Vec::new();
    for rule in rules {
        match found.last_mut().filter(|last| continues(last, &rule)) {
            Some(last) => last.to = last.to.max(rule.to),
            None => found.push(rule),
        }
    }
    found.iter().map(item).collect()
}

fn rule(item: &Item) -> Option<Rule> {
    let Item::Rule([x1, y1, x2, y2], thickness, ink) = *item else {
        return None;
    };
    let upright = (x1 - x2).abs() < TOUCH;
    let (at, from, to) = if upright { (x1, y1, y2) } else { (y1, x1, x2) };
    Some(Rule {
        upright,
        at,
        from: from.min(to),
        to: from.max(to),
        thickness,
        ink,
    })
}

fn continues(last: &Rule, next: &Rule) -> bool {
    let same =
        last.upright == next.upright && last.ink == next.ink && last.thickness.total_cmp(&next.thickness).is_eq();
    same && (last.at - next.at).abs() < TOUCH && next.from <= last.to + TOUCH
}

const fn item(rule: &Rule) -> Item {
    let Rule { at, from, to, .. } = *rule;
    let line = if rule.upright {
        [at, from, at, to]
    } else {
        [from, at, to, at]
    };
    Item::Rule(line, rule.thickness, rule.ink)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Lang;
    use crate::report::page::Placed;

    #[test]
    fn rules_that_touch_become_one_and_others_stay() {
        let rule = |line, thickness| Placed {
            node: None,
            item: Item::Rule(line, thickness, Ink::Rule),
        };
        let page = Page {
            lang: Lang::Zh,
            items: vec![
                rule([10.0, 0.0, 10.0, 20.0], 0.4),
                rule([10.0, 40.0, 10.0, 60.0], 0.4),
                rule([10.0, 20.0, 10.0, 40.0], 0.4),
                rule([10.0, 70.0, 10.0, 80.0], 0.4),
                rule([0.0, 20.0, 50.0, 20.0], 1.0),
            ],
        };
        let lines: Vec<[f32; 4]> = joined(&page)
            .iter()
            .filter_map(|item| match item {
                Item::Rule(line, ..) => Some(*line),
                _ => None,
            })
            .collect();
        let wanted = [
            [10.0, 0.0, 10.0, 60.0],
            [10.0, 70.0, 10.0, 80.0],
            [0.0, 20.0, 50.0, 20.0],
        ];
        assert_eq!(format!("{lines:?}"), format!("{wanted:?}"));
    }
}
