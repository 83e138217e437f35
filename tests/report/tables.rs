//! Tables of the report: official columns, calculations, findings and measures.

use super::*;

/// The tables of a title.
fn tables<'d>(document: &'d Document, title: &str) -> Vec<&'d Table> {
    let found = document.body.iter().filter_map(|block| match block {
        Block::Table(table) if table.title.starts_with(title) => Some(table),
        _ => None,
    });
    found.collect()
}

fn words(cell: &Cell) -> String {
    cell.text.iter().map(Inline::words).collect()
}

/// The rows below the band that begins with these words, up to the next band.
fn part_of(tables: &[&Table], name: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for table in tables {
        let mut inside = false;
        for row in &table.rows {
            if table.is_band(row) {
                let band = words(&row[0]);
                inside = band == name || band.starts_with(&format!("{name}（"));
            } else if inside {
                found.push(row.iter().map(words).collect());
            }
        }
    }
    found
}

#[test]
fn every_step_of_every_level_is_traced() {
    let questionnaire = certification();
    let filled = fill(&questionnaire, Manner::Value(1));
    let engine = Engine::new(Arc::clone(&questionnaire), Arc::new(filled.answers.clone()), TODAY);
    let document = report(&questionnaire, &filled.answers, Lang::Zh);
    let traces: Vec<&Table> = tables(&document, "等级的计算");
    let judgements = engine.judgements();
    assert!(judgements.len() > 40, "{}", judgements.len());
    for judgement in judgements {
        let title = &questionnaire.judgement(&judgement.id).unwrap().title.zh;
        let part = part_of(&traces, title);
        assert!(!part.is_empty(), "{title}");
        for step in &judgement.trace {
            // The same rule, answers and result for several objects are one row, which names them.
            let told = part.iter().any(|row| row.concat().contains(&step.ground.label.zh));
            assert!(told, "{} {}", judgement.id, step.ground.label.zh);
        }
    }
}

#[test]
fn tables_b1_to_b4_have_the_official_columns() {
    let questionnaire = certification();
    let filled = fill(&questionnaire, Manner::Value(1));
    let document = report(&questionnaire, &filled.answers, Lang::Zh);
    let heads = |title: &str| -> Vec<Vec<String>> {
        let tables = document.body.iter().filter_map(|block| match block {
            Block::Table(table) if table.title.starts_with(title) => Some(table),
            _ => None,
        });
        let words = |table: &Table| -> Vec<String> {
            let head = table.head.first().unwrap();
            head.iter()
                .map(|cell| cell.text.iter().map(Inline::words).collect())
                .collect()
        };
        tables.map(words).collect()
    };
    let b1 = [
        "个人权益影响类别",
        "个人信息权益影响常见情形",
        "影响程度参考",
        "是否存在该影响",
        "个人权益影响程度",
    ];
    assert_eq!(heads("表B.1"), [b1, b1]);
    let b3 = ["类别", "具体描述", "保障能力等级参考", "保障能力说明及差距分析", "结论"];
    assert_eq!(heads("表B.3"), [b3, b3]);
    assert!(!heads("表B.4").is_empty());
    assert!(heads("表B.4").iter().all(|head| *head == b3[1..]));
    let rows = document.body.iter().filter_map(|block| match block {
        Block::Table(table) if table.title.starts_with("表B.1") => Some(table.rows.len()),
        _ => None,
    });
    assert_eq!(rows.collect::<Vec<_>>(), [16, 16]);
    let b2 = heads("表B.2");
    let factors: Vec<&str> = b2[0][2..6]
        .iter()
        .map(|head| head.trim_start_matches("修正要素："))
        .collect();
    assert_eq!(factors, ["敏感程度", "规模", "范围", "技术处理措施"]);
    assert_eq!((b2.len(), b2[0].len(), b2[0][6].as_str()), (2, 7, "修正后影响程度"));
}

#[test]
fn a_finding_is_printed_once_beside_its_item() {
    let questionnaire = certification();
    let filled = fill(&questionnaire, Manner::Value(2));
    let engine = Engine::new(Arc::clone(&questionnaire), Arc::new(filled.answers.clone()), TODAY);
    let document = report(&questionnaire, &filled.answers, Lang::Zh);
    let rows: Vec<Vec<String>> = tables(&document, "评估发现的问题和整改情况")
        .iter()
        .flat_map(|table| table.rows.iter().map(|row| row.iter().map(words).collect()))
        .collect();
    let findings = engine.answered_findings();
    let mut kinds = BTreeSet::new();
    for finding in &findings {
        let unknown = finding.because == Because::Unknown;
        kinds.insert((
            finding.code.clone(),
            finding.severity,
            finding.note,
            unknown,
            finding.to_be_cleared,
        ));
        let own: Vec<&Vec<String>> = rows.iter().filter(|row| row[0] == *finding.code).collect();
        // Its own words, or those of another row with its own row named beside them.
        let object = engine.scope_name(&finding.scope).zh;
        let told = |row: &&Vec<String>| row[2].contains(&finding.text.zh) || row[2].contains(&object);
        assert!(own.iter().any(told), "{}: {own:#?}", finding.id());
    }
    assert_eq!(rows.len(), kinds.len(), "one row for each code and severity");
    assert!(rows.len() > 10 && rows.len() < findings.len());
}

#[test]
fn a_measure_is_printed_once_in_full_and_named_by_number_beside_its_findings() {
    let questionnaire = certification();
    let mut answers = fill(&questionnaire, Manner::Value(2)).answers;
    let engine = Engine::new(Arc::clone(&questionnaire), Arc::new(answers.clone()), TODAY);
    let finding = engine.answered_findings().remove(0);
    let text = "自2027年3月1日起只传海外仓发货的订单；面单改用虚拟号码。";
    let measure = answers.records.get_mut("measure").unwrap().first_mut().unwrap();
    measure
        .cells
        .insert("text".into(), Answer::value(Value::Text(text.into())));
    measure.cells.insert(
        "for".into(),
        Answer::value(Value::Multi(Ticks::known([finding.id().to_string().as_str()]))),
    );
    let document = report(&questionnaire, &answers, Lang::Zh);
    let all = cells(&document);
    let whole: Vec<&String> = all.iter().filter(|cell| cell.contains("面单改用虚拟号码")).collect();
    assert_eq!(whole.len(), 1, "{whole:#?}");
    let beside = tables(&document, "评估发现的问题和整改情况");
    let mut beside = beside.iter().flat_map(|table| &table.rows);
    let row = beside.find(|row| words(&row[0]) == *finding.code).unwrap();
    assert!(
        words(&row[3]).contains("M1　自2027年3月1日起只传海外仓发货的订单（"),
        "{}",
        words(&row[3])
    );
    let full = &tables(&document, "整改措施")[0].rows[0];
    assert_eq!(words(&full[0]), "M1");
    assert!(words(&full[1]).starts_with(text) && words(&full[1]).contains(&*finding.code));
}

#[test]
fn rows_of_a_record_stand_side_by_side_and_what_nobody_filled_is_left_out() {
    let questionnaire = certification();
    let filled = fill(&questionnaire, Manner::Value(0));
    let document = report(&questionnaire, &filled.answers, Lang::Zh);
    let table = tables(&document, "出境链路")[0];
    assert!(table.row_heads);
    assert_eq!(table.head[0].len(), 3, "a name column and two links");
    let names: Vec<String> = table.rows.iter().map(|row| words(&row[0])).collect();
    assert!(names.contains(&"通道加密".to_owned()), "{names:?}");
    assert!(table.rows.iter().all(|row| row.len() == 3));
}
