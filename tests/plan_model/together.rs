//! Several campaigns on one person: the plan adds up the most of each, day by day.

use crate::model::Model;
use crate::random::{self, Campaign};
use crate::{describe, number};
use courtesy::calendar::Day;
use courtesy::plan::Plan;
use std::collections::{BTreeMap, BTreeSet};

/// Pairs of campaigns in the usual run.
const USUAL: u64 = 10;

/// The most that one person can get on each day: every way to be enrolled in the one, or not to be,
/// with every such way in the other.
fn of_both(one: &Campaign, other: &Campaign) -> BTreeMap<Day, u32> {
    let persons = |campaign: &Campaign| -> BTreeSet<BTreeMap<Day, u32>> {
        let model = Model::new(&campaign.script, campaign.zone, campaign.grain);
        let persons = model.persons(&|_| true);
        // Or in the other alone.
        let nothing = std::iter::once(BTreeMap::new());
        persons.into_iter().map(|it| it.1).chain(nothing).collect()
    };
    let (first, second) = (persons(one), persons(other));
    let mut most: BTreeMap<Day, u32> = BTreeMap::new();
    for a in &first {
        for b in &second {
            let mut together = a.clone();
            for (day, count) in b {
                *together.entry(*day).or_default() += count;
            }
            for (day, count) in together {
                let on = most.entry(day).or_default();
                *on = (*on).max(count);
            }
        }
    }
    most.retain(|_, count| *count > 0);
    most
}

/// Two campaigns to people on one clock whose days overlap, the same for the same number.
fn pair(number: u64) -> [Campaign; 2] {
    let one = random::campaign(number);
    let other = (1..u64::from(u32::MAX))
        .map(|more| random::campaign(number ^ (more << 32)))
        .find(|other| other.zone == one.zone && other.grain == one.grain);
    let mut other = other.unwrap();
    // The days are moved, not the holidays: they were random before and are after.
    let days = one.script.first.0 - other.script.first.0 + (number % 5) as i32 - 2;
    let script = &mut other.script;
    script.first = script.first.plus(days);
    script.last = script.last.plus(days);
    script.horizon = script.horizon.plus(days);
    script.hard_stop = script.hard_stop.map(|stop| stop.plus(days));
    [one, other]
}

fn check(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        let [one, other] = pair(seed);
        let mut sum: BTreeMap<Day, u32> = BTreeMap::new();
        for campaign in [&one, &other] {
            for (day, count) in Plan::new(&campaign.script, campaign.zone)
                .per_day(|_| true)
                .unwrap()
            {
                *sum.entry(day).or_default() += count;
            }
        }
        let wanted = of_both(&one, &other);
        assert_eq!(
            sum,
            wanted,
            "seed {seed}:\n{}\nand\n{}",
            describe(&one),
            describe(&other)
        );
    }
}

#[test]
fn two_campaigns_add_up() {
    let from = number("COURTESY_PLAN_FROM").unwrap_or(0);
    let count = number("COURTESY_PLAN_CAMPAIGNS").unwrap_or(USUAL);
    check(from..from + count);
}
