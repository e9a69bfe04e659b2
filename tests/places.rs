//! Regions as a user writes them, and the tables behind them held against the
//! files in `rules/places` that people correct.

// The helpers beside the tests may fail like a test.
#![allow(clippy::unwrap_used)]

use courtesy::calendar::{Day, Region, Weekdays, Zone};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

fn region(code: &str) -> Region {
    code.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn error(text: &str) -> String {
    text.parse::<Region>().unwrap_err()
}

fn zone_names(code: &str) -> Vec<&'static str> {
    region(code)
        .zones()
        .iter()
        .map(|zone| zone.name())
        .collect()
}

fn distinct(code: &str) -> Vec<&'static str> {
    region(code).distinct_zones().map(Zone::name).collect()
}

fn places(file: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/places/");
    std::fs::read_to_string(format!("{folder}{file}")).unwrap()
}

#[test]
fn the_lists_of_iso_3166_are_complete() {
    let countries: Vec<Region> = Region::countries().collect();
    // 249 of ISO 3166-1 and XK.
    assert_eq!(countries.len(), 250);
    // 5,046 of ISO 3166-2 as of 2026-02, and Norway's seven counties of 2024.
    assert_eq!(
        countries.iter().flat_map(Region::subdivisions).count(),
        5053
    );
    assert_eq!(region("CA").subdivisions().count(), 13);
    assert_eq!(region("US-TX").subdivisions().count(), 57);
    assert_eq!(region("PR").subdivisions().count(), 0);
}

#[test]
fn the_table_of_countries_is_the_file_of_countries() {
    let text = places("countries.tsv");
    let lines: Vec<_> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(lines.len(), Region::countries().count());
    for line in lines {
        let [code, alpha_3, name] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        assert_eq!(region(code).name(), name);
        assert!(
            error(alpha_3).ends_with(&format!("did you mean {code} ({name})?")),
            "{}",
            error(alpha_3)
        );
    }
}

#[test]
fn every_region_is_read_back_and_has_a_name_and_a_zone() {
    for country in Region::countries() {
        for place in country.subdivisions().chain([country.clone()]) {
            assert_eq!(region(&place.code().to_lowercase()), place);
            assert!(
                !place.name().is_empty() && place.name() == place.name().trim(),
                "{place}"
            );
            assert!(!place.zones().is_empty(), "{place}");
            assert!(
                place.zones().iter().all(|zone| !zone.is_abbreviation()),
                "{place}"
            );
            let names: BTreeSet<_> = place.zones().iter().collect();
            assert_eq!(
                names.len(),
                place.zones().len(),
                "{place} names a zone twice"
            );
            let count = place.distinct_zones().count();
            assert!((1..=place.zones().len()).contains(&count), "{place}");
        }
    }
}

/// Every place for which the holiday packages that our holidays are compared with have a list,
/// but for their own names of school zones, cities and communities that ISO does not code.
#[test]
fn every_region_with_holidays_can_be_written() {
    let text = include_str!("data/holiday-regions.txt");
    let codes: Vec<_> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(codes.len() > 800, "{}", codes.len());
    for code in codes {
        assert_eq!(region(code).code(), code);
    }
}

#[test]
fn states_and_provinces_that_clocks_divide_have_all_their_zones() {
    for (code, expected) in [
        ("US-AZ", &["America/Phoenix", "America/Denver"][..]),
        ("US-FL", &["America/New_York", "America/Chicago"]),
        ("US-ID", &["America/Boise", "America/Los_Angeles"]),
        ("US-KS", &["America/Chicago", "America/Denver"]),
        ("US-MI", &["America/Detroit", "America/Menominee"]),
        ("US-NE", &["America/Chicago", "America/Denver"]),
        ("US-NV", &["America/Los_Angeles", "America/Denver"]),
        ("US-OR", &["America/Los_Angeles", "America/Boise"]),
        ("US-SD", &["America/Chicago", "America/Denver"]),
        ("US-TN", &["America/Chicago", "America/New_York"]),
        ("US-TX", &["America/Chicago", "America/Denver"]),
        ("US-TX/El Paso", &["America/Chicago", "America/Denver"]),
        ("US-AL/Mobile", &["America/Chicago"]),
        ("CA-MB", &["America/Winnipeg"]),
        ("CA-NL", &["America/St_Johns", "America/Goose_Bay"]),
        ("CA-NT", &["America/Edmonton", "America/Inuvik"]),
        (
            "AU-NSW",
            &[
                "Australia/Sydney",
                "Australia/Broken_Hill",
                "Australia/Lord_Howe",
            ],
        ),
        ("MX-ROO", &["America/Cancun"]),
        ("ES-GC", &["Atlantic/Canary"]),
        ("ES-B", &["Europe/Madrid"]),
        ("PT-20", &["Atlantic/Azores"]),
        ("FR-974", &["Indian/Reunion"]),
        ("FR-75C", &["Europe/Paris"]),
        (
            "FR-PF",
            &["Pacific/Tahiti", "Pacific/Marquesas", "Pacific/Gambier"],
        ),
        ("CN", &["Asia/Shanghai"]),
        ("CN-XJ", &["Asia/Shanghai", "Asia/Urumqi"]),
        ("CN-HK", &["Asia/Hong_Kong"]),
        ("US-PR", &["America/Puerto_Rico"]),
        ("ID-BA", &["Asia/Makassar"]),
        ("GB-SCT", &["Europe/London"]),
        ("XK", &["Europe/Belgrade"]),
    ] {
        assert_eq!(zone_names(code), expected, "{code}");
    }
    for code in [
        "US-AK", "US-IN", "US-KY", "US-ND", "CA-BC", "CA-ON", "CA-QC", "CA-SK", "CA-NU",
    ] {
        assert!(zone_names(code).len() > 1, "{code}");
    }
    for (country, count) in [("US", 29), ("CA", 23), ("RU", 26), ("BR", 16), ("DE", 2)] {
        assert_eq!(zone_names(country).len(), count, "{country}");
    }
}

