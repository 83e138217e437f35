//! The report as pages and bytes.

mod reading;
mod sample;
mod tables;
mod tiny;
mod validators;

use std::collections::BTreeMap;

use jiff::Timestamp;
use lopdf::{Document as PdfFile, Object, content::Content};
use pipia::{
    domain::Lang,
    report::{
        document::{Block, Document, SignatureRole},
        face::Faces,
        page::{Item, Page, Pages, SIGNATURE_FIELD, lay_out},
        render::{Json, Markdown, Pdf, PlainText, Render, RenderError, RenderOptions, pdf::signature_appearance},
    },
};

use reading::{deref, extracted, get};

const ATTACHMENT: &[u8] = b"{\"format\": 1}\n";

fn options() -> RenderOptions<'static> {
    let now: Timestamp = "2026-11-21T08:30:00Z".parse().unwrap();
    RenderOptions {
        now,
        attachment: Some(ATTACHMENT),
    }
}

fn pdf(document: &Document) -> Vec<u8> {
    Pdf {
        faces: &Faces::built_in().unwrap(),
    }
    .render(document, &options())
    .unwrap()
}

fn load(bytes: &[u8]) -> PdfFile {
    PdfFile::load_mem(bytes).unwrap()
}

fn pages(document: &Document) -> Pages {
    lay_out(&document.cleaned(), &Faces::built_in().unwrap()).unwrap()
}

/// The texts of a page in reading order, line by line as placed.
fn placed(page: &Page) -> Vec<String> {
    page.items
        .iter()
        .filter_map(|placed| match &placed.item {
            Item::Text { runs, .. } => Some(runs.iter().map(|run| run.text.as_str()).collect()),
            _ => None,
        })
        .collect()
}

#[test]
fn extracted_text_is_the_source_even_where_letters_share_glyphs() {
    let file = load(&pdf(&sample::chinese(0)));
    let all: Vec<String> = file.page_iter().flat_map(|page| extracted(&file, page)).collect();
    assert!(all.iter().any(|line| line == sample::SHARED), "{all:?}");
}

#[test]
fn the_same_input_gives_the_same_bytes_in_one_process() {
    let document = sample::chinese(1);
    assert!(pdf(&document) == pdf(&document));
}

#[test]
fn faces_are_subset_and_the_file_is_small() {
    let bytes = pdf(&sample::chinese(30));
    let file = load(&bytes);
    assert!(file.get_pages().len() >= 40, "{} pages", file.get_pages().len());
    assert!(
        bytes.len() < 400_000,
        "{} bytes for {} pages",
        bytes.len(),
        file.get_pages().len()
    );
    let first = file.page_iter().next().unwrap();
    for font in file.get_page_fonts(first).unwrap().values() {
        let name = String::from_utf8(font.get(b"BaseFont").unwrap().as_name().unwrap().to_vec()).unwrap();
        assert_eq!(name.chars().position(|c| c == '+'), Some(6), "{name}");
    }
}

#[test]
fn no_line_begins_or_ends_with_forbidden_punctuation() {
    for page in &pages(&sample::chinese(2)).pages {
        for line in placed(page) {
            assert!(
                !line.starts_with(['，', '。', '、', '；', '：', '？', '！', '）', '》', '”']),
                "{line}"
            );
            assert!(!line.ends_with(['（', '《', '“']), "{line}");
        }
    }
}

#[test]
fn contents_and_references_name_the_page_of_the_heading() {
    let pages = pages(&sample::chinese(3));
    let contents = placed(&pages.pages[2]);
    for bookmark in pages.bookmarks.iter().filter(|bookmark| bookmark.page > 2) {
        assert!(
            placed(&pages.pages[bookmark.page])
                .iter()
                .any(|line| line.starts_with(&bookmark.title))
        );
        if bookmark.level > 2 {
            assert!(!contents.contains(&bookmark.title), "the contents have two levels");
            continue;
        }
        let at = contents.iter().position(|line| *line == bookmark.title).unwrap();
        let number = contents[at..]
            .iter()
            .find(|line| line.chars().all(|c| c.is_ascii_digit()))
            .unwrap();
        assert_eq!(*number, (bookmark.page + 1).to_string(), "{}", bookmark.title);
    }
    let target = pages
        .bookmarks
        .iter()
        .find(|bookmark| bookmark.title == "（二）风险判定")
        .unwrap();
    // The space at the end of a broken line is not printed.
    let reference = format!("风险矩阵（第{}页）。", target.page + 1);
    let all = pages.pages.iter().flat_map(placed).collect::<String>().replace(' ', "");
    assert!(all.contains(&reference), "{reference}");
}

