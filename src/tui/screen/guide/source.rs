//! Where a definition comes from: the provisions of a note such as `PIPL 52, GB46068 5.2.2; P`, and how sure it is.

use crate::domain::{Citation, Questionnaire};
use crate::tui::screen::Ctx;

/// Provisions, then how sure.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) citations: Vec<Citation>,
    marks: Vec<Mark>,
}

/// The marks of the term base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Seen,
    Draft,
    Restated,
    Memory,
    Ours,
    ValuesOurs,
}

const MARKS: [(&str, Mark); 6] = [
    ("P", Mark::Seen),
    ("P draft", Mark::Draft),
    ("S", Mark::Restated),
    ("M", Mark::Memory),
    ("ours", Mark::Ours),
    ("values ours", Mark::ValuesOurs),
];

impl Source {
    /// Reads the note. A place without an instrument belongs to the one named before it: `PIPL 21, 59`.
    pub(super) fn read(note: &str, questionnaire: &Questionnaire) -> Self {
        let instruments = &questionnaire.reference.instruments;
        let mut source = Self::default();
        for part in note.split(';').map(str::trim) {
            if let Some((_, mark)) = MARKS.iter().find(|(known, _)| *known == part) {
                source.marks.push(*mark);
                continue;
            }
            for piece in part.split(", ") {
                let named = Citation::parse(piece);
                let instrument = source.citations.last().map(|last| last.instrument.clone());
                source.citations.push(match instrument {
                    Some(instrument) if !instruments.contains_key(&named.instrument) => Citation {
                        instrument,
                        place: piece.to_owned(),
                    },
                    _ => named,
                });
            }
        }
        source
    }

    /// How sure it is, in words.
    pub(super) fn certainty<'a>(&self, ctx: &Ctx<'a>) -> Vec<&'a str> {
        let words = &ctx.messages.question;
        let word = |mark: &Mark| match mark {
            Mark::Seen => words.source_seen.as_str(),
            Mark::Draft => words.source_draft.as_str(),
            Mark::Restated => words.source_restated.as_str(),
            Mark::Memory => words.source_memory.as_str(),
            Mark::Ours => words.source_ours.as_str(),
            Mark::ValuesOurs => words.source_values_ours.as_str(),
        };
        self.marks.iter().map(word).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::Catalog;

    fn read(note: &str) -> (Vec<String>, Vec<Mark>) {
        let questionnaire = Catalog::built_in().unwrap().get("certification").unwrap();
        let source = Source::read(note, &questionnaire);
        let citations = source.citations.iter().map(ToString::to_string).collect();
        (citations, source.marks)
    }

    #[test]
    fn notes_become_provisions_and_marks() {
        assert_eq!(
            read("PIPL 52, GB46068 5.2.2; P"),
            (vec!["PIPL 52".into(), "GB46068 5.2.2".into()], vec![Mark::Seen])
        );
        assert_eq!(read("PIPL 21, 59; P draft").0, ["PIPL 21", "PIPL 59"]);
        assert_eq!(read("ours"), (Vec::new(), vec![Mark::Ours]));
        assert_eq!(read("GB46068 B.5; values ours").1, [Mark::ValuesOurs]);
    }

    /// Every note of the term base is understood: nothing of it would reach the screen as a code.
    #[test]
    fn every_note_names_known_instruments_and_says_how_sure_it_is() {
        let questionnaire = Catalog::built_in().unwrap().get("certification").unwrap();
        for term in questionnaire.reference.terms.values() {
            let source = Source::read(&term.source, &questionnaire);
            for citation in &source.citations {
                let known = questionnaire.reference.instruments.contains_key(&citation.instrument);
                assert!(known, "{}: {citation}", term.id);
            }
            assert!(!source.marks.is_empty(), "{}: {}", term.id, term.source);
        }
    }
}
