//! The number from which people are called: a part of `sender-identity`.

use crate::diagnostics::Diagnostic;
use crate::law::{CallerNumber, WrongNumber};
use crate::model::{Channel, Sender};
use crate::project::{Def, StepView};
use crate::rules::duty::{self, Duty};
use crate::rules::offer::named;
use crate::rules::timing::words;
use crate::rules::{Case, Findings};
use crate::yaml::{Field, Place};

/// Reports each sender whose number is hidden or of a kind that may not be used, and once for all
/// steps of which nobody knows who calls.
pub(super) fn report(case: &Case<'_, '_>, findings: &mut Findings<'_>) {
    let mut done: Vec<Place> = Vec::new();
    for step in &case.campaign.steps {
        let Some(sender) = step.sender else { continue };
        if done.contains(&sender.place) {
            continue;
        }
        done.push(sender.place);
        let duties = duties(case, |step| {
            step.sender.is_some_and(|it| it.place == sender.place)
        });
        let finding = hidden(case, step, sender, &duties, findings)
            .or_else(|| forbidden(sender, &duties, findings))
            .or_else(|| unsaid(sender, &duties, findings));
        if let Some(finding) = finding {
            findings.push(finding);
        }
    }
    if let Some(finding) = nobody(case, findings) {
        findings.push(finding);
    }
}

/// The duties on numbers of some steps, the gravest first.
fn duties<'a, 'c, 'p>(
    case: &'a Case<'c, 'p>,
    of: impl Fn(&StepView<'p>) -> bool,
) -> Vec<&'a Duty<'c, 'p>> {
    let duties = case.duties().iter().filter(|duty| {
        duty.demands::<CallerNumber>().is_some()
            && duty
                .steps
                .iter()
                .any(|(step, _)| of(&case.campaign.steps[*step]))
    });
    let mut duties: Vec<&Duty<'_, '_>> = duties.collect();
    duty::gravest_first(&mut duties);
    duties
}

/// Those that ask for a number that is shown.
fn shown<'a, 'c, 'p>(duties: &[&'a Duty<'c, 'p>]) -> Vec<&'a Duty<'c, 'p>> {
    let asks = |duty: &&&Duty<'_, '_>| duty.demands::<CallerNumber>().is_some_and(|it| it.shown);
    duties.iter().filter(asks).copied().collect()
}

/// A number that is withheld.
fn hidden(
    case: &Case<'_, '_>,
    step: &StepView<'_>,
    sender: Def<'_, Sender>,
    duties: &[&Duty<'_, '_>],
    findings: &Findings<'_>,
) -> Option<Diagnostic> {
    let withheld = sender.value.caller_id_shown.at().filter(|at| !at.value)?;
    let duties = shown(duties);
    if duties.is_empty() && !(step.channel == Some(Channel::Call) && case.campaign.solicits()) {
        return None;
    }
    let place = duties
        .first()
        .map_or_else(String::new, |duty| format!(" in {}", duty.place()));
    let why = duties.first().map_or_else(
        || "nobody can ring back, or ask not to be called again".to_owned(),
        |duty| format!("{} forbids to hide it", duty.authority()),
    );
    let finding = findings
        .violation(withheld.place, "hidden")
        .because(format!(
            "people{place} are called and do not see from which number; {why}"
        ))
        .help("Show a number at which somebody answers:\n  caller_id_shown: true");
    Some(duty::resting_on(finding, duties))
}

/// A number of a kind that may not be used.
fn forbidden(
    sender: Def<'_, Sender>,
    duties: &[&Duty<'_, '_>],
    findings: &Findings<'_>,
) -> Option<Diagnostic> {
    let number = sender.value.caller_id.at()?;
    let mut wrong = Vec::new();
    for duty in duties {
        let demand = duty.demands::<CallerNumber>()?;
        if let Some(why) = demand.wrong(&number.value) {
            wrong.push((*duty, demand, why));
        }
    }
    let (first, demand, why) = *wrong.first()?;
    let reached = words::reached(Some(first.channel));
    let place = first.place();
    let rule = match why {
        WrongNumber::Forbidden(start) => {
            format!("numbers that begin with {start} may not be used for that")
        }
        WrongNumber::NotAllowed => format!(
            "only numbers that begin with {} may be used for that",
            alternatives(&demand.only)
        ),
    };
    let message = format!(
        "people in {place} are {reached} from {}; {rule}",
        number.value
    );
    let finding = if first.binds() {
        findings.violation(number.place, "not allowed there")
    } else {
        findings.unverified(number.place, "perhaps not allowed there")
    };
    let mut help = "Calls from such a number are blocked or fined. Take a number of the kind that the law names, and keep other places to other senders.".to_owned();
    if let Some(doubt) = first.doubt() {
        help.push('\n');
        help.push_str(&doubt);
    }
    let finding = finding.because(message).help(help);
    Some(duty::resting_on(
        finding,
        wrong.iter().map(|(duty, ..)| *duty),
    ))
}

/// `600 or 809`.
fn alternatives(starts: &[String]) -> String {
    match starts {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}

/// A sender of which it is not said whether the number is shown, or which it is.
fn unsaid(
    sender: Def<'_, Sender>,
    duties: &[&Duty<'_, '_>],
    findings: &Findings<'_>,
) -> Option<Diagnostic> {
    let shown = shown(duties);
    let unshown = sender.value.caller_id_shown.is_missing() && !shown.is_empty();
    let particular = duties.iter().filter(|duty| {
        let demand = duty.demands::<CallerNumber>();
        demand.is_some_and(|it| !(it.not.is_empty() && it.only.is_empty()))
    });
    let particular: Vec<&Duty<'_, '_>> = particular.copied().collect();
    let (duties, label, what, line) = if unshown {
        (
            shown,
            "does not say `caller_id_shown`",
            "shows the number from which they are called",
            "caller_id: \"+1 800 555 0100\"\n  caller_id_shown: true",
        )
    } else if matches!(sender.value.caller_id, Field::Missing) && !particular.is_empty() {
        (
            particular,
            "has no `caller_id`",
            "calls from a number that may be used there",
            "caller_id: \"+1 800 555 0100\"",
        )
    } else {
        return None;
    };
    let first = duties.first()?;
    let finding = findings
        .unverified(sender.place, label)
        .because(format!(
            "people in {} are {}, and nothing says whether {} {what}; {} has a rule for it",
            first.place(),
            words::reached(Some(first.channel)),
            named("the sender", sender),
            first.authority(),
        ))
        .help(format!(
            "Say from which number, and that people see it:\n  {line}"
        ));
    Some(duty::resting_on(finding, duties))
}

/// Steps of which nobody knows who calls.
fn nobody(case: &Case<'_, '_>, findings: &Findings<'_>) -> Option<Diagnostic> {
    let unsent = |step: &StepView<'_>| step.value.by.is_missing();
    let duties = shown(&duties(case, unsent));
    let first = duties.first()?;
    let steps = first
        .steps
        .iter()
        .map(|(step, _)| &case.campaign.steps[*step]);
    let step = steps.clone().find(|step| unsent(step))?;
    let finding = findings
        .unverified(step.place, "has no `by`")
        .because(format!(
            "nobody says who calls people in {}, and whether the number is shown; {} asks for it",
            first.place(),
            first.authority(),
        ))
        .help("Name the sender, and the number that people see:\n  by: the-sender\n  senders:\n    the-sender: {role: sales, name: Sam, legal_name: Example Inc., caller_id: \"+1 800 555 0100\", caller_id_shown: true}");
    Some(duty::resting_on(finding, duties))
}
