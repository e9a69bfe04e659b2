//! The calendar as JSON: one object on a line.

use super::{Itinerary, Overview, Scene, wording};
use crate::calendar::{Day, Minute};
use serde::Serialize;

#[derive(Serialize)]
struct ItineraryObject<'a> {
    campaign: &'a str,
    region: &'a str,
    time_zone: &'a str,
    enrolled: String,
    contacts: Vec<ContactObject<'a>>,
}

#[derive(Serialize)]
struct ContactObject<'a> {
    step: &'a str,
    attempt: u32,
    channel: &'static str,
    date: String,
    from: String,
    to: String,
    moved_from: Option<String>,
    findings: &'a [&'static str],
}

#[derive(Serialize)]
struct OverviewObject<'a> {
    campaign: &'a str,
    region: &'a str,
    time_zone: &'a str,
    /// Nobody in particular.
    enrolled: Option<String>,
    enrollments: EnrollmentsObject,
    days: Vec<DayObject<'a>>,
}

#[derive(Serialize)]
struct EnrollmentsObject {
    from: String,
    to: String,
    dates: u32,
}

#[derive(Serialize)]
struct DayObject<'a> {
    date: String,
    /// From how many enrollment dates a person can be contacted that day.
    enrollments: u32,
    open: bool,
    holiday: Option<String>,
    findings: &'a [&'static str],
}

fn line(object: &impl Serialize) -> String {
    let line = serde_json::to_string(object)
        .expect("texts, numbers and lists of them can always be written");
    format!("{line}\n")
}

pub(super) fn itinerary(scene: &Scene<'_, '_, '_>, itinerary: &Itinerary) -> String {
    let names = wording::names(scene);
    let contacts = itinerary.contacts.iter().map(|marked| {
        let contact = &marked.contact;
        let first = contact
            .ranges
            .first()
            .map_or(Minute::MIDNIGHT, |it| it.start);
        let last = contact.ranges.last().map_or(Minute::END, |it| it.end);
        ContactObject {
            step: &names[contact.step],
            attempt: contact.attempt,
            channel: wording::channel(scene, contact.step),
            date: contact.day.to_string(),
            from: first.to_string(),
            to: last.to_string(),
            moved_from: contact.moved_from.as_ref().map(Day::to_string),
            findings: &marked.findings,
        }
    });
    line(&ItineraryObject {
        campaign: scene.case.campaign.id,
        region: scene.first().region.code(),
        time_zone: scene.first().zone.name(),
        enrolled: itinerary.enrolled.to_string(),
        contacts: contacts.collect(),
    })
}

pub(super) fn overview(scene: &Scene<'_, '_, '_>, overview: &Overview) -> String {
    let days = overview.days.iter().map(|(day, enrollments)| DayObject {
        date: day.to_string(),
        enrollments: *enrollments,
        open: scene.is_open(*day),
        holiday: wording::holiday(scene.first(), *day),
        findings: overview.findings.get(day).map_or(&[], Vec::as_slice),
    });
    line(&OverviewObject {
        campaign: scene.case.campaign.id,
        region: scene.first().region.code(),
        time_zone: scene.first().zone.name(),
        enrolled: None,
        enrollments: EnrollmentsObject {
            from: scene.enrollment.first.to_string(),
            to: scene.enrollment.last.to_string(),
            dates: scene.plan().enrollments(),
        },
        days: days.collect(),
    })
}
