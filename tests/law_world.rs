//! The packs of countries other than the United States: what each of them says,
//! the traps of the study that concern hours, holidays and caps, and the days
//! on which law changes.
//!
//! tests/law.rs tries the edges of every provision by the minute; here are the
//! answers that a user would look up.

// A test may panic; that is how it fails.
#![allow(clippy::unwrap_used)]

use courtesy::calendar::{Day, Minute, MinuteRange, Region, Zone};
use courtesy::diagnostics::{Force, Severity};
use courtesy::law::{
    Bearing, Binding, BuiltInSets, CapPer, CapWhen, Counted, Fact, Facts, Held, Law, LegalDay,
    LegalSets,
};
use courtesy::model::{AudienceType, Channel, ConsentKind, Purpose, Relationship, Voice};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn zone(name: &str) -> Zone {
    Zone::named(name).unwrap()
}

fn region(code: &str) -> Region {
    code.parse().unwrap()
}

/// A sales contact by a person with a consumer of whom nothing else is known.
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

fn to_firm(facts: Facts) -> Facts {
    Facts {
        audience: Some(AudienceType::Business),
        ..facts
    }
}

fn agreed(facts: Facts) -> Facts {
    Facts {
        consent: Some(ConsentKind::ExpressWritten),
        ..facts
    }
}

/// The law for a seller who has bound itself to every code there is.
fn for_members() -> Law {
    let codes = [
        "BE-energy-agreement",
        "BR-telemarketing-code",
        "HK-marketing-calls-code",
        "IT-telemarketing-code",
    ];
    Law::built_in().for_members_of(codes.map(str::to_owned).into())
}

/// Two days for every set: Good Friday 2026 and the Monday after it.
struct Easter;

impl LegalSets for Easter {
    fn days(&self, _: &str, _: &Region, from: Day, to: Day) -> Option<Vec<LegalDay>> {
        let days = ["2026-04-03", "2026-04-06"].map(|date| LegalDay {
            day: day(date),
            name: "a holiday".to_owned(),
            doubt: None,
        });
        let mut days = Vec::from(days);
        days.retain(|legal| (from..=to).contains(&legal.day));
        Some(days)
    }
}

/// A Ramadan of thirty days, 2026-02-18 to 2026-03-19.
struct Ramadan;

impl LegalSets for Ramadan {
    fn days(&self, set: &str, _: &Region, from: Day, to: Day) -> Option<Vec<LegalDay>> {
        assert_eq!(set, "SA-ramadan");
        let first = day("2026-02-18");
        let days = (0..30).map(|after| LegalDay {
            day: first.plus(after),
            name: "Ramadan".to_owned(),
            doubt: None,
        });
        Some(
            days.filter(|legal| (from..=to).contains(&legal.day))
                .collect(),
        )
    }
}

/// No calendar at hand.
struct NoCalendar;

impl LegalSets for NoCalendar {
    fn days(&self, _: &str, _: &Region, _: Day, _: Day) -> Option<Vec<LegalDay>> {
        None
    }
}

/// The hours that are certainly allowed, holidays aside.
fn allowed(law: &Law, facts: &Facts, on: &str, zone_name: &str) -> String {
    law.hours(facts, day(on), zone(zone_name), &Easter)
        .allowed
        .to_string()
}

/// The gravest finding that a contact at a minute can lead to.
fn worst(law: &Law, facts: &Facts, on: &str, at: &str, zone_name: &str) -> Option<Severity> {
    let start: Minute = at.parse().unwrap();
    let range = MinuteRange {
        start,
        end: Minute(start.0 + 1),
    };
    law.timetable(facts, zone(zone_name), day(on), day(on), &Easter)
        .breaches(day(on), range)
        .iter()
        .filter(|breach| breach.binding.bearing.binds())
        .map(|breach| breach.binding.severity_cap())
        .max()
}

/// The caps on a contact: `VN-cap 1 in any 24 hours`.
fn caps(law: &Law, facts: &Facts, on: &str) -> Vec<String> {
    law.caps(facts, day(on))
        .iter()
        .map(|bound| {
            let id = &bound.binding.provision.id;
            format!("{id} {} in {}", bound.cap.max, bound.cap.period)
        })
        .collect()
}

// A common week without holidays: Monday 2026-11-23 to Sunday 2026-11-29.
const MON: &str = "2026-11-23";
const SAT: &str = "2026-11-28";
const SUN: &str = "2026-11-29";

