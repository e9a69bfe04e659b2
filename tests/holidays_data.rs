//! What the holiday data promise as a whole: every country answers, the text stays small, and what
//! was drafted by a program says so.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its data must fail"
)]

use courtesy::calendar::Region;
use courtesy::holidays::{self, Basis, Coverage};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Instant;

/// The first words of a file that nobody has held against the law.
const MARK: &str = "# Drafted by tools/holidays_draft.py";

fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
        .map(|path| (path.clone(), std::fs::read_to_string(path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn every_country_and_every_subdivision_of_the_table_is_covered() {
    for country in Region::countries() {
        assert_eq!(
            holidays::coverage(&country),
            Ok(Coverage::Own),
            "{country} has no data"
        );
    }
    let mut subdivisions = 0;
    for code in include_str!("data/holiday-regions.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let region: Region = code.parse().unwrap();
        assert_eq!(holidays::coverage(&region), Ok(Coverage::Own), "{code}");
        subdivisions += usize::from(region.subdivision().is_some());
    }
    assert!(subdivisions > 600, "{subdivisions}");
}

#[test]
fn the_data_are_under_a_megabyte() {
    let all = files("rules/holidays")
        .into_iter()
        .chain(files("rules/holidays/announced"));
    let bytes: usize = all.map(|(_, text)| text.len()).sum();
    assert!(bytes < 1_000_000, "{bytes}");
}

#[test]
fn what_a_program_drafted_says_so_in_every_entry() {
    let mut drafted = 0;
    for (path, text) in files("rules/holidays") {
        let country = path.file_stem().unwrap().to_str().unwrap();
        if country == "sets" || !text.starts_with(MARK) {
            continue;
        }
        drafted += 1;
        let region: Region = country.parse().unwrap();
        for one in holidays::occurrences(&region, 2024..=2030).unwrap() {
            let basis = one.holiday.basis;
            let of_law = matches!(basis, Basis::Law | Basis::Named);
            assert!(!of_law, "{country} {}", one.date);
        }
    }
    assert!(drafted > 50, "{drafted}");
}

#[test]
fn drafted_announcements_are_of_drafted_countries_alone() {
    for (path, text) in files("rules/holidays/announced") {
        let is_draft = path.to_str().unwrap().contains("-drafted");
        assert_eq!(text.starts_with(MARK), is_draft, "{}", path.display());
        let countries: BTreeSet<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("  "))
            .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))
            .map(|line| &line[..2])
            .collect();
        for country in countries {
            let file = std::fs::read_to_string(format!("rules/holidays/{country}.yaml")).unwrap();
            assert_eq!(file.starts_with(MARK), is_draft, "{country} in {path:?}");
        }
    }
}

/// Without optimization and on a busy machine a region's year takes well under a millisecond; with
/// it, microseconds. The bound is loose so that it fails for a mistake and not for a slow day.
#[test]
fn a_year_of_a_region_is_cheap() {
    let regions: Vec<Region> = ["US-CA", "DE-BY", "IN-KA", "MY-03", "ID", "SA", "CN"]
        .iter()
        .map(|code| code.parse().unwrap())
        .collect();
    for region in &regions {
        holidays::occurrences(region, 2026..=2026).unwrap();
    }
    let start = Instant::now();
    let rounds = 20;
    for _ in 0..rounds {
        for region in &regions {
            assert!(
                !holidays::occurrences(region, 2026..=2026)
                    .unwrap()
                    .is_empty()
            );
        }
    }
    let each = start.elapsed() / (rounds * regions.len() as u32);
    assert!(each.as_millis() < 20, "{each:?}");
}
