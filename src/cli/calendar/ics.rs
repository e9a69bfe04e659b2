//! The calendar as iCalendar (RFC 5545).
//!
//! A contact is an event on the recipient's own clock, from the first to the last minute at which it
//! can start. The clock is defined in the file, one observance for each of its changes, so that a
//! program whose own zones are out of date shows the hours that were meant.

use super::{Itinerary, Overview, Scene, wording};
use crate::calendar::{Day, Instant, LocalTime, Minute, Zone};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Octets of a line, its end not counted (RFC 5545, 3.1).
const LINE: usize = 75;

/// Minutes in a year, and a day or two more.
const YEAR: i64 = 368 * 1440;

/// Lines in the making.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// Adds a content line, folded so that no character is cut.
    fn add(&mut self, name: &str, value: &str) {
        let mut used = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if used + c.len_utf8() > LINE {
                // The blank with which the next line begins is one of its octets.
                self.0.push_str("\r\n ");
                used = 1;
            }
            self.0.push(c);
            used += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// Adds a property whose value is text.
    fn text(&mut self, name: &str, value: &str) {
        self.add(name, &escaped(value));
    }
}

/// Text as a value (RFC 5545, 3.3.11). Control characters have no place in it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// `20261012`.
fn date(day: Day) -> String {
    let (year, month, day) = day.ymd();
    format!("{year:04}{month:02}{day:02}")
}

/// `20261012T093000`; 24:00 is the start of the next day.
fn date_time(day: Day, minute: Minute) -> String {
    let (day, minute) = if minute == Minute::END {
        (day.plus(1), Minute::MIDNIGHT)
    } else {
        (day, minute)
    };
    let Minute(minute) = minute;
    format!("{}T{:02}{:02}00", date(day), minute / 60, minute % 60)
}

/// `-0500`.
fn utc_offset(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.abs();
    format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
}

fn start(scene: &Scene<'_, '_, '_>, first: Day, last: Day) -> Lines {
    let mut lines = Lines::default();
    lines.add("BEGIN", "VCALENDAR");
    lines.add("VERSION", "2.0");
    let version = env!("CARGO_PKG_VERSION");
    lines.add("PRODID", &format!("-//Courtesy//courtesy {version}//EN"));
    lines.add("CALSCALE", "GREGORIAN");
    time_zone(&mut lines, scene.first().zone, first, last);
    lines
}

fn end(mut lines: Lines) -> String {
    lines.add("END", "VCALENDAR");
    lines.0
}

/// The clock of a zone over some days.
fn time_zone(lines: &mut Lines, zone: Zone, first: Day, last: Day) {
    let midnight = |day: Day| match zone.instant(day, Minute::MIDNIGHT) {
        LocalTime::Once(at) | LocalTime::Twice(at, _) | LocalTime::Skipped(at) => at,
    };
    let new_year = Day::from_ymd(first.year(), 1, 1).unwrap_or(first);
    let from = midnight(new_year);
    let to = midnight(last.plus(2));
    let before = zone.offset_at(from);
    // A year more on both sides tells summer time from a change for good.
    let around = zone.transitions(Instant(from.0 - YEAR), Instant(to.0 + YEAR));
    let mut offset = zone.offset_at(Instant(from.0 - YEAR - 1));
    let mut changes: Vec<(Instant, i32, i32)> = Vec::new();
    for (at, after) in around {
        changes.push((at, offset, after));
        offset = after;
    }
    // Summer time: a clock put forward that is put back within a year.
    let is_summer = |position: usize| {
        let (at, from, to) = changes[position];
        changes
            .get(position + 1)
            .is_some_and(|(next, _, then)| to > from && *then < to && next.0 - at.0 < YEAR)
    };
    lines.add("BEGIN", "VTIMEZONE");
    lines.add("TZID", zone.name());
    let opening = changes.iter().rposition(|(at, ..)| *at <= from);
    observance(
        lines,
        opening.is_some_and(is_summer),
        from,
        (before, before),
    );
    for (position, (at, before, after)) in changes.iter().enumerate() {
        if *at > from && *at < to {
            observance(lines, is_summer(position), *at, (*before, *after));
        }
    }
    lines.add("END", "VTIMEZONE");
}

/// One change of the clock; its start is on the clock as it was before.
fn observance(lines: &mut Lines, summer: bool, at: Instant, (from, to): (i32, i32)) {
    let kind = if summer { "DAYLIGHT" } else { "STANDARD" };
    let local = at.0 + i64::from(from);
    let day = Day(local.div_euclid(1440) as i32);
    let minute = Minute(local.rem_euclid(1440) as u16);
    lines.add("BEGIN", kind);
    lines.add("DTSTART", &date_time(day, minute));
    lines.add("TZOFFSETFROM", &utc_offset(from));
    lines.add("TZOFFSETTO", &utc_offset(to));
    lines.add("END", kind);
}

/// What is the same for every event: since when it is known, and that it keeps nobody busy.
fn event(lines: &mut Lines, scene: &Scene<'_, '_, '_>, uid: &str) {
    lines.add("BEGIN", "VEVENT");
    lines.text("UID", uid);
    lines.add("DTSTAMP", &format!("{}T000000Z", date(scene.today)));
    lines.add("TRANSP", "TRANSPARENT");
}

