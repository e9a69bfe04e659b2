//! `courtesy calendar` as a user runs it: one person, everybody, and the forms for programs.

#![allow(clippy::unwrap_used)]

mod support;

use serde_json::{Value, json};
use std::collections::BTreeMap;
use support::{Folder, Ran, TODAY, courtesy, courtesy_in};

const STORY: &str = "fixtures/stories/1-thanksgiving-calls.yaml";
const HONEST: &str = "fixtures/stories/honest/1-thanksgiving-calls-honest.yaml";

/// Several regions and clocks, hours with a break, odd signs in names.
const YEAR: &str = r#"
campaigns:
  check-in:
    name: "Check-in, with; odd \\ signs: Grüße"
    purpose: survey
    starts: 2026-03-02
    ends: 2027-02-26
    audience: {regions: [CA-MB, US-TN], type: business, relationship: customer}
    cadence:
      send_window: {days: mon-fri, hours: ["09:30-12:00", "14:00-17:00"], time_zone: recipient, holidays: observe}
      steps:
        - {id: first, day: 0, channel: email}
        - {id: a-second-letter-with-a-name-that-does-not-fit-into-one-line-of-a-calendar-grüße, day: 3, channel: email}
"#;

/// By night, over a change of clocks.
const NIGHTLY: &str = r#"
campaigns:
  nightly:
    purpose: survey
    starts: 2026-10-30
    ends: 2026-11-02
    audience: {regions: [US-NY], type: business}
    cadence:
      send_window: {days: daily, hours: "22:30-24:00", time_zone: recipient, holidays: ignore}
      steps:
        - {id: night, day: 0, channel: email, attempts: 4, spacing: 1d}
"#;

/// Runs the command in the repository.
fn calendar(arguments: &str) -> Ran {
    let arguments = arguments.split(' ');
    Ran::of(
        courtesy()
            .arg("calendar")
            .args(arguments)
            .args(["--today", "2026-10-01"]),
    )
}

/// Standard output of a run that must succeed.
fn out(ran: Ran) -> String {
    assert_eq!(ran.code, 0, "{ran}");
    ran.out
}

/// Runs the command on one definition.
fn of(yaml: &str, arguments: &str) -> Ran {
    let folder = Folder::with([("definition.yaml", yaml)]);
    let arguments: Vec<&str> = arguments.split(' ').collect();
    folder.run(&[&["calendar", "--today", TODAY], &arguments[..]].concat())
}

fn rules(contact: &Value) -> Vec<&str> {
    let rules = contact["findings"].as_array().unwrap();
    rules.iter().map(|rule| rule.as_str().unwrap()).collect()
}

#[test]
fn who_enters_on_the_friday_may_be_called_on_thanksgiving() {
    let text = out(calendar(&format!(
        "ddos-follow-up {STORY} --enrolled 2026-10-09"
    )));
    insta::assert_snapshot!(text);
}

