//! Findings with several entries: for each row exactly one speaks, and it names what is really missing.

use super::certification;
use pipia::domain::{Answers, Because, Engine, Finding, Lang};
use pipia::questionnaire::Source;
use pipia::store::format::read_answers;
use std::sync::Arc;

/// One transfer to one recipient, and what the test adds.
const BASE: &str = r#"
[[record.recipient]]
id = "lusee"
name = "Lusee Pte. Ltd."
country = "SG"
storage_countries = ["SG"]

[[record.transfer]]
id = "orders"
name = "Orders"
recipient = "lusee"
outbound = "sent"
personal_information = true
important_data = false
origin = "domestic"
necessity = "contract"
people_ordinary = 100
people_sensitive = 0
"#;

fn engine(answers: &str, rows: &str) -> Engine {
    let questionnaire = certification();
    let source = Source {
        name: "gaps.toml".to_owned(),
        text: format!("format = 1\n\n[answers]\n{answers}\n{BASE}\n{rows}"),
    };
    let loaded = read_answers(&source, &questionnaire, &Answers::default()).unwrap_or_else(|faults| {
        let shown: Vec<String> = faults.iter().map(|fault| fault.render(Lang::En)).collect();
        panic!("{}", shown.join("\n"))
    });
    Engine::new(questionnaire, Arc::new(loaded.answers), "2026-11-21".parse().unwrap())
}

fn raised(engine: &Engine, code: &str) -> Vec<Finding> {
    engine
        .findings()
        .into_iter()
        .filter(|finding| finding.code == code)
        .collect()
}

/// The one finding of this code.
fn only(engine: &Engine, code: &str) -> Finding {
    let found = raised(engine, code);
    assert_eq!(found.len(), 1, "{code}: {found:?}");
    found.into_iter().next().unwrap()
}

const ALL_TERMS: &str =
    r#"["purpose", "period", "method", "kinds", "measures", "rights-duties", "no-sub", "return-delete"]"#;

fn entrusted(terms: &str, supervision: &str) -> Engine {
    engine(
        "",
        &format!(
            "[[record.\"transfer.details\"]]\nid = \"orders\"\nrelation = [\"entrust\"]\n\n\
             [[record.\"transfer.entrustment\"]]\nid = \"orders\"\n{terms}\n{supervision}\n"
        ),
    )
}

#[test]
fn an_entrustment_gap_is_named_for_what_it_is() {
    let complete = format!("terms = {ALL_TERMS}");
    let some = r#"terms = ["purpose", "period", "method", "kinds", "measures", "rights-duties", "return-delete"]"#;
    let (none, inspected) = ("supervision = \"none\"", "supervision = \"inspected\"");
    assert!(raised(&entrusted(&complete, inspected), "TR-06").is_empty());

    let terms = only(&entrusted(some, inspected), "TR-06");
    assert!(
        terms.text.zh.ends_with("缺少法定内容：未经同意不得转委托。"),
        "{}",
        terms.text.zh
    );
    assert_eq!(terms.because, Because::Known);

    let supervision = only(&entrusted(&complete, none), "TR-06");
    assert!(
        supervision.text.en.contains("nobody supervises"),
        "{}",
        supervision.text.en
    );
    assert_eq!(supervision.because, Because::Known);

    let both = only(&entrusted(some, none), "TR-06");
    assert!(both.text.zh.starts_with("“Orders”没有对受托人"), "{}", both.text.zh);
    assert!(both.text.zh.contains("未经同意不得转委托"), "{}", both.text.zh);

    // that nobody supervises is known, whatever the agreement says
    assert_eq!(only(&entrusted("", none), "TR-06").because, Because::Known);
    assert_eq!(only(&entrusted(&complete, ""), "TR-06").because, Because::Unanswered);
    assert_eq!(only(&entrusted("", ""), "TR-06").because, Because::Unanswered);
}

fn exempted(people: &str, items: &str) -> Engine {
    engine(
        "",
        &format!("[[record.\"transfer.exemption\"]]\nid = \"orders\"\ncovered_people = 60\n{people}\n{items}\n"),
    )
}

