//! The packs under rules/law, and the engine that reads them.
//!
//! The generated tests hold every provision against a slow, obvious model: the
//! pack's own text read by another YAML reader, ranges compared as numbers,
//! clocks converted by jiff, one minute after the other.

// A test may panic; that is how it fails.
#![allow(clippy::unwrap_used)]

use courtesy::calendar::{Day, Minute, MinuteRange, Region, Zone};
use courtesy::diagnostics::{Confidence, Severity};
use courtesy::holidays;
use courtesy::law::{
    Bearing, BuiltInSets, CalendarPeriod, CapPer, CapWhen, Clock, Counted, DayDoubt, DayHours,
    Fact, Facts, Law, LegalDay, LegalSets, Line, Pack, Period, Protects, Provision, Requirement,
    Standing,
};
use courtesy::model::{AudienceType, Channel, ConsentKind, Purpose, Relationship, Voice};
use courtesy::source::SourceFile;
use std::collections::BTreeMap;

/// Every set has the same few days: enough to see that a ban falls on them and on no other.
struct FewDays;

const CHRISTMAS: &str = "2026-12-25";
const GOOD_FRIDAY: &str = "2027-03-26";

impl LegalSets for FewDays {
    fn days(&self, _set: &str, _region: &Region, from: Day, to: Day) -> Option<Vec<LegalDay>> {
        Some(
            [(CHRISTMAS, "Christmas Day"), (GOOD_FRIDAY, "Good Friday")]
                .into_iter()
                .map(|(date, name)| LegalDay {
                    day: day(date),
                    name: name.to_owned(),
                    doubt: None,
                })
                .filter(|legal| (from..=to).contains(&legal.day))
                .collect(),
        )
    }
}

/// The same days, none of them certain.
struct Guesses;

impl LegalSets for Guesses {
    fn days(&self, set: &str, region: &Region, from: Day, to: Day) -> Option<Vec<LegalDay>> {
        let mut days = FewDays.days(set, region, from, to)?;
        for legal in &mut days {
            legal.doubt = Some(DayDoubt::Estimated);
        }
        Some(days)
    }
}

/// No calendar at hand.
struct NoCalendar;

impl LegalSets for NoCalendar {
    fn days(&self, _: &str, _: &Region, _: Day, _: Day) -> Option<Vec<LegalDay>> {
        None
    }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn minute(text: &str) -> Minute {
    text.parse().unwrap()
}

fn zone(name: &str) -> Zone {
    Zone::named(name).unwrap()
}

fn region(code: &str) -> Region {
    // What binds in the Union binds in a member state that adds little of its own.
    let code = if code == "EU" { "SE" } else { code };
    code.parse().unwrap()
}

/// A live sales contact with a consumer of whom nothing else is known.
fn consumer(code: &str, channel: Channel) -> Facts {
    Facts {
        audience: Some(AudienceType::Consumer),
        purpose: Some(Purpose::Sales),
        voice: Some(Voice::Human),
        ..Facts::new(region(code), channel)
    }
}

fn call(code: &str) -> Facts {
    consumer(code, Channel::Call)
}

fn robocall(code: &str) -> Facts {
    Facts {
        voice: Some(Voice::Prerecorded),
        ..call(code)
    }
}

/// The hours that are certainly allowed, as text.
fn allowed(law: &Law, facts: &Facts, on: &str, zone_name: &str) -> String {
    law.hours(facts, day(on), zone(zone_name), &FewDays)
        .allowed
        .to_string()
}

/// The gravest finding that a contact at a minute can lead to.
fn worst(law: &Law, facts: &Facts, on: &str, at: &str, zone_name: &str) -> Option<Severity> {
    let start = minute(at);
    let range = MinuteRange {
        start,
        end: Minute(start.0 + 1),
    };
    law.timetable(facts, zone(zone_name), day(on), day(on), &FewDays)
        .breaches(day(on), range)
        .iter()
        .filter(|breach| breach.binding.bearing.binds())
        .map(|breach| breach.binding.severity_cap())
        .max()
}

fn ids<'l>(hours: &DayHours<'l>) -> Vec<&'l str> {
    hours
        .by
        .iter()
        .map(|window| window.binding.provision.id.as_str())
        .collect()
}

/// The built-in law, for a seller who has bound itself to every code that a pack names.
fn law_of_members() -> Law {
    let written = written();
    let codes = written
        .values()
        .filter_map(|provision| provision.text["code"].as_str().map(str::to_owned));
    Law::built_in().for_members_of(codes.collect())
}

// ---- The generated cases -------------------------------------------------------------------

/// A provision, and what its file says in plain YAML.
struct Written {
    text: serde_yaml::Value,
}

fn written() -> BTreeMap<String, Written> {
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir("rules/law").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let pack: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
        assert_eq!(
            path.file_stem().unwrap().to_str(),
            pack["jurisdiction"].as_str(),
            "a pack is named after its jurisdiction"
        );
        for provision in pack["provisions"].as_sequence().unwrap() {
            let id = provision["id"].as_str().unwrap().to_owned();
            let old = all.insert(
                id.clone(),
                Written {
                    text: provision.clone(),
                },
            );
            assert!(old.is_none(), "{id} stands twice");
        }
    }
    all
}

impl Written {
    /// The ranges of a date, in minutes; beyond 1440 they lie on the next.
    fn ranges(&self, on: Day) -> Vec<(u16, u16)> {
        let specials = self.text["special_hours"].as_sequence();
        let special = specials.into_iter().flatten().rfind(|special| {
            let named = |day: Day| [CHRISTMAS, GOOD_FRIDAY].contains(&day.to_string().as_str());
            (special["on"].is_string() && named(on))
                || (special["eve_of"].is_string() && named(on.plus(1)))
        });
        if let Some(special) = special {
            return minutes(special["hours"].as_str().unwrap());
        }
        let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let number = |name: &str| names.iter().position(|n| *n == name).unwrap();
        let weekday = on.weekday();
        for (days, hours) in self.text["hours"].as_mapping().unwrap() {
            let days = days.as_str().unwrap();
            let days = if days == "daily" { "mon-sun" } else { days };
            let (first, last) = days.split_once('-').unwrap_or((days, days));
            let (first, last) = (number(first), number(last));
            if (first..=last).contains(&(weekday.index() as usize)) {
                return minutes(hours.as_str().unwrap());
            }
        }
        panic!("no hours for {weekday}");
    }

    fn clocks(&self) -> Vec<&str> {
        self.text["clock"]
            .as_sequence()
            .unwrap()
            .iter()
            .map(|clock| clock.as_str().unwrap())
            .collect()
    }

