use super::named;
use crate::project::CampaignView;
use crate::rules::{Findings, Rule, about, rule};

rule! {
    /// Nobody tells the buyer that it is done.
    NoCompletionNotice, "no-completion-notice", "offer", Warning
}

impl Rule for NoCompletionNotice {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        for offer in &campaign.offers {
            let Some(fulfilment) = offer.value.fulfilment.at() else {
                continue;
            };
            let offered = named("the offer", *offer);
            let confirms = &fulfilment.value.confirms_completion;
            let finding = match confirms.at() {
                Some(at) if at.value => continue,
                Some(at) => findings
                    .violation(at.place, "nobody says when it is done")
                    .because(format!(
                        "who buys {offered} is not told when it has been delivered or installed"
                    ))
                    .help("Without a word at the end people wait, start again, or pay twice. Tell them that it is done:\n  confirms_completion: true"),
                // Only what takes over the buyer's machine must say more than it does.
                None if confirms.is_missing() && !fulfilment.value.requires_closing.is_empty() => {
                    findings
                        .unverified(fulfilment.place, "has no `confirms_completion`")
                        .because(format!(
                            "nothing says whether those who buy {offered} are told when it has been installed"
                        ))
                        .help("Say whether they are told:\n  confirms_completion: true")
                }
                None => continue,
            };
            findings.push(finding);
        }
    }
}
