//! `courtesy hours`: when somebody in a region may be contacted on a day, and which provisions say so.
//!
//! What narrows the answer is the law that binds for certain. Everything else that bears on the
//! contact is shown beside it with the reason why it does not count, since a reader who is told
//! "08:00 to 20:00" and nothing more takes it for all there is.

mod at;
mod json;
mod limits;
mod text;

use super::Exit;
use super::output::{self, Failure};
use super::settings::WhichSettings;
use crate::calendar::{Day, Region, Zone};
use crate::diagnostics::Severity;
use crate::holidays::Overrides;
use crate::law::{
    Bearing, Binding, BoundCap, ConsentNeeded, DayHours, Demand, Fact, Facts, Held, Law, LegalDay,
    Line, OpenHours, Provision, Registry, Requirement, Window,
};
use crate::model::{AudienceType, Channel, ConsentKind, Purpose, Relationship, Voice};
use crate::project::LimitsInForce;
use crate::rules::law_of;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use limits::Limits;
use std::sync::Arc;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Where the person is: a country such as CA, a subdivision such as CA-MB, a county such as US-AL/Mobile.
    #[arg(value_name = "REGION")]
    region: Region,
    /// How the person is reached.
    #[arg(long, default_value = "call", value_parser = channels())]
    channel: Channel,
    /// Who is addressed.
    #[arg(long, default_value = "consumer", value_parser = words(AudienceType::ALL, AudienceType::as_str))]
    audience: AudienceType,
    /// What the person already is to the seller; nothing that lifts a law by default.
    #[arg(long, value_parser = words(Relationship::ALL, Relationship::as_str))]
    relationship: Option<Relationship>,
    /// What the person has agreed to for this channel; nothing by default.
    #[arg(long, value_parser = words(ConsentKind::ALL, ConsentKind::as_str))]
    consent: Option<ConsentKind>,
    /// What the contact is for.
    #[arg(long, default_value = "sales", value_parser = words(Purpose::ALL, Purpose::as_str))]
    purpose: Purpose,
    /// Who or what speaks.
    #[arg(long, default_value = "human", value_parser = words(Voice::ALL, Voice::as_str))]
    voice: Voice,
    /// What kind of line is called or texted; a firm's number may be any of them by default.
    #[arg(long, value_parser = words(LINES, line_word))]
    line: Option<Line>,
    /// The trade that the seller is in, such as `energy_renovation`; can be given several times.
    #[arg(long, value_name = "TRADE")]
    sector: Vec<String>,
    /// The day where the person is, such as 2026-11-23; today by default.
    #[arg(long, value_name = "DATE")]
    on: Option<Day>,
    /// A moment in the place of a day: 2026-11-23T14:30 where the person is, or 2026-11-23T14:30Z, 2026-11-23T14:30-08:00.
    #[arg(long, value_name = "INSTANT", conflicts_with = "on")]
    at: Option<at::Moment>,
    #[command(flatten)]
    settings: WhichSettings,
    /// How to print the answer.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// The forms in which the answer is printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// A parser that accepts the words of a closed list, and names them all if it is given another.
fn words<T>(all: &'static [T], name: fn(T) -> &'static str) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    let values = all.iter().map(|word| name(*word));
    PossibleValuesParser::new(values).try_map(move |text| {
        let found = all.iter().copied().find(|word| name(*word) == text);
        found.ok_or("not a word of the list")
    })
}

const LINES: &[Line] = &[Line::Business, Line::Mobile, Line::Residential];

fn line_word(line: Line) -> &'static str {
    match line {
        Line::Business => "business",
        Line::Mobile => "mobile",
        Line::Residential => "residential",
    }
}

/// Every channel that reaches a person.
fn channels() -> impl TypedValueParser<Value = Channel> {
    words(
        Channel::ALL
            .split_last()
            .map_or(Channel::ALL, |(_task, others)| others),
        Channel::as_str,
    )
}

/// What is asked, and by whose settings it is answered.
struct Asked<'a> {
    arguments: &'a Arguments,
    /// The law: what is built in, the user's own packs, and the codes that bind the seller.
    law: Law,
    /// The limits of the settings, or the built-in ones.
    limits: Arc<LimitsInForce>,
    /// What the settings say of holidays.
    holidays: Overrides,
    /// The file of the settings; none if there is none, or it is not to count.
    settings: Option<String>,
}

impl<'a> Asked<'a> {
    fn of(arguments: &'a Arguments) -> Result<Self, Failure> {
        let today = arguments.on.unwrap_or_else(Day::today);
        Ok(match arguments.settings.read(today)? {
            Some(config) => Self {
                arguments,
                law: law_of(&config),
                limits: config.limits,
                holidays: config.holidays,
                settings: Some(config.source.path.clone()),
            },
            None => Self {
                arguments,
                law: Law::built_in(),
                limits: Arc::default(),
                holidays: Overrides::default(),
                settings: None,
            },
        })
    }

