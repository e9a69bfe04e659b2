//! A country's file, read and checked, and the list of those that are built in.

use super::announced;
use super::date_rule::DateRule;
use super::engine::{self, Announced, Entry, Occurrence, Role};
use super::entry::{Basis, Class, Classes, Holiday};
use super::file::{CountryFile, HolidayText, SectionText, Words, placed};
use super::layout::Layout;
use super::load::{PackProblem, Part, load};
use super::shift::Shift;
use crate::calendar::{Day, Region, Weekdays};
use crate::diagnostics::Site;
use crate::source::{SourceFile, Span};
use crate::yaml::Tree;
use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::RangeInclusive;
use std::sync::{Arc, OnceLock};

/// There are no holiday data for the region's country.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoCalendar {
    /// The region that was asked for.
    pub region: Region,
}

impl fmt::Display for NoCalendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there are no holiday data for {}", self.region.country())
    }
}

impl std::error::Error for NoCalendar {}

/// How closely the data know a region.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Coverage {
    /// The region itself.
    Own,
    /// Its country alone: days of its own are not known.
    NationalOnly,
}

/// How far people have looked at the data of a country.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Review {
    /// Who put them together.
    pub state: ReviewState,
    /// The day on which they were last held against their sources, as the file says it.
    pub checked: Box<str>,
}

/// Whether somebody who reads laws has seen the data of a country.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReviewState {
    /// Somebody has; each day says whether the law was read for it.
    Reviewed,
    /// A program put them together, and nobody has.
    Drafted,
}

impl ReviewState {
    /// `reviewed` or `drafted`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reviewed => "reviewed",
            Self::Drafted => "drafted",
        }
    }
}

/// The first words of a file that `tools/holidays_draft.py` has written.
const DRAFTED: &str = "# Drafted by";

/// The holidays of a country and its subdivisions.
#[derive(Debug)]
pub struct Pack {
    country: Box<str>,
    review: Review,
    horizon: i32,
    rest: Weekdays,
    /// Why a user's file stands in the place of the built-in one, or beside it.
    reason: Option<Box<str>>,
    /// The built-in data to which a user's file adds; none if it stands by itself.
    beneath: Option<&'static Pack>,
    /// What holds in the whole country.
    national: Vec<Arc<Entry>>,
    sections: BTreeMap<Box<str>, Subdivision>,
    /// Whether subdivisions that are not listed are known to have no days of their own.
    elsewhere_national: bool,
    announced: Vec<(Region, Announced)>,
    working: Vec<(Region, Day)>,
    /// All of the file's own list as written, and as entries: what subdivisions and legal sets take from it.
    texts: Vec<Arc<HolidayText>>,
    entries: Vec<Option<Arc<Entry>>>,
    defaults: Defaults,
}

/// A subdivision, read when it is first asked for: of fifty-seven, most runs need few.
#[derive(Debug, Default)]
struct Subdivision {
    /// Its block of lines in the file, if it has one.
    block: Option<Span>,
    read: OnceLock<Section>,
}

/// One subdivision: everything that holds there, national days included.
#[derive(Debug)]
struct Section {
    horizon: Option<i32>,
    /// Holidays of the built-in data that do not hold here, by id, if the file adds to those.
    without: Vec<String>,
    entries: Vec<Arc<Entry>>,
    texts: Vec<Arc<HolidayText>>,
    defaults: Defaults,
}

/// What an entry that does not say otherwise takes from around it.
#[derive(Clone, Debug)]
pub(super) struct Defaults {
    pub source: Arc<SourceFile>,
    pub cite: Option<String>,
    pub url: Option<String>,
    pub basis: Option<String>,
    /// Shared by all subdivisions that shift as their country does.
    pub shifts: Arc<BTreeMap<String, Words>>,
}

struct Builtin {
    country: &'static str,
    path: &'static str,
    /// The file's text as `build.rs` has compressed it.
    compressed: &'static [u8],
    /// In a box, so that two hundred files that are not read take no room.
    read: OnceLock<Box<Pack>>,
}

impl Builtin {
    fn source(&self) -> Arc<SourceFile> {
        let text = lz4_flex::block::decompress_size_prepended(self.compressed).ok();
        let text = text.and_then(|bytes| String::from_utf8(bytes).ok());
        // A test holds all of them against the files.
        SourceFile::new(self.path, text.unwrap_or_default())
    }
}

macro_rules! builtin {
    ($($country:literal),*) => {
        [$(Builtin {
            country: $country,
            path: concat!("rules/holidays/", $country, ".yaml"),
            compressed: include_bytes!(concat!(env!("OUT_DIR"), "/", $country, ".lz4")),
            read: OnceLock::new(),
        }),*]
    };
}

