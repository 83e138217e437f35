//! Rules: when a finding is raised, how a level is proposed.

use super::{
    Citation, ColumnId, Expr, FindingCode, JudgementId, LevelId, QuestionId, RecordId, Reference, RowKey, ScaleId,
    Scope, Stage, Text,
};

/// How serious a finding is (TOOL): never a level of risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Improve, note, or a point for counsel (一般问题项).
    Minor,
    /// Rectify before applying or within a set time (重要问题项).
    Major,
    /// The law forbids going on (阻断项).
    Blocking,
}

impl Severity {
    /// The word in files and JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Minor => "minor",
            Self::Major => "major",
            Self::Blocking => "blocking",
        }
    }

    /// Reads [`Self::word`].
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Minor, Self::Major, Self::Blocking]
            .into_iter()
            .find(|severity| severity.word() == word)
    }
}

/// What `{n}` in the text of a finding shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fill {
    /// The placeholder without braces.
    pub name: String,
    /// How it is made.
    pub kind: FillKind,
    /// What is read; `None` for levels.
    pub reference: Option<Reference>,
    /// The judgement, for [`FillKind::Level`] and [`FillKind::Weakest`].
    pub judgement: Option<JudgementId>,
    /// Only these options count; all, if empty.
    pub of: Vec<String>,
}

/// How a placeholder is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FillKind {
    /// The labels of the options that are not ticked.
    Missing,
    /// The labels of the options that are ticked.
    Ticked,
    /// The value itself.
    Value,
    /// The word of a level.
    Level,
    /// The parts of a combined level that hold it down, or the steps that lowered it.
    Weakest,
    /// The labels of the columns of a table whose cells are unknown in this row.
    UnknownColumns,
}

/// How "answers after" changes an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssignKind {
    /// Becomes this value.
    Set,
    /// These are ticked too.
    Add,
    /// These are no longer ticked.
    Remove,
}

/// One line of "answers after": `legality.bases.separate_consent@transfer:orders = all`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The question.
    pub question: QuestionId,
    /// The row of a fixed table, where it is named: `route.people.so-far.method`.
    pub row: Option<RowKey>,
    /// The column, for tables.
    pub column: Option<ColumnId>,
    /// Which rows; the whole scope means all rows.
    pub scope: Scope,
    /// How.
    pub kind: AssignKind,
    /// The words after the sign.
    pub words: Vec<String>,
}

impl Assignment {
    /// Reads `PATH[@record:row] = word`, `+= a, b` or `-= a`.
    pub fn parse(text: &str) -> Option<Self> {
        let signs = [
            ("+=", AssignKind::Add),
            ("-=", AssignKind::Remove),
            ("=", AssignKind::Set),
        ];
        let (sign, kind) = signs.into_iter().find(|(sign, _)| text.contains(sign))?;
        let (path, words) = text.split_once(sign)?;
        let (path, scope) = path.trim().split_once('@').unwrap_or_else(|| (path.trim(), ""));
        let mut parts = path.split('.');
        let question = format!("{}.{}", parts.next()?, parts.next()?);
        let (third, fourth) = (parts.next(), parts.next());
        let (row, column) = if fourth.is_some() {
            (third, fourth)
        } else {
            (None, third)
        };
        let words = words.split(',').map(str::trim).filter(|word| !word.is_empty());
        let words: Vec<String> = words.map(str::to_owned).collect();
        (!words.is_empty()).then_some(())?;
        Some(Self {
            question: question.into(),
            row: row.map(Into::into),
            column: column.map(Into::into),
            scope: Scope::parse(scope)?,
            kind,
            words,
        })
    }
}

impl std::fmt::Display for Assignment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.question)?;
        if let Some(row) = &self.row {
            write!(f, ".{row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ".{column}")?;
        }
        if !self.scope.is_whole() {
            write!(f, "@{}", self.scope)?;
        }
        let sign = match self.kind {
            AssignKind::Set => "=",
            AssignKind::Add => "+=",
            AssignKind::Remove => "-=",
        };
        write!(f, " {sign} {}", self.words.join(", "))
    }
}

