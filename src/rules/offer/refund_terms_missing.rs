use super::pitch::pitches;
use super::{Prepayment, named};
use crate::lexicon::Saying;
use crate::model::{Offer, RefundKind};
use crate::project::{CampaignView, Def};
use crate::rules::{Findings, Rule, about, rule};
use crate::yaml::Field;

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

const HELP: &str = "who pays for years ahead must know what happens if they leave. Say it beside the price, in these words or your own:\n  \
If you leave early, we refund the months that are left.";

impl Rule for RefundTermsMissing {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        for offer in &campaign.offers {
            promised(campaign, *offer, findings);
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
                        .help("who pays for years ahead must know what happens if they leave. Decide it, and say it in the message too:\n  refund: {kind: prorated}");
                    findings.push(finding);
                }
                Field::Invalid(_) => {}
            }
        }
    }
}