#[test]
fn a_narrow_terminal_shows_the_same() {
    let mut command = courtesy();
    command
        .env("COLUMNS", "40")
        .args(["calendar", "ddos-follow-up", STORY]);
    command.args(["--enrolled", "2026-10-11", "--today", "2026-10-01"]);
    let text = out(Ran::of(&mut command));
    assert!(text.is_ascii(), "{text}");
    assert!(text.lines().all(|line| line.len() <= 40), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn the_honest_twin_keeps_off_the_holiday() {
    let text = out(calendar(&format!(
        "shield-for-inquirers {HONEST} --enrolled 2026-10-05"
    )));
    insta::assert_snapshot!(text);
}

#[test]
fn a_year_of_everybody() {
    let text = out(of(YEAR, "check-in"));
    insta::assert_snapshot!(text);
}

#[test]
fn one_person_as_json() {
    let ran = calendar(&format!(
        "ddos-follow-up {STORY} --enrolled 2026-10-11 --format json"
    ));
    assert!(
        ran.err
            .starts_with("note: Contacts can also fall on Tue 2026-10-13."),
        "{ran}"
    );
    let found = ran.json();
    let contacts = found["contacts"].as_array().unwrap();
    let first = &contacts[0];
    assert_eq!(
        (
            &found["campaign"],
            &found["region"],
            &found["time_zone"],
            &found["enrolled"]
        ),
        (
            &json!("ddos-follow-up"),
            &json!("CA-MB"),
            &json!("America/Winnipeg"),
            &json!("2026-10-11")
        )
    );
    let begin = r#"{"campaign":"ddos-follow-up","region":"CA-MB","time_zone":"America/Winnipeg","enrolled":"2026-10-11","contacts":[{"step":"first-salesman","attempt":1,"channel":"call","date":"2026-10-12","from":"09:00","to":"17:00","moved_from":"2026-10-11","findings":["holiday-contact","#;
    assert!(ran.out.starts_with(begin), "{ran}");
    assert_eq!(contacts.len(), 4);
    for contact in contacts {
        let rules = rules(contact);
        assert!(
            rules.contains(&"holiday-contact") && rules.contains(&"attempts-per-day"),
            "{contact}"
        );
    }
    assert_eq!(contacts[1]["moved_from"], Value::Null);
    // A call answers what was seen elsewhere: that is about the first step alone, on any day.
    assert!(rules(first).contains(&"channel-mismatch"));
    assert!(!rules(&contacts[3]).contains(&"channel-mismatch"));
}

#[test]
fn what_the_settings_turn_off_marks_nothing() {
    let story = std::fs::read_to_string(support::repository().join(STORY)).unwrap();
    let folder = Folder::with([
        ("story.yaml", story.as_str()),
        (
            "courtesy.yaml",
            "rules: {holiday-contact: off, frequency: off}\n",
        ),
    ]);
    let line = [
        "calendar",
        "ddos-follow-up",
        "--enrolled",
        "2026-10-11",
        "--format",
        "json",
    ];
    let found = folder.run(&line).json();
    for contact in found["contacts"].as_array().unwrap() {
        let rules = rules(contact);
        assert!(
            !rules.contains(&"holiday-contact") && !rules.contains(&"attempts-per-day"),
            "{contact}"
        );
    }
}

#[test]
fn every_holiday_of_a_long_itinerary_is_marked() {
    let yaml = YEAR
        .replace("holidays: observe", "holidays: ignore")
        .replace(
            "channel: email}\n        - {",
            "channel: popup, repeat: {every: 1d, times: 300}}\n        - {",
        );
    let found = of(&yaml, "check-in --enrolled 2026-03-02 --format json").json();
    let contacts = found["contacts"].as_array().unwrap();
    let marked: Vec<&str> = contacts
        .iter()
        .filter(|it| rules(it).contains(&"holiday-contact"))
        .map(|it| it["date"].as_str().unwrap())
        .collect();
    assert_eq!(
        marked,
        [
            "2026-04-03",
            "2026-05-18",
            "2026-07-01",
            "2026-09-07",
            "2026-09-30",
            "2026-10-12",
            "2026-12-25",
            "2027-01-01",
            "2027-02-15",
            "2027-03-26"
        ]
    );
}

#[test]
fn a_contact_that_is_moved_says_from_where_and_a_skipped_one_why() {
    let yaml = YEAR.replace("day: 3", "day: 10");
    let text = out(of(&yaml, "check-in --enrolled 2026-10-02"));
    assert!(
        text.contains("moved from Mon 2026-10-12, Thanksgiving Day\n"),
        "{text}"
    );
    assert!(text.contains("(12)*[13]"), "{text}");
    let skipping = yaml.replace("cadence:\n", "cadence:\n      if_closed: skip\n");
    let text = out(of(&skipping, "check-in --enrolled 2026-10-02"));
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("Mon 2026-10-12 not made email a-second-letter"),
        "{text}"
    );
    assert!(words.contains(": closed for Thanksgiving Day"), "{text}");
    let ran = of(&skipping, "check-in --enrolled 2026-10-02 --format json");
    assert_eq!(ran.json()["contacts"].as_array().unwrap().len(), 1);
    assert!(ran.err.contains("note: Not made: a-second-letter"), "{ran}");
}

#[test]
fn everybody_as_json() {
    let ran = calendar(&format!("ddos-follow-up {STORY} --format json"));
    let found = ran.json();
    assert_eq!(found["enrolled"], Value::Null);
    assert_eq!(
        found["enrollments"],
        json!({"from": "2026-10-09", "to": "2026-10-14", "dates": 6})
    );
    let thanksgiving = &found["days"][1];
    // Who enters on the Friday evening, the Saturday, the Sunday or the Monday.
    assert_eq!(
        (
            &thanksgiving["date"],
            &thanksgiving["enrollments"],
            &thanksgiving["open"],
            &thanksgiving["holiday"]
        ),
        (
            &json!("2026-10-12"),
            &json!(4),
            &json!(true),
            &json!("Thanksgiving Day")
        )
    );
    assert!(rules(thanksgiving).contains(&"holiday-contact"));
}

#[test]
fn a_region_of_the_campaign_and_no_other() {
    let ran = of(YEAR, "check-in --region US-TN --format json");
    assert_eq!(ran.json()["time_zone"], "America/Chicago");
    assert!(
        ran.err.contains("People in US-TN live by several clocks; this is for America/Chicago. Others: America/New_York"),
        "{ran}"
    );
    let ran = of(YEAR, "check-in --region DE");
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            2,
            "error: `check-in` has nobody in DE; its regions are: CA-MB, US-TN\n"
        )
    );
}