#[test]
fn the_matrix_of_the_study() {
    let law = for_members();
    let financial = |facts: Facts| Facts {
        sectors: vec!["financial".into()],
        ..facts
    };
    let sms = |code| consumer(code, Channel::Sms);
    for (facts, name, mon, sat, sun) in [
        (
            call("FR"),
            "Europe/Paris",
            "10:00-13:00, 14:00-20:00",
            "closed",
            "closed",
        ),
        (
            call("ES"),
            "Europe/Madrid",
            "09:00-21:00",
            "closed",
            "closed",
        ),
        (call("NO"), "Europe/Oslo", "09:00-21:00", "closed", "closed"),
        (
            call("AU"),
            "Australia/Perth",
            "09:00-20:00",
            "09:00-17:00",
            "closed",
        ),
        (
            consumer("ZA", Channel::Email),
            "Africa/Johannesburg",
            "08:00-20:00",
            "09:00-13:00",
            "closed",
        ),
        (
            consumer("CO", Channel::Dm),
            "America/Bogota",
            "07:00-19:00",
            "08:00-15:00",
            "closed",
        ),
        (
            call("CA"),
            "America/Toronto",
            "09:00-21:30",
            "10:00-18:00",
            "10:00-18:00",
        ),
        (
            call("AE"),
            "Asia/Dubai",
            "09:00-18:00",
            "09:00-18:00",
            "09:00-18:00",
        ),
        (
            call("VN"),
            "Asia/Ho_Chi_Minh",
            "08:00-17:00",
            "08:00-17:00",
            "08:00-17:00",
        ),
        (
            sms("VN"),
            "Asia/Ho_Chi_Minh",
            "07:00-22:00",
            "07:00-22:00",
            "07:00-22:00",
        ),
        (
            consumer("KR", Channel::Push),
            "Asia/Seoul",
            "08:00-21:00",
            "08:00-21:00",
            "08:00-21:00",
        ),
        (
            sms("PH"),
            "Asia/Manila",
            "07:00-21:00",
            "07:00-21:00",
            "07:00-21:00",
        ),
        (
            call("SA"),
            "Asia/Riyadh",
            "09:00-22:00",
            "09:00-22:00",
            "09:00-22:00",
        ),
        (
            financial(consumer("ID", Channel::Email)),
            "Asia/Jakarta",
            "08:00-18:00",
            "08:00-18:00",
            "closed",
        ),
        (
            call("BR"),
            "America/Sao_Paulo",
            "09:00-21:00",
            "10:00-16:00",
            "closed",
        ),
        (
            call("HK"),
            "Asia/Hong_Kong",
            "09:00-22:00",
            "09:00-22:00",
            "09:00-22:00",
        ),
        (
            call("IT"),
            "Europe/Rome",
            "09:00-20:00",
            "10:00-19:00",
            "closed",
        ),
        (
            sms("IN"),
            "Asia/Kolkata",
            "10:00-21:00",
            "10:00-21:00",
            "10:00-21:00",
        ),
        (
            sms("FR"),
            "Europe/Paris",
            "08:00-21:30",
            "08:00-21:30",
            "08:00-21:30",
        ),
    ] {
        let week = [MON, SAT, SUN].map(|on| allowed(&law, &facts, on, name));
        assert_eq!(week, [mon, sat, sun], "{} {}", facts.region, facts.channel);
    }
}

#[test]
fn the_force_decides_how_grave_a_breach_is() {
    let law = for_members();
    // Three in the night.
    for (facts, name, grave) in [
        (call("ES"), "Europe/Madrid", Severity::Error),
        (call("NO"), "Europe/Oslo", Severity::Error),
        (call("AU"), "Australia/Perth", Severity::Error),
        (call("ZA"), "Africa/Johannesburg", Severity::Error),
        (call("CO"), "America/Bogota", Severity::Error),
        (call("AE"), "Asia/Dubai", Severity::Error),
        (call("VN"), "Asia/Ho_Chi_Minh", Severity::Error),
        (call("KR"), "Asia/Seoul", Severity::Error),
        (call("PT"), "Europe/Lisbon", Severity::Error),
        (consumer("PH", Channel::Sms), "Asia/Manila", Severity::Error),
        // Not sure, a code, carriers, very unsure.
        (call("SA"), "Asia/Riyadh", Severity::Warning),
        (call("FR"), "Europe/Paris", Severity::Warning),
        (call("BR"), "America/Sao_Paulo", Severity::Warning),
        (call("HK"), "Asia/Hong_Kong", Severity::Warning),
        (call("IT"), "Europe/Rome", Severity::Warning),
        (call("IN"), "Asia/Kolkata", Severity::Warning),
        (
            consumer("FR", Channel::Sms),
            "Europe/Paris",
            Severity::Warning,
        ),
        (
            consumer("AE", Channel::Sms),
            "Asia/Dubai",
            Severity::Warning,
        ),
    ] {
        assert_eq!(
            worst(&law, &facts, MON, "03:00", name),
            Some(grave),
            "{} {}",
            facts.region,
            facts.channel
        );
    }
}

// ---- Traps, numbered as in section 9 of the study ----------------------------------------------

