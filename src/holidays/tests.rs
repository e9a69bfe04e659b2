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

#[test]
fn all_built_in_files_are_without_mistakes() {
    for country in countries() {
        let text = std::fs::read_to_string(format!("rules/holidays/{country}.yaml")).unwrap();
        let source = crate::source::SourceFile::new(country, text);
        let clock = std::time::Instant::now();
        let (_, problems) = Pack::read(&source, country);
        eprintln!("{country} {:?}", clock.elapsed());
        assert_eq!(problems, [], "{country}");
    }
}
