//! The list of all judgements: items of the report, under them the judgements, under these the rows, each with its three levels in the
//! longest words that fit.

use super::super::{Line, STAGES, Standing, draw::standing, judgement, rule, scale};
use super::heading;
use crate::domain::Scale;
use crate::tui::screen::Ctx;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::{Badge, Column, Table};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;
use unicode_width::UnicodeWidthStr;

/// What is kept for the names, whatever the levels take.
const NAME: u16 = 24;
/// What most levels need in full words.
const LEVEL: u16 = 24;
/// Names need no more.
const WIDEST_NAME: u16 = 76;
/// Between columns, and for the scroll bar.
const GAP: u16 = 2;

/// The cells of one row.
type Cells = Vec<(String, Role)>;

/// A level in full words, without the official word, and beside the title of its scale.
struct Lengths {
    texts: [String; 3],
    role: Role,
}

impl Lengths {
    /// The longest that fits; true if the scale must be named elsewhere.
    fn fitting(&self, width: u16) -> (&str, bool) {
        let fits = |text: &&String| text.width() <= usize::from(width);
        let [full, brief, short] = &self.texts;
        [full, brief]
            .into_iter()
            .find(fits)
            .map_or((short, true), |text| (text, false))
    }
}

/// A row of the list.
enum Entry<'a> {
    /// An item of the report.
    Item(String),
    /// A judgement that has rows.
    Title(&'a Line),
    /// A judgement of one row, or of the whole.
    Level(&'a Line),
}

/// Draws the list; `column` is the stage in focus, from 1.
pub(super) fn draw(
    lines: &[Line],
    focus: &Line,
    column: usize,
    session: &Session,
    area: Rect,
    buf: &mut Buffer,
    ctx: &Ctx<'_>,
) {
    let words = &ctx.messages.level;
    let entries = entries(lines, session, ctx);
    let names: Vec<String> = entries
        .iter()
        .map(|entry| match entry {
            Entry::Item(title) => title.clone(),
            Entry::Title(line) => ["   ", title(line, session, ctx)].concat(),
            Entry::Level(line) => name(line, line == &focus, session, ctx),
        })
        .collect();
    let levels: Vec<Option<[Lengths; 3]>> = entries.iter().map(|entry| levels(entry, session, ctx)).collect();
    let heads = [&words.inherent, &words.attained, &words.expected];
    let (name_width, level_width) = widths(&names, &levels, heads, area.width);
    let rows: Vec<Cells> = names
        .into_iter()
        .zip(&entries)
        .zip(&levels)
        .enumerate()
        .map(|(at, ((name, entry), own))| {
            let below = || levels.get(at + 1).and_then(Option::as_ref);
            cells(name, entry, own.as_ref(), below(), level_width, session, ctx)
        })
        .collect();
    let at = entries
        .iter()
        .position(|entry| matches!(entry, Entry::Level(line) if *line == focus))
        .unwrap_or(0);
    let columns = [
        Column::new(&words.title, name_width),
        Column::new(heads[0], level_width),
        Column::new(heads[1], level_width),
        Column::new(heads[2], level_width),
    ];
    (&Table::new(&columns, &rows, ctx.theme).cell(at, column)).render(area, buf);
}

/// The lines with the titles of items and judgements between them.
fn entries<'a>(lines: &'a [Line], session: &Session, ctx: &Ctx<'_>) -> Vec<Entry<'a>> {
    let mut found = Vec::new();
    let (mut item, mut judgement) = (String::new(), None);
    for line in lines {
        let head = rule(session, line).map_or_else(String::new, |rule| heading(rule, session.questionnaire(), ctx));
        if head != item {
            item.clone_from(&head);
            judgement = None;
            found.push(Entry::Item(head));
        }
        if judgement != Some(&line.0) && !line.1.is_whole() {
            found.push(Entry::Title(line));
        }
        judgement = Some(&line.0);
        found.push(Entry::Level(line));
    }
    found
}

fn title<'a>(line: &Line, session: &'a Session, ctx: &Ctx<'_>) -> &'a str {
    rule(session, line).map_or("", |rule| rule.title.get(ctx.lang))
}

/// `>✓ 订单传至海外仓系统`: the sign for the focus holds without colour too.
fn name(line: &Line, focused: bool, session: &Session, ctx: &Ctx<'_>) -> String {
    let state = judgement(session, line).map_or_else(String::new, |known| {
        standing(Standing::of(session, line, &known), ctx).0
    });
    let mark = state.chars().next().unwrap_or(' ');
    let lead = if focused { '>' } else { ' ' };
    if line.1.is_whole() {
        format!("{lead}{mark} {}", title(line, session, ctx))
    } else {
        format!("{lead}{mark} {}", session.scope_name(&line.1).get(ctx.lang))
    }
}

fn levels(entry: &Entry<'_>, session: &Session, ctx: &Ctx<'_>) -> Option<[Lengths; 3]> {
    let Entry::Level(line) = entry else { return None };
    let scale = scale(session, line);
    let of = |stage| {
        let at = (line.0.clone(), line.1.clone(), stage);
        let missing = || {
            let text = ctx.messages.level.not_judged.clone();
            Lengths {
                texts: [text.clone(), text.clone(), text],
                role: Role::Muted,
            }
        };
        let found = judgement(session, &at).zip(scale).and_then(|(known, scale)| {
            let level = known.level.as_str();
            let full = Badge::level(scale, level, ctx.lang, ctx.theme)?;
            let brief = Badge::brief(scale, level, ctx.lang, ctx.theme)?;
            let short = Badge::short(scale, level, ctx.lang, ctx.theme)?;
            Some(Lengths {
                texts: [full, brief, short].map(|badge| badge.text()),
                role: full.role(),
            })
        });
        found.unwrap_or_else(missing)
    };
    Some(STAGES.map(of))
}

/// Names first, as far as the levels leave them room; the levels no wider than their longest words.
fn widths(names: &[String], levels: &[Option<[Lengths; 3]>], heads: [&String; 3], width: u16) -> (u16, u16) {
    let cells = |text: &str| u16::try_from(text.width()).unwrap_or(u16::MAX);
    let longest = names
        .iter()
        .map(|name| cells(name))
        .max()
        .unwrap_or(NAME)
        .min(WIDEST_NAME);
    let all = levels.iter().flatten().flatten();
    let widest = all
        .map(|lengths| cells(&lengths.texts[0]))
        .chain(heads.iter().map(|head| cells(head)))
        .max()
        .unwrap_or(NAME);
    let room = width.saturating_sub(GAP);
    let share = |name: u16| (room.saturating_sub(name) / 3).saturating_sub(GAP);
    let level = share(longest).max(LEVEL.min(share(longest.min(NAME)))).min(widest);
    let name = room.saturating_sub(3 * (level + GAP)).min(longest);
    (name.max(4), level.max(4))
}

/// What the levels of a scale are levels of: 影响 of 影响严重.
fn noun(scale: &Scale, ctx: &Ctx<'_>) -> String {
    let Some(worst) = scale.levels.last() else {
        return String::new();
    };
    let full = worst.full.get(ctx.lang).split(['（', '(']).next().unwrap_or_default();
    full.replace(worst.label.get(ctx.lang), "").trim().to_owned()
}

/// One row; a title names its scale where the levels below it stand without.
fn cells(
    name: String,
    entry: &Entry<'_>,
    own: Option<&[Lengths; 3]>,
    below: Option<&[Lengths; 3]>,
    width: u16,
    session: &Session,
    ctx: &Ctx<'_>,
) -> Cells {
    let Some(own) = own else {
        let role = if matches!(entry, Entry::Item(_)) {
            Role::Heading
        } else {
            Role::Accent
        };
        let bare = |below: &[Lengths; 3]| below.iter().any(|lengths| lengths.fitting(width).1);
        let scale = match entry {
            Entry::Title(line) if below.is_some_and(bare) => scale(session, line),
            _ => None,
        };
        let empty = || (String::new(), Role::Muted);
        let named = scale.map_or_else(empty, |scale| (noun(scale, ctx), Role::Muted));
        return vec![(name, role), named, empty(), empty()];
    };
    let shown = own
        .iter()
        .map(|lengths| (lengths.fitting(width).0.to_owned(), lengths.role));
    std::iter::once((name, Role::Text)).chain(shown).collect()
}