/// Sorted by country.
static BUILTIN: [Builtin; 232] = builtin![
    "AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AQ", "AR", "AT", "AU", "AW", "AX", "AZ", "BA",
    "BB", "BD", "BE", "BF", "BG", "BH", "BI", "BJ", "BM", "BN", "BO", "BQ", "BR", "BS", "BT", "BV",
    "BW", "BY", "BZ", "CA", "CC", "CD", "CF", "CG", "CH", "CI", "CK", "CL", "CM", "CN", "CO", "CR",
    "CU", "CV", "CW", "CX", "CY", "CZ", "DE", "DJ", "DK", "DM", "DO", "DZ", "EC", "EE", "EG", "EH",
    "ER", "ES", "ET", "FI", "FJ", "FK", "FM", "FO", "FR", "GA", "GB", "GD", "GE", "GG", "GH", "GI",
    "GL", "GM", "GN", "GQ", "GR", "GS", "GT", "GW", "GY", "HK", "HM", "HN", "HR", "HT", "HU", "ID",
    "IE", "IL", "IM", "IN", "IO", "IQ", "IR", "IS", "IT", "JE", "JM", "JO", "JP", "KE", "KG", "KH",
    "KI", "KM", "KN", "KP", "KR", "KW", "KY", "KZ", "LA", "LB", "LC", "LI", "LK", "LR", "LS", "LT",
    "LU", "LV", "LY", "MA", "MC", "MD", "ME", "MG", "MH", "MK", "ML", "MM", "MN", "MO", "MR", "MS",
    "MT", "MU", "MV", "MW", "MX", "MY", "MZ", "NA", "NE", "NF", "NG", "NI", "NL", "NO", "NP", "NR",
    "NU", "NZ", "OM", "PA", "PE", "PG", "PH", "PK", "PL", "PN", "PS", "PT", "PW", "PY", "QA", "RO",
    "RS", "RU", "RW", "SA", "SB", "SC", "SD", "SE", "SG", "SH", "SI", "SJ", "SK", "SL", "SM", "SN",
    "SO", "SR", "SS", "ST", "SV", "SX", "SY", "SZ", "TC", "TD", "TG", "TH", "TJ", "TK", "TL", "TM",
    "TN", "TO", "TR", "TT", "TV", "TW", "TZ", "UA", "UG", "US", "UY", "UZ", "VA", "VC", "VE", "VG",
    "VN", "VU", "WS", "XK", "YE", "ZA", "ZM", "ZW"
];

/// Territories that have an ISO 3166-1 code of their own, and the subdivision under which their
/// mother country's file lists them. Sorted.
const TERRITORIES: [(&str, &str); 18] = [
    ("AS", "US-AS"),
    ("BL", "FR-BL"),
    ("GF", "FR-973"),
    ("GP", "FR-971"),
    ("GU", "US-GU"),
    ("MF", "FR-MF"),
    ("MP", "US-MP"),
    ("MQ", "FR-972"),
    ("NC", "FR-NC"),
    ("PF", "FR-PF"),
    ("PM", "FR-PM"),
    ("PR", "US-PR"),
    ("RE", "FR-974"),
    ("TF", "FR-TF"),
    ("UM", "US-UM"),
    ("VI", "US-VI"),
    ("WF", "FR-WF"),
    ("YT", "FR-976"),
];

/// The countries that have data, by ISO 3166-1 alpha-2 code, in order. Territories with a code
/// of their own are not among them but have data all the same.
pub fn countries() -> impl Iterator<Item = &'static str> {
    BUILTIN.iter().map(|one| one.country)
}

/// The built-in data of a country.
pub fn pack(country: &str) -> Option<&'static Pack> {
    let at = BUILTIN
        .binary_search_by(|one| one.country.cmp(country))
        .ok()?;
    let one = &BUILTIN[at];
    Some(one.read.get_or_init(|| {
        let source = one.source();
        let mut problems = Vec::new();
        let pack = Pack::open(&source, one.country, &mut problems);
        debug_assert!(problems.is_empty(), "{}: {problems:?}", one.path);
        Box::new(pack)
    }))
}

