//! The annex on calculation: how each level was reached, judgement by judgement. Rows that share a step share a line.

use super::outline::Heading;
use super::page::{Page, cell};
use super::writer::Writer;
use crate::domain::{Citation, Ground, Judgement, JudgementId, Mark, TraceStep};
use crate::report::document::{Cell, Inline};
use unicode_width::UnicodeWidthStr;

/// A longer answer, a Chinese character counted twice, is not repeated beside a step.
const LONG_ANSWER: usize = 80;

/// A step as printed: what is the same for some rows of records.
#[derive(PartialEq)]
struct Line {
    labels: Vec<String>,
    source: String,
    input: String,
    result: String,
    /// Whether the result is a level, so that the order of the steps matters.
    is_level: bool,
    objects: Vec<String>,
}

impl Writer<'_> {
    /// How each level was reached: answers, rule or table, correction, adjustment, with their nature.
    pub(super) fn traces(&self, page: &mut Page) {
        let words = self.words();
        page.small(self.w(&words.trace_lead));
        let judgements = self.engine.judgements();
        let mut ids: Vec<&JudgementId> = judgements.iter().map(|judgement| &judgement.id).collect();
        ids.dedup();
        let rows = ids.into_iter().flat_map(|id| {
            let same: Vec<&Judgement> = judgements
                .iter()
                .map(AsRef::as_ref)
                .filter(|one| one.id == *id)
                .collect();
            self.trace_of(id, &same)
        });
        let heads = [
            (self.w(&words.trace_step), 2.7),
            (self.w(&words.level_scope), 1.6),
            (self.w(&words.trace_input), 3.0),
            (self.w(&words.trace_result), 1.1),
        ];
        page.table(self.w(&words.trace_title), &heads, rows.collect());
        self.answers_after(page);
    }

    /// One judgement over all its rows: what it is and where it comes from, then its steps.
    fn trace_of(&self, id: &JudgementId, judgements: &[&Judgement]) -> Vec<Vec<Cell>> {
        let mut lines: Vec<Line> = Vec::new();
        for judgement in judgements {
            for step in &judgement.trace {
                add(&mut lines, self.trace_line(judgement, step));
            }
        }
        let mut rows = vec![vec![cell(self.trace_head(id, judgements))]];
        let mut above: Option<(Vec<String>, String)> = None;
        for line in counted_together(lines) {
            let this = (line.labels.clone(), line.source.clone());
            let same = above.as_ref() == Some(&this);
            rows.push(self.trace_row(line, same, judgements.len()));
            above = Some(this);
        }
        rows
    }

    /// Title and provisions; the level adopted where it was adjusted.
    fn trace_head(&self, id: &JudgementId, judgements: &[&Judgement]) -> Vec<Inline> {
        let words = self.words();
        let mut text = vec![Inline::Strong(self.cap(self.judgement_title(id)))];
        let rule = self.engine.questionnaire().judgement(id);
        let source = rule.map_or_else(String::new, |rule| self.cites(&rule.ground.source));
        if !source.is_empty() {
            text.push(Inline::Small(self.brackets(&source)));
        }
        for judgement in judgements.iter().filter(|judgement| judgement.overridden.is_some()) {
            let shown = [
                (&words.level_proposed, &judgement.proposed),
                (&words.level_final, &judgement.level),
            ];
            let shown = shown.map(|(label, level)| {
                let level = self.level(&judgement.id, level);
                format!("{}{}{level}", self.w(label), self.colon())
            });
            let object = self.cap(self.scope(&judgement.scope));
            text.push(Inline::Small(format!(
                "\n{object}{}{}",
                self.colon(),
                shown.join(self.stop())
            )));
        }
        text
    }

    fn trace_line(&self, judgement: &Judgement, step: &TraceStep) -> Line {
        let rule = self.engine.questionnaire().judgement(&judgement.id);
        let input = self.say(&step.input);
        let levels = self.scale_of(&judgement.id).map_or(&[][..], |scale| &scale.levels);
        let level = levels.iter().find(|level| level.label == step.result);
        let named = |source: &Citation| rule.is_some_and(|rule| rule.ground.source.contains(source));
        let known = step.ground.source.iter().all(named);
        Line {
            labels: vec![self.cap(self.say(&step.ground.label))],
            source: self.sources(&step.ground, known),
            input: if input.is_empty() {
                self.w(&self.words().no_input).to_owned()
            } else {
                self.cap(self.with_labels(input))
            },
            result: self.cap(level.map_or_else(|| self.say(&step.result), |level| self.say(&level.full))),
            is_level: level.is_some(),
            objects: vec![self.cap(self.scope(&judgement.scope))],
        }
    }

    /// An input that quotes questions, with what the report calls them; a long answer is not repeated but pointed to.
    fn with_labels(&self, input: String) -> String {
        let mut shown = input;
        for question in &self.engine.questionnaire().questions {
            let quoted = format!("{}{}", self.say(&question.short()), self.colon());
            let Some((before, after)) = shown.split_once(&quoted) else {
                continue;
            };
            // Only a part of its own is the question: its words may stand inside an answer too.
            if !before.is_empty() && !before.ends_with(self.stop()) {
                continue;
            }
            let (value, rest) = after.split_at(after.find(self.stop()).unwrap_or(after.len()));
            let label = self.label_of(&question.id);
            let value = self.told_or_pointed_to(&question.id, value);
            shown = format!("{before}{label}{}{value}{rest}", self.colon());
        }
        shown
    }

    fn told_or_pointed_to(&self, question: &str, value: &str) -> String {
        let printed = |heading: &&Heading| {
            heading
                .content
                .iter()
                .any(|content| content.ask.as_deref() == Some(question))
        };
        match self
            .outline
            .heading
            .iter()
            .find(printed)
            .filter(|_| value.width() > LONG_ANSWER)
        {
            Some(heading) => format!("{}{}", self.w(&self.words().see), self.outline.path(&heading.id)),
            None => value.to_owned(),
        }
    }

    fn trace_row(&self, line: Line, same: bool, everywhere: usize) -> Vec<Cell> {
        let words = self.words();
        let objects = if everywhere > 1 && line.objects.len() == everywhere {
            self.w(&words.all_objects).to_owned()
        } else {
            self.list(&line.objects)
        };
        let step = if same {
            Cell::as_above(self.w(&words.as_above))
        } else {
            let source = Inline::Small(self.brackets(&line.source));
            cell(vec![Inline::Text(line.labels.join(self.stop())), source])
        };
        vec![
            step,
            Cell::text(objects),
            Cell::text(line.input),
            Cell::text(line.result),
        ]
    }

    /// The provisions behind a step and its nature; the provisions are left out where the judgement names them already.
    fn sources(&self, ground: &Ground, known: bool) -> String {
        let law = ground.source.iter().filter(|source| source.instrument != "TOOL");
        let law: Vec<Citation> = law.cloned().collect();
        let mark = self.mark(ground.mark);
        if law.is_empty() || known || ground.mark == Mark::Tool && law.len() == ground.source.len() {
            mark.to_owned()
        } else {
            format!("{}{}{mark}", self.cites(&law), self.stop())
        }
    }
}

