//! The zone table against two independent readers of the IANA database.
//!
//! jiff bundles a release of its own and chrono-tz a much older one; where they
//! differ from ours is listed here exactly, so that a new difference, or one
//! that has gone, is noticed when a release is taken in.

// The helpers beside the tests may fail like a test.
#![allow(clippy::unwrap_used)]

use chrono::{Offset, TimeZone};
use courtesy::calendar::{Day, Instant, LocalTime, Minute, Zone};
use std::collections::BTreeMap;

/// Minutes of a day.
const DAY: i64 = 1440;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn at(date: &str, time: &str) -> Instant {
    let minute: Minute = time.parse().unwrap();
    Instant(i64::from(day(date).0) * DAY + i64::from(minute.0))
}

fn zone(name: &str) -> Zone {
    name.parse().unwrap()
}

/// Moments to compare at: one every other day (at another hour each time), and both sides of every change.
fn moments(zone: Zone, changes: &[i64]) -> impl Iterator<Item = Instant> {
    let (start, end) = (at("2020-01-01", "00:00"), at("2046-01-01", "00:00"));
    let ours = zone.transitions(start, end).map(|(change, _)| change.0);
    let edges: Vec<i64> = ours.chain(changes.iter().copied()).collect();
    let near = edges
        .into_iter()
        .flat_map(|edge| [edge - 61, edge - 1, edge, edge + 1, edge + 61]);
    (start.0..end.0)
        .step_by(2 * 1440 + 61)
        .chain(near)
        .filter(move |minute| (start.0..end.0).contains(minute))
        .map(Instant)
}

/// What another reader knows of a zone: the minutes at which it changes, if it can list them, and its offsets.
struct Other {
    changes: Vec<i64>,
    offset: Box<dyn Fn(Instant) -> i32>,
}

/// Zones that differ from another reader's, or that it does not know, each with the first day on which they do.
fn differences(read: impl Fn(&str) -> Option<Other>) -> BTreeMap<&'static str, String> {
    let mut found = BTreeMap::new();
    for zone in Zone::all() {
        let Some(other) = read(zone.name()) else {
            found.insert(zone.name(), "unknown".to_owned());
            continue;
        };
        let differs_at = |at: &Instant| (other.offset)(*at) != zone.offset_at(*at);
        let differs = moments(zone, &other.changes).filter(differs_at).min();
        // A sample can lie two days after the change: back to the minute at which it began.
        let differs = differs.and_then(|first| {
            (0..10_000)
                .map(|minutes| Instant(first.0 - minutes))
                .take_while(differs_at)
                .last()
        });
        if let Some(at) = differs {
            found.insert(zone.name(), Day(at.0.div_euclid(DAY) as i32).to_string());
        }
    }
    found
}

