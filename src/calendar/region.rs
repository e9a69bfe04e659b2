//! Where somebody is: ISO 3166 codes, checked against the lists, with their
//! names, time zones and weekly days of rest.
//!
//! The lists stand in `rules/places`, for people to read and correct. The
//! subdivisions are searched in the text as it is embedded; the small tables
//! are compiled (`place_table.rs`, made by `tools/places.py`), so that nothing
//! is read at start-up.

use super::place_table::{COUNTRIES, REST, SUBDIVISION_ZONES, TWINS};
use super::{Day, Weekdays, Zone};
use crate::diagnostics::Confidence;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// ISO 3166-2, a line each, sorted by code: code, English name, official name, surrounding subdivision.
static SUBDIVISIONS: &str = include_str!("../../rules/places/subdivisions.tsv");

/// Countries of the European Union. The United Kingdom left on 2020-02-01, before anything that is checked.
const EU: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
    "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// Parts of a member state with a country code of their own in which Union law holds: Åland and
/// the outermost regions (TFEU, articles 349 and 355).
const EU_PARTS: [&str; 7] = ["AX", "GF", "GP", "MF", "MQ", "RE", "YT"];

/// Countries of the European Economic Area that are not in the Union.
const EEA_ONLY: [&str; 3] = ["IS", "LI", "NO"];

/// What people write for a place and no list has, with what they mean.
const FAMILIAR: [(&str, &str); 30] = [
    ("america", "US"),
    ("britain", "GB"),
    ("burma", "MM"),
    ("cape verde", "CV"),
    ("congo", "CD"),
    ("czech republic", "CZ"),
    ("ea", "ES-CE"),
    ("east timor", "TL"),
    ("el", "GR"),
    ("england", "GB-ENG"),
    ("great britain", "GB"),
    ("holland", "NL"),
    ("holy see", "VA"),
    ("ic", "ES-CN"),
    ("ivory coast", "CI"),
    ("korea", "KR"),
    ("macau", "MO"),
    ("macedonia", "MK"),
    ("northern ireland", "GB-NIR"),
    ("republic of ireland", "IE"),
    ("russian federation", "RU"),
    ("scotland", "GB-SCT"),
    ("swaziland", "SZ"),
    ("tibet", "CN-XZ"),
    ("turkey", "TR"),
    ("u.k.", "GB"),
    ("u.s.", "US"),
    ("uae", "AE"),
    ("uk", "GB"),
    ("wales", "GB-WLS"),
];

/// Codes that ISO 3166-2 has replaced, with what stands for them now.
const REPLACED: [(&str, &str); 9] = [
    ("FR-75", "FR-75C"),
    ("IN-CT", "IN-CG"),
    ("IN-OR", "IN-OD"),
    ("IN-TG", "IN-TS"),
    ("IN-UL", "IN-UK"),
    ("IN-UT", "IN-UK"),
    ("MX-DIF", "MX-CMX"),
    ("NZ-N", "NZ-AUK"),
    ("NZ-S", "NZ-CAN"),
];

/// A country of the generated table.
pub(super) struct Country {
    pub(super) code: &'static str,
    pub(super) alpha_3: &'static str,
    pub(super) name: &'static str,
    pub(super) zones: &'static [Zone],
}

/// A period of a place's weekly days of rest in the generated table.
pub(super) struct Rest {
    pub(super) place: &'static str,
    /// First day, counted as in [`Day`].
    pub(super) from: i32,
    /// Bits of [`Weekdays`].
    pub(super) days: u8,
    pub(super) half: u8,
    pub(super) confidence: Confidence,
    pub(super) source: &'static str,
}

/// A line of the list of subdivisions.
#[derive(Clone, Copy)]
struct Subdivision {
    code: &'static str,
    name: &'static str,
    official: &'static str,
    around: Option<&'static str>,
}

impl Subdivision {
    fn read(line: &'static str) -> Self {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or("");
        let (code, name, official, around) = (next(), next(), next(), next());
        Self {
            code,
            name,
            official: if official.is_empty() { name } else { official },
            around: (!around.is_empty()).then_some(around),
        }
    }

