//! The rows of the list: what is found, in which order, in which words.

use crate::domain::{Because, Finding, Row, RowKey, Severity};
use crate::i18n::{fill, join};
use crate::tui::screen::finding::standing;
use crate::tui::screen::{Ctx, measure};
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widget::{Badge, severity_role};

/// The cells of one row.
pub(super) type Cells = Vec<(String, Role)>;

/// The counts by severity.
pub(super) fn summary(session: &Session, ctx: &Ctx<'_>) -> String {
    let found = session.engine().answered_findings();
    let count = |severity| {
        found
            .iter()
            .filter(|finding| finding.severity == severity && finding.open)
            .count()
    };
    fill(
        &ctx.messages.finding.count,
        &[
            ("blocking", &count(Severity::Blocking)),
            ("major", &count(Severity::Major)),
            ("minor", &count(Severity::Minor)),
        ],
    )
}

/// The findings that fit the filter, and their cells.
pub(super) fn findings(about: bool, filter: &str, session: &Session, ctx: &Ctx<'_>) -> (Vec<Finding>, Vec<Cells>) {
    let mut found = session.engine().answered_findings();
    found.retain(|finding| fits(filter, &words_of(finding, session, ctx)));
    if about {
        let name = |finding: &Finding| session.scope_name(&finding.scope).get(ctx.lang).to_owned();
        found.sort_by_cached_key(|finding| {
            (
                !finding.scope.is_whole(),
                name(finding),
                std::cmp::Reverse(finding.severity),
            )
        });
    } else {
        // Within a severity what is open stands first.
        found.sort_by_key(|finding| (std::cmp::Reverse(finding.severity), !finding.open));
    }
    let mut last = None;
    let cells = found
        .iter()
        .map(|finding| {
            let cells = if about {
                by_object(finding, last.as_ref(), session, ctx)
            } else {
                by_severity(finding, session, ctx)
            };
            last = Some(finding.scope.clone());
            cells
        })
        .collect();
    (found, cells)
}

fn by_severity(finding: &Finding, session: &Session, ctx: &Ctx<'_>) -> Cells {
    let badge = Badge::finding(finding.severity, ctx.messages, ctx.theme);
    let (state, role) = standing(finding, session, ctx);
    vec![
        (badge.text(), badge.role()),
        (finding.code.to_string(), Role::Muted),
        (state, role),
        (text(finding, ctx), if finding.open { Role::Text } else { Role::Muted }),
    ]
}

fn by_object(finding: &Finding, last: Option<&crate::domain::Scope>, session: &Session, ctx: &Ctx<'_>) -> Cells {
    let name = if finding.scope.is_whole() {
        ctx.messages.finding.whole.clone()
    } else {
        session.scope_name(&finding.scope).get(ctx.lang).to_owned()
    };
    let name = if last == Some(&finding.scope) {
        String::new()
    } else {
        name
    };
    let badge = Badge::finding(finding.severity, ctx.messages, ctx.theme);
    vec![
        (name, Role::Heading),
        (finding.code.to_string(), Role::Muted),
        (badge.text(), badge.role()),
        (text(finding, ctx), if finding.open { Role::Text } else { Role::Muted }),
    ]
}

/// What was found, marked if only because something is not known.
fn text(finding: &Finding, ctx: &Ctx<'_>) -> String {
    let text = finding.text.get(ctx.lang);
    if finding.because == Because::Unknown {
        format!("[{}] {text}", ctx.messages.finding.not_known)
    } else {
        text.to_owned()
    }
}

fn words_of(finding: &Finding, session: &Session, ctx: &Ctx<'_>) -> String {
    let name = session.scope_name(&finding.scope);
    let badge = Badge::finding(finding.severity, ctx.messages, ctx.theme);
    let (state, _) = standing(finding, session, ctx);
    let unknown = if finding.because == Because::Unknown {
        ctx.messages.finding.not_known.as_str()
    } else {
        ""
    };
    [
        finding.code.as_str(),
        &finding.text.zh,
        &finding.text.en,
        &name.zh,
        &name.en,
        &badge.text(),
        &state,
        unknown,
    ]
    .join(" ")
}

fn fits(filter: &str, words: &str) -> bool {
    let words = words.to_lowercase();
    filter
        .to_lowercase()
        .split_whitespace()
        .all(|word| words.contains(word))
}

/// The measures that fit the filter: what is due first stands first, what is done last.
pub(super) fn measures(filter: &str, session: &Session, ctx: &Ctx<'_>) -> (Vec<RowKey>, Vec<Cells>) {
    let mut rows: Vec<&Row> = session.answers().rows(measure::MEASURES).iter().collect();
    rows.sort_by_key(|row| (measure::is_done(row), measure::due(row).is_none(), measure::due(row)));
    let mut found: Vec<(RowKey, Cells)> = rows
        .into_iter()
        .map(|row| (row.key.clone(), of_measure(row, session, ctx)))
        .collect();
    found.retain(|(_, cells)| {
        fits(
            filter,
            &cells
                .iter()
                .map(|(text, _)| text.as_str())
                .collect::<Vec<_>>()
                .join(" "),
        )
    });
    found.into_iter().unzip()
}

fn of_measure(row: &Row, session: &Session, ctx: &Ctx<'_>) -> Cells {
    let words = &ctx.messages.finding;
    let due = measure::due(row).map_or_else(|| words.to_fill.clone(), |date| date.to_string());
    let overdue = measure::is_overdue(row, ctx.today);
    let due = if overdue { format!("! {due}") } else { due };
    let (status, unproven) = measure::status(row, session, ctx);
    let owner = measure::said(row, "owner", ctx.lang);
    let owner = if owner.is_empty() { words.to_fill.clone() } else { owner };
    let ids = measure::findings_of(row);
    let mut codes: Vec<&str> = Vec::new();
    for code in ids.iter().map(|id| id.split('@').next().unwrap_or_default()) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let due_role = if overdue {
        severity_role(Severity::Major)
    } else {
        Role::Text
    };
    vec![
        (due, due_role),
        (status, if unproven { Role::Warning } else { Role::Text }),
        (owner, Role::Text),
        (join(&codes, ctx.lang), Role::Muted),
        (measure::said(row, "text", ctx.lang), Role::Text),
    ]
}
