//! Public holidays: which days they are, for whom, by which law, and how sure that is.
//!
//! The data stand in `rules/holidays`, one file a country, written for people
//! who do not program (`rules/holidays/README.md` is their manual). A file is
//! read when a run first asks for its country and kept from then on; nothing
//! is read at start-up.
//!
//! What is not known is never an empty list: a country without data is a
//! [`NoCalendar`], and past [`horizon`] the days are only what today's law would give.

mod announced;
mod date_rule;
mod engine;
mod entry;
mod file;
mod layout;
mod load;
mod lunar;
mod overrides;
mod pack;
mod sets;
mod shift;

pub use engine::{Confidence, Occurrence, Role, Window};
pub use entry::{Basis, Class, Classes, Holiday};
pub use load::PackProblem;
pub use overrides::{AS_BUILT_IN, Overrides, Statement, Word};
pub use pack::{Coverage, NoCalendar, Pack, Review, ReviewState, countries, pack};
pub use sets::{LegalSet, set, set_ids};

use crate::calendar::{DateSet, Day, Region};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, PoisonError};

/// Every holiday of a region in whole years, sorted by date, of all classes and roles.
///
/// A country alone gives its national days; a subdivision gives the national
/// days that hold there and its own. See [`coverage`] for a subdivision that the data do not know.
pub fn occurrences(
    region: &Region,
    years: RangeInclusive<i32>,
) -> Result<Vec<Occurrence>, NoCalendar> {
    let (pack, region) = pack::locate(region)?;
    Ok(pack.occurrences(&region, years))
}

/// How far people have looked at the data of the region's country.
pub fn review(region: &Region) -> Result<&'static Review, NoCalendar> {
    pack::locate(region).map(|(pack, _)| pack.review())
}

/// The last year for which the data of a region hold. Later days are computed all the same, but unverified.
pub fn horizon(region: &Region) -> Result<i32, NoCalendar> {
    let (pack, region) = pack::locate(region)?;
    Ok(pack.horizon(&region))
}

/// Whether the data know the region itself, or only its country.
pub fn coverage(region: &Region) -> Result<Coverage, NoCalendar> {
    let (pack, region) = pack::locate(region)?;
    Ok(pack.coverage(&region))
}

/// Weekend days that a government has declared working days in exchange for bridge days.
pub fn working_days(region: &Region, years: RangeInclusive<i32>) -> Result<Vec<Day>, NoCalendar> {
    let (pack, region) = pack::locate(region)?;
    Ok(pack.working_days(&region, &years))
}

/// The public holidays of a region from one day to another, both included, ready for many look-ups.
pub fn public_holidays(region: &Region, from: Day, to: Day) -> Result<PublicHolidays, NoCalendar> {
    AS_BUILT_IN.public_holidays(region, from, to)
}

/// So many calendars are kept. A project that needs more of them computes some anew.
const MOST_KEPT: usize = 2_000;

/// The public holidays of a region in whole years, worked out once, however many campaigns ask.
pub fn public_holidays_in(
    region: &Region,
    years: RangeInclusive<i32>,
) -> Result<Arc<PublicHolidays>, NoCalendar> {
    type Kept = FxHashMap<(Region, RangeInclusive<i32>), Arc<PublicHolidays>>;
    static KEPT: Mutex<Option<Kept>> = Mutex::new(None);
    // Whoever panicked while holding the lock has left a map that is whole.
    let lock = || KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let asked = (region.clone(), years);
    if let Some(known) = lock().as_ref().and_then(|kept| kept.get(&asked)) {
        return Ok(Arc::clone(known));
    }
    let from = Day::from_ymd(*asked.1.start(), 1, 1).unwrap_or(Day::MIN);
    let to = Day::from_ymd(*asked.1.end(), 12, 31).unwrap_or(Day::MAX);
    let found = Arc::new(public_holidays(region, from, to)?);
    let mut kept = lock();
    let kept = kept.get_or_insert_default();
    if kept.len() >= MOST_KEPT {
        kept.clear();
    }
    kept.insert(asked, Arc::clone(&found));
    Ok(found)
}

