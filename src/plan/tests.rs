//! What the format's page says about cadences, sentence by sentence.

use super::*;
use crate::calendar::{Duration, Minute, Weekdays};
use std::sync::Arc;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn duration(text: &str) -> Duration {
    text.parse().unwrap()
}

fn window(days: &str, hours: &[&str], holidays: &[&str]) -> Window {
    let mut closed = DateSet::spanning(day("2026-01-01"), day("2028-12-31"));
    for holiday in holidays {
        closed.insert(day(holiday));
    }
    Window {
        days: days.parse().unwrap(),
        hours: hours.iter().map(|range| range.parse().unwrap()).collect(),
        clock: Clock::Recipient,
        closed: Arc::new(closed),
    }
}

/// Weekdays from eight to five.
fn office() -> Window {
    window("mon-fri", &["08:00-17:00"], &[])
}

fn step(anchor: Anchor, window: Window) -> Step {
    Step {
        anchor,
        window: Arc::new(window),
        if_closed: IfClosed::Shift,
        attempts: 1,
        spacing: Duration::default(),
        repeat: None,
        retries: None,
    }
}

/// Rolling enrollment, followed for sixty days.
fn script(first: &str, last: &str, steps: Vec<Step>) -> Script {
    Script {
        first: day(first),
        last: day(last),
        entry: Entry::Rolling,
        hard_stop: None,
        horizon: day(last).plus(60),
        steps,
    }
}

fn winnipeg() -> Zone {
    Zone::named("America/Winnipeg").unwrap()
}

fn plan(script: &Script) -> Plan<'_> {
    Plan::new(script, winnipeg())
}

fn reach(plan: &Plan, step: usize) -> Vec<String> {
    plan.reach(step).iter().map(Day::with_weekday).collect()
}

/// `step attempt date first-range`, or `skipped` in place of the range.
fn itinerary(script: &Script, enrolled: &str) -> Vec<String> {
    plan(script)
        .contacts(day(enrolled))
        .iter()
        .map(|contact| {
            let when = contact
                .ranges
                .iter()
                .map(MinuteRange::to_string)
                .collect::<Vec<_>>();
            let when = if contact.skipped {
                "skipped".to_owned()
            } else {
                when.join(",")
            };
            format!(
                "{} {} {} {when}",
                contact.step,
                contact.attempt,
                contact.day.with_weekday()
            )
        })
        .collect()
}

#[test]
fn a_day_anchor_is_that_many_calendar_days_after_enrollment() {
    let script = script(
        "2026-10-05",
        "2026-10-05",
        vec![
            step(Anchor::Day(0), office()),
            step(Anchor::Day(3), office()),
        ],
    );
    assert_eq!(reach(&plan(&script), 0), ["Mon 2026-10-05"]);
    assert_eq!(reach(&plan(&script), 1), ["Thu 2026-10-08"]);
}

#[test]
fn a_business_day_is_the_nth_open_day_on_or_after_enrollment() {
    let window = window("mon-fri", &["08:00-17:00"], &["2026-10-12"]);
    let steps = |number| vec![step(Anchor::BusinessDay(number), window.clone())];
    let on = |enrolled: &str, number| {
        let script = script(enrolled, enrolled, steps(number));
        reach(&plan(&script), 0)
    };
    assert_eq!(on("2026-10-09", 0), ["Fri 2026-10-09"]);
    assert_eq!(on("2026-10-10", 0), ["Tue 2026-10-13"]);
    assert_eq!(on("2026-10-09", 1), ["Tue 2026-10-13"]);
    assert_eq!(on("2026-10-09", 2), ["Wed 2026-10-14"]);
}

