//! From the file to the finding: random campaigns are written down as a user would, the program
//! checks them, and what it says is held against the model.
//!
//! This covers what lies around the plan: that a script is made of a file rightly, and that a rule
//! asks the plan the right question.

use crate::describe;
use crate::model::Model;
use crate::model::spans::Spans;
use crate::random::{self, Campaign};
use crate::support::Folder;
use courtesy::calendar::{Day, Duration, Minute, MinuteRange, Region, Weekdays};
use courtesy::holidays;
use courtesy::plan::{Anchor, Clock, Contact, Entry, IfClosed, Span};
use serde_json::Value;
use std::fmt::Write as _;
use std::sync::Arc;

/// Campaigns in the usual run.
const USUAL: u64 = 20;

/// Where a clock is used; places whose holidays are certain in the years of the random campaigns.
const PLACES: [(&str, &str); 6] = [
    ("America/Winnipeg", "CA-MB"),
    ("America/Los_Angeles", "US-CA"),
    ("Europe/London", "GB-ENG"),
    ("Pacific/Auckland", "NZ-AUK"),
    ("America/St_Johns", "CA-NL"),
    ("Australia/Adelaide", "AU-SA"),
];

/// The hours in which people may be called; law allows more, of a survey among firms, but in
/// Australia.
const HOURS: MinuteRange = MinuteRange {
    start: Minute(600),
    end: Minute(1080),
};

/// The rules that speak of contacts outside the hours that are allowed; of what goes out although
/// its window is closed `window-bypass` speaks instead, which speaks of closed days too.
const OF_HOURS: [&str; 2] = ["quiet-hours", "dst-drift"];

/// How many attempts are allowed, in a day or in seven. One limit at a time: the rule on seven days
/// is silent where the same attempts are too many for a day.
struct Limit {
    rule: &'static str,
    setting: &'static str,
    span: Span,
    most: u32,
}

impl Limit {
    fn of(seed: u64) -> Self {
        let most = 1 + (seed / 2 % 4) as u32;
        if seed.is_multiple_of(2) {
            Self {
                rule: "attempts-per-day",
                setting: "per_day",
                span: Span::Days(1),
                most,
            }
        } else {
            Self {
                rule: "attempts-per-window",
                setting: "per_7_days",
                span: Span::Days(7),
                most: most + 1,
            }
        }
    }
}

/// What can be written in a file, of a campaign that need not be: a script has some freedom that
/// a cadence does not give.
fn writable(mut campaign: Campaign, region: &Region) -> Option<Campaign> {
    let script = &mut campaign.script;
    script.hard_stop = script.hard_stop.map(|_| script.last);
    script.horizon = script.last.plus(400);
    let known = holidays::public_holidays(region, script.first, script.horizon).ok()?;
    let mode = script.steps[0].if_closed;
    let retries = script.steps[0].retries.filter(|it| it.count > 0);
    for step in &mut script.steps {
        step.if_closed = mode;
        step.retries = retries;
        step.attempts = step.attempts.max(1);
        if step.attempts > 1 && step.spacing.is_zero() {
            step.spacing = Duration::minutes(campaign.grain as u32);
        }
        if let Some(repeat) = &mut step.repeat {
            repeat.times = Some(repeat.times.unwrap_or(2).max(1));
            step.attempts = 1;
        }
        let window = Arc::make_mut(&mut step.window);
        if window.days == Weekdays::default() {
            window.days = Weekdays::DAILY;
        }
        window.hours.retain(|hours| hours.start != hours.end);
        for day in known.certain.iter() {
            Arc::make_mut(&mut window.closed).insert(day);
        }
    }
    // A day that may be closed is another matter.
    let certain = script.first.0..=script.horizon.0;
    certain
        .map(Day)
        .all(|day| known.possible.contains(day) == known.certain.contains(day))
        .then_some(campaign)
}

/// As ISO 8601 has it.
fn duration(duration: Duration) -> String {
    let Duration {
        months,
        days,
        minutes,
    } = duration;
    let mut text = String::from("P");
    for (count, unit) in [(months, "M"), (days, "D")] {
        if count > 0 {
            let _ = write!(text, "{count}{unit}");
        }
    }
    if minutes > 0 || text.len() == 1 {
        let _ = write!(text, "T{minutes}M");
    }
    text
}

