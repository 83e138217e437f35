//! The table from keys to actions, read from `assets/keymap.toml` and an optional file of the user.

use super::action::Action;
use super::context::Context;
use super::key::{Key, KeyError};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The keymap the program comes with.
pub const DEFAULT: &str = include_str!("../../assets/keymap.toml");

const FOOTER: &str = "footer";
const DIGITS: &str = "1-9";

type Table = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// What a key press means in a context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// Run this action.
    Action(Action),
    /// Type this character into the field that has focus.
    Insert(char),
}

/// Every binding of the program.
#[derive(Debug, Clone, Default)]
pub struct Keymap {
    bindings: Vec<(Context, Key, Action)>,
    footers: Vec<(Context, Vec<Action>)>,
}

/// One fault of a keymap file; all are collected before anybody is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeymapFault {
    /// `context.action`, as far as known.
    pub entry: String,
    /// The key as written; empty if the fault is not about a key.
    pub key: String,
    /// What is wrong.
    pub problem: Problem,
}

/// What can be wrong with an entry of a keymap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Not TOML, or not the shape of a keymap; the parser's words.
    Syntax(String),
    /// There is no such context.
    Context,
    /// There is no such action.
    Action,
    /// There is no such key.
    Key,
    /// Terminals send the same for this key and the named one.
    SameAs(&'static str),
    /// A printable key where text is typed.
    Printable,
    /// The key already runs this action here or in a parent context.
    Taken(Action),
}

impl Keymap {
    /// The keymap the program comes with; a test holds it free of faults.
    pub fn builtin() -> &'static Self {
        static MAP: OnceLock<Keymap> = OnceLock::new();
        MAP.get_or_init(|| Self::read(DEFAULT, None).unwrap_or_default())
    }

    /// Reads the table, with a user's file laid over it: an action named there loses its built-in keys in that context.
    pub fn read(base: &str, user: Option<&str>) -> Result<Self, Vec<KeymapFault>> {
        let mut faults = Vec::new();
        let mut table = parse(base, &mut faults);
        for (context, actions) in user.map(|text| parse(text, &mut faults)).unwrap_or_default() {
            table.entry(context).or_default().extend(actions);
        }
        let mut map = Self::default();
        for (name, entries) in &table {
            match Context::from_name(name) {
                Some(context) => map.read_context(context, entries, &mut faults),
                None => faults.push(fault(name, "", Problem::Context)),
            }
        }
        map.find_doubles(&mut faults);
        if faults.is_empty() { Ok(map) } else { Err(faults) }
    }

    /// What the press means in `context`: its own keys, then its parents', then, where text is typed, the character.
    pub fn resolve(&self, context: Context, key: Key) -> Option<Input> {
        if context.is_text() {
            return match (key.typed(), self.action(context, key)) {
                (_, Some(action)) => Some(Input::Action(action)),
                (typed, None) => typed.map(Input::Insert),
            };
        }
        self.action(context, key.half_width()).map(Input::Action)
    }

    /// The keys of an action in a context, the nearest first. `Choose` of any number gives all digits.
    pub fn keys(&self, context: Context, action: Action) -> Vec<Key> {
        let own = |at| {
            self.bindings
                .iter()
                .filter(move |(c, _, a)| *c == at && a.kind() == action.kind())
        };
        context.chain().flat_map(own).map(|(_, key, _)| *key).collect()
    }

    /// What the bottom line shows in a context, in order.
    pub fn footer(&self, context: Context) -> &[Action] {
        let own = |at| self.footers.iter().find(|(c, _)| *c == at);
        context.chain().find_map(own).map_or(&[], |(_, actions)| actions)
    }

    /// The bindings of one context alone, in the order of the actions, each action once.
    pub fn actions(&self, context: Context) -> Vec<Action> {
        let mut own: Vec<_> = self
            .bindings
            .iter()
            .filter(|(c, ..)| *c == context)
            .map(|(_, _, a)| a.kind())
            .collect();
        own.sort_unstable();
        own.dedup();
        own
    }

    fn action(&self, context: Context, key: Key) -> Option<Action> {
        let own = |at| self.bindings.iter().find(|(c, k, _)| *c == at && *k == key);
        context.chain().find_map(own).map(|(_, _, action)| *action)
    }

    fn read_context(
        &mut self,
        context: Context,
        entries: &BTreeMap<String, Vec<String>>,
        faults: &mut Vec<KeymapFault>,
    ) {
        for (name, values) in entries {
            let entry = format!("{}.{name}", context.name());
            if name == FOOTER {
                self.read_footer(context, &entry, values, faults);
                continue;
            }
            let Some(action) = Action::from_name(name) else {
                faults.push(fault(&entry, "", Problem::Action));
                continue;
            };
            for written in values {
                self.bind(context, &entry, action, written, faults);
            }
        }
    }

    fn bind(&mut self, context: Context, entry: &str, action: Action, written: &str, faults: &mut Vec<KeymapFault>) {
        if matches!(action, Action::Choose(_)) && written == DIGITS {
            let digit = |n: u8| Key::parse(&n.to_string()).map(|key| (context, key, Action::Choose(n)));
            self.bindings.extend((1..=9).filter_map(|n| digit(n).ok()));
            return;
        }
        match Key::parse(written) {
            Err(KeyError::Unknown) => faults.push(fault(entry, written, Problem::Key)),
            Err(KeyError::SameAs(other)) => faults.push(fault(entry, written, Problem::SameAs(other))),
            Ok(key) if context.is_text() && key.typed().is_some() => {
                faults.push(fault(entry, written, Problem::Printable));
            }
            Ok(key) => self.bindings.push((context, key, action)),
        }
    }

    fn read_footer(&mut self, context: Context, entry: &str, names: &[String], faults: &mut Vec<KeymapFault>) {
        let mut shown = Vec::new();
        for name in names {
            match Action::from_name(name) {
                Some(action) => shown.push(action),
                None => faults.push(fault(entry, name, Problem::Action)),
            }
        }
        self.footers.push((context, shown));
    }

    fn find_doubles(&self, faults: &mut Vec<KeymapFault>) {
        for (at, (context, key, action)) in self.bindings.iter().enumerate() {
            let clash = |(i, (c, k, a)): (usize, &(Context, Key, Action))| {
                let nearer = *c != *context || i < at;
                (i != at && nearer && k == key && context.chain().any(|up| up == *c)).then_some(*a)
            };
            if let Some(other) = self.bindings.iter().enumerate().find_map(clash) {
                let entry = format!("{}.{action}", context.name());
                faults.push(fault(&entry, &key.to_string(), Problem::Taken(other)));
            }
        }
        // Typed text goes nowhere else, so a printable key of a parent would be lost or would act in the middle of a word.
        for (context, key, action) in &self.bindings {
            if *context == Context::Global && key.typed().is_some() {
                faults.push(fault(
                    &format!("{}.{action}", context.name()),
                    &key.to_string(),
                    Problem::Printable,
                ));
            }
        }
    }
}

