//! The legal sets of the built-in holiday calendars, and with what a user says of their days.

use super::timetable::{DayDoubt, LegalDay, LegalSets};
use crate::calendar::{Day, Region};
use crate::holidays::{self, AS_BUILT_IN, Confidence, Overrides};

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
        let horizon = set.horizon(region);
        // An estimate reaches a day to either side.
        let years = from.plus(-1).year()..=to.plus(1).year();
        let mut days: Vec<LegalDay> = set
            .occurrences_with(self, region, years)
            .into_iter()
            .flat_map(|occurrence| {
                let window = occurrence.window();
                let estimated = occurrence.confidence == Confidence::Estimated;
                let said = occurrence.said.is_some();
                let doubt = move |day: Day| {
                    if said {
                        None
                    } else if estimated {
                        Some(DayDoubt::Estimated)
                    } else {
                        (day.year() > horizon).then_some(DayDoubt::PastTheData)
                    }
                };
                let name = occurrence.label();
                (window.first.0..=window.last.0)
                    .map(Day)
                    .map(move |day| LegalDay {
                        day,
                        name: name.clone(),
                        doubt: doubt(day),
                    })
            })
            .filter(|legal| (from..=to).contains(&legal.day))
            .collect();
        // Of two reasons for a day the certain one speaks.
        days.sort_by_key(|legal| (legal.day, legal.doubt));
        days.dedup_by_key(|legal| legal.day);
        Some(days)
    }
}
