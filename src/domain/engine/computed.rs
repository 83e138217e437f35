//! Computed values that conditions may read: `computed.route` and its companions. The facts of the route come from the answers.

use super::describe::listed;
use super::{Because, Context, Engine, Finding, Mode, Reading};
use crate::domain::route::{
    Both, Exporter, ForecastRoute, FreeTradeZone, Kind as PeopleKind, Known, ListRoute, Necessity, Origin, Outbound,
    People, Route, RouteDecision, RouteFacts, TransferFacts, decide, route_counting_exempt,
};
use crate::domain::{Answer, FindingCode, Row, Scope, Scoped, Severity, Stage, Text, Value};
use std::borrow::Cow;
use std::rc::Rc;

/// Names of the computed values, as conditions write them after `computed.`
pub const COMPUTED: &[&str] = &[
    "route",
    "forecast-route",
    "route-counting-exempt",
    "margin-ordinary",
    "margin-sensitive",
    "count-ordinary",
    "count-sensitive",
    "forecast-ordinary",
    "forecast-sensitive",
    "exempt",
    "unknown-answers",
    "unknown-decides",
    "route-unknowns",
    "transfers",
    "open-blocking",
    "overall-better-than-proposal",
    "today",
    "any-measure",
    "untreated",
    "untreated-findings",
    "accepts-high-risk",
];

impl Engine {
    /// The route decision on the facts that the answers give (blueprint G6).
    pub fn route(&self) -> Rc<RouteDecision> {
        if let Some(known) = self.route.borrow().as_ref() {
            return Rc::clone(known);
        }
        let decision = Rc::new(decide(&self.route_facts()));
        *self.route.borrow_mut() = Some(Rc::clone(&decision));
        decision
    }

