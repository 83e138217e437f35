//! The form of a new signing identity.

use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::editor::Editor;
use crate::tui::effect::{Effect, IdentityOrder, Passphrase};
use crate::tui::screen::sheet::{Sheet, Turn};
use crate::tui::screen::{Ctx, Desk, Go, frame};
use crate::tui::theme::Role;
use crate::tui::widget::{FormKind, FormRow, Notice, Paragraph};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;

const PERSON: usize = 0;
const ORGANISATION: usize = 1;
const PASSPHRASE: usize = 2;
const AGAIN: usize = 3;
const ID: usize = 4;
const MAKE: usize = 5;
const ROWS: usize = 6;

/// The texts of the rows, and the form.
#[derive(Debug)]
pub(super) struct Form {
    sheet: Sheet,
    texts: [String; MAKE],
    working: bool,
}

impl Form {
    /// Name and organisation as far as they are known; a free name for the files.
    pub(super) fn new(desk: &Desk) -> Self {
        let processor = desk.session.as_ref().and_then(|session| {
            let cell = session
                .answers()
                .cell("processor.identity", crate::domain::FORM_ROW, "name")?;
            Some(cell.text().to_owned())
        });
        let organisation = if desk.preferences.organisation.is_empty() {
            processor.unwrap_or_default()
        } else {
            desk.preferences.organisation.clone()
        };
        let free = |id: &String| desk.identities.iter().all(|known| known.id != *id);
        let id = (1..=desk.identities.len() + 1)
            .map(|n| format!("signer-{n}"))
            .find(free)
            .unwrap_or_default();
        let mut form = Self {
            sheet: Sheet::default(),
            texts: [
                desk.preferences.assessor.clone(),
                organisation,
                String::new(),
                String::new(),
                id,
            ],
            working: false,
        };
        form.enter(PERSON);
        form
    }

    pub(super) fn context(&self) -> Context {
        self.sheet.context(Context::Form)
    }

    fn enter(&mut self, at: usize) {
        let editor = self.texts.get(at).map(|text| {
            let editor = Editor::single(text).limit(64);
            if matches!(at, PASSPHRASE | AGAIN) {
                editor.masked()
            } else {
                editor
            }
        });
        self.sheet.enter(at, editor);
    }

    fn store(&mut self) {
        if let (Some(value), Some(text)) = (self.sheet.value(), self.texts.get_mut(self.sheet.focus())) {
            *text = value;
        }
    }

    pub(super) fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        match self.sheet.update(action, ROWS) {
            Turn::Typed => self.store(),
            Turn::Move(to) => {
                self.store();
                self.enter(to);
            }
            Turn::Unused => match action {
                Action::Submit | Action::Accept => self.submit(desk, ctx),
                Action::Back => return Go::Back,
                _ => return Go::Unused,
            },
        }
        Go::Stay
    }

    pub(super) fn insert(&mut self, text: &str) {
        if self.sheet.insert(text) {
            self.store();
        }
    }

    pub(super) const fn failed(&mut self) {
        self.working = false;
    }

    fn submit(&mut self, desk: &mut Desk, ctx: &Ctx<'_>) {
        self.store();
        let error = &ctx.messages.error;
        let [name, organisation, passphrase, again, id] = &self.texts;
        let (name, organisation, id) = (name.trim(), organisation.trim(), id.trim());
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let fault = if name.is_empty() {
            Some((PERSON, &error.name_missing))
        } else if organisation.is_empty() {
            Some((ORGANISATION, &error.name_missing))
        } else if passphrase != again {
            Some((AGAIN, &error.passphrases_differ))
        } else if id.is_empty() || id.starts_with('-') || !id.chars().all(fits) {
            Some((ID, &error.bad_identifier))
        } else {
            None
        };
        if let Some((row, advice)) = fault {
            desk.notice = Some(Notice::error(advice.clone()));
            self.enter(row);
            return;
        }
        self.working = true;
        desk.ask(Effect::NewIdentity(IdentityOrder {
            id: id.to_owned(),
            name: name.to_owned(),
            organisation: organisation.to_owned(),
            passphrase: Passphrase(passphrase.clone()),
        }));
    }

    pub(super) fn view(&self, area: Rect, buf: &mut Buffer, ctx: &Ctx<'_>) -> Option<Position> {
        let words = &ctx.messages.identity;
        let room = frame(area, buf, &words.new_title, "", ctx);
        let signs = |text: &str| "*".repeat(text.chars().count());
        let [name, organisation, passphrase, again, id] = &self.texts;
        let rows = [
            FormRow::new(&words.person, name.clone(), FormKind::Text).hint(&words.person_hint),
            FormRow::new(&words.organisation, organisation.clone(), FormKind::Text),
            FormRow::new(&words.passphrase, signs(passphrase), FormKind::Text).hint(&words.passphrase_hint),
            FormRow::new(&words.passphrase_again, signs(again), FormKind::Text),
            FormRow::new(&words.id, id.clone(), FormKind::Text).hint(&words.id_hint),
            FormRow::new("", words.make.clone(), FormKind::Button),
        ];
        let notes = if self.working {
            vec![&words.making]
        } else {
            vec![&words.what_for, &words.lost_note, &words.licensed_note]
        };
        let style = ctx.theme.style(Role::Muted);
        let lines: Vec<Line<'_>> = notes
            .into_iter()
            .flat_map(|note| [Line::styled(note.as_str(), style), Line::default()])
            .collect();
        let below = Rect {
            x: room.x + 1,
            y: (room.y + 9).min(room.bottom()),
            width: room.width.saturating_sub(2),
            height: room.height.saturating_sub(9),
        };
        (&Paragraph::new(lines)).render(below, buf);
        self.sheet.draw(
            &rows,
            Rect {
                height: room.height.min(8),
                ..room
            },
            buf,
            ctx,
        )
    }
}
