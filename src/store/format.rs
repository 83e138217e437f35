//! The format of answers and assessments: one TOML file, read with every fault at once, written always the same way.

pub mod code;
mod header;
mod known;
mod levels;
mod merge;
mod read;
mod summary;
mod value;
mod write;

pub(super) use header::no_questionnaire;
pub use merge::merge;
pub use read::{Faults, Loaded, LoadedAnswers, read_answers, read_assessment};
pub(super) use read::{format_of, read_as_far_as_possible};
pub use summary::{Summary, summary};
pub use write::{write_answers, write_assessment};

use crate::domain::Answers;
use sha2::{Digest, Sha256};

/// The format version this program writes.
pub const FORMAT: u64 = 1;

/// The assessment digest: SHA-256 of [`write_answers`], in lower-case hex. The same as `pipia answers FILE | sha256sum`.
pub fn assessment_digest(answers: &Answers) -> String {
    sha256(write_answers(answers).as_bytes())
}

/// SHA-256 in lower-case hex.
pub(super) fn sha256(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    let digest = Sha256::digest(bytes);
    digest
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digest_is_that_of_the_printed_answers() {
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(write_answers(&Answers::default()), "format = 1\n\n[answers]\n");
    }
}
