//! A document with every kind of block, in both languages.

use pipia::{
    domain::Lang,
    report::document::{
        Align, Block, Cell, Column, Cover, Document, Inline, ListStyle, Matrix, MatrixCell, Meta, NoticeKind,
        SignatureRole, SignatureRow, Table, Tone,
    },
};

pub(super) const DIGEST: &str = "3f9a0c5be1d74826a9f1403bd27c8e56f01b2a3c4d5e6f708192a3b4c5d6e7f8";

/// Letters that share glyphs in the built-in face.
pub(super) const SHARED: &str = "• 阿卜杜拉·买买提 人员 ⼈部 - \u{2011} (\u{A0}) ·";

fn text(text: &str) -> Inline {
    Inline::Text(text.to_owned())
}

pub(super) fn chinese(filler: usize) -> Document {
    let mut document = Document::new(Lang::Zh, "个人信息保护影响评估报告（个人信息出境认证）");
    document.meta = Meta {
        author: "杭州鹿溪跨境电子商务有限公司".to_owned(),
        subject: "订单数据出境".to_owned(),
        digest: DIGEST.to_owned(),
        producer: "pipia 0.1.0".to_owned(),
        ..document.meta
    };
    document.cover = Some(Cover {
        mark: "内部资料".to_owned(),
        title: "个人信息保护影响评估报告".to_owned(),
        subtitle: "（个人信息出境认证）".to_owned(),
        facts: vec![
            (
                "个人信息处理者（盖章）".to_owned(),
                vec![text("杭州鹿溪跨境电子商务有限公司")],
            ),
            ("报告编号".to_owned(), vec![text("LX-PIPIA-2026-007")]),
            ("版本".to_owned(), vec![text("1.2")]),
            ("报告日期".to_owned(), vec![text("2026年11月21日")]),
        ],
        notices: vec![Block::Notice {
            notice: NoticeKind::Draft,
            title: "草稿".to_owned(),
            text: vec![vec![text("本报告尚有 3 道必答题未答，不得用于提交。")]],
        }],
    });
    document.approval = approval(["角色", "姓名", "职务", "意见", "签字", "日期"], "审批页面", &ROLES_ZH);
    document.contents = true;
    document.body = chinese_body(filler);
    document
}

const ROLES_ZH: [&str; 5] = ["编制", "审核", "个人信息保护负责人", "主要负责人", "委托方"];
const ROLES_EN: [&str; 5] = [
    "Assessor",
    "Reviewer",
    "PI protection officer",
    "Legal representative",
    "Client",
];

fn approval(heads: [&str; 6], title: &str, roles: &[&str; 5]) -> Vec<Block> {
    let row = |(role, label): (SignatureRole, &&str)| SignatureRow {
        role,
        label: (*label).to_owned(),
        name: if role == SignatureRole::Assessor {
            "买买提·艾力".to_owned()
        } else {
            String::new()
        },
        position: String::new(),
        opinion: String::new(),
        date: "2026-11-21".to_owned(),
    };
    let rows = SignatureRole::ALL.into_iter().zip(roles).map(row).collect();
    vec![
        Block::heading(1, "", title),
        Block::Approval {
            heads: heads.map(str::to_owned),
            rows,
        },
    ]
}

fn chinese_body(filler: usize) -> Vec<Block> {
    let mut body = vec![
        Block::heading(1, "一、", "评估说明").with_clause("附录B.2"),
        Block::heading(2, "（一）", "评估起止时间").with_anchor("period"),
        Block::text(
            "本次评估自2026年9月1日开始，至2026年11月21日结束；人数统计截至2026年11月20日。个人信息处理者向境外提供个人信息的，应当告知个人境外接收方的名称或者姓名、联系方式、\
             处理目的（包括“自动化决策”）、处理方式、个人信息的种类以及个人向境外接收方行使《个人信息保护法》规定权利的方式和程序等事项，并取得个人的单独同意。",
        ),
        Block::text(SHARED),
        Block::heading(2, "（二）", "实施评估和撰写报告的人员信息"),
        Block::Facts {
            rows: vec![
                ("组织名称".to_owned(), vec![text("杭州鹿溪跨境电子商务有限公司")]),
                (
                    "统一社会信用代码".to_owned(),
                    vec![Inline::Code("91330100MA0000000X".to_owned())],
                ),
                (
                    "说明".to_owned(),
                    vec![
                        text("评估由法务部和信息安全部共同实施，"),
                        Inline::Strong("第三方机构未参与".to_owned()),
                        text("；依据见下。"),
                        Inline::Small("（GB/T 46068—2025，5.4）".to_owned()),
                    ],
                ),
            ],
        },
    ];
    body.extend(lists());
    body.extend(tables());
    body.extend(chapters(filler));
    body
}