/// The built-in data that speak of a region, and the region by the name that they use.
pub(super) fn locate(region: &Region) -> Result<(&'static Pack, Region), NoCalendar> {
    let none = || NoCalendar {
        region: region.clone(),
    };
    let mut region = region.clone();
    if let Ok(at) = TERRITORIES.binary_search_by(|(code, _)| (*code).cmp(region.country())) {
        region = TERRITORIES[at].1.parse().map_err(|_| none())?;
    }
    // Hong Kong has a file of its own, under whichever of its codes it is asked for.
    if region.subdivision().is_some()
        && !pack(region.country()).is_some_and(|around| around.knows(&region))
        && let Some(twin) = region.twin().filter(|twin| pack(twin.country()).is_some())
    {
        region = twin;
    }
    let pack = pack(region.country()).ok_or_else(none)?;
    // London keeps the days of England, in which it lies.
    if pack.section_of(&region).is_none()
        && let Some(listed) = std::iter::successors(region.parent(), Region::parent)
            .find(|around| pack.section_of(around).is_some())
    {
        region = listed;
    }
    // A part with a country's code of its own has a calendar of its own: Hong Kong keeps none of
    // China's days merely because ISO 3166-2 lists it there.
    let own_calendar = region.subdivision().is_some() && region.twin().is_some();
    if own_calendar && pack.coverage(&region) == Coverage::NationalOnly {
        return Err(none());
    }
    Ok((pack, region))
}

/// The value of a key on a line of its own, and where it stands.
fn key_of<'t>(text: &'t str, key: &str) -> Option<(Span, &'t str)> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(rest) = line.strip_prefix(key) {
            let value = rest.split('#').next().unwrap_or_default().trim();
            let value = value.trim_matches(['"', '\'']);
            let at = start + line.find(value).unwrap_or(0);
            let span = Span {
                start: u32::try_from(at).ok()?,
                end: u32::try_from(at + value.len()).ok()?,
            };
            return Some((span, value));
        }
        start += line.len();
    }
    None
}

impl Pack {
    /// Reads a country's file. What is wrong in it is left out and reported.
    pub fn read(source: &Arc<SourceFile>, country: &str) -> (Self, Vec<PackProblem>) {
        let mut problems = Vec::new();
        let pack = Self::open(source, country, &mut problems);
        pack.read_sections(&mut problems);
        (pack, problems)
    }

    /// Reads all subdivisions, and puts what is wrong in the order of the file.
    fn read_sections(&self, problems: &mut Vec<PackProblem>) {
        for (code, subdivision) in &self.sections {
            let section = self.read_section(code, subdivision.block, problems);
            subdivision.read.get_or_init(|| section);
        }
        problems.sort_by_key(|problem| problem.span.start);
    }

    /// Reads a country's file of the user's own. It stands in the place of the built-in one or, with
    /// `extends: built-in`, adds to it, and says why in `reason`.
    pub fn read_own(source: &Arc<SourceFile>) -> (Self, Vec<PackProblem>) {
        let (span, country) = key_of(&source.text, "country:").unwrap_or_default();
        let mut problems = Vec::new();
        let pack = Self::as_written(source, country, &mut problems);
        pack.read_sections(&mut problems);
        let known = country
            .parse::<Region>()
            .is_ok_and(|it| it.code() == country);
        let mut wrong = |message: String| problems.push(PackProblem { span, message });
        if !known || country.len() != 2 {
            wrong(format!(
                "`{country}` is no country; write its ISO code, such as CA, and its parts under `subdivisions`"
            ));
        }
        // Days under a part that there is not would be nobody's.
        for (code, part) in &pack.sections {
            let place = part.block.unwrap_or(span);
            if known && format!("{country}-{code}").parse::<Region>().is_err() {
                let lines = source.slice(place);
                let indent = (lines.len() - lines.trim_start().len()) as u32;
                let start = place.start + indent;
                let near = code
                    .strip_prefix(country)
                    .and_then(|it| it.strip_prefix('-'));
                let hint = near.map_or(String::new(), |near| format!("; write `{near}`"));
                problems.push(PackProblem {
                    span: Span {
                        start,
                        end: start + code.len() as u32,
                    },
                    message: format!("`{code}` is no part of {country}{hint}"),
                });
            }
        }
        let mut wrong = |message: String| problems.push(PackProblem { span, message });
        let reason = pack.reason.as_deref().filter(|reason| !reason.is_empty());
        if known && reason.is_none() {
            wrong(format!(
                "the holidays of {country} are built in; say in `reason` why these take their place, all of them, or with `extends: built-in` why they are added (a single date goes into courtesy.yaml, under `extra_holidays` or `not_holidays`)"
            ));
        }
        (pack, problems)
    }

    /// Why it stands in the place of the built-in file or beside it, and where that is said; none if it is
    /// built in itself or takes nobody's place.
    pub fn reason(&self) -> Option<(&str, &Arc<SourceFile>)> {
        Some((self.reason.as_deref()?, &self.defaults.source))
    }

    /// Whether it adds to the built-in days; if not, a user's file stands in their place.
    pub fn adds_to_the_built_in(&self) -> bool {
        self.beneath.is_some()
    }

