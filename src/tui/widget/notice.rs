//! One or two lines above the bottom line: what happened, and what to do.

use crate::i18n::Advice;
use crate::tui::line_break::wrap_lines;
use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

/// How grave it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Something was done.
    Done,
    /// One may go on, with care.
    Warning,
    /// The program could not do it.
    Error,
}

/// A message that stays until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How grave it is.
    pub kind: NoticeKind,
    /// What happened.
    pub what: String,
    /// What to do; may be empty.
    pub todo: String,
}

impl Notice {
    /// Something was done.
    pub fn done(what: impl Into<String>) -> Self {
        Self {
            kind: NoticeKind::Done,
            what: what.into(),
            todo: String::new(),
        }
    }

    /// One may go on, with care.
    pub fn warning(what: impl Into<String>) -> Self {
        Self {
            kind: NoticeKind::Warning,
            what: what.into(),
            todo: String::new(),
        }
    }

    /// A refusal or failure, with its two texts.
    pub fn error(advice: Advice) -> Self {
        Self {
            kind: NoticeKind::Error,
            what: advice.what,
            todo: advice.todo,
        }
    }

    /// Ready to draw.
    pub fn view<'a>(&'a self, theme: &'a Theme) -> NoticeView<'a> {
        NoticeView { notice: self, theme }
    }
}

/// A notice with its theme.
#[derive(Debug, Clone, Copy)]
pub struct NoticeView<'a> {
    notice: &'a Notice,
    theme: &'a Theme,
}

impl NoticeView<'_> {
    /// Lines needed at a width.
    pub fn height(&self, width: u16) -> u16 {
        u16::try_from(self.lines(width).len()).unwrap_or(u16::MAX)
    }

    fn lines(&self, width: u16) -> Vec<Line<'static>> {
        let (mark, role) = match self.notice.kind {
            NoticeKind::Done => ("✓ ", Role::Notice),
            NoticeKind::Warning => ("! ", Role::Warning),
            NoticeKind::Error => ("✗ ", Role::Error),
        };
        let what = Span::styled(format!(" {mark}{}", self.notice.what), self.theme.style(role));
        let mut lines = vec![Line::from(what)];
        if !self.notice.todo.is_empty() {
            lines.push(Line::from(format!("   {}", self.notice.todo)));
        }
        wrap_lines(&lines, usize::from(width), 3)
    }
}

impl Widget for &NoticeView<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        for (line, y) in self.lines(area.width).iter().zip(area.top()..area.bottom()) {
            buf.set_line(area.x, y, line, area.width);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Lang;
    use crate::i18n::Messages;
    use crate::tui::theme::ThemeKind;
    use crate::tui::widget::picture::expect;

    #[test]
    fn an_error_says_what_happened_and_what_to_do() {
        let advice = Messages::of(Lang::Zh)
            .error
            .save_failed
            .fill(&[("cause", &"磁盘空间不足")]);
        let notice = Notice::error(advice);
        let view = notice.view(Theme::builtin(ThemeKind::Plain));
        expect(
            40,
            &view,
            [
                " ✗ 未能保存：磁盘空间不足",
                "   请检查磁盘空间和权限，或另存到其他位",
                "   置。",
            ],
        );
        assert_eq!(view.height(40), 3);
    }
}
