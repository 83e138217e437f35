//! The risk matrix with every threat of every transfer in it; the cell in focus says who stands there.

use super::{Ctx, Desk, Go, frame, moved, pick, trace};
use crate::domain::{Base, JudgementId, Lang, LevelId, Scope, Stage};
use crate::i18n::{both, fill};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::{Badge, Matrix, MatrixMark, MatrixScales, Paragraph, stage_mark};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::Widget;

const STAGES: [Stage; 3] = [Stage::Inherent, Stage::Attained, Stage::Expected];
/// From this width on the list stands beside the matrix.
const WIDE: u16 = 112;

/// The cell in focus (`None` until one moves: the worst that somebody stands in), and which stages are shown.
#[derive(Debug, Default)]
pub struct State {
    cell: Option<(LevelId, LevelId)>,
    /// 0: all stages, else only the one at this place, from 1.
    stage: usize,
    /// How far the list is scrolled.
    offset: usize,
}

/// A threat of a transfer at one stage, and where it stands.
struct Entry {
    of: (JudgementId, Scope, Stage),
    impact: LevelId,
    likelihood: LevelId,
}

impl State {
    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Matrix
    }

    /// Whether an action would do something.
    pub fn availability(&self, action: Action, desk: &Desk, _: &Ctx<'_>) -> bool {
        match action {
            Action::Trace => desk
                .session
                .as_ref()
                .is_some_and(|session| !self.here(session).is_empty()),
            _ => true,
        }
    }

    /// Moves among the cells, changes the stage, opens the arithmetic.
    pub fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let Some(session) = &desk.session else { return Go::Back };
        match action {
            Action::Up => self.shift(-1, 0, session, ctx),
            Action::Down => self.shift(1, 0, session, ctx),
            Action::Left => self.shift(0, -1, session, ctx),
            Action::Right => self.shift(0, 1, session, ctx),
            Action::Stage => self.stage = (self.stage + 1) % (STAGES.len() + 1),
            Action::PageDown | Action::PageUp | Action::First | Action::Last => {
                let count = self.here(session).len();
                moved(&mut self.offset, count, action);
            }
            Action::Trace => {
                let here = self.here(session);
                return match here.as_slice() {
                    [] => Go::Stay,
                    [only] => Go::open(trace::State::of(only.of.clone())),
                    several => {
                        let item = |(at, entry): (usize, &Entry)| {
                            let label = |lang| [stage_mark(entry.of.2), " ", &name(entry, session, lang)].concat();
                            pick::Item::new(at.to_string(), both(|words| label(words.lang)))
                        };
                        let items = several.iter().enumerate().map(item).collect();
                        let title = both(|words| words.level.trace_title.clone());
                        Go::open(pick::State::new(title, items, "0"))
                    }
                };
            }
            _ => return Go::Unused,
        }
        Go::Stay
    }

    /// One of several threats was picked: its arithmetic.
    pub fn picked(&mut self, value: &str, desk: &mut Desk, _: &Ctx<'_>) -> Go {
        let Some(session) = &desk.session else { return Go::Back };
        let here = self.here(session);
        let entry = value.parse::<usize>().ok().and_then(|at| here.get(at));
        entry.map_or(Go::Stay, |entry| Go::open(trace::State::of(entry.of.clone())))
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    fn is_shown(&self, stage: Stage) -> bool {
        self.stage == 0 || STAGES.get(self.stage - 1) == Some(&stage)
    }

    fn focus(&self, session: &Session) -> Option<(LevelId, LevelId)> {
        self.cell.clone().or_else(|| worst(session))
    }

    /// Who stands in the cell in focus.
    fn here(&self, session: &Session) -> Vec<Entry> {
        let Some((impact, likelihood)) = self.focus(session) else {
            return Vec::new();
        };
        let mut here = entries(session);
        here.retain(|entry| entry.impact == impact && entry.likelihood == likelihood && self.is_shown(entry.of.2));
        here
    }

    fn shift(&mut self, down: isize, right: isize, session: &Session, ctx: &Ctx<'_>) {
        let Some(scales) = scales(session) else { return };
        let matrix = Matrix::new(&session.questionnaire().matrix, scales, &[], ctx.messages, ctx.theme);
        let (rows, columns) = (matrix.rows(), matrix.columns());
        let Some((impact, likelihood)) = self.focus(session) else {
            return;
        };
        let step = |list: &[&LevelId], now: &LevelId, by: isize| {
            let at = list.iter().position(|level| *level == now).unwrap_or(0);
            let to = at.checked_add_signed(by).unwrap_or(0).min(list.len().saturating_sub(1));
            list.get(to).map(|level| (*level).clone())
        };
        self.cell = step(&rows, &impact, down).zip(step(&columns, &likelihood, right));
        self.offset = 0;
    }

    /// Draws the matrix, who stands in the cell in focus, and where the matrix comes from.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let session = desk.session.as_ref()?;
        let words = &ctx.messages.level;
        let room = frame(area, buf, &words.matrix_title, &self.stage_words(ctx), ctx);
        let scales = scales(session)?;
        let entries = entries(session);
        let marks: Vec<MatrixMark> = entries
            .iter()
            .filter(|entry| self.is_shown(entry.of.2))
            .map(|entry| (entry.of.2, entry.impact.clone(), entry.likelihood.clone()))
            .collect();
        let focus = self.focus(session);
        let mut matrix = Matrix::new(&session.questionnaire().matrix, scales, &marks, ctx.messages, ctx.theme);
        if let Some((impact, likelihood)) = &focus {
            matrix = matrix.focus(impact, likelihood);
        }
        let height = matrix.height().min(room.height);
        let (place, list) = if room.width >= WIDE {
            let place = Rect {
                width: Matrix::WIDTH + 2,
                height,
                ..room
            };
            let x = place.right() + 2;
            (
                place,
                Rect {
                    x,
                    width: room.right().saturating_sub(x),
                    ..room
                },
            )
        } else {
            let y = (room.y + height + 1).min(room.bottom());
            let list = Rect {
                y,
                height: room.bottom() - y,
                ..room
            };
            (Rect { height, ..room }, list)
        };
        (&matrix).render(place, buf);
        let text = self.list(&entries, scales, focus, session, ctx);
        (&Paragraph::new(text).hanging(2).scroll(self.offset, ctx.theme)).render(list, buf);
        None
    }

    fn stage_words(&self, ctx: &Ctx<'_>) -> String {
        let words = &ctx.messages.level;
        match self.stage {
            0 => [&words.matrix_inherent, &words.matrix_attained, &words.matrix_expected]
                .map(String::as_str)
                .join(" · "),
            1 => words.inherent.clone(),
            2 => words.attained.clone(),
            _ => words.expected.clone(),
        }
    }

    /// The cell in words, who stands there, who stands outside, the source.
    fn list(
        &self,
        entries: &[Entry],
        scales: MatrixScales<'_>,
        focus: Option<(LevelId, LevelId)>,
        session: &Session,
        ctx: &Ctx<'_>,
    ) -> Text<'static> {
        let words = &ctx.messages.level;
        let muted = ctx.theme.style(Role::Muted);
        let mut lines = Vec::new();
        if let Some((impact, likelihood)) = focus {
            lines.push(cell_line(&impact, &likelihood, scales, session, ctx));
            let here = self.here(session);
            if here.is_empty() {
                lines.push(Line::styled(words.matrix_nobody.clone(), muted));
            }
            let mut seen: Vec<(&JudgementId, &Scope)> = Vec::new();
            for entry in &here {
                let of = (&entry.of.0, &entry.of.1);
                if seen.contains(&of) {
                    continue;
                }
                seen.push(of);
                let same = here.iter().filter(|other| (&other.of.0, &other.of.1) == of);
                let marks: String = same.map(|other| stage_mark(other.of.2)).collect();
                lines.push(entry_line(&marks, entry, scales, session, ctx));
            }
        }
        lines.push(Line::default());
        let outside = entries
            .iter()
            .filter(|entry| entry.of.2 == Stage::Inherent)
            .filter(|entry| is_outside(entry, session))
            .count();
        if outside > 0 {
            lines.push(Line::styled(fill(&words.matrix_outside, &[("count", &outside)]), muted));
        }
        lines.push(Line::styled(words.matrix_source.clone(), muted));
        Text::from(lines)
    }
}

