//! The shapes of the files under `rules/holidays`, as they are written.
//! What they mean is worked out in `pack`, `announced` and `sets`.

use super::load::Part;
use crate::source::Span;
use crate::yaml::{List, Tree};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// `rules/holidays/XX.yaml` up to its subdivisions.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct CountryFile {
    pub country: String,
    #[allow(dead_code, reason = "for people who read the file")]
    pub name: String,
    /// The day on which somebody last held the file against the law.
    pub checked: String,
    pub horizon: i32,
    #[serde(default)]
    pub weekend: Option<String>,
    #[serde(default)]
    pub cite: Option<String>,
    #[serde(default)]
    pub url: Option<String>,
    #[serde(default)]
    pub basis: Option<String>,
    /// `national`: subdivisions that are not listed have the national days and no other.
    #[serde(default)]
    pub elsewhere: Option<String>,
    /// Shifts with a name, to be used by several holidays.
    #[serde(default)]
    pub shifts: BTreeMap<String, Words>,
    #[serde(default)]
    pub holidays: List<HolidayText>,
    /// Why a user's file stands in the place of the built-in one, or beside it.
    #[serde(default)]
    pub reason: Option<String>,
    /// `built-in`: a user's file adds to the built-in one and does not stand in its place.
    #[serde(default)]
    pub extends: Option<String>,
}

/// One subdivision in a country's file.
#[derive(Deserialize, Default, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionText {
    #[serde(default)]
    #[allow(dead_code, reason = "for people who read the file")]
    pub name: Option<String>,
    #[serde(default)]
    pub horizon: Option<i32>,
    #[serde(default)]
    pub cite: Option<String>,
    #[serde(default)]
    pub url: Option<String>,
    #[serde(default)]
    pub basis: Option<String>,
    /// What the country's named shifts mean here.
    #[serde(default)]
    pub shifts: BTreeMap<String, Words>,
    /// National holidays that do not hold here, by id.
    #[serde(default)]
    pub without: Words,
    /// National holidays that the subdivision's own law names as well, by id: they hold as they
    /// are, and rest on that law here.
    #[serde(default)]
    pub keeps: Words,
    /// Own holidays; one with the id of a national one takes its place and
    /// says only what differs.
    #[serde(default)]
    pub holidays: List<HolidayText>,
}

/// One holiday.
#[derive(Deserialize, Default, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct HolidayText {
    /// Its first line in the file; set by [`placed`].
    #[serde(skip)]
    pub span: Span,
    pub id: String,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub local: BTreeMap<String, String>,
    #[serde(default)]
    pub on: Option<String>,
    #[serde(default)]
    pub dates: Words,
    #[serde(default)]
    pub since: Words,
    #[serde(default)]
    pub until: Words,
    #[serde(default)]
    pub every: Option<String>,
    #[serde(default)]
    pub not: Words,
    #[serde(default)]
    pub shift: Words,
    #[serde(default)]
    pub days: Option<u8>,
    #[serde(default)]
    pub time: Option<String>,
    #[serde(default)]
    pub role: Option<String>,
    #[serde(default)]
    pub class: Words,
    #[serde(default)]
    pub only: Words,
    #[serde(default)]
    pub except: Words,
    #[serde(default)]
    pub basis: Option<String>,
    #[serde(default)]
    pub cite: Option<String>,
    #[serde(default)]
    pub url: Option<String>,
    /// For people who read the file.
    #[serde(default)]
    #[allow(dead_code, reason = "for people who read the file")]
    pub note: Option<String>,
}

