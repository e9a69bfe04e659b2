//! Words that the timing rules share.

use super::fixed_clock::whose;
use crate::calendar::{Day, Minute, MinuteRange, Weekdays};
use crate::diagnostics::Label;
use crate::fix::Entry;
use crate::law::{Bearing, OpenHours};
use crate::listed::listed;
use crate::model::Channel;
use crate::plan::People;
use crate::project::StepView;
use crate::rules::LegalBreach;

/// What happens to a person, as `people can be …`.
pub(in crate::rules) fn reached(channel: Option<Channel>) -> &'static str {
    channel.map_or("contacted", Channel::reached)
}

/// Whether a step reaches a person at an hour of the day: work inside the firm and letters do not.
pub(super) fn at_an_hour(step: &StepView<'_>) -> bool {
    !matches!(step.channel, None | Some(Channel::Task | Channel::Post))
}

/// Where people are: `Manitoba (CA-MB)`.
pub(in crate::rules) fn place(people: &People<'_>) -> String {
    let region = people.region;
    format!("{} ({})", region.name_in_a_sentence(), region.code())
}

/// The same with the clock if the place has several: `Tennessee (US-TN, on the clock of Chicago)`.
pub(super) fn place_and_clock(people: &People<'_>) -> String {
    let (name, code) = (people.region.name_in_a_sentence(), people.region.code());
    if people.region.distinct_zones().nth(1).is_some() {
        format!("{name} ({code}, on the clock of {})", whose(people.zone))
    } else {
        place(people)
    }
}

/// Hours as a sentence takes them: `08:00 to 20:00`, `10:00 to 13:00 and 14:00 to 20:00`.
pub(super) fn hours(open: &[MinuteRange]) -> String {
    if open.is_empty() {
        return "no hour at all".to_owned();
    }
    let ranges: Vec<String> = open
        .iter()
        .map(|range| format!("{} to {}", range.start, range.end))
        .collect();
    ranges.join(" and ")
}

/// The line of a window's hours, as one writes it; none if there are no hours.
pub(super) fn line(hours: impl IntoIterator<Item = MinuteRange>) -> Option<Entry> {
    let hours: Vec<String> = OpenHours::of(hours)
        .ranges()
        .iter()
        .map(|range| format!("\"{range}\""))
        .collect();
    match &hours[..] {
        [] => None,
        [one] => Some(Entry::new("hours", one)),
        many => Some(Entry::new("hours", format!("[{}]", many.join(", ")))),
    }
}

/// The line of a window's weekdays, as one writes it; none if there are no days.
pub(super) fn days(days: Weekdays) -> Option<Entry> {
    let written = days.to_string();
    let several = written.contains(',');
    (!days.is_empty()).then(|| {
        let value = if several {
            format!("[{written}]")
        } else {
            written
        };
        Entry::new("days", value)
    })
}

/// Some days as a sentence takes them: the first three, and how many more.
pub(super) fn first_of(days: &[Day]) -> String {
    const TOLD: usize = 3;
    let mut told: Vec<String> = days.iter().take(TOLD).map(Day::to_string).collect();
    match days.len().saturating_sub(TOLD) {
        0 => {}
        1 => told.push("1 more day of its list".to_owned()),
        many => told.push(format!("{many} more days of its list")),
    }
    listed(&told)
}

/// The first part of a range that is not among open hours.
pub(super) fn outside(range: MinuteRange, open: &[MinuteRange]) -> MinuteRange {
    let mut start = range.start;
    for hours in open {
        if start < hours.start {
            return MinuteRange {
                start,
                end: hours.start.min(range.end),
            };
        }
        if hours.contains(start) {
            start = Minute(hours.end.0.min(range.end.0));
        }
    }
    if start < range.end {
        MinuteRange {
            start,
            end: range.end,
        }
    } else {
        range
    }
}

/// The provision's own line in its pack, as a label.
pub(super) fn in_the_pack(breach: &LegalBreach<'_, '_>) -> Label {
    let provision = breach.breach.binding.provision;
    provision
        .site
        .clone()
        .label(provision.says.trim_end_matches('.'))
}

/// Sorts breaches: those that bind for certain before the doubtful ones, the gravest first, then the
/// strictest, then the earliest.
pub(super) fn gravest_first(breaches: &mut [&LegalBreach<'_, '_>]) {
    breaches.sort_by_key(|it| {
        let binding = &it.breach.binding;
        (
            !binding.bearing.binds(),
            std::cmp::Reverse(binding.severity_cap()),
            it.breach.open.minutes(),
            it.day,
            binding.provision.id.clone(),
        )
    });
}

/// What keeps a provision from binding for certain, as the end of a sentence.
pub(in crate::rules) fn doubt(bearing: &Bearing) -> Option<String> {
    match bearing {
        Bearing::Certain | Bearing::Exempt { .. } => None,
        Bearing::Disputed { because } => Some(format!(
            "it is disputed whether it still binds although {because}"
        )),
        Bearing::Unverified { fact } => Some(format!("{} (`{}`)", fact.why(), fact.field())),
        Bearing::NotYet { from } => Some(format!("it is not in force before {from}")),
    }
}

/// The open hours of a breach in words, or that there are none.
pub(super) fn allowed(open: &OpenHours) -> String {
    if open.is_closed() {
        "no hour of that day".to_owned()
    } else {
        hours(open.ranges())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_outside_is_the_first_that_is_not_open() {
        let range = |text: &str| text.parse::<MinuteRange>().unwrap();
        let open = [range("08:00-12:00"), range("14:00-20:00")];
        for (can, part) in [
            ("07:00-21:00", "07:00-08:00"),
            ("09:00-21:00", "12:00-14:00"),
            ("15:00-21:00", "20:00-21:00"),
            ("06:00-07:00", "06:00-07:00"),
            ("21:00-22:00", "21:00-22:00"),
        ] {
            assert_eq!(outside(range(can), &open), range(part), "{can}");
        }
    }
}
