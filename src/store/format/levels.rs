//! Levels confirmed or overridden, accepted findings, evidence.

use super::code;
use super::known::Known;
use crate::domain::{
    Acceptance, Answers, DecidedLevel, Evidence, FindingCode, JudgementId, JudgementRule, LevelId, QuestionId, Scoped,
    Text,
};
use crate::questionnaire::raw::{Entry, Span, Table, Value};
use std::collections::BTreeSet;

/// The words for the kind of a piece of evidence.
const KINDS: [(&str, &str); 5] = [
    ("document", "document"),
    ("screenshot", "screenshot"),
    ("certificate", "certificate"),
    ("record", "record"),
    ("test", "test"),
];

impl Known<'_> {
    pub(super) fn levels(&self, root: &Table<'_>, answers: &mut Answers) {
        answers.overrides.extend(self.chosen(root, "override"));
        answers.confirmations.extend(self.chosen(root, "confirm"));
        let accepted = root
            .optional_table("accept")
            .map(|table| table.entries())
            .unwrap_or_default();
        for entry in accepted {
            answers.acceptances.extend(self.accepted(&entry));
        }
        answers.evidence = self.evidence(root);
    }

    /// The entries of `[override]` or `[confirm]`.
    fn chosen(&self, root: &Table<'_>, key: &'static str) -> Vec<(Scoped<JudgementId>, DecidedLevel)> {
        let entries = root
            .optional_table(key)
            .map(|table| table.entries())
            .unwrap_or_default();
        entries
            .iter()
            .filter_map(|entry| self.level(entry, key == "confirm"))
            .collect()
    }

    fn level(&self, entry: &Entry<'_>, confirmed: bool) -> Option<(Scoped<JudgementId>, DecidedLevel)> {
        let table = entry.value.table()?;
        let level = table.required("level");
        let reason = self.words(&table, "reason");
        // Confirming a proposal needs none; deciding otherwise does.
        if !confirmed {
            self.need_reason(&table, &reason);
        }
        let translation = self.words(&table, "translation");
        table.finish();
        let slot: Scoped<JudgementId> = self.slot(entry.key, &entry.key_span)?;
        let rule = self.judgement(&slot.id, &entry.key_span)?;
        let fits = self.fits(&slot.id, &slot.scope, rule.per.as_ref(), &entry.key_span);
        let level = self.level_of(rule, &level?)?;
        let chosen = DecidedLevel {
            level,
            reason,
            translation,
        };
        fits.then_some((slot, chosen))
    }

    fn words(&self, table: &Table<'_>, key: &'static str) -> String {
        table
            .get(key)
            .and_then(|text| self.clean(&text, true))
            .unwrap_or_default()
    }

    /// A decision without a reason does not count: told in an assessment, refused in an import.
    fn need_reason(&self, table: &Table<'_>, reason: &str) {
        if !reason.trim().is_empty() {
            return;
        }
        let what = Text::new("没有写理由，不计入", "no reason is given, so it does not count");
        let todo = Text::new("写上 reason = \"…\"", "write reason = \"…\"");
        if self.strict {
            table.fault(code::NO_REASON, what, todo);
        } else {
            self.notice(code::NO_REASON, table.span(), what, todo);
        }
    }

    /// The rule of a judgement; levels of later runs stand under `attained/` and `expected/`.
    fn judgement(&self, id: &str, span: &Span) -> Option<&JudgementRule> {
        let plain = id
            .strip_prefix("attained/")
            .or_else(|| id.strip_prefix("expected/"))
            .unwrap_or(id);
        let rule = self.questionnaire.judgement(plain);
        if rule.is_none() {
            let what = Text::new("没有此评定：", "there is no judgement");
            let words = self.questionnaire.judgements.iter().map(|rule| rule.id.as_str());
            self.unknown(code::UNKNOWN_JUDGEMENT, span.clone(), plain, &what, words);
        }
        rule
    }

    fn level_of(&self, rule: &JudgementRule, value: &Value<'_>) -> Option<LevelId> {
        let name = value.str()?;
        let levels = self
            .questionnaire
            .scale(&rule.scale)
            .map_or(&[][..], |scale| &scale.levels);
        if levels.iter().any(|level| level.id == name) {
            return Some(name.into());
        }
        let what = Text::new("没有此等级：", "there is no level");
        let words = levels.iter().map(|level| level.id.as_str());
        self.unknown(code::UNKNOWN_LEVEL, value.span(), name, &what, words);
        None
    }

    fn accepted(&self, entry: &Entry<'_>) -> Option<(Scoped<FindingCode>, Acceptance)> {
        let table = entry.value.table()?;
        let accepted = Acceptance {
            reason: self.words(&table, "reason"),
            translation: self.words(&table, "translation"),
        };
        self.need_reason(&table, &accepted.reason);
        table.finish();
        let slot: Scoped<FindingCode> = self.slot(entry.key, &entry.key_span)?;
        let Some(rule) = self.questionnaire.findings.iter().find(|rule| rule.code == slot.id) else {
            let what = Text::new("没有此问题项：", "there is no finding");
            let words = self.questionnaire.findings.iter().map(|rule| rule.code.as_str());
            self.unknown(code::UNKNOWN_FINDING, entry.key_span.clone(), &slot.id, &what, words);
            return None;
        };
        self.fits(&slot.id, &slot.scope, rule.per.as_ref(), &entry.key_span)
            .then_some((slot, accepted))
    }

    fn evidence(&self, root: &Table<'_>) -> Vec<Evidence> {
        let mut keys = BTreeSet::new();
        let mut found = Vec::new();
        for table in root.tables("evidence") {
            let evidence = self.piece(&table);
            if !evidence.key.is_empty() && !keys.insert(evidence.key.clone()) {
                table.fault_at(
                    "key",
                    code::DUPLICATE_EVIDENCE,
                    Text::new(
                        format!("证明材料编号“{}”重复", evidence.key),
                        format!("two pieces of evidence have the key \"{}\"", evidence.key),
                    ),
                    Text::new("改用另一编号", "use another key"),
                );
            }
            table.finish();
            found.push(evidence);
        }
        found
    }

    fn piece(&self, table: &Table<'_>) -> Evidence {
        let line = |value: Option<Value<'_>>| value.and_then(|value| self.clean(&value, false)).unwrap_or_default();
        let kind = table.get("kind").and_then(|value| {
            if value.as_str() == Some("") {
                None
            } else {
                value.word(&KINDS)
            }
        });
        Evidence {
            key: line(table.required("key")),
            title: line(table.required("title")),
            translation: line(table.get("translation")),
            date: table.optional_date("date"),
            expiry: table.optional_date("expiry"),
            sha256: self.digest(table),
            kind: kind.unwrap_or_default().to_owned(),
            confidential: table.optional_bool("confidential").unwrap_or(false),
            proves: self.proves(table),
        }
    }

    fn digest(&self, table: &Table<'_>) -> String {
        let Some(digest) = table.optional_str("sha256").filter(|digest| !digest.is_empty()) else {
            return String::new();
        };
        let lower = digest.to_ascii_lowercase();
        if lower.len() == 64 && lower.chars().all(|c| c.is_ascii_hexdigit()) {
            return lower;
        }
        self.reader.fault(
            code::BAD_DIGEST,
            table.value_span("sha256"),
            Text::new("“sha256”不是64位十六进制数", "\"sha256\" is not 64 hexadecimal digits"),
            Text::new(
                "重新计算文件的SHA-256，或者删除此项",
                "compute the file's SHA-256 again, or remove it",
            ),
        );
        String::new()
    }

    fn proves(&self, table: &Table<'_>) -> Vec<Scoped<QuestionId>> {
        let list = table.optional_list("proves").unwrap_or_default();
        list.iter().filter_map(|value| self.proved(value)).collect()
    }

    /// A question, perhaps with a row of its table or of its repetition.
    fn proved(&self, value: &Value<'_>) -> Option<Scoped<QuestionId>> {
        let slot: Scoped<QuestionId> = self.slot(value.str()?, &value.span())?;
        self.question(&slot.id, &value.span())?;
        for (record, row) in slot.scope.rows() {
            if !self.has_row(record, row) {
                self.missing_row(value.span(), record, row);
            }
        }
        Some(slot)
    }
}
