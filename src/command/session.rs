//! What every command starts from: language, time, the user's folders, and where its words go.

use super::failure::{Exit, Failure};
use super::file::reason;
use super::text;
use crate::domain::{Lang, is_unprintable};
use crate::i18n::{Locale, Messages, choose};
use crate::store::{Place, Settings};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::ffi::OsString;
use std::io::{self, Write};

/// The variable that gives the time in seconds, for reproducible files.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// One run of the program.
#[derive(Debug)]
pub struct Session {
    /// The language of its words.
    pub lang: Lang,
    /// The words.
    pub messages: &'static Messages,
    /// The time that counts as now.
    pub now: Zoned,
    /// The user's folders.
    pub place: Place,
    /// The user's settings.
    pub settings: Settings,
    /// Why what was printed did not arrive, if it did not.
    unprinted: OnceCell<io::Error>,
}

impl Session {
    /// Language from the arguments, the settings and the locale; time from `SOURCE_DATE_EPOCH` or the clock.
    ///
    /// # Errors
    /// No home folder, or a time that is none; with the language to say it in.
    pub fn begin(arguments: &[OsString]) -> Result<Self, Box<(Failure, Lang)>> {
        let place = Place::find();
        let (settings, faults) = place.as_ref().map(Settings::load).unwrap_or_default();
        let lang = language(arguments, &settings);
        let Some(place) = place else {
            let what = text("找不到本用户的文件夹", "The folder of this user cannot be found");
            let todo = text(
                "请设置环境变量HOME或者PIPIA_HOME。",
                "Set the variable HOME or PIPIA_HOME.",
            );
            return Err(Box::new((Failure::refused(what, todo), lang)));
        };
        let now = now().map_err(|failure| Box::new((failure, lang)))?;
        let session = Self {
            lang,
            messages: Messages::of(lang),
            now,
            place,
            settings,
            unprinted: OnceCell::new(),
        };
        for fault in faults {
            session.tell(&(fault.render(lang) + "\n"));
        }
        Ok(session)
    }

    /// The day that counts as today.
    pub fn today(&self) -> Date {
        self.now.date()
    }

    /// Writes to stdout. A reader that has gone away is no error; a full disk is, told by [`Self::printed`].
    pub fn print(&self, words: &str) {
        let mut out = io::stdout().lock();
        let written = out.write_all(shown(words).as_bytes()).and_then(|()| out.flush());
        if let Err(error) = written
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            self.unprinted.get_or_init(|| error);
        }
    }

    /// Whether everything printed so far arrived.
    ///
    /// # Errors
    /// Exit 3 if the output could not be written.
    pub fn printed(&self) -> Result<(), Failure> {
        let Some(error) = self.unprinted.get() else {
            return Ok(());
        };
        let why = reason(error);
        let what = text(
            format!("输出没有写完：{}", why.zh),
            format!("The output was not written to its end: {}", why.en),
        );
        let todo = text(
            "请检查输出的去处和磁盘空间。",
            "Check where the output goes, and the disk space.",
        );
        Err(Failure::new(Exit::NotWritten, what, todo))
    }

    /// Writes to stderr.
    pub fn tell(&self, words: &str) {
        tell(words);
    }

    /// The Chinese or the English words.
    pub fn say(&self, zh: &str, en: &str) -> String {
        match self.lang {
            Lang::Zh => zh.to_owned(),
            Lang::En => en.to_owned(),
        }
    }
}

/// Writes to stderr.
pub(super) fn tell(words: &str) {
    let words = shown(words);
    std::io::stderr().lock().write_all(words.as_bytes()).unwrap_or_default();
}

/// What a terminal may be given: whatever file a text came from, no character of it drives the terminal or turns the line round.
fn shown(words: &str) -> Cow<'_, str> {
    let stays = |letter: char| matches!(letter, '\n' | '\t') || !is_unprintable(letter);
    if words.chars().all(stays) {
        Cow::Borrowed(words)
    } else {
        words.chars().filter(|letter| stays(*letter)).collect()
    }
}

/// The time that counts as now.
pub(super) fn now() -> Result<Zoned, Failure> {
    let Some(value) = std::env::var_os(EPOCH).filter(|value| !value.is_empty()) else {
        return Ok(Zoned::now());
    };
    let second = value.to_str().and_then(|value| value.trim().parse().ok());
    let time = second.and_then(|second| Timestamp::from_second(second).ok());
    time.map(|time| time.to_zoned(TimeZone::UTC)).ok_or_else(|| {
        Failure::refused(
            text(
                "环境变量SOURCE_DATE_EPOCH不是时间",
                "The variable SOURCE_DATE_EPOCH is not a time",
            ),
            text(
                "请写成自1970-01-01起的秒数，或者删去该变量。",
                "Write seconds since 1970-01-01, or remove the variable.",
            ),
        )
    })
}

/// Chosen before the arguments are parsed, so that slips in them are told in it.
fn language(arguments: &[OsString], settings: &Settings) -> Lang {
    let words: Vec<&str> = arguments.iter().filter_map(|word| word.to_str()).collect();
    let behind = words
        .iter()
        .zip(words.iter().skip(1))
        .find(|(word, _)| **word == "--ui")
        .map(|(_, value)| *value);
    let joined = words.iter().find_map(|word| word.strip_prefix("--ui="));
    let ui = match behind.or(joined) {
        Some("zh") => Some(Lang::Zh),
        Some("en") => Some(Lang::En),
        _ => None,
    };
    let variable = |name: &str| std::env::var(name).ok();
    let (all, of_messages, lang) = (variable("LC_ALL"), variable("LC_MESSAGES"), variable("LANG"));
    let locale = Locale {
        lc_all: all.as_deref(),
        lc_messages: of_messages.as_deref(),
        lang: lang.as_deref(),
    };
    choose(ui, settings.language, locale)
}
