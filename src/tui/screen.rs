//! The screens: a closed set, each in a file of its own with the same functions.
//!
//! A screen holds view state only (focus, scroll, text being typed). It reads and changes the assessment through [`Desk`], asks the
//! world through the effects there, and answers with [`Go`] where to go next. Overlays (confirm, help, guide, pick, message) are
//! screens too: they are drawn over the ones below.

pub mod ask;
pub mod confirm;
pub mod evidence;
pub mod export;
pub mod field;
pub mod finding;
pub mod findings;
pub mod guide;
pub mod help;
pub mod home;
pub mod identity;
pub mod jump;
pub mod level;
pub mod links;
pub mod matrix;
pub mod measure;
pub mod new_assessment;
pub mod pick;
pub mod preview;
pub mod review;
pub mod route;
pub mod scroll;
pub mod settings;
pub mod sheet;
pub mod table;
pub mod trace;
pub mod wizard;

pub use scroll::Scroll;

use super::action::Action;
use super::context::Context;
use super::effect::{Effect, Effects, Entry, IdentityEntry, Outcome, Preferences};
use super::keymap::Keymap;
use super::session::Session;
use super::theme::Theme;
use super::widget::{Header, Notice, Popup, centered};
use crate::domain::{Change, Lang, RecordId, RowKey};
use crate::i18n::Messages;
use crate::questionnaire::Catalog;
use jiff::civil::Date;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

/// What a screen may read but not change.
#[derive(Debug, Clone, Copy)]
pub struct Ctx<'a> {
    /// The words.
    pub messages: &'static Messages,
    /// The language of the words, and of the questionnaire's texts.
    pub lang: Lang,
    /// The colours.
    pub theme: &'static Theme,
    /// The keys.
    pub keymap: &'a Keymap,
    /// The questionnaires.
    pub catalog: &'a Catalog,
    /// The day that counts as today.
    pub today: Date,
}

impl Ctx<'_> {
    /// The first key of an action in a context, as shown.
    pub fn key(&self, context: Context, action: Action) -> String {
        self.keymap
            .keys(context, action)
            .first()
            .map(|key| key.label())
            .unwrap_or_default()
    }
}

/// What is not of one screen alone: the open assessment, lists the world brought, what it is asked for.
#[derive(Debug)]
pub struct Desk {
    /// The open assessment.
    pub session: Option<Session>,
    /// What the user set.
    pub preferences: Preferences,
    /// The list of assessments.
    pub entries: Vec<Entry>,
    /// The signing identities.
    pub identities: Vec<IdentityEntry>,
    /// What the world is asked for.
    pub effects: Effects,
    /// What the line above the keys says.
    pub notice: Option<Notice>,
    /// The row of a table that the question screen is to show.
    pub aim: Option<(RecordId, RowKey)>,
    /// Where to go after an outcome was taken.
    pub follow: Option<Go>,
}

impl Desk {
    /// Asks the world for something.
    pub fn ask(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Makes a change to the open assessment; says so if the file is read-only.
    pub fn change(&mut self, change: Change, ctx: &Ctx<'_>) -> bool {
        let Some(session) = &mut self.session else { return false };
        let done = session.change(change, &mut self.effects);
        if !done {
            self.notice = Some(Notice::error(ctx.messages.error.read_only.clone()));
        }
        done
    }
}

/// Where to go after an action.
#[derive(Debug)]
pub enum Go {
    /// Stay here.
    Stay,
    /// The screen has no use for the action: the program may.
    Unused,
    /// Close this screen.
    Back,
    /// Close this screen, then do this (a confirmation was given, something was picked).
    BackWith(Deed),
    /// Open a screen over this one.
    Open(Box<Screen>),
    /// Open a screen in the place of this one.
    Replace(Box<Screen>),
    /// Close everything above the question screen and go to this question (the session stands there already).
    Question,
    /// The same, but going back leads here again.
    Detour,
}

impl Go {
    /// Opens a screen over this one.
    pub fn open(screen: impl Into<Screen>) -> Self {
        Self::Open(Box::new(screen.into()))
    }

