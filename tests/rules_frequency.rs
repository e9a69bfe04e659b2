//! How often one person is contacted, in ways that no page shows: rolling hours, free minutes,
//! campaigns that share people.

mod support;

use support::{Findings, check, check_with};

/// A campaign to people of a region with these steps, in office hours of working days.
fn calls_to(audience: &str, steps: &str) -> String {
    in_window(
        "{days: daily, hours: \"09:00-19:00\", time_zone: recipient, holidays: ignore}",
        audience,
        steps,
    )
}

fn in_window(window: &str, audience: &str, steps: &str) -> String {
    format!(
        "campaigns:
  spring: {{purpose: sales, starts: 2027-03-01, ends: 2027-05-31, audience: people, cadence: plan}}
cadences:
  plan:
    send_window: {window}
    steps: {steps}
audiences:
  people: {audience}
"
    )
}

const FLORIDA: &str = "{regions: [US-FL], type: consumer, relationship: prospect}";
const GEORGIA: &str = "{regions: [US-GA], type: business}";

fn message<'f>(findings: &'f Findings, rule: &str) -> &'f str {
    &findings.one(rule).message
}

#[test]
fn a_cap_of_any_24_hours_reaches_over_midnight() {
    // Two late on one day and two early on the next: no day has three.
    let two_and_two = "[{day: 0, channel: call, attempts: 2, spacing: 4h}, {day: 1, channel: call, attempts: 2, spacing: 4h}]";
    let found = check(&calls_to(FLORIDA, two_and_two));
    let text = message(&found, "attempts-per-window");
    assert!(
        text.contains("4 calls in 24 hours") && text.contains("allows 3"),
        "{text}"
    );
    // Three are allowed, and a business is not protected.
    let three = "[{day: 0, channel: call, attempts: 2, spacing: 4h}, {day: 1, channel: call}]";
    assert!(!check(&calls_to(FLORIDA, three)).has("attempts-per-window"));
    let business = "{regions: [US-FL], type: business, relationship: prospect}";
    assert!(!check(&calls_to(business, two_and_two)).has("attempts-per-window"));
}

#[test]
fn a_day_later_is_24_hours_later_but_for_the_clock() {
    // Whoever is rung in the same hour on two days is rung less than 24 hours later, unless the
    // hour has one minute only.
    let steps = "[{day: 0, channel: call, attempts: 2, spacing: 0m}, {day: 1, channel: call, attempts: 2, spacing: 0m}]";
    let hours = |hours: &str| {
        let window =
            format!("{{days: daily, hours: \"{hours}\", time_zone: recipient, holidays: ignore}}");
        check(&in_window(&window, FLORIDA, steps))
    };
    assert!(hours("12:00-13:00").has("attempts-per-window"));
    // One night has an hour less.
    let found = hours("12:00-12:01");
    let text = message(&found, "attempts-per-window");
    assert!(text.contains("from Sat 2027-03-13 on"), "{text}");
}

#[test]
fn a_calendar_week_begins_on_monday() {
    let tennessee = "{regions: [US-TN], type: consumer, relationship: prospect}";
    // Thursday to Sunday and Monday: four in five days, three and one by the week.
    let over = check(&calls_to(
        tennessee,
        "[{channel: call, attempts: 4, spacing: 1d}]",
    ));
    assert!(
        over.of("attempts-per-window")
            .iter()
            .any(|it| it.message.contains("calendar week")),
        "{over:?}"
    );
}

#[test]
fn a_cap_of_a_state_is_open_where_the_country_alone_is_named() {
    let steps = "[{channel: call, attempts: 4, spacing: 4h}]";
    let told = |regions: &str| {
        let people = format!("{{regions: {regions}, type: consumer, relationship: prospect}}");
        check(&calls_to(&people, steps))
    };
    let found = told("[US]");
    let finding = found.one("attempts-per-window");
    assert_eq!(finding.verdict, "unverified");
    for part in ["the law in Florida (US-FL) allows 3", "`audience.regions`"] {
        assert!(finding.message.contains(part), "{}", finding.message);
    }
    assert!(!told("[US-GA]").has("attempts-per-window"));
}

