//! Clocks and calendars in ways that no page shows: other zones, both sides of
//! a change of clocks, several places, years that nobody has looked at.

mod support;

use support::{Findings, Folder, check, check_with};

/// What differs between the definitions of these tests.
struct Plan<'a> {
    campaign: &'a str,
    window: &'a str,
    cadence: &'a str,
    steps: &'a str,
    audience: &'a str,
}

/// A survey by telephone in Manitoba in the spring of 2027: no law of hours binds it, the built-in limits do.
const SURVEY: Plan<'_> = Plan {
    campaign: "purpose: survey, starts: 2027-03-01, ends: 2027-05-31",
    window: "days: mon-fri, hours: \"09:30-17:00\", time_zone: recipient, zone_from: address, holidays: observe",
    cadence: "max_lateness: 1h",
    steps: "{id: ring, day: 0, channel: call}",
    audience: "regions: [CA-MB], type: business",
};

impl Plan<'_> {
    fn yaml(&self) -> String {
        format!(
            "campaigns:
  spring: {{{}, audience: people, cadence: plan}}
cadences:
  plan:
    send_window: {{{}}}
    {}
    steps:
      - {}
audiences:
  people: {{{}}}
",
            self.campaign,
            self.window,
            self.cadence,
            self.steps.replace('\n', "\n      - "),
            self.audience
        )
    }

    /// The findings of the timing rules, and of the rules that could speak beside them.
    fn timing(&self) -> Findings {
        timing(check(&self.yaml()))
    }
}

fn timing(mut findings: Findings) -> Findings {
    const OURS: [&str; 12] = [
        "holiday-contact",
        "quiet-hours",
        "sender-clock",
        "unknown-zone",
        "dst-drift",
        "inverted-window",
        "window-bypass",
        "wrong-calendar",
        "closed-day-pileup",
        "unbounded-lateness",
        "attempts-per-day",
        "unreachable-step",
    ];
    findings.0.retain(|it| OURS.contains(&it.rule.as_str()));
    findings
}

/// Fails unless the one finding is of this rule and says all of this.
fn only(findings: &Findings, rule: &str, says: &[&str]) {
    assert_eq!(findings.rules(), [rule], "\n{findings}");
    let finding = findings.one(rule);
    for words in says {
        assert!(finding.message.contains(words), "{words}\n{findings}");
    }
}

fn nothing(findings: &Findings) {
    assert!(findings.0.is_empty(), "\n{findings}");
}

const DAILY: &str = "days: daily, hours: \"09:30-17:00\", time_zone: recipient, zone_from: address, holidays: ignore";

// Holidays.

#[test]
fn past_the_year_to_which_the_calendar_holds_a_holiday_is_unverified() {
    let found = Plan {
        campaign: "purpose: survey, starts: 2040-03-01, ends: 2040-05-31",
        window: DAILY,
        ..SURVEY
    }
    .timing();
    only(
        &found,
        "holiday-contact",
        &["2040-03-30", "if the law there stays as it is"],
    );
    let finding = found.one("holiday-contact");
    assert!(finding.is_unverified() && finding.severity == "error");
}

#[test]
fn past_the_calendar_that_no_holiday_was_met_is_no_proof() {
    let found = Plan {
        campaign: "purpose: survey, starts: 2040-03-05, ends: 2040-03-06",
        window: DAILY,
        ..SURVEY
    }
    .timing();
    only(
        &found,
        "holiday-contact",
        &["up to", "run on to 2040-03-06"],
    );
    assert!(found.one("holiday-contact").is_unverified());
    // Kept off them, whatever they are, nothing is left to ask.
    nothing(
        &Plan {
            campaign: "purpose: survey, starts: 2040-03-05, ends: 2040-03-06",
            ..SURVEY
        }
        .timing(),
    );
}

#[test]
fn a_day_that_hangs_on_the_moon_yields_a_warning() {
    let found = Plan {
        campaign: "purpose: survey, starts: 2027-03-08, ends: 2027-03-12",
        window: DAILY,
        audience: "regions: [AE], type: business",
        ..SURVEY
    };
    let found = found.timing();
    let finding = found.one("holiday-contact");
    assert_eq!(finding.severity, "warning", "{found}");
    assert!(finding.message.contains("Eid al-Fitr may fall"), "{found}");
}

