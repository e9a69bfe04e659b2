use crate::calendar::Duration;
use crate::law::Practice;
use crate::model::{Action, Answer, Channel, ChoiceAction, Purpose};
use crate::project::{CampaignView, StepView};
use crate::rules::law_beside::forbids;
use crate::rules::{Breaks, Findings, Rule, about, rule};
use crate::yaml::{Field, Place};

rule! {
    /// A prompt returns sooner than the least interval, or does not back off.
    NagInterval, "nag-interval", "frequency", Error
}

impl Rule for NagInterval {
    about!();

    fn law(&self) -> Option<Breaks> {
        Some(|demand, _| forbids(demand, Practice::Nagging))
    }

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        // A warning of danger may come again as soon as it must.
        if campaign.purpose() == Some(Purpose::SafetyNotice) {
            return;
        }
        for step in campaign.steps.iter().filter(|step| is_prompt(step)) {
            look(campaign, step, findings);
        }
    }
}

fn is_prompt(step: &StepView<'_>) -> bool {
    matches!(step.channel, Some(Channel::Popup | Channel::Push))
}

/// One way in which a prompt comes back too soon.
struct Return {
    place: Place,
    /// What is to be seen there.
    label: String,
    /// What happens, to be set after "the prompt".
    happens: String,
    /// The line that would be right.
    line: String,
}

/// Everything that brings a prompt back.
struct Returns {
    least: Duration,
    /// `14d`
    least_written: String,
    too_soon: Vec<Return>,
    /// What is not said, and the place that lacks it.
    open: Option<(Place, &'static str, String)>,
}

impl Returns {
    /// Compares one interval with the least.
    fn after(
        &mut self,
        place: Place,
        pause: Duration,
        when: &str,
        line: impl FnOnce(&str) -> String,
    ) {
        if pause.approx_minutes() < self.least.approx_minutes() {
            self.too_soon.push(Return {
                place,
                label: format!("after {pause}"),
                happens: format!("comes back {pause} {when}"),
                line: line(&self.least_written),
            });
        }
    }