#[test]
fn a_wait_counts_from_the_last_attempt_of_the_step_before_as_made() {
    let mut calls = step(Anchor::Day(0), office());
    calls.attempts = 2;
    calls.spacing = Duration::days(1);
    let after = step(Anchor::Wait(Duration::days(2)), office());
    // Enrolled on Friday: second call on Saturday, moved to Monday; two days later is Wednesday.
    let script = script("2026-10-02", "2026-10-02", vec![calls, after]);
    assert_eq!(
        itinerary(&script, "2026-10-02"),
        [
            "0 1 Fri 2026-10-02 08:00-17:00",
            "0 2 Mon 2026-10-05 08:00-17:00",
            "1 1 Wed 2026-10-07 08:00-17:00",
        ]
    );
}

#[test]
fn an_on_anchor_is_that_date_for_everybody() {
    let script = script(
        "2026-10-01",
        "2026-10-07",
        vec![step(Anchor::On(day("2026-10-07")), office())],
    );
    let plan = plan(&script);
    assert_eq!(reach(&plan, 0), ["Wed 2026-10-07"]);
    assert_eq!(plan.affected(0, &plan.reach(0)), 7);
    assert_eq!(
        plan.witness(0, day("2026-10-07")).unwrap().enrolled,
        day("2026-10-01")
    );
}

#[test]
fn a_person_enrolled_after_an_on_date_does_not_get_that_step() {
    let script = script(
        "2026-10-01",
        "2026-10-10",
        vec![
            step(Anchor::Day(0), window("daily", &[], &[])),
            step(Anchor::On(day("2026-10-07")), window("daily", &[], &[])),
            step(Anchor::Wait(Duration::days(1)), window("daily", &[], &[])),
        ],
    );
    let plan = plan(&script);
    assert_eq!(plan.affected(1, &plan.reach(1)), 7);
    // What waits for it waits for the step before it.
    let steps: Vec<(usize, Day)> = plan
        .contacts(day("2026-10-08"))
        .iter()
        .map(|contact| (contact.step, contact.day))
        .collect();
    assert_eq!(steps, [(0, day("2026-10-08")), (2, day("2026-10-09"))]);
}

#[test]
fn a_day_is_open_if_its_weekday_is_and_no_holiday_is_observed() {
    let script = script(
        "2026-10-09",
        "2026-10-12",
        vec![step(
            Anchor::Day(0),
            window("mon-fri", &["08:00-17:00"], &["2026-10-12"]),
        )],
    );
    assert_eq!(
        reach(&plan(&script), 0),
        ["Fri 2026-10-09", "Tue 2026-10-13"]
    );
}

#[test]
fn a_closed_day_is_shifted_skipped_or_used_as_it_is() {
    let with = |if_closed| {
        let mut step = step(Anchor::Day(0), office());
        step.if_closed = if_closed;
        let script = script("2026-10-03", "2026-10-03", vec![step]);
        itinerary(&script, "2026-10-03")
    };
    assert_eq!(with(IfClosed::Shift), ["0 1 Mon 2026-10-05 08:00-17:00"]);
    assert_eq!(with(IfClosed::Skip), ["0 1 Sat 2026-10-03 skipped"]);
    assert_eq!(with(IfClosed::Send), ["0 1 Sat 2026-10-03 08:00-17:00"]);
}

#[test]
fn day_anchors_do_not_move_because_an_earlier_step_was_shifted_and_waits_do() {
    let script = script(
        "2026-10-03",
        "2026-10-03",
        vec![
            step(Anchor::Day(0), office()),
            step(Anchor::Wait(Duration::days(1)), office()),
            step(Anchor::Day(2), office()),
        ],
    );
    assert_eq!(
        itinerary(&script, "2026-10-03"),
        [
            "0 1 Mon 2026-10-05 08:00-17:00",
            "2 1 Mon 2026-10-05 08:00-17:00",
            "1 1 Tue 2026-10-06 08:00-17:00",
        ]
    );
}

