//! The contact plan against a slow, obvious model of it.
//!
//! The model shares nothing with the engine but the calendar: it walks over people, minutes and
//! attempts with plain loops and keeps every state in which somebody can be. See `tests/README.md`.

#![allow(
    clippy::unwrap_used,
    reason = "the whole crate is a test, of which clippy sees only the functions marked so"
)]

mod model;
mod one_day;
mod random;
mod spans;
#[path = "../support/mod.rs"]
mod support;
mod through_files;
mod together;

use courtesy::calendar::{DateSet, Day, MinuteRange};
use courtesy::plan::{Plan, Script, Span};
use model::Model;
use random::Campaign;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Every answer of the plan held against the model's; the first difference in words.
fn difference(campaign: &Campaign) -> Option<String> {
    let script = &campaign.script;
    let plan = Plan::new(script, campaign.zone);
    let model = Model::new(script, campaign.zone, campaign.grain);
    for step in 0..script.steps.len() {
        let reach: BTreeSet<Day> = plan.reach(step).iter().collect();
        let wanted = model.reach(step);
        if reach != wanted {
            return Some(format!("reach of {step}: {reach:?}, model {wanted:?}"));
        }
        let times = times(&plan, step);
        let wanted = model.times(step);
        if times != wanted {
            let day = wanted
                .keys()
                .chain(times.keys())
                .find(|day| times.get(day) != wanted.get(day));
            let of =
                |map: &BTreeMap<Day, BTreeSet<u16>>| day.and_then(|day| map.get(day)).map(runs);
            return Some(format!(
                "times of {step} on {day:?}: {:?}, model {:?}",
                of(&times),
                of(&wanted)
            ));
        }
        for day in &reach {
            let found = plan.witness(step, *day).map(|w| (w.enrolled, w.attempt));
            let wanted = model.witness(step, *day);
            if found != wanted {
                return Some(format!(
                    "witness of {step} on {day}: {found:?}, model {wanted:?}"
                ));
            }
        }
        let mut some = DateSet::spanning(script.first, script.horizon);
        for day in reach.iter().filter(|day| day.0 % 3 == 0) {
            some.insert(*day);
        }
        let (found, wanted) = (plan.affected(step, &some), model.affected(step, &some));
        if found != wanted {
            return Some(format!("affected of {step}: {found}, model {wanted}"));
        }
        if plan.ending(step).last != wanted_last(&reach) {
            return Some(format!("ending of {step}: {:?}", plan.ending(step)));
        }
    }
    let selections: [fn(usize) -> bool; 3] = [|_| true, |step| step % 2 == 0, |step| step % 2 == 1];
    for (number, counts) in selections.into_iter().enumerate() {
        let per_day: BTreeMap<Day, u32> = plan.per_day(counts).unwrap().into_iter().collect();
        let wanted = model.per_day(&counts);
        let most: BTreeMap<Day, u32> = wanted.most.clone();
        if per_day != most {
            return Some(format!("per day ({number}): {per_day:?}, model {most:?}"));
        }
        let worst = plan.most_per_day(counts);
        let found = worst
            .as_ref()
            .map(|w| (w.count, w.enrolled, w.day, w.affected));
        if found != wanted.worst {
            return Some(format!(
                "worst ({number}): {found:?}, model {:?}",
                wanted.worst
            ));
        }
        let most = wanted.worst.map_or(0, |(count, ..)| count);
        if most > 0 && plan.surely_keeps(Span::Days(1), most - 1, counts) {
            return Some(format!("a day ({number}): not more than {}", most - 1));
        }
        if let Some(worst) = worst
            && let Err(why) = model.replay(&worst, &counts)
        {
            return Some(format!(
                "worst ({number}) does not happen: {why}; {worst:?}"
            ));
        }
    }
    for day in script.first.0..=script.last.0.min(script.first.0 + 3) {
        let day = Day(day);
        let found = plan.contacts(day);
        let wanted = model.contacts(day);
        let short: Vec<_> = found
            .iter()
            .map(|c| (c.step, c.attempt, c.day, c.skipped))
            .collect();
        let expected: Vec<_> = wanted
            .iter()
            .map(|c| (c.step, c.attempt, c.day, c.skipped))
            .collect();
        if short != expected {
            return Some(format!("contacts of {day}: {short:?}, model {expected:?}"));
        }
        for (found, wanted) in found.iter().zip(&wanted) {
            let holds = found.ranges.iter().any(|r| r.contains(wanted.minute));
            if holds == found.skipped {
                return Some(format!(
                    "contacts of {day}: {found:?}, model {:?}",
                    wanted.minute
                ));
            }
        }
    }
    None
}

