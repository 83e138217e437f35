//! The catalogue: built-in questionnaires, embedded, and those of a user folder.

use super::check::check;
use super::load::{self, Draft, Outline};
use super::raw::Reader;
use super::{Fault, Source, belong, in_halves};
use crate::domain::{
    Base, ColumnId, Contribution, Expr, FindingRule, JudgementRule, Kind, Module, Question, Questionnaire, RecordId,
    Reference, Shape, Subject,
};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

/// Questionnaires ready to use.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    questionnaires: Vec<Arc<Questionnaire>>,
}

macro_rules! embedded {
    ($($path:literal),+ $(,)?) => {
        /// The built-in files: path below `questionnaires` and text.
        pub const EMBEDDED: &[(&str, &str)] = &[$(($path, include_str!(concat!("../../questionnaires/", $path)))),+];
    };
}

embedded! {
    "certification.toml",
    "modules/definitions.toml",
    "modules/route.toml",
    "modules/transfer.toml",
    "modules/inventory.toml",
    "modules/processor.toml",
    "modules/systems.toml",
    "modules/recipient.toml",
    "modules/third-party.toml",
    "modules/capability.toml",
    "modules/legality.toml",
    "modules/rights-impact.toml",
    "modules/recipient-assurance.toml",
    "modules/threats.toml",
    "modules/rights-channels.toml",
    "modules/country.toml",
    "modules/national-interest.toml",
    "modules/other.toml",
    "modules/treatment.toml",
    "modules/conclusion.toml",
    "findings/route.toml",
    "findings/transfer.toml",
    "findings/inventory.toml",
    "findings/processor.toml",
    "findings/systems.toml",
    "findings/recipient.toml",
    "findings/third-party.toml",
    "findings/capability.toml",
    "findings/legality.toml",
    "findings/rights-impact.toml",
    "findings/recipient-assurance.toml",
    "findings/threats.toml",
    "findings/rights-channels.toml",
    "findings/country.toml",
    "findings/national-interest.toml",
    "findings/other.toml",
    "findings/treatment.toml",
    "findings/conclusion.toml",
    "methods/gbt46068.toml",
    "methods/gbt39335.toml",
    "methods/overall.toml",
    "reference/law.toml",
    "reference/glossary.toml",
    "reference/jurisdictions.toml",
    "reference/categories.toml",
}

impl Catalog {
    /// The built-in catalogue, read once.
    ///
    /// # Errors
    /// Faults in the embedded files; a test keeps them free of any.
    pub fn built_in() -> Result<&'static Self, &'static [Fault]> {
        static CATALOG: OnceLock<Result<Catalog, Vec<Fault>>> = OnceLock::new();
        CATALOG
            .get_or_init(|| read_unchecked(&built_in_sources()))
            .as_ref()
            .map_err(Vec::as_slice)
    }

    /// The built-in catalogue with the files of a user folder. They may add instruments and modules; a name that is already taken,
    /// and so any built-in question, cannot be given again.
    ///
    /// # Errors
    /// All faults of all files.
    pub fn with(files: Vec<Source>) -> Result<Self, Vec<Fault>> {
        let mut sources = built_in_sources();
        let own = sources.len();
        sources.extend(files);
        Self::read(&sources, own)
    }

    /// All questionnaires.
    pub fn questionnaires(&self) -> &[Arc<Questionnaire>] {
        &self.questionnaires
    }

    /// The questionnaire of this name.
    pub fn get(&self, id: &str) -> Option<Arc<Questionnaire>> {
        self.questionnaires.iter().find(|known| known.id == *id).cloned()
    }

    /// `own` is where the files of the user begin.
    fn read(sources: &[Source], own: usize) -> Result<Self, Vec<Fault>> {
        let readers = in_halves(sources, half(sources), Reader::new);
        let mut draft = Draft::default();
        for (at, (reader, source)) in readers.iter().zip(sources).enumerate() {
            load::read(reader, source, at, &mut draft);
        }
        readers.iter().skip(own).for_each(Reader::check_letters);
        check(&draft, &readers, own);
        let faults: Vec<Fault> = readers.iter().flat_map(Reader::faults).collect();
        if faults.is_empty() {
            Ok(assemble(draft, sources, own < sources.len()))
        } else {
            Err(faults)
        }
    }
}

/// The built-in files: at every start their names are not checked against each other again, a test does that. So each file can be
/// forgotten once it is read, and the halves are read to their end beside each other.
fn read_unchecked(sources: &[Source]) -> Result<Catalog, Vec<Fault>> {
    let (first, second) = sources.split_at(half(sources));
    let mut halves = in_halves(&[first, second], 1, |part| read_part(part)).into_iter();
    let (mut draft, mut faults) = halves.next().unwrap_or_default();
    for (behind, others) in halves {
        draft.join(behind);
        faults.extend(others);
    }
    if faults.is_empty() {
        Ok(assemble(draft, sources, false))
    } else {
        Err(faults)
    }
}