fn list<const N: usize>(expected: [(&'static str, &str); N]) -> BTreeMap<&'static str, String> {
    expected.map(|(name, day)| (name, day.to_owned())).into()
}

#[test]
fn the_table_agrees_with_jiff_but_for_what_its_older_release_lacks() {
    let moment = |at: Instant| jiff::Timestamp::from_second(at.0 * 60).unwrap();
    let found = differences(|name| {
        let zone = jiff::tz::db().get(name).ok()?;
        let end = moment(at("2046-01-01", "00:00"));
        let changes = zone
            .following(moment(at("2020-01-01", "00:00")))
            .map(|change| change.timestamp())
            .take_while(|moment| *moment < end)
            .map(|moment| moment.as_second() / 60)
            .collect();
        let offset = Box::new(move |at| zone.to_offset(moment(at)).seconds() / 60);
        Some(Other { changes, offset })
    });
    assert_eq!(Zone::release(), "2026f");
    // In 2026e Cuba sets its clocks back on 2026-11-01; 2026f knows that it keeps summer time through this winter.
    let expected = [("America/Havana", "2026-11-01"), ("Cuba", "2026-11-01")];
    assert_eq!(found, list(expected));
}

#[test]
fn the_table_differs_from_chrono_tz_in_the_known_zones_only() {
    let found = differences(|name| {
        let zone: chrono_tz::Tz = name.parse().ok()?;
        let offset = Box::new(move |at: Instant| {
            let moment = chrono::DateTime::from_timestamp(at.0 * 60, 0).unwrap();
            let offset = zone.offset_from_utc_datetime(&moment.naive_utc());
            offset.fix().local_minus_utc() / 60
        });
        Some(Other {
            changes: Vec::new(),
            offset,
        })
    });
    let expected = [
        ("Africa/Casablanca", "2026-09-20"),
        ("Africa/El_Aaiun", "2026-09-20"),
        ("America/Edmonton", "2026-11-01"),
        ("America/Havana", "2026-11-01"),
        ("America/Inuvik", "2026-11-01"),
        ("America/Rainy_River", "2026-11-01"),
        ("America/Vancouver", "2026-11-01"),
        ("America/Winnipeg", "2026-11-01"),
        ("America/Yellowknife", "2026-11-01"),
        ("Canada/Central", "2026-11-01"),
        ("Canada/Mountain", "2026-11-01"),
        ("Canada/Pacific", "2026-11-01"),
        ("Cuba", "2026-11-01"),
        ("Europe/Chisinau", "2022-03-27"),
        ("Europe/Tiraspol", "2022-03-27"),
    ];
    assert_eq!(found, list(expected));
}

#[test]
fn a_recipient_in_winnipeg_in_december_2026_is_five_hours_behind_utc() {
    let winter = at("2026-12-15", "18:00");
    for (name, hours) in [
        ("America/Winnipeg", -5),
        ("America/Edmonton", -6),
        ("America/Vancouver", -7),
        ("Africa/Casablanca", 0),
        ("America/Toronto", -5),
        ("America/Chicago", -6),
    ] {
        assert_eq!(zone(name).offset_at(winter), hours * 60, "{name}");
    }
    // The clocks were not set back on 2026-11-01, and in Morocco for the last time on 2026-09-20.
    assert_eq!(
        zone("America/Winnipeg").offset_at(at("2026-02-01", "12:00")),
        -360
    );
    let changes = |name: &str| -> Vec<_> {
        zone(name)
            .transitions(at("2026-07-01", "00:00"), at("2046-01-01", "00:00"))
            .collect()
    };
    assert_eq!(changes("America/Winnipeg"), []);
    assert_eq!(
        changes("Africa/Casablanca"),
        [(at("2026-09-20", "01:00"), 0)]
    );
}

#[test]
fn every_local_minute_around_every_change_leads_back_to_itself() {
    let (start, end) = (at("2026-01-01", "00:00"), at("2030-01-01", "00:00"));
    for zone in Zone::all() {
        let mut before = zone.offset_at(start);
        for (change, after) in zone.transitions(start, end) {
            let local = change.0 + i64::from(before.max(after));
            for minute in local - 200..local + 200 {
                let (on, time) = (
                    Day(minute.div_euclid(DAY) as i32),
                    Minute(minute.rem_euclid(DAY) as u16),
                );
                let low = change.0 + i64::from(before.min(after));
                let expected_skip = after > before && (low..local).contains(&minute);
                let expected_twice = after < before && (low..local).contains(&minute);
                match zone.instant(on, time) {
                    LocalTime::Skipped(at) => {
                        assert!(expected_skip && at == change, "{zone} {on} {time}");
                    }
                    LocalTime::Once(at) => {
                        assert!(!expected_skip && !expected_twice, "{zone} {on} {time}");
                        assert_eq!(zone.local(at), (on, time), "{zone}");
                    }
                    LocalTime::Twice(first, last) => {
                        assert!(
                            expected_twice && first < change && last >= change,
                            "{zone} {on} {time}"
                        );
                        assert_eq!(
                            (zone.local(first), zone.local(last)),
                            ((on, time), (on, time)),
                            "{zone}"
                        );
                    }
                }
            }
            before = after;
        }
    }
}

#[test]
fn a_year_without_clock_changes_has_no_doubled_or_skipped_minute() {
    for name in ["America/Winnipeg", "America/Phoenix", "Asia/Kolkata", "UTC"] {
        for on in (day("2027-01-01").0..=day("2027-12-31").0).map(Day) {
            for time in (0..1440).step_by(5).map(Minute) {
                let met = zone(name).instant(on, time);
                assert!(matches!(met, LocalTime::Once(_)), "{name} {on} {time}");
            }
        }
    }
}

#[test]
fn links_show_the_clock_of_their_zone_and_are_found_by_name() {
    for zone in Zone::all() {
        assert_eq!(Zone::named(zone.name()), Some(zone));
        assert_eq!(zone.canonical().canonical(), zone.canonical());
        assert!(zone.same_clock(zone.canonical()), "{zone}");
    }
}