    /// Where the first line starts whose code is not less than `code`.
    fn position(code: &str) -> usize {
        let text = SUBDIVISIONS.as_bytes();
        let (mut low, mut high) = (0, text.len());
        while low < high {
            let middle = low.midpoint(high);
            let start = text[low..middle]
                .iter()
                .rposition(|b| *b == b'\n')
                .map_or(low, |at| low + at + 1);
            let end = text[middle..high]
                .iter()
                .position(|b| *b == b'\n')
                .map_or(high, |at| middle + at + 1);
            let key = text[start..end]
                .split(|b| *b == b'\t' || *b == b'\n')
                .next();
            if key.unwrap_or_default() < code.as_bytes() {
                low = end;
            } else {
                high = start;
            }
        }
        low
    }

    /// The subdivision of a code in capitals.
    fn find(code: &str) -> Option<Self> {
        let found = Self::read(SUBDIVISIONS[Self::position(code)..].lines().next()?);
        (found.code == code).then_some(found)
    }

    /// Those of a country, of every level, sorted by code.
    fn of(country: &str) -> impl Iterator<Item = Self> + use<> {
        let prefix = format!("{country}-");
        SUBDIVISIONS[Self::position(&prefix)..]
            .lines()
            .map(Self::read)
            .take_while(move |found| found.code.starts_with(&prefix))
    }

    fn all() -> impl Iterator<Item = Self> {
        SUBDIVISIONS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(Self::read)
    }
}

fn country(code: &str) -> Option<&'static Country> {
    COUNTRIES
        .binary_search_by_key(&code, |country| country.code)
        .ok()
        .map(|index| &COUNTRIES[index])
}

