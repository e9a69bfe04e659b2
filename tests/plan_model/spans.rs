//! Stretches of time and distances, held against the model.

use crate::model::spans::Spans;
use crate::random::{self, Campaign};
use crate::{compare, number};
use courtesy::calendar::Day;
use courtesy::plan::{Contact, Plan, Span, Spell};
use std::collections::BTreeMap;

/// Campaigns in the usual run.
const USUAL: u64 = 25;

/// The first difference in words.
fn difference(campaign: &Campaign, seed: u64) -> Option<String> {
    let script = &campaign.script;
    let plan = Plan::new(script, campaign.zone);
    let selections: [fn(usize) -> bool; 3] = [|_| true, |step| step % 2 == 0, |step| step % 2 == 1];
    let counts = selections[(seed % 5).saturating_sub(2) as usize];
    let model = Spans::new(script, campaign.zone, campaign.grain, &counts);
    let hours = [2, 8, 24, 30][(seed / 5 % 4) as usize];
    let limit = 1 + (seed % 4) as u32;
    for span in [
        Span::Minutes(hours * 60),
        Span::Days(1 + (seed % 9) as u32),
        Span::Week,
        Span::Month,
    ] {
        let some = script.first.plus((seed % 4) as i32)..=script.horizon.plus(-((seed % 9) as i32));
        let spell = plan.most_within_days(span, limit, &some, counts).unwrap();
        let wanted = model.most_within(span, limit, &some);
        if spell.as_ref().map(told) != wanted {
            return Some(format!("{span:?} in {some:?}: {spell:?}, model {wanted:?}"));
        }
        let spell = plan.most_within(span, limit, counts).unwrap();
        let wanted = model.most_within(span, limit, &(Day::MIN..=Day::MAX));
        if spell.as_ref().map(told) != wanted {
            return Some(format!("{span:?}: {spell:?}, model {wanted:?}"));
        }
        // A quick look may say nothing, but nothing wrong.
        let most = wanted.map_or(0, |(count, ..)| count);
        if most > 0 && plan.surely_keeps(span, most - 1, counts) {
            return Some(format!(
                "{span:?}: not more than {}, model {wanted:?}",
                most - 1
            ));
        }
        if let Some(spell) = spell {
            let happens = |enrolled, contacts: &[Contact]| {
                model.replay(enrolled, contacts) && fits(contacts, span)
            };
            let full = spell.contacts.len() == spell.count as usize;
            let first = spell.first.as_ref().is_none_or(|first| {
                first.contacts.len() > limit as usize && happens(first.enrolled, &first.contacts)
            });
            if !full || !first || !happens(spell.enrolled, &spell.contacts) {
                return Some(format!("{span:?} does not happen: {spell:?}"));
            }
        }
    }
    let length = 1 + (seed / 3 % 8) as u32;
    let windows: BTreeMap<Day, u32> = plan
        .per_window(length, counts)
        .unwrap()
        .into_iter()
        .collect();
    let wanted = model.per_window(length as i32);
    if windows != wanted {
        return Some(format!("{length} days: {windows:?}, model {wanted:?}"));
    }
    let least = 60 * (seed % 30) as u32;
    let closest = plan.closest(least, counts).unwrap();
    let found = closest
        .as_ref()
        .map(|it| (i64::from(it.minutes), it.enrolled, it.affected.unwrap()));
    let wanted = model.closest(i64::from(least));
    if found != wanted {
        return Some(format!("closest: {closest:?}, model {wanted:?}"));
    }
    if let Some(closest) = closest
        && !model.replay(closest.enrolled, &closest.contacts)
    {
        return Some(format!("closest does not happen: {closest:?}"));
    }
    None
}

/// What the model tells of a spell too.
fn told(spell: &Spell) -> (u32, Day, Option<Day>, u32) {
    let first = spell.first.as_ref().map(|first| first.enrolled);
    (spell.count, spell.enrolled, first, spell.over.unwrap())
}

/// Whether contacts can be in one stretch, as far as local times tell: a change of the clock may
/// make two hours of difference.
fn fits(contacts: &[Contact], span: Span) -> bool {
    let (Some(first), Some(last)) = (contacts.first(), contacts.last()) else {
        return false;
    };
    let days = i64::from(last.day.0 - first.day.0);
    match span {
        Span::Minutes(length) => {
            let end = first.ranges.iter().map(|range| range.end.0).max();
            let start = last.ranges.iter().map(|range| range.start.0).min();
            let apart = days * 1440 + i64::from(start.unwrap_or(0)) - i64::from(end.unwrap_or(0));
            apart < i64::from(length) + 120
        }
        Span::Days(length) => days < i64::from(length),
        Span::Week => days < 7 && first.day.weekday().index() <= last.day.weekday().index(),
        Span::Month => first.day.ymd().1 == last.day.ymd().1 && days < 31,
    }
}

fn check(seeds: std::ops::Range<u64>) {
    compare(seeds, random::brief, difference);
}

#[test]
fn stretches_of_random_campaigns_agree_with_the_model() {
    let from = number("COURTESY_PLAN_FROM").unwrap_or(0);
    let count = number("COURTESY_PLAN_CAMPAIGNS").unwrap_or(USUAL);
    check(from..from + count);
}

#[test]
#[ignore = "takes a long time; for changes of the plan"]
fn stretches_of_ten_thousand_random_campaigns_agree_with_the_model() {
    check(2_000_000..2_010_000);
}
