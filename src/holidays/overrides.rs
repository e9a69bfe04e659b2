//! What the users say of holidays themselves: days that our calendars lack, days that they have and
//! should not, and days that were announced after they were made.
//!
//! Every statement has a reason, which is shown wherever the statement decides. A statement holds in
//! its regions and in everything within them.

use super::engine::{Confidence, Occurrence, Role};
use super::entry::{Basis, Class, Classes, Holiday};
use super::pack::{self, NoCalendar, Pack};
use super::sets::List;
use crate::calendar::{Day, Region};
use crate::diagnostics::Site;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is said of a day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Word {
    /// What our calendars hold for an estimate, or do not answer for any more, is on this day.
    Confirmed,
    /// It is no holiday, whatever our calendars say.
    Not,
    /// It is a holiday that our calendars lack.
    Extra,
}

impl Word {
    /// The field of `courtesy.yaml` in which it is said.
    pub fn field(self) -> &'static str {
        match self {
            Self::Confirmed => "confirm",
            Self::Not => "not_holidays",
            Self::Extra => "extra_holidays",
        }
    }
}

/// The same, said of some days in some regions.
#[derive(Clone, Debug)]
pub struct Statement {
    /// What is said.
    pub word: Word,
    /// Where.
    pub regions: Vec<Region>,
    /// Of which days.
    pub dates: Vec<Day>,
    /// What an extra day is called; nothing of others.
    pub name: Box<str>,
    /// Why, in the user's words.
    pub reason: Box<str>,
    /// The lines that say so.
    pub site: Site,
}

impl Statement {
    /// Whether it speaks of a region.
    pub fn is_about(&self, region: &Region) -> bool {
        self.regions.iter().any(|around| region.is_within(around))
    }

    /// Where it is written, as a person looks it up: `courtesy.yaml:12`.
    pub fn place(&self) -> String {
        let line = self.site.source.position(self.site.span.start).line;
        format!("{}:{line}", self.site.source.path)
    }
}

/// Everything that the users of one `courtesy.yaml` say of holidays.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    statements: Vec<Arc<Statement>>,
    /// Calendars of whole countries, in the place of those that are built in or beside them.
    packs: Vec<Arc<Pack>>,
}

/// Nothing is said: the calendars as they are built in.
pub static AS_BUILT_IN: Overrides = Overrides {
    statements: Vec::new(),
    packs: Vec::new(),
};