fn read_part(sources: &[Source]) -> (Draft, Vec<Fault>) {
    let mut draft = Draft::unchecked();
    let mut faults = Vec::new();
    for (at, source) in sources.iter().enumerate() {
        let reader = Reader::new(source);
        load::read(&reader, source, at, &mut draft);
        faults.extend(reader.faults());
    }
    (draft, faults)
}

/// How many files from the first on hold half of the text.
fn half(sources: &[Source]) -> usize {
    let whole: usize = sources.iter().map(|source| source.text.len()).sum();
    let mut read = 0;
    sources
        .iter()
        .take_while(|source| {
            read += source.text.len();
            read <= whole / 2
        })
        .count()
}

fn built_in_sources() -> Vec<Source> {
    EMBEDDED
        .iter()
        .map(|(name, text)| Source {
            name: (*name).to_owned(),
            text: (*text).to_owned(),
        })
        .collect()
}

/// With files of the user, rules are shared out among the questionnaires.
fn assemble(mut draft: Draft, sources: &[Source], shared: bool) -> Catalog {
    let rename = canonical_names(&draft);
    rename_all(&mut draft, &|name| rename.get(name).cloned());
    let digest = digest(sources);
    let outlines = std::mem::take(&mut draft.outlines);
    let questionnaires = outlines.iter().enumerate().map(|(at, outline)| {
        // The last one takes what the others had to copy.
        let whole = if at + 1 == outlines.len() {
            std::mem::take(&mut draft)
        } else {
            draft.clone()
        };
        Arc::new(questionnaire(outline, whole, &digest, shared))
    });
    Catalog {
        questionnaires: questionnaires.collect(),
    }
}

