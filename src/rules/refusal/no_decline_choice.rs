use super::{is_whole, steps};
use crate::diagnostics::Safety;
use crate::law::Practice;
use crate::listed::listed;
use crate::model::{Channel, Choice};
use crate::rules::law_beside::forbids;
use crate::rules::{Breaks, Case, Findings, Mend, Rule, about, rule};
use crate::yaml::List;

rule! {
    /// A prompt takes no lasting "no".
    NoDeclineChoice, "no-decline-choice", "refusal", Error
}

impl Rule for NoDeclineChoice {
    about!();

    fn law(&self) -> Option<Breaks> {
        Some(|demand, _| forbids(demand, Practice::NoDecline))
    }

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let campaign = case.campaign;
        if !campaign.solicits() {
            return;
        }
        for step in &campaign.steps {
            let is_prompt = step.channel == Some(Channel::Popup);
            let Some(message) = step.message else {
                if is_prompt
                    && step.value.message.is_missing()
                    && is_whole(campaign.project, step.place)
                {
                    let finding = findings
                        .unverified(step.place, "does not say what it shows")
                        .because(format!(
                            "the prompt {} has no message, so nobody can tell whether it takes a no",
                            steps::named(step)
                        ))
                        .help(format!("Add to the step:\n  message:\n    channel: popup\n    choices:\n      - {{label: Buy, action: purchase}}\n      - {DECLINE}"));
                    findings.push(finding);
                }
                continue;
            };
            let choices = &message.value.choices;
            match choices.place {
                None if is_prompt && is_whole(campaign.project, message.place) => {
                    let finding = findings
                        .unverified(message.place, "does not say which buttons it has")
                        .because("the prompt names no `choices`, so nobody can tell whether it takes a no")
                        .help(format!("Add to the message:\n  choices:\n    - {{label: Buy, action: purchase}}\n    - {DECLINE}"));
                    findings.push(finding);
                }
                Some(place) if takes_no_no(choices) && is_whole(campaign.project, place) => {
                    let finding = findings
                        .lacking(place, "no lasting no among them")
                        .because(format!("{}, and no lasting \"no\"", offered(choices)))
                        .mend(
                            "A question that cannot be answered with no is not a question. Add to `choices`:",
                            Mend::append(
                                findings,
                                place,
                                DECLINE,
                                Safety::Unsafe,
                                "Add a button that says no for good",
                            ),
                        );
                    findings.push(finding);
                }
                _ => {}
            }
        }
    }
}

const DECLINE: &str = "{label: \"No, thank you\", action: decline_forever}";

/// Whether all choices could be read, and none of them is a lasting no.
fn takes_no_no(choices: &List<Choice>) -> bool {
    choices.left_out == 0
        && choices.values().all(|choice| {
            choice
                .action
                .value()
                .is_some_and(|action| !action.is_lasting_no())
        })
}

/// What the choices are, as it stands in a sentence.
fn offered(choices: &List<Choice>) -> String {
    let labels: Vec<String> = choices
        .values()
        .filter_map(|choice| choice.label.value())
        .map(|label| format!("\"{label}\""))
        .collect();
    if labels.is_empty() {
        return "the prompt offers no choice".to_owned();
    }
    format!("the prompt offers {}", listed(&labels))
}