fn lists() -> Vec<Block> {
    vec![
        Block::heading(3, "1.", "实施过程"),
        Block::List {
            style: ListStyle::Numbered,
            items: vec![
                vec![text(
                    "访谈：法务部、客服部、信息安全部和境外接收方的联系人，逐项核对数据项、目的、保存期限和接触人员的范围。",
                )],
                vec![
                    text("检查：合同、制度、日志、权限清单；另见"),
                    Inline::Reference {
                        target: "matrix".into(),
                        label: "风险矩阵".into(),
                    },
                    text("。"),
                ],
                vec![text("测试：在测试环境中核对远程桌面的水印和截屏限制。")],
            ],
        },
        Block::List {
            style: ListStyle::Box,
            items: vec![vec![text("营业执照复印件")], vec![text("法律文件")]],
        },
        Block::Notice {
            notice: NoticeKind::Blocking,
            title: "存在 1 项阻断性问题".to_owned(),
            text: vec![
                vec![
                    text("1. 未取得个人的单独同意即向境外提供敏感个人信息。"),
                    Inline::Small("《个人信息保护法》第三十九条".to_owned()),
                ],
                vec![text("未解除之前，结论不得为“可以开展”。")],
            ],
        },
        Block::Paragraph {
            text: vec![
                Inline::Untranslated("Lusee Global Fulfilment Pte. Ltd.".to_owned()),
                text("（原文）"),
            ],
        },
    ]
}

fn tables() -> Vec<Block> {
    let head = ["序号", "数据项", "类别", "敏感", "必要性", "人数"]
        .map(Cell::text)
        .to_vec();
    let row = |number: usize| {
        vec![
            Cell::text(number.to_string()),
            Cell::text("收货人姓名、电话号码和详细地址"),
            Cell::text("个人基本资料"),
            Cell::level(
                if number.is_multiple_of(3) { "高" } else { "低" },
                if number.is_multiple_of(3) {
                    Tone::Poor
                } else {
                    Tone::Good
                },
            ),
            Cell::text("履行跨境购物合同所必需，缺少该项无法投递；保存至订单完成后180日。"),
            Cell::text((number * 1234).to_string()),
        ]
    };
    let columns = [0.6, 2.2, 1.4, 0.7, 3.2, 1.0].map(Column::new);
    let mut columns = columns.to_vec();
    columns[5] = Column::new(1.0).aligned(Align::End);
    columns[0] = Column::new(0.6).aligned(Align::Center);
    let long = "境外接收方在其内部制度中规定了访问控制、加密、日志留存和人员离职时的账号收回。".repeat(40);
    vec![
        Block::heading(1, "二、", "跨境处理个人信息活动整体情况").with_clause("附录B.3"),
        Block::heading(2, "（一）", "拟出境个人信息情况"),
        Block::Table(Table {
            title: "表1　数据项清单".to_owned(),
            columns,
            head: vec![head],
            rows: (1..=60).map(row).collect(),
            ..Table::default()
        }),
        Block::Table(Table {
            title: "表2　境外接收方的安全保障能力".to_owned(),
            columns: vec![Column::new(1.0), Column::new(5.0)],
            head: vec![vec![Cell::text("项目"), Cell::text("说明")]],
            rows: vec![
                vec![Cell::text("技术措施"), Cell::text(long)],
                vec![Cell::text("管理措施"), Cell::text("无")],
            ],
            ..Table::default()
        }),
        Block::heading(2, "（二）", "风险判定").with_anchor("matrix"),
        Block::Matrix(matrix()),
    ]
}

