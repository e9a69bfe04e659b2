//! Words that all forms of the calendar share.

use super::marks::in_order;
use super::{Itinerary, Scene};
use crate::calendar::{Day, MinuteRange};
use crate::cli::holidays::{own_calendar, said_of};
use crate::holidays::Occurrence;
use crate::plan::{Contact, MOST_CONTACTS, People};
use std::fmt::Write;

/// What people call the steps, by position.
pub(super) fn names(scene: &Scene<'_, '_, '_>) -> Vec<String> {
    let steps = scene.case.campaign.steps.iter();
    steps.map(|step| step.name().into_owned()).collect()
}

/// The channel of a step; nothing if it could not be read.
pub(super) fn channel(scene: &Scene<'_, '_, '_>, step: usize) -> &'static str {
    let channel = scene.case.campaign.steps[step].channel;
    channel.map_or("", |channel| channel.as_str())
}

/// The campaign's name for people, if it has one; else its id.
pub(super) fn campaign_name<'p>(scene: &Scene<'_, '_, 'p>) -> &'p str {
    let campaign = scene.case.campaign;
    campaign
        .value
        .name
        .value()
        .map_or(campaign.id, String::as_str)
}

/// Where people are: `Manitoba (CA-MB), America/Winnipeg`.
pub(super) fn place(people: &People<'_>) -> String {
    format!(
        "{} ({}), {}",
        people.region.spoken_name(),
        people.region.code(),
        people.zone
    )
}

/// Hours in order: `09:00-12:00, 14:00-17:00`.
pub(super) fn hours(ranges: &[MinuteRange]) -> String {
    let ranges: Vec<String> = ranges.iter().map(ToString::to_string).collect();
    ranges.join(", ")
}

/// The public holidays of a day, or those that may be on it.
pub(super) fn holiday(people: &People<'_>, day: Day) -> Option<String> {
    let holidays = people.holidays.as_ref()?;
    let mut names: Vec<String> = holidays.on(day).iter().map(Occurrence::label).collect();
    names.dedup();
    if holidays.certain.contains(day) {
        return Some(names.join(", "));
    }
    let may_be = holidays.possible.contains(day);
    may_be
        .then(|| holidays.about(day))
        .flatten()
        .map(|near| format!("perhaps {}", near.label()))
}

/// Where a contact would have been: `moved from Mon 2026-10-12, Thanksgiving Day`.
pub(super) fn moved(people: &People<'_>, contact: &Contact) -> Option<String> {
    let from = contact.moved_from?;
    let mut text = format!("moved from {}", from.with_weekday());
    if let Some(holiday) = holiday(people, from) {
        let _ = write!(text, ", {holiday}");
    }
    Some(text)
}

/// A step and which attempt of it: `first-call, attempt 2`.
pub(super) fn attempt(name: &str, attempt: u32) -> String {
    match attempt {
        1 => name.to_owned(),
        more => format!("{name}, attempt {more}"),
    }
}

/// `1 contact`, `3 contacts`.
pub(super) fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

/// Days of one month, in order, by their numbers: `9, 12-16`.
pub(super) fn day_numbers(days: &[Day]) -> String {
    let mut runs: Vec<(Day, Day)> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((_, last)) if last.plus(1) == *day => *last = *day,
            _ => runs.push((*day, *day)),
        }
    }
    let runs = runs.into_iter().map(|(first, last)| {
        let (from, to) = (first.ymd().2, last.ymd().2);
        match to - from {
            0 => from.to_string(),
            1 => format!("{from}, {to}"),
            _ => format!("{from}-{to}"),
        }
    });
    runs.collect::<Vec<String>>().join(", ")
}

