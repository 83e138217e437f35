use std::collections::{BTreeMap, BTreeSet};

use super::changes::{self, known};
use crate::seal::pdf::{Document, Entry, Id, Parser, Section, section};

/// More revisions than this are not looked into.
const MAX_STEPS: usize = 32;

/// One revision after the first signature.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) start: usize,
    pub(super) end: usize,
    /// It holds only what may follow a signature.
    pub(super) permitted: bool,
    /// It fills a signature field.
    pub(super) signs: bool,
}

/// What follows the revision of the first signature.
#[derive(Debug)]
pub(super) struct History {
    /// Where the first signature's revision ends, if it is a whole revision.
    base: Option<usize>,
    pub(super) steps: Vec<Step>,
    /// Bytes at the end that are no revision.
    pub(super) trailing: bool,
}

impl History {
    /// Whether a revision ends at `end` in which the byte at `start` was added.
    pub(super) fn begins(&self, end: usize, start: usize) -> bool {
        let in_step = self
            .steps
            .iter()
            .any(|step| step.end == end && (step.start..step.end).contains(&start));
        in_step || self.base == Some(end) && start < end
    }
}

/// Takes the file apart from the end of the first signature's revision on.
pub(super) fn after(file: &[u8], first_end: usize) -> History {
    let mut history = History {
        base: file.get(..first_end).is_some_and(ends_revision).then_some(first_end),
        steps: Vec::new(),
        trailing: false,
    };
    let mut end = first_end;
    while end < file.len() {
        let next = if history.steps.len() < MAX_STEPS {
            step(file, end)
        } else {
            None
        };
        let Some(step) = next else {
            history.trailing = true;
            break;
        };
        end = step.end;
        history.steps.push(step);
    }
    history
}

fn ends_revision(bytes: &[u8]) -> bool {
    let trimmed = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    trimmed.strip_suffix(b"\r").unwrap_or(trimmed).ends_with(b"%%EOF")
}

fn step(file: &[u8], start: usize) -> Option<Step> {
    let before = Document::open(file.get(..start)?)?;
    let raw = read(file, start, &before)?;
    let after = Document::open(file.get(..raw.end)?)?;
    (after.startxref == raw.section).then_some(())?;
    let change = changes::judge(&before, &after, &raw.changed, raw.own);
    Some(Step {
        start,
        end: raw.end,
        permitted: change.is_some(),
        signs: change.is_none_or(|change| change.signs),
    })
}

/// An incremental update as it stands in the file.
struct Raw {
    changed: BTreeSet<u32>,
    /// The number of the cross-reference stream, if the section is one.
    own: Option<u32>,
    section: usize,
    end: usize,
}

/// Reads objects, cross-reference section and end, with nothing between them, and insists that the section lists exactly these
/// objects: so no byte of the update can mean something to one reader and nothing to another.
fn read(file: &[u8], start: usize, before: &Document<'_>) -> Option<Raw> {
    let mut parser = Parser::new(file, start);
    let mut objects = BTreeMap::new();
    let (at, section) = loop {
        parser.skip_space();
        let at = parser.at;
        if let Some(section) = section(file, at) {
            break (at, section);
        }
        let (id, _) = parser.object(|id| update_length(file, &objects, before, id))?;
        objects.insert(id.number, (id.generation, at)).is_none().then_some(())?;
    };
    (section.trailer.get(b"Prev")?.as_size()? == before.startxref).then_some(())?;
    let changed = listed(&section, &objects, at)?;
    // A reader that looks for objects by itself would take the section for a new version of the object with its number.
    section
        .own
        .is_none_or(|own| known(before, own).is_none())
        .then_some(())?;
    parser.at = section.end;
    parser.skip_space();
    parser.keyword(b"startxref")?;
    parser.skip_space();
    (usize::try_from(parser.unsigned()?).ok()? == at).then_some(())?;
    parser.skip_space();
    parser.take(b"%%EOF").then_some(())?;
    parser.end_of_line();
    Some(Raw {
        changed,
        own: section.own,
        section: at,
        end: parser.at,
    })
}

/// A stream length that is an object of its own: in the update if it comes first there, else in the revision before.
fn update_length(file: &[u8], objects: &BTreeMap<u32, (u16, usize)>, before: &Document<'_>, id: Id) -> Option<usize> {
    let Some((generation, at)) = objects.get(&id.number) else {
        return before.length(id);
    };
    let mut parser = Parser::new(file, *at);
    (*generation == id.generation && parser.object_header()? == id).then_some(())?;
    parser.value()?.as_size()
}

/// The numbers a section lists, if it lists exactly the objects that are there.
fn listed(section: &Section, objects: &BTreeMap<u32, (u16, usize)>, at: usize) -> Option<BTreeSet<u32>> {
    let mut changed = BTreeSet::new();
    let mut in_file = 0;
    for (number, entry) in &section.entries {
        let fits = match *entry {
            Entry::Free => *number == 0,
            // A cross-reference stream may list itself.
            Entry::InFile { offset, .. } if offset == at => section.own == Some(*number) && changed.insert(*number),
            Entry::InFile { offset, generation } => {
                in_file += 1;
                changed.insert(*number) && objects.get(number) == Some(&(generation, offset))
            }
            Entry::InStream { stream, .. } => changed.insert(*number) && objects.contains_key(&stream),
        };
        fits.then_some(())?;
    }
    (in_file == objects.len()).then_some(changed)
}