    /// Opens a screen in the place of this one.
    pub fn replace(screen: impl Into<Screen>) -> Self {
        Self::Replace(Box::new(screen.into()))
    }
}

/// What a confirmation or a choice sets off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Run this action on the screen below.
    Action(Action),
    /// Make this change.
    Change(Change),
    /// Ask the world for this.
    Effect(Effect),
    /// Give the screen below the thing that was picked.
    Picked(String),
}

macro_rules! screens {
    ($($(#[$doc:meta])* $variant:ident $module:ident $overlay:literal;)*) => {
        /// A screen of the stack.
        #[expect(clippy::large_enum_variant, reason = "there are never more than a handful of screens")]
        #[derive(Debug)]
        pub enum Screen {
            $($(#[$doc])* $variant($module::State),)*
        }

        $(impl From<$module::State> for Screen {
            fn from(state: $module::State) -> Self { Self::$variant(state) }
        })*

        impl Screen {
            /// The names of all screens: a picture of each is kept.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($module),)*];

            /// Its name.
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => stringify!($module),)* }
            }

            /// Which keys hold.
            pub fn context(&self) -> Context {
                match self { $(Self::$variant(state) => state.context(),)* }
            }

            /// Whether the screens below shine through.
            pub const fn is_overlay(&self) -> bool {
                match self { $(Self::$variant(_) => $overlay,)* }
            }

            /// Whether an action would do something now: else it is left out of the bottom line.
            pub fn availability(&self, action: Action, desk: &Desk, ctx: &Ctx<'_>) -> bool {
                match self { $(Self::$variant(state) => state.availability(action, desk, ctx),)* }
            }

            /// Runs an action.
            pub fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
                match self { $(Self::$variant(state) => state.update(action, desk, ctx),)* }
            }

            /// Types or pastes text into the field that has focus.
            pub fn insert(&mut self, text: &str, desk: &mut Desk, ctx: &Ctx<'_>) {
                match self { $(Self::$variant(state) => state.insert(text, desk, ctx),)* }
            }

            /// Draws the screen; where the terminal's cursor belongs.
            pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
                match self { $(Self::$variant(state) => state.view(area, buf, desk, ctx),)* }
            }
        }
    };
}

screens! {
    /// The list of assessments.
    Home home false;
    /// The form of a new assessment.
    NewAssessment new_assessment true;
    /// One question at a time.
    Wizard wizard false;
    /// What is missing, and readiness.
    Review review false;
    /// Findings and measures.
    Findings findings false;
    /// One finding.
    Finding finding false;
    /// One measure.
    Measure measure false;
    /// All judgements.
    Levels level false;
    /// How one level was found.
    Trace trace true;
    /// The risk matrix.
    Matrix matrix false;
    /// The route and its margins.
    Route route false;
    /// The export dialog and its result.
    Export export false;
    /// Signing identities.
    Identity identity false;
    /// The report in the terminal.
    Preview preview false;
    /// The evidence of a question.
    Evidence evidence false;
    /// Language, colours, defaults.
    Settings settings false;
    /// Search for a question.
    Jump jump true;
    /// The keys that work here.
    Help help true;
    /// Law, examples, terms.
    Guide guide true;
    /// A list to take one row from.
    Pick pick true;
    /// One line or text to be typed.
    Ask ask true;
    /// A question with two answers.
    Confirm confirm true;
}

impl Screen {
    /// After a change made elsewhere (undo, another screen, an outcome), view state that mirrors the assessment is renewed.
    pub fn refresh(&mut self, desk: &Desk, ctx: &Ctx<'_>) {
        match self {
            Self::Wizard(state) => state.refresh(desk, ctx),
            Self::Review(state) => state.refresh(desk, ctx),
            Self::Findings(state) => state.refresh(desk, ctx),
            Self::Finding(state) => state.refresh(desk, ctx),
            Self::Measure(state) => state.refresh(desk, ctx),
            Self::Export(state) => state.refresh(desk, ctx),
            Self::Preview(state) => state.refresh(desk, ctx),
            Self::Guide(state) => state.refresh(desk, ctx),
            _ => {}
        }
    }

