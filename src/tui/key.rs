//! Keys as people write them (`ctrl+s`, `f1`, `中`) and as the terminal reports them.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use std::fmt;

/// One key press with its modifiers, in the only form two presses are compared in: SHIFT is dropped for characters, whose case tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// What was pressed.
    pub code: KeyCode,
    /// Held with it: ctrl, alt, shift.
    pub modifiers: KeyModifiers,
}

/// Why a written key is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not a name this program knows.
    #[error("unknown key name")]
    Unknown,
    /// Terminals send the same byte for this and the named key.
    #[error("terminals cannot tell it from {0}")]
    SameAs(&'static str),
}

const NAMED: [(&str, KeyCode); 16] = [
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("space", KeyCode::Char(' ')),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("lt", KeyCode::Char('<')),
];

const LABELS: [(KeyCode, &str); 15] = [
    (KeyCode::Enter, "Enter"),
    (KeyCode::Esc, "Esc"),
    (KeyCode::Tab, "Tab"),
    (KeyCode::Char(' '), "Space"),
    (KeyCode::Backspace, "Bksp"),
    (KeyCode::Delete, "Del"),
    (KeyCode::Insert, "Ins"),
    (KeyCode::Up, "↑"),
    (KeyCode::Down, "↓"),
    (KeyCode::Left, "←"),
    (KeyCode::Right, "→"),
    (KeyCode::Home, "Home"),
    (KeyCode::End, "End"),
    (KeyCode::PageUp, "PgUp"),
    (KeyCode::PageDown, "PgDn"),
];

impl Key {
    /// The key of a terminal event; `None` for a release, which some terminals also report.
    pub fn from_event(event: KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let held = event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        Some(Self::normal(event.code, held))
    }

    /// Reads `ctrl+s`, `shift+tab`, `f1`, `?`, `中`.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = text;
        while let Some((head, tail)) = rest
            .split_once('+')
            .filter(|(head, tail)| !head.is_empty() && !tail.is_empty())
        {
            modifiers |= match head {
                "ctrl" => KeyModifiers::CONTROL,
                "alt" => KeyModifiers::ALT,
                "shift" => KeyModifiers::SHIFT,
                _ => return Err(KeyError::Unknown),
            };
            rest = tail;
        }
        let code = code_of(rest).ok_or(KeyError::Unknown)?;
        let key = Self::normal(code, modifiers);
        match key.twin() {
            Some(other) => Err(KeyError::SameAs(other)),
            None => Ok(key),
        }
    }

    /// The character this key types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => Some(c),
            _ => None,
        }
    }

    /// The half-width key meant by one an input method made full width (`？` for `?`, `、` for `/`).
    #[must_use]
    pub fn half_width(self) -> Self {
        let KeyCode::Char(c) = self.code else { return self };
        let plain = match c {
            '\u{3000}' => ' ',
            '、' => '/',
            '。' => '.',
            '【' => '[',
            '】' => ']',
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            _ => c,
        };
        Self {
            code: KeyCode::Char(plain),
            ..self
        }
    }

    /// The key as screens show it: `^S`, `F1`, `Enter`, `S-Tab`, `↑`.
    pub fn label(self) -> String {
        let mut label = String::new();
        for (held, mark) in [
            (KeyModifiers::CONTROL, "^"),
            (KeyModifiers::ALT, "A-"),
            (KeyModifiers::SHIFT, "S-"),
        ] {
            if self.modifiers.contains(held) {
                label.push_str(mark);
            }
        }
        match (self.code, LABELS.iter().find(|(code, _)| *code == self.code)) {
            (_, Some((_, name))) => label.push_str(name),
            (KeyCode::F(n), _) => label.extend(["F", n.to_string().as_str()]),
            (KeyCode::Char(c), _) if self.modifiers.contains(KeyModifiers::CONTROL) => {
                label.push(c.to_ascii_uppercase());
            }
            (KeyCode::Char(c), _) => label.push(c),
            (other, _) => label.push_str(&other.to_string()),
        }
        label
    }

    /// The terminal event of this press.
    pub fn event(self) -> KeyEvent {
        KeyEvent::new(self.code, self.modifiers)
    }

    fn normal(code: KeyCode, mut modifiers: KeyModifiers) -> Self {
        let code = match code {
            KeyCode::BackTab => {
                modifiers |= KeyModifiers::SHIFT;
                KeyCode::Tab
            }
            KeyCode::Char(c) => {
                modifiers -= KeyModifiers::SHIFT;
                let ctrl = modifiers.contains(KeyModifiers::CONTROL);
                KeyCode::Char(if ctrl { c.to_ascii_lowercase() } else { c })
            }
            other => other,
        };
        Self { code, modifiers }
    }

    /// The other key a terminal reports in the same way.
    fn twin(self) -> Option<&'static str> {
        let ctrl = self.modifiers.contains(KeyModifiers::CONTROL);
        let shift = self.modifiers.contains(KeyModifiers::SHIFT);
        match self.code {
            KeyCode::Char('i') | KeyCode::Tab if ctrl => Some("tab"),
            KeyCode::Char('m' | 'j') if ctrl => Some("enter"),
            KeyCode::Char('h') if ctrl => Some("backspace"),
            KeyCode::Char('[') if ctrl => Some("esc"),
            KeyCode::Char('0'..='9') if ctrl => Some("a digit"),
            KeyCode::Enter if !self.modifiers.is_empty() => Some("enter"),
            KeyCode::Esc if !self.modifiers.is_empty() => Some("esc"),
            KeyCode::Backspace if !self.modifiers.is_empty() => Some("backspace"),
            KeyCode::Char(' ') if shift || ctrl => Some("space"),
            _ => None,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, word) in [
            (KeyModifiers::CONTROL, "ctrl+"),
            (KeyModifiers::ALT, "alt+"),
            (KeyModifiers::SHIFT, "shift+"),
        ] {
            if self.modifiers.contains(held) {
                f.write_str(word)?;
            }
        }
        match (self.code, NAMED.iter().find(|(_, code)| *code == self.code)) {
            (KeyCode::Char('<'), _) => f.write_str("<"),
            (_, Some((name, _))) => f.write_str(name),
            (KeyCode::F(n), _) => write!(f, "f{n}"),
            (KeyCode::Char(c), _) => write!(f, "{c}"),
            (other, _) => write!(f, "{other:?}"),
        }
    }
}

