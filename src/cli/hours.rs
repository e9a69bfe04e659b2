//! `courtesy hours`: when somebody in a region may be contacted on a day, and which provisions say so.
//!
//! What narrows the answer is the law that binds for certain. Everything else that bears on the
//! contact is shown beside it with the reason why it does not count, since a reader who is told
//! "08:00 to 20:00" and nothing more takes it for all there is.

mod at;

use super::Exit;
use super::output::{self, Failure};
use super::settings::WhichSettings;
use crate::calendar::{Day, Duration, MinuteRange, Region, Zone};
use crate::diagnostics::Severity;
use crate::holidays::{self, Overrides};
use crate::law::{
    Bearing, Binding, BoundCap, CalendarPeriod, CapPer, CapWhen, Counted, DayHours, Fact, Facts,
    Held, Law, LegalDay, OpenHours, Period, Window,
};
use crate::model::{AudienceType, Channel, ConsentKind, Purpose, Relationship, Voice};
use crate::project::LimitsInForce;
use crate::rules::law_of;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;
use std::fmt::Write;
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
        Format::Text => text(&asked, &answer),
        Format::Json => {
            if let Some(caution) = caution(&asked, &answer) {
                output::tell(&format!("note: {caution}"));
            }
            json(&asked, &answer)
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
        ..Facts::new(region.clone(), arguments.channel)
    }
}

/// What law says of a contact in a region on a day, over all clocks there.
struct Answer<'l> {
    region: Region,
    on: Day,
    /// The hours that are allowed for certain on every clock of the region.
    allowed: OpenHours,
    /// The same with what is doubtful taken in.
    cautious: OpenHours,
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
            cautious,
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

#[derive(Serialize)]
struct AnswerObject<'a> {
    region: &'a str,
    on: String,
    channel: &'static str,
    audience: &'static str,
    allowed: Vec<[String; 2]>,
    closed_because: Option<String>,
    caps: Vec<CapObject<'a>>,
    provisions: Vec<ProvisionObject<'a>>,
    /// What is asked of such contacts beside hours and numbers.
    besides: Vec<ProvisionObject<'a>>,
}

#[derive(Serialize)]
struct CapObject<'a> {
    max: u32,
    per: String,
    provision: &'a str,
}

#[derive(Serialize)]
struct ProvisionObject<'a> {
    id: &'a str,
    reference: &'a str,
    url: Option<String>,
    force: &'static str,
    confidence: &'static str,
    in_force_from: Option<String>,
    in_force_to: Option<String>,
    says: &'a str,
    /// Whether it is disputed or unverified that it binds, or it does not bind yet; left out if it binds for certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    bearing: Option<&'static str>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<String>,
}

impl<'a> ProvisionObject<'a> {
    fn of(binding: &Binding<'a>) -> Self {
        let provision = binding.provision;
        let in_force = &provision.in_force;
        Self {
            id: &provision.id,
            reference: &provision.citation,
            url: provision.address(),
            force: provision.force.as_str(),
            confidence: provision.confidence.as_str(),
            in_force_from: in_force.from.as_ref().map(ToString::to_string),
            in_force_to: in_force.to.map(|day| day.to_string()),
            says: &provision.says,
            bearing: match binding.bearing {
                Bearing::Disputed { .. } => Some("disputed"),
                Bearing::Unverified { .. } => Some("unverified"),
                Bearing::NotYet { .. } => Some("not_yet"),
                Bearing::Certain | Bearing::Exempt { .. } => None,
            },
            because: doubt(&binding.bearing),
        }
    }
}

fn json(asked: &Asked<'_>, answer: &Answer<'_>) -> String {
    let (law, arguments) = (&asked.law, asked.arguments);
    let allowed = if law.held(&answer.region) == Held::Provisions {
        answer.allowed.clone()
    } else {
        asked.courtesy().unwrap_or_else(OpenHours::all_day)
    };
    let object = AnswerObject {
        region: answer.region.code(),
        on: answer.on.to_string(),
        channel: arguments.channel.as_str(),
        audience: arguments.audience.as_str(),
        allowed: allowed
            .ranges()
            .iter()
            .map(|range| [range.start.to_string(), range.end.to_string()])
            .collect(),
        closed_because: answer.closed_because(),
        caps: answer
            .caps
            .iter()
            .map(|bound| CapObject {
                max: bound.cap.max,
                per: period(bound.cap.period),
                provision: &bound.binding.provision.id,
            })
            .collect(),
        provisions: answer
            .provisions()
            .into_iter()
            .map(ProvisionObject::of)
            .collect(),
        besides: answer.besides.iter().map(ProvisionObject::of).collect(),
    };
    let line = serde_json::to_string(&object)
        .expect("texts, numbers and lists of them can always be written");
    format!("{line}\n")
}