#[test]
fn a_shift_never_goes_backwards_and_without_an_open_day_nothing_is_reached() {
    let script = script(
        "2026-10-03",
        "2026-10-03",
        vec![
            step(Anchor::Day(0), window("fri", &[], &[])),
            step(
                Anchor::Day(0),
                Window {
                    days: Weekdays::default(),
                    ..office()
                },
            ),
        ],
    );
    let plan = plan(&script);
    assert_eq!(reach(&plan, 0), ["Fri 2026-10-09"]);
    assert!(plan.reach(1).is_empty());
    assert_eq!(
        plan.ending(1),
        Ending {
            last: None,
            endless: false
        }
    );
}

#[test]
fn attempts_with_a_spacing_under_a_day_fall_on_the_same_day_if_they_fit() {
    let mut calls = step(Anchor::Day(0), office());
    calls.attempts = 2;
    calls.spacing = duration("4h");
    let script = script("2026-10-02", "2026-10-02", vec![calls]);
    let plan = plan(&script);
    // Rung before one, again the same day; rung later, again at the start of the next open day.
    assert_eq!(reach(&plan, 0), ["Fri 2026-10-02", "Mon 2026-10-05"]);
    let times = plan.times(0);
    assert_eq!(times[1].ranges, ["08:00-08:01".parse().unwrap()]);
    let worst = plan.most_per_day(|_| true).unwrap();
    assert_eq!((worst.count, worst.day), (2, day("2026-10-02")));
    assert_eq!(worst.contacts[0].ranges, ["08:00-13:00".parse().unwrap()]);
    assert_eq!(worst.contacts[1].ranges, ["12:00-17:00".parse().unwrap()]);
}

#[test]
fn a_short_spacing_that_leads_between_two_windows_goes_on_in_the_next_of_them() {
    let mut calls = step(
        Anchor::Day(0),
        window("daily", &["10:00-12:00", "14:00-18:00"], &[]),
    );
    calls.attempts = 2;
    calls.spacing = duration("1h");
    let script = script("2026-10-02", "2026-10-02", vec![calls]);
    let plan = plan(&script);
    assert_eq!(plan.per_day(|_| true).unwrap()[0], (day("2026-10-02"), 2));
    assert_eq!(
        plan.times(0)[0].ranges,
        [
            "10:00-12:00".parse().unwrap(),
            "14:00-18:00".parse().unwrap()
        ]
    );
}

#[test]
fn with_a_spacing_of_a_day_or_more_the_next_counts_from_the_day_as_made() {
    let mut calls = step(Anchor::Day(0), office());
    calls.attempts = 3;
    calls.spacing = Duration::days(1);
    let script = script("2026-10-02", "2026-10-02", vec![calls]);
    assert_eq!(
        itinerary(&script, "2026-10-02"),
        [
            "0 1 Fri 2026-10-02 08:00-17:00",
            "0 2 Mon 2026-10-05 08:00-17:00",
            "0 3 Tue 2026-10-06 08:00-17:00",
        ]
    );
}

#[test]
fn a_skipped_attempt_counts_as_made_on_its_nominal_day() {
    let mut text = step(Anchor::Day(0), office());
    text.if_closed = IfClosed::Skip;
    let script = script(
        "2026-10-03",
        "2026-10-03",
        vec![text, step(Anchor::Wait(Duration::days(3)), office())],
    );
    assert_eq!(
        itinerary(&script, "2026-10-03"),
        [
            "0 1 Sat 2026-10-03 skipped",
            "1 1 Tue 2026-10-06 08:00-17:00",
        ]
    );
}

#[test]
fn a_wait_in_minutes_that_leads_outside_the_window_is_moved_dropped_or_used() {
    let with = |if_closed| {
        let mut late = step(Anchor::Wait(duration("10h")), office());
        late.if_closed = if_closed;
        let script = script(
            "2026-10-02",
            "2026-10-02",
            vec![step(Anchor::Day(0), office()), late],
        );
        itinerary(&script, "2026-10-02").pop().unwrap()
    };
    assert_eq!(with(IfClosed::Shift), "1 1 Mon 2026-10-05 08:00-08:01");
    assert_eq!(with(IfClosed::Skip), "1 1 Fri 2026-10-02 skipped");
    assert_eq!(with(IfClosed::Send), "1 1 Fri 2026-10-02 18:00-24:00");
}

