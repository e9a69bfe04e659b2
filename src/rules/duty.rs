//! What law demands of contacts beside their times and numbers: each provision, with the people
//! and the steps that it is about.

use super::timing::words;
use super::{Case, authority};
use crate::calendar::Day;
use crate::diagnostics::{Counterexample, Diagnostic, Label, Severity};
use crate::law::{Bearing, Binding, Demand, Facts, Pack, Provision, Requirement};
use crate::model::{Channel, Purpose, Voice};
use crate::plan::{People, Plan};
use std::cmp::Reverse;
use std::fmt::Write;

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
    /// The part of the country whose law it is, where the audience names the country alone.
    part: Option<&'c Pack>,
}

/// What law demands of a campaign, once for each audience and region and for each kind of step.
#[derive(Default)]
pub(super) struct Duties<'c, 'p> {
    /// What is in force when a contact is made. Of hours, days and numbers other rules keep account.
    pub(super) now: Vec<Duty<'c, 'p>>,
    /// What is not in force yet when the contacts are made and will soon be, of every kind.
    pub(super) coming: Vec<Duty<'c, 'p>>,
}

/// A law is announced so many days before it begins.
const AHEAD: i32 = 365;

impl<'c, 'p> Duties<'c, 'p> {
    /// What law demands of a campaign.
    pub(super) fn of(case: &Case<'c, 'p>) -> Self {
        Self::with(case, |facts| facts)
    }

    /// What law would demand of a campaign if it were for something else than it says.
    pub(super) fn if_it_were_for(case: &Case<'c, 'p>, purpose: Purpose) -> Self {
        Self::with(case, |facts| Facts {
            purpose: Some(purpose),
            ..facts
        })
    }

    fn with(case: &Case<'c, 'p>, known: impl Fn(Facts) -> Facts) -> Self {
        let mut duties = Self::default();
        let mut places = Vec::new();
        for (people, plan) in case.timing.people() {
            // A provision of these kinds binds alike in all zones of a region.
            if places.contains(&people.place) {
                continue;
            }
            places.push(people.place);
            let mut kinds: Vec<(Facts, Vec<usize>)> = Vec::new();
            for step in case.campaign.steps.iter().filter(|it| it.reaches_people()) {
                let Some(facts) = case.facts(people, step).map(&known) else {
                    continue;
                };
                match kinds.iter_mut().find(|(known, _)| *known == facts) {
                    Some((_, steps)) => steps.push(step.position),
                    None => kinds.push((facts, vec![step.position])),
                }
            }
            for (facts, steps) in kinds {
                let duty = |binding, part| Duty {
                    people,
                    plan,
                    channel: facts.channel,
                    steps: Vec::new(),
                    binding,
                    part,
                };
                for binding in case.law.at_any_time(&facts, |_| true) {
                    if !matches!(binding.bearing, Bearing::Exempt { .. }) {
                        duties.add(case, duty(binding, None), &steps);
                    }
                }
                for (part, binding) in case.law.of_parts(&facts, |it| !it.is_timed()) {
                    duties.add(case, duty(binding, Some(part)), &steps);
                }
            }
        }
        duties
    }

    /// Files a duty under the time at which it binds some of the steps, if it ever does.
    fn add(&mut self, case: &Case<'c, 'p>, mut duty: Duty<'c, 'p>, steps: &[usize]) {
        let begins = duty.provision().in_force.first();
        let today = case.campaign.project.today;
        let timed = duty.provision().requires.is_timed();
        if !timed {
            duty.steps = met(case, duty.people, steps, begins, duty.provision());
        }
        if !timed && !duty.steps.is_empty() {
            self.now.push(duty);
        } else if today < begins && begins <= today.plus(AHEAD) && duty.part.is_none() {
            // A campaign that is over before the day of the check has nothing to look forward to.
            duty.steps = met(case, duty.people, steps, today, duty.provision());
            if !duty.steps.is_empty() {
                duty.binding.bearing = Bearing::NotYet { from: begins };
                self.coming.push(duty);
            }
        }
    }
}

/// The steps of which a contact is made from a day on and before a provision ends, each with the first such day.
fn met(
    case: &Case<'_, '_>,
    people: &People<'_>,
    steps: &[usize],
    from: Day,
    provision: &Provision,
) -> Vec<(usize, Day)> {
    let to = provision.in_force.last();
    let first = |step: &usize| {
        let days = case.times(people, *step).iter().map(|times| &times.days);
        let days = days.filter_map(|days| days.iter().find(|day| from <= *day && *day <= to));
        Some((*step, days.min()?))
    };
    steps.iter().filter_map(first).collect()
}

impl<'c> Duty<'c, '_> {
    /// The provision.
    pub(super) fn provision(&self) -> &'c Provision {
        self.binding.provision
    }

    /// Its demand, if it is one of this kind.
    pub(super) fn demands<D: Demand>(&self) -> Option<&'c D> {
        D::of(self.demand())
    }

    /// Its demand.
    pub(super) fn demand(&self) -> &'c Requirement {
        &self.binding.provision.requires
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

    /// Whether it is the law of a part of the country in which nobody says whether the people are.
    pub(super) fn is_of_a_part(&self) -> bool {
        self.part.is_some()
    }

    /// Where its people are, or may be: `Ontario (CA-ON)`.
    pub(super) fn place(&self) -> String {
        match self.part {
            Some(part) => format!("{} ({})", part.name, part.jurisdiction),
            None => words::place(self.people),
        }
    }

    /// By whose word it binds, where the place has been named: `the law there`.
    pub(super) fn authority(&self) -> String {
        authority::there(&self.binding)
    }

    /// The same with the place: `the law in Ontario (CA-ON)`.
    pub(super) fn authority_in_its_place(&self) -> String {
        authority::at(&self.binding, &self.place())
    }

    /// The code of the place.
    fn code(&self) -> &str {
        let part = self.part.map(|part| part.jurisdiction.as_str());
        part.unwrap_or_else(|| self.people.region.code())
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

    /// The provision's own line in its pack, as a label.
    fn in_the_pack(&self) -> Label {
        let provision = self.provision();
        let says = provision.says.trim_end_matches('.');
        let says = match self.binding.bearing {
            Bearing::NotYet { from } => format!("from {from} on: {says}"),
            _ => says.to_owned(),
        };
        provision.site.clone().label(says)
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
            finding = finding.see(duty.in_the_pack()).at_most(duty.severity());
        }
        if !cited.contains(&provision.id.as_str()) {
            cited.push(&provision.id);
            finding = finding.cite(provision.citation());
        }
    }
    finding
}

