//! `courtesy holidays`: which days are holidays in a region, by which law, and how sure that is.
//!
//! Every kind of day that the data hold is listed, since readers differ on which ones matter;
//! `--class` narrows them. Regions are printed one after the other, so that all of them over two
//! centuries need no more memory than one.

use super::Exit;
use super::output::{self, Failure, usage};
use super::settings::WhichSettings;
use crate::calendar::{Day, Region, RestDays, Weekday, Weekdays};
use crate::holidays::{
    self, Basis, Class, Coverage, NoCalendar, Occurrence, Overrides, Pack, Role, Word,
};
use crate::listed::listed;
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::RangeInclusive;
use std::str::FromStr;
use unicode_width::UnicodeWidthStr;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Countries such as CA, subdivisions such as CA-MB, counties such as US-AL/Mobile.
    #[arg(value_name = "REGION", required_unless_present = "all")]
    regions: Vec<Region>,
    /// Every country and subdivision of which there are data.
    #[arg(long, conflicts_with = "regions")]
    all: bool,
    /// The year, or the first and the last: 2026 or 2025..2027. This year by default.
    #[arg(long, value_name = "YEAR")]
    year: Option<Years>,
    /// Only days of these kinds: public, bank, government, school, optional, `half_day`, local.
    #[arg(long, value_name = "CLASS", value_delimiter = ',')]
    class: Vec<Class>,
    #[command(flatten)]
    settings: WhichSettings,
    /// How to print the days.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// List them as if today were this day.
    #[arg(long, value_name = "DATE", hide = true)]
    today: Option<Day>,
}

/// The forms in which holidays are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum Format {
    /// For people: a table for each region.
    Text,
    /// For programs: an object for each region, on a line of its own.
    Json,
    /// For spreadsheets: a line for each day.
    Csv,
}

/// Whole years, both ends included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Years {
    first: i32,
    last: i32,
}

/// More years than these at once are a slip of the pen.
const MOST_YEARS: i32 = 200;

impl Years {
    fn range(self) -> RangeInclusive<i32> {
        self.first..=self.last
    }
}

impl FromStr for Years {
    type Err = String;

    /// Reads `2026` and `2025..2027`.
    fn from_str(text: &str) -> Result<Self, String> {
        let year = |part: &str| -> Result<i32, String> {
            let digits = part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
            let year = part.parse().ok().filter(|_| digits).ok_or_else(|| {
                format!("`{text}` is not a year or a range of years; write 2026 or 2025..2027")
            })?;
            let known = Day::MIN.year()..=Day::MAX.year();
            if known.contains(&year) {
                Ok(year)
            } else {
                Err(format!(
                    "{year} is out of range; years from {} to {} are accepted",
                    known.start(),
                    known.end()
                ))
            }
        };
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        let years = Self {
            first: year(first)?,
            last: year(last)?,
        };
        if years.last < years.first {
            return Err(format!(
                "the range ends before it starts; write {}..{}",
                years.last, years.first
            ));
        }
        if years.last - years.first >= MOST_YEARS {
            return Err(format!("at most {MOST_YEARS} years can be listed at once"));
        }
        Ok(years)
    }
}

/// The days of one region.
struct Listing {
    region: Region,
    years: Years,
    days: Vec<Occurrence>,
}