#[test]
fn trap_1_one_country_has_many_clocks() {
    let law = for_members();
    // The hours are the same on each person's own clock.
    for (code, names, hours) in [
        (
            "AU",
            [
                "Australia/Adelaide",
                "Australia/Lord_Howe",
                "Australia/Brisbane",
            ],
            "09:00-20:00",
        ),
        (
            "ES",
            ["Europe/Madrid", "Atlantic/Canary", "Africa/Ceuta"],
            "09:00-21:00",
        ),
        (
            "PT",
            ["Europe/Lisbon", "Atlantic/Azores", "Atlantic/Madeira"],
            "09:00-22:00",
        ),
        (
            "BR",
            ["America/Sao_Paulo", "America/Manaus", "America/Noronha"],
            "09:00-21:00",
        ),
        (
            "FR",
            ["Europe/Paris", "Indian/Reunion", "America/Martinique"],
            "10:00-13:00, 14:00-20:00",
        ),
    ] {
        for name in names {
            assert_eq!(allowed(&law, &call(code), MON, name), hours, "{name}");
        }
    }
    // Réunion under either of its codes.
    for code in ["RE", "FR-974"] {
        assert_eq!(
            allowed(&law, &call(code), MON, "Indian/Reunion"),
            "10:00-13:00, 14:00-20:00"
        );
    }
    // A country with one legal clock keeps it wherever the recipient's is.
    assert_eq!(
        allowed(&law, &call("AE"), MON, "Asia/Kolkata"),
        "10:30-19:30"
    );
    assert_eq!(
        allowed(&law, &consumer("KR", Channel::Sms), MON, "UTC"),
        "00:00-12:00, 23:00-24:00"
    );
}

#[test]
fn trap_2_france_has_a_gap_at_noon() {
    let law = Law::built_in();
    for (at, grave) in [
        ("09:59", Some(Severity::Warning)),
        ("10:00", None),
        ("12:59", None),
        ("13:00", Some(Severity::Warning)),
        ("13:59", Some(Severity::Warning)),
        ("14:00", None),
        ("19:59", None),
        ("20:00", Some(Severity::Warning)),
    ] {
        assert_eq!(
            worst(&law, &call("FR"), MON, at, "Europe/Paris"),
            grave,
            "{at}"
        );
    }
}

#[test]
fn trap_3_ramadan_runs_over_midnight() {
    let law = Law::built_in();
    let on = |facts: &Facts, date: &str| {
        let hours = law.hours(facts, day(date), zone("Asia/Riyadh"), &Ramadan);
        hours.allowed.to_string()
    };
    let facts = call("SA");
    assert_eq!(on(&facts, "2026-02-17"), "09:00-22:00");
    assert_eq!(on(&facts, "2026-02-18"), "12:00-24:00");
    assert_eq!(on(&facts, "2026-02-19"), "00:00-01:00, 12:00-24:00");
    assert_eq!(on(&facts, "2026-03-19"), "00:00-01:00, 12:00-24:00");
    // The last night ends on the first day after.
    assert_eq!(on(&facts, "2026-03-20"), "00:00-01:00, 09:00-22:00");
    assert_eq!(on(&facts, "2026-03-21"), "09:00-22:00");
}

#[test]
fn trap_3_times_of_silence_join_at_midnight() {
    let law = Law::built_in();
    for (facts, name, first, last) in [
        (call("KR"), "Asia/Seoul", "08:00", "20:59"),
        (
            consumer("PH", Channel::Sms),
            "Asia/Manila",
            "07:00",
            "20:59",
        ),
    ] {
        for (at, silent) in [
            (first, false),
            (last, false),
            ("21:00", true),
            ("23:59", true),
            ("00:00", true),
            ("06:59", true),
        ] {
            let found = worst(&law, &facts, MON, at, name);
            assert_eq!(found.is_some(), silent, "{} {at}", facts.region);
        }
    }
}

#[test]
fn trap_4_the_end_is_the_first_minute_that_is_too_late() {
    let law = for_members();
    for (facts, name, last, late) in [
        (call("ES"), "Europe/Madrid", "20:59", "21:00"),
        (call("AU"), "Australia/Perth", "19:59", "20:00"),
        (call("AE"), "Asia/Dubai", "17:59", "18:00"),
        (call("VN"), "Asia/Ho_Chi_Minh", "16:59", "17:00"),
        (call("CO"), "America/Bogota", "18:59", "19:00"),
        (call("HK"), "Asia/Hong_Kong", "21:59", "22:00"),
    ] {
        assert_eq!(worst(&law, &facts, MON, last, name), None, "{last}");
        assert!(worst(&law, &facts, MON, late, name).is_some(), "{late}");
    }
}

#[test]
fn trap_5_a_send_that_drains_past_the_end_is_caught() {
    let law = Law::built_in();
    for (facts, name) in [
        (consumer("CO", Channel::Email), "America/Bogota"),
        (call("FR"), "Europe/Paris"),
    ] {
        let timetable = law.timetable(&facts, zone(name), day(MON), day(MON), &Easter);
        let drains = |range: &str| {
            let found = timetable.breaches(day(MON), range.parse().unwrap());
            !found.is_empty()
        };
        assert!(!drains("18:00-18:55"), "{name}");
        assert!(drains("18:55-20:01"), "{name}");
    }
}

#[test]
fn trap_6_the_days_on_which_clocks_change_keep_their_local_hours() {
    let law = Law::built_in();
    // Spain turns its clocks on Sundays, when nothing is open; Monday is whole again.
    assert_eq!(
        allowed(&law, &call("ES"), "2027-03-29", "Europe/Madrid"),
        "09:00-21:00"
    );
    // Somebody of the Emirates in New York on the days around its change.
    let of = |date| allowed(&law, &call("AE"), date, "America/New_York");
    assert_eq!(of("2027-03-13"), "00:00-09:00");
    assert_eq!(of("2027-03-15"), "01:00-10:00");
}

