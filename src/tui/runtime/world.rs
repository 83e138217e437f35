//! What the program needs from outside: files, keys, exporter, clock. The real one stands with the program's shell; tests bring one
//! in memory.

use crate::domain::{Assessment, Change, QuestionId, Questionnaire, Scoped};
use crate::tui::effect::{
    Effect, Entry, IdentityEntry, NewAssessment, Opened, Outcome, Preferences, Trouble, WorkedCase,
};
use std::path::Path;
use std::sync::Arc;

/// Long work, with all it needs, so that it can be done on another thread.
#[derive(Debug, Clone)]
pub struct Work {
    /// What is to be done: export, preview, keys, digests.
    pub order: Effect,
    /// The questionnaire of the open assessment.
    pub questionnaire: Option<Arc<Questionnaire>>,
    /// The open assessment.
    pub assessment: Option<Assessment>,
}

/// Everything outside.
pub trait World {
    /// Writes a change of the open file to its journal.
    ///
    /// # Errors
    /// If it cannot be written.
    fn record(&mut self, change: &Change) -> Result<(), Trouble>;

    /// Makes the journal durable.
    ///
    /// # Errors
    /// If that fails.
    fn sync(&mut self) -> Result<(), Trouble>;

    /// Writes the open file.
    ///
    /// # Errors
    /// If it cannot be written.
    fn save(&mut self, assessment: &Assessment) -> Result<(), Trouble>;

    /// Writes the open file if an assessment is given, empties the journal, gives up the lock.
    ///
    /// # Errors
    /// If it cannot be written; the journal is kept then. If the journal does not hold everything either, the file stays open the
    /// first time ([`Self::is_open`]), so that nobody leaves without knowing.
    fn close(&mut self, assessment: Option<&Assessment>) -> Result<(), Trouble>;

    /// Whether a file is still open.
    fn is_open(&self) -> bool;

    /// The assessments known, the latest first.
    fn list(&mut self) -> Vec<Entry>;

    /// Opens a file: locks it, brings back what the journal holds.
    ///
    /// # Errors
    /// If it cannot be read.
    fn open(&mut self, path: &Path) -> Result<Opened, Trouble>;

    /// Makes a file and opens it.
    ///
    /// # Errors
    /// If it exists or cannot be written.
    fn create(&mut self, order: &NewAssessment) -> Result<Opened, Trouble>;

    /// Writes the worked cases where the program keeps assessments, and opens one.
    ///
    /// # Errors
    /// If they cannot be written.
    fn demo(&mut self, case: WorkedCase) -> Result<Opened, Trouble>;

    /// Takes a file off the list.
    fn forget(&mut self, path: &Path);

    /// Remembers where the user stands in the open file.
    fn remember(&mut self, at: &Scoped<QuestionId>);

    /// Writes the settings.
    ///
    /// # Errors
    /// If they cannot be written.
    fn save_settings(&mut self, preferences: &Preferences) -> Result<(), Trouble>;

    /// The signing identities.
    ///
    /// # Errors
    /// If they cannot be read.
    fn identities(&mut self) -> Result<Vec<IdentityEntry>, Trouble>;

    /// Removes a signing identity.
    ///
    /// # Errors
    /// If it cannot be removed.
    fn remove_identity(&mut self, id: &str) -> Result<(), Trouble>;

    /// Starts long work. Its outcome is brought by `finished`, with the same generation.
    fn start(&mut self, generation: u64, work: Work);

    /// What long work has come to.
    fn finished(&mut self) -> Option<(u64, Outcome)>;
}