#[test]
fn heads_are_repeated_on_each_page_a_table_reaches_and_a_tall_row_is_split() {
    let pages = pages(&sample::chinese(0));
    let texts: Vec<Vec<String>> = pages.pages.iter().map(placed).collect();
    let with_rows = texts
        .iter()
        .filter(|page| page.iter().any(|line| line.starts_with("收货人姓名")))
        .count();
    let with_head = texts
        .iter()
        .filter(|page| page.iter().any(|line| line == "数据项"))
        .count();
    assert!(with_rows >= 3);
    assert_eq!(with_rows, with_head);
    let tall = texts
        .iter()
        .filter(|page| page.iter().any(|line| line.contains("离职时的账号")))
        .count();
    assert!(tall >= 2, "a row taller than a page");
    let (_, height) = bounds(&pages);
    assert!(
        height < 842.0 - 30.0,
        "nothing runs over the foot of the page: {height}"
    );
}

/// The lowest baseline and rule of all pages.
fn bounds(pages: &Pages) -> (f32, f32) {
    let ys = pages
        .pages
        .iter()
        .flat_map(|page| &page.items)
        .map(|placed| match &placed.item {
            Item::Text { y, .. } => *y,
            Item::Fill(rect, _) | Item::Frame(rect, _) => rect.y + rect.height,
            Item::Rule(line, ..) => line[3],
        });
    ys.fold((f32::MAX, 0.0), |(low, high), y| (low.min(y), high.max(y)))
}

#[test]
fn header_and_footer_stand_on_every_page_but_the_cover() {
    let pages = pages(&sample::chinese(0));
    let count = pages.pages.len();
    assert!(!placed(&pages.pages[0]).iter().any(|line| line.contains("共")));
    for (index, page) in pages.pages.iter().enumerate().skip(1) {
        let lines = placed(page);
        assert!(lines.contains(&format!("第 {} 页　共 {count} 页", index + 1)));
        assert!(lines.contains(&"评估数据摘要值 3f9a0c5be1d74826…".to_owned()));
        assert!(lines.contains(&"个人信息保护影响评估报告（个人信息出境认证）".to_owned()));
    }
}

#[test]
fn a_heading_never_stands_alone_at_the_foot_of_a_page() {
    for filler in 0..6 {
        let mut document = sample::chinese(4);
        document.body.splice(1..1, (0..filler).map(|_| Block::text("填充。")));
        let pages = pages(&document);
        for bookmark in pages.bookmarks.iter().filter(|bookmark| bookmark.page > 2) {
            let below = pages.pages[bookmark.page]
                .items
                .iter()
                .any(|placed| match &placed.item {
                    Item::Text { y, .. } => *y > bookmark.y + 36.0 && *y < 771.0,
                    _ => false,
                });
            assert!(below, "{} on page {}", bookmark.title, bookmark.page + 1);
        }
    }
}

#[test]
fn export_stops_at_a_letter_without_a_face_and_tells_where() {
    let mut document = sample::chinese(0);
    document.body.push(Block::text("委托单位：𠮷野家。"));
    let faces = Faces::built_in().unwrap();
    let error = Pdf { faces: &faces }.render(&document, &options()).unwrap_err();
    let RenderError::MissingLetters(letters) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].letter, '𠮷');
    let told = error.text();
    assert!(
        told.zh.contains("𠮷 U+20BB7 在“附件 计算过程”中：委托单位：𠮷野家。"),
        "{}",
        told.zh
    );
    assert!(told.en.contains("--fallback-font"));
}

#[test]
fn control_and_format_characters_never_reach_the_output() {
    let mut document = Document::new(Lang::Zh, "报告");
    document.body.push(Block::text("甲\u{202E}乙\u{200B}丙\u{7}丁\u{FEFF}"));
    let file = load(&pdf(&document));
    let page = file.page_iter().next().unwrap();
    assert!(extracted(&file, page).contains(&"甲乙丙丁".to_owned()));
    for bytes in [
        Markdown.render(&document, &options()),
        PlainText.render(&document, &options()),
    ] {
        assert!(String::from_utf8(bytes.unwrap()).unwrap().contains("甲乙丙丁"));
    }
}

