//! `pipia score`: every judgement with the arithmetic behind it.

use super::Exit;
use super::failure::Failure;
use super::file::open;
use super::session::Session;
use crate::cli::{Format, Report};
use crate::domain::{Direction, Engine, Judgement, JudgementId, Lang, LevelId, Scale, Scope, Stage, TraceStep};
use crate::i18n::Messages;
use crate::questionnaire::printable;
use crate::store::Mode;
use serde_json::{Value, json};

/// The judgement that stands for the whole assessment.
const OVERALL: &str = "conclusion.overall";

pub(super) fn run(session: &Session, order: &Report) -> Result<Exit, Failure> {
    let opened = open(session, &order.file, Mode::Read)?;
    opened.warn(session);
    let engine = opened.engine(session);
    session.print(&match order.format {
        Format::Text => words(&engine, session.messages),
        Format::Json => format!("{:#}\n", to_json(&engine, session.lang)),
    });
    Ok(Exit::Done)
}

/// All judgements as JSON; traces are worded in `lang`.
fn to_json(engine: &Engine, lang: Lang) -> Value {
    let judgements = engine.judgements();
    let overall = engine.judge(&JudgementId::from(OVERALL), &Scope::whole());
    json!({
        "judgements": judgements.iter().map(|judgement| judgement_json(engine, judgement, lang)).collect::<Vec<_>>(),
        "overall": overall.map(|judgement| judgement.level.to_string()),
    })
}

fn judgement_json(engine: &Engine, judgement: &Judgement, lang: Lang) -> Value {
    let scale = scale_of(engine, judgement);
    let level = |stage| at(engine, judgement, stage).map(|level| level.to_string());
    let overridden = judgement.overridden.as_ref();
    json!({
        "id": judgement.id.as_str(),
        "scope": judgement.scope.to_string(),
        "scale": scale.map(|scale| scale.id.to_string()),
        "direction": scale.map(|scale| direction(scale.direction)),
        "proposed": judgement.proposed.as_str(),
        "level": judgement.level.as_str(),
        "inherent": level(Stage::Inherent),
        "attained": level(Stage::Attained),
        "expected": level(Stage::Expected),
        "override": overridden.map(|by| json!({"level": by.level.as_str(), "reason": printable(&by.reason)})),
        "trace": judgement.trace.iter().map(|step| step_json(step, lang)).collect::<Vec<_>>(),
    })
}

fn step_json(step: &TraceStep, lang: Lang) -> Value {
    let source: Vec<String> = step.ground.source.iter().map(ToString::to_string).collect();
    json!({
        "step": printable(step.ground.label.get(lang)),
        "source": source.join(", "),
        "input": printable(step.input.get(lang)),
        "result": printable(step.result.get(lang)),
    })
}

const fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Risk => "risk",
        Direction::Assurance => "assurance",
    }
}

fn scale_of<'e>(engine: &'e Engine, judgement: &Judgement) -> Option<&'e Scale> {
    let rule = engine.questionnaire().judgement(&judgement.id)?;
    engine.questionnaire().scale(&rule.scale)
}

/// The level of the same judgement in another run.
fn at(engine: &Engine, judgement: &Judgement, stage: Stage) -> Option<LevelId> {
    let found = engine.judge_at(&judgement.id, &judgement.scope, stage)?;
    Some(found.level.clone())
}

fn words(engine: &Engine, messages: &Messages) -> String {
    let judgements = engine.judgements();
    if judgements.is_empty() {
        return [messages.level.not_judged.as_str(), "\n"].concat();
    }
    let parts: Vec<String> = judgements
        .iter()
        .map(|judgement| paragraph(engine, judgement, messages))
        .collect();
    parts.join("\n")
}

fn paragraph(engine: &Engine, judgement: &Judgement, messages: &Messages) -> String {
    let (lang, words, colon) = (messages.lang, &messages.level, &messages.common.colon);
    let rule = engine.questionnaire().judgement(&judgement.id);
    let scale = scale_of(engine, judgement);
    let label = |level: &LevelId| {
        let known = scale.and_then(|scale| scale.level(level));
        known.map_or_else(|| level.to_string(), |level| level.label.get(lang).to_owned())
    };
    let title = rule.map_or(judgement.id.as_str(), |rule| rule.title.get(lang));
    let place = printable(engine.scope_name(&judgement.scope).get(lang));
    let title = if place.is_empty() {
        title.to_owned()
    } else {
        format!("{title} · {place}")
    };
    let mut lines = vec![[title.as_str(), &label(&judgement.level)].join(colon)];
    if let Some(by) = &judgement.overridden {
        let proposed = [words.proposed.as_str(), &label(&judgement.proposed)].join(colon);
        let reason = printable(&by.reason);
        lines.push(
            [
                "  ",
                &words.overridden,
                colon,
                &reason,
                &messages.common.list_comma,
                &proposed,
            ]
            .concat(),
        );
    }
    let runs = [
        (&words.inherent, Stage::Inherent),
        (&words.attained, Stage::Attained),
        (&words.expected, Stage::Expected),
    ];
    let runs: Vec<String> = runs
        .iter()
        .filter_map(|(word, stage)| {
            let level = at(engine, judgement, *stage)?;
            Some([word.as_str(), &label(&level)].join(colon))
        })
        .collect();
    lines.push("  ".to_owned() + &crate::i18n::join(&runs, lang));
    lines.extend(judgement.trace.iter().map(|step| step_words(step, messages)));
    lines.join("\n") + "\n"
}

fn step_words(step: &TraceStep, messages: &Messages) -> String {
    let lang = messages.lang;
    let source: Vec<String> = step.ground.source.iter().map(ToString::to_string).collect();
    let source = crate::i18n::join(&source, lang);
    let open = [
        messages.common.open_bracket.as_str(),
        &source,
        &messages.common.close_bracket,
    ]
    .concat();
    let (label, input) = (printable(step.ground.label.get(lang)), printable(step.input.get(lang)));
    let mut line = ["  - ", &label, if source.is_empty() { "" } else { &open }].concat();
    if !input.is_empty() {
        line = [line.as_str(), &input].join(&messages.common.colon);
    }
    line + " → " + &printable(step.result.get(lang))
}
