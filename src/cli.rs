//! The command line: what can be typed. Its words stand in `assets/lang/*/cli.toml` and are put in by [`command`].

mod complaint;
mod words;

pub use complaint::explain;
pub use words::{command, polish};

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Everything that can be typed after `pipia`.
#[derive(Debug, Parser)]
#[command(
    name = "pipia",
    version,
    disable_help_flag = true,
    disable_help_subcommand = true,
    disable_version_flag = true
)]
pub struct Cli {
    /// The language of screens and messages.
    #[arg(long, global = true, value_name = "zh|en")]
    pub ui: Option<Language>,
    /// The assessment to open; without it, the home screen.
    pub file: Option<PathBuf>,
    /// The subcommand; without it, the wizard.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// A language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// How a result is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Plain words in the user's language.
    #[default]
    Text,
    /// One JSON object.
    Json,
}

/// The language of a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ReportLanguage {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
    /// Chinese, and the English translation behind it in the same file.
    Both,
}

/// In which capacity a person signs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum SignRole {
    /// Who carried out the assessment.
    #[default]
    Assessor,
    /// Who reviewed it.
    Reviewer,
    /// The personal information protection officer.
    Officer,
    /// The legal representative.
    LegalRepresentative,
    /// The client of an assessing firm.
    Client,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Writes the worked cases and opens one.
    Demo(Demo),
    /// Makes an assessment.
    New(New),
    /// Puts answers into an assessment.
    Answer(Answer),
    /// Prints the answers of an assessment.
    Answers(File),
    /// Decides the route on a file of facts.
    Route(Report),
    /// Says what is missing and what was found.
    Check(Report),
    /// Prints all judgements with their traces.
    Score(Report),
    /// Writes the report.
    Export(Export),
    /// Adds a further signature to a report.
    Sign(Sign),
    /// Tests the signatures of a report.
    Verify(Report),
    /// Signing identities.
    #[command(subcommand, disable_help_subcommand = true)]
    Identity(Identity),
    /// The catalogue of questionnaires.
    #[command(subcommand, disable_help_subcommand = true)]
    Questionnaire(Questionnaire),
    /// Documents made from the program's own tables.
    #[command(subcommand, disable_help_subcommand = true)]
    Generate(Generate),
}

/// `pipia demo`
#[derive(Debug, Args)]
pub struct Demo {
    /// Where the cases are written.
    #[arg(default_value = ".", hide_default_value = true)]
    pub dir: PathBuf,
    /// Only write.
    #[arg(long)]
    pub no_open: bool,
}

/// `pipia new`
#[derive(Debug, Args)]
pub struct New {
    /// The file to make.
    pub file: PathBuf,
    /// Which questionnaire.
    #[arg(long, value_name = "ID")]
    pub questionnaire: String,
    /// The title; the file's name, if absent.
    #[arg(long)]
    pub title: Option<String>,
    /// Answers to begin with.
    #[arg(long, value_name = "ANSWERS")]
    pub answers: Option<PathBuf>,
}

/// `pipia answer`
#[derive(Debug, Args)]
pub struct Answer {
    /// The assessment.
    pub file: PathBuf,
    /// The answer file.
    #[arg(long, value_name = "ANSWERS")]
    pub from: PathBuf,
}

/// A subcommand about one file.
#[derive(Debug, Args)]
pub struct File {
    /// The file.
    pub file: PathBuf,
}

/// A subcommand that reports on one file.
#[derive(Debug, Args)]
pub struct Report {
    /// The file.
    pub file: PathBuf,
    /// How to print.
    #[arg(long, value_name = "text|json", default_value = "text", hide_default_value = true)]
    pub format: Format,
}

/// `pipia export`
#[derive(Debug, Args)]
pub struct Export {
    /// The assessment.
    pub file: PathBuf,
    /// The report; its ending chooses the kind.
    #[arg(long, value_name = "OUT")]
    pub output: PathBuf,
    /// As which kind of assessment.
    #[arg(long = "as", value_name = "INSTRUMENT")]
    pub instrument: Option<String>,
    /// The language of the report.
    #[arg(long, value_name = "zh|en|both", default_value = "zh", hide_default_value = true)]
    pub lang: ReportLanguage,
    /// The identity to sign with.
    #[arg(long, value_name = "ID", conflicts_with = "unsigned")]
    pub sign: Option<String>,
    /// The role to sign in.
    #[arg(long, value_name = "ROLE", default_value = "assessor", hide_default_value = true)]
    pub role: SignRole,
    /// No signature.
    #[arg(long)]
    pub unsigned: bool,
    /// Mark as a draft; allowed while items are missing.
    #[arg(long)]
    pub draft: bool,
    /// Replace a file that exists.
    #[arg(long)]
    pub force: bool,
    /// A font for letters that the built-in ones lack.
    #[arg(long, value_name = "PATH")]
    pub fallback_font: Option<PathBuf>,
    /// Where the passphrase is read from.
    #[arg(long, value_name = "PATH")]
    pub passphrase_file: Option<PathBuf>,
}