fn wanted_last(reach: &BTreeSet<Day>) -> Option<Day> {
    reach.last().copied()
}

fn times(plan: &Plan, step: usize) -> BTreeMap<Day, BTreeSet<u16>> {
    let mut all = BTreeMap::new();
    for times in plan.times(step) {
        for day in times.days.iter() {
            let minutes: BTreeSet<u16> = times
                .ranges
                .iter()
                .flat_map(|MinuteRange { start, end }| start.0..end.0)
                .collect();
            assert!(all.insert(day, minutes).is_none(), "{day} twice");
        }
    }
    all
}

fn runs(minutes: &BTreeSet<u16>) -> Vec<(u16, u16)> {
    let mut runs: Vec<(u16, u16)> = Vec::new();
    for minute in minutes {
        match runs.last_mut() {
            Some(last) if last.1 == *minute => last.1 += 1,
            _ => runs.push((*minute, minute + 1)),
        }
    }
    runs
}

/// Compares campaigns by their numbers; of those that differ the shortest is told.
pub(crate) fn compare(
    seeds: std::ops::Range<u64>,
    campaign: impl Fn(u64) -> Campaign,
    difference: impl Fn(&Campaign, u64) -> Option<String>,
) {
    let asked = seeds.end - seeds.start;
    let mut failed = Vec::new();
    for seed in seeds {
        let campaign = campaign(seed);
        if let Some(why) = difference(&campaign, seed) {
            failed.push((seed, describe(&campaign), why));
        }
    }
    failed.sort_by_key(|(_, script, _)| script.len());
    if let Some((seed, script, why)) = failed.first() {
        let seeds: Vec<u64> = failed.iter().map(|(seed, ..)| *seed).take(20).collect();
        panic!(
            "{} of {asked} campaigns differ ({seeds:?}...); the smallest, seed {seed}:\n{script}\n{why}",
            failed.len()
        );
    }
}

fn check(seeds: std::ops::Range<u64>) {
    compare(seeds, random::campaign, |campaign, _| difference(campaign));
}

pub(crate) fn describe(campaign: &Campaign) -> String {
    let Script {
        first,
        last,
        entry,
        hard_stop,
        horizon,
        steps,
    } = &campaign.script;
    let mut text = format!(
        "{} to {}, {entry:?}, hard stop {hard_stop:?}, horizon {horizon:?}, {}, grain {}",
        first.with_weekday(),
        last.with_weekday(),
        campaign.zone.name(),
        campaign.grain
    );
    for step in steps {
        let window = &step.window;
        let closed: Vec<Day> = window.closed.iter().collect();
        let _ = write!(
            text,
            "\n  {:?} {:?} attempts {} spacing {} repeat {:?} retries {:?}\n    {} {:?} {:?} closed {closed:?}",
            step.anchor,
            step.if_closed,
            step.attempts,
            step.spacing,
            step.repeat,
            step.retries,
            window.days,
            window.hours,
            window.clock,
        );
    }
    text
}

/// Campaigns in the usual run.
const USUAL: u64 = 60;

#[test]
fn random_campaigns_agree_with_the_model() {
    let from = number("COURTESY_PLAN_FROM").unwrap_or(0);
    let count = number("COURTESY_PLAN_CAMPAIGNS").unwrap_or(USUAL);
    check(from..from + count);
}

/// Found among a hundred thousand: retries that outnumber the days and lead on; an example with an hour
/// that comes twice, whose minutes were sorted by the clock instead of by time.
#[test]
fn campaigns_that_once_differed_agree_with_the_model() {
    for seed in [4_008_345, 1_049_773] {
        check(seed..seed + 1);
    }
}

pub(crate) fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
#[ignore = "takes a long time; for changes of the plan"]
fn a_hundred_thousand_random_campaigns_agree_with_the_model() {
    check(1_000_000..1_100_000);
}