    pub(super) fn computed(&self, name: &str, context: &Context) -> Reading<'static> {
        let value = match name {
            "route" => Some(route_word(self.route().route)),
            "forecast-route" => self.route().forecast_route.map(forecast_word),
            "route-counting-exempt" => Some(word(route_counting_exempt(&self.route_facts()).word())),
            "exempt" => self.exempt(context),
            "unknown-answers" => Some(number(self.unknowns().len())),
            "unknown-decides" => Some(Value::YesNo(self.unknown_decides())),
            "route-unknowns" | "untreated-findings" => self.computed_text(name).map(|text| Value::Text(text.zh)),
            "transfers" => Some(number(self.answers.rows("transfer").len())),
            "open-blocking" => Some(Value::YesNo(self.open_blocking())),
            "overall-better-than-proposal" => Some(Value::YesNo(self.overall_is_better())),
            "any-measure" => Some(Value::YesNo(!self.answers.rows("measure").is_empty())),
            "untreated" => Some(Value::YesNo(!self.untreated().is_empty())),
            "accepts-high-risk" => Some(Value::YesNo(self.accepts_high_risk())),
            "today" => Some(Value::Date(self.today)),
            _ => self.figure(name),
        };
        value.map_or(Reading::Unknown { asked: false }, |value| {
            Reading::Value(Cow::Owned(value))
        })
    }

    /// A computed value that is a text, in both languages.
    pub(super) fn computed_text(&self, name: &str) -> Option<Text> {
        match name {
            "route-unknowns" => Some(listed(self.route_unknowns().into_iter())),
            "untreated-findings" => Some(listed(self.untreated().iter().map(|name| self.finding_name(name)))),
            _ => None,
        }
    }

    fn figure(&self, name: &str) -> Option<Value> {
        let route = self.route();
        let counts = Both::of(|kind| route.counts.get(kind).upper());
        let forecast = Both::of(|kind| self.route_facts().forecast_people.get(kind).value());
        let figure = match name {
            "margin-ordinary" => route.margins.ordinary,
            "margin-sensitive" => route.margins.sensitive,
            "count-ordinary" => counts.ordinary,
            "count-sensitive" => counts.sensitive,
            "forecast-ordinary" => forecast.ordinary,
            "forecast-sensitive" => forecast.sensitive,
            _ => None,
        };
        figure.and_then(|figure| i64::try_from(figure).ok()).map(Value::Number)
    }

    fn exempt(&self, context: &Context) -> Option<Value> {
        let key = self.key_of(context, "transfer")?;
        let at = self.answers.rows("transfer").iter().position(|row| row.key == key)?;
        let decided = self.route().transfers.get(at)?.exempt;
        let facts = self.route_facts();
        let transfer = facts.transfers.get(at)?;
        let claimed = transfer
            .necessity
            .value()
            .is_some_and(|necessity| necessity != Necessity::None);
        let surplus = PeopleKind::BOTH.iter().any(|kind| {
            transfer
                .people_beyond_necessity
                .get(*kind)
                .value()
                .is_some_and(|people| people > 0)
        });
        Some(word(match decided {
            Some(true) => "wholly",
            Some(false) if claimed && surplus && exempt_but_for_surplus(&facts, at) => "partly",
            Some(false) => "no",
            None => return None,
        }))
    }

    /// Whether an unknown answer decides the route or stands behind a blocking condition (CN-06).
    fn unknown_decides(&self) -> bool {
        let behind = |finding: &Finding| finding.to_be_cleared && finding.because == Because::Unknown;
        self.decisive_findings().iter().any(behind) || (self.route().route.is_none() && !self.unknowns().is_empty())
    }

    fn route_unknowns(&self) -> Vec<Text> {
        let mut found: Vec<Text> = self.route().unknowns.iter().map(|at| at.fact.label()).collect();
        found.dedup();
        found
    }

    /// Whether a high or severe risk is to be lived with: a measure accepts it, or a major finding behind it was accepted (B.6).
    fn accepts_high_risk(&self) -> bool {
        let measures = self.answers.rows("measure").iter().filter(|measure| accepts(measure));
        let by_measures = measures.flat_map(super::assign::names);
        let accepted = self.decisive_findings().into_iter();
        let accepted = accepted
            .filter(|finding| !finding.open && finding.open_for_levels && finding.severity == Severity::Major)
            .map(|finding| finding.id().to_string());
        let mut all = by_measures.chain(accepted);
        all.any(|name| Scoped::<FindingCode>::parse(&name).is_some_and(|id| self.stays_high(&id.scope)))
    }

    /// Whether the expected risk of these rows is high or severe; weak assurance counts as high (blueprint 4.8).
    fn stays_high(&self, scope: &Scope) -> bool {
        let context = Context::of(scope);
        let bound = |record| context.bound(record).is_some();
        let id = match (bound("transfer"), bound("recipient"), bound("country")) {
            (true, _, _) => "threats.result",
            (_, true, true) => "country.level",
            (_, true, false) => "recipient-assurance.result",
            _ => "conclusion.overall",
        };
        let expected = self.at(Stage::Expected);
        let level = expected.level_in(&id.into(), &context, Mode::WorstAll);
        level.is_some_and(|level| matches!(level.as_str(), "high" | "severe" | "weak"))
    }

    /// Open major and blocking findings on answers, for which no measure stands (TM-01).
    fn untreated(&self) -> Vec<String> {
        let measures = self.answers.rows("measure");
        let open = self.decisive_findings().into_iter().filter(|finding| {
            finding.open && finding.severity >= Severity::Major && finding.because != Because::Unanswered
        });
        open.map(|finding| finding.id().to_string())
            .filter(|name| !measures.iter().any(|measure| super::assign::treats(measure, name)))
            .collect()
    }

    /// All findings but those about the conclusion, the measures and their handling.
    fn decisive_findings(&self) -> Vec<Finding> {
        let mut codes: Vec<FindingCode> = Vec::new();
        for rule in self.questionnaire.findings.iter().filter(|rule| decides(&rule.code)) {
            if !codes.contains(&rule.code) {
                codes.push(rule.code.clone());
            }
        }
        codes.iter().flat_map(|code| self.raised(code).to_vec()).collect()
    }

    /// Whether a blocking finding is open, other than the one about the missing suspension itself.
    fn open_blocking(&self) -> bool {
        self.decisive_findings()
            .iter()
            .any(|finding| finding.open && finding.severity == Severity::Blocking)
    }

    fn overall_is_better(&self) -> bool {
        let overall = self.judge(&"conclusion.overall".into(), &Scope::whole());
        let scale = self
            .questionnaire
            .judgement("conclusion.overall")
            .and_then(|rule| self.questionnaire.scale(&rule.scale));
        overall
            .zip(scale)
            .is_some_and(|(judgement, scale)| scale.rank(&judgement.level) < scale.rank(&judgement.proposed))
    }

    /// The facts of design 8, read from the answers. What is not answered is unknown.
    pub fn route_facts(&self) -> RouteFacts {
        let answers = |question: &str| self.answers.answer(question, &Scope::whole());
        let choice = |question: &str| answers(question).and_then(Answer::choice).map(ToString::to_string);
        let zone = choice("route.ftz").map(|zone| {
            if zone == "partly" {
                "on-negative-list".to_owned()
            } else {
                zone
            }
        });
        let exporter = choice("route.exporter").map(|exporter| {
            if exporter == "both" {
                "overseas-3-2".to_owned()
            } else {
                exporter
            }
        });
        RouteFacts {
            as_of: answers("route.as-of")
                .and_then(Answer::date)
                .map_or(Known::Unknown, Known::Value),
            exporter: from_word(Exporter::WORDS, exporter.as_deref()),
            critical_infrastructure_operator: yes_no(answers("route.ciio")),
            free_trade_zone: from_word(FreeTradeZone::WORDS, zone.as_deref()),
            negative_list_route: from_word(ListRoute::WORDS, choice("route.negative-list-route").as_deref()),
            small_processor: yes_no(answers("route.small-processor")),
            within_gba: yes_no(answers("route.within-gba")),
            deduplicated_people: self.people("route.people", "so-far", ["ordinary", "sensitive"]),
            forecast_people: self.people("route.people", "forecast", ["ordinary", "sensitive"]),
            transfers: self
                .answers
                .rows("transfer")
                .iter()
                .map(|row| self.transfer_facts(&row.key))
                .collect(),
        }
    }

    fn people(&self, record: &str, row: &str, columns: [&str; 2]) -> People {
        let figure = |column| {
            let cell = self.answers.cell(record, row, column).and_then(Answer::number);
            cell.and_then(|number| u64::try_from(number).ok())
                .map_or(Known::Unknown, Known::Value)
        };
        People {
            ordinary: figure(columns[0]),
            sensitive: figure(columns[1]),
        }
    }

    fn transfer_facts(&self, key: &str) -> TransferFacts {
        let cell = |column: &str| self.answers.cell("transfer", key, column);
        let choice = |column: &str| cell(column).and_then(Answer::choice).map(ToString::to_string);
        let necessity = from_word(Necessity::WORDS, choice("necessity").as_deref());
        let claimed = necessity.value().is_some_and(|necessity| necessity != Necessity::None);
        TransferFacts {
            outbound: from_word(Outbound::WORDS, choice("outbound").as_deref()),
            personal_information: yes_no(cell("personal_information")),
            important_data: yes_no(cell("important_data")),
            origin: from_word(Origin::WORDS, choice("origin").as_deref()),
            necessity,
            labour_rules: self.hr_document("rules"),
            collective_contract: self.hr_document("collective"),
            people: self.people("transfer", key, ["people_ordinary", "people_sensitive"]),
            people_beyond_necessity: if claimed {
                self.people("transfer.exemption", key, ["surplus_people", "surplus_sensitive"])
            } else {
                People::of(0, 0)
            },
            ..TransferFacts::named(self.row_name("transfer", &key.into()).zh)
        }
    }

    fn hr_document(&self, option: &str) -> Known<bool> {
        let answer = self.answers.answer("transfer.hr-documents", &Scope::whole());
        match answer.and_then(Answer::known) {
            Some(Value::Multi(ticks)) => ticks.has(option).map_or(Known::Unknown, Known::Value),
            _ => Known::Unknown,
        }
    }
}