fn anchor(anchor: Anchor) -> String {
    match anchor {
        Anchor::Day(days) => format!("day: {days}"),
        Anchor::BusinessDay(number) => format!("business_day: {number}"),
        Anchor::On(day) => format!("on: {day}"),
        Anchor::Wait(wait) => format!("wait: {}", duration(wait)),
    }
}

/// The campaign as a file.
fn file(campaign: &Campaign, region: &str) -> String {
    let script = &campaign.script;
    let entry = match script.entry {
        Entry::Once => "once",
        Entry::Rolling => "rolling",
        Entry::Triggered => "triggered",
    };
    let mode = match script.steps[0].if_closed {
        IfClosed::Shift => "shift",
        IfClosed::Skip => "skip",
        IfClosed::Send => "send",
    };
    let mut text = format!(
        "campaigns:\n  random:\n    purpose: survey\n    starts: {}\n    ends: {}\n    hard_stop: {}\n    enrollment: {entry}\n    audience: {{regions: [{region}], time_zones: [{}], type: business}}\n    cadence:\n      if_closed: {mode}\n",
        script.first,
        script.last,
        script.hard_stop.is_some(),
        campaign.zone.name(),
    );
    if let Some(retries) = script.steps[0].retries {
        let (count, after) = (retries.count, duration(retries.after));
        let _ = writeln!(
            text,
            "      responses: {{no_answer: {{retry: {count}, after: {after}}}}}"
        );
    }
    text.push_str("      steps:\n");
    for (number, step) in script.steps.iter().enumerate() {
        let window = &step.window;
        let clock = match window.clock {
            Clock::Recipient => "recipient",
            Clock::Fixed(zone) => zone.name(),
        };
        let _ = write!(
            text,
            "        - id: s{number}\n          channel: call\n          {}\n",
            anchor(step.anchor),
        );
        if step.attempts > 1 {
            let (attempts, spacing) = (step.attempts, duration(step.spacing));
            let _ = writeln!(
                text,
                "          attempts: {attempts}\n          spacing: {spacing}"
            );
        }
        if let Some(repeat) = step.repeat {
            let (every, times) = (duration(repeat.every), repeat.times.unwrap());
            let _ = writeln!(text, "          repeat: {{every: {every}, times: {times}}}");
        }
        let hours: Vec<String> = window
            .hours
            .iter()
            .map(|hours| format!("\"{}-{}\"", hours.start, hours.end))
            .collect();
        let hours = match hours.len() {
            0 => String::new(),
            _ => format!("hours: [{}], overnight: true, ", hours.join(", ")),
        };
        let _ = writeln!(
            text,
            "          send_window: {{days: \"{}\", {hours}time_zone: {clock}, holidays: observe}}",
            window.days.to_string().replace(' ', "")
        );
    }
    text
}

fn settings(campaign: &Campaign, region: &str, limit: &Limit) -> String {
    let known: Region = region.parse().unwrap();
    let script = &campaign.script;
    let known = holidays::public_holidays(&known, script.first, script.horizon).unwrap();
    let closed = script.steps[0].window.closed.iter();
    let extra: Vec<String> = closed
        .filter(|day| !known.certain.contains(*day))
        .map(|day| day.to_string())
        .collect();
    let mut text = String::from("limits:\n");
    for setting in ["per_day", "per_7_days"] {
        let most = if setting == limit.setting {
            limit.most
        } else {
            999
        };
        let _ = writeln!(text, "  {setting}: {{any: 999, call: {most}}}");
    }
    let (start, end) = (HOURS.start, HOURS.end);
    let _ = writeln!(text, "  hours: {{call: \"{start}-{end}\"}}");
    if !extra.is_empty() {
        let dates = extra.join(", ");
        let _ = writeln!(
            text,
            "extra_holidays:\n  - {{regions: [{region}], dates: [{dates}], name: Day off, reason: drawn by lot}}"
        );
    }
    text
}

