//! What `courtesy.yaml` says of holidays: `extra_holidays`, `not_holidays` and `confirm`.
//!
//! A statement that would change nothing is a mistake: a date mistyped by a day would otherwise look as
//! if it had been heeded.

use super::ConfigFile;
use crate::calendar::{Day, Region};
use crate::diagnostics::Site;
use crate::holidays::{Class, Confidence, Occurrence, Overrides, Statement, Word};
use crate::source::SourceFile;
use crate::yaml::{At, Field, List, Place, Problem, ProblemKind, Tree};
use schemars::JsonSchema;
use serde::Deserialize;
use std::sync::Arc;

/// Days that are holidays although the calendars lack them.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ExtraHoliday {
    /// Where.
    pub regions: List<Region>,
    /// When.
    pub dates: List<Day>,
    /// What they are called.
    pub name: Field<String>,
    /// Why they are there.
    pub reason: Field<String>,
}

/// Days of which the calendars are wrong or not sure.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct KnownHoliday {
    /// Where.
    pub regions: List<Region>,
    /// When.
    pub dates: List<Day>,
    /// Why that is said.
    pub reason: Field<String>,
}

/// An entry of any of the three lists.
struct Entry<'c> {
    word: Word,
    place: Place,
    regions: &'c List<Region>,
    dates: &'c List<Day>,
    /// Of extra days alone.
    name: Option<&'c Field<String>>,
    reason: &'c Field<String>,
}

fn entries(written: &ConfigFile) -> impl Iterator<Item = Entry<'_>> {
    let extra = written.extra_holidays.iter().map(|at| Entry {
        word: Word::Extra,
        place: at.place,
        regions: &at.value.regions,
        dates: &at.value.dates,
        name: Some(&at.value.name),
        reason: &at.value.reason,
    });
    extra
        .chain(known(Word::Not, &written.not_holidays))
        .chain(known(Word::Confirmed, &written.confirm))
}

fn known(word: Word, list: &List<KnownHoliday>) -> impl Iterator<Item = Entry<'_>> {
    list.iter().map(move |at| Entry {
        word,
        place: at.place,
        regions: &at.value.regions,
        dates: &at.value.dates,
        name: None,
        reason: &at.value.reason,
    })
}

/// What the settings say of holidays, as far as it can be read.
pub(super) fn overrides(written: &ConfigFile, source: &Arc<SourceFile>, tree: &Tree) -> Overrides {
    let statements = entries(written).map(|entry| Statement {
        word: entry.word,
        regions: entry.regions.values().cloned().collect(),
        dates: entry.dates.values().copied().collect(),
        name: text(entry.name.and_then(Field::value)),
        reason: text(entry.reason.value()),
        site: Site::new(
            source,
            tree.span(entry.reason.place().unwrap_or(entry.place).node),
        ),
    });
    Overrides::new(statements.collect())
}

fn text(given: Option<&String>) -> Box<str> {
    given.map_or("", |given| given.trim()).into()
}

/// Everything that is wrong with it, held against these calendars.
pub(super) fn mistakes(written: &ConfigFile, tree: &Tree, calendars: &Overrides) -> Vec<Problem> {
    let mut mistakes = Vec::new();
    let all: Vec<Entry<'_>> = entries(written).collect();
    for (number, entry) in all.iter().enumerate() {
        let mut wrong = |kind: ProblemKind, place: Place, message: String, help: String| {
            mistakes.push(Problem {
                kind,
                span: tree.span(place.node),
                node: place.node,
                message,
                help: Some(help),
                related: None,
                instead: None,
            });
        };
        for (missing, help) in missing(entry) {
            wrong(
                ProblemKind::MissingField,
                entry.place,
                format!("`{missing}` is missing"),
                help.to_owned(),
            );
        }
        for field in entry.name.into_iter().chain([entry.reason]) {
            if let Some(at) = field.at().filter(|at| at.value.trim().is_empty()) {
                let help = "write a few words: they are shown wherever the day decides";
                wrong(
                    ProblemKind::InvalidValue,
                    at.place,
                    "nothing is said here".to_owned(),
                    help.to_owned(),
                );
            }
        }
        for region in entry.regions {
            if let Err(none) = calendars.horizon(&region.value) {
                wrong(
                    ProblemKind::InvalidValue,
                    region.place,
                    none.to_string(),
                    "name a country or subdivision of which `courtesy holidays` knows days"
                        .to_owned(),
                );
                continue;
            }
            for date in entry.dates {
                let at_odds = all[..number]
                    .iter()
                    .any(|other| contradict(other, entry, region, date));
                let twice = said_before(&all[..=number], region, date);
                let fault = match (at_odds, entry.word) {
                    _ if twice => Some((
                        format!(
                            "{} in {} stands in `{}` a second time",
                            date.value.with_weekday(),
                            region.value.spoken_name(),
                            entry.word.field()
                        ),
                        "take one of the two out".to_owned(),
                    )),
                    (true, _) => Some((
                        format!(
                            "{} is an extra holiday and none at all in {}",
                            date.value.with_weekday(),
                            region.value.spoken_name()
                        ),
                        "take it out of `extra_holidays` or of `not_holidays`".to_owned(),
                    )),
                    (false, Word::Extra) => None,
                    (false, Word::Not) => not_there(calendars, &region.value, date.value),
                    (false, Word::Confirmed) => not_open(calendars, &region.value, date.value),
                };
                if let Some((message, help)) = fault {
                    wrong(ProblemKind::InvalidValue, date.place, message, help);
                }
            }
        }
    }
    mistakes
}