/// The value of a key in a small sorted table.
fn lookup<V: Copy>(table: &[(&'static str, V)], key: &str) -> Option<V> {
    table
        .binary_search_by_key(&key, |entry| entry.0)
        .ok()
        .map(|index| table[index].1)
}

/// The weekly days of rest of a place at a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RestDays {
    /// Off all day.
    pub days: Weekdays,
    /// Off from about noon; none of `days`.
    pub half: Weekdays,
    /// How sure we are; `Low` if it is assumed.
    pub confidence: Confidence,
    /// Where it comes from; nothing if Saturday and Sunday are merely assumed.
    pub source: Option<&'static str>,
}

/// A place: a country (`CA`), a subdivision (`CA-MB`), or a county or city of one (`US-AL/Mobile`).
///
/// Equality, order and hash are those of the code. A clone shares the text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Region(Arc<str>);

impl Region {
    /// The code as written, upper-cased: `CA-MB`.
    pub fn code(&self) -> &str {
        &self.0
    }

    /// The country's ISO 3166-1 alpha-2 code, or `XK`, which ISO leaves to users and everybody uses for Kosovo.
    pub fn country(&self) -> &str {
        &self.0[..2]
    }

    /// The code without a county or city.
    fn place(&self) -> &str {
        self.0.split('/').next().unwrap_or(&self.0)
    }

    /// The ISO 3166-2 code, if the region is a subdivision or lies in one.
    pub fn subdivision(&self) -> Option<&str> {
        let place = self.place();
        (place.len() > 2).then_some(place)
    }

    /// The county or city after the slash.
    pub fn locality(&self) -> Option<&str> {
        self.0.split_once('/').map(|(_, name)| name)
    }

    /// The English name of the subdivision or, for a country, of the country: `Manitoba`. Many
    /// subdivisions have none, and theirs is the official name.
    pub fn name(&self) -> &'static str {
        self.subdivision()
            .and_then(Subdivision::find)
            .map_or_else(|| self.country_name(), |found| found.name)
    }

    /// The name as it stands in a sentence: `the United States`, `Manitoba`.
    pub fn name_in_a_sentence(&self) -> String {
        with_article(self.name())
    }

    /// The country's short English name.
    pub fn country_name(&self) -> &'static str {
        country(self.country()).map_or("", |country| country.name)
    }

    /// The name with what is around it: `Mobile, Alabama, United States`.
    pub fn full_name(&self) -> String {
        let mut parts: Vec<&str> = self.locality().into_iter().collect();
        if self.subdivision().is_some() {
            parts.push(self.name());
        }
        parts.push(self.country_name());
        parts.join(", ")
    }

    /// The name without what is around it, as it stands in a sentence: `the United States`,
    /// `Manitoba`, `Mobile, Alabama`.
    pub fn spoken_name(&self) -> String {
        match self.locality() {
            Some(locality) => format!("{locality}, {}", self.name()),
            None => with_article(self.name()),
        }
    }

    /// The next larger region: the subdivision of a county, the subdivision around a subdivision
    /// (`ES-CN` for `ES-GC`), the country of a subdivision. A country has none.
    pub fn parent(&self) -> Option<Self> {
        if self.locality().is_some() {
            return Some(Self(self.place().into()));
        }
        let code = self.subdivision()?;
        let around = Subdivision::find(code).and_then(|found| found.around);
        Some(Self(around.unwrap_or(self.country()).into()))
    }

    /// The same place under its other code: `PR` for `US-PR`, `FR-974` for `RE`.
    pub fn twin(&self) -> Option<Self> {
        let place = self.place();
        let other = lookup(&TWINS, place).or_else(|| {
            // SJ stands for two subdivisions, so that neither is the same place.
            let mut twins = TWINS.iter().filter(|(_, twin)| *twin == place);
            twins
                .next()
                .filter(|_| twins.next().is_none())
                .map(|(code, _)| *code)
        })?;
        Some(Self(match self.locality() {
            Some(locality) => format!("{other}/{locality}").into(),
            None => other.into(),
        }))
    }

    /// Whether this region is `other` or lies in it, under either of its codes: a county in its
    /// state, a province in its autonomous community, `PR` in `US`. Localities are compared
    /// without regard to capitals.
    pub fn is_within(&self, other: &Self) -> bool {
        let inside = |region: &Self| {
            std::iter::successors(Some(region.clone()), Self::parent)
                .any(|around| around.0.eq_ignore_ascii_case(&other.0))
        };
        inside(self) || self.twin().is_some_and(|twin| inside(&twin))
    }

    /// All countries, sorted by code.
    pub fn countries() -> impl Iterator<Item = Self> {
        COUNTRIES.iter().map(|country| Self(country.code.into()))
    }

    /// All subdivisions of the region's country, of every level, sorted by code.
    pub fn subdivisions(&self) -> impl Iterator<Item = Self> + use<> {
        Subdivision::of(self.country()).map(|found| Self(found.code.into()))
    }

    /// The time zones of the region under their own names, the place where most people live first
    /// where that is known. Never empty. A county has those of its state.
    pub fn zones(&self) -> &'static [Zone] {
        self.subdivision()
            .and_then(|code| lookup(&SUBDIVISION_ZONES, code))
            .or_else(|| country(self.country()).map(|country| country.zones))
            .unwrap_or(&[Zone::UTC])
    }

    /// One zone of the region for each different clock (from 2020 to 2045), so that a check does
    /// not do the same work twice.
    pub fn distinct_zones(&self) -> impl Iterator<Item = Zone> {
        let zones = self.zones();
        zones.iter().enumerate().filter_map(move |(index, zone)| {
            let seen = zones[..index]
                .iter()
                .any(|earlier| earlier.same_clock(*zone));
            (!seen).then_some(*zone)
        })
    }

    /// The weekly days of rest on a day: those of the subdivision if it has its own, else the country's.
    pub fn rest_days(&self, on: Day) -> RestDays {
        let period = |place: &str| {
            let after = REST.partition_point(|rest| (rest.place, rest.from) <= (place, on.0));
            after
                .checked_sub(1)
                .map(|index| &REST[index])
                .filter(|rest| rest.place == place)
        };
        let around = |region: &Self| std::iter::successors(region.parent(), Self::parent);
        let twin = self.twin();
        std::iter::once(self.clone())
            .chain(twin.clone())
            .chain(std::iter::once(self).flat_map(around))
            .chain(twin.iter().flat_map(around))
            .find_map(|region| period(region.code()))
            .map_or(
                RestDays {
                    days: Weekdays(0b110_0000),
                    half: Weekdays::default(),
                    confidence: Confidence::Low,
                    source: None,
                },
                |rest| RestDays {
                    days: Weekdays(rest.days),
                    half: Weekdays(rest.half),
                    confidence: rest.confidence,
                    source: Some(rest.source),
                },
            )
    }

    /// Whether the law of the European Union holds there: the 27 members with Åland and the
    /// outermost regions, without the other overseas countries and territories.
    pub fn is_eu(&self) -> bool {
        let own = self.territory();
        // Clipperton is the property of the French state and in no treaty.
        (EU.contains(&own) || EU_PARTS.contains(&own)) && self.place() != "FR-CP"
    }

    /// Whether it is in the European Economic Area: the Union, Iceland, Liechtenstein and Norway
    /// without Svalbard (protocol 40 of the agreement) and Jan Mayen, which shares its code.
    pub fn is_eea(&self) -> bool {
        self.is_eu() || EEA_ONLY.contains(&self.territory())
    }

    /// The country code; for an overseas part written as a subdivision (`FR-974`) the part's own (`RE`).
    fn territory(&self) -> &str {
        lookup(&TWINS, self.place()).map_or(self.country(), |twin| &twin[..2])
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Region {
    type Err = String;

    /// Reads a code in any case, with a county or city after a slash where law needs it; the error
    /// says what is wrong and which code was probably meant.
    fn from_str(text: &str) -> Result<Self, String> {
        let (code, locality) = match text.split_once('/') {
            Some((code, locality)) => (code, Some(locality)),
            None => (text, None),
        };
        let upper = code.to_ascii_uppercase();
        let known = country(&upper).is_some() || Subdivision::find(&upper).is_some();
        if !known || upper.is_empty() {
            return Err(unknown(text, code, &upper));
        }
        let Some(locality) = locality else {
            return Ok(Self(upper.into()));
        };
        if upper.len() == 2 && Subdivision::of(&upper).next().is_some() {
            let nearest = Subdivision::find(&format!("{upper}-{}", locality.to_ascii_uppercase()));
            return Err(match nearest {
                Some(found) => format!(
                    "`{text}` names a county or city without its subdivision; did you mean {} ({})?",
                    found.code, found.name
                ),
                None => format!(
                    "`{text}` names a county or city without its subdivision; write it as US-AL/Mobile"
                ),
            });
        }
        let fits = |c: char| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '\u{2019}' | '.');
        let first = locality.chars().next();
        if !first.is_some_and(char::is_alphabetic)
            || !locality.chars().all(fits)
            || locality.ends_with([' ', '-'])
            || locality.chars().count() > 64
        {
            return Err(format!(
                "`{text}`: after the slash stands the name of a county or city, in letters, blanks and hyphens: US-AL/Mobile"
            ));
        }
        Ok(Self(format!("{upper}/{locality}").into()))
    }
}