    /// Reads a built-in file up to its subdivisions, and only notes where those are; with what governments
    /// have announced.
    fn open(source: &Arc<SourceFile>, country: &str, problems: &mut Vec<PackProblem>) -> Self {
        let mut pack = Self::as_written(source, country, problems);
        announced::collect(&mut pack, problems);
        pack
    }

    /// Reads a file up to its subdivisions.
    fn as_written(
        source: &Arc<SourceFile>,
        country: &str,
        problems: &mut Vec<PackProblem>,
    ) -> Self {
        let mut pack = Self {
            country: country.into(),
            review: Review {
                state: if source.text.starts_with(DRAFTED) {
                    ReviewState::Drafted
                } else {
                    ReviewState::Reviewed
                },
                checked: Box::default(),
            },
            horizon: i32::MIN,
            rest: Weekdays::default(),
            reason: None,
            beneath: None,
            national: Vec::new(),
            sections: BTreeMap::new(),
            elsewhere_national: false,
            announced: Vec::new(),
            working: Vec::new(),
            texts: Vec::new(),
            entries: Vec::new(),
            defaults: Defaults {
                source: Arc::clone(source),
                cite: None,
                url: None,
                basis: None,
                shifts: Arc::default(),
            },
        };
        let layout = Layout::of(&source.text);
        let head = Part::of(source, layout.head);
        if let Some((file, tree)) = load::<CountryFile>(&head, problems) {
            for (code, block) in layout.subdivisions {
                let subdivision = Subdivision {
                    block: Some(block),
                    read: OnceLock::new(),
                };
                if pack
                    .sections
                    .insert(code.as_str().into(), subdivision)
                    .is_some()
                {
                    problems.push(PackProblem {
                        span: block,
                        message: format!("`{code}` stands here a second time"),
                    });
                }
            }
            pack.fill(file, &head, &tree, problems);
        }
        pack
    }

    fn fill(
        &mut self,
        file: CountryFile,
        part: &Part<'_>,
        tree: &Tree,
        problems: &mut Vec<PackProblem>,
    ) {
        let head = |message: String| PackProblem {
            span: Span::default(),
            message,
        };
        if *file.country != *self.country {
            problems.push(head(format!(
                "the file is of {}, not of {}",
                file.country, self.country
            )));
        }
        self.horizon = file.horizon;
        self.review.checked = file.checked.into();
        match file.elsewhere.as_deref() {
            None => {}
            Some("national") => self.elsewhere_national = true,
            Some(other) => problems.push(head(format!(
                "`elsewhere: {other}` is not known; write national"
            ))),
        }
        match file.weekend.as_deref().unwrap_or("sat-sun").parse() {
            Ok(rest) => self.rest = rest,
            Err(wrong) => problems.push(head(wrong)),
        }
        self.reason = file
            .reason
            .map(|reason| reason.trim().trim_end_matches('.').into());
        if let Some(extends) = &file.extends {
            let built_in = self.country.parse().ok().and_then(|it| locate(&it).ok());
            self.beneath = built_in.map(|(pack, _)| pack);
            let at = |key: &str| key_of(part.text, key).map_or(Span::default(), |(span, _)| span);
            let mut wrong = |key: &str, message: String| {
                let span = part.place(at(key));
                problems.push(PackProblem { span, message });
            };
            if extends != "built-in" {
                let message = format!("`extends: {extends}` is not known; write built-in");
                wrong("extends:", message);
            } else if self.beneath.is_none() {
                let message = format!("no holidays of {} are built in", self.country);
                wrong("extends:", message);
            }
            let built_in = "is said by the built-in file, to which this one adds; leave it out";
            if file.weekend.is_some() {
                wrong("weekend:", format!("`weekend` {built_in}"));
            }
            if file.elsewhere.is_some() {
                wrong("elsewhere:", format!("`elsewhere` {built_in}"));
            }
        }
        self.defaults.cite = file.cite;
        self.defaults.url = file.url;
        self.defaults.basis = file.basis;
        let around = self.country.parse::<Region>().ok();
        let built_in = around.as_ref().and_then(|it| self.built_in(it));
        // What the built-in entries call their habits of shifting, entries in their place can call so too.
        let named = built_in.map(|(pack, place)| Arc::clone(&pack.texts(&place).1.shifts));
        self.defaults.shifts = named.unwrap_or_default();
        Arc::make_mut(&mut self.defaults.shifts).extend(file.shifts);
        let mut texts = placed(file.holidays, tree, part);
        for text in &mut texts {
            if let Some(base) = around
                .as_ref()
                .and_then(|it| self.built_in_text(it, &text.id))
            {
                text.inherit(base);
            }
        }
        self.texts = texts.into_iter().map(Arc::new).collect();
        self.entries = self
            .texts
            .iter()
            .map(|text| compile(text, &self.defaults, problems))
            .collect();
        self.national = std::iter::zip(&self.texts, &self.entries)
            .filter(|(text, _)| text.only.0.is_empty())
            .filter_map(|(_, entry)| entry.clone())
            .collect();
        for text in &self.texts {
            for scope in text.only.0.iter().chain(&text.except.0) {
                let code = scope.split('/').next().unwrap_or(scope);
                self.sections.entry(code.into()).or_default();
            }
        }
    }