#[test]
fn a_part_of_a_country_whose_own_days_are_not_known_is_unverified() {
    let found = Plan {
        campaign: "purpose: survey, starts: 2026-07-06, ends: 2026-07-10",
        window: DAILY,
        audience: "regions: [NG-LA], type: business",
        ..SURVEY
    };
    let found = timing(support::check_on("2026-07-01", &found.yaml()));
    only(
        &found,
        "holiday-contact",
        &["the national holidays alone", "(NG-LA)"],
    );
    assert!(found.one("holiday-contact").is_unverified());
}

#[test]
fn a_country_alone_does_not_say_which_holidays_its_parts_have() {
    let found = Plan {
        campaign: "purpose: survey, starts: 2027-08-02, ends: 2027-08-20",
        window: DAILY,
        audience: "regions: [CA], type: business",
        ..SURVEY
    }
    .timing();
    only(&found, "holiday-contact", &["`CA`", "2027-08-02"]);
    assert!(found.one("holiday-contact").is_unverified());
    // Where a national day is met already, the parts are not told of as well.
    let found = Plan {
        window: DAILY,
        audience: "regions: [CA], type: business",
        ..SURVEY
    }
    .timing();
    only(&found, "holiday-contact", &["Good Friday"]);
}

#[test]
fn the_limit_that_adds_a_channel_is_shown() {
    let mail = Plan {
        window: DAILY,
        steps: "{id: letter, day: 0, channel: email}",
        ..SURVEY
    };
    nothing(&mail.timing());
    let found = timing(check_with(
        "limits: {holidays: [call, email]}\n",
        &mail.yaml(),
    ));
    only(
        &found,
        "holiday-contact",
        &["can be e-mailed", "Good Friday"],
    );
    let related = &found.one("holiday-contact").related;
    assert!(related.iter().any(|it| it.path == "courtesy.yaml"));
}

#[test]
fn a_day_that_law_and_courtesy_both_keep_is_told_once() {
    let found = Plan {
        campaign: "purpose: sales, starts: 2027-02-01, ends: 2027-02-12",
        window: "days: mon-sat, hours: \"09:30-17:00\", time_zone: recipient, zone_from: address, holidays: ignore",
        audience: "regions: [US-LA], type: consumer",
        ..SURVEY
    }
    .timing();
    only(&found, "holiday-contact", &["2027-02-09", "Mardi Gras"]);
}

#[test]
fn a_warning_of_danger_does_not_wait_for_a_working_day() {
    nothing(
        &Plan {
            campaign: "purpose: safety_notice, starts: 2027-03-01, ends: 2027-05-31",
            window: DAILY,
            ..SURVEY
        }
        .timing(),
    );
}

#[test]
fn a_list_that_fits_some_of_the_people_leaves_the_others_on_their_holidays() {
    let window = "days: mon-fri, hours: \"09:30-17:00\", time_zone: recipient, zone_from: address, holidays: [US]";
    let found = Plan {
        window,
        audience: "regions: [CA-MB, US-GA], type: business",
        ..SURVEY
    }
    .timing();
    assert_eq!(found.rules(), ["holiday-contact"], "\n{found}");
    // Nobody lives there: the calendar itself is the mistake.
    let found = Plan { window, ..SURVEY }.timing();
    only(
        &found,
        "wrong-calendar",
        &[
            "the United States",
            "Good Friday",
            "2027-05-31, Memorial Day, is kept for nothing",
        ],
    );
    // Where an e-mail lands, holidays do not matter.
    nothing(
        &Plan {
            window,
            steps: "{id: letter, day: 0, channel: email}",
            ..SURVEY
        }
        .timing(),
    );
    // An empty list keeps nothing.
    let found = Plan {
        window: "days: mon-fri, hours: \"09:30-17:00\", time_zone: recipient, zone_from: address, holidays: []",
        ..SURVEY
    }
    .timing();
    only(&found, "holiday-contact", &["Good Friday"]);
}

// Hours.

#[test]
fn hours_over_midnight_are_tested_on_both_dates() {
    let found = Plan {
        window: "days: daily, hours: \"18:00-02:00\", overnight: true, time_zone: recipient, zone_from: address, holidays: observe",
        ..SURVEY
    }
    .timing();
    only(&found, "quiet-hours", &["between 00:00 and 02:00"]);
}