/// When a finding is raised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRule {
    /// Its code.
    pub code: FindingCode,
    /// Raised once per row of this record.
    pub per: Option<RecordId>,
    /// The condition.
    pub when: Expr,
    /// Never raised when this holds.
    pub unless: Option<Expr>,
    /// How serious, unless one of `severity_if` holds.
    pub severity: Severity,
    /// The first that holds replaces `severity`.
    pub severity_if: Vec<(Severity, Expr)>,
    /// The transfers reached by a finding of the whole assessment; all, if absent.
    pub reach: Option<Expr>,
    /// About the past: closes only when its measure is verified.
    pub past: bool,
    /// Asks for no change.
    pub note: bool,
    /// Placeholders.
    pub fill: Vec<Fill>,
    /// What is found.
    pub text: Text,
    /// The proposed measure.
    pub measure: Text,
    /// What the measure changes once done.
    pub after: Vec<Assignment>,
    /// The ground.
    pub basis: Vec<Citation>,
}

/// Whether more is worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More is worse.
    Risk,
    /// More is better.
    Assurance,
}

/// Where a rule comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Law.
    Law,
    /// A standard, normative text.
    Standard,
    /// A standard, informative annex.
    Annex,
    /// A convention of the tool, neither law nor standard.
    Tool,
}

impl Mark {
    /// Reads `L`, `S`, `N`, `T`.
    pub fn parse(letter: &str) -> Option<Self> {
        Some(match letter {
            "L" => Self::Law,
            "S" => Self::Standard,
            "N" => Self::Annex,
            "T" => Self::Tool,
            _ => return None,
        })
    }
}

/// What a rule tests, in words, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// What is tested.
    pub label: Text,
    /// The provisions it serves.
    pub source: Vec<Citation>,
    /// Law, standard, annex or the tool's convention.
    pub mark: Mark,
}

/// A level of a scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaleLevel {
    /// Its name in files.
    pub id: LevelId,
    /// The word beside the name of its scale.
    pub label: Text,
    /// The word with its scale, where it stands alone.
    pub full: Text,
    /// The word that the standard prints, where it differs (assurance 高).
    pub official: Text,
}

/// A scale, from best to worst.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// Its name.
    pub id: ScaleId,
    /// Which way it runs in words.
    pub direction: Direction,
    /// Its title.
    pub title: Text,
    /// Best first.
    pub levels: Vec<ScaleLevel>,
}

impl Scale {
    /// The place of a level, 0 for the best.
    pub fn rank(&self, level: &str) -> Option<usize> {
        self.levels.iter().position(|known| known.id == level)
    }

    /// The level at a place, held within the scale.
    pub fn at(&self, rank: usize) -> Option<&ScaleLevel> {
        self.levels.get(rank.min(self.levels.len().saturating_sub(1)))
    }

    /// The level of this name.
    pub fn level(&self, id: &str) -> Option<&ScaleLevel> {
        self.levels.iter().find(|level| level.id == id)
    }
}

/// "First line that applies".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The level it gives.
    pub level: LevelId,
    /// When; always, if absent.
    pub when: Option<Expr>,
    /// Must hold on known answers (G8).
    pub known: bool,
    /// What it tests.
    pub ground: Ground,
}

/// One of the things counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// When it counts.
    pub when: Expr,
    /// When it is left out altogether, if this does not hold.
    pub applies: Option<Expr>,
    /// What it is.
    pub ground: Ground,
}

/// How many are needed for a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Threshold {
    /// All but this many.
    AllBut(usize),
    /// At least half.
    Half,
    /// At least this many.
    AtLeast(usize),
}

impl Threshold {
    /// Whether `held` of `of` reach it.
    pub const fn reached(self, held: usize, of: usize) -> bool {
        match self {
            Self::AllBut(missing) => held + missing >= of,
            Self::Half => held * 2 >= of,
            Self::AtLeast(least) => held >= least,
        }
    }
}

/// A line of the table that turns a count into a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountLine {
    /// The level.
    pub level: LevelId,
    /// What is needed.
    pub threshold: Threshold,
    /// What it says.
    pub ground: Ground,
}

