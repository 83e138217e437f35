//! The certification report: its outline, its completeness, its two languages.

pub(crate) mod filled;
mod show;
mod tables;

use std::collections::BTreeSet;
use std::sync::Arc;

use pipia::domain::{
    Acceptance, Answer, Answers, Because, Content, DecidedLevel, Engine, Evidence, Lang, Questionnaire, Row, Scope,
    Scoped, Text, Ticks, Value,
};
use pipia::report::compose::{ComposeOptions, compose, outline_fault, placed_questions};
use pipia::report::document::{Block, Cell, Document, Inline, NoticeKind, Table};
use pipia::report::render::{Markdown, Render, RenderOptions};

use filled::{Manner, TODAY, certification, fill, with};

fn options(lang: Lang) -> ComposeOptions {
    ComposeOptions {
        lang,
        title: Text::default(),
        number: "PIPIA-2026-01".into(),
        version: "1.0".into(),
        date: TODAY,
        draft: false,
        signed: true,
        mark: String::new(),
        assessment_digest: "ab".repeat(32),
        program_version: "pipia 0.1.0".into(),
        keep_until: None,
    }
}

fn report(questionnaire: &Arc<Questionnaire>, answers: &Answers, lang: Lang) -> Document {
    let engine = Engine::new(Arc::clone(questionnaire), Arc::new(answers.clone()), TODAY);
    compose(&engine, &options(lang))
}

fn markdown(document: &Document) -> String {
    let options = RenderOptions {
        now: "2026-11-21T08:30:00Z".parse().unwrap(),
        attachment: None,
    };
    String::from_utf8(Markdown.render(document, &options).unwrap()).unwrap()
}

fn headings(document: &Document) -> Vec<String> {
    document
        .body
        .iter()
        .filter_map(|block| match block {
            Block::Heading {
                number, text, clause, ..
            } if clause.is_empty() => Some(format!("{number}{text}")),
            Block::Heading {
                number, text, clause, ..
            } => Some(format!("{number}{text}（{clause}）")),
            _ => None,
        })
        .collect()
}

/// Every string a reader sees in the body, cell by cell.
fn cells(document: &Document) -> Vec<String> {
    let join = |text: &[Inline]| text.iter().map(Inline::words).collect::<String>();
    let mut found = Vec::new();
    for block in document.approval.iter().chain(&document.body) {
        match block {
            Block::Paragraph { text } => found.push(join(text)),
            Block::List { items, .. } => found.extend(items.iter().map(|item| join(item))),
            Block::Facts { rows } => rows.iter().for_each(|(name, value)| {
                found.push(name.clone());
                found.push(join(value));
            }),
            Block::Table(table) => {
                found.extend(
                    table
                        .head
                        .iter()
                        .chain(&table.rows)
                        .flatten()
                        .map(|cell| join(&cell.text)),
                );
            }
            Block::Matrix(matrix) => {
                found.extend(
                    matrix
                        .rows
                        .iter()
                        .flat_map(|(_, cells)| cells.iter().map(|cell| cell.label.clone())),
                );
            }
            Block::Notice { text, .. } => found.extend(text.iter().map(|line| join(line))),
            _ => {}
        }
    }
    found
}

/// What is the same in both languages: kinds, numbers, columns, rows.
fn shape(document: &Document) -> Vec<String> {
    document
        .body
        .iter()
        .map(|block| match block {
            Block::Heading {
                level, number, anchor, ..
            } if anchor.starts_with('a') => format!("annex {level} {}", number.is_empty()),
            Block::Heading {
                level, number, anchor, ..
            } => format!("heading {level} {number} {anchor}"),
            Block::Facts { rows } => format!("facts {}", rows.len()),
            Block::Table(Table {
                columns, head, rows, ..
            }) => format!("table {}×{}+{}", columns.len(), head.len(), rows.len()),
            Block::List { items, .. } => format!("list {}", items.len()),
            Block::Matrix(matrix) => format!("matrix {}", matrix.rows.len()),
            Block::Notice { text, .. } => format!("notice {}", text.len()),
            Block::Paragraph { .. } => "paragraph".to_owned(),
            Block::Approval { rows, .. } => format!("approval {}", rows.len()),
            Block::PageBreak => "page".to_owned(),
        })
        .collect()
}

