//! What is done to a level: confirming, overriding with a reason, taking back.

use super::super::{Ctx, Desk, Go, ask, pick};
use super::{Line, judgement, rule, scale, slot, stored};
use crate::domain::{Change, DecidedLevel, Lang, LevelId, Scale, Scoped, Stage};
use crate::i18n::{both, fill};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::session::Session;
use crate::tui::widget::{Badge, Notice};

/// Confirms the proposed level, keeping what was explained before; or takes the confirmation back.
pub(super) fn confirm(line: &Line, desk: &mut Desk, ctx: &Ctx<'_>) {
    let Some(session) = &desk.session else { return };
    let Some(known) = judgement(session, line) else {
        return;
    };
    let settled = stored(session, line).is_some_and(|stored| stored.level == known.proposed);
    let before = stored(session, line).map(|stored| (stored.reason.clone(), stored.translation.clone()));
    let (reason, translation) = before.unwrap_or_default();
    let level = known.proposed.clone();
    let confirmation = (!settled).then_some(DecidedLevel {
        level,
        reason,
        translation,
    });
    if desk.change(Change::Confirm(slot(line), confirmation), ctx) {
        let words = if settled {
            &ctx.messages.level.taken_back
        } else {
            &ctx.messages.notice.level_confirmed
        };
        desk.notice = Some(Notice::done(words.as_str()));
    }
}

/// Takes back the override, or else the confirmation.
pub(super) fn take_back(line: &Line, desk: &mut Desk, ctx: &Ctx<'_>) {
    let Some(session) = &desk.session else { return };
    let id = Scoped::new(line.0.clone(), line.1.clone());
    let change = if line.2 == Stage::Inherent && session.answers().overrides.contains_key(&id) {
        Change::Override(id, None)
    } else if stored(session, line).is_some() {
        Change::Confirm(slot(line), None)
    } else {
        return;
    };
    if desk.change(change, ctx) {
        desk.notice = Some(Notice::done(ctx.messages.level.taken_back.as_str()));
    }
}

/// An override in two steps: the level is picked, then the reason is written.
#[derive(Debug, Default)]
pub(super) struct Overriding {
    level: Option<LevelId>,
}

impl Overriding {
    /// Offers the levels of the scale. Levels after the measures follow from the measures and are not overridden.
    pub(super) fn start(&mut self, line: &Line, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        self.level = None;
        let Some(session) = &desk.session else { return Go::Stay };
        if session.is_read_only() {
            desk.notice = Some(Notice::error(ctx.messages.error.read_only.clone()));
            return Go::Stay;
        }
        if line.2 != Stage::Inherent {
            desk.notice = Some(Notice::warning(ctx.messages.level.override_inherent.as_str()));
            return Go::Stay;
        }
        let (Some(known), Some(scale)) = (judgement(session, line), scale(session, line)) else {
            return Go::Stay;
        };
        let proposed = scale.rank(&known.proposed);
        let item = |(rank, level): (usize, &crate::domain::ScaleLevel)| {
            let label = both(|words| {
                let how = match proposed.map(|proposed| rank.cmp(&proposed)) {
                    Some(std::cmp::Ordering::Less) => &words.level.better,
                    Some(std::cmp::Ordering::Greater) => &words.level.worse,
                    _ => &words.level.as_proposed,
                };
                [&name_of(scale, &level.id, words.lang, ctx), "  ", how].concat()
            });
            pick::Item::new(level.id.as_str(), label).also(&level.id)
        };
        let items = scale.levels.iter().enumerate().map(item).collect();
        let title = both(|words| words.level.override_level.clone());
        Go::open(pick::State::new(title, items, &known.level))
    }

    /// The level was picked, or the reason was written.
    pub(super) fn picked(&mut self, line: &Line, value: &str, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        let Some(session) = &desk.session else { return Go::Stay };
        let Some(known) = judgement(session, line) else {
            return Go::Stay;
        };
        let Some(level) = self.level.take() else {
            if known.proposed == value {
                if known.overridden.is_some() {
                    take_back(line, desk, ctx);
                }
                return Go::Stay;
            }
            self.level = Some(value.into());
            return Go::open(ask_reason(line, value, session, ctx));
        };
        if value.trim().is_empty() {
            desk.notice = Some(Notice::error(ctx.messages.error.reason_needed.clone()));
            return Go::Stay;
        }
        let lacks = is_better(line, &level, session) && !has_evidence(line, session);
        let id = Scoped::new(line.0.clone(), line.1.clone());
        let before = session.answers().overrides.get(&id);
        let value = DecidedLevel {
            level,
            reason: value.trim().to_owned(),
            translation: before.map_or_else(String::new, |before| before.translation.clone()),
        };
        if desk.change(Change::Override(id, Some(value)), ctx) {
            desk.notice = Some(if lacks {
                let key = ctx.key(Context::Wizard, Action::Evidence);
                Notice::warning(fill(&ctx.messages.level.needs_evidence, &[("key", &key)]))
            } else {
                Notice::done(ctx.messages.notice.level_overridden.as_str())
            });
        }
        Go::Stay
    }
}

fn ask_reason(line: &Line, level: &str, session: &Session, ctx: &Ctx<'_>) -> ask::State {
    let before = session
        .answers()
        .overrides
        .get(&Scoped::new(line.0.clone(), line.1.clone()))
        .map_or("", |known| known.reason.as_str());
    let name = |lang| scale(session, line).map_or_else(String::new, |scale| name_of(scale, level, lang, ctx));
    let title = both(|words| fill(&words.level.override_to, &[("level", &name(words.lang))]));
    let better = is_better(line, level, session);
    let hint = both(|words| {
        if better {
            words.level.override_better_hint.clone()
        } else {
            words.level.override_reason_hint.clone()
        }
    });
    ask::State::new(title, hint, before).reason()
}

/// A level in full words, in a language of choice.
fn name_of(scale: &Scale, level: &str, lang: Lang, ctx: &Ctx<'_>) -> String {
    Badge::level(scale, level, lang, ctx.theme).map_or_else(String::new, |badge| badge.text())
}

/// Whether a level is better than the proposed one: then evidence is asked for (G3).
fn is_better(line: &Line, level: &str, session: &Session) -> bool {
    let known = judgement(session, line);
    let scale = scale(session, line);
    known
        .zip(scale)
        .is_some_and(|(known, scale)| scale.rank(level) < scale.rank(&known.proposed))
}

/// Whether the evidence list proves something about the question that confirms this level.
pub(super) fn has_evidence(line: &Line, session: &Session) -> bool {
    let Some(question) = rule(session, line).and_then(|rule| rule.question.as_ref()) else {
        return false;
    };
    let fits = |proved: &Scoped<crate::domain::QuestionId>| {
        proved.id == *question && (proved.scope.is_whole() || proved.scope == line.1)
    };
    session
        .answers()
        .evidence
        .iter()
        .any(|evidence| evidence.proves.iter().any(fits))
}