    /// A subdivision: the national days that hold there, and its own.
    fn read_section(
        &self,
        code: &str,
        block: Option<Span>,
        problems: &mut Vec<PackProblem>,
    ) -> Section {
        let mut section = SectionText::default();
        let mut own = Vec::new();
        if let Some(block) = block {
            let part = Part::of(&self.defaults.source, block);
            if let Some((read, tree)) = load::<BTreeMap<String, SectionText>>(&part, problems) {
                section = read.into_values().next().unwrap_or_default();
                own = placed(std::mem::take(&mut section.holidays), &tree, &part);
            }
        }
        let here = self
            .beneath
            .and_then(|_| format!("{}-{code}", self.country).parse::<Region>().ok());
        let built_in = |id: &str| here.as_ref().and_then(|it| self.built_in_text(it, id));
        for id in section.without.0.iter().chain(&section.keeps.0) {
            if !self.texts.iter().any(|text| text.id == *id) && built_in(id).is_none() {
                let message = if self.beneath.is_some() {
                    format!(
                        "{code}: no holiday there has the id `{id}`; `courtesy holidays {}-{code} --format json` shows the ids",
                        self.country
                    )
                } else {
                    format!("{code}: there is no national holiday `{id}`")
                };
                let span = self.word_in(block.unwrap_or_default(), id);
                problems.push(PackProblem { span, message });
            }
        }
        for id in &section.keeps.0 {
            if section.without.0.contains(id) || own.iter().any(|own| own.id == *id) {
                problems.push(PackProblem {
                    span: self.word_in(block.unwrap_or_default(), id),
                    message: format!("{code}: of `{id}` it is said twice what holds here"),
                });
            }
        }
        // A national day keeps the nation's law, but is shifted as the subdivision shifts.
        let of_built_in = here.as_ref().and_then(|it| self.built_in(it));
        let mut shifts = of_built_in.map_or_else(BTreeMap::new, |(pack, place)| {
            pack.texts(&place).1.shifts.as_ref().clone()
        });
        shifts.extend(section.shifts);
        let shifts_differ = !shifts.is_empty();
        let mut national = self.defaults.clone();
        if shifts_differ {
            Arc::make_mut(&mut national.shifts).extend(shifts);
        }
        let mut defaults = national.clone();
        if section.cite.is_some() || section.basis.as_deref() == Some("oracle") {
            // A state's own statute does not stand at the country's address, nor was it read with the country's.
            defaults.cite = section.cite;
            defaults.url = section.url;
            defaults.basis = defaults.basis.filter(|basis| basis != "law");
        }
        if section.basis.is_some() {
            defaults.basis = section.basis;
        }
        let mut entries = Vec::new();
        let mut texts = Vec::new();
        for (text, entry) in std::iter::zip(&self.texts, &self.entries) {
            let here = |scope: &String| scope.split('/').next() == Some(code);
            if own.iter().any(|own| own.id == text.id)
                || section.keeps.0.contains(&text.id)
                || section.without.0.contains(&text.id)
                || text.except.0.iter().any(here)
                || !(text.only.0.is_empty() || text.only.0.iter().any(here))
            {
                continue;
            }
            if !shifts_differ && text.only.0.is_empty() {
                entries.extend(entry.clone());
                texts.push(Arc::clone(text));
                continue;
            }
            let mut text = HolidayText::clone(text);
            text.only.0.retain(here);
            entries.extend(compile(&text, &national, problems));
            texts.push(Arc::new(text));
        }
        let national_of = |id: &str| {
            let own = self.texts.iter().find(|base| base.id == id);
            own.or_else(|| built_in(id))
        };
        for mut text in own {
            if let Some(base) = national_of(&text.id) {
                text.inherit(base);
            }
            entries.extend(compile(&text, &defaults, problems));
            texts.push(Arc::new(text));
        }
        for base in section.keeps.0.iter().filter_map(|id| national_of(id)) {
            let mut text = HolidayText {
                span: base.span,
                id: base.id.clone(),
                ..HolidayText::default()
            };
            text.inherit(base);
            // Whatever the country's entry rests on, here it is the subdivision's law.
            text.basis = None;
            entries.extend(compile(&text, &defaults, problems));
            texts.push(Arc::new(text));
        }
        Section {
            horizon: section.horizon,
            without: section.without.0,
            entries,
            texts,
            defaults,
        }
    }

