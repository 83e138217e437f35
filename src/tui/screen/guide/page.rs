//! The pages of the guide.

use super::source::Source;
use super::{Link, Page, part};
use crate::domain::{Citation, Lang, Question, Questionnaire, Term};
use crate::i18n::{date_in_text, fill, join, place};
use crate::tui::screen::Ctx;
use crate::tui::theme::Role;
use ratatui::text::{Line, Span};

type Lines = Vec<Link<Page>>;

/// The lines of a page.
pub(super) fn lines(page: &Page, questionnaire: &Questionnaire, ctx: &Ctx<'_>) -> Lines {
    let question = |id| questionnaire.question(id);
    match page {
        Page::Law(id) => question(id)
            .map(|question| law(question, questionnaire, ctx))
            .unwrap_or_default(),
        Page::Examples(id) => {
            let mut lines = Vec::new();
            if let Some(question) = question(id) {
                super::examples(question, ctx, &mut lines);
            }
            lines.into_iter().map(Link::text).collect()
        }
        Page::Terms(id) => question(id)
            .map(|question| terms(question, questionnaire, ctx))
            .unwrap_or_default(),
        Page::Article(citation) => article(citation, questionnaire, ctx),
        Page::Term(id) => questionnaire
            .reference
            .terms
            .get(id)
            .map(|known| term(known, questionnaire, ctx))
            .unwrap_or_default(),
    }
}

fn heading(text: &str, ctx: &Ctx<'_>) -> Link<Page> {
    Link::text(Line::styled(text.to_owned(), ctx.theme.style(Role::Heading)))
}

fn plain(title: &str, text: &str, ctx: &Ctx<'_>, lines: &mut Lines) {
    let mut found = Vec::new();
    part(title, text, ctx, &mut found);
    lines.extend(found.into_iter().map(Link::text));
}

fn law(question: &Question, questionnaire: &Questionnaire, ctx: &Ctx<'_>) -> Lines {
    let words = &ctx.messages.question;
    let mut lines = Vec::new();
    plain(&words.guidance, question.help.get(ctx.lang), ctx, &mut lines);
    plain(&words.official, question.official.get(ctx.lang), ctx, &mut lines);
    lines.push(heading(&words.basis, ctx));
    if question.basis.is_empty() {
        lines.push(Link::text(words.law_none.clone()));
    }
    for citation in &question.basis {
        cited(citation, questionnaire, ctx, &mut lines);
    }
    lines.push(Link::text(""));
    plain(&words.evidence_hint, question.evidence.get(ctx.lang), ctx, &mut lines);
    let known = questionnaire.reference.terms_of(question);
    if !known.is_empty() {
        lines.push(heading(&words.terms_used, ctx));
        lines.extend(known.into_iter().map(|known| term_link(known, ctx)));
    }
    lines
}

/// An article that can be opened: name and place, then what it says.
fn cited(citation: &Citation, questionnaire: &Questionnaire, ctx: &Ctx<'_>, lines: &mut Lines) {
    let mut found = Vec::new();
    super::cite(citation, questionnaire, ctx, &mut found);
    let mut found = found.into_iter();
    if let Some(first) = found.next() {
        lines.push(Link::to(Page::Article(citation.clone()), first));
    }
    lines.extend(found.map(Link::text));
}

