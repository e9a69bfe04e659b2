use super::claim::{self, Claim};
use crate::diagnostics::{Diagnostic, Verdict};
use crate::law::ConsentNeeded;
use crate::model::SourceKind;
use crate::rules::duty::{self, Duty};
use crate::rules::timing::words;
use crate::rules::{Case, Findings, Rule, about, rule};

rule! {
    /// The audience comes from a source that cannot carry consent, for a channel that needs it.
    HarvestedAudience, "harvested-audience", "consent", Error
}

impl Rule for HarvestedAudience {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        for audience in &case.campaign.audiences {
            let own = case
                .duties()
                .iter()
                .filter(|duty| duty.people.audience.place == audience.place);
            let mut duties: Vec<(Verdict, &Duty<'_, '_>)> = own
                .filter_map(|duty| Some((verdict(duty)?, duty)))
                .collect();
            let mut order: Vec<&Duty<'_, '_>> = duties.iter().map(|(_, duty)| *duty).collect();
            duty::gravest_first(&mut order);
            let rank = |duty: &Duty<'_, '_>| order.iter().position(|it| std::ptr::eq(*it, duty));
            duties.sort_by_cached_key(|(verdict, duty)| (*verdict, rank(duty)));
            if let Some(finding) = finding(case, &duties, findings) {
                findings.push(finding);
            }
        }
    }
}

/// What is to be said of the source of a duty's audience: that it cannot carry the consent that is
/// asked for, or that one must look whether it does; none if it can, or none is asked for.
pub(super) fn verdict(duty: &Duty<'_, '_>) -> Option<Verdict> {
    let needed = duty.demands::<ConsentNeeded>()?;
    let source = duty.people.audience.value.source.value()?;
    let kind = *source.kind.value()?;
    let broken = match kind {
        SourceKind::Scraped | SourceKind::SocialSignal => true,
        _ if needed.not_from.contains(&kind) => true,
        // Somebody may have agreed to this seller by name before the list was sold.
        SourceKind::PurchasedList => Claim::under(duty) != Some(Claim::Enough),
        _ => return None,
    };
    Some(if broken && duty.binds() {
        Verdict::Violation
    } else {
        Verdict::Unverified
    })
}

fn finding(
    case: &Case<'_, '_>,
    duties: &[(Verdict, &Duty<'_, '_>)],
    findings: &Findings<'_>,
) -> Option<Diagnostic> {
    let (verdict, first) = *duties.first()?;
    let campaign = case.campaign;
    let kind = first.people.audience.value.source.value()?.kind.at()?;
    let needed = first.demands::<ConsentNeeded>()?;
    let (label, origin, because) = match kind.value {
        SourceKind::Scraped => (
            "collected without asking",
            "their addresses were collected without asking them",
            "nobody agrees to anything by being found",
        ),
        SourceKind::SocialSignal => (
            "seen on a network",
            "they were seen on a network",
            "to write there is not to agree to be contacted",
        ),
        SourceKind::PurchasedList => (
            "bought",
            "their addresses were bought",
            "consent that people gave to somebody else is not yours",
        ),
        _ => (
            "not from the people themselves",
            "they did not turn to the seller themselves",
            "consent counts there only if they did",
        ),
    };
    let place = first.place();
    let reached = words::reached(Some(first.channel));
    let asked = needed.asked();
    let authority = first.authority();
    let all: Vec<&Duty<'_, '_>> = duties.iter().map(|(_, duty)| *duty).collect();
    let elsewhere = claim::elsewhere(&all);
    let finding = match verdict {
        Verdict::Violation => findings.violation(kind.place, label).because(format!(
            "people in {place} are {reached}, and {origin}; {authority} asks for {asked} consent beforehand, and {because}{elsewhere}",
        )),
        Verdict::Unverified => findings.unverified(kind.place, label).because(format!(
            "people in {place} are {reached}, and {origin}; {authority} asks for {asked} consent beforehand, and nothing shows that they gave it to you",
        )),
    };
    let step = first
        .steps
        .first()
        .map(|(step, _)| &campaign.steps[*step])?;
    let mut help = match kind.value {
        SourceKind::PurchasedList => "Ask the seller of the list for the words to which each of these people agreed. Whoever did not agree to hear from you by name is to be left out.",
        _ => "Contact people who came to you and agreed: through a form, a purchase, an event.",
    }
    .to_owned();
    if let Some(doubt) = first.doubt() {
        help.push('\n');
        help.push_str(&doubt);
    }
    let finding = finding
        .see_all(claim::whom(campaign.project, step, first))
        .help(help);
    let mut finding = duty::resting_on(finding, all);
    finding.counterexample = first.example(case);
    Some(finding)
}
