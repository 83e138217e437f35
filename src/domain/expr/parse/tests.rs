//! What the language accepts, and where it stops.

use super::*;

#[test]
fn reads_the_forms_of_the_language() {
    for text in [
        "route.trigger = renewal",
        "a.b in [x, y] and not a.c != no or in-scope",
        "any(item, inventory.items.transfers has @transfer and inventory.items.sensitive != no)",
        "ticked(a.b, [x, y, z]) >= 2",
        "a.b lacks any [x, y]",
        "blocking(LE-01, LE-02) or open(TP-03)",
        "level(threats.leak) in [high, severe] and attained(threats.leak) worse than low",
        "months-between(a.b, a.c.d) > 12",
        "a.b > a.c and a.d >= 2026-01-01 and count(item, a.b.c = yes) > 3",
        "possibly(transfer.list.outbound = none)",
        "evidence(a.b, test)",
    ] {
        parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
    }
}

#[test]
fn and_binds_tighter_than_or() {
    let Expr::Or(parts) = parse("a.b = x or a.c = y and a.d = z").unwrap() else {
        panic!()
    };
    assert!(matches!(parts.as_slice(), [Expr::Is { .. }, Expr::And(inner)] if inner.len() == 2));
}

#[test]
fn says_where_it_stopped() {
    assert_eq!(parse("a.b = ").unwrap_err().span, (6, 6));
    assert_eq!(parse("a.b = x )").unwrap_err().span, (8, 9));
    assert_eq!(parse("nonsense(a.b)").unwrap_err().span, (0, 8));
    assert!(parse(&"(".repeat(500)).is_err());
}