    /// Takes what the user picked in the overlay that was just closed.
    pub fn picked(&mut self, value: &str, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        match self {
            Self::Wizard(state) => state.picked(value, desk, ctx),
            Self::Home(state) => state.picked(value, desk, ctx),
            Self::Measure(state) => state.picked(value, desk, ctx),
            Self::Levels(state) => state.picked(value, desk, ctx),
            Self::Trace(state) => state.picked(value, desk, ctx),
            Self::Matrix(state) => state.picked(value, desk, ctx),
            Self::Findings(state) => state.picked(value, desk, ctx),
            Self::Finding(state) => state.picked(value, desk, ctx),
            Self::Evidence(state) => state.picked(value, desk, ctx),
            Self::Export(state) => state.picked(value, desk, ctx),
            Self::Preview(state) => state.picked(value, desk, ctx),
            _ => Go::Stay,
        }
    }

    /// Takes what the world answered; false if it is not for this screen.
    pub fn outcome(&mut self, outcome: &Outcome, desk: &mut Desk, ctx: &Ctx<'_>) -> bool {
        match self {
            Self::Export(state) => state.outcome(outcome, desk, ctx),
            Self::Identity(state) => state.outcome(outcome, desk, ctx),
            Self::Evidence(state) => state.outcome(outcome, desk, ctx),
            _ => false,
        }
    }
}

/// Draws the top line and gives back the room below it.
pub fn frame(area: Rect, buf: &mut Buffer, title: &str, right: &str, ctx: &Ctx<'_>) -> Rect {
    let head = Rect {
        height: area.height.min(1),
        ..area
    };
    (&Header::new(title, right, ctx.theme)).render(head, buf);
    let y = area.y.saturating_add(2).min(area.bottom());
    Rect {
        y,
        height: area.bottom() - y,
        ..area
    }
}

/// Draws a box in the middle, as high as `lines` needs (at most the area), and gives back the room inside.
pub fn overlay(area: Rect, buf: &mut Buffer, title: &str, width: u16, lines: usize, ctx: &Ctx<'_>) -> Rect {
    let height = u16::try_from(lines)
        .unwrap_or(u16::MAX)
        .saturating_add(2)
        .min(area.height);
    let place = centered(area, overlay_width(area, width), height);
    (&Popup::new(title, ctx.theme)).render(place, buf);
    Popup::inner(place)
}

/// How wide a box becomes: one that would leave mere slivers of the screen beside it takes the whole width.
pub const fn overlay_width(area: Rect, wished: u16) -> u16 {
    const SLIVERS: u16 = 12;
    if wished.saturating_add(SLIVERS) > area.width {
        area.width
    } else {
        wished
    }
}

/// Moves a focus among `count` rows; false if the action is no movement.
pub fn moved(focus: &mut usize, count: usize, action: Action) -> bool {
    const PAGE: usize = 10;
    let last = count.saturating_sub(1);
    *focus = match action {
        Action::Up => focus.saturating_sub(1),
        Action::Down => focus.saturating_add(1),
        Action::PageUp => focus.saturating_sub(PAGE),
        Action::PageDown => focus.saturating_add(PAGE),
        Action::First => 0,
        Action::Last => last,
        _ => return false,
    }
    .min(last);
    true
}

/// Movement, leaving, and what holds everywhere: the actions that nearly every list has.
pub const fn is_common(action: Action) -> bool {
    matches!(
        action,
        Action::Up
            | Action::Down
            | Action::PageUp
            | Action::PageDown
            | Action::First
            | Action::Last
            | Action::Back
            | Action::Help
            | Action::Language
            | Action::Quit
    )
}
