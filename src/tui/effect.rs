//! What a screen asks of the world, and what the world answers: data, so that tests can read both.

use super::theme::ThemeKind;
use crate::domain::{Assessment, Change, Lang, QuestionId, QuestionnaireId, Scoped, Text};
use crate::i18n::Advice;
use std::path::PathBuf;

/// Something to be done outside of the state of the screens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Write this change to the journal, before the next frame.
    Record(Change),
    /// Make the journal durable (a question was left).
    Sync,
    /// Write the assessment file.
    Save,
    /// Read the list of assessments.
    List,
    /// Open an assessment file.
    Open(PathBuf),
    /// Make a new assessment file and open it.
    Create(NewAssessment),
    /// Write the worked cases and open one.
    Demo(WorkedCase),
    /// Take a file off the list.
    Forget(PathBuf),
    /// Remember where the user stands in this file.
    RememberPosition(Scoped<QuestionId>),
    /// Write the settings.
    SaveSettings(Preferences),
    /// Write a report.
    Export(ExportOrder),
    /// Put a further digital signature into a report that was written.
    Sign(SignOrder),
    /// Read the list of signing identities.
    ListIdentities,
    /// Make a signing identity.
    NewIdentity(IdentityOrder),
    /// Remove a signing identity.
    RemoveIdentity(String),
    /// Compute the SHA-256 of an evidence file.
    HashEvidence(PathBuf),
    /// Close the open assessment: save, unlock.
    Close,
    /// Save and leave the program.
    Quit,
}

/// Effects in the order they were asked for.
pub type Effects = Vec<Effect>;

/// A new assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAssessment {
    /// The questionnaire.
    pub questionnaire: QuestionnaireId,
    /// The title.
    pub title: String,
    /// Where; empty for a place of the program's choice.
    pub path: PathBuf,
}

/// The finished worked cases the program comes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkedCase {
    /// Cross-border e-commerce.
    A,
    /// Clinical trial data.
    B,
    /// E-mail addresses for a magazine: a simple one, ready to apply.
    C,
}

/// The kinds of report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the kinds")]
pub enum Format {
    Pdf,
    Markdown,
    Text,
    Json,
}

impl Format {
    /// All kinds, in the order offered.
    pub const ALL: [Self; 4] = [Self::Pdf, Self::Markdown, Self::Text, Self::Json];

    /// The extension of the file.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Markdown => "md",
            Self::Text => "txt",
            Self::Json => "json",
        }
    }
}

/// The language of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReportLang {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
    /// Both in one.
    Both,
}

impl ReportLang {
    /// The word of the settings and of the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
            Self::Both => "both",
        }
    }

    /// The language of a word; Chinese, which prevails, for any other.
    pub fn from_word(word: &str) -> Self {
        [Self::En, Self::Both]
            .into_iter()
            .find(|lang| lang.word() == word)
            .unwrap_or(Self::Zh)
    }
}

/// The capacity in which one signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SignRole {
    /// `assessor`.
    #[default]
    Assessor,
    /// `reviewer`.
    Reviewer,
    /// `officer`.
    Officer,
    /// `legal-representative`.
    LegalRepresentative,
    /// `client`.
    Client,
}

impl SignRole {
    /// All roles, in order.
    pub const ALL: [Self; 5] = [
        Self::Assessor,
        Self::Reviewer,
        Self::Officer,
        Self::LegalRepresentative,
        Self::Client,
    ];

    /// The word of the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Assessor => "assessor",
            Self::Reviewer => "reviewer",
            Self::Officer => "officer",
            Self::LegalRepresentative => "legal-representative",
            Self::Client => "client",
        }
    }
}

/// A passphrase: never shown, never in logs.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Passphrase(pub String);

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// A report to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportOrder {
    /// Kind of file.
    pub format: Format,
    /// Language.
    pub lang: ReportLang,
    /// Where.
    pub path: PathBuf,
    /// Marked as a draft.
    pub draft: bool,
    /// An existing file may be replaced.
    pub overwrite: bool,
    /// A font file for letters that the built-in faces lack; empty for none.
    pub fallback_font: PathBuf,
    /// Who signs, in which role, with which passphrase; `None` for an unsigned report.
    pub sign: Option<(String, SignRole, Passphrase)>,
}

/// A further signature in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOrder {
    /// The report; it is replaced by the report with one more signature.
    pub path: PathBuf,
    /// Who signs.
    pub identity: String,
    /// In which role.
    pub role: SignRole,
    /// The passphrase of the identity; empty for none.
    pub passphrase: Passphrase,
}