impl Listing {
    fn of(
        own: &Overrides,
        region: Region,
        years: Years,
        classes: &[Class],
    ) -> Result<Self, NoCalendar> {
        let mut days = own.occurrences(&region, years.range())?;
        days.retain(|day| {
            let kinds = day.holiday.classes;
            classes.is_empty() || classes.iter().any(|class| kinds.contains(*class))
        });
        Ok(Self {
            region,
            years,
            days,
        })
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let years = match arguments.year {
        Some(years) => years,
        None => arguments
            .today
            .unwrap_or_else(Day::today)
            .year()
            .to_string()
            .parse()
            .map_err(|wrong: String| usage(format!("this machine's clock: {wrong}")))?,
    };
    let today = arguments.today.unwrap_or_else(Day::today);
    let settings = arguments.settings.read(today)?;
    let own = settings.map_or_else(Overrides::default, |config| config.holidays);
    let regions = if arguments.all {
        every_region()
    } else {
        arguments.regions.clone()
    };
    if arguments.format == Format::Csv {
        output::print(csv_line(&COLUMNS.map(str::to_owned)).as_bytes())?;
    }
    let mut exit = Exit::Clean;
    let mut between = "";
    let mut unconfirmed: BTreeMap<i32, Vec<Region>> = BTreeMap::new();
    for region in regions {
        let listing = match Listing::of(&own, region.clone(), years, &arguments.class) {
            Ok(listing) => listing,
            Err(none) => {
                output::tell(&format!("error: {}", absent(&none)));
                exit = Exit::Usage;
                continue;
            }
        };
        if own.coverage(&region) == Ok(Coverage::NationalOnly) {
            output::tell(&format!(
                "note: days that {} ({}) alone may have are not known; listed are those of all of {}",
                region.spoken_name(),
                region.code(),
                country_of(&region).spoken_name()
            ));
        }
        if let Some(note) = unknown_place(&own, &region) {
            output::tell(&note);
        }
        let horizon = own.horizon(&region).ok().filter(|at| *at < years.last);
        let text = match arguments.format {
            Format::Text => format!("{between}{}", text(&own, &listing, horizon)),
            Format::Json => json(&own, &listing),
            Format::Csv => csv(&own, &listing),
        };
        output::print(text.as_bytes())?;
        between = "\n";
        if let Some(horizon) = horizon {
            unconfirmed.entry(horizon).or_default().push(region);
        }
    }
    // The table says so itself.
    if arguments.format != Format::Text {
        for (horizon, regions) in unconfirmed {
            output::tell(&format!(
                "note: past {horizon} these are not confirmed: {}",
                some_of(&regions)
            ));
        }
    }
    Ok(exit)
}

/// Every country and subdivision that the data know.
fn every_region() -> Vec<Region> {
    holidays::countries()
        .flat_map(|country| {
            let parts = holidays::pack(country)
                .into_iter()
                .flat_map(holidays::Pack::subdivisions);
            std::iter::once(country.to_owned()).chain(parts)
        })
        .filter_map(|code| code.parse().ok())
        .collect()
}

fn country_of(region: &Region) -> Region {
    std::iter::successors(Some(region.clone()), Region::parent)
        .last()
        .unwrap_or_else(|| region.clone())
}

/// What to say of a region without data, and what there is instead.
fn absent(none: &NoCalendar) -> String {
    let known: Vec<&str> = holidays::countries().collect();
    format!(
        "Courtesy holds no holidays of {} ({}), which does not mean that there are none; it holds those of {}",
        country_of(&none.region).spoken_name(),
        none.region.code(),
        known.join(", ")
    )
}

/// That a county or city is not one of those of which days are known: it may be misspelt, too.
fn unknown_place(own: &Overrides, region: &Region) -> Option<String> {
    let place = region.locality()?;
    let known = own.localities(region).ok()?;
    if known.iter().any(|one| one.eq_ignore_ascii_case(place)) {
        return None;
    }
    let around = Region::parent(region)?.spoken_name();
    let known: Vec<&str> = known.iter().map(|one| &**one).collect();
    let those = if known.is_empty() {
        "of no county or city there are days of its own known".to_owned()
    } else {
        format!("known are those of {}", known.join(", "))
    };
    Some(format!(
        "note: days that {place} ({}) alone may have are not known; listed are those of all of {around} ({those})",
        region.code()
    ))
}

/// The first few codes, and how many more there are.
fn some_of(regions: &[Region]) -> String {
    const SHOWN: usize = 8;
    let codes: Vec<&str> = regions.iter().take(SHOWN).map(Region::code).collect();
    match regions.len().checked_sub(SHOWN) {
        None | Some(0) => codes.join(", "),
        Some(more) => format!("{} and {more} more", codes.join(", ")),
    }
}

/// The law or other ground on which a day rests, and where to read it.
fn source(own: &Overrides, day: &Occurrence) -> String {
    if let Some(said) = &day.said {
        return format!("{}, {}: {}", said.place(), said.word.field(), said.reason);
    }
    let holiday = &day.holiday;
    if let Some(reason) = own.reason_of(holiday) {
        let source = &holiday.site.source;
        let line = source.position(holiday.site.span.start).line;
        let law = holiday.cite.iter().map(|cite| format!("; {cite}"));
        return format!(
            "{}:{line}: {reason}{}",
            source.path,
            law.collect::<String>()
        );
    }
    if holiday.basis == Basis::Oracle {
        let software = "lists of other holiday software; no text of law was seen";
        // What is said of the ground on which a day rests is known, though its date was not read there.
        return match &holiday.cite {
            Some(ground) if !ground.starts_with("Python package") => {
                format!("{ground} (the date: {software})")
            }
            _ => software.to_owned(),
        };
    }
    let parts: Vec<&str> = [&holiday.cite, &holiday.url]
        .into_iter()
        .filter_map(Option::as_deref)
        .collect();
    // Of an estimate only the address shows that somebody has read the law that it is an estimate of.
    let unread = match holiday.basis {
        Basis::Named => true,
        Basis::Estimate => holiday.url.is_none(),
        Basis::Law | Basis::Announced | Basis::Oracle => false,
    };
    match &parts[..] {
        [] => format!("basis: {}", holiday.basis.as_str()),
        parts if unread => format!("{} (named; its text was not read)", parts.join("; ")),
        parts => parts.join("; "),
    }
}

/// The object of one region.
#[derive(Serialize)]
struct RegionObject<'a> {
    region: &'a str,
    from: i32,
    to: i32,
    /// The last year for which the data hold; what is listed after it is not confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    holds_to: Option<i32>,
    rest_days: Vec<RestObject>,
    /// Weekend days that are worked in exchange for others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    working_days: Vec<String>,
    /// `reviewed` or `drafted`.
    review: Option<&'static str>,
    /// The day on which the data were last held against their sources.
    checked: Option<&'a str>,
    holidays: Vec<DayObject<'a>>,
}

