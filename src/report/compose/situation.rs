//! Parts of chapters one to three about facts: scales used, data items, the route decision.

use super::page::{Page, band, cell};
use super::writer::Writer;
use crate::domain::route::{Both, Count, ForecastRoute, Kind as People};
use crate::domain::{Answer, Citation, Content, Lang, OptionId, Row, RowKey, Scope, Value};
use crate::report::document::{Cell, Inline};

/// The data items of a transfer.
struct ItemGroup<'a> {
    name: String,
    transfer: Option<&'a Row>,
    items: Vec<&'a Row>,
}

impl Writer<'_> {
    /// Up to which day the law was considered.
    pub(super) fn law_date(&self, page: &mut Page) {
        let day = self.date(self.engine.questionnaire().law_date);
        page.small(format!(
            "{}{day}{}",
            self.w(&self.words().law_considered),
            self.full_stop()
        ));
    }

    pub(super) const fn full_stop(&self) -> &'static str {
        match self.lang() {
            Lang::Zh => "。",
            Lang::En => ".",
        }
    }

    /// The scales the levels stand on, with their nature and version.
    pub(super) fn scales(&self, page: &mut Page) {
        let words = self.words();
        let questionnaire = self.engine.questionnaire();
        let rows = questionnaire.scales.iter().map(|scale| {
            let levels: Vec<String> = scale.levels.iter().map(|level| self.say(&level.full)).collect();
            vec![
                Cell::text(self.cap(self.say(&scale.title))),
                Cell::text(self.cap(self.list(&levels))),
            ]
        });
        let heads = [(self.w(&words.scale), 1.6), (self.w(&words.scale_levels), 4.0)];
        page.fine_table(self.w(&words.scales_title), &heads, rows.collect());
        let version = self.w(&words.method_version).replace("{n}", &questionnaire.version);
        page.small(format!("{version}{}", self.full_stop()));
    }

    /// The data item tables: the six columns of the official table, then five more, grouped per transfer.
    pub(super) fn items(&self, page: &mut Page) {
        let words = self.words();
        let groups = self.items_by_transfer();
        if groups.is_empty() {
            return;
        }
        let heads = [
            (self.w(&words.serial), 0.45),
            (self.w(&words.items_name), 1.2),
            (self.w(&words.items_description), 2.3),
            (self.w(&words.items_necessity), 2.4),
            (self.w(&words.items_example), 0.95),
            (self.w(&words.items_remark), 0.8),
        ];
        let rows = groups.iter().flat_map(|group| self.items_official(group));
        page.table(self.w(&words.items_title), &heads, rows.collect());
        let heads = [
            (self.w(&words.serial), 0.45),
            (self.w(&words.items_name), 1.2),
            (self.w(&words.items_sensitive), 2.9),
            (self.w(&words.items_people), 0.85),
            (self.w(&words.items_retention), 0.85),
            (self.w(&words.items_deidentified), 1.0),
            (self.w(&words.items_recipient), 1.1),
        ];
        let rows = groups.iter().flat_map(|group| self.items_more(group));
        page.table(self.w(&words.items_more), &heads, rows.collect());
        page.small(self.w(&words.items_note));
    }

    /// The items of each transfer; last, those that belong to none.
    fn items_by_transfer(&self) -> Vec<ItemGroup<'_>> {
        let answers = self.engine.answers();
        let (transfers, items) = (answers.rows("transfer"), answers.rows("item"));
        let mut groups: Vec<ItemGroup<'_>> = transfers
            .iter()
            .map(|transfer| ItemGroup {
                name: self.say(&self.engine.row_name("transfer", &transfer.key)),
                transfer: Some(transfer),
                items: items.iter().filter(|item| in_transfer(item, &transfer.key)).collect(),
            })
            .collect();
        let of_any = |item: &&Row| transfers.iter().any(|transfer| in_transfer(item, &transfer.key));
        let stray: Vec<&Row> = items.iter().filter(|item| !of_any(item)).collect();
        if !stray.is_empty() {
            groups.push(ItemGroup {
                name: self.w(&self.words().not_involved).to_owned(),
                transfer: None,
                items: stray,
            });
        }
        groups
    }

    fn no_items(&self) -> Vec<Cell> {
        vec![Cell::text(self.w(&self.words().items_none))]
    }

    fn items_official(&self, group: &ItemGroup<'_>) -> Vec<Vec<Cell>> {
        let mut rows = vec![band(self.cap(group.name.clone()))];
        rows.extend(group.items.iter().enumerate().map(|(at, item)| {
            vec![
                Cell::text((at + 1).to_string()),
                cell(self.item_cell(item, "name")),
                cell(self.item_description(item)),
                cell(self.joined(item, "necessity", "necessity_reason")),
                cell(self.item_cell(item, "example")),
                cell(self.item_remark(item)),
            ]
        }));
        if group.items.is_empty() {
            rows.push(self.no_items());
        }
        rows
    }

    fn items_more(&self, group: &ItemGroup<'_>) -> Vec<Vec<Cell>> {
        if group.items.is_empty() {
            return Vec::new();
        }
        let of_transfer = |record: &str, column: &str| match group.transfer {
            Some(transfer) => self.cell_of(record, &transfer.key, column),
            None => vec![Inline::Text(self.w(&self.words().not_involved).to_owned())],
        };
        let mut rows = vec![band(self.cap(group.name.clone()))];
        rows.extend(group.items.iter().enumerate().map(|(at, item)| {
            let ordinary = item
                .cell("sensitive")
                .and_then(Answer::choice)
                .is_some_and(|choice| *choice == *"no");
            let people = if ordinary {
                "people_ordinary"
            } else {
                "people_sensitive"
            };
            vec![
                Cell::text((at + 1).to_string()),
                cell(self.item_cell(item, "name")),
                cell(self.item_sensitivity(item)),
                cell(of_transfer("transfer", people)),
                cell(match group.transfer {
                    Some(transfer) => self.kept_abroad(item, &transfer.key),
                    None => self.item_cell(item, "retention_abroad_months"),
                }),
                cell(of_transfer("transfer.details", "identifiability")),
                cell(of_transfer("transfer", "recipient")),
            ]
        }));
        self.merge_equal(&mut rows, 3);
        rows
    }

    /// From this column on, a cell that says what the one above it says becomes one with it.
    fn merge_equal(&self, rows: &mut [Vec<Cell>], from: usize) {
        let mut above: Vec<Cell> = Vec::new();
        for row in rows {
            let this = row.clone();
            for (cell, above) in row.iter_mut().zip(&above).skip(from) {
                if cell == above {
                    *cell = Cell::as_above(self.w(&self.words().as_above));
                }
            }
            above = this;
        }
    }

    fn item_cell(&self, item: &Row, column: &str) -> Vec<Inline> {
        self.cell_of("item", &item.key, column)
    }

    /// One cell of a table by name, in words.
    pub(super) fn cell_of(&self, record: &str, key: &RowKey, column: &str) -> Vec<Inline> {
        let question = self.engine.questionnaire().table_of(record);
        let found = question.and_then(|question| {
            let table = question.table()?;
            Some((question, table, table.column(column)?))
        });
        let Some((question, table, column)) = found else {
            return vec![Inline::Text(self.w(&self.words().not_involved).to_owned())];
        };
        let context = self.engine.row_context(table, key);
        self.column(
            column,
            self.engine.answers().row(record, key),
            &context,
            question.required,
        )
    }

    fn joined(&self, item: &Row, first: &str, second: &str) -> Vec<Inline> {
        let mut text = self.item_cell(item, first);
        text.push(Inline::Text(self.stop().to_owned()));
        text.extend(self.item_cell(item, second));
        text
    }

    fn item_description(&self, item: &Row) -> Vec<Inline> {
        let shown = ["category", "source"].map(|column| self.words_of(item, column));
        let mut text = self.item_cell(item, "description");
        text.push(Inline::Small(self.brackets(&shown.join(self.stop()))));
        text
    }

    fn words_of(&self, item: &Row, column: &str) -> String {
        self.item_cell(item, column).iter().map(Inline::words).collect()
    }

    /// Whether an item is sensitive and why; its category in the standard and its use as face information where it has any.
    fn item_sensitivity(&self, item: &Row) -> Vec<Inline> {
        let words = self.words();
        let mut text = self.joined(item, "sensitive", "sensitive_reason");
        let category = item.cell("gb45574_category");
        let listed =
            |cell: &Answer| !cell.remark.trim().is_empty() || cell.choice().is_none_or(|known| *known != *"none");
        if category.is_none_or(listed) {
            let shown = self.words_of(item, "gb45574_category");
            text.push(Inline::Small(format!("\n{}{shown}", self.w(&words.standard_category))));
        }
        let face = self.words_of(item, "is_face");
        if face != self.w(&words.not_involved) {
            text.push(Inline::Small(format!("\n{}{face}", self.w(&words.face))));
        }
        text
    }

    fn item_remark(&self, item: &Row) -> Vec<Inline> {
        let mut text = match item.cell("remark") {
            Some(answer) if answer.content.is_some() => self.item_cell(item, "remark"),
            _ => vec![Inline::Text(self.w(&self.words().none).to_owned())],
        };
        if !item.remark.trim().is_empty() {
            text.push(Inline::Text("\n".to_owned()));
            text.push(self.entered(&item.remark, "", true));
        }
        text
    }

    fn kept_abroad(&self, item: &Row, transfer: &RowKey) -> Vec<Inline> {
        let words = self.words();
        let own = item.cell("retention_abroad_months");
        let agreed = self
            .engine
            .answers()
            .cell("transfer.details", transfer, "retention_agreed_months");
        match (own.and_then(Answer::number), agreed.and_then(Answer::number)) {
            (Some(months), _) => vec![Inline::Text(format!("{months}{}", self.w(&words.months)))],
            (None, Some(months)) if own.is_none_or(|cell| cell.content.is_none()) => {
                vec![Inline::Text(format!("{months}{}", self.w(&words.months)))]
            }
            _ if own.is_some_and(|cell| cell.content == Some(Content::Unknown)) => {
                self.item_cell(item, "retention_abroad_months")
            }
            _ => self.cell_of("transfer.details", transfer, "retention_agreed_months"),
        }
    }

    /// The route decision: route, reasons, counts, margins, next threshold, exemptions.
    pub(super) fn route(&self, page: &mut Page) {
        let words = self.words();
        let route = self.engine.route();
        let plain = |text: String| vec![Inline::Text(text)];
        let result = route.route.map_or_else(
            || {
                format!(
                    "{}{}",
                    self.w(&words.route_undetermined),
                    self.say(&route.worst_route.label())
                )
            },
            |known| self.say(&known.label()),
        );
        page.fact(self.w(&words.route_result), vec![Inline::Strong(self.cap(result))]);
        let basis = if route.route.is_none() {
            self.w(&words.unknown).to_owned()
        } else {
            self.grounds(&route.basis)
        };
        page.fact(self.w(&words.route_basis), plain(basis));
        let forecast = match route.forecast_route {
            None => self.w(&words.route_no_forecast).to_owned(),
            Some(ForecastRoute::Undetermined) => self.w(&words.unknown).to_owned(),
            Some(ForecastRoute::Determined(known)) => self.say(&known.label()),
        };
        page.fact(self.w(&words.route_forecast), plain(forecast));
        let due = if route.pipia_required { &words.yes } else { &words.no };
        page.fact(self.w(&words.route_pipia), plain(self.w(due).to_owned()));
        page.fact(self.w(&words.route_unknowns), plain(self.route_unknowns()));
        self.counts(page);
        self.exemptions(page);
        if !route.notes.is_empty() {
            let notes = route.notes.iter().map(|note| self.say(note));
            self.numbered(self.w(&words.route_notes), notes, page);
        }
    }

    /// Which transfers are exempt, and under what.
    fn exemptions(&self, page: &mut Page) {
        let words = self.words();
        let route = self.engine.route();
        let exempt = route
            .transfers
            .iter()
            .zip(self.engine.answers().rows("transfer"))
            .map(|(decision, row)| {
                let said = match decision.exempt {
                    Some(true) => &words.yes,
                    Some(false) => &words.no,
                    None => &words.unknown,
                };
                vec![
                    Cell::text(self.say(&self.engine.row_name("transfer", &row.key))),
                    Cell::text(self.w(said)),
                    Cell::text(if decision.exempt.is_none() {
                        self.w(&words.unknown).to_owned()
                    } else {
                        self.grounds(&decision.basis)
                    }),
                ]
            });
        let exempt: Vec<Vec<Cell>> = exempt.collect();
        if !exempt.is_empty() {
            let heads = [
                (self.w(&words.transfer), 2.0),
                (self.w(&words.exempt), 1.0),
                (self.w(&words.basis), 2.0),
            ];
            page.table(self.w(&words.exempt_title), &heads, exempt);
        }
    }

    fn grounds(&self, basis: &[&str]) -> String {
        if basis.is_empty() {
            return self.w(&self.words().none).to_owned();
        }
        let citations: Vec<Citation> = basis.iter().map(|text| Citation::parse(text)).collect();
        self.cites(&citations)
    }

    fn route_unknowns(&self) -> String {
        let route = self.engine.route();
        if route.unknowns.is_empty() {
            return self.w(&self.words().none).to_owned();
        }
        let rows = self.engine.answers().rows("transfer");
        let shown = route.unknowns.iter().map(|at| {
            let fact = self.say(&at.fact.label());
            let name = at
                .transfer
                .and_then(|at| rows.get(at))
                .map(|row| self.say(&self.engine.row_name("transfer", &row.key)));
            name.map_or_else(|| fact.clone(), |name| format!("{fact}{}", self.brackets(&name)))
        });
        shown.collect::<Vec<_>>().join(self.stop())
    }

    fn counts(&self, page: &mut Page) {
        let words = self.words();
        let route = self.engine.route();
        let rows = People::BOTH.map(|kind| {
            let name = match kind {
                People::Ordinary => &words.count_ordinary,
                People::Sensitive => &words.count_sensitive,
            };
            let undecided = route.route.is_none();
            let nobody = route.counts.get(kind) == Count::Exactly(0);
            let margin = match route.margins.get(kind) {
                Some(n) => self.people(n),
                None if undecided => self.w(&words.unknown).to_owned(),
                None if nobody => self.w(&words.margin_nobody).to_owned(),
                None => self.w(&words.margin_none).to_owned(),
            };
            let next = match route.next_threshold.get(kind) {
                Some(n) => format!("{}{}", thousands(n), self.w(&words.or_more)),
                None if undecided => self.w(&words.unknown).to_owned(),
                None => self.w(&words.next_none).to_owned(),
            };
            vec![
                Cell::text(self.w(name)),
                Cell::text(self.count(&route.counts, kind)),
                Cell::text(self.count(&route.counts_with_exempt, kind)),
                Cell::text(margin),
                Cell::text(next),
            ]
        });
        let heads = [
            (self.w(&words.count_kind), 1.6),
            (self.w(&words.count_people), 1.2),
            (self.w(&words.count_with_exempt), 1.2),
            (self.w(&words.count_margin), 1.2),
            (self.w(&words.count_next), 1.2),
        ];
        page.table(self.w(&words.count_title), &heads, rows.to_vec());
    }

    fn count(&self, counts: &Both<Count>, kind: People) -> String {
        match counts.get(kind) {
            Count::Exactly(n) => self.people(n),
            Count::Between(from, to) => {
                format!("{}{}{}", thousands(from), self.w(&self.words().range), self.people(to))
            }
            Count::Unknown => self.w(&self.words().unknown).to_owned(),
        }
    }

    fn people(&self, n: u64) -> String {
        format!("{}{}", thousands(n), self.w(&self.words().people))
    }

    /// The worst level of a judgement over its rows in a run, with the row.
    pub(super) fn worst(
        &self,
        engine: &crate::domain::Engine,
        id: &str,
    ) -> Option<std::rc::Rc<crate::domain::Judgement>> {
        let rule = self.engine.questionnaire().judgement(id)?;
        let scale = self.engine.questionnaire().scale(&rule.scale)?;
        let scopes: Vec<Scope> = engine.judgement_scopes(rule);
        let judged = scopes.iter().rev().filter_map(|scope| engine.judge(&rule.id, scope));
        judged.max_by_key(|judgement| scale.rank(&judgement.level))
    }

    /// The level a third party's country is judged at.
    pub(super) fn third_party_country(&self, page: &mut Page) {
        let id = "country.third-party";
        let Some(rule) = self.engine.questionnaire().judgement(id) else {
            return;
        };
        for scope in self.engine.judgement_scopes(rule) {
            if let Some(judgement) = self.engine.judge(&rule.id, &scope) {
                let name = format!("{}{}{}", self.scope(&scope), self.colon(), self.say(&rule.title));
                page.fact(name, vec![Inline::Text(self.level(id, &judgement.level))]);
            }
        }
    }
}

fn in_transfer(item: &Row, transfer: &RowKey) -> bool {
    match item.cell("transfers").and_then(Answer::known) {
        Some(Value::Multi(ticks)) => ticks.ticked.contains(&OptionId::from(transfer.as_str())),
        _ => false,
    }
}

/// A number with commas between thousands.
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_000), "1,000");
        assert_eq!(thousands(768_936), "768,936");
    }

    #[test]
    fn an_item_belongs_to_the_transfers_ticked() {
        let mut item = Row::new("i1");
        assert!(!in_transfer(&item, &"orders".into()));
        let ticks = crate::domain::Ticks::known(["orders"]);
        item.cells
            .insert("transfers".into(), Answer::value(Value::Multi(ticks)));
        assert!(in_transfer(&item, &"orders".into()));
        assert!(!in_transfer(&item, &"crm".into()));
    }
}