/// SHA-256 of all files in order, each with its name.
fn digest(sources: &[Source]) -> String {
    let mut hash = Sha256::new();
    for source in sources {
        hash.update(source.name.as_bytes());
        hash.update([0]);
        hash.update(source.text.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn questionnaire(outline: &Outline, draft: Draft, digest: &str, shared: bool) -> Questionnaire {
    let mut known = draft.modules;
    let modules: Vec<Module> = outline
        .modules
        .iter()
        .filter_map(|name| {
            let at = known.iter().position(|module| module.id == **name)?;
            Some(known.swap_remove(at))
        })
        .collect();
    let mut found = Questionnaire {
        id: outline.id.as_str().into(),
        version: outline.version.clone(),
        digest: digest.to_owned(),
        law_date: outline.law_date,
        title: outline.title.clone(),
        questions: in_order(draft.questions, &modules),
        modules,
        definitions: draft.definitions.into_iter().map(|(id, _, expr)| (id, expr)).collect(),
        findings: draft.findings,
        scales: draft.scales,
        judgements: draft.judgements,
        matrix: draft.matrix,
        treatments: draft.treatments,
        reference: draft.reference,
        index: HashMap::new(),
        tables: HashMap::new(),
    };
    if shared {
        belong::narrow(&mut found, &outline.methods, &draft.method_of);
    }
    found.reindex();
    resolve_references(&mut found);
    if shared {
        keep_digest(&mut found);
    }
    found
}

/// A built-in questionnaire to which the files of the user add nothing is still the one it was.
fn keep_digest(found: &mut Questionnaire) {
    let built_in = Catalog::built_in().ok().and_then(|catalog| catalog.get(&found.id));
    if let Some(known) = built_in {
        let other = std::mem::replace(&mut found.digest, known.digest.clone());
        if *found != *known {
            found.digest = other;
        }
    }
}

/// The questions of the modules, in the order of modules and sections.
fn in_order(mut questions: Vec<Question>, modules: &[Module]) -> Vec<Question> {
    let place = |question: &Question| {
        let module = modules.iter().position(|module| module.id == question.module)?;
        let sections = &modules[module].sections;
        Some((
            module,
            sections.iter().position(|section| section.id == question.section),
        ))
    };
    questions.retain(|question| place(question).is_some());
    questions.sort_by_cached_key(|question| place(question));
    questions
}

/// Conditions are read thousands of times: where their questions and columns stand is looked up once.
fn resolve_references(found: &mut Questionnaire) {
    let columns: Vec<Vec<ColumnId>> = found.questions.iter().map(column_ids).collect();
    let index = found.index.clone();
    let mut resolve = |reference: &mut Reference| {
        let Subject::Question { question, column, .. } = &reference.subject else {
            return;
        };
        let Some(at) = index.get(question).copied() else { return };
        let place = |wanted: &ColumnId| columns[at].iter().position(|known| known == wanted);
        reference.place = match column {
            None => Some((at, None)),
            Some(wanted) => place(wanted).map(|column| (at, Some(column))),
        };
    };
    each_condition(found, &mut |expr| expr.each_reference(&mut resolve));
    for rule in &mut found.judgements {
        if let Base::Situations(reference) = &mut rule.base {
            resolve(reference);
        }
    }
}

fn column_ids(question: &Question) -> Vec<ColumnId> {
    question.columns().iter().map(|column| column.id.clone()).collect()
}

/// In conditions a table may be named by its question, and the rows of a judgement by the judgement.
fn canonical_names(draft: &Draft) -> HashMap<String, RecordId> {
    let tables = draft.questions.iter().filter_map(|question| match &question.kind {
        Kind::Table(table) => Some((question.id.to_string(), table.record.clone())),
        _ => None,
    });
    let judgements = draft
        .judgements
        .iter()
        .filter_map(|rule| Some((rule.id.to_string(), rule.per.clone()?)));
    judgements.chain(tables).collect()
}

fn rename_all(draft: &mut Draft, canonical: &dyn Fn(&str) -> Option<RecordId>) {
    let mut rename = |expr: &mut Expr| expr.rename_records(canonical);
    draft
        .questions
        .iter_mut()
        .for_each(|question| conditions_of_question(question, &mut rename));
    draft.definitions.iter_mut().for_each(|(_, _, expr)| rename(expr));
    draft
        .findings
        .iter_mut()
        .for_each(|rule| conditions_of_finding(rule, &mut rename));
    draft
        .judgements
        .iter_mut()
        .for_each(|rule| conditions_of_judgement(rule, &mut rename));
}

fn each_condition(found: &mut Questionnaire, visit: &mut dyn FnMut(&mut Expr)) {
    found
        .questions
        .iter_mut()
        .for_each(|question| conditions_of_question(question, visit));
    found.definitions.values_mut().for_each(&mut *visit);
    found
        .findings
        .iter_mut()
        .for_each(|rule| conditions_of_finding(rule, visit));
    found
        .judgements
        .iter_mut()
        .for_each(|rule| conditions_of_judgement(rule, visit));
}

fn conditions_of_finding(rule: &mut FindingRule, visit: &mut dyn FnMut(&mut Expr)) {
    visit(&mut rule.when);
    rule.unless
        .iter_mut()
        .chain(rule.reach.iter_mut())
        .for_each(&mut *visit);
    rule.severity_if.iter_mut().for_each(|(_, when)| visit(when));
}

fn conditions_of_question(question: &mut Question, visit: &mut dyn FnMut(&mut Expr)) {
    question.when.iter_mut().for_each(&mut *visit);
    question
        .each
        .iter_mut()
        .filter_map(|(_, when)| when.as_mut())
        .for_each(&mut *visit);
    let columns = match &mut question.kind {
        Kind::Table(table) => {
            if let Shape::Grid { when: Some(when), .. } = &mut table.shape {
                visit(when);
            }
            &mut table.columns
        }
        Kind::Level { columns, .. } => columns,
        Kind::Field(_) => return,
    };
    columns
        .iter_mut()
        .filter_map(|column| column.when.as_mut())
        .for_each(&mut *visit);
}

fn conditions_of_judgement(rule: &mut JudgementRule, visit: &mut dyn FnMut(&mut Expr)) {
    rule.rows_when.iter_mut().for_each(&mut *visit);
    rule.steps.iter_mut().for_each(|step| visit(&mut step.when));
    match &mut rule.base {
        Base::Lines(lines) => lines
            .iter_mut()
            .filter_map(|line| line.when.as_mut())
            .for_each(&mut *visit),
        Base::Count { counted, .. } => {
            for entry in counted {
                visit(&mut entry.when);
                entry.applies.iter_mut().for_each(&mut *visit);
            }
        }
        Base::Columns { rows, .. } => {
            for (contribution, _) in rows {
                if let Contribution::When { when, .. } = contribution {
                    visit(when);
                }
            }
        }
        Base::Situations(_) | Base::Worst(_) | Base::Matrix { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Lang;

    #[test]
    fn read_in_halves_the_built_in_files_give_what_they_give_together() {
        let (apart, together) = (Catalog::built_in().unwrap(), Catalog::with(Vec::new()).unwrap());
        assert_eq!(apart.questionnaires(), together.questionnaires());
    }

    #[test]
    fn the_built_in_files_have_no_fault() {
        if let Err(faults) = Catalog::with(Vec::new()) {
            let shown: Vec<String> = faults.iter().take(40).map(|fault| fault.render(Lang::En)).collect();
            panic!("{} faults\n{}", faults.len(), shown.join("\n"));
        }
    }
}