/// The object of a time with the same weekly days of rest.
#[derive(Serialize)]
struct RestObject {
    from: String,
    days: Vec<String>,
    /// Days of which about the second half is off.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    half: Vec<String>,
    /// Whether nobody has said so, and Saturday and Sunday are assumed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    assumed: bool,
}

/// The object of one day.
#[derive(Serialize)]
struct DayObject<'a> {
    date: String,
    name: &'a str,
    #[serde(
        skip_serializing_if = "<[_]>::is_empty",
        serialize_with = "by_language"
    )]
    local_names: &'a [(Box<str>, Box<str>)],
    role: &'static str,
    classes: Vec<&'static str>,
    /// The part of the day, if it is not the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    hours: Option<String>,
    confidence: &'static str,
    source: String,
    /// On what the data rest: `law`, `named`, `announced`, `oracle` or `estimate`.
    basis: &'static str,
    /// What the files call the holiday: with it a file of one's own takes its place or leaves it out.
    id: &'a str,
    /// The field of the settings that makes the day what it is; of `not_holidays` it is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'static str>,
}

fn by_language<S: Serializer>(
    names: &[(Box<str>, Box<str>)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(names.iter().map(|(language, name)| (language, name)))
}

fn json(own: &Overrides, listing: &Listing) -> String {
    let review = own.review(&listing.region).ok();
    let object = RegionObject {
        region: listing.region.code(),
        from: listing.years.first,
        to: listing.years.last,
        holds_to: own.horizon(&listing.region).ok(),
        rest_days: rest_periods(listing)
            .into_iter()
            .map(|(from, rest)| RestObject {
                from: from.to_string(),
                days: short(rest.days),
                half: short(rest.half),
                assumed: rest.source.is_none(),
            })
            .collect(),
        working_days: working_days(own, listing)
            .iter()
            .map(Day::to_string)
            .collect(),
        review: review.map(|review| review.state.as_str()),
        checked: review.map(|review| &*review.checked),
        holidays: listing
            .days
            .iter()
            .map(|day| DayObject {
                date: day.date.to_string(),
                name: &day.holiday.name,
                local_names: &day.holiday.local_names,
                role: day.role.as_str(),
                classes: kinds(day),
                hours: day.holiday.hours.map(|hours| hours.to_string()),
                confidence: day.confidence.as_str(),
                source: source(own, day),
                basis: day.holiday.basis.as_str(),
                id: &day.holiday.id,
                by: said_in(own, day),
            })
            .collect(),
    };
    let line = serde_json::to_string(&object)
        .expect("texts, numbers and maps with texts as keys can always be written");
    format!("{line}\n")
}

fn said_in(own: &Overrides, day: &Occurrence) -> Option<&'static str> {
    let said = day.said.as_ref().map(|said| said.word.field());
    said.or_else(|| own.reason_of(&day.holiday).map(|_| "packs"))
}

fn kinds(day: &Occurrence) -> Vec<&'static str> {
    day.holiday.classes.iter().map(Class::as_str).collect()
}

