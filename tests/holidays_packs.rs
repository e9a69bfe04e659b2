//! Calendars of one's own under `packs`: a whole country in the place of the built-in one.

mod support;

use support::Folder;

const SETTINGS: &str = "version: 1\npacks: [ours.yaml]\n";

const OURS: &str = "country: CA
name: Canada
checked: 2026-11-22
horizon: 2030
reason: the days of our collective agreement
holidays:
  - {id: new-year, name: New Year's Day, on: 01-01}
  - {id: founders, name: Founders' Day, on: 03-17}
subdivisions:
  MB:
    holidays:
      - {id: bison, name: Bison Day, on: 03-18}
";

const SURVEY: &str = "campaigns:
  spring: {purpose: survey, starts: 2027-03-15, ends: 2027-03-28, audience: people, cadence: plan}
cadences:
  plan:
    send_window: {days: daily, hours: \"09:30-17:00\", time_zone: recipient, zone_from: address, holidays: ignore}
    max_lateness: 1h
    steps: [{id: ring, day: 0, channel: call}]
audiences:
  people: {regions: [CA-MB], type: business}
";

fn folder(pack: &str) -> Folder {
    Folder::with([
        ("courtesy.yaml", SETTINGS),
        ("ours.yaml", pack),
        ("survey.yaml", SURVEY),
    ])
}

/// What a run says of a pack that it refuses, on one line.
fn refused(pack: &str) -> String {
    let ran = folder(pack).check(&[]);
    assert_eq!(ran.code, 2, "{ran}");
    let told = ran.err.replace('│', " ");
    told.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_days_of_ones_own_stand_in_the_place_of_the_built_in_ones() {
    let folder = folder(OURS);
    let found = folder.findings(&["survey.yaml"]);
    let holiday = found.one("holiday-contact");
    assert!(holiday.message.contains("2027-03-17"), "{holiday}");
    assert!(holiday.message.contains("Founders' Day"), "{holiday}");
    // Good Friday of 2027 is among the built-in days alone.
    let built_in = Folder::with([("survey.yaml", SURVEY)]).findings(&["survey.yaml"]);
    let holiday = built_in.one("holiday-contact");
    assert!(holiday.message.contains("Good Friday"), "{holiday}");
    let days = |arguments: &[&str]| {
        let asked = ["holidays", "CA-MB", "--year", "2027", "--format", "csv"];
        folder.run(&[&asked[..], arguments].concat()).out
    };
    let ours = days(&[]);
    assert!(
        ours.contains("2027-03-18") && !ours.contains("2027-03-26"),
        "{ours}"
    );
    assert!(days(&["--isolated"]).contains("2027-03-26"));
    let text = folder.run(&["holidays", "CA-MB", "--year", "2027"]).out;
    assert!(
        text.contains(
            "in the place of the days that are built in: the days of our collective agreement."
        ),
        "{text}"
    );
    // Another part has the national days, and the province's day is unverified for the country.
    let country = SURVEY
        .replace("CA-MB", "CA")
        .replace("2027-03-15", "2027-03-18");
    let whole = Folder::with([
        ("courtesy.yaml", SETTINGS),
        ("ours.yaml", OURS),
        ("survey.yaml", &country),
    ])
    .findings(&["survey.yaml"]);
    let holiday = whole.one("holiday-contact");
    assert!(
        holiday.is_unverified() && holiday.message.contains("Bison Day"),
        "{holiday}"
    );
}

#[test]
fn law_keeps_its_own_list_whatever_calendar_is_given() {
    let us = OURS
        .replace("MB:", "LA:")
        .replace("country: CA", "country: US");
    let survey = SURVEY
        .replace("CA-MB", "US-LA")
        .replace("purpose: survey", "purpose: sales")
        .replace("type: business", "type: consumer")
        .replace("2027-03-15", "2027-02-08")
        .replace("2027-03-28", "2027-02-10");
    let found = Folder::with([
        ("courtesy.yaml", SETTINGS),
        ("ours.yaml", &us),
        ("survey.yaml", &survey),
    ])
    .findings(&["survey.yaml"]);
    let holiday = found.one("holiday-contact");
    assert!(holiday.message.contains("Mardi Gras"), "{holiday}");
    assert!(
        holiday.message.contains("the law there forbids it"),
        "{holiday}"
    );
}

#[test]
fn what_is_said_of_single_days_is_held_against_the_calendar_of_ones_own() {
    for (date, right) in [("2027-03-17", true), ("2027-03-26", false)] {
        let settings = format!(
            "{SETTINGS}not_holidays:\n  - {{regions: [CA-MB], dates: [{date}], reason: we work}}\n"
        );
        let folder = Folder::with([
            ("courtesy.yaml", &*settings),
            ("ours.yaml", OURS),
            ("survey.yaml", SURVEY),
        ]);
        assert_eq!(folder.check(&[]).code != 2, right, "{date}");
    }
}

#[test]
fn whatever_is_wrong_with_a_calendar_is_told_at_its_place() {
    for (from, to, at, says) in [
        (
            "reason: the days of our collective agreement\n",
            "",
            "ours.yaml:1:10",
            "say why in `reason`",
        ),
        (
            "country: CA",
            "country: Canada",
            "ours.yaml:1:10",
            "`Canada` is no country",
        ),
        (
            "country: CA",
            "country: US-CA",
            "ours.yaml:1:10",
            "`US-CA` is no country",
        ),
        (
            "  MB:",
            "  CA-MB:",
            "ours.yaml:10:3",
            "`CA-MB` is no part of CA; write `MB`",
        ),
        (
            "on: 03-17",
            "on: 17th of March",
            "ours.yaml:8:",
            "17th of March",
        ),
        ("horizon: 2030\n", "", "ours.yaml:1:1", "`horizon`"),
        (
            "on: 03-18",
            "on: 03-18, class: pubic",
            "ours.yaml:12:",
            "pubic",
        ),
    ] {
        assert!(OURS.contains(from), "{from}");
        let told = refused(&OURS.replacen(from, to, 1));
        assert!(told.contains(at) && told.contains(says), "{to}: {told}");
    }
}
