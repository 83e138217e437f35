//! The keymap joined with the words: the one source of bottom line, help screen, README block and `generate keys`.

use super::action::Action;
use super::context::Context;
use super::keymap::{Keymap, KeymapFault, Problem};
use crate::i18n::{Advice, Messages};

/// An action in a context, with its keys and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpRow {
    /// Where the keys hold.
    pub context: Context,
    /// What they do.
    pub action: Action,
    /// The keys as shown, nearest first: `Enter`, `^S`, `1-9`.
    pub keys: Vec<String>,
    /// The word of the bottom line.
    pub short: String,
    /// The sentence of the help screen.
    pub long: String,
    /// Whether the bottom line of this context shows it.
    pub in_footer: bool,
}

/// The own bindings of one context.
pub fn rows_of(keymap: &Keymap, messages: &Messages, context: Context) -> Vec<HelpRow> {
    keymap
        .actions(context)
        .into_iter()
        .map(|action| row(keymap, messages, context, action))
        .collect()
}

/// Everything that can be pressed in a context: its own bindings, then its parents', each action once with all its keys.
pub fn rows_in(keymap: &Keymap, messages: &Messages, context: Context) -> Vec<HelpRow> {
    let mut rows: Vec<HelpRow> = Vec::new();
    for at in context.chain() {
        for action in keymap.actions(at) {
            if rows.iter().all(|row| row.action != action) {
                rows.push(HelpRow {
                    context: at,
                    ..row(keymap, messages, context, action)
                });
            }
        }
    }
    rows
}

/// All bindings of the program, context by context.
pub fn all_rows(keymap: &Keymap, messages: &Messages) -> Vec<HelpRow> {
    Context::ALL
        .iter()
        .flat_map(|context| rows_of(keymap, messages, *context))
        .collect()
}

/// The rows of the bottom line, in order. Each shows one key: the first of the nearest context.
pub fn footer_rows(keymap: &Keymap, messages: &Messages, context: Context) -> Vec<HelpRow> {
    keymap
        .footer(context)
        .iter()
        .map(|action| row(keymap, messages, context, *action))
        .collect()
}

/// The first key of an action as shown in running text and hints; empty if it has none here.
pub fn key_label(keymap: &Keymap, context: Context, action: Action) -> String {
    labels(keymap, context, action).into_iter().next().unwrap_or_default()
}

/// All keys as Markdown tables, one per context, for the README and `generate keys --format markdown`.
pub fn markdown(keymap: &Keymap, messages: &Messages) -> String {
    let mut text = String::new();
    for context in Context::ALL {
        let rows = rows_of(keymap, messages, *context);
        if rows.is_empty() {
            continue;
        }
        let head = [
            format!("### {}\n\n", messages.context(context.name())),
            format!(
                "| {} | {} |\n|---|---|\n",
                messages.help.column_key, messages.help.column_action
            ),
        ];
        text.extend(head);
        for row in rows {
            let keys: Vec<_> = row.keys.iter().map(|key| format!("`{key}`")).collect();
            let cells = ["| ", keys.join(" ").as_str(), " | ", row.long.as_str(), " |\n"].concat();
            text.push_str(&cells);
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// The words of a fault in a keymap file: `home.new ctrl+i: …` and what to do.
pub fn fault_words(fault: &KeymapFault, messages: &Messages) -> Advice {
    let error = &messages.error;
    let advice = match &fault.problem {
        Problem::Syntax(parser) => error.keymap_syntax.fill(&[("cause", parser)]),
        Problem::Context => error.keymap_context.clone(),
        Problem::Action => error.keymap_action.clone(),
        Problem::Key => error.keymap_key.clone(),
        Problem::SameAs(other) => error.keymap_same.fill(&[("other", other)]),
        Problem::Printable => error.keymap_printable.clone(),
        Problem::Taken(action) => error.keymap_taken.fill(&[("action", action)]),
    };
    let place = [fault.entry.as_str(), fault.key.as_str()].join(" ");
    Advice {
        what: [place.trim(), advice.what.as_str()].join(&messages.common.colon),
        ..advice
    }
}

fn row(keymap: &Keymap, messages: &Messages, context: Context, action: Action) -> HelpRow {
    let words = messages.action(action.name());
    HelpRow {
        context,
        action,
        keys: labels(keymap, context, action),
        short: words.short.clone(),
        long: words.long.clone(),
        in_footer: keymap.footer(context).contains(&action),
    }
}

fn labels(keymap: &Keymap, context: Context, action: Action) -> Vec<String> {
    let keys = keymap.keys(context, action);
    match (action, keys.first(), keys.last()) {
        (Action::Choose(_), Some(first), Some(last)) => vec![format!("{first}-{last}")],
        _ => keys.iter().map(|key| key.label()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Lang;
    use std::collections::BTreeSet;

    #[test]
    fn every_action_and_context_is_worded_and_nothing_else_is() {
        for lang in Lang::ALL {
            let (actions, contexts) = Messages::of(lang).worded();
            let known: BTreeSet<_> = Action::ALL.iter().map(|action| action.name()).collect();
            assert_eq!(actions.into_iter().collect::<BTreeSet<_>>(), known);
            let known: BTreeSet<_> = Context::ALL.iter().map(|context| context.name()).collect();
            assert_eq!(contexts.into_iter().collect::<BTreeSet<_>>(), known);
        }
    }

    #[test]
    fn rows_join_keys_and_words() {
        let rows = rows_in(Keymap::builtin(), Messages::of(Lang::En), Context::Choice);
        let choose = rows.iter().find(|row| row.action == Action::Choose(0)).unwrap();
        assert_eq!(choose.keys, ["1-9"]);
        let help = rows.iter().find(|row| row.action == Action::Help).unwrap();
        assert_eq!(help.keys, ["?", "F1"]);
        assert_eq!(rows.iter().filter(|row| row.action == Action::Quit).count(), 1);
        assert!(
            rows.iter()
                .any(|row| row.action == Action::Toggle && row.in_footer && row.keys == ["Space"])
        );
    }

    #[test]
    fn a_keymap_fault_is_told_with_its_place() {
        let fault = KeymapFault {
            entry: "home.new".into(),
            key: "ctrl+i".into(),
            problem: Problem::SameAs("tab"),
        };
        let advice = fault_words(&fault, Messages::of(Lang::Zh));
        assert_eq!(advice.what, "home.new ctrl+i：终端不能把它和tab分开");
        assert_eq!(advice.todo, "请换一个按键。");
    }

    #[test]
    fn markdown_lists_every_binding() {
        let text = markdown(Keymap::builtin(), Messages::of(Lang::Zh));
        assert!(text.contains("### 选项"));
        assert!(text.contains("| `1-9` | 按编号选择 |"));
        assert!(text.contains("| `u` `F5` |"));
    }
}
