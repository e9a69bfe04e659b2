use super::is_whole;
use super::missing_opt_out::CHANNELS as SPOKEN_OR_WRITTEN;
use super::wording::{Told, told};
use crate::calendar::Duration;
use crate::law::{Hurdle as LegalHurdle, OptOutDuty};
use crate::listed::listed;
use crate::model::{Channel, Message, OptOut, OptOutMethod};
use crate::project::{Def, StepView};
use crate::rules::duty::{self, Duty, Limit};
use crate::rules::{Case, Findings, Rule, about, rule};
use crate::yaml::{Field, Place};

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
        let mut seen: Vec<(Place, Option<Channel>)> = Vec::new();
        for step in campaign.steps.iter().filter(|step| step.reaches_people()) {
            let Some(message) = step.message else {
                continue;
            };
            let opt_out = message.value.opt_out.at();
            if let Some(opt_out) = opt_out {
                look(case, step, &opt_out.value, findings);
            }
            let key = (message.place, step.channel);
            if seen.contains(&key) || message.value.opt_out.is_invalid() {
                continue;
            }
            seen.push(key);
            if let Some(opt_out) = opt_out {
                live(case, step, &opt_out.value, findings);
            }
            unsaid(case, step, message, findings);
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

/// How long the way out works, where that is said.
fn live(case: &Case<'_, '_>, step: &StepView<'_>, opt_out: &OptOut, findings: &mut Findings<'_>) {
    let Some(given) = opt_out.live_for.at() else {
        return;
    };
    let minutes = |time: Duration| time.approx_minutes();
    let mut broken = duties(case, step, |duty| {
        duty.live_for
            .is_some_and(|time| minutes(given.value) < minutes(time))
    });
    let wanted = |duty: &Duty<'_, '_>| {
        let demand = duty.demands::<OptOutDuty>();
        demand.and_then(|it| it.live_for).unwrap_or_default()
    };
    broken.sort_by_key(|duty| (!duty.binds(), std::cmp::Reverse(minutes(wanted(duty)))));
    let Some(first) = broken.first() else { return };
    let message = format!(
        "the way to say no works for {} only; in {} it must go on working for {} after the message{}",
        given.value,
        first.place(),
        wanted(first),
        duty::elsewhere_by(broken.iter().copied(), |duty| Limit {
            strictness: minutes(wanted(duty)),
            words: format!("for {}", wanted(duty)),
        }),
    );
    let finding = if first.binds() {
        findings.violation(given.place, "switched off too soon")
    } else {
        findings.unverified(given.place, "perhaps switched off too soon")
    };
    let doubt = first
        .doubt()
        .map_or(String::new(), |doubt| format!("\n{doubt}"));
    let finding = finding.because(message).help(format!(
        "People read old messages, and a link that leads nowhere is no way out. Write under `opt_out`, and see that it is so:\n  live_for: 60d{doubt}"
    ));
    findings.push(duty::resting_on(finding, broken));
}

/// Something that law asks of the way out, and that a message does not say.
struct Unsaid {
    /// What nothing says, after "nothing says".
    what: &'static str,
    /// The field that would settle it, as it may be written.
    line: &'static str,
    field: &'static str,
    /// Whether a duty asks for it, and how, after "in Canada".
    asked: fn(&OptOutDuty) -> Option<String>,
}

const LIFE: Unsaid = Unsaid {
    what: "how long the way to say no works",
    line: "live_for: 60d",
    field: "live_for",
    asked: |duty| {
        let time = duty.live_for?;
        Some(format!(
            "it must go on working for {time} after the message"
        ))
    },
};

const LOGIN: Unsaid = Unsaid {
    what: "whether people must log in to say no",
    line: "needs_login: false",
    field: "needs_login",
    asked: |duty| {
        let forbidden = duty.forbids.contains(&LegalHurdle::Login);
        forbidden.then(|| "a login may not be asked for".to_owned())
    },
};

const STEPS: Unsaid = Unsaid {
    what: "how many steps it takes to say no",
    line: "steps: 1",
    field: "steps",
    asked: |duty| {
        let most = duty.max_steps?;
        let plural = if most == 1 { "" } else { "s" };
        Some(format!("it may take {most} step{plural} at the most"))
    },
};

/// What law asks of the way out and nothing says.
fn unsaid(
    case: &Case<'_, '_>,
    step: &StepView<'_>,
    message: Def<'_, Message>,
    findings: &mut Findings<'_>,
) {
    let opt_out = message.value.opt_out.at();
    let place = opt_out.map_or(message.place, |it| it.place);
    if !is_whole(case.campaign.project, place) || !offers_a_way_out(case, step, message) {
        return;
    }
    let parts: Vec<&Unsaid> = left_out(step.channel, opt_out.map(|it| &it.value));
    let asks = |duty: &OptOutDuty, part: &Unsaid| (part.asked)(duty).is_some();
    let asking = duties(case, step, |duty| parts.iter().any(|part| asks(duty, part)));
    let demands = |part: &Unsaid| {
        asking
            .iter()
            .any(|it| it.demands().is_some_and(|it| asks(it, part)))
    };
    let parts: Vec<&Unsaid> = parts.into_iter().filter(|part| demands(part)).collect();
    let Some(first) = asking.first() else { return };
    let what: Vec<String> = parts.iter().map(|part| part.what.to_owned()).collect();
    let wanted: Vec<String> = first.demands().map_or(Vec::new(), |duty: &OptOutDuty| {
        parts.iter().filter_map(|part| (part.asked)(duty)).collect()
    });
    let fields: Vec<String> = parts.iter().map(|it| format!("`{}`", it.field)).collect();
    let (label, head) = match opt_out {
        Some(_) => (
            format!("has no {}", listed(&fields)),
            "Write under `opt_out`, and see that it is so:",
        ),
        None => (
            "has no `opt_out`".to_owned(),
            "Say in the message how it works, and see that it is so:\n  opt_out:",
        ),
    };
    let indent = if opt_out.is_some() { "  " } else { "    " };
    let mut lines: Vec<String> = parts
        .iter()
        .map(|it| format!("{indent}{}", it.line))
        .collect();
    if opt_out.is_none() {
        lines.insert(0, format!("{indent}{}", method_line(step.channel)));
    }
    let doubt = first
        .doubt()
        .map_or(String::new(), |doubt| format!("\n{doubt}"));
    let finding = findings
        .unverified(place, label)
        .because(format!(
            "nothing says {}; in {} {}{}",
            listed(&what),
            first.place(),
            listed(&wanted),
            duty::elsewhere(asking.iter().copied()),
        ))
        .help(format!(
            "Getting out must be no harder than getting in, and people read old messages. {head}\n{}{doubt}",
            lines.join("\n")
        ));
    findings.push(duty::resting_on(finding, asking));
}

/// The fields that an `opt_out` leaves open. A reply, a word and a button need no page: there is no login
/// and no second step.
fn left_out(channel: Option<Channel>, opt_out: Option<&OptOut>) -> Vec<&'static Unsaid> {
    let leads_to_a_page = match opt_out.and_then(|it| it.method.value()) {
        Some(OptOutMethod::Link) => true,
        Some(_) => false,
        None => !matches!(
            channel,
            Some(Channel::Sms | Channel::Call | Channel::Voicemail)
        ),
    };
    let mut parts = Vec::new();
    if opt_out.is_none_or(|it| it.live_for.is_missing()) {
        parts.push(&LIFE);
    }
    if leads_to_a_page && opt_out.is_none_or(|it| it.needs_login.is_missing()) {
        parts.push(&LOGIN);
    }
    if leads_to_a_page && opt_out.is_none_or(|it| it.steps.is_missing()) {
        parts.push(&STEPS);
    }
    parts
}

/// Whether there is a way out of which to ask more: where there is none, or nobody can tell,
/// `missing-opt-out` speaks.
fn offers_a_way_out(case: &Case<'_, '_>, step: &StepView<'_>, message: Def<'_, Message>) -> bool {
    let method = message.value.opt_out.value().map(|it| &it.method);
    match method {
        Some(Field::Given(at)) => return at.value != OptOutMethod::None,
        Some(Field::Invalid(_)) => return false,
        Some(Field::Missing) | None => {}
    }
    let Some(channel) = step.channel.filter(|it| SPOKEN_OR_WRITTEN.contains(it)) else {
        return false;
    };
    let mut readings = case.campaign.readings().iter();
    let reading = readings.find(|it| it.message.place == message.place);
    reading.is_some() && told(message, reading, channel) == Told::Yes
}

/// The method that a channel suggests, as a line.
fn method_line(channel: Option<Channel>) -> &'static str {
    match channel {
        Some(Channel::Sms) => "method: reply",
        Some(Channel::Call | Channel::Voicemail) => "method: spoken",
        _ => "method: link",
    }
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