#[test]
fn a_check_visits_each_different_clock_once_under_its_best_known_name() {
    assert_eq!(distinct("CA-MB"), ["America/Winnipeg"]);
    assert_eq!(distinct("US-TX"), ["America/Chicago", "America/Denver"]);
    assert_eq!(distinct("US-MI"), ["America/Detroit", "America/Menominee"]);
    assert_eq!(distinct("DE"), ["Europe/Berlin"]);
    assert_eq!(distinct("AR"), ["America/Argentina/Buenos_Aires"]);
    assert_eq!(
        distinct("US"),
        [
            "America/New_York",
            "America/Chicago",
            "America/Denver",
            "America/Phoenix",
            "America/Los_Angeles",
            "America/Anchorage",
            "America/Adak",
            "Pacific/Honolulu"
        ]
    );
    assert_eq!(distinct("AU")[0], "Australia/Sydney");
    assert_eq!(distinct("CA")[0], "America/Toronto");
}

#[test]
fn the_zones_of_a_country_are_those_of_its_parts() {
    // Zones of a country that no coded subdivision has: Greenland's national park.
    let nowhere = ["America/Danmarkshavn"];
    for country in Region::countries() {
        let own: BTreeSet<_> = zone_names(country.code()).into_iter().collect();
        let mut parts = BTreeSet::new();
        for part in country.subdivisions().filter(|part| part.twin().is_none()) {
            parts.extend(zone_names(part.code()));
        }
        if parts.is_empty() {
            continue;
        }
        let missing: Vec<_> = own
            .difference(&parts)
            .filter(|zone| !nowhere.contains(zone))
            .collect();
        assert!(
            missing.is_empty(),
            "{country} has {missing:?}, none of its subdivisions has"
        );
        let uncoded = ["UM", "FR", "CN"];
        if !uncoded.contains(&country.code()) {
            let more: Vec<_> = parts.difference(&own).collect();
            assert!(more.is_empty(), "{country} lacks {more:?}");
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ZoneSet {
    source: String,
    main: Option<String>,
    #[serde(default)]
    zones: Vec<String>,
    #[serde(default)]
    subdivisions: BTreeMap<String, Vec<String>>,
    others: Option<Vec<String>>,
}

#[test]
fn the_compiled_zones_are_those_of_the_file() {
    let sets: BTreeMap<String, ZoneSet> = serde_yaml::from_str(&places("zones.yaml")).unwrap();
    for (code, set) in &sets {
        let country = region(code);
        assert!(!set.source.is_empty(), "{code}");
        if let Some(main) = &set.main {
            assert_eq!(zone_names(code)[0], main);
        }
        if !set.zones.is_empty() {
            assert_eq!(zone_names(code), set.zones);
        }
        for part in country.subdivisions().filter(|part| part.twin().is_none()) {
            let named = std::iter::successors(Some(part.clone()), Region::parent)
                .filter_map(|around| around.code().get(3..).map(str::to_owned))
                .find_map(|tail| set.subdivisions.get(&tail));
            match named.or(set.others.as_ref()) {
                Some(zones) => assert_eq!(&zone_names(part.code()), zones, "{part}"),
                None => assert_eq!(zone_names(part.code()), zone_names(code), "{part}"),
            }
        }
        for tail in set.subdivisions.keys() {
            region(&format!("{code}-{tail}"));
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Period {
    from: Option<String>,
    days: Vec<String>,
    #[serde(default)]
    half: Vec<String>,
    confidence: String,
    source: String,
}

#[test]
fn the_compiled_rest_days_are_those_of_the_file() {
    let sets: BTreeMap<String, Vec<Period>> =
        serde_yaml::from_str(&places("rest_days.yaml")).unwrap();
    let set_of = |names: &[String]| -> Weekdays {
        if names.is_empty() {
            Weekdays::default()
        } else {
            names.join(",").parse().unwrap()
        }
    };
    let mut listed = 0;
    for (codes, periods) in &sets {
        for code in codes.split_whitespace() {
            for (index, period) in periods.iter().enumerate() {
                let from: Day = period
                    .from
                    .as_ref()
                    .map_or(Day::MIN, |day| day.parse().unwrap());
                let last = periods
                    .get(index + 1)
                    .and_then(|next| next.from.as_ref())
                    .map_or(Day::MAX, |day| day.parse::<Day>().unwrap().plus(-1));
                for day in [from, last] {
                    let found = region(code).rest_days(day);
                    assert_eq!(found.days, set_of(&period.days), "{code} {day}");
                    assert_eq!(found.half, set_of(&period.half), "{code} {day}");
                    assert_eq!(found.confidence.as_str(), period.confidence, "{code}");
                    assert_eq!(found.source, Some(period.source.as_str()), "{code}");
                }
            }
            listed += 1;
        }
    }
    assert!(listed > 80, "{listed}");
}

#[test]
fn twins_are_the_file_and_lead_both_ways() {
    let twins: BTreeMap<String, String> = serde_yaml::from_str(&places("same.yaml")).unwrap();
    for (code, twin) in &twins {
        assert_eq!(region(code).twin(), Some(region(twin)), "{code}");
        assert_eq!(zone_names(code), zone_names(twin), "{code}");
        if twin != "SJ" {
            assert_eq!(region(twin).twin(), Some(region(code)), "{code}");
        }
    }
    assert_eq!(region("CA-MB").twin(), None);
}

#[test]
fn a_wrong_region_is_told_what_was_meant() {
    for (text, message) in [
        (
            "CA-MN",
            "`CA-MN` is not a subdivision of Canada; did you mean CA-MB (Manitoba)?",
        ),
        (
            "US-Texas",
            "`US-Texas` is not a subdivision of the United States; did you mean US-TX (Texas)?",
        ),
        (
            "UK",
            "`UK` is not a region; did you mean GB (United Kingdom)?",
        ),
        (
            "UK-ENG",
            "there is no country `UK`; did you mean GB-ENG (England)?",
        ),
        (
            "EU",
            "`EU` is a union, not a region; name its countries, such as DE and FR",
        ),
        (
            "Manitoba",
            "`Manitoba` is not a region; did you mean CA-MB (Manitoba)?",
        ),
        (
            "manitobba",
            "`manitobba` is not a region; did you mean CA-MB (Manitoba)?",
        ),
        (
            "Germany",
            "`Germany` is not a region; did you mean DE (Germany)?",
        ),
        (
            "Bayern",
            "`Bayern` is not a region; did you mean DE-BY (Bavaria)?",
        ),
        (
            "Quebec",
            "`Quebec` is not a region; did you mean CA-QC (Quebec)?",
        ),
        (
            "Georgia",
            "`Georgia` is not a region; did you mean GE (Georgia) or US-GA (Georgia, United States)?",
        ),
        (
            "USA",
            "`USA` is not a region; did you mean US (United States)?",
        ),
        ("NY", "`NY` is not a region; did you mean US-NY (New York)?"),
        (
            "CA_MB",
            "`CA_MB` is not a region; did you mean CA-MB (Manitoba)?",
        ),
        (
            "CAMB",
            "`CAMB` is not a region; did you mean CA-MB (Manitoba)?",
        ),
        (
            "CA/MB",
            "`CA/MB` names a county or city without its subdivision; did you mean CA-MB (Manitoba)?",
        ),
        (
            "US/Mobile",
            "`US/Mobile` names a county or city without its subdivision; write it as US-AL/Mobile",
        ),
        (
            "MX-DIF",
            "`MX-DIF` is an old code; did you mean MX-CMX (Mexico City)?",
        ),
        (
            "PR-SJ",
            "`PR-SJ` is not a subdivision of Puerto Rico, which has none; write PR",
        ),
        (
            "QQ",
            "`QQ` is not a region; write a country such as CA or a subdivision such as CA-MB",
        ),
        (
            "",
            "a region is missing; write a country such as CA or a subdivision such as CA-MB",
        ),
    ] {
        assert_eq!(error(text), message);
    }
}

#[test]
fn a_locality_is_a_name() {
    for text in [
        "US-AL/Mobile",
        "us-tx/El Paso",
        "CA-QC/Trois-Rivières",
        "US-MD/Prince George's",
        "GB-ENG/St. Albans",
    ] {
        let name = text.split_once('/').map(|(_, name)| name);
        assert_eq!(region(text).locality(), name);
    }
    for text in [
        "US-AL/",
        "US-AL/ Mobile",
        "US-AL/Mobile ",
        "US-AL/Mobile/2",
        "US-AL/36601",
        "US-AL/-",
        "US-AL/a\nb",
    ] {
        assert!(error(text).contains("after the slash"), "{}", error(text));
    }
}

#[test]
fn no_text_makes_the_reader_panic() {
    let long = "x".repeat(100_000);
    for text in [
        "é",
        "C",
        "CA-",
        "-",
        "--",
        "/",
        "CA-MB/",
        "ÄÖ-Ü",
        "CA-é",
        "🕰🕰🕰🕰",
        "é-é-é",
        "CAé",
        " CA",
        "CA ",
        "\u{0}\t\n",
        "CA-MB\t",
        "#",
        &long,
    ] {
        assert!(text.parse::<Region>().is_err(), "{text:?}");
    }
}