/// Why `code` is no region, and which one was probably meant.
fn unknown(text: &str, code: &str, upper: &str) -> String {
    let code = code.trim();
    if code.is_empty() {
        return "a region is missing; write a country such as CA or a subdivision such as CA-MB"
            .into();
    }
    if code.chars().count() > 64 {
        return "that is no region; write a country such as CA or a subdivision such as CA-MB"
            .into();
    }
    match upper.trim() {
        "EU" => {
            return "`EU` is a union, not a region; name its countries, such as DE and FR".into();
        }
        "EEA" | "EFTA" | "UN" | "EMEA" | "APAC" | "LATAM" | "DACH" | "WORLD" => {
            return format!("`{code}` is not a region; name the countries, such as DE and FR");
        }
        _ => {}
    }
    let described = |code: &str| match code.parse::<Region>() {
        Ok(region) => format!("{code} ({})", region.name()),
        Err(_) => code.to_owned(),
    };
    if let Some(current) = lookup(&REPLACED, upper) {
        return format!(
            "`{code}` is an old code; did you mean {}?",
            described(current)
        );
    }
    let suggest = |wrong: String, meant: &[&str]| match meant {
        [] => format!("{wrong}; write a country such as CA or a subdivision such as CA-MB"),
        [one] => format!("{wrong}; did you mean {}?", described(one)),
        [most @ .., last] => {
            let whole = |code: &&str| match code.parse::<Region>() {
                Ok(region) => format!("{code} ({})", region.full_name()),
                Err(_) => (*code).to_owned(),
            };
            let most: Vec<String> = most.iter().map(whole).collect();
            format!(
                "{wrong}; did you mean {} or {}?",
                most.join(", "),
                whole(last)
            )
        }
    };
    // `CA-XX`: the country is right, what follows is not.
    if let Some((head, tail)) = upper.split_once(['-', '_', ' ', '.'])
        && let Some(home) = country(head)
    {
        let wrong = format!(
            "`{code}` is not a subdivision of {}",
            with_article(home.name)
        );
        if upper.as_bytes().get(2) != Some(&b'-')
            && Subdivision::find(&format!("{head}-{tail}")).is_some()
        {
            return suggest(
                format!("`{code}` is not a region"),
                &[&format!("{head}-{tail}")],
            );
        }
        let mut candidates = Subdivision::of(head).peekable();
        if candidates.peek().is_none() {
            return format!("{wrong}, which has none; write {head}");
        }
        return suggest(wrong, nearest_in(candidates, head, tail).as_slice());
    }
    // `UK-ENG`, `EL-A`: a familiar code that is not ISO's, with something behind it.
    if let Some((head, tail)) = upper.split_once('-')
        && let Some(meant) = lookup(&FAMILIAR, &head.to_lowercase())
        && let Some(found) = Subdivision::find(&format!("{meant}-{tail}"))
    {
        return suggest(format!("there is no country `{head}`"), &[found.code]);
    }
    let wrong = format!("`{text}` is not a region");
    let folded = code.to_lowercase();
    if let Some(meant) = lookup(&FAMILIAR, &folded) {
        return suggest(wrong, &[meant]);
    }
    if let Some(found) = COUNTRIES.iter().find(|country| country.alpha_3 == upper) {
        return suggest(wrong, &[found.code]);
    }
    // A state or province alone, and codes without their hyphen.
    let mut meant: Vec<&str> = ["US", "CA", "AU"]
        .iter()
        .filter_map(|home| Subdivision::find(&format!("{home}-{upper}")))
        .map(|found| found.code)
        .collect();
    if let (Some(head), Some(tail)) = (upper.get(..2), upper.get(2..)) {
        meant.extend(Subdivision::find(&format!("{head}-{tail}")).map(|found| found.code));
    }
    if meant.is_empty() {
        meant = nearest_named(&folded);
    }
    suggest(wrong, &meant)
}

