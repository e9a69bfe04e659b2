use crate::project::StepView;
use crate::rules::timing::is_never_open;
use crate::rules::{Case, Findings, Rule, about, rule};
use crate::yaml::Place;

rule! {
    /// A step that no contact can reach.
    UnreachableStep, "unreachable-step", "definition", Error
}

impl Rule for UnreachableStep {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let mut before: Option<&StepView<'_>> = None;
        for (position, step) in case.campaign.steps.iter().enumerate() {
            let mut plans = case.timing.plans().peekable();
            if plans.peek().is_none() || plans.any(|(_, plan)| !plan.reach(position).is_empty()) {
                continue;
            }
            // What waits for a step that is never reached is not a second mistake.
            let waits_for_it = step.value.wait.place().is_some()
                && before.is_some_and(|it| it.position + 1 == position);
            before = Some(step);
            // A window that is never open is what `inverted-window` is for.
            if waits_for_it || is_never_open(step) {
                continue;
            }
            let (place, why) = reason(case, step, position);
            let finding = findings
                .violation(place, why)
                .because(format!("nobody ever comes to `{}`: {why}", step.name()))
                .help("Move the step to where people are, or delete it");
            findings.push(finding);
        }
    }
}

/// Why nobody can come to a step, and where that is written.
fn reason(case: &Case<'_, '_>, step: &StepView<'_>, position: usize) -> (Place, &'static str) {
    let value = step.value;
    if let Some(on) = value.on.at()
        && case.timing.plans().all(|(_, plan)| {
            plan.enrollment_days()
                .next()
                .is_none_or(|first| on.value < first)
        })
    {
        return (on.place, "its date lies before everybody is enrolled");
    }
    let endless = position > 0
        && case.campaign.steps[position - 1]
            .value
            .repeat
            .value()
            .is_some_and(|repeat| repeat.times.is_missing());
    if let Some(wait) = value.wait.place().filter(|_| endless) {
        return (wait, "it waits for a step that repeats without end");
    }
    let anchor = value
        .day
        .place()
        .or(value.business_day.place())
        .or(value.wait.place())
        .or(value.on.place());
    (
        anchor.unwrap_or(step.name_place()),
        "it lies after everything that is followed, or its window is closed whenever it is due",
    )
}
