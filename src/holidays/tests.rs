//! What the built-in data say, and how the engine treats a file.

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn region(code: &str) -> Region {
    code.parse().unwrap()
}

#[test]
fn thanksgiving_is_where_it_is() {
    let found = public_holidays(&region("US"), day("2026-11-01"), day("2026-11-30")).unwrap();
    let on = found.on(day("2026-11-26"));
    assert_eq!(on[0].label(), "Thanksgiving Day");
}
