//! One campaign as the timing rules look at it: its contacts, and what law
//! says of them. What several rules need is worked out once, when the first
//! of them asks.

use super::duty::{Duties, Duty};
use super::timing::FixedWindow;
use crate::calendar::{DateSet, Day, MinuteRange};
use crate::diagnostics::{Contact, Counterexample};
use crate::holidays::Confidence;
use crate::law::{Breach, Facts, Law, Line, Timetable};
use crate::model::{Campaign, ConsentKind, Dialer, Voice};
use crate::plan::{Cast, People, Plan, Times, Timing, Worst};
use crate::project::{CampaignView, Def, Project, StepView};
use std::cell::OnceCell;

/// A campaign of a run, and who its people are. Rules that hold campaigns against each other see all of them.
pub struct Member<'p> {
    /// The campaign.
    pub view: CampaignView<'p>,
    /// Its people and when they are contacted.
    pub cast: Cast<'p>,
}

impl<'p> Member<'p> {
    /// Resolves a campaign and lays out its people.
    pub fn of(project: &'p Project, campaign: Def<'p, Campaign>) -> Self {
        let view = CampaignView::of(project, campaign);
        let cast = Cast::of(&view);
        Self { view, cast }
    }
}

/// A campaign with its contacts and the law that looks at them.
pub struct Case<'c, 'p> {
    /// The campaign.
    pub campaign: &'c CampaignView<'p>,
    /// Its people and their contacts.
    pub timing: &'c Timing<'c, 'p>,
    /// The law.
    pub law: &'c Law,
    times: OnceCell<Vec<Vec<Vec<Times>>>>,
    legal: OnceCell<Vec<LegalBreach<'c, 'p>>>,
    duties: OnceCell<Duties<'c, 'p>>,
    /// What the timing rules make of windows on a fixed clock.
    pub(super) fixed_windows: OnceCell<Vec<FixedWindow<'c, 'p>>>,
}

/// A contact that law forbids, or may forbid.
pub struct LegalBreach<'c, 'p> {
    /// To whom it would happen.
    pub people: &'c People<'p>,
    /// Their contacts.
    pub plan: &'c Plan<'c>,
    /// The step's position.
    pub step: usize,
    /// The first day on which it can happen.
    pub day: Day,
    /// The minutes of that day at which the contact can start.
    pub range: MinuteRange,
    /// The provision, how it bears, and what it leaves open that day.
    pub breach: Breach<'c>,
}

impl LegalBreach<'_, '_> {
    /// The sure ones first, then the earliest.
    fn order(&self) -> (bool, Day) {
        (!self.breach.binding.bearing.binds(), self.day)
    }
}

impl<'c, 'p> Case<'c, 'p> {
    /// A campaign before a law.
    pub fn new(campaign: &'c CampaignView<'p>, timing: &'c Timing<'c, 'p>, law: &'c Law) -> Self {
        Self {
            campaign,
            timing,
            law,
            times: OnceCell::new(),
            legal: OnceCell::new(),
            duties: OnceCell::new(),
            fixed_windows: OnceCell::new(),
        }
    }

    /// The local times of a step for some people.
    pub fn times(&self, people: &People<'_>, step: usize) -> &[Times] {
        let all = self.times.get_or_init(|| {
            let steps = 0..self.campaign.steps.len();
            self.timing
                .plans()
                .map(|(_, plan)| steps.clone().map(|step| plan.times(step)).collect())
                .collect()
        });
        &all[people.script()][step]
    }

    /// What is known of a step's contacts to some people, as far as law asks.
    pub fn facts(&self, people: &People<'_>, step: &StepView<'_>) -> Option<Facts> {
        let channel = step.channel?;
        let audience = people.audience.value;
        let consent = audience.consent.value().and_then(|consent| {
            let covers =
                consent.channels.is_empty() || consent.channels.values().any(|c| *c == channel);
            let kind = consent.kind.value().copied()?;
            Some(if covers { kind } else { ConsentKind::None })
        });
        Some(Facts {
            audience: audience.kind.value().copied(),
            relationship: audience.relationship.value().copied(),
            consent,
            purpose: self.campaign.purpose(),
            voice: voice(step),
            line: step.value.to.value().and_then(|to| line(to)),
            sectors: sectors(self.campaign),
            ..Facts::new(people.region.clone(), channel)
        })
    }

