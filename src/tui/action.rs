//! Everything a key can ask for: a closed set, so that a screen that forgets one is a choice and not an accident.

use std::fmt;

macro_rules! actions {
    ($($name:literal $variant:ident),* $(,)?) => {
        /// What the user asked for. Words: `action.<name>` in `assets/lang`; keys: `assets/keymap.toml`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
            /// `choose`: take the option with this number, from 1 (keys 1 to 9).
            Choose(u8),
        }

        impl Action {
            /// Every action; `Choose` once, with 0.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)* Self::Choose(0)];

            /// The name used in files.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                    Self::Choose(_) => "choose",
                }
            }
        }
    };
}

actions! {
    // everywhere
    "quit" Quit, "help" Help, "language" Language, "back" Back,
    // moving in lists
    "up" Up, "down" Down, "page_up" PageUp, "page_down" PageDown, "first" First, "last" Last, "left" Left,
    "right" Right, "next_tab" NextTab, "previous_tab" PreviousTab,
    // accepting
    "accept" Accept, "toggle" Toggle, "yes" Yes, "no" No,
    // home
    "open" Open, "new" New, "demo" Demo, "filter" Filter, "open_path" OpenPath, "forget" Forget, "identities" Identities,
    "settings" Settings,
    // an open assessment
    "undo" Undo, "redo" Redo, "save" Save, "jump" Jump, "review" Review, "findings" Findings, "levels" Levels,
    "route" Route, "export" Export, "preview" Preview, "close" Close,
    // the report in the terminal
    "next_heading" NextHeading, "previous_heading" PreviousHeading, "report_language" ReportLanguage,
    // a question
    "next_question" NextQuestion, "previous_question" PreviousQuestion, "next_section" NextSection,
    "previous_section" PreviousSection, "next_open" NextOpen, "unknown" Unknown, "not_applicable" NotApplicable,
    "flag" Flag, "park" Park, "remark" Remark, "note" Note, "translate" Translate, "evidence" Evidence, "law" Law, "example" Example,
    "glossary" Glossary, "trace" Trace, "override" Override, "clear" Clear, "edit" Edit,
    // a record table
    "add_row" AddRow, "remove_row" RemoveRow, "duplicate_row" DuplicateRow, "move_row_up" MoveRowUp,
    "move_row_down" MoveRowDown, "next_cell" NextCell, "previous_cell" PreviousCell, "take_proposal" TakeProposal,
    "take_row" TakeRow,
    // findings and measures
    "measure" Measure, "accept_finding" AcceptFinding, "go_to" GoTo, "status" Status, "remove" Remove, "matrix" Matrix, "stage" Stage,
    // forms and export
    "next_field" NextField, "previous_field" PreviousField, "submit" Submit, "sign" Sign, "new_identity" NewIdentity,
    // editing text
    "caret_left" CaretLeft, "caret_right" CaretRight, "caret_up" CaretUp, "caret_down" CaretDown,
    "caret_start" CaretStart, "caret_end" CaretEnd, "word_left" WordLeft, "word_right" WordRight,
    "delete_back" DeleteBack, "delete_forward" DeleteForward, "delete_word" DeleteWord,
    "delete_to_start" DeleteToStart, "delete_to_end" DeleteToEnd, "newline" Newline,
}

impl Action {
    /// The action of a name in a file.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.name() == name)
    }

    /// The same action without its number: what words and availability are asked for.
    #[must_use]
    pub const fn kind(self) -> Self {
        match self {
            Self::Choose(_) => Self::Choose(0),
            other => other,
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl<'de> serde::Deserialize<'de> for Action {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::from_name(&name).ok_or_else(|| serde::de::Error::custom(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_choose_keeps_its_number() {
        let mut names: Vec<_> = Action::ALL.iter().map(|action| action.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Action::ALL.len());
        assert_eq!(Action::from_name("next_open"), Some(Action::NextOpen));
        assert_eq!(Action::from_name("nextopen"), None);
        assert_eq!(Action::Choose(7).kind(), Action::Choose(0));
    }
}
