//! Language, colours, what reports and new identities start from.

use super::sheet::{Sheet, Turn};
use super::{Ctx, Desk, Go, frame};
use crate::domain::Lang;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::editor::Editor;
use crate::tui::effect::{Effect, Preferences, ReportLang};
use crate::tui::theme::ThemeKind;
use crate::tui::widget::{FormKind, FormRow};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

const LANGUAGE: usize = 0;
const THEME: usize = 1;
const REPORT: usize = 2;
const FOLDER: usize = 3;
const ORGANISATION: usize = 4;
const ASSESSOR: usize = 5;
const FONT: usize = 6;
const ROWS: usize = 7;

/// The form.
#[derive(Debug, Default)]
pub struct State {
    sheet: Sheet,
}

fn text_of(row: usize, preferences: &mut Preferences) -> Option<&mut String> {
    match row {
        FOLDER => Some(&mut preferences.folder),
        ORGANISATION => Some(&mut preferences.organisation),
        ASSESSOR => Some(&mut preferences.assessor),
        FONT => Some(&mut preferences.fallback_font),
        _ => None,
    }
}

impl State {
    /// Which keys hold.
    pub fn context(&self) -> Context {
        self.sheet.context(Context::Settings)
    }

    /// There is nothing to complete: every change is kept at once.
    pub const fn availability(&self, action: Action, _: &Desk, _: &Ctx<'_>) -> bool {
        !matches!(action, Action::Submit)
    }

    /// Moves, changes.
    pub fn update(&mut self, action: Action, desk: &mut Desk, _: &Ctx<'_>) -> Go {
        match self.sheet.update(action, ROWS) {
            Turn::Typed => {}
            Turn::Move(to) => {
                self.store(desk);
                let text = text_of(to, &mut desk.preferences).cloned();
                self.sheet.enter(to, text.map(|text| Editor::single(&text).limit(300)));
            }
            Turn::Unused => return self.other(action, desk),
        }
        Go::Stay
    }

    fn other(&self, action: Action, desk: &mut Desk) -> Go {
        match action {
            Action::Left | Action::Right | Action::Accept => self.turn(action != Action::Left, desk),
            Action::Back | Action::Submit => {
                self.store(desk);
                return Go::Back;
            }
            _ => return Go::Unused,
        }
        Go::Stay
    }

    /// Keeps what was typed.
    fn store(&self, desk: &mut Desk) {
        let (Some(typed), Some(text)) = (self.sheet.value(), text_of(self.sheet.focus(), &mut desk.preferences)) else {
            return;
        };
        if *text != typed.trim() {
            typed.trim().clone_into(text);
            desk.ask(Effect::SaveSettings(desk.preferences.clone()));
        }
    }

    fn turn(&self, forward: bool, desk: &mut Desk) {
        let preferences = &mut desk.preferences;
        match self.sheet.focus() {
            LANGUAGE => preferences.lang = preferences.lang.other(),
            THEME => {
                preferences.theme = match (preferences.theme, forward) {
                    (ThemeKind::Dark, true) | (ThemeKind::Plain, false) => ThemeKind::Light,
                    (ThemeKind::Light, true) | (ThemeKind::Dark, false) => ThemeKind::Plain,
                    (ThemeKind::Plain, true) | (ThemeKind::Light, false) => ThemeKind::Dark,
                }
            }
            REPORT => {
                preferences.report = match (preferences.report, forward) {
                    (ReportLang::Zh, true) | (ReportLang::Both, false) => ReportLang::En,
                    (ReportLang::En, true) | (ReportLang::Zh, false) => ReportLang::Both,
                    (ReportLang::Both, true) | (ReportLang::En, false) => ReportLang::Zh,
                }
            }
            _ => return,
        }
        desk.ask(Effect::SaveSettings(desk.preferences.clone()));
    }

    /// Types into the field in focus.
    pub fn insert(&mut self, text: &str, _: &mut Desk, _: &Ctx<'_>) {
        self.sheet.insert(text);
    }

    /// Draws the form.
    pub fn view(&self, area: Rect, buf: &mut Buffer, desk: &Desk, ctx: &Ctx<'_>) -> Option<Position> {
        let (words, common) = (&ctx.messages.settings, &ctx.messages.common);
        let room = frame(area, buf, &words.title, "", ctx);
        let own = &desk.preferences;
        let lang = |zh: bool| {
            if zh {
                common.lang_zh.as_str()
            } else {
                common.lang_en.as_str()
            }
        };
        let theme = match own.theme {
            ThemeKind::Dark => &words.theme_dark,
            ThemeKind::Light => &words.theme_light,
            ThemeKind::Plain => &words.theme_plain,
        };
        let report = match own.report {
            ReportLang::Zh => lang(true),
            ReportLang::En => lang(false),
            ReportLang::Both => words.report_both.as_str(),
        };
        let rows = [
            FormRow::new(&words.ui_language, lang(ctx.lang == Lang::Zh), FormKind::Choice),
            FormRow::new(&words.theme, theme.as_str(), FormKind::Choice),
            FormRow::new(&words.report_language, report, FormKind::Choice),
            FormRow::new(&words.folder, own.folder.clone(), FormKind::Text).hint(&words.folder_hint),
            FormRow::new(&words.organisation, own.organisation.clone(), FormKind::Text).hint(&words.organisation_hint),
            FormRow::new(&words.assessor, own.assessor.clone(), FormKind::Text).hint(&words.assessor_hint),
            FormRow::new(&words.fallback_font, own.fallback_font.clone(), FormKind::Text)
                .hint(&words.fallback_font_hint),
        ];
        self.sheet.draw(&rows, room, buf, ctx)
    }
}
