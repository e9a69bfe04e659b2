//! Which rules have something against a contact.
//!
//! All rules look at the campaign as the calendar shows it (for one enrollment date if one is asked
//! for), so that what they find happens to this person and not to somebody else. A contact is then
//! marked with a rule
//! - if a finding's example shows it;
//! - if it breaks the rule by its own date and hours: the example is only the first, so for
//!   `holiday-contact`, `quiet-hours` and `attempts-per-day` every other one is looked at too;
//! - if a finding without an example stands in its step or in what it says.
//!
//! What the settings turn off marks nothing.

use crate::calendar::{Day, MinuteRange};
use crate::diagnostics::Diagnostic;
use crate::law::{OpenHours, Timetable};
use crate::model::{Channel, HolidaySetting, IfClosed};
use crate::plan::{People, Plan};
use crate::project::StepView;
use crate::rules::{self, Case, Findings, RULES};

const HOLIDAY: &str = "holiday-contact";
const HOURS: &str = "quiet-hours";
const PER_DAY: &str = "attempts-per-day";

/// What the rules found, ready to be asked of single contacts.
pub(super) struct Marks<'a, 'c, 'p> {
    case: &'a Case<'c, 'p>,
    /// People of one region and one clock.
    people: &'a [(&'c People<'p>, &'a Plan<'c>)],
    found: Vec<Diagnostic>,
    /// What law says of each step, for each of the people.
    law: Vec<Vec<Timetable<'c>>>,
}

impl<'a, 'c, 'p> Marks<'a, 'c, 'p> {
    /// Runs the rules for people of one region and one clock.
    pub(super) fn find(
        case: &'a Case<'c, 'p>,
        people: &'a [(&'c People<'p>, &'a Plan<'c>)],
    ) -> Self {
        let campaign = case.campaign;
        let project = campaign.project;
        let mut found = Vec::new();
        for rule in RULES {
            let mut findings = Findings::of(project, rule.meta(), &mut found);
            rule.check_campaign(campaign, &mut findings);
            rule.check_timing(case, &mut findings);
        }
        // Of the project as a whole, what happens to people of this campaign.
        let mut others = Vec::new();
        for rule in RULES {
            rule.check_project(
                project,
                &mut Findings::of(project, rule.meta(), &mut others),
            );
        }
        others.retain(|finding| {
            let example = finding.counterexample.as_ref();
            example.is_some_and(|it| it.contacts.iter().any(|it| it.campaign == campaign.id))
        });
        found.append(&mut others);
        found.retain(|finding| {
            let usual =
                rules::named(finding.rule).map_or(finding.severity, |rule| rule.meta().severity);
            project.severity(finding, usual).is_some()
        });
        let law = campaign.steps.iter().map(|step| {
            let tables = people.iter().filter_map(|(people, plan)| {
                let facts = case.facts(people, step)?;
                let (from, to) = plan.span();
                Some(
                    case.law
                        .timetable(&facts, people.zone, from, to, case.campaign.holidays()),
                )
            });
            tables.collect()
        });
        Self {
            law: law.collect(),
            case,
            people,
            found,
        }
    }