/// Adds a step; if it stands there already for other rows, only the row.
fn add(lines: &mut Vec<Line>, line: Line) {
    let same = |known: &&mut Line| {
        let key = |line: &Line| {
            (
                line.labels.clone(),
                line.source.clone(),
                line.input.clone(),
                line.result.clone(),
            )
        };
        key(known) == key(&line)
    };
    if let Some(known) = lines.iter_mut().find(same) {
        known.objects.extend(line.objects);
        return;
    }
    // Beside the other lines of the same rule, so that the rule is printed once.
    let beside = lines.iter().rposition(|known| known.labels == line.labels);
    match beside {
        Some(at) => lines.insert(at + 1, line),
        None => lines.push(line),
    }
}

/// Steps that only count something, from the same answers with the same result, become one line.
fn counted_together(lines: Vec<Line>) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::new();
    for line in lines {
        let same = |known: &&mut Line| {
            let key = |line: &Line| {
                (
                    line.source.clone(),
                    line.objects.clone(),
                    line.input.clone(),
                    line.result.clone(),
                )
            };
            !known.is_level && !line.is_level && key(known) == key(&line)
        };
        match found.iter_mut().find(same) {
            Some(known) => known.labels.extend(line.labels),
            None => found.push(line),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(label: &str, input: &str, result: &str, is_level: bool, object: &str) -> Line {
        Line {
            labels: vec![label.to_owned()],
            source: String::new(),
            input: input.to_owned(),
            result: result.to_owned(),
            is_level,
            objects: vec![object.to_owned()],
        }
    }

    #[test]
    fn a_step_is_printed_once_for_the_rows_that_share_it() {
        let mut lines = Vec::new();
        add(&mut lines, line("rule", "yes", "low", true, "orders"));
        add(&mut lines, line("next", "no", "high", true, "orders"));
        add(&mut lines, line("rule", "yes", "low", true, "desk"));
        add(&mut lines, line("rule", "no", "high", true, "pay"));
        let shown: Vec<(&str, usize)> = lines
            .iter()
            .map(|line| (line.labels[0].as_str(), line.objects.len()))
            .collect();
        assert_eq!(shown, [("rule", 2), ("rule", 1), ("next", 1)]);
    }

    #[test]
    fn counting_steps_from_the_same_answers_are_one_line_and_levels_are_not() {
        let lines = vec![
            line("storage", "all", "counts", false, "orders"),
            line("egress", "all", "does not count", false, "orders"),
            line("backup", "all", "counts", false, "orders"),
            line("half", "all", "medium", true, "orders"),
            line("cap", "all", "medium", true, "orders"),
        ];
        let labels: Vec<usize> = counted_together(lines).iter().map(|line| line.labels.len()).collect();
        assert_eq!(labels, [2, 1, 1, 1]);
    }
}
