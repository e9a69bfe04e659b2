//! A "no" followed to the next contact: which person says it, to whom and when,
//! and what still happens to that person after it.
//!
//! The rules decide what a no leaves out; here it is walked along the plan, step
//! by step and over to other campaigns, until a contact comes that it does not stop.

use crate::calendar::{Day, Minute};
use crate::diagnostics::{Counterexample, Diagnostic};
use crate::model::Ref;
use crate::plan::{Contact, People, Plan, Timing};
use crate::project::{CampaignView, StepView};
use crate::rules::case::as_example;
use crate::yaml::Field;

/// So many people, days of enrollment and contacts of one person are tried; the first that shows it is enough.
const MOST_PEOPLE: usize = 8;
const MOST_DAYS: usize = 35;
const MOST_CONTACTS: usize = 60;

/// A no and the contact that comes after it.
pub(super) struct Path {
    /// In a sentence of its own.
    sentence: String,
    example: Counterexample,
}

impl Path {
    /// The same of somebody who says "not now".
    pub(super) fn of_not_now(mut self) -> Self {
        self.sentence = self.sentence.replacen("says no", "says \"not now\"", 1);
        self
    }

    /// Adds the path to a finding: as its example, and before what it says should be done.
    pub(super) fn onto(self, finding: Diagnostic) -> Diagnostic {
        let help = finding.help.clone().unwrap_or_default();
        finding
            .help(format!("{}. {help}", self.sentence))
            .counterexample(self.example)
    }
}

/// A campaign with its contacts.
#[derive(Clone, Copy)]
pub(super) struct Run<'a, 'c, 'p> {
    pub(super) campaign: &'a CampaignView<'p>,
    pub(super) timing: &'a Timing<'c, 'p>,
}

/// A contact and the step that makes it.
struct Made<'a, 'p> {
    step: &'a StepView<'p>,
    contact: Contact,
}

impl<'a, 'p> Run<'a, '_, 'p> {
    /// What reaches a person who is enrolled on a day, in order of time.
    fn contacts(&self, plan: &Plan<'_>, enrolled: Day) -> Vec<Made<'a, 'p>> {
        let all = plan.contacts(enrolled).into_iter();
        all.filter(|contact| !contact.skipped)
            .filter_map(|contact| {
                let step = self.campaign.steps.get(contact.step)?;
                step.reaches_people().then_some(Made { step, contact })
            })
            .take(MOST_CONTACTS)
            .collect()
    }

    /// The first no at any contact that is followed by one which `goes_on` after it.
    pub(super) fn within(
        self,
        goes_on: impl Fn(&StepView<'p>, &StepView<'p>, i32) -> bool,
    ) -> Option<Path> {
        for (people, plan) in self.timing.people().take(MOST_PEOPLE) {
            for enrolled in plan.enrollment_days().take(MOST_DAYS) {
                let made = self.contacts(plan, enrolled);
                for (number, said) in made.iter().enumerate() {
                    let later = made[number + 1..].iter().find(|then| {
                        let days = then.contact.day.0 - said.contact.day.0;
                        goes_on(said.step, then.step, days)
                    });
                    if let Some(then) = later {
                        let first = (self, people, enrolled, said);
                        return Some(path(first, (self, people, enrolled, then)));
                    }
                }
            }
        }
        None
    }

    /// The first no in this campaign that is followed by a contact of the other which `goes_on` after it.
    pub(super) fn across(
        self,
        other: Run<'a, '_, 'p>,
        goes_on: impl Fn(&StepView<'p>, &StepView<'p>) -> bool,
    ) -> Option<Path> {
        for (people, plan) in self.timing.people().take(MOST_PEOPLE) {
            let enrolled = plan.enrollment_days().next()?;
            let same =
                |theirs: &People<'_>| theirs.zone == people.zone && theirs.region == people.region;
            let theirs = other.timing.people().find(|(theirs, _)| same(theirs));
            let Some((them, their_plan)) = theirs else {
                continue;
            };
            for said in &self.contacts(plan, enrolled) {
                for day in their_plan.enrollment_days().take(MOST_DAYS) {
                    let made = other.contacts(their_plan, day);
                    let then = made.iter().find(|then| {
                        // Of two contacts on one day nobody knows which comes first.
                        then.contact.day > said.contact.day && goes_on(said.step, then.step)
                    });
                    if let Some(then) = then {
                        return Some(path(
                            (self, people, enrolled, said),
                            (other, them, day, then),
                        ));
                    }
                }
            }
        }
        None
    }
}

type End<'a, 'c, 'p, 'e> = (Run<'a, 'c, 'p>, &'e People<'p>, Day, &'e Made<'a, 'p>);

fn path(said: End<'_, '_, '_, '_>, then: End<'_, '_, '_, '_>) -> Path {
    let (run, people, enrolled, no) = said;
    let (other, them, day, next) = then;
    let campaign = if run.campaign.place == other.campaign.place {
        String::new()
    } else {
        format!(" of `{}`", other.campaign.id)
    };
    let sentence = format!(
        "Whoever says no{} in the step `{}` on {} still gets `{}`{campaign}{} on {}",
        sender(no.step, " to "),
        no.step.name(),
        moment(&no.contact),
        next.step.name(),
        sender(next.step, " by "),
        moment(&next.contact),
    );
    Path {
        sentence,
        example: Counterexample {
            region: people.region.code().to_owned(),
            time_zone: people.zone.name().to_owned(),
            contacts: vec![
                as_example(run.campaign, people, enrolled, &no.contact),
                as_example(other.campaign, them, day, &next.contact),
            ],
            affected: None,
        },
    }
}

/// A day and the earliest minute at which a contact can start on it.
fn moment(contact: &Contact) -> String {
    let day = contact.day.with_weekday();
    let first = contact.ranges.first().map(|range| range.start);
    match first.filter(|minute| *minute != Minute::MIDNIGHT) {
        Some(minute) => format!("{day} at {minute}"),
        None => day,
    }
}

/// Who makes a contact, if the step says so.
fn sender(step: &StepView<'_>, before: &str) -> String {
    match &step.value.by {
        Field::Given(at) => match &at.value {
            Ref::Id(id) => format!("{before}`{id}`"),
            Ref::Inline(sender) => sender
                .name
                .value()
                .map_or(String::new(), |name| format!("{before}{name}")),
        },
        Field::Missing | Field::Invalid(_) => String::new(),
    }
}
