//! What the cover of the report will show, said before it is written: composed by the same code as the report.

use crate::report::compose::{ComposeOptions, cover};
use crate::report::document::{Block, NoticeKind};
use crate::tui::screen::Ctx;
use crate::tui::session::Session;
use crate::tui::theme::Role;

/// The notices of the cover, in the language of the screen.
pub(super) fn lines(session: &Session, ctx: &Ctx<'_>, draft: bool, signed: bool) -> Vec<(String, Role)> {
    let words = &ctx.messages.export;
    let options = ComposeOptions {
        lang: ctx.lang,
        title: session.title().clone(),
        number: String::new(),
        version: String::new(),
        date: ctx.today,
        draft,
        signed,
        mark: String::new(),
        assessment_digest: String::new(),
        program_version: String::new(),
        keep_until: None,
    };
    let cover = cover(session.engine(), &options);
    let mut lines = vec![(words.cover.clone(), Role::Heading)];
    let mut any = false;
    for block in cover.notices {
        let Block::Notice { notice, title, text } = block else {
            continue;
        };
        let role = match notice {
            NoticeKind::Draft => Role::Warning,
            NoticeKind::Blocking => Role::FindingMajor,
            NoticeKind::Untranslated | NoticeKind::Note => continue,
        };
        any = true;
        lines.push((format!("  {title}"), role));
        for line in text {
            let line: String = line.iter().map(crate::report::document::Inline::words).collect();
            lines.push((format!("    {line}"), Role::Text));
        }
    }
    if !any {
        lines.push((format!("  {}", words.cover_clear), Role::Notice));
    }
    lines
}
