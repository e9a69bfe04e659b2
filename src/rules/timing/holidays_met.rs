//! Which public holidays the steps of a campaign meet, and what in the
//! definition lets them.

use super::words;
use crate::calendar::Day;
use crate::diagnostics::{Counterexample, Label, Severity};
use crate::holidays::{Certainty, Holiday, Overrides, Statement, Word};
use crate::law::LegalDay;
use crate::model::{HolidaySetting, Purpose};
use crate::plan::{People, Plan};
use crate::project::StepView;
use crate::rules::{Case, LegalBreach};
use crate::yaml::Place;
use std::collections::BTreeMap;

/// What lets contacts land on holidays, by the place where it is written.
#[derive(Clone, Copy)]
pub(super) enum Cause {
    /// `holidays: ignore`.
    Ignored(Place),
    /// `holidays: [US]`, while some people live there and others do not.
    Elsewhere(Place),
    /// `holidays: [US]`, while nobody lives there.
    Wrong(Place),
    /// Nothing is said of holidays; the window or cadence that says nothing.
    Unsaid(Place),
}

impl Cause {
    /// Where it is written.
    pub(super) fn place(self) -> Place {
        let (Self::Ignored(place)
        | Self::Elsewhere(place)
        | Self::Wrong(place)
        | Self::Unsaid(place)) = self;
        place
    }
}

/// The most that a contact on such a day yields: an estimate is off by a day too often for an error.
pub(super) fn most(certainty: Certainty) -> Severity {
    match certainty {
        Certainty::Sure | Certainty::PastTheData => Severity::Error,
        Certainty::Estimated => Severity::Warning,
    }
}

/// The first holiday on which a step reaches people.
pub(super) struct Met<'c, 'p> {
    pub step: usize,
    pub people: &'c People<'p>,
    pub plan: &'c Plan<'c>,
    pub day: Day,
    pub certainty: Certainty,
}

/// The steps that one cause does not keep off holidays, and the holidays that they meet.
pub(super) struct Exposed<'c, 'p> {
    pub cause: Cause,
    pub steps: Vec<usize>,
    pub met: Vec<Met<'c, 'p>>,
}

impl<'c, 'p> Exposed<'c, 'p> {
    /// The smallest example: a sure day before an unsure one, then the earliest.
    pub(super) fn first(&self) -> Option<&Met<'c, 'p>> {
        self.met
            .iter()
            .min_by_key(|it| (it.certainty, it.day, it.step))
    }

    /// Whether a day on which law forbids contact is one of the holidays that are met anyway.
    pub(super) fn tells_of(&self, breach: &LegalBreach<'_, '_>) -> bool {
        self.met.iter().any(|met| {
            let holidays = met.people.holidays.as_ref();
            let certainty = holidays.and_then(|holidays| holidays.certainty(breach.day));
            let is_sure = breach
                .breach
                .legal_day
                .as_ref()
                .is_some_and(LegalDay::is_certain);
            // An estimate does not stand for a day of which the law is sure.
            met.people.region == breach.people.region
                && certainty.is_some_and(|it| it != Certainty::Estimated || !is_sure)
        })
    }

    /// How many other places have such days.
    pub(super) fn more_places(&self) -> usize {
        let mut regions: Vec<&str> = self.met.iter().map(|it| it.people.region.code()).collect();
        regions.sort_unstable();
        regions.dedup();
        regions.len().saturating_sub(1)
    }

    /// Labels for the steps that meet one, the region of the first, and the limit.
    pub(super) fn labels(&self, case: &Case<'_, '_>, first: &Met<'_, '_>) -> Vec<Label> {
        let campaign = case.campaign;
        let mut steps: Vec<usize> = self.met.iter().map(|it| it.step).collect();
        steps.sort_unstable();
        steps.dedup();
        let mut labels: Vec<Label> = Vec::new();
        for step in steps.iter().take(4) {
            let step = &campaign.steps[*step];
            let spot = campaign.project.value(step.name_place());
            labels.push(spot.site.label(format!("{} can land there", step.name())));
        }
        let spot = campaign.project.value(first.people.place);
        labels.push(spot.site.label(format!("{} is kept here", first.name())));
        if let Some(said) = first.said() {
            let text = match said.word {
                Word::Confirmed => "the date is confirmed here",
                Word::Extra | Word::Not => "added to the holidays here",
            };
            labels.push(said.site.clone().label(text));
        }
        labels.extend(
            first
                .holiday()
                .and_then(|it| in_own_calendar(campaign.holidays(), it)),
        );
        if let Some(place) = campaign.limits.holidays_place {
            let spot = campaign.project.key(place);
            labels.push(spot.site.label("the channels that keep off holidays"));
        }
        labels
    }
}