/// A cap's time as a definition writes it: `24h`, `7d`, `calendar week`.
fn period(period: Period) -> String {
    match period {
        Period::Rolling(Duration {
            months: 0,
            days: 0,
            minutes,
        }) if minutes.is_multiple_of(60) => format!("{}h", minutes / 60),
        Period::Rolling(Duration {
            months: 0,
            days,
            minutes: 0,
        }) => format!("{days}d"),
        Period::Rolling(length) => length.to_string(),
        Period::Calendar(CalendarPeriod::Day) => "calendar day".to_owned(),
        Period::Calendar(CalendarPeriod::Week) => "calendar week".to_owned(),
        Period::Calendar(CalendarPeriod::Month) => "calendar month".to_owned(),
    }
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

fn text(asked: &Asked<'_>, answer: &Answer<'_>) -> String {
    let law = &asked.law;
    let mut out = format!("{}\n", sentence(asked, answer));
    assumptions(asked, &mut out);
    clocks(answer, &mut out);
    if answer.cautious != answer.allowed && law.held(&answer.region) == Held::Provisions {
        let careful = if answer.cautious.is_closed() {
            "not at all that day".to_owned()
        } else {
            spoken(&answer.cautious)
        };
        let _ = writeln!(
            out,
            "To be safe from what is doubtful or could not be verified: {careful}."
        );
    }
    if let Some(caution) = caution(asked, answer)
        && law.held(&answer.region) == Held::Provisions
    {
        let _ = writeln!(out, "{caution}.");
    }
    provisions(answer, &mut out);
    caps(answer, &mut out);
    idle(answer, &mut out);
    besides(answer, &mut out);
    beside_the_law(asked, answer, &mut out);
    out.push_str("\nCourtesy is not legal advice.\n");
    out
}

/// The answer in one sentence.
fn sentence(asked: &Asked<'_>, answer: &Answer<'_>) -> String {
    let (law, arguments) = (&asked.law, asked.arguments);
    let place = answer.region.spoken_name();
    let who = who(arguments.audience);
    let what = arguments.channel.reached();
    let on = answer.on.with_weekday();
    if let Some(lack) = lack(law, &answer.region) {
        let advice = match asked.courtesy() {
            Some(hours) => format!(
                "By courtesy, {who} is {what} from {}, local time: that is the {} limit `hours`, not law.",
                spoken(&hours),
                if asked.has_own_hours() {
                    "project's"
                } else {
                    "built-in"
                }
            ),
            None => format!(
                "Courtesy has no hours of its own for the channel {}.",
                arguments.channel
            ),
        };
        return format!("{lack}. {advice}");
    }
    if answer.windows.is_empty() {
        return format!(
            "Courtesy holds no provision that limits the hours at which {who} in {place} may be {what} on {on}."
        );
    }
    if let Some(because) = answer.closed_because() {
        return format!("In {place} {who} may not be {what} at all on {on}: {because}.");
    }
    if answer.allowed == OpenHours::all_day() {
        return format!(
            "In {place} {who} may be {what} at any hour on {on}, as far as the law is certain."
        );
    }
    format!(
        "In {place} {who} may be {what} from {} on {on}, local time.",
        spoken(&answer.allowed)
    )
}

/// Who is addressed, in a sentence.
fn who(audience: AudienceType) -> &'static str {
    match audience {
        AudienceType::Consumer => "a consumer",
        AudienceType::Business => "a business",
        AudienceType::Mixed => "anybody",
    }
}

/// Hours as a sentence takes them: `10:00 to 13:00 and 14:00 to 20:00`.
fn spoken(open: &OpenHours) -> String {
    let ranges: Vec<String> = open
        .ranges()
        .iter()
        .map(|MinuteRange { start, end }| format!("{start} to {end}"))
        .collect();
    ranges.join(" and ")
}

/// What was taken for granted.
fn assumptions(asked: &Asked<'_>, out: &mut String) {
    let arguments = asked.arguments;
    let consent = match arguments.consent {
        None | Some(ConsentKind::None) => "no consent".to_owned(),
        Some(consent) => format!("consent `{consent}`"),
    };
    let relationship = match arguments.relationship {
        None => "no relationship".to_owned(),
        Some(relationship) => format!("relationship `{relationship}`"),
    };
    let voice = match arguments.channel {
        Channel::Call | Channel::Voicemail => format!(", voice `{}`", arguments.voice),
        _ => String::new(),
    };
    let _ = writeln!(
        out,
        "Asked for: purpose `{}`{voice}, {relationship}, {consent}.",
        arguments.purpose
    );
    if let Some(settings) = &asked.settings {
        let _ = writeln!(
            out,
            "By the settings of {settings}: its own law, codes, limits and holidays count (--isolated goes without)."
        );
    }
}

