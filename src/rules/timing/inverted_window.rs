use crate::calendar::{Minute, MinuteRange};
use crate::diagnostics::Fix;
use crate::fix::Reach;
use crate::model::{Channel, Limits, SendWindow};
use crate::project::{CampaignView, StepView, Window};
use crate::rules::{Findings, Rule, about, draft, rule};
use crate::yaml::{At, Field, List, Place};
use std::fmt::Write;

rule! {
    /// The window ends before it starts, is empty, or crosses midnight without saying so.
    InvertedWindow, "inverted-window", "timing", Error
}

impl Rule for InvertedWindow {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        if let Some(cadence) = campaign.cadence {
            let over = overnight(&cadence.value.send_window);
            check(&cadence.value.send_window, Night::of(over), findings);
            for step in &campaign.steps {
                let own = overnight(&step.value.send_window).or(over);
                check(&step.value.send_window, Night::of(own), findings);
            }
        }
        check_limits(&campaign.value.limits, findings);
    }
}

/// Limits hold for a day, whatever the night: none of their hours may cross midnight.
fn check_limits(limits: &Field<Box<Limits>>, findings: &mut Findings<'_>) {
    let hours = limits.value().and_then(|limits| limits.hours.value());
    for channel in Channel::ALL {
        if let Some(list) = hours.and_then(|hours| hours.of(*channel)?.at()) {
            check_hours(&list.value, Night::NotInLimits, findings);
        }
    }
}

/// Whether hours may cross midnight.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Night {
    /// The window says that they do.
    Said,
    /// The window does not say so.
    Unsaid,
    /// They are limits, which cannot say so.
    NotInLimits,
}

impl Night {
    fn of(overnight: Option<bool>) -> Self {
        match overnight {
            Some(true) => Self::Said,
            _ => Self::Unsaid,
        }
    }
}

fn overnight(window: &Field<Box<SendWindow>>) -> Option<bool> {
    window.value()?.overnight.value().copied()
}

fn check(window: &Field<Box<SendWindow>>, night: Night, findings: &mut Findings<'_>) {
    let Some(window) = window.value() else { return };
    let left_out = window.overnight.is_invalid();
    if !left_out {
        check_hours(&window.hours, night, findings);
    }
    if let Some(place) = nothing_in(&window.days) {
        let finding = findings
            .violation(place, "no day at all")
            .because("the window has no weekday, so that it is never open")
            .help("Nobody can be reached in it. Name its days, or leave the line out for every day:\n  days: mon-fri");
        findings.push(finding);
    }
}

/// The place of a list that is there and empty.
fn nothing_in<T>(list: &List<T>) -> Option<Place> {
    list.place.filter(|_| list.is_empty() && list.left_out == 0)
}

fn check_hours(hours: &List<MinuteRange>, night: Night, findings: &mut Findings<'_>) {
    let what = match night {
        Night::NotInLimits => "limit",
        _ => "window",
    };
    if let Some(place) = nothing_in(hours) {
        let finding = findings.violation(place, "no hour at all");
        let finding = match night {
            Night::NotInLimits => finding
                .because("the limit has no hours, so that it limits nothing")
                .help("Write when a contact may start, or leave the line out:\n  hours: {call: \"09:00-20:00\"}"),
            _ => finding
                .because("the window has no hours, so that it is never open")
                .help("Nobody can be reached in it. Write when a contact may start:\n  hours: \"09:00-17:00\""),
        };
        findings.push(finding);
    }
    for range in hours {
        if !is_faulty(range.value, night == Night::Said) {
            continue;
        }
        let (label, message) = if range.value.start == range.value.end {
            (
                "empty",
                format!(
                    "the {what} {} ends when it starts, so that no time is in it",
                    range.value
                ),
            )
        } else {
            (
                "ends before it starts",
                format!(
                    "the {what} {} ends before it starts{}",
                    range.value,
                    match night {
                        Night::NotInLimits => "",
                        _ => ", and does not say that it runs over midnight",
                    }
                ),
            )
        };
        let finding = findings
            .violation(range.place, label)
            .because(message)
            .help(help(range.value, night))
            .fix_if_any(fix(range, findings));
        findings.push(finding);
    }
}