/// The weekdays of a set, Monday first.
fn weekdays(set: Weekdays) -> impl Iterator<Item = Weekday> {
    Weekday::ALL
        .into_iter()
        .filter(move |day| set.contains(*day))
}

/// The weekdays of a set as a definition names them: `mon`.
fn short(set: Weekdays) -> Vec<String> {
    weekdays(set)
        .map(|day| day.to_string().to_lowercase())
        .collect()
}

/// The weekly days of rest in the years of a listing, each with the first day on which they hold.
fn rest_periods(listing: &Listing) -> Vec<(Day, RestDays)> {
    let mut periods: Vec<(Day, RestDays)> = Vec::new();
    for year in listing.years.range() {
        let (Some(first), Some(last)) = (Day::from_ymd(year, 1, 1), Day::from_ymd(year, 12, 31))
        else {
            continue;
        };
        // Hardly any year changes them, so that its ends tell.
        let all_year = listing.region.rest_days(first) == listing.region.rest_days(last);
        let looked_at = if all_year { first } else { last };
        for day in (first.0..=looked_at.0).map(Day) {
            let rest = listing.region.rest_days(day);
            if periods.last().is_none_or(|(_, before)| *before != rest) {
                periods.push((day, rest));
            }
        }
    }
    periods
}

fn working_days(own: &Overrides, listing: &Listing) -> Vec<Day> {
    own.working_days(&listing.region, &listing.years.range())
        .unwrap_or_default()
}

/// The weekly days of rest, unless they are Saturday and Sunday as in most places.
fn weekly_rest(listing: &Listing) -> Option<String> {
    let named = |set: Weekdays| {
        let names: Vec<&str> = weekdays(set).map(Weekday::name).collect();
        listed(&names)
    };
    let periods = rest_periods(listing);
    let parts: Vec<String> = periods
        .iter()
        .enumerate()
        .map(|(position, (from, rest))| {
            let half = if rest.half.is_empty() {
                String::new()
            } else {
                format!(", and half of {}", named(rest.half))
            };
            let days = format!("{}{half}", named(rest.days));
            if position == 0 {
                days
            } else {
                format!("from {} on {days}", from.with_weekday())
            }
        })
        .collect();
    let said = parts.join("; ");
    match &periods[..] {
        [(_, rest)] if rest.source.is_none() => {
            Some(format!("The weekly days of rest are taken to be {said}."))
        }
        _ if said == "Saturday and Sunday" => None,
        _ => Some(format!("Weekly days of rest: {said}.")),
    }
}

/// The header of the CSV form.
const COLUMNS: [&str; 13] = [
    "region",
    "date",
    "weekday",
    "name",
    "local_name",
    "role",
    "instead_of",
    "classes",
    "hours",
    "confidence",
    "source",
    "by",
    "holds_to",
];

fn csv(own: &Overrides, listing: &Listing) -> String {
    let mut out = String::new();
    let holds_to = own
        .horizon(&listing.region)
        .map_or_else(|_| String::new(), |year| year.to_string());
    for day in &listing.days {
        let holiday = &day.holiday;
        let local = holiday.local_names.first();
        out.push_str(&csv_line(&[
            listing.region.code().to_owned(),
            day.date.to_string(),
            day.date.weekday().name().to_owned(),
            holiday.name.to_string(),
            local.map_or_else(String::new, |(_, name)| name.to_string()),
            day.role.as_str().to_owned(),
            day.instead_of
                .map_or_else(String::new, |date| date.to_string()),
            kinds(day).join(" "),
            holiday
                .hours
                .map_or_else(String::new, |hours| hours.to_string()),
            day.confidence.as_str().to_owned(),
            source(own, day),
            said_in(own, day).unwrap_or_default().to_owned(),
            holds_to.clone(),
        ]));
    }
    out
}

/// A record after RFC 4180: fields in quotes where they need them, ended by CR LF.
fn csv_line(fields: &[String]) -> String {
    let quoted: Vec<String> = fields
        .iter()
        .map(|field| {
            if field.contains([',', '"', '\r', '\n']) {
                format!("\"{}\"", field.replace('"', "\"\""))
            } else {
                field.clone()
            }
        })
        .collect();
    format!("{}\r\n", quoted.join(","))
}

