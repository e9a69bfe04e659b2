//! Holidays that are estimated, and holidays past the years to which the data hold: what every rule that
//! reads holidays makes of them. An estimate is a warning, the other could not be verified; neither is a pass.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod support;

use support::{Finding, Folder};

/// A campaign of calls to consumers in a region, and what one rule says of it.
struct Calls {
    purpose: &'static str,
    region: &'static str,
    starts: &'static str,
    ends: &'static str,
    holidays: &'static str,
    if_closed: &'static str,
    steps: &'static str,
    settings: &'static str,
}

const CALLS: Calls = Calls {
    purpose: "survey",
    region: "CA",
    starts: "2027-01-04",
    ends: "2027-01-08",
    holidays: "observe",
    if_closed: "shift",
    steps: "[{id: ring, day: 0, channel: call}]",
    settings: "version: 1\n",
};

impl Calls {
    fn found(&self, rule: &str) -> Vec<Finding> {
        let Self {
            purpose,
            region,
            starts,
            ends,
            holidays,
            if_closed,
            steps,
            settings,
        } = self;
        let campaign = format!(
            "campaigns:
  calls:
    purpose: {purpose}
    starts: {starts}
    ends: {ends}
    audience: {{regions: [{region}], type: consumer, relationship: customer}}
    cadence:
      send_window: {{days: mon-fri, hours: \"10:00-16:00\", time_zone: recipient, zone_from: address, holidays: {holidays}}}
      if_closed: {if_closed}
      steps: {steps}
"
        );
        let folder = Folder::with([("courtesy.yaml", *settings), ("calls.yaml", &*campaign)]);
        let found = folder.findings(&["calls.yaml"]).0;
        found.into_iter().filter(|it| it.rule == rule).collect()
    }

    fn one(&self, rule: &str) -> Finding {
        let mut found = self.found(rule);
        assert_eq!(found.len(), 1, "{rule}: {found:?}");
        found.remove(0)
    }
}

/// The data of Spain hold to 2026, of Indonesia and the Emirates the feasts of 2027 are estimates.
#[test]
fn past_the_data_a_holiday_is_unverified_in_every_rule() {
    let ignoring = Calls {
        region: "ES",
        holidays: "ignore",
        ..CALLS
    };
    let found = ignoring.one("holiday-contact");
    assert!(found.is_unverified() && found.message.contains("Epiphany, if the law there stays"));
    let sending = Calls {
        region: "ES",
        if_closed: "send",
        ..CALLS
    };
    let found = sending.one("window-bypass");
    assert!(found.is_unverified(), "{found}");
    assert!(
        found.message.contains("if the law there stays as it is"),
        "{found}"
    );
    let moved = Calls {
        region: "ES",
        ends: "2027-01-04",
        steps: "[{id: a, day: 2, channel: call}, {id: b, day: 3, channel: call}]",
        ..CALLS
    };
    let found = moved.one("closed-day-pileup");
    assert!(found.is_unverified(), "{found}");
    assert!(
        found.message.contains("is closed if the law there stays"),
        "{found}"
    );
    let elsewhere = Calls {
        region: "ES",
        holidays: "[US]",
        ..CALLS
    };
    let found = elsewhere.one("wrong-calendar");
    assert!(found.is_unverified(), "{found}");
}

#[test]
fn within_the_data_the_same_is_certain() {
    let sending = Calls {
        region: "ES",
        starts: "2026-01-05",
        ends: "2026-01-08",
        if_closed: "send",
        ..CALLS
    };
    let found = sending.one("window-bypass");
    assert!(
        !found.is_unverified() && found.severity == "error",
        "{found}"
    );
    let moved = Calls {
        region: "ES",
        starts: "2026-01-05",
        ends: "2026-01-05",
        steps: "[{id: a, day: 1, channel: call}, {id: b, day: 2, channel: call}]",
        ..CALLS
    };
    let found = moved.one("closed-day-pileup");
    assert!(
        !found.is_unverified() && found.severity == "error",
        "{found}"
    );
}

#[test]
fn past_the_data_a_closed_weekend_is_as_certain_as_ever() {
    let moved = Calls {
        region: "ES",
        starts: "2027-02-05",
        ends: "2027-02-05",
        steps: "[{id: a, day: 2, channel: call}, {id: b, day: 3, channel: call}]",
        ..CALLS
    };
    let found = moved.one("closed-day-pileup");
    assert!(!found.is_unverified(), "{found}");
}

#[test]
fn an_estimate_is_a_warning_in_every_rule() {
    let eid = Calls {
        region: "AE",
        starts: "2027-03-08",
        ends: "2027-03-12",
        ..CALLS
    };
    for (rule, calls) in [
        (
            "holiday-contact",
            Calls {
                holidays: "ignore",
                ..eid
            },
        ),
        (
            "window-bypass",
            Calls {
                if_closed: "send",
                ..eid
            },
        ),
        (
            "wrong-calendar",
            Calls {
                holidays: "[US]",
                ..eid
            },
        ),
    ] {
        let found = calls.one(rule);
        assert_eq!(found.severity, "warning", "{found}");
        assert!(
            found.message.contains("when Eid al-Fitr may fall"),
            "{found}"
        );
    }
}

#[test]
fn a_sure_day_outside_the_window_goes_before_an_estimated_one() {
    // The weekend after the feast is closed for certain.
    let found = Calls {
        region: "AE",
        starts: "2027-03-08",
        ends: "2027-03-14",
        if_closed: "send",
        ..CALLS
    }
    .one("window-bypass");
    assert_eq!(found.severity, "error", "{found}");
    assert!(found.message.contains("Sat 2027-03-13"), "{found}");
}

#[test]
fn an_estimated_day_of_a_law_is_a_warning_that_says_so() {
    let financial = Calls {
        purpose: "sales",
        region: "ID",
        starts: "2027-03-09",
        ends: "2027-03-11",
        settings: "version: 1\nseller: {sector: financial}\n",
        ..CALLS
    };
    let found = financial.one("holiday-contact");
    assert_eq!(found.severity, "warning", "{found}");
    assert!(
        found.message.contains("when Day of Silence may fall"),
        "{found}"
    );
    assert!(
        found.help.as_deref().unwrap().contains("`confirm`"),
        "{found}"
    );
    // The same day as the calendar has it and as law has it is told once.
    let ignoring = Calls {
        holidays: "ignore",
        ..financial
    };
    let found = ignoring.one("holiday-contact");
    assert!(found.citations[0].provision.starts_with("ID-"), "{found:?}");
}

#[test]
fn hours_of_an_estimated_month_are_told_as_hours() {
    let found = Calls {
        purpose: "sales",
        region: "SA",
        starts: "2027-02-05",
        ends: "2027-02-12",
        ..CALLS
    }
    .one("holiday-contact");
    assert_eq!(found.severity, "warning", "{found}");
    assert!(found.message.contains("Ramadan may fall"), "{found}");
    assert!(found.message.contains("allows 12:00 to 22:00"), "{found}");
}