/// `pipia sign`
#[derive(Debug, Args)]
pub struct Sign {
    /// The report.
    pub file: PathBuf,
    /// The signed report.
    #[arg(long, value_name = "OUT")]
    pub output: PathBuf,
    /// The identity to sign with.
    #[arg(long, value_name = "ID")]
    pub identity: String,
    /// The role to sign in.
    #[arg(long, value_name = "ROLE")]
    pub role: SignRole,
    /// Where the passphrase is read from.
    #[arg(long, value_name = "PATH")]
    pub passphrase_file: Option<PathBuf>,
}

/// `pipia identity …`
#[derive(Debug, Subcommand)]
pub enum Identity {
    /// Makes an own identity.
    New(NewIdentity),
    /// Lists all identities.
    List(List),
    /// Prints the certificate to hand out.
    Export(ExportIdentity),
    /// Deletes an identity.
    Remove(Name),
}

/// `pipia identity new`
#[derive(Debug, Args)]
pub struct NewIdentity {
    /// Its short name.
    pub id: String,
    /// The person.
    #[arg(long)]
    pub name: String,
    /// The organisation.
    #[arg(long, value_name = "ORGANISATION")]
    pub organisation: String,
    /// Keep the key without a passphrase.
    #[arg(long, conflicts_with = "passphrase_file")]
    pub no_passphrase: bool,
    /// Where the passphrase is read from.
    #[arg(long, value_name = "PATH")]
    pub passphrase_file: Option<PathBuf>,
}

/// `pipia identity export`
#[derive(Debug, Args)]
pub struct ExportIdentity {
    /// Its short name.
    pub id: String,
    /// A file to write instead of the screen.
    #[arg(long, value_name = "OUT")]
    pub output: Option<PathBuf>,
}

/// A subcommand about one name.
#[derive(Debug, Args)]
pub struct Name {
    /// The short name.
    pub id: String,
}

/// A subcommand that lists.
#[derive(Debug, Args)]
pub struct List {
    /// How to print.
    #[arg(long, value_name = "text|json", default_value = "text", hide_default_value = true)]
    pub format: Format,
}

/// `pipia questionnaire …`
#[derive(Debug, Subcommand)]
pub enum Questionnaire {
    /// Lists the questionnaires.
    List(List),
    /// Prints the questions of one.
    Show(ShowQuestionnaire),
    /// Checks files of the user.
    Lint(Lint),
}

/// `pipia questionnaire show`
#[derive(Debug, Args)]
pub struct ShowQuestionnaire {
    /// Which one.
    pub id: String,
    /// How to print.
    #[arg(long, value_name = "text|json", default_value = "text", hide_default_value = true)]
    pub format: Format,
}

/// `pipia questionnaire lint`
#[derive(Debug, Args)]
pub struct Lint {
    /// A file or a folder.
    pub path: PathBuf,
    /// How to print.
    #[arg(long, value_name = "text|json", default_value = "text", hide_default_value = true)]
    pub format: Format,
}

/// `pipia generate …`
#[derive(Debug, Subcommand)]
pub enum Generate {
    /// The manual page.
    Man(Man),
    /// The completions of a shell.
    Completions(Completions),
    /// The keys of the wizard.
    Keys(Keys),
}

/// `pipia generate man`
#[derive(Debug, Args)]
pub struct Man {
    /// A folder for one page per subcommand.
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

/// `pipia generate completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell.
    pub shell: clap_complete::Shell,
}

/// `pipia generate keys`
#[derive(Debug, Args)]
pub struct Keys {
    /// How to print.
    #[arg(
        long,
        value_name = "text|markdown",
        default_value = "text",
        hide_default_value = true
    )]
    pub format: KeysFormat,
}

/// How the keys are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KeysFormat {
    /// Columns.
    Text,
    /// Tables for a document.
    Markdown,
}
