use pipia::domain::*;
#[test] fn dump() {
    let path = std::env::var("CASE").unwrap();
    let e = super::worked_cases::engine(&path, &std::fs::read_to_string(&path).unwrap());
    for f in e.findings() { println!("F {} {:?} {:?} open={} {} ## {}", f.id(), f.severity, f.because, f.open, f.text.zh, f.after.iter().map(|a| a.to_string()).collect::<Vec<_>>().join("; ")); }
    for (s, e) in [("I", &e), ("A", e.at(Stage::Attained)), ("E", e.at(Stage::Expected))] {
        for j in e.judgements() { println!("J{s} {}{}{} = {} ({})", j.id, if j.scope.is_whole() {""} else {"@"}, j.scope, j.level, j.proposed); }
    }
    for q in &e.questionnaire().questions { if let Kind::Level { judgements, stage, .. } = &q.kind { println!("L {} {:?} {:?}", q.id, judgements, stage); } }
    for m in e.missing() { println!("M {} {} {}", m.question, m.scope, m.text.en); }
    for m in e.unknowns() { println!("U {} {} {}", m.question, m.scope, m.text.en); }
    println!("R {:?} margins {:?}", e.route().route, e.route().margins);
    println!("{:?} missing {} visits {}", e.readiness(&e.findings()), e.missing().len(), e.visits().len());
    let mut per = std::collections::BTreeMap::new();
    for (q, _) in e.visits() { *per.entry(q.module.to_string()).or_insert(0) += 1; }
    println!("V {per:?}");
}