const OFFICIAL: &[&str] = &[
    "一、评估说明（附录B.2）",
    "（一）审批页面",
    "（二）评估起止时间",
    "（三）实施评估和撰写报告的人员信息",
    "（四）参考的法律、法规和标准",
    "（五）实施过程",
    "（六）实施方式",
    "二、跨境处理个人信息活动整体情况（附录B.3）",
    "（一）个人信息处理者基本情况",
    "1.组织基本信息",
    "2.股权结构和实际控制人信息",
    "3.组织结构信息",
    "4.个人信息保护职责部门信息",
    "5.整体业务与个人信息情况",
    "6.境内外投资情况",
    "（二）个人信息出境涉及业务和信息系统情况",
    "1.个人信息出境涉及业务的基本情况",
    "2.个人信息出境涉及业务的个人信息资产情况",
    "3.个人信息出境涉及业务的信息系统情况",
    "4.个人信息出境涉及的数据中心（包含云服务）情况",
    "5.个人信息出境链路相关情况",
    "（三）拟出境个人信息情况",
    "1.个人信息处理者和境外接收方处理个人信息的目的、范围和方式等的合法性、正当性和必要性",
    "2.出境个人信息的规模、范围、种类和敏感程度，处理敏感个人信息和利用个人信息进行自动化决策情况",
    "3.拟出境个人信息在境内存储的信息系统平台和数据中心等情况，计划出境后存储的信息系统平台和数据中心等",
    "（四）个人信息处理者数据安全保障能力情况",
    "1.数据安全管理能力",
    "2.数据安全技术能力",
    "3.数据安全保障措施有效性证明",
    "4.遵守境内外数据和网络安全相关法律法规的情况",
    "5.收到个人信息主体的投诉或诉讼、被监管部门约谈、处罚等情况",
    "6.对个人信息主体权益有重大影响的个人信息处理活动的保障能力",
    "（五）境外接收方情况",
    "1.境外接收方基本情况",
    "2.境外接收方处理个人信息的用途和方式等",
    "3.境外接收方的数据安全保障能力",
    "4.境外接收方处理个人信息的全生存周期过程描述",
    "（六）第三方基本情况",
    "1.组织或个人基本信息",
    "2.处理个人信息的目的、方式、种类和保存期限等",
    "3.境外接收方和第三方的关系或合作模式等基本信息",
    "4.第三方所在国家或地区的个人信息保护政策和法规对履行认证规则和标准的影响",
    "（七）个人信息处理者认为需要说明的其他情况",
    "三、风险分析（附录B.4）",
    "（一）个人信息处理者和境外接收方处理个人信息的目的、范围、方式等的合法性、正当性和必要性（附录B.4.1）",
    "1.合法性",
    "2.正当性",
    "3.必要性",
    "（二）跨境处理个人信息的规模、范围、种类和敏感程度，个人信息跨境处理可能对个人信息权益带来的风险（附录B.4.2）",
    "1.对个人信息权益的影响",
    "2.对国家安全、公共利益的影响（认证办法6（2））",
    "（三）境外接收方承诺承担的责任义务，以及履行责任义务的管理和技术措施、能力等能否保障跨境处理个人信息的安全（附录B.4.3）",
    "（四）个人信息跨境处理后泄露、损毁、篡改和滥用等的风险，个人维护个人信息权益的渠道（附录B.4.4）",
    "1.泄露、损毁、篡改和滥用等的风险",
    "2.维护个人信息权益的渠道",
    "（五）境外接收方所在国家或地区的个人信息保护政策法规对履行个人信息保护义务和保障个人信息权益的影响（附录B.4.5）",
    "（六）其他可能影响个人信息跨境处理安全的事项（附录B.4.6）",
    "四、风险综合评估（附录B.5）",
    "（一）六个方面的评估结果",
    "（二）保护措施与风险程度的适应性（个保法56（3））",
    "（三）影响评估结论",
    "五、风险处置建议（附录B.6）",
];

#[test]
fn headings_stand_in_official_order_word_for_word() {
    assert_eq!(outline_fault(), None);
    let document = report(&certification(), &Answers::default(), Lang::Zh);
    let found = headings(&document);
    assert_eq!(found[..OFFICIAL.len()], *OFFICIAL);
    assert!(
        found[OFFICIAL.len()..]
            .iter()
            .all(|heading| heading.starts_with("附件"))
    );
}