    /// Where a word first stands in a block of lines, or the block.
    fn word_in(&self, block: Span, word: &str) -> Span {
        let lines = self.defaults.source.slice(block);
        let inside = |letter: char| letter.is_alphanumeric() || letter == '-';
        let found = lines.match_indices(word).find(|(at, _)| {
            let before = lines[..*at].chars().next_back();
            let after = lines[*at + word.len()..].chars().next();
            !before.is_some_and(inside) && !after.is_some_and(inside)
        });
        found.map_or(block, |(at, _)| {
            let start = block.start + at as u32;
            Span {
                start,
                end: start + word.len() as u32,
            }
        })
    }

    fn section_of(&self, region: &Region) -> Option<&Section> {
        let code = suffix(region.subdivision()?);
        let subdivision = self.sections.get(code)?;
        // Whoever wants to know of mistakes calls `read`.
        Some(
            subdivision
                .read
                .get_or_init(|| self.read_section(code, subdivision.block, &mut Vec::new())),
        )
    }

    fn knows(&self, region: &Region) -> bool {
        region
            .subdivision()
            .is_some_and(|code| self.sections.contains_key(suffix(code)))
    }

    /// The codes of the subdivisions that the data know, in order.
    pub fn subdivisions(&self) -> impl Iterator<Item = String> + '_ {
        let under = self.beneath.filter(|it| it.country == self.country);
        let under = under.into_iter().flat_map(|it| it.sections.keys());
        let codes: BTreeSet<&str> = under.chain(self.sections.keys()).map(|it| &**it).collect();
        codes
            .into_iter()
            .map(|code| format!("{}-{code}", self.country))
    }

    /// The subdivision in which a region lies, as far as the file has one: London lies in England.
    fn section_around(&self, region: &Region) -> Option<&Section> {
        // Most regions are in the file themselves, and what is around a region takes time to find.
        self.section_of(region).or_else(|| {
            std::iter::successors(region.parent(), Region::parent)
                .find_map(|around| self.section_of(&around))
        })
    }

    /// A holiday of the built-in data to which the file adds, as it is written for a region.
    fn built_in_text(&self, region: &Region, id: &str) -> Option<&'static Arc<HolidayText>> {
        let (pack, place) = self.built_in(region)?;
        pack.texts(&place).0.iter().find(|base| base.id == id)
    }

    /// The built-in data to which the file adds, and a region by the name that they use.
    fn built_in(&self, region: &Region) -> Option<(&'static Self, Region)> {
        self.beneath.and_then(|_| locate(region).ok())
    }

    /// The file's own entries that hold in a region.
    fn entries_of(&self, region: &Region) -> &[Arc<Entry>] {
        self.section_around(region)
            .map_or(&self.national, |section| &section.entries)
    }

    /// See [`super::occurrences`].
    pub fn occurrences(&self, region: &Region, years: RangeInclusive<i32>) -> Vec<Occurrence> {
        let own = self.entries_of(region);
        let Some((under, place)) = self.built_in(region) else {
            return self.evaluate(&kept_in(own, region), region, &years, |_, _| true);
        };
        let without = self.section_around(region).map(|it| &it.without);
        let own = kept_in(own, region);
        // What the user's file says of a holiday goes before what was announced of it, too.
        let is_built_in = |id: &str| {
            own.iter().all(|it| *it.holiday.id != *id)
                && without.is_none_or(|without| without.iter().all(|it| it != id))
        };
        let theirs = kept_in(under.entries_of(&place), &place).into_iter();
        let theirs = theirs.filter(|it| is_built_in(&it.holiday.id));
        let entries: Vec<&Entry> = own.iter().copied().chain(theirs).collect();
        under.evaluate(&entries, &place, &years, |_, one| {
            is_built_in(&one.holiday.id)
        })
    }

    /// The days of `entries` in a region, with what is announced there, as far as it is `wanted`.
    pub(super) fn evaluate(
        &self,
        entries: &[&Entry],
        region: &Region,
        years: &RangeInclusive<i32>,
        wanted: impl Fn(&Region, &Announced) -> bool,
    ) -> Vec<Occurrence> {
        let own = |of: &Region| of.subdivision().is_some();
        let known = |id: &str| entries.iter().any(|entry| *entry.holiday.id == *id);
        // What a state announces of a holiday goes before what the country does, and a holiday that the
        // state does not keep is none there merely because the country announced its date.
        let state_differs = |one: &Announced| {
            one.settles
                && (!known(&one.holiday.id)
                    || self.announced.iter().any(|(of, other)| {
                        own(of)
                            && of.subdivision() == region.subdivision()
                            && other.year == one.year
                            && other.holiday.id == one.holiday.id
                    }))
        };
        let announced: Vec<&Announced> = self
            .announced
            .iter()
            .filter(|(of, one)| {
                if own(of) {
                    of.subdivision() == region.subdivision()
                } else {
                    !state_differs(one)
                }
            })
            .filter(|(of, one)| wanted(of, one))
            .map(|(_, one)| one)
            .collect();
        // A state with weekly rest days of its own counts by those: Kedah rests on Friday and Saturday.
        let around = LazyCell::new(|| Region::parent(region));
        let rest = |day: Day| {
            let own = region.rest_days(day).days;
            let differs = around
                .as_ref()
                .is_some_and(|country| own != country.rest_days(day).days);
            if differs { own } else { self.rest }
        };
        engine::evaluate(entries, &announced, years, &rest)
    }

    /// See [`super::horizon`].
    pub fn horizon(&self, region: &Region) -> i32 {
        let own = self
            .section_around(region)
            .and_then(|section| section.horizon)
            .unwrap_or(self.horizon);
        let built_in = self.built_in(region);
        built_in.map_or(own, |(pack, place)| own.min(pack.horizon(&place)))
    }

    /// See [`super::coverage`].
    pub fn coverage(&self, region: &Region) -> Coverage {
        let is_known = region.subdivision().is_none()
            || self.section_around(region).is_some()
            || self.elsewhere_national
            || self
                .built_in(region)
                .is_some_and(|(pack, place)| pack.coverage(&place) == Coverage::Own);
        if is_known {
            Coverage::Own
        } else {
            Coverage::NationalOnly
        }
    }

    /// See [`super::Overrides::localities`].
    pub(super) fn localities(&self, region: &Region) -> BTreeSet<Box<str>> {
        let own = self.entries_of(region).iter();
        let mut known: BTreeSet<Box<str>> =
            own.flat_map(|it| it.localities.iter().cloned()).collect();
        if let Some((pack, place)) = self.built_in(region) {
            known.extend(pack.localities(&place));
        }
        known
    }

    /// See [`super::working_days`].
    pub fn working_days(&self, region: &Region, years: &RangeInclusive<i32>) -> Vec<Day> {
        if let Some((pack, place)) = self.built_in(region) {
            return pack.working_days(&place, years);
        }
        self.working
            .iter()
            .filter(|(of, day)| {
                (of.subdivision().is_none() || of.subdivision() == region.subdivision())
                    && years.contains(&day.year())
            })
            .map(|(_, day)| *day)
            .collect()
    }

    /// See [`super::review`].
    pub fn review(&self) -> &Review {
        &self.review
    }

    /// The country's code.
    pub fn country(&self) -> &str {
        &self.country
    }

    /// All holidays as written that hold in a region, and what they take from around them.
    pub(super) fn texts(&self, region: &Region) -> (&[Arc<HolidayText>], &Defaults) {
        self.section_of(region)
            .map_or((&self.texts, &self.defaults), |section| {
                (&section.texts, &section.defaults)
            })
    }

    /// The national holiday or, failing that, any subdivision's with this id.
    pub(super) fn holiday(&self, region: &Region, id: &str) -> Option<&Arc<Holiday>> {
        self.section_of(region)
            .map_or(&self.national, |section| &section.entries)
            .iter()
            .chain(self.entries.iter().flatten())
            .map(|entry| &entry.holiday)
            .find(|holiday| *holiday.id == *id)
    }

    pub(super) fn announce(&mut self, region: Region, announced: Announced) {
        self.announced.push((region, announced));
    }

    pub(super) fn work_on(&mut self, region: Region, day: Day) {
        self.working.push((region, day));
    }
}