fn clocks(answer: &Answer<'_>, out: &mut String) {
    if answer.by_zone.is_empty() {
        return;
    }
    let zones: Vec<String> = answer
        .by_zone
        .iter()
        .map(|(zone, open)| format!("{} {open}", zone.name()))
        .collect();
    let _ = writeln!(
        out,
        "The law goes by a clock that is not everybody's there, so the hours are those allowed in every zone: {}.",
        zones.join("; ")
    );
}

fn provisions(answer: &Answer<'_>, out: &mut String) {
    if answer.windows.is_empty() {
        return;
    }
    out.push_str("\nWhy, the strictest first\n");
    for window in &answer.windows {
        let hours = match (&window.because, window.open.is_closed()) {
            (Some(legal), true) => format!("closed on {}", legal.name),
            (Some(legal), false) => format!("{} on {}", window.open, legal.name),
            (None, true) => format!("closed on {}s", answer.on.weekday().name()),
            (None, false) if window.open == OpenHours::all_day() => "no limit that day".to_owned(),
            (None, false) => window.open.to_string(),
        };
        let _ = writeln!(out, "  {}: {hours}", window.binding.provision.id);
        about(&window.binding, out);
    }
}

/// Everything about a provision but what it demands that day.
fn about(binding: &Binding<'_>, out: &mut String) {
    let provision = binding.provision;
    let in_force = match (&provision.in_force.from, provision.in_force.to) {
        (Some(from), Some(to)) => format!("in force from {from} to {to}"),
        (Some(from), None) => format!("in force since {from}"),
        (None, Some(to)) => format!("in force until {to}"),
        (None, None) => "long in force".to_owned(),
    };
    let _ = writeln!(out, "    {}", provision.says);
    let _ = writeln!(
        out,
        "    {} ({}, {in_force}, confidence {})",
        provision.citation,
        provision.force.as_str(),
        provision.confidence.as_str()
    );
    if let Some(url) = provision.address() {
        let _ = writeln!(out, "    {url}");
    }
    let narrows = match &binding.bearing {
        Bearing::Certain if binding.severity_cap() >= Severity::Warning => None,
        Bearing::Certain => Some(
            "Counts as advice alone, and does not narrow the answer: its text or its reach is not sure enough"
                .to_owned(),
        ),
        Bearing::Disputed { because } => Some(format!(
            "Disputed: it counts although {because}, which some say lifts it"
        )),
        Bearing::Unverified { fact } => Some(format!(
            "Could not be verified, and does not narrow the answer: {}",
            fact.why()
        )),
        Bearing::NotYet { .. } | Bearing::Exempt { .. } => doubt(&binding.bearing),
    };
    if let Some(narrows) = narrows {
        let _ = writeln!(out, "    {narrows}.");
    }
    if let Some(note) = &provision.lifted_by.note {
        let _ = writeln!(out, "    Exemptions: {note}");
    }
    if let Some(note) = &provision.notes {
        let _ = writeln!(out, "    Note: {note}");
    }
}

fn caps(answer: &Answer<'_>, out: &mut String) {
    if answer.caps.is_empty() {
        return;
    }
    out.push_str("\nHow often\n");
    for bound in &answer.caps {
        let cap = bound.cap;
        let counted = match cap.counts {
            Counted::Attempts => "attempt",
            Counted::Completed => "answered call",
            Counted::Channels => "channel",
        };
        let plural = if cap.max == 1 { "" } else { "s" };
        let per = match cap.per {
            CapPer::Person => "person",
            CapPer::PersonAndSubject => "person and subject",
            CapPer::PersonAndDebt => "person and debt",
            CapPer::Number => "number",
        };
        let when = match cap.when {
            CapWhen::Always => "",
            CapWhen::Unanswered => ", once one was not answered",
            CapWhen::AfterContact => ", once the person has been spoken to",
        };
        let _ = writeln!(
            out,
            "  {}: at most {} {counted}{plural} in {} for one {per}{when}",
            bound.binding.provision.id, cap.max, cap.period
        );
        about(&bound.binding, out);
    }
}

