//! Digital signatures on PDF reports: own identities, signing by incremental update (the baseline B-B of `PAdES`), verification.
//!
//! This layer sees bytes, not assessments. Time, randomness and passphrases come in from outside; the same input gives the same
//! bytes. A report is written with one empty signature field per [`Role`]; [`sign`] fills one of them, and the first signature
//! certifies the document so that only further signatures may follow.

mod appearance;
mod attachment;
mod certificate;
mod cms;
mod element;
mod fields;
mod identity;
mod mark;
mod pdf;
mod rsa;
mod sign;
mod timestamp;
mod verify;

pub use appearance::Appearance;
pub use identity::{Holder, Identity, IdentityError, Seed, Subject};
pub use sign::{Request, SignError, field_size, sign};
pub use verify::{Context, Integrity, LaterChanges, NotPdf, Problem, Signature, Trust, Verdict, Verification, verify};

/// In which capacity a person signs; each role has one field in the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Who carried out the assessment.
    Assessor,
    /// Who reviewed it.
    Reviewer,
    /// The person in charge of personal information protection (PIPL art. 52).
    Officer,
    /// The legal representative of the processor.
    LegalRepresentative,
    /// The client of an assessing firm.
    Client,
}

impl Role {
    /// All roles, in the order of the approval page.
    pub const ALL: [Self; 5] = [
        Self::Assessor,
        Self::Reviewer,
        Self::Officer,
        Self::LegalRepresentative,
        Self::Client,
    ];

    /// The word used on the command line, in JSON and in field names.
    pub fn word(self) -> &'static str {
        match self {
            Self::Assessor => "assessor",
            Self::Reviewer => "reviewer",
            Self::Officer => "officer",
            Self::LegalRepresentative => "legal-representative",
            Self::Client => "client",
        }
    }

    /// The name of the role's signature field, `sig-` and the word.
    pub fn field(self) -> String {
        format!("sig-{}", self.word())
    }

    /// The role of a word as on the command line.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// The role of a signature field.
    pub fn from_field(field: &str) -> Option<Self> {
        field.strip_prefix("sig-").and_then(Self::from_word)
    }
}