/// What a row of the overall table rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contribution {
    /// A judgement, mapped to the overall scale, the worst over all rows.
    Level {
        /// Which.
        judgement: JudgementId,
        /// From its levels to the overall levels.
        map: Vec<(LevelId, LevelId)>,
    },
    /// A condition.
    When {
        /// The condition.
        when: Expr,
        /// The level it reaches.
        level: LevelId,
    },
}

/// Where a level starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Base {
    /// First line that applies.
    Lines(Vec<Line>),
    /// The worst level among the ticked options (GB46068 Table B.1).
    Situations(Reference),
    /// The worst of other judgements in the same rows.
    Worst(Vec<JudgementId>),
    /// How many of these hold.
    Count {
        /// What is counted.
        counted: Vec<Counted>,
        /// Best level first; the last needs nothing.
        table: Vec<CountLine>,
    },
    /// A cell of the matrix.
    Matrix {
        /// The row.
        impact: JudgementId,
        /// The column.
        likelihood: JudgementId,
    },
    /// The worst column reached, or this level.
    Columns {
        /// The rows of the table.
        rows: Vec<(Contribution, Ground)>,
        /// When none is reached.
        otherwise: LevelId,
    },
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// Worse by so many.
    Worse(usize),
    /// Better by so many.
    Better(usize),
    /// Not better than this level.
    NotBetter(LevelId),
}

/// A correction, a ceiling or a floor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When it applies.
    pub when: Expr,
    /// What it does.
    pub change: Move,
    /// Corrections marked so are added up before the result is held on the scale.
    pub sum: bool,
    /// The result is held between these (best, worst).
    pub hold: Option<(LevelId, LevelId)>,
    /// Not applied at this level.
    pub skip_if: Option<LevelId>,
    /// What it is.
    pub ground: Ground,
}

/// How a level is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgementRule {
    /// Its name.
    pub id: JudgementId,
    /// The question that confirms it, if it is confirmed.
    pub question: Option<QuestionId>,
    /// Once per row of this record.
    pub per: Option<RecordId>,
    /// Only for rows where this holds.
    pub rows_when: Option<Expr>,
    /// Its scale.
    pub scale: ScaleId,
    /// Its title.
    pub title: Text,
    /// What its base does, and its sources.
    pub ground: Ground,
    /// Proposed from this run (the overall level: attained); the run in progress, if absent.
    pub stage: Option<Stage>,
    /// Where it starts.
    pub base: Base,
    /// What follows.
    pub steps: Vec<Step>,
}

/// The way of treatment proposed for a level of risk (GB46068 B.6; the assignment is the tool's).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Treatment {
    /// The level of risk.
    pub level: LevelId,
    /// The option of `treatment.measures.kind`.
    pub kind: String,
    /// What it is called.
    pub title: Text,
}

/// The risk matrix: impact × likelihood (GB39335 Annex D), looked up cell by cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matrix {
    /// Its title.
    pub title: Text,
    /// `(impact, likelihood, risk)`, cell by cell.
    pub cells: Vec<(LevelId, LevelId, LevelId)>,
    /// The result for an impact that the table does not have, with its label.
    pub outside: Vec<(LevelId, LevelId, Text)>,
    /// Its source.
    pub source: Vec<Citation>,
}

impl Matrix {
    /// The risk at a cell.
    pub fn risk(&self, impact: &str, likelihood: &str) -> Option<&LevelId> {
        let cell = self
            .cells
            .iter()
            .find(|(row, column, _)| row == impact && column == likelihood)
            .map(|(_, _, risk)| risk);
        cell.or_else(|| {
            self.outside
                .iter()
                .find(|(row, _, _)| row == impact)
                .map(|(_, risk, _)| risk)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assignments_read_back() {
        for text in [
            "a.b = c",
            "a.b.c@transfer:orders += x, y",
            "a.b -= z",
            "systems.list.keys_held_by = processor",
        ] {
            assert_eq!(Assignment::parse(text).unwrap().to_string(), text);
        }
        assert!(Assignment::parse("a.b").is_none());
        assert!(Assignment::parse("a = b").is_none());
    }

    #[test]
    fn half_of_nine_is_five() {
        assert!(!Threshold::Half.reached(4, 9));
        assert!(Threshold::Half.reached(5, 9));
        assert!(Threshold::AllBut(1).reached(8, 9));
    }
}