#[test]
fn seven_days_roll_and_count_by_channel_and_over_all() {
    let mails = |every: &str| {
        let steps = format!("[{{channel: email, repeat: {{every: {every}, times: 12}}}}]");
        check(&calls_to(GEORGIA, &steps))
    };
    let found = mails("1d");
    let daily = message(&found, "attempts-per-window");
    // No more than it takes, and beside it the most.
    assert!(daily.contains("6 attempts in 7 days, from"), "{daily}");
    assert!(daily.contains("(7 at worst)"), "{daily}");
    assert!(!mails("2d").has("attempts-per-window"));
    let settings = "version: 1\nlimits: {per_7_days: {email: 3}}\n";
    let steps = "[{channel: email, repeat: {every: 2d, times: 12}}]";
    let found = check_with(settings, &calls_to(GEORGIA, steps));
    let text = message(&found, "attempts-per-window");
    assert!(
        text.contains("4 e-mails") && text.contains("at most 3"),
        "{text}"
    );
}

#[test]
fn what_breaks_a_day_is_told_once() {
    // Six calls on three days: keep the day, and the seven days are kept.
    let twice = |day: u32| format!("{{day: {day}, channel: call, attempts: 2, spacing: 0m}}");
    let found = check(&calls_to(
        GEORGIA,
        &format!("[{}, {}, {}]", twice(0), twice(2), twice(4)),
    ));
    assert!(
        found.has("attempts-per-day") && !found.has("attempts-per-window"),
        "{found}"
    );
}

#[test]
fn a_short_wait_is_too_short_whatever_writes_it() {
    for (steps, gap) in [
        ("[{channel: call}, {wait: 30m, channel: sms}]", "30 minutes"),
        (
            "[{channel: call, attempts: 2, spacing: 90m}]",
            "1 hour 30 minutes",
        ),
        (
            "[{channel: popup, repeat: {every: 3h, times: 2}}]",
            "3 hours",
        ),
        ("[{channel: email}, {wait: 1h, channel: email}]", "1 hour"),
    ] {
        let found = check(&calls_to(GEORGIA, steps));
        let text = message(&found, "retry-spacing");
        assert!(text.contains(&format!("after {gap};")), "{steps}: {text}");
    }
    for steps in [
        "[{channel: call}, {wait: 4h, channel: sms}]",
        "[{channel: call}, {wait: 10m, channel: email}]",
        "[{channel: call}, {wait: 1m, channel: voicemail}]",
        "[{day: 0, channel: call}, {day: 0, channel: email}]",
        "[{day: 0, channel: call}, {day: 1, channel: sms}]",
        "[{channel: call}, {wait: 1d, channel: call}]",
    ] {
        let found = check(&calls_to(GEORGIA, steps));
        assert!(!found.has("retry-spacing"), "{steps}: {found}");
    }
}

#[test]
fn a_wait_that_ends_outside_the_window_counts_as_what_becomes_of_it() {
    // Three hours after any minute of the window's last two are the next morning.
    let window = "{days: daily, hours: \"17:00-19:00\", time_zone: recipient, holidays: ignore}";
    let steps = "[{channel: call}, {wait: 3h, channel: sms}]";
    assert!(!check(&in_window(window, GEORGIA, steps)).has("retry-spacing"));
    let window = "{days: daily, hours: \"15:00-19:00\", time_zone: recipient, holidays: ignore}";
    assert!(check(&in_window(window, GEORGIA, steps)).has("retry-spacing"));
}

#[test]
fn a_written_gap_is_on_everything() {
    let settings = "version: 1\nlimits: {min_gap: 2h}\n";
    let yaml = calls_to(GEORGIA, "[{channel: call}, {wait: 10m, channel: email}]");
    assert!(check_with(settings, &yaml).has("retry-spacing"));
    let yaml = calls_to(GEORGIA, "[{channel: call}, {wait: 2h, channel: email}]");
    assert!(!check_with(settings, &yaml).has("retry-spacing"));
}

#[test]
fn two_that_ring_on_one_day_must_say_how_far_apart() {
    let found = check(&calls_to(
        GEORGIA,
        "[{day: 0, channel: call}, {day: 0, channel: sms}]",
    ));
    assert!(found.one("retry-spacing").is_unverified());
    // Hours that never meet say it.
    let apart = "[{day: 0, channel: call, send_window: {hours: \"09:00-10:00\"}}, {day: 0, channel: sms, send_window: {hours: \"15:00-16:00\"}}]";
    assert!(!check(&calls_to(GEORGIA, apart)).has("retry-spacing"));
}

