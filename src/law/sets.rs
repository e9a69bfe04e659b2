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
        let occurrences = set.occurrences_with(self, region, years);
        // Of a whole month that begins a day sooner or later, the days between are sure.
        let within = |day: Day, name: &str| {
            [-1, 0, 1].iter().all(|shift| {
                let mut same = occurrences.iter().filter(|it| it.label() == name);
                same.any(|it| it.date == day.plus(*shift))
            })
        };
        let mut days: Vec<LegalDay> = occurrences
            .iter()
            .flat_map(|occurrence| {
                let window = occurrence.window();
                let estimated = occurrence.confidence == Confidence::Estimated;
                let said = occurrence.said.is_some();
                let name = occurrence.label();
                let doubt = |day: Day| {
                    if said {
                        None
                    } else if estimated && !within(day, &name) {
                        Some(DayDoubt::Estimated)
                    } else {
                        (day.year() > horizon).then_some(DayDoubt::PastTheData)
                    }
                };
                let days = (window.first.0..=window.last.0).map(|day| LegalDay {
                    day: Day(day),
                    name: name.clone(),
                    doubt: doubt(Day(day)),
                });
                days.collect::<Vec<_>>()
            })
            .filter(|legal| (from..=to).contains(&legal.day))
            .collect();
        // Of two reasons for a day the certain one speaks.
        days.sort_by_key(|legal| (legal.day, legal.doubt));
        days.dedup_by_key(|legal| legal.day);
        Some(days)
    }
}