#[test]
fn of_a_place_with_two_clocks_the_one_that_is_meant_is_named() {
    let found = Plan {
        campaign: "purpose: sales, starts: 2027-03-01, ends: 2027-05-31",
        window: "days: mon-sat, hours: \"08:00-19:30\", time_zone: America/New_York, holidays: observe",
        audience: "regions: [US-FL], type: consumer",
        ..SURVEY
    };
    let found = timing(check_with(
        "limits: {hours: {call: \"07:00-21:00\"}}\n",
        &found.yaml(),
    ));
    only(
        &found,
        "quiet-hours",
        &[
            "(US-FL, on the clock of Chicago)",
            "between 07:00 and 08:00",
        ],
    );
}

#[test]
fn consent_that_lifts_the_hours_of_calls_leaves_the_company_s_own() {
    let early = |audience: &str, limits: &str| {
        let yaml = Plan {
            campaign: "purpose: sales, starts: 2027-03-01, ends: 2027-05-31",
            window: "days: mon-fri, hours: \"07:00-17:00\", time_zone: recipient, zone_from: address, holidays: observe",
            audience,
            ..SURVEY
        }
        .yaml();
        timing(check_with(limits, &yaml))
    };
    let wide = "limits: {hours: {call: \"06:00-21:00\"}}\n";
    let asked = "regions: [US-GA], type: consumer, consent: {kind: express_written, channels: [call], obtained: 2026-06-01, proof: crm}";
    only(
        &early("regions: [US-GA], type: consumer", wide),
        "quiet-hours",
        &["the law there allows 08:00"],
    );
    nothing(&early(asked, wide));
    let found = early(asked, "limits: {hours: {call: \"08:00-21:00\"}}\n");
    only(
        &found,
        "quiet-hours",
        &["your own limits allow 08:00 to 21:00"],
    );
    let related = &found.one("quiet-hours").related;
    assert!(related.iter().any(|it| it.path == "courtesy.yaml"));
}

#[test]
fn a_campaign_narrows_the_hours_and_its_line_is_shown() {
    let found = Plan {
        campaign: "purpose: survey, starts: 2027-03-01, ends: 2027-05-31, limits: {hours: {call: \"10:00-16:00\"}}",
        ..SURVEY
    }
    .timing();
    only(&found, "quiet-hours", &["between 09:30 and 10:00"]);
    let related = &found.one("quiet-hours").related;
    assert!(
        related
            .iter()
            .any(|it| it.message == "the limit" && it.span.start.line == 2)
    );
}

#[test]
fn a_country_alone_does_not_say_which_law_of_its_parts_binds() {
    let found = Plan {
        campaign: "purpose: sales, starts: 2027-03-01, ends: 2027-05-31",
        window: "days: mon-fri, hours: \"09:00-20:00\", time_zone: recipient, zone_from: address, holidays: observe",
        audience: "regions: [US], type: consumer",
        ..SURVEY
    }
    .timing();
    // Good Friday is among the days of Pennsylvania's law, and no public holiday there.
    assert_eq!(found.rules(), ["holiday-contact", "quiet-hours"], "{found}");
    for (rule, says) in [
        (
            "quiet-hours",
            "in Kentucky they would be called between 09:00 and 10:00",
        ),
        (
            "holiday-contact",
            "in Pennsylvania they would be called on Fri 2027-03-26",
        ),
    ] {
        let finding = found.one(rule);
        assert!(finding.is_unverified(), "{finding}");
        assert!(finding.message.contains(says), "{finding}");
    }
}

#[test]
fn two_windows_of_two_steps_are_two_findings() {
    let found = Plan {
        steps: "{id: early, day: 0, channel: call, send_window: {hours: \"07:00-12:00\"}}\n{id: late, day: 3, channel: call, send_window: {hours: \"12:00-21:00\"}}",
        cadence: "max_lateness: 1h",
        ..SURVEY
    }
    .timing();
    let found = found.of("quiet-hours");
    assert_eq!(found.len(), 2);
    assert!(found[0].message.contains("07:00 and 09:00"));
    assert!(found[1].message.contains("20:00 and 21:00"));
}

// Clocks.