    /// Every contact that law forbids or may forbid: for each step and place the first day of which that is
    /// sure, once a provision for its usual hours and once for its days.
    pub fn legal_breaches(&self) -> &[LegalBreach<'c, 'p>] {
        self.legal.get_or_init(|| {
            let mut found = Vec::new();
            let mut timetables: Vec<(Facts, crate::calendar::Zone, Timetable<'c>)> = Vec::new();
            for (people, plan) in self.timing.people() {
                for (position, step) in self.campaign.steps.iter().enumerate() {
                    let times = self.times(people, position);
                    let (Some(facts), false) = (self.facts(people, step), times.is_empty()) else {
                        continue;
                    };
                    let known = timetables
                        .iter()
                        .position(|(f, zone, _)| *f == facts && *zone == people.zone);
                    let known = known.unwrap_or_else(|| {
                        let (from, to) = plan.span();
                        let timetable = self.law.timetable(
                            &facts,
                            people.zone,
                            from,
                            to,
                            self.campaign.holidays(),
                        );
                        timetables.push((facts, people.zone, timetable));
                        timetables.len() - 1
                    });
                    let timetable = &timetables[known].2;
                    if !timetable.is_empty() {
                        collect(people, plan, position, times, timetable, &mut found);
                    }
                }
            }
            found
        })
    }

    /// What law demands of the contacts beside their times and numbers.
    pub(super) fn duties(&self) -> &[Duty<'c, 'p>] {
        &self.demands().now
    }

    /// The same, and what law will soon demand.
    pub(super) fn demands(&self) -> &Duties<'c, 'p> {
        self.duties.get_or_init(|| Duties::of(self))
    }

    /// The person of a finding and the contact that shows it.
    pub fn example(
        &self,
        people: &People<'_>,
        plan: &Plan<'_>,
        step: usize,
        day: Day,
        range: MinuteRange,
    ) -> Counterexample {
        let witness = plan.witness(step, day);
        let view = &self.campaign.steps[step];
        Counterexample {
            region: people.region.code().to_owned(),
            time_zone: people.zone.name().to_owned(),
            contacts: vec![Contact {
                campaign: self.campaign.id.to_owned(),
                enrolled: witness.map_or(day, |it| it.enrolled).to_string(),
                step: view.name().into_owned(),
                attempt: witness.map_or(1, |it| it.attempt),
                channel: view
                    .channel
                    .map_or("", |channel| channel.as_str())
                    .to_owned(),
                date: day.to_string(),
                from: range.start.to_string(),
                to: range.end.to_string(),
                holiday: holiday_on(people, day),
            }],
            affected: None,
        }
    }

    /// The contacts of a worst case, as the example of a finding.
    pub fn worst_case(&self, people: &People<'_>, worst: &Worst) -> Counterexample {
        self.itinerary(people, worst.enrolled, &worst.contacts)
    }

    /// Contacts of one person, as the example of a finding.
    pub fn itinerary(
        &self,
        people: &People<'_>,
        enrolled: Day,
        contacts: &[crate::plan::Contact],
    ) -> Counterexample {
        let contacts = contacts
            .iter()
            .map(|contact| as_example(self.campaign, people, enrolled, contact));
        Counterexample {
            region: people.region.code().to_owned(),
            time_zone: people.zone.name().to_owned(),
            contacts: contacts.collect(),
            affected: None,
        }
    }

    /// The days on which a step can start for some people at a minute that is not among the open ones.
    pub fn days_outside(
        &self,
        people: &People<'_>,
        plan: &Plan<'_>,
        step: usize,
        covered: impl Fn(Day, MinuteRange) -> bool,
    ) -> DateSet {
        let (from, to) = plan.span();
        let mut outside = DateSet::spanning(from, to);
        for entry in self.times(people, step) {
            for day in entry.days.iter() {
                if !entry.ranges.iter().all(|range| covered(day, *range)) {
                    outside.insert(day);
                }
            }
        }
        outside
    }

    /// The minutes at which a step can start on a day; all day if that is not known.
    pub fn range_on(&self, people: &People<'_>, step: usize, day: Day) -> MinuteRange {
        let times = self
            .times(people, step)
            .iter()
            .find(|times| times.days.contains(day));
        times
            .and_then(|times| times.ranges.first().copied())
            .unwrap_or(MinuteRange::ALL_DAY)
    }
}

/// A contact of one person, as a part of an example.
pub(super) fn as_example(
    campaign: &CampaignView<'_>,
    people: &People<'_>,
    enrolled: Day,
    contact: &crate::plan::Contact,
) -> Contact {
    let view = &campaign.steps[contact.step];
    let first = contact
        .ranges
        .first()
        .map_or(MinuteRange::ALL_DAY.start, |range| range.start);
    let last = contact
        .ranges
        .last()
        .map_or(MinuteRange::ALL_DAY.end, |range| range.end);
    Contact {
        campaign: campaign.id.to_owned(),
        enrolled: enrolled.to_string(),
        step: view.name().into_owned(),
        attempt: contact.attempt,
        channel: view
            .channel
            .map_or("", |channel| channel.as_str())
            .to_owned(),
        date: contact.day.to_string(),
        from: first.to_string(),
        to: last.to_string(),
        holiday: holiday_on(people, contact.day),
    }
}

/// The public holiday that people have on a day, if we know one.
pub fn holiday_on(people: &People<'_>, day: Day) -> Option<String> {
    let holidays = people.holidays.as_ref()?;
    let occurrence = holidays.on(day).first()?;
    let name = &occurrence.holiday.name;
    Some(match occurrence.confidence {
        Confidence::Estimated => format!("perhaps {name}"),
        _ => name.to_string(),
    })
}

/// The trades of a campaign: those of the products that it offers, and those of the seller.
fn sectors(campaign: &CampaignView<'_>) -> Vec<Box<str>> {
    let project = campaign.project;
    let offers = campaign
        .offers
        .iter()
        .filter_map(|offer| offer.product.at());
    let products = offers.filter_map(|product| project.resolve(product));
    let config = project.config(campaign.place);
    let seller = config.and_then(|config| config.written.seller.value());
    let mut found: Vec<Box<str>> = products
        .flat_map(|product| product.value.sector.values())
        .chain(seller.into_iter().flat_map(|seller| seller.sector.values()))
        .map(|sector| sector.as_str().into())
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn collect<'c, 'p>(
    people: &'c People<'p>,
    plan: &'c Plan<'c>,
    step: usize,
    times: &[Times],
    timetable: &Timetable<'c>,
    found: &mut Vec<LegalBreach<'c, 'p>>,
) {
    let before = found.len();
    for entry in times {
        for day in timetable.representatives(&entry.days) {
            for range in &entry.ranges {
                for breach in timetable.breaches(day, *range) {
                    let provision = breach.binding.provision;
                    let for_the_day = breach.legal_day.is_some();
                    let order = (!breach.binding.bearing.binds(), day);
                    let known = found[before..].iter_mut().find(|known| {
                        std::ptr::eq(known.breach.binding.provision, provision)
                            && known.breach.legal_day.is_some() == for_the_day
                    });
                    let new = LegalBreach {
                        people,
                        plan,
                        step,
                        day,
                        range: *range,
                        breach,
                    };
                    match known {
                        Some(known) if known.order() <= order => {}
                        Some(known) => *known = new,
                        None => found.push(new),
                    }
                }
            }
        }
    }
}

/// Who speaks in a step. A person speaks where nobody says otherwise; of numbers that are dialled without
/// one nobody knows.
pub(super) fn voice(step: &StepView<'_>) -> Option<Voice> {
    let Some(sender) = step.sender else {
        return Some(Voice::Human);
    };
    match sender.value.voice.value() {
        Some(voice) => Some(*voice),
        None if sender.value.dialer.value() == Some(&Dialer::Automatic) => None,
        None => Some(Voice::Human),
    }
}

/// What kind of line a name of a number says that it is.
fn line(to: &str) -> Option<Line> {
    let to = to.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| to.contains(word));
    if says(&["mobile", "cell"]) {
        Some(Line::Mobile)
    } else if says(&["home", "private", "residen"]) {
        Some(Line::Residential)
    } else if says(&["business", "office", "work", "desk", "switchboard"]) {
        Some(Line::Business)
    } else {
        None
    }
}