/// The presses a test writes as `jj中文<enter><ctrl+s>`; `<lt>` is `<`.
pub fn keys(script: &str) -> Result<Vec<Key>, KeyError> {
    let mut found = Vec::new();
    let mut rest = script.chars();
    while let Some(c) = rest.next() {
        let name = if c == '<' {
            rest.by_ref().take_while(|c| *c != '>').collect()
        } else {
            c.to_string()
        };
        found.push(if name == " " {
            Key::normal(KeyCode::Char(' '), KeyModifiers::NONE)
        } else {
            Key::parse(&name)?
        });
    }
    Ok(found)
}

fn code_of(name: &str) -> Option<KeyCode> {
    if let Some((_, code)) = NAMED.iter().find(|(known, _)| *known == name) {
        return Some(*code);
    }
    let mut chars = name.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if !c.is_control() => Some(KeyCode::Char(c)),
        (Some('f'), Some(_)) => name
            .get(1..)?
            .parse()
            .ok()
            .filter(|n| (1..=12).contains(n))
            .map(KeyCode::F),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_keys_come_back_as_written() {
        for name in [
            "ctrl+s",
            "alt+up",
            "shift+tab",
            "f12",
            "esc",
            "space",
            "?",
            "G",
            "中",
            "+",
            "ctrl+alt+x",
        ] {
            assert_eq!(Key::parse(name).unwrap().to_string(), name);
        }
    }

    #[test]
    fn keys_a_terminal_confuses_are_refused() {
        assert_eq!(Key::parse("ctrl+i"), Err(KeyError::SameAs("tab")));
        assert_eq!(Key::parse("ctrl+m"), Err(KeyError::SameAs("enter")));
        assert_eq!(Key::parse("ctrl+enter"), Err(KeyError::SameAs("enter")));
        assert_eq!(Key::parse("ctrl+h"), Err(KeyError::SameAs("backspace")));
        assert_eq!(Key::parse("ctrl+["), Err(KeyError::SameAs("esc")));
        assert_eq!(Key::parse("hyper+a"), Err(KeyError::Unknown));
        assert_eq!(Key::parse("f13"), Err(KeyError::Unknown));
    }

    #[test]
    fn shift_belongs_to_the_character_and_releases_are_ignored() {
        let capital = KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT);
        assert_eq!(Key::from_event(capital), Some(Key::parse("G").unwrap()));
        let back = KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT);
        assert_eq!(Key::from_event(back), Some(Key::parse("shift+tab").unwrap()));
        let release = KeyEvent::new_with_kind(KeyCode::Char('a'), KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(Key::from_event(release), None);
    }

    #[test]
    fn a_script_mixes_text_and_names() {
        let names: Vec<_> = keys("j中 <enter><ctrl+s><lt>")
            .unwrap()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(names, ["j", "中", "space", "enter", "ctrl+s", "<"]);
    }

    #[test]
    fn full_width_keys_mean_their_half_width_ones() {
        assert_eq!(Key::parse("？").unwrap().half_width(), Key::parse("?").unwrap());
        assert_eq!(Key::parse("、").unwrap().half_width(), Key::parse("/").unwrap());
        assert_eq!(Key::parse("ｑ").unwrap().half_width(), Key::parse("q").unwrap());
        assert_eq!(Key::parse("中").unwrap().half_width(), Key::parse("中").unwrap());
    }
}
