//! Legal sets: the lists of holidays that laws on contacting people mean.
//!
//! No such law means "the public holidays" of a package of software. It names
//! a statute's list, or its own, and says what happens at weekends. A rule of
//! law therefore points at a set by name.

use super::engine::{self, Announced, Entry, Occurrence, Role};
use super::entry::Class;
use super::file::{HolidayText, SetText, SetsFile, placed};
use super::load::{PackProblem, Part, load};
use super::overrides::{AS_BUILT_IN, Overrides};
use super::pack::{self, Pack};
use super::shift::Bound;
use crate::calendar::Region;
use crate::diagnostics::Confidence;
use crate::source::SourceFile;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::{Arc, OnceLock};

/// The holidays that a law means.
#[derive(Debug)]
pub struct LegalSet {
    /// Its id: `US-LA-PSC`.
    pub id: Box<str>,
    /// Where the law binds.
    pub region: Region,
    /// What it is called among people.
    pub name: Box<str>,
    /// The law that draws the list.
    pub cite: Box<str>,
    /// Where to read it.
    pub url: Option<Box<str>>,
    /// How sure the list is.
    pub confidence: Confidence,
    /// What it may lack or hold too much of, in words.
    pub note: Option<Box<str>>,
    base: SetBase,
    roles: Vec<Role>,
    since: Option<Bound>,
    until: Option<Bound>,
    list: List,
    entries: Vec<Arc<Entry>>,
    pack: &'static Pack,
}

/// Whether the law's list is its own, or goes with the public holidays of the place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum List {
    /// What the place makes a public holiday is on it.
    Open,
    /// Nothing is on it that the law does not name.
    Closed,
}

/// Where a set takes its days from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum SetBase {
    /// From the entries that the set has, wherever in its region somebody is.
    Entries,
    /// From the public holidays of the place itself, its state's among them.
    Place,
}

impl LegalSet {
    /// The set's days in whole years, sorted. `place` is the set's region or a
    /// county or city in it; elsewhere the set has no days.
    pub fn occurrences(&self, place: &Region, years: RangeInclusive<i32>) -> Vec<Occurrence> {
        self.occurrences_with(&AS_BUILT_IN, place, years)
    }

    /// The same with what the user says of them: a date of the list can be confirmed, and a day added to
    /// a list that goes with the public holidays; what law names stays on it.
    pub fn occurrences_with(
        &self,
        overrides: &Overrides,
        place: &Region,
        years: RangeInclusive<i32>,
    ) -> Vec<Occurrence> {
        let asked = place;
        let Ok((_, place)) = pack::locate(place) else {
            return Vec::new();
        };
        let inside = place.country() == self.region.country()
            && self
                .region
                .subdivision()
                .is_none_or(|own| place.subdivision() == Some(own));
        if !inside {
            return Vec::new();
        }
        // An estimate at the turn of the year can be settled on its other side.
        let wide = years.start().saturating_sub(1)..=years.end().saturating_add(1);
        let asked_years = if overrides.speak_of(asked) {
            &wide
        } else {
            &years
        };
        let mut days = match self.base {
            SetBase::Entries => {
                let here = pack::kept_in(&self.entries, &place);
                self.pack
                    .evaluate(&here, &place, asked_years, |of, one| self.has(of, one))
            }
            SetBase::Place => {
                let mut days = self.pack.occurrences(&place, asked_years.clone());
                days.retain(|one| one.holiday.classes.contains(Class::Public));
                days
            }
        };
        if overrides.speak_of(asked) {
            overrides.apply_to_law(asked, self.list, &mut days);
            days.retain(|one| years.contains(&one.date.year()));
            engine::put_in_order(&mut days);
        }
        days.retain(|one| {
            self.roles.contains(&one.role)
                && self.since.is_none_or(|since| since.reached_by(one.date))
                && !self.until.is_some_and(|until| until.passed_by(one.date))
        });
        days
    }

    /// Whether what is announced for a region is a day of the set: one of its holidays, or, if it goes with the
    /// public holidays, a day that is declared a holiday for all of its region.
    fn has(&self, of: &Region, announced: &Announced) -> bool {
        let holiday = &announced.holiday;
        let is_listed = || self.entries.iter().any(|it| it.holiday.id == holiday.id);
        let is_declared = || {
            self.list == List::Open
                && !announced.settles
                && holiday.classes.contains(Class::Public)
                && self.region.is_within(of)
        };
        is_listed() || is_declared()
    }

    /// The last year for which the set holds of a place.
    pub fn horizon(&self, place: &Region) -> i32 {
        let around = self.pack.horizon(&self.region);
        let known = match pack::locate(place) {
            Ok((pack, place)) if self.base == SetBase::Place => around.min(pack.horizon(&place)),
            _ => around,
        };
        match self.until {
            Some(until) => known.min(until.last.year()),
            None => known,
        }
    }
}

const PATH: &str = "rules/holidays/sets.yaml";
pub(super) static TEXT: &str = include_str!("../../rules/holidays/sets.yaml");