/// A table of the public holidays, one of the other days, and what the tables do not say.
fn text(own: &Overrides, listing: &Listing, horizon: Option<i32>) -> String {
    let region = &listing.region;
    let years = match listing.years {
        Years { first, last } if first == last => first.to_string(),
        Years { first, last } => format!("{first} to {last}"),
    };
    let mut out = format!("{} ({}), {years}\n", region.full_name(), region.code());
    let (kept, aside): (Vec<&Occurrence>, Vec<&Occurrence>) =
        listing.days.iter().partition(|day| day.is_kept());
    let (public, other): (Vec<&Occurrence>, Vec<&Occurrence>) = kept
        .into_iter()
        .partition(|day| day.holiday.classes.contains(Class::Public));
    let mut sources = Vec::new();
    if listing.days.is_empty() {
        out.push_str("\nNo such days in the data.\n");
    }
    if !public.is_empty() {
        out.push_str("\nPublic holidays\n");
        table(own, &public, &mut sources, &mut out);
    }
    if !other.is_empty() {
        out.push_str("\nOther days, which are not public holidays there\n");
        table(own, &other, &mut sources, &mut out);
    }
    if !aside.is_empty() {
        out.push_str("\nTaken out by courtesy.yaml\n");
        table(own, &aside, &mut sources, &mut out);
    }
    if !sources.is_empty() {
        out.push_str("\nSources\n");
        for (number, source) in (1..).zip(&sources) {
            let _ = writeln!(out, "  [{number}] {source}");
        }
    }
    let mut remarks: Vec<String> = Vec::new();
    if public.iter().chain(&other).any(|day| is_estimated(day)) {
        remarks.push(
            "\"about\": an estimate; the day may turn out to be one earlier or later.".into(),
        );
    }
    remarks.extend(weekly_rest(listing));
    let working = working_days(own, listing);
    if !working.is_empty() {
        let days: Vec<String> = working.iter().map(|day| day.with_weekday()).collect();
        remarks.push(format!(
            "Working days in exchange, though at a weekend: {}.",
            days.join(", ")
        ));
    }
    remarks.extend(parts_with_more(own, listing));
    remarks.extend(own_calendar(own, region).map(|it| format!("{it}.")));
    let built_in = own.own_pack(region).is_none_or(Pack::adds_to_the_built_in);
    let review = if built_in {
        holidays::review(region).ok()
    } else {
        None
    };
    remarks.extend(review.map(|review| match review.state {
        holidays::ReviewState::Reviewed => format!(
            "Reviewed, last on {}: a source above says where the law was read and where it is merely named.",
            review.checked
        ),
        holidays::ReviewState::Drafted => format!(
            "Drafted on {} from other holiday software; nobody has held these days against the law.",
            review.checked
        ),
    }));
    if let Some(horizon) = horizon {
        remarks.push(if horizon < listing.years.first {
            format!("The data hold to {horizon}; these days are not confirmed.")
        } else {
            format!("Past {horizon} these are not confirmed.")
        });
    }
    if !remarks.is_empty() {
        let _ = writeln!(out, "\n{}", remarks.join("\n"));
    }
    out
}

/// That the days are the user's own, and why: a sentence without its full stop.
pub(super) fn own_calendar(own: &Overrides, region: &Region) -> Option<String> {
    let pack = own.own_pack(region)?;
    let (reason, source) = pack.reason()?;
    let does = if pack.adds_to_the_built_in() {
        "adds to the days that are built in"
    } else {
        "stands in the place of the days that are built in"
    };
    Some(format!(
        "{}, last checked on {}, {does}: {}",
        source.path,
        pack.review().checked,
        reason
    ))
}

/// What the settings make of a day: `Fri 2026-10-09, Harvest Fair, is a holiday by courtesy.yaml:3: ...`, without its
/// full stop.
pub(super) fn said_of(day: &Occurrence) -> Option<String> {
    let said = day.said.as_ref()?;
    let what = match said.word {
        Word::Confirmed => "is confirmed",
        Word::Not => "is no holiday",
        Word::Extra => "is a holiday",
    };
    Some(format!(
        "{}, {}, {what} by {}: {}",
        day.date.with_weekday(),
        day.label(),
        said.place(),
        said.reason.trim_end_matches('.')
    ))
}

