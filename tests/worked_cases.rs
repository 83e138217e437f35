//! The worked cases on their bare facts.
use pipia::domain::*;
use pipia::questionnaire::{Catalog, Source};
use std::sync::Arc;
pub fn engine(name: &str, text: &str) -> Engine {
    let q = Catalog::built_in().unwrap().get("certification").unwrap();
    let source = Source { name: name.into(), text: text.into() };
    let loaded = pipia::store::format::read_answers(&source, &q, &Answers::default()).unwrap_or_else(|f| {
        panic!("{}", f.iter().map(|f| f.render(Lang::En)).collect::<Vec<_>>().join("\n"))
    });
    Engine::new(q, Arc::new(loaded.answers), "2026-11-21".parse().unwrap())
}
fn dump(e: &Engine) {
    for f in e.findings() { println!("F {} {:?} {:?} {}", f.id(), f.severity, f.because, f.text.en); }
    for j in e.judgements() { println!("J {}@{} = {}", j.id, j.scope, j.level); }
    println!("R {:?}", e.route());
    println!("{:?} missing {} visits {}", e.readiness(&e.findings()), e.missing().len(), e.visits().len());
}
#[test] fn dump_a() { dump(&engine("bare-a", include_str!("cases/bare-a.toml"))); }
#[test] fn dump_b() { dump(&engine("bare-b", include_str!("cases/bare-b.toml"))); }
