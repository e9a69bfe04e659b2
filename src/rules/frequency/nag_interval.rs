use crate::calendar::Duration;
use crate::diagnostics::Safety;
use crate::fix::Entry;
use crate::law::Practice;
use crate::model::{Action, Answer, Channel, ChoiceAction, Purpose};
use crate::project::{CampaignView, StepView};
use crate::rules::law_beside::forbids;
use crate::rules::{Breaks, Findings, Mend, Rule, about, rule};
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
    /// The value that would be right, with its key.
    entry: Entry,
    /// The line in which it stands.
    line: String,
}

/// What is not said of a prompt that comes back.
struct Open {
    /// Where it is missing.
    place: Place,
    /// The mapping that is to have it.
    mapping: Place,
    what: &'static str,
    /// What would say it.
    entry: Entry,
    /// It in the line in which it stands.
    line: String,
}

/// Everything that brings a prompt back.
struct Returns {
    least: Duration,
    /// `14d`
    least_written: String,
    too_soon: Vec<Return>,
    /// The first thing that is not said.
    open: Option<Open>,
}

impl Returns {
    /// Compares one interval with the least; `right` says the least in its place, alone and in its line.
    fn after(
        &mut self,
        place: Place,
        pause: Duration,
        when: &str,
        right: impl FnOnce(&str) -> (Entry, String),
    ) {
        if pause.approx_minutes() < self.least.approx_minutes() {
            let (entry, line) = right(&self.least_written);
            self.too_soon.push(Return {
                place,
                label: format!("after {pause}"),
                happens: format!("comes back {pause} {when}"),
                entry,
                line,
            });
        }
    }

    fn lacks(&mut self, open: Open) {
        self.open.get_or_insert(open);
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
        let lines = returns.too_soon.iter().map(|it| it.line.clone()).collect();
        let values: Vec<(Place, Entry)> = returns
            .too_soon
            .iter()
            .map(|it| (it.place, it.entry.clone()))
            .collect();
        let mend = Mend::instead_of_each(findings, &values, lines, "Leave people alone for longer");
        findings.push(finding.mend(
            "A question that keeps coming back is not a question any more. Write:",
            mend,
        ));
    } else if let Some(open) = returns.open {
        let what = open.what;
        let mend = Mend::write(
            findings,
            open.mapping,
            &[open.entry],
            Safety::Unsafe,
            format!("Say {what}"),
        );
        let finding = findings
            .unverified(open.place, format!("does not say {what}"))
            .because(format!(
                "nothing says {what}, so it may come back sooner than {limit_words} of {} allows",
                limit.value
            ))
            .mend("Write:", mend.shown_as(open.line));
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
                let line = format!("repeat: {{every: {least}{rest}}}");
                (Entry::new("every", least), line)
            });
        }
        Field::Missing => returns.lacks(Open {
            place: repeat.place,
            mapping: repeat.place,
            what: "how often the prompt comes back",
            entry: Entry::new("every", &*returns.least_written),
            line: format!("repeat: {{every: {}, times: 2}}", returns.least_written),
        }),
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
                    let line =
                        format!("- {{label: Remind me later, action: snooze, for: {least}}}");
                    (Entry::new("for", least), line)
                });
            }
            Field::Missing => returns.lacks(Open {
                place: choice.place,
                mapping: choice.place,
                what: "how long the button puts the prompt off",
                entry: Entry::new("for", &*returns.least_written),
                line: format!(
                    "- {{label: \"{label}\", action: snooze, for: {}}}",
                    returns.least_written
                ),
            }),
            Field::Invalid(_) => {}
        }
    }
    some
}

const CHANGES_NOTHING: &str = "changes nothing";

/// For how long somebody who closed a prompt is left alone, where nobody has said it.
const BACK_OFF: &str = "{snooze: 90d}";

/// What the answers of the cadence do to a prompt that comes back.
fn by_answer(campaign: &CampaignView<'_>, repeats: bool, returns: &mut Returns) {
    for (answer, when) in [
        (Answer::NotNow, "after a \"not now\""),
        (Answer::Dismissed, "after it was closed"),
    ] {
        match campaign.response(answer) {
            Some(at) => match &at.value {
                Action::Snooze(pause) => returns.after(at.place, *pause, when, |least| {
                    let action = format!("{{snooze: {least}}}");
                    let line = format!("{answer}: {action}");
                    (Entry::new(answer.to_string(), action), line)
                }),
                Action::Continue if answer == Answer::Dismissed && repeats => {
                    returns.too_soon.push(Return {
                        place: at.place,
                        label: CHANGES_NOTHING.to_owned(),
                        happens: "comes back as if nobody had closed it".to_owned(),
                        entry: Entry::new("dismissed", BACK_OFF),
                        line: format!("dismissed: {BACK_OFF}"),
                    });
                }
                _ => {}
            },
            None if answer == Answer::Dismissed && repeats => {
                let Some(cadence) = campaign.cadence else {
                    continue;
                };
                let responses = &cadence.value.responses;
                let unsaid = responses.is_missing()
                    || responses
                        .value()
                        .is_some_and(|it| it.dismissed.is_missing());
                if unsaid {
                    let dismissed = Entry::new("dismissed", BACK_OFF);
                    returns.lacks(Open {
                        place: campaign.responses_place(),
                        mapping: cadence.place,
                        what: "what happens when somebody closes the prompt",
                        entry: Entry::with("responses", vec![dismissed]),
                        line: format!("dismissed: {BACK_OFF}"),
                    });
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
