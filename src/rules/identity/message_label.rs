use super::look_at_messages;
use super::told::Telling;
use crate::diagnostics::Diagnostic;
use crate::law::{LabelPlace, MessageLabel as Wanted};
use crate::model::{Channel, Message};
use crate::project::Def;
use crate::rules::duty::{self, Duty};
use crate::rules::timing::words;
use crate::rules::{Case, Findings, Rule, about, rule};

rule! {
    /// A label that the place demands of advertising messages is missing.
    MessageLabel, "message-label", "identity", Error
}

impl Rule for MessageLabel {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let wanted = |_: &Duty<'_, '_>, _: &Wanted| true;
        look_at_messages(case, findings, wanted, |message, duties, findings| {
            let missing = duties
                .iter()
                .filter(|duty| !is_labelled(case, message, duty));
            let missing: Vec<&Duty<'_, '_>> = missing.copied().collect();
            finding(case, message, &missing, findings)
        });
    }
}

/// Whether a message carries the label that a duty asks for, or could not be read.
fn is_labelled<'p>(case: &Case<'_, 'p>, message: Def<'p, Message>, duty: &Duty<'_, '_>) -> bool {
    let Some(wanted) = duty.demands::<Wanted>() else {
        return true;
    };
    let labels = &message.value.labels;
    let is = |text: &str| {
        let text = text.trim();
        wanted
            .any_of
            .iter()
            .any(|label| text.eq_ignore_ascii_case(label.trim()))
    };
    if labels.left_out > 0 || labels.values().any(|label| is(label)) {
        return true;
    }
    let begins = |text: &str| {
        let text = text.trim_start().to_lowercase();
        let mut spellings = wanted.any_of.iter();
        spellings.any(|label| text.starts_with(&label.trim().to_lowercase()))
    };
    match wanted.at {
        LabelPlace::Start => {
            let subject = message.value.subject.value();
            let subject = subject.filter(|_| duty.channel != Channel::Sms);
            if let Some(subject) = subject {
                begins(subject)
            } else {
                let telling = Telling::of(case.campaign, message);
                telling
                    .reading()
                    .is_some_and(|reading| begins(&reading.body.body))
            }
        }
        LabelPlace::SenderName => duty.steps.iter().any(|(step, _)| {
            let sender = case.campaign.steps[*step].sender.map(|it| it.value);
            let names = sender.map(|it| [it.name.value(), it.caller_id.value()]);
            let mut names = names.into_iter().flatten().flatten();
            names.any(|name| {
                let name = name.trim().to_lowercase();
                wanted
                    .any_of
                    .iter()
                    .any(|label| name.ends_with(&label.trim().to_lowercase()))
            })
        }),
    }
}

fn finding<'p>(
    case: &Case<'_, 'p>,
    message: Def<'p, Message>,
    duties: &[&Duty<'_, '_>],
    findings: &Findings<'_>,
) -> Option<Diagnostic> {
    let first = *duties.first()?;
    let wanted = first.demands::<Wanted>()?;
    let label = wanted.any_of.first()?;
    let reached = words::reached(Some(first.channel));
    let place = first.place();
    let telling = Telling::of(case.campaign, message);
    let (where_, lines) = match wanted.at {
        LabelPlace::Start
            if message.value.subject.at().is_some() && first.channel != Channel::Sms =>
        {
            (
                "at the beginning of the subject",
                format!("  subject: \"{label} ...\"\n  labels: [\"{label}\"]"),
            )
        }
        LabelPlace::Start => (
            "at the beginning of the text",
            format!("  body: \"{label} ...\"\n  labels: [\"{label}\"]"),
        ),
        LabelPlace::SenderName => (
            "at the end of the sender's name",
            format!("  labels: [\"{label}\"]"),
        ),
    };
    let message_text = format!(
        "people in {place} are {reached} without the label {label} {where_}; {} asks for it",
        first.authority(),
    );
    let readable = telling.has_text() || message.value.subject.at().is_some();
    let finding = if first.binds() && readable {
        findings.lacking(message.place, format!("without {label}"))
    } else {
        findings.unverified(
            message.place,
            format!("does not say that it carries {label}"),
        )
    };
    let mut help = format!(
        "Whoever sees at once that it is an advertisement is not deceived. Put it there, or say that your platform does:\n{lines}"
    );
    if let Some(doubt) = first.doubt() {
        help.push('\n');
        help.push_str(&doubt);
    }
    Some(duty::resting_on(
        finding.because(message_text).help(help),
        duties.iter().copied(),
    ))
}
