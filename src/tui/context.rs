//! Where a key is pressed: a context has its own keys and those of its parents.

macro_rules! contexts {
    ($($(#[$doc:meta])* $variant:ident $name:literal $parent:expr;)*) => {
        /// A set of keys that hold together. Each screen names the one it is in.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Context {
            $($(#[$doc])* $variant,)*
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
    /// Everywhere.
    Global "global" None;
    /// Anything one moves through with the arrow keys.
    List "list" Some(Self::Global);
    /// The list of assessments.
    Home "home" Some(Self::List);
    /// The form of a new assessment, outside its texts.
    NewAssessment "new_assessment" Some(Self::List);
    /// Language, theme and report settings.
    Settings "settings" Some(Self::List);
    /// Every list-like screen of an open assessment.
    Opened "opened" Some(Self::List);
    /// The question screen while no text field has focus.
    Wizard "wizard" Some(Self::Opened);
    /// The options of a choice or a level question.
    Choice "choice" Some(Self::Wizard);
    /// The levels of a level question.
    Level "level" Some(Self::Choice);
    /// The options of a cell of a table.
    CellChoice "cell_choice" Some(Self::Opened);
    /// A record table or grid.
    Table "table" Some(Self::Opened);
    /// What is missing, and readiness.
    Review "review" Some(Self::Opened);
    /// Findings and measures.
    Findings "findings" Some(Self::Opened);
    /// One finding: its ground, the answers it rests on, its measures.
    Finding "finding_screen" Some(Self::Opened);
    /// The evidence of a question or of the whole.
    Evidence "evidence_screen" Some(Self::List);
    /// All judgements.
    Levels "levels" Some(Self::Opened);
    /// The risk matrix.
    Matrix "matrix" Some(Self::Opened);
    /// The route, its grounds and margins.
    Route "route_screen" Some(Self::Opened);
    /// The form of one measure.
    Measure "measure" Some(Self::List);
    /// A form outside its texts.
    Form "form" Some(Self::List);
    /// The export dialog.
    Export "export" Some(Self::List);
    /// Signing identities.
    Identity "identity" Some(Self::List);
    /// A plain list to take one row from.
    Picker "picker" Some(Self::List);
    /// The list of keys.
    Help "help_screen" Some(Self::List);
    /// Law, glossary, example, trace: read and close.
    Popup "popup" Some(Self::List);
    /// Law, examples, terms of a question.
    Guide "guide_screen" Some(Self::List);
    /// The report in the terminal.
    Preview "preview_screen" Some(Self::List);
    /// A question with two answers.
    Confirm "confirm" Some(Self::Global);
    /// Every place where text is typed.
    Editing "editing" Some(Self::Global);
    /// The text field of a question.
    Answer "answer" Some(Self::Editing);
    /// A one-line answer.
    Text "text" Some(Self::Answer);
    /// An answer of several lines.
    LongText "long_text" Some(Self::Answer);
    /// A cell of a record table being edited.
    Cell "cell" Some(Self::Editing);
    /// A cell that takes several lines.
    CellParagraph "cell_paragraph" Some(Self::Editing);
    /// A field of a form or dialog.
    Field "field" Some(Self::Editing);
    /// A field of a form that takes several lines.
    Paragraph "paragraph" Some(Self::Editing);
    /// The search for a question or a file.
    Jump "jump" Some(Self::Editing);
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
