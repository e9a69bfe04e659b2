//! The answer of `courtesy hours` for people.

use super::limits::Limits;
use super::{
    Answer, Asked, bans_every_day, caution, condition, doubt, is_unverified, lack, unheard_of, who,
};
use crate::calendar::{Day, MinuteRange, Region};
use crate::cli::holidays::{own_calendar, said_of};
use crate::diagnostics::Severity;
use crate::holidays;
use crate::law::{Bearing, Binding, CapPer, CapWhen, Counted, Held, Law, OpenHours};
use crate::model::{Channel, ConsentKind};
use std::fmt::Write;

/// The whole answer.
pub(super) fn of(asked: &Asked<'_>, answer: &Answer<'_>) -> String {
    let law = &asked.law;
    let is_law = law.held(&answer.region) == Held::Provisions;
    let mut out = format!("{}\n", sentence(asked, answer));
    if is_law {
        limits(asked, answer, &mut out);
    }
    if answer.cautious != answer.verified && is_law {
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
        && is_law
    {
        let _ = writeln!(out, "{caution}.");
    }
    clocks(answer, &mut out);
    if answer.closed_because().is_none() {
        conditions(asked, &answer.besides, &mut out);
    }
    assumptions(asked, &mut out);
    provisions(answer, &mut out);
    caps(answer, &mut out);
    idle(answer, &mut out);
    besides(answer, &mut out);
    courtesy(asked, &answer.region, answer.on, &mut out);
    state_of_the_law(law, &answer.region, &mut out);
    out.push_str("\nCourtesy is not legal advice.\n");
    out
}

/// What the limits leave of the hours that law allows, if it is less.
fn limits(asked: &Asked<'_>, answer: &Answer<'_>, out: &mut String) {
    let left = answer.verified.intersect(&answer.by_limits);
    if left == answer.verified {
        return;
    }
    let limits = Limits::of(asked, &answer.region, answer.on, answer.on);
    let by = limits.by_whom(answer.on);
    let because = limits.because(answer.on);
    let _ = if left.is_closed() {
        writeln!(out, "{by} not at all that day: {because}.")
    } else if left == answer.by_limits {
        writeln!(out, "{by} from {} (limit `hours`).", spoken(&left))
    } else {
        writeln!(out, "{by} from {}: {because}.", spoken(&left))
    };
}

/// The answer in one sentence.
fn sentence(asked: &Asked<'_>, answer: &Answer<'_>) -> String {
    let (law, arguments) = (&asked.law, asked.arguments);
    let place = answer.region.spoken_name();
    let who = who(arguments.audience);
    let what = arguments.channel.reached();
    let on = answer.on.with_weekday();
    if let Some(lack) = lack(law, &answer.region) {
        let advice = match (&answer.holiday, asked.courtesy()) {
            (Some(name), _) => format!(
                "By courtesy, {who} is not {what} at all on {on}: {name} is a public holiday there. That is the {} limit `holidays`, not law.",
                if asked.limits.holidays_place.is_some() {
                    "project's"
                } else {
                    "built-in"
                }
            ),
            (None, Some(hours)) => format!(
                "By courtesy, {who} is {what} from {}, local time: that is the {} limit `hours`, not law.",
                spoken(&hours),
                if asked.has_own_hours() {
                    "project's"
                } else {
                    "built-in"
                }
            ),
            (None, None) => format!(
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
    if answer.verified != answer.allowed {
        let open = answer.windows.iter().find(|it| is_unverified(it));
        let why = open.map_or(String::new(), |window| {
            let id = &window.binding.provision.id;
            let doubt = doubt(&window.binding.bearing).unwrap_or_default();
            match &window.because {
                Some(day) => format!(" ({id}, {}: {doubt})", day.name),
                None => format!(" ({id}: {doubt})"),
            }
        });
        return if answer.verified.is_closed() {
            format!(
                "Whether {who} in {place} may be {what} at all on {on} could not be verified{why}."
            )
        } else {
            format!(
                "In {place} {who} may be {what} from {} on {on}, local time; whether at other hours too could not be verified{why}.",
                spoken(&answer.verified)
            )
        };
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

/// Hours as a sentence takes them: `10:00 to 13:00 and 14:00 to 20:00`.
pub(super) fn spoken(open: &OpenHours) -> String {
    let ranges: Vec<String> = open
        .ranges()
        .iter()
        .map(|MinuteRange { start, end }| format!("{start} to {end}"))
        .collect();
    ranges.join(" and ")
}

/// What was taken for granted.
pub(super) fn assumptions(asked: &Asked<'_>, out: &mut String) {
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
    let line = arguments.line.map_or(String::new(), |line| {
        format!(", {} line", super::line_word(line))
    });
    let _ = write!(
        out,
        "Asked for: purpose `{}`{voice}{line}, {relationship}, {consent}",
        arguments.purpose
    );
    let _ = match arguments.sector.as_slice() {
        [] => writeln!(out, "."),
        trades => writeln!(out, ", trade {}.", trades.join(", ")),
    };
    if let Some(unheard) = unheard_of(asked) {
        let _ = writeln!(out, "{unheard}");
    }
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
            (None, true) if bans_every_day(window.binding.provision) => {
                "closed on every day".to_owned()
            }
            (None, true) => format!("closed on {}s", answer.on.weekday().name()),
            (None, false) if window.open == OpenHours::all_day() => "no limit that day".to_owned(),
            (None, false) => window.open.to_string(),
        };
        let _ = writeln!(out, "  {}: {hours}", window.binding.provision.id);
        about(&window.binding, out);
    }
}

/// Everything about a provision but what it demands that day.
pub(super) fn about(binding: &Binding<'_>, out: &mut String) {
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

/// What must be so whatever the hour is, a line each.
pub(super) fn conditions(asked: &Asked<'_>, besides: &[Binding<'_>], out: &mut String) {
    for binding in besides {
        if let Some(condition) = condition(asked.arguments, binding) {
            let _ = writeln!(out, "{condition}");
        }
    }
}

/// Public holidays and the company's own limits.
pub(super) fn courtesy(asked: &Asked<'_>, region: &Region, on: Day, out: &mut String) {
    out.push_str("\nBeside the law\n");
    let _ = writeln!(out, "  {}", public_holidays(asked, region, on));
    let channel = asked.arguments.channel;
    if asked.law.held(region) == Held::Provisions
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
}

/// When somebody last looked at the law, and what is not held of it.
fn state_of_the_law(law: &Law, region: &Region, out: &mut String) {
    for pack in law.chain(region) {
        let region = pack.jurisdiction.parse::<Region>();
        // A union is no region.
        let name = region.map_or_else(|_| format!("the {}", pack.name), |it| it.spoken_name());
        let _ = writeln!(out, "  The law of {name} was checked on {}.", pack.checked);
        for gap in &pack.gaps {
            let _ = writeln!(out, "    Not held: {gap}");
        }
    }
}

/// The public holidays of the day, and how sure that is.
fn public_holidays(asked: &Asked<'_>, region: &Region, on: Day) -> String {
    let (Ok(found), Ok(horizon)) = (
        asked.holidays.public_holidays(region, on, on),
        asked.holidays.horizon(region),
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
    let mut text = whole;
    if !in_parts.is_empty() {
        let _ = write!(text, " In parts of it: {}.", in_parts.join(", "));
    }
    text.push_str(&unsure);
    let said = found.by_the_user().filter(|it| it.date == on);
    let said = said.filter_map(said_of);
    for sentence in said.chain(own_calendar(&asked.holidays, region)) {
        let _ = write!(text, " {sentence}.");
    }
    text
}
