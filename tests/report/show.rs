//! The reports as files, to be looked at.

use pipia::report::face::Faces;
use pipia::report::render::Pdf;

use super::*;

#[test]
#[ignore = "writes reports to be looked at into the folder named by PIPIA_SHOW"]
fn reports_to_look_at() {
    let Some(folder) = std::env::var_os("PIPIA_SHOW").map(std::path::PathBuf::from) else {
        return;
    };
    let questionnaire = certification();
    let faces = Faces::built_in().unwrap();
    let options = RenderOptions {
        now: "2026-11-21T08:30:00Z".parse().unwrap(),
        attachment: None,
    };
    for (name, manner) in [("value", Manner::Value(0)), ("unknown", Manner::Unknown)] {
        let mut filled = fill(&questionnaire, manner);
        plausible(&mut filled.answers);
        for lang in Lang::ALL {
            let document = report(&questionnaire, &filled.answers, lang);
            let file = |ending: &str| folder.join(format!("{name}-{}.{ending}", lang.code()));
            std::fs::write(file("md"), markdown(&document)).unwrap();
            let bytes = Pdf { faces: &faces }.render(&document, &options).unwrap();
            std::fs::write(file("pdf"), bytes).unwrap();
        }
    }
}

/// Words such as a company would enter, in place of the marks.
fn plausible(answers: &mut Answers) {
    let named = [
        (
            "transfer",
            "name",
            ["订单数据传至新加坡海外仓", "马尼拉客服中心远程查看订单"],
        ),
        ("recipient", "name", ["Lusee Pte. Ltd.", "Palawan Service Corp."]),
        (
            "third-party",
            "name",
            ["Meridian Cloud Pte. Ltd.", "Tanglin Courier Pte. Ltd."],
        ),
        ("item", "name", ["收件人姓名", "收件地址"]),
        ("system", "name", ["订单管理系统", "海外仓管理系统"]),
        ("team", "name", ["陈晓岚", "周明"]),
        (
            "measure",
            "text",
            [
                "就出境单独征得买家同意，未同意的停止传输并要求接收方删除",
                "客服页面加动态水印并开启会话录屏",
            ],
        ),
    ];
    let sentence = |long: bool| {
        if long {
            "订单履约由海外仓完成，收件人、地址和电话须传至仓库系统后才能拣货、报关和派送；不出境的，包裹无法交付。仅传当日订单，交付后90日删除。"
        } else {
            "见《数据出境管理制度》第四条"
        }
    };
    for cells in answers.values.values_mut().flat_map(|scopes| scopes.values_mut()) {
        reword(cells, sentence(true));
    }
    for (record, rows) in &mut answers.records {
        for (at, row) in rows.iter_mut().enumerate() {
            for (column, cell) in &mut row.cells {
                let known = named
                    .iter()
                    .find(|(owner, name, _)| **record == **owner && **column == **name);
                let long =
                    ["purpose", "reason", "grounds", "why", "recipient_use", "description"].contains(&column.as_str());
                reword(
                    cell,
                    known.map_or_else(|| sentence(long), |(_, _, words)| words[at % 2]),
                );
            }
        }
    }
    for confirmation in answers.confirmations.values_mut() {
        confirmation.reason = "与证明材料核对一致，采用按规则得出的等级。".into();
    }
}

fn reword(answer: &mut pipia::domain::Answer, words: &str) {
    if let Some(Content::Value(Value::Text(text))) = &mut answer.content {
        words.clone_into(text);
    }
    answer.remark = if answer.remark.is_empty() {
        String::new()
    } else {
        "经法务部核对".to_owned()
    };
}
