use super::scope::{Beyond, beyond, in_words};
use super::{is_whole, steps};
use crate::diagnostics::Safety;
use crate::fix::Entry;
use crate::model::{Action, Answer, StopScope};
use crate::project::CampaignView;
use crate::rules::{Findings, Mend, Rule, about, rule};
use crate::yaml::Place;

rule! {
    /// A purchase does not stop the selling.
    PurchaseIgnored, "purchase-ignored", "refusal", Error
}

impl Rule for PurchaseIgnored {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        let later = steps::later(campaign);
        let Some(cadence) = campaign.cadence.filter(|_| campaign.sells()) else {
            return;
        };
        if later.is_empty() {
            return;
        }
        let responses = &cadence.value.responses;
        let place = responses.place().unwrap_or(cadence.place);
        let said = responses.value().map(|responses| &responses.purchased);
        if said.is_none_or(crate::yaml::Field::is_missing) {
            if !responses.is_invalid() && is_whole(campaign.project, place) {
                let finding = findings
                    .unverified(place, "does not say what a purchase does")
                    .because("nothing says that somebody who has bought is no longer sold to")
                    .mend(
                        "Add to the cadence:",
                        Mend::write(
                            findings,
                            cadence.place,
                            &[Entry::with("responses", vec![ends()])],
                            Safety::Safe,
                            "Stop the campaign on `purchased`",
                        ),
                    );
                findings.push(finding);
            }
            return;
        }
        let Some(action) = campaign.response(Answer::Purchased) else {
            return;
        };
        let goes_on = match &action.value {
            Action::Stop {
                scope: scope @ (StopScope::Channel | StopScope::Sender | StopScope::Number),
                ..
            } => match beyond(campaign, *scope) {
                Beyond::Nothing => return,
                Beyond::Step(step) => format!(
                    "a purchase ends {} only: {}",
                    in_words(*scope),
                    steps::still_go_out(&[step])
                ),
                Beyond::Unknown(step, field) => {
                    let finding = findings
                        .unverified(action.place, format!("ends {} only", in_words(*scope)))
                        .because(format!(
                            "a purchase ends {} only, and {} has no `{field}`: it may still go out",
                            in_words(*scope),
                            steps::named(step)
                        ))
                        .mend(HELP, instead(action.place, findings));
                    findings.push(finding);
                    return;
                }
            },
            Action::Stop { .. } => return,
            Action::Snooze(pause) => format!(
                "somebody who has bought is left alone for {pause} only: after that, {}",
                steps::still_go_out(&later)
            ),
            Action::HandOff(sender) => format!(
                "a purchase hands over to `{sender}` and ends nothing: {}",
                steps::still_go_out(&later)
            ),
            Action::Continue | Action::Retry { .. } | Action::Rebut(_) => format!(
                "somebody who has bought is sold to all the same: after the purchase, {}",
                steps::still_go_out(&later)
            ),
        };
        let finding = findings
            .violation(action.place, "does not end it")
            .because(goes_on)
            .see_all(steps::labels(campaign, &later, "comes later"))
            .mend(HELP, instead(action.place, findings));
        findings.push(finding);
    }
}

const HELP: &str = "Whoever is asked to buy what they have just bought thinks twice about having bought it. Write:";

/// A purchase ends the selling, and not what else the buyer hears of the firm.
fn ends() -> Entry {
    Entry::new("purchased", "{stop: campaign}")
}

fn instead(action: Place, findings: &Findings<'_>) -> Mend {
    let title = "Stop the campaign on `purchased`";
    Mend::instead(findings, action, &ends(), Safety::Unsafe, title)
}
