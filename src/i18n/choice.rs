//! Which language the program speaks.

use crate::domain::Lang;

/// The locale variables of the environment, as given.
#[derive(Debug, Clone, Copy, Default)]
pub struct Locale<'a> {
    /// `LC_ALL`.
    pub lc_all: Option<&'a str>,
    /// `LC_MESSAGES`.
    pub lc_messages: Option<&'a str>,
    /// `LANG`.
    pub lang: Option<&'a str>,
}

/// The language: `--ui`, else the setting, else the first locale variable that is set and not empty (`zh*` is Chinese, all else English),
/// else English.
pub fn choose(ui: Option<Lang>, setting: Option<Lang>, locale: Locale<'_>) -> Lang {
    let named = [locale.lc_all, locale.lc_messages, locale.lang]
        .into_iter()
        .flatten()
        .find(|value| !value.is_empty());
    let chinese = named.is_some_and(|name| name.to_ascii_lowercase().starts_with("zh"));
    ui.or(setting).unwrap_or(if chinese { Lang::Zh } else { Lang::En })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_says_something_decides() {
        let locale = Locale {
            lc_all: Some(""),
            lc_messages: Some("zh_CN.UTF-8"),
            lang: Some("en_US.UTF-8"),
        };
        assert_eq!(choose(None, None, locale), Lang::Zh);
        assert_eq!(choose(None, Some(Lang::En), locale), Lang::En);
        assert_eq!(choose(Some(Lang::Zh), Some(Lang::En), Locale::default()), Lang::Zh);
        assert_eq!(
            choose(
                None,
                None,
                Locale {
                    lc_all: Some("C"),
                    ..locale
                }
            ),
            Lang::En
        );
        assert_eq!(choose(None, None, Locale::default()), Lang::En);
    }
}