/// Leaves of duties those that bind for certain; where none does, those that may bind.
pub(super) fn keep_surest(duties: &mut Vec<&Duty<'_, '_>>) {
    if duties.iter().any(|duty| duty.binds()) {
        duties.retain(|duty| duty.binds());
    }
}

/// A finding for which courtesy is reason enough, with the law beside it: its severity stays, and what
/// keeps the law from binding for certain is told after the help.
pub(super) fn illustrated(finding: Diagnostic, duties: &[&Duty<'_, '_>]) -> Diagnostic {
    let severity = finding.severity;
    let mut finding = resting_on(finding, duties.iter().copied());
    finding.severity = severity;
    if let Some(first) = duties.first() {
        finding.by_law = Some(first.severity());
        if let (Some(doubt), Some(help)) = (first.doubt(), &mut finding.help) {
            help.push('\n');
            help.push_str(&doubt);
        }
    }
    finding
}

/// "; the same in Texas (US-TX)", or "; the same in 4 more places": where duties hold beside the place of the
/// first, of which the message speaks.
pub(super) fn elsewhere<'d, 'c: 'd, 'p: 'c>(
    duties: impl IntoIterator<Item = &'d Duty<'c, 'p>>,
) -> String {
    elsewhere_by(duties, |_| Limit::default())
}

/// What a duty asks for, where duties of one kind differ in it.
#[derive(Default)]
pub(super) struct Limit {
    /// The greater, the stricter.
    pub(super) strictness: u64,
    /// After the place: `for 10 years`.
    pub(super) words: String,
}

/// The same of duties that differ: "; in Texas (US-TX) for 5 years". What may bind stands apart from what
/// does, and is named for a place that has been spoken of too if it is the stricter.
pub(super) fn elsewhere_by<'d, 'c: 'd, 'p: 'c>(
    duties: impl IntoIterator<Item = &'d Duty<'c, 'p>>,
    limit: impl Fn(&Duty<'_, '_>) -> Limit,
) -> String {
    let mut duties = duties.into_iter();
    let Some(first) = duties.next() else {
        return String::new();
    };
    let own = limit(first);
    let (mut surely, mut perhaps) = (Places::default(), Places::default());
    let mut seen = vec![(first.code(), own.strictness)];
    for duty in duties {
        let its = limit(duty);
        let is_sure = duty.binds() || !first.binds();
        let mut known = seen.iter().filter(|(code, _)| *code == duty.code());
        let said = if is_sure {
            known.next().is_some()
        } else {
            known.any(|(_, strictness)| its.strictness <= *strictness)
        };
        if said {
            continue;
        }
        seen.push((duty.code(), its.strictness));
        let mut place = duty.place();
        if duty.channel != first.channel {
            let reached = words::reached(Some(duty.channel));
            let _ = write!(place, ", where they are {reached}");
        }
        let places = if is_sure { &mut surely } else { &mut perhaps };
        places.add(place, its.words, &own.words);
    }
    let mut said = surely.said("the same in", "in");
    said.push_str(&perhaps.said("perhaps also in", "perhaps in"));
    said
}

/// Places where duties hold, by what they ask for.
#[derive(Default)]
struct Places {
    /// The same as the first of them.
    alike: Vec<String>,
    /// Something else, with the places that ask for it.
    other: Vec<(String, Vec<String>)>,
}

impl Places {
    fn add(&mut self, place: String, asks: String, first_asks: &str) {
        if asks == first_asks {
            self.alike.push(place);
            return;
        }
        match self.other.iter_mut().find(|(known, _)| *known == asks) {
            Some((_, places)) => places.push(place),
            None => self.other.push((asks, vec![place])),
        }
    }

    /// `; the same in Texas (US-TX); in Virginia (US-VA) for 10 years`.
    fn said(&self, alike: &str, other: &str) -> String {
        /// So many limits are told one by one.
        const TOLD: usize = 3;
        let mut said = String::new();
        if !self.alike.is_empty() {
            let _ = write!(said, "; {alike} {}", several(&self.alike));
        }
        for (asks, places) in self.other.iter().take(TOLD) {
            let _ = write!(said, "; {other} {} {asks}", several(places));
        }
        let more: usize = self.other.iter().skip(TOLD).map(|it| it.1.len()).sum();
        match more {
            0 => {}
            1 => said.push_str("; 1 more place has a limit of its own"),
            many => {
                let _ = write!(said, "; {many} more places have limits of their own");
            }
        }
        said
    }
}

/// One place or two by name, or so many more.
fn several(places: &[String]) -> String {
    match places {
        [] => String::new(),
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        many => format!("{} more places", many.len()),
    }
}