#[test]
fn trap_7_a_weekend_is_no_ban() {
    let law = Law::built_in();
    // Friday and Saturday in Saudi Arabia, Friday before 2022 in the Emirates, Saturday in Israel.
    for (code, name) in [
        ("SA", "Asia/Riyadh"),
        ("AE", "Asia/Dubai"),
        ("IL", "Asia/Jerusalem"),
    ] {
        for date in ["2026-11-27", SAT, SUN] {
            assert_eq!(
                worst(&law, &call(code), date, "12:00", name),
                None,
                "{code}"
            );
        }
    }
    // Where the law names Saturday, it is Saturday.
    assert!(worst(&law, &call("NO"), SAT, "12:00", "Europe/Oslo").is_some());
}

#[test]
fn trap_8_some_countries_have_no_weekend_rule() {
    let law = for_members();
    for (facts, name) in [
        (call("AE"), "Asia/Dubai"),
        (call("VN"), "Asia/Ho_Chi_Minh"),
        (call("HK"), "Asia/Hong_Kong"),
        (call("KR"), "Asia/Seoul"),
    ] {
        for date in [SAT, SUN, "2026-11-27"] {
            assert_eq!(
                worst(&law, &facts, date, "12:00", name),
                None,
                "{name} {date}"
            );
        }
        let holidays = law.binding(&facts, day(SAT));
        assert!(holidays.iter().all(|b| b.provision.banned_set().is_none()));
    }
    assert_eq!(
        worst(&law, &call("CA"), SUN, "12:00", "America/Toronto"),
        None
    );
    // Portugal, read strictly, allows any day: a warning, never an error.
    for date in [SAT, SUN] {
        assert_eq!(
            worst(&law, &call("PT"), date, "12:00", "Europe/Lisbon"),
            Some(Severity::Warning)
        );
        assert_eq!(
            worst(&law, &call("PT"), date, "22:00", "Europe/Lisbon"),
            Some(Severity::Error)
        );
    }
    assert_eq!(
        worst(&law, &call("PT"), MON, "21:59", "Europe/Lisbon"),
        None
    );
}

/// Why a day is closed to a contact with the calendars that come with the program, if it is.
fn closed_for(law: &Law, facts: &Facts, date: &str, zone_name: &str) -> Option<String> {
    let hours = law.hours(facts, day(date), zone(zone_name), &BuiltInSets);
    let legal = hours.closed_because?.legal_day?;
    legal.is_certain().then_some(legal.name)
}

#[test]
fn trap_9_each_law_means_its_own_list_of_holidays() {
    let law = Law::built_in();
    let name = "Australia/Sydney";
    let closed = |code: &str, date: &str| closed_for(&law, &call(code), date, name).is_some();
    // National days in every state, a state's days in none.
    assert!(closed("AU-NSW", "2026-01-26") && closed("AU", "2026-04-06"));
    assert!(!closed("AU-NSW", "2026-10-05"), "Labour Day of the state");
    assert!(!closed("AU-VIC", "2026-11-03"), "Melbourne Cup");
    // France means its eleven days, and not those of Alsace or overseas.
    let name = "Europe/Paris";
    let closed = |code: &str, date: &str| closed_for(&law, &call(code), date, name).is_some();
    for code in ["FR", "FR-57", "FR-974", "RE"] {
        assert!(closed(code, "2027-05-17"), "{code}: Whit Monday");
        assert!(closed(code, "2026-07-14"), "{code}: Bastille Day");
        assert!(!closed(code, "2027-03-26"), "{code}: Good Friday");
        assert!(
            !closed(code, "2028-12-20"),
            "{code}: the abolition of slavery"
        );
    }
    // Carriers kept off the national days too, and since March 2026 no more than advise it.
    let sms = consumer("FR", Channel::Sms);
    assert!(closed_for(&law, &sms, "2025-07-14", name).is_some());
    assert!(closed_for(&law, &sms, "2025-07-15", name).is_none());
    assert!(closed_for(&law, &sms, "2026-07-14", name).is_none());
    let sundays = ["2026-02-22", "2026-03-08"].map(|on| worst(&law, &sms, on, "12:00", name));
    assert_eq!(sundays, [Some(Severity::Warning), Some(Severity::Advice)]);
}

#[test]
fn trap_9_italian_eves_have_the_hours_of_saturdays() {
    let law = for_members();
    let on = |date| allowed(&law, &call("IT"), date, "Europe/Rome");
    // The days of the test: Friday 3 and Monday 6 April 2026.
    assert_eq!(on("2026-04-01"), "09:00-20:00");
    assert_eq!(on("2026-04-02"), "10:00-19:00");
    assert_eq!(on("2026-04-03"), "closed");
    assert_eq!(on("2026-04-04"), "10:00-19:00");
    // An eve that is a Sunday opens nothing.
    assert_eq!(on("2026-04-05"), "closed");
    assert_eq!(on("2026-04-06"), "closed");
    assert_eq!(on("2026-04-07"), "09:00-20:00");
}

