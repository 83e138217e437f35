//! Findings by severity or by what they are about, and the measures. In a wide window the finding in focus stands beside the list.

mod rows;

use super::links::Links;
use super::{Ctx, Desk, Go, ask, finding, frame, measure, moved, review, sheet};
use crate::domain::{Finding, FindingCode, Lang, Scoped};
use crate::i18n::{both, fill};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::{Column, Table, Tabs};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;
use rows::Cells;
use unicode_width::UnicodeWidthStr;

/// From this width on, the finding in focus stands beside the list.
const WIDE: u16 = 120;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Tab {
    #[default]
    Severity,
    About,
    Measures,
}

const TABS: [Tab; 3] = [Tab::Severity, Tab::About, Tab::Measures];

/// What the overlay that is open asks for.
#[derive(Debug)]
enum Asked {
    Filter,
    Accept(Scoped<FindingCode>),
}

/// The open tab, the row in focus, the rows worked out once per change.
#[derive(Debug, Default)]
pub struct State {
    tab: Tab,
    focus: usize,
    filter: String,
    asked: Option<Asked>,
    findings: Vec<Finding>,
    cells: Vec<Cells>,
    keys: Vec<crate::domain::RowKey>,
    of: Option<(u64, Lang)>,
}

impl State {
    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Findings
    }

    /// Findings can be taken up or accepted, measures changed or removed.
    pub fn availability(&self, action: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        let measures = self.tab == Tab::Measures;
        match action {
            Action::Status | Action::Remove => measures && !self.keys.is_empty(),
            Action::AddRow => measures,
            Action::Measure | Action::GoTo | Action::Law => self.finding().is_some(),
            Action::AcceptFinding => self
                .finding()
                .is_some_and(|finding| finding.severity != crate::domain::Severity::Blocking),
            Action::Open => !self.cells.is_empty(),
            _ => true,
        }
    }

    /// Works out the rows again if answers, language, tab or filter changed.
    pub fn refresh(&mut self, desk: &Desk, ctx: &Ctx<'_>) {
        let Some(session) = &desk.session else { return };
        let now = Some((session.revision(), ctx.lang));
        if self.of == now {
            return;
        }
        self.of = now;
        let (before, key) = (self.finding().cloned(), self.keys.get(self.focus).cloned());
        if self.tab == Tab::Measures {
            (self.keys, self.cells) = rows::measures(&self.filter, session, ctx);
            self.findings.clear();
        } else {
            (self.findings, self.cells) = rows::findings(self.tab == Tab::About, &self.filter, session, ctx);
            self.keys.clear();
        }
        let same = before
            .and_then(|before| self.place_of(&before))
            .or_else(|| self.keys.iter().position(|known| Some(known) == key.as_ref()));
        self.focus = same.unwrap_or(self.focus).min(self.cells.len().saturating_sub(1));
    }

    /// Where the finding in focus stands now. One that was just closed has gone to the end of the list: the focus stays behind, at the
    /// next one to look at.
    fn place_of(&self, before: &Finding) -> Option<usize> {
        let at = self.findings.iter().position(|known| known.id() == before.id())?;
        let closed = before.open && self.findings.get(at).is_some_and(|now| !now.open);
        (!closed).then_some(at)
    }

    fn finding(&self) -> Option<&Finding> {
        self.findings.get(self.focus)
    }

    /// Another list: the focus is on its first row.
    fn again(&mut self, desk: &Desk, ctx: &Ctx<'_>) {
        self.of = None;
        self.findings.clear();
        self.keys.clear();
        self.refresh(desk, ctx);
    }

    /// Moves, opens, takes, accepts, filters.
    pub fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        if moved(&mut self.focus, self.cells.len(), action) {
            return Go::Stay;
        }
        match action {
            Action::NextTab | Action::PreviousTab => {
                let at = TABS.iter().position(|tab| *tab == self.tab).unwrap_or(0);
                self.tab = TABS
                    .get(sheet::turned(at, TABS.len(), action == Action::NextTab))
                    .copied()
                    .unwrap_or_default();
                self.focus = 0;
                self.again(desk, ctx);
                Go::Stay
            }
            Action::Filter => {
                self.asked = Some(Asked::Filter);
                let title = both(|words| words.finding.filter.clone());
                let hint = both(|words| words.finding.filter_hint.clone());
                Go::open(ask::State::new(title, hint, &self.filter))
            }
            Action::AddRow => Self::add(desk, ctx),
            _ if self.tab == Tab::Measures => self.on_measure(action, desk, ctx),
            _ => self.on_finding(action, desk, ctx),
        }
    }

    fn on_finding(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let Some(found) = self.finding().cloned() else {
            return Go::Unused;
        };
        match action {
            Action::Open | Action::GoTo => Go::open(finding::State::of(found)),
            Action::Measure => finding::take(&found, desk, ctx),
            Action::AcceptFinding => {
                self.asked = Some(Asked::Accept(found.id()));
                finding::accept(&found, desk, ctx)
            }
            Action::Law => found
                .basis
                .first()
                .map_or(Go::Stay, |citation| Go::open(super::guide::State::law(citation))),
            _ => Go::Unused,
        }
    }

    fn on_measure(&self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let Some(key) = self.keys.get(self.focus).cloned() else {
            return Go::Unused;
        };
        match action {
            Action::Open | Action::Measure => Go::open(measure::State::of(key)),
            Action::Status => {
                measure::next_status(&key, desk, ctx);
                Go::Stay
            }
            Action::Remove => {
                measure::remove(&key, desk, ctx).map_or(Go::Stay, |change| Go::open(measure::ask_removal(change)))
            }
            Action::GoTo => {
                let table = desk
                    .session
                    .as_ref()
                    .and_then(|session| session.questionnaire().table_of(measure::MEASURES));
                let slot = table.map(|question| Scoped::whole(question.id.clone()));
                slot.map_or(Go::Stay, |slot| review::visit(&slot, None, desk, ctx))
            }
            _ => Go::Unused,
        }
    }

    fn add(desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let Some(session) = &desk.session else { return Go::Back };
        let (key, change) = measure::proposed(session, None, ctx.lang);
        if desk.change(change, ctx) {
            Go::open(measure::State::of(key))
        } else {
            Go::Stay
        }
    }

    /// The filter or a reason was typed.
    pub fn picked(&mut self, value: &str, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        match self.asked.take() {
            Some(Asked::Filter) => {
                value.trim().clone_into(&mut self.filter);
                self.focus = 0;
                self.again(desk, ctx);
            }
            Some(Asked::Accept(id)) => finding::accepted(&id, value, desk, ctx),
            None => {}
        }
        Go::Stay
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// Draws tabs, counts, the list, and in a wide window the finding in focus.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        let words = &ctx.messages.finding;
        let room = frame(area, buf, &words.title, session.title().get(ctx.lang), ctx);
        self.draw_head(room, buf, session, ctx);
        let body = Rect {
            x: room.x + 1,
            y: (room.y + 3).min(room.bottom()),
            width: room.width.saturating_sub(1),
            height: room.height.saturating_sub(3),
        };
        if self.cells.is_empty() {
            let text = if self.filter.is_empty() && self.tab == Tab::Measures {
                &words.no_measure
            } else {
                &words.none
            };
            let text = if self.filter.is_empty() {
                text
            } else {
                &words.none_filtered
            };
            buf.set_stringn(
                body.x,
                body.y,
                text,
                usize::from(body.width),
                ctx.theme.style(Role::Muted),
            );
            return None;
        }
        let beside = area.width >= WIDE && self.finding().is_some();
        let width = if beside { body.width * 11 / 20 } else { body.width };
        let mut columns = self.columns(width, ctx);
        fit(&mut columns, &self.cells, width);
        (&Table::new(&columns, &self.cells, ctx.theme).row(self.focus)).render(Rect { width, ..body }, buf);
        if let Some(found) = self.finding().filter(|_| beside) {
            let place = Rect {
                x: body.x + width + 1,
                width: body.width.saturating_sub(width + 1),
                ..body
            };
            Links::read(finding::body(found, session, ctx)).draw(place, buf, ctx.theme);
        }
        None
    }

    fn columns<'a>(&self, width: u16, ctx: &'a Ctx<'_>) -> Vec<Column<'a>> {
        let words = &ctx.messages.finding;
        let narrow = width < 100;
        match self.tab {
            Tab::Severity => vec![
                Column::new(&words.severity, 14),
                Column::new(&words.code, 6),
                Column::new(&words.status, 12),
                Column::new(&words.text, 400),
            ],
            Tab::About => vec![
                Column::new(&words.concerns, 20),
                Column::new(&words.code, 6),
                Column::new(&words.severity, 14),
                Column::new(&words.text, 400),
            ],
            Tab::Measures => vec![
                Column::new(&words.due, 12),
                Column::new(&words.status, 14),
                Column::new(&words.owner, if narrow { 10 } else { 20 }),
                Column::new(&words.for_finding, if narrow { 10 } else { 24 }),
                Column::new(&words.measure_title, 400),
            ],
        }
    }

    fn draw_head(&self, room: Rect, buf: &mut Buffer, session: &Session, ctx: &Ctx<'_>) {
        let words = &ctx.messages.finding;
        let measures = session.answers().rows(measure::MEASURES).len();
        let titles = [
            (words.tab_severity.as_str(), None),
            (words.tab_about.as_str(), None),
            (words.tab_measures.as_str(), Some(measures)),
        ];
        let at = TABS.iter().position(|tab| *tab == self.tab).unwrap_or(0);
        (&Tabs::new(&titles, at, ctx.theme)).render(
            Rect {
                height: room.height.min(1),
                ..room
            },
            buf,
        );
        let line = if self.filter.is_empty() {
            rows::summary(session, ctx)
        } else {
            fill(
                &words.filtered,
                &[("words", &self.filter), ("count", &self.cells.len())],
            )
        };
        if room.height > 1 {
            buf.set_stringn(
                room.x + 1,
                room.y + 1,
                line,
                usize::from(room.width),
                ctx.theme.style(Role::Muted),
            );
        }
    }
}

/// Gives the last column what the others leave.
fn fit(columns: &mut [Column<'_>], cells: &[Cells], width: u16) {
    let Some((last, others)) = columns.split_last_mut() else {
        return;
    };
    let wide = |at: usize, column: &Column<'_>| {
        let texts = cells.iter().filter_map(|row| row.get(at)).map(|(text, _)| text.width());
        let widest = texts.max().unwrap_or(0).max(column.title.width()).max(4);
        u16::try_from(widest).unwrap_or(u16::MAX).min(column.max.max(4)) + 2
    };
    let used: u16 = others.iter().enumerate().map(|(at, column)| wide(at, column)).sum();
    last.max = width.saturating_sub(used + 2).max(10);
}