/// Those of some entries that are kept in a region, as not all are outside a county or a city.
pub(super) fn kept_in<'e>(entries: &'e [Arc<Entry>], region: &Region) -> Vec<&'e Entry> {
    let entries = entries.iter().map(Arc::as_ref);
    entries.filter(|entry| entry.is_kept_in(region)).collect()
}

/// The part of an ISO 3166-2 code after the country.
fn suffix(code: &str) -> &str {
    code.split_once('-').map_or(code, |(_, suffix)| suffix)
}

/// An entry from its text, or a sentence on what is wrong with it.
pub(super) fn compile(
    text: &HolidayText,
    defaults: &Defaults,
    problems: &mut Vec<PackProblem>,
) -> Option<Arc<Entry>> {
    try_compile(text, defaults)
        .map(Arc::new)
        .map_err(|wrong| {
            problems.push(PackProblem {
                span: text.span,
                message: format!("`{}`: {wrong}", text.id),
            });
        })
        .ok()
}

fn try_compile(text: &HolidayText, defaults: &Defaults) -> Result<Entry, String> {
    let name = text.name.as_deref().ok_or("it has no name")?;
    let rule = match (&text.on, &text.dates.0[..]) {
        (Some(on), []) => on.parse()?,
        (None, [_, ..]) => DateRule::dates(days(&text.dates)?),
        _ => return Err("write either `on` or `dates`".to_owned()),
    };
    let basis = text
        .basis
        .as_ref()
        .or(defaults.basis.as_ref())
        .map_or(Ok(Basis::default()), |basis| basis.parse())?;
    let mut shifts = Vec::new();
    for shift in &text.shift.0 {
        match defaults.shifts.get(shift) {
            Some(named) => {
                for shift in &named.0 {
                    shifts.extend(one_shift(shift)?);
                }
            }
            None => shifts.extend(one_shift(shift)?),
        }
    }
    let localities = text
        .only
        .0
        .iter()
        .filter_map(|scope| scope.split_once('/'))
        .map(|(_, place)| place.into())
        .collect();
    // What is the oracle's word alone does not stand in the country's law.
    let own_cite = text.cite.is_some() || text.basis.as_deref() == Some("oracle");
    let holiday = Holiday {
        id: text.id.as_str().into(),
        name: name.into(),
        local_names: text
            .local
            .iter()
            .map(|(language, name)| (language.as_str().into(), name.as_str().into()))
            .collect(),
        classes: classes(&text.class)?,
        hours: text.time.as_ref().map(|time| time.parse()).transpose()?,
        basis,
        cite: text
            .cite
            .as_ref()
            .or(defaults.cite.as_ref().filter(|_| !own_cite))
            .map(|cite| cite.as_str().into()),
        url: text
            .url
            .as_ref()
            .or(defaults.url.as_ref().filter(|_| !own_cite))
            .map(|url| url.as_str().into()),
        site: Site {
            source: Arc::clone(&defaults.source),
            span: text.span,
        },
    };
    if basis == Basis::Law && (holiday.cite.is_none() || holiday.url.is_none()) {
        return Err(
            "`basis: law` means that the text was read; say which (`cite`) and where (`url`)"
                .to_owned(),
        );
    }
    Ok(Entry {
        holiday: Arc::new(holiday),
        role: text
            .role
            .as_ref()
            .map_or(Ok(Role::Actual), |role| role.parse())?,
        rule,
        days: i32::from(text.days.unwrap_or(1)),
        since: bound(&text.since)?,
        until: bound(&text.until)?,
        every: text.every.as_ref().map(|every| every.parse()).transpose()?,
        not: days(&text.not)?,
        shifts,
        localities,
    })
}