/// The public holidays that only some subdivisions of a country have, each with the
/// subdivision's code, sorted by date. Of a contact somewhere in the country they are unverified.
pub fn subdivision_only(
    country: &Region,
    years: RangeInclusive<i32>,
) -> Result<Vec<(Region, Occurrence)>, NoCalendar> {
    AS_BUILT_IN.subdivision_only(country, years)
}

impl Overrides {
    /// As [`occurrences`], with what the user says of them. A day that the user says is none is still in the list; see
    /// [`Occurrence::is_kept`].
    pub fn occurrences(
        &self,
        region: &Region,
        years: RangeInclusive<i32>,
    ) -> Result<Vec<Occurrence>, NoCalendar> {
        let (pack, named) = self.locate(region)?;
        if !self.speak_of(region) {
            return Ok(pack.occurrences(&named, years));
        }
        // An estimate at the turn of the year can be settled on its other side.
        let wide = years.start().saturating_sub(1)..=years.end().saturating_add(1);
        let mut days = pack.occurrences(&named, wide);
        self.apply(region, &mut days);
        days.retain(|day| years.contains(&day.date.year()));
        engine::put_in_order(&mut days);
        Ok(days)
    }

    /// As [`horizon`], with the user's own calendars.
    pub fn horizon(&self, region: &Region) -> Result<i32, NoCalendar> {
        let (pack, region) = self.locate(region)?;
        Ok(pack.horizon(&region))
    }

    /// As [`coverage`], with the user's own calendars.
    pub fn coverage(&self, region: &Region) -> Result<Coverage, NoCalendar> {
        let (pack, region) = self.locate(region)?;
        Ok(pack.coverage(&region))
    }

    /// The counties and cities of a region's subdivision that are known to have days of their own, by name.
    pub fn localities(&self, region: &Region) -> Result<BTreeSet<Box<str>>, NoCalendar> {
        let (pack, region) = self.locate(region)?;
        Ok(pack.localities(&region))
    }

    /// As [`review`], with the user's own calendars.
    pub fn review(&self, region: &Region) -> Result<&Review, NoCalendar> {
        Ok(self.locate(region)?.0.review())
    }

    /// As [`working_days`], with the user's own calendars.
    pub fn working_days(
        &self,
        region: &Region,
        years: &RangeInclusive<i32>,
    ) -> Result<Vec<Day>, NoCalendar> {
        let (pack, region) = self.locate(region)?;
        Ok(pack.working_days(&region, years))
    }

    /// As [`public_holidays`], with what the user says of them.
    pub fn public_holidays(
        &self,
        region: &Region,
        from: Day,
        to: Day,
    ) -> Result<PublicHolidays, NoCalendar> {
        // A day's window reaches one day over the edge, so the list does too.
        let wide = from.plus(-1)..=to.plus(1);
        let years = wide.start().year()..=wide.end().year();
        let occurrences = self.occurrences(region, years)?;
        let mut found = PublicHolidays {
            certain: DateSet::spanning(from, to),
            possible: DateSet::spanning(from, to),
            by_day: Vec::with_capacity(occurrences.len()),
            set_aside: Vec::new(),
            horizon: self.horizon(region)?,
        };
        for occurrence in occurrences {
            if !occurrence.holiday.classes.contains(Class::Public)
                || occurrence.holiday.hours.is_some()
                || !wide.contains(&occurrence.date)
            {
                continue;
            }
            if !occurrence.is_kept() {
                found.set_aside.push(occurrence);
                continue;
            }
            let window = occurrence.window();
            let asked = from.max(window.first).0..=to.min(window.last).0;
            for day in asked {
                found.possible.insert(Day(day));
            }
            if occurrence.confidence != Confidence::Estimated
                && (from..=to).contains(&occurrence.date)
            {
                found.certain.insert(occurrence.date);
            }
            found.by_day.push(occurrence);
        }
        Ok(found)
    }