/// People of a place, rung within hours of a clock.
fn on_the_clock(zone: &str, hours: &str, region: &str) -> Findings {
    Plan {
        window: &format!("days: mon-fri, hours: \"{hours}\", time_zone: {zone}, holidays: observe"),
        audience: &format!("regions: [{region}], type: business"),
        ..SURVEY
    }
    .timing()
}

#[test]
fn of_a_window_on_another_clock_one_rule_speaks() {
    // Allowed all the time, wrong all the time, wrong at times.
    only(
        &on_the_clock("America/Los_Angeles", "09:00-15:00", "CA-MB"),
        "sender-clock",
        &["in Manitoba (CA-MB) it is 12:00 to 18:00"],
    );
    only(
        &on_the_clock("America/New_York", "09:00-17:00", "US-HI"),
        "quiet-hours",
        &["04:00"],
    );
    only(
        &on_the_clock("UTC", "13:00-21:00", "US-GA"),
        "dst-drift",
        &[
            "08:00 to 16:00",
            "It is 09:00 to 17:00 and allowed on Mon 2027-03-15",
        ],
    );
}

#[test]
fn a_window_that_is_wrong_somewhere_all_year_is_no_drift() {
    only(
        &on_the_clock("UTC", "13:00-21:00", "US-GA, US-HI"),
        "quiet-hours",
        &[],
    );
}

#[test]
fn both_sides_may_change_their_clocks_on_different_days() {
    // From 14 to 28 March New York is five hours behind Berlin, else six.
    only(
        &on_the_clock("Europe/Berlin", "15:00-20:00", "US-NY"),
        "sender-clock",
        &[
            "it is 09:00 to 14:00",
            "as of Mon 2027-03-15 it is 10:00 to 15:00",
        ],
    );
    only(
        &on_the_clock("Europe/Berlin", "14:30-20:00", "US-NY"),
        "dst-drift",
        &["between 08:30 and 09:00", "on Mon 2027-03-15"],
    );
}

#[test]
fn a_clock_that_shows_the_same_is_the_recipient_s() {
    nothing(&on_the_clock("America/Winnipeg", "09:00-17:00", "CA-MB"));
    nothing(&on_the_clock("America/Detroit", "09:00-17:00", "US-NY"));
    // The clocks of Winnipeg and Chicago parted in the autumn of 2026.
    nothing(&timing(support::check_on(
        "2026-09-01",
        &Plan {
            campaign: "purpose: survey, starts: 2026-09-01, ends: 2026-10-01",
            window: "days: mon-fri, hours: \"09:00-17:00\", time_zone: America/Chicago, holidays: observe",
            ..SURVEY
        }
        .yaml(),
    )));
    only(
        &on_the_clock("America/Chicago", "09:00-17:00", "CA-MB"),
        "sender-clock",
        &["10:00 to 18:00"],
    );
    // Wrong hours on one's own clock are a matter of the hours.
    let found = on_the_clock("America/Winnipeg", "07:00-17:00", "CA-MB");
    only(&found, "quiet-hours", &["07:00"]);
    assert!(
        found.one("quiet-hours").pointer.ends_with("/hours"),
        "{found}"
    );
}

#[test]
fn a_window_of_the_sender_s_day_reaches_another_date_there() {
    let found = on_the_clock("Australia/Sydney", "09:00-17:00", "CA-MB");
    only(&found, "quiet-hours", &["between 00:00 and 01:00"]);
}

#[test]
fn the_hours_of_a_letter_are_nobody_s() {
    nothing(
        &Plan {
            window: "days: mon-fri, hours: \"09:00-15:00\", time_zone: America/Los_Angeles, holidays: observe",
            steps: "{id: letter, day: 0, channel: post}",
            ..SURVEY
        }
        .timing(),
    );
}

#[test]
fn hours_on_nobody_s_clock_are_unverified_once() {
    let found = Plan {
        window: "days: mon-fri, hours: \"09:30-17:00\", holidays: observe",
        ..SURVEY
    }
    .timing();
    only(&found, "sender-clock", &[]);
    assert!(found.one("sender-clock").is_unverified());
    // Where they would be wrong on the recipient's clock too, `quiet-hours` asks for both.
    let found = Plan {
        window: "days: mon-fri, hours: \"05:30-17:00\", holidays: observe",
        ..SURVEY
    }
    .timing();
    only(
        &found,
        "quiet-hours",
        &["could be called between 05:30 and 09:00"],
    );
}