#[test]
fn a_wait_in_hours_may_cross_midnight() {
    let mut late = step(Anchor::Wait(duration("10h")), office());
    late.if_closed = IfClosed::Send;
    let script = script(
        "2026-10-02",
        "2026-10-02",
        vec![step(Anchor::Day(0), office()), late],
    );
    let plan = plan(&script);
    assert_eq!(reach(&plan, 1), ["Fri 2026-10-02", "Sat 2026-10-03"]);
    assert_eq!(plan.times(1)[1].ranges, ["00:00-03:00".parse().unwrap()]);
}

#[test]
fn a_repeat_until_an_event_runs_to_the_horizon_and_what_waits_for_it_is_never_reached() {
    let mut prompt = step(Anchor::Day(30), window("daily", &[], &[]));
    prompt.repeat = Some(Repeat {
        every: Duration::days(1),
        times: None,
    });
    let after = step(Anchor::Wait(Duration::days(1)), office());
    let script = script("2026-10-01", "2026-10-01", vec![prompt, after]);
    let plan = plan(&script);
    assert_eq!(
        plan.ending(0),
        Ending {
            last: Some(day("2026-11-30")),
            endless: true
        }
    );
    assert_eq!(plan.reach(0).len(), 31);
    assert!(plan.reach(1).is_empty());
}

#[test]
fn retries_that_outnumber_the_days_lead_to_the_next_step_all_the_same() {
    let mut call = step(Anchor::Day(0), window("daily", &["08:00-10:00"], &[]));
    call.retries = Some(Retries {
        count: 3,
        after: duration("1d"),
    });
    let text = step(Anchor::Wait(duration("1h")), window("daily", &[], &[]));
    let mut script = script("2026-10-01", "2026-10-01", vec![call, text]);
    script.hard_stop = Some(day("2026-10-03"));
    let plan = plan(&script);
    let most = plan.per_day(|_| true).unwrap();
    let days = ["2026-10-01", "2026-10-02", "2026-10-03"];
    assert_eq!(most, days.map(|it| (day(it), 2)));
}

#[test]
fn what_follows_more_than_a_thousand_close_retries_is_said_not_to_be_followed() {
    let mut call = step(Anchor::Day(0), window("daily", &[], &[]));
    call.retries = Some(Retries {
        count: 1001,
        after: duration("30m"),
    });
    let text = step(Anchor::Wait(duration("1h")), window("daily", &[], &[]));
    let script = script("2026-10-01", "2026-10-01", vec![call, text]);
    assert_eq!(plan(&script).per_day(|_| true), Err(Unfollowed));
}

#[test]
fn a_repeat_with_a_number_is_that_many_attempts() {
    let mut prompt = step(Anchor::Day(0), window("daily", &[], &[]));
    prompt.repeat = Some(Repeat {
        every: Duration::days(7),
        times: Some(5),
    });
    let script = script("2026-10-01", "2026-10-01", vec![prompt]);
    assert_eq!(itinerary(&script, "2026-10-01").len(), 5);
    assert!(!plan(&script).ending(0).endless);
}

#[test]
fn contacts_already_planned_run_on_after_the_end_unless_it_is_a_hard_stop() {
    let mut script = script(
        "2026-10-01",
        "2026-10-02",
        vec![step(Anchor::Day(5), window("daily", &[], &[]))],
    );
    assert_eq!(plan(&script).reach(0).len(), 2);
    script.hard_stop = Some(day("2026-10-06"));
    assert_eq!(reach(&plan(&script), 0), ["Tue 2026-10-06"]);
    script.hard_stop = Some(day("2026-10-02"));
    assert!(plan(&script).reach(0).is_empty());
}