#[test]
fn every_question_has_a_place_and_every_place_a_question() {
    let questionnaire = certification();
    let placed = placed_questions();
    let lost: Vec<&str> = questionnaire
        .questions
        .iter()
        .map(|question| question.id.as_str())
        .filter(|id| !placed.contains(id))
        .collect();
    assert_eq!(lost, Vec::<&str>::new());
    let strange: Vec<&&str> = placed
        .iter()
        .filter(|id| questionnaire.question(id).is_none())
        .collect();
    assert_eq!(strange, Vec::<&&str>::new());
}

#[test]
fn whatever_was_entered_is_printed_and_no_note_ever() {
    let questionnaire = certification();
    for pick in [0, 1, 2] {
        let filled = fill(&questionnaire, Manner::Value(pick));
        assert!(filled.marks.len() > 150, "{}", filled.marks.len());
        for lang in Lang::ALL {
            let document = report(&questionnaire, &filled.answers, lang);
            let all = cells(&document).join("\n");
            let lost: Vec<&String> = filled
                .marks
                .iter()
                .filter(|mark| !all.contains(mark.as_str()))
                .collect();
            assert!(lost.is_empty(), "{pick} {lang:?}: {lost:#?}");
            assert!(!all.contains("内部备注"), "{pick} {lang:?}");
        }
    }
}

#[test]
fn both_languages_have_the_same_headings_tables_and_rows() {
    let questionnaire = certification();
    for manner in [Manner::Value(0), Manner::Value(1), Manner::Unknown] {
        let filled = fill(&questionnaire, manner);
        let [zh, en] = Lang::ALL.map(|lang| shape(&report(&questionnaire, &filled.answers, lang)));
        assert_eq!(zh, en);
    }
    let [zh, en] = Lang::ALL.map(|lang| shape(&report(&questionnaire, &Answers::default(), lang)));
    assert_eq!(zh, en);
}

#[test]
fn no_cell_is_empty() {
    let questionnaire = certification();
    for manner in [Manner::Value(0), Manner::Value(3), Manner::Unknown] {
        let filled = fill(&questionnaire, manner);
        for lang in Lang::ALL {
            let document = report(&questionnaire, &filled.answers, lang);
            let all = cells(&document);
            let at = all.iter().position(|text| text.trim().is_empty() || text.trim() == "—");
            assert_eq!(at.map(|at| &all[at.saturating_sub(8)..=at]), None);
        }
    }
}

#[test]
fn what_is_unknown_is_listed_and_counted_at_its_worst() {
    let questionnaire = certification();
    let filled = fill(&questionnaire, Manner::Value(0));
    let answers = with(filled.answers, "capability.incident-plan", Content::Unknown);
    let text = markdown(&report(&questionnaire, &answers, Lang::Zh));
    let annex = text.split("待核实的事项").nth(1).unwrap();
    assert!(annex.contains("安全事件应急预案"));
    assert!(text.contains("待核实（按最不利情形计入）"));
}

#[test]
fn an_empty_assessment_gives_a_draft_that_says_what_is_missing() {
    for lang in Lang::ALL {
        let document = report(&certification(), &Answers::default(), lang);
        let cover = document.cover.as_ref().unwrap();
        assert_eq!(cover.mark, if lang == Lang::Zh { "草稿" } else { "DRAFT" });
        let draft = |block: &&Block| {
            matches!(
                block,
                Block::Notice {
                    notice: NoticeKind::Draft,
                    ..
                }
            )
        };
        assert_eq!(cover.notices.iter().filter(draft).count(), 1);
        let approval = document.approval.iter().find_map(|block| match block {
            Block::Approval { rows, .. } => Some(rows.len()),
            _ => None,
        });
        assert_eq!(approval, Some(4));
        assert!(!document.body.is_empty() && document.contents);
    }
}