/// What was meant, where hours that are not empty can only be one thing: the end of the day, which is safe, or hours of the
/// afternoon on a 12-hour clock, at which somebody must look.
fn fix(range: &At<MinuteRange>, findings: &Findings<'_>) -> Option<Fix> {
    let value = range.value;
    let ends_the_day = value.end == Minute::MIDNIGHT;
    let end = match (value.start == value.end, ends_the_day) {
        (true, _) => return None,
        (false, true) => Minute::END,
        (false, false) => afternoon(value)?,
    };
    let meant = MinuteRange { end, ..value };
    let draft = draft(findings.project(), range.place)?;
    let node = range.place.node;
    let edits = draft.replace(node, &format!("\"{meant}\""))?;
    let title = format!("Write {meant}");
    Some(match draft.reach(node) {
        Reach::Here if ends_the_day => Fix::safe(title, edits),
        _ => Fix::needs_a_look(title, edits),
    })
}

/// The end in the afternoon of hours that begin and seem to end before noon.
fn afternoon(range: MinuteRange) -> Option<Minute> {
    let noon = 12 * 60;
    (range.start.0 < noon && range.end.0 < noon).then(|| Minute(range.end.0 + noon))
}

/// Whether a range is none: empty, or over midnight where nothing says that it may be.
fn is_faulty(range: MinuteRange, overnight: bool) -> bool {
    range.start == range.end || (range.end < range.start && !overnight)
}

/// What was probably meant: the afternoon, the other way round, or the night.
fn help(range: MinuteRange, night: Night) -> String {
    let end = match range.end {
        Minute::MIDNIGHT => Some(Minute::END),
        _ => afternoon(range),
    };
    let meant = match end {
        Some(end) => MinuteRange { end, ..range },
        None => MinuteRange {
            start: range.end,
            end: range.start,
        },
    };
    if night == Night::NotInLimits {
        return format!(
            "It holds nobody to anything as it stands. Limits are hours of one day, on the 24-hour clock:\n  hours: {{call: \"{}\"}}",
            if range.start == range.end {
                MinuteRange {
                    start: Minute(9 * 60),
                    end: Minute(20 * 60),
                }
            } else {
                meant
            }
        );
    }
    let mut lines =
        "One platform takes such hours for the whole night, another for no time at all.".to_owned();
    if range.start == range.end {
        lines.push_str(" Write when a contact may start, for example:\n  hours: \"09:00-17:00\"");
    } else {
        let _ = write!(
            lines,
            " Write the hours of the day on the 24-hour clock:\n  hours: \"{meant}\"\nor, if the night is meant, say so:\n  hours: \"{range}\"\n  overnight: true"
        );
    }
    lines
}

/// Whether hours or days of a window are none that can be kept: what follows from them is no second mistake.
pub(in crate::rules) fn is_inverted(window: &Window<'_>) -> bool {
    let hours = window.hours().is_some_and(|hours| {
        hours.is_empty()
            || hours
                .values()
                .any(|range| is_faulty(*range, window.crosses_midnight()))
    });
    hours || window.weekdays().is_empty()
}

/// Whether a step's window has no open moment in any week.
pub(in crate::rules) fn is_never_open(step: &StepView<'_>) -> bool {
    let hours = step.window.hours().is_some_and(|hours| {
        hours
            .values()
            .all(|range| is_faulty(*range, step.window.crosses_midnight()))
    });
    hours || step.window.weekdays().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> MinuteRange {
        text.parse().unwrap()
    }

    #[test]
    fn only_what_says_so_may_cross_midnight() {
        assert!(is_faulty(range("17:00-09:00"), false));
        assert!(!is_faulty(range("22:00-02:00"), true));
        assert!(is_faulty(range("09:00-09:00"), true));
        assert!(!is_faulty(range("00:00-24:00"), false));
        // 24:00 is the end of the day and 00:00 its start: the range to 00:00 crosses midnight.
        assert!(is_faulty(range("18:00-00:00"), false));
    }

    #[test]
    fn the_afternoon_is_guessed_before_the_other_way_round() {
        assert!(help(range("09:00-05:00"), Night::Unsaid).contains("\"09:00-17:00\""));
        assert!(help(range("20:00-08:00"), Night::Unsaid).contains("\"08:00-20:00\""));
        assert!(help(range("18:00-00:00"), Night::Unsaid).contains("\"18:00-24:00\""));
    }
}