#[test]
fn enrolled_once_is_enrolled_on_the_first_day() {
    let mut script = script(
        "2026-10-01",
        "2026-10-09",
        vec![step(Anchor::Day(0), window("daily", &[], &[]))],
    );
    script.entry = Entry::Once;
    let plan = plan(&script);
    assert_eq!(reach(&plan, 0), ["Thu 2026-10-01"]);
    assert_eq!(plan.enrollments(), 1);
    assert!(plan.contacts(day("2026-10-02")).is_empty());
}

#[test]
fn without_hours_a_contact_can_be_at_any_minute() {
    let mut script = script(
        "2026-10-01",
        "2026-10-01",
        vec![step(Anchor::Day(0), window("daily", &[], &[]))],
    );
    for entry in [Entry::Rolling, Entry::Triggered] {
        script.entry = entry;
        assert_eq!(plan(&script).times(0)[0].ranges, [MinuteRange::ALL_DAY]);
    }
}

#[test]
fn who_is_triggered_after_hours_is_reached_when_the_window_next_opens() {
    let with = |if_closed| {
        let mut call = step(Anchor::Day(0), office());
        call.if_closed = if_closed;
        let mut script = script("2026-10-09", "2026-10-09", vec![call]);
        script.entry = Entry::Triggered;
        plan(&script)
            .times(0)
            .iter()
            .flat_map(|times| {
                let day = times.days.first().unwrap();
                times
                    .ranges
                    .iter()
                    .map(move |range| format!("{} {range}", day.with_weekday()))
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        with(IfClosed::Shift),
        ["Fri 2026-10-09 08:00-17:00", "Mon 2026-10-12 08:00-08:01"]
    );
    assert_eq!(with(IfClosed::Skip), ["Fri 2026-10-09 08:00-17:00"]);
    assert_eq!(with(IfClosed::Send), ["Fri 2026-10-09 08:00-24:00"]);
}

#[test]
fn a_window_on_the_senders_clock_falls_where_both_clocks_put_it() {
    let mut window = office();
    window.days = Weekdays::DAILY;
    window.clock = Clock::Fixed(Zone::named("America/Los_Angeles").unwrap());
    // Saskatchewan does not change its clocks, California does on 2026-11-01.
    let script = script(
        "2026-10-31",
        "2026-11-01",
        vec![step(Anchor::Day(0), window)],
    );
    let plan = Plan::new(&script, Zone::named("America/Regina").unwrap());
    let times = plan.times(0);
    assert_eq!(times[0].ranges, ["09:00-18:00".parse().unwrap()]);
    assert_eq!(times[1].ranges, ["10:00-19:00".parse().unwrap()]);
}

#[test]
fn zones_whose_clocks_change_at_the_same_local_time_share_a_plan() {
    let zone = |name| Zone::named(name).unwrap();
    let (chicago, denver) = (zone("America/Chicago"), zone("America/Denver"));
    let mut script = script(
        "2026-01-01",
        "2026-12-31",
        vec![step(Anchor::Day(0), office())],
    );
    assert_eq!(script.clockwork(chicago), script.clockwork(denver));
    assert_ne!(
        script.clockwork(chicago),
        script.clockwork(zone("America/Regina"))
    );
    let mut window = office();
    window.clock = Clock::Fixed(Zone::UTC);
    script.steps.push(step(Anchor::Day(1), window));
    assert_ne!(script.clockwork(chicago), script.clockwork(denver));
}

#[test]
fn a_senders_evening_is_the_recipients_next_date_which_must_be_open() {
    let mut window = window("mon-fri", &["20:00-24:00"], &[]);
    window.clock = Clock::Fixed(Zone::named("America/Los_Angeles").unwrap());
    let script = script(
        "2026-10-02",
        "2026-10-05",
        vec![step(Anchor::Day(0), window)],
    );
    // In Tokyo these are 12:00 to 16:00 of the day after.
    let plan = Plan::new(&script, Zone::named("Asia/Tokyo").unwrap());
    assert_eq!(reach(&plan, 0), ["Fri 2026-10-02", "Mon 2026-10-05"]);
    assert_eq!(plan.times(0)[0].ranges, ["12:00-16:00".parse().unwrap()]);
}

#[test]
fn a_time_that_the_clock_skips_cannot_happen() {
    let hours = window("daily", &["02:00-03:00"], &[]);
    let script = script(
        "2026-03-07",
        "2026-03-08",
        vec![step(Anchor::Day(0), hours)],
    );
    let plan = Plan::new(&script, Zone::named("America/Chicago").unwrap());
    assert_eq!(reach(&plan, 0), ["Sat 2026-03-07", "Mon 2026-03-09"]);
}

#[test]
fn hours_over_midnight_belong_to_both_dates() {
    let mut night = window("fri", &["22:00-02:00"], &[]);
    night.hours = vec![MinuteRange {
        start: Minute(1320),
        end: Minute(120),
    }];
    let script = script(
        "2026-10-02",
        "2026-10-02",
        vec![step(Anchor::Day(0), night)],
    );
    let plan = plan(&script);
    assert_eq!(reach(&plan, 0), ["Fri 2026-10-02"]);
    assert_eq!(
        plan.times(0)[0].ranges,
        [
            "00:00-02:00".parse().unwrap(),
            "22:00-24:00".parse().unwrap()
        ]
    );
}

#[test]
fn retries_count_like_any_other_attempt_and_what_waits_counts_from_any_of_them() {
    let mut call = step(Anchor::Day(0), window("daily", &["08:00-17:00"], &[]));
    call.retries = Some(Retries {
        count: 2,
        after: Duration::days(1),
    });
    let after = step(
        Anchor::Wait(Duration::days(1)),
        call.window.as_ref().clone(),
    );
    let script = script("2026-10-01", "2026-10-01", vec![call, after]);
    let plan = plan(&script);
    assert_eq!(plan.reach(0).len(), 3);
    assert_eq!(
        reach(&plan, 1),
        ["Fri 2026-10-02", "Sat 2026-10-03", "Sun 2026-10-04"]
    );
    // The wait follows the last attempt, so that no day has two.
    assert_eq!(plan.most_per_day(|_| true).unwrap().count, 1);
}

#[test]
fn steps_pushed_off_closed_days_pile_up() {
    let script = script(
        "2026-10-01",
        "2026-10-08",
        vec![
            step(Anchor::Day(1), office()),
            step(Anchor::Day(2), office()),
            step(Anchor::Day(3), office()),
        ],
    );
    let worst = plan(&script).most_per_day(|_| true).unwrap();
    assert_eq!((worst.count, worst.affected, worst.of), (3, 1, 8));
    assert_eq!(worst.enrolled, day("2026-10-02"));
    assert_eq!(worst.day, day("2026-10-05"));
    assert_eq!(worst.contacts[0].moved_from, Some(day("2026-10-03")));
    assert_eq!(worst.contacts[2].moved_from, None);
    // Thursdays, Fridays and Saturdays.
    let over = plan(&script).first_over(1, |_| true).unwrap().unwrap();
    assert_eq!(over.first.affected, 4);
    let monday = plan(&script).most_on(day("2026-10-05"), |step| step < 2);
    assert_eq!(monday.unwrap().count, 2);
}

/// The Thanksgiving calls: two calls by one rep, a voicemail and a call by another, in one day.
#[test]
fn story_1_four_attempts_on_a_holiday() {
    let window = window("mon-fri", &["08:00-17:00"], &[]);
    let mut first = step(Anchor::Day(0), window.clone());
    first.attempts = 2;
    first.spacing = duration("4h");
    let mut script = script(
        "2026-10-10",
        "2026-10-14",
        vec![
            first,
            step(Anchor::Wait(duration("1h")), window.clone()),
            step(Anchor::Wait(duration("20m")), window),
        ],
    );
    script.entry = Entry::Triggered;
    let plan = plan(&script);
    let thanksgiving = day("2026-10-12");
    assert!((0..3).all(|step| plan.reach(step).contains(thanksgiving)));
    let witness = plan.witness(0, thanksgiving).unwrap();
    assert_eq!(witness.enrolled, day("2026-10-10"));
    let worst = plan.most_per_day(|_| true).unwrap();
    assert_eq!((worst.count, worst.day), (4, thanksgiving));
    let steps: Vec<(usize, u32, String)> = worst
        .contacts
        .iter()
        .map(|contact| (contact.step, contact.attempt, contact.ranges[0].to_string()))
        .collect();
    assert_eq!(
        steps,
        [
            (0, 1, "08:00-11:40".to_owned()),
            (0, 2, "12:00-15:40".to_owned()),
            (1, 1, "13:00-16:40".to_owned()),
            (2, 1, "13:20-17:00".to_owned()),
        ]
    );
    assert_eq!((worst.affected, worst.of), (5, 5));
    assert_eq!(plan.most_per_day(|step| step == 0).unwrap().count, 2);
}

/// The pop-up that takes no "no": from the end of the trial on, every day.
#[test]
fn story_2_a_prompt_repeated_for_ever() {
    let mut prompt = step(Anchor::Day(30), window("daily", &[], &[]));
    prompt.repeat = Some(Repeat {
        every: Duration::days(1),
        times: None,
    });
    let mut script = script("2026-01-01", "2026-12-31", vec![prompt]);
    script.entry = Entry::Triggered;
    script.horizon = day("2026-12-31").plus(400);
    let plan = plan(&script);
    assert!(plan.ending(0).endless);
    assert_eq!(plan.ending(0).last, Some(script.horizon));
    assert_eq!(plan.reach(0).len(), 365 - 30 + 400);
    let worst = plan.most_per_day(|_| true).unwrap();
    assert_eq!((worst.count, worst.affected), (1, 365));
}

#[test]
fn what_is_asked_for_by_the_million_or_lies_at_the_edges_ends() {
    let mut close = step(Anchor::Day(0), window("daily", &[], &[]));
    close.attempts = u32::MAX;
    close.spacing = duration("1m");
    close.retries = Some(Retries {
        count: u32::MAX,
        after: Duration::default(),
    });
    let mut far = step(Anchor::Day(u32::MAX), office());
    far.attempts = 5_000_000;
    far.spacing = Duration::days(1);
    let mut waits = step(Anchor::Wait(Duration::minutes(u32::MAX)), office());
    waits.repeat = Some(Repeat {
        every: Duration::default(),
        times: None,
    });
    let months = step(Anchor::Wait(Duration::months(u32::MAX)), office());
    let business = step(Anchor::BusinessDay(u32::MAX), office());
    let never = step(Anchor::On(Day(i32::MIN)), office());
    let steps = vec![close, far, waits, months, business, never];
    for (first, last, horizon) in [
        (Day::MIN, Day::MIN.plus(3), Day::MIN.plus(9)),
        (Day::MAX.plus(-3), Day::MAX, Day::MAX.plus(400)),
        (Day(i32::MIN), Day(i32::MIN), Day(i32::MIN)),
        (Day(i32::MAX), Day(i32::MAX), Day(i32::MAX)),
        (Day::MAX, Day::MIN, Day::MAX),
        (Day::MIN, Day::MIN, Day(i32::MIN)),
    ] {
        let script = Script {
            first,
            last,
            entry: Entry::Triggered,
            hard_stop: None,
            horizon,
            steps: steps.clone(),
        };
        let plan = plan(&script);
        for step in 0..=steps.len() {
            let reach = plan.reach(step);
            assert_eq!(plan.ending(step).last, reach.iter().last());
            assert_eq!(plan.times(step).is_empty(), reach.is_empty());
            if let Some(day) = reach.first() {
                assert!(plan.witness(step, day).is_some());
            }
        }
        let worst = plan.most_per_day(|_| true).map_or(0, |worst| worst.count);
        assert!(worst == 0 || worst >= 1440, "{worst}");
        assert!(plan.contacts(first).len() <= MOST_CONTACTS);
    }
}
