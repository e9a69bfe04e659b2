//! Which contacts follow an answer, and how to say so.

use crate::diagnostics::Label;
use crate::project::{CampaignView, StepView};

/// The contacts that can follow an answer to the first one: the later steps or, if there are none, the one
/// step if it tries again.
pub(super) fn later<'v, 'p>(campaign: &'v CampaignView<'p>) -> Vec<&'v StepView<'p>> {
    let mut reaching = campaign.steps.iter().filter(|step| step.reaches_people());
    let first = reaching.next();
    let rest: Vec<_> = reaching.collect();
    if rest.is_empty() {
        first.filter(|step| comes_again(step)).into_iter().collect()
    } else {
        rest
    }
}

/// Whether a step makes more than one contact.
fn comes_again(step: &StepView<'_>) -> bool {
    let attempts = step.value.attempts.value().copied().unwrap_or(1);
    let repeats = step.value.repeat.value().is_some_and(|repeat| {
        let times = repeat.times.value().copied();
        times.is_none_or(|times| times > 1)
    });
    attempts > 1 || repeats
}

/// A step as it is named in a sentence: `` `letter` (email) ``.
pub(super) fn named(step: &StepView<'_>) -> String {
    let name = match step.value.id.value() {
        Some(id) => format!("`{id}`"),
        None => step.name().into_owned(),
    };
    match step.channel {
        Some(channel) => format!("{name} ({channel})"),
        None => name,
    }
}

/// Some steps as they are named in a sentence, the first three by name.
pub(super) fn listed(steps: &[&StepView<'_>]) -> String {
    let names: Vec<String> = steps.iter().take(3).map(|step| named(step)).collect();
    match steps.len().saturating_sub(3) {
        0 => crate::listed::listed(&names),
        more => format!("{} and {more} more", names.join(", ")),
    }
}

/// "`` `letter` (email) and `call` (call) still go out ``". A step that is only tried again says so.
pub(super) fn still_go_out(steps: &[&StepView<'_>]) -> String {
    match steps {
        [one] if one.position == 0 => format!("{} comes again", named(one)),
        [one] => format!("{} still goes out", named(one)),
        _ => format!("{} still go out", listed(steps)),
    }
}

/// A label at each of the first two steps.
pub(super) fn labels<'a>(
    campaign: &'a CampaignView<'_>,
    steps: &'a [&StepView<'_>],
    text: &'a str,
) -> impl Iterator<Item = Label> + 'a {
    steps.iter().take(2).map(move |step| {
        let spot = campaign.project.value(step.name_place());
        spot.site.label(text)
    })
}