/// The fields that an entry lacks, and what to write.
fn missing(entry: &Entry<'_>) -> Vec<(&'static str, &'static str)> {
    let mut missing = Vec::new();
    let empty = |list: bool, left_out: u32| list && left_out == 0;
    if empty(entry.regions.is_empty(), entry.regions.left_out) {
        missing.push(("regions", "say where: `regions: [ES-MD]`"));
    }
    if empty(entry.dates.is_empty(), entry.dates.left_out) {
        missing.push(("dates", "say which days: `dates: [2027-05-15]`"));
    }
    if entry.name.is_some_and(Field::is_missing) {
        missing.push(("name", "say what the day is called: `name: San Isidro`"));
    }
    if entry.reason.is_missing() {
        missing.push((
            "reason",
            "say why, for whoever reads this next year: `reason: the city's own day`",
        ));
    }
    missing
}

/// Whether an earlier entry adds the day that this one takes out of the same place.
fn contradict(other: &Entry<'_>, entry: &Entry<'_>, region: &At<Region>, date: &At<Day>) -> bool {
    (other.word, entry.word) == (Word::Extra, Word::Not)
        && other.dates.values().any(|day| *day == date.value)
        && other
            .regions
            .values()
            .any(|known| known.is_within(&region.value) || region.value.is_within(known))
}

/// Whether the last of some entries says of a day in a region what it, or one before it, has said already.
fn said_before(entries: &[Entry<'_>], region: &At<Region>, date: &At<Day>) -> bool {
    let Some((last, before)) = entries.split_last() else {
        return false;
    };
    let same_region = |it: &&Region| it.code().eq_ignore_ascii_case(region.value.code());
    let name = |it: &Entry<'_>| it.name.and_then(Field::value).cloned();
    let says = |it: &&Entry<'_>| {
        // Two holidays of different names can fall on one day.
        it.word == last.word
            && name(it) == name(last)
            && it.regions.values().any(|it| same_region(&it))
            && it.dates.values().any(|it| *it == date.value)
    };
    let in_itself = |it: &&At<Day>| it.value == date.value && it.place.node < date.place.node;
    before.iter().any(|it| says(&it)) || last.dates.iter().any(|it| in_itself(&it))
}

/// The public holidays about a date, in the region or in a part of it.
fn around(calendars: &Overrides, region: &Region, date: Day) -> Vec<(Region, Occurrence)> {
    let years = date.plus(-NEAR).year()..=date.plus(NEAR).year();
    let own = calendars
        .occurrences(region, years.clone())
        .unwrap_or_default();
    let mut days: Vec<_> = own.into_iter().map(|day| (region.clone(), day)).collect();
    if region.subdivision().is_none() {
        days.extend(
            calendars
                .subdivision_only(region, years)
                .unwrap_or_default(),
        );
    }
    days.retain(|(_, day)| {
        day.holiday.classes.contains(Class::Public) && (day.date.0 - date.0).abs() <= NEAR
    });
    days.sort_by_key(|(_, day)| (day.date.0 - date.0).abs());
    days
}

/// How many days off a holiday is still likely to be the one that was meant.
const NEAR: i32 = 10;

/// Why a day cannot be taken out: it is no holiday.
fn not_there(calendars: &Overrides, region: &Region, date: Day) -> Option<(String, String)> {
    let days = around(calendars, region, date);
    if days.iter().any(|(_, day)| day.date == date) {
        return None;
    }
    let message = format!(
        "{} is no public holiday in {}, so that nothing can be taken out",
        date.with_weekday(),
        region.spoken_name()
    );
    let help = match days.first() {
        Some((part, day)) => format!("the nearest is {}", spoken(part, day)),
        None => format!("`courtesy holidays {}` lists them", region.code()),
    };
    Some((message, help))
}

/// Why a day cannot be confirmed: nothing is open that it could settle.
fn not_open(calendars: &Overrides, region: &Region, date: Day) -> Option<(String, String)> {
    let days = around(calendars, region, date);
    let settles = |day: &Occurrence| match day.confidence {
        Confidence::Estimated => day.window().contains(date),
        _ => day.date == date,
    };
    if days.iter().any(|(_, day)| settles(day)) {
        return None;
    }
    let message = format!(
        "no public holiday in {} can turn out to be on {}",
        region.spoken_name(),
        date.with_weekday()
    );
    let mut open = days
        .iter()
        .filter(|(_, day)| day.confidence == Confidence::Estimated);
    let help = match (open.next(), days.first()) {
        (Some((part, day)), _) => format!(
            "the nearest estimate is {}; it settles a day to either side at most, and `not_holidays` with `extra_holidays` does more",
            spoken(part, day)
        ),
        (None, Some((part, day))) => format!(
            "the nearest is {}, which is not in doubt; a day that is missing goes into `extra_holidays`",
            spoken(part, day)
        ),
        (None, None) => "a day that is missing goes into `extra_holidays`".to_owned(),
    };
    Some((message, help))
}

/// `Mon 2026-10-12, Thanksgiving Day, in CA-ON`.
fn spoken(part: &Region, day: &Occurrence) -> String {
    let about = match day.confidence {
        Confidence::Estimated => "about ",
        _ => "",
    };
    format!(
        "{about}{}, {}, in {}",
        day.date.with_weekday(),
        day.label(),
        part.code()
    )
}