/// A signing identity to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityOrder {
    /// Its name in files.
    pub id: String,
    /// The person.
    pub name: String,
    /// The organisation.
    pub organisation: String,
    /// Empty for none.
    pub passphrase: Passphrase,
}

/// What the user set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preferences {
    /// Language of the screens.
    pub lang: Lang,
    /// Colours.
    pub theme: ThemeKind,
    /// Language of the report.
    pub report: ReportLang,
    /// The folder reports are written to unless told otherwise; empty: beside the assessment.
    pub folder: String,
    /// Fallback font file; empty for none.
    pub fallback_font: String,
    /// Default organisation.
    pub organisation: String,
    /// Default assessor.
    pub assessor: String,
}

impl Preferences {
    /// What holds without a settings file.
    pub fn of(lang: Lang, theme: ThemeKind) -> Self {
        Self {
            lang,
            theme,
            report: ReportLang::default(),
            folder: String::new(),
            fallback_font: String::new(),
            organisation: String::new(),
            assessor: String::new(),
        }
    }
}

/// A message from outside, in both languages, since the language may change while it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trouble {
    /// What happened.
    pub what: Text,
    /// What to do.
    pub todo: Text,
    /// What a screen can do about it.
    pub kind: TroubleKind,
}

/// What stands behind a failure, where a screen leads to the remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TroubleKind {
    /// Nothing a field of the screen could mend.
    #[default]
    Other,
    /// The place that was named.
    Place,
    /// The passphrase.
    Passphrase,
    /// Letters that no face has.
    Letters,
}

impl Trouble {
    /// The two lines in one language.
    pub fn advice(&self, lang: Lang) -> Advice {
        Advice {
            what: self.what.get(lang).to_owned(),
            todo: self.todo.get(lang).to_owned(),
        }
    }
}

/// One line of the list of assessments.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// The file.
    pub path: PathBuf,
    /// Its title, in both languages as far as it was translated.
    pub title: Text,
    /// The title of its questionnaire.
    pub kind: Text,
    /// When it was last changed, as a day; empty if unknown.
    pub updated: String,
    /// Why it cannot be opened, if it cannot.
    pub trouble: Option<EntryTrouble>,
}

/// Why a file of the list cannot be opened as usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryTrouble {
    /// The file is gone.
    Missing,
    /// It cannot be read.
    Unreadable,
    /// Another process has it open.
    Open,
}

/// An assessment as it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Where it lies.
    pub path: PathBuf,
    /// What is in it, journal included.
    pub assessment: Assessment,
    /// Who holds the lock, if it is open elsewhere: then it is read-only here.
    pub holder: Option<Text>,
    /// Changes brought back from the journal after a crash.
    pub recovered: usize,
    /// Whether it holds changes that the file does not.
    pub unsaved: bool,
    /// Where the user stood.
    pub position: Option<Scoped<QuestionId>>,
    /// Whether it is one of the worked cases.
    pub example: bool,
    /// What else to tell.
    pub notices: Vec<Text>,
}

/// A signing identity as listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IdentityEntry {
    /// Its name in files.
    pub id: String,
    /// The person.
    pub name: String,
    /// The organisation.
    pub organisation: String,
    /// Whether a passphrase is needed.
    pub locked: bool,
    /// Whether the certificate is self-signed.
    pub self_signed: bool,
    /// Last day of validity.
    pub expires: String,
    /// SHA-256 of the certificate.
    pub fingerprint: String,
    /// Where the certificate to hand out lies.
    pub certificate: PathBuf,
}

/// A report that was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exported {
    /// Where.
    pub path: PathBuf,
    /// Pages, where the kind has any.
    pub pages: Option<usize>,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the file.
    pub file_digest: String,
    /// SHA-256 of the answers.
    pub assessment_digest: String,
    /// Who signed, if anybody.
    pub signed_by: Option<String>,
}

/// What came of an effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The list of assessments.
    Listed(Vec<Entry>),
    /// An assessment was opened.
    Opened(Box<Opened>),
    /// The file was written.
    Saved(PathBuf),
    /// The report was written.
    Exported(Exported),
    /// The report's file exists already: ask, then order again with `overwrite`.
    ExportExists(ExportOrder),
    /// The signing identities.
    Identities(Vec<IdentityEntry>),
    /// A signing identity was made or imported.
    IdentityReady(IdentityEntry),
    /// Digest of an evidence file.
    Hashed {
        /// The file.
        path: PathBuf,
        /// Lower-case hex.
        sha256: String,
    },
    /// It could not be done.
    Failed(Trouble),
}