#[test]
fn the_english_report_says_that_it_is_a_translation_and_the_chinese_does_not() {
    let questionnaire = certification();
    let filled = fill(&questionnaire, Manner::Value(0));
    let english = report(&questionnaire, &filled.answers, Lang::En);
    let notice = english.cover.as_ref().unwrap().notices.first().unwrap();
    let Block::Notice { title, .. } = notice else {
        panic!("{notice:?}")
    };
    assert_eq!(title, "Translation for information. The Chinese report prevails.");
    let text = markdown(&english);
    assert!(text.contains("[untranslated]"));
    let chinese = markdown(&report(&questionnaire, &filled.answers, Lang::Zh));
    assert!(!chinese.contains("［未译］"));
    for word in ["合规。", "不合规", "已通过", "compliant"] {
        assert!(
            !chinese.contains(&format!("结论：{word}")) && !text.contains("is compliant"),
            "{word}"
        );
    }
}

#[test]
fn evidence_stands_beside_what_it_proves_and_in_its_list() {
    let questionnaire = certification();
    let mut answers = fill(&questionnaire, Manner::Value(0)).answers;
    answers.evidence.push(Evidence {
        key: "E-01".into(),
        title: "应急演练记录".into(),
        proves: vec![Scoped::whole("capability.incident-plan".into())],
        kind: "record".into(),
        confidential: true,
        ..Evidence::default()
    });
    let text = markdown(&report(&questionnaire, &answers, Lang::Zh));
    let (body, annex) = text.split_once("附件一　证明材料清单").unwrap();
    assert!(body.contains("证明材料：E-01"));
    assert!(annex.contains("应急演练记录") && annex.contains("安全事件应急预案") && annex.contains("未读取文件"));
}

#[test]
fn a_translation_replaces_the_text_in_the_english_report_only() {
    let questionnaire = certification();
    let mut answers = fill(&questionnaire, Manner::Value(0)).answers;
    let answer = answers
        .values
        .get_mut("processor.business")
        .unwrap()
        .get_mut(&Scope::whole())
        .unwrap();
    answer.content = Some(Content::Value(Value::Text("跨境电商业务".into())));
    answer.translation = "cross-border e-commerce".into();
    let [zh, en] = Lang::ALL.map(|lang| markdown(&report(&questionnaire, &answers, lang)));
    assert!(zh.contains("跨境电商业务") && !zh.contains("cross-border e-commerce"));
    assert!(en.contains("cross-border e-commerce") && !en.contains("跨境电商业务"));
}

