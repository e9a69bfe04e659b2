//! That people are told who speaks to them: the firm, the caller, the purpose, the number, the
//! address, the label, the machine.

mod bot_disclosure;
mod caller_number;
mod identify_within;
mod message_label;
mod one_click_unsubscribe;
mod postal_address;
mod sender_identity;
mod sms_keywords;
mod told;

pub use bot_disclosure::BotDisclosure;
pub use identify_within::IdentifyWithin;
pub use message_label::MessageLabel;
pub use one_click_unsubscribe::OneClickUnsubscribe;
pub use postal_address::PostalAddress;
pub use sender_identity::SenderIdentity;
pub use sms_keywords::SmsKeywords;

use crate::diagnostics::Diagnostic;
use crate::law::Demand;
use crate::model::Message;
use crate::project::Def;
use crate::rules::duty::{self, Duty};
use crate::rules::{Case, Findings};

/// Looks at every message that steps under demands of one kind use, and reports what is found.
fn look_at_messages<'a, 'c, 'p, D: Demand>(
    case: &'a Case<'c, 'p>,
    findings: &mut Findings<'_>,
    wanted: impl Fn(&Duty<'c, 'p>, &D) -> bool,
    look: impl Fn(Def<'p, Message>, &[&'a Duty<'c, 'p>], &Findings<'_>) -> Option<Diagnostic>,
) {
    for (message, duties) in messages_under::<D>(case, wanted) {
        if let Some(finding) = look(message, &duties, findings) {
            findings.push(finding);
        }
    }
}

/// Every message of a campaign that steps under demands of one kind use, with those duties, the
/// gravest first. In the order of the steps.
fn messages_under<'a, 'c, 'p, D: Demand>(
    case: &'a Case<'c, 'p>,
    wanted: impl Fn(&Duty<'c, 'p>, &D) -> bool,
) -> Vec<(Def<'p, Message>, Vec<&'a Duty<'c, 'p>>)> {
    let mut found: Vec<(Def<'p, Message>, Vec<&'a Duty<'c, 'p>>)> = Vec::new();
    for step in &case.campaign.steps {
        let Some(message) = step.message else {
            continue;
        };
        if found.iter().any(|(known, _)| known.place == message.place) {
            continue;
        }
        let uses = |duty: &Duty<'_, '_>| {
            duty.steps.iter().any(|(position, _)| {
                let step = &case.campaign.steps[*position];
                step.message.is_some_and(|it| it.place == message.place)
            })
        };
        let duties = case.duties().iter().filter(|duty| {
            duty.demands::<D>()
                .is_some_and(|demand| wanted(duty, demand))
                && uses(duty)
        });
        let mut duties: Vec<&Duty<'_, '_>> = duties.collect();
        if !duties.is_empty() {
            duty::gravest_first(&mut duties);
            found.push((message, duties));
        }
    }
    found
}
