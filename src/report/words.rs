//! The few words the back ends add themselves.

use crate::domain::{Lang, Text};

/// The table of contents.
pub(super) fn contents(lang: Lang) -> &'static str {
    pick(lang, "目　录", "Contents")
}

/// Mark before text that has no translation.
pub(super) fn untranslated(lang: Lang) -> &'static str {
    pick(lang, "［未译］", "[untranslated] ")
}

/// The foot of a page.
pub(super) fn page_of(lang: Lang, page: usize, pages: usize) -> String {
    Text::new(
        format!("第 {page} 页　共 {pages} 页"),
        format!("Page {page} of {pages}"),
    )
    .get(lang)
    .to_owned()
}

/// What follows a reference.
pub(super) fn on_page(lang: Lang, page: usize) -> String {
    Text::new(format!("（第 {page} 页）"), format!(" (page {page})"))
        .get(lang)
        .to_owned()
}

/// The head of a page, before the first characters of the assessment digest.
pub(super) fn digest(lang: Lang) -> &'static str {
    pick(lang, "评估数据摘要值 ", "Assessment digest ")
}

/// After a text that was cut. The face draws U+2026 in the middle of the line, as Chinese has it.
pub(super) const fn ellipsis(lang: Lang) -> &'static str {
    pick(lang, "…", "...")
}

/// The approval page in the bookmarks.
pub(super) fn approval(lang: Lang) -> &'static str {
    pick(lang, "审批页", "Approval page")
}

/// Between the items of an enumeration.
pub(super) const fn comma(lang: Lang) -> &'static str {
    pick(lang, "、", ", ")
}

/// The number of a list item.
pub(super) fn item(lang: Lang, number: usize) -> String {
    Text::new(format!("（{number}）"), format!("({number})"))
        .get(lang)
        .to_owned()
}

/// The signature field of a role, for readers who hear the form.
pub(super) fn signature_of(lang: Lang, label: &str) -> String {
    Text::new(format!("数字签名：{label}"), format!("Digital signature: {label}"))
        .get(lang)
        .to_owned()
}

const fn pick(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}
