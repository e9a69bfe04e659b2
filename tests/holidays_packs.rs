//! Calendars of one's own under `packs`: a whole country in the place of the built-in one, or days beside it.

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
    let shown = holiday.related.iter().find(|it| it.path == "ours.yaml");
    let shown = shown.expect("the finding shows the line of the calendar");
    assert_eq!(shown.span.start.line, 8);
    assert_eq!(
        shown.message,
        "in your own calendar: the days of our collective agreement"
    );
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
            "say in `reason` why",
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

const BESIDE: &str = "country: ES
name: Spain
checked: 2026-11-22
horizon: 2030
extends: built-in
reason: the days of two towns, and our own
holidays:
  - {id: san-isidro, name: San Isidro, on: 05-15, shift: move sun +1, only: [MD/Madrid]}
  - {id: founders, name: Founders' Day, on: 03-17}
  - {id: assumption, class: optional}
subdivisions:
  CT:
    without: saint-stephen
    holidays:
      - {id: merce, name: La Mercè, on: 09-24, only: [CT/Barcelona]}
";

/// The dates of the public holidays of a region in 2026, by a calendar.
fn days_beside(pack: &str, region: &str) -> Vec<String> {
    let arguments = [
        "holidays", region, "--year", "2026", "--class", "public", "--format", "csv",
    ];
    let ran = folder(pack).run(&arguments);
    assert_eq!(ran.code, 0, "{ran}");
    let rows = ran.out.lines().skip(1);
    rows.filter_map(|row| row.split(',').nth(1).map(str::to_owned))
        .collect()
}

#[test]
fn days_can_be_added_to_the_built_in_ones() {
    let built_in = Folder::new().run(&["holidays", "ES-MD", "--year", "2026", "--format", "csv"]);
    let madrid = days_beside(BESIDE, "ES-MD/Madrid");
    for (day, added) in [
        ("2026-05-15", true),
        ("2026-03-17", true),
        ("2026-05-02", false),
    ] {
        assert!(madrid.iter().any(|it| it == day), "{madrid:?}");
        assert_eq!(!built_in.out.contains(day), added, "{day}");
    }
    // What is announced of other holidays still holds; the one that is taken over is a working day.
    assert!(madrid.iter().any(|it| it == "2026-11-02"), "{madrid:?}");
    assert!(!madrid.iter().any(|it| it == "2026-08-15"), "{madrid:?}");
    assert!(built_in.out.contains("2026-08-15"));
    // The town's day is the town's alone.
    let community = days_beside(BESIDE, "ES-MD");
    assert!(
        !community.iter().any(|it| it == "2026-05-15"),
        "{community:?}"
    );
    assert!(
        community.iter().any(|it| it == "2026-03-17"),
        "{community:?}"
    );
    let barcelona = days_beside(BESIDE, "ES-CT/barcelona");
    assert!(
        barcelona.iter().any(|it| it == "2026-09-24"),
        "{barcelona:?}"
    );
    assert!(
        barcelona.iter().any(|it| it == "2026-09-11"),
        "{barcelona:?}"
    );
    assert!(
        !barcelona.iter().any(|it| it == "2026-12-26"),
        "{barcelona:?}"
    );
    assert!(days_beside(BESIDE, "FR").contains(&"2026-07-14".to_owned()));
}

#[test]
fn days_that_were_announced_give_way_to_ones_own() {
    let ours = BESIDE
        .replace("country: ES\nname: Spain", "country: AE\nname: Emirates")
        .replace(
            "id: assumption, class: optional",
            "id: eid-al-fitr, dates: [2026-03-25]",
        )
        .replace("[MD/Madrid]", "[DU/Jebel Ali]");
    let ours = ours.split("subdivisions:").next().unwrap_or_default();
    let days = days_beside(ours, "AE");
    assert!(days.iter().any(|it| it == "2026-03-25"), "{days:?}");
    assert!(!days.iter().any(|it| it == "2026-03-20"), "{days:?}");
    assert!(days.iter().any(|it| it == "2026-12-02"), "{days:?}");
}

#[test]
fn the_calendar_of_a_territory_is_found_by_both_its_codes() {
    let ours = "country: PR
name: Puerto Rico
checked: 2026-11-22
horizon: 2030
extends: built-in
reason: the day of our works
holidays:
  - {id: works, name: Day of the Works, on: 03-17}
";
    for region in ["PR", "US-PR"] {
        let days = days_beside(ours, region);
        assert!(days.iter().any(|it| it == "2026-03-17"), "{region}");
        assert!(days.iter().any(|it| it == "2026-07-25"), "{region}");
    }
    assert!(!days_beside(ours, "US-TX").contains(&"2026-03-17".to_owned()));
}

#[test]
fn every_command_says_whose_days_these_are() {
    let folder = folder(BESIDE);
    let says = "ours.yaml, last checked on 2026-11-22, adds to the days that are built in: the days of two towns, and our own.";
    let text = folder.run(&["holidays", "ES", "--year", "2026"]).out;
    assert!(text.contains(says), "{text}");
    assert!(
        text.contains("ours.yaml:9: the days of two towns"),
        "{text}"
    );
    let hours = folder.run(&["hours", "ES", "--on", "2026-03-17"]).out;
    assert!(
        hours.contains(says) && hours.contains("Founders' Day"),
        "{hours}"
    );
    let json = folder
        .run(&["holidays", "ES", "--year", "2026", "--format", "json"])
        .json();
    let days = json["holidays"].as_array().expect("a list");
    let own: Vec<_> = days.iter().filter(|day| day["by"] == "packs").collect();
    assert_eq!(own.len(), 2, "{own:?}");
    assert_eq!(own[0]["id"], "founders");
}

#[test]
fn whatever_is_wrong_with_days_beside_is_told_at_its_place() {
    for (from, to, at, says) in [
        (
            "built-in",
            "everything",
            "ours.yaml:5:10",
            "`extends: everything` is not known",
        ),
        (
            "reason: the days of two towns, and our own\n",
            "",
            "ours.yaml:1:10",
            "`extends: built-in`",
        ),
        (
            "horizon: 2030",
            "horizon: 2030\nweekend: fri-sat",
            "ours.yaml:5:10",
            "leave it out",
        ),
        (
            "saint-stephen",
            "boxing-day",
            "ours.yaml:13:14",
            "courtesy holidays ES-CT --format json",
        ),
        (
            "id: assumption",
            "id: asumption",
            "ours.yaml:10:",
            "it has no name",
        ),
    ] {
        assert!(BESIDE.contains(from), "{from}");
        let told = refused(&BESIDE.replacen(from, to, 1));
        assert!(told.contains(at) && told.contains(says), "{to}: {told}");
    }
}

#[test]
fn two_calendars_of_one_country_are_refused() {
    let folder = Folder::with([
        (
            "courtesy.yaml",
            "version: 1\npacks: [ours.yaml, town.yaml]\n",
        ),
        ("ours.yaml", OURS),
        ("town.yaml", OURS),
        ("survey.yaml", SURVEY),
    ]);
    let ran = folder.check(&[]);
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.err.contains("courtesy.yaml:2:20"), "{ran}");
    assert!(ran.err.contains("two calendars of CA"), "{ran}");
}
