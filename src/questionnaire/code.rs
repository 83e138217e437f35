//! The codes of faults, in one place. A code is part of what users see and search for: adding one is free, renaming one is a visible change.

use crate::domain::Text;

/// Declares codes, the list of all of them with their descriptions, and the test that they are well formed.
macro_rules! codes {
    ($($name:ident = $code:literal, $zh:literal, $en:literal;)+) => {
        $(#[doc = $en] pub const $name: &str = $code;)+

        /// Every code with what it means.
        pub fn all() -> Vec<(&'static str, Text)> {
            vec![$(($code, Text::new($zh, $en))),+]
        }

        #[cfg(test)]
        #[test]
        fn codes_are_unique_kebab_case_and_described() {
            let codes = all();
            let unique: std::collections::BTreeSet<_> = codes.iter().map(|(code, _)| *code).collect();
            assert_eq!(unique.len(), codes.len());
            for (code, text) in codes {
                assert!(code.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{code}");
                assert!(!text.zh.is_empty() && !text.en.is_empty(), "{code}");
            }
        }
    };
}
pub(crate) use codes;

codes! {
    SYNTAX = "syntax", "不符合TOML语法", "The text is not TOML.";
    DUPLICATE_KEY = "duplicate-key", "同一个键出现两次", "The same key stands twice.";
    UNKNOWN_KEY = "unknown-key", "程序不认识的键", "A key the program does not know.";
    MISSING_KEY = "missing-key", "缺少必填的键", "A required key is missing.";
    WRONG_TYPE = "wrong-type", "值的类型不对", "A value of the wrong type.";
    UNKNOWN_WORD = "unknown-word", "不在允许范围内的词", "A word that is not in the list of allowed words.";
    MISSING_LANGUAGE = "missing-language", "双语文字缺少一种语言", "A text lacks one of the two languages.";
    EMPTY_TEXT = "empty-text", "文字为空", "A text is empty.";
    UNPRINTABLE = "unprintable", "文字中有看不见的字符或者控制字符", "A text with a control or invisible character.";
    NEGATIVE_NUMBER = "negative-number", "数值不能为负", "A number below zero where none can be.";
    NUMBER_TOO_LARGE = "number-too-large", "数值过大", "A number larger than the program can hold.";
    BAD_DATE = "bad-date", "日期不存在", "A date that does not exist.";
    NO_TRANSFER = "no-transfer", "没有出境场景", "Route facts without a transfer.";
    DATE_TOO_EARLY = "date-too-early", "日期早于规定施行日", "A date before the rules took effect.";
    TOTAL_BELOW_LARGEST = "total-below-largest", "总人数少于最大的出境场景", "A total of people below the largest transfer.";
    TOTAL_ABOVE_SUM = "total-above-sum", "总人数多于各出境场景之和", "A total of people above the sum of the transfers.";
    TOTAL_FITS_NOTHING = "total-fits-nothing", "总人数与各出境场景不符", "A total of people that no reading of the facts allows.";
    SURPLUS_ABOVE_PEOPLE = "surplus-above-people", "必要范围以外的人数多于总人数", "More people beyond the necessity than people.";
    SMALL_WITH_MANY = "small-with-many", "小型个人信息处理者的人数达到10万人", "A small processor with 100,000 people or more.";
    COLLECTED_BY_DOMESTIC = "collected-by-domestic", "境内处理者不存在境外直接收集", "Collection from abroad by a processor in China.";
    BAD_CONDITION = "bad-condition", "条件表达式无法识别", "A condition that cannot be read.";
    BAD_ASSIGNMENT = "bad-assignment", "“整改后的答案”无法识别", "An answer after the measure that cannot be read.";
    DUPLICATE_ID = "duplicate-id", "同一个名称用了两次", "The same name is given twice.";
    UNKNOWN_QUESTION = "unknown-question", "引用的题目或者列不存在", "A question or column that does not exist.";
    UNKNOWN_OPTION = "unknown-option", "引用的选项不存在", "An option that does not exist.";
    UNKNOWN_RECORD = "unknown-record", "引用的记录表不存在", "A record that does not exist.";
    UNKNOWN_NAME = "unknown-name", "引用的名称不存在", "A module, section, condition, judgement, level or finding that does not exist.";
    UNKNOWN_BASIS = "unknown-basis", "依据不在法律登记表中", "A basis that is not in the registry of law.";
    UNKNOWN_TERM = "unknown-term", "术语不在术语表中", "A term that is not in the glossary.";
    WRONG_TEST = "wrong-test", "条件的比较方式不适合该题型", "A test that does not fit the kind of the question.";
    CYCLE = "cycle", "条件互相依赖", "Conditions that depend on each other.";
    FORWARD_REFERENCE = "forward-reference", "显示条件引用了后面的题目", "A condition of a question that reads a later question.";
    WEAKENS_BUILT_IN = "weakens-built-in", "不得改动内置内容", "A user file that redefines something built in.";
    LIST_ROUTE_OFF_LIST = "list-route-off-list", "数据不在负面清单内却填写清单机制", "A negative list's route for data that is not on it.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_was_renamed() {
        let codes: Vec<_> = all().into_iter().map(|(code, _)| code).collect();
        let known = [
            "syntax",
            "duplicate-key",
            "unknown-key",
            "missing-key",
            "wrong-type",
            "unknown-word",
            "missing-language",
            "empty-text",
            "negative-number",
            "number-too-large",
            "bad-date",
            "no-transfer",
            "date-too-early",
            "total-below-largest",
            "total-above-sum",
            "total-fits-nothing",
            "surplus-above-people",
            "small-with-many",
            "collected-by-domestic",
            "list-route-off-list",
        ];
        for code in known {
            assert!(codes.contains(&code), "{code} is gone");
        }
    }
}