    /// The model: whether the provision's week allows a moment of the recipient's clock.
    fn allows(&self, recipient: &jiff::tz::TimeZone, on: Day, at: u16) -> bool {
        let (year, month, date) = on.ymd();
        let local = jiff::civil::date(year as i16, month as i8, date as i8).at(
            (at / 60) as i8,
            (at % 60) as i8,
            0,
            0,
        );
        self.clocks().iter().all(|clock| {
            let there = match *clock {
                "recipient" => local,
                name => {
                    let tz = match name.strip_prefix("UTC-") {
                        Some(west) => jiff::tz::TimeZone::fixed(jiff::tz::offset(
                            -west[..2].parse::<i8>().unwrap(),
                        )),
                        None => jiff::tz::TimeZone::get(name).unwrap(),
                    };
                    let moment = local.to_zoned(recipient.clone()).unwrap();
                    moment.with_time_zone(tz).datetime()
                }
            };
            let date = day(&there.date().to_string());
            let minute = there.hour() as u16 * 60 + there.minute() as u16;
            let within = |on: Day, minute: u16| {
                let mut ranges = self.ranges(on).into_iter();
                ranges.any(|(from, to)| from <= minute && minute < to)
            };
            within(date, minute) || within(date.plus(-1), minute + 1440)
        })
    }
}

/// Hours as a pack writes them, in minutes.
fn minutes(hours: &str) -> Vec<(u16, u16)> {
    let clock =
        |text: &str| text[..2].parse::<u16>().unwrap() * 60 + text[3..].parse::<u16>().unwrap();
    match hours {
        "closed" => Vec::new(),
        "all-day" => vec![(0, 1440)],
        ranges => ranges
            .split(", ")
            .map(|range| {
                let (from, to) = (clock(&range[..5]), clock(&range[6..11]));
                let over_midnight = range.ends_with("overnight");
                (from, if over_midnight { to + 1440 } else { to })
            })
            .collect(),
    }
}

/// Facts under which a provision binds for certain.
fn facts_for(provision: &Provision) -> Vec<Facts> {
    let audience = match provision.applies.protects {
        Protects::Businesses => AudienceType::Business,
        _ => AudienceType::Consumer,
    };
    provision
        .applies
        .channels
        .iter()
        .map(|channel| Facts {
            audience: Some(audience),
            purpose: provision.applies.purposes.first().copied(),
            voice: Some(*provision.applies.voices.first().unwrap_or(&Voice::Human)),
            sectors: provision
                .applies
                .sectors
                .iter()
                .map(|s| s.as_str().into())
                .collect(),
            ..Facts::new(region(&provision.jurisdiction), *channel)
        })
        .collect()
}

/// The zones of the country, one that the provision's own clock is far from among them.
fn zones_for(provision: &Provision) -> &'static [&'static str] {
    match &provision.jurisdiction[..2] {
        "CA" => &["America/St_Johns", "America/Vancouver"],
        "AU" => &["Australia/Sydney", "Australia/Lord_Howe"],
        "BR" => &["America/Sao_Paulo", "America/Rio_Branco"],
        "ES" => &["Europe/Madrid", "Atlantic/Canary"],
        "FR" => &["Europe/Paris", "Indian/Reunion"],
        "ID" => &["Asia/Jakarta", "Asia/Jayapura"],
        "PT" => &["Europe/Lisbon", "Atlantic/Azores"],
        "US" if provision.clocks == [Clock::Recipient] => &["America/Chicago"],
        _ if provision.clocks == [Clock::Recipient] => &["Europe/Rome"],
        // Somebody abroad, where the clocks change.
        code if code != "US" => &["America/New_York", "Asia/Kolkata"],
        _ => &[
            "America/New_York",
            "America/Chicago",
            "America/Phoenix",
            "Pacific/Honolulu",
        ],
    }
}

fn all_provisions(law: &Law) -> Vec<&Provision> {
    let written = written();
    let found: Vec<&Provision> = written
        .keys()
        .map(|id| {
            law.provision(id)
                .unwrap_or_else(|| panic!("{id} is not found"))
        })
        .collect();
    assert!(found.len() > 120);
    found
}

