use super::is_whole;
use crate::calendar::Duration;
use crate::diagnostics::Safety;
use crate::fix::Entry;
use crate::law::RefusalLasts;
use crate::model::{Action, Answer, KeepsFor, ReEnrollment, SuppressionKind};
use crate::project::StepView;
use crate::rules::duty::{self, Duty, Limit};
use crate::rules::{Case, Findings, Mend, Rule, about, rule};

rule! {
    /// A "no" lapses after some time.
    RefusalExpires, "refusal-expires", "refusal", Error
}

impl Rule for RefusalExpires {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let campaign = case.campaign;
        if !campaign.solicits() || !campaign.steps.iter().any(StepView::reaches_people) {
            return;
        }
        for answer in [Answer::OptOut, Answer::NotInterested, Answer::Complaint] {
            answers(case, answer, findings);
        }
        lists(case, findings);
    }
}

/// The duties to keep a no for longer than it is kept, the longest first, and what to say of them.
fn broken<'a, 'c, 'p>(
    case: &'a Case<'c, 'p>,
    answers: &[Answer],
    kept: Duration,
) -> (Vec<&'a Duty<'c, 'p>>, String) {
    let starts = |duty: &Duty<'_, '_>| {
        let demand = duty.demands::<RefusalLasts>();
        demand.is_some_and(|it| it.after.iter().any(|answer| answers.contains(answer)))
    };
    let mut duties: Vec<&Duty<'_, '_>> = case
        .duties()
        .iter()
        .filter(|duty| starts(duty) && lasts(duty) > kept.approx_minutes())
        .collect();
    duty::gravest_first(&mut duties);
    duties.sort_by_key(|duty| (!duty.binds(), std::cmp::Reverse(lasts(duty))));
    let said = duties.first().map_or(String::new(), |first| {
        format!(
            ". {} {} it hold {}{}",
            capitalized(&first.authority_in_its_place()),
            if first.binds() { "makes" } else { "may make" },
            time(first),
            duty::elsewhere_by(duties.iter().copied(), |duty| Limit {
                strictness: lasts(duty),
                words: time(duty),
            })
        )
    });
    (duties, said)
}

/// For how long a duty makes a no hold, in minutes.
fn lasts(duty: &Duty<'_, '_>) -> u64 {
    match duty.demands::<RefusalLasts>().map(|it| it.time) {
        Some(KeepsFor::Forever) => u64::MAX,
        Some(KeepsFor::Time(time)) => time.approx_minutes(),
        None => 0,
    }
}

/// The same as the end of a sentence.
fn time(duty: &Duty<'_, '_>) -> String {
    match duty.demands::<RefusalLasts>().map(|it| it.time) {
        Some(KeepsFor::Time(time)) => format!("for {time} at the least"),
        _ => "for good".to_owned(),
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|it| it.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

fn answers(case: &Case<'_, '_>, answer: Answer, findings: &mut Findings<'_>) {
    let campaign = case.campaign;
    let Some(at) = campaign.response(answer) else {
        return;
    };
    let Action::Stop {
        lasts: Some(lasts), ..
    } = at.value
    else {
        return;
    };
    let (duties, law) = broken(case, &[answer], lasts);
    let mut finding = findings
        .violation(at.place, format!("for {lasts} only"))
        .because(format!(
            "{answer} is forgotten after {lasts}: then the same person can be contacted again without having asked for it{law}",
            answer = match answer {
                Answer::OptOut => "\"do not contact me again\"",
                Answer::Complaint => "a complaint",
                _ => "a no",
            }
        ))
        .mend(
            "A no holds until the person says otherwise. Write:",
            Mend::instead(
                findings,
                at.place,
                &Entry::new(answer.as_str(), "stop"),
                Safety::Unsafe,
                format!("Stop everything on `{answer}`, for good"),
            ),
        );
    if let Some(again) = campaign.value.re_enrollment.at()
        && let ReEnrollment::After(after) = again.value
    {
        let site = campaign.project.value(again.place).site;
        finding = finding.see(site.label(format!("and people come back after {after}")));
    }
    findings.push(duty::illustrated(finding, &duties));
}

fn lists(case: &Case<'_, '_>, findings: &mut Findings<'_>) {
    let campaign = case.campaign;
    let internal = campaign
        .suppressions
        .iter()
        .filter(|list| list.kind.value() == Some(&SuppressionKind::Internal));
    for list in internal {
        let forever = Entry::new("keeps_for", "forever");
        let title = "Keep a no for good";
        let said = [Answer::OptOut, Answer::NotInterested];
        let (finding, mend, duties) = match list.keeps_for.at() {
            Some(at) => match at.value {
                KeepsFor::Forever => continue,
                KeepsFor::Time(time) => {
                    let (duties, law) = broken(case, &said, time);
                    let finding = findings
                        .violation(at.place, format!("forgotten after {time}"))
                        .because(format!(
                            "whoever has said no leaves this list after {time} and can be contacted again without having asked for it{law}"
                        ));
                    let mend = Mend::instead(findings, at.place, &forever, Safety::Unsafe, title);
                    (finding, mend, duties)
                }
            },
            None if list.keeps_for.is_missing() && is_whole(campaign.project, list.place) => {
                let (duties, law) = broken(case, &said, Duration::default());
                let finding = findings
                    .unverified(list.place, "does not say how long a no is kept")
                    .because(format!(
                        "nothing says how long a no stays on this list, so it may be forgotten{law}"
                    ));
                let mend = Mend::write(findings, list.place, &[forever], Safety::Unsafe, title);
                (finding, mend, duties)
            }
            None => continue,
        };
        let finding = finding.mend(
            "A no holds until the person says otherwise. Write in the list:",
            mend,
        );
        findings.push(duty::illustrated(finding, &duties));
    }
}