fn exempt_but_for_surplus(facts: &RouteFacts, at: usize) -> bool {
    let mut facts = facts.clone();
    facts.deduplicated_people = People::default();
    if let Some(transfer) = facts.transfers.get_mut(at) {
        transfer.people_beyond_necessity = People::of(0, 0);
    }
    decide(&facts).transfers.get(at).and_then(|transfer| transfer.exempt) == Some(true)
}

/// Whether a measure consists in accepting the risk.
fn accepts(measure: &Row) -> bool {
    let kind = measure.cell("kind").and_then(Answer::choice);
    kind.is_some_and(|kind| kind == "accept")
}

/// Findings about the conclusion, the measures and their handling do not count for these questions about the others.
fn decides(code: &str) -> bool {
    !code.starts_with("TM-") && !code.starts_with("CN-")
}

fn from_word<T: Copy>(words: &[(&str, T)], word: Option<&str>) -> Known<T> {
    words
        .iter()
        .find(|(known, _)| Some(*known) == word)
        .map_or(Known::Unknown, |(_, value)| Known::Value(*value))
}

fn yes_no(answer: Option<&Answer>) -> Known<bool> {
    match answer.and_then(Answer::known) {
        Some(Value::YesNo(yes)) => Known::Value(*yes),
        _ => Known::Unknown,
    }
}

fn forecast_word(forecast: ForecastRoute) -> Value {
    match forecast {
        ForecastRoute::Determined(route) => route_word(Some(route)),
        ForecastRoute::Undetermined => route_word(None),
    }
}

fn route_word(route: Option<Route>) -> Value {
    word(route.map_or("undetermined", Route::word))
}

fn word(text: &str) -> Value {
    Value::Choice(text.into())
}

fn number(count: usize) -> Value {
    Value::Number(i64::try_from(count).unwrap_or(i64::MAX))
}