#[test]
fn the_catalogue_says_what_a_reader_needs() {
    let bytes = pdf(&sample::chinese(0));
    assert!(bytes.starts_with(b"%PDF-1.7\n"));
    let file = load(&bytes);
    let catalog = file.catalog().unwrap();
    assert_eq!(catalog.get(b"PageMode").unwrap().as_name().unwrap(), b"UseOutlines");
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"zh-CN");
    assert!(
        get(&file, catalog, "MarkInfo")
            .get(b"Marked")
            .unwrap()
            .as_bool()
            .unwrap()
    );
    let intents = catalog.get(b"OutputIntents").unwrap().as_array().unwrap();
    let intent = deref(&file, &intents[0]).as_dict().unwrap();
    assert_eq!(
        intent.get(b"OutputConditionIdentifier").unwrap().as_str().unwrap(),
        b"sRGB IEC61966-2.1"
    );
    let metadata = deref(&file, catalog.get(b"Metadata").unwrap()).as_stream().unwrap();
    let xmp = String::from_utf8(metadata.get_plain_content().unwrap()).unwrap();
    assert!(xmp.contains("<xmp:CreateDate>2026-11-21T08:30:00Z</xmp:CreateDate>"));
    assert!(xmp.contains("个人信息保护影响评估报告"));
    let info = deref(&file, file.trailer.get(b"Info").unwrap()).as_dict().unwrap();
    assert_eq!(
        info.get(b"CreationDate").unwrap().as_str().unwrap(),
        b"D:20261121083000Z"
    );
    let associated = catalog.get(b"AF").unwrap().as_array().unwrap();
    let specification = deref(&file, &associated[0]).as_dict().unwrap();
    let data = deref(&file, get(&file, specification, "EF").get(b"F").unwrap())
        .as_stream()
        .unwrap();
    assert_eq!(data.get_plain_content().unwrap(), ATTACHMENT);
}

#[test]
fn each_role_has_an_empty_visible_signature_field_on_the_approval_page() {
    let file = load(&pdf(&sample::chinese(0)));
    let form = get(&file, file.catalog().unwrap(), "AcroForm");
    assert_eq!(form.get(b"SigFlags").unwrap().as_i64().unwrap(), 3);
    let second_page = file.page_iter().nth(1).unwrap();
    let mut names = Vec::new();
    for field in form.get(b"Fields").unwrap().as_array().unwrap() {
        assert!(field.as_reference().is_ok(), "fields are objects of their own");
        let field = deref(&file, field).as_dict().unwrap();
        assert_eq!(field.get(b"FT").unwrap().as_name().unwrap(), b"Sig");
        assert_eq!(field.get(b"F").unwrap().as_i64().unwrap(), 132);
        assert_eq!(field.get(b"P").unwrap().as_reference().unwrap(), second_page);
        assert!(field.get(b"V").is_err());
        let rect: Vec<f32> = field
            .get(b"Rect")
            .unwrap()
            .as_array()
            .unwrap()
            .iter()
            .map(|n| n.as_float().unwrap())
            .collect();
        let size = [rect[2] - rect[0], rect[3] - rect[1]];
        assert!(
            size.iter()
                .zip(SIGNATURE_FIELD)
                .all(|(is, told)| (is - told).abs() < 0.02),
            "{size:?}"
        );
        names.push(String::from_utf8(field.get(b"T").unwrap().as_str().unwrap().to_vec()).unwrap());
    }
    assert_eq!(names, SignatureRole::ALL.map(SignatureRole::field_name));
    assert_eq!(
        names.join(" "),
        "sig-assessor sig-reviewer sig-officer sig-legal-representative sig-client"
    );
}

