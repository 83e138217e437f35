//! Language and colours.

use super::{Ctx, Desk, Go, frame, moved};
use crate::domain::Lang;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::effect::{Effect, ReportLang};
use crate::tui::theme::ThemeKind;
use crate::tui::widget::{Form, FormKind, FormRow};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

/// The row in focus.
#[derive(Debug, Default)]
pub struct State {
    focus: usize,
}

const ROWS: usize = 3;

impl State {
    /// Which keys hold.
    pub const fn context(&self) -> Context {
        Context::Settings
    }

    /// Everything this screen offers always works.
    pub const fn availability(&self, _: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        true
    }

    /// Moves, changes.
    pub fn update(&mut self, action: Action, desk: &mut Desk, _: &Ctx<'_>) -> Go {
        if moved(&mut self.focus, ROWS, action) {
            return Go::Stay;
        }
        if !matches!(action, Action::Left | Action::Right | Action::Accept) {
            return Go::Unused;
        }
        let preferences = &mut desk.preferences;
        match self.focus {
            0 => preferences.lang = preferences.lang.other(),
            1 => {
                preferences.theme = match preferences.theme {
                    ThemeKind::Dark => ThemeKind::Light,
                    ThemeKind::Light => ThemeKind::Plain,
                    ThemeKind::Plain => ThemeKind::Dark,
                }
            }
            _ => {
                preferences.report = match preferences.report {
                    ReportLang::Zh => ReportLang::En,
                    ReportLang::En => ReportLang::Both,
                    ReportLang::Both => ReportLang::Zh,
                }
            }
        }
        let preferences = preferences.clone();
        desk.ask(Effect::SaveSettings(preferences));
        Go::Stay
    }

    /// No text is typed here.
    pub const fn insert(&mut self, _: &str, _: &mut Desk, _: &Ctx<'_>) {}

    /// Draws the form.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let (words, common) = (&ctx.messages.settings, &ctx.messages.common);
        let room = frame(area, buf, &words.title, "", ctx);
        let lang = |zh: bool| if zh { &common.lang_zh } else { &common.lang_en };
        let theme = match desk.preferences.theme {
            ThemeKind::Dark => &words.theme_dark,
            ThemeKind::Light => &words.theme_light,
            ThemeKind::Plain => &words.theme_plain,
        };
        let report = match desk.preferences.report {
            ReportLang::Zh => lang(true),
            ReportLang::En => lang(false),
            ReportLang::Both => &words.report_both,
        };
        let rows = [
            FormRow::new(
                &words.ui_language,
                lang(ctx.lang == Lang::Zh).as_str(),
                FormKind::Choice,
            ),
            FormRow::new(&words.theme, theme.as_str(), FormKind::Choice),
            FormRow::new(&words.report_language, report.as_str(), FormKind::Choice),
        ];
        (&Form::new(&rows, self.focus, ctx.theme)).render(room, buf);
        None
    }
}
