//! Names of things in questionnaires and assessments: cheap to clone, ordered, never mixed up.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(Arc::from(text))
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(Arc::from(text))
            }
        }

        impl Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                &*self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                &*self.0 == *other
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }
    )*};
}

names! {
    /// A question: `module.name`, such as `recipient.list`.
    QuestionId;
    /// A column of a table question.
    ColumnId;
    /// An option of a choice, or the key of a row where options come from a record.
    OptionId;
    /// A record: the rows of a table question (`transfer`, `recipient`, `legality.bases`).
    RecordId;
    /// The key of a row, unique within its record and stable for its life.
    RowKey;
    /// A judgement: `threats.leak`.
    JudgementId;
    /// A level on a scale: `severe`, `weak`, `gaps`.
    LevelId;
    /// A scale: `risk`, `assurance`.
    ScaleId;
    /// A finding rule: `LE-02`.
    FindingCode;
    /// A module of questions: `legality`.
    ModuleId;
    /// A section of a module: `legality.2`.
    SectionId;
    /// A questionnaire (an instrument): `certification`.
    QuestionnaireId;
    /// A named condition, such as `sensitive-transfer`.
    DefinitionId;
    /// A term of the glossary.
    TermId;
}

/// The rows something belongs to: empty for the whole assessment, one pair for "this transfer",
/// two for "this recipient in this country". Written `record:row,record:row` in files.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope(Vec<(RecordId, RowKey)>);

impl Scope {
    /// The whole assessment.
    pub const fn whole() -> Self {
        Self(Vec::new())
    }

    /// One row of one record.
    pub fn row(record: impl Into<RecordId>, row: impl Into<RowKey>) -> Self {
        Self(vec![(record.into(), row.into())])
    }

    /// This scope narrowed by one more row.
    #[must_use]
    pub fn and(&self, record: RecordId, row: RowKey) -> Self {
        let mut rows = self.0.clone();
        rows.push((record, row));
        Self(rows)
    }

    /// Whether this is the whole assessment.
    pub const fn is_whole(&self) -> bool {
        self.0.is_empty()
    }

    /// The pairs of record and row.
    pub fn rows(&self) -> &[(RecordId, RowKey)] {
        &self.0
    }

    /// The row of `record`, if this scope names one.
    pub fn of(&self, record: &str) -> Option<&RowKey> {
        self.0.iter().find(|(name, _)| name == record).map(|(_, row)| row)
    }

    /// Reads `record:row,record:row`; the empty text is the whole assessment.
    pub fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::whole());
        }
        let pairs = text.split(',').map(|pair| {
            let (record, row) = pair.split_once(':')?;
            (!record.is_empty() && !row.is_empty()).then(|| (RecordId::from(record), RowKey::from(row)))
        });
        pairs.collect::<Option<Vec<_>>>().map(Self)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (record, row)) in self.0.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            write!(f, "{comma}{record}:{row}")?;
        }
        Ok(())
    }
}

/// Something that exists once per scope: an answer, a level, a finding. Written `id@scope`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scoped<I> {
    /// What.
    pub id: I,
    /// Of which rows.
    pub scope: Scope,
}

impl<I> Scoped<I> {
    /// `id` of the rows in `scope`.
    pub const fn new(id: I, scope: Scope) -> Self {
        Self { id, scope }
    }

    /// `id` of the whole assessment.
    pub const fn whole(id: I) -> Self {
        Self {
            id,
            scope: Scope::whole(),
        }
    }
}

impl<I: From<String>> Scoped<I> {
    /// Reads `id` or `id@record:row`.
    pub fn parse(text: &str) -> Option<Self> {
        let (id, scope) = text.split_once('@').unwrap_or((text, ""));
        Some(Self {
            id: I::from(id.to_owned()),
            scope: Scope::parse(scope)?,
        })
    }
}

impl<I: fmt::Display> fmt::Display for Scoped<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.scope.is_whole() {
            write!(f, "{}", self.id)
        } else {
            write!(f, "{}@{}", self.id, self.scope)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scoped_names_read_back() {
        for text in [
            "route.ciio",
            "country.analysis@country:SG",
            "country.level@recipient:lusee,country:SG",
        ] {
            assert_eq!(Scoped::<QuestionId>::parse(text).unwrap().to_string(), text);
        }
        assert!(Scoped::<QuestionId>::parse("a@b").is_none());
        assert!(Scoped::<QuestionId>::parse("a@b:").is_none());
    }
}
