//! Signing identities: the list, the form of a new one, and what its owner must know.

mod create;

use super::{Ctx, Deed, Desk, Go, confirm, frame, moved};
use crate::i18n::{both, fill};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::effect::{Effect, IdentityEntry, Outcome};
use crate::tui::theme::Role;
use crate::tui::widget::{Column, Paragraph, Table};
use create::Form;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;

#[derive(Debug)]
enum Mode {
    List,
    Form(Box<Form>),
    /// One identity; true if it was made just now.
    Shown(Box<IdentityEntry>, bool),
}

/// What is shown, and whether a report waits for the identity.
#[derive(Debug)]
pub struct State {
    mode: Mode,
    focus: usize,
    for_export: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            mode: Mode::List,
            focus: 0,
            for_export: false,
        }
    }
}

impl State {
    /// The form of a new identity, opened by the export dialog, which is given its name.
    pub fn create(desk: &Desk) -> Self {
        Self {
            mode: Mode::Form(Box::new(Form::new(desk))),
            focus: 0,
            for_export: true,
        }
    }

    /// Which keys hold.
    pub fn context(&self) -> Context {
        match &self.mode {
            Mode::List => Context::Identity,
            Mode::Form(form) => form.context(),
            Mode::Shown(..) => Context::Popup,
        }
    }

    /// What does nothing now is left out.
    pub fn availability(&self, action: Action, desk: &Desk, _: &Ctx<'_>) -> bool {
        match &self.mode {
            Mode::List => action != Action::Remove || !desk.identities.is_empty(),
            Mode::Form(_) => !matches!(action, Action::Remove | Action::Left | Action::Right),
            Mode::Shown(..) => matches!(action, Action::Back | Action::Help),
        }
    }

    /// Moves, makes, removes.
    pub fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        match &mut self.mode {
            Mode::Form(form) => {
                let go = form.update(action, desk, ctx);
                if matches!(go, Go::Back) && !self.for_export {
                    self.mode = Mode::List;
                    return Go::Stay;
                }
                go
            }
            Mode::Shown(entry, _) if matches!(action, Action::Back | Action::Accept) => {
                let id = entry.id.clone();
                if self.for_export {
                    return Go::BackWith(Deed::Picked(id));
                }
                self.mode = Mode::List;
                Go::Stay
            }
            Mode::Shown(..) => Go::Unused,
            Mode::List => self.on_list(action, desk),
        }
    }

    fn on_list(&mut self, action: Action, desk: &Desk) -> Go {
        if moved(&mut self.focus, desk.identities.len(), action) {
            return Go::Stay;
        }
        let known = desk.identities.get(self.focus);
        match (action, known) {
            (Action::NewIdentity, _) => self.mode = Mode::Form(Box::new(Form::new(desk))),
            (Action::Accept, Some(known)) => self.mode = Mode::Shown(Box::new(known.clone()), false),
            (Action::Remove, Some(known)) => {
                let question = both(|words| fill(&words.identity.remove_confirm, &[("name", &known.name)]));
                let note = both(|words| words.identity.remove_note.clone());
                let deed = Deed::Effect(Effect::RemoveIdentity(known.id.clone()));
                return Go::open(confirm::State::new(question, note, deed));
            }
            _ => return Go::Unused,
        }
        Go::Stay
    }

    /// Types into the form.
    pub fn insert(&mut self, text: &str, _: &mut Desk, _: &Ctx<'_>) {
        if let Mode::Form(form) = &mut self.mode {
            form.insert(text);
        }
    }

    /// The list was read, an identity was made, or not.
    pub fn outcome(&mut self, outcome: &Outcome, desk: &mut Desk, _: &Ctx<'_>) -> bool {
        match (outcome, &mut self.mode) {
            (Outcome::IdentityReady(entry), _) => {
                desk.identities.retain(|known| known.id != entry.id);
                desk.identities.push(entry.clone());
                self.mode = Mode::Shown(Box::new(entry.clone()), true);
                true
            }
            (Outcome::Failed(_), Mode::Form(form)) => {
                form.failed();
                true
            }
            (Outcome::Identities(list), _) => {
                self.focus = self.focus.min(list.len().saturating_sub(1));
                true
            }
            _ => false,
        }
    }

    /// Draws list, form or page.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let words = &ctx.messages.identity;
        match &self.mode {
            Mode::Form(form) => form.view(area, buf, ctx),
            Mode::Shown(entry, new) => {
                let room = frame(area, buf, &words.title, &entry.name, ctx);
                let room = Rect {
                    x: room.x + 1,
                    width: room.width.saturating_sub(2),
                    ..room
                };
                (&Paragraph::new(facts(entry, *new, ctx))).render(room, buf);
                None
            }
            Mode::List => {
                let room = frame(area, buf, &words.title, "", ctx);
                let room = Rect {
                    x: room.x + 1,
                    width: room.width.saturating_sub(1),
                    ..room
                };
                self.draw_list(room, buf, desk, ctx);
                None
            }
        }
    }

    fn draw_list(&self, room: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) {
        let words = &ctx.messages.identity;
        if desk.identities.is_empty() {
            let new = ctx.key(Context::Identity, Action::NewIdentity);
            let text = [words.empty.clone(), fill(&words.empty_todo, &[("new", &new)])].join("\n");
            (&Paragraph::new(text)).render(room, buf);
            return;
        }
        let cells = |known: &IdentityEntry| {
            let kind = if known.self_signed {
                &words.self_signed
            } else {
                &words.chained
            };
            let (until, role) = until(known, ctx);
            vec![
                (known.name.clone(), Role::Text),
                (known.organisation.clone(), Role::Text),
                (kind.clone(), Role::Muted),
                (until, role),
                (known.id.clone(), Role::Muted),
            ]
        };
        let rows: Vec<_> = desk.identities.iter().map(cells).collect();
        let columns = [
            Column::new(&words.person, 20),
            Column::new(&words.organisation, 30),
            Column::new(&words.certificate, 16),
            Column::new(&words.validity, 20),
            Column::new(&words.id, 20),
        ];
        (&Table::new(&columns, &rows, ctx.theme).row(self.focus)).render(room, buf);
    }
}