impl Overrides {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty() && self.packs.is_empty()
    }

    /// The same, with calendars of whole countries in the place of those that are built in or beside them; of
    /// two for one country the first.
    pub fn with_packs(mut self, packs: Vec<Arc<Pack>>) -> Self {
        self.packs = packs;
        self
    }

    /// The calendars without what is said of single days.
    pub fn calendars(&self) -> Self {
        Self {
            statements: Vec::new(),
            packs: self.packs.clone(),
        }
    }

    /// The user's own calendar of a region's country.
    pub fn own_pack(&self, region: &Region) -> Option<&Pack> {
        self.own(region).map(|(pack, _)| pack)
    }

    /// The user's own calendar of a region, and the region by the one of its codes that the calendar is for.
    fn own(&self, region: &Region) -> Option<(&Pack, Region)> {
        let of = |region: Region| {
            let mut packs = self.packs.iter().map(|pack| &**pack);
            let pack = packs.find(|pack| pack.country() == region.country())?;
            Some((pack, region))
        };
        of(region.clone()).or_else(|| of(region.twin().filter(|_| !self.packs.is_empty())?))
    }

    /// The data that speak of a region, and the region by the name that they use.
    pub(super) fn locate(&self, region: &Region) -> Result<(&Pack, Region), NoCalendar> {
        match self.own(region) {
            Some(found) => Ok(found),
            None => pack::locate(region),
        }
    }

    /// Why a holiday is as a user's own calendar has it; none if it is built in.
    pub fn reason_of(&self, holiday: &Holiday) -> Option<&str> {
        let mut reasons = self.packs.iter().filter_map(|pack| pack.reason());
        let own = reasons.find(|(_, source)| Arc::ptr_eq(source, &holiday.site.source))?;
        Some(own.0)
    }

    /// What is confirmed is settled first, then days are taken out, and last others put in.
    pub fn new(mut statements: Vec<Statement>) -> Self {
        statements.sort_by_key(|statement| statement.word);
        Self {
            statements: statements.into_iter().map(Arc::new).collect(),
            packs: Vec::new(),
        }
    }

    /// Everything that is said.
    pub fn statements(&self) -> impl Iterator<Item = &Arc<Statement>> {
        self.statements.iter()
    }

    /// Whether anything is said of a region.
    pub(super) fn speak_of(&self, region: &Region) -> bool {
        self.statements.iter().any(|it| it.is_about(region))
    }

    /// The subdivisions of a country of which something is said, in order.
    pub(super) fn subdivisions(&self, country: &Region) -> BTreeSet<Region> {
        let regions = self.statements.iter().flat_map(|it| &it.regions);
        regions
            .filter(|region| region.subdivision().is_some() && region.is_within(country))
            .cloned()
            .collect()
    }

    /// Works what is said into the days of a region. What is none any more stays among them, marked.
    pub(super) fn apply(&self, region: &Region, days: &mut Vec<Occurrence>) {
        for statement in self.statements.iter().filter(|it| it.is_about(region)) {
            match statement.word {
                Word::Confirmed => confirm(statement, days),
                Word::Not => {
                    for day in days.iter_mut() {
                        if is_public(day) && statement.dates.contains(&day.date) {
                            day.said = Some(Arc::clone(statement));
                        }
                    }
                }
                Word::Extra => days.extend(extra(statement)),
            }
        }
    }

    /// The days of a legal set as they are known to be. The law's own list decides what is on it:
    /// a user can confirm a date of it and add a day to a list that is open, not take one out.
    pub(super) fn apply_to_law(&self, region: &Region, list: List, days: &mut Vec<Occurrence>) {
        for statement in self.statements.iter().filter(|it| it.is_about(region)) {
            match (statement.word, list) {
                (Word::Confirmed, _) => confirm(statement, days),
                (Word::Extra, List::Open) => days.extend(extra(statement)),
                (Word::Extra, List::Closed) | (Word::Not, _) => {}
            }
        }
    }
}

fn is_public(day: &Occurrence) -> bool {
    day.holiday.classes.contains(Class::Public)
}

fn extra(statement: &Arc<Statement>) -> impl Iterator<Item = Occurrence> {
    let holiday = Arc::new(Holiday {
        id: Word::Extra.field().into(),
        name: statement.name.clone(),
        local_names: Vec::new(),
        classes: Classes::default().with(Class::Public),
        hours: None,
        basis: Basis::Announced,
        cite: None,
        url: None,
        site: statement.site.clone(),
    });
    statement.dates.iter().map(move |date| Occurrence {
        date: *date,
        role: Role::Actual,
        confidence: Confidence::Announced,
        instead_of: None,
        said: Some(Arc::clone(statement)),
        holiday: Arc::clone(&holiday),
    })
}

/// Settles each date that is known already, or else the earliest estimate that can still mean it: of
/// a feast of three days, the three dates given settle the three, whether it came a day early, a day late
/// or when it was expected.
fn confirm(statement: &Arc<Statement>, days: &mut [Occurrence]) {
    let mut dates = statement.dates.clone();
    dates.sort_unstable();
    dates.dedup();
    for date in dates {
        let mut known = false;
        for day in days.iter_mut() {
            if day.date == date && day.confidence != Confidence::Estimated && is_public(day) {
                day.said.get_or_insert_with(|| Arc::clone(statement));
                known = true;
            }
        }
        if known {
            continue;
        }
        let open = days
            .iter()
            .filter(|day| is_open(day) && day.window().contains(date));
        let Some(meant) = open.map(|day| day.date).min() else {
            continue;
        };
        for day in days.iter_mut() {
            if is_open(day) && day.date == meant {
                day.date = date;
                day.confidence = Confidence::Announced;
                day.said = Some(Arc::clone(statement));
            }
        }
    }
}

/// Whether a public holiday's date is still to be settled.
fn is_open(day: &Occurrence) -> bool {
    is_public(day) && day.confidence == Confidence::Estimated
}
