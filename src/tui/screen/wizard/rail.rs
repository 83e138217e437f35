//! The sections at the left with what is answered in each.

use crate::domain::Questionnaire;
use crate::i18n::fill;
use crate::tui::screen::Ctx;
use crate::tui::session::{Overview, SectionProgress, Session};
use crate::tui::theme::Role;
use crate::tui::widget::{Progress, Rail, RailItem, RailState};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

/// Draws the rail: the sections, then how much is done in all and what is left out.
pub(super) fn draw(session: &Session, area: Rect, buf: &mut Buffer, ctx: &Ctx<'_>) {
    let overview = session.glimpse();
    let foot = 2.min(area.height);
    let list = Rect {
        height: area.height - foot,
        ..area
    };
    let at = overview.position(session.at()).unwrap_or(0);
    let (items, current) = items(overview, session.questionnaire(), overview.section_at(at), ctx);
    (&Rail::new(&items, current, ctx.theme)).render(list, buf);
    let line = |y: u16| Rect {
        y: list.bottom() + y,
        height: 1,
        width: area.width.saturating_sub(1),
        ..area
    };
    if foot == 2 {
        (&Progress::new(overview.done, overview.total, ctx.theme)).render(line(0), buf);
        if overview.not_needed > 0 {
            let text = fill(&ctx.messages.question.not_needed, &[("count", &overview.not_needed)]);
            buf.set_stringn(
                area.x,
                line(1).y,
                text,
                usize::from(line(1).width),
                ctx.theme.style(Role::Muted),
            );
        }
    }
}

/// One line per module and per section that has something to ask, and which of them is the current one.
fn items<'a>(
    overview: &'a Overview,
    questionnaire: &'a Questionnaire,
    current: Option<usize>,
    ctx: &Ctx<'_>,
) -> (Vec<RailItem<'a>>, usize) {
    let mut items = Vec::new();
    let (mut line, mut module) = (0, None);
    for (at, section) in overview.sections.iter().enumerate() {
        let Some(known) = questionnaire.modules.get(section.module) else {
            continue;
        };
        if module != Some(section.module) {
            module = Some(section.module);
            items.push(RailItem {
                title: known.title.get(ctx.lang),
                state: RailState::Module,
                done: 0,
                total: 0,
                flagged: false,
            });
        }
        if current == Some(at) {
            line = items.len();
        }
        let title = known.sections.iter().find(|known| known.id == section.id);
        items.push(RailItem {
            title: title.map_or("", |known| known.title.get(ctx.lang)),
            state: state(section),
            done: section.done,
            total: section.total,
            flagged: section.flagged,
        });
    }
    (items, line)
}

const fn state(section: &SectionProgress) -> RailState {
    if section.done == section.total && (section.begun || section.total > 0) {
        if section.unknown {
            RailState::Unknown
        } else {
            RailState::Done
        }
    } else if section.begun {
        RailState::Started
    } else {
        RailState::Untouched
    }
}