fn until(known: &IdentityEntry, ctx: &Ctx<'_>) -> (String, Role) {
    let words = &ctx.messages.identity;
    let day = known.expires.parse::<jiff::civil::Date>().ok();
    if day.is_some_and(|day| day < ctx.today) {
        (words.expired.clone(), Role::Error)
    } else {
        (fill(&words.expires, &[("date", &known.expires)]), Role::Text)
    }
}

/// All that its owner must know about an identity.
fn facts(entry: &IdentityEntry, new: bool, ctx: &Ctx<'_>) -> Vec<Line<'static>> {
    let words = &ctx.messages.identity;
    let colon = ctx.messages.common.colon.as_str();
    let fact = |label: &str, value: &str| Line::from([label, colon, value].concat());
    let plain = |text: &str| Line::from(text.to_owned());
    let protected = if entry.locked {
        &words.locked
    } else {
        &words.no_passphrase
    };
    let mut lines = Vec::new();
    if new {
        let made = fill(&words.created, &[("name", &entry.id)]);
        lines.push(Line::styled(made, ctx.theme.style(Role::Notice)));
    }
    lines.extend([
        fact(&words.person, &entry.name),
        fact(&words.organisation, &entry.organisation),
        Line::from(until(entry, ctx).0),
        fact(&words.protection, protected),
        fact(&words.fingerprint, &entry.fingerprint),
        fact(&words.hand_out, &entry.certificate.to_string_lossy()),
        Line::default(),
        Line::styled(words.lost_note.clone(), ctx.theme.style(Role::Warning)),
    ]);
    if entry.self_signed {
        lines.push(Line::styled(
            words.licensed_note.clone(),
            ctx.theme.style(Role::Warning),
        ));
        lines.push(plain(&words.self_signed_note));
    }
    lines
}
