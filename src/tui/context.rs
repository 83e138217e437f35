//! Where a key is pressed: a context has its own keys and those of its parents.

macro_rules! contexts {
    ($($variant:ident $name:literal $parent:expr, $doc:literal;)*) => {
        /// A set of keys that hold together. Each screen names the one it is in.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Context {
            $(#[doc = $doc] $variant,)*
        }

        impl Context {
            /// All contexts, in the order of the help screen.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name in `keymap.toml` and under `context` in the language files.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The context whose keys hold here as well.
            pub const fn parent(self) -> Option<Self> {
                match self { $(Self::$variant => $parent,)* }
            }
        }
    };
}

contexts! {
    Global "global" None, "Everywhere.";
    List "list" Some(Self::Global), "Anything one moves through with the arrow keys.";
    Home "home" Some(Self::List), "The list of assessments.";
    Settings "settings" Some(Self::List), "Language, theme and report settings.";
    Opened "opened" Some(Self::List), "Every list-like screen of an open assessment.";
    Wizard "wizard" Some(Self::Opened), "The question screen while no text field has focus.";
    Choice "choice" Some(Self::Wizard), "The options of a choice or a level question.";
    Table "table" Some(Self::Opened), "A record table or grid.";
    Review "review" Some(Self::Opened), "What is missing, and readiness.";
    Findings "findings" Some(Self::Opened), "Findings and measures.";
    Levels "levels" Some(Self::Opened), "All judgements.";
    Matrix "matrix" Some(Self::Opened), "The risk matrix.";
    Route "route_screen" Some(Self::Opened), "The route, its grounds and margins.";
    Measure "measure" Some(Self::List), "The form of one measure.";
    Export "export" Some(Self::List), "The export dialog.";
    Identity "identity" Some(Self::List), "Signing identities.";
    Picker "picker" Some(Self::List), "A plain list to take one row from.";
    Help "help_screen" Some(Self::List), "The list of keys.";
    Popup "popup" Some(Self::List), "Law, glossary, example, trace: read and close.";
    Preview "preview_screen" Some(Self::List), "The report in the terminal.";
    Confirm "confirm" Some(Self::Global), "A question with two answers.";
    Editing "editing" Some(Self::Global), "Every place where text is typed.";
    Answer "answer" Some(Self::Editing), "The text field of a question.";
    Text "text" Some(Self::Answer), "A one-line answer.";
    LongText "long_text" Some(Self::Answer), "An answer of several lines.";
    Cell "cell" Some(Self::Editing), "A cell of a record table being edited.";
    Field "field" Some(Self::Editing), "A field of a form or dialog.";
    Jump "jump" Some(Self::Editing), "The search for a question or a file.";
}

impl Context {
    /// The context of a name in a file.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|context| context.name() == name)
    }

    /// This context, its parent, and so on up to `Global`.
    pub fn chain(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |context| context.parent())
    }

    /// Whether text is typed here, so that every printable key is a character.
    pub fn is_text(self) -> bool {
        self.chain().any(|context| context == Self::Editing)
    }
}