/// A set as written, and as made of it when it is first asked for: its country's file need not be
/// read for another's law.
struct Listed {
    text: SetText,
    plus: Vec<HolidayText>,
    made: OnceLock<Option<LegalSet>>,
}

/// The file with the sets in it.
struct Sets {
    source: Arc<SourceFile>,
    listed: BTreeMap<String, Listed>,
    #[cfg(test)]
    problems: Vec<PackProblem>,
}

fn sets() -> &'static Sets {
    static SETS: OnceLock<Sets> = OnceLock::new();
    SETS.get_or_init(|| {
        let source = SourceFile::new(PATH, TEXT);
        let mut problems = Vec::new();
        let whole = Part::whole(&source);
        let mut listed = BTreeMap::new();
        if let Some((file, tree)) = load::<SetsFile>(&whole, &mut problems) {
            for (id, mut text) in file.sets {
                let plus = placed(std::mem::take(&mut text.plus), &tree, &whole);
                let made = OnceLock::new();
                listed.insert(id, Listed { text, plus, made });
            }
        }
        Sets {
            source,
            listed,
            #[cfg(test)]
            problems,
        }
    })
}

/// A legal set by its id.
pub fn set(id: &str) -> Option<&'static LegalSet> {
    let sets = sets();
    let listed = sets.listed.get(id)?;
    listed
        .made
        .get_or_init(|| {
            let mut problems = Vec::new();
            let made = one(id, listed, &sets.source, &mut problems);
            debug_assert!(made.is_ok() && problems.is_empty(), "{id}: {problems:?}");
            made.ok()
        })
        .as_ref()
}

/// The ids of all legal sets, in order.
pub fn set_ids() -> impl Iterator<Item = &'static str> {
    sets().listed.keys().map(String::as_str)
}

/// What is wrong in the file of the sets.
#[cfg(test)]
pub(super) fn problems() -> Vec<PackProblem> {
    let sets = sets();
    let mut problems = sets.problems.clone();
    for (id, listed) in &sets.listed {
        if let Err(wrong) = one(id, listed, &sets.source, &mut problems) {
            problems.push(PackProblem {
                span: crate::source::Span::default(),
                message: format!("{id}: {wrong}"),
            });
        }
    }
    problems
}

fn one(
    id: &str,
    Listed { text, plus, .. }: &Listed,
    source: &Arc<SourceFile>,
    problems: &mut Vec<PackProblem>,
) -> Result<LegalSet, String> {
    let region: Region = text.region.parse()?;
    let (pack, region) = pack::locate(&region).map_err(|none| none.to_string())?;
    let (texts, around) = pack.texts(&region);
    let mut defaults = around.clone();
    Arc::make_mut(&mut defaults.shifts).extend(text.shifts.clone());
    let mut entries = Vec::new();
    let replaced = |id: &String| text.minus.0.contains(id) || plus.iter().any(|own| own.id == *id);
    match text.base.as_str() {
        "none" | "place" => {}
        "public" => {
            // A country's set has the days of all of it alone.
            let everywhere =
                |base: &HolidayText| region.subdivision().is_some() || base.only.0.is_empty();
            for base in texts
                .iter()
                .filter(|base| everywhere(base) && !replaced(&base.id))
            {
                entries.extend(
                    pack::compile(base, &defaults, problems)
                        .filter(|entry| entry.holiday.classes.contains(Class::Public)),
                );
            }
        }
        other => {
            return Err(format!(
                "`{other}` is not a base; write public, place or none"
            ));
        }
    }
    // What the set lists stands in the set's own law and file.
    defaults.source = Arc::clone(source);
    defaults.cite = Some(text.cite.clone());
    defaults.url.clone_from(&text.url);
    if text.url.is_none() {
        // That the place's law was read says nothing of the set's.
        defaults.basis = defaults.basis.filter(|basis| basis != "law");
    }
    for own in plus {
        let mut own = own.clone();
        if let Some(base) = texts.iter().find(|base| base.id == own.id) {
            own.inherit(base);
        }
        entries.extend(pack::compile(&own, &defaults, problems));
    }
    Ok(LegalSet {
        id: id.into(),
        region,
        name: text.name.as_str().into(),
        cite: text.cite.as_str().into(),
        url: text.url.as_deref().map(Into::into),
        confidence: match text.confidence.as_str() {
            "high" => Confidence::High,
            "medium" => Confidence::Medium,
            "low" => Confidence::Low,
            other => return Err(format!("`{other}` is not a confidence")),
        },
        note: text.note.as_deref().map(Into::into),
        list: if text.base == "none" {
            List::Closed
        } else {
            List::Open
        },
        base: if text.base == "place" {
            SetBase::Place
        } else {
            SetBase::Entries
        },
        roles: if text.count.0.is_empty() {
            vec![Role::Actual, Role::Substitute, Role::Bridge]
        } else {
            text.count
                .0
                .iter()
                .map(|role| role.parse())
                .collect::<Result<_, _>>()?
        },
        since: pack::bound(&text.since)?,
        until: pack::bound(&text.until)?,
        entries,
        pack,
    })
}
