//! What law demands of contacts beside their times and numbers: each provision, with the people
//! and the steps that it is about.

use super::Case;
use super::timing::words;
use crate::calendar::Day;
use crate::diagnostics::{Counterexample, Diagnostic, Label, Severity};
use crate::law::{Bearing, Binding, Demand, Facts, Provision};
use crate::model::{Channel, Voice};
use crate::plan::{People, Plan};
use std::cmp::Reverse;

/// A provision that binds contacts of a campaign, or may bind them.
pub(super) struct Duty<'c, 'p> {
    /// To whom the contacts go.
    pub(super) people: &'c People<'p>,
    /// Their contacts.
    pub(super) plan: &'c Plan<'c>,
    /// How the people are reached.
    pub(super) channel: Channel,
    /// The steps, by position, each with the first day on which a contact of it falls under the provision.
    pub(super) steps: Vec<(usize, Day)>,
    binding: Binding<'c>,
}

/// Every such provision, once for each audience and region and for each kind of step.
pub(super) fn duties<'c, 'p>(case: &Case<'c, 'p>) -> Vec<Duty<'c, 'p>> {
    let mut duties = Vec::new();
    let mut places = Vec::new();
    for (people, plan) in case.timing.people() {
        // A provision of these kinds binds alike in all zones of a region.
        if places.contains(&people.place) {
            continue;
        }
        places.push(people.place);
        let mut kinds: Vec<(Facts, Vec<usize>)> = Vec::new();
        for step in case.campaign.steps.iter().filter(|it| it.reaches_people()) {
            let Some(facts) = case.facts(people, step) else {
                continue;
            };
            match kinds.iter_mut().find(|(known, _)| *known == facts) {
                Some((_, steps)) => steps.push(step.position),
                None => kinds.push((facts, vec![step.position])),
            }
        }
        for (facts, steps) in kinds {
            for binding in case.law.at_any_time(&facts, |it| !it.is_timed()) {
                if matches!(binding.bearing, Bearing::Exempt { .. }) {
                    continue;
                }
                let steps = steps.iter().filter_map(|step| {
                    let day = first_in_force(case, people, *step, binding.provision)?;
                    Some((*step, day))
                });
                let steps: Vec<_> = steps.collect();
                if !steps.is_empty() {
                    duties.push(Duty {
                        people,
                        plan,
                        channel: facts.channel,
                        steps,
                        binding,
                    });
                }
            }
        }
    }
    duties
}

/// The first day on which a contact of a step is made while a provision is in force.
fn first_in_force(
    case: &Case<'_, '_>,
    people: &People<'_>,
    step: usize,
    provision: &Provision,
) -> Option<Day> {
    let (from, to) = (provision.in_force.first(), provision.in_force.last());
    let days = case.times(people, step).iter().map(|times| &times.days);
    days.filter_map(|days| days.iter().find(|day| from <= *day && *day <= to))
        .min()
}

impl<'c> Duty<'c, '_> {
    /// The provision.
    pub(super) fn provision(&self) -> &'c Provision {
        self.binding.provision
    }

    /// Its demand, if it is one of this kind.
    pub(super) fn demands<D: Demand>(&self) -> Option<&'c D> {
        D::of(&self.binding.provision.requires)
    }

    /// Whether it binds for certain.
    pub(super) fn binds(&self) -> bool {
        self.binding.bearing.binds()
    }

    /// The most that a breach may yield.
    pub(super) fn severity(&self) -> Severity {
        self.binding.severity_cap()
    }

    /// Whether it is about machines that speak, and not about people.
    pub(super) fn is_for_machines(&self) -> bool {
        let voices = &self.provision().applies.voices;
        matches!(self.channel, Channel::Call | Channel::Voicemail)
            && !voices.is_empty()
            && !voices.contains(&Voice::Human)
    }

    /// What keeps it from binding for certain, as a sentence; none if nothing does.
    pub(super) fn doubt(&self) -> Option<String> {
        words::doubt(&self.binding.bearing).map(|doubt| format!("Not certain: {doubt}."))
    }

    /// Where its people are: `Ontario (CA-ON)`.
    pub(super) fn place(&self) -> String {
        words::place(self.people)
    }

    /// The first contact that falls under it.
    pub(super) fn example(&self, case: &Case<'_, '_>) -> Option<Counterexample> {
        let (step, day) = *self.steps.iter().min_by_key(|(_, day)| *day)?;
        Some(self.example_on(case, step, day))
    }

    /// A contact of a step on a day.
    pub(super) fn example_on(&self, case: &Case<'_, '_>, step: usize, day: Day) -> Counterexample {
        let range = case.range_on(self.people, step, day);
        case.example(self.people, self.plan, step, day, range)
    }
}

/// Sorts duties: those that bind for certain before the doubtful ones, then the gravest, then the earliest.
pub(super) fn gravest_first(duties: &mut [&Duty<'_, '_>]) {
    duties.sort_by_key(|duty| {
        (
            !duty.binds(),
            Reverse(duty.severity()),
            duty.steps.iter().map(|(_, day)| *day).min(),
            duty.people.place,
            duty.provision().id.as_str(),
        )
    });
}

/// A finding that rests on duties, the gravest first: with the line of its provision, as severe as
/// that can be, and every provision cited once.
pub(super) fn resting_on<'d, 'c: 'd, 'p: 'c>(
    mut finding: Diagnostic,
    duties: impl IntoIterator<Item = &'d Duty<'c, 'p>>,
) -> Diagnostic {
    let mut cited: Vec<&str> = Vec::new();
    for duty in duties {
        let provision = duty.provision();
        if cited.is_empty() {
            finding = finding.see(in_the_pack(provision)).at_most(duty.severity());
        }
        if !cited.contains(&provision.id.as_str()) {
            cited.push(&provision.id);
            finding = finding.cite(provision.citation());
        }
    }
    finding
}

/// A finding for which courtesy is reason enough, with the law beside it: its severity stays.
pub(super) fn illustrated(finding: Diagnostic, duties: &[&Duty<'_, '_>]) -> Diagnostic {
    let severity = finding.severity;
    let mut finding = resting_on(finding, duties.iter().copied());
    finding.severity = severity;
    finding
}

/// A provision's own line in its pack, as a label.
fn in_the_pack(provision: &Provision) -> Label {
    let says = provision.says.trim_end_matches('.');
    provision.site.clone().label(says)
}

/// "; the same in Texas (US-TX)", or "; the same in 4 more places": where duties hold beside the place of the
/// first, of which the message speaks.
pub(super) fn elsewhere<'d, 'c: 'd, 'p: 'c>(
    duties: impl IntoIterator<Item = &'d Duty<'c, 'p>>,
) -> String {
    let mut duties = duties.into_iter();
    let Some(first) = duties.next() else {
        return String::new();
    };
    let mut seen = vec![first.people.region.code()];
    let mut places = Vec::new();
    for duty in duties {
        let code = duty.people.region.code();
        if !seen.contains(&code) {
            seen.push(code);
            places.push(if duty.channel == first.channel {
                duty.place()
            } else {
                let reached = words::reached(Some(duty.channel));
                format!("{}, where they are {reached}", duty.place())
            });
        }
    }
    match places.as_slice() {
        [] => String::new(),
        [one] => format!("; the same in {one}"),
        [one, other] => format!("; the same in {one} and {other}"),
        many => format!("; the same in {} more places", many.len()),
    }
}