/// The name as it stands in a sentence: the United States, the Netherlands, but Canada.
fn with_article(country: &'static str) -> String {
    let plural = [
        "Bahamas",
        "Comoros",
        "Gambia",
        "Maldives",
        "Netherlands",
        "Philippines",
        "Seychelles",
    ];
    let common = ["United ", "Republic", "Islands", "Territor", "Emirates"];
    let article = plural.iter().any(|end| country.ends_with(end))
        || common.iter().any(|word| country.contains(word));
    if article {
        format!("the {country}")
    } else {
        country.to_owned()
    }
}

/// The subdivision of a country that `tail` was probably meant for, by its name or by its code.
fn nearest_in(
    candidates: impl Iterator<Item = Subdivision>,
    home: &str,
    tail: &str,
) -> Option<&'static str> {
    let name = tail.replace('_', " ").to_lowercase();
    let limit = |wanted: &str| (wanted.chars().count() / 4).max(1);
    candidates
        .filter_map(|found| {
            let by_name = [found.name, found.official]
                .map(|each| strsim::osa_distance(&name, &each.to_lowercase()))
                .into_iter()
                .min()
                .filter(|distance| name.len() > 3 && *distance <= limit(&name));
            let code = &found.code[home.len() + 1..];
            let by_code = strsim::osa_distance(tail, code);
            // Of two codes that are one letter away the one with the same first letter is likelier.
            let other_start = !code.starts_with(tail.get(..1).unwrap_or("-"));
            by_name
                .map(|distance| (distance, false, found.code))
                .or((by_code <= limit(tail)).then_some((by_code, other_start, found.code)))
        })
        .min()
        .map(|(.., code)| code)
}