impl HolidayText {
    /// What is not said here is taken from `national`.
    pub(super) fn inherit(&mut self, national: &Self) {
        fn option<T: Clone>(own: &mut Option<T>, from: Option<&T>) {
            if own.is_none() {
                *own = from.cloned();
            }
        }
        fn words(own: &mut Words, from: &Words) {
            if own.0.is_empty() {
                own.0.clone_from(&from.0);
            }
        }
        option(&mut self.name, national.name.as_ref());
        if self.on.is_none() && self.dates.0.is_empty() {
            self.on.clone_from(&national.on);
            self.dates.0.clone_from(&national.dates.0);
        }
        if self.local.is_empty() {
            self.local.clone_from(&national.local);
        }
        words(&mut self.since, &national.since);
        words(&mut self.until, &national.until);
        words(&mut self.not, &national.not);
        words(&mut self.shift, &national.shift);
        words(&mut self.class, &national.class);
        option(&mut self.every, national.every.as_ref());
        option(&mut self.days, national.days.as_ref());
        option(&mut self.time, national.time.as_ref());
        option(&mut self.role, national.role.as_ref());
        // That the nation's law was read says nothing of the subdivision's.
        let basis = national.basis.as_ref().filter(|basis| *basis != "law");
        option(&mut self.basis, basis);
    }
}

/// What one government announced for the year: a key under `regions` of `rules/holidays/announced/YYYY.yaml`.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct AnnouncedText {
    pub cite: String,
    #[serde(default)]
    pub url: Option<String>,
    /// Whether the days are final. If not, they are estimates.
    pub confirmed: bool,
    #[serde(default)]
    pub days: List<AnnouncedDayText>,
    /// Weekend days on which people work in exchange.
    #[serde(default)]
    pub working: Words,
}

/// One announced holiday. With the id of a holiday of the country it sets that holiday's
/// days of the year; otherwise it is a day of its own.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct AnnouncedDayText {
    /// Its first line in the file; set by [`placed`].
    #[serde(skip)]
    pub span: Span,
    pub id: String,
    pub dates: Words,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub role: Option<String>,
    /// `by-rule`: the days are shifted as the holiday always is.
    #[serde(default)]
    pub substitutes: Option<String>,
    #[serde(default)]
    pub class: Words,
    #[serde(default)]
    pub confirmed: Option<bool>,
    #[serde(default)]
    pub cite: Option<String>,
    #[serde(default)]
    pub url: Option<String>,
}

/// `rules/holidays/sets.yaml`.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct SetsFile {
    pub sets: BTreeMap<String, SetText>,
}

/// One legal set.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct SetText {
    pub region: String,
    pub name: String,
    pub cite: String,
    #[serde(default)]
    pub url: Option<String>,
    pub confidence: String,
    /// `public`: all public holidays of the region; `place`: those of wherever in it somebody is; `none`: a closed list.
    pub base: String,
    #[serde(default)]
    pub shifts: BTreeMap<String, Words>,
    #[serde(default)]
    pub plus: List<HolidayText>,
    #[serde(default)]
    pub minus: Words,
    /// Roles that count; all if not said.
    #[serde(default)]
    pub count: Words,
    #[serde(default)]
    pub since: Words,
    #[serde(default)]
    pub until: Words,
    /// What the list may lack or hold too much of, in words.
    #[serde(default)]
    pub note: Option<String>,
}

/// Something that is listed, and remembers where.
pub(super) trait Listed {
    fn stands_at(&mut self, span: Span);
}

impl Listed for HolidayText {
    fn stands_at(&mut self, span: Span) {
        self.span = span;
    }
}

impl Listed for AnnouncedDayText {
    fn stands_at(&mut self, span: Span) {
        self.span = span;
    }
}

/// The entries of a list, each with the line on which it begins.
pub(super) fn placed<T: Listed>(list: List<T>, tree: &Tree, part: &Part<'_>) -> Vec<T> {
    list.items
        .into_iter()
        .map(|at| {
            let mut entry = at.value;
            let whole = tree.visible_span(at.place.node);
            let lines = part.text.get(whole.start as usize..whole.end as usize);
            let first = lines.map_or(0, |lines| lines.find('\n').unwrap_or(lines.len()));
            entry.stands_at(part.place(Span {
                start: whole.start,
                end: whole.start + first as u32,
            }));
            entry
        })
        .collect()
}

/// A scalar, or a list of scalars, each as its text.
#[derive(Clone, Default, Debug)]
pub(super) struct Words(pub Vec<String>);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let list = List::<String>::deserialize(deserializer)?;
        Ok(Self(list.items.into_iter().map(|at| at.value).collect()))
    }
}
