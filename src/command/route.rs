//! `pipia route`: the route decision on a file of facts, as plain words or JSON.

use crate::domain::route::{Both, Count, FactAt, ForecastRoute, Kind, Route, RouteDecision, RouteFacts, decide};
use crate::domain::{Lang, Text};
use crate::questionnaire::{Source, printable, route_facts};
use serde_json::{Value, json};

/// How the decision is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain words in the user's language.
    Text,
    /// One JSON object.
    Json,
}

/// What to print and the exit code: 0 determined, 1 undetermined, 2 bad facts (then the text is for stderr).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The text, with a final newline.
    pub text: String,
    /// The exit code.
    pub exit: u8,
}

/// Decides the route on the text of a facts file; `name` is the file's name for faults.
pub fn run(text: &str, name: &str, lang: Lang, format: Format) -> Outcome {
    let source = Source {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    match route_facts(&source) {
        Err(faults) => {
            let shown: Vec<_> = faults.iter().map(|fault| fault.render(lang)).collect();
            Outcome {
                text: shown.join("\n\n") + "\n",
                exit: 2,
            }
        }
        Ok(facts) => {
            let decision = decide(&facts);
            let text = match format {
                Format::Text => words(&facts, &decision, lang),
                Format::Json => format!("{:#}\n", to_json(&facts, &decision, lang)),
            };
            Outcome {
                text,
                exit: u8::from(decision.route.is_none()),
            }
        }
    }
}

/// The decision as JSON; the notes are in `lang`, everything else is language-free.
pub fn to_json(facts: &RouteFacts, decision: &RouteDecision, lang: Lang) -> Value {
    let both =
        |value: &dyn Fn(Kind) -> Value| json!({"ordinary": value(Kind::Ordinary), "sensitive": value(Kind::Sensitive)});
    let transfers: Vec<_> = decision
        .transfers
        .iter()
        .map(|transfer| json!({"name": printable(&transfer.name), "exempt": transfer.exempt, "basis": transfer.basis}))
        .collect();
    let mut counts = count_pair(&decision.counts, "");
    counts.extend(count_pair(&decision.counts_with_exempt, "_with_exempt"));
    json!({
        "route": decision.route.map_or("undetermined", Route::word),
        "worst_route": decision.worst_route.word(),
        "basis": decision.basis,
        "transfers": transfers,
        "counts": counts,
        "margins": both(&|kind| json!(decision.margins.get(kind))),
        "next_threshold": both(&|kind| json!(decision.next_threshold.get(kind))),
        "forecast_route": decision.forecast_route.map(|ahead| forecast(ahead).map_or("undetermined", Route::word)),
        "unknowns": unknown_names(decision),
        "unknowns_at": decision.unknowns.iter().map(|at| unknown_at(facts, *at)).collect::<Vec<_>>(),
        "pipia_required": decision.pipia_required,
        "gba_contract": decision.gba_contract,
        "notes": decision.notes.iter().map(|note| printable(note.get(lang))).collect::<Vec<_>>(),
    })
}

const fn forecast(ahead: ForecastRoute) -> Option<Route> {
    match ahead {
        ForecastRoute::Determined(route) => Some(route),
        ForecastRoute::Undetermined => None,
    }
}

fn count_pair(counts: &Both<Count>, suffix: &str) -> serde_json::Map<String, Value> {
    let value = |kind| match counts.get(kind) {
        Count::Exactly(number) => json!(number),
        Count::Between(from, to) => json!({"from": from, "to": to}),
        Count::Unknown => Value::Null,
    };
    [("ordinary", Kind::Ordinary), ("sensitive", Kind::Sensitive)]
        .into_iter()
        .map(|(name, kind)| (format!("{name}{suffix}"), value(kind)))
        .collect()
}

fn unknown_names(decision: &RouteDecision) -> Vec<&'static str> {
    let mut names = Vec::new();
    for at in &decision.unknowns {
        if !names.contains(&at.fact.key()) {
            names.push(at.fact.key());
        }
    }
    names
}

fn unknown_at(facts: &RouteFacts, at: FactAt) -> Value {
    let transfer = at
        .transfer
        .and_then(|index| facts.transfers.get(index))
        .map(|transfer| printable(&transfer.name));
    json!({"fact": at.fact.key(), "transfer": transfer})
}

/// The decision in plain words: route, rules, reasons and numbers, transfers, what is unknown.
fn words(facts: &RouteFacts, decision: &RouteDecision, lang: Lang) -> String {
    let say = |zh: &str, en: &str| Text::new(zh, en).get(lang).to_owned();
    let label = |route: Route| route.label().get(lang).to_owned();
    let colon = say("：", ": ");
    let mut lines = Vec::new();
    let open = || say("尚不能确定", "not determined yet");
    lines.push(format!(
        "{}{colon}{}",
        say("出境路径", "Route"),
        decision.route.map_or_else(open, label)
    ));
    if decision.route.is_none() {
        lines.push(format!(
            "{}{colon}{}",
            say("最严格的可能", "Most demanding possible"),
            label(decision.worst_route)
        ));
    }
    if !decision.basis.is_empty() {
        lines.push(format!(
            "{}{colon}{}",
            say("依据", "Rules"),
            decision.basis.join(&say("、", ", "))
        ));
    }
    if let Some(ahead) = decision.forecast_route {
        let ahead = forecast(ahead).map_or_else(open, label);
        lines.push(format!(
            "{}{colon}{ahead}",
            say("按年末预计", "By the end-of-year forecast")
        ));
    }
    lines.push(String::new());
    lines.extend(
        decision
            .notes
            .iter()
            .map(|note| format!("- {}{}", printable(note.get(lang)), say("。", "."))),
    );
    lines.push(String::new());
    lines.push(say("各出境场景", "Transfers"));
    lines.extend(decision.transfers.iter().map(|transfer| {
        let exempt = match transfer.exempt {
            Some(true) => say("免予", "exempt"),
            Some(false) if !transfer.basis.is_empty() => say("部分免予", "partly exempt"),
            Some(false) => say("不属于免予", "not exempt"),
            None => say("是否免予待核实", "exempt or not is unknown"),
        };
        let basis = transfer.basis.join(&say("、", ", "));
        let basis = if basis.is_empty() {
            basis
        } else {
            say("（", " (") + &basis + &say("）", ")")
        };
        format!("- {}{colon}{exempt}{basis}", printable(&transfer.name))
    }));
    lines.extend(unknown_words(facts, decision, lang));
    lines.join("\n") + "\n"
}

fn unknown_words(facts: &RouteFacts, decision: &RouteDecision, lang: Lang) -> Vec<String> {
    if decision.unknowns.is_empty() {
        return Vec::new();
    }
    let say = |zh: &str, en: &str| Text::new(zh, en).get(lang).to_owned();
    let mut lines = vec![
        String::new(),
        say("待核实，且会改变路径的事实", "Unknown facts on which the route depends"),
    ];
    lines.extend(decision.unknowns.iter().map(|at| {
        let (label, key) = (at.fact.label(), at.fact.key());
        let label = label.get(lang);
        let place = at
            .transfer
            .and_then(|index| facts.transfers.get(index))
            .map(|transfer| printable(&transfer.name));
        match (place, lang) {
            (Some(name), Lang::Zh) => format!("- “{name}”：{label}（{key}）"),
            (Some(name), Lang::En) => format!("- \"{name}\": {label} ({key})"),
            (None, Lang::Zh) => format!("- {label}（{key}）"),
            (None, Lang::En) => format!("- {label} ({key})"),
        }
    }));
    lines
}