/// Short name and place, gist, source, how sure; then the other provisions of the same instrument.
fn article(citation: &Citation, questionnaire: &Questionnaire, ctx: &Ctx<'_>) -> Lines {
    let words = &ctx.messages.question;
    let reference = &questionnaire.reference;
    let instrument = reference.instruments.get(&citation.instrument);
    let provision = reference.provision(citation);
    let name = super::short_name(citation, questionnaire, ctx.lang);
    let mut lines = vec![
        Link::text(Line::styled(name, ctx.theme.style(Role::Law))),
        Link::text(""),
    ];
    let gist = provision.map_or(words.gist_none.as_str(), |known| known.gist.get(ctx.lang));
    plain(&words.gist, gist, ctx, &mut lines);
    if let Some(known) = instrument {
        let in_force = known
            .in_force
            .map(|date| fill(&words.in_force, &[("date", &date_in_text(date, ctx.lang))]))
            .unwrap_or_default();
        let source: Vec<&str> = [known.title.get(ctx.lang), known.status.get(ctx.lang), &in_force]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect();
        plain(&words.source, &source.join("\n"), ctx, &mut lines);
    }
    let own = provision.map(|known| &known.certainty).filter(|text| !text.is_empty());
    let certainty = own.or_else(|| instrument.map(|known| &known.certainty));
    plain(
        &words.certainty,
        certainty.map_or("", |text| text.get(ctx.lang)),
        ctx,
        &mut lines,
    );
    let others: Vec<&Citation> = reference
        .provisions
        .iter()
        .map(|known| &known.citation)
        .filter(|other| other.instrument == citation.instrument && *other != citation)
        .collect();
    if !others.is_empty() {
        lines.push(heading(&words.same_instrument, ctx));
        lines.extend(others.into_iter().map(|other| {
            let gist = reference.provision(other).map_or("", |known| known.gist.get(ctx.lang));
            let place = format!("  {}  ", place(&other.place, ctx.lang));
            let place = Span::styled(place, ctx.theme.style(Role::Law));
            Link::to(
                Page::Article(other.clone()),
                Line::from(vec![place, Span::raw(gist.to_owned())]),
            )
        }));
    }
    lines
}

fn name(term: &Term, lead: &str, ctx: &Ctx<'_>) -> Line<'static> {
    let own = Span::styled([lead, term.term.get(ctx.lang)].concat(), ctx.theme.style(Role::Accent));
    let other = Span::styled(
        ["  ", term.term.get(ctx.lang.other())].concat(),
        ctx.theme.style(Role::Muted),
    );
    Line::from(vec![own, other])
}

fn term_link(term: &Term, ctx: &Ctx<'_>) -> Link<Page> {
    Link::to(Page::Term(term.id.clone()), name(term, "  ", ctx))
}

/// The terms of a question, each with its definition; each leads to a page of its own.
fn terms(question: &Question, questionnaire: &Questionnaire, ctx: &Ctx<'_>) -> Lines {
    let known = questionnaire.reference.terms_of(question);
    if known.is_empty() {
        return vec![Link::text(Line::styled(
            ctx.messages.question.terms_none.clone(),
            ctx.theme.style(Role::Muted),
        ))];
    }
    let mut lines = Vec::new();
    for term in known {
        lines.push(Link::to(Page::Term(term.id.clone()), name(term, "", ctx)));
        lines.push(Link::text(format!("  {}", term.definition.get(ctx.lang))));
        lines.push(Link::text(""));
    }
    lines
}

/// Where a definition comes from, each provision a way to its page; then how sure it is.
fn sources(note: &str, questionnaire: &Questionnaire, ctx: &Ctx<'_>, lines: &mut Lines) {
    let source = Source::read(note, questionnaire);
    lines.push(heading(&ctx.messages.question.source, ctx));
    for citation in &source.citations {
        let name = super::short_name(citation, questionnaire, ctx.lang);
        let line = Line::styled(["  ", &name].concat(), ctx.theme.style(Role::Law));
        lines.push(Link::to(Page::Article(citation.clone()), line));
    }
    for words in source.certainty(ctx) {
        let line = Line::styled(["  ", words].concat(), ctx.theme.style(Role::Muted));
        lines.push(Link::text(line));
    }
    lines.push(Link::text(""));
}

/// One term: definition, source, words not to be used for it, and the terms its definition uses.
fn term(term: &Term, questionnaire: &Questionnaire, ctx: &Ctx<'_>) -> Lines {
    let words = &ctx.messages.question;
    let mut lines = vec![Link::text(name(term, "", ctx)), Link::text("")];
    plain(&words.definition, term.definition.get(ctx.lang), ctx, &mut lines);
    sources(&term.source, questionnaire, ctx, &mut lines);
    let avoid = match ctx.lang {
        Lang::Zh => &term.avoid.0,
        Lang::En => &term.avoid.1,
    };
    if !avoid.is_empty() {
        plain(&words.not_words, &join(avoid, ctx.lang), ctx, &mut lines);
    }
    let mut used = questionnaire.reference.terms_in(&term.definition.zh);
    used.retain(|other| other.id != term.id);
    if !used.is_empty() {
        lines.push(heading(&words.related, ctx));
        lines.extend(used.into_iter().map(|other| term_link(other, ctx)));
    }
    lines
}