#[test]
fn hours_are_kept_to_the_minute() {
    let law = law_of_members();
    let written = written();
    let mut tried = 0;
    for provision in all_provisions(&law) {
        if provision.hours().is_none() {
            continue;
        }
        let text = &written[&provision.id];
        for facts in facts_for(provision) {
            for name in zones_for(provision) {
                let tz = jiff::tz::TimeZone::get(name).unwrap();
                // Around both changes of the clocks in 2027, a common week, and one with a legal day.
                for start in ["2026-12-21", "2027-03-11", "2027-06-07", "2027-11-04"].map(day) {
                    let last = provision.in_force.last().plus(-7);
                    let start = start.max(provision.in_force.first()).min(last);
                    let end = start.plus(7);
                    let timetable = law.timetable(&facts, zone(name), start, end, &FewDays);
                    for on in (0..7).map(|days| start.plus(days)) {
                        // All edges lie on half hours, whatever the clock: the minute itself and
                        // the one before it are every case there is.
                        let edges = (0..1440).step_by(30).flat_map(|at| [at, at + 29]);
                        for at in edges {
                            let range = MinuteRange {
                                start: Minute(at),
                                end: Minute(at + 1),
                            };
                            let broken = timetable
                                .breaches(on, range)
                                .iter()
                                .any(|breach| breach.binding.provision.id == provision.id);
                            assert_eq!(
                                broken,
                                !text.allows(&tz, on, at),
                                "{} on {} at {} in {name}",
                                provision.id,
                                on.with_weekday(),
                                Minute(at)
                            );
                            tried += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(tried > 100_000, "{tried}");
}

#[test]
fn banned_days_are_closed_from_the_first_minute_to_the_last() {
    let law = law_of_members();
    let mut tried = 0;
    for provision in all_provisions(&law) {
        if provision.banned_set().is_none() {
            continue;
        }
        for facts in facts_for(provision) {
            let from = day("2026-12-01").max(provision.in_force.first());
            let to = day("2027-04-30").min(provision.in_force.last());
            if to < from {
                continue;
            }
            let timetable = law.timetable(&facts, zone("America/Chicago"), from, to, &FewDays);
            for on in (from.0..=to.0).map(Day) {
                let banned = [CHRISTMAS, GOOD_FRIDAY].contains(&on.to_string().as_str());
                for at in [0, 719, 1439] {
                    let range = MinuteRange {
                        start: Minute(at),
                        end: Minute(at + 1),
                    };
                    let broken = timetable.breaches(on, range);
                    let own = broken
                        .iter()
                        .find(|breach| breach.binding.provision.id == provision.id);
                    assert_eq!(own.is_some(), banned, "{} on {on}", provision.id);
                    if let Some(breach) = own {
                        assert!(breach.legal_day.is_some());
                        tried += 1;
                    }
                }
            }
        }
    }
    assert!(tried >= 90, "{tried}");
}

#[test]
fn nothing_binds_the_day_before_it_came_into_force_or_after_its_end() {
    let law = law_of_members();
    let bears = |provision: &Provision, facts: &Facts, on: Day| {
        law.binding(facts, on)
            .into_iter()
            .find(|binding| binding.provision.id == provision.id)
            .map(|binding| binding.bearing)
    };
    let (mut begun, mut ended) = (0, 0);
    for provision in all_provisions(&law) {
        for facts in facts_for(provision) {
            let (first, last) = (provision.in_force.first(), provision.in_force.last());
            assert_eq!(bears(provision, &facts, first), Some(Bearing::Certain));
            assert_eq!(bears(provision, &facts, last), Some(Bearing::Certain));
            if provision.in_force.from.is_some() {
                let before = first.plus(-1);
                assert_eq!(
                    bears(provision, &facts, before),
                    Some(Bearing::NotYet { from: first }),
                    "{}",
                    provision.id
                );
                let hours = law.hours(&facts, before, zone("America/Chicago"), &FewDays);
                assert!(!ids(&hours).contains(&provision.id.as_str()));
                let mut capped = law.caps(&facts, before).into_iter();
                assert!(!capped.any(|cap| cap.binding.provision.id == provision.id));
                begun += 1;
            }
            if provision.in_force.to.is_some() {
                assert_eq!(bears(provision, &facts, last.plus(1)), None);
                ended += 1;
            }
        }
    }
    assert!(begun > 90 && ended >= 8, "{begun} {ended}");
}

#[test]
fn caps_are_those_of_the_file() {
    let law = law_of_members();
    let written = written();
    let mut tried = 0;
    for provision in all_provisions(&law) {
        let Some(cap) = provision.cap() else { continue };
        let text = &written[&provision.id].text["cap"];
        assert_eq!(u64::from(cap.max), text["max"].as_u64().unwrap());
        let period = match cap.period {
            Period::Rolling(length) => format!("rolling {}", length.approx_minutes()),
            Period::Calendar(CalendarPeriod::Day) => "calendar day".to_owned(),
            Period::Calendar(CalendarPeriod::Week) => "calendar week".to_owned(),
            Period::Calendar(CalendarPeriod::Month) => "calendar month".to_owned(),
        };
        let expected = match (text["rolling"].as_str(), text["calendar"].as_str()) {
            (Some(length), None) => {
                let length: courtesy::calendar::Duration = length.parse().unwrap();
                format!("rolling {}", length.approx_minutes())
            }
            (None, Some(period)) => format!("calendar {period}"),
            other => panic!("{other:?}"),
        };
        assert_eq!(period, expected, "{}", provision.id);
        for facts in facts_for(provision) {
            let on = provision.in_force.first().max(day("2026-11-22"));
            let on = on.min(provision.in_force.last());
            let bound = law.caps(&facts, on);
            assert!(
                bound
                    .iter()
                    .any(|cap| cap.binding.provision.id == provision.id
                        && cap.binding.bearing == Bearing::Certain),
                "{}",
                provision.id
            );
            tried += 1;
        }
    }
    assert!(tried >= 50, "{tried}");
}

#[test]
fn a_timetable_says_of_every_day_what_that_day_says_of_itself() {
    let law = law_of_members();
    let (from, to) = (day("2026-08-01"), day("2027-12-31"));
    let mut codes: Vec<String> = written()
        .keys()
        .map(|id| {
            id.chars()
                .take_while(|c| !c.is_lowercase())
                .collect::<String>()
        })
        .map(|id| id.trim_end_matches('-').to_owned())
        .collect();
    codes.dedup();
    for code in &codes {
        for facts in [call(code), robocall(code), consumer(code, Channel::Sms)] {
            for name in ["America/New_York", "America/Denver"] {
                let long = law.timetable(&facts, zone(name), from, to, &FewDays);
                for on in (from.0..=to.0).step_by(3).map(Day) {
                    let alone = law.hours(&facts, on, zone(name), &FewDays);
                    assert_eq!(long.allowed(on), &alone.allowed, "{code} {on} {name}");
                    assert_eq!(long.on(on).cautious, alone.cautious, "{code} {on} {name}");
                }
                let edge = [from.plus(-1), to.plus(1)];
                assert!(edge.iter().all(|day| long.allowed(*day).is_closed()));
            }
        }
    }
}

// ---- Traps, named after section 9 of the study ------------------------------------------------

#[test]
fn trap_1_a_state_with_two_zones_is_read_on_each_persons_own_clock() {
    let law = Law::built_in();
    // El Paso is on Mountain time and Houston on Central; both get nine to nine of their own.
    for name in ["America/Denver", "America/Chicago"] {
        assert_eq!(
            allowed(&law, &call("US-TX"), "2027-06-07", name),
            "09:00-21:00"
        );
    }
    // South Dakota's recorded calls: nine to nine "in this state", which has both zones.
    let recorded = robocall("US-SD");
    assert_eq!(
        allowed(&law, &recorded, "2027-06-07", "America/Chicago"),
        "10:00-21:00"
    );
    assert_eq!(
        allowed(&law, &recorded, "2027-06-07", "America/Denver"),
        "09:00-20:00"
    );
}

#[test]
fn trap_4_a_clock_fixed_by_statute_moves_against_the_recipients() {
    let law = Law::built_in();
    let text = consumer("US-MS", Channel::Sms);
    assert_eq!(
        allowed(&law, &text, "2027-01-11", "America/Chicago"),
        "08:00-20:00"
    );
    assert_eq!(
        allowed(&law, &text, "2027-07-12", "America/Chicago"),
        "09:00-20:00"
    );
    // Central time is certain, standard time in summer only a reading.
    assert_eq!(
        worst(&law, &text, "2027-07-12", "08:30", "America/Chicago"),
        Some(Severity::Warning)
    );
    assert_eq!(
        worst(&law, &text, "2027-07-12", "20:00", "America/Chicago"),
        Some(Severity::Error)
    );
    // California's recorded hours are on California's clock, even for somebody in another zone.
    let hours = law.hours(
        &robocall("US-CA"),
        day("2027-07-12"),
        zone("America/New_York"),
        &FewDays,
    );
    let own = hours
        .by
        .iter()
        .find(|w| w.binding.provision.id == "US-CA-hours-recorded")
        .unwrap();
    assert_eq!(own.open.to_string(), "12:00-24:00");
    // Sellers of securities, Central time: in New York an hour later.
    let securities = Facts {
        sectors: vec!["securities".into()],
        ..call("US-IL")
    };
    assert_eq!(
        allowed(&law, &securities, "2027-07-12", "America/New_York"),
        "10:00-21:00"
    );
    assert_eq!(
        allowed(&law, &securities, "2027-07-11", "America/Chicago"),
        "12:00-21:00"
    );
    assert_eq!(
        allowed(&law, &call("US-IL"), "2027-07-11", "America/Chicago"),
        "08:00-21:00"
    );
}

#[test]
fn trap_5_hours_for_machines_do_not_bind_people() {
    let law = Law::built_in();
    let (sunday, monday) = ("2027-06-06", "2027-06-07");
    for (state, name) in [
        ("US-SD", "America/Chicago"),
        ("US-ME", "America/New_York"),
        ("US-NE", "America/Chicago"),
        ("US-CA", "America/Los_Angeles"),
        ("US-IN", "America/New_York"),
        ("US-TN", "America/Chicago"),
    ] {
        assert_eq!(
            allowed(&law, &call(state), sunday, name),
            "08:00-21:00",
            "{state}"
        );
    }
    assert_eq!(
        allowed(&law, &robocall("US-ME"), sunday, "America/New_York"),
        "closed"
    );
    assert_eq!(
        allowed(&law, &robocall("US-ME"), monday, "America/New_York"),
        "09:00-17:00"
    );
    assert_eq!(
        allowed(&law, &robocall("US-NE"), sunday, "America/Chicago"),
        "13:00-21:00"
    );
    assert_eq!(
        allowed(&law, &robocall("US-IN"), monday, "America/New_York"),
        "09:00-20:00"
    );
    assert_eq!(
        allowed(&law, &robocall("US-AL"), sunday, "America/Chicago"),
        "closed"
    );
    // Alabama's rule has a paragraph for people too, of which we are less sure.
    assert_eq!(
        worst(&law, &call("US-AL"), sunday, "12:00", "America/Chicago"),
        Some(Severity::Warning)
    );
    // In Kentucky and Nevada the hours for people are the tighter ones.
    assert_eq!(
        allowed(&law, &call("US-KY"), monday, "America/New_York"),
        "10:00-21:00"
    );
    assert_eq!(
        allowed(&law, &robocall("US-KY"), monday, "America/New_York"),
        "08:00-21:00"
    );
    assert_eq!(
        allowed(&law, &call("US-NV"), monday, "America/Los_Angeles"),
        "09:00-20:00"
    );
    assert_eq!(
        allowed(&law, &robocall("US-NV"), monday, "America/Los_Angeles"),
        "09:00-21:00"
    );
    assert_eq!(
        allowed(&law, &robocall("US-OK"), monday, "America/Chicago"),
        "09:00-20:00"
    );
    // Who does not say what speaks is under neither for certain.
    let silent = Facts {
        voice: None,
        ..call("US-KY")
    };
    let hours = law.hours(&silent, day(monday), zone("America/New_York"), &FewDays);
    assert_eq!(hours.allowed.to_string(), "08:00-21:00");
    assert_eq!(hours.cautious.to_string(), "10:00-21:00");
    assert!(
        hours
            .by
            .iter()
            .any(|w| w.binding.bearing == Bearing::Unverified { fact: Fact::Voice })
    );
}

#[test]
fn nebraska_machines_wait_until_one_on_legal_holidays() {
    let law = Law::built_in();
    assert_eq!(
        allowed(&law, &robocall("US-NE"), CHRISTMAS, "America/Chicago"),
        "13:00-21:00"
    );
    assert_eq!(
        allowed(&law, &robocall("US-NE"), "2026-12-24", "America/Chicago"),
        "08:00-21:00"
    );
    assert_eq!(
        allowed(&law, &call("US-NE"), CHRISTMAS, "America/Chicago"),
        "08:00-21:00"
    );
}

#[test]
fn trap_6_mississippi_has_no_holiday_ban() {
    let law = Law::built_in();
    for channel in [Channel::Call, Channel::Sms] {
        let facts = consumer("US-MS", channel);
        assert_eq!(
            allowed(&law, &facts, CHRISTMAS, "America/Chicago"),
            "08:00-20:00"
        );
        assert!(
            law.binding(&facts, day(CHRISTMAS))
                .iter()
                .all(|b| b.provision.banned_set().is_none())
        );
    }
}

#[test]
fn trap_7_the_errors_of_the_vendors_are_not_ours() {
    let law = Law::built_in();
    let saturday = "2027-06-05";
    assert_eq!(
        allowed(&law, &call("US-PA"), saturday, "America/New_York"),
        "09:00-19:00"
    );
    assert_eq!(
        allowed(&law, &call("US-CT"), saturday, "America/New_York"),
        "09:00-20:00"
    );
    // Texas: noon on Sundays, the recipient's own zone, and never before the federal eight.
    assert_eq!(
        allowed(&law, &call("US-TX"), "2027-06-06", "America/Denver"),
        "12:00-21:00"
    );
}

#[test]
fn connecticut_is_nine_to_eight_since_october_2023() {
    let law = Law::built_in();
    for channel in [Channel::Call, Channel::Sms] {
        let facts = consumer("US-CT", channel);
        assert_eq!(
            allowed(&law, &facts, "2023-09-30", "America/New_York"),
            "08:00-21:00"
        );
        assert_eq!(
            allowed(&law, &facts, "2023-10-01", "America/New_York"),
            "09:00-20:00"
        );
    }
    let over = consumer("US-CT", Channel::Dm);
    assert_eq!(
        worst(&law, &over, "2027-06-07", "20:00", "America/New_York"),
        Some(Severity::Warning)
    );
    assert_eq!(
        worst(&law, &over, "2027-06-07", "19:59", "America/New_York"),
        None
    );
}

#[test]
fn trap_8_sunday_is_not_the_same_everywhere() {
    let law = Law::built_in();
    let sunday = "2027-06-06";
    for (state, name, hours) in [
        ("US-LA", "America/Chicago", "closed"),
        ("US-MS", "America/Chicago", "closed"),
        ("US-RI", "America/New_York", "closed"),
        ("US-UT", "America/Denver", "closed"),
        ("US-TX", "America/Chicago", "12:00-21:00"),
        ("US-FL", "America/New_York", "08:00-20:00"),
        ("US-OH", "America/New_York", "08:00-21:00"),
    ] {
        assert_eq!(allowed(&law, &call(state), sunday, name), hours, "{state}");
    }
    for (state, name, grave) in [
        ("US-LA", "America/Chicago", Severity::Error),
        ("US-MS", "America/Chicago", Severity::Error),
        ("US-UT", "America/Denver", Severity::Error),
        ("US-RI", "America/New_York", Severity::Warning),
    ] {
        assert_eq!(
            worst(&law, &call(state), sunday, "12:00", name),
            Some(grave),
            "{state}"
        );
    }
    // Utah's and Rhode Island's Sundays bind calls, not texts.
    assert_eq!(
        allowed(
            &law,
            &consumer("US-UT", Channel::Sms),
            sunday,
            "America/Denver"
        ),
        "08:00-21:00"
    );
}

/// Calls by people to consumers of whom nothing else is known, as the study tells the hours of each state.
#[test]
fn the_hours_of_the_study_hold_in_every_state() {
    let law = Law::built_in();
    let (monday, saturday, sunday) = ("2027-01-11", "2027-01-16", "2027-01-17");
    let stricter = [
        ("AL", "08:00-20:00", "08:00-20:00", "closed"),
        ("CT", "09:00-20:00", "09:00-20:00", "09:00-20:00"),
        ("FL", "08:00-20:00", "08:00-20:00", "08:00-20:00"),
        ("KY", "10:00-21:00", "10:00-21:00", "10:00-21:00"),
        ("LA", "08:00-20:00", "08:00-20:00", "closed"),
        ("MA", "08:00-20:00", "08:00-20:00", "08:00-20:00"),
        ("MD", "08:00-20:00", "08:00-20:00", "08:00-20:00"),
        ("MN", "09:00-21:00", "09:00-21:00", "09:00-21:00"),
        ("MS", "08:00-20:00", "08:00-20:00", "closed"),
        ("NM", "09:00-21:00", "09:00-21:00", "09:00-21:00"),
        ("NV", "09:00-20:00", "09:00-20:00", "09:00-20:00"),
        ("OK", "08:00-20:00", "08:00-20:00", "08:00-20:00"),
        ("OR", "08:00-20:00", "08:00-20:00", "08:00-20:00"),
        ("PA", "09:00-19:00", "09:00-19:00", "closed"),
        ("RI", "09:00-18:00", "10:00-17:00", "closed"),
        ("TX", "09:00-21:00", "09:00-21:00", "12:00-21:00"),
        ("UT", "08:00-21:00", "08:00-21:00", "closed"),
        ("WA", "08:00-20:00", "08:00-20:00", "08:00-20:00"),
        ("WY", "08:00-20:00", "08:00-20:00", "08:00-20:00"),
    ];
    // Michigan's are advice, and narrow nothing.
    let federal = "AK AR AZ CA CO DC DE GA HI IA ID IL IN KS ME MI MO MT NC ND NE NH NJ NY OH SC SD TN VA VT WI WV";
    let all_day = "08:00-21:00";
    let others = federal
        .split(' ')
        .map(|code| (code, all_day, all_day, all_day));
    for (code, on_weekdays, on_saturdays, on_sundays) in stricter.into_iter().chain(others) {
        let facts = call(&format!("US-{code}"));
        for (on, hours) in [
            (monday, on_weekdays),
            (saturday, on_saturdays),
            (sunday, on_sundays),
        ] {
            let found = allowed(&law, &facts, on, "America/Chicago");
            assert_eq!(found, hours, "US-{code} on {on}");
        }
    }
}

#[test]
fn pennsylvania_evenings_and_sundays_are_a_warning_since_october_2026() {
    let law = Law::built_in();
    let name = "America/New_York";
    // Sundays both: 2026-10-11 and 2026-10-18.
    assert_eq!(
        worst(&law, &call("US-PA"), "2026-10-11", "12:00", name),
        None
    );
    assert_eq!(
        worst(&law, &call("US-PA"), "2026-10-18", "12:00", name),
        Some(Severity::Warning)
    );
    assert_eq!(
        worst(&law, &call("US-PA"), "2026-10-17", "20:59", name),
        None
    );
    assert_eq!(
        worst(&law, &call("US-PA"), "2026-10-17", "21:00", name),
        Some(Severity::Error)
    );
    assert_eq!(
        worst(&law, &call("US-PA"), CHRISTMAS, "12:00", name),
        Some(Severity::Error)
    );
    // A Monday. From nine in the evening the federal hours are broken besides.
    for (at, grave) in [
        ("08:59", Some(Severity::Warning)),
        ("09:00", None),
        ("18:59", None),
        ("19:00", Some(Severity::Warning)),
        ("21:00", Some(Severity::Error)),
    ] {
        assert_eq!(
            worst(&law, &call("US-PA"), "2026-10-19", at, name),
            grave,
            "{at}"
        );
    }
    let firm = Facts {
        audience: Some(AudienceType::Business),
        line: Some(Line::Business),
        ..call("US-PA")
    };
    assert_eq!(worst(&law, &firm, "2026-10-16", "19:00", name), None);
    assert_eq!(
        worst(&law, &firm, "2026-10-19", "19:00", name),
        Some(Severity::Warning)
    );
    let closed = law.hours(&call("US-PA"), day("2026-11-22"), zone(name), &FewDays);
    assert_eq!(
        closed.closed_because.unwrap().binding.provision.id,
        "US-PA-hours-2026"
    );
}

#[test]
fn trap_9_caps_roll_and_count_what_their_statute_counts() {
    let law = Law::built_in();
    let on = day("2026-11-23");
    let cap = |facts: &Facts, id: &str| {
        law.caps(facts, on)
            .into_iter()
            .find(|cap| cap.binding.provision.id == id)
            .map(|bound| {
                (
                    bound.cap.max,
                    bound.cap.period.to_string(),
                    bound.cap.per,
                    bound.cap.counts,
                )
            })
    };
    let three = |per| Some((3, "any 24 hours".to_owned(), per, Counted::Attempts));
    assert_eq!(
        cap(&call("US-FL"), "US-FL-cap"),
        three(CapPer::PersonAndSubject)
    );
    assert_eq!(
        cap(&call("US-OK"), "US-OK-cap"),
        three(CapPer::PersonAndSubject)
    );
    assert_eq!(cap(&consumer("US-FL", Channel::Sms), "US-FL-cap"), None);
    for channel in [Channel::Call, Channel::Sms, Channel::Voicemail] {
        assert_eq!(
            cap(&consumer("US-MD", channel), "US-MD-cap"),
            three(CapPer::PersonAndSubject)
        );
        assert_eq!(
            cap(&consumer("US-OR", channel), "US-OR-cap"),
            three(CapPer::Person)
        );
    }
    let customer = Facts {
        relationship: Some(Relationship::Customer),
        ..call("US-OR")
    };
    assert_eq!(cap(&customer, "US-OR-cap"), None);
    // Regulation F: per debt, and a presumption.
    let debt = Facts {
        purpose: Some(Purpose::Collections),
        ..call("US-OH")
    };
    let bound = law.caps(&debt, on);
    assert_eq!(bound.len(), 2);
    assert_eq!(
        (bound[0].cap.max, bound[0].cap.per),
        (7, CapPer::PersonAndDebt)
    );
    assert_eq!(bound[0].binding.severity_cap(), Severity::Warning);
    // And once there has been a conversation, that one alone in seven days.
    let quiet = bound[1].cap;
    assert_eq!(
        (quiet.max, quiet.per, quiet.when),
        (1, CapPer::PersonAndDebt, CapWhen::AfterContact)
    );
    assert!(law.caps(&call("US-OH"), on).is_empty());
}

#[test]
fn trap_10_consent_lifts_some_hours_and_not_others() {
    let law = Law::built_in();
    let agreed = |facts: Facts| Facts {
        consent: Some(ConsentKind::Express),
        ..facts
    };
    let (night, late) = ("2027-06-07", "21:30");
    let grave = |facts: Facts, name| worst(&law, &agreed(facts), night, late, name);
    // Federal calls, Massachusetts, Texas, Utah, Virginia: lifted.
    for (state, name) in [
        ("US-OH", "America/New_York"),
        ("US-MA", "America/New_York"),
        ("US-TX", "America/Chicago"),
        ("US-UT", "America/Denver"),
        ("US-VA", "America/New_York"),
    ] {
        assert_eq!(grave(call(state), name), None, "{state}");
        assert_eq!(
            worst(&law, &call(state), night, late, name),
            Some(Severity::Error),
            "{state}"
        );
    }
    // Texts: suits are filed all the same, so a warning stays.
    assert_eq!(
        grave(consumer("US-OH", Channel::Sms), "America/New_York"),
        Some(Severity::Warning)
    );
    // Louisiana disputes it, Mississippi knows no exemption.
    assert_eq!(
        grave(call("US-LA"), "America/Chicago"),
        Some(Severity::Warning)
    );
    assert_eq!(
        grave(call("US-MS"), "America/Chicago"),
        Some(Severity::Error)
    );
    // Consent that is not stated is none, and implied consent is not express.
    let implied = Facts {
        consent: Some(ConsentKind::Implied),
        ..call("US-OH")
    };
    assert_eq!(
        worst(&law, &implied, night, late, "America/New_York"),
        Some(Severity::Error)
    );
    // A relationship lifts for a time; what time is not said, so nothing is shown.
    let once = Facts {
        relationship: Some(Relationship::Lapsed),
        ..call("US-WA")
    };
    let bearing = law
        .binding(&once, day(night))
        .into_iter()
        .find(|b| b.provision.id == "US-WA-hours")
        .unwrap()
        .bearing;
    assert_eq!(
        bearing,
        Bearing::Unverified {
            fact: Fact::RelationshipAge
        }
    );
}

#[test]
fn trap_17_a_business_list_is_no_free_pass() {
    let law = Law::built_in();
    let on = day("2027-06-07");
    let business = Facts {
        audience: Some(AudienceType::Business),
        ..call("US-OH")
    };
    let bearing = |facts: &Facts| {
        law.binding(facts, on)
            .into_iter()
            .find(|b| b.provision.id == "US-hours-calls")
            .unwrap()
            .bearing
    };
    assert_eq!(bearing(&business), Bearing::Unverified { fact: Fact::Line });
    assert_eq!(
        bearing(&Facts {
            line: Some(Line::Mobile),
            ..business.clone()
        }),
        Bearing::Certain
    );
    assert!(matches!(
        bearing(&Facts {
            line: Some(Line::Business),
            ..business.clone()
        }),
        Bearing::Exempt { .. }
    ));
    // Some of a mixed audience are consumers.
    assert_eq!(
        bearing(&Facts {
            audience: Some(AudienceType::Mixed),
            ..business
        }),
        Bearing::Certain
    );
    // Mississippi counts a business as a consumer, by all that was read: a warning.
    let there = Facts {
        line: Some(Line::Business),
        audience: Some(AudienceType::Business),
        ..call("US-MS")
    };
    assert_eq!(
        worst(&law, &there, "2027-06-06", "12:00", "America/Chicago"),
        Some(Severity::Warning)
    );
    // Illinois asks of nobody whether the line is a firm's.
    let illinois = Facts {
        region: call("US-IL").region,
        ..there
    };
    let at = |time| worst(&law, &illinois, "2027-06-07", time, "America/Chicago");
    assert_eq!(
        ["07:59", "08:00", "20:59", "21:00"].map(at),
        [Some(Severity::Warning), None, None, Some(Severity::Warning)]
    );
}

// ---- Everything else ------------------------------------------------------------------------

#[test]
fn canada_keeps_weekends_open_and_binds_calls_to_firms() {
    let law = Law::built_in();
    let firm = Facts {
        audience: Some(AudienceType::Business),
        relationship: Some(Relationship::Customer),
        ..call("CA-MB")
    };
    let name = "America/Winnipeg";
    assert_eq!(allowed(&law, &firm, "2026-10-12", name), "09:00-21:30");
    assert_eq!(allowed(&law, &firm, "2026-10-11", name), "10:00-18:00");
    assert_eq!(
        worst(&law, &firm, "2026-10-12", "21:30", name),
        Some(Severity::Error)
    );
    // Audience not said: it protects anyone.
    let unsaid = Facts {
        audience: None,
        ..firm
    };
    assert_eq!(allowed(&law, &unsaid, "2026-10-11", name), "10:00-18:00");
}

#[test]
fn what_is_not_said_is_unverified_and_names_the_field() {
    let law = Law::built_in();
    let bare = Facts::new(region("US-FL"), Channel::Sms);
    let hours = law.hours(&bare, day("2027-06-07"), zone("America/New_York"), &FewDays);
    assert_eq!(hours.allowed.to_string(), "00:00-24:00");
    assert_eq!(hours.cautious.to_string(), "08:00-20:00");
    assert!(
        hours
            .by
            .iter()
            .all(|w| matches!(w.binding.bearing, Bearing::Unverified { .. }))
    );
    let unsaid = Facts {
        audience: None,
        ..call("US-FL")
    };
    let fields: Vec<&str> = law
        .binding(&unsaid, day("2027-06-07"))
        .iter()
        .filter_map(|b| match b.bearing {
            Bearing::Unverified { fact } => Some(fact.field()),
            _ => None,
        })
        .collect();
    assert!(fields.contains(&"audience.type"), "{fields:?}");
}

#[test]
fn other_purposes_and_channels_are_not_sales_calls() {
    let law = Law::built_in();
    let on = day("2027-06-07");
    for purpose in [
        Purpose::Transactional,
        Purpose::SafetyNotice,
        Purpose::Survey,
    ] {
        let facts = Facts {
            purpose: Some(purpose),
            ..call("US-FL")
        };
        assert!(law.binding(&facts, on).is_empty());
    }
    let mail = law.binding(&consumer("US-FL", Channel::Email), on);
    assert!(!mail.is_empty());
    assert!(mail.iter().all(|b| !b.provision.requires.is_timed()));
}

#[test]
fn a_holiday_set_that_is_not_held_makes_the_ban_unverified() {
    let law = Law::built_in();
    let facts = call("US-PA");
    let timetable = law.timetable(
        &facts,
        zone("America/New_York"),
        day(CHRISTMAS),
        day(CHRISTMAS),
        &NoCalendar,
    );
    let on = timetable.on(day(CHRISTMAS));
    let ban = on
        .by
        .iter()
        .find(|w| w.binding.provision.id == "US-PA-holidays")
        .unwrap();
    assert_eq!(
        ban.binding.bearing,
        Bearing::Unverified {
            fact: Fact::LegalSet
        }
    );
    assert_eq!(on.allowed.to_string(), "09:00-19:00");
}

#[test]
fn a_ban_says_which_provision_and_which_day() {
    let law = Law::built_in();
    let hours = law.hours(
        &call("US-UT"),
        day(GOOD_FRIDAY),
        zone("America/Denver"),
        &FewDays,
    );
    assert!(hours.allowed.is_closed());
    let closed = hours.closed_because.unwrap();
    assert_eq!(closed.binding.provision.id, "US-UT-holidays-2027");
    assert_eq!(closed.legal_day.unwrap().name, "Good Friday");
    assert_eq!(hours.by[0].binding.provision.id, "US-UT-holidays-2027");
}

#[test]
fn utah_bans_are_less_sure_once_the_list_is_replaced() {
    let law = Law::built_in();
    let name = "America/Denver";
    assert_eq!(
        worst(&law, &call("US-UT"), CHRISTMAS, "12:00", name),
        Some(Severity::Error)
    );
    assert_eq!(
        worst(&law, &call("US-UT"), GOOD_FRIDAY, "12:00", name),
        Some(Severity::Warning)
    );
}

#[test]
fn a_country_without_a_pack_says_so() {
    let law = Law::built_in();
    assert!(law.has_pack(&region("US-OH")) && law.has_pack(&region("CA-QC")));
    assert!(!law.has_pack(&region("BT")));
    let facts = call("BT");
    assert!(law.binding(&facts, day("2027-06-07")).is_empty());
}

#[test]
fn every_provision_is_fit_to_be_shown() {
    let law = Law::built_in();
    for provision in all_provisions(&law) {
        let id = &provision.id;
        assert!(
            provision.says.ends_with('.') && provision.says.len() > 30,
            "{id}"
        );
        assert!(
            !provision.citation.is_empty() && !provision.applies.channels.is_empty(),
            "{id}"
        );
        assert!(
            provision
                .url
                .as_ref()
                .is_none_or(|url| url.starts_with("http")),
            "{id}"
        );
        assert_eq!(provision.citation().provision, *id);
        if provision.confidence != Confidence::High {
            assert!(provision.severity_cap() < Severity::Error, "{id}");
        }
        // What is not sure says why.
        if provision.confidence == Confidence::Low {
            assert!(provision.notes.is_some(), "{id}");
        }
        // Nothing is lifted in silence.
        if provision.lifted_by.standing == Standing::Nothing {
            assert!(provision.lifted_by.note.is_some(), "{id}");
        }
        if let Requirement::HolidayBan(set) = &provision.requires {
            assert!(set.starts_with(provision.jurisdiction.as_str()), "{id}");
        }
    }
}

// ---- What packs of other countries need -------------------------------------------------------

/// A pack of a country where nobody lives, with everything that the rest of the world asks of the
/// format: several ranges a day, eves, hours over midnight in a named month, a code, a union.
const EXAMPLE: &str = r#"
jurisdiction: BV
name: Bouvet Island
within: [EEA]
checked: 2026-11-22
provisions:
  - id: BV-split
    says: A made-up law with a pause at noon, short eves and no holidays.
    applies: {channels: [call], protects: anyone, purposes: [sales]}
    lifted_by: {standing: nothing}
    hours:
      mon-fri: 10:00-13:00, 14:00-20:00
      sat: 10:00-19:00
      sun: closed
    special_hours:
      - {eve_of: BV-days, hours: "10:00-16:00"}
      - {on: BV-days, hours: closed}
    clock: [recipient]
    force: law
    citation: an example
    confidence: high
    basis: memory
  - id: BV-fasting
    says: A made-up law that moves the hours of messages into the night on named days.
    applies: {channels: [dm], protects: anyone, purposes: [sales]}
    lifted_by: {standing: nothing}
    hours: {daily: "09:00-22:00"}
    special_hours: [{on: BV-fasting-days, hours: 12:00-01:00 overnight}]
    clock: [recipient]
    force: law
    citation: an example
    confidence: high
    basis: memory
  - id: BV-code
    says: A made-up code that its members keep.
    applies: {channels: [sms], protects: anyone, purposes: [sales]}
    lifted_by: {standing: nothing}
    hours: {mon-sat: "09:00-12:00", sun: closed}
    clock: [recipient]
    force: code
    code: BV-members
    citation: an example
    confidence: high
    basis: memory
---
jurisdiction: EEA
name: A union
checked: 2026-11-22
provisions:
  - id: EEA-cap
    says: A made-up cap of a union.
    applies: {channels: [call, sms], protects: anyone, purposes: [sales]}
    lifted_by: {standing: nothing}
    cap: {max: 4, rolling: 30d, counts: attempts, per: person, when: unanswered}
    clock: [recipient]
    force: regulator
    citation: an example
    confidence: high
    basis: memory
"#;

fn example() -> Law {
    let (packs, problems) = Pack::read(&SourceFile::new("example.yaml", EXAMPLE));
    assert_eq!(problems, []);
    Law::built_in().with_packs(packs)
}

#[test]
fn a_day_can_have_a_pause_and_an_eve_hours_of_its_own() {
    let law = example();
    let facts = call("BV");
    let on = |date| allowed(&law, &facts, date, "Europe/Oslo");
    assert_eq!(on("2026-12-23"), "10:00-13:00, 14:00-20:00");
    assert_eq!(on("2026-12-24"), "10:00-16:00");
    assert_eq!(on(CHRISTMAS), "closed");
    assert_eq!(on("2026-12-26"), "10:00-19:00");
    assert_eq!(on("2026-12-27"), "closed");
    // An eve is seen from the last day of a range although its holiday lies beyond it.
    let timetable = law.timetable(
        &facts,
        zone("Europe/Oslo"),
        day("2026-12-01"),
        day("2026-12-24"),
        &FewDays,
    );
    assert_eq!(
        timetable.allowed(day("2026-12-24")).to_string(),
        "10:00-16:00"
    );
    let exceptions: Vec<_> = timetable.exceptions().map(|(day, _)| day).collect();
    assert_eq!(exceptions, [day("2026-12-24")]);
}

#[test]
fn hours_over_midnight_end_on_the_next_day() {
    let law = example();
    let facts = consumer("BV", Channel::Dm);
    for (date, hours) in [
        ("2026-12-24", "09:00-22:00"),
        (CHRISTMAS, "12:00-24:00"),
        ("2026-12-26", "00:00-01:00, 09:00-22:00"),
        ("2026-12-27", "09:00-22:00"),
    ] {
        assert_eq!(allowed(&law, &facts, date, "Europe/Oslo"), hours, "{date}");
        let long = law.timetable(
            &facts,
            zone("Europe/Oslo"),
            day("2026-12-01"),
            day("2027-01-31"),
            &FewDays,
        );
        assert_eq!(long.allowed(day(date)).to_string(), hours, "{date}");
    }
}

#[test]
fn a_code_binds_those_who_adhere_to_it_and_never_as_an_error() {
    let facts = consumer("BV", Channel::Sms);
    let sunday = "2026-12-27";
    assert_eq!(
        worst(&example(), &facts, sunday, "10:00", "Europe/Oslo"),
        None
    );
    let member = example().for_members_of(vec!["BV-members".to_owned()]);
    assert_eq!(
        worst(&member, &facts, sunday, "10:00", "Europe/Oslo"),
        Some(Severity::Warning)
    );
}

#[test]
fn a_union_binds_the_countries_within_it() {
    let law = example();
    let caps = law.caps(&call("BV"), day("2026-12-01"));
    assert_eq!(caps.len(), 1);
    assert_eq!(caps[0].binding.provision.id, "EEA-cap");
    assert_eq!(caps[0].cap.period.to_string(), "any 30 days");
    assert_eq!(caps[0].binding.severity_cap(), Severity::Warning);
    assert!(law.caps(&call("CA-ON"), day("2026-12-01")).is_empty());
}

#[test]
fn a_users_own_pack_adds_to_the_built_in_one_of_the_same_place() {
    let text = EXAMPLE
        .split("---")
        .next()
        .unwrap()
        .replace("BV", "US-OH")
        .replace("within: [EEA]", "");
    let (packs, problems) = Pack::read(&SourceFile::new("ours.yaml", text));
    assert_eq!(problems, []);
    let law = Law::built_in().with_packs(packs);
    assert_eq!(
        allowed(&law, &call("US-OH"), "2027-06-07", "America/New_York"),
        "10:00-13:00, 14:00-20:00"
    );
    let hours = law.hours(
        &call("US-OH"),
        day("2027-06-07"),
        zone("America/New_York"),
        &FewDays,
    );
    assert_eq!(ids(&hours)[0], "US-OH-split");
    assert!(ids(&hours).contains(&"US-hours-calls"));
    assert!(law.provision("US-OH-split").is_some());
}

#[test]
fn a_provision_knows_its_lines_in_the_pack() {
    let law = Law::built_in();
    let site = &law.provision("US-FL-hours").unwrap().site;
    assert_eq!(site.source.path, "rules/law/US-FL.yaml");
    let text = &site.source.text[site.span.start as usize..site.span.end as usize];
    assert_eq!(text, "daily: 08:00-20:00");
}

#[test]
fn a_wrong_provision_is_told_with_its_place_and_the_others_stand() {
    for (right, wrong, told) in [
        (
            "      sun: closed\n    special",
            "    special",
            "no hours are given for sun",
        ),
        (
            "mon-fri: 10:00-13:00",
            "mon-sat: 10:00-13:00",
            "hours are given twice for sat",
        ),
        ("14:00-20:00", "20:00-14:00", "must end after it starts"),
        ("id: BV-split", "id: split", "must begin with `BV-`"),
        (
            "id: BV-fasting",
            "id: BV-split",
            "the id of an earlier provision",
        ),
        ("force: code\n", "force: law\n", "`code` names the code"),
        (
            "hours: {mon-sat: \"09:00-12:00\", sun: closed}",
            "holiday_ban: BV-days\n    cap: {max: 1, rolling: 1d, counts: attempts, per: person, when: always}",
            "makes one demand",
        ),
        (
            "hours: {mon-sat: \"09:00-12:00\", sun: closed}",
            "registry: {id: BV-DNC, name: a list}",
            "only hours, days and caps",
        ),
        (
            "hours: {mon-sat: \"09:00-12:00\", sun: closed}",
            "refusal_lasts: {for: 1y, after: []}",
            "names no answer",
        ),
        (
            "rolling: 30d",
            "rolling: 30d, calendar: week",
            "one of the two",
        ),
        (
            "{eve_of: BV-days,",
            "{eve_of: BV-days, on: BV-days,",
            "`on` a set or `eve_of` one",
        ),
        ("clock: [recipient]", "clock: [Europe/Olso]", "not a clock"),
        ("clock: [recipient]", "clock: []", "names no clock"),
        ("confidence: high", "confidence: sure", "sure"),
        (
            "    citation: an example\n",
            "    citation: an example\n    in_force: {from: 2026-01-01, to: 2025-01-01}\n",
            "ends before it begins",
        ),
        (
            "{standing: nothing}",
            "{standing: settled}",
            "lists what lifts it",
        ),
        (
            "    citation: an example\n",
            "    citation: an example\n    sunset: never\n",
            "sunset",
        ),
    ] {
        assert!(EXAMPLE.contains(right), "{right}");
        let text = EXAMPLE.replacen(right, wrong, 1);
        let (packs, problems) = Pack::read(&SourceFile::new("wrong.yaml", text));
        assert!(
            problems.iter().any(|p| p.message.contains(told)),
            "{told}: {problems:?}"
        );
        assert!(problems.iter().all(|p| p.span.start > 0), "{told}");
        assert_eq!(packs.len(), 2, "{told}");
        assert!(
            packs[0].provisions.len() >= 2
                && packs.iter().map(|p| p.provisions.len()).sum::<usize>() >= 3,
            "{told}"
        );
    }
}

#[test]
fn a_day_that_may_be_a_holiday_is_unverified_and_not_closed() {
    let law = example();
    let christmas = day(CHRISTMAS);
    let unverified = Bearing::Unverified {
        fact: Fact::LegalSet,
    };
    // A ban: Friday keeps its hours, and the ban is reported as not verified.
    let timetable = law.timetable(
        &call("US-PA"),
        zone("America/New_York"),
        day("2026-12-01"),
        day("2026-12-31"),
        &Guesses,
    );
    assert_eq!(timetable.allowed(christmas).to_string(), "09:00-19:00");
    let noon = "12:00-13:00".parse().unwrap();
    let breaches = timetable.breaches(christmas, noon);
    assert_eq!(breaches.len(), 1);
    assert_eq!(breaches[0].binding.bearing, unverified);
    assert_eq!(
        breaches[0].legal_day.as_ref().unwrap().name,
        "Christmas Day"
    );
    assert!(timetable.breaches(christmas.plus(-1), noon).is_empty());
    // Hours: what the law forbids on either kind of day is certain, the rest is not.
    let split = law.timetable(
        &call("BV"),
        zone("Europe/Oslo"),
        day("2026-12-01"),
        day("2026-12-31"),
        &Guesses,
    );
    let eve = split.on(christmas.plus(-1));
    assert_eq!(eve.allowed.to_string(), "10:00-20:00");
    assert_eq!(eve.cautious.to_string(), "10:00-13:00, 14:00-16:00");
    let holiday = split.on(christmas);
    assert_eq!(holiday.allowed.to_string(), "10:00-13:00, 14:00-20:00");
    assert!(holiday.cautious.is_closed());
    assert!(holiday.by.iter().any(|w| w.binding.bearing == unverified));
}

// ---- With the calendars that come with the program ---------------------------------------------

#[test]
fn every_set_that_a_provision_names_is_held_where_the_holidays_are() {
    let law = Law::built_in();
    let (from, to) = (day("2026-01-01"), day("2026-12-31"));
    let mut named = 0;
    for provision in all_provisions(&law) {
        let special = provision.hours().map_or(&[][..], |hours| &hours.special);
        let sets = special.iter().map(|special| special.when.set());
        for set in sets.chain(provision.banned_set()) {
            let days = BuiltInSets.days(set, &region(&provision.jurisdiction), from, to);
            // A set of a country whose holidays are not held yet waits for them.
            if days.is_none() && holidays::horizon(&region(&provision.jurisdiction)).is_err() {
                continue;
            }
            assert!(days.is_some_and(|days| days.len() >= 3), "{set}");
            named += 1;
        }
    }
    assert!(named >= 8, "{named}");
}

#[test]
fn the_days_of_the_studys_test_vectors_are_closed() {
    let law = Law::built_in();
    let closed = |facts: &Facts, date: &str| {
        let hours = law.hours(facts, day(date), zone("America/Chicago"), &BuiltInSets);
        let because = hours.closed_because.and_then(|closed| closed.legal_day);
        because.is_some_and(|legal| legal.is_certain())
    };
    for (facts, date) in [
        // Utah moves Juneteenth to a Monday, and a Saturday's holiday to Friday.
        (call("US-UT"), "2026-06-15"),
        (call("US-UT"), "2026-07-03"),
        (call("US-UT"), "2026-07-04"),
        (robocall("US-AL"), "2026-07-03"),
        (robocall("US-AL"), "2026-07-04"),
        (call("US-AL"), "2026-07-03"),
        (call("US-LA"), "2027-02-09"),
        (consumer("US-LA", Channel::Sms), "2027-03-26"),
        (call("US-RI"), "2027-08-09"),
        (call("US-RI"), "2027-05-04"),
        (call("US-PA"), "2027-06-14"),
    ] {
        assert!(closed(&facts, date), "{} {date}", facts.region);
    }
    for (facts, date) in [
        (call("US-UT"), "2026-06-19"),
        (call("US-LA"), "2027-02-15"),
        (call("US-MS"), CHRISTMAS),
        (consumer("US-UT", Channel::Sms), "2026-07-24"),
    ] {
        assert!(!closed(&facts, date), "{} {date}", facts.region);
    }
    // Mardi Gras is a holiday in two counties of Alabama.
    assert!(closed(&robocall("US-AL/Mobile"), "2027-02-09"));
    assert!(!closed(&robocall("US-AL/Jefferson"), "2027-02-09"));
}