#[test]
fn trap_10_a_list_that_is_not_held_is_unverified() {
    let law = for_members();
    let financial = Facts {
        sectors: vec!["financial".into()],
        ..call("ID")
    };
    let unverified = Bearing::Unverified {
        fact: Fact::LegalSet,
    };
    for (facts, id) in [
        (call("ES"), "ES-holidays"),
        (call("NO"), "NO-holidays"),
        (call("ZA"), "ZA-holidays"),
        (call("CO"), "CO-holidays"),
        (call("BR"), "BR-holidays"),
        (call("IT"), "IT-holidays"),
        (call("IT"), "IT-eves"),
        (call("PT"), "PT-holidays"),
        (call("SA"), "SA-hours"),
        (financial, "ID-holidays-financial"),
        (call("FR"), "FR-holidays-2026"),
        (call("AU"), "AU-holidays"),
    ] {
        let hours = law.hours(&facts, day(MON), Zone::UTC, &NoCalendar);
        let bearing = hours
            .by
            .iter()
            .find(|window| window.binding.provision.id == id)
            .map(|window| &window.binding.bearing);
        assert_eq!(bearing, Some(&unverified), "{id}");
    }
    // Beyond the years that a calendar holds a ban is not certain either.
    let facts = call("FR");
    let far = law.hours(
        &facts,
        day("2044-07-14"),
        zone("Europe/Paris"),
        &BuiltInSets,
    );
    assert!(
        far.by
            .iter()
            .any(|window| window.binding.bearing == unverified && window.open.is_closed())
    );
}

#[test]
fn trap_11_what_holds_in_ramadan_and_out_of_it_needs_no_calendar() {
    let law = Law::built_in();
    let facts = call("SA");
    let (from, to) = (day("2026-02-01"), day("2026-03-31"));
    let timetable = law.timetable(&facts, zone("Asia/Riyadh"), from, to, &NoCalendar);
    for on in [from, day("2026-02-20"), to] {
        let found = |at: u16| -> Vec<bool> {
            let range = MinuteRange {
                start: Minute(at),
                end: Minute(at + 1),
            };
            let breaches = timetable.breaches(on, range);
            breaches.iter().map(|b| b.binding.bearing.binds()).collect()
        };
        // Noon is open in any month, three in the night in none; the evening depends on the month.
        assert_eq!(found(12 * 60), [false; 0]);
        assert_eq!(found(3 * 60), [true, false]);
        assert_eq!(found(22 * 60 + 30), [false]);
        assert_eq!(
            timetable.allowed(on).to_string(),
            "00:00-01:00, 09:00-24:00"
        );
    }
}

#[test]
fn trap_12_caps_roll_or_follow_the_calendar_as_the_law_says() {
    let law = for_members();
    assert_eq!(
        caps(&law, &call("FR"), MON),
        ["FR-cap-2026 4 in any 30 days"]
    );
    assert_eq!(
        caps(&law, &call("HK"), MON),
        ["HK-cap 3 in a calendar week"]
    );
    assert_eq!(caps(&law, &call("VN"), MON), ["VN-cap 1 in any 24 hours"]);
    assert_eq!(
        caps(&law, &consumer("VN", Channel::Sms), MON),
        ["VN-cap-sms 3 in any 24 hours"]
    );
    assert_eq!(
        caps(&law, &consumer("VN", Channel::Email), MON),
        ["VN-cap-email 3 in any 24 hours"]
    );
    assert_eq!(caps(&law, &call("BR"), MON), ["BR-cap 2 in a calendar day"]);
    // A week that is not defined is both.
    assert_eq!(
        caps(&law, &call("AE"), MON),
        [
            "AE-cap-day 1 in a calendar day",
            "AE-cap-week 2 in a calendar week",
            "AE-cap-7-days 2 in any 7 days",
        ]
    );
    assert_eq!(
        caps(&law, &consumer("CO", Channel::Email), MON),
        [
            "CO-cap-day 1 in a calendar day",
            "CO-channels-week 1 in a calendar week",
            "CO-channels-7-days 1 in any 7 days",
        ]
    );
    // The stricter reading of a week is no more than a warning.
    for (facts, id) in [
        (call("AE"), "AE-cap-7-days"),
        (call("CO"), "CO-channels-7-days"),
        (consumer("AE", Channel::Sms), "AE-cap-day-messages"),
    ] {
        let bound = law.caps(&facts, day(MON));
        let bound = bound.iter().find(|cap| cap.binding.provision.id == id);
        assert_eq!(
            bound.unwrap().binding.severity_cap(),
            Severity::Warning,
            "{id}"
        );
    }
}