/// What is to be known of the region: other clocks, holidays that are not held or not sure.
pub(super) fn about_the_place(scene: &Scene<'_, '_, '_>) -> Vec<String> {
    let people = scene.first();
    let mut sentences = Vec::new();
    if !scene.other_zones.is_empty() {
        let others: Vec<&str> = scene.other_zones.iter().map(|zone| zone.name()).collect();
        sentences.push(format!(
            "People in {} live by several clocks; this is for {}. Others: {}",
            people.region.code(),
            people.zone,
            others.join(", ")
        ));
    }
    if people.holidays.is_none() {
        sentences.push(format!(
            "Courtesy holds no public holidays of {}, which does not mean that there are none",
            people.region.spoken_name()
        ));
    }
    let (first, last) = scene.plan().span();
    if let Some(holidays) = &people.holidays {
        let said = holidays.by_the_user();
        sentences.extend(
            said.filter(|day| (first.min(scene.enrollment.first)..=last).contains(&day.date))
                .filter_map(said_of),
        );
    }
    let calendars = scene.case.campaign.holidays();
    sentences.extend(own_calendar(calendars, people.region));
    if let Ok(horizon) = scene.case.campaign.holidays().horizon(people.region)
        && last.year() > horizon
    {
        sentences.push(format!(
            "Past {horizon} the public holidays of {} are computed from today's law, not confirmed",
            people.region.spoken_name()
        ));
    }
    sentences
}

/// What a list of contacts does not say.
pub(super) fn beside(scene: &Scene<'_, '_, '_>, itinerary: &Itinerary) -> Vec<String> {
    let mut sentences = about_the_place(scene);
    if itinerary.cut {
        sentences.push(format!(
            "There are more contacts than the first {MOST_CONTACTS}, which are shown"
        ));
    }
    let names = names(scene);
    for contact in &itinerary.skipped {
        sentences.push(format!(
            "Not made: {} on {}, {}",
            attempt(&names[contact.step], contact.attempt),
            contact.day.with_weekday(),
            closed(scene, contact.day)
        ));
    }
    if let Some(first) = itinerary.perhaps.first() {
        let mut days: Vec<Day> = itinerary.perhaps.iter().map(|it| it.day).collect();
        days.dedup();
        let what = match days.len() {
            1 => String::new(),
            more => format!(" and {} more", counted(more - 1, "day")),
        };
        let holiday = holiday(scene.first(), first.day);
        sentences.push(format!(
            "Contacts can also fall on {}{}{what}. {WHY_PERHAPS}",
            first.day.with_weekday(),
            holiday.map_or_else(String::new, |name| format!(" ({name})"))
        ));
    }
    sentences
}

/// Why a contact can be elsewhere than where it is shown.
pub(super) const WHY_PERHAPS: &str = "Each contact is shown as if the person were enrolled in the first minute of the day, every contact made as early as it can be, and every retry needed. Otherwise those that follow can be on other days";

/// Which marks may not be on every day that deserves them.
pub(super) fn first_only(
    scene: &Scene<'_, '_, '_>,
    marked: impl Iterator<Item = &'static str>,
) -> Option<String> {
    let mut rules: Vec<&'static str> = marked
        .filter(|rule| scene.marks.is_by_example(rule))
        .collect();
    in_order(&mut rules);
    let (is, its) = match rules.len() {
        0 => return None,
        1 => ("is", "its"),
        _ => ("are", "their"),
    };
    Some(format!(
        "{} {is} marked on {its} first example alone; other days can have it too",
        rules.join(", ")
    ))
}

/// Why a day is closed, as a clause.
pub(super) fn closed(scene: &Scene<'_, '_, '_>, day: Day) -> String {
    match holiday(scene.first(), day) {
        Some(holiday) => format!("closed for {holiday}"),
        None => "a closed day".to_owned(),
    }
}

/// Text of the user's without what would steer a terminal or reorder the text around it.
pub(super) fn plain(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c,
                '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}'
                | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let shown = text.chars().map(|c| if hidden(c) { '\u{fffd}' } else { c });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_a_row_are_a_range() {
        let days: Vec<Day> = ["01", "02", "05", "09", "10", "11"]
            .iter()
            .map(|day| format!("2026-10-{day}").parse().unwrap())
            .collect();
        assert_eq!(day_numbers(&days), "1, 2, 5, 9-11");
        assert_eq!(day_numbers(&[]), "");
    }

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(
            plain("a\u{1b}[2Jb\u{202e}c\nd"),
            "a\u{fffd}[2Jb\u{fffd}c\u{fffd}d"
        );
    }
}