    /// As [`subdivision_only`], with what the user says of them.
    pub fn subdivision_only(
        &self,
        country: &Region,
        years: RangeInclusive<i32>,
    ) -> Result<Vec<(Region, Occurrence)>, NoCalendar> {
        let is_holiday =
            |day: &Occurrence| day.is_kept() && day.holiday.classes.contains(Class::Public);
        let (pack, country) = self.locate(country)?;
        let national: BTreeSet<Day> = self
            .occurrences(&country, years.clone())?
            .iter()
            .filter(|day| is_holiday(day))
            .map(|day| day.date)
            .collect();
        let listed = pack
            .subdivisions()
            .filter_map(|code| code.parse::<Region>().ok());
        let mut parts: BTreeSet<Region> = listed.collect();
        parts.extend(self.subdivisions(&country));
        let mut found = Vec::new();
        for part in parts {
            for day in self.occurrences(&part, years.clone())? {
                if is_holiday(&day) && !national.contains(&day.date) {
                    found.push((part.clone(), day));
                }
            }
        }
        found.sort_by(|a, b| (a.1.date, &a.0).cmp(&(b.1.date, &b.0)));
        Ok(found)
    }
}

/// Public holidays of a region over a span of days.
#[derive(Clone, Debug)]
pub struct PublicHolidays {
    /// Days that are public holidays, the whole day.
    pub certain: DateSet,
    /// `certain`, and with them every day on which an estimated holiday may fall.
    pub possible: DateSet,
    /// In order; those of one day stand together.
    by_day: Vec<Occurrence>,
    set_aside: Vec<Occurrence>,
    /// The last year for which the data hold.
    horizon: i32,
}

/// How sure it is that a day is a public holiday; what weighs most first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Certainty {
    /// It is one.
    Sure,
    /// It is one by the law of today, in a year for which nobody has looked.
    PastTheData,
    /// It is one, or the day beside it.
    Estimated,
}

impl PublicHolidays {
    /// How sure it is that a day is a holiday; none if it is not.
    pub fn certainty(&self, day: Day) -> Option<Certainty> {
        if !self.possible.contains(day) {
            return None;
        }
        // What the user says of a day holds in any year.
        let is_said = || self.on(day).iter().any(|it| it.said.is_some());
        Some(if !self.certain.contains(day) {
            Certainty::Estimated
        } else if day.year() <= self.horizon || is_said() {
            Certainty::Sure
        } else {
            Certainty::PastTheData
        })
    }

    /// What falls on a day by the data, the most certain first.
    pub fn on(&self, day: Day) -> &[Occurrence] {
        let first = self.by_day.partition_point(|it| it.date < day);
        let rest = &self.by_day[first..];
        &rest[..rest.partition_point(|it| it.date == day)]
    }

    /// What is no holiday by the user's word, by date.
    pub fn set_aside(&self) -> &[Occurrence] {
        &self.set_aside
    }

    /// Everything that is as it is by the user's word, by date.
    pub fn by_the_user(&self) -> impl Iterator<Item = &Occurrence> {
        let mut said: Vec<&Occurrence> = self
            .by_day
            .iter()
            .filter(|day| day.said.is_some())
            .chain(&self.set_aside)
            .collect();
        said.sort_by_key(|day| day.date);
        said.into_iter()
    }

    /// The holiday to name for a day of `possible`: the one on it, or an estimated one beside it.
    pub fn about(&self, day: Day) -> Option<&Occurrence> {
        self.on(day).first().or_else(|| {
            [day.plus(-1), day.plus(1)]
                .into_iter()
                .flat_map(|near| self.on(near))
                .find(|near| near.confidence == Confidence::Estimated)
        })
    }
}

#[cfg(test)]
mod tests;