    /// The limit for courtesy on the channel, if it has one.
    fn courtesy(&self) -> Option<OpenHours> {
        let (hours, _) = self.limits.hours(self.arguments.channel)?;
        Some(OpenHours::of(hours))
    }

    /// Whether that limit is the user's own.
    fn has_own_hours(&self) -> bool {
        let hours = self.limits.hours(self.arguments.channel);
        hours.is_some_and(|(_, place)| place.is_some())
    }

    /// Whose limit it is.
    fn whose_limit(&self) -> &'static str {
        if self.has_own_hours() {
            "your own limit"
        } else {
            "its own limit"
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let asked = Asked::of(arguments)?;
    if let Some(moment) = arguments.at {
        return at::run(&asked, moment);
    }
    let on = arguments.on.unwrap_or_else(Day::today);
    let answer = Answer::find(&asked, &arguments.region, on);
    let text = match arguments.format {
        Format::Text => text::of(&asked, &answer),
        Format::Json => {
            if let Some(caution) = caution(&asked, &answer) {
                output::tell(&format!("note: {caution}"));
            }
            json::of(&asked, &answer)
        }
    };
    output::print(text.as_bytes())?;
    Ok(Exit::Clean)
}

/// What is known of the contact that is asked about.
fn facts(arguments: &Arguments, region: &Region) -> Facts {
    Facts {
        audience: Some(arguments.audience),
        relationship: arguments.relationship,
        consent: arguments.consent,
        purpose: Some(arguments.purpose),
        voice: Some(arguments.voice),
        line: arguments.line,
        sectors: arguments
            .sector
            .iter()
            .map(|it| it.as_str().into())
            .collect(),
        ..Facts::new(region.clone(), arguments.channel)
    }
}

/// What law says of a contact in a region on a day, over all clocks there.
struct Answer<'l> {
    region: Region,
    on: Day,
    /// The hours that are allowed for certain on every clock of the region.
    allowed: OpenHours,
    /// The same without what could not be verified to be allowed.
    verified: OpenHours,
    /// The same with everything that is doubtful taken in.
    cautious: OpenHours,
    /// What the limits leave, beside the law or in its place.
    by_limits: OpenHours,
    /// The public holiday for which the limits keep the day free.
    holiday: Option<String>,
    /// The allowed hours on each clock, if they are not the same on all.
    by_zone: Vec<(Zone, OpenHours)>,
    /// The provisions on hours in force that day, the strictest first.
    windows: Vec<Window<'l>>,
    caps: Vec<BoundCap<'l>>,
    /// Provisions that do not bind such a contact on the day, and why.
    idle: Vec<Binding<'l>>,
    /// What is asked of such a contact beside hours, days and numbers.
    besides: Vec<Binding<'l>>,
}

impl<'l> Answer<'l> {
    fn find(asked: &'l Asked<'_>, region: &Region, on: Day) -> Self {
        let law = &asked.law;
        let facts = facts(asked.arguments, region);
        let zones: Vec<(Zone, DayHours<'l>)> = region
            .distinct_zones()
            .map(|zone| (zone, law.hours(&facts, on, zone, &asked.holidays)))
            .collect();
        let both = |hours: for<'a> fn(&'a DayHours<'l>) -> &'a OpenHours| {
            zones.iter().fold(OpenHours::all_day(), |open, (_, day)| {
                open.intersect(hours(day))
            })
        };
        let allowed = both(|day| &day.allowed);
        let cautious = both(|day| &day.cautious);
        let verified = zones.iter().fold(allowed.clone(), |open, (_, day)| {
            open.intersect(&verified(day))
        });
        let limits = Limits::of(asked, region, on, on);
        let same = zones.iter().all(|(_, day)| day.allowed == allowed);
        let by_zone = if same {
            Vec::new()
        } else {
            zones
                .iter()
                .map(|(zone, day)| (*zone, day.allowed.clone()))
                .collect()
        };
        let (timed, besides): (Vec<Binding<'l>>, Vec<Binding<'l>>) = law
            .binding(&facts, on)
            .into_iter()
            .partition(|binding| binding.provision.requires.is_timed());
        let idle = |binding: &Binding<'_>| {
            matches!(
                binding.bearing,
                Bearing::Exempt { .. } | Bearing::NotYet { .. }
            )
        };
        Self {
            region: region.clone(),
            on,
            allowed,
            verified,
            cautious,
            by_limits: limits.open(on),
            holiday: limits.holiday(on),
            by_zone,
            windows: over_all_zones(zones.into_iter().flat_map(|(_, day)| day.by)),
            caps: law.caps(&facts, on),
            idle: timed.into_iter().filter(idle).collect(),
            besides: besides
                .into_iter()
                .filter(|binding| !matches!(binding.bearing, Bearing::Exempt { .. }))
                .collect(),
        }
    }