fn is_outside(entry: &Entry, session: &Session) -> bool {
    let cells = &session.questionnaire().matrix.cells;
    !cells.iter().any(|(impact, ..)| *impact == entry.impact)
}

fn scales(session: &Session) -> Option<MatrixScales<'_>> {
    let questionnaire = session.questionnaire();
    Some(MatrixScales {
        impact: questionnaire.scale("impact")?,
        likelihood: questionnaire.scale("likelihood")?,
        risk: questionnaire.scale("risk")?,
    })
}

/// Every judgement that is looked up in the matrix, in every row, at every stage.
fn entries(session: &Session) -> Vec<Entry> {
    let mut found = Vec::new();
    for rule in &session.questionnaire().judgements {
        let Base::Matrix { impact, likelihood } = &rule.base else {
            continue;
        };
        for scope in session.engine().judgement_scopes(rule) {
            for stage in STAGES {
                let level = |id: &JudgementId| {
                    let other = trace::scopes_with(id, &scope, session).into_iter().next()?;
                    Some(session.engine().judge_at(id, &other, stage)?.level.clone())
                };
                if let (Some(impact), Some(likelihood)) = (level(impact), level(likelihood)) {
                    let of = (rule.id.clone(), scope.clone(), stage);
                    found.push(Entry { of, impact, likelihood });
                }
            }
        }
    }
    found
}