/// The contacts of a counterexample, and how many enrollment dates it says are affected.
fn example(finding: &Value) -> Option<(Day, Vec<Contact>, u64)> {
    let example = finding.get("counterexample")?;
    let text = |contact: &Value, key: &str| Some(contact.get(key)?.as_str()?.to_owned());
    let mut enrolled = None;
    let mut contacts = Vec::new();
    for contact in example.get("contacts")?.as_array()? {
        enrolled = Some(text(contact, "enrolled")?.parse().ok()?);
        let minute = |key: &str| -> Option<Minute> { text(contact, key)?.parse().ok() };
        contacts.push(Contact {
            step: text(contact, "step")?.strip_prefix('s')?.parse().ok()?,
            attempt: contact.get("attempt")?.as_u64()? as u32,
            day: text(contact, "date")?.parse().ok()?,
            ranges: vec![MinuteRange {
                start: minute("from")?,
                end: minute("to")?,
            }],
            moved_from: None,
            skipped: false,
        });
    }
    let affected = example.get("affected")?.get("enrollments")?.as_u64()?;
    Some((enrolled?, contacts, affected))
}

/// The first difference between what the program says of a campaign and the model.
fn difference(seed: u64) -> Option<String> {
    let campaign = random::campaign(seed);
    let (_, region) = PLACES
        .iter()
        .find(|(zone, _)| *zone == campaign.zone.name())?;
    let campaign = writable(campaign, &region.parse().unwrap())?;
    let script = &campaign.script;
    let limit = Limit::of(seed);
    let (file, settings) = (file(&campaign, region), settings(&campaign, region, &limit));
    let folder = Folder::with([
        ("courtesy.yaml", settings.as_str()),
        ("random.yaml", file.as_str()),
    ]);
    let today = script.first.to_string();
    let ran = folder.run(&[
        "check",
        "--today",
        &today,
        "--format",
        "json",
        "--select",
        "definition,frequency,timing",
        "random.yaml",
    ]);
    let report = ran.json();
    let found = report.get("diagnostics")?.as_array()?;
    let of = |rule: &str| found.iter().find(|it| it.get("rule").unwrap() == rule);
    let told = |why: String| {
        let script = describe(&campaign);
        Some(format!("{why}\n{script}\n{file}\n{settings}\n{ran}"))
    };
    for rule in [
        "invalid-value",
        "missing-field",
        "unknown-field",
        "yaml-syntax",
    ] {
        if of(rule).is_some() {
            return told(format!("{rule} in the file"));
        }
    }
    let whole = Model::new(script, campaign.zone, campaign.grain);
    let outside = (0..script.steps.len()).any(|step| {
        let times = whole.times(step);
        times
            .values()
            .flatten()
            .any(|minute| !HOURS.contains(Minute(*minute)))
    });
    let has_law = region.starts_with("AU");
    let hours = OF_HOURS.iter().any(|rule| of(rule).is_some());
    let sent_all_the_same = of("window-bypass").is_some();
    if !has_law && (hours && !outside || outside && !hours && !sent_all_the_same) {
        return told(format!("hours; model {outside}"));
    }
    let model = Spans::new(script, campaign.zone, campaign.grain, &|_| true);
    let always = Day::MIN..=Day::MAX;
    let over = model
        .most_within(limit.span, limit.most, &always)
        .map_or(0, |(_, _, _, over)| over);
    // Of too many in a day that were due on days of their own, another rule speaks.
    let pushed = limit.span == Span::Days(1) && over > 0 && model.most_due() <= limit.most;
    let rule = if pushed {
        "closed-day-pileup"
    } else {
        limit.rule
    };
    match (of(rule), over) {
        (None, 0) => None,
        (None, _) => told(format!("no {rule}, model {over} enrollments")),
        (Some(_), 0) => told(format!("{rule}, model none")),
        (Some(finding), _) => {
            let Some((enrolled, contacts, affected)) = example(finding) else {
                return told(format!("no counterexample of {rule}"));
            };
            if affected != u64::from(over) {
                return told(format!("{rule}: {affected} enrollments, model {over}"));
            }
            if contacts.len() <= limit.most as usize || !model.replay(enrolled, &contacts) {
                return told(format!("{rule}: the example does not happen"));
            }
            None
        }
    }
}

#[test]
fn what_is_found_in_random_files_is_what_the_model_says() {
    let from = crate::number("COURTESY_PLAN_FROM").unwrap_or(0);
    let count = crate::number("COURTESY_PLAN_CAMPAIGNS").unwrap_or(USUAL);
    for seed in from..from + count {
        if let Some(why) = difference(seed) {
            panic!("campaign {seed}: {why}");
        }
    }
}