#[test]
fn contacts_that_wait_for_others_can_meet_on_a_day_too() {
    // The call waits for the mail, not for the text that comes on the same day.
    let found = check(&calls_to(
        GEORGIA,
        "[{id: text, day: 2, channel: sms}, {id: mail, day: 0, channel: email}, {id: ring, wait: 2d, channel: call}]",
    ));
    let text = message(&found, "retry-spacing");
    assert!(
        text.contains("`text` and `ring` fall on one day, and nothing says how far apart"),
        "{text}"
    );
    // Hours that leave less than the gap between them are no distance.
    let near = "[{day: 0, channel: call, send_window: {hours: \"09:00-10:00\"}}, {day: 0, channel: sms, send_window: {hours: \"11:00-12:00\"}}]";
    let found = check(&calls_to(GEORGIA, near));
    let text = message(&found, "retry-spacing");
    assert!(
        text.contains("nothing keeps them more than 1 hour 1 minute apart"),
        "{text}"
    );
    // A gap of one's own is on letters too.
    let both = "[{id: mail, day: 0, channel: email}, {id: ring, day: 0, channel: call}]";
    let yaml = calls_to(GEORGIA, both);
    assert!(!check(&yaml).has("retry-spacing"));
    assert!(check_with("limits: {min_gap: 2h}", &yaml).has("retry-spacing"));
}

#[test]
fn the_last_of_a_thousand_pairs_is_looked_at() {
    // Fifty that the hours keep apart, and one more that nothing keeps apart from the last.
    let mut steps: Vec<String> = (0..50)
        .map(|day| {
            let (from, to) = if day % 2 == 0 {
                ("09:00", "10:00")
            } else {
                ("15:00", "16:00")
            };
            format!(
                "{{day: {}, channel: sms, send_window: {{hours: \"{from}-{to}\"}}}}",
                day / 2
            )
        })
        .collect();
    let settings = "limits: {per_day: {any: 9, sms: 9}, per_7_days: {any: 99, sms: 99}}";
    let of = |steps: &[String]| calls_to(GEORGIA, &format!("[{}]", steps.join(", ")));
    assert!(!check_with(settings, &of(&steps)).has("retry-spacing"));
    steps.push(
        "{id: last, day: 24, channel: call, send_window: {hours: \"09:00-10:00\"}}".to_owned(),
    );
    let found = check_with(settings, &of(&steps));
    assert!(message(&found, "retry-spacing").contains("and `last` fall on one day"));
}

#[test]
fn what_could_not_be_followed_is_no_pass() {
    // An hourly prompt within generous limits: its 1,900 attempts hang on one minute.
    let settings =
        "limits: {per_day: {any: 99, popup: 99}, per_7_days: {any: 999, popup: 999}, min_gap: 30m}";
    let window = "{days: daily, time_zone: recipient, holidays: ignore}";
    let steps = |times: u32| format!("[{{channel: popup, repeat: {{every: 1h, times: {times}}}}}]");
    let found = check_with(settings, &in_window(window, GEORGIA, &steps(1900)));
    for rule in ["attempts-per-window", "retry-spacing"] {
        assert!(found.one(rule).is_unverified(), "{found}");
        let text = message(&found, rule);
        assert!(text.contains("more ways through this cadence"), "{text}");
    }
    let found = check_with(settings, &in_window(window, GEORGIA, &steps(30)));
    assert!(!found.has("attempts-per-window") && !found.has("retry-spacing"));
}

#[test]
fn every_rule_about_attempts_says_that_retries_without_number_were_not_followed() {
    let settings =
        "limits: {per_day: {any: 99, call: 99}, per_7_days: {any: 999, call: 999}, min_gap: 30m}";
    let campaigns = |retries: u32| {
        format!(
            "campaigns:
  one: {{purpose: sales, starts: 2027-03-01, ends: 2027-03-02, audience: firms, cadence: plan}}
  two: {{purpose: sales, starts: 2027-03-02, ends: 2027-03-03, audience: firms, cadence: plan}}
cadences:
  plan:
    send_window: {{days: daily, time_zone: recipient, holidays: ignore}}
    steps: [{{day: 0, channel: call, to: mobile}}, {{wait: 1h, channel: call, to: office}}]
    responses: {{no_answer: {{retry: {retries}, after: 30m}}}}
audiences: {{firms: {{regions: [US-GA], type: business}}}}
"
        )
    };
    let found = check_with(settings, &campaigns(1001));
    for rule in [
        "attempts-per-day",
        "attempts-per-window",
        "campaign-overlap",
        "closed-day-pileup",
        "retry-spacing",
        "several-lines",
    ] {
        let of = found.of(rule);
        let says = |text: &str| text.contains("than can be followed");
        assert!(
            of.iter().any(|it| it.is_unverified() && says(&it.message)),
            "{rule}: {found}"
        );
    }
    assert!(!check_with(settings, &campaigns(2)).has("attempts-per-day"));
}