/// The worst cell that somebody stands in without any measure; the worst of all, if nobody does.
fn worst(session: &Session) -> Option<(LevelId, LevelId)> {
    let scales = scales(session)?;
    let matrix = &session.questionnaire().matrix;
    let rank = |impact: &str, likelihood: &str| {
        let risk = matrix.risk(impact, likelihood).and_then(|risk| scales.risk.rank(risk));
        (risk, scales.impact.rank(impact), scales.likelihood.rank(likelihood))
    };
    let entries = entries(session);
    let inside = entries
        .iter()
        .filter(|entry| entry.of.2 == Stage::Inherent && !is_outside(entry, session));
    let standing = inside.max_by_key(|entry| rank(&entry.impact, &entry.likelihood));
    standing
        .map(|entry| (entry.impact.clone(), entry.likelihood.clone()))
        .or_else(|| {
            let cells = matrix.cells.iter().max_by_key(|(i, l, _)| rank(i, l));
            cells.map(|(impact, likelihood, _)| (impact.clone(), likelihood.clone()))
        })
}

/// `影响高 × 可能性很高 → 风险严重`
fn cell_line(
    impact: &LevelId,
    likelihood: &LevelId,
    scales: MatrixScales<'_>,
    session: &Session,
    ctx: &Ctx<'_>,
) -> Line<'static> {
    let full = |scale: &crate::domain::Scale, level: &str| {
        scale
            .level(level)
            .map_or_else(String::new, |known| known.full.get(ctx.lang).to_owned())
    };
    let risk = session.questionnaire().matrix.risk(impact, likelihood);
    let risk = risk.map_or_else(String::new, |risk| full(scales.risk, risk));
    let text = fill(
        &ctx.messages.level.matrix_here,
        &[
            ("impact", &full(scales.impact, impact)),
            ("likelihood", &full(scales.likelihood, likelihood)),
            ("risk", &risk),
        ],
    );
    Line::styled(text, ctx.theme.style(Role::Heading))
}

fn name(entry: &Entry, session: &Session, lang: Lang) -> String {
    let title = session
        .questionnaire()
        .judgement(&entry.of.0)
        .map_or("", |rule| rule.title.get(lang));
    [session.scope_name(&entry.of.1).get(lang), " · ", title].concat()
}

/// `●◐  ▅▅▃ 海外仓订单 · 泄露  ≠ 人工调整 风险中`: the stages that stand in this cell, and the risk at all three.
fn entry_line(marks: &str, entry: &Entry, scales: MatrixScales<'_>, session: &Session, ctx: &Ctx<'_>) -> Line<'static> {
    let mut spans = vec![Span::styled(
        crate::tui::line_break::pad(marks, 4),
        ctx.theme.style(Role::Accent),
    )];
    spans.extend(STAGES.into_iter().filter_map(|stage| {
        let known = session.engine().judge_at(&entry.of.0, &entry.of.1, stage)?;
        Badge::level(scales.risk, &known.level, ctx.lang, ctx.theme).map(|badge| badge.mark())
    }));
    spans.push(Span::raw([" ", &name(entry, session, ctx.lang)].concat()));
    let known = session.engine().judge_at(&entry.of.0, &entry.of.1, entry.of.2);
    if let Some(overridden) = known.as_ref().and_then(|known| known.overridden.as_ref())
        && let Some(badge) = Badge::level(scales.risk, &overridden.level, ctx.lang, ctx.theme)
    {
        let words = ["  ≠ ", &ctx.messages.level.overridden, " "].concat();
        spans.push(Span::styled(words, ctx.theme.style(Role::Accent)));
        spans.push(badge.span());
    }
    Line::from(spans)
}