    /// The windows that bind for certain, and are sure enough to narrow the answer.
    fn firm(&self) -> impl Iterator<Item = &Window<'l>> {
        self.windows.iter().filter(|window| is_firm(window))
    }

    /// Why no minute of the day is allowed, if none is: the legal day or the provision's own words.
    fn closed_because(&self) -> Option<String> {
        if !self.allowed.is_closed() {
            return None;
        }
        let Some(window) = self.firm().find(|window| window.open.is_closed()) else {
            return Some(
                "no hour is allowed by all provisions and on all clocks together".to_owned(),
            );
        };
        let provision = window.binding.provision;
        let day = match &window.because {
            Some(LegalDay { name, .. }) => name.as_str(),
            None if bans_every_day(provision) => "it is forbidden on every day",
            None => self.on.weekday().name(),
        };
        Some(format!("{day} ({}, {})", provision.id, provision.citation))
    }

    /// The provisions that bear on the contact, each once: those on hours, then those on numbers.
    fn provisions(&self) -> Vec<&Binding<'l>> {
        let windows = self.windows.iter().map(|window| &window.binding);
        let caps = self.caps.iter().map(|cap| &cap.binding);
        let mut found: Vec<&Binding<'l>> = Vec::new();
        for binding in windows.chain(caps) {
            match found
                .iter_mut()
                .find(|known| known.provision.id == binding.provision.id)
            {
                None => found.push(binding),
                // A provision whose legal days are partly unsure stands there twice.
                Some(known) if binding.bearing.binds() => *known = binding,
                Some(_) => {}
            }
        }
        found
    }
}

/// Whether it leaves no hour of any day, as the ban of a whole trade does.
fn bans_every_day(provision: &Provision) -> bool {
    matches!(&provision.requires, Requirement::Hours(hours) if hours.are_none())
}

/// What is left of the allowed hours of a day without those of which it could not be verified that
/// they are allowed.
fn verified(day: &DayHours<'_>) -> OpenHours {
    let open = day.by.iter().filter(|window| is_unverified(window));
    open.fold(day.allowed.clone(), |open, window| {
        open.intersect(&window.open)
    })
}

/// Whether it would narrow the answer if a fact were known that is not.
fn is_unverified(window: &Window<'_>) -> bool {
    let open = matches!(window.binding.bearing, Bearing::Unverified { .. });
    open && window.binding.severity_cap() >= Severity::Warning
}

fn is_firm(window: &Window<'_>) -> bool {
    window.binding.bearing.binds() && window.binding.severity_cap() >= Severity::Warning
}

/// The windows of several clocks as one for each provision, with what is open on all of them.
fn over_all_zones<'l>(windows: impl Iterator<Item = Window<'l>>) -> Vec<Window<'l>> {
    let mut found: Vec<Window<'l>> = Vec::new();
    for window in windows {
        let known = found.iter_mut().find(|known| {
            known.binding.provision.id == window.binding.provision.id
                && known.binding.bearing == window.binding.bearing
                && known.because == window.because
        });
        match known {
            Some(known) => known.open = known.open.intersect(&window.open),
            None => found.push(window),
        }
    }
    // Legal days that are not sure make a second window, which says nothing on all other days.
    let ids: Vec<&'l str> = found
        .iter()
        .map(|window| window.binding.provision.id.as_str())
        .collect();
    found.retain(|window| {
        let of_unsure_days = window.binding.bearing
            == Bearing::Unverified {
                fact: Fact::LegalSet,
            };
        let others = ids.iter().filter(|id| **id == window.binding.provision.id);
        !of_unsure_days || window.open != OpenHours::all_day() || others.count() == 1
    });
    found.sort_by_key(|window| (window.open.minutes(), !is_firm(window)));
    found
}

/// What keeps a provision from binding for certain, as a clause.
fn doubt(bearing: &Bearing) -> Option<String> {
    match bearing {
        Bearing::Certain => None,
        Bearing::Disputed { because } | Bearing::Exempt { because } => Some(because.clone()),
        Bearing::Unverified { fact } => Some(fact.why().to_owned()),
        Bearing::NotYet { from } => Some(format!("it is not in force before {from}")),
    }
}

