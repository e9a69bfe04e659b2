use super::path::Run;
use super::steps;
use crate::diagnostics::Safety;
use crate::fix::Entry;
use crate::lexicon::{Lexicon, Text};
use crate::model::{Action, Answer, Channel, Choice, ChoiceAction, Message};
use crate::project::{CampaignView, Def};
use crate::rules::wording::{labels_not_understood, lexicon};
use crate::rules::{Case, Findings, Mend, Rule, about, rule};

rule! {
    /// Closing or putting off is taken as a yes, or as a wish to be asked again at once.
    SilenceIsNotConsent, "silence-is-not-consent", "refusal", Warning
}

impl Rule for SilenceIsNotConsent {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        for step in campaign.steps.iter().filter(|step| step.reaches_people()) {
            if let Some(message) = step.message {
                buttons(campaign, message, findings);
            }
        }
        let prompts = |channel| matches!(channel, Some(Channel::Popup | Channel::Push));
        if campaign.steps.iter().any(|step| prompts(step.channel)) {
            closing(campaign, findings);
        }
    }

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        put_off(case, findings);
    }
}

/// A closed prompt that sets off another contact. That it changes nothing is for `nag-interval` to say.
fn closing(campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
    let Some(at) = campaign.response(Answer::Dismissed) else {
        return;
    };
    let (label, happens) = match &at.value {
        Action::Retry { after, .. } => (
            "asks again",
            format!("somebody who closes the prompt is asked again after {after}"),
        ),
        Action::Rebut(1..) => (
            "asks again",
            "somebody who closes the prompt is asked again at once".to_owned(),
        ),
        Action::HandOff(sender) => (
            "sets somebody on them",
            format!("somebody who closes the prompt is handed to `{sender}` for more"),
        ),
        _ => return,
    };
    let finding = findings.violation(at.place, label).because(happens).mend(
        "To close a window is to want none of it for now. Write:",
        Mend::instead(
            findings,
            at.place,
            &Entry::new("dismissed", "{snooze: 90d}"),
            Safety::Unsafe,
            "Leave people alone for 90 days after they have closed it",
        ),
    );
    findings.push(finding);
}

/// "Not now" that is taken for nothing. Prompts have an interval of their own, which `nag-interval` watches.
fn put_off(case: &Case<'_, '_>, findings: &mut Findings<'_>) {
    let campaign = case.campaign;
    let Some(at) = campaign.response(Answer::NotNow) else {
        return;
    };
    let later = steps::later(campaign);
    let prompts_only = later
        .iter()
        .all(|step| matches!(step.channel, Some(Channel::Popup | Channel::Push)));
    if later.is_empty() || prompts_only || !campaign.solicits() {
        return;
    }
    let (label, happens) = match &at.value {
        Action::Continue => (
            "changes nothing",
            format!(
                "somebody who says \"not now\" is contacted as if nothing had been said: {}",
                steps::still_go_out(&later)
            ),
        ),
        Action::Retry { after, .. } => (
            "asks again",
            format!("somebody who says \"not now\" is asked again after {after}"),
        ),
        Action::HandOff(sender) => (
            "sets somebody on them",
            format!("somebody who says \"not now\" is handed to `{sender}`, who asks again"),
        ),
        _ => return,
    };
    let finding = findings
        .violation(at.place, label)
        .because(happens)
        .see_all(steps::labels(campaign, &later, "still goes out"))
        .mend(
            "\"Not now\" is a no for now. Leave the person in peace for a while:",
            Mend::instead(
                findings,
                at.place,
                &Entry::new("not_now", "{snooze: 90d}"),
                Safety::Unsafe,
                "Leave people alone for 90 days after they have put it off",
            ),
        );
    let run = Run {
        campaign,
        timing: case.timing,
    };
    findings.push(match run.within(|_, _, _| true) {
        Some(path) => path.of_not_now().onto(finding),
        None => finding,
    });
}

/// Buttons that buy and do not say so.
fn buttons<'p>(
    campaign: &CampaignView<'p>,
    message: Def<'p, Message>,
    findings: &mut Findings<'_>,
) {
    let buys = |choice: &Choice| choice.action.value() == Some(&ChoiceAction::Purchase);
    if !message.value.choices.values().any(buys) || message.value.language.is_invalid() {
        return;
    }
    let Some(lexicon) = lexicon(campaign.project, message) else {
        findings.push(labels_not_understood(
            message,
            findings,
            "buy and do not say so",
        ));
        return;
    };
    for choice in &message.value.choices {
        let Some(action) = choice
            .action
            .at()
            .filter(|at| at.value == ChoiceAction::Purchase)
        else {
            continue;
        };
        let Some((label, means)) = refused(choice, lexicon) else {
            continue;
        };
        let finding = findings
            .violation(action.place, "buys")
            .because(format!(
                "whoever chooses \"{label}\" {means}, and is taken to have bought"
            ))
            .help("Only a yes is a yes. Let the button do what it says:\n  - {label: Close, action: close}");
        findings.push(finding);
    }
}

/// The label of a choice and what it means, if that is no yes.
fn refused<'c>(choice: &'c Choice, lexicon: &Lexicon) -> Option<(&'c str, &'static str)> {
    let label = choice.label.value()?;
    let read = Text::read(lexicon, label);
    let means = if read.declines().is_some() {
        "says no"
    } else if read.snoozes().is_some() {
        "puts it off"
    } else if read.closes().is_some() {
        "closes the prompt"
    } else {
        return None;
    };
    Some((label, means))
}
