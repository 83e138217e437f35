//! Levels with the words of their scale, so that no level ever stands as a bare word.

use crate::domain::{Direction, Lang, Scale, Severity};
use crate::i18n::Messages;
use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;
use ratatui::widgets::Widget;

/// A mark, words and a style. The mark tells risk (bars) from assurance (plus signs) without colour.
#[derive(Debug, Clone, Copy)]
pub struct Badge<'a> {
    mark: &'static str,
    words: &'a str,
    role: Role,
    theme: &'a Theme,
}

/// The style of a level: risk scales run from low to severe, assurance scales in another hue. `Muted` for a level the scale has not.
pub fn level_role(scale: &Scale, level: &str) -> Role {
    let Some(rank) = scale.rank(level) else {
        return Role::Muted;
    };
    let from_worst = scale.levels.len().saturating_sub(rank + 1);
    match (scale.direction, rank, from_worst) {
        (Direction::Risk, 0, _) => Role::RiskLow,
        (Direction::Risk, _, 0) => Role::RiskSevere,
        (Direction::Risk, _, 1) if scale.levels.len() > 3 => Role::RiskHigh,
        (Direction::Risk, _, 1 | 2) => Role::RiskMedium,
        (Direction::Risk, ..) => Role::RiskLow,
        (Direction::Assurance, 0, _) => Role::AssuranceStrong,
        (Direction::Assurance, _, 0) => Role::AssuranceWeak,
        (Direction::Assurance, ..) => Role::AssuranceFair,
    }
}

/// The style of a finding.
pub const fn severity_role(severity: Severity) -> Role {
    match severity {
        Severity::Minor => Role::FindingMinor,
        Severity::Major => Role::FindingMajor,
        Severity::Blocking => Role::FindingBlocking,
    }
}

impl<'a> Badge<'a> {
    /// A level where it stands alone, with its scale: 影响高, 保障强（高）. `None` for a level the scale has not.
    pub fn level(scale: &'a Scale, level: &str, lang: Lang, theme: &'a Theme) -> Option<Self> {
        let words = scale.level(level)?.full.get(lang);
        let role = level_role(scale, level);
        Some(Self {
            mark: mark(role),
            words,
            role,
            theme,
        })
    }

    /// A level with its scale, without the official word in brackets: 影响高, 保障强.
    pub fn brief(scale: &'a Scale, level: &str, lang: Lang, theme: &'a Theme) -> Option<Self> {
        let badge = Self::level(scale, level, lang, theme)?;
        let words = badge.words.split(['（', '(']).next().unwrap_or_default().trim_end();
        Some(Self { words, ..badge })
    }

    /// A level beside the title of its scale: 高.
    pub fn short(scale: &'a Scale, level: &str, lang: Lang, theme: &'a Theme) -> Option<Self> {
        let words = scale.level(level)?.label.get(lang);
        Some(Self {
            words,
            ..Self::level(scale, level, lang, theme)?
        })
    }

    /// The severity of a finding: 阻断项.
    pub fn finding(severity: Severity, messages: &'a Messages, theme: &'a Theme) -> Self {
        let words = match severity {
            Severity::Minor => &messages.finding.minor,
            Severity::Major => &messages.finding.major,
            Severity::Blocking => &messages.finding.blocking,
        };
        let role = severity_role(severity);
        Self {
            mark: mark(role),
            words,
            role,
            theme,
        }
    }

    /// The badge as a span for lines and table cells.
    pub fn span(&self) -> Span<'static> {
        Span::styled(self.text(), self.theme.style(self.role))
    }

    /// The mark alone, where what it marks is said beside it.
    pub fn mark(&self) -> Span<'static> {
        Span::styled(self.mark, self.theme.style(self.role))
    }

    /// Mark and words, for a table cell whose style is the role.
    pub fn text(&self) -> String {
        format!("{} {}", self.mark, self.words)
    }

    /// The role of its style.
    pub const fn role(&self) -> Role {
        self.role
    }
}

const fn mark(role: Role) -> &'static str {
    match role {
        Role::RiskLow => "▁",
        Role::RiskMedium => "▃",
        Role::RiskHigh => "▅",
        Role::RiskSevere => "▇",
        Role::AssuranceStrong => "+++",
        Role::AssuranceFair => "++",
        Role::AssuranceWeak => "+",
        Role::FindingBlocking => "✗",
        Role::FindingMajor => "!",
        _ => "·",
    }
}

impl Widget for &Badge<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if !area.is_empty() {
            buf.set_span(area.x, area.y, &self.span(), area.width);
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::domain::{ScaleLevel, Text};
    use crate::tui::theme::ThemeKind;
    use crate::tui::widget::picture::expect;

    /// A scale for pictures; the scales of the program are data.
    pub(crate) fn scale(direction: Direction, zh: &str, en: &str, levels: &[(&str, &str)]) -> Scale {
        let level = |(id, word): &(&str, &str)| ScaleLevel {
            id: (*id).into(),
            label: Text::new(*word, *id),
            full: Text::new(format!("{zh}{word}"), format!("{id} {en}")),
            official: Text::default(),
        };
        let levels = levels.iter().map(level).collect();
        Scale {
            id: en.into(),
            direction,
            title: Text::new(zh, en),
            levels,
        }
    }

    pub(crate) const FOUR: [(&str, &str); 4] = [("low", "低"), ("medium", "中"), ("high", "高"), ("severe", "严重")];

    #[test]
    fn a_level_never_stands_without_its_scale() {
        let theme = Theme::builtin(ThemeKind::Plain);
        let impact = scale(Direction::Risk, "影响", "impact", &FOUR);
        let three = [("strong", "强"), ("fair", "中"), ("weak", "弱")];
        let assurance = scale(Direction::Assurance, "保障", "assurance", &three);
        expect(
            30,
            &Badge::level(&impact, "high", Lang::Zh, theme).unwrap(),
            ["▅ 影响高"],
        );
        expect(
            30,
            &Badge::level(&impact, "severe", Lang::En, theme).unwrap(),
            ["▇ severe impact"],
        );
        expect(
            30,
            &Badge::level(&assurance, "strong", Lang::Zh, theme).unwrap(),
            ["+++ 保障强"],
        );
        expect(
            30,
            &Badge::short(&assurance, "weak", Lang::En, theme).unwrap(),
            ["+ weak"],
        );
        expect(
            30,
            &Badge::finding(Severity::Blocking, Messages::of(Lang::Zh), theme),
            ["✗ 阻断项"],
        );
        assert!(Badge::level(&impact, "strong", Lang::Zh, theme).is_none());
    }

    #[test]
    fn the_worst_level_is_severe_on_scales_of_any_length() {
        let roles = |levels: &[(&str, &str)]| -> Vec<Role> {
            let scale = scale(Direction::Risk, "影响", "impact", levels);
            levels.iter().map(|(id, _)| level_role(&scale, id)).collect()
        };
        assert_eq!(
            roles(&FOUR),
            [Role::RiskLow, Role::RiskMedium, Role::RiskHigh, Role::RiskSevere]
        );
        let three = [("open", "通畅"), ("mostly", "基本通畅"), ("not-open", "不通畅")];
        assert_eq!(roles(&three), [Role::RiskLow, Role::RiskMedium, Role::RiskSevere]);
        let five = [("none", "无"), FOUR[0], FOUR[1], FOUR[2], FOUR[3]];
        assert_eq!(roles(&five)[..2], [Role::RiskLow, Role::RiskLow]);
        assert_eq!(roles(&five)[2..], [Role::RiskMedium, Role::RiskHigh, Role::RiskSevere]);
    }
}
