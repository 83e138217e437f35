//! The lines of each tab of the review: grouped by section, with row and cell.

use super::Target;
use crate::domain::{
    Answer, Content, Context as At, Evidence, Kind, Question, QuestionId, Row, Scope, Scoped, Shape, Text,
};
use crate::i18n::Review;
use crate::i18n::{fill, join};
use crate::tui::line_break::truncate;
use crate::tui::screen::Ctx;
use crate::tui::screen::links::Link;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use ratatui::text::{Line, Span};

/// Questions are shorter; what the user brings in (titles of rows) may not be.
const LONGEST: usize = 400;

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Missing,
    Unknown,
    Flagged,
    Parked,
    Notes,
    NotApplicable,
    Evidence,
}

/// A line to be: a question in one repetition, the row inside it, and what is to be said about it.
struct Entry {
    question: QuestionId,
    scope: Scope,
    text: Text,
}

impl Tab {
    pub(super) const ALL: [Self; 7] = [
        Self::Missing,
        Self::Unknown,
        Self::Flagged,
        Self::Parked,
        Self::Notes,
        Self::NotApplicable,
        Self::Evidence,
    ];

    pub(super) fn title(self, words: &Review) -> &str {
        match self {
            Self::Missing => &words.tab_missing,
            Self::Unknown => &words.tab_unknown,
            Self::Flagged => &words.tab_flagged,
            Self::Parked => &words.tab_parked,
            Self::Notes => &words.tab_notes,
            Self::NotApplicable => &words.tab_not_applicable,
            Self::Evidence => &words.tab_evidence,
        }
    }

    fn nothing(self, words: &Review) -> &str {
        match self {
            Self::Missing => &words.nothing_missing,
            Self::Unknown => &words.nothing_unknown,
            Self::Flagged => &words.nothing_flagged,
            Self::Parked => &words.nothing_parked,
            Self::Notes => &words.nothing_notes,
            Self::NotApplicable => &words.nothing_not_applicable,
            Self::Evidence => &words.nothing_evidence,
        }
    }
}

/// How many lines a tab has.
pub(super) fn count(tab: Tab, session: &Session) -> usize {
    match tab {
        Tab::Evidence => session.answers().evidence.len(),
        _ => entries(tab, session).len(),
    }
}

/// The lines of a tab.
pub(super) fn lines(tab: Tab, session: &Session, ctx: &Ctx<'_>) -> Vec<Link<Target>> {
    let found = if tab == Tab::Evidence {
        session
            .answers()
            .evidence
            .iter()
            .map(|known| evidence(known, ctx))
            .collect()
    } else {
        questions(&entries(tab, session), session, ctx)
    };
    if found.is_empty() {
        let style = ctx.theme.style(Role::Muted);
        return vec![Link::text(Line::styled(
            tab.nothing(&ctx.messages.review).to_owned(),
            style,
        ))];
    }
    found
}

fn entries(tab: Tab, session: &Session) -> Vec<Entry> {
    let from = |missing: crate::domain::Missing| Entry {
        question: missing.question,
        scope: missing.scope,
        text: missing.text,
    };
    match tab {
        Tab::Missing => session.engine().missing().into_iter().map(from).collect(),
        Tab::Unknown => session.engine().unknowns().into_iter().map(from).collect(),
        Tab::Flagged => answers(session, &|answer| {
            (answer.flagged && answer.content.is_some()).then(Text::default)
        }),
        Tab::Parked => answers(session, &|answer| {
            (answer.flagged && answer.content.is_none()).then(Text::default)
        }),
        Tab::Notes => answers(session, &|answer| {
            (!answer.note.is_empty()).then(|| Text::same(answer.note.as_str()))
        }),
        Tab::NotApplicable => answers(session, &|answer| match &answer.content {
            Some(Content::NotApplicable(reason)) => Some(Text::same(reason.as_str())),
            _ => None,
        }),
        Tab::Evidence => Vec::new(),
    }
}

/// The answers asked now, cells and rows included, about which something is to be said.
fn answers(session: &Session, said: &dyn Fn(&Answer) -> Option<Text>) -> Vec<Entry> {
    let mut found = Vec::new();
    for visit in &session.overview().visits {
        let Some(question) = session.questionnaire().questions.get(visit.question) else {
            continue;
        };
        if let Kind::Table(table) = &question.kind {
            let rows = session.answers().rows(&table.record).iter();
            found.extend(rows.flat_map(|row| of_row(session, question, row, said)));
        } else {
            let answer = session.answers().answer(&question.id, &visit.scope);
            let text = answer.and_then(said);
            found.extend(text.map(|text| Entry {
                question: question.id.clone(),
                scope: visit.scope.clone(),
                text,
            }));
        }
    }
    found
}

