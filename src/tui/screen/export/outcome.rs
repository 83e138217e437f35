//! What came of an export, in words.

use super::Signed;
use crate::i18n::Export;
use crate::i18n::{fill, join, number};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::effect::{Exported, Format, ReportLang, SignRole, Trouble};
use crate::tui::screen::Ctx;
use crate::tui::theme::Role;
use ratatui::text::{Line, Span};

/// Where the file lies, its digests, who signed it, and what is left to do.
pub(super) fn done(
    done: &Exported,
    signed: &[Signed],
    lang: ReportLang,
    can_add: bool,
    ctx: &Ctx<'_>,
) -> Vec<Line<'static>> {
    let words = &ctx.messages.export;
    let colon = &ctx.messages.common.colon;
    let mut lines = vec![Line::styled(words.done.clone(), ctx.theme.style(Role::Notice))];
    lines.push(Line::from(fill(&words.done_path, &[("path", &done.path.display())])));
    let digest = Span::styled(done.file_digest.clone(), ctx.theme.style(Role::Accent));
    lines.push(Line::from(vec![
        Span::raw([words.file_digest.as_str(), colon].concat()),
        digest,
    ]));
    if !done.assessment_digest.is_empty() {
        lines.push(Line::from(
            [words.assessment_digest.as_str(), colon, &done.assessment_digest].concat(),
        ));
    }
    if let Some(pages) = done.pages {
        lines.push(Line::from(fill(&words.done_pages, &[("count", &pages)])));
    }
    if done.size > 0 {
        lines.push(Line::from(fill(&words.done_size, &[("size", &size(done.size))])));
    }
    lines.push(Line::from(signatures(signed, ctx)));
    lines.push(Line::default());
    let muted = ctx.theme.style(Role::Muted);
    lines.push(Line::styled(words.digest_hint.clone(), muted));
    if can_add {
        let key = ctx.key(Context::Export, Action::Sign);
        let file = done.path.display();
        lines.push(Line::styled(fill(&words.add_hint, &[("key", &key)]), muted));
        lines.push(Line::styled(fill(&words.verify_hint, &[("path", &file)]), muted));
    }
    if lang != ReportLang::Zh {
        lines.push(Line::styled(words.translation.clone(), muted));
    }
    lines
}

/// `数字签名：李文（评估人）、陈博（个人信息保护负责人）`
fn signatures(signed: &[Signed], ctx: &Ctx<'_>) -> String {
    let words = &ctx.messages.export;
    if signed.is_empty() {
        return words.done_unsigned.clone();
    }
    let common = &ctx.messages.common;
    let one = |(name, as_role): &Signed| {
        let role = role(*as_role, words);
        [name.as_str(), &common.open_bracket, role, &common.close_bracket].concat()
    };
    let names: Vec<String> = signed.iter().map(one).collect();
    fill(&words.done_signed, &[("name", &join(&names, ctx.lang))])
}

/// What went wrong and what to do; for letters that no face has, each place on a line of its own.
pub(super) fn failed(trouble: &Trouble, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
    let error = ctx.theme.style(Role::Error);
    let mut lines: Vec<Line<'static>> = trouble
        .what
        .get(ctx.lang)
        .lines()
        .map(|line| Line::styled(line.to_owned(), error))
        .collect();
    lines.extend(
        trouble
            .todo
            .get(ctx.lang)
            .lines()
            .map(|line| Line::from(line.to_owned())),
    );
    lines.push(Line::styled(
        ctx.messages.export.failed_kept.clone(),
        ctx.theme.style(Role::Muted),
    ));
    lines
}

fn size(bytes: u64) -> String {
    format!("{} KB", number(bytes.div_ceil(1024)))
}

pub(super) fn format(format: Format, words: &Export) -> &str {
    match format {
        Format::Pdf => &words.format_pdf,
        Format::Markdown => &words.format_markdown,
        Format::Text => &words.format_text,
        Format::Json => &words.format_json,
    }
}

pub(super) fn role(role: SignRole, words: &Export) -> &str {
    match role {
        SignRole::Assessor => &words.role_assessor,
        SignRole::Reviewer => &words.role_reviewer,
        SignRole::Officer => &words.role_officer,
        SignRole::LegalRepresentative => &words.role_legal_representative,
        SignRole::Client => &words.role_client,
    }
}
