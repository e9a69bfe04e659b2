//! Our holidays against an independent package: the golden table holds what the Python package
//! `holidays` 0.109 computes for 2024 to 2030. Every difference must be listed, with a reason, in
//! `tests/data/holidays-known-differences.csv`; a listed difference that is gone must be taken out. A second table
//! has the years around, in which our rules must hold as well.

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

/// Our code of a region of the table.
fn region_of(country: &str, subdivision: &str) -> String {
    match (country, subdivision) {
        (_, "") => country.to_owned(),
        ("DE", "Augsburg") => "DE-BY/Augsburg".to_owned(),
        ("BQ", "BON") => "BQ-BO".to_owned(),
        ("BQ", "SAB") => "BQ-SA".to_owned(),
        ("BQ", "STA") => "BQ-SE".to_owned(),
        ("IT", "AO") => "IT-23".to_owned(),
        _ => format!("{country}-{subdivision}"),
    }
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
        let region = region_of(country, subdivision);
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

fn compare(
    table: &BTreeMap<String, BTreeMap<Day, Row>>,
    years: std::ops::RangeInclusive<i32>,
) -> BTreeMap<Difference, String> {
    let mut found = BTreeMap::new();
    for (code, theirs) in table {
        let region: Region = code.parse().unwrap();
        assert_eq!(holidays::coverage(&region), Ok(Coverage::Own), "{code}");
        let mut ours: BTreeMap<Day, (String, bool)> = BTreeMap::new();
        for one in holidays::occurrences(&region, years.clone()).unwrap() {
            if one.holiday.classes.contains(Class::Public) && one.holiday.hours.is_none() {
                let sure = one.confidence != Confidence::Estimated;
                let day = ours.entry(one.date).or_insert((one.label(), sure));
                day.1 |= sure;
            }
        }
        for (date, row) in theirs {
            if !years.contains(&date.year()) {
                continue;
            }
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
    let mut found = compare(&golden().holidays, 2024..=2030);
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

/// What the oracle has in years on which no rule was fitted, by region.
fn outside() -> BTreeMap<String, BTreeMap<Day, Row>> {
    let packed = include_bytes!("data/holidays-outside.csv.gz");
    let mut text = String::new();
    flate2::read::GzDecoder::new(&packed[..])
        .read_to_string(&mut text)
        .unwrap();
    // A date can have several names: a subdivision lacks it only if it lacks them all.
    let mut named: BTreeMap<String, BTreeSet<(Day, String, String)>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let row = fields(line);
        let [country, subdivision, kind, name, dates] = &row[..] else {
            panic!("{line}");
        };
        let region = region_of(country, subdivision);
        if region.parse::<Region>().is_err() {
            continue;
        }
        if !named.contains_key(&region) {
            let national = named.get(country).cloned().unwrap_or_default();
            named.insert(region.clone(), national);
        }
        let days = named.get_mut(&region).unwrap();
        for date in dates.split(' ') {
            let date: Day = date.parse().unwrap();
            if kind == "-" {
                days.retain(|(day, of, _)| (*day, of) != (date, name));
            } else {
                days.insert((date, name.clone(), kind.clone()));
            }
        }
    }
    // A subdivision without a line of its own has the days of its country.
    for code in golden().holidays.into_keys() {
        let country = code.get(..2).unwrap_or_default();
        if !named.contains_key(&code)
            && let Some(national) = named.get(country).cloned()
        {
            named.insert(code, national);
        }
    }
    named
        .into_iter()
        .map(|(region, days)| {
            let mut rows: BTreeMap<Day, Row> = BTreeMap::new();
            for (date, name, kind) in days {
                let row = Row { name, kind };
                rows.entry(date)
                    .and_modify(|known| {
                        if known.is_estimate() {
                            *known = row.clone();
                        }
                    })
                    .or_insert(row);
            }
            (region, rows)
        })
        .collect()
}

/// A line of `tests/data/holidays-outside-differences.csv`.
struct Explained {
    regions: Vec<String>,
    whose: String,
    what: String,
    years: std::ops::RangeInclusive<i32>,
    rows: usize,
    line: String,
}

impl Explained {
    fn read(line: &str) -> Self {
        let row = fields(line);
        let [regions, whose, what, years, rows, reason, source] = &row[..] else {
            panic!("seven columns: {line}");
        };
        assert!(
            !reason.is_empty() && !source.is_empty(),
            "no reason: {line}"
        );
        let (first, last) = years.split_once("..").unwrap();
        Self {
            regions: regions.split(' ').map(str::to_owned).collect(),
            whose: whose.clone(),
            what: what.clone(),
            years: first.parse().unwrap()..=last.parse().unwrap(),
            rows: rows.parse().unwrap(),
            line: line.to_owned(),
        }
    }

    fn covers(&self, region: &str, whose: &str, date: Day, name: &str) -> bool {
        let here = |pattern: &String| match pattern.strip_suffix('*') {
            Some(start) => region.starts_with(start),
            None => region == pattern,
        };
        let called = match self.what.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => name == self.what,
        };
        self.whose == whose
            && called
            && self.years.contains(&date.year())
            && self.regions.iter().any(here)
    }
}

/// Every difference from 2010 to 2023 and from 2031 to 2035 belongs to the first line that covers it, and each
/// line says how many it covers: a rule that starts or ceases to hold there does not go unseen.
#[test]
fn rules_hold_in_years_on_which_they_were_not_fitted() {
    let theirs = outside();
    assert!(theirs.len() > 850, "{}", theirs.len());
    let past = compare(&theirs, 2010..=2023);
    let future = compare(&theirs, 2031..=2035);
    let explained: Vec<Explained> = include_str!("data/holidays-outside-differences.csv")
        .lines()
        .skip(1)
        .map(Explained::read)
        .collect();
    let mut counts = vec![0; explained.len()];
    let mut report = String::new();
    for ((region, whose, date), name) in past.iter().chain(&future) {
        let listed = theirs[region]
            .get(date)
            .is_some_and(|row| *whose == "theirs" && row.kind == "tabulated");
        let whose = if listed { "theirs-listed" } else { *whose };
        let line = explained
            .iter()
            .position(|it| it.covers(region, whose, *date, name));
        match line {
            Some(line) => counts[line] += 1,
            None => writeln!(report, "  {region},{whose},{name},{date}").unwrap(),
        }
    }
    for (line, count) in std::iter::zip(&explained, counts) {
        if line.rows != count {
            writeln!(report, "  {count} and not {}: {}", line.rows, line.line).unwrap();
        }
    }
    assert!(report.is_empty(), "\nnot as explained:\n{report}");
}
