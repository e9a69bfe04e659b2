use super::look_at_messages;
use super::told::Telling;
use crate::diagnostics::Diagnostic;
use crate::law::{BotDisclosure as Wanted, BotWhen};
use crate::lexicon::Saying;
use crate::model::{Channel, Message, SenderRole, Voice};
use crate::project::{Def, StepView};
use crate::rules::duty::{self, Duty};
use crate::rules::offer::named;
use crate::rules::timing::words;
use crate::rules::wording::not_understood;
use crate::rules::{Case, Findings, Rule, about, rule};

rule! {
    /// A machine writes to people and does not say that it is one, where it must.
    BotDisclosure, "bot-disclosure", "identity", Error
}

impl Rule for BotDisclosure {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let by_machine = |duty: &Duty<'_, '_>, message: Def<'_, Message>| {
            duty.steps.iter().any(|(step, _)| {
                let step = &case.campaign.steps[*step];
                is_machine(step) && step.message.is_some_and(|it| it.place == message.place)
            })
        };
        let wanted = |duty: &Duty<'_, '_>, wanted: &Wanted| {
            let spoken = matches!(duty.channel, Channel::Call | Channel::Voicemail);
            !spoken && wanted.when != BotWhen::OnRequest
        };
        look_at_messages(case, findings, wanted, |message, duties, findings| {
            let duties = duties.iter().filter(|duty| by_machine(duty, message));
            let duties: Vec<&Duty<'_, '_>> = duties.copied().collect();
            look(case, message, &duties, findings)
        });
    }
}

/// Whether a machine writes: an artificial voice, or a system of which nobody says that a person speaks.
fn is_machine(step: &StepView<'_>) -> bool {
    step.sender
        .is_some_and(|sender| match sender.value.voice.value() {
            Some(voice) => *voice != Voice::Human,
            None => sender.value.role.value() == Some(&SenderRole::System),
        })
}

fn look<'p>(
    case: &Case<'_, 'p>,
    message: Def<'p, Message>,
    duties: &[&Duty<'_, '_>],
    findings: &Findings<'_>,
) -> Option<Diagnostic> {
    let first = *duties.first()?;
    let telling = Telling::of(case.campaign, message);
    let authority = first.authority();
    let asks = format!(
        "people in {} are {} by a machine",
        first.place(),
        words::reached(Some(first.channel)),
    );
    let finding = match telling.reading() {
        None if telling.has_text() => return None,
        None => findings
            .unverified(message.place, "has no text")
            .because(format!(
                "{asks}, and {} has no text to read, so nobody can tell whether it says so; {authority} asks for it",
                named("the message", message)
            )),
        Some(reading) if reading.text.says(Saying::Machine).is_some() => return None,
        Some(reading) => match not_understood(reading, findings, "says that a machine writes") {
            Some(unread) => unread,
            None if first.binds() => findings
                .lacking(reading.body.place, "does not say that a machine writes")
                .because(format!("{asks} that does not say so; {authority} asks for it")),
            None => findings
                .unverified(reading.body.place, "does not say that a machine writes")
                .because(format!("{asks} that does not say so; {authority} may ask for it")),
        },
    };
    let mut help = "People answer a machine otherwise than a person. Let it say so first:\n  Hello, I am the automated assistant of {{sender.legal_name}}.".to_owned();
    if let Some(doubt) = first.doubt() {
        help.push('\n');
        help.push_str(&doubt);
    }
    let step = first
        .steps
        .iter()
        .map(|(step, _)| &case.campaign.steps[*step])
        .find(|step| is_machine(step));
    let finding = match step.and_then(|step| step.sender) {
        Some(sender) => finding.see(
            case.campaign
                .project
                .key(sender.place)
                .site
                .label("a machine writes"),
        ),
        None => finding,
    };
    Some(duty::resting_on(finding.help(help), duties.iter().copied()))
}
