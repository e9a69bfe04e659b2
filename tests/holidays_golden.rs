//! Our holidays against an independent package: the golden table holds what the Python package
//! `holidays` 0.109 computes for 2024 to 2030. Every difference must be listed, with a reason, in
//! `tests/data/holidays-known-differences.csv`; a listed difference that is gone must be taken out.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its data must fail"
)]

use courtesy::calendar::{Day, Region};
use courtesy::holidays::{self, Class, Confidence, Coverage};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Read;

#[derive(Clone, Debug)]
struct Row {
    name: String,
    kind: String,
}

impl Row {
    fn is_estimate(&self) -> bool {
        self.kind.ends_with("+est")
    }
}

/// Dates by region: public holidays, and working weekend days.
#[derive(Default)]
struct Golden {
    holidays: BTreeMap<String, BTreeMap<Day, Row>>,
    working: BTreeMap<String, BTreeSet<Day>>,
    /// Country and what the table calls a subdivision of it, though ISO 3166-2 has none of that code.
    no_regions: BTreeSet<(String, String)>,
}

fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => fields.last_mut().unwrap().push(other),
        }
    }
    fields
}

fn golden() -> Golden {
    let packed = include_bytes!("data/holidays-golden.csv.gz");
    let mut text = String::new();
    flate2::read::GzDecoder::new(&packed[..])
        .read_to_string(&mut text)
        .unwrap();
    let mut golden = Golden::default();
    for line in text.lines().skip(1) {
        let row = fields(line);
        let [country, subdivision, date, name, category, kind] = &row[..] else {
            panic!("{line}");
        };
        let region = match (country.as_str(), subdivision.as_str()) {
            (_, "") => country.clone(),
            ("DE", "Augsburg") => "DE-BY/Augsburg".to_owned(),
            ("BQ", "BON") => "BQ-BO".to_owned(),
            ("BQ", "SAB") => "BQ-SA".to_owned(),
            ("BQ", "STA") => "BQ-SE".to_owned(),
            ("IT", "AO") => "IT-23".to_owned(),
            _ => format!("{country}-{subdivision}"),
        };
        if region.parse::<Region>().is_err() {
            golden
                .no_regions
                .insert((country.clone(), subdivision.clone()));
            continue;
        }
        let date: Day = date.parse().unwrap();
        if category == "makeup_workday" {
            golden.working.entry(region).or_default().insert(date);
            continue;
        }
        let row = Row {
            name: name.clone(),
            kind: kind.clone(),
        };
        golden
            .holidays
            .entry(region)
            .or_default()
            .entry(date)
            .and_modify(|known| {
                if known.is_estimate() {
                    *known = row.clone();
                }
            })
            .or_insert(row);
    }
    golden
}

/// Region, `ours` or `theirs` (who alone has the day), and the day.
type Difference = (String, &'static str, Day);

fn differences() -> BTreeMap<Difference, String> {
    let mut found = BTreeMap::new();
    for (code, theirs) in golden().holidays {
        let region: Region = code.parse().unwrap();
        assert_eq!(holidays::coverage(&region), Ok(Coverage::Own), "{code}");
        let mut ours: BTreeMap<Day, (String, bool)> = BTreeMap::new();
        for one in holidays::occurrences(&region, 2024..=2030).unwrap() {
            if one.holiday.classes.contains(Class::Public) && one.holiday.hours.is_none() {
                let sure = one.confidence != Confidence::Estimated;
                let day = ours.entry(one.date).or_insert((one.label(), sure));
                day.1 |= sure;
            }
        }
        for (date, row) in &theirs {
            let found_here = if row.is_estimate() {
                (-1..=1).any(|off| ours.contains_key(&date.plus(off)))
            } else {
                ours.get(date).is_some_and(|(_, sure)| *sure)
                    || (-1..=1).any(|off| ours.get(&date.plus(off)).is_some_and(|(_, sure)| !sure))
            };
            if !found_here {
                found.insert((code.clone(), "theirs", *date), row.name.clone());
            }
        }
        for (date, (name, sure)) in &ours {
            let found_there = theirs.contains_key(date)
                || (-1..=1).any(|off| {
                    theirs
                        .get(&date.plus(off))
                        .is_some_and(|row| row.is_estimate() || !sure)
                });
            if !found_there {
                found.insert((code.clone(), "ours", *date), name.clone());
            }
        }
    }
    found
}

#[test]
fn every_difference_from_the_oracle_is_explained() {
    let mut found = differences();
    let mut no_regions = golden().no_regions;
    let mut stale = String::new();
    for line in include_str!("data/holidays-known-differences.csv")
        .lines()
        .skip(1)
    {
        let row = fields(line);
        let [regions, whose, what, dates, reason, source] = &row[..] else {
            panic!("six columns: {line}");
        };
        assert!(
            !reason.is_empty() && !source.is_empty(),
            "no reason: {line}"
        );
        if whose == "no-region" {
            let known = (regions.clone(), what.clone());
            assert!(no_regions.remove(&known), "the table has no {line}");
            continue;
        }
        let whose = match whose.as_str() {
            "ours" => "ours",
            "theirs" => "theirs",
            other => panic!("`{other}` is not `ours`, `theirs` or `no-region`: {line}"),
        };
        for region in regions.split(' ') {
            for date in dates.split(' ') {
                let key = (region.to_owned(), whose, date.parse().unwrap());
                if found.remove(&key).is_none() {
                    writeln!(stale, "  {region} {whose} {date}").unwrap();
                }
            }
        }
    }
    let mut unlisted: BTreeMap<(String, &str, String), Vec<String>> = BTreeMap::new();
    for ((region, whose, date), name) in found {
        unlisted
            .entry((region, whose, name))
            .or_default()
            .push(date.to_string());
    }
    assert!(no_regions.is_empty(), "no regions: {no_regions:?}");
    let mut report = String::new();
    for ((region, whose, name), dates) in &unlisted {
        writeln!(report, "  {region},{whose},{name},{}", dates.join(" ")).unwrap();
    }
    assert!(
        unlisted.is_empty() && stale.is_empty(),
        "\ndifferences that are not listed:\n{report}listed differences that are gone:\n{stale}"
    );
}

#[test]
fn what_the_oracle_has_from_a_table_was_announced() {
    let mut tabulated = 0;
    for (code, theirs) in golden().holidays {
        let region: Region = code.parse().unwrap();
        let ours = holidays::occurrences(&region, 2024..=2030).unwrap();
        for (date, row) in theirs.iter().filter(|(_, row)| row.kind == "tabulated") {
            tabulated += 1;
            assert!(
                ours.iter()
                    .any(|one| one.date == *date && one.confidence == Confidence::Announced),
                "{code} {date} {}",
                row.name
            );
        }
    }
    assert!(tabulated > 20, "{tabulated}");
}

#[test]
fn working_weekends_are_the_same() {
    for (code, theirs) in golden().working {
        let region: Region = code.parse().unwrap();
        let ours = holidays::working_days(&region, 2024..=2030).unwrap();
        assert_eq!(ours.into_iter().collect::<BTreeSet<_>>(), theirs, "{code}");
    }
}