#[test]
fn the_structure_tree_holds_headings_tables_and_the_described_figure() {
    let file = load(&pdf(&sample::chinese(0)));
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    let mut figure = None;
    for object in file.objects.values() {
        let Ok(dict) = object.as_dict() else { continue };
        let (Ok(kind), true) = (dict.get(b"S").and_then(Object::as_name), dict.has(b"P")) else {
            continue;
        };
        *count.entry(String::from_utf8(kind.to_vec()).unwrap()).or_default() += 1;
        if kind == b"Figure" {
            figure = dict
                .get(b"Alt")
                .ok()
                .and_then(|alt| alt.as_str().ok())
                .map(<[u8]>::to_vec);
        }
    }
    for kind in [
        "Document", "H1", "H2", "H3", "P", "L", "LI", "Table", "TR", "TH", "TD", "Figure", "TOC", "Form",
    ] {
        assert!(count.contains_key(kind), "{kind} in {count:?}");
    }
    assert_eq!(count["Form"], 5);
    let alt: Vec<u16> = figure.unwrap()[2..]
        .chunks(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect();
    let alt = String::from_utf16(&alt).unwrap();
    assert!(alt.contains("影响高 × 中: 高 (T1, T3)"), "{alt}");
}

#[test]
fn a_signature_is_drawn_in_chinese_without_any_font() {
    let faces = Faces::built_in().unwrap();
    let lines = ["编制 买买提·艾力", "2026-11-21 16:30 +08:00"].map(str::to_owned);
    let drawn = signature_appearance(&faces, &lines, 135.0, 56.0).unwrap();
    let content = Content::decode(&drawn.content).unwrap();
    let fills = content
        .operations
        .iter()
        .filter(|operation| operation.operator == "f")
        .count();
    let letters = lines.iter().flat_map(|line| line.chars()).filter(|c| *c != ' ').count();
    assert_eq!(fills, letters);
    assert_eq!(drawn.resources, b"<< >>");
    let missing = signature_appearance(&faces, &["𠮷".to_owned()], 135.0, 56.0).unwrap_err();
    assert!(matches!(missing, RenderError::MissingLetters(_)));
}

#[test]
fn markdown_text_and_json_are_as_agreed() {
    let mut document = sample::chinese(0);
    // The long table is tested above; here a few rows are enough.
    for block in &mut document.body {
        if let Block::Table(table) = block {
            table.rows.truncate(2);
            if table.columns.len() == 2 {
                table.rows.remove(0);
            }
        }
    }
    let render = |kind: &dyn Render| String::from_utf8(kind.render(&document, &options()).unwrap()).unwrap();
    insta::assert_snapshot!("report-markdown", render(&Markdown));
    insta::assert_snapshot!("report-text", render(&PlainText));
    let json: serde_json::Value = serde_json::from_str(&render(&Json)).unwrap();
    assert_eq!(json["lang"], "zh");
    assert_eq!(json["body"][0]["text"], "评估说明");
}

#[test]
fn text_stays_within_eighty_columns() {
    let text = String::from_utf8(PlainText.render(&sample::chinese(1), &options()).unwrap()).unwrap();
    for line in text.lines() {
        assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "{line}");
    }
}

#[test]
fn a_fallback_font_supplies_the_missing_letter() {
    let faces = Faces::built_in()
        .unwrap()
        .with_fallback("rare.ttf", tiny::font('𠮷'))
        .unwrap();
    let mut document = Document::new(Lang::Zh, "报告");
    document.body.push(Block::text("委托单位：𠮷野家。"));
    let file = load(&Pdf { faces: &faces }.render(&document, &options()).unwrap());
    let page = file.page_iter().next().unwrap();
    assert!(extracted(&file, page).contains(&"委托单位：𠮷野家。".to_owned()));
    let fonts = file.get_page_fonts(page).unwrap();
    assert!(fonts.contains_key(&b"Face2"[..]), "{:?}", fonts.keys());
    assert!(signature_appearance(&faces, &["𠮷".to_owned()], 100.0, 50.0).is_ok());
}

#[test]
fn a_translation_follows_with_its_own_page_numbers_and_no_second_fields() {
    let (mut document, english) = (sample::chinese(0), sample::english());
    let own = pages(&document).pages.len();
    document.translation = Some(Box::new(english));
    let both = pages(&document);
    let file = load(&pdf(&document));
    assert_eq!(file.get_pages().len(), own + 4);
    assert_eq!(both.fields.len(), 5);
    assert!(placed(&both.pages[own + 3]).contains(&"Page 4 of 4".to_owned()));
    assert!(
        both.bookmarks
            .iter()
            .any(|mark| mark.page == own && mark.title.starts_with("Personal"))
    );
    assert!(
        both.links
            .iter()
            .all(|link| both.bookmarks[link.target].page > link.page)
    );
    let page = file.page_iter().nth(own).unwrap();
    assert!(extracted(&file, page).contains(&"Impact Assessment Report".to_owned()));
    let text = String::from_utf8(Markdown.render(&document, &options()).unwrap()).unwrap();
    assert!(text.contains("审批页面") && text.contains("Approval page"));
}

#[test]
fn an_empty_document_is_one_empty_page() {
    let document = Document::new(Lang::En, "Nothing");
    assert_eq!(load(&pdf(&document)).get_pages().len(), 1);
}

#[test]
fn quotation_marks_are_narrow_in_english_and_wide_in_chinese() {
    let width = |lang: Lang, text: &str| {
        let mut document = Document::new(lang, "x");
        document.body.push(Block::text(text));
        let pages = pages(&document);
        let runs = pages.pages[0].items.iter().filter_map(|placed| match &placed.item {
            Item::Text { runs, .. } => runs.iter().find(|run| run.text.contains('’')),
            _ => None,
        });
        runs.map(|run| run.width / run.role.style(lang).size).next().unwrap()
    };
    assert!(width(Lang::En, "client’s") < 0.5);
    assert!(width(Lang::Zh, "‘甲’乙") > 0.9);
}
