use super::pitch::pitches;
use super::{Prepayment, named};
use crate::diagnostics::Severity;
use crate::law::{Span, Term, Withdrawal};
use crate::lexicon::Saying;
use crate::model::{Offer, RefundKind};
use crate::project::{CampaignView, Def};
use crate::rules::duty::{self, Duty, Limit};
use crate::rules::law_beside::asks_for;
use crate::rules::{Breaks, Case, Findings, Rule, about, rule};
use crate::yaml::Field;
use std::cmp::Reverse;

rule! {
    /// Money is taken in advance, and nobody is told whether it comes back.
    RefundTermsMissing, "refund-terms-missing", "offer", Error
}

/// Money back that the offer does not give, or none where it does.
fn promised<'p>(campaign: &CampaignView<'p>, offer: Def<'p, Offer>, findings: &mut Findings<'_>) {
    let Some(kind) = offer.value.refund.value().and_then(|it| it.kind.at()) else {
        return;
    };
    for pitch in pitches(campaign, offer) {
        let text = &pitch.reading.text;
        let (gives, none) = (text.says(Saying::Refund), text.states_no_refund());
        let (words, is) = match (kind.value, gives, none) {
            (RefundKind::None, Some(words), None) => (words, "gives no money back"),
            (RefundKind::Full, None, Some(words)) => (words, "gives all of it back"),
            (RefundKind::Prorated, None, Some(words)) => (words, "gives a part of it back"),
            _ => continue,
        };
        let site = campaign.project.value(kind.place).site;
        let finding = pitch
            .denies(campaign.project, findings, words, offer, is)
            .see(site.label("what comes back"));
        findings.push(finding);
    }
}

/// A right to step back from the contract, which the law gives and the offer does not.
fn denied(case: &Case<'_, '_>, offer: Def<'_, Offer>, findings: &mut Findings<'_>) {
    let Some(refund) = offer.value.refund.value() else {
        return;
    };
    let given = match (refund.kind.at(), refund.within.at()) {
        (Some(kind), _) if kind.value == RefundKind::None => (kind.place, None),
        (Some(kind), Some(within)) if kind.value == RefundKind::Full => {
            (within.place, Some(within.value))
        }
        _ => return,
    };
    let (place, time) = given;
    let rights = case.duties().iter().filter_map(|duty| {
        let right = duty.demands::<Withdrawal>()?.within;
        let kept = time.is_some_and(|time| right.is_within(time));
        (!kept).then_some((duty, right))
    });
    let mut rights: Vec<(&Duty<'_, '_>, Span)> = rights.collect();
    rights.sort_by_key(|(duty, right)| (!duty.binds(), Reverse(right.most_days())));
    let Some((first, right)) = rights.first() else {
        return;
    };
    let gives = match time {
        None => "gives no money back".to_owned(),
        Some(time) => format!("gives the money back within {time} only"),
    };
    let law = format!(
        "{} {gives}, and {} lets the buyer step back within {right}{}",
        named("the offer", offer),
        first.authority_in_its_place(),
        duty::elsewhere_by(rights.iter().map(|(duty, _)| *duty), |duty| {
            let right = duty.demands::<Withdrawal>().map(|it| it.within);
            Limit {
                strictness: right.map_or(0, |right| u64::from(right.most_days())),
                words: right.map_or_else(String::new, |right| format!("within {right}")),
            }
        }),
    );
    let label = format!("the law gives {right}");
    let finding = if first.binds() {
        findings.violation(place, label)
    } else {
        findings.unverified(place, label)
    };
    let mut help = format!(
        "a right that the law gives cannot be taken away by an offer, and a buyer who is not told of it often has it for longer. Give it, and say so in the message too:\n  refund: {{kind: full, within: {}d}}",
        right.most_days()
    );
    for more in [
        Some("Some goods and services are exempt; if this is one of them, say so in a comment:\n  # courtesy: allow[refund-terms-missing]: made to measure".to_owned()),
        first.doubt(),
    ]
    .into_iter()
    .flatten()
    {
        help.push('\n');
        help.push_str(&more);
    }
    let buyers = case.campaign.project.value(first.people.place).site;
    let finding = finding
        .because(law)
        .see(buyers.label("where buyers are"))
        .help(help)
        .at_most(Severity::Warning);
    findings.push(duty::resting_on(
        finding,
        rights.iter().map(|(duty, _)| *duty),
    ));
}

const HELP: &str = "Who pays for years ahead must know what happens if they leave. Say it beside the price, in these words or your own:\n  \
If you leave early, we refund the months that are left.";

impl Rule for RefundTermsMissing {
    about!();

    fn law(&self) -> Option<Breaks> {
        Some(|demand, _| asks_for(demand, &[Term::Refund], None))
    }

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let campaign = case.campaign;
        for offer in &campaign.offers {
            promised(campaign, *offer, findings);
            denied(case, *offer, findings);
            let Some(prepayment) = Prepayment::of(offer.value) else {
                continue;
            };
            let takes = prepayment.in_words();
            let pitches = pitches(campaign, *offer);
            let mut silent = pitches
                .iter()
                .filter(|pitch| pitch.reading.text.states_refund().is_none())
                .peekable();
            match &offer.value.refund {
                Field::Given(refund) => {
                    let missing = format!("whether any of {takes} comes back");
                    for pitch in silent {
                        let site = campaign.project.value(refund.place).site;
                        let finding = pitch
                            .silent_on(campaign.project, findings, &missing, HELP.to_owned())
                            .see(site.label("what comes back"));
                        findings.push(finding);
                    }
                }
                // What every message says need not be said again.
                Field::Missing if !pitches.is_empty() && silent.peek().is_none() => {}
                Field::Missing => {
                    let site = campaign.project.value(prepayment.place).site;
                    let finding = findings
                        .lacking(offer.place, "has no `refund`")
                        .because(format!(
                            "{} takes {takes} in advance, and nothing says whether any of it comes back",
                            named("the offer", *offer)
                        ))
                        .see(site.label("taken in advance"))
                        .help("Who pays for years ahead must know what happens if they leave. Decide it, and say it in the message too:\n  refund: {kind: prorated}");
                    findings.push(finding);
                }
                Field::Invalid(_) => {}
            }
        }
    }
}