fn of_row(session: &Session, question: &Question, row: &Row, said: &dyn Fn(&Answer) -> Option<Text>) -> Vec<Entry> {
    let Kind::Table(table) = &question.kind else {
        return Vec::new();
    };
    let scope = Scope::row(table.record.clone(), row.key.clone());
    let entry = |text: Text| Entry {
        question: question.id.clone(),
        scope: scope.clone(),
        text,
    };
    let whole = Answer {
        note: row.note.clone(),
        ..Answer::default()
    };
    let context: At = session.engine().row_context(table, &row.key);
    let shown = table
        .columns
        .iter()
        .filter(|column| session.engine().column_shown(column, &context));
    let cells = shown.filter_map(|column| {
        let text = row.cell(&column.id).and_then(said)?;
        Some(entry(both(&column.label, &text)))
    });
    said(&whole).map(entry).into_iter().chain(cells).collect()
}

fn both(label: &Text, text: &Text) -> Text {
    if text.is_empty() {
        return label.clone();
    }
    Text::new(
        format!("{}：{}", label.zh, text.zh),
        format!("{}: {}", label.en, text.en),
    )
}

/// Groups by section; several lines of one question stand under its title.
fn questions(entries: &[Entry], session: &Session, ctx: &Ctx<'_>) -> Vec<Link<Target>> {
    let questionnaire = session.questionnaire();
    let mut links: Vec<Link<Target>> = Vec::new();
    let (mut section, mut titled) = (None, None);
    for entry in entries {
        let Some(question) = questionnaire.question(&entry.question) else {
            continue;
        };
        if section != Some(&question.section) {
            if section.is_some() {
                links.push(Link::text(""));
            }
            section = Some(&question.section);
            links.push(Link::text(Line::styled(
                place(question, session, ctx),
                ctx.theme.style(Role::Heading),
            )));
        }
        let slot = slot(question, &entry.scope);
        let inside = inside(question, entry, session, ctx);
        if inside.is_empty() {
            links.push(Link::to(
                Target::Question(slot.clone(), entry.scope.clone()),
                title(question, &slot, session, ctx),
            ));
            titled = Some(slot);
            continue;
        }
        if titled.as_ref() != Some(&slot) {
            links.push(Link::text(Line::styled(
                title(question, &slot, session, ctx),
                ctx.theme.style(Role::Muted),
            )));
            titled = Some(slot.clone());
        }
        links.push(Link::to(
            Target::Question(slot, entry.scope.clone()),
            ["    ", &inside].concat(),
        ));
    }
    links
}

/// The scope of a missing cell names its row; the question itself may stand for the whole.
fn slot(question: &Question, scope: &Scope) -> Scoped<QuestionId> {
    let scope = if question.each.is_some() {
        scope.clone()
    } else {
        Scope::whole()
    };
    Scoped::new(question.id.clone(), scope)
}

fn title(question: &Question, slot: &Scoped<QuestionId>, session: &Session, ctx: &Ctx<'_>) -> String {
    let number = session.overview().position(slot).map_or(0, |at| at + 1);
    let words = session.engine().visit_title(question, &slot.scope, ctx.lang);
    format!("  {number} {}", truncate(&words, LONGEST))
}

/// Row and cell, or what is said about the answer.
fn inside(question: &Question, entry: &Entry, session: &Session, ctx: &Ctx<'_>) -> String {
    // A form has one row, which needs no name.
    let form = question.table().is_some_and(|table| table.shape == Shape::Form);
    let row = if question.each.is_none() && !entry.scope.is_whole() && !form {
        session.scope_name(&entry.scope).get(ctx.lang).to_owned()
    } else {
        String::new()
    };
    let parts: Vec<&str> = [row.as_str(), entry.text.get(ctx.lang)]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(&ctx.messages.common.colon)
}

fn place(question: &Question, session: &Session, ctx: &Ctx<'_>) -> String {
    let found = session.questionnaire().section(&question.section);
    found.map_or_else(String::new, |(module, section)| {
        fill(
            &ctx.messages.review.section_at,
            &[
                ("module", &module.title.get(ctx.lang)),
                ("section", &section.title.get(ctx.lang)),
            ],
        )
    })
}

fn evidence(known: &Evidence, ctx: &Ctx<'_>) -> Link<Target> {
    let words = &ctx.messages.review;
    let mut parts = Vec::new();
    if let Some(expiry) = known.expiry {
        let (text, role) = if expiry < ctx.today {
            (&words.evidence_expired, Role::Error)
        } else {
            (&words.evidence_expires, Role::Muted)
        };
        parts.push(Span::styled(fill(text, &[("date", &expiry)]), ctx.theme.style(role)));
    }
    if known.proves.is_empty() {
        parts.push(Span::styled(
            ctx.messages.evidence.proves_nothing.clone(),
            ctx.theme.style(Role::Warning),
        ));
    }
    let date = known.date.map(|date| date.to_string()).unwrap_or_default();
    let head = join(
        &[known.titles().get(ctx.lang), &date]
            .iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>(),
        ctx.lang,
    );
    let mut line = Line::from(format!("{}  {head}  ", known.key));
    line.spans.extend(parts);
    Link::to(Target::Evidence(known.key.clone()), line)
}
