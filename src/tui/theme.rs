//! The only place where colours are known: meanings (roles) to styles, read from `assets/theme.toml`.

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The colours the program comes with.
pub const DEFAULT: &str = include_str!("../../assets/theme.toml");

/// What a piece of the screen means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(
    missing_docs,
    reason = "the names are the meanings; assets/theme.toml comments on them"
)]
pub enum Role {
    Text,
    Muted,
    Heading,
    Accent,
    Border,
    Focus,
    Selected,
    Field,
    Placeholder,
    Key,
    Required,
    Answered,
    Unanswered,
    Unknown,
    NotApplicable,
    Flagged,
    Law,
    RiskLow,
    RiskMedium,
    RiskHigh,
    RiskSevere,
    AssuranceStrong,
    AssuranceFair,
    AssuranceWeak,
    FindingBlocking,
    FindingMajor,
    FindingMinor,
    Notice,
    Warning,
    Error,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 30] = [
        Self::Text,
        Self::Muted,
        Self::Heading,
        Self::Accent,
        Self::Border,
        Self::Focus,
        Self::Selected,
        Self::Field,
        Self::Placeholder,
        Self::Key,
        Self::Required,
        Self::Answered,
        Self::Unanswered,
        Self::Unknown,
        Self::NotApplicable,
        Self::Flagged,
        Self::Law,
        Self::RiskLow,
        Self::RiskMedium,
        Self::RiskHigh,
        Self::RiskSevere,
        Self::AssuranceStrong,
        Self::AssuranceFair,
        Self::AssuranceWeak,
        Self::FindingBlocking,
        Self::FindingMajor,
        Self::FindingMinor,
        Self::Notice,
        Self::Warning,
        Self::Error,
    ];
}

/// Which set of styles is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ThemeKind {
    /// For a dark background.
    #[default]
    Dark,
    /// For a light background.
    Light,
    /// No colour at all: modifiers only.
    Plain,
}

impl ThemeKind {
    /// The kind for given values: `NO_COLOR` (set and not empty) wins, then the setting, then `COLORFGBG`, whose last number is the background.
    pub fn choose(no_color: Option<&str>, setting: Option<Self>, color_fg_bg: Option<&str>) -> Self {
        if no_color.is_some_and(|value| !value.is_empty()) {
            return Self::Plain;
        }
        let background = color_fg_bg.and_then(|value| value.rsplit(';').next()?.parse::<u8>().ok());
        let guessed = if matches!(background, Some(7 | 15)) {
            Self::Light
        } else {
            Self::Dark
        };
        setting.unwrap_or(guessed)
    }
}

/// The styles of one kind.
#[derive(Debug, Clone)]
pub struct Theme {
    styles: [Style; Role::ALL.len()],
}

impl Theme {
    /// The built-in theme of a kind; a test holds it complete.
    pub fn builtin(kind: ThemeKind) -> &'static Self {
        static THEMES: OnceLock<[Theme; 3]> = OnceLock::new();
        let read = |kind| {
            Self::read(DEFAULT, kind).unwrap_or(Self {
                styles: [Style::new(); Role::ALL.len()],
            })
        };
        let [dark, light, plain] =
            THEMES.get_or_init(|| [read(ThemeKind::Dark), read(ThemeKind::Light), read(ThemeKind::Plain)]);
        match kind {
            ThemeKind::Dark => dark,
            ThemeKind::Light => light,
            ThemeKind::Plain => plain,
        }
    }

    /// Reads a theme file: unknown roles, colours and modifiers are refused, and no role may be missing.
    pub fn read(text: &str, kind: ThemeKind) -> Result<Self, toml::de::Error> {
        let file: File = toml::from_str(text)?;
        let chosen = if kind == ThemeKind::Light {
            file.light
        } else {
            file.dark
        };
        let mut styles = [Style::new(); Role::ALL.len()];
        for (slot, role) in styles.iter_mut().zip(Role::ALL) {
            let entry = chosen
                .get(&role)
                .ok_or_else(|| serde::de::Error::custom(format!("{role:?}")))?;
            *slot = entry.style(kind == ThemeKind::Plain);
        }
        Ok(Self { styles })
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    dark: BTreeMap<Role, Entry>,
    light: BTreeMap<Role, Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    fg: Option<Colour>,
    bg: Option<Colour>,
    #[serde(default)]
    add: Vec<Emphasis>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Colour {
    Black,
    Red,
    Green,
    Yellow,
    Blue,
    Magenta,
    Cyan,
    Gray,
    DarkGray,
    LightRed,
    LightGreen,
    LightYellow,
    LightBlue,
    LightMagenta,
    LightCyan,
    White,
}

#[derive(Deserialize, Clone, Copy, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Emphasis {
    Bold,
    Dim,
    Italic,
    Underlined,
    Reversed,
    CrossedOut,
}

