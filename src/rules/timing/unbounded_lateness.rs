use super::words;
use crate::calendar::MinuteRange;
use crate::diagnostics::Safety;
use crate::fix::Entry;
use crate::project::{CampaignView, StepView};
use crate::rules::{Findings, Mend, Rule, about, rule};

rule! {
    /// A late contact may go out hours after its slot.
    UnboundedLateness, "unbounded-lateness", "timing", Advice
}

/// From so many minutes on a bound holds nothing back: a day later the same hours are open again.
const A_DAY: u64 = 24 * 60;

impl Rule for UnboundedLateness {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        let Some(cadence) = campaign.cadence else {
            return;
        };
        // Late or not, a contact cannot leave a window of the whole day.
        let has_a_slot = |step: &StepView<'_>| {
            let hours = step.window.hours();
            words::at_an_hour(step)
                && hours.is_some_and(|hours| !hours.values().any(|it| *it == MinuteRange::ALL_DAY))
        };
        let Some(step) = campaign.steps.iter().find(|step| has_a_slot(step)) else {
            return;
        };
        let lateness = &cadence.value.max_lateness;
        let finding = match lateness.at() {
            None if lateness.is_missing() => findings
                .unverified(cadence.place, "says no `max_lateness`")
                .because("nothing says how late a contact may go out after its time"),
            Some(at) if at.value.approx_minutes() >= A_DAY => findings
                .violation(at.place, "a day or more")
                .because(format!(
                    "a contact may go out {} after its time, at whatever hour that is",
                    at.value
                )),
            _ => return,
        };
        let hours = step.window.hours_place();
        let labels = hours.map(|place| {
            let spot = campaign.project.value(place);
            spot.site.label("the hours that a late contact misses")
        });
        let line = Entry::new("max_lateness", "2h");
        let title = "Drop what is two hours late";
        let mend = match lateness.at() {
            Some(at) => Mend::instead(findings, at.place, &line, Safety::Unsafe, title),
            None => Mend::write(findings, cadence.place, &[line], Safety::Unsafe, title),
        };
        findings.push(finding.see_all(labels).mend(
            "After a jam or an outage everything that has piled up goes out at once, in the evening or on the next day. \
Say after how long a contact is dropped:",
            mend,
        ));
    }
}
