use crate::calendar::Duration;
use crate::law::{Hurdle as LegalHurdle, OptOutDuty};
use crate::model::{Channel, OptOut, OptOutMethod};
use crate::project::StepView;
use crate::rules::duty::{self, Duty, Limit};
use crate::rules::{Case, Findings, Rule, about, rule};
use crate::yaml::{At, Place};

rule! {
    /// Saying no takes more than it should.
    OptOutFriction, "opt-out-friction", "refusal", Error
}

impl Rule for OptOutFriction {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let campaign = case.campaign;
        if !campaign.solicits() {
            return;
        }
        let mut seen: Vec<Place> = Vec::new();
        for step in campaign.steps.iter().filter(|step| step.reaches_people()) {
            let opt_out = step.message.and_then(|message| message.value.opt_out.at());
            let Some(opt_out) = opt_out else { continue };
            look(case, step, &opt_out.value, findings);
            if !seen.contains(&opt_out.place) {
                seen.push(opt_out.place);
                live(case, step, opt_out, findings);
            }
        }
    }
}

/// What law asks of the way out of a step's message, the gravest first.
fn duties<'a, 'c, 'p>(
    case: &'a Case<'c, 'p>,
    step: &StepView<'_>,
    wanted: impl Fn(&OptOutDuty) -> bool,
) -> Vec<&'a Duty<'c, 'p>> {
    let of_step = |duty: &Duty<'_, '_>| duty.steps.iter().any(|(at, _)| *at == step.position);
    let mut found: Vec<&Duty<'_, '_>> = case
        .duties()
        .iter()
        .filter(|duty| of_step(duty) && duty.demands::<OptOutDuty>().is_some_and(&wanted))
        .collect();
    duty::gravest_first(&mut found);
    found
}

/// How long the way out works.
fn live(
    case: &Case<'_, '_>,
    step: &StepView<'_>,
    opt_out: &At<OptOut>,
    findings: &mut Findings<'_>,
) {
    let given = &opt_out.value.live_for;
    let minutes = |time: Duration| time.approx_minutes();
    let mut broken = match given.at() {
        Some(at) => duties(case, step, |duty| {
            duty.live_for
                .is_some_and(|time| minutes(at.value) < minutes(time))
        }),
        None if given.is_missing() => duties(case, step, |duty| duty.live_for.is_some()),
        None => return,
    };
    let wanted = |duty: &Duty<'_, '_>| {
        let demand = duty.demands::<OptOutDuty>();
        demand.and_then(|it| it.live_for).unwrap_or_default()
    };
    broken.sort_by_key(|duty| (!duty.binds(), std::cmp::Reverse(minutes(wanted(duty)))));
    let Some(first) = broken.first() else { return };
    let law = format!(
        "in {} it must go on working for {} after the message{}",
        first.place(),
        wanted(first),
        duty::elsewhere_by(broken.iter().copied(), |duty| Limit {
            strictness: minutes(wanted(duty)),
            words: format!("for {}", wanted(duty)),
        }),
    );
    let finding = match given.at() {
        Some(at) if first.binds() => findings
            .violation(at.place, "switched off too soon")
            .because(format!(
                "the way to say no works for {} only; {law}",
                at.value
            )),
        Some(at) => findings
            .unverified(at.place, "perhaps switched off too soon")
            .because(format!(
                "the way to say no works for {} only; {law}",
                at.value
            )),
        None => findings
            .unverified(opt_out.place, "has no `live_for`")
            .because(format!(
                "nothing says how long the way to say no works; {law}"
            )),
    };
    let doubt = first
        .doubt()
        .map_or(String::new(), |doubt| format!("\n{doubt}"));
    let finding = finding.help(format!(
        "People read old messages, and a link that leads nowhere is no way out. Write under `opt_out`, and see that it is so:\n  live_for: 60d{doubt}"
    ));
    findings.push(duty::resting_on(finding, broken));
}

/// Something that people must do to say no, and the line that would spare them.
struct Hurdle {
    place: Place,
    what: String,
    line: &'static str,
    forbidden: LegalHurdle,
}

fn look(case: &Case<'_, '_>, step: &StepView<'_>, opt_out: &OptOut, findings: &mut Findings<'_>) {
    let mut hurdles = Vec::new();
    if let Some(at) = opt_out.needs_login.at().filter(|at| at.value) {
        hurdles.push(Hurdle {
            place: at.place,
            what: "must log in".to_owned(),
            line: "needs_login: false",
            forbidden: LegalHurdle::Login,
        });
    }
    if let Some(at) = opt_out.steps.at().filter(|at| at.value > 1) {
        hurdles.push(Hurdle {
            place: at.place,
            what: format!("must go through {} steps", at.value),
            line: "steps: 1",
            forbidden: LegalHurdle::Survey,
        });
    }
    // Where people read, to speak means to ring somebody up.
    let read_not_heard = matches!(
        step.channel,
        Some(Channel::Email | Channel::Sms | Channel::Push | Channel::Popup)
    );
    if let Some(at) = opt_out.method.at()
        && at.value == OptOutMethod::Spoken
        && read_not_heard
    {
        hurdles.push(Hurdle {
            place: at.place,
            what: "must call somebody".to_owned(),
            line: if step.channel == Some(Channel::Sms) {
                "method: reply"
            } else if step.channel == Some(Channel::Popup) {
                "method: button"
            } else {
                "method: one_click"
            },
            forbidden: LegalHurdle::OtherChannel,
        });
    }
    let Some((first, others)) = hurdles.split_first() else {
        return;
    };
    let said: Vec<&str> = hurdles.iter().map(|hurdle| hurdle.what.as_str()).collect();
    let lines: Vec<&str> = hurdles.iter().map(|hurdle| hurdle.line).collect();
    let steps = opt_out.steps.value().copied().unwrap_or(1);
    let mut broken = duties(case, step, |duty| {
        hurdles
            .iter()
            .any(|hurdle| duty.forbids.contains(&hurdle.forbidden))
            || duty.max_steps.is_some_and(|most| {
                steps > most
                    || hurdles
                        .iter()
                        .any(|it| it.forbidden == LegalHurdle::OtherChannel)
            })
    });
    duty::keep_surest(&mut broken);
    let law = broken.first().map_or(String::new(), |first| {
        format!(
            ", which {} {}{}",
            first.authority_in_its_place(),
            if first.binds() {
                "forbids"
            } else {
                "may forbid"
            },
            duty::elsewhere(broken.iter().copied())
        )
    });

    let finding = findings
        .violation(first.place, first.what.clone())
        .because(format!("to say no, people {}{law}", said.join(" and ")))
        .see_all(others.iter().map(|hurdle| {
            let site = case.campaign.project.value(hurdle.place).site;
            site.label(hurdle.what.clone())
        }))
        .help(format!(
            "Getting out must be no harder than getting in. Write under `opt_out`:\n  {}",
            lines.join("\n  ")
        ));
    findings.push(duty::illustrated(finding, &broken));
}