#[test]
fn holidays_past_the_data_are_said_to_be_unconfirmed() {
    let yaml = YEAR
        .replace("2027-02-26", "2027-03-26")
        .replace("2026-", "2098-")
        .replace("2027-", "2099-");
    let ran = of(&yaml, "check-in --format json");
    assert_eq!(ran.code, 0, "{ran}");
    assert!(ran.err.starts_with("note: Past "), "{ran}");
    let unconfirmed =
        "the public holidays of Manitoba are computed from today's law, not confirmed";
    assert!(ran.err.contains(unconfirmed), "{ran}");
}

#[test]
fn what_cannot_be_shown_says_why() {
    let nowhere = YEAR.replace("regions: [CA-MB, US-TN], ", "");
    let no_cadence = "campaigns: {check-in: {purpose: survey, audience: {regions: [CA]}}}\n";
    for (yaml, arguments, error) in [
        (
            YEAR,
            "chek-in",
            "there is no campaign `chek-in`; did you mean `check-in`?",
        ),
        (
            YEAR,
            "something-else",
            "there is no campaign `something-else`; there are: check-in",
        ),
        (
            YEAR,
            "check-in --enrolled 2027-03-01",
            "Mon 2027-03-01 is no enrollment date of `check-in`: people are enrolled from Mon 2026-03-02 to Fri 2027-02-26",
        ),
        (
            &nowhere,
            "check-in",
            "the contacts of `check-in` cannot be laid out: nobody says in which region its people are",
        ),
        (
            no_cadence,
            "check-in",
            "the contacts of `check-in` cannot be laid out: what decides when they happen is missing or cannot be read; `courtesy check` says what",
        ),
        (
            &YEAR.replace("2026-03-02", "1950-03-02"),
            "check-in",
            "`check-in` enrolls people on 28121 dates, more than the 3660 that an overview holds; show one of them with --enrolled 1950-03-02",
        ),
    ] {
        let ran = of(yaml, arguments);
        assert_eq!(
            (ran.code, ran.err.trim_end()),
            (2, &*format!("error: {error}")),
            "{arguments}"
        );
        assert_eq!(ran.out, "");
    }
    let folder = Folder::with([("other.yaml", "kind: Deployment\n")]);
    assert_eq!(folder.run(&["calendar", "x"]).code, 3);
    let folder = Folder::with([
        ("a.yaml", YEAR),
        ("courtesy.yaml", "rules: {no-such-rule: off}\n"),
    ]);
    let ran = folder.run(&["calendar", "check-in"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            2,
            "error: courtesy.yaml has mistakes; `courtesy check` says which\n"
        )
    );
}

