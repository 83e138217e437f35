//! The rows of the export dialog.

use super::{State, outcome, turned};
use crate::tui::effect::{Format, ReportLang};
use crate::tui::screen::{Ctx, Desk};
use crate::tui::widget::{FormKind, FormRow};

/// A row of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    Format,
    Lang,
    Draft,
    Sign,
    Role,
    Passphrase,
    Path,
    Font,
    Go,
    Again,
}

impl Item {
    /// Changed with left and right.
    pub(super) const fn is_choice(self) -> bool {
        matches!(self, Self::Format | Self::Lang | Self::Draft | Self::Sign | Self::Role)
    }
}

/// Who signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Signer {
    Nobody,
    Known(String),
    New,
}

impl State {
    /// The first identity signs unless something else was chosen.
    pub(super) fn signer(&self, desk: &Desk) -> Signer {
        if self.format != Format::Pdf {
            return Signer::Nobody;
        }
        let first = || desk.identities.first().map(|known| Signer::Known(known.id.clone()));
        let chosen = match &self.signer {
            Some(Signer::Known(id)) if desk.identities.iter().all(|known| known.id != *id) => None,
            Some(Signer::Nobody) if self.adding => first(),
            Some(signer) => Some(signer.clone()),
            None => first(),
        };
        chosen.unwrap_or(if self.adding { Signer::New } else { Signer::Nobody })
    }

    pub(super) fn next_signer(&self, forward: bool, desk: &Desk) -> Signer {
        let mut all = if self.adding { Vec::new() } else { vec![Signer::Nobody] };
        all.extend(desk.identities.iter().map(|known| Signer::Known(known.id.clone())));
        all.push(Signer::New);
        let at = all.iter().position(|signer| *signer == self.signer(desk)).unwrap_or(0);
        all.get(turned(at, all.len(), forward))
            .cloned()
            .unwrap_or(Signer::Nobody)
    }

    /// Whether the identity that signs needs its passphrase.
    pub(super) fn locked(&self, desk: &Desk) -> bool {
        let Signer::Known(id) = self.signer(desk) else {
            return false;
        };
        desk.identities.iter().any(|known| known.id == id && known.locked)
    }

    pub(super) fn rows(&self, desk: &Desk) -> Vec<Item> {
        let mut rows = Vec::new();
        if !self.adding {
            rows.extend([Item::Format, Item::Lang, Item::Draft]);
        }
        if self.format == Format::Pdf {
            rows.push(Item::Sign);
        }
        if matches!(self.signer(desk), Signer::Known(_)) {
            rows.push(Item::Role);
        }
        if self.locked(desk) {
            rows.push(Item::Passphrase);
        }
        if !self.adding {
            rows.push(Item::Path);
            if self.lacks_letters() || !desk.preferences.fallback_font.is_empty() {
                rows.push(Item::Font);
            }
        }
        rows.push(Item::Go);
        if self.can_add() {
            rows.push(Item::Again);
        }
        rows
    }

    fn lacks_letters(&self) -> bool {
        let kind = self.failed.as_ref().map(|trouble| trouble.kind);
        kind == Some(crate::tui::effect::TroubleKind::Letters)
    }

    pub(super) fn row(&self, desk: &Desk) -> Item {
        self.rows(desk).get(self.sheet.focus()).copied().unwrap_or(Item::Go)
    }

    pub(super) fn form_row<'a>(&self, row: Item, desk: &Desk, ctx: &'a Ctx<'_>) -> FormRow<'a> {
        let (words, common) = (&ctx.messages.export, &ctx.messages.common);
        match row {
            Item::Format => FormRow::new(&words.format, outcome::format(self.format, words), FormKind::Choice),
            Item::Lang => {
                let lang = match self.lang {
                    ReportLang::Zh => &common.lang_zh,
                    ReportLang::En => &common.lang_en,
                    ReportLang::Both => &words.language_both,
                };
                FormRow::new(&words.language, lang.as_str(), FormKind::Choice)
            }
            Item::Draft => {
                let text = if self.draft { &words.draft_yes } else { &words.draft_no };
                let hint = if self.missing > 0 {
                    words.draft_only.as_str()
                } else {
                    ""
                };
                FormRow::new(&words.draft, text.as_str(), FormKind::Choice).hint(hint)
            }
            Item::Sign => self.sign_row(desk, ctx),
            Item::Role => FormRow::new(&words.role, outcome::role(self.role, words), FormKind::Choice),
            Item::Passphrase => {
                let signs = "*".repeat(self.passphrase.chars().count());
                FormRow::new(&words.passphrase, signs, FormKind::Text)
            }
            Item::Path => FormRow::new(&words.file, self.path.clone(), FormKind::Text).hint(&words.file_hint),
            Item::Font => {
                let words = &ctx.messages.settings;
                let font = desk.preferences.fallback_font.clone();
                FormRow::new(&words.fallback_font, font, FormKind::Text).hint(&words.fallback_font_hint)
            }
            Item::Go if self.adding => FormRow::new("", words.add_go.as_str(), FormKind::Button),
            Item::Go => FormRow::new("", words.go.as_str(), FormKind::Button),
            Item::Again => FormRow::new("", words.add.as_str(), FormKind::Button),
        }
    }

    fn sign_row<'a>(&self, desk: &Desk, ctx: &'a Ctx<'_>) -> FormRow<'a> {
        let words = &ctx.messages.export;
        let (value, hint) = match self.signer(desk) {
            Signer::Nobody => (words.unsigned.clone(), words.unsigned_hint.as_str()),
            Signer::New => (words.new_identity.clone(), words.new_identity_hint.as_str()),
            Signer::Known(id) => {
                let known = desk.identities.iter().find(|known| known.id == id);
                let parts = known.map(|known| [known.name.as_str(), known.organisation.as_str()]);
                let shown = parts.map_or_else(|| id.clone(), |parts| crate::i18n::join(&parts, ctx.lang));
                (shown, "")
            }
        };
        FormRow::new(&words.sign_as, value, FormKind::Choice).hint(hint)
    }
}