fn chapters(filler: usize) -> Vec<Block> {
    let mut blocks = Vec::new();
    for number in 1..=filler {
        blocks.push(Block::heading(
            2,
            format!("（{number}）"),
            "境外接收方所在国家或者地区的法律和政策",
        ));
        for _paragraph in 0..6 {
            blocks.push(Block::text(
                "境外接收方所在国家设有独立的监管机构，法律对政府部门调取个人信息规定了条件和程序；近三年内没有发现公开的大规模调取。\
                 接收方承诺在收到调取要求时，先行通知个人信息处理者，并在法律允许的范围内提出异议。",
            ));
        }
    }
    blocks.push(Block::PageBreak);
    blocks.push(Block::heading(1, "附件", "计算过程"));
    blocks.push(Block::text("见随附的评估数据。"));
    blocks
}

fn matrix() -> Matrix {
    let levels = [
        ("严重", Tone::Severe),
        ("高", Tone::Poor),
        ("中", Tone::Fair),
        ("低", Tone::Good),
    ];
    let table = [[0, 0, 1, 1], [0, 1, 1, 2], [1, 1, 2, 3], [2, 2, 3, 3]];
    let row = |(index, numbers): (usize, &[usize; 4])| {
        let cell = |(column, level): (usize, &usize)| MatrixCell {
            label: levels[*level].0.to_owned(),
            tone: levels[*level].1,
            marks: if index == 1 && column == 2 {
                vec!["T1".to_owned(), "T3".to_owned()]
            } else {
                Vec::new()
            },
        };
        (
            format!("影响{}", levels[index].0),
            numbers.iter().enumerate().map(cell).collect(),
        )
    };
    Matrix {
        title: "图1　风险矩阵（GB/T 39335—2020 附录D）".to_owned(),
        horizontal: "安全事件可能性".to_owned(),
        vertical: "影响程度".to_owned(),
        columns: ["很高", "高", "中", "低"].map(str::to_owned).to_vec(),
        rows: table.iter().enumerate().map(row).collect(),
        description: String::new(),
    }
}

pub(super) fn english() -> Document {
    let mut document = Document::new(Lang::En, "Personal information protection impact assessment report");
    document.meta = Meta {
        author: "Luxi Cross-border E-commerce Co., Ltd. <Hangzhou>".to_owned(),
        digest: DIGEST.to_owned(),
        ..document.meta
    };
    document.cover = Some(Cover {
        title: "Personal Information Protection Impact Assessment Report".to_owned(),
        subtitle: "Certification of outbound transfers of personal information".to_owned(),
        facts: vec![
            (
                "Processor".to_owned(),
                vec![text("Hangzhou Luxi Cross-border E-commerce Co., Ltd.")],
            ),
            ("Date".to_owned(), vec![text("21 November 2026")]),
        ],
        notices: vec![Block::Notice {
            notice: NoticeKind::Note,
            title: "Translation for information; the Chinese report prevails".to_owned(),
            text: Vec::new(),
        }],
        ..Cover::default()
    });
    let heads = ["Role", "Name", "Position", "Opinion", "Signature", "Date"];
    document.approval = approval(heads, "Approval page", &ROLES_EN);
    document.contents = true;
    document.body = vec![
        Block::heading(1, "一、", "Notes on the assessment").with_clause("B.2"),
        Block::heading(2, "（一）", "Start and end"),
        Block::text(
            "The assessment began on 1 September 2026 and ended on 21 November 2026. “The client’s rights” are quoted here – with a \
             dash — and the recipient’s name follows: Lusee Global Fulfilment Pte. Ltd., Singapore.",
        ),
        Block::List {
            style: ListStyle::Bullet,
            items: vec![
                vec![text("Interviews with the legal department.")],
                vec![text("Examination of contracts.")],
            ],
        },
        Block::Matrix(Matrix {
            title: "Figure 1".into(),
            ..matrix()
        }),
        Block::Table(Table {
            columns: vec![Column::new(1.0), Column::new(3.0)],
            head: vec![vec![Cell::text("Item"), Cell::text("Use")]],
            rows: vec![vec![
                Cell::text("Name"),
                Cell::text("Delivery of the parcel to the buyer."),
            ]],
            ..Table::default()
        }),
    ];
    document
}