#[test]
fn colour_only_if_it_is_asked_for() {
    let folder = Folder::with([("a.yaml", YEAR)]);
    let line = ["calendar", "check-in", "--today", TODAY, "--color"];
    let with = folder.run(&[&line[..], &["always"]].concat()).out;
    let without = folder.run(&[&line[..], &["never"]].concat()).out;
    assert!(with.contains("\u{1b}[2m(25)*\u{1b}[0m"), "{with}");
    let mut bare = with;
    for code in ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[1;31m"] {
        bare = bare.replace(code, "");
    }
    let lines = |text: &str| {
        text.lines()
            .map(|it| it.trim_end().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(lines(&bare), lines(&without));
    let mut command = courtesy_in(folder.path(".").as_path());
    command
        .env("CLICOLOR_FORCE", "1")
        .env("NO_COLOR", "1")
        .args(&line[..4]);
    assert!(!Ran::of(&mut command).out.contains('\u{1b}'));
}

#[test]
fn names_do_not_steer_the_terminal() {
    let yaml = YEAR.replace("Check-in, with", "\\e[31mred\\r");
    let text = out(of(&yaml, "check-in --enrolled 2026-03-02"));
    assert!(!text.contains(['\u{1b}', '\r']), "{text}");
}

/// A component: its properties in order and the components in it.
#[derive(Debug, Default)]
struct Component {
    name: String,
    properties: Vec<(String, String)>,
    inner: Vec<Component>,
}

impl Component {
    /// The value of a property, which must be there once; parameters stand behind its name.
    fn one(&self, name: &str) -> &str {
        let named = |it: &&(String, String)| it.0 == name || it.0.starts_with(&format!("{name};"));
        let found: Vec<_> = self.properties.iter().filter(named).collect();
        assert_eq!(found.len(), 1, "{name} in {self:?}");
        &found[0].1
    }

    fn all(&self, name: &str) -> Vec<&Component> {
        self.inner.iter().filter(|it| it.name == name).collect()
    }
}

/// Reads a calendar by RFC 5545, knowing nothing of the writer.
fn read(text: &str) -> Component {
    assert!(text.ends_with("\r\n"));
    for line in text.trim_end_matches("\r\n").split("\r\n") {
        assert!(!line.contains(['\r', '\n']) && line.len() <= 75, "{line:?}");
    }
    let mut open = vec![Component::default()];
    for line in text.replace("\r\n ", "").lines() {
        let (name, value) = line.split_once(':').unwrap();
        match name {
            "BEGIN" => open.push(Component {
                name: value.to_owned(),
                ..Component::default()
            }),
            "END" => {
                let closed = open.pop().unwrap();
                assert_eq!(closed.name, value);
                open.last_mut().unwrap().inner.push(closed);
            }
            _ => open
                .last_mut()
                .unwrap()
                .properties
                .push((name.to_owned(), value.to_owned())),
        }
    }
    assert_eq!(open.len(), 1);
    let mut root = open.remove(0);
    assert_eq!(root.inner.len(), 1);
    root.inner.remove(0)
}

/// A text value as it was before it was escaped.
fn text(value: &str) -> String {
    let mut out = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        assert!(!matches!(c, ',' | ';'), "{value}");
        match c {
            '\\' => match chars.next().unwrap() {
                'n' => out.push('\n'),
                c => out.push(c),
            },
            c => out.push(c),
        }
    }
    out
}

/// Checks what every calendar must hold and gives its events.
fn events(calendar: &Component) -> Vec<&Component> {
    assert_eq!(
        (calendar.name.as_str(), calendar.one("VERSION")),
        ("VCALENDAR", "2.0")
    );
    assert!(calendar.one("PRODID").starts_with("-//Courtesy//"));
    let zones: Vec<&str> = calendar
        .all("VTIMEZONE")
        .iter()
        .map(|it| it.one("TZID"))
        .collect();
    let mut ids = BTreeMap::new();
    for event in calendar.all("VEVENT") {
        assert_eq!(event.one("DTSTAMP").len(), "20261122T000000Z".len());
        *ids.entry(event.one("UID")).or_insert(0) += 1;
        for (name, _) in &event.properties {
            if let Some((_, zone)) = name.split_once("TZID=") {
                assert!(zones.contains(&zone), "{zone} is not defined");
            }
        }
        assert!(event.one("DTSTART") < event.one("DTEND"));
    }
    assert!(ids.values().all(|count| *count == 1), "{ids:?}");
    calendar.all("VEVENT")
}

#[test]
fn one_person_as_a_calendar() {
    let line = "check-in --enrolled 2026-10-09 --format ics";
    let ics = out(of(YEAR, line));
    assert_eq!(ics, out(of(YEAR, line)), "the same every time");
    let calendar = read(&ics);
    let events = events(&calendar);
    assert_eq!(events.len(), 2);
    assert_eq!(
        events[0].one("UID"),
        "check-in/CA-MB/2026-10-09/first/1@courtesy"
    );
    assert_eq!(
        text(events[1].one("SUMMARY")),
        "email: a-second-letter-with-a-name-that-does-not-fit-into-one-line-of-a-calendar-grüße"
    );
    let description = text(events[1].one("DESCRIPTION"));
    assert!(
        description.starts_with("Check-in, with; odd \\ signs: Grüße: attempt 1"),
        "{description}"
    );
    assert!(
        description.contains(
            "\nIt can start at 09:30-12:00, 14:00-17:00 on the clock of America/Winnipeg."
        )
    );
    assert!(
        description.contains("\nIt was moved from Mon 2026-10-12, Thanksgiving Day."),
        "{description}"
    );
    assert_eq!(events[1].one("DTSTART"), "20261013T093000");
    assert_eq!(events[1].one("DTEND"), "20261013T170000");
    assert_eq!(events[1].one("DTSTAMP"), "20261122T000000Z");
}

#[test]
fn a_calendar_over_a_change_of_clocks() {
    let ics = out(of(NIGHTLY, "nightly --enrolled 2026-10-30 --format ics"));
    let calendar = read(&ics);
    let starts: Vec<&str> = events(&calendar)
        .iter()
        .map(|it| it.one("DTSTART"))
        .collect();
    assert_eq!(
        starts,
        [
            "20261030T223000",
            "20261031T223000",
            "20261101T223000",
            "20261102T223000"
        ]
    );
    // Midnight at the end of a day is the beginning of the next.
    assert_eq!(events(&calendar)[0].one("DTEND"), "20261031T000000");
    let zone = calendar.all("VTIMEZONE")[0];
    let changes: Vec<(&str, &str, &str)> = zone
        .inner
        .iter()
        .map(|it| (it.name.as_str(), it.one("DTSTART"), it.one("TZOFFSETTO")))
        .collect();
    assert_eq!(
        changes,
        [
            ("STANDARD", "20260101T000000", "-0500"),
            ("DAYLIGHT", "20260308T020000", "-0400"),
            ("STANDARD", "20261101T020000", "-0500")
        ]
    );
}

#[test]
fn everybody_as_a_calendar() {
    let ran = calendar(&format!("ddos-follow-up {STORY} --format ics"));
    let calendar = read(&out(ran));
    let events = events(&calendar);
    assert_eq!(events[1].one("DTSTART"), "20261012");
    assert_eq!(events[1].one("DTEND"), "20261013");
    assert_eq!(
        text(events[1].one("SUMMARY")),
        "After the outage: from 4 of 6 enrollment dates"
    );
}