impl<'c> Met<'c, '_> {
    /// What the holiday is called.
    pub(super) fn name(&self) -> String {
        let holiday = self.holiday();
        holiday.map_or("a public holiday".to_owned(), |it| it.name.to_string())
    }

    /// What the user says of the day, if that makes it a holiday.
    fn said(&self) -> Option<&'c Statement> {
        let holidays = self.people.holidays.as_ref()?;
        holidays.about(self.day)?.said.as_deref()
    }

    /// The holiday that is met.
    fn holiday(&self) -> Option<&Holiday> {
        let holidays = self.people.holidays.as_ref()?;
        Some(&holidays.about(self.day)?.holiday)
    }

    /// The contact that meets it.
    pub(super) fn example(&self, case: &Case<'_, '_>) -> Counterexample {
        let range = case.range_on(self.people, self.step, self.day);
        let mut example = case.example(self.people, self.plan, self.step, self.day, range);
        if let Some(holidays) = &self.people.holidays {
            example.affected = Some((
                self.plan.affected(self.step, &holidays.possible),
                self.plan.enrollments(),
            ));
        }
        example
    }
}

/// Where the user's own calendar has a day, and why that is kept; none if a built-in one has it.
pub(super) fn in_own_calendar(own: &Overrides, holiday: &Holiday) -> Option<Label> {
    let label = format!("in your own calendar: {}", own.reason_of(holiday)?);
    Some(holiday.site.clone().label(label))
}

/// Everything that is not kept off holidays, by its cause, in the order of the text.
pub(super) fn exposed<'c, 'p>(case: &Case<'c, 'p>) -> Vec<Exposed<'c, 'p>> {
    let mut causes: BTreeMap<Place, Exposed<'c, 'p>> = BTreeMap::new();
    // What keeps people from harm does not wait for a working day.
    if case.campaign.purpose() == Some(Purpose::SafetyNotice) {
        return Vec::new();
    }
    for (position, step) in case.campaign.steps.iter().enumerate() {
        let kept_off = step
            .channel
            .is_some_and(|channel| case.campaign.limits.holidays.contains(&channel));
        let Some(cause) = kept_off.then(|| cause(case, step)).flatten() else {
            continue;
        };
        let exposed = causes.entry(cause.place()).or_insert_with(|| Exposed {
            cause,
            steps: Vec::new(),
            met: Vec::new(),
        });
        exposed.steps.push(position);
        for (people, plan) in case.timing.people() {
            if let Some((day, certainty)) = first_holiday(case, people, position) {
                exposed.met.push(Met {
                    step: position,
                    people,
                    plan,
                    day,
                    certainty,
                });
            }
        }
    }
    causes.into_values().collect()
}

/// Why a step can land on a holiday at all; nothing if it is kept off them. What is sent on closed
/// days all the same is what `window-bypass` is for.
fn cause(case: &Case<'_, '_>, step: &StepView<'_>) -> Option<Cause> {
    let cadence = case.campaign.cadence?;
    let Some(at) = step.window.holidays else {
        return Some(Cause::Unsaid(step.window.place.unwrap_or(cadence.place)));
    };
    match &at.value {
        HolidaySetting::Observe => None,
        HolidaySetting::Ignore => Some(Cause::Ignored(at.place)),
        HolidaySetting::Of(regions) if regions.is_empty() => {
            (regions.left_out == 0).then_some(Cause::Ignored(at.place))
        }
        HolidaySetting::Of(regions) => {
            let related = |people: &People<'_>| {
                let mut regions = regions.values();
                regions.any(|region| {
                    people.region.is_within(region) || region.is_within(people.region)
                })
            };
            let somebody = case.timing.people().any(|(people, _)| related(people));
            Some(if somebody {
                Cause::Elsewhere(at.place)
            } else {
                Cause::Wrong(at.place)
            })
        }
    }
}

/// The first holiday on which a step can reach people, of those that are the surest.
fn first_holiday(
    case: &Case<'_, '_>,
    people: &People<'_>,
    step: usize,
) -> Option<(Day, Certainty)> {
    let holidays = people.holidays.as_ref()?;
    let reached = case
        .times(people, step)
        .iter()
        .flat_map(|times| times.days.iter());
    let met = reached.filter_map(|day| Some((day, holidays.certainty(day)?)));
    met.min_by_key(|(day, certainty)| (*certainty, *day))
}

/// `people in Manitoba (CA-MB) can be called on Mon 2026-10-12, Thanksgiving`, or may be.
pub(super) fn reached_on(case: &Case<'_, '_>, met: &Met<'_, '_>, can: &str) -> String {
    let when = match met.certainty {
        Certainty::Sure => format!("on {}, {}", met.day.with_weekday(), met.name()),
        Certainty::Estimated => {
            format!(
                "on {}, when {} may fall",
                met.day.with_weekday(),
                met.name()
            )
        }
        Certainty::PastTheData => format!(
            "on {}, {}, if the law there stays as it is",
            met.day.with_weekday(),
            met.name()
        ),
    };
    format!(
        "people in {} {can} be {} {when}",
        words::place(met.people),
        words::reached(case.campaign.steps[met.step].channel),
    )
}