fn parse(text: &str, faults: &mut Vec<KeymapFault>) -> Table {
    toml::from_str(text).unwrap_or_else(|error: toml::de::Error| {
        faults.push(fault("", "", Problem::Syntax(error.to_string())));
        Table::new()
    })
}

fn fault(entry: &str, key: &str, problem: Problem) -> KeymapFault {
    KeymapFault {
        entry: entry.to_owned(),
        key: key.to_owned(),
        problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(context: Context, key: &str) -> Option<Input> {
        Keymap::builtin().resolve(context, Key::parse(key).unwrap())
    }

    #[test]
    fn the_built_in_table_has_no_fault() {
        assert_eq!(Keymap::read(DEFAULT, None).map(|_| ()), Ok(()));
    }

    #[test]
    fn every_action_is_bound_and_every_footer_entry_works_there() {
        let map = Keymap::builtin();
        for action in Action::ALL {
            assert!(
                map.bindings.iter().any(|(_, _, bound)| bound.kind() == *action),
                "{action} has no key"
            );
        }
        for context in Context::ALL {
            for action in map.footer(*context) {
                assert!(
                    !map.keys(*context, *action).is_empty(),
                    "{action} in the footer of {}",
                    context.name()
                );
            }
        }
    }

    #[test]
    fn leaving_safely_works_everywhere() {
        for context in Context::ALL {
            for key in ["ctrl+c", "ctrl+q"] {
                assert_eq!(press(*context, key), Some(Input::Action(Action::Quit)));
            }
        }
    }

    #[test]
    fn letters_are_text_where_text_is_typed() {
        for context in Context::ALL.iter().filter(|context| context.is_text()) {
            for key in ["q", "?", "u", "1", "space", "中", "？"] {
                assert!(
                    matches!(press(*context, key), Some(Input::Insert(_))),
                    "{key} in {}",
                    context.name()
                );
            }
        }
        assert_eq!(press(Context::Wizard, "u"), Some(Input::Action(Action::Unknown)));
        assert_eq!(press(Context::LongText, "f5"), Some(Input::Action(Action::Unknown)));
    }

    #[test]
    fn digits_choose_and_an_input_method_does_not_hide_keys() {
        assert_eq!(press(Context::Choice, "3"), Some(Input::Action(Action::Choose(3))));
        assert_eq!(press(Context::Choice, "３"), Some(Input::Action(Action::Choose(3))));
        assert_eq!(press(Context::Home, "？"), Some(Input::Action(Action::Help)));
        assert_eq!(press(Context::Home, "中"), None);
    }

    #[test]
    fn all_faults_of_a_user_file_are_told_at_once() {
        let user =
            "[home]\nnew = [\"ctrl+i\", \"hyper+x\", \"q\"]\nfly = [\"z\"]\n[text]\naccept = [\"a\"]\n[nowhere]\n";
        let mut problems: Vec<_> = Keymap::read(DEFAULT, Some(user))
            .unwrap_err()
            .into_iter()
            .map(|f| (f.entry, f.problem))
            .collect();
        problems.sort_by(|a, b| a.0.cmp(&b.0));
        let entries: Vec<_> = problems.iter().map(|(entry, _)| entry.as_str()).collect();
        assert_eq!(
            entries,
            [
                "home.fly",
                "home.new",
                "home.new",
                "home.quit",
                "nowhere",
                "text.accept"
            ]
        );
        assert!(problems.contains(&("home.new".into(), Problem::SameAs("tab"))));
        assert!(problems.contains(&("text.accept".into(), Problem::Printable)));
        assert!(problems.contains(&("home.quit".into(), Problem::Taken(Action::New))));
    }

    #[test]
    fn a_user_file_moves_an_action() {
        let map = Keymap::read(DEFAULT, Some("[home]\nnew = [\"f12\"]\n")).unwrap();
        assert_eq!(map.resolve(Context::Home, Key::parse("n").unwrap()), None);
        assert_eq!(
            map.resolve(Context::Home, Key::parse("f12").unwrap()),
            Some(Input::Action(Action::New))
        );
    }
}