#[test]
fn decisions_and_the_title_are_translated_too() {
    let questionnaire = certification();
    let mut answers = fill(&questionnaire, Manner::Value(1)).answers;
    let engine = Engine::new(Arc::clone(&questionnaire), Arc::new(answers.clone()), TODAY);
    let minor = engine
        .findings()
        .iter()
        .find(|finding| finding.severity == pipia::domain::Severity::Minor)
        .unwrap()
        .id();
    let judgement = engine.judge(&"rights-channels.level".into(), &Scope::whole()).unwrap();
    let level = if judgement.proposed == *"open" {
        "mostly"
    } else {
        "open"
    };
    let decided = DecidedLevel {
        level: level.into(),
        reason: "已用录音核对".into(),
        translation: "checked against recordings".into(),
    };
    answers
        .overrides
        .insert(Scoped::whole("rights-channels.level".into()), decided);
    let accepted = Acceptance {
        reason: "风险低，接受".into(),
        translation: "low risk, accepted".into(),
    };
    answers.acceptances.insert(minor, accepted);
    let [zh, en] = Lang::ALL.map(|lang| {
        let engine = Engine::new(Arc::clone(&questionnaire), Arc::new(answers.clone()), TODAY);
        let title = Text::entered("年度评估", "Yearly assessment");
        let options = ComposeOptions { title, ..options(lang) };
        cells(&compose(&engine, &options)).join("\n")
    });
    for (chinese, english) in [
        ("已用录音核对", "checked against recordings"),
        ("风险低，接受", "low risk, accepted"),
        ("年度评估", "Yearly assessment"),
    ] {
        assert!(zh.contains(chinese) && !zh.contains(english), "{chinese}");
        assert!(en.contains(english), "{english}");
        let left: Vec<&str> = en.lines().filter(|line| line.contains(chinese)).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

#[test]
fn an_adjusted_level_is_printed_with_its_reason_and_the_level_by_the_rules() {
    let questionnaire = certification();
    let mut answers = fill(&questionnaire, Manner::Value(1)).answers;
    let engine = Engine::new(Arc::clone(&questionnaire), Arc::new(answers.clone()), TODAY);
    let judgement = engine.judge(&"rights-channels.level".into(), &Scope::whole()).unwrap();
    let level = if judgement.proposed == *"open" {
        "mostly"
    } else {
        "open"
    };
    let reason = "已用录音核对".to_owned();
    answers.overrides.insert(
        Scoped::whole("rights-channels.level".into()),
        DecidedLevel {
            level: level.into(),
            reason,
            translation: String::new(),
        },
    );
    let text = cells(&report(&questionnaire, &answers, Lang::Zh)).join("\n");
    assert!(text.contains("人工调整：已用录音核对"));
    let full = if level == "open" {
        "确定等级：维权渠道通畅"
    } else {
        "确定等级：维权渠道基本通畅"
    };
    assert!(text.contains(full));
}

#[test]
fn the_approval_page_names_those_who_are_entered() {
    let questionnaire = certification();
    let mut answers = Answers::default();
    let mut row = Row::new("r1");
    row.cells
        .insert("name".into(), Answer::value(Value::Text("陈晓岚".into())));
    row.cells
        .insert("unit".into(), Answer::value(Value::Text("法务部经理".into())));
    row.cells
        .insert("role".into(), Answer::value(Value::Choice("officer".into())));
    answers.records.insert("team".into(), vec![row]);
    let document = report(&questionnaire, &answers, Lang::Zh);
    let rows = document.approval.iter().find_map(|block| match block {
        Block::Approval { rows, .. } => Some(rows.clone()),
        _ => None,
    });
    let names: Vec<(String, String)> = rows.unwrap().into_iter().map(|row| (row.label, row.name)).collect();
    let expected = [
        ("编制", ""),
        ("审核", ""),
        ("个人信息保护负责人", "陈晓岚"),
        ("主要负责人", ""),
    ];
    assert_eq!(names, expected.map(|(label, name)| (label.to_owned(), name.to_owned())));
}

#[test]
fn what_hangs_on_an_open_answer_is_not_called_inapplicable() {
    let questionnaire = certification();
    let third_party = |content: Content| {
        let answers = with(Answers::default(), "third-party.exists", content);
        let text = markdown(&report(&questionnaire, &answers, Lang::Zh));
        let (_, part) = text
            .rsplit_once("2.处理个人信息的目的、方式、种类和保存期限等")
            .unwrap();
        part.lines().find(|line| !line.is_empty()).unwrap().to_owned()
    };
    assert_eq!(third_party(Content::Unknown), "是否涉及取决于待核实或者未答的事项。");
    assert_eq!(
        third_party(Content::Value(Value::Choice("forbidden".into()))),
        "不涉及。"
    );
}

#[test]
fn no_level_stands_alone_and_no_key_is_shown() {
    let questionnaire = certification();
    let filled = fill(&questionnaire, Manner::Value(0));
    for lang in Lang::ALL {
        let document = report(&questionnaire, &filled.answers, lang);
        for text in cells(&document) {
            let bare = ["严重", "很高", "High", "Severe", "Very high", "Weak", "Medium"].contains(&text.trim());
            assert!(
                !bare && !text.contains("@transfer:") && !text.contains("@recipient:"),
                "{text}"
            );
        }
    }
}

/// Front matter and conclusion of a small case, word for word.
#[test]
fn the_small_case_reads_as_kept() {
    let questionnaire = certification();
    let answers = with(
        Answers::default(),
        "conclusion.summary",
        Content::Value(Value::Text("尚在评估。".into())),
    );
    for lang in Lang::ALL {
        let mut document = report(&questionnaire, &answers, lang);
        let kept = |block: &Block, inside: &mut bool| {
            if let Block::Heading { anchor, .. } = block {
                *inside = anchor.starts_with('1') || anchor.starts_with('4') || anchor == "a-6";
            }
            *inside
        };
        let mut inside = false;
        document.body.retain(|block| kept(block, &mut inside));
        insta::with_settings!({snapshot_path => "golden", prepend_module_to_snapshot => false, omit_expression => true}, {
            insta::assert_snapshot!(format!("certification-small-{}", lang.code()), markdown(&document));
        });
    }
}
