//! The legal sets of the built-in holiday calendars, and with what a user says of their days.

use super::timetable::{LegalDay, LegalSets};
use crate::calendar::{Day, Region};
use crate::holidays::{self, AS_BUILT_IN, Confidence, Overrides};
use std::collections::BTreeSet;

/// The named sets under `rules/holidays`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct BuiltInSets;

impl LegalSets for BuiltInSets {
    fn days(&self, set: &str, region: &Region, from: Day, to: Day) -> Option<Vec<LegalDay>> {
        AS_BUILT_IN.days(set, region, from, to)
    }
}

/// The same sets, as far as law lets a user have a say in them.
impl LegalSets for Overrides {
    fn days(&self, set: &str, region: &Region, from: Day, to: Day) -> Option<Vec<LegalDay>> {
        let set = holidays::set(set)?;
        let horizon = set.horizon();
        // An estimate reaches a day to either side.
        let years = from.plus(-1).year()..=to.plus(1).year();
        let occurrences = set.occurrences_with(self, region, years);
        // A month that begins a day earlier or later moves as a whole: what lies inside it stays inside.
        let named: BTreeSet<(Day, &str)> = occurrences
            .iter()
            .map(|it| (it.date, &*it.holiday.name))
            .collect();
        let inside = |day: Day, name: &str| {
            let around = [day.plus(-1), day, day.plus(1)];
            around.iter().all(|day| named.contains(&(*day, name)))
        };
        let mut days: Vec<LegalDay> = occurrences
            .iter()
            .flat_map(|occurrence| {
                let window = occurrence.window();
                let estimated = occurrence.confidence == Confidence::Estimated;
                let said = occurrence.said.is_some();
                let name = occurrence.label();
                let sure = move |day: Day| !estimated || inside(day, &occurrence.holiday.name);
                (window.first.0..=window.last.0)
                    .map(Day)
                    .map(move |day| LegalDay {
                        day,
                        name: name.clone(),
                        certain: said || (sure(day) && day.year() <= horizon),
                    })
            })
            .filter(|legal| (from..=to).contains(&legal.day))
            .collect();
        // Of two reasons for a day the certain one speaks.
        days.sort_by_key(|legal| (legal.day, !legal.certain));
        days.dedup_by_key(|legal| legal.day);
        Some(days)
    }
}
