use super::notice::{About, long_enough, suits_all, window};
use super::{named, trial_end};
use crate::calendar::Duration;
use crate::law::{Notice, NoticeOf};
use crate::model::{Offer, Renewal};
use crate::project::Def;
use crate::rules::duty::{self, Duty, Limit};
use crate::rules::{Case, Findings, Rule, about, rule};
use crate::yaml::At;

rule! {
    /// The notice before a renewal or the end of a trial falls outside the time that the place requires.
    RenewalNotice, "renewal-notice", "offer", Error
}

impl Rule for RenewalNotice {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        for offer in &case.campaign.offers {
            if let Some(renews) = offer.renews.at()
                && renews.value.automatically.value() == Some(&true)
            {
                look(case, *offer, renews, findings);
            }
            if let Some(trial) = offer.trial.at()
                && trial.value.converts_to_paid.value() == Some(&true)
            {
                trial_end::look(case, *offer, trial, findings);
            }
        }
    }
}

/// Whether a provision is about an offer.
fn about(offer: &Offer, notice: &Notice) -> Option<About> {
    let term = offer.commitment.value().copied();
    let billed = offer
        .billing
        .value()
        .and_then(|it| it.every.value().copied());
    // Where nothing binds for longer, a period that is paid for is a term.
    let first = term
        .into_iter()
        .chain(billed)
        .max_by_key(|it| it.approx_minutes());
    let again = billed.or(term);
    Some(long_enough(notice.if_term, first)?.max(long_enough(notice.if_renewed_for, again)?))
}

fn look(
    case: &Case<'_, '_>,
    offer: Def<'_, Offer>,
    renews: &At<Renewal>,
    findings: &mut Findings<'_>,
) {
    let mut bound: Vec<(&Duty<'_, '_>, &Notice, About)> = Vec::new();
    for duty in case.duties() {
        let Some(notice) = duty.demands::<Notice>() else {
            continue;
        };
        if notice.of != NoticeOf::Renewal || notice.latest.is_none() {
            continue;
        }
        let same = |known: &Duty<'_, '_>| {
            std::ptr::eq(known.provision(), duty.provision())
                && known.people.place == duty.people.place
        };
        if bound.iter().any(|(known, ..)| same(known)) {
            continue;
        }
        if let Some(about) = about(offer.value, notice) {
            bound.push((duty, notice, about));
        }
    }
    match renews.value.notice.at() {
        Some(given) => {
            bound.retain(|(_, notice, _)| window(notice).misses(given.value).is_some());
            report(case, offer, renews, Some(given), &bound, findings);
        }
        None if renews.value.notice.is_missing() => {
            report(case, offer, renews, None, &bound, findings);
        }
        None => {}
    }
}

fn report(
    case: &Case<'_, '_>,
    offer: Def<'_, Offer>,
    renews: &At<Renewal>,
    given: Option<&At<Duration>>,
    bound: &[(&Duty<'_, '_>, &Notice, About)],
    findings: &mut Findings<'_>,
) {
    let mut order: Vec<usize> = (0..bound.len()).collect();
    let mut duties: Vec<&Duty<'_, '_>> = bound.iter().map(|(duty, ..)| *duty).collect();
    duty::gravest_first(&mut duties);
    order.sort_by_key(|at| {
        let (duty, _, about) = &bound[*at];
        let rank = duties.iter().position(|it| std::ptr::eq(*it, *duty));
        (*about, rank)
    });
    let Some((first, notice, about)) = order.first().map(|at| &bound[*at]) else {
        return;
    };
    let wanted = window(notice);
    let offer_name = named("the offer", offer);
    let elsewhere = duty::elsewhere_by(order.iter().map(|at| bound[*at].0), |duty| Limit {
        strictness: 0,
        words: duty
            .demands::<Notice>()
            .map_or_else(String::new, |notice| window(notice).to_string()),
    });
    let law = format!(
        "buyers in {} must be told {wanted} before {}",
        first.place(),
        notice.before,
    );
    let finding = match (given, about, first.binds()) {
        (None, _, _) => findings
            .unverified(renews.place, "has no `notice`")
            .because(format!(
                "{offer_name} renews by itself, and nothing says when people are told before; {law}{elsewhere}"
            )),
        (Some(given), About::Perhaps, _) => findings
            .unverified(offer.place, "does not say how long the buyer is bound")
            .because(format!(
                "{offer_name} tells of its renewal {} before; if it binds for {} or longer, {law}{elsewhere}",
                given.value,
                notice.if_term.or(notice.if_renewed_for).unwrap_or_default(),
            )),
        (Some(given), About::Surely, binds) => {
            let missed = wanted.misses(given.value).unwrap_or("outside the time");
            let message = format!(
                "{offer_name} tells of its renewal {} before, {missed}: {law}{elsewhere}",
                given.value
            );
            let finding = if binds {
                findings.violation(given.place, missed)
            } else {
                findings.unverified(given.place, missed)
            };
            finding.because(message)
        }
    };
    let line = match suits_all(bound.iter().map(|(_, notice, _)| *notice)) {
        Some(days) => format!("\n  notice: {days}d"),
        None => "\nNo single day suits all of these places; give each its own offer.".to_owned(),
    };
    let doubt = first
        .doubt()
        .map_or(String::new(), |doubt| format!("\n{doubt}"));
    let ordered = order.into_iter().map(|at| bound[at].0);
    let finding = finding
        .see(case.campaign.project.value(first.people.place).site.label("where buyers are"))
        .help(format!(
            "Who is told too early has forgotten it by then, and who is told too late can no longer stop it. Under `renews`, write a time that suits them all:{line}{doubt}"
        ));
    findings.push(duty::resting_on(finding, ordered));
}