#[test]
fn an_abbreviation_is_no_zone() {
    only(
        &on_the_clock("EST", "10:00-15:00", "US-NY"),
        "unknown-zone",
        &["`EST`"],
    );
    // Where it leaves the allowed hours that is what is wrong.
    only(
        &on_the_clock("EST", "09:00-17:00", "US-IL"),
        "dst-drift",
        &[],
    );
}

#[test]
fn a_zone_is_known_by_its_place_if_that_has_one_clock() {
    let from = |from: &str, audience: &str| {
        Plan {
            window: &format!(
                "days: mon-fri, hours: \"09:30-17:00\", time_zone: recipient, {from}holidays: observe"
            ),
            audience,
            ..SURVEY
        }
        .timing()
    };
    nothing(&from("", "regions: [CA-MB, US-GA], type: business"));
    nothing(&from(
        "",
        "regions: [US-TN], time_zones: [America/Chicago], type: business",
    ));
    nothing(&from(
        "zone_from: account, ",
        "regions: [US-TN], type: business",
    ));
    let found = from("", "regions: [US-TN], type: business");
    only(
        &found,
        "unknown-zone",
        &["Tennessee", "America/Chicago", "America/New_York"],
    );
    assert!(found.one("unknown-zone").is_unverified());
    for guess in ["phone_prefix", "unknown"] {
        let found = from(
            &format!("zone_from: {guess}, "),
            "regions: [CA-MB], type: business",
        );
        only(&found, "unknown-zone", &[]);
        assert!(!found.one("unknown-zone").is_unverified());
    }
    let found = from(
        "",
        "regions: [US-NY], time_zones: [EST5EDT], type: business",
    );
    only(&found, "unknown-zone", &["`EST5EDT`"]);
}

// Windows.

#[test]
fn a_window_that_cannot_be_kept_is_told_once() {
    for window in [
        "days: mon-fri, hours: \"17:00-09:00\"",
        "days: mon-fri, hours: [\"17:00-09:00\", \"10:00-12:00\"]",
        "days: mon-fri, hours: \"09:00-09:00\", overnight: true",
        "days: mon-fri, hours: []",
        "days: [], hours: \"09:00-17:00\"",
    ] {
        let window =
            format!("{window}, time_zone: recipient, zone_from: address, holidays: observe");
        let plan = Plan {
            window: &window,
            ..SURVEY
        };
        only(&plan.timing(), "inverted-window", &[]);
        let sent = Plan {
            cadence: "if_closed: send",
            ..plan
        };
        assert_eq!(sent.timing().of("inverted-window").len(), 1, "{window}");
        assert!(!sent.timing().has("quiet-hours"), "{window}");
    }
}

#[test]
fn the_limits_of_a_campaign_have_windows_too() {
    let found = Plan {
        campaign: "purpose: survey, starts: 2027-03-01, ends: 2027-05-31, limits: {hours: {sms: \"20:00-09:00\"}}",
        ..SURVEY
    }
    .timing();
    only(&found, "inverted-window", &["20:00-09:00"]);
}

#[test]
fn hours_that_project_and_campaign_do_not_share_close_the_day() {
    let found = Plan {
        campaign: "purpose: survey, starts: 2027-03-01, ends: 2027-05-31, limits: {hours: {call: \"20:00-21:00\"}}",
        ..SURVEY
    }
    .timing();
    only(
        &found,
        "quiet-hours",
        &["your own limits allow no hour at all"],
    );
    let help = found.one("quiet-hours").help.as_deref().unwrap_or_default();
    assert!(help.contains("none in common"), "{help}");
}

#[test]
fn a_step_takes_the_night_over_from_its_cadence() {
    let overnight = |own: &str| {
        Plan {
            window: "days: daily, hours: \"18:00-20:00\", overnight: true, time_zone: recipient, zone_from: address, holidays: observe",
            steps: &format!("{{id: letter, day: 0, channel: email, send_window: {{hours: \"22:00-02:00\"{own}}}}}"),
            ..SURVEY
        }
        .timing()
    };
    nothing(&overnight(""));
    only(
        &overnight(", overnight: false"),
        "inverted-window",
        &["22:00-02:00"],
    );
}