/// Provisions on such contacts that do not bind this one, or not yet.
fn idle(answer: &Answer<'_>, out: &mut String) {
    if answer.idle.is_empty() {
        return;
    }
    out.push_str("\nWhat does not bind here\n");
    for binding in &answer.idle {
        let provision = binding.provision;
        let _ = writeln!(
            out,
            "  {} ({}): {}",
            provision.id,
            provision.citation,
            doubt(&binding.bearing).unwrap_or_default()
        );
    }
}

/// What else the law asks of such contacts, a line each; `check` looks at it.
fn besides(answer: &Answer<'_>, out: &mut String) {
    if answer.besides.is_empty() {
        return;
    }
    out.push_str("\nAsked of such contacts besides\n");
    for binding in &answer.besides {
        let provision = binding.provision;
        let doubt = doubt(&binding.bearing).map_or(String::new(), |doubt| format!(" [{doubt}]"));
        let _ = writeln!(
            out,
            "  {} ({}): {}{doubt}",
            provision.id, provision.citation, provision.says
        );
        if let Some(url) = provision.address() {
            let _ = writeln!(out, "    {url}");
        }
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

/// What the answer is not, without a full stop: law at all, the law of the part asked for, or that
/// of every part of a country.
fn caution(asked: &Asked<'_>, answer: &Answer<'_>) -> Option<String> {
    let law = &asked.law;
    let region = &answer.region;
    let place = region.spoken_name();
    if let Some(lack) = lack(law, region) {
        return Some(match asked.courtesy() {
            Some(_) => format!(
                "{lack}; the hours are {} for courtesy, not law",
                asked.whose_limit()
            ),
            None => lack,
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

/// Public holidays, the company's own courtesy, and what is not held.
fn beside_the_law(asked: &Asked<'_>, answer: &Answer<'_>, out: &mut String) {
    let law = &asked.law;
    out.push_str("\nBeside the law\n");
    let _ = writeln!(out, "  {}", public_holidays(asked, answer));
    let channel = asked.arguments.channel;
    if law.held(&answer.region) == Held::Provisions
        && let Some(hours) = asked.courtesy()
    {
        let whose = if asked.has_own_hours() {
            "Your own limit"
        } else {
            "Courtesy's own limit"
        };
        let _ = writeln!(
            out,
            "  {whose} for the channel {channel}: {} (`limits` in courtesy.yaml).",
            spoken(&hours)
        );
    }
    if asked.limits.holidays.contains(&channel) {
        let _ = writeln!(
            out,
            "  Courtesy's own limits keep the channel {channel} off public holidays."
        );
    }
    for pack in law.chain(&answer.region) {
        let region = pack.jurisdiction.parse::<Region>();
        let name = region.map_or_else(|_| pack.name.clone(), |region| region.spoken_name());
        let _ = writeln!(out, "  The law of {name} was checked on {}.", pack.checked);
        for gap in &pack.gaps {
            let _ = writeln!(out, "    Not held: {gap}");
        }
    }
}

/// The public holidays of the day, and how sure that is.
fn public_holidays(asked: &Asked<'_>, answer: &Answer<'_>) -> String {
    let (region, on) = (&answer.region, answer.on);
    let (Ok(found), Ok(horizon)) = (
        asked.holidays.public_holidays(region, on, on),
        holidays::horizon(region),
    ) else {
        return format!(
            "Courtesy holds no holidays of {}, which does not mean that there are none.",
            region.spoken_name()
        );
    };
    let mut names: Vec<String> = found
        .on(on)
        .iter()
        .map(holidays::Occurrence::label)
        .collect();
    if names.is_empty() && found.possible.contains(on) {
        names.extend(
            found
                .about(on)
                .map(|near| format!("perhaps {}", near.label())),
        );
    }
    let in_parts: Vec<String> = if region.subdivision().is_none() {
        let only = asked
            .holidays
            .subdivision_only(region, on.year()..=on.year());
        let only = only.unwrap_or_default();
        only.into_iter()
            .filter(|(_, day)| day.date == on && day.holiday.hours.is_none())
            .map(|(part, day)| format!("{} in {}", day.label(), part.code()))
            .collect()
    } else {
        Vec::new()
    };
    let unsure = if on.year() > horizon {
        format!(" Past {horizon} that is not confirmed.")
    } else {
        String::new()
    };
    let day = on.with_weekday();
    let whole = if names.is_empty() {
        format!("No public holiday on {day}.")
    } else {
        format!("Public holiday on {day}: {}.", names.join(", "))
    };
    if in_parts.is_empty() {
        format!("{whole}{unsure}")
    } else {
        format!("{whole} In parts of it: {}.{unsure}", in_parts.join(", "))
    }
}
