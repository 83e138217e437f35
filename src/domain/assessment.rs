//! An assessment: the answers, and what they were given to.

use super::{Answers, ModuleId, Questionnaire, QuestionnaireId, Text};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Which questionnaire answers were given to, with the versions of its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions {
    /// The questionnaire.
    pub id: QuestionnaireId,
    /// Its version.
    pub version: String,
    /// The version of each of its modules.
    pub modules: BTreeMap<ModuleId, String>,
}

/// A part whose version differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionDifference {
    /// The questionnaire's or the module's name.
    pub name: String,
    /// The version answered with; `None` if the part is new.
    pub before: Option<String>,
    /// The version of today; `None` if the part is gone.
    pub after: Option<String>,
}

impl Versions {
    /// The versions of `questionnaire`.
    pub fn of(questionnaire: &Questionnaire) -> Self {
        let module = |module: &super::Module| (module.id.clone(), module.version.clone());
        Self {
            id: questionnaire.id.clone(),
            version: questionnaire.version.clone(),
            modules: questionnaire.modules.iter().map(module).collect(),
        }
    }

    /// What differs between these versions (before) and `after`: the questionnaire first, then the modules by name.
    pub fn differences(&self, after: &Self) -> Vec<VersionDifference> {
        let mut found = Vec::new();
        if self.version != after.version {
            found.push(VersionDifference {
                name: self.id.to_string(),
                before: Some(self.version.clone()),
                after: Some(after.version.clone()),
            });
        }
        let names: BTreeSet<&ModuleId> = self.modules.keys().chain(after.modules.keys()).collect();
        for name in names {
            let (before, now) = (self.modules.get(name), after.modules.get(name));
            if before != now {
                found.push(VersionDifference {
                    name: name.to_string(),
                    before: before.cloned(),
                    after: now.cloned(),
                });
            }
        }
        found
    }
}

/// An assessment (个人信息保护影响评估). Nothing in it is derived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// Its title.
    pub title: String,
    /// The title in the other language; empty if there is none.
    pub translation: String,
    /// The client's label; empty if there is none.
    pub client: String,
    /// What it was answered with.
    pub versions: Versions,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last saved.
    pub modified: Timestamp,
    /// The answers.
    pub answers: Answers,
}

impl Assessment {
    /// The title in both languages, as far as it was translated.
    pub fn titles(&self) -> Text {
        Text::entered(&self.title, &self.translation)
    }

    /// A new assessment without answers. Time is kept to the second.
    pub fn new(questionnaire: &Questionnaire, title: impl Into<String>, now: Timestamp) -> Self {
        let now = whole_second(now);
        Self {
            title: title.into(),
            translation: String::new(),
            client: String::new(),
            versions: Versions::of(questionnaire),
            created: now,
            modified: now,
            answers: Answers::default(),
        }
    }

    /// Notes when it was last changed, to the second.
    pub fn touch(&mut self, now: Timestamp) {
        self.modified = whole_second(now);
    }
}

/// Files hold whole seconds.
fn whole_second(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn versions(version: &str, modules: &[(&str, &str)]) -> Versions {
        Versions {
            id: "certification".into(),
            version: version.into(),
            modules: modules.iter().map(|(id, v)| ((*id).into(), (*v).into())).collect(),
        }
    }

    #[test]
    fn differences_name_changed_new_and_lost_parts() {
        let before = versions("1.0.0", &[("route", "1.0.0"), ("systems", "1.0.0"), ("other", "1.0.0")]);
        let after = versions("1.1.0", &[("route", "1.2.0"), ("other", "1.0.0"), ("country", "1.0.0")]);
        let names: Vec<_> = before
            .differences(&after)
            .into_iter()
            .map(|d| (d.name, d.before, d.after))
            .collect();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            names,
            [
                ("certification".to_owned(), some("1.0.0"), some("1.1.0")),
                ("country".to_owned(), None, some("1.0.0")),
                ("route".to_owned(), some("1.0.0"), some("1.2.0")),
                ("systems".to_owned(), some("1.0.0"), None),
            ]
        );
        assert!(before.differences(&before).is_empty());
    }
}