impl Entry {
    /// `reversed` stands for the colours that are gone, so with colours it is left out; `dim` likewise.
    fn style(&self, plain: bool) -> Style {
        let mut style = Style::new();
        if !plain {
            style.fg = self.fg.map(Colour::value);
            style.bg = self.bg.map(Colour::value);
        }
        for emphasis in &self.add {
            if plain || !matches!(emphasis, Emphasis::Reversed | Emphasis::Dim) {
                style = style.add_modifier(emphasis.value());
            }
        }
        style
    }
}

impl Colour {
    const fn value(self) -> Color {
        match self {
            Self::Black => Color::Black,
            Self::Red => Color::Red,
            Self::Green => Color::Green,
            Self::Yellow => Color::Yellow,
            Self::Blue => Color::Blue,
            Self::Magenta => Color::Magenta,
            Self::Cyan => Color::Cyan,
            Self::Gray => Color::Gray,
            Self::DarkGray => Color::DarkGray,
            Self::LightRed => Color::LightRed,
            Self::LightGreen => Color::LightGreen,
            Self::LightYellow => Color::LightYellow,
            Self::LightBlue => Color::LightBlue,
            Self::LightMagenta => Color::LightMagenta,
            Self::LightCyan => Color::LightCyan,
            Self::White => Color::White,
        }
    }
}

impl Emphasis {
    const fn value(self) -> Modifier {
        match self {
            Self::Bold => Modifier::BOLD,
            Self::Dim => Modifier::DIM,
            Self::Italic => Modifier::ITALIC,
            Self::Underlined => Modifier::UNDERLINED,
            Self::Reversed => Modifier::REVERSED,
            Self::CrossedOut => Modifier::CROSSED_OUT,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_a_style_in_both_variants() {
        for kind in [ThemeKind::Dark, ThemeKind::Light] {
            Theme::read(DEFAULT, kind).unwrap();
        }
        for (at, role) in Role::ALL.into_iter().enumerate() {
            assert_eq!(role as usize, at);
        }
    }

    #[test]
    fn without_colour_only_modifiers_are_left() {
        let plain = Theme::builtin(ThemeKind::Plain);
        assert!(
            Role::ALL
                .iter()
                .all(|role| plain.style(*role).fg.is_none() && plain.style(*role).bg.is_none())
        );
        assert!(plain.style(Role::Focus).add_modifier.contains(Modifier::REVERSED));
    }

    #[test]
    fn risk_and_assurance_never_share_a_colour() {
        for kind in [ThemeKind::Dark, ThemeKind::Light] {
            let theme = Theme::builtin(kind);
            for risk in [Role::RiskLow, Role::RiskMedium, Role::RiskHigh, Role::RiskSevere] {
                for assurance in [Role::AssuranceStrong, Role::AssuranceFair, Role::AssuranceWeak] {
                    let (a, b) = (theme.style(risk), theme.style(assurance));
                    assert_ne!((a.fg, a.bg), (b.fg, b.bg));
                }
            }
        }
    }

    #[test]
    fn the_kind_follows_no_color_then_setting_then_terminal() {
        assert_eq!(
            ThemeKind::choose(Some("1"), Some(ThemeKind::Light), None),
            ThemeKind::Plain
        );
        assert_eq!(
            ThemeKind::choose(Some(""), Some(ThemeKind::Light), None),
            ThemeKind::Light
        );
        assert_eq!(ThemeKind::choose(None, None, Some("0;15")), ThemeKind::Light);
        assert_eq!(ThemeKind::choose(None, None, Some("15;0")), ThemeKind::Dark);
        assert_eq!(ThemeKind::choose(None, None, None), ThemeKind::Dark);
    }

    #[test]
    fn misspelt_roles_and_colours_are_refused() {
        assert!(Theme::read("[dark]\nfoucs = {}\n[light]\n", ThemeKind::Dark).is_err());
        assert!(Theme::read(&DEFAULT.replacen("\"light_cyan\"", "\"#00ffff\"", 1), ThemeKind::Dark).is_err());
    }
}
