//! The codes of faults in answers and assessments. Renaming one is a visible change.

use crate::domain::Text;
use crate::questionnaire::code::codes;

codes! {
    UNKNOWN_QUESTION = "unknown-question", "问卷中没有此题目", "A question the questionnaire does not have.";
    UNKNOWN_OPTION = "unknown-option", "没有此选项", "An option the question does not have.";
    UNKNOWN_RECORD = "unknown-record", "没有此记录表", "A record the questionnaire does not have.";
    UNKNOWN_COLUMN = "unknown-column", "记录表没有此列", "A column the record does not have.";
    UNKNOWN_ROW = "unknown-row", "所指的行不存在", "A row that does not exist.";
    UNKNOWN_JUDGEMENT = "unknown-judgement", "没有此评定", "A judgement the questionnaire does not have.";
    UNKNOWN_LEVEL = "unknown-level", "没有此等级", "A level the scale does not have.";
    UNKNOWN_FINDING = "unknown-finding", "没有此问题项代码", "A finding the questionnaire does not have.";
    DUPLICATE_ROW = "duplicate-row", "行标识重复", "Two rows of a record have the same id.";
    DUPLICATE_EVIDENCE = "duplicate-evidence", "证明材料编号重复", "Two pieces of evidence have the same key.";
    BAD_ROW_ID = "bad-row-id", "行标识写法不对", "A row id that cannot be used.";
    BAD_SCOPE = "bad-scope", "所属的行写法不对", "A scope that does not fit.";
    COMPUTED_COLUMN = "computed-column", "此列由程序得出", "A column that the program computes.";
    ANSWERED_BY_ROWS = "answered-by-rows", "此题目按行填写", "A value for a question that is answered by rows or levels.";
    TWO_CONTENTS = "two-contents", "同一答案有两种内容", "An answer that says two things at once.";
    OUT_OF_RANGE = "out-of-range", "数值超出范围", "A number outside the accepted range.";
    BAD_TIME = "bad-time", "时间写法不对", "A time that cannot be read.";
    BAD_DIGEST = "bad-digest", "摘要值写法不对", "A digest that is not 64 hexadecimal digits.";
    CHARACTERS_REMOVED = "characters-removed", "已删除不可见的控制字符", "Control or invisible characters were removed.";
    NO_REASON = "no-reason", "没有写理由", "A level decided or a finding accepted without a reason.";
    BAD_FORMAT = "bad-format", "格式版本写法不对", "A format version that cannot be read.";
}

/// Whether a fault is about what the questionnaire knows, and so may come from another version of it.
pub fn is_about_content(code: &str) -> bool {
    use crate::questionnaire::code::WRONG_TYPE;
    let known = [
        UNKNOWN_QUESTION,
        UNKNOWN_OPTION,
        UNKNOWN_RECORD,
        UNKNOWN_COLUMN,
        UNKNOWN_ROW,
        UNKNOWN_JUDGEMENT,
        UNKNOWN_LEVEL,
        UNKNOWN_FINDING,
        BAD_SCOPE,
        COMPUTED_COLUMN,
        ANSWERED_BY_ROWS,
        WRONG_TYPE,
    ];
    known.contains(&code)
}