/// The counties and cities of a subdivision of which days of their own are known.
fn places_with_more(own: &Overrides, part: &Region) -> Option<String> {
    let known = own
        .localities(part)
        .ok()
        .filter(|_| part.locality().is_none())?;
    let first = known.first()?;
    let names: Vec<&str> = known.iter().map(|one| &**one).collect();
    let have = if names.len() == 1 { "has" } else { "have" };
    Some(format!(
        "{} {have} days beside these; to see them, ask for \"{}/{first}\".",
        listed(&names),
        part.code()
    ))
}

fn is_estimated(day: &Occurrence) -> bool {
    day.confidence == holidays::Confidence::Estimated
}

/// How many subdivisions of a country have public holidays that the whole of it has not.
fn parts_with_more(own: &Overrides, listing: &Listing) -> Option<String> {
    let country = &listing.region;
    if country.subdivision().is_some() {
        return places_with_more(own, country);
    }
    // A territory has a country's code, but is a part of its mother country's data.
    holidays::pack(country.code())?;
    let only = own.subdivision_only(country, listing.years.range()).ok()?;
    let parts: BTreeSet<&Region> = only.iter().map(|(region, _)| region).collect();
    let first = parts.first()?;
    Some(match parts.len() {
        1 => format!(
            "{} ({}) has public holidays of its own beside these.",
            first.name(),
            first.code()
        ),
        count => format!(
            "{count} subdivisions have public holidays of their own beside these; name one, such as {}, to see them.",
            first.code()
        ),
    })
}

fn table(own: &Overrides, days: &[&Occurrence], sources: &mut Vec<String>, out: &mut String) {
    let mut rows = vec![["date", "name", "role", "kind", "certainty", "source"].map(str::to_owned)];
    for day in days {
        let source = source(own, day);
        let number = sources
            .iter()
            .position(|known| *known == source)
            .unwrap_or_else(|| {
                sources.push(source);
                sources.len() - 1
            });
        let about = if is_estimated(day) { "about " } else { "" };
        rows.push([
            format!("{about}{}", day.date.with_weekday()),
            name(day),
            day.role.as_str().to_owned(),
            kinds(day).join(", ").replace('_', " "),
            day.confidence.as_str().to_owned(),
            format!("[{}]", number + 1),
        ]);
    }
    let widths: [usize; 6] =
        std::array::from_fn(|at| rows.iter().map(|row| row[at].width()).max().unwrap_or(0));
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            let _ = write!(line, "  {cell}{:1$}", "", width - cell.width());
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

/// The names, the hours of a half day, and the day for which a substitute stands.
fn name(day: &Occurrence) -> String {
    let mut name = day.holiday.name.to_string();
    let local = day.holiday.local_name();
    if *local != *name {
        let _ = write!(name, " ({local})");
    }
    if let Some(hours) = day.holiday.hours {
        let _ = write!(name, ", {} to {} only", hours.start, hours.end);
    }
    if let (Role::Substitute, Some(date)) = (day.role, day.instead_of) {
        let _ = write!(name, ", for {}", date.with_weekday());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_one_or_a_range_that_runs_forward() {
        let years = |text: &str| text.parse::<Years>().map(|years| (years.first, years.last));
        assert_eq!(years("2026"), Ok((2026, 2026)));
        assert_eq!(years("2025..2027"), Ok((2025, 2027)));
        assert_eq!(years("2000..2199"), Ok((2000, 2199)));
        for (text, why) in [
            ("2027..2025", "write 2025..2027"),
            ("1900..2199", "at most 200"),
            ("1899", "from 1900 to 2199"),
            ("2026..2200", "from 1900 to 2199"),
            ("26", "not a year"),
            ("+026", "not a year"),
            ("2026..", "not a year"),
            ("..2026", "not a year"),
            ("2025...2027", "not a year"),
            ("", "not a year"),
        ] {
            let wrong = years(text).unwrap_err();
            assert!(wrong.contains(why), "{text}: {wrong}");
        }
    }

    #[test]
    fn csv_fields_are_quoted_where_they_must_be() {
        let fields = ["plain", "a, b", "say \"no\"", "", "two\nlines"].map(str::to_owned);
        assert_eq!(
            csv_line(&fields),
            "plain,\"a, b\",\"say \"\"no\"\"\",,\"two\nlines\"\r\n"
        );
    }

    #[test]
    fn every_region_with_data_can_be_listed() {
        let regions = every_region();
        assert!(regions.len() > 100, "{}", regions.len());
        for region in regions {
            assert!(
                holidays::occurrences(&region, 2026..=2026).is_ok(),
                "{region:?}"
            );
        }
    }
}
