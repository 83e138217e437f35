//! Older formats: one step per version, each from the file as read to the file as the next version writes it.

use super::format::FORMAT;
use crate::questionnaire::Source;

/// A step: the format it starts from, and what it does to the file's table. It need not change `format`.
pub struct Step {
    /// The format it starts from; the next is one higher.
    pub from: u64,
    /// What it does.
    pub change: fn(&mut toml::Table),
}

/// All steps of this program. Format 1 is the first one, so there are none yet.
pub const STEPS: &[Step] = &[];

/// The file in the current format; `None` if no chain of steps leads there, or the file cannot be parsed.
pub fn migrate(source: &Source, format: u64, steps: &[Step]) -> Option<Source> {
    let mut table: toml::Table = source.text.parse().ok()?;
    for version in format..FORMAT {
        let step = steps.iter().find(|step| step.from == version)?;
        (step.change)(&mut table);
        table.insert("format".into(), toml::Value::Integer(i64::try_from(version + 1).ok()?));
    }
    Some(Source {
        name: source.name.clone(),
        text: table.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_run_in_turn_up_to_the_current_format() {
        let source = Source {
            name: "a".into(),
            text: "format = 0\nname = \"甲\"\n".into(),
        };
        let rename = Step {
            from: 0,
            change: |table| {
                if let Some(name) = table.remove("name") {
                    table.insert("title".into(), name);
                }
            },
        };
        let migrated = migrate(&source, 0, &[rename]).unwrap();
        let table: toml::Table = migrated.text.parse().unwrap();
        assert_eq!(table.get("format").and_then(toml::Value::as_integer), Some(1));
        assert_eq!(table.get("title").and_then(toml::Value::as_str), Some("甲"));
        assert!(migrate(&source, 0, STEPS).is_none());
    }
}
