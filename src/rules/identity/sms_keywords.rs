use super::messages_under;
use super::told::Telling;
use crate::diagnostics::Diagnostic;
use crate::law::Keywords;
use crate::model::{Message, OptOutMethod};
use crate::project::Def;
use crate::rules::duty::{self, Duty};
use crate::rules::offer::named;
use crate::rules::{Case, Findings, Rule, about, rule};
use crate::yaml::Field;

rule! {
    /// A programme of marketing texts does not handle STOP and HELP.
    SmsKeywords, "sms-keywords", "identity", Warning
}

impl Rule for SmsKeywords {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let messages = messages_under::<Keywords>(case, |_, _| true);
        for (message, duties) in &messages {
            if let Some(finding) = stop(case, *message, duties, findings) {
                findings.push(finding);
            }
        }
        if let Some(finding) = help(case, &messages, findings) {
            findings.push(finding);
        }
    }
}

/// The words of a no that a message does not take for one.
fn stop<'p>(
    case: &Case<'_, 'p>,
    message: Def<'p, Message>,
    duties: &[&Duty<'_, '_>],
    findings: &Findings<'_>,
) -> Option<Diagnostic> {
    let first = *duties.first()?;
    let mut wanted: Vec<&str> = Vec::new();
    for duty in duties.iter().filter(|duty| duty.binds() == first.binds()) {
        for word in &duty.demands::<Keywords>()?.stop {
            if !wanted.contains(&word.as_str()) {
                wanted.push(word);
            }
        }
    }
    let opt_out = match &message.value.opt_out {
        Field::Invalid(_) => return None,
        Field::Missing => None,
        Field::Given(at) => Some(at),
    };
    let method = opt_out.and_then(|at| at.value.method.value());
    if method == Some(&OptOutMethod::None) {
        return None;
    }
    if opt_out.is_none() {
        // Of a text without any way out `missing-opt-out` speaks.
        let telling = Telling::of(case.campaign, message);
        let reading = telling.reading()?;
        reading.text.offers_opt_out(first.channel)?;
    }
    let words = opt_out
        .map(|at| &at.value.words)
        .filter(|words| words.is_given());
    let place = first.place();
    let lines = format!(
        "  opt_out: {{method: reply, words: [{}]}}",
        wanted.join(", ")
    );
    let why = "Whoever answers with another of them believes that it is over, and the next text is a breach.";
    let finding = match words {
        None => findings
            .unverified(
                opt_out.map_or(message.place, |at| at.place),
                "does not say which `words` count",
            )
            .because(format!(
                "nothing says which answers to {} count as a no; in {place} these must: {}",
                named("the text message", message),
                wanted.join(", "),
            )),
        Some(words) => {
            let understood = |wanted: &str| {
                words.left_out > 0
                    || words
                        .values()
                        .any(|word| word.trim().eq_ignore_ascii_case(wanted))
            };
            let deaf: Vec<&str> = wanted
                .iter()
                .copied()
                .filter(|it| !understood(it))
                .collect();
            if deaf.is_empty() {
                return None;
            }
            let message_text = format!(
                "people in {place} who answer {} to {} go on getting texts; these words must count as a no there",
                either(&deaf),
                named("the text message", message),
            );
            let at = words.place.unwrap_or(message.place);
            if first.binds() {
                findings
                    .violation(at, "not all that must count")
                    .because(message_text)
            } else {
                findings
                    .unverified(at, "perhaps not all that must count")
                    .because(message_text)
            }
        }
    };
    Some(duty::resting_on(
        finding.help(format!("{why} Let all of them count:\n{lines}")),
        duties.iter().copied(),
    ))
}

/// `STOP, END or QUIT`.
fn either(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}

/// A programme none of whose texts tells how to get help.
fn help<'p>(
    case: &Case<'_, 'p>,
    messages: &[(Def<'p, Message>, Vec<&Duty<'_, '_>>)],
    findings: &Findings<'_>,
) -> Option<Diagnostic> {
    let asks = |duty: &&&Duty<'_, '_>| {
        duty.demands::<Keywords>()
            .is_some_and(|it| it.help.is_some())
    };
    let (first, duties) = messages.first()?;
    let duties: Vec<&Duty<'_, '_>> = duties.iter().filter(asks).copied().collect();
    let word = duties.first()?.demands::<Keywords>()?.help.as_deref()?;
    let mut read = 0;
    for (message, _) in messages {
        let understood = message.value.opt_out.value().is_some_and(|it| {
            it.words
                .values()
                .any(|it| it.trim().eq_ignore_ascii_case(word))
        });
        let telling = Telling::of(case.campaign, *message);
        let told = telling
            .reading()
            .is_some_and(|reading| reading.body.body.contains(word));
        if understood || told {
            return None;
        }
        read += usize::from(telling.reading().is_some());
    }
    if read == 0 {
        return None;
    }
    let place = duties.first()?.place();
    let at = first.value.body.place().unwrap_or(first.place);
    let label = format!("no word of {word}");
    let finding = if duties.first().is_some_and(|duty| duty.binds()) {
        findings.lacking(at, label)
    } else {
        findings.unverified(at, label)
    };
    let finding = finding
        .because(format!(
            "people in {place} are texted, and no text tells them that {word} brings help; carriers there ask for it"
        ))
        .help(format!(
            "Answer {word} with who you are, how to reach you, what it costs and how to stop, and say so in the first text:\n  Reply {word} for help, STOP to end."
        ));
    Some(duty::resting_on(finding, duties.iter().copied()))
}