/// Up to three countries and subdivisions whose name is `name`, or nearly, the nearest first.
fn nearest_named(name: &str) -> Vec<&'static str> {
    let length = name.chars().count();
    if length < 4 {
        return Vec::new();
    }
    let limit = length / 4;
    let distance = |other: &str| {
        // Most names differ too much in length to be worth the comparison.
        (other.chars().count().abs_diff(length) <= limit)
            .then(|| strsim::osa_distance(name, &other.to_lowercase()))
            .filter(|distance| *distance <= limit)
    };
    let countries = COUNTRIES
        .iter()
        .filter_map(|country| Some((distance(country.name)?, 0, country.code)));
    let subdivisions = Subdivision::all().filter_map(|found| {
        let near = [distance(found.name), distance(found.official)];
        let depth = if found.around.is_some() { 2 } else { 1 };
        Some((near.into_iter().flatten().min()?, depth, found.code))
    });
    let mut found: Vec<_> = countries.chain(subdivisions).collect();
    found.sort_unstable();
    let best = found.first().map_or(0, |(distance, ..)| *distance);
    found
        .into_iter()
        .take_while(|(distance, ..)| *distance == best)
        .take(3)
        .map(|(.., code)| code)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Weekday;

    fn region(code: &str) -> Region {
        code.parse().unwrap()
    }

    #[test]
    fn tables_are_sorted() {
        assert!(COUNTRIES.is_sorted_by_key(|country| country.code));
        assert!(SUBDIVISION_ZONES.is_sorted_by_key(|entry| entry.0));
        assert!(TWINS.is_sorted() && FAMILIAR.is_sorted() && REPLACED.is_sorted());
        assert!(REST.is_sorted_by_key(|rest| (rest.place, rest.from)));
        let codes: Vec<_> = Subdivision::all().map(|found| found.code).collect();
        assert!(codes.is_sorted() && codes.len() > 5000, "{}", codes.len());
        for code in codes {
            let found = Subdivision::find(code).unwrap();
            assert_eq!(found.code, code);
            assert!(
                found
                    .around
                    .is_none_or(|around| Subdivision::find(around).is_some())
            );
        }
        for (_, meant) in FAMILIAR.iter().chain(&REPLACED) {
            assert_eq!(region(meant).code(), *meant);
        }
    }

    #[test]
    fn a_code_has_a_name_and_parts() {
        let mobile = region("us-al/Mobile");
        assert_eq!(mobile.code(), "US-AL/Mobile");
        assert_eq!(
            (mobile.country(), mobile.subdivision()),
            ("US", Some("US-AL"))
        );
        assert_eq!(mobile.locality(), Some("Mobile"));
        assert_eq!(mobile.full_name(), "Mobile, Alabama, United States");
        assert_eq!(region("CA-MB").full_name(), "Manitoba, Canada");
        assert_eq!(region("DE-BY").name(), "Bavaria");
        assert_eq!(region("CA").full_name(), "Canada");
        assert_eq!(region("US").spoken_name(), "the United States");
        assert_eq!(mobile.spoken_name(), "Mobile, Alabama");
        assert_eq!(region("ES-GC").parent(), Some(region("ES-CN")));
        assert_eq!(region("ES-CN").parent(), Some(region("ES")));
        assert_eq!(region("ES").parent(), None);
    }

    #[test]
    fn lying_in_a_region_follows_every_level_and_both_codes() {
        for (inner, outer) in [
            ("US-AL/mobile", "US-AL/Mobile"),
            ("US-AL/Mobile", "US-AL"),
            ("US-AL/Mobile", "US"),
            ("ES-GC", "ES-CN"),
            ("PR", "US"),
            ("US-PR", "PR"),
            ("RE", "FR"),
            ("BQ-SA", "NL"),
            ("CA", "CA"),
        ] {
            assert!(
                region(inner).is_within(&region(outer)),
                "{inner} in {outer}"
            );
        }
        for (inner, outer) in [
            ("US", "US-AL"),
            ("FR", "RE"),
            ("CA-MB", "CA-SK"),
            ("SJ", "NO-21"),
        ] {
            assert!(
                !region(inner).is_within(&region(outer)),
                "{inner} in {outer}"
            );
        }
    }

    #[test]
    fn rest_days_have_periods_and_say_when_they_are_assumed() {
        let on = |code: &str, day: &str| region(code).rest_days(day.parse().unwrap());
        assert_eq!(on("AE", "2021-12-31").days.to_string(), "fri, sat");
        let emirates = on("AE-DU", "2022-01-01");
        assert_eq!(emirates.days.to_string(), "sat, sun");
        assert!(emirates.half.contains(Weekday::Fri));
        assert_eq!(on("MY-01", "2024-12-31").days.to_string(), "fri, sat");
        assert_eq!(on("MY-01", "2025-01-01").days.to_string(), "sat, sun");
        assert_eq!(on("MY-03", "2026-11-22").days.to_string(), "fri, sat");
        assert_eq!(on("CN-HK", "2026-11-22").days.to_string(), "sun");
        assert_eq!(
            on("US-PR", "2026-11-22").source,
            on("US", "2026-11-22").source
        );
        let unknown = on("GY", "2026-11-22");
        assert_eq!(
            (unknown.source, unknown.confidence),
            (None, Confidence::Low)
        );
        assert_eq!(unknown.days.to_string(), "sat, sun");
    }

    #[test]
    fn the_union_is_its_members_and_their_outermost_regions() {
        for code in ["DE", "FR", "FR-974", "RE", "AX", "FI-01", "ES-CN", "GR"] {
            assert!(region(code).is_eu() && region(code).is_eea(), "{code}");
        }
        for code in [
            "GB", "CH", "US", "NC", "FR-NC", "FR-CP", "NL-AW", "BQ-SA", "GL", "FO", "SJ", "NO-21",
        ] {
            assert!(!region(code).is_eu() && !region(code).is_eea(), "{code}");
        }
        for code in ["NO", "NO-46", "IS", "LI"] {
            assert!(region(code).is_eea() && !region(code).is_eu(), "{code}");
        }
    }
}
