//! The shapes of the files under `rules/holidays`, as they are written.
//! What they mean is worked out in `pack`, `announced` and `sets`.

use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;

/// `rules/holidays/XX.yaml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CountryFile {
    pub country: String,
    #[allow(dead_code, reason = "for people who read the file")]
    pub name: String,
    /// The day on which somebody last held the file against the law.
    #[allow(dead_code, reason = "for people who read the file")]
    pub checked: Words,
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
    pub holidays: Vec<HolidayText>,
    #[serde(default)]
    pub subdivisions: BTreeMap<String, SectionText>,
}

/// One subdivision in a country's file.
#[derive(Deserialize, Default)]
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
    /// Own holidays; one with the id of a national one takes its place and
    /// says only what differs.
    #[serde(default)]
    pub holidays: Vec<HolidayText>,
}

/// One holiday.
#[derive(Deserialize, Default, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct HolidayText {
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
        option(&mut self.basis, national.basis.as_ref());
    }
}

/// `rules/holidays/announced/YYYY.yaml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnnouncedFile {
    pub year: i32,
    pub regions: BTreeMap<String, AnnouncedText>,
}

/// What one government announced for the year.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnnouncedText {
    pub cite: String,
    #[serde(default)]
    pub url: Option<String>,
    /// Whether the days are final. If not, they are estimates.
    pub confirmed: bool,
    #[serde(default)]
    pub days: Vec<AnnouncedDayText>,
    /// Weekend days on which people work in exchange.
    #[serde(default)]
    pub working: Words,
}

/// One announced holiday. With the id of a holiday of the country it sets that holiday's
/// days of the year; otherwise it is a day of its own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnnouncedDayText {
    pub id: String,
    pub dates: Words,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub role: Option<String>,
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
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SetsFile {
    pub sets: BTreeMap<String, SetText>,
}

/// One legal set.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SetText {
    pub region: String,
    pub name: String,
    pub cite: String,
    #[serde(default)]
    pub url: Option<String>,
    pub confidence: String,
    /// `public`: all public holidays of the region; `none`: a closed list.
    pub base: String,
    #[serde(default)]
    pub shifts: BTreeMap<String, Words>,
    #[serde(default)]
    pub plus: Vec<HolidayText>,
    #[serde(default)]
    pub minus: Words,
    /// Roles that count; all if not said.
    #[serde(default)]
    pub count: Words,
    #[serde(default)]
    pub since: Words,
    #[serde(default)]
    pub until: Words,
    /// What the list may lack, in words.
    #[serde(default)]
    pub incomplete: Option<String>,
}

/// A scalar, or a list of scalars, each as its text.
#[derive(Clone, Default, Debug)]
pub(super) struct Words(pub Vec<String>);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Words;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a word or a list of words")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Words, E> {
                Ok(Words(vec![text.to_owned()]))
            }
            fn visit_i64<E: Error>(self, number: i64) -> Result<Words, E> {
                Ok(Words(vec![number.to_string()]))
            }
            fn visit_u64<E: Error>(self, number: u64) -> Result<Words, E> {
                Ok(Words(vec![number.to_string()]))
            }
            fn visit_unit<E: Error>(self) -> Result<Words, E> {
                Ok(Words::default())
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Words, A::Error> {
                let mut words = Vec::new();
                while let Some(Words(mut more)) = seq.next_element()? {
                    words.append(&mut more);
                }
                Ok(Words(words))
            }
        }
        deserializer.deserialize_any(Any)
    }
}