#[test]
fn lines_meet_at_any_minute() {
    // Who is mailed in the morning is rung on the mobile that afternoon; who is mailed at noon, on
    // the next morning, and the office is rung that day too.
    let steps = |day: u32| {
        format!(
            "[{{id: mail, day: 0, channel: email}}, {{id: mobile, wait: 8h, channel: call, to: mobile}}, {{id: office, day: {day}, channel: call, to: office}}]"
        )
    };
    let found = check(&calls_to(GEORGIA, &steps(1)));
    let text = message(&found, "several-lines");
    assert!(
        text.contains("on Tue 2027-03-02: `mobile` and `office`"),
        "{text}"
    );
    assert!(!check(&calls_to(GEORGIA, &steps(2))).has("several-lines"));
    // One call is never on both sides of midnight.
    let chain = "[{id: mail, day: 0, channel: email}, {id: one, wait: 8h, channel: call, to: mobile}, {id: other, wait: 1d, channel: call, to: office}]";
    assert!(!check(&calls_to(GEORGIA, chain)).has("several-lines"));
}

/// Two campaigns that ring once a month of their own, and these audiences.
fn two_campaigns(first: &str, second: &str, audiences: &str) -> Findings {
    check(&format!(
        "campaigns:
  one: {{purpose: sales, starts: 2027-03-01, ends: 2027-03-31, cadence: plan, {first}}}
  two: {{purpose: sales, starts: 2027-03-15, ends: 2027-04-15, cadence: plan, {second}}}
cadences:
  plan:
    send_window: {{days: mon-fri, hours: \"09:30-17:00\", time_zone: recipient, holidays: observe}}
    steps: [{{id: call, channel: call}}]
audiences: {audiences}
"
    ))
}

#[test]
fn the_same_people_in_two_campaigns_are_called_twice() {
    let found = two_campaigns(
        "audience: a",
        "audience: a",
        "{a: {regions: [CA-MB], type: business}}",
    );
    let finding = found.one("campaign-overlap");
    assert!(!finding.is_unverified());
    assert!(
        finding
            .message
            .contains("2 calls on Mon 2027-03-15: 1 from `one`, 1 from `two`"),
        "{}",
        finding.message
    );
}

#[test]
fn who_can_be_in_two_audiences() {
    let manitoba = "{regions: [CA-MB], type: business}";
    for (second, expected) in [
        // Stated, or to be supposed.
        (
            "{regions: [CA-MB], type: business, overlaps: [a]}",
            Some(false),
        ),
        (
            "{regions: [CA-MB], type: consumer, overlaps: [a]}",
            Some(false),
        ),
        ("{regions: [CA-MB], type: business}", Some(true)),
        ("{regions: [CA], type: mixed}", Some(true)),
        ("{regions: [CA-MB]}", Some(true)),
        // Said or plain that nobody is.
        (
            "{regions: [CA-MB], type: business, disjoint_from: [a]}",
            None,
        ),
        ("{regions: [CA-MB], type: consumer}", None),
        ("{regions: [CA-ON], type: business}", None),
    ] {
        let audiences = format!("{{a: {manitoba}, b: {second}}}");
        for (one, two) in [("a", "b"), ("b", "a")] {
            let found = two_campaigns(
                &format!("audience: {one}"),
                &format!("audience: {two}"),
                &audiences,
            );
            let told = found.of("campaign-overlap");
            assert_eq!(
                told.len(),
                usize::from(expected.is_some()),
                "{second}: {found}"
            );
            assert_eq!(
                told.first().map(|it| it.is_unverified()),
                expected,
                "{second}"
            );
        }
    }
}

#[test]
fn a_campaign_that_leaves_the_others_out_shares_nobody() {
    let audiences = "{a: {regions: [CA-MB]}, b: {regions: [CA-MB]}}";
    let found = two_campaigns("audience: a", "audience: b, exclude: [a]", audiences);
    assert!(!found.has("campaign-overlap"), "{found}");
}

#[test]
fn campaigns_that_rest_or_must_be_do_not_count() {
    let audiences = "{a: {regions: [CA-MB]}}";
    for second in ["status: paused", "status: ended"] {
        let second = format!("audience: a, {second}");
        assert!(!two_campaigns("audience: a", &second, audiences).has("campaign-overlap"));
    }
    assert!(
        two_campaigns("audience: a", "audience: a, status: draft", audiences)
            .has("campaign-overlap")
    );
}

#[test]
fn campaigns_that_only_touch_in_the_week_break_the_limit_of_seven_days() {
    let yaml = |limit: u32| {
        let settings = format!("version: 1\nlimits: {{per_7_days: {{any: {limit}}}}}\n");
        check_with(
            &settings,
            "campaigns:
  one: {purpose: sales, enrollment: once, starts: 2027-03-01, audience: a, cadence: plan}
  two: {purpose: sales, enrollment: once, starts: 2027-03-02, audience: a, cadence: plan}
cadences:
  plan:
    send_window: {days: mon-fri, hours: \"09:30-17:00\", time_zone: recipient, holidays: observe}
    steps: [{id: first, channel: email}, {id: second, wait: 2d, channel: email}]
audiences: {a: {regions: [CA-MB]}}
",
        )
    };
    let found = yaml(3);
    let text = message(&found, "campaign-overlap");
    assert!(text.contains("4 attempts in the 7 days"), "{text}");
    assert!(!yaml(4).has("campaign-overlap"));
}

#[test]
fn three_campaigns_break_what_two_keep() {
    let three = "campaigns:
  one: {purpose: sales, enrollment: once, starts: 2027-03-01, audience: a, cadence: {steps: [{channel: call}]}}
  two: {purpose: sales, enrollment: once, starts: 2027-03-01, audience: a, cadence: {steps: [{channel: sms}]}}
  three: {purpose: sales, enrollment: once, starts: 2027-03-01, audience: a, cadence: {steps: [{channel: email}]}}
audiences: {a: {regions: [CA-MB]}}
";
    let found = check(three);
    let text = message(&found, "campaign-overlap");
    for part in ["3 attempts", "`one`", "`two`", "`three`", "at most 2"] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn the_smallest_example_of_a_day_is_shown() {
    // After a holiday it is four; the first person of all gets two already.
    let steps = "[{id: first, day: 0, channel: call, attempts: 2, spacing: 4h}, {id: again, day: 1, channel: call, attempts: 2, spacing: 4h}]";
    let window = "{days: daily, hours: \"09:00-19:00\", time_zone: recipient, holidays: observe}";
    let found = check(&in_window(window, GEORGIA, steps));
    let finding = found.one("attempts-per-day");
    assert!(
        finding
            .message
            .contains("gets 2 calls on Mon 2027-03-01, where at most 1 in a day is allowed (4 on the worst of days)"),
        "{found}"
    );
    assert!(finding.pointer.ends_with("/steps/0/attempts"), "{found}");
}

#[test]
fn each_step_of_a_day_is_labelled_once() {
    let steps = "[{id: first, day: 0, channel: dm, attempts: 2, spacing: 4h}, {id: again, day: 0, channel: sms, attempts: 2, spacing: 4h}]";
    let found = check_with(
        "limits: {per_day: {any: 3, sms: 2}}",
        &calls_to(GEORGIA, steps),
    );
    let finding = found.one("attempts-per-day");
    let labels: Vec<&str> = finding
        .related
        .iter()
        .map(|it| it.message.as_str())
        .collect();
    assert_eq!(labels, ["2 direct messages", "the limit"], "{found}");
}

#[test]
fn retries_are_shown_where_they_are_written() {
    let yaml = calls_to(GEORGIA, "[{id: ring, channel: call}]").replace(
        "    steps:",
        "    responses: {no_answer: {retry: 1, after: 5h}}\n    steps:",
    );
    let found = check(&yaml);
    let finding = found.one("attempts-per-day");
    assert!(finding.pointer.ends_with("/responses/no_answer"), "{found}");
}

#[test]
fn a_written_gap_holds_over_night_too() {
    let gap = |gap: &str, steps: &str| {
        check_with(
            &format!("limits: {{min_gap: {gap}}}"),
            &calls_to(GEORGIA, steps),
        )
    };
    let next_day = "[{id: one, channel: call}, {id: two, wait: 1d, channel: sms}]";
    let found = gap("24h", next_day);
    let text = message(&found, "retry-spacing");
    assert!(
        text.contains("`two` can follow `one` after 14 hours 1 minute"),
        "{text}"
    );
    // One night in March is an hour shorter.
    let found = gap("14h", next_day);
    let text = message(&found, "retry-spacing");
    assert!(text.contains("after 13 hours 1 minute"), "{text}");
    assert!(!gap("13h", next_day).has("retry-spacing"));
    let two_days = "[{id: one, channel: call}, {id: two, wait: 2d, channel: sms}]";
    assert!(!gap("24h", two_days).has("retry-spacing"));
    // Steps that do not hang on each other are compared all the same.
    let apart = "[{id: one, day: 0, channel: call}, {id: two, day: 1, channel: sms}]";
    assert!(gap("20h", apart).has("retry-spacing"));
}

#[test]
fn the_closest_example_is_the_earliest() {
    let steps = "[{id: ring, channel: call}, {id: text, wait: 20m, channel: sms}]";
    let folder = support::Folder::with([("a.yaml", calls_to(GEORGIA, steps).as_str())]);
    let ran = folder.check(&["--format", "json", "a.yaml"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let findings = report["diagnostics"].as_array().unwrap();
    let finding = findings
        .iter()
        .find(|it| it["rule"] == "retry-spacing")
        .unwrap();
    let example = &finding["counterexample"];
    assert_eq!(example["contacts"][0]["date"], "2027-03-01");
    assert_eq!(example["contacts"][0]["from"], "09:00");
    assert_eq!(example["affected"]["enrollments"], 92);
    assert_eq!(example["affected"]["of"], 92);
}

#[test]
fn a_number_for_a_team_is_no_limit_for_a_person() {
    let steps = "[{channel: email}]";
    let with = |limits: &str| {
        let limits = format!("limits: {{{limits}}}, purpose: sales");
        check(&calls_to(GEORGIA, steps).replace("purpose: sales", &limits))
    };
    let found = with("per_day: {visit: 80}");
    let finding = found.one("throttle-not-cap");
    assert!(
        finding.pointer.ends_with("/limits/per_day/visit") && finding.severity == "warning",
        "{found}"
    );
    assert!(!with("per_day: {visit: 1}").has("throttle-not-cap"));
    let settings = |limits: &str| check_with(limits, &calls_to(GEORGIA, steps));
    let found = settings("limits: {per_day: {any: 500}, per_7_days: {any: 900}}");
    assert_eq!(found.of("throttle-not-cap").len(), 2, "{found}");
    let finding = found.of("throttle-not-cap")[0];
    assert!(
        finding.related[0].path.ends_with("courtesy.yaml"),
        "{found}"
    );
    assert!(!settings("limits: {per_day: {any: 20}}").has("throttle-not-cap"));
}

#[test]
fn a_limit_that_can_be_read_in_two_ways() {
    let with = |settings: &str, limits: &str| {
        let own = format!("limits: {{{limits}}}, purpose: sales");
        let yaml = calls_to(GEORGIA, "[{channel: email}]").replace("purpose: sales", &own);
        check_with(settings, &yaml)
    };
    for (settings, limits, says) in [
        ("version: 1", "min_gap: 1d", "24 hours or the next date"),
        ("version: 1", "min_gap: 2w", "24 hours or the next date"),
        (
            "version: 1",
            "per_day: {call: 2}",
            "a campaign can only narrow that",
        ),
        (
            "limits: {per_7_days: {any: 4}}",
            "per_7_days: {sms: 5}",
            "all channels together are allowed 4",
        ),
        (
            "limits: {per_day: {call: 3}}",
            "min_gap: 5h",
            "all channels together are allowed 2",
        ),
    ] {
        let found = with(settings, limits);
        let finding = found.one("ambiguous-cap");
        assert!(finding.message.contains(says), "{found}");
        assert_eq!(finding.severity, "warning");
    }
    for (settings, limits) in [
        ("version: 1", "min_gap: 24h"),
        ("version: 1", "per_day: {any: 1, call: 1}"),
        ("limits: {per_day: {any: 3, call: 3}}", "per_day: {call: 2}"),
    ] {
        let found = with(settings, limits);
        assert!(!found.has("ambiguous-cap"), "{found}");
    }
}

#[test]
fn thousands_of_texts_end() {
    // On Mondays three that were due on days of their own; no two are due on one day.
    let steps: Vec<String> = (0..2000)
        .map(|day| format!("{{day: {day}, channel: sms, to: line-{day}}}"))
        .collect();
    let window = "{days: mon-fri, hours: \"09:00-17:00\", time_zone: recipient, holidays: observe}";
    let found = check(&in_window(
        window,
        GEORGIA,
        &format!("[{}]", steps.join(", ")),
    ));
    assert!(
        found.has("closed-day-pileup") && found.has("several-lines"),
        "{}",
        found.rules().join(" ")
    );
}
