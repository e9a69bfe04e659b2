use crate::listed::listed;
use crate::model::{Channel, SenderRole};
use crate::project::{CampaignView, Project, StepView};
use crate::rules::wording::{Asked, at_words, not_understood, replies};
use crate::rules::{Findings, Rule, about, rule};
use crate::source::Span;
use crate::yaml::{At, Place};

rule! {
    /// Something is sold where people come for help.
    SupportChannelPitch, "support-channel-pitch", "audience", Error
}

/// Events that mean that somebody has asked for help.
const CALLS_FOR_HELP: &[&str] = &[
    "ticket_opened",
    "ticket_solved",
    "support_request",
    "complaint",
];

const HELP: &str = "Whoever came for help cannot well walk away, and will not ask again. Let sales write another day, where the person expects it:\n  \
{channel: email, by: sales}";

impl Rule for SupportChannelPitch {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        // Of a notice that carries an offer, notice-with-pitch speaks.
        if !campaign.sells() || campaign.is_notice() {
            return;
        }
        let asked = campaign.value.trigger.value().and_then(|trigger| {
            trigger
                .event
                .at()
                .filter(|event| CALLS_FOR_HELP.contains(&event.value.0.as_str()))
        });
        let seen = campaign
            .value
            .trigger
            .value()
            .and_then(|it| it.seen_on.at());
        let seen = seen.filter(|at| at.value.trim() == Channel::SupportChat.as_str());
        let value = |place| campaign.project.value(place).site;
        let mut any = false;
        let steps = campaign.steps.iter().filter(|step| step.reaches_people());
        for step in steps {
            let reasons = reasons(step, seen);
            let Some(((first, label), others)) = reasons.split_first() else {
                continue;
            };
            any = true;
            let mut words: Vec<&str> = reasons.iter().map(|(_, words)| *words).collect();
            let mut finding = findings.violation(*first, *label);
            for (place, label) in others {
                finding = finding.see(value(*place).label(*label));
            }
            if let Some(event) = asked {
                words.push("after a call for help");
                finding = finding.see(value(event.place).label("set off by a call for help"));
            }
            findings.push(
                finding
                    .because(format!(
                        "the step `{}` sells {}",
                        step.name(),
                        listed(&words)
                    ))
                    .help(HELP),
            );
        }
        if let Some(event) = asked.filter(|_| !any && !campaign.steps.is_empty()) {
            let finding = findings
                .violation(event.place, "a call for help sets off a sale")
                .because(format!(
                    "the campaign `{}` sells to people because they have asked for help",
                    campaign.id
                ))
                .help("Whoever asks for help wants help, and will think twice before asking again. Let something else set it off, or wait until the person asks what you sell:\n  \
trigger: {event: form_submission}");
            findings.push(finding);
        }
    }

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        for reading in replies(project) {
            let message = reading.message.value;
            let Some(reply_to) = message.reply_to.at() else {
                continue;
            };
            let for_help = match Asked::from_name(&reply_to.value) {
                Asked::Help => true,
                Asked::Offer => false,
                Asked::Other => message.channel.value() == Some(&Channel::SupportChat),
            };
            // To buy again as the only remedy is a defect of its own.
            if !for_help || reading.text.sells_as_remedy().is_some() {
                continue;
            }
            let Some(words) = pitch(&reading.text) else {
                if let Some(finding) = not_understood(&reading, findings, "sells something") {
                    findings.push(finding);
                }
                continue;
            };
            let finding = at_words(project, findings, &reading, words, "a sale")
                .because(format!(
                    "a reply to `{}` sells something to a person who asked for help",
                    reply_to.value
                ))
                .see(project.value(reply_to.place).site.label("what it answers"))
                .help("Answer what was asked, and leave the offer out of it");
            findings.push(finding);
        }
    }
}

/// The words that sell in a reply, or the offer that it renders.
fn pitch(text: &crate::lexicon::Text) -> Option<Span> {
    text.pitches().or_else(|| {
        text.placeholders()
            .iter()
            .find(|placeholder| placeholder.name.starts_with("offer."))
            .map(|placeholder| placeholder.span)
    })
}

/// What of a step belongs to support, each with the words for it.
fn reasons(step: &StepView<'_>, seen: Option<&At<String>>) -> Vec<(Place, &'static str)> {
    let channel = step.value.channel.at();
    let channel = channel.filter(|channel| channel.value == Channel::SupportChat);
    let support = step
        .sender
        .is_some_and(|sender| sender.value.role.value() == Some(&SenderRole::Support));
    let by = step.value.by.place().filter(|_| support);
    let channel = channel.map(|channel| (channel.place, "through a support channel"));
    // Whoever answers in a chat what was said in the chat of support goes on with that conversation.
    let chat = step
        .value
        .channel
        .at()
        .filter(|it| it.value == Channel::Chat);
    let within = chat.filter(|_| seen.is_some());
    let within = within.map(|chat| (chat.place, "inside a conversation with support"));
    channel
        .into_iter()
        .chain(within)
        .chain(by.map(|by| (by, "by people of support")))
        .collect()
}