/// What a provision asks for before any hour is asked about, as a sentence: consent that the person has
/// not given, a list on which the person may stand. Nothing if it is met or asks for something else.
fn condition(arguments: &Arguments, binding: &Binding<'_>) -> Option<String> {
    let provision = binding.provision;
    if !binding.bearing.binds() || binding.severity_cap() < Severity::Warning {
        return None;
    }
    let rests_on = format!("{} ({})", provision.id, provision.citation);
    if let Some(needed) = ConsentNeeded::of(&provision.requires) {
        let met = arguments
            .consent
            .is_some_and(|it| needed.accepts.contains(&it));
        let kinds: Vec<String> = needed.accepts.iter().map(|it| format!("`{it}`")).collect();
        let kinds = match kinds.split_last() {
            Some((last, before)) if !before.is_empty() => {
                format!("{} or {last}", before.join(", "))
            }
            _ => kinds.concat(),
        };
        return (!met).then(|| {
            format!("Only people who have agreed to it beforehand (consent {kinds}): {rests_on}.")
        });
    }
    let list = Registry::of(&provision.requires)?;
    Some(format!(
        "Only people who are not on the list `{}` ({}): {rests_on}.",
        list.id, list.name
    ))
}

/// Who is addressed, in a sentence.
fn who(audience: AudienceType) -> &'static str {
    match audience {
        AudienceType::Consumer => "a consumer",
        AudienceType::Business => "a business",
        AudienceType::Mixed => "anybody",
    }
}

/// Why there is no law to go by, if there is none, without a full stop.
fn lack(law: &Law, region: &Region) -> Option<String> {
    match law.held(region) {
        Held::Provisions => None,
        Held::NothingFound => {
            let country = region.country().parse::<Region>();
            let place = country.unwrap_or_else(|_| region.clone()).spoken_name();
            Some(format!(
                "Courtesy has looked and found no hours, holiday bans or caps in the law of {place}"
            ))
        }
        Held::NoPack => Some(format!(
            "Courtesy holds no law for {}",
            region.spoken_name()
        )),
    }
}

/// That no law of the place is about a trade that was named, as a sentence: a slip of the pen would
/// otherwise lift a ban.
fn unheard_of(asked: &Asked<'_>) -> Option<String> {
    let (law, region) = (&asked.law, &asked.arguments.region);
    let parts = law.subdivisions(region.country());
    let packs = law.chain(region);
    let packs = packs
        .into_iter()
        .chain(parts.into_iter().flat_map(|part| law.packs(part)));
    let mut known: Vec<&str> = packs
        .flat_map(|pack| &pack.provisions)
        .flat_map(|provision| &provision.applies.sectors)
        .map(String::as_str)
        .collect();
    known.sort_unstable();
    known.dedup();
    let named = &asked.arguments.sector;
    let unknown = named.iter().find(|it| !known.contains(&it.as_str()))?;
    let held = match known.as_slice() {
        [] => "none of it is about a trade of its own".to_owned(),
        known => format!("what it holds there is about {}", known.join(", ")),
    };
    Some(format!(
        "No law that Courtesy holds there is about the trade `{unknown}`; {held}."
    ))
}

/// What the answer is not, without a full stop: law at all, the law of the part asked for, or that
/// of every part of a country.
fn caution(asked: &Asked<'_>, answer: &Answer<'_>) -> Option<String> {
    let law = &asked.law;
    let region = &answer.region;
    let place = region.spoken_name();
    if let Some(lack) = lack(law, region) {
        return Some(match (&answer.holiday, asked.courtesy()) {
            (Some(name), _) => format!(
                "{lack}; the day is kept free for courtesy, not by law: {name} is a public holiday there"
            ),
            (None, Some(_)) => format!(
                "{lack}; the hours are {} for courtesy, not law",
                asked.whose_limit()
            ),
            (None, None) => lack,
        });
    }
    if let Some(own) = region.subdivision() {
        let held = law.packs(own).next().is_some();
        return (!held).then(|| {
            format!("Courtesy holds no law of {place} itself; this is the law of its country alone")
        });
    }
    let parts: Vec<Region> = law
        .subdivisions(region.code())
        .into_iter()
        .filter_map(|code| code.parse().ok())
        .collect();
    if parts.is_empty() {
        return None;
    }
    let stricter: Vec<&str> = parts
        .iter()
        .filter(|part| {
            let there = Answer::find(asked, part, answer.on);
            answer.allowed.intersect(&there.allowed) != answer.allowed
        })
        .map(Region::code)
        .collect();
    let held = parts.len();
    Some(match (stricter.len(), &parts[..]) {
        (0, [part]) => format!(
            "Courtesy holds the law of one part of it too, {}, which allows no less that day",
            part.spoken_name()
        ),
        (0, _) => format!(
            "Of the {held} subdivisions whose law Courtesy holds too, none allows less that day"
        ),
        (count, _) => format!(
            "Less is allowed that day in {count} of the {held} subdivisions whose law Courtesy holds too: {}",
            stricter.join(", ")
        ),
    })
}
