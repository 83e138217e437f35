//! The export dialog and its result.

use super::{Ctx, Deed, Desk, Go, confirm, frame};
use crate::i18n::fill;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::effect::{Effect, ExportOrder, Exported, Format, Outcome};
use crate::tui::theme::Role;
use crate::tui::widget::{Form, FormKind, FormRow};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

/// The order as it is filled in, and what came of it.
#[derive(Debug)]
pub struct State {
    focus: usize,
    order: ExportOrder,
    working: bool,
    done: Option<Exported>,
    exists: bool,
}

const FORMAT: usize = 0;
const DRAFT: usize = 1;
const GO: usize = 2;
const ROWS: usize = 3;

impl State {
    /// A PDF beside the assessment; a draft while something is missing.
    pub fn new(desk: &Desk) -> Self {
        let session = desk.session.as_ref();
        let path = session.map(|session| session.path().with_extension("").with_extension("pdf"));
        let draft = session.is_some_and(|session| session.overview().done < session.overview().total);
        Self {
            focus: 0,
            order: ExportOrder {
                format: Format::Pdf,
                lang: desk.preferences.report,
                path: path.unwrap_or_default(),
                draft,
                overwrite: false,
                sign: None,
            },
            working: false,
            done: None,
            exists: false,
        }
    }

    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Export
    }

    /// Signing is not chosen here yet.
    pub const fn availability(&self, action: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        !matches!(action, Action::Sign)
    }

    /// Fills in, orders.
    pub fn update(&mut self, action: Action, desk: &mut Desk, ctx: &Ctx<'_>) -> Go {
        if std::mem::take(&mut self.exists) {
            let order = ExportOrder {
                overwrite: true,
                ..self.order.clone()
            };
            let question = fill(&ctx.messages.confirm.overwrite, &[("path", &order.path.display())]);
            let note = ctx.messages.confirm.overwrite_note.as_str();
            return Go::open(confirm::State::new(question, note, Deed::Effect(Effect::Export(order))));
        }
        match action {
            Action::Up | Action::PreviousField => self.focus = (self.focus + ROWS - 1) % ROWS,
            Action::Down | Action::NextField => self.focus = (self.focus + 1) % ROWS,
            Action::Left | Action::Right if self.focus == FORMAT => self.next_format(action == Action::Right),
            Action::Left | Action::Right | Action::Toggle if self.focus == DRAFT => {
                self.order.draft = !self.order.draft
            }
            Action::Submit => self.submit(desk),
            Action::Edit if self.focus == GO => self.submit(desk),
            _ => return Go::Unused,
        }
        Go::Stay
    }

    fn next_format(&mut self, forward: bool) {
        let count = Format::ALL.len();
        let at = Format::ALL
            .iter()
            .position(|format| *format == self.order.format)
            .unwrap_or(0);
        let to = if forward { at + 1 } else { at + count - 1 } % count;
        if let Some(format) = Format::ALL.get(to) {
            self.order.format = *format;
            self.order.path.set_extension(format.extension());
        }
    }

    fn submit(&mut self, desk: &mut Desk) {
        self.working = true;
        self.done = None;
        desk.ask(Effect::Export(self.order.clone()));
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// The report was written, or not.
    pub fn outcome(&mut self, outcome: &Outcome, _: &mut Desk, _: &Ctx<'_>) -> bool {
        match outcome {
            Outcome::Exported(done) => self.done = Some(done.clone()),
            Outcome::ExportExists(order) => {
                self.order = order.clone();
                self.exists = true;
            }
            Outcome::Failed(_) => {}
            _ => return false,
        }
        self.working = false;
        true
    }

    /// Draws the form, then the result.
    pub fn view(&self, area: Rect, buf: &mut Buffer, _: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let words = &ctx.messages.export;
        let room = frame(area, buf, &words.title, "", ctx);
        let draft = if self.order.draft {
            &words.draft_yes
        } else {
            &words.draft_no
        };
        let rows = [
            FormRow::new(&words.format, self.order.format.extension(), FormKind::Choice),
            FormRow::new(&words.draft, draft.as_str(), FormKind::Tick(self.order.draft)),
            FormRow::new("", words.go.as_str(), FormKind::Button),
        ];
        let form = Form::new(&rows, self.focus, ctx.theme);
        (&form).render(room, buf);
        let y = room.y + u16::try_from(form.height(room.width)).unwrap_or(0) + 1;
        let mut lines = Vec::new();
        if self.working {
            lines.push(words.working.clone());
        }
        if let Some(done) = &self.done {
            lines.push(words.done.clone());
            lines.push(fill(&words.done_path, &[("path", &done.path.display())]));
            lines.push([words.file_digest.as_str(), &done.file_digest].join(" "));
        }
        for (line, y) in lines.iter().zip(y..room.bottom()) {
            buf.set_stringn(
                room.x + 1,
                y,
                line,
                usize::from(room.width),
                ctx.theme.style(Role::Text),
            );
        }
        None
    }
}
