use super::path::Run;
use super::{is_whole, steps};
use crate::calendar::Day;
use crate::diagnostics::Safety;
use crate::fix::Entry;
use crate::law::{Demand, RefusalLasts};
use crate::model::{Action, Answer};
use crate::project::StepView;
use crate::rules::law_beside;
use crate::rules::{Case, Findings, Mend, Rule, about, rule};
use crate::yaml::{At, Place};

rule! {
    /// A "no" lets later steps go on.
    RefusalIgnored, "refusal-ignored", "refusal", Error
}

/// The answers that are a "no" for good.
const REFUSALS: [Answer; 3] = [Answer::OptOut, Answer::NotInterested, Answer::Complaint];

impl Rule for RefusalIgnored {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let campaign = case.campaign;
        let Some(cadence) = campaign.cadence.filter(|_| campaign.solicits()) else {
            return;
        };
        if !campaign.steps.iter().any(StepView::reaches_people) {
            return;
        }
        for answer in REFUSALS {
            if let Some(action) = campaign.response(answer) {
                ignored(case, answer, action, findings);
            }
        }
        let responses = &cadence.value.responses;
        let place = responses.place().unwrap_or(cadence.place);
        if responses.is_invalid() || !is_whole(campaign.project, place) {
            return;
        }
        let unsaid: Vec<Answer> = REFUSALS
            .into_iter()
            .filter(|answer| {
                responses
                    .value()
                    .is_none_or(|responses| responses.to(*answer).is_missing())
            })
            .collect();
        if !unsaid.is_empty() {
            let finding = findings
                .unverified(place, "does not say what a no does")
                .because(format!(
                    "nothing says what happens after {}: the cadence may go on all the same",
                    in_a_row(&unsaid)
                ))
                .mend(
                    "What is not said is not known to be honoured. Add to the cadence:",
                    missing(&unsaid, cadence.place, findings),
                );
            findings.push(finding);
        }
    }
}

fn ignored(case: &Case<'_, '_>, answer: Answer, action: &At<Action>, findings: &mut Findings<'_>) {
    let campaign = case.campaign;
    let later = steps::later(campaign);
    let (happens, sooner_or_later) = match &action.value {
        // `refusal-scope`, `refusal-expires` and `objection-loop` speak of these.
        Action::Stop { .. } | Action::Rebut(1..) => return,
        Action::Continue | Action::Rebut(0) => {
            ("is contacted all the same".to_owned(), "after the no")
        }
        Action::Snooze(pause) => (format!("is left alone for {pause} only"), "after that"),
        Action::Retry { count, .. } => {
            let times = if *count == 1 {
                "once more".to_owned()
            } else {
                format!("{count} more times")
            };
            (format!("is tried {times}"), "after the no")
        }
        Action::HandOff(sender) => (format!("is handed over to `{sender}`"), "after the no"),
    };
    let waits = matches!(
        action.value,
        Action::Continue | Action::Snooze(_) | Action::Rebut(_)
    );
    let goes_on = if !later.is_empty() {
        format!("{sooner_or_later}, {}", steps::still_go_out(&later))
    } else if answer == Answer::NotInterested && waits {
        // A no to the one contact that there is leaves nothing to stop.
        return;
    } else if waits {
        "the seller's next campaign does not know of it".to_owned()
    } else {
        "the asking goes on".to_owned()
    };
    let finding = findings
        .violation(action.place, "does not end it")
        .because(format!("{} {happens}: {goes_on}", who(answer)))
        .see_all(steps::labels(campaign, &later, "still goes out"))
        .mend(
            "A no is an answer; whoever is asked again after it has not been heard. Write:",
            Mend::instead(
                findings,
                action.place,
                &Entry::new(answer.as_str(), "stop"),
                Safety::Unsafe,
                format!("Stop everything on `{answer}`"),
            ),
        );
    let run = Run {
        campaign,
        timing: case.timing,
    };
    let path = match &action.value {
        Action::Snooze(pause) => {
            let least = pause.after(Day(0)).0;
            run.within(|_, _, days| days >= least)
        }
        _ => run.within(|_, _, _| true),
    };
    let finding = match path {
        Some(path) => path.onto(finding),
        None => finding,
    };
    findings.push(law_beside::beside(case, finding, |demand| {
        RefusalLasts::of(demand).is_some_and(|it| it.after.contains(&answer))
    }));
}

/// Who gives an answer, as it stands in a sentence.
fn who(answer: Answer) -> &'static str {
    match answer {
        Answer::OptOut => "somebody who asks for no more contact",
        Answer::Complaint => "somebody who complains",
        _ => "somebody who says no",
    }
}

fn in_a_row(answers: &[Answer]) -> String {
    let named: Vec<String> = answers.iter().map(|answer| format!("`{answer}`")).collect();
    match named.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => named.concat(),
    }
}

/// The answers that are missing. To stop is the most that each of them can ask for.
fn missing(answers: &[Answer], cadence: Place, findings: &Findings<'_>) -> Mend {
    let lines = answers
        .iter()
        .map(|answer| Entry::new(answer.as_str(), "stop"))
        .collect();
    Mend::write(
        findings,
        cadence,
        &[Entry::with("responses", lines)],
        Safety::Safe,
        format!(
            "Stop everything on {}",
            in_a_row(answers).replace(" or ", " and ")
        ),
    )
}
