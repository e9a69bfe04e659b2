use super::look_at_messages;
use crate::diagnostics::Diagnostic;
use crate::law::Identify;
use crate::model::{Identifies, Message};
use crate::project::Def;
use crate::rules::duty::{self, Duty, Limit};
use crate::rules::offer::named;
use crate::rules::timing::words;
use crate::rules::{Case, Findings, Rule, about, rule};
use crate::yaml::Field;

rule! {
    /// The script identifies the caller later than a provision allows.
    IdentifyWithin, "identify-within", "identity", Error
}

impl Rule for IdentifyWithin {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let wanted = |_: &Duty<'_, '_>, identify: &Identify| identify.within.is_some();
        look_at_messages(case, findings, wanted, |message, duties, findings| {
            look(case, message, duties, findings)
        });
    }
}

/// How soon a duty wants the caller to be known, in seconds.
fn limit(duty: &Duty<'_, '_>) -> u32 {
    let within = duty.demands::<Identify>().and_then(|it| it.within);
    within.map_or(u32::MAX, |seconds| seconds.0)
}

/// Where else the caller must be known, and how soon.
fn elsewhere(duties: &[&Duty<'_, '_>]) -> String {
    duty::elsewhere_by(duties.iter().copied(), |duty| Limit {
        strictness: u64::from(u32::MAX - limit(duty)),
        words: format!("{} seconds", limit(duty)),
    })
}

fn look(
    case: &Case<'_, '_>,
    message: Def<'_, Message>,
    duties: &[&Duty<'_, '_>],
    findings: &Findings<'_>,
) -> Option<Diagnostic> {
    let identifies = match &message.value.identifies {
        Field::Invalid(_) => return None,
        Field::Missing => None,
        Field::Given(at) => Some(at),
    };
    let within = identifies.map(|at| &at.value.within);
    if let Some(Field::Invalid(_)) = within {
        return None;
    }
    let Some(Field::Given(within)) = within else {
        let parent = identifies.map_or(message.place, |at| at.place);
        return unsaid(
            message,
            identifies.map(|at| &at.value),
            duties,
            parent,
            findings,
        );
    };
    let late = duties.iter().filter(|duty| within.value.0 > limit(duty));
    let mut late: Vec<&Duty<'_, '_>> = late.copied().collect();
    // Of those that bind alike, the strictest speaks.
    late.sort_by_key(|duty| (!duty.binds(), limit(duty)));
    let first = *late.first()?;
    let message_text = format!(
        "people in {} are {} and learn only after {} seconds who is calling; {} allows {} seconds",
        first.place(),
        words::reached(Some(first.channel)),
        within.value.0,
        first.authority(),
        limit(first),
    );
    let finding = if first.binds() {
        findings.violation(within.place, "too late")
    } else {
        findings.unverified(within.place, "perhaps too late")
    };
    let mut help = format!(
        "Say it first, before any question:\n  within: {}s",
        limit(first)
    );
    if let Some(doubt) = first.doubt() {
        help.push('\n');
        help.push_str(&doubt);
    }
    let finding = finding.because(message_text + &elsewhere(&late)).help(help);
    let mut finding = duty::resting_on(finding, late.iter().copied());
    finding.counterexample = first.example(case);
    Some(finding)
}

/// A script of which nobody says how soon it tells who is calling.
fn unsaid(
    message: Def<'_, Message>,
    identifies: Option<&Identifies>,
    duties: &[&Duty<'_, '_>],
    parent: crate::yaml::Place,
    findings: &Findings<'_>,
) -> Option<Diagnostic> {
    let mut duties = duties.to_vec();
    duties.sort_by_key(|duty| (!duty.binds(), limit(duty)));
    let first = *duties.first()?;
    let (label, lines) = if identifies.is_some() {
        (
            "does not say `within`",
            format!("  within: {}s", limit(first)),
        )
    } else {
        (
            "has no `identifies`",
            format!(
                "  identifies: {{within: {}s, seller: true, caller: true, purpose: true, callback: \"+1 800 555 0100\"}}",
                limit(first)
            ),
        )
    };
    let finding = findings
        .unverified(parent, label)
        .because(format!(
            "nothing says how soon {} tells who is calling; {} gives {} seconds{}",
            named("the script", message),
            first.authority_in_its_place(),
            limit(first),
            elsewhere(&duties),
        ))
        .help(format!(
            "Time the first sentences, and say how long they take:\n{lines}"
        ));
    Some(duty::resting_on(finding, duties.iter().copied()))
}