/// A shift, or none if it says `none`.
fn one_shift(text: &str) -> Result<Option<Shift>, String> {
    (text != "none").then(|| text.parse()).transpose()
}

/// The classes of a list; public if it says none.
pub(super) fn classes(words: &Words) -> Result<Classes, String> {
    if words.0.is_empty() {
        return Ok(Classes::default().with(Class::Public));
    }
    words
        .0
        .iter()
        .try_fold(Classes::default(), |all, word| Ok(all.with(word.parse()?)))
}

pub(super) fn days(words: &Words) -> Result<Vec<Day>, String> {
    words.0.iter().map(|word| word.parse()).collect()
}

pub(super) fn bound(words: &Words) -> Result<Option<super::shift::Bound>, String> {
    match &words.0[..] {
        [] => Ok(None),
        [one] => one.parse().map(Some),
        _ => Err("write one year or one date".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{announced, sets};
    use super::*;
    use crate::yaml;

    #[test]
    fn what_is_carried_small_is_what_the_files_say() {
        for one in &BUILTIN {
            let file = std::fs::read_to_string(one.path).unwrap();
            assert!(*one.source().text == *file, "{}", one.path);
        }
    }

    /// The bar of the issue. Everything that `rules/holidays` puts into the program counts: texts, nodes,
    /// and the tables by which they are found.
    #[test]
    fn the_data_take_less_than_a_megabyte_of_the_program() {
        let countries: usize = BUILTIN.iter().map(|one| one.compressed.len()).sum();
        let announced: usize = announced::FILES.iter().map(|(.., text)| text.len()).sum();
        let nodes = yaml::ready_bytes("rules/holidays/");
        let tables = size_of_val(&BUILTIN) + size_of_val(&announced::FILES);
        let all = countries + announced + sets::TEXT.len() + nodes + tables;
        assert!(
            all < 800_000,
            "{all} bytes: countries {countries}, announced {announced}, nodes {nodes}, tables {tables}"
        );
    }
}
