//! What falls on one day, held against the model: two lines, attempts that nothing keeps apart, and
//! attempts that were due together.

use crate::model::spans::Spans;
use crate::random::{self, Campaign};
use crate::{compare, number};
use courtesy::calendar::{DateSet, Day};
use courtesy::plan::{Line, Meeting, Plan};

/// Campaigns in the usual run.
const USUAL: u64 = 25;

/// The line of a step, if it has one: few lines, so that many steps share them.
fn line(seed: u64, step: usize) -> Option<Line> {
    let some = (seed / 3) >> (2 * step as u64 % 40);
    (!some.is_multiple_of(8)).then_some(Line {
        network: u32::from(some % 8 == 1),
        number: (some / 2 % 2) as u32,
    })
}

fn told(meeting: &Meeting) -> (Day, Day, Option<u32>) {
    let day = meeting.contacts[0].day;
    (meeting.enrolled, day, meeting.affected)
}

/// The first difference in words.
fn difference(campaign: &Campaign, seed: u64) -> Option<String> {
    let script = &campaign.script;
    let plan = Plan::new(script, campaign.zone);
    let selections: [fn(usize) -> bool; 3] = [|_| true, |step| step % 2 == 0, |step| step % 2 == 1];
    let counts = selections[(seed % 5).saturating_sub(2) as usize];
    let model = Spans::new(script, campaign.zone, campaign.grain, &counts);
    let happens = |meeting: &Meeting| {
        let [first, second] = &meeting.contacts;
        first.day == second.day && model.replay(meeting.enrolled, &meeting.contacts)
    };

    let most = model.most_due();
    for limit in 0..most + 2 {
        let found = plan.is_over_when_due(limit, counts);
        if found != Ok(most > limit) {
            return Some(format!("due over {limit}: {found:?}, model {most}"));
        }
    }

    let line = |step: usize| line(seed, step);
    let found = plan.on_two_lines(line).unwrap();
    let wanted = model.on_two_lines(&line);
    let wanted = wanted.map(|(enrolled, day, affected)| (enrolled, day, Some(affected)));
    if found.as_ref().map(told) != wanted {
        return Some(format!("two lines: {found:?}, model {wanted:?}"));
    }
    if let Some(meeting) = found {
        let lines = meeting.contacts.each_ref().map(|it| line(it.step));
        let [Some(one), Some(other)] = lines else {
            return Some(format!("no lines: {meeting:?}"));
        };
        if one.network != other.network || one.number == other.number || !happens(&meeting) {
            return Some(format!("two lines do not happen: {meeting:?}"));
        }
    }

    let least = 1 + 60 * (seed / 7 % 9) as u32;
    let asked = |day: Day| seed.is_multiple_of(2) || day.0 % 3 != 0;
    let mut days = DateSet::spanning(script.first, script.horizon);
    for day in (script.first.0..=script.horizon.0).map(Day) {
        if asked(day) {
            days.insert(day);
        }
    }
    let found = plan.near_on_a_day(least, &days, counts).unwrap();
    let short = found.as_ref().map(|near| {
        let (enrolled, day, affected) = told(&near.meeting);
        (enrolled, day, i64::from(near.minutes), affected)
    });
    let wanted = model.near_on_a_day(i64::from(least), &asked);
    let wanted = wanted.map(|(enrolled, day, gap, affected)| (enrolled, day, gap, Some(affected)));
    if short != wanted {
        return Some(format!("near by {least}: {found:?}, model {wanted:?}"));
    }
    if let Some(near) = found
        && !happens(&near.meeting)
    {
        return Some(format!("near ones do not happen: {near:?}"));
    }
    None
}

fn check(seeds: std::ops::Range<u64>) {
    compare(seeds, random::brief, difference);
}

#[test]
fn days_of_random_campaigns_agree_with_the_model() {
    let from = number("COURTESY_PLAN_FROM").unwrap_or(0);
    let count = number("COURTESY_PLAN_CAMPAIGNS").unwrap_or(USUAL);
    check(from..from + count);
}

#[test]
#[ignore = "takes a long time; for changes of the plan"]
fn days_of_ten_thousand_random_campaigns_agree_with_the_model() {
    check(3_000_000..3_010_000);
}