pub(super) fn itinerary(scene: &Scene<'_, '_, '_>, itinerary: &Itinerary) -> String {
    let people = scene.first();
    let campaign = scene.case.campaign.id;
    let last = itinerary.contacts.iter().map(|it| it.contact.day).max();
    let last = last.unwrap_or(itinerary.enrolled);
    let mut lines = start(scene, itinerary.enrolled, last);
    let names = wording::names(scene);
    let tz = people.zone.name();
    // Two steps of one name are a mistake, and two events all the same.
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    for marked in &itinerary.contacts {
        let contact = &marked.contact;
        let (Some(first), Some(last)) = (contact.ranges.first(), contact.ranges.last()) else {
            continue;
        };
        let name = &names[contact.step];
        let mut uid = format!(
            "{campaign}/{}/{}/{name}/{}",
            people.region.code(),
            itinerary.enrolled,
            contact.attempt
        );
        let before = used.entry(uid.clone()).or_default();
        *before += 1;
        if *before > 1 {
            let _ = write!(uid, "/{before}");
        }
        event(&mut lines, scene, &format!("{uid}@courtesy"));
        let from = date_time(contact.day, first.start);
        lines.add(&format!("DTSTART;TZID={tz}"), &from);
        lines.add(
            &format!("DTEND;TZID={tz}"),
            &date_time(contact.day, last.end),
        );
        let channel = wording::channel(scene, contact.step);
        lines.text(
            "SUMMARY",
            &format!("{channel}: {}", wording::attempt(name, contact.attempt)),
        );
        let mut description = format!(
            "{}: attempt {} of the step {name}.\nIt can start at {} on the clock of {tz}.",
            wording::campaign_name(scene),
            contact.attempt,
            wording::hours(&contact.ranges)
        );
        if let Some(moved) = wording::moved(people, contact) {
            let _ = write!(description, "\nIt was {moved}.");
        }
        if let Some(holiday) = wording::holiday(people, contact.day) {
            let _ = write!(description, "\nPublic holiday: {holiday}.");
        }
        if !marked.findings.is_empty() {
            let _ = write!(description, "\nFindings: {}.", marked.findings.join(", "));
        }
        lines.text("DESCRIPTION", &description);
        lines.add("END", "VEVENT");
    }
    end(lines)
}

pub(super) fn overview(scene: &Scene<'_, '_, '_>, overview: &Overview) -> String {
    let people = scene.first();
    let campaign = scene.case.campaign.id;
    let last = overview.days.last().map(|(day, _)| *day);
    let first = scene.enrollment.first;
    let mut lines = start(scene, first, last.unwrap_or(first));
    let dates = scene.plan().enrollments();
    for (day, enrollments) in &overview.days {
        let uid = format!("{campaign}/{}/{day}@courtesy", people.region.code());
        event(&mut lines, scene, &uid);
        lines.add("DTSTART;VALUE=DATE", &date(*day));
        lines.add("DTEND;VALUE=DATE", &date(day.plus(1)));
        lines.text(
            "SUMMARY",
            &format!(
                "{}: from {enrollments} of {}",
                wording::campaign_name(scene),
                wording::counted(dates as usize, "enrollment date")
            ),
        );
        let mut description = format!(
            "From {enrollments} of the campaign's {} a person can be contacted on this day.",
            wording::counted(dates as usize, "enrollment date")
        );
        if let Some(holiday) = wording::holiday(people, *day) {
            let _ = write!(description, "\nPublic holiday: {holiday}.");
        }
        if let Some(findings) = overview.findings.get(day) {
            let _ = write!(description, "\nFindings: {}.", findings.join(", "));
        }
        lines.text("DESCRIPTION", &description);
        lines.add("END", "VEVENT");
    }
    end(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters_and_read_back() {
        let mut lines = Lines::default();
        let text = "Grüße, 株式会社; \\ ".repeat(20);
        lines.text("SUMMARY", &text);
        let Lines(folded) = lines;
        assert!(folded.split("\r\n").all(|line| line.len() <= 75));
        assert!(folded.split("\r\n").count() > 5);
        let unfolded = folded.replace("\r\n ", "");
        let value = unfolded
            .strip_prefix("SUMMARY:")
            .unwrap()
            .trim_end_matches("\r\n");
        assert_eq!(value, escaped(&text));
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(escaped("a\\b;c,d\ne\u{7}\r"), "a\\\\b\\;c\\,d\\ne");
    }

    fn zone(name: &str, first: &str, last: &str) -> String {
        let mut lines = Lines::default();
        let zone = Zone::named(name).unwrap();
        time_zone(
            &mut lines,
            zone,
            first.parse().unwrap(),
            last.parse().unwrap(),
        );
        lines.0.replace("\r\n", "\n")
    }

    #[test]
    fn a_clock_is_defined_change_by_change() {
        assert_eq!(
            zone("America/New_York", "2026-10-30", "2027-03-20"),
            "BEGIN:VTIMEZONE\nTZID:America/New_York\n\
             BEGIN:STANDARD\nDTSTART:20260101T000000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0500\nEND:STANDARD\n\
             BEGIN:DAYLIGHT\nDTSTART:20260308T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\n\
             BEGIN:STANDARD\nDTSTART:20261101T020000\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nEND:STANDARD\n\
             BEGIN:DAYLIGHT\nDTSTART:20270314T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\n\
             END:VTIMEZONE\n"
        );
    }

    #[test]
    fn a_clock_without_changes_and_one_that_begins_in_summer() {
        assert_eq!(
            zone("Asia/Kolkata", "2026-10-30", "2027-03-20"),
            "BEGIN:VTIMEZONE\nTZID:Asia/Kolkata\n\
             BEGIN:STANDARD\nDTSTART:20260101T000000\nTZOFFSETFROM:+0530\nTZOFFSETTO:+0530\nEND:STANDARD\n\
             END:VTIMEZONE\n"
        );
        let sydney = zone("Australia/Sydney", "2027-01-10", "2027-02-10");
        assert!(sydney.contains("BEGIN:DAYLIGHT\nDTSTART:20270101T000000\nTZOFFSETFROM:+1100"));
    }
}