#[test]
fn what_is_sent_all_the_same_is_told_of_once() {
    let sent = |window: &str, steps: &str| {
        Plan {
            window,
            cadence: "if_closed: send\n    max_lateness: 1h",
            steps,
            ..SURVEY
        }
        .timing()
    };
    // On a weekend, on a holiday alone, and after a wait that leads into the evening.
    only(
        &sent(SURVEY.window, SURVEY.steps),
        "window-bypass",
        &["on Sat 2027-03-06"],
    );
    let daily = SURVEY.window.replace("mon-fri", "daily");
    only(
        &sent(&daily, SURVEY.steps),
        "window-bypass",
        &["Good Friday"],
    );
    let found = sent(
        &daily,
        "{id: ring, day: 0, channel: call}\n{id: again, wait: 6h, channel: sms}",
    );
    only(
        &found,
        "window-bypass",
        &["between 17:00 and 23:00 on Mon 2027-03-01"],
    );
    // An e-mail waits until it is looked at; a window without an end is never closed.
    nothing(&sent(SURVEY.window, "{id: letter, day: 0, channel: email}"));
    let open = "days: daily, hours: \"09:30-17:00\", time_zone: recipient, zone_from: address, holidays: ignore";
    assert!(!sent(open, SURVEY.steps).has("window-bypass"));
}

#[test]
fn what_people_want_at_once_may_pass_by_the_window() {
    for purpose in ["safety_notice", "transactional"] {
        let found = Plan {
            campaign: &format!("purpose: {purpose}, starts: 2027-03-01, ends: 2027-05-31"),
            cadence: "if_closed: send\n    max_lateness: 1h",
            ..SURVEY
        }
        .timing();
        nothing(&found);
    }
}

#[test]
fn a_step_with_a_wider_window_is_shown_unless_it_breaks_the_hours() {
    let step = |step: &str| {
        Plan {
            steps: step,
            ..SURVEY
        }
        .timing()
    };
    let found = step("{id: text, day: 0, channel: sms, send_window: {hours: \"09:30-19:00\"}}");
    only(&found, "window-bypass", &["between 17:00 and 19:00"]);
    assert_eq!(found.one("window-bypass").severity, "warning");
    only(
        &step("{id: text, day: 0, channel: sms, send_window: {days: daily}}"),
        "window-bypass",
        &["on Sat 2027-03-06"],
    );
    nothing(&step(
        "{id: text, day: 0, channel: sms, send_window: {hours: \"10:00-12:00\"}}",
    ));
    only(
        &step("{id: ring, day: 0, channel: call, send_window: {hours: \"09:30-22:00\"}}"),
        "quiet-hours",
        &["between 20:00 and 22:00"],
    );
}

#[test]
fn a_trigger_is_not_answered_at_night() {
    let answered = |campaign: &str, window: &str, step: &str| {
        Plan {
            campaign: &format!("{campaign}, starts: 2027-03-01, ends: 2027-05-31"),
            window,
            steps: step,
            ..SURVEY
        }
        .timing()
    };
    let open = "days: daily, time_zone: recipient, zone_from: address, holidays: observe";
    let text = "{id: text, channel: sms}";
    let found = answered("purpose: marketing, enrollment: triggered", open, text);
    only(&found, "window-bypass", &["is texted at night"]);
    assert!(found.one("window-bypass").is_unverified());
    nothing(&answered("purpose: marketing", open, text));
    nothing(&answered(
        "purpose: marketing, enrollment: triggered",
        SURVEY.window,
        text,
    ));
    nothing(&answered(
        "purpose: marketing, enrollment: triggered",
        open,
        "{id: hello, channel: chat}",
    ));
    let ring = answered("purpose: survey, enrollment: triggered", open, SURVEY.steps);
    assert_eq!(ring.rules(), ["quiet-hours"], "\n{ring}");
}

#[test]
fn lateness_is_asked_for_where_there_are_hours() {
    let late = |window: &str, cadence: &str, steps: &str| {
        Plan {
            window,
            cadence,
            steps,
            ..SURVEY
        }
        .timing()
    };
    let mail = "{id: letter, day: 0, channel: email}";
    let found = late(SURVEY.window, "name: late", mail);
    only(&found, "unbounded-lateness", &[]);
    assert!(found.one("unbounded-lateness").is_unverified());
    assert_eq!(found.one("unbounded-lateness").severity, "advice");
    only(
        &late(SURVEY.window, "max_lateness: 2d", mail),
        "unbounded-lateness",
        &["2 days"],
    );
    nothing(&late(
        "days: mon-fri, holidays: observe",
        "name: late",
        mail,
    ));
    nothing(&late(
        SURVEY.window,
        "name: late",
        "{id: letter, day: 0, channel: post}",
    ));
}