#[test]
fn a_surplus_of_people_and_a_surplus_of_items_are_told_apart() {
    let (no_people, no_items) = ("surplus_people = 0", "surplus_items_exist = false");
    assert!(raised(&exempted(no_people, no_items), "TR-01").is_empty());
    let people = only(&exempted("surplus_people = 40", no_items), "TR-01");
    assert!(people.text.zh.contains("另有40人"), "{}", people.text.zh);
    let items = only(&exempted(no_people, "surplus_items_exist = true"), "TR-01");
    assert!(
        !items.text.zh.contains('人') && items.text.zh.contains("有数据项不属于确需"),
        "{}",
        items.text.zh
    );
    let uncounted = only(&exempted("", "surplus_items_exist = true"), "TR-01");
    assert_eq!(uncounted.because, Because::Known, "the items are known");
}

fn linked(transit: &str) -> Engine {
    engine(
        r#""recipient-assurance.rules@recipient:lusee" = { ticked = ["a-data"], gaps = ["d-transit"] }"#,
        &format!(
            "[[record.\"recipient-assurance.document\"]]\nid = \"lusee\"\nkind = \"contract\"\nstatus = \"in-force\"\n\n\
             [[record.link]]\nid = \"link-1\"\ntransfer = \"orders\"\nmethod = \"internet\"\n{transit}\n"
        ),
    )
}

#[test]
fn transit_is_a_gap_only_where_there_is_transit_or_nobody_has_looked() {
    assert!(raised(&linked("transit = \"无\""), "SY-05").is_empty());
    assert!(raised(&linked("transit = \"none (ten route traces)\""), "SY-05").is_empty());
    assert_eq!(only(&linked("transit = \"日本\""), "SY-05").because, Because::Known);
    assert_eq!(
        only(&linked("transit = { unknown = true }"), "SY-05").because,
        Because::Unknown
    );
}

#[test]
fn people_counted_without_a_method_are_an_upper_bound() {
    let counted = |method: &str| {
        let row = format!("[[record.\"route.people\"]]\nid = \"so-far\"\nordinary = 100\nsensitive = 0\n{method}\n");
        engine("", &row)
    };
    assert!(raised(&counted("method = \"by-id\""), "RT-06").is_empty());
    assert_eq!(only(&counted("method = \"partial\""), "RT-06").because, Because::Known);
    assert_eq!(only(&counted(""), "RT-06").because, Because::Unanswered);
}

#[test]
fn people_with_access_elsewhere_bring_their_country_into_the_profile() {
    let details = |access: &str| {
        let row = format!("[[record.\"transfer.details\"]]\nid = \"orders\"\n{access}\n");
        let engine = engine("", &row);
        engine.countries().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(details(""), ["SG"]);
    assert_eq!(details("access_elsewhere = [\"IN\"]"), ["SG", "IN"]);
}

#[test]
fn a_system_abroad_that_only_passes_data_on_is_a_system_abroad() {
    let system = |mlps: &str| {
        let row = format!(
            "[[record.system]]\nid = \"relay\"\nname = \"Relay\"\nrole = \"transit\"\nkeys_held_by = \"cloud\"\n\
             transfers = [\"orders\"]\n{mlps}\n"
        );
        raised(&engine("", &row), "SY-06").len()
    };
    assert_eq!(system("mlps = \"filed\""), 0, "a relay in China");
    assert_eq!(system("mlps = \"not-required\""), 1);
}

#[test]
fn fields_encrypted_in_part_are_a_gap_of_every_transfer_over_the_internet() {
    let codes = |content: &str, sensitive: bool| {
        let item = if sensitive { "yes" } else { "no" };
        let rows = format!(
            "[[record.item]]\nid = \"item-1\"\nname = \"Item\"\ntransfers = [\"orders\"]\nsensitive = \"{item}\"\n\n\
             [[record.\"transfer.details\"]]\nid = \"orders\"\nsubjects = [\"customers\"]\n\n\
             [[record.link]]\nid = \"link-1\"\ntransfer = \"orders\"\nmethod = \"internet\"\nchannel = \"strong\"\n\
             content = \"{content}\"\ntransit = \"无\"\n"
        );
        let engine = engine(
            "",
            &format!("{rows}\n[[record.\"inventory.aggregation\"]]\nresult = \"not-sensitive\"\n"),
        );
        ["SY-01", "SY-02"].map(|code| raised(&engine, code).len())
    };
    assert_eq!(codes("none", true), [1, 0]);
    assert_eq!(codes("some", true), [0, 1]);
    assert_eq!(codes("none", false), [0, 1]);
    assert_eq!(codes("some", false), [0, 1]);
    assert_eq!(codes("all-high-risk", true), [0, 0]);
}