    fn lacks(&mut self, place: Place, what: &'static str, line: String) {
        if self.open.is_none() {
            self.open = Some((place, what, line));
        }
    }
}

fn look(campaign: &CampaignView<'_>, step: &StepView<'_>, findings: &mut Findings<'_>) {
    let limit = campaign.limits.nag_interval;
    let mut returns = Returns {
        least: limit.value,
        least_written: written(limit.value),
        too_soon: Vec::new(),
        open: None,
    };
    let repeats = by_itself(step, &mut returns);
    let put_off = by_choice(step, &mut returns);
    let later_prompt = campaign.steps[step.position + 1..].iter().any(is_prompt);
    if repeats || put_off || later_prompt {
        by_answer(campaign, repeats, &mut returns);
    }
    let limit_words = match limit.place {
        Some(_) => "the limit",
        None => "the built-in limit (`nag_interval`)",
    };
    if let Some((first, others)) = returns.too_soon.split_first() {
        let mut finding = findings
            .violation(first.place, first.label.clone())
            .because(if first.label == CHANGES_NOTHING {
                format!("the prompt {}", first.happens)
            } else {
                format!(
                    "the prompt {}; {limit_words} is {}",
                    first.happens, limit.value
                )
            });
        for other in others {
            let site = campaign.project.value(other.place).site;
            finding = finding.see(site.label(other.label.clone()));
        }
        if let Some(place) = limit.place {
            let site = campaign.project.value(place).site;
            finding = finding.see(site.label(format!("at least {}", limit.value)));
        }
        let lines: Vec<&str> = returns.too_soon.iter().map(|it| it.line.as_str()).collect();
        findings.push(finding.help(format!(
            "A question that keeps coming back is not a question any more. Write:\n  {}",
            lines.join("\n  ")
        )));
    } else if let Some((place, what, line)) = returns.open {
        let finding = findings
            .unverified(place, format!("does not say {what}"))
            .because(format!(
                "nothing says {what}, so it may come back sooner than {limit_words} of {} allows",
                limit.value
            ))
            .help(format!("Write:\n  {line}"));
        findings.push(finding);
    }
}

/// What the step itself repeats; whether it does.
fn by_itself(step: &StepView<'_>, returns: &mut Returns) -> bool {
    let Some(repeat) = step.value.repeat.at() else {
        return false;
    };
    if repeat.times.value().is_some_and(|times| *times < 2) {
        return false;
    }
    match &repeat.every {
        Field::Given(every) => {
            let rest = match (repeat.times.value(), repeat.until.value()) {
                (Some(times), _) => format!(", times: {times}"),
                (None, Some(until)) if *until != Answer::Purchased => format!(", until: {until}"),
                (None, _) => ", times: 2".to_owned(),
            };
            returns.after(every.place, every.value, "after it was shown", |least| {
                format!("repeat: {{every: {least}{rest}}}")
            });
        }
        Field::Missing => returns.lacks(
            repeat.place,
            "how often the prompt comes back",
            format!("repeat: {{every: {}, times: 2}}", returns.least_written),
        ),
        Field::Invalid(_) => {}
    }
    true
}

/// What its buttons put off; whether one does.
fn by_choice(step: &StepView<'_>, returns: &mut Returns) -> bool {
    let Some(message) = step.message else {
        return false;
    };
    let mut some = false;
    for choice in &message.value.choices {
        if choice.action.value() != Some(&ChoiceAction::Snooze) {
            continue;
        }
        some = true;
        let label = choice
            .label
            .value()
            .map_or("Remind me later", String::as_str);
        match &choice.lasts {
            Field::Given(lasts) => {
                let when = format!("after somebody chooses \"{label}\"");
                returns.after(lasts.place, lasts.value, &when, |least| {
                    format!("- {{label: Remind me later, action: snooze, for: {least}}}")
                });
            }
            Field::Missing => returns.lacks(
                choice.place,
                "how long the button puts the prompt off",
                format!(
                    "- {{label: \"{label}\", action: snooze, for: {}}}",
                    returns.least_written
                ),
            ),
            Field::Invalid(_) => {}
        }
    }
    some
}

const CHANGES_NOTHING: &str = "changes nothing";

/// What the answers of the cadence do to a prompt that comes back.
fn by_answer(campaign: &CampaignView<'_>, repeats: bool, returns: &mut Returns) {
    for (answer, when) in [
        (Answer::NotNow, "after a \"not now\""),
        (Answer::Dismissed, "after it was closed"),
    ] {
        match campaign.response(answer) {
            Some(at) => match &at.value {
                Action::Snooze(pause) => returns.after(at.place, *pause, when, |least| {
                    format!("{answer}: {{snooze: {least}}}")
                }),
                Action::Continue if answer == Answer::Dismissed && repeats => {
                    returns.too_soon.push(Return {
                        place: at.place,
                        label: CHANGES_NOTHING.to_owned(),
                        happens: "comes back as if nobody had closed it".to_owned(),
                        line: "dismissed: {snooze: 90d}".to_owned(),
                    });
                }
                _ => {}
            },
            None if answer == Answer::Dismissed && repeats => {
                let responses = campaign.cadence.map(|cadence| &cadence.value.responses);
                let unsaid = responses.is_some_and(|responses| {
                    responses.is_missing()
                        || responses
                            .value()
                            .is_some_and(|it| it.dismissed.is_missing())
                });
                if unsaid {
                    returns.lacks(
                        campaign.responses_place(),
                        "what happens when somebody closes the prompt",
                        "dismissed: {snooze: 90d}".to_owned(),
                    );
                }
            }
            None => {}
        }
    }
}

/// A length of time as it is written in YAML.
fn written(duration: Duration) -> String {
    let parts = [
        (duration.months, "mo"),
        (duration.days, "d"),
        (duration.minutes, "m"),
    ];
    let said: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count}{unit}"))
        .collect();
    said.join(" ")
}
