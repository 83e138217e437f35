//! Answers that cannot all be true: the route is still worked out, without the total that contradicts, and the user is told.

use super::super::Ctx;
use super::parts::{Part, question_of};
use crate::domain::route::{ConflictKind, conflicts};
use crate::tui::session::Session;
use crate::tui::theme::Role;
use ratatui::text::Line;

/// One part per contradiction between answers that are asked for, each with its question.
pub(super) fn of(session: &Session, ctx: &Ctx<'_>) -> Vec<Part> {
    let facts = session.engine().route_facts();
    let mut title = Some(ctx.messages.route.conflicts.as_str());
    let mut parts = Vec::new();
    for conflict in conflicts(&facts) {
        let target = question_of(conflict.at.fact, session);
        let Some(words) = words(conflict.kind, ctx).filter(|_| target.is_some()) else {
            continue;
        };
        let at = conflict.at.transfer.and_then(|at| facts.transfers.get(at));
        let name = at.map(|transfer| [transfer.name.as_str(), &ctx.messages.common.colon].concat());
        let text = ["✗ ", name.as_deref().unwrap_or_default(), words].concat();
        let line = Line::styled(text, ctx.theme.style(Role::Error));
        parts.push(
            Part {
                target,
                ..Part::new(line)
            }
            .titled(&mut title),
        );
    }
    parts
}

/// What cannot be and what to do, in words of the wizard; nothing where no transfer is listed yet.
fn words<'a>(kind: ConflictKind, ctx: &Ctx<'a>) -> Option<&'a str> {
    let words = &ctx.messages.route;
    Some(match kind {
        ConflictKind::NoTransfer => return None,
        ConflictKind::AsOfTooEarly => &words.conflict_as_of,
        ConflictKind::TotalBelowLargest => &words.conflict_total_below,
        ConflictKind::TotalAboveSum => &words.conflict_total_above,
        ConflictKind::TotalFitsNothing => &words.conflict_total_none,
        ConflictKind::SurplusAbovePeople => &words.conflict_surplus,
        ConflictKind::SmallWithMany => &words.conflict_small,
        ConflictKind::CollectedByDomestic => &words.conflict_collected,
        ConflictKind::ListRouteOffList => &words.conflict_list,
    })
}
