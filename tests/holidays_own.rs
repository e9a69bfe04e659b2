//! What users say of holidays in `courtesy.yaml`: what it changes, where it is shown, and how its mistakes
//! are told.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod support;

use support::{Folder, Ran};

/// Calls to Manitoba on every weekday of two weeks in October 2027; `holidays` says which days are kept.
fn campaign(region: &str, starts: &str, ends: &str, holidays: &str) -> String {
    format!(
        "\
campaigns:
  calls:
    purpose: survey
    starts: {starts}
    ends: {ends}
    audience: {{regions: [{region}], type: business, relationship: customer}}
    cadence:
      send_window: {{days: mon-fri, hours: \"09:30-11:30\", time_zone: recipient, zone_from: address, holidays: {holidays}}}
      steps: [{{id: call, day: 0, channel: call}}]
"
    )
}

/// The messages of `holiday-contact`, with the texts of the places that they show in `courtesy.yaml`.
fn holiday_contacts(settings: &str, campaign: &str) -> Vec<(String, Vec<String>)> {
    let folder = Folder::with([("courtesy.yaml", settings), ("calls.yaml", campaign)]);
    let found = folder.findings(&["calls.yaml"]);
    let of_rule = found
        .0
        .into_iter()
        .filter(|it| it.rule == "holiday-contact");
    of_rule
        .map(|it| {
            let shown = it.related.into_iter();
            let own = shown.filter(|it| it.path == "courtesy.yaml");
            let own = own.map(|it| format!("{}: {}", it.span.start.line, it.message));
            (it.message, own.collect())
        })
        .collect()
}

/// What `courtesy check` says of the settings.
fn told(settings: &str) -> Ran {
    let folder = Folder::with([
        ("courtesy.yaml", settings),
        ("calls.yaml", "senders:\n  a: {role: sales}\n"),
    ]);
    folder.check(&["calls.yaml"])
}

#[test]
fn an_extra_day_is_kept_off_and_shown_with_its_reason() {
    let settings = "\
extra_holidays:
  - regions: [CA-MB]
    dates: [2027-10-06]
    name: Fair Day
    reason: the town closes for the fair
";
    let ignoring = campaign("CA-MB", "2027-10-05", "2027-10-07", "ignore");
    let [(message, places)] = &holiday_contacts(settings, &ignoring)[..] else {
        panic!("one finding");
    };
    assert!(message.contains("Wed 2027-10-06, Fair Day"), "{message}");
    assert_eq!(places, &["5: added to the holidays here"]);
    // A province of which nothing is said has no such day.
    let elsewhere = campaign("CA-SK", "2027-10-05", "2027-10-07", "ignore");
    assert_eq!(holiday_contacts(settings, &elsewhere), []);
    // Who observes holidays observes this one, and the calendar says by whose word.
    let observing = campaign("CA-MB", "2027-10-05", "2027-10-07", "observe");
    assert_eq!(holiday_contacts(settings, &observing), []);
    let folder = Folder::with([("courtesy.yaml", settings), ("calls.yaml", &observing)]);
    let calendar = folder.run(&["calendar", "calls", "--enrolled", "2027-10-06"]);
    assert!(calendar.out.contains("Thu 2027-10-07"), "{calendar}");
    assert!(
        calendar
            .out
            .contains("Fair Day, is a holiday by courtesy.yaml:5: the town closes for the fair"),
        "{calendar}"
    );
}

#[test]
fn a_day_of_a_part_is_unverified_of_the_whole() {
    let settings = "extra_holidays: [{regions: [CA-MB], dates: [2027-10-06], name: Fair Day, reason: the fair}]\n";
    let country = campaign("CA", "2027-10-05", "2027-10-07", "ignore");
    let [(message, _)] = &holiday_contacts(settings, &country)[..] else {
        panic!("one finding");
    };
    assert!(
        message.contains("in Manitoba they would be called"),
        "{message}"
    );
}

#[test]
fn a_day_that_is_none_is_open_but_stays_forbidden_where_law_forbids_it() {
    let settings = "not_holidays: [{regions: [CA-MB], dates: [2027-10-11], reason: they work}]\n";
    let manitoba = campaign("CA-MB", "2027-10-08", "2027-10-12", "ignore");
    assert_eq!(holiday_contacts("", &manitoba).len(), 1);
    assert_eq!(holiday_contacts(settings, &manitoba), []);

    // Louisiana's commission has a list of its own days for calls that sell.
    let sales = campaign("US-LA", "2027-07-02", "2027-07-06", "ignore")
        .replace("purpose: survey", "purpose: sales")
        .replace(
            "type: business, relationship: customer",
            "type: consumer, relationship: prospect",
        );
    let settings =
        "not_holidays: [{regions: [US], dates: [2027-07-04, 2027-07-05], reason: they work}]\n";
    let found = holiday_contacts(settings, &sales);
    let law = found
        .iter()
        .find(|(message, _)| message.contains("the law there forbids it"));
    let (_, places) = law.unwrap_or_else(|| panic!("{found:?}"));
    assert_eq!(
        places,
        &["1: taken out of the holidays here, but not out of the law's list"]
    );
}

#[test]
fn a_confirmed_date_is_sure_and_the_days_beside_it_are_free() {
    // Eid al-Fitr in Egypt is an estimate until the moon has been seen.
    let folder = Folder::new();
    let estimates = folder.run(&["holidays", "EG", "--year", "2029", "--format", "csv"]);
    let estimated: Vec<&str> = estimates
        .out
        .lines()
        .filter(|line| line.contains("Eid al-Fitr") && line.contains("estimated"))
        .filter_map(|line| line.split(',').nth(1))
        .collect();
    let first = *estimated.first().unwrap_or_else(|| panic!("{estimates}"));
    let day: courtesy::calendar::Day = first.parse().unwrap();
    let late: Vec<String> = (1..=estimated.len() as i32)
        .map(|more| day.plus(more).to_string())
        .collect();
    folder.write(
        "courtesy.yaml",
        format!(
            "confirm:\n  - regions: [EG]\n    dates: [{}]\n    reason: the moon was seen a day late\n",
            late.join(", ")
        ),
    );
    let confirmed = folder.run(&["holidays", "EG", "--year", "2029", "--format", "csv"]);
    assert_eq!(confirmed.code, 0, "{confirmed}");
    let of_feast: Vec<&str> = confirmed
        .out
        .lines()
        .filter(|line| line.contains("Eid al-Fitr") && line.contains(",confirm,"))
        .filter_map(|line| line.split(',').nth(1))
        .collect();
    assert_eq!(of_feast, late, "{confirmed}");
    assert!(
        confirmed
            .out
            .contains("\"courtesy.yaml:4, confirm: the moon was seen a day late\""),
        "{confirmed}"
    );
    // Without the settings nothing has changed.
    let isolated = folder.run(&[
        "holidays",
        "EG",
        "--year",
        "2029",
        "--format",
        "csv",
        "--isolated",
    ]);
    assert_eq!(isolated.out, estimates.out);
}

#[test]
fn the_list_of_holidays_shows_what_was_added_and_what_was_taken_out() {
    let folder = Folder::with([(
        "courtesy.yaml",
        "\
extra_holidays: [{regions: [CA-MB], dates: [2027-10-06], name: Fair Day, reason: the fair}]
not_holidays: [{regions: [CA], dates: [2027-10-11], reason: they work}]
",
    )]);
    let ran = folder.run(&["holidays", "CA-MB", "--year", "2027"]);
    assert!(ran.out.contains("Taken out by courtesy.yaml"), "{ran}");
    assert!(
        ran.out.contains("courtesy.yaml:2, not_holidays: they work"),
        "{ran}"
    );
    assert!(
        ran.out
            .contains("courtesy.yaml:1, extra_holidays: the fair"),
        "{ran}"
    );
    let json = folder
        .run(&["holidays", "CA-MB", "--year", "2027", "--format", "json"])
        .json();
    let said = |date: &str| {
        let days = json["holidays"].as_array().unwrap().iter();
        let on = days.filter(|day| day["date"] == date);
        on.map(|day| day["by"].as_str().unwrap_or("us").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(said("2027-10-06"), ["extra_holidays"]);
    assert_eq!(said("2027-10-11"), ["not_holidays"]);
    assert_eq!(said("2027-12-25"), ["us"]);
    // Settings elsewhere, and settings that are none.
    let other = Folder::new();
    let config = folder.path("courtesy.yaml");
    let config = config.to_str().unwrap();
    let there = other.run(&["holidays", "CA-MB", "--year", "2027", "--config", config]);
    assert!(there.out.contains("Fair Day"), "{there}");
    let none = other.run(&["holidays", "CA-MB", "--config", "none.yaml"]);
    assert_eq!(none.code, 2, "{none}");
    folder.write("courtesy.yaml", "extra_holidays: [{regions: [CA-MB]}]\n");
    let broken = folder.run(&["holidays", "CA-MB"]);
    assert_eq!(broken.code, 2, "{broken}");
    assert!(broken.err.contains("courtesy check"), "{broken}");
}

#[test]
fn mistakes_are_told_at_their_place() {
    for (settings, place, words) in [
        (
            "extra_holidays: [{regions: [CA-MB], dates: [2027-10-06], reason: the fair}]\n",
            "courtesy.yaml:1:18]",
            "`name` is missing",
        ),
        (
            "not_holidays:\n  - {regions: [CA-MB], dates: [2027-10-11]}\n",
            "courtesy.yaml:2:5]",
            "`reason` is missing",
        ),
        (
            "confirm:\n  - {regions: [SA], reason: seen}\n",
            "courtesy.yaml:2:5]",
            "`dates` is missing",
        ),
        (
            "confirm:\n  - {dates: [2027-03-09], reason: seen}\n",
            "courtesy.yaml:2:5]",
            "`regions` is missing",
        ),
        (
            "not_holidays:\n  - {regions: [CA-MB], dates: [2027-10-11], reason: ''}\n",
            "courtesy.yaml:2:53]",
            "nothing is said here",
        ),
        (
            "not_holidays:\n  - {regions: [CA-MB], dates: [2027-10-11, 2027-10-12], reason: open}\n",
            "courtesy.yaml:2:44]",
            "Tue 2027-10-12 is no public holiday in Manitoba",
        ),
        (
            "confirm:\n  - {regions: [SA], dates: [2027-06-15], reason: seen}\n",
            "courtesy.yaml:2:29]",
            "can turn out to be on Tue 2027-06-15",
        ),
        (
            "extra_holidays: [{regions: [CA], dates: [2027-10-11], name: A, reason: b}]\nnot_holidays: [{regions: [CA-MB], dates: [2027-10-11], reason: c}]\n",
            "courtesy.yaml:2:43]",
            "an extra holiday and none at all",
        ),
        (
            "not_holidays:\n  - {regions: [CA-MB], dates: [2027-10-11, 2027-10-11], reason: open}\n",
            "courtesy.yaml:2:44]",
            "stands in `not_holidays` a second time",
        ),
        (
            "confirm:\n  - {regions: [SA], dates: [2027-03-09], reason: seen}\n  - {regions: [AE, SA], dates: [2027-03-09], reason: told}\n",
            "courtesy.yaml:3:33]",
            "Tue 2027-03-09 in Saudi Arabia stands in `confirm` a second time",
        ),
        (
            "not_holidays:\n  - {regions: [CA-XX], dates: [2027-10-11], reason: open}\n",
            "courtesy.yaml:2:16]",
            "CA-XX",
        ),
        (
            "not_holidays:\n  - {regions: [CA-MB], dates: [11 October], reason: open}\n",
            "courtesy.yaml:2:32]",
            "11 October",
        ),
        (
            "not_holidays:\n  - {regions: [CA-MB], dates: [2027-10-11], name: Thanksgiving, reason: open}\n",
            "courtesy.yaml:2:45]",
            "unknown field `name`",
        ),
    ] {
        let ran = told(settings);
        assert_eq!(ran.code, 2, "{settings}{ran}");
        assert!(
            ran.err.contains(place) && ran.err.contains(words),
            "{settings}{place} {words}\n{ran}"
        );
        assert_eq!(
            ran.err.matches("error[configuration]").count(),
            1,
            "{settings}{ran}"
        );
    }
}

#[test]
fn two_holidays_of_different_names_can_fall_on_one_day() {
    let ran = told(
        "extra_holidays:\n  - {regions: [CA-MB], dates: [2027-10-06], name: Fair, reason: a}\n  - {regions: [CA-MB], dates: [2027-10-06], name: Race, reason: b}\n",
    );
    assert_eq!(ran.code, 0, "{ran}");
}

#[test]
fn hours_and_holidays_say_what_the_settings_say_of_a_day() {
    let settings = "extra_holidays: [{regions: [CA-MB], dates: [2027-10-06], name: Fair Day, reason: the city's own}]\nnot_holidays: [{regions: [CA-MB], dates: [2027-10-11], reason: we are asked to ring}]\n";
    let folder = Folder::with([("courtesy.yaml", settings)]);
    let on = |date: &str| folder.run(&["hours", "CA-MB", "--on", date]).out;
    let fair = on("2027-10-06");
    assert!(
        fair.contains("Fair Day, is a holiday by courtesy.yaml:1: the city's own."),
        "{fair}"
    );
    let open = on("2027-10-11");
    assert!(
        open.contains("No public holiday on Mon 2027-10-11."),
        "{open}"
    );
    assert!(
        open.contains("is no holiday by courtesy.yaml:2: we are asked to ring."),
        "{open}"
    );
}

#[test]
fn a_state_s_own_day_can_be_taken_out_for_the_whole_country() {
    let ran = told("not_holidays: [{regions: [DE], dates: [2027-08-15], reason: a Sunday}]\n");
    assert_eq!(ran.code, 0, "{ran}");
}
