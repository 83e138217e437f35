//! What the parser says, in two languages.

use super::{Found, code};
use crate::domain::Text;

/// What the parser's message begins with, and the Chinese for it.
const WORDS: &[(&str, &str)] = &[
    ("duplicate key", "键重复"),
    ("extra `=`", "多了一个等号"),
    ("extra assignment", "多了一个等号"),
    ("extra comma", "多了一个逗号"),
    ("unexpected `=`", "此处不应有等号"),
    ("missing assignment", "键和值之间缺少等号"),
    ("missing comma", "缺少逗号"),
    ("missing value", "等号后面没有值"),
    ("key with no value", "键后面没有值"),
    ("missing key", "缺少键"),
    ("missing opening quote", "缺少开头的引号"),
    ("string values must be quoted", "文字的值须加引号"),
    ("invalid unquoted key", "键含有须加引号的字符"),
    ("unquoted keys cannot be empty", "键为空"),
    ("keys cannot be multi-line", "键不能跨行"),
    ("unclosed array", "方括号没有闭合"),
    ("unclosed table", "表头的方括号没有闭合"),
    ("unclosed inline table", "花括号没有闭合"),
    ("unexpected leading zero", "数字不能以0开头"),
    ("cannot recurse", "嵌套过深"),
    ("recursion limit", "嵌套过深"),
    ("carriage return", "换行符不完整"),
    ("invalid comment character", "注释中有不允许的字符"),
    ("cannot extend value", "此键已有值，不能再作为表"),
    ("invalid value", "值写法不对"),
];

pub(super) fn found(error: &toml::de::Error, end: usize) -> Found {
    let message = error.message();
    let zh = WORDS
        .iter()
        .find(|(start, _)| message.starts_with(start))
        .map_or("此处写法不对", |(_, zh)| zh);
    let duplicate = message.starts_with("duplicate key");
    let todo = if duplicate {
        Text::new("只保留其中一个", "keep only one of them")
    } else {
        Text::new(
            "按TOML的写法改正：键 = 值，文字加双引号",
            "correct the line: key = value, texts in double quotes",
        )
    };
    Found {
        code: if duplicate { code::DUPLICATE_KEY } else { code::SYNTAX },
        span: error.span().unwrap_or(end..end),
        what: Text::new(format!("不符合TOML语法：{zh}"), format!("not TOML: {message}")),
        todo,
    }
}