    /// The rules that found anything at all, in the order of the catalogue.
    pub(super) fn all(&self) -> Vec<&'static str> {
        let mut rules = self.found.iter().map(|it| it.rule).collect();
        in_order(&mut rules);
        rules
    }

    fn has(&self, rule: &str) -> bool {
        self.found.iter().any(|it| it.rule == rule)
    }

    /// Whether a rule marks the contacts of its examples and no others.
    pub(super) fn is_by_example(&self, rule: &str) -> bool {
        let mut found = self.found.iter().filter(|it| it.rule == rule);
        ![HOLIDAY, HOURS, PER_DAY].contains(&rule) && found.any(|it| it.counterexample.is_some())
    }

    /// The rules that a contact of a step breaks by its date and hours.
    pub(super) fn by_date(
        &self,
        step: usize,
        day: Day,
        ranges: &[MinuteRange],
    ) -> Vec<&'static str> {
        let mut rules = Vec::new();
        let breaches = |legal_day: bool| {
            let mut tables = self.law[step].iter();
            tables.any(|table| {
                let mut breaches = ranges.iter().flat_map(|it| table.breaches(day, *it));
                breaches.any(|it| it.legal_day.is_some() == legal_day)
            })
        };
        let view = &self.case.campaign.steps[step];
        if self.has(HOLIDAY) && (self.on_a_kept_holiday(view, day) || breaches(true)) {
            rules.push(HOLIDAY);
        }
        if self.has(HOURS) && (self.outside_own_hours(view, ranges) || breaches(false)) {
            rules.push(HOURS);
        }
        rules
    }

    /// Whether the company's limits keep a contact off a day that is, or may be, a public holiday.
    fn on_a_kept_holiday(&self, step: &StepView<'_>, day: Day) -> bool {
        let limits = &self.case.campaign.limits;
        let kept = step.channel.is_some_and(|it| limits.holidays.contains(&it));
        let observed = matches!(
            step.window.holidays.map(|at| &at.value),
            Some(HolidaySetting::Observe)
        ) && self.case.campaign.if_closed() != IfClosed::Send;
        kept && !observed
            && self.people.iter().any(|(people, _)| {
                let holidays = people.holidays.as_ref();
                holidays.is_some_and(|it| it.possible.contains(day))
            })
    }

    fn outside_own_hours(&self, step: &StepView<'_>, ranges: &[MinuteRange]) -> bool {
        let limits = &self.case.campaign.limits;
        let open = step.channel.and_then(|channel| limits.hours(channel));
        open.is_some_and(|(open, _)| {
            let open = OpenHours::of(open);
            ranges.iter().any(|range| !open.covers(*range))
        })
    }

    /// Whether so many attempts of one person in a day, on a channel or in all, are too many.
    pub(super) fn too_many(&self, channel: Option<Channel>, attempts: u32) -> Option<&'static str> {
        let limits = &self.case.campaign.limits;
        let limit = match channel {
            None => limits.per_day_any(),
            Some(channel) => limits.per_day(channel),
        };
        let over = limit.is_some_and(|limit| attempts > limit.value);
        (over && self.has(PER_DAY)).then_some(PER_DAY)
    }

    /// The contacts that examples show of people like these: rule, step, attempt and date.
    pub(super) fn examples(
        &self,
    ) -> impl Iterator<Item = (&'static str, &crate::diagnostics::Contact)> {
        let here = self.people.first();
        let campaign = self.case.campaign.id;
        self.found.iter().flat_map(move |finding| {
            let example = finding.counterexample.as_ref().filter(|it| {
                here.is_some_and(|(people, _)| {
                    it.region == people.region.code()
                        && (it.time_zone == people.zone.name() || it.time_zone.is_empty())
                })
            });
            let contacts = example.into_iter().flat_map(|it| &it.contacts);
            contacts
                .filter(move |it| it.campaign == campaign)
                .map(|it| (finding.rule, it))
        })
    }

    /// The rules that have something against a step itself or what it says, whenever it happens.
    pub(super) fn by_place(&self, step: usize) -> Vec<&'static str> {
        let project = self.case.campaign.project;
        let view = &self.case.campaign.steps[step];
        let places = std::iter::once(view.place).chain(view.message.map(|it| it.place));
        let spots: Vec<_> = places.map(|place| project.value(place)).collect();
        let concerns = |finding: &&Diagnostic| {
            finding.counterexample.is_none()
                && spots.iter().any(|spot| {
                    let rest = finding.pointer.strip_prefix(&spot.pointer);
                    spot.site.source.path == finding.primary.site.source.path
                        && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                })
        };
        self.found
            .iter()
            .filter(concerns)
            .map(|it| it.rule)
            .collect()
    }
}

/// Each rule once, in the order of the catalogue.
pub(super) fn in_order(rules: &mut Vec<&'static str>) {
    rules.sort_by_key(|name| RULES.iter().position(|rule| rule.meta().name == *name));
    rules.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn the_rules_that_are_named_here_exist() {
        for name in [HOLIDAY, HOURS, PER_DAY] {
            assert!(rules::named(name).is_some(), "{name}");
        }
    }
}