#[test]
fn trap_13_each_cap_counts_what_its_law_counts() {
    let law = for_members();
    let cap = |facts: &Facts, id: &str| {
        let found = law.caps(facts, day(MON)).into_iter();
        let mut found = found.filter(|cap| cap.binding.provision.id == id);
        found
            .next()
            .map(|bound| (bound.cap.counts, bound.cap.per, bound.cap.when))
    };
    assert_eq!(
        cap(&call("FR"), "FR-cap-2026"),
        Some((Counted::Attempts, CapPer::Person, CapWhen::Always))
    );
    assert_eq!(
        cap(&call("AE"), "AE-cap-day"),
        Some((Counted::Attempts, CapPer::Person, CapWhen::Unanswered))
    );
    assert_eq!(
        cap(&call("CO"), "CO-channels-week"),
        Some((Counted::Channels, CapPer::Person, CapWhen::AfterContact))
    );
    let unasked = Some((Counted::Attempts, CapPer::Number, CapWhen::Always));
    assert_eq!(cap(&call("HK"), "HK-cap"), unasked);
    assert_eq!(cap(&call("BR"), "BR-cap"), unasked);
    // Calls that were asked for do not count in Hong Kong.
    assert_eq!(cap(&agreed(call("HK")), "HK-cap"), None);
    // Messages do not count among calls, nor calls among messages.
    assert_eq!(caps(&law, &consumer("FR", Channel::Sms), MON), [""; 0]);
}

#[test]
fn trap_17_some_laws_protect_firms_too() {
    let law = Law::built_in();
    for (code, name) in [
        ("FR", "Europe/Paris"),
        ("ES", "Europe/Madrid"),
        ("NO", "Europe/Oslo"),
        ("PT", "Europe/Lisbon"),
        ("CO", "America/Bogota"),
        ("ZA", "Africa/Johannesburg"),
        ("AE", "Asia/Dubai"),
    ] {
        let firm = to_firm(call(code));
        assert_eq!(worst(&law, &firm, SUN, "03:00", name), None, "{code}");
        assert!(
            worst(&law, &call(code), SUN, "03:00", name).is_some(),
            "{code}"
        );
        // Who is addressed is not said: not a pass.
        let unsaid = Facts {
            audience: None,
            ..call(code)
        };
        let fact = Fact::AudienceType;
        assert!(
            timed(&law, &unsaid, SUN)
                .iter()
                .all(|b| b.bearing == Bearing::Unverified { fact }),
            "{code}"
        );
    }
    for (facts, name) in [
        (call("AU"), "Australia/Perth"),
        (call("CA"), "America/Toronto"),
        (call("VN"), "Asia/Ho_Chi_Minh"),
        (consumer("KR", Channel::Push), "Asia/Seoul"),
        (consumer("IN", Channel::Sms), "Asia/Kolkata"),
    ] {
        let firm = to_firm(facts);
        assert!(
            worst(&law, &firm, SUN, "03:00", name).is_some(),
            "{}",
            firm.region
        );
    }
}

#[test]
fn trap_18_customers_have_the_same_hours() {
    let law = Law::built_in();
    for (code, name) in [
        ("FR", "Europe/Paris"),
        ("AU", "Australia/Perth"),
        ("CA", "America/Toronto"),
    ] {
        let customer = Facts {
            relationship: Some(Relationship::Customer),
            ..call(code)
        };
        assert!(
            worst(&law, &customer, SUN, "21:00", name).is_some(),
            "{code}"
        );
    }
}

#[test]
fn trap_19_general_consent_does_not_lift_hours() {
    let law = for_members();
    for (code, name) in [
        ("FR", "Europe/Paris"),
        ("AU", "Australia/Perth"),
        ("PT", "Europe/Lisbon"),
        ("ZA", "Africa/Johannesburg"),
        ("KR", "Asia/Seoul"),
    ] {
        let facts = agreed(call(code));
        assert!(worst(&law, &facts, MON, "22:30", name).is_some(), "{code}");
        let binding = timed(&law, &facts, MON);
        let note = binding[0].provision.lifted_by.note.as_ref().unwrap();
        assert!(note.contains("onsent") || note.contains("gree"), "{note}");
    }
    // The Brazilian code lets an authorised call pass; its cap goes on counting.
    let authorised = agreed(call("BR"));
    assert_eq!(
        worst(&law, &authorised, SUN, "12:00", "America/Sao_Paulo"),
        None
    );
    assert_eq!(caps(&law, &authorised, MON).len(), 1);
}

#[test]
fn trap_22_a_code_binds_its_members_and_carriers_bind_everybody() {
    let (alone, member) = (Law::built_in(), for_members());
    for (facts, name) in [
        (call("IT"), "Europe/Rome"),
        (call("BR"), "America/Sao_Paulo"),
        (call("HK"), "Asia/Hong_Kong"),
    ] {
        assert_eq!(worst(&alone, &facts, SUN, "03:00", name), None);
        assert!(caps(&alone, &facts, MON).is_empty());
        assert_eq!(
            worst(&member, &facts, SUN, "03:00", name),
            Some(Severity::Warning)
        );
        let told = timed(&alone, &facts, MON);
        assert!(told.iter().all(
            |b| matches!(b.bearing, Bearing::Exempt { .. }) && b.provision.force == Force::Code
        ));
    }
    for (code, name) in [("FR", "Europe/Paris"), ("IN", "Asia/Kolkata")] {
        let facts = consumer(code, Channel::Sms);
        assert_eq!(
            worst(&alone, &facts, MON, "22:00", name),
            Some(Severity::Warning)
        );
    }
}

