use crate::diagnostics::Safety;
use crate::fix::Entry;
use crate::law::EndOnRefusal;
use crate::lexicon::Saying;
use crate::model::{Action, Answer, Channel};
use crate::project::{Reading, StepView};
use crate::rules::duty::{self, Duty};
use crate::rules::wording::not_understood;
use crate::rules::{Case, Findings, Mend, Rule, about, rule};

rule! {
    /// After a "no" the same conversation tries again.
    ObjectionLoop, "objection-loop", "refusal", Error
}

impl Rule for ObjectionLoop {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let campaign = case.campaign;
        if !campaign.solicits() || !campaign.steps.iter().any(StepView::reaches_people) {
            return;
        }
        let ends = case
            .duties()
            .iter()
            .filter(|duty| duty.demands::<EndOnRefusal>().is_some());
        let mut ends: Vec<&Duty<'_, '_>> = ends.collect();
        duty::keep_surest(&mut ends);
        duty::gravest_first(&mut ends);
        for (answer, said, instead) in [
            (Answer::OptOut, "\"do not contact me again\"", "stop"),
            (Answer::NotInterested, "a no", "stop"),
            (Answer::NotNow, "\"not now\"", "{snooze: 90d}"),
            (Answer::Complaint, "a complaint", "stop"),
        ] {
            let Some(at) = campaign.response(answer) else {
                continue;
            };
            let Action::Rebut(tries @ 1..) = at.value else {
                continue;
            };
            let times = match tries {
                1 => "once more".to_owned(),
                2 => "twice more".to_owned(),
                more => format!("{more} more times"),
            };
            let finding = findings
                .violation(at.place, "tries again")
                .because(format!(
                    "after {said}, the same conversation tries {times}, and nothing ends the steps that follow"
                ))
                .mend(
                    "Whoever has to say no twice was not heard the first time. Thank them, end the conversation, and write:",
                    Mend::instead(
                        findings,
                        at.place,
                        &Entry::new(answer.as_str(), instead),
                        Safety::Unsafe,
                        format!("End the conversation on `{answer}`"),
                    ),
                );
            // "Not now" is no request to be left alone.
            let law = if answer == Answer::NotNow {
                &[]
            } else {
                &ends[..]
            };
            findings.push(duty::illustrated(finding, law));
        }
        for reading in campaign.readings() {
            script(case, reading, &ends, findings);
        }
    }
}

/// A script that tells the caller to try again.
fn script(
    case: &Case<'_, '_>,
    reading: &Reading<'_>,
    ends: &[&Duty<'_, '_>],
    findings: &mut Findings<'_>,
) {
    let project = case.campaign.project;
    let mut again = reading.text.all(Saying::AskAgain);
    let Some(first) = again.next() else {
        // A letter tells nobody what to say.
        let spoken = [
            Channel::Call,
            Channel::Visit,
            Channel::Chat,
            Channel::SupportChat,
        ];
        let place = reading.message.place;
        let steps = case.campaign.steps.iter();
        let mut uses = steps.filter(|step| step.message.is_some_and(|it| it.place == place));
        if uses.any(|step| step.channel.is_some_and(|it| spoken.contains(&it)))
            && let Some(finding) = not_understood(reading, findings, "goes on asking after a no")
        {
            findings.push(finding);
        }
        return;
    };
    let words = reading.words(first.span);
    let words: Vec<&str> = words.split_whitespace().collect();
    let finding = match reading.spot(project, first.span) {
        Some(spot) => findings.violation_at(spot, "tries again"),
        // The file spells the words otherwise.
        None => findings.lacking(reading.body.place, "tries again"),
    };
    let finding = finding
        .because(format!("the script goes on asking after a no: \"{}\"", words.join(" ")))
        .see_all(
            again
                .filter_map(|more| reading.spot(project, more.span))
                .map(|spot| spot.site.label("and again")),
        )
        .help("Whoever has to say no twice was not heard the first time. Write in its place:\n  At any no: thank them, note it, end the call.");
    findings.push(duty::illustrated(finding, ends));
}
