//! Tables on the page: cells that reach over others, names and values two by two, rows that go on.

use pipia::{
    domain::Lang,
    report::{
        document::{Block, Cell, Column, Document, Inline, Table, Tone},
        page::{Item, Kind, Page, Placed},
        render::{Markdown, Render},
    },
};

use super::{load, options, pages, pdf, placed};

fn document(block: Block) -> Document {
    let mut document = Document::new(Lang::Zh, "报告");
    document.body.push(block);
    document
}

fn text(placed: &Placed) -> Option<(String, f32, f32)> {
    match &placed.item {
        Item::Text { x, y, runs, .. } => Some((runs.iter().map(|run| run.text.as_str()).collect(), *x, *y)),
        _ => None,
    }
}

/// Where a text stands.
fn place(page: &Page, wanted: &str) -> (f32, f32) {
    let mut texts = page.items.iter().filter_map(text);
    let found = texts.find(|(text, ..)| text == wanted);
    found.map_or_else(|| panic!("{wanted} is not on the page"), |(_, x, y)| (x, y))
}

fn spanning() -> Table {
    let row = |first: Cell, second: &str| vec![first, Cell::text(second), Cell::level("风险高", Tone::Poor)];
    Table {
        title: "表".into(),
        columns: vec![Column::new(1.0), Column::new(2.0), Column::new(1.0)],
        head: vec![["类别", "情形", "等级"].map(Cell::text).to_vec()],
        rows: vec![
            vec![Cell::text("订单")],
            row(Cell::text("名誉受损"), "被误解"),
            row(Cell::as_above("同上"), "被打扰"),
        ],
        fine: true,
        ..Table::default()
    }
}

#[test]
fn a_cell_reaches_down_and_a_band_across() {
    let document = document(Block::Table(spanning()));
    let laid = pages(&document);
    let page = &laid.pages[0];
    assert!(!placed(page).contains(&"同上".to_owned()), "the cell above says it");
    let spans: Vec<[usize; 2]> = laid
        .nodes
        .iter()
        .map(|node| node.span)
        .filter(|span| *span != [1, 1])
        .collect();
    assert_eq!(spans, [[1, 3], [2, 1]]);
    // Between the two rows the rule begins at the second column.
    let (_, above) = place(page, "被误解");
    let (left, below) = place(page, "被打扰");
    let between: Vec<f32> = page
        .items
        .iter()
        .filter_map(|placed| match placed.item {
            Item::Rule([x1, y1, x2, y2], ..) if x2 - x1 > 20.0 && y1 > above && y2 < below => Some(x1),
            _ => None,
        })
        .collect();
    assert!(
        !between.is_empty() && between.iter().all(|x| (x - left).abs() < 5.0),
        "{between:?} {left}"
    );
    let cells = laid.nodes.iter().filter(|node| node.kind == Kind::Cell).count();
    assert_eq!(cells, 5, "a covered cell is no cell");
    let file = load(&pdf(&document));
    let attributes = file
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok()?.get(b"A").ok()?.as_dict().ok());
    let spans: Vec<(&[u8], i64)> = attributes
        .flat_map(|attributes| attributes.iter())
        .filter_map(|(name, value)| Some((name.as_slice(), value.as_i64().ok()?)))
        .collect();
    assert_eq!(spans, [(&b"ColSpan"[..], 3), (&b"RowSpan"[..], 2)]);
}

#[test]
fn programs_without_pages_print_the_words_of_a_covered_cell() {
    let text = String::from_utf8(
        Markdown
            .render(&document(Block::Table(spanning())), &options())
            .unwrap(),
    )
    .unwrap();
    assert!(text.contains("| 同上 | 被打扰 | **风险高** |"), "{text}");
    assert!(text.contains("| 订单 |  |  |"), "{text}");
}

#[test]
fn short_names_and_values_stand_two_by_two() {
    let fact = |name: &str, value: &str| (name.to_owned(), vec![Inline::Text(value.to_owned())]);
    let rows = vec![
        fact("单位名称", "鹭屿公司"),
        fact("组织类型", "公司"),
        fact("地址", &"深圳市南山区科技南路16号8楼".repeat(3)),
        fact("成立日期", "2018-06-12"),
        fact("员工人数", "64"),
    ];
    let laid = pages(&document(Block::Facts { rows }));
    let page = &laid.pages[0];
    let y = |text| place(page, text).1;
    assert!((y("单位名称") - y("组织类型")).abs() < 0.01 && (y("成立日期") - y("64")).abs() < 0.01);
    assert!(y("地址") > y("公司") && y("地址") < y("成立日期"));
    let reaching: Vec<[usize; 2]> = laid
        .nodes
        .iter()
        .map(|node| node.span)
        .filter(|span| *span != [1, 1])
        .collect();
    assert_eq!(reaching, [[1, 3]], "the address reaches over the columns beside it");
}

#[test]
fn no_column_is_narrower_than_its_words() {
    let mut document = Document::new(Lang::En, "Report");
    document.body.push(Block::Table(Table {
        columns: vec![Column::new(0.3), Column::new(6.0)],
        head: vec![vec![Cell::text("Likelihood"), Cell::text("Reasons")]],
        rows: vec![vec![Cell::text("Medium"), Cell::text("no separate consent")]],
        ..Table::default()
    }));
    assert!(placed(&pages(&document).pages[0]).contains(&"Likelihood".to_owned()));
}

#[test]
fn what_goes_on_at_the_top_of_a_page_says_again_what_it_is_about() {
    let long = "接口按发货仓筛选，只传海外仓发货的订单。".repeat(120);
    let mut rows = vec![vec![Cell::text("M1"), Cell::text(long)]];
    for number in 0..90 {
        let first = if number == 0 {
            Cell::text("各条链路")
        } else {
            Cell::as_above("同上")
        };
        rows.push(vec![first, Cell::text(format!("第{number}项"))]);
    }
    let laid = pages(&document(Block::Table(Table {
        columns: vec![Column::new(1.0), Column::new(5.0)],
        head: vec![vec![Cell::text("编号"), Cell::text("措施")]],
        rows,
        ..Table::default()
    })));
    let shown = |wanted: &str| -> Vec<bool> {
        let all = laid.pages.iter().flat_map(|page| &page.items);
        let found = all.filter(|placed| text(placed).is_some_and(|(text, ..)| text == wanted));
        found.map(|placed| placed.node.is_some()).collect()
    };
    // Read once, then shown as decoration on each page the row or group reaches.
    for name in ["M1", "各条链路"] {
        let marks = shown(name);
        assert!(marks.len() >= 2, "{name} on {} pages", marks.len());
        assert!(marks[0] && marks[1..].iter().all(|read| !read), "{marks:?}");
    }
    assert!(shown("同上").is_empty());
}