/// The provisions on hours, days and numbers that have to do with a contact.
fn timed<'l>(law: &'l Law, facts: &Facts, on: &str) -> Vec<Binding<'l>> {
    let mut binding = law.binding(facts, day(on));
    binding.retain(|it| it.provision.requires.is_timed());
    binding
}

#[test]
fn trap_24_drafts_do_not_fire() {
    let law = Law::built_in();
    for code in ["GB", "AU", "CA-ON", "CN", "MX", "CL"] {
        let binding = law.binding(&call(code), day("2027-12-01"));
        assert!(
            binding
                .iter()
                .all(|b| !matches!(b.bearing, Bearing::NotYet { .. }))
        );
    }
    for code in ["GB", "CN", "MX", "CL"] {
        assert!(timed(&law, &call(code), "2027-12-01").is_empty());
    }
}

#[test]
fn trap_25_hours_of_debt_collection_are_not_those_of_marketing() {
    let law = Law::built_in();
    // Hours of sales calls and of calls about debts on a weekday, to the customer of a bank.
    for (code, name, sales, debts, debts_on_sunday) in [
        (
            "CL",
            "America/Santiago",
            "00:00-24:00",
            "08:00-20:00",
            "closed",
        ),
        (
            "MX",
            "America/Tijuana",
            "00:00-24:00",
            "07:00-22:00",
            "07:00-22:00",
        ),
        (
            "ID",
            "Asia/Makassar",
            "08:00-18:00",
            "08:00-20:00",
            "closed",
        ),
    ] {
        let of = |purpose| Facts {
            purpose: Some(purpose),
            sectors: vec!["financial".into()],
            ..call(code)
        };
        let (sale, debt) = (of(Purpose::Sales), of(Purpose::Collections));
        assert_eq!(allowed(&law, &sale, MON, name), sales, "{code}");
        assert_eq!(allowed(&law, &debt, MON, name), debts, "{code}");
        assert_eq!(allowed(&law, &debt, SUN, name), debts_on_sunday, "{code}");
        assert!(timed(&law, &call(code), SUN).is_empty(), "{code}");
    }
}

#[test]
fn trap_26_a_sector_has_hours_of_its_own() {
    let law = for_members();
    for (code, sector, name, hours) in [
        ("ID", "financial", "Asia/Makassar", "08:00-18:00"),
        ("BE", "energy", "Europe/Brussels", "09:00-20:00"),
    ] {
        assert_eq!(allowed(&law, &call(code), MON, name), "00:00-24:00");
        let inside = Facts {
            sectors: vec![sector.into()],
            ..call(code)
        };
        assert_eq!(allowed(&law, &inside, MON, name), hours);
    }
}

#[test]
fn trap_27_the_pack_is_the_recipients() {
    let law = Law::built_in();
    let hours = law.hours(
        &call("AU-QLD"),
        day(MON),
        zone("Australia/Brisbane"),
        &Easter,
    );
    assert!(
        hours
            .by
            .iter()
            .all(|window| window.binding.provision.jurisdiction == "AU")
    );
}

#[test]
fn trap_30_norway_is_a_country() {
    let law = Law::built_in();
    assert!(law.has_pack(&region("NO")));
    assert_eq!(
        law.provision("NO-hours").unwrap().jurisdiction,
        "NO".to_owned()
    );
}

#[test]
fn research_calls_in_australia_have_longer_hours() {
    let law = Law::built_in();
    let survey = Facts {
        purpose: Some(Purpose::Survey),
        ..call("AU")
    };
    let on = |date| allowed(&law, &survey, date, "Australia/Perth");
    assert_eq!(
        [on(MON), on(SAT), on(SUN)],
        ["09:00-20:30", "09:00-17:00", "09:00-17:00"]
    );
}

#[test]
fn korean_email_has_no_night() {
    let law = Law::built_in();
    let email = consumer("KR", Channel::Email);
    assert!(timed(&law, &email, MON).is_empty());
}

// ---- The dated changes -------------------------------------------------------------------------

#[test]
fn france_is_less_sure_since_its_law_of_2026_08_11() {
    let law = Law::built_in();
    let name = "Europe/Paris";
    // A Monday and a Tuesday.
    let (before, of) = ("2026-08-10", "2026-08-11");
    let facts = call("FR");
    for (date, suffix, grave) in [
        (before, "", Severity::Error),
        (of, "-2026", Severity::Warning),
    ] {
        assert_eq!(
            worst(&law, &facts, date, "13:30", name),
            Some(grave),
            "{date}"
        );
        let hours = law.hours(&facts, day(date), zone(name), &Easter);
        let firm: Vec<&str> = hours
            .by
            .iter()
            .filter(|window| window.binding.bearing.binds())
            .map(|window| window.binding.provision.id.as_str())
            .collect();
        assert!(firm.contains(&format!("FR-hours{suffix}").as_str()));
        assert!(firm.contains(&format!("FR-holidays{suffix}").as_str()));
        assert_eq!(firm.len(), 2, "{firm:?}");
        assert_eq!(
            caps(&law, &facts, date),
            [format!("FR-cap{suffix} 4 in any 30 days")]
        );
    }
    // A campaign across the date is checked on both sides of it.
    let across = law.timetable(
        &facts,
        zone(name),
        day("2026-08-03"),
        day("2026-08-16"),
        &Easter,
    );
    let starts: Vec<String> = across
        .segments()
        .iter()
        .map(|segment| segment.from.to_string())
        .collect();
    assert_eq!(starts, ["2026-08-03", "2026-08-11"]);
}