// Pile-ups.

#[test]
fn what_closed_days_push_together_is_a_pile_up_and_no_plan() {
    let check = |steps: &str| {
        let plan = Plan {
            campaign: "purpose: survey, starts: 2026-10-05, ends: 2026-10-30",
            steps,
            ..SURVEY
        };
        timing(support::check_on("2026-10-01", &plan.yaml()))
    };
    // Thanksgiving is on Monday the 12th.
    let found = check(
        "{id: first, day: 0, channel: email}\n{id: third, day: 3, channel: call}\n{id: fourth, day: 5, channel: call}",
    );
    only(
        &found,
        "closed-day-pileup",
        &[
            "enrolled Wed 2026-10-07",
            "`third` (due on Sat 2026-10-10) and `fourth` (due on Mon 2026-10-12) on Tue 2026-10-13",
            "because Sat 2026-10-10 to Mon 2026-10-12 are closed",
            "at most 1 contact by call",
        ],
    );
    // Steps that wait for each other keep their distance.
    nothing(&check(
        "{id: first, day: 0, channel: email}\n{id: third, day: 3, channel: call}\n{id: fourth, wait: 2d, channel: call}",
    ));
    // What is planned for one day is no pile-up, and is told of alone.
    let found = check(
        "{id: first, day: 3, channel: call}\n{id: second, day: 3, channel: call}\n{id: third, day: 5, channel: call}",
    );
    assert_eq!(found.rules(), ["attempts-per-day"], "\n{found}");
}

#[test]
fn contacts_pile_up_at_any_minute() {
    // Thirty hours after a call of Thursday morning is Friday afternoon; after one of Thursday
    // noon, Friday's hours are over, and the call comes on Monday with another.
    let plan = Plan {
        campaign: "purpose: survey, starts: 2026-06-04, ends: 2026-06-04",
        steps: "{id: first, day: 0, channel: email}\n{id: second, wait: 30h, channel: call}\n{id: third, day: 4, channel: call}",
        ..SURVEY
    };
    let found = timing(support::check_on("2026-06-01", &plan.yaml()));
    only(
        &found,
        "closed-day-pileup",
        &[
            "enrolled Thu 2026-06-04",
            "`second` (due on Fri 2026-06-05) and `third` on Mon 2026-06-08",
            "at most 1 contact by call",
        ],
    );
}

#[test]
fn skipped_contacts_do_not_pile_up() {
    let found = Plan {
        cadence: "if_closed: skip\n    max_lateness: 1h",
        steps: "{id: one, day: 1, channel: call}\n{id: other, day: 2, channel: call}",
        ..SURVEY
    }
    .timing();
    nothing(&found);
}

// The note.

#[test]
fn a_country_whose_law_is_not_held_is_noted_once() {
    let plan = Plan {
        audience: "regions: [AQ, CA-MB], type: business",
        ..SURVEY
    };
    let folder = Folder::with([("definition.yaml", &*plan.yaml())]);
    let note = "note: Courtesy holds no contact law of Antarctica; only your own limits were checked there\n";
    assert!(folder.check(&["definition.yaml"]).err.contains(note));
    assert_eq!(folder.check(&["--quiet", "definition.yaml"]).err, "");
    let folder = Folder::with([("definition.yaml", &*SURVEY.yaml())]);
    assert!(
        !folder
            .check(&["definition.yaml"])
            .err
            .contains("contact law")
    );
}

#[test]
fn one_cadence_of_two_campaigns_is_told_of_once() {
    let yaml = SURVEY
        .yaml()
        .replace("time_zone: recipient", "time_zone: America/Los_Angeles")
        .replace("09:30-17:00", "09:30-15:00")
        .replace(
            "cadences:",
            "  again: {purpose: survey, starts: 2027-03-01, ends: 2027-05-31, audience: people, cadence: plan}\ncadences:",
        );
    assert_eq!(timing(check(&yaml)).of("sender-clock").len(), 1);
}
