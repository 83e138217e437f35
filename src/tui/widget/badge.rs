//! Levels with the words of their scale, so that no level ever stands as a bare word.

use crate::i18n::Messages;
use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;
use ratatui::widgets::Widget;

/// A level on a scale where more is worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the level words of the standards")]
pub enum Level {
    Low,
    Medium,
    High,
    Severe,
}

/// A level on a scale where more is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the level words of the standards")]
pub enum Assurance {
    Weak,
    Fair,
    Strong,
}

/// The severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the severities of findings")]
pub enum Severity {
    Minor,
    Major,
    Blocking,
}

/// A mark, a word and a style. The mark tells risk from assurance without colour.
#[derive(Debug, Clone, Copy)]
pub struct Badge<'a> {
    mark: &'static str,
    word: &'a str,
    role: Role,
    theme: &'a Theme,
}

impl Level {
    /// From best to worst.
    pub const ALL: [Self; 4] = [Self::Low, Self::Medium, Self::High, Self::Severe];

    /// The style role.
    pub const fn role(self) -> Role {
        match self {
            Self::Low => Role::RiskLow,
            Self::Medium => Role::RiskMedium,
            Self::High => Role::RiskHigh,
            Self::Severe => Role::RiskSevere,
        }
    }

    const fn mark(self) -> &'static str {
        match self {
            Self::Low => "▁",
            Self::Medium => "▃",
            Self::High => "▅",
            Self::Severe => "▇",
        }
    }
}

impl Assurance {
    /// The style role.
    pub const fn role(self) -> Role {
        match self {
            Self::Weak => Role::AssuranceWeak,
            Self::Fair => Role::AssuranceFair,
            Self::Strong => Role::AssuranceStrong,
        }
    }

    const fn mark(self) -> &'static str {
        match self {
            Self::Weak => "+",
            Self::Fair => "++",
            Self::Strong => "+++",
        }
    }
}

impl Severity {
    /// The style role.
    pub const fn role(self) -> Role {
        match self {
            Self::Minor => Role::FindingMinor,
            Self::Major => Role::FindingMajor,
            Self::Blocking => Role::FindingBlocking,
        }
    }
}

impl<'a> Badge<'a> {
    /// An impact level: 影响高.
    pub fn impact(level: Level, messages: &'a Messages, theme: &'a Theme) -> Self {
        let words = &messages.level;
        let all = [
            &words.impact_low,
            &words.impact_medium,
            &words.impact_high,
            &words.impact_severe,
        ];
        Self::of(level, all, theme)
    }

    /// A likelihood: 可能性高; the worst level reads 很高.
    pub fn likelihood(level: Level, messages: &'a Messages, theme: &'a Theme) -> Self {
        let words = &messages.level;
        let all = [
            &words.likelihood_low,
            &words.likelihood_medium,
            &words.likelihood_high,
            &words.likelihood_severe,
        ];
        Self::of(level, all, theme)
    }

    /// A risk level: 风险中.
    pub fn risk(level: Level, messages: &'a Messages, theme: &'a Theme) -> Self {
        let words = &messages.level;
        Self::of(
            level,
            [
                &words.risk_low,
                &words.risk_medium,
                &words.risk_high,
                &words.risk_severe,
            ],
            theme,
        )
    }

    /// The overall level: 整体风险高.
    pub fn overall(level: Level, messages: &'a Messages, theme: &'a Theme) -> Self {
        let words = &messages.level;
        let all = [
            &words.overall_low,
            &words.overall_medium,
            &words.overall_high,
            &words.overall_severe,
        ];
        Self::of(level, all, theme)
    }

    /// National security or public interest: 影响需关注.
    pub fn national(level: Level, messages: &'a Messages, theme: &'a Theme) -> Self {
        let words = &messages.level;
        let all = [
            &words.national_none,
            &words.national_watched,
            &words.national_considerable,
            &words.national_unacceptable,
        ];
        Self::of(level, all, theme)
    }

    /// An assurance: 保障强.
    pub fn assurance(level: Assurance, messages: &'a Messages, theme: &'a Theme) -> Self {
        let words = &messages.level;
        let word = match level {
            Assurance::Weak => &words.assurance_weak,
            Assurance::Fair => &words.assurance_fair,
            Assurance::Strong => &words.assurance_strong,
        };
        Self {
            mark: level.mark(),
            word,
            role: level.role(),
            theme,
        }
    }

    /// The severity of a finding: 阻断项.
    pub fn finding(severity: Severity, messages: &'a Messages, theme: &'a Theme) -> Self {
        let words = &messages.finding;
        let (mark, word) = match severity {
            Severity::Minor => ("·", &words.minor),
            Severity::Major => ("!", &words.major),
            Severity::Blocking => ("✗", &words.blocking),
        };
        Self {
            mark,
            word,
            role: severity.role(),
            theme,
        }
    }

    /// The badge as a span for lines and table cells.
    pub fn span(&self) -> Span<'static> {
        Span::styled(format!("{} {}", self.mark, self.word), self.theme.style(self.role))
    }

    fn of(level: Level, words: [&'a String; 4], theme: &'a Theme) -> Self {
        let [low, medium, high, severe] = words;
        let word = match level {
            Level::Low => low,
            Level::Medium => medium,
            Level::High => high,
            Level::Severe => severe,
        };
        Self {
            mark: level.mark(),
            word,
            role: level.role(),
            theme,
        }
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
mod tests {
    use super::*;
    use crate::domain::Lang;
    use crate::tui::theme::ThemeKind;
    use crate::tui::widget::picture::expect;

    #[test]
    fn a_level_never_stands_without_its_scale() {
        let (zh, en) = (Messages::of(Lang::Zh), Messages::of(Lang::En));
        let theme = Theme::builtin(ThemeKind::Plain);
        expect(30, &Badge::impact(Level::High, zh, theme), ["▅ 影响高"]);
        expect(
            30,
            &Badge::likelihood(Level::Severe, en, theme),
            ["▇ very high likelihood"],
        );
        expect(30, &Badge::assurance(Assurance::Strong, zh, theme), ["+++ 保障强"]);
        expect(30, &Badge::assurance(Assurance::Weak, en, theme), ["+ weak assurance"]);
        expect(30, &Badge::finding(Severity::Blocking, zh, theme), ["✗ 阻断项"]);
    }
}