#[test]
fn a_law_begins_on_its_day() {
    let law = for_members();
    // Three in the night, the day before and the day.
    for (facts, name, before, of) in [
        (call("FR"), "Europe/Paris", "2023-02-28", "2023-03-01"),
        (call("ES"), "Europe/Madrid", "2014-06-12", "2014-06-13"),
        (call("NO"), "Europe/Oslo", "2009-05-31", "2009-06-01"),
        (call("AU"), "Australia/Perth", "2017-03-28", "2017-03-29"),
        (
            call("ZA"),
            "Africa/Johannesburg",
            "2011-03-31",
            "2011-04-01",
        ),
        (call("CO"), "America/Bogota", "2023-10-09", "2023-10-10"),
        (call("AE"), "Asia/Dubai", "2024-08-26", "2024-08-27"),
        (call("VN"), "Asia/Ho_Chi_Minh", "2020-09-30", "2020-10-01"),
        (call("KR"), "Asia/Seoul", "2014-11-28", "2014-11-29"),
        (call("PT"), "Europe/Lisbon", "2009-11-28", "2009-11-29"),
        (call("BR"), "America/Sao_Paulo", "2019-09-24", "2019-09-25"),
        (call("HK"), "Asia/Hong_Kong", "2011-02-28", "2011-03-01"),
        (call("IT"), "Europe/Rome", "2023-12-31", "2024-01-01"),
    ] {
        assert_eq!(
            worst(&law, &facts, before, "03:00", name),
            None,
            "{} {before}",
            facts.region
        );
        assert!(
            worst(&law, &facts, of, "03:00", name).is_some(),
            "{} {of}",
            facts.region
        );
    }
    assert!(caps(&law, &call("HK"), "2024-05-31").is_empty());
    assert_eq!(caps(&law, &call("HK"), "2024-06-01").len(), 1);
    assert!(caps(&law, &call("AE"), "2024-08-26").is_empty());
    assert_eq!(caps(&law, &call("AE"), "2024-08-27").len(), 3);
}

// ---- Countries where nothing was found -----------------------------------------------------------

#[test]
fn where_we_looked_and_found_nothing_the_pack_says_so() {
    let law = Law::built_in();
    for code in [
        "AR", "AT", "CH", "CZ", "DE", "DK", "FI", "GB", "GR", "IE", "IL", "JP", "KE", "NG", "NZ",
        "PE", "PL", "SE", "SG", "TR",
    ] {
        let place = region(code);
        assert_eq!(law.held(&place), Held::NothingFound, "{code}");
        let chain = law.chain(&place);
        assert!(
            chain[0].gaps[0].starts_with("No hours, holiday bans or caps"),
            "{code}"
        );
        let union = chain.iter().any(|pack| pack.jurisdiction == "EU");
        assert_eq!(union, place.is_eu() || code == "NO", "{code}");
        assert_eq!(allowed(&law, &call(code), SUN, "UTC"), "00:00-24:00");
    }
    // Belgium and the Netherlands have no more than the hours of a code, Chile and Mexico those of debts.
    for code in ["BE", "CL", "MX", "NL"] {
        let pack = law.chain(&region(code))[0];
        assert!(
            pack.gaps[0].starts_with("No hours, holiday bans or caps"),
            "{code}"
        );
        let mut timed = pack.provisions.iter().filter(|it| it.requires.is_timed());
        assert!(
            timed.all(|it| it.code.is_some() || it.applies.purposes == [Purpose::Collections]),
            "{code}"
        );
        assert_eq!(allowed(&law, &call(code), SUN, "UTC"), "00:00-24:00");
    }
    // Where nobody looked nothing is claimed.
    for code in ["CN-MO", "CN-TW", "HU", "MO", "TH", "TW"] {
        assert_eq!(law.held(&region(code)), Held::NoPack, "{code}");
    }
    for code in ["BE", "CL", "CN", "FR", "FR-57", "RE", "US-OH", "UY"] {
        assert_eq!(law.held(&region(code)), Held::Provisions, "{code}");
    }
}

#[test]
fn every_member_of_the_union_with_a_pack_is_within_it() {
    let law = Law::built_in();
    for country in Region::countries().filter(|country| law.has_pack(country)) {
        let chain = law.chain(&country);
        let union = chain.iter().any(|pack| pack.jurisdiction == "EU");
        // Of the rest of the economic area the law of Norway alone is held.
        let area = country.is_eu() || country.code() == "NO";
        assert_eq!(union, area, "{country}");
    }
}
